use rustc_hash::FxHashSet;

use crate::letters::{BEH, FEH, KAF, LAM, SEEN, WAW};

/// The one-letter words written onto the front of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proclitics {
    /// `و` or `ف`.
    pub conjunction: Option<char>,
    /// `ب`, `ل` or `ك`.
    pub preposition: Option<char>,
    /// `س` of the future.
    pub future: bool,
    /// The article `ال`, which stays part of the core.
    pub article: bool,
}

impl Proclitics {
    /// Letters before the core.
    pub fn len(self) -> usize {
        usize::from(self.conjunction.is_some())
            + usize::from(self.preposition.is_some())
            + usize::from(self.future)
    }

    /// True when the word stands alone; the article does not count.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// Decides where a written word's proclitics end.
#[derive(Debug, Default)]
pub struct Splitter {
    whole: FxHashSet<String>,
}

/// A split of one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) proclitics: Proclitics,
    /// True for `لل`, where the article lost its alef.
    pub(crate) contracted: bool,
}

impl Splitter {
    /// A splitter that keeps `whole` (keys) uncut.
    pub fn new(whole: impl IntoIterator<Item = String>) -> Splitter {
        Splitter { whole: whole.into_iter().collect() }
    }

    /// Splits `key`.
    pub(crate) fn split(&self, key: &str) -> Split {
        let mut split = Split::default();
        let mut rest = key;
        if !self.whole.contains(rest) {
            if let Some(cut) =
                rest.strip_prefix([WAW, FEH]).filter(|cut| cut.chars().count() >= 2)
            {
                split.proclitics.conjunction = rest.chars().next();
                rest = cut;
            }
        }
        if !self.whole.contains(rest) {
            if let Some(cut) = rest
                .strip_prefix(LAM)
                .filter(|cut| cut.starts_with(LAM) && cut.chars().count() >= 3)
            {
                split.proclitics.preposition = Some(LAM);
                split.proclitics.article = true;
                split.contracted = true;
                let _ = cut;
                return split;
            }
            if let Some(cut) = rest.strip_prefix([BEH, LAM, KAF]).filter(|cut| {
                cut.starts_with(crate::letters::ARTICLE) && cut.chars().count() >= 4
            }) {
                split.proclitics.preposition = rest.chars().next();
                rest = cut;
            }
        }
        let _ = SEEN;
        split.proclitics.article =
            rest.starts_with(crate::letters::ARTICLE) && rest.chars().count() >= 4;
        split
    }
}
