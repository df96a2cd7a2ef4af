//! Verbs that report: finite, before or behind their subject, and participles.

use std::ops::Range;

use khabar_arabic::{
    TokenKind,
    inflect::{Gender, Mood, Number, Person},
    letters,
};
use khabar_doc::{
    Certainty, Commitment, MentionKind, PartKind, Quotation, SourceKind, Why,
};

use super::{Finder, Found};
use crate::{
    claim::{
        content,
        draft::Kind,
        frame::{self, Ask, Frame, How},
        lexicon::{Complement, PhraseKind, VerbCue, VerbForm},
        phrase::{self, Head},
        scene::{Scene, strip_pronoun},
    },
    grammar::{Classes, without_conjunction},
};

/// Groups of verbs whose negation still tells what the speaker holds.
const OPINIONS: [&str; 6] = ["consider", "predict", "deny", "know", "refuse", "hope"];

/// Groups of verbs that tell what somebody has in mind, or go on with a speech.
const QUIET: [&str; 5] = ["know", "hope", "intend", "hint", "add"];

/// Groups of verbs whose subject is always somebody who speaks.
const PERSONAL: [&str; 7] =
    ["warn", "demand", "condemn", "accuse", "deny", "refuse", "praise"];

/// Longest thing described that stands before its description, in tokens.
const DESCRIBED: usize = 24;

/// Furthest that `was` may stand before its verb, in tokens.
const FAR: usize = 24;

/// Longest expression of time between a verb and its subject, in tokens.
const TIMED: usize = 6;

/// Longest quotation that is a label rather than a statement, in tokens.
const LABEL: usize = 4;

impl Finder<'_, '_> {
    /// The verb at token `i`: where to go on, if it brings anything.
    pub(super) fn verb(&mut self, i: usize, tokens: &Range<usize>) -> Option<usize> {
        let scene = self.scene;
        let forms = scene.forms(i);
        // `will reveal` tells of speech to come, not of what was said.
        if forms.is_empty() || scene.words.tokens()[i].proclitics.future {
            return None;
        }
        if let Some(next) = self.postposed(i, tokens) {
            return Some(next);
        }
        if is_supposed(scene, i, tokens.start) {
            return None;
        }
        if let Some(end) = self.silence(i, tokens.end) {
            return Some(end);
        }
        let mut limit = self.limit(i, tokens);
        let aside = scene.words.tokens().get(i + 1).is_some()
            && scene.words.whole(i + 1) == phrase::ADAM;
        if aside || i > tokens.start && scene.is(i - 1, Classes::RELATIVE) {
            // What a relative clause reports ends with it, as does `asked not to be named`.
            limit = (i..limit).find(|&k| scene.is_comma(k)).unwrap_or(limit);
        }
        let negated = i > tokens.start && scene.is(i - 1, Classes::NEGATION);
        let (form, frame, source) = forms
            .iter()
            .filter(|form| !form.before_pronoun || scene.has_object_pronoun(i))
            .filter(|form| {
                !negated || OPINIONS.contains(&self.entry(form).group.as_str())
            })
            .filter_map(|form| {
                let (frame, source) = self.verb_frame(i, *form, tokens.start, limit)?;
                Some((*form, frame, source))
            })
            .min_by_key(|(_, frame, _)| match frame.how {
                How::Clause(_) | How::Quote(_) => 0,
                How::Colon => 1,
                How::Phrase => 2,
            })?;
        let verb = self.entry(&form);
        let cue = i..frame.cue_end.clamp(i + 1, i + 3);
        let mut content = self.content(&frame, limit, false);
        let mut manner = verb.manner;
        if verb.group == "describe" {
            content.0.splice(0..0, described(scene, &frame, cue.end));
            if matches!(frame.how, How::Quote(quote) if quote.len() <= LABEL) {
                // Only the label is quoted: the outlet leaves it to the speaker.
                manner.commitment = Commitment::Distance;
            }
        }
        // `did not exclude`: it may be so.
        if negated && verb.group == "deny" && manner.certainty == Certainty::Probable {
            manner.certainty = Certainty::Possible;
        }
        let why = Why::entry("cue/verb", &verb.id);
        let why = if verb.factive { why.and("factive") } else { why };
        let mut found = Found {
            cue,
            kind: Kind::Verb(form),
            manner,
            why,
            source,
            source_kind: None,
            content,
        };
        let mut frame = frame;
        // `the former minister had been accused of`: who accused is not said.
        let passive = verb.group == "accuse"
            && verb.complements.contains(&Complement::ObjectAddressee)
            && frame.subject.is_none()
            && frame.addressee.is_none()
            && frame.content <= i + 2
            && !scene.has_object_pronoun(i)
            && found.source.is_some();
        if passive {
            frame.addressee = found.source.take();
            found.kind = Kind::Impersonal;
            found.source_kind = Some(SourceKind::Impersonal);
        }
        self.push(found, &frame);
        Some(i + 1)
    }

    /// Behind what a verb of asking or refusing brings that reports nothing: `asked not to
    /// be named`, `refused to comment`. Its subject may stand between.
    fn silence(&self, i: usize, limit: usize) -> Option<usize> {
        let scene = self.scene;
        let asks = scene.finite(i).any(|f| {
            matches!(
                scene.lexicon.verbs[f.verb].group.as_str(),
                "demand" | "refuse" | "consider"
            )
        });
        if !asks {
            return None;
        }
        let found = |k: usize| {
            let phrase = scene.phrase_at(k)?;
            (phrase.1.kind == PhraseKind::Silence).then_some(k + phrase.0)
        };
        let subject =
            || phrase::after(scene, i + 1, limit).map(|s| s.start + 1..s.end + 1);
        (i + 1..limit.min(i + 2))
            .chain(subject().into_iter().flatten())
            .filter(|&k| k < limit)
            .find_map(found)
    }

    /// `…, the source says.`: a verb of saying and its subject alone behind what is said.
    fn postposed(&mut self, i: usize, tokens: &Range<usize>) -> Option<usize> {
        let scene = self.scene;
        let quote = (i.saturating_sub(2)..i).rev().find_map(|k| scene.closes(k));
        if i < tokens.start + 3
            || quote.is_none() && !scene.is_comma(i - 1)
            || scene.is_joined(i)
        {
            return None;
        }
        let form = *scene.forms(i).iter().find(|form| {
            matches!(form.mood, Mood::Past | Mood::Present)
                && form.person == Person::Third
                && form.number == Number::Singular
                && matches!(self.entry(form).group.as_str(), "say" | "add" | "clarify")
        })?;
        let source = phrase::after(scene, i + 1, tokens.end)?;
        let stop = source.end >= tokens.end
            || source.end + 1 == tokens.end
                && scene.kind(source.end) == Some(TokenKind::Mark);
        let ends = stop || quote.is_some() && scene.is_comma(source.end);
        if !ends
            || !phrase::head(scene, source.start).speaks()
            || self.claim_ending_at(i).is_some()
        {
            return None;
        }
        // `the minister, So-and-so said, that …` goes on: that is no end.
        if (source.end..tokens.end.min(source.end + 3))
            .any(|k| scene.prose_complementiser(k).is_some() || scene.opens(k).is_some())
        {
            return None;
        }
        let content = match quote {
            Some(quote) => (
                vec![content::trim(scene, quote.open + 1..quote.close)],
                Quotation::Direct,
            ),
            None => self.clause_ending_at(i, tokens.start)?,
        };
        let verb = self.entry(&form);
        let found = Found {
            cue: i..i + 1,
            kind: Kind::Verb(form),
            manner: verb.manner,
            why: Why::entry("cue/verb", &verb.id).and("postposed"),
            source: Some(source.clone()),
            source_kind: None,
            content,
        };
        self.push(
            found,
            &Frame { cue_end: i + 1, how: How::Clause(false), ..Frame::default() },
        );
        Some(source.end)
    }

    fn entry(&self, form: &VerbForm) -> &VerbCue {
        &self.scene.lexicon.verbs[form.verb]
    }

    /// The frame of the verb at `i` read as `form`, and its explicit source.
    fn verb_frame(
        &self,
        i: usize,
        form: VerbForm,
        floor: usize,
        limit: usize,
    ) -> Option<(Frame, Option<Range<usize>>)> {
        let scene = self.scene;
        let participle = form.mood == Mood::Participle;
        if !self.is_verb(i, form, floor)
            || participle && !frame::participle_speaks(scene, i, limit)
        {
            return None;
        }
        let joined = scene.words.tokens()[i].proclitics.conjunction.is_some();
        let before =
            if participle || joined { None } else { subject_before(scene, i, floor) };
        let verb = self.entry(&form);
        let ask = Ask {
            subject: before.is_none() && self.takes_subject(i, form, floor),
            carries: verb.group == "carry",
            labels: matches!(verb.group.as_str(), "describe" | "consider"),
            ..Ask::of(&verb.complements, limit)
        };
        // `and stressed | the importance of`: what cannot speak is no subject.
        let object = || {
            let whole = phrase::after(scene, i + 1, limit)?;
            let other = frame::find(scene, i + 1, Ask { subject: false, ..ask })?;
            (ask.subject
                && scene.opens_clause(i)
                && scene.name_at(whole.start).is_none()
                && other.how == How::Phrase
                && other.content == i + 1)
                .then_some((whole, other))
        };
        let found = frame::find(scene, i + 1, ask)
            .or_else(|| bare_speech(scene, i, form, verb, limit));
        let mut frame = match found {
            Some(frame) => frame,
            None => object()
                .filter(|(whole, _)| phrase::head(scene, whole.start) == Head::Other)
                .map(|(_, other)| other)?,
        };
        if frame.how == How::Phrase
            && let Some(subject) = &frame.subject
            && let Some((whole, other)) = object()
        {
            // A subject that had to leave words of its phrase for the content is none.
            let cut = subject.end < whole.end
                && phrase::head(scene, subject.start) == Head::Other;
            if cut || is_thing(scene, subject.start) {
                frame = other;
            }
        }
        let source = frame.subject.clone().or(before);
        frame.alone = source.as_ref().is_some_and(|source| is_one(scene, source));
        // A dual stands behind its subject.
        if form.number == Number::Dual
            && form.mood == Mood::Past
            && source.is_none()
            && !joined
        {
            return None;
        }
        let speaks = source.as_ref().map(|s| phrase::head(scene, s.start).speaks());
        let opens = scene.opens_clause(i) || says_in_it(scene, i);
        // A bare past has the letters of many nouns, some forms those of particles: they
        // must begin a clause or, for the nouns, have a speaker.
        let bare = form.mood == Mood::Past
            && form.number == Number::Singular
            && !scene.is_surely_verb(i);
        let closed = !scene.classes[i].is_empty();
        // `said that`, with the complementiser at once, can be nothing else.
        let plain = matches!(frame.how, How::Clause(_))
            && frame.content <= i + 2
            && verb.group == "say"
            || matches!(frame.how, How::Colon | How::Quote(_)) && frame.content <= i + 4;
        if (bare && speaks != Some(true) && !plain || closed) && !opens {
            return None;
        }
        if frame.how != How::Phrase && !joined && frame::refers_back(scene, i) {
            return None;
        }
        // `its idea is built on`: no verb that takes no object.
        let transitive = [Complement::Object, Complement::ObjectAddressee];
        if frame.how == How::Phrase
            && scene.has_object_pronoun(i)
            && !transitive.iter().any(|c| verb.complements.contains(c))
        {
            return None;
        }
        // `which the government denies`: what it denies stands before.
        let taken_up = i > floor
            && scene.is(i - 1, Classes::RELATIVE)
            && scene.has_object_pronoun(i)
            && !matches!(verb.group.as_str(), "describe" | "consider");
        if taken_up {
            return None;
        }
        // `they refuse`: only people take a plural verb.
        let people = form.number == Number::Plural
            && form.gender == Gender::Masculine
            && form.mood != Mood::Participle;
        let speaks = speaks
            .map(|speaks| speaks || people || self.is_taken_at_word(i, verb, floor));
        if self.is_thought(i, verb, form, &frame, speaks) {
            return None;
        }
        // A noun phrase is content only of somebody who can speak.
        // Behind a verb that opens the clause a definite noun is taken at its word.
        let definite = source.as_ref().is_some_and(|s| {
            scene.words.tokens()[s.start].proclitics.article && frame.subject.is_some()
        });
        let spoken =
            speaks.map_or(participle || opens, |speaks| speaks || definite && opens);
        (spoken || frame.how != How::Phrase).then_some((frame, source))
    }

    /// True for verbs that only those who speak are subjects of: what stands before them is
    /// taken at its word, in a headline for more of them.
    fn is_taken_at_word(&self, i: usize, verb: &VerbCue, floor: usize) -> bool {
        let sentence = self.scene.sentence_of(i);
        let title = sentence < self.scene.words.sentences().len()
            && self.scene.prose.part(sentence).kind == PartKind::Title;
        let verbs = if title { &PERSONAL[..] } else { &PERSONAL[..4] };
        i > floor && verbs.contains(&verb.group.as_str())
    }

    /// True for what a speaker merely mentions as known, wished or held: inside a
    /// statement no report of its own.
    fn is_thought(
        &self,
        i: usize,
        verb: &VerbCue,
        form: VerbForm,
        frame: &Frame,
        speaks: Option<bool>,
    ) -> bool {
        let scene = self.scene;
        let reported = self.is_reported(i);
        let quoted = reported && scene.quote_around(i).is_some();
        let phrase = frame.how == How::Phrase;
        let group = verb.group.as_str();
        let pointing =
            phrase && quoted && scene.is(frame.content, Classes::DEMONSTRATIVE);
        // `is considered`, spelt as `considers`.
        let passive = group == "consider"
            && form.mood == Mood::Present
            && phrase
            && speaks != Some(true)
            && scene.opens(frame.content.saturating_sub(1)).is_none();
        pointing
            || passive
            || quoted && QUIET.contains(&group)
            || reported && phrase && (group == "reveal" || quoted && group == "consider")
    }

    /// Whether token `i` may be read as `form` where it stands.
    pub(super) fn is_verb(&self, i: usize, form: VerbForm, floor: usize) -> bool {
        let scene = self.scene;
        let quoted = scene.quote_around(i).is_some();
        match (form.mood, form.person) {
            (Mood::Masdar, _) | (_, Person::Second) => return false,
            (Mood::Jussive, _) if i == floor || !scene.is(i - 1, Classes::NEGATION) => {
                return false;
            }
            (Mood::Present, Person::First) if quoted => (),
            (_, Person::First) => return false,
            _ => (),
        }
        if form.mood != Mood::Participle && scene.has_tanwin(i) {
            return false;
        }
        // `which happen`: the past of another verb has the letters of this feminine present.
        if form.mood == Mood::Past
            && form.gender == Gender::Masculine
            && form.number == Number::Singular
            && scene.words.core(i).starts_with(letters::TEH)
            && i > floor
            && FEMININE_RELATIVE.contains(&scene.words.whole(i - 1))
        {
            return false;
        }
        // `or in interviews`: a word that is a preposition too opens a sentence or clause.
        if scene.is(i, Classes::PREPOSITION)
            && i > floor
            && scene.is(i - 1, Classes::CONJUNCTION)
        {
            return false;
        }
        // Behind a preposition stands a noun; a present behind `that` is a wish.
        let wish = form.mood == Mood::Present
            && i > floor
            && scene.prose_complementiser(i - 1) == Some("");
        form.mood == Mood::Participle || !scene.is_after_preposition(i) && !wish
    }

    /// Whether the phrase behind the verb at `i` may be its subject.
    fn takes_subject(&self, i: usize, form: VerbForm, floor: usize) -> bool {
        let scene = self.scene;
        let addresses =
            self.entry(&form).complements.contains(&Complement::ObjectAddressee);
        // `warned | on Sunday evening | So-and-so of`
        let who = (i + 1..scene.words.tokens().len().min(i + 1 + TIMED))
            .find(|&k| !scene.is_time(k));
        // `the village appealed for`: what agrees with a verb that opens its sentence.
        let agrees = !scene.is_joined(i)
            && form.gender == Gender::Feminine
            && form.mood == Mood::Past
            && who == Some(i + 1)
            && scene.words.tokens()[i + 1].proclitics.article
            && scene.words.core(i + 1).ends_with(letters::TEH_MARBUTA);
        let names_whom =
            addresses && !agrees && who.is_some_and(|k| !phrase::head(scene, k).speaks());
        // `that he calls`, `but he asked`: the pronoun is the subject.
        let pronoun = i > floor
            && (scene.prose_complementiser(i - 1).is_some_and(|p| !p.is_empty())
                || scene.is(i - 1, Classes::CONJUNCTION.or(Classes::SUBORDINATOR))
                    && strip_pronoun(scene.words.core(i - 1)).is_some());
        // `and he called on the board`: a masculine verb with no subject.
        let board = addresses
            && i + 1 < scene.words.tokens().len()
            && scene.is_joined(i)
            && form.gender == Gender::Masculine
            && scene.words.tokens()[i + 1].proclitics.article
            && scene.words.core(i + 1).ends_with(letters::TEH_MARBUTA)
            && scene.name_at(i + 1).is_none()
            && scene.source_noun(i + 1).is_none_or(|(_, noun)| noun.singular);
        form.mood != Mood::Participle
            && !board
            && form.number == Number::Singular
            && form.person == Person::Third
            && !disagrees(scene, form, i + 1)
            && scene
                .words
                .tokens()
                .get(i + 1)
                .is_none_or(|_| scene.words.whole(i + 1) != phrase::ADAM)
            && !names_whom
            && !pronoun
    }
}

/// True for an indefinite noun for something that is said or done, which cannot speak.
fn is_thing(scene: &Scene<'_>, i: usize) -> bool {
    scene.is_word(i)
        && !scene.words.tokens()[i].proclitics.article
        && scene.name_at(i).is_none()
        && phrase::head(scene, i) == Head::Other
        && !scene.is(i, Classes::QUANTIFIER)
        && (scene.words.core(i).ends_with(letters::TEH_MARBUTA)
            || scene.noun_entries(i).is_some()
            || scene.forms(i).iter().any(|f| f.mood == Mood::Masdar)
            || strip_pronoun(scene.words.core(i)).is_some()
            || scene.lexicon.contents.longest(scene.words, i).is_some())
}

/// True for a phrase with one person's name, or a noun for one source.
fn is_one(scene: &Scene<'_>, source: &Range<usize>) -> bool {
    let person =
        |i: usize| scene.name_at(i).is_some_and(|m| m.kind == MentionKind::Person);
    let single = scene.source_noun(source.start);
    source.clone().any(person)
        && !source.clone().any(|i| i > source.start && scene.is_joined(i))
        || single.is_some_and(|(_, noun)| noun.singular)
}

/// True for `does he say that`, `if he tells me that`: nothing was said.
fn is_supposed(scene: &Scene<'_>, i: usize, floor: usize) -> bool {
    i > floor
        && (without_conjunction(scene.words, i - 1) == WHETHER
            || IF.contains(&without_conjunction(scene.words, i - 1))
                && scene.prose_complementiser(i - 1).is_none())
}

/// `which`, of a feminine noun.
const FEMININE_RELATIVE: [&str; 2] =
    ["\u{627}\u{644}\u{62A}\u{64A}", "\u{648}\u{627}\u{644}\u{62A}\u{64A}"];

/// The particle of questions.
const WHETHER: &str = "\u{647}\u{644}";

/// `if`, `if ever`.
const IF: [&str; 2] = ["\u{627}\u{630}\u{627}", "\u{644}\u{648}"];

/// What a description is of: the phrase between the subject and the description.
fn described(scene: &Scene<'_>, frame: &Frame, cue_end: usize) -> Option<Range<usize>> {
    let from = frame.subject.as_ref().map_or(cue_end, |s| s.end.max(cue_end));
    let to = frame.content.saturating_sub(1).max(from);
    let last = (from..to).rev().find(|&k| scene.prose_complementiser(k).is_none());
    let object = content::trim(scene, from..last.map_or(from, |last| last + 1));
    let fits =
        !object.is_empty() && object.len() < DESCRIBED && frame.addressee.is_none();
    fits.then_some(object)
}

/// The subject that stands before the verb at `i`: at a clause's start, or before a
/// relative pronoun.
pub(super) fn subject_before(
    scene: &Scene<'_>,
    i: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let mut end = i;
    if end > floor && scene.is(end - 1, Classes::AUXILIARY.or(Classes::VERBAL)) {
        end -= 1;
        // `a report, which … published, had warned`: the subject stands behind `was`.
        let aux = (floor..end).rev().take(FAR).find(|&k| scene.is(k, Classes::AUXILIARY));
        if let Some(subject) = aux.and_then(|k| phrase::after(scene, k + 1, end)) {
            return Some(subject);
        }
    }
    if end > floor && scene.is_relative_pronoun(end - 1) {
        // `at the time when sources pointed out`: the subject stands behind.
        let about_time =
            (i + 1..i + 3).any(|k| k < scene.words.tokens().len() && is_in_it(scene, k));
        return phrase::before(scene, end - 1, floor).filter(|_| !about_time);
    }
    let speaker_behind =
        phrase::starts(scene, i + 1) && phrase::head(scene, i + 1).speaks();
    if end > floor + 1 && scene.is_comma(end - 1) && !speaker_behind {
        end -= 1;
    }
    let subject = match phrase::before(scene, end, floor) {
        Some(subject) if starts_clause(scene, &subject, floor) => subject,
        // `a rise of reports | that point to`: the noun of a source right before the verb.
        _ if end == i => return source_noun_before(scene, i, floor),
        _ => return None,
    };
    let spoken = scene.prose_complementiser(subject.start.wrapping_sub(1)).is_some();
    (end == i || spoken || phrase::head(scene, subject.start).speaks()).then_some(subject)
}

/// True in `issued a statement | in which it denied`: a relative clause about an
/// indefinite noun, with its pronoun behind a preposition.
fn says_in_it(scene: &Scene<'_>, i: usize) -> bool {
    i > 0
        && scene.is_word(i - 1)
        && scene.classes[i - 1].is_empty()
        && !scene.words.tokens()[i - 1].proclitics.article
        && scene.name_at(i - 1).is_none()
        && scene.is(i + 1, Classes::PREPOSITION)
        && scene.is(i + 1, Classes::PRONOUN)
}

/// True for `in it`.
fn is_in_it(scene: &Scene<'_>, i: usize) -> bool {
    const IN_IT: [&str; 2] = ["\u{641}\u{64A}\u{647}", "\u{641}\u{64A}\u{647}\u{627}"];
    IN_IT.contains(&scene.words.whole(i))
}

/// What is said without complementiser, colon or marks: `the minister said we must …`.
/// Only a word that begins a clause tells it from an object.
fn bare_speech(
    scene: &Scene<'_>,
    i: usize,
    form: VerbForm,
    verb: &VerbCue,
    limit: usize,
) -> Option<Frame> {
    let says = form.mood == Mood::Past
        && matches!(verb.group.as_str(), "say" | "add")
        && verb.complements.contains(&Complement::Clause)
        && verb.complements.contains(&Complement::Quote);
    if !says || !scene.opens_clause(i) && i > scene.sentence_range(i).start + FAR {
        return None;
    }
    let subject = phrase::after(scene, i + 1, limit);
    let mut k = subject.as_ref().map_or(i + 1, |s| s.end);
    // `in his speech`
    if scene.is(k, Classes::PREPOSITION)
        && let Some(place) = phrase::after(scene, k + 1, limit)
    {
        k = place.end;
    }
    let begins = scene.is(
        k,
        Classes::MODAL
            .or(Classes::NEGATION)
            .or(Classes::VERBAL)
            .or(Classes::INTERROGATIVE),
    ) || scene.is(k, Classes::PRONOUN) && !scene.is(k, Classes::PREPOSITION)
        || scene.words.tokens().get(k).is_some_and(|t| t.proclitics.future);
    (k + 2 < limit && begins && !scene.is_joined(k)).then(|| Frame {
        subject,
        content: k,
        how: How::Colon,
        cue_end: i + 1,
        ..Frame::default()
    })
}

/// True where the phrase stands at the head of its clause.
fn starts_clause(scene: &Scene<'_>, subject: &Range<usize>, floor: usize) -> bool {
    subject.start == floor
        || scene.words.tokens()[subject.start].proclitics.conjunction.is_some()
        || scene.is_comma(subject.start - 1)
        || scene.prose_complementiser(subject.start - 1).is_some()
        || scene.kind(subject.start - 1) == Some(TokenKind::Quote)
        || scene.is(
            subject.start - 1,
            Classes::SUBORDINATOR
                .or(Classes::CONJUNCTION)
                .or(Classes::CONNECTIVE)
                .or(Classes::AUXILIARY)
                .or(Classes::VERBAL)
                .or(Classes::FOCUS),
        )
}

/// An indefinite noun for a source within three words before the verb at `i`.
fn source_noun_before(scene: &Scene<'_>, i: usize, floor: usize) -> Option<Range<usize>> {
    let definite = |k: usize| scene.words.tokens()[k].proclitics.article;
    // `in an interview the spokesman said`: the speaker stands behind.
    if phrase::starts(scene, i + 1) && phrase::head(scene, i + 1).speaks() {
        return None;
    }
    (floor.max(i.saturating_sub(3))..i).rev().find_map(|k| {
        let source = matches!(phrase::head(scene, k), Head::Source(_))
            && !scene.is(k, Classes::CONNECTIVE)
            && !definite(k)
            && scene.name_at(k).is_none();
        let plain = |m: usize| {
            scene.is_word(m) && !definite(m) && scene.prose_complementiser(m).is_none()
        };
        (source && (k + 1..i).all(plain)).then_some(k..i)
    })
}

/// True for a feminine verb before a title that is plainly a man's: its object.
fn disagrees(scene: &Scene<'_>, form: VerbForm, i: usize) -> bool {
    form.gender == Gender::Feminine
        && form.mood == Mood::Past
        && phrase::starts(scene, i)
        && phrase::head(scene, i) == Head::Title
        && !scene.words.core(i).ends_with(letters::TEH_MARBUTA)
        && scene.name_at(i + 1).is_some_and(|m| m.kind == MentionKind::Person)
}
