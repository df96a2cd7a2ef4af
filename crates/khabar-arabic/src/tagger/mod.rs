//! Part of speech and morphology of the words of a sentence: a conditional random field
//! over hashed features.

mod features;
mod item;
mod model;
mod tag;

pub use self::{
    features::{
        IDENTITY, context_features, context_form_features, own_features,
        own_form_features,
    },
    item::{AGREEMENTS, Item, TagLexicon, lexicon_bits},
    model::{BUCKET, CLASSES, Sums, TagModel, best_class, bucket_of},
    tag::{
        Aspect, COLUMNS, Case, Definiteness, GROUPS, Morphology, Tag, Voice, WordGender,
        WordNumber, WordPerson,
    },
};
