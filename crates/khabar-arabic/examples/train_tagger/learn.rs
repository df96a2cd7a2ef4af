//! A conditional random field over tags, trained by stochastic gradients (AdaGrad) with
//! features hidden at random; the attributes of a word are softmaxes of their own.

use std::collections::BTreeMap;

use khabar_arabic::tagger::{
    AGREEMENTS, BUCKET, CLASSES, COLUMNS, GROUPS, IDENTITY, TagModel, bucket_of,
    context_features, context_form_features, own_features, own_form_features,
};
use rustc_hash::FxHashMap;

use crate::{data::Sentence, shared::Random};

type Weights = [f32; COLUMNS];
/// Averaged weights by feature, and of one tag behind another.
pub(crate) type Rows = BTreeMap<u64, Weights>;
/// By agreement, the tag before, then the tag.
pub(crate) type Transitions = [[[f32; 16]; CLASSES]; AGREEMENTS];

/// What training may vary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) epochs: usize,
    /// The share of features that a step does not see, so that rare ones learn to do
    /// without the word itself.
    pub(crate) hidden: f32,
    /// The share of words whose own letters a step does not see at all.
    pub(crate) unknown: f32,
    pub(crate) rate: f32,
    /// What is taken off each weight an epoch.
    pub(crate) decay: f32,
    pub(crate) seed: u64,
}

/// Weights and the squares of their gradients.
struct Learner {
    ids: FxHashMap<u64, u32>,
    weights: Vec<Weights>,
    squares: Vec<Weights>,
    sums: Vec<Weights>,
}

impl Learner {
    fn id(&mut self, feature: u64) -> u32 {
        let next = self.weights.len() as u32;
        *self.ids.entry(feature).or_insert_with(|| {
            self.weights.push([0.0; COLUMNS]);
            self.squares.push([0.0; COLUMNS]);
            next
        })
    }

    fn new() -> Learner {
        Learner {
            ids: FxHashMap::default(),
            weights: Vec::new(),
            squares: Vec::new(),
            sums: Vec::new(),
        }
    }

    fn add(&self, features: &[u32], by: f32, sums: &mut Weights) {
        for &id in features {
            for (sum, weight) in sums.iter_mut().zip(&self.weights[id as usize]) {
                *sum += by * weight;
            }
        }
    }

    fn step(
        &mut self,
        features: &[u32],
        gradient: &Weights,
        rate: f32,
        columns: std::ops::Range<usize>,
    ) {
        for &id in features {
            let (weights, squares) =
                (&mut self.weights[id as usize], &mut self.squares[id as usize]);
            for c in columns.clone() {
                let g = gradient[c];
                if g != 0.0 {
                    squares[c] += g * g;
                    weights[c] -= rate * g / (1e-6 + squares[c]).sqrt();
                }
            }
        }
    }

    /// Ends an epoch; the weights at the ends of the later ones are averaged.
    fn end(&mut self, decay: f32, is_late: bool) {
        self.sums.resize(self.weights.len(), [0.0; COLUMNS]);
        for (weights, sums) in self.weights.iter_mut().zip(&mut self.sums) {
            for (weight, sum) in weights.iter_mut().zip(sums) {
                *weight *= 1.0 - decay;
                if is_late {
                    *sum += *weight;
                }
            }
        }
    }

    fn rows(self, late: usize) -> Rows {
        let mut rows = Rows::new();
        let mut ids: Vec<(u64, u32)> = self.ids.into_iter().collect();
        ids.sort_unstable();
        for (feature, id) in ids {
            rows.insert(feature, self.sums[id as usize].map(|sum| sum / late as f32));
        }
        rows
    }
}

/// The softmax of the classes of a group, less the right one.
fn softmax(sums: &Weights, (from, len): (usize, usize), gold: usize, out: &mut Weights) {
    let most = sums[from..from + len].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let all: f32 = sums[from..from + len].iter().map(|s| (s - most).exp()).sum();
    for c in 0..len {
        out[from + c] =
            (sums[from + c] - most).exp() / all - f32::from(u8::from(c == gold));
    }
}

/// Fills `kept` with some of the features of a word.
fn hide(ids: &[u32], settings: Settings, random: &mut Random, kept: &mut Vec<u32>) {
    let least = (settings.hidden * 65536.0) as u64;
    let is_unknown = random.next() % 65536 < (settings.unknown * 65536.0) as u64;
    let ids = if is_unknown { ids.get(IDENTITY..).unwrap_or_default() } else { ids };
    kept.clear();
    kept.extend(ids.iter().filter(|_| random.next() % 65536 >= least));
}

/// A sentence by numbers of features.
struct Case {
    /// For each item its features, and those of its form; empty where the tag is fixed.
    features: Vec<(Vec<u32>, Vec<u32>)>,
    gold: Vec<(usize, [usize; 6])>,
    fixed: Vec<Option<usize>>,
    agreements: Vec<usize>,
    has_attributes: bool,
}

/// Rows and transitions that tell tags and attributes.
pub(crate) fn fit(sentences: &[&Sentence], settings: Settings) -> (Rows, Transitions) {
    let mut learner = Learner::new();
    let mut random = Random(settings.seed);
    let mut cases: Vec<Case> = Vec::new();
    for sentence in sentences {
        let mut features = Vec::new();
        let mut previous = 16;
        for (i, item) in sentence.items.iter().enumerate() {
            let (mut tag, mut form) = (Vec::new(), Vec::new());
            let gold = sentence.gold[i].0 as usize;
            if item.fixed().is_none() {
                own_features(item, |f| tag.push(learner.id(f)));
                context_features(&sentence.items, i, |f| tag.push(learner.id(f)));
                own_form_features(item, gold, |f| form.push(learner.id(f)));
                context_form_features(&sentence.items, i, gold, previous, |f| {
                    form.push(learner.id(f));
                });
            }
            features.push((tag, form));
            previous = item.fixed().map_or(gold, |tag| tag as usize);
        }
        cases.push(Case {
            features,
            gold: sentence.gold.iter().map(|(t, m)| (*t as usize, m.classes())).collect(),
            fixed: sentence
                .items
                .iter()
                .map(|item| item.fixed().map(|t| t as usize))
                .collect(),
            agreements: TagModel::agreements(&sentence.items),
            has_attributes: sentence.has_attributes,
        });
    }
    let mut transitions = [[[0f32; 16]; CLASSES]; AGREEMENTS];
    let mut squares = [[[0f32; 16]; CLASSES]; AGREEMENTS];
    let mut means = [[[0f32; 16]; CLASSES]; AGREEMENTS];
    let late = settings.epochs - settings.epochs.div_ceil(2);
    let mut order: Vec<usize> = (0..cases.len()).collect();
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let rate = settings.rate;
        for &at in &order {
            let case = &cases[at];
            let mut kept: Vec<Vec<u32>> = vec![Vec::new(); case.gold.len()];
            let mut sums = vec![[0f32; COLUMNS]; case.gold.len()];
            for i in 0..case.gold.len() {
                hide(&case.features[i].0, settings, &mut random, &mut kept[i]);
                learner.add(&kept[i], 1.0 / (1.0 - settings.hidden), &mut sums[i]);
            }
            let (single, pairs) = expectations(&sums, case, &transitions);
            for i in 0..case.gold.len() {
                let gold = case.fixed[i].unwrap_or(case.gold[i].0);
                let before = if i == 0 {
                    16
                } else {
                    case.fixed[i - 1].unwrap_or(case.gold[i - 1].0)
                };
                if case.fixed[i].is_none() || i > 0 && case.fixed[i - 1].is_none() {
                    for a in 0..CLASSES {
                        for b in 0..16 {
                            let right = f32::from(u8::from(a == before && b == gold));
                            let g = pairs[i][a][b] - right;
                            if g.abs() > 1e-4 {
                                let k = case.agreements[i];
                                squares[k][a][b] += g * g;
                                transitions[k][a][b] -=
                                    rate * g / (1e-6 + squares[k][a][b]).sqrt();
                            }
                        }
                    }
                }
                if case.fixed[i].is_some() {
                    continue;
                }
                let mut gradient = [0f32; COLUMNS];
                for c in 0..16 {
                    gradient[c] = single[i][c] - f32::from(u8::from(c == gold));
                }
                if !case.has_attributes {
                    learner.step(&kept[i], &gradient, rate, 0..16);
                    continue;
                }
                let form = &case.features[i].1;
                learner.add(form, 1.0, &mut sums[i]);
                for (&group, &gold) in GROUPS[1..].iter().zip(&case.gold[i].1) {
                    softmax(&sums[i], group, gold, &mut gradient);
                }
                learner.step(&kept[i], &gradient, rate, 0..COLUMNS);
                learner.step(form, &gradient, rate, 16..COLUMNS);
            }
        }
        let is_late = epoch * 2 >= settings.epochs;
        learner.end(settings.decay, is_late);
        for (mean, now) in means
            .as_flattened_mut()
            .as_flattened_mut()
            .iter_mut()
            .zip(transitions.as_flattened().as_flattened())
        {
            if is_late {
                *mean += now / late as f32;
            }
        }
    }
    (learner.rows(late), means)
}

/// How likely each tag is at each place, and each pair of tags (forward-backward).
#[allow(clippy::type_complexity, reason = "two tables")]
fn expectations(
    sums: &[Weights],
    case: &Case,
    transitions: &Transitions,
) -> (Vec<[f32; 16]>, Vec<[[f32; 16]; CLASSES]>) {
    let n = sums.len();
    // Exponentials, scaled at each place.
    let steps = transitions.map(|by| by.map(|row| row.map(f32::exp)));
    let step = |i: usize| &steps[case.agreements[i]];
    let own: Vec<[f32; 16]> = (0..n)
        .map(|i| {
            let mut own = [0f32; 16];
            match case.fixed[i] {
                Some(tag) => own[tag] = 1.0,
                None => {
                    let most =
                        sums[i][..16].iter().copied().fold(f32::NEG_INFINITY, f32::max);
                    for c in 0..16 {
                        own[c] = (sums[i][c] - most).exp();
                    }
                }
            }
            own
        })
        .collect();
    let mut forward = vec![[0f32; 16]; n];
    let mut backward = vec![[1f32; 16]; n];
    for i in 0..n {
        let steps = step(i);
        for c in 0..16 {
            let reach = if i == 0 {
                steps[16][c]
            } else {
                (0..16).map(|b| forward[i - 1][b] * steps[b][c]).sum()
            };
            forward[i][c] = reach * own[i][c];
        }
        let all: f32 = forward[i].iter().sum();
        forward[i].iter_mut().for_each(|f| *f /= all);
    }
    for i in (0..n.saturating_sub(1)).rev() {
        let steps = step(i + 1);
        for b in 0..16 {
            backward[i][b] =
                (0..16).map(|c| steps[b][c] * own[i + 1][c] * backward[i + 1][c]).sum();
        }
        let all: f32 = backward[i].iter().sum();
        backward[i].iter_mut().for_each(|f| *f /= all);
    }
    let mut single = vec![[0f32; 16]; n];
    let mut pairs = vec![[[0f32; 16]; CLASSES]; n];
    for i in 0..n {
        let mut all = 0.0;
        for c in 0..16 {
            single[i][c] = forward[i][c] * backward[i][c];
            all += single[i][c];
        }
        single[i].iter_mut().for_each(|s| *s /= all);
        if i == 0 {
            pairs[0][16] = single[0];
            continue;
        }
        let mut all = 0.0;
        let steps = step(i);
        for b in 0..16 {
            for c in 0..16 {
                let p = forward[i - 1][b] * steps[b][c] * own[i][c] * backward[i][c];
                pairs[i][b][c] = p;
                all += p;
            }
        }
        pairs[i].as_flattened_mut().iter_mut().for_each(|p| *p /= all);
    }
    (single, pairs)
}

/// The logarithm of the number of buckets of a model.
const BUCKET_BITS: u32 = 15;
/// Rows that a model keeps at most.
const MOST_ROWS: usize = 120_000;

/// The bytes of a model.
pub(crate) fn pack(rows: &Rows, transitions: &Transitions) -> Vec<u8> {
    let mut sizes: Vec<f32> = rows
        .values()
        .flat_map(|row| row.iter().map(|v| v.abs()))
        .filter(|&v| v > 1e-4)
        .collect();
    sizes.sort_by(f32::total_cmp);
    let scale = 127.0 / sizes[sizes.len() - 1 - sizes.len() / 2000];
    let mut kept: Vec<(u64, f32, [i8; COLUMNS])> = Vec::new();
    for (&feature, row) in rows {
        let mut small = [0i8; COLUMNS];
        let mut weight = 0f32;
        for (at, &value) in row.iter().enumerate() {
            small[at] = (value * scale).round().clamp(-127.0, 127.0) as i8;
            // What tells tags goes before what tells attributes.
            let worth = if at < 16 { 2.0 } else { 1.0 };
            weight += worth * f32::from(small[at]).abs();
        }
        if weight >= 4.0 {
            kept.push((feature, weight, small));
        }
    }
    // The heaviest come first: what finds no room weighs little.
    kept.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    kept.truncate(MOST_ROWS);
    let count = 1usize << BUCKET_BITS;
    let mut buckets: Vec<Vec<(u16, [i8; COLUMNS])>> = vec![Vec::new(); count];
    for (feature, _, small) in &kept {
        let (bucket, mark) = bucket_of(*feature, count);
        let bucket = &mut buckets[bucket];
        // A feature with the mark of a heavier one gives way to it, and so does one whose
        // bucket is full.
        if bucket.len() < BUCKET && bucket.iter().all(|(known, _)| *known != mark) {
            bucket.push((mark, *small));
        }
    }
    let mut bytes = Vec::new();
    bytes.extend(BUCKET_BITS.to_le_bytes());
    let mut first = 0u32;
    for bucket in &buckets {
        let marks = bucket.iter().map(|(mark, _)| *mark).chain(std::iter::repeat(0));
        bytes.extend(marks.take(BUCKET).flat_map(u16::to_le_bytes));
        bytes.extend(first.to_le_bytes());
        first += bucket.len() as u32;
    }
    for step in transitions.as_flattened().as_flattened() {
        bytes.extend(((step * scale).round() as i16).to_le_bytes());
    }
    for (_, row) in buckets.iter().flatten() {
        bytes.extend(row.map(i8::cast_unsigned));
    }
    bytes
}

/// The model in `bytes`.
pub(crate) fn model(bytes: Vec<u8>) -> Result<TagModel, &'static str> {
    TagModel::new(bytes.leak()).ok_or("faulty model")
}
