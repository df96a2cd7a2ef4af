//! Fixed phrases, found in one pass over a line.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use khabar_arabic::table::{LexiconError, Table};

use crate::tokens::{Tokens, push_key};

/// Where in a line a phrase must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Whole,
    Start,
    End,
    Anywhere,
}

/// What a phrase shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// `published`.
    Published,
    /// `last updated`.
    Updated,
    /// `source`.
    Source,
    /// `by`.
    Byline,
    /// `picture`.
    Caption,
    /// A word beside a date: weekday, part of the day, time zone.
    DateWord,
    /// `today`.
    Today,
    /// `read also`.
    Related,
    /// Share buttons, comment forms, author boxes and the like.
    Residue,
    /// One button of a bar for sharing.
    Network,
    /// Enough for a disclaimer.
    Disclaimer,
    /// Half of a disclaimer.
    DisclaimerHint,
    /// How a text was made.
    Method,
    /// An agency, or agencies.
    Agency,
    /// A noun that heads an outlet's name (`newspaper`).
    OutletHead,
    /// A noun that heads an agency's name.
    AgencyHead,
    /// A word that ends an outlet's name (`news`).
    OutletTail,
    /// A desk of an outlet.
    Desk,
    /// An account of a content system.
    Account,
    /// A word that no person's name holds.
    NotName,
    /// A given name that begins with the letter of `and`.
    WawName,
}

impl Cue {
    fn parse(name: &str) -> Option<Cue> {
        Some(match name {
            "published" => Cue::Published,
            "updated" => Cue::Updated,
            "source" => Cue::Source,
            "byline" => Cue::Byline,
            "caption" => Cue::Caption,
            "date-word" => Cue::DateWord,
            "today" => Cue::Today,
            "related" => Cue::Related,
            "share" | "comment" | "author-box" | "newsletter" | "tags" | "copyright"
            | "navigation" | "advert" | "counter" | "sign-off" | "contact" => {
                Cue::Residue
            }
            "network" => Cue::Network,
            "enough" => Cue::Disclaimer,
            "hint" => Cue::DisclaimerHint,
            "method" => Cue::Method,
            "agency" => Cue::Agency,
            "outlet-head" => Cue::OutletHead,
            "agency-head" => Cue::AgencyHead,
            "outlet-tail" => Cue::OutletTail,
            "desk" => Cue::Desk,
            "account" => Cue::Account,
            "not-name" => Cue::NotName,
            "waw-name" => Cue::WawName,
            _ => return None,
        })
    }
}

/// All phrases of the tables in `lexicon/page`, in one automaton.
#[derive(Debug)]
pub(crate) struct Phrases {
    automaton: Option<AhoCorasick>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    cue: Cue,
    place: Place,
    id: String,
}

/// One phrase in one line.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'a> {
    /// What it shows.
    pub(crate) cue: Cue,
    /// The lexicon entry.
    pub(crate) id: &'a str,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
}

impl Phrases {
    /// Compiles the rows of `tables`.
    ///
    /// # Errors
    ///
    /// Where a row has an unknown `kind` or `at`, or no form.
    pub(crate) fn compile(tables: &[Table<'_>]) -> Result<Phrases, LexiconError> {
        let mut patterns = Vec::new();
        let mut entries = Vec::new();
        for row in tables.iter().flat_map(Table::rows) {
            let cue = row
                .value("kind", None, |name| Cue::parse(name).map(Some))?
                .ok_or_else(|| row.fault("no value in column `kind`; add one"))?;
            let place = row.value("at", Place::Anywhere, |name| match name {
                "whole" => Some(Place::Whole),
                "start" => Some(Place::Start),
                "end" => Some(Place::End),
                "any" => Some(Place::Anywhere),
                _ => None,
            })?;
            let before = patterns.len();
            for form in row.all("forms") {
                let tokens = Tokens::of(form, 0);
                if tokens.list().is_empty() {
                    return Err(row.fault(format!("`{form}` has no word")));
                }
                patterns.push(tokens.keys().to_owned());
                entries.push(Entry { cue, place, id: row.key().to_owned() });
            }
            if patterns.len() == before {
                return Err(row.fault("no form; add one"));
            }
        }
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok();
        Ok(Phrases { automaton, entries })
    }

    /// The phrases of `line`, in order of their ends.
    pub(crate) fn find(&self, line: &Tokens) -> Vec<Hit<'_>> {
        let keys = line.keys();
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut hits = Vec::new();
        // Marks at the front do not count: `(edited by ...`, `* photo`.
        let n = line.list().len();
        let first = (0..n).find(|&i| !line.is_mark(i)).unwrap_or(0);
        let last = (0..n).rev().find(|&i| !line.is_mark(i)).unwrap_or(0);
        for found in automaton.find_overlapping_iter(keys) {
            let Some(entry) = self.entries.get(found.pattern().as_usize()) else {
                continue;
            };
            let starts = line.at_key(found.start() + 1) <= first;
            let ends = line.whole && line.at_key(found.end().saturating_sub(1)) > last;
            let fits = match entry.place {
                Place::Whole => starts && ends,
                Place::Start => starts,
                Place::End => ends,
                Place::Anywhere => true,
            };
            if fits {
                hits.push(Hit {
                    cue: entry.cue,
                    id: &entry.id,
                    tokens: line.at_key(found.start() + 1)
                        ..line.at_key(found.end().saturating_sub(1)),
                });
            }
        }
        hits
    }
}

/// The key of a phrase: its words between single blanks, marks left out.
pub(crate) fn words_key(phrase: &str) -> String {
    let tokens = Tokens::of(phrase, 0);
    let all = 0..tokens.list().len();
    let words = tokens.words_of(all);
    if words.is_empty() {
        let mut key = String::new();
        push_key(&mut key, phrase);
        return key;
    }
    words
}
