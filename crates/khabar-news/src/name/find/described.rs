//! Those who are described and not named: roles, sources, groups; and documents.

use std::ops::Range;

use khabar_doc::MentionKind;

use crate::name::{
    find::title::{self, Cover},
    lexicon::{Meaning, SourceNoun, WordClass},
    sheet::{Found, Sheet},
};

/// Which tokens names cover.
pub(in crate::name) struct Covered {
    /// Names of persons.
    pub(in crate::name) persons: Vec<bool>,
    /// All names.
    pub(in crate::name) names: Vec<bool>,
}

/// Adds roles, groups and documents in `tokens` that do not lie inside names.
pub(in crate::name) fn find(
    sheet: &Sheet<'_>,
    cover: &Cover,
    covered: &Covered,
    tokens: Range<usize>,
    out: &mut Vec<Found>,
) {
    let persons = &covered.persons;
    let mut i = tokens.start;
    while i < tokens.end {
        let found = [
            source_at(sheet, cover, i),
            role_at(sheet, cover, persons, i),
            group_at(sheet, cover, i),
            document_at(sheet, cover, i),
            land_at(sheet, i),
        ]
        .into_iter()
        .flatten()
        .filter(|found| {
            let mut tokens = found.tokens.clone();
            if sheet.word_is(tokens.start, found.skip, WordClass::Demonstrative) {
                tokens.next();
            }
            !tokens.into_iter().all(|j| covered.names[j]) && !is_verb(sheet, found)
        })
        .max_by_key(|found| found.tokens.len());
        match found {
            Some(found) => {
                // A role before a name is part of the name's phrase.
                let end = found.tokens.end;
                let is_apposed = found.kind == MentionKind::Role
                    && names_follow(sheet, persons, end)
                    && !follows_kin(sheet, found.tokens.start);
                if !is_apposed {
                    out.push(found);
                }
                i = end.max(i + 1);
            }
            None => i += 1,
        }
    }
}

/// True where the word before `i` is one of kinship.
pub(in crate::name) fn follows_kin(sheet: &Sheet<'_>, i: usize) -> bool {
    i > 0
        && sheet.end(i - 1) == sheet.end(i)
        && (0..=sheet.max_skip(i - 1))
            .any(|skip| sheet.longest(i - 1, skip, is_kin).is_some())
}

fn names_follow(sheet: &Sheet<'_>, persons: &[bool], end: usize) -> bool {
    end < persons.len() && persons[end] && end < sheet.end(end - 1)
}

fn described(
    tokens: Range<usize>,
    skip: u8,
    kind: MentionKind,
    why: &'static str,
) -> Found {
    Found { tokens, skip, kind, name: false, confidence: 0.7, why }
}

/// The first number of letters after which a phrase at `i` has a meaning that
/// `accept` takes, with the end of the longest such phrase.
fn noun_at(
    sheet: &Sheet<'_>,
    i: usize,
    accept: impl Fn(Meaning) -> bool + Copy,
) -> Option<(u8, usize, Meaning)> {
    (0..=sheet.max_skip(i)).filter(|&skip| sheet.may_skip(i, skip)).find_map(|skip| {
        let hit = sheet.longest(i, skip, accept)?;
        Some((skip, i + usize::from(hit.length), hit.meaning))
    })
}

fn source_at(sheet: &Sheet<'_>, cover: &Cover, i: usize) -> Option<Found> {
    let (skip, end, meaning) = noun_at(sheet, i, |m| matches!(m, Meaning::Source(_)))?;
    let Meaning::Source(noun) = meaning else { return None };
    if noun == SourceNoun::Document
        || sheet.longest(i, skip, |m| m == Meaning::Word(WordClass::Quantity)).is_some()
    {
        return None;
    }
    let definite = sheet.definite(i, skip);
    let described_end = adjectives(sheet, end, definite);
    let placed_end = match noun {
        SourceNoun::Person => placed(sheet, cover, described_end),
        _ => described_end,
    };
    if placed_end == i + 1 && modifies(sheet, i, skip) {
        return None;
    }
    let body = sheet.is(i, skip, |m| m == Meaning::OrganisationHead);
    if !definite && body {
        return None;
    }
    if !definite && placed_end == end {
        // A bare indefinite noun says too little, unless it is the plural of sources.
        if noun == SourceNoun::Person {
            return None;
        }
    }
    let kind = match noun {
        // `التنظيم`, `الهيئة`: a body that was named before.
        SourceNoun::Person if body => MentionKind::Group,
        SourceNoun::Person => MentionKind::Role,
        _ => MentionKind::Group,
    };
    Some(with_quantity(sheet, described(i..placed_end, skip, kind, "name/source")))
}

/// The end of the adjectives after a noun that ends at `from`.
fn adjectives(sheet: &Sheet<'_>, from: usize, definite: bool) -> usize {
    let limit = sheet.end(from - 1);
    let mut j = from;
    while j < limit && j < from + 5 {
        let phrase = sheet.longest(j, 0, |m| {
            matches!(
                m,
                Meaning::Nisba(_)
                    | Meaning::Word(WordClass::Described | WordClass::GroupAdjective)
            )
        });
        match phrase {
            // `رفيع المستوى` has its article inside.
            Some(hit) if hit.length > 1 || sheet.definite(j, 0) == definite => {
                j += usize::from(hit.length);
            }
            _ if definite
                && sheet.relational(j)
                && !sheet.stops(j)
                && !sheet.is(j, 0, |m| {
                    !matches!(m, Meaning::Verb | Meaning::Word(WordClass::Typed))
                }) =>
            {
                j += 1;
            }
            _ => break,
        }
    }
    j
}

/// The end of `من داخل روسيا`, `في الحكومة العراقية` after `from`.
fn placed(sheet: &Sheet<'_>, cover: &Cover, from: usize) -> usize {
    let limit = sheet.end(from - 1);
    if from >= limit {
        return from;
    }
    let link = sheet.longest(from, 0, |m| m == Meaning::Word(WordClass::In));
    let after = link.map_or(from, |hit| from + usize::from(hit.length));
    if after > from
        && after < limit
        && let Some((end, 0)) = cover.at(after)
    {
        return end;
    }
    match cover.at(from) {
        Some((end, skip)) if skip > 0 && sheet.after_preposition(from, skip) => end,
        _ => from,
    }
}

/// Takes in the quantity or demonstrative before a described group.
fn with_quantity(sheet: &Sheet<'_>, found: Found) -> Found {
    let i = found.tokens.start;
    if found.skip > 0 {
        return found;
    }
    for back in (1..=3).rev() {
        let Some(from) = i.checked_sub(back) else { continue };
        if sheet.end(from) != sheet.end(i) {
            continue;
        }
        for skip in 0..=sheet.max_skip(from) {
            let Some(hit) = sheet.longest(from, skip, |m| {
                matches!(m, Meaning::Word(WordClass::Quantity | WordClass::Demonstrative))
            }) else {
                continue;
            };
            if from + usize::from(hit.length) == i {
                return Found { tokens: from..found.tokens.end, skip, ..found };
            }
        }
    }
    found
}

fn role_at(
    sheet: &Sheet<'_>,
    cover: &Cover,
    persons: &[bool],
    i: usize,
) -> Option<Found> {
    let title = title::at(sheet, cover, i)?;
    if title.is_honorific(sheet) || !title.definite && !title.complemented {
        return None;
    }
    let deed = sheet.is(i, title.skip, |m| m == Meaning::Noun);
    if sheet.stops(i)
        || deed && title.head_end == i + 1
        || title.tokens.len() == 1 && modifies(sheet, i, title.skip)
    {
        return None;
    }
    if persons[title.tokens.clone()].contains(&true) {
        return None;
    }
    if !title.definite && title.tokens.end == title.head_end {
        return None;
    }
    if title.singular {
        let end = placed(sheet, cover, title.tokens.end);
        return Some(described(i..end, title.skip, MentionKind::Role, "name/role"));
    }
    let found =
        described(i..title.tokens.end, title.skip, MentionKind::Group, "name/role");
    Some(with_quantity(sheet, found))
}

/// `طالب الإدارة بالرحيل`: a verb that opens its clause.
fn is_verb(sheet: &Sheet<'_>, found: &Found) -> bool {
    let i = found.tokens.start;
    let phrase = sheet.longest(i, found.skip, |m| {
        matches!(
            m,
            Meaning::Title { .. }
                | Meaning::Group
                | Meaning::Source(_)
                | Meaning::Word(WordClass::Document)
        )
    });
    phrase.is_none_or(|hit| hit.length == 1)
        && !sheet.definite(i, found.skip)
        && sheet.is(i, found.skip, |m| m == Meaning::Verb)
        && opens_clause(sheet, i, found.skip)
}

/// True where nothing before `i` could make it a noun: no word, a particle, `و`.
fn opens_clause(sheet: &Sheet<'_>, i: usize, skip: u8) -> bool {
    i == 0
        || sheet.end(i - 1) != sheet.end(i)
        || sheet.stops(i - 1)
        || sheet.after_conjunction(i, skip)
}

/// True for a word that is an adjective of the noun before it, with which it agrees in
/// having the article or not (`التحرك العسكري`, not `خطاب الرئيس`).
fn modifies(sheet: &Sheet<'_>, i: usize, skip: u8) -> bool {
    skip == 0
        && i > 0
        && sheet.end(i - 1) == sheet.end(i)
        && sheet.is_word(i - 1)
        && !sheet.stops(i - 1)
        && (sheet.definite(i - 1, 0)
            || sheet.definite(i - 1, sheet.max_skip(i - 1).min(1)))
            == sheet.definite(i, 0)
        && !(0..=sheet.max_skip(i - 1))
            .any(|s| sheet.verbal(i - 1, s) || sheet.longest(i - 1, s, is_kin).is_some())
}

/// True for a word of kinship.
pub(in crate::name) fn is_kin(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Word(
            WordClass::Brother
                | WordClass::Sister
                | WordClass::Child
                | WordClass::Spouse
                | WordClass::Parent
                | WordClass::Kin
        )
    )
}

/// `الأراضي السورية`, `العاصمة السورية`: a place by its country.
fn land_at(sheet: &Sheet<'_>, i: usize) -> Option<Found> {
    let (skip, end, _) = noun_at(sheet, i, |m| {
        matches!(m, Meaning::Word(WordClass::Land | WordClass::Capital))
    })?;
    if end < sheet.end(i) && sheet.nisba(end, 0) && sheet.definite(end, 0) {
        return Some(described(i..end + 1, skip, MentionKind::Place, "name/land"));
    }
    None
}

fn group_at(sheet: &Sheet<'_>, cover: &Cover, i: usize) -> Option<Found> {
    let (skip, noun_end, meaning) =
        noun_at(sheet, i, |m| matches!(m, Meaning::Group | Meaning::Nisba(_)))?;
    let definite = sheet.definite(i, skip);
    if let Meaning::Nisba(_) = meaning {
        // `العراقيين` by themselves: a people.
        let plural = ["\u{64A}\u{646}", "\u{648}\u{646}"]
            .iter()
            .any(|ending| sheet.key(i, skip).ends_with(ending));
        let adjective = i > 0
            && skip == 0
            && sheet.end(i - 1) == sheet.end(i)
            && sheet.is_word(i - 1)
            && (sheet.definite(i - 1, 0) || sheet.definite(i - 1, 1));
        if !plural || !definite || adjective {
            return None;
        }
        return Some(described(i..i + 1, skip, MentionKind::Group, "name/people"));
    }
    if cover.at(i).is_some()
        || noun_end == i + 1
            && (modifies(sheet, i, skip)
                || sheet
                    .is(i, skip, |m| matches!(m, Meaning::Title { singular: true, .. })))
    {
        return None;
    }
    let limit = sheet.end(i);
    // `النظام الدستوري` is nobody.
    if sheet.word_is(i, skip, WordClass::System)
        && noun_end < limit
        && sheet.relational(noun_end)
        && !sheet.nisba(noun_end, 0)
        && !sheet.word_is(noun_end, 0, WordClass::Described)
    {
        return None;
    }
    // `قوات الفصائل`: a group annexed to another.
    let mut noun_end = noun_end;
    let mut definite = definite;
    if !definite
        && noun_end < limit
        && sheet.definite(noun_end, 0)
        && let Some(hit) = sheet.longest(noun_end, 0, |m| m == Meaning::Group)
    {
        noun_end += usize::from(hit.length);
        definite = true;
    }
    let mut end = adjectives(sheet, noun_end, definite);
    // `المسلحين التابعين لـ` and whom they belong to; `المتمركزة في` and where.
    if end < limit
        && (sheet.word_is(end, 0, WordClass::Belonging)
            || sheet.word_is(end, 0, WordClass::Based))
    {
        let attached = placed(sheet, cover, end + 1);
        if attached > end + 1 {
            end = attached;
        }
    } else {
        // `خلايا نائمة لتنظيم داعش`
        match (end < limit).then(|| cover.at(end)).flatten() {
            Some((after, s))
                if s == 1 && !definite && sheet.after_preposition(end, s) =>
            {
                end = after;
            }
            _ => (),
        }
    }
    if !definite && end == i + 1 {
        return None;
    }
    Some(with_quantity(sheet, described(i..end, skip, MentionKind::Group, "name/group")))
}

fn document_at(sheet: &Sheet<'_>, cover: &Cover, i: usize) -> Option<Found> {
    let (skip, noun_end, _) =
        noun_at(sheet, i, |m| m == Meaning::Word(WordClass::Document))?;
    let definite = sheet.definite(i, skip);
    let limit = sheet.end(i);
    let mut end = adjectives(sheet, noun_end, definite);
    if end == noun_end && end < limit && !definite {
        if sheet.is_quote(end) {
            if let Some((after, 0)) =
                (end + 1 < limit).then(|| cover.at(end + 1)).flatten()
                && after < limit
                && sheet.is_quote(after)
            {
                end = after + 1;
            }
        } else if let Some((after, 0)) = cover.at(end) {
            end = after;
        } else if specifies(sheet, end) {
            end += 1;
        }
    }
    Some(described(i..end, skip, MentionKind::Document, "name/document"))
}

/// True for a noun that says what kind of document it is: `رسالة تطمين`.
fn specifies(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is_word(i)
        && !sheet.stops(i)
        && sheet.max_skip(i) == 0
        && !sheet.is(i, 0, |m| m == Meaning::Verb)
        && (sheet.definite(i, 0) || i + 1 >= sheet.end(i) || !sheet.definite(i + 1, 0))
}
