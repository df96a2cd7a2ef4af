//! Events of short invented articles: the text, then one line an event.
//!
//! A case file holds the headline and the paragraphs, a line of three hyphens, and for
//! each event `TYPE status trigger+trigger < actors > recipients`, after a tilde where
//! the text takes it for known (the background). `UPDATE=1` writes the
//! second half anew; read the difference before committing it.
#![allow(
    clippy::disallowed_methods,
    clippy::non_ascii_literal,
    reason = "tests read case files"
)]

use std::{fs, path::Path};

use khabar_doc::{
    Actor, Document, Grounding, Page, PageReading, Part, PartKind, Span, Text, Why,
};
use khabar_news::{Lexicon, builtin_sources};

fn page(text: &str) -> Page {
    let mut parts = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let kind = if at == 0 { PartKind::Title } else { PartKind::Paragraph };
        if !line.is_empty() {
            let span = Span::of(at, at + line.len());
            parts.push(Part { kind, span, why: Why::rule("test") });
        }
        at += line.len() + 1;
    }
    let document = Document {
        span: Span::of(0, text.len()),
        language: "ar".to_owned(),
        title: parts.first().map(|part| part.span),
        parts,
        ..Document::default()
    };
    Page {
        text: Text::new(text).expect("short"),
        charset: "utf-8".to_owned(),
        documents: vec![document],
        ..Page::default()
    }
}

fn describe(text: &str, reading: &PageReading) -> String {
    let slice = |span: Span| text.get(span.range()).unwrap_or_default();
    let who = |actors: &[Actor]| {
        let names: Vec<&str> = actors.iter().filter_map(|a| a.span).map(slice).collect();
        names.join("، ")
    };
    let mut out = String::new();
    for document in &reading.documents {
        for event in &document.events {
            let triggers: Vec<&str> = event.triggers.iter().map(|&s| slice(s)).collect();
            let line = format!(
                "{}{} {} {} < {} > {}",
                if event.grounding == Grounding::Background { "~" } else { "" },
                event.kind.name(),
                event.status.name(),
                triggers.join("+"),
                who(&event.actors),
                who(&event.recipients)
            );
            out.push_str(line.trim_end());
            out.push('\n');
        }
        for conflict in &document.conflicts {
            out.push_str(&format!(
                "! {}: {}\n",
                conflict.slot,
                conflict.values.join(" / ")
            ));
        }
    }
    out
}

fn check(path: &Path, lexicon: &Lexicon) {
    let case = fs::read_to_string(path).expect("a case file");
    let (text, expected) = case.split_once("\n---\n").expect("a line of three hyphens");
    let reading = khabar_news::read(&page(text), lexicon);
    let got = describe(text, &reading);
    if std::env::var("UPDATE").is_ok() {
        fs::write(path, format!("{text}\n---\n{got}")).expect("a writable case file");
        return;
    }
    assert_eq!(got, expected, "{}", path.display());
}

#[test]
fn cases() {
    let lexicon = Lexicon::parse(&builtin_sources()).expect("the built-in lexicon");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/event");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder of cases")
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        check(&path, &lexicon);
    }
}
