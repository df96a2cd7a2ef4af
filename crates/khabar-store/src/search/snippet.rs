//! What is shown of a thing found: its words as published, those found marked.

use std::ops::Range;

use rusqlite::OptionalExtension;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::plan::Expanded;
use super::request::Level;
use crate::{
    error::StoreError,
    index::{TermMaker, Word, keys},
    store::Store,
};

/// Words of a snippet, and before its first mark.
const WORDS: usize = 32;
const BEFORE: usize = 6;

/// A piece of text with the words found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// As published, spaces joined.
    pub text: String,
    /// Bytes of `text` that are found: words without what is attached to them.
    pub marks: Vec<Range<usize>>,
    /// Text was left out before it.
    pub is_cut_before: bool,
    /// Text was left out behind it.
    pub is_cut_behind: bool,
}

/// What is shown of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Article {
    /// Its number.
    pub id: i64,
    /// The number of its capture.
    pub capture: i64,
    /// The headline.
    pub title: Option<Snippet>,
    /// The place with the most words found.
    pub snippet: Snippet,
    /// Who published it.
    pub outlet: Option<String>,
    /// The day of publication.
    pub day: Option<String>,
    /// Where it was fetched.
    pub url: Option<String>,
    /// The file it came from.
    pub locator: String,
}

/// What is shown of a claim or an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its number.
    pub id: i64,
    /// Of a claim the speaker, of an event those who act.
    pub who: String,
    /// Of a claim the act, of an event its type.
    pub what: String,
    /// Of a claim the certainty, of an event its status.
    pub how: String,
    /// Of a claim the kind of source, of an event where it takes place.
    pub detail: String,
    /// Of a claim what is said, of an event its words and those it befalls.
    pub content: Snippet,
    /// Of a claim through whom it came.
    pub chain: Vec<String>,
    /// The article that holds it.
    pub article: Article,
}

impl Store {
    /// An article as it is shown for a query; `words` are those of the answer.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn article(
        &self,
        id: i64,
        words: &[Expanded],
        terms: &mut TermMaker,
    ) -> Result<Option<Article>, StoreError> {
        type Columns = (
            i64,
            Option<String>,
            String,
            Option<String>,
            Option<String>,
            Option<String>,
            String,
        );
        let row: Option<Columns> = self
            .record
            .sql
            .prepare_cached(
                "SELECT d.capture, d.title, d.body, d.outlet, d.day, p.url, c.locator \
                 FROM document d JOIN capture c ON c.id = d.capture \
                 JOIN page p ON p.id = c.page WHERE d.id = ?1",
            )
            .and_then(|mut query| {
                query.query_row([id], |row| Columns::try_from(row)).optional()
            })
            .map_err(|error| self.record.failed(error))?;
        let Some((capture, title, body, outlet, day, url, locator)) = row else {
            return Ok(None);
        };
        let wanted = Wanted::of(words);
        Ok(Some(Article {
            id,
            capture,
            title: title.map(|title| wanted.snippet(&title, usize::MAX, terms)),
            snippet: wanted.snippet(&body, WORDS, terms),
            outlet,
            day,
            url,
            locator,
        }))
    }

    /// A claim as it is shown for a query.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn claim(
        &self,
        id: i64,
        words: &[Expanded],
        terms: &mut TermMaker,
    ) -> Result<Option<Told>, StoreError> {
        let chain: Vec<String> = self
            .record
            .sql
            .prepare_cached("SELECT name FROM link WHERE claim = ?1 ORDER BY n")
            .and_then(|mut query| query.query_map([id], |row| row.get(0))?.collect())
            .map_err(|error| self.record.failed(error))?;
        self.told(
            id,
            "SELECT document, source, act, certainty, source_kind, content FROM claim \
             WHERE id = ?1",
            chain,
            words,
            terms,
        )
    }

    /// An event as it is shown for a query.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn event(
        &self,
        id: i64,
        words: &[Expanded],
        terms: &mut TermMaker,
    ) -> Result<Option<Told>, StoreError> {
        self.told(
            id,
            "SELECT document, coalesce((SELECT group_concat(label, '; ') FROM participant \
             WHERE event = e.id AND role = 'actor'), ''), type, status, coalesce(place, ''), \
             words || coalesce((SELECT ' \u{2192} ' || group_concat(label, '; ') FROM \
             participant WHERE event = e.id AND role = 'recipient'), '') \
             FROM event e WHERE id = ?1",
            Vec::new(),
            words,
            terms,
        )
    }

    fn told(
        &self,
        id: i64,
        statement: &str,
        chain: Vec<String>,
        words: &[Expanded],
        terms: &mut TermMaker,
    ) -> Result<Option<Told>, StoreError> {
        type Columns = (i64, String, String, String, String, String);
        let row: Option<Columns> = self
            .record
            .sql
            .prepare_cached(statement)
            .and_then(|mut query| {
                query.query_row([id], |row| Columns::try_from(row)).optional()
            })
            .map_err(|error| self.record.failed(error))?;
        let Some((document, who, what, how, detail, content)) = row else {
            return Ok(None);
        };
        let Some(article) = self.article(document, words, terms)? else {
            return Ok(None);
        };
        let content = Wanted::of(words).snippet(&content, usize::MAX, terms);
        Ok(Some(Told { id, who, what, how, detail, content, chain, article }))
    }
}

/// A token of a text: where it stands, and of one that is found, the place of its word in
/// the query and what is marked.
type Seen = (Range<usize>, Option<(usize, Range<usize>)>);

/// The terms that a query looks for, each with the place of its word.
#[derive(Default)]
struct Wanted<'a> {
    terms: FxHashMap<(Level, &'a str), usize>,
    /// Keys of sounds, by the script of the words that have them: Arabic, other.
    sounds: [FxHashMap<&'a str, usize>; 2],
}

impl<'a> Wanted<'a> {
    fn of(words: &'a [Expanded]) -> Wanted<'a> {
        let mut wanted = Wanted::default();
        for (place, word) in words.iter().enumerate().filter(|(_, word)| !word.is_stop) {
            for expansion in &word.expansions {
                match expansion.level {
                    // Marked word by word; the query saw to their order.
                    Level::Exact | Level::Name => {}
                    Level::Gram => {}
                    Level::Sound => {
                        for (sign, keys) in ['a', 'l'].into_iter().zip(&mut wanted.sounds)
                        {
                            if let Some(key) = expansion.term.strip_prefix(sign) {
                                keys.insert(key, place);
                            }
                        }
                    }
                    level => {
                        for term in expansion.term.split(' ') {
                            wanted.terms.insert((level, term), place);
                        }
                    }
                }
            }
        }
        wanted
    }

    /// The best piece of `text`, of at most `most` words.
    fn snippet(&self, text: &str, most: usize, terms: &mut TermMaker) -> Snippet {
        let mut tokens: Vec<Seen> = Vec::new();
        terms.tokens(text, |written, token| {
            let mark = token.words.iter().find_map(|word| {
                let level = [
                    (Level::Folded, &word.folded),
                    (Level::Stem, &word.stem),
                    (Level::Lemma, &word.lemma),
                ];
                let by_word = level
                    .into_iter()
                    .find_map(|(level, term)| self.terms.get(&(level, term.as_str())));
                let place = by_word.copied().or_else(|| self.by_sound(word))?;
                let start = token.range.start;
                let core = if written.get(word.core.clone()).is_some() {
                    start + word.core.start..start + word.core.end
                } else {
                    token.range.clone()
                };
                Some((place, core))
            });
            tokens.push((token.range, mark));
        });
        if tokens.len() <= most {
            let marks =
                tokens.into_iter().filter_map(|(_, mark)| mark).map(|(_, range)| range);
            return cut(text, 0..text.len(), marks.collect());
        }
        let first = best_window(&tokens, most);
        let last = (first + most).min(tokens.len()) - 1;
        let from = if first == 0 { 0 } else { tokens[first].0.start };
        let to = if last + 1 == tokens.len() { text.len() } else { tokens[last].0.end };
        let marks = tokens[first..=last]
            .iter()
            .filter_map(|(_, mark)| mark.as_ref().map(|(_, range)| range.clone()))
            .collect();
        cut(text, from..to, marks)
    }

    fn by_sound(&self, word: &Word) -> Option<usize> {
        let wanted = &self.sounds[usize::from(!word.is_arabic)];
        if wanted.is_empty() || word.is_number {
            return None;
        }
        keys(&word.folded).iter().find_map(|key| wanted.get(key.as_str()).copied())
    }
}

/// Where the window with the most different words found begins, the earliest of equals.
fn best_window(tokens: &[Seen], most: usize) -> usize {
    let mut best = (0, 0);
    let mut first = 0;
    for (at, (_, mark)) in tokens.iter().enumerate() {
        if mark.is_none() {
            continue;
        }
        let window = &tokens[at..(at + most - BEFORE.min(most - 1)).min(tokens.len())];
        let mut places: Vec<usize> = window
            .iter()
            .filter_map(|(_, mark)| mark.as_ref().map(|(place, _)| *place))
            .collect();
        let marks = places.len();
        places.sort_unstable();
        places.dedup();
        let score = (places.len(), marks.min(6));
        if score > best {
            best = score;
            first = at.saturating_sub(BEFORE);
        }
    }
    first.min(tokens.len().saturating_sub(most))
}

/// A piece of a text with runs of white space joined, and its marks moved along.
fn cut(text: &str, range: Range<usize>, marks: Vec<Range<usize>>) -> Snippet {
    let mut snippet = Snippet {
        is_cut_before: range.start > 0,
        is_cut_behind: range.end < text.len(),
        ..Snippet::default()
    };
    let mut places: Vec<(usize, usize)> = Vec::new();
    let piece = text.get(range.clone()).unwrap_or_default();
    for (at, ch) in piece.char_indices() {
        places.push((range.start + at, snippet.text.len()));
        if ch.is_whitespace() {
            if !snippet.text.is_empty() && !snippet.text.ends_with(' ') {
                snippet.text.push(' ');
            }
        } else {
            snippet.text.push(ch);
        }
    }
    places.push((range.end, snippet.text.len()));
    let moved = |at: usize| {
        let found = places.partition_point(|(from, _)| *from < at);
        places.get(found).map_or(snippet.text.len(), |(_, to)| *to)
    };
    snippet.marks = marks
        .into_iter()
        .map(|mark| moved(mark.start)..moved(mark.end))
        .filter(|mark| mark.start < mark.end)
        .collect();
    let trimmed = snippet.text.trim_end().len();
    snippet.text.truncate(trimmed);
    snippet
}
