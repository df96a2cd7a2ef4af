//! Who takes part in an event: what the frame of its trigger finds around it.

mod clause;
mod markers;
mod noun;
mod verb;

use std::ops::Range;

use khabar_arabic::letters;
use khabar_doc::{Actor, Claim, EntityId, EventType};

use super::{
    lexicon::{Entry, Form, Marker, Role},
    mood::Before,
    phrase::{self, Attached},
    trigger::Trigger,
    view::View,
};

/// Who takes part in an event.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) actors: Vec<Who>,
    pub(super) recipients: Vec<Who>,
    pub(super) places: Vec<Who>,
    /// Where the matter of the event begins.
    pub(super) themes: Vec<usize>,
    attached: Attached,
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
    /// True for the antecedent of a pronoun.
    pub(super) pronoun: bool,
    /// True where it has no words in this sentence: `tokens` are those of the pronoun.
    pub(super) silent: bool,
}

impl Who {
    fn of(view: &View<'_>, tokens: Range<usize>) -> Who {
        Who {
            entity: view.entity_of(tokens.clone()),
            party: view.is_party(tokens.clone()),
            tokens,
            inferred: false,
            pronoun: false,
            silent: false,
        }
    }

    /// The source of `claim`, meant by a pronoun of token `at`.
    fn source(view: &View<'_>, claim: &Claim, at: usize) -> Who {
        let words = claim
            .source
            .span
            .map(|span| view.prose.tokens_of(span))
            .map(|tokens| {
                // A bare noun behind the last name belongs to what follows.
                let named = tokens.clone().any(|k| view.party_at(k).is_some());
                let end = tokens
                    .clone()
                    .rev()
                    .find(|&k| !named || view.party_at(k).is_some() || view.definite(k));
                tokens.start..end.map_or(tokens.end, |last| last + 1)
            })
            .filter(|tokens| !tokens.is_empty())
            .filter(|tokens| view.sentence_of(tokens.start) == view.sentence_of(at));
        Who {
            silent: words.is_none(),
            tokens: words.unwrap_or(at..at + 1),
            entity: claim.source.entity,
            party: true,
            inferred: true,
            pronoun: true,
        }
    }

    pub(super) fn actor(&self, view: &View<'_>) -> Actor {
        let span = (!self.silent).then(|| view.span(self.tokens.clone()));
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
        for tokens in phrase::conjuncts(view, tokens, limit, self.attached) {
            if role == Role::Actor && !view.is_nominal(tokens.start) {
                continue;
            }
            if !list.iter().any(|who| who.tokens == tokens) {
                list.push(Who::of(view, tokens));
            }
        }
    }
}

/// The participants of `trigger`, which stands in the content of `within`, behind the
/// triggers `earlier`.
pub(super) fn of(
    view: &View<'_>,
    trigger: &Trigger,
    within: Option<&Claim>,
    earlier: &[Before<'_>],
) -> Frame {
    let entry = &view.lexicon.entries[trigger.entry];
    let takes = |word: &str| {
        entry.markers.iter().any(|(marker, _)| match marker {
            Marker::Annexed => false,
            Marker::Letter(letter) => word.chars().eq([*letter]),
            Marker::Words(words) => words.first().is_some_and(|first| first == word),
        })
    };
    let nominal = !trigger.form.is_finite();
    let among: String = [letters::MEEM, letters::NOON].iter().collect();
    let attached = Attached {
        of: !takes(&letters::LAM.to_string())
            || !nominal && entry.object == Some(Role::Recipient),
        among: !entry
            .markers
            .iter()
            .any(|(marker, _)| *marker == Marker::Words(vec![among.clone()])),
    };
    let mut frame = Frame { attached, ..Frame::default() };
    let sentence = view.sentence(trigger.first());
    // Who suffers a deed says nothing by it, whatever the verb is read as.
    if let Some(claim) = own_claim(view, trigger)
        && entry.subject != Some(Role::Recipient)
    {
        speaker(view, claim, &mut frame);
    }
    let mut from = trigger.last() + 1;
    match trigger.form {
        Form::Finite { .. } => {
            from = verb::around_verb(
                view, trigger, entry, &sentence, within, earlier, &mut frame,
            );
        }
        Form::Participle => {
            verb::participle(view, trigger, entry, &sentence, within, &mut frame)
        }
        Form::Masdar | Form::Noun => {
            noun::around_noun(view, trigger, entry, &mut frame, sentence.end)
        }
    }
    markers::markers(view, trigger, from, sentence.end, &mut frame);
    if frame.actors.is_empty()
        && matches!(trigger.form, Form::Masdar | Form::Noun)
        && takes_actor(entry)
    {
        noun::relative_subject(view, trigger, sentence.end, &mut frame);
        noun::object_of_masdar(view, trigger, sentence.start, &mut frame);
        if frame.actors.is_empty() {
            noun::clause_subject(view, trigger, &sentence, &mut frame);
        }
    }
    if frame.recipients.is_empty() && entry.kind == EventType::Assault && nominal {
        noun::struck(view, trigger, sentence.end, &mut frame);
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
                silent: false,
            });
        }
    } else if claim.source.entity.is_some() {
        let at = claim.cue.map_or(0, |cue| view.prose.tokens_of(cue).start);
        frame.actors.push(Who::source(view, claim, at));
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
                silent: false,
            });
        }
    }
}

fn takes_actor(entry: &Entry) -> bool {
    entry.subject == Some(Role::Actor)
        || entry.markers.iter().any(|(_, role)| *role == Role::Actor)
        || entry.markers.iter().any(|(_, role)| *role == Role::Recipient)
}

/// Nobody is both actor and recipient by the same words.
fn distinct(frame: &mut Frame) {
    let actors: Vec<Range<usize>> =
        frame.actors.iter().map(|who| who.tokens.clone()).collect();
    frame.recipients.retain(|who| !actors.contains(&who.tokens));
}
