//! Feeds (RSS, Atom, JSON Feed) to items, each of which is read like a page.

mod date;
mod json;
mod xml;

use std::fmt::Write as _;

use khabar_doc::Notice;

use crate::{
    Hints, Limits, PageError, charset, limits, source,
    unpack::{Packing, unpack},
};

/// One feed.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// Its name.
    pub title: String,
    /// The address of the site.
    pub url: Option<String>,
    /// BCP 47, as stated.
    pub language: Option<String>,
    /// The items in order.
    pub items: Vec<Item>,
    /// The encoding that it was read in, such as `utf-8`.
    pub charset: String,
    /// When it was fetched, where known.
    pub captured_at: Option<String>,
    /// What was wrong with it, and what was done.
    pub notices: Vec<Notice>,
}

/// One item of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// As the feed states it; otherwise made from link and title.
    pub id: String,
    /// The headline, as text.
    pub title: String,
    /// The address of the article.
    pub url: Option<String>,
    /// ISO 8601, as precise as stated.
    pub published: Option<String>,
    /// ISO 8601, as precise as stated.
    pub updated: Option<String>,
    /// Names of writers.
    pub authors: Vec<String>,
    /// Section or tags.
    pub categories: Vec<String>,
    /// Mark-up of the summary; empty where there is none.
    pub summary: String,
    /// Mark-up of the whole text; empty where the feed holds summaries only.
    pub content: String,
}

/// Bytes of the head in which the root element is looked for.
const HEAD_BYTES: usize = 16 << 10;

/// True where `bytes` begin like a feed, packed or not.
pub fn is_feed(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD_BYTES)).unwrap_or_default();
    let unpacked = Packing::of_head(head).map(|how| unpack(head, how, HEAD_BYTES).bytes);
    let head = charset::decode(unpacked.as_deref().unwrap_or(head), None).text;
    let mut rest = head.trim_start_matches(|ch: char| {
        ch.is_whitespace() || ch == '\u{FEFF}' || ch.is_control()
    });
    if rest.starts_with('{') {
        return rest.contains("jsonfeed.org/version");
    }
    // The root behind declarations and comments.
    while let Some(tag) = rest.strip_prefix('<') {
        let end = if tag.starts_with("!--") {
            "-->"
        } else if tag.starts_with(['!', '?']) {
            ">"
        } else {
            let name: String = tag
                .chars()
                .take_while(|ch| !ch.is_whitespace() && !matches!(ch, '>' | '/'))
                .collect();
            let name = name.to_ascii_lowercase();
            return matches!(name.as_str(), "rss" | "feed" | "rdf:rdf" | "channel")
                || name.ends_with(":feed") && tag.contains("Atom");
        };
        let Some((_, after)) = tag.split_once(end) else { return false };
        rest = after.trim_start_matches(|ch: char| ch.is_whitespace() || ch == ']');
        rest = rest.strip_prefix('>').unwrap_or(rest).trim_start();
    }
    false
}

/// Reads a feed in any encoding, packed or not, within `limits`. Never panics; a feed
/// without items has a notice.
///
/// # Errors
///
/// Where the bytes are no text.
pub fn feed(bytes: &[u8], hints: &Hints, limits: &Limits) -> Result<Feed, PageError> {
    let decoded = source::decode(bytes, hints, limits)?;
    let mut feed = Feed {
        charset: decoded.charset,
        captured_at: hints.captured_at.clone(),
        notices: hints.notices.clone(),
        ..Feed::default()
    };
    feed.notices.extend(decoded.notices);
    let notice = |kind, text: String| Notice { kind, span: None, text };
    let blank = |ch: char| ch.is_whitespace() || ch == '\u{FEFF}' || ch.is_control();
    let text = decoded.text.trim_start_matches(blank);
    let read = if text.starts_with('{') {
        json::read(&mut feed, text, limits.feed_items).map(|more| (more, None))
    } else {
        xml::read(&mut feed, text, hints.url.as_deref(), limits)
    };
    let mut reason = "it has none".to_owned();
    match read {
        Ok((more, fault)) => {
            if more {
                let most = limits.feed_items;
                feed.notices.push(limits::reached(
                    "the feed has items",
                    "feed_items",
                    most,
                ));
            }
            feed.notices.extend(fault.map(|fault| {
                notice(
                    "feed-mended",
                    format!(
                        "the feed is not well formed ({fault}); what could be read was"
                    ),
                )
            }));
        }
        Err(error) => reason = error,
    }
    if feed.items.is_empty() {
        feed.notices
            .push(notice("feed-empty", format!("no item in this feed: {reason}")));
    }
    Ok(feed)
}

/// `text` as mark-up.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The text of a headline, which may hold mark-up.
fn plain(markup: &str) -> String {
    let mut out = String::new();
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(text);
        let is_tag = tag
            .get(1..2)
            .is_some_and(|ch| ch == "/" || ch.chars().all(char::is_alphabetic));
        let name = |name: &str| {
            tag.get(1..=name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name))
        };
        // What is in these nobody sees.
        let hidden = ["script", "style"].into_iter().find(|hidden| name(hidden));
        if tag.starts_with("<!--") {
            rest = tag.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let end = match hidden {
            Some(name) => {
                let close = tag.to_ascii_lowercase().find(&format!("</{name}"));
                close.and_then(|at| Some(at + tag.get(at..)?.find('>')?))
            }
            None => tag.find('>').filter(|_| is_tag),
        };
        match end {
            Some(end) => rest = tag.get(end + 1..).unwrap_or_default(),
            None => {
                out.push('<');
                rest = tag.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    let text = htmlize::unescape(out.as_str());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Item {
    /// The item as a page of its own: its text in a frame of mark-up that states what the
    /// feed states, so that one reader reads both.
    pub fn page(&self, feed: &Feed) -> (Vec<u8>, Hints) {
        let mut page = String::from("<!doctype html><html");
        let quoted = |text: &str| {
            text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
        };
        if let Some(language) = &feed.language {
            let _ = write!(page, " lang=\"{}\"", quoted(language));
        }
        page.push_str("><head><meta charset=\"utf-8\">");
        let mut meta = |name: &str, value: &str| {
            if !value.is_empty() {
                let _ = write!(
                    page,
                    "<meta property=\"{name}\" content=\"{}\">",
                    quoted(value)
                );
            }
        };
        meta("og:title", &self.title);
        meta("og:site_name", &feed.title);
        meta("og:url", self.url.as_deref().unwrap_or_default());
        meta("article:published_time", self.published.as_deref().unwrap_or_default());
        meta("article:modified_time", self.updated.as_deref().unwrap_or_default());
        meta("article:section", self.categories.first().map_or("", String::as_str));
        for author in &self.authors {
            meta("article:author", author);
        }
        let text = if self.content.len() >= self.summary.len() {
            &self.content
        } else {
            &self.summary
        };
        let title = quoted(&self.title);
        let _ = write!(page, "</head><body><article><h1>{title}</h1><div>");
        // A summary without mark-up may still have lines.
        if text.contains('<') {
            page.push_str(text);
        } else {
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                let _ = write!(page, "<p>{line}</p>");
            }
        }
        page.push_str("</div></article></body></html>");
        let hints = Hints {
            url: self.url.clone(),
            content_type: Some("text/html; charset=utf-8".to_owned()),
            captured_at: feed.captured_at.clone(),
            notices: feed.notices.clone(),
        };
        (page.into_bytes(), hints)
    }
}
