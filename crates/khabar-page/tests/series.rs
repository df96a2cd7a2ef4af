//! Pages of one article, joined.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, missing_docs, reason = "a test")]

use khabar_doc::{Page, PartKind};
use khabar_page::{
    Hints, Limits, PageLexicon, builtin_sources, place, read, read_series,
};

const BODY: [&str; 6] = [
    "أعلنت مديرية المكتبات في بلدة المرسى افتتاح قاعة جديدة للمطالعة، وقالت إنها تضم خمسة آلاف كتاب.",
    "وأضافت المديرية أن القاعة تستقبل طلاب المدارس في الصباح، وأن الدخول إليها مجاني طوال العام.",
    "وقال مدير المكتبة إن القاعة جهزت بمقاعد جديدة، وإن الأجهزة وصلت في الأسبوع الماضي من العاصمة.",
    "وذكرت المديرية في بيان أن دورات القراءة تبدأ في الربيع، وأن التسجيل فيها مفتوح للجميع.",
    "وأكدت المتحدثة باسم المديرية أن العمل مستمر لافتتاح قاعة ثانية في الحي القديم قبل نهاية العام.",
    "وختمت بالقول إن القراءة حق للجميع، وإن المكتبات تفتح أبوابها في أيام العطل أيضا.",
];
const LEAD: &str = "تستقبل بلدة المرسى هذا الأسبوع قاعة جديدة للمطالعة طال انتظارها بين أهلها منذ سنوات عدة.";

fn address(number: usize) -> String {
    match number {
        1 => "https://sada.example/news/1".to_owned(),
        n => format!("https://sada.example/news/1?page={n}"),
    }
}

fn page(number: usize) -> String {
    let mut links = format!(r#"<link rel="canonical" href="{}">"#, address(number));
    if number > 1 {
        links += &format!(r#"<link rel="prev" href="{}">"#, address(number - 1));
    }
    if number < 3 {
        links += &format!(r#"<link rel="next" href="{}">"#, address(number + 1));
    }
    let body: String =
        BODY[2 * number - 2..2 * number].iter().map(|p| format!("<p>{p}</p>")).collect();
    format!(
        "<html lang=ar><head><title>افتتاح قاعة جديدة في المرسى</title>{links}</head><body>\
         <article><h1>افتتاح قاعة جديدة في المرسى</h1><div class=author>كتب: سامر الحاج</div>\
         <p>{LEAD}</p>{body}<h3>اقرأ أيضا</h3><ul><li><a href=/n/7>بلدية المرسى تعلن موعد الدورة \
         المقبلة</a></li></ul></article></body></html>"
    )
}

fn series(numbers: &[usize]) -> Page {
    let lexicon = PageLexicon::parse(&builtin_sources()).unwrap();
    let pages: Vec<String> = numbers.iter().map(|&n| page(n)).collect();
    let hints = Hints::default();
    let given: Vec<_> = pages.iter().map(|page| (page.as_bytes(), &hints)).collect();
    read_series(&given, &lexicon, &Limits::default()).unwrap()
}

fn body(page: &Page) -> Vec<&str> {
    let parts = &page.documents[0].parts;
    parts
        .iter()
        .filter(|part| part.kind.is_body())
        .map(|part| page.text.slice(part.span).unwrap())
        .collect()
}

#[test]
fn pages_are_joined_in_order_and_nothing_is_doubled() {
    let page = series(&[1, 2, 3]);
    let expected: Vec<&str> = std::iter::once(LEAD).chain(BODY).collect();
    assert_eq!(page.documents.len(), 1);
    assert_eq!(body(&page), expected);
    let of = |kind| page.documents[0].parts_of(kind).count();
    assert_eq!((of(PartKind::Title), of(PartKind::Byline)), (1, 1));
    // What stands behind the article stands behind its last page.
    assert_eq!((of(PartKind::RelatedHeading), of(PartKind::Link)), (1, 1));
    assert_eq!(page.documents[0].parts.last().unwrap().kind, PartKind::Link);
    let numbers: Vec<_> = page.pages.iter().map(|page| page.number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
    for (i, joined) in page.pages.iter().enumerate() {
        let words = page.text.slice(joined.span).unwrap();
        assert!(words.contains(BODY[2 * i]) && words.contains(BODY[2 * i + 1]), "{i}");
    }
    let pagination = page.pagination.as_ref().unwrap();
    assert_eq!((pagination.count, &pagination.next), (Some(3), &None));
    let notices: Vec<_> = page.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(notices, ["joined-pages"]);
    assert!(page.notices[0].text.contains(&address(3)), "{}", page.notices[0].text);
}

#[test]
fn a_missing_page_is_told() {
    let page = series(&[1, 3]);
    assert!(page.notices[0].text.contains("missing: page 2"), "{}", page.notices[0].text);
    assert_eq!(body(&page), [LEAD, BODY[0], BODY[1], BODY[4], BODY[5]]);
    let page = series(&[1, 2]);
    assert!(page.notices[0].text.contains(&address(3)), "{}", page.notices[0].text);
    assert_eq!(page.pagination.unwrap().next, Some(address(3)));
}

#[test]
fn one_page_is_read_as_ever_and_what_is_no_page_is_left_out() {
    let lexicon = PageLexicon::parse(&builtin_sources()).unwrap();
    let hints = Hints::default();
    let text = page(1);
    let one = series(&[1]);
    let alone = read(text.as_bytes(), &hints, &lexicon).unwrap();
    assert_eq!(one.text.as_str(), alone.text.as_str());
    assert_eq!(one.notices[0].kind, "one-of-several-pages");
    let limits = Limits::default();
    let broken: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0";
    let both = [(text.as_bytes(), &hints), (broken, &hints)];
    let page = read_series(&both, &lexicon, &limits).unwrap();
    assert_eq!(page.documents.len(), 1);
    assert!(page.notices.iter().any(|n| n.kind == "page-left-out"));
    assert!(read_series(&[(broken, &hints)], &lexicon, &limits).is_err());
    assert!(read_series(&[], &lexicon, &limits).unwrap().documents.is_empty());
}

#[test]
fn places_tell_which_pages_belong_together() {
    let limits = Limits::default();
    let places: Vec<_> = (1..=3)
        .map(|n| place(page(n).as_bytes(), &Hints::default(), &limits).unwrap())
        .collect();
    assert!(places.iter().all(|place| place.article == places[0].article));
    let numbers: Vec<_> = places.iter().map(|p| (p.number, p.has_next)).collect();
    assert_eq!(numbers, [(1, true), (2, true), (3, false)]);
}
