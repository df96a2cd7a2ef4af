//! Where a claim's content ends.

use std::ops::Range;

use khabar_arabic::{
    TokenKind,
    inflect::{Mood, Number},
};

use super::{
    frame::{self, Ask},
    lexicon::{PhraseKind, SourceSlot},
    scene::Scene,
};
use crate::grammar::Classes;

/// The end of the content that begins at token `start`: before the next cue of the same
/// level, an attribution, the outlet's gloss, or `limit`.
pub(crate) fn end(
    scene: &Scene<'_>,
    start: usize,
    limit: usize,
    speaker: Speaker,
) -> usize {
    let limit = limit.min(start + LONGEST);
    let mut i = start;
    while i < limit {
        if let Some(quote) = scene.opens(i)
            && quote.closed
            && quote.close < limit
        {
            i = quote.close + 1;
            continue;
        }
        if i > start && ends_before(scene, i, limit, speaker) {
            break;
        }
        i += 1;
    }
    trim(scene, start..i).end
}

/// Longest content, in tokens: a text without stops must not give every claim the rest
/// of it. The longest sentence of 300 news articles (ANT corpus) has 181 words.
pub(crate) const LONGEST: usize = 400;

/// What is known of whom the content belongs to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Speaker {
    /// True where a relative clause behind a comma belongs to the outlet, not to the
    /// content.
    pub(crate) author: bool,
    /// True for one person: `and they refused` goes on with what is said.
    pub(crate) alone: bool,
}

fn ends_before(scene: &Scene<'_>, i: usize, limit: usize, speaker: Speaker) -> bool {
    let after_comma = scene.is_comma(i - 1);
    if scene.kind(i) != Some(TokenKind::Word) {
        return false;
    }
    if let Some((length, phrase)) = scene.phrase_at(i) {
        match phrase.kind {
            // A source must follow; `according to need` is no attribution.
            PhraseKind::Prepositional
                if phrase.before
                    && (phrase.source != SourceSlot::Follows
                        || super::phrase::after_any(scene, i + length, limit)
                            .is_some()
                        || i + length >= limit) =>
            {
                return true;
            }
            PhraseKind::Gloss => return true,
            // `… his words that`
            PhraseKind::Quotation if scene.prose_complementiser(i + length).is_some() => {
                return true;
            }
            _ => (),
        }
    }
    if let Some((length, mark)) = scene.distance_at(i)
        && mark.before
        && length > 1
    {
        return true;
    }
    if after_comma
        && scene.is(i, Classes::CONNECTIVE)
        && !scene.is(i, Classes::CONJUNCTION)
    {
        return true;
    }
    if scene.forms(i).iter().any(|f| f.mood == Mood::Participle)
        && frame::participle_speaks(scene, i, limit)
    {
        return true;
    }
    let joined = scene.is_joined(i);
    // `…, which the government denies`: the next speaker's.
    let takes_up =
        scene.is(i, Classes::PRONOUN) && joined && scene.is(i + 1, Classes::RELATIVE)
            || scene.is_relative_pronoun(i + 1) && scene.words.core(i) == ALAMR;
    if after_comma && takes_up {
        return true;
    }
    // `…, while others …`
    if after_comma
        && scene.is(i, Classes::CONJUNCTION)
        && MEANWHILE.contains(&scene.words.whole(i))
    {
        return true;
    }
    let theirs =
        speaker.alone && scene.finite(i).all(|form| form.number == Number::Plural);
    if joined && !theirs && starts_cue(scene, i, limit, true) {
        return true;
    }
    // `…, they said that`; `…, and others think it likely that`.
    if after_comma && scene.is_surely_verb(i) && says_that(scene, i, limit)
        || joined
            && super::phrase::head(scene, i).speaks()
            && scene.is_surely_verb(i + 1)
            && starts_cue(scene, i + 1, limit, false)
    {
        return true;
    }
    // A new statement without any mark before it: `… at once the spokesman said that`.
    if !joined
        && !scene.is_after_preposition(i)
        && !scene.opens_clause(i)
        && speaks_anew(scene, i, limit)
    {
        return true;
    }
    if after_comma
        && scene.is(i, Classes::CONJUNCTION.or(Classes::SUBORDINATOR))
        && ((i + 1..limit.min(i + 3)).any(|k| starts_cue(scene, k, limit, true))
            || speaker_before(scene, i + 1, limit))
    {
        return true;
    }
    speaker.author && after_comma && scene.is(i, Classes::RELATIVE)
}

/// True where a finite cue with content of its own begins at `i`; its subject stands
/// behind it if `subject` is set, else before.
fn starts_cue(scene: &Scene<'_>, i: usize, limit: usize, subject: bool) -> bool {
    scene.finite(i).any(|form| {
        let verb = &scene.lexicon.verbs[form.verb];
        form.person == khabar_arabic::inflect::Person::Third
            && form.mood != Mood::Jussive
            && SPEAKING.contains(&verb.group.as_str())
            && frame::find(
                scene,
                i + 1,
                Ask { subject, ..Ask::of(&verb.complements, limit) },
            )
            .is_some_and(|f| !matches!(f.how, frame::How::Phrase) || verb.group != "say")
    })
}

/// True where a speaker begins at `i` and a verb of saying right behind: `but the
/// organisation says that`.
fn speaker_before(scene: &Scene<'_>, i: usize, limit: usize) -> bool {
    super::phrase::starts(scene, i)
        && super::phrase::head(scene, i).speaks()
        && super::phrase::after(scene, i, limit).is_some_and(|speaker| {
            scene.is_surely_verb(speaker.end) && says_that(scene, speaker.end, limit)
        })
}

/// True for a verb of saying with a clause.
fn says_that(scene: &Scene<'_>, i: usize, limit: usize) -> bool {
    scene.finite(i).any(|form| {
        let verb = &scene.lexicon.verbs[form.verb];
        let ask = Ask { subject: true, ..Ask::of(&verb.complements, limit) };
        SAYING.contains(&verb.group.as_str())
            && frame::find(scene, i + 1, ask)
                .is_some_and(|f| matches!(f.how, frame::How::Clause(_)))
    })
}

/// True for a verb of saying with its speaker behind it and a clause behind that.
fn speaks_anew(scene: &Scene<'_>, i: usize, limit: usize) -> bool {
    scene.finite(i).any(|form| {
        let verb = &scene.lexicon.verbs[form.verb];
        form.mood == Mood::Past
            && SAYING.contains(&verb.group.as_str())
            && super::phrase::starts(scene, i + 1)
            && super::phrase::head(scene, i + 1).speaks()
            && frame::find(
                scene,
                i + 1,
                Ask { subject: true, ..Ask::of(&verb.complements, limit) },
            )
            .is_some_and(|f| {
                f.subject.is_some()
                    && matches!(f.how, frame::How::Clause(_))
                    && f.content < i + 8
            })
    })
}

/// Groups of verbs that say and do little else.
const SAYING: [&str; 4] = ["say", "add", "confirm", "clarify"];

/// Groups of verbs that begin a statement of their own when joined by `and`.
const SPEAKING: [&str; 29] = [
    "say", "add", "clarify", "reveal", "confirm", "deny", "demand", "call", "accuse",
    "condemn", "threaten", "warn", "announce", "consider", "predict", "hint", "note",
    "describe", "differ", "fear", "hope", "promise", "allege", "admit", "refuse",
    "praise", "order", "carry", "ask",
];

/// `the matter`, before `which`.
const ALAMR: &str = "\u{627}\u{644}\u{627}\u{645}\u{631}";

/// `while`, `whereas`.
const MEANWHILE: [&str; 2] =
    ["\u{641}\u{64A}\u{645}\u{627}", "\u{628}\u{64A}\u{646}\u{645}\u{627}"];

/// `tokens` without marks at either end.
pub(crate) fn trim(scene: &Scene<'_>, tokens: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    let mark = |i: usize| {
        scene.kind(i) == Some(TokenKind::Mark) && !scene.is_mark(i, &["(", ")", "%"])
    };
    // A closing mark whose opening one lies outside.
    let stray = |i: usize, start: usize| {
        scene.kind(i) == Some(TokenKind::Quote)
            && scene.closes(i).is_none_or(|quote| quote.open < start)
    };
    let wrapped = |start: usize, end: usize| {
        scene.opens(start).is_some_and(|q| q.closed && q.close + 1 == end)
    };
    loop {
        let dangling = |start: usize, end: usize| {
            scene.kind(start) == Some(TokenKind::Quote)
                && scene.opens(start).is_none_or(|q| q.close >= end)
        };
        if start < end && mark(start) || start + 1 < end && dangling(start, end) {
            start += 1;
        } else if start < end
            && (mark(end - 1) || end > start + 1 && stray(end - 1, start))
        {
            end -= 1;
        } else if start + 2 < end && wrapped(start, end) {
            start += 1;
            end -= 1;
        } else {
            return start..end;
        }
    }
}
