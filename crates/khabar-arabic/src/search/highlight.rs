use rustc_hash::FxHashMap;

use khabar_doc::Span;

use super::{Level, Levels, each_term, terms};
use crate::analysis::Analyser;

/// A word of a text that a query finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The word as written.
    pub span: Span,
    /// The closest level at which it is alike.
    pub level: Level,
    /// The word of the query, counted from 0.
    pub query_word: u32,
}

/// The words of `text` that words of `query` find at `levels`, in reading order.
pub fn highlight(
    analyser: &Analyser,
    text: &str,
    query: &str,
    levels: Levels,
) -> Vec<Hit> {
    let mut wanted: [FxHashMap<String, u32>; 5] = Default::default();
    for term in terms(analyser, query, levels) {
        wanted[term.level as usize].entry(term.text).or_insert(term.position);
    }
    let mut hits: Vec<Hit> = Vec::new();
    let (words, analysis) = analyser.read(text);
    each_term(text, &words, &analysis, levels, |term| {
        // The closest level comes first; the rest of the word's terms add nothing.
        if hits.last().is_some_and(|hit| hit.span == term.span) {
            return;
        }
        if let Some(&query_word) = wanted[term.level as usize].get(term.text) {
            hits.push(Hit { span: term.span, level: term.level, query_word });
        }
    });
    hits
}

/// `text` with `open` before and `close` behind each of `hits`, which are in reading
/// order, as [`highlight`] gives them. Nothing of the text is escaped.
pub fn mark(text: &str, hits: &[Hit], open: &str, close: &str) -> String {
    let mut marked = String::with_capacity(text.len() + hits.len() * 16);
    let mut from = 0;
    for hit in hits {
        let range = hit.span.range();
        let (Some(before), Some(word)) =
            (text.get(from..range.start), text.get(range.clone()))
        else {
            continue;
        };
        marked.extend([before, open, word, close]);
        from = range.end;
    }
    marked.push_str(text.get(from..).unwrap_or_default());
    marked
}
