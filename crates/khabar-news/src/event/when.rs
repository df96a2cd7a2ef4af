use khabar_arabic::date::{self, Date, DateKind, DateMention};
use khabar_doc::{EventTime, MentionKind, PartKind, Span};

use super::view::View;

/// The expressions of time in the told parts of a document, in reading order.
#[derive(Debug, Default)]
pub(super) struct Times(Vec<EventTime>);

impl Times {
    /// Finds them once for a document; what is said from the day of writing counts from
    /// its date of publication.
    pub(super) fn of(view: &View<'_>) -> Times {
        let document = view.prose.document;
        let anchor = document
            .published
            .iter()
            .filter_map(|stated| {
                stated.value.get(..10).and_then(|day| day.parse::<Date>().ok())
            })
            .next();
        let mut times = Vec::new();
        for part in document.parts.iter().filter(|part| part.kind.is_told()) {
            let base = part.span.start();
            let names: Vec<Span> = view
                .mentions
                .iter()
                .filter(|m| {
                    m.name && m.kind != MentionKind::Time && part.span.contains(m.span)
                })
                .map(|m| Span::new(m.span.start() - base, m.span.end() - base))
                .collect();
            let text = view.prose.slice(part.span);
            for found in date::find_outside(text, &names, &view.lexicon.dates, anchor) {
                times.extend(time(&found, base));
            }
        }
        Times(times)
    }

    /// The time that the sentence of `trigger` gives, the nearest where it gives several.
    pub(super) fn near(&self, view: &View<'_>, trigger: Span) -> Option<EventTime> {
        let token = view.words.within(trigger).start;
        let sentence = view.sentence(token);
        if sentence.is_empty() || view.part_kind(token) == PartKind::Title {
            return None;
        }
        let extent = view.span(sentence);
        let gap = |time: &EventTime| {
            time.span.map_or(u32::MAX, |span| {
                if span.start() >= trigger.end() {
                    span.start() - trigger.end()
                } else {
                    trigger.start().saturating_sub(span.end())
                }
            })
        };
        self.0
            .iter()
            .filter(|time| time.span.is_some_and(|span| extent.overlaps(span)))
            .min_by_key(|time| gap(time))
            .cloned()
    }
}

fn time(found: &DateMention, base: u32) -> Option<EventTime> {
    if matches!(found.kind, DateKind::Duration | DateKind::TimeOfDay) {
        return None;
    }
    let span = Span::new(base + found.span.start(), base + found.span.end());
    Some(EventTime {
        value: found.value.clone()?,
        precision: found.precision,
        span: Some(span),
    })
}
