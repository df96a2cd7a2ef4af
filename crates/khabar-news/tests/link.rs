//! Linking: each file of `cases/link` holds cases parted by blank lines: an optional day
//! of publication (`@ 2023-06-01`), paragraphs, and what is expected: for each entity
//! that is named or linked `= name xMENTIONS > entry rule !flags`, and for each metonym
//! `~ mention > body`. `UPDATE=1` writes what is found instead.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read their cases from files"
)]

use std::{fmt::Write as _, fs, path::Path};

use khabar_doc::{
    Calendar, DateCertainty, Document, Page, Part, PartKind, Precision, Span, StatedBy,
    StatedDate, Text, Why,
};
use khabar_news::{Lexicon, builtin_sources};

fn page(text: &str, day: Option<&str>) -> Page {
    let mut parts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::of(at, at + line.trim_end().len());
        at += line.len();
        parts.push(Part { kind: PartKind::Paragraph, span, why: Why::default() });
    }
    let published = day.map(|day| StatedDate {
        value: day.to_owned(),
        precision: Precision::Day,
        calendar: Calendar::Gregorian,
        by: StatedBy::Outlet,
        certainty: DateCertainty::Stated,
        span: Span::of(0, 0),
        why: Why::default(),
    });
    let document = Document {
        span: Span::new(parts[0].span.start(), parts[parts.len() - 1].span.end()),
        language: "ar".to_owned(),
        parts,
        published: published.into_iter().collect(),
        ..Document::default()
    };
    Page {
        text: Text::new(text).unwrap(),
        charset: "utf-8".to_owned(),
        documents: vec![document],
        ..Page::default()
    }
}

fn found(lexicon: &Lexicon, text: &str, day: Option<&str>) -> String {
    let page = page(text, day);
    let reading = khabar_news::read(&page, lexicon);
    let mentions = &reading.documents[0].mentions;
    let mut out = String::new();
    for (at, entity) in reading.entities.iter().enumerate() {
        let of_it =
            || mentions.iter().filter(|m| m.entity.is_some_and(|e| e.index() == at));
        if entity.known.is_none() && !of_it().any(|mention| mention.name) {
            continue;
        }
        write!(out, "= {} x{}", entity.name, of_it().count()).unwrap();
        if let (Some(known), Some(link)) = (&entity.known, &entity.link) {
            assert!((0.0..=1.0).contains(&link.confidence), "{known} {link:?}");
            write!(out, " > {known} {}", link.why).unwrap();
        }
        for flag in &entity.flags {
            write!(out, " !{flag}").unwrap();
        }
        out.push('\n');
    }
    for metonym in &reading.documents[0].metonyms {
        let span = mentions[metonym.mention.index()].span;
        writeln!(out, "~ {} > {}", page.text.slice(span).unwrap(), metonym.body).unwrap();
    }
    out
}

fn check(lexicon: &Lexicon, path: &Path) -> usize {
    let file = fs::read_to_string(path).unwrap();
    let mut wanted = Vec::new();
    let mut count = 0;
    for case in file.split("\n\n").map(str::trim).filter(|case| !case.is_empty()) {
        let day = case.lines().find_map(|line| line.strip_prefix("@ "));
        let text: String = case
            .lines()
            .filter(|line| !line.starts_with(['@', '=', '~']))
            .flat_map(|line| [line, "\n"])
            .collect();
        let head = day.map_or(String::new(), |day| format!("@ {day}\n"));
        let found = found(lexicon, &text, day);
        let case_found = format!("{head}{text}{found}");
        if std::env::var("UPDATE").is_err() {
            assert_eq!(case_found.trim(), case, "{}", path.display());
        }
        wanted.push(case_found);
        count += 1;
    }
    if std::env::var("UPDATE").is_ok() {
        fs::write(path, wanted.join("\n")).unwrap();
    }
    count
}

#[test]
fn cases() {
    let lexicon = Lexicon::parse(&builtin_sources()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/link");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let cases: usize = paths.iter().map(|path| check(&lexicon, path)).sum();
    assert!(cases >= 60, "{cases} cases");
}
