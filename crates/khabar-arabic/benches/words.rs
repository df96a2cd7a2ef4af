//! Speed of what is done to every word, in words a second (items) on one thread.
//! `KHABAR_BENCH_TEXT` may name a file to read in place of the texts made here.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a bench reads its settings and stops on faults"
)]

use std::{fmt, path::Path};

use divan::{
    Bencher, black_box,
    counter::{BytesCount, ItemsCount},
};
use fst::Streamer;
use khabar_arabic::{
    Analyser, FoldClasses, Folded, Folder, Splitter, Words, fold_key, search,
};
use khabar_doc::Span;

fn main() {
    divan::main();
}

/// Where the words of a bench are from, about 1 MB of them.
#[derive(Clone, Copy)]
enum Source {
    /// The articles under `samples/`, again and again: words that come back.
    Samples,
    /// Forms drawn evenly from the 40,000 that are commonest: far more different words
    /// than news has.
    Forms,
}

const SOURCES: [Source; 2] = [Source::Samples, Source::Forms];

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Source::Samples => "samples",
            Source::Forms => "forms",
        })
    }
}

impl Source {
    fn text(self) -> String {
        if let Ok(path) = std::env::var("KHABAR_BENCH_TEXT") {
            return std::fs::read_to_string(path).unwrap();
        }
        match self {
            Source::Samples => samples(),
            Source::Forms => forms(),
        }
    }
}

fn samples() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let once: String =
        paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    once.repeat(1_000_000_usize.div_ceil(once.len()))
}

/// Known forms with stops; every fifth word bears a conjunction.
fn forms() -> String {
    let forms =
        fst::Map::new(&include_bytes!("../../../models/wordfreq/forms.fst")[..]).unwrap();
    let mut known = Vec::new();
    let mut stream = forms.stream();
    while let Some((form, value)) = stream.next() {
        // Zipf 4 and more: what running text is made of.
        if value >> 4 >= 40 {
            known.push(String::from_utf8(form.to_vec()).unwrap());
        }
    }
    let mut text = String::new();
    let mut state = 1u64;
    let mut count = 0;
    while text.len() < 1_000_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let at = usize::try_from(state >> 33).unwrap() % known.len();
        count += 1;
        if count % 5 == 0 {
            text.push('\u{648}');
        }
        text.push_str(&known[at]);
        text.push_str(if count % 17 == 0 { ". " } else { " " });
    }
    text
}

fn all(text: &str) -> [Span; 1] {
    [Span::of(0, text.len())]
}

/// What stands between spaces, as other programs count words.
fn words(text: &str) -> ItemsCount {
    ItemsCount::new(text.split_whitespace().count())
}

#[divan::bench(args = SOURCES)]
fn fold(bencher: Bencher<'_, '_>, source: Source) {
    let text = source.text();
    let folder = Folder::new(FoldClasses::SEARCH);
    let mut folded = Folded::default();
    bencher
        .counter(BytesCount::new(text.len()))
        .counter(words(&text))
        .bench_local(|| folder.fold_into(&text, black_box(&mut folded)));
}

#[divan::bench(args = SOURCES)]
fn fold_each_word(bencher: Bencher<'_, '_>, source: Source) {
    let text = source.text();
    bencher.counter(BytesCount::new(text.len())).counter(words(&text)).bench(|| {
        text.split_whitespace().map(|word| fold_key(word).len()).sum::<usize>()
    });
}

/// Tokens with their keys, sentences and runs.
#[divan::bench(args = SOURCES)]
fn fold_and_tokenise(bencher: Bencher<'_, '_>, source: Source) {
    let text = source.text();
    let parts = all(&text);
    bencher
        .counter(BytesCount::new(text.len()))
        .counter(words(&text))
        .bench(|| Words::unsplit(&text, &parts));
}

/// The same with proclitics, abbreviations and missing spaces.
#[divan::bench(args = SOURCES)]
fn fold_tokenise_split(bencher: Bencher<'_, '_>, source: Source) {
    let text = source.text();
    let splitter = Splitter::builtin();
    let parts = all(&text);
    bencher
        .counter(BytesCount::new(text.len()))
        .counter(words(&text))
        .bench(|| Words::of(&text, &parts, &splitter));
}

/// The same without anything remembered from earlier texts.
#[divan::bench(args = SOURCES)]
fn fold_tokenise_split_anew(bencher: Bencher<'_, '_>, source: Source) {
    let text = source.text();
    let parts = all(&text);
    bencher
        .counter(BytesCount::new(text.len()))
        .counter(words(&text))
        .with_inputs(Splitter::builtin)
        .bench_refs(|splitter| Words::of(&text, &parts, splitter));
}

/// Words with clitics, lemmas, tags and morphology.
#[divan::bench(args = SOURCES)]
fn analyse(bencher: Bencher<'_, '_>, source: Source) {
    let text = source.text();
    let analyser = Analyser::builtin();
    bencher
        .counter(BytesCount::new(text.len()))
        .counter(words(&text))
        .bench(|| analyser.read(&text));
}

/// The terms of the usual levels, words read before.
#[divan::bench(args = SOURCES)]
fn search_terms(bencher: Bencher<'_, '_>, source: Source) {
    let text = source.text();
    let analyser = Analyser::builtin();
    let (cut, analysis) = analyser.read(&text);
    bencher.counter(BytesCount::new(text.len())).counter(words(&text)).bench(|| {
        let mut bytes = 0;
        search::each_term(&text, &cut, &analysis, search::Levels::USUAL, |term| {
            bytes += black_box(term.text).len();
        });
        bytes
    });
}

#[divan::bench]
fn open_splitter() -> Splitter {
    Splitter::builtin()
}

#[divan::bench]
fn open_analyser() -> Analyser {
    Analyser::builtin()
}
