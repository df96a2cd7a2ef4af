//! A linear-chain tagger over the words of a document: proposes names, each with a kind
//! and a margin. It learnt the habits of other guidelines than ours, so its proposals
//! are evidence, and [`find`](super::find) decides.

mod features;
mod model;

use std::sync::{Mutex, PoisonError};

use khabar_doc::MentionKind;

use self::features::{Memory, View};
pub use self::model::{
    COLUMNS, HEAD, KINDS, LABELS, Model, Proposal, ROW_BITS, may_follow, slot_of,
};
use crate::{
    Prose,
    name::{
        find::find_by_rule,
        lexicon::NameLexicon,
        sheet::{Found, Sheet},
    },
};

/// The model with what its features need.
#[derive(Debug)]
pub(in crate::name) struct Tagger {
    model: Option<Model>,
    /// What is remembered of earlier texts, one a thread at work.
    memories: Mutex<Vec<Memory>>,
}

/// How many nats are taken from "no name": the data say "name" too rarely for the best F1.
pub const BIAS: f32 = 0.5;

impl Tagger {
    /// The tagger with the built-in model.
    pub(in crate::name) fn builtin() -> Tagger {
        let model = Model::new(include_bytes!("../../../../../models/names/weights.bin"));
        Tagger { model, memories: Mutex::default() }
    }

    /// Names in the sentences of `sheet`, in reading order; `found` is what the rules
    /// find.
    pub(in crate::name) fn propose(
        &self,
        sheet: &Sheet<'_>,
        found: &[Found],
    ) -> Vec<Proposal> {
        let Some(model) = &self.model else { return Vec::new() };
        let memories = || self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = memories().pop().unwrap_or_default();
        let view = View::of(sheet, found, &mut memory);
        memories().push(memory);
        let mut proposals = Vec::new();
        for sentence in sheet.words.sentences() {
            let edges = (sentence.tokens.start, sentence.tokens.end);
            proposals.extend(model.names(sentence.tokens.clone(), BIAS, |i, add| {
                view.features(i, edges, add);
            }));
        }
        proposals
    }
}

/// The features of every token of a document, and the names that the rules find in it,
/// for training.
pub fn features(
    prose: &Prose<'_>,
    lexicon: &NameLexicon,
) -> (Vec<Vec<u64>>, Vec<Proposal>) {
    let sheet = Sheet::of(prose, lexicon);
    let found = find_by_rule(&sheet);
    let view = View::of(&sheet, &found, &mut Memory::default());
    let mut out = vec![Vec::new(); sheet.words.tokens().len()];
    for sentence in sheet.words.sentences() {
        let edges = (sentence.tokens.start, sentence.tokens.end);
        for i in sentence.tokens.clone() {
            view.features(i, edges, |feature| out[i].push(feature));
        }
    }
    let named = found.into_iter().map(|f| {
        let kind = match f.kind {
            MentionKind::Person => 0,
            MentionKind::Organisation => 1,
            MentionKind::Place => 2,
            _ => 3,
        };
        Proposal { tokens: f.tokens, kind, margin: f.confidence }
    });
    (out, named.collect())
}
