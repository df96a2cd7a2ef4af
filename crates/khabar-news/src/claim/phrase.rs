//! Extents of the noun phrases that name who speaks or is spoken to.

use std::ops::Range;

use khabar_arabic::{TokenKind, inflect::Mood, letters};
use khabar_doc::{MentionKind, SourceKind};

use super::{lexicon::PhraseKind, scene::Scene};
use crate::grammar::Classes;

/// Words that end a noun phrase wherever they stand.
const STOPS: Classes = Classes::ENDS_PHRASE.or(Classes::FOCUS);

/// Longest noun phrase that is looked for, in tokens.
const LONGEST: usize = 24;

/// What the head of a phrase tells about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// A name.
    Name,
    /// A noun for a source, with its kind.
    Source(SourceKind),
    /// A title or role.
    Title,
    /// A noun that heads an organisation's name.
    Organisation,
    /// A noun for a group described.
    Group,
    /// Any other noun.
    Other,
}

impl Head {
    /// True for what can speak.
    pub(crate) fn speaks(self) -> bool {
        self != Head::Other
    }

    /// True for an office: a title, or a noun that means the one who holds it.
    fn is_office(self) -> bool {
        matches!(self, Head::Title | Head::Source(SourceKind::Role))
    }

    fn takes_complement(self) -> bool {
        matches!(self, Head::Title | Head::Organisation | Head::Source(_))
    }
}

/// What token `i`, read as a head, is.
pub(crate) fn head(scene: &Scene<'_>, i: usize) -> Head {
    scene.head_of(i, || read_head(scene, i))
}

fn read_head(scene: &Scene<'_>, i: usize) -> Head {
    let mut i = i;
    // `several of`, `these`, numerals: the head stands behind.
    while scene.is(i, Classes::DEMONSTRATIVE.or(Classes::QUANTIFIER).or(Classes::NUMERAL))
        && scene.is_word(i + 1)
        && i + 1 < scene.words.tokens().len()
        && scene.source_noun(i).is_none()
    {
        i += 1;
    }
    // `21 coordinators`: the thing counted, in the accusative.
    if scene.kind(i) == Some(TokenKind::Number) && scene.is_word(i + 1) {
        let counted = scene.words.stem(i + 1);
        let bare = counted.strip_suffix(letters::ALEF).unwrap_or(counted);
        if scene.lexicon.titles.word(bare).is_some()
            || scene.lexicon.sources.word(bare).is_some()
        {
            return Head::Source(SourceKind::AnonymousGroup);
        }
        i += 1;
    }
    // `the youngest president`: an elative before its noun.
    if is_elative(scene, i)
        && (scene.lexicon.titles.longest(scene.words, i + 1).is_some()
            || scene.source_noun(i + 1).is_some())
    {
        i += 1;
    }
    if scene.name_at(i).is_some() {
        return Head::Name;
    }
    if let Some((_, source)) = scene.source_noun(i) {
        return Head::Source(source.kind);
    }
    if scene.lexicon.titles.longest(scene.words, i).is_some() {
        return Head::Title;
    }
    if scene.lexicon.organisations.longest(scene.words, i).is_some() {
        return Head::Organisation;
    }
    if scene.lexicon.groups.longest(scene.words, i).is_some() {
        return Head::Group;
    }
    // `his party`
    if let Some(bare) = super::scene::strip_pronoun(scene.words.stem(i))
        && !scene.words.tokens()[i].proclitics.article
    {
        if let Some(source) = scene.lexicon.sources.word(bare) {
            return Head::Source(source.kind);
        }
        if scene.lexicon.organisations.word(bare).is_some() {
            return Head::Organisation;
        }
    }
    Head::Other
}

/// True for the office of one man: what agrees with it has no feminine ending.
fn is_one_office(scene: &Scene<'_>, i: usize) -> bool {
    let plural = scene.words.core(i).ends_with("\u{627}\u{62A}");
    match head(scene, i) {
        Head::Title => !plural,
        Head::Source(SourceKind::Role) => {
            let noun = scene.source_noun(i);
            !plural && noun.is_some_and(|(_, noun)| noun.singular)
        }
        _ => false,
    }
}

/// True for a word of the form of an elative that is no noun for a source itself.
fn is_elative(scene: &Scene<'_>, i: usize) -> bool {
    let core = scene.words.core(i);
    scene.kind(i) == Some(TokenKind::Word)
        && core.starts_with(letters::ALEF)
        && core.chars().count() == 4
        && i + 1 < scene.words.tokens().len()
        && scene.is_word(i + 1)
        && !scene.words.tokens()[i + 1].proclitics.article
        && scene.name_at(i).is_none()
        && scene.source_noun(i).is_none()
        && scene.lexicon.titles.longest(scene.words, i).is_none()
        && scene.prose.may_be_adjective(i)
}

/// The noun phrase that begins at token `from`, head to end: title and name together,
/// an appositive name after a comma, a place or body after `in` where a title asks for
/// one; no relative clause.
pub(crate) fn after(
    scene: &Scene<'_>,
    from: usize,
    limit: usize,
) -> Option<Range<usize>> {
    let limit = limit.min(from + LONGEST);
    if from >= limit || !starts(scene, from) {
        return None;
    }
    let head = head(scene, from);
    let mut i = from;
    let mut has_person = false;
    while i < limit {
        if let Some(name) = scene.name_tokens(i) {
            let person = scene.name_at(i).is_some_and(|m| m.kind == MentionKind::Person);
            let joined = i > from && scene.is_joined(i);
            // Behind a person's name only a joined one still belongs.
            if i > from
                && !joined
                && (has_person || !attaches(scene, i, head, has_person))
            {
                break;
            }
            has_person |= person;
            i = name.end.max(i + 1);
            if let Some(end) = age_or_acronym(scene, i, limit) {
                i = end;
            }
            continue;
        }
        if i == from {
            i = scene.opens(i).map_or(i + 1, |quote| quote.close + 1);
            continue;
        }
        if has_person && !(scene.is_joined(i) && goes_on(scene, from, i, head)) {
            return Some(from..title_behind(scene, i, limit).unwrap_or(i));
        }
        if let Some(end) = quoted_name(scene, i, limit) {
            i = end;
            continue;
        }

        if let Some(end) = appositive(scene, i, limit, head) {
            return Some(from..end);
        }
        if goes_on(scene, from, i, head) {
            i += 1;
            continue;
        }
        if let Some(end) = complement(scene, from, i, limit, head) {
            i = end;
            has_person |= (from..i)
                .any(|k| scene.name_at(k).is_some_and(|m| m.kind == MentionKind::Person));
            continue;
        }
        break;
    }
    (i > from).then_some(from..i)
}

/// The noun phrase that ends right before token `end`, not before `floor`.
pub(crate) fn before(
    scene: &Scene<'_>,
    end: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let mut best = None;
    let mut i = end;
    while i > floor && end - i < LONGEST {
        i -= 1;
        if !scene.is_word(i)
            && scene.kind(i) != Some(TokenKind::Quote)
            && scene.kind(i) != Some(TokenKind::Number)
            && !scene.is_comma(i)
        {
            break;
        }
        if starts(scene, i)
            && let Some(phrase) = after(scene, i, end)
            && phrase.end == end
        {
            best = Some(phrase);
        }
    }
    best
}

/// True where a noun phrase may begin at token `i`.
pub(crate) fn starts(scene: &Scene<'_>, i: usize) -> bool {
    let Some(token) = scene.words.tokens().get(i) else { return false };
    if scene.name_at(i).is_some() {
        return token.proclitics.preposition.is_none();
    }
    match token.kind {
        TokenKind::Word => {
            // `saying`, `stressing`: adverbs of a cue.
            let adverb = scene.words.core(i).ends_with(letters::ALEF)
                && scene.forms(i).iter().any(|f| f.mood == Mood::Participle);
            !adverb
                && token.proclitics.preposition.is_none()
                && (!scene.is(i, STOPS) || is_noun_despite(scene, i))
                && (token.proclitics.article || !scene.is_surely_verb(i))
                && scene.words.core(i).chars().count() >= 2
        }
        TokenKind::Foreign | TokenKind::Number => true,
        TokenKind::Quote => scene.opens(i).is_some_and(|q| {
            let body = || {
                q.len() <= 3
                    && scene.lexicon.organisations.longest(scene.words, i + 1).is_some()
            };
            q.closed && (q.len() <= 1 || q.len() <= 4 && scene.is_name_quote(q) || body())
        }),
        TokenKind::Mark => false,
    }
}

/// Source nouns and titles that a particle's spelling would hide.
fn is_noun_despite(scene: &Scene<'_>, i: usize) -> bool {
    matches!(scene.words.whole(i), ADAM | AYY)
        || scene.words.tokens()[i].proclitics.article
            && !scene.is(i, Classes::RELATIVE.or(Classes::TIME).or(Classes::CONNECTIVE))
}

fn goes_on(scene: &Scene<'_>, from: usize, i: usize, head: Head) -> bool {
    let token = scene.words.tokens()[i];
    match token.kind {
        TokenKind::Word => (),
        TokenKind::Foreign | TokenKind::Number => return true,
        _ => return false,
    }
    // A letter that stands alone leans on the mark behind it: `to "X"`.
    if token.proclitics.preposition.is_some() || scene.words.whole(i).chars().count() < 2
    {
        return false;
    }
    // `this` before a noun begins another phrase, `the same` behind one does not.
    let next_definite =
        scene.words.tokens().get(i + 1).is_some_and(|t| t.proclitics.article);
    if scene.is(i, Classes::DEMONSTRATIVE) && next_definite {
        return false;
    }
    // `who asked not to be named`
    let aside = scene.finite(i).next().is_some()
        && scene
            .words
            .tokens()
            .get(i + 1)
            .is_some_and(|_| scene.words.whole(i + 1) == ADAM);
    if aside {
        return false;
    }
    let described = i == from + 1
        && matches!(head, Head::Source(_))
        && !scene.words.tokens()[from].proclitics.article
        && !token.proclitics.article
        && scene.is(i, Classes::TIME)
        && !scene.is(i, Classes::PREPOSITION);
    if scene.is(i, STOPS) && !is_noun_despite(scene, i) && !described {
        return scene.is(i, Classes::DEMONSTRATIVE) && !scene.is(i, Classes::RELATIVE);
    }
    if token.proclitics.article {
        return !begins_object(scene, from, i);
    }
    // `quoting`, `according to`; `saying`, `pointing to`.
    if scene.phrase_at(i).is_some_and(|(length, phrase)| {
        length > 1 || phrase.kind == PhraseKind::Quotation
    }) || scene.forms(i).iter().any(|f| {
        f.mood == Mood::Participle && scene.words.core(i).ends_with(letters::ALEF)
    }) {
        return false;
    }
    if scene.is_surely_verb(i) {
        return false;
    }
    // A definite noun is not followed by an indefinite one: that is the object.
    let closed = i > from
        && (scene.words.tokens()[i - 1].proclitics.article
            || scene.kind(i - 1) == Some(TokenKind::Quote))
        && scene.name_at(i).is_none()
        && token.proclitics.conjunction.is_none()
        && (head != Head::Title || scene.words.core(i).ends_with(letters::TEH_MARBUTA))
        && !scene.is(i, Classes::NUMERAL.or(Classes::DEMONSTRATIVE));
    if closed {
        return false;
    }
    if token.proclitics.conjunction.is_some() {
        // `and` joins nouns of a title (`foreign and defence affairs`), not clauses.
        return head.speaks()
            && scene.finite(i).next().is_none()
            && scene.forms(i).is_empty();
    }
    true
}

/// True where the definite noun at `i` cannot belong to the phrase: behind an indefinite
/// adjective (`an Israeli court | the sergeant`), or against the gender of its head
/// (`the police | the incident`).
fn begins_object(scene: &Scene<'_>, from: usize, i: usize) -> bool {
    let definite = |k: usize| scene.words.tokens()[k].proclitics.article;
    let core = |k: usize| scene.words.core(k);
    let feminine = |k: usize| core(k).ends_with(letters::TEH_MARBUTA);
    let nisba = |k: usize| {
        core(k).ends_with([letters::YEH])
            || feminine(k)
                && core(k).trim_end_matches(letters::TEH_MARBUTA).ends_with(letters::YEH)
    };
    if i > from + 1 && !definite(i - 1) && nisba(i - 1) && scene.name_at(i - 1).is_none()
    {
        return true;
    }
    // Behind a definite adjective no definite noun goes on, titles apart.
    if i > from + 1
        && definite(i - 1)
        && !scene.is_joined(i)
        && scene.prose.may_be_adjective(i - 1)
        && !scene.prose.may_be_adjective(i)
        && !head(scene, i).is_office()
    {
        return true;
    }
    // `the minister | the hall`: behind a definite head a noun that is no adjective.
    if i == from + 1
        && definite(from)
        && head(scene, from).speaks()
        && feminine(i)
        && !feminine(from)
        && !scene.is_joined(i)
        && (is_one_office(scene, from)
            || !nisba(i) && !scene.prose.may_be_adjective(i) && !head(scene, i).speaks())
    {
        return true;
    }
    // `the governor of the hills | the two sides`: an oblique dual or plural is the object.
    let oblique = |k: usize| core(k).ends_with(YEN) && !core(k).ends_with(NISBA_PLURAL);
    if definite(i - 1) && oblique(i) && !core(i - 1).ends_with(YEN) {
        return true;
    }
    // `the party | the government`: a second body is no adjective of the first.
    // An adjective agrees; a plural in ات, or a feminine behind a man's title, does not.
    let adjective = scene.prose.may_be_adjective(i)
        && !core(i).ends_with("\u{627}\u{62A}")
        && !(feminine(i)
            && !feminine(i - 1)
            && matches!(
                head(scene, i - 1),
                Head::Title | Head::Source(SourceKind::Role)
            ));
    if definite(i - 1)
        && !adjective
        && !scene.is_joined(i)
        && matches!(head(scene, i), Head::Organisation | Head::Source(_) | Head::Group)
    {
        return true;
    }
    i == from + 1
        && definite(from)
        && feminine(from)
        && !feminine(i)
        && !core(i).ends_with([
            letters::TEH,
            letters::YEH,
            letters::ALEF_MAKSURA,
            letters::NOON,
        ])
        && !core(i).ends_with("\u{627}\u{621}")
}

/// True where the name at `i` may belong to the phrase although something is attached.
fn attaches(scene: &Scene<'_>, i: usize, head: Head, has_person: bool) -> bool {
    match scene.words.tokens()[i].proclitics.preposition {
        None => true,
        Some(letter) => {
            !has_person
                && head.takes_complement()
                && !is_media(scene, i)
                && letter != letters::KAF
        }
    }
}

fn is_media(scene: &Scene<'_>, i: usize) -> bool {
    scene.lexicon.media.contains(scene.words.stem(i))
        || matches!(
            scene.source_noun(i).map(|(_, s)| s.kind),
            Some(SourceKind::Outlet | SourceKind::Agency)
        )
        || scene.name_at(i).is_some_and(|m| m.why.as_str().contains("outlet"))
}

/// `in the party`, `of the army`, `from inside Russia`: what a title or source noun
/// takes.
fn complement(
    scene: &Scene<'_>,
    from: usize,
    i: usize,
    limit: usize,
    head: Head,
) -> Option<usize> {
    let quantity = scene.is(from, Classes::QUANTIFIER)
        || matches!(
            head,
            Head::Source(SourceKind::AnonymousGroup | SourceKind::AnonymousPerson)
        );
    if !head.takes_complement() && !quantity {
        return None;
    }
    let token = scene.words.tokens()[i];
    if token.kind != TokenKind::Word {
        return None;
    }
    if let Some(letter) = token.proclitics.preposition {
        let body = scene.name_at(i).is_some()
            || scene.lexicon.organisations.longest(scene.words, i).is_some();
        let fits = letter == letters::LAM && (token.proclitics.article || body)
            || letter == letters::BEH
                && (token.proclitics.article || scene.name_at(i).is_some());
        if scene.words.whole(i).starts_with(BASIM) && scene.words.whole(i) != BASIM {
            // `its spokesman`
            return Some(i + 1);
        }
        if scene.words.whole(i) == BASIM && i + 1 < limit {
            // `the spokesman of`
            return after(scene, i + 1, limit).map(|phrase| phrase.end);
        }
        if !head.takes_complement() {
            return None;
        }
        let to_whom = is_media(scene, i) || speaks_for_press(scene, i);
        // `ب` belongs only where a name comes after it.
        let name_follows = letter == letters::LAM
            || (i + 1..limit.min(i + 4)).any(|k| scene.name_at(k).is_some());
        return (fits
            && !to_whom
            && name_follows
            && head != Head::Source(SourceKind::AnonymousPerson))
        .then_some(i + 1);
    }
    let key = crate::grammar::without_conjunction(scene.words, i);
    let next = i + 1;
    if next >= limit {
        return None;
    }
    let names = |range: Range<usize>| {
        range
            .clone()
            .any(|k| scene.name_at(k).is_some_and(|m| m.kind == MentionKind::Person))
    };
    let run = |start: usize| {
        let mut k = start;
        while k < limit
            && (scene.name_at(k).is_some()
                || k == start && scene.is_word(k) && !scene.is(k, STOPS)
                || k > start && goes_on(scene, start, k, Head::Other))
        {
            k += 1;
        }
        k
    };
    let special = |word: &str| key == word;
    if special(BASIM) {
        return after(scene, next, limit).map(|phrase| phrase.end);
    }
    if special(AN) && scene.words.core(i - 1).starts_with(SADIR) {
        // `a statement issued by`
        return after(scene, next, limit).map(|phrase| phrase.end);
    }
    // `many of the observers`, `sources from inside`, `sources close to the inquiry`
    let close = scene.words.core(i - 1).contains(QARIB)
        || scene.words.core(i - 1).contains(MUQARRAB);
    let reports = scene.words.stem(from).contains(MASDAR) && i == from + 1;
    let counts = scene.is(from, Classes::QUANTIFIER) && i == from + 1;
    // `a farmer from the village`
    let local = i == from + 1
        && !scene.words.tokens()[from].proclitics.article
        && matches!(
            head,
            Head::Source(SourceKind::AnonymousGroup | SourceKind::AnonymousPerson)
        )
        && scene.words.tokens()[next].proclitics.article
        && !self::head(scene, next).speaks();
    if special(MIN)
        && (reports || counts || local || close || scene.words.whole(next) == DAKHIL)
    {
        let mut k = next;
        while k < limit && scene.is(k, Classes::PREPOSITION) {
            k += 1;
        }
        let end = run(k);
        return (quantity
            && end > k
            && scene.words.tokens()[next].kind == TokenKind::Word)
            .then_some(end);
    }
    if special(FI) || special(LADA) || scene.is(i, Classes::PREPOSITION) {
        let end = run(next);
        let speech = scene.lexicon.noun_forms.contains_key(scene.words.stem(next))
            || matches!(
                scene.source_noun(next).map(|(_, s)| s.kind),
                Some(SourceKind::Document)
            );
        let anchored = scene.name_at(next).is_some()
            || scene.lexicon.organisations.longest(scene.words, next).is_some();
        if end > next
            && !speech
            && (names(next..end) || (anchored && (special(FI) || special(LADA))))
        {
            return Some(end);
        }
    }
    None
}

/// True for the plural words for reporters, whom one speaks to.
fn speaks_for_press(scene: &Scene<'_>, i: usize) -> bool {
    matches!(scene.source_noun(i).map(|(_, s)| s.kind), Some(SourceKind::AnonymousGroup))
}

/// `agency "X"`, `channel "218"`.
fn quoted_name(scene: &Scene<'_>, i: usize, limit: usize) -> Option<usize> {
    let quote = scene.opens(i)?;
    (quote.closed
        && quote.len() <= 4
        && quote.close < limit
        && (quote.len() <= 2 || scene.is_name_quote(quote)))
    .then_some(quote.close + 1)
}

/// `the minister, So-and-so,`: ends behind the name.
fn appositive(scene: &Scene<'_>, i: usize, limit: usize, head: Head) -> Option<usize> {
    if !scene.is_comma(i)
        || !matches!(
            head,
            Head::Title | Head::Source(SourceKind::Role | SourceKind::AnonymousPerson)
        )
    {
        return None;
    }
    let mut next = i + 1;
    while next < limit.min(i + 3)
        && scene.lexicon.titles.longest(scene.words, next).is_some()
        && scene.name_at(next).is_none()
    {
        next += 1;
    }
    let name = scene.name_tokens(next)?;
    let person = scene.name_at(next).is_some_and(|m| m.kind == MentionKind::Person);
    (person && scene.words.tokens()[next].proclitics.is_empty() && name.end <= limit)
        .then_some(name.end)
}

/// `So-and-so, the minister of`, `So-and-so deputy head of`: ends behind the title.
fn title_behind(scene: &Scene<'_>, i: usize, limit: usize) -> Option<usize> {
    let comma = scene.is_comma(i);
    let at = i + usize::from(comma);
    let titled = at < limit
        && scene.name_at(at).is_none()
        && starts(scene, at)
        && head(scene, at).is_office();
    let definite = titled && scene.words.tokens()[at].proclitics.article;
    if !titled || definite && !comma {
        return None;
    }
    let end = after(scene, at, limit)?.end;
    // A comma opens an apposition only where the phrase ends again before what is said.
    let closed = scene.is_comma(end)
        || scene.prose_complementiser(end).is_some()
        || scene.opens(end).is_some()
        || scene.is(end, Classes::TIME.or(Classes::PREPOSITION));
    (!comma || closed).then_some(end)
}

/// `(65 years)`, `(SANA)` behind a name.
fn age_or_acronym(scene: &Scene<'_>, i: usize, limit: usize) -> Option<usize> {
    if !scene.is_mark(i, &["("]) {
        return None;
    }
    (i + 1..limit.min(i + 5)).find(|&k| scene.is_mark(k, &[")"])).map(|k| k + 1)
}

const MIN: &str = "\u{645}\u{646}";
const MUQARRAB: &str = "\u{645}\u{642}\u{631}\u{628}";
/// `source`, also in its plural.
const MASDAR: &str = "\u{635}\u{62F}\u{631}";
/// `inside`.
const DAKHIL: &str = "\u{62F}\u{627}\u{62E}\u{644}";
const QARIB: &str = "\u{642}\u{631}\u{64A}\u{628}";
const FI: &str = "\u{641}\u{64A}";
const YEN: &str = "\u{64A}\u{646}";
const NISBA_PLURAL: &str = "\u{64A}\u{64A}\u{646}";
/// `any`: a noun, though it asks.
const AYY: &str = "\u{627}\u{64A}";
/// `lack of`: a noun, though it negates.
pub(super) const ADAM: &str = "\u{639}\u{62F}\u{645}";
const AN: &str = "\u{639}\u{646}";
const SADIR: &str = "\u{635}\u{627}\u{62F}\u{631}";
pub(super) const BASIM: &str = "\u{628}\u{627}\u{633}\u{645}";
const LADA: &str = "\u{644}\u{62F}\u{649}";

/// Like [`after`], where the first word may carry a preposition (`ل…`) that brings it,
/// or stand in marks.
pub(crate) fn after_any(
    scene: &Scene<'_>,
    from: usize,
    limit: usize,
) -> Option<Range<usize>> {
    if let Some(quote) = scene.opens(from) {
        return (quote.closed && quote.len() <= 6 && quote.close < limit)
            .then_some(from + 1..quote.close);
    }
    if scene.words.tokens().get(from)?.proclitics.preposition.is_none() {
        return after(scene, from, limit);
    }
    if let Some(name) = scene.name_tokens(from) {
        return Some(from..name.end.min(limit));
    }
    let rest = from + 1;
    let head = head(scene, from);
    let mut end = rest;
    while end < limit && goes_on(scene, from, end, head) {
        end += 1;
    }
    (scene.words.core(from).chars().count() >= 2).then_some(from..end)
}
