//! From one time to another.

use khabar_doc::{Calendar, Precision};

use super::{Grammar, Piece, When, small};
use crate::date::{
    DateKind, convert,
    lexicon::{Join, Unit},
};

impl Grammar<'_, '_> {
    pub(super) fn range(&self, i: usize) -> Option<Piece> {
        let opened = self.join(i, Join::Of) || self.join(i, Join::Between);
        let at = i + usize::from(opened);
        self.range_of_days(i, at, opened)
            .or_else(|| self.range_of_years(i, at))
            .or_else(|| self.range_of_dates(i, at, opened))
    }

    /// Where the second end begins, after a dash, `to` or `and`.
    pub(super) fn second_end(&self, p: usize, between: bool) -> Option<usize> {
        if self.join(p, Join::To)
            || self.mark(p).is_some_and(|m| matches!(m, '-' | '\u{2013}' | '\u{2014}'))
        {
            return Some(p + 1);
        }
        self.and(p).filter(|_| between)
    }

    /// Two days of one month.
    pub(super) fn range_of_days(
        &self,
        i: usize,
        at: usize,
        opened: bool,
    ) -> Option<Piece> {
        let first = self.numeral(at)?;
        if !(1..=31).contains(&first.value) || first.digits > 2 {
            return None;
        }
        let second = self.second_end(first.next, true)?;
        if self.mark(second - 1).is_some()
            && !opened
            && self.mark(second + 1) == self.mark(second - 1)
        {
            return None;
        }
        let last = self.day_month(second)?;
        let end = last.when?;
        let date = end.date.with().day(small(first.value)?).build().ok()?;
        if last.calendar != Calendar::Gregorian || date >= end.date {
            return None;
        }
        let mut piece = Piece::new(i, last.next, DateKind::Range, "days-of-month");
        piece.when = Some(When::day(date));
        piece.end = Some(end);
        Some(piece)
    }

    /// Two years.
    pub(super) fn range_of_years(&self, i: usize, at: usize) -> Option<Piece> {
        let (unit, _, _) = self.unit(at)?;
        if unit != Unit::Year {
            return None;
        }
        let (first, era, next, _) =
            self.year(at, &[]).or_else(|| self.year(at + 1, &['(']))?;
        let dual = self.unit(at).is_some_and(|(_, count, _)| count >= 2) || at > i;
        let second = self.second_end(next, dual)?;
        let (last, last_era, next, _) = self.year(second, &[])?;
        if era.or(last_era).is_some_and(|c| c != Calendar::Gregorian) || first >= last {
            return None;
        }
        let year = |y: i32| {
            Some(When {
                date: convert::civil(Calendar::Gregorian, y, 1, 1)?,
                precision: Precision::Year,
                clock: None,
            })
        };
        let mut piece = Piece::new(i, next, DateKind::Range, "years");
        piece.when = Some(year(first)?);
        piece.end = Some(year(last)?);
        self.close_bracket(&mut piece);
        Some(piece)
    }

    /// Two dates.
    pub(super) fn range_of_dates(
        &self,
        i: usize,
        at: usize,
        opened: bool,
    ) -> Option<Piece> {
        if !opened {
            return None;
        }
        let first = self.dated(at)?;
        let second = self.second_end(first.next, self.join(i, Join::Between))?;
        let last = self.dated(second)?;
        let (from, to) = (first.when?, last.when?);
        if from.date > to.date {
            return None;
        }
        let mut piece = Piece::new(i, last.next, DateKind::Range, "dates");
        piece.when = Some(from);
        piece.end = Some(last.end.unwrap_or(to));
        piece.calendar = last.calendar;
        Some(piece)
    }
}
