//! Finds cues and what they bring, sentence by sentence.

use std::ops::Range;

use khabar_arabic::{
    TokenKind,
    inflect::{Gender, Mood, Number, Person},
    letters,
};
use khabar_doc::{Commitment, MentionKind, PartKind, Quotation, SourceKind, Why};

use super::{
    content,
    frame::{self, Ask, Frame, How},
    lexicon::{Complement, Manner, PhraseCue, PhraseKind, VerbForm},
    phrase::{self, Head},
    scene::{Scene, strip_pronoun},
};
use crate::grammar::{Classes, without_conjunction};

/// A claim in tokens, before its source and chain are resolved.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) cue: Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) manner: Manner,
    pub(crate) why: Why,
    /// Semantic group of a verb.
    pub(crate) group: String,
    /// Who speaks, where the text says so at this cue.
    pub(crate) source: Option<Range<usize>>,
    /// What an unnamed source of this cue is.
    pub(crate) source_kind: Option<SourceKind>,
    pub(crate) addressee: Option<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) quotation: Quotation,
    /// True where the content is a noun phrase, not a clause.
    pub(crate) noun_phrase: bool,
    /// True where the whole claim stands inside somebody's quotation.
    pub(crate) quoted: bool,
    /// The draft that passes this one on.
    pub(crate) carrier: Option<usize>,
    /// Words of distance that follow: `in his words`.
    pub(crate) distance: Vec<(Range<usize>, bool)>,
    pub(crate) part: PartKind,
}

/// What kind of cue a draft hangs on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Verb(VerbForm),
    Noun,
    Impersonal,
    Author,
    Prepositional,
    Colon,
}

impl Draft {
    /// The tokens from the first to the last of its content.
    pub(crate) fn extent(&self) -> Range<usize> {
        let start = self.content.iter().map(|r| r.start).min().unwrap_or(0);
        start..self.content.iter().map(|r| r.end).max().unwrap_or(start)
    }
}

/// All drafts of a document, in the order of their cues.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Draft> {
    let mut finder = Finder {
        scene,
        drafts: Vec::new(),
        taken: vec![false; scene.words.tokens().len()],
    };
    for (index, sentence) in scene.words.sentences().iter().enumerate() {
        let part = scene.prose.part(index);
        if !part.kind.is_told() {
            continue;
        }
        let mut tokens = sentence.tokens.clone();
        if let Some(dateline) = &scene.prose.document.dateline {
            while tokens.start < tokens.end
                && scene.words.tokens()[tokens.start].span.start() < dateline.span.end()
                && dateline.span.start()
                    <= scene.words.tokens()[tokens.start].span.start()
            {
                tokens.start += 1;
            }
        }
        if matches!(part.kind, PartKind::Title | PartKind::Subheading) {
            finder.headline(tokens.clone(), part.kind);
        }
        finder.sentence(tokens, part.kind);
    }
    let mut drafts = in_order(finder.drafts);
    drop_echoes(&mut drafts);
    drafts
}

/// Drops noun cues that only name what another cue brings: the statement that says, the
/// reports that point to.
fn drop_echoes(drafts: &mut Vec<Draft>) {
    let start = |d: &Draft| d.content.first().map(|c| c.start);
    let echoes = |noun: &Draft, other: &Draft| {
        !matches!(other.kind, Kind::Noun)
            && (start(other) == start(noun)
                || other.source.as_ref().is_some_and(|s| s.contains(&noun.cue.start)))
    };
    let dropped: Vec<bool> = drafts
        .iter()
        .map(|d| {
            matches!(d.kind, Kind::Noun) && drafts.iter().any(|other| echoes(d, other))
        })
        .collect();
    let mut place = Vec::with_capacity(drafts.len());
    let mut next = 0;
    for &gone in &dropped {
        place.push(next);
        next += usize::from(!gone);
    }
    for draft in drafts.iter_mut() {
        draft.carrier = draft.carrier.filter(|&k| !dropped[k]).map(|k| place[k]);
    }
    let mut gone = dropped.into_iter();
    drafts.retain(|_| !gone.next().unwrap_or(false));
}

/// Sorts by cue and keeps the references between drafts.
fn in_order(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&i| (drafts[i].cue.start, drafts[i].cue.end, i));
    let mut place = vec![0; drafts.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    order
        .iter()
        .filter_map(|&old| drafts[old].take())
        .map(|draft| Draft { carrier: draft.carrier.map(|i| place[i]), ..draft })
        .collect()
}

struct Finder<'s, 'a> {
    scene: &'s Scene<'a>,
    drafts: Vec<Draft>,
    taken: Vec<bool>,
}

impl Finder<'_, '_> {
    fn sentence(&mut self, tokens: Range<usize>, part: PartKind) {
        let first = self.drafts.len();
        let mut i = tokens.start;
        while i < tokens.end {
            if self.scene.is_mark(i, &["("]) {
                // What stands in parentheses is an aside.
                if let Some(close) =
                    (i..tokens.end.min(i + 12)).find(|&k| self.scene.is_mark(k, &[")"]))
                {
                    i = close + 1;
                    continue;
                }
            }
            if self.taken[i]
                || self.scene.kind(i) != Some(TokenKind::Word)
                || self.scene.name_tokens(i).is_some()
            {
                i += 1;
                continue;
            }
            i = self.cue(i, &tokens, first, part).max(i + 1);
        }
    }

    /// Handles the cue at token `i`, if there is one; where to go on.
    fn cue(
        &mut self,
        i: usize,
        tokens: &Range<usize>,
        first: usize,
        part: PartKind,
    ) -> usize {
        let scene = self.scene;
        if let Some((length, mark)) = scene.lexicon.distance.longest(scene.words, i) {
            self.distance(i..i + length, mark.doubt, mark.before, first);
            return i + length;
        }
        let phrases: Vec<(usize, PhraseCue)> = scene
            .lexicon
            .phrases
            .all(scene.words, i)
            .map(|(n, p)| (n, p.clone()))
            .collect();
        for (length, cue) in phrases {
            let found = match cue.kind {
                PhraseKind::Prepositional => {
                    self.prepositional(i..i + length, &cue, tokens, first, part)
                }
                PhraseKind::Impersonal => {
                    self.impersonal(i..i + length, &cue, tokens, part)
                }
                PhraseKind::AuthorHedge => {
                    self.author(i..i + length, &cue, tokens, first, part)
                }
                PhraseKind::Quotation | PhraseKind::Gloss | PhraseKind::Judgement => None,
            };
            if let Some(next) = found {
                return next;
            }
        }
        if let Some(next) = self.verb(i, tokens, part) {
            return next;
        }
        self.noun(i, tokens, part).unwrap_or(i + 1)
    }

    fn distance(&mut self, mark: Range<usize>, doubt: bool, before: bool, first: usize) {
        // What follows its claim marks the last one that ends there.
        if !before {
            return;
        }
        let scene = self.scene;
        // Of several that end here, the outermost: its cue is the outlet's.
        let ends_here = |d: &&mut Draft| {
            d.extent().end <= mark.start
                && (d.extent().end..mark.start).all(|k| !scene.is_word(k))
        };
        if let Some(draft) = self.drafts[first..]
            .iter_mut()
            .filter(ends_here)
            .max_by_key(|d| d.extent().len())
        {
            draft.distance.push((mark, doubt));
        }
    }

    /// Where the clause around token `i` ends: the sentence, or the quotation it is in.
    fn limit(&self, i: usize, tokens: &Range<usize>) -> usize {
        match self.scene.quote_around(i) {
            Some(quote) if quote.closed => quote.close.min(tokens.end),
            _ => tokens.end,
        }
    }

    fn verb(&mut self, i: usize, tokens: &Range<usize>, part: PartKind) -> Option<usize> {
        let scene = self.scene;
        let forms = scene.forms(i);
        // `will reveal` tells of speech to come, not of what was said.
        if forms.is_empty() || scene.words.tokens()[i].proclitics.future {
            return None;
        }
        let mut limit = self.limit(i, tokens);
        if i > tokens.start && scene.is(i - 1, Classes::RELATIVE) {
            // What a relative clause reports ends with it.
            limit = (i..limit).find(|&k| scene.is_comma(k)).unwrap_or(limit);
        }
        let negated = i > tokens.start && scene.is(i - 1, Classes::NEGATION);
        let mut best: Option<(u8, VerbForm, Frame, Option<Range<usize>>)> = None;
        for form in forms {
            let verb = &scene.lexicon.verbs[form.verb];
            if form.before_pronoun && !scene.has_object_pronoun(i) {
                continue;
            }
            if negated && !OPINIONS.contains(&verb.group.as_str()) {
                continue;
            }
            let Some((frame, source)) = self.verb_frame(i, *form, tokens.start, limit)
            else {
                continue;
            };
            let rank = match frame.how {
                How::Clause(_) | How::Quote(_) => 0,
                How::Colon => 1,
                How::Phrase => 2,
            };
            if best.as_ref().is_none_or(|(other, ..)| rank < *other) {
                best = Some((rank, *form, frame, source));
            }
        }
        let (_, form, frame, source) = best?;
        let verb = &scene.lexicon.verbs[form.verb];
        let cue = i..frame.cue_end.clamp(i + 1, i + 3);
        let mut content = self.content(&frame, limit, false);
        if verb.group == "describe" {
            let object_from =
                frame.subject.as_ref().map_or(cue.end, |s| s.end.max(cue.end));
            let object = content::trim(
                scene,
                object_from..frame.content.saturating_sub(1).max(object_from),
            );
            let object = object.start..object.end.min(frame.content);
            if !object.is_empty()
                && object.end <= frame.content
                && object.len() < 24
                && frame.addressee.is_none()
            {
                content.0.insert(0, object);
            }
        }
        let why = Why::entry("cue/verb", &verb.id);
        let mut manner = verb.manner;
        if verb.group == "describe"
            && matches!(frame.how, How::Quote(quote) if quote.len() <= 4)
        {
            // Only the label is quoted: the outlet leaves it to the speaker.
            manner.commitment = Commitment::Distance;
        }
        self.push(
            cue,
            Kind::Verb(form),
            manner,
            why,
            verb.group.clone(),
            source,
            None,
            &frame,
            content,
            part,
        );
        Some(i + 1)
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
        let verb = &scene.lexicon.verbs[form.verb];
        let participle = form.mood == Mood::Participle;
        match form.mood {
            Mood::Masdar => return None,
            Mood::Jussive if i == floor || !scene.is(i - 1, Classes::NEGATION) => {
                return None;
            }
            _ => (),
        }
        if participle && !frame::participle_speaks(scene, i, limit) {
            return None;
        }
        if form.person != Person::Third
            && !(form.person == Person::First
                && form.mood == Mood::Present
                && scene.quote_around(i).is_some())
        {
            return None;
        }
        // Behind a preposition stands a noun; a present behind `that` is a wish.
        if !participle
            && (scene.is_after_preposition(i)
                || form.mood == Mood::Present
                    && i > floor
                    && scene.prose_complementiser(i - 1) == Some(""))
        {
            return None;
        }
        let before =
            if participle || scene.words.tokens()[i].proclitics.conjunction.is_some() {
                None
            } else {
                subject_before(scene, i, floor)
            };
        let plural = form.number != khabar_arabic::inflect::Number::Singular;
        let carries = verb.group == "carry";
        let ask = Ask {
            complements: &verb.complements,
            subject: !participle
                && before.is_none()
                && !plural
                && form.person == Person::Third
                && !disagrees(scene, form, i + 1)
                && !(verb.complements.contains(&Complement::ObjectAddressee)
                    && scene.words.tokens().get(i + 1).is_some()
                    && !phrase::head(scene, i + 1).speaks())
                // `that he calls`: the pronoun is the subject.
                && !(i > floor
                    && scene.prose_complementiser(i - 1).is_some_and(|p| !p.is_empty())),
            carries,
            limit,
        };
        let frame = frame::find(scene, i + 1, ask)?;
        let source = frame.subject.clone().or(before);
        let speaks = source.as_ref().map(|s| phrase::head(scene, s.start).speaks());
        // A bare past has the letters of many nouns: it must begin a clause or have a speaker.
        let bare = form.mood == Mood::Past
            && form.number == Number::Singular
            && !scene.is_surely_verb(i);
        let closed = !scene.classes[i].is_empty();
        if (bare && speaks != Some(true) || closed) && !scene.opens_clause(i) {
            return None;
        }
        if matches!(frame.how, How::Phrase) {
            let fits = match speaks {
                Some(speaks) => speaks,
                None => participle || scene.opens_clause(i),
            };
            // With its pronoun object (`described it`), the phrase behind is the predicate.
            if !fits
                || STRICT.contains(&verb.group.as_str())
                    && !verb.complements.contains(&Complement::Object)
                    && frame.content > i + 30
            {
                return None;
            }
        }
        if form.before_pronoun
            || strip_pronoun(scene.words.core(i)).is_some_and(|s| {
                scene.lexicon.verb(scene.words.core(i)).is_empty() && !s.is_empty()
            })
        {
            // An attached object: the content must be a predicate or a clause.
            if matches!(frame.how, How::Phrase)
                && !verb
                    .complements
                    .iter()
                    .any(|c| matches!(c, Complement::Preposition(_) | Complement::Object))
            {
                return None;
            }
        }
        Some((frame, source))
    }

    fn content(
        &self,
        frame: &Frame,
        limit: usize,
        author: bool,
    ) -> (Vec<Range<usize>>, Quotation) {
        let scene = self.scene;
        match frame.how {
            How::Quote(quote) => {
                let inside = content::trim(
                    scene,
                    quote.open + 1..quote.close.min(limit.max(quote.close)),
                );
                (vec![inside], Quotation::Direct)
            }
            How::Colon => {
                let end = content::end(scene, frame.content, limit, author);
                (vec![content::trim(scene, frame.content..end)], Quotation::Direct)
            }
            How::Clause(_) | How::Phrase => {
                let end = content::end(scene, frame.content, limit, author);
                let tokens = content::trim(scene, frame.content..end);
                let speech: Vec<_> = scene
                    .quotes
                    .iter()
                    .filter(|q| {
                        tokens.start <= q.open
                            && q.open < tokens.end
                            && !scene.is_name_quote(**q)
                    })
                    .collect();
                let quotation = if scene
                    .quote_around(tokens.start)
                    .is_some_and(|q| q.close >= tokens.end)
                {
                    Quotation::Direct
                } else if speech.is_empty() {
                    Quotation::Indirect
                } else {
                    Quotation::Mixed
                };
                (vec![tokens], quotation)
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one call a kind of cue")]
    fn push(
        &mut self,
        cue: Range<usize>,
        kind: Kind,
        manner: Manner,
        why: Why,
        group: String,
        source: Option<Range<usize>>,
        source_kind: Option<SourceKind>,
        frame: &Frame,
        (content, quotation): (Vec<Range<usize>>, Quotation),
        part: PartKind,
    ) {
        if content.iter().all(Range::is_empty) {
            return;
        }
        for taken in &mut self.taken[cue.clone()] {
            *taken = true;
        }
        if let Some(saying) = frame.absorbed {
            self.taken[saying] = true;
        }
        let index = self.drafts.len();
        let quoted = !matches!(frame.how, How::Quote(_) | How::Colon)
            && self.scene.quote_around(cue.start).is_some();
        self.drafts.push(Draft {
            cue,
            kind,
            manner,
            why,
            group,
            source,
            source_kind,
            addressee: frame.addressee.clone(),
            content: content.clone(),
            quotation,
            noun_phrase: matches!(kind, Kind::Verb(_) | Kind::Noun)
                && frame.how == How::Phrase,
            quoted,
            carrier: None,
            distance: Vec::new(),
            part,
        });
        if let Some((cue, source)) = &frame.inner {
            for taken in &mut self.taken[cue.clone()] {
                *taken = true;
            }
            self.drafts.push(Draft {
                cue: cue.clone(),
                kind: Kind::Prepositional,
                manner: Manner { act: khabar_doc::Act::Assert, ..manner },
                why: Why::rule("cue/passed-on"),
                group: String::new(),
                source: Some(source.clone()),
                source_kind: None,
                addressee: None,
                content,
                quotation,
                noun_phrase: false,
                quoted,
                carrier: Some(index),
                distance: Vec::new(),
                part,
            });
        }
    }

    fn impersonal(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
        part: PartKind,
    ) -> Option<usize> {
        let scene = self.scene;
        let limit = self.limit(phrase.start, tokens);
        let single = phrase.len() == 1;
        let next = phrase.end;
        let opens = phrase.start == tokens.start;
        if single {
            // With a speaker behind it, it is the plain verb.
            if phrase::starts(scene, next) && phrase::head(scene, next).speaks() {
                return None;
            }
            // With a subject before it, too.
            if !opens
                && !scene.forms(phrase.start).is_empty()
                && subject_before(scene, phrase.start, tokens.start)
                    .is_some_and(|s| phrase::head(scene, s.start).speaks())
            {
                return None;
            }
        }
        let negated =
            phrase.start > tokens.start && scene.is(phrase.start - 1, Classes::NEGATION);
        let quoted = phrase.start > 0 && scene.opens(phrase.start - 1).is_some();
        if negated && single || quoted && cue.manner.commitment == Commitment::Endorse {
            return None;
        }
        // The letters of an active past: whoever spoke last goes on.
        let goes_on = single
            && !self.drafts.is_empty()
            && scene.finite(phrase.start).any(|f| f.mood == Mood::Past);
        if goes_on {
            return None;
        }
        let resumes = scene.is_comma(next)
            || scene
                .words
                .tokens()
                .get(next)
                .is_some_and(|t| t.proclitics.conjunction.is_some());
        let frame = if opens && resumes && cue.manner.commitment == Commitment::Endorse {
            let mut start = next + usize::from(scene.is_comma(next));
            if scene.is(start, Classes::VERBAL.or(Classes::COMPLEMENTISER))
                || scene.prose_complementiser(start).is_some()
            {
                start += 1;
            }
            Frame {
                content: start,
                how: How::Clause(false),
                cue_end: phrase.end,
                ..Frame::default()
            }
        } else {
            frame::find(
                scene,
                next,
                Ask {
                    complements: &cue.complements,
                    subject: false,
                    carries: false,
                    limit,
                },
            )?
        };
        let near = frame.content <= next + 9;
        let clause = !matches!(frame.how, How::Phrase);
        if !near
            || (single
                && !clause
                && !scene.words.tokens()[phrase.start].proclitics.article)
        {
            return None;
        }
        let remote = frame.content > next + 1
            || scene.is_comma(next)
            || scene.is(frame.content, Classes::TIME);
        if !clause && remote {
            return None;
        }
        let content = self.content(&frame, limit, false);
        self.push(
            phrase.clone(),
            Kind::Impersonal,
            cue.manner,
            Why::entry("cue/impersonal", &cue.id),
            String::new(),
            None,
            Some(SourceKind::Impersonal),
            &frame,
            content,
            part,
        );
        Some(phrase.end)
    }

    /// The outlet's own voice, hedged: a claim only where nobody else is speaking.
    fn author(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
        first: usize,
        part: PartKind,
    ) -> Option<usize> {
        let scene = self.scene;
        let said =
            self.drafts[first..].iter().any(|d| d.extent().contains(&phrase.start))
                || scene.quote_around(phrase.start).is_some();
        let weakens = matches!(
            cue.manner.certainty,
            khabar_doc::Certainty::Probable | khabar_doc::Certainty::Possible
        );
        if cue.id == CONSIDERED && self.in_relative(phrase.start, tokens.start) {
            return self.considered(phrase, cue, tokens, part);
        }
        if said
            || !weakens
            || cue.manner.commitment != Commitment::Hedged
            || self.in_relative(phrase.start, tokens.start)
        {
            return None;
        }
        let limit = tokens.end;
        let ask =
            Ask { complements: &cue.complements, subject: false, carries: false, limit };
        let subject = (phrase.start > tokens.start && cue.before)
            .then(|| clause_before(scene, phrase.start, tokens.start))
            .flatten();
        let frame = match frame::find(scene, phrase.end, ask) {
            Some(frame)
                if !matches!(frame.how, How::Phrase)
                    && frame.content <= phrase.end + 6 =>
            {
                frame
            }
            _ => {
                let start = subject.map_or(phrase.end, |s| s);
                Frame {
                    content: start,
                    how: How::Phrase,
                    cue_end: phrase.end,
                    ..Frame::default()
                }
            }
        };
        if frame.content >= limit {
            return None;
        }
        let content = self.content(&frame, limit, true);
        self.push(
            phrase.clone(),
            Kind::Author,
            cue.manner,
            Why::entry("cue/own-voice", &cue.id),
            String::new(),
            None,
            Some(SourceKind::Outlet),
            &Frame { inner: None, addressee: None, ..frame },
            (content.0, Quotation::None),
            part,
        );
        Some(phrase.end)
    }

    /// `which is considered an extension of`: a judgement of nobody in particular.
    fn considered(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
        part: PartKind,
    ) -> Option<usize> {
        let scene = self.scene;
        let limit =
            (phrase.end..tokens.end).find(|&k| scene.is_comma(k)).unwrap_or(tokens.end);
        if !phrase::starts(scene, phrase.end) || phrase.end >= limit {
            return None;
        }
        let frame = Frame {
            content: phrase.end,
            how: How::Phrase,
            cue_end: phrase.end,
            ..Frame::default()
        };
        let content = self.content(&frame, limit, true);
        let manner = Manner {
            certainty: khabar_doc::Certainty::Certain,
            commitment: Commitment::Neutral,
            ..cue.manner
        };
        let why = Why::entry("cue/impersonal", &cue.id);
        let kind = Some(SourceKind::Impersonal);
        let next = phrase.end;
        self.push(
            phrase,
            Kind::Impersonal,
            manner,
            why,
            String::new(),
            None,
            kind,
            &frame,
            content,
            part,
        );
        Some(next)
    }

    /// True inside a relative clause: a relative pronoun before, no comma between.
    fn in_relative(&self, i: usize, floor: usize) -> bool {
        (floor..i).rev().take_while(|&k| !self.scene.is_comma(k)).any(|k| {
            self.scene.is(k, Classes::RELATIVE)
                && self.scene.words.core(k).chars().count() > 3
        })
    }

    fn prepositional(
        &mut self,
        phrase: Range<usize>,
        cue: &PhraseCue,
        tokens: &Range<usize>,
        first: usize,
        part: PartKind,
    ) -> Option<usize> {
        let scene = self.scene;
        let limit = self.limit(phrase.start, tokens);
        // The source follows, unless the phrase holds it (`in his view`).
        let source = phrase::after_any(scene, phrase.end, limit);
        let pronoun = source.is_none() || PRONOMINAL.iter().any(|id| cue.id.contains(id));
        let own = cue.id.contains("dhat-al-masdar");
        let source = if own {
            Some(phrase.start + 1..phrase.end)
        } else {
            source.filter(|_| !pronoun)
        };
        let pronoun = pronoun && !own;
        if !pronoun {
            let head =
                source.as_ref().map_or(Head::Other, |s| phrase::head(scene, s.start));
            let doubtful = WIDE.iter().any(|id| cue.id.contains(id));
            if (doubtful || head == Head::Other) && !head.speaks() {
                return None;
            }
        } else if !PRONOMINAL.iter().any(|id| cue.id.contains(id)) {
            return None;
        }
        let end = source.as_ref().map_or(phrase.end, |s| s.end);
        let frame = Frame { cue_end: phrase.end, ..Frame::default() };
        let why = Why::entry("cue/according-to", &cue.id);
        let opens = (tokens.start..phrase.start).all(|k| {
            !scene.is_word(k) || scene.is(k, Classes::CONNECTIVE.or(Classes::CONJUNCTION))
        });
        if opens || (!cue.before && cue.after) {
            // The content follows, to the end of the sentence.
            let mut start = end;
            while start < limit
                && !scene.is_comma(start)
                && scene.prose_complementiser(start).is_none()
                && !scene.is_surely_verb(start)
                && scene.opens(start).is_none()
            {
                if scene.is_mark(start, &[":"]) {
                    break;
                }
                start += 1;
            }
            while start < limit
                && (!scene.is_word(start) && scene.opens(start).is_none()
                    || scene.prose_complementiser(start).is_some())
            {
                start += 1;
            }
            if start >= limit {
                return None;
            }
            let frame = Frame {
                content: if scene.opens(start).is_some_and(|q| !scene.is_name_quote(q)) {
                    start + 1
                } else {
                    start
                },
                how: match scene.opens(start).filter(|q| !scene.is_name_quote(*q)) {
                    Some(quote) => How::Quote(quote),
                    None => How::Clause(false),
                },
                ..frame
            };
            let content_end = limit;
            let content = match frame.how {
                How::Quote(_) => self.content(&frame, limit, false),
                _ => (
                    vec![content::trim(scene, frame.content..content_end)],
                    self.content(&frame, limit, false).1,
                ),
            };
            self.push(
                phrase.clone(),
                Kind::Prepositional,
                cue.manner,
                why,
                String::new(),
                source,
                None,
                &frame,
                content,
                part,
            );
            return Some(end);
        }
        // The content stands before: a claim that ends here, or the outlet's own clause.
        let ended = self.drafts[first..]
            .iter()
            .rposition(|d| {
                let e = d.extent().end;
                e <= phrase.start
                    && (e..phrase.start).all(|k| !scene.is_word(k))
                    && !matches!(d.kind, Kind::Author)
            })
            .map(|k| first + k);
        if pronoun {
            if let Some(index) = ended {
                self.drafts[index].distance.push((phrase.clone(), false));
            }
            return Some(phrase.end);
        }
        let content = match ended {
            Some(index) => {
                (self.drafts[index].content.clone(), self.drafts[index].quotation)
            }
            None => {
                let floor = self.drafts[first..]
                    .iter()
                    .map(|d| d.extent().end)
                    .filter(|&e| e <= phrase.start)
                    .max()
                    .unwrap_or(tokens.start);
                let mut start = floor;
                while start < phrase.start
                    && (!scene.is_word(start)
                        && scene.kind(start) != Some(TokenKind::Number)
                        || scene.is(start, Classes::CONNECTIVE.or(Classes::CONJUNCTION))
                            && scene.words.tokens()[start]
                                .proclitics
                                .conjunction
                                .is_none())
                {
                    start += 1;
                }
                let tokens = content::trim(scene, start..phrase.start);
                if tokens.len() < 3 {
                    return None;
                }
                (vec![tokens], Quotation::Indirect)
            }
        };
        let index = self.drafts.len();
        self.push(
            phrase.clone(),
            Kind::Prepositional,
            cue.manner,
            why,
            String::new(),
            source,
            None,
            &frame,
            content,
            part,
        );
        if let Some(inner) = ended
            && self.drafts.len() > index
            && self.drafts[inner].carrier.is_none()
        {
            self.drafts[inner].carrier = Some(index);
        }
        Some(end)
    }

    fn noun(&mut self, i: usize, tokens: &Range<usize>, part: PartKind) -> Option<usize> {
        let scene = self.scene;
        let stem = scene.words.stem(i);
        let (entries, pronoun) = match scene.lexicon.noun_forms.get(stem) {
            Some(entries) => (entries, false),
            None => {
                let bare = strip_pronoun(stem)?;
                (
                    scene.lexicon.noun_forms.get(bare).or_else(|| {
                        let base = bare.strip_suffix('\u{62A}')?;
                        scene.lexicon.noun_forms.get(&format!("{base}\u{629}"))
                    })?,
                    true,
                )
            }
        };
        let limit = self.limit(i, tokens);
        for &entry in entries {
            let noun = &scene.lexicon.nouns[entry];
            // Whose it is: the noun in annexation, `in the circles of`, or the pronoun.
            let mut from = i + 1;
            let mut source = None;
            let definite = scene.words.tokens()[i].proclitics.article;
            if !pronoun
                && !definite
                && phrase::starts(scene, from)
                && phrase::head(scene, from).speaks()
                && let Some(owner) = phrase::after(scene, from, limit)
            {
                from = owner.end;
                source = Some(owner);
            } else if definite
                && scene.is_word(from)
                && scene.words.tokens()[from].proclitics.article
                && scene.words.tokens()[from].proclitics.is_empty()
            {
                // `the Iraqi fears` tell whose they are, `the flat refusal` does not.
                let stem = scene.words.stem(from).trim_end_matches(letters::TEH_MARBUTA);
                if stem.ends_with(letters::YEH) {
                    source = Some(from..from + 1);
                }
                from += 1;
            }
            if source.is_none()
                && matches!(
                    without_conjunction(
                        scene.words,
                        from.min(scene.words.tokens().len() - 1)
                    ),
                    "\u{641}\u{64A}" | "\u{644}\u{62F}\u{649}"
                )
                && from + 1 < limit
                && phrase::head(scene, from + 1).speaks()
                && let Some(owner) = phrase::after(scene, from + 1, limit)
            {
                from = owner.end;
                source = Some(owner);
            }
            let Some(frame) = frame::find(
                scene,
                from,
                Ask {
                    complements: &noun.complements,
                    subject: false,
                    carries: false,
                    limit,
                },
            ) else {
                continue;
            };
            let near =
                frame.content <= from + 1 + usize::from(source.is_none() && !definite);
            let clause = match frame.how {
                How::Clause(_) => true,
                How::Quote(quote) => quote.len() > 3,
                How::Colon | How::Phrase => false,
            };
            let owner_speaks = pronoun
                || source.as_ref().is_some_and(|s| phrase::head(scene, s.start).speaks());
            let object = frame.content == from && !clause;
            let fits = near
                && (clause && frame.content <= from + 3
                    || noun.strong
                        && !object
                        && (owner_speaks
                            || noun.source_kind.is_some()
                            || source.is_some())
                    || object && noun.strong && owner_speaks && pronoun);
            if !fits {
                continue;
            }
            // What an expressing verb brings is this noun itself.
            if self.drafts.last().is_some_and(|d| {
                expresses(scene, d) && d.content.first().is_some_and(|c| c.start == i)
            }) {
                continue;
            }
            let limit =
                if clause { limit } else { phrase_limit(scene, frame.content, limit) };
            let content = self.content(&frame, limit, true);
            self.push(
                i..i + 1,
                Kind::Noun,
                noun.manner,
                Why::entry("cue/noun", &noun.id),
                String::new(),
                source,
                noun.source_kind,
                &frame,
                content,
                part,
            );
            return Some(i + 1);
        }
        None
    }

    /// `So-and-so: what he says` in a headline.
    fn headline(&mut self, tokens: Range<usize>, part: PartKind) {
        let scene = self.scene;
        let Some(colon) = tokens.clone().find(|&i| scene.is_mark(i, &[":"])) else {
            return;
        };
        let mut addressee = None;
        let Some(mut source) = phrase::after(scene, tokens.start, colon) else { return };
        let head = phrase::head(scene, source.start);
        let kind = scene.name_at(source.start).map(|m| m.kind);
        let mut rest = source.end;
        if rest < colon
            && scene.words.tokens()[rest].proclitics.preposition.is_some()
            && let Some(to) = phrase::after_any(scene, rest, colon)
        {
            rest = to.end;
            addressee = Some(to);
        }
        let first_person = (colon + 1..tokens.end)
            .any(|k| scene.opens(k).is_some_and(|q| !scene.is_name_quote(q)))
            || scene
                .words
                .tokens()
                .get(colon + 1)
                .is_some_and(|_| speaks_of_itself(scene, colon + 1, tokens.end));
        let fits = match (head, kind) {
            (Head::Name, Some(MentionKind::Person | MentionKind::Organisation)) => {
                rest == colon || addressee.is_some() || kind == Some(MentionKind::Person)
            }
            (Head::Name, _) => rest == colon && first_person,
            (Head::Title | Head::Source(_), _) => rest == colon,
            _ => false,
        };
        if !fits || colon + 2 >= tokens.end {
            return;
        }
        source.end = source.end.min(colon);
        let quote = scene
            .opens(colon + 1)
            .filter(|q| q.close + 2 >= tokens.end && !scene.is_name_quote(*q));
        let content = content::trim(scene, colon + 1..tokens.end);
        let quoted = scene
            .quotes
            .iter()
            .any(|q| content.contains(&q.open) && !scene.is_name_quote(*q));
        let quotation = if quote.is_some() || first_person && !quoted {
            Quotation::Direct
        } else if quoted {
            Quotation::Mixed
        } else {
            Quotation::Indirect
        };
        let manner = Manner {
            act: khabar_doc::Act::Assert,
            certainty: khabar_doc::Certainty::Certain,
            commitment: Commitment::Neutral,
        };
        self.push(
            colon..colon + 1,
            Kind::Colon,
            manner,
            Why::rule("cue/headline-colon"),
            "say".to_owned(),
            Some(source),
            None,
            &Frame { addressee, ..Frame::default() },
            (vec![content], quotation),
            part,
        );
    }
}

/// The phrase for `is considered`.
const CONSIDERED: &str = "yuad";

/// Groups of verbs whose negation still tells what the speaker holds.
const OPINIONS: [&str; 6] = ["consider", "predict", "deny", "know", "refuse", "hope"];

/// Groups of verbs that need their content close by.
const STRICT: [&str; 3] = ["say", "add", "note"];

/// Phrases that hold their source as a pronoun.
const PRONOMINAL: [&str; 4] = ["ihi", "bi-itiqad", "qawluh", "dhat-al-masdar"];

/// Phrases that are common outside attribution (`on the basis of`).
const WIDE: [&str; 4] = ["bina", "istinad", "tibqa", "nazar"];

/// The subject that stands before the verb at `i`: at a clause's start, or before a
/// relative pronoun.
pub(crate) fn subject_before(
    scene: &Scene<'_>,
    i: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let mut end = i;
    if end > floor && scene.is(end - 1, Classes::AUXILIARY.or(Classes::VERBAL)) {
        end -= 1;
    }
    if end > floor
        && scene.is(end - 1, Classes::RELATIVE)
        && scene.words.core(end - 1).chars().count() > 3
    {
        return phrase::before(scene, end - 1, floor);
    }
    if end > floor + 1 && scene.is_comma(end - 1) {
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
                .or(Classes::VERBAL),
        )
}

/// An indefinite noun for a source within three words before the verb at `i`.
fn source_noun_before(scene: &Scene<'_>, i: usize, floor: usize) -> Option<Range<usize>> {
    (floor.max(i.saturating_sub(3))..i).rev().find_map(|k| {
        let token = scene.words.tokens()[k];
        let source = matches!(phrase::head(scene, k), Head::Source(_));
        let plain =
            |m: usize| scene.is_word(m) && !scene.words.tokens()[m].proclitics.article;
        (source
            && !token.proclitics.article
            && scene.name_at(k).is_none()
            && (k + 1..i).all(plain))
        .then_some(k..i)
    })
}

/// True for a verb that only expresses a noun of attitude (`voiced its refusal of`).
fn expresses(scene: &Scene<'_>, draft: &Draft) -> bool {
    matches!(draft.kind, Kind::Verb(form)
        if !scene.lexicon.verbs[form.verb].complements.contains(&Complement::Clause))
}

/// How far the noun phrase behind a noun of attitude can reach: to a comma, or to the
/// accusative predicate of the clause it stands in.
fn phrase_limit(scene: &Scene<'_>, start: usize, limit: usize) -> usize {
    let definite = |k: usize| {
        scene.name_at(k).is_some() || scene.words.tokens()[k].proclitics.article
    };
    let predicate = |k: usize| {
        let core = scene.words.core(k);
        core.ends_with(letters::ALEF)
            && core.chars().count() > 3
            && scene.words.tokens()[k].proclitics.is_empty()
            && !definite(k)
            && definite(k - 1)
    };
    (start + 1..limit).find(|&k| scene.is_comma(k) || predicate(k)).unwrap_or(limit)
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

/// Where the clause that ends before token `end` begins.
fn clause_before(scene: &Scene<'_>, end: usize, floor: usize) -> Option<usize> {
    let start = (floor..end)
        .rev()
        .take_while(|&k| !scene.is_comma(k) && !scene.is(k, Classes::CONJUNCTION))
        .last()?;
    phrase::starts(scene, start).then_some(start)
}

/// True for a headline in the first person plural or the imperative mood of promise.
fn speaks_of_itself(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    (from..to.min(from + 3)).any(|k| {
        let token = scene.words.tokens()[k];
        token.kind == TokenKind::Word
            && (token.proclitics.future
                && scene.words.core(k).starts_with(['\u{646}', '\u{627}'])
                || k > from
                    && scene.is(k - 1, Classes::NEGATION)
                    && scene.words.core(k).starts_with('\u{646}'))
    })
}
