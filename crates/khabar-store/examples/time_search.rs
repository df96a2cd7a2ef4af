//! Times of a store: `time_search STORE [N]` asks N queries of two to four words taken from
//! its headlines, each once for warmth and once for time, and prints the quantiles.
//! `time_search --index N` analyses and indexes N short documents on one core.

#![allow(clippy::print_stdout, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use std::{error::Error, path::Path, time::Instant};

use khabar_store::{
    Filter, Language, Listing, Request, Store, StoreError, Value, time_indexing,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: time_search STORE [N], or time_search --index STORE";
    let first = arguments.next().ok_or(usage)?;
    let language = Language::of(&khabar::builtin_sources())?;
    if first == "--index" {
        let (store, _) =
            Store::open(Path::new(&arguments.next().ok_or(usage)?), &language, |_| {})?;
        let titles = titles(&store)?;
        let start = Instant::now();
        let words = time_indexing(&titles, &language)?;
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{} short documents of {:.1} words: {:.0} a second",
            titles.len(),
            words as f64 / titles.len() as f64,
            titles.len() as f64 / seconds
        );
        return Ok(());
    }
    let count: usize = arguments.next().map_or(Ok(1000), |count| count.parse())?;
    let (store, _) = Store::open(Path::new(&first), &language, |_| {})?;
    println!("{:?}", store.counts()?);
    let titles = titles(&store)?;
    let mut terms = language.terms();
    let mut times = Vec::new();
    let step = (titles.len() / count).max(1);
    for (n, title) in titles.iter().step_by(step).enumerate() {
        let words: Vec<&str> = title.split_whitespace().take(2 + n % 3).collect();
        let query: String = words
            .join(" ")
            .chars()
            .map(|ch| if "+-:\"~".contains(ch) { ' ' } else { ch })
            .collect();
        let request = Request { query, ..Request::default() };
        store.search(&request, &mut terms)?;
        let start = Instant::now();
        store.search(&request, &mut terms)?;
        times.push(start.elapsed());
    }
    times.sort();
    for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("most", 1.0)] {
        let place = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len());
        println!("{name} {:?}", times[place - 1]);
    }
    Ok(())
}

fn titles(store: &Store) -> Result<Vec<String>, StoreError> {
    let mut titles = Vec::new();
    store.list::<StoreError>(Listing::Documents, &Filter::default(), |row| {
        let title =
            row.columns.iter().zip(&row.values).find(|(name, _)| *name == "title");
        if let Some((_, Value::Text(title))) = title {
            titles.push((*title).to_owned());
        }
        Ok(())
    })?;
    Ok(titles)
}
