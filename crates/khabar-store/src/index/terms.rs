//! Words of a text as the terms of an index.
//!
//! A word is analysed by itself, so that it has the same terms in a question as in an
//! article, whatever stands around it; what was analysed once is remembered.

use std::{fmt, ops::Range, sync::Arc};

use khabar_arabic::{
    Analyser, Analysis, Role, TokenKind, Words, fold_key,
    letters::{ARTICLE, BEH, KAF, LAM, is_invisible, is_letter, is_mark},
    search::{Level as Likeness, Levels, each_term, search_key},
};
use rustc_hash::FxHashMap;

use super::skeleton;

/// Grows with every change to the terms that a word gets: an index of another version is
/// built anew.
pub(crate) const VERSION: u32 = 2;

/// Words remembered before the memory is emptied: some 25 MB.
const REMEMBERED: usize = 60_000;

/// The longest word that is indexed, in bytes. What is longer is no word.
const LONGEST_BYTES: usize = 120;

/// The likenesses under which a word is found, with their terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Alefs, ى and ي, ة and ه, digits and cases joined; marks dropped.
    pub(crate) folded: String,
    /// Without attached words and article.
    pub(crate) stem: String,
    /// The dictionary form.
    pub(crate) lemma: String,
    /// The root, or else the consonants.
    pub(crate) root: String,
    /// Where the word without attached words is written, in bytes of the token.
    pub(crate) core: Range<usize>,
    /// In Arabic script.
    pub(crate) is_arabic: bool,
    /// The whole token is digits.
    pub(crate) is_number: bool,
}

impl Word {
    /// The 3-letter pieces of its dictionary form, its ends marked.
    pub(crate) fn grams(&self) -> Vec<String> {
        if self.is_number {
            return Vec::new();
        }
        let letters: Vec<char> = std::iter::once('^')
            .chain(self.lemma.chars())
            .chain(std::iter::once('$'))
            .collect();
        letters.windows(3).map(|piece| piece.iter().collect()).collect()
    }
}

/// A token of a text with its words: mostly one.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    /// As written, in bytes of the text.
    pub(crate) range: Range<usize>,
    pub(crate) words: &'a [Word],
}

/// Makes terms of words. Holds a memory of words, so each thread has its own; all share
/// the analyser.
pub struct TermMaker {
    analyser: Arc<Analyser>,
    memory: FxHashMap<Box<str>, u32>,
    known: Vec<Box<[Word]>>,
}

impl fmt::Debug for TermMaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TermMaker").field("memory", &self.memory.len()).finish()
    }
}

impl TermMaker {
    /// One that analyses with `analyser`.
    pub fn new(analyser: Arc<Analyser>) -> TermMaker {
        TermMaker { analyser, memory: FxHashMap::default(), known: Vec::new() }
    }

    /// Calls `each` with every token of `text` in order.
    pub(crate) fn tokens(&mut self, text: &str, mut each: impl FnMut(&str, Token<'_>)) {
        let mut start = None;
        let ends = text.char_indices().map(|(at, ch)| (at, is_of_word(ch)));
        for (at, inside) in ends.chain(std::iter::once((text.len(), false))) {
            match (start, inside) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    start = None;
                    let range: Range<usize> = from..at;
                    let written = text.get(range.clone()).unwrap_or_default();
                    if written.len() <= LONGEST_BYTES
                        && written.chars().any(char::is_alphanumeric)
                    {
                        let words = self.words(written);
                        each(written, Token { range, words });
                    }
                }
                _ => {}
            }
        }
    }

    /// The words of one token.
    pub(crate) fn words(&mut self, written: &str) -> &[Word] {
        let place = match self.memory.get(written) {
            Some(&place) => place,
            None => {
                if self.known.len() >= REMEMBERED {
                    self.memory.clear();
                    self.known.clear();
                }
                let place = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
                self.known.push(analyse(&self.analyser, written));
                self.memory.insert(written.into(), place);
                place
            }
        };
        &self.known[place as usize]
    }
}

fn analyse(analyser: &Analyser, written: &str) -> Box<[Word]> {
    let (tokens, analysis) = analyser.read(written);
    let mut words: Vec<Word> = Vec::with_capacity(1);
    let mut roots: Vec<(usize, String)> = Vec::with_capacity(1);
    each_term(written, &tokens, &analysis, Levels::of(&[Likeness::Root]), |term| {
        roots.push((term.token, term.text.to_owned()));
    });
    for (i, token) in tokens.tokens().iter().enumerate() {
        if matches!(token.kind, TokenKind::Quote | TokenKind::Mark) {
            continue;
        }
        let folded = search_key(&fold_key(tokens.whole(i)));
        let root = roots
            .iter_mut()
            .find(|(token, _)| *token == i)
            .map(|(_, root)| std::mem::take(root))
            .unwrap_or_default();
        let range = token.span.range();
        if folded.is_empty() {
            continue;
        }
        if token.kind != TokenKind::Word {
            words.push(Word {
                is_arabic: false,
                is_number: folded.chars().all(char::is_numeric),
                stem: folded.clone(),
                lemma: folded.clone(),
                root: folded.clone(),
                core: range,
                folded,
            });
            continue;
        }
        if let Some(word) = read_further(analyser, written, &tokens, &analysis, i) {
            words.push(Word { folded, ..word });
            continue;
        }
        let stem = analysis.stem(i);
        let key = fold_key(analysis.norm(stem));
        let bare = if token.proclitics.article {
            key.strip_prefix(ARTICLE).unwrap_or(&key)
        } else {
            &key
        };
        let core = analysis
            .parts(i)
            .iter()
            .find(|part| part.role == Role::Stem)
            .map_or(range, |part| part.span.range());
        words.push(Word {
            stem: search_key(bare),
            lemma: search_key(&fold_key(analysis.lemma(stem))),
            root,
            core,
            is_arabic: true,
            is_number: false,
            folded,
        });
    }
    words.into()
}

/// The word behind a second attached letter that the analyser left on the stem, as in
/// `وبغزة`: what stands behind a conjunction and begins with a preposition's letter, and
/// is rarer than the same without it.
fn read_further(
    analyser: &Analyser,
    written: &str,
    tokens: &Words,
    analysis: &Analysis,
    i: usize,
) -> Option<Word> {
    let token = &tokens.tokens()[i];
    if token.proclitics.conjunction.is_none() || token.proclitics.preposition.is_some() {
        return None;
    }
    let end = token.span.range().end;
    let stem = written.get(analysis.stem(i).span.range().start..end)?;
    let mut letters = stem.chars();
    let first = letters.next()?;
    let rest = letters.as_str().trim_start_matches(is_mark);
    if !matches!(first, BEH | LAM | KAF) || rest.chars().count() < 3 {
        return None;
    }
    let splitter = analyser.splitter();
    if splitter.zipf(&fold_key(rest)) <= splitter.zipf(&fold_key(stem)) {
        return None;
    }
    let shift = end - rest.len();
    let word = analyse(analyser, rest).first().cloned()?;
    let core = word.core.start + shift..word.core.end + shift;
    Some(Word { core, ..word })
}

/// The terms of a text, a string a field: terms of one position parted by `|`, positions
/// by a space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) exact: String,
    pub(crate) folded: String,
    pub(crate) stem: String,
    pub(crate) lemma: String,
    pub(crate) root: String,
    pub(crate) gram: String,
    /// Keys of words in Latin letters.
    pub(crate) latin: String,
}

impl Terms {
    /// Adds the words of `text`.
    pub(crate) fn add(&mut self, text: &str, maker: &mut TermMaker) {
        maker.tokens(text, |written, token| {
            let exact = written.trim_matches(is_invisible);
            for (n, word) in token.words.iter().enumerate() {
                push(&mut self.folded, &word.folded);
                push(&mut self.stem, &word.stem);
                push(&mut self.lemma, &word.lemma);
                push(&mut self.root, &word.root);
                for gram in word.grams() {
                    push(&mut self.gram, &gram);
                }
                if !word.is_arabic && !word.is_number {
                    for key in skeleton::keys(&word.folded) {
                        push(&mut self.latin, &format!("l{key}"));
                    }
                }
                // Positions go on together in all fields.
                push(&mut self.exact, if n == 0 { exact } else { "\u{2026}" });
            }
        });
    }

    /// Parts two texts, so that no phrase reaches from one into the other.
    pub(crate) fn part(&mut self) {
        for field in [&mut self.exact, &mut self.folded, &mut self.stem, &mut self.lemma]
        {
            if !field.is_empty() {
                field.push_str(" \u{1}");
            }
        }
    }
}

/// The terms of a name: `s` and its stem, `k` and the keys of its sound.
pub(crate) fn push_name(field: &mut String, name: &str, maker: &mut TermMaker) {
    if !field.is_empty() {
        field.push_str(" \u{1}");
    }
    maker.tokens(name, |_, token| {
        for word in token.words {
            push(field, &format!("s{}", word.stem));
            for key in skeleton::keys(&word.folded) {
                field.push_str("|k");
                field.push_str(&key);
            }
        }
    });
}

/// Adds the keys by which Latin words find names in Arabic script.
pub(crate) fn push_sounds(field: &mut String, name: &str, maker: &mut TermMaker) {
    maker.tokens(name, |_, token| {
        for word in token.words.iter().filter(|word| word.is_arabic) {
            for key in skeleton::keys(&word.folded) {
                push(field, &format!("a{key}"));
            }
        }
    });
}

fn push(field: &mut String, term: &str) {
    if !field.is_empty() {
        field.push(' ');
    }
    field.push_str(term);
}

/// One key for the spellings of a name, whatever stands before and behind.
pub(crate) fn name_key(name: &str) -> String {
    let words: Vec<String> =
        name.split_whitespace().map(|word| search_key(&fold_key(word))).collect();
    words.join(" ")
}

/// True for letters, digits and what is written on or between letters.
fn is_of_word(ch: char) -> bool {
    match ch {
        '\0'..='\u{7F}' => ch.is_ascii_alphanumeric(),
        // From hamza to yeh with tatweel, without the long way through tables.
        '\u{621}'..='\u{64A}' => true,
        _ => ch.is_alphanumeric() || is_mark(ch) || is_letter(ch) || is_invisible(ch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut maker = TermMaker::new(Arc::new(Analyser::builtin()));
        let mut found = Vec::new();
        maker.tokens(text, |written, token| {
            for word in token.words {
                found.push(format!("{written} {} {}", word.folded, word.stem));
            }
        });
        found
    }

    #[test]
    fn tokens_are_cut_and_analysed_alone() {
        assert_eq!(
            words("😀 وبِغزّةَ، «BBC» ٢٠٢٤"),
            ["وبِغزّةَ وبغزه غزه", "BBC bbc bbc", "٢٠٢٤ 2024 2024"]
        );
    }

    #[test]
    fn the_core_is_written_in_the_token() {
        let mut maker = TermMaker::new(Arc::new(Analyser::builtin()));
        let text = "😀 وبِغزّةَ";
        let mut cores = Vec::new();
        maker.tokens(text, |written, token| {
            cores.push(written[token.words[0].core.clone()].to_owned());
        });
        assert_eq!(cores, ["غزّةَ"]);
    }

    #[test]
    fn grams_mark_the_ends() {
        let mut maker = TermMaker::new(Arc::new(Analyser::builtin()));
        assert_eq!(maker.words("غزة")[0].grams(), ["^غز", "غزه", "زه$"]);
        assert_eq!(maker.words("12")[0].grams(), Vec::<String>::new());
    }

    #[test]
    fn fields_go_on_together() {
        let mut maker = TermMaker::new(Arc::new(Analyser::builtin()));
        let mut terms = Terms::default();
        terms.add("عام 1037م في مدينة", &mut maker);
        let count = |field: &str| field.split(' ').count();
        assert_eq!(count(&terms.exact), count(&terms.stem));
        assert_eq!(count(&terms.folded), count(&terms.lemma));
    }
}
