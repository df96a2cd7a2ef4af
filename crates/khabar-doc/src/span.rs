use std::fmt;

/// A half-open range of UTF-8 bytes in one [`Text`](crate::Text).
///
/// Eight bytes, `Copy`, ordered by start and then by end. A span says nothing about
/// which text it belongs to: it is only ever stored beside that text.
///
/// # Invariants
///
/// `start <= end`. That both ends fall on character boundaries is checked where a
/// span meets its text, by [`Text::slice`](crate::Text::slice).
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    ///
    /// # Panics
    ///
    /// If `end < start`.
    #[track_caller]
    pub const fn new(start: u32, end: u32) -> Span {
        assert!(start <= end, "a span may not end before it starts");
        Span { start, end }
    }

    /// The same, from positions in a string.
    ///
    /// # Panics
    ///
    /// If `end < start`, or where a position is over `u32::MAX`, which no [`Text`](crate::Text) reaches.
    #[track_caller]
    pub fn of(start: usize, end: usize) -> Span {
        let position = |at| u32::try_from(at).expect("a text is under 4 GiB");
        Span::new(position(start), position(end))
    }

    /// As a range for slicing.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// First byte, inclusive.
    pub const fn start(self) -> u32 {
        self.start
    }

    /// Last byte, exclusive.
    pub const fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// True when the span covers no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True when every byte of `other` lies in this span.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
