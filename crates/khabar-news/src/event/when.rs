use khabar_arabic::date::Date;
use khabar_doc::{
    DateKind, DateMention, Event, EventTime, PartKind, Precision, Span, Spanned, Status,
};

use super::{lexicon::Form, trigger::Trigger, view::View};

/// The expressions of time in the told parts of a document, in reading order.
#[derive(Debug, Default)]
pub(super) struct Times(Vec<(EventTime, bool)>);

impl Times {
    /// Those of a document that an event can have.
    pub(super) fn of(view: &View<'_>) -> Times {
        Times(view.times.iter().filter_map(time).collect())
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

fn time(found: &DateMention) -> Option<(EventTime, bool)> {
    if matches!(found.kind, DateKind::Duration | DateKind::TimeOfDay) {
        return None;
    }
    let time = EventTime {
        value: found.value.clone()?,
        precision: found.precision,
        span: Some(found.span),
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

/// True for a deed of a year or more before the day the article was written.
pub(super) fn is_historical(view: &View<'_>, event: &Event) -> bool {
    let year = |text: &str| text.get(..4).and_then(|year| year.parse::<i32>().ok());
    let written = view.prose.document.published.first().map(|stated| &stated.value);
    let (Some(time), Some(written)) = (&event.time, written) else { return false };
    let (Some(then), Some(now)) = (year(&time.value), year(written)) else {
        return false;
    };
    // Of the year before only what lies as early in it.
    let earlier = match (time.value.get(5..), written.get(5..)) {
        (Some(then), Some(now)) if !then.is_empty() => then <= now,
        _ => time.precision != Precision::Day,
    };
    now - then > 1 || now - then == 1 && earlier
}

fn a_week_later(day: &str) -> Option<String> {
    let mut date: Date = day.parse().ok()?;
    for _ in 0..WEEK {
        date = date.tomorrow().ok()?;
    }
    Some(date.to_string())
}
