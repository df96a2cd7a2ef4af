//! What the tools for training share: reading of treebanks and of Camel Morph.

#![allow(dead_code, reason = "each tool uses a part")]

pub(crate) mod camel;
pub(crate) mod treebank;

/// Random numbers that are the same in every run (a linear congruence of Knuth's).
#[derive(Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// The next number, of 31 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.0 >> 33
    }

    /// Puts `list` into another order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let other = usize::try_from(self.next()).unwrap_or_default() % (i + 1);
            list.swap(i, other);
        }
    }
}
