//! Camel Morph MSA: its lexica as rows, its transliteration, forms of its verbs.

use std::{error::Error, fs, path::Path};

use khabar_arabic::letters::ALEF;

/// Calls `each` with the cells of the entries of a lexicon, by column.
///
/// # Errors
///
/// Where the file cannot be read.
pub(crate) fn each_row(
    path: &Path,
    mut each: impl FnMut(&dyn Fn(&str) -> String),
) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let mut lines = text.lines().map(cells);
    let head = lines.next().unwrap_or_default();
    for row in lines {
        let cell = |name: &str| -> String {
            let at = head.iter().position(|cell| cell == name);
            at.and_then(|at| row.get(at)).cloned().unwrap_or_default()
        };
        if cell("DEFINE") == "LEXICON" {
            each(&cell);
        }
    }
    Ok(())
}

/// The cells of one line of comma-separated values.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for ch in line.chars() {
        match ch {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(ch);
                }
            }
        }
    }
    cells
}

/// A lemma: without vowels and the vowel of the imperfect behind a dash.
pub(crate) fn lemma_of(word: &str) -> String {
    from_buckwalter(word.split(['-', '_']).next().unwrap_or(word))
}

/// A word in Buckwalter's transliteration, without vowels.
pub(crate) fn from_buckwalter(word: &str) -> String {
    const LETTERS: &str = "'|>&<}AbptvjHxd*rzs$SDTZEg";
    const MORE: &str = "fqklmnhwYy";
    word.chars()
        .filter_map(|ch| {
            let code = if let Some(at) = LETTERS.find(ch) {
                0x621 + at
            } else if ch == '{' {
                ALEF as usize
            } else {
                0x641 + MORE.find(ch)?
            };
            char::from_u32(u32::try_from(code).ok()?)
        })
        .collect()
}

/// Suffixes of a perfect or imperfect stem, by what Camel Morph says of its end.
pub(crate) fn forms(stem: &str, conditions: &str, perfect: bool) -> Vec<String> {
    let (a, w, y, t, n) = ("\u{627}", "\u{648}", "\u{64A}", "\u{62A}", "\u{646}");
    let mut ends: Vec<String> = Vec::new();
    let mut put = |buffer: &str, list: &[&str]| {
        for end in list {
            ends.push(format!("{stem}{buffer}{end}"));
        }
    };
    let maqsura = "\u{649}";
    let wa = "\u{648}\u{627}";
    if perfect {
        let consonants = [t, "\u{646}\u{627}", n, "\u{62A}\u{645}"];
        let vowels = ["", t, a, wa, "\u{62A}\u{627}"];
        if conditions.contains("#-aw") {
            put(a, &[""]);
            put(w, &consonants);
            put(w, &[a]);
            put("", &[t, "\u{62A}\u{627}", wa]);
        } else if conditions.contains("#-ay") {
            put(maqsura, &[""]);
            put(a, &[""]);
            put(y, &consonants);
            put(y, &[a]);
            put("", &[t, "\u{62A}\u{627}", wa]);
        } else if conditions.contains("#-aA") {
            put(a, &[""]);
            put(y, &consonants);
            put("", &[t, wa]);
        } else if conditions.contains("#-iy") {
            put(y, &["", t, a, "\u{62A}\u{627}", "\u{646}\u{627}", n]);
            put("", &[wa]);
        } else if conditions.contains("#-a>") {
            put(a, &["", t, "\u{646}\u{627}", wa, n]);
            put("\u{624}", &[wa]);
        } else if conditions.contains("#-i}") {
            put("\u{626}", &vowels);
            put("\u{626}", &consonants);
        } else if conditions.contains("c-suff") {
            put("", &consonants);
        } else if conditions.contains("v-suff") {
            put("", &vowels);
        } else {
            put("", &vowels);
            put("", &consonants);
        }
    } else {
        let vowels = ["\u{648}\u{646}", wa, "\u{627}\u{646}", a, "\u{64A}\u{646}"];
        if conditions.contains("#-uw") {
            put(w, &["", n, "\u{627}\u{646}", a]);
            put("", &["", "\u{648}\u{646}", wa, "\u{64A}\u{646}"]);
        } else if conditions.contains("#-iy") {
            put(y, &["", n, "\u{627}\u{646}", a]);
            put("", &["", "\u{648}\u{646}", wa]);
        } else if conditions.contains("#-aY") {
            put(maqsura, &[""]);
            put(a, &[""]);
            put(y, &[n, "\u{627}\u{646}", a]);
            put("", &["", "\u{648}\u{646}", wa]);
        } else if conditions.contains("#-aA") {
            put(a, &[""]);
            put("", &["", "\u{648}\u{646}", wa]);
        } else if conditions.contains("#-a>") {
            put(a, &["", n, "\u{648}\u{646}"]);
            put("\u{624}", &["\u{648}\u{646}", wa]);
        } else if conditions.contains("#-i}") {
            put("\u{626}", &["", n]);
            put("\u{626}", &vowels);
        } else if conditions.contains("c-suff") {
            put("", &["", n]);
        } else {
            put("", &[""]);
            put("", &vowels);
            put("", &[n]);
        }
    }
    ends
}

/// What is derived from the lemma of a verb, in Buckwalter's letters without vowels:
/// verbal nouns (none of the first form, whose are not regular) and participles.
#[derive(Debug, Default)]
pub(crate) struct Derived {
    /// Verbal nouns.
    pub(crate) masdars: Vec<String>,
    /// Participles, masculine singular.
    pub(crate) participles: Vec<String>,
}

/// The regular derivations of a verb whose lemma (with vowels, in Buckwalter's
/// transliteration) tells its form.
pub(crate) fn derived(lemma: &str) -> Derived {
    let lemma = lemma.split(['-', '_']).next().unwrap_or(lemma);
    let doubled = lemma.find('~');
    let letters: Vec<char> =
        lemma.chars().filter(|ch| !matches!(ch, 'a' | 'i' | 'u' | 'o' | '~')).collect();
    let mut out = Derived::default();
    let weak = letters.last() == Some(&'Y');
    let all: String = letters.iter().collect();
    let but_last: String = letters[..letters.len().saturating_sub(1)].iter().collect();
    let last = letters.last().copied().unwrap_or_default();
    let starts = |list: &str| letters.first().is_some_and(|ch| list.contains(*ch));
    let long_before_last = letters.len() > 2 && letters[letters.len() - 2] == 'A';
    let mut masdar = |word: String| out.masdars.push(word);
    let mut participles: Vec<String> = Vec::new();
    let weak_ends =
        |front: &str| vec![front.to_owned(), format!("{front}y"), format!("{front}Y")];
    if starts("{") && letters.len() > 3 {
        // VII to X.
        let inner: String = letters[1..letters.len() - 1].iter().collect();
        if weak {
            masdar(format!("A{inner}A'"));
            participles.extend(weak_ends(&format!("m{inner}")));
        } else if long_before_last {
            let front: String = letters[1..letters.len() - 2].iter().collect();
            if front.len() > 2 {
                masdar(format!("A{front}A{last}p"));
            } else {
                masdar(format!("A{front}yA{last}"));
            }
            participles.push(format!("m{front}y{last}"));
            participles.push(format!("m{front}A{last}"));
        } else {
            masdar(format!("A{inner}A{last}"));
            participles.push(format!("m{inner}{last}"));
        }
    } else if starts(">|") && letters.len() == 4 && doubled.is_none() || starts("|") {
        // IV.
        let inner: String = letters[1..letters.len() - 1].iter().collect();
        if starts("|") {
            masdar(format!("Ay{inner}A{last}"));
            participles.push(format!("m&{inner}{last}"));
        } else if weak {
            masdar(format!("A{inner}A'"));
            participles.extend(weak_ends(&format!("m{inner}")));
        } else if long_before_last {
            masdar(format!("A{}A{last}p", letters[1]));
            participles.push(format!("m{}y{last}", letters[1]));
            participles.push(format!("m{}A{last}", letters[1]));
        } else {
            masdar(format!("A{inner}A{last}"));
            participles.push(format!("m{inner}{last}"));
        }
    } else if starts("t") && letters.len() >= 4 {
        // V and VI.
        if weak {
            masdar(but_last.clone());
            masdar(format!("{but_last}y"));
            participles.extend(weak_ends(&format!("m{but_last}")));
        } else {
            masdar(all.clone());
            participles.push(format!("m{all}"));
        }
    } else if letters.len() == 3 && doubled.is_some_and(|at| at + 2 < lemma.len()) {
        // II.
        if weak {
            masdar(format!("t{but_last}yp"));
            participles.extend(weak_ends(&format!("m{but_last}")));
        } else {
            masdar(format!("t{but_last}y{last}"));
            participles.push(format!("m{all}"));
        }
    } else if letters.len() == 4 && letters[1] == 'A' {
        // III.
        if weak {
            masdar(format!("m{but_last}Ap"));
            participles.extend(weak_ends(&format!("m{but_last}")));
        } else {
            masdar(format!("m{all}p"));
            masdar(format!("{}{}A{last}", letters[0], letters[2]));
            participles.push(format!("m{all}"));
        }
    } else if letters.len() == 3 {
        let (first, second) = (letters[0], letters[1]);
        if second == 'A' {
            participles.push(format!("{first}A}}{last}"));
        } else if weak || last == 'A' {
            participles.push(format!("{first}A{second}y"));
            participles.push(format!("m{first}{second}y"));
        } else {
            participles.push(format!("{first}A{second}{last}"));
            participles.push(format!("m{first}{second}w{last}"));
        }
    } else if letters.len() == 2 && doubled.is_some() {
        participles.push(format!("{}A{last}", letters[0]));
        participles.push(format!("m{}{last}w{last}", letters[0]));
    } else if letters.len() == 4 {
        participles.push(format!("m{all}"));
        masdar(format!("{all}p"));
    }
    out.participles = participles;
    out
}
