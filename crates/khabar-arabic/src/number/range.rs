//! Two numbers that are the ends of one range.

use super::reader::{Piece, Reader};
use crate::{
    letters::{ALEF, ALEF_MAKSURA, LAM, WAW},
    words::TokenKind,
};

/// Makes one piece of two that a word or stroke between them makes a range.
pub(super) fn join(reader: &Reader<'_>, pieces: &mut Vec<Piece>) {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        match kept.last_mut() {
            Some(before) if is_range(reader, before, &piece) => {
                before.end = Some(piece.value);
                // بين 10 و20 ألفا: the thousand is said once.
                if before.scale <= 1.0
                    && piece.scale > 1.0
                    && before.value < piece.value / piece.scale
                {
                    before.value *= piece.scale;
                }
                before.percent = piece.percent;
                before.next = piece.next;
            }
            _ => kept.push(piece),
        }
    }
    *pieces = kept;
}

fn is_range(reader: &Reader<'_>, a: &Piece, b: &Piece) -> bool {
    let lesser = a.value < b.value || a.scale <= 1.0 && a.value < b.value / b.scale;
    if a.ordinal || b.ordinal || a.vague || b.vague || a.end.is_some() || !lesser {
        return false;
    }
    if a.percent && !b.percent {
        return false;
    }
    let words = reader.words;
    let between = a.next..b.first;
    let before = a.first.checked_sub(1).filter(|&i| i >= reader.start);
    let opens = |word: &str| before.is_some_and(|i| words.core(i) == word);
    let single = between.len() == 1;
    let mark = single && words.tokens()[a.next].kind == TokenKind::Mark;
    let word = |text: &str| single && words.whole(a.next) == text;
    let and = between.is_empty() && reader.is_joined(b.first)
        || word(WAW.encode_utf8(&mut [0; 4]));
    if opens(BETWEEN) {
        return and;
    }
    if opens(FROM) {
        let to: String = [ALEF, LAM, ALEF_MAKSURA].iter().collect();
        return word(&to) || word(UNTIL);
    }
    // 10-15 per cent: only where what is counted shows that it is no score.
    mark && matches!(words.whole(a.next), "-" | "\u{2013}")
        && (b.percent || b.scale > 1.0 || reader.unit(b.next).is_some())
        && reader.is_digits(a.first)
        && reader.is_digits(b.first)
}

/// بين
const BETWEEN: &str = "\u{628}\u{64A}\u{646}";
/// من
const FROM: &str = "\u{645}\u{646}";
/// حتى
const UNTIL: &str = "\u{62D}\u{62A}\u{649}";
