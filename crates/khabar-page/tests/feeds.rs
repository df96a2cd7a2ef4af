//! Feeds of every format, well formed and not.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, missing_docs, reason = "a test")]

use khabar_page::{
    Feed, Hints, Limits, PageLexicon, builtin_sources, feed, is_feed, read,
};

fn of(text: &str) -> Feed {
    let hints = Hints {
        url: Some("https://akhbar.example/feeds/all.xml".to_owned()),
        ..Hints::default()
    };
    assert!(is_feed(text.as_bytes()), "{text}");
    feed(text.as_bytes(), &hints, &Limits::default()).unwrap()
}

/// A feed with one item that holds `fields`.
fn rss(fields: &str) -> Feed {
    of(&format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
         xmlns:own=\"https://akhbar.example/rss\"><channel><title>صدى المثال</title><item>{fields}</item></channel></rss>"
    ))
}

fn atom(fields: &str) -> Feed {
    of(&format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ar\"><title>صدى المثال</title><entry>{fields}</entry></feed>"
    ))
}

#[test]
fn an_item_of_rss() {
    let feed = rss(
        "<title>افتتاح &amp; تأجيل</title><link>https://akhbar.example/1</link>\
         <guid isPermaLink=\"false\">n1</guid><pubDate>Wed, 09 Apr 2025 10:00:00 +0300</pubDate>\
         <dc:creator>سلمى الحاج</dc:creator><category>محليات</category><category>طرق</category>\
         <description>&lt;p>خلاصة&lt;/p></description><content:encoded><![CDATA[<p>نص <b>كامل</b></p>]]>\
         </content:encoded><own:title>آخر</own:title><media:title>صورة</media:title>\
         <image><title>شعار</title><link>https://akhbar.example/logo</link></image>",
    );
    assert_eq!(feed.notices, []);
    let item = &feed.items[0];
    assert_eq!(item.title, "افتتاح & تأجيل");
    assert_eq!(item.url.as_deref(), Some("https://akhbar.example/1"));
    assert_eq!(item.id, "n1");
    assert_eq!(item.published.as_deref(), Some("2025-04-09T10:00:00+03:00"));
    assert_eq!(item.authors, ["سلمى الحاج"]);
    assert_eq!(item.categories, ["محليات", "طرق"]);
    assert_eq!(item.summary, "<p>خلاصة</p>");
    assert_eq!(item.content, "<p>نص <b>كامل</b></p>");
}

#[test]
fn an_entry_of_atom() {
    let feed = atom(
        "<title type=\"html\">&lt;b>افتتاح&lt;/b> &amp;amp; تأجيل</title><id>n1</id>\
         <link rel=\"self\" href=\"x.atom\"/><link href=\"../1\"/><published>2025-04-09T10:00:00Z</published>\
         <updated>2025-04-10</updated><author><name>سلمى الحاج</name><email>s@akhbar.example</email></author>\
         <category term=\"محليات\"/><summary>أقل من &lt;3></summary><content type=\"xhtml\"><div \
         xmlns=\"http://www.w3.org/1999/xhtml\"><p>نص &lt;كامل<br/></p></div></content>",
    );
    assert_eq!(feed.notices, []);
    assert_eq!(feed.language.as_deref(), Some("ar"));
    let item = &feed.items[0];
    assert_eq!(item.title, "افتتاح & تأجيل");
    assert_eq!(item.url.as_deref(), Some("https://akhbar.example/1"));
    assert_eq!(item.published.as_deref(), Some("2025-04-09T10:00:00Z"));
    assert_eq!(item.updated.as_deref(), Some("2025-04-10"));
    assert_eq!(item.authors, ["سلمى الحاج"]);
    assert_eq!(item.categories, ["محليات"]);
    assert!(item.content.contains("<p>نص &lt;كامل<br></p>"), "{}", item.content);
}

#[test]
fn texts_of_every_type() {
    for (content, wanted) in [
        (
            "<content type=\"text\">أقل &lt;من&gt; &amp;amp;</content>",
            "أقل &lt;من> &amp;amp;",
        ),
        ("<content type=\"html\">&lt;p>نص&lt;/p></content>", "<p>نص</p>"),
        ("<content type=\"application/octet-stream\">PHA+YTwvcD4</content>", "<p>a</p>"),
        ("<content mode=\"base64\"> PHA+\n YTwvcD4= </content>", "<p>a</p>"),
        ("<content type=\"image/png\">no base64!</content>", "no base64!"),
    ] {
        assert_eq!(atom(content).items[0].content, wanted, "{content}");
    }
}

#[test]
fn json_feeds() {
    let feed = of(
        "{\"version\": \"https://jsonfeed.org/version/1\", \"title\": \"صدى\", \
         \"author\": {\"name\": \"سلمى\"}, \"items\": [{\"id\": 7, \"url\": \"https://akhbar.example/1\", \
         \"title\": \"خبر\", \"content_text\": \"أقل <من> &\", \"date_published\": \"2025-04-09T10:00:00+03:00\", \
         \"tags\": [\"محليات\", 3]}, {\"id\": \"b\", \"content_html\": \"<p>نص</p>\", \
         \"authors\": [{\"name\": \"هدى\"}]}, null]}",
    );
    let item = &feed.items[0];
    assert_eq!((item.id.as_str(), item.title.as_str()), ("7", "خبر"));
    assert_eq!(item.content, "أقل &lt;من> &amp;");
    assert_eq!(item.authors, ["سلمى"]);
    assert_eq!(item.categories, ["محليات"]);
    assert_eq!(feed.items[1].authors, ["هدى"]);
    assert_eq!(feed.items.len(), 3);
    let cut = of("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\"");
    assert_eq!(cut.notices[0].kind, "feed-empty");
    assert!(cut.notices[0].text.contains("column"), "{:?}", cut.notices);
}

/// What breaks the rules loses what breaks them and no more.
#[test]
fn broken_feeds_give_their_items() {
    let whole = "<item><title>أول</title><link>https://akhbar.example/1</link></item>\
                 <item><title>ثان</title><link>https://akhbar.example/2</link></item>";
    for broken in [
        // No end, and none of the last item.
        format!("<rss><channel>{whole}"),
        format!("<rss><channel>{}", whole.trim_end_matches("</link></item>")),
        // Titles and items that are not ended; ends of nothing.
        format!("<rss><channel>{}</channel></rss>", whole.replace("</title>", "")),
        format!("<rss><channel>{}</channel></rss>", whole.replacen("</item>", "", 1)),
        format!("</a></b><rss></x><channel>{whole}</rss></channel>"),
        // Signs that are no mark-up.
        format!(
            "<rss><channel><title>a < b & c &nosuch; \u{1}</title>{whole}</channel></rss>"
        ),
        format!("<rss><channel a=\"1\" a='2' b=3 c>{whole}</channel></rss>"),
        // Prefixes and a namespace that nobody declared.
        format!("<x:rss xmlns=\"urn:own\"><channel><m:a/>{whole}</channel></x:rss>"),
        whole.replace("item>", "ITEM>").replace("<ITEM", "<rss><ITEM"),
    ] {
        let feed =
            feed(broken.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
        let urls: Vec<_> = feed.items.iter().filter_map(|i| i.url.as_deref()).collect();
        assert_eq!(
            urls,
            ["https://akhbar.example/1", "https://akhbar.example/2"],
            "{broken} {:?}",
            feed.notices
        );
    }
    let told = rss("<title>a < b</title>");
    assert_eq!(told.items[0].title, "a < b");
    assert_eq!(told.notices[0].kind, "feed-mended");
    assert!(told.notices[0].text.contains("at byte"), "{}", told.notices[0].text);
}

#[test]
fn an_item_is_a_page_like_any_other() {
    let body =
        "<p>قال رئيس البلدية إن افتتاح الجسر تأجل إلى الخريف بسبب أعمال الصيانة.</p>";
    let feed = rss(&format!(
        "<title>تأجيل افتتاح جسر النخيل</title><link>https://akhbar.example/1</link>\
         <pubDate>Wed, 09 Apr 2025 10:00:00 +0300</pubDate><description><![CDATA[{body}]]></description>"
    ));
    let (bytes, hints) = feed.items[0].page(&feed);
    let lexicon = PageLexicon::parse(&builtin_sources()).unwrap();
    let page = read(&bytes, &hints, &lexicon).unwrap();
    assert_eq!(page.url.as_deref(), Some("https://akhbar.example/1"));
    let document = &page.documents[0];
    assert_eq!(page.text.slice(document.title.unwrap()), Some("تأجيل افتتاح جسر النخيل"));
    assert!(document.published[0].value.starts_with("2025-04-09"));
    assert!(page.text.as_str().contains("أعمال الصيانة"));
}
