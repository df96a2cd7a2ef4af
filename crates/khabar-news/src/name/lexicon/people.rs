use std::hash::Hasher;

use khabar_arabic::letters::{ALEF_MAKSURA, YEH};
use rustc_hash::{FxHashMap, FxHasher};

/// Given names and surnames, and how much each speaks for a person.
#[derive(Debug, Default)]
pub(in crate::name) struct PersonNames {
    /// True for names that speak for a person by themselves, by the hash of their key. Two
    /// keys with one hash, once in many million lists, are taken for one.
    strong: FxHashMap<u64, bool>,
}

/// How much a word by itself speaks for a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::name) enum Evidence {
    /// No known name.
    None,
    /// A rare name, or one that is a common word as well.
    Weak,
    /// A name.
    Strong,
}

impl PersonNames {
    /// Reads the text of `models/person-names/names.tsv`: form, role, number of bearers,
    /// and a flag for common words.
    pub(in crate::name) fn new(text: &str) -> PersonNames {
        let mut strong = FxHashMap::default();
        strong.reserve(text.len() / 16);
        // By bytes: the list is long, and every start reads it.
        for line in text.as_bytes().split(|&b| b == b'\n').skip(1) {
            let mut cells = line.split(|&b| b == b'\t');
            let form = cells.next().unwrap_or_default();
            let count = cells.nth(1).unwrap_or_default();
            let is_word = cells.next().is_some_and(|flag| !flag.is_empty());
            let few = matches!(count, b"" | b"0" | b"1" | b"2");
            strong.insert(hash(form), !is_word && !few);
        }
        PersonNames { strong }
    }

    /// What is known of the word under `key`.
    pub(in crate::name) fn evidence(&self, key: &str) -> Evidence {
        let found = if key.contains(ALEF_MAKSURA) {
            let folded = key.replace(ALEF_MAKSURA, YEH.encode_utf8(&mut [0; 4]));
            self.strong.get(&hash(folded.as_bytes()))
        } else {
            self.strong.get(&hash(key.as_bytes()))
        };
        match found {
            None => Evidence::None,
            Some(false) => Evidence::Weak,
            Some(true) => Evidence::Strong,
        }
    }
}

fn hash(key: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(key);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_first_last_and_folded_lines() {
        let names = PersonNames::new(
            "form\trole\tcount\tflag\nاحمد\tg\t9\t\nامل\tb\t9\tw\nموسي\tg\t5\t\n",
        );
        for (key, evidence) in [
            ("احمد", Evidence::Strong),
            ("امل", Evidence::Weak),
            ("موسى", Evidence::Strong),
            ("ا", Evidence::None),
            ("ي", Evidence::None),
            ("بيت", Evidence::None),
        ] {
            assert_eq!(names.evidence(key), evidence, "{key}");
        }
    }
}
