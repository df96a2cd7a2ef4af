//! Claims: who is said to have said what, through whom, how surely.
//!
//! A cue (verb, noun, participle, phrase, a headline's colon) is found by the lexicon;
//! its frame says where its source, addressee and content stand; what weakens the
//! content is read off the words around. Nothing crosses a document or a part.

mod content;
mod cue;
mod draft;
mod frame;
mod lexicon;
mod modality;
mod phrase;
mod quote;
mod resolve;
mod scene;

use khabar_doc::{Claim, PageReading};

use self::scene::Scene;
use crate::Prose;

pub use self::lexicon::ClaimLexicon;

/// The claims of document `index`, in the order of their cues.
pub fn find(
    prose: &Prose<'_>,
    reading: &PageReading,
    index: usize,
    lexicon: &ClaimLexicon,
) -> Vec<Claim> {
    let scene = Scene::new(prose, &reading.documents[index].mentions, lexicon);
    let drafts = cue::find(&scene);
    resolve::claims(&scene, &drafts, reading)
}
