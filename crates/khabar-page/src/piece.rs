//! The pieces of a line that names places and outlets: datelines, credits, source
//! lines, bylines.

use std::ops::Range;

use khabar_doc::Span;

use crate::{
    PageLexicon,
    phrase::{Cue, Hit},
    tokens::Tokens,
};

/// What a piece names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    Place,
    Outlet,
    Agency,
    Method,
    Desk,
    Account,
    Date,
    /// Single letters: who edited the text.
    Initials,
    Unknown,
}

/// What stands between separators.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) kind: PieceKind,
    /// Without quotation marks around it.
    pub(crate) span: Span,
    pub(crate) tokens: Range<usize>,
    pub(crate) words: usize,
    /// True where quotation marks stand in it.
    pub(crate) quoted: bool,
    /// True where the lexicon lists it as a place and an outlet.
    pub(crate) both: bool,
    /// True where the lexicon lists the name itself, not a word of it.
    pub(crate) listed: bool,
    /// True for a place by the noun before its name alone (`harbour X`).
    pub(crate) by_head: bool,
    /// True for agencies in general (`agencies`), which name nobody.
    pub(crate) unnamed: bool,
    /// True for an agency that others credit, by the table of credits.
    pub(crate) wire: bool,
    /// The marks behind it, such as `-`, `)--`; empty at the end of the line.
    pub(crate) after: String,
    /// The first token behind those marks.
    pub(crate) next: usize,
}

/// Marks that part pieces.
pub(crate) fn is_separator(mark: &str) -> bool {
    matches!(
        mark,
        "/" | "\\"
            | "-"
            | "\u{2013}"
            | "\u{2014}"
            | "\u{2015}"
            | "\u{2212}"
            | "|"
            | ":"
            | "+"
            | ","
            | "\u{60C}"
            | "\u{61B}"
            | ";"
            | "("
            | ")"
            | "["
            | "]"
            | "\u{2022}"
            | "\u{B7}"
            | "*"
            | "&"
            | ">"
            | "<"
            | "\u{A9}"
    )
}

/// A dash of any length.
pub(crate) fn is_dash(mark: &str) -> bool {
    matches!(mark, "-" | "\u{2013}" | "\u{2014}" | "\u{2015}" | "\u{2212}")
}

pub(crate) fn is_quote(mark: &str) -> bool {
    matches!(
        mark,
        "\"" | "\u{AB}"
            | "\u{BB}"
            | "\u{201C}"
            | "\u{201D}"
            | "\u{201E}"
            | "\u{2039}"
            | "\u{203A}"
    )
}

/// Cuts the tokens of `range` into at most `most` pieces, in order. `dates` are spans
/// that stay whole.
pub(crate) fn cut(
    tokens: &Tokens,
    range: Range<usize>,
    hits: &[Hit<'_>],
    dates: &[Span],
    lexicon: &PageLexicon,
    most: usize,
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut i = range.start;
    while i < range.end && pieces.len() < most {
        // Opening marks before a piece; quotation marks stay with it.
        while i < range.end && tokens.is_mark(i) && is_separator(tokens.key(i)) {
            i += 1;
        }
        let from = i;
        if from >= range.end {
            break;
        }
        let in_date = |i: usize| {
            tokens.list().get(i).and_then(|t| {
                dates.iter().find(|date| date.contains(t.span)).map(|d| d.end())
            })
        };
        let kind = if let Some(end) = in_date(i) {
            while i < range.end
                && tokens.list().get(i).is_some_and(|t| t.span.start() < end)
            {
                i += 1;
            }
            // What belongs to the date: part of the day, mark of the calendar.
            while i < range.end
                && hits.iter().any(|h| h.cue == Cue::DateWord && h.tokens.contains(&i))
            {
                i += 1;
            }
            Some(PieceKind::Date)
        } else {
            let dated = |i| {
                hits.iter().any(|h| h.cue == Cue::DateWord && h.tokens.contains(&i))
                    && (in_date(i + 1).is_some() || in_date(i + 2).is_some())
            };
            while i < range.end
                && !(tokens.is_mark(i)
                    && (is_separator(tokens.key(i)) || tokens.key(i) == ".")
                    && !is_inner_stop(tokens, i))
                && in_date(i).is_none()
                && !(i > from && dated(i))
            {
                i += 1;
            }
            None
        };
        let to = i;
        // A clock or zone that was not read as part of the date.
        let kind = kind.or_else(|| {
            let clock = !dates.is_empty()
                && !lexicon.known(&tokens.words_of(from..to)).place
                && (from..to).all(|i| {
                    tokens.is_mark(i)
                        || tokens.key(i).chars().all(|ch| ch.is_ascii_digit())
                        || hits
                            .iter()
                            .any(|h| h.cue == Cue::DateWord && h.tokens.contains(&i))
                });
            clock.then_some(PieceKind::Date)
        });
        if to == from {
            i += 1;
            continue;
        }
        let mut after = String::new();
        while i < range.end
            && tokens.is_mark(i)
            && (is_separator(tokens.key(i)) || tokens.key(i) == ".")
        {
            // An opening bracket belongs to what follows.
            if matches!(tokens.key(i), "(" | "[") {
                if after.is_empty() {
                    after.push_str(tokens.key(i));
                }
                break;
            }
            after.push_str(tokens.key(i));
            i += 1;
        }
        push(&mut pieces, tokens, from..to, kind, hits, lexicon);
        if let Some(last) = pieces.last_mut() {
            last.after = after;
            last.next = i;
        }
    }
    // A noun of places heads outlets' names as well: a known place beside it, or nothing
    // but agencies, shows that it does.
    let listed = pieces.iter().any(|p| p.kind == PieceKind::Place && !p.by_head);
    let credit = pieces.len() > 1
        && pieces.iter().all(|p| {
            p.by_head || matches!(p.kind, PieceKind::Agency | PieceKind::Method)
        });
    if listed || credit {
        for piece in pieces.iter_mut().filter(|p| p.by_head) {
            piece.kind = PieceKind::Unknown;
        }
    }
    pieces
}

/// A stop inside initials (`a.b.c`) or a domain name.
fn is_inner_stop(tokens: &Tokens, i: usize) -> bool {
    tokens.key(i) == "."
        && i > 0
        && (tokens.key(i - 1).chars().count() == 1
            && tokens.key(i + 1).chars().count() <= 1
            || tokens.key(i + 1).is_ascii() && !tokens.key(i + 1).is_empty())
}

fn push(
    pieces: &mut Vec<Piece>,
    tokens: &Tokens,
    mut range: Range<usize>,
    kind: Option<PieceKind>,
    hits: &[Hit<'_>],
    lexicon: &PageLexicon,
) {
    let quoted = range.clone().any(|i| is_quote(tokens.key(i)));
    while range.len() > 1
        && is_quote(tokens.key(range.start))
        && !closes_inside(tokens, &range)
    {
        range.start += 1;
    }
    while range.len() > 1
        && is_quote(tokens.key(range.end - 1))
        && !opens_inside(tokens, &range)
    {
        range.end -= 1;
    }
    let mut add = |range: Range<usize>, kind, both| {
        let known = lexicon.known(&tokens.words_of(range.clone()));
        let cue = |id: bool| {
            hits.iter().any(|h| {
                h.cue == Cue::Agency && h.tokens == range && (h.id == "ag-unnamed") == id
            })
        };
        let (unnamed, wire) = (cue(true), cue(false));
        let listed = known.place || known.outlet || kind == PieceKind::Agency;
        if let Some(span) = tokens.span(range.clone()) {
            let words = range.clone().filter(|&i| !tokens.is_mark(i)).count();
            let next = range.end;
            pieces.push(Piece {
                kind,
                span,
                tokens: range,
                words,
                quoted,
                both,
                listed,
                by_head: kind == PieceKind::Place && !known.place,
                unnamed,
                wire,
                after: String::new(),
                next,
            });
        }
    };
    if let Some(kind) = kind {
        add(range, kind, false);
        return;
    }
    let (whole, both) = classify(tokens, range.clone(), hits, lexicon);
    if whole == PieceKind::Unknown {
        // A word of method before a name: `follow-up The-Outlet`.
        if let Some(hit) =
            hits.iter().filter(|h| h.tokens.start == range.start).find(|h| {
                matches!(h.cue, Cue::Method | Cue::Agency) && h.tokens.end < range.end
            })
        {
            let kind = if hit.cue == Cue::Method {
                PieceKind::Method
            } else {
                PieceKind::Agency
            };
            let rest = hit.tokens.end..range.end;
            let (rest_kind, rest_both) = classify(tokens, rest.clone(), hits, lexicon);
            if rest_kind != PieceKind::Unknown
                || hit.id == "met-follow" && rest.len() <= 3
            {
                add(hit.tokens.clone(), kind, false);
                add(rest, rest_kind, rest_both);
                return;
            }
        }
    }
    add(range, whole, both);
}

fn closes_inside(tokens: &Tokens, range: &Range<usize>) -> bool {
    (range.start + 1..range.end - 1).any(|i| is_quote(tokens.key(i)))
}

fn opens_inside(tokens: &Tokens, range: &Range<usize>) -> bool {
    (range.start..range.end - 1).any(|i| is_quote(tokens.key(i)))
}

/// What the words of `range` name, and whether they may be a place as well.
fn classify(
    tokens: &Tokens,
    range: Range<usize>,
    hits: &[Hit<'_>],
    lexicon: &PageLexicon,
) -> (PieceKind, bool) {
    let key = tokens.words_of(range.clone());
    let whole = |cue| hits.iter().any(|h| h.cue == cue && h.tokens == range);
    let starts = |cue| {
        hits.iter().any(|h| {
            h.cue == cue && h.tokens.start == range.start && h.tokens.end < range.end
        })
    };
    let ends = |cue| {
        hits.iter().any(|h| {
            h.cue == cue && h.tokens.end == range.end && h.tokens.start > range.start
        })
    };
    if whole(Cue::Account) {
        return (PieceKind::Account, false);
    }
    if whole(Cue::Method) {
        return (PieceKind::Method, false);
    }
    if whole(Cue::Agency) {
        return (PieceKind::Agency, false);
    }
    let known = lexicon.known(&key);
    if known.place && known.outlet {
        return (PieceKind::Place, true);
    }
    if known.agency {
        return (PieceKind::Agency, false);
    }
    if known.outlet {
        return (PieceKind::Outlet, false);
    }
    if known.place {
        return (PieceKind::Place, false);
    }
    if whole(Cue::Desk) || starts(Cue::Desk) {
        return (PieceKind::Desk, false);
    }
    let words = range.clone().filter(|&i| !tokens.is_mark(i)).count();
    let letters = range
        .clone()
        .filter(|&i| !tokens.is_mark(i))
        .all(|i| tokens.key(i).chars().count() <= 2);
    if letters && words >= 2 && !key.chars().any(|ch| ch.is_ascii_digit()) {
        return (PieceKind::Initials, false);
    }
    if words <= 6 {
        if starts(Cue::AgencyHead) {
            return (PieceKind::Agency, false);
        }
        if starts(Cue::OutletHead) || ends(Cue::OutletTail) {
            return (PieceKind::Outlet, false);
        }
    }
    if (2..=4).contains(&words) && lexicon.is_place_head(tokens.key(range.start)) {
        return (PieceKind::Place, false);
    }
    (PieceKind::Unknown, false)
}

/// How many of `pieces` are followed by a separator and a further piece.
pub(crate) fn parted(pieces: &[Piece]) -> usize {
    let inner = pieces.len().saturating_sub(1);
    pieces.iter().take(inner).filter(|p| !p.after.is_empty()).count()
}
