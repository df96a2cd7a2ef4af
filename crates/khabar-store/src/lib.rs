//! Keeps readings of Arabic news in one folder, and searches them.
//!
//! The record ([`RECORD`], SQLite) holds everything that cannot be made again: captures
//! with their bytes, readings, and their rows. The index ([`INDEX`], tantivy) is a cache
//! of the record. This crate knows the form of a reading (schema `khabar.reading/1`) and
//! not how it was found.

#![cfg_attr(
    test,
    allow(
        clippy::non_ascii_literal,
        clippy::string_slice,
        clippy::cast_possible_truncation
    )
)]

mod capture;
mod error;
mod index;
mod reading;
mod record;
mod search;
mod store;
mod vocabulary;

pub use crate::{
    capture::{Capture, Digest, Prepared, PreparedReading},
    error::StoreError,
    index::{INDEX, Kind, TermMaker},
    record::{Filter, Finding, Kept, Listing, RECORD, Row, Severity, Value, backup},
    search::{
        Answer, Article, Expanded, Expansion, Facets, Found, Level, Levels, Request,
        Saved, Snippet, Sort, Told,
    },
    store::{
        Counts, Known, Language, Opened, Outcome, Store, Writer, doctor, reindex,
        restore, salvage, time_indexing,
    },
};
