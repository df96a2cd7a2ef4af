//! What stands behind the prepositions of a frame.

use khabar_arabic::letters;
use khabar_doc::MentionKind;

use super::{Frame, verb};
use crate::{
    event::{
        lexicon::{Marker, Role},
        phrase,
        trigger::{self, Trigger},
        view::View,
    },
    grammar::{Classes, without_conjunction},
};

/// Furthest a marker may stand behind its trigger, in tokens.
const REACH: usize = 22;

/// What stands behind the prepositions of the frame.
pub(super) fn markers(
    view: &View<'_>,
    trigger: &Trigger,
    from: usize,
    end: usize,
    frame: &mut Frame,
) {
    let entry = &view.lexicon.entries[trigger.entry];
    let annexes = entry.markers.contains(&(Marker::Annexed, Role::Recipient));
    let bound = annexes && trigger.form.is_finite();
    let limit = end.min(from + REACH);
    let mut i = from;
    let mut aside = false;
    let mut used: Vec<usize> = Vec::new();
    while i < limit {
        if view.is_mark(i, &[":"]) || view.is_verb(i) && !view.is(i, Classes::PREPOSITION)
        {
            break;
        }
        if view.is_comma(i) {
            let closes = (i + 1..limit.min(i + 10)).any(|k| view.is_comma(k));
            if !closes && !aside {
                break;
            }
            aside = !aside;
            i += 1;
            continue;
        }
        if view.is_relative(i) || view.is(i, Classes::COMPLEMENTISER) {
            if view.is(i, Classes::COMPLEMENTISER) && i <= from + 4 {
                frame.themes.push(i + 1);
            }
            break;
        }
        // `by`, whatever the entry says: nobody but a doer follows.
        if !frame.actors.iter().any(|who| !who.inferred)
            && let Some(length) = verb::agent_at(view, i)
            && let Some(doer) = phrase::at(view, i + length, end)
        {
            frame.actors.clear();
            frame.add(view, Role::Actor, doer.clone(), end);
            i = doer.end.max(i + 1);
            continue;
        }
        let mut stepped = false;
        for (at, (marker, role)) in entry.markers.iter().enumerate() {
            // One preposition gives one recipient: `fired on a patrol on the road`.
            if *role == Role::Recipient && used.contains(&at) {
                continue;
            }
            let (start, taken) = match marker {
                Marker::Annexed => continue,
                // The `ل` of a verbal noun's object; a verb has its object bare.
                Marker::Letter(letters::LAM) if bound && *role == Role::Recipient => {
                    continue;
                }
                Marker::Letter(letter) => {
                    if view.preposition(i) == Some(*letter) {
                        (i, 0)
                    } else if without_conjunction(view.words, i).chars().eq([*letter]) {
                        (i + 1, 1)
                    } else {
                        continue;
                    }
                }
                Marker::Words(words) => {
                    if !trigger::starts(view, i, words) {
                        continue;
                    }
                    (i + words.len(), words.len())
                }
            };
            if view.joined(i) && *role != Role::Place {
                continue;
            }
            // A place is no party: `في` before a party is not read as one.
            let Some(found) = phrase::at(view, start, end) else { continue };
            if *role == Role::Place
                && !found.clone().any(|k| {
                    view.party_at(k).is_some_and(|m| m.kind == MentionKind::Place)
                })
            {
                continue;
            }
            frame.add(view, *role, found.clone(), end);
            used.push(at);
            i = if *role == Role::Theme {
                i + taken.max(1)
            } else {
                found.end.max(i + 1)
            };
            stepped = true;
            break;
        }
        if !stepped {
            i += 1;
        }
    }
}
