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
    /// page, in order.
    pub(crate) fn find(&self, line: &str, at: u32) -> Vec<Found> {
        if !line.contains(char::is_numeric) {
            return Vec::new();
        }
        date::find(line, &self.lexicon, None)
            .into_iter()
            .filter_map(|mention| found(mention, at))
            .collect()
    }

    /// The day on a line that holds nothing but a date and what belongs to one.
    pub(crate) fn whole(&self, line: &str, at: u32) -> Option<Found> {
        found(date::parse_line(line, &self.lexicon, None)?, at)
    }
}

fn found(mention: DateMention, at: u32) -> Option<Found> {
    let day = matches!(mention.precision, Precision::Day | Precision::Minute);
    if mention.kind != DateKind::Absolute || !day {
        return None;
    }
    Some(Found {
        span: Span::new(mention.span.start() + at, mention.span.end() + at),
        value: mention.value?,
        precision: mention.precision,
        calendar: mention.calendar,
    })
}
