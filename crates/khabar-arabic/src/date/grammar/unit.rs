//! Days, weeks, months and years by their place from the one we are in.

use jiff::ToSpan as _;
use khabar_doc::{Calendar, Precision};

use super::{
    Grammar, Piece, When, century::years, days_between, precision_of, small, weekday_of,
};
use crate::date::{
    DateKind, Style,
    lexicon::{Edge, Join, Sense, Unit, Which},
    term::TermKind,
};

impl Grammar<'_, '_> {
    /// A day of the month we are in, or of the one before or after.
    pub(super) fn day_of_this_month(&self, p: usize) -> Option<Piece> {
        let day = self.numeral(p)?;
        if !(1..=31).contains(&day.value)
            || day.digits > 2
            || !self.join(day.next, Join::Of)
        {
            return None;
        }
        let (unit, shift, next) = self.unit_shift(day.next + 1)?;
        if unit != Unit::Month {
            return None;
        }
        let mut piece = Piece::new(p, next, DateKind::Relative, "day-of-month");
        piece.when = self
            .month_start(shift)
            .and_then(|first| first.with().day(small(day.value)?).build().ok())
            .map(When::day);
        Some(piece)
    }

    /// The first Friday of a month: the ordinal or `last` before or after the weekday.
    pub(super) fn weekday_of_month(&self, p: usize) -> Option<Piece> {
        let which = |p: usize| {
            if self.edge(p) == Some(Edge::End)
                || self.relative(p) == Some(Which::Shift(-1))
            {
                return Some((-1, p + 1));
            }
            let n = self.number_words(p).filter(|n| n.ordinal && n.value <= 5)?;
            Some((small(n.value)?, n.next))
        };
        let day = |p: usize| {
            let at = p + usize::from(self.is_unit(p, Unit::Day));
            Some((self.weekday(at, true)?, at + 1))
        };
        let (nth, weekday, next) = match which(p).and_then(|(n, p)| Some((n, day(p)?))) {
            Some((n, (weekday, next))) => (n, weekday, next),
            None => {
                let (weekday, next) = day(p)?;
                let (n, next) = which(next)?;
                (n, weekday, next)
            }
        };
        let of =
            next + usize::from(self.join(next, Join::Of) || self.join(next, Join::In));
        let (first, next, kind) = match self.unit_shift(of) {
            Some((Unit::Month, shift, next)) => {
                (self.month_start(shift), next, DateKind::Relative)
            }
            Some(_) => return None,
            None => {
                let month = self.month_of_year(of)?;
                if month.calendar != Calendar::Gregorian {
                    return None;
                }
                (month.when.map(|when| when.date), month.next, DateKind::Absolute)
            }
        };
        let mut piece = Piece::new(p, next, kind, "weekday-of-month");
        piece.when = first
            .and_then(|first| first.nth_weekday_of_month(nth, weekday_of(weekday)).ok())
            .map(When::day);
        Some(piece)
    }

    /// A day by its number alone, after the word for day: the nearest one.
    pub(super) fn day_alone(&self, p: usize) -> Option<Piece> {
        let (Unit::Day, 1, false) = self.unit(p)? else { return None };
        let TermKind::Number { value: day @ 1..=31, digits: 1..=2, .. } =
            self.terms.get(p + 1)?.kind
        else {
            return None;
        };
        let ends = self.terms.get(p + 2).is_none_or(|term| {
            matches!(term.kind, TermKind::Mark('.' | ',' | '\u{60C}' | '\n' | '!'))
                && !self.glued(p + 3)
        });
        if !ends || p > 0 && self.terms[p - 1].senses.is_empty() && self.glued(p) {
            return None;
        }
        let anchor = self.anchor;
        let mut piece = Piece::new(p, p + 2, DateKind::Absolute, "day-of-month");
        piece.step = Some("month-by-anchor");
        piece.when = (-1..=1)
            .filter_map(|shift| {
                self.month_start(shift)?.with().day(small(day)?).build().ok()
            })
            .min_by_key(|date| {
                let far = anchor.map_or(0, |a| days_between(a, *date).abs());
                let other_month = anchor.is_none_or(|a| a.month() != date.month());
                (self.style == Style::Plan && other_month, far)
            })
            .map(When::day);
        Some(piece)
    }

    /// A weekday and the day's number: the nearest month where they meet.
    pub(super) fn weekday_and_day(
        &self,
        i: usize,
        at: usize,
        weekday: i8,
    ) -> Option<Piece> {
        let at = at + usize::from(self.join(at, Join::In));
        let dated = self.join(at - 1, Join::In);
        if self.style == Style::Plan
            && let Some(piece) = self.weekday_of_this_month(i, at, weekday)
        {
            return Some(piece);
        }
        let day = self.numeral(at)?;
        if !(1..=31).contains(&day.value)
            || day.digits > 2
            || day.digits == 0 && !(day.ordinal && day.value > 5 || dated)
            || self
                .terms
                .get(day.next)
                .is_some_and(|t| !matches!(t.kind, TermKind::Mark(_)))
            || self.mark(day.next) == Some(':')
            || self.glued(day.next + 1) && self.glued(day.next)
        {
            return None;
        }
        let mut piece = Piece::new(i, day.next, DateKind::Absolute, "weekday-day");
        piece.when = (0..4i32)
            .flat_map(|n| [n, -n])
            .filter_map(|shift| {
                self.month_start(shift)?.with().day(small(day.value)?).build().ok()
            })
            .find(|date| date.weekday() == weekday_of(weekday))
            .map(When::day);
        Some(piece)
    }

    /// The second Sunday, with no month named: that of the month we are in.
    fn weekday_of_this_month(&self, i: usize, at: usize, weekday: i8) -> Option<Piece> {
        let n = self.number_words(at).filter(|n| n.ordinal && n.def && n.value <= 5)?;
        if self.terms.get(n.next).is_some_and(|t| !matches!(t.kind, TermKind::Mark(_))) {
            return None;
        }
        let mut piece = Piece::new(i, n.next, DateKind::Relative, "weekday-of-month");
        piece.when = self
            .month_start(0)
            .and_then(|first| {
                first.nth_weekday_of_month(small(n.value)?, weekday_of(weekday)).ok()
            })
            .map(When::day);
        Some(piece)
    }

    /// A day of this month by its number alone, in a message: `back on the 27th`.
    pub(super) fn bare_day(&self, p: usize) -> Option<Piece> {
        if self.style != Style::Plan {
            return None;
        }
        let day = self.numeral(p)?;
        let placed = self.terms[p].preposition.is_some()
            || p > 0 && (self.join(p - 1, Join::In) || self.join(p - 1, Join::To));
        let ends = self.terms.get(day.next).is_none_or(|term| {
            matches!(term.kind, TermKind::Mark(_)) && !self.glued(day.next + 1)
        });
        if !(1..=31).contains(&day.value)
            || day.digits > 2
            || !(day.def || day.digits > 0)
            || !placed
            || !ends
        {
            return None;
        }
        let mut piece = Piece::new(p, day.next, DateKind::Absolute, "day-of-month");
        piece.step = Some("month-by-anchor");
        piece.when = self
            .month_start(0)
            .and_then(|first| first.with().day(small(day.value)?).build().ok())
            .map(When::day);
        Some(piece)
    }

    /// Last week, this month, the end of the year.
    pub(super) fn unit_relative(&self, p: usize) -> Option<Piece> {
        let edged = self.edge(p).is_some();
        let at = p + usize::from(edged);
        let (unit, shift, next) = match self.unit_shift(at) {
            Some(found) => found,
            None => {
                // Elsewhere, or only the edge of the one we are in.
                let (unit, count, def) = self.unit(at)?;
                if !def || count != 1 {
                    return None;
                }
                if matches!(self.relative(at + 1), Some(Which::Elsewhere(_))) {
                    let mut piece = Piece::new(
                        p,
                        at + 2,
                        DateKind::Relative,
                        "counted-from-elsewhere",
                    );
                    piece.precision = precision_of(unit);
                    return Some(piece);
                }
                let whole = matches!(unit, Unit::Week | Unit::Month | Unit::Year);
                if !edged || !whole || self.numeral(at + 1).is_some() {
                    return None;
                }
                (unit, 0, at + 1)
            }
        };
        // The last day of something is not yesterday.
        if unit == Unit::Day && self.has(at + 1, Sense::Final) {
            return None;
        }
        let mut piece = Piece::new(p, next, DateKind::Relative, "unit-relative");
        piece.precision = precision_of(unit);
        piece.modifier = self.edge(p).map(Edge::modifier);
        match unit {
            Unit::Day => {
                piece.when = self
                    .anchor
                    .and_then(|a| a.checked_add(shift.days()).ok())
                    .map(When::day);
            }
            Unit::Week => {
                let monday = self.week_start(shift);
                let at = next + usize::from(self.is_unit(next, Unit::Day));
                if let Some(number) = self.weekday(at, at > next).filter(|_| !edged) {
                    piece.next = at + 1;
                    piece.rule = "weekday-of-week";
                    piece.when = monday
                        .and_then(|m| m.checked_add(i64::from(number - 1).days()).ok())
                        .map(When::day);
                    return Some(piece);
                }
                piece.when = monday.map(When::day);
                piece.end =
                    monday.and_then(|m| m.checked_add(6.days()).ok()).map(When::day);
            }
            Unit::Month => {
                piece.when = self.month_start(shift).map(|date| When {
                    date,
                    precision: Precision::Month,
                    clock: None,
                });
            }
            Unit::Year => {
                piece.when = self
                    .anchor
                    .and_then(|a| a.checked_add(shift.years()).ok())
                    .map(|date| When { date, precision: Precision::Year, clock: None });
            }
            // The last ten years, which end now.
            Unit::Decade if self.has(at + 1, Sense::Final) => {
                let year = |date| When { date, precision: Precision::Year, clock: None };
                piece.when =
                    self.anchor.and_then(|a| a.checked_sub(10.years()).ok()).map(year);
                piece.end = self.anchor.map(year);
            }
            Unit::Decade => {
                let first = self.anchor.map(|a| (i32::from(a.year()) / 10 + shift) * 10);
                (piece.when, piece.end) = years(first, 10);
            }
            Unit::Century => {
                let first = self
                    .anchor
                    .map(|a| ((i32::from(a.year()) - 1) / 100 + shift) * 100 + 1);
                (piece.when, piece.end) = years(first, 100);
            }
            Unit::Hour => (),
            Unit::Minute | Unit::Second => return None,
        }
        Some(piece)
    }

    /// A unit with the article and the word that says which: `this week`.
    pub(super) fn unit_shift(&self, p: usize) -> Option<(Unit, i32, usize)> {
        if self.join(p, Join::This) {
            let (unit, count, def) = self.unit(p + 1)?;
            let fits = def
                && count == 1
                && !matches!(unit, Unit::Hour | Unit::Minute | Unit::Second);
            return fits.then_some((unit, 0, p + 2));
        }
        let (unit, count, def) = self.unit(p)?;
        if !def || count != 1 {
            return None;
        }
        match self.relative(p + 1)? {
            Which::Shift(shift) => Some((unit, shift, p + 2)),
            Which::Elsewhere(_) => None,
        }
    }

    pub(super) fn shift_after(&self, p: usize) -> Option<(i32, usize)> {
        match self.relative(p)? {
            Which::Shift(shift) => Some((shift, p + 1)),
            Which::Elsewhere(_) => None,
        }
    }
}
