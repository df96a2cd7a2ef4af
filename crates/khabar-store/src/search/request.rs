//! What is asked, and what is answered.

use serde::{Deserialize, Serialize};

use super::plan::Expanded;
use crate::index::Kind;

/// How alike a found word is to the word of the query.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Letter by letter, as in a quotation.
    Exact,
    /// Alefs, ى and ي, ة and ه, digits and cases joined; vowel signs aside.
    Folded,
    /// Without attached words and article.
    Stem,
    /// The same dictionary form.
    Lemma,
    /// The same root or consonants: adds to the rank, finds nothing by itself.
    Root,
    /// The same pieces of three letters: adds to the rank, and finds where nothing else
    /// does.
    Gram,
    /// A name that sounds like it in the other script.
    Sound,
    /// What the name is called in the other script.
    Name,
}

impl Level {
    /// All that may be switched off.
    pub const ALL: [Level; 7] = [
        Level::Folded,
        Level::Stem,
        Level::Lemma,
        Level::Root,
        Level::Gram,
        Level::Sound,
        Level::Name,
    ];

    /// Its name in options and answers.
    pub fn name(self) -> &'static str {
        match self {
            Level::Exact => "exact",
            Level::Folded => "folded",
            Level::Stem => "stem",
            Level::Lemma => "lemma",
            Level::Root => "root",
            Level::Gram => "gram",
            Level::Sound => "sound",
            Level::Name => "name",
        }
    }
}

/// A set of levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels(u16);

impl Default for Levels {
    fn default() -> Levels {
        Levels::of(&Level::ALL)
    }
}

impl Levels {
    /// These levels.
    pub fn of(levels: &[Level]) -> Levels {
        Levels(levels.iter().fold(0, |set, &level| set | 1 << level as u16))
    }

    /// Without one.
    #[must_use]
    pub fn without(self, level: Level) -> Levels {
        Levels(self.0 & !(1 << level as u16))
    }

    /// True where `level` is in it.
    pub fn has(self, level: Level) -> bool {
        self.0 >> level as u16 & 1 == 1
    }
}

/// The order of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The latest day first; what states no day comes last.
    Date,
    /// As they were kept, the last first.
    Kept,
}

/// A search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is searched.
    pub kind: Kind,
    /// The query, in the language of `docs/search.md`.
    pub query: String,
    /// How alike words may be.
    pub levels: Levels,
    /// Every word must be found, not only some.
    pub all_words: bool,
    /// The order.
    pub sort: Sort,
    /// The most answers.
    pub limit: usize,
    /// Answers passed over.
    pub offset: usize,
    /// Only what was kept after this capture.
    pub after_capture: Option<i64>,
    /// Count, and count by closed class: needs a look at everything that matches.
    pub count: bool,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            kind: Kind::Document,
            query: String::new(),
            levels: Levels::default(),
            all_words: false,
            sort: Sort::Relevance,
            limit: 10,
            offset: 0,
            after_capture: None,
            count: false,
        }
    }
}

/// One thing found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Its number in the record: of a document, claim or event.
    pub id: i64,
    /// The number of its article.
    pub document: i64,
    /// The number of the capture.
    pub capture: i64,
    /// Higher is better; 0 where the order is another.
    pub score: f32,
}

/// Counts of what matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// `name`, then each value with its count, the most frequent first.
    pub classes: Vec<(String, Vec<(String, u64)>)>,
}

/// The answer to a [`Request`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// In order.
    pub found: Vec<Found>,
    /// The words of the query with everything they were looked up as.
    pub words: Vec<Expanded>,
    /// The filters that were applied.
    pub filters: Vec<String>,
    /// How many match; of a query of several words, with any of them.
    pub any: Option<u64>,
    /// How many match with all of them.
    pub all: Option<u64>,
    /// Counts by outlet, month and closed classes, of what matches.
    pub facets: Option<Facets>,
    /// Nothing was found by words; these are found by pieces of words.
    pub is_approximate: bool,
    /// Words that are not found, each with one that is and its count.
    pub did_you_mean: Vec<(String, String, u64)>,
}
