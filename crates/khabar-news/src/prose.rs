use khabar_arabic::Words;
use khabar_doc::{Document, Page, Part, Span};

use crate::Lexicon;

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
}

impl<'a> Prose<'a> {
    /// Cuts `document` of `page` into words.
    pub fn of(page: &'a Page, document: &'a Document, lexicon: &Lexicon) -> Prose<'a> {
        let parts: Vec<Span> = document.parts.iter().map(|part| part.span).collect();
        let words = Words::of(page.text.as_str(), &parts, &lexicon.splitter);
        Prose { page, document, words }
    }

    /// The whole page's text, which every span counts in.
    pub fn text(&self) -> &'a str {
        self.page.text.as_str()
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
