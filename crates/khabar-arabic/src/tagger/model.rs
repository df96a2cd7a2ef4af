//! A trained tagger, and how it finds the best tags.

use std::fmt;

use super::{
    features::{context_features, form_features, own_features},
    item::{AGREEMENTS, Item},
    tag::{COLUMNS, GROUPS, Morphology, Tag},
};

/// The class of highest sum in each group from `first` on.
pub fn best_class<T: Copy + PartialOrd>(
    sums: &[T; COLUMNS],
    (from, len): (usize, usize),
) -> usize {
    let mut best = 0;
    for class in 1..len {
        if sums[from + class] > sums[from + best] {
            best = class;
        }
    }
    best
}

/// Tags, and the edge of a sentence.
pub const CLASSES: usize = 17;

/// A trained tagger: rows of weights, found by the hash of their feature in an
/// open-addressed table, and weights of one tag behind another.
pub struct TagModel {
    /// For each slot 15 bits of the feature above the number of its row and one; 0 where
    /// the slot is empty.
    slots: Vec<u32>,
    rows: &'static [[u8; COLUMNS]],
    /// By agreement, the tag before, then the tag.
    transitions: Box<[[[i32; 16]; CLASSES]; AGREEMENTS]>,
}

impl fmt::Debug for TagModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TagModel").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

/// Bits of a slot that number its row.
pub const ROW_BITS: u32 = 17;

/// The slot where the search for `feature` begins, of `slots` (a power of two), and the
/// mark that tells it from others.
pub fn slot_of(feature: u64, slots: usize) -> (usize, u32) {
    let feature = super::item::mix(feature, 0x5bd1_e995);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the parts of the hash are wanted"
    )]
    let parts = (feature as usize & (slots - 1), (feature >> 49) as u32);
    parts
}

impl TagModel {
    /// The model in `bytes`: the logarithm of the number of slots (4 bytes), the slots,
    /// the transitions (of 2 bytes), the rows.
    pub fn new(bytes: &'static [u8]) -> Option<TagModel> {
        let (head, rest) = bytes.split_at_checked(4)?;
        let bits = u32::from_le_bytes(head.try_into().ok()?);
        let count = 1usize.checked_shl(bits).filter(|_| bits < 24)?;
        let (slots, rest) = rest.split_at_checked(count * 4)?;
        let (steps, rows) = rest.split_at_checked(AGREEMENTS * CLASSES * 16 * 2)?;
        let mut transitions = Box::new([[[0; 16]; CLASSES]; AGREEMENTS]);
        for (to, from) in transitions
            .as_flattened_mut()
            .as_flattened_mut()
            .iter_mut()
            .zip(steps.chunks_exact(2))
        {
            *to = i32::from(i16::from_le_bytes([from[0], from[1]]));
        }
        let (rows, rest) = rows.as_chunks();
        let slots: Vec<u32> = slots
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        // An empty slot ends each search, and each row must be there.
        let in_reach =
            |slot: &u32| ((slot & ((1 << ROW_BITS) - 1)) as usize) <= rows.len();
        (rest.is_empty() && slots.contains(&0) && slots.iter().all(in_reach))
            .then_some(TagModel { slots, rows, transitions })
    }

    /// Adds the row of `feature` to `sums`. Called from some sixty places, in each of which
    /// it would be unrolled.
    #[inline(never)]
    #[allow(clippy::needless_range_loop, reason = "arrays of one length, side by side")]
    fn add_row(&self, feature: u64, sums: &mut [i16; COLUMNS]) {
        let (mut at, mark) = slot_of(feature, self.slots.len());
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return;
            }
            if slot >> ROW_BITS == mark {
                let row = (slot & ((1 << ROW_BITS) - 1)) as usize - 1;
                // 70 rows of 8 bits stay far below the limit of 16. Whole arrays in and
                // out, so that the sum is one of vectors.
                let row = &self.rows[row];
                let mut all = *sums;
                for at in 0..COLUMNS {
                    all[at] = all[at].wrapping_add(i16::from(row[at].cast_signed()));
                }
                *sums = all;
                return;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The kinds of agreement in a sentence; see the transitions.
    pub fn agreements(items: &[Item]) -> Vec<usize> {
        let before = std::iter::once(&Item::EDGE).chain(items);
        items.iter().zip(before).map(|(item, before)| item.agreement(before)).collect()
    }

    /// Tags a sentence.
    pub fn tag(&self, items: &[Item]) -> Vec<(Tag, Morphology)> {
        let mut sums = vec![[0i16; COLUMNS]; items.len()];
        for (i, item) in items.iter().enumerate() {
            if item.fixed.is_none() {
                own_features(item, |f| self.add_row(f, &mut sums[i]));
                context_features(items, i, |f| self.add_row(f, &mut sums[i]));
            }
        }
        let tags = self.best_tags(items, &sums);
        let mut previous = 16;
        let mut found = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let class = usize::from(tags[i]);
            let mut morphology = Morphology::default();
            if item.fixed.is_none() {
                form_features(items, i, class, previous, |f| {
                    self.add_row(f, &mut sums[i]);
                });
                let mut classes = [0; 6];
                for (class, &group) in classes.iter_mut().zip(&GROUPS[1..]) {
                    *class = best_class(&sums[i], group);
                }
                morphology = Morphology::of_classes(classes);
            }
            found.push((Tag::ALL[class], morphology));
            previous = class;
        }
        found
    }

    /// The most likely tags by sums and transitions (Viterbi).
    fn best_tags(&self, items: &[Item], sums: &[[i16; COLUMNS]]) -> Vec<u8> {
        const NEVER: i32 = i32::MIN / 4;
        let mut scores = [NEVER; 16];
        let mut back: Vec<[u8; 16]> = vec![[0; 16]; items.len()];
        for (i, item) in items.iter().enumerate() {
            let mut next = [NEVER; 16];
            let before = i.checked_sub(1).map_or(&Item::EDGE, |i| &items[i]);
            let transitions = &self.transitions[item.agreement(before)];
            let only = item.fixed.map(|tag| tag as usize);
            for class in 0..16 {
                if only.is_some_and(|only| only != class) {
                    continue;
                }
                let own = if only.is_some() { 0 } else { i32::from(sums[i][class]) };
                if i == 0 {
                    next[class] = own + transitions[16][class];
                    continue;
                }
                for (before, &score) in scores.iter().enumerate() {
                    let score = score + own + transitions[before][class];
                    if score > next[class] {
                        next[class] = score;
                        back[i][class] = u8::try_from(before).unwrap_or_default();
                    }
                }
            }
            scores = next;
        }
        let mut class =
            (0..16u8).max_by_key(|&c| scores[usize::from(c)]).unwrap_or_default();
        let mut tags = vec![0u8; items.len()];
        for i in (0..items.len()).rev() {
            tags[i] = class;
            class = back[i][usize::from(class)];
        }
        tags
    }
}
