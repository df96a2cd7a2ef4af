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
        mood::Before,
        phrase::{self, is_plural},
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
    earlier: &[Before<'_>],
    frame: &mut Frame,
) -> usize {
    let first = trigger.first();
    let after = trigger.last() + 1;
    let gapped =
        trigger.tokens.len() > 1 && trigger.last() - first >= trigger.tokens.len();
    let start = clause_start(view, first, sentence.start, within);
    let before = subject_before(view, start, first);
    // A subject between the two halves of a phrase; not the number of what was fired.
    let gap = trigger.tokens.windows(2).find(|pair| pair[1] > pair[0] + 1);
    let (open, close) = gap.map_or((after, after), |pair| (pair[0] + 1, pair[1]));
    let inside = if gapped { next_phrase(view, open, close) } else { None };
    let inside = inside.filter(|who| {
        who.end < close
            || view.kind(who.start) != Some(TokenKind::Number)
                && !view.is(who.start, Classes::NUMERAL.or(Classes::QUANTIFIER))
    });
    let right = if gapped { None } else { next_phrase(view, after, sentence.end) };
    let relative = relative_antecedent(view, first, sentence.start).or_else(|| {
        if before.is_none() { bare_relative(view, first, start) } else { None }
    });
    // `a blast that killed two`: what is described is a deed, no doer.
    let described = relative.as_ref().is_some_and(|who| {
        !view.is_party(who.clone())
            && trigger.pronoun.is_none()
            && is_deed(view, who, start)
    });
    let relative = relative.filter(|_| !described);
    let right = right.filter(|r| !relative.as_ref().is_some_and(|a| a == r));
    let mut rest = after;
    let beside = if gapped { None } else { adjacent(view, after, sentence.end) };
    let beside = beside
        .or_else(|| if gapped { None } else { object_behind(view, after, sentence.end) });
    let beside = beside.filter(|r| !relative.as_ref().is_some_and(|a| a == r));
    // A verb with `and` has the subject of the one before it only where it has none.
    let before = before.filter(|_| right.is_none() || !view.joined(first));
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
            let end = phrase::conjuncts(view, s.clone(), sentence.end, frame.attached)
                .last()
                .map_or(s.end, |r| r.end);
            rest = end;
            adjacent(view, end, sentence.end)
                .or_else(|| object_behind(view, end, sentence.end))
        });
        (subject, object)
    };
    if let Some(object) = &object {
        rest = rest.max(object.end);
    }
    // `whom gunmen kidnapped`: the antecedent suffers it.
    if trigger.pronoun.is_some()
        && let (Some(role), Some(who)) = (entry.object, relative)
    {
        frame.add(view, role, who, sentence.end);
    }
    let passive = is_passive(view, trigger, entry, subject.as_ref(), object.as_ref());
    // `gunmen stormed the post and so killed five`: the doer is that of the deed before.
    let so = view.words.tokens()[first].proclitics.conjunction == Some(letters::FEH);
    let same = inherited(view, trigger, earlier);
    if passive && so && !same.is_empty() && !trigger.form.is_passive() {
        if let (Some(role), Some(who)) = (entry.object, subject) {
            frame.add(view, role, who, sentence.end);
        }
        frame.actors = same;
        return rest;
    }
    if passive {
        if let (Some(role), Some(who)) = (entry.object, subject) {
            frame.add(view, role, who, sentence.end);
        }
        return rest;
    }
    if frame.actors.is_empty() {
        match (entry.subject, subject) {
            (Some(role), Some(who)) => frame.add(view, role, who, sentence.end),
            (Some(Role::Actor), None) if !same.is_empty() => frame.actors = same,
            (Some(Role::Actor), None) if !gapped && !described => {
                frame.actors.extend(carried(view, trigger, sentence, within));
            }
            // `that he suffered a beating`.
            (Some(Role::Recipient), None) if !described => {
                frame.recipients.extend(carried(view, trigger, sentence, within));
            }
            _ => (),
        }
    }
    if let (Some(role), Some(who)) = (entry.object, object) {
        frame.add(view, role, who, sentence.end);
    }
    rest
}

/// True where `who`, or the last two words that end with it, is itself a deed or a
/// weapon (`a car bomb`).
fn is_deed(view: &View<'_>, who: &Range<usize>, floor: usize) -> bool {
    let last = who.end - 1;
    let noun = |k: usize| {
        let hits = view.lexicon.forms(view.words.stem(k));
        hits.iter().any(|hit| !hit.form.is_finite())
    };
    let pair = last > floor
        && view.lexicon.phrases.get(view.words.stem(last - 1)).is_some_and(|phrases| {
            phrases.iter().any(|p| p.rest.as_slice() == [view.words.stem(last)])
        });
    noun(who.start) || noun(last) || pair
}

/// The object in the accusative behind phrases of place and time: `kidnapped today in
/// the capital an engineer`.
pub(super) fn object_behind(
    view: &View<'_>,
    from: usize,
    limit: usize,
) -> Option<Range<usize>> {
    let object = next_phrase(view, from, limit)?;
    let head = object.start;
    let about = view.lexicon.is_approximate(view.words.core(head));
    let counted = about
        || view.kind(head) == Some(TokenKind::Number)
        || view.is(head, Classes::NUMERAL.or(Classes::QUANTIFIER));
    let several = is_plural(view.words.core(head))
        && view.words.core(head).chars().rev().nth(1) == Some(letters::YEH)
        && !view.definite(head);
    (accusative(view, &object) || counted || several).then_some(object)
}

/// True for a noun without article that may govern the next one.
pub(super) fn is_bare_noun(view: &View<'_>, i: usize) -> bool {
    view.is_word(i)
        && !view.is_stop(i)
        && !view.is_verb(i)
        && !view.definite(i)
        && view.prose.classes[i].is_empty()
}

/// The doers of the verb before, for one that goes on with `and` or `so`.
pub(super) fn inherited(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
) -> Vec<Who> {
    let first = trigger.first();
    let sentence = view.sentence(first);
    if !view.joined(first) {
        return Vec::new();
    }
    let before = earlier.iter().rev().take_while(|b| b.trigger.first() >= sentence.start);
    let Some(before) = before.into_iter().find(|b| b.trigger.form.is_finite()) else {
        return Vec::new();
    };
    let (
        Form::Finite { gender: one, number: first_number, .. },
        Form::Finite { gender: other, number: second_number, .. },
    ) = (before.trigger.form, trigger.form)
    else {
        return Vec::new();
    };
    let agree = one == other || first_number != second_number;
    let apart = (before.trigger.last()..first).any(|k| {
        view.prose.complementiser(k).is_some()
            || k > before.trigger.last()
                && view.joined(k)
                && view.is_verb(k)
                && view.is_cue(k)
    });
    if !agree || apart || trigger.form.is_passive() {
        return Vec::new();
    }
    let mut doers: Vec<Who> = before.frame.actors.clone();
    for who in &mut doers {
        who.inferred = true;
    }
    doers
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
        || (object.is_some() && !trigger.form.is_passive())
        || trigger.pronoun.is_some()
    {
        return false;
    }
    if trigger.form.is_passive() {
        return true;
    }
    let Some(subject) = subject else { return false };
    let after = trigger.last() + 1;
    let agent = (after..view.sentence(after.min(trigger.last())).end.min(after + 12))
        .any(|k| agent_at(view, k).is_some());
    let number = view.kind(subject.start) == Some(TokenKind::Number)
        || view.is(subject.start, Classes::NUMERAL.or(Classes::QUANTIFIER));
    // Of violence without an object, a sole noun suffers it unless it is a force.
    let violent = matches!(entry.kind, EventType::Assault | EventType::Coerce);
    let force = view.party_at(subject.start).is_some_and(|m| match m.kind {
        MentionKind::Organisation | MentionKind::Place => true,
        MentionKind::Group => subject.len() == 1 || view.definite(subject.start),
        _ => false,
    });
    agent || number || violent && !force && !view.joined(subject.end)
}

/// How many words at token `k` name the doer of a passive (`by`).
pub(super) fn agent_at(view: &View<'_>, k: usize) -> Option<usize> {
    AGENTS
        .iter()
        .find(|words| {
            words.iter().enumerate().all(|(at, word)| {
                k + at < view.words.tokens().len()
                    && without_conjunction(view.words, k + at) == *word
            })
        })
        .map(|words| words.len())
}

/// Phrases that name the doer of a passive.
const AGENTS: [&[&str]; 5] = [
    &["\u{645}\u{646}", "\u{642}\u{628}\u{644}"],
    &["\u{639}\u{644}\u{649}", "\u{64A}\u{62F}"],
    &["\u{639}\u{644}\u{649}", "\u{627}\u{64A}\u{62F}\u{64A}"],
    &["\u{639}\u{644}\u{649}", "\u{627}\u{64A}\u{62F}\u{649}"],
    &["\u{645}\u{646}", "\u{637}\u{631}\u{641}"],
];

/// The subject of a verb that has none of its own: that of the sentence, or who speaks.
pub(super) fn carried(
    view: &View<'_>,
    trigger: &Trigger,
    sentence: &Range<usize>,
    within: Option<&Claim>,
) -> Option<Who> {
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
    let mut found = None;
    let subject = (floor..first).find_map(|k| {
        if view.preposition(k).is_some()
            || view.is_stop(k)
            || view.joined(k)
            || (k > floor
                && (view.is(k - 1, Classes::PREPOSITION) || is_bare_noun(view, k - 1)))
        {
            return None;
        }
        // A place does nothing by itself: it is where the sentence is set.
        phrase::at(view, k, first).filter(|p| {
            view.is_party(p.clone())
                && view.party_at(p.start).is_none_or(|m| m.kind != MentionKind::Place)
        })
    });
    if let Some(tokens) = subject {
        let mut who = Who::of(view, tokens);
        who.inferred = true;
        found = Some(who);
    } else if let Some(claim) = within
        && claim.source.entity.is_some()
        && claim.cue.is_some_and(|cue| view.prose.tokens_of(cue).start < first)
        && !joined_passive(view, trigger, sentence.end)
    {
        found = Some(Who::source(view, claim, first));
    }
    found
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
        frame.actors.extend(carried(view, trigger, sentence, within));
    }
    if let Some(role) = entry.object
        && let Some(object) = next_phrase(view, trigger.last() + 1, sentence.end)
    {
        frame.add(view, role, object, sentence.end);
    }
}
