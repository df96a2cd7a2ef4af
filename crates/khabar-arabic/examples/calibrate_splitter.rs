//! Measures the splitter of proclitics on a treebank and fits its weights.
//!
//! ```text
//! cargo run --release -p khabar-arabic --example calibrate_splitter -- TREEBANK.conllu [WEIGHTS.tsv]
//! ```
//!
//! Prints the accuracy of the built-in weights and of five folds by word form; with a
//! second argument fits the weights to all of the treebank and writes them there.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a tool for fitting reads files and reports"
)]

use std::{collections::BTreeMap, error::Error, fmt::Write, fs};

use fst::Streamer;
use khabar_arabic::{Candidate, Splitter, Words, feature_names, fold_key, letters::*};
use khabar_doc::Span;

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

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(treebank) = arguments.first() else {
        return Err("usage: calibrate_splitter TREEBANK.conllu [WEIGHTS.tsv]".into());
    };
    let splitter = Splitter::builtin();
    let words = words(&fs::read_to_string(treebank)?);
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

/// The words of a treebank in Arabic letters, with the proclitics it cuts off, and how
/// often each occurs. Parts of a word are those joined by `SpaceAfter=No`.
fn words(text: &str) -> BTreeMap<(String, String), usize> {
    let mut words = BTreeMap::new();
    let mut parts: Vec<String> = Vec::new();
    let mut flush = |parts: &mut Vec<String>| {
        if !parts.is_empty() {
            let mut proclitics = String::new();
            for part in &parts[..parts.len() - 1] {
                if part.chars().count() == 1
                    && part.starts_with([WAW, FEH, BEH, LAM, KAF, SEEN])
                {
                    proclitics.push_str(part);
                } else {
                    break;
                }
            }
            *words.entry((parts.concat(), proclitics)).or_default() += 1;
            parts.clear();
        }
    };
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 10 {
            if line.is_empty() {
                flush(&mut parts);
            }
            continue;
        }
        let part: String =
            cells[1].chars().filter(|&ch| !is_mark(ch) && ch != TATWEEL).collect();
        if part.is_empty() || !part.chars().all(is_letter) {
            flush(&mut parts);
            continue;
        }
        parts.push(part);
        if !cells[9].contains("SpaceAfter=No") {
            flush(&mut parts);
        }
    }
    flush(&mut parts);
    words
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
    let cases: Vec<&Case> =
        cases.filter(|case| case.gold.is_some() && case.candidates.len() > 1).collect();
    let n = feature_names().len();
    let (mut weights, mut first, mut second) =
        (vec![0f32; n], vec![0f32; n], vec![0f32; n]);
    const STEPS: i32 = 400;
    for step in 1..=STEPS {
        let mut gradient: Vec<f32> = weights.iter().map(|w| RIDGE * w).collect();
        for case in &cases {
            let uses = case.uses.min(MOST_USES) as f32;
            let scores: Vec<f32> =
                case.candidates.iter().map(|c| score(c, &weights)).collect();
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let sum: f32 = scores.iter().map(|s| (s - most).exp()).sum();
            for (i, candidate) in case.candidates.iter().enumerate() {
                let share = (scores[i] - most).exp() / sum
                    - f32::from(u8::from(case.gold == Some(i)));
                for &(at, value) in &candidate.features {
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
