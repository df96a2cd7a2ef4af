use khabar_doc::{Actor, EntityId, EventType, PartKind, Span, Status};

use super::{Draft, Telling};

/// Joins the mentions of one event within a document; gives the events in reading order
/// of their first triggers.
pub(super) fn merge(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::new();
    for draft in drafts {
        match merged.iter_mut().rev().find(|known| same(known, &draft)) {
            Some(known) => absorb(known, draft),
            None => merged.push(draft),
        }
    }
    merged.retain(|draft| !is_empty(draft));
    for draft in &mut merged {
        settle(draft);
    }
    merged
}

/// True for `the attack` without anybody and without a place, where no other mention
/// tells of one.
fn is_empty(draft: &Draft) -> bool {
    let event = &draft.event;
    draft.definite
        && draft.standings.len() == 1
        && event.actors.is_empty()
        && event.recipients.is_empty()
        && event.place.is_none()
        && event.status == Status::Presupposed
}

/// True where both speak of one event: the same type and no participant against it.
fn same(known: &Draft, new: &Draft) -> bool {
    if known.event.kind != new.event.kind || told_apart(known, new) {
        return false;
    }
    let alike = known.stems.iter().any(|stem| new.stems.contains(stem))
        || known.entry == new.entry;
    // A headline says in short what the body says, often of fewer parties.
    let actors = agree(&known.event.actors, &new.event.actors);
    let others = agree(&known.event.recipients, &new.event.recipients);
    if known.title && !new.title && alike && (actors.is_some() || others.is_some()) {
        return true;
    }
    // `the attack` takes up one that was told, whatever was said of that.
    let again = new.definite && new.status() == Status::Presupposed;
    if opposed(known.status(), new.status()) && !again {
        return false;
    }
    let (Some(shared), Some(other)) = (actors, others) else {
        return false;
    };
    // What speech does is taken up by its own word; `the attack` takes up any raid.
    let kin = alike || matches!(known.event.kind, EventType::Assault | EventType::Coerce);
    match (shared, other) {
        (Agreement::Same, Agreement::Same) => true,
        _ if new.definite => kin || known.event.mode == new.event.mode,
        _ if known.title && !new.title => {
            alike || known.event.mode == new.event.mode && !known.finite
        }
        (Agreement::Same, _) | (_, Agreement::Same) => alike,
        _ => {
            alike
                && new.sentence - known.sentence <= NEAR
                && (known.title
                    || (known.event.actors.is_empty()
                        && known.event.recipients.is_empty())
                    || (new.event.actors.is_empty() && new.event.recipients.is_empty()))
        }
    }
}

/// Sentences between two mentions that name nobody in common, at most.
const NEAR: usize = 2;

/// True where the text tells of two deeds: on other days, a march and a riot, or one in
/// the outlet's own voice and one that only a source tells.
fn told_apart(known: &Draft, new: &Draft) -> bool {
    let days = match (&known.event.time, &new.event.time) {
        (Some(a), Some(b)) => a.precision == b.precision && a.value != b.value,
        _ => false,
    };
    let modes = known.event.kind == EventType::Protest
        && known.event.mode.is_some()
        && new.event.mode.is_some()
        && known.event.mode != new.event.mode;
    let own = known
        .standings
        .iter()
        .any(|t| t.part != PartKind::Title && t.status == Status::Asserted);
    let reported = known
        .standings
        .iter()
        .all(|t| t.part != PartKind::Title && t.status == Status::Alleged);
    let voices = !new.title
        && !new.definite
        && (own && new.status() == Status::Alleged
            || reported && new.status() == Status::Asserted);
    modes || voices || !new.definite && days
}

/// What two lists of participants say of each other.
enum Agreement {
    /// They share one.
    Same,
    /// One of them is silent.
    Open,
}

fn agree(left: &[Actor], right: &[Actor]) -> Option<Agreement> {
    if left.is_empty() || right.is_empty() {
        return Some(Agreement::Open);
    }
    let entities = |actors: &[Actor]| -> Vec<EntityId> {
        actors.iter().filter_map(|a| a.entity).collect()
    };
    let (a, b) = (entities(left), entities(right));
    if a.is_empty() || b.is_empty() {
        return Some(Agreement::Open);
    }
    a.iter().any(|id| b.contains(id)).then_some(Agreement::Same)
}

/// Done and not done, or done and only wished for, are two events.
fn opposed(left: Status, right: Status) -> bool {
    let group = |status| match status {
        Status::Asserted | Status::Alleged | Status::Presupposed => 0,
        Status::Denied | Status::Negated => 1,
        Status::Requested
        | Status::Promised
        | Status::Predicted
        | Status::Feared
        | Status::Hypothetical => 2,
    };
    group(left) != group(right)
}

fn absorb(known: &mut Draft, new: Draft) {
    known.event.triggers.extend(new.event.triggers);
    known.sentence = new.sentence;
    known.standings.extend(new.standings);
    for tie in new.event.ties {
        if !known.event.ties.contains(&tie) {
            known.event.ties.push(tie);
        }
    }
    let fill = |old: &mut Vec<Actor>, more: Vec<Actor>| {
        if old.is_empty()
            || old.iter().all(|a| a.entity.is_none())
                && more.iter().any(|a| a.entity.is_some())
        {
            *old = more;
        }
    };
    fill(&mut known.event.actors, new.event.actors);
    fill(&mut known.event.recipients, new.event.recipients);
    known.event.place = known.event.place.take().or(new.event.place);
    known.event.time = known.event.time.take().or(new.event.time);
    known.event.grounding = known.event.grounding.min(new.event.grounding);
    known.stems.extend(new.stems);
    for context in new.event.contexts {
        if !known.event.contexts.contains(&context) {
            known.event.contexts.push(context);
        }
    }
}

/// The status of all mentions together. A headline is short: where the body leaves the
/// deed to somebody unnamed or to another report, or takes its certainty back, the
/// headline has dropped the attribution, and the body counts alone. Where somebody
/// stands for it by name or office, a headline in the outlet's own words is the
/// outlet's own telling.
fn settle(draft: &mut Draft) {
    let body: Vec<Telling> =
        draft.standings.iter().filter(|t| t.part != PartKind::Title).copied().collect();
    let vouched =
        body.iter().any(|t| t.status == Status::Alleged && !t.hearsay) || body.is_empty();
    let told = if vouched { &draft.standings } else { &body };
    let best = told.iter().map(|t| t.status).min_by_key(|&status| rank(status));
    // What is background in one place and a source's word in another stays the latter.
    let alleged = told.iter().any(|t| t.status == Status::Alleged);
    draft.event.status = match best {
        Some(Status::Presupposed) if alleged => Status::Alleged,
        Some(status) => status,
        None => draft.event.status,
    };
    let mut seen: Vec<Span> = Vec::new();
    draft.event.triggers.retain(|span| {
        let fresh = !seen.contains(span);
        seen.push(*span);
        fresh
    });
    draft.event.triggers.sort();
}

/// The strongest first.
fn rank(status: Status) -> u8 {
    match status {
        Status::Asserted => 0,
        Status::Presupposed => 1,
        Status::Alleged => 2,
        Status::Negated => 3,
        Status::Denied => 4,
        Status::Promised => 5,
        Status::Requested => 6,
        Status::Predicted => 7,
        Status::Feared => 8,
        Status::Hypothetical => 9,
    }
}
