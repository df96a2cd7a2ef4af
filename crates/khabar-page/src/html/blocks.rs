//! The blocks of text of a tree, in document order, and the element that holds the
//! article.

use std::ops::Range;

use super::{
    dom::{Attr, Dom, Kind as NodeKind, Node, Tag},
    named::Named,
};
use crate::line::Marked;

/// What element a block stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading(u8),
    Caption,
    Item,
    Cell,
    /// A row of a table of data, its cells joined.
    Row,
    Quote,
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
    /// True for a link in a list that belongs to the text.
    listed: bool,
    /// Characters, and how many of them are links.
    chars: usize,
    link_chars: usize,
    /// The nodes of its table, its row and its cell; 0 outside.
    cell: Cell,
}

/// Where a block stands in a table: the nodes of the table, the row and the cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cell {
    table: u32,
    row: u32,
    cell: u32,
}

impl Block {
    /// True for a paragraph or heading long enough to be the text itself.
    pub(super) fn is_told(&self) -> bool {
        self.chars >= 60 && !self.is_link() && self.kind != Kind::Caption
    }

    pub(super) fn chars(&self) -> usize {
        self.chars
    }

    fn is_link(&self) -> bool {
        self.link_chars * 10 >= self.chars * 8
    }

    /// What the mark-up says of the line.
    pub(super) fn marked(&self) -> Marked {
        match self.kind {
            Kind::Caption => Marked::Caption,
            _ if self.hint == Hint::Date => Marked::Date,
            _ if self.hint == Hint::Author && self.chars <= 80 => Marked::Author,
            _ if self.hint == Hint::Author => Marked::No,
            _ if self.is_link() && self.chars > 12 && !self.listed => Marked::Link,
            Kind::Quote if !self.is_link() => Marked::Quote,
            Kind::Row if !self.is_link() => Marked::Row,
            Kind::Item if !self.is_link() || self.listed => Marked::Item,
            Kind::Cell if !self.is_link() => Marked::Cell,
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

    /// What it adds to an element that holds the article, in points: prose much, links
    /// and odds and ends less than nothing.
    fn value(&self) -> f64 {
        let chars = count(self.chars);
        let linked = count(self.link_chars) / count(self.chars.max(1));
        if self.is_link() {
            return -(8.0 + chars.min(80.0) * 0.4);
        }
        let ends = self
            .text
            .ends_with(['.', '!', '?', '\u{61F}', ':', '\u{201D}', '"', '\u{2026}', ')']);
        let told = matches!(
            self.kind,
            Kind::Paragraph | Kind::Item | Kind::Cell | Kind::Row | Kind::Quote
        );
        match self.kind {
            Kind::Heading(_) => 0.0,
            Kind::Caption => chars.min(100.0) * 0.1,
            _ if self.chars >= 80 || self.chars >= 40 && ends => {
                chars.min(800.0) * (1.0 - 1.5 * linked)
            }
            _ if self.chars >= 25 => {
                chars * if told { 0.6 } else { 0.3 } * (1.0 - 2.0 * linked)
            }
            _ if told || ends => 0.0,
            _ => -4.0,
        }
    }
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// First-level headings around articles that are kept, at most.
const MOST_HEADINGS: usize = 4;

/// The blocks of a page, and the elements that hold them.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) blocks: Vec<Block>,
    elements: Vec<Held>,
    /// First-level headings in what stands around articles.
    pub(super) headings: Vec<String>,
}

/// An element that holds blocks.
#[derive(Debug)]
struct Held {
    blocks: Range<usize>,
    /// What its tag and names do to its value.
    factor: f64,
    /// True for the element `article` and what microdata call one.
    article: bool,
}

impl Blocks {
    /// The blocks of the element that most likely holds the article: the one with the
    /// greatest sum of its blocks' values. All of them where no element stands out.
    /// And the parts of it that are none of the article, in order.
    pub(super) fn best(&self) -> (Range<usize>, Vec<Range<usize>>) {
        let mut sums = Vec::with_capacity(self.blocks.len() + 1);
        let mut sum = 0.0;
        sums.push(sum);
        for block in &self.blocks {
            sum += block.value();
            sums.push(sum);
        }
        let sum = |at: usize| sums.get(at).copied().unwrap_or(sum);
        let mut best = (0.0, 0..self.blocks.len());
        for element in &self.elements {
            let value =
                (sum(element.blocks.end) - sum(element.blocks.start)) * element.factor;
            // Of elements of one value the innermost, which comes last.
            if value > 0.0 && value >= best.0 {
                best = (value, element.blocks.clone());
            }
        }
        // Inside it, what holds links and little else.
        let mut apart: Vec<Range<usize>> = Vec::new();
        for element in &self.elements {
            let inside = &element.blocks;
            if inside.start >= best.1.start
                && inside.end <= best.1.end
                && inside.len() >= LEAST_APART
                && *inside != best.1
                && apart.last().is_none_or(|last| inside.start >= last.end)
                && self.mostly_links(inside)
                && sum(inside.end) - sum(inside.start) < APART_VALUE
            {
                apart.push(inside.clone());
            }
        }
        (best.1, apart)
    }
}

impl Blocks {
    /// The blocks with which further articles inside `range` begin, in order: elements
    /// that are articles beside each other, each with a headline and text of its own. The
    /// first of them is the page's, whatever stands before it.
    pub(super) fn further(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let whole: Vec<&Held> = self
            .elements
            .iter()
            .filter(|element| {
                let inside = &element.blocks;
                element.article
                    && inside.start >= range.start
                    && inside.end <= range.end
                    && self.is_whole(inside)
            })
            .take(MOST_ARTICLES)
            .collect();
        // What holds several whole ones is none itself.
        let holds_several = |outer: &Held| {
            let mut behind = outer.blocks.start;
            let mut count = 0;
            for inner in &whole {
                let inside = &inner.blocks;
                if *inside != outer.blocks
                    && inside.start >= behind
                    && inside.end <= outer.blocks.end
                {
                    count += 1;
                    behind = inside.end;
                }
            }
            count > 1
        };
        let mut beside: Vec<&Held> = Vec::new();
        for &element in whole.iter().filter(|element| !holds_several(element)) {
            let inside = &element.blocks;
            if beside.last().is_none_or(|last| inside.start >= last.blocks.end) {
                beside.push(element);
            }
        }
        beside.iter().skip(1).map(|element| element.blocks.clone()).collect()
    }

    /// True where a headline and enough text stand in `range`.
    fn is_whole(&self, range: &Range<usize>) -> bool {
        let blocks = self.blocks.get(range.clone()).unwrap_or_default();
        let heading = blocks.iter().take(WHOLE_HEAD).find_map(|b| match b.kind {
            Kind::Heading(level @ (1 | 2)) if b.text.split(' ').count() >= 3 => {
                Some(level)
            }
            _ => None,
        });
        let told: usize = blocks.iter().filter(|b| b.is_told()).map(|b| b.chars).sum();
        heading.is_some_and(|level| {
            told >= if level == 1 { HEADED_CHARS } else { WHOLE_CHARS }
        })
    }

    fn mostly_links(&self, range: &Range<usize>) -> bool {
        let blocks = self.blocks.get(range.clone()).unwrap_or_default();
        let (links, all) = blocks
            .iter()
            .filter(|b| !b.listed)
            .fold((0, 0), |(links, all), b| (links + b.link_chars, all + b.chars));
        links * 10 >= all * 5
    }
}

/// Blocks at the head of an article among which its headline is.
const WHOLE_HEAD: usize = 8;
/// Characters of text that make an article whole.
const WHOLE_CHARS: usize = 250;
/// The same under a headline of the first rank, which teasers do not have.
const HEADED_CHARS: usize = 120;
/// Whole articles on a page that are told apart, at most.
const MOST_ARTICLES: usize = 64;
/// Blocks that an element set apart inside an article has at least.
const LEAST_APART: usize = 4;
/// The value below which an element inside an article is none of it.
const APART_VALUE: f64 = -40.0;

/// True for elements whose content is never part of an article.
fn is_apart(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Script
            | Tag::Style
            | Tag::Noscript
            | Tag::Nav
            | Tag::Footer
            | Tag::Aside
            | Tag::Form
            | Tag::Button
            | Tag::Select
            | Tag::Svg
            | Tag::Iframe
            | Tag::Template
            | Tag::Dialog
            | Tag::Object
            | Tag::Embed
            | Tag::Canvas
            | Tag::Video
            | Tag::Audio
            | Tag::Map
            | Tag::Input
            | Tag::Textarea
            | Tag::Head
            | Tag::Menu
            | Tag::Option
            | Tag::Label
            | Tag::Math
            | Tag::Noframes
            | Tag::Noembed
    )
}

struct Open {
    element: usize,
    /// The node behind it.
    end: u32,
    /// False for what runs inside a line.
    block: bool,
    kind: Option<Kind>,
    hint: Hint,
    /// True inside `article` or `main`.
    article: bool,
    cell: Cell,
}

/// Characters of a cell of data, at most; longer ones hold text and lay out a page.
const MOST_CELL_CHARS: usize = 120;

impl Blocks {
    /// Joins the cells of tables of data, row by row. Tables that lay out a page, as old
    /// content systems make them, stay as they are.
    fn join_rows(&mut self) {
        if self.blocks.iter().all(|block| block.cell.row == 0) {
            return;
        }
        // Rows of two short cells or more, and the tables that hold several of them.
        let mut rows: Vec<(Cell, usize, bool)> = Vec::new();
        for block in &self.blocks {
            let fits = block.kind == Kind::Cell && block.chars <= MOST_CELL_CHARS;
            match rows.last_mut() {
                Some((row, cells, short)) if row.row == block.cell.row => {
                    // One block a cell.
                    *short &= fits && row.cell != block.cell.cell;
                    *row = block.cell;
                    *cells += 1;
                }
                _ => rows.push((block.cell, 1, fits)),
            }
        }
        let mut tables: rustc_hash::FxHashMap<u32, (usize, usize)> =
            rustc_hash::FxHashMap::default();
        for (row, cells, short) in rows.iter().filter(|(row, ..)| row.row != 0) {
            let (data, other) = tables.entry(row.table).or_default();
            if *short && *cells >= 2 {
                *data += 1;
            } else {
                *other += 1;
            }
        }
        let is_data = |table: u32| {
            tables.get(&table).is_some_and(|&(data, other)| data >= 2 && data > other)
        };
        let blocks = std::mem::take(&mut self.blocks);
        // The new position of each block.
        let mut moved: Vec<usize> = Vec::with_capacity(blocks.len() + 1);
        for block in blocks {
            let joins = block.kind == Kind::Cell
                && block.chars <= MOST_CELL_CHARS
                && block.cell.row != 0
                && is_data(block.cell.table);
            if joins
                && let Some(last) = self.blocks.last_mut()
                && last.kind == Kind::Row
                && last.cell.row == block.cell.row
            {
                last.text.push_str(" | ");
                last.text.push_str(&block.text);
                last.chars += block.chars;
                last.link_chars += block.link_chars;
                moved.push(self.blocks.len() - 1);
                continue;
            }
            moved.push(self.blocks.len());
            let kind = if joins { Kind::Row } else { block.kind };
            self.blocks.push(Block { kind, ..block });
        }
        moved.push(self.blocks.len());
        let at = |i: usize| moved.get(i).copied().unwrap_or(self.blocks.len());
        for element in &mut self.elements {
            let range = &element.blocks;
            // A cell inside a row holds the row.
            let end =
                if range.is_empty() { at(range.start) } else { at(range.end - 1) + 1 };
            element.blocks = at(range.start)..end.max(at(range.start));
        }
    }

    /// Marks the links of lists that a sentence of the text opens with a colon.
    fn listed(&mut self) {
        let mut open = false;
        for block in &mut self.blocks {
            if block.kind == Kind::Item {
                block.listed = open && block.is_link();
            } else if block.chars > 0 {
                open = block.kind != Kind::Caption
                    && !matches!(block.kind, Kind::Heading(_))
                    && block.chars >= 25
                    && block.text.ends_with(':')
                    && !block.is_link();
            }
        }
    }
}

/// Walks the page once.
pub(super) fn walk(dom: &Dom<'_>) -> Blocks {
    let mut page = Blocks::default();
    let mut stack: Vec<Open> = Vec::new();
    let mut line = Line::default();
    let mut names = String::new();
    let prose = prose(dom);
    let all = prose.last().copied().unwrap_or(0);
    // Behind the element inside a line that was entered last.
    let mut inline_end = 0;
    let mut i = 0;
    while let Some(node) = dom.nodes.get(i) {
        let here = u32::try_from(i).unwrap_or(u32::MAX);
        while stack.last().is_some_and(|open| open.end <= here) {
            leave(&mut page, &mut stack, &mut line);
        }
        i += 1;
        let NodeKind::Element(tag) = node.kind else {
            if let Some(top) = stack.last()
                && node.kind == NodeKind::Text
            {
                line.add(&dom.text(node), top, here);
            }
            continue;
        };
        let top = stack.last();
        let block = !tag.is_inline();
        if block {
            line.flush(&mut page);
        }
        read_names(dom, node, &mut names);
        // Labels, names and dates are set apart by style alone, not words of a text.
        let outside = !matches!(
            top.and_then(|o| o.kind),
            Some(Kind::Paragraph | Kind::Heading(_) | Kind::Quote)
        );
        if inline_end == here
            && outside
            && (tag == Tag::Time
                || tag == Tag::A
                || !names.is_empty()
                || top.is_some_and(|o| o.hint == Hint::Author))
        {
            line.part();
        }
        if !block {
            inline_end = node.end;
        }
        let named = Named::of(&names);
        let inside = |at: usize| prose.get(at).copied().unwrap_or(all);
        let share = inside(node.end as usize) - inside(i - 1);
        let most = if named.busy { 2 } else { 3 };
        let main = share > 0 && u64::from(share) * most >= u64::from(all);
        if is_skipped(dom, node, tag, named, top.is_some_and(|o| o.article), main) {
            if tag == Tag::Header && page.headings.len() < MOST_HEADINGS {
                for at in i..node.end as usize {
                    let is_heading = |n: &Node| n.kind == NodeKind::Element(Tag::H1);
                    if dom.nodes.get(at).is_some_and(is_heading) {
                        let text = dom.text_in(at, 2048);
                        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                        page.headings.push(text);
                    }
                }
            }
            i = node.end as usize;
            continue;
        }
        let outer = top.and_then(|o| o.kind);
        let kind = match kind(tag, named) {
            // Paragraphs of a quotation are quoted.
            Some(Kind::Paragraph) if outer == Some(Kind::Quote) => outer,
            kind => kind.or(outer),
        };
        let mut cell = top.map_or(Cell::default(), |o| o.cell);
        match tag {
            Tag::Table => cell = Cell { table: here, ..Cell::default() },
            Tag::Tr => cell = Cell { row: here, cell: 0, ..cell },
            Tag::Td | Tag::Th => cell.cell = here,
            _ => (),
        }
        let hint = match hint(tag, named) {
            Hint::None => top.map_or(Hint::None, |o| o.hint),
            hint => hint,
        };
        let article =
            top.is_some_and(|o| o.article) || matches!(tag, Tag::Article | Tag::Main);
        if tag == Tag::A && dom.attr(node, Attr::Href).is_some() {
            line.link_to = line.link_to.max(node.end);
        }
        let factor = factor(tag, named);
        page.elements.push(Held {
            blocks: page.blocks.len()..page.blocks.len(),
            factor,
            article: tag == Tag::Article || named.whole,
        });
        let element = page.elements.len() - 1;
        stack.push(Open { element, end: node.end, block, kind, hint, article, cell });
    }
    while !stack.is_empty() {
        leave(&mut page, &mut stack, &mut line);
    }
    line.flush(&mut page);
    page.join_rows();
    page.listed();
    page
}

fn leave(page: &mut Blocks, stack: &mut Vec<Open>, line: &mut Line) {
    if stack.last().is_some_and(|top| top.block) {
        line.flush(page);
    }
    let end = page.blocks.len();
    if let Some(top) = stack.pop()
        && let Some(held) = page.elements.get_mut(top.element)
    {
        held.blocks.end = end;
    }
}

/// For each node, the bytes of prose before it: pieces of text as long as sentences.
fn prose(dom: &Dom<'_>) -> Vec<u32> {
    const SENTENCE_BYTES: usize = 60;
    let mut sum = 0_u32;
    let mut sums = Vec::with_capacity(dom.nodes.len() + 1);
    for node in &dom.nodes {
        sums.push(sum);
        let bytes = dom.text_bytes(node);
        if bytes >= SENTENCE_BYTES {
            sum = sum.saturating_add(u32::try_from(bytes).unwrap_or(u32::MAX));
        }
    }
    sums.push(sum);
    sums
}

/// The line that is being put together.
#[derive(Default)]
struct Line {
    text: String,
    chars: usize,
    link_chars: usize,
    /// The node behind the last link.
    link_to: u32,
    /// The element its first text stands in.
    home: Option<(Option<Kind>, Hint, Cell)>,
}

impl Line {
    fn add(&mut self, text: &str, open: &Open, node: u32) {
        let linked = node < self.link_to;
        let mut blank = self.text.is_empty();
        // A name and a number in elements beside each other are set apart by style.
        let is_letter = |ch: char| khabar_arabic::letters::is_letter(ch);
        if let (Some(last), Some(first)) =
            (self.text.chars().next_back(), text.chars().next())
            && (is_letter(last) && first.is_ascii_digit()
                || last.is_ascii_digit() && is_letter(first))
        {
            self.part();
        }
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
                self.home = Some((open.kind, open.hint, open.cell));
            }
            self.chars += 1;
            self.link_chars += usize::from(linked);
            self.text.push(ch);
        }
    }

    /// Parts what follows from the text so far.
    fn part(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    fn flush(&mut self, page: &mut Blocks) {
        let line = Line {
            text: std::mem::take(&mut self.text),
            chars: std::mem::take(&mut self.chars),
            link_chars: std::mem::take(&mut self.link_chars),
            link_to: self.link_to,
            home: self.home.take(),
        };
        let Some((kind, hint, cell)) = line.home else { return };
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
            listed: false,
            chars: line.chars,
            link_chars: line.link_chars,
            cell,
        };
        page.blocks.push(block);
    }
}

/// Class, id, role and itemprop of an element, lower case.
fn read_names(dom: &Dom<'_>, node: &Node, names: &mut String) {
    names.clear();
    for attr in [Attr::Class, Attr::Id, Attr::Role, Attr::Itemprop, Attr::DataRole] {
        if let Some(value) = dom.attr(node, attr) {
            names.push_str(&value);
            names.push(' ');
        }
    }
    names.make_ascii_lowercase();
}

fn is_skipped(
    dom: &Dom<'_>,
    node: &Node,
    tag: Tag,
    named: Named,
    in_article: bool,
    main: bool,
) -> bool {
    if main && !matches!(tag, Tag::Svg | Tag::Head | Tag::Template | Tag::Script) {
        return false;
    }
    if is_apart(tag) || tag == Tag::Header && !in_article {
        return true;
    }
    if matches!(tag, Tag::Html | Tag::Body | Tag::Main | Tag::Article) {
        return false;
    }
    // Values of microdata that nobody sees.
    if let Some(prop) = dom.attr(node, Attr::Itemprop)
        && matches!(&*prop, "publisher" | "logo" | "image" | "mainEntityOfPage")
    {
        return true;
    }
    // What a server streams is hidden until a script moves it to its place.
    let streamed = || dom.attr(node, Attr::Id).is_some_and(|id| id.starts_with("S:"));
    if dom.attr(node, Attr::Hidden).is_some() && !streamed()
        || dom.attr(node, Attr::AriaHidden).is_some_and(|value| value == "true")
    {
        return true;
    }
    if let Some(style) = dom.attr(node, Attr::Style) {
        let style: String = style.chars().filter(|ch| !ch.is_whitespace()).collect();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            return true;
        }
    }
    if let Some(role) = dom.attr(node, Attr::Role)
        && matches!(
            &*role,
            "navigation"
                | "complementary"
                | "contentinfo"
                | "search"
                | "dialog"
                | "banner"
                | "menu"
                | "alertdialog"
                | "toolbar"
        )
    {
        return true;
    }
    // Code is coloured by classes such as `comment`.
    named.around && !named.article && !(named.busy && tag.is_inline())
}

fn kind(tag: Tag, named: Named) -> Option<Kind> {
    if let Some(level) = tag.heading() {
        return Some(Kind::Heading(level));
    }
    Some(match tag {
        Tag::P if named.caption => Kind::Caption,
        Tag::P => Kind::Paragraph,
        Tag::Figcaption | Tag::Caption => Kind::Caption,
        Tag::Blockquote if named.caption => Kind::Caption,
        Tag::Li | Tag::Dt | Tag::Dd => Kind::Item,
        Tag::Td | Tag::Th => Kind::Cell,
        Tag::Blockquote => Kind::Quote,
        _ if named.caption => Kind::Caption,
        _ => return None,
    })
}

fn hint(tag: Tag, named: Named) -> Hint {
    if tag == Tag::Time || named.date {
        Hint::Date
    } else if tag == Tag::Address || named.author {
        Hint::Author
    } else {
        Hint::None
    }
}

/// What the tag and names of an element do to its value.
fn factor(tag: Tag, named: Named) -> f64 {
    let by_tag = match tag {
        Tag::Article => 1.1,
        Tag::Main => 1.05,
        Tag::Html | Tag::Body => 0.9,
        Tag::Li | Tag::Ul | Tag::Ol => 0.7,
        Tag::P | Tag::H1 | Tag::H2 | Tag::H3 => 0.5,
        _ => 1.0,
    };
    if named.article { by_tag * 1.3 } else { by_tag }
}
