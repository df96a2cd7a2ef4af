use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};
use khabar_doc::{Calendar, Precision, Span, Why};

use super::{
    DateKind, DateMention, convert,
    lexicon::{DayPart, Edge, Join, Sense, Strength, Unit, Which},
    number::Numeral,
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

/// Units and how many of each.
type Amounts = Vec<(Unit, u32)>;

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

    // ---- looking at terms

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

    // ---- pieces of a date

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

    // ---- dates

    /// Weekday, word of the day, date and time of day, as many as there are.
    fn dated(&self, i: usize) -> Option<Piece> {
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
                        >= Precision::Day);
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
                piece
            }
            None => return None,
        };
        if let (Some((number, _)), Some(when)) = (weekday, piece.when)
            && when.precision >= Precision::Day
            && week_shift.is_none()
        {
            piece.disagrees = when.date.weekday() != weekday_of(number);
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
    fn settle_weekday(&self, piece: &mut Piece, p: usize, weekday: i8) {
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
            piece.disagrees = false;
        }
    }

    /// Takes the bracket that closes one opened inside the piece.
    fn close_bracket(&self, piece: &mut Piece) {
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
    fn second_calendar(&self, piece: &mut Piece, weekday: Option<i8>) {
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
    fn add_clock(&self, piece: &mut Piece, before: Option<DayPart>) {
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
        if let Some(when) = &mut piece.when {
            when.clock = Some(clock);
            when.precision = Precision::Minute;
        }
        piece.precision = Precision::Minute;
    }

    fn clock_then_date(&self, i: usize) -> Option<Piece> {
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
        if let Some(when) = &mut piece.when {
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

    /// A date without weekday and time. `context` says that a word of time stands
    /// before it.
    fn core(&self, p: usize, context: bool) -> Option<Piece> {
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
    fn numeric(&self, p: usize) -> Option<Piece> {
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
    fn letter_between(&self, p: usize) -> bool {
        self.terms.get(p).is_some_and(|term| {
            term.glued
                && term.span.len() == 1
                && matches!(term.kind, TermKind::Word { .. })
        }) && self.glued(p + 1)
    }

    /// The fourth of a month, with or without its year.
    fn day_month(&self, p: usize) -> Option<Piece> {
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
    fn month_day(&self, p: usize) -> Option<Piece> {
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
    fn month_of_year(&self, p: usize) -> Option<Piece> {
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
    fn year_alone(&self, p: usize) -> Option<Piece> {
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
    fn civil_year_beside(
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
    fn day_and_month_in_digits(&self, p: usize, context: bool) -> Option<Piece> {
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
    fn day_of_this_month(&self, p: usize) -> Option<Piece> {
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
    fn weekday_of_month(&self, p: usize) -> Option<Piece> {
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
    fn day_alone(&self, p: usize) -> Option<Piece> {
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
    fn weekday_and_day(&self, i: usize, at: usize, weekday: i8) -> Option<Piece> {
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
    fn unit_relative(&self, p: usize) -> Option<Piece> {
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
    fn unit_shift(&self, p: usize) -> Option<(Unit, i32, usize)> {
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

    fn shift_after(&self, p: usize) -> Option<(i32, usize)> {
        match self.relative(p)? {
            Which::Shift(shift) => Some((shift, p + 1)),
            Which::Elsewhere => None,
        }
    }

    // ---- from and to

    fn range(&self, i: usize) -> Option<Piece> {
        let opened = self.join(i, Join::Of) || self.join(i, Join::Between);
        let at = i + usize::from(opened);
        self.range_of_days(i, at, opened)
            .or_else(|| self.range_of_years(i, at))
            .or_else(|| self.range_of_dates(i, at, opened))
    }

    /// Where the second end begins, after a dash, `to` or `and`.
    fn second_end(&self, p: usize, between: bool) -> Option<usize> {
        if self.join(p, Join::To)
            || self.mark(p).is_some_and(|m| matches!(m, '-' | '\u{2013}' | '\u{2014}'))
        {
            return Some(p + 1);
        }
        self.and(p).filter(|_| between)
    }

    /// Two days of one month.
    fn range_of_days(&self, i: usize, at: usize, opened: bool) -> Option<Piece> {
        let first = self.numeral(at)?;
        if !(1..=31).contains(&first.value) || first.digits > 2 {
            return None;
        }
        let second = self.second_end(first.next, true)?;
        if self.mark(second - 1).is_some()
            && !opened
            && self.mark(second + 1) == self.mark(second - 1)
        {
            return None;
        }
        let last = self.day_month(second)?;
        let end = last.when?;
        let date = end.date.with().day(small(first.value)?).build().ok()?;
        if last.calendar != Calendar::Gregorian || date >= end.date {
            return None;
        }
        let mut piece = Piece::new(i, last.next, DateKind::Range, "days-of-month");
        piece.when = Some(When::day(date));
        piece.end = Some(end);
        Some(piece)
    }

    /// Two years.
    fn range_of_years(&self, i: usize, at: usize) -> Option<Piece> {
        let (unit, _, _) = self.unit(at)?;
        if unit != Unit::Year {
            return None;
        }
        let (first, era, next, _) =
            self.year(at, &[]).or_else(|| self.year(at + 1, &['(']))?;
        let dual = self.unit(at).is_some_and(|(_, count, _)| count >= 2) || at > i;
        let second = self.second_end(next, dual)?;
        let (last, last_era, next, _) = self.year(second, &[])?;
        if era.or(last_era).is_some_and(|c| c != Calendar::Gregorian) || first >= last {
            return None;
        }
        let year = |y: i32| {
            Some(When {
                date: convert::civil(Calendar::Gregorian, y, 1, 1)?,
                precision: Precision::Year,
                clock: None,
            })
        };
        let mut piece = Piece::new(i, next, DateKind::Range, "years");
        piece.when = Some(year(first)?);
        piece.end = Some(year(last)?);
        self.close_bracket(&mut piece);
        Some(piece)
    }

    /// Two dates.
    fn range_of_dates(&self, i: usize, at: usize, opened: bool) -> Option<Piece> {
        if !opened {
            return None;
        }
        let first = self.dated(at)?;
        let second = self.second_end(first.next, self.join(i, Join::Between))?;
        let last = self.dated(second)?;
        let (from, to) = (first.when?, last.when?);
        if from.date > to.date {
            return None;
        }
        let mut piece = Piece::new(i, last.next, DateKind::Range, "dates");
        piece.when = Some(from);
        piece.end = Some(last.end.unwrap_or(to));
        piece.calendar = last.calendar;
        Some(piece)
    }

    // ---- lengths

    /// An amount of time: its units, the term after, and whether a number is known.
    fn amount(&self, p: usize) -> Option<(Amounts, usize, bool)> {
        let mut amounts = Vec::new();
        let mut next = p;
        let mut known = true;
        loop {
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
        }
        (!amounts.is_empty()).then_some((amounts, next, known))
    }

    fn one_amount(&self, p: usize) -> Option<(Unit, Option<u32>, usize)> {
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
    fn ago(&self, i: usize) -> Option<Piece> {
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

    fn now(&self, i: usize) -> Option<Piece> {
        self.join(i, Join::Now).then_some(())?;
        let mut piece = Piece::new(i, i + 1, DateKind::Relative, "now");
        piece.when = self.anchor.map(When::day);
        Some(piece)
    }

    fn duration(&self, i: usize) -> Option<Piece> {
        if let Some(piece) = self.recent(i) {
            return Some(piece);
        }
        let during = self.join(i, Join::During);
        let at = i + usize::from(during);
        let (amounts, next, known) = self.amount(at)?;
        if !known {
            return None;
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

    /// The past days, the next three months.
    fn recent(&self, i: usize) -> Option<Piece> {
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

    // ---- times of day

    fn time_of_day(&self, i: usize) -> Option<Piece> {
        let (clock, next, _) = self.clock(i)?;
        let mut piece = Piece::new(i, next, DateKind::TimeOfDay, "time-of-day");
        piece.precision = Precision::Minute;
        piece.text = Some(clock.iso());
        Some(piece)
    }

    /// A clock time: the time, the term after, and whether its half of the day is said.
    fn clock(&self, i: usize) -> Option<(Clock, usize, bool)> {
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
    fn qualifies(&self, p: usize) -> bool {
        p > 0
            && matches!(self.terms[p - 1].kind, TermKind::Word { def: true })
            && !self.terms[p].conjunction
            && self.terms[p].preposition.is_none()
    }

    /// The number of an hour; minutes may follow it with `and`.
    fn hour(&self, p: usize) -> Option<Numeral> {
        let whole = self.numeral(p)?;
        if whole.digits > 0 || whole.value <= 19 {
            return Some(whole);
        }
        self.number_before_and(p)
    }

    fn fraction(&self, p: usize) -> Option<u32> {
        self.sense(p, |sense| match sense {
            Sense::Fraction(minutes) => u32::try_from(minutes).ok(),
            _ => None,
        })
    }

    /// A time zone: its offset in minutes where fixed, and the term after.
    fn zone(&self, p: usize) -> Option<(Option<i32>, usize)> {
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
    fn bare_offset(&self, p: usize) -> Option<(i32, usize)> {
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

    // ---- words that are times only in context

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

    // ---- reckoning

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

/// The century of a year of two digits: news is of our time.
fn two_digit_year(value: u32) -> u32 {
    if value < 70 { 2000 + value } else { 1900 + value }
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
