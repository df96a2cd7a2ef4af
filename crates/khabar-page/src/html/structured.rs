//! Structured data of schema.org in scripts (JSON-LD): what they state of the article.

use khabar_doc::StatedIn;
use serde_json::Value;

use super::meta::{Field, Meta, Update, day};
use crate::PageLexicon;

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
/// Types of pages and of works on them, whose dates stand in where no article's are.
const PAGES: [&str; 7] = [
    "WebPage",
    "ItemPage",
    "MedicalWebPage",
    "VideoObject",
    "HowTo",
    "Recipe",
    "FAQPage",
];
/// Entries of a live blog that are read, at most.
const MOST_UPDATES: usize = 500;

/// Reads the text of one script.
pub(super) fn read(text: &str, meta: &mut Meta, lexicon: &PageLexicon) {
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
    let mut reader = Reader { meta, lexicon };
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    while let Some(Ok(value)) = values.next() {
        reader.find(&value, 0);
    }
}

struct Reader<'m> {
    meta: &'m mut Meta,
    lexicon: &'m PageLexicon,
}

/// The types of a value.
fn kinds(value: &Value) -> Vec<&str> {
    match value.get("@type") {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

impl Reader<'_> {
    fn vote(&mut self, field: Field, value: &str, weight: u32) {
        let value = unescape(value);
        self.meta.vote(field, &value, StatedIn::JsonLd, weight, self.lexicon);
    }

    /// Looks for an article. Depth is bounded: the format needs three levels.
    fn find(&mut self, value: &Value, depth: usize) {
        if depth > 4 {
            return;
        }
        match value {
            Value::Array(items) => {
                // Persons first: articles point to them.
                let is_person = |item: &&Value| kinds(item).contains(&"Person");
                let items = items.get(..items.len().min(50)).unwrap_or_default();
                for item in items.iter().filter(is_person) {
                    self.find(item, depth + 1);
                }
                for item in items.iter().filter(|item| !is_person(item)) {
                    self.find(item, depth + 1);
                }
            }
            Value::Object(object) => self.object(value, object, depth),
            _ => (),
        }
    }

    fn object(
        &mut self,
        value: &Value,
        object: &serde_json::Map<String, Value>,
        depth: usize,
    ) {
        let kinds = kinds(value);
        if kinds.contains(&"Person")
            && let (Some(id), Some(name)) = (object.get("@id"), object.get("name"))
            && let (Some(id), Some(name)) = (id.as_str(), name.as_str())
            && self.meta.people.len() < 16
        {
            self.meta.people.push((id.to_owned(), name.to_owned()));
        }
        if kinds.contains(&"BreadcrumbList") {
            self.trail(value);
        }
        if kinds.iter().any(|kind| ARTICLES.contains(kind)) {
            // Of several articles the first is the page's own.
            if !self.meta.seen {
                self.meta.seen = true;
                self.article(value);
            }
            return;
        }
        if kinds.iter().any(|kind| PAGES.contains(kind)) {
            for (field, name) in [
                (Field::Published, "datePublished"),
                (Field::Published, "uploadDate"),
                (Field::Modified, "dateModified"),
            ] {
                if let Some(date) = object.get(name).and_then(Value::as_str) {
                    self.vote(field, date, 1);
                }
            }
        }
        for inner in ["@graph", "mainEntity", "breadcrumb"] {
            if let Some(inner) = object.get(inner) {
                self.find(inner, depth + 1);
            }
        }
    }

    /// The way from the front page to the article: its last step but the article itself
    /// is the section.
    fn trail(&mut self, value: &Value) {
        let Some(Value::Array(items)) = value.get("itemListElement") else { return };
        let names: Vec<&str> = items
            .iter()
            .take(8)
            .filter_map(|item| {
                let named = item.get("name").or_else(|| item.get("item")?.get("name"));
                named.and_then(Value::as_str)
            })
            .collect();
        // The first is the front page; the last, where it is long, the article.
        let section =
            names.iter().skip(1).rev().find(|n| n.split_whitespace().count() <= 3);
        if let Some(section) = section {
            self.vote(Field::Section, section, 1);
        }
    }

    fn article(&mut self, value: &Value) {
        // Some systems put the time of their last run for the day of publication: it lies
        // behind the last change then.
        let day = |name| {
            let stated = value.get(name).and_then(Value::as_str).unwrap_or_default();
            day(stated, self.lexicon).map(|(day, _)| day)
        };
        let sound = match (day("datePublished"), day("dateModified")) {
            (Some(published), Some(modified)) => {
                published.get(..10) <= modified.get(..10)
            }
            _ => true,
        };
        for (field, name, weight) in [
            (Field::Title, "headline", 2),
            (Field::Published, "datePublished", if sound { 4 } else { 1 }),
            (Field::Modified, "dateModified", 4),
            (Field::Section, "articleSection", 2),
            (Field::Language, "inLanguage", 1),
            (Field::Description, "description", 1),
            (Field::Url, "url", 1),
        ] {
            let stated = match value.get(name) {
                Some(Value::Array(all)) => all.iter().find_map(Value::as_str),
                Some(one) => one.as_str(),
                None => None,
            };
            if let Some(text) = stated {
                self.vote(field, text, weight);
            }
        }
        let publisher = match value.get("publisher") {
            Some(Value::Array(all)) => all.first(),
            one => one,
        };
        if let Some(publisher) = publisher
            && let Some(name) = publisher.get("name").unwrap_or(publisher).as_str()
        {
            self.vote(Field::Outlet, name, 2);
        }
        if let Some(body) = value.get("articleBody").and_then(Value::as_str) {
            self.meta.body.get_or_insert_with(|| unescape(body));
        }
        if let Some(Value::Array(updates)) = value.get("liveBlogUpdate") {
            self.updates(updates);
        }
        self.authors(value);
    }

    fn updates(&mut self, updates: &[Value]) {
        for update in updates.iter().take(MOST_UPDATES) {
            let text = |name| {
                update.get(name).and_then(Value::as_str).map(unescape).unwrap_or_default()
            };
            let time = text("datePublished");
            self.meta.updates.push(Update {
                time: (!time.is_empty()).then_some(time),
                title: text("headline"),
                body: text("articleBody"),
            });
        }
    }

    fn authors(&mut self, value: &Value) {
        let authors = match value.get("author").or_else(|| value.get("creator")) {
            Some(Value::Array(authors)) => authors.iter().collect(),
            Some(author) => vec![author],
            None => Vec::new(),
        };
        for author in authors.into_iter().take(8) {
            // An author of a type other than a person is an outlet or agency.
            let kinds = kinds(author);
            let is_person =
                kinds.is_empty() || kinds.iter().any(|k| k.ends_with("Person"));
            let name = match author.get("name") {
                Some(Value::Array(names)) => names.first().and_then(Value::as_str),
                Some(name) => name.as_str(),
                None => author.as_str().or_else(|| {
                    let id = author.get("@id")?.as_str()?;
                    self.meta
                        .people
                        .iter()
                        .find(|(known, _)| known == id)
                        .map(|(_, name)| name.as_str())
                }),
            };
            if is_person && let Some(name) = name.map(str::to_owned) {
                self.vote(Field::Author, &name, 3);
            } else if is_person
                && author.get("name").is_none()
                && let Some(id) = author.get("@id").and_then(Value::as_str)
            {
                self.meta.awaited.push(id.to_owned());
            }
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
