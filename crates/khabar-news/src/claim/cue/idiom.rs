//! Verbs that report only together with a fixed object: `sounded the alarm over`.

use std::ops::Range;

use khabar_arabic::{inflect::Mood, letters};
use khabar_doc::Why;

use super::{Finder, Found, verb::subject_before};
use crate::{
    claim::{
        draft::Kind,
        frame::{self, Ask, Frame, How},
        lexicon::VerbForm,
        phrase,
        scene::Scene,
    },
    grammar::Classes,
};

/// Furthest that the object stands behind its verb, in tokens.
const OBJECT: usize = 14;

/// Most adjectives behind the object.
const ADJECTIVES: usize = 2;

/// Furthest that what is said begins behind the object, in tokens.
const NEAR: usize = 14;

/// Who stands between an idiom's verb and its object.
#[derive(Default)]
struct Between {
    subject: Option<Range<usize>>,
    addressee: Option<Range<usize>>,
}

impl Finder<'_, '_> {
    /// The idiom whose verb is token `i`: where to go on, if it brings anything.
    pub(super) fn idiom(&mut self, i: usize, tokens: &Range<usize>) -> Option<usize> {
        let scene = self.scene;
        let forms = scene.idiom_forms(i);
        if forms.is_empty() || scene.words.tokens()[i].proclitics.future {
            return None;
        }
        let negated = i > tokens.start && scene.is(i - 1, Classes::NEGATION);
        let limit = self.limit(i, tokens);
        let (form, object) = forms
            .iter()
            .filter(|form| !negated && self.is_verb(i, **form, tokens.start))
            .find_map(|form| Some((*form, object(scene, i, *form, limit)?)))?;
        let verb = &scene.lexicon.verbs[form.verb];
        let between = between(scene, i, &object, form);
        let joined = scene.words.tokens()[i].proclitics.conjunction.is_some();
        let before = match form.mood {
            Mood::Participle => None,
            _ if joined => None,
            _ => subject_before(scene, i, tokens.start),
        };
        let source = between.subject.or(before);
        let opens = form.mood == Mood::Participle || scene.opens_clause(i);
        let spoken = source
            .as_ref()
            .map_or(opens, |s| opens || phrase::head(scene, s.start).speaks());
        let end = behind_adjectives(scene, object.end, limit);
        let frame = frame::find(scene, end, Ask::of(&verb.complements, limit))?;
        if !spoken || frame.content > end + NEAR {
            return None;
        }
        let frame =
            Frame { addressee: between.addressee.or(frame.addressee.clone()), ..frame };
        let content = match frame.how {
            How::Colon => return None,
            _ => self.content(&frame, limit, true),
        };
        let cue = if object.end <= i + CUE { i..object.end } else { i..i + 1 };
        let found = Found {
            cue,
            kind: Kind::Verb(form),
            manner: verb.manner,
            why: Why::entry("cue/idiom", &verb.id),
            source,
            source_kind: None,
            content,
        };
        self.push(found, &frame);
        self.take(object.clone());
        Some(object.end)
    }
}

/// Longest cue of verb and object together, in tokens.
const CUE: usize = 3;

/// The object of the idiom: the first of its words behind the verb, before any other verb,
/// clause or comma.
fn object(
    scene: &Scene<'_>,
    i: usize,
    form: VerbForm,
    limit: usize,
) -> Option<Range<usize>> {
    let objects = scene.lexicon.verbs[form.verb].object.as_ref()?;
    let stops = |k: usize| {
        scene.is_comma(k)
            || scene.opens(k).is_some_and(|q| !scene.is_name_quote(q))
            || scene.prose_complementiser(k).is_some()
            || scene.is_relative_pronoun(k)
            || scene.is_surely_verb(k)
    };
    (i + 1..limit.min(i + OBJECT)).take_while(|&k| !stops(k)).find_map(|k| {
        if scene.name_at(k).is_some() {
            return None;
        }
        let length = objects.longest(scene.words, k).map(|(length, ())| length);
        // `promises` begins with the letter of `and`.
        let whole = || objects.word(scene.words.whole(k)).map(|()| 1);
        length.or_else(whole).map(|length| k..k + length)
    })
}

/// Subject and addressee between verb and object.
fn between(
    scene: &Scene<'_>,
    i: usize,
    object: &Range<usize>,
    form: VerbForm,
) -> Between {
    let mut found = Between::default();
    let mut k = i + 1;
    if form.mood != Mood::Participle
        && let Some(subject) = phrase::after(scene, k, object.start)
    {
        k = subject.end;
        found.subject = Some(subject);
    }
    while k < object.start {
        let token = scene.words.tokens()[k];
        let attached = token.proclitics.preposition == Some(letters::LAM);
        let to = scene.words.whole(k) == ILA;
        let start = if to { k + 1 } else { k };
        let whom = (attached || to || phrase::starts(scene, k))
            .then(|| phrase::after_any(scene, start, object.start))
            .flatten()
            .filter(|whom| phrase::head(scene, whom.start).speaks() || attached || to);
        if let Some(whom) = whom {
            found.addressee = Some(whom);
            break;
        }
        k += 1;
    }
    found
}

/// Behind the adjectives of the object that ends before `end`.
fn behind_adjectives(scene: &Scene<'_>, end: usize, limit: usize) -> usize {
    let adjective = |k: usize| {
        scene.is_word(k)
            && scene.classes[k].is_empty()
            && scene.words.tokens()[k].proclitics.is_empty()
            && scene.name_at(k).is_none()
            && scene.prose.may_be_adjective(k)
    };
    let last = (end..limit.min(end + ADJECTIVES)).take_while(|&k| adjective(k)).count();
    end + last
}

/// `to`.
const ILA: &str = "\u{627}\u{644}\u{649}";
