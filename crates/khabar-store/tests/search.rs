//! What a search finds, and what it does not.

#![allow(clippy::unwrap_used, clippy::non_ascii_literal, clippy::string_slice)]

mod common;

use common::{LANGUAGE, keep, search};
use khabar_store::{Kind, Level, Levels, Request, Sort, Store};

const VARIANTS: &str = include_str!("variants.tsv");

const NEWS: [(&str, &str); 4] = [
    (
        "https://a.example/1",
        "افتتاح مكتبة عامة في عمان\n\nعمان - 2025-01-10\n\nقال وزير الثقافة الأردني إن المكتبة الجديدة \
         ستفتح أبوابها للطلاب في المدينة. وأضاف أن المبنى يضم قاعات للقراءة.",
    ),
    (
        "https://b.example/2",
        "الأمم المتحدة ترحب بالاتفاق\n\nنيويورك - 2025-02-03\n\nرحبت الأمم المتحدة بالاتفاق الذي وقعه \
         الطرفان. وأعلن المتحدث باسم المنظمة أن المساعدات ستصل إلى المدينة قريبا.",
    ),
    (
        "https://c.example/3",
        "مؤتمر في القاهرة\n\nالقاهرة - 2025-03-20\n\nأكد الرئيس المصري عبد الفتاح السيسي أن المؤتمر سيعقد \
         في القاهرة. وقال مصدر مسؤول إن الوفود ستصل غدا.",
    ),
    (
        "https://d.example/4",
        "BBC تنقل بثها\n\nلندن - 2025-04-01\n\nقالت شبكة BBC إنها ستنقل بثها الإذاعي إلى استوديو جديد في لندن.",
    ),
];

fn news() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = keep(folder.path(), &NEWS);
    (folder, store)
}

fn urls(store: &Store, request: &Request) -> Vec<String> {
    let mut terms = LANGUAGE.terms();
    let answer = store.search(request, &mut terms).unwrap();
    answer
        .found
        .iter()
        .map(|found| {
            let article = store.article(found.document, &answer.words, &mut terms);
            article.unwrap().unwrap().url.unwrap()
        })
        .collect()
}

fn found(store: &Store, query: &str) -> Vec<String> {
    let request =
        Request { query: query.to_owned(), all_words: true, ..Request::default() };
    urls(store, &request)
}

#[test]
fn every_variant_is_found_and_exact_keeps_them_apart() {
    let pairs: Vec<(&str, &str)> = VARIANTS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut cells = line.split('\t');
            (cells.next().unwrap(), cells.next().unwrap())
        })
        .collect();
    assert!(pairs.len() >= 60);
    let folder = tempfile::tempdir().unwrap();
    let urls: Vec<String> =
        (0..pairs.len()).map(|n| format!("https://a.example/{n}")).collect();
    let texts: Vec<String> = pairs
        .iter()
        .map(|(_, written)| format!("سطر أول للتجربة\n\nهذا نص فيه {written} ثم ينتهي."))
        .collect();
    // Equal texts would be pages of their own all the same: their addresses differ.
    let pages: Vec<(&str, &str)> =
        urls.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let store = keep(folder.path(), &pages);
    let of = |query: &str| {
        let request = Request {
            query: query.to_owned(),
            all_words: true,
            limit: 200,
            ..Request::default()
        };
        self::urls(&store, &request)
    };
    let mut wrong = Vec::new();
    for (url, (asked, written)) in urls.iter().zip(&pairs) {
        if !of(asked).contains(url) {
            wrong.push(format!("{asked} does not find {written}"));
        }
        if of(&format!("\"{asked}\"")).contains(url) {
            wrong.push(format!("\"{asked}\" finds {written}"));
        }
        if !of(&format!("\"{written}\"")).contains(url) {
            wrong.push(format!("\"{written}\" does not find itself"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn signs_and_quotations_demand() {
    let (_folder, store) = news();
    let all = search(&store, "المدينة");
    assert_eq!(all.any, Some(2));
    assert_eq!(found(&store, "المدينة -~\"الأمم المتحدة\""), ["https://a.example/1"]);
    assert_eq!(found(&store, "~\"أمم متحدة\""), ["https://b.example/2"]);
    assert_eq!(found(&store, "\"أمم متحدة\""), [""; 0]);
    assert_eq!(found(&store, "\"الأمم المتحدة\""), ["https://b.example/2"]);
    assert_eq!(found(&store, "\"المتحدة الأمم\""), [""; 0]);
    let some = search(&store, "مكتبة مؤتمر");
    assert_eq!((some.any, some.all), (Some(2), Some(0)));
}

#[test]
fn filters_hold() {
    let (_folder, store) = news();
    assert_eq!(
        found(&store, "since:2025-03"),
        ["https://c.example/3", "https://d.example/4"]
    );
    assert_eq!(found(&store, "date:2025-02"), ["https://b.example/2"]);
    assert_eq!(found(&store, "until:2025-01-31"), ["https://a.example/1"]);
    assert_eq!(found(&store, "by:السيسي"), ["https://c.example/3"]);
    assert_eq!(found(&store, "by:السيسي about:المؤتمر"), ["https://c.example/3"]);
    // The demands on a claim are on one and the same claim.
    assert_eq!(found(&store, "by:السيسي about:الوفود"), [""; 0]);
    assert_eq!(found(&store, "-by:السيسي date:2025-03"), [""; 0]);
    assert_eq!(found(&store, "anonymous:yes about:الوفود"), ["https://c.example/3"]);
    assert_eq!(found(&store, "title:مكتبة"), ["https://a.example/1"]);
}

#[test]
fn claims_are_things_of_their_own() {
    let (_folder, store) = news();
    let request = Request {
        kind: Kind::Claim,
        query: "by:السيسي about:المؤتمر since:2025-01".to_owned(),
        ..Request::default()
    };
    let mut terms = LANGUAGE.terms();
    let answer = store.search(&request, &mut terms).unwrap();
    assert_eq!(answer.found.len(), 1);
    let told =
        store.claim(answer.found[0].id, &answer.words, &mut terms).unwrap().unwrap();
    assert!(told.who.contains("السيسي"), "{told:?}");
    assert!(told.content.text.contains("المؤتمر"), "{told:?}");
    assert_eq!(told.article.url.as_deref(), Some("https://c.example/3"));
}

#[test]
fn names_are_found_in_the_other_script() {
    let (_folder, store) = news();
    for query in ["Sisi", "\u{200f}sisi", "Cairo", "Cairo -Amman"] {
        assert_eq!(
            found(&store, query).first().map(String::as_str),
            Some("https://c.example/3"),
            "{query}"
        );
    }
    assert_eq!(found(&store, "\"United Nations\""), [""; 0]);
    assert_eq!(found(&store, "United Nations"), ["https://b.example/2"]);
    assert_eq!(found(&store, "by:sisi"), ["https://c.example/3"]);
}

#[test]
fn every_expansion_is_told_and_can_be_switched_off() {
    let (_folder, store) = news();
    let answer = search(&store, "مكتبات في");
    let levels: Vec<Level> =
        answer.words[0].expansions.iter().map(|expansion| expansion.level).collect();
    assert_eq!(
        levels,
        [
            Level::Folded,
            Level::Stem,
            Level::Lemma,
            Level::Root,
            Level::Sound,
            Level::Gram
        ]
    );
    assert!(answer.words[1].is_stop && !answer.words[0].is_stop);
    assert_eq!(found(&store, "مكتبات"), ["https://a.example/1"]);
    for (off, query) in
        [(Level::Lemma, "مكتبات"), (Level::Stem, "بمكتبة"), (Level::Name, "Cairo")]
    {
        let request = Request {
            query: query.to_owned(),
            levels: Levels::default()
                .without(off)
                .without(Level::Lemma)
                .without(Level::Gram)
                .without(Level::Sound),
            all_words: true,
            ..Request::default()
        };
        assert_eq!(urls(&store, &request), [""; 0], "{query}");
    }
}

#[test]
fn snippets_mark_the_words_as_published() {
    let folder = tempfile::tempdir().unwrap();
    let text = "عنوان قصير\n\n😀 وصل الوفد إلى غَزَّةَ ثم عاد. وتحدث عن وبغزة أيضا.";
    let store = keep(folder.path(), &[("https://a.example/1", text)]);
    let answer = search(&store, "غزة");
    let mut terms = LANGUAGE.terms();
    let article =
        store.article(answer.found[0].id, &answer.words, &mut terms).unwrap().unwrap();
    let marked: Vec<&str> = article
        .snippet
        .marks
        .iter()
        .map(|mark| &article.snippet.text[mark.clone()])
        .collect();
    assert_eq!(marked, ["غَزَّةَ", "غزة"]);
}

#[test]
fn what_is_misspelt_is_found_and_named() {
    let (_folder, store) = news();
    let answer = search(&store, "المكتببة");
    assert!(answer.is_approximate);
    assert!(!answer.found.is_empty());
    let (typed, near, _) = &answer.did_you_mean[0];
    assert_eq!((typed.as_str(), near.as_str()), ("المكتببة", "المكتبه"));
}

#[test]
fn facets_count_what_matches() {
    let (_folder, store) = news();
    let facets = search(&store, "المدينة").facets.unwrap();
    let months = &facets.classes.iter().find(|(class, _)| class == "month").unwrap().1;
    assert_eq!(months, &[("2025-01".to_owned(), 1), ("2025-02".to_owned(), 1)]);
}

#[test]
fn sorted_by_date_the_latest_comes_first() {
    let (_folder, store) = news();
    let request = Request {
        query: "since:2025".to_owned(),
        sort: Sort::Date,
        limit: 2,
        ..Request::default()
    };
    assert_eq!(urls(&store, &request), ["https://d.example/4", "https://c.example/3"]);
}

#[test]
fn a_kept_search_gives_what_is_new() {
    let (folder, store) = news();
    let request = Request {
        query: "المدينة".to_owned(),
        sort: Sort::Kept,
        all_words: true,
        ..Request::default()
    };
    store.save_search("city", &request, common::NOW, false).unwrap();
    assert!(store.save_search("city", &request, common::NOW, false).is_err());
    drop(store);
    let later = "خبر آخر\n\nعن المدينة أيضا قال المتحدث إن العمل مستمر.";
    let store = keep(folder.path(), &[("https://e.example/5", later)]);
    let kept = store.saved_search("city").unwrap().unwrap();
    let new = Request { after_capture: Some(kept.seen), ..kept.request };
    assert_eq!(urls(&store, &new), ["https://e.example/5"]);
    store.mark_seen("city", store.last_indexed().unwrap()).unwrap();
    let kept = store.saved_search("city").unwrap().unwrap();
    let new = Request { after_capture: Some(kept.seen), ..kept.request };
    assert_eq!(urls(&store, &new), [""; 0]);
}
