//! Trains the tagger on a treebank, or measures it in five folds by sentence.
//!
//! ```text
//! cargo run --release -p khabar-arabic --example train_tagger -- TREEBANK.conllu CAMEL_MORPH_DIR GAZETTEER_DIR NAMED_DIR NEWS_DIR OUT_DIR
//! cargo run --release -p khabar-arabic --example train_tagger -- TREEBANK.conllu CAMEL_MORPH_DIR GAZETTEER_DIR NAMED_DIR NEWS_DIR --folds [ERRORS.tsv]
//! cargo run --release -p khabar-arabic --example train_tagger -- TREEBANK.conllu CAMEL_MORPH_DIR GAZETTEER_DIR NAMED_DIR NEWS_DIR --curve
//! ```
//!
//! The first writes `lexicon.fst` and `tags.bin` into `OUT_DIR`. The second writes no
//! model: it trains five, each without a fifth of the sentences, and prints how well
//! they read those (lines of a name, a percentage and of how many). The third does so with a
//! quarter, a half, three quarters and all of the sentences that each may learn from.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::needless_range_loop,
    reason = "a tool for training reads files and reports"
)]

mod data;
mod learn;
mod lexicon;
mod measure;
mod names;
#[path = "../shared/mod.rs"]
mod shared;

use std::{collections::BTreeSet, error::Error, fs, path::Path};

use data::{Reader, Sentence};
use khabar_arabic::{Splitter, tagger::TagLexicon};
use learn::Settings;
use measure::Measure;

/// Chosen on the folds.
const SETTINGS: Settings =
    Settings { epochs: 20, hidden: 0.4, unknown: 0.2, rate: 0.05, decay: 0.02, seed: 1 };

const FOLDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [treebank, camel, gazetteer, named, news, out, rest @ ..] = arguments.as_slice()
    else {
        return Err("usage: train_tagger TREEBANK CAMEL_MORPH_DIR GAZETTEER_DIR NAMED_DIR NEWS_DIR OUT_DIR|--folds [ERRORS]|--curve".into());
    };
    let splitter = Splitter::builtin();
    let bytes: &'static [u8] = lexicon::build(
        Path::new(camel),
        Path::new(gazetteer),
        Path::new(named),
        &splitter,
    )?
    .leak();
    let lexicon = TagLexicon::new(bytes).ok_or("faulty lexicon")?;
    let reader = Reader { splitter: &splitter, lexicon: &lexicon };
    let sentences = reader.treebank(&fs::read_to_string(treebank)?);
    let news = reader
        .news(include_str!("../../../../models/tagger/news.tsv"), Path::new(news))?;
    let train = |keep: &dyn Fn(usize) -> bool| {
        let chosen: Vec<&Sentence> = (0..sentences.len())
            .filter(|&i| keep(i))
            .map(|i| &sentences[i])
            .chain(&news)
            .collect();
        let (rows, transitions) = learn::fit(&chosen, SETTINGS);
        learn::pack(&rows, &transitions)
    };
    if out == "--curve" {
        for quarters in 1..=4 {
            println!("# {} % of the sentences", 25 * quarters);
            let mut measure = Measure::default();
            for fold in 0..FOLDS {
                let keep = |i: usize| i % FOLDS != fold && i / FOLDS % 4 < quarters;
                let model = learn::model(train(&keep))?;
                let seen = forms(&sentences, &keep);
                for i in (0..sentences.len()).filter(|i| i % FOLDS == fold) {
                    measure.read(&model, &sentences[i], &seen);
                }
            }
            measure.report();
        }
        return Ok(());
    }
    if out == "--folds" {
        let mut measure = Measure::default();
        for fold in 0..FOLDS {
            let model = learn::model(train(&|i| i % FOLDS != fold))?;
            let seen = forms(&sentences, &|i| i % FOLDS != fold);
            for i in (0..sentences.len()).filter(|i| i % FOLDS == fold) {
                measure.read(&model, &sentences[i], &seen);
            }
        }
        measure.report();
        if let [errors] = rest {
            fs::write(errors, measure.errors.join("\n"))?;
        }
        return Ok(());
    }
    let out = Path::new(out);
    let model = train(&|_| true);
    println!("lexicon.fst {} bytes, tags.bin {} bytes", bytes.len(), model.len());
    fs::write(out.join("lexicon.fst"), bytes)?;
    fs::write(out.join("tags.bin"), model)?;
    Ok(())
}

/// The forms of the sentences that `keep` names.
fn forms<'a>(
    sentences: &'a [Sentence],
    keep: &dyn Fn(usize) -> bool,
) -> BTreeSet<&'a str> {
    (0..sentences.len())
        .filter(|&i| keep(i))
        .flat_map(|i| sentences[i].forms.iter().map(String::as_str))
        .collect()
}
