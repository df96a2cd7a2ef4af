//! The headers of records: what they are, where they end.

/// Header of a record, as far as it matters.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) kind: String,
    pub(super) url: Option<String>,
    pub(super) date: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) length: Option<u64>,
    /// Why the archive holds less than was there, as it says.
    pub(super) truncated: Option<String>,
    pub(super) is_arc: bool,
}

/// The header of an ARC record: address, number of the host, date, type, (more,) length.
/// Addresses may hold blanks.
pub(super) fn is_arc_line(text: &str) -> Option<Header> {
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
pub(super) fn captured_at(date: &str) -> Option<String> {
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
pub(super) fn is_page(content_type: Option<&str>) -> bool {
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
