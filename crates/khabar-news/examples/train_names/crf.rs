//! A linear-chain conditional random field, trained by gradient descent with a rate for
//! each weight (AdaGrad). Deterministic.

use khabar_news::name::tagger::{COLUMNS, LABELS, ROW_BITS, may_follow, slot_of};
use rustc_hash::FxHashMap;

use super::corpus::Sentence;

/// How training goes.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub epochs: usize,
    pub rate: f32,
    /// Of 256 features how many a step does not see.
    pub hidden: u64,
    pub least: u32,
}

impl Default for Options {
    fn default() -> Options {
        Options { epochs: 10, rate: 0.15, hidden: 60, least: 2 }
    }
}

/// Weights by feature.
pub struct Model {
    pub ids: FxHashMap<u64, u32>,
    pub rows: Vec<[f32; COLUMNS]>,
    pub moves: [[f32; LABELS]; LABELS],
}

type Coded = (Vec<Vec<u32>>, Vec<usize>, f32);

/// Trains on sentences, each with its weight.
pub fn train(sentences: &[(&Sentence, f32)], options: Options) -> Model {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for (sentence, _) in sentences {
        for feature in sentence.features.iter().flatten() {
            *counts.entry(*feature).or_default() += 1;
        }
    }
    let mut ids: FxHashMap<u64, u32> = FxHashMap::default();
    let mut coded: Vec<Coded> = Vec::new();
    for (sentence, weight) in sentences {
        let features = sentence
            .features
            .iter()
            .map(|features| {
                features
                    .iter()
                    .filter(|feature| counts[feature] >= options.least)
                    .map(|&feature| {
                        let next = u32::try_from(ids.len()).expect("fewer than 2^32");
                        *ids.entry(feature).or_insert(next)
                    })
                    .collect()
            })
            .collect();
        coded.push((features, sentence.labels.clone(), *weight));
    }
    let n = ids.len();
    let mut rows = vec![[0f32; COLUMNS]; n];
    let mut squares = vec![[1e-2f32; COLUMNS]; n];
    let mut moves = [[0f32; LABELS]; LABELS];
    let mut move_squares = [[1e-2f32; LABELS]; LABELS];
    let mut sum_rows = vec![[0f32; COLUMNS]; n];
    let mut sum_moves = [[0f32; LABELS]; LABELS];
    let mut summed = 0f32;
    let mut order: Vec<usize> = (0..coded.len()).collect();
    let mut state = 1u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state >> 33
    };
    let scale = 256.0 / (256.0 - options.hidden as f32);
    for epoch in 0..options.epochs {
        for i in (1..order.len()).rev() {
            order.swap(i, usize::try_from(random()).unwrap_or(0) % (i + 1));
        }
        for &at in &order {
            let (features, labels, weight) = &coded[at];
            if labels.is_empty() {
                continue;
            }
            let seen: Vec<Vec<u32>> = features
                .iter()
                .map(|features| {
                    features
                        .iter()
                        .copied()
                        .filter(|_| random() % 256 >= options.hidden)
                        .collect()
                })
                .collect();
            let scores: Vec<[f32; LABELS]> = seen
                .iter()
                .map(|features| {
                    let mut sum = [0f32; LABELS];
                    for &id in features {
                        let row = &rows[id as usize];
                        for c in 0..COLUMNS {
                            sum[c + 1] += row[c];
                        }
                    }
                    for value in &mut sum {
                        *value *= scale;
                    }
                    sum
                })
                .collect();
            let (marginals, pairs) = marginals(&scores, &moves);
            for (i, features) in seen.iter().enumerate() {
                let mut slope = [0f32; COLUMNS];
                for c in 0..COLUMNS {
                    let gold = f32::from(u8::from(labels[i] == c + 1));
                    slope[c] = (marginals[i][c + 1] - gold) * scale * weight;
                }
                if slope.iter().all(|s| s.abs() < 1e-4) {
                    continue;
                }
                for &id in features {
                    let row = &mut rows[id as usize];
                    let square = &mut squares[id as usize];
                    for c in 0..COLUMNS {
                        let g = slope[c];
                        square[c] += g * g;
                        row[c] -= options.rate * g / square[c].sqrt();
                    }
                }
            }
            let mut change = pairs;
            for i in 1..labels.len() {
                change[labels[i - 1]][labels[i]] -= 1.0;
            }
            for a in 0..LABELS {
                for b in 0..LABELS {
                    let g = change[a][b] * weight;
                    if may_follow(a, b) && g != 0.0 {
                        move_squares[a][b] += g * g;
                        moves[a][b] -= options.rate * g / move_squares[a][b].sqrt();
                    }
                }
            }
        }
        if epoch * 2 >= options.epochs {
            summed += 1.0;
            for (sum, row) in sum_rows.iter_mut().zip(&rows) {
                for c in 0..COLUMNS {
                    sum[c] += row[c];
                }
            }
            for a in 0..LABELS {
                for b in 0..LABELS {
                    sum_moves[a][b] += moves[a][b];
                }
            }
        }
    }
    for row in &mut sum_rows {
        for value in row {
            *value /= summed;
        }
    }
    for value in sum_moves.iter_mut().flatten() {
        *value /= summed;
    }
    Model { ids, rows: sum_rows, moves: sum_moves }
}

/// Probabilities of labels and of pairs of labels, summed over the sentence.
fn marginals(
    scores: &[[f32; LABELS]],
    moves: &[[f32; LABELS]; LABELS],
) -> (Vec<[f32; LABELS]>, [[f32; LABELS]; LABELS]) {
    let n = scores.len();
    let mut step = [[0f32; LABELS]; LABELS];
    for a in 0..LABELS {
        for b in 0..LABELS {
            if may_follow(a, b) {
                step[a][b] = moves[a][b].exp();
            }
        }
    }
    let local: Vec<[f32; LABELS]> = scores
        .iter()
        .map(|scores| {
            let most = scores.iter().copied().fold(f32::MIN, f32::max);
            scores.map(|s| (s - most).exp().max(1e-30))
        })
        .collect();
    let starts: [f32; LABELS] =
        std::array::from_fn(|b| f32::from(u8::from(may_follow(0, b))));
    let ends: [f32; LABELS] =
        std::array::from_fn(|a| f32::from(u8::from(may_follow(a, 0))));
    let normal = |mut values: [f32; LABELS]| {
        let sum: f32 = values.iter().sum::<f32>().max(1e-30);
        for value in &mut values {
            *value /= sum;
        }
        values
    };
    let mut forward: Vec<[f32; LABELS]> = Vec::with_capacity(n);
    for i in 0..n {
        let mut here = [0f32; LABELS];
        for b in 0..LABELS {
            let before = match i {
                0 => starts[b],
                _ => (0..LABELS).map(|a| forward[i - 1][a] * step[a][b]).sum(),
            };
            here[b] = before * local[i][b];
        }
        forward.push(normal(here));
    }
    let mut backward = vec![ends; n];
    for i in (0..n - 1).rev() {
        let mut here = [0f32; LABELS];
        for a in 0..LABELS {
            here[a] = (0..LABELS)
                .map(|b| step[a][b] * local[i + 1][b] * backward[i + 1][b])
                .sum();
        }
        backward[i] = normal(here);
    }
    let marginals: Vec<[f32; LABELS]> = (0..n)
        .map(|i| normal(std::array::from_fn(|b| forward[i][b] * backward[i][b])))
        .collect();
    let mut pairs = [[0f32; LABELS]; LABELS];
    for i in 1..n {
        let mut here = [[0f32; LABELS]; LABELS];
        let mut sum = 0f32;
        for a in 0..LABELS {
            for b in 0..LABELS {
                here[a][b] =
                    forward[i - 1][a] * step[a][b] * local[i][b] * backward[i][b];
                sum += here[a][b];
            }
        }
        for a in 0..LABELS {
            for b in 0..LABELS {
                pairs[a][b] += here[a][b] / sum.max(1e-30);
            }
        }
    }
    (marginals, pairs)
}

/// The model as bytes: weights of eight bits, the heaviest rows first in their slots.
pub fn pack(model: &Model) -> Vec<u8> {
    let mut sizes: Vec<f32> =
        model.rows.iter().flatten().map(|v| v.abs()).filter(|&v| v > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let most = sizes[sizes.len() - 1 - sizes.len() / 20_000];
    let unit = 127.0 / most;
    let mut kept: Vec<(u64, i32, [i8; COLUMNS])> = Vec::new();
    let mut ids: Vec<(u64, u32)> = model.ids.iter().map(|(&f, &id)| (f, id)).collect();
    ids.sort_unstable();
    #[allow(clippy::cast_possible_truncation, reason = "weights are scaled to fit")]
    for (feature, id) in ids {
        let row = model.rows[id as usize]
            .map(|value| (value * unit).round().clamp(-127.0, 127.0) as i8);
        let weight: i32 = row.iter().map(|&v| i32::from(v).abs()).sum();
        if row.iter().any(|v| v.unsigned_abs() >= 2) {
            kept.push((feature, weight, row));
        }
    }
    kept.sort_by_key(|&(feature, weight, _)| (std::cmp::Reverse(weight), feature));
    kept.truncate((1 << ROW_BITS) - 2);
    let mut bits = 10u32;
    while (1usize << bits) * 2 < kept.len() * 3 {
        bits += 1;
    }
    let mut slots = vec![0u32; 1 << bits];
    let mut rows: Vec<u8> = Vec::with_capacity(kept.len() * COLUMNS);
    let mut count = 0u32;
    for (feature, _, row) in &kept {
        let (mut at, mark) = slot_of(*feature, slots.len());
        while slots[at] != 0 && slots[at] >> ROW_BITS != mark {
            at = (at + 1) & (slots.len() - 1);
        }
        // A feature with the mark of a heavier one near gives way to it.
        if slots[at] == 0 {
            count += 1;
            slots[at] = mark << ROW_BITS | count;
            rows.extend(row.map(i8::cast_unsigned));
        }
    }
    let mut bytes = Vec::with_capacity(1024 + slots.len() * 4 + rows.len());
    bytes.extend(bits.to_le_bytes());
    bytes.extend(unit.to_le_bytes());
    #[allow(clippy::cast_possible_truncation, reason = "a few nats")]
    for value in model.moves.iter().flatten() {
        bytes.extend(
            ((value * unit).round().clamp(-30_000.0, 30_000.0) as i16).to_le_bytes(),
        );
    }
    for slot in slots {
        bytes.extend(slot.to_le_bytes());
    }
    bytes.extend(rows);
    bytes
}
