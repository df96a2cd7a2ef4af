//! Parts of a month or year, seasons, decades, centuries, and times not said.

use jiff::{ToSpan as _, civil::Date};
use khabar_doc::{Calendar, Precision};

use super::{Grammar, Piece, When};
use crate::date::{
    DateKind, convert,
    lexicon::{Edge, Join, Sense, Unit, Which},
    term::TermKind,
};

/// The first day or the first of something longer, and how long it is.
type Stretch = (Option<Date>, usize, DateKind);

impl Grammar<'_, '_> {
    /// A year that a part is named of: by its number, or from ours. Its first day.
    fn year_of(&self, p: usize) -> Option<Stretch> {
        let at = p + usize::from(self.join(p, Join::Of) || self.join(p, Join::In));
        if let Some((Unit::Year, shift, next)) = self.unit_shift(at) {
            let first = self
                .anchor
                .and_then(|a| a.first_of_year().checked_add(shift.years()).ok());
            return Some((first, next, DateKind::Relative));
        }
        if let Some((y, era, next, _)) = self.year(at, &[]) {
            if era.is_some_and(|era| era != Calendar::Gregorian) || y < 1000 {
                return None;
            }
            let first = convert::civil(Calendar::Gregorian, y, 1, 1);
            return Some((first, next, DateKind::Absolute));
        }
        // The year we are in: only behind `of`.
        let (Unit::Year, 1, true) = self.unit(at)? else { return None };
        (at > p)
            .then(|| (self.anchor.map(Date::first_of_year), at + 1, DateKind::Relative))
    }

    /// The month that a part is named of; its first day.
    fn month_of(&self, p: usize) -> Option<(Stretch, Option<Date>)> {
        let at = p + usize::from(self.join(p, Join::Of) || self.join(p, Join::In));
        let prefixed = self.terms.get(p)?.preposition.is_some();
        if at == p && !prefixed && !self.is_unit(p, Unit::Month) {
            return None;
        }
        if let Some((Unit::Month, shift, next)) = self.unit_shift(at) {
            let first = self.month_start(shift);
            let last = first.map(Date::last_of_month);
            return Some(((first, next, DateKind::Relative), last));
        }
        let piece = self.month_of_year(at)?;
        let first = piece.when.map(|when| when.date);
        let last = match piece.calendar {
            Calendar::Gregorian => first.map(Date::last_of_month),
            calendar => first.and_then(|first| {
                let (year, month) = convert::year_month(calendar, first)?;
                convert::month_end(calendar, year, month)
            }),
        };
        Some(((first, piece.next, DateKind::Absolute), last))
    }

    /// As [`Grammar::month_of`], for a year behind a preposition.
    fn year_from(&self, p: usize) -> Option<(Stretch, Option<Date>)> {
        if !(self.join(p, Join::Of) || self.join(p, Join::In)) {
            return None;
        }
        let stretch = self.year_of(p)?;
        Some((stretch, stretch.0.map(Date::last_of_year)))
    }

    /// Which one: its number, `None` for the last; and the term after.
    fn which_one(&self, p: usize) -> Option<(Option<u32>, usize)> {
        if self.relative(p) == Some(Which::Shift(-1)) {
            // Only `last` in its own sense; `past` is another week.
            return self.has(p, Sense::Final).then_some((None, p + 1));
        }
        let n = self.number_words(p).filter(|n| n.ordinal && n.def)?;
        Some((Some(n.value), n.next))
    }

    /// A unit with its place: `the first week`, `third day`, `last day`.
    fn placed_unit(&self, p: usize, wanted: Unit) -> Option<(Option<u32>, usize)> {
        let is_unit = |p: usize, def: bool| {
            self.unit(p)
                .is_some_and(|(unit, count, d)| unit == wanted && d == def && count != 2)
        };
        if is_unit(p, true) {
            return self.which_one(p + 1);
        }
        if self.edge(p) == Some(Edge::End) && is_unit(p + 1, false) {
            return Some((None, p + 2));
        }
        let n = self.number_words(p).filter(|n| n.ordinal && !n.def)?;
        is_unit(n.next, false).then_some((Some(n.value), n.next + 1))
    }

    /// A day by its place in a month: `the last day of the month`.
    pub(super) fn day_counted(&self, p: usize) -> Option<Piece> {
        let (nth, next) = self.placed_unit(p, Unit::Day)?;
        let ((first, next, kind), last) =
            self.month_of(next).or_else(|| self.year_from(next))?;
        let mut piece = Piece::new(p, next, kind, "day-of-month");
        piece.when = match nth {
            None => last,
            Some(n) => first
                .and_then(|first| first.checked_add((i64::from(n) - 1).days()).ok())
                .filter(|date| last.is_some_and(|last| *date <= last)),
        }
        .map(When::day);
        Some(piece)
    }

    /// A week by its place in a month: its seven days.
    pub(super) fn week_of_month(&self, p: usize) -> Option<Piece> {
        let (nth, next) = self.placed_unit(p, Unit::Week)?;
        let ((first, next, kind), last) = self.month_of(next)?;
        let mut piece = Piece::new(p, next, kind, "week-of-month");
        if let (Some(first), Some(last)) = (first, last) {
            let from = match nth {
                None => last.checked_sub(6.days()).ok()?,
                Some(n @ 1..=5) => {
                    first.checked_add((i64::from(n - 1) * 7).days()).ok()?
                }
                Some(_) => return None,
            };
            let to = from.checked_add(6.days()).ok()?.min(last);
            piece.when = (from <= last).then(|| When::day(from));
            piece.end = piece.when.map(|_| When::day(to));
        }
        Some(piece)
    }

    /// A quarter, third or half of a year, or a half of a month.
    pub(super) fn part_of_year(&self, p: usize) -> Option<Piece> {
        let minutes = self.fraction(p)?;
        let TermKind::Word { def: true } = self.terms[p].kind else { return None };
        let parts = 60 / minutes;
        let (nth, next) = self.which_one(p + 1)?;
        let nth = nth.unwrap_or(parts);
        if !(1..=parts).contains(&nth) {
            return None;
        }
        if parts == 2
            && let Some(((first, next, kind), last)) = self.month_of(next)
        {
            let mut piece = Piece::new(p, next, kind, "part-of-month");
            let (first, last) = (first?, last?);
            let middle = first.checked_add(14.days()).ok()?;
            let (from, to) =
                if nth == 1 { (first, middle) } else { (middle.tomorrow().ok()?, last) };
            piece.when = Some(When::day(from));
            piece.end = Some(When::day(to));
            return Some(piece);
        }
        if !(self.join(next, Join::Of) || self.join(next, Join::In)) {
            return None;
        }
        let (first, next, kind) = self.year_of(next)?;
        let mut piece = Piece::new(p, next, kind, "part-of-year");
        let months = 12 / i64::from(parts);
        (piece.when, piece.end) =
            self.months(first, (i64::from(nth) - 1) * months, months);
        piece.precision = Precision::Month;
        Some(piece)
    }

    /// A season of a year, by the months of meteorologists: summer is June to August.
    pub(super) fn season(&self, p: usize) -> Option<Piece> {
        let edge = self.edge(p).map(Edge::modifier);
        let at = p + usize::from(edge.is_some());
        let this = self.join(at, Join::This);
        let at = at + usize::from(this);
        let (month, def) = self.sense(at, |sense| match sense {
            Sense::Season { month, def } => Some((month, def)),
            _ => None,
        })?;
        let skip = i64::from(month) - 1;
        if def {
            let (shift, next) =
                if this { (0, at + 1) } else { self.shift_after(at + 1)? };
            let mut piece = Piece::new(p, next, DateKind::Relative, "season");
            piece.modifier = edge;
            piece.precision = Precision::Month;
            let anchor = self.anchor;
            // The nearest that is over, or that is to come.
            let fits = |date: &Date| {
                anchor.is_some_and(|a| match shift {
                    ..=-1 => date.checked_add(3.months()).is_ok_and(|end| end <= a),
                    0 => date.checked_add(3.months()).is_ok_and(|end| end > a),
                    _ => *date > a,
                })
            };
            let mut years: Vec<Date> = (-2i32..=2)
                .filter_map(|n| {
                    let year = anchor?.first_of_year().checked_add(n.years()).ok()?;
                    year.checked_add(skip.months()).ok()
                })
                .filter(fits)
                .collect();
            if shift < 0 {
                years.reverse();
            }
            (piece.when, piece.end) = self.months(years.first().copied(), 0, 3);
            return Some(piece);
        }
        let (first, next, kind) = self.year_of(at + 1)?;
        let mut piece = Piece::new(p, next, kind, "season");
        piece.modifier = edge;
        piece.precision = Precision::Month;
        (piece.when, piece.end) = self.months(first, skip, 3);
        if month == 12 {
            // The winter that ends in the year.
            piece.other = self.months(first, -1, 3).0;
        }
        Some(piece)
    }

    /// The first and the last of `n` months that begin `skip` months after `first`.
    fn months(
        &self,
        first: Option<Date>,
        skip: i64,
        n: i64,
    ) -> (Option<When>, Option<When>) {
        let month = |skip: i64| {
            let date = first?.checked_add(skip.months()).ok()?;
            Some(When { date, precision: Precision::Month, clock: None })
        };
        (month(skip), month(skip + n - 1))
    }

    /// Ten years of a century.
    pub(super) fn decade(&self, p: usize) -> Option<Piece> {
        let edge = self.edge(p).map(Edge::modifier);
        let mut at = p + usize::from(edge.is_some());
        at += usize::from(self.is_unit(at, Unit::Decade));
        let (year, def) = self.sense(at, |sense| match sense {
            Sense::Decade { year, def } => Some((year, def)),
            _ => None,
        })?;
        let mut next = at + 1;
        let of = next + usize::from(self.join(next, Join::Of));
        let (century, guessed) = match self.century_at(of) {
            Some((century, after)) => {
                next = after;
                (century?, false)
            }
            // Not the tens of somebody's age.
            None if !def || of > next => return None,
            None => (20, true),
        };
        let first = (century - 1) * 100 + year;
        let mut piece = Piece::new(p, next, DateKind::Absolute, "decade");
        piece.modifier = edge;
        piece.precision = Precision::Year;
        (piece.when, piece.end) = years(Some(first), 10);
        // The twenties are those of this century or of the last.
        if guessed && year <= 30 {
            piece.other = years(Some(first + 100), 10).0;
        }
        Some(piece)
    }

    /// A hundred years.
    pub(super) fn century(&self, p: usize) -> Option<Piece> {
        let edge = self.edge(p).map(Edge::modifier);
        let at = p + usize::from(edge.is_some());
        if self.unit_shift(at).is_some() {
            return None;
        }
        let (century, next) = self.century_at(at)?;
        let mut piece = Piece::new(p, next, DateKind::Absolute, "century");
        piece.modifier = edge;
        piece.precision = Precision::Year;
        (piece.when, piece.end) = years(Some((century? - 1) * 100 + 1), 100);
        Some(piece)
    }

    /// The century named at `p`, where known, and the term after.
    fn century_at(&self, p: usize) -> Option<(Option<i32>, usize)> {
        if let Some((Unit::Century, shift, next)) = self.unit_shift(p) {
            let century =
                self.anchor.map(|a| (i32::from(a.year()) - 1) / 100 + 1 + shift);
            return Some((century, next));
        }
        let (Unit::Century, 1, true) = self.unit(p)? else { return None };
        let n = self
            .numeral(p + 1)
            .filter(|n| (n.def || n.digits > 0) && (1..=21).contains(&n.value))?;
        let mut next = n.next;
        match self.era(next) {
            Some(Calendar::Gregorian) => next += 1,
            Some(_) => return None,
            None => (),
        }
        if self.join(next, Join::BeforeEra) {
            return None;
        }
        Some((i32::try_from(n.value).ok(), next))
    }

    /// A time that the text does not say: `recently`.
    pub(super) fn vague(&self, p: usize) -> Option<Piece> {
        self.has(p, Sense::Vague)
            .then(|| Piece::new(p, p + 1, DateKind::Relative, "vague"))
    }
}

/// The first and the last of `n` years from the year `first`.
pub(super) fn years(first: Option<i32>, n: i32) -> (Option<When>, Option<When>) {
    let year = |year: i32| {
        let date = Date::new(i16::try_from(year).ok()?, 1, 1).ok()?;
        Some(When { date, precision: Precision::Year, clock: None })
    };
    (first.and_then(year), first.and_then(|first| year(first + n - 1)))
}
