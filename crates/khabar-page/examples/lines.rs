//! Prints the lines of a page with their classes: `cargo run -p khabar-page --example
//! lines -- FILE...`.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a tool for people who write rules"
)]

use khabar_page::{Hints, PageLexicon, builtin_sources, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lexicon = PageLexicon::parse(&builtin_sources())?;
    let full = std::env::args().any(|arg| arg == "--full");
    for path in std::env::args().skip(1).filter(|arg| arg != "--full") {
        println!("=== {path}");
        let bytes = std::fs::read(&path)?;
        let page = match read(&bytes, &Hints::default(), &lexicon) {
            Ok(page) => page,
            Err(error) => {
                println!("error: {error}");
                continue;
            }
        };
        let words = |span| page.text.slice(span).unwrap_or_default();
        println!("charset {}", page.charset);
        for notice in &page.notices {
            println!("notice {}: {}", notice.kind, notice.text);
        }
        if let Some(aggregator) = &page.aggregator {
            println!("aggregator {:?}", aggregator.name);
            for &span in &aggregator.evidence {
                println!("  evidence {}", words(span));
            }
        }
        for document in &page.documents {
            println!("-- document {:?} {}", document.span, document.language);
            for part in &document.parts {
                let most = if full { usize::MAX } else { 90 };
                let line: String = words(part.span).chars().take(most).collect();
                println!("{:17} {:44} {line}", part.kind.name(), part.why.as_str());
            }
            if let Some(outlet) = &document.outlet {
                println!("  outlet {} {:?} {}", outlet.name, outlet.spans, outlet.why);
            }
            for date in &document.published {
                println!(
                    "  published {} {:?} {:?} [{}] {}",
                    date.value,
                    date.precision,
                    date.by,
                    words(date.span),
                    date.why
                );
            }
            if let Some(dateline) = &document.dateline {
                println!(
                    "  dateline [{}] place {:?} outlet {:?} {}",
                    words(dateline.span),
                    dateline.place.map(words),
                    dateline.outlet.map(words),
                    dateline.why
                );
            }
            for &name in &document.byline {
                println!("  byline {}", words(name));
            }
            for credit in &document.credits {
                println!("  credit {:?} {}", credit.kind, credit.name);
            }
        }
    }
    Ok(())
}
