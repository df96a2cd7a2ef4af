//! Events: who did what to whom, and which claims carry it.

use khabar_arabic::{Sources, table::LexiconError};
use khabar_doc::{Conflict, Event, PageReading};

use crate::Prose;

/// What is known of event triggers.
#[derive(Debug)]
pub struct EventLexicon {}

impl EventLexicon {
    /// Parses the files of `sources`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty.
    pub fn parse(_sources: &Sources) -> Result<EventLexicon, LexiconError> {
        Ok(EventLexicon {})
    }
}

/// The events of document `index`, over its mentions and claims.
pub fn code(
    _prose: &Prose<'_>,
    _reading: &PageReading,
    _index: usize,
    _lexicon: &EventLexicon,
) -> Vec<Event> {
    Vec::new()
}

/// Where the claims of document `index` cannot all hold.
pub fn conflicts(
    _prose: &Prose<'_>,
    _reading: &PageReading,
    _index: usize,
    _lexicon: &EventLexicon,
) -> Vec<Conflict> {
    Vec::new()
}
