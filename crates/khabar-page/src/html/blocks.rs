//! The blocks of text of a tree, in document order, and the element that holds the
//! article.

use std::ops::Range;

use ego_tree::iter::Edge;
use scraper::{Html, Node, node::Element};

use crate::line::Marked;

/// What element a block stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading(u8),
    Caption,
    Item,
    Other,
}

/// What the names of the elements around a block say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    None,
    Date,
    Author,
}

/// One stretch of text without a break.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) hint: Hint,
    /// Characters, and how many of them are links.
    chars: usize,
    link_chars: usize,
}

impl Block {
    fn is_link(&self) -> bool {
        self.link_chars * 10 >= self.chars * 8
    }

    /// What the mark-up says of the line.
    pub(super) fn marked(&self) -> Marked {
        match self.kind {
            Kind::Caption => Marked::Caption,
            _ if self.hint == Hint::Date => Marked::Date,
            _ if self.hint == Hint::Author => Marked::No,
            _ if self.is_link() && self.chars > 12 => Marked::Link,
            Kind::Heading(_) => Marked::Heading,
            Kind::Paragraph if self.chars > 40 => Marked::Paragraph,
            _ => Marked::No,
        }
    }

    /// True for a paragraph that belongs to the text although it stands before it.
    pub(super) fn is_lead(&self) -> bool {
        self.chars >= 80
            && !self.is_link()
            && self.hint == Hint::None
            && !matches!(self.kind, Kind::Heading(_) | Kind::Item)
    }

    /// How much it looks like prose, in points.
    fn score(&self) -> f64 {
        if self.chars < 25 || self.is_link() || matches!(self.kind, Kind::Heading(_)) {
            return 0.0;
        }
        let commas =
            self.text.chars().filter(|ch| matches!(ch, ',' | '\u{60C}' | '.')).count();
        let points = 1.0 + count(commas.min(6)) + count(self.chars.min(600)) / 100.0;
        let linked = count(self.link_chars) / count(self.chars.max(1));
        let kind = if self.kind == Kind::Paragraph { 1.3 } else { 1.0 };
        points * (1.0 - linked) * kind
    }
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// The blocks of a page, and the elements that hold them.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) blocks: Vec<Block>,
    elements: Vec<Held>,
}

/// An element that holds blocks.
#[derive(Debug)]
struct Held {
    parent: Option<usize>,
    blocks: Range<usize>,
    /// What its tag and names add to its score.
    bonus: f64,
    factor: f64,
    score: f64,
}

impl Blocks {
    /// The blocks of the element that most likely holds the article; all of them where
    /// no element stands out.
    pub(super) fn best(&self) -> Range<usize> {
        let best = self
            .elements
            .iter()
            .filter(|e| e.score > 0.0)
            .map(|e| (e, (e.score + e.bonus) * e.factor))
            .max_by(|(_, a), (_, b)| a.total_cmp(b));
        best.map_or(0..self.blocks.len(), |(element, _)| element.blocks.clone())
    }
}

/// Tags whose content is never part of an article.
const SKIPPED: [&str; 26] = [
    "script", "style", "noscript", "nav", "footer", "aside", "form", "button", "select",
    "svg", "iframe", "template", "dialog", "object", "embed", "canvas", "video", "audio",
    "map", "input", "textarea", "head", "menu", "option", "label", "math",
];

/// Tags that run inside a line.
const INLINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
];

/// Parts of class and id names of what stands around articles.
const AROUND: [&str; 44] = [
    "comment",
    "related",
    "share",
    "sharing",
    "social",
    "sidebar",
    "side-bar",
    "widget",
    "menu",
    "navbar",
    "breadcrumb",
    "cookie",
    "consent",
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
];

/// Parts of names of elements that hold articles.
const ARTICLE: [&str; 16] = [
    "articlebody",
    "article-body",
    "article_body",
    "article-content",
    "articlecont",
    "article__text",
    "entry-content",
    "post-content",
    "post-body",
    "story-body",
    "news-content",
    "newscontent",
    "news-body",
    "td-post-content",
    "single-content",
    "item-text",
];

struct Open {
    element: usize,
    /// False for what runs inside a line.
    block: bool,
    skipped: bool,
    link: bool,
    kind: Option<Kind>,
    hint: Hint,
    /// True inside `article` or `main`.
    article: bool,
}

/// Walks the tree once.
pub(super) fn walk(dom: &Html) -> Blocks {
    let mut page = Blocks::default();
    let mut stack: Vec<Open> = Vec::new();
    let mut line = Line::default();
    for edge in dom.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let top = stack.last();
                    let skipped = top.is_some_and(|o| o.skipped)
                        || is_skipped(element, top.is_some_and(|o| o.article));
                    let block = !INLINE.contains(&element.name());
                    if block {
                        line.flush(&mut page, &stack);
                    }
                    let names = names(element);
                    let kind = kind(element, &names).or(top.and_then(|o| o.kind));
                    let hint = match hint(element, &names) {
                        Hint::None => top.map_or(Hint::None, |o| o.hint),
                        hint => hint,
                    };
                    let article = top.is_some_and(|o| o.article)
                        || matches!(element.name(), "article" | "main");
                    let link = top.is_some_and(|o| o.link) || element.name() == "a";
                    let parent = top.map(|o| o.element);
                    let (bonus, factor) = bonus(element, &names);
                    page.elements.push(Held {
                        parent,
                        blocks: page.blocks.len()..page.blocks.len(),
                        bonus,
                        factor,
                        score: 0.0,
                    });
                    let element = page.elements.len() - 1;
                    stack.push(Open {
                        element,
                        block,
                        skipped,
                        link,
                        kind,
                        hint,
                        article,
                    });
                }
                Node::Text(text) => {
                    if let Some(top) = stack.last()
                        && !top.skipped
                    {
                        line.add(text, top);
                    }
                }
                _ => (),
            },
            Edge::Close(node) => {
                if node.value().is_element()
                    && let Some(top) = stack.last()
                {
                    if top.block {
                        line.flush(&mut page, &stack);
                    }
                    let end = page.blocks.len();
                    if let Some(held) = page.elements.get_mut(top.element) {
                        held.blocks.end = end;
                    }
                    stack.pop();
                }
            }
        }
    }
    line.flush(&mut page, &stack);
    page
}

/// The line that is being put together.
#[derive(Default)]
struct Line {
    text: String,
    chars: usize,
    link_chars: usize,
    /// The element its first text stands in.
    home: Option<(usize, Option<Kind>, Hint)>,
}

impl Line {
    fn add(&mut self, text: &str, open: &Open) {
        let mut blank = self.text.is_empty();
        for ch in text.chars() {
            if ch.is_whitespace() {
                if !blank && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
                blank = true;
                continue;
            }
            blank = false;
            if self.home.is_none() {
                self.home = Some((open.element, open.kind, open.hint));
            }
            self.chars += 1;
            self.link_chars += usize::from(open.link);
            self.text.push(ch);
        }
    }

    fn flush(&mut self, page: &mut Blocks, stack: &[Open]) {
        let line = std::mem::take(self);
        let Some((first, kind, hint)) = line.home else { return };
        if line
            .text
            .chars()
            .all(|ch| khabar_arabic::letters::is_invisible(ch) || ch == ' ')
        {
            return;
        }
        let mut text = line.text;
        text.truncate(text.trim_end().len());
        let block = Block {
            text,
            kind: kind.unwrap_or(Kind::Other),
            hint,
            chars: line.chars,
            link_chars: line.link_chars,
        };
        // The nearest element around it that is no part of a line, and those above.
        let home = stack.iter().rev().find(|o| o.block).map_or(first, |o| o.element);
        let mut share = block.score();
        page.blocks.push(block);
        let mut at = Some(home);
        // The paragraph itself scores little: its parent is what holds the article.
        for step in 0..5 {
            let Some(element) = at.and_then(|i| page.elements.get_mut(i)) else { break };
            match step {
                0 => element.score += share * 0.5,
                1 => element.score += share,
                _ => {
                    share *= 0.6;
                    element.score += share;
                }
            }
            at = element.parent;
        }
    }
}

/// Class, id, role and itemprop of an element, lower case.
fn names(element: &Element) -> String {
    let mut names = String::new();
    for attribute in ["class", "id", "role", "itemprop", "data-role"] {
        if let Some(value) = element.attr(attribute) {
            names.push_str(value);
            names.push(' ');
        }
    }
    names.make_ascii_lowercase();
    names
}

fn is_skipped(element: &Element, in_article: bool) -> bool {
    let tag = element.name();
    if SKIPPED.contains(&tag) || tag == "header" && !in_article {
        return true;
    }
    if matches!(tag, "html" | "body" | "main" | "article") {
        return false;
    }
    if element.attr("hidden").is_some() || element.attr("aria-hidden") == Some("true") {
        return true;
    }
    if let Some(style) = element.attr("style") {
        let style: String = style.chars().filter(|ch| !ch.is_whitespace()).collect();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            return true;
        }
    }
    let role = element.attr("role").unwrap_or_default();
    if matches!(
        role,
        "navigation"
            | "complementary"
            | "contentinfo"
            | "search"
            | "dialog"
            | "banner"
            | "menu"
            | "alertdialog"
            | "toolbar"
    ) {
        return true;
    }
    let names = names(element);
    AROUND.iter().any(|around| names.contains(around))
        && !ARTICLE.iter().any(|article| names.contains(article))
}

fn kind(element: &Element, names: &str) -> Option<Kind> {
    Some(match element.name() {
        "p" => {
            if names.contains("caption") {
                return Some(Kind::Caption);
            }
            Kind::Paragraph
        }
        "h1" => Kind::Heading(1),
        "h2" => Kind::Heading(2),
        "h3" => Kind::Heading(3),
        "h4" => Kind::Heading(4),
        "h5" => Kind::Heading(5),
        "h6" => Kind::Heading(6),
        "figcaption" | "caption" => Kind::Caption,
        "li" | "dt" | "dd" => Kind::Item,
        _ if names.contains("caption") || names.contains("copyright") => Kind::Caption,
        _ => return None,
    })
}

fn hint(element: &Element, names: &str) -> Hint {
    let has = |part: &str| {
        names.split(|ch: char| !ch.is_ascii_alphanumeric()).any(|n| n == part)
    };
    if element.name() == "time"
        || has("date")
        || has("time")
        || has("published")
        || has("datepublished")
        || names.contains("published")
        || names.contains("publishdate")
        || names.contains("pubdate")
        || names.contains("post-date")
        || names.contains("newsdate")
        || names.contains("newsstorydate")
    {
        Hint::Date
    } else if element.name() == "address"
        || has("byline")
        || has("author")
        || has("writer")
        || has("writeby")
        || names.contains("byline")
        || names.contains("author-name")
    {
        Hint::Author
    } else {
        Hint::None
    }
}

/// Points for the tag and names of an element, and a factor on the whole.
fn bonus(element: &Element, names: &str) -> (f64, f64) {
    let mut bonus: f64 = 0.0;
    if element.attr("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("articlebody")) {
        bonus += 40.0;
    }
    if ARTICLE.iter().any(|part| names.contains(part)) {
        bonus += 25.0;
    }
    let factor = match element.name() {
        "article" => 1.2,
        "main" => 1.1,
        "html" | "body" => 0.3,
        "li" | "ul" | "ol" => 0.5,
        "p" | "h1" | "h2" | "h3" => 0.4,
        _ => 1.0,
    };
    (bonus, factor)
}
