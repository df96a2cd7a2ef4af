//! Dictionary forms: a table by form and part of speech, and rules for the rest.

use std::fmt;

use crate::{
    clitic::Splitter,
    key::fold_key,
    letters::{ALEF, TEH_MARBUTA, YEH},
    tagger::Tag,
};

/// Lemmas by form and class of word.
pub struct Lemmas {
    forms: fst::Map<&'static [u8]>,
    /// Lemma and root, by number.
    list: Vec<(&'static str, &'static str)>,
}

impl fmt::Debug for Lemmas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lemmas")
            .field("forms", &self.forms.len())
            .field("lemmas", &self.list.len())
            .finish()
    }
}

/// The letter under which words of a tag stand in the table.
pub fn class_of(tag: Tag) -> char {
    match tag {
        Tag::Verb | Tag::Aux => 'v',
        Tag::Adj => 'a',
        Tag::Propn => 'p',
        Tag::Noun | Tag::Adv | Tag::Num | Tag::X => 'n',
        _ => 'o',
    }
}

impl Lemmas {
    /// The table of `forms`, a map from class and key to the number of a line of `list`,
    /// which has lemma, tab, root.
    pub fn new(forms: &'static [u8], list: &'static str) -> Option<Lemmas> {
        let forms = fst::Map::new(forms).ok()?;
        let list = list
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_once('\t').unwrap_or((line, "")))
            .collect();
        Some(Lemmas { forms, list })
    }

    /// The lemma and the root that the table has for `key`, a word without clitics.
    pub fn listed(&self, class: char, key: &str) -> Option<(&'static str, &'static str)> {
        // Longer words are none; the buffer keeps the look-up free of allocation.
        let mut name = [0u8; 64];
        let end = key.len() + 1;
        *name.first_mut()? = u8::try_from(class).ok()?;
        name.get_mut(1..end)?.copy_from_slice(key.as_bytes());
        let number = self.forms.get(name.get(..end)?)?;
        self.list.get(usize::try_from(number).ok()?).copied()
    }

    /// The lemma of a word without clitics and article, undiacritised, and its root where
    /// it is known. `written` has the letters of `key` with their hamzas.
    pub fn of<'a>(
        &self,
        key: &str,
        written: &'a str,
        tag: Tag,
        splitter: &Splitter,
    ) -> (Lemma<'a>, &'static str) {
        let class = class_of(tag);
        let mut found = self.listed(class, key);
        if found.is_none() && class == 'a' {
            found = self.listed('n', key).filter(|_| !key.ends_with(TEH_MARBUTA));
        }
        if let Some((lemma, root)) = found {
            return (Lemma::Listed(lemma), root);
        }
        let (cut, end) = match tag {
            Tag::Adj => self.nominal(key, true, splitter),
            Tag::Noun | Tag::Adv | Tag::Num => self.nominal(key, false, splitter),
            Tag::Verb | Tag::Aux => {
                return match self.verb(key) {
                    Some((lemma, root)) => (Lemma::Listed(lemma), root),
                    None => (Lemma::Written(written, None), ""),
                };
            }
            _ => (0, None),
        };
        if cut == 0 && end.is_none() {
            return (Lemma::Written(written, None), "");
        }
        let base = cut_end(written, cut);
        let mut root = "";
        if end.is_none()
            && let Some((lemma, found)) = self.listed(class, &fold_key(base))
        {
            if !lemma.ends_with(TEH_MARBUTA) || class == 'n' {
                return (Lemma::Listed(lemma), found);
            }
            root = found;
        }
        (Lemma::Written(base, end), root)
    }

    /// Letters to cut off the end of a noun or adjective, and what to put there.
    fn nominal(
        &self,
        key: &str,
        adjective: bool,
        splitter: &Splitter,
    ) -> (usize, Option<char>) {
        let zipf = |word: &str| {
            splitter.known(word).zipf.max(splitter.known_with_article(word).zipf)
        };
        let long = |n: usize| key.chars().nth(n - 1).is_some();
        let own = splitter.known(key).zipf;
        // Dual and feminine plural.
        if let Some(base) = key
            .strip_suffix("\u{62A}\u{64A}\u{646}")
            .or_else(|| key.strip_suffix("\u{62A}\u{627}\u{646}"))
            && long(6)
            && splitter.known_pair(base, "\u{629}").zipf > 0.5
        {
            return if adjective { (3, None) } else { (3, Some(TEH_MARBUTA)) };
        }
        if let Some(base) = key.strip_suffix("\u{627}\u{62A}")
            && long(4)
        {
            let feminine = splitter.known_pair(base, "\u{629}").zipf;
            let bare = zipf(base);
            if adjective {
                return (2, None);
            }
            // A plural in ات of a word without ة: most are verbal nouns and loans.
            if feminine > 0.0 && feminine + 0.8 > bare {
                return (2, Some(TEH_MARBUTA));
            }
            if bare > 0.3 {
                return (2, None);
            }
            return (0, None);
        }
        for end in ["\u{648}\u{646}", "\u{64A}\u{646}", "\u{627}\u{646}"] {
            if let Some(base) = key.strip_suffix(end)
                && long(5)
            {
                let bare = zipf(base);
                let enough = if end.starts_with(ALEF) { own - 0.3 } else { own - 1.8 };
                if bare > 0.5 && bare > enough {
                    return (2, None);
                }
            }
        }
        if adjective && key.ends_with(TEH_MARBUTA) && long(3) {
            return (1, None);
        }
        if let Some(base) = key.strip_suffix(ALEF)
            && long(4)
            && zipf(base) > own - 0.5
            && zipf(base) > 0.5
        {
            return (1, None);
        }
        if let Some(base) = key.strip_suffix(YEH)
            && !adjective
            && long(5)
            && splitter.known_pair(base, "\u{64A}\u{646}").zipf > own
            && zipf(base) > 0.5
        {
            return (1, None);
        }
        (0, None)
    }

    /// The lemma of a verb of which only other forms are listed.
    fn verb(&self, key: &str) -> Option<(&'static str, &'static str)> {
        const ENDS: [&str; 9] = [
            "\u{648}\u{646}",
            "\u{648}\u{627}",
            "\u{627}\u{646}",
            "\u{64A}\u{646}",
            "\u{62A}\u{645}",
            "\u{646}\u{627}",
            "\u{62A}",
            "\u{646}",
            "\u{648}",
        ];
        ENDS.iter()
            .filter_map(|end| key.strip_suffix(end))
            .find_map(|base| self.listed('v', base))
    }
}

/// A lemma: from the table, or the letters of the word with another end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lemma<'a> {
    /// From the table.
    Listed(&'static str),
    /// Letters of the word, and one more.
    Written(&'a str, Option<char>),
}

impl Lemma<'_> {
    /// Writes it to the end of `text`.
    pub fn push_to(self, text: &mut String) {
        match self {
            Lemma::Listed(lemma) => text.push_str(lemma),
            Lemma::Written(letters, end) => {
                text.push_str(letters);
                text.extend(end);
            }
        }
    }
}

fn cut_end(word: &str, letters: usize) -> &str {
    let mut chars = word.chars();
    for _ in 0..letters {
        chars.next_back();
    }
    chars.as_str()
}
