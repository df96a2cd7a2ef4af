//! Claims: files of `cases/claim` hold cases parted by lines `===`. A case is a text, a
//! line `---`, and the claims found in it: act, polarity, certainty, commitment and kind
//! of quotation, then one Arabic string a line: cue, source and its name, addressee,
//! content, hedges, parent, and the links of the chain. Lines of a text are paragraphs,
//! those that begin with `# ` titles; files called `page-*` go through the page reader
//! instead. `UPDATE=1` writes what is found instead.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read their cases from files"
)]

use std::{fmt::Write as _, fs, path::Path};

use khabar_doc::{Claim, Document, Page, PageReading, Part, PartKind, Span, Text, Why};
use khabar_news::{Lexicon, builtin_sources};
use khabar_page::{Hints, PageLexicon};

const CASE: &str = "\n===\n";
const RULE: &str = "\n---";

struct Lexicons {
    news: Lexicon,
    page: PageLexicon,
}

/// A page of one document, every line a part.
fn plain(text: &str) -> Page {
    let mut at = 0;
    let mut parts = Vec::new();
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        if start == end {
            continue;
        }
        let (kind, start) = match line.strip_prefix("# ") {
            Some(_) => (PartKind::Title, start + 2),
            None => (PartKind::Paragraph, start),
        };
        parts.push(Part { kind, span: Span::of(start, end), why: Why::default() });
    }
    let document = Document {
        span: Span::new(parts[0].span.start(), parts[parts.len() - 1].span.end()),
        language: "ar".to_owned(),
        title: parts.iter().find(|p| p.kind == PartKind::Title).map(|p| p.span),
        parts,
        ..Document::default()
    };
    Page {
        text: Text::new(text).unwrap(),
        charset: "utf-8".to_owned(),
        documents: vec![document],
        ..Page::default()
    }
}

fn show(page: &Page, reading: &PageReading, claim: &Claim) -> String {
    let slice = |span: Span| page.text.slice(span).unwrap();
    let mut out = String::new();
    let mut line = |key: &str, value: &str| writeln!(out, "  {key} {value}").unwrap();
    line("cue", claim.cue.map_or("-", slice));
    let source = &claim.source;
    match source.span {
        Some(span) => {
            line(source.kind.name(), slice(span));
            if source.name != slice(span) {
                line("named", &source.name);
            }
        }
        None => line(source.kind.name(), &format!("({})", source.name)),
    }
    if let Some(to) = &claim.addressee {
        line("to", slice(to.span));
    }
    for &span in &claim.content {
        line("says", slice(span));
    }
    for hedge in &claim.hedges {
        line(hedge.class.name(), slice(hedge.span));
    }
    for link in &claim.chain {
        let name = link.entity.map(|id| reading.entities[id.index()].name.as_str());
        line("link", name.filter(|_| link.name.is_empty()).unwrap_or(&link.name));
    }
    out
}

/// The claims of `page`, in the form of a case.
fn found(page: &Page, lexicons: &Lexicons) -> String {
    let reading = khabar_news::read(page, &lexicons.news);
    let mut out = String::new();
    for (index, document) in reading.documents.iter().enumerate() {
        if index > 0 {
            out.push_str("another document\n");
        }
        for (place, claim) in document.claims.iter().enumerate() {
            let parent =
                claim.parent.map_or(String::new(), |p| format!(" in {}", p.index() + 1));
            writeln!(
                out,
                "{}{parent}: {} {} {} {} {}",
                place + 1,
                claim.act.name(),
                claim.polarity.name(),
                claim.certainty.name(),
                claim.commitment.name(),
                claim.quotation.name(),
            )
            .unwrap();
            out.push_str(&show(page, &reading, claim));
        }
    }
    out
}

/// The lines of both, those that differ marked.
fn differences(expected: &str, found: &str) -> String {
    let mut out = String::new();
    let mut rest: Vec<&str> = found.lines().collect();
    for line in expected.lines() {
        match rest.iter().position(|other| *other == line) {
            Some(place) => {
                for new in rest.drain(..place) {
                    writeln!(out, "    now {new}").unwrap();
                }
                rest.remove(0);
                writeln!(out, "        {line}").unwrap();
            }
            None => writeln!(out, "    was {line}").unwrap(),
        }
    }
    for new in rest {
        writeln!(out, "    now {new}").unwrap();
    }
    out
}

/// Checks or rewrites the cases of a file; how they fail, and how many there are.
fn check(path: &Path, lexicons: &Lexicons) -> (String, usize) {
    let file = fs::read_to_string(path).unwrap();
    let whole =
        path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("page-"));
    let mut faults = String::new();
    let mut written = Vec::new();
    for case in file.split(CASE) {
        let (text, expected) = case.split_once(RULE).unwrap_or((case, ""));
        let (text, expected) = (text.trim(), expected.trim());
        let page = if whole {
            khabar_page::read(text.as_bytes(), &Hints::default(), &lexicons.page).unwrap()
        } else {
            plain(text)
        };
        let found = found(&page, lexicons);
        if found.trim() != expected {
            let name = path.file_name().unwrap().to_string_lossy();
            let diff = differences(expected, found.trim());
            write!(faults, "{name}: {text}\n{diff}").unwrap();
        }
        written.push(format!("{text}\n---\n{found}").trim_end().to_owned());
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, format!("{}\n", written.join(CASE))).unwrap();
        faults.clear();
    }
    (faults, written.len())
}

#[test]
fn claims_are_as_the_cases_say() {
    let lexicons = Lexicons {
        news: Lexicon::parse(&builtin_sources()).unwrap(),
        page: PageLexicon::parse(&khabar_page::builtin_sources()).unwrap(),
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/claim");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut faults = String::new();
    let mut count = 0;
    for path in &paths {
        let (more, cases) = check(path, &lexicons);
        faults.push_str(&more);
        count += cases;
    }
    assert!(count >= 60, "only {count} cases");
    assert!(faults.is_empty(), "claims read otherwise now:\n{faults}");
}
