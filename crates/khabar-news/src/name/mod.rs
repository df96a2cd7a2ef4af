//! Names: mentions of people, organisations, places, roles, groups and documents, and
//! the entities they mean.
//!
//! [`find()`] looks for mentions in one document, [`resolve()`] joins the mentions of a
//! page into entities. Both read a [`Sheet`](sheet::Sheet): the document with everything
//! that the [lexicon](NameLexicon) knows of its words.

mod find;
mod lexicon;
mod lookup;
mod resolve;
mod sheet;
#[doc(hidden)]
pub mod tagger;

pub use self::{find::find, lexicon::NameLexicon, lookup::Mentions, resolve::resolve};
