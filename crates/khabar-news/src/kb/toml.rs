//! Entities of the user's own in TOML: the same cells as in the table, by other means.

use std::ops::Range;

use khabar_arabic::table::LexiconError;
use serde::Deserialize;
use toml::{Spanned, value::Datetime};

use super::entities::{COLUMNS, Cells};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    entity: Vec<Spanned<Entity>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entity {
    id: Spanned<String>,
    kind: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    country: String,
    #[serde(default)]
    english: String,
    #[serde(default)]
    roles: Vec<Role>,
    #[serde(default)]
    wikidata: String,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    title: String,
    #[serde(default)]
    of: String,
    #[serde(default)]
    from: Option<Date>,
    #[serde(default)]
    to: Option<Date>,
}

/// `2014`, `2014-03-26`, or a text of any precision.
#[derive(Deserialize)]
#[serde(untagged)]
enum Date {
    Year(i64),
    Day(Datetime),
    Text(String),
}

impl Date {
    fn text(self) -> String {
        match self {
            Date::Year(year) => year.to_string(),
            Date::Day(day) => day.to_string(),
            Date::Text(text) => text,
        }
    }
}

/// The entities of `text`, each as cells with its line.
///
/// # Errors
///
/// Where `text` is no TOML, or has other keys than a list `entity` of tables with the
/// names of [`COLUMNS`]; where a value holds the mark that parts values from each other.
pub(super) fn rows(
    file: &str,
    text: &str,
) -> Result<Vec<(usize, Cells)>, Vec<LexiconError>> {
    let line = |at: usize| {
        text.as_bytes()[..at.min(text.len())].iter().filter(|&&b| b == b'\n').count() + 1
    };
    let fault =
        |line, message: String| LexiconError { file: file.to_owned(), line, message };
    let parsed: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |Range { start, .. }| start);
        let message = error.message().trim().replace('\n', " ");
        vec![fault(
            line(at),
            format!("{message}; write tables [[entity]] with id, kind and name"),
        )]
    })?;
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for entity in parsed.entity {
        let entity = entity.into_inner();
        let at = line(entity.id.span().start);
        let mut check = |text: &String, marks: &[char]| {
            if let Some(mark) = text.chars().find(|ch| marks.contains(ch)) {
                faults.push(fault(
                    at,
                    format!("`{text}` holds `{mark}`, which parts values; leave it out"),
                ));
            }
        };
        for alias in &entity.aliases {
            check(alias, &['|']);
        }
        let mut roles = Vec::new();
        for role in entity.roles {
            let date = |date: Option<Date>| date.map(Date::text).unwrap_or_default();
            let cells = [role.title, role.of, date(role.from), date(role.to)];
            for cell in &cells {
                check(cell, &['|', '@']);
            }
            roles.push(cells.join("@"));
        }
        // In the order of the columns.
        let cells = [
            entity.id.into_inner(),
            entity.kind,
            entity.name,
            entity.aliases.join("|"),
            entity.country,
            entity.english,
            roles.join("|"),
            entity.wikidata,
            entity.note,
        ];
        debug_assert_eq!(cells.len(), COLUMNS.len(), "one value a column");
        rows.push((at, cells.map(|cell| cell.trim().to_owned())));
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}
