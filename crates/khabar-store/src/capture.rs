//! What came in: bytes, and what is known of them from outside.

use std::{fmt, io::Read};

use sha2::{Digest as _, Sha256};

use crate::{
    error::StoreError,
    index::{Item, TermMaker, items},
    reading::Reading,
    record::Kept,
};

/// Effort of zstd for pages and readings: level 3 packs a page to a quarter in .2 ms.
const LEVEL: i32 = 3;

/// The longest capture or reading that is unpacked, in bytes.
const LIMIT_BYTES: u64 = 1 << 30;

/// SHA-256 of bytes as they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub(crate) [u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// One page as it came, before it is read.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Where they were fetched; otherwise what the page itself states counts. Captures of
    /// one address are versions of one page.
    pub url: Option<String>,
    /// The header they came with.
    pub content_type: Option<String>,
    /// When they were fetched, as the archive states it (RFC 3339).
    pub captured_at: Option<String>,
    /// The file they came from, for people.
    pub locator: String,
}

/// A capture with its reading, packed and cut into terms: all work that needs no store
/// and may run on any thread.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) digest: Digest,
    /// What the captures of a page share: its address, or the digest of a text without one.
    pub(crate) key: String,
    /// The address is known from outside, not from the bytes.
    pub(crate) is_fetched: bool,
    pub(crate) url: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) captured_at: Option<String>,
    pub(crate) locator: String,
    pub(crate) packed: Vec<u8>,
    pub(crate) length_bytes: u64,
    pub(crate) read: Result<PreparedReading, String>,
}

/// A reading, ready to be kept.
#[derive(Debug)]
pub struct PreparedReading {
    pub(crate) reading: Reading,
    pub(crate) packed: Vec<u8>,
    pub(crate) items: Vec<Item>,
}

impl PreparedReading {
    /// Takes a reading in one line of JSON, schema `khabar.reading/1`.
    ///
    /// # Errors
    ///
    /// Where it is of another schema.
    pub fn of(json: &[u8], terms: &mut TermMaker) -> Result<PreparedReading, StoreError> {
        let reading = Reading::parse(json)?;
        let items = items(&reading, terms);
        Ok(PreparedReading { reading, packed: pack(json)?, items })
    }
}

impl Prepared {
    /// Takes a capture, and its reading or the reason why there is none.
    ///
    /// # Errors
    ///
    /// Where the reading is of another schema.
    pub fn of(
        capture: Capture,
        reading: Result<&[u8], String>,
        terms: &mut TermMaker,
    ) -> Result<Prepared, StoreError> {
        let digest = Digest::of(&capture.bytes);
        let read = match reading {
            Ok(json) => Ok(PreparedReading::of(json, terms)?),
            Err(reason) => Err(reason),
        };
        let stated = read.as_ref().ok().and_then(|read| read.reading.page.url.clone());
        let is_fetched = capture.url.is_some();
        let url = capture.url.or(stated);
        Ok(Prepared {
            digest,
            key: url.clone().unwrap_or_else(|| format!("sha256:{digest}")),
            is_fetched,
            url,
            packed: pack(&capture.bytes)?,
            length_bytes: capture.bytes.len() as u64,
            content_type: capture.content_type,
            captured_at: capture.captured_at,
            locator: capture.locator,
            read,
        })
    }
}

impl Prepared {
    /// A kept capture, to be read later.
    pub(crate) fn unread(kept: Kept, reason: &str) -> Result<Prepared, StoreError> {
        let digest = Digest::of(&kept.bytes);
        Ok(Prepared {
            digest,
            key: kept.url.clone().unwrap_or_else(|| format!("sha256:{digest}")),
            is_fetched: kept.url.is_some(),
            url: kept.url,
            packed: pack(&kept.bytes)?,
            length_bytes: kept.bytes.len() as u64,
            content_type: kept.content_type,
            captured_at: kept.captured_at,
            locator: kept.locator,
            read: Err(reason.to_owned()),
        })
    }
}

fn pack(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    zstd::bulk::compress(bytes, LEVEL)
        .map_err(|error| StoreError::io(std::path::Path::new("zstd"), error))
}

/// Undoes [`pack`].
pub(crate) fn unpack(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    zstd::stream::read::Decoder::new(packed)?
        .take(LIMIT_BYTES)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
