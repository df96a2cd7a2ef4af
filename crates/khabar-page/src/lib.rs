//! The bytes of a news page, to its articles and their parts.
//!
//! [`read`] is a pure function: it opens no file, prints nothing and does not panic.
//! Every line of a page keeps its class, the rule that gave it and its place in the
//! bytes of the text. Nothing of one article is read into another: see `grammar`.
//!
//! This crate must not know what the words of an article say: it looks at the form of
//! lines, at fixed phrases around articles (`lexicon/page`), and at names of places and
//! outlets at their heads.

#![cfg_attr(
    test,
    allow(
        clippy::non_ascii_literal,
        clippy::string_slice,
        clippy::cast_possible_truncation
    )
)]

mod aggregator;
mod charset;
mod date;
mod dateline;
mod document;
mod feed;
mod grammar;
mod html;
mod lexicon;
mod limits;
mod line;
mod pagination;
mod person;
mod phrase;
mod piece;
mod plain;
mod sniff;
mod source;
mod tokens;
mod unpack;
mod warc;

use std::fmt;

use khabar_doc::{Document, Metadata, Notice, Page, Span, StatedIn, Text};

pub use crate::{
    feed::{Feed, Item, feed, is_feed},
    lexicon::{PageLexicon, builtin_sources},
    limits::Limits,
    source::{Source, decode},
    warc::{Capture, Captures, Damage, captures, is_archive},
};

/// What is known about bytes from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Where they were fetched.
    pub url: Option<String>,
    /// The `Content-Type` header they came with, or the label of an encoding.
    pub content_type: Option<String>,
    /// When they were fetched: ISO 8601.
    pub captured_at: Option<String>,
    /// What was done to get at them, such as the mending of an archive's record; they
    /// become notices of the page.
    pub notices: Vec<Notice>,
}

/// Why bytes are not a page. Says what they are and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// No text at all.
    Binary {
        /// What it is.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// Over 4 GiB of text.
    TooLong {
        /// Its length.
        len_bytes: usize,
    },
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PageError::Binary { what, remedy } => {
                write!(f, "this is {what}, not a page; {remedy}")
            }
            PageError::TooLong { len_bytes } => write!(
                f,
                "the text has {len_bytes} bytes, more than 4 GiB; split it into pages"
            ),
        }
    }
}

impl std::error::Error for PageError {}

/// Reads the bytes of one page: HTML or plain text, in any encoding, packed with gzip or
/// zstandard or not, within the default [`Limits`].
///
/// Linear in the length of the page. An empty page has no documents and a notice.
///
/// # Errors
///
/// Where the bytes are no text, or over 4 GiB of it.
pub fn read(
    bytes: &[u8],
    hints: &Hints,
    lexicon: &PageLexicon,
) -> Result<Page, PageError> {
    read_within(bytes, hints, lexicon, &Limits::default())
}

/// As [`read`], within `limits`.
///
/// # Errors
///
/// As [`read`].
pub fn read_within(
    bytes: &[u8],
    hints: &Hints,
    lexicon: &PageLexicon,
    limits: &Limits,
) -> Result<Page, PageError> {
    let Source { text: source, charset, notices: told } = decode(bytes, hints, limits)?;
    let mut notices = hints.notices.clone();
    notices.extend(told);
    let page_of = |text: &str| {
        Text::new(text).map_err(|text| PageError::TooLong { len_bytes: text.len() })
    };
    let mut url = hints.url.clone();
    let mut extract = None;
    let (text, raw) = if sniff::is_html(&source) {
        let mut found = html::extract(&source, lexicon, limits);
        notices.append(&mut found.notices);
        url = url.or_else(|| found.meta.url.take());
        let text = page_of(head(&found.text, limits, &mut notices))?;
        let mut raw = std::mem::take(&mut found.lines);
        raw.retain(|(span, _)| span.end() as usize <= text.as_str().len());
        extract = Some(found);
        (text, raw)
    } else {
        let text = page_of(head(&source, limits, &mut notices))?;
        let raw = plain::lines(text.as_str());
        (text, raw)
    };
    drop(source);
    notices.extend(bidi_notice(text.as_str()));
    notices.extend(forms_notice(text.as_str()));
    let (mut documents, mut aggregator) = plain::documents(text.as_str(), &raw, lexicon);
    if let (Some(extract), Some(document)) = (&extract, documents.first_mut()) {
        extract.complete(document, text.as_str(), aggregator.as_mut());
    }
    if documents.is_empty() {
        notices.push(empty_notice());
    }
    let pagination = extract.as_ref().and_then(|extract| {
        let meta = &extract.meta;
        pagination::of(url.as_deref(), meta.previous.as_deref(), meta.next.as_deref())
    });
    notices.extend(pagination.as_ref().map(pagination::notice));
    let mut metadata = extract.map(|extract| extract.meta.all).unwrap_or_default();
    if let Some(document) = documents.first() {
        visible(&mut metadata, document, text.as_str());
    }
    let captured_at = hints.captured_at.clone();
    Ok(Page {
        text,
        url,
        charset,
        captured_at,
        aggregator,
        documents,
        metadata,
        pagination,
        notices,
    })
}

/// As much of `text` as is read, cut behind a line or else behind a word.
fn head<'a>(text: &'a str, limits: &Limits, notices: &mut Vec<Notice>) -> &'a str {
    let most = limits.text_bytes;
    if text.len() <= most {
        return text;
    }
    let what = format!("the text has {} bytes,", text.len());
    notices.push(limits::reached(&what, "text_bytes", most));
    let mut to = most;
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let head = text.get(..to).unwrap_or_default();
    let line = head.rfind('\n').filter(|&at| at > most / 2);
    let end = line.or_else(|| head.rfind(' ')).unwrap_or(head.len());
    head.get(..end).unwrap_or(head)
}

/// Adds what readers see of a document.
fn visible(metadata: &mut Metadata, document: &Document, text: &str) {
    let words = |span: Span| text.get(span.range()).unwrap_or_default();
    let same = |a: &str, b: &str| phrase::words_key(a) == phrase::words_key(b);
    if let Some(title) = document.title {
        metadata.title.add(words(title), StatedIn::Visible, 9, same);
    }
    for &name in &document.byline {
        metadata.authors.add(words(name), StatedIn::Visible, 2, same);
    }
    if let Some(outlet) = &document.outlet {
        metadata.outlet.add(&outlet.name, StatedIn::Visible, 1, same);
    }
    for date in &document.published {
        if !date.why.as_str().contains("metadata") {
            let day = |a: &str, b: &str| a.get(..10) == b.get(..10);
            metadata.published.add(&date.value, StatedIn::Visible, 2, day);
        }
    }
    metadata
        .language
        .add(&document.language, StatedIn::Visible, 1, |a, b| a.get(..2) == b.get(..2));
}

fn empty_notice() -> Notice {
    Notice {
        kind: "empty",
        span: None,
        text:
            "there is no text on this page; if it is drawn by a script, save it from a \
               browser"
                .to_owned(),
    }
}

/// Tells of letters in presentation forms, which most search finds no word in.
fn forms_notice(text: &str) -> Option<Notice> {
    let form =
        |ch: &char| matches!(ch, '\u{FB50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}');
    // Signs such as the name of God's ligature are ordinary.
    const FEW: usize = 8;
    if !text.as_bytes().contains(&0xEF) {
        return None;
    }
    let count = text.chars().filter(form).count();
    let (at, first) = text.char_indices().find(|(_, ch)| form(ch))?;
    (count >= FEW).then(|| Notice {
        kind: "presentation-forms",
        span: Some(Span::of(at, at + first.len_utf8())),
        text: format!(
            "{count} letters stand in presentation forms; they are kept, and read as the plain \
             letters"
        ),
    })
}

/// Tells of characters that turn the direction of text: they can make a line look
/// different from what it says. The marks that only hint (U+200E, U+200F) are common
/// and harmless.
fn bidi_notice(text: &str) -> Option<Notice> {
    let turns =
        |ch: &char| matches!(ch, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let (at, first) = text.char_indices().find(|(_, ch)| turns(ch))?;
    let count = text.chars().filter(turns).count();
    Some(Notice {
        kind: "bidi-control",
        span: Some(Span::of(at, at + first.len_utf8())),
        text: format!(
            "the text holds {count} characters that turn its direction, the first is U+{:04X}; \
             they are kept, and ignored where words are matched",
            first as u32
        ),
    })
}
