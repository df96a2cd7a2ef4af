use khabar_arabic::{Sources, table::LexiconError};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    date::Dates,
    phrase::{Phrases, words_key},
};

/// What the reading of pages knows about words, parsed and indexed.
#[derive(Debug)]
pub struct PageLexicon {
    pub(crate) phrases: Phrases,
    pub(crate) dates: Dates,
    names: FxHashMap<String, Known>,
    place_heads: FxHashSet<String>,
}

/// What a name is known as; both may hold of one (`Al-Quds`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) place: bool,
    pub(crate) outlet: bool,
    pub(crate) agency: bool,
}

/// The tables of fixed phrases.
const PHRASES: [&str; 6] = [
    "page/labels.tsv",
    "page/related.tsv",
    "page/residue.tsv",
    "page/disclaimers.tsv",
    "page/credits.tsv",
    "page/accounts.tsv",
];

impl PageLexicon {
    /// Parses the files of `sources`. The tables of places and outlets are read where
    /// they are there; pages are read without them too, by their form alone.
    ///
    /// # Errors
    ///
    /// Where a table of `page/` is missing or any table is faulty: names file, line
    /// and remedy.
    pub fn parse(sources: &Sources) -> Result<PageLexicon, LexiconError> {
        let tables = PHRASES
            .iter()
            .map(|name| sources.table(name))
            .collect::<Result<Vec<_>, _>>()?;
        let mut lexicon = PageLexicon {
            phrases: Phrases::compile(&tables)?,
            dates: Dates::parse(sources)?,
            names: FxHashMap::default(),
            place_heads: FxHashSet::default(),
        };
        lexicon.add(sources, "places/known.tsv", |_, known| known.place = true)?;
        lexicon.add(sources, "places/countries.tsv", |_, known| known.place = true)?;
        lexicon.add(sources, "outlets.tsv", |kind, known| {
            known.outlet = true;
            known.agency |= kind.contains("agency");
        })?;
        if sources.text("places/heads.tsv").is_some() {
            for row in sources.table("places/heads.tsv")?.rows() {
                lexicon.place_heads.extend(row.all("forms").map(words_key));
            }
        }
        Ok(lexicon)
    }

    fn add(
        &mut self,
        sources: &Sources,
        file: &str,
        mark: impl Fn(&str, &mut Known),
    ) -> Result<(), LexiconError> {
        if sources.text(file).is_none() {
            return Ok(());
        }
        for row in sources.table(file)?.rows() {
            let names = ["name", "aliases", "capital"];
            for name in names.into_iter().flat_map(|column| row.all(column)) {
                let known = self.names.entry(words_key(name)).or_default();
                mark(row.get("kind"), known);
            }
        }
        Ok(())
    }

    /// What the words `key` (see [`words_key`]) are known as.
    pub(crate) fn known(&self, key: &str) -> Known {
        self.names.get(key).copied().unwrap_or_default()
    }

    /// True for a noun that stands before a place's name (`city`).
    pub(crate) fn is_place_head(&self, key: &str) -> bool {
        self.place_heads.contains(key)
    }
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../lexicon/", $name)))),*]
    };
}

/// The lexicon files that the reading of pages carries.
pub fn builtin_sources() -> Sources {
    let mut sources: Sources = files![
        "outlets.tsv",
        "page/accounts.tsv",
        "page/credits.tsv",
        "page/disclaimers.tsv",
        "page/labels.tsv",
        "page/related.tsv",
        "page/residue.tsv",
        "places/countries.tsv",
        "places/heads.tsv",
        "places/known.tsv",
    ]
    .into_iter()
    .collect();
    sources.extend(khabar_arabic::date::calendar_sources());
    sources
}
