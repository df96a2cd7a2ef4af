//! Names of places: those known, and those that a noun of place opens.

use std::ops::Range;

use khabar_doc::{EntityKind, MentionKind};

use crate::name::{
    lexicon::{Evidence, Meaning, WordClass},
    sheet::{Found, Sheet},
};

/// Adds what may be names of places in `tokens`.
pub(in crate::name) fn find(
    sheet: &Sheet<'_>,
    tokens: Range<usize>,
    out: &mut Vec<Found>,
) {
    for i in tokens {
        for skip in 0..=sheet.max_skip(i) {
            if !sheet.may_skip(i, skip) {
                continue;
            }
            let before = out.len();
            out.extend(known_at(sheet, i, skip));
            out.extend(headed_at(sheet, i, skip));
            if out.len() > before {
                break;
            }
        }
    }
}

fn place(tokens: Range<usize>, skip: u8, confidence: f32, why: &'static str) -> Found {
    Found { tokens, skip, kind: MentionKind::Place, name: true, confidence, why }
}

fn known_at(sheet: &Sheet<'_>, i: usize, skip: u8) -> Option<Found> {
    let (hit, _) = sheet.known(i, skip, &[EntityKind::Place])?;
    let end = i + usize::from(hit.length);
    if let Meaning::Known { shy: true, .. } = hit.meaning {
        let headed = i > 0
            && skip == 0
            && sheet.is(i - 1, 0, |m| matches!(m, Meaning::PlaceHead { .. }))
            || i > 0 && sheet.word_is(i - 1, 0, WordClass::In);
        if !headed {
            return None;
        }
    }
    // `دعم مالي`: an adjective, or a word that is one more often.
    let plain = hit.length == 1
        && (sheet.stops(i)
            || sheet.nisba(i, skip) && !sheet.definite(i, skip)
            || sheet.word_is(i, skip, WordClass::Described));
    if plain && !(i > 0 && sheet.word_is(i - 1, 0, WordClass::In)) {
        return None;
    }
    if hit.length == 1 && sheet.word_is(i, skip, WordClass::Stop) {
        return None;
    }
    // `القدس الشرقية`, `بغداد الجديدة`
    let limit = sheet.end(i);
    let part = end < limit && sheet.word_is(end, 0, WordClass::PlaceAdjective);
    Some(place(i..end + usize::from(part), skip, 0.9, "name/place:known"))
}

fn headed_at(sheet: &Sheet<'_>, i: usize, skip: u8) -> Option<Found> {
    let head = sheet.longest(i, skip, |m| matches!(m, Meaning::PlaceHead { .. }))?;
    let Meaning::PlaceHead { keep } = head.meaning else { return None };
    let after = i + usize::from(head.length);
    let limit = sheet.end(i);
    if after >= limit || sheet.definite(i, skip) {
        return None;
    }
    if sheet.is_quote(after) {
        return None;
    }
    if head.length == 1 && sheet.word_is(i, skip, WordClass::PluralHead) {
        return None;
    }
    let strong = sheet.word_is(i, skip, WordClass::StrongPlace);
    let mut confidence = 0.85;
    let mut end = if let Some((hit, _)) =
        sheet.known(after, 0, &[EntityKind::Place, EntityKind::Person])
    {
        after + usize::from(hit.length)
    } else if strong && can_name(sheet, after) {
        confidence = 0.6;
        // `مقاطعة الامتحانات`: a deed and what it is done to.
        if sheet.is(i, skip, |m| m == Meaning::Noun)
            && sheet.definite(after, 0)
            && sheet.evidence(after, 0) != Evidence::Strong
        {
            return None;
        }
        if !sheet.definite(after, 0)
            && sheet.evidence(after, 0) == Evidence::None
            && sheet.facts(after, 0).is_common()
        {
            return None;
        }
        let mut end = after + 1;
        // A second word only where the first is annexed or a given name.
        if !sheet.definite(after, 0)
            && end < limit
            && can_name(sheet, end)
            && (sheet.definite(end, 0) || sheet.evidence(end, 0) > Evidence::None)
            && !sheet.relational(end)
        {
            end += 1;
        }
        end
    } else {
        return None;
    };
    if keep && end < limit && is_international(sheet, end) {
        end += 1;
    }
    let why = "name/place:head";
    if keep {
        Some(place(i..end, skip, confidence, why))
    } else {
        Some(place(after..end, 0, confidence, why))
    }
}

/// `مطار القاهرة الدولي`: the adjective belongs to the name.
fn is_international(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.word_is(i, 0, WordClass::Typed)
}

fn can_name(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is_word(i)
        && !sheet.stops(i)
        && !sheet.verbal(i, 0)
        && !sheet.nisba(i, 0)
        && !sheet.relational(i)
        && !sheet.is(i, 0, |m| {
            matches!(
                m,
                Meaning::PlaceHead { .. }
                    | Meaning::Word(WordClass::DefiniteNoun)
                    | Meaning::Source(_)
                    | Meaning::Verb
            )
        })
        && !sheet
            .hits(i)
            .iter()
            .any(|hit| hit.skip == 1 && hit.meaning == Meaning::Word(WordClass::Stop))
}
