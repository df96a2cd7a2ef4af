//! Names by rule and by the tagger. The rules decide what a name is; the tagger fills
//! gaps, lengthens names of persons, and where it sees no name, common words are left
//! what they are.
//!
//! The bounds are from held-out fifths of ANERcorp (`train_names compare`): above them
//! at least four proposals in five are names to the letter, and nearly all lie on one.
//! Just below, where half a name is proposed more often, it is less than seven in ten.

use khabar_arabic::letters::{TEH_MARBUTA, YEH};
use khabar_doc::MentionKind;

use crate::name::{
    find::{choose, find_by_rule, person},
    lexicon::{Evidence, Meaning, WordClass},
    sheet::{Found, Sheet},
    tagger::Proposal,
};

/// Nats that a proposal needs to lengthen a name.
const LONGER: f32 = 3.0;

/// Nats that a proposal of `kind` needs where the rules find nothing.
fn sure(kind: MentionKind) -> f32 {
    if kind == MentionKind::Place { 2.0 } else { 4.0 }
}

/// The names of a document, none of which lies in another.
pub(in crate::name) fn find(sheet: &Sheet<'_>) -> Vec<Found> {
    let by_rule = find_by_rule(sheet);
    let proposals = sheet.lexicon.tagger.propose(sheet, &by_rule);
    let n = sheet.words.tokens().len();
    let mut shared = vec![false; n];
    for proposal in &proposals {
        shared[proposal.tokens.clone()].fill(true);
    }
    let mut named = by_rule;
    named.retain(|f| shared[f.tokens.start] || !is_ordinary(sheet, f));
    let mut taken = vec![false; n];
    for f in &named {
        taken[f.tokens.clone()].fill(true);
    }
    let before = named.len();
    for proposal in &proposals {
        let Some(kind) = kind(proposal) else { continue };
        if taken[proposal.tokens.clone()].contains(&true) {
            let within = proposal.tokens.clone();
            let covered = named[..before].iter_mut().find(|f| {
                f.kind == kind
                    && f.kind == MentionKind::Person
                    && f.tokens.start >= within.start
                    && f.tokens.end <= within.end
                    && f.tokens.len() < within.len()
            });
            if let Some(f) = covered
                && proposal.margin >= LONGER
                && others(&taken, &proposal.tokens, &f.tokens)
                && may_be_name(sheet, proposal)
                && may_begin(sheet, within.start, f.tokens.start)
            {
                if f.tokens.start > within.start {
                    f.skip = skip(sheet, within.start);
                }
                f.tokens = within.clone();
                f.why = "name/tagger:longer";
                taken[within].fill(true);
            }
        } else if proposal.margin >= sure(kind) && may_be_name(sheet, proposal) {
            taken[proposal.tokens.clone()].fill(true);
            named.push(Found {
                tokens: proposal.tokens.clone(),
                skip: skip(sheet, proposal.tokens.start),
                kind,
                name: true,
                confidence: (0.5 + proposal.margin / 20.0).min(0.8),
                why: "name/tagger",
            });
        }
    }
    if named.len() == before {
        return named;
    }
    let mut named = choose::longest(named);
    named.extend(person::find_again(sheet, &named));
    named
}

/// True for one word that is a name in the lexicon and here a noun or adjective, as the
/// words around it show: `الدورة الثانية`, `السماء الزرقاء`, `مساكن`.
fn is_ordinary(sheet: &Sheet<'_>, found: &Found) -> bool {
    let i = found.tokens.start;
    let place = found.kind == MentionKind::Place;
    if found.tokens.len() != 1 || !(place || found.kind == MentionKind::Person) {
        return false;
    }
    let end = sheet.end(i);
    let common = sheet.facts(i, found.skip).is_common();
    if !sheet.definite(i, found.skip) {
        // `في قم`
        return place && common && !(i > 0 && sheet.word_is(i - 1, 0, WordClass::In));
    }
    let key = sheet.key(i, found.skip);
    let adjective = key.ends_with([YEH, TEH_MARBUTA]) || key.ends_with("\u{627}\u{621}");
    let described = i + 1 < end && sheet.is_word(i + 1) && sheet.definite(i + 1, 0);
    let describes = place
        && adjective
        && found.skip == 0
        && i > 0
        && sheet.end(i - 1) == end
        && sheet.is_word(i - 1)
        && (sheet.definite(i - 1, 0) || sheet.definite(i - 1, sheet.max_skip(i - 1)))
        && !sheet.is(i - 1, 0, |m| matches!(m, Meaning::PlaceHead { .. }));
    common && described || describes
}

/// True where the words from `start` to `old` may open a person's name: no common noun
/// (`زمن بن علي`).
fn may_begin(sheet: &Sheet<'_>, start: usize, old: usize) -> bool {
    (start..old).all(|j| {
        sheet.evidence(j, skip(sheet, j)) > Evidence::None
            || !sheet.facts(j, skip(sheet, j)).is_common()
    })
}

fn kind(proposal: &Proposal) -> Option<MentionKind> {
    match proposal.kind {
        0 => Some(MentionKind::Person),
        1 => Some(MentionKind::Organisation),
        2 => Some(MentionKind::Place),
        // Currencies, works, events: no names by our guidelines.
        _ => None,
    }
}

/// True where no token of `wide` outside `narrow` is taken.
fn others(
    taken: &[bool],
    wide: &std::ops::Range<usize>,
    narrow: &std::ops::Range<usize>,
) -> bool {
    wide.clone().all(|j| narrow.contains(&j) || !taken[j])
}

fn skip(sheet: &Sheet<'_>, i: usize) -> u8 {
    u8::try_from(sheet.words.tokens()[i].proclitics.len()).unwrap_or(0)
}

/// True where our guidelines allow a name: words only, no adjective
/// of a country, common word, plural or half of a name alone, no small word at the end,
/// no noun of bodies or places without a name (`دولة يهودية`).
fn may_be_name(sheet: &Sheet<'_>, proposal: &Proposal) -> bool {
    let tokens = proposal.tokens.clone();
    let (first, last) = (tokens.start, tokens.end - 1);
    let skip = skip(sheet, first);
    let headed = sheet.is(first, skip, |m| {
        matches!(m, Meaning::OrganisationHead | Meaning::PlaceHead { .. })
    });
    if headed
        && !sheet.definite(first, skip)
        && (first + 1..=last).all(|j| {
            sheet.is_word(j) && !sheet.definite(j, 0) && !sheet.facts(j, 0).is_unknown()
        })
    {
        return false;
    }
    if tokens.len() == 1 && is_part(sheet, first, skip) {
        return false;
    }
    let letters = sheet.key(first, skip).chars().count();
    let mut marks = tokens.clone().filter(|&j| !sheet.is_word(j));
    marks.next().is_none()
        && !(tokens.len() == 1
            && (sheet.nisba(first, skip)
                || letters < 3
                || sheet.facts(first, skip).is_common()
                || sheet.word_is(first, skip, WordClass::DefiniteNoun)))
        && !sheet.stops(last)
}

/// True for one word that a name goes on behind, or the plural of a noun.
fn is_part(sheet: &Sheet<'_>, i: usize, skip: u8) -> bool {
    let key = sheet.key(i, skip);
    let plural = ["\u{64A}\u{646}", "\u{648}\u{646}", "\u{627}\u{62A}"];
    let next = i + 1;
    sheet.definite(i, skip) && plural.iter().any(|ending| key.ends_with(ending))
        || next < sheet.end(i)
            && !sheet.stops(next)
            && !sheet.verbal(next, 0)
            && (0..=sheet.max_skip(next).min(1))
                .any(|skip| sheet.evidence(next, skip) > Evidence::None)
}
