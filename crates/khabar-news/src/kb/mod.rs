//! The knowledge base: the entries of the lexicon that bear names of their own, with
//! offices, relations and identifiers, found by any spelling.
//!
//! The facts are those of the lexicon files that the reading of pages uses as well
//! ([`FILES`]); there is no second copy. This view of them is for looking up: it costs
//! more to make than the reader's own, and a page is read without it.

mod base;
mod date;
mod entities;
mod toml;

pub use self::{
    base::{Entry, Hit, KnowledgeBase, Office, Tie},
    date::is_date,
    entities::{COLUMNS, ENTITIES, parse_entities},
};
pub(crate) use self::{date::is_within, entities::kind_of};

/// The files of the lexicon whose lines are entries, with the kind of each.
pub const FILES: [(&str, khabar_doc::EntityKind); 5] = [
    ("places/countries.tsv", khabar_doc::EntityKind::Place),
    ("places/known.tsv", khabar_doc::EntityKind::Place),
    ("organisations/known.tsv", khabar_doc::EntityKind::Organisation),
    ("outlets.tsv", khabar_doc::EntityKind::Organisation),
    ("people.tsv", khabar_doc::EntityKind::Person),
];
