//! Listings: rows of one kind, filtered, one at a time, at any size.

use rusqlite::{
    Connection, ToSql, functions::FunctionFlags, params_from_iter, types::ValueRef,
};

use super::Record;
use crate::{error::StoreError, index::name_key};

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// What came in, version by version.
    Captures,
    /// Articles.
    Documents,
    /// Claims with their chains.
    Claims,
    /// Events with those who take part and the claims behind them.
    Events,
    /// Whom and what articles mention, joined over all pages.
    Entities,
}

/// Which rows are listed; what is `None` or false does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the outlet's name.
    pub outlet: Option<String>,
    /// On or after this day, `YYYY-MM-DD`.
    pub since: Option<String>,
    /// On or before this day, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Words of the speaker's name; of an event, the actor's; of an entity, its own.
    pub by: Option<String>,
    /// Words of the content; of an event, of those it befell.
    pub about: Option<String>,
    /// Words of a name in the chain or the credits.
    pub source: Option<String>,
    /// Words of the place.
    pub place: Option<String>,
    /// Of this act.
    pub act: Option<String>,
    /// As sure as this.
    pub certainty: Option<String>,
    /// Of a source without a name, or with one.
    pub anonymous: Option<bool>,
    /// Of this PLOVER type; of an entity, of this kind.
    pub kind: Option<String>,
    /// Of this status.
    pub status: Option<String>,
    /// Captures that could not be read.
    pub failed: bool,
    /// Old versions of pages too.
    pub versions: bool,
}

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Not known.
    Null,
    /// A number.
    Number(i64),
    /// A text.
    Text(&'a str),
}

/// One row of a listing.
#[derive(Debug)]
pub struct Row<'a> {
    /// The names of its columns.
    pub columns: &'a [String],
    /// Its values, one a column.
    pub values: Vec<Value<'a>>,
}

impl Listing {
    /// The statement without its conditions, and what comes behind them.
    fn statement(self) -> (&'static str, &'static str) {
        match self {
            Listing::Captures => (
                "SELECT c.id, p.url, c.captured_at, c.kept_at, c.length_bytes AS bytes, \
                 lower(hex(c.digest)) AS sha256, c.locator, c.newest, c.failure \
                 FROM capture c JOIN page p ON p.id = c.page WHERE 1",
                " ORDER BY c.id",
            ),
            Listing::Documents => (
                "SELECT d.id, d.capture, d.day, d.outlet, d.title, p.url, d.place, d.language, \
                 d.credits, d.aggregator, (SELECT count(*) FROM claim WHERE document = d.id) \
                 AS claims, (SELECT count(*) FROM event WHERE document = d.id) AS events \
                 FROM document d JOIN capture c ON c.id = d.capture \
                 JOIN page p ON p.id = c.page WHERE 1",
                " ORDER BY d.id",
            ),
            Listing::Claims => (
                "SELECT l.id, l.document, d.day, d.outlet, l.source, l.source_kind, l.act, \
                 l.certainty, l.commitment, l.content, l.addressee, l.quotation, l.polarity, \
                 l.anonymous, l.speech_time, (SELECT group_concat(name, ' \u{2190} ') FROM \
                 (SELECT name FROM link WHERE claim = l.id ORDER BY n)) AS chain, p.url \
                 FROM claim l JOIN document d ON d.id = l.document \
                 JOIN capture c ON c.id = d.capture JOIN page p ON p.id = c.page WHERE 1",
                " ORDER BY l.id",
            ),
            Listing::Events => (
                "SELECT e.id, e.document, d.day, d.outlet, e.type, e.mode, e.status, e.words, \
                 (SELECT group_concat(label, '; ') FROM participant WHERE event = e.id AND \
                 role = 'actor') AS actors, (SELECT group_concat(label, '; ') FROM participant \
                 WHERE event = e.id AND role = 'recipient') AS recipients, e.place, e.time, \
                 (SELECT group_concat(claim || ' ' || stance, '; ') FROM tie WHERE event = e.id) \
                 AS claims, p.url \
                 FROM event e JOIN document d ON d.id = e.document \
                 JOIN capture c ON c.id = d.capture JOIN page p ON p.id = c.page WHERE 1",
                " ORDER BY e.id",
            ),
            Listing::Entities => (
                "SELECT n.key, n.kind, min(n.label) AS name, count(*) AS captures, \
                 min(d.day) AS first_day, max(d.day) AS last_day, n.known, n.wikidata \
                 FROM entity n JOIN capture c ON c.id = n.capture \
                 LEFT JOIN document d ON d.id = (SELECT min(id) FROM document \
                 WHERE capture = c.id) WHERE 1",
                " GROUP BY n.key ORDER BY n.key",
            ),
        }
    }

    /// The conditions of `filter`, or the filter that means nothing here.
    fn conditions(self, filter: &Filter) -> Result<(String, Vec<String>), StoreError> {
        let mut sql = String::new();
        let mut values: Vec<String> = Vec::new();
        let has_documents = self != Listing::Captures;
        let mut add = |condition: Option<&str>,
                       name: &str,
                       value: &Option<String>|
         -> Result<(), StoreError> {
            let Some(value) = value else { return Ok(()) };
            let Some(condition) = condition else {
                let reason =
                    format!("--{name} means nothing for this listing; leave it out");
                return Err(StoreError::Query { at: 0, reason });
            };
            values.push(value.clone());
            sql.push_str(" AND ");
            sql.push_str(&condition.replace('?', &format!("?{}", values.len())));
            Ok(())
        };
        let on_documents = |condition: &'static str| has_documents.then_some(condition);
        add(on_documents("has_words(d.outlet, ?)"), "outlet", &filter.outlet)?;
        add(on_documents("d.day >= ?"), "since", &filter.since)?;
        add(on_documents("d.day <= ?"), "until", &filter.until)?;
        add(
            match self {
                Listing::Claims => Some("has_words(l.source, ?)"),
                Listing::Events => Some(
                    "EXISTS (SELECT 1 FROM participant x WHERE x.event = e.id AND \
                     x.role <> 'recipient' AND has_words(x.label, ?))",
                ),
                Listing::Entities => Some("has_words(n.label || ' ' || n.names, ?)"),
                _ => None,
            },
            "by",
            &filter.by,
        )?;
        add(
            match self {
                Listing::Claims => Some("has_words(l.content, ?)"),
                Listing::Events => Some(
                    "EXISTS (SELECT 1 FROM participant x WHERE x.event = e.id AND \
                     x.role <> 'actor' AND has_words(x.label, ?))",
                ),
                Listing::Documents => {
                    Some("has_words(coalesce(d.title, '') || ' ' || d.body, ?)")
                }
                _ => None,
            },
            "about",
            &filter.about,
        )?;
        add(
            match self {
                Listing::Claims => Some(
                    "(has_words(d.credits, ?) OR EXISTS (SELECT 1 FROM link x WHERE \
                     x.claim = l.id AND has_words(x.name, ?)))",
                ),
                Listing::Documents | Listing::Events => {
                    Some("has_words(coalesce(d.outlet, '') || ' ' || d.credits, ?)")
                }
                _ => None,
            },
            "source",
            &filter.source,
        )?;
        add(
            match self {
                Listing::Events => Some("has_words(e.place, ?)"),
                Listing::Documents => Some("has_words(d.place, ?)"),
                _ => None,
            },
            "place",
            &filter.place,
        )?;
        let on_claims =
            |condition: &'static str| (self == Listing::Claims).then_some(condition);
        add(on_claims("l.act = ?"), "act", &filter.act)?;
        add(on_claims("l.certainty = ?"), "certainty", &filter.certainty)?;
        let anonymous = filter.anonymous.map(|yes| u8::from(yes).to_string());
        add(on_claims("l.anonymous = CAST(? AS INTEGER)"), "anonymous", &anonymous)?;
        add(
            match self {
                Listing::Events => Some("e.type = upper(?)"),
                Listing::Entities => Some("n.kind = upper(?)"),
                Listing::Claims => Some("l.source_kind = ?"),
                _ => None,
            },
            "kind",
            &filter.kind,
        )?;
        add(
            (self == Listing::Events).then_some("e.status = ?"),
            "status",
            &filter.status,
        )?;
        if filter.failed {
            sql.push_str(" AND c.failure IS NOT NULL");
        }
        if !filter.versions && self != Listing::Captures {
            sql.push_str(" AND c.newest");
        }
        Ok((sql, values))
    }
}

impl Record {
    /// Gives every row to `each`, one at a time.
    pub(crate) fn list<E: From<StoreError>>(
        &self,
        listing: Listing,
        filter: &Filter,
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (head, tail) = listing.statement();
        let (conditions, values) = listing.conditions(filter)?;
        let statement = format!("{head}{conditions}{tail}");
        let failed = |error| E::from(self.failed(error));
        let mut query = self.sql.prepare(&statement).map_err(failed)?;
        let columns: Vec<String> = query.column_names().map(str::to_owned).collect();
        let values = values.iter().map(|value| value as &dyn ToSql);
        let mut rows = query.query(params_from_iter(values)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let mut values = Vec::with_capacity(columns.len());
            for place in 0..columns.len() {
                values.push(match row.get_ref(place).map_err(failed)? {
                    ValueRef::Integer(number) => Value::Number(number),
                    ValueRef::Text(text) => {
                        Value::Text(std::str::from_utf8(text).unwrap_or_default())
                    }
                    _ => Value::Null,
                });
            }
            each(&Row { columns: &columns, values })?;
        }
        Ok(())
    }
}

/// `has_words(text, words)`: true where `text` has all `words`, each within a word of
/// it, spellings joined.
pub(super) fn add_functions(sql: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    sql.create_scalar_function("has_words", 2, flags, |context| {
        let (ValueRef::Text(text), ValueRef::Text(words)) =
            (context.get_raw(0), context.get_raw(1))
        else {
            return Ok(false);
        };
        let text = name_key(&String::from_utf8_lossy(text));
        let words = name_key(&String::from_utf8_lossy(words));
        Ok(words.split(' ').all(|word| text.contains(word)))
    })
}
