//! What metadata add to the document that the text gave.

use khabar_doc::{
    Aggregator, Calendar, CreditKind, DateCertainty, Document, Outlet, PartKind,
    Precision, Span, StatedBy, StatedDate, StatedIn, Votes, Why,
};

use super::Extract;
use crate::phrase::words_key;

/// Days between the dates that a page states of one publication from which on they
/// contradict each other: a day more or less is a matter of zones and night shifts.
const APART_DAYS: i64 = 2;

impl Extract {
    /// Completes the main document of the page `text` with what the metadata state. A
    /// date that stands nowhere in the text gets the span of the headline or first part.
    pub(crate) fn complete(
        &self,
        document: &mut Document,
        text: &str,
        aggregator: Option<&mut Aggregator>,
    ) {
        let place = document
            .title
            .or_else(|| document.parts.first().map(|p| p.span))
            .unwrap_or(document.span);
        // The first time on a live blog is that of its last entry.
        let stated_well = document.entries.is_empty()
            || self.meta.all.published.all().first().is_some_and(|vote| {
                vote.stated_in.iter().any(|place| *place != StatedIn::Time)
            });
        if let Some(stated) = self.meta.published.as_ref().filter(|_| stated_well) {
            let votes = &self.meta.all.published;
            add_date(&mut document.published, stated, votes, place, "published/metadata");
        }
        if let Some(stated) = &self.meta.modified {
            let votes = &self.meta.all.modified;
            add_date(&mut document.modified, stated, votes, place, "modified/metadata");
        }
        document.section = self.meta.all.section.best().map(str::to_owned);
        document.url = self.meta.all.url.best().map(str::to_owned);
        document.amp = self.meta.all.amp.best().map(str::to_owned);
        if document.language == "und"
            && let Some(language) = self.meta.all.language.best()
            && let Some(primary) = language.get(..2)
            && !matches!(primary, "ar" | "fa" | "ur")
        {
            document.language = primary.to_ascii_lowercase();
        }
        self.sign(document, text);
        self.outlet(document, aggregator);
    }

    /// Puts the names that metadata state where lines of names stand: a name in the body
    /// is then another's.
    fn sign(&self, document: &mut Document, text: &str) {
        let lines = || {
            document
                .parts
                .iter()
                .filter(|p| matches!(p.kind, PartKind::Byline | PartKind::Credit))
                .map(|p| p.span)
        };
        let mut names: Vec<Span> = self
            .meta
            .authors
            .iter()
            .filter_map(|name| {
                lines().find_map(|line| {
                    let words = text.get(line.range())?;
                    let at = words
                        .find(name.as_str())
                        .or_else(|| (words_key(words) == words_key(name)).then_some(0))?;
                    let from = line.start() as usize + at;
                    let to = (from + name.len()).min(line.end() as usize);
                    text.is_char_boundary(to).then(|| Span::of(from, to))
                })
            })
            .collect();
        if names.is_empty() {
            return;
        }
        names.sort_unstable();
        names.dedup();
        document.byline = names;
    }

    fn outlet(&self, document: &mut Document, aggregator: Option<&mut Aggregator>) {
        let Some(site) = &self.meta.site else { return };
        if let Some(aggregator) = aggregator {
            aggregator.name.get_or_insert_with(|| site.clone());
            return;
        }
        let by_form = document
            .dateline
            .as_ref()
            .is_some_and(|d| d.why.as_str().contains("outlet-by-form"));
        let key = words_key(site);
        if let Some(dateline) = document.dateline.as_mut()
            && by_form
            && let Some(outlet) =
                document.outlet.as_ref().filter(|o| words_key(&o.name) != key)
            && outlet.why.as_str() == "outlet/dateline"
            && let Some(person) = dateline.outlet.take()
        {
            // The page names its outlet, so the other name in the dateline is a person's.
            document.byline.push(person);
            document.outlet = None;
        }
        let other = document.outlet.as_ref().is_none_or(|outlet| {
            outlet.why.as_str() != "outlet/dateline"
                || document
                    .credits
                    .iter()
                    .any(|c| c.kind == CreditKind::Agency && c.name == outlet.name)
        });
        if other {
            document.outlet = Some(Outlet {
                name: site.clone(),
                spans: Vec::new(),
                why: Why::rule("outlet/metadata"),
            });
        }
    }
}

/// Adds a date of the metadata to those of the lines: the same day gets more certain,
/// another day makes both contested.
fn add_date(
    dates: &mut Vec<StatedDate>,
    (value, precision): &(String, Precision),
    votes: &Votes,
    place: Span,
    rule: &'static str,
) {
    let day = |value: &str| days(value);
    let same = |d: &StatedDate| d.value.get(..10) == value.get(..10);
    let visible = dates.iter().position(same);
    let places = votes.all().first().map_or(0, |vote| vote.stated_in.len());
    let other =
        votes.all().get(1).filter(|vote| vote.weight() >= 2).map(|v| v.value.as_str());
    let apart = |a: &str, b: &str| match (day(a), day(b)) {
        (Some(a), Some(b)) => (a - b).abs() >= APART_DAYS,
        _ => false,
    };
    let contested = other.is_some_and(|other| apart(other, value))
        || visible.is_none()
            && dates.iter().any(|d| {
                d.certainty != DateCertainty::Inferred
                    && d.by == StatedBy::Outlet
                    && apart(&d.value, value)
            });
    let certainty = if contested {
        DateCertainty::Contested
    } else if visible.is_some() || places > 1 {
        DateCertainty::Confirmed
    } else {
        DateCertainty::Stated
    };
    let span = visible.and_then(|i| dates.get(i)).map_or(place, |date| date.span);
    if let Some(i) = visible {
        if *precision != Precision::Minute {
            if let Some(date) = dates.get_mut(i) {
                date.certainty = certainty;
            }
            return;
        }
        dates.remove(i);
    }
    dates.insert(
        0,
        StatedDate {
            value: value.clone(),
            precision: *precision,
            calendar: Calendar::Gregorian,
            by: StatedBy::Outlet,
            certainty,
            span,
            why: Why::rule(rule),
        },
    );
}

/// A count of days that grows by one a day, near enough to compare days.
fn days(value: &str) -> Option<i64> {
    let year: i64 = value.get(..4)?.parse().ok()?;
    let month: i64 = value.get(5..7)?.parse().ok()?;
    let day: i64 = value.get(8..10)?.parse().ok()?;
    Some(year * 372 + month * 31 + day)
}
