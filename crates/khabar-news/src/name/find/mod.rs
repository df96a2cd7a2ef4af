//! Finds mentions, in a fixed order, each step over what the ones before it found:
//! organisations and places, then persons (whose titles hold organisations), then the
//! later short forms of those persons, then roles, groups and documents.

mod choose;
pub(in crate::name) mod described;
mod organisation;
mod outlet;
mod person;
mod place;
mod propose;
pub(in crate::name) mod title;

use khabar_doc::{Mention, MentionKind, Why};

use self::{described::Covered, title::Cover};
use crate::{
    Prose,
    name::{
        lexicon::NameLexicon,
        sheet::{Found, Sheet},
    },
};

/// The mentions of one document, in reading order, entities not yet set.
///
/// Linear in the text.
pub fn find(prose: &Prose<'_>, lexicon: &NameLexicon) -> Vec<Mention> {
    let sheet = Sheet::of(prose, lexicon);
    let mut found = propose::find(&sheet);
    let cover = Cover::of(found.iter().filter(|f| f.kind != MentionKind::Person));
    let n = sheet.words.tokens().len();
    let mut covered = Covered { persons: vec![false; n], names: vec![false; n] };
    for f in &found {
        covered.names[f.tokens.clone()].fill(true);
        if f.kind == MentionKind::Person {
            covered.persons[f.tokens.clone()].fill(true);
        }
    }
    let mut others = Vec::new();
    for sentence in sheet.words.sentences() {
        let told = prose.document.parts[sentence.part].kind.is_told();
        if told {
            let tokens = sentence.tokens.clone();
            described::find(&sheet, &cover, &covered, tokens, &mut others);
        }
    }
    found.extend(others);
    let mut mentions: Vec<Mention> = found
        .into_iter()
        .map(|f| Mention {
            span: sheet.span(f.tokens, f.skip),
            kind: f.kind,
            entity: None,
            name: f.name,
            confidence: f.confidence,
            why: Why::rule(f.why),
        })
        .collect();
    mentions.sort_by_key(|m| (m.span.start(), std::cmp::Reverse(m.span.end())));
    mentions.dedup_by_key(|m| m.span);
    mentions
}

/// The names, none of which lies in another.
pub(in crate::name) fn find_by_rule(sheet: &Sheet<'_>) -> Vec<Found> {
    let mut bodies = outlet::find(sheet);
    for sentence in sheet.words.sentences() {
        organisation::find(sheet, sentence.tokens.clone(), &mut bodies);
        place::find(sheet, sentence.tokens.clone(), &mut bodies);
    }
    let bodies = choose::longest(bodies);
    let cover = Cover::of(bodies.iter());
    let mut named = bodies;
    for sentence in sheet.words.sentences() {
        person::find(sheet, &cover, sentence.tokens.clone(), &mut named);
    }
    let mut named = choose::longest(named);
    named.extend(person::find_again(sheet, &named));
    named
}
