use khabar_arabic::{
    TokenKind,
    inflect::{Gender, Number, Person},
    letters,
};
use khabar_doc::{Act, EventType, MentionKind, Quotation, Span};

use super::{
    lexicon::{Entry, Form, FormHit, Marker, TriggerPhrase},
    view::View,
};
use crate::grammar::{Classes, without_conjunction};

/// A place where an event is named.
#[derive(Clone, Debug)]
pub(super) struct Trigger {
    /// Its words, in order; a verb phrase may have its subject between them.
    pub(super) tokens: Vec<usize>,
    pub(super) entry: usize,
    pub(super) form: Form,
    /// The pronoun written onto it, as a key.
    pub(super) pronoun: Option<String>,
}

impl Trigger {
    pub(super) fn first(&self) -> usize {
        self.tokens.first().copied().unwrap_or_default()
    }

    pub(super) fn last(&self) -> usize {
        self.tokens.last().copied().unwrap_or_default()
    }

    /// Runs of neighbouring tokens as spans.
    pub(super) fn spans(&self, view: &View<'_>) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut from = 0;
        for at in 1..=self.tokens.len() {
            if at == self.tokens.len() || self.tokens[at] != self.tokens[at - 1] + 1 {
                spans.push(view.span(self.tokens[from]..self.tokens[at - 1] + 1));
                from = at;
            }
        }
        spans
    }
}

/// Words between the two halves of a verb phrase, at most.
const GAP: usize = 10;

/// All triggers of the told parts, in reading order and apart; the longest wins.
pub(super) fn find(view: &View<'_>) -> Vec<Trigger> {
    let n = view.words.tokens().len();
    let excluded = exclusions(view);
    let mut taken = vec![false; n];
    let mut found = Vec::new();
    for sentence in view.words.sentences() {
        if sentence.tokens.is_empty() || !view.part_kind(sentence.tokens.start).is_told()
        {
            continue;
        }
        for i in sentence.tokens.clone() {
            if taken[i] || excluded[i] || !may_be(view, i) {
                continue;
            }
            let before =
                found.last().filter(|t: &&Trigger| t.last() >= sentence.tokens.start);
            let trigger =
                phrase(view, i, sentence.tokens.end).or_else(|| single(view, i, before));
            let Some(trigger) = trigger else {
                continue;
            };
            if trigger.tokens.iter().any(|&t| taken[t] || excluded[t]) {
                continue;
            }
            for &token in &trigger.tokens {
                taken[token] = true;
            }
            found.push(trigger);
        }
    }
    found
}

fn exclusions(view: &View<'_>) -> Vec<bool> {
    let n = view.words.tokens().len();
    let mut excluded = vec![false; n];
    for i in 0..n {
        if let Some((length, ())) = view.lexicon.exclusions.longest(view.words, i) {
            for slot in &mut excluded[i..(i + length).min(n)] {
                *slot = true;
            }
        }
    }
    excluded
}

fn may_be(view: &View<'_>, i: usize) -> bool {
    view.kind(i) == Some(TokenKind::Word) && view.name_at(i).is_none()
}

/// True where token `i` is the word `key` of a phrase: bare, with an article, or
/// spelt with its preposition.
fn is_word(view: &View<'_>, i: usize, key: &str) -> bool {
    may_be(view, i)
        && (view.words.stem(i) == key && view.preposition(i).is_none()
            || without_conjunction(view.words, i) == key
            || view.words.whole(i) == key)
}

fn phrase(view: &View<'_>, i: usize, end: usize) -> Option<Trigger> {
    let stem = view.words.stem(i);
    let whole = without_conjunction(view.words, i);
    let by_stem = view.lexicon.phrases.get(stem);
    let by_whole = if whole == stem { None } else { view.lexicon.phrases.get(whole) };
    let mut best: Option<(usize, &TriggerPhrase, Vec<usize>)> = None;
    for phrase in by_stem.into_iter().chain(by_whole).flatten() {
        let Some(tokens) = matches(view, i, phrase, end) else { continue };
        if !has_needs(view, i, &view.lexicon.entries[phrase.entry]) {
            continue;
        }
        let rank = tokens.len() * 2
            + usize::from(tokens.last() == Some(&(i + tokens.len() - 1)));
        if best.as_ref().is_none_or(|(old, ..)| *old < rank) {
            best = Some((rank, phrase, tokens));
        }
    }
    let bare = Form::Finite {
        past: true,
        jussive: false,
        person: Person::Third,
        number: Number::Singular,
        gender: Gender::Masculine,
    };
    best.map(|(_, phrase, tokens)| {
        // A bare past is spelt like many verbal nouns (`imposed`, `imposing`).
        let nominal = phrase.form == bare
            && tokens.len() > 1
            && tokens[1] == i + 1
            && noun_place(view, i);
        let form = if nominal { Form::Masdar } else { phrase.form };
        Trigger { tokens, entry: phrase.entry, form, pronoun: None }
    })
}

fn matches(
    view: &View<'_>,
    i: usize,
    phrase: &TriggerPhrase,
    end: usize,
) -> Option<Vec<usize>> {
    let mut tokens = vec![i];
    if phrase.form.is_finite() && (view.definite(i) || view.preposition(i).is_some()) {
        return None;
    }
    let first = phrase.rest.first()?;
    let limit = if phrase.gap { end.min(i + 2 + GAP) } else { end.min(i + 2) };
    let start = (i + 1..limit).find(|&k| {
        is_word(view, k, first)
            && (k == i + 1 || !view.joined(k) || view.words.whole(k) == first)
    })?;
    if (i + 1..start).any(|k| {
        view.is_verb(k)
            || view.is(k, Classes::COMPLEMENTISER.or(Classes::RELATIVE))
            || view.is_mark(k, &[":"])
    }) {
        return None;
    }
    for (at, key) in phrase.rest.iter().enumerate() {
        let k = start + at;
        if k >= end || !is_word(view, k, key) || (at > 0 && view.joined(k)) {
            return None;
        }
        tokens.push(k);
    }
    Some(tokens)
}

fn single(view: &View<'_>, i: usize, before: Option<&Trigger>) -> Option<Trigger> {
    // `the kidnapping of the two and their murder`: a noun goes on with nouns.
    let goes_on = view.joined(i)
        && before.is_some_and(|t| {
            !t.form.is_finite()
                && i - t.last() <= NEAR
                && !(t.last() + 1..i).any(|k| view.is_verb(k) || view.is_relative(k))
        });
    let token = view.words.tokens()[i];
    let core = view.words.core(i);
    let closed = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::COMPLEMENTISER)
        .or(Classes::RELATIVE)
        .or(Classes::NEGATION)
        .or(Classes::AUXILIARY)
        .or(Classes::MODAL)
        .or(Classes::NUMERAL);
    if view.is(i, closed) || view.is(i, Classes::PLACE) && !has_hamza(view, i) {
        return None;
    }
    if token.proclitics.article {
        let hits = nominal(view, view.words.stem(i));
        return choose(view, i, &hits, None);
    }
    let bound = |p: char| p != letters::LAM;
    let finite_allowed = !token.proclitics.preposition.is_some_and(bound);
    let usable = |hit: &&FormHit| finite_allowed || !hit.form.is_finite();
    let exact: Vec<FormHit> = view
        .lexicon
        .forms(core)
        .iter()
        .filter(|h| !h.before_pronoun)
        .filter(usable)
        .copied()
        .collect();
    if !exact.is_empty() {
        return choose(view, i, &exact, None);
    }
    if let Some((stem, pronoun)) = crate::grammar::split_pronoun(core) {
        let mut hits: Vec<FormHit> =
            view.lexicon.forms(stem).iter().filter(usable).copied().collect();
        if let Some(open) = stem.strip_suffix(letters::TEH) {
            let closed = format!("{open}{}", letters::TEH_MARBUTA);
            hits.extend(nominal(view, &closed));
        }
        if !hits.is_empty() {
            if goes_on && hits.iter().any(|h| !h.form.is_finite()) {
                hits.retain(|h| !h.form.is_finite());
            }
            return choose(view, i, &hits, Some(pronoun.to_owned()));
        }
    }
    // A conjunction that was taken for a letter of the word.
    if token.proclitics.is_empty()
        && let Some(rest) = core.strip_prefix(letters::WAW)
        && rest.chars().count() >= 4
    {
        let hits: Vec<FormHit> = view
            .lexicon
            .forms(rest)
            .iter()
            .filter(|h| h.form.is_finite() && !h.before_pronoun)
            .copied()
            .collect();
        if !hits.is_empty() {
            return choose(view, i, &hits, None);
        }
    }
    let hits = nominal(view, core.strip_suffix(letters::ALEF)?);
    choose(view, i, &hits, None)
}

/// True where the word is spelt with a hamza on ALEF, which keys do without (`huna`,
/// here; `hanna'a`, congratulated).
fn has_hamza(view: &View<'_>, i: usize) -> bool {
    view.prose.slice(view.words.tokens()[i].core).contains('\u{623}')
}

fn nominal(view: &View<'_>, key: &str) -> Vec<FormHit> {
    view.lexicon.forms(key).iter().filter(|h| !h.form.is_finite()).copied().collect()
}

/// The entry that suits the words around best.
fn choose(
    view: &View<'_>,
    i: usize,
    hits: &[FormHit],
    pronoun: Option<String>,
) -> Option<Trigger> {
    let noun_place = noun_place(view, i);
    let both = hits.iter().any(|h| h.form.is_finite())
        && hits.iter().any(|h| !h.form.is_finite());
    let mut ranked: Vec<(i32, FormHit)> = hits
        .iter()
        .filter(|hit| fits(view, i, hit))
        .filter(|hit| {
            let entry = &view.lexicon.entries[hit.entry];
            let reach = if hit.form.is_finite() { NEAR } else { BARRED };
            let end = view.sentence(i).end.min(i + 1 + reach);
            !entry.bars.iter().any(|bar| {
                (i + 1..end)
                    .any(|k| view.words.stem(k) == bar || view.words.whole(k) == bar)
            })
        })
        .filter(|hit| has_needs(view, i, &view.lexicon.entries[hit.entry]))
        .map(|hit| {
            let entry = &view.lexicon.entries[hit.entry];
            let mut rank = i32::from(entry.strong) * 2;
            rank += 3 * i32::from(!entry.needs.is_empty());
            rank +=
                i32::from(entry.markers.iter().any(|(marker, _)| near(view, i, marker)));
            if both {
                rank += if hit.form.is_finite() == noun_place { -4 } else { 4 };
            }
            rank += i32::from(hit.form == Form::Noun);
            (rank, *hit)
        })
        .collect();
    ranked.sort_by_key(|(rank, hit)| (std::cmp::Reverse(*rank), hit.entry));
    let (_, best) = *ranked.first()?;
    if best.form.is_finite() && noun_place && i > 0 && adjective(view, i, best.form) {
        return None;
    }
    Some(Trigger { tokens: vec![i], entry: best.entry, form: best.form, pronoun })
}

/// True where the form can be what it says here: participles only where they speak,
/// first and second persons only in somebody's words.
fn fits(view: &View<'_>, i: usize, hit: &FormHit) -> bool {
    match hit.form {
        Form::Participle => {
            view.is_cue(i)
                && view.name_at(i + 1).is_none_or(|m| m.kind != MentionKind::Place)
                && matches!(
                    view.lexicon.entries[hit.entry].kind,
                    EventType::Request
                        | EventType::Accuse
                        | EventType::Reject
                        | EventType::Support
                        | EventType::Threaten
                        | EventType::Agree
                )
        }
        Form::Finite { person: Person::First | Person::Second, .. } => {
            let span = view.words.tokens()[i].core;
            view.claims_near(span).any(|(_, c)| {
                !c.narration
                    && matches!(c.quotation, Quotation::Direct | Quotation::Mixed)
                    && c.content.iter().any(|s| s.contains(span))
            })
        }
        // A shortened form stands after a negation alone.
        Form::Finite { jussive: true, .. } => i > 0 && view.is(i - 1, Classes::NEGATION),
        _ => true,
    }
}

/// True where a bare past is rather an adjective or noun: after a preposition or an
/// indefinite noun (`a careful stance`).
fn adjective(view: &View<'_>, i: usize, form: Form) -> bool {
    if view.is_preposition(i - 1) && !view.joined(i) {
        return true;
    }
    matches!(
        form,
        Form::Finite {
            past: true,
            gender: Gender::Masculine,
            number: Number::Singular,
            ..
        }
    ) && view.is_word(i - 1)
        && !view.is_stop(i - 1)
        && !view.is_verb(i - 1)
        && !view.definite(i - 1)
        && view.preposition(i - 1).is_none()
        && view.party_at(i - 1).is_none()
        && !view.joined(i)
}

/// True where a noun stands rather than a verb: after a preposition, a bare noun.
fn noun_place(view: &View<'_>, i: usize) -> bool {
    if view.preposition(i).is_some_and(|p| p != letters::LAM) || view.definite(i) {
        return true;
    }
    let Some(before) = i.checked_sub(1).filter(|&b| view.sentence(i).contains(&b)) else {
        return false;
    };
    if view.joined(i) {
        return false;
    }
    if view.is_preposition(before) || announced(view, i) {
        return true;
    }
    if view.is_stop(before) || !view.is_word(before) {
        return false;
    }
    // A verb before it: it is the object or the subject of that.
    let counted =
        view.kind(i + 1) == Some(TokenKind::Number) || view.is(i + 1, Classes::NUMERAL);
    view.is_verb(before)
        || !view.definite(before)
            && view.party_at(before).is_none()
            && !(counted && view.is(before, Classes::QUANTIFIER))
}

/// True for the first word of what is announced, without a complementiser or a mark
/// before it: a verb of announcing has a noun for object.
fn announced(view: &View<'_>, i: usize) -> bool {
    let span = view.words.tokens()[i].core;
    i > 0
        && view.is_word(i - 1)
        && view.prose.complementiser(i - 1).is_none()
        && view.claims_near(span).any(|(_, claim)| {
            !claim.narration
                && claim.act == Act::Announce
                && claim.cue.is_some_and(|cue| cue.end() <= span.start())
                && claim.content.iter().any(|c| view.prose.tokens_of(*c).start == i)
        })
}

/// Words behind a trigger that is a noun among which none may be barred; behind a verb,
/// whose subject may come first, as many as for a needed word.
const BARRED: usize = 3;

/// Furthest a needed word may stand, in tokens.
const NEAR: usize = 8;

/// True where a word that the entry asks for stands near token `i`: behind it, or for
/// words also before it.
fn has_needs(view: &View<'_>, i: usize, entry: &Entry) -> bool {
    let from = view.sentence(i).start.max(i.saturating_sub(NEAR));
    let before = |need: &Marker| match need {
        Marker::Words(words) => (from..i).any(|k| starts(view, k, words)),
        Marker::Annexed | Marker::Letter(_) => false,
    };
    entry.needs.is_empty()
        || entry.needs.iter().any(|need| near(view, i, need) || before(need))
}

fn near(view: &View<'_>, i: usize, marker: &Marker) -> bool {
    let end = view.sentence(i).end.min(i + 1 + NEAR);
    match marker {
        Marker::Annexed => false,
        Marker::Letter(letter) => (i + 1..end).any(|k| {
            view.preposition(k) == Some(*letter)
                || without_conjunction(view.words, k).chars().eq([*letter])
        }),
        Marker::Words(words) => (i + 1..end).any(|k| starts(view, k, words)),
    }
}

/// True where the words `keys` stand from token `k` on; a single word may carry
/// anything in front.
pub(super) fn starts(view: &View<'_>, k: usize, keys: &[String]) -> bool {
    let n = view.words.tokens().len();
    keys.iter().enumerate().all(|(at, key)| {
        k + at < n
            && (without_conjunction(view.words, k + at) == key
                || (keys.len() == 1 && view.words.stem(k + at) == key))
    })
}
