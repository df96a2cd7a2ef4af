//! Titles with what belongs to them: `رئيس الوزراء`, `وزير الخارجية المصري`.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::name::{
    lexicon::{Evidence, Meaning, TitleClass, WordClass},
    sheet::{Found, Sheet},
};

/// Names of organisations and places by the token that they begin in.
#[derive(Debug, Default)]
pub(in crate::name) struct Cover {
    by_start: FxHashMap<usize, (usize, u8)>,
}

impl Cover {
    /// The names among `found`.
    pub(in crate::name) fn of<'f>(found: impl Iterator<Item = &'f Found>) -> Cover {
        Cover {
            by_start: found.map(|f| (f.tokens.start, (f.tokens.end, f.skip))).collect(),
        }
    }

    /// The cover of names given as tokens and letters skipped.
    pub(in crate::name) fn from_ranges(
        ranges: impl Iterator<Item = (Range<usize>, u8)>,
    ) -> Cover {
        Cover { by_start: ranges.map(|(r, skip)| (r.start, (r.end, skip))).collect() }
    }

    /// The end of the name that begins in token `i`, and the letters before it.
    pub(in crate::name) fn at(&self, i: usize) -> Option<(usize, u8)> {
        self.by_start.get(&i).copied()
    }
}

/// A title in the text.
#[derive(Clone, Debug)]
pub(in crate::name) struct Title {
    /// The title with its complement and adjectives.
    pub(in crate::name) tokens: Range<usize>,
    /// Letters before it in its first token.
    pub(in crate::name) skip: u8,
    /// Where the title proper ends and what belongs to it begins.
    pub(in crate::name) head_end: usize,
    /// Position of its class in the lexicon.
    pub(in crate::name) class: u32,
    /// One holder, not several.
    pub(in crate::name) singular: bool,
    /// True where it has the article.
    pub(in crate::name) definite: bool,
    /// True where something of the text says whose title it is.
    pub(in crate::name) complemented: bool,
}

/// The title that begins at token `i`, if any.
pub(in crate::name) fn at(sheet: &Sheet<'_>, cover: &Cover, i: usize) -> Option<Title> {
    for skip in 0..=sheet.max_skip(i) {
        if !sheet.may_skip(i, skip) {
            continue;
        }
        let Some(hit) = sheet.longest(i, skip, |m| matches!(m, Meaning::Title { .. }))
        else {
            continue;
        };
        let Meaning::Title { class, singular, .. } = hit.meaning else { continue };
        let head_end = i + usize::from(hit.length);
        let definite = sheet.definite(i, skip);
        let closed = definite || sheet.definite(head_end - 1, 0);
        let end =
            complement(sheet, cover, head_end, sheet.end(i), definite, closed, singular);
        return Some(Title {
            tokens: i..end,
            skip,
            head_end,
            class,
            singular,
            definite: closed,
            complemented: end > head_end,
        });
    }
    None
}

impl Title {
    /// True for a form of courtesy, which is no role.
    pub(in crate::name) fn is_honorific(&self, sheet: &Sheet<'_>) -> bool {
        sheet.lexicon.title(self.class) == TitleClass::Honorific
    }
}

/// The end of what belongs to a title that ends at `from`.
fn complement(
    sheet: &Sheet<'_>,
    cover: &Cover,
    from: usize,
    limit: usize,
    definite: bool,
    closed: bool,
    singular: bool,
) -> usize {
    let limit = limit.min(from + 9);
    let mut j = from;
    let mut after_definite = closed;
    while j < limit {
        if let Some((end, skip)) = cover.at(j) {
            // A body, with nothing or `ل` before it; not after `و`.
            if skip == 0 && !(definite && j == from)
                || skip > 0 && sheet.after_preposition(j, skip)
            {
                j = end;
                after_definite = true;
                continue;
            }
            break;
        }
        if !sheet.is_word(j) {
            break;
        }
        if is_link(sheet, j)
            && j + 1 < limit
            && let Some((end, 0)) = cover.at(j + 1)
        {
            j = end;
            after_definite = true;
            continue;
        }
        if sheet.nisba(j, 0) && (sheet.definite(j, 0) || j == from) {
            j += 1;
            continue;
        }
        if sheet.definite(j, 0) {
            if !is_complement(sheet, j, definite)
                || j > from && begins_name(sheet, j, limit)
                || j > from
                    && singular
                    && sheet.definite(j - 1, 0)
                    && is_oblique(sheet, j)
            {
                break;
            }
            j += 1;
            after_definite = true;
            continue;
        }
        if after_definite && !definite && joins(sheet, j) {
            j += 1;
            continue;
        }
        if j == from
            && sheet.after_preposition(j, 1)
            && sheet.max_skip(j) == 1
            && sheet.definite(j, 1)
            && is_complement_noun(sheet, j, 1)
        {
            j += 1;
            after_definite = true;
            continue;
        }
        if !after_definite
            && can_be_annexed(sheet, j)
            && j + 1 < limit
            && (sheet.definite(j + 1, 0) || cover.at(j + 1).is_some_and(|c| c.1 == 0))
        {
            j += 1;
            continue;
        }
        if !sheet.definite(j, 0)
            && sheet.word_is(j, 0, WordClass::Described)
            && sheet.longest(j, 0, |m| m == Meaning::Word(WordClass::Described)).is_some()
        {
            let hit = sheet.longest(j, 0, |m| m == Meaning::Word(WordClass::Described));
            j += hit.map_or(1, |hit| usize::from(hit.length));
            continue;
        }
        break;
    }
    j
}

/// `في`, `باسم`: between a title and a body.
fn is_link(sheet: &Sheet<'_>, j: usize) -> bool {
    sheet.word_is(j, 0, WordClass::In)
}

fn is_complement(sheet: &Sheet<'_>, j: usize, after_definite_title: bool) -> bool {
    if sheet.is(j, 0, |m| matches!(m, Meaning::Title { singular: true, .. })) {
        return false;
    }
    if sheet.word_is(j, 0, WordClass::Typed) || sheet.word_is(j, 0, WordClass::Described)
    {
        return true;
    }
    if after_definite_title {
        return sheet.relational(j)
            && sheet.evidence(j, 0) == Evidence::None
            && !sheet.stops(j);
    }
    is_complement_noun(sheet, j, 0)
}

/// `الطرفين` after `محافظ الهضبة`: a dual or plural that is the object of a verb.
fn is_oblique(sheet: &Sheet<'_>, j: usize) -> bool {
    sheet.key(j, 0).ends_with("\u{64A}\u{646}")
}

/// `الباجي قائد السبسي`: a given name with the article, with more names behind it.
fn begins_name(sheet: &Sheet<'_>, j: usize, limit: usize) -> bool {
    let name = |k: usize| k < limit && sheet.evidence(k, 0) > Evidence::None;
    name(j)
        && !sheet.relational(j)
        && name(j + 1)
        && !sheet.stops(j)
        && !sheet.stops(j + 1)
}

fn is_complement_noun(sheet: &Sheet<'_>, j: usize, skip: u8) -> bool {
    if sheet.word_is(j, skip, WordClass::DefiniteNoun) {
        return true;
    }
    !sheet.stops(j)
        && (sheet.evidence(j, skip) != Evidence::Strong
            || sheet.is(j, skip, |m| m == Meaning::Noun))
}

/// `والمغتربين` after `الخارجية`.
fn joins(sheet: &Sheet<'_>, j: usize) -> bool {
    sheet.after_conjunction(j, 1)
        && sheet.max_skip(j) == 1
        && sheet.definite(j, 1)
        && sheet.evidence(j, 1) == Evidence::None
        && sheet.hits(j).iter().all(|hit| hit.meaning == Meaning::Noun)
}

fn can_be_annexed(sheet: &Sheet<'_>, j: usize) -> bool {
    let named = sheet.evidence(j, 0) > Evidence::None && sheet.facts(j, 0).name;
    (!named || sheet.is(j, 0, |m| m == Meaning::Noun))
        && sheet.evidence(j, 0) != Evidence::Strong
        && !sheet.stops(j)
        && !sheet.verbal(j, 0)
        && !sheet.is(j, 0, |m| matches!(m, Meaning::Title { .. } | Meaning::Word(_)))
        && sheet.max_skip(j) < 2
}
