//! Dates in digits.

use khabar_doc::{Calendar, Precision};

use super::{Grammar, Piece, When, small};
use crate::date::{
    DateKind, Style, convert,
    lexicon::{Join, Unit},
    term::TermKind,
};

impl Grammar<'_, '_> {
    /// Three numbers: day first, or year first where it is written with four digits.
    pub(super) fn numeric(&self, p: usize) -> Option<Piece> {
        let digits = |p: usize| match self.terms.get(p)?.kind {
            TermKind::Number { value, digits, persian } => Some((value, digits, persian)),
            _ => None,
        };
        let (a, a_digits, persian) = digits(p)?;
        let mark = self
            .mark(p + 1)
            .filter(|m| matches!(m, '/' | '-' | '.' | '\u{2013}' | '\u{66B}' | '\\'))?;
        let (b, b_digits, _) = digits(p + 2)?;
        if mark == '.' && !(self.glued(p + 1) && self.glued(p + 2)) {
            return None;
        }
        // 2/2013: a month and its year.
        if self.mark(p + 3) != Some(mark) || digits(p + 4).is_none() {
            let ((1..=12, 1900..=2100), 4) = ((a, b), b_digits) else { return None };
            if !matches!(mark, '/' | '-') || !self.glued(p + 1) || !self.glued(p + 2) {
                return None;
            }
            let mut piece = Piece::new(p, p + 3, DateKind::Absolute, "month/year");
            piece.precision = Precision::Month;
            piece.full = true;
            self.resolve(&mut piece, Some(i32::try_from(b).ok()?), small(a)?, None, None);
            return Some(piece);
        }
        let (c, c_digits, _) = digits(p + 4)?;
        let mut next = p + 5;
        // A fourth number: an address or a version.
        if self.glued(next)
            && self.mark(next) == Some(mark)
            && self.glued(next + 1)
            && digits(next + 1).is_some()
        {
            return None;
        }
        let (year, month, day, rule) = if a_digits == 4 && b_digits <= 2 && c_digits <= 2
        {
            if (1..=12).contains(&b) { (a, b, c, "y-m-d") } else { (a, c, b, "y-d-m") }
        } else if a_digits <= 2 && b_digits <= 2 && (c_digits == 4 || c_digits == 2) {
            let year = if c_digits == 2 { two_digit_year(c) } else { c };
            if (1..=12).contains(&b) {
                (year, b, a, "d-m-y")
            } else {
                (year, a, b, "m-d-y")
            }
        } else {
            return None;
        };
        if !(1..=12).contains(&month)
            || !(1..=31).contains(&day)
            || !(1300..=2200).contains(&year)
        {
            return None;
        }
        let era = self.era(next);
        if era.is_some() {
            next += 1;
        }
        let calendar = era.unwrap_or(match year {
            1300..=1500 if persian => Calendar::Persian,
            1300..=1500 => Calendar::Hijri,
            _ => Calendar::Gregorian,
        });
        let mut piece = Piece::new(p, next, DateKind::Absolute, rule);
        piece.calendar = calendar;
        piece.full = true;
        self.resolve(
            &mut piece,
            Some(i32::try_from(year).ok()?),
            small(month)?,
            small(day),
            None,
        );
        piece.when?;
        // The other order; where all three may be a day or a month, nothing is sure.
        let (other_month, other_day, other_year) = match rule {
            "d-m-y" if (1..=12).contains(&a) && a != b => (a, b, year),
            "d-m-y" if c_digits == 2 && c <= 31 && a > 12 => (b, c, two_digit_year(a)),
            _ => (0, 0, 0),
        };
        if calendar == Calendar::Gregorian
            && let Ok(year) = i32::try_from(other_year)
            && let (Some(month), Some(day)) = (small(other_month), small(other_day))
        {
            piece.other = convert::civil(calendar, year, month, day).map(When::day);
        }
        // 2024-12-02T14:30
        if self.letter_between(next)
            && let Some((clock, after, _)) = self.clock(next + 1)
        {
            if let Some(when) = &mut piece.when {
                when.clock = Some(clock);
                when.precision = Precision::Minute;
            }
            piece.next = after;
        }
        Some(piece)
    }

    /// True for the T of ISO 8601 at `p`.
    pub(super) fn letter_between(&self, p: usize) -> bool {
        self.terms.get(p).is_some_and(|term| {
            term.glued
                && term.span.len() == 1
                && matches!(term.kind, TermKind::Word { .. })
        }) && self.glued(p + 1)
    }

    /// Day and month in digits without a year, where a word of time stands before.
    pub(super) fn day_and_month_in_digits(
        &self,
        p: usize,
        context: bool,
    ) -> Option<Piece> {
        let number = |p: usize| match self.terms.get(p)?.kind {
            TermKind::Number { value, digits: 1..=2, .. } => Some(value),
            _ => None,
        };
        let a = number(p)?;
        let mark = self.mark(p + 1).filter(|m| matches!(m, '/' | '-'))?;
        let b = number(p + 2)?;
        let context = context || self.style == Style::Plan;
        if !(self.glued(p + 1) && self.glued(p + 2)) {
            return None;
        }
        if self.mark(p + 3).is_some_and(|m| m == mark || m == '%' || m == ':')
            && self.glued(p + 3)
        {
            return None;
        }
        let dated = self.terms[p].preposition.is_some()
            || p > 0 && (self.join(p - 1, Join::In) || self.is_unit(p - 1, Unit::Day));
        let padded = |p: usize| {
            matches!(self.terms[p].kind, TermKind::Number { value: 0..=9, digits: 2, .. })
        };
        let plain = mark == '/' && (dated || padded(p) || padded(p + 2));
        if !(context || plain) {
            return None;
        }
        let (day, month) = if b <= 12 { (a, b) } else { (b, a) };
        if !(1..=31).contains(&day) || !(1..=12).contains(&month) {
            return None;
        }
        let mut piece = Piece::new(p, p + 3, DateKind::Absolute, "day/month");
        let mut year = None;
        if self.mark(p + 3) == Some(',')
            && let Some((y, None, next, _)) = self.year(p + 4, &[])
        {
            year = Some(y);
            piece.next = next;
        }
        self.resolve(&mut piece, year, small(month)?, small(day), None);
        if b <= 12 && a <= 12 && a != b {
            let mut other = Piece::new(p, p + 3, DateKind::Absolute, "day/month");
            self.resolve(&mut other, year, small(day)?, small(month), None);
            piece.other = other.when;
        }
        Some(piece)
    }
}

/// The century of a year of two digits: news is of our time.
fn two_digit_year(value: u32) -> u32 {
    if value < 70 { 2000 + value } else { 1900 + value }
}
