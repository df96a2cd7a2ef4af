use khabar_doc::PageReading;

use super::NameLexicon;
use crate::Prose;

/// Joins the mentions of all documents of a page into entities; sets
/// [`Mention::entity`](khabar_doc::Mention::entity), [`PageReading::entities`] and the
/// relations of each document.
pub fn resolve(_prose: &[Prose<'_>], _lexicon: &NameLexicon, _reading: &mut PageReading) {
}
