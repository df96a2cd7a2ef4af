//! Speed of cutting text into words. `KHABAR_BENCH_TEXT` may name a file to cut instead of
//! the text made here.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a bench reads its settings and stops on faults"
)]

use divan::{Bencher, counter::BytesCount, counter::ItemsCount};
use fst::Streamer;
use khabar_arabic::{Analyser, Splitter, Words};
use khabar_doc::Span;

fn main() {
    divan::main();
}

/// About 1 MB of known forms, each as often as a step through the table meets it, with
/// stops; every fifth word bears a conjunction.
fn text() -> String {
    if let Ok(path) = std::env::var("KHABAR_BENCH_TEXT") {
        return std::fs::read_to_string(path).unwrap();
    }
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

#[divan::bench]
fn cut(bencher: Bencher<'_, '_>) {
    let text = text();
    let splitter = Splitter::builtin();
    let parts = [Span::of(0, text.len())];
    let tokens = Words::of(&text, &parts, &splitter).tokens().len();
    bencher
        .counter(BytesCount::new(text.len()))
        .counter(ItemsCount::new(tokens))
        .bench(|| Words::of(&text, &parts, &splitter));
}

#[divan::bench]
fn open_splitter() -> Splitter {
    Splitter::builtin()
}

#[divan::bench]
fn analyse(bencher: Bencher<'_, '_>) {
    let text = text();
    let analyser = Analyser::builtin();
    let tokens = analyser.read(&text).0.tokens().len();
    bencher
        .counter(BytesCount::new(text.len()))
        .counter(ItemsCount::new(tokens))
        .bench(|| analyser.read(&text));
}

#[divan::bench]
fn open_analyser() -> Analyser {
    Analyser::builtin()
}
