//! How many a deed struck: the dead, the wounded, the arrested, as fields that can be
//! followed from report to report.

use khabar_arabic::{
    TokenKind,
    number::{self, Figure},
};
use khabar_doc::{Claim, ClaimId, Count, CountKind, Event, EventType, Span};

use super::{trigger::Trigger, view::View};
use crate::grammar::Classes;

/// Tokens between a word for people struck and their number, at most: behind it, and
/// before a noun.
const BEHIND: usize = 4;
const BEFORE: usize = 2;

/// A count with the token of the word that says what became of them.
pub(super) struct Found {
    pub(super) word: usize,
    pub(super) count: Count,
}

/// All counts of the told parts, in reading order.
pub(super) fn all(view: &View<'_>, triggers: &[Trigger]) -> Vec<Found> {
    let words = struck(view, triggers);
    if words.is_empty() {
        return Vec::new();
    }
    let figures = number::figures(view.words, &view.lexicon.numbers);
    let mut found: Vec<Found> = Vec::new();
    for (at, &(word, kind)) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or(usize::MAX, |next| next.0);
        let Some(figure) = figure_of(view, &figures, word, next) else { continue };
        let taken = found.iter().any(|f| f.count.span == figure.span);
        if !taken {
            found.push(Found { word, count: count(view, figure, kind) });
        }
    }
    found
}

/// The words that tell what became of people: nouns of the lexicon, and triggers of
/// entries whose verbal noun is one of them.
fn struck(view: &View<'_>, triggers: &[Trigger]) -> Vec<(usize, CountKind)> {
    let mut words: Vec<(usize, CountKind)> = Vec::new();
    for trigger in triggers {
        if let Some(kind) = view.lexicon.entries[trigger.entry].counts {
            words.push((trigger.last(), kind));
        }
    }
    for sentence in view.words.sentences() {
        if sentence.tokens.is_empty() || !view.part_kind(sentence.tokens.start).is_told()
        {
            continue;
        }
        for i in sentence.tokens.clone() {
            if view.name_at(i).is_none()
                && let Some(kind) = view.lexicon.counted(view.words.stem(i))
            {
                words.push((i, kind));
            }
        }
    }
    words.sort_by_key(|&(word, _)| word);
    words.dedup_by_key(|&mut (word, _)| word);
    words
}

/// The number of what the word at `word` tells of; `next` is the next such word.
fn figure_of<'f>(
    view: &View<'_>,
    figures: &'f [Figure],
    word: usize,
    next: usize,
) -> Option<&'f Figure> {
    let sentence = view.sentence(word);
    let people = |f: &&Figure| {
        !f.ordinal
            && !f.percent
            && f.unit.is_none()
            && f.value >= 1.0
            && !is_date(view, f)
    };
    let start = figures.partition_point(|f| f.tokens.0 + BEHIND < word);
    let near = figures[start..].iter().take_while(|f| f.tokens.0 < sentence.end);
    let mut behind: Option<&Figure> = None;
    let mut before: Option<&Figure> = None;
    for figure in near.filter(people) {
        let (first, end) = figure.tokens;
        if first > word && first <= word + BEHIND && first < next && end <= next {
            let plain = (word + 1..first).all(|k| {
                view.kind(k) != Some(TokenKind::Number)
                    && !view.is_comma(k)
                    && (!view.joined(k) || view.is(k, Classes::PREPOSITION))
            });
            if plain {
                behind = behind.or(Some(figure));
            }
        } else if end <= word
            && end + BEFORE > word
            && first >= sentence.start
            && (end..word).all(|k| view.is_word(k) && !view.is_stop(k) && !view.joined(k))
            && !view.joined(word)
        {
            before = Some(figure);
        }
    }
    // `12 dead`: the noun is what is counted; a deed has its number behind it.
    before.or(behind)
}

/// True for a number beside a month or before a clock's word: days and years.
fn is_date(view: &View<'_>, figure: &Figure) -> bool {
    view.times.iter().any(|time| time.span.overlaps(figure.span))
}

fn count(view: &View<'_>, figure: &Figure, kind: CountKind) -> Count {
    let whole = |value: f64| {
        // People are counted whole; a figure beyond that is no count.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and 10^12"
        )]
        let number = value.clamp(0.0, 1e12).floor() as u64;
        number
    };
    let unit = figure.tokens.1;
    let noun = view.sentence(figure.tokens.0).contains(&unit)
        && view.kind(unit) == Some(TokenKind::Word)
        && !view.is_stop(unit)
        && !view.is_verb(unit)
        && !view.joined(unit)
        && view.preposition(unit).is_none()
        && view.lexicon.counted(view.words.stem(unit)).is_none();
    Count {
        kind,
        number: whole(figure.value),
        end: figure.end.map(whole),
        limit: figure.limit.map(number::Limit::name),
        vague: figure.vague,
        span: figure.span,
        unit: noun.then(|| view.words.tokens()[unit].core),
        claim: claim_at(view, figure.span),
    }
}

/// The innermost claim that holds `span`.
pub(super) fn claim_at(view: &View<'_>, span: Span) -> Option<ClaimId> {
    let whole = |claim: &Claim| claim.content.iter().map(|c| c.len()).sum::<u32>();
    view.claims_near(span)
        .filter(|(_, claim)| {
            !claim.narration && claim.content.iter().any(|c| c.contains(span))
        })
        .min_by_key(|(_, claim)| whole(claim))
        .map(|(at, _)| ClaimId::at(at))
}

/// Gives each count to the event that it tells of: the one whose trigger is its word, or
/// the nearest deed of its sentence, that before it first.
pub(super) fn give(view: &View<'_>, found: Vec<Found>, events: &mut [Event]) {
    for Found { word, count } in found {
        let span = view.words.tokens()[word].core;
        let sentence = view.span(view.sentence(word));
        let suits = |event: &Event| match count.kind {
            CountKind::Killed | CountKind::Wounded | CountKind::Abducted => {
                event.kind == EventType::Assault
            }
            CountKind::Arrested => event.kind == EventType::Coerce,
            CountKind::Displaced | CountKind::Missing => {
                matches!(event.kind, EventType::Assault | EventType::Coerce)
            }
        };
        let own = events.iter().position(|e| e.triggers.iter().any(|t| t.overlaps(span)));
        let near = || {
            let here = events.iter().enumerate().filter(|(_, event)| suits(event));
            let spans =
                here.flat_map(|(at, event)| event.triggers.iter().map(move |t| (at, *t)));
            spans
                .filter(|(_, trigger)| sentence.overlaps(*trigger))
                .min_by_key(|(_, trigger)| {
                    let behind = trigger.start() > span.start();
                    (behind, trigger.start().abs_diff(span.start()))
                })
                .map(|(at, _)| at)
        };
        if let Some(at) = own.or_else(near) {
            let counts = &mut events[at].counts;
            if !counts.contains(&count) {
                counts.push(count);
            }
        }
    }
}
