//! Takes apart the strings of [`super::Terms`]: terms come ready made.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// How the schema calls it.
pub(crate) const NAME: &str = "khabar";

/// Stands for a position without a term.
const GAP: &str = "\u{1}";

/// Parts terms at spaces (the next position) and `|` (the same position).
#[derive(Clone, Debug, Default)]
pub(crate) struct TermTokenizer {
    token: Token,
}

#[derive(Debug)]
pub(crate) struct TermStream<'a> {
    rest: &'a str,
    offset: usize,
    next_position: usize,
    token: &'a mut Token,
}

impl Tokenizer for TermTokenizer {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.token.reset();
        TermStream { rest: text, offset: 0, next_position: 0, token: &mut self.token }
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            let end = self.rest.find([' ', '|']).unwrap_or(self.rest.len());
            let (term, after) = self.rest.split_at(end);
            let from = self.offset;
            self.token.position = self.next_position;
            if !after.starts_with('|') {
                self.next_position += 1;
            }
            self.offset += end + usize::from(!after.is_empty());
            self.rest = after.get(1..).unwrap_or_default();
            if !term.is_empty() && term != GAP {
                self.token.text.clear();
                self.token.text.push_str(term);
                self.token.offset_from = from;
                self.token.offset_to = from + end;
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_have_positions_and_alternatives_share_them() {
        let mut tokenizer = TermTokenizer::default();
        let mut stream = tokenizer.token_stream("sa|kb|kc \u{1} sd");
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().text.clone(), stream.token().position));
        }
        let expected = [("sa", 0), ("kb", 0), ("kc", 0), ("sd", 2)]
            .map(|(term, at)| (term.to_owned(), at));
        assert_eq!(found, expected);
    }
}
