//! Bytes that nobody wrote as a page.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, missing_docs, reason = "a test")]

use khabar_doc::{Page, PartKind};
use khabar_page::{
    Hints, Limits, PageError, PageLexicon, builtin_sources, feed, read, read_within,
};
use proptest::prelude::*;

fn lexicon() -> &'static PageLexicon {
    static LEXICON: std::sync::OnceLock<PageLexicon> = std::sync::OnceLock::new();
    LEXICON.get_or_init(|| PageLexicon::parse(&builtin_sources()).unwrap())
}

fn page(bytes: &[u8]) -> Page {
    read(bytes, &Hints::default(), lexicon()).unwrap()
}

/// Parts are in order, apart, on character boundaries, and so is all they hold.
fn check(page: &Page) {
    let mut end = 0;
    for document in &page.documents {
        for part in &document.parts {
            assert!(part.span.start() >= end, "parts overlap");
            assert!(page.text.slice(part.span).is_some_and(|line| !line.is_empty()));
            end = part.span.end();
        }
        let spans = document
            .title
            .into_iter()
            .chain(document.byline.iter().copied())
            .chain(document.published.iter().map(|d| d.span))
            .chain(document.credits.iter().map(|c| c.span))
            .chain(document.dateline.iter().map(|d| d.span))
            .chain(document.outlet.iter().flat_map(|o| o.spans.clone()));
        for span in spans {
            assert!(page.text.slice(span).is_some_and(|words| !words.is_empty()));
        }
    }
}

#[test]
fn nothing_is_an_empty_page_with_a_notice() {
    for bytes in
        [&b""[..], b" \n\t\r\n", "\u{FEFF}".as_bytes(), b"<html><body></body></html>"]
    {
        let page = page(bytes);
        assert!(page.documents.is_empty());
        assert_eq!(page.notices.iter().map(|n| n.kind).collect::<Vec<_>>(), ["empty"]);
    }
}

#[test]
fn binary_data_are_refused_by_name() {
    for (bytes, what) in [
        (&b"%PDF-1.7 ..."[..], "a PDF file"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\x1F\x8B\x08\x00....", "a gzip stream"),
        (b"\x89PNG\r\n\x1A\n....", "a PNG image"),
        (b"\xFF\xD8\xFF\xE0....", "a JPEG image"),
        (b"text \x00\x01\x02\x03 text and more text", "binary data"),
    ] {
        let error = read(bytes, &Hints::default(), lexicon()).unwrap_err();
        assert!(matches!(error, PageError::Binary { .. }));
        let message = error.to_string();
        assert!(message.contains(what), "{message}");
        assert!(message.contains(';'), "no remedy: {message}");
    }
}

#[test]
fn broken_utf_8_is_read_and_told() {
    let mut bytes =
        "عنوان الخبر هنا\nقال الوزير إن الأعمال تبدأ اليوم.".as_bytes().to_vec();
    bytes.insert(10, 0xFE);
    let page = page(&bytes);
    check(&page);
    let notice = page.notices.iter().find(|n| n.kind == "invalid-utf-8").unwrap();
    assert!(notice.text.starts_with("byte 10 "), "{}", notice.text);
    assert_eq!(page.documents.len(), 1);
}

#[test]
fn marks_that_turn_text_are_told_and_looked_through() {
    let page = page(
        "عنوان الخبر هنا\n\u{202E}المصدر\u{202C}: صدى المثال\n\u{2067}اقرأ أيضا\u{2069}:\nرابط إلى خبر آخر"
            .as_bytes(),
    );
    check(&page);
    let kinds: Vec<_> = page.documents[0].parts.iter().map(|p| p.kind).collect();
    assert!(kinds.contains(&PartKind::SourceLine), "{kinds:?}");
    assert!(kinds.contains(&PartKind::RelatedHeading), "{kinds:?}");
    let notice = page.notices.iter().find(|n| n.kind == "bidi-control").unwrap();
    assert!(notice.text.contains("4 characters"), "{}", notice.text);
}

#[test]
fn a_line_of_ten_megabytes_is_a_paragraph() {
    let line = "قال المتحدث إن العمل مستمر ".repeat(200_000);
    let page = page(format!("عنوان الخبر هنا\n{line}").as_bytes());
    check(&page);
    assert_eq!(page.documents[0].parts.len(), 2);
}

#[test]
fn deep_nesting_is_no_matter() {
    let text = "قال المتحدث باسم البلدية إن أعمال الصيانة تنتهي خلال أسبوعين، مشيرا إلى أن الطريق يفتح بعدها.";
    for tag in ["div", "b", "span", "table", "blockquote", "a"] {
        let html = format!(
            "<html><body>{}<p>{text}</p>{}</body></html>",
            format!("<{tag}>").repeat(10_000),
            format!("</{tag}>").repeat(10_000)
        );
        check(&page(html.as_bytes()));
    }
    check(&page("(".repeat(10_000).as_bytes()));
    check(&page(format!("{text}{}", "(«\"".repeat(10_000)).as_bytes()));
    check(&page(&"اقرأ أيضا:\n".repeat(20_000).into_bytes()));
    check(&page(&"عنوان قصير هنا\n".repeat(20_000).into_bytes()));
    check(&page(&"المصدر: صدى المثال\nعنوان قصير هنا\n".repeat(10_000).into_bytes()));
}

const TOLD: &str = "قال المتحدث باسم البلدية إن أعمال الصيانة تنتهي خلال أسبوعين، مشيرا إلى أن الطريق يفتح بعدها.";

fn within(bytes: &[u8], limits: Limits) -> Page {
    read_within(bytes, &Hints::default(), lexicon(), &limits).unwrap()
}

/// The page is read, and a notice names the limit.
fn is_limited(page: &Page, name: &str) {
    check(page);
    assert!(!page.documents.is_empty());
    let notice = page.notices.iter().find(|n| n.text.contains(name));
    let notice = notice.unwrap_or_else(|| panic!("{name}: {:?}", page.notices));
    assert_eq!(notice.kind, "limit");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_limit_of_a_page_is_told_and_the_rest_read() {
    let html = format!("<html><body><h1>عنوان الخبر هنا</h1>{}", {
        format!("<p>{TOLD}</p>").repeat(200)
    });
    let limits = Limits::default();
    is_limited(
        &within(html.as_bytes(), Limits { page_bytes: 9000, ..limits }),
        "page_bytes",
    );
    is_limited(
        &within(&gzip(html.as_bytes()), Limits { page_bytes: 9000, ..limits }),
        "page_bytes",
    );
    is_limited(
        &within(html.as_bytes(), Limits { text_bytes: 3000, ..limits }),
        "text_bytes",
    );
    is_limited(
        &within(html.as_bytes(), Limits { html_nodes: 60, ..limits }),
        "html_nodes",
    );
    let deep = format!("<html><body>{}<p>{TOLD}</p>", "<div>".repeat(100));
    let page = within(deep.as_bytes(), Limits { html_depth: 40, ..limits });
    is_limited(&page, "html_depth");
    assert!(page.text.as_str().contains("مشيرا إلى"));
    // A line without an end is cut at a word.
    let line = format!("عنوان الخبر هنا\n{}", format!("{TOLD} ").repeat(50));
    let page = within(line.as_bytes(), Limits { text_bytes: 2000, ..limits });
    is_limited(&page, "text_bytes");
    assert!(page.text.as_str().len() > 1900);
    // A cut inside a letter breaks no letter before it.
    for most in 500..510 {
        let page = within(line.as_bytes(), Limits { page_bytes: most, ..limits });
        assert!(!page.text.as_str().contains('\u{FFFD}'));
    }
}

#[test]
fn a_million_open_tags_are_read() {
    for tag in ["div", "b", "table", "li", "a"] {
        let html =
            format!("<html><body>{}<p>{TOLD}", format!("<{tag}>").repeat(1_000_000));
        let page = page(html.as_bytes());
        check(&page);
        assert!(page.text.as_str().contains(TOLD));
        // The others end the one before.
        if matches!(tag, "div" | "b" | "table") {
            is_limited(&page, "html_depth");
        }
    }
}

#[test]
fn a_page_may_break_off_anywhere() {
    let html = format!(
        "<!doctype html><html lang=ar><head><meta charset=utf-8><title>عنوان</title><script \
         type=\"application/ld+json\">{{\"headline\": \"عنوان\"}}</script></head><body><h1>عنوان \
         الخبر هنا</h1><!-- x --><p class=\"a\">{TOLD}</p><table><tr><td>&amp;</table></body></html>"
    );
    for end in 0..html.len() {
        if let Ok(page) = read(&html.as_bytes()[..end], &Hints::default(), lexicon()) {
            check(&page);
        }
    }
}

#[test]
fn stray_nul_bytes_are_replaced_and_told() {
    let html = format!("<html><body><h1>عنوان\0 الخبر هنا</h1><p>{TOLD}\0</p>");
    let page = page(html.as_bytes());
    check(&page);
    assert!(page.text.as_str().contains("مشيرا إلى"));
    assert!(!page.text.as_str().contains('\0'));
    assert!(page.notices.iter().any(|n| n.kind == "nul" && n.text.contains("2 NUL")));
}

#[test]
fn packed_pages_are_read_as_far_as_they_go() {
    let html = format!("<html><body><h1>عنوان الخبر هنا</h1><p>{TOLD}</p></body></html>");
    let mut long = html.clone();
    for i in 0..400 {
        long.push_str(&format!("<p>{TOLD} {i}</p>"));
    }
    let packed = gzip(html.as_bytes());
    assert!(page(&packed).text.as_str().contains("مشيرا إلى"));
    assert_eq!(page(&packed).notices, []);
    let packed = gzip(long.as_bytes());
    let cut = page(&packed[..packed.len() / 2]);
    check(&cut);
    assert!(cut.text.as_str().contains("مشيرا إلى"));
    assert!(cut.notices.iter().any(|n| n.kind == "broken-packing"), "{:?}", cut.notices);
    // A bomb: a thousand times its size, cut at the limit.
    let bomb = gzip(&b"<p>a b c d</p>".repeat(300_000));
    is_limited(
        &within(&bomb, Limits { page_bytes: 100_000, ..Limits::default() }),
        "page_bytes",
    );
}

#[test]
fn entity_bombs_stay_small() {
    // Nothing here declares entities: a reference that only a page knows stays as it is.
    let mut xml =
        String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"lol\">");
    for i in 1..30 {
        let inner = format!("&a{};", i - 1).repeat(10);
        xml.push_str(&format!("<!ENTITY a{i} \"{inner}\">"));
    }
    xml.push_str(
        "]><rss version=\"2.0\"><channel><title>x</title><item><title>&a29; خبر</title>",
    );
    xml.push_str("<link>https://akhbar.example/1</link></item></channel></rss>");
    let feed = feed(xml.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
    assert_eq!(feed.items.len(), 1, "{:?}", feed.notices);
    assert!(feed.items[0].title.len() < 100);
    let html = format!(
        "<html><body><p>{TOLD} {}</p>",
        "&amp;&hellip;&#1575;&bogus;".repeat(100_000)
    );
    let page = page(html.as_bytes());
    check(&page);
    assert!(page.text.as_str().len() < html.len());
}

#[test]
fn feeds_of_tags_and_of_many_items_are_bounded() {
    let deep =
        format!("<rss><channel><item><title>خبر</title>{}", "<x>".repeat(1_000_000));
    let read = feed(deep.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
    assert_eq!(read.items.len(), 1, "{:?}", read.notices);
    let many = format!(
        "<rss version=\"2.0\"><channel>{}</channel></rss>",
        "<item><title>خبر</title><link>https://akhbar.example/1</link></item>".repeat(50)
    );
    let limits = Limits { feed_items: 20, ..Limits::default() };
    let cut = many.strip_suffix("</channel></rss>").unwrap();
    for feed_text in [many.as_str(), cut] {
        let read = feed(feed_text.as_bytes(), &Hints::default(), &limits).unwrap();
        assert_eq!(read.items.len(), 20);
        assert!(
            read.notices.iter().any(|n| n.text.contains("feed_items")),
            "{:?}",
            read.notices
        );
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "بغداد",
        "/",
        ":",
        " ",
        "\n",
        "المصدر",
        "اقرأ أيضا:",
        "2 ديسمبر، 2024",
        "تاريخ النشر:",
        "قال الوزير إن",
        "صدى المثال",
        "«",
        "»",
        "\"",
        "(",
        ")",
        "--",
        "–",
        "وكالات",
        "كتب",
        "\u{202E}",
        "ـ",
        "😀",
        ".",
        "اليوم السبت",
        "<p>",
        "</p>",
        "<div>",
        "admin",
        "،",
        "\u{64E}",
    ]);
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(page) = read(&bytes, &Hints::default(), lexicon()) {
            check(&page);
        }
    }

    #[test]
    fn any_mixture_keeps_its_spans(text in pieces()) {
        let page = page(text.as_bytes());
        check(&page);
    }
}
