//! What stands around a cue: subject, addressee, and where the content begins.

use std::ops::Range;

use khabar_arabic::{TokenKind, inflect::Mood, letters};
use khabar_doc::{MentionKind, SourceKind};

use super::{
    lexicon::{Complement, PhraseKind, SourceSlot, is_attached},
    phrase,
    quote::Quote,
    scene::Scene,
};
use crate::grammar::{Classes, without_conjunction};

/// Shorter subjects that are tried.
const SHORTER: usize = 3;

/// Furthest a complement may stand from its cue, in tokens.
const REACH: usize = 60;

/// A cue's surroundings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// The subject behind the verb.
    pub(crate) subject: Option<Range<usize>>,
    /// To whom.
    pub(crate) addressee: Option<Range<usize>>,
    /// A source that the subject passes on (`quoting So-and-so`): its cue and phrase.
    pub(crate) inner: Option<(Range<usize>, Range<usize>)>,
    /// Where the content begins.
    pub(crate) content: usize,
    /// How it is given.
    pub(crate) how: How,
    /// Words passed over that are no cues here: `saying`, which only repeats the cue, and
    /// verbs that describe the source.
    pub(crate) absorbed: Vec<usize>,
    /// True where one person alone speaks.
    pub(crate) alone: bool,
    /// The token behind the cue and what belongs to it.
    pub(crate) cue_end: usize,
}

/// How content follows its cue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum How {
    /// After a complementiser; true where that carries a pronoun for the speaker.
    Clause(bool),
    /// In quotation marks.
    Quote(Quote),
    /// After a colon, without marks.
    Colon,
    /// As the object, or after a preposition.
    #[default]
    Phrase,
}

/// What to look for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask<'c> {
    /// The complements of the cue.
    pub(crate) complements: &'c [Complement],
    /// True where a subject may follow.
    pub(crate) subject: bool,
    /// True where `from So-and-so` after the cue names the source passed on.
    pub(crate) carries: bool,
    /// No token from here on is looked at.
    pub(crate) limit: usize,
    /// The subject ends here at the latest.
    pub(crate) subject_end: usize,
    /// True where a single quoted word is content: a description (`called it "X"`).
    pub(crate) labels: bool,
}

impl<'c> Ask<'c> {
    /// What `complements` bring before token `limit`, with no subject behind the cue.
    pub(crate) fn of(complements: &'c [Complement], limit: usize) -> Ask<'c> {
        Ask {
            complements,
            subject: false,
            carries: false,
            limit,
            subject_end: usize::MAX,
            labels: false,
        }
    }

    fn takes(&self, complement: &Complement) -> bool {
        self.complements.contains(complement)
    }

    fn takes_clause(&self) -> bool {
        self.takes(&Complement::Clause)
    }

    /// True where a colon may bring the content: not behind verbs that only ever take a
    /// clause (`contains the following points: …`).
    fn takes_colon(&self) -> bool {
        self.takes(&Complement::Quote)
            || self.takes_clause()
                && self.complements.iter().any(|c| !matches!(c, Complement::Clause))
    }
}

/// Looks behind the cue that ends before token `from`. A subject that leaves no content
/// may have swallowed it: shorter ones are tried.
pub(crate) fn find(scene: &Scene<'_>, from: usize, ask: Ask<'_>) -> Option<Frame> {
    let found = look(scene, from, ask);
    let takes_object =
        ask.takes(&Complement::Object) || ask.takes(&Complement::ObjectAddressee);
    if found.is_some() || !ask.subject || !takes_object {
        return found;
    }
    let subject = phrase::after(scene, from, ask.limit.min(ask.subject_end))?;
    if scene.name_tokens(subject.start).is_some_and(|name| name.end == subject.end) {
        return None;
    }
    (subject.start + 1..subject.end)
        .rev()
        .take(SHORTER)
        .find_map(|end| look(scene, from, Ask { subject_end: end, ..ask }))
}

fn look(scene: &Scene<'_>, from: usize, ask: Ask<'_>) -> Option<Frame> {
    let limit = ask.limit.min(from + REACH);
    let mut frame = Frame { cue_end: from, ..Frame::default() };
    let mut i = from;
    // `said, So-and-so, …`
    if ask.subject
        && scene.is_comma(i)
        && scene.name_at(i + 1).is_some_and(|m| m.kind == MentionKind::Person)
    {
        i += 1;
    }
    // `announced | on Sunday | the minister`
    let timed = (i..limit).find(|&k| !scene.is_time(k)).unwrap_or(i);
    if ask.subject
        && timed > i
        && phrase::starts(scene, timed)
        && phrase::head(scene, timed).speaks()
    {
        i = timed;
    }
    if ask.subject
        && let Some(subject) = phrase::after(scene, i, limit.min(ask.subject_end))
    {
        i = subject.end;
        frame.subject = Some(subject);
    }
    let mut fallback: Option<(usize, usize)> = None;
    let mut relative = false;
    let mut loose = 0; // words passed over that belong to no known adverbial
    while i < limit {
        if scene.is_comma(i) {
            relative = false;
            loose = 0;
            i += 1;
            continue;
        }
        if scene.is_mark(i, &[":"]) {
            if !ask.takes_colon() || fallback.is_some() {
                break;
            }
            // `said: that …` reports as `said that` does.
            if ask.takes_clause()
                && let Some(pronoun) = scene.prose_complementiser(i + 1)
            {
                return Some(clause(scene, frame, i + 2, !pronoun.is_empty()));
            }
            return match next_quote(scene, i + 1) {
                Some(quote) => Some(done(frame, quote.open + 1, How::Quote(quote))),
                None if i + 1 < ask.limit => Some(done(frame, i + 1, How::Colon)),
                None => None,
            };
        }
        if let Some(quote) = scene.opens(i) {
            if ask.takes(&Complement::Quote)
                && (!relative || ask.carries && quote.len() > 3)
                && fallback.is_none()
                && (ask.labels || !(scene.is_name_quote(quote) && quote.len() <= 4))
            {
                return Some(done(frame, i + 1, How::Quote(quote)));
            }
            // A verb that asks or accuses may go on inside the marks.
            let through = !ask.takes(&Complement::Quote)
                && !scene.is_name_quote(quote)
                && quote.len() > 4
                && ask
                    .complements
                    .iter()
                    .any(|c| !matches!(c, Complement::Clause | Complement::Quote));
            i = if quote.closed && !through { quote.close + 1 } else { i + 1 };
            continue;
        }
        if scene.kind(i) == Some(TokenKind::Mark) && scene.is_mark(i, &["("]) {
            i = (i..limit).find(|&k| scene.is_mark(k, &[")"])).map_or(i + 1, |k| k + 1);
            continue;
        }
        if let Some(pronoun) = scene.prose_complementiser(i) {
            // `and that` goes on with what an outer cue brings.
            if ask.takes_clause() && !(scene.is_joined(i) && i > from + 1) {
                return Some(clause(scene, frame, i + 1, !pronoun.is_empty()));
            }
            break;
        }
        if relative {
            i += 1;
            continue;
        }
        if scene.is(i, Classes::RELATIVE) && scene.words.core(i).chars().count() > 3 {
            relative = true;
            i += 1;
            continue;
        }
        if let Some((length, phrase)) = scene.phrase_at(i)
            && matches!(phrase.kind, PhraseKind::Prepositional)
            && frame.inner.is_none()
            && scene.words.tokens()[i].proclitics.conjunction.is_none()
            && i > from
            && let Some(source) = phrase::after(scene, i + length, limit)
            && phrase.source == SourceSlot::Follows
        {
            frame.inner = Some((i..i + length, source.clone()));
            i = source.end;
            continue;
        }
        if ask.carries
            && frame.inner.is_none()
            && without_conjunction(scene.words, i) == AN
            && let Some(source) = phrase::after(scene, i + 1, limit)
        {
            frame.inner = Some((i..i + 1, source.clone()));
            i = source.end;
            continue;
        }
        if let Some((length, phrase)) = scene.phrase_at(i)
            && phrase.kind == PhraseKind::Quotation
            && !phrase.complements.is_empty()
        {
            // `quoted So-and-so | as saying that`
            if let Some((cue, _)) = &mut frame.inner {
                *cue = i..i + length;
            }
            i += length;
            frame.cue_end = frame.cue_end.max(from);
            continue;
        }
        match preposition(scene, i, &ask) {
            Some(Prep::Addressee(start)) if frame.addressee.is_none() => {
                if let Some(to) = phrase::after_any(scene, start, limit) {
                    i = to.end;
                    frame.addressee = Some(to);
                    // `told the agency | an official`
                    let late = ask.subject
                        && frame.subject.is_none()
                        && phrase::starts(scene, i)
                        && phrase::head(scene, i).speaks();
                    if late && let Some(subject) = phrase::after(scene, i, limit) {
                        i = subject.end;
                        frame.subject = Some(subject);
                    }
                    continue;
                }
            }
            // `learnt from informed sources that`: whom it has it from.
            Some(Prep::Content(start))
                if frame.inner.is_none()
                    && start > i
                    && ask.takes_clause()
                    && without_conjunction(scene.words, i) == MIN
                    && matches!(phrase::head(scene, start), phrase::Head::Source(_)) =>
            {
                if let Some(source) = phrase::after(scene, start, limit) {
                    frame.inner = Some((i..start, source.clone()));
                    i = source.end;
                    continue;
                }
            }
            Some(Prep::Content(start))
                if fallback.is_none()
                    && (start > i
                        || loose <= 1 && !says_later(scene, i, &ask, limit)) =>
            {
                if start > i {
                    frame.cue_end = if i == from { start } else { frame.cue_end };
                }
                if start > i
                    && let Some(pronoun) = scene.prose.complementiser(start)
                {
                    return Some(clause(scene, frame, start + 1, !pronoun.is_empty()));
                }
                if start > i
                    && let Some(quote) = scene.opens(start)
                    && (ask.labels || !scene.is_name_quote(quote))
                {
                    return Some(done(frame, start + 1, How::Quote(quote)));
                }
                if scene
                    .words
                    .tokens()
                    .get(start)
                    .is_some_and(|t| t.kind != TokenKind::Mark)
                {
                    return Some(done(frame, start, How::Phrase));
                }
            }
            _ => (),
        }
        if scene.forms(i).iter().any(|f| f.mood == Mood::Participle)
            && participle_speaks(scene, i, ask.limit)
        {
            if is_saying(scene, i) && fallback.is_none() {
                frame.absorbed.push(i);
                i += 1;
                continue;
            }
            break;
        }
        // `in a statement`, `during a press conference`: where it was said.
        if scene.is(i, Classes::PREPOSITION)
            && !scene.is(i, Classes::PRONOUN)
            && fallback.is_none()
            && i + 1 < limit
            && is_occasion(scene, i + 1)
            && let Some(place) = phrase::after(scene, i + 1, limit)
        {
            // Of an indefinite noun only its adjectives: the object may follow at once.
            let bare = !scene.words.tokens()[i + 1].proclitics.article;
            let adjectives =
                (i + 2..place.end).take_while(|&k| scene.prose.may_be_adjective(k));
            i = if bare { i + 2 + adjectives.count() } else { place.end };
            continue;
        }
        let finite_cue = scene.finite(i).next().is_some();
        // `who asked not to be named`
        if finite_cue
            && scene.words.tokens().get(i + 1).is_some()
            && scene.words.whole(i + 1) == phrase::ADAM
        {
            relative = true;
            i += 1;
            continue;
        }
        let joined = scene.is_joined(i);
        // `told the site, | and the newspaper carried it, | that ...`
        if joined && scene.is_comma(i - 1) && passes_it_on(scene, i) {
            frame.absorbed.push(i);
            relative = true;
            i += 1;
            continue;
        }
        // `in a letter | that it sent them | that …`: its object is there already.
        if !joined && finite_cue && i > from && refers_back(scene, i) {
            frame.absorbed.push(i);
            relative = true;
            i += 1;
            continue;
        }
        if !joined && finite_cue && describes(scene, &frame, i) {
            // `sources | whom it called "special" | that ...`
            frame.absorbed.push(i);
            relative = true;
            i += 1;
            continue;
        }
        if joined && scene.is_surely_verb(i)
            || finite_cue && (joined || scene.is_surely_verb(i))
        {
            break;
        }
        // `denied what was said of`
        if fallback.is_none()
            && loose == 0
            && ask.takes(&Complement::Object)
            && scene.words.whole(i) == MA
        {
            fallback = Some((i, frame.cue_end));
        }
        if fallback.is_none() && phrase::starts(scene, i) && loose == 0 {
            if ask.takes(&Complement::ObjectAddressee)
                && frame.addressee.is_none()
                && let Some(to) = phrase::after(scene, i, limit)
                && (phrase::head(scene, i).speaks() || !ask.takes(&Complement::Object))
                && (phrase::head(scene, i).speaks() || scene.noun_entries(i).is_none())
            {
                i = to.end;
                frame.addressee = Some(to);
                continue;
            }
            if ask.takes(&Complement::Object) {
                fallback = Some((i, frame.cue_end));
            }
        }
        // `with force` is an adverb; `in the statement` may hold the object back.
        let attached = scene.words.tokens()[i].proclitics;
        let bound = attached.preposition.is_some() && attached.article
            || attached.preposition.is_some() && scene.name_at(i).is_some()
            || scene.is(i, Classes::PREPOSITION);
        if scene.is(i, Classes::TIME) {
            loose = 0;
        } else if fallback.is_none()
            && bound
            && !scene.is(i, Classes::PRONOUN)
            && !scene.is(i - 1, Classes::PREPOSITION)
        {
            loose += 1;
        }
        i += 1;
    }
    let (content, cue_end) = fallback?;
    frame.cue_end = cue_end;
    // What stands inside the object is no addressee: `revealed the answer to the letter`.
    if frame.addressee.as_ref().is_some_and(|to| to.start >= content) {
        frame.addressee = None;
    }
    Some(done(frame, content, How::Phrase))
}

/// True where what a preposition written onto token `i` brings is only a circumstance of
/// the saying: behind it comes what is said (`said, the member of the House, that`).
fn says_later(scene: &Scene<'_>, i: usize, ask: &Ask<'_>, limit: usize) -> bool {
    let ends = |k: usize| {
        scene.finite(k).next().is_some()
            && (scene.is_joined(k) || scene.is_surely_verb(k))
            || scene.forms(k).iter().any(|f| f.mood == Mood::Participle)
                && scene.words.core(k).ends_with(letters::ALEF)
            || scene.is(k, Classes::SUBORDINATOR)
    };
    ask.takes_clause()
        && ask.takes(&Complement::Quote)
        && (i + 1..limit.min(i + LATER))
            .take_while(|&k| !ends(k))
            .any(|k| scene.prose_complementiser(k).is_some() && !scene.is_joined(k))
}

/// How far behind a circumstance what is said may begin, in tokens.
const LATER: usize = 12;

/// True for a verb with a pronoun right behind an indefinite noun: a relative clause
/// about that noun. Verbs of describing and accusing take a second complement.
pub(crate) fn refers_back(scene: &Scene<'_>, i: usize) -> bool {
    const TWO: [&str; 4] = ["describe", "consider", "accuse", "demand"];
    i > 0
        && !scene.opens_clause(i)
        && scene.is_word(i - 1)
        && scene.classes[i - 1].is_empty()
        && !scene.words.tokens()[i - 1].proclitics.article
        && scene.name_at(i - 1).is_none()
        && !scene.is_time(i - 1)
        && scene.forms(i - 1).is_empty()
        && scene.has_object_pronoun(i)
        && scene
            .finite(i)
            .all(|f| !TWO.contains(&scene.lexicon.verbs[f.verb].group.as_str()))
}

/// True for a verb of carrying whose object is the statement itself: `carried it`.
fn passes_it_on(scene: &Scene<'_>, i: usize) -> bool {
    scene.has_object_pronoun(i)
        && scene.finite(i).any(|f| scene.lexicon.verbs[f.verb].group == "carry")
}

/// True for a noun of saying or a document, where something is said.
fn is_occasion(scene: &Scene<'_>, i: usize) -> bool {
    scene.noun_entries(i).is_some()
        || phrase::head(scene, i) == phrase::Head::Source(SourceKind::Document)
}

/// True for a verb right behind an indefinite source: a relative clause without pronoun.
fn describes(scene: &Scene<'_>, frame: &Frame, i: usize) -> bool {
    let source =
        frame.inner.as_ref().map(|(_, source)| source).or(frame.subject.as_ref());
    source.is_some_and(|s| {
        s.end == i
            && !scene.words.tokens()[s.start].proclitics.article
            && scene.name_at(s.start).is_none()
    })
}

fn done(frame: Frame, content: usize, how: How) -> Frame {
    Frame { content, how, ..frame }
}

/// After a complementiser: a quotation that fills the clause, or the clause.
fn clause(scene: &Scene<'_>, frame: Frame, start: usize, pronoun: bool) -> Frame {
    match scene.opens(start) {
        Some(quote)
            if !scene.is_name_quote(quote)
                && quote.len() > 3
                && !goes_on_behind(scene, quote) =>
        {
            done(frame, start + 1, How::Quote(quote))
        }
        _ => done(frame, start, How::Clause(pronoun)),
    }
}

/// True where `and that`, `and not` goes on with the clause behind the quotation.
fn goes_on_behind(scene: &Scene<'_>, quote: Quote) -> bool {
    let next = quote.close + 1;
    let next = next + usize::from(scene.is_comma(next));
    let sentence = scene.sentence_range(quote.open);
    quote.closed
        && next < sentence.end
        && scene.is_joined(next)
        && (scene.prose_complementiser(next).is_some()
            || scene.is(next, Classes::NEGATION))
}

fn next_quote(scene: &Scene<'_>, i: usize) -> Option<Quote> {
    scene.opens(i).filter(|q| !scene.is_name_quote(*q) || q.len() > 4)
}

enum Prep {
    Content(usize),
    Addressee(usize),
}

/// A preposition of the cue at token `i`: what it brings, and where that begins.
fn preposition(scene: &Scene<'_>, i: usize, ask: &Ask<'_>) -> Option<Prep> {
    let token = scene.words.tokens().get(i)?;
    if token.kind != TokenKind::Word {
        return None;
    }
    // `in addition to`, `because of` are prepositions of their own.
    let compound = scene.is(i, Classes::CONNECTIVE.or(Classes::PREPOSITION))
        && !scene.is(i, Classes::PRONOUN);
    let key = without_conjunction(scene.words, i);
    let conjunction = token.proclitics.conjunction.is_some();
    let mut found = None;
    for complement in ask.complements {
        let (name, addressee) = match complement {
            Complement::Preposition(name) => (name, false),
            Complement::PrepositionAddressee(name) => (name, true),
            _ => continue,
        };
        let contracted = CONTRACTED.iter().any(|(whole, of)| key == *whole && name == of);
        let start = if contracted {
            i
        } else if is_attached(name) {
            let letter = name.chars().next();
            if key == name {
                // `ل"..."`: the letter stands alone before a mark.
                i + 1
            } else if token.proclitics.preposition == letter
                && letter.is_some()
                && !compound
                && scene.words.core(i).chars().count() > 2
                && !scene.words.whole(i).contains(phrase::BASIM)
            {
                i
            } else {
                continue;
            }
        } else if key == name && !conjunction {
            i + 1
        } else {
            continue;
        };
        let who = scene
            .words
            .tokens()
            .get(start)
            .is_some_and(|_| phrase::head(scene, start).speaks());
        // `to the paper`, but not `for the first time`.
        if addressee && is_attached(name) && !who && scene.opens(start).is_none() {
            continue;
        }
        let prep = if addressee { Prep::Addressee(start) } else { Prep::Content(start) };
        // Where one preposition may bring either, the noun decides.
        match (&found, addressee) {
            (None, _) => found = Some(prep),
            (Some(_), true) if who => found = Some(prep),
            _ => (),
        }
    }
    found
}

/// True for `saying`: it only repeats the cue before it.
fn is_saying(scene: &Scene<'_>, i: usize) -> bool {
    scene.forms(i).iter().any(|f| {
        f.mood == Mood::Participle && {
            let verb = &scene.lexicon.verbs[f.verb];
            verb.group == "say"
                && verb.complements.contains(&Complement::Quote)
                && verb.complements.contains(&Complement::Clause)
        }
    })
}

/// True where the participle at `i` brings content of its own: an accusative before a
/// complementiser, quotation or one of its prepositions.
pub(crate) fn participle_speaks(scene: &Scene<'_>, i: usize, limit: usize) -> bool {
    scene.forms(i).iter().any(|f| {
        f.mood == Mood::Participle
            && find(
                scene,
                i + 1,
                Ask::of(&scene.lexicon.verbs[f.verb].complements, limit.min(i + 9)),
            )
            .is_some()
    }) && (scene.words.core(i).ends_with(letters::ALEF)
        || scene.is_comma(i.saturating_sub(1))
        || scene.words.tokens()[i].proclitics.conjunction.is_some()
        || is_circumstance(scene, i))
}

/// True for an indefinite participle right behind a definite word: it tells what the
/// subject does meanwhile (`left the hall | affirming that`). With a bare preposition it
/// may be a predicate (`the company is asked to`).
fn is_circumstance(scene: &Scene<'_>, i: usize) -> bool {
    let definite = i > 0
        && (scene.words.tokens()[i - 1].proclitics.article
            || scene.name_at(i - 1).is_some());
    let says = (i + 1..i + 3).any(|k| {
        scene.prose_complementiser(k).is_some()
            || scene.opens(k).is_some_and(|q| !scene.is_name_quote(q))
    });
    let core = scene.words.core(i);
    definite
        && says
        && scene.words.tokens()[i].proclitics.is_empty()
        && (core.ends_with(letters::TEH_MARBUTA) || core.ends_with("\u{64A}\u{646}"))
}

const MIN: &str = "\u{645}\u{646}";
const MA: &str = "\u{645}\u{627}";

/// Prepositions grown together with `what` or `who`.
const CONTRACTED: [(&str, &str); 5] = [
    ("\u{639}\u{645}\u{646}", "\u{639}\u{646}"),
    ("\u{645}\u{645}\u{627}", "\u{645}\u{646}"),
    ("\u{628}\u{645}\u{627}", "\u{628}"),
    ("\u{639}\u{645}\u{627}", "\u{639}\u{646}"),
    ("\u{644}\u{645}\u{627}", "\u{644}"),
];
const AN: &str = "\u{639}\u{646}";
