//! Arabic words: folding, tokens, clitics, sentences, parts of speech, lemmas,
//! inflection, numbers, dates, terms for searching, and names across scripts.
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

mod analysis;
mod case;
mod clitic;
pub mod date;
mod enclitic;
mod fold;
pub mod inflect;
mod key;
pub mod latin;
#[doc(hidden)]
pub mod lemma;
pub mod letters;
pub mod number;
pub mod search;
mod sources;
pub mod table;
#[doc(hidden)]
pub mod tagger;
mod words;

pub use crate::{
    analysis::{Analyser, Analysis, Part, Role},
    clitic::{Candidate, FormFacts, Forms, Proclitics, Splitter, feature_names},
    enclitic::{Enclitic, EncliticCandidate, enclitic_features},
    fold::{FoldClasses, Folded, Folder, fold},
    key::{fold_key, push_key},
    sources::Sources,
    tagger::{
        Aspect, Case, Definiteness, Item, Morphology, Tag, Voice, WordGender, WordNumber,
        WordPerson,
    },
    words::{Run, RunKind, Script, Sentence, Token, TokenKind, Words},
};

/// Runs the example of the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
