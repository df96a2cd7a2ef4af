//! Ranks for `eval/peers/search.py`: `eval_search DOCUMENTS.tsv QUESTIONS.tsv` prints
//! `QUESTION<tab>DOCUMENT DOCUMENT …`, ten at most.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::{error::Error, fs, time::Instant};

use khabar_store::{Capture, Language, Prepared, Request, Store, Writer};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = std::env::args().skip(1);
    let usage = "usage: eval_search DOCUMENTS.tsv QUESTIONS.tsv";
    let documents = fs::read_to_string(paths.next().ok_or(usage)?)?;
    let questions = fs::read_to_string(paths.next().ok_or(usage)?)?;
    let language = Language::of(&khabar::builtin_sources())?;
    let mut terms = language.terms();
    let folder = tempfile::tempdir()?;
    let (mut writer, _) = Writer::open(folder.path(), &language, true, |_| {})?;
    let start = Instant::now();
    for line in documents.lines() {
        let (name, text) = line.split_once('\t').ok_or("a line without a tab")?;
        let end = text.chars().count();
        let span = json!({"start": 0, "end": end, "text": text});
        // A reading of one paragraph, without what the engine would find in it.
        let reading = json!({
            "engine": {"version": "", "lexicon": "", "models": ""},
            "page": {"url": null, "aggregator": null},
            "documents": [{
                "id": "d1", "language": "ar", "title": null, "outlet": null, "published": [],
                "dateline": null, "credits": [], "mentions": [], "claims": [], "events": [],
                "relations": [], "conflicts": [],
                "parts": [{"kind": "paragraph", "span": span}],
            }],
            "entities": [],
        });
        let capture = Capture {
            bytes: text.as_bytes().to_vec(),
            url: Some(name.to_owned()),
            content_type: None,
            captured_at: None,
            locator: name.to_owned(),
        };
        let reading = serde_json::to_vec(&reading)?;
        writer.put(&Prepared::of(capture, Ok(&reading), &mut terms)?, "")?;
    }
    let store: Store = writer.finish()?;
    eprintln!("kept and indexed in {:?}", start.elapsed());
    let start = Instant::now();
    for (number, line) in questions.lines().enumerate() {
        let (_, question) = line.split_once('\t').ok_or("a line without a tab")?;
        // Signs and colons of a question are no commands.
        let query: String = question
            .chars()
            .map(|ch| if "+-:\"~".contains(ch) { ' ' } else { ch })
            .collect();
        let answer =
            store.search(&Request { query, ..Request::default() }, &mut terms)?;
        let found: Vec<String> = answer
            .found
            .iter()
            .map(|found| {
                let article = store.article(found.document, &[], &mut terms)?;
                Ok(article.and_then(|article| article.url).unwrap_or_default())
            })
            .collect::<Result<_, khabar_store::StoreError>>()?;
        println!("{number}\t{}", found.join(" "));
    }
    eprintln!("questions in {:?}", start.elapsed());
    Ok(())
}
