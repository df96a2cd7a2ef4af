//! Text of an article that stands in a page's data and not in its mark-up: in
//! `articleBody` of JSON-LD, in the entries of a live blog there, in the state that a
//! script draws the page from.

use std::ops::Range;

use serde_json::Value;

use super::{
    blocks::{self, Block, Blocks},
    dom::{Attr, Dom, Kind as NodeKind, Tag},
    meta::Meta,
};
use crate::{Limits, line::Marked};

/// Characters of text in mark-up with which a page needs no other.
const ENOUGH_CHARS: usize = 400;
/// Characters of a text in data from which on it is an article's.
const LEAST_CHARS: usize = 120;
/// Bytes of a script that are read, at most.
const MOST_JSON_BYTES: usize = 4 << 20;
/// Levels of data that are looked into.
const MOST_DEEP: usize = 40;
/// Names under which content systems keep the text of an article.
const NAMES: [&str; 14] = [
    "articleBody",
    "body",
    "content",
    "html",
    "bodyHtml",
    "body_html",
    "contentHtml",
    "content_html",
    "fullText",
    "full_text",
    "details",
    "description_long",
    "story",
    "text",
];

/// The lines of the article where its data hold far more of it than its mark-up, which
/// has the blocks of `range`; otherwise `None`.
pub(super) fn lines(
    dom: &Dom<'_>,
    meta: &Meta,
    page: &Blocks,
    range: &Range<usize>,
    (source, limits): (&str, &Limits),
) -> Option<Vec<(String, Marked)>> {
    let blocks = page.blocks.get(range.clone()).unwrap_or_default();
    let told: usize = blocks.iter().filter(|b| b.is_told()).map(Block::chars).sum();
    let updates: usize = meta.updates.iter().map(|u| u.body.chars().count()).sum();
    if updates >= LEAST_CHARS && updates > told * 2 {
        return Some(live(meta, limits));
    }
    let body = meta.body.as_deref().map(|body| parts(body, limits)).unwrap_or_default();
    if count(&body) >= LEAST_CHARS && count(&body) > told * 2 && !holds(blocks, &body) {
        return Some(body);
    }
    if told >= ENOUGH_CHARS {
        return None;
    }
    let state = state(dom, source)?;
    let found = parts(&state, limits);
    (count(&found) >= LEAST_CHARS && count(&found) > told * 2).then_some(found)
}

/// Characters of `lines`.
fn count(lines: &[(String, Marked)]) -> usize {
    lines.iter().map(|(line, _)| line.chars().count()).sum()
}

/// True where the mark-up has the text too, cut into other blocks.
fn holds(blocks: &[Block], lines: &[(String, Marked)]) -> bool {
    let Some((last, _)) = lines.last() else { return false };
    let tail: String =
        last.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    blocks.iter().any(|block| block.text.contains(tail.trim()))
}

/// A text of data as lines: mark-up in it is read as mark-up, otherwise line by line.
fn parts(text: &str, limits: &Limits) -> Vec<(String, Marked)> {
    if text.contains("</") || text.contains("<br") || text.contains("<p>") {
        let dom = Dom::parse(text, limits);
        let page = blocks::walk(&dom);
        return page.blocks.iter().map(|b| (b.text.clone(), b.marked())).collect();
    }
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .map(|line| (line, Marked::Paragraph))
        .collect()
}

/// The entries of a live blog: the time of each, its headline and its text.
fn live(meta: &Meta, limits: &Limits) -> Vec<(String, Marked)> {
    let mut lines = Vec::new();
    for update in &meta.updates {
        if let Some(time) = &update.time {
            lines.push((clock_line(time), Marked::Date));
        }
        if !update.title.is_empty() {
            lines.push((update.title.clone(), Marked::Heading));
        }
        lines.extend(parts(&update.body, limits));
    }
    lines
}

/// An instant as a line that reads as a day and a time.
fn clock_line(instant: &str) -> String {
    match (instant.get(..10), instant.get(11..16)) {
        (Some(day), Some(clock)) => format!("{day} {clock}"),
        _ => instant.to_owned(),
    }
}

/// The longest text of an article in the state that a script draws the page from.
fn state(dom: &Dom<'_>, source: &str) -> Option<String> {
    if !source.contains("application/json") && !source.contains("__NEXT_DATA__") {
        return None;
    }
    let mut best: Option<String> = None;
    for (i, node) in dom.nodes.iter().enumerate() {
        if node.kind != NodeKind::Element(Tag::Script)
            || dom.attr(node, Attr::Type).is_none_or(|t| t.trim() != "application/json")
        {
            continue;
        }
        let text = dom.text_in(i, MOST_JSON_BYTES);
        let Ok(value) = serde_json::from_str::<Value>(text.trim()) else { continue };
        longest(&value, false, 0, &mut best);
    }
    best
}

/// Looks for the longest string under one of [`NAMES`].
fn longest(value: &Value, named: bool, depth: usize, best: &mut Option<String>) {
    if depth > MOST_DEEP {
        return;
    }
    match value {
        Value::String(text) => {
            let long = best.as_ref().map_or(LEAST_CHARS, String::len);
            if named && text.len() > long && text.contains(' ') {
                *best = Some(text.clone());
            }
        }
        // A body in paragraphs.
        Value::Array(items) if named && items.iter().all(Value::is_string) => {
            let joined: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            longest(&Value::String(joined.join("\n")), true, depth + 1, best);
        }
        Value::Array(items) => {
            for item in items {
                longest(item, named, depth + 1, best);
            }
        }
        Value::Object(object) => {
            for (name, inner) in object {
                longest(inner, NAMES.contains(&name.as_str()), depth + 1, best);
            }
        }
        _ => (),
    }
}
