use crate::Span;

/// Anything that lies somewhere in a text.
pub trait Spanned {
    /// Where it lies.
    fn span(&self) -> Span;
}

/// Annotations of one kind over one text, in reading order.
///
/// Sorted by start, and where starts agree by length, longest first, so an outer
/// annotation comes before what it holds. Overlap is allowed: a claim may hold a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer<T> {
    items: Box<[T]>,
}

impl<T: Spanned> Layer<T> {
    /// Sorts `items` into reading order; the sort is stable, so equal spans keep theirs.
    pub fn new(mut items: Vec<T>) -> Layer<T> {
        items.sort_by_key(|it| (it.span().start(), std::cmp::Reverse(it.span().end())));
        Layer { items: items.into() }
    }

    /// All of them, in reading order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// Those that begin inside `span`. O(log n) to find the first.
    pub fn starting_in(&self, span: Span) -> &[T] {
        let lo = self.items.partition_point(|it| it.span().start() < span.start());
        let hi = self.items.partition_point(|it| it.span().start() < span.end());
        &self.items[lo..hi]
    }
}

impl<T> std::ops::Deref for Layer<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}
