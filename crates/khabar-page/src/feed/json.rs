//! JSON Feed, versions 1 and 1.1.

use serde_json::Value;

use super::{Feed, Item, date, escaped};

/// Reads the items of `text` into `feed`.
///
/// # Errors
///
/// Where it is not JSON: what is wrong, with line and column.
pub(super) fn read(
    feed: &mut Feed,
    text: &str,
    most_items: usize,
) -> Result<bool, String> {
    let whole: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    feed.title = words(&whole, "title").unwrap_or_default();
    feed.url = words(&whole, "home_page_url");
    feed.language = words(&whole, "language");
    let authors_of_feed = authors(&whole);
    let items = whole.get("items").and_then(Value::as_array);
    let items = items.map(Vec::as_slice).unwrap_or_default();
    for item in items.iter().take(most_items) {
        let of_item = authors(item);
        feed.items.push(Item {
            // Numbers are allowed where version 1 asked for them.
            id: words(item, "id")
                .or_else(|| item.get("id").map(Value::to_string))
                .unwrap_or_default(),
            title: words(item, "title").unwrap_or_default(),
            url: words(item, "url").or_else(|| words(item, "external_url")),
            published: words(item, "date_published").and_then(|d| date::iso(&d)),
            updated: words(item, "date_modified").and_then(|d| date::iso(&d)),
            authors: if of_item.is_empty() { authors_of_feed.clone() } else { of_item },
            categories: item
                .get("tags")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|tag| tag.as_str().map(str::to_owned))
                .collect(),
            summary: words(item, "summary").map(|s| escaped(&s)).unwrap_or_default(),
            content: words(item, "content_html")
                .or_else(|| words(item, "content_text").map(|text| escaped(&text)))
                .unwrap_or_default(),
        });
    }
    Ok(items.len() > most_items)
}

fn words(of: &Value, name: &str) -> Option<String> {
    of.get(name)
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// Version 1 has one author, 1.1 a list.
fn authors(of: &Value) -> Vec<String> {
    let list = of.get("authors").and_then(Value::as_array).into_iter().flatten();
    list.chain(of.get("author")).filter_map(|author| words(author, "name")).collect()
}
