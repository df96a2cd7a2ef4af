//! Measures the splitter of clitics on a treebank and fits its weights.
//!
//! ```text
//! cargo run --release -p khabar-arabic --example calibrate_splitter -- TREEBANK.conllu [WEIGHTS.tsv] [ENCLITIC_WEIGHTS.tsv]
//! ```
//!
//! Prints the accuracy of the built-in weights and of five folds by word form; with
//! further arguments fits the weights to all of the treebank and writes them there.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a tool for fitting reads files and reports"
)]

#[path = "shared/mod.rs"]
mod shared;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write,
    fs,
};

use fst::Streamer;
use khabar_arabic::{
    Candidate, EncliticCandidate, Splitter, Words, enclitic_features, feature_names,
    fold_key, letters::*,
};
use khabar_doc::Span;
use shared::treebank;

/// Penalty of the squared weights.
const RIDGE: f32 = 0.5;
/// A form counts at most this often, so that a few function words do not rule.
const MOST_USES: usize = 5;

struct Case {
    key: String,
    proclitics: String,
    uses: usize,
    candidates: Vec<Candidate>,
    gold: Option<usize>,
}

/// The end of a word whose front is read right.
struct End {
    /// The word, and its letters before the pronoun.
    word: String,
    proclitics: String,
    uses: usize,
    /// For each reading of the front, the readings of the end.
    readings: Vec<Vec<EncliticCandidate>>,
    front: usize,
    gold: Option<usize>,
    letters: Option<usize>,
    listed: Option<usize>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(treebank) = arguments.first() else {
        return Err("usage: calibrate_splitter TREEBANK.conllu [WEIGHTS.tsv] [ENCLITIC_WEIGHTS.tsv]".into());
    };
    let splitter = Splitter::builtin();
    let ends = words(&fs::read_to_string(treebank)?);
    let mut words: BTreeMap<(String, String), usize> = BTreeMap::new();
    for ((word, proclitics, _), uses) in &ends {
        *words.entry((word.clone(), proclitics.clone())).or_default() += uses;
    }
    let all: usize = words.values().sum();
    let mut wrong = Vec::new();
    let mut wrong_in_list = Vec::new();
    let mut cases = Vec::new();
    for ((word, proclitics), &uses) in &words {
        let tokens = Words::of(word, &[Span::of(0, word.len())], &splitter);
        let token = tokens.tokens()[0];
        let p = token.proclitics;
        let mut got = String::new();
        got.extend(p.conjunction);
        got.extend(p.preposition);
        if p.future {
            got.push(SEEN);
        }
        let listed = splitter.is_listed(&fold_key(word));
        if got != *proclitics {
            let case = (uses, word.clone(), proclitics.clone(), got);
            if listed {
                wrong_in_list.push(case.clone());
            }
            wrong.push(case);
        }
        if listed {
            continue;
        }
        let candidates = splitter.candidates(word);
        let gold = gold(&candidates, proclitics);
        cases.push(Case {
            key: fold_key(word),
            proclitics: proclitics.clone(),
            uses,
            candidates,
            gold,
        });
    }
    report("built-in weights", all, &mut wrong);
    let drawn = drawn(&splitter)?;
    let mut wrong = wrong_in_list;
    for fold in 0..5 {
        let in_fold = |case: &Case| {
            case.key.bytes().fold(7u32, |h, b| h.wrapping_mul(31) ^ u32::from(b)) / 7 % 5
                == fold
        };
        let weights = fit(drawn.iter().chain(cases.iter().filter(|case| !in_fold(case))));
        for case in cases.iter().filter(|case| in_fold(case)) {
            let best = best(&case.candidates, &weights);
            if Some(best) != case.gold {
                wrong.push((
                    case.uses,
                    case.key.clone(),
                    case.proclitics.clone(),
                    format!("{best}"),
                ));
            }
        }
    }
    report("five folds", all, &mut wrong);
    let wrong_fronts: BTreeSet<(String, String)> =
        wrong.iter().map(|(_, word, front, _)| (fold_key(word), front.clone())).collect();
    measure_ends(&splitter, &ends, &wrong_fronts, arguments.get(2).map(String::as_str))?;
    if let Some(out) = arguments.get(1) {
        let mut text = String::from(
            "# Weights of the splitter of proclitics; see card.md. CC BY-SA 4.0.\nfeature\tweight\n",
        );
        for (name, weight) in feature_names().iter().zip(fit(drawn.iter().chain(&cases)))
        {
            writeln!(text, "{name}\t{weight:.4}")?;
        }
        fs::write(out, text)?;
    }
    Ok(())
}

/// Cases that the lexica give: futures of verbs, of which the treebank has few, and
/// names that begin with a letter that could be cut off.
fn drawn(splitter: &Splitter) -> Result<Vec<Case>, Box<dyn Error>> {
    let forms = fst::Map::new(include_bytes!("../../../models/wordfreq/forms.fst"))?;
    let mut stream = forms.stream();
    let mut cases = Vec::new();
    let mut add = |word: String, proclitics: String| {
        let candidates = splitter.candidates(&word);
        let gold = gold(&candidates, &proclitics);
        if !splitter.is_listed(&word) {
            cases.push(Case { key: word, proclitics, uses: 1, candidates, gold });
        }
    };
    let mut verbs = 0;
    let mut names = 0;
    while let Some((form, value)) = stream.next() {
        let form = std::str::from_utf8(form)?;
        let letters = form.chars().count();
        if value & 15 == 2 && letters >= 4 && form.starts_with([YEH, TEH, NOON]) {
            verbs += 1;
            match verbs % 400 {
                0 => add(format!("{SEEN}{form}"), SEEN.to_string()),
                200 => add(format!("{SEEN}{form}\u{647}\u{645}"), SEEN.to_string()),
                _ => (),
            }
        }
        if value & 15 == 4
            && letters >= 4
            && value >> 4 >= 28
            && form.starts_with([WAW, FEH, BEH, LAM, KAF, SEEN])
        {
            names += 1;
            if names % 16 == 0 {
                add(form.to_owned(), String::new());
            }
        }
    }
    println!(
        "{} cases drawn from the lexica ({names} names, {verbs} verb forms)",
        cases.len()
    );
    Ok(cases)
}

/// Measures words with all their clitics, in five folds by form; `wrong_fronts` are the
/// words whose proclitics were wrong in the folds.
fn measure_ends(
    splitter: &Splitter,
    words: &BTreeMap<(String, String, Option<usize>), usize>,
    wrong_fronts: &BTreeSet<(String, String)>,
    out: Option<&str>,
) -> Result<(), Box<dyn Error>> {
    let all: usize = words.values().sum();
    let mut ends = Vec::new();
    for ((word, proclitics, letters), &uses) in words {
        let fronts = splitter.candidates(word);
        let tokens = Words::of(word, &[Span::of(0, word.len())], splitter);
        let p = tokens.tokens()[0].proclitics;
        let mut got = String::new();
        got.extend(p.conjunction);
        got.extend(p.preposition);
        if p.future {
            got.push(SEEN);
        }
        let front = gold(&fronts, &got).unwrap_or(0);
        let readings: Vec<Vec<EncliticCandidate>> = fronts
            .iter()
            .map(|front| splitter.enclitic_candidates(word, front))
            .collect();
        let core = tokens.core(0);
        let gold = if got == *proclitics {
            letters.and_then(|n| readings[front].iter().position(|c| c.letters == n))
        } else {
            None
        };
        ends.push(End {
            word: word.clone(),
            proclitics: proclitics.clone(),
            uses,
            readings,
            front,
            gold,
            letters: *letters,
            listed: splitter.listed_end(core),
        });
    }
    let is_in = |end: &End, fold: u32| {
        fold_key(&end.word).bytes().fold(7u32, |h, b| h.wrapping_mul(31) ^ u32::from(b))
            / 7
            % 5
            == fold
    };
    let wrong = |weights: &[f32], end: &End| {
        let readings = &end.readings[end.front];
        let got = match end.listed {
            Some(listed) => listed,
            None => {
                readings[best_of(readings.iter().map(|c| &c.features[..]), weights)]
                    .letters
            }
        };
        let front = (fold_key(&end.word), end.proclitics.clone());
        let in_folds = wrong_fronts.contains(&front);
        (in_folds || end.gold.is_none() || Some(got) != end.letters).then(|| {
            (end.uses, end.word.clone(), end.proclitics.clone(), format!("{got}"))
        })
    };
    let mut errors = Vec::new();
    for fold in 0..5 {
        let weights = fit_ends(ends.iter().filter(|end| !is_in(end, fold)));
        errors.extend(
            ends.iter()
                .filter(|end| is_in(end, fold))
                .filter_map(|end| wrong(&weights, end)),
        );
    }
    report("all clitics, five folds", all, &mut errors);
    let weights = fit_ends(ends.iter());
    if let Some(out) = out {
        let mut text = String::from(
            "# Weights of the splitter of pronouns; see card.md. CC BY-SA 4.0.\nfeature\tweight\n",
        );
        for (name, weight) in enclitic_features().iter().zip(weights) {
            writeln!(text, "{name}\t{weight:.4}")?;
        }
        fs::write(out, text)?;
    }
    Ok(())
}

fn fit_ends<'a>(ends: impl Iterator<Item = &'a End>) -> Vec<f32> {
    let cases: Vec<Readings<'_>> = ends
        .filter(|end| end.listed.is_none())
        .filter_map(|end| {
            let readings = &end.readings[end.front];
            let gold = end.gold.filter(|_| readings.len() > 1)?;
            let features = readings.iter().map(|c| &c.features[..]).collect();
            Some((features, gold, end.uses))
        })
        .collect();
    fit_readings(&cases, enclitic_features().len())
}

/// The features of the readings of a word, which is right, and how often it is used.
type Readings<'a> = (Vec<&'a [(usize, f32)]>, usize, usize);

fn best_of<'a>(
    readings: impl Iterator<Item = &'a [(usize, f32)]>,
    weights: &[f32],
) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, features) in readings.enumerate() {
        let score: f32 = features.iter().map(|&(at, value)| weights[at] * value).sum();
        if score > best.1 {
            best = (i, score);
        }
    }
    best.0
}

fn report(name: &str, all: usize, wrong: &mut [(usize, String, String, String)]) {
    wrong.sort_by(|a, b| b.cmp(a));
    let errors: usize = wrong.iter().map(|case| case.0).sum();
    println!(
        "{name}: {:.3} % of {all} words",
        100.0 * (1.0 - errors as f64 / all as f64)
    );
    let list: Vec<String> = wrong
        .iter()
        .take(120)
        .map(|(n, w, gold, got)| format!("{n} {w} {gold}>{got}"))
        .collect();
    println!("  {}", list.join("; "));
}

/// The words of a treebank in Arabic letters, with the proclitics it cuts off, the letters
/// of the pronoun it cuts off the end (none where it parts the word otherwise), and how
/// often each occurs. Parts of a word are those joined by `SpaceAfter=No`.
fn words(text: &str) -> BTreeMap<(String, String, Option<usize>), usize> {
    let mut words = BTreeMap::new();
    for rows in treebank::sentences(text) {
        for parts in
            treebank::tokens(&rows).into_iter().filter(|parts| parts[0].is_word())
        {
            let front = treebank::fronts(parts);
            let forms: Vec<&str> = parts.iter().map(|row| row.form.as_str()).collect();
            let letters = match &forms[front..] {
                [_] => Some(0),
                [_, end] if is_end(end) => Some(end.chars().count()),
                _ => None,
            };
            let key = (forms.concat(), forms[..front].concat(), letters);
            *words.entry(key).or_default() += 1;
        }
    }
    words
}

/// True for pronouns that are written onto words.
fn is_end(part: &str) -> bool {
    let first = part.chars().next();
    part.chars().count() <= 3
        && matches!(first, Some(HEH | KAF | NOON | YEH))
        && part.chars().skip(1).all(|ch| matches!(ch, MEEM | ALEF | NOON | YEH))
}

/// The candidate with these proclitics; of several, the one built-in weights prefer.
fn gold(candidates: &[Candidate], proclitics: &str) -> Option<usize> {
    let mut found: Option<usize> = None;
    for (i, candidate) in candidates.iter().enumerate() {
        let p = candidate.proclitics;
        let mut written = String::new();
        written.extend(p.conjunction);
        written.extend(p.preposition);
        if p.future {
            written.push(SEEN);
        }
        let better = |old: usize| {
            (candidate.contracted && !candidates[old].contracted)
                || (candidate.contracted == candidates[old].contracted
                    && candidate.score > candidates[old].score)
        };
        if written == proclitics && found.is_none_or(better) {
            found = Some(i);
        }
    }
    found
}

fn best(candidates: &[Candidate], weights: &[f32]) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, candidate) in candidates.iter().enumerate() {
        let score = score(candidate, weights);
        if score > best.1 {
            best = (i, score);
        }
    }
    best.0
}

fn score(candidate: &Candidate, weights: &[f32]) -> f32 {
    candidate.features.iter().map(|&(at, value)| weights[at] * value).sum()
}

/// Weights that make the gold readings most likely (logistic regression over the
/// readings of each word, by Adam).
fn fit<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<f32> {
    let cases: Vec<Readings<'_>> = cases
        .filter(|case| case.candidates.len() > 1)
        .filter_map(|case| {
            let features = case.candidates.iter().map(|c| &c.features[..]).collect();
            Some((features, case.gold?, case.uses))
        })
        .collect();
    fit_readings(&cases, feature_names().len())
}

fn fit_readings(cases: &[Readings<'_>], n: usize) -> Vec<f32> {
    let (mut weights, mut first, mut second) =
        (vec![0f32; n], vec![0f32; n], vec![0f32; n]);
    const STEPS: i32 = 400;
    for step in 1..=STEPS {
        let mut gradient: Vec<f32> = weights.iter().map(|w| RIDGE * w).collect();
        for (readings, gold, uses) in cases {
            let uses = (*uses).min(MOST_USES) as f32;
            let scores: Vec<f32> = readings
                .iter()
                .map(|features| {
                    features.iter().map(|&(at, value)| weights[at] * value).sum()
                })
                .collect();
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let sum: f32 = scores.iter().map(|s| (s - most).exp()).sum();
            for (i, features) in readings.iter().enumerate() {
                let share =
                    (scores[i] - most).exp() / sum - f32::from(u8::from(*gold == i));
                for &(at, value) in *features {
                    gradient[at] += uses * share * value;
                }
            }
        }
        let rate = 0.1 * (1.0 - 0.9 * step as f32 / STEPS as f32);
        for i in 0..n {
            first[i] = 0.9 * first[i] + 0.1 * gradient[i];
            second[i] = 0.99 * second[i] + 0.01 * gradient[i] * gradient[i];
            let m = first[i] / (1.0 - 0.9f32.powi(step));
            let v = second[i] / (1.0 - 0.99f32.powi(step));
            weights[i] -= rate * m / (v.sqrt() + 1e-8);
        }
    }
    weights
}
