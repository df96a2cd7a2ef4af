//! Numbers in digits and words, with their values.
//!
//! The words are in `lexicon/calendar/numbers.tsv` and `lexicon/quantities.tsv`; how they
//! are put together is here. [`figures`] is linear in the words.

mod digits;
mod lexicon;
mod range;
mod reader;

use khabar_doc::Span;

pub use self::{
    digits::digits_value,
    lexicon::{NumberLexicon, number_sources},
};
use crate::words::Words;

/// A number as it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// From its first to its last letter or digit, proclitics left out; of a range from
    /// its first number to its second.
    pub span: Span,
    /// Its first token and the one after its last.
    pub tokens: (usize, usize),
    /// What it says; the lesser number of a range, the least of what is not said.
    pub value: f64,
    /// The greater number of a range: `between five and seven`.
    pub end: Option<f64>,
    /// True for `third`, false for `three`.
    pub ordinal: bool,
    /// True where it is meant per hundred.
    pub percent: bool,
    /// True where only its size is said: `dozens`, `thousands of`.
    pub vague: bool,
    /// How what is meant stands to the number.
    pub limit: Option<Limit>,
    /// What is counted, where it is a unit of measure or money, by its English name.
    pub unit: Option<String>,
}

/// How what is meant stands to the number that is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// It is near it.
    About,
    /// It is more.
    Over,
    /// It is less.
    Under,
    /// It is the number or more.
    AtLeast,
    /// It is the number or less.
    AtMost,
}

impl Limit {
    /// Its name in the lexicon.
    pub fn name(self) -> &'static str {
        match self {
            Limit::About => "about",
            Limit::Over => "over",
            Limit::Under => "under",
            Limit::AtLeast => "at-least",
            Limit::AtMost => "at-most",
        }
    }

    fn parse(name: &str) -> Option<Limit> {
        [Limit::About, Limit::Over, Limit::Under, Limit::AtLeast, Limit::AtMost]
            .into_iter()
            .find(|limit| limit.name() == name)
    }
}

/// The numbers of `words`, in reading order, each as long as it can be.
///
/// A single unit in words counts where it is a number and nothing else (`three`, not
/// `one`); an ordinal where it goes with a noun or stands before `of`, so that neither
/// `the former` nor the second of a king's name is one.
pub fn figures(words: &Words, lexicon: &NumberLexicon) -> Vec<Figure> {
    let mut found = Vec::new();
    for sentence in words.sentences() {
        let reader = reader::Reader {
            words,
            lexicon,
            start: sentence.tokens.start,
            end: sentence.tokens.end,
        };
        let mut i = sentence.tokens.start;
        let mut pieces = Vec::new();
        while i < sentence.tokens.end {
            if let Some(next) = reader.no_number(i) {
                i = next;
            } else if let Some(piece) = reader.piece(i) {
                i = piece.next.max(i + 1);
                pieces.push(piece);
            } else {
                i += 1;
            }
        }
        range::join(&reader, &mut pieces);
        found.extend(pieces.iter().filter_map(|piece| reader.figure(piece)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Splitter;

    /// Any text is read without a fault, and figures lie apart, in order, on boundaries.
    #[test]
    fn figures_are_sound() {
        let splitter = Splitter::default();
        let lexicon = NumberLexicon::builtin();
        let pieces = [
            "3",
            "1,500",
            "99999999999999999999",
            "0",
            "12.5",
            "٪",
            "%",
            "ثلاثة",
            "عشر",
            "عشرون",
            "ألف",
            "ألفا",
            "ملايين",
            "مليون",
            "مئة",
            "و",
            "ونصف",
            "ربع",
            "أرباع",
            "عشرات",
            "الآلاف",
            "بين",
            "من",
            "إلى",
            "نحو",
            "أكثر",
            "الثاني",
            "أول",
            "كانون",
            "دولار",
            "كم",
            "مربع",
            "😀",
            ".",
            "-",
            "$",
            "على",
            "الأقل",
            "واحد",
            "أحد",
            "الاثنين",
            "َ",
            "خمسين",
            "شخصا",
            "1 000",
        ];
        let mut state = 11u32;
        for round in 0..3000 {
            let mut text = String::new();
            for _ in 0..1 + round % 11 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(pieces[(state >> 16) as usize % pieces.len()]);
                if state & 0x300 != 0 {
                    text.push(' ');
                }
            }
            let words = Words::of(&text, &[Span::of(0, text.len())], &splitter);
            let mut end = 0;
            for figure in figures(&words, &lexicon) {
                let range = figure.span.range();
                assert!(range.start >= end && range.start < range.end, "{text}");
                assert!(text.get(range.clone()).is_some(), "{text}");
                assert!(figure.value.is_finite(), "{text}");
                end = range.end;
            }
        }
    }

    #[test]
    fn faults_of_the_lexicon_say_where() {
        let fault = |line: &str| {
            let mut sources = number_sources();
            sources.set("quantities.tsv", format!("id\tforms\tclass\tvalue\n{line}\n"));
            NumberLexicon::parse(&sources).unwrap_err().to_string()
        };
        assert_eq!(
            fault("x\tمليون\tscale\tmuch"),
            "quantities.tsv:2: `much` is no value of class `scale`"
        );
        assert_eq!(
            fault("x\tنحو\tnear\t1"),
            "quantities.tsv:2: `near` is no value of column `class`"
        );
    }

    /// A figure in short: `50..60%`, `3th`, `over 20 (dollar)`, `100+` for hundreds.
    fn told(figure: &Figure) -> String {
        let mut text = String::new();
        if let Some(limit) = figure.limit {
            text.push_str(limit.name());
            text.push(' ');
        }
        text.push_str(&figure.value.to_string());
        if let Some(end) = figure.end {
            text.push_str(&format!("..{end}"));
        }
        for (said, mark) in
            [(figure.ordinal, "th"), (figure.percent, "%"), (figure.vague, "+")]
        {
            if said {
                text.push_str(mark);
            }
        }
        if let Some(unit) = &figure.unit {
            text.push_str(&format!(" ({unit})"));
        }
        text
    }

    /// What is wrong with a case, if anything.
    fn check(splitter: &Splitter, lexicon: &NumberLexicon, line: &str) -> Option<String> {
        let mut cells = line.split('|').map(str::trim);
        let text = cells.next().unwrap_or_default();
        let words = Words::of(text, &[Span::of(0, text.len())], splitter);
        let got: Vec<String> = figures(&words, lexicon)
            .iter()
            .map(|f| format!("{} = {}", &text[f.span.range()], told(f)))
            .collect();
        let expected: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        (got != expected).then(|| format!("{text}: {got:?}, not {expected:?}"))
    }

    /// Cases as lines: a text, then each number as it stands there and its value.
    #[test]
    fn the_cases_hold() {
        let splitter = Splitter::default();
        let lexicon = NumberLexicon::builtin();
        let wrong: Vec<String> = include_str!("cases.txt")
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(|line| check(&splitter, &lexicon, line))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Every number that is spelt by rule is read back.
    #[test]
    fn numbers_written_out_are_read_back() {
        let splitter = Splitter::default();
        let lexicon = NumberLexicon::builtin();
        let mut wrong = Vec::new();
        let mut n = 3u64;
        while n < 999_999_999 {
            let text = spell(n);
            let words = Words::of(&text, &[Span::of(0, text.len())], &splitter);
            let found = figures(&words, &lexicon);
            if found.len() != 1 || (found[0].value - n as f64).abs() > 0.5 {
                wrong.push(format!("{n} {text} {found:?}"));
            }
            n = n * 21 / 20 + 1;
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Spells a number of 3 or more, masculine, nominative.
    fn spell(n: u64) -> String {
        const ONES: [&str; 10] = [
            "",
            "واحد",
            "اثنان",
            "ثلاثة",
            "أربعة",
            "خمسة",
            "ستة",
            "سبعة",
            "ثمانية",
            "تسعة",
        ];
        const TENS: [&str; 10] = [
            "",
            "عشرة",
            "عشرون",
            "ثلاثون",
            "أربعون",
            "خمسون",
            "ستون",
            "سبعون",
            "ثمانون",
            "تسعون",
        ];
        const HUNDREDS: [&str; 10] = [
            "",
            "مئة",
            "مئتان",
            "ثلاثمئة",
            "أربعمئة",
            "خمسمئة",
            "ستمئة",
            "سبعمئة",
            "ثمانمئة",
            "تسعمئة",
        ];
        fn below(n: u64) -> Vec<String> {
            let mut parts = Vec::new();
            let (h, r) = ((n / 100) as usize, n % 100);
            if h > 0 {
                parts.push(HUNDREDS[h].to_owned());
            }
            match r {
                0 => (),
                1..=9 => parts.push(ONES[r as usize].to_owned()),
                10 => parts.push("عشرة".to_owned()),
                11 => parts.push("أحد عشر".to_owned()),
                12 => parts.push("اثنا عشر".to_owned()),
                13..=19 => parts.push(format!("{} عشر", ONES[r as usize - 10])),
                _ => {
                    if r % 10 > 0 {
                        parts.push(ONES[(r % 10) as usize].to_owned());
                    }
                    parts.push(TENS[(r / 10) as usize].to_owned());
                }
            }
            parts
        }
        let mut parts: Vec<String> = Vec::new();
        for (size, one, two, few) in
            [(1_000_000, "مليون", "مليونان", "ملايين"), (1000, "ألف", "ألفان", "آلاف")]
        {
            let count = n / size % 1000;
            match count {
                0 => (),
                1 => parts.push(one.to_owned()),
                2 => parts.push(two.to_owned()),
                _ => {
                    let name = if (3..=10).contains(&(count % 100)) { few } else { one };
                    parts.push(format!("{} {name}", below(count).join(" و")));
                }
            }
        }
        parts.extend(below(n % 1000));
        parts.join(" و")
    }
}
