//! Times of a store: `time_search STORE [N]` asks N queries of two to four words taken from
//! its headlines, best ten and their snippets, as they are written and with a letter left
//! out; each five times, of which the fastest counts, and prints the quantiles.
//! `time_search --index N` analyses and indexes N short documents on one core.

#![allow(clippy::print_stdout, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use std::{
    error::Error,
    path::Path,
    time::{Duration, Instant},
};

use khabar_store::{
    Filter, Language, Listing, Request, Store, StoreError, Value, time_indexing,
};

/// How often a query is asked: the fastest counts, since the machine has other work.
const ROUNDS: usize = 5;

/// How many of the slowest queries are printed.
const SLOWEST: usize = 3;

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
    let step = (titles.len() / count.max(1)).max(1);
    let queries: Vec<String> = titles
        .iter()
        .step_by(step)
        .enumerate()
        .map(|(n, title)| query(n, title))
        .collect();
    let misspelt: Vec<String> = queries.iter().map(|query| misspelt(query)).collect();
    for (name, queries) in [("as written", &queries), ("misspelt", &misspelt)] {
        let (mut asked, mut shown) = (Vec::new(), Vec::new());
        for query in queries {
            let request = Request { query: query.clone(), ..Request::default() };
            let (mut least, mut least_shown) = (Duration::MAX, Duration::MAX);
            for _ in 0..ROUNDS {
                let start = Instant::now();
                let answer = store.search(&request, &mut terms)?;
                least = least.min(start.elapsed());
                for found in &answer.found {
                    store.article(found.document, &answer.words, &mut terms)?;
                }
                least_shown = least_shown.min(start.elapsed());
            }
            asked.push((least, query.as_str()));
            shown.push((least_shown, query.as_str()));
        }
        print_quantiles(name, &mut asked);
        print_quantiles(&format!("{name}, with snippets"), &mut shown);
    }
    Ok(())
}

/// Two to four words of a headline.
fn query(n: usize, title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().take(2 + n % 3).collect();
    words
        .join(" ")
        .chars()
        .map(|ch| if "+-:\"~".contains(ch) { ' ' } else { ch })
        .collect()
}

/// The second letter from behind of the longest word left out.
fn misspelt(query: &str) -> String {
    let mut words: Vec<String> = query.split_whitespace().map(str::to_owned).collect();
    if let Some(word) = words.iter_mut().max_by_key(|word| word.len()) {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() > 3 {
            letters.remove(letters.len() - 2);
        }
        *word = letters.into_iter().collect();
    }
    words.join(" ")
}

fn print_quantiles(name: &str, times: &mut [(Duration, &str)]) {
    times.sort();
    print!("{name}:");
    for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("most", 1.0)] {
        let place = (times.len() as f64 * share).ceil() as usize;
        if let Some((time, _)) = times.get(place.saturating_sub(1)) {
            print!(" {name} {time:.1?}");
        }
    }
    println!();
    for (time, query) in times.iter().rev().take(SLOWEST) {
        println!("  {time:.1?} {query}");
    }
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
