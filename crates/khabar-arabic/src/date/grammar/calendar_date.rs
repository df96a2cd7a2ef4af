//! Dates by their place in a calendar or in the unit we are in, without weekday and time.

use jiff::civil::Date;
use khabar_doc::{Calendar, Precision};

use super::{Grammar, Piece, When, small, year_fits};
use crate::date::{
    DateKind, convert,
    lexicon::{Edge, Join, Strength, Unit},
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
            self.bare_day(p),
            self.day_counted(p),
            self.week_of_month(p),
            self.part_of_year(p),
            self.season(p),
            self.decade(p),
            self.century(p),
            self.vague(p),
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
        piece.modifier = self.edge(p).map(Edge::modifier);
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
            let TermKind::Number { value: value @ 1900..=2100, .. } = self.terms[at].kind
            else {
                return None;
            };
            // A round number may count what follows: في 2000 منزل.
            let told = (1950..=2050).contains(&value)
                && value % 100 != 0
                && self.mark(next) != Some('-')
                && (edged == 1 || self.after_in_or_since(at));
            let pause = match self.terms.get(next).map(|term| term.kind) {
                None => true,
                Some(TermKind::Mark(mark)) => {
                    matches!(mark, ',' | '\u{60C}' | '.' | ')' | '\n' | '\u{61B}' | ':')
                        && !(self.glued(next + 1) && self.glued(next))
                }
                _ => false,
            };
            let placed = pause && at > 0 && self.after_preposition(at) && edged == 0;
            if !(placed || told) {
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
        piece.modifier = self.edge(p).map(Edge::modifier);
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
}
