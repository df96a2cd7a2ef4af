use khabar_doc::{
    Actor, Claim, ClaimId, Conflict, Count, Event, PageReading, Span, Spanned, Stance,
    Why,
};

use super::{
    count::{self, claim_at},
    view::View,
};

/// Pairs of claims that cannot both hold: about who did it, whether it happened, how
/// many it struck.
pub(super) fn find(
    view: &View<'_>,
    reading: &PageReading,
    index: usize,
) -> Vec<Conflict> {
    let before: usize =
        reading.documents.iter().take(index).map(|d| d.events.len()).sum();
    let events = reading.documents.get(index).map_or(&[][..], |d| d.events.as_slice());
    let mut conflicts = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let id = format!("v{}", before + at + 1);
        conflicts.extend(doers(view, reading, event, &id));
        for other in &events[at + 1..] {
            conflicts.extend(denial(view, event, other, &id));
        }
    }
    conflicts.extend(counts(view));
    conflicts
}

fn doers(
    view: &View<'_>,
    reading: &PageReading,
    event: &Event,
    id: &str,
) -> Vec<Conflict> {
    let name = |actor: &Actor| {
        let entity = actor.entity.and_then(|e| reading.entities.get(e.index()));
        entity.map_or_else(
            || actor.span.map_or_else(String::new, |s| view.prose.slice(s).to_owned()),
            |entity| entity.name.clone(),
        )
    };
    let Some((first, rest)) = event.alternatives.split_first() else { return Vec::new() };
    rest.iter()
        .map(|other| Conflict {
            left: first.span.and_then(|span| claim_at(view, span)),
            right: other.span.and_then(|span| claim_at(view, span)),
            slot: format!("perpetrator of {id}"),
            values: vec![name(first), name(other)],
            why: Why::rule("conflict/perpetrator"),
        })
        .collect()
}

/// One says it happened, the other that it did not.
fn denial(view: &View<'_>, left: &Event, right: &Event, id: &str) -> Option<Conflict> {
    if left.kind != right.kind {
        return None;
    }
    let tie = |event: &Event, stance: Stance| {
        event.ties.iter().find(|t| t.stance == stance).map(|t| t.claim)
    };
    let (yes, no) = match (tie(left, Stance::Asserts), tie(right, Stance::Denies)) {
        (Some(yes), Some(no)) => (yes, no),
        _ => (tie(right, Stance::Asserts)?, tie(left, Stance::Denies)?),
    };
    let shared = |a: &[Actor], b: &[Actor]| {
        a.iter().any(|x| x.entity.is_some() && b.iter().any(|y| x.entity == y.entity))
    };
    let silent = |a: &[Actor], b: &[Actor]| a.is_empty() || b.is_empty();
    let one = shared(&left.actors, &right.actors)
        && (shared(&left.recipients, &right.recipients)
            || silent(&left.recipients, &right.recipients))
        && same_words(view, left.span(), right.span());
    let speaker = |id: ClaimId| view.claims[id.index()].source.name.clone();
    (one && differ(&view.claims[yes.index()], &view.claims[no.index()])).then(|| {
        Conflict {
            left: Some(yes),
            right: Some(no),
            slot: format!("whether {id} happened"),
            values: vec![speaker(yes), speaker(no)],
            why: Why::rule("conflict/denial"),
        }
    })
}

fn same_words(view: &View<'_>, left: Span, right: Span) -> bool {
    let stem = |span: Span| {
        let tokens = view.prose.tokens_of(span);
        view.words.stem(tokens.start)
    };
    let (a, b) = (stem(left), stem(right));
    // Three letters in common from the front: inflections of one verb.
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count() >= 3
}

fn differ(left: &Claim, right: &Claim) -> bool {
    match (left.source.entity, right.source.entity) {
        (Some(a), Some(b)) => a != b,
        _ => left.source.name != right.source.name || left.source.span.is_none(),
    }
}

/// Counts of dead, wounded and so on that differ from speaker to speaker.
fn counts(view: &View<'_>) -> Vec<Conflict> {
    let found: Vec<Count> = count::all(view, &[]).into_iter().map(|f| f.count).collect();
    let mut conflicts = Vec::new();
    for (at, left) in found.iter().enumerate() {
        let other = found[at + 1..].iter().find(|right| {
            right.kind == left.kind
                && right.number != left.number
                && match (left.claim, right.claim) {
                    (Some(a), Some(b)) => {
                        a != b
                            && differ(&view.claims[a.index()], &view.claims[b.index()])
                            && view.claims[a.index()].source.span.is_some()
                            && view.claims[b.index()].source.span.is_some()
                    }
                    _ => false,
                }
        });
        if let Some(right) = other
            && !conflicts
                .iter()
                .any(|c: &Conflict| c.left == left.claim && c.right == right.claim)
        {
            conflicts.push(Conflict {
                left: left.claim,
                right: right.claim,
                slot: format!("number of {}", left.kind.name()),
                values: vec![left.number.to_string(), right.number.to_string()],
                why: Why::rule("conflict/number"),
            });
        }
    }
    conflicts
}
