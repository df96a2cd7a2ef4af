//! Prints the items of feeds and archives as lines of JSON: `cargo run -p khabar-page
//! --example items -- FILE...`.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a tool for people who look into feeds and archives"
)]

use khabar_doc::Notice;
use khabar_page::{Hints, Limits, captures, feed, is_archive, is_feed};
use serde_json::json;

fn notices(notices: &[Notice]) -> Vec<&str> {
    notices.iter().map(|notice| notice.text.as_str()).collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        if is_archive(&bytes) {
            for capture in captures(bytes.as_slice(), Limits::default()) {
                match capture {
                    Ok(c) => println!(
                        "{}",
                        json!({"file": path, "record": c.record, "url": c.url, "bytes": c.bytes.len(),
                               "date": c.captured_at, "type": c.content_type, "notices": notices(&c.notices)})
                    ),
                    Err(damage) => {
                        println!(
                            "{}",
                            json!({"file": path, "damage": damage.to_string()})
                        );
                    }
                }
            }
            continue;
        }
        let is_feed = is_feed(&bytes);
        let feed = feed(&bytes, &Hints::default(), &Limits::default())?;
        let items: Vec<_> = feed
            .items
            .iter()
            .map(|i| {
                json!({"id": i.id, "title": i.title, "url": i.url, "published": i.published,
                       "updated": i.updated, "summary": i.summary, "content": i.content,
                       "authors": i.authors})
            })
            .collect();
        println!(
            "{}",
            json!({"file": path, "is_feed": is_feed, "title": feed.title, "url": feed.url,
                   "items": items, "notices": notices(&feed.notices)})
        );
    }
    Ok(())
}
