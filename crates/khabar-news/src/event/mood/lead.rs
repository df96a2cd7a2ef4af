//! What the words around a trigger make of it: negations, wishes, plans, fears, and
//! what an earlier trigger lends to its complement.

use khabar_arabic::letters;
use khabar_doc::Status;

use super::{Before, is_background, is_speech};
use crate::{
    event::{
        lexicon::{Form, Lead, LocalMood, Marker, Reach, Role},
        trigger::{self, Trigger},
        view::View,
    },
    grammar::{Classes, split_pronoun},
};

/// What the words before the trigger make of it.
pub(super) fn local(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
    floor: usize,
) -> Option<LocalMood> {
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
    if let Some(mood) = coordinated(view, trigger, earlier, floor) {
        return Some(mood);
    }
    let mut k = first;
    let mut barrier = false; // a clause has begun between
    let mut verbs = 0; // finite verbs between
    if let Some(open) = aside(view, first, floor) {
        k = open;
    }
    while k > floor && first - k <= 30 {
        k -= 1;
        if let Some(before) = earlier.iter().rev().find(|b| b.trigger.last() == k)
            && let Some(mood) = lent(view, before.trigger, trigger, verbs)
        {
            // Of a promise that was not given nothing follows.
            let undone = matches!(
                before.mood,
                Some(LocalMood::Status(Status::Negated | Status::Denied))
            );
            return Some(LocalMood::Status(if undone {
                Status::Hypothetical
            } else {
                mood
            }));
        }
        if let Some((start, length, lead)) = lead_at(view, k, first, floor) {
            if reaches(view, trigger, start + length, lead, barrier, verbs) {
                let mood = tuned(view, trigger, lead, verbs);
                // `it is in nobody's interest that he leaves`: he may or may not.
                let that =
                    (start + length..first).any(|k| view.is(k, Classes::COMPLEMENTISER));
                let open = matches!(trigger.form, Form::Finite { past: false, .. })
                    && lead.reach == Reach::Clause
                    && mood == Some(LocalMood::Status(Status::Negated))
                    && that;
                let mood = if open {
                    Some(LocalMood::Status(Status::Hypothetical))
                } else {
                    mood
                };
                // A stressed past stays under what governs the clause.
                if mood.is_some() || lead.reach != Reach::Head {
                    return mood;
                }
            }
            k = start;
        }
        // `will take to court`: what a verb to come has for object is to come too.
        if view.words.tokens()[k].proclitics.future
            && !barrier
            && verbs == 0
            && !trigger.form.is_finite()
            && !is_background(view, trigger)
        {
            return Some(LocalMood::Status(Status::Predicted));
        }
        if view.is_comma(k) || view.is_relative(k) {
            barrier = true;
        }
        if view.is_verb(k) {
            verbs += 1;
            if view.joined(k) && !trigger.form.is_finite() {
                barrier = true;
            }
        }
    }
    let nominal = trigger.form == Form::Masdar;
    (purpose && nominal && !governed(view, first, earlier))
        .then_some(LocalMood::Status(Status::Hypothetical))
}

/// Where the relative clause between commas right before token `first` opens.
pub(super) fn aside(view: &View<'_>, first: usize, floor: usize) -> Option<usize> {
    let close = first.checked_sub(1).filter(|&c| c > floor && view.is_comma(c))?;
    (floor..close.saturating_sub(1))
        .rev()
        .take(20)
        .find(|&k| view.is_comma(k) && view.is_relative(k + 1))
}

/// `to support their army and (to) cooperate`: the second shares the mood of the first.
pub(super) fn coordinated(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
    floor: usize,
) -> Option<LocalMood> {
    let first = trigger.first();
    if !view.joined(first) || trigger.form.is_finite() {
        return None;
    }
    let last = earlier.last().filter(|b| {
        let at = b.trigger.last();
        at >= floor
            && first - at <= 5
            && !b.trigger.form.is_finite()
            && (at..first).all(|k| !view.is_comma(k) && !view.is_verb(k))
    })?;
    match last.mood {
        Some(LocalMood::Status(Status::Asserted | Status::Presupposed)) => None,
        mood => mood,
    }
}

/// True where the noun's `ل` belongs to a trigger before it: its theme or victim.
pub(super) fn governed(view: &View<'_>, first: usize, earlier: &[Before<'_>]) -> bool {
    earlier.last().is_some_and(|b| {
        b.trigger.last() < first && first - b.trigger.last() <= 2 && {
            let entry = &view.lexicon.entries[b.trigger.entry];
            entry
                .markers
                .iter()
                .any(|(marker, _)| *marker == Marker::Letter(letters::LAM))
        }
    })
}

/// The longest lead over token `k` that ends before the trigger: its first token, its
/// length.
pub(super) fn lead_at(
    view: &View<'_>,
    k: usize,
    first: usize,
    floor: usize,
) -> Option<(usize, usize, Lead)> {
    if view.name_at(k).is_some() {
        return None;
    }
    let phrase = (k.saturating_sub(3).max(floor)..=k).find_map(|start| {
        view.lexicon
            .moods
            .all(view.words, start)
            .find(|(length, lead)| {
                start + length > k
                    && start + length <= first
                    && lead.reach != Reach::After
            })
            .map(|(length, lead)| (start, length, *lead))
    });
    phrase.or_else(|| {
        // With its article or a preposition: `the attempt`.
        let stem = view.words.stem(k);
        let noun = if view.definite(k) || view.preposition(k).is_some() {
            view.lexicon.mood_noun(stem)
        } else {
            None
        };
        let own = || {
            // `its intention to`.
            split_pronoun(stem).and_then(|(bare, _)| view.lexicon.mood_masdar(bare))
        };
        noun.or_else(own).map(|lead| (k, 1, lead))
    })
}

pub(super) fn reaches(
    view: &View<'_>,
    trigger: &Trigger,
    from: usize,
    lead: Lead,
    barrier: bool,
    verbs: usize,
) -> bool {
    let first = trigger.first();
    let between = first - from;
    let finite = trigger.form.is_finite();
    let negation = matches!(lead.mood, LocalMood::Status(Status::Negated));
    match lead.reach {
        Reach::After => false,
        Reach::Head => {
            let aside = Classes::QUANTIFIER
                .or(Classes::DEMONSTRATIVE)
                .or(Classes::COMPLEMENTISER)
                .or(Classes::VERBAL)
                .or(Classes::NUMERAL);
            !barrier
                && view.preposition(first).is_none()
                && (from..first).all(|k| view.is(k, aside))
                || negation && finite && between <= 1 && !barrier
        }
        Reach::Clause => !barrier && between <= 25,
        Reach::Next => {
            let clause = (from..first).any(|k| view.is(k, Classes::COMPLEMENTISER));
            let joined =
                (from + 1..first).any(|k| view.joined(k) && view.party_at(k).is_none());
            let near = verbs == 0 || between <= 2 && !finite;
            // `without a pilot fired`: only a clause is left undone by a preposition.
            let aside = finite && !clause && view.is_preposition(from - 1);
            !aside && !barrier && !joined && between <= 4 && near && (finite || !clause)
        }
    }
}

/// What the lead makes of this trigger in particular.
pub(super) fn tuned(
    view: &View<'_>,
    trigger: &Trigger,
    lead: Lead,
    verbs: usize,
) -> Option<LocalMood> {
    let LocalMood::Status(status) = lead.mood else { return Some(lead.mood) };
    let present = matches!(trigger.form, Form::Finite { past: false, .. });
    match status {
        // `may` before a present; before a past the same word only stresses it.
        Status::Hypothetical if lead.reach == Reach::Head && !present => None,
        // `before they meet` has not happened yet.
        Status::Presupposed if present => Some(LocalMood::Status(Status::Predicted)),
        // What a negated verb has for object is denied only where it is indefinite.
        Status::Negated if verbs > 0 && is_background(view, trigger) => None,
        // A deed of speech announced by its doer is done by announcing it.
        Status::Alleged if is_speech(view, trigger) && trigger.pronoun.is_some() => None,
        // `announced in the statement of its meeting`: what is announced has no preposition.
        Status::Alleged
            if lead.reach == Reach::Clause
                && (view.preposition(trigger.first()).is_some()
                    || trigger.first() > 0
                        && view.is(trigger.first() - 1, Classes::PREPOSITION)) =>
        {
            None
        }
        _ => Some(lead.mood),
    }
}

/// The status that an earlier trigger lends to the one in its complement.
pub(super) fn lent(
    view: &View<'_>,
    before: &Trigger,
    trigger: &Trigger,
    verbs: usize,
) -> Option<Status> {
    let entry = &view.lexicon.entries[before.entry];
    let status = entry.lends?;
    let first = trigger.first();
    let last = before.last();
    if last >= first || verbs > 1 {
        return None;
    }
    let between = last + 1..first;
    let cut = between.clone().any(|k| view.is_relative(k));
    let comma = between.clone().any(|k| view.is_comma(k));
    let clause = between.clone().any(|k| view.prose.complementiser(k).is_some());
    let marked = entry.markers.iter().any(|(marker, role)| {
        *role == Role::Theme
            && match marker {
                Marker::Annexed => false,
                Marker::Letter(letter) => view.preposition(first) == Some(*letter),
                Marker::Words(words) => {
                    first > words.len()
                        && trigger::starts(view, first - words.len(), words)
                }
            }
    });
    let length = between.len();
    (!cut
        && (!comma && (clause && length <= 12 || length <= 4)
            || marked && verbs == 0 && length <= 14))
        .then_some(status)
}

/// A mark behind the trigger: `the alleged`, `expected`.
pub(super) fn behind(view: &View<'_>, trigger: &Trigger) -> Option<LocalMood> {
    let from = trigger.last() + 1;
    let end = view.sentence(trigger.last()).end;
    (from..end.min(from + 4))
        .take_while(|&k| view.is_word(k) && !view.is_stop(k) && !view.is_verb(k))
        .find_map(|k| {
            let after = view
                .lexicon
                .moods
                .all(view.words, k)
                .find(|(_, lead)| lead.reach == Reach::After);
            after.map(|(_, lead)| lead.mood).or_else(|| {
                view.definite(k)
                    .then(|| view.lexicon.mood_after(view.words.stem(k)))
                    .flatten()
            })
        })
}
