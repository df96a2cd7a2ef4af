//! Articles that are cut into several pages.

use aho_corasick::AhoCorasick;
use khabar_doc::{Notice, Pagination};

use crate::{Hints, Limits, decode, html, sniff};

/// Parameters of addresses that number the pages of an article.
const PARAMETERS: [&str; 6] = ["page", "p", "pg", "paged", "pageno", "start"];
/// Pages of one article, at most: a number above it is no page's.
const MOST_PAGES: u32 = 99;
/// Letters of the last step of an address from which on it names an article, not a
/// section: `/news/2` is another post, `/opening-of-the-hall/2` a second page.
const SLUG_CHARS: usize = 16;
/// Bytes that every page has which links to others of its article.
const SIGNS: [&str; 7] = [
    "rel=\"next",
    "rel='next",
    "rel=next",
    "rel=\"prev",
    "rel='prev",
    "rel=prev",
    "post-page-numbers",
];

/// The links of a page that may lead to other pages of its article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Links {
    /// The page's own address, as it states it.
    pub(crate) own: Option<String>,
    pub(crate) next: Vec<String>,
    pub(crate) previous: Vec<String>,
    /// Links with the numbers of pages.
    pub(crate) numbered: Vec<String>,
}

/// Which page of which article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The same for all pages of an article, and for no other's.
    pub article: String,
    /// From 1.
    pub number: u32,
    /// True where a page behind it is linked.
    pub has_next: bool,
}

/// Which page of which article `bytes` are, by the links between them; `None` for whole
/// articles, and where the page does not state its own address. Cheap for pages without
/// such links.
pub fn place(bytes: &[u8], hints: &Hints, limits: &Limits) -> Option<Place> {
    static SEARCH: std::sync::LazyLock<Option<AhoCorasick>> =
        std::sync::LazyLock::new(|| {
            AhoCorasick::builder().ascii_case_insensitive(true).build(SIGNS).ok()
        });
    SEARCH.as_ref()?.find(bytes)?;
    let source = decode(bytes, hints, limits).ok()?.text;
    if !sniff::is_html(&source) {
        return None;
    }
    let links = html::links(&source, limits);
    let found = Found::of(hints.url.as_deref().or(links.own.as_deref())?, &links)?;
    let article = found.article.to_lowercase();
    (!article.is_empty()).then(|| Place {
        article,
        number: found.number.unwrap_or(1),
        has_next: found.next.is_some(),
    })
}

/// The place of a page at `url` among the pages of its article, from the addresses that
/// it states for the others. A next post of the site is no next page.
pub(crate) fn of(url: Option<&str>, links: &Links) -> Option<Pagination> {
    let found = Found::of(url.unwrap_or_default(), links)?;
    Some(Pagination {
        number: found.number,
        count: found.count,
        next: found.next,
        previous: found.previous,
        whole: None,
    })
}

struct Found {
    /// The address of the article, without scheme and number.
    article: String,
    number: Option<u32>,
    count: Option<u32>,
    next: Option<String>,
    previous: Option<String>,
}

impl Found {
    fn of(url: &str, links: &Links) -> Option<Found> {
        let (base, stated) = parted(url);
        let mut own = Own { base: plain(base), number: stated };
        // `/slug/2` is a page where it is linked with `/slug` or `/slug/3`.
        if stated.is_none()
            && let Some((slug, number)) = stepped(&own.base)
            && links.next.iter().chain(&links.previous).chain(&links.numbered).any(
                |link| {
                    let (base, page) = parted(link);
                    let base = plain(base);
                    page.is_none()
                        && (ends(slug, &base)
                            || stepped(&base).is_some_and(|(other, n)| {
                                ends(slug, other) && n.abs_diff(number) == 1
                            }))
                },
            )
        {
            own = Own { base: slug.to_owned(), number: Some(number) };
        }
        let at = |links: &[String], right: &dyn Fn(u32) -> bool| {
            links.iter().find(|link| own.page(link).is_some_and(right)).cloned()
        };
        let number = |link: &Option<String>| link.as_deref().and_then(|l| own.page(l));
        let mut next =
            at(&links.next, &|n| own.number.is_none_or(|own| n > own) && n > 1);
        // Some sites name the first page as the canonical address of all.
        let unsure = own.number.is_none();
        let mut previous = at(&links.previous, &|n| unsure || own.number > Some(n));
        let behind = number(&next).and_then(|n| n.checked_sub(1));
        let before = number(&previous).map(|n| n + 1);
        let mut known = own.number.or(behind).or(before);
        let numbers: Vec<u32> =
            links.numbered.iter().filter_map(|link| own.page(link)).collect();
        if next.is_none() && previous.is_none() && !numbers.is_empty() {
            let this = known.unwrap_or(1);
            next = at(&links.numbered, &|n| n == this + 1);
            previous = at(&links.numbered, &|n| n + 1 == this);
            known = next.as_ref().or(previous.as_ref()).map(|_| this);
        }
        if next.is_none() && previous.is_none() {
            return None;
        }
        let count = numbers.iter().copied().max().max(known);
        Some(Found {
            article: own.base,
            number: known,
            count: (!numbers.is_empty()).then_some(count).flatten(),
            next,
            previous,
        })
    }
}

/// The address of a page, without scheme and number, and its number.
struct Own {
    base: String,
    number: Option<u32>,
}

impl Own {
    /// The number of the page of this article that `link` leads to.
    fn page(&self, link: &str) -> Option<u32> {
        let (base, number) = parted(link);
        let base = plain(base);
        let same = |base: &str| base.is_empty() || ends(&self.base, base);
        if let Some(number) = number {
            return same(&base).then_some(number);
        }
        if base.is_empty() {
            return None;
        }
        if same(&base) {
            return Some(1);
        }
        let (slug, number) = stepped(&base)?;
        same(slug).then_some(number)
    }
}

/// True where the address `part`, which may leave out the host, is `whole`.
fn ends(whole: &str, part: &str) -> bool {
    whole == part || part.starts_with('/') && whole.ends_with(part)
}

/// An address without its scheme and `www.`.
fn plain(address: &str) -> String {
    let bare = address.rsplit("://").next().unwrap_or_default();
    bare.strip_prefix("www.").unwrap_or(bare).trim_start_matches("//").to_owned()
}

/// The address of an article and the number of its page, of `/slug/2`.
fn stepped(address: &str) -> Option<(&str, u32)> {
    let (slug, number) = address.rsplit_once('/')?;
    let number: u32 = number.parse().ok()?;
    let step = slug.rsplit('/').next().unwrap_or_default();
    let names_article =
        step.contains(['-', '%', '_']) || !step.is_ascii() || step.len() >= SLUG_CHARS;
    ((2..=MOST_PAGES).contains(&number) && names_article).then_some((slug, number))
}

/// Tells that a page is not the whole article.
pub(crate) fn notice(pagination: &Pagination) -> Notice {
    let mut text = "this is one page of an article in several".to_owned();
    for (what, address) in
        [("before it", &pagination.previous), ("behind it", &pagination.next)]
    {
        if let Some(address) = address {
            text.push_str("; the page ");
            text.push_str(what);
            text.push_str(" is ");
            text.push_str(address);
        }
    }
    text.push_str("; read those too, in one run, and they are joined");
    Notice { kind: "one-of-several-pages", span: None, text }
}

/// An address without what numbers its page, and that number.
fn parted(address: &str) -> (&str, Option<u32>) {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let number = query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let number = value.parse::<u32>().ok()?;
        let counts = PARAMETERS.contains(&name) && (1..=MOST_PAGES).contains(&number);
        counts.then_some(number)
    });
    let path = path.trim_end_matches('/');
    if number.is_some() {
        return (path, number);
    }
    // `/page/2` behind the article's own path.
    if let Some((before, last)) = path.rsplit_once('/')
        && let Ok(number) = last.parse::<u32>()
        && let Some(base) = before.strip_suffix("/page")
    {
        return (base, Some(number));
    }
    (path, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(previous: Option<&str>, next: Option<&str>) -> Links {
        let all = |link: Option<&str>| link.map(str::to_owned).into_iter().collect();
        Links { previous: all(previous), next: all(next), ..Links::default() }
    }

    #[test]
    fn pages_of_one_article_are_told_from_posts() {
        let own = Some("https://a.example/news/1");
        let check = |url: Option<&str>, previous, next, number: Option<u32>| {
            let found = of(url, &links(previous, next));
            assert_eq!(found.map(|p| p.number), number.map(Some));
        };
        check(own, None, Some("https://a.example/news/1?page=2"), Some(1));
        check(own, None, Some("/news/1/page/2"), Some(1));
        check(own, None, Some("?page=2"), Some(1));
        check(own, None, Some("https://a.example/news/2"), None);
        check(own, Some("https://a.example/news/0"), None, None);
        // The address of a post by its number is no page's.
        check(Some("https://a.example/?p=4711"), None, Some("/?p=4712"), None);
        let third = Some("https://a.example/news/1?page=3");
        check(third, Some("https://a.example/news/1?page=2"), None, Some(3));
        let second = Some("https://a.example/news/1/page/2/");
        check(second, Some("https://a.example/news/1/"), None, Some(2));
        let slug = Some("https://a.example/opening-hall/");
        check(slug, None, Some("https://a.example/opening-hall/2/"), Some(1));
        let slug = Some("https://www.a.example/opening-hall/2/");
        check(slug, Some("https://a.example/opening-hall/"), None, Some(2));
        let slug = Some("https://a.example/opening-hall/3/");
        check(slug, Some("https://a.example/opening-hall/2/"), None, Some(3));
        check(own, None, Some("https://a.example/closing-hall/2"), None);
        // The canonical address of the first page on the second one.
        check(own, Some("https://a.example/news/1"), None, Some(2));
    }

    #[test]
    fn links_with_numbers_tell_how_many_there_are() {
        let numbered = ["/a-long-read/", "/a-long-read/3/"].map(str::to_owned).to_vec();
        let links = Links { numbered, ..Links::default() };
        let found = of(Some("https://a.example/a-long-read/2/"), &links).unwrap();
        assert_eq!((found.number, found.count), (Some(2), Some(3)));
        assert_eq!(found.next.as_deref(), Some("/a-long-read/3/"));
        assert_eq!(found.previous.as_deref(), Some("/a-long-read/"));
    }

    #[test]
    fn a_page_tells_its_place() {
        let page = "<html><head><link rel=canonical href='https://a.example/news/1?page=2'>\
                    <link rel=prev href='https://a.example/news/1'></head><body><p>x</html>";
        let place =
            place(page.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
        assert_eq!((place.number, place.has_next), (2, false));
        assert_eq!(place.article, "a.example/news/1");
    }
}
