//! What the lexicon knows of abbreviations and of words that are written together.

use rustc_hash::FxHashMap;

use crate::{
    key::fold_key,
    sources::Sources,
    table::{LexiconError, Table},
};

static ABBREVIATIONS: &str = include_str!("../../../../lexicon/abbreviations.tsv");
static JOINED: &str = include_str!("../../../../lexicon/joined.tsv");

/// What an abbreviation may stand for, as far as sentences and runs ask: a set, since `م`
/// is an engineer before a name and a metre behind a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Abbreviation(u8);

impl Abbreviation {
    /// Stands before a name; its stop never ends a sentence before a word.
    pub(crate) const TITLE: Abbreviation = Abbreviation(1);
    /// Stands before a number; its stop ends no sentence there.
    pub(crate) const REFERENCE: Abbreviation = Abbreviation(2);
    /// A unit or currency behind a number.
    pub(crate) const UNIT: Abbreviation = Abbreviation(4);
    /// The name of a Latin letter, of which Arabic spells foreign abbreviations.
    pub(crate) const LETTER: Abbreviation = Abbreviation(8);
    /// Closes what it stands in: an era, an hour, and so on.
    pub(crate) const TIME: Abbreviation = Abbreviation(16);
    /// Anything else.
    pub(crate) const OTHER: Abbreviation = Abbreviation(32);

    pub(crate) fn is(self, kind: Abbreviation) -> bool {
        self.0 & kind.0 != 0
    }
}

/// What may follow a short word that is written onto the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follows {
    /// A verb of the imperfect.
    Imperfect,
    /// A verb of the perfect.
    Perfect,
    /// Anything: the whole is listed, and where it parts.
    Listed(u8),
    /// Nothing: the whole is one word.
    Nothing,
}

/// The two tables, by key.
#[derive(Debug)]
pub(crate) struct Breaks {
    abbreviations: FxHashMap<String, Abbreviation>,
    /// Short words and what may follow them.
    pub(crate) fronts: Vec<(String, Follows)>,
    joined: FxHashMap<String, Follows>,
}

impl Breaks {
    /// The lexicon files that it reads.
    pub(crate) const FILES: [(&'static str, &'static str); 2] =
        [("abbreviations.tsv", ABBREVIATIONS), ("joined.tsv", JOINED)];

    pub(crate) fn builtin() -> Result<Breaks, LexiconError> {
        Breaks::with(
            &Table::parse("abbreviations.tsv", ABBREVIATIONS)?,
            &Table::parse("joined.tsv", JOINED)?,
        )
    }

    pub(crate) fn parse(sources: &Sources) -> Result<Breaks, LexiconError> {
        Breaks::with(&sources.table("abbreviations.tsv")?, &sources.table("joined.tsv")?)
    }

    fn with(list: &Table<'_>, joins: &Table<'_>) -> Result<Breaks, LexiconError> {
        let mut abbreviations = FxHashMap::default();
        for row in list.rows() {
            let kind = row.value("kind", Abbreviation::OTHER, |text| match text {
                "title" => Some(Abbreviation::TITLE),
                "reference" => Some(Abbreviation::REFERENCE),
                "unit" | "currency" => Some(Abbreviation::UNIT),
                "letter" => Some(Abbreviation::LETTER),
                "era" | "time" => Some(Abbreviation::TIME),
                "organisation" | "other" => Some(Abbreviation::OTHER),
                _ => None,
            })?;
            for form in row.all("forms") {
                let key = fold_key(form.trim_end_matches('.')).to_lowercase();
                let known: &mut Abbreviation = abbreviations.entry(key).or_default();
                known.0 |= kind.0;
            }
        }
        let (mut fronts, mut joined) = (Vec::new(), FxHashMap::default());
        for row in joins.rows() {
            let follows = row.value("follows", None, |text| match text {
                "imperfect" => Some(Some(Follows::Imperfect)),
                "perfect" => Some(Some(Follows::Perfect)),
                "listed" => Some(None),
                "nothing" => Some(Some(Follows::Nothing)),
                _ => None,
            })?;
            for form in row.all("forms") {
                match follows {
                    Some(Follows::Nothing) => {
                        joined.insert(fold_key(form), Follows::Nothing);
                    }
                    Some(follows) => fronts.push((fold_key(form), follows)),
                    None => {
                        let (front, rest) = form.split_once('+').ok_or_else(|| {
                            row.fault("a listed form needs + where its space is missing")
                        })?;
                        let letters = fold_key(front).chars().count();
                        let letters = u8::try_from(letters).unwrap_or(u8::MAX);
                        joined.insert(
                            fold_key(&format!("{front}{rest}")),
                            Follows::Listed(letters),
                        );
                    }
                }
            }
        }
        Ok(Breaks { abbreviations, fronts, joined })
    }

    /// What `key` abbreviates, stops inside it kept and those at its end dropped.
    pub(crate) fn abbreviation(&self, key: &str) -> Option<Abbreviation> {
        // The longest has five letters with stops between them.
        if key.len() > 24 {
            return None;
        }
        let found = self.abbreviations.get(key).copied();
        let found = match found {
            None if key.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                self.abbreviations.get(&key.to_lowercase()).copied()
            }
            found => found,
        };
        found.filter(|&kind| kind != Abbreviation::LETTER)
    }

    pub(crate) fn is_letter_name(&self, key: &str) -> bool {
        key.len() <= 10
            && self
                .abbreviations
                .get(key)
                .is_some_and(|kind| kind.is(Abbreviation::LETTER))
    }

    pub(crate) fn joined(&self, key: &str) -> Option<Follows> {
        self.joined.get(key).copied()
    }
}
