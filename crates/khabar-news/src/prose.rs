use std::ops::Range;

use khabar_arabic::{
    Splitter, Words,
    date::{self, Context, Date, DateLexicon, DateMention},
};
use khabar_doc::{Document, Mention, Page, Part, Span, StatedBy};

use crate::{
    Lexicon,
    grammar::{Classes, Grammar},
};

/// One document with its words: what every step of the analysis looks at.
#[derive(Debug)]
pub struct Prose<'a> {
    /// The page it stands on.
    pub page: &'a Page,
    /// The document.
    pub document: &'a Document,
    /// The words of all its parts, sentences by part in the order of
    /// [`Document::parts`].
    pub words: Words,
    /// The closed classes of every token; words of a date are words of time.
    pub classes: Vec<Classes>,
    /// The times that its told parts name, resolved against its publication, in order.
    pub dates: Vec<DateMention>,
    grammar: &'a Grammar,
    splitter: &'a Splitter,
    calendar: &'a DateLexicon,
}

impl<'a> Prose<'a> {
    /// Cuts `document` of `page` into words.
    pub fn of(page: &'a Page, document: &'a Document, lexicon: &'a Lexicon) -> Prose<'a> {
        let parts: Vec<Span> = document.parts.iter().map(|part| part.span).collect();
        let words = Words::of(page.text.as_str(), &parts, &lexicon.splitter);
        let mut classes = lexicon.grammar.classify(&words);
        let dates = dates(page, document, &lexicon.dates, &outlets(document));
        for date in &dates {
            let from =
                words.tokens().partition_point(|t| t.core.start() < date.span.start());
            for (token, class) in words.tokens().iter().zip(&mut classes).skip(from) {
                if token.core.start() >= date.span.end() {
                    break;
                }
                *class = class.or(Classes::TIME);
            }
        }
        Prose {
            page,
            document,
            words,
            classes,
            dates,
            grammar: &lexicon.grammar,
            splitter: &lexicon.splitter,
            calendar: &lexicon.dates,
        }
    }

    /// The times that the told parts name, none of them in the name of somebody or
    /// something: [`Prose::dates`] by what `mentions` found.
    pub fn times(&self, mentions: &[Mention]) -> Vec<DateMention> {
        let named: Vec<Span> =
            mentions.iter().filter(|m| m.name).map(|m| m.span).collect();
        // Mentions are in order, and so are dates; few touch one another.
        let mut from = 0;
        let touched = self.dates.iter().any(|date| {
            while named.get(from).is_some_and(|name| name.end() <= date.span.start()) {
                from += 1;
            }
            named.get(from).is_some_and(|name| name.overlaps(date.span))
        });
        if !touched {
            return self.dates.clone();
        }
        let mut names = outlets(self.document);
        names.extend(named);
        dates(self.page, self.document, self.calendar, &apart(names))
    }

    /// The whole page's text, which every span counts in.
    pub fn text(&self) -> &'a str {
        self.page.text.as_str()
    }

    /// The pronoun of the complementiser at token `i`, empty where it is bare.
    pub fn complementiser(&self, i: usize) -> Option<&str> {
        self.grammar.complementiser(&self.words, i)
    }

    /// True where token `i` may be an adjective.
    pub fn may_be_adjective(&self, i: usize) -> bool {
        self.splitter.may_be_adjective(self.words.stem(i))
    }

    /// The tokens whose cores begin inside `span`: those of a mention.
    pub fn tokens_of(&self, span: Span) -> Range<usize> {
        let tokens = self.words.tokens();
        let from = tokens.partition_point(|t| t.core.start() < span.start());
        let to = tokens.partition_point(|t| t.core.start() < span.end());
        from..to.max(from)
    }

    /// The words under `span` as published.
    pub fn slice(&self, span: Span) -> &'a str {
        self.page.text.slice(span).unwrap_or_default()
    }

    /// The part that sentence `sentence` stands in.
    pub fn part(&self, sentence: usize) -> &'a Part {
        &self.document.parts[self.words.sentences()[sentence].part]
    }
}

/// The day that a document was published on, as the outlet states it before anybody else.
pub(crate) fn published(document: &Document) -> Option<Date> {
    let by_outlet = |by| document.published.iter().filter(move |d| d.by == by);
    by_outlet(StatedBy::Outlet)
        .chain(by_outlet(StatedBy::Aggregator))
        .find_map(|stated| stated.value.get(..10)?.parse().ok())
}

/// Where a document names its outlet, and its place line, apart and in order; a word of
/// time may be part of them.
fn outlets(document: &Document) -> Vec<Span> {
    let outlet = document.outlet.iter().flat_map(|outlet| outlet.spans.iter().copied());
    apart(outlet.chain(document.dateline.iter().map(|line| line.span)).collect())
}

/// `spans` in order, those that touch one another as one.
fn apart(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|span| span.start());
    spans.dedup_by(|next, before| {
        let touch = before.overlaps(*next);
        if touch {
            *before = before.cover(*next);
        }
        touch
    });
    spans
}

/// The times named in the told parts outside `names`.
fn dates(
    page: &Page,
    document: &Document,
    lexicon: &DateLexicon,
    names: &[Span],
) -> Vec<DateMention> {
    let anchor = published(document);
    let mut dates = Vec::new();
    for part in document.parts.iter().filter(|part| part.kind.is_told()) {
        let Some(text) = page.text.slice(part.span) else { continue };
        let from = part.span.start();
        let first = names.partition_point(|name| name.start() < from);
        let skip: Vec<Span> = names[first..]
            .iter()
            .take_while(|span| span.end() <= part.span.end())
            .map(|span| Span::new(span.start() - from, span.end() - from))
            .collect();
        let context = Context { anchor, skip: &skip, ..Context::default() };
        for mut date in date::find_in(text, lexicon, &context) {
            date.span = Span::new(date.span.start() + from, date.span.end() + from);
            dates.push(date);
        }
    }
    dates
}
