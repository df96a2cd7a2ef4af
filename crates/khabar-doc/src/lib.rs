//! One published page, and what may be marked on it.
//!
//! Types only: no code here reads a file, asks the time or knows Arabic.
//!
//! A [`Page`] is what was published: immutable text, cut into [`Document`]s made of
//! [`Part`]s. A [`Reading`] is what we think it says: derived, disposable. Every
//! [`Span`] counts UTF-8 bytes of the page's [`Text`].

#![cfg_attr(
    test,
    allow(
        clippy::non_ascii_literal,
        clippy::string_slice,
        clippy::cast_possible_truncation
    )
)]

mod date;
mod document;
mod layer;
mod metadata;
mod reading;
mod span;
mod text;
mod why;

pub use crate::{
    date::{DateKind, DateMention, DateModifier},
    document::{
        Aggregator, Calendar, Credit, CreditKind, DateCertainty, Dateline, Document,
        Entry, JoinedPage, Notice, Outlet, Page, Pagination, Part, PartKind, Precision,
        StatedBy, StatedDate,
    },
    layer::{Layer, Spanned},
    metadata::{Metadata, StatedIn, Vote, Votes},
    reading::{
        Act, Actor, Addressee, CONTEXTS, Certainty, Claim, ClaimId, Commitment, Conflict,
        Entity, EntityId, EntityKind, EntityLink, Event, EventId, EventTime, EventType,
        Grounding, Hedge, HedgeClass, Link, Mention, MentionId, MentionKind, Metonym,
        PageReading, Polarity, Quotation, Reading, Relation, Role, Source, SourceKind,
        Stance, Status, Tie,
    },
    span::Span,
    text::{OffsetUnit, Text},
    why::Why,
};
