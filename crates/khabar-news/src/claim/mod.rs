//! Claims: who is said to have said what, through whom, how surely.

use khabar_arabic::{Sources, table::LexiconError};
use khabar_doc::{Claim, PageReading};

use crate::Prose;

/// What is known of reporting.
#[derive(Debug)]
pub struct ClaimLexicon {}

impl ClaimLexicon {
    /// Parses the files of `sources`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty.
    pub fn parse(_sources: &Sources) -> Result<ClaimLexicon, LexiconError> {
        Ok(ClaimLexicon {})
    }
}

/// The claims of document `index`, in the order of their cues.
pub fn find(
    _prose: &Prose<'_>,
    _reading: &PageReading,
    _index: usize,
    _lexicon: &ClaimLexicon,
) -> Vec<Claim> {
    Vec::new()
}
