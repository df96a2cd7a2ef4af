//! Dates and other expressions of time in Arabic news.
//!
//! A small grammar over terms: [`terms`](term::terms) looks each word up once, the
//! productions in [`grammar`] read from a term onwards and the longest reading wins.
//! There is no clock: what is said from the writer's day is resolved against the
//! anchor that the caller gives, and left open without one. Weeks begin on Monday.

mod convert;
mod grammar;
mod lexicon;
mod number;
mod term;

pub use jiff::civil::Date;
use khabar_doc::{Calendar, Precision, Span, Why};

pub use self::lexicon::{DateLexicon, calendar_sources};
use self::{
    grammar::Grammar,
    lexicon::Sense,
    term::{Term, TermKind},
};

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
    /// The last day, month or year of a range, of a week, or of a month or year of
    /// another calendar that the civil one cuts in two.
    pub end: Option<String>,
    /// How much is known.
    pub precision: Precision,
    /// The calendar that the value was read from.
    pub calendar: Calendar,
    /// True where the weekday named is not that of the date.
    pub weekday_disagrees: bool,
    /// The rule.
    pub why: Why,
}

/// How an expression names a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateKind {
    /// By its place in a calendar; a missing year is the one nearest the anchor.
    Absolute,
    /// From the day of writing.
    Relative,
    /// How long.
    Duration,
    /// From one time to another.
    Range,
    /// A time of an unnamed day.
    TimeOfDay,
}

impl DateKind {
    /// Its name in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            DateKind::Absolute => "absolute",
            DateKind::Relative => "relative",
            DateKind::Duration => "duration",
            DateKind::Range => "range",
            DateKind::TimeOfDay => "time-of-day",
        }
    }
}

/// All expressions of time in `text`, in reading order and apart, the longest first.
/// `anchor` is the day of writing.
pub fn find(text: &str, lexicon: &DateLexicon, anchor: Option<Date>) -> Vec<DateMention> {
    find_outside(text, &[], lexicon, anchor)
}

/// [`find`], but no word inside a span of `skip`, such as an outlet's name, is read as
/// one of time.
pub fn find_outside(
    text: &str,
    skip: &[Span],
    lexicon: &DateLexicon,
    anchor: Option<Date>,
) -> Vec<DateMention> {
    let Some(mut terms) = term::terms(text, lexicon, false) else { return Vec::new() };
    for term in &mut terms {
        if skip.iter().any(|span| span.overlaps(term.span)) {
            silence(term);
        }
    }
    silence_quoted_names(&mut terms);
    let grammar = Grammar { terms: &terms, anchor };
    let mut found = Vec::new();
    let mut at = 0;
    while at < terms.len() {
        match grammar.expression(at) {
            Some(piece) => {
                at = piece.next.max(at + 1);
                found.push(grammar.mention(&piece));
            }
            None => at += 1,
        }
    }
    found
}

/// The time on a line that holds nothing but dates, times, weekdays and the labels
/// around them; the first date where there are several.
pub fn parse_line(
    line: &str,
    lexicon: &DateLexicon,
    anchor: Option<Date>,
) -> Option<DateMention> {
    // The longest lines of this kind seen have some 90 characters.
    if line.len() > 400 {
        return None;
    }
    let terms = term::terms(line, lexicon, true)?;
    let grammar = Grammar { terms: &terms, anchor };
    let mut best: Option<DateMention> = None;
    let mut clock: Option<grammar::Piece> = None;
    let mut at = 0;
    while at < terms.len() {
        if let Some(piece) = grammar.expression(at) {
            at = piece.next.max(at + 1);
            match piece.kind {
                DateKind::TimeOfDay => {
                    clock.get_or_insert(piece);
                }
                DateKind::Duration => return None,
                _ if best.is_none() => best = Some(grammar.mention(&piece)),
                _ => (),
            }
        } else if grammar.is_filler(at) {
            at += 1;
        } else {
            return None;
        }
    }
    best.or_else(|| clock.map(|piece| grammar.mention(&piece)))
}

fn silence(term: &mut Term<'_>) {
    term.senses = &[];
    term.kind = TermKind::Word { def: false };
}

/// A name in quotation marks that ends in a word of time is no time: `"… today"`.
fn silence_quoted_names(terms: &mut [Term<'_>]) {
    /// Words in the name of an outlet, at most.
    const LONGEST: usize = 4;
    for at in 1..terms.len() {
        let is_quote = |i: usize| {
            matches!(
                terms[i].kind,
                TermKind::Mark('"' | '\u{AB}' | '\u{BB}' | '\u{201C}' | '\u{201D}')
            )
        };
        if !is_quote(at)
            || !terms[at - 1]
                .senses
                .iter()
                .any(|sense| matches!(sense, Sense::Day(_) | Sense::Weekday { .. }))
        {
            continue;
        }
        let from = at.saturating_sub(LONGEST + 1);
        if let Some(open) = (from..at.saturating_sub(2)).rev().find(|&i| is_quote(i)) {
            let named = terms[open + 1..at - 1]
                .iter()
                .all(|t| t.senses.is_empty() && matches!(t.kind, TermKind::Word { .. }));
            if named {
                silence(&mut terms[at - 1]);
            }
        }
    }
}
