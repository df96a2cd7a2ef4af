use khabar_arabic::{Sources, table::LexiconError};
use khabar_doc::{Page, PageReading};
use khabar_news::Lexicon;
use khabar_page::{Hints, PageError, PageLexicon};

/// The order of the steps: bytes to a page, a page to its reading.
///
/// Cheap to share between threads; holds no state but its lexicon.
#[derive(Debug)]
pub struct Engine {
    page: PageLexicon,
    news: Lexicon,
    digest: String,
}

/// A page together with what it says.
#[derive(Debug)]
pub struct Read {
    /// What was published.
    pub page: Page,
    /// What we think it says.
    pub reading: PageReading,
    /// Digest of the lexicon behind the reading.
    pub lexicon_digest: String,
}

/// All lexicon files that the engine carries.
pub fn builtin_sources() -> Sources {
    let mut sources = khabar_news::builtin_sources();
    sources.extend(khabar_page::builtin_sources());
    sources
}

impl Engine {
    /// An engine with the built-in lexicon.
    ///
    /// # Panics
    ///
    /// Never in a released build: the tests parse the same files.
    pub fn new() -> Engine {
        Engine::with(&builtin_sources()).expect("the built-in lexicon is well-formed")
    }

    /// An engine with the lexicon files of `sources`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty: names file, line and remedy.
    pub fn with(sources: &Sources) -> Result<Engine, LexiconError> {
        Ok(Engine {
            page: PageLexicon::parse(sources)?,
            news: Lexicon::parse(sources)?,
            digest: sources.digest(),
        })
    }

    /// Reads one page as it came.
    ///
    /// # Errors
    ///
    /// Where the bytes are no page of text: says what they are and the remedy.
    pub fn read(&self, bytes: &[u8], hints: &Hints) -> Result<Read, PageError> {
        let page = khabar_page::read(bytes, hints, &self.page)?;
        let reading = khabar_news::read(&page, &self.news);
        Ok(Read { page, reading, lexicon_digest: self.digest.clone() })
    }
}

impl Default for Engine {
    fn default() -> Engine {
        Engine::new()
    }
}
