//! Whether a record is whole.

use rusqlite::Connection;

use super::{Kept, Record, known_version};
use crate::{
    capture::{Digest, unpack},
    error::StoreError,
    store::Counts,
};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// As it should be.
    Good,
    /// Worth knowing; nothing need be done.
    Note,
    /// Something is broken; the text names the remedy.
    Fault,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The part of the store.
    pub part: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found, and the remedy.
    pub text: String,
}

const REMEDY: &str = "put a backup in its place (`khabar restore`), or save what can be read with \
     `khabar doctor --salvage DIR`";

/// Rows that should not be: what they are, and how they are counted.
const ORPHANS: [(&str, &str); 5] = [
    (
        "readings without a capture",
        "SELECT count(*) FROM reading WHERE capture NOT IN (SELECT id FROM capture)",
    ),
    (
        "mentions of an entity that is not there",
        "SELECT count(*) FROM mention WHERE entity NOT IN (SELECT id FROM entity)",
    ),
    (
        "claims of a source that is not there",
        "SELECT count(*) FROM claim WHERE source_entity NOT IN (SELECT id FROM entity)",
    ),
    (
        "pages with no newest version",
        "SELECT count(*) FROM page WHERE NOT EXISTS \
         (SELECT 1 FROM capture WHERE capture.page = page.id AND capture.newest)",
    ),
    (
        "captures neither read nor refused",
        "SELECT count(*) FROM capture WHERE failure IS NULL AND id NOT IN \
         (SELECT capture FROM reading)",
    ),
];

/// Looks over a record; reads every page and row, and with `deep` the bytes of every
/// capture against its digest.
pub(crate) fn check(record: &Record, deep: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    let mut say = |part, severity, text| findings.push(Finding { part, severity, text });
    let version = known_version();
    let found = record.version()?;
    if found < version {
        let text = format!("schema {found}; the next ingest brings it to {version}");
        say("schema", Severity::Note, text);
    } else {
        say("schema", Severity::Good, format!("version {found}"));
    }
    let pages = integrity(&record.sql);
    let is_whole = pages.is_empty();
    if is_whole {
        say("record", Severity::Good, "every page of the file is whole".to_owned());
    }
    for fault in pages {
        say("record", Severity::Fault, format!("{fault}; {REMEDY}"));
    }
    if is_whole {
        let dangling: i64 = record
            .sql
            .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
                row.get(0)
            })
            .map_err(|error| record.failed(error))?;
        if dangling > 0 {
            let text =
                format!("{dangling} rows point to rows that are not there; {REMEDY}");
            say("rows", Severity::Fault, text);
        }
        let mut orphans = 0;
        for (what, count) in ORPHANS {
            let count: i64 = record
                .sql
                .query_row(count, [], |row| row.get(0))
                .map_err(|error| record.failed(error))?;
            if count > 0 {
                let text = format!("{count} {what}; run `khabar reread --all`");
                say("rows", Severity::Fault, text);
            }
            orphans += count;
        }
        if dangling == 0 && orphans == 0 {
            say("rows", Severity::Good, "none is orphaned".to_owned());
        }
        let Counts { pages, captures, unread, documents, claims, events } =
            record.counts()?;
        let text = format!(
            "{pages} pages, {captures} captures, {documents} articles, {claims} claims, \
             {events} events"
        );
        say("content", Severity::Good, text);
        if unread > 0 {
            let text = format!(
                "{unread} captures could not be read; their bytes are kept: \
                 `khabar list captures --failed`"
            );
            say("content", Severity::Note, text);
        }
    }
    if deep && is_whole {
        let broken = broken_captures(record)?;
        if broken.is_empty() {
            let text = "the bytes of every capture match their digest".to_owned();
            say("bytes", Severity::Good, text);
        } else {
            let text = format!("captures {broken:?} differ from their digest; {REMEDY}");
            say("bytes", Severity::Fault, text);
        }
    }
    Ok(findings)
}

/// The faults that SQLite finds in its pages, at most ten.
fn integrity(sql: &Connection) -> Vec<String> {
    let faults = sql.prepare("PRAGMA integrity_check(10)").and_then(|mut query| {
        query.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()
    });
    match faults {
        Ok(faults) => faults.into_iter().filter(|fault| fault != "ok").collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn broken_captures(record: &Record) -> Result<Vec<i64>, StoreError> {
    let mut broken = Vec::new();
    let mut query = record
        .sql
        .prepare("SELECT id, digest, bytes FROM capture ORDER BY id")
        .map_err(|error| record.failed(error))?;
    let mut rows = query.query([]).map_err(|error| record.failed(error))?;
    while let Some(row) = rows.next().map_err(|error| record.failed(error))? {
        let (id, digest, packed): (i64, Vec<u8>, Vec<u8>) = row
            .get(0)
            .and_then(|id| Ok((id, row.get(1)?, row.get(2)?)))
            .map_err(|error| record.failed(error))?;
        let is_right =
            unpack(&packed).is_ok_and(|bytes| Digest::of(&bytes).0.as_slice() == digest);
        if !is_right {
            broken.push(id);
        }
    }
    Ok(broken)
}

impl Record {
    /// Counts of what it holds.
    pub(crate) fn counts(&self) -> Result<Counts, StoreError> {
        let count = |statement: &str| -> Result<u64, StoreError> {
            let count: i64 = self
                .sql
                .query_row(statement, [], |row| row.get(0))
                .map_err(|error| self.failed(error))?;
            Ok(count.max(0).cast_unsigned())
        };
        Ok(Counts {
            pages: count("SELECT count(*) FROM page")?,
            captures: count("SELECT count(*) FROM capture")?,
            unread: count("SELECT count(*) FROM capture WHERE failure IS NOT NULL")?,
            documents: count("SELECT count(*) FROM document")?,
            claims: count("SELECT count(*) FROM claim")?,
            events: count("SELECT count(*) FROM event")?,
        })
    }

    /// Brings the log into the file, where nobody else reads.
    pub(crate) fn checkpoint(&self) {
        // Where it does not succeed now, SQLite does it later.
        let _ = self.sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}

impl Record {
    /// The numbers that captures may have, also where the table cannot be walked.
    pub(crate) fn readable_captures(&self) -> Vec<i64> {
        if let Ok(captures) = self.captures() {
            return captures;
        }
        let last: i64 = self
            .sql
            .query_row("SELECT max(id) FROM capture", [], |row| row.get(0))
            .or_else(|_| {
                self.sql.query_row(
                    "SELECT seq FROM sqlite_sequence WHERE name = 'capture'",
                    [],
                    |row| row.get(0),
                )
            })
            .unwrap_or(0);
        (1..=last).collect()
    }

    /// A capture whose bytes are as its digest says, with the time of its keeping.
    pub(crate) fn rescue(&self, capture: i64) -> Option<(Kept, String)> {
        let kept = self.kept(capture).ok()??;
        let (digest, kept_at): (Vec<u8>, String) = self
            .sql
            .query_row(
                "SELECT digest, kept_at FROM capture WHERE id = ?1",
                [capture],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .ok()?;
        (Digest::of(&kept.bytes).0.as_slice() == digest).then_some((kept, kept_at))
    }
}
