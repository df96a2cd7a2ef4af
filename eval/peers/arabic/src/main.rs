//! Words a second of `khabar-arabic`, charabia and rust-stemmers over one text, one thread,
//! the best of some rounds. Usage: `arabic-peers FILE ROUNDS`; prints name, tab, seconds.

use std::{env, error::Error, fs, hint::black_box, time::Instant};

use charabia::Tokenize;
use khabar_arabic::{Analyser, FoldClasses, Folded, Folder, Words, search};
use khabar_doc::Span;
use rust_stemmers::{Algorithm, Stemmer};

fn timed(rounds: usize, mut work: impl FnMut() -> usize) -> f64 {
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let (Some(path), Some(rounds)) = (args.next(), args.next()) else {
        return Err("usage: arabic-peers FILE ROUNDS".into());
    };
    let (text, rounds) = (fs::read_to_string(path)?, rounds.parse()?);
    let text = text.as_str();
    let parts = [Span::of(0, text.len())];
    let analyser = Analyser::builtin();
    let folder = Folder::new(FoldClasses::SEARCH);
    let mut folded = Folded::default();
    let show = |name: &str, seconds: f64| println!("{name}\t{seconds}");
    show(
        "khabar fold",
        timed(rounds, || {
            folder.fold_into(text, &mut folded);
            folded.as_str().len()
        }),
    );
    show(
        "khabar fold + tokenise",
        timed(rounds, || Words::unsplit(text, &parts).tokens().len()),
    );
    show(
        "khabar fold + tokenise + proclitics",
        timed(rounds, || Words::of(text, &parts, analyser.splitter()).tokens().len()),
    );
    show(
        "khabar clitics + tags + lemmas",
        timed(rounds, || analyser.read(text).1.all().len()),
    );
    let (words, analysis) = analyser.read(text);
    show(
        "khabar search terms of read words",
        timed(rounds, || {
            let mut bytes = 0;
            search::each_term(text, &words, &analysis, search::Levels::USUAL, |term| {
                bytes += black_box(term.text).len();
            });
            bytes
        }),
    );
    show(
        "charabia tokenise + normalise",
        timed(rounds, || text.tokenize().map(|token| token.lemma().len()).sum()),
    );
    let stemmer = Stemmer::create(Algorithm::Arabic);
    show(
        "rust-stemmers stem",
        timed(rounds, || text.split_whitespace().map(|word| stemmer.stem(word).len()).sum()),
    );
    Ok(())
}
