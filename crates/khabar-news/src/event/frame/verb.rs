//! The participants of a finite verb, or of a participle that speaks.

use std::ops::Range;

use khabar_arabic::{
    TokenKind,
    inflect::{Number, Person},
    letters,
};
use khabar_doc::{Claim, EventType, MentionKind};

use super::{
    Frame, Who,
    clause::{
        adjacent, clause_start, next_phrase, opening, relative_antecedent, subject_before,
    },
};
use crate::{
    event::{
        lexicon::{Entry, Form, Role},
        phrase,
        trigger::Trigger,
        view::View,
    },
    grammar::{Classes, without_conjunction},
};

/// Subject and object of a finite verb; gives the token behind them.
pub(super) fn around_verb(
    view: &View<'_>,
    trigger: &Trigger,
    entry: &Entry,
    sentence: &Range<usize>,
    within: Option<&Claim>,
    frame: &mut Frame,
) -> usize {
    let first = trigger.first();
    let after = trigger.last() + 1;
    let gapped =
        trigger.tokens.len() > 1 && trigger.last() - first >= trigger.tokens.len();
    let start = clause_start(view, first, sentence.start, within);
    let before = subject_before(view, start, first);
    // A subject between the two halves of a phrase.
    let inside = if gapped { next_phrase(view, first + 1, trigger.last()) } else { None };
    let right = if gapped { None } else { next_phrase(view, after, sentence.end) };
    let relative = relative_antecedent(view, first, sentence.start).or_else(|| {
        if before.is_none() { bare_relative(view, first, start) } else { None }
    });
    let right = right.filter(|r| !relative.as_ref().is_some_and(|a| a == r));
    let mut rest = after;
    let beside = if gapped { None } else { adjacent(view, after, sentence.end) };
    let beside = beside.filter(|r| !relative.as_ref().is_some_and(|a| a == r));
    let (subject, object) = if let Some(inside) = inside {
        (Some(inside), None)
    } else if let Some(who) = relative.clone().filter(|_| trigger.pronoun.is_none()) {
        (Some(who), beside)
    } else if let Some(who) = before {
        (Some(who), beside)
    } else if trigger.pronoun.is_some() || right.is_none() {
        (right, None)
    } else if own_subject(trigger) {
        // A verb that shows its plural subject has its object behind it.
        if let Some(object) = &right {
            rest = object.end;
        }
        (None, right)
    } else {
        let subject = right.clone().filter(|r| !accusative(view, r));
        if subject.is_none()
            && let (Some(role), Some(who)) = (entry.object, right)
        {
            rest = who.end;
            frame.add(view, role, who, sentence.end);
        }
        let object = subject.as_ref().and_then(|s| {
            let end = phrase::conjuncts(view, s.clone(), sentence.end)
                .last()
                .map_or(s.end, |r| r.end);
            rest = end;
            adjacent(view, end, sentence.end)
        });
        (subject, object)
    };
    if let Some(object) = &object {
        rest = rest.max(object.end);
    }
    let passive = is_passive(view, trigger, entry, subject.as_ref(), object.as_ref());
    if passive {
        if let (Some(role), Some(who)) = (entry.object, subject) {
            frame.add(view, role, who, sentence.end);
        }
        return rest;
    }
    if frame.actors.is_empty() {
        match (entry.subject, subject) {
            (Some(role), Some(who)) => frame.add(view, role, who, sentence.end),
            (Some(Role::Actor), None) => carried(view, trigger, sentence, within, frame),
            _ => (),
        }
    }
    if let (Some(role), Some(who)) = (entry.object, object) {
        frame.add(view, role, who, sentence.end);
    }
    rest
}

/// True for a form whose subject is in it: `they killed`, `we killed`.
pub(super) fn own_subject(trigger: &Trigger) -> bool {
    match trigger.form {
        Form::Finite { person: Person::Third, number, .. } => number == Number::Plural,
        Form::Finite { .. } => true,
        _ => false,
    }
}

/// True for an indefinite noun in the accusative: it is no subject.
pub(super) fn accusative(view: &View<'_>, phrase: &Range<usize>) -> bool {
    let head = phrase.start;
    let core = view.words.core(head);
    view.kind(head) == Some(TokenKind::Word)
        && !view.definite(head)
        && view.name_at(head).is_none()
        && core.ends_with(letters::ALEF)
        && core.chars().count() > 3
}

/// The indefinite noun right before a verb, which describes it (`a man who held`).
pub(super) fn bare_relative(
    view: &View<'_>,
    verb: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let mut before = verb.checked_sub(1)?;
    while before > floor && view.is(before, Classes::AUXILIARY.or(Classes::VERBAL)) {
        before -= 1;
    }
    (before >= floor
        && !view.joined(verb)
        && view.is_word(before)
        && !view.is_stop(before)
        && !view.is_verb(before)
        && !view.is_definite(before)
        && view.prose.classes[before].is_empty()
        && view.kind(before) == Some(TokenKind::Word))
    .then_some(before..before + 1)
}

/// Passive: the sole noun after the verb is one that suffers, or an agent is named.
pub(super) fn is_passive(
    view: &View<'_>,
    trigger: &Trigger,
    entry: &Entry,
    subject: Option<&Range<usize>>,
    object: Option<&Range<usize>>,
) -> bool {
    if entry.subject != Some(Role::Actor)
        || entry.object != Some(Role::Recipient)
        || object.is_some()
        || trigger.pronoun.is_some()
    {
        return false;
    }
    let Some(subject) = subject else { return false };
    let after = trigger.last() + 1;
    let agent = (after..view.sentence(after.min(trigger.last())).end.min(after + 12))
        .any(|k| {
            AGENTS.iter().any(|words| {
                words.iter().enumerate().all(|(at, word)| {
                    k + at < view.words.tokens().len()
                        && without_conjunction(view.words, k + at) == *word
                })
            })
        });
    let number = view.kind(subject.start) == Some(TokenKind::Number)
        || view.is(subject.start, Classes::NUMERAL.or(Classes::QUANTIFIER));
    // Of violence without an object, a sole noun suffers it unless it is a force.
    let violent = matches!(entry.kind, EventType::Assault | EventType::Coerce);
    let force = view.party_at(subject.start).is_some_and(|m| {
        matches!(
            m.kind,
            MentionKind::Organisation | MentionKind::Group | MentionKind::Place
        )
    });
    agent || number || violent && !force && !view.joined(subject.end)
}

/// Phrases that name the doer of a passive.
const AGENTS: [&[&str]; 4] = [
    &["\u{645}\u{646}", "\u{642}\u{628}\u{644}"],
    &["\u{639}\u{644}\u{649}", "\u{64A}\u{62F}"],
    &["\u{639}\u{644}\u{649}", "\u{627}\u{64A}\u{62F}\u{64A}"],
    &["\u{645}\u{646}", "\u{637}\u{631}\u{641}"],
];

/// The subject of a verb that has none of its own: that of the sentence, or who speaks.
pub(super) fn carried(
    view: &View<'_>,
    trigger: &Trigger,
    sentence: &Range<usize>,
    within: Option<&Claim>,
    frame: &mut Frame,
) {
    let first = trigger.first();
    let floor = within
        .and_then(|c| {
            c.content
                .iter()
                .map(|s| view.prose.tokens_of(*s).start)
                .filter(|&s| s <= first)
                .max()
        })
        .unwrap_or(sentence.start)
        .max(opening(view, sentence));
    let subject = (floor..first).find_map(|k| {
        if view.preposition(k).is_some()
            || view.is_stop(k)
            || (k > floor && view.is(k - 1, Classes::PREPOSITION))
        {
            return None;
        }
        phrase::at(view, k, first).filter(|p| view.is_party(p.clone()))
    });
    if let Some(tokens) = subject {
        let mut who = Who::of(view, tokens);
        who.inferred = true;
        frame.actors.push(who);
    } else if let Some(claim) = within
        && claim.source.entity.is_some()
        && claim.cue.is_some_and(|cue| view.prose.tokens_of(cue).start < first)
        && !joined_passive(view, trigger, sentence.end)
    {
        frame.actors.push(Who {
            tokens: first..first + 1,
            entity: claim.source.entity,
            party: true,
            inferred: true,
            pronoun: true,
        });
    }
}

/// `killed and wounded dozens`: the subject stands behind the second verb.
pub(super) fn joined_passive(view: &View<'_>, trigger: &Trigger, end: usize) -> bool {
    let next = trigger.last() + 1;
    next < end && view.joined(next) && view.is_verb(next)
}

/// A participle that speaks: its subject is the speaker, or that of the sentence.
pub(super) fn participle(
    view: &View<'_>,
    trigger: &Trigger,
    entry: &Entry,
    sentence: &Range<usize>,
    within: Option<&Claim>,
    frame: &mut Frame,
) {
    if frame.actors.is_empty() {
        carried(view, trigger, sentence, within, frame);
    }
    if let Some(role) = entry.object
        && let Some(object) = next_phrase(view, trigger.last() + 1, sentence.end)
    {
        frame.add(view, role, object, sentence.end);
    }
}
