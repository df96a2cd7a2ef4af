//! The model: weights of hashed features, and the best labels of a sentence.

use std::{fmt, ops::Range};

use super::features::mix;

/// Kinds of names that the tagger tells apart: person, organisation, place, anything else.
pub const KINDS: usize = 4;
/// Outside, then begin, inside, end and single of each kind.
pub const LABELS: usize = 1 + 4 * KINDS;
/// Weights of a feature, one a label; that of outside is 0 and not kept.
pub const COLUMNS: usize = LABELS - 1;
/// Bits of a slot that number its row.
pub const ROW_BITS: u32 = 18;
/// Bytes before the slots: logarithm of their number, units a nat, weights of moves.
pub const HEAD: usize = 4 + 4 + LABELS * LABELS * 2;

/// True where label `to` may stand behind label `from`.
pub const fn may_follow(from: usize, to: usize) -> bool {
    let open = from > 0 && (from - 1) % 4 < 2;
    let goes_on = to > 0 && matches!((to - 1) % 4, 1 | 2);
    if open && goes_on { (from - 1) / 4 == (to - 1) / 4 } else { open == goes_on }
}

/// The slot where the search for `feature` begins, of `slots` (a power of two), and the
/// mark that tells it from others.
pub fn slot_of(feature: u64, slots: usize) -> (usize, u32) {
    let feature = mix(feature, 0x5bd1_e995);
    #[expect(clippy::cast_possible_truncation, reason = "parts of the hash are wanted")]
    let parts = (feature as usize & (slots - 1), (feature >> (32 + ROW_BITS)) as u32);
    parts
}

/// A trained model, read where it lies.
pub struct Model {
    /// For each slot bits of the feature above the number of its row and one; 0 where it
    /// is empty.
    slots: &'static [[u8; 4]],
    rows: &'static [[u8; COLUMNS]],
    moves: [[i32; LABELS]; LABELS],
    /// Units a nat.
    unit: f32,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

/// A name that the tagger proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// 0 person, 1 organisation, 2 place, 3 anything else.
    pub kind: usize,
    /// How much worse, in nats, the best reading is that makes of one of its tokens no
    /// name or a name of another kind.
    pub margin: f32,
}

const LOW: i32 = i32::MIN / 4;

impl Model {
    /// The model in `bytes`; none where they are not one.
    pub fn new(bytes: &'static [u8]) -> Option<Model> {
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        let (words, moved) = head.split_at_checked(8)?;
        let (words, _) = words.as_chunks::<4>();
        let bits = u32::from_le_bytes(words[0]);
        let unit = f32::from_le_bytes(words[1]);
        let count = 1usize.checked_shl(bits).filter(|_| bits < 24)?;
        let (slots, rows) = rest.split_at_checked(count * 4)?;
        let (slots, _) = slots.as_chunks();
        let (rows, rest) = rows.as_chunks();
        let mut moves = [[LOW; LABELS]; LABELS];
        for (at, pair) in moved.as_chunks().0.iter().enumerate() {
            let (from, to) = (at / LABELS, at % LABELS);
            if may_follow(from, to) {
                moves[from][to] = i32::from(i16::from_le_bytes(*pair));
            }
        }
        let number = |slot: &[u8; 4]| u32::from_le_bytes(*slot) & ((1 << ROW_BITS) - 1);
        let in_reach = slots.iter().all(|slot| number(slot) as usize <= rows.len());
        let ends = slots.contains(&[0; 4]);
        (rest.is_empty() && in_reach && ends && unit > 0.0).then_some(Model {
            slots,
            rows,
            moves,
            unit,
        })
    }

    /// Adds the weights of `feature` to `sums`.
    #[inline]
    fn add(&self, feature: u64, sums: &mut [i16; COLUMNS]) {
        let (mut at, mark) = slot_of(feature, self.slots.len());
        loop {
            let slot = u32::from_le_bytes(self.slots[at]);
            if slot == 0 {
                return;
            }
            if slot >> ROW_BITS == mark {
                let row = &self.rows[(slot & ((1 << ROW_BITS) - 1)) as usize - 1];
                // 120 rows of 8 bits stay far below the limit of 16.
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum = sum.wrapping_add(i16::from(weight.cast_signed()));
                }
                return;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The names in a sentence of `tokens`. `features` is called for each token with
    /// what takes its features. `bias` nats are taken from "no name".
    pub fn names(
        &self,
        tokens: Range<usize>,
        bias: f32,
        mut features: impl FnMut(usize, &mut dyn FnMut(u64)),
    ) -> Vec<Proposal> {
        let n = tokens.len();
        if n == 0 {
            return Vec::new();
        }
        #[expect(clippy::cast_possible_truncation, reason = "a few nats")]
        let outside = -(bias * self.unit) as i32;
        let mut local = vec![[0i32; LABELS]; n];
        for (here, i) in local.iter_mut().zip(tokens.clone()) {
            let mut sums = [0i16; COLUMNS];
            features(i, &mut |feature| self.add(feature, &mut sums));
            here[0] = outside;
            for (score, sum) in here[1..].iter_mut().zip(sums) {
                *score = i32::from(sum);
            }
        }
        // The best score of each label over all that comes before, and all that comes
        // after.
        let mut before = vec![[LOW; LABELS]; n];
        let mut after = vec![[LOW; LABELS]; n];
        for b in 0..LABELS {
            if may_follow(0, b) {
                before[0][b] = local[0][b];
            }
            if may_follow(b, 0) {
                after[n - 1][b] = 0;
            }
        }
        for i in 1..n {
            let last = before[i - 1];
            for b in 0..LABELS {
                let best = FROM[b].iter().fold(LOW, |best, &a| {
                    best.max(last[a].saturating_add(self.moves[a][b]))
                });
                before[i][b] = best + local[i][b];
            }
            let next = after[n - i];
            for a in 0..LABELS {
                after[n - 1 - i][a] = TO[a].iter().fold(LOW, |best, &b| {
                    best.max(next[b] + self.moves[a][b] + local[n - i][b])
                });
            }
        }
        // What is best through each label.
        let through = |i: usize, label: usize| before[i][label] + after[i][label];
        let mut names: Vec<Proposal> = Vec::new();
        let mut from = 0;
        for i in 0..n {
            let best = (0..LABELS)
                .max_by_key(|&label| (through(i, label), std::cmp::Reverse(label)));
            let best = best.unwrap_or(0);
            if best == 0 {
                continue;
            }
            let (kind, part) = ((best - 1) / 4, (best - 1) % 4);
            if matches!(part, 0 | 3) {
                from = i;
            }
            if matches!(part, 2 | 3) {
                let margin = (from..=i)
                    .map(|j| {
                        let own =
                            (0..4).map(|part| through(j, 1 + kind * 4 + part)).max();
                        let other = (0..LABELS)
                            .filter(|&label| label == 0 || (label - 1) / 4 != kind)
                            .map(|label| through(j, label))
                            .max();
                        own.unwrap_or(0) - other.unwrap_or(0)
                    })
                    .min()
                    .unwrap_or(0);
                #[expect(clippy::cast_precision_loss, reason = "scores are small")]
                let margin = margin as f32 / self.unit;
                let tokens = tokens.start + from..tokens.start + i + 1;
                names.push(Proposal { tokens, kind, margin });
            }
        }
        names
    }
}

const OPEN: [usize; 1 + 2 * KINDS] = outer(false);
const SHUT: [usize; 1 + 2 * KINDS] = outer(true);

/// Labels outside and of the first (`false`) or last (`true`) tokens of names.
const fn outer(last: bool) -> [usize; 1 + 2 * KINDS] {
    let mut labels = [0; 1 + 2 * KINDS];
    let mut kind = 0;
    while kind < KINDS {
        labels[1 + 2 * kind] = 1 + 4 * kind + if last { 2 } else { 0 };
        labels[2 + 2 * kind] = 4 + 4 * kind;
        kind += 1;
    }
    labels
}

/// Labels that each may follow.
const FROM: [&[usize]; LABELS] = {
    let mut from: [&[usize]; LABELS] = [&SHUT; LABELS];
    let mut kind = 0;
    while kind < KINDS {
        from[2 + 4 * kind] = &INNER_FROM[kind];
        from[3 + 4 * kind] = &INNER_FROM[kind];
        kind += 1;
    }
    from
};

/// Labels that may follow each.
const TO: [&[usize]; LABELS] = {
    let mut to: [&[usize]; LABELS] = [&OPEN; LABELS];
    let mut kind = 0;
    while kind < KINDS {
        to[1 + 4 * kind] = &INNER_TO[kind];
        to[2 + 4 * kind] = &INNER_TO[kind];
        kind += 1;
    }
    to
};

const INNER_FROM: [[usize; 2]; KINDS] = [[1, 2], [5, 6], [9, 10], [13, 14]];
const INNER_TO: [[usize; 2]; KINDS] = [[2, 3], [6, 7], [10, 11], [14, 15]];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_hold_what_may_follow() {
        for (a, to) in TO.iter().enumerate() {
            for (b, from) in FROM.iter().enumerate() {
                assert_eq!(from.contains(&a), may_follow(a, b), "{a} {b}");
                assert_eq!(to.contains(&b), may_follow(a, b), "{a} {b}");
            }
        }
    }

    /// A model of two features: 7 speaks for a person alone, 8 for one that begins, 9
    /// for its end.
    fn model() -> Model {
        let mut rows = Vec::new();
        let mut slots = [0u32; 8];
        for (number, (feature, column)) in
            [(7, 3), (8, 0), (9, 2)].into_iter().enumerate()
        {
            let mut row = [0u8; COLUMNS];
            row[column] = 40;
            rows.extend(row);
            let (mut at, mark) = slot_of(feature, 8);
            while slots[at] != 0 {
                at = (at + 1) % 8;
            }
            slots[at] = mark << ROW_BITS | (number as u32 + 1);
        }
        let mut bytes = Vec::new();
        bytes.extend(3u32.to_le_bytes());
        bytes.extend(10f32.to_le_bytes());
        bytes.extend([0u8; LABELS * LABELS * 2]);
        for slot in slots {
            bytes.extend(slot.to_le_bytes());
        }
        bytes.extend(rows);
        Model::new(bytes.leak()).unwrap()
    }

    #[test]
    fn names_have_tokens_kind_and_margin() {
        let model = model();
        let text: [&[u64]; 6] = [&[1], &[7], &[2], &[8], &[3], &[9]];
        let names = model.names(10..16, 0.0, |i, add| {
            for &feature in text[i - 10] {
                add(feature);
            }
        });
        assert_eq!(
            names,
            [
                Proposal { tokens: 11..12, kind: 0, margin: 4.0 },
                Proposal { tokens: 13..16, kind: 0, margin: 4.0 },
            ]
        );
        assert_eq!(model.names(3..3, 0.0, |_, _| ()), []);
    }

    #[test]
    fn bytes_that_are_no_model_are_refused() {
        let short: &[u8] = &[1, 2, 3];
        assert!(Model::new(short).is_none());
        let mut full = vec![0u8; HEAD + 8];
        full[4..8].copy_from_slice(&1f32.to_le_bytes());
        full[0] = 1;
        assert!(Model::new(full.clone().leak()).is_some());
        // A slot that points behind the rows.
        full[HEAD] = 2;
        assert!(Model::new(full.leak()).is_none());
    }
}
