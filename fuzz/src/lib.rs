//! What must hold for any bytes, one function a part of the engine. `cargo fuzz` tries
//! them on bytes that it finds, `crates/khabar/tests/any_bytes.rs` on damaged samples.

use std::sync::OnceLock;

use khabar::{Engine, Hints, Limits, wire};
use khabar_arabic::{
    Analyser,
    date::{self, Date, DateLexicon, DateMention, calendar_sources},
    search,
};
use khabar_doc::{Page, Span, Text};
use khabar_page::PageLexicon;

/// Small limits, so that they are reached too.
const LIMITS: Limits = Limits {
    page_bytes: 1 << 20,
    text_bytes: 1 << 16,
    html_depth: 64,
    html_nodes: 1 << 14,
    record_bytes: 1 << 16,
    header_bytes: 1 << 12,
    feed_items: 64,
};

/// A name, and what must hold for any bytes.
pub type Target = (&'static str, fn(&[u8]));

/// The functions below.
pub const TARGETS: [Target; 7] = [
    ("charset", charset),
    ("html", html),
    ("feed", feed),
    ("warc", warc),
    ("dates", dates),
    ("words", words),
    ("engine", engine),
];

fn page_lexicon() -> &'static PageLexicon {
    static LEXICON: OnceLock<PageLexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        PageLexicon::parse(&khabar_page::builtin_sources()).expect("the built-in lexicon")
    })
}

/// `span` holds something, and lies on character boundaries.
fn holds(text: &str, span: Span) {
    let words = text.get(span.range()).expect("a span on character boundaries");
    assert!(!words.is_empty(), "an empty span at byte {}", span.start());
}

fn well_formed(page: &Page) {
    let mut end = 0;
    for document in &page.documents {
        for part in &document.parts {
            assert!(part.span.start() >= end, "parts overlap at byte {end}");
            holds(page.text.as_str(), part.span);
            end = part.span.end();
        }
    }
    assert!(page.text.as_str().len() <= LIMITS.text_bytes);
    assert!(
        !page.documents.is_empty() || !page.notices.is_empty(),
        "nothing, in silence"
    );
}

/// Bytes to text, with and without a header that says what they are.
pub fn charset(bytes: &[u8]) {
    // The first byte chooses the header.
    let (first, bytes) = bytes.split_first().unwrap_or((&0, bytes));
    let headers = ["", "utf-8", "windows-1256", "iso-8859-6", "utf-16", "x-none"];
    let hints = Hints {
        content_type: headers
            .get(usize::from(*first) % headers.len())
            .map(|label| format!("text/html; charset={label}")),
        ..Hints::default()
    };
    if let Ok(source) = khabar_page::decode(bytes, &hints, &LIMITS) {
        assert!(!source.charset.is_empty());
        assert!(!source.text.contains('\0'));
    }
}

/// Bytes to a page.
pub fn html(bytes: &[u8]) {
    if let Ok(page) =
        khabar_page::read_within(bytes, &Hints::default(), page_lexicon(), &LIMITS)
    {
        well_formed(&page);
    }
}

/// Bytes to a feed, and its first items to pages.
pub fn feed(bytes: &[u8]) {
    let _ = khabar_page::is_feed(bytes);
    let Ok(feed) = khabar_page::feed(bytes, &Hints::default(), &LIMITS) else { return };
    assert!(feed.items.len() <= LIMITS.feed_items);
    assert!(!feed.items.is_empty() || !feed.notices.is_empty(), "nothing, in silence");
    for item in feed.items.iter().take(4) {
        let (bytes, hints) = item.page(&feed);
        let read = khabar_page::read_within(&bytes, &hints, page_lexicon(), &LIMITS);
        well_formed(&read.expect("an item is mark-up"));
    }
}

/// Bytes to the records of an archive.
pub fn warc(bytes: &[u8]) {
    let _ = khabar_page::is_archive(bytes);
    let mut records = 0;
    for capture in khabar_page::captures(bytes, LIMITS) {
        records += 1;
        // Packed archives may hold more records than bytes; no record is empty.
        assert!(records <= 2000 * (bytes.len() + 1), "no end");
        if let Ok(capture) = capture {
            assert!(!capture.bytes.is_empty());
            assert!(capture.bytes.len() <= LIMITS.record_bytes);
        }
    }
}

/// Text to the times in it.
pub fn dates(bytes: &[u8]) {
    static LEXICON: OnceLock<DateLexicon> = OnceLock::new();
    let lexicon = LEXICON.get_or_init(|| {
        DateLexicon::parse(&calendar_sources()).expect("the built-in lexicon")
    });
    let text = String::from_utf8_lossy(bytes);
    for anchor in [None, Some(Date::constant(2025, 2, 28))] {
        let mut end = 0;
        let check = |mention: &DateMention, from: u32| {
            holds(&text, mention.span);
            assert!(mention.span.start() >= from, "times overlap");
        };
        for mention in date::find(&text, lexicon, anchor) {
            check(&mention, end);
            end = mention.span.end();
        }
        if let Some(mention) = date::parse_line(&text, lexicon, anchor) {
            check(&mention, 0);
        }
    }
}

/// Text to words, their parts and terms.
pub fn words(bytes: &[u8]) {
    static ANALYSER: OnceLock<Analyser> = OnceLock::new();
    let analyser = ANALYSER.get_or_init(Analyser::builtin);
    let text = String::from_utf8_lossy(bytes);
    let (words, analysis) = analyser.read(&text);
    let mut end = 0;
    for (i, token) in words.tokens().iter().enumerate() {
        holds(&text, token.span);
        assert!(token.span.start() >= end, "tokens overlap");
        end = token.span.end();
        for part in analysis.parts(i) {
            assert!(text.get(part.span.range()).is_some());
            let _ = (analysis.lemma(part), analysis.norm(part));
        }
    }
    for term in search::terms_of(&text, &words, &analysis, search::Levels::ALL) {
        holds(&text, term.span);
    }
}

/// Bytes to JSON.
pub fn engine(bytes: &[u8]) {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    let engine = ENGINE.get_or_init(|| Engine::new().within(LIMITS));
    let Ok(read) = engine.read(bytes, &Hints::default()) else { return };
    well_formed(&read.page);
    let options = wire::Options { narration: true };
    let reading = wire::Reading::of(&read, &options);
    assert!(serde_json::to_string(&reading).is_ok());
    // Spans of the JSON count code points of its text.
    let text = Text::new(reading.text.as_str()).expect("short");
    let end = text.as_str().chars().count();
    for document in &reading.documents {
        assert!(document.span.end as usize <= end);
        for claim in &document.claims {
            assert!(claim.content.iter().all(|span| !span.text.is_empty()));
        }
    }
}
