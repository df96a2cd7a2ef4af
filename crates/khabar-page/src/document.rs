//! From the classified lines of an article to a [`Document`].

use khabar_doc::{
    Credit, CreditKind, DateCertainty, Dateline, Document, Entry, Outlet, Part, PartKind,
    Precision, Span, StatedBy, StatedDate, Why,
};

use crate::{
    PageLexicon,
    date::Found,
    dateline::{self, Head},
    grammar::Draft,
    line::{Line, Marked},
    person,
    phrase::{Cue, words_key},
    piece::{Piece, PieceKind},
};

/// Puts together the document of `draft`. `text` is the page.
pub(crate) fn build(
    text: &str,
    lines: &[Line<'_>],
    draft: &Draft,
    lexicon: &PageLexicon,
) -> Document {
    let mut builder = Builder { text, lines, draft, lexicon, names: Vec::new() };
    builder.build()
}

/// Lines that name who wrote an article, at most: further ones are no such lines.
const MOST_BYLINES: usize = 12;

struct Builder<'a, 'b> {
    text: &'a str,
    lines: &'b [Line<'a>],
    draft: &'b Draft,
    lexicon: &'a PageLexicon,
    /// Names that stand as an outlet's elsewhere in the document, by key.
    names: Vec<String>,
}

impl<'a> Builder<'a, '_> {
    fn build(&mut self) -> Document {
        let parts: Vec<Part> = self
            .draft
            .lines
            .clone()
            .zip(&self.draft.kinds)
            .filter_map(|(i, (kind, why))| {
                let span = self.lines.get(i)?.span;
                Some(Part { kind: *kind, span, why: why.clone() })
            })
            .collect();
        let mut credits = self.credits();
        self.names.extend(
            credits
                .iter()
                .filter(|c| c.kind == CreditKind::Outlet)
                .map(|c| words_key(&c.name)),
        );
        let head = self.head();
        let mut byline = self.bylines(&mut credits);
        let dateline =
            head.as_ref().map(|head| self.dateline(head, &mut credits, &mut byline));
        credits.sort_by_key(|c| c.span);
        credits.dedup();
        let outlet = self.outlet(dateline.as_ref(), &credits);
        let published = self.published(head.as_ref());
        let modified = self.modified();
        let title = parts.iter().find(|p| p.kind == PartKind::Title).map(|p| p.span);
        Document {
            span: own_span(&parts),
            language: language(self.text, &parts).to_owned(),
            parts,
            title,
            byline,
            outlet,
            published,
            modified,
            entries: self.entries(),
            dateline,
            credits,
            ..Document::default()
        }
    }

    /// The entries of a live blog: each from its time to the line before the next.
    fn entries(&self) -> Vec<Entry> {
        let times: Vec<usize> = self.draft.of(PartKind::EntryTime).collect();
        let kind_of = |i: usize| {
            let at = i.checked_sub(self.draft.lines.start)?;
            self.draft.kinds.get(at).map(|(kind, _)| *kind)
        };
        times
            .iter()
            .enumerate()
            .filter_map(|(n, &i)| {
                let line = self.line(i)?;
                let next = times.get(n + 1).copied().unwrap_or(self.draft.lines.end);
                let last = (i..next)
                    .rev()
                    .find(|&at| kind_of(at).is_some_and(PartKind::is_told));
                let last = last.and_then(|last| self.line(last))?;
                Some(Entry {
                    span: line.span.cover(last.span.max(line.span)),
                    time: line.clock()?,
                    stated: line.span,
                })
            })
            .collect()
    }

    /// The days of the last change that lines state.
    fn modified(&self) -> Vec<StatedDate> {
        let lines = [PartKind::PublicationLine, PartKind::DateLine, PartKind::Byline]
            .into_iter()
            .flat_map(|kind| self.draft.of(kind))
            .filter_map(|i| self.line(i));
        let mut dates: Vec<StatedDate> = lines
            .filter_map(|line| {
                let label = line.hits.iter().find(|h| h.cue == Cue::Updated)?;
                let at = line.tokens.span(label.tokens.clone())?;
                let date = line.dates.iter().find(|d| d.span.start() >= at.end())?;
                Some(stated(date, date.span, Why::entry("modified", label.id)))
            })
            .collect();
        dates.sort_by_key(|d| d.span);
        dates
    }

    fn line(&self, i: usize) -> Option<&Line<'a>> {
        self.lines.get(i)
    }

    /// The class of the line that holds `span`.
    fn kind_at(&self, span: Span) -> Option<PartKind> {
        let lines = self.lines.get(self.draft.lines.clone())?;
        let at = lines.partition_point(|l| l.span.end() <= span.start());
        self.draft.kinds.get(at).map(|(kind, _)| *kind)
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn credit(&self, kind: CreditKind, span: Span) -> Credit {
        Credit { kind, name: self.slice(span).to_owned(), span }
    }

    /// Names in credit and source lines.
    fn credits(&self) -> Vec<Credit> {
        let mut credits = Vec::new();
        for i in self.draft.of(PartKind::Credit) {
            if let Some(line) = self.line(i) {
                for piece in line.pieces(0, 12, self.lexicon) {
                    self.push_credit(&mut credits, &piece);
                }
            }
        }
        for i in self.draft.of(PartKind::SourceLine) {
            let Some(line) = self.line(i) else { continue };
            let Some(label) = line.leading(Cue::Source) else { continue };
            let after = label.tokens.end;
            let end = (after + usize::from(line.tokens.is_mark(after))).max(after);
            if let Some(span) = line.tokens.span(label.tokens.start..end) {
                credits.push(self.credit(CreditKind::Label, span));
            }
            for piece in line.pieces(end, 12, self.lexicon) {
                if piece.kind == PieceKind::Initials {
                    credits.push(self.credit(CreditKind::Agency, piece.span));
                }
                self.push_credit(&mut credits, &piece);
            }
        }
        // An agency in brackets at the end of the text.
        for i in self
            .draft
            .of(PartKind::Paragraph)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .take(2)
        {
            if let Some(credit) = self.line(i).and_then(|line| self.closing_agency(line))
            {
                credits.push(credit);
            }
        }
        credits
    }

    fn push_credit(&self, credits: &mut Vec<Credit>, piece: &Piece) {
        let kind = match piece.kind {
            PieceKind::Outlet | PieceKind::Unknown => CreditKind::Outlet,
            PieceKind::Place if piece.both || piece.by_head => CreditKind::Outlet,
            PieceKind::Agency => CreditKind::Agency,
            // `(initials)` at the end, and whose editors' initials follow.
            PieceKind::Initials if piece.after.contains([')', ']']) => CreditKind::Agency,
            PieceKind::Method => CreditKind::Method,
            _ => return,
        };
        credits.push(self.credit(kind, piece.span));
    }

    /// `... (agency)` at the end of a paragraph.
    fn closing_agency(&self, line: &Line<'a>) -> Option<Credit> {
        let inner =
            line.text.trim_end().trim_end_matches('.').strip_suffix([')', ']'])?;
        let open = inner.rfind(['(', '['])?;
        let name = inner.get(open + 1..)?;
        let known = self.lexicon.known(&words_key(name));
        let hit = (name.len() < 60 && (known.agency || known.outlet))
            || line.hits.iter().any(|h| {
                h.cue == Cue::Agency
                    && line.tokens.span(h.tokens.clone()).is_some_and(|span| {
                        self.slice(span) == name.trim()
                            && span.end() as usize >= line.span.start() as usize + open
                    })
            });
        let at = line.span.start() as usize + open + 1;
        let from = at + (name.len() - name.trim_start().len());
        hit.then(|| {
            self.credit(CreditKind::Agency, Span::of(from, from + name.trim().len()))
        })
    }

    /// The dateline as its form shows it.
    fn head(&self) -> Option<Head> {
        if let Some(i) = self.draft.of(PartKind::Dateline).next() {
            return self.line(i).map(|line| dateline::alone(line, self.lexicon));
        }
        let first = self.draft.of(PartKind::Paragraph).next()?;
        dateline::inline(self.line(first)?, self.lexicon)
    }

    fn dateline(
        &self,
        head: &Head,
        credits: &mut Vec<Credit>,
        byline: &mut Vec<Span>,
    ) -> Dateline {
        let pieces = &head.pieces;
        let find = |test: &dyn Fn(&Piece) -> bool| pieces.iter().find(|p| test(p));
        let mut outlet = find(&|p| p.kind == PieceKind::Outlet)
            .or_else(|| find(&|p| p.kind == PieceKind::Agency && !p.wire && !p.unnamed));
        let places = || pieces.iter().filter(|p| p.kind == PieceKind::Place);
        let mut place = places().next();
        let mut why = head.why.clone();
        // A name that is a place and an outlet, beside a place of its own; a country
        // behind a comma is none.
        if outlet.is_none()
            && places().count() > 1
            && !place.is_some_and(|p| p.after.contains([',', '\u{60C}']))
        {
            outlet = places().find(|p| p.both);
            if outlet.is_some() {
                place = places().find(|p| !p.both).or_else(|| places().next());
            }
        }
        let unknown: Vec<&Piece> =
            head.pieces.iter().filter(|p| p.kind == PieceKind::Unknown).collect();
        for piece in &unknown {
            let confirmed = self.is_outlet(self.slice(piece.span), piece.span);
            if outlet.is_none() && confirmed {
                outlet = Some(piece);
                why = why.and("dateline/outlet-named-elsewhere");
            } else if outlet.is_none() && place.is_some() && self.names.is_empty() {
                outlet = Some(piece);
                why = why.and("dateline/outlet-by-form");
            } else if confirmed || piece.quoted {
                outlet = outlet.or(Some(piece));
            } else if place.is_some() {
                // A place, a known outlet and a further name: who wrote it.
                if head.pieces.len() > 1 && piece.words >= 2 {
                    byline.push(piece.span);
                }
            } else {
                place = Some(piece);
                why = why.and("dateline/place-by-form");
            }
        }
        if place.is_none()
            && outlet.is_none()
            && let [first, second] = unknown.as_slice()
            && first.after.contains('/')
        {
            (place, outlet) = (Some(*first), Some(*second));
            why = why.and("dateline/place-slash-outlet");
        }
        let dated = pieces.iter().any(|p| p.kind == PieceKind::Date);
        if let ([one], None, None, false) = (unknown.as_slice(), place, outlet, dated) {
            outlet = Some(one);
            why = why.and("dateline/outlet-by-mark");
        }
        if outlet.is_none() {
            // An agency that others credit, and one known by its initials alone.
            outlet = find(&|p| p.kind == PieceKind::Agency && !p.unnamed)
                .or_else(|| find(&|p| p.kind == PieceKind::Initials));
        }
        if place.is_some_and(|p| Some(p.span) == outlet.map(|o| o.span)) {
            place = None;
        }
        for piece in &head.pieces {
            if piece.wire || piece.unnamed || piece.kind == PieceKind::Method {
                self.push_credit(credits, piece);
            }
        }
        Dateline {
            span: head.span,
            place: place.map(|p| p.span),
            outlet: outlet.map(|p| p.span),
            why,
        }
    }

    /// True where the document uses `name` as an outlet's elsewhere: in a credit, in
    /// what is left by its own system, or between quotation marks in the text.
    fn is_outlet(&self, name: &str, at: Span) -> bool {
        let key = words_key(name);
        if self.names.contains(&key) {
            return true;
        }
        if self.quoted(name).next().is_some() {
            return true;
        }
        let padded = format!(" {key} ");
        self.draft.lines.clone().zip(&self.draft.kinds).any(|(i, (kind, _))| {
            matches!(kind, PartKind::Disclaimer | PartKind::Residue | PartKind::Caption)
                && self.line(i).is_some_and(|l| {
                    !l.span.contains(at) && l.tokens.keys().contains(padded.as_str())
                })
        })
    }

    /// Where the told text has `name` between quotation marks.
    fn quoted<'n>(&'n self, name: &'n str) -> impl Iterator<Item = Span> + 'n {
        const PAIRS: [(char, char); 4] = [
            ('"', '"'),
            ('\u{AB}', '\u{BB}'),
            ('\u{201C}', '\u{201D}'),
            ('\u{201E}', '\u{201C}'),
        ];
        self.draft.of(PartKind::Paragraph).filter_map(|i| self.line(i)).flat_map(
            move |line| {
                line.text.match_indices(name).filter_map(move |(at, _)| {
                    let before = line.text.get(..at)?.chars().next_back()?;
                    let after = line.text.get(at + name.len()..)?.chars().next()?;
                    PAIRS.contains(&(before, after)).then(|| {
                        let from = line.span.start() as usize + at;
                        Span::of(from, from + name.len())
                    })
                })
            },
        )
    }

    /// Names in byline lines; outlets there become credits.
    fn bylines(&self, credits: &mut Vec<Credit>) -> Vec<Span> {
        let mut names = Vec::new();
        let body = self.draft.of(PartKind::Paragraph);
        let (first, last) = body.fold((usize::MAX, 0), |(a, b), i| (a.min(i), b.max(i)));
        for i in self.draft.of(PartKind::Byline).take(MOST_BYLINES) {
            let Some(line) = self.line(i) else { continue };
            // In Latin letters a name inside the text is another work's.
            if (first..last).contains(&i)
                && !matches!(line.marked, Marked::Byline | Marked::Author)
                && line.text.contains(|ch: char| ch.is_ascii_alphabetic())
            {
                continue;
            }
            let from = line.leading(Cue::Byline).map_or(0, |h| h.tokens.end);
            for piece in line.pieces(from, 8, self.lexicon) {
                let name = self.slice(piece.span);
                match piece.kind {
                    PieceKind::Outlet | PieceKind::Agency | PieceKind::Method => {
                        self.push_credit(credits, &piece);
                    }
                    PieceKind::Unknown if self.is_outlet(name, piece.span) => {
                        credits.push(self.credit(CreditKind::Outlet, piece.span));
                    }
                    PieceKind::Unknown
                        if !is_label(line, &piece)
                            && (!name.contains(|ch: char| ch.is_ascii_alphabetic())
                                || person::is_name(name, self.lexicon)) =>
                    {
                        names.extend(signatures(line, &piece, self.lexicon));
                    }
                    _ => (),
                }
            }
        }
        names
    }

    fn outlet(&self, dateline: Option<&Dateline>, credits: &[Credit]) -> Option<Outlet> {
        let credited = |kind| credits.iter().filter(move |c| c.kind == kind);
        let in_dateline = dateline.and_then(|d| d.outlet);
        let from_source =
            |c: &&Credit| self.kind_at(c.span) == Some(PartKind::SourceLine);
        let initials = |span: &Span| {
            self.slice(*span)
                .split(|ch: char| !ch.is_alphanumeric())
                .all(|w| w.chars().count() < 3)
        };
        let (name, why) = if let Some(credit) =
            in_dateline.filter(initials).and_then(|_| self.sole_agency(credits))
        {
            (credit.name.as_str(), Why::rule("outlet/agency-credit"))
        } else if let Some(span) = in_dateline {
            (self.slice(span), Why::rule("outlet/dateline"))
        } else if let Some(credit) =
            credited(CreditKind::Outlet).find(|c| !from_source(c))
        {
            (credit.name.as_str(), Why::rule("outlet/credit"))
        } else if let Some(credit) = credited(CreditKind::Outlet).next() {
            (credit.name.as_str(), Why::rule("outlet/source-line"))
        } else if let Some(credit) = self.sole_agency(credits) {
            (credit.name.as_str(), Why::rule("outlet/agency-credit"))
        } else {
            return None;
        };
        let key = words_key(name);
        let mut spans: Vec<Span> = in_dateline.into_iter().collect();
        spans.extend(
            credits
                .iter()
                .filter(|c| {
                    matches!(c.kind, CreditKind::Outlet | CreditKind::Agency)
                        && words_key(&c.name) == key
                })
                .map(|c| c.span),
        );
        spans.extend(self.quoted(name));
        spans.sort_unstable();
        spans.dedup();
        Some(Outlet { name: name.to_owned(), spans, why })
    }

    /// The agency that fills the only credit line at the head.
    fn sole_agency<'c>(&self, credits: &'c [Credit]) -> Option<&'c Credit> {
        let body = self.draft.of(PartKind::Paragraph).next()?;
        let line = self.draft.of(PartKind::Credit).next().filter(|&i| i < body)?;
        let [piece] = self.line(line)?.pieces(0, 4, self.lexicon).try_into().ok()?;
        let piece: Piece = piece;
        (piece.kind == PieceKind::Agency && !piece.unnamed)
            .then(|| credits.iter().find(|c| c.span == piece.span))
            .flatten()
    }

    /// Dates of publication. Whose they are is settled with the whole page: all are the
    /// outlet's here.
    fn published(&self, head: Option<&Head>) -> Vec<StatedDate> {
        let mut dates = Vec::new();
        let labelled = [PartKind::PublicationLine, PartKind::DateLine]
            .into_iter()
            .flat_map(|kind| self.draft.of(kind).map(move |i| (kind, i)));
        let updated = |i: usize| {
            self.line(i).is_some_and(|line| line.leading(Cue::Updated).is_some())
        };
        let (updates, lines): (Vec<_>, Vec<_>) = labelled.partition(|&(_, i)| updated(i));
        // The day of an update stands in only where no other is stated.
        let lines = if lines.is_empty() { updates } else { lines };
        for (kind, i) in lines {
            let Some(line) = self.line(i) else { continue };
            let first = line
                .dates
                .first()
                .filter(|date| !is_ambiguous(line, self.slice(date.span)))
                .map(|date| before_update(line, date));
            if let Some(date) = &first {
                let span = match line.leading(Cue::Published) {
                    Some(_) => self.with_zone(line, date.span),
                    None => date.span,
                };
                let rule = if updated(i) {
                    Why::rule("published/update-only")
                } else {
                    Why::entry("published", kind.name())
                };
                dates.push(stated(date, span, rule));
            }
        }
        if dates.is_empty()
            && let Some(head) = head
        {
            let lines = self.lines.get(self.draft.lines.clone()).unwrap_or_default();
            dates.extend(
                lines
                    .iter()
                    .filter(|l| l.span.contains(head.span))
                    .flat_map(|l| &l.dates)
                    .filter(|d| head.span.contains(d.span))
                    .take(1)
                    .map(|d| stated(d, d.span, Why::rule("published/dateline"))),
            );
        }
        for kind in [PartKind::Credit, PartKind::Byline, PartKind::Dateline] {
            if dates.is_empty() {
                let lines = self.draft.of(kind).filter_map(|i| self.line(i));
                dates.extend(lines.flat_map(|l| &l.dates).take(1).map(|date| {
                    stated(date, date.span, Why::entry("published", kind.name()))
                }));
            }
        }
        if dates.is_empty() {
            dates.extend(
                self.draft
                    .of(PartKind::Paragraph)
                    .take(2)
                    .filter_map(|i| self.line(i))
                    .find_map(today),
            );
        }
        dates.sort_by_key(|d| d.span);
        dates
    }

    /// The date with the zone and clock words right behind it.
    fn with_zone(&self, line: &Line<'a>, span: Span) -> Span {
        let mut end = span;
        for token in line.tokens.list().iter().filter(|t| t.span.start() >= span.end()) {
            let index = line.tokens.within(token.span).start;
            let word = line
                .hits
                .iter()
                .any(|h| h.cue == Cue::DateWord && h.tokens.contains(&index));
            if token.mark || !word {
                break;
            }
            end = end.cover(token.span);
        }
        end
    }
}

/// True for a word such as `editing` between two names.
fn is_label(line: &Line<'_>, piece: &Piece) -> bool {
    line.hits.iter().any(|h| h.cue == Cue::Byline && h.tokens == piece.tokens)
}

/// The names in a piece, without a label before them, the desk they are for behind them
/// (`NAME for the Arabic service`), and buttons and numbers beside them.
fn signatures(line: &Line<'_>, piece: &Piece, lexicon: &PageLexicon) -> Vec<Span> {
    const FOR_THE: &str = "\u{644}\u{644}";
    const AND: char = '\u{648}';
    let mut tokens = piece.tokens.clone();
    if let Some(label) =
        line.hits.iter().find(|h| h.cue == Cue::Byline && h.tokens.start == tokens.start)
        && label.tokens.end < tokens.end
    {
        tokens.start = label.tokens.end;
    }
    let is =
        |i: usize, cue| line.hits.iter().any(|h| h.cue == cue && h.tokens.contains(&i));
    // `our correspondent in X` names a place, and nobody.
    if is(tokens.start, Cue::DateWord)
        || tokens.len() > 1
            && lexicon.known(&line.tokens.words_of(tokens.start + 1..tokens.end)).place
            && line.tokens.key(tokens.start).chars().count() <= 2
    {
        return Vec::new();
    }
    let ends = |i: usize| {
        let key = line.tokens.key(i);
        key.starts_with(FOR_THE)
            || is(i, Cue::Network)
            || is(i, Cue::Account) && i >= tokens.start + 2
            || key.chars().all(|ch| ch.is_ascii_digit())
    };
    if let Some(end) = (tokens.start + 1..tokens.end).find(|&i| ends(i)) {
        tokens.end = end;
    }
    // `A B and C D`: the second name is joined to its conjunction.
    let joined = |i: usize| {
        let key = line.tokens.key(i);
        key.starts_with(AND) && key.chars().count() > 3 && !is(i, Cue::WawName)
    };
    let mut names = Vec::new();
    let mut from = tokens.start;
    for i in tokens.start + 2..tokens.end.saturating_sub(1) {
        if i >= from + 2 && joined(i) {
            names.extend(line.tokens.span(from..i));
            from = i;
        }
    }
    names.extend(line.tokens.span(from..tokens.end));
    for name in names.iter_mut().skip(1) {
        *name = Span::of(name.start() as usize + AND.len_utf8(), name.end() as usize);
    }
    // Initials and titles alone name nobody.
    const LETTERS: usize = 3;
    names.retain(|span| {
        (span.end() - span.start()) as usize >= LETTERS * AND.len_utf8()
            || line.text.is_ascii()
    });
    names
}

/// True for `3/4/2025` in a line without Arabic letters: half of the world writes the
/// month first.
fn is_ambiguous(line: &Line<'_>, date: &str) -> bool {
    let numbers: Vec<u32> =
        date.split(['/', '.', '-']).map_while(|part| part.trim().parse().ok()).collect();
    matches!(numbers.as_slice(), [a, b, _, ..] if *a <= 12 && *b <= 12 && a != b)
        && !line.text.chars().any(khabar_arabic::letters::is_letter)
}

fn stated(date: &Found, span: Span, why: Why) -> StatedDate {
    StatedDate {
        value: date.value.clone(),
        precision: date.precision,
        calendar: date.calendar,
        by: StatedBy::Outlet,
        certainty: if why.as_str().contains("inferred") {
            DateCertainty::Inferred
        } else {
            DateCertainty::Stated
        },
        span,
        why,
    }
}

/// The date without the hour of a later update that stands behind it.
fn before_update(line: &Line<'_>, date: &Found) -> Found {
    let tokens = line.tokens.within(date.span);
    let update = line.hits.iter().find(|h| {
        h.cue == Cue::Updated
            && tokens.start < h.tokens.start
            && h.tokens.start < tokens.end
    });
    let mut date = date.clone();
    if let Some(update) = update {
        let last =
            (tokens.start..update.tokens.start).rev().find(|&i| !line.tokens.is_mark(i));
        if let Some(span) = last.and_then(|last| line.tokens.span(tokens.start..last + 1))
        {
            date.span = span;
            date.value.truncate("2024-12-02".len());
            date.precision = Precision::Day;
        }
    }
    date
}

/// A full date that a sentence calls today, with the words that do.
fn today(line: &Line<'_>) -> Option<StatedDate> {
    line.dates.iter().filter(|d| d.precision != Precision::Year).find_map(|date| {
        let at = line.tokens.within(date.span);
        let mut from = at.start;
        let mut end = at.end;
        let is = |i: usize, cue| {
            line.hits.iter().any(|h| h.cue == cue && h.tokens.contains(&i))
        };
        let mut called = (at.start..at.end).find(|&i| is(i, Cue::Today));
        let mut open = false;
        while from > 0 && at.start - from < 5 && called.is_none() {
            let before = from - 1;
            let mark = line.tokens.key(before);
            if is(before, Cue::Today) {
                called = Some(before);
            } else if matches!(mark, "(" | "[") {
                open = true;
            } else if !(is(before, Cue::DateWord) || matches!(mark, "," | "\u{60C}")) {
                return None;
            }
            from = before;
        }
        called?;
        if matches!(line.tokens.key(end), ")" | "]") && open {
            end += 1;
        }
        let span = line.tokens.span(from..end)?;
        Some(stated(date, span, Why::rule("published/inferred/today-in-the-text")))
    })
}

/// From the first to the last line of the article itself: links behind it, and what
/// stands between them, are parts but lie outside.
fn own_span(parts: &[Part]) -> Span {
    let cut = parts
        .iter()
        .rposition(|p| {
            !matches!(
                p.kind,
                PartKind::RelatedHeading | PartKind::Link | PartKind::Residue
            )
        })
        .map_or(parts.len(), |last| {
            // Residue right behind the article is its own.
            parts
                .iter()
                .enumerate()
                .skip(last + 1)
                .find(|(_, p)| p.kind != PartKind::Residue)
                .map_or(parts.len(), |(i, _)| i)
        });
    let own = parts.get(..cut).unwrap_or_default();
    match (own.first(), own.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::new(0, 0),
    }
}

/// The language of the body by its letters: Arabic, Persian, Urdu, or another.
fn language(text: &str, parts: &[Part]) -> &'static str {
    let (mut arabic, mut persian, mut urdu, mut latin) = (0usize, 0usize, 0usize, 0usize);
    let told = parts
        .iter()
        .filter(|p| p.kind.is_told())
        .filter_map(|p| text.get(p.span.range()))
        .flat_map(str::chars)
        .take(20_000);
    for ch in told {
        match ch {
            '\u{679}' | '\u{688}' | '\u{691}' | '\u{6BA}' | '\u{6D2}' => urdu += 1,
            '\u{67E}' | '\u{686}' | '\u{698}' | '\u{6AF}' | '\u{6CC}' | '\u{6A9}' => {
                persian += 1;
            }
            'a'..='z' | 'A'..='Z' => latin += 1,
            _ if khabar_arabic::letters::is_letter(ch) => arabic += 1,
            _ => (),
        }
    }
    let all = arabic + persian + urdu;
    if all < latin {
        "und"
    } else if urdu * 100 > all {
        "ur"
    } else if persian * 100 > all * 6 {
        "fa"
    } else {
        "ar"
    }
}
