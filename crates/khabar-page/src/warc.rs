//! Archives of web captures (WARC, ARC; compressed or not), record by record.
//!
//! A reader holds one record at a time: what it needs does not grow with the archive.
//! Damaged records are given as [`Damage`] and the reader goes on at the next record.

use std::{
    fmt,
    io::{BufRead, BufReader, Cursor, Read},
};

use flate2::bufread::GzDecoder;
use khabar_doc::Notice;
use memchr::memmem;

use crate::{
    Hints, Limits, limits,
    unpack::{GZIP, Packing, unpack},
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
    if !head.starts_with(GZIP) {
        return plain(head);
    }
    let mut start = [0; 512];
    let mut decoder = GzDecoder::new(head);
    let mut len = 0;
    while let Some(rest) = start.get_mut(len..).filter(|rest| !rest.is_empty()) {
        match decoder.read(rest) {
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

const BUFFER_BYTES: usize = 64 << 10;

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

/// Header of a record, as far as it matters.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    url: Option<String>,
    date: Option<String>,
    content_type: Option<String>,
    length: Option<u64>,
    /// Why the archive holds less than was there, as it says.
    truncated: Option<String>,
    is_arc: bool,
}

/// The bytes of an archive, unpacked; what was read too far can be given back.
#[derive(Debug)]
struct Input<R: Read> {
    given_back: Cursor<Vec<u8>>,
    rest: BufReader<Unpacked<R>>,
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self.given_back.read(out)? {
            0 => self.rest.read(out),
            read => Ok(read),
        }
    }
}

impl<R: Read> BufRead for Input<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.given_back.fill_buf()?.is_empty() {
            self.rest.fill_buf()
        } else {
            self.given_back.fill_buf()
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.given_back.fill_buf().is_ok_and(|left| !left.is_empty()) {
            self.given_back.consume(amount);
        } else {
            self.rest.consume(amount);
        }
    }
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

/// The header of an ARC record: address, number of the host, date, type, (more,) length.
/// Addresses may hold blanks.
fn is_arc_line(text: &str) -> Option<Header> {
    let text = text.trim_end();
    let scheme = ["http://", "https://", "filedesc:", "dns:", "ftp://"];
    if !scheme.iter().any(|s| text.starts_with(s)) || text.len() > 16 << 10 {
        return None;
    }
    let fields: Vec<&str> = text.split(' ').collect();
    let length = fields.last()?.parse().ok()?;
    // The date has twelve digits or more; what stands before the host is the address.
    let date = fields.iter().rposition(|f| {
        (12..=17).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit())
    })?;
    let url = fields.get(..date.checked_sub(1)?)?.join(" ");
    let is_page = text.starts_with("http");
    Some(Header {
        kind: if is_page { "arc" } else { "filedesc" }.to_owned(),
        url: Some(url),
        date: fields.get(date).map(|d| (*d).to_owned()),
        content_type: fields.get(date + 1).map(|d| (*d).to_owned()),
        length: Some(length),
        truncated: None,
        is_arc: true,
    })
}

/// A date of an archive in ISO 8601: WARC has it so, ARC in twelve digits or more.
fn captured_at(date: &str) -> Option<String> {
    let bytes = date.as_bytes();
    if bytes.len() >= 12 && bytes.iter().all(u8::is_ascii_digit) {
        let part = |from: usize| date.get(from..from + 2);
        let minute = format!(
            "{}-{}-{}T{}:{}",
            date.get(..4)?,
            part(4)?,
            part(6)?,
            part(8)?,
            part(10)?
        );
        return Some(match part(12) {
            Some(second) => format!("{minute}:{second}Z"),
            None => format!("{minute}Z"),
        });
    }
    let is_iso = bytes.len() >= 4
        && bytes.iter().take(4).all(u8::is_ascii_digit)
        && bytes.iter().all(|b| {
            b.is_ascii_digit() || matches!(b, b'-' | b':' | b'.' | b'+' | b'T' | b'Z')
        });
    is_iso.then(|| date.to_owned())
}

/// True where a page or feed may be of that type.
fn is_page(content_type: Option<&str>) -> bool {
    let Some(kind) = content_type else { return true };
    let kind = kind.to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.is_empty()
        || kind.starts_with("text/")
            && !matches!(kind, "text/css" | "text/javascript" | "text/dns")
        || kind.contains("html")
        || kind.ends_with("xml")
        || kind == "application/feed+json"
        || kind == "unk"
}

struct Http {
    body: Vec<u8>,
    content_type: Option<String>,
    notices: Vec<Notice>,
}

/// The body of an HTTP answer, encodings undone; `None` where it is an error page or no
/// page at all.
fn http(mut payload: Vec<u8>, limits: &Limits) -> Result<Option<Http>, String> {
    let mut notices = Vec::new();
    if !payload.starts_with(b"HTTP/") {
        // Some archives hold the body alone.
        return Ok(Some(Http { body: payload, content_type: None, notices }));
    }
    let (head_bytes, blank) = match memmem::find(&payload, b"\r\n\r\n") {
        Some(at) => (at, 4),
        None => memmem::find(&payload, b"\n\n")
            .map(|at| (at, 2))
            .ok_or("the head of its answer does not end")?,
    };
    let mut body = payload.split_off(head_bytes + blank);
    let head = String::from_utf8_lossy(&payload);
    let status = head.split_whitespace().nth(1).unwrap_or_default();
    if !status.starts_with('2') {
        return Ok(None);
    }
    let header = |name: &str| {
        head.lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .find(|(n, _)| n.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
    };
    let content_type = header("content-type");
    if !is_page(content_type.as_deref()) {
        return Ok(None);
    }
    let mut notice = |text: String| {
        notices.push(Notice { kind: "capture-mended", span: None, text });
    };
    if header("transfer-encoding")
        .is_some_and(|t| t.to_ascii_lowercase().contains("chunked"))
    {
        match dechunked(&body) {
            (Some(whole), true) => body = whole,
            (Some(part), false) => {
                notice("its last chunk is cut off; what there is was read".to_owned());
                body = part;
            }
            (None, _) => {
                notice("it is said to be in chunks and is not; read as it is".to_owned());
            }
        }
    }
    let encodings = header("content-encoding").unwrap_or_default().to_ascii_lowercase();
    let encodings = encodings.split(',').map(str::trim);
    for encoding in encodings.rev().filter(|e| !matches!(*e, "" | "identity" | "none")) {
        let Some(packing) = Packing::of_name(encoding) else {
            // Many archives store the body unpacked and leave the header as it was.
            if looks_like_text(&body) {
                notice(format!("{encoding}: an encoding without a name; read as it is"));
                continue;
            }
            return Err(format!("its encoding {encoding} is not known"));
        };
        if body.is_empty() {
            continue;
        }
        let unpacked = unpack(&body, packing, limits.record_bytes);
        match unpacked.broken {
            Some(reason) if unpacked.bytes.is_empty() => {
                if !looks_like_text(&body) {
                    return Err(format!("{encoding}: {reason}"));
                }
                notice(format!("{encoding}: {reason}; read as it is"));
                continue;
            }
            Some(reason) => {
                notice(format!("{encoding}: {reason}; what came before it was read"));
            }
            None if unpacked.over => {
                let what = format!("what is packed as {encoding} is");
                let most = limits.record_bytes;
                notices.push(limits::reached(&what, "record_bytes", most));
                body = unpacked.bytes;
                break;
            }
            None => (),
        }
        body = unpacked.bytes;
    }
    Ok(Some(Http { body, content_type, notices }))
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    !head.iter().any(|b| b.is_ascii_control() && !b.is_ascii_whitespace())
}

/// The body of chunks, and whether it is whole; nothing where there are no chunks.
fn dechunked(mut rest: &[u8]) -> (Option<Vec<u8>>, bool) {
    let mut body = Vec::new();
    let mut any = false;
    loop {
        let Some(end) =
            memchr::memchr(b'\n', rest.get(..rest.len().min(1024)).unwrap_or(rest))
        else {
            return (any.then_some(body), false);
        };
        let line =
            String::from_utf8_lossy(rest.get(..end).unwrap_or_default()).into_owned();
        let size = line.split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(size, 16) else {
            return (any.then_some(body), false);
        };
        rest = rest.get(end + 1..).unwrap_or_default();
        any = true;
        if size == 0 {
            return (Some(body), true);
        }
        let Some(chunk) = rest.get(..size) else {
            body.extend_from_slice(rest);
            return (Some(body), false);
        };
        body.extend_from_slice(chunk);
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

/// An archive's bytes, unpacked where it is compressed, member by member. A broken member
/// is an error once; then the next is looked for.
#[derive(Debug)]
enum Unpacked<R: Read> {
    /// Nothing has been read.
    New(Option<R>),
    Plain(BufReader<R>),
    Packed(Option<GzDecoder<BufReader<R>>>),
    Lost(BufReader<R>),
    End,
}

impl<R: Read> Unpacked<R> {
    fn of(input: R) -> Unpacked<R> {
        Unpacked::New(Some(input))
    }

    /// Goes on at the next member, looked for where `lost`.
    fn member(mut input: BufReader<R>, lost: bool) -> std::io::Result<Unpacked<R>> {
        loop {
            let buffer = input.fill_buf()?;
            let Some(&byte) = buffer.first() else { return Ok(Unpacked::End) };
            if lost {
                if let Some(at) = memmem::find(buffer, GZIP) {
                    input.consume(at);
                    return Ok(Unpacked::Packed(Some(GzDecoder::new(input))));
                }
                // A mark that lies across two buffers is missed, and its record with it.
                let all = buffer.len();
                input.consume(all);
                continue;
            }
            if byte == 0 || byte.is_ascii_whitespace() {
                input.consume(1);
                continue;
            }
            return Ok(Unpacked::Packed(Some(GzDecoder::new(input))));
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        loop {
            match self {
                Unpacked::New(input) => {
                    let Some(input) = input.take() else { return Ok(0) };
                    let mut input = BufReader::with_capacity(BUFFER_BYTES, input);
                    let packed = input.fill_buf()?.starts_with(GZIP);
                    *self = if packed {
                        Unpacked::Packed(Some(GzDecoder::new(input)))
                    } else {
                        Unpacked::Plain(input)
                    };
                }
                Unpacked::Plain(input) => return input.read(out),
                Unpacked::Packed(decoder) => {
                    let Some(inner) = decoder.as_mut() else { return Ok(0) };
                    match inner.read(out) {
                        Ok(0) if !out.is_empty() => {
                            if let Some(done) = decoder.take() {
                                *self = Unpacked::member(done.into_inner(), false)?;
                            }
                        }
                        Ok(read) => return Ok(read),
                        Err(error) => {
                            if let Some(broken) = decoder.take() {
                                *self = Unpacked::Lost(broken.into_inner());
                            }
                            return Err(std::io::Error::new(
                                std::io::ErrorKind::InvalidData,
                                format!("its compression is broken: {error}"),
                            ));
                        }
                    }
                }
                Unpacked::Lost(_) => {
                    if let Unpacked::Lost(input) = std::mem::replace(self, Unpacked::End)
                    {
                        *self = Unpacked::member(input, true)?;
                    }
                }
                Unpacked::End => return Ok(0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const PAGE: &str =
        "<html><body><p>قالت الوزارة إن المدارس تفتح الأحد 😀</p></body></html>";

    fn record(url: &str, http: &[u8]) -> Vec<u8> {
        let mut out = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n\
             WARC-Date: 2025-01-02T03:04:05Z\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n",
            http.len()
        )
        .into_bytes();
        out.extend_from_slice(http);
        out.extend_from_slice(b"\r\n\r\n");
        out
    }

    fn page(headers: &str, body: &[u8]) -> Vec<u8> {
        let mut out = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n"
        )
        .into_bytes();
        out.extend_from_slice(body);
        out
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> (Vec<Capture>, Vec<Damage>) {
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for capture in captures(bytes, Limits::default()).take(1000) {
            match capture {
                Ok(capture) => good.push(capture),
                Err(damage) => bad.push(damage),
            }
        }
        (good, bad)
    }

    #[test]
    fn encodings_are_undone() {
        let chunk = |bytes: &[u8]| {
            let mut out = format!("{:x}\r\n", bytes.len()).into_bytes();
            out.extend_from_slice(bytes);
            out.extend_from_slice(b"\r\n0\r\n\r\n");
            out
        };
        let plain = PAGE.as_bytes();
        for (headers, body) in [
            ("", plain.to_vec()),
            ("Content-Encoding: gzip\r\n", gzip(plain)),
            ("Transfer-Encoding: chunked\r\n", chunk(plain)),
            (
                "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
                chunk(&gzip(plain)),
            ),
            ("Transfer-Encoding: chunked\r\n", plain.to_vec()),
            ("Content-Encoding: gzip\r\n", plain.to_vec()),
        ] {
            let warc = record("https://akhbar.example/1", &page(headers, &body));
            for bytes in [warc.clone(), gzip(&warc)] {
                assert!(is_archive(&bytes));
                let (good, bad) = read(&bytes);
                assert_eq!(bad, []);
                assert_eq!(good.len(), 1, "{headers}");
                assert_eq!(good[0].bytes, plain, "{headers}");
                assert_eq!(good[0].url.as_deref(), Some("https://akhbar.example/1"));
            }
        }
    }

    /// Addresses and kinds of notices of what was read, reasons of what was not.
    fn outline(bytes: &[u8]) -> (Vec<(String, Vec<&'static str>)>, Vec<String>) {
        let (good, bad) = read(bytes);
        let good = good
            .into_iter()
            .map(|c| {
                (c.url.unwrap_or_default(), c.notices.iter().map(|n| n.kind).collect())
            })
            .collect();
        (good, bad.into_iter().map(|d| d.reason).collect())
    }

    fn numbered(n: u32) -> Vec<u8> {
        record(&format!("https://akhbar.example/{n}"), &page("", PAGE.as_bytes()))
    }

    #[test]
    fn what_follows_damage_is_read() {
        let url = |n: u32| format!("https://akhbar.example/{n}");
        let one = numbered(1);
        let mended = vec!["capture-mended"];
        // Cut in the middle, with further records behind: they are found in what was
        // taken for its body.
        let cut = [&one[..one.len() - 40], b"\r\n", &numbered(2), &numbered(3)].concat();
        let (good, bad) = outline(&cut);
        assert_eq!(
            good,
            [(url(1), mended.clone()), (url(2), vec![]), (url(3), vec![])],
            "{bad:?}"
        );
        // Cut at the end: what there is of the page is read.
        let cut = [numbered(1), numbered(2)].concat();
        let (good, bad) = outline(&cut[..cut.len() - 60]);
        assert_eq!(good, [(url(1), vec![]), (url(2), mended.clone())], "{bad:?}");
        // What is no record is told once.
        let garbage = [numbered(1), b"x\n".repeat(99), numbered(2)].concat();
        let (good, bad) = outline(&garbage);
        assert_eq!((good.len(), bad.len()), (2, 1), "{bad:?}");
        // The members of a compressed archive stand for themselves.
        let mut broken = gzip(&numbered(2));
        let middle = broken.len() / 2;
        broken[middle..middle + 12].fill(0xFF);
        let packed = [gzip(&numbered(1)), broken, gzip(&numbered(3))].concat();
        let (good, bad) = outline(&packed);
        assert_eq!(good.len() + bad.len(), 3, "{good:?} {bad:?}");
        assert_eq!(
            (good.first(), good.last()),
            (Some(&(url(1), vec![])), Some(&(url(3), vec![])))
        );
        let (good, bad) = outline(&packed[..gzip(&numbered(1)).len() + 30]);
        assert_eq!((good.len(), bad.len()), (1, 1), "{bad:?}");
    }

    #[test]
    fn limits_are_named() {
        let body = vec![b'a'; 100_000];
        let bomb = record(
            "https://akhbar.example/1",
            &page("Content-Encoding: gzip\r\n", &gzip(&body)),
        );
        let long = record("https://akhbar.example/1", &page("", &body));
        for mut archive in [bomb, long] {
            archive.extend_from_slice(&numbered(2));
            let limits = Limits { record_bytes: 50_000, ..Limits::default() };
            let good: Vec<_> =
                captures(archive.as_slice(), limits).map(Result::unwrap).collect();
            let [first, second] = good.as_slice() else { panic!("{} read", good.len()) };
            assert!((49_000..=50_000).contains(&first.bytes.len()));
            let notice = &first.notices[0];
            assert_eq!(notice.kind, "limit");
            assert!(notice.text.contains("record_bytes"), "{}", notice.text);
            assert_eq!(second.notices, []);
        }
        let header = b"X: ".repeat(50_000);
        let archive = [b"WARC/1.0\r\n", &header[..], b"\r\n\r\n", &numbered(2)].concat();
        let (good, bad) = read(&archive);
        assert_eq!((good.len(), bad.len()), (1, 1));
        assert!(bad[0].to_string().contains("header_bytes"), "{}", bad[0]);
    }

    #[test]
    fn when_a_page_was_fetched_is_told() {
        let (good, _) = read(&numbered(1));
        assert_eq!(good[0].captured_at.as_deref(), Some("2025-01-02T03:04:05Z"));
        let hints = good[0].hints();
        assert_eq!(hints.captured_at, good[0].captured_at);
        assert_eq!(hints.content_type.as_deref(), Some("text/html; charset=utf-8"));
        for (date, iso) in [
            ("20250102030405", Some("2025-01-02T03:04:05Z")),
            ("202501020304", Some("2025-01-02T03:04Z")),
            ("2025-01-02", Some("2025-01-02")),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(captured_at(date).as_deref(), iso);
        }
    }

    #[test]
    fn what_the_archive_cut_off_is_told() {
        let whole = String::from_utf8(numbered(1)).unwrap();
        let cut = whole.replacen("WARC-Date", "WARC-Truncated: time\r\nWARC-Date", 1);
        let (good, bad) = read(cut.as_bytes());
        assert_eq!(bad, []);
        assert!(good[0].notices[0].text.contains("(time)"), "{:?}", good[0].notices);
    }

    #[test]
    fn arc_records_too() {
        let body = page("", PAGE.as_bytes());
        let mut arc =
            b"filedesc://x.arc 0.0.0.0 20250102030405 text/plain 3\n1 0\n\n".to_vec();
        arc.extend_from_slice(
            format!(
                "http://akhbar.example/a b 127.0.0.1 20250102030405 text/html {}\n",
                body.len()
            )
            .as_bytes(),
        );
        arc.extend_from_slice(&body);
        arc.push(b'\n');
        assert!(is_archive(&arc));
        let (good, bad) = read(&arc);
        assert_eq!(bad, []);
        assert_eq!(good[0].url.as_deref(), Some("http://akhbar.example/a b"));
        assert_eq!(good[0].bytes, PAGE.as_bytes());
    }
}
