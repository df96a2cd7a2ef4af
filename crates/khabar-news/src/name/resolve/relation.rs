//! What the text says of entities in passing: offices, kinship, capitals, seats.

use khabar_doc::{EntityId, MentionKind, Relation, Span, Why};

use super::item::{Item, Scene};
use crate::name::lexicon::{Meaning, WordClass};

/// The relations of one document, in reading order. `ids` are the clusters of its
/// items; full names and the short ones behind them go to `aliases`.
pub(in crate::name) fn find(
    scene: &Scene<'_>,
    ids: &[Option<EntityId>],
    aliases: &mut Vec<(EntityId, EntityId)>,
) -> Vec<Relation> {
    let mut found = Vec::new();
    for (index, item) in scene.items.iter().enumerate() {
        let Some(id) = ids[index] else { continue };
        match item.kind {
            MentionKind::Person => {
                found.extend(office(scene, item, id));
                found.extend(kinship(scene, ids, index, id));
            }
            MentionKind::Organisation => {
                if let Some((other, relation)) = acronym(scene, ids, index, id) {
                    aliases.push((id, other));
                    found.push(relation);
                }
            }
            MentionKind::Place if !item.name => {
                found.extend(capital(scene, ids, index, id));
            }
            _ => (),
        }
        if !matches!(item.kind, MentionKind::Place | MentionKind::Document) {
            found.extend(seat(scene, ids, index, id));
        }
    }
    found.extend(control(scene, ids));
    found.sort_by_key(|relation| relation.span.start());
    found
}

fn relation(
    subject: EntityId,
    predicate: &'static str,
    object: Option<EntityId>,
    value: &str,
    span: Span,
    why: &'static str,
) -> Relation {
    Relation {
        subject,
        predicate,
        object,
        value: value.to_owned(),
        claim: None,
        span,
        why: Why::rule(why),
    }
}

/// `رئيس الوزراء X`
fn office(scene: &Scene<'_>, item: &Item, id: EntityId) -> Option<Relation> {
    let title = item.title.as_ref()?;
    if title.is_honorific(&scene.sheet) {
        return None;
    }
    let span = scene.sheet.span(title.tokens.clone(), title.skip);
    let value = scene.sheet.prose.slice(span);
    Some(relation(
        id,
        "holds-role",
        None,
        value,
        span.cover(item.span),
        "relation/holds-role:title",
    ))
}

/// `شقيق الرئيس X`: X is the brother; `Y شقيق الرئيس X`: Y is.
fn kinship(
    scene: &Scene<'_>,
    ids: &[Option<EntityId>],
    index: usize,
    id: EntityId,
) -> Option<Relation> {
    let sheet = &scene.sheet;
    let item = &scene.items[index];
    let role = scene.items[..index].iter().rev().take(4).find(|other| {
        other.kind == MentionKind::Role && other.tokens.end == item.tokens.start
    });
    let start = match (&item.title, role) {
        (Some(title), _) => title.tokens.start,
        (None, Some(role)) => role.tokens.start,
        (None, None) => item.tokens.start,
    };
    let before = start.checked_sub(1)?;
    if sheet.end(before) != sheet.end(item.tokens.start) {
        return None;
    }
    let (kin, skip) = (0..=sheet.max_skip(before)).find_map(|skip| {
        let hit = sheet.longest(before, skip, crate::name::find::described::is_kin)?;
        match hit.meaning {
            Meaning::Word(class) => Some((class, skip)),
            _ => None,
        }
    })?;
    let predicate = match kin {
        WordClass::Brother | WordClass::Sister => "sibling-of",
        WordClass::Child => "child-of",
        WordClass::Spouse => "spouse-of",
        WordClass::Parent => "parent-of",
        _ => "relative-of",
    };
    let span = sheet.span(before..before + 1, skip);
    let value = sheet.prose.slice(span);
    // Somebody named just before the noun of kinship is its subject.
    let named = scene.items[..index].iter().rposition(|other| {
        other.kind == MentionKind::Person
            && (other.tokens.end == before
                || other.tokens.end + 1 == before && !sheet.is_word(before - 1))
    });
    if let Some(subject) = named.and_then(|at| ids[at]) {
        let span = span.cover(item.span);
        return Some(relation(subject, predicate, Some(id), value, span, "relation/kin"));
    }
    // Else a role between the noun and the name is whom it is related to.
    let role = scene.items[..index].iter().rposition(|other| {
        other.kind == MentionKind::Role && other.tokens.start == before + 1
    });
    let object = role.and_then(|at| ids[at]).filter(|&object| object != id);
    let span = span.cover(item.span);
    Some(relation(id, predicate, object, value, span, "relation/kin"))
}

/// `وكالة الأنباء السورية "سانا"`, `جبهة العمل (جع)`.
fn acronym(
    scene: &Scene<'_>,
    ids: &[Option<EntityId>],
    index: usize,
    id: EntityId,
) -> Option<(EntityId, Relation)> {
    let item = &scene.items[index];
    let sheet = &scene.sheet;
    let next = index + 1;
    let other = scene.items.get(next).filter(|other| {
        other.kind == MentionKind::Organisation && other.name && other.words.len() <= 3
    })?;
    let end = item.tokens.end;
    if end >= sheet.end(item.tokens.start) || other.tokens.start != end + 1 {
        return None;
    }
    let opens = sheet.is_quote(end) || sheet.words.whole(end) == "(";
    let other_id = ids[next].filter(|&other| opens && other != id)?;
    let span = item.span.cover(other.span);
    let value = sheet.prose.slice(other.span);
    let why = "relation/alias-of:marks";
    Some((other_id, relation(id, "alias-of", Some(other_id), value, span, why)))
}

/// `العاصمة السورية دمشق`
fn capital(
    scene: &Scene<'_>,
    ids: &[Option<EntityId>],
    index: usize,
    _id: EntityId,
) -> Option<Relation> {
    let item = &scene.items[index];
    if !scene.sheet.word_is(item.tokens.start, item.skip, WordClass::Capital) {
        return None;
    }
    let city = scene.items.get(index + 1).filter(|other| {
        other.kind == MentionKind::Place
            && other.name
            && other.tokens.start == item.tokens.end
    })?;
    let subject = ids[index + 1]?;
    let span = item.span.cover(city.span);
    let value = scene.sheet.prose.slice(item.span);
    Some(relation(subject, "capital-of", None, value, span, "relation/capital-of"))
}

/// `المتمركزة في X` behind a mention.
fn seat(
    scene: &Scene<'_>,
    ids: &[Option<EntityId>],
    index: usize,
    id: EntityId,
) -> Option<Relation> {
    let sheet = &scene.sheet;
    let item = &scene.items[index];
    let limit = sheet.end(item.tokens.start);
    // The participle may stand inside a described group, or behind marks after it.
    let word = (item.tokens.start..limit.min(item.tokens.end + 3))
        .find(|&i| sheet.word_is(i, 0, WordClass::Based))?;
    let between = item.tokens.end.min(word)..word;
    if between.clone().any(|i| sheet.is_word(i)) {
        return None;
    }
    let (at, place) =
        scene.items.iter().enumerate().skip(index + 1).find(|(_, other)| {
            other.tokens.start > word
                && other.tokens.start <= word + 3
                && matches!(other.kind, MentionKind::Place | MentionKind::Organisation)
        })?;
    let span = sheet.span(word..word + 1, 0).cover(place.span);
    let value = sheet.prose.slice(place.span);
    Some(relation(id, "based-in", ids[at], value, span, "relation/based-in"))
}

/// `تسيطر على X`
fn control(scene: &Scene<'_>, ids: &[Option<EntityId>]) -> Vec<Relation> {
    let sheet = &scene.sheet;
    let mut found = Vec::new();
    for sentence in sheet.words.sentences() {
        for i in sentence.tokens.clone() {
            for skip in 0..=sheet.max_skip(i) {
                let Some(hit) =
                    sheet.longest(i, skip, |m| m == Meaning::Word(WordClass::Controls))
                else {
                    continue;
                };
                let end = i + usize::from(hit.length);
                let object = scene.items.iter().position(|other| {
                    other.kind == MentionKind::Place
                        && other.tokens.start >= end
                        && other.tokens.start <= end + 5
                });
                let subject = scene.items.iter().rposition(|other| {
                    matches!(other.kind, MentionKind::Organisation | MentionKind::Group)
                        && other.tokens.end <= i
                        && other.tokens.start >= sentence.tokens.start
                });
                let (Some(object), Some(subject)) = (object, subject) else { continue };
                // `التي تسيطر على` and the `تسيطر على` in it.
                if found.last().is_some_and(|last: &Relation| {
                    last.span.end() == scene.items[object].span.end()
                }) {
                    continue;
                }
                let Some(id) = ids[subject] else { continue };
                let place = &scene.items[object];
                let span = sheet.span(i..end, skip).cover(place.span);
                let value = sheet.prose.slice(place.span);
                let why = "relation/controls";
                found.push(relation(id, "controls", ids[object], value, span, why));
                break;
            }
        }
    }
    found
}
