use std::hash::{Hash, Hasher};

use khabar_arabic::{
    fold_key,
    letters::{
        ALEF, ALEF_MAKSURA, HAMZA, HEH, TEH_MARBUTA, WAW, WAW_HAMZA, YEH, YEH_HAMZA,
    },
};
use khabar_doc::EntityKind;
use rustc_hash::{FxHashMap, FxHasher};

use crate::name::resolve::item::without_article;

/// Names under what their spellings have in common.
///
/// For persons: the consonants, since long vowels of foreign names come and go
/// (`\u{646}\u{62A}\u{646}\u{64A}\u{627}\u{647}\u{648}`), the forms of father and
/// son, and how compound names are parted. For bodies and places: final letters and
/// hamza only.
#[derive(Debug, Default)]
pub(in crate::name) struct Variants {
    /// By the hash of the key: `None` where several entries share it. Two keys with one
    /// hash, once in many million lexicons, are taken for one.
    by_key: FxHashMap<u64, Option<u32>>,
    /// Room for a key, used again and again.
    scratch: String,
}

/// Consonants that a person's name must have to be known by them.
const ENOUGH: usize = 5;

impl Variants {
    /// Adds `form`, a name of the entry at `entry`.
    pub(in crate::name) fn add(&mut self, kind: EntityKind, form: &str, entry: u32) {
        let mut key = std::mem::take(&mut self.scratch);
        key.clear();
        for word in form.split(' ') {
            let folded = fold_key(word);
            push(&mut key, kind, without_article(&folded));
        }
        if let Some(hash) = hash(kind, &key) {
            let known = self.by_key.entry(hash).or_insert(Some(entry));
            if *known != Some(entry) {
                *known = None;
            }
        }
        self.scratch = key;
    }

    /// The one entry of `kind` whose name `words`, without articles, may spell.
    pub(in crate::name) fn get(&self, kind: EntityKind, words: &[String]) -> Option<u32> {
        let mut key = String::new();
        for word in words {
            push(&mut key, kind, word);
        }
        self.by_key.get(&hash(kind, &key)?).copied().flatten()
    }
}

/// The hash of a key that is long enough to tell names apart.
fn hash(kind: EntityKind, key: &str) -> Option<u64> {
    let mut hasher = FxHasher::default();
    (kind, key).hash(&mut hasher);
    (key.chars().filter(|&ch| ch != ' ').count() >= ENOUGH).then(|| hasher.finish())
}

/// Appends what the spellings of `word` have in common.
fn push(key: &mut String, kind: EntityKind, word: &str) {
    if kind != EntityKind::Person {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().filter_map(joined));
        return;
    }
    // Servant-of names are written in one word or in two.
    if let Some(rest) = word.strip_prefix(SERVANT_OF_THE) {
        push(key, kind, SERVANT);
        return push(key, kind, rest);
    }
    // Father in its cases, and `ibn`, are one; vowels inside a word are left out, and
    // doubled letters are one.
    let word = match word {
        FATHER_ACCUSATIVE | FATHER_GENITIVE => FATHER,
        IBN => BIN,
        word => word,
    };
    let mut before = None;
    let letters = word.chars().filter_map(joined);
    // The two are often one in speech, and so in foreign spellings.
    let letters = letters.map(|ch| if ch == THAL { DAL } else { ch });
    for (at, ch) in letters.enumerate() {
        let vowel = matches!(ch, ALEF | WAW | YEH);
        if (!vowel || at == 0) && before != Some(ch) {
            key.push(ch);
        }
        before = Some(ch);
    }
}

/// The letter without hamza, with the final forms of yeh and heh joined.
fn joined(ch: char) -> Option<char> {
    match ch {
        HAMZA => None,
        WAW_HAMZA => Some(WAW),
        YEH_HAMZA | ALEF_MAKSURA => Some(YEH),
        TEH_MARBUTA => Some(HEH),
        ch => Some(ch),
    }
}

const THAL: char = '\u{630}';
const DAL: char = '\u{62F}';
const SERVANT: &str = "\u{639}\u{628}\u{62F}";
const SERVANT_OF_THE: &str = "\u{639}\u{628}\u{62F}\u{627}\u{644}";
const FATHER: &str = "\u{627}\u{628}\u{648}";
const FATHER_ACCUSATIVE: &str = "\u{627}\u{628}\u{627}";
const FATHER_GENITIVE: &str = "\u{627}\u{628}\u{64A}";
const BIN: &str = "\u{628}\u{646}";
const IBN: &str = "\u{627}\u{628}\u{646}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_meet_and_two_names_do_not() {
        let mut variants = Variants::default();
        for (entry, name) in [
            (0, "بنيامين نتنياهو"),
            (1, "عبد الرحمن أبو زهرة"),
            (2, "محمد حسن"),
            (3, "محمد حسين"),
        ] {
            variants.add(EntityKind::Person, name, entry);
        }
        let get = |name: &str| {
            let words: Vec<String> = name
                .split(' ')
                .map(|word| without_article(&fold_key(word)).to_owned())
                .collect();
            variants.get(EntityKind::Person, &words)
        };
        assert_eq!(get("بنيامين نتانياهو"), Some(0));
        assert_eq!(get("عبدالرحمن أبي زهره"), Some(1));
        // Two entries share these consonants: neither is taken.
        assert_eq!(get("محمد حسان"), None);
        assert_eq!(get("سالم كريم"), None);
    }
}
