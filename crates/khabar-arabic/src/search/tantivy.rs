//! The terms of [`terms`](super::terms) as a tokenizer of tantivy.

use std::sync::Arc;

use tantivy_tokenizer_api::{Token, TokenStream, Tokenizer};

use super::{Levels, Term, terms};
use crate::analysis::Analyser;

/// A tokenizer that gives each word its terms at the chosen levels, all at the position of
/// the word, each behind the sign of its level ([`Term::indexed`]).
///
/// The index takes all levels that are ever asked for; a query parser takes the same tokenizer
/// at one of them ([`SearchTokenizer::at`]), since tantivy reads several terms of one word as
/// all of them. So one field serves exact and wide searches, and phrases at each level.
/// Offsets count bytes of the text; marks have no terms and no position.
#[derive(Clone, Debug)]
pub struct SearchTokenizer {
    analyser: Arc<Analyser>,
    levels: Levels,
}

impl SearchTokenizer {
    /// A tokenizer of `levels`. Clones share the analyser.
    pub fn new(analyser: Arc<Analyser>, levels: Levels) -> SearchTokenizer {
        SearchTokenizer { analyser, levels }
    }

    /// The same with other levels.
    #[must_use]
    pub fn at(&self, levels: Levels) -> SearchTokenizer {
        SearchTokenizer { analyser: Arc::clone(&self.analyser), levels }
    }
}

/// The terms of one text.
#[derive(Debug)]
pub struct SearchTokens {
    terms: std::vec::IntoIter<Term>,
    token: Token,
}

impl Tokenizer for SearchTokenizer {
    type TokenStream<'a> = SearchTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SearchTokens {
        let terms = terms(&self.analyser, text, self.levels);
        SearchTokens { terms: terms.into_iter(), token: Token::default() }
    }
}

impl TokenStream for SearchTokens {
    fn advance(&mut self) -> bool {
        let Some(term) = self.terms.next() else { return false };
        self.token.text.clear();
        self.token.text.push(term.level.sign());
        self.token.text.push_str(&term.text);
        self.token.position = term.position as usize;
        self.token.offset_from = term.span.range().start;
        self.token.offset_to = term.span.range().end;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    fn tokens(tokenizer: &mut SearchTokenizer, text: &str) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        tokenizer.token_stream(text).process(&mut |token| {
            assert!(text.get(token.offset_from..token.offset_to).is_some());
            found.push((token.text.clone(), token.position));
        });
        found
    }

    #[test]
    fn terms_of_a_word_share_its_position_and_levels_are_switched() {
        let analyser = Arc::new(Analyser::builtin());
        let both = Levels::of(&[Level::Stem, Level::Lemma]);
        let mut tokenizer = SearchTokenizer::new(analyser, both);
        let expected = [("sمدن", 0), ("lمدينه", 0), ("sمدينه", 1), ("lمدينه", 1)]
            .map(|(term, at)| (term.to_owned(), at));
        assert_eq!(tokens(&mut tokenizer, "😀 مدن، وبمدينتها"), expected);
        let mut exact = tokenizer.at(Levels::of(&[Level::Exact]));
        assert_eq!(tokens(&mut exact, "مُدن"), [("eمدن".to_owned(), 0)]);
        assert!(tokens(&mut exact, "").is_empty());
    }
}
