//! Times of day and their zones.

use khabar_doc::Precision;

use super::{Clock, Grammar, Piece};
use crate::date::{
    DateKind,
    lexicon::{DayPart, Join, Sense, Unit},
    number::Numeral,
    term::TermKind,
};

impl Grammar<'_, '_> {
    pub(super) fn time_of_day(&self, i: usize) -> Option<Piece> {
        let (clock, next, _) = self.clock(i)?;
        let mut piece = Piece::new(i, next, DateKind::TimeOfDay, "time-of-day");
        piece.precision = Precision::Minute;
        piece.text = Some(clock.iso());
        Some(piece)
    }

    /// A clock time: the time, the term after, and whether its half of the day is said.
    pub(super) fn clock(&self, i: usize) -> Option<(Clock, usize, bool)> {
        let mut p = i;
        let mut offset = None;
        let mut zoned = false;
        if let Some((found, next)) = self.zone(p) {
            offset = found;
            zoned = true;
            p = self.skip_marks(next, &[':', '-', ','], 1);
        }
        let named = self
            .unit(p)
            .is_some_and(|(u, count, def)| u == Unit::Hour && count == 1 && def)
            || self.has(p, Sense::Clock);
        if named {
            p = self.skip_marks(p + 1, &[':', '-'], 1);
        }
        let hour = self.hour(p)?;
        if hour.value > 24 || hour.digits > 2 {
            return None;
        }
        let mut minute = 0;
        let mut next = hour.next;
        let mut written = false;
        if hour.digits > 0
            && self.mark(next).is_some_and(|m| m == ':' || m == '.' && named || m == ',')
        {
            let TermKind::Number { value: found @ 0..=59, digits: 2, .. } =
                self.terms.get(next + 1)?.kind
            else {
                return None;
            };
            if !(self.glued(next) && self.glued(next + 1)) {
                return None;
            }
            // A decimal comma, unless the time is said otherwise.
            let comma = self.mark(next) == Some(',');
            minute = found;
            next += 2;
            if comma && !named && self.zone(next).is_none() {
                return None;
            }
            written = hour.digits == 2 || named || zoned;
            let colon =
                self.mark(next) == Some(':') && self.glued(next) && self.glued(next + 1);
            if let (true, Some(TermKind::Number { value: 0..=59, digits: 2, .. })) =
                (colon, self.terms.get(next + 1).map(|t| t.kind))
            {
                next += 2;
                // Fractions of a second.
                if let (Some('.'), true, Some(TermKind::Number { .. })) = (
                    self.mark(next),
                    self.glued(next) && self.glued(next + 1),
                    self.terms.get(next + 1).map(|t| t.kind),
                ) {
                    next += 2;
                }
            }
        } else if hour.digits > 0 && !named && !zoned {
            // A bare number is an hour only before a part of the day (9 ص), and the
            // one-letter marks are too weak for that.
            let part = self.part(next).filter(|_| !self.glued(next))?;
            let _ = part;
            if self.terms[next].span.len() <= 2 || hour.value > 12 {
                return None;
            }
        } else if !(named || hour.ordinal && hour.def && !self.qualifies(p)) {
            return None;
        } else if let Some(at) = self.and(next) {
            if let Some(fraction) = self.fraction(at) {
                minute = fraction;
                next = at + 1;
            } else if let Some(n) = self.numeral(at).filter(|n| n.value < 60)
                && (self.is_unit(n.next, Unit::Minute)
                    || self.unit(n.next).is_some_and(|(u, ..)| u == Unit::Minute))
            {
                minute = n.value;
                next = n.next + 1;
            }
        }
        let mut hour_value = i8::try_from(hour.value).ok()?;
        let mut minute = i8::try_from(minute).ok()?;
        if self.join(next, Join::Except) {
            let less = match self.fraction(next + 1) {
                Some(fraction) => Some((fraction, next + 2)),
                None => self.numeral(next + 1).filter(|n| n.value < 60).map(|n| {
                    let unit = self.unit(n.next).is_some_and(|(u, ..)| u == Unit::Minute);
                    (n.value, n.next + usize::from(unit))
                }),
            };
            if let Some((less, after)) = less {
                hour_value = if hour_value == 0 { 23 } else { hour_value - 1 };
                minute = 60 - i8::try_from(less).ok()?;
                next = after;
            }
        }
        if hour_value == 24 {
            hour_value = 0;
        }
        let mut clock = Clock { hour: hour_value, minute, offset };
        let mut at = self.skip_marks(next, &[','], 1);
        at += usize::from(
            self.join(at, Join::In)
                || self.join(at, Join::Of)
                || self.join(at, Join::This),
        );
        let mut sure = false;
        if let Some(part) = self.part(at) {
            let date_follows = matches!(part, DayPart::Am | DayPart::Pm)
                && at > next
                && self.join(at - 1, Join::Of);
            clock = clock.in_part(part);
            sure = true;
            if !date_follows {
                next = at + 1;
            }
        }
        if !(named || zoned || written || sure) {
            // An hour in words without its word, or 3:20 alone.
            self.zone(next)?;
        }
        let at = self.skip_marks(next, &['|', '-'], 1);
        if let Some((found, after)) = self.zone(at) {
            clock.offset = found.or(clock.offset);
            next = after;
        } else if let Some((found, after)) =
            self.bare_offset(next).filter(|_| self.glued(next))
        {
            clock.offset = Some(found);
            next = after;
        }
        Some((clock, next, sure))
    }

    /// True where the word before `p` is a noun with the article, which an ordinal at
    /// `p` goes with: the first hours, the second round.
    pub(super) fn qualifies(&self, p: usize) -> bool {
        p > 0
            && matches!(self.terms[p - 1].kind, TermKind::Word { def: true })
            && !self.terms[p].conjunction
            && self.terms[p].preposition.is_none()
    }

    /// The number of an hour; minutes may follow it with `and`.
    pub(super) fn hour(&self, p: usize) -> Option<Numeral> {
        let whole = self.numeral(p)?;
        if whole.digits > 0 || whole.value <= 19 {
            return Some(whole);
        }
        self.number_before_and(p)
    }

    pub(super) fn fraction(&self, p: usize) -> Option<u32> {
        self.sense(p, |sense| match sense {
            Sense::Fraction(minutes) => u32::try_from(minutes).ok(),
            _ => None,
        })
    }

    /// A time zone: its offset in minutes where fixed, and the term after.
    pub(super) fn zone(&self, p: usize) -> Option<(Option<i32>, usize)> {
        let open = self.mark(p) == Some('(');
        let mut at = p + usize::from(open);
        let named = |at: usize| {
            self.sense(at, |sense| match sense {
                Sense::Zone(offset) => Some(offset),
                _ => None,
            })
        };
        let headed = self.has(at, Sense::ZoneHead);
        if headed {
            at += 1;
        }
        let mut offset = match named(at) {
            Some(offset) => {
                at += 1;
                offset
            }
            // The time of a place that we hold no offset for.
            None if headed
                && matches!(self.terms.get(at)?.kind, TermKind::Word { .. }) =>
            {
                at += 1;
                None
            }
            None => return None,
        };
        // A city's name alone is no zone.
        let latin = self.terms[at - 1].whole.len() <= 3 || headed;
        if !headed && !latin && !open && offset != Some(0) {
            return None;
        }
        if let Some((shift, next)) = self.bare_offset(at)
            && offset == Some(0)
        {
            offset = Some(shift);
            at = next;
        }
        if open {
            if self.mark(at) != Some(')') {
                return None;
            }
            at += 1;
        }
        Some((offset, at))
    }

    /// `+03:00`, `+0400`, `+3`.
    pub(super) fn bare_offset(&self, p: usize) -> Option<(i32, usize)> {
        let sign = match self.mark(p)? {
            '+' => 1,
            '-' | '\u{2212}' => -1,
            _ => return None,
        };
        if !self.glued(p + 1) {
            return None;
        }
        let TermKind::Number { value, digits, .. } = self.terms.get(p + 1)?.kind else {
            return None;
        };
        let value = i32::try_from(value).ok()?;
        let (minutes, next) = if digits == 4 {
            (value / 100 * 60 + value % 100, p + 2)
        } else if digits <= 2 {
            match (self.mark(p + 2), self.terms.get(p + 3).map(|t| t.kind)) {
                (
                    Some(':'),
                    Some(TermKind::Number { value: m @ 0..=59, digits: 2, .. }),
                ) if self.glued(p + 2) && self.glued(p + 3) => {
                    (value * 60 + i32::try_from(m).ok()?, p + 4)
                }
                _ => (value * 60, p + 2),
            }
        } else {
            return None;
        };
        (minutes <= 14 * 60).then_some((sign * minutes, next))
    }
}
