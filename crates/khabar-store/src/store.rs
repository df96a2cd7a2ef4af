//! A store: a folder with the record and the index of it.

use std::{
    fs::{self, File},
    io::{Read, Seek, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use fs4::fs_std::FileExt;
use khabar_arabic::Analyser;

use crate::{
    capture::{Digest, Prepared, PreparedReading},
    error::StoreError,
    index::{COMMIT_EVERY, Index, TermMaker},
    record::{Filter, Finding, Kept, Listing, Put, Record, Severity, check},
    vocabulary::Vocabulary,
};

/// The file whose lock a writer holds; it names the process.
const LOCK: &str = "lock";

/// What searching and cutting into terms need to know of Arabic: shared by all threads.
#[derive(Clone, Debug)]
pub struct Language {
    pub(crate) analyser: Arc<Analyser>,
    pub(crate) vocabulary: Arc<Vocabulary>,
}

impl Language {
    /// The built-in analyser, and of the lexicon's files the closed classes and the names.
    ///
    /// # Errors
    ///
    /// Where a file is faulty: names file and line.
    pub fn of(
        sources: &khabar_arabic::Sources,
    ) -> Result<Language, khabar_arabic::table::LexiconError> {
        let analyser = Arc::new(Analyser::builtin());
        let vocabulary =
            Vocabulary::parse(sources, &mut TermMaker::new(Arc::clone(&analyser)))?;
        Ok(Language { analyser, vocabulary: Arc::new(vocabulary) })
    }

    /// A maker of terms; each thread has its own.
    pub fn terms(&self) -> TermMaker {
        TermMaker::new(Arc::clone(&self.analyser))
    }
}

/// What opening found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Why the index was made anew.
    pub index_renewed: Option<String>,
    /// Changes of the record that the index took in.
    pub caught_up: u64,
    /// Changes of the record that the index lacks still: another process writes, or the
    /// folder cannot be written to.
    pub behind: u64,
}

/// What became of a capture that was put into a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The same bytes of the same page were kept before.
    Same {
        /// The number of the capture.
        capture: i64,
    },
    /// It is kept.
    New {
        /// The number of the capture.
        capture: i64,
        /// The version of its page, from 1.
        version: i64,
    },
}

/// A store, open for reading.
#[derive(Debug)]
pub struct Store {
    pub(crate) folder: PathBuf,
    pub(crate) record: Record,
    pub(crate) index: Index,
    pub(crate) language: Language,
}

/// A store, open for writing. One at a time: it holds the lock of the folder.
///
/// What was put is durable after [`Writer::commit`], and found after
/// [`Writer::finish`] or the next opening.
#[derive(Debug)]
pub struct Writer {
    store: Store,
    // Held, not read: closing it gives the lock up.
    _lock: File,
    in_transaction: bool,
    has_failed: bool,
    since_index: u64,
}

/// Counts of what a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages.
    pub pages: u64,
    /// Captures: versions of pages.
    pub captures: u64,
    /// Captures that could not be read; their bytes are kept.
    pub unread: u64,
    /// Articles.
    pub documents: u64,
    /// Claims.
    pub claims: u64,
    /// Events.
    pub events: u64,
}

impl Store {
    /// Opens a store for reading. An index that lags, is broken or missing is mended
    /// first, unless another process writes or the folder is read-only; `seen` hears how
    /// many captures that took.
    ///
    /// # Errors
    ///
    /// Where there is no store, or it is damaged, foreign or of a later version.
    pub fn open(
        folder: &Path,
        language: &Language,
        seen: impl FnMut(u64),
    ) -> Result<(Store, Opened), StoreError> {
        let record = Record::read(folder)?;
        let last = record.seq()?;
        let as_it_is = Index::open_as_it_is(folder, &record);
        let up_to_date = as_it_is.as_ref().is_ok_and(|index| index.seq() == last);
        let mut opened = Opened::default();
        let index = if up_to_date {
            as_it_is?
        } else {
            match lock(folder) {
                Ok(held) => {
                    drop(as_it_is);
                    let (mut index, renewed) = Index::open(folder, &record)?;
                    opened.index_renewed = renewed;
                    opened.caught_up =
                        index.catch_up(&record, &mut language.terms(), seen)?;
                    index.finish()?;
                    drop(held);
                    index
                }
                Err(StoreError::Busy { .. } | StoreError::ReadOnly { .. })
                    if as_it_is.is_ok() =>
                {
                    let index = as_it_is?;
                    opened.behind = (last - index.seq()).max(0).cast_unsigned();
                    index
                }
                Err(error) => return Err(error),
            }
        };
        let language = language.clone();
        Ok((Store { folder: folder.to_owned(), record, index, language }, opened))
    }

    /// Counts of what it holds.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.record.counts()
    }

    /// A capture with its bytes.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn kept(&self, capture: i64) -> Result<Option<Kept>, StoreError> {
        self.record.kept(capture)
    }

    /// The reading of a capture: one line of JSON, schema `khabar.reading/1`.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn reading(&self, capture: i64) -> Result<Option<Vec<u8>>, StoreError> {
        self.record.json(capture)
    }

    /// Gives every row of a listing to `each`, in the order of keeping, one at a time.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read, or of `each`.
    pub fn list<E: From<StoreError>>(
        &self,
        listing: Listing,
        filter: &Filter,
        each: impl FnMut(&crate::record::Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.record.list(listing, filter, each)
    }
}

impl Writer {
    /// Opens a store for writing, made where there is none, and catches its index up;
    /// `seen` hears how many captures that took.
    ///
    /// # Errors
    ///
    /// Where another process writes, the folder is read-only, or the store is damaged,
    /// foreign or of a later version.
    pub fn open(
        folder: &Path,
        language: &Language,
        create: bool,
        seen: impl FnMut(u64),
    ) -> Result<(Writer, Opened), StoreError> {
        if create {
            fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, error))?;
        } else if !folder.join(crate::record::RECORD).is_file() {
            return Err(StoreError::Missing { path: folder.to_owned() });
        }
        let held = lock(folder)?;
        let record = Record::open(folder, create)?;
        let (mut index, index_renewed) = Index::open(folder, &record)?;
        let caught_up = index.catch_up(&record, &mut language.terms(), seen)?;
        let language = language.clone();
        let store = Store { folder: folder.to_owned(), record, index, language };
        let writer = Writer {
            store,
            _lock: held,
            in_transaction: false,
            has_failed: false,
            since_index: 0,
        };
        Ok((writer, Opened { index_renewed, caught_up, behind: 0 }))
    }

    /// A second connection that tells which captures are kept: for threads that read.
    ///
    /// # Errors
    ///
    /// Where the record cannot be opened.
    pub fn known(&self) -> Result<Known, StoreError> {
        Ok(Known(std::sync::Mutex::new(Record::read(&self.store.folder)?)))
    }

    /// What is kept, for reading between writes.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Puts a capture into the transaction that the next [`Writer::commit`] ends.
    ///
    /// # Errors
    ///
    /// Where it cannot be written; all since the last commit is undone then.
    pub fn put(&mut self, entry: &Prepared, now: &str) -> Result<Outcome, StoreError> {
        self.begin()?;
        let put = self.store.record.put(entry, now);
        let put = self.undone_if_failed(put)?;
        match put {
            Put::Same(capture) => Ok(Outcome::Same { capture }),
            Put::New { capture, version, rows, replaced } => {
                for &old in &replaced {
                    let removed = self.store.index.remove(old);
                    self.undone_if_failed(removed)?;
                }
                if let (Some(rows), Ok(read)) = (rows, &entry.read) {
                    let added = self.store.index.add(capture, read, &rows);
                    self.undone_if_failed(added)?;
                }
                self.since_index += 1;
                Ok(Outcome::New { capture, version })
            }
        }
    }

    /// Puts another reading of a capture in the place of the one before, in the
    /// transaction that the next [`Writer::commit`] ends.
    ///
    /// # Errors
    ///
    /// As [`Writer::put`].
    pub fn replace(
        &mut self,
        capture: i64,
        read: &Result<PreparedReading, String>,
    ) -> Result<(), StoreError> {
        self.begin()?;
        let rows = self.store.record.replace_reading(capture, read);
        let rows = self.undone_if_failed(rows)?;
        let removed = self.store.index.remove(capture);
        self.undone_if_failed(removed)?;
        if let (Some(rows), Ok(read)) = (rows, read) {
            let added = self.store.index.add(capture, read, &rows);
            self.undone_if_failed(added)?;
        }
        self.since_index += 1;
        Ok(())
    }

    /// Makes all that was put durable: written to the disk when it returns.
    ///
    /// # Errors
    ///
    /// Where it cannot be written; all since the last commit is undone then.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        if self.in_transaction {
            let committed = self.store.record.commit();
            self.undone_if_failed(committed)?;
            self.in_transaction = false;
        }
        // Only what the record holds for certain may be on a committed shelf.
        if self.since_index >= COMMIT_EVERY {
            self.commit_index()?;
        }
        Ok(())
    }

    /// Commits, brings the index up to date and waits for its merges.
    ///
    /// # Errors
    ///
    /// As [`Writer::commit`]. Where only the index fails, the record is whole.
    pub fn finish(mut self) -> Result<Store, StoreError> {
        self.commit()?;
        self.commit_index()?;
        self.store.index.finish()?;
        // Leaves a store that can be read in a folder without write permission.
        self.store.record.checkpoint();
        Ok(self.store)
    }

    /// Lets the record grow by so many pages of 4 KiB and no further, as a full disk does.
    ///
    /// # Errors
    ///
    /// Where the record refuses.
    #[doc(hidden)]
    pub fn limit_for_tests(&mut self, pages: i64) -> Result<(), StoreError> {
        self.store.record.limit(pages)
    }

    fn commit_index(&mut self) -> Result<(), StoreError> {
        let seq = self.store.record.seq()?;
        self.store.index.commit(seq)?;
        self.since_index = 0;
        Ok(())
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        if self.has_failed {
            return Err(StoreError::Full {
                path: self.store.folder.clone(),
                reason: "an earlier write failed".to_owned(),
            });
        }
        if !self.in_transaction {
            self.store.record.begin()?;
            self.in_transaction = true;
        }
        Ok(())
    }

    fn undone_if_failed<T>(
        &mut self,
        result: Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if result.is_err() {
            if self.in_transaction {
                self.store.record.rollback();
                self.in_transaction = false;
            }
            // What was undone must not reach the index: the next opening catches it up.
            self.store.index.abandon();
            self.has_failed = true;
        }
        result
    }
}

/// Tells which captures are kept already, for many threads.
#[derive(Debug)]
pub struct Known(std::sync::Mutex<Record>);

impl Known {
    /// The number of the capture of `bytes` from `url`, or from anywhere, where it is kept.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn find(
        &self,
        url: Option<&str>,
        bytes: &[u8],
    ) -> Result<Option<i64>, StoreError> {
        let record = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        record.find(url, Digest::of(bytes))
    }

    /// A capture with its bytes.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn kept(&self, capture: i64) -> Result<Option<Kept>, StoreError> {
        let record = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        record.kept(capture)
    }

    /// The captures whose reading another engine made than `engine`, or none.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn stale(&self, engine: &str) -> Result<Vec<i64>, StoreError> {
        let record = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        record.stale(engine)
    }

    /// All captures.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn captures(&self) -> Result<Vec<i64>, StoreError> {
        let record = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        record.captures()
    }
}

/// Takes the lock of a store's folder, and writes the process into it.
pub(crate) fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join(LOCK);
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| StoreError::io(folder, error))?;
    match FileExt::try_lock_exclusive(&file) {
        Ok(true) => {}
        Ok(false) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            let holder = holder.trim().to_owned();
            let holder = (!holder.is_empty()).then_some(holder);
            return Err(StoreError::Busy { path: folder.to_owned(), holder });
        }
        Err(error) => return Err(StoreError::io(&path, error)),
    }
    // Who holds it is told for convenience only.
    let _ = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| writeln!(file, "{}", std::process::id()));
    Ok(file)
}

/// Looks over a store without changing it: the record's pages and rows, the index, the
/// bytes of captures against their digests where `deep`.
///
/// # Errors
///
/// Where there is no store that could be looked over.
pub fn doctor(folder: &Path, deep: bool) -> Result<Vec<Finding>, StoreError> {
    let record = Record::read(folder)?;
    let mut findings = check(&record, deep)?;
    match Index::open_as_it_is(folder, &record) {
        Ok(index) => {
            let behind = record.seq()? - index.seq();
            let (severity, text) = if behind == 0 {
                (Severity::Good, "holds every change of the record".to_owned())
            } else {
                let text = format!(
                    "lacks the last {behind} changes of the record; the next search or \
                     ingest takes them in"
                );
                (Severity::Note, text)
            };
            findings.push(Finding { part: "index", severity, text });
            for file in index.broken_files() {
                let text = format!("{file} is damaged; run `khabar reindex`");
                findings.push(Finding { part: "index", severity: Severity::Fault, text });
            }
        }
        Err(error) => {
            let text = error.to_string();
            findings.push(Finding { part: "index", severity: Severity::Fault, text });
        }
    }
    Ok(findings)
}

/// Makes the index of a store anew; `seen` hears how many captures are done.
///
/// # Errors
///
/// Where another process writes, or the folder is read-only.
pub fn reindex(
    folder: &Path,
    language: &Language,
    seen: impl FnMut(u64),
) -> Result<u64, StoreError> {
    let record = Record::read(folder)?;
    let held = lock(folder)?;
    Index::clear(folder)?;
    let (mut index, _) = Index::open(folder, &record)?;
    let done = index.catch_up(&record, &mut language.terms(), seen)?;
    index.finish()?;
    drop(held);
    Ok(done)
}

/// Puts a backup in the place of the store in `folder`. The record that was there is
/// kept beside it where `replace`; the index is made anew at the next opening.
///
/// # Errors
///
/// Where the backup is damaged or none of ours, something is there and `replace` is
/// not set, or another process writes.
pub fn restore(backup: &Path, folder: &Path, replace: bool) -> Result<(), StoreError> {
    fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, error))?;
    let held = lock(folder)?;
    crate::record::restore(backup, folder, replace)?;
    Index::clear(folder)?;
    drop(held);
    Ok(())
}

/// Copies every capture that can still be read from a damaged record into a new store,
/// unread: `reread` reads them. Gives how many were saved and how many not; `seen` hears
/// how many are done.
///
/// # Errors
///
/// Where nothing of the record can be opened, or there is a store in `to`.
pub fn salvage(
    folder: &Path,
    to: &Path,
    mut seen: impl FnMut(u64),
) -> Result<(u64, u64), StoreError> {
    let from = Record::read(folder)?;
    if to.join(crate::record::RECORD).exists() {
        return Err(StoreError::Occupied { path: to.to_owned() });
    }
    fs::create_dir_all(to).map_err(|error| StoreError::io(to, error))?;
    let held = lock(to)?;
    let into = Record::open(to, true)?;
    let (mut saved, mut lost) = (0, 0);
    into.begin()?;
    for capture in from.readable_captures() {
        match from.rescue(capture) {
            Some((kept, kept_at)) => {
                let entry = Prepared::unread(kept, "salvaged; run `khabar reread`")?;
                into.put(&entry, &kept_at)?;
                saved += 1;
            }
            None => lost += 1,
        }
        seen(saved + lost);
    }
    into.commit()?;
    drop(held);
    Ok((saved, lost))
}

/// Analyses and indexes `texts` as documents of their own in a folder that is gone
/// afterwards, on this thread and one that writes; gives the words. For measuring.
///
/// # Errors
///
/// Where the index fails.
#[doc(hidden)]
pub fn time_indexing(texts: &[String], language: &Language) -> Result<u64, StoreError> {
    let folder = std::env::temp_dir().join(format!("khabar-time-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, error))?;
    let record = Record::open(&folder, true)?;
    let (mut index, _) = Index::open(&folder, &record)?;
    let words = index.add_texts(texts, &mut language.terms());
    index.commit(1)?;
    drop(index);
    fs::remove_dir_all(&folder).map_err(|error| StoreError::io(&folder, error))?;
    words
}
