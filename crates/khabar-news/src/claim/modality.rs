//! Polarity, hedges, and what the outlet adds.

use khabar_arabic::letters;
use khabar_doc::{Act, Certainty, Commitment, Hedge, HedgeClass, Polarity, Span};

use super::{
    draft::{Draft, Kind},
    scene::Scene,
};
use crate::grammar::Classes;

/// How far into a content its main predicate is looked for, in tokens.
const PREDICATE: usize = 12;

/// Whether the main clause of the content is negated: a negation before any relative
/// clause, subordinator or mark.
pub(crate) fn polarity(scene: &Scene<'_>, draft: &Draft) -> Polarity {
    if matches!(draft.kind, Kind::Author)
        && draft.cue.clone().any(|i| scene.is(i, Classes::NEGATION))
    {
        return Polarity::Negative;
    }
    let Some(content) = draft.content.last() else { return Polarity::Positive };
    let noun_phrase = !matches!(draft.kind, Kind::Colon) && draft.noun_phrase;
    for i in content.clone().take(if noun_phrase { 1 } else { PREDICATE }) {
        // `still`, `there is no way but`, `not only` are made of a negation, and negate nothing.
        const POSITIVE: Classes = Classes::AUXILIARY
            .or(Classes::MODAL)
            .or(Classes::CONNECTIVE)
            .or(Classes::FOCUS);
        if scene.is(i, Classes::NEGATION) && !scene.is(i, POSITIVE) {
            return Polarity::Negative;
        }
        // `… is a policy and not a campaign`: the predicate was there before.
        if i > content.start
            && (scene.words.tokens()[i].proclitics.conjunction.is_some()
                && scene.name_at(i).is_none()
                || scene.is(i, Classes::PRONOUN) && !scene.is(i, Classes::PREPOSITION)
                || scene.is_mark(i, &["("]))
        {
            break;
        }
        let clause = scene.is(i, Classes::RELATIVE)
            && scene.words.core(i).chars().count() > 3
            || scene.is(i, Classes::SUBORDINATOR)
            || scene.is_comma(i)
            || scene.prose_complementiser(i).is_some();
        let verb = scene.is_surely_verb(i) && i > content.start;
        if clause || verb {
            break;
        }
    }
    Polarity::Positive
}

/// How sure the source makes itself in the main clause of the content: what a hedge
/// before any relative clause leaves of `certain`.
pub(crate) fn certainty(scene: &Scene<'_>, draft: &Draft) -> Option<Certainty> {
    let content = draft.content.first()?;
    if draft.noun_phrase {
        return None;
    }
    for i in content.clone().take(PREDICATE) {
        if let Some((length, hedge)) = scene.hedge_at(i)
            && scene.name_at(i).is_none()
            && i + length <= content.end
            && weakens(scene, i, length)
            && !scene.is(i.wrapping_sub(1), Classes::NEGATION)
        {
            match hedge.class {
                HedgeClass::Possibility => return Some(Certainty::Possible),
                HedgeClass::Appearance => return Some(Certainty::Probable),
                _ => (),
            }
        }
        let ends = i > content.start
            && (scene.is_relative_pronoun(i)
                || scene.is_comma(i)
                || scene.is(i, Classes::SUBORDINATOR)
                || scene.opens(i).is_some());
        if ends {
            break;
        }
    }
    None
}

/// The hedges inside the content, and the cue's own where it makes likely.
pub(crate) fn hedges(scene: &Scene<'_>, draft: &Draft) -> Vec<Hedge> {
    let mut hedges = Vec::new();
    let weak =
        matches!(draft.manner.certainty, Certainty::Probable | Certainty::Possible);
    if weak && matches!(draft.manner.act, Act::Predict | Act::Opine) {
        let class = match draft.manner.act {
            Act::Predict => HedgeClass::Expectation,
            _ if draft.manner.certainty == Certainty::Probable => HedgeClass::Appearance,
            _ => HedgeClass::Possibility,
        };
        hedges.push(Hedge { span: scene.span(draft.cue.clone()), class, scope: None });
    }
    for content in &draft.content {
        let mut i = content.start;
        while i < content.end {
            match scene.hedge_at(i) {
                Some((length, hedge))
                    if i + length <= content.end
                        && scene.name_at(i).is_none()
                        && weakens(scene, i, length)
                        && (!hedge.number || counts(scene, i + length)) =>
                {
                    let scope = (i + length..content.end)
                        .take_while(|&k| !scene.is_comma(k))
                        .last()
                        .map(|last| scene.span(i + length..last + 1));
                    hedges.push(Hedge {
                        span: scene.span(i..i + length),
                        class: hedge.class,
                        scope,
                    });
                    i += length;
                }
                _ => i += 1,
            }
        }
    }
    for (mark, doubt) in &draft.distance {
        if *doubt {
            hedges.push(Hedge {
                span: scene.phrase_span(mark.clone()),
                class: HedgeClass::Doubt,
                scope: None,
            });
        }
    }
    for (mark, doubt) in inner_marks(scene, draft) {
        let class = if doubt { HedgeClass::Doubt } else { HedgeClass::Hearsay };
        if doubt && !hedges.iter().any(|h| h.span == scene.phrase_span(mark.clone())) {
            hedges.push(Hedge { span: scene.phrase_span(mark), class, scope: None });
        }
    }
    hedges.sort_by_key(|h| (h.span.start(), h.span.end()));
    // Of hedges that overlap the longest stays.
    hedges.dedup_by(|next, kept| {
        let same = kept.span.overlaps(next.span);
        if same && next.span.len() > kept.span.len() {
            std::mem::swap(next, kept);
        }
        same
    });
    hedges
}

/// `قد` weakens only a present; before a past it confirms.
fn weakens(scene: &Scene<'_>, i: usize, length: usize) -> bool {
    if length == 1 && scene.words.core(i) == "\u{642}\u{62F}" {
        let next = i + 1;
        // `had been`, `will have been`: a pluperfect.
        if (i.saturating_sub(4)..i).any(|k| scene.is(k, Classes::AUXILIARY)) {
            return false;
        }
        return scene.is(next, Classes::NEGATION)
            || scene.words.tokens().get(next).is_some_and(|_| {
                scene.words.core(next).starts_with([
                    letters::YEH,
                    letters::TEH,
                    letters::NOON,
                ]) && scene
                    .finite(next)
                    .all(|f| f.mood != khabar_arabic::inflect::Mood::Past)
            });
    }
    true
}

/// True where a number or a noun of quantity stands at `i`.
fn counts(scene: &Scene<'_>, i: usize) -> bool {
    scene.kind(i) == Some(khabar_arabic::TokenKind::Number)
        || scene.is(i, Classes::NUMERAL.or(Classes::QUANTIFIER))
}

/// What the outlet adds: the cue's own tone, then marks of distance and doubt.
/// A mark inside what a child reports is about the child.
pub(crate) fn commitment(
    scene: &Scene<'_>,
    draft: &Draft,
    children: &[&Draft],
) -> Commitment {
    let mut commitment = draft.manner.commitment;
    let marks = draft.distance.iter().map(|(_, doubt)| *doubt);
    let inner = own_marks(scene, draft, children).into_iter().map(|(_, doubt)| doubt);
    for doubt in marks.chain(inner) {
        commitment = match (commitment, doubt) {
            (_, true) | (Commitment::Doubt, _) => Commitment::Doubt,
            (_, false) => Commitment::Distance,
        };
    }
    commitment
}

/// The words of distance and doubt behind and inside the claim, in reading order.
pub(crate) fn marks(scene: &Scene<'_>, draft: &Draft, children: &[&Draft]) -> Vec<Span> {
    let inner = own_marks(scene, draft, children).into_iter().map(|(mark, _)| mark);
    let mut marks: Vec<Span> = draft
        .distance
        .iter()
        .map(|(mark, _)| mark.clone())
        .chain(inner)
        .map(|mark| scene.phrase_span(mark))
        .collect();
    marks.sort();
    marks
}

/// Marks inside the content that are not about what a child reports.
fn own_marks(
    scene: &Scene<'_>,
    draft: &Draft,
    children: &[&Draft],
) -> Vec<(std::ops::Range<usize>, bool)> {
    let about_child = |mark: &std::ops::Range<usize>| {
        children.iter().any(|c| c.cue.start <= mark.start && mark.end <= c.extent().end)
    };
    inner_marks(scene, draft).into_iter().filter(|(mark, _)| !about_child(mark)).collect()
}

/// Marks of distance inside the content (`what it called`, `the alleged`).
fn inner_marks(scene: &Scene<'_>, draft: &Draft) -> Vec<(std::ops::Range<usize>, bool)> {
    let mut marks = Vec::new();
    for content in &draft.content {
        let mut i = content.start;
        while i < content.end {
            match scene.distance_at(i) {
                Some((length, mark))
                    if scene.name_at(i).is_none()
                        && scene.quote_around(i).is_none()
                        && (mark.doubt || length > 1) =>
                {
                    marks.push((i..i + length, mark.doubt));
                    i += length;
                }
                _ => i += 1,
            }
        }
    }
    marks
}
