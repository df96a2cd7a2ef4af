use khabar_arabic::{Sources, table::LexiconError};
use khabar_doc::{Page, PageReading};
use khabar_news::{Lexicon, event::EventLexicon};
use khabar_page::{Hints, Limits, PageError, PageLexicon};

/// The order of the steps: bytes to a page, a page to its reading.
///
/// Cheap to share between threads; holds no state but its lexicon.
#[derive(Debug)]
pub struct Engine {
    page: PageLexicon,
    news: Lexicon,
    digest: String,
    limits: Limits,
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
        // Half of a cold start is the reading of the lexicon: two halves, two threads.
        let (news, rest) = std::thread::scope(|scope| {
            let rest = scope.spawn(|| {
                let digest = sources.digest();
                Ok((PageLexicon::parse(sources)?, EventLexicon::parse(sources)?, digest))
            });
            let news = Lexicon::parse_but_events(sources);
            (news, rest.join())
        });
        let (page, events, digest) = match rest {
            Ok(rest) => rest?,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        Ok(Engine { page, news: news?(events), digest, limits: Limits::default() })
    }

    /// The same engine, which reads as much of a page as `limits` say.
    #[must_use]
    pub fn within(mut self, limits: Limits) -> Engine {
        self.limits = limits;
        self
    }

    /// Reads one page as it came.
    ///
    /// # Errors
    ///
    /// Where the bytes are no page of text: says what they are and the remedy.
    pub fn read(&self, bytes: &[u8], hints: &Hints) -> Result<Read, PageError> {
        let page = khabar_page::read_within(bytes, hints, &self.page, &self.limits)?;
        Ok(self.reading(page))
    }

    /// Reads several pages of one article, in the order of `pages`, as one page; see
    /// [`khabar_page::read_series`].
    ///
    /// # Errors
    ///
    /// Where none of them is a page of text.
    pub fn read_series(&self, pages: &[(&[u8], &Hints)]) -> Result<Read, PageError> {
        let page = khabar_page::read_series(pages, &self.page, &self.limits)?;
        Ok(self.reading(page))
    }

    fn reading(&self, page: Page) -> Read {
        let reading = khabar_news::read(&page, &self.news);
        Read { page, reading, lexicon_digest: self.digest.clone() }
    }
}

impl Default for Engine {
    fn default() -> Engine {
        Engine::new()
    }
}
