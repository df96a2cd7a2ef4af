//! The participants of a verbal noun or a noun.

use std::ops::Range;

use khabar_arabic::{TokenKind, letters};
use khabar_doc::{Act, EventType, MentionKind, Status};

use super::{
    Frame, Who,
    clause::{adjacent, antecedent, clause_start, next_phrase, subject_before},
    takes_actor,
};
use crate::{
    event::{
        ground,
        lexicon::{Entry, Form, LocalMood, Marker, Reach, Role},
        phrase,
        trigger::Trigger,
        view::View,
    },
    grammar::{Classes, split_pronoun},
};

/// What a verbal noun or noun is annexed to, or the pronoun on it.
pub(super) fn around_noun(
    view: &View<'_>,
    trigger: &Trigger,
    entry: &Entry,
    frame: &mut Frame,
    end: usize,
) {
    let Some(role) = entry
        .markers
        .iter()
        .find(|(marker, _)| *marker == Marker::Annexed)
        .map(|(_, role)| *role)
    else {
        return;
    };
    let next = trigger.last() + 1;
    if trigger.pronoun.is_some() {
        if role == Role::Actor
            && frame.actors.is_empty()
            && let Some(who) = antecedent(view, trigger)
        {
            frame.actors.push(who);
        } else if role == Role::Recipient
            && let Some(who) = antecedent(view, trigger)
        {
            frame.recipients.push(who);
        }
        return;
    }
    if next >= end || view.joined(next) {
        return;
    }
    // `a meeting of the ministers` with `ل`: the owner of the deed.
    let given = entry.markers.contains(&(Marker::Letter(letters::LAM), Role::Recipient));
    if role == Role::Actor
        && !given
        && view.preposition(next) == Some(letters::LAM)
        && let Some(owner) = phrase::at(view, next, end)
        && view.is_party(owner.clone())
    {
        frame.add(view, Role::Actor, owner, end);
        return;
    }
    // `a raid that the army carried out`, `the raid, the army carried it out`.
    let told = |k: usize| {
        split_pronoun(view.words.core(k))
            .is_some_and(|(stem, _)| !view.lexicon.light(stem).is_empty())
    };
    let verb = (next..end.min(next + DESCRIBED))
        .take_while(|&k| k == next || !view.is_stop(k) && !view.is_verb(k - 1))
        .find(|&k| told(k));
    if let Some(verb) = verb {
        if let Some(doer) = phrase::at(view, verb + 1, end)
            && takes_actor(entry)
        {
            frame.add(view, Role::Actor, doer, end);
        }
        return;
    }
    if view.definite(trigger.last()) || view.preposition(next).is_some() {
        return;
    }
    let Some(annexed) = phrase::at(view, next, end) else { return };
    // An indefinite adjective is no annexed noun.
    let both = entry.markers.contains(&(Marker::Letter(letters::LAM), Role::Recipient));
    let lam = (annexed.end..end.min(annexed.end + 3))
        .any(|k| view.preposition(k) == Some(letters::LAM));
    // `the police's questioning witnesses`: the annexed noun is the doer of an object.
    let object = if role == Role::Recipient
        && trigger.form == Form::Masdar
        && view.is_party(annexed.clone())
    {
        adjacent(view, annexed.end, end).filter(|o| {
            !view.definite(o.start)
                && view.name_at(o.start).is_none()
                && (view.is_party(o.clone())
                    || view.kind(o.start) == Some(TokenKind::Number))
        })
    } else {
        None
    };
    let flips = role == Role::Recipient && both && lam && view.is_party(annexed.clone());
    let role = if flips || object.is_some() { Role::Actor } else { role };
    if let Some(object) = object {
        frame.add(view, Role::Recipient, object, end);
    }
    // A date is no doer (`the attacks of 13 November`).
    if role == Role::Actor
        && view.kind(annexed.start) == Some(TokenKind::Number)
        && !view.is_party(annexed.clone())
    {
        return;
    }
    if view.is_party(annexed.clone())
        || view.definite(annexed.start)
        || view.kind(annexed.start) == Some(TokenKind::Number)
        || annexed.len() > 1
        || role == Role::Recipient
            && (trigger.form == Form::Noun || is_several(view.words.core(annexed.start)))
    {
        frame.add(view, role, annexed, end);
    }
}

/// Words that describe a deed before the verb that tells its doer, at most.
const DESCRIBED: usize = 4;

/// Words between a deed and the verb that says whom it struck, at most.
const STRUCK: usize = 8;

/// `a blast that struck a patrol`, `an attack targeting the post`: the object of the
/// verb of violence that describes the deed.
pub(super) fn struck(view: &View<'_>, trigger: &Trigger, end: usize, frame: &mut Frame) {
    let from = trigger.last() + 1;
    let limit = end.min(from + STRUCK);
    let Some(verb) = (from..limit)
        .take_while(|&k| !view.is(k, Classes::COMPLEMENTISER) && !view.is_mark(k, &[":"]))
        .find(|&k| view.is_verb(k))
    else {
        return;
    };
    let violent = view.lexicon.forms(view.words.core(verb)).iter().any(|hit| {
        let entry = &view.lexicon.entries[hit.entry];
        hit.form.is_finite()
            && entry.kind == EventType::Assault
            && entry.object == Some(Role::Recipient)
    });
    if !violent || view.joined(verb) {
        return;
    }
    if let Some(object) = adjacent(view, verb + 1, end) {
        frame.add(view, Role::Recipient, object, end);
    }
}

/// True for the ending of a dual or sound masculine plural.
pub(super) fn is_several(core: &str) -> bool {
    let mut back = core.chars().rev();
    core.chars().count() >= 5
        && back.next() == Some(letters::NOON)
        && matches!(back.next(), Some(letters::YEH | letters::WAW | letters::ALEF))
}

/// `the attack that the gunmen carry out`, `the raids that hit the town`.
pub(super) fn relative_subject(
    view: &View<'_>,
    trigger: &Trigger,
    end: usize,
    frame: &mut Frame,
) {
    let mut k = trigger.last() + 1;
    let limit = end.min(k + 5);
    while k < limit && !view.is_relative(k) {
        if !view.is_word(k) || view.is_stop(k) {
            return;
        }
        k += 1;
    }
    let verb = k + 1;
    if verb >= end || k >= limit {
        return;
    }
    let verb = if view.is(verb, Classes::VERBAL.or(Classes::AUXILIARY)) {
        verb + 1
    } else {
        verb
    };
    let object_pronoun = split_pronoun(view.words.core(verb)).is_some();
    if object_pronoun && let Some(who) = next_phrase(view, verb + 1, end) {
        frame.add(view, Role::Actor, who, end);
    }
}

/// `the president's making a call`: the party right before a noun in the accusative.
pub(super) fn object_of_masdar(
    view: &View<'_>,
    trigger: &Trigger,
    floor: usize,
    frame: &mut Frame,
) {
    let first = trigger.first();
    let accusative =
        view.words.core(first).ends_with(letters::ALEF) && !view.definite(first);
    if !frame.actors.is_empty()
        || !accusative
        || first <= floor
        || view.party_at(first - 1).is_none()
    {
        return;
    }
    let Some(who) = (floor.max(first.saturating_sub(8))..first).find_map(|from| {
        phrase::at(view, from, first).filter(|p| {
            p.end == first
                && view.party_at(p.start).is_some()
                && view.preposition(p.start).is_none()
        })
    }) else {
        return;
    };
    let told = who
        .start
        .checked_sub(1)
        .is_some_and(|verb| view.is_verb(verb) && reports(view, trigger, verb));
    if who.start > floor && !told && !view.is(who.start - 1, Classes::PREPOSITION) {
        frame.actors.push(Who::of(view, who));
    }
}

/// The party that opens the clause, for a deed without a doer of its own.
pub(super) fn clause_subject(
    view: &View<'_>,
    trigger: &Trigger,
    sentence: &Range<usize>,
    frame: &mut Frame,
) {
    let first = trigger.first();
    let start = clause_start(view, first, sentence.start, None);
    // Only where a verb governs the noun: `carried out raids`.
    let tells =
        |k: usize| view.is_verb(k) || view.lexicon.is_suffered(view.words.core(k));
    let Some(verb) = (start..first).rev().find(|&k| tells(k)) else { return };
    // `were hurt in a blast`: those it struck did not do it.
    let hits = view.lexicon.forms(view.words.core(verb));
    if hits.iter().any(|hit| view.lexicon.entries[hit.entry].counts.is_some()) {
        return;
    }
    let light = !view.lexicon.light(view.words.core(verb)).is_empty();
    let object = trigger.form == Form::Masdar && first - verb <= 2 || light;
    // `looks into the crime of murder`: no deed of the subject.
    let annexed = ground::is_annexing(view, first - 1);
    if first - verb > 10
        || annexed
        || view.definite(first) && !object
        || reports(view, trigger, verb)
    {
        return;
    }
    let who = subject_before(view, start, verb)
        .or_else(|| next_phrase(view, verb + 1, first).filter(|p| p.end <= first));
    if let Some(tokens) = who
        && (view.is_party(tokens.clone())
            || light
                && tokens.end <= first
                && !view.lexicon.is_deed(view.words.stem(tokens.start)))
        && !sees(view, verb, &tokens)
        && !frame.recipients.iter().any(|r| r.tokens.start == tokens.start)
    {
        let mut who = Who::of(view, tokens);
        who.inferred = true;
        // `the convoy suffered an attack`: the subject of such a verb is its victim.
        if view.lexicon.is_suffered(view.words.core(verb)) {
            frame.recipients.push(who);
        } else {
            frame.actors.push(who);
        }
    }
}

/// `the capital saw protests`: a place is where it happened.
pub(super) fn sees(view: &View<'_>, verb: usize, subject: &Range<usize>) -> bool {
    view.lexicon.light(view.words.core(verb)).contains(&Marker::Annexed)
        && view.party_at(subject.start).is_none_or(|m| m.kind == MentionKind::Place)
        && view
            .lexicon
            .moods
            .all(view.words, verb)
            .any(|(_, lead)| lead.mood == LocalMood::Status(Status::Asserted))
}

/// True where the verb at `verb` only tells of the deed, or keeps it from happening: its
/// subject did not do it. Who announces the doing of a thing does it.
pub(super) fn reports(view: &View<'_>, trigger: &Trigger, verb: usize) -> bool {
    let mut leads = view.lexicon.moods.all(view.words, verb);
    let kept = leads.any(|(_, lead)| {
        lead.reach == Reach::Next
            && matches!(
                lead.mood,
                LocalMood::Status(
                    Status::Alleged | Status::Negated | Status::Denied | Status::Feared
                )
            )
    });
    // `stopped an attack`: the verb is a deed of its own against this one.
    let stopped = view.lexicon.forms(view.words.core(verb)).iter().any(|hit| {
        let entry = &view.lexicon.entries[hit.entry];
        entry.kind == EventType::Coerce && entry.lends.is_some()
    });
    if kept || stopped || !view.is_cue(verb) {
        return kept || stopped;
    }
    let span = view.words.tokens()[verb].core;
    let claim = view
        .claims_near(span)
        .map(|(_, claim)| claim)
        .find(|c| c.cue.is_some_and(|cue| cue.overlaps(span)));
    claim.is_some_and(|claim| match claim.act {
        Act::Announce | Act::Promise | Act::Threaten => trigger.form == Form::Noun,
        Act::Other => false,
        _ => true,
    })
}
