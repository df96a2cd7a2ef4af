//! A date with what stands around it: weekday, word of the day, time, second calendar.

use jiff::ToSpan as _;
use khabar_doc::{Calendar, Precision};

use super::{Grammar, Piece, SEPARATORS, When, days_between, weekday_of};
use crate::date::{
    DateKind,
    lexicon::{DayPart, Join, Unit, Which},
};

impl Grammar<'_, '_> {
    /// Weekday, word of the day, date and time of day, as many as there are.
    pub(super) fn dated(&self, i: usize) -> Option<Piece> {
        let mut p = i;
        let mut part = None;
        let mut day: Option<i32> = None;
        let mut weekday: Option<(i8, Option<Which>)> = None;
        let mut week_shift = None;
        loop {
            if part.is_none()
                && day.is_none()
                && weekday.is_none()
                && let Some(found) = self.part(p)
                && p == i
            {
                part = Some(found);
                p += 1 + usize::from(self.join(p + 1, Join::Of));
                continue;
            }
            if self.is_unit(p, Unit::Day)
                && self.day_word(p).is_none()
                && (self.weekday(p + 1, true).is_some() && weekday.is_none()
                    || self.day_word(p + 1).is_some() && day.is_none())
            {
                p += 1;
                continue;
            }
            if day.is_none()
                && weekday.is_none()
                && let Some(offset) = self.day_word(p).filter(|_| !self.day_is_noun(p))
            {
                day = Some(offset);
                p += 1;
                continue;
            }
            if weekday.is_none() {
                // A part of the day alone is no such context: صلاة العشاء أحد المصلين.
                let by_context = day.is_some()
                    || p > i && self.is_unit(p - 1, Unit::Day)
                    || self.weekday_in_context(p);
                let at = if self.weekday(p, by_context).is_none()
                    && day.is_some()
                    && self.mark(p).is_some_and(|m| matches!(m, '(' | ',' | '\u{60C}'))
                    && self.weekday(p + 1, true).is_some()
                {
                    p + 1
                } else {
                    p
                };
                if let Some(number) = self
                    .weekday(at, by_context || at > p)
                    .filter(|_| !self.means_both(at))
                {
                    p = at + 1;
                    let night = matches!(part, Some(DayPart::Night | DayPart::Midnight));
                    let mut which = self.relative(p);

                    let dash =
                        self.mark(p).is_some_and(|m| matches!(m, '/' | '-' | '\u{2013}'));
                    if which.is_some() {
                        p += 1;
                    } else if dash && self.weekday(p + 1, false) == Some(number % 7 + 1) {
                        // The night between the two.
                        p += 2;
                    } else if night && self.weekday(p, false) == Some(number % 7 + 1) {
                        p += 1;
                    } else {
                        which = self.relative_after_others(p);
                        let of = p + usize::from(self.join(p, Join::Of));
                        if let Some((Unit::Week, shift, next)) = self.unit_shift(of) {
                            week_shift = Some(shift);
                            p = next;
                        }
                    }
                    weekday = Some((number, which));
                    continue;
                }
            }
            break;
        }
        let named = day.is_some() || weekday.is_some();
        // The date itself.
        let mut piece = None;
        let mut at = p;
        if named {
            at = self.skip_marks(at, SEPARATORS, 2);
            if self.join(at, Join::Corresponding) || self.join(at, Join::In) {
                at = self.skip_marks(at + 1, &[':', '-'], 1);
            }
        }
        if let Some(core) = self.core(at, named || part.is_some()) {
            let fits = !named
                || (core.kind == DateKind::Absolute
                    && core.when.map_or(core.precision, |w| w.precision)
                        >= Precision::Day)
                // Tuesday, the nineteenth of this month.
                || weekday.is_some() && core.rule == "day-of-month";
            if fits && (part.is_none() || named || core.precision_at_least_day()) {
                piece = Some(Piece { from: i, ..core });
            }
        }
        if piece.is_none() && weekday.is_some() && week_shift.is_none() {
            piece = self.weekday_and_day(i, at, weekday.map_or(1, |(n, _)| n));
        }
        let mut piece = match piece {
            Some(piece) => piece,
            None if named => {
                let when = if let (Some((number, _)), Some(shift)) = (weekday, week_shift)
                {
                    self.week_start(shift).and_then(|monday| {
                        monday.checked_add(i64::from(number - 1).days()).ok()
                    })
                } else if let Some(offset) = day {
                    self.anchor.and_then(|a| a.checked_add(offset.days()).ok())
                } else {
                    weekday.and_then(|(number, which)| {
                        self.nearest_weekday(i, number, which)
                    })
                };
                let rule = if day.is_some() { "day-word" } else { "weekday" };
                let mut piece = Piece::new(i, p, DateKind::Relative, rule);
                piece.when = when.map(When::day);
                if let (Some((number, None)), None, None) = (weekday, day, week_shift) {
                    piece.other = self.other_weekday(i, number, when);
                }
                piece
            }
            None => return None,
        };
        if let (Some((number, _)), Some(when)) = (weekday, piece.when)
            && when.precision >= Precision::Day
            && week_shift.is_none()
        {
            piece.disagrees = when.date.weekday() != weekday_of(number);
            // The weekday decides between the orders of day and month.
            if let Some(other) = piece.other.filter(|_| piece.kind == DateKind::Absolute)
                && piece.step != Some("year-by-anchor")
            {
                if piece.disagrees && other.date.weekday() == weekday_of(number) {
                    piece.when = Some(When { clock: when.clock, ..other });
                    piece.disagrees = false;
                    piece.step = Some("order-by-weekday");
                }
                piece.other = None;
            }
        }
        if piece.disagrees {
            self.settle_weekday(&mut piece, p, weekday.map_or(1, |(n, _)| n));
        }
        self.second_calendar(&mut piece, weekday.map(|(n, _)| n));
        self.close_bracket(&mut piece);
        let of_day =
            piece.when.map_or(piece.precision, |w| w.precision) == Precision::Day;
        if of_day {
            self.add_clock(&mut piece, part);
        }
        Some(piece)
    }

    /// Reads the piece once more where its weekday, which ends at `p`, is not that of
    /// the date: the first Monday of a month, or a day of another year. What is near
    /// the anchor stays, as a slip of the writer.
    pub(super) fn settle_weekday(&self, piece: &mut Piece, p: usize, weekday: i8) {
        /// Days from the anchor within which a slip is likelier than another year.
        const NEAR: i32 = 45;
        if (p == piece.from + 1
            || p == piece.from + 2 && self.is_unit(piece.from, Unit::Day))
            && let Some(other) = self.weekday_of_month(piece.from)
            && other.next >= piece.next
        {
            *piece = other;
            return;
        }
        let (Some(anchor), Some(when)) = (self.anchor, piece.when) else { return };
        let guessed = piece.step == Some("year-by-anchor");
        if !guessed
            || piece.calendar != Calendar::Gregorian
            || days_between(anchor, when.date).abs() <= NEAR
        {
            return;
        }
        let fits = |years: i32| {
            let date = when.date.checked_add(years.years()).ok()?;
            (date.weekday() == weekday_of(weekday)).then_some(date)
        };
        if let Some(date) = fits(1).or_else(|| fits(-1)) {
            piece.when = Some(When { date, ..when });
            piece.step = Some("year-by-weekday");
            piece.other = None;
            piece.disagrees = false;
        }
    }

    /// Takes the bracket that closes one opened inside the piece.
    pub(super) fn close_bracket(&self, piece: &mut Piece) {
        let count = |open, close| {
            (piece.from..piece.next).fold(0i32, |n, p| match self.mark(p) {
                Some(m) if m == open => n + 1,
                Some(m) if m == close => n - 1,
                _ => n,
            })
        };
        let closes = match self.mark(piece.next) {
            Some(')') => count('(', ')') > 0,
            Some(']') => count('[', ']') > 0,
            _ => false,
        };
        if closes {
            piece.next += 1;
        }
    }

    /// The same day in another calendar, after the mark or word that joins the two.
    pub(super) fn second_calendar(&self, piece: &mut Piece, weekday: Option<i8>) {
        if !piece.full || piece.precision_of() != Precision::Day {
            return;
        }
        let mut at = self.skip_marks(
            piece.next,
            &['(', '-', '/', ',', '\u{60C}', '=', '|', ')'],
            2,
        );
        let joined = self.join(at, Join::Corresponding);
        if joined {
            at = self.skip_marks(at + 1, &[':', '-'], 1);
        }
        if at == piece.next {
            return;
        }
        let Some(other) = self.core(at, true) else { return };
        if other.calendar == piece.calendar || !other.full {
            return;
        }
        if other.precision_of() != Precision::Day {
            return;
        }
        piece.next = other.next;
        piece.other = None;
        piece.step = Some("two-calendars");
        if other.calendar == Calendar::Gregorian {
            piece.when = other.when;
            piece.calendar = other.calendar;
        }
        if let (Some(number), Some(when)) = (weekday, piece.when) {
            piece.disagrees = when.date.weekday() != weekday_of(number);
        }
    }

    /// The time of day after a date, or the part of the day.
    pub(super) fn add_clock(&self, piece: &mut Piece, before: Option<DayPart>) {
        let mut at = self.skip_marks(piece.next, SEPARATORS, 2);
        let mut after = before;
        if let Some(part) = self.part(at).filter(|_| at == piece.next) {
            // The evening of the day; the hour may follow.
            if self.terms[at].span.len() > 2 {
                piece.next = at + 1;
                after = after.or(Some(part));
                at = self.skip_marks(at + 1, SEPARATORS, 2);
            }
        }
        while self.join(at, Join::At) || self.join(at, Join::In) {
            at = self.skip_marks(at + 1, SEPARATORS, 1);
        }
        let Some((mut clock, next, sure)) = self.clock(at) else { return };
        if !sure && let Some(part) = after {
            clock = clock.in_part(part);
        }
        piece.next = next;
        self.close_bracket(piece);
        for when in [&mut piece.when, &mut piece.other].into_iter().flatten() {
            when.clock = Some(clock);
            when.precision = Precision::Minute;
        }
        piece.precision = Precision::Minute;
    }

    pub(super) fn clock_then_date(&self, i: usize) -> Option<Piece> {
        let (clock, next, _) = self.clock(i)?;
        let mut at = self.skip_marks(next, SEPARATORS, 2);
        while self.join(at, Join::Of) || self.join(at, Join::In) {
            at += 1;
        }
        let part = self.part(at);
        let date = self.dated(at)?;
        if date.precision_of() != Precision::Day {
            return None;
        }
        let mut piece = Piece { from: i, ..date };
        for when in [&mut piece.when, &mut piece.other].into_iter().flatten() {
            let clock = match part {
                Some(part) if clock.hour <= 12 => clock.in_part(part),
                _ => clock,
            };
            when.clock = Some(clock);
            when.precision = Precision::Minute;
        }
        piece.precision = Precision::Minute;
        Some(piece)
    }
}
