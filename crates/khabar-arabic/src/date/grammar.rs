mod amount;
mod anchor;
mod calendar_date;
mod century;
mod clock_time;
mod dated;
mod digits;
mod range;
mod unit;

use jiff::civil::{Date, Weekday};
use khabar_doc::{Calendar, DateModifier, Precision, Span, Why};

use super::{
    DateKind, DateMention, Style,
    lexicon::{DayPart, Edge, Join, NamedBy, Sense, Strength, Unit, Which},
    number::Numeral,
    term::{Term, TermKind},
};

/// The productions over the terms of one text. Each reads from a term onwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grammar<'t, 'l> {
    pub(super) terms: &'t [Term<'l>],
    pub(super) anchor: Option<Date>,
    pub(super) style: Style,
}

/// What one production read.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) from: usize,
    pub(super) next: usize,
    pub(super) kind: DateKind,
    when: Option<When>,
    end: Option<When>,
    /// A value that is no date.
    text: Option<String>,
    precision: Precision,
    calendar: Calendar,
    disagrees: bool,
    /// The other reading of the same words.
    other: Option<When>,
    modifier: Option<DateModifier>,
    /// True where the calendar's year was written.
    full: bool,
    rule: &'static str,
    step: Option<&'static str>,
}

/// A time as precisely as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    date: Date,
    precision: Precision,
    clock: Option<Clock>,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    hour: i8,
    minute: i8,
    /// Minutes from UTC.
    offset: Option<i32>,
}

impl When {
    fn day(date: Date) -> When {
        When { date, precision: Precision::Day, clock: None }
    }

    fn iso(self) -> String {
        let (year, month, day) = (self.date.year(), self.date.month(), self.date.day());
        match (self.precision, self.clock) {
            (Precision::Year, _) => format!("{year:04}"),
            (Precision::Month, _) => format!("{year:04}-{month:02}"),
            (Precision::Minute, Some(clock)) => {
                format!("{year:04}-{month:02}-{day:02}T{}", clock.iso())
            }
            _ => format!("{year:04}-{month:02}-{day:02}"),
        }
    }
}

impl Clock {
    fn iso(self) -> String {
        let mut text = format!("{:02}:{:02}", self.hour, self.minute);
        if let Some(offset) = self.offset {
            let sign = if offset < 0 { '-' } else { '+' };
            let minutes = offset.abs();
            text.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
        }
        text
    }

    fn in_part(mut self, part: DayPart) -> Clock {
        let pm = match part {
            DayPart::Am => false,
            DayPart::Noon => self.hour <= 4,
            DayPart::Pm => true,
            DayPart::Night => self.hour >= 6 && self.hour < 12,
            DayPart::Midnight => false,
        };
        if pm && self.hour < 12 {
            self.hour += 12;
        }
        let wraps = matches!(part, DayPart::Am | DayPart::Night | DayPart::Midnight);
        if wraps && self.hour == 12 {
            self.hour = 0;
        }
        self
    }
}

/// Marks between the parts of one date.
const SEPARATORS: &[char] = &[
    ',', '\u{60C}', '.', '-', '/', '|', '\u{2013}', '\u{2014}', '(', '[', ':',
    '\u{2022}', '\u{B7}',
];

impl Grammar<'_, '_> {
    /// The longest expression that begins at `i`.
    pub(super) fn expression(&self, i: usize) -> Option<Piece> {
        let term = self.terms.get(i)?;
        let may_begin =
            matches!(term.kind, TermKind::Number { .. }) || !term.senses.is_empty();
        if !may_begin || self.not_time(i) {
            return None;
        }
        let mut best: Option<Piece> = None;
        for piece in [
            self.range(i),
            self.dated(i),
            self.weekday_of_month(i),
            self.clock_then_date(i),
            self.ago(i),
            self.now(i),
            self.duration(i),
            self.time_of_day(i),
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

    /// The mention that `piece` makes.
    pub(super) fn mention(&self, piece: &Piece) -> DateMention {
        let last = piece.next.max(piece.from + 1) - 1;
        let span = Span::new(
            self.terms[piece.from].span.start(),
            self.terms[last].span.end().max(self.terms[piece.from].span.start()),
        );
        let mut why = Why::rule(piece.rule);
        if let Some(step) = piece.step {
            why = why.and(step);
        }
        DateMention {
            span,
            kind: piece.kind,
            value: piece.text.clone().or_else(|| piece.when.map(When::iso)),
            end: piece.end.map(When::iso),
            precision: piece.when.map_or(piece.precision, |when| when.precision),
            calendar: piece.calendar,
            modifier: self.modifier(piece),
            alternative: piece.other.map(When::iso),
            weekday_disagrees: piece.disagrees,
            why,
        }
    }

    /// The part of it that is meant, or that it is meant roughly.
    fn modifier(&self, piece: &Piece) -> Option<DateModifier> {
        let about = |p: usize| self.join(p, Join::About);
        piece.modifier.or_else(|| {
            let rough = piece.from > 0 && about(piece.from - 1)
                || piece.from > 1
                    && self.join(piece.from - 1, Join::Of)
                    && about(piece.from - 2)
                || piece.kind != DateKind::Range && (piece.from..piece.next).any(about);
            rough.then_some(DateModifier::About)
        })
    }

    /// True where `piece` is part of a name and no time: `the 6 October Bridge`.
    pub(super) fn is_part_of_name(&self, piece: &Piece) -> bool {
        let first = self.terms[piece.from];
        if piece.from == 0 || first.conjunction || first.preposition.is_some() {
            return false;
        }
        let undated = piece.kind == DateKind::Absolute
            && !piece.full
            && piece.step == Some("year-by-anchor");
        self.sense(piece.from - 1, |sense| match sense {
            Sense::Named(NamedBy::Day) => Some(undated),
            Sense::Named(NamedBy::Weekday) => Some(undated || piece.rule == "weekday"),
            _ => None,
        })
        .unwrap_or(false)
    }

    /// True for what may stand around the date on a line of its own.
    pub(super) fn is_filler(&self, p: usize) -> bool {
        let Some(term) = self.terms.get(p) else { return false };
        match term.kind {
            TermKind::Mark(_) => true,
            TermKind::Number { .. } => false,
            // A city is a zone only after the word for it.
            TermKind::Word { .. } if p > 0 && self.has(p - 1, Sense::ZoneHead) => true,
            TermKind::Word { .. } => term.senses.iter().any(|sense| {
                matches!(
                    sense,
                    Sense::Label
                        | Sense::Clock
                        | Sense::Era(_)
                        | Sense::Zone(Some(0))
                        | Sense::ZoneHead
                        | Sense::Part { .. }
                        | Sense::Weekday { .. }
                        | Sense::Join(
                            Join::Corresponding
                                | Join::In
                                | Join::At
                                | Join::And
                                | Join::Of
                        )
                        | Sense::Unit { unit: Unit::Day | Unit::Hour, count: 1, .. }
                )
            }),
        }
    }

    pub(super) fn sense<T>(
        &self,
        p: usize,
        pick: impl Fn(Sense) -> Option<T>,
    ) -> Option<T> {
        self.terms.get(p)?.senses.iter().find_map(|&sense| pick(sense))
    }

    pub(super) fn has(&self, p: usize, sense: Sense) -> bool {
        self.terms.get(p).is_some_and(|term| term.senses.contains(&sense))
    }

    pub(super) fn glued(&self, p: usize) -> bool {
        self.terms.get(p).is_some_and(|term| term.glued)
    }

    fn join(&self, p: usize, join: Join) -> bool {
        self.has(p, Sense::Join(join))
    }

    fn not_time(&self, p: usize) -> bool {
        self.sense(p, |s| matches!(s, Sense::NotTime(_)).then_some(())).is_some()
    }

    fn mark(&self, p: usize) -> Option<char> {
        match self.terms.get(p)?.kind {
            TermKind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    fn skip_marks(&self, p: usize, marks: &[char], most: usize) -> usize {
        let mut at = p;
        while at < p + most && self.mark(at).is_some_and(|mark| marks.contains(&mark)) {
            at += 1;
        }
        at
    }

    fn unit(&self, p: usize) -> Option<(Unit, u8, bool)> {
        self.sense(p, |sense| match sense {
            Sense::Unit { unit, count, def } => Some((unit, count, def)),
            _ => None,
        })
    }

    fn is_unit(&self, p: usize, unit: Unit) -> bool {
        self.unit(p).is_some_and(|(u, count, _)| u == unit && count == 1)
    }

    fn relative(&self, p: usize) -> Option<Which> {
        self.sense(p, |sense| match sense {
            // A message counts all from the day it is written.
            Sense::Relative(Which::Elsewhere(shift)) if self.style == Style::Plan => {
                Some(Which::Shift(shift))
            }
            Sense::Relative(which) => Some(which),
            _ => None,
        })
    }

    fn part(&self, p: usize) -> Option<DayPart> {
        self.sense(p, |sense| match sense {
            Sense::Part { part, .. } => Some(part),
            _ => None,
        })
    }

    fn edge(&self, p: usize) -> Option<Edge> {
        self.sense(p, |sense| match sense {
            Sense::Edge(edge) => Some(edge),
            _ => None,
        })
    }

    fn era(&self, p: usize) -> Option<Calendar> {
        self.sense(p, |sense| match sense {
            Sense::Era(calendar) => Some(calendar),
            _ => None,
        })
    }

    /// True where the word before `p` shows that a time follows.
    fn after_preposition(&self, p: usize) -> bool {
        if self.terms[p].preposition.is_some() {
            return true;
        }
        p > 0
            && self
                .sense(p - 1, |sense| {
                    matches!(
                        sense,
                        Sense::Join(
                            Join::In
                                | Join::Since
                                | Join::To
                                | Join::During
                                | Join::Before
                                | Join::After
                                | Join::Between
                                | Join::Of
                        ) | Sense::Edge(_)
                    )
                    .then_some(())
                })
                .is_some()
    }

    /// True after the prepositions that no verb follows: في مارس is no practising.
    fn after_in_or_since(&self, p: usize) -> bool {
        p > 0 && (self.join(p - 1, Join::In) || self.join(p - 1, Join::Since))
    }

    /// A month's name, alone or with its other name: calendar, number, strength, the
    /// term after. The word for month may stand before it.
    fn month(&self, p: usize) -> Option<(Calendar, i8, Strength, usize)> {
        let labelled = self.is_unit(p, Unit::Month);
        let at = p + usize::from(labelled);
        let month = |at: usize| {
            self.sense(at, |sense| match sense {
                Sense::Month { calendar, number, strength } => {
                    Some((calendar, number, strength))
                }
                _ => None,
            })
        };
        let Some((calendar, number, strength)) = month(at) else {
            // The month by its number: شهر 3.
            let n =
                self.numeral(at).filter(|n| labelled && (1..=12).contains(&n.value))?;
            let (_, _, def) = self.unit(p)?;
            let year = self.is_unit(n.next, Unit::Year)
                && self.numeral(n.next + 1).is_some_and(|n| n.value > 999);
            let stands_alone =
                (self.unit(n.next).is_none() || year) && (!def || n.ordinal);
            return stands_alone.then_some((
                Calendar::Gregorian,
                small(n.value)?,
                Strength::Strong,
                n.next,
            ));
        };
        let strength = if labelled { Strength::Strong } else { strength };
        let mut next = at + 1;
        let mut strength = strength;
        // The other name: after a stroke, in brackets, or just after.
        let mark = self.mark(next);
        let second = match mark {
            Some('/' | '-' | '(' | '\u{2013}' | '|' | '\\') => next + 1,
            None => next,
            _ => usize::MAX,
        };
        if second != usize::MAX {
            let second = second + usize::from(self.is_unit(second, Unit::Month));
            if month(second).is_some_and(|(c, n, _)| c == calendar && n == number) {
                strength = Strength::Strong;
                next = second + 1;
                if mark == Some('(') && self.mark(next) == Some(')') {
                    next += 1;
                }
            }
        }
        Some((calendar, number, strength, next))
    }

    /// A year, with its era where written. A small number is no year unless the word
    /// for year stands before it or an era after it.
    fn year(
        &self,
        p: usize,
        marks: &[char],
    ) -> Option<(i32, Option<Calendar>, usize, bool)> {
        let mut at = self.skip_marks(p, marks, 2);
        if self.join(at, Join::Of) || self.join(at, Join::In) {
            at += 1;
        }
        let named = self.is_unit(at, Unit::Year);
        if named {
            at += 1;
        }
        let n = self.numeral(at)?;
        if n.ordinal || n.def {
            return None;
        }
        // No year: the hour of 09:22, a part of 3.5 or 14/7.
        if n.digits > 0
            && self.glued(n.next)
            && self.mark(n.next).is_some_and(|m| matches!(m, ':' | '%' | '/'))
            && !self.is_year_after(n)
        {
            return None;
        }
        let mut next = n.next;
        let mut era = None;
        let at_era = next
            + usize::from(self.mark(next) == Some('(') && self.era(next + 1).is_some());
        if let Some(calendar) = self.era(at_era) {
            next = at_era + 1;
            if at_era > n.next && self.mark(next) == Some(')') {
                next += 1;
            }
            era = Some(calendar);
        }
        if self.join(next, Join::BeforeEra) {
            return None;
        }
        let plausible = match n.digits {
            4 => (1000..=2200).contains(&n.value),
            0 => (1000..=2200).contains(&n.value),
            _ => false,
        };
        let year = i32::try_from(n.value).ok()?;
        (plausible || (era.is_some() && n.value > 0 && n.value < 3000))
            .then_some((year, era, next, named))
    }

    /// True before a stroke and the year after: 2023/2024.
    fn is_year_after(&self, n: Numeral) -> bool {
        n.digits == 4
            && self.terms.get(n.next + 1).is_some_and(|term| {
                matches!(
                    term.kind,
                    TermKind::Number { value, digits: 4, .. } if value == n.value + 1
                )
            })
    }

    fn day_word(&self, p: usize) -> Option<i32> {
        self.sense(p, |sense| match sense {
            Sense::Day(offset) => Some(offset),
            _ => None,
        })
    }

    /// True where the word for today is the noun: that day, the third day.
    fn day_is_noun(&self, p: usize) -> bool {
        let that = p > 0 && (self.join(p - 1, Join::That));
        let counted = self.is_unit(p, Unit::Day)
            && (self.number_words(p + 1).is_some_and(|n| n.ordinal && n.def)
                || self.relative(p + 1).is_some());
        that || counted
    }
}

impl Piece {
    fn new(from: usize, next: usize, kind: DateKind, rule: &'static str) -> Piece {
        Piece {
            from,
            next,
            kind,
            when: None,
            end: None,
            text: None,
            precision: Precision::Day,
            calendar: Calendar::Gregorian,
            disagrees: false,
            other: None,
            modifier: None,
            full: false,
            rule,
            step: None,
        }
    }

    fn precision_of(&self) -> Precision {
        self.when.map_or(self.precision, |when| when.precision)
    }

    fn precision_at_least_day(&self) -> bool {
        self.precision_of() >= Precision::Day
    }
}

impl Edge {
    fn modifier(self) -> DateModifier {
        match self {
            Edge::Start => DateModifier::Start,
            Edge::Middle => DateModifier::Middle,
            Edge::End => DateModifier::End,
        }
    }
}

fn small(value: u32) -> Option<i8> {
    i8::try_from(value).ok()
}

/// Years from here on are civil ones, also beside a month of another calendar.
const CIVIL_FROM: i32 = 1900;

/// True where a year of this size goes with months of `calendar`.
fn year_fits(calendar: Calendar, year: i32, era: Option<Calendar>) -> bool {
    match (calendar, era) {
        (_, Some(era)) => era == calendar,
        (Calendar::Gregorian, None) => year >= 1000,
        (_, None) => (1..=1600).contains(&year) || year >= CIVIL_FROM,
    }
}

fn weekday_of(number: i8) -> Weekday {
    Weekday::from_monday_one_offset(number).unwrap_or(Weekday::Monday)
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn precision_of(unit: Unit) -> Precision {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Precision::Minute,
        Unit::Day | Unit::Week => Precision::Day,
        Unit::Month => Precision::Month,
        Unit::Year | Unit::Decade | Unit::Century => Precision::Year,
    }
}
