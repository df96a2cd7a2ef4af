use std::hash::Hasher;

use khabar_arabic::push_key;
use rustc_hash::{FxHashMap, FxHasher};

/// The words of the lexicon, each under its [key](khabar_arabic::fold_key), and the
/// phrases that they form with what each means.
///
/// One walk from a word finds all phrases that begin there. Words lie in one string and
/// meanings in one vector, so that loading makes a handful of allocations.
#[derive(Debug)]
pub(in crate::name) struct Phrases<T> {
    /// Word numbers by the hash of their letters; colliding words move to the next hash.
    numbers: FxHashMap<u64, u32>,
    words: Vec<Word>,
    letters: String,
    /// Nodes behind the first word of a phrase, by node and word number.
    next: FxHashMap<(u32, u32), u32>,
    /// Position of the last meaning of each node in `meanings`, plus 1.
    nodes: Vec<u32>,
    /// Meanings, each with the position of the one before it at its node, plus 1.
    meanings: Vec<(T, u32)>,
    scratch: String,
}

#[derive(Debug)]
struct Word {
    /// Its key in `letters`.
    key: (u32, u32),
    /// The node of the phrases that it begins, plus 1.
    first: u32,
}

impl<T: Copy + PartialEq> Phrases<T> {
    /// No phrases yet, with room for about `words`.
    pub(in crate::name) fn with_capacity(words: usize) -> Phrases<T> {
        let mut numbers = FxHashMap::default();
        numbers.reserve(words);
        let mut next = FxHashMap::default();
        next.reserve(words);
        Phrases {
            numbers,
            words: Vec::with_capacity(words),
            letters: String::with_capacity(words * 12),
            next,
            nodes: Vec::with_capacity(words * 2),
            meanings: Vec::with_capacity(words * 2),
            scratch: String::new(),
        }
    }

    /// Adds `phrase`, words parted by spaces, as written in a lexicon file.
    pub(in crate::name) fn insert(&mut self, phrase: &str, meaning: T) {
        let mut node = None;
        for word in phrase.split(' ').filter(|word| !word.is_empty()) {
            node = Some(self.step(node, word));
        }
        let Some(node) = node else { return };
        if !self.meanings_of(node).any(|other| other == meaning) {
            self.meanings.push((meaning, self.nodes[node as usize]));
            self.nodes[node as usize] = to_u32(self.meanings.len());
        }
    }

    /// Every phrase that begins with the word `first` and goes on with `rest`, as its
    /// number of words and its meaning, shortest first.
    pub(in crate::name) fn walk<'k>(
        &self,
        first: &str,
        mut rest: impl Iterator<Item = &'k str>,
        mut found: impl FnMut(usize, T),
    ) {
        let Ok(number) = self.number(first) else { return };
        let Some(mut node) = self.words[number as usize].first.checked_sub(1) else {
            return;
        };
        let mut length = 1;
        loop {
            for meaning in self.meanings_of(node) {
                found(length, meaning);
            }
            let child = rest.next().and_then(|word| {
                let number = self.number(word).ok()?;
                self.next.get(&(node, number)).copied()
            });
            let Some(child) = child else { return };
            node = child;
            length += 1;
        }
    }

    fn meanings_of(&self, node: u32) -> impl Iterator<Item = T> {
        let mut at = self.nodes[node as usize];
        std::iter::from_fn(move || {
            let (meaning, before) = self.meanings[at.checked_sub(1)? as usize];
            at = before;
            Some(meaning)
        })
    }

    /// The number of the word under `key`, or the hash that it may be entered under.
    fn number(&self, key: &str) -> Result<u32, u64> {
        let mut hasher = FxHasher::default();
        hasher.write(key.as_bytes());
        let mut hash = hasher.finish();
        while let Some(&number) = self.numbers.get(&hash) {
            let (from, to) = self.words[number as usize].key;
            if self.letters.get(from as usize..to as usize) == Some(key) {
                return Ok(number);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }

    /// The node behind `node` (or the start) and `word`, made where there is none.
    fn step(&mut self, node: Option<u32>, word: &str) -> u32 {
        let mut key = std::mem::take(&mut self.scratch);
        key.clear();
        push_key(&mut key, word);
        let number = self.number(&key).unwrap_or_else(|hash| {
            let from = to_u32(self.letters.len());
            self.letters.push_str(&key);
            let key = (from, to_u32(self.letters.len()));
            self.words.push(Word { key, first: 0 });
            let number = to_u32(self.words.len() - 1);
            self.numbers.insert(hash, number);
            number
        });
        self.scratch = key;
        let fresh = to_u32(self.nodes.len());
        let child = match node {
            Some(node) => *self.next.entry((node, number)).or_insert(fresh),
            None => {
                let first = &mut self.words[number as usize].first;
                if *first == 0 {
                    *first = fresh + 1;
                }
                *first - 1
            }
        };
        if child == fresh {
            self.nodes.push(0);
        }
        child
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_find_all_phrases_from_a_word() {
        let mut phrases = Phrases::with_capacity(4);
        phrases.insert("مجلس", 1);
        phrases.insert("مجلس الأمن", 2);
        phrases.insert("مجلس الأمن", 3);
        phrases.insert("الأمن القومي", 4);
        let mut found = Vec::new();
        let rest = ["الامن", "القومي"];
        phrases.walk("مجلس", rest.into_iter(), |n, meaning| found.push((n, meaning)));
        assert_eq!(found, [(1, 1), (2, 3), (2, 2)]);
        found.clear();
        phrases.walk("القومي", rest.into_iter(), |n, meaning| {
            found.push((n, meaning))
        });
        assert_eq!(found, []);
    }
}
