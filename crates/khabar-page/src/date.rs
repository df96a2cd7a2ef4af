//! Dates in the lines of a page: the one place that knows how dates are read.

use khabar_arabic::{
    Sources,
    date::{self, DateKind, DateLexicon, DateMention},
    table::LexiconError,
};
use khabar_doc::{Calendar, Precision, Span};

/// What is known about dates.
#[derive(Debug)]
pub(crate) struct Dates {
    lexicon: DateLexicon,
}

/// A date in a line.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its words.
    pub(crate) span: Span,
    /// ISO 8601.
    pub(crate) value: String,
    pub(crate) precision: Precision,
    pub(crate) calendar: Calendar,
}

impl Dates {
    /// Reads the calendar tables.
    pub(crate) fn parse(sources: &Sources) -> Result<Dates, LexiconError> {
        Ok(Dates { lexicon: DateLexicon::parse(sources)? })
    }

    /// The days that are stated in full in `line`, which begins at byte `at` of the
    /// page, and the spans of all days, those without a year too; both in order.
    pub(crate) fn find(&self, line: &str, at: u32) -> (Vec<Found>, Vec<Span>) {
        if !line.contains(char::is_numeric) {
            return (Vec::new(), Vec::new());
        }
        let mentions = date::find(line, &self.lexicon, None);
        let spans =
            mentions.iter().filter(|m| is_day(m)).map(|m| moved(m.span, at)).collect();
        (mentions.into_iter().filter_map(|mention| found(mention, at)).collect(), spans)
    }

    /// The day on a line that holds nothing but a date and what belongs to one.
    pub(crate) fn whole(&self, line: &str, at: u32) -> Option<Found> {
        found(date::parse_line(line, &self.lexicon, None)?, at)
    }
}

fn is_day(mention: &DateMention) -> bool {
    mention.kind == DateKind::Absolute
        && matches!(mention.precision, Precision::Day | Precision::Minute)
}

fn moved(span: Span, by: u32) -> Span {
    Span::new(span.start() + by, span.end() + by)
}

fn found(mention: DateMention, at: u32) -> Option<Found> {
    if !is_day(&mention) {
        return None;
    }
    Some(Found {
        span: moved(mention.span, at),
        value: mention.value?,
        precision: mention.precision,
        calendar: mention.calendar,
    })
}
