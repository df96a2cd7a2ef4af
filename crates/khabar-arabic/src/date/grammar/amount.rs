//! Lengths of time, and times so long ago.

use jiff::civil::Date;
use khabar_doc::Precision;

use super::{Grammar, Piece, When, precision_of};
use crate::date::{
    DateKind,
    lexicon::{Join, Unit},
    term::TermKind,
};
use crate::letters::LAM;

/// Units and how many of each.
type Amounts = Vec<(Unit, u32)>;

impl Grammar<'_, '_> {
    /// An amount of time: its units, the term after, and whether a number is known.
    pub(super) fn amount(&self, p: usize) -> Option<(Amounts, usize, bool)> {
        let mut amounts = Vec::new();
        let mut next = p;
        let mut known = true;
        // A year, months, weeks, days, hours, minutes, seconds.
        for _ in 0..7 {
            let mut at = next;
            if amounts.is_empty() {
                while self.join(at, Join::About) {
                    at += 1 + usize::from(self.join(at + 1, Join::Of));
                }
            } else {
                at = match self.and(at) {
                    Some(at) => at,
                    None => break,
                };
            }
            let Some((unit, n, after)) = self.one_amount(at) else { break };
            match n {
                Some(n) => amounts.push((unit, n)),
                None => {
                    known = false;
                    amounts.push((unit, 0));
                }
            }
            next = after;
            if let Some((part, after)) = self.part_more(unit, next) {
                amounts.push(part);
                next = after;
            }
        }
        (!amounts.is_empty()).then_some((amounts, next, known))
    }

    /// A half or quarter more of `unit`: `two hours and a half`.
    fn part_more(&self, unit: Unit, p: usize) -> Option<((Unit, u32), usize)> {
        let at = self.and(p)?;
        let part = match (unit, self.fraction(at)?) {
            (Unit::Hour, minutes) => (Unit::Minute, minutes),
            (Unit::Minute, minutes) => (Unit::Second, minutes),
            (Unit::Day, 30) => (Unit::Hour, 12),
            (Unit::Month, 30) => (Unit::Day, 15),
            (Unit::Year, minutes) => (Unit::Month, minutes / 5),
            (Unit::Decade, 30) => (Unit::Year, 5),
            (Unit::Century, 30) => (Unit::Year, 50),
            (Unit::Century, 15) => (Unit::Year, 25),
            _ => return None,
        };
        // ونصف الساعة names the unit once more.
        let again = self.unit(at + 1) == Some((unit, 1, true));
        Some((part, at + 1 + usize::from(again)))
    }

    pub(super) fn one_amount(&self, p: usize) -> Option<(Unit, Option<u32>, usize)> {
        if self.join(p, Join::Some) {
            let (unit, ..) = self.unit(p + 1)?;
            return Some((unit, None, p + 2));
        }
        if let Some(n) = self.numeral(p).filter(|n| !n.def && !n.ordinal)
            && let Some((unit, _, false)) = self.unit(n.next)
        {
            return Some((unit, Some(n.value), n.next + 1));
        }
        let (unit, count, def) = self.unit(p)?;
        // A year's or month's name, not its length: منذ عام 2012.
        let named = unit == Unit::Year && self.year(p, &[]).is_some()
            || unit == Unit::Month && self.month(p).is_some();
        if def || named || count > 3 {
            return None;
        }
        match count {
            3 => Some((unit, None, p + 1)),
            // سنة واحدة
            1 if self
                .numeral(p + 1)
                .is_some_and(|n| n.value == 1 && n.digits == 0 && !n.ordinal) =>
            {
                Some((unit, Some(1), p + 2))
            }
            count => Some((unit, Some(u32::from(count)), p + 1)),
        }
    }

    /// So long ago, or from now.
    pub(super) fn ago(&self, i: usize) -> Option<Piece> {
        let back = self.join(i, Join::Before) || self.join(i, Join::Since);
        let onward = self.join(i, Join::After);
        if !(back || onward) {
            return None;
        }
        let (amounts, mut next, known) = self.amount(i + 1)?;
        let from_now = self.join(next, Join::FromNow);
        if from_now {
            next += 1;
        }
        let mut piece = Piece::new(i, next, DateKind::Relative, "ago");
        let finest = amounts.iter().map(|&(unit, _)| precision_of(unit)).max();
        piece.precision = finest.unwrap_or(Precision::Day).min(Precision::Day);
        let of_other = !from_now && self.join(next, Join::Of);
        // عقد is also the noun of holding a meeting.
        let decade = amounts[..] == [(Unit::Decade, 1)];
        let goes_on = self
            .terms
            .get(next)
            .is_some_and(|t| matches!(t.kind, TermKind::Word { .. }) && !t.conjunction);
        if decade && goes_on && !of_other {
            return None;
        }
        if !known || of_other || onward && !from_now {
            return Some(piece);
        }
        let sign = if onward { 1 } else { -1 };
        piece.when = self
            .anchor
            .and_then(|a| shifted(a, &amounts, sign))
            .map(|date| When { date, precision: piece.precision, clock: None });
        Some(piece)
    }

    pub(super) fn now(&self, i: usize) -> Option<Piece> {
        self.join(i, Join::Now).then_some(())?;
        let mut piece = Piece::new(i, i + 1, DateKind::Relative, "now");
        piece.when = self.anchor.map(When::day);
        Some(piece)
    }

    pub(super) fn duration(&self, i: usize) -> Option<Piece> {
        if let Some(piece) = self.recent(i) {
            return Some(piece);
        }
        let during = self.join(i, Join::During);
        let at = i + usize::from(during);
        let (amounts, next, known) = self.amount(at)?;
        if !known {
            return self.uncounted(i, at, next, &amounts);
        }
        // A bare unit is a length only after a word that says so.
        let bare =
            at + 1 == next && self.unit(at).is_some_and(|(_, count, _)| count == 1);
        let named = self
            .terms
            .get(next)
            .is_some_and(|term| matches!(term.kind, TermKind::Word { def: true }));
        if bare
            && (!during
                || named
                || self.numeral(next).is_some()
                || self.month(at).is_some())
        {
            return None;
        }
        let mut piece = Piece::new(i, next, DateKind::Duration, "duration");
        piece.text = Some(iso_duration(&amounts));
        piece.precision = amounts
            .iter()
            .map(|&(unit, _)| precision_of(unit))
            .max()
            .unwrap_or(Precision::Day);
        Some(piece)
    }

    /// Months or years that nobody counted: `for decades`.
    fn uncounted(
        &self,
        i: usize,
        at: usize,
        next: usize,
        amounts: &[(Unit, u32)],
    ) -> Option<Piece> {
        // عقود is also the plural of contract: only before a pause or another word of
        // time.
        let ends = self.terms.get(next).is_none_or(|term| {
            !matches!(term.kind, TermKind::Word { .. })
                || !term.senses.is_empty()
                || term.conjunction
        });
        let said = at > i || self.join(at, Join::Some);
        let for_them = self.terms[i].preposition == Some(LAM);
        if !(said || for_them) || !(ends || amounts[0].0 != Unit::Decade) {
            return None;
        }
        let mut piece = Piece::new(i, next, DateKind::Duration, "duration");
        piece.precision = amounts
            .iter()
            .map(|&(unit, _)| precision_of(unit))
            .max()
            .unwrap_or(Precision::Day);
        Some(piece)
    }

    /// The past days, the next three months.
    pub(super) fn recent(&self, i: usize) -> Option<Piece> {
        let (unit, count, def) = self.unit(i)?;
        if !def || count == 1 {
            return None;
        }
        let mut next = i + 1;
        let mut n = (count == 2).then_some(2);
        if let Some(number) = self.numeral(next).filter(|n| n.def || n.digits > 0)
            && self.relative(number.next).is_some()
        {
            n = Some(number.value);
            next = number.next;
        }
        let (shift, next) = self.shift_after(next)?;
        let mut piece = Piece::new(i, next, DateKind::Relative, "recent");
        piece.precision = precision_of(unit).min(Precision::Day);
        if let (Some(anchor), Some(n)) = (self.anchor, n) {
            let precision = piece.precision;
            let when = |date| When { date, precision, clock: None };
            let other = shifted(anchor, &[(unit, n)], shift.signum()).map(when);
            if shift < 0 {
                piece.when = other;
                piece.end = Some(when(anchor));
            } else if shift > 0 {
                piece.when = Some(when(anchor));
                piece.end = other;
            }
        }
        Some(piece)
    }
}

/// `date` moved by `amounts`; hours are too fine for a day and leave it.
fn shifted(date: Date, amounts: &[(Unit, u32)], sign: i32) -> Option<Date> {
    let mut date = date;
    for &(unit, n) in amounts {
        let n = i32::try_from(n).ok()?.checked_mul(sign)?;
        let span = match unit {
            Unit::Second | Unit::Minute => continue,
            Unit::Hour if n.abs() < 24 => continue,
            Unit::Hour => jiff::Span::new().try_days(n / 24).ok()?,
            Unit::Day => jiff::Span::new().try_days(n).ok()?,
            Unit::Week => jiff::Span::new().try_weeks(n).ok()?,
            Unit::Month => jiff::Span::new().try_months(n).ok()?,
            Unit::Year => jiff::Span::new().try_years(n).ok()?,
            Unit::Decade => jiff::Span::new().try_years(n.checked_mul(10)?).ok()?,
            Unit::Century => jiff::Span::new().try_years(n.checked_mul(100)?).ok()?,
        };
        date = date.checked_add(span).ok()?;
    }
    Some(date)
}

fn iso_duration(amounts: &[(Unit, u32)]) -> String {
    let sum = |wanted: Unit, factor: u64| -> u64 {
        amounts
            .iter()
            .filter(|(unit, _)| *unit == wanted)
            .map(|&(_, n)| u64::from(n) * factor)
            .sum()
    };
    let mut text = String::from("P");
    let mut put = |n: u64, letter: char| {
        if n > 0 {
            text.push_str(&n.to_string());
            text.push(letter);
        }
    };
    put(sum(Unit::Year, 1) + sum(Unit::Decade, 10) + sum(Unit::Century, 100), 'Y');
    put(sum(Unit::Month, 1), 'M');
    put(sum(Unit::Week, 1), 'W');
    put(sum(Unit::Day, 1), 'D');
    let times = [(Unit::Hour, 'H'), (Unit::Minute, 'M'), (Unit::Second, 'S')];
    if times.iter().any(|&(unit, _)| sum(unit, 1) > 0) {
        text.push('T');
        for (unit, letter) in times {
            let n = sum(unit, 1);
            if n > 0 {
                text.push_str(&n.to_string());
                text.push(letter);
            }
        }
    }
    text
}
