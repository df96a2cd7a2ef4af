//! Tokens, sentences and runs of cases in `cases/tokens.txt`. `UPDATE=1` writes what is
//! found in place of what is expected.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its cases and stops on faults"
)]

use std::{fmt::Write as _, fs, path::Path};

use khabar_arabic::{Script, Splitter, TokenKind, Words};
use khabar_doc::Span;

/// What is found in `text`, in the form of the file of cases.
fn found(text: &str, splitter: &Splitter) -> String {
    let words = Words::of(text, &[Span::of(0, text.len())], splitter);
    let tokens = words.tokens();
    let shown: Vec<String> = tokens
        .iter()
        .map(|token| {
            let written = text.get(token.span.range()).unwrap();
            match token.kind {
                TokenKind::Word => written.to_owned(),
                TokenKind::Number => format!("{written}/number"),
                TokenKind::Foreign if token.script == Script::Latin => {
                    format!("{written}/foreign")
                }
                TokenKind::Foreign => {
                    format!("{written}/foreign:{}", token.script.short_name())
                }
                TokenKind::Quote => format!("{written}/quote"),
                TokenKind::Mark => format!("{written}/mark"),
            }
        })
        .collect();
    let mut out = format!("t {}\n", shown.join(" | "));
    let slice = |range: std::ops::Range<usize>| {
        let from = tokens[range.start].span.range().start;
        text.get(from..tokens[range.end - 1].span.range().end).unwrap()
    };
    if words.sentences().len() > 1 {
        for sentence in words.sentences() {
            writeln!(out, "s {}", slice(sentence.tokens.clone())).unwrap();
        }
    }
    for run in words.runs() {
        writeln!(out, "r {} {}", run.kind.as_str(), slice(run.tokens.clone())).unwrap();
    }
    out
}

#[test]
fn cases_are_cut_as_expected() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/tokens.txt");
    let expected = fs::read_to_string(&path).unwrap();
    let splitter = Splitter::builtin();
    let (mut now, mut cases) = (String::new(), 0);
    for line in expected.lines() {
        if let Some(text) = line.strip_prefix("> ") {
            cases += 1;
            writeln!(now, "{line}").unwrap();
            now.push_str(&found(text, &splitter));
        } else if !line.starts_with("t ")
            && !line.starts_with("s ")
            && !line.starts_with("r ")
        {
            writeln!(now, "{line}").unwrap();
        }
    }
    assert!(cases >= 120, "{cases} cases");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, now).unwrap();
        return;
    }
    let mut text = "";
    for (expected, now) in expected.lines().zip(now.lines()) {
        text = expected.strip_prefix("> ").unwrap_or(text);
        assert_eq!(now, expected, "in `{text}`");
    }
    assert_eq!(now.lines().count(), expected.lines().count());
}
