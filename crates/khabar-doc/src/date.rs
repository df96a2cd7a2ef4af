use crate::{Calendar, Precision, Span, Spanned, Why, reading::named};

/// One expression of time in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Its words, clitics excluded.
    pub span: Span,
    /// How it names the time.
    pub kind: DateKind,
    /// ISO 8601 in the civil calendar: a date as precise as `precision`
    /// (`2024-12`, `2024-12-02T14:30+00:00`), `P3D` for a duration, `14:30` for a time
    /// of day. `None` where it cannot be known.
    pub value: Option<String>,
    /// The last day, month or year of what is longer than one of `precision`: a range, a
    /// week, a quarter, a decade, or a month or year of another calendar.
    pub end: Option<String>,
    /// How much is known.
    pub precision: Precision,
    /// The calendar that the value was read from.
    pub calendar: Calendar,
    /// Which part of the value is meant, or that it is not meant exactly.
    pub modifier: Option<DateModifier>,
    /// What else the same words may mean where they leave two readings open: the other
    /// order of day and month, or the day a week or a year on. `None` where they do not.
    pub alternative: Option<String>,
    /// True where the weekday named is not that of the date.
    pub weekday_disagrees: bool,
    /// The rule.
    pub why: Why,
}

impl Spanned for DateMention {
    fn span(&self) -> Span {
        self.span
    }
}

named!(
    /// How an expression names a time.
    DateKind {
        /// By its place in a calendar; a missing year is the one nearest the anchor.
        Absolute = "absolute",
        /// From the day of writing.
        Relative = "relative",
        /// How long.
        Duration = "duration",
        /// From one time to another.
        Range = "range",
        /// A time of an unnamed day.
        TimeOfDay = "time-of-day",
    }
);

named!(
    /// Which part of a time is meant.
    DateModifier {
        /// Its beginning: `at the start of the month`.
        Start = "start",
        /// Its middle.
        Middle = "middle",
        /// Its end.
        End = "end",
        /// Near it: `around 1990`.
        About = "about",
    }
);
