//! What a search needs of the lexicon: words that bear no meaning of their own, and what
//! names are called in the other script.

use khabar_arabic::{
    Sources,
    table::{LexiconError, Table},
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::TermMaker;

/// Classes of `particles.tsv` whose words are in nearly every text.
const STOP_CLASSES: [&str; 17] = [
    "prep",
    "conj",
    "comp",
    "rel",
    "dem",
    "pron",
    "aux",
    "neg",
    "inter",
    "sub",
    "connective",
    "quant",
    "verbal",
    "voc",
    "focus",
    "modal",
    "art",
];

/// The tables with a column `english`, and their columns of Arabic names.
const NAMES: [(&str, &[&str]); 5] = [
    ("people.tsv", &["name", "short"]),
    ("organisations/known.tsv", &["name", "aliases"]),
    ("outlets.tsv", &["name", "aliases"]),
    ("places/countries.tsv", &["name", "aliases"]),
    ("places/known.tsv", &["name", "aliases"]),
];

/// The most words of a name that is looked up.
pub(crate) const LONGEST_NAME: usize = 6;

/// Stop words and names.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    stops: FxHashSet<String>,
    /// Stems of a name, joined by a space, to its names in the other script.
    names: FxHashMap<String, Vec<String>>,
}

impl Vocabulary {
    pub(crate) fn parse(
        sources: &Sources,
        terms: &mut TermMaker,
    ) -> Result<Vocabulary, LexiconError> {
        let mut vocabulary = Vocabulary::default();
        for row in sources.table("particles.tsv")?.rows() {
            if !STOP_CLASSES.contains(&row.get("class")) {
                continue;
            }
            for form in row.all("forms") {
                if let [word] = terms.words(form) {
                    vocabulary.stops.insert(word.folded.clone());
                    vocabulary.stops.insert(word.lemma.clone());
                }
            }
        }
        for (file, columns) in NAMES {
            let table: Table<'_> = sources.table(file)?;
            for row in table.rows() {
                let english = row.get("english");
                if english.is_empty() {
                    continue;
                }
                for column in columns {
                    for arabic in row.all(column) {
                        vocabulary.pair(arabic, english, terms);
                    }
                }
            }
        }
        Ok(vocabulary)
    }

    fn pair(&mut self, arabic: &str, english: &str, terms: &mut TermMaker) {
        let (from, to) = (key_of(arabic, terms), key_of(english, terms));
        for (key, name) in [(from, english), (to, arabic)] {
            let names = self.names.entry(key).or_default();
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }

    /// True for a word that bears no meaning of its own: a particle, a pronoun, a word
    /// that asks.
    pub(crate) fn is_stop(&self, folded: &str, lemma: &str) -> bool {
        self.stops.contains(folded) || self.stops.contains(lemma)
    }

    /// What a name is called in the other script; its key is [`key_of`].
    pub(crate) fn other_names(&self, key: &str) -> &[String] {
        self.names.get(key).map_or(&[], Vec::as_slice)
    }
}

/// The stems of a name, joined by a space.
pub(crate) fn key_of(name: &str, terms: &mut TermMaker) -> String {
    let mut key = String::new();
    terms.tokens(name, |_, token| {
        for word in token.words {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(&word.stem);
        }
    });
    key
}
