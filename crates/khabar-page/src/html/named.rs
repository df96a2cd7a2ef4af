//! What the class, id, role and itemprop of an element say of its content.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

/// What the words in class, id, role and itemprop of an element say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// It stands around articles.
    Around,
    /// It holds what readers wrote, or teasers: often more text than the article.
    Busy,
    /// It holds the text of an article.
    Article,
    /// It holds an article with its headline.
    Whole,
    Date,
    Author,
    Caption,
}

/// Words of names, matched from where a word begins.
const WORDS: &[(Word, &[&str])] = &[
    (
        Word::Around,
        &[
            "share",
            "sharing",
            "social",
            "sidebar",
            "side-bar",
            "menu",
            "navbar",
            "navigation",
            "breadcrumb",
            "cookie",
            "consent",
            "gdpr",
            "onetrust",
            "popup",
            "modal",
            "newsletter",
            "subscribe",
            "advert",
            "banner",
            "promo",
            "mostread",
            "most-read",
            "most_read",
            "recommend",
            "readmore",
            "read-more",
            "also-read",
            "readalso",
            "read-also",
            "pagination",
            "pager",
            "disqus",
            "skip-link",
            "toolbar",
            "login",
            "ticker",
            "trending",
            "outbrain",
            "taboola",
            "addtoany",
            "addthis",
            "sr-only",
            "visually-hidden",
            "screen-reader",
            "newsbar",
            "masthead",
            "signup",
            "sign-up",
            "sponsor",
            "author-bio",
            "author-box",
            "authorbox",
            "about-author",
            "table-of-contents",
            "ez-toc",
            "toc_container",
            "post-nav",
            "jp-relatedposts",
            "form-done",
            "form-fail",
            "error-message",
        ],
    ),
    (Word::Busy, &["comment", "related"]),
    (
        Word::Article,
        &[
            "articlebody",
            "article-body",
            "article_body",
            "article-content",
            "article_content",
            "articlecont",
            "article__text",
            "article__body",
            "article__content",
            "entry-content",
            "post-content",
            "post_content",
            "post-body",
            "story-body",
            "storybody",
            "news-content",
            "newscontent",
            "news-body",
            "td-post-content",
            "single-content",
            "item-text",
        ],
    ),
    (
        Word::Whole,
        &[
            "article-wrapper",
            "article-wrap",
            "article-container",
            "article-item",
            "article-block",
            "article-page",
            "single-article",
            "full-article",
            "story-wrapper",
            "story-container",
        ],
    ),
    (
        Word::Date,
        &[
            "published",
            "publish-date",
            "publish_date",
            "publishdate",
            "entry-date",
            "article-date",
            "article_date",
            "news-date",
            "news_date",
            "pubdate",
            "post-date",
            "newsdate",
            "newsstorydate",
            "datepublished",
        ],
    ),
    (
        Word::Author,
        &[
            "byline",
            "author-name",
            "author_name",
            "authorname",
            "writer-name",
            "writer_name",
            "creator-name",
            "articleauthor",
        ],
    ),
    (Word::Caption, &["caption", "copyright"]),
];

/// Words of names that count only whole.
const WHOLE_WORDS: &[(Word, &[&str])] = &[
    (Word::Around, &["widget"]),
    (Word::Date, &["date", "time"]),
    (Word::Author, &["author", "writer", "writeby"]),
];

/// What the names of one element say, in one pass.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Named {
    pub(super) around: bool,
    pub(super) busy: bool,
    pub(super) article: bool,
    pub(super) whole: bool,
    pub(super) date: bool,
    pub(super) author: bool,
    pub(super) caption: bool,
}

impl Named {
    pub(super) fn of(names: &str) -> Named {
        type Compiled = Option<(AhoCorasick, Vec<(Word, bool)>)>;
        static WORDS_FOUND: OnceLock<Compiled> = OnceLock::new();
        let mut named = Named::default();
        if names.is_empty() {
            return named;
        }
        let compiled = WORDS_FOUND.get_or_init(|| {
            let mut words = Vec::new();
            let mut patterns = Vec::new();
            for (whole, table) in [(false, WORDS), (true, WHOLE_WORDS)] {
                for (word, list) in table {
                    for pattern in *list {
                        words.push((*word, whole));
                        patterns.push(*pattern);
                    }
                }
            }
            AhoCorasick::new(patterns).ok().map(|automaton| (automaton, words))
        });
        let Some((automaton, words)) = compiled else { return named };
        let bytes = names.as_bytes();
        for found in automaton.find_overlapping_iter(names) {
            let before = found.start().checked_sub(1).and_then(|i| bytes.get(i));
            let after = bytes.get(found.end());
            let Some(&(word, whole)) = words.get(found.pattern().as_usize()) else {
                continue;
            };
            if before.is_some_and(u8::is_ascii_alphanumeric)
                && !matches!(word, Word::Article | Word::Caption)
                || whole && after.is_some_and(u8::is_ascii_alphanumeric)
            {
                continue;
            }
            match word {
                Word::Around | Word::Busy => {
                    // A class such as `layout--with-sidebar` or `has-banner` is of the
                    // whole around it; `elementor-widget-text` is everything's.
                    let head = names.get(..found.start()).unwrap_or_default();
                    let from = head.rfind(' ').map_or(0, |i| i + 1);
                    let head = head.get(from..).unwrap_or_default();
                    let first = whole && !head.is_empty();
                    let of_whole = first
                        || head.ends_with("--")
                        || ["with-", "has-", "no-", "and-", "layout", "main"]
                            .iter()
                            .any(|part| head.contains(part));
                    if !of_whole {
                        named.around = true;
                        named.busy |= word == Word::Busy;
                    }
                }
                Word::Article => named.article = true,
                Word::Whole => named.whole = true,
                Word::Date => named.date = true,
                Word::Author => named.author = true,
                Word::Caption => named.caption = true,
            }
        }
        named
    }
}
