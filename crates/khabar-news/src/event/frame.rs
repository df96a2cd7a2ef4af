use std::ops::Range;

use khabar_arabic::{
    TokenKind,
    inflect::{Number, Person},
    letters,
};
use khabar_doc::{Act, Actor, Claim, EntityId, EventType, MentionKind, Status};

use super::{
    ground,
    lexicon::{Entry, Form, LocalMood, Marker, Reach, Role},
    phrase,
    trigger::{self, Trigger},
    view::View,
};
use crate::grammar::{Classes, without_conjunction};

/// Furthest a marker may stand behind its trigger, in tokens.
const REACH: usize = 22;

/// Who takes part in an event.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) actors: Vec<Who>,
    pub(super) recipients: Vec<Who>,
    pub(super) places: Vec<Who>,
    /// Where the matter of the event begins.
    pub(super) themes: Vec<usize>,
}

/// One participant.
#[derive(Clone, Debug)]
pub(super) struct Who {
    pub(super) tokens: Range<usize>,
    pub(super) entity: Option<EntityId>,
    /// True where the words name or head a party.
    pub(super) party: bool,
    /// True where it was found by its place in the clause rather than by the frame.
    pub(super) inferred: bool,
    /// True for the antecedent of a pronoun: it has no words here.
    pub(super) pronoun: bool,
}

impl Who {
    fn of(view: &View<'_>, tokens: Range<usize>) -> Who {
        Who {
            entity: view.entity_of(tokens.clone()),
            party: view.is_party(tokens.clone()),
            tokens,
            inferred: false,
            pronoun: false,
        }
    }

    pub(super) fn actor(&self, view: &View<'_>) -> Actor {
        let span = (!self.pronoun).then(|| view.span(self.tokens.clone()));
        Actor { span, entity: self.entity }
    }
}

impl Frame {
    /// True where a party takes part.
    pub(super) fn has_party(&self) -> bool {
        self.actors.iter().chain(&self.recipients).any(|who| who.party)
    }

    fn add(&mut self, view: &View<'_>, role: Role, tokens: Range<usize>, limit: usize) {
        let list = match role {
            Role::Actor => &mut self.actors,
            Role::Recipient => &mut self.recipients,
            Role::Place => &mut self.places,
            Role::Theme => {
                self.themes.push(tokens.start);
                return;
            }
        };
        for tokens in phrase::conjuncts(view, tokens, limit) {
            if role == Role::Actor && !view.is_nominal(tokens.start) {
                continue;
            }
            if !list.iter().any(|who| who.tokens == tokens) {
                list.push(Who::of(view, tokens));
            }
        }
    }
}

/// The participants of `trigger`, which stands in the content of `within`.
pub(super) fn of(view: &View<'_>, trigger: &Trigger, within: Option<&Claim>) -> Frame {
    let entry = &view.lexicon.entries[trigger.entry];
    let mut frame = Frame::default();
    let sentence = view.sentence(trigger.first());
    if let Some(claim) = own_claim(view, trigger) {
        speaker(view, claim, &mut frame);
    }
    let mut from = trigger.last() + 1;
    match trigger.form {
        Form::Finite { .. } => {
            from = around_verb(view, trigger, entry, &sentence, within, &mut frame);
        }
        Form::Participle => {
            participle(view, trigger, entry, &sentence, within, &mut frame)
        }
        Form::Masdar | Form::Noun => {
            around_noun(view, trigger, entry, &mut frame, sentence.end)
        }
    }
    markers(view, trigger, from, sentence.end, &mut frame);
    if frame.actors.is_empty()
        && matches!(trigger.form, Form::Masdar | Form::Noun)
        && takes_actor(entry)
    {
        relative_subject(view, trigger, sentence.end, &mut frame);
        object_of_masdar(view, trigger, sentence.start, &mut frame);
        if frame.actors.is_empty() {
            clause_subject(view, trigger, &sentence, &mut frame);
        }
    }
    distinct(&mut frame);
    frame
}

/// The claim whose cue is the trigger itself.
pub(super) fn own_claim<'a>(view: &View<'a>, trigger: &Trigger) -> Option<&'a Claim> {
    trigger.spans(view).into_iter().find_map(|span| {
        view.claims_near(span)
            .map(|(_, claim)| claim)
            .find(|claim| claim.cue.is_some_and(|cue| span.overlaps(cue)))
    })
}

fn speaker(view: &View<'_>, claim: &Claim, frame: &mut Frame) {
    if let Some(span) = claim.source.span {
        let tokens = view.prose.tokens_of(span);
        if !tokens.is_empty() {
            let entity = claim.source.entity.or_else(|| view.entity_of(tokens.clone()));
            frame.actors.push(Who {
                tokens,
                entity,
                party: true,
                inferred: false,
                pronoun: false,
            });
        }
    } else if claim.source.entity.is_some() {
        let at = claim.cue.map_or(0..0, |cue| view.prose.tokens_of(cue));
        frame.actors.push(Who {
            tokens: at,
            entity: claim.source.entity,
            party: true,
            inferred: true,
            pronoun: true,
        });
    }
    if let Some(addressee) = &claim.addressee {
        let tokens = view.prose.tokens_of(addressee.span);
        if !tokens.is_empty() {
            let entity = addressee.entity.or_else(|| view.entity_of(tokens.clone()));
            frame.recipients.push(Who {
                tokens,
                entity,
                party: true,
                inferred: false,
                pronoun: false,
            });
        }
    }
}

fn takes_actor(entry: &Entry) -> bool {
    entry.subject == Some(Role::Actor)
        || entry.markers.iter().any(|(_, role)| *role == Role::Actor)
        || entry.markers.iter().any(|(_, role)| *role == Role::Recipient)
}

/// Subject and object of a finite verb; gives the token behind them.
fn around_verb(
    view: &View<'_>,
    trigger: &Trigger,
    entry: &Entry,
    sentence: &Range<usize>,
    within: Option<&Claim>,
    frame: &mut Frame,
) -> usize {
    let first = trigger.first();
    let after = trigger.last() + 1;
    let gapped =
        trigger.tokens.len() > 1 && trigger.last() - first >= trigger.tokens.len();
    let start = clause_start(view, first, sentence.start, within);
    let before = subject_before(view, start, first);
    // A subject between the two halves of a phrase.
    let inside = if gapped { next_phrase(view, first + 1, trigger.last()) } else { None };
    let right = if gapped { None } else { next_phrase(view, after, sentence.end) };
    let relative = relative_antecedent(view, first, sentence.start).or_else(|| {
        if before.is_none() { bare_relative(view, first, start) } else { None }
    });
    let right = right.filter(|r| !relative.as_ref().is_some_and(|a| a == r));
    let mut rest = after;
    let beside = if gapped { None } else { adjacent(view, after, sentence.end) };
    let beside = beside.filter(|r| !relative.as_ref().is_some_and(|a| a == r));
    let (subject, object) = if let Some(inside) = inside {
        (Some(inside), None)
    } else if let Some(who) = relative.clone().filter(|_| trigger.pronoun.is_none()) {
        (Some(who), beside)
    } else if let Some(who) = before {
        (Some(who), beside)
    } else if trigger.pronoun.is_some() || right.is_none() {
        (right, None)
    } else if own_subject(trigger) {
        // A verb that shows its plural subject has its object behind it.
        if let Some(object) = &right {
            rest = object.end;
        }
        (None, right)
    } else {
        let subject = right.clone().filter(|r| !accusative(view, r));
        if subject.is_none()
            && let (Some(role), Some(who)) = (entry.object, right)
        {
            rest = who.end;
            frame.add(view, role, who, sentence.end);
        }
        let object = subject.as_ref().and_then(|s| {
            let end = phrase::conjuncts(view, s.clone(), sentence.end)
                .last()
                .map_or(s.end, |r| r.end);
            rest = end;
            adjacent(view, end, sentence.end)
        });
        (subject, object)
    };
    if let Some(object) = &object {
        rest = rest.max(object.end);
    }
    let passive = is_passive(view, trigger, entry, subject.as_ref(), object.as_ref());
    if passive {
        if let (Some(role), Some(who)) = (entry.object, subject) {
            frame.add(view, role, who, sentence.end);
        }
        return rest;
    }
    if frame.actors.is_empty() {
        match (entry.subject, subject) {
            (Some(role), Some(who)) => frame.add(view, role, who, sentence.end),
            (Some(Role::Actor), None) => carried(view, trigger, sentence, within, frame),
            _ => (),
        }
    }
    if let (Some(role), Some(who)) = (entry.object, object) {
        frame.add(view, role, who, sentence.end);
    }
    rest
}

/// True for a form whose subject is in it: `they killed`, `we killed`.
fn own_subject(trigger: &Trigger) -> bool {
    match trigger.form {
        Form::Finite { person: Person::Third, number, .. } => number == Number::Plural,
        Form::Finite { .. } => true,
        _ => false,
    }
}

/// True for an indefinite noun in the accusative: it is no subject.
fn accusative(view: &View<'_>, phrase: &Range<usize>) -> bool {
    let head = phrase.start;
    let core = view.words.core(head);
    view.kind(head) == Some(TokenKind::Word)
        && !view.definite(head)
        && view.name_at(head).is_none()
        && core.ends_with(letters::ALEF)
        && core.chars().count() > 3
}

/// The indefinite noun right before a verb, which describes it (`a man who held`).
fn bare_relative(view: &View<'_>, verb: usize, floor: usize) -> Option<Range<usize>> {
    let mut before = verb.checked_sub(1)?;
    while before > floor && view.is(before, Classes::AUXILIARY.or(Classes::VERBAL)) {
        before -= 1;
    }
    (before >= floor
        && !view.joined(verb)
        && view.is_word(before)
        && !view.is_stop(before)
        && !view.is_verb(before)
        && !view.is_definite(before)
        && view.prose.classes[before].is_empty()
        && view.kind(before) == Some(TokenKind::Word))
    .then_some(before..before + 1)
}

/// Where the clause of token `i` begins.
pub(super) fn clause_start(
    view: &View<'_>,
    i: usize,
    sentence_start: usize,
    within: Option<&Claim>,
) -> usize {
    let content = within
        .and_then(|c| {
            c.content
                .iter()
                .map(|s| view.prose.tokens_of(*s).start)
                .filter(|&s| s <= i)
                .max()
        })
        .unwrap_or(sentence_start);
    let floor = content.max(sentence_start);
    let mut k = i;
    while k > floor {
        let before = k - 1;
        if view.is_comma(before)
            || view.is_mark(before, &[":", "(", ")"])
            || view.kind(before) == Some(TokenKind::Quote)
                && view.name_at(k).is_none()
                && view.party_at(before.saturating_sub(1)).is_none()
            || view.is(
                before,
                Classes::COMPLEMENTISER
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::CONNECTIVE)
                    .or(Classes::RELATIVE),
            )
            || view.is(before, Classes::CONJUNCTION) && !view.joined(before)
        {
            return k;
        }
        // `and` before a verb or before a noun that is followed by a verb.
        if k < i && view.joined(k) && view.is_verb(k) {
            return k;
        }
        k = before;
    }
    floor
}

/// The phrase that opens the clause before its verb at `verb`.
fn subject_before(view: &View<'_>, start: usize, verb: usize) -> Option<Range<usize>> {
    let mut from = start;
    while from < verb
        && (view.kind(from) == Some(TokenKind::Quote)
            || view.is(from, Classes::FOCUS.or(Classes::VERBAL).or(Classes::TIME))
                && view.party_at(from).is_none())
    {
        from += 1;
    }
    if from >= verb || view.preposition(from).is_some() {
        return None;
    }
    if (from..verb)
        .any(|k| k + 1 < verb && view.is_verb(k) && !view.is(k, Classes::AUXILIARY))
    {
        return None;
    }
    let who = phrase::at(view, from, verb)?;
    (view.is_party(who.clone())
        || who.end == verb && view.is_definite(who.start)
        || view.part_kind(verb) == khabar_doc::PartKind::Title
            && view.is_definite(who.end - 1))
    .then_some(who)
}

/// The noun phrase that follows token `from`, past adverbs and asides.
fn next_phrase(view: &View<'_>, from: usize, limit: usize) -> Option<Range<usize>> {
    let mut i = from;
    let mut aside = false;
    while i < limit && i < from + 14 {
        if view.is_comma(i) {
            // Only an aside that closes again is passed over.
            if aside || !(i + 1..limit.min(i + 10)).any(|k| view.is_comma(k)) {
                return None;
            }
            aside = true;
            i += 1;
            continue;
        }
        if view.is(
            i,
            Classes::COMPLEMENTISER.or(Classes::RELATIVE).or(Classes::SUBORDINATOR),
        ) || view.is_mark(i, &[":"])
            || view.is_verb(i)
        {
            return None;
        }
        if view.kind(i) == Some(TokenKind::Quote)
            && !(i + 1 < limit && view.name_at(i + 1).is_some())
        {
            return None;
        }
        if view.is(i, Classes::TIME.or(Classes::FOCUS).or(Classes::CONNECTIVE))
            && view.party_at(i).is_none()
        {
            i += 1;
            continue;
        }
        if view.is(i, Classes::PREPOSITION)
            || view.preposition(i).is_some()
                && view
                    .party_at(i)
                    .is_none_or(|m| view.prose.tokens_of(m.span).start == i)
        {
            if view.joined(i) {
                return None;
            }
            // A prepositional phrase before the subject.
            let inner = if view.preposition(i).is_some() { i } else { i + 1 };
            i = phrase::at(view, inner, limit).map_or(inner + 1, |p| p.end);
            continue;
        }
        if view.joined(i) {
            return None;
        }
        return phrase::at(view, i, limit);
    }
    None
}

/// The noun phrase at token `from`, past words of time.
fn adjacent(view: &View<'_>, from: usize, limit: usize) -> Option<Range<usize>> {
    let mut i = from;
    while i < limit
        && view.is(i, Classes::TIME.or(Classes::FOCUS))
        && view.party_at(i).is_none()
    {
        i += 1;
    }
    let free = i < limit
        && view.preposition(i).is_none()
        && !view.joined(i)
        && !view.is(i, Classes::PREPOSITION);
    free.then(|| phrase::at(view, i, limit)).flatten()
}

/// The noun before `who` or `which` right before the verb.
fn relative_antecedent(
    view: &View<'_>,
    verb: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let mut k = verb;
    while k > floor && view.is(k - 1, Classes::VERBAL.or(Classes::AUXILIARY)) {
        k -= 1;
    }
    let relative = k.checked_sub(1).filter(|&r| {
        r > floor
            && view.is(r, Classes::RELATIVE)
            && view.words.core(r).chars().count() > 3
    })?;
    if view.joined(relative) {
        return None;
    }
    ending_at(view, relative, floor)
}

/// The noun phrase that ends before token `end`.
pub(super) fn ending_at(
    view: &View<'_>,
    end: usize,
    floor: usize,
) -> Option<Range<usize>> {
    let mut end = end;
    while end > floor
        && (view.is_comma(end - 1) || view.kind(end - 1) == Some(TokenKind::Quote))
    {
        end -= 1;
    }
    (floor.max(end.saturating_sub(8))..end).find_map(|from| {
        phrase::at(view, from, end)
            .filter(|p| p.end == end || view.is_party(p.clone()) && p.end + 2 >= end)
    })
}

/// Passive: the sole noun after the verb is one that suffers, or an agent is named.
fn is_passive(
    view: &View<'_>,
    trigger: &Trigger,
    entry: &Entry,
    subject: Option<&Range<usize>>,
    object: Option<&Range<usize>>,
) -> bool {
    if entry.subject != Some(Role::Actor)
        || entry.object != Some(Role::Recipient)
        || object.is_some()
        || trigger.pronoun.is_some()
    {
        return false;
    }
    let Some(subject) = subject else { return false };
    let after = trigger.last() + 1;
    let agent = (after..view.sentence(after.min(trigger.last())).end.min(after + 12))
        .any(|k| {
            AGENTS.iter().any(|words| {
                words.iter().enumerate().all(|(at, word)| {
                    k + at < view.words.tokens().len()
                        && without_conjunction(view.words, k + at) == *word
                })
            })
        });
    let number = view.kind(subject.start) == Some(TokenKind::Number)
        || view.is(subject.start, Classes::NUMERAL.or(Classes::QUANTIFIER));
    // Of violence without an object, a sole noun suffers it unless it is a force.
    let violent = matches!(entry.kind, EventType::Assault | EventType::Coerce);
    let force = view.party_at(subject.start).is_some_and(|m| {
        matches!(
            m.kind,
            MentionKind::Organisation | MentionKind::Group | MentionKind::Place
        )
    });
    agent || number || violent && !force && !view.joined(subject.end)
}

/// Phrases that name the doer of a passive.
const AGENTS: [&[&str]; 4] = [
    &["\u{645}\u{646}", "\u{642}\u{628}\u{644}"],
    &["\u{639}\u{644}\u{649}", "\u{64A}\u{62F}"],
    &["\u{639}\u{644}\u{649}", "\u{627}\u{64A}\u{62F}\u{64A}"],
    &["\u{645}\u{646}", "\u{637}\u{631}\u{641}"],
];

/// The subject of a verb that has none of its own: that of the sentence, or who speaks.
fn carried(
    view: &View<'_>,
    trigger: &Trigger,
    sentence: &Range<usize>,
    within: Option<&Claim>,
    frame: &mut Frame,
) {
    let first = trigger.first();
    let floor = within
        .and_then(|c| {
            c.content
                .iter()
                .map(|s| view.prose.tokens_of(*s).start)
                .filter(|&s| s <= first)
                .max()
        })
        .unwrap_or(sentence.start)
        .max(opening(view, sentence));
    let subject = (floor..first).find_map(|k| {
        if view.preposition(k).is_some()
            || view.is_stop(k)
            || (k > floor && view.is(k - 1, Classes::PREPOSITION))
        {
            return None;
        }
        phrase::at(view, k, first).filter(|p| view.is_party(p.clone()))
    });
    if let Some(tokens) = subject {
        let mut who = Who::of(view, tokens);
        who.inferred = true;
        frame.actors.push(who);
    } else if let Some(claim) = within
        && claim.source.entity.is_some()
        && claim.cue.is_some_and(|cue| view.prose.tokens_of(cue).start < first)
        && !joined_passive(view, trigger, sentence.end)
    {
        frame.actors.push(Who {
            tokens: first..first + 1,
            entity: claim.source.entity,
            party: true,
            inferred: true,
            pronoun: true,
        });
    }
}

/// `killed and wounded dozens`: the subject stands behind the second verb.
fn joined_passive(view: &View<'_>, trigger: &Trigger, end: usize) -> bool {
    let next = trigger.last() + 1;
    next < end && view.joined(next) && view.is_verb(next)
}

/// Tokens a dateline takes, at most.
const DATELINE: usize = 8;

/// The first token of a sentence behind its dateline (`Baghdad/Agency:`).
fn opening(view: &View<'_>, sentence: &Range<usize>) -> usize {
    let start = sentence.start;
    if view.name_at(start).is_none() {
        return start;
    }
    let end = sentence.end.min(start + DATELINE);
    let mut behind = start;
    for k in start..end {
        if view.is_verb(k) || view.is(k, Classes::PREPOSITION) {
            break;
        }
        if view.is_mark(k, &[":", "-", "\u{2013}", "\u{2014}", "/", ")"]) {
            behind = k + 1;
        }
    }
    behind
}

/// A participle that speaks: its subject is the speaker, or that of the sentence.
fn participle(
    view: &View<'_>,
    trigger: &Trigger,
    entry: &Entry,
    sentence: &Range<usize>,
    within: Option<&Claim>,
    frame: &mut Frame,
) {
    if frame.actors.is_empty() {
        carried(view, trigger, sentence, within, frame);
    }
    if let Some(role) = entry.object
        && let Some(object) = next_phrase(view, trigger.last() + 1, sentence.end)
    {
        frame.add(view, role, object, sentence.end);
    }
}

/// What a verbal noun or noun is annexed to, or the pronoun on it.
fn around_noun(
    view: &View<'_>,
    trigger: &Trigger,
    entry: &Entry,
    frame: &mut Frame,
    end: usize,
) {
    let Some(role) = entry
        .markers
        .iter()
        .find(|(marker, _)| *marker == Marker::Annexed)
        .map(|(_, role)| *role)
    else {
        return;
    };
    let next = trigger.last() + 1;
    if trigger.pronoun.is_some() {
        if role == Role::Actor
            && frame.actors.is_empty()
            && let Some(who) = antecedent(view, trigger)
        {
            frame.actors.push(who);
        } else if role == Role::Recipient
            && let Some(who) = antecedent(view, trigger)
        {
            frame.recipients.push(who);
        }
        return;
    }
    if next >= end || view.joined(next) {
        return;
    }
    // `a meeting of the ministers` with `ل`: the owner of the deed.
    let given = entry.markers.contains(&(Marker::Letter(letters::LAM), Role::Recipient));
    if role == Role::Actor
        && !given
        && view.preposition(next) == Some(letters::LAM)
        && let Some(owner) = phrase::at(view, next, end)
        && view.is_party(owner.clone())
    {
        frame.add(view, Role::Actor, owner, end);
        return;
    }
    if view.definite(trigger.last()) || view.preposition(next).is_some() {
        return;
    }
    // `a raid that the army carried out`: a bare relative clause.
    let told = crate::grammar::split_pronoun(view.words.core(next))
        .is_some_and(|(stem, _)| !view.lexicon.light(stem).is_empty());
    if told {
        if let Some(doer) = phrase::at(view, next + 1, end)
            && takes_actor(entry)
        {
            frame.add(view, Role::Actor, doer, end);
        }
        return;
    }
    let Some(annexed) = phrase::at(view, next, end) else { return };
    // An indefinite adjective is no annexed noun.
    let both = entry.markers.contains(&(Marker::Letter(letters::LAM), Role::Recipient));
    let lam = (annexed.end..end.min(annexed.end + 3))
        .any(|k| view.preposition(k) == Some(letters::LAM));
    let flips = role == Role::Recipient && both && lam && view.is_party(annexed.clone());
    let role = if flips { Role::Actor } else { role };
    // A date is no doer (`the attacks of 13 November`).
    if role == Role::Actor
        && view.kind(annexed.start) == Some(TokenKind::Number)
        && !view.is_party(annexed.clone())
    {
        return;
    }
    if view.is_party(annexed.clone())
        || view.definite(annexed.start)
        || view.kind(annexed.start) == Some(TokenKind::Number)
        || annexed.len() > 1
        || role == Role::Recipient
            && (trigger.form == Form::Noun || is_several(view.words.core(annexed.start)))
    {
        frame.add(view, role, annexed, end);
    }
}

/// True for the ending of a dual or sound masculine plural.
fn is_several(core: &str) -> bool {
    let mut back = core.chars().rev();
    core.chars().count() >= 5
        && back.next() == Some(letters::NOON)
        && matches!(back.next(), Some(letters::YEH | letters::WAW | letters::ALEF))
}

/// Claims before a trigger among which its antecedent is looked for.
const RECENT: usize = 32;

/// Whom a possessive pronoun means: the party that opens the sentence, or the last one
/// before it.
fn antecedent(view: &View<'_>, trigger: &Trigger) -> Option<Who> {
    let first = trigger.first();
    let sentence = view.sentence(first);
    let at = view.words.tokens()[first].core.start();
    let before =
        view.claims.partition_point(|c| c.cue.is_some_and(|cue| cue.start() <= at));
    let claim = view.claims[..before].iter().rev().take(RECENT).find(|c| {
        let cue = c.cue.map(|cue| view.prose.tokens_of(cue).start);
        c.source.entity.is_some()
            && cue.is_some_and(|cue| sentence.contains(&cue) && cue <= first)
    });
    let begin = opening(view, &sentence).min(first);
    let opening = (begin..first).find_map(|k| {
        if view.preposition(k).is_some()
            || view.is_stop(k)
            || (k > sentence.start && view.is(k - 1, Classes::PREPOSITION))
        {
            return None;
        }
        phrase::at(view, k, first).filter(|p| view.is_party(p.clone()))
    });
    if let Some(tokens) = opening {
        let mut who = Who::of(view, tokens);
        who.inferred = true;
        return Some(who);
    }
    claim.map(|c| Who {
        tokens: first..first + 1,
        entity: c.source.entity,
        party: true,
        inferred: true,
        pronoun: true,
    })
}

/// What stands behind the prepositions of the frame.
fn markers(
    view: &View<'_>,
    trigger: &Trigger,
    from: usize,
    end: usize,
    frame: &mut Frame,
) {
    let entry = &view.lexicon.entries[trigger.entry];
    let annexes = entry.markers.contains(&(Marker::Annexed, Role::Recipient));
    let bound = annexes && trigger.form.is_finite();
    let limit = end.min(from + REACH);
    let mut i = from;
    let mut aside = false;
    while i < limit {
        if view.is_mark(i, &[":"]) || view.is_verb(i) && !view.is(i, Classes::PREPOSITION)
        {
            break;
        }
        if view.is_comma(i) {
            let closes = (i + 1..limit.min(i + 10)).any(|k| view.is_comma(k));
            if !closes && !aside {
                break;
            }
            aside = !aside;
            i += 1;
            continue;
        }
        if view.is(i, Classes::RELATIVE) && view.words.core(i).chars().count() > 3
            || view.is(i, Classes::COMPLEMENTISER)
        {
            if view.is(i, Classes::COMPLEMENTISER) && i <= from + 4 {
                frame.themes.push(i + 1);
            }
            break;
        }
        let mut stepped = false;
        for (marker, role) in &entry.markers {
            let (start, taken) = match marker {
                Marker::Annexed => continue,
                // The `ل` of a verbal noun's object; a verb has its object bare.
                Marker::Letter(letters::LAM) if bound && *role == Role::Recipient => {
                    continue;
                }
                Marker::Letter(letter) => {
                    if view.preposition(i) == Some(*letter) {
                        (i, 0)
                    } else if without_conjunction(view.words, i).chars().eq([*letter]) {
                        (i + 1, 1)
                    } else {
                        continue;
                    }
                }
                Marker::Words(words) => {
                    if !trigger::starts(view, i, words) {
                        continue;
                    }
                    (i + words.len(), words.len())
                }
            };
            if view.joined(i) && *role != Role::Place {
                continue;
            }
            // A place is no party: `في` before a party is not read as one.
            let Some(found) = phrase::at(view, start, end) else { continue };
            if *role == Role::Place
                && !found.clone().any(|k| {
                    view.party_at(k).is_some_and(|m| m.kind == MentionKind::Place)
                })
            {
                continue;
            }
            frame.add(view, *role, found.clone(), end);
            i = if *role == Role::Theme {
                i + taken.max(1)
            } else {
                found.end.max(i + 1)
            };
            stepped = true;
            break;
        }
        if !stepped {
            i += 1;
        }
    }
}

/// `the attack that the gunmen carry out`, `the raids that hit the town`.
fn relative_subject(view: &View<'_>, trigger: &Trigger, end: usize, frame: &mut Frame) {
    let mut k = trigger.last() + 1;
    let limit = end.min(k + 5);
    while k < limit
        && !(view.is(k, Classes::RELATIVE) && view.words.core(k).chars().count() > 3)
    {
        if !view.is_word(k) || view.is_stop(k) {
            return;
        }
        k += 1;
    }
    let verb = k + 1;
    if verb >= end || k >= limit {
        return;
    }
    let verb = if view.is(verb, Classes::VERBAL.or(Classes::AUXILIARY)) {
        verb + 1
    } else {
        verb
    };
    let object_pronoun = crate::grammar::split_pronoun(view.words.core(verb)).is_some();
    if object_pronoun && let Some(who) = next_phrase(view, verb + 1, end) {
        frame.add(view, Role::Actor, who, end);
    }
}

/// `the president's making a call`: the party right before a noun in the accusative.
fn object_of_masdar(view: &View<'_>, trigger: &Trigger, floor: usize, frame: &mut Frame) {
    let first = trigger.first();
    let accusative =
        view.words.core(first).ends_with(letters::ALEF) && !view.definite(first);
    if !frame.actors.is_empty()
        || !accusative
        || first <= floor
        || view.party_at(first - 1).is_none()
    {
        return;
    }
    let Some(who) = (floor.max(first.saturating_sub(8))..first).find_map(|from| {
        phrase::at(view, from, first).filter(|p| {
            p.end == first
                && view.party_at(p.start).is_some()
                && view.preposition(p.start).is_none()
        })
    }) else {
        return;
    };
    let told = who
        .start
        .checked_sub(1)
        .is_some_and(|verb| view.is_verb(verb) && reports(view, trigger, verb));
    if who.start > floor && !told && !view.is(who.start - 1, Classes::PREPOSITION) {
        frame.actors.push(Who::of(view, who));
    }
}

/// The party that opens the clause, for a deed without a doer of its own.
fn clause_subject(
    view: &View<'_>,
    trigger: &Trigger,
    sentence: &Range<usize>,
    frame: &mut Frame,
) {
    let first = trigger.first();
    let start = clause_start(view, first, sentence.start, None);
    // Only where a verb governs the noun: `carried out raids`.
    let Some(verb) = (start..first).rev().find(|&k| view.is_verb(k)) else { return };
    let object = trigger.form == Form::Masdar && first - verb <= 2;
    // `looks into the crime of murder`: no deed of the subject.
    let annexed = ground::is_annexing(view, first - 1);
    if first - verb > 10
        || annexed
        || view.definite(first) && !object
        || reports(view, trigger, verb)
    {
        return;
    }
    let who = subject_before(view, start, verb)
        .or_else(|| next_phrase(view, verb + 1, first).filter(|p| p.end <= first));
    if let Some(tokens) = who
        && view.is_party(tokens.clone())
        && !sees(view, verb, &tokens)
        && !frame.recipients.iter().any(|r| r.tokens.start == tokens.start)
    {
        let mut who = Who::of(view, tokens);
        who.inferred = true;
        // `the convoy suffered an attack`: the subject of such a verb is its victim.
        let suffers = view
            .lexicon
            .light(view.words.core(verb))
            .contains(&Marker::Letter(letters::LAM));
        if suffers {
            frame.recipients.push(who);
        } else {
            frame.actors.push(who);
        }
    }
}

/// `the capital saw protests`: a place is where it happened.
fn sees(view: &View<'_>, verb: usize, subject: &Range<usize>) -> bool {
    view.party_at(subject.start).is_none_or(|m| m.kind == MentionKind::Place)
        && view
            .lexicon
            .moods
            .all(view.words, verb)
            .any(|(_, lead)| lead.mood == LocalMood::Status(Status::Asserted))
}

/// True where the verb at `verb` only tells of the deed, or keeps it from happening: its
/// subject did not do it. Who announces the doing of a thing does it.
fn reports(view: &View<'_>, trigger: &Trigger, verb: usize) -> bool {
    let mut leads = view.lexicon.moods.all(view.words, verb);
    let kept = leads.any(|(_, lead)| {
        lead.reach == Reach::Next
            && matches!(
                lead.mood,
                LocalMood::Status(
                    Status::Alleged | Status::Negated | Status::Denied | Status::Feared
                )
            )
    });
    // `stopped an attack`: the verb is a deed of its own against this one.
    let stopped = view.lexicon.forms(view.words.core(verb)).iter().any(|hit| {
        let entry = &view.lexicon.entries[hit.entry];
        entry.kind == EventType::Coerce && entry.lends.is_some()
    });
    if kept || stopped || !view.is_cue(verb) {
        return kept || stopped;
    }
    let span = view.words.tokens()[verb].core;
    let claim = view
        .claims_near(span)
        .map(|(_, claim)| claim)
        .find(|c| c.cue.is_some_and(|cue| cue.overlaps(span)));
    claim.is_some_and(|claim| match claim.act {
        Act::Announce | Act::Promise | Act::Threaten => trigger.form == Form::Noun,
        Act::Other => false,
        _ => true,
    })
}

/// Nobody is both actor and recipient by the same words.
fn distinct(frame: &mut Frame) {
    let actors: Vec<Range<usize>> =
        frame.actors.iter().map(|who| who.tokens.clone()).collect();
    frame.recipients.retain(|who| !actors.contains(&who.tokens));
}
