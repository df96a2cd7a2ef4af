//! A bounded memory of answers about words.

use std::sync::{Mutex, PoisonError};

/// Longest word that is remembered, in bytes of its key: fifteen Arabic letters.
pub(crate) const LONGEST: usize = 31;
const SMALLEST: usize = 1 << 9;

/// A key packed into one register's width of words: its bytes, zeros, and a last byte for
/// what else the answer depends on.
pub(crate) type Packed = [u64; 4];

/// Answers by word, in an open-addressed table that is never more than half full. Where it
/// would grow past its bound it forgets everything. A pure function remembered stays pure.
#[derive(Debug)]
pub(crate) struct Memo<V> {
    slots: Vec<(Packed, V)>,
    filled: usize,
    most: usize,
}

impl<V: Copy + Default> Memo<V> {
    /// An empty memory of at most `most` slots, a power of two.
    pub(crate) fn new(most: usize) -> Memo<V> {
        let few = SMALLEST.min(most).max(2);
        Memo { slots: vec![Default::default(); few], filled: 0, most }
    }

    /// The answer for a key that is not all zeros.
    #[inline]
    pub(crate) fn get(&self, key: &Packed) -> Option<V> {
        let (known, value) = &self.slots[self.find(key)];
        (known == key).then_some(*value)
    }

    /// Remembers an answer.
    pub(crate) fn put(&mut self, key: Packed, value: V) {
        if self.filled * 2 >= self.slots.len() {
            self.grow();
        }
        let at = self.find(&key);
        self.filled += usize::from(self.slots[at].0 == [0; 4]);
        self.slots[at] = (key, value);
    }

    /// All that is remembered, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Packed, V)> {
        self.slots
            .iter()
            .filter(|(key, _)| *key != [0; 4])
            .map(|(key, value)| (key, *value))
    }

    fn grow(&mut self) {
        if self.slots.len() >= self.most {
            *self = Memo::new(self.most);
            return;
        }
        let more = vec![Default::default(); self.slots.len() * 2];
        for (key, value) in std::mem::replace(&mut self.slots, more) {
            if key != [0; 4] {
                let at = self.find(&key);
                self.slots[at] = (key, value);
            }
        }
    }

    /// The slot of a key, or the empty one where it would be.
    #[inline]
    fn find(&self, key: &Packed) -> usize {
        #[allow(clippy::cast_possible_truncation, reason = "the upper bits are wanted")]
        let mut at = (hash(key) >> 32) as usize & (self.slots.len() - 1);
        while self.slots[at].0 != *key && self.slots[at].0 != [0; 4] {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }
}

#[inline]
fn hash(key: &Packed) -> u64 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let one = (key[0] ^ key[1].rotate_left(29)).wrapping_mul(K);
    let two = (key[2] ^ key[3].rotate_left(31) ^ one.rotate_left(17)).wrapping_mul(K);
    one ^ two ^ (two >> 31)
}

/// The first `len` of the bytes at `from`, at most [`LONGEST`], and `extra`.
#[inline]
pub(crate) fn pack(bytes: &[u8], from: usize, len: usize, extra: u8) -> Packed {
    let mut packed = [0; 4];
    if let Some(window) = bytes.get(from..).and_then(|rest| rest.first_chunk::<32>()) {
        let (words, _) = window.as_chunks();
        for (at, word) in words.iter().enumerate() {
            let bits = len.saturating_sub(8 * at).min(8) * 8;
            let mask = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
            packed[at] = u64::from_le_bytes(*word) & mask;
        }
    } else {
        let mut window = [0u8; 32];
        for (to, from) in window.iter_mut().zip(bytes.iter().skip(from).take(len)) {
            *to = *from;
        }
        let (words, _) = window.as_chunks();
        for (packed, word) in packed.iter_mut().zip(words) {
            *packed = u64::from_le_bytes(*word);
        }
    }
    packed[3] |= u64::from(extra) << 56;
    packed
}

/// Memories that wait for the next text: each reader takes one, or a new one where all
/// are in use, and gives it back. There are as many as there were readers at once.
#[derive(Debug)]
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T> Default for Pool<T> {
    fn default() -> Pool<T> {
        Pool(Mutex::new(Vec::new()))
    }
}

impl<T> Pool<T> {
    pub(crate) fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    pub(crate) fn give(&self, memory: T) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(n: u64) -> Packed {
        [n, n.rotate_left(7), 0, 1 << 56]
    }

    #[test]
    fn what_was_put_is_got_and_the_bound_holds() {
        let mut memo = Memo::new(1 << 10);
        for n in 1..=400u64 {
            memo.put(packed(n), n);
        }
        assert!((1..=400).all(|n| memo.get(&packed(n)) == Some(n)));
        assert_eq!(memo.get(&packed(401)), None);
        for n in 401..=100_000u64 {
            memo.put(packed(n), n);
        }
        assert!(memo.slots.len() <= 1 << 10);
        assert!((1..=100_000).all(|n| memo.get(&packed(n)).is_none_or(|v| v == n)));
        assert_eq!(memo.get(&packed(100_000)), Some(100_000));
    }

    #[test]
    fn a_packed_key_has_its_bytes_and_nothing_behind_them() {
        let long = [b'x'; 80];
        for len in 1..=LONGEST {
            let mut short = vec![b'x'; len];
            assert_eq!(pack(&long, 3, len, 5), pack(&short, 0, len, 5));
            short.push(b'y');
            assert_eq!(pack(&short, 0, len, 5), pack(&long, 0, len, 5));
            assert_ne!(pack(&long, 0, len, 5), pack(&long, 0, len, 6));
        }
    }
}
