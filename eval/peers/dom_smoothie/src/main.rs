//! Reads pages with dom_smoothie and prints one line of JSON each, or times it:
//! `peer-dom-smoothie [--time ROUNDS] FILE...`. The bytes are taken as UTF-8, since it
//! decodes nothing.

use std::time::Instant;

use dom_smoothie::Readability;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1).peekable();
    let mut rounds = 0_usize;
    if args.peek().is_some_and(|arg| arg == "--time") {
        args.next();
        rounds = args.next().unwrap_or_default().parse()?;
    }
    let mut files = Vec::new();
    for path in args {
        let bytes = std::fs::read(&path)?;
        files.push((path, bytes));
    }
    if rounds > 0 {
        let mut best = f64::MAX;
        for _ in 0..rounds {
            let start = Instant::now();
            for (path, bytes) in &files {
                std::hint::black_box(read(path, bytes));
            }
            best = best.min(start.elapsed().as_secs_f64());
        }
        println!("{}", json!({"seconds": best}));
        return Ok(());
    }
    for (path, bytes) in &files {
        println!("{}", read(path, bytes));
    }
    Ok(())
}

fn read(path: &str, bytes: &[u8]) -> Value {
    let html = String::from_utf8_lossy(bytes);
    let article = Readability::new(html.as_ref(), None, None).and_then(|mut page| page.parse());
    match article {
        Ok(article) => json!({
            "file": path,
            "title": article.title,
            "body": article.text_content.to_string(),
            "authors": article.byline.into_iter().collect::<Vec<_>>(),
            "date": article.published_time,
        }),
        Err(error) => json!({
            "file": path, "title": "", "body": "", "authors": [], "date": null,
            "error": error.to_string(),
        }),
    }
}
