//! Stores of pages written for tests, read by the engine.

use std::{path::Path, sync::LazyLock};

use khabar::{Engine, Hints, wire};
use khabar_store::{
    Answer, Capture, Language, Outcome, Prepared, Request, Store, Writer,
};

pub(crate) static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::new);
pub(crate) static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::of(&khabar::builtin_sources()).expect("lexicon"));

/// The reading of a page in one line of JSON.
pub(crate) fn reading(bytes: &[u8], url: Option<&str>) -> Vec<u8> {
    let hints = Hints { url: url.map(str::to_owned), ..Hints::default() };
    let read = ENGINE.read(bytes, &hints).expect("a page of text");
    let options = wire::Options::default();
    serde_json::to_vec(&wire::Reading::of(&read, &options)).expect("json")
}

pub(crate) fn prepared(
    text: &str,
    url: Option<&str>,
    captured_at: Option<&str>,
) -> Prepared {
    let json = reading(text.as_bytes(), url);
    let capture = Capture {
        bytes: text.as_bytes().to_vec(),
        url: url.map(str::to_owned),
        content_type: Some("text/plain; charset=utf-8".to_owned()),
        captured_at: captured_at.map(str::to_owned),
        locator: "test".to_owned(),
    };
    Prepared::of(capture, Ok(&json), &mut LANGUAGE.terms()).expect("prepared")
}

pub(crate) const NOW: &str = "2025-01-01T00:00:00Z";

/// Keeps pages `(url, text)` in a store.
pub(crate) fn keep(folder: &Path, pages: &[(&str, &str)]) -> Store {
    let (mut writer, _) =
        Writer::open(folder, &LANGUAGE, true, |_| {}).expect("a writer");
    for (url, text) in pages {
        let outcome = writer.put(&prepared(text, Some(url), None), NOW).expect("put");
        assert!(matches!(outcome, Outcome::New { .. }), "{url} {outcome:?}");
    }
    writer.finish().expect("finished")
}

pub(crate) fn search(store: &Store, query: &str) -> Answer {
    let request = Request { query: query.to_owned(), count: true, ..Request::default() };
    store.search(&request, &mut LANGUAGE.terms()).expect("an answer")
}
