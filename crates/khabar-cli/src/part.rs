//! One part of the articles of a page: their text, titles or metadata.

use khabar::wire;
use khabar_doc::{Page, StatedDate, Vote, Votes};
use serde_json::{Map, Value, json};

use crate::{args::Part, view};

/// What is printed for a page, and how many articles it has.
pub(crate) fn page(page: &Page, part: Part) -> (String, usize) {
    let words = |span| page.text.slice(span).unwrap_or_default();
    let mut out = String::new();
    match part {
        Part::Title => {
            for title in page.documents.iter().filter_map(|d| d.title) {
                out.push_str(&view::clean(words(title)));
                out.push('\n');
            }
        }
        Part::Text => {
            for document in &page.documents {
                for part in document.parts.iter().filter(|p| p.kind.is_told()) {
                    out.push_str(&view::clean(words(part.span)));
                    out.push('\n');
                }
                out.push('\n');
            }
        }
        Part::Metadata => {
            let votes = |votes: &Votes| -> Value {
                let vote = |vote: &Vote| {
                    let places: Vec<_> =
                        vote.stated_in.iter().map(|s| s.name()).collect();
                    json!({"value": vote.value, "stated_in": places})
                };
                votes.all().iter().map(vote).collect()
            };
            let date = |date: &StatedDate| {
                json!({"value": date.value, "precision": wire::precision(date.precision),
                       "calendar": wire::calendar(date.calendar), "zone": date.zone(),
                       "certainty": date.certainty.name()})
            };
            let stated: Map<String, Value> = page
                .metadata
                .fields()
                .into_iter()
                .map(|(name, field)| (name.to_owned(), votes(field)))
                .collect();
            let articles: Vec<Value> = page
                .documents
                .iter()
                .map(|d| {
                    json!({
                        "title": d.title.map(words),
                        "byline": d.byline.iter().map(|&s| words(s)).collect::<Vec<_>>(),
                        "outlet": d.outlet.as_ref().map(|o| o.name.as_str()),
                        "published": d.published.iter().map(date).collect::<Vec<_>>(),
                        "modified": d.modified.iter().map(date).collect::<Vec<_>>(),
                        "language": d.language,
                        "section": d.section,
                        "url": d.url,
                        "amp": d.amp,
                        "dateline": d.dateline.as_ref().map(|l| words(l.span)),
                        "credits": d.credits.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
                    })
                })
                .collect();
            let notices: Vec<&str> = page.notices.iter().map(|n| n.kind).collect();
            let line = json!({
                "url": page.url, "charset": page.charset, "captured_at": page.captured_at, "stated": stated,
                "articles": articles, "notices": notices,
            });
            out = line.to_string();
            out.push('\n');
        }
    }
    (out, page.documents.len())
}
