//! Speed of the whole way from a page of plain text to its JSON, on one thread: the
//! articles under `samples/`, again and again up to about 1 MB.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a bench reads its pages and stops on faults"
)]

use std::path::Path;

use divan::{
    Bencher,
    counter::{BytesCount, ItemsCount},
};
use khabar::{Engine, Hints, wire};

fn main() {
    divan::main();
}

/// The plain text pages of `samples/`, repeated until they make about 1 MB.
fn pages() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .expect("samples/ is there")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let once: Vec<Vec<u8>> = paths
        .iter()
        .map(|path| std::fs::read(path).expect("a page can be read"))
        .collect();
    let bytes: usize = once.iter().map(Vec::len).sum();
    once.iter()
        .cycle()
        .take(once.len() * 1_000_000_usize.div_ceil(bytes))
        .cloned()
        .collect()
}

/// Sentences by their final mark, or a line without one: near enough for a rate.
fn sentences(page: &[u8]) -> usize {
    String::from_utf8_lossy(page)
        .lines()
        .map(|line| {
            let stops = line
                .char_indices()
                .filter(|&(at, ch)| {
                    matches!(ch, '.' | '!' | '?' | '\u{61f}')
                        && line.get(at + ch.len_utf8()..).is_none_or(|rest| {
                            rest.chars().next().is_none_or(|next| !next.is_alphanumeric())
                        })
                })
                .count();
            if line.trim().is_empty() { 0 } else { stops.max(1) }
        })
        .sum()
}

/// Items are sentences.
#[divan::bench]
fn read_to_json(bencher: Bencher<'_, '_>) {
    let engine = Engine::new();
    let pages = pages();
    bencher
        .counter(BytesCount::new(pages.iter().map(Vec::len).sum::<usize>()))
        .counter(ItemsCount::new(pages.iter().map(|page| sentences(page)).sum::<usize>()))
        .bench(|| {
            for page in &pages {
                divan::black_box(json(&engine, page));
            }
        });
}

/// One page of the kind that a reader asks for.
#[divan::bench]
fn read_one_page(bencher: Bencher<'_, '_>) {
    let engine = Engine::new();
    let page = pages().swap_remove(0);
    bencher
        .counter(BytesCount::new(page.len()))
        .counter(ItemsCount::new(sentences(&page)))
        .bench(|| json(&engine, divan::black_box(&page)));
}

/// What a cold start costs before the first page: parsing the lexicon.
#[divan::bench(sample_count = 20)]
fn make_engine() -> Engine {
    Engine::new()
}

fn json(engine: &Engine, page: &[u8]) -> String {
    let read = engine.read(page, &Hints::default()).expect("a sample is text");
    serde_json::to_string(&wire::Reading::of(&read, &wire::Options::default()))
        .expect("a reading has a JSON form")
}
