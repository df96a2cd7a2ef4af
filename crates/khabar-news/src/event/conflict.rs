use khabar_doc::{Conflict, PageReading};

use super::view::View;

/// Pairs of claims that cannot both hold.
pub(super) fn find(_view: &View<'_>, _reading: &PageReading, _index: usize) -> Vec<Conflict> {
    Vec::new()
}
