use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    cost::{Letters, Transliterator},
    skeleton::{arabic_keys, is_arabic, latin_keys, plain_latin, without_article},
};
use crate::letters::{ALEF_MAKSURA, HEH, TEH_MARBUTA, YEH};

/// Names in Arabic and Latin letters, found by each other's spelling.
///
/// Adding takes time in the length of the name. Finding looks at the names that share a
/// skeleton with a word of the query, the rarest first, and ranks those that share most
/// by the cost of their letters.
#[derive(Debug)]
pub struct NameIndex {
    model: Transliterator,
    forms: Vec<Form>,
    exact: FxHashMap<String, Vec<u32>>,
    keys: FxHashMap<String, Vec<u32>>,
}

#[derive(Debug)]
struct Form {
    id: u32,
    text: String,
    arabic: bool,
    letters: Letters,
    words: u8,
}

/// How a name was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By the same letters; case, accents, vowel signs and forms of alef aside.
    Same,
    /// By another spelling in the same script.
    Spelling,
    /// By its spelling in the other script.
    Transliterated,
}

impl How {
    /// Its name for people and JSON.
    pub fn name(self) -> &'static str {
        match self {
            How::Same => "same letters",
            How::Spelling => "another spelling",
            How::Transliterated => "the other script",
        }
    }
}

/// A name that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<'i> {
    /// As given to [`NameIndex::add`].
    pub id: u32,
    /// The form that fits best.
    pub form: &'i str,
    /// How it was found.
    pub how: How,
    /// From 0 to 1: how near the letters are; 1 for the same ones. From about .5 the
    /// spellings are usual ones of one name.
    pub score: f32,
}

/// Forms that are ranked by their letters at most.
const RANKED: usize = 160;
/// Forms under one key beyond which the key is looked at only where rarer ones found
/// too little.
const COMMON: usize = 2_000;
/// Letters of one class for each other, and vowels left out, within one script; in
/// hundredths of a nat, as the costs between scripts.
const NEAR: u32 = 110;
/// Any other letter.
const FAR: u32 = 500;

impl NameIndex {
    /// An index of no names.
    pub fn new(model: Transliterator) -> NameIndex {
        NameIndex {
            model,
            forms: Vec::new(),
            exact: FxHashMap::default(),
            keys: FxHashMap::default(),
        }
    }

    /// Adds `text`, a name of whatever `id` stands for, in either script.
    pub fn add(&mut self, id: u32, text: &str) {
        let arabic = is_arabic(text);
        let words = words(text, arabic);
        if words.is_empty() {
            return;
        }
        let at = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        self.exact.entry(words.join(" ")).or_default().push(at);
        for key in keys(&words, arabic) {
            let forms = self.keys.entry(key).or_default();
            if forms.last() != Some(&at) {
                forms.push(at);
            }
        }
        self.forms.push(Form {
            id,
            text: text.to_owned(),
            arabic,
            letters: letters(text, arabic),
            words: u8::try_from(words.len()).unwrap_or(u8::MAX),
        });
    }

    /// The number of names added.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// True where no name was added.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The names nearest to `query`, in either script, each id once: those with the
    /// same letters first, then by score; at most `limit`.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Found<'_>> {
        let arabic = is_arabic(query);
        let words = words(query, arabic);
        let whole = letters(query, arabic);
        let mut best: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        let mut note = |id: u32, cost: u32, at: u32| {
            let entry = best.entry(id).or_insert((cost, at));
            if cost < entry.0 {
                *entry = (cost, at);
            }
        };
        for &at in self.exact.get(&words.join(" ")).into_iter().flatten() {
            note(self.forms[at as usize].id, 0, at);
        }
        for at in self.candidates(&words, arabic) {
            let form = &self.forms[at as usize];
            let cost = match (arabic, form.arabic) {
                (true, false) => self.model.between(&whole, &form.letters),
                (false, true) => self.model.between(&form.letters, &whole),
                (_, script) => same_script(&whole, &form.letters, script),
            };
            // Each word more or less than asked for makes another name likelier.
            let extra = u32::from(form.words)
                .abs_diff(u32::try_from(words.len()).unwrap_or(u32::MAX));
            note(form.id, cost.saturating_add(extra * 60).saturating_add(1), at);
        }
        let mut found: Vec<(u32, Found<'_>)> = best
            .into_iter()
            .map(|(id, (cost, at))| {
                let form = &self.forms[at as usize];
                let how = match (cost, form.arabic == arabic) {
                    (0, _) => How::Same,
                    (_, true) => How::Spelling,
                    (_, false) => How::Transliterated,
                };
                let length = whole.len().max(form.letters.len()).max(1);
                let score = score(cost, length, how);
                (cost, Found { id, form: &form.text, how, score })
            })
            .collect();
        found.sort_by_key(|(cost, found)| (*cost, found.id));
        found.truncate(limit);
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// The forms that share most with the words of a query.
    fn candidates(&self, words: &[String], arabic: bool) -> Vec<u32> {
        let mut lists: Vec<&Vec<u32>> =
            keys(words, arabic).iter().filter_map(|key| self.keys.get(key)).collect();
        lists.sort_by_key(|list| list.len());
        let mut weights: FxHashMap<u32, f32> = FxHashMap::default();
        for list in lists {
            let rare = list.len() <= COMMON || weights.is_empty();
            #[allow(clippy::cast_precision_loss, reason = "a weight, not a count")]
            let weight = 1.0 / (1.0 + list.len() as f32).ln();
            for &at in list {
                if rare {
                    *weights.entry(at).or_default() += weight;
                } else if let Some(sum) = weights.get_mut(&at) {
                    *sum += weight;
                }
            }
        }
        let mut ranked: Vec<(u32, f32)> = weights.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(RANKED);
        ranked.into_iter().map(|(at, _)| at).collect()
    }
}

/// A share of likeness from a cost over `length` letters.
fn score(cost: u32, length: usize, how: How) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "both are small")]
    let per_letter = cost as f32 / 100.0 / length as f32;
    // Between scripts even the usual spelling has a cost, of about half a nat a letter.
    let free = if how == How::Transliterated { 0.35 } else { 0.0 };
    (-(per_letter - free).max(0.0)).exp()
}

/// The words of a name, under which it is exact: folded, articles off.
fn words(text: &str, arabic: bool) -> Vec<String> {
    if !arabic {
        let plain = plain_latin(text);
        let several = plain.contains(' ');
        return plain
            .split(' ')
            .filter(|word| !word.is_empty())
            .filter(|word| !several || !matches!(*word, "al" | "el"))
            .map(str::to_owned)
            .collect();
    }
    text.split(|ch: char| ch.is_whitespace() || ch == '-')
        .map(without_article)
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.replace(ALEF_MAKSURA, YEH.encode_utf8(&mut [0; 4]))
                .replace(TEH_MARBUTA, HEH.encode_utf8(&mut [0; 4]))
        })
        .collect()
}

/// The keys of a name: for each word its skeletons, and those with one class left out;
/// and the skeleton of all words in one, so that it does not matter how they are parted.
fn keys(words: &[String], arabic: bool) -> Vec<String> {
    let of = |word: &str| if arabic { latin_keys(word) } else { arabic_keys(word) };
    let mut keys = Vec::new();
    for word in words {
        for key in of(word) {
            if key.len() >= 3 {
                for at in 0..key.len() {
                    let mut short = key.clone();
                    short.remove(at);
                    keys.push(format!("{short}~"));
                }
            }
            keys.push(format!("{key}~"));
            keys.push(key);
        }
    }
    if words.len() > 1 {
        keys.extend(of(&words.concat()).into_iter().map(|key| format!("{key}+")));
    }
    keys.sort();
    keys.dedup();
    keys
}

fn letters(text: &str, arabic: bool) -> Letters {
    if arabic { Letters::of_arabic(text) } else { Letters::of_latin(text) }
}

/// The weighted edit distance of two names in one script.
fn same_script(one: &Letters, other: &Letters, arabic: bool) -> u32 {
    let (one, other) = (one.codes(), other.codes());
    let class = |code: u8| if arabic { arabic_class(code) } else { latin_class(code) };
    let lone = |code: u8| if class(code) == 0 { NEAR } else { FAR };
    let mut row: Vec<u32> = Vec::with_capacity(other.len() + 1);
    row.push(0);
    for &code in other {
        row.push(row[row.len() - 1] + lone(code));
    }
    for (i, &left) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] += lone(left);
        for (j, &right) in other.iter().enumerate() {
            let change = match (left == right, class(left) == class(right)) {
                (true, _) => 0,
                (false, true) => NEAR,
                _ => FAR,
            };
            // A letter written twice is a light slip.
            let doubled = i > 0 && one[i - 1] == left && left == right;
            let above = row[j + 1] + if doubled { NEAR } else { lone(left) };
            let beside = row[j] + lone(right);
            let cell = (diagonal + change).min(above).min(beside);
            diagonal = row[j + 1];
            row[j + 1] = cell;
        }
    }
    row[other.len()]
}

/// 0 for vowels and what is often left out; else the letters that are mistaken for each
/// other share a number.
fn latin_class(code: u8) -> u8 {
    match b'a' + code - 1 {
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h' | b'w' => 0,
        b'k' | b'q' | b'c' | b'g' | b'j' => 1,
        b's' | b'z' => 2,
        b'f' | b'v' => 3,
        b'b' | b'p' => 4,
        b't' | b'd' => 5,
        letter => letter,
    }
}

/// See [`latin_class`]; `code` is the letter less U+0620.
fn arabic_class(code: u8) -> u8 {
    match code {
        // Hamza and its seats, alefs, teh marbuta, ain, heh, waw, alef maqsura, yeh.
        1..=7 | 0x09 | 0x19 | 0x27..=0x2A => 0,
        // Teh, tah.
        0x0A | 0x17 => 60,
        // Seen, sad, zain, zah, theh.
        0x13 | 0x15 | 0x12 | 0x18 | 0x0B => 61,
        // Dal, dad, thal.
        0x0F | 0x16 | 0x10 => 62,
        // Hah stays apart from heh; jeem, ghain, kaf, qaf, gaf.
        0x0C | 0x1A | 0x23 | 0x22 | 47 => 63,
        // Beh, peh; feh, veh.
        0x08 | 43 => 64,
        0x21 | 46 => 65,
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> NameIndex {
        let mut index = NameIndex::new(Transliterator::builtin());
        for (id, name) in [
            "بنيامين نتنياهو",
            "محمود عباس",
            "محمد عباس",
            "عبد الرحمن الراشد",
            "جاك شيراك",
            "معمر القذافي",
            "سيف الإسلام القذافي",
            "Angela Merkel",
            "هيئة تحرير الشام",
        ]
        .into_iter()
        .enumerate()
        {
            index.add(u32::try_from(id).unwrap(), name);
        }
        index
    }

    #[test]
    fn finds_names_by_their_spellings() {
        let index = index();
        for (query, id, how) in [
            ("بنيامين نتنياهو", 0, How::Same),
            ("بنيامين نتانياهو", 0, How::Spelling),
            ("Benjamin Netanyahu", 0, How::Transliterated),
            ("Netanjahu", 0, How::Transliterated),
            ("Mahmoud Abbas", 1, How::Transliterated),
            ("Abdulrahman al-Rashed", 3, How::Transliterated),
            ("عبدالرحمن الراشد", 3, How::Spelling),
            ("Muammar Qaddafi", 5, How::Transliterated),
            ("Mouammar Kadhafi", 5, How::Transliterated),
            ("أنغيلا ميركل", 7, How::Transliterated),
            ("angela merkel", 7, How::Same),
            ("هيئه تحرير الشام", 8, How::Same),
        ] {
            let found = index.find(query, 3);
            assert_eq!(
                found.first().map(|found| (found.id, found.how)),
                Some((id, how)),
                "{query}: {found:?}"
            );
        }
    }

    #[test]
    fn what_is_not_there_scores_low() {
        let index = index();
        for query in ["Bartholomew Higginbotham", "زينب الموسوي", "", "12"] {
            let found = index.find(query, 1);
            assert!(found.first().is_none_or(|found| found.score < 0.4), "{found:?}");
        }
    }
}
