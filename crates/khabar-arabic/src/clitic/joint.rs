//! Where a space is missing between two words.

use super::{Hamzas, IMPERFECT, NAME, PERFECT, Split, Splitter, byte_of};
use crate::{
    letters::{ALEF, BEH, FEH, KAF, LAM, NOON, SEEN, TEH, TEH_MARBUTA, WAW, YEH},
    words::Follows,
};

/// Least frequency (Zipf less the floor) of a word that another was written onto.
const JOINT_FLOOR: f32 = 1.5;
/// By how much (tenfold) such a word must be commoner than the whole.
const JOINT_LEAD: f32 = 0.5;

impl Splitter {
    /// Letters of `key` before the place where a space is missing (`لايعبر`), 0 where none
    /// is: a listed word, or a short word that is listed and a verb that is far commoner than
    /// any reading of the whole.
    pub(crate) fn joint(&self, key: &str, hamzas: Hamzas, split: Split) -> u8 {
        let count = |text: &str| u8::try_from(text.chars().count()).unwrap_or(0);
        // A ة ends its word.
        if let Some(at) = key.find(TEH_MARBUTA) {
            let (front, rest) = key.split_at(at + TEH_MARBUTA.len_utf8());
            if !rest.is_empty() && !rest.starts_with(TEH_MARBUTA) {
                let known = |word: &str| {
                    self.known(word).zipf.max(self.known_with_article(word).zipf)
                };
                let is_word = |word: &str| {
                    let split = self.split_written(word, Hamzas::default());
                    known(
                        word.get(byte_of(word, split.proclitics.len())..).unwrap_or(word),
                    ) >= JOINT_FLOOR
                };
                if rest.chars().nth(1).is_some() && is_word(front) && is_word(rest) {
                    return count(front);
                }
            }
        }
        let uncut = key;
        let conjunction = usize::from(split.proclitics.conjunction.is_some())
            .max(usize::from(key.starts_with([WAW, FEH])));
        for skip in 0..=conjunction {
            let key = uncut.get(byte_of(uncut, skip)..).unwrap_or_default();
            match self.breaks.joined(key) {
                Some(Follows::Listed(letters)) => {
                    return letters + u8::try_from(skip).unwrap_or(0);
                }
                Some(_) => return 0,
                None => (),
            }
            let joint = self.breaks.fronts.iter().find_map(|(front, follows)| {
                let rest = key.strip_prefix(front.as_str())?;
                self.parts(key, rest, *follows).then(|| count(front))
            });
            // The hamza of `لأن` is written: a bare alef is that of `لا`.
            let is_bare = !(0..4).any(|letter| hamzas.at(skip + letter));
            if let Some(letters) = joint.filter(|_| is_bare) {
                return letters + u8::try_from(skip).unwrap_or(0);
            }
        }
        0
    }

    /// True where `rest`, a verb of the sort that `follows` asks for, is far commoner than
    /// `key`, which is a listed word and `rest`, and than what a preposition would leave.
    fn parts(&self, key: &str, rest: &str, follows: Follows) -> bool {
        let flag = match follows {
            Follows::Imperfect if rest.starts_with([YEH, TEH, NOON, ALEF]) => IMPERFECT,
            Follows::Perfect => PERFECT,
            _ => return false,
        };
        if rest.chars().nth(2).is_none() {
            return false;
        }
        let verb = self.known(rest);
        let whole = self.known(key);
        let mut other = self.known_with_article(key).zipf;
        if let Some(bare) = key.strip_prefix([WAW, FEH, BEH, LAM, KAF, SEEN]) {
            let bare = self.known(bare).zipf.max(self.known_with_article(bare).zipf);
            other = other.max(bare);
        }
        verb.flags & flag != 0
            && verb.flags & NAME == 0
            && verb.zipf >= JOINT_FLOOR
            && whole.flags == 0
            && verb.zipf >= whole.zipf + JOINT_LEAD
            && other == 0.0
    }
}
