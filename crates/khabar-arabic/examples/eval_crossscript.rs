//! Finds names across scripts for `eval/run.py`: one line of JSON in, `{"list": [...],
//! "queries": [...]}`, one line out, the list's nearest name for each query or `null`.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "an example run by hand and by the evaluation"
)]

use std::io::BufRead;

use khabar_arabic::latin::{NameIndex, Transliterator};
use serde_json::Value;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input can be read");
        let asked: Value = serde_json::from_str(&line).expect("each line is JSON");
        let names = |field: &str| -> Vec<&str> {
            let list = asked[field].as_array().expect("a list of names");
            list.iter().filter_map(Value::as_str).collect()
        };
        let mut index = NameIndex::new(Transliterator::builtin());
        for (id, name) in (0..).zip(names("list")) {
            index.add(id, name);
        }
        let answers: Vec<Value> = names("queries")
            .into_iter()
            .map(|query| {
                let found = index.find(query, 1);
                found.first().map_or(Value::Null, |found| Value::from(found.form))
            })
            .collect();
        println!("{}", Value::from(answers));
    }
}
