//! Names: each file of `cases/name` holds a text, a line `---`, and what is found in
//! it, one mention a line: kind, text, `=` and the entity meant. Paragraphs are lines;
//! a line `===` begins another document. `UPDATE=1` writes what is found instead.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read their cases from files"
)]

use std::{fmt::Write as _, fs, path::Path};

use khabar_doc::{Document, Page, Part, PartKind, Span, Text, Why};
use khabar_news::{Lexicon, builtin_sources};

const RULE: &str = "---\n";

fn page(text: &str) -> Page {
    let mut documents = Vec::new();
    let mut at = 0;
    let mut parts = Vec::new();
    for line in text.split_inclusive('\n') {
        let span = Span::of(at, at + line.trim_end().len());
        at += line.len();
        if line.trim_end() == "===" {
            documents.push(document(std::mem::take(&mut parts)));
        } else if !span.is_empty() {
            parts.push(Part { kind: PartKind::Paragraph, span, why: Why::default() });
        }
    }
    documents.push(document(parts));
    Page {
        text: Text::new(text).unwrap(),
        charset: "utf-8".to_owned(),
        documents,
        ..Page::default()
    }
}

fn document(parts: Vec<Part>) -> Document {
    Document {
        span: Span::new(parts[0].span.start(), parts[parts.len() - 1].span.end()),
        language: "ar".to_owned(),
        parts,
        ..Document::default()
    }
}

/// What is found in `text`, in the form of a case file.
fn found(lexicon: &Lexicon, text: &str) -> String {
    let page = page(text);
    let reading = khabar_news::read(&page, lexicon);
    let slice = |span: Span| page.text.slice(span).unwrap();
    let name = |at: usize| {
        let entity = &reading.entities[at];
        let flags: String = entity.flags.iter().map(|flag| format!(" !{flag}")).collect();
        format!("{}{flags}", entity.name)
    };
    let mut out = String::new();
    for document in &reading.documents {
        for mention in &document.mentions {
            let entity = mention.entity.map(|id| name(id.index())).unwrap_or_default();
            let kind = mention.kind.name();
            writeln!(out, "{kind} {} = {entity}", slice(mention.span)).unwrap();
        }
        for relation in &document.relations {
            let subject = name(relation.subject.index());
            let object = relation.object.map(|id| name(id.index())).unwrap_or_default();
            let (predicate, value) = (relation.predicate, &relation.value);
            writeln!(out, "{subject} {predicate} {object} ({value})").unwrap();
        }
    }
    out
}

fn check(lexicon: &Lexicon, path: &Path) {
    let case = fs::read_to_string(path).unwrap();
    let (text, expected) = case.split_once(RULE).unwrap_or((&case, ""));
    let found = found(lexicon, text);
    if std::env::var("UPDATE").is_ok() {
        fs::write(path, format!("{text}{RULE}{found}")).unwrap();
    } else {
        assert_eq!(found, expected, "{}", path.display());
    }
}

#[test]
fn cases() {
    let lexicon = Lexicon::parse(&builtin_sources()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/name");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        check(&lexicon, &path);
    }
}
