//! Captures and readings into rows, inside the transaction of the writer.

use rusqlite::{OptionalExtension, params};

use super::{Record, Rows};
use crate::{
    capture::{Prepared, PreparedReading},
    error::StoreError,
    index::name_key,
    reading::{Claim, Document, Event, Reading},
};

/// What became of a capture.
#[derive(Debug)]
pub(crate) enum Put {
    /// It was kept already.
    Same(i64),
    /// It is kept now.
    New {
        capture: i64,
        /// Its number among the versions of its page, from 1.
        version: i64,
        /// What the index must hold of it: nothing where a later version is kept.
        rows: Option<Rows>,
        /// Captures that are no longer the newest version of the page.
        replaced: Vec<i64>,
    },
}

impl Record {
    pub(crate) fn begin(&self) -> Result<(), StoreError> {
        self.sql.execute_batch("BEGIN IMMEDIATE").map_err(|error| self.failed(error))
    }

    /// Makes all since [`Record::begin`] durable.
    pub(crate) fn commit(&self) -> Result<(), StoreError> {
        self.sql.execute_batch("COMMIT").map_err(|error| self.failed(error))
    }

    /// Lets the file grow by `pages` and no further.
    pub(crate) fn limit(&self, pages: i64) -> Result<(), StoreError> {
        self.sql
            .pragma_query_value(None, "page_count", |row| row.get::<_, i64>(0))
            .and_then(|count| {
                self.sql.pragma_update_and_check(
                    None,
                    "max_page_count",
                    count + pages,
                    |_| Ok(()),
                )
            })
            .map_err(|error| self.failed(error))
    }

    /// Undoes all since [`Record::begin`]. Where it fails the transaction is gone too.
    pub(crate) fn rollback(&self) {
        let _ = self.sql.execute_batch("ROLLBACK");
    }

    /// Keeps a capture, unless the same bytes of the same page are kept.
    pub(crate) fn put(&self, entry: &Prepared, now: &str) -> Result<Put, StoreError> {
        let fetched = entry.is_fetched.then_some(entry.key.as_str());
        if let Some(capture) = self.find(fetched, entry.digest)? {
            return Ok(Put::Same(capture));
        }
        self.put_new(entry, now).map_err(|error| self.failed(error))
    }

    fn put_new(&self, entry: &Prepared, now: &str) -> rusqlite::Result<Put> {
        let sql = &self.sql;
        let page: Option<i64> = sql
            .prepare_cached("SELECT id FROM page WHERE key = ?1")?
            .query_row([&entry.key], |row| row.get(0))
            .optional()?;
        let page = match page {
            Some(page) => page,
            None => {
                sql.prepare_cached("INSERT INTO page (key, url) VALUES (?1, ?2)")?
                    .execute(params![entry.key, entry.url])?;
                sql.last_insert_rowid()
            }
        };
        // The newest is the latest capture; where captures bear no time, the last kept.
        let (versions, later): (i64, i64) = sql
            .prepare_cached(
                "SELECT count(*), coalesce(sum(captured_at > ?2), 0) FROM capture WHERE page = ?1",
            )?
            .query_row(params![page, entry.captured_at], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let newest = later == 0;
        let mut replaced = Vec::new();
        if newest && versions > 0 {
            replaced = sql
                .prepare_cached("SELECT id FROM capture WHERE page = ?1 AND newest")?
                .query_map([page], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for &capture in &replaced {
                sql.prepare_cached(
                    "UPDATE capture SET newest = 0, \
                     seq = (SELECT max(seq) + 1 FROM capture) WHERE id = ?1",
                )?
                .execute([capture])?;
            }
        }
        sql.prepare_cached(
            "INSERT INTO capture (page, digest, bytes, length_bytes, content_type, captured_at, \
             kept_at, locator, newest, failure, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
             ?10, (SELECT coalesce(max(seq), 0) + 1 FROM capture))",
        )?
        .execute(params![
            page,
            entry.digest.0,
            entry.packed,
            entry.length_bytes.cast_signed(),
            entry.content_type,
            entry.captured_at,
            now,
            entry.locator,
            newest,
            entry.read.as_ref().err(),
        ])?;
        let capture = sql.last_insert_rowid();
        let mut rows = Rows::default();
        if let Ok(read) = &entry.read {
            rows = self.put_reading(capture, read)?;
        }
        let rows = newest.then_some(rows);
        Ok(Put::New { capture, version: versions + 1, rows, replaced })
    }

    /// Puts another reading of a kept capture in the place of the one before. Gives the
    /// rows where the capture is the version that is searched.
    pub(crate) fn replace_reading(
        &self,
        capture: i64,
        read: &Result<PreparedReading, String>,
    ) -> Result<Option<Rows>, StoreError> {
        self.replace(capture, read).map_err(|error| self.failed(error))
    }

    fn replace(
        &self,
        capture: i64,
        read: &Result<PreparedReading, String>,
    ) -> rusqlite::Result<Option<Rows>> {
        for table in ["document", "entity", "reading"] {
            self.sql
                .prepare_cached(&format!("DELETE FROM {table} WHERE capture = ?1"))?
                .execute([capture])?;
        }
        self.sql
            .prepare_cached(
                "UPDATE capture SET failure = ?2, \
                 seq = (SELECT max(seq) + 1 FROM capture) WHERE id = ?1",
            )?
            .execute(params![capture, read.as_ref().err()])?;
        let rows = match read {
            Ok(read) => self.put_reading(capture, read)?,
            Err(_) => Rows::default(),
        };
        let newest: bool = self
            .sql
            .prepare_cached("SELECT newest FROM capture WHERE id = ?1")?
            .query_row([capture], |row| row.get(0))?;
        Ok(newest.then_some(rows))
    }

    fn put_reading(
        &self,
        capture: i64,
        read: &PreparedReading,
    ) -> rusqlite::Result<Rows> {
        let sql = &self.sql;
        let reading = &read.reading;
        sql.prepare_cached(
            "INSERT INTO reading (capture, engine, json) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![capture, engine_name(reading), read.packed])?;
        let mut entities = Vec::with_capacity(reading.entities.len());
        for entity in &reading.entities {
            let key = match &entity.known {
                Some(known) => format!("known:{known}"),
                None => {
                    format!("{}:{}", entity.kind.to_lowercase(), name_key(&entity.name))
                }
            };
            sql.prepare_cached(
                "INSERT INTO entity (capture, name, kind, label, key, names, known, wikidata) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                capture,
                entity.id,
                entity.kind,
                entity.name,
                key,
                list(&entity.names),
                entity.known,
                entity.wikidata
            ])?;
            entities.push((entity.id.as_str(), sql.last_insert_rowid()));
        }
        let entities = Entities(entities);
        let mut rows = Rows::default();
        for document in &reading.documents {
            self.put_document(capture, reading, document, &entities, &mut rows)?;
        }
        Ok(rows)
    }

    fn put_document(
        &self,
        capture: i64,
        reading: &Reading,
        document: &Document,
        entities: &Entities<'_>,
        rows: &mut Rows,
    ) -> rusqlite::Result<()> {
        let sql = &self.sql;
        let credits: Vec<&str> =
            document.credits.iter().map(|credit| credit.name.as_str()).collect();
        let aggregator = reading.page.aggregator.as_ref();
        sql.prepare_cached(
            "INSERT INTO document (capture, name, language, title, body, outlet, aggregator, \
             place, published, day, credits) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            capture,
            document.id,
            document.language,
            document.title.as_ref().map(|title| title.text.as_str()),
            document.body(),
            document.outlet.as_ref().map(|outlet| outlet.name.as_str()),
            aggregator.map(|site| site.name.as_deref().unwrap_or_default()),
            document
                .dateline
                .as_ref()
                .and_then(|line| line.place.as_ref())
                .map(|place| place.text.as_str()),
            document.published.first().map(|date| date.value.as_str()),
            document.day(),
            list(&credits),
        ])?;
        let id = sql.last_insert_rowid();
        rows.documents.push(id);
        for (n, mention) in (0_i64..).zip(&document.mentions) {
            sql.prepare_cached(
                "INSERT INTO mention (document, n, start, end, words, kind, entity, is_name, \
                 confidence, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                id,
                n,
                mention.span.start,
                mention.span.end,
                mention.span.text,
                mention.r#type,
                entities.row(mention.entity.as_deref()),
                mention.name,
                mention.confidence,
                mention.why,
            ])?;
        }
        let mut claims = Vec::with_capacity(document.claims.len());
        for claim in &document.claims {
            let row = self.put_claim(id, reading, claim, entities)?;
            claims.push((claim.id.as_str(), row));
            rows.claims.push(row);
        }
        let claims = Entities(claims);
        for event in &document.events {
            rows.events.push(self.put_event(id, reading, event, entities, &claims)?);
        }
        for (n, relation) in (0_i64..).zip(&document.relations) {
            sql.prepare_cached(
                "INSERT INTO relation (document, n, subject, predicate, object, value, claim, why) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                id,
                n,
                reading.name_of(Some(&relation.subject)).unwrap_or_default(),
                relation.predicate,
                reading.name_of(relation.object.as_deref()),
                relation.value,
                relation.claim,
                relation.why,
            ])?;
        }
        for (n, conflict) in (0_i64..).zip(&document.conflicts) {
            sql.prepare_cached(
                "INSERT INTO conflict (document, n, left_claim, right_claim, slot, vals, why) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                id,
                n,
                conflict.left,
                conflict.right,
                conflict.slot,
                list(&conflict.values),
                conflict.why,
            ])?;
        }
        Ok(())
    }

    fn put_claim(
        &self,
        document: i64,
        reading: &Reading,
        claim: &Claim,
        entities: &Entities<'_>,
    ) -> rusqlite::Result<i64> {
        let sql = &self.sql;
        sql.prepare_cached(
            "INSERT INTO claim (document, name, start, cue, source_kind, source, source_entity, \
             anonymous, addressee, content, quotation, act, polarity, certainty, commitment, \
             speech_time, parent, narration, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
             ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        )?
        .execute(params![
            document,
            claim.id,
            claim.start(),
            claim.cue.as_ref().map(|cue| cue.text.as_str()),
            claim.source.kind,
            claim.source.name,
            entities.row(claim.source.entity.as_deref()),
            claim.source.anonymous,
            claim.addressee.as_ref().and_then(|to| to.label(reading)),
            claim.said(),
            claim.quotation,
            claim.act,
            claim.polarity,
            claim.certainty,
            claim.commitment,
            claim.speech_time,
            claim.parent,
            claim.narration,
            claim.why,
        ])?;
        let row = sql.last_insert_rowid();
        for (n, link) in (0_i64..).zip(&claim.chain) {
            sql.prepare_cached(
                "INSERT INTO link (claim, n, name, kind, act, entity) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                row,
                n,
                link.name,
                link.kind,
                link.act,
                entities.row(link.entity.as_deref())
            ])?;
        }
        Ok(row)
    }

    fn put_event(
        &self,
        document: i64,
        reading: &Reading,
        event: &Event,
        entities: &Entities<'_>,
        claims: &Entities<'_>,
    ) -> rusqlite::Result<i64> {
        let sql = &self.sql;
        sql.prepare_cached(
            "INSERT INTO event (document, name, type, mode, cameo, contexts, words, status, \
             place, time, precision, why) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            document,
            event.id,
            event.r#type,
            event.mode,
            event.cameo,
            list(&event.contexts),
            event.words(),
            event.status,
            event.place.as_ref().and_then(|place| place.label(reading)),
            event.time.as_ref().map(|time| time.value.as_str()),
            event.time.as_ref().map(|time| time.precision.as_str()),
            event.why,
        ])?;
        let row = sql.last_insert_rowid();
        for (role, who) in [
            ("actor", &event.actors),
            ("recipient", &event.recipients),
            ("alternative", &event.alternatives),
        ] {
            for (n, participant) in (0_i64..).zip(who) {
                sql.prepare_cached(
                    "INSERT INTO participant (event, role, n, label, entity) \
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    row,
                    role,
                    n,
                    participant.label(reading).unwrap_or_default(),
                    entities.row(participant.entity.as_deref()),
                ])?;
            }
        }
        for tie in &event.ties {
            if let Some(claim) = claims.row(Some(&tie.claim)) {
                sql.prepare_cached(
                    "INSERT OR IGNORE INTO tie (event, claim, stance) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![row, claim, tie.stance])?;
            }
        }
        Ok(row)
    }
}

/// Ids on a page (`e1`, `c1`) with their row numbers.
struct Entities<'a>(Vec<(&'a str, i64)>);

impl Entities<'_> {
    fn row(&self, id: Option<&str>) -> Option<i64> {
        let id = id?;
        // The ids count up, so the place follows from the number in it.
        let first: usize = self.0.first()?.0.get(1..)?.parse().ok()?;
        let number: usize = id.get(1..)?.parse().ok()?;
        let &(found, row) = self.0.get(number.checked_sub(first)?)?;
        (found == id).then_some(row)
    }
}

/// What made a reading, in one word.
pub(crate) fn engine_name(reading: &Reading) -> String {
    let engine = &reading.engine;
    format!("{} {} {}", engine.version, engine.lexicon, engine.models)
}

fn list<T: serde::Serialize>(values: &[T]) -> String {
    serde_json::to_string(values).unwrap_or_default()
}
