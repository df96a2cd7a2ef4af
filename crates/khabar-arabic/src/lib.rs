//! Arabic words as written: folding, tokens, clitics, sentences, inflection, dates.
//!
//! Everything here is a pure function of its arguments; offsets always count bytes of
//! the original text.

#![cfg_attr(
    test,
    allow(
        clippy::non_ascii_literal,
        clippy::string_slice,
        clippy::cast_possible_truncation
    )
)]

mod clitic;
pub mod date;
mod fold;
pub mod inflect;
mod key;
pub mod letters;
mod sources;
pub mod table;
mod words;

pub use crate::{
    clitic::{Candidate, Proclitics, Splitter, feature_names},
    fold::{Folded, fold},
    key::{fold_key, push_key},
    sources::Sources,
    words::{Sentence, Token, TokenKind, Words},
};

/// Runs the example of the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
