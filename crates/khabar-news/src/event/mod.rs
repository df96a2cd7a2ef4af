//! Events: who did what to whom, and which claims carry it.
//!
//! A trigger of the lexicon names a type of PLOVER; the frame of its entry finds who
//! takes part; where it stands (in whose words, under which mood) gives the status.
//! `asserted` is kept for what the outlet tells plainly in its own voice.

mod conflict;
mod count;
mod doer;
mod frame;
mod ground;
mod lexicon;
mod merge;
mod mood;
mod phrase;
mod trigger;
mod view;
mod when;

use khabar_arabic::letters;
use khabar_doc::{
    Actor, Certainty, Claim, Conflict, CountKind, Event, EventType, Grounding,
    PageReading, PartKind, Precision, SourceKind, Status, Why,
};

pub use self::lexicon::EventLexicon;
use self::{
    frame::Frame,
    lexicon::{Form, LocalMood},
    mood::Before,
    trigger::Trigger,
    view::View,
    when::Times,
};
use crate::Prose;

/// An event while its mentions are being gathered.
#[derive(Debug)]
struct Draft {
    event: Event,
    entry: usize,
    /// The stems of its triggers.
    stems: Vec<String>,
    /// True for `the attack`.
    definite: bool,
    /// True for `in the attack`.
    within: bool,
    /// True for whom a deed struck, its doer unsaid (`five were killed`).
    casualty: bool,
    /// True where mentions of those it struck have been joined to it.
    toll: bool,
    /// True for a casualty who was hurt only.
    hurt: bool,
    /// True where it is said to follow from what stands before it (`led to the death`,
    /// `and the wounding`).
    follows: bool,
    /// Its first token and the one after its last.
    tokens: (usize, usize),
    /// True where a verb tells it.
    finite: bool,
    /// The sentence of its last mention.
    sentence: usize,
    /// True where the headline names it.
    title: bool,
    standings: Vec<Telling>,
}

/// How one mention of an event tells it.
#[derive(Clone, Copy, Debug)]
struct Telling {
    part: PartKind,
    status: Status,
    /// True where only somebody unnamed, or another report, tells it.
    hearsay: bool,
}

impl Draft {
    fn status(&self) -> Status {
        self.event.status
    }
}

/// The events of document `index`, over its mentions and claims.
pub fn code(
    prose: &Prose<'_>,
    reading: &PageReading,
    index: usize,
    lexicon: &EventLexicon,
) -> Vec<Event> {
    let Some(view) = View::new(prose, reading, index, lexicon) else { return Vec::new() };
    let triggers = trigger::find(&view);
    let mut drafts = Vec::new();
    let mut earlier: Vec<Before<'_>> = Vec::new();
    let times = Times::of(&view);
    for trigger in &triggers {
        let promise = mood::promise(&view, trigger, &earlier);
        let (mut draft, mood, frame) = draft(&view, trigger, &earlier, promise.is_some());
        if let Some(draft) = &mut draft {
            let mut spans = draft.event.triggers.iter();
            if let Some(time) = spans.find_map(|&span| times.near(&view, span)) {
                when::place(&view, trigger, time, &mut draft.event);
            }
            // Of years the text tells history or sums up.
            if draft.event.time.as_ref().is_some_and(|t| t.precision == Precision::Year) {
                draft.event.grounding = Grounding::Background;
            }
            // `were hurt in a blast`: of that deed and no earlier one.
            let end = view.sentence(trigger.last()).end;
            draft.hurt &= !triggers.iter().any(|deed| {
                deed.first() > trigger.last()
                    && deed.first() < end
                    && view.is_in(deed.first())
                    && view.lexicon.entries[deed.entry].kind == EventType::Assault
            });
            if let Some(told) = draft.standings.first_mut() {
                told.status = draft.event.status;
            }
        }
        // Of a readiness to help the help is the event.
        if draft.is_some()
            && let Some(entry) = promise
        {
            drafts.pop_if(|last: &mut Draft| last.entry == entry);
        }
        drafts.extend(draft);
        earlier.push(Before { trigger, mood, frame });
    }
    let mut events: Vec<Event> =
        merge::merge(drafts).into_iter().map(|draft| draft.event).collect();
    doer::dispute(&view, &mut events);
    count::give(&view, count::all(&view, &triggers), &mut events);
    for event in &mut events {
        event.historical = when::is_historical(&view, event);
    }
    events
}

fn draft(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
    promised: bool,
) -> (Option<Draft>, Option<LocalMood>, Frame) {
    let entry = &view.lexicon.entries[trigger.entry];
    let carriers = mood::carriers(view, trigger);
    let within = carriers.first().map(|id| &view.claims[id.index()]);
    let frame = frame::of(view, trigger, within, earlier);
    let (standing, mood) = mood::standing(view, trigger, earlier, &frame);
    let called_on = |status: Status| {
        // `called on the people to stand behind the leader`.
        status == Status::Requested
            && !frame.recipients.is_empty()
            && !mood::controller(view, trigger, earlier, within).is_empty()
    };
    let Some(standing) = standing.filter(|s| {
        promised || holds(view, trigger, &frame, s.status) || called_on(s.status)
    }) else {
        return (None, mood, frame);
    };
    let part = view.part_kind(trigger.first());
    let mut actors: Vec<Actor> = frame.actors.iter().map(|who| who.actor(view)).collect();
    let wished = matches!(
        standing.status,
        Status::Promised | Status::Requested | Status::Hypothetical
    );
    if actors.is_empty() && wished {
        actors = mood::controller(view, trigger, earlier, within);
    }
    let draft = Draft {
        entry: trigger.entry,
        stems: stems(view, trigger),
        definite: view.definite(trigger.first())
            || trigger.form == Form::Noun && view.definite(trigger.last()),
        tokens: (trigger.first(), trigger.last() + 1),
        within: view.is_in(trigger.first()),
        casualty: match entry.counts {
            Some(CountKind::Killed) => actors.is_empty(),
            Some(CountKind::Wounded) => frame.actors.iter().all(|who| who.inferred),
            _ => false,
        },
        toll: false,
        hurt: entry.counts == Some(CountKind::Wounded),
        follows: view.joined(trigger.first()) || ground::is_led_to(view, trigger.first()),
        finite: trigger.form.is_finite(),
        sentence: view.sentence_of(trigger.first()),
        title: part == PartKind::Title,
        standings: vec![Telling {
            part,
            status: standing.status,
            hearsay: within.is_some_and(is_hearsay),
        }],
        event: Event {
            kind: entry.kind,
            mode: entry.mode.clone(),
            cameo: entry.cameo.clone(),
            contexts: contexts(view, trigger),
            triggers: trigger.spans(view),
            actors,
            recipients: frame.recipients.iter().map(|who| who.actor(view)).collect(),
            alternatives: Vec::new(),
            place: frame.places.first().map(|who| who.actor(view)),
            time: None,
            counts: Vec::new(),
            historical: false,
            grounding: ground::of(view, trigger, &frame, within, standing.status, mood),
            status: standing.status,
            ties: standing.ties,
            why: Why::entry("event/trigger", &entry.id).and(standing.rule),
        },
    };
    (Some(draft), mood, frame)
}

/// True where nobody stands for what the claim says: an unnamed informant, or a report.
fn is_hearsay(claim: &Claim) -> bool {
    claim.source.is_anonymous()
        || matches!(
            claim.source.kind,
            SourceKind::Outlet | SourceKind::Agency | SourceKind::Document
        )
        || claim.certainty != Certainty::Certain
}

/// The stems of the trigger's words; pronouns left out.
fn stems(view: &View<'_>, trigger: &Trigger) -> Vec<String> {
    let bare = |i: usize| {
        let stem = view.words.stem(i);
        let open =
            trigger.pronoun.as_deref().and_then(|p| stem.strip_suffix(p)).unwrap_or(stem);
        open.strip_suffix(letters::TEH).filter(|_| trigger.pronoun.is_some()).map_or_else(
            || open.to_owned(),
            |root| format!("{root}{}", letters::TEH_MARBUTA),
        )
    };
    trigger.tokens.iter().map(|&i| bare(i)).collect()
}

/// True where the words suffice for an event: a strong trigger with somebody or some
/// place in its frame, or a weak one with a party that the text puts there.
fn holds(view: &View<'_>, trigger: &Trigger, frame: &Frame, status: Status) -> bool {
    let entry = &view.lexicon.entries[trigger.entry];
    let real = status.is_real();
    // `in order to support`, `decisions to save it`: an aim that names no doer.
    let aim = status == Status::Hypothetical
        && !trigger.form.is_finite()
        && view.preposition(trigger.first()) == Some(letters::LAM)
        && frame.actors.is_empty()
        && matches!(
            entry.kind,
            EventType::Support
                | EventType::Aid
                | EventType::Cooperate
                | EventType::Agree
                | EventType::Accuse
        );
    if aim {
        return false;
    }
    // Dangers threaten too: a threat has somebody who makes it.
    let maker = |who: &frame::Who| who.party && (!who.inferred || who.pronoun);
    if entry.kind == EventType::Threaten
        && trigger.form.is_finite()
        && !view.is_cue(trigger.first())
        && !frame.actors.iter().any(maker)
    {
        return false;
    }
    if entry.strong {
        return match trigger.form {
            Form::Finite { .. } | Form::Participle => {
                // A bomb that went off needs nobody.
                !frame.actors.is_empty()
                    || !frame.recipients.is_empty()
                    || !entry.needs.is_empty()
                        && entry.subject.is_none()
                        && trigger.form.is_finite()
            }
            Form::Masdar | Form::Noun => real || frame.has_party(),
        };
    }
    if trigger.pronoun.is_some()
        && trigger.form.is_finite()
        && real
        && !frame.actors.is_empty()
    {
        return true;
    }
    // `twelve dead` needs nobody either.
    if real
        && entry.counts.is_some()
        && !trigger.form.is_finite()
        && ground::is_counted(view, trigger)
    {
        return true;
    }
    // `protests broke out in three towns` needs nobody.
    if real
        && matches!(entry.kind, EventType::Protest | EventType::Assault)
        && !trigger.form.is_finite()
        && trigger.form != Form::Participle
        && ground::is_lightly_told(view, trigger.first())
    {
        return true;
    }
    let direct = frame.actors.iter().chain(&frame.recipients).any(|who| {
        who.party && (!who.inferred || who.entity.is_some()) && (real || !who.pronoun)
    });
    direct
        && (real
            || !trigger.form.is_finite()
                && (matches!(status, Status::Promised | Status::Predicted)
                    || frame.actors.iter().any(|who| who.party && !who.inferred)))
}

/// Tokens around a trigger whose words tell its contexts.
const AROUND: usize = 8;

fn contexts(view: &View<'_>, trigger: &Trigger) -> Vec<String> {
    let sentence = view.sentence(trigger.first());
    let from = sentence.start.max(trigger.first().saturating_sub(AROUND));
    let to = sentence.end.min(trigger.last() + 1 + AROUND);
    let mut contexts: Vec<String> = Vec::new();
    for i in from..to {
        if let Some(&context) = view.lexicon.contexts.get(view.words.stem(i))
            && !contexts.iter().any(|known| known == context)
        {
            contexts.push(context.to_owned());
        }
    }
    contexts
}

/// Where the claims of document `index` cannot all hold.
pub fn conflicts(
    prose: &Prose<'_>,
    reading: &PageReading,
    index: usize,
    lexicon: &EventLexicon,
) -> Vec<Conflict> {
    View::new(prose, reading, index, lexicon)
        .map(|view| conflict::find(&view, reading, index))
        .unwrap_or_default()
}
