//! The bytes of a page to its text, with what was done on the way.

use std::borrow::Cow;

use khabar_doc::Notice;

use crate::{
    Hints, Limits, PageError, charset, limits, sniff,
    unpack::{Packing, unpack},
    warc,
};

/// The text of bytes, before anything is told apart in it.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// As decoded; mark-up, where the page is mark-up.
    pub text: Cow<'a, str>,
    /// The encoding, such as `utf-8`; `X+Y` where letters of Y that had been read in a
    /// wrong encoding were repaired.
    pub charset: String,
    /// What was done to get it.
    pub notices: Vec<Notice>,
}

const ARCHIVE: PageError = PageError::Binary {
    what: "an archive of web captures",
    remedy: "read it record by record, packed with gzip or not at all",
};

/// Unpacks (gzip, zstandard) and decodes `bytes`, and repairs letters that were once read
/// in a wrong encoding.
///
/// # Errors
///
/// Where the bytes are no text: says what they are and the remedy.
pub fn decode<'a>(
    bytes: &'a [u8],
    hints: &Hints,
    limits: &Limits,
) -> Result<Source<'a>, PageError> {
    if warc::is_archive(bytes) {
        return Err(ARCHIVE);
    }
    let Some(packing) = Packing::of_head(bytes) else {
        return plain(bytes, hints, limits);
    };
    let unpacked = unpack(bytes, packing, limits.page_bytes);
    if unpacked.bytes.is_empty() && unpacked.broken.is_some() {
        return Err(PageError::Binary {
            what: match packing {
                Packing::Zstd => "a zstandard stream that is broken from its first bytes",
                _ => "a gzip stream that is broken from its first bytes",
            },
            remedy: "fetch or copy it again",
        });
    }
    if warc::is_archive(&unpacked.bytes) {
        return Err(ARCHIVE);
    }
    let Source { text, charset, mut notices } = plain(&unpacked.bytes, hints, limits)?;
    if unpacked.over {
        let what = format!("what is packed as {} is", packing.name());
        notices.insert(0, limits::reached(&what, "page_bytes", limits.page_bytes));
    }
    notices.extend(unpacked.broken.map(|reason| Notice {
        kind: "broken-packing",
        span: None,
        text: format!(
            "{}: {reason}; what came before it was read; fetch the page again to have the rest",
            packing.name()
        ),
    }));
    Ok(Source { text: Cow::Owned(text.into_owned()), charset, notices })
}

fn plain<'a>(
    bytes: &'a [u8],
    hints: &Hints,
    limits: &Limits,
) -> Result<Source<'a>, PageError> {
    let mut notices = Vec::new();
    let mut notice = |kind, text| notices.push(Notice { kind, span: None, text });
    let whole = bytes;
    let bytes = cut(bytes, limits.page_bytes);
    let decoded = charset::decode(bytes, hints.content_type.as_deref());
    let wide =
        decoded.charset.starts_with("utf-16") || decoded.charset.starts_with("utf-32");
    if let sniff::Content::Binary { what, remedy } = sniff::content(bytes, wide) {
        return Err(PageError::Binary { what, remedy });
    }
    let mut charset = decoded.charset;
    if let Some(declared) = decoded.overruled {
        notice(
            "charset-overruled",
            format!(
                "the page says it is {declared}, but its bytes are {charset}; read as {charset}"
            ),
        );
    }
    if let Some((at, places)) = decoded.broken {
        notice(
            "invalid-utf-8",
            format!(
                "byte {at} is not UTF-8 ({places} such places in all); each was replaced by \
                 U+FFFD and the rest kept; give the page in its own encoding to read them"
            ),
        );
    }
    let mut text = decoded.text;
    let nul = memchr::memchr(0, text.as_bytes());
    if let Some(at) = nul {
        let count = memchr::memchr_iter(0, text.as_bytes()).count();
        notice(
            "nul",
            format!(
                "the text holds {count} NUL characters, the first behind {at} bytes of text; \
                 each was replaced by U+FFFD"
            ),
        );
        text = text.replace('\0', "\u{FFFD}").into();
    }
    if let Some(repaired) = charset::unmangle(&text) {
        let (from, runs) = (repaired.from, repaired.runs);
        notice(
            "mojibake",
            format!(
                "letters are {from} that was read in a Latin encoding and saved, in {runs} \
                 places; undone"
            ),
        );
        charset = format!("{charset}+{from}");
        text = repaired.text.into();
    }
    if let Some(mended) = charset::controls_as_windows_1252(&text) {
        text = mended.into();
    }
    if bytes.len() < whole.len() {
        let what = format!("the page has {} bytes or more,", whole.len());
        notices.insert(0, limits::reached(&what, "page_bytes", limits.page_bytes));
    }
    Ok(Source { text, charset, notices })
}

/// At most `most_bytes` of `bytes`, cut before a letter of UTF-8.
fn cut(bytes: &[u8], most_bytes: usize) -> &[u8] {
    let Some(head) = bytes.get(..most_bytes) else { return bytes };
    if head.len() == bytes.len() {
        return bytes;
    }
    // The first byte behind the cut tells whether it lies inside a letter.
    let inside = |at: usize| bytes.get(at).is_some_and(|b| b & 0xC0 == 0x80);
    let letter = (0..4)
        .filter_map(|back| most_bytes.checked_sub(back))
        .find(|&at| !inside(at))
        .unwrap_or(most_bytes);
    bytes.get(..letter).unwrap_or(head)
}
