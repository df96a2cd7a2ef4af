use std::ops::Range;

use khabar_doc::{Actor, Event, MentionKind};

use super::{phrase, view::View};

/// Sets the alternatives of events whose doer is in dispute: `the perpetrator of the
/// coup is X, while others say it is led by Y`.
pub(super) fn dispute(view: &View<'_>, events: &mut [Event]) {
    for event in events {
        let doers = alternatives(view, event);
        if doers.len() > 1 {
            event.actors.clear();
            event.alternatives = doers;
        }
    }
}

fn alternatives(view: &View<'_>, event: &Event) -> Vec<Actor> {
    let mut found: Vec<Actor> = Vec::new();
    for &trigger in &event.triggers {
        let first = view.prose.tokens_of(trigger).start;
        let sentence = view.sentence(first);
        // Only where a word for the doer governs the deed.
        let governed = (first.saturating_sub(2).max(sentence.start)..first).any(|k| {
            view.lexicon
                .doers
                .all(view.words, k)
                .any(|(length, doer)| *doer && k + length <= first + 1)
        });
        if !governed {
            continue;
        }
        let end = sentence.end;
        if let Some(named) = person_behind(view, first + 1..end) {
            found.push(named);
        }
        for k in first + 1..end {
            let Some((length, false)) =
                view.lexicon.doers.longest(view.words, k).map(|(l, d)| (l, *d))
            else {
                continue;
            };
            if let Some(named) = person_behind(view, k + length..end.min(k + length + 8))
                && !found
                    .iter()
                    .any(|other| other.entity.is_some() && other.entity == named.entity)
            {
                found.push(named);
            }
        }
    }
    found
}

/// The first party named in `range`.
fn person_behind(view: &View<'_>, range: Range<usize>) -> Option<Actor> {
    range.clone().find_map(|i| {
        let mention = view.name_at(i).filter(|m| m.kind != MentionKind::Place)?;
        let tokens = view.prose.tokens_of(mention.span);
        let whole = phrase::at(view, i, range.end)
            .filter(|p| p.start == tokens.start)
            .unwrap_or(tokens);
        Some(Actor { span: Some(view.span(whole)), entity: mention.entity })
    })
}
