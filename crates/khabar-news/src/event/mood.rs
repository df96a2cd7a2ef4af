use khabar_arabic::{TokenKind, inflect::Person, letters};
use khabar_doc::{
    Act, Actor, Certainty, Claim, ClaimId, EventType, HedgeClass, PartKind, Polarity,
    SourceKind, Span, Stance, Status, Tie,
};

use super::{
    frame::Frame,
    lexicon::{Form, Lead, LocalMood, Marker, Reach, Role},
    trigger::Trigger,
    view::View,
};
use crate::grammar::Classes;

/// What stands behind an event: its status and the claims that carry it.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) status: Status,
    pub(super) ties: Vec<Tie>,
    /// The rule.
    pub(super) rule: &'static str,
}

/// A trigger that has its standing: what a later one may inherit.
#[derive(Clone, Debug)]
pub(super) struct Before<'t> {
    pub(super) trigger: &'t Trigger,
    /// Who takes part in it.
    pub(super) frame: Frame,
    /// The mood that words before it gave it.
    pub(super) mood: Option<LocalMood>,
}

/// The standing of `trigger`, or `None` where the text does not speak of an event at
/// all; and the mood that the words before it give it.
pub(super) fn standing(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
    frame: &Frame,
) -> (Option<Standing>, Option<LocalMood>) {
    let claims = carriers(view, trigger);
    let inner = claims.first().map(|&id| &view.claims[id.index()]);
    let floor = floor(view, trigger, inner);
    // What the outlet recalls (`it is worth noting that`) it says itself.
    let inner = inner.filter(|claim| !is_recalled(claim));
    let mood = local(view, trigger, earlier, floor);
    let (status, rule) = match (mood, inner) {
        (Some(LocalMood::None), _) => return (None, mood),
        (Some(LocalMood::Status(Status::Asserted)) | None, Some(claim)) => {
            if performed(view, trigger, claim, frame, floor) {
                (Status::Asserted, "performed")
            } else {
                (of_claim(view, trigger, claim, floor), "claim")
            }
        }
        (Some(LocalMood::Status(Status::Asserted)) | None, None) => {
            // `did an attack on`, `suffered the beating`: told by the verb before it.
            if mood.is_none() && is_background(view, trigger) {
                (Status::Presupposed, "definite")
            } else if view.is_quoted(trigger.first()) {
                (Status::Alleged, "quoted")
            } else {
                (Status::Asserted, "narration")
            }
        }
        (Some(LocalMood::Status(mood)), Some(claim)) => {
            (within(view, trigger, mood, claim, frame, floor), "mood")
        }
        (Some(LocalMood::Status(mood)), None) => (mood, "mood"),
    };
    let status = own_future(trigger, status, inner, frame);
    let (status, rule) = match asked(view, trigger, floor, status) {
        Some(status) => (status, "asked"),
        None => (status, rule),
    };
    let (status, rule) = match announced(view, trigger, status) {
        Some(status) => (status, "announced"),
        None => (status, rule),
    };
    let ties = claims
        .iter()
        .map(|&claim| Tie { claim, stance: stance(status, &view.claims[claim.index()]) })
        .collect();
    (Some(Standing { status, ties, rule }), mood)
}

/// Words between an interrogative and what it asks about, at most.
const ASKED: usize = 12;

/// The status of what a sentence asks about: `did the army shell the hospital?`; why
/// and when take the deed for granted.
fn asked(
    view: &View<'_>,
    trigger: &Trigger,
    floor: usize,
    status: Status,
) -> Option<Status> {
    if !matches!(status, Status::Asserted | Status::Alleged) {
        return None;
    }
    let (first, last) = (trigger.first(), trigger.last());
    let sentence = view.sentence(first);
    let whether = |k: usize| {
        view.is(k, Classes::INTERROGATIVE) && view.is(k, Classes::COMPLEMENTISER)
    };
    let from = floor.max(sentence.start).max(first.saturating_sub(ASKED));
    let open = (from..first).rev().find(|&k| view.is(k, Classes::INTERROGATIVE));
    if (from..first)
        .any(|k| whether(k) && !(k..first).any(|c| view.is_mark(c, &["?", "\u{61F}"])))
    {
        return Some(Status::Hypothetical);
    }
    // The mark belongs to the trigger's clause unless a quotation ends between.
    let marked = (last + 1..sentence.end)
        .take_while(|&k| view.kind(k) != Some(TokenKind::Quote))
        .any(|k| view.is_mark(k, &["?", "\u{61F}"]));
    // A question without a word that asks is short, or a headline.
    let whole = view.part_kind(first) == PartKind::Title || sentence.len() <= ASKED;
    (marked && (open.is_some() || whole)).then(|| match open {
        Some(_) if !trigger.form.is_finite() => Status::Presupposed,
        Some(_) => match trigger.form {
            Form::Finite { past: true, .. } => Status::Presupposed,
            _ => Status::Hypothetical,
        },
        None => Status::Hypothetical,
    })
}

/// `announces the truce`, `claims the attack`: one phrase with the verb that announces
/// it. What is announced has only the announcer's word.
fn announced(view: &View<'_>, trigger: &Trigger, status: Status) -> Option<Status> {
    if status != Status::Asserted || trigger.tokens.len() < 2 {
        return None;
    }
    let first = trigger.first();
    let told = view
        .lexicon
        .moods
        .all(view.words, first)
        .any(|(_, lead)| lead.mood == LocalMood::Status(Status::Alleged));
    let entry = &view.lexicon.entries[trigger.entry];
    let told = told || entry.lends == Some(Status::Alleged);
    match entry.kind {
        EventType::Concede if told => Some(Status::Promised),
        EventType::Assault | EventType::Retreat if told => Some(Status::Alleged),
        _ => None,
    }
}

/// The claims in whose content the trigger stands, the innermost first.
pub(super) fn carriers(view: &View<'_>, trigger: &Trigger) -> Vec<ClaimId> {
    let spans = trigger.spans(view);
    let whole = spans.iter().copied().reduce(Span::cover);
    let mut holding: Vec<(u32, ClaimId)> = whole
        .into_iter()
        .flat_map(|whole| view.claims_near(whole))
        .filter(|(_, claim)| !claim.narration)
        .filter(|(_, claim)| {
            !claim.cue.is_some_and(|cue| spans.iter().any(|s| s.overlaps(cue)))
        })
        .filter_map(|(index, claim)| {
            let holds =
                |span: Span| claim.content.iter().any(|content| content.overlaps(span));
            let whole: u32 = claim.content.iter().map(|s| s.len()).sum();
            spans.iter().any(|&s| holds(s)).then_some((whole, ClaimId::at(index)))
        })
        .collect();
    holding.sort_by_key(|&(length, id)| (length, std::cmp::Reverse(id)));
    holding.into_iter().map(|(_, id)| id).collect()
}

/// True for a claim that is the outlet's own in all but form: an impersonal cue that
/// neither hedges nor reports hearsay.
fn is_recalled(claim: &Claim) -> bool {
    claim.source.kind == SourceKind::Impersonal
        && claim.act == Act::Assert
        && claim.certainty == Certainty::Certain
        && claim.parent.is_none()
        && claim.hedges.is_empty()
}

/// The first token that may govern the trigger.
fn floor(view: &View<'_>, trigger: &Trigger, inner: Option<&Claim>) -> usize {
    let first = trigger.first();
    let sentence = view.sentence(first).start;
    let content = inner.and_then(|claim| {
        claim
            .content
            .iter()
            .map(|s| view.prose.tokens_of(*s).start)
            .filter(|&s| s <= first)
            .max()
    });
    content.unwrap_or(sentence).max(sentence)
}

/// What the words before the trigger make of it.
fn local(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
    floor: usize,
) -> Option<LocalMood> {
    let first = trigger.first();
    if let Some(mood) = behind(view, trigger) {
        return Some(mood);
    }
    let token = view.words.tokens()[first];
    if token.proclitics.future {
        return Some(LocalMood::Status(Status::Predicted));
    }
    let purpose = token.proclitics.preposition == Some(letters::LAM);
    if purpose && trigger.form.is_finite() {
        return Some(LocalMood::Status(Status::Hypothetical));
    }
    if let Some(mood) = coordinated(view, trigger, earlier, floor) {
        return Some(mood);
    }
    let mut k = first;
    let mut barrier = false; // a clause has begun between
    let mut verbs = 0; // finite verbs between
    if let Some(open) = aside(view, first, floor) {
        k = open;
    }
    while k > floor && first - k <= 30 {
        k -= 1;
        if let Some(before) = earlier.iter().rev().find(|b| b.trigger.last() == k)
            && let Some(mood) = lent(view, before.trigger, trigger, verbs)
        {
            // Of a promise that was not given nothing follows.
            let undone = matches!(
                before.mood,
                Some(LocalMood::Status(Status::Negated | Status::Denied))
            );
            return Some(LocalMood::Status(if undone {
                Status::Hypothetical
            } else {
                mood
            }));
        }
        if let Some((start, length, lead)) = lead_at(view, k, first, floor) {
            if reaches(view, trigger, start + length, lead, barrier, verbs) {
                let mood = tuned(view, trigger, lead, verbs);
                // A stressed past stays under what governs the clause.
                if mood.is_some() || lead.reach != Reach::Head {
                    return mood;
                }
            }
            k = start;
        }
        if view.is_comma(k) || view.is_relative(k) {
            barrier = true;
        }
        if view.is_verb(k) {
            verbs += 1;
            if view.joined(k) && !trigger.form.is_finite() {
                barrier = true;
            }
        }
    }
    let nominal = trigger.form == Form::Masdar;
    (purpose && nominal && !governed(view, first, earlier))
        .then_some(LocalMood::Status(Status::Hypothetical))
}

/// Where the relative clause between commas right before token `first` opens.
fn aside(view: &View<'_>, first: usize, floor: usize) -> Option<usize> {
    let close = first.checked_sub(1).filter(|&c| c > floor && view.is_comma(c))?;
    (floor..close.saturating_sub(1))
        .rev()
        .take(20)
        .find(|&k| view.is_comma(k) && view.is_relative(k + 1))
}

/// `to support their army and (to) cooperate`: the second shares the mood of the first.
fn coordinated(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
    floor: usize,
) -> Option<LocalMood> {
    let first = trigger.first();
    if !view.joined(first) || trigger.form.is_finite() {
        return None;
    }
    let last = earlier.last().filter(|b| {
        let at = b.trigger.last();
        at >= floor
            && first - at <= 5
            && !b.trigger.form.is_finite()
            && (at..first).all(|k| !view.is_comma(k) && !view.is_verb(k))
    })?;
    match last.mood {
        Some(LocalMood::Status(Status::Asserted | Status::Presupposed)) => None,
        mood => mood,
    }
}

/// True where the noun's `ل` belongs to a trigger before it: its theme or victim.
fn governed(view: &View<'_>, first: usize, earlier: &[Before<'_>]) -> bool {
    earlier.last().is_some_and(|b| {
        b.trigger.last() < first && first - b.trigger.last() <= 2 && {
            let entry = &view.lexicon.entries[b.trigger.entry];
            entry
                .markers
                .iter()
                .any(|(marker, _)| *marker == Marker::Letter(letters::LAM))
        }
    })
}

/// The longest lead over token `k` that ends before the trigger: its first token, its
/// length.
fn lead_at(
    view: &View<'_>,
    k: usize,
    first: usize,
    floor: usize,
) -> Option<(usize, usize, Lead)> {
    if view.name_at(k).is_some() {
        return None;
    }
    let phrase = (k.saturating_sub(3).max(floor)..=k).find_map(|start| {
        view.lexicon
            .moods
            .all(view.words, start)
            .find(|(length, lead)| {
                start + length > k
                    && start + length <= first
                    && lead.reach != Reach::After
            })
            .map(|(length, lead)| (start, length, *lead))
    });
    phrase.or_else(|| {
        // With its article or a preposition: `the attempt`.
        (view.definite(k) || view.preposition(k).is_some())
            .then(|| view.lexicon.mood_noun(view.words.stem(k)))
            .flatten()
            .map(|lead| (k, 1, lead))
    })
}

fn reaches(
    view: &View<'_>,
    trigger: &Trigger,
    from: usize,
    lead: Lead,
    barrier: bool,
    verbs: usize,
) -> bool {
    let first = trigger.first();
    let between = first - from;
    let finite = trigger.form.is_finite();
    let negation = matches!(lead.mood, LocalMood::Status(Status::Negated));
    match lead.reach {
        Reach::After => false,
        Reach::Head => {
            let aside = Classes::QUANTIFIER
                .or(Classes::DEMONSTRATIVE)
                .or(Classes::COMPLEMENTISER)
                .or(Classes::VERBAL)
                .or(Classes::NUMERAL);
            !barrier
                && view.preposition(first).is_none()
                && (from..first).all(|k| view.is(k, aside))
                || negation && finite && between <= 1 && !barrier
        }
        Reach::Clause => !barrier && between <= 25,
        Reach::Next => {
            let clause = (from..first).any(|k| view.is(k, Classes::COMPLEMENTISER));
            let joined =
                (from + 1..first).any(|k| view.joined(k) && view.party_at(k).is_none());
            let near = verbs == 0 || between <= 2 && !finite;
            // `without a pilot fired`: only a clause is left undone by a preposition.
            let aside = finite && !clause && view.is_preposition(from - 1);
            !aside && !barrier && !joined && between <= 4 && near && (finite || !clause)
        }
    }
}

/// What the lead makes of this trigger in particular.
fn tuned(
    view: &View<'_>,
    trigger: &Trigger,
    lead: Lead,
    verbs: usize,
) -> Option<LocalMood> {
    let LocalMood::Status(status) = lead.mood else { return Some(lead.mood) };
    let present = matches!(trigger.form, Form::Finite { past: false, .. });
    match status {
        // `may` before a present; before a past the same word only stresses it.
        Status::Hypothetical if lead.reach == Reach::Head && !present => None,
        // `before they meet` has not happened yet.
        Status::Presupposed if present => Some(LocalMood::Status(Status::Predicted)),
        // What a negated verb has for object is denied only where it is indefinite.
        Status::Negated if verbs > 0 && is_background(view, trigger) => None,
        // A deed of speech announced by its doer is done by announcing it.
        Status::Alleged if is_speech(view, trigger) && trigger.pronoun.is_some() => None,
        // `announced in the statement of its meeting`: what is announced has no preposition.
        Status::Alleged
            if lead.reach == Reach::Clause
                && (view.preposition(trigger.first()).is_some()
                    || trigger.first() > 0
                        && view.is(trigger.first() - 1, Classes::PREPOSITION)) =>
        {
            None
        }
        _ => Some(lead.mood),
    }
}

/// The status that an earlier trigger lends to the one in its complement.
fn lent(
    view: &View<'_>,
    before: &Trigger,
    trigger: &Trigger,
    verbs: usize,
) -> Option<Status> {
    let entry = &view.lexicon.entries[before.entry];
    let status = entry.lends?;
    let first = trigger.first();
    let last = before.last();
    if last >= first || verbs > 1 {
        return None;
    }
    let between = last + 1..first;
    let cut = between.clone().any(|k| view.is_relative(k));
    let comma = between.clone().any(|k| view.is_comma(k));
    let clause = between.clone().any(|k| view.prose.complementiser(k).is_some());
    let marked = entry.markers.iter().any(|(marker, role)| {
        *role == Role::Theme
            && match marker {
                Marker::Annexed => false,
                Marker::Letter(letter) => view.preposition(first) == Some(*letter),
                Marker::Words(words) => {
                    first > words.len()
                        && super::trigger::starts(view, first - words.len(), words)
                }
            }
    });
    let length = between.len();
    (!cut
        && (!comma && (clause && length <= 12 || length <= 4)
            || marked && verbs == 0 && length <= 14))
        .then_some(status)
}

/// Who is to do a deed that names no doer: who promises it, or who is asked for it.
pub(super) fn controller(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
    within: Option<&Claim>,
) -> Vec<Actor> {
    if trigger.form.is_finite() {
        return Vec::new();
    }
    if let Some(before) = earlier.last()
        && let Some(status) = lent(view, before.trigger, trigger, 0)
    {
        let parties = match status {
            Status::Promised | Status::Hypothetical => &before.frame.actors,
            Status::Requested => &before.frame.recipients,
            _ => return Vec::new(),
        };
        return parties
            .iter()
            .filter(|who| who.party)
            .map(|who| who.actor(view))
            .collect();
    }
    let Some(claim) = within.filter(|_| !is_background(view, trigger)) else {
        return Vec::new();
    };
    match (claim.act, &claim.addressee) {
        (Act::Promise | Act::Threaten, _) if claim.source.entity.is_some() => {
            vec![Actor { span: claim.source.span, entity: claim.source.entity }]
        }
        (Act::Request | Act::Order, Some(to)) => {
            vec![Actor { span: Some(to.span), entity: to.entity }]
        }
        _ => Vec::new(),
    }
}

/// The weak promise (`readiness to`) right before `trigger` whose matter it is.
pub(super) fn promise(
    view: &View<'_>,
    trigger: &Trigger,
    earlier: &[Before<'_>],
) -> Option<usize> {
    let before = earlier.last()?.trigger;
    let entry = &view.lexicon.entries[before.entry];
    (entry.kind == EventType::Agree
        && entry.lends == Some(Status::Promised)
        && !before.form.is_finite()
        && trigger.first() - before.last() <= 3
        && lent(view, before, trigger, 0).is_some())
    .then_some(before.entry)
}

/// A mark behind the trigger: `the alleged`, `expected`.
fn behind(view: &View<'_>, trigger: &Trigger) -> Option<LocalMood> {
    let from = trigger.last() + 1;
    let end = view.sentence(trigger.last()).end;
    (from..end.min(from + 4))
        .take_while(|&k| view.is_word(k) && !view.is_stop(k) && !view.is_verb(k))
        .find_map(|k| {
            let after = view
                .lexicon
                .moods
                .all(view.words, k)
                .find(|(_, lead)| lead.reach == Reach::After);
            after.map(|(_, lead)| lead.mood).or_else(|| {
                view.definite(k)
                    .then(|| view.lexicon.mood_after(view.words.stem(k)))
                    .flatten()
            })
        })
}

/// What the innermost claim makes of a trigger that nothing inside it moves.
fn of_claim(view: &View<'_>, trigger: &Trigger, claim: &Claim, floor: usize) -> Status {
    let first = trigger.first();
    let background = is_background(view, trigger);
    let past = matches!(trigger.form, Form::Finite { past: true, .. });
    let relative = past
        && first > 0
        && (view.is_relative(first - 1)
            || first > 1
                && view.is(first - 1, Classes::AUXILIARY)
                && view.is_relative(first - 2));
    let opening = first <= floor + 1;
    // `that the visit was a success`: the subject is taken for granted.
    let topic = opening
        && floor > 0
        && view.prose.complementiser(floor - 1).is_some()
        && (background || annexed(view, trigger));
    let hypothetical = claim.hedges.iter().any(|hedge| {
        matches!(
            hedge.class,
            HedgeClass::Conditional | HedgeClass::Possibility | HedgeClass::Attempt
        ) && hedge
            .scope
            .is_none_or(|scope| trigger.spans(view).iter().any(|s| s.overlaps(scope)))
            && hedge.span.start() < view.words.tokens()[first].span.start()
    });
    let given = background && !opening;
    let wished = |status| {
        if past {
            if relative { Status::Presupposed } else { Status::Alleged }
        } else if given && is_hostile(view, trigger) {
            Status::Presupposed
        } else {
            status
        }
    };
    let meant = cue_mood(view, claim);
    match claim.act {
        Act::Request | Act::Order => wished(Status::Requested),
        Act::Promise => wished(Status::Promised),
        Act::Predict => wished(Status::Predicted),
        Act::Fear => wished(Status::Feared),
        Act::Threaten => wished(Status::Hypothetical),
        Act::Deny if claim.polarity == Polarity::Positive => {
            if given {
                Status::Presupposed
            } else {
                Status::Denied
            }
        }
        _ if meant.is_some() => wished(meant.unwrap_or(Status::Alleged)),
        _ if hypothetical && !given => wished(Status::Hypothetical),
        _ if given || topic || relative => Status::Presupposed,
        _ if trigger.form == Form::Noun && trigger.pronoun.is_some() => {
            Status::Presupposed
        }
        _ => Status::Alleged,
    }
}

/// The mood that the cue itself gives (`intends to`, `is ready to`).
fn cue_mood(view: &View<'_>, claim: &Claim) -> Option<Status> {
    let first = view.prose.tokens_of(claim.cue?).start;
    if first >= view.words.tokens().len() {
        return None;
    }
    view.lexicon.moods.all(view.words, first).find_map(|(_, lead)| match lead.mood {
        LocalMood::Status(
            status @ (Status::Promised
            | Status::Predicted
            | Status::Hypothetical
            | Status::Feared
            | Status::Requested),
        ) if lead.reach != Reach::After => Some(status),
        _ => None,
    })
}

/// A local mood inside a claim.
fn within(
    view: &View<'_>,
    trigger: &Trigger,
    mood: Status,
    claim: &Claim,
    frame: &Frame,
    floor: usize,
) -> Status {
    match mood {
        // What a speaker denies of his own side is denied.
        Status::Negated if is_own(view, claim, frame) => Status::Denied,
        // The aim of what is asked for is asked for too.
        Status::Hypothetical
            if matches!(claim.act, Act::Request | Act::Order | Act::Promise)
                && !trigger.form.is_finite() =>
        {
            of_claim(view, trigger, claim, floor)
        }
        other => other,
    }
}

/// True where the doer is who speaks, or his side (`his country`).
fn is_own(view: &View<'_>, claim: &Claim, frame: &Frame) -> bool {
    frame.actors.iter().any(|who| {
        who.pronoun
            || who.entity.is_some() && who.entity == claim.source.entity
            || who.inferred && who.entity.is_none()
            || who.tokens.len() <= 2
                && view.name_at(who.tokens.start).is_none()
                && !view.definite(who.tokens.start)
                && crate::grammar::split_pronoun(view.words.core(who.tokens.start))
                    .is_some_and(|(stem, _)| stem.chars().count() >= 3)
    })
}

/// True for a deed of speech that the speaker does by telling of it: `his party
/// condemns`, `announced its refusal`.
fn performed(
    view: &View<'_>,
    trigger: &Trigger,
    claim: &Claim,
    frame: &Frame,
    floor: usize,
) -> bool {
    if !is_speech(view, trigger)
        || claim.source.is_anonymous()
        || claim.parent.is_some_and(|up| {
            !matches!(
                view.claims[up.index()].source.kind,
                SourceKind::Outlet | SourceKind::Agency
            )
        })
        || !matches!(
            claim.act,
            Act::Assert
                | Act::Announce
                | Act::Condemn
                | Act::Accuse
                | Act::Other
                | Act::Opine
        )
    {
        return false;
    }
    let first = trigger.first();
    match trigger.form {
        Form::Finite { past: false, person: Person::First, .. } => true,
        Form::Finite { past: false, .. } => {
            is_own(view, claim, frame) && first <= floor + 4
        }
        Form::Masdar | Form::Noun => trigger.pronoun.is_some() && first <= floor + 1,
        _ => false,
    }
}

/// True for the types that are done by words.
fn is_speech(view: &View<'_>, trigger: &Trigger) -> bool {
    matches!(
        view.lexicon.entries[trigger.entry].kind,
        EventType::Reject
            | EventType::Support
            | EventType::Accuse
            | EventType::Request
            | EventType::Threaten
    )
}

/// True for the types that nobody asks for: named in a request they are its background.
fn is_hostile(view: &View<'_>, trigger: &Trigger) -> bool {
    matches!(
        view.lexicon.entries[trigger.entry].kind,
        EventType::Assault
            | EventType::Coerce
            | EventType::Protest
            | EventType::Threaten
            | EventType::Accuse
            | EventType::Reject
    )
}

/// A speaker's own future is a promise.
fn own_future(
    trigger: &Trigger,
    status: Status,
    inner: Option<&Claim>,
    frame: &Frame,
) -> Status {
    let Some(claim) = inner.filter(|_| status == Status::Predicted) else {
        return status;
    };
    let first_person = matches!(trigger.form, Form::Finite { person: Person::First, .. });
    let own = first_person
        || frame.actors.iter().any(|who| {
            who.pronoun || who.entity.is_some() && who.entity == claim.source.entity
        });
    if own && claim.act != Act::Predict { Status::Promised } else { status }
}

/// A definite noun that is no clause of its own: the text takes the deed for granted.
fn is_background(view: &View<'_>, trigger: &Trigger) -> bool {
    let first = trigger.first();
    matches!(trigger.form, Form::Masdar | Form::Noun)
        && (view.definite(first)
            || first > 0 && view.is(first - 1, Classes::DEMONSTRATIVE))
}

/// True where a definite noun follows in annexation.
fn annexed(view: &View<'_>, trigger: &Trigger) -> bool {
    let next = trigger.last() + 1;
    matches!(trigger.form, Form::Masdar | Form::Noun)
        && (trigger.pronoun.is_some()
            || super::phrase::at(view, next, view.sentence(trigger.last()).end)
                .is_some_and(|p| {
                    view.preposition(p.start).is_none()
                        && p.clone()
                            .any(|k| view.definite(k) || view.name_at(k).is_some())
                }))
}

fn stance(status: Status, claim: &Claim) -> Stance {
    match (status, claim.act) {
        (Status::Presupposed, _) => Stance::Presupposes,
        (Status::Negated | Status::Denied, _) | (_, Act::Deny) => Stance::Denies,
        (Status::Requested, _) => Stance::Requests,
        (Status::Promised, _) => Stance::Promises,
        (Status::Predicted | Status::Hypothetical, _) => Stance::Predicts,
        (Status::Feared, _) => Stance::Fears,
        _ => Stance::Asserts,
    }
}
