//! Who signed an Arabic page: names where a person is named, nobody where an agency, a
//! desk or an account is.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, missing_docs, reason = "a test")]

use khabar_page::{Hints, PageLexicon, builtin_sources, read};

const BODY: &str = "<p>قالت وزارة التعليم في بلدة المرسى إن المدارس ستفتح أبوابها يوم الأحد المقبل بعد عطلة الربيع.</p>\
<p>وأضافت الوزارة في بيان أن أعمال الصيانة انتهت في ثلاثين مدرسة، وأن النقل المدرسي سيعود إلى مواعيده.</p>";

/// The names that sign a page with `head`, and with `before` and `behind` its text.
fn names(lexicon: &PageLexicon, head: &str, before: &str, behind: &str) -> Vec<String> {
    let page = format!(
        "<html lang=ar><head><meta charset=utf-8><title>المدارس تفتح أبوابها الأحد</title>\
         <meta property='og:site_name' content='صدى المثال'>{head}</head><body><article>\
         <h1>المدارس تفتح أبوابها الأحد</h1>{before}<div class='entry-content'>{BODY}</div>{behind}\
         </article></body></html>"
    );
    let page = read(page.as_bytes(), &Hints::default(), lexicon).unwrap();
    let document = &page.documents[0];
    document.byline.iter().map(|&s| page.text.slice(s).unwrap().to_owned()).collect()
}

fn data(author: &str) -> String {
    format!(
        r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"المدارس","author":{author}}}</script>"#
    )
}

#[test]
fn names_in_data() {
    let lexicon = PageLexicon::parse(&builtin_sources()).unwrap();
    let person = |name: &str| format!(r#"{{"@type":"Person","name":"{name}"}}"#);
    let both = format!("[{},{}]", person("سامر الحاج"), person("ليلى حداد"));
    let cases: [(String, &[&str]); 11] = [
        (both, &["سامر الحاج", "ليلى حداد"]),
        (r#""سامر الحاج""#.to_owned(), &["سامر الحاج"]),
        (person("سامر الحاج، ليلى حداد"), &["سامر الحاج", "ليلى حداد"]),
        (person("سامر الحاج - القاهرة"), &["سامر الحاج"]),
        (person("رويترز"), &[]),
        (person("فريق التحرير"), &[]),
        (person("محرر الموقع"), &[]),
        (person("Editor"), &[]),
        (person("sada2024"), &[]),
        (person("صدى المثال"), &[]),
        (r#"{"@type":"Organization","name":"سامر الحاج"}"#.to_owned(), &[]),
    ];
    for (author, expected) in &cases {
        assert_eq!(names(&lexicon, &data(author), "", ""), *expected, "{author}");
    }
    let apart = data(r##"{"@id":"#p"}"##)
        + r##"<script type="application/ld+json">{"@type":"Person","@id":"#p","name":"سامر الحاج"}</script>"##;
    assert_eq!(names(&lexicon, &apart, "", ""), ["سامر الحاج"]);
    let account = "<meta name='twitter:creator' content='@sadaexample'><meta name=author content=Admin>";
    assert!(names(&lexicon, account, "", "").is_empty());
}

#[test]
fn names_in_lines() {
    let lexicon = PageLexicon::parse(&builtin_sources()).unwrap();
    let cases: [(&str, &[&str]); 25] = [
        ("<div class=byline>بقلم: سامر الحاج</div>", &["سامر الحاج"]),
        ("<div class=byline>بقلم د. سامر الحاج</div>", &["سامر الحاج"]),
        ("<p>كتب - ليلى حداد</p>", &["ليلى حداد"]),
        ("<p>كتبت: ليلى حداد</p>", &["ليلى حداد"]),
        ("<p>تقرير: سامر الحاج</p>", &["سامر الحاج"]),
        ("<p>إعداد: سامر الحاج</p>", &["سامر الحاج"]),
        ("<p>ترجمة: ليلى حداد</p>", &["ليلى حداد"]),
        ("<p>حوار: سامر الحاج</p>", &["سامر الحاج"]),
        ("<p>المرسى/ سامر الحاج</p>", &["سامر الحاج"]),
        ("<div>الكاتب : سامر الحاج</div>", &["سامر الحاج"]),
        (
            "<div class=byline>كتب: سامر الحاج وليلى حداد</div>",
            &["سامر الحاج", "ليلى حداد"],
        ),
        ("<div class=byline>كتب: سامر وليد الحداد</div>", &["سامر وليد الحداد"]),
        (
            "<span class=x>كتبت: ليلى حداد</span><time datetime=2024-03-05>5 مارس 2024</time>",
            &["ليلى حداد"],
        ),
        (
            "<div class=author><a href=/a>سامر الحاج</a> <a href=#>فيسبوك</a> <a href=#>تويتر</a></div>",
            &["سامر الحاج"],
        ),
        (
            "<div class=writer><span>سامر الحاج</span><span>كاتب وصحفي</span></div>",
            &["سامر الحاج"],
        ),
        (
            "<div>بواسطة <a rel=author href=/a>ليلى حداد</a> <time datetime=2024-03-05>5 مارس 2024</time></div>",
            &["ليلى حداد"],
        ),
        ("<p>مراسلنا في القاهرة</p>", &[]),
        ("<div class=author>رويترز</div>", &[]),
        ("<div class=author>فريق التحرير</div>", &[]),
        ("<span class=author>المحرر</span>", &[]),
        ("<span class=author><a rel=author href=/a>Admin</a></span>", &[]),
        ("<div class=author>قسم الأخبار</div>", &[]),
        ("<div class=author-name>وكالة أنباء المرسى</div>", &[]),
        ("<div class=source>المصدر: وكالات</div>", &[]),
        ("<div>صدى المثال - متابعات</div>", &[]),
    ];
    for (before, expected) in cases {
        assert_eq!(names(&lexicon, "", before, ""), expected, "{before}");
    }
    let author_box = "<div class='author-box'><h4><a rel=author href=/a>سامر الحاج</a></h4><p>صحفي من المرسى.</p></div>";
    assert_eq!(names(&lexicon, "", "", author_box), ["سامر الحاج"]);
    // Links to the authors of other articles name nobody here.
    let others: String = ["سامر الحاج", "ليلى حداد", "نور سعد"]
        .map(|name| format!("<li><a href=/1>خبر آخر من البلدة</a> <a rel=author href=/a>{name}</a></li>"))
        .concat();
    assert!(names(&lexicon, "", "", &format!("<ul>{others}</ul>")).is_empty());
}
