//! The record: one SQLite file that holds everything which cannot be made again.

mod backup;
mod check;
mod list;
mod write;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

pub use self::{
    backup::backup,
    check::{Finding, Severity},
    list::{Filter, Listing, Row, Value},
};
pub(crate) use self::{backup::restore, check::check, write::Put};
use crate::{
    capture::{Digest, unpack},
    error::StoreError,
};

/// The file of the record in the folder of a store.
pub const RECORD: &str = "record.db";

/// `Khbr`: marks a SQLite file as a record of Khabar.
const APPLICATION_ID: i32 = 0x4B68_6272;

/// The steps from one schema to the next; the first makes version 1.
const MIGRATIONS: [&str; 1] = [include_str!("schema-1.sql")];

/// Milliseconds that a statement waits for another's short lock.
const PATIENCE_MS: u64 = 5_000;

/// An open record.
#[derive(Debug)]
pub(crate) struct Record {
    path: PathBuf,
    pub(crate) sql: Connection,
}

/// A capture with what was made of it, as kept.
#[derive(Debug)]
pub struct Kept {
    /// Its number.
    pub capture: i64,
    /// The bytes as they came.
    pub bytes: Vec<u8>,
    /// Where they were fetched.
    pub url: Option<String>,
    /// The header they came with.
    pub content_type: Option<String>,
    /// When they were fetched, as the archive states it.
    pub captured_at: Option<String>,
    /// The file they came from.
    pub locator: String,
}

/// What the index must hold of a capture.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) capture: i64,
    pub(crate) seq: i64,
    /// The reading, where the capture is the version that is searched.
    pub(crate) json: Option<Vec<u8>>,
}

/// Row numbers of one capture, in the order of its reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    pub(crate) documents: Vec<i64>,
    pub(crate) claims: Vec<i64>,
    pub(crate) events: Vec<i64>,
}

impl Record {
    /// Opens the record of the store in `folder` for writing; makes it where `create`.
    pub(crate) fn open(folder: &Path, create: bool) -> Result<Record, StoreError> {
        let path = folder.join(RECORD);
        if !create && !path.is_file() {
            return Err(StoreError::Missing { path: folder.to_owned() });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let failed = |error| StoreError::sql(&path, error);
        let sql = Connection::open_with_flags(&path, flags).map_err(failed)?;
        let mut record = Record { path: path.clone(), sql };
        record.check_identity()?;
        record.prepare_connection().map_err(failed)?;
        if record.sql.is_readonly("main").map_err(failed)? {
            return Err(StoreError::ReadOnly { path: folder.to_owned() });
        }
        record.migrate()?;
        Ok(record)
    }

    /// Opens the record for reading. Works in a folder that cannot be written to, where
    /// the last writer closed it.
    pub(crate) fn read(folder: &Path) -> Result<Record, StoreError> {
        let path = folder.join(RECORD);
        if !path.is_file() {
            return Err(StoreError::Missing { path: folder.to_owned() });
        }
        let failed = |error| StoreError::sql(&path, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(&path, flags).and_then(|sql| {
            // The first read opens the log beside the file, which may need to be made.
            sql.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(sql)
        });
        let sql = match opened {
            Ok(sql) => sql,
            Err(error) => {
                let error = failed(error);
                if !matches!(error, StoreError::ReadOnly { .. } | StoreError::Sql { .. })
                {
                    return Err(error);
                }
                let log = folder.join(format!("{RECORD}-wal"));
                if log.metadata().is_ok_and(|log| log.len() > 0) {
                    return Err(StoreError::ReadOnly { path: folder.to_owned() });
                }
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                    | OpenFlags::SQLITE_OPEN_URI
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                Connection::open_with_flags(uri(&path), flags).map_err(failed)?
            }
        };
        let record = Record { path: path.clone(), sql };
        record.check_identity()?;
        record.sql.busy_timeout(patience()).map_err(failed)?;
        if record.version()? == 0 {
            return Err(StoreError::Missing { path: folder.to_owned() });
        }
        list::add_functions(&record.sql).map_err(failed)?;
        Ok(record)
    }

    /// Gives an error of the database its place and remedy.
    pub(crate) fn failed(&self, error: rusqlite::Error) -> StoreError {
        StoreError::sql(&self.path, error)
    }

    fn version(&self) -> Result<u32, StoreError> {
        self.sql
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(|error| self.failed(error))
    }

    /// Refuses files of others and of later versions before anything is written.
    fn check_identity(&self) -> Result<(), StoreError> {
        let known = known_version();
        let found = self.version()?;
        let id: i32 = self
            .sql
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(|error| self.failed(error))?;
        let tables: i64 = self
            .sql
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .map_err(|error| self.failed(error))?;
        if id != APPLICATION_ID && (id != 0 || found != 0 || tables != 0) {
            return Err(StoreError::Foreign { path: self.path.clone() });
        }
        if found > known {
            return Err(StoreError::Newer { path: self.path.clone(), found, known });
        }
        Ok(())
    }

    fn prepare_connection(&self) -> rusqlite::Result<()> {
        self.sql.busy_timeout(patience())?;
        self.sql.pragma_update(None, "journal_mode", "WAL")?;
        // Nothing is acknowledged before it is on the disk.
        self.sql.pragma_update(None, "synchronous", "FULL")?;
        self.sql.pragma_update(None, "foreign_keys", true)?;
        self.sql.pragma_update(None, "cache_size", -32_000)?;
        self.sql.pragma_update(None, "wal_autocheckpoint", 4_000)?;
        self.sql.set_prepared_statement_cache_capacity(64);
        list::add_functions(&self.sql)
    }

    fn migrate(&mut self) -> Result<(), StoreError> {
        let from = self.version()?;
        let path = self.path.clone();
        let failed = |error| StoreError::sql(&path, error);
        for (step, script) in
            (0_u32..).zip(MIGRATIONS).skip_while(|(step, _)| *step < from)
        {
            // One transaction a step: a kill leaves the version before or after.
            let change = self
                .sql
                .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
                .map_err(failed)?;
            let version: u32 = change
                .pragma_query_value(None, "user_version", |row| row.get(0))
                .map_err(failed)?;
            if version > step {
                continue;
            }
            change.execute_batch(script).map_err(failed)?;
            change.pragma_update(None, "user_version", step + 1).map_err(failed)?;
            change
                .pragma_update(None, "application_id", APPLICATION_ID)
                .map_err(failed)?;
            change
                .execute(
                    "INSERT OR IGNORE INTO store (name, value) \
                     VALUES ('id', lower(hex(randomblob(16))))",
                    [],
                )
                .map_err(failed)?;
            change.commit().map_err(failed)?;
        }
        Ok(())
    }

    /// What tells this store from others: the index names it.
    pub(crate) fn id(&self) -> Result<String, StoreError> {
        self.sql
            .query_row("SELECT value FROM store WHERE name = 'id'", [], |row| row.get(0))
            .map_err(|error| self.failed(error))
    }

    /// The number of the last change.
    pub(crate) fn seq(&self) -> Result<i64, StoreError> {
        self.sql
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM capture")
            .and_then(|mut query| query.query_row([], |row| row.get(0)))
            .map_err(|error| self.failed(error))
    }

    /// The capture of these bytes, where it is kept: from this address, or from any where
    /// the address is not known from outside.
    pub(crate) fn find(
        &self,
        url: Option<&str>,
        digest: Digest,
    ) -> Result<Option<i64>, StoreError> {
        self.sql
            .prepare_cached(
                "SELECT capture.id FROM capture JOIN page ON page.id = capture.page \
                 WHERE capture.digest = ?2 AND (?1 IS NULL OR page.key = ?1)",
            )
            .and_then(|mut query| {
                query.query_row(params![url, digest.0], |row| row.get(0)).optional()
            })
            .map_err(|error| self.failed(error))
    }

    /// The next `limit` changes after `seq`, in order.
    pub(crate) fn changes(
        &self,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<Change>, StoreError> {
        let rows = self
            .sql
            .prepare_cached(
                "SELECT capture.id, capture.seq, CASE WHEN capture.newest THEN reading.json END \
                 FROM capture LEFT JOIN reading ON reading.capture = capture.id \
                 WHERE capture.seq > ?1 ORDER BY capture.seq LIMIT ?2",
            )
            .and_then(|mut query| {
                query
                    .query_map([seq, limit], |row| {
                        let json: Option<Vec<u8>> = row.get(2)?;
                        Ok((row.get(0)?, row.get(1)?, json))
                    })?
                    .collect::<rusqlite::Result<Vec<_>>>()
            })
            .map_err(|error| self.failed(error))?;
        rows.into_iter()
            .map(|(capture, seq, json)| {
                let json = json.map(|packed| self.unpacked(&packed)).transpose()?;
                Ok(Change { capture, seq, json })
            })
            .collect()
    }

    /// The row numbers of what was read from a capture, in the order of the reading.
    pub(crate) fn rows(&self, capture: i64) -> Result<Rows, StoreError> {
        let ids = |statement: &str| -> Result<Vec<i64>, StoreError> {
            self.sql
                .prepare_cached(statement)
                .and_then(|mut query| {
                    query.query_map([capture], |row| row.get(0))?.collect()
                })
                .map_err(|error| self.failed(error))
        };
        Ok(Rows {
            documents: ids("SELECT id FROM document WHERE capture = ?1 ORDER BY id")?,
            claims: ids(
                "SELECT claim.id FROM claim JOIN document ON document.id = claim.document \
                 WHERE document.capture = ?1 ORDER BY claim.id",
            )?,
            events: ids(
                "SELECT event.id FROM event JOIN document ON document.id = event.document \
                 WHERE document.capture = ?1 ORDER BY event.id",
            )?,
        })
    }

    /// A capture with its bytes.
    pub(crate) fn kept(&self, capture: i64) -> Result<Option<Kept>, StoreError> {
        let row = self
            .sql
            .prepare_cached(
                "SELECT bytes, CASE WHEN page.key = page.url THEN page.url END, content_type, \
                 captured_at, locator FROM capture \
                 JOIN page ON page.id = capture.page WHERE capture.id = ?1",
            )
            .and_then(|mut query| {
                query
                    .query_row([capture], |row| {
                        let packed: Vec<u8> = row.get(0)?;
                        Ok((packed, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
                    })
                    .optional()
            })
            .map_err(|error| self.failed(error))?;
        let Some((packed, url, content_type, captured_at, locator)) = row else {
            return Ok(None);
        };
        let bytes = self.unpacked(&packed)?;
        Ok(Some(Kept { capture, bytes, url, content_type, captured_at, locator }))
    }

    /// The reading of a capture, one line of JSON.
    pub(crate) fn json(&self, capture: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let packed: Option<Vec<u8>> = self
            .sql
            .prepare_cached("SELECT json FROM reading WHERE capture = ?1")
            .and_then(|mut query| query.query_row([capture], |row| row.get(0)).optional())
            .map_err(|error| self.failed(error))?;
        packed.map(|packed| self.unpacked(&packed)).transpose()
    }

    /// The captures whose reading is of another engine than `engine`, or missing.
    pub(crate) fn stale(&self, engine: &str) -> Result<Vec<i64>, StoreError> {
        self.sql
            .prepare_cached(
                "SELECT capture.id FROM capture LEFT JOIN reading \
                 ON reading.capture = capture.id \
                 WHERE reading.engine IS NOT ?1 ORDER BY capture.id",
            )
            .and_then(|mut query| query.query_map([engine], |row| row.get(0))?.collect())
            .map_err(|error| self.failed(error))
    }

    /// All captures.
    pub(crate) fn captures(&self) -> Result<Vec<i64>, StoreError> {
        self.sql
            .prepare_cached("SELECT id FROM capture ORDER BY id")
            .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
            .map_err(|error| self.failed(error))
    }

    fn unpacked(&self, packed: &[u8]) -> Result<Vec<u8>, StoreError> {
        unpack(packed).map_err(|error| StoreError::Damaged {
            path: self.path.clone(),
            reason: format!("a packed page: {error}"),
        })
    }
}

/// The schema that this version writes.
pub(crate) fn known_version() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

fn patience() -> std::time::Duration {
    std::time::Duration::from_millis(PATIENCE_MS)
}

/// The address of a file that nobody writes to, escaped as SQLite wants it.
fn uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02x}"));
        }
    }
    uri.push_str("?immutable=1");
    uri
}
