//! What the claim in whose content a trigger stands makes of it.

use khabar_arabic::{
    inflect::{Gender, Number, Person},
    letters,
};
use khabar_doc::{Act, Claim, HedgeClass, Polarity, SourceKind, Stance, Status};

use super::{is_background, is_hostile, is_speech};
use crate::{
    event::{
        frame::Frame,
        lexicon::{Form, LocalMood, Reach},
        phrase,
        trigger::Trigger,
        view::View,
    },
    grammar::Classes,
};

/// What the innermost claim makes of a trigger that nothing inside it moves.
pub(super) fn of_claim(
    view: &View<'_>,
    trigger: &Trigger,
    claim: &Claim,
    floor: usize,
) -> Status {
    let first = trigger.first();
    let background = is_background(view, trigger);
    let past = matches!(trigger.form, Form::Finite { past: true, .. });
    let relative = past
        && first > 0
        && (view.is_relative(first - 1)
            || first > 1
                && view.is(first - 1, Classes::AUXILIARY)
                && view.is_relative(first - 2));
    let opening = first <= floor + 1;
    // `that the visit was a success`: the subject is taken for granted.
    let topic = opening
        && floor > 0
        && view.prose.complementiser(floor - 1).is_some()
        && (background || annexed(view, trigger));
    let hypothetical = claim.hedges.iter().any(|hedge| {
        matches!(
            hedge.class,
            HedgeClass::Conditional | HedgeClass::Possibility | HedgeClass::Attempt
        ) && hedge
            .scope
            .is_none_or(|scope| trigger.spans(view).iter().any(|s| s.overlaps(scope)))
            && hedge.span.start() < view.words.tokens()[first].span.start()
    });
    let given = background && !opening;
    let wished = |status| {
        if past {
            if relative { Status::Presupposed } else { Status::Alleged }
        } else if given && is_hostile(view, trigger) {
            Status::Presupposed
        } else {
            status
        }
    };
    let meant = cue_mood(view, claim);
    match claim.act {
        Act::Request | Act::Order => wished(Status::Requested),
        Act::Promise => wished(Status::Promised),
        Act::Predict => wished(Status::Predicted),
        Act::Fear => wished(Status::Feared),
        Act::Threaten => wished(Status::Hypothetical),
        Act::Deny if claim.polarity == Polarity::Positive => {
            if given {
                Status::Presupposed
            } else {
                Status::Denied
            }
        }
        _ if meant.is_some() => wished(meant.unwrap_or(Status::Alleged)),
        _ if hypothetical && !given => wished(Status::Hypothetical),
        _ if given || topic || relative => Status::Presupposed,
        _ if trigger.form == Form::Noun && trigger.pronoun.is_some() => {
            Status::Presupposed
        }
        _ => Status::Alleged,
    }
}

/// The claim right before `trigger` whose words go on with it: a verb with `and` that
/// cannot have the speaker for subject (`he said that the committee met and called on`).
pub(super) fn continued<'a>(view: &View<'a>, trigger: &Trigger) -> Option<&'a Claim> {
    let first = trigger.first();
    let Form::Finite {
        gender,
        number: Number::Singular,
        person: Person::Third,
        past,
        ..
    } = trigger.form
    else {
        return None;
    };
    if !view.joined(first) || first == 0 {
        return None;
    }
    // With a subject of its own it may be anybody's deed.
    let subject = phrase::at(view, first + 1, view.sentence(first).end);
    if trigger.pronoun.is_none() && subject.is_some_and(|s| view.is_party(s)) {
        return None;
    }
    let last = (0..first).rev().find(|&k| !view.is_comma(k))?;
    let before = view.words.tokens()[last].core;
    let (_, claim) = view
        .claims_near(before)
        .filter(|(_, claim)| !claim.narration)
        .filter(|(_, claim)| claim.content.iter().any(|c| c.overlaps(before)))
        .min_by_key(|(_, claim)| claim.content.iter().map(|c| c.len()).sum::<u32>())?;
    let cue = view.prose.tokens_of(claim.cue?).start;
    let core = view.words.core(cue);
    let feminine = core.ends_with(letters::TEH) || core.starts_with(letters::TEH);
    let other = (gender == Gender::Feminine) != feminine;
    (past && other && matches!(claim.act, Act::Assert | Act::Announce)).then_some(claim)
}

/// The mood that the cue itself gives (`intends to`, `is ready to`).
pub(super) fn cue_mood(view: &View<'_>, claim: &Claim) -> Option<Status> {
    let first = view.prose.tokens_of(claim.cue?).start;
    if first >= view.words.tokens().len() {
        return None;
    }
    view.lexicon.moods.all(view.words, first).find_map(|(_, lead)| match lead.mood {
        LocalMood::Status(
            status @ (Status::Promised
            | Status::Predicted
            | Status::Hypothetical
            | Status::Feared
            | Status::Requested),
        ) if lead.reach != Reach::After => Some(status),
        _ => None,
    })
}

/// A local mood inside a claim.
pub(super) fn within(
    view: &View<'_>,
    trigger: &Trigger,
    mood: Status,
    claim: &Claim,
    frame: &Frame,
    floor: usize,
) -> Status {
    match mood {
        // What a speaker denies of his own side is denied.
        Status::Negated if is_own(view, claim, frame) => Status::Denied,
        // The aim of what is asked for is asked for too.
        Status::Hypothetical
            if matches!(claim.act, Act::Request | Act::Order | Act::Promise)
                && !trigger.form.is_finite() =>
        {
            of_claim(view, trigger, claim, floor)
        }
        other => other,
    }
}

/// True where the doer is who speaks, or his side (`his country`).
pub(super) fn is_own(view: &View<'_>, claim: &Claim, frame: &Frame) -> bool {
    frame.actors.iter().any(|who| {
        who.pronoun
            || who.entity.is_some() && who.entity == claim.source.entity
            || who.inferred && who.entity.is_none()
            || who.tokens.len() <= 2
                && view.name_at(who.tokens.start).is_none()
                && !view.definite(who.tokens.start)
                && crate::grammar::split_pronoun(view.words.core(who.tokens.start))
                    .is_some_and(|(stem, _)| stem.chars().count() >= 3)
    })
}

/// True for a deed of speech that the speaker does by telling of it: `his party
/// condemns`, `announced its refusal`.
pub(super) fn performed(
    view: &View<'_>,
    trigger: &Trigger,
    claim: &Claim,
    frame: &Frame,
    floor: usize,
) -> bool {
    if !is_speech(view, trigger)
        || claim.source.is_anonymous()
        || claim.parent.is_some_and(|up| {
            !matches!(
                view.claims[up.index()].source.kind,
                SourceKind::Outlet | SourceKind::Agency
            )
        })
        || !matches!(
            claim.act,
            Act::Assert
                | Act::Announce
                | Act::Condemn
                | Act::Accuse
                | Act::Other
                | Act::Opine
        )
    {
        return false;
    }
    let first = trigger.first();
    match trigger.form {
        Form::Finite { past: false, person: Person::First, .. } => true,
        Form::Finite { past: false, .. } => {
            is_own(view, claim, frame) && first <= floor + 4
        }
        Form::Masdar | Form::Noun => trigger.pronoun.is_some() && first <= floor + 1,
        _ => false,
    }
}

/// A speaker's own future is a promise.
pub(super) fn own_future(
    trigger: &Trigger,
    status: Status,
    inner: Option<&Claim>,
    frame: &Frame,
) -> Status {
    let Some(claim) = inner.filter(|_| status == Status::Predicted) else {
        return status;
    };
    let first_person = matches!(trigger.form, Form::Finite { person: Person::First, .. });
    let own = first_person
        || frame.actors.iter().any(|who| {
            who.pronoun || who.entity.is_some() && who.entity == claim.source.entity
        });
    if own && claim.act != Act::Predict { Status::Promised } else { status }
}

/// True where a definite noun follows in annexation.
pub(super) fn annexed(view: &View<'_>, trigger: &Trigger) -> bool {
    let next = trigger.last() + 1;
    matches!(trigger.form, Form::Masdar | Form::Noun)
        && (trigger.pronoun.is_some()
            || phrase::at(view, next, view.sentence(trigger.last()).end).is_some_and(
                |p| {
                    view.preposition(p.start).is_none()
                        && p.clone()
                            .any(|k| view.definite(k) || view.name_at(k).is_some())
                },
            ))
}

pub(super) fn stance(status: Status, claim: &Claim) -> Stance {
    match (status, claim.act) {
        (Status::Presupposed, _) => Stance::Presupposes,
        (Status::Negated | Status::Denied, _) | (_, Act::Deny) => Stance::Denies,
        (Status::Requested, _) => Stance::Requests,
        (Status::Promised, _) => Stance::Promises,
        (Status::Predicted | Status::Hypothetical, _) => Stance::Predicts,
        (Status::Feared, _) => Stance::Fears,
        _ => Stance::Asserts,
    }
}
