//! Articles that are cut into several pages.

use khabar_doc::{Notice, Pagination};

/// Parameters of addresses that number the pages of an article.
const PARAMETERS: [&str; 6] = ["page", "p", "pg", "paged", "pageno", "start"];

/// The place of a page at `url` among the pages of its article, from the addresses that
/// it states for those before and behind it. A next post of the site is no next page.
pub(crate) fn of(
    url: Option<&str>,
    previous: Option<&str>,
    next: Option<&str>,
) -> Option<Pagination> {
    let (own, number) = url.map(parted).unwrap_or_default();
    let page = |address: &&str| {
        let (base, page) = parted(address);
        let base = base.rsplit("://").next().unwrap_or_default();
        let own = own.rsplit("://").next().unwrap_or_default();
        let same = base == own
            || base.is_empty()
            || base.starts_with('/') && own.ends_with(base);
        same && page != number && (page.is_some() || number.is_some())
    };
    let next = next.filter(page);
    let previous = previous.filter(page);
    if next.is_none() && previous.is_none() {
        return None;
    }
    let behind = next.and_then(|n| parted(n).1).and_then(|n| n.checked_sub(1));
    let before = previous.map(|p| parted(p).1.unwrap_or(1) + 1);
    Some(Pagination {
        number: number.or(behind).or(before),
        count: None,
        next: next.map(str::to_owned),
        previous: previous.map(str::to_owned),
        whole: None,
    })
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
    text.push_str("; read those too");
    Notice { kind: "one-of-several-pages", span: None, text }
}

/// An address without what numbers its page, and that number.
fn parted(address: &str) -> (&str, Option<u32>) {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let number = query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        PARAMETERS.contains(&name).then(|| value.parse::<u32>().ok()).flatten()
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

    #[test]
    fn pages_of_one_article_are_told_from_posts() {
        let own = Some("https://a.example/news/1");
        let check = |url: Option<&str>, previous, next, number: Option<u32>| {
            assert_eq!(of(url, previous, next).map(|p| p.number), number.map(Some));
        };
        check(own, None, Some("https://a.example/news/1?page=2"), Some(1));
        check(own, None, Some("/news/1/page/2"), Some(1));
        check(own, None, Some("?page=2"), Some(1));
        check(own, None, Some("https://a.example/news/2"), None);
        check(own, Some("https://a.example/news/0"), None, None);
        let third = Some("https://a.example/news/1?page=3");
        check(third, Some("https://a.example/news/1?page=2"), None, Some(3));
        let second = Some("https://a.example/news/1/page/2/");
        check(second, Some("https://a.example/news/1/"), None, Some(2));
    }
}
