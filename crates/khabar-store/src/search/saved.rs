//! Questions kept by name.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::request::Request;
use crate::{
    error::StoreError,
    record::Record,
    store::{Store, lock},
};

/// A search kept by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Its name.
    pub name: String,
    /// What is asked.
    pub request: Request,
    /// When it was kept.
    pub saved_at: String,
    /// What was kept up to this capture has been shown.
    pub seen: i64,
}

impl Store {
    /// Keeps a search by name. What the store holds now counts as seen.
    ///
    /// # Errors
    ///
    /// Where a search of this name is kept and not `replace`, or another process writes.
    pub fn save_search(
        &self,
        name: &str,
        request: &Request,
        now: &str,
        replace: bool,
    ) -> Result<(), StoreError> {
        if self.saved_search(name)?.is_some() && !replace {
            let reason = format!(
                "a search called `{name}` is kept already; choose another name or give --replace"
            );
            return Err(StoreError::Saved { reason });
        }
        let request = serde_json::to_string(request)
            .map_err(|error| StoreError::Saved { reason: error.to_string() })?;
        let seen = self.last_capture()?;
        self.write(|record| {
            record
                .sql
                .execute(
                    "INSERT OR REPLACE INTO saved (name, request, saved_at, seen) \
                     VALUES (?1, ?2, ?3, ?4)",
                    params![name, request, now, seen],
                )
                .map_err(|error| record.failed(error))
        })
    }

    /// The search of a name.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn saved_search(&self, name: &str) -> Result<Option<Saved>, StoreError> {
        let row: Option<(String, String, i64)> = self
            .record
            .sql
            .query_row(
                "SELECT request, saved_at, seen FROM saved WHERE name = ?1",
                [name],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()
            .map_err(|error| self.record.failed(error))?;
        row.map(|(request, saved_at, seen)| {
            let request = serde_json::from_str(&request).map_err(|error| {
                let reason = format!(
                    "the search `{name}` is of another version ({error}); save it again"
                );
                StoreError::Saved { reason }
            })?;
            Ok(Saved { name: name.to_owned(), request, saved_at, seen })
        })
        .transpose()
    }

    /// All kept searches, by name.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn saved_searches(&self) -> Result<Vec<Saved>, StoreError> {
        let names: Vec<String> = self
            .record
            .sql
            .prepare("SELECT name FROM saved ORDER BY name")
            .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
            .map_err(|error| self.record.failed(error))?;
        names.iter().filter_map(|name| self.saved_search(name).transpose()).collect()
    }

    /// Notes that what a search finds up to `capture` was shown.
    ///
    /// # Errors
    ///
    /// Where another process writes, or the folder is read-only.
    pub fn mark_seen(&self, name: &str, capture: i64) -> Result<(), StoreError> {
        self.write(|record| {
            record
                .sql
                .execute(
                    "UPDATE saved SET seen = max(seen, ?2) WHERE name = ?1",
                    params![name, capture],
                )
                .map_err(|error| record.failed(error))
        })
    }

    /// Forgets the search of a name; false where there is none.
    ///
    /// # Errors
    ///
    /// Where another process writes, or the folder is read-only.
    pub fn forget_search(&self, name: &str) -> Result<bool, StoreError> {
        let mut count = 0;
        self.write(|record| {
            count = record
                .sql
                .execute("DELETE FROM saved WHERE name = ?1", [name])
                .map_err(|error| record.failed(error))?;
            Ok(count)
        })?;
        Ok(count > 0)
    }

    /// The number of the last capture.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn last_capture(&self) -> Result<i64, StoreError> {
        self.record
            .sql
            .query_row("SELECT coalesce(max(id), 0) FROM capture", [], |row| row.get(0))
            .map_err(|error| self.record.failed(error))
    }

    /// The number of the last capture that a search can find now.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn last_indexed(&self) -> Result<i64, StoreError> {
        self.record
            .sql
            .query_row(
                "SELECT coalesce(max(id), 0) FROM capture WHERE seq <= ?1",
                [self.index.seq()],
                |row| row.get(0),
            )
            .map_err(|error| self.record.failed(error))
    }

    /// A short write through a connection of its own.
    fn write(
        &self,
        change: impl FnOnce(&Record) -> Result<usize, StoreError>,
    ) -> Result<(), StoreError> {
        let held = lock(&self.folder)?;
        let record = Record::open(&self.folder, false)?;
        change(&record)?;
        drop(held);
        Ok(())
    }
}
