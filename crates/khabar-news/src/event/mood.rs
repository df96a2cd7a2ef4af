use khabar_arabic::{inflect::Person, letters};
use khabar_doc::{Act, Claim, ClaimId, HedgeClass, Polarity, Span, Stance, Status, Tie};

use super::{
    frame::Frame,
    lexicon::{Form, Lead, LocalMood, Reach},
    trigger::Trigger,
    view::View,
};
use crate::grammar::Classes;

/// What stands behind an event: its status and the claims that carry it.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) status: Status,
    pub(super) ties: Vec<Tie>,
    /// True where a claim, not the outlet, tells it.
    pub(super) claimed: bool,
    /// The rule.
    pub(super) rule: &'static str,
}

/// The standing of `trigger`, or `None` where the text does not speak of an event at all.
pub(super) fn standing(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Trigger],
    frame: &Frame,
) -> Option<Standing> {
    let claims = carriers(view, trigger);
    let inner = claims.first().map(|&id| &view.claims[id.index()]);
    let floor = floor(view, trigger, inner);
    let (status, rule) = match local(view, trigger, earlier, floor) {
        Some(LocalMood::None) => return None,
        Some(LocalMood::Status(Status::Asserted)) | None => match inner {
            Some(claim) => (of_claim(view, trigger, claim, floor), "claim"),
            None if is_background(view, trigger) => (Status::Presupposed, "definite"),
            None => (Status::Asserted, "narration"),
        },
        Some(LocalMood::Status(mood)) => (inner.map_or(mood, |claim| both(view, mood, claim, frame)), "mood"),
    };
    let status = own_future(view, trigger, status, inner, frame);
    let ties = claims
        .iter()
        .map(|&claim| Tie { claim, stance: stance(status, &view.claims[claim.index()]) })
        .collect();
    Some(Standing { status, ties, claimed: inner.is_some(), rule })
}

/// The claims in whose content the trigger stands, the innermost first.
pub(super) fn carriers(view: &View<'_>, trigger: &Trigger) -> Vec<ClaimId> {
    let spans = trigger.spans(view);
    let mut holding: Vec<(u32, ClaimId)> = view
        .claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| !claim.narration)
        .filter(|(_, claim)| {
            !claim.cue.is_some_and(|cue| spans.iter().any(|s| s.overlaps(cue)))
        })
        .filter_map(|(index, claim)| {
            let holds = |span: Span| claim.content.iter().any(|content| content.overlaps(span));
            let whole: u32 = claim.content.iter().map(|s| s.len()).sum();
            spans.iter().any(|&s| holds(s)).then_some((whole, ClaimId::at(index)))
        })
        .collect();
    holding.sort_by_key(|&(length, id)| (length, std::cmp::Reverse(id)));
    holding.into_iter().map(|(_, id)| id).collect()
}

/// The first token that may govern the trigger.
fn floor(view: &View<'_>, trigger: &Trigger, inner: Option<&Claim>) -> usize {
    let first = trigger.first();
    let sentence = view.sentence(first).start;
    let content = inner.and_then(|claim| {
        claim.content.iter().map(|s| view.prose.tokens_of(*s).start).filter(|&s| s <= first).max()
    });
    content.unwrap_or(sentence).max(sentence)
}

/// What the words before the trigger make of it.
fn local(view: &View<'_>, trigger: &Trigger, earlier: &[Trigger], floor: usize) -> Option<LocalMood> {
    let first = trigger.first();
    if let Some(mood) = behind(view, trigger) {
        return Some(mood);
    }
    let token = view.words.tokens()[first];
    if token.proclitics.future {
        return Some(LocalMood::Status(Status::Predicted));
    }
    let purpose = token.proclitics.preposition == Some(letters::LAM);
    if purpose && trigger.form.is_finite() {
        return Some(LocalMood::Status(Status::Hypothetical));
    }
    let mut k = first;
    let mut barrier = false; // a clause has begun between
    let mut verbs = 0; // finite verbs between
    while k > floor {
        k -= 1;
        if let Some(before) = earlier.iter().rev().find(|t| t.last() == k)
            && let Some(mood) = lent(view, before, trigger, verbs)
        {
            return Some(LocalMood::Status(mood));
        }
        if let Some((length, lead)) = lead_at(view, k, first)
            && reaches(view, k + length, first, lead.reach, barrier, verbs, trigger.form)
        {
            return Some(negated_copula(lead.mood, trigger, verbs));
        }
        if view.is_comma(k) || view.is(k, Classes::RELATIVE) && view.words.core(k).chars().count() > 3 {
            barrier = true;
        }
        if view.is_verb(k) {
            verbs += 1;
            if view.joined(k) && !trigger.form.is_finite() {
                barrier = true;
            }
        }
        if first - k > 30 {
            break;
        }
    }
    if purpose && trigger.form == Form::Masdar && !governed(view, first, earlier) {
        return Some(LocalMood::Status(Status::Hypothetical));
    }
    None
}

/// True where the noun's `ل` belongs to a trigger before it: its theme or victim.
fn governed(view: &View<'_>, first: usize, earlier: &[Trigger]) -> bool {
    earlier.iter().rev().take(1).any(|t| {
        t.last() < first && first - t.last() <= 2 && {
            let entry = &view.lexicon.entries[t.entry];
            entry.markers.iter().any(|(marker, _)| *marker == super::lexicon::Marker::Letter(letters::LAM))
        }
    })
}

fn lead_at(view: &View<'_>, k: usize, first: usize) -> Option<(usize, Lead)> {
    if view.name_at(k).is_some() {
        return None;
    }
    view.lexicon
        .moods
        .all(view.words, k)
        .find(|(length, lead)| k + length <= first && lead.reach != Reach::After)
        .map(|(length, lead)| (length, *lead))
        .or_else(|| {
            // With its article: `the attempt`.
            (view.definite(k) || view.preposition(k).is_some() || view.joined(k))
                .then(|| view.lexicon.mood_noun(view.words.stem(k)))
                .flatten()
                .map(|lead| (1, lead))
        })
}

#[expect(clippy::too_many_arguments, reason = "one question about one position")]
fn reaches(
    view: &View<'_>,
    from: usize,
    first: usize,
    reach: Reach,
    barrier: bool,
    verbs: usize,
    form: Form,
) -> bool {
    let between = first - from;
    match reach {
        Reach::After => false,
        Reach::Clause => !barrier && between <= 25,
        Reach::Next => {
            let clean = !barrier
                && (from..first).all(|k| !view.is(k, Classes::COMPLEMENTISER) || form.is_finite());
            let joined = (from + 1..first).any(|k| view.joined(k) && view.party_at(k).is_none());
            clean && !joined && between <= 4 && (verbs == 0 || between <= 2 && !form.is_finite())
        }
    }
}

/// A deed that is negated through its verb: `made no promises`.
fn negated_copula(mood: LocalMood, _trigger: &Trigger, _verbs: usize) -> LocalMood {
    mood
}

/// The status that an earlier trigger lends to the one in its complement.
fn lent(view: &View<'_>, before: &Trigger, trigger: &Trigger, verbs: usize) -> Option<Status> {
    let entry = &view.lexicon.entries[before.entry];
    let status = entry.lends?;
    let first = trigger.first();
    let last = before.last();
    if last >= first || verbs > 1 {
        return None;
    }
    let between = last + 1..first;
    let cut = between.clone().any(|k| {
        view.is_comma(k) || view.is(k, Classes::RELATIVE) && view.words.core(k).chars().count() > 3
    });
    let clause = between.clone().any(|k| view.prose.complementiser(k).is_some());
    (!cut && (clause && between.len() <= 12 || between.len() <= 5)).then_some(status)
}

/// A mark behind the trigger: `the alleged`, `expected`.
fn behind(view: &View<'_>, trigger: &Trigger) -> Option<LocalMood> {
    let from = trigger.last() + 1;
    let end = view.sentence(trigger.last()).end;
    (from..end.min(from + 4)).take_while(|&k| view.is_word(k) && !view.is_stop(k) && !view.is_verb(k)).find_map(|k| {
        view.lexicon.moods.all(view.words, k).find(|(_, lead)| lead.reach == Reach::After).map(|(_, lead)| lead.mood)
            .or_else(|| view.definite(k).then(|| view.lexicon.mood_after(view.words.stem(k))).flatten())
    })
}

/// What the innermost claim makes of a trigger that nothing inside it moves.
fn of_claim(view: &View<'_>, trigger: &Trigger, claim: &Claim, floor: usize) -> Status {
    let background = is_background(view, trigger);
    let past = matches!(trigger.form, Form::Finite { past: true, .. });
    let opening = trigger.first() <= floor + 1;
    let hypothetical = claim.hedges.iter().any(|hedge| {
        matches!(hedge.class, HedgeClass::Conditional | HedgeClass::Possibility | HedgeClass::Attempt)
            && hedge.scope.is_none_or(|scope| trigger.spans(view).iter().any(|s| s.overlaps(scope)))
            && hedge.span.start() < view.words.tokens()[trigger.first()].span.start()
    });
    let wished = |status| {
        if background && !opening {
            Status::Presupposed
        } else if past {
            Status::Alleged
        } else {
            status
        }
    };
    match claim.act {
        Act::Request | Act::Order => wished(Status::Requested),
        Act::Promise => wished(Status::Promised),
        Act::Predict => wished(Status::Predicted),
        Act::Fear => wished(Status::Feared),
        Act::Threaten => wished(Status::Hypothetical),
        Act::Deny if claim.polarity == Polarity::Positive => {
            if background && !opening { Status::Presupposed } else { Status::Denied }
        }
        _ if hypothetical => wished(Status::Hypothetical),
        _ if background && !opening => Status::Presupposed,
        _ => Status::Alleged,
    }
}

/// A local mood inside a claim: what is denied of oneself is denied.
fn both(view: &View<'_>, mood: Status, claim: &Claim, frame: &Frame) -> Status {
    let own = frame.actors.iter().any(|who| who.entity.is_some() && who.entity == claim.source.entity || who.pronoun);
    let _ = view;
    match mood {
        Status::Negated if own => Status::Denied,
        other => other,
    }
}

/// A speaker's own future is a promise.
fn own_future(view: &View<'_>, trigger: &Trigger, status: Status, inner: Option<&Claim>, frame: &Frame) -> Status {
    let Some(claim) = inner else { return status };
    let _ = view;
    if status != Status::Predicted {
        return status;
    }
    let first_person = matches!(trigger.form, Form::Finite { person: Person::First, .. });
    let own = first_person
        || frame.actors.iter().any(|who| {
            who.pronoun || who.entity.is_some() && who.entity == claim.source.entity
        });
    if own && claim.act != Act::Predict { Status::Promised } else { status }
}

/// A definite noun that is no clause of its own: the text takes the deed for granted.
fn is_background(view: &View<'_>, trigger: &Trigger) -> bool {
    matches!(trigger.form, Form::Masdar | Form::Noun)
        && (view.definite(trigger.first())
            || trigger.first() > 0 && view.is(trigger.first() - 1, Classes::DEMONSTRATIVE))
}

fn stance(status: Status, claim: &Claim) -> Stance {
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
