use std::ops::Range;

use khabar_arabic::Words;
use khabar_doc::{Document, Page, Part, Span};

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
    /// The closed classes of every token.
    pub classes: Vec<Classes>,
    grammar: &'a Grammar,
}

impl<'a> Prose<'a> {
    /// Cuts `document` of `page` into words.
    pub fn of(page: &'a Page, document: &'a Document, lexicon: &'a Lexicon) -> Prose<'a> {
        let parts: Vec<Span> = document.parts.iter().map(|part| part.span).collect();
        let words = Words::of(page.text.as_str(), &parts, &lexicon.splitter);
        let classes = lexicon.grammar.classify(&words);
        Prose { page, document, words, classes, grammar: &lexicon.grammar }
    }

    /// The whole page's text, which every span counts in.
    pub fn text(&self) -> &'a str {
        self.page.text.as_str()
    }

    /// The pronoun of the complementiser at token `i`, empty where it is bare.
    pub fn complementiser(&self, i: usize) -> Option<&str> {
        self.grammar.complementiser(&self.words, i)
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
