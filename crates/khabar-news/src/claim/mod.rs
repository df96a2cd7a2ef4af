//! Claims: who is said to have said what, through whom, how surely.
//!
//! A cue (verb, noun, participle, phrase, a headline's colon) is found by the lexicon;
//! its frame says where its source, addressee and content stand; what weakens the
//! content is read off the words around. Nothing crosses a document or a part.

mod act;
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

use khabar_arabic::Sentence;
use khabar_doc::{Claim, PageReading, Span};

use self::scene::Scene;
use crate::Prose;

pub use self::lexicon::ClaimLexicon;

/// The claims of document `index`, in the order of their cues, and the sentences that
/// attribute nothing: the outlet's own telling, in reading order.
pub fn find(
    prose: &Prose<'_>,
    reading: &PageReading,
    index: usize,
    lexicon: &ClaimLexicon,
) -> (Vec<Claim>, Vec<Claim>) {
    let scene = Scene::new(prose, &reading.documents[index].mentions, lexicon);
    let drafts = cue::find(&scene);
    let claims = resolve::claims(&scene, &drafts, reading);
    let narration = narration(&scene, &claims);
    (claims, narration)
}

/// The told sentences that hold no cue of `claims`.
fn narration(scene: &Scene<'_>, claims: &[Claim]) -> Vec<Claim> {
    let prose = scene.prose;
    let cues: Vec<Span> = claims.iter().filter_map(|claim| claim.cue).collect();
    let told = |(at, _): &(usize, &Sentence)| prose.part(*at).kind.is_told();
    prose
        .words
        .sentences()
        .iter()
        .enumerate()
        .filter(told)
        .filter_map(|(_, sentence)| {
            let tokens = content::trim(
                scene,
                cue::behind_dateline(scene, sentence.tokens.clone()),
            );
            if tokens.len() < SHORTEST {
                return None;
            }
            let span = scene.span(tokens);
            let from = cues.partition_point(|cue| cue.start() < span.start());
            let reports = cues.get(from).is_some_and(|cue| cue.start() < span.end());
            (!reports).then(|| resolve::narration(scene, span))
        })
        .collect()
}

/// Shortest sentence that tells anything, in tokens.
const SHORTEST: usize = 3;
