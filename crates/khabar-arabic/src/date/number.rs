use super::{
    grammar::Grammar,
    lexicon::{Join, Sense},
    term::TermKind,
};

/// A number in digits or words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numeral {
    pub(super) value: u32,
    pub(super) next: usize,
    pub(super) ordinal: bool,
    /// Written with the article.
    pub(super) def: bool,
    /// Digits written; 0 for words.
    pub(super) digits: u8,
}

impl Grammar<'_, '_> {
    /// The number that begins at `p`.
    pub(super) fn numeral(&self, p: usize) -> Option<Numeral> {
        if let TermKind::Number { value, digits, .. } = self.terms.get(p)?.kind {
            let suffixed = self.glued(p + 1) && self.has(p + 1, Sense::Suffix);
            return Some(Numeral {
                value,
                next: p + 1 + usize::from(suffixed),
                ordinal: suffixed,
                def: false,
                digits,
            });
        }
        self.number_words(p)
    }

    /// The number in words that begins at `p`.
    pub(super) fn number_words(&self, p: usize) -> Option<Numeral> {
        let (_, ordinal, def) = self.number_word(p)?;
        let (mut value, mut next) = self.below_thousand(p)?;
        let thousand = self.number_word(next).is_some_and(|(v, ..)| v == 1000);
        if thousand && value < 1000 && !self.joined(next) {
            value *= 1000;
            next += 1;
        }
        if value >= 1000
            && let Some((rest, after)) =
                self.and(next).and_then(|p| self.below_thousand(p))
            && rest < 1000
        {
            value += rest;
            next = after;
        }
        Some(Numeral { value, next, ordinal, def, digits: 0 })
    }

    /// The part of a number in words that stands before its first `and`.
    pub(super) fn number_before_and(&self, p: usize) -> Option<Numeral> {
        let (mut value, ordinal, def) = self.number_word(p)?;
        let mut next = p + 1;
        if value < 10
            && !self.joined(next)
            && self.number_word(next).is_some_and(|(v, ..)| v == 10)
        {
            value += 10;
            next += 1;
        }
        Some(Numeral { value, next, ordinal, def, digits: 0 })
    }

    fn below_thousand(&self, p: usize) -> Option<(u32, usize)> {
        let (mut value, mut next) = self.below_hundred(p)?;
        if (1..=9).contains(&value)
            && !self.joined(next)
            && self.number_word(next).is_some_and(|(v, ..)| v == 100)
        {
            value *= 100;
            next += 1;
        }
        if (100..1000).contains(&value)
            && let Some((rest, after)) =
                self.and(next).and_then(|p| self.below_hundred(p))
            && rest < 100
        {
            value += rest;
            next = after;
        }
        Some((value, next))
    }

    fn below_hundred(&self, p: usize) -> Option<(u32, usize)> {
        let (value, ..) = self.number_word(p)?;
        if !(1..=9).contains(&value) {
            return Some((value, p + 1));
        }
        if !self.joined(p + 1) && self.number_word(p + 1).is_some_and(|(v, ..)| v == 10) {
            return Some((value + 10, p + 2));
        }
        if let Some(at) = self.and(p + 1)
            && let Some((tens, ..)) = self.number_word(at)
            && (20..=90).contains(&tens)
        {
            return Some((value + tens, at + 1));
        }
        Some((value, p + 1))
    }

    fn number_word(&self, p: usize) -> Option<(u32, bool, bool)> {
        self.sense(p, |sense| match sense {
            Sense::Number { value, ordinal, def } => Some((value, ordinal, def)),
            _ => None,
        })
    }

    /// Where the word after an `and` at `p` begins, written onto it or apart.
    pub(super) fn and(&self, p: usize) -> Option<usize> {
        if self.joined(p) {
            Some(p)
        } else {
            self.has(p, Sense::Join(Join::And)).then_some(p + 1)
        }
    }

    fn joined(&self, p: usize) -> bool {
        self.terms.get(p).is_some_and(|term| term.conjunction)
    }
}
