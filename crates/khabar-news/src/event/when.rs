use khabar_arabic::date::{self, Date, DateKind, DateMention};
use khabar_doc::{Event, EventTime, MentionKind, PartKind, Span, Spanned, Status};

use super::{lexicon::Form, trigger::Trigger, view::View};

/// The expressions of time in the told parts of a document, in reading order.
#[derive(Debug, Default)]
pub(super) struct Times(Vec<(EventTime, bool)>);

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

    /// The time that the sentence of `trigger` gives, the nearest where it gives several;
    /// true with it where it names nothing but a day of the week.
    pub(super) fn near(
        &self,
        view: &View<'_>,
        trigger: Span,
    ) -> Option<(EventTime, bool)> {
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
            .filter(|(time, _)| time.span.is_some_and(|span| extent.overlaps(span)))
            .min_by_key(|(time, _)| gap(time))
            .cloned()
    }
}

fn time(found: &DateMention, base: u32) -> Option<(EventTime, bool)> {
    if matches!(found.kind, DateKind::Duration | DateKind::TimeOfDay) {
        return None;
    }
    let span = Span::new(base + found.span.start(), base + found.span.end());
    let time = EventTime {
        value: found.value.clone()?,
        precision: found.precision,
        span: Some(span),
    };
    Some((time, found.why.as_str() == "weekday"))
}

/// Days of a week.
const WEEK: usize = 7;

/// Gives `event` its time. A day of the week alone is the one to come for what is
/// promised or asked for, and for a present (`meets the minister on Thursday`).
pub(super) fn place(
    view: &View<'_>,
    trigger: &Trigger,
    (mut time, weekday): (EventTime, bool),
    event: &mut Event,
) {
    let open = matches!(
        event.status,
        Status::Promised | Status::Predicted | Status::Requested | Status::Hypothetical
    );
    let present = matches!(trigger.form, Form::Finite { past: false, .. })
        && event.status == Status::Asserted
        && time.span.is_some_and(|span| span.start() > event.span().start())
        && !view.is_cue(trigger.first());
    if weekday && (open || present) {
        let written = view.prose.document.published.first();
        let past = written
            .and_then(|stated| stated.value.get(..10))
            .is_some_and(|day| time.value.as_str() < day);
        if past && let Some(value) = a_week_later(&time.value) {
            time.value = value;
        }
        if present {
            event.status = Status::Predicted;
        }
    }
    event.time = Some(time);
}

fn a_week_later(day: &str) -> Option<String> {
    let mut date: Date = day.parse().ok()?;
    for _ in 0..WEEK {
        date = date.tomorrow().ok()?;
    }
    Some(date.to_string())
}
