//! HTML to the lines of its main article.
//!
//! The tree is walked once into [`Block`]s of text; the container with the most prose
//! is the article (after Lopukhin's Readability: text scores for the elements around
//! it, links and hints in names of classes count against it). Its lines then go through
//! the same grammar as plain text, so what sites put inside their articles is told
//! apart by the same rules.

mod blocks;
mod dom;
mod meta;

use khabar_doc::{
    Aggregator, CreditKind, Document, Notice, Outlet, Precision, Span, StatedBy,
    StatedDate, Why,
};

use self::blocks::{Block, Hint, Kind};
pub(crate) use self::meta::Meta;
use crate::{
    Limits, PageLexicon,
    line::{Line, Marked, Sort},
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
    /// Limits that were reached.
    pub(crate) notices: Vec<Notice>,
}

/// Blocks between the headline and the text that may hold date and name.
const GAP_BLOCKS: usize = 24;
/// Blocks around an article in which its date is looked for.
const NEAR_BLOCKS: usize = 10;
/// Writers of the metadata that are kept, at most.
const MOST_NAMES: usize = 8;
/// Lines behind the headline that may name the writer.
const HEAD_LINES: usize = 12;
/// Lines of nothing but links that are kept behind the last paragraph.
const MOST_LINKS: usize = 40;

/// Extracts the main article of `source`. Linear.
pub(crate) fn extract(source: &str, lexicon: &PageLexicon, limits: &Limits) -> Extract {
    let dom = dom::Dom::parse(source, limits);
    let meta = meta::read(&dom);
    let page = blocks::walk(&dom);
    let mut extract = Extract { meta, ..Extract::default() };
    extract.notices.extend(dom.notices(limits));
    let (range, apart) = page.best();
    let title = extract.meta.headline(&page.blocks);
    let title_key = title.as_deref().map(words_key).unwrap_or_default();
    if let Some(title) = &title {
        extract.push(title, Marked::Title);
    }
    // Spaces and signs may differ, a key is about as long as its text.
    let title_bytes = title.as_deref().map_or(0, str::len);
    let is_title = |block: &Block| {
        block.text.len() <= title_bytes * 2 + 16
            && title_bytes <= block.text.len() * 2 + 16
            && words_key(&block.text) == title_key
    };
    // Date, name and lead between the headline and the text.
    let heading = page
        .blocks
        .get(..range.start)
        .unwrap_or_default()
        .iter()
        .rposition(|b| matches!(b.kind, Kind::Heading(_)) && is_title(b));
    let sort = |block: &Block| {
        let span = Span::of(0, block.text.len());
        Line::of(&block.text, span, block.marked(), lexicon).sort
    };
    let dated = |block: &Block| matches!(sort(block), Sort::Date | Sort::Publication);
    let gap = heading.map_or(range.start, |at| at + 1)..range.start;
    let mut has_date = extract.meta.published.is_some()
        || page.blocks.get(range.clone()).unwrap_or_default().iter().any(dated);
    if gap.len() <= GAP_BLOCKS {
        for block in page.blocks.get(gap.clone()).unwrap_or_default() {
            let sort = sort(block);
            let meta = match sort {
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
                _ => false,
            };
            has_date |= matches!(sort, Sort::Date | Sort::Publication);
            if meta || block.is_lead() || block.hint == Hint::Author {
                extract.push(&block.text, block.marked());
            }
        }
    }
    // Otherwise a date near it, first before the headline, then behind the text.
    if !has_date {
        let before = gap.start.saturating_sub(NEAR_BLOCKS)..gap.start;
        let after = range.end..(range.end + NEAR_BLOCKS).min(page.blocks.len());
        let near = page.blocks.get(before).unwrap_or_default().iter().rev();
        let behind = page.blocks.get(after).unwrap_or_default().iter();
        if let Some(block) = near.chain(behind).find(|b| dated(b)) {
            extract.push(&block.text, block.marked());
        }
    }
    let first = range.start;
    let is_apart = |i: usize| apart.iter().any(|r| r.contains(&(first + i)));
    let inside = page.blocks.get(range).unwrap_or_default();
    let last = inside.iter().rposition(|b| b.marked() != Marked::Link).unwrap_or(0);
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
        extract.push(&block.text, block.marked());
    }
    extract.add_names();
    extract
}

impl Extract {
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

    /// Completes the main document with what the metadata state. A date that stands
    /// nowhere in the text gets the span of the headline or first part.
    pub(crate) fn complete(
        &self,
        document: &mut Document,
        aggregator: Option<&mut Aggregator>,
    ) {
        let place = document
            .title
            .or_else(|| document.parts.first().map(|p| p.span))
            .unwrap_or(document.span);
        if let Some((value, precision)) = &self.meta.published {
            let day = value.get(..10).unwrap_or_default();
            let visible = document
                .published
                .iter()
                .position(|d| d.value.get(..10).unwrap_or_default() == day);
            let span = visible
                .and_then(|i| document.published.get(i))
                .map_or(place, |date| date.span);
            if let Some(i) = visible.filter(|_| *precision == Precision::Minute) {
                document.published.remove(i);
            }
            if visible.is_none() || *precision == Precision::Minute {
                document.published.insert(
                    0,
                    StatedDate {
                        value: value.clone(),
                        precision: *precision,
                        calendar: khabar_doc::Calendar::Gregorian,
                        by: StatedBy::Outlet,
                        span,
                        why: Why::rule("published/metadata"),
                    },
                );
            }
        }
        let Some(site) = &self.meta.site else { return };
        if let Some(aggregator) = aggregator {
            aggregator.name.get_or_insert_with(|| site.clone());
            return;
        }
        let by_form = document
            .dateline
            .as_ref()
            .is_some_and(|d| d.why.as_str().contains("outlet-by-form"));
        let key = words_key(site);
        if let Some(dateline) = document.dateline.as_mut()
            && by_form
            && let Some(outlet) =
                document.outlet.as_ref().filter(|o| words_key(&o.name) != key)
            && outlet.why.as_str() == "outlet/dateline"
            && let Some(person) = dateline.outlet.take()
        {
            // The page names its outlet, so the other name in the dateline is a person's.
            document.byline.push(person);
            document.outlet = None;
        }
        let other = document.outlet.as_ref().is_none_or(|outlet| {
            outlet.why.as_str() != "outlet/dateline"
                || document
                    .credits
                    .iter()
                    .any(|c| c.kind == CreditKind::Agency && c.name == outlet.name)
        });
        if other {
            document.outlet = Some(Outlet {
                name: site.clone(),
                spans: Vec::new(),
                why: Why::rule("outlet/metadata"),
            });
        }
    }
}
