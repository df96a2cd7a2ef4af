//! What a line is by itself, before its neighbours are asked.

use khabar_doc::{Span, Why};

use crate::{
    PageLexicon,
    date::Found,
    person,
    phrase::{Cue, Hit},
    piece::{self, Piece, PieceKind, is_separator},
    tokens::Tokens,
};

/// What a line is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A labelled date.
    Publication,
    /// Nothing but a date.
    Date,
    /// `source: ...`.
    Source,
    /// Outlets, agencies, methods.
    Credit,
    /// Who answers for the text.
    Disclaimer,
    /// Of the content system.
    Residue,
    /// Who wrote it.
    Byline,
    /// Text of a picture.
    Caption,
    /// `read also`, with the link on the same line where `inline`.
    Related { inline: bool },
    /// A place with or without an outlet.
    Place,
    /// Sentences.
    Prose,
    /// Anything else that is short: a headline, a link, a subheading, a name.
    Short,
}

/// What the mark-up of a page says about a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Marked {
    /// Nothing.
    #[default]
    No,
    /// The headline.
    Title,
    /// A heading inside the text.
    Heading,
    /// A paragraph.
    Paragraph,
    /// The caption of a picture.
    Caption,
    /// Who wrote it, by the metadata.
    Byline,
    /// An element for the date of publication.
    Date,
    /// An element for who wrote it.
    Author,
    /// An item of a list.
    Item,
    /// A cell of a table that is none of data.
    Cell,
    /// A quotation set apart.
    Quote,
    /// A row of a table.
    Row,
    /// Nothing but links.
    Link,
}

/// One line, the words in it and what it is by itself.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) span: Span,
    pub(crate) tokens: Tokens,
    pub(crate) hits: Vec<Hit<'a>>,
    /// Days in full.
    pub(crate) dates: Vec<Found>,
    /// Where any day is named, with or without its year.
    days: Vec<Span>,
    pub(crate) marked: Marked,
    pub(crate) sort: Sort,
    pub(crate) why: Why,
}

/// Words in a line that can be a label, a credit or a date at most.
const META_WORDS: usize = 24;
/// Words of a line under a headline that holds a day among other things, at most.
const MIXED_WORDS: usize = 20;
/// Characters of a line that can be a headline or a subheading without a full stop.
const SHORT_CHARS: usize = 150;

impl<'a> Line<'a> {
    /// Looks at the line under `span`.
    pub(crate) fn of(
        text: &'a str,
        span: Span,
        marked: Marked,
        lexicon: &'a PageLexicon,
    ) -> Line<'a> {
        let tokens = Tokens::of(text, span.start());
        let hits = lexicon.phrases.find(&tokens);
        let (dates, days) = if tokens.whole && tokens.words() <= 120 {
            lexicon.dates.find(text, span.start())
        } else {
            (Vec::new(), Vec::new())
        };
        let mut line = Line {
            text,
            span,
            tokens,
            hits,
            dates,
            days,
            marked,
            sort: Sort::Prose,
            why: Why::rule("line/prose"),
        };
        (line.sort, line.why) = line.classify(lexicon);
        line
    }

    fn hit(&self, cue: Cue) -> Option<&Hit<'a>> {
        self.hits.iter().find(|h| h.cue == cue)
    }

    /// The longest phrase of `cue` that begins the line, signs before it left out.
    pub(crate) fn leading(&self, cue: Cue) -> Option<&Hit<'a>> {
        let first = (0..self.tokens.list().len())
            .find(|&i| !self.tokens.is_mark(i))
            .unwrap_or_default();
        self.hits
            .iter()
            .filter(|h| h.cue == cue && h.tokens.start <= first)
            .max_by_key(|h| h.tokens.end)
    }

    /// The pieces of the tokens from `from` on.
    pub(crate) fn pieces(
        &self,
        from: usize,
        most: usize,
        lexicon: &PageLexicon,
    ) -> Vec<Piece> {
        piece::cut(
            &self.tokens,
            from..self.tokens.list().len(),
            &self.hits,
            &self.days,
            lexicon,
            most,
        )
    }

    /// True where it ends like a sentence.
    pub(crate) fn ends_sentence(&self) -> bool {
        let text = self.text.trim_end_matches(|ch: char| {
            ch.is_whitespace()
                || khabar_arabic::letters::is_invisible(ch)
                || matches!(
                    ch,
                    '"' | '\u{BB}' | '\u{201D}' | ')' | '\u{200F}' | '\u{200E}'
                )
        });
        text.ends_with(['.', '\u{6D4}', '\u{2026}', ':', '\u{60C}', '\u{61B}'])
    }

    /// True where a sentence ends inside it.
    fn has_inner_stop(&self) -> bool {
        let n = self.tokens.list().len();
        (3..n.saturating_sub(2)).any(|i| {
            matches!(self.tokens.key(i), "." | "\u{6D4}")
                && !self.tokens.is_mark(i - 1)
                && !self.tokens.is_mark(i + 1)
                && self.tokens.key(i - 1).chars().count() > 2
                && self.tokens.key(i + 1).chars().count() > 2
                && !self.tokens.key(i + 1).is_ascii()
        })
    }

    fn classify(&self, lexicon: &PageLexicon) -> (Sort, Why) {
        if !self.tokens.whole {
            return (Sort::Prose, Why::rule("line/prose/long"));
        }
        let words = self.tokens.words();
        if words == 0 {
            return (Sort::Residue, Why::rule("line/residue/marks"));
        }
        if self.is_address() {
            return (Sort::Residue, Why::rule("line/residue/address"));
        }
        if self.marked == Marked::Byline {
            return (Sort::Byline, Why::rule("line/byline/metadata"));
        }
        if self.marked == Marked::Date && !self.dates.is_empty() && words <= META_WORDS {
            let (sort, why) = self
                .dated(words, lexicon)
                .unwrap_or((Sort::Date, Why::rule("line/date-line/marked")));
            return (sort, why);
        }
        self.related(words)
            .or_else(|| self.disclaimer(words))
            .or_else(|| self.dated(words, lexicon))
            .or_else(|| self.source(words))
            .or_else(|| self.residue(words))
            .or_else(|| self.byline(words))
            .or_else(|| self.signed(lexicon))
            .or_else(|| self.caption(words, lexicon))
            .or_else(|| self.named(words, lexicon))
            .or_else(|| self.signs(words))
            .unwrap_or_else(|| self.told(words))
    }

    fn related(&self, words: usize) -> Option<(Sort, Why)> {
        let hit = self.leading(Cue::Related)?;
        let after = hit.tokens.end;
        let left = (after..self.tokens.list().len())
            .filter(|&i| !self.tokens.is_mark(i))
            .count();
        let why = Why::entry("line/related", hit.id);
        if left == 0 {
            return Some((Sort::Related { inline: false }, why));
        }
        let parted = matches!(self.tokens.key(after), ":" | "|" | ">" | "..")
            || piece::is_dash(self.tokens.key(after));
        (parted && words <= 40)
            .then(|| (Sort::Related { inline: true }, why.and("line/related/inline")))
    }

    fn disclaimer(&self, words: usize) -> Option<(Sort, Why)> {
        if words > 150 {
            return None;
        }
        if let Some(hit) = self.hit(Cue::Disclaimer) {
            return Some((Sort::Disclaimer, Why::entry("line/disclaimer", hit.id)));
        }
        let mut hints: Vec<&str> = self
            .hits
            .iter()
            .filter(|h| h.cue == Cue::DisclaimerHint)
            .map(|h| h.id)
            .collect();
        hints.sort_unstable();
        hints.dedup();
        match hints.as_slice() {
            [first, second, ..] => {
                Some((Sort::Disclaimer, Why::entry("line/disclaimer", first).and(second)))
            }
            _ => None,
        }
    }

    /// Nothing but a date, with or without a label.
    fn dated(&self, words: usize, lexicon: &PageLexicon) -> Option<(Sort, Why)> {
        if words > META_WORDS || self.dates.is_empty() {
            return None;
        }
        let n = self.tokens.list().len();
        let accounted = lexicon.dates.whole(self.text, self.span.start()).is_some()
            || (0..n).all(|i| {
                self.tokens.is_mark(i)
                    || self.tokens.list().get(i).is_some_and(|t| {
                        self.dates.iter().any(|d| d.span.contains(t.span))
                    })
                    || self.is_clock_part(i)
                    || self.hits.iter().any(|h| {
                        matches!(
                            h.cue,
                            Cue::DateWord
                                | Cue::Today
                                | Cue::Published
                                | Cue::Updated
                                | Cue::Residue
                        ) && h.tokens.contains(&i)
                    })
                    // The number of the item, behind its label.
                    || self.hit(Cue::Residue).is_some()
                        && self.tokens.key(i).bytes().all(|b| b.is_ascii_digit())
            });
        if !accounted {
            return None;
        }
        for cue in [Cue::Published, Cue::Updated] {
            if let Some(hit) = self.leading(cue) {
                return Some((
                    Sort::Publication,
                    Why::entry("line/publication-line", hit.id),
                ));
            }
        }
        Some((Sort::Date, Why::rule("line/date-line")))
    }

    /// A number of a clock time, or one of few digits.
    fn is_clock_part(&self, i: usize) -> bool {
        let key = self.tokens.key(i);
        key.len() <= 4 && key.chars().all(|ch| ch.is_ascii_digit())
    }

    fn source(&self, words: usize) -> Option<(Sort, Why)> {
        let hit = self.leading(Cue::Source)?;
        let mark = self.tokens.key(hit.tokens.end);
        let labelled = self.tokens.is_mark(hit.tokens.end) && (is_separator(mark));
        (labelled && words <= hit.tokens.len() + 9 && !self.has_inner_stop())
            .then(|| (Sort::Source, Why::entry("line/source-line", hit.id)))
    }

    fn residue(&self, words: usize) -> Option<(Sort, Why)> {
        if words > META_WORDS * 2 {
            return None;
        }
        let buttons =
            (0..self.tokens.list().len()).filter(|&i| !self.tokens.is_mark(i)).all(|i| {
                self.hits.iter().any(|h| {
                    matches!(h.cue, Cue::Network | Cue::Residue) && h.tokens.contains(&i)
                })
            });
        if buttons {
            return Some((Sort::Residue, Why::rule("line/residue/buttons")));
        }
        let hit = self
            .hits
            .iter()
            .filter(|h| h.cue == Cue::Residue)
            .filter(|h| h.id != "cnt-views-end" || words <= 5)
            .max_by_key(|h| h.tokens.len())?;
        Some((Sort::Residue, Why::entry("line/residue", hit.id)))
    }

    fn byline(&self, words: usize) -> Option<(Sort, Why)> {
        let hit = self.leading(Cue::Byline)?;
        // `editor of the site` is nobody's name.
        let account = |h: &Hit<'_>| {
            h.cue == Cue::Account
                && h.tokens.start <= hit.tokens.start
                && h.tokens.len() == words
        };
        if self.hits.iter().any(account) {
            return None;
        }
        // A day behind the name, with what belongs to one, does not count.
        let day = (hit.tokens.end..self.tokens.list().len())
            .filter(|&i| !self.tokens.is_mark(i) && self.is_of_date(i))
            .count();
        let left = words.saturating_sub(hit.tokens.len() + day);
        let parted = self.tokens.is_mark(hit.tokens.end)
            && is_separator(self.tokens.key(hit.tokens.end));
        let enough = if parted { 14 } else { 4 };
        ((1..=enough).contains(&left)
            && !self.has_inner_stop()
            && (parted || !self.ends_sentence()))
        .then(|| (Sort::Byline, Why::entry("line/byline", hit.id)))
    }

    /// A name in an element for who wrote it.
    fn signed(&self, lexicon: &PageLexicon) -> Option<(Sort, Why)> {
        (self.marked == Marked::Author && person::is_name(self.text.trim(), lexicon))
            .then(|| (Sort::Byline, Why::rule("line/byline/marked")))
    }

    /// True for a token of a day or of what stands around one.
    fn is_of_date(&self, i: usize) -> bool {
        self.tokens
            .list()
            .get(i)
            .is_some_and(|t| self.dates.iter().any(|d| d.span.contains(t.span)))
            || !self.dates.is_empty()
                && (self.is_clock_part(i)
                    || self.hits.iter().any(|h| {
                        matches!(
                            h.cue,
                            Cue::DateWord | Cue::Today | Cue::Updated | Cue::Published
                        ) && h.tokens.contains(&i)
                    }))
    }

    /// True for a short line that holds a full day among other things, such as names,
    /// and is no sentence: what stands under a headline.
    pub(crate) fn is_mixed_date(&self) -> bool {
        !self.dates.is_empty()
            && self.tokens.whole
            && self.tokens.words() <= MIXED_WORDS
            && !self.ends_sentence()
            && !self.has_inner_stop()
            && !matches!(self.marked, Marked::Title | Marked::Heading | Marked::Link)
    }

    /// The clock time that is all that stands on the line, day and words of time aside:
    /// what opens an entry of a live blog.
    pub(crate) fn clock(&self) -> Option<String> {
        let n = self.tokens.list().len();
        if n < 3 || self.tokens.words() > 10 || self.marked == Marked::Title {
            return None;
        }
        let number = |i: usize, most: u32| {
            let key = self.tokens.key(i);
            (1..=2)
                .contains(&key.len())
                .then(|| key.parse::<u32>().ok())
                .flatten()
                .filter(|&value| value < most)
        };
        let at = (1..n - 1).find(|&i| {
            self.tokens.key(i) == ":"
                && number(i - 1, 24).is_some()
                && number(i + 1, 60).is_some()
                && self.tokens.key(i + 1).len() == 2
        })?;
        let rest = (0..n).all(|i| {
            i + 1 >= at && i <= at + 1
                || self.tokens.is_mark(i)
                || self.is_clock_part(i)
                || self.is_of_date(i)
                || self.hits.iter().any(|h| {
                    matches!(h.cue, Cue::DateWord | Cue::Today) && h.tokens.contains(&i)
                })
        });
        if !rest {
            return None;
        }
        if let Some(date) = self.dates.first().filter(|d| d.value.contains('T')) {
            return Some(date.value.clone());
        }
        let (mut hour, minute) = (number(at - 1, 24)?, number(at + 1, 60)?);
        let said = |ids: &[&str]| {
            self.hits.iter().any(|h| h.cue == Cue::DateWord && ids.contains(&h.id))
        };
        if said(&["dw-pm"]) && hour < 12 {
            hour += 12;
        } else if said(&["dw-am"]) && hour == 12 {
            hour = 0;
        }
        let day = self.dates.first().and_then(|d| d.value.get(..10));
        let clock = format!("{hour:02}:{minute:02}");
        Some(day.map_or(clock.clone(), |day| format!("{day}T{clock}")))
    }

    fn caption(&self, words: usize, lexicon: &PageLexicon) -> Option<(Sort, Why)> {
        if self.marked == Marked::Caption {
            return Some((Sort::Caption, Why::rule("line/caption/marked")));
        }
        if words > 40 {
            return None;
        }
        if let Some(hit) = self.leading(Cue::Caption) {
            let parted = is_separator(self.tokens.key(hit.tokens.end));
            if parted || hit.tokens.len() == words {
                return Some((Sort::Caption, Why::entry("line/caption", hit.id)));
            }
        }
        let n = self.tokens.list().len();
        if words > 4 && matches!(self.tokens.key(n.saturating_sub(1)), ")" | "]") {
            let open = (0..n).rev().find(|&i| matches!(self.tokens.key(i), "(" | "["))?;
            if open == 0 {
                return None;
            }
            let inside = open + 1..n - 1;
            if let Some(hit) = self
                .hits
                .iter()
                .find(|h| h.cue == Cue::Caption && inside.contains(&h.tokens.start))
            {
                return Some((Sort::Caption, Why::entry("line/caption/bracket", hit.id)));
            }
            let known = lexicon.known(&self.tokens.words_of(inside));
            if known.outlet || known.agency {
                return Some((Sort::Caption, Why::rule("line/caption/agency")));
            }
        }
        None
    }

    /// Pieces that name places, outlets, agencies or methods.
    fn named(&self, words: usize, lexicon: &PageLexicon) -> Option<(Sort, Why)> {
        if words > if self.dates.is_empty() { 14 } else { 20 } || self.has_inner_stop() {
            return None;
        }
        let pieces = self.pieces(0, 8, lexicon);
        let is = |kind| pieces.iter().any(|p| p.kind == kind);
        let unknown = pieces.iter().filter(|p| p.kind == PieceKind::Unknown).count();
        let widest =
            pieces.iter().filter(|p| p.kind == PieceKind::Unknown).map(|p| p.words).max();
        if unknown > 1 || widest.is_some_and(|n| n > 4) {
            return None;
        }
        let last = self.text.trim_end();
        if last.ends_with(['\u{61F}', '?', '!']) {
            return None;
        }
        let parted = piece::parted(&pieces);
        if is(PieceKind::Place) && (parted > 0 || unknown == 0) {
            return Some((Sort::Place, Why::rule("line/dateline/place")));
        }
        if is(PieceKind::Account) && unknown == 0 {
            return Some((Sort::Residue, Why::rule("line/residue/account")));
        }
        if is(PieceKind::Initials) && is(PieceKind::Date) && parted > 0 {
            return Some((Sort::Credit, Why::rule("line/credit/initials-and-date")));
        }
        let names =
            is(PieceKind::Agency) || is(PieceKind::Method) || is(PieceKind::Outlet);
        let sure = match pieces.as_slice() {
            [one] => one.listed || one.kind == PieceKind::Method || one.words <= 3,
            _ => unknown == 0 || parted > 0,
        };
        (names && sure).then(|| (Sort::Credit, Why::rule("line/credit/names")))
    }

    /// A web address or file name alone.
    fn is_address(&self) -> bool {
        let text = self.text.trim();
        !text.contains(char::is_whitespace)
            && text.is_ascii()
            && (text.contains("://") || text.starts_with("www."))
    }

    /// Desk signs: initials, numbers, a lone time.
    fn signs(&self, words: usize) -> Option<(Sort, Why)> {
        if words > 6 {
            return None;
        }
        let initials = |i| self.tokens.key(i).chars().count() <= 2;
        let bracket = (1..self.tokens.list().len())
            .find(|&i| matches!(self.tokens.key(i), ")" | "]"));
        if let Some(close) = bracket
            && matches!(self.tokens.key(0), "(" | "[")
            && close >= 3
            && (1..self.tokens.list().len())
                .all(|i| self.tokens.is_mark(i) || initials(i))
        {
            return Some((Sort::Credit, Why::rule("line/credit/initials")));
        }
        let short =
            (0..self.tokens.list().len()).filter(|&i| !self.tokens.is_mark(i)).all(|i| {
                let key = self.tokens.key(i);
                key.chars().count() <= 2 || key.chars().all(|ch| ch.is_ascii_digit())
            });
        short.then(|| (Sort::Residue, Why::rule("line/residue/signs")))
    }

    fn told(&self, words: usize) -> (Sort, Why) {
        let chars = self.text.chars().take(SHORT_CHARS + 1).count();
        let bullet =
            matches!(self.tokens.key(0), "-" | "\u{2022}" | "*" | "\u{2013}" | "\u{B7}");
        if chars > SHORT_CHARS
            || self.ends_sentence() && words >= 2
            || bullet && words >= 2
            || self.has_inner_stop()
        {
            (Sort::Prose, Why::rule("line/prose"))
        } else {
            (Sort::Short, Why::rule("line/short"))
        }
    }
}
