//! What the words of a news page say: names, claims and events.
//!
//! [`read`] is a pure function from a [`Page`] and a [`Lexicon`] to a [`PageReading`].
//! Nothing here knows HTML, files, clocks or threads; nothing crosses from one document
//! of a page into another but the entities that both name.

#![cfg_attr(
    test,
    allow(
        clippy::non_ascii_literal,
        clippy::string_slice,
        clippy::cast_possible_truncation
    )
)]

pub mod claim;
pub mod event;
pub mod grammar;
pub mod kb;
mod lexicon;
pub mod name;
mod prose;

use khabar_doc::{Page, PageReading, Reading};

pub use crate::{
    lexicon::{Lexicon, builtin_sources},
    prose::Prose,
};

/// Reads a page: names first, then claims over the names, then events over both.
pub fn read(page: &Page, lexicon: &Lexicon) -> PageReading {
    let prose: Vec<Prose<'_>> = page
        .documents
        .iter()
        .map(|document| Prose::of(page, document, lexicon))
        .collect();
    let mut reading = PageReading::default();
    for prose in &prose {
        let mentions = name::find(prose, &lexicon.names);
        reading.documents.push(Reading { mentions, ..Reading::default() });
    }
    name::resolve(&prose, &lexicon.names, &mut reading);
    for (index, prose) in prose.iter().enumerate() {
        let (claims, narration) = claim::find(prose, &reading, index, &lexicon.claims);
        reading.documents[index].claims = claims;
        reading.documents[index].narration = narration;
        let times = prose.times(&reading.documents[index].mentions);
        reading.documents[index].times = times;
        let events = event::code(prose, &reading, index, &lexicon.events);
        reading.documents[index].events = events;
        reading.documents[index].conflicts =
            event::conflicts(prose, &reading, index, &lexicon.events);
    }
    reading
}
