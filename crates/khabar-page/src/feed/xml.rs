//! RSS, Atom, RDF and CDF, as far as they can be read.
//!
//! `quick-xml` gives the tags and texts; what they mean is told by their names and where
//! they stand, so that a feed which breaks a rule of its format loses what breaks it and
//! no more. End tags without a beginning, elements without an end, unknown entities and
//! lone signs are read over.

use std::{borrow::Cow, collections::BTreeMap};

use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{Feed, Item, date, escaped, plain};
use crate::Limits;

/// Whose element it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    /// Of the formats themselves; no namespace, or one of theirs.
    Core,
    DublinCore,
    Terms,
    Content,
    Media,
    Itunes,
    Xhtml,
    Other,
}

/// Parts of the namespaces of the formats, all versions of them.
const FORMATS: [&str; 10] = [
    "purl.org/rss/1.0/",
    "purl.org/net/rss1.1",
    "netscape.com/rdf/simple/",
    "netscape.com/publish/formats/rss",
    "backend.userland.com/rss",
    "harvard.edu/tech/rss",
    "purl.org/atom/ns#",
    "w3.org/2005/atom",
    "w3.org/1999/02/22-rdf",
    "cyber.law.harvard.edu/rss",
];

impl Space {
    fn of_uri(uri: &str) -> Space {
        let uri = uri.to_ascii_lowercase();
        let holds = |part: &str| uri.contains(part);
        if holds("purl.org/dc/terms") {
            Space::Terms
        } else if holds("purl.org/dc/") {
            Space::DublinCore
        } else if holds("modules/content") {
            Space::Content
        } else if holds("search.yahoo.com/mrss") {
            Space::Media
        } else if holds("itunes") {
            Space::Itunes
        } else if holds("1999/xhtml") {
            Space::Xhtml
        } else if FORMATS.iter().any(|part| holds(part)) && !holds("/modules/") {
            Space::Core
        } else {
            Space::Other
        }
    }

    /// By the prefix that everybody uses, where the feed declares none.
    fn of_prefix(prefix: &str) -> Space {
        match prefix {
            "" | "rss" | "atom" | "atom10" | "a10" | "rdf" => Space::Core,
            "dc" => Space::DublinCore,
            "dcterms" => Space::Terms,
            "content" => Space::Content,
            "media" => Space::Media,
            "itunes" => Space::Itunes,
            "xhtml" => Space::Xhtml,
            _ => Space::Other,
        }
    }
}

/// What an element of an item or feed states. Where several elements state one thing,
/// the one with the least rank does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Title,
    Link,
    Id,
    Published,
    Updated,
    Summary,
    Content,
    Author,
    Category,
    Language,
    /// Read over with all that is in it.
    Skipped,
}

fn field(space: Space, name: &str) -> Option<(Field, u8)> {
    use Field as F;
    use Space as S;
    Some(match (space, name) {
        (S::Core, "title") => (F::Title, 0),
        (S::DublinCore | S::Terms, "title") => (F::Title, 1),
        (S::Media | S::Itunes, "title") => (F::Title, 2),
        (S::Core, "link") => (F::Link, 0),
        (S::Core, "guid" | "id") => (F::Id, 0),
        (S::DublinCore | S::Terms, "identifier") => (F::Id, 1),
        (S::Core, "pubdate" | "published" | "issued") => (F::Published, 0),
        (S::Terms, "issued") | (S::DublinCore, "date") => (F::Published, 1),
        (S::Core | S::Terms, "created") => (F::Published, 2),
        (S::Core, "updated" | "modified") => (F::Updated, 0),
        (S::Terms, "modified") => (F::Updated, 1),
        (S::Core, "description" | "abstract") => (F::Summary, 0),
        (S::Core, "summary") => (F::Summary, 1),
        (S::DublinCore | S::Terms, "description" | "abstract") => (F::Summary, 2),
        (S::Itunes, "summary") => (F::Summary, 3),
        (S::Media, "description") => (F::Summary, 4),
        (S::Content, "encoded") | (S::Core, "content") => (F::Content, 0),
        (S::Xhtml | S::Core, "body") => (F::Content, 1),
        (S::Core, "fullitem") => (F::Content, 2),
        (S::Core | S::DublinCore | S::Itunes, "author" | "creator") => (F::Author, 0),
        (S::Core | S::Itunes | S::Media, "category") | (S::DublinCore, "subject") => {
            (F::Category, 0)
        }
        (S::Core, "language") => (F::Language, 0),
        (S::DublinCore, "language") => (F::Language, 1),
        // They have titles and links of their own.
        (
            S::Core | S::Media | S::Itunes,
            "image" | "textinput" | "source" | "contributor" | "cloud" | "owner"
            | "enclosure" | "thumbnail" | "generator" | "managingeditor",
        ) => (F::Skipped, 0),
        _ => return None,
    })
}

/// An open element.
#[derive(Debug)]
struct Open {
    name: String,
    is_item: bool,
    /// What relative addresses inside it begin with.
    base: Option<String>,
}

/// The element that is being read into a field.
#[derive(Debug)]
struct Capture {
    field: Field,
    rank: u8,
    /// How many elements were open before it.
    depth: usize,
    attributes: BTreeMap<String, String>,
    /// Its text, references undone.
    text: String,
    /// The same with the elements inside it.
    markup: String,
    has_elements: bool,
    /// The text of the element `name` inside it.
    name: Option<String>,
}

impl Capture {
    /// Its depth, where it is a line of text that holds no fields.
    fn of_line(&self) -> Option<usize> {
        let is_markup =
            self.attributes.get("type").is_some_and(|kind| kind.contains("xhtml"));
        let is_line = matches!(
            self.field,
            Field::Title | Field::Link | Field::Id | Field::Published | Field::Updated
        );
        (is_line && !is_markup).then_some(self.depth)
    }
}

struct Reading<'a> {
    feed: &'a mut Feed,
    most_items: usize,
    most_deep: usize,
    spaces: BTreeMap<String, Space>,
    open: Vec<Open>,
    /// Elements too deep to be kept.
    overflow: usize,
    capture: Option<Capture>,
    item: Option<Item>,
    ranks: BTreeMap<Field, u8>,
    ranks_of_feed: BTreeMap<Field, u8>,
    url: Option<&'a str>,
    more: bool,
    root: bool,
}

/// Reads the feed in `text` into `feed`: whether there are more items than allowed, and
/// what was wrong with it.
///
/// # Errors
///
/// Where there is no element of a feed in it.
pub(super) fn read(
    feed: &mut Feed,
    text: &str,
    url: Option<&str>,
    limits: &Limits,
) -> Result<(bool, Option<String>), String> {
    let mut reading = Reading {
        feed,
        most_items: limits.feed_items,
        most_deep: limits.html_depth,
        spaces: BTreeMap::new(),
        open: Vec::new(),
        overflow: 0,
        capture: None,
        item: None,
        ranks: BTreeMap::new(),
        ranks_of_feed: BTreeMap::new(),
        url,
        more: false,
        root: false,
    };
    let mut fault = None;
    let mut from = 0;
    while let Some(at) = reading.events(text, from, &mut fault) {
        from = at;
    }
    reading.close_to(0);
    reading.end_item();
    if reading.root {
        Ok((reading.more, fault))
    } else {
        Err(fault.unwrap_or_else(|| "it has no element of a feed".to_owned()))
    }
}

impl Reading<'_> {
    /// Reads from byte `from` to the end, or to a fault; gives where to go on.
    fn events(
        &mut self,
        text: &str,
        from: usize,
        fault: &mut Option<String>,
    ) -> Option<usize> {
        let rest = text.get(from..).filter(|rest| !rest.is_empty())?;
        let mut reader = Reader::from_str(rest);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let mut before = 0;
        loop {
            let event = reader.read_event();
            let at = usize::try_from(reader.buffer_position()).unwrap_or(rest.len());
            match event {
                Ok(Event::Eof) => return None,
                Ok(Event::Start(start) | Event::Empty(start)) if !is_name(&start) => {
                    // A sign of less in a text.
                    fault.get_or_insert_with(|| {
                        format!("a sign of less at byte {} begins no tag", from + before)
                    });
                    self.text("<", "&lt;");
                    return Some(from + before + 1);
                }
                Ok(Event::Start(start)) => self.start(&start, false),
                Ok(Event::Empty(start)) => self.start(&start, true),
                Ok(Event::End(end)) => {
                    let name = end.local_name().into_inner().to_ascii_lowercase();
                    self.end(&name);
                }
                Ok(Event::Text(words)) => {
                    let words = words.into_inner();
                    self.text(&words, &words.replace('<', "&lt;"));
                }
                Ok(Event::CData(data)) => {
                    let data = data.into_inner();
                    self.text(&data, &escaped(&data));
                }
                Ok(Event::GeneralRef(reference)) => {
                    let whole = format!("&{};", reference.into_inner());
                    let read = htmlize::unescape(whole.as_str());
                    if read == whole.as_str() {
                        fault.get_or_insert_with(|| {
                            format!("the entity {whole} is not known")
                        });
                    }
                    self.text(&read, &whole);
                }
                Ok(_) => (),
                Err(error) => {
                    fault.get_or_insert_with(|| {
                        format!("{} at byte {}", error, from + before).replace('\n', " ")
                    });
                    // On behind the sign that began it.
                    let sign = rest.get(before..).and_then(|rest| rest.find('<'))?;
                    return Some(from + before + sign + 1);
                }
            }
            before = at;
        }
    }

    fn space(&mut self, start: &BytesStart<'_>) -> Space {
        for attribute in start.html_attributes().with_checks(false).flatten() {
            let key = attribute.key.into_inner();
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => rest.strip_prefix(':').unwrap_or(rest),
                None => continue,
            };
            if self.spaces.len() < 64 {
                self.spaces.insert(prefix.to_owned(), Space::of_uri(&attribute.value));
            }
        }
        let name = start.name().into_inner();
        let prefix = name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let declared = self.spaces.get(prefix).copied();
        // A format of the editor's own under no prefix is a feed all the same.
        let declared = declared.filter(|&s| !(prefix.is_empty() && s == Space::Other));
        declared.unwrap_or_else(|| Space::of_prefix(&prefix.to_ascii_lowercase()))
    }

    fn start(&mut self, start: &BytesStart<'_>, is_empty: bool) {
        let name = start.local_name().into_inner().to_ascii_lowercase();
        let space = self.space(start);
        let is_item = space == Space::Core && matches!(name.as_str(), "item" | "entry");
        if is_item && self.item.is_some() {
            // The one before was not ended.
            let at = self.open.iter().position(|open| open.is_item).unwrap_or(0);
            self.close_to(at);
        }
        let is_field = space != Space::Xhtml
            && field(space, &name).is_some_and(|(field, _)| field != Field::Skipped);
        if is_field && let Some(depth) = self.capture.as_ref().and_then(Capture::of_line)
        {
            // The field before was not ended.
            self.close_to(depth);
        }
        if let Some(capture) = &mut self.capture {
            capture.has_elements = true;
            capture.markup.push('<');
            capture.markup.push_str(&name);
            let attributes = start.attributes_raw().trim_end().trim_end_matches('/');
            capture.markup.push_str(attributes);
            capture.markup.push('>');
            if is_empty && !matches!(name.as_str(), "br" | "img" | "hr" | "wbr" | "input")
            {
                capture.markup.push_str(&format!("</{name}>"));
            }
            if name == "name" {
                capture.name.get_or_insert_default();
            }
        }
        if is_empty && self.capture.is_some() {
            return;
        }
        if self.open.len() >= self.most_deep {
            self.overflow += usize::from(!is_empty);
            return;
        }
        let attributes: BTreeMap<String, String> = start
            .html_attributes()
            .with_checks(false)
            .flatten()
            .take(64)
            .map(|a| {
                let key = a.key.into_inner().to_ascii_lowercase();
                (key, htmlize::unescape_attribute(&*a.value).into_owned())
            })
            .collect();
        let outer = self.open.last().and_then(|open| open.base.clone());
        let base = match attributes.get("xml:base") {
            Some(base) => Some(joined(outer.as_deref().or(self.url), base).into_owned()),
            None => outer,
        };
        let depth = self.open.len();
        let at_top = self.open.iter().all(|open| is_frame(&open.name) || open.is_item);
        self.open.push(Open { name: name.clone(), is_item, base });
        if self.capture.is_none() && at_top {
            self.begin(&name, space, is_item, attributes, depth);
        }
        if is_empty {
            self.close_to(depth);
        }
    }

    /// An element that no field is being read of.
    fn begin(
        &mut self,
        name: &str,
        space: Space,
        is_item: bool,
        attributes: BTreeMap<String, String>,
        depth: usize,
    ) {
        if is_frame(name) {
            self.root |= space == Space::Core || space == Space::Other;
            let language = attributes.get("xml:lang").filter(|_| self.item.is_none());
            if let Some(language) = language {
                self.feed.language.get_or_insert_with(|| language.replace('_', "-"));
            }
            if let Some(href) = attributes.get("href") {
                let href = self.address(href);
                self.feed.url.get_or_insert(href);
            }
            return;
        }
        if is_item {
            self.root = true;
            self.ranks.clear();
            let mut item = Item {
                id: attributes.get("rdf:about").cloned().unwrap_or_default(),
                updated: attributes.get("lastmod").and_then(|d| date::iso(d)),
                ..Item::default()
            };
            if let Some(href) = attributes.get("href") {
                item.url = Some(self.address(href));
                self.ranks.insert(Field::Link, 2);
            }
            self.item = Some(item);
            return;
        }
        let Some((field, rank)) = field(space, name) else { return };
        self.capture = Some(Capture {
            field,
            rank,
            depth,
            attributes,
            text: String::new(),
            markup: String::new(),
            has_elements: false,
            name: None,
        });
    }

    fn end(&mut self, name: &str) {
        if self.overflow > 0 {
            self.overflow -= 1;
            return;
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        self.close_to(at);
    }

    /// Ends elements until `depth` of them are open.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let at = self.open.len() - 1;
            if self.capture.as_ref().is_some_and(|capture| capture.depth == at) {
                if let Some(capture) = self.capture.take() {
                    self.keep(capture);
                }
            } else if let (Some(capture), Some(open)) =
                (&mut self.capture, self.open.last())
            {
                capture.markup.push_str(&format!("</{}>", open.name));
            }
            self.overflow = 0;
            if self.open.pop().is_some_and(|open| open.is_item) {
                self.end_item();
            }
        }
    }

    fn end_item(&mut self) {
        let Some(mut item) = self.item.take() else { return };
        if self.feed.items.len() >= self.most_items {
            self.more = true;
            return;
        }
        if item.id.is_empty() {
            item.id = item.url.clone().unwrap_or_else(|| item.title.clone());
        }
        self.feed.items.push(item);
    }

    fn text(&mut self, text: &str, markup: &str) {
        let Some(capture) = &mut self.capture else { return };
        capture.text.push_str(text);
        capture.markup.push_str(markup);
        let is_name = self.open.last().is_some_and(|open| open.name == "name");
        if let Some(name) = capture.name.as_mut().filter(|_| is_name) {
            name.push_str(text);
        }
    }

    fn address(&self, href: &str) -> String {
        let base = self.open.last().and_then(|open| open.base.as_deref()).or(self.url);
        joined(base, href.trim()).into_owned()
    }

    /// Puts a field where it belongs.
    fn keep(&mut self, capture: Capture) {
        let field = capture.field;
        if field == Field::Skipped {
            return;
        }
        let attribute = |name: &str| capture.attributes.get(name).map(String::as_str);
        let words = capture.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let value = match field {
            Field::Link => {
                let rel = attribute("rel").unwrap_or("alternate");
                let href = attribute("href").unwrap_or(&words);
                if rel != "alternate" || href.is_empty() {
                    return;
                }
                self.address(href)
            }
            Field::Published | Field::Updated => match date::iso(&words) {
                Some(date) => date,
                None => return,
            },
            Field::Author => person(capture.name.as_deref().unwrap_or(&words)),
            Field::Category => {
                let said = ["term", "text", "label"].into_iter().find_map(attribute);
                said.filter(|said| !said.is_empty()).unwrap_or(&words).to_owned()
            }
            Field::Title => plain(&markup(&capture)),
            Field::Summary | Field::Content => markup(&capture),
            Field::Id | Field::Language | Field::Skipped => words.clone(),
        };
        if value.is_empty() {
            return;
        }
        let ranks =
            if self.item.is_some() { &mut self.ranks } else { &mut self.ranks_of_feed };
        let list = matches!(field, Field::Author | Field::Category);
        if !list {
            // Of equals the first counts; of dates the last, which was put in later.
            let is_date = matches!(field, Field::Published | Field::Updated);
            let least = capture.rank + u8::from(!is_date);
            if ranks.get(&field).is_some_and(|&rank| rank < least) {
                return;
            }
            ranks.insert(field, capture.rank);
        }
        let Some(item) = &mut self.item else {
            match field {
                Field::Title => self.feed.title = value,
                Field::Link => self.feed.url = Some(value),
                Field::Language => self.feed.language = Some(value.replace('_', "-")),
                _ => (),
            }
            return;
        };
        match field {
            Field::Title => item.title = value,
            Field::Link => item.url = Some(value),
            Field::Id => {
                // The address of an article that has no other.
                let is_address = attribute("ispermalink") != Some("false")
                    && value.contains("://")
                    && self.open.last().is_some_and(|open| open.name == "guid");
                if is_address && !self.ranks.contains_key(&Field::Link) {
                    item.url = Some(value.clone());
                    self.ranks.insert(Field::Link, 1);
                }
                item.id = value;
            }
            Field::Published => item.published = Some(value),
            Field::Updated => item.updated = Some(value),
            Field::Summary => item.summary = value,
            Field::Content => item.content = value,
            Field::Author if !item.authors.contains(&value) => item.authors.push(value),
            Field::Category if !item.categories.contains(&value) => {
                item.categories.push(value);
            }
            _ => (),
        }
    }
}

/// Elements that hold items and fields of the feed.
fn is_frame(name: &str) -> bool {
    matches!(name, "rss" | "feed" | "rdf" | "channel" | "items" | "group")
}

fn is_name(start: &BytesStart<'_>) -> bool {
    let name = start.name().into_inner();
    name.starts_with(|ch: char| ch.is_alphabetic() || matches!(ch, '_' | ':'))
}

/// `href` as seen from `base`; as written where it is whole or the base is none.
fn joined<'a>(base: Option<&str>, href: &'a str) -> Cow<'a, str> {
    let is_whole = href.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    if is_whole {
        return Cow::Borrowed(href);
    }
    base.and_then(|base| url::Url::parse(base).ok())
        .and_then(|base| base.join(href).ok())
        .map_or(Cow::Borrowed(href), |url| Cow::Owned(url.into()))
}

/// The name in `mail@example.com (Name)`, as RSS asks writers to be given.
fn person(text: &str) -> String {
    let name = text
        .split_once('(')
        .filter(|(mail, _)| mail.contains('@'))
        .and_then(|(_, rest)| rest.split_once(')'))
        .map_or(text, |(name, _)| name);
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of an element as mark-up.
fn markup(capture: &Capture) -> String {
    let said =
        |name: &str| capture.attributes.get(name).map(|v| v.trim().to_ascii_lowercase());
    let kind = said("type").unwrap_or_default();
    let mode = said("mode").unwrap_or_default();
    // Atom: what has another type than these is packed (RFC 4287, 4.1.3.3).
    let is_packed = mode == "base64"
        || kind.contains('/')
            && !kind.starts_with("text/")
            && !kind.contains("xml")
            && !kind.contains("html");
    if is_packed && !capture.has_elements {
        let packed: String =
            capture.text.chars().filter(|ch| !ch.is_whitespace()).collect();
        const LENIENT: GeneralPurpose = GeneralPurpose::new(
            &base64::alphabet::STANDARD,
            GeneralPurposeConfig::new()
                .with_decode_padding_mode(DecodePaddingMode::Indifferent),
        );
        return match LENIENT.decode(packed) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(_) => capture.text.clone(),
        };
    }
    if capture.has_elements {
        return capture.markup.trim().to_owned();
    }
    let is_plain = matches!(kind.as_str(), "text" | "text/plain");
    if is_plain { escaped(&capture.text) } else { capture.text.trim().to_owned() }
}
