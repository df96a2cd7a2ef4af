//! Trains the tagger of names and measures it.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::needless_range_loop,
    clippy::expect_used,
    reason = "a tool for training reads files and reports"
)]

mod corpus;
mod crf;

use std::error::Error;

use khabar_news::{
    Lexicon, builtin_sources,
    name::tagger::{BIAS, Model, Proposal},
};

use crate::{
    corpus::{Article, KINDS, Sentence},
    crf::Options,
};

#[derive(Default, Clone, Copy)]
struct Score {
    right: [usize; 5],
    found: [usize; 5],
    gold: [usize; 5],
}

impl Score {
    fn add(&mut self, gold: &[(usize, usize, usize)], found: &[(usize, usize, usize)]) {
        for &(_, _, kind) in gold {
            self.gold[kind] += 1;
            self.gold[4] += 1;
        }
        for name in found {
            self.found[name.2] += 1;
            self.found[4] += 1;
            if gold.contains(name) {
                self.right[name.2] += 1;
                self.right[4] += 1;
            }
        }
    }

    fn f1(&self, at: usize) -> f64 {
        200.0 * self.right[at] as f64 / (self.found[at] + self.gold[at]).max(1) as f64
    }

    fn print(&self, title: &str) {
        print!("{title}: F1 {:.2}", self.f1(4));
        for (at, kind) in KINDS.iter().chain(["all"].iter()).enumerate() {
            print!(
                "  {kind} {:.1} (P {:.1} R {:.1}; {} of {}, {})",
                self.f1(at),
                100.0 * self.right[at] as f64 / self.found[at].max(1) as f64,
                100.0 * self.right[at] as f64 / self.gold[at].max(1) as f64,
                self.right[at],
                self.found[at],
                self.gold[at]
            );
        }
        println!();
    }
}

/// The names that `model` finds.
fn proposed(sentence: &Sentence, model: &Model) -> Vec<Proposal> {
    model.names(0..sentence.features.len(), BIAS, |i, add| {
        sentence.features[i].iter().for_each(|&feature| add(feature));
    })
}

/// `name` in words of the corpus.
fn in_words(sentence: &Sentence, name: &Proposal) -> (usize, usize, usize) {
    let word =
        |token: usize| sentence.words.partition_point(|&w| w <= token).saturating_sub(1);
    (word(name.tokens.start), word(name.tokens.end - 1) + 1, name.kind)
}

/// `names` in words of the corpus.
fn all_in_words(sentence: &Sentence, names: &[Proposal]) -> Vec<(usize, usize, usize)> {
    names.iter().map(|name| in_words(sentence, name)).collect()
}

/// The model as it ships.
fn packed(model: &crf::Model) -> Result<Model, Box<dyn Error>> {
    Ok(Model::new(crf::pack(model).leak()).ok_or("the packed model cannot be read")?)
}

const USAGE: &str = "usage: train_names folds CORPORA | train CORPORA OUT | measure CORPORA | compare CORPORA

  folds    ANERcorp in five folds, by article and in five runs of articles
  train    writes weights learnt from anercorp/train.conll and aqmar/edchengg_train.txt
  measure  aqmar/edchengg_dev.txt with the weights that are built in
  compare  counts who is right where rules and tagger differ";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        ["folds", corpora] => folds(corpora),
        ["train", corpora, out] => learn(corpora, out),
        ["measure", corpora] => measure(corpora),
        ["compare", corpora] => compare(corpora),
        _ => Err(USAGE.into()),
    }
}

fn load(path: &str) -> Result<Vec<Article>, Box<dyn Error>> {
    let lexicon = Lexicon::parse(&builtin_sources())?;
    let lines = corpus::read(path)?;
    let mut starts = corpus::articles(&lines);
    starts.push(lines.len());
    starts.windows(2).map(|w| corpus::article(&lines[w[0]..w[1]], &lexicon)).collect()
}

fn folds(corpora: &str) -> Result<(), Box<dyn Error>> {
    let articles = load(&format!("{corpora}/anercorp/train.conll"))?;
    let n = articles.len();
    let by_article = |at: usize| at % 5;
    let by_run = |at: usize| at * 5 / n;
    let ways: [(&str, &dyn Fn(usize) -> usize); 2] =
        [("by article", &by_article), ("five runs of articles", &by_run)];
    for (title, fold_of) in ways {
        let mut total = Score::default();
        for fold in 0..5 {
            let mut train: Vec<(&Sentence, f32)> = Vec::new();
            for (at, article) in articles.iter().enumerate() {
                if fold_of(at) != fold {
                    train.extend(article.sentences.iter().map(|s| (s, 1.0)));
                }
            }
            let model = packed(&crf::train(&train, Options::default()))?;
            for (at, article) in articles.iter().enumerate() {
                if fold_of(at) == fold {
                    for sentence in &article.sentences {
                        total.add(
                            &sentence.gold,
                            &all_in_words(sentence, &proposed(sentence, &model)),
                        );
                    }
                }
            }
        }
        total.print(title);
    }
    Ok(())
}

fn learn(corpora: &str, out: &str) -> Result<(), Box<dyn Error>> {
    let mut articles = load(&format!("{corpora}/anercorp/train.conll"))?;
    articles.extend(load(&format!("{corpora}/aqmar/edchengg_train.txt"))?);
    let train: Vec<(&Sentence, f32)> =
        articles.iter().flat_map(|a| &a.sentences).map(|s| (s, 1.0)).collect();
    let bytes = crf::pack(&crf::train(&train, Options::default()));
    println!("{} bytes", bytes.len());
    Ok(std::fs::write(out, bytes)?)
}

fn measure(corpora: &str) -> Result<(), Box<dyn Error>> {
    let bytes: &'static [u8] = include_bytes!("../../../../models/names/weights.bin");
    let model = Model::new(bytes).ok_or("models/names/weights.bin is no model")?;
    let mut total = Score::default();
    for article in load(&format!("{corpora}/aqmar/edchengg_dev.txt"))? {
        for sentence in &article.sentences {
            total.add(
                &sentence.gold,
                &all_in_words(sentence, &proposed(sentence, &model)),
            );
        }
    }
    total.print("dev");
    Ok(())
}

/// Counts who is right where rules and tagger differ, in folds of runs of articles.
fn compare(corpora: &str) -> Result<(), Box<dyn Error>> {
    let articles = load(&format!("{corpora}/anercorp/train.conll"))?;
    let n = articles.len();
    let mut rules = Score::default();
    let mut counts: std::collections::BTreeMap<(String, usize), [usize; 4]> =
        std::collections::BTreeMap::new();
    for fold in 0..5 {
        let of = |at: usize| at * 5 / n == fold;
        let train: Vec<(&Sentence, f32)> = articles
            .iter()
            .enumerate()
            .filter(|&(at, _)| !of(at))
            .flat_map(|(_, a)| &a.sentences)
            .map(|s| (s, 1.0))
            .collect();
        let model = packed(&crf::train(&train, Options::default()))?;
        for sentence in (0..n).filter(|&at| of(at)).flat_map(|at| &articles[at].sentences)
        {
            let gold: Vec<_> =
                sentence.gold.iter().copied().filter(|name| name.2 < 3).collect();
            rules.add(&gold, &all_in_words(sentence, &sentence.by_rule));
            for name in proposed(sentence, &model) {
                if name.kind == 3 {
                    continue;
                }
                let step = (name.margin as usize).min(9);
                let words = in_words(sentence, &name);
                let right = gold.contains(&words);
                let partly = gold.iter().any(|g| g.0 < words.1 && words.0 < g.1);
                let over: Vec<&Proposal> = sentence
                    .by_rule
                    .iter()
                    .filter(|r| {
                        r.tokens.start < name.tokens.end
                            && name.tokens.start < r.tokens.end
                    })
                    .collect();
                let key = match over.as_slice() {
                    [] => format!("new {}", KINDS[name.kind]),
                    [r] if r.tokens == name.tokens && r.kind == name.kind => continue,
                    [r] if r.tokens == name.tokens => {
                        format!("kind {}>{}", KINDS[r.kind.min(3)], KINDS[name.kind])
                    }
                    [r] if r.kind == name.kind => {
                        let longer = name.tokens.len() > r.tokens.len();
                        format!("edge {} longer={longer}", KINDS[name.kind])
                    }
                    _ => "other".to_owned(),
                };
                let rule_right =
                    over.iter().any(|r| gold.contains(&in_words(sentence, r)));
                let count = counts.entry((key, step)).or_default();
                count[0] += 1;
                count[1] += usize::from(right);
                count[2] += usize::from(partly);
                count[3] += usize::from(rule_right);
            }
            let names = proposed(sentence, &model);
            for r in &sentence.by_rule {
                if !names.iter().any(|p| {
                    p.tokens.start < r.tokens.end && r.tokens.start < p.tokens.end
                }) {
                    let right = gold.contains(&in_words(sentence, r));
                    let key =
                        format!("rule alone {} {:.2}", KINDS[r.kind.min(3)], r.margin);
                    let count = counts.entry((key, 0)).or_default();
                    count[0] += 1;
                    count[3] += usize::from(right);
                }
            }
        }
    }
    rules.print("rules");
    println!("who, margin: all, tagger right, tagger touches gold, rule right");
    for ((key, step), count) in counts {
        println!("{key} {step}: {count:?}");
    }
    Ok(())
}
