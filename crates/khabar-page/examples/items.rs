//! Prints the items of feeds and archives as lines of JSON: `cargo run -p khabar-page
//! --example items -- FILE...`; `-` takes lines `{"path", "type", "url"}`, how each came, from
//! standard input.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a tool for people who look into feeds and archives"
)]

use std::error::Error;

use khabar_doc::Notice;
use khabar_page::{Feed, Hints, Limits, captures, feed, is_archive, is_feed};
use serde_json::{Value, json};

fn notices(notices: &[Notice]) -> Vec<&str> {
    notices.iter().map(|notice| notice.text.as_str()).collect()
}

/// Prints what is in the file `path`, which came as `hints` say.
fn items(path: &str, hints: &Hints) -> Result<(), Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    if is_archive(&bytes) {
        for capture in captures(bytes.as_slice(), Limits::default()) {
            let line = match capture {
                Ok(c) => json!({
                    "file": path, "record": c.record, "url": c.url, "bytes": c.bytes.len(),
                    "date": c.captured_at, "type": c.content_type, "notices": notices(&c.notices),
                }),
                Err(damage) => json!({"file": path, "damage": damage.to_string()}),
            };
            println!("{line}");
        }
        return Ok(());
    }
    let feed = match feed(&bytes, hints, &Limits::default()) {
        Ok(feed) => feed,
        Err(error) => Feed {
            notices: vec![Notice {
                kind: "refused",
                span: None,
                text: error.to_string(),
            }],
            ..Feed::default()
        },
    };
    let items: Vec<_> = feed
        .items
        .iter()
        .map(|i| {
            json!({
                "id": i.id, "title": i.title, "url": i.url, "published": i.published,
                "updated": i.updated, "summary": i.summary, "content": i.content,
                "authors": i.authors, "categories": i.categories,
            })
        })
        .collect();
    println!(
        "{}",
        json!({
            "file": path, "is_feed": is_feed(&bytes), "charset": feed.charset, "title": feed.title,
            "url": feed.url, "language": feed.language, "items": items,
            "notices": notices(&feed.notices),
        })
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        if path != "-" {
            items(&path, &Hints::default())?;
            continue;
        }
        for line in std::io::stdin().lines() {
            let line: Value = serde_json::from_str(&line?)?;
            let text = |name: &str| line.get(name).and_then(Value::as_str);
            let owned = |name: &str| text(name).map(str::to_owned);
            let hints = Hints {
                url: owned("url"),
                content_type: owned("type"),
                ..Hints::default()
            };
            items(text("path").unwrap_or_default(), &hints)?;
        }
    }
    Ok(())
}
