//! What bytes are, by their content.

/// What bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// No text: what it is, and what to do.
    Binary { what: &'static str, remedy: &'static str },
    /// May be text.
    Text,
}

/// Beginnings of files that are no text.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF file", "extract its text first, for example with pdftotext"),
    (
        b"PK\x03\x04",
        "a ZIP archive or an office document",
        "unpack it or save the text as UTF-8",
    ),
    (b"\x1F\x8B", "a gzip stream", "decompress it first, for example with gunzip"),
    (b"BZh", "a bzip2 stream", "decompress it first, for example with bunzip2"),
    (b"\xFD7zXZ\x00", "an xz stream", "decompress it first, for example with unxz"),
    (
        b"\x28\xB5\x2F\xFD",
        "a zstandard stream",
        "decompress it first, for example with unzstd",
    ),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\x89PNG", "a PNG image", "give the text of the page, not a picture of it"),
    (b"\xFF\xD8\xFF", "a JPEG image", "give the text of the page, not a picture of it"),
    (b"GIF8", "a GIF image", "give the text of the page, not a picture of it"),
    (b"RIFF", "a WebP image or other media", "give the text of the page"),
    (b"\xD0\xCF\x11\xE0", "an old office document", "save its text as UTF-8"),
    (b"{\\rtf", "an RTF document", "save it as plain text in UTF-8"),
    (b"SQLite format 3", "an SQLite database", "give one page at a time"),
    (b"\x7FELF", "a program", "give the bytes of a page"),
    (b"\x00\x01\x00\x00", "a font", "give the bytes of a page"),
    (b"wOFF", "a web font", "give the bytes of a page"),
    (b"OggS", "an Ogg recording", "give the text of the page"),
    (b"ID3", "an MP3 recording", "give the text of the page"),
];

/// Looks at the first bytes; `wide` is true where they were found to be UTF-16.
pub(crate) fn content(bytes: &[u8], wide: bool) -> Content {
    for &(magic, what, remedy) in MAGIC {
        if bytes.starts_with(magic) {
            return Content::Binary { what, remedy };
        }
    }
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    // A stray NUL is left by broken exports. Of data that is no text every ninth byte
    // is a control character.
    let controls = head
        .iter()
        .filter(|&&b| b < 0x20 && !b.is_ascii_whitespace() && b != 0x1B)
        .count();
    if !wide && head.contains(&0) && controls * 32 > head.len() + 32 {
        return Content::Binary {
            what: "binary data (it holds NUL bytes)",
            remedy: "give the bytes of an HTML page or a text",
        };
    }
    Content::Text
}

/// True where `text` is mark-up rather than plain text.
pub(crate) fn is_html(text: &str) -> bool {
    const OPENINGS: [&str; 12] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<article",
        "<div",
        "<?xml",
        "<title",
        "<main",
        "<section",
        "<!--",
    ];
    let mut to = text.len().min(4096);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let head = text.get(..to).unwrap_or_default().to_ascii_lowercase();
    let start =
        head.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '\u{FEFF}');
    if OPENINGS.iter().any(|tag| start.starts_with(tag)) {
        return true;
    }
    if start.starts_with('<') {
        return ["</", "/>", "<p", "<br", "<span"].iter().any(|tag| head.contains(tag));
    }
    // Text around mark-up: several closing tags of paragraphs or divisions.
    ["</p>", "</div>", "<br>", "<br/>", "<br />"]
        .iter()
        .map(|tag| head.matches(tag).count())
        .sum::<usize>()
        >= 3
}
