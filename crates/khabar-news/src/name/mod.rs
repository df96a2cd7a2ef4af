//! Names: mentions of people, organisations, places, roles, groups and documents, and
//! the entities they mean.

use khabar_arabic::{Sources, table::LexiconError};
use khabar_doc::{Mention, PageReading};

use crate::Prose;

/// What is known of names.
#[derive(Debug)]
pub struct NameLexicon {}

impl NameLexicon {
    /// Parses the files of `sources`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty.
    pub fn parse(_sources: &Sources) -> Result<NameLexicon, LexiconError> {
        Ok(NameLexicon {})
    }
}

/// The mentions of one document, in reading order, entities not yet set.
pub fn find(_prose: &Prose<'_>, _lexicon: &NameLexicon) -> Vec<Mention> {
    Vec::new()
}

/// Joins the mentions of all documents of a page into entities; sets
/// [`Mention::entity`], [`PageReading::entities`] and the relations of each document.
pub fn resolve(_prose: &[Prose<'_>], _lexicon: &NameLexicon, _reading: &mut PageReading) {
}
