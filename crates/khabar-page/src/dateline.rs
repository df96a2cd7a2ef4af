//! The place line at the head of an article, alone or before its first sentence.

use khabar_doc::{Span, Why};

use crate::{
    PageLexicon,
    line::Line,
    piece::{Piece, PieceKind, is_dash},
};

/// A dateline as its form shows it; whether an unknown name is an outlet is decided by
/// the document.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// With its closing mark.
    pub(crate) span: Span,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) why: Why,
}

/// Most pieces of a dateline.
const PIECES: usize = 6;
/// Most words of one piece.
const WORDS: usize = 4;
/// Words that must follow a dateline on its line.
const FOLLOWING: usize = 3;

/// The dateline that begins the paragraph `line`.
pub(crate) fn inline(line: &Line<'_>, lexicon: &PageLexicon) -> Option<Head> {
    let pieces = line.pieces(0, PIECES, lexicon);
    let mut best: Option<(usize, &'static str)> = None;
    for (i, piece) in pieces.iter().enumerate() {
        if piece.words > WORDS && piece.kind != PieceKind::Date {
            break;
        }
        let close = Close::of(&piece.after);
        if close == Close::None && piece.kind != PieceKind::Date {
            // Two pieces that no mark parts, as a place and a date.
            let dated =
                pieces.get(i + 1).is_some_and(|next| next.kind == PieceKind::Date);
            if !dated {
                break;
            }
            continue;
        }
        let so_far = pieces.get(..=i).unwrap_or_default();
        let left = line
            .tokens
            .list()
            .iter()
            .skip(piece.next)
            .filter(|token| !token.mark)
            .take(FOLLOWING)
            .count();
        if left < FOLLOWING {
            break;
        }
        if let Some(rule) = qualifies(so_far, close) {
            best = Some((i, rule));
        }
        let dated = pieces.get(i + 1).is_some_and(|next| next.kind == PieceKind::Date);
        if close == Close::Colon && !dated
            || close == Close::Strong && !dated && best.is_some()
        {
            break;
        }
        let named = matches!(piece.kind, PieceKind::Place | PieceKind::Date) || dated;
        if close == Close::Comma && !named {
            break;
        }
    }
    let (last, rule) = best?;
    let mut pieces = pieces;
    pieces.truncate(last + 1);
    let first = line.tokens.list().first()?.span;
    let end = line.tokens.list().get(pieces.last()?.next.checked_sub(1)?)?.span;
    Some(Head { span: first.cover(end), pieces, why: Why::rule(rule) })
}

/// The dateline that fills `line`, which was found to name a place.
pub(crate) fn alone(line: &Line<'_>, lexicon: &PageLexicon) -> Head {
    Head {
        span: line.span,
        pieces: line.pieces(0, 8, lexicon),
        why: Why::rule("dateline/alone"),
    }
}

/// How a piece is closed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Close {
    None,
    Comma,
    Slash,
    /// One short dash.
    Dash,
    /// A closing bracket.
    Bracket,
    /// An opening bracket follows.
    Opening,
    Colon,
    /// A dash with another mark, such as `--`, `:-`, `)-`.
    Strong,
}

impl Close {
    fn of(after: &str) -> Close {
        let marks = || after.chars().map(String::from);
        let dashes = after.chars().filter(|ch| is_dash(ch.to_string().as_str())).count();
        let has = |mark: char| after.contains(mark);
        if after.is_empty() {
            Close::None
        } else if dashes >= 2 || dashes == 1 && (has(':') || has(')') || has(']')) {
            Close::Strong
        } else if has(':') {
            Close::Colon
        } else if dashes == 1 {
            Close::Dash
        } else if has(')') || has(']') {
            Close::Bracket
        } else if has('(') || has('[') {
            Close::Opening
        } else if has('/') || has('|') || has('\\') {
            Close::Slash
        } else if marks().all(|m| m == "," || m == "\u{60C}") {
            Close::Comma
        } else {
            Close::None
        }
    }
}

/// The rule under which `pieces`, closed by `close`, are a dateline.
fn qualifies(pieces: &[Piece], close: Close) -> Option<&'static str> {
    // `PLACE DATE /AGENCY/ text`: a name between two slashes.
    let between = close == Close::Slash
        && matches!(pieces, [first, .., before, last]
            if first.kind == PieceKind::Place
                && Close::of(&before.after) == Close::Slash
                && matches!(last.kind, PieceKind::Agency | PieceKind::Initials | PieceKind::Outlet));
    let close = if between { Close::Bracket } else { close };
    if matches!(close, Close::None | Close::Comma | Close::Slash | Close::Opening) {
        return None;
    }
    let count = |kind| pieces.iter().filter(|p| p.kind == kind).count();
    let places = count(PieceKind::Place);
    let outlets = count(PieceKind::Outlet) + count(PieceKind::Agency);
    let unknown = count(PieceKind::Unknown);
    if count(PieceKind::Account) > 0 {
        return None;
    }
    if unknown == 0 && places + outlets > 0 {
        // A bracket alone closes only a place and what stands in the bracket.
        return (close != Close::Bracket || places > 0 && pieces.len() > 1)
            .then_some("dateline/known");
    }
    if places + outlets > 0 && unknown <= 1 && pieces.len() >= 2 {
        let named = pieces.iter().all(|p| p.kind != PieceKind::Unknown || p.words <= 4);
        return named.then_some(if places > 0 {
            "dateline/place-and-name"
        } else {
            "dateline/name-and-outlet"
        });
    }
    let short = pieces.iter().all(|p| p.words <= 3);
    match pieces {
        [one] if close == Close::Strong && one.words <= 3 => Some("dateline/strong-mark"),
        [first, date]
            if short
                && first.kind == PieceKind::Unknown
                && date.kind == PieceKind::Date
                && matches!(close, Close::Colon | Close::Strong | Close::Dash) =>
        {
            Some("dateline/name-and-date")
        }
        [first, second]
            if short
                && first.kind == PieceKind::Unknown
                && second.kind == PieceKind::Unknown
                && matches!(
                    Close::of(&first.after),
                    Close::Slash | Close::Dash | Close::Opening
                )
                && matches!(close, Close::Colon | Close::Strong) =>
        {
            Some("dateline/two-names")
        }
        _ => None,
    }
}
