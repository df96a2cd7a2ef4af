//! Throughput of reading pages of mark-up with all metadata, beside that of building
//! `html5ever`'s tree alone.

#![allow(missing_docs, clippy::disallowed_methods, reason = "a benchmark")]

use std::{fmt::Write as _, path::Path};

use divan::{Bencher, counter::BytesCount};
use khabar_page::{Hints, PageLexicon, builtin_sources, read};

fn main() {
    divan::main();
}

/// The pages of mark-up among the samples, in a frame as long as those of real sites.
fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "html"))
        .collect();
    paths.sort();
    let mut frame = String::from("<nav class=\"menu\"><ul>");
    for i in 0..600 {
        let _ = write!(
            frame,
            "<li id=\"menu-item-{i}\" class=\"menu-item level-{}\"><a href=\"/section/{i}?from=menu&amp;at={i}\"><span>Section {i}</span></a></li>",
            i % 3
        );
    }
    frame.push_str("</ul></nav><script>");
    for i in 0..800 {
        let _ = write!(frame, "window.slots.push({{id:{i},size:[300,250]}});");
    }
    frame.push_str("</script>");
    paths
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .map(|page| page.replacen("<body>", &format!("<body>{frame}"), 1))
        .collect()
}

#[divan::bench]
fn all(bencher: Bencher<'_, '_>) {
    let lexicon = PageLexicon::parse(&builtin_sources()).ok();
    let pages = pages();
    let bytes: usize = pages.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for page in &pages {
            if let Some(lexicon) = &lexicon {
                divan::black_box(
                    read(page.as_bytes(), &Hints::default(), lexicon).is_ok(),
                );
            }
        }
    });
}

#[divan::bench]
fn tree_of_html5ever(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let bytes: usize = pages.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        pages
            .iter()
            .map(|page| scraper::Html::parse_document(page).tree.nodes().count())
            .sum::<usize>()
    });
}
