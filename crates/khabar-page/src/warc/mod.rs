//! Archives of web captures (WARC, ARC; compressed or not), record by record.
//!
//! A reader holds one record at a time: what it needs does not grow with the archive.
//! Damaged records are given as [`Damage`] and the reader goes on at the next record.

mod header;
mod http;
mod input;
mod zstd;

use std::{
    fmt,
    io::{BufRead, BufReader, Cursor, Read},
};

use khabar_doc::Notice;
use memchr::memmem;

use self::{
    header::{Header, captured_at, is_arc_line, is_page},
    http::http,
    input::{BUFFER_BYTES, Input, Unpacked},
    zstd::DICTIONARY,
};
use crate::{
    Hints, Limits, limits,
    unpack::{GZIP, ZSTD},
};

/// A page in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// Its bytes; transfer and content encodings of HTTP are undone.
    pub bytes: Vec<u8>,
    /// Where it was fetched.
    pub url: Option<String>,
    /// When, as the archive states it: ISO 8601.
    pub captured_at: Option<String>,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// Which record of the archive it is, counted from 1.
    pub record: u64,
    /// What was wrong with it, and what was done.
    pub notices: Vec<Notice>,
}

impl Capture {
    /// What is known of its bytes.
    pub fn hints(&self) -> Hints {
        Hints {
            url: self.url.clone(),
            content_type: self.content_type.clone(),
            captured_at: self.captured_at.clone(),
            notices: self.notices.clone(),
        }
    }
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Which record of the archive it is, counted from 1.
    pub record: u64,
    /// Its address, where known.
    pub url: Option<String>,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {}", self.record)?;
        if let Some(url) = &self.url {
            write!(f, " ({url})")?;
        }
        write!(f, ": {}; skipped", self.reason)
    }
}

impl std::error::Error for Damage {}

/// True where `head`, the first bytes of a file, are those of an archive, compressed or
/// not.
pub fn is_archive(head: &[u8]) -> bool {
    let plain = |head: &[u8]| {
        head.starts_with(b"WARC/") || head.starts_with(b"filedesc:") || {
            let line = head.split(|&b| b == b'\n').next().unwrap_or_default();
            is_arc_line(&String::from_utf8_lossy(line)).is_some()
        }
    };
    // Nothing else has a dictionary in front.
    if head.starts_with(DICTIONARY) {
        return true;
    }
    if !head.starts_with(GZIP) && !head.starts_with(ZSTD) {
        return plain(head);
    }
    let mut start = [0; 512];
    let mut unpacked = Unpacked::of(head);
    let mut len = 0;
    while let Some(rest) = start.get_mut(len..).filter(|rest| !rest.is_empty()) {
        match unpacked.read(rest) {
            Ok(0) | Err(_) => break,
            Ok(n) => len += n,
        }
    }
    plain(start.get(..len).unwrap_or_default())
}

/// The pages of the archive that `input` gives, in order.
pub fn captures<R: Read>(input: R, limits: Limits) -> Captures<R> {
    Captures {
        input: Input {
            given_back: Cursor::default(),
            rest: BufReader::with_capacity(BUFFER_BYTES, Unpacked::of(input)),
        },
        limits,
        record: 0,
        lost: false,
        pending: None,
        done: false,
    }
}

/// Iterator over the pages of an archive.
#[derive(Debug)]
pub struct Captures<R: Read> {
    input: Input<R>,
    limits: Limits,
    record: u64,
    /// True where the reader looks for the beginning of a record.
    lost: bool,
    /// A line that has been read and not used.
    pending: Option<Vec<u8>>,
    done: bool,
}

enum Step {
    Capture(Capture),
    Other,
    End,
}

impl<R: Read> Iterator for Captures<R> {
    type Item = Result<Capture, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.step() {
                Ok(Step::Capture(capture)) => return Some(Ok(capture)),
                Ok(Step::Other) => (),
                Ok(Step::End) => self.done = true,
                Err(damage) => return Some(Err(damage)),
            }
        }
        None
    }
}

impl<R: Read> Captures<R> {
    fn damage(&self, url: Option<&String>, reason: impl Into<String>) -> Damage {
        Damage { record: self.record, url: url.cloned(), reason: reason.into() }
    }

    /// Reads one record.
    fn step(&mut self) -> Result<Step, Damage> {
        let Some(header) = self.header()? else { return Ok(Step::End) };
        let url = header.url.clone();
        let Some(length) = header.length else {
            self.lost = true;
            return Err(self.damage(url.as_ref(), "it does not state its length"));
        };
        let is_http = header.is_arc
            || header.content_type.as_deref().is_some_and(|kind| {
                kind.to_ascii_lowercase().starts_with("application/http")
            });
        let wanted = header.is_arc && !header.kind.starts_with("filedesc")
            || match header.kind.as_str() {
                "response" => is_http,
                "resource" | "conversion" => is_page(header.content_type.as_deref()),
                _ => false,
            };
        let most = self.limits.record_bytes as u64;
        let mut payload = Vec::new();
        let kept = if wanted { length.min(most) } else { 0 };
        let read = self.take(kept, &mut payload);
        let skipped = if read.is_ok() { self.skip(length - kept) } else { Ok(()) };
        let broken = read
            .and(skipped)
            .err()
            .or_else(|| if header.is_arc { None } else { self.overrun(&mut payload) });
        self.lost |= broken.is_some();
        if !wanted {
            return Ok(Step::Other);
        }
        let mut notices = Vec::new();
        let mut notice = |text: String| {
            notices.push(Notice { kind: "capture-mended", span: None, text });
        };
        if let Some(reason) = &header.truncated {
            notice(format!("whoever archived this page cut it off ({reason})"));
        }
        if let Some(reason) = &broken {
            notice(format!("{reason}; what came before it was read"));
        } else if length > most {
            let what = format!("the record has {length} bytes,");
            notices.push(limits::reached(
                &what,
                "record_bytes",
                self.limits.record_bytes,
            ));
        }
        let mut capture = Capture {
            url: header.url,
            captured_at: header.date.as_deref().and_then(captured_at),
            content_type: header.content_type,
            record: self.record,
            notices,
            ..Capture::default()
        };
        if is_http {
            let http = match http(payload, &self.limits) {
                Ok(Some(http)) => http,
                Ok(None) => return Ok(Step::Other),
                Err(reason) => {
                    return Err(self.damage(url.as_ref(), broken.unwrap_or(reason)));
                }
            };
            capture.bytes = http.body;
            capture.content_type = http.content_type;
            capture.notices.extend(http.notices);
        } else {
            capture.bytes = payload;
        }
        if !is_page(capture.content_type.as_deref()) {
            return Ok(Step::Other);
        }
        match broken {
            Some(reason) if capture.bytes.is_empty() => {
                Err(self.damage(url.as_ref(), reason))
            }
            _ if capture.bytes.is_empty() => Ok(Step::Other),
            _ => Ok(Step::Capture(capture)),
        }
    }

    /// Where behind a record neither its end nor the next begins, the record is shorter
    /// than it says: looks for the next one in what was read of it, and gives that back.
    fn overrun(&mut self, payload: &mut Vec<u8>) -> Option<String> {
        let Ok(next) = self.input.fill_buf() else { return None };
        let ends = next.is_empty()
            || next.first().is_some_and(u8::is_ascii_whitespace)
            || next.starts_with(b"WARC/");
        if ends {
            return None;
        }
        let mut reason = "it does not end where it says".to_owned();
        if let Some(at) = memmem::find(payload, b"\nWARC/1.") {
            let mut back = payload.split_off(at + 1);
            // What has been given back before and not been read stands behind it.
            let left = self.input.given_back.fill_buf().unwrap_or_default();
            back.extend_from_slice(left);
            self.input.given_back = Cursor::new(back);
            reason.push_str(", but where the next record begins");
        }
        Some(reason)
    }

    /// Reads the header of the next record; `None` at the end.
    fn header(&mut self) -> Result<Option<Header>, Damage> {
        let mut skipped = 0_u64;
        loop {
            let line = match self.line() {
                Ok(Some(line)) => line,
                Ok(None) => {
                    return if skipped > 0 && !self.lost {
                        self.lost = true;
                        Err(self.damage(None, "the archive ends in what is no record"))
                    } else {
                        Ok(None)
                    };
                }
                Err(reason) => {
                    self.record += 1;
                    self.lost = true;
                    return Err(self.damage(None, reason));
                }
            };
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if text.is_empty() {
                continue;
            }
            if text.starts_with("WARC/") {
                self.record += 1;
                self.lost = false;
                return self.warc_header().map(Some);
            }
            if let Some(header) = is_arc_line(text) {
                self.record += 1;
                self.lost = false;
                return Ok(Some(header));
            }
            skipped += 1;
            if !self.lost {
                // Said once; then the next record is looked for.
                self.lost = true;
                self.record += 1;
                return Err(self.damage(None, "no record begins where one should"));
            }
        }
    }

    fn warc_header(&mut self) -> Result<Header, Damage> {
        let mut header = Header::default();
        let mut bytes = 0;
        loop {
            let line = match self.line() {
                Ok(Some(line)) => line,
                Ok(None) => {
                    self.lost = true;
                    return Err(self.damage(
                        header.url.as_ref(),
                        "the archive ends inside its header",
                    ));
                }
                Err(reason) => {
                    self.lost = true;
                    return Err(self.damage(header.url.as_ref(), reason));
                }
            };
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\r', '\n']);
            if text.trim().is_empty() {
                return Ok(header);
            }
            if text.starts_with("WARC/") && !text.contains(':') {
                self.pending = Some(line.clone());
                return Err(self.damage(header.url.as_ref(), "its header does not end"));
            }
            bytes += line.len();
            if bytes >= self.limits.header_bytes {
                self.lost = true;
                return Err(self.damage(
                    header.url.as_ref(),
                    format!(
                        "its header is over the limit header_bytes of {}",
                        self.limits.header_bytes
                    ),
                ));
            }
            let Some((name, value)) = text.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => {
                    let url = value.trim_start_matches('<').trim_end_matches('>');
                    header.url = Some(url.to_owned());
                }
                "warc-date" => header.date = Some(value.to_owned()),
                "content-type" => header.content_type = Some(value.to_owned()),
                "content-length" => header.length = value.parse().ok(),
                "warc-truncated" => header.truncated = Some(value.to_owned()),
                _ => (),
            }
        }
    }

    /// One line with its end, no longer than a header may be; `None` at the end.
    fn line(&mut self) -> Result<Option<Vec<u8>>, String> {
        if let Some(line) = self.pending.take() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => return Err(error.to_string()),
            };
            if buffer.is_empty() {
                return Ok((!line.is_empty()).then_some(line));
            }
            let (used, ends) = match memchr::memchr(b'\n', buffer) {
                Some(at) => (at + 1, true),
                None => (buffer.len(), false),
            };
            // Of a line that is too long, the head is enough to see that it is none.
            let room = self.limits.header_bytes.saturating_sub(line.len());
            line.extend_from_slice(buffer.get(..used.min(room)).unwrap_or_default());
            self.input.consume(used);
            if ends {
                return Ok(Some(line));
            }
        }
    }

    fn take(&mut self, length: u64, payload: &mut Vec<u8>) -> Result<(), String> {
        let expected = usize::try_from(length).unwrap_or(usize::MAX).min(1 << 20);
        payload.reserve(expected);
        match self.input.by_ref().take(length).read_to_end(payload) {
            Ok(read) if read as u64 == length => Ok(()),
            Ok(read) => {
                Err(format!("the archive ends after {read} of its {length} bytes"))
            }
            Err(error) => Err(error.to_string()),
        }
    }

    fn skip(&mut self, mut length: u64) -> Result<(), String> {
        while length > 0 {
            let buffer = self.input.fill_buf().map_err(|error| error.to_string())?;
            if buffer.is_empty() {
                return Err(format!("the archive ends {length} bytes before its end"));
            }
            let used = usize::try_from(length).unwrap_or(usize::MAX).min(buffer.len());
            self.input.consume(used);
            length -= used as u64;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
