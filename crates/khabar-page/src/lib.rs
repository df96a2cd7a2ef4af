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
mod raw;
mod series;
mod sniff;
mod source;
mod tokens;
mod unpack;
mod warc;

use std::fmt;

use khabar_doc::{Notice, Page};

use crate::raw::Raw;
pub use crate::{
    feed::{Feed, Item, feed, is_feed},
    lexicon::{PageLexicon, builtin_sources},
    limits::Limits,
    pagination::{Place, place},
    series::read_series,
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
    Ok(Raw::of(bytes, hints, lexicon, limits)?.page(lexicon))
}
