use std::cmp::Ordering;

use khabar_arabic::letters::{ALEF_MAKSURA, YEH};

/// Given names and surnames with the number of their bearers.
///
/// Kept as the sorted text of its file and searched by halves: costs nothing to load.
#[derive(Debug, Default)]
pub(in crate::name) struct PersonNames {
    text: String,
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
    /// Takes the text of `models/person-names/names.tsv`, whose lines are sorted.
    pub(in crate::name) fn new(text: &str) -> PersonNames {
        let body = text.split_once('\n').map_or("", |(_, body)| body);
        PersonNames { text: body.to_owned() }
    }

    /// What is known of the word under `key`.
    pub(in crate::name) fn evidence(&self, key: &str) -> Evidence {
        let folded;
        let key = if key.contains(ALEF_MAKSURA) {
            folded = key.replace(ALEF_MAKSURA, YEH.encode_utf8(&mut [0; 4]));
            folded.as_str()
        } else {
            key
        };
        let Some(line) = self.line(key) else { return Evidence::None };
        let mut cells = line.split('\t').skip(2);
        let count: u32 = cells.next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let common = cells.next().is_some_and(|flag| !flag.is_empty());
        if common || count < 3 { Evidence::Weak } else { Evidence::Strong }
    }

    fn line(&self, key: &str) -> Option<&str> {
        let bytes = self.text.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle]
                .iter()
                .rposition(|&b| b == b'\n')
                .map_or(low, |at| low + at + 1);
            let end = bytes[middle..]
                .iter()
                .position(|&b| b == b'\n')
                .map_or(bytes.len(), |at| middle + at);
            let line = self.text.get(start..end)?;
            let form = line.split('\t').next().unwrap_or_default();
            match form.cmp(key) {
                Ordering::Equal => return Some(line),
                Ordering::Less => low = end + 1,
                Ordering::Greater => high = start,
            }
        }
        None
    }
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
