//! What is known of words whatever sentence they stand in.

use khabar_doc::Span;
use rustc_hash::FxHashMap;

use super::Analyser;
use crate::{
    clitic::Proclitics,
    key::fold_key,
    letters::{ARTICLE, BEH, KAF, LAM, TATWEEL, WAW, is_invisible, is_mark},
    tagger::{Item, Sums, Tag},
    words::{LONGEST, Memo, Words, pack},
};

/// Entries that are kept at most, some 16 MB. News has as many forms in a month; then those
/// that did not come back are forgotten.
const MOST: usize = 1 << 15;

/// The words met so far.
#[derive(Debug)]
pub(super) struct Lexis {
    /// Entries of words of up to [`LONGEST`] bytes.
    short: Memo<u32>,
    /// The others, with their front behind them.
    long: FxHashMap<Box<str>, u32>,
    name: String,
    entries: Vec<Entry>,
    readings: Vec<Reading>,
    text: String,
}

/// What does not depend on the tag.
#[derive(Clone, Copy, Debug)]
struct Entry {
    item: Item,
    /// What its features alone add to the sums of the tagger.
    sums: Sums,
    pronoun: Option<&'static str>,
    /// Bytes of the pronoun as written.
    pronoun_bytes: u32,
    /// Key without clitics and article.
    key: (u32, u32),
    /// The same letters with their hamzas.
    written: (u32, u32),
    /// The number of the first reading and one.
    first: u32,
    /// Whether the word came again since it was last asked for.
    is_back: bool,
}

/// A word under one tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    tag: Tag,
    /// What the features of the word alone add to the sums of its morphology.
    pub(super) sums: Sums,
    pub(super) norm: (u32, u32),
    pub(super) lemma: (u32, u32),
    pub(super) root: &'static str,
    /// The number of the next reading of the word and one.
    next: u32,
}

impl Default for Lexis {
    fn default() -> Lexis {
        Lexis {
            short: Memo::new(2 * MOST),
            long: FxHashMap::default(),
            name: String::new(),
            entries: Vec::new(),
            readings: Vec::new(),
            text: String::new(),
        }
    }
}

impl Lexis {
    /// Forgets words that did not come back where the bound is reached.
    pub(super) fn bound(&mut self) {
        if self.entries.len() < MOST && self.readings.len() < 2 * MOST {
            return;
        }
        let mut old = std::mem::take(self);
        let mut places = vec![None; old.entries.len()];
        for (place, entry) in places.iter_mut().zip(&old.entries) {
            if entry.is_back && self.entries.len() < MOST / 4 * 3 {
                *place = Some(Span::of(0, self.entries.len()).end());
                self.take(&old, entry);
            }
        }
        for (word, entry) in old.short.iter() {
            if let Some(place) = places[entry as usize] {
                self.short.put(*word, place);
            }
        }
        self.long = std::mem::take(&mut old.long);
        self.long.retain(|_, entry| match places[*entry as usize] {
            Some(place) => {
                *entry = place;
                true
            }
            None => false,
        });
    }

    /// Adds an entry of `old` with its readings.
    fn take(&mut self, old: &Lexis, entry: &Entry) {
        let mut first = 0;
        let mut at = entry.first;
        while let Some(index) = (at as usize).checked_sub(1) {
            let reading = old.readings[index];
            let norm = self.push(old.text(reading.norm));
            let lemma = self.push(old.text(reading.lemma));
            self.readings.push(Reading { norm, lemma, next: first, ..reading });
            first = Span::of(0, self.readings.len()).end();
            at = reading.next;
        }
        let key = self.push(old.text(entry.key));
        let written = self.push(old.text(entry.written));
        self.entries.push(Entry { key, written, first, is_back: false, ..*entry });
    }

    /// What the tagger sees of the word, and its own sums.
    pub(super) fn item(&self, entry: usize) -> (Item, Sums) {
        let entry = &self.entries[entry];
        (entry.item, entry.sums)
    }

    /// The pronoun on the end of the word, and the bytes that it is written with.
    pub(super) fn pronoun(&self, entry: usize) -> (Option<&'static str>, u32) {
        let entry = &self.entries[entry];
        (entry.pronoun, entry.pronoun_bytes)
    }

    pub(super) fn text(&self, (from, to): (u32, u32)) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    fn push(&mut self, text: &str) -> (u32, u32) {
        let from = self.text.len();
        self.text.push_str(text);
        let span = Span::of(from, self.text.len());
        (span.start(), span.end())
    }

    /// The entry of token `i`, a word.
    pub(super) fn entry(
        &mut self,
        analyser: &Analyser,
        text: &str,
        words: &Words,
        i: usize,
    ) -> usize {
        let token = &words.tokens()[i];
        let written = text.get(token.span.range()).unwrap_or_default();
        let front = front(words, i);
        if written.len() <= LONGEST {
            let packed =
                pack(text.as_bytes(), token.span.range().start, written.len(), front);
            if let Some(entry) = self.short.get(&packed) {
                self.entries[entry as usize].is_back = true;
                return entry as usize;
            }
            let entry = self.add(analyser, text, words, i);
            self.short.put(packed, Span::of(0, entry).end());
            return entry;
        }
        self.name.clear();
        self.name.push_str(written);
        self.name.push(char::from(front));
        if let Some(&entry) = self.long.get(self.name.as_str()) {
            self.entries[entry as usize].is_back = true;
            return entry as usize;
        }
        let entry = self.add(analyser, text, words, i);
        self.long.insert(self.name.as_str().into(), Span::of(0, entry).end());
        entry
    }

    #[inline(never)]
    fn add(&mut self, analyser: &Analyser, text: &str, words: &Words, i: usize) -> usize {
        let token = &words.tokens()[i];
        let whole = text.get(token.span.range()).unwrap_or_default();
        let (core, stem) = (words.core(i), words.stem(i));
        let found = analyser.splitter.enclitic(core, token.proclitics);
        let pronoun =
            found.filter(|end| stem.len() > end.pronoun.len()).map(|end| end.pronoun);
        let key = stem.get(..stem.len() - pronoun.map_or(0, str::len)).unwrap_or(stem);
        // The written letters of the stem: its last ones, without those of the pronoun.
        let core_written = text.get(token.core.range()).unwrap_or_default();
        let plain: Vec<char> =
            core_written.chars().filter(|&ch| !is_silent(ch)).collect();
        let key_letters = key.chars().count();
        let pronoun_letters = pronoun.map_or(0, |p| p.chars().count());
        let skip = plain.len().saturating_sub(key_letters + pronoun_letters);
        let written: String = if plain.len() < key_letters {
            // Ligatures: the key has more letters than were written.
            key.to_owned()
        } else {
            plain.iter().skip(skip).take(key_letters).collect()
        };
        let item = Item::word(
            key,
            &written,
            token.proclitics,
            pronoun,
            &analyser.splitter,
            &analyser.lexicon,
        );
        let sums = analyser.model.own_sums(&item);
        let pronoun_bytes = pronoun.map_or(0, |_| end_of_letters(whole, pronoun_letters));
        let (key, written) = (self.push(key), self.push(&written));
        self.entries.push(Entry {
            item,
            sums,
            pronoun,
            pronoun_bytes,
            key,
            written,
            first: 0,
            is_back: false,
        });
        self.entries.len() - 1
    }

    /// The reading of token `i`, whose entry is given, under `tag`.
    pub(super) fn reading(
        &mut self,
        analyser: &Analyser,
        words: &Words,
        i: usize,
        entry: usize,
        tag: Tag,
    ) -> Reading {
        let mut at = self.entries[entry].first;
        while let Some(index) = (at as usize).checked_sub(1) {
            let reading = self.readings[index];
            if reading.tag == tag {
                return reading;
            }
            at = reading.next;
        }
        let reading = self.read(analyser, words, i, entry, tag);
        self.readings.push(reading);
        self.entries[entry].first = Span::of(0, self.readings.len()).end();
        reading
    }

    #[inline(never)]
    fn read(
        &mut self,
        analyser: &Analyser,
        words: &Words,
        i: usize,
        entry: usize,
        tag: Tag,
    ) -> Reading {
        let splitter = &analyser.splitter;
        let Entry { pronoun, key, written, first, .. } = self.entries[entry];
        let article = words.tokens()[i].proclitics.article;
        let is_verb = matches!(tag, Tag::Verb | Tag::Aux);
        let restored =
            pronoun.and_then(|_| splitter.without_enclitic(self.text(written), is_verb));
        let mut norm = if article { ARTICLE.to_owned() } else { String::new() };
        norm.push_str(restored.as_deref().unwrap_or(self.text(written)));
        let restored_key = restored.as_deref().map(fold_key);
        let (lemma, root) = if article && matches!(tag, Tag::Pron | Tag::Verb) {
            analyser.lemmas.of(words.core(i), &norm, tag, splitter)
        } else {
            analyser.lemmas.of(
                restored_key.as_deref().unwrap_or(self.text(key)),
                restored.as_deref().unwrap_or(self.text(written)),
                tag,
                splitter,
            )
        };
        let mut spelt = String::new();
        lemma.push_to(&mut spelt);
        let norm = self.push(&norm);
        let lemma = self.push(&spelt);
        let sums = analyser.model.own_form_sums(&self.entries[entry].item, tag);
        Reading { tag, sums, norm, lemma, root, next: first }
    }
}

/// How the front of token `i` is read, in one byte: its word is read otherwise where a
/// caller's splitter cut it otherwise.
fn front(words: &Words, i: usize) -> u8 {
    let token = &words.tokens()[i];
    let Proclitics { conjunction, preposition, future, article } = token.proclitics;
    let conjunction = conjunction.map_or(0, |ch| if ch == WAW { 1 } else { 2 });
    let preposition = match preposition {
        None => 0,
        Some(BEH) => 1,
        Some(LAM) => 2,
        Some(KAF) => 3,
        Some(_) => 0,
    };
    // A core with a key of its own has an article that `لل` hides, doubled where the ل is
    // the word's.
    let hidden = match words.hidden_article(i) {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    };
    conjunction
        | preposition << 2
        | u8::from(future) << 4
        | u8::from(article) << 5
        | hidden << 6
}

/// The bytes from the last `n` letters of `word` on.
fn end_of_letters(word: &str, n: usize) -> u32 {
    let mut seen = 0;
    for (at, ch) in word.char_indices().rev() {
        if !is_silent(ch) {
            seen += 1;
            if seen == n {
                return u32::try_from(word.len() - at).unwrap_or(u32::MAX);
            }
        }
    }
    0
}

fn is_silent(ch: char) -> bool {
    is_mark(ch) || is_invisible(ch) || ch == TATWEEL
}
