//! Numbers in digits and words, with their values.

use khabar_doc::Span;

use crate::{
    letters::ALEF,
    words::{TokenKind, Words},
};

/// A number as it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// From its first to its last letter or digit, proclitics left out.
    pub span: Span,
    /// Its first token and the one after its last.
    pub tokens: (usize, usize),
    /// What it says.
    pub value: f64,
    /// True for `third`, false for `three`.
    pub ordinal: bool,
    /// True where it is meant per hundred.
    pub percent: bool,
}

/// What a word can be in a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sense {
    /// 1 to 9.
    Unit(f64),
    /// 10, alone or behind a unit.
    Ten,
    /// 20 to 90.
    Tens(f64),
    /// 100 and its compounds.
    Hundreds(f64),
    /// 1000 and more; a dual counts two of it.
    Scale { size: f64, count: f64 },
    /// A part: half, third, quarter.
    Share(f64),
}

/// The numbers of `words`, in reading order, each as long as it can be.
///
/// A single unit in words counts where it is a number and nothing else (`three`, not
/// `one`); what stands alone as a plain word, such as `first`, counts as an ordinal.
pub fn figures(words: &Words) -> Vec<Figure> {
    let mut found = Vec::new();
    for sentence in words.sentences() {
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            let reader = Reader { words, end: sentence.tokens.end };
            match reader.figure(i) {
                Some(figure) => {
                    i = figure.tokens.1.max(i + 1);
                    found.push(figure);
                }
                None => i += 1,
            }
        }
    }
    found
}

/// The value of digits as Arabic news writes them: `1,234.5`, `1.234.567`, `3٫5`.
pub fn digits_value(key: &str) -> Option<f64> {
    let plain: Vec<char> = key
        .chars()
        .map(|ch| match ch {
            '\u{66B}' => '.',
            '\u{66C}' => ',',
            _ => ch,
        })
        .collect();
    if plain.iter().any(|ch| !(ch.is_ascii_digit() || matches!(ch, '.' | ','))) {
        return None;
    }
    let groups: Vec<&[char]> = plain.split(|ch| matches!(ch, '.' | ',')).collect();
    let marks: Vec<char> =
        plain.iter().copied().filter(|ch| matches!(ch, '.' | ',')).collect();
    let native = key.contains('\u{66B}');
    let thousands = |groups: &[&[char]]| {
        groups.first().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.iter().skip(1).all(|group| group.len() == 3)
    };
    // The last mark parts the fraction unless it can only part thousands.
    let fraction = match marks.as_slice() {
        [] => false,
        [mark] => {
            native
                || !(thousands(&groups)
                    && groups.first().is_some_and(|g| g.first() != Some(&'0'))
                    && *mark == ',')
                    && !(*mark == '.'
                        && thousands(&groups)
                        && groups[0].len() < 3
                        && groups[1] == ['0', '0', '0'])
        }
        [first, .., last] => {
            if first == last {
                if !thousands(&groups) {
                    return None;
                }
                false
            } else {
                true
            }
        }
    };
    let whole = if fraction { groups.len() - 1 } else { groups.len() };
    if whole > 1 && !thousands(&groups[..whole]) {
        return None;
    }
    let mut text: String =
        groups[..whole].iter().flat_map(|group| group.iter()).collect();
    if fraction {
        text.push('.');
        text.extend(groups[whole].iter());
    }
    text.parse().ok()
}

struct Reader<'a> {
    words: &'a Words,
    end: usize,
}

/// A stretch of a number that has been read.
#[derive(Clone, Copy, Debug)]
struct Read {
    value: f64,
    next: usize,
}

impl Reader<'_> {
    fn figure(&self, start: usize) -> Option<Figure> {
        let token = self.words.tokens().get(start)?;
        let (value, next, ordinal, plain) = if token.kind == TokenKind::Number {
            let read = self.digits(start)?;
            (read.value, read.next, false, false)
        } else if let Some((value, next)) = self.ordinal(start) {
            (value, next, true, false)
        } else {
            let read = self.spelt(start)?;
            let single = read.next == start + 1;
            (read.value, read.next, false, single)
        };
        // `one` and `half` alone are words of everyday.
        if plain && (value < 2.0 || self.is_named(start)) {
            return None;
        }
        let (percent, end) = self.percent(next);
        let all = self.words.tokens();
        let last = all.get(end.checked_sub(1)?)?;
        let span = Span::new(token.core.start(), last.span.end());
        Some(Figure { span, tokens: (start, end), value, ordinal, percent })
    }

    /// True for the days of the week, which are ordinals with the article.
    fn is_named(&self, i: usize) -> bool {
        i > 0
            && matches!(
                self.words.stem(i - 1),
                "\u{64A}\u{648}\u{645}"
                    | "\u{645}\u{633}\u{627}\u{621}"
                    | "\u{641}\u{62C}\u{631}"
            )
            && self.words.tokens()[i].proclitics.article
    }

    /// Digits with what stands behind them: `3.5 million`, `12 thousand and 300`.
    fn digits(&self, i: usize) -> Option<Read> {
        let value = digits_value(self.words.whole(i))?;
        let mut read = Read { value, next: i + 1 };
        if let Some(Sense::Scale { size, count }) = self.sense(i + 1)
            && !self.is_joined(i + 1)
            && (count - 1.0).abs() < f64::EPSILON
        {
            read = Read { value: value * size, next: i + 2 };
            read = self.more_scales(read, size);
            if let Some(share) = self.share(read.next) {
                read = Read { value: read.value + share * size, next: read.next + 1 };
                read.next = self.named_again(read.next, size);
            } else if self.is_joined(read.next)
                && size > 1.0
                && let Some(rest) = self.spelt(read.next)
                && rest.value < size
            {
                read = Read { value: read.value + rest.value, next: rest.next };
            } else if self.is_and(read.next)
                && let Some(rest) = self.digits(read.next + 1)
                && rest.value < size
            {
                read = Read { value: read.value + rest.value, next: rest.next };
            }
        } else if value > 0.0
            && value < 100.0
            && let Some(share) = self.share(i + 1)
        {
            read = Read { value: value + share, next: i + 2 };
        }
        Some(read)
    }

    /// `million million`, `thousand million`.
    fn more_scales(&self, mut read: Read, mut size: f64) -> Read {
        while let Some(Sense::Scale { size: more, count }) = self.sense(read.next) {
            if self.is_joined(read.next)
                || (count - 1.0).abs() > f64::EPSILON
                || more < size
            {
                break;
            }
            read = Read { value: read.value * more, next: read.next + 1 };
            size = more;
        }
        read
    }

    /// A half or quarter joined to what stands before it.
    fn share(&self, i: usize) -> Option<f64> {
        match self.sense(i) {
            Some(Sense::Share(share)) if self.is_joined(i) => Some(share),
            _ => None,
        }
    }

    /// A number in words: groups of thousands, each smaller than the one before it.
    fn spelt(&self, start: usize) -> Option<Read> {
        let mut total = 0.0;
        let mut least = f64::INFINITY;
        let mut next = start;
        loop {
            let first = next == start;
            if !first && !self.is_joined(next) {
                break;
            }
            let at = next;
            let (value, size, after) = match self.group(at) {
                Some(group) => {
                    let scale = match self.sense(group.next) {
                        Some(Sense::Scale { size, count })
                            if !self.is_joined(group.next)
                                && (count - 1.0).abs() < f64::EPSILON =>
                        {
                            Some(size)
                        }
                        _ => None,
                    };
                    match scale {
                        Some(size) => {
                            let read =
                                Read { value: group.value * size, next: group.next + 1 };
                            let read = self.more_scales(read, size);
                            (read.value, read.value / group.value, read.next)
                        }
                        None => (group.value, 1.0, group.next),
                    }
                }
                None => match self.sense(at) {
                    Some(Sense::Scale { size, count }) => {
                        let count = if first && self.is_dual(at) { 2.0 } else { count };
                        let read = Read { value: size * count, next: at + 1 };
                        let read = self.more_scales(read, size);
                        (read.value, read.value / count, read.next)
                    }
                    Some(Sense::Share(share)) if first => {
                        // `half a million`, `a quarter of a million`.
                        let Some(Sense::Scale { size, count }) = self.sense(at + 1)
                        else {
                            return None;
                        };
                        if self.is_joined(at + 1) || (count - 1.0).abs() > f64::EPSILON {
                            return None;
                        }
                        return Some(Read { value: share * size, next: at + 2 });
                    }
                    Some(Sense::Share(share)) if !first => {
                        let of = if least.is_finite() { least } else { 1.0 };
                        let next = self.named_again(at + 1, of);
                        return Some(Read { value: total + share * of, next });
                    }
                    _ => break,
                },
            };
            if !first && (size >= least || value >= least) {
                break;
            }
            total += value;
            least = size;
            next = after;
            if size <= 1.0 {
                // Only a part may follow the units.
                if let Some(share) = self.share(next) {
                    total += share;
                    next += 1;
                }
                break;
            }
        }
        (next > start).then_some(Read { value: total, next })
    }

    /// A number below a thousand.
    fn group(&self, start: usize) -> Option<Read> {
        let sense = self.sense(start)?;
        let mut read = match sense {
            Sense::Unit(unit) => {
                if let Some(Sense::Hundreds(100.0)) = self.sense(start + 1)
                    && !self.is_joined(start + 1)
                    && unit >= 3.0
                {
                    Read { value: unit * 100.0, next: start + 2 }
                } else {
                    return self.below_hundred(start);
                }
            }
            Sense::Ten | Sense::Tens(_) => return self.below_hundred(start),
            Sense::Hundreds(value) => Read { value, next: start + 1 },
            Sense::Scale { .. } | Sense::Share(_) => return None,
        };
        if self.is_joined(read.next)
            && let Some(rest) = self.below_hundred(read.next)
        {
            // In `two hundred and three thousand` the rest belongs here as well.
            read = Read { value: read.value + rest.value, next: rest.next };
        }
        Some(read)
    }

    fn below_hundred(&self, start: usize) -> Option<Read> {
        match self.sense(start)? {
            Sense::Ten => Some(Read { value: 10.0, next: start + 1 }),
            Sense::Tens(tens) => Some(Read { value: tens, next: start + 1 }),
            Sense::Unit(unit) => match self.sense(start + 1) {
                Some(Sense::Ten) if !self.is_joined(start + 1) => {
                    Some(Read { value: unit + 10.0, next: start + 2 })
                }
                Some(Sense::Tens(tens)) if self.is_joined(start + 1) => {
                    Some(Read { value: unit + tens, next: start + 2 })
                }
                _ => Some(Read { value: unit, next: start + 1 }),
            },
            _ => None,
        }
    }

    /// `the third`, `the fifteenth`, `the twenty-first`, `the hundredth`.
    fn ordinal(&self, start: usize) -> Option<(f64, usize)> {
        let unit = self.words_ordinal(start);
        if let Some(unit) = unit {
            if let Some(Sense::Ten) = self.sense(start + 1)
                && !self.is_joined(start + 1)
                && unit < 10.0
            {
                return Some((unit + 10.0, start + 2));
            }
            if let Some(Sense::Tens(tens)) = self.sense(start + 1)
                && self.is_joined(start + 1)
                && unit < 10.0
            {
                return Some((unit + tens, start + 2));
            }
            // Days of the week and other names.
            return (!self.is_named(start)).then_some((unit, start + 1));
        }
        None
    }

    fn words_ordinal(&self, i: usize) -> Option<f64> {
        if i >= self.end || self.words.tokens()[i].kind != TokenKind::Word {
            return None;
        }
        let stem = self.words.stem(i);
        ORDINALS.iter().find(|(form, _)| *form == stem).map(|&(_, value)| value)
    }

    fn sense(&self, i: usize) -> Option<Sense> {
        if i >= self.end || self.words.tokens()[i].kind != TokenKind::Word {
            return None;
        }
        let key = self.words.stem(i);
        sense_of(key).or_else(|| {
            // The accusative: `thousand`, `million`.
            key.strip_suffix(ALEF).and_then(sense_of).filter(|sense| {
                matches!(sense, Sense::Scale { .. } | Sense::Unit(_) | Sense::Hundreds(_))
            })
        })
    }

    /// The end of a number of which a part is named once more: `and half the million`.
    fn named_again(&self, i: usize, of: f64) -> usize {
        let again = self.sense(i) == Some(Sense::Scale { size: of, count: 1.0 })
            && self.words.tokens()[i].proclitics.article
            && !self.is_joined(i);
        i + usize::from(again)
    }

    /// True for a scale with ا at its end right before a plain word: two of it.
    fn is_dual(&self, i: usize) -> bool {
        let key = self.words.stem(i);
        sense_of(key).is_none()
            && key.ends_with(ALEF)
            && !self.words.tokens()[i].proclitics.article
            && i + 1 < self.end
            && self.words.tokens()[i + 1].kind == TokenKind::Word
            && self.words.tokens()[i + 1].proclitics == crate::Proclitics::default()
            && self.sense(i + 1).is_none()
            && self.words.whole(i + 1).chars().nth(2).is_some()
    }

    /// True where token `i` is `and` and nothing else.
    fn is_and(&self, i: usize) -> bool {
        i + 1 < self.end
            && self.words.whole(i) == "\u{648}"
            && self.words.tokens()[i + 1].kind == TokenKind::Number
    }

    /// True where `and` is written onto token `i`.
    fn is_joined(&self, i: usize) -> bool {
        if i >= self.end {
            return false;
        }
        // و and أحد of eleven have the letters of واحد.
        self.words.tokens()[i].proclitics.conjunction == Some('\u{648}')
            || self.words.whole(i) == "\u{648}\u{627}\u{62D}\u{62F}"
                && matches!(self.sense(i + 1), Some(Sense::Ten))
    }

    /// A sign or words of per cent at `i`, and where they end.
    fn percent(&self, i: usize) -> (bool, usize) {
        if i >= self.end {
            return (false, i);
        }
        match self.words.whole(i) {
            "%" | "\u{66A}" => (true, i + 1),
            // بالمئة, بالمائة
            "\u{628}\u{627}\u{644}\u{645}\u{626}\u{629}"
            | "\u{628}\u{627}\u{644}\u{645}\u{627}\u{626}\u{629}" => (true, i + 1),
            // في المئة, في المائة
            "\u{641}\u{64A}"
                if i + 1 < self.end
                    && matches!(
                        self.words.whole(i + 1),
                        "\u{627}\u{644}\u{645}\u{626}\u{629}"
                            | "\u{627}\u{644}\u{645}\u{627}\u{626}\u{629}"
                    ) =>
            {
                (true, i + 2)
            }
            _ => (false, i),
        }
    }
}

fn sense_of(key: &str) -> Option<Sense> {
    let find = |table: &[(&str, f64)]| {
        table.iter().find(|(form, _)| *form == key).map(|&(_, value)| value)
    };
    if let Some(unit) = find(UNITS) {
        return Some(Sense::Unit(unit));
    }
    if find(TEN).is_some() {
        return Some(Sense::Ten);
    }
    if let Some(tens) = find(TENS) {
        return Some(Sense::Tens(tens));
    }
    if let Some(hundreds) = find(HUNDREDS) {
        return Some(Sense::Hundreds(hundreds));
    }
    if let Some((_, size, count)) = SCALES.iter().find(|(form, ..)| *form == key) {
        return Some(Sense::Scale { size: *size, count: *count });
    }
    find(SHARES).map(Sense::Share)
}

/// Folded forms of 1 to 9.
const UNITS: &[(&str, f64)] = &[
    ("\u{648}\u{627}\u{62D}\u{62F}", 1.0),
    ("\u{648}\u{627}\u{62D}\u{62F}\u{629}", 1.0),
    ("\u{627}\u{62D}\u{62F}", 1.0),
    ("\u{627}\u{62D}\u{62F}\u{649}", 1.0),
    ("\u{627}\u{62B}\u{646}\u{627}\u{646}", 2.0),
    ("\u{627}\u{62B}\u{646}\u{64A}\u{646}", 2.0),
    ("\u{627}\u{62B}\u{646}\u{627}", 2.0),
    ("\u{627}\u{62B}\u{646}\u{64A}", 2.0),
    ("\u{627}\u{62B}\u{646}\u{62A}\u{627}\u{646}", 2.0),
    ("\u{627}\u{62B}\u{646}\u{62A}\u{64A}\u{646}", 2.0),
    ("\u{627}\u{62B}\u{646}\u{62A}\u{627}", 2.0),
    ("\u{627}\u{62B}\u{646}\u{62A}\u{64A}", 2.0),
    ("\u{62B}\u{644}\u{627}\u{62B}", 3.0),
    ("\u{62B}\u{644}\u{627}\u{62B}\u{629}", 3.0),
    ("\u{627}\u{631}\u{628}\u{639}", 4.0),
    ("\u{627}\u{631}\u{628}\u{639}\u{629}", 4.0),
    ("\u{62E}\u{645}\u{633}", 5.0),
    ("\u{62E}\u{645}\u{633}\u{629}", 5.0),
    ("\u{633}\u{62A}", 6.0),
    ("\u{633}\u{62A}\u{629}", 6.0),
    ("\u{633}\u{628}\u{639}", 7.0),
    ("\u{633}\u{628}\u{639}\u{629}", 7.0),
    ("\u{62B}\u{645}\u{627}\u{646}", 8.0),
    ("\u{62B}\u{645}\u{627}\u{646}\u{64A}\u{629}", 8.0),
    ("\u{62B}\u{645}\u{627}\u{646}\u{64A}", 8.0),
    ("\u{62A}\u{633}\u{639}", 9.0),
    ("\u{62A}\u{633}\u{639}\u{629}", 9.0),
];

/// Folded forms of 10.
const TEN: &[(&str, f64)] =
    &[("\u{639}\u{634}\u{631}", 10.0), ("\u{639}\u{634}\u{631}\u{629}", 10.0)];

/// Folded forms of 20 to 90.
const TENS: &[(&str, f64)] = &[
    ("\u{639}\u{634}\u{631}\u{648}\u{646}", 20.0),
    ("\u{639}\u{634}\u{631}\u{64A}\u{646}", 20.0),
    ("\u{62B}\u{644}\u{627}\u{62B}\u{648}\u{646}", 30.0),
    ("\u{62B}\u{644}\u{627}\u{62B}\u{64A}\u{646}", 30.0),
    ("\u{627}\u{631}\u{628}\u{639}\u{648}\u{646}", 40.0),
    ("\u{627}\u{631}\u{628}\u{639}\u{64A}\u{646}", 40.0),
    ("\u{62E}\u{645}\u{633}\u{648}\u{646}", 50.0),
    ("\u{62E}\u{645}\u{633}\u{64A}\u{646}", 50.0),
    ("\u{633}\u{62A}\u{648}\u{646}", 60.0),
    ("\u{633}\u{62A}\u{64A}\u{646}", 60.0),
    ("\u{633}\u{628}\u{639}\u{648}\u{646}", 70.0),
    ("\u{633}\u{628}\u{639}\u{64A}\u{646}", 70.0),
    ("\u{62B}\u{645}\u{627}\u{646}\u{648}\u{646}", 80.0),
    ("\u{62B}\u{645}\u{627}\u{646}\u{64A}\u{646}", 80.0),
    ("\u{62A}\u{633}\u{639}\u{648}\u{646}", 90.0),
    ("\u{62A}\u{633}\u{639}\u{64A}\u{646}", 90.0),
];

/// Folded forms of 100 to 900.
const HUNDREDS: &[(&str, f64)] = &[
    ("\u{645}\u{626}\u{629}", 100.0),
    ("\u{645}\u{627}\u{626}\u{629}", 100.0),
    ("\u{645}\u{626}\u{647}", 100.0),
    ("\u{645}\u{627}\u{626}\u{647}", 100.0),
    ("\u{645}\u{626}\u{62A}\u{627}\u{646}", 200.0),
    ("\u{645}\u{626}\u{62A}\u{64A}\u{646}", 200.0),
    ("\u{645}\u{626}\u{62A}\u{627}", 200.0),
    ("\u{645}\u{626}\u{62A}\u{64A}", 200.0),
    ("\u{645}\u{627}\u{626}\u{62A}\u{627}\u{646}", 200.0),
    ("\u{645}\u{627}\u{626}\u{62A}\u{64A}\u{646}", 200.0),
    ("\u{645}\u{627}\u{626}\u{62A}\u{627}", 200.0),
    ("\u{645}\u{627}\u{626}\u{62A}\u{64A}", 200.0),
    ("\u{62B}\u{644}\u{627}\u{62B}\u{645}\u{626}\u{629}", 300.0),
    ("\u{62B}\u{644}\u{627}\u{62B}\u{645}\u{627}\u{626}\u{629}", 300.0),
    ("\u{627}\u{631}\u{628}\u{639}\u{645}\u{626}\u{629}", 400.0),
    ("\u{627}\u{631}\u{628}\u{639}\u{645}\u{627}\u{626}\u{629}", 400.0),
    ("\u{62E}\u{645}\u{633}\u{645}\u{626}\u{629}", 500.0),
    ("\u{62E}\u{645}\u{633}\u{645}\u{627}\u{626}\u{629}", 500.0),
    ("\u{633}\u{62A}\u{645}\u{626}\u{629}", 600.0),
    ("\u{633}\u{62A}\u{645}\u{627}\u{626}\u{629}", 600.0),
    ("\u{633}\u{628}\u{639}\u{645}\u{626}\u{629}", 700.0),
    ("\u{633}\u{628}\u{639}\u{645}\u{627}\u{626}\u{629}", 700.0),
    ("\u{62B}\u{645}\u{627}\u{646}\u{645}\u{626}\u{629}", 800.0),
    ("\u{62B}\u{645}\u{627}\u{646}\u{645}\u{627}\u{626}\u{629}", 800.0),
    ("\u{62B}\u{645}\u{627}\u{646}\u{64A}\u{645}\u{626}\u{629}", 800.0),
    ("\u{62B}\u{645}\u{627}\u{646}\u{64A}\u{645}\u{627}\u{626}\u{629}", 800.0),
    ("\u{62A}\u{633}\u{639}\u{645}\u{626}\u{629}", 900.0),
    ("\u{62A}\u{633}\u{639}\u{645}\u{627}\u{626}\u{629}", 900.0),
];

/// Folded forms of thousand and more: size, and how many of it.
const SCALES: &[(&str, f64, f64)] = &[
    ("\u{627}\u{644}\u{641}", 1000.0, 1.0),
    ("\u{627}\u{644}\u{627}\u{641}", 1000.0, 1.0),
    ("\u{627}\u{644}\u{641}\u{627}\u{646}", 1000.0, 2.0),
    ("\u{627}\u{644}\u{641}\u{64A}\u{646}", 1000.0, 2.0),
    ("\u{627}\u{644}\u{641}\u{64A}", 1000.0, 2.0),
    ("\u{645}\u{644}\u{64A}\u{648}\u{646}", 1000000.0, 1.0),
    ("\u{645}\u{644}\u{627}\u{64A}\u{64A}\u{646}", 1000000.0, 1.0),
    ("\u{645}\u{644}\u{64A}\u{648}\u{646}\u{627}\u{646}", 1000000.0, 2.0),
    ("\u{645}\u{644}\u{64A}\u{648}\u{646}\u{64A}\u{646}", 1000000.0, 2.0),
    ("\u{645}\u{644}\u{64A}\u{648}\u{646}\u{64A}", 1000000.0, 2.0),
    ("\u{645}\u{644}\u{64A}\u{627}\u{631}", 1000000000.0, 1.0),
    ("\u{645}\u{644}\u{64A}\u{627}\u{631}\u{627}\u{62A}", 1000000000.0, 1.0),
    ("\u{628}\u{644}\u{64A}\u{648}\u{646}", 1000000000.0, 1.0),
    ("\u{628}\u{644}\u{627}\u{64A}\u{64A}\u{646}", 1000000000.0, 1.0),
    ("\u{645}\u{644}\u{627}\u{64A}\u{64A}\u{631}", 1000000000.0, 1.0),
    ("\u{645}\u{644}\u{64A}\u{627}\u{631}\u{627}\u{646}", 1000000000.0, 2.0),
    ("\u{645}\u{644}\u{64A}\u{627}\u{631}\u{64A}\u{646}", 1000000000.0, 2.0),
    ("\u{645}\u{644}\u{64A}\u{627}\u{631}\u{64A}", 1000000000.0, 2.0),
    ("\u{62A}\u{631}\u{64A}\u{644}\u{64A}\u{648}\u{646}", 1000000000000.0, 1.0),
    (
        "\u{62A}\u{631}\u{64A}\u{644}\u{64A}\u{648}\u{646}\u{627}\u{62A}",
        1000000000000.0,
        1.0,
    ),
    ("\u{62A}\u{631}\u{644}\u{64A}\u{648}\u{646}", 1000000000000.0, 1.0),
    (
        "\u{62A}\u{631}\u{64A}\u{644}\u{64A}\u{648}\u{646}\u{627}\u{646}",
        1000000000000.0,
        2.0,
    ),
    (
        "\u{62A}\u{631}\u{64A}\u{644}\u{64A}\u{648}\u{646}\u{64A}\u{646}",
        1000000000000.0,
        2.0,
    ),
    ("\u{62A}\u{631}\u{64A}\u{644}\u{64A}\u{648}\u{646}\u{64A}", 1000000000000.0, 2.0),
];

/// Folded forms of parts.
const SHARES: &[(&str, f64)] = &[
    ("\u{646}\u{635}\u{641}", 0.5),
    ("\u{631}\u{628}\u{639}", 0.25),
    ("\u{62B}\u{644}\u{62B}", 0.3333333333333333),
];

/// Folded forms of first to tenth, and of the first in `eleventh`.
const ORDINALS: &[(&str, f64)] = &[
    ("\u{627}\u{648}\u{644}", 1.0),
    ("\u{627}\u{648}\u{644}\u{649}", 1.0),
    ("\u{62B}\u{627}\u{646}\u{64A}", 2.0),
    ("\u{62B}\u{627}\u{646}\u{64A}\u{629}", 2.0),
    ("\u{62B}\u{627}\u{646}", 2.0),
    ("\u{62B}\u{627}\u{644}\u{62B}", 3.0),
    ("\u{62B}\u{627}\u{644}\u{62B}\u{629}", 3.0),
    ("\u{631}\u{627}\u{628}\u{639}", 4.0),
    ("\u{631}\u{627}\u{628}\u{639}\u{629}", 4.0),
    ("\u{62E}\u{627}\u{645}\u{633}", 5.0),
    ("\u{62E}\u{627}\u{645}\u{633}\u{629}", 5.0),
    ("\u{633}\u{627}\u{62F}\u{633}", 6.0),
    ("\u{633}\u{627}\u{62F}\u{633}\u{629}", 6.0),
    ("\u{633}\u{627}\u{628}\u{639}", 7.0),
    ("\u{633}\u{627}\u{628}\u{639}\u{629}", 7.0),
    ("\u{62B}\u{627}\u{645}\u{646}", 8.0),
    ("\u{62B}\u{627}\u{645}\u{646}\u{629}", 8.0),
    ("\u{62A}\u{627}\u{633}\u{639}", 9.0),
    ("\u{62A}\u{627}\u{633}\u{639}\u{629}", 9.0),
    ("\u{639}\u{627}\u{634}\u{631}", 10.0),
    ("\u{639}\u{627}\u{634}\u{631}\u{629}", 10.0),
    ("\u{62D}\u{627}\u{62F}\u{64A}", 1.0),
    ("\u{62D}\u{627}\u{62F}\u{64A}\u{629}", 1.0),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Splitter;

    /// What is wrong with a case, if anything.
    fn check(splitter: &Splitter, line: &str) -> Option<String> {
        let mut cells = line.split('|').map(str::trim);
        let text = cells.next().unwrap_or_default();
        let words = Words::of(text, &[Span::of(0, text.len())], splitter);
        let got: Vec<String> = figures(&words)
            .iter()
            .map(|f| {
                let kind = match (f.ordinal, f.percent) {
                    (true, _) => "th",
                    (_, true) => "%",
                    _ => "",
                };
                format!("{} = {}{kind}", &text[f.span.range()], f.value)
            })
            .collect();
        let expected: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        (got != expected).then(|| format!("{text}: {got:?}, not {expected:?}"))
    }

    /// Cases as lines: a text, then each number as it stands there and its value.
    #[test]
    fn the_cases_hold() {
        let splitter = Splitter::default();
        let wrong: Vec<String> = include_str!("number_cases.txt")
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(|line| check(&splitter, line))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Every number that is spelt by rule is read back.
    #[test]
    fn numbers_written_out_are_read_back() {
        let splitter = Splitter::default();
        let mut wrong = Vec::new();
        let mut n = 3u64;
        while n < 999_999_999 {
            let text = spell(n);
            let words = Words::of(&text, &[Span::of(0, text.len())], &splitter);
            let found = figures(&words);
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
