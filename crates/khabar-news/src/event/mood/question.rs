//! Events that a sentence asks about.

use khabar_arabic::TokenKind;
use khabar_doc::{PartKind, Status};

use crate::{
    event::{lexicon::Form, trigger::Trigger, view::View},
    grammar::Classes,
};

/// Words between an interrogative and what it asks about, at most.
const ASKED: usize = 12;

/// The status of what a sentence asks about: `did the army shell the hospital?`; why
/// and when take the deed for granted.
pub(super) fn asked(
    view: &View<'_>,
    trigger: &Trigger,
    floor: usize,
    status: Status,
) -> Option<Status> {
    if !matches!(status, Status::Asserted | Status::Alleged) {
        return None;
    }
    let (first, last) = (trigger.first(), trigger.last());
    let sentence = view.sentence(first);
    let whether = |k: usize| {
        view.is(k, Classes::INTERROGATIVE) && view.is(k, Classes::COMPLEMENTISER)
    };
    let from = floor.max(sentence.start).max(first.saturating_sub(ASKED));
    let open = (from..first).rev().find(|&k| view.is(k, Classes::INTERROGATIVE));
    if (from..first)
        .any(|k| whether(k) && !(k..first).any(|c| view.is_mark(c, &["?", "\u{61F}"])))
    {
        return Some(Status::Hypothetical);
    }
    // The mark belongs to the trigger's clause unless a quotation ends between.
    let marked = (last + 1..sentence.end)
        .take_while(|&k| view.kind(k) != Some(TokenKind::Quote))
        .any(|k| view.is_mark(k, &["?", "\u{61F}"]));
    // A question without a word that asks is short, or a headline.
    let whole = view.part_kind(first) == PartKind::Title || sentence.len() <= ASKED;
    (marked && (open.is_some() || whole)).then(|| match open {
        Some(_) if !trigger.form.is_finite() => Status::Presupposed,
        Some(_) => match trigger.form {
            Form::Finite { past: true, .. } => Status::Presupposed,
            _ => Status::Hypothetical,
        },
        None => Status::Hypothetical,
    })
}
