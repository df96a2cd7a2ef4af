use std::ops::Range;

use khabar_arabic::{TokenKind, letters};
use khabar_doc::MentionKind;

use super::view::View;
use crate::grammar::Classes;

/// Longest noun phrase that is looked for, in tokens.
const LONGEST: usize = 14;

/// The noun phrase that begins at token `from`; its first word may carry a preposition
/// or conjunction. Head to end, no relative clause, no second conjunct.
pub(super) fn at(view: &View<'_>, from: usize, limit: usize) -> Option<Range<usize>> {
    let limit = limit.min(from + LONGEST);
    let mut i = from;
    // Marks around a name: the phrase begins behind them.
    if view.kind(i) == Some(TokenKind::Quote)
        && i + 1 < limit
        && view.name_at(i + 1).is_some()
    {
        i += 1;
    }
    if i >= limit || !begins(view, i) {
        return None;
    }
    let start = i;
    while view.is(i, Classes::DEMONSTRATIVE.or(Classes::QUANTIFIER))
        && i + 1 < limit
        && view.is_word(i + 1)
    {
        i += 1;
    }
    let mut end = i;
    let mut closed = false;
    while end < limit {
        if let Some(mention) = view.party_at(end) {
            let tokens = view.prose.tokens_of(mention.span);
            let fresh = end == tokens.start;
            if end > i && closed && fresh && !continues(view, end, mention.kind) {
                break;
            }
            if end > start && view.joined(end)
                || end > start && view.preposition(end).is_some() && fresh
            {
                break;
            }
            end = tokens.end.max(end + 1);
            closed = mention.name || view.definite(tokens.end.saturating_sub(1));
            continue;
        }
        if end > start && !goes_on(view, end, closed) {
            match behind_mark(view, end, limit) {
                Some(next) => {
                    end = next;
                    continue;
                }
                None => break,
            }
        }
        closed = view.definite(end);
        end += 1;
    }
    let end = named_behind(view, start, end, limit).unwrap_or(end);
    let end = counted_out(view, start, end, limit).unwrap_or(end);
    (end > start).then_some(start..end.min(limit))
}

/// `more than 30 people`, `four of the policemen`: what a number or quantity counts
/// stands behind `of`.
fn counted_out(view: &View<'_>, start: usize, end: usize, limit: usize) -> Option<usize> {
    let quantity = view.kind(start) == Some(TokenKind::Number)
        || view.is(start, Classes::NUMERAL.or(Classes::QUANTIFIER));
    if !quantity || end + 1 >= limit || view.is_verb(end + 1) {
        return None;
    }
    if !view.words.whole(end).chars().eq([letters::MEEM, letters::NOON]) {
        return None;
    }
    at(view, end + 1, limit).map(|rest| rest.end)
}

/// `the leader in the party X, So-and-so`: the name behind the place or body.
fn named_behind(
    view: &View<'_>,
    start: usize,
    end: usize,
    limit: usize,
) -> Option<usize> {
    if (start..end).any(|i| view.name_at(i).is_some()) || end - start > 4 {
        return None;
    }
    let body = if view.is(end, Classes::PREPOSITION) { end + 1 } else { end };
    let attached = view.preposition(end).is_some_and(|p| p != letters::KAF);
    if body == end && !attached || body >= limit {
        return None;
    }
    let body = view.name_at(body).filter(|m| m.kind != MentionKind::Person)?;
    let mut next = view.prose.tokens_of(body.span).end;
    if view.is_comma(next) {
        next += 1;
    }
    let name = view.name_at(next).filter(|m| m.kind == MentionKind::Person)?;
    let last = view.prose.tokens_of(name.span).end;
    (next < limit && view.words.tokens()[next].proclitics.is_empty() && last <= limit)
        .then_some(last)
}

fn begins(view: &View<'_>, i: usize) -> bool {
    if view.party_at(i).is_some() {
        return true;
    }
    match view.kind(i) {
        Some(TokenKind::Number) => true,
        Some(TokenKind::Word) => {
            view.is(
                i,
                Classes::NUMERAL.or(Classes::QUANTIFIER).or(Classes::DEMONSTRATIVE),
            ) || !view.is_stop(i) && !view.is_verb(i) && !view.is_pronominal(i)
        }
        _ => false,
    }
}

/// A sound masculine plural: annexed it would have lost its noon, so that only an
/// adjective like it can follow.
fn is_plural(core: &str) -> bool {
    let mut back = core.chars().rev();
    core.chars().count() >= 6
        && back.next() == Some(letters::NOON)
        && back.next().is_some_and(|c| c == letters::WAW || c == letters::YEH)
}

/// True for two sound plurals of one case: a noun and its adjective. Of two cases they
/// are subject and object.
fn agrees(noun: &str, adjective: &str) -> bool {
    is_plural(adjective) && noun.chars().rev().nth(1) == adjective.chars().rev().nth(1)
}

fn goes_on(view: &View<'_>, i: usize, closed: bool) -> bool {
    if i > 0
        && view.kind(i) == Some(TokenKind::Word)
        && is_plural(view.words.core(i - 1))
        && view.name_at(i - 1).is_none()
        && !agrees(view.words.core(i - 1), view.words.core(i))
    {
        return false;
    }
    match view.kind(i) {
        Some(TokenKind::Number) => !closed,
        Some(TokenKind::Word) => {
            let token = view.words.tokens()[i];
            if !token.proclitics.is_empty() || view.is_stop(i) || view.is_verb(i) {
                return false;
            }
            if closed {
                // After a definite noun only definite adjectives belong to it, not the
                // one that opens the name of somebody else.
                let other = view
                    .name_at(i + 1)
                    .is_some_and(|m| m.kind == MentionKind::Person)
                    && view.party_at(i - 1).is_some_and(|m| m.kind == MentionKind::Group);
                return token.proclitics.article && !other;
            }
            let before = view.words.core(i - 1);
            // Behind an indefinite adjective a definite noun is a phrase of its own.
            if token.proclitics.article
                && i >= 2
                && view.is_word(i - 2)
                && !view.is_stop(i - 2)
                && !view.definite(i - 2)
                && view.party_at(i - 1).is_none_or(|m| !m.name)
                && (before.ends_with(letters::YEH)
                    || before
                        .strip_suffix(letters::TEH_MARBUTA)
                        .is_some_and(|s| s.ends_with(letters::YEH)))
            {
                return false;
            }
            // An adverb or object in the accusative begins something of its own.
            let accusative = view.words.core(i).ends_with(letters::ALEF)
                && view.words.core(i).chars().count() > 3;
            !accusative
                || before.ends_with(letters::ALEF)
                || view.is(i - 1, Classes::NUMERAL)
                || view.kind(i - 1) == Some(TokenKind::Number)
        }
        _ => false,
    }
}

/// True where a mention of `kind` at token `i` belongs to the phrase before it: a
/// person's name after a title.
fn continues(view: &View<'_>, i: usize, kind: MentionKind) -> bool {
    kind == MentionKind::Person
        && view.words.tokens()[i].proclitics.is_empty()
        && view.party_at(i - 1).is_none_or(|m| m.kind != MentionKind::Person)
}

/// Past quotation marks around the rest of a name, a number in brackets, or a comma
/// before a person's name.
fn behind_mark(view: &View<'_>, i: usize, limit: usize) -> Option<usize> {
    let next = i + 1;
    if next >= limit {
        return None;
    }
    if view.kind(i) == Some(TokenKind::Quote) {
        let name = view.name_at(next)?;
        let end = view.prose.tokens_of(name.span).end;
        return Some(if view.kind(end) == Some(TokenKind::Quote) {
            end + 1
        } else {
            end
        });
    }
    if view.is_mark(i, &["("]) {
        return (next..limit.min(i + 5))
            .find(|&k| view.is_mark(k, &[")"]))
            .map(|k| k + 1);
    }
    let person = |k: usize| {
        view.name_at(k).is_some_and(|m| m.kind == MentionKind::Person)
            && view.words.tokens()[k].proclitics.is_empty()
    };
    if view.is_comma(i) && person(next) {
        let name = view.name_at(next)?;
        return Some(view.prose.tokens_of(name.span).end);
    }
    None
}

/// `first` and the phrases joined to it by `and`, where those name parties too.
pub(super) fn conjuncts(
    view: &View<'_>,
    first: Range<usize>,
    limit: usize,
) -> Vec<Range<usize>> {
    let mut all = vec![first.clone()];
    let mut end = first.end;
    while all.len() < 6 {
        // A lone conjunction (`و حلفائها`) or one written onto its word.
        let lone = view.is_word(end) && view.words.whole(end).chars().eq([letters::WAW]);
        let next = if lone { end + 1 } else { end };
        if next >= limit || !(lone || view.joined(next)) || view.is_verb(next) {
            break;
        }
        // `the death of five and the wounding of six`: a deed of its own.
        if view.lexicon.forms(view.words.stem(next)).iter().any(|h| !h.form.is_finite()) {
            break;
        }
        let Some(phrase) = at(view, next, limit) else { break };
        if !view.is_party(phrase.clone()) {
            break;
        }
        end = phrase.end;
        all.push(phrase);
    }
    all
}
