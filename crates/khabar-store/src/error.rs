//! What can go wrong, each with what to do about it.

use std::{fmt, path::PathBuf};

/// Why the store could not do it. The message names the place and the remedy.
#[derive(Debug)]
pub enum StoreError {
    /// There is no store in the folder.
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The file is no record of Khabar.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The record is of a later Khabar.
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The latest schema known here.
        known: u32,
    },
    /// It cannot be written to.
    ReadOnly {
        /// The folder.
        path: PathBuf,
    },
    /// Another process writes to it.
    Busy {
        /// The folder.
        path: PathBuf,
        /// The process, where it is known.
        holder: Option<String>,
    },
    /// The disk or a quota is full, or a write failed.
    Full {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A file of the record is damaged.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The folder holds something already.
    Occupied {
        /// The folder or file.
        path: PathBuf,
    },
    /// A reading is not of schema `khabar.reading/1`.
    Reading {
        /// What is wrong.
        reason: String,
    },
    /// A query or filter that cannot be understood.
    Query {
        /// The byte at which it goes wrong.
        at: usize,
        /// What is wrong, and the remedy.
        reason: String,
    },
    /// A saved search that does not exist, or exists already.
    Saved {
        /// What is wrong, and the remedy.
        reason: String,
    },
    /// The index failed; the record is unharmed.
    Index {
        /// The folder of the index.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The system refused.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Its reason.
        source: std::io::Error,
    },
    /// The database refused.
    Sql {
        /// The file.
        path: PathBuf,
        /// Its reason.
        source: rusqlite::Error,
    },
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Missing { path } => write!(
                f,
                "{}: no store here; name one with --store, or make it with `khabar ingest`",
                path.display()
            ),
            StoreError::Foreign { path } => write!(
                f,
                "{}: not a record of Khabar; name another folder with --store",
                path.display()
            ),
            StoreError::Newer { path, found, known } => write!(
                f,
                "{}: schema {found} is of a later Khabar, this one knows up to {known}; \
                 nothing was changed; use the later Khabar",
                path.display()
            ),
            StoreError::ReadOnly { path } => write!(
                f,
                "{}: cannot be written to; change its mode or owner, or copy the store",
                path.display()
            ),
            StoreError::Busy { path, holder } => {
                write!(f, "{}: another khabar writes to this store", path.display())?;
                if let Some(holder) = holder {
                    write!(f, " (process {holder})")?;
                }
                write!(f, "; wait for it or stop it. Searching goes on meanwhile")
            }
            StoreError::Full { path, reason } => write!(
                f,
                "{}: could not be written ({reason}); what was acknowledged is kept; make \
                 room or raise the limit, and run the same command again",
                path.display()
            ),
            StoreError::Damaged { path, reason } => write!(
                f,
                "{}: damaged ({reason}); nothing was changed; put a backup in its place with \
                 `khabar restore`, or save what can be read with `khabar doctor --salvage DIR`",
                path.display()
            ),
            StoreError::Occupied { path } => write!(
                f,
                "{}: there is something already; name another place, or use --replace",
                path.display()
            ),
            StoreError::Reading { reason } => {
                write!(f, "not a reading of schema khabar.reading/1: {reason}")
            }
            StoreError::Query { at, reason } => {
                write!(f, "query, byte {at}: {reason}")
            }
            StoreError::Saved { reason } => f.write_str(reason),
            StoreError::Index { path, reason } => write!(
                f,
                "{}: the index failed ({reason}); the record is unharmed; run \
                 `khabar reindex`",
                path.display()
            ),
            StoreError::Io { path, source } => {
                write!(f, "{}: {source}", path.display())
            }
            StoreError::Sql { path, source } => {
                write!(f, "{}: {source}", path.display())
            }
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StoreError::Io { source, .. } => Some(source),
            StoreError::Sql { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl StoreError {
    /// What the database said about the file at `path`, told by what to do about it.
    pub(crate) fn sql(path: &std::path::Path, source: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        let reason = source.to_string();
        match source.sqlite_error_code() {
            Some(Code::DatabaseCorrupt) => StoreError::Damaged { path, reason },
            Some(Code::NotADatabase) => StoreError::Foreign { path },
            Some(Code::DiskFull | Code::SystemIoFailure) => {
                StoreError::Full { path, reason }
            }
            Some(Code::ReadOnly) => StoreError::ReadOnly { path },
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
                StoreError::Busy { path, holder: None }
            }
            _ => StoreError::Sql { path, source },
        }
    }

    /// What the system said about `path`, told by what to do about it.
    pub(crate) fn io(path: &std::path::Path, source: std::io::Error) -> StoreError {
        use std::io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => {
                StoreError::ReadOnly { path }
            }
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => {
                StoreError::Full { path, reason: source.to_string() }
            }
            _ => StoreError::Io { path, source },
        }
    }

    /// What the index in the folder `path` said.
    pub(crate) fn index(
        path: &std::path::Path,
        source: &tantivy::TantivyError,
    ) -> StoreError {
        StoreError::Index { path: path.to_owned(), reason: source.to_string() }
    }
}
