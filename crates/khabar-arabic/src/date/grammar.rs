mod amount;
mod calendar_date;
mod clock_time;
mod dated;
mod range;

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};
use khabar_doc::{Calendar, Precision, Span, Why};

use super::{
    DateKind, DateMention, convert,
    lexicon::{DayPart, Edge, Join, Sense, Strength, Unit, Which},
    term::{Term, TermKind},
};

/// The productions over the terms of one text. Each reads from a term onwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grammar<'t, 'l> {
    pub(super) terms: &'t [Term<'l>],
    pub(super) anchor: Option<Date>,
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
            weekday_disagrees: piece.disagrees,
            why,
        }
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
            let stands_alone = self.unit(n.next).is_none() && (!def || n.ordinal);
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

    /// The weekday at `p`; without `context` only one with the article.
    fn weekday(&self, p: usize, context: bool) -> Option<i8> {
        self.sense(p, |sense| match sense {
            Sense::Weekday { number, def, arabic } => {
                (context || def && arabic).then_some(number)
            }
            _ => None,
        })
    }

    /// True where the word for Monday means `the two`: بين الاثنين.
    fn means_both(&self, p: usize) -> bool {
        p > 0
            && self.join(p - 1, Join::Between)
            && self.weekday(p, true) == Some(1)
            && self.second_end(p + 1, true).is_none_or(|at| {
                self.weekday(at, true).is_none() && !self.is_unit(at, Unit::Day)
            })
    }

    /// True where a weekday without the article, or in Latin letters, counts: a date
    /// follows.
    fn weekday_in_context(&self, p: usize) -> bool {
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
    fn nearest_weekday(
        &self,
        i: usize,
        number: i8,
        which: Option<Which>,
    ) -> Option<Date> {
        let anchor = self.anchor?;
        let weekday = weekday_of(number);
        let same = anchor.weekday() == weekday;
        match which {
            Some(Which::Elsewhere) => None,
            Some(Which::Shift(1..)) => anchor.nth_weekday(1, weekday).ok(),
            Some(Which::Shift(..=-1)) => anchor.nth_weekday(-1, weekday).ok(),
            _ if same => Some(anchor),
            _ if self.future_before(i) => anchor.nth_weekday(1, weekday).ok(),
            _ => anchor.nth_weekday(-1, weekday).ok(),
        }
    }

    /// What is said of several weekdays after the last of them.
    fn relative_after_others(&self, p: usize) -> Option<Which> {
        let mut at = p;
        while let Some(next) = self.and(at) {
            let next = next + usize::from(self.is_unit(next, Unit::Day));
            self.weekday(next, false)?;
            at = next + 1;
        }
        self.relative(at).filter(|_| at > p)
    }

    /// True where one of the few words before `i` speaks of the future.
    fn future_before(&self, i: usize) -> bool {
        /// Words that a verb and its day are apart, at most.
        const REACH: usize = 8;
        (i.saturating_sub(REACH)..i)
            .rev()
            .take_while(|&p| !matches!(self.mark(p), Some('.' | '\n')))
            .any(|p| self.has(p, Sense::Future))
    }

    fn week_start(&self, shift: i32) -> Option<Date> {
        let anchor = self.anchor?;
        let back = i32::from(anchor.weekday().to_monday_zero_offset());
        anchor.checked_add((shift * 7 - back).days()).ok()
    }

    fn month_start(&self, shift: i32) -> Option<Date> {
        self.anchor?.first_of_month().checked_add(shift.months()).ok()
    }

    /// Fills in the civil value of a month or day, by the anchor where the year is
    /// missing. `which` is -1 for the last one, 1 for the next one, 0 for this one.
    fn resolve(
        &self,
        piece: &mut Piece,
        year: Option<i32>,
        month: i8,
        day: Option<i8>,
        which: Option<i32>,
    ) {
        let calendar = piece.calendar;
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
                    let candidates = (now - 1..=now + 1).filter_map(|year| {
                        let date =
                            convert::civil(calendar, year, month, day.unwrap_or(1))?;
                        let distance = match day {
                            Some(_) => days_between(anchor, date),
                            None => {
                                ((year - now) * 12 + i32::from(month - this_month)) * 30
                            }
                        };
                        Some((distance, date))
                    });
                    let fits = |distance: i32| match which {
                        Some(..=-1) => distance < 0,
                        Some(1..) => distance > 0,
                        _ => true,
                    };
                    candidates
                        .filter(|&(distance, _)| fits(distance))
                        .min_by_key(|&(distance, _)| (distance.abs(), distance > 0))
                        .map(|(_, date)| date)
                })
            }
        };
        let precision = if day.is_some() { Precision::Day } else { Precision::Month };
        piece.precision = precision;
        piece.when = date.map(|date| When { date, precision, clock: None });
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
