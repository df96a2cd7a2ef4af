//! What the head of a page states of its article.

use khabar_doc::Precision;
use serde_json::Value;

use super::{
    blocks::{Block, Kind},
    dom::{Attr, Dom, Kind as NodeKind, Tag},
};
use crate::phrase::words_key;

/// What a page's metadata say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meta {
    pub(crate) title: Option<String>,
    /// The text of the `title` element.
    window: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) authors: Vec<String>,
    /// ISO 8601 to the minute, or the day.
    pub(crate) published: Option<(String, Precision)>,
}

/// Types of schema.org that are one article.
const ARTICLES: [&str; 9] = [
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "BlogPosting",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "LiveBlogPosting",
    "Report",
    "BackgroundNewsArticle",
];

/// Elements `meta` and `time` that are looked at, at most.
const MOST_ELEMENTS: usize = 400;
/// Bytes of a script of JSON-LD that are read, at most.
const MOST_JSON_BYTES: usize = 1 << 20;

/// What the elements of a page state, in the order of the page.
#[derive(Debug, Default)]
struct Stated {
    /// Name, property or itemprop in lower case, and content.
    meta: Vec<(String, String)>,
    times: Vec<String>,
    canonical: Option<String>,
}

impl Stated {
    fn first(&self, name: &str) -> Option<&str> {
        self.meta
            .iter()
            .find(|(n, value)| n == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }
}

/// Reads the metadata of a page: JSON-LD, then Open Graph and the like, then `time`.
pub(super) fn read(dom: &Dom<'_>) -> Meta {
    let mut meta = Meta::default();
    let mut stated = Stated::default();
    for (i, node) in dom.nodes.iter().enumerate() {
        let NodeKind::Element(tag) = node.kind else { continue };
        match tag {
            Tag::Script => {
                let is_data = dom.attr(node, Attr::Type).is_some_and(|t| {
                    t.trim().eq_ignore_ascii_case("application/ld+json")
                });
                if !is_data {
                    continue;
                }
                let text = dom.text_in(i, MOST_JSON_BYTES);
                // Raw line breaks inside strings are a common fault.
                let text = text.replace(['\n', '\r', '\t'], " ");
                if let Ok(value) =
                    serde_json::from_str::<Value>(text.trim().trim_end_matches(';'))
                {
                    structured(&value, &mut meta, 0);
                }
            }
            Tag::Meta if stated.meta.len() < MOST_ELEMENTS => {
                let Some(content) = dom.attr(node, Attr::Content) else { continue };
                for attr in [Attr::Property, Attr::Name, Attr::Itemprop] {
                    if let Some(name) = dom.attr(node, attr) {
                        stated
                            .meta
                            .push((name.trim().to_ascii_lowercase(), clean(&content)));
                    }
                }
            }
            Tag::Title if meta.window.is_none() => {
                meta.window = Some(clean(&dom.text_in(i, 4096)));
            }
            Tag::Link if stated.canonical.is_none() => {
                let is = dom
                    .attr(node, Attr::Rel)
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                if is {
                    stated.canonical =
                        dom.attr(node, Attr::Href).map(|href| href.trim().to_owned());
                }
            }
            Tag::Time if stated.times.len() < MOST_ELEMENTS => {
                stated
                    .times
                    .extend(dom.attr(node, Attr::Datetime).map(|t| t.into_owned()));
            }
            _ => (),
        }
    }
    let content = |name: &str| stated.first(name).map(str::to_owned);
    let og_title = content("og:title").or_else(|| content("twitter:title"));
    meta.title = og_title.or(meta.title);
    let site = content("og:site_name");
    meta.site = match (site, meta.site.take()) {
        // An address is no name.
        (Some(site), Some(named)) if site.contains('.') && !named.contains('.') => {
            Some(named)
        }
        (site, named) => site.or(named),
    };
    meta.url = stated
        .canonical
        .clone()
        .or_else(|| content("og:url"))
        .filter(|url| url.contains("://"));
    if meta.authors.is_empty() {
        meta.authors.extend(content("author").or_else(|| content("article:author")));
    }
    let own = meta.site.as_deref().map(words_key).unwrap_or_default();
    meta.authors.retain(|name| {
        let key = words_key(name);
        (2..=5).contains(&key.split(' ').count())
            && !name.contains(['/', '@', '.'])
            && key != own
            && !(own.contains(&key) || !own.is_empty() && key.contains(&own))
    });
    if meta.published.is_none() {
        const DATES: [&str; 8] = [
            "article:published_time",
            "datepublished",
            "pubdate",
            "publish-date",
            "date",
            "dc.date.issued",
            "og:article:published_time",
            "publication_date",
        ];
        meta.published =
            DATES.iter().find_map(|name| stated.first(name).and_then(instant));
    }
    if meta.published.is_none() {
        meta.published = stated.times.iter().find_map(|time| instant(time));
    }
    meta
}

/// Text with its blanks evened out.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Looks for an article in JSON-LD. Depth is bounded: the format needs three levels.
fn structured(value: &Value, meta: &mut Meta, depth: usize) {
    if depth > 4 {
        return;
    }
    match value {
        Value::Array(items) => {
            for item in items.iter().take(50) {
                structured(item, meta, depth + 1);
            }
        }
        Value::Object(object) => {
            let kinds = match object.get("@type") {
                Some(Value::String(kind)) => vec![kind.as_str()],
                Some(Value::Array(kinds)) => {
                    kinds.iter().filter_map(Value::as_str).collect()
                }
                _ => Vec::new(),
            };
            if kinds.iter().any(|kind| ARTICLES.contains(kind)) {
                article(value, meta);
            } else if let Some(graph) = object.get("@graph") {
                structured(graph, meta, depth + 1);
            } else if let Some(main) = object.get("mainEntity") {
                structured(main, meta, depth + 1);
            }
        }
        _ => (),
    }
}

fn article(value: &Value, meta: &mut Meta) {
    let text = |value: &Value| value.as_str().map(clean).filter(|text| !text.is_empty());
    if meta.title.is_none() {
        meta.title = value.get("headline").and_then(text);
    }
    if meta.published.is_none() {
        meta.published =
            value.get("datePublished").and_then(Value::as_str).and_then(instant);
    }
    if meta.site.is_none() {
        meta.site =
            value.get("publisher").and_then(|p| p.get("name").or(Some(p))).and_then(text);
    }
    if meta.authors.is_empty() {
        let authors = match value.get("author") {
            Some(Value::Array(authors)) => authors.iter().collect(),
            Some(author) => vec![author],
            None => Vec::new(),
        };
        for author in authors.into_iter().take(8) {
            let person = author.get("@type").is_none_or(|kind| kind == "Person");
            if person {
                meta.authors.extend(author.get("name").or(Some(author)).and_then(text));
            }
        }
    }
}

/// An ISO 8601 date or instant, to the minute, with its offset where one is stated.
fn instant(text: &str) -> Option<(String, Precision)> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let dated = digits(0..4)
        && bytes.get(4) == Some(&b'-')
        && digits(5..7)
        && bytes.get(7) == Some(&b'-')
        && digits(8..10);
    let (month, day) = (text.get(5..7)?, text.get(8..10)?);
    if !dated || !("01"..="12").contains(&month) || !("01"..="31").contains(&day) {
        return None;
    }
    let date = text.get(..10)?;
    let timed = matches!(bytes.get(10), Some(b'T' | b' '))
        && digits(11..13)
        && bytes.get(13) == Some(&b':')
        && digits(14..16);
    if !timed {
        return Some((date.to_owned(), Precision::Day));
    }
    let clock = text.get(11..16)?;
    let zone = text
        .get(16..)?
        .trim_start_matches(|ch: char| ch == ':' || ch == '.' || ch.is_ascii_digit())
        .trim();
    let offset = if zone.eq_ignore_ascii_case("z") {
        "Z".to_owned()
    } else {
        let plain: String = zone.chars().filter(|&ch| ch != ':').collect();
        match plain.strip_prefix(['+', '-']) {
            Some(hours)
                if hours.len() == 4 && hours.bytes().all(|b| b.is_ascii_digit()) =>
            {
                format!("{}:{}", plain.get(..3)?, plain.get(3..5)?)
            }
            _ => String::new(),
        }
    };
    Some((format!("{date}T{clock}{offset}"), Precision::Minute))
}

impl Meta {
    /// The headline: the first-level heading where it agrees with the metadata,
    /// otherwise the metadata's without the name of the site.
    pub(super) fn headline(&self, blocks: &[Block]) -> Option<String> {
        let stated = self.title.as_deref().or(self.window.as_deref()).unwrap_or_default();
        let stated_key = words_key(stated);
        let window_key = self.window.as_deref().map(words_key).unwrap_or_default();
        let agrees = |block: &&Block| {
            let key = words_key(&block.text);
            key.split(' ').count() >= 2
                && (stated_key.contains(&key) || window_key.contains(&key))
        };
        let heading =
            |level: u8| blocks.iter().filter(move |b| b.kind == Kind::Heading(level));
        for level in 1..=3 {
            if let Some(block) = heading(level).find(agrees) {
                return Some(block.text.clone());
            }
        }
        let cut = self.without_site(stated);
        let cut_key = words_key(cut);
        let visible = || {
            blocks
                .iter()
                .filter(|b| b.text.len() <= cut.len() * 2 + 16)
                .any(|b| words_key(&b.text) == cut_key)
        };
        if !cut.is_empty() && (self.title.is_some() || visible()) {
            return Some(cut.to_owned());
        }
        // Without a heading, the window's title often names the section only: the first
        // short line of the article is the better headline.
        heading(1).next().map(|b| b.text.clone())
    }

    /// `title` without ` - Site` at its end or `Site: ` at its front.
    fn without_site<'t>(&self, title: &'t str) -> &'t str {
        let site = self.site.as_deref().map(words_key).unwrap_or_default();
        let same = |part: &str| {
            let key = words_key(part);
            !key.is_empty()
                && !site.is_empty()
                && (site.contains(&key) || key.contains(&site))
        };
        for separator in
            [" | ", " - ", " \u{2013} ", " \u{2014} ", " :: ", " \u{BB} ", ": "]
        {
            if let Some((before, after)) = title.rsplit_once(separator)
                && same(after)
            {
                return self.without_site(before.trim());
            }
            if let Some((before, after)) = title.split_once(separator)
                && same(before)
            {
                return after.trim();
            }
        }
        // A short last piece behind a bar is a site's name even where none is stated.
        if let Some((before, after)) = title.rsplit_once(" | ")
            && after.split_whitespace().count() <= 4
        {
            return before.trim();
        }
        title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_keep_their_offset() {
        for (text, value) in [
            ("2025-05-06T12:30:00+04:00", "2025-05-06T12:30+04:00"),
            ("2025-05-06T12:30:00.123Z", "2025-05-06T12:30Z"),
            ("2025-05-06 12:30", "2025-05-06T12:30"),
            ("2025-05-06T12:30:00+0300", "2025-05-06T12:30+03:00"),
            ("2025-05-06", "2025-05-06"),
        ] {
            assert_eq!(instant(text).unwrap().0, value);
        }
        assert_eq!(instant("06/05/2025"), None);
        assert_eq!(instant("2025-13-06"), None);
    }
}
