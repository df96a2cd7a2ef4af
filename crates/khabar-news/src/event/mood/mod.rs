//! The standing of an event: its status, and the claims that carry it.

mod claim;
mod lead;
mod question;

use khabar_doc::{
    Act, Actor, Certainty, Claim, ClaimId, EventType, SourceKind, Span, Status, Tie,
};

use super::{
    frame::Frame,
    lexicon::{Form, LocalMood},
    trigger::Trigger,
    view::View,
};
use crate::grammar::Classes;

/// What stands behind an event: its status and the claims that carry it.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) status: Status,
    pub(super) ties: Vec<Tie>,
    /// The rule.
    pub(super) rule: &'static str,
}

/// A trigger that has its standing: what a later one may inherit.
#[derive(Clone, Debug)]
pub(super) struct Before<'t> {
    pub(super) trigger: &'t Trigger,
    /// Who takes part in it.
    pub(super) frame: Frame,
    /// The mood that words before it gave it.
    pub(super) mood: Option<LocalMood>,
}

/// The standing of `trigger`, or `None` where the text does not speak of an event at
/// all; and the mood that the words before it give it.
pub(super) fn standing(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
    frame: &Frame,
) -> (Option<Standing>, Option<LocalMood>) {
    let claims = carriers(view, trigger);
    let inner = claims.first().map(|&id| &view.claims[id.index()]);
    let inner = inner.or_else(|| claim::continued(view, trigger));
    let floor = floor(view, trigger, inner);
    // What the outlet recalls (`it is worth noting that`) it says itself.
    let inner = inner.filter(|claim| !is_recalled(claim));
    let mood = lead::local(view, trigger, earlier, floor);
    let (status, rule) = match (mood, inner) {
        (Some(LocalMood::None), _) => return (None, mood),
        (Some(LocalMood::Status(Status::Asserted)) | None, Some(claim)) => {
            if claim::performed(view, trigger, claim, frame, floor) {
                (Status::Asserted, "performed")
            } else {
                (claim::of_claim(view, trigger, claim, floor), "claim")
            }
        }
        (Some(LocalMood::Status(Status::Asserted)) | None, None) => {
            // `did an attack on`, `suffered the beating`: told by the verb before it.
            if mood.is_none() && is_background(view, trigger) {
                (Status::Presupposed, "definite")
            } else if view.is_quoted(trigger.first()) {
                (Status::Alleged, "quoted")
            } else {
                (Status::Asserted, "narration")
            }
        }
        (Some(LocalMood::Status(mood)), Some(claim)) => {
            (claim::within(view, trigger, mood, claim, frame, floor), "mood")
        }
        (Some(LocalMood::Status(mood)), None) => (mood, "mood"),
    };
    let status = claim::own_future(trigger, status, inner, frame);
    let (status, rule) = match question::asked(view, trigger, floor, status) {
        Some(status) => (status, "asked"),
        None => (status, rule),
    };
    let (status, rule) = match announced(view, trigger, status) {
        Some(status) => (status, "announced"),
        None => (status, rule),
    };
    let ties = claims
        .iter()
        .map(|&claim| Tie {
            claim,
            stance: claim::stance(status, &view.claims[claim.index()]),
        })
        .collect();
    (Some(Standing { status, ties, rule }), mood)
}

/// `announces the truce`, `claims the attack`: one phrase with the verb that announces
/// it. What is announced has only the announcer's word.
fn announced(view: &View<'_>, trigger: &Trigger, status: Status) -> Option<Status> {
    if status != Status::Asserted || trigger.tokens.len() < 2 {
        return None;
    }
    let first = trigger.first();
    let told = view
        .lexicon
        .moods
        .all(view.words, first)
        .any(|(_, lead)| lead.mood == LocalMood::Status(Status::Alleged));
    let entry = &view.lexicon.entries[trigger.entry];
    let told = told || entry.lends == Some(Status::Alleged);
    match entry.kind {
        EventType::Concede if told => Some(Status::Promised),
        EventType::Assault | EventType::Retreat if told => Some(Status::Alleged),
        _ => None,
    }
}

/// The claims in whose content the trigger stands, the innermost first.
pub(super) fn carriers(view: &View<'_>, trigger: &Trigger) -> Vec<ClaimId> {
    let spans = trigger.spans(view);
    let whole = spans.iter().copied().reduce(Span::cover);
    let mut holding: Vec<(u32, ClaimId)> = whole
        .into_iter()
        .flat_map(|whole| view.claims_near(whole))
        .filter(|(_, claim)| !claim.narration)
        .filter(|(_, claim)| {
            !claim.cue.is_some_and(|cue| spans.iter().any(|s| s.overlaps(cue)))
        })
        .filter_map(|(index, claim)| {
            let holds =
                |span: Span| claim.content.iter().any(|content| content.overlaps(span));
            let whole: u32 = claim.content.iter().map(|s| s.len()).sum();
            spans.iter().any(|&s| holds(s)).then_some((whole, ClaimId::at(index)))
        })
        .collect();
    holding.sort_by_key(|&(length, id)| (length, std::cmp::Reverse(id)));
    holding.into_iter().map(|(_, id)| id).collect()
}

/// True for a claim that is the outlet's own in all but form: an impersonal cue that
/// neither hedges nor reports hearsay.
fn is_recalled(claim: &Claim) -> bool {
    claim.source.kind == SourceKind::Impersonal
        && claim.act == Act::Assert
        && claim.certainty == Certainty::Certain
        && claim.parent.is_none()
        && claim.hedges.is_empty()
}

/// The first token that may govern the trigger.
fn floor(view: &View<'_>, trigger: &Trigger, inner: Option<&Claim>) -> usize {
    let first = trigger.first();
    let sentence = view.sentence(first).start;
    let content = inner.and_then(|claim| {
        claim
            .content
            .iter()
            .map(|s| view.prose.tokens_of(*s).start)
            .filter(|&s| s <= first)
            .max()
    });
    content.unwrap_or(sentence).max(sentence)
}

/// Who is to do a deed that names no doer: who promises it, or who is asked for it.
pub(super) fn controller(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
    within: Option<&Claim>,
) -> Vec<Actor> {
    if trigger.form.is_finite() {
        return Vec::new();
    }
    if let Some(before) = earlier.last()
        && let Some(status) = lead::lent(view, before.trigger, trigger, 0)
    {
        let parties = match status {
            Status::Promised | Status::Hypothetical => &before.frame.actors,
            Status::Requested => &before.frame.recipients,
            _ => return Vec::new(),
        };
        return parties
            .iter()
            .filter(|who| who.party)
            .map(|who| who.actor(view))
            .collect();
    }
    let Some(claim) = within.filter(|_| !is_background(view, trigger)) else {
        return Vec::new();
    };
    match (claim.act, &claim.addressee) {
        (Act::Promise | Act::Threaten, _) if claim.source.entity.is_some() => {
            vec![Actor { span: claim.source.span, entity: claim.source.entity }]
        }
        (Act::Request | Act::Order, Some(to)) => {
            vec![Actor { span: Some(to.span), entity: to.entity }]
        }
        _ => Vec::new(),
    }
}

/// The weak promise (`readiness to`) right before `trigger` whose matter it is.
pub(super) fn promise(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
) -> Option<usize> {
    let before = earlier.last()?.trigger;
    let entry = &view.lexicon.entries[before.entry];
    (entry.kind == EventType::Agree
        && entry.lends == Some(Status::Promised)
        && !before.form.is_finite()
        && trigger.first() - before.last() <= 3
        && lead::lent(view, before, trigger, 0).is_some())
    .then_some(before.entry)
}

/// True for the types that are done by words.
fn is_speech(view: &View<'_>, trigger: &Trigger) -> bool {
    matches!(
        view.lexicon.entries[trigger.entry].kind,
        EventType::Reject
            | EventType::Support
            | EventType::Accuse
            | EventType::Request
            | EventType::Threaten
    )
}

/// True for the types that nobody asks for: named in a request they are its background.
fn is_hostile(view: &View<'_>, trigger: &Trigger) -> bool {
    matches!(
        view.lexicon.entries[trigger.entry].kind,
        EventType::Assault
            | EventType::Coerce
            | EventType::Protest
            | EventType::Threaten
            | EventType::Accuse
            | EventType::Reject
    )
}

/// A definite noun that is no clause of its own: the text takes the deed for granted.
fn is_background(view: &View<'_>, trigger: &Trigger) -> bool {
    let first = trigger.first();
    matches!(trigger.form, Form::Masdar | Form::Noun)
        && (view.definite(first)
            || first > 0 && view.is(first - 1, Classes::DEMONSTRATIVE))
}
