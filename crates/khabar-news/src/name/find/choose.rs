use crate::name::sheet::Found;

/// Those of `found` that win where they overlap: the longer, then the surer.
pub(in crate::name) fn longest(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| {
        let by_length = b.tokens.len().cmp(&a.tokens.len());
        by_length
            .then(b.confidence.total_cmp(&a.confidence))
            .then(a.tokens.start.cmp(&b.tokens.start))
    });
    let n = found.iter().map(|f| f.tokens.end).max().unwrap_or(0);
    let mut taken = vec![false; n];
    found.retain(|f| {
        if taken[f.tokens.clone()].contains(&true) {
            return false;
        }
        taken[f.tokens.clone()].fill(true);
        true
    });
    found.sort_by_key(|f| f.tokens.start);
    found
}
