//! Fixed phrases: impersonal ones, the outlet's own hedged voice, and `according to`.

use std::ops::Range;

use khabar_arabic::{TokenKind, inflect::Mood};
use khabar_doc::{Certainty, Commitment, Quotation, SourceKind, Why};

use super::{Content, Finder, Found, verb::subject_before};
use crate::{
    claim::{
        content,
        draft::Kind,
        frame::{self, Ask, Frame, How},
        lexicon::{Manner, PhraseCue, SourceSlot},
        phrase,
        scene::Scene,
    },
    grammar::Classes,
};

/// Furthest that the content of an impersonal phrase may begin behind it, in tokens:
/// `it is said in the corridors of the conference that`.
const NEAR: usize = 9;

/// Shortest clause of the outlet that `according to` may stand behind, in tokens.
const SHORTEST_CLAUSE: usize = 2;

impl Finder<'_, '_> {
    /// `it is said that`, `it is expected that`.
    pub(super) fn impersonal(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
    ) -> Option<usize> {
        let scene = self.scene;
        if phrase.len() == 1 && self.is_plain_verb(phrase.start, tokens.start) {
            return None;
        }
        let endorses = cue.manner.commitment == Commitment::Endorse;
        let opens_quote = phrase.start > 0 && scene.opens(phrase.start - 1).is_some();
        if opens_quote && endorses {
            return None;
        }
        let limit = self.limit(phrase.start, tokens);
        let next = phrase.end;
        let resumes = scene.is_comma(next) || scene.is_joined(next);
        let frame = if phrase.start == tokens.start && resumes && endorses {
            // `for the record, the capital hosted …`
            let mut start = next + usize::from(scene.is_comma(next));
            if scene.is(start, Classes::VERBAL)
                || scene.prose_complementiser(start).is_some()
            {
                start += 1;
            }
            Frame {
                content: start,
                how: How::Clause(false),
                cue_end: next,
                ..Frame::default()
            }
        } else {
            let complements = &cue.complements;
            frame::find(scene, next, Ask::of(complements, limit))?
        };
        let near = if frame.how == How::Phrase {
            // A single verb takes a clause; a noun phrase must follow at once.
            let attribute = scene.words.tokens()[phrase.start].proclitics.article;
            (phrase.len() > 1 || attribute)
                && frame.content <= next + 1
                && !scene.is_comma(next)
                && !scene.is(frame.content, Classes::TIME)
        } else {
            frame.content <= next + NEAR
        };
        if !near {
            return None;
        }
        let content = self.content(&frame, limit, false);
        let why = Why::entry("cue/impersonal", &cue.id);
        self.push(nobody(phrase, cue.manner, why, content), &frame);
        Some(next)
    }

    /// True where the letters of a one-word phrase are a verb with a speaker.
    fn is_plain_verb(&self, i: usize, floor: usize) -> bool {
        let scene = self.scene;
        let speaks = |s: Range<usize>| phrase::head(scene, s.start).speaks();
        let negated = i > floor && scene.is(i - 1, Classes::NEGATION);
        // `the organiser announced that`: whoever stands between verb and `that`.
        let subject_that = || {
            phrase::after(scene, i + 1, i + 1 + NEAR)
                .is_some_and(|s| scene.prose_complementiser(s.end).is_some())
        };
        let speaker_behind =
            phrase::starts(scene, i + 1) && (speaks(i + 1..i + 2) || subject_that());
        let speaker_before = i > floor
            && !scene.forms(i).is_empty()
            && subject_before(scene, i, floor).is_some_and(speaks);
        // The letters of an active past: whoever spoke last goes on.
        let goes_on =
            !self.drafts.is_empty() && scene.finite(i).any(|f| f.mood == Mood::Past);
        negated || speaker_behind || speaker_before || goes_on
    }

    /// The outlet's own voice, hedged: a claim only where nobody else is speaking.
    pub(super) fn own_voice(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
    ) -> Option<usize> {
        let scene = self.scene;
        let said = scene.quote_around(phrase.start).is_some()
            || self.drafts[self.first..]
                .iter()
                .any(|d| d.extent().contains(&phrase.start));
        let weakens = cue.manner.commitment == Commitment::Hedged
            && matches!(cue.manner.certainty, Certainty::Probable | Certainty::Possible);
        if said || !weakens || scene.in_relative(phrase.start, tokens.start) {
            return None;
        }
        let limit = tokens.end;
        // `the referee considers that`, spelt as `it is considered`.
        let considers = phrase::starts(scene, phrase.end)
            && phrase::head(scene, phrase.end).speaks()
            && phrase::after(scene, phrase.end, limit)
                .is_some_and(|who| scene.prose_complementiser(who.end).is_some());
        if considers && !scene.forms(phrase.start).is_empty() {
            return None;
        }
        let complements = &cue.complements;
        let ask = Ask::of(complements, limit);
        let subject = (phrase.start > tokens.start && cue.before)
            .then(|| clause_before(scene, phrase.start, tokens.start))
            .flatten();
        let frame = frame::find(scene, phrase.end, ask)
            .filter(|f| f.how != How::Phrase && f.content <= phrase.end + NEAR)
            .map(|f| Frame { inner: None, addressee: None, ..f })
            .unwrap_or_else(|| phrase_at(subject.unwrap_or(phrase.end), phrase.end));
        if frame.content >= limit {
            return None;
        }
        let (spans, _) = self.content(&frame, limit, true);
        let found = Found {
            cue: phrase.clone(),
            kind: Kind::Author,
            manner: cue.manner,
            why: Why::entry("cue/own-voice", &cue.id),
            source: None,
            source_kind: Some(SourceKind::Outlet),
            content: (spans, Quotation::None),
        };
        self.push(found, &frame);
        Some(phrase.end)
    }

    /// `which is considered an extension of`: a judgement of nobody in particular. In a
    /// main clause it is the outlet's own, and no claim.
    pub(super) fn considered(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
    ) -> Option<usize> {
        let scene = self.scene;
        // Behind a negation the same letters are `no longer`.
        let negated =
            phrase.start > tokens.start && scene.is(phrase.start - 1, Classes::NEGATION);
        if negated || !scene.in_relative(phrase.start, tokens.start) {
            return None;
        }
        let limit =
            (phrase.end..tokens.end).find(|&k| scene.is_comma(k)).unwrap_or(tokens.end);
        if phrase.end >= limit || !phrase::starts(scene, phrase.end) {
            return None;
        }
        let frame = phrase_at(phrase.end, phrase.end);
        let content = self.content(&frame, limit, true);
        let next = phrase.end;
        let why = Why::entry("cue/impersonal", &cue.id);
        self.push(nobody(phrase, cue.manner, why, content), &frame);
        Some(next)
    }

    /// `the statement says that` (in it stands that): a document, then what it says.
    pub(super) fn stated_in(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
    ) -> Option<usize> {
        let scene = self.scene;
        let limit = self.limit(phrase.start, tokens);
        let source = phrase::after_any(scene, phrase.end, limit)?;
        let next = source.end.max(phrase.end);
        let frame = frame::find(scene, next, Ask::of(&cue.complements, limit))
            .filter(|frame| frame.how != How::Phrase && frame.content <= next + NEAR)?;
        let content = self.content(&frame, limit, false);
        let found = Found {
            cue: phrase,
            kind: Kind::Prepositional,
            manner: cue.manner,
            why: Why::entry("cue/stated-in", &cue.id),
            source: Some(source),
            source_kind: None,
            content,
        };
        self.push(found, &frame);
        Some(next)
    }

    /// `issued a statement in which stands that`: a document, then what it says.
    pub(super) fn stated_before(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
    ) -> Option<usize> {
        let scene = self.scene;
        let limit = self.limit(phrase.start, tokens);
        let end = (tokens.start..phrase.start).rev().find(|&k| !scene.is_comma(k))? + 1;
        let floor = tokens.start.max(end.saturating_sub(NEAR));
        let source = (floor..end).rev().find(|&k| {
            phrase::head(scene, k) == phrase::Head::Source(SourceKind::Document)
                || scene.noun_entries(k).is_some()
        })?;
        let frame = frame::find(scene, phrase.end, Ask::of(&cue.complements, limit))
            .filter(|frame| frame.content <= phrase.end + NEAR)?;
        let content = self.content(&frame, limit, false);
        let next = phrase.end;
        let found = Found {
            cue: phrase,
            kind: Kind::Prepositional,
            manner: cue.manner,
            why: Why::entry("cue/stated-before", &cue.id),
            source: Some(source..end),
            source_kind: Some(SourceKind::Document),
            content,
        };
        self.push(found, &frame);
        Some(next)
    }

    /// `according to So-and-so`, before or behind what is said.
    pub(super) fn according_to(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
    ) -> Option<usize> {
        let scene = self.scene;
        let limit = self.limit(phrase.start, tokens);
        let source = match cue.source {
            SourceSlot::Pronoun => {
                self.mark_distance(phrase.clone(), false);
                return Some(phrase.end);
            }
            SourceSlot::Held => phrase.start + 1..phrase.end,
            SourceSlot::Follows | SourceSlot::SpeakerFollows => {
                // `according to what it gave out on Saturday, the ministry`
                let from = (phrase.end..limit)
                    .find(|&k| !scene.is(k, Classes::TIME) || phrase.len() < 3)
                    .unwrap_or(phrase.end);
                let source = phrase::after_any(scene, from, limit)?;
                if !phrase::head(scene, source.start).speaks() {
                    return None;
                }
                source
            }
        };
        let end = source.end.max(phrase.end);
        // `the trainer also confirmed that`: a statement of its own.
        let also = scene.words.whole(phrase.start) == KAMA
            && (end..limit.min(end + NEAR))
                .take_while(|&k| !scene.is_comma(k))
                .any(|k| scene.prose_complementiser(k).is_some());
        if also {
            return None;
        }
        let opens = (tokens.start..phrase.start).all(|k| {
            !scene.is_word(k) || scene.is(k, Classes::CONNECTIVE.or(Classes::CONJUNCTION))
        });
        let found = |content| Found {
            cue: phrase.clone(),
            kind: Kind::Prepositional,
            manner: cue.manner,
            why: Why::entry("cue/according-to", &cue.id),
            source: Some(source.clone()),
            source_kind: None,
            content,
        };
        if opens || !cue.before {
            let frame = self.sentence_behind(end, limit)?;
            let content = match frame.how {
                How::Quote(_) => self.content(&frame, limit, false),
                _ => {
                    let end = limit.min(frame.content + content::LONGEST);
                    let tokens = content::trim(scene, frame.content..end);
                    let quotation = self.quotation(&tokens);
                    (vec![tokens], quotation)
                }
            };
            self.push(found(content), &frame);
            return Some(end);
        }
        // The content stands before: a claim that ends here, or the outlet's own clause.
        let inner = self.claim_ending_at(phrase.start);
        let content = match inner {
            Some(inner) => {
                (self.drafts[inner].content.clone(), self.drafts[inner].quotation)
            }
            None => self.clause_ending_at(phrase.start, tokens.start)?,
        };
        let index = self.drafts.len();
        let frame = Frame { cue_end: phrase.end, ..Frame::default() };
        self.push(found(content), &frame);
        if let Some(inner) = inner
            && self.drafts.len() > index
        {
            self.drafts[inner].carrier.get_or_insert(index);
        }
        Some(end)
    }

    /// The sentence that `according to So-and-so` introduces: behind the first comma,
    /// complementiser, quotation or verb.
    fn sentence_behind(&self, from: usize, limit: usize) -> Option<Frame> {
        let scene = self.scene;
        let begins = |k: usize| {
            scene.is_comma(k)
                || scene.is_mark(k, &[":"])
                || scene.prose_complementiser(k).is_some()
                || scene.opens(k).is_some()
                || scene.is_surely_verb(k)
                || scene.is(k, Classes::VERBAL)
        };
        let between = |k: usize| {
            !scene.is_word(k) && scene.opens(k).is_none()
                || scene.is(k, Classes::VERBAL)
                || scene.prose_complementiser(k).is_some()
        };
        // `according to a source who asked not to be named, that …`
        let that = (from..limit.min(from + NEAR * 2))
            .find(|&k| scene.prose_complementiser(k).is_some());
        let mark = that.or_else(|| (from..limit).find(|&k| begins(k))).unwrap_or(limit);
        let start = (mark..limit).find(|&k| !between(k))?;
        Some(match scene.opens(start).filter(|q| !scene.is_name_quote(*q)) {
            Some(quote) => {
                Frame { content: start + 1, how: How::Quote(quote), ..Frame::default() }
            }
            None => Frame { content: start, how: How::Clause(false), ..Frame::default() },
        })
    }

    /// The last claim of the sentence whose content ends right before token `end`.
    pub(super) fn claim_ending_at(&self, end: usize) -> Option<usize> {
        let scene = self.scene;
        let ends_here = |d: &crate::claim::draft::Draft| {
            let last = d.extent().end;
            last <= end
                && (last..end).all(|k| !scene.is_word(k))
                && !matches!(d.kind, Kind::Author)
        };
        self.drafts[self.first..].iter().rposition(ends_here).map(|k| self.first + k)
    }

    /// The outlet's own clause before token `end`, from `floor` or the last claim on.
    pub(super) fn clause_ending_at(&self, end: usize, floor: usize) -> Option<Content> {
        let scene = self.scene;
        let from = self.drafts[self.first..]
            .iter()
            .map(|d| d.extent().end)
            .filter(|&e| e <= end)
            .max()
            .unwrap_or(floor)
            .max(end.saturating_sub(content::LONGEST));
        let tells = |k: usize| {
            let connects = scene.is(k, Classes::CONNECTIVE.or(Classes::CONJUNCTION))
                && !scene.is_joined(k);
            (scene.is_word(k) || scene.kind(k) == Some(TokenKind::Number)) && !connects
        };
        let start = (from..end).find(|&k| tells(k))?;
        let tokens = content::trim(scene, start..end);
        (tokens.len() >= SHORTEST_CLAUSE).then(|| (vec![tokens], Quotation::Indirect))
    }
}

/// `as`; before a verb that opens a sentence: also.
const KAMA: &str = "\u{643}\u{645}\u{627}";

/// What an impersonal phrase found.
fn nobody(cue: Range<usize>, manner: Manner, why: Why, content: Content) -> Found {
    let source_kind = Some(SourceKind::Impersonal);
    Found { cue, kind: Kind::Impersonal, manner, why, source: None, source_kind, content }
}

fn phrase_at(content: usize, cue_end: usize) -> Frame {
    Frame { content, how: How::Phrase, cue_end, ..Frame::default() }
}

/// Where the clause that ends before token `end` begins.
fn clause_before(scene: &Scene<'_>, end: usize, floor: usize) -> Option<usize> {
    let start = (floor..end)
        .rev()
        .take_while(|&k| !scene.is_comma(k) && !scene.is(k, Classes::CONJUNCTION))
        .last()?;
    phrase::starts(scene, start).then_some(start)
}
