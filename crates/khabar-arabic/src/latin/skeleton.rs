use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{
    key::fold_key,
    letters::{ALEF, ARTICLE, is_letter},
};

/// How many skeletons one word may have: ambiguous letters beyond are read one way.
const MOST_KEYS: usize = 8;

/// The skeletons of an Arabic word: those of all its likely Latin spellings.
///
/// A skeleton is one capital for each class of consonants, doubled ones once, vowels,
/// semivowels, `h` and glottal sounds left out, the article too; `-` where nothing is
/// left. The word shares one with [`arabic_keys`] of a usual Latin spelling of it. At
/// most eight, the likeliest first.
///
/// ```
/// use khabar_arabic::latin::{arabic_keys, latin_keys};
/// let keys = latin_keys("\u{627}\u{644}\u{642}\u{630}\u{627}\u{641}\u{64A}");
/// assert!(arabic_keys("Gaddafi").iter().any(|key| keys.contains(key)));
/// assert!(arabic_keys("Qadhafi").iter().any(|key| keys.contains(key)));
/// ```
pub fn latin_keys(arabic: &str) -> Vec<String> {
    let bare = without_article(arabic);
    let whole = fold_key(arabic);
    let mut keys = skeletons(&bare);
    if bare != whole && keys.len() < MOST_KEYS {
        // What looks like the article may be part of a foreign name, or written as one.
        keys.extend(skeletons(&whole));
        keys.truncate(MOST_KEYS);
    }
    finish(keys)
}

/// The key of an Arabic word without the article. `\u{623}\u{644}\u{645}...` begins with
/// none: the article has no hamza.
pub(super) fn without_article(word: &str) -> String {
    let key = fold_key(word);
    let plain = word.trim_start_matches(|ch| !is_letter(ch)).starts_with(ALEF);
    match key.strip_prefix(ARTICLE) {
        Some(rest) if plain && rest.chars().count() >= 3 => rest.to_owned(),
        _ => key,
    }
}

fn skeletons(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().filter(|&ch| is_letter(ch)).collect();
    let mut keys = vec![String::new()];
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let (classes, length) = arabic_classes(letter, next);
        extend(&mut keys, classes);
        at += length;
    }
    keys
}

/// The skeletons of a Latin word: those of all Arabic words that it likely writes, in
/// English, French or German manner. See [`latin_keys`].
pub fn arabic_keys(latin: &str) -> Vec<String> {
    let plain = plain_latin(latin);
    let letters: Vec<u8> = plain.bytes().filter(u8::is_ascii_lowercase).collect();
    let mut keys = vec![String::new()];
    let mut at = 0;
    while at < letters.len() {
        let (classes, length) = latin_classes(&letters[at..]);
        extend(&mut keys, classes);
        at += length;
    }
    finish(keys)
}

/// True where `text` holds more Arabic letters than Latin ones.
pub fn is_arabic(text: &str) -> bool {
    let arabic = text.chars().filter(|&ch| is_letter(ch)).count();
    arabic > text.chars().filter(char::is_ascii_alphabetic).count()
}

/// `text` in the letters `a` to `z` and single spaces: case, accents, apostrophes and
/// hyphens gone.
pub fn plain_latin(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for ch in text.nfd().filter(|&ch| !is_combining_mark(ch)) {
        match ch {
            'a'..='z' => plain.push(ch),
            'A'..='Z' => plain.push(ch.to_ascii_lowercase()),
            '\u{F8}' | '\u{D8}' => plain.push('o'),
            '\u{142}' | '\u{141}' => plain.push('l'),
            '\u{131}' => plain.push('i'),
            '\u{111}' | '\u{110}' | '\u{F0}' | '\u{D0}' => plain.push('d'),
            '\u{259}' | '\u{18F}' => plain.push('a'),
            '\u{DF}' => plain.push_str("ss"),
            '\u{E6}' | '\u{C6}' => plain.push_str("ae"),
            '\u{153}' | '\u{152}' => plain.push_str("oe"),
            '\u{FE}' | '\u{DE}' => plain.push_str("th"),
            _ if (ch == '-' || ch.is_whitespace())
                && !plain.is_empty()
                && !plain.ends_with(' ') =>
            {
                plain.push(' ');
            }
            _ => (),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Puts each of `classes` behind each key; an empty class leaves the key as it is.
fn extend(keys: &mut Vec<String>, classes: &[&str]) {
    let take = if keys.len() * classes.len() > MOST_KEYS { 1 } else { classes.len() };
    let before = keys.len();
    for class in classes.iter().take(take).skip(1) {
        for at in 0..before {
            let mut key = keys[at].clone();
            push(&mut key, class);
            keys.push(key);
        }
    }
    if let Some(first) = classes.first() {
        for key in &mut keys[..before] {
            push(key, first);
        }
    }
}

fn push(key: &mut String, class: &str) {
    if !key.ends_with(class) || class.is_empty() {
        key.push_str(class);
    }
}

fn finish(mut keys: Vec<String>) -> Vec<String> {
    let mut seen = Vec::with_capacity(keys.len());
    keys.retain_mut(|key| {
        if key.is_empty() {
            key.push('-');
        }
        let fresh = !seen.contains(key);
        if fresh {
            seen.push(key.clone());
        }
        fresh
    });
    keys
}

/// The classes that the letter may be of, and how many letters that takes.
///
/// Velar and uvular letters are one class, since `g`, `q`, `k`, `j` and `gh` each stand
/// for several of them.
fn arabic_classes(letter: char, next: Option<char>) -> (&'static [&'static str], usize) {
    let classes: &[&str] = match letter {
        '\u{628}' | '\u{67E}' => &["B"],
        '\u{641}' | '\u{6A4}' => &["F"],
        '\u{62A}' if next == Some('\u{634}') => return (&["X", "K"], 2),
        '\u{62A}' | '\u{637}' => &["T"],
        '\u{62B}' => &["T", "S"],
        '\u{62F}' | '\u{636}' => &["D"],
        '\u{630}' | '\u{638}' => &["D", "S"],
        '\u{633}' | '\u{635}' | '\u{632}' | '\u{698}' => &["S"],
        '\u{634}' | '\u{686}' => &["X"],
        '\u{642}' | '\u{643}' | '\u{62C}' | '\u{63A}' | '\u{62E}' | '\u{6AF}'
        | '\u{6A9}' => &["K"],
        '\u{644}' => &["L"],
        '\u{631}' => &["R"],
        '\u{645}' => &["M"],
        '\u{646}' => &["N"],
        _ => &[],
    };
    (classes, 1)
}

/// The same for the letters that `rest` begins with.
fn latin_classes(rest: &[u8]) -> (&'static [&'static str], usize) {
    let starts = |text: &str| rest.starts_with(text.as_bytes());
    for (text, classes) in CLUSTERS {
        if starts(text) {
            return (classes, text.len());
        }
    }
    let soft = matches!(rest.get(1), Some(b'e' | b'i' | b'y'));
    let classes: &[&str] = match rest.first() {
        Some(b'b' | b'p') => &["B"],
        Some(b'f' | b'v') => &["F"],
        Some(b't') => &["T"],
        Some(b'd') => &["D"],
        Some(b's' | b'z') => &["S"],
        Some(b'c') if soft => &["S", "X", "K"],
        Some(b'k' | b'q' | b'c' | b'g') => &["K"],
        Some(b'j') => &["K", "", "X"],
        Some(b'x') => &["KS", "S"],
        Some(b'l') => &["L"],
        Some(b'r') => &["R"],
        Some(b'm') => &["M"],
        Some(b'n') => &["N"],
        _ => &[],
    };
    (classes, 1)
}

/// Several letters for one sound, longest first where one begins another.
const CLUSTERS: [(&str, &[&str]); 14] = [
    ("tsch", &["X"]),
    ("tch", &["X"]),
    ("sch", &["X", "SK"]),
    ("sh", &["X"]),
    ("ch", &["X", "K"]),
    ("cz", &["X"]),
    ("dzh", &["K"]),
    ("dj", &["K"]),
    ("kh", &["K"]),
    ("gh", &["K", ""]),
    ("ph", &["F"]),
    ("th", &["T"]),
    ("dh", &["D"]),
    ("ck", &["K"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(arabic: &str, latin: &str) -> bool {
        let keys = latin_keys(arabic);
        arabic_keys(latin).iter().any(|key| keys.contains(key))
    }

    #[test]
    fn spellings_of_one_name_share_a_skeleton() {
        for (arabic, latin) in [
            ("القذافي", "Gaddafi"),
            ("القذافي", "Qadhafi"),
            ("القذافي", "Kadhafi"),
            ("جمال", "Gamal"),
            ("جمال", "Djamal"),
            ("الغنوشي", "Ghannouchi"),
            ("بوتفليقة", "Bouteflika"),
            ("شيراك", "Chirac"),
            ("تشافيز", "Chavez"),
            ("خالد", "Chalid"),
            ("يوهانس", "Johannes"),
            ("هيثم", "Haitham"),
            ("ظريف", "Zarif"),
            ("ألكسندر", "Alexander"),
            ("أردوغان", "Erdoğan"),
            ("مكسيكو", "México"),
        ] {
            assert!(
                meet(arabic, latin),
                "{arabic} {latin} {:?} {:?}",
                latin_keys(arabic),
                arabic_keys(latin)
            );
        }
    }

    #[test]
    fn other_names_do_not() {
        for (arabic, latin) in [("سالم", "Karim"), ("خالد", "Walid"), ("مصر", "Misk")]
        {
            assert!(!meet(arabic, latin), "{arabic} {latin}");
        }
    }

    #[test]
    fn nothing_to_reduce_is_a_dash_and_keys_are_bounded() {
        assert_eq!(latin_keys("آية"), ["-"]);
        assert_eq!(arabic_keys(""), ["-"]);
        assert!(latin_keys(&"ذ".repeat(40)).len() <= MOST_KEYS);
        assert!(arabic_keys(&"cejij".repeat(40)).len() <= MOST_KEYS);
    }

    #[test]
    fn plain_letters() {
        assert_eq!(
            plain_latin("  Bin-Laden, Øyvind O’Neill "),
            "bin laden oyvind oneill"
        );
    }
}
