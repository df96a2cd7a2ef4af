//! Dates in the lines of a page: the one place that knows how dates are read.

use khabar_arabic::{Sources, table::LexiconError};
use khabar_doc::{Calendar, Precision, Span};
use rustc_hash::FxHashMap;

use crate::{phrase::words_key, tokens::Tokens};

/// What is known about dates.
#[derive(Debug)]
pub(crate) struct Dates {
    months: FxHashMap<String, u32>,
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
        let mut months = FxHashMap::default();
        if sources.text("calendar/months.tsv").is_some() {
            for row in sources.table("calendar/months.tsv")?.rows() {
                if row.get("calendar") != "gregorian" {
                    continue;
                }
                if let Ok(number) = row.get("number").parse() {
                    for form in row.all("forms") {
                        months.insert(words_key(form), number);
                    }
                }
            }
        }
        Ok(Dates { months })
    }

    /// The full dates in a line, in order.
    pub(crate) fn find(&self, tokens: &Tokens) -> Vec<Found> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < tokens.list().len() {
            match self.at(tokens, i) {
                Some((end, year, month, day)) => {
                    if let Some(span) = tokens.span(i..end) {
                        found.push(Found {
                            span,
                            value: format!("{year:04}-{month:02}-{day:02}"),
                            precision: Precision::Day,
                            calendar: Calendar::Gregorian,
                        });
                    }
                    i = end;
                }
                None => i += 1,
            }
        }
        found
    }

    fn at(&self, tokens: &Tokens, i: usize) -> Option<(usize, u32, u32, u32)> {
        let number = |i| {
            let key: &str = tokens.key(i);
            let key = key.trim_end_matches(|ch: char| !ch.is_ascii_digit());
            (key.len() <= 4).then(|| key.parse::<u32>().ok()).flatten()
        };
        let day = |n: &u32| (1..=31).contains(n);
        let year = |n: &u32| (1900..=2100).contains(n);
        let sep = |i: usize| matches!(tokens.key(i), "/" | "-" | ".");
        let first = number(i);
        if let Some(a) = first
            && sep(i + 1)
            && sep(i + 3)
        {
            let (b, c) = (number(i + 2)?, number(i + 4)?);
            if year(&a) && (1..=12).contains(&b) && day(&c) {
                return Some((i + 5, a, b, c));
            }
            if year(&c) && (1..=12).contains(&b) && day(&a) {
                return Some((i + 5, c, b, a));
            }
        }
        let skip = |mut i: usize| {
            while tokens.is_mark(i) && matches!(tokens.key(i), "," | "\u{60C}" | "/" | ")" | "(")
            {
                i += 1;
            }
            i
        };
        if let Some(d) = first.filter(day) {
            let (mut end, month) = self.month(tokens, skip(i + 1))?;
            if let Some((second, _)) = self.month(tokens, skip(end)) {
                end = second;
            }
            let y = skip(end);
            return Some((y + 1, number(y).filter(year)?, month, d));
        }
        let (end, month) = self.month(tokens, i)?;
        let d = number(skip(end)).filter(day)?;
        let y = skip(skip(end) + 1);
        Some((y + 1, number(y).filter(year)?, month, d))
    }

    fn month(&self, tokens: &Tokens, i: usize) -> Option<(usize, u32)> {
        for n in [2, 1] {
            let key = tokens.words_of(i..i + n);
            if let Some(&month) = self.months.get(&key) {
                return Some((i + n, month));
            }
        }
        None
    }
}
