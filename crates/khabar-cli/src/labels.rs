use std::collections::BTreeMap;

use crate::args::Lang;

/// The words of the view in one language: `labels/en.tsv`, `labels/ar.tsv`.
#[derive(Debug)]
pub(crate) struct Labels {
    words: BTreeMap<&'static str, &'static str>,
    /// True where lines run from right to left.
    pub(crate) rtl: bool,
}

const EN: &str = include_str!("labels/en.tsv");
const AR: &str = include_str!("labels/ar.tsv");

impl Labels {
    pub(crate) fn of(lang: Lang) -> Labels {
        match lang {
            Lang::En => Labels { words: parse(EN), rtl: false },
            Lang::Ar => Labels { words: parse(AR), rtl: true },
        }
    }

    /// The words for `key`; where there are none, the key itself, so that a value that
    /// the engine gained is shown by its name in the JSON.
    pub(crate) fn get<'a>(&self, key: &'a str) -> &'a str {
        self.words.get(key).copied().unwrap_or(key)
    }

    /// The words for `group.value`, or else `value`.
    pub(crate) fn of_value<'a>(&self, group: &str, value: &'a str) -> &'a str {
        self.words.get(format!("{group}.{value}").as_str()).copied().unwrap_or(value)
    }
}

fn parse(file: &'static str) -> BTreeMap<&'static str, &'static str> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
}

#[cfg(test)]
mod tests {
    use khabar::doc::*;

    use super::*;

    fn keys(file: &'static str) -> Vec<&'static str> {
        file.lines()
            .filter(|l| !l.starts_with('#') && !l.is_empty())
            .map(|l| l.split_once('\t').expect(l).0)
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_sorted() {
        assert_eq!(keys(EN), keys(AR));
        let mut sorted = keys(EN);
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted, keys(EN));
    }

    #[test]
    fn every_value_of_the_engine_has_words() {
        let labels = Labels::of(Lang::En);
        let mut lacking = Vec::new();
        let mut check = |group: &str, value: &str| {
            let key = format!("{group}.{value}");
            if !labels.words.contains_key(key.as_str()) {
                lacking.push(key);
            }
        };
        Act::ALL.iter().for_each(|v| check("act", v.name()));
        Certainty::ALL.iter().for_each(|v| check("certainty", v.name()));
        Commitment::ALL.iter().for_each(|v| check("commitment", v.name()));
        HedgeClass::ALL.iter().for_each(|v| check("hedge", v.name()));
        SourceKind::ALL.iter().for_each(|v| check("source", v.name()));
        SourceKind::ALL.iter().for_each(|v| check("link", v.name()));
        Stance::ALL.iter().for_each(|v| check("stance", v.name()));
        Status::ALL.iter().for_each(|v| check("status", v.name()));
        EventType::ALL.iter().for_each(|v| check("event", v.name()));
        assert_eq!(lacking, Vec::<String>::new());
    }
}
