use rustc_hash::FxHashMap;

use super::skeleton::{plain_latin, without_article};
use crate::{letters::is_letter, table::LexiconError};

/// What Latin letters stand for which Arabic ones, and how likely.
///
/// Costs are learned from pairs of names; see `models/transliteration/card.md`.
#[derive(Debug)]
pub struct Transliterator {
    /// Costs in hundredths of a nat, the mean of both directions.
    costs: FxHashMap<u32, u16>,
}

/// The cost of a letter that nothing stands for, in hundredths of a nat: above what the
/// model has learned for letters that are often left out.
const LONE: u16 = 600;

/// Letters of a name that are compared at most: the rest of a longer one is left out.
const LONGEST: usize = 64;

impl Transliterator {
    /// The model that ships with the crate.
    ///
    /// # Panics
    ///
    /// Never: the tests parse the same file.
    pub fn builtin() -> Transliterator {
        let text = include_str!("../../../../models/transliteration/letters.tsv");
        Transliterator::parse("models/transliteration/letters.tsv", text)
            .expect("the built-in model is well-formed")
    }

    /// Parses `text`, the content of the table called `file`: columns `arabic`, `latin`
    /// (`-` for nothing), `to_latin`, `to_arabic`.
    ///
    /// # Errors
    ///
    /// Where a line has more than two Arabic or three Latin letters or no cost.
    pub fn parse(file: &str, text: &str) -> Result<Transliterator, LexiconError> {
        let mut costs = FxHashMap::default();
        // Chunks repeat, so the first two cells are the key, not the first.
        for (number, line) in text.lines().enumerate().skip(2) {
            let fault = |message: &str| LexiconError {
                file: file.to_owned(),
                line: number + 1,
                message: message.to_owned(),
            };
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap_or_default();
            let (arabic, latin) = (cell(), cell());
            let cost = |text: &str| {
                text.parse::<u32>().map_err(|_| fault("a cost is a whole number"))
            };
            let mean = u32::midpoint(cost(cell())?, cost(cell())?);
            let arabic: Vec<u8> =
                arabic.chars().filter(|&ch| ch != '-').filter_map(code).collect();
            let latin: Vec<u8> =
                latin.bytes().filter(|&b| b != b'-').map(|b| b - b'a' + 1).collect();
            if arabic.len() > 2 || latin.len() > 3 {
                return Err(fault("two Arabic letters and three Latin ones at most"));
            }
            costs.insert(chunk(&arabic, &latin), u16::try_from(mean).unwrap_or(u16::MAX));
        }
        Ok(Transliterator { costs })
    }

    /// How unlikely it is that `arabic` and `latin` write one name, in nats: the
    /// cheapest way to explain the letters of one by those of the other. Below 1 a
    /// letter for usual spellings; grows with the length. Takes time in the product of
    /// the lengths.
    pub fn cost(&self, arabic: &str, latin: &str) -> f32 {
        let cost = self.between(&Letters::of_arabic(arabic), &Letters::of_latin(latin));
        f32::from(u16::try_from(cost).unwrap_or(u16::MAX)) / 100.0
    }

    /// The same in hundredths, between names made ready.
    pub(super) fn between(&self, arabic: &Letters, latin: &Letters) -> u32 {
        let (ar, la) = (&arabic.0, &latin.0);
        let width = la.len() + 1;
        let mut best = vec![u32::MAX; (ar.len() + 1) * width];
        best[0] = 0;
        for i in 0..=ar.len() {
            for j in 0..=la.len() {
                let here = best[i * width + j];
                if here == u32::MAX {
                    continue;
                }
                for a in 0..=2.min(ar.len() - i) {
                    for l in 0..=3.min(la.len() - j) {
                        // Nothing for nothing, and runs for nothing, are no chunks.
                        if a + l == 0 || a == 0 && l > 1 || a == 2 && l == 0 {
                            continue;
                        }
                        let chunk = chunk(&ar[i..i + a], &la[j..j + l]);
                        let cost = match self.costs.get(&chunk) {
                            Some(&cost) if a + l > 1 => cost,
                            Some(&cost) => cost.min(LONE),
                            None if a + l == 1 => LONE,
                            None => continue,
                        };
                        let cell = &mut best[(i + a) * width + j + l];
                        *cell = (*cell).min(here + u32::from(cost));
                    }
                }
            }
        }
        best.last().copied().unwrap_or(0)
    }
}

/// A name as codes of its letters, words joined, articles left out.
#[derive(Clone, Debug)]
pub(super) struct Letters(Vec<u8>);

impl Letters {
    pub(super) fn of_arabic(text: &str) -> Letters {
        let words: String = text.split_whitespace().map(without_article).collect();
        Letters(words.chars().filter_map(code).take(LONGEST).collect())
    }

    pub(super) fn of_latin(text: &str) -> Letters {
        let plain = plain_latin(text);
        let several = plain.contains(' ');
        let words = plain
            .split(' ')
            .filter(|word| !several || !matches!(*word, "al" | "el" | "ul"));
        Letters(words.flat_map(str::bytes).map(|b| b - b'a' + 1).take(LONGEST).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// One number a letter: Latin from 1 for `a`, Arabic from 1 for U+0621.
    pub(super) fn codes(&self) -> &[u8] {
        &self.0
    }
}

/// A number below 64 for the letters that names are written with.
fn code(letter: char) -> Option<u8> {
    let code = match letter {
        '\u{621}'..='\u{64A}' => letter as u32 - 0x620,
        '\u{67E}' => 43,
        '\u{686}' => 44,
        '\u{698}' => 45,
        '\u{6A4}' => 46,
        '\u{6AF}' => 47,
        _ => return None,
    };
    is_letter(letter).then(|| u8::try_from(code).unwrap_or(0))
}

/// Two Arabic letters of six bits and three Latin ones of five.
fn chunk(arabic: &[u8], latin: &[u8]) -> u32 {
    let mut key = 0;
    for at in 0..2 {
        key = key << 6 | u32::from(arabic.get(at).copied().unwrap_or(0));
    }
    for at in 0..3 {
        key = key << 5 | u32::from(latin.get(at).copied().unwrap_or(0));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_spelling_costs_least() {
        let model = Transliterator::builtin();
        for (arabic, right, wrong) in [
            ("نتنياهو", "Netanyahu", "Nathan"),
            ("نتانياهو", "Netanyahu", "Natanya"),
            ("محمود عباس", "Mahmoud Abbas", "Mohammed Abbas"),
            ("عبد الفتاح السيسي", "Abdel Fattah el-Sisi", "Abdel Fattah al-Burhan"),
            ("جاك شيراك", "Jacques Chirac", "Jack Straw"),
        ] {
            let (near, far) = (model.cost(arabic, right), model.cost(arabic, wrong));
            assert!(near < far, "{arabic}: {right} {near}, {wrong} {far}");
        }
    }

    #[test]
    fn nothing_costs_nothing_and_length_is_bounded() {
        let model = Transliterator::builtin();
        assert!(model.cost("", "").abs() < f32::EPSILON);
        assert!(model.cost(&"ب".repeat(5000), &"b".repeat(5000)) < 655.0);
        assert!(model.cost("", "x") > 1.0);
    }

    #[test]
    fn a_faulty_line_is_named() {
        let fault = |line: &str| {
            let text = format!("# a\narabic\tlatin\tto_latin\tto_arabic\n{line}\n");
            Transliterator::parse("t.tsv", &text).unwrap_err().to_string()
        };
        assert_eq!(fault("ب\tb\tx\t1"), "t.tsv:3: a cost is a whole number");
        assert!(fault("ببب\tb\t1\t1").starts_with("t.tsv:3: two Arabic letters"));
    }
}
