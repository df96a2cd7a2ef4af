//! Extracts pages and prints one line of JSON each, or times it: `cargo run --release
//! -p khabar-page --example extract -- [--time ROUNDS] FILE...`.

#![allow(
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a tool for people who compare extractors"
)]

use std::time::Instant;

use khabar_doc::{Document, Page, Span};
use khabar_page::{Hints, PageLexicon, builtin_sources, read};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lexicon = PageLexicon::parse(&builtin_sources())?;
    let mut args = std::env::args().skip(1).peekable();
    let mut rounds = 0_usize;
    if args.peek().is_some_and(|arg| arg == "--time") {
        args.next();
        rounds = args.next().unwrap_or_default().parse()?;
    }
    let mut files = Vec::new();
    for path in args {
        let bytes = std::fs::read(&path)?;
        files.push((path, bytes));
    }
    if rounds > 0 {
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut best = f64::MAX;
        for _ in 0..rounds {
            let start = Instant::now();
            for (_, bytes) in &files {
                std::hint::black_box(read(bytes, &Hints::default(), &lexicon).is_ok());
            }
            best = best.min(start.elapsed().as_secs_f64());
        }
        let (docs, mega) = (files.len() as u32, bytes as u32);
        println!(
            "{}",
            json!({"seconds": best, "docs_per_second": f64::from(docs) / best,
                   "mb_per_second": f64::from(mega) / best / 1e6})
        );
        return Ok(());
    }
    for (path, bytes) in &files {
        match read(bytes, &Hints::default(), &lexicon) {
            Ok(page) => println!("{}", line(path, &page)),
            Err(error) => {
                println!("{}", json!({"file": path, "error": error.to_string()}))
            }
        }
    }
    Ok(())
}

fn line(path: &str, page: &Page) -> serde_json::Value {
    let words = |span: Span| page.text.slice(span).unwrap_or_default();
    let told = |d: &Document| -> Vec<&str> {
        d.parts.iter().filter(|p| p.kind.is_body()).map(|p| words(p.span)).collect()
    };
    let main = page
        .documents
        .iter()
        .max_by_key(|d| told(d).iter().map(|line| line.len()).sum::<usize>());
    let Some(main) = main else {
        return json!({"file": path, "title": "", "body": [], "authors": []});
    };
    json!({
        "file": path,
        "documents": page.documents.len(),
        "title": main.title.map(words).unwrap_or_default(),
        "body": told(main),
        "authors": main.byline.iter().map(|&s| words(s)).collect::<Vec<_>>(),
        "date": main.published.first().map(|d| d.value.clone()),
        "stated": page.metadata.authors.all().iter().map(|v| v.value.as_str()).collect::<Vec<_>>(),
        "outlet": main.outlet.as_ref().map(|o| o.name.clone()),
        "parts": main.parts.iter().map(|p| (p.kind.name(), p.why.as_str().to_owned(), words(p.span))).collect::<Vec<_>>(),
    })
}
