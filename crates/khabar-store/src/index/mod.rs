//! The index: a cache of what the record says, made anew at will.
//!
//! Three shelves, for articles, claims and events. Each commit bears the number of the
//! last change of the record that it holds, so that an index which fell behind is caught
//! up, and one of another store, another version or in pieces is built anew.

mod items;
mod skeleton;
mod terms;
mod tokenizer;

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tantivy::{
    IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema,
        TextFieldIndexing, TextOptions,
    },
};

pub use self::terms::TermMaker;
pub(crate) use self::{
    items::{Item, items},
    skeleton::keys,
    terms::{Word, name_key},
};
use crate::{
    capture::PreparedReading,
    error::StoreError,
    record::{Change, Record, Rows},
};

/// The folder of the index in the folder of a store.
pub const INDEX: &str = "index";

/// Memory in which a shelf gathers documents before it writes a segment, in bytes.
const HEAPS_BYTES: [usize; 3] = [48 << 20, 32 << 20, 16 << 20];

/// Changes caught up between two looks at the record.
const CHUNK: i64 = 200;

/// What is searched.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Articles.
    Document,
    /// Who said what.
    Claim,
    /// What is told to have happened, or not.
    Event,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Document, Kind::Claim, Kind::Event];

    fn folder(self) -> &'static str {
        match self {
            Kind::Document => "documents",
            Kind::Claim => "claims",
            Kind::Event => "events",
        }
    }
}

/// The fields of every shelf.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) capture: Field,
    pub(crate) document: Field,
    pub(crate) day: Field,
    pub(crate) exact: Field,
    pub(crate) folded: Field,
    pub(crate) stem: Field,
    pub(crate) lemma: Field,
    pub(crate) root: Field,
    pub(crate) gram: Field,
    pub(crate) title: Field,
    pub(crate) sound: Field,
    pub(crate) speaker: Field,
    pub(crate) about: Field,
    pub(crate) source: Field,
    pub(crate) place: Field,
    pub(crate) entity: Field,
    pub(crate) outlet_name: Field,
    pub(crate) outlet: Field,
    pub(crate) tag: Field,
}

/// Beside each commit: what the shelf holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    store: String,
    terms: u32,
    seq: i64,
}

/// One index on disk.
pub(crate) struct Shelf {
    pub(crate) kind: Kind,
    path: PathBuf,
    pub(crate) index: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
    writer: Option<IndexWriter>,
}

/// The three shelves.
pub(crate) struct Index {
    path: PathBuf,
    pub(crate) shelves: Vec<Shelf>,
    store: String,
    seq: i64,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("path", &self.path).field("seq", &self.seq).finish()
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = |option: IndexRecordOption, fieldnorms: bool| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer::NAME)
                .set_index_option(option)
                .set_fieldnorms(fieldnorms),
        )
    };
    let positions = || text(IndexRecordOption::WithFreqsAndPositions, true);
    let counts = || text(IndexRecordOption::WithFreqs, true);
    let names = || text(IndexRecordOption::WithFreqsAndPositions, false);
    let number: NumericOptions = FAST.into();
    let fields = Fields {
        id: schema.add_u64_field("id", number.clone()),
        capture: schema.add_u64_field("capture", number.clone() | INDEXED),
        document: schema.add_u64_field("document", number.clone()),
        day: schema.add_u64_field("day", number),
        exact: schema.add_text_field("exact", names()),
        folded: schema.add_text_field("folded", positions()),
        stem: schema.add_text_field("stem", positions()),
        lemma: schema.add_text_field("lemma", positions()),
        root: schema.add_text_field("root", counts()),
        gram: schema.add_text_field("gram", counts()),
        title: schema.add_text_field("title", counts()),
        sound: schema.add_text_field("sound", text(IndexRecordOption::Basic, false)),
        speaker: schema.add_text_field("speaker", names()),
        about: schema.add_text_field("about", names()),
        source: schema.add_text_field("source", names()),
        place: schema.add_text_field("place", names()),
        entity: schema.add_text_field("entity", names()),
        outlet_name: schema.add_text_field("outlet_name", names()),
        outlet: schema.add_text_field("outlet", STRING | FAST),
        tag: schema.add_text_field("tag", STRING | FAST),
    };
    (schema.build(), fields)
}

impl Shelf {
    fn open(folder: &Path, kind: Kind) -> Result<(Shelf, Option<Stamp>), TantivyError> {
        let path = folder.join(kind.folder());
        let (schema, fields) = schema();
        let is_there = path.join("meta.json").is_file();
        let index = if is_there {
            tantivy::Index::open_in_dir(&path)?
        } else {
            fs::create_dir_all(&path)?;
            tantivy::Index::create_in_dir(&path, schema.clone())?
        };
        if index.schema() != schema {
            return Err(TantivyError::SchemaError("of another version".to_owned()));
        }
        index.tokenizers().register(tokenizer::NAME, tokenizer::TermTokenizer::default());
        let stamp = index
            .load_metas()?
            .payload
            .and_then(|payload| serde_json::from_str(&payload).ok());
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok((Shelf { kind, path, index, reader, fields, writer: None }, stamp))
    }

    fn writer(&mut self) -> Result<&mut IndexWriter, TantivyError> {
        if self.writer.is_none() {
            let heap = HEAPS_BYTES[self.kind as usize];
            self.writer = Some(self.index.writer_with_num_threads(1, heap)?);
        }
        self.writer
            .as_mut()
            .ok_or_else(|| TantivyError::InternalError("no writer".to_owned()))
    }

    fn add(
        &mut self,
        item: &Item,
        capture: i64,
        rows: &Rows,
    ) -> Result<(), TantivyError> {
        let ids = match item.kind {
            Kind::Document => &rows.documents,
            Kind::Claim => &rows.claims,
            Kind::Event => &rows.events,
        };
        let row =
            |ids: &[i64], place: usize| ids.get(place).map_or(0, |id| id.cast_unsigned());
        let fields = self.fields;
        let mut document = TantivyDocument::default();
        document.add_u64(fields.id, row(ids, item.place));
        document.add_u64(fields.capture, capture.cast_unsigned());
        document.add_u64(fields.document, row(&rows.documents, item.document));
        document.add_u64(fields.day, item.day);
        let texts = [
            (fields.exact, &item.terms.exact),
            (fields.folded, &item.terms.folded),
            (fields.stem, &item.terms.stem),
            (fields.lemma, &item.terms.lemma),
            (fields.root, &item.terms.root),
            (fields.gram, &item.terms.gram),
            (fields.title, &item.title),
            (fields.sound, &item.sounds),
            (fields.speaker, &item.speaker),
            (fields.about, &item.about),
            (fields.source, &item.source),
            (fields.place, &item.place_names),
            (fields.entity, &item.entity),
            (fields.outlet_name, &item.outlet_name),
        ];
        for (field, text) in texts {
            if !text.is_empty() {
                document.add_text(field, text);
            }
        }
        if let Some(outlet) = &item.outlet {
            document.add_text(fields.outlet, outlet);
        }
        for tag in &item.tags {
            document.add_text(fields.tag, tag);
        }
        self.writer()?.add_document(document)?;
        Ok(())
    }
}

impl Index {
    /// Opens the index of a store; makes it anew where it cannot be used. Says in the
    /// second value why it was made anew.
    pub(crate) fn open(
        folder: &Path,
        record: &Record,
    ) -> Result<(Index, Option<String>), StoreError> {
        let path = folder.join(INDEX);
        let store = record.id()?;
        match Index::open_shelves(&path, &store, record.seq()?) {
            Ok(index) => Ok((index, None)),
            Err(reason) => {
                match fs::remove_dir_all(&path) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(StoreError::io(&path, error));
                    }
                    _ => {}
                }
                let mut shelves = Vec::new();
                for kind in Kind::ALL {
                    let (shelf, _) = Shelf::open(&path, kind)
                        .map_err(|error| StoreError::index(&path, &error))?;
                    shelves.push(shelf);
                }
                Ok((Index { path, shelves, store, seq: 0 }, Some(reason)))
            }
        }
    }

    /// Opens the index as it is, for a store that cannot be written to now.
    pub(crate) fn open_as_it_is(
        folder: &Path,
        record: &Record,
    ) -> Result<Index, StoreError> {
        let path = folder.join(INDEX);
        Index::open_shelves(&path, &record.id()?, i64::MAX)
            .map_err(|reason| StoreError::Index { path, reason })
    }

    fn open_shelves(path: &Path, store: &str, last: i64) -> Result<Index, String> {
        let mut shelves = Vec::new();
        let mut least = i64::MAX;
        for kind in Kind::ALL {
            if !path.join(kind.folder()).join("meta.json").is_file() {
                return Err(format!("the index of {} is not there", kind.folder()));
            }
            let (shelf, stamp) =
                Shelf::open(path, kind).map_err(|error| error.to_string())?;
            let stamp = stamp.ok_or("it was never finished")?;
            if stamp.store != store {
                return Err("it is of another store".to_owned());
            }
            if stamp.terms != terms::VERSION {
                return Err("it is of another version".to_owned());
            }
            if stamp.seq > last {
                return Err("it is of a later state of the store".to_owned());
            }
            least = least.min(stamp.seq);
            shelves.push(shelf);
        }
        let path = path.to_owned();
        Ok(Index { path, shelves, store: store.to_owned(), seq: least })
    }

    /// The number of the last change that it holds.
    pub(crate) fn seq(&self) -> i64 {
        self.seq
    }

    /// Puts what was read from a new capture on the shelves.
    pub(crate) fn add(
        &mut self,
        capture: i64,
        read: &PreparedReading,
        rows: &Rows,
    ) -> Result<(), StoreError> {
        self.try_add(capture, &read.items, rows)
            .map_err(|error| StoreError::index(&self.path, &error))
    }

    fn try_add(
        &mut self,
        capture: i64,
        items: &[Item],
        rows: &Rows,
    ) -> Result<(), TantivyError> {
        for item in items {
            if let Some(shelf) = self.shelves.get_mut(item.kind as usize) {
                shelf.add(item, capture, rows)?;
            }
        }
        Ok(())
    }

    /// Puts plain texts on the shelf of articles; gives their words.
    pub(crate) fn add_texts(
        &mut self,
        texts: &[String],
        terms: &mut TermMaker,
    ) -> Result<u64, StoreError> {
        let mut words = 0;
        for text in texts {
            let item = Item::of_text(text, terms);
            words += item.terms.folded.split(' ').count() as u64;
            let rows = Rows::default();
            self.try_add(0, std::slice::from_ref(&item), &rows)
                .map_err(|error| StoreError::index(&self.path, &error))?;
        }
        Ok(words)
    }

    /// Takes all of a capture off the shelves.
    pub(crate) fn remove(&mut self, capture: i64) -> Result<(), StoreError> {
        for shelf in &mut self.shelves {
            let term =
                Term::from_field_u64(shelf.fields.capture, capture.cast_unsigned());
            let path = &self.path;
            shelf
                .writer()
                .map_err(|error| StoreError::index(path, &error))?
                .delete_term(term);
        }
        Ok(())
    }

    /// Writes what was added, as of change `seq` of the record.
    pub(crate) fn commit(&mut self, seq: i64) -> Result<(), StoreError> {
        let payload = Stamp { store: self.store.clone(), terms: terms::VERSION, seq };
        let payload = serde_json::to_string(&payload)
            .map_err(|error| StoreError::Reading { reason: error.to_string() })?;
        for shelf in &mut self.shelves {
            let path = shelf.path.clone();
            let failed = |error| StoreError::index(&path, &error);
            let writer = shelf.writer().map_err(failed)?;
            let mut commit = writer.prepare_commit().map_err(failed)?;
            commit.set_payload(&payload);
            commit.commit().map_err(failed)?;
            shelf.reader.reload().map_err(failed)?;
        }
        self.seq = seq;
        Ok(())
    }

    /// Drops what was added since the last commit.
    pub(crate) fn abandon(&mut self) {
        for shelf in &mut self.shelves {
            shelf.writer = None;
        }
    }

    /// Waits for merges, and gives up writing.
    pub(crate) fn finish(&mut self) -> Result<(), StoreError> {
        for shelf in &mut self.shelves {
            if let Some(writer) = shelf.writer.take() {
                writer
                    .wait_merging_threads()
                    .map_err(|error| StoreError::index(&shelf.path, &error))?;
                shelf
                    .reader
                    .reload()
                    .map_err(|error| StoreError::index(&shelf.path, &error))?;
            }
        }
        Ok(())
    }

    /// Takes in the changes of the record that it lacks; `seen` hears how many are done.
    /// Interrupted, it goes on where its last commit was.
    pub(crate) fn catch_up(
        &mut self,
        record: &Record,
        terms: &mut TermMaker,
        mut seen: impl FnMut(u64),
    ) -> Result<u64, StoreError> {
        let is_empty = self.seq == 0;
        let (mut done, mut since, mut at) = (0_u64, 0_u64, self.seq);
        loop {
            let changes = record.changes(at, CHUNK)?;
            let Some(last) = changes.last() else { break };
            let reached = last.seq;
            for Change { capture, json, .. } in &changes {
                if !is_empty {
                    self.remove(*capture)?;
                }
                if let Some(json) = json {
                    let reading = crate::reading::Reading::parse(json)?;
                    let rows = record.rows(*capture)?;
                    self.try_add(*capture, &items(&reading, terms), &rows)
                        .map_err(|error| StoreError::index(&self.path, &error))?;
                }
            }
            at = reached;
            done += changes.len() as u64;
            since += changes.len() as u64;
            seen(done);
            // A commit now and then, so that a kill costs little.
            if since >= COMMIT_EVERY {
                self.commit(at)?;
                since = 0;
            }
        }
        if at != self.seq || is_empty {
            self.commit(at)?;
        }
        Ok(done)
    }

    /// Drops all of it, to be made anew.
    pub(crate) fn clear(folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(INDEX);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::io(&path, error))
            }
            _ => Ok(()),
        }
    }

    /// Reads every file against its checksum. Names those that fail.
    pub(crate) fn broken_files(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for shelf in &self.shelves {
            match shelf.index.validate_checksum() {
                Ok(files) => {
                    let mut files: Vec<String> =
                        files.iter().map(|file| file.display().to_string()).collect();
                    files.sort();
                    broken.extend(
                        files
                            .iter()
                            .map(|file| format!("{}/{file}", shelf.kind.folder())),
                    );
                }
                Err(error) => broken.push(format!("{}: {error}", shelf.kind.folder())),
            }
        }
        broken
    }

    /// The shelf of a kind.
    pub(crate) fn shelf(&self, kind: Kind) -> &Shelf {
        &self.shelves[kind as usize]
    }
}

/// Changes between two commits of the index: so many are caught up after a kill.
pub(crate) const COMMIT_EVERY: u64 = 2_000;
