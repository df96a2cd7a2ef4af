//! The body of an HTTP answer, encodings undone.

use khabar_doc::Notice;
use memchr::memmem;

use super::header::is_page;
use crate::{
    Limits, limits,
    unpack::{Packing, unpack},
};

pub(super) struct Http {
    pub(super) body: Vec<u8>,
    pub(super) content_type: Option<String>,
    pub(super) notices: Vec<Notice>,
}

/// The body of an HTTP answer, encodings undone; `None` where it is an error page or no
/// page at all.
pub(super) fn http(
    mut payload: Vec<u8>,
    limits: &Limits,
) -> Result<Option<Http>, String> {
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
