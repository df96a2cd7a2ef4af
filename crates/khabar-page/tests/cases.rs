//! Pages as files: the text, a line `----`, and what is expected of it. `UPDATE=1
//! cargo test -p khabar-page` rewrites the expectations; read the diff.

#![allow(
    clippy::non_ascii_literal,
    clippy::disallowed_methods,
    clippy::string_slice,
    missing_docs,
    reason = "a test"
)]

use std::{fmt::Write, fs, path::Path};

use khabar_doc::{Page, Span};
use khabar_page::{Hints, PageLexicon, builtin_sources, read};

/// A page as a person checks it: one line a part, then what was found in them.
fn show(page: &Page) -> String {
    let mut out = String::new();
    let words = |span: Span| page.text.slice(span).unwrap_or("SPLIT").to_owned();
    let short = |span: Span| words(span).chars().take(60).collect::<String>();
    if let Some(pagination) = &page.pagination {
        let _ = writeln!(out, "page: {:?} {:?}", pagination.number, pagination.next);
    }
    for notice in &page.notices {
        let _ = writeln!(out, "notice: {}", notice.kind);
    }
    if let Some(aggregator) = &page.aggregator {
        let _ =
            writeln!(out, "aggregator: {}", aggregator.name.as_deref().unwrap_or("-"));
        for &span in &aggregator.evidence {
            let _ = writeln!(out, "  evidence: {}", short(span));
        }
    }
    for document in &page.documents {
        let _ = writeln!(out, "document: {}", document.language);
        for part in &document.parts {
            let _ = writeln!(
                out,
                "  {}: {} [{}]",
                part.kind.name(),
                short(part.span),
                part.why
            );
        }
        if let Some(dateline) = &document.dateline {
            let _ = writeln!(out, "  = dateline: {}", words(dateline.span));
            if let Some(place) = dateline.place {
                let _ = writeln!(out, "  = dateline place: {}", words(place));
            }
            if let Some(outlet) = dateline.outlet {
                let _ = writeln!(out, "  = dateline outlet: {}", words(outlet));
            }
        }
        if let Some(outlet) = &document.outlet {
            let _ = writeln!(
                out,
                "  = outlet: {} at {} places [{}]",
                outlet.name,
                outlet.spans.len(),
                outlet.why
            );
        }
        for date in &document.published {
            let _ = writeln!(
                out,
                "  = published: {} {} by {:?}: {} [{}]",
                date.value,
                date.certainty.name(),
                date.by,
                short(date.span),
                date.why
            );
        }
        for date in &document.modified {
            let _ = writeln!(out, "  = modified: {} [{}]", date.value, date.why);
        }
        for entry in &document.entries {
            let text = words(entry.span);
            let last = text.lines().last().unwrap_or_default();
            let _ = writeln!(
                out,
                "  = entry: {} to {}",
                entry.time,
                last.chars().take(40).collect::<String>()
            );
        }
        for (name, value) in [
            ("section", &document.section),
            ("url", &document.url),
            ("amp", &document.amp),
        ] {
            if let Some(value) = value {
                let _ = writeln!(out, "  = {name}: {value}");
            }
        }
        for &name in &document.byline {
            let _ = writeln!(out, "  = byline: {}", words(name));
        }
        for credit in &document.credits {
            let _ = writeln!(out, "  = credit: {:?} {}", credit.kind, credit.name);
            assert_eq!(words(credit.span), credit.name);
        }
    }
    out
}

#[test]
fn pages_read_as_expected() {
    let lexicon = PageLexicon::parse(&builtin_sources()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut faults = String::new();
    let mut seen = 0;
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "page")) {
        let case = fs::read_to_string(path).unwrap();
        let (input, expected) = case.rsplit_once("\n----\n").unwrap_or((&case, ""));
        let page = read(input.as_bytes(), &Hints::default(), &lexicon).unwrap();
        let got = show(&page);
        seen += 1;
        if got == expected {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(path, format!("{input}\n----\n{got}")).unwrap();
        } else {
            let _ = write!(faults, "{}:\n{got}\n", path.display());
        }
    }
    assert!(seen >= 45, "only {seen} cases in {}", folder.display());
    assert!(faults.is_empty(), "these pages read otherwise now:\n{faults}");
}

/// The samples of the repository: no panic, every part a line of the text.
#[test]
fn samples_have_whole_parts() {
    let lexicon = PageLexicon::parse(&builtin_sources()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()).filter(|p| p.is_file()) {
        let page = read(&fs::read(&path).unwrap(), &Hints::default(), &lexicon).unwrap();
        assert!(!show(&page).contains("SPLIT"), "{}", path.display());
    }
}
