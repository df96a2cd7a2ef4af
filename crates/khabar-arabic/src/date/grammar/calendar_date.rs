//! Dates by their place in a calendar or in the unit we are in, without weekday and time.

use jiff::{ToSpan as _, civil::Date};
use khabar_doc::{Calendar, Precision};

use super::{
    Grammar, Piece, When, days_between, precision_of, small, weekday_of, year_fits,
};
use crate::date::{
    DateKind, convert,
    lexicon::{Edge, Join, Strength, Unit, Which},
    term::TermKind,
};

impl Grammar<'_, '_> {
    /// A date without weekday and time. `context` says that a word of time stands
    /// before it.
    pub(super) fn core(&self, p: usize, context: bool) -> Option<Piece> {
        self.terms.get(p)?;
        let mut best: Option<Piece> = None;
        for piece in [
            self.numeric(p),
            self.day_month(p),
            self.month_day(p),
            self.month_of_year(p),
            self.year_alone(p),
            self.unit_relative(p),
            self.day_of_this_month(p),
            self.weekday_of_month(p),
            self.day_alone(p),
            self.day_and_month_in_digits(p, context),
        ]
        .into_iter()
        .flatten()
        {
            if best.as_ref().is_none_or(|b| piece.next > b.next) {
                best = Some(piece);
            }
        }
        best
    }

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

    /// The fourth of a month, with or without its year.
    pub(super) fn day_month(&self, p: usize) -> Option<Piece> {
        // اليوم الأول من شهر ...
        let from = p;
        let lead = self.is_unit(p, Unit::Day)
            && self.numeral(p + 1).is_some_and(|n| n.ordinal || n.digits > 0);
        let p = p + usize::from(lead);
        let day = self.numeral(p)?;
        if !(1..=31).contains(&day.value) || day.digits > 2 {
            return None;
        }
        let mut at =
            self.skip_marks(day.next, &['.', '-', '/', ',', '\u{60C}', '\u{2013}'], 1);
        if self.join(at, Join::Of) {
            at += 1;
        }
        let (calendar, month, strength, next) = self.month(at)?;
        let mut piece = Piece::new(from, next, DateKind::Absolute, "day-month");
        piece.calendar = calendar;
        let mut which = None;
        let mut year = None;
        if let Some((y, era, next, _)) =
            self.year(next, &['.', '-', '/', ',', '\u{60C}', '\u{2013}', '('])
        {
            if year_fits(calendar, y, era) {
                year = Some(y);
                piece.next = next;
                piece.full = true;
                piece.rule = "day-month-year";
            }
        } else if let Some((shift, next)) = self.shift_after(next) {
            which = Some(shift);
            piece.next = next;
        } else if let Some((Unit::Year, shift, next)) =
            self.unit_shift(next + usize::from(self.join(next, Join::Of)))
        {
            year = self
                .anchor
                .and_then(|a| convert::year_month(calendar, a))
                .map(|(y, _)| y + shift);
            piece.next = next;
        }
        if strength == Strength::Dated && year.is_none() {
            return None;
        }
        self.resolve(&mut piece, year, month, small(day.value), which);
        if year.is_some() && piece.when.is_none() {
            return None;
        }
        Some(piece)
    }

    /// The month first: `Dec 2, 2024`.
    pub(super) fn month_day(&self, p: usize) -> Option<Piece> {
        let (calendar, month, strength, next) = self.month(p)?;
        let at = self.skip_marks(next, &['.', '-', ','], 1);
        let day = self.numeral(at)?;
        if !(1..=31).contains(&day.value) || day.digits > 2 || strength == Strength::Dated
        {
            return None;
        }
        // The hour of a clock time is no day.
        if self.mark(day.next) == Some(':') && self.glued(day.next) {
            return None;
        }
        let mut piece = Piece::new(p, day.next, DateKind::Absolute, "month-day");
        piece.calendar = calendar;
        let mut year = None;
        if let Some((y, era, next, _)) =
            self.year(day.next, &[',', '\u{60C}', '.', '-', '/'])
            && year_fits(calendar, y, era)
        {
            year = Some(y);
            piece.next = next;
            piece.full = true;
            piece.rule = "month-day-year";
        }
        // Without a year it may be anything: مارس 15 لاعبا.
        let placed = strength == Strength::Strong && self.after_preposition(p);
        if year.is_none() && !placed && !(day.ordinal && day.digits > 0) {
            return None;
        }
        self.resolve(&mut piece, year, month, small(day.value), None);
        Some(piece)
    }

    /// A month of a year, or one that the context places.
    pub(super) fn month_of_year(&self, p: usize) -> Option<Piece> {
        let edged = self.edge(p).is_some() as usize;
        let (calendar, month, strength, next) = self.month(p + edged)?;
        if strength == Strength::Dated {
            return None;
        }
        let mut piece = Piece::new(p, next, DateKind::Absolute, "month");
        piece.calendar = calendar;
        piece.precision = Precision::Month;
        let mut which = None;
        let mut year = None;
        if let Some((y, era, after, _)) = self
            .year(next, &[',', '\u{60C}', '/', '-', '('])
            .filter(|&(y, era, ..)| year_fits(calendar, y, era))
        {
            let _ = era;
            year = Some(y);
            piece.next = after;
            piece.full = true;
            piece.rule = "month-year";
        } else if let Some((shift, after)) = self.shift_after(next) {
            which = Some(shift);
            piece.next = after;
            piece.rule = "month-relative";
        } else if let Some((Unit::Year, shift, after)) =
            self.unit_shift(next + usize::from(self.join(next, Join::Of)))
        {
            year = self
                .anchor
                .and_then(|a| convert::year_month(calendar, a))
                .map(|(y, _)| y + shift);
            piece.next = after;
            piece.rule = "month-relative";
        } else if !(edged == 1
            || self.is_unit(p + edged, Unit::Month)
            || strength == Strength::Strong && self.after_preposition(p)
            || calendar == Calendar::Gregorian && self.after_in_or_since(p))
        {
            return None;
        }
        self.resolve(&mut piece, year, month, None, which);
        self.close_bracket(&mut piece);
        Some(piece)
    }

    /// A year with the word for it, or with its era.
    pub(super) fn year_alone(&self, p: usize) -> Option<Piece> {
        let edged = self.edge(p).is_some() as usize;
        let at = p + edged;
        let (y, era, next, named) = self.year(at, &[])?;
        // Without a word or an era only after a preposition and before a pause.
        let bare = !named && era.is_none();
        if bare {
            let TermKind::Number { value: 1900..=2100, .. } = self.terms[at].kind else {
                return None;
            };
            let pause = match self.terms.get(next).map(|term| term.kind) {
                None => true,
                Some(TermKind::Mark(mark)) => {
                    matches!(mark, ',' | '\u{60C}' | '.' | ')' | '\n' | '\u{61B}' | ':')
                        && !(self.glued(next + 1) && self.glued(next))
                }
                _ => false,
            };
            if !(pause && at > 0 && self.after_preposition(at) && edged == 0) {
                return None;
            }
        }
        if !named && self.join(at, Join::Of) || self.join(at, Join::In) {
            return None;
        }
        let calendar = era.unwrap_or(if (1300..=1500).contains(&y) && named {
            Calendar::Hijri
        } else {
            Calendar::Gregorian
        });
        let mut piece = Piece::new(p, next, DateKind::Absolute, "year");
        piece.calendar = calendar;
        piece.precision = Precision::Year;
        piece.full = true;
        let first = convert::civil(calendar, y, 1, 1)?;
        piece.when = Some(When { date: first, precision: Precision::Year, clock: None });
        if calendar != Calendar::Gregorian {
            let last = convert::month_end(calendar, y, 12)?;
            if let Some((civil, next)) = self.civil_year_beside(next, first, last) {
                piece.next = next;
                piece.calendar = Calendar::Gregorian;
                piece.step = Some("two-calendars");
                piece.when =
                    Some(When { date: civil, precision: Precision::Year, clock: None });
                return Some(piece);
            }
            piece.end =
                Some(When { date: last, precision: Precision::Year, clock: None });
        }
        Some(piece)
    }

    /// The civil year after a year of another calendar that runs from `first` to
    /// `last`: `1233 هـ / 1818م`.
    pub(super) fn civil_year_beside(
        &self,
        p: usize,
        first: Date,
        last: Date,
    ) -> Option<(Date, usize)> {
        let mut at = self.skip_marks(p, &['/', '(', '-', '\u{60C}', ','], 1);
        if self.join(at, Join::Corresponding) {
            at += 1;
        }
        if at == p {
            return None;
        }
        let (y, era, mut next, _) = self.year(at, &[])?;
        let near = i32::from(first.year()) - 1..=i32::from(last.year()) + 1;
        if era.is_some_and(|era| era != Calendar::Gregorian) || !near.contains(&y) {
            return None;
        }
        if self.mark(p) == Some('(') && self.mark(next) == Some(')') {
            next += 1;
        }
        Some((convert::civil(Calendar::Gregorian, y, 1, 1)?, next))
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
        Some(piece)
    }

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
            .min_by_key(|date| anchor.map_or(0, |a| days_between(a, *date).abs()))
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
        let day = self.numeral(at)?;
        if !(1..=31).contains(&day.value)
            || day.digits > 2
            || day.digits == 0 && !(day.ordinal && day.value > 5)
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
                if self.relative(at + 1) == Some(Which::Elsewhere) {
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
        let mut piece = Piece::new(p, next, DateKind::Relative, "unit-relative");
        piece.precision = precision_of(unit);
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
            Unit::Hour | Unit::Decade | Unit::Century => (),
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
            Which::Elsewhere => None,
        }
    }

    pub(super) fn shift_after(&self, p: usize) -> Option<(i32, usize)> {
        match self.relative(p)? {
            Which::Shift(shift) => Some((shift, p + 1)),
            Which::Elsewhere => None,
        }
    }
}

/// The century of a year of two digits: news is of our time.
fn two_digit_year(value: u32) -> u32 {
    if value < 70 { 2000 + value } else { 1900 + value }
}
