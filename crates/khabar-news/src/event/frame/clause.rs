//! Clauses: where one begins, its subject, its object, and whom its pronouns mean.

use std::ops::Range;

use khabar_arabic::TokenKind;
use khabar_doc::{Claim, PartKind};

use super::Who;
use crate::{
    event::{phrase, trigger::Trigger, view::View},
    grammar::Classes,
};

/// Where the clause of token `i` begins.
pub(super) fn clause_start(
    view: &View<'_>,
    i: usize,
    sentence_start: usize,
    within: Option<&Claim>,
) -> usize {
    let content = within
        .and_then(|c| {
            c.content
                .iter()
                .map(|s| view.prose.tokens_of(*s).start)
                .filter(|&s| s <= i)
                .max()
        })
        .unwrap_or(sentence_start);
    let floor = content.max(sentence_start);
    let mut k = i;
    while k > floor {
        let before = k - 1;
        if view.is_comma(before)
            || view.is_mark(before, &[":", "(", ")"])
            || view.kind(before) == Some(TokenKind::Quote)
                && view.name_at(k).is_none()
                && view.party_at(before.saturating_sub(1)).is_none()
            || view.is(
                before,
                Classes::COMPLEMENTISER
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::CONNECTIVE)
                    .or(Classes::RELATIVE),
            )
            || view.is(before, Classes::CONJUNCTION) && !view.joined(before)
        {
            return k;
        }
        // `and` before a verb or before a noun that is followed by a verb.
        if k < i && view.joined(k) && view.is_verb(k) {
            return k;
        }
        k = before;
    }
    floor
}

/// The phrase that opens the clause before its verb at `verb`.
pub(super) fn subject_before(
    view: &View<'_>,
    start: usize,
    verb: usize,
) -> Option<Range<usize>> {
    let mut from = start;
    // `that a gunman …`, `a gunman had …`: what follows is the subject.
    let mut marked = start > 0 && view.prose.complementiser(start - 1).is_some();
    while from < verb
        && (view.kind(from) == Some(TokenKind::Quote)
            || view.is(
                from,
                Classes::FOCUS
                    .or(Classes::VERBAL)
                    .or(Classes::TIME)
                    .or(Classes::AUXILIARY)
                    .or(Classes::COMPLEMENTISER),
            ) && view.party_at(from).is_none())
    {
        marked |= view.is(from, Classes::AUXILIARY.or(Classes::COMPLEMENTISER));
        from += 1;
    }
    if from >= verb || view.preposition(from).is_some() {
        return None;
    }
    let between = (from..verb)
        .find(|&k| k + 1 < verb && view.is_verb(k) && !view.is(k, Classes::AUXILIARY));
    let who = phrase::at(view, from, verb)?;
    if let Some(other) = between {
        // Only a relative clause may come between: `a man driving a van blew up`.
        let describes = other >= who.end
            && ((other == who.end && !view.is_definite(who.start))
                || (who.end..other).any(|k| view.is_relative(k)));
        if !marked || !describes {
            return None;
        }
    }
    (marked
        || view.is_party(who.clone())
        || who.end == verb && view.is_definite(who.start)
        || view.part_kind(verb) == PartKind::Title && view.is_definite(who.end - 1))
    .then_some(who)
}

/// The noun phrase that follows token `from`, past adverbs and asides.
pub(super) fn next_phrase(
    view: &View<'_>,
    from: usize,
    limit: usize,
) -> Option<Range<usize>> {
    let mut i = from;
    let mut aside = false;
    while i < limit && i < from + 14 {
        if view.is_comma(i) {
            // Only an aside that closes again is passed over.
            if aside || !(i + 1..limit.min(i + 10)).any(|k| view.is_comma(k)) {
                return None;
            }
            aside = true;
            i += 1;
            continue;
        }
        if view.is(
            i,
            Classes::COMPLEMENTISER.or(Classes::RELATIVE).or(Classes::SUBORDINATOR),
        ) || view.is_mark(i, &[":"])
            || view.is_verb(i)
        {
            return None;
        }
        if view.kind(i) == Some(TokenKind::Quote)
            && !(i + 1 < limit && view.name_at(i + 1).is_some())
        {
            return None;
        }
        if view.is(i, Classes::TIME.or(Classes::FOCUS).or(Classes::CONNECTIVE))
            && view.party_at(i).is_none()
        {
            i += 1;
            continue;
        }
        if is_about(view, i) {
            return phrase::at(view, i + 1, limit).map(|p| i..p.end);
        }
        if view.is(i, Classes::PREPOSITION)
            || is_where(view, i)
            || view.preposition(i).is_some()
                && view
                    .party_at(i)
                    .is_none_or(|m| view.prose.tokens_of(m.span).start == i)
        {
            if view.joined(i) {
                return None;
            }
            // A prepositional phrase before the subject.
            let inner = if view.preposition(i).is_some() { i } else { i + 1 };
            i = phrase::at(view, inner, limit).map_or(inner + 1, |p| p.end);
            continue;
        }
        if view.joined(i) {
            return None;
        }
        return phrase::at(view, i, limit);
    }
    None
}

/// True for a word of place that is no noun phrase: `south of the capital`.
fn is_where(view: &View<'_>, i: usize) -> bool {
    view.prose.classes.get(i).is_some_and(|c| c.any(Classes::PLACE))
        && !view.definite(i)
        && !view.is_verb(i)
}

/// True for a preposition that is a number's `about` here.
fn is_about(view: &View<'_>, i: usize) -> bool {
    view.is(i, Classes::PREPOSITION)
        && view.preposition(i).is_none()
        && (view.kind(i + 1) == Some(TokenKind::Number)
            || view.is(i + 1, Classes::NUMERAL))
        && view.lexicon.is_approximate(view.words.core(i))
}

/// The noun phrase at token `from`, past words of time.
pub(super) fn adjacent(
    view: &View<'_>,
    from: usize,
    limit: usize,
) -> Option<Range<usize>> {
    let mut i = from;
    while i < limit
        && view.is(i, Classes::TIME.or(Classes::FOCUS))
        && view.party_at(i).is_none()
    {
        i += 1;
    }
    let free = i < limit
        && view.preposition(i).is_none()
        && !view.joined(i)
        && !view.is(i, Classes::PREPOSITION)
        && !is_where(view, i);
    free.then(|| phrase::at(view, i, limit)).flatten()
}

/// The noun before `who` or `which` right before the verb.
pub(super) fn relative_antecedent(
    view: &View<'_>,
    verb: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let mut k = verb;
    while k > floor && view.is(k - 1, Classes::VERBAL.or(Classes::AUXILIARY)) {
        k -= 1;
    }
    let relative = k.checked_sub(1).filter(|&r| r > floor && view.is_relative(r))?;
    if view.joined(relative) {
        return None;
    }
    ending_at(view, relative, floor)
}

/// The noun phrase that ends before token `end`.
pub(super) fn ending_at(
    view: &View<'_>,
    end: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let mut end = end;
    while end > floor
        && (view.is_comma(end - 1) || view.kind(end - 1) == Some(TokenKind::Quote))
    {
        end -= 1;
    }
    (floor.max(end.saturating_sub(8))..end).find_map(|from| {
        phrase::at(view, from, end)
            .filter(|p| p.end == end || view.is_party(p.clone()) && p.end + 2 >= end)
    })
}

/// Tokens a dateline takes, at most.
const DATELINE: usize = 8;

/// The first token of a sentence behind its dateline (`Baghdad/Agency:`).
pub(super) fn opening(view: &View<'_>, sentence: &Range<usize>) -> usize {
    let start = sentence.start;
    if view.name_at(start).is_none() {
        return start;
    }
    let end = sentence.end.min(start + DATELINE);
    let mut behind = start;
    for k in start..end {
        if view.is_verb(k) || view.is(k, Classes::PREPOSITION) {
            break;
        }
        if view.is_mark(k, &[":", "-", "\u{2013}", "\u{2014}", "/", ")"]) {
            behind = k + 1;
        }
    }
    behind
}

/// Claims before a trigger among which its antecedent is looked for.
const RECENT: usize = 32;

/// Whom a possessive pronoun means: the party that opens the sentence, or the last one
/// before it.
pub(super) fn antecedent(view: &View<'_>, trigger: &Trigger) -> Option<Who> {
    let first = trigger.first();
    let sentence = view.sentence(first);
    let at = view.words.tokens()[first].core.start();
    let before =
        view.claims.partition_point(|c| c.cue.is_some_and(|cue| cue.start() <= at));
    let claim = view.claims[..before].iter().rev().take(RECENT).find(|c| {
        let cue = c.cue.map(|cue| view.prose.tokens_of(cue).start);
        c.source.entity.is_some()
            && cue.is_some_and(|cue| sentence.contains(&cue) && cue <= first)
    });
    let begin = opening(view, &sentence).min(first);
    let opening = (begin..first).find_map(|k| {
        if view.preposition(k).is_some()
            || view.is_stop(k)
            || (k > sentence.start && view.is(k - 1, Classes::PREPOSITION))
        {
            return None;
        }
        phrase::at(view, k, first).filter(|p| view.is_party(p.clone()))
    });
    if let Some(tokens) = opening {
        let mut who = Who::of(view, tokens);
        who.inferred = true;
        return Some(who);
    }
    claim.map(|c| Who::source(view, c, first))
}
