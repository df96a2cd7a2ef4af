//! Names of organisations: those known, and those that a head noun opens.

use khabar_doc::{EntityKind, MentionKind};

use crate::name::{
    lexicon::{Evidence, Meaning, WordClass},
    sheet::{Found, Sheet},
};

const NAMED: &[EntityKind] = &[EntityKind::Organisation, EntityKind::Place];

/// Adds what may be names of organisations in the sentence that `tokens` cover.
pub(in crate::name) fn find(
    sheet: &Sheet<'_>,
    tokens: std::ops::Range<usize>,
    out: &mut Vec<Found>,
) {
    let mut free = tokens.start;
    for i in tokens {
        if i < free {
            continue;
        }
        if let Some(end) =
            (0..=sheet.max_skip(i)).find_map(|skip| generic(sheet, i, skip))
        {
            free = end;
            continue;
        }
        for skip in 0..=sheet.max_skip(i) {
            if !sheet.may_skip(i, skip) {
                continue;
            }
            let known = known_at(sheet, i, skip);
            let headed = headed_at(sheet, i, skip, 0);
            if let Some(found) = longer(known, headed) {
                out.push(found);
                break;
            }
        }
    }
}

fn longer(left: Option<Found>, right: Option<Found>) -> Option<Found> {
    match (left, right) {
        (Some(l), Some(r)) if l.tokens.len() < 2 && r.tokens.len() > l.tokens.len() => {
            Some(r)
        }
        (Some(l), _) => Some(l),
        (None, r) => r,
    }
}

fn known_at(sheet: &Sheet<'_>, i: usize, skip: u8) -> Option<Found> {
    let (hit, _) = sheet.known(i, skip, &[EntityKind::Organisation])?;
    let end = i + usize::from(hit.length);
    let shy = matches!(hit.meaning, Meaning::Known { shy: true, .. })
        || hit.length == 1
            && (sheet.stops(i)
                || sheet.hides_stop(i, skip)
                || sheet.is(i, skip, |m| matches!(m, Meaning::Verb | Meaning::Noun)));
    if shy
        && !(i > 0 && sheet.is_quote(i - 1) && end < sheet.end(i) && sheet.is_quote(end))
    {
        return None;
    }
    Some(Found {
        tokens: i..end_of_adjectives(sheet, i, end),
        skip,
        kind: MentionKind::Organisation,
        name: true,
        confidence: 0.9,
        why: "name/organisation:known",
    })
}

/// A known name takes the adjective of its country along.
fn end_of_adjectives(sheet: &Sheet<'_>, i: usize, end: usize) -> usize {
    if end < sheet.end(i) && sheet.nisba(end, 0) && sheet.definite(end, 0) {
        end + 1
    } else {
        end
    }
}

/// A name that the head noun at `i` opens.
fn headed_at(sheet: &Sheet<'_>, i: usize, skip: u8, depth: u8) -> Option<Found> {
    let head = sheet.longest(i, skip, |m| m == Meaning::OrganisationHead)?;
    let after = i + usize::from(head.length);
    if head.length == 1 && sheet.word_is(i, skip, WordClass::PluralHead) {
        return None;
    }
    let seated = sheet.word_is(i, skip, WordClass::Seated);
    let weak = head.length == 1 && sheet.word_is(i, skip, WordClass::WeakHead);
    let trimmed = sheet.word_is(i, skip, WordClass::Trimmed);
    let definite = sheet.definite(i, skip);
    let limit = sheet.end(i);
    let feminine = sheet.key(after - 1, if head.length == 1 { skip } else { 0 });
    let feminine = feminine.ends_with(khabar_arabic::letters::TEH_MARBUTA);
    if definite
        && after < limit
        && feminine
        && sheet.nisba(after, 0)
        && !sheet.key(after, 0).ends_with(khabar_arabic::letters::TEH_MARBUTA)
    {
        // `الشرطة الأوزبكي`: the adjective belongs to somebody else.
        return None;
    }
    let (mut from, mut end, confidence) = if after < limit && sheet.is_quote(after) {
        if weak && !sheet.word_is(i, skip, WordClass::NamingHead) {
            return None;
        }
        let close = sheet.closing_quote(after, 5)?;
        if (after + 1..close).any(|j| sheet.stops(j)) {
            return None;
        }
        (i, close + 1, 0.85)
    } else if definite {
        let end = after_definite(sheet, after, limit, weak, head.length > 1, depth);
        match end {
            Some(end) => (i, end, 0.7),
            None if head.length > 1 => (i, after, 0.6),
            None => return None,
        }
    } else {
        let complement = if head.length > 1 {
            let end = end_of_adjectives(sheet, after - 1, after);
            Some((after_purpose(sheet, end, limit, depth), 0.75))
        } else if after < limit
            && sheet.word_is(i, skip, WordClass::Ruler)
            && names_ruler(sheet, after)
        {
            None
        } else {
            after_construct(sheet, after, limit, weak, depth)
        };
        match complement {
            Some((end, confidence)) => (i, end, confidence),
            None if head.length > 1 => (i, after, 0.6),
            None => return None,
        }
    };
    if seated {
        end = after_seat(sheet, end, limit);
    }
    let mut skip = skip;
    if trimmed {
        from = after;
        skip = 0;
        if sheet.is_quote(from) {
            from += 1;
            end -= 1;
        }
    }
    Some(Found {
        tokens: from..end,
        skip,
        kind: MentionKind::Organisation,
        name: true,
        confidence,
        why: "name/organisation:head",
    })
}

/// `حكومة السراج`: a government by its head is no name.
fn names_ruler(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.known(i, 0, &[EntityKind::Person]).is_some()
        || sheet.evidence(i, 0) == Evidence::Strong && sheet.known(i, 0, NAMED).is_none()
}

/// The end of a phrase at `i` that only looks like a name.
fn generic(sheet: &Sheet<'_>, i: usize, skip: u8) -> Option<usize> {
    if let Some(hit) = sheet.longest(i, skip, |m| m == Meaning::Word(WordClass::Concept))
    {
        let end = i + usize::from(hit.length);
        // `الأمن القومي المصري`
        return Some(if end < sheet.end(i) && sheet.nisba(end, 0) {
            end + 1
        } else {
            end
        });
    }
    let hit = sheet.longest(i, skip, |m| m == Meaning::Word(WordClass::Generic))?;
    let end = i + usize::from(hit.length);
    let national = end < sheet.end(i) && sheet.nisba(end, 0);
    (!national).then_some(end)
}

/// The end of a name whose head has the article: adjectives, then `ل` and a noun.
fn after_definite(
    sheet: &Sheet<'_>,
    from: usize,
    limit: usize,
    weak: bool,
    whole: bool,
    depth: u8,
) -> Option<usize> {
    let mut j = from;
    while j < limit && j < from + 4 && is_adjective(sheet, j, weak) {
        j += 1;
    }
    let end = after_purpose(sheet, j, limit, depth);
    let plain = (from..j).all(|k| sheet.word_is(k, 0, WordClass::Described));
    if !whole && (j == from || plain && end == j) {
        return None;
    }
    Some(end)
}

/// True for an adjective that can be part of a name.
fn is_adjective(sheet: &Sheet<'_>, j: usize, nisba_only: bool) -> bool {
    if !sheet.is_word(j) || !sheet.definite(j, 0) || sheet.stops(j) {
        return false;
    }
    sheet.nisba(j, 0)
        || !nisba_only
            && (sheet.relational(j)
                || sheet.word_is(j, 0, WordClass::Typed)
                || sheet.word_is(j, 0, WordClass::Described))
            // `الخارجية` is a ministry by itself, and here an adjective.
            && (sheet.key(j, 0).ends_with("\u{64A}\u{629}") || !sheet.is(j, 0, |m| {
                matches!(m, Meaning::Title { .. } | Meaning::Source(_))
            }))
}

/// The end of a name whose head is annexed to what follows.
fn after_construct(
    sheet: &Sheet<'_>,
    from: usize,
    limit: usize,
    weak: bool,
    depth: u8,
) -> Option<(usize, f32)> {
    if from >= limit || weak {
        return None;
    }
    if let Some((hit, _)) = sheet.known(from, 0, NAMED) {
        let mut end = from + usize::from(hit.length);
        while end < limit && sheet.nisba(end, 0) && sheet.definite(end, 0) {
            end += 1;
        }
        return Some((after_purpose(sheet, end, limit, depth), 0.85));
    }
    if depth < 3
        && let Some(inner) = headed_at(sheet, from, 0, depth + 1)
    {
        return Some((inner.tokens.end, inner.confidence));
    }
    let mut j = from;
    // Annexed nouns up to the first word with the article.
    while j < limit && j < from + 3 && !sheet.definite(j, 0) {
        if !can_be_annexed(sheet, j) {
            return None;
        }
        j += 1;
        if j < limit
            && let Some((hit, _)) = sheet.known(j, 0, NAMED)
        {
            let mut end = j + usize::from(hit.length);
            // `حركة مشروع تونس الحرة`
            while end < limit
                && sheet.definite(end, 0)
                && sheet.word_is(end, 0, WordClass::Typed)
            {
                end += 1;
            }
            return Some((end, 0.75));
        }
    }
    if j >= limit || j >= from + 3 || !can_be_definite(sheet, j) {
        return None;
    }
    j += 1;
    // A second noun joined to the first: `الشؤون الدينية والأوقاف`.
    let mut joined = false;
    loop {
        while j < limit && j < from + 8 && is_adjective(sheet, j, false) {
            j += 1;
        }
        if j < limit
            && j < from + 6
            && sheet.after_conjunction(j, 1)
            && sheet.may_skip(j, 1)
            && sheet.definite(j, 1)
            && sheet.hits(j).iter().all(|hit| {
                matches!(
                    hit.meaning,
                    Meaning::Noun | Meaning::Word(WordClass::DefiniteNoun)
                )
            })
            && sheet.evidence(j, 1) != Evidence::Strong
            && !joined
            && !sheet.key(j, 1).ends_with("\u{64A}\u{646}")
        {
            joined = true;
            j += 1;
            continue;
        }
        break;
    }
    Some((after_purpose(sheet, j, limit, depth), 0.75))
}

fn can_be_annexed(sheet: &Sheet<'_>, j: usize) -> bool {
    sheet.is_word(j)
        && !sheet.stops(j)
        && !sheet.verbal(j, 0)
        && !sheet.nisba(j, 0)
        && sheet.max_skip(j) < 2
        && !sheet.is_attached(j)
        && !sheet.definite(j, 1)
        && !sheet.is(j, 0, |m| matches!(m, Meaning::Title { singular: true, .. }))
}

fn can_be_definite(sheet: &Sheet<'_>, j: usize) -> bool {
    sheet.is_word(j)
        && sheet.definite(j, 0)
        && !sheet.stops(j)
        && !sheet.is(j, 0, |m| matches!(m, Meaning::Title { singular: true, .. }))
}

/// The end after `ب` and the town that a court or school is in.
fn after_seat(sheet: &Sheet<'_>, j: usize, limit: usize) -> usize {
    if j < limit
        && sheet.max_skip(j) == 1
        && sheet.words.whole(j).starts_with(khabar_arabic::letters::BEH)
        && let Some((hit, _)) = sheet.known(j, 1, &[EntityKind::Place])
    {
        return j + usize::from(hit.length);
    }
    j
}

/// The end after `ل` and what the body is for: `للأنباء`, `لحقوق الإنسان`, `لحكومة الوفاق`.
fn after_purpose(sheet: &Sheet<'_>, j: usize, limit: usize, depth: u8) -> usize {
    if j >= limit || !sheet.is_word(j) || sheet.max_skip(j) != 1 {
        return j;
    }
    if !sheet.after_preposition(j, 1)
        || !sheet.words.whole(j).starts_with(khabar_arabic::letters::LAM)
        || sheet.stops(j) && !sheet.word_is(j, 1, WordClass::Purpose)
        || sheet.nisba(j, 0)
    {
        return j;
    }
    if sheet.definite(j, 1) {
        if sheet.is(j, 1, |m| {
            matches!(
                m,
                Meaning::Title { .. } | Meaning::Group | Meaning::Word(WordClass::Stop)
            )
        }) {
            return j;
        }
        let mut end = j + 1;
        while end < limit && end < j + 3 && is_adjective(sheet, end, false) {
            end += 1;
        }
        // `المكتب الوطني للحركة`: the movement spoken of, no part of the name.
        if end == j + 1 && sheet.word_is(j, 1, WordClass::DefiniteNoun) {
            return j;
        }
        return end;
    }
    if depth < 3
        && let Some(inner) = headed_at(sheet, j, 1, depth + 1)
    {
        return inner.tokens.end;
    }
    if let Some((hit, _)) = sheet.known(j, 1, NAMED) {
        return j + usize::from(hit.length);
    }
    // An annexed noun: its complement must have the article or be known.
    let next = j + 1;
    if next < limit && !sheet.verbal(j, 1) {
        if let Some((hit, _)) = sheet.known(next, 0, NAMED) {
            return next + usize::from(hit.length);
        }
        if depth < 3
            && let Some(inner) = headed_at(sheet, next, 0, depth + 1)
        {
            return inner.tokens.end;
        }
        if can_be_definite(sheet, next) {
            let mut end = next + 1;
            while end < limit && end < next + 3 && is_adjective(sheet, end, false) {
                end += 1;
            }
            return end;
        }
    }
    j
}
