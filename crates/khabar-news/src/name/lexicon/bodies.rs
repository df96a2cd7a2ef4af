use khabar_arabic::{Sources, fold_key, table::LexiconError};
use rustc_hash::FxHashMap;

use crate::name::resolve::item::without_article;

/// Bodies that every state has, by the words of their names without the country.
#[derive(Debug, Default)]
pub(in crate::name) struct Bodies {
    /// `organisations/bodies:key` by the words, articles left out.
    by_words: FxHashMap<String, String>,
}

impl Bodies {
    /// Reads `organisations/bodies.tsv`.
    pub(in crate::name) fn parse(sources: &Sources) -> Result<Bodies, LexiconError> {
        let mut bodies = Bodies::default();
        for row in sources.table("organisations/bodies.tsv")?.rows() {
            for form in row.all("forms") {
                let words: Vec<String> = form
                    .split(' ')
                    .map(|word| without_article(&fold_key(word)).to_owned())
                    .collect();
                let id = format!("organisations/bodies:{}", row.key());
                bodies.by_words.insert(words.join(" "), id);
            }
        }
        Ok(bodies)
    }

    /// The body that `words`, without articles, name.
    pub(in crate::name) fn get<'w>(
        &self,
        words: impl Iterator<Item = &'w str>,
    ) -> Option<&str> {
        let words: Vec<&str> = words.collect();
        self.by_words.get(&words.join(" ")).map(String::as_str)
    }
}
