//! Reads dates for `eval/run.py`: lines of JSON `{"text": ...}` in, lines of JSON with
//! `value`, `precision` and `calendar` out, or `{}` where there is no date. With
//! `"anchor": "2024-12-02"` the text is a sentence written on that day, and its first
//! time of a calendar or from that day is read; `"style": "plan"` reads it as a message.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "an example run by hand and by the evaluation"
)]

use std::io::BufRead;

use khabar_arabic::date::{self, Context, DateKind, DateLexicon, DateMention, Style};
use khabar_doc::{Calendar, Precision};
use serde_json::{Value, json};

fn main() {
    let lexicon = DateLexicon::parse(&date::calendar_sources())
        .expect("the built-in lexicon is well-formed");
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input can be read");
        let asked: Value = serde_json::from_str(&line).expect("each line is JSON");
        let text = asked["text"].as_str().unwrap_or_default();
        let found = match asked["anchor"].as_str().map(str::parse) {
            Some(anchor) => {
                let anchor = Some(anchor.expect("an anchor is an ISO day"));
                let style = match asked["style"].as_str() {
                    Some("plan") => Style::Plan,
                    _ => Style::Report,
                };
                let context = Context { anchor, style, ..Context::default() };
                first_time(text, &lexicon, &context)
            }
            None => date::parse_line(text, &lexicon, None)
                .or_else(|| first_date(text, &lexicon)),
        };
        println!("{}", found.map_or_else(|| json!({}), |mention| answer(&mention)));
    }
}

/// The first time in a sentence that is a date.
fn first_time(
    text: &str,
    lexicon: &DateLexicon,
    context: &Context<'_>,
) -> Option<DateMention> {
    date::find_in(text, lexicon, context).into_iter().find(|mention| {
        !matches!(mention.kind, DateKind::Duration | DateKind::TimeOfDay)
            && mention.value.is_some()
    })
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
        "alternative": mention.alternative,
        "why": mention.why.to_string(),
    })
}
