//! A trained tagger, and how it finds the best tags.

use std::fmt;

use super::{
    features::{
        context_features, context_form_features, own_features, own_form_features,
    },
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

/// Sums of rows of weights, by column.
pub type Sums = [i16; COLUMNS];

/// A trained tagger: rows of weights, found by the hash of their feature, and weights of
/// one tag behind another.
pub struct TagModel {
    /// Marks of features, eight to a bucket, zero where there is none; behind them the number
    /// of the row of the first, whom the others follow.
    buckets: &'static [[u8; BUCKET_BYTES]],
    rows: &'static [[u8; COLUMNS]],
    /// By agreement, the tag before, then the tag.
    transitions: Box<[[[i32; 16]; CLASSES]; AGREEMENTS]>,
}

impl fmt::Debug for TagModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TagModel").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

/// Marks in a bucket.
pub const BUCKET: usize = 8;
const BUCKET_BYTES: usize = 2 * BUCKET + 4;

/// The bucket of `feature`, of `buckets` (a power of two), and the mark that tells it from
/// others.
#[inline]
pub fn bucket_of(feature: u64, buckets: usize) -> (usize, u16) {
    let feature = super::item::mix(feature, 0x5bd1_e995);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the parts of the hash are wanted"
    )]
    let parts = (feature as usize & (buckets - 1), (feature >> 48) as u16);
    (parts.0, parts.1.max(1))
}

/// The marks of a bucket, four to a number, and the number of its first row.
#[inline]
fn marks_of(bucket: &[u8; BUCKET_BYTES]) -> ([u64; 2], usize) {
    let half =
        |from: usize| u64::from_le_bytes(std::array::from_fn(|at| bucket[from + at]));
    let first = u32::from_le_bytes(std::array::from_fn(|at| bucket[2 * BUCKET + at]));
    ([half(0), half(8)], first as usize)
}

/// Features of a word that wait to be looked up together: the memory that holds one row
/// is asked for while the others are on their way.
struct Batch {
    features: [u64; Batch::MOST],
    len: usize,
}

impl Batch {
    const MOST: usize = 64;

    fn new() -> Batch {
        Batch { features: [0; Batch::MOST], len: 0 }
    }

    #[inline]
    fn push(&mut self, feature: u64) {
        if let Some(place) = self.features.get_mut(self.len) {
            *place = feature;
            self.len += 1;
        }
    }
}

impl TagModel {
    /// The model in `bytes`: the logarithm of the number of buckets (4 bytes), the buckets
    /// (eight marks of 2 bytes and the number of a row of 4), the transitions (of 2 bytes),
    /// the rows.
    pub fn new(bytes: &'static [u8]) -> Option<TagModel> {
        let (head, rest) = bytes.split_at_checked(4)?;
        let bits = u32::from_le_bytes(head.try_into().ok()?);
        let count = 1usize.checked_shl(bits).filter(|_| bits < 24)?;
        let (buckets, rest) = rest.split_at_checked(count * BUCKET_BYTES)?;
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
        let (buckets, _) = buckets.as_chunks();
        let (rows, rest) = rows.as_chunks();
        // Each row must be there.
        let in_reach = |bucket: &[u8; BUCKET_BYTES]| {
            let (marks, first) = marks_of(bucket);
            let count = (0..BUCKET)
                .filter(|at| marks[at / 4] >> (at % 4 * 16) & 0xffff != 0)
                .count();
            first + count <= rows.len()
        };
        (rest.is_empty() && buckets.iter().all(in_reach)).then_some(TagModel {
            buckets,
            rows,
            transitions,
        })
    }

    /// Adds the rows of the features of `batch` to `sums`.
    #[allow(clippy::needless_range_loop, reason = "arrays of one length, side by side")]
    fn add_rows(&self, batch: &Batch, sums: &mut Sums) {
        const ONES: u64 = 0x0001_0001_0001_0001;
        const HIGHS: u64 = 0x8000_8000_8000_8000;
        // Lanes that equal the mark; the lowest is right.
        let equal = |lanes: u64, mark: u16| {
            let lanes = lanes ^ (u64::from(mark) * ONES);
            lanes.wrapping_sub(ONES) & !lanes & HIGHS
        };
        let mut found = [0usize; Batch::MOST];
        let mut count = 0;
        // No branch depends on what is looked up until all have been.
        for &feature in &batch.features[..batch.len] {
            let (bucket, mark) = bucket_of(feature, self.buckets.len());
            let (halves, first) = marks_of(&self.buckets[bucket]);
            let (low, high) = (equal(halves[0], mark), equal(halves[1], mark));
            let lane =
                if low == 0 { 64 + high.trailing_zeros() } else { low.trailing_zeros() };
            found[count] = first + lane as usize / 16;
            count += usize::from(low | high != 0);
        }
        let mut all = *sums;
        for &row in &found[..count] {
            // 70 rows of 8 bits stay far below the limit of 16.
            let row = &self.rows[row];
            for at in 0..COLUMNS {
                all[at] = all[at].wrapping_add(i16::from(row[at].cast_signed()));
            }
        }
        *sums = all;
    }

    /// What the features of a word alone add up to.
    pub fn own_sums(&self, item: &Item) -> Sums {
        let mut sums = [0; COLUMNS];
        if item.fixed.is_none() {
            let mut batch = Batch::new();
            own_features(item, |f| batch.push(f));
            self.add_rows(&batch, &mut sums);
        }
        sums
    }

    /// What the features of a word alone add to the sums of its morphology once its tag is
    /// known.
    pub fn own_form_sums(&self, item: &Item, tag: Tag) -> Sums {
        let mut sums = [0; COLUMNS];
        let mut batch = Batch::new();
        own_form_features(item, tag as usize, |f| batch.push(f));
        self.add_rows(&batch, &mut sums);
        sums
    }

    /// The kinds of agreement in a sentence; see the transitions.
    pub fn agreements(items: &[Item]) -> Vec<usize> {
        let before = std::iter::once(&Item::EDGE).chain(items);
        items.iter().zip(before).map(|(item, before)| item.agreement(before)).collect()
    }

    /// Tags a sentence.
    pub fn tag(&self, items: &[Item]) -> Vec<(Tag, Morphology)> {
        let mut sums: Vec<Sums> = items.iter().map(|item| self.own_sums(item)).collect();
        self.tag_known(items, &mut sums, |i, tag| self.own_form_sums(&items[i], tag))
    }

    /// Tags a sentence of whose words the own sums are known, and those of their forms can
    /// be asked for by position and tag. `sums` are filled up.
    pub fn tag_known(
        &self,
        items: &[Item],
        sums: &mut [Sums],
        mut form: impl FnMut(usize, Tag) -> Sums,
    ) -> Vec<(Tag, Morphology)> {
        for (i, item) in items.iter().enumerate() {
            if item.fixed.is_none() {
                let mut batch = Batch::new();
                context_features(items, i, |f| batch.push(f));
                self.add_rows(&batch, &mut sums[i]);
            }
        }
        let tags = self.best_tags(items, sums);
        let mut previous = 16;
        let mut found = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let class = usize::from(tags[i]);
            let tag = Tag::ALL[class];
            let mut morphology = Morphology::default();
            if item.fixed.is_none() {
                for (sum, own) in sums[i].iter_mut().zip(form(i, tag)) {
                    *sum = sum.wrapping_add(own);
                }
                let mut batch = Batch::new();
                context_form_features(items, i, class, previous, |f| batch.push(f));
                self.add_rows(&batch, &mut sums[i]);
                let mut classes = [0; 6];
                for (class, &group) in classes.iter_mut().zip(&GROUPS[1..]) {
                    *class = best_class(&sums[i], group);
                }
                morphology = Morphology::of_classes(classes);
            }
            found.push((tag, morphology));
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
