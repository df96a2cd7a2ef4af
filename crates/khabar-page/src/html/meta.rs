//! What the head of a page states of its article.

use khabar_doc::{Metadata, Precision, StatedIn, Vote, Votes};

use super::{
    dom::{Attr, Dom, Kind as NodeKind, Tag},
    structured,
};
use crate::{PageLexicon, person, phrase::words_key};

/// What a page's metadata say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meta {
    pub(crate) title: Option<String>,
    /// The text of the `title` element.
    pub(super) window: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) authors: Vec<String>,
    /// ISO 8601 to the minute, or the day.
    pub(crate) published: Option<(String, Precision)>,
    /// Likewise, of its last change.
    pub(crate) modified: Option<(String, Precision)>,
    /// The whole text, where structured data hold it.
    pub(super) body: Option<String>,
    /// The entries of a live blog in structured data.
    pub(super) updates: Vec<Update>,
    /// Everything, with where it stands.
    pub(crate) all: Metadata,
    /// Whom it names as authors, persons or not.
    persons: Votes,
    /// Identifiers and names of persons in JSON-LD.
    pub(super) people: Vec<(String, String)>,
    /// Identifiers of authors in JSON-LD whose persons have not been read yet.
    pub(super) awaited: Vec<String>,
    /// Names in links to the pages of authors (`rel="author"`), each once.
    linked: Vec<String>,
    /// True where an article of JSON-LD has been read.
    pub(super) seen: bool,
}

/// One entry of a live blog.
#[derive(Clone, Debug, Default)]
pub(super) struct Update {
    pub(super) time: Option<String>,
    pub(super) title: String,
    pub(super) body: String,
}

/// Elements `meta` and `time` that are looked at, at most.
const MOST_ELEMENTS: usize = 400;
/// Names in links to pages of authors up to which they are of this article: lists of
/// further articles link to the authors of each.
const MOST_LINKED: usize = 2;
/// Bytes of a script of JSON-LD that are read, at most.
const MOST_JSON_BYTES: usize = 1 << 20;

/// Names of `meta` elements: field, weight, name.
const NAMES: &[(Field, u32, &str)] = &[
    (Field::Title, 3, "og:title"),
    (Field::Title, 2, "twitter:title"),
    (Field::Title, 2, "headline"),
    (Field::Title, 2, "parsely-title"),
    (Field::Title, 2, "sailthru.title"),
    (Field::Title, 2, "citation_title"),
    (Field::Title, 1, "dc.title"),
    (Field::Title, 1, "dcterms.title"),
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
    (Field::Author, 2, "citation_author"),
    (Field::Author, 2, "cxenseparse:author"),
    (Field::Author, 2, "og:article:author"),
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
    (Field::Published, 3, "article:published"),
    (Field::Published, 2, "og:published_time"),
    (Field::Published, 2, "og:pubdate"),
    (Field::Published, 2, "date-pub"),
    (Field::Published, 2, "citation_publication_date"),
    (Field::Published, 2, "cxenseparse:recs:publishtime"),
    (Field::Published, 2, "article.published"),
    (Field::Published, 2, "published_at"),
    (Field::Published, 2, "created"),
    (Field::Published, 2, "datecreated"),
    (Field::Published, 1, "dc.date.created"),
    (Field::Published, 1, "date"),
    (Field::Published, 1, "dc.date"),
    (Field::Modified, 3, "article:modified_time"),
    (Field::Modified, 3, "og:updated_time"),
    (Field::Modified, 3, "datemodified"),
    (Field::Modified, 2, "last-modified"),
    (Field::Modified, 2, "lastmod"),
    (Field::Modified, 2, "article.updated"),
    (Field::Modified, 2, "updated date"),
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

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
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
    pub(super) fn vote(
        &mut self,
        field: Field,
        value: &str,
        stated_in: StatedIn,
        weight: u32,
        lexicon: &PageLexicon,
    ) {
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
                let Some((value, _)) = day(value, lexicon) else { return };
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
pub(super) fn read(dom: &Dom<'_>, lexicon: &PageLexicon) -> Meta {
    let mut meta = Meta::default();
    let mut written_by = false;
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
                    structured::read(
                        &dom.text_in(i, MOST_JSON_BYTES),
                        &mut meta,
                        lexicon,
                    );
                }
                continue;
            }
            Tag::Meta if left > 0 => {
                let Some(content) = dom.attr(node, Attr::Content) else { continue };
                left -= 1;
                for attr in [Attr::Property, Attr::Name, Attr::Itemprop] {
                    let Some(name) = dom.attr(node, attr) else { continue };
                    let name = name.trim();
                    // A pair of label and value that WordPress writes for previews.
                    if name.eq_ignore_ascii_case("twitter:label1") {
                        let tokens = crate::tokens::Tokens::of(&content, 0);
                        written_by = lexicon
                            .phrases
                            .find(&tokens)
                            .iter()
                            .any(|hit| hit.cue == crate::phrase::Cue::Byline);
                    } else if written_by && name.eq_ignore_ascii_case("twitter:data1") {
                        meta.vote(Field::Author, &content, StatedIn::Meta, 2, lexicon);
                    }
                    for &(field, weight, known) in NAMES {
                        if name.eq_ignore_ascii_case(known) {
                            let stated_in = match attr {
                                Attr::Itemprop => StatedIn::Microdata,
                                _ if known.contains(':') => StatedIn::OpenGraph,
                                _ => StatedIn::Meta,
                            };
                            meta.vote(field, &content, stated_in, weight, lexicon);
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
                    meta.vote(Field::Language, &lang, StatedIn::Html, 2, lexicon);
                }
            }
            Tag::Link if left > 0 => {
                let rel = dom.attr(node, Attr::Rel).unwrap_or_default();
                let href = dom.attr(node, Attr::Href).unwrap_or_default();
                if rel.eq_ignore_ascii_case("canonical") {
                    left -= 1;
                    meta.vote(Field::Url, href.trim(), StatedIn::Link, 3, lexicon);
                } else if rel.eq_ignore_ascii_case("amphtml") {
                    left -= 1;
                    if href.contains("://") {
                        meta.all.amp.add(&href, StatedIn::Link, 3, |a, b| a == b);
                    }
                }
                continue;
            }
            Tag::A
                if meta.linked.len() <= MOST_LINKED
                    && dom.attr(node, Attr::Rel).is_some() =>
            {
                let is_author = dom.attr(node, Attr::Rel).is_some_and(|rel| {
                    rel.split_ascii_whitespace().any(|word| word == "author")
                });
                if is_author {
                    let name = clean(&dom.text_in(i, 200));
                    if !name.is_empty()
                        && !meta.linked.iter().any(|known| same_words(known, &name))
                    {
                        meta.linked.push(name);
                    }
                }
            }
            Tag::Time if times < MOST_TIMES => {
                // The date on a card is another article's.
                let card = dom
                    .attr(node, Attr::Class)
                    .is_some_and(|names| names.contains("card"));
                if let Some(time) = dom.attr(node, Attr::Datetime)
                    && dom.attr(node, Attr::Itemprop).is_none()
                    && !card
                {
                    // The first is the article's more often than not.
                    times += 1;
                    let field = if is_update(dom, i, lexicon) {
                        Field::Modified
                    } else {
                        Field::Published
                    };
                    if times == 1 {
                        meta.vote(field, &time, StatedIn::Time, 1, lexicon);
                    }
                }
            }
            _ => (),
        }
        if left > 0
            && let Some(prop) = dom.attr(node, Attr::Itemprop)
        {
            left -= 1;
            microdata(dom, i, &prop, &mut meta, lexicon);
        }
    }
    meta.settle(lexicon);
    meta
}

/// Elements `time` that are looked at, at most.
const MOST_TIMES: usize = 8;

/// True where the text right before node `i` calls what follows an update.
fn is_update(dom: &Dom<'_>, i: usize, lexicon: &PageLexicon) -> bool {
    /// Nodes before it that are looked at.
    const NEAR: usize = 6;
    let before = dom.nodes.get(i.saturating_sub(NEAR)..i).unwrap_or_default();
    let label = before.iter().rev().find_map(|node| {
        let text = dom.text(node);
        let is_text = node.kind == NodeKind::Text && !text.trim().is_empty();
        is_text.then_some(text)
    });
    label.filter(|text| text.len() <= 80).is_some_and(|text| {
        let tokens = crate::tokens::Tokens::of(text.trim(), 0);
        let hits = lexicon.phrases.find(&tokens);
        hits.iter().any(|hit| hit.cue == crate::phrase::Cue::Updated)
    })
}

fn microdata(
    dom: &Dom<'_>,
    i: usize,
    props: &str,
    meta: &mut Meta,
    lexicon: &PageLexicon,
) {
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
            meta.vote(field, &stated, StatedIn::Microdata, 2, lexicon);
        }
    }
}

impl Meta {
    /// Draws from the votes what the reader of articles asks for.
    fn settle(&mut self, lexicon: &PageLexicon) {
        // An address is no name.
        let named = |v: &&Vote| !v.value.contains('.') && !v.value.contains('/');
        let outlets = self.all.outlet.all();
        self.site = outlets
            .iter()
            .find(named)
            .or_else(|| outlets.first())
            .map(|v| v.value.clone());
        self.url = self.all.url.best().map(str::to_owned);
        self.title = self.all.title.best().map(str::to_owned);
        self.published = local(&self.all.published).and_then(instant);
        self.modified = local(&self.all.modified).and_then(instant);
        let own = self.site.as_deref().map(words_key).unwrap_or_default();
        for id in std::mem::take(&mut self.awaited) {
            if let Some((_, name)) = self.people.iter().find(|(known, _)| *known == id) {
                self.persons.add(name, StatedIn::JsonLd, 3, same_words);
            }
        }
        let persons = std::mem::take(&mut self.persons);
        let most = persons.all().iter().map(Vote::weight).max().unwrap_or(0);
        for vote in persons.all() {
            if vote.weight() * 2 < most {
                continue;
            }
            let typed = vote.stated_in.contains(&StatedIn::JsonLd);
            for name in person::names(&vote.value, lexicon) {
                // A site may bear its writer's name only where that is stated to be a
                // person.
                if words_key(name) != own || typed {
                    for &place in &vote.stated_in {
                        self.all.authors.add(name, place, 2, same_words);
                    }
                }
            }
        }
        if self.all.authors.all().is_empty() && self.linked.len() <= MOST_LINKED {
            for stated in &self.linked {
                for name in person::names(stated, lexicon) {
                    if words_key(name) != own {
                        self.all.authors.add(name, StatedIn::Link, 2, same_words);
                    }
                }
            }
        }
        self.authors =
            self.all.authors.all().iter().map(|vote| vote.value.clone()).collect();
    }
}

/// The best date; where another place states the same instant in the site's own zone,
/// that one, since a site's day is the day there.
fn local(votes: &Votes) -> Option<&str> {
    let best = votes.best()?;
    let own = |value: &&str| {
        value.get(16..).is_some_and(|zone| !matches!(zone, "" | "Z" | "+00:00"))
            && minutes(value).is_some_and(|at| minutes(best) == Some(at))
    };
    let others = votes.all().iter().map(|vote| vote.value.as_str());
    Some(others.filter(|v| v.get(16..).is_some()).find(|v| own(v)).unwrap_or(best))
}

/// The minutes of an instant with an offset, on a scale that compares instants.
fn minutes(value: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| value.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute) = (number(11..13)?, number(14..16)?);
    let zone = value.get(16..)?;
    let offset = match zone {
        "Z" => 0,
        "" => return None,
        _ => {
            let minutes = number(17..19)? * 60 + number(20..22)?;
            if zone.starts_with('-') { -minutes } else { minutes }
        }
    };
    // Days of the civil calendar, after Hinnant.
    let year = if month <= 2 { year - 1 } else { year };
    let era_day = year * 365 + year / 4 - year / 100 + year / 400;
    let days = era_day + (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(days * 1440 + hour * 60 + minute - offset)
}

/// A day that metadata state, in ISO 8601 or as people write it.
pub(super) fn day(text: &str, lexicon: &PageLexicon) -> Option<(String, Precision)> {
    instant(text).or_else(|| {
        let text = text.trim();
        if text.len() > 60 {
            return None;
        }
        // Two numbers and a year may be day and month or month and day.
        if text.bytes().all(|b| !b.is_ascii_alphabetic()) && text.is_ascii() {
            return None;
        }
        lexicon.dates.whole(text, 0).map(|found| (found.value, found.precision))
    })
}

/// Text with its blanks evened out.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An ISO 8601 date or instant, to the minute, with its offset where one is stated.
fn instant(text: &str) -> Option<(String, Precision)> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let dated = digits(0..4)
        && matches!(bytes.get(4), Some(b'-' | b'/'))
        && digits(5..7)
        && bytes.get(7) == bytes.get(4)
        && digits(8..10);
    let (month, day) = (text.get(5..7)?, text.get(8..10)?);
    if !dated || !("01"..="12").contains(&month) || !("01"..="31").contains(&day) {
        return None;
    }
    let date = text.get(..10)?.replace('/', "-");
    let date = date.as_str();
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
        assert_eq!(instant("2025/05/06 07:30").unwrap().0, "2025-05-06T07:30");
        assert_eq!(instant("06/05/2025"), None);
        assert_eq!(instant("2025-13-06"), None);
    }

    #[test]
    fn the_same_instant_counts_in_the_site_s_zone() {
        let mut votes = Votes::default();
        votes.add("2020-12-31T22:30Z", StatedIn::OpenGraph, 3, same_day);
        votes.add("2021-01-01T01:30+03:00", StatedIn::JsonLd, 1, same_day);
        votes.add("2021-03-01T01:30+03:00", StatedIn::Meta, 1, same_day);
        assert_eq!(local(&votes), Some("2021-01-01T01:30+03:00"));
    }
}
