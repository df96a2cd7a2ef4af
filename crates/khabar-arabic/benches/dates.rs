//! Speed of finding times and numbers in running text: each sentence names one of either.

#![allow(clippy::unwrap_used, reason = "a bench stops on faults")]

use divan::{Bencher, counter::BytesCount};
use khabar_arabic::{Splitter, Words, date, number};
use khabar_doc::Span;

fn main() {
    divan::main();
}

/// The texts of the cases, over and over, to about 1 MB.
fn text(cases: &str) -> String {
    let lines: Vec<&str> = cases
        .lines()
        .filter(|line| !line.starts_with(['#', '[', '-']))
        .map(|line| line.split('|').next().unwrap_or_default().trim())
        .collect();
    let mut text = String::new();
    while text.len() < 1_000_000 {
        for line in &lines {
            text.push_str(line);
            text.push_str(".\n");
        }
    }
    text
}

#[divan::bench]
fn find_dates(bencher: Bencher<'_, '_>) {
    let text = text(include_str!("../src/date/cases.txt"));
    let lexicon = date::DateLexicon::parse(&date::calendar_sources()).unwrap();
    let anchor = Some(date::Date::constant(2024, 12, 2));
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| date::find(&text, &lexicon, anchor).len());
}

#[divan::bench]
fn find_numbers(bencher: Bencher<'_, '_>) {
    let text = text(include_str!("../src/number/cases.txt"));
    let lexicon = number::NumberLexicon::builtin();
    let words = Words::of(&text, &[Span::of(0, text.len())], &Splitter::builtin());
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| number::figures(&words, &lexicon).len());
}

#[divan::bench]
fn read_calendar(bencher: Bencher<'_, '_>) {
    bencher.bench(|| date::DateLexicon::parse(&date::calendar_sources()).unwrap());
}
