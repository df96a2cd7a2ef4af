//! Speed of finding and linking names, on one thread: the articles under `samples/`,
//! again and again up to about 1 MB, counted in words.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a bench reads its pages and stops on faults"
)]

use std::path::Path;

use divan::{Bencher, counter::ItemsCount};
use khabar_doc::{Page, PageReading, Reading};
use khabar_news::{Lexicon, Prose, builtin_sources, name};
use khabar_page::{Hints, PageLexicon};

fn main() {
    divan::main();
}

/// The plain text pages of `samples/`, repeated until they make about 1 MB.
fn pages() -> Vec<Page> {
    let lexicon = PageLexicon::parse(&khabar_page_sources()).expect("it is well-formed");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .expect("samples/ is there")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let once: Vec<Page> = paths
        .iter()
        .map(|path| {
            let bytes = std::fs::read(path).expect("a page can be read");
            khabar_page::read(&bytes, &Hints::default(), &lexicon).expect("it is text")
        })
        .collect();
    let bytes: usize = once.iter().map(|page| page.text.as_str().len()).sum();
    let times = 1_000_000_usize.div_ceil(bytes);
    once.iter().cycle().take(once.len() * times).cloned().collect()
}

fn khabar_page_sources() -> khabar_arabic::Sources {
    let mut sources = builtin_sources();
    sources.extend(khabar_page::builtin_sources());
    sources
}

fn prose<'a>(page: &'a Page, lexicon: &'a Lexicon) -> Vec<Prose<'a>> {
    page.documents.iter().map(|document| Prose::of(page, document, lexicon)).collect()
}

fn names(prose: &[Prose<'_>], lexicon: &Lexicon) -> PageReading {
    let mut reading = PageReading::default();
    for prose in prose {
        let mentions = name::find(prose, &lexicon.names);
        reading.documents.push(Reading { mentions, ..Reading::default() });
    }
    name::resolve(prose, &lexicon.names, &mut reading);
    reading
}

fn words(pages: &[Page]) -> ItemsCount {
    ItemsCount::new(
        pages
            .iter()
            .map(|page| page.text.as_str().split_whitespace().count())
            .sum::<usize>(),
    )
}

/// Words, their classes and dates, then names.
#[divan::bench]
fn text_to_names(bencher: Bencher<'_, '_>) {
    let lexicon = Lexicon::parse(&builtin_sources()).expect("it is well-formed");
    let pages = pages();
    bencher.counter(words(&pages)).bench_local(|| {
        for page in &pages {
            divan::black_box(names(&prose(page, &lexicon), &lexicon));
        }
    });
}

/// Names alone, over words that are there.
#[divan::bench]
fn words_to_names(bencher: Bencher<'_, '_>) {
    let lexicon = Lexicon::parse(&builtin_sources()).expect("it is well-formed");
    let pages = pages();
    let prose: Vec<_> = pages.iter().map(|page| prose(page, &lexicon)).collect();
    bencher.counter(words(&pages)).bench_local(|| {
        for prose in &prose {
            divan::black_box(names(prose, &lexicon));
        }
    });
}

/// The lexicon, knowledge base and models made ready.
#[divan::bench]
fn open(bencher: Bencher<'_, '_>) {
    let sources = builtin_sources();
    bencher.bench_local(|| Lexicon::parse(&sources).expect("it is well-formed"));
}
