//! From bytes to text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text as read from bytes.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// The label of the encoding.
    pub(crate) charset: String,
    /// The byte at which UTF-8 broke first, and how many places there are.
    pub(crate) broken: Option<(usize, usize)>,
    /// The declared encoding, where the bytes contradict it.
    pub(crate) overruled: Option<&'static str>,
}

/// Bytes of a page that are searched for a declaration.
const HEAD_BYTES: usize = 4096;

/// Reads `bytes`. A byte order mark decides; then UTF-8, where the bytes are valid or
/// nearly so; then the header and the page's own declaration, unless the bytes make no
/// Arabic in it while the detected encoding does.
pub(crate) fn decode<'a>(bytes: &'a [u8], header: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let body = bytes.get(skip..).unwrap_or_default();
        if encoding == UTF_8 {
            return utf8(body, skip);
        }
        return plain(body, encoding);
    }
    if let Some(encoding) = wide(bytes) {
        return plain(bytes, encoding);
    }
    let declared = header.and_then(in_header).or_else(|| in_page(bytes));
    if std::str::from_utf8(bytes).is_ok() {
        let mut decoded = utf8(bytes, 0);
        let ascii = bytes.is_ascii();
        decoded.overruled =
            declared.filter(|&e| e != UTF_8 && !ascii).map(Encoding::name);
        return decoded;
    }
    let (good, bad) = utf8_share(bytes);
    if good >= bad.saturating_mul(4) {
        return utf8(bytes, 0);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let detected = detector.guess(Some(b"sa"), Utf8Detection::Deny);
    let Some(declared) = declared.filter(|&e| e != UTF_8) else {
        let mut decoded = plain(bytes, detected);
        if declared == Some(UTF_8) {
            decoded.overruled = Some(UTF_8.name());
        }
        return decoded;
    };
    let as_declared = plain(bytes, declared);
    if declared == detected {
        return as_declared;
    }
    let as_detected = plain(bytes, detected);
    if arabic(&as_declared.text) * 4 < arabic(&as_detected.text) {
        return Decoded { overruled: Some(declared.name()), ..as_detected };
    }
    as_declared
}

/// The encoding that a `Content-Type` header or a bare label names.
fn in_header(header: &str) -> Option<&'static Encoding> {
    let lower = header.to_ascii_lowercase();
    let label = match lower.split_once("charset") {
        Some((_, rest)) => {
            rest.trim_start_matches(|ch: char| ch == '=' || ch.is_whitespace())
        }
        None if !lower.contains('/') => lower.as_str(),
        None => return None,
    };
    let label = label.trim_matches(|ch| ch == '"' || ch == '\'');
    let end = label
        .find(|ch: char| {
            !(ch.is_ascii_alphanumeric() || matches!(ch, '-' | '_' | ':' | '.'))
        })
        .unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

/// The encoding that the page declares near its beginning.
fn in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD_BYTES))?;
    let head: String = head.iter().map(|&b| char::from(b).to_ascii_lowercase()).collect();
    let mut from = 0;
    while let Some(at) = head.get(from..)?.find("charset") {
        let rest = head.get(from + at..)?;
        if let Some(encoding) = in_header(rest) {
            return Some(encoding);
        }
        from += at + "charset".len();
    }
    let at = head.strip_prefix("<?xml")?.find("encoding=")?;
    in_header(&format!("charset={}", head.get(5 + at + "encoding=".len()..)?))
}

/// UTF-16 without a mark: every other byte of the head is zero or of one Arabic page.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(512))?;
    if head.len() < 4 || !head.contains(&0) {
        return None;
    }
    let page = |b: u8| b == 0 || b == 6;
    let pairs = head.len() / 2;
    let share = |odd: usize| {
        head.chunks_exact(2)
            .filter(|pair| pair.get(odd).copied().is_some_and(page))
            .count()
    };
    if share(1) * 10 >= pairs * 9 && share(0) * 2 < pairs {
        Some(UTF_16LE)
    } else if share(0) * 10 >= pairs * 9 && share(1) * 2 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn utf8(bytes: &[u8], skipped: usize) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: Cow::Borrowed(text),
            charset: "utf-8".to_owned(),
            broken: None,
            overruled: None,
        };
    }
    let mut first = None;
    let mut places = 0;
    let mut at = skipped;
    for chunk in bytes.utf8_chunks() {
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            first = first.or(Some(at));
            places += 1;
            at += chunk.invalid().len();
        }
    }
    Decoded {
        text: String::from_utf8_lossy(bytes),
        charset: "utf-8".to_owned(),
        broken: first.map(|at| (at, places)),
        overruled: None,
    }
}

fn plain<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text,
        charset: encoding.name().to_ascii_lowercase(),
        broken: None,
        overruled: None,
    }
}

/// Characters of several bytes that are valid UTF-8, and places that are not.
fn utf8_share(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|ch| !ch.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

fn arabic(text: &str) -> usize {
    text.chars().filter(|&ch| khabar_arabic::letters::is_letter(ch)).count()
}

/// Undoes one wrong reading: text whose letters are bytes of Arabic UTF-8 or
/// windows-1256 that somebody read as windows-1252 or ISO 8859-1.
///
/// Gives the text and what it had been read as, or `None` where it is not so.
pub(crate) fn unmangle(text: &str) -> Option<(String, &'static str)> {
    // The characters U+0080 to U+00FF begin with one of two bytes.
    let high = memchr::memchr2_iter(0xC2, 0xC3, text.as_bytes()).count();
    if high < 20 || arabic(text) * 2 > high {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    for ch in text.chars() {
        match u8::try_from(ch as u32) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                let mut buffer = [0; 4];
                let (encoded, _, lost) = WINDOWS_1252.encode(ch.encode_utf8(&mut buffer));
                match (lost, encoded.as_ref()) {
                    (false, [byte]) => bytes.push(*byte),
                    _ => bytes.push(b'?'),
                }
            }
        }
    }
    let (good, bad) = utf8_share(&bytes);
    let (repaired, from) = if good > bad * 4 {
        (String::from_utf8_lossy(&bytes).into_owned(), "utf-8")
    } else {
        (plain(&bytes, encoding_rs::WINDOWS_1256).text.into_owned(), "windows-1256")
    };
    (arabic(&repaired) * 2 > high / 2).then_some((repaired, from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], header: Option<&str>, charset: &str, text: &str) {
        let decoded = decode(bytes, header);
        assert_eq!(decoded.charset, charset);
        assert!(decoded.text.contains(text), "{:?}", decoded.text);
    }

    const NEWS: &str =
        "قالت وزارة التعليم إن الدراسة تبدأ يوم الأحد المقبل في جميع المدارس 😀";

    fn cp1256(text: &str) -> Vec<u8> {
        encoding_rs::WINDOWS_1256.encode(&text.replace('😀', "")).0.into_owned()
    }

    #[test]
    fn marks_headers_declarations_and_guesses() {
        check(NEWS.as_bytes(), None, "utf-8", NEWS);
        check(NEWS.as_bytes(), Some("text/html; charset=windows-1256"), "utf-8", NEWS);
        let old = cp1256(NEWS);
        check(&old, Some("text/html; charset=windows-1256"), "windows-1256", "وزارة");
        check(&old, None, "windows-1256", "وزارة");
        check(&old, Some("charset=utf-8"), "windows-1256", "وزارة");
        check(&old, Some("charset=iso-8859-1"), "windows-1256", "وزارة");
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(NEWS.encode_utf16().flat_map(u16::to_le_bytes));
        check(&wide, None, "utf-16le", NEWS);
        check(&wide[2..], None, "utf-16le", NEWS);
    }

    #[test]
    fn broken_utf_8_stays_readable() {
        let mut bytes = NEWS.as_bytes().to_vec();
        bytes.insert(4, 0xFF);
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.broken, Some((4, 1)));
        assert!(decoded.text.contains("وزارة"));
    }

    #[test]
    fn undoes_a_wrong_reading() {
        let (wrong, _) = WINDOWS_1252.decode_without_bom_handling(NEWS.as_bytes());
        assert_eq!(unmangle(&wrong), Some((NEWS.to_owned(), "utf-8")));
        assert_eq!(unmangle(NEWS), None);
        assert_eq!(unmangle("Qu'est-ce que c'est ? éàü".repeat(9).as_str()), None);
    }
}
