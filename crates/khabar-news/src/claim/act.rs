//! What a statement does: reports, promises, accuses, judges.
//!
//! Most cues say it themselves (`demanded`, `denied`). Behind the plain ones (`said`,
//! `added`) the words of the content tell: a future of the speaker's own is a promise,
//! one of others a prediction, `must` calls to act (Searle, "A classification of
//! illocutionary acts", Language in Society 5, 1976).

use std::ops::Range;

use khabar_arabic::letters;
use khabar_doc::{Act, Quotation, SourceKind};

use super::{
    draft::{Draft, Kind},
    lexicon::{Complement, Reach},
    phrase::{self, Head},
    scene::{Scene, strip_pronoun},
};
use crate::grammar::{Classes, without_conjunction};

/// Longest main clause, in tokens.
const CLAUSE: usize = 16;

/// Words that count as the start of a content.
const START: usize = 3;

/// The act of `draft`, whose cue takes `complements`.
pub(crate) fn of(scene: &Scene<'_>, draft: &Draft, complements: &[Complement]) -> Act {
    if let Some(act) = expressed(scene, draft, complements) {
        return act;
    }
    if draft.manner.act == Act::Predict && is_past(scene, draft) {
        return Act::Opine;
    }
    let plain = match draft.manner.act {
        Act::Assert => !matches!(draft.kind, Kind::Author | Kind::Impersonal),
        Act::Opine => matches!(draft.kind, Kind::Verb(_)),
        _ => false,
    };
    if !plain || draft.noun_phrase && draft.manner.act == Act::Assert && names(draft) {
        return draft.manner.act;
    }
    said(scene, draft).unwrap_or(draft.manner.act)
}

/// True where the main clause tells of what was: nobody predicts that.
fn is_past(scene: &Scene<'_>, draft: &Draft) -> bool {
    let Some(first) = draft.content.first() else { return false };
    !draft.noun_phrase
        && main_clause(scene, first).any(|i| {
            let core = scene.words.core(i);
            scene.is(i, Classes::AUXILIARY)
                && core.starts_with(letters::KAF)
                && core.chars().nth(1) == Some(letters::ALEF)
        })
}

/// True for a noun of saying with a phrase: `news of`.
fn names(draft: &Draft) -> bool {
    matches!(draft.kind, Kind::Noun)
}

/// That of the noun which the cue expresses or announces: `expressed its refusal`.
fn expressed(
    scene: &Scene<'_>,
    draft: &Draft,
    complements: &[Complement],
) -> Option<Act> {
    let first = draft.content.first().filter(|first| !first.is_empty())?;
    let group = match draft.kind {
        Kind::Verb(form) => scene.lexicon.verbs[form.verb].group.as_str(),
        _ => "",
    };
    // `voiced its refusal`, `renewed its refusal`.
    let expresses = !complements.is_empty()
        && !complements.contains(&Complement::Clause)
        && matches!(group, "say" | "")
        || draft.noun_phrase && group == "confirm" && draft.manner.act == Act::Assert;
    let announces = draft.noun_phrase && draft.manner.act == Act::Announce;
    // What is announced may be an order or a request; announcing it is neither.
    let own = |act: &Act| !announces || !matches!(act, Act::Order | Act::Request);
    if !expresses && !announces {
        return None;
    }
    let (entries, _) = scene.noun_entries(first.start)?;
    entries.first().map(|&noun| scene.lexicon.nouns[noun].manner.act).filter(own)
}

/// What the words of the content tell, if anything.
fn said(scene: &Scene<'_>, draft: &Draft) -> Option<Act> {
    let judges = draft.manner.act == Act::Opine;
    // What a study finds is no judgement of its own.
    let by_document = draft.source.as_ref().is_some_and(|source| {
        phrase::head(scene, source.start) == Head::Source(SourceKind::Document)
    });
    let first = draft.content.first()?.clone();
    let whole = draft.extent();
    let clause = main_clause(scene, &first);
    let mark = |reach: Reach, tokens: Range<usize>, wanted: &dyn Fn(Act) -> bool| {
        tokens.into_iter().find_map(|i| {
            let found = scene.lexicon.contents.all(scene.words, i);
            found
                .filter(|(_, mark)| mark.reach == reach && wanted(mark.act))
                .map(|(_, mark)| mark.act)
                .next()
                .filter(|_| scene.name_at(i).is_none())
        })
    };
    let start = first.start..first.end.min(first.start + START);
    let blames = |act| matches!(act, Act::Accuse | Act::Condemn);
    if judges {
        return mark(Reach::Clause, clause, &blames);
    }
    if commands(scene, draft, &first) {
        let calls = matches!(draft.kind, Kind::Colon);
        return Some(if calls { Act::Request } else { Act::Order });
    }
    if let Some(act) = mark(Reach::Start, start, &|_| true) {
        return Some(act);
    }
    let future = future(scene, draft, &clause);
    if future.is_some()
        && let Some(act) = mark(Reach::Future, whole.clone(), &|_| true)
    {
        return Some(act);
    }
    if let Some(act) = mark(Reach::Any, whole, &|_| true) {
        return Some(act);
    }
    future
        .or_else(|| mark(Reach::Clause, clause.clone(), &blames))
        .or_else(|| mark(Reach::Clause, clause.clone(), &|act| act == Act::Praise))
        .or_else(|| mark(Reach::Clause, clause, &|_| !by_document))
}

/// The tokens of the main clause: up to a comma, a relative pronoun, another
/// complementiser or subordinator.
fn main_clause(scene: &Scene<'_>, content: &Range<usize>) -> Range<usize> {
    let ends = |i: usize| {
        scene.is_comma(i)
            || scene.is_relative_pronoun(i)
            || scene.is(i, Classes::SUBORDINATOR)
            || scene.prose_complementiser(i).is_some()
    };
    let limit = content.end.min(content.start + CLAUSE);
    let end = (content.start + 1..limit).find(|&i| ends(i)).unwrap_or(limit);
    content.start..end
}

/// True for `let them go`, and for an imperative plural that opens a headline's words.
fn commands(scene: &Scene<'_>, draft: &Draft, content: &Range<usize>) -> bool {
    let whole = scene.words.whole(content.start);
    let jussive = [letters::TEH, letters::YEH, letters::NOON].iter().any(|&person| {
        whole
            .strip_prefix([letters::FEH])
            .and_then(|rest| rest.strip_prefix(letters::LAM))
            .is_some_and(|verb| verb.starts_with(person) && verb.chars().count() > 3)
    });
    draft.quotation == Quotation::Direct
        && (jussive
            || matches!(draft.kind, Kind::Colon)
                && whole.ends_with("\u{648}\u{627}")
                && scene.forms(content.start).is_empty())
}

/// A promise where the future of the main clause is the speaker's own, else a prediction.
fn future(scene: &Scene<'_>, draft: &Draft, clause: &Range<usize>) -> Option<Act> {
    let verb = clause.clone().find_map(|i| {
        let token = scene.words.tokens()[i];
        if scene.name_at(i).is_some() || !scene.is_word(i) {
            None
        } else if token.proclitics.future {
            Some(i)
        } else {
            FUTURE.contains(&without_conjunction(scene.words, i)).then_some(i + 1)
        }
    })?;
    let told = |i: usize| {
        scene.is(i, Classes::AUXILIARY.or(Classes::VERBAL))
            || scene.is(i, Classes::PRONOUN)
                && !scene.is(i, Classes::PREPOSITION)
                && i > clause.start
    };
    if verb >= clause.end || (clause.start..verb).any(told) {
        return None;
    }
    let core = scene.words.core(verb);
    let own = core.starts_with([letters::NOON, letters::ALEF])
        || starts_with_own(scene, draft, clause.start, verb);
    Some(if own { Act::Promise } else { Act::Predict })
}

/// True where the subject before the future verb is the speaker: `that he will`, `his
/// country will`, `the ministry will` of its minister.
fn starts_with_own(scene: &Scene<'_>, draft: &Draft, start: usize, verb: usize) -> bool {
    let pronoun = start > 0
        && scene
            .prose_complementiser(start - 1)
            .is_some_and(|pronoun| !pronoun.is_empty());
    if verb <= start + 1 {
        return pronoun || verb == start && passive(scene, verb);
    }
    let first = scene.words.tokens()[start];
    let belongs = strip_pronoun(scene.words.stem(start)).is_some()
        && phrase::head(scene, start) != Head::Other
        && scene.name_at(start).is_none();
    let body = first.proclitics.article
        && scene.name_at(start).is_none()
        && matches!(phrase::head(scene, start), Head::Organisation | Head::Source(_))
        && draft.source.as_ref().is_some_and(|source| {
            matches!(
                phrase::head(scene, source.start),
                Head::Title | Head::Organisation | Head::Source(_)
            )
        });
    belongs || body
}

/// True for `will be done`: the auxiliary of passives.
fn passive(scene: &Scene<'_>, verb: usize) -> bool {
    PASSIVE.contains(&scene.words.core(verb))
}

/// The particles of the future: `will`, `will not`.
const FUTURE: [&str; 2] = ["\u{633}\u{648}\u{641}", "\u{644}\u{646}"];

/// `is done`, `takes place`, `is carried out`: before a verbal noun a passive.
const PASSIVE: [&str; 3] =
    ["\u{64A}\u{62A}\u{645}", "\u{62A}\u{62A}\u{645}", "\u{64A}\u{642}\u{639}"];
