//! Told or only mentioned: `gunmen killed two officers` brings the news of a deed,
//! `since the killing of the officers` takes it for known. Linguistics calls the two
//! foreground and background (Hopper and Thompson 1980); whoever counts events counts
//! the first.

use khabar_arabic::{TokenKind, letters};
use khabar_doc::{Act, Claim, Grounding, PartKind, Status};

use super::{
    frame::Frame,
    lexicon::{Form, LocalMood, Marker},
    trigger::{self, Trigger},
    view::View,
};
use crate::grammar::Classes;

/// Tokens between a noun and the verb that tells it, at most.
const REACH: usize = 14;

/// How `trigger`, of this status and mood, stands in its sentence.
pub(super) fn of(
    view: &View<'_>,
    trigger: &Trigger,
    frame: &Frame,
    within: Option<&Claim>,
    status: Status,
    mood: Option<LocalMood>,
) -> Grounding {
    // What somebody is charged with or condemns is the matter of that deed of speech.
    let charged = within.is_some_and(|claim| {
        matches!(claim.act, Act::Accuse | Act::Condemn | Act::Praise)
    });
    let told = !charged
        && is_concrete(view, trigger, frame)
        && is_told(view, trigger, status, mood);
    if told { Grounding::Foreground } else { Grounding::Background }
}

/// True where the words alone are plain enough, or somebody takes part.
fn is_concrete(view: &View<'_>, trigger: &Trigger, frame: &Frame) -> bool {
    let entry = &view.lexicon.entries[trigger.entry];
    let party = !frame.actors.is_empty() || !frame.recipients.is_empty();
    !entry.minor && (entry.strong || party || counted(view, trigger.last()))
}

/// True where a number stands right behind token `last`.
fn counted(view: &View<'_>, last: usize) -> bool {
    let next = last + 1;
    view.kind(next) == Some(TokenKind::Number) || view.is(next, Classes::NUMERAL)
}

fn is_told(
    view: &View<'_>,
    trigger: &Trigger,
    status: Status,
    mood: Option<LocalMood>,
) -> bool {
    let first = trigger.first();
    let title = view.part_kind(first) == PartKind::Title;
    match trigger.form {
        // A present tells habits and plans, but for headlines.
        Form::Finite { past, .. } => {
            (past || title || !status.is_real()) && !is_relative(view, first)
        }
        Form::Participle => false,
        Form::Masdar | Form::Noun => {
            status != Status::Presupposed
                && (mood == Some(LocalMood::Status(Status::Asserted))
                    || first > 0 && is_led_to(view, first)
                    || !is_known(view, trigger) && is_governed(view, first))
        }
    }
}

/// True for a verb in a relative clause: it describes somebody.
fn is_relative(view: &View<'_>, verb: usize) -> bool {
    let floor = view.sentence(verb).start;
    let mut k = verb;
    while k > floor && view.is(k - 1, Classes::VERBAL.or(Classes::AUXILIARY)) {
        k -= 1;
    }
    k > floor && view.is_relative(k - 1)
}

/// True for a deed that its own noun marks as known: `the attack`, `their attack`.
fn is_known(view: &View<'_>, trigger: &Trigger) -> bool {
    view.definite(trigger.first()) || trigger.pronoun.is_some()
}

/// True where a light verb takes the deed with a preposition (`carried out the killing`,
/// `led to the death`), its subject between them.
pub(super) fn is_led_to(view: &View<'_>, first: usize) -> bool {
    let floor = view.sentence(first).start.max(first.saturating_sub(REACH));
    let letter = view.preposition(first);
    (floor..first)
        .rev()
        .take_while(|&k| !view.is_relative(k) && view.prose.complementiser(k).is_none())
        .any(|k| {
            view.lexicon.light(view.words.core(k)).iter().any(|marker| match marker {
                Marker::Letter(own) => letter == Some(*own),
                Marker::Words(words) => {
                    letter.is_none() && trigger::starts(view, first - 1, words)
                }
                Marker::Annexed => false,
            })
        })
}

/// True where a light verb stands before the noun at token `first` as its subject or
/// object: `protests broke out`, `carried out raids`.
pub(super) fn is_lightly_told(view: &View<'_>, first: usize) -> bool {
    let free = view.preposition(first).is_none() && !view.definite(first) && first > 0;
    let floor = view.sentence(first).start.max(first.saturating_sub(3));
    let light = |k: usize| !view.lexicon.light(view.words.core(k)).is_empty();
    is_led_to(view, first)
        || free
            && !view.is_preposition(first - 1)
            && (floor..first).rev().take_while(|&k| !view.is_stop(k)).any(light)
}

/// True where a verb tells the noun at token `first`, as its subject or object, or where
/// the noun opens a headline or an entry of a list.
fn is_governed(view: &View<'_>, first: usize) -> bool {
    let sentence = view.sentence(first);
    if view.preposition(first).is_some() {
        return false;
    }
    if first == sentence.start {
        return view.part_kind(first) == PartKind::Title || counted(view, first);
    }
    let before = first - 1;
    // A verb opens its sentence: `(there) hit a bomb`.
    let opening = before == sentence.start && is_annexing(view, before);
    if opening {
        return !view.words.core(before).ends_with(letters::TEH_MARBUTA);
    }
    if view.is_preposition(before) || is_annexing(view, before) {
        return false;
    }
    for k in (sentence.start.max(first.saturating_sub(REACH))..first).rev() {
        if view.is_verb(k)
            || view.is_cue(k)
            || !view.lexicon.light(view.words.core(k)).is_empty()
        {
            return true;
        }
        if view.is_relative(k) {
            return false;
        }
    }
    // Behind the date of a list, or a colon.
    (sentence.start..first).any(|k| view.is_mark(k, &[":"]))
}

/// True for a noun that governs the next one: `the crime of`. An adjective does not.
pub(super) fn is_annexing(view: &View<'_>, i: usize) -> bool {
    let core = view.words.core(i);
    view.kind(i) == Some(TokenKind::Word)
        && !view.definite(i)
        && view.party_at(i).is_none()
        && !view.is_stop(i)
        && !view.is_verb(i)
        && !view.is(i, Classes::QUANTIFIER.or(Classes::NUMERAL).or(Classes::TIME))
        && !core.ends_with(letters::YEH)
        && !core
            .strip_suffix(letters::TEH_MARBUTA)
            .is_some_and(|stem| stem.ends_with(letters::YEH))
        && !core.ends_with(letters::ALEF)
}
