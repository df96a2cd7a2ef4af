//! `So-and-so: what he says` in a headline.

use std::ops::Range;

use khabar_arabic::{TokenKind, letters};
use khabar_doc::{Act, Certainty, Commitment, MentionKind, Quotation, Why};

use super::{Finder, Found};
use crate::{
    claim::{
        content,
        draft::Kind,
        frame::Frame,
        lexicon::{Manner, Reach},
        phrase::{self, Head},
        scene::Scene,
    },
    grammar::Classes,
};

impl Finder<'_, '_> {
    /// Takes the colon of a headline as a cue where a speaker stands before it. A
    /// country there is a place tag unless the rest speaks of itself.
    pub(super) fn headline(&mut self, tokens: Range<usize>) {
        let scene = self.scene;
        let colon = tokens.clone().find(|&i| scene.is_mark(i, &[":"]));
        let Some(colon) = colon.filter(|colon| colon + 2 < tokens.end) else { return };
        let Some(source) = phrase::after(scene, tokens.start, colon) else { return };
        // `So-and-so to the people:`
        let addressee = scene
            .words
            .tokens()
            .get(source.end)
            .filter(|t| source.end < colon && t.proclitics.preposition.is_some())
            .and_then(|_| phrase::after_any(scene, source.end, colon));
        let end = addressee.as_ref().map_or(source.end, |to| to.end);
        // `So-and-so threatens: …`: the verb brings it.
        if (end..colon).any(|i| scene.is_surely_verb(i)) {
            return;
        }
        let speech = |k: usize| scene.opens(k).is_some_and(|q| !scene.is_name_quote(q));
        let own_words = (colon + 1..tokens.end).any(speech)
            || speaks_of_itself(scene, colon + 1, tokens.end);
        let kind = scene.name_at(source.start).map(|m| m.kind);
        let speaker = match (phrase::head(scene, source.start), kind) {
            (Head::Name, Some(MentionKind::Person)) => true,
            (Head::Name, Some(MentionKind::Organisation)) => {
                end == colon || addressee.is_some()
            }
            (Head::Name, _) => end == colon && own_words,
            (Head::Title | Head::Source(_), _) => end == colon,
            // Two or three words that mean nothing known, and then speech: a name.
            (Head::Other, None) => {
                let quoted = scene
                    .opens(colon + 1)
                    .is_some_and(|q| !scene.is_name_quote(q) && q.len() > 2);
                let plain = |i: usize| {
                    !scene.words.tokens()[i].proclitics.article
                        && scene.classes[i].is_empty()
                };
                end == colon
                    && quoted
                    && (2..=4).contains(&source.len())
                    && plain(source.start)
            }
            _ => false,
        };
        if !speaker {
            return;
        }
        let said = content::trim(scene, colon + 1..tokens.end);
        let partly = said.clone().any(speech);
        let whole = scene
            .opens(colon + 1)
            .is_some_and(|q| q.close + 2 >= tokens.end && !scene.is_name_quote(q));
        let quotation = match (whole, partly) {
            (true, _) => Quotation::Direct,
            (false, true) => Quotation::Mixed,
            (false, false) if own_words => Quotation::Direct,
            (false, false) => Quotation::Indirect,
        };
        let manner = Manner {
            act: Act::Assert,
            certainty: Certainty::Certain,
            commitment: Commitment::Neutral,
        };
        let found = Found {
            cue: colon..colon + 1,
            kind: Kind::Colon,
            manner,
            why: Why::rule("cue/headline-colon"),
            source: Some(source),
            source_kind: None,
            content: (vec![said], quotation),
        };
        self.push(found, &Frame { addressee, ..Frame::default() });
    }
}

/// True for words that begin in the first person: `we shall not`, `I will`.
fn speaks_of_itself(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    // `why did you not`, `ready to`: there is no other subject.
    let first = from..to.min(from + 1);
    let ready = |k: usize| {
        scene.lexicon.contents.all(scene.words, k).any(|(_, mark)| {
            mark.reach == Reach::Start && matches!(mark.act, Act::Promise | Act::Praise)
        })
    };
    let asks = |k: usize| scene.is(k, Classes::INTERROGATIVE);
    let they = |k: usize| {
        let core = scene.words.core(k);
        core.chars().count() > 4
            && (core.ends_with(COMMAND)
                || core.starts_with(letters::YEH) && core.ends_with(THEY))
    };
    first.clone().any(|k| ready(k) || asks(k) || scene.name_at(k).is_none() && they(k))
        || (from..to.min(from + 3)).any(|k| {
            let token = scene.words.tokens()[k];
            let core = scene.words.core(k);
            let promises = token.proclitics.future
                && core.starts_with([letters::NOON, letters::ALEF]);
            let refuses = k > from
                && scene.is(k - 1, Classes::NEGATION)
                && core.starts_with(letters::NOON);
            token.kind == TokenKind::Word && (promises || refuses)
        })
}

/// The ending of an imperative to several.
const COMMAND: &str = "\u{648}\u{627}";

/// The ending of `they do`.
const THEY: &str = "\u{648}\u{646}";
