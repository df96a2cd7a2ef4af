//! Feeds (RSS, Atom, JSON Feed) to items, each of which is read like a page.
//!
//! `feed-rs` reads what is well formed. What is not is mended first (references to
//! entities that XML does not know, lone ampersands, control characters, what stands
//! before the first tag); where that fails too, items are cut out by their tags.

use std::{fmt::Write as _, ops::Range};

use feed_rs::{model, parser};
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
    /// RFC 3339.
    pub published: Option<String>,
    /// RFC 3339.
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
    let text = decoded.text.trim_start_matches('\u{FEFF}');
    let mut feed = Feed {
        captured_at: hints.captured_at.clone(),
        notices: hints.notices.clone(),
        ..Feed::default()
    };
    feed.notices.extend(decoded.notices);
    let notice = |kind, text: String| Notice { kind, span: None, text };
    let mut reason = String::new();
    let whole = parse(text, hints).map_err(|error| reason = error).ok();
    let parsed = whole.or_else(|| {
        let parsed = parse(&mended(text), hints).ok()?;
        feed.notices.push(notice(
            "feed-mended",
            format!(
                "the feed is not well formed ({reason}); ampersands, entities and signs that \
                 XML forbids were mended"
            ),
        ));
        Some(parsed)
    });
    if let Some(parsed) = parsed {
        of_model(&mut feed, parsed, limits);
    }
    if feed.items.is_empty() {
        let (items, more) = cut(text, limits.feed_items);
        if more {
            let most = limits.feed_items;
            feed.notices.push(limits::reached("the feed has items", "feed_items", most));
        }
        if !items.is_empty() {
            feed.notices.push(notice(
                "feed-cut",
                format!(
                    "the feed cannot be read as XML ({reason}); {} items were cut out by their \
                     tags",
                    items.len()
                ),
            ));
            feed.items = items;
        }
    }
    if feed.items.is_empty() {
        let because = if reason.is_empty() { "it has none" } else { reason.as_str() };
        feed.notices
            .push(notice("feed-empty", format!("no item in this feed: {because}")));
    }
    Ok(feed)
}

fn parse(text: &str, hints: &Hints) -> Result<model::Feed, String> {
    // The text is UTF-8 now, whatever its declaration says.
    let body = match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, body)) => body,
        None => text,
    };
    // Atom 0.3 has the elements of Atom 1.0 under an older name.
    const ATOM_0_3: &str = "http://purl.org/atom/ns#";
    const ATOM: &str = "http://www.w3.org/2005/Atom";
    let older = body.contains(ATOM_0_3).then(|| body.replace(ATOM_0_3, ATOM));
    let body = older.as_deref().unwrap_or(body);
    parser::Builder::new()
        .base_uri(hints.url.as_deref())
        // What the feed does not identify its link does: the same bytes give the same id.
        .id_generator(|links, title, _| {
            let link = links.first().map(|l| l.href.clone());
            link.or_else(|| title.as_ref().map(|t| t.content.clone())).unwrap_or_default()
        })
        .build()
        .parse(body.trim_start().as_bytes())
        .map_err(|error| error.to_string().to_lowercase())
}

/// `text` without what XML forbids.
fn mended(text: &str) -> String {
    let from = text.find('<').unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.get(from..).unwrap_or_default();
    let is_wrong = |ch: char| {
        ch == '&' || ch.is_ascii_control() && !matches!(ch, '\t' | '\n' | '\r')
    };
    while let Some(at) = rest.find(is_wrong) {
        let (plain, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let Some(reference) = after.strip_prefix('&') else {
            rest = after.get(1..).unwrap_or_default();
            continue;
        };
        let end = reference
            .find(|ch: char| !ch.is_ascii_alphanumeric() && ch != '#')
            .unwrap_or(reference.len());
        let name = reference.get(..end).unwrap_or_default();
        let closed = reference.get(end..).is_some_and(|tail| tail.starts_with(';'));
        let known = closed
            && (matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
                || name.strip_prefix('#').is_some_and(is_character));
        let whole = after.get(..end + 2).unwrap_or_default();
        if known {
            out.push_str(whole);
            rest = reference.get(end + 1..).unwrap_or_default();
            continue;
        }
        let read = htmlize::unescape(whole);
        if closed && !name.starts_with('#') && read != whole {
            out.push_str(&read);
            rest = reference.get(end + 1..).unwrap_or_default();
        } else {
            out.push_str("&amp;");
            rest = reference;
        }
    }
    out.push_str(rest);
    out
}

/// True where the digits of `&#...;` name a character that XML allows.
fn is_character(digits: &str) -> bool {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    code.is_ok_and(|code| {
        matches!(code, 9 | 10 | 13) || code >= 0x20 && char::from_u32(code).is_some()
    })
}

fn of_model(feed: &mut Feed, parsed: model::Feed, limits: &Limits) {
    feed.title = parsed.title.map(|t| plain(&t.content)).unwrap_or_default();
    feed.url = parsed
        .links
        .iter()
        .find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .map(|l| l.href.clone());
    feed.language = parsed.language;
    let items = parsed.entries.len();
    if items > limits.feed_items {
        let what = format!("the feed has {items} items,");
        feed.notices.push(limits::reached(&what, "feed_items", limits.feed_items));
    }
    for entry in parsed.entries.into_iter().take(limits.feed_items) {
        let url = entry
            .links
            .iter()
            .find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"))
            .or_else(|| entry.links.first())
            .map(|l| l.href.clone());
        feed.items.push(Item {
            id: entry.id,
            title: entry.title.map(|t| plain(&t.content)).unwrap_or_default(),
            url,
            published: entry.published.map(|d| d.to_rfc3339()),
            updated: entry.updated.map(|d| d.to_rfc3339()),
            authors: entry.authors.into_iter().filter_map(|p| p.name).collect(),
            categories: entry.categories.into_iter().map(|c| c.term).collect(),
            summary: entry.summary.map(|t| t.content).unwrap_or_default(),
            content: entry.content.and_then(|c| c.body).unwrap_or_default(),
        });
    }
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
        match tag.find('>').filter(|_| is_tag) {
            Some(end) => rest = tag.get(end + 1..).unwrap_or_default(),
            None => {
                out.push('<');
                rest = tag.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    let text = if out.contains('&') {
        htmlize::unescape(out.as_str()).into_owned()
    } else {
        out
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Items by their tags alone, for feeds that no parser takes; true where there are more.
fn cut(text: &str, most_items: usize) -> (Vec<Item>, bool) {
    let lower = text.to_ascii_lowercase();
    let mut items = Vec::new();
    let mut more = false;
    for name in ["item", "entry"] {
        let mut starts: Vec<usize> = Vec::new();
        let mut from = 0;
        let open = format!("<{name}");
        while let Some(at) = lower.get(from..).and_then(|rest| rest.find(&open)) {
            from += at + open.len();
            let next = lower.as_bytes().get(from).copied();
            if next.is_some_and(|b| b == b'>' || b.is_ascii_whitespace()) {
                more = starts.len() == most_items;
                if more {
                    break;
                }
                starts.push(from);
            }
        }
        for (i, &start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(text.len());
            items.extend(item(text, &lower, start..end));
        }
        if !items.is_empty() {
            break;
        }
    }
    (items, more)
}

fn item(text: &str, lower: &str, range: Range<usize>) -> Option<Item> {
    let field = |name: &str| -> String {
        let within = lower.get(range.clone()).unwrap_or_default();
        let Some(at) = within.find(&format!("<{name}")) else { return String::new() };
        let Some(open) = within.get(at..).and_then(|rest| rest.find('>')) else {
            return String::new();
        };
        let from = at + open + 1;
        let rest = within.get(from..).unwrap_or_default();
        let to = rest
            .find(&format!("</{name}"))
            .or_else(|| rest.find("</"))
            .or_else(|| rest.find('<'))
            .unwrap_or(rest.len());
        let value = text
            .get(range.start + from..range.start + from + to)
            .unwrap_or_default()
            .trim();
        match value.strip_prefix("<![CDATA[") {
            Some(data) => data.trim_end_matches("]]>").to_owned(),
            None => htmlize::unescape(value).into_owned(),
        }
    };
    let content = [field("content:encoded"), field("content")]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let found = Item {
        id: field("guid"),
        title: plain(&field("title")),
        url: Some(field("link")).filter(|url| url.contains("://")),
        published: date(&field("pubdate")).or_else(|| date(&field("published"))),
        updated: date(&field("updated")),
        authors: Vec::new(),
        categories: Vec::new(),
        summary: [field("description"), field("summary")]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
        content,
    };
    (!found.title.is_empty() || !found.summary.is_empty() || found.url.is_some())
        .then_some(found)
}

/// An RFC 3339 date as it is.
fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let is_iso = text.len() >= 10
        && text.as_bytes().get(4) == Some(&b'-')
        && text.bytes().take(4).all(|b| b.is_ascii_digit());
    is_iso.then(|| text.to_owned())
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
