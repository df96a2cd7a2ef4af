//! From what is said to a civil date, by the day of writing where it is needed.

use jiff::{ToSpan as _, civil::Date};
use khabar_doc::{Calendar, Precision};

use super::{CIVIL_FROM, Grammar, Piece, When, days_between, weekday_of};
use crate::date::{
    Style, convert,
    lexicon::{Join, Sense, Unit, Which},
    term::TermKind,
};

impl Grammar<'_, '_> {
    /// The weekday at `p`; without `context` only one with the article.
    pub(super) fn weekday(&self, p: usize, context: bool) -> Option<i8> {
        self.sense(p, |sense| match sense {
            Sense::Weekday { number, def, arabic } => {
                (context || def && arabic).then_some(number)
            }
            _ => None,
        })
    }

    /// True where the word for Monday means `the two`: بين الاثنين.
    pub(super) fn means_both(&self, p: usize) -> bool {
        p > 0
            && self.join(p - 1, Join::Between)
            && self.weekday(p, true) == Some(1)
            && self.second_end(p + 1, true).is_none_or(|at| {
                self.weekday(at, true).is_none() && !self.is_unit(at, Unit::Day)
            })
    }

    /// True where a weekday without the article, or in Latin letters, counts: a date
    /// follows.
    pub(super) fn weekday_in_context(&self, p: usize) -> bool {
        let Some(term) = self.terms.get(p) else { return false };
        if self.weekday(p, true).is_none()
            || matches!(term.kind, TermKind::Word { def: true })
        {
            return false;
        }
        let at = self.skip_marks(p + 1, &[',', '\u{60C}', '-', '.'], 1);
        let of = at + usize::from(self.join(at, Join::Of));
        self.day_month(at).is_some()
            || self.month_day(at).is_some()
            || self.numeric(at).is_some()
            || self.unit_shift(of).is_some_and(|(unit, ..)| unit == Unit::Week)
    }

    /// The weekday before the anchor (the anchor's day included), or after it where a
    /// word of the future stands near.
    pub(super) fn nearest_weekday(
        &self,
        i: usize,
        number: i8,
        which: Option<Which>,
    ) -> Option<Date> {
        let anchor = self.anchor?;
        let weekday = weekday_of(number);
        let same = anchor.weekday() == weekday;
        match which {
            Some(Which::Elsewhere(_)) => None,
            Some(Which::Shift(n)) if n != 0 => anchor.nth_weekday(n, weekday).ok(),
            _ if self.style == Style::Plan => anchor.nth_weekday(1, weekday).ok(),
            _ if same => Some(anchor),
            _ if self.future_before(i) => anchor.nth_weekday(1, weekday).ok(),
            _ => anchor.nth_weekday(-1, weekday).ok(),
        }
    }

    /// The day of the same name on the other side of the anchor than `when`.
    pub(super) fn other_weekday(
        &self,
        i: usize,
        number: i8,
        when: Option<Date>,
    ) -> Option<When> {
        if self.future_before(i) {
            return None;
        }
        let (anchor, when) = (self.anchor?, when?);
        let side = match when.cmp(&anchor) {
            std::cmp::Ordering::Less => 1,
            std::cmp::Ordering::Greater => -1,
            std::cmp::Ordering::Equal => return None,
        };
        anchor.nth_weekday(side, weekday_of(number)).ok().map(When::day)
    }

    /// What is said of several weekdays after the last of them.
    pub(super) fn relative_after_others(&self, p: usize) -> Option<Which> {
        /// Days of the week.
        const MOST: usize = 7;
        let mut at = p;
        for _ in 0..MOST {
            let Some(next) = self.and(at) else { break };
            let next = next + usize::from(self.is_unit(next, Unit::Day));
            self.weekday(next, false)?;
            at = next + 1;
        }
        self.relative(at).filter(|_| at > p)
    }

    /// True where one of the few words before `i` speaks of the future.
    pub(super) fn future_before(&self, i: usize) -> bool {
        /// Words that a verb and its day are apart, at most.
        const REACH: usize = 8;
        (i.saturating_sub(REACH)..i)
            .rev()
            .take_while(|&p| !matches!(self.mark(p), Some('.' | '\n')))
            .any(|p| self.has(p, Sense::Future))
    }

    pub(super) fn week_start(&self, shift: i32) -> Option<Date> {
        let anchor = self.anchor?;
        let back = i32::from(anchor.weekday().to_monday_zero_offset());
        anchor.checked_add((shift * 7 - back).days()).ok()
    }

    pub(super) fn month_start(&self, shift: i32) -> Option<Date> {
        self.anchor?.first_of_month().checked_add(shift.months()).ok()
    }

    /// Fills in the civil value of a month or day, by the anchor where the year is
    /// missing. `which` is -1 for the last one, 1 for the next one, 0 for this one.
    pub(super) fn resolve(
        &self,
        piece: &mut Piece,
        year: Option<i32>,
        month: i8,
        day: Option<i8>,
        which: Option<i32>,
    ) {
        /// Days within which a day without its year is the one meant.
        const NEAR_DAYS: i32 = 120;
        let calendar = piece.calendar;
        let mut other = None;
        let date = match year {
            Some(year) if calendar != Calendar::Gregorian && year >= CIVIL_FROM => {
                convert::in_civil_year(calendar, year, month, day.unwrap_or(1))
            }
            Some(year) => convert::civil(calendar, year, month, day.unwrap_or(1)),
            None => {
                piece.step =
                    Some(if which.is_some() { "relative" } else { "year-by-anchor" });
                self.anchor.and_then(|anchor| {
                    let (now, this_month) = convert::year_month(calendar, anchor)?;
                    let mut candidates: Vec<_> = (now - 1..=now + 1)
                        .filter_map(|year| {
                            let date =
                                convert::civil(calendar, year, month, day.unwrap_or(1))?;
                            let distance = match day {
                                Some(_) => days_between(anchor, date),
                                None => {
                                    ((year - now) * 12 + i32::from(month - this_month))
                                        * 30
                                }
                            };
                            Some((distance, date))
                        })
                        .filter(|&(distance, _)| match which {
                            Some(..=-1) => distance < 0,
                            Some(1..) => distance > 0,
                            // What is planned may lie in the month we are in.
                            None if self.style == Style::Plan => distance > -31,
                            _ => true,
                        })
                        .collect();
                    candidates
                        .sort_by_key(|&(distance, _)| (distance.abs(), distance > 0));
                    let (distance, date) = *candidates.first()?;
                    if which.is_none() && distance.abs() > NEAR_DAYS {
                        other = candidates
                            .iter()
                            .find(|(d, _)| d.signum() != distance.signum())
                            .map(|&(_, date)| date);
                    }
                    Some(date)
                })
            }
        };
        let precision = if day.is_some() { Precision::Day } else { Precision::Month };
        piece.precision = precision;
        piece.when = date.map(|date| When { date, precision, clock: None });
        piece.other = other.map(|date| When { date, precision, clock: None });
        // Months of other calendars lie across two of ours.
        if let (None, Some(date)) = (day, date)
            && calendar != Calendar::Gregorian
        {
            piece.end = convert::year_month(calendar, date)
                .and_then(|(year, month)| convert::month_end(calendar, year, month))
                .map(|date| When { date, precision, clock: None });
        }
    }
}
