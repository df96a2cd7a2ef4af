//! HTML to the lines of its main article.
//!
//! The tree is walked once into [`Block`]s of text; the container with the most prose
//! is the article (after Lopukhin's Readability: text scores for the elements around
//! it, links and hints in names of classes count against it). Its lines then go through
//! the same grammar as plain text, so what sites put inside their articles is told
//! apart by the same rules.

mod blocks;
mod complete;
mod dom;
mod headline;
mod hidden;
mod links;
mod meta;
mod named;
mod structured;

use std::ops::Range;

use khabar_doc::{Notice, Span};

use self::blocks::{Block, Blocks, Hint, Kind};
pub(crate) use self::meta::Meta;
use crate::{
    Limits, PageLexicon,
    line::{Line, Marked, Sort},
    pagination::Links,
    phrase::words_key,
    plain::RawLine,
};

/// The main article of a page of mark-up.
#[derive(Debug, Default)]
pub(crate) struct Extract {
    /// The extracted parts in reading order, one a line.
    pub(crate) text: String,
    pub(crate) lines: Vec<RawLine>,
    pub(crate) meta: Meta,
    /// Its links to other pages of its article.
    pub(crate) links: Links,
    /// Limits that were reached.
    pub(crate) notices: Vec<Notice>,
}

/// Blocks between the headline and the text that may hold date and name.
const GAP_BLOCKS: usize = 24;
/// Blocks around an article in which its date is looked for.
const NEAR_BLOCKS: usize = 10;
/// Of them, those in which it may stand among other words.
const MIXED_BLOCKS: usize = 3;
/// Writers of the metadata that are kept, at most.
const MOST_NAMES: usize = 8;
/// Lines behind the headline that may name the writer.
const HEAD_LINES: usize = 12;
/// Lines of nothing but links that are kept behind the last paragraph.
const MOST_LINKS: usize = 40;

/// The links of the page `source` to other pages of its article.
pub(crate) fn links(source: &str, limits: &Limits) -> Links {
    links::read(&dom::Dom::parse(source, limits))
}

/// Extracts the main article of `source`, and further whole ones behind it. Linear.
pub(crate) fn extract(source: &str, lexicon: &PageLexicon, limits: &Limits) -> Extract {
    let dom = dom::Dom::parse(source, limits);
    let meta = meta::read(&dom, lexicon);
    let page = blocks::walk(&dom);
    let links = links::read(&dom);
    let mut extract = Extract { meta, links, ..Extract::default() };
    extract.notices.extend(dom.notices(limits));
    let (range, apart) = page.best();
    let title = extract.meta.headline(&page.blocks, &page.headings, range.start);
    // What a script draws stands in its data only.
    if let Some(lines) =
        hidden::lines(&dom, &extract.meta, &page, &range, (source, limits))
    {
        if let Some(title) = &title {
            extract.push(title, Marked::Title);
        }
        for (line, marked) in lines {
            extract.push(&line, marked);
        }
        extract.add_names();
        return extract;
    }
    let further = page.further(&range);
    let first = range.start..further.first().map_or(range.end, |next| next.start);
    extract.article(&page, first, &apart, title, lexicon);
    extract.add_names();
    for (i, article) in further.iter().enumerate() {
        let end = further.get(i + 1).map_or(range.end, |next| next.start);
        let blocks = page.blocks.get(article.start..end).unwrap_or_default();
        let Some(at) = blocks.iter().position(|b| matches!(b.kind, Kind::Heading(1 | 2)))
        else {
            continue;
        };
        let title = blocks.get(at).map(|block| block.text.clone());
        extract.article(&page, article.start..end, &apart, title, lexicon);
    }
    extract
}

impl Extract {
    /// Adds the article in the blocks of `range`, without those in `apart`.
    fn article(
        &mut self,
        page: &Blocks,
        range: Range<usize>,
        apart: &[Range<usize>],
        title: Option<String>,
        lexicon: &PageLexicon,
    ) {
        let own = self.lines.is_empty();
        let title_key = title.as_deref().map(words_key).unwrap_or_default();
        if let Some(title) = &title {
            self.push(title, Marked::Title);
        }
        // Spaces and signs may differ, a key is about as long as its text.
        let title_bytes = title.as_deref().map_or(0, str::len);
        let is_title = |block: &Block| {
            block.text.len() <= title_bytes * 2 + 16
                && title_bytes <= block.text.len() * 2 + 16
                && words_key(&block.text) == title_key
        };
        if own {
            self.head(page, &range, &is_title, lexicon);
        }
        let first = range.start;
        let is_apart = |i: usize| apart.iter().any(|r| r.contains(&(first + i)));
        let inside = page.blocks.get(range).unwrap_or_default();
        let last = inside.iter().rposition(|b| b.marked() != Marked::Link).unwrap_or(0);
        // Content systems that set all text as a quotation quote nobody.
        let chars = |quoted: bool| -> usize {
            let blocks = inside.iter().filter(|b| (b.kind == Kind::Quote) == quoted);
            blocks.map(Block::chars).sum()
        };
        let all_quoted = chars(true) > chars(false);
        let mut seen_title = false;
        for (i, block) in inside.iter().enumerate() {
            if !seen_title && is_title(block) {
                seen_title = true;
                continue;
            }
            if i > last + MOST_LINKS {
                break;
            }
            if is_apart(i) {
                continue;
            }
            let marked = match block.marked() {
                Marked::Quote if all_quoted => Marked::Paragraph,
                marked => marked,
            };
            self.push(&block.text, marked);
        }
    }

    /// Adds date, name and lead between the headline and the text, the blocks of `range`.
    fn head(
        &mut self,
        page: &Blocks,
        range: &Range<usize>,
        is_title: &dyn Fn(&Block) -> bool,
        lexicon: &PageLexicon,
    ) {
        let heading = page
            .blocks
            .get(..range.start)
            .unwrap_or_default()
            .iter()
            .rposition(|b| matches!(b.kind, Kind::Heading(_)) && is_title(b));
        fn line<'b>(block: &'b Block, lexicon: &'b PageLexicon) -> Line<'b> {
            let span = Span::of(0, block.text.len());
            Line::of(&block.text, span, block.marked(), lexicon)
        }
        let dated = |block: &Block| {
            matches!(line(block, lexicon).sort, Sort::Date | Sort::Publication)
        };
        let gap = heading.map_or(range.start, |at| at + 1)..range.start;
        let mut has_date = self.meta.published.is_some()
            || page.blocks.get(range.clone()).unwrap_or_default().iter().any(dated);
        if gap.len() <= GAP_BLOCKS {
            for block in page.blocks.get(gap.clone()).unwrap_or_default() {
                let line = line(block, lexicon);
                let meta = match line.sort {
                    Sort::Date
                    | Sort::Publication
                    | Sort::Byline
                    | Sort::Source
                    | Sort::Caption => true,
                    // A place or outlet alone is more often the name of a section.
                    Sort::Credit | Sort::Place => {
                        block.text.contains(['-', '\u{2013}', '/', ':', '('])
                    }
                    Sort::Residue => continue,
                    _ => line.is_mixed_date(),
                };
                has_date |= matches!(line.sort, Sort::Date | Sort::Publication)
                    || line.is_mixed_date();
                if meta || block.is_lead() || block.hint == Hint::Author {
                    self.push(&block.text, block.marked());
                }
            }
        }
        // Otherwise a date near it, first before the headline, then behind the text.
        if !has_date {
            let before = gap.start.saturating_sub(NEAR_BLOCKS)..gap.start;
            let after = range.end..(range.end + NEAR_BLOCKS).min(page.blocks.len());
            let near = page.blocks.get(before).unwrap_or_default().iter().rev();
            let behind = page.blocks.get(after).unwrap_or_default().iter();
            let found = near.clone().find(|b| dated(b)).or_else(|| {
                near.clone()
                    .take(MIXED_BLOCKS)
                    .find(|b| line(b, lexicon).is_mixed_date())
                    .or_else(|| behind.into_iter().find(|b| dated(b)))
            });
            if let Some(block) = found {
                self.push(&block.text, block.marked());
            }
        }
    }

    fn push(&mut self, line: &str, marked: Marked) {
        if line.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let from = self.text.len();
        self.text.push_str(line);
        self.lines.push((Span::of(from, self.text.len()), marked));
    }

    /// Marks the line in the head that names a writer of the metadata; where there is
    /// none the name is put behind the headline, so that it has a place in the text.
    fn add_names(&mut self) {
        let authors = self.meta.authors.clone();
        let mut hidden: Vec<&String> = Vec::new();
        for name in authors.iter().take(MOST_NAMES) {
            let key = words_key(name);
            let words = key.split(' ').count();
            let line =
                self.lines.iter().skip(1).take(HEAD_LINES).position(|(span, _)| {
                    let line = self.text.get(span.range()).unwrap_or_default();
                    line.len() <= name.len() * 2 + 24 && {
                        let line = words_key(line);
                        line.contains(&key) && line.split(' ').count() <= words + 2
                    }
                });
            match line.and_then(|i| self.lines.get_mut(i + 1)) {
                Some((_, marked)) => *marked = Marked::Byline,
                None => hidden.push(name),
            }
        }
        if hidden.is_empty() || self.lines.is_empty() {
            return;
        }
        let lines = std::mem::take(&mut self.lines);
        let text = std::mem::take(&mut self.text);
        for (i, (span, marked)) in lines.into_iter().enumerate() {
            if i == 1 {
                for name in &hidden {
                    self.push(name, Marked::Byline);
                }
            }
            self.push(text.get(span.range()).unwrap_or_default(), marked);
        }
    }
}
