//! Reads dates for `eval/run.py`: lines of JSON `{"text": ...}` in, lines of JSON with
//! `value`, `precision` and `calendar` out, or `{}` where there is no date.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "an example run by hand and by the evaluation"
)]

use std::io::BufRead;

use khabar::doc::{Calendar, Precision};
use khabar_arabic::date::{self, DateKind, DateLexicon, DateMention};
use serde_json::{Value, json};

fn main() {
    let lexicon = DateLexicon::parse(&date::calendar_sources())
        .expect("the built-in lexicon is well-formed");
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input can be read");
        let asked: Value = serde_json::from_str(&line).expect("each line is JSON");
        let text = asked["text"].as_str().unwrap_or_default();
        let answer = date::parse_line(text, &lexicon, None)
            .or_else(|| first_date(text, &lexicon))
            .map_or_else(|| json!({}), |mention| answer(&mention));
        println!("{answer}");
    }
}

/// Where other words stand on the line.
fn first_date(text: &str, lexicon: &DateLexicon) -> Option<DateMention> {
    date::find(text, lexicon, None)
        .into_iter()
        .find(|mention| mention.kind == DateKind::Absolute && mention.value.is_some())
}

fn answer(mention: &DateMention) -> Value {
    json!({
        "value": mention.value,
        "precision": match mention.precision {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Minute => "minute",
        },
        "calendar": match mention.calendar {
            Calendar::Gregorian => "gregorian",
            Calendar::Hijri => "hijri",
            Calendar::Persian => "persian",
        },
        "why": mention.why.to_string(),
    })
}
