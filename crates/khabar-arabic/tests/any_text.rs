//! Whatever the bytes: some analysis, spans in order and on boundaries, the same for the
//! same bytes.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "a test")]

use std::sync::OnceLock;

use khabar_arabic::{
    Analyser, FoldClasses, Folder, TokenKind, Words,
    date::{self, DateLexicon},
    fold, fold_key,
    number::{self, NumberLexicon},
    search,
};
use khabar_doc::Span;
use proptest::prelude::*;

/// Shared by all cases, so that what it remembers of one text meets the next.
fn analyser() -> &'static Analyser {
    static ANALYSER: OnceLock<Analyser> = OnceLock::new();
    ANALYSER.get_or_init(Analyser::builtin)
}

/// The words of numbers and of the calendar.
fn lexicons() -> &'static (NumberLexicon, DateLexicon) {
    static LEXICONS: OnceLock<(NumberLexicon, DateLexicon)> = OnceLock::new();
    LEXICONS.get_or_init(|| {
        let calendar = DateLexicon::parse(&date::calendar_sources()).unwrap();
        (NumberLexicon::builtin(), calendar)
    })
}

/// Everything that is found in a text, written out.
fn shown(analyser: &Analyser, text: &str) -> String {
    let (words, analysis) = analyser.read(text);
    let parts: Vec<_> = analysis
        .all()
        .iter()
        .map(|part| format!("{part:?} {} {}", analysis.norm(part), analysis.lemma(part)))
        .collect();
    format!("{words:?} {parts:?}")
}

fn check(text: &str) {
    let (words, analysis) = analyser().read(text);
    let mut end = 0;
    for (i, token) in words.tokens().iter().enumerate() {
        let (span, core) = (token.span.range(), token.core.range());
        assert!(span.start >= end && span.start < span.end, "{text:?}");
        assert!(span.start <= core.start && core.end == span.end, "{text:?}");
        assert!(text.get(span.clone()).is_some() && text.get(core).is_some(), "{text:?}");
        let mut part_end = span.start;
        for part in analysis.parts(i) {
            let range = part.span.range();
            assert!(
                range.start == part_end && text.get(range.clone()).is_some(),
                "{text:?}"
            );
            part_end = range.end;
        }
        assert_eq!(part_end, span.end, "{text:?}");
        if token.kind == TokenKind::Foreign {
            let plain = Folder::new(FoldClasses::DIGITS | FoldClasses::INVISIBLE);
            // Letters of other scripts pass untouched.
            let written = text.get(span.clone()).unwrap();
            let is_arabic =
                |ch| matches!(ch, '\u{600}'..='\u{6FF}' | '\u{FB50}'..='\u{FEFF}');
            if !written.chars().any(is_arabic) {
                assert_eq!(words.whole(i), plain.fold(written).as_str(), "{text:?}");
            }
        }
        // Nothing but spaces and what has no shape lies between tokens.
        let between = text.get(end..span.start).unwrap();
        assert!(!between.chars().any(char::is_alphanumeric), "{text:?}");
        end = span.end;
    }
    assert!(!text.get(end..).unwrap().chars().any(char::is_alphanumeric), "{text:?}");
    let mut next = 0;
    for sentence in words.sentences() {
        assert!(sentence.tokens.start == next && sentence.tokens.end > next, "{text:?}");
        next = sentence.tokens.end;
    }
    assert_eq!(next, words.tokens().len(), "{text:?}");
    let mut run_end = 0;
    for run in words.runs() {
        assert!(
            run.tokens.start >= run_end && run.tokens.start < run.tokens.end,
            "{text:?}"
        );
        run_end = run.tokens.end;
    }
    assert!(run_end <= words.tokens().len(), "{text:?}");
    let (numbers, calendar) = lexicons();
    for figure in number::figures(&words, numbers) {
        assert!(text.get(figure.span.range()).is_some(), "{text:?}");
    }
    for style in [date::Style::Report, date::Style::Plan] {
        let anchor = Some(date::Date::constant(2024, 12, 2));
        let context = date::Context { anchor, style, ..Default::default() };
        let mut end = 0;
        for mention in date::find_in(text, calendar, &context) {
            let span = mention.span.range();
            assert!(span.start >= end && span.start < span.end, "{text:?}");
            assert!(text.get(span.clone()).is_some(), "{text:?}");
            end = span.end;
        }
    }
    for term in search::terms(analyser(), text, search::Levels::ALL) {
        assert!(
            text.get(term.span.range()).is_some() && !term.text.is_empty(),
            "{text:?}"
        );
    }
    assert_eq!(fold(text).as_str(), fold_key(text));
}

/// Words of Arabic, of other scripts, marks and what steers a text.
const PIECES: &str = "([وفبلكسايتنهمأإآةىء]{1,12}|[وف]?(لا|ما|قد)?(يزال|حدث|المدينة|الله)ة?|[ .\"،؟!():/_#@+'’-]|[\u{64B}-\u{652}ـ\u{200B}-\u{200F}\u{61C}]|[a-zA-Z0-9٣۴é]{1,4}|(https?://|www\\.)|[😀👨\u{200D}\u{FE0F}🇸🇦]|[\u{FB50}-\u{FDFF}\u{FE70}-\u{FEFF}]|\\PC){0,40}";

proptest! {
    #[test]
    fn any_text_is_read(text in PIECES) {
        check(&text);
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_bytes_of_the_arabic_block_are_read(bytes in proptest::collection::vec(prop_oneof![0xD8u8..=0xDB, 0x80u8..=0xBF, Just(b' '), Just(b'.')], 0..80)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    /// What was read before changes nothing.
    #[test]
    fn the_same_text_is_read_alike(text in PIECES, other in PIECES) {
        let first = shown(analyser(), &text);
        let _ = analyser().read(&other);
        prop_assert_eq!(&shown(analyser(), &text), &first);
    }

    /// Parts of a text are cut as they would be alone, at their place.
    #[test]
    fn a_part_is_cut_as_it_is_alone(before in PIECES, text in PIECES) {
        let page = format!("{before}\n{text}");
        let part = Span::of(before.len() + 1, page.len());
        let splitter = analyser().splitter();
        let (inside, alone) = (
            Words::of(&page, &[part], splitter),
            Words::of(&text, &[Span::of(0, text.len())], splitter),
        );
        prop_assert_eq!(inside.tokens().len(), alone.tokens().len());
        for (i, (one, other)) in inside.tokens().iter().zip(alone.tokens()).enumerate() {
            prop_assert_eq!(one.span.start(), other.span.start() + part.start());
            prop_assert_eq!(inside.core(i), alone.core(i));
        }
        prop_assert_eq!(inside.sentences().len(), alone.sentences().len());
        prop_assert_eq!(inside.runs(), alone.runs());
    }
}

/// An analyser that has read nothing says the same as one that has read much.
#[test]
fn an_old_analyser_reads_as_a_new_one() {
    let text = "وأكد د. سالم أن المدينةالقديمة لاتزال مزارا، وللمنسقين دور. قالت بي.بي.سي إن 5 كلم تكفي";
    let old = analyser();
    for n in 0..50 {
        let _ = old.read(&format!("{text} {n}"));
    }
    assert_eq!(shown(old, text), shown(&Analyser::builtin(), text));
}
