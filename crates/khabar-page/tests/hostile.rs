//! Bytes that nobody wrote as a page.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, missing_docs, reason = "a test")]

use khabar_doc::{Page, PartKind};
use khabar_page::{Hints, PageError, PageLexicon, builtin_sources, read};
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
