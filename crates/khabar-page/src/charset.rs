//! From bytes to text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256,
};

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
/// nearly so; then the header, the page's own declaration and the detector, unless the
/// visible text makes much better Arabic in another encoding.
pub(crate) fn decode<'a>(bytes: &'a [u8], header: Option<&str>) -> Decoded<'a> {
    if let Some((text, label)) = utf32(bytes) {
        return Decoded {
            text: Cow::Owned(text),
            charset: label.to_owned(),
            broken: None,
            overruled: None,
        };
    }
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
    // What readers see decides: addresses and scripts are the same in all of these.
    let sample = visible(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample, true);
    let score = |encoding: &'static Encoding| {
        plausibility(&encoding.decode_without_bom_handling(&sample).0)
    };
    let mut detected = detector.guess(Some(b"sa"), Utf8Detection::Deny);
    if score(detected) < 0 {
        // No Arabic comes of it: what it is elsewhere.
        detected = detector.guess(None, Utf8Detection::Deny);
    }
    let declared_single = declared.filter(|&e| e != UTF_8);
    let first = declared_single.unwrap_or(detected);
    let mut best = (first, score(first));
    for other in [detected, WINDOWS_1256, ISO_8859_6] {
        let points = score(other);
        // Whoever contradicts the page must make much better Arabic.
        let clear = if declared_single.is_some() {
            points > 2 * best.1.max(0) + 3
        } else {
            points > best.1.max(0)
        };
        if other != best.0 && clear {
            best = (other, points);
        }
    }
    let mut decoded = plain(bytes, best.0);
    decoded.overruled = declared.filter(|&e| e != best.0).map(Encoding::name);
    decoded
}

/// Bytes of visible text that are enough to tell an encoding.
const SAMPLE_BYTES: usize = 1 << 16;

/// The text between tags, scripts and styles left out, up to [`SAMPLE_BYTES`].
fn visible(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    let mut rest = bytes;
    while sample.len() < SAMPLE_BYTES {
        let Some(lt) = memchr::memchr(b'<', rest) else {
            let left = SAMPLE_BYTES - sample.len();
            sample.extend_from_slice(rest.get(..left.min(rest.len())).unwrap_or(rest));
            break;
        };
        sample.extend_from_slice(rest.get(..lt).unwrap_or_default());
        sample.push(b' ');
        let tag = rest.get(lt + 1..).unwrap_or_default();
        let begins = |name: &[u8]| {
            tag.get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name))
        };
        let end: &[u8] = if begins(b"script") {
            b"</script"
        } else if begins(b"style") {
            b"</style"
        } else {
            b">"
        };
        let Some(to) = memchr::memmem::find(tag, end) else {
            // An open tag to the end: plain text with a sign of less.
            rest = if end == b">" { tag } else { &[] };
            if rest.is_empty() {
                break;
            }
            continue;
        };
        rest = tag.get(to + 1..).unwrap_or_default();
    }
    sample
}

/// How much `text` is like Arabic, in points: articles and the commonest words count for
/// it, words that mix Latin and Arabic letters, or hold what no text holds, against it.
fn plausibility(text: &str) -> i64 {
    const COMMON: [&str; 12] = [
        "\u{641}\u{64A}",
        "\u{645}\u{646}",
        "\u{639}\u{644}\u{649}",
        "\u{625}\u{644}\u{649}",
        "\u{627}\u{644}\u{649}",
        "\u{639}\u{646}",
        "\u{623}\u{646}",
        "\u{627}\u{646}",
        "\u{645}\u{639}",
        "\u{647}\u{630}\u{627}",
        "\u{628}\u{639}\u{62F}",
        "\u{62F}\u{631}",
    ];
    const ARTICLE: &str = khabar_arabic::letters::ARTICLE;
    let mut points = 0_i64;
    for word in text.split(|ch: char| !ch.is_alphanumeric() && ch != '\u{FFFD}') {
        let arabic = word.chars().any(khabar_arabic::letters::is_letter);
        let other = word.contains(|ch: char| {
            ch == '\u{FFFD}' || ch.is_alphabetic() && (ch as u32) < 0x250
        });
        if arabic && other {
            points -= 3;
        } else if arabic {
            let bare = word.strip_prefix(['\u{648}', '\u{628}']).unwrap_or(word);
            if COMMON.contains(&word) || bare.starts_with(ARTICLE) && bare.len() > 8 {
                points += 1;
            }
        }
    }
    points
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

/// UTF-32 with a mark, or of mark-up: no browser reads it, some old exports write it.
fn utf32(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (little, skip) = match bytes.get(..4)? {
        [0xFF, 0xFE, 0, 0] => (true, 4),
        [0, 0, 0xFE, 0xFF] => (false, 4),
        [b'<', 0, 0, 0] => (true, 0),
        [0, 0, 0, b'<'] => (false, 0),
        _ => return None,
    };
    let units = bytes.get(skip..)?.chunks(4).map(|unit| {
        let unit = <[u8; 4]>::try_from(unit).ok()?;
        char::from_u32(if little {
            u32::from_le_bytes(unit)
        } else {
            u32::from_be_bytes(unit)
        })
    });
    let text = units.map(|ch| ch.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some((text, if little { "utf-32le" } else { "utf-32be" }))
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

/// `text` with the control characters U+0080 to U+009F read as what they were meant for:
/// the quotation marks and dashes of windows-1252, as browsers read references to them.
/// `None` where there are none. U+0085 is a line break and stays.
pub(crate) fn controls_as_windows_1252(text: &str) -> Option<String> {
    let is_control = |byte: u8| matches!(byte, 0x80..=0x84 | 0x86..=0x9F);
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xC2, bytes)
        .any(|at| bytes.get(at + 1).is_some_and(|&next| is_control(next)))
        .then(|| {
            text.chars()
                .map(|ch| {
                    let byte = u8::try_from(u32::from(ch)).unwrap_or(0);
                    let meant = || {
                        WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
                    };
                    if is_control(byte) { meant().unwrap_or(ch) } else { ch }
                })
                .collect()
        })
}

/// What a repair of wrongly read letters did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Repaired {
    pub(crate) text: String,
    /// What the letters were: `utf-8`, `windows-1256`.
    pub(crate) from: &'static str,
    /// Runs that were read wrongly.
    pub(crate) runs: usize,
}

/// Undoes a wrong reading, run by run: letters that are bytes of Arabic UTF-8 or
/// windows-1256 which somebody read as windows-1252 or ISO 8859-1. What stands between
/// them, right letters too, stays as it is. `None` where there is nothing of the kind.
pub(crate) fn unmangle(text: &str) -> Option<Repaired> {
    // The characters U+0080 to U+00FF begin with one of two bytes.
    if memchr::memchr2_iter(0xC2, 0xC3, text.as_bytes()).count() < LEAST_HIGH {
        return None;
    }
    utf8_runs(text).or_else(|| cp1256_runs(text))
}

/// Letters read wrongly in a page, at least: fewer show nothing.
const LEAST_HIGH: usize = 8;

/// The byte that windows-1252 or ISO 8859-1 reads as `ch`.
fn high_byte(ch: char) -> Option<u8> {
    match ch as u32 {
        0..=0x7F => None,
        code @ 0x80..=0xFF => u8::try_from(code).ok(),
        0x152..=0x2122 => {
            let mut buffer = [0; 4];
            let (encoded, _, lost) = WINDOWS_1252.encode(ch.encode_utf8(&mut buffer));
            match (lost, encoded.as_ref()) {
                (false, [byte]) => Some(*byte),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Arabic UTF-8 that was read as a Latin encoding.
fn utf8_runs(text: &str) -> Option<Repaired> {
    let mut out = String::with_capacity(text.len());
    let mut bytes = Vec::new();
    let (mut runs, mut letters) = (0, 0);
    let mut rest = text;
    while let Some(ch) = rest.chars().next() {
        if ch.is_ascii() {
            let len = rest.bytes().position(|b| !b.is_ascii()).unwrap_or(rest.len());
            let (plain, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
            out.push_str(plain);
            rest = after;
            continue;
        }
        bytes.clear();
        let mut len = 0;
        for ch in rest.chars() {
            let Some(byte) = high_byte(ch) else { break };
            bytes.push(byte);
            len += ch.len_utf8();
        }
        if len == 0 {
            out.push(ch);
            rest = rest.get(ch.len_utf8()..).unwrap_or_default();
            continue;
        }
        let (run, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
        let decoded = String::from_utf8_lossy(&bytes);
        let good = arabic(&decoded);
        let bad = decoded.matches('\u{FFFD}').count();
        if good > 0 && bad * 4 <= good {
            runs += 1;
            letters += good;
            out.push_str(&decoded);
        } else if decoded.chars().count() > 0
            && bad == 0
            && decoded.chars().all(|ch| !ch.is_control())
            && runs > 0
        {
            // Dashes and quotation marks of the same text.
            out.push_str(&decoded);
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    (letters >= LEAST_HIGH / 2).then_some(Repaired { text: out, from: "utf-8", runs })
}

/// Arabic windows-1256 that was read as a Latin encoding. Its letters are those of French
/// and Icelandic: a run touches no Latin letter, and the whole must be plausible.
fn cp1256_runs(text: &str) -> Option<Repaired> {
    let mut out = String::with_capacity(text.len());
    let mut repaired = String::new();
    let mut runs = 0;
    let mut rest = text;
    let mut touches = false;
    while let Some(ch) = rest.chars().next() {
        if high_byte(ch).is_none() {
            touches = ch.is_alphanumeric() && !ch.is_ascii_digit();
            out.push(ch);
            rest = rest.get(ch.len_utf8()..).unwrap_or_default();
            continue;
        }
        let mut bytes = Vec::new();
        let mut len = 0;
        let mut last = None;
        for ch in rest.chars() {
            let Some(byte) = high_byte(ch) else {
                last = Some(ch);
                break;
            };
            bytes.push(byte);
            len += ch.len_utf8();
        }
        let (run, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
        let before = touches && bytes.first().is_some_and(|b| *b >= 0xC0);
        let behind = last.is_some_and(|ch| ch.is_ascii_alphabetic())
            && bytes.last().is_some_and(|b| *b >= 0xC0);
        let (decoded, _) = WINDOWS_1256.decode_without_bom_handling(&bytes);
        let is_arabic = arabic(&decoded) * 2 >= decoded.chars().count().max(1);
        if !before && !behind && (is_arabic || runs > 0) {
            runs += usize::from(is_arabic);
            repaired.push_str(&decoded);
            repaired.push(' ');
            out.push_str(&decoded);
        } else {
            out.push_str(run);
        }
        touches = false;
        rest = after;
    }
    let words = repaired.split_whitespace().count();
    let points = usize::try_from(plausibility(&repaired)).unwrap_or(0);
    (points >= 2 && points * 12 >= words).then_some(Repaired {
        text: out,
        from: "windows-1256",
        runs,
    })
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
        for (bytes_of, name) in [
            (u32::to_le_bytes as fn(u32) -> [u8; 4], "utf-32le"),
            (u32::to_be_bytes, "utf-32be"),
        ] {
            let page = format!("<p>{NEWS}");
            let bare: Vec<u8> = page.chars().flat_map(|ch| bytes_of(ch as u32)).collect();
            check(&bare, None, name, NEWS);
            check(&[&bytes_of(0xFEFF), &bare[..]].concat(), None, name, NEWS);
            assert!(decode(&bare[..bare.len() - 1], None).text.ends_with('\u{FFFD}'));
        }
    }

    #[test]
    fn the_better_arabic_wins() {
        let iso = |text: &str| -> Vec<u8> {
            text.chars()
                .filter_map(|ch| match ch as u32 {
                    code @ 0..=0x7F => u8::try_from(code).ok(),
                    code @ 0x60C..=0x652 => u8::try_from(code - 0x60C + 0xAC).ok(),
                    _ => None,
                })
                .collect()
        };
        let long = NEWS.repeat(3);
        check(&iso(&long), None, "iso-8859-6", "وزارة التعليم");
        check(&iso(&long), Some("charset=windows-1256"), "iso-8859-6", "التعليم");
        check(&cp1256(&long), Some("charset=iso-8859-6"), "windows-1256", "التعليم");
        let (french, _, _) =
            WINDOWS_1252.encode("Été à la forêt, où l'élève répète déjà");
        check(&french, Some("charset=iso-8859-1"), "windows-1252", "forêt");
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
        let repaired = unmangle(&wrong).unwrap();
        assert_eq!((repaired.text.as_str(), repaired.from), (NEWS, "utf-8"));
        assert_eq!(unmangle(NEWS), None);
        let plain = NEWS.replace('😀', "");
        let bytes = cp1256(&plain);
        let (wrong, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
        let repaired = unmangle(&wrong).unwrap();
        assert_eq!(
            (repaired.text.as_str(), repaired.from),
            (plain.as_str(), "windows-1256")
        );
        // Right and wrong letters on one page.
        let (wrong, _) = WINDOWS_1252.decode_without_bom_handling(NEWS.as_bytes());
        let both = format!("<p>{NEWS} «نعم» é</p><p>{wrong}</p>");
        let repaired = unmangle(&both).unwrap();
        assert_eq!(repaired.text, format!("<p>{NEWS} «نعم» é</p><p>{NEWS}</p>"));
        assert_eq!(unmangle("Qu'est-ce que c'est ? éàü".repeat(9).as_str()), None);
        let iceland = "Hlín Eyjólfsdóttir á Íslandi og fór út í búð að sækja þær í gær ";
        assert_eq!(unmangle(iceland.repeat(9).as_str()), None);
    }

    #[test]
    fn control_characters_are_the_quotation_marks_they_were_meant_for() {
        let mended = controls_as_windows_1252("don\u{92}t \u{93}«x»\u{94}\u{A0}\u{85}");
        assert_eq!(
            mended.as_deref(),
            Some("don\u{2019}t \u{201C}«x»\u{201D}\u{A0}\u{85}")
        );
        assert_eq!(controls_as_windows_1252("قال «نعم»\u{A0}"), None);
    }
}
