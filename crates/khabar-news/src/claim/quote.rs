use std::ops::Range;

use khabar_arabic::{TokenKind, Words};
use khabar_doc::Part;

/// Deepest nesting of quotations.
const DEEPEST: usize = 3;

/// A quotation: the tokens of its marks. Both lie in one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// The opening mark.
    pub(crate) open: usize,
    /// The closing mark; where it is missing, the token behind the last one quoted.
    pub(crate) close: usize,
    /// True where the closing mark is there.
    pub(crate) closed: bool,
}

impl Quote {
    /// Tokens quoted.
    pub(crate) fn len(self) -> usize {
        self.close.saturating_sub(self.open + 1)
    }
}

/// Pairs the marks of every part. A mark opens or closes by its shape where it has
/// one, else by the spaces around it; a quotation that is never closed ends with its
/// sentence (the rule of `GUIDELINES`: what follows belongs to the outlet).
pub(crate) fn find(words: &Words, text: &str, parts: &[Part]) -> Vec<Quote> {
    let mut quotes = Vec::new();
    for part in parts {
        pair(words, text, words.within(part.span), &mut quotes);
    }
    quotes.sort_by_key(|q| (q.open, std::cmp::Reverse(q.close)));
    quotes
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Opens,
    Closes,
    Either,
}

fn pair(words: &Words, text: &str, tokens: Range<usize>, quotes: &mut Vec<Quote>) {
    let mut open: Vec<usize> = Vec::new();
    let shape = |i: usize| text.get(words.tokens()[i].span.range()).unwrap_or_default();
    for i in tokens.clone() {
        if words.tokens()[i].kind != TokenKind::Quote {
            continue;
        }
        let closes = match open.last() {
            None => false,
            // Marks with a left and a right form close with the other one, whichever of
            // them the outlet opens with.
            Some(&top) if mirrors(shape(top), shape(i)) => true,
            Some(&top) if is_directed(shape(i)) && shape(top) == shape(i) => {
                // Some outlets write one form on both sides.
                side(words, text, i) == Side::Closes
            }
            Some(_) => side(words, text, i) != Side::Opens || open.len() >= DEEPEST,
        };
        match open.pop() {
            Some(from) if closes => {
                quotes.push(Quote { open: from, close: i, closed: true })
            }
            outer => {
                open.extend(outer);
                open.push(i);
            }
        }
    }
    for from in open {
        let sentences = words.sentences();
        let at = sentences.partition_point(|s| s.tokens.end <= from);
        let end = sentences.get(at).map_or(tokens.end, |s| s.tokens.end);
        if end > from + 2 {
            quotes.push(Quote { open: from, close: end, closed: false });
        }
    }
}

fn is_directed(mark: &str) -> bool {
    !matches!(mark, "\"" | "\u{FF02}")
}

/// True for the two forms of one mark.
fn mirrors(one: &str, other: &str) -> bool {
    const PAIRS: [(&str, &str); 4] = [
        ("\u{AB}", "\u{BB}"),
        ("\u{2039}", "\u{203A}"),
        ("\u{201C}", "\u{201D}"),
        ("\u{201E}", "\u{201C}"),
    ];
    PAIRS.iter().any(|&(a, b)| (one, other) == (a, b) || (one, other) == (b, a))
}

fn side(words: &Words, text: &str, i: usize) -> Side {
    let span = words.tokens()[i].span;

    let before = text.get(..span.range().start).and_then(|s| s.chars().next_back());
    let after = text.get(span.range().end..).and_then(|s| s.chars().next());
    let word_before = before
        .is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '-' | '/' | ':'));
    let word_after = after.is_some_and(|c| c.is_alphanumeric());
    // A one-letter proclitic leans on the mark: `ل"..."`.
    let proclitic = i > 0
        && words.tokens()[i - 1].span.end() == span.start()
        && words.tokens()[i - 1].kind == TokenKind::Word
        && words.whole(i - 1).chars().count() <= 2;
    match (word_before && !proclitic, word_after) {
        (false, true) => Side::Opens,
        (true, false) => Side::Closes,
        _ => Side::Either,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use khabar_arabic::Splitter;
    use khabar_doc::{PartKind, Span, Why};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let span = Span::of(0, text.len());
        let words = Words::of(text, &[span], &Splitter::default());
        let parts = [Part { kind: PartKind::Paragraph, span, why: Why::default() }];
        let got: Vec<&str> = find(&words, text, &parts)
            .iter()
            .map(|q| {
                let from = words.tokens()[q.open].span.range().end;
                let to = words.tokens()[q.close - usize::from(!q.closed)].span;
                text[from..if q.closed { to.range().start } else { to.range().end }]
                    .trim()
            })
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn marks_pair_by_shape_and_by_spaces() {
        check("قال «نعم» ثم \"لا\".", &["نعم", "لا"]);
        check("في حديث لـ\"الصحيفة\"، إن \"الأمر انتهى\"", &["الصحيفة", "الأمر انتهى"]);
        check("قال إن »العملية تمت« أمس", &["العملية تمت"]);
        check("قال لـ”الصحيفة” إن ”الأمر انتهى”.", &["الصحيفة", "الأمر انتهى"]);
        check(
            "أن \"العملية تمت في \"المدينة\" أمس\".",
            &["العملية تمت في \"المدينة\" أمس", "المدينة"],
        );
    }

    #[test]
    fn an_open_quotation_ends_with_its_sentence() {
        check("قال إن \"الجيش وصل. وعاد الناس.", &["الجيش وصل."]);
    }
}
