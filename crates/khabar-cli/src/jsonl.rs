//! JSON lines: an article a line.

use std::io::{BufRead, BufReader, Read};

use anyhow::{Context, bail};
use khabar::Hints;
use khabar_page::{Feed, Item, Limits};
use serde::Deserialize;

/// One line. Other fields are passed over.
#[derive(Debug, Deserialize)]
struct Line {
    #[serde(default)]
    url: Option<String>,
    #[serde(default, alias = "published", alias = "date_published")]
    date: Option<String>,
    #[serde(default, alias = "outlet", alias = "site")]
    source: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default, alias = "byline")]
    author: Option<String>,
    #[serde(default, alias = "content", alias = "body")]
    text: Option<String>,
    #[serde(default)]
    html: Option<String>,
    #[serde(default)]
    captured_at: Option<String>,
}

/// True where `head` begins like lines of JSON that hold articles.
pub(crate) fn is_lines(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let has = |name: &str| {
        let quoted = format!("\"{name}\"");
        line.windows(quoted.len()).any(|piece| piece == quoted.as_bytes())
    };
    // The first line may be longer than the head.
    line.starts_with(b"{")
        && ["text", "content", "body", "html"].into_iter().any(has)
        && ["url", "date", "source", "title", "published", "outlet"].into_iter().any(has)
}

/// A page, and what is known of it.
type Page = anyhow::Result<(Vec<u8>, Hints)>;

/// The articles of `input` with the numbers of their lines, one at a time. A line that
/// cannot be read is an error of its own.
pub(crate) fn pages(
    input: impl Read + Send + 'static,
    limits: Limits,
) -> impl Iterator<Item = (u64, Page)> + Send {
    let mut lines = BufReader::new(input);
    let mut number = 0_u64;
    let mut is_over = false;
    std::iter::from_fn(move || {
        while !is_over {
            number += 1;
            let mut line = Vec::new();
            let most = limits.page_bytes as u64 + 1;
            match lines.by_ref().take(most).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) if line.len() as u64 == most => {
                    is_over = true;
                    let error = anyhow::anyhow!(
                        "a line over the limit of {} bytes; the rest was not read; split it",
                        limits.page_bytes
                    );
                    return Some((number, Err(error)));
                }
                Ok(_) => return Some((number, page(&line))),
                Err(error) => {
                    is_over = true;
                    return Some((number, Err(error.into())));
                }
            }
        }
        None
    })
}

fn page(line: &[u8]) -> Page {
    let line: Line = serde_json::from_slice(line)
        .context("not a line of JSON with an article; mend or remove the line")?;
    let content = match (line.html, &line.text) {
        (Some(html), _) => html,
        (None, Some(text)) => text.replace('&', "&amp;").replace('<', "&lt;"),
        (None, None) => bail!("no `text` and no `html` in this line; name one"),
    };
    let date = line.date.filter(|date| !date.trim().is_empty());
    let item = Item {
        title: line.title.unwrap_or_default(),
        url: line.url.filter(|url| !url.trim().is_empty()),
        published: date.map(|date| iso(date.trim())),
        authors: line.author.into_iter().filter(|name| !name.trim().is_empty()).collect(),
        content,
        ..Item::default()
    };
    let feed = Feed { title: line.source.unwrap_or_default(), ..Feed::default() };
    let (bytes, mut hints) = item.page(&feed);
    hints.captured_at = line.captured_at;
    Ok((bytes, hints))
}

/// `YYYY-MM-DD HH:MM:SS` with the `T` of ISO 8601; others as they are.
fn iso(date: &str) -> String {
    match date.split_once(' ') {
        Some((day, time)) if day.len() == 10 && time.contains(':') => {
            format!("{day}T{time}")
        }
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_by_their_fields() {
        assert!(is_lines(b"{\"url\": \"https://a.example/1\", \"text\": \"x\"}\n{"));
        assert!(is_lines(b"\n{\"title\": \"a\", \"content\": \"... cut off"));
        assert!(!is_lines(b"{\"version\": \"https://jsonfeed.org/version/1.1\"}"));
        assert!(!is_lines(b"<html>"));
    }

    #[test]
    fn each_line_is_a_page_or_an_error() {
        let text = "{\"url\": \"https://a.example/1\", \"date\": \"2025-02-01 10:00:00\", \
                    \"source\": \"A\", \"title\": \"T\", \"text\": \"one < two & three\"}\n\n\
                    not json\n{\"url\": \"u\"}\n";
        let pages: Vec<_> =
            pages(std::io::Cursor::new(text), Limits::default()).collect();
        let (number, first) = &pages[0];
        let (bytes, hints) = first.as_ref().unwrap();
        let html = String::from_utf8_lossy(bytes);
        assert_eq!(*number, 1);
        assert_eq!(hints.url.as_deref(), Some("https://a.example/1"));
        assert!(html.contains("2025-02-01T10:00:00"), "{html}");
        assert!(html.contains("one &lt; two &amp; three"), "{html}");
        let errors: Vec<String> = pages[1..]
            .iter()
            .map(|(line, page)| format!("{line}: {:#}", page.as_ref().unwrap_err()))
            .collect();
        assert!(errors[0].starts_with("3: not a line of JSON"), "{errors:?}");
        assert!(errors[1].starts_with("4: no `text`"), "{errors:?}");
    }
}
