//! From one time to another.

use jiff::ToSpan as _;
use khabar_doc::{Calendar, Precision};

use super::{Grammar, Piece, When, small};
use crate::date::{
    DateKind, convert,
    lexicon::{Join, Sense, Strength, Unit},
    term::TermKind,
};

impl Grammar<'_, '_> {
    pub(super) fn range(&self, i: usize) -> Option<Piece> {
        let opened = self.join(i, Join::Of) || self.join(i, Join::Between);
        let at = i + usize::from(opened);
        self.range_of_days(i, at, opened)
            .or_else(|| self.range_of_years(i, at))
            .or_else(|| self.range_of_bare_years(i, at, opened))
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
        let date = if last.calendar == Calendar::Gregorian {
            end.date.with().day(small(first.value)?).build().ok()?
        } else {
            // The same month: so many days before.
            let days = self.numeral(second)?.value.checked_sub(first.value)?;
            end.date.checked_sub(i64::from(days).days()).ok()?
        };
        if date >= end.date {
            return None;
        }
        let mut piece = Piece::new(i, last.next, DateKind::Range, "days-of-month");
        piece.calendar = last.calendar;
        piece.when = Some(When::day(date));
        piece.end = Some(end);
        Some(piece)
    }

    /// Two years, with the word for year or for a season of games or lessons.
    pub(super) fn range_of_years(&self, i: usize, at: usize) -> Option<Piece> {
        let seasonal = self.has(at, Sense::Seasonal);
        let head = self.unit(at);
        if !seasonal && !head.is_some_and(|(unit, ..)| unit == Unit::Year) {
            return None;
        }
        // العام الدراسي 2023/2024
        let lead = usize::from(!seasonal && self.has(at + 1, Sense::Seasonal));
        let (first, era, next, _) =
            self.year(at, &[]).or_else(|| self.year(at + 1 + lead, &['(']))?;
        let dual = head.is_some_and(|(_, count, _)| count >= 2) || at > i;
        let stroke = self.mark(next) == Some('/') && self.glued(next + 1);
        let second = if stroke { next + 1 } else { self.second_end(next, dual)? };
        let (last, last_era, next, _) = self.year(second, &[])?;
        if stroke && last != first + 1 {
            return None;
        }
        if era.or(last_era).is_some_and(|c| c != Calendar::Gregorian) || first >= last {
            return None;
        }
        self.of_years(i, first, last, next)
    }

    /// Two years in digits and nothing else: `between 2011 and 2015`, `(1908-1914)`.
    fn range_of_bare_years(&self, i: usize, at: usize, opened: bool) -> Option<Piece> {
        let year = |p: usize| match self.terms.get(p)?.kind {
            TermKind::Number { value: value @ 1800..=2100, digits: 4, .. } => {
                i32::try_from(value).ok()
            }
            _ => None,
        };
        let first = year(at)?;
        let second = self.second_end(at + 1, self.join(i, Join::Between))?;
        let last = year(second)?;
        let next = second + 1;
        let bracketed =
            i > 0 && self.mark(i - 1) == Some('(') && self.mark(next) == Some(')');
        let ends = self.terms.get(next).is_none_or(|term| match term.kind {
            TermKind::Mark(mark) => !matches!(mark, '%' | '-' | '/' | ':'),
            // A word that is counted: between 2000 and 2100 dinars.
            _ => !term.senses.is_empty() || term.conjunction,
        });
        if first >= last || !(bracketed || opened && ends) {
            return None;
        }
        self.of_years(i, first, last, next)
    }

    fn of_years(&self, i: usize, first: i32, last: i32, next: usize) -> Option<Piece> {
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

    /// Two dates. The first may leave out what the second says: its year.
    pub(super) fn range_of_dates(
        &self,
        i: usize,
        at: usize,
        opened: bool,
    ) -> Option<Piece> {
        if !opened {
            return None;
        }
        let first = self.range_end(at)?;
        let second = self.second_end(first.next, self.join(i, Join::Between))?;
        let last = self.range_end(second)?;
        let (mut from, mut to) = (first.when?, last.when?);
        let borrowed = !first.full
            && last.full
            && first.kind == DateKind::Absolute
            && last.calendar == Calendar::Gregorian
            && first.calendar == Calendar::Gregorian;
        if borrowed {
            let of = |year: i16| from.date.with().year(year).build().ok();
            let same = of(to.date.year())?;
            from.date = if same <= to.date { same } else { of(to.date.year() - 1)? };
        }
        if from.date > to.date {
            // Both were taken for the nearest: from Sunday to Thursday, from November
            // to January.
            if first.rule == "weekday" && last.rule == "weekday" {
                to.date = to.date.checked_add(7.days()).ok()?;
            } else if first.step == Some("year-by-anchor") && first.step == last.step {
                from.date = from.date.checked_sub(1.year()).ok()?;
            }
        }
        if from.date > to.date {
            return None;
        }
        let mut piece = Piece::new(i, last.next, DateKind::Range, "dates");
        piece.when = Some(from);
        piece.end = Some(last.end.unwrap_or(to));
        piece.calendar = last.calendar;
        Some(piece)
    }

    /// One end of a range: a date, or a month by its name alone.
    fn range_end(&self, p: usize) -> Option<Piece> {
        if let Some(piece) = self.dated(p) {
            return Some(piece);
        }
        let (calendar, month, strength, next) = self.month(p)?;
        if strength != Strength::Strong && calendar != Calendar::Gregorian
            || strength == Strength::Dated
        {
            return None;
        }
        let mut piece = Piece::new(p, next, DateKind::Absolute, "month");
        piece.calendar = calendar;
        self.resolve(&mut piece, None, month, None, None);
        Some(piece)
    }
}
