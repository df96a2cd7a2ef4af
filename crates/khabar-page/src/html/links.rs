//! The links of a page to other pages of its article.

use super::dom::{Attr, Dom, Kind, Tag};
use crate::pagination::Links;

/// Links of one kind that are kept, at most.
const MOST_LINKS: usize = 32;

/// Reads them from the `link` and `a` elements of a tree.
pub(super) fn read(dom: &Dom<'_>) -> Links {
    let mut links = Links::default();
    for node in &dom.nodes {
        let Kind::Element(tag @ (Tag::Link | Tag::A | Tag::Meta)) = node.kind else {
            continue;
        };
        if tag == Tag::Meta {
            let is_own = dom.attr(node, Attr::Property).is_some_and(|p| p == "og:url");
            if is_own && links.own.is_none() {
                links.own = dom.attr(node, Attr::Content).map(|url| url.into_owned());
            }
            continue;
        }
        let rel = dom.attr(node, Attr::Rel).unwrap_or_default();
        let is = |kind: &str| {
            rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(kind))
        };
        let to = if is("next") {
            &mut links.next
        } else if is("prev") || is("previous") {
            &mut links.previous
        } else if tag == Tag::Link && is("canonical") {
            let url = dom.attr(node, Attr::Href).unwrap_or_default();
            if url.contains("://") {
                links.own = Some(url.trim().to_owned());
            }
            continue;
        } else if tag == Tag::A
            && dom
                .attr(node, Attr::Class)
                .is_some_and(|names| names.contains("post-page-numbers"))
        {
            &mut links.numbered
        } else {
            continue;
        };
        if let Some(href) = dom.attr(node, Attr::Href)
            && to.len() < MOST_LINKS
        {
            to.push(href.trim().to_owned());
        }
    }
    links
}
