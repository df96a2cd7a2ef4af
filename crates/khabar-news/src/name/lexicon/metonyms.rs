use khabar_arabic::{Sources, fold_key, table::LexiconError};
use rustc_hash::FxHashMap;

/// Words beside a capital that make its name stand for a government.
#[derive(Debug, Default)]
pub(in crate::name) struct MetonymWords {
    classes: FxHashMap<String, MetonymClass>,
}

/// What a word does beside a capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::name) enum MetonymClass {
    /// A noun of politics: `stance`, `message`.
    Politics,
    /// A preposition that may stand between such a noun and the name.
    Toward,
}

impl MetonymWords {
    /// Reads `metonyms.tsv`.
    pub(in crate::name) fn parse(
        sources: &Sources,
    ) -> Result<MetonymWords, LexiconError> {
        let mut words = MetonymWords::default();
        for row in sources.table("metonyms.tsv")?.rows() {
            let class = match row.get("class") {
                "politics" => MetonymClass::Politics,
                "toward" => MetonymClass::Toward,
                other => {
                    return Err(row.fault(format!(
                        "`{other}` is no class; use politics or toward"
                    )));
                }
            };
            for form in row.all("forms") {
                words.classes.insert(fold_key(form), class);
            }
        }
        Ok(words)
    }

    /// The class of the word under `key`, which has no article.
    pub(in crate::name) fn class(&self, key: &str) -> Option<MetonymClass> {
        self.classes.get(key).copied()
    }
}
