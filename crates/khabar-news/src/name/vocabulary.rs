use khabar_arabic::push_key;
use rustc_hash::FxHashMap;

/// The words of the lexicon, each under its [key](khabar_arabic::fold_key), and the
/// phrases that they form with what each means.
///
/// One walk from a word finds all phrases that begin there.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    words: FxHashMap<Box<str>, u32>,
    next: FxHashMap<(u32, u32), u32>,
    meanings: Vec<Vec<T>>,
    scratch: String,
}

impl<T: Copy + PartialEq> Phrases<T> {
    /// No phrases yet.
    pub(super) fn new() -> Phrases<T> {
        Phrases {
            words: FxHashMap::default(),
            next: FxHashMap::default(),
            meanings: vec![Vec::new()],
            scratch: String::new(),
        }
    }

    /// Adds `phrase`, words parted by spaces, as written in a lexicon file.
    pub(super) fn insert(&mut self, phrase: &str, meaning: T) {
        let mut node = 0;
        for word in phrase.split([' ', '\u{AD}']).filter(|word| !word.is_empty()) {
            node = self.step(node, word);
        }
        if node != 0 && !self.meanings[node as usize].contains(&meaning) {
            self.meanings[node as usize].push(meaning);
        }
    }

    /// Every phrase that begins with the word `first` and goes on with `rest`, as its
    /// number of words and its meaning, shortest first.
    pub(super) fn walk<'k>(
        &self,
        first: &str,
        rest: impl Iterator<Item = &'k str>,
        mut found: impl FnMut(usize, T),
    ) {
        let Some(mut node) = self.child(0, first) else { return };
        let mut length = 1;
        let mut rest = rest;
        loop {
            for &meaning in &self.meanings[node as usize] {
                found(length, meaning);
            }
            let Some(child) = rest.next().and_then(|word| self.child(node, word)) else {
                return;
            };
            node = child;
            length += 1;
        }
    }

    fn child(&self, node: u32, word: &str) -> Option<u32> {
        let word = *self.words.get(word)?;
        self.next.get(&(node, word)).copied()
    }

    fn step(&mut self, node: u32, word: &str) -> u32 {
        self.scratch.clear();
        push_key(&mut self.scratch, word);
        let fresh = to_u32(self.words.len());
        let word = match self.words.get(self.scratch.as_str()) {
            Some(&id) => id,
            None => {
                self.words.insert(self.scratch.as_str().into(), fresh);
                fresh
            }
        };
        let fresh = to_u32(self.meanings.len());
        let node = *self.next.entry((node, word)).or_insert(fresh);
        if node == fresh {
            self.meanings.push(Vec::new());
        }
        node
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
