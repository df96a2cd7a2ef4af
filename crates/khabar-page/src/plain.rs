//! Lines of text to a page's documents.

use khabar_doc::{Aggregator, Document, Span};

use crate::{
    PageLexicon, aggregator, document, grammar,
    line::{Line, Marked},
};

/// A line to be read: where it lies, and what the mark-up says of it.
pub(crate) type RawLine = (Span, Marked);

/// The lines of `text` that hold anything, blanks around them left out.
pub(crate) fn lines(text: &str) -> Vec<RawLine> {
    let mut lines = Vec::new();
    let mut at = 0;
    let breaks = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{B}', '\u{C}'];
    for raw in text.split_inclusive(breaks) {
        let blank = |ch: char| {
            ch.is_whitespace()
                || ch.is_control()
                || khabar_arabic::letters::is_invisible(ch)
        };
        let start = at + (raw.len() - raw.trim_start_matches(blank).len());
        let line = raw.trim_matches(blank);
        if !line.is_empty() {
            lines.push((Span::of(start, start + line.len()), Marked::No));
        }
        at += raw.len();
    }
    lines
}

/// Reads the documents of the `raw` lines of `text`.
pub(crate) fn documents(
    text: &str,
    raw: &[RawLine],
    lexicon: &PageLexicon,
) -> (Vec<Document>, Option<Aggregator>) {
    let lines: Vec<Line<'_>> = raw
        .iter()
        .map(|&(span, marked)| {
            let line = text.get(span.range()).unwrap_or_default();
            Line::of(line, span, marked, lexicon)
        })
        .collect();
    let drafts = grammar::articles(&lines, lexicon);
    let mut documents: Vec<Document> = drafts
        .iter()
        .map(|draft| document::build(text, &lines, draft, lexicon))
        .collect();
    let aggregator = aggregator::find(&mut documents);
    (documents, aggregator)
}
