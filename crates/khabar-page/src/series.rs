//! Several pages of one article, joined into one.
//!
//! The first page gives headline, names, dates and what stands behind the article; of
//! each further page only the lines of its body are taken that no page before it had.
//! The joined lines are then read as those of one page.

use std::ops::RangeInclusive;

use khabar_doc::{JoinedPage, Notice, Page, Pagination, PartKind, Span};
use rustc_hash::FxHashSet;

use crate::{
    Hints, Limits, PageError, PageLexicon, limits,
    line::Marked,
    pagination,
    phrase::words_key,
    plain,
    raw::{Raw, numbered},
};

/// Words of a line of the body from which on its return on a later page is a repetition:
/// short ones (a refrain, the name of who answers) may well stand twice.
const REPEATED_WORDS: usize = 4;

/// Reads several pages of one article, in the order of `pages`, as one page: lines that a
/// page repeats of those before it are left out, and a notice says what was joined. A
/// page that cannot be read is left out with a notice. One page is read as
/// [`read_within`](crate::read_within) does.
///
/// # Errors
///
/// Where none of them can be read: the first one's reason.
pub fn read_series(
    pages: &[(&[u8], &Hints)],
    lexicon: &PageLexicon,
    limits: &Limits,
) -> Result<Page, PageError> {
    let mut fault = None;
    let mut notices = Vec::new();
    let mut read = Vec::new();
    for (i, (bytes, hints)) in pages.iter().enumerate() {
        match Raw::of(bytes, hints, lexicon, limits) {
            Ok(raw) => read.push(raw),
            Err(error) => {
                notices.push(Notice {
                    kind: "page-left-out",
                    span: None,
                    text: format!("page {} of the article: {error}", i + 1),
                });
                fault.get_or_insert(error);
            }
        }
    }
    let mut read = read.into_iter();
    let Some(mut first) = read.next() else {
        return match fault {
            Some(error) => Err(error),
            None => Raw::of(b"", &Hints::default(), lexicon, limits)
                .map(|raw| raw.page(lexicon)),
        };
    };
    first.notices.append(&mut notices);
    let rest: Vec<Raw> = read.collect();
    if rest.is_empty() {
        return Ok(first.page(lexicon));
    }
    join(first, rest, lexicon, limits)
}

/// The lines of a page that are its article's.
struct Body {
    /// From the first to the last of them.
    range: RangeInclusive<usize>,
    /// What every line of the page is; nothing for those of further articles.
    kinds: Vec<Option<PartKind>>,
}

fn body(raw: &Raw, lexicon: &PageLexicon) -> Option<Body> {
    let (documents, _) = plain::documents(raw.text.as_str(), &raw.lines, lexicon);
    let document = documents.first()?;
    let kinds: Vec<Option<PartKind>> = raw
        .lines
        .iter()
        .map(|(span, _)| {
            let at = document.parts.binary_search_by_key(span, |part| part.span).ok()?;
            Some(document.parts.get(at)?.kind)
        })
        .collect();
    let told = |kind: &Option<PartKind>| kind.is_some_and(PartKind::is_told);
    let range = kinds.iter().position(told)?..=kinds.iter().rposition(told)?;
    Some(Body { range, kinds })
}

/// Lines put together to a text.
#[derive(Default)]
struct Joined {
    text: String,
    lines: Vec<(Span, Marked)>,
    seen: FxHashSet<String>,
    repeated: usize,
}

impl Joined {
    fn push(&mut self, line: &str, marked: Marked) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let from = self.text.len();
        self.text.push_str(line);
        self.lines.push((Span::of(from, self.text.len()), marked));
    }
}

fn join(
    first: Raw,
    rest: Vec<Raw>,
    lexicon: &PageLexicon,
    limits: &Limits,
) -> Result<Page, PageError> {
    let mut joined = Joined::default();
    let mut pages = Vec::new();
    let mut over = 0;
    let mut tail = Vec::new();
    let count = rest.len() + 1;
    let places: Vec<Option<Pagination>> = std::iter::once(&first)
        .chain(&rest)
        .map(|raw| {
            let links = &raw.extract.as_ref()?.links;
            pagination::of(raw.url.as_deref(), links)
        })
        .collect();
    for (k, raw) in std::iter::once(&first).chain(&rest).enumerate() {
        let line = |i: usize| -> Option<(&str, Marked)> {
            let (span, marked) = raw.lines.get(i)?;
            Some((raw.text.as_str().get(span.range())?, *marked))
        };
        let from = joined.lines.len();
        let body = body(raw, lexicon);
        let end = match &body {
            Some(body) => *body.range.end() + 1,
            None if k == 0 => raw.lines.len(),
            None => 0,
        };
        let mut new = Vec::new();
        for i in 0..end {
            let Some((text, marked)) = line(i) else { continue };
            let key = words_key(text);
            if k == 0 {
                joined.push(text, marked);
                new.push(key);
                continue;
            }
            let kind = body.as_ref().and_then(|b| *b.kinds.get(i)?);
            let kept = match kind {
                Some(PartKind::Title) => marked != Marked::Title,
                Some(PartKind::Caption | PartKind::EntryTime) => true,
                Some(kind) => kind.is_body(),
                None => false,
            };
            let long = key.split(' ').count() >= REPEATED_WORDS;
            let body_line = kind.is_some_and(PartKind::is_body);
            if kept && joined.seen.contains(&key) && (long || !body_line) {
                joined.repeated += 1;
            } else if kept && joined.text.len() + text.len() >= limits.text_bytes {
                over += 1;
            } else if kept {
                joined.push(text, marked);
                new.push(key);
            }
        }
        joined.seen.extend(new);
        // What stands behind the article: the first page's, and the last one's.
        if k == 0 || k + 1 == count {
            tail.extend((end..raw.lines.len()).filter_map(line).map(|(text, marked)| {
                let key = words_key(text);
                (text.to_owned(), marked, key)
            }));
        }
        let own = joined.lines.get(from..).unwrap_or_default();
        let span = match (own.first(), own.last()) {
            (Some(first), Some(last)) => first.0.cover(last.0),
            _ => Span::of(joined.text.len(), joined.text.len()),
        };
        pages.push(JoinedPage {
            number: places.get(k).and_then(|p| p.as_ref()?.number),
            url: raw.url.clone(),
            captured_at: raw.captured_at.clone(),
            span,
        });
    }
    for (text, marked, key) in tail {
        if joined.text.len() + text.len() < limits.text_bytes && joined.seen.insert(key) {
            joined.push(&text, marked);
        }
    }
    let mut notices = vec![notice(&pages, joined.repeated, places.last())];
    if over > 0 {
        let what = format!("the joined text, of which {over} lines are left out, is");
        notices.push(limits::reached(&what, "text_bytes", limits.text_bytes));
    }
    for (k, raw) in rest.iter().enumerate() {
        notices.extend(raw.notices.iter().map(|notice| Notice {
            kind: notice.kind,
            span: None,
            text: format!("page {}: {}", k + 2, notice.text),
        }));
    }
    let mut raw = Raw { text: numbered(&joined.text)?, lines: joined.lines, ..first };
    raw.notices.extend(notices);
    let numbers = || pages.iter().filter_map(|page| page.number);
    let ends = |place: Option<&Option<Pagination>>| place.and_then(Option::clone);
    let (start, last) = (ends(places.first()), ends(places.last()));
    let mut page = raw.page(lexicon);
    page.notices.retain(|notice| notice.kind != "one-of-several-pages");
    page.pagination = Some(Pagination {
        number: start.as_ref().and_then(|place| place.number),
        count: if last.as_ref().is_some_and(|place| place.next.is_none()) {
            numbers().max()
        } else {
            places.iter().flatten().filter_map(|place| place.count).max()
        },
        previous: start.and_then(|place| place.previous),
        next: last.and_then(|place| place.next),
        whole: None,
    });
    page.pages = pages;
    Ok(page)
}

/// Tells what was joined, what was left out, and what may be missing.
fn notice(
    pages: &[JoinedPage],
    repeated: usize,
    last: Option<&Option<Pagination>>,
) -> Notice {
    let mut text = format!("{} pages of one article were joined", pages.len());
    let addresses: Vec<&str> = pages.iter().filter_map(|p| p.url.as_deref()).collect();
    if !addresses.is_empty() {
        text.push_str(": ");
        text.push_str(&addresses.join(" "));
    }
    if repeated > 0 {
        text.push_str(&format!(
            "; {repeated} lines that a page before had were left out"
        ));
    }
    let numbers: Vec<u32> = pages.iter().filter_map(|page| page.number).collect();
    let most = numbers.iter().copied().max().unwrap_or(0);
    let missing: Vec<String> =
        (1..=most).filter(|n| !numbers.contains(n)).map(|n| n.to_string()).collect();
    if numbers.len() == pages.len() && !missing.is_empty() {
        text.push_str("; missing: page ");
        text.push_str(&missing.join(", "));
    }
    if let Some(next) = last.and_then(|place| place.as_ref()?.next.as_deref()) {
        text.push_str("; it goes on at ");
        text.push_str(next);
    }
    Notice { kind: "joined-pages", span: None, text }
}
