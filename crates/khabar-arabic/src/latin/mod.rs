//! Arabic names and their Latin spellings: keys under which both meet, the cost of one
//! for the other, and an index of names in both scripts.
//!
//! A name has one Arabic spelling, more or less, and as many Latin ones as there are
//! conventions: `القذافي` is Gaddafi, Qadhafi, Kadhafi. [`latin_keys`] and
//! [`arabic_keys`] reduce both sides to the same skeletons of consonants, so that a
//! lookup needs no list of spellings; [`Transliterator::cost`] then tells the likelier
//! of those that share one; [`NameIndex`] puts the two together.

mod cost;
mod index;
mod skeleton;

pub use self::{
    cost::Transliterator,
    index::{Found, How, NameIndex},
    skeleton::{arabic_keys, is_arabic, latin_keys, plain_latin},
};
