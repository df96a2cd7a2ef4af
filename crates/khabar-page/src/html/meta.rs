//! What the head of a page states of its article.

use khabar_doc::Precision;
use serde_json::Value;

use super::{
    blocks::{Block, Kind},
    dom::{Attr, Dom, Kind as NodeKind, Tag},
};
use crate::{Metadata, StatedIn, metadata::Votes, phrase::words_key};

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
    /// Everything, with where it stands.
    pub(crate) all: Metadata,
    /// Whom it names as authors, persons or not.
    persons: Votes,
    /// Identifiers and names of persons in JSON-LD.
    people: Vec<(String, String)>,
    /// True where an article of JSON-LD has been read.
    seen: bool,
}

/// Types of schema.org that are one article.
const ARTICLES: [&str; 13] = [
    "TechArticle",
    "ScholarlyArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
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

/// Names of `meta` elements: field, weight, name.
const NAMES: &[(Field, u32, &str)] = &[
    (Field::Title, 3, "og:title"),
    (Field::Title, 2, "twitter:title"),
    (Field::Title, 2, "headline"),
    (Field::Outlet, 3, "og:site_name"),
    (Field::Outlet, 1, "application-name"),
    (Field::Author, 2, "author"),
    (Field::Author, 2, "article:author"),
    (Field::Author, 2, "article:author_name"),
    (Field::Author, 2, "parsely-author"),
    (Field::Author, 2, "sailthru.author"),
    (Field::Author, 2, "dc.creator"),
    (Field::Author, 2, "dcterms.creator"),
    (Field::Author, 2, "byl"),
    (Field::Published, 3, "article:published_time"),
    (Field::Published, 3, "og:article:published_time"),
    (Field::Published, 3, "datepublished"),
    (Field::Published, 2, "pubdate"),
    (Field::Published, 2, "publishdate"),
    (Field::Published, 2, "publish-date"),
    (Field::Published, 2, "publication_date"),
    (Field::Published, 2, "parsely-pub-date"),
    (Field::Published, 2, "sailthru.date"),
    (Field::Published, 2, "dc.date.issued"),
    (Field::Published, 2, "dcterms.created"),
    (Field::Published, 1, "date"),
    (Field::Published, 1, "dc.date"),
    (Field::Modified, 3, "article:modified_time"),
    (Field::Modified, 3, "og:updated_time"),
    (Field::Modified, 3, "datemodified"),
    (Field::Modified, 2, "last-modified"),
    (Field::Modified, 2, "dcterms.modified"),
    (Field::Section, 3, "article:section"),
    (Field::Section, 2, "parsely-section"),
    (Field::Section, 2, "section"),
    (Field::Section, 2, "articlesection"),
    (Field::Language, 1, "og:locale"),
    (Field::Language, 1, "content-language"),
    (Field::Language, 2, "inlanguage"),
    (Field::Url, 2, "og:url"),
    (Field::Description, 3, "og:description"),
    (Field::Description, 2, "description"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    Author,
    Outlet,
    Section,
    Language,
    Url,
    Published,
    Modified,
    Description,
}

/// True where two values are one: the same words, or the same day.
fn same_words(a: &str, b: &str) -> bool {
    a == b || words_key(a) == words_key(b)
}

fn same_day(a: &str, b: &str) -> bool {
    a.get(..10) == b.get(..10)
}

impl Meta {
    /// Counts one statement.
    fn vote(&mut self, field: Field, value: &str, stated_in: StatedIn, weight: u32) {
        let all = &mut self.all;
        match field {
            Field::Title => all.title.add(value, stated_in, weight, same_words),
            Field::Author => self.persons.add(value, stated_in, weight, same_words),
            Field::Outlet => all.outlet.add(value, stated_in, weight, same_words),
            Field::Section => all.section.add(value, stated_in, weight, same_words),
            Field::Language => {
                let tag = value.replace('_', "-");
                let plain = |a: &str, b: &str| a.get(..2) == b.get(..2);
                all.language.add(&tag, stated_in, weight, plain);
            }
            Field::Url => {
                if value.contains("://") {
                    all.url.add(value, stated_in, weight, |a, b| a == b);
                }
            }
            Field::Published | Field::Modified => {
                let Some((value, _)) = instant(value) else { return };
                let votes = if field == Field::Published {
                    &mut all.published
                } else {
                    &mut all.modified
                };
                votes.add(&value, stated_in, weight, same_day);
            }
            Field::Description => {
                all.description.add(value, stated_in, weight, same_words);
            }
        }
    }
}

/// Reads what a page states of its article: JSON-LD, `meta`, microdata, `time`, `link`.
pub(super) fn read(dom: &Dom<'_>) -> Meta {
    let mut meta = Meta::default();
    let mut left = MOST_ELEMENTS;
    // Microdata of comments and teasers come behind the article's own.
    let mut times = 0;
    for (i, node) in dom.nodes.iter().enumerate() {
        let NodeKind::Element(tag) = node.kind else { continue };
        match tag {
            Tag::Script => {
                let is_data = dom.attr(node, Attr::Type).is_some_and(|t| {
                    t.trim().eq_ignore_ascii_case("application/ld+json")
                });
                if is_data {
                    json_ld(&dom.text_in(i, MOST_JSON_BYTES), &mut meta);
                }
                continue;
            }
            Tag::Meta if left > 0 => {
                let Some(content) = dom.attr(node, Attr::Content) else { continue };
                left -= 1;
                for attr in [Attr::Property, Attr::Name, Attr::Itemprop] {
                    let Some(name) = dom.attr(node, attr) else { continue };
                    let name = name.trim();
                    for &(field, weight, known) in NAMES {
                        if name.eq_ignore_ascii_case(known) {
                            let stated_in = match attr {
                                Attr::Itemprop => StatedIn::Microdata,
                                _ if known.contains(':') => StatedIn::OpenGraph,
                                _ => StatedIn::Meta,
                            };
                            meta.vote(field, &content, stated_in, weight);
                        }
                    }
                }
                continue;
            }
            Tag::Title if meta.window.is_none() => {
                meta.window = Some(clean(&dom.text_in(i, 4096)));
            }
            Tag::Html => {
                if let Some(lang) = dom.attr(node, Attr::Lang) {
                    meta.vote(Field::Language, &lang, StatedIn::Html, 2);
                }
            }
            Tag::Link if left > 0 => {
                let rel = dom.attr(node, Attr::Rel).unwrap_or_default();
                let href = dom.attr(node, Attr::Href).unwrap_or_default();
                if rel.eq_ignore_ascii_case("canonical") {
                    left -= 1;
                    meta.vote(Field::Url, href.trim(), StatedIn::Link, 3);
                } else if rel.eq_ignore_ascii_case("amphtml") {
                    left -= 1;
                    meta.all.amp.add(&href, StatedIn::Link, 3, |a, b| a == b);
                }
                continue;
            }
            Tag::Time if times < MOST_TIMES => {
                if let Some(time) = dom.attr(node, Attr::Datetime)
                    && dom.attr(node, Attr::Itemprop).is_none()
                {
                    // The first is the article's more often than not.
                    times += 1;
                    if times == 1 {
                        meta.vote(Field::Published, &time, StatedIn::Time, 1);
                    }
                }
            }
            _ => (),
        }
        if left > 0
            && let Some(prop) = dom.attr(node, Attr::Itemprop)
        {
            left -= 1;
            microdata(dom, i, &prop, &mut meta);
        }
    }
    meta.settle();
    meta
}

/// Elements `time` that are looked at, at most.
const MOST_TIMES: usize = 8;

fn microdata(dom: &Dom<'_>, i: usize, props: &str, meta: &mut Meta) {
    let Some(node) = dom.nodes.get(i) else { return };
    for prop in props.split_ascii_whitespace() {
        let field = match prop {
            "headline" => Field::Title,
            "author" | "creator" => Field::Author,
            "datePublished" => Field::Published,
            "dateModified" => Field::Modified,
            "articleSection" => Field::Section,
            _ => continue,
        };
        let stated = dom
            .attr(node, Attr::Content)
            .or_else(|| dom.attr(node, Attr::Datetime))
            .unwrap_or_else(|| dom.text_in(i, 400));
        let first = match field {
            Field::Title => meta.all.title.all().is_empty(),
            _ => true,
        };
        if first {
            meta.vote(field, &stated, StatedIn::Microdata, 2);
        }
    }
}

fn json_ld(text: &str, meta: &mut Meta) {
    // Raw line breaks inside strings, comments around and a semicolon behind the data
    // are common faults.
    let text: String =
        text.chars().map(|ch| if ch.is_control() { ' ' } else { ch }).collect();
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    while let Some(Ok(value)) = values.next() {
        structured(&value, meta, 0);
    }
}

impl Meta {
    /// Draws from the votes what the reader of articles asks for.
    fn settle(&mut self) {
        // An address is no name.
        let named = |v: &&crate::Vote| !v.value.contains('.') && !v.value.contains('/');
        let outlets = self.all.outlet.all();
        self.site = outlets
            .iter()
            .find(named)
            .or_else(|| outlets.first())
            .map(|v| v.value.clone());
        self.url = self.all.url.best().map(str::to_owned);
        self.title = self.all.title.best().map(str::to_owned);
        self.published = self.all.published.best().and_then(instant);
        let own = self.site.as_deref().map(words_key).unwrap_or_default();
        let persons = std::mem::take(&mut self.persons);
        // Who is stated to be a person counts alone where anybody is.
        let most = persons.all().iter().map(crate::Vote::weight).max().unwrap_or(0);
        for vote in persons.all() {
            if vote.weight() * 2 < most {
                continue;
            }
            for name in vote.value.split([';', '|']).flat_map(|n| n.split(" and ")) {
                let name = name.trim().trim_end_matches(',');
                if is_person(name, &own) {
                    for &place in &vote.stated_in {
                        self.all.authors.add(name, place, 2, same_words);
                    }
                }
            }
        }
        self.authors =
            self.all.authors.all().iter().map(|vote| vote.value.clone()).collect();
    }
}

/// True where `name` has the form of a person's and is not the site's (`own`, a key).
/// Whoever is in doubt is left out.
fn is_person(name: &str, own: &str) -> bool {
    let key = words_key(name);
    let words = key.split(' ').count();
    (2..=5).contains(&words)
        && name.len() <= 100
        && !name.contains(['/', '@', '.', ':', '_', '#', '(', '"'])
        && !name.contains(|ch: char| ch.is_numeric())
        && key != own
        && (own.is_empty() || !own.contains(&key) && !key.contains(own))
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
            // Persons first: articles point to them.
            let is_person = |item: &&Value| {
                item.get("@type").is_some_and(|kind| {
                    kind == "Person"
                        || kind
                            .as_array()
                            .is_some_and(|k| k.iter().any(|k| k == "Person"))
                })
            };
            let items = items.get(..items.len().min(50)).unwrap_or_default();
            for item in items.iter().filter(is_person) {
                structured(item, meta, depth + 1);
            }
            for item in items.iter().filter(|item| !is_person(item)) {
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
            if kinds.contains(&"Person")
                && let (Some(id), Some(name)) = (object.get("@id"), object.get("name"))
                && let (Some(id), Some(name)) = (id.as_str(), name.as_str())
                && meta.people.len() < 16
            {
                meta.people.push((id.to_owned(), name.to_owned()));
            }
            if kinds.iter().any(|kind| ARTICLES.contains(kind)) {
                // Of several articles the first is the page's own.
                if !meta.seen {
                    meta.seen = true;
                    article(value, meta);
                }
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
    let mut state = |field, name: &str, weight| {
        if let Some(text) = value.get(name).and_then(Value::as_str) {
            meta.vote(field, &unescape(text), StatedIn::JsonLd, weight);
        }
    };
    state(Field::Title, "headline", 2);
    state(Field::Published, "datePublished", 4);
    state(Field::Modified, "dateModified", 4);
    state(Field::Section, "articleSection", 2);
    state(Field::Language, "inLanguage", 1);
    state(Field::Description, "description", 1);
    if let Some(Value::Array(sections)) = value.get("articleSection")
        && let Some(first) = sections.iter().find_map(Value::as_str)
    {
        meta.vote(Field::Section, first, StatedIn::JsonLd, 2);
    }
    if let Some(publisher) = value.get("publisher")
        && let Some(name) = publisher.get("name").unwrap_or(publisher).as_str()
    {
        meta.vote(Field::Outlet, &unescape(name), StatedIn::JsonLd, 2);
    }
    let authors = match value.get("author").or_else(|| value.get("creator")) {
        Some(Value::Array(authors)) => authors.iter().collect(),
        Some(author) => vec![author],
        None => Vec::new(),
    };
    for author in authors.into_iter().take(8) {
        // An author of a type other than a person is an outlet or agency.
        let is_person = match author.get("@type") {
            Some(Value::String(kind)) => kind.ends_with("Person"),
            Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "Person"),
            _ => true,
        };
        let name = match author.get("name") {
            Some(Value::Array(names)) => names.first().and_then(Value::as_str),
            Some(name) => name.as_str(),
            None => author.as_str().or_else(|| {
                let id = author.get("@id")?.as_str()?;
                meta.people.iter().find(|(known, _)| known == id).map(|(_, n)| n.as_str())
            }),
        };
        if is_person && let Some(name) = name {
            let name = unescape(name);
            meta.vote(Field::Author, &name, StatedIn::JsonLd, 3);
        }
    }
}

/// Text of JSON-LD, which often holds character references.
fn unescape(text: &str) -> String {
    if text.contains('&') {
        htmlize::unescape(text).into_owned()
    } else {
        text.to_owned()
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
