//! From drafts to claims: sources, parents and chains.

use std::ops::Range;

use khabar_arabic::{
    date::DateKind,
    inflect::{Gender, Mood, Number},
    letters,
};
use khabar_doc::{
    Act, Addressee, Certainty, Claim, ClaimId, Commitment, Entity, EntityId, Link,
    MentionKind, PageReading, Polarity, Quotation, Source, SourceKind, Span, Why,
};

use rustc_hash::FxHashSet;

use super::{
    act,
    draft::{Draft, Kind},
    lexicon::Complement,
    modality,
    phrase::{self, Head},
    scene::{Scene, strip_pronoun},
};
use crate::grammar::Classes;

/// The claims that `drafts` stand for, in the same order.
pub(crate) fn claims(
    scene: &Scene<'_>,
    drafts: &[Draft],
    page: &PageReading,
) -> Vec<Claim> {
    let parents = parents(drafts);
    let named =
        scene.mentions.iter().filter(|m| m.name).filter_map(|m| m.entity).collect();
    let (sources, heads) = (Vec::new(), Vec::new());
    let mut resolver = Resolver { scene, drafts, page, parents, named, sources, heads };
    for index in 0..drafts.len() {
        let (source, head) = resolver.source(index);
        resolver.sources.push(source);
        resolver.heads.push(head);
    }
    (0..drafts.len()).map(|index| resolver.claim(index)).collect()
}

/// For each draft the innermost one whose content holds its cue, or that carries it.
fn parents(drafts: &[Draft]) -> Vec<Option<usize>> {
    let holds = |outer: &Draft, inner: &Draft| {
        outer.content.iter().any(|c| c.start <= inner.cue.start && inner.cue.end <= c.end)
    };
    let mut parents: Vec<Option<usize>> = drafts
        .iter()
        .enumerate()
        .map(|(i, draft)| {
            draft.carrier.or_else(|| {
                let near = i.saturating_sub(NEAR)..drafts.len().min(i + NEAR);
                near.map(|k| (k, &drafts[k]))
                    .filter(|&(k, other)| k != i && holds(other, draft))
                    .min_by_key(|&(k, other)| {
                        (other.extent().len(), std::cmp::Reverse(k))
                    })
                    .map(|(k, _)| k)
            })
        })
        .collect();
    // A chain that runs in a circle is cut where it closes.
    for i in 0..drafts.len() {
        let mut seen = vec![i];
        let mut at = i;
        while let Some(up) = parents[at] {
            if seen.contains(&up) {
                parents[at] = None;
                break;
            }
            seen.push(up);
            at = up;
        }
    }
    parents
}

/// How far apart, in claims, one that reports and one that is reported may stand.
const NEAR: usize = 64;

/// Earlier speakers among whom one that agrees with the verb is looked for.
const RECENT: usize = 4;

/// How far into a sentence its subject is looked for, in tokens.
const OPENING: usize = 8;

/// Deepest nesting that a chain follows.
const DEEPEST: usize = 16;

/// How far behind a source what hides its name may stand, in tokens.
const NEARBY: usize = 8;

/// `name` and `identity` before a pronoun.
const IDENTITY: [&str; 2] = ["\u{627}\u{633}\u{645}", "\u{647}\u{648}\u{64A}\u{62A}"];

/// Whom a description stands for.
enum Namesake {
    /// An entity of the document.
    Entity(EntityId),
    /// The source of an earlier draft.
    Source(usize),
}

struct Resolver<'s, 'a> {
    scene: &'s Scene<'a>,
    drafts: &'s [Draft],
    page: &'s PageReading,
    parents: Vec<Option<usize>>,
    /// The entities that a name of the document gives.
    named: FxHashSet<EntityId>,
    sources: Vec<Source>,
    heads: Vec<Option<Range<usize>>>,
}

impl Resolver<'_, '_> {
    /// The source of draft `index`, and the phrase behind it.
    fn source(&self, index: usize) -> (Source, Option<Range<usize>>) {
        let draft = &self.drafts[index];
        if let Some(tokens) = &draft.source {
            return (self.explicit(tokens.clone(), draft), Some(tokens.clone()));
        }
        match draft.kind {
            Kind::Author => return (self.outlet(), None),
            Kind::Impersonal => return (impersonal(SourceKind::Impersonal), None),
            // `the news of`: the reports themselves are all that is named.
            Kind::Noun
                if draft.source_kind == Some(SourceKind::AnonymousGroup)
                    && !self.has_pronoun(draft) =>
            {
                let cue = draft.cue.clone();
                let source = Source {
                    kind: SourceKind::AnonymousGroup,
                    ..self.explicit(cue.clone(), draft)
                };
                return (source, Some(cue));
            }
            Kind::Noun if draft.source_kind.is_some() && !self.has_pronoun(draft) => {
                return (
                    impersonal(draft.source_kind.unwrap_or(SourceKind::Impersonal)),
                    None,
                );
            }
            Kind::Noun if !self.has_pronoun(draft) => {
                // `the students issued a call to`, `held a vigil to demand`
                let proclitics = self.scene.words.tokens()[draft.cue.start].proclitics;
                let theirs = matches!(
                    draft.manner.act,
                    Act::Request | Act::Promise | Act::Threaten
                ) && (!proclitics.article
                    || proclitics.preposition == Some(letters::LAM));
                if let Some(tokens) =
                    theirs.then(|| self.subject_of_sentence(index)).flatten()
                {
                    return (self.explicit(tokens.clone(), draft), Some(tokens));
                }
                return (impersonal(SourceKind::Impersonal), None);
            }
            _ => (),
        }
        if let Some(tokens) = self.subject_of_sentence(index) {
            return (self.explicit(tokens.clone(), draft), Some(tokens));
        }
        if let Some(earlier) = self.antecedent(index) {
            return (self.sources[earlier].clone(), self.heads[earlier].clone());
        }
        if let Some(tokens) = self.first_name_before(index) {
            return (self.explicit(tokens.clone(), draft), Some(tokens));
        }
        (impersonal(SourceKind::Impersonal), None)
    }

    /// The earlier draft whose source goes on speaking.
    fn antecedent(&self, index: usize) -> Option<usize> {
        let draft = &self.drafts[index];
        let parent = self.parents[index];
        let sentence = self.scene.sentence_of(draft.cue.start);
        let same_level = |k: &usize| {
            self.parents[*k] == parent
                && self.sources[*k].kind != SourceKind::Impersonal
                && !matches!(self.drafts[*k].kind, Kind::Author)
        };
        let participle =
            matches!(draft.kind, Kind::Verb(form) if form.mood == Mood::Participle);
        if participle {
            return (0..index)
                .rev()
                .filter(|&k| self.scene.sentence_of(self.drafts[k].cue.start) == sentence)
                .find(same_level)
                .or_else(|| parent.filter(|&p| p < index));
        }
        match parent {
            Some(up) => {
                // `that he intends`: the pronoun of the complementiser is the speaker.
                let start = draft.cue.start;
                let bound = start > 0
                    && self
                        .scene
                        .prose_complementiser(start - 1)
                        .is_some_and(|p| !p.is_empty())
                    || start > 1
                        && self
                            .scene
                            .prose_complementiser(start - 2)
                            .is_some_and(|p| !p.is_empty());
                if !bound
                    && let Some(k) = (0..index).rev().find(|k| self.parents[*k] == parent)
                    && self.scene.sentence_of(self.drafts[k].cue.start) == sentence
                {
                    return Some(k);
                }
                if !bound && self.first_name_before(index).is_some() {
                    return None;
                }
                (up < index).then_some(up)
            }
            None => {
                let agrees = |&k: &usize| {
                    same_level(&k)
                        && self.heads[k]
                            .as_ref()
                            .is_none_or(|head| self.agrees(draft, head.start))
                };
                let earlier: Vec<usize> =
                    (0..index).rev().filter(|k| same_level(k)).take(RECENT).collect();
                earlier.iter().copied().find(agrees).or(earlier.first().copied())
            }
        }
    }

    /// For a later verb of a sentence in which nobody was quoted yet: the subject that the
    /// sentence began with.
    fn subject_of_sentence(&self, index: usize) -> Option<Range<usize>> {
        let scene = self.scene;
        let draft = &self.drafts[index];
        if self.parents[index].is_some()
            || !matches!(draft.kind, Kind::Verb(_) | Kind::Noun)
        {
            return None;
        }
        let sentence = scene.sentence_range(draft.cue.start);
        let quoted_before = self.drafts[..index].last().is_some_and(|before| {
            sentence.contains(&before.cue.start) && !matches!(before.kind, Kind::Noun)
        });
        if quoted_before {
            return None;
        }
        let nominative = |i: usize| {
            i == sentence.start
                || !scene.is(i - 1, Classes::PREPOSITION) && !scene.is_comma(i - 1)
        };
        (sentence.start..draft.cue.start.min(sentence.start + OPENING)).find_map(|i| {
            let starts = phrase::starts(scene, i)
                && nominative(i)
                && phrase::head(scene, i).speaks()
                && self.agrees(draft, i);
            starts.then(|| phrase::after(scene, i, draft.cue.start)).flatten()
        })
    }

    /// False where the gender of a verb and of the noun that would be its subject plainly
    /// differ: only singular nouns for sources and feminine endings are plain.
    fn agrees(&self, draft: &Draft, head: usize) -> bool {
        let Kind::Verb(form) = draft.kind else { return true };
        if form.mood == Mood::Participle || form.number != Number::Singular {
            return true;
        }
        let scene = self.scene;
        let feminine = scene.words.core(head).ends_with(letters::TEH_MARBUTA);
        let source = scene.source_noun(head);
        let singular = source.is_some_and(|(_, noun)| noun.singular);
        match form.gender {
            Gender::Feminine => feminine || !singular || scene.name_at(head).is_some(),
            Gender::Masculine => !(feminine && singular),
            Gender::Common => true,
        }
    }

    /// For a cue inside reported content: the first phrase there that could be its subject.
    fn first_name_before(&self, index: usize) -> Option<Range<usize>> {
        let parent = &self.drafts[self.parents[index]?];
        let cue = self.drafts[index].cue.start;
        let content = parent.content.iter().find(|c| c.contains(&cue))?;
        (content.start..cue).find_map(|i| {
            let speaks = phrase::starts(self.scene, i)
                && matches!(
                    phrase::head(self.scene, i),
                    Head::Name | Head::Title | Head::Organisation
                );
            let phrase = speaks.then(|| phrase::after(self.scene, i, cue)).flatten()?;
            let place =
                self.scene.name_at(i).is_some_and(|m| m.kind == MentionKind::Place);
            (!place || i == content.start).then_some(phrase)
        })
    }

    fn has_pronoun(&self, draft: &Draft) -> bool {
        let stem = self.scene.words.stem(draft.cue.start);
        !self.scene.lexicon.noun_forms.contains_key(stem)
    }

    fn explicit(&self, tokens: Range<usize>, draft: &Draft) -> Source {
        let span = self.scene.span(tokens.clone());
        let entity = self.scene.entity_of(span);
        let kind = match self.kind(&tokens, draft) {
            SourceKind::Role if self.hides(&tokens) => SourceKind::AnonymousPerson,
            kind => kind,
        };
        let (kind, entity) = match self.namesake(&tokens, kind) {
            Some(Namesake::Entity(entity)) => (SourceKind::Named, Some(entity)),
            Some(Namesake::Source(k)) => {
                (SourceKind::Named, self.sources[k].entity.or(entity))
            }
            None => (kind, entity),
        };
        let name = entity
            .filter(|_| {
                matches!(
                    kind,
                    SourceKind::Named | SourceKind::Outlet | SourceKind::Agency
                )
            })
            .and_then(|e| self.page.entities.get(e.index()))
            .map_or_else(
                || self.scene.prose.slice(span).to_owned(),
                |e: &Entity| e.name.clone(),
            );
        Source { span: Some(span), kind, entity, name }
    }

    fn kind(&self, tokens: &Range<usize>, draft: &Draft) -> SourceKind {
        let scene = self.scene;
        let person = tokens
            .clone()
            .find(|&i| scene.name_at(i).is_some_and(|m| m.kind == MentionKind::Person));
        // `those close to So-and-so` are not So-and-so.
        let person = person.is_some_and(|at| {
            !(tokens.start..at).any(|k| scene.is(k, Classes::PREPOSITION))
                || matches!(
                    phrase::head(scene, tokens.start),
                    Head::Title | Head::Source(SourceKind::AnonymousPerson)
                )
        });
        let head = phrase::head(scene, tokens.start);
        let by_name = scene
            .lexicon
            .outlets
            .longest(scene.words, tokens.start)
            .map(|(_, agency)| *agency);
        if head == Head::Name && by_name == Some(true) {
            return SourceKind::Agency;
        }
        let outlet = scene
            .name_at(tokens.start)
            .is_some_and(|m| m.why.as_str().contains(":outlet"))
            || scene.lexicon.media.contains(scene.words.stem(tokens.start))
            || scene.lexicon.sources.word(scene.words.stem(tokens.start)).is_some_and(
                |s| matches!(s.kind, SourceKind::Outlet | SourceKind::Agency),
            );
        if outlet || matches!(head, Head::Source(SourceKind::Outlet | SourceKind::Agency))
        {
            let agency = tokens
                .clone()
                .take(2)
                .find_map(|i| scene.lexicon.outlets.longest(scene.words, i))
                .map(|(_, agency)| *agency);
            return match (agency, head) {
                (Some(false), _) | (None, Head::Source(SourceKind::Outlet)) => {
                    SourceKind::Outlet
                }
                // `agency "X"`, of whatever name.
                (None, Head::Name) if self.is_agency(tokens.start) => SourceKind::Agency,
                (Some(true), _) | (None, Head::Source(SourceKind::Agency)) => {
                    SourceKind::Agency
                }
                _ => SourceKind::Outlet,
            };
        }
        match head {
            Head::Source(kind @ (SourceKind::AnonymousGroup | SourceKind::Document)) => {
                kind
            }
            _ if person => SourceKind::Named,

            Head::Name => SourceKind::Named,
            Head::Source(kind) => kind,
            Head::Title if self.is_honorific(tokens.start) => SourceKind::AnonymousPerson,
            Head::Title => SourceKind::Role,
            Head::Organisation => SourceKind::Role,
            Head::Group => SourceKind::AnonymousGroup,
            // `the Iraqi fears`: those whom the adjective means.
            Head::Other if matches!(draft.kind, Kind::Noun) && tokens.len() == 1 => {
                SourceKind::AnonymousGroup
            }
            Head::Other
                if tokens.clone().any(|i| {
                    scene.name_at(i).is_some_and(|m| m.kind == MentionKind::Organisation)
                }) =>
            {
                SourceKind::Role
            }
            Head::Other => match draft.source_kind {
                Some(kind) => kind,
                None if scene.words.tokens()[tokens.start].proclitics.article => {
                    SourceKind::Role
                }
                // Who is only described is called something (`an official`, `a doctor`): two
                // words that mean nothing of the kind are a name.
                None if tokens.len() >= 2
                    && !tokens.clone().any(|i| {
                        scene.words.tokens()[i].proclitics.article
                            || scene.words.core(i).ends_with(letters::TEH_MARBUTA)
                    })
                    && matches!(draft.kind, Kind::Verb(_)) =>
                {
                    SourceKind::Named
                }
                None => SourceKind::AnonymousPerson,
            },
        }
    }

    /// True for unnamed documents and reports as the source (`reports say`).
    fn is_hearsay(&self, index: usize) -> bool {
        let Some(tokens) = &self.heads[index] else { return false };
        let scene = self.scene;
        let first = tokens.start;
        self.sources[index].kind == SourceKind::Document
            && tokens.len() == 1
            && !scene.words.tokens()[first].proclitics.article
            && scene.lexicon.nouns_reported(scene.words.stem(first))
    }

    /// True for the noun of an agency.
    fn is_agency(&self, i: usize) -> bool {
        let stem = self.scene.words.stem(i);
        self.scene
            .lexicon
            .sources
            .word(stem)
            .is_some_and(|s| s.kind == SourceKind::Agency)
    }

    /// For a phrase that only describes (`the Qatari minister`, `the party`): the entity
    /// with a name that it stands for.
    fn namesake(&self, tokens: &Range<usize>, kind: SourceKind) -> Option<Namesake> {
        let scene = self.scene;
        let first = scene.words.tokens()[tokens.start];
        let described = matches!(
            kind,
            SourceKind::Role | SourceKind::AnonymousPerson | SourceKind::AnonymousGroup
        );
        if !described
            || !first.proclitics.article
            || scene.name_at(tokens.start).is_some()
        {
            return None;
        }
        // What the names were put together with.
        let own = scene.entity_of(scene.span(tokens.start..tokens.start + 1));
        if let Some(entity) = own.filter(|entity| self.named.contains(entity)) {
            return Some(Namesake::Entity(entity));
        }
        if tokens.len() > 2 || kind == SourceKind::AnonymousGroup {
            return None;
        }
        // An earlier speaker of the same office or body, given by name.
        let stem = scene.words.stem(tokens.start);
        let same = |k: &usize| {
            self.sources[*k].kind == SourceKind::Named
                && self.heads[*k].as_ref().is_some_and(|head| {
                    head.clone().any(|i| {
                        scene.words.stem(i) == stem
                            && scene
                                .name_at(i)
                                .is_none_or(|m| m.kind == MentionKind::Organisation)
                    })
                })
        };
        (0..self.sources.len()).rev().take(NEAR).find(same).map(Namesake::Source)
    }

    /// True for `who asked not to be named`, behind an indefinite noun.
    fn hides(&self, tokens: &Range<usize>) -> bool {
        let scene = self.scene;
        let sentence = scene.sentence_range(tokens.start);
        let end = sentence.end.min(tokens.end + NEARBY);
        !scene.words.tokens()[tokens.start].proclitics.article
            && !tokens
                .clone()
                .any(|i| scene.name_at(i).is_some_and(|m| m.kind == MentionKind::Person))
            && (tokens.end..end)
                .take_while(|&i| scene.prose_complementiser(i).is_none())
                .any(|i| {
                    strip_pronoun(scene.words.core(i))
                        .is_some_and(|stem| IDENTITY.contains(&stem))
                })
    }

    fn is_honorific(&self, i: usize) -> bool {
        let titles = &self.scene.lexicon.titles;
        titles.longest(self.scene.words, i).is_some_and(|(_, honorific)| *honorific)
    }

    fn outlet(&self) -> Source {
        let document = self.scene.prose.document;
        let name = document.outlet.as_ref().map(|o| o.name.clone()).unwrap_or_default();
        Source {
            span: None,
            kind: SourceKind::Outlet,
            entity: self.outlet_entity(),
            name,
        }
    }

    fn outlet_entity(&self) -> Option<khabar_doc::EntityId> {
        let outlet = self.scene.prose.document.outlet.as_ref()?;
        outlet.spans.iter().find_map(|&span| self.scene.entity_of(span))
    }

    fn claim(&self, index: usize) -> Claim {
        let scene = self.scene;
        let draft = &self.drafts[index];
        let complements: &[Complement] = match draft.kind {
            Kind::Verb(form) => &scene.lexicon.verbs[form.verb].complements,
            _ => &[],
        };
        let act = act::of(scene, draft, complements);
        let certainty = match act {
            Act::Request | Act::Order => Certainty::NotApplicable,
            _ if self.is_hearsay(index) => Certainty::Reported,
            _ if draft.manner.certainty == Certainty::Certain => {
                modality::certainty(scene, draft).unwrap_or(Certainty::Certain)
            }
            _ => draft.manner.certainty,
        };
        let children = self.children(index);
        Claim {
            cue: Some(match draft.kind {
                Kind::Prepositional | Kind::Impersonal | Kind::Author => {
                    scene.phrase_span(draft.cue.clone())
                }
                Kind::Verb(_) | Kind::Noun | Kind::Colon => scene.span(draft.cue.clone()),
            }),
            source: self.sources[index].clone(),
            addressee: draft.addressee.as_ref().map(|tokens| {
                let span = scene.span(tokens.clone());
                Addressee { span, entity: scene.entity_of(span) }
            }),
            content: draft
                .content
                .iter()
                .filter(|c| !c.is_empty())
                .map(|c| self.content_span(c.clone()))
                .collect(),
            quotation: self.quotation(index),
            act,
            polarity: modality::polarity(scene, draft),
            hedges: modality::hedges(scene, draft),
            certainty,
            commitment: modality::commitment(scene, draft, &children),
            marks: modality::marks(scene, draft, &children),
            speech_time: if self.parents[index].is_none() {
                self.speech_time(index)
            } else {
                None
            },
            parent: self.parents[index].map(ClaimId::at),
            chain: self.chain(index),
            narration: false,
            why: draft.why.clone(),
        }
    }

    /// The day of the saying: the first day named in the cue's sentence outside what is
    /// said, where it is not after the cue's content.
    fn speech_time(&self, index: usize) -> Option<String> {
        let scene = self.scene;
        let draft = &self.drafts[index];
        let sentence = scene.sentence_range(draft.cue.start);
        if sentence.is_empty() {
            return None;
        }
        let sentence = scene.span(sentence);
        let said: Vec<Span> =
            draft.content.iter().map(|c| scene.span(c.clone())).collect();
        let last = said.iter().map(|s| s.end()).max().unwrap_or(sentence.end());
        // Times before the end of an earlier statement are that statement's.
        let cue = scene.span(draft.cue.clone()).start();
        let first = self.drafts[index.saturating_sub(NEAR)..index]
            .iter()
            .filter(|d| !d.extent().is_empty())
            .map(|d| scene.span(d.extent()).end())
            .filter(|&end| end <= cue)
            .max()
            .unwrap_or(0);
        scene
            .prose
            .dates
            .iter()
            .filter(|d| {
                sentence.contains(d.span)
                    && first <= d.span.start()
                    && d.span.end() <= last
            })
            .filter(|d| matches!(d.kind, DateKind::Absolute | DateKind::Relative))
            .find(|d| {
                d.precision >= khabar_doc::Precision::Day
                    && !said.iter().any(|s| s.overlaps(d.span))
            })
            .and_then(|d| d.value.clone())
    }

    /// The words of a content; the س of a future stays with its verb.
    fn content_span(&self, tokens: Range<usize>) -> Span {
        let first = self.scene.words.tokens()[tokens.start];
        let span = self.scene.span(tokens);
        let future = if first.proclitics.future { letters::SEEN.len_utf8() } else { 0 };
        let start =
            span.range().start.saturating_sub(future).max(first.span.range().start);
        Span::of(start, span.range().end)
    }

    /// The drafts that this one reports.
    fn children(&self, index: usize) -> Vec<&Draft> {
        (index.saturating_sub(NEAR)..self.drafts.len().min(index + NEAR))
            .filter(|&k| {
                self.parents[k] == Some(index) && self.drafts[k].carrier.is_none()
            })
            .map(|k| &self.drafts[k])
            .collect()
    }

    /// Words reported inside somebody else's quotation are that speaker's rendering; and
    /// what an impersonal phrase brings is not quoted where only its own sources are.
    fn quotation(&self, index: usize) -> Quotation {
        let draft = &self.drafts[index];
        let speaks_on = self.parents[index].is_some_and(|up| {
            self.sources[up].entity.is_some()
                && self.sources[up].entity == self.sources[index].entity
                || self.sources[up].span == self.sources[index].span
        });
        if draft.quoted && self.parents[index].is_some() && !speaks_on {
            return Quotation::Indirect;
        }
        let by_others =
            || self.children(index).iter().any(|c| c.quotation != Quotation::Indirect);
        if matches!(draft.kind, Kind::Impersonal)
            && draft.quotation == Quotation::Mixed
            && by_others()
        {
            return Quotation::Indirect;
        }
        draft.quotation
    }

    /// From the page outward: aggregator, outlet, the sources that pass it on, its own.
    fn chain(&self, index: usize) -> Vec<Link> {
        let scene = self.scene;
        let mut chain = outer_links(scene);
        let mut ancestors = Vec::new();
        let mut at = index;
        while let Some(up) = self.parents[at].filter(|_| ancestors.len() < DEEPEST) {
            ancestors.push(up);
            at = up;
        }
        for k in ancestors.into_iter().rev().chain([index]) {
            let draft = &self.drafts[k];
            let source = &self.sources[k];
            let own_voice = matches!(draft.kind, Kind::Author)
                || source.kind == SourceKind::Impersonal
                    && (k != index
                        || matches!(draft.manner.act, Act::Assert | Act::Announce));
            let repeated = chain.last().is_some_and(|last: &Link| {
                last.name == source.name && !source.name.is_empty()
                    || last.entity.is_some() && last.entity == source.entity
            });
            if own_voice || repeated {
                continue;
            }
            chain.push(Link {
                entity: source.entity,
                name: source.name.clone(),
                kind: source.kind.name(),
                act: draft.manner.act.name(),
                evidence: Some(
                    source.span.unwrap_or_else(|| scene.span(draft.cue.clone())),
                ),
            });
        }
        chain
    }
}

/// The links of the page itself: an unnamed aggregator stays unnamed.
pub(crate) fn outer_links(scene: &Scene<'_>) -> Vec<Link> {
    let mut chain = Vec::new();
    if let Some(aggregator) = &scene.prose.page.aggregator {
        chain.push(Link {
            entity: None,
            name: aggregator.name.clone().unwrap_or_default(),
            kind: "aggregator",
            act: "carry",
            evidence: aggregator.evidence.first().copied(),
        });
    }
    if let Some(outlet) = &scene.prose.document.outlet {
        let evidence: Option<Span> = outlet.spans.first().copied();
        chain.push(Link {
            entity: outlet.spans.iter().find_map(|&s| scene.entity_of(s)),
            name: outlet.name.clone(),
            kind: SourceKind::Outlet.name(),
            act: "carry",
            evidence,
        });
    }
    chain
}

fn impersonal(kind: SourceKind) -> Source {
    Source { span: None, kind, entity: None, name: String::new() }
}

/// What the outlet tells in its own voice.
pub(crate) fn narration(scene: &Scene<'_>, content: Span) -> Claim {
    let outlet = scene.prose.document.outlet.as_ref();
    Claim {
        cue: None,
        source: Source {
            span: None,
            kind: SourceKind::Outlet,
            entity: outlet.and_then(|o| o.spans.iter().find_map(|&s| scene.entity_of(s))),
            name: outlet.map(|o| o.name.clone()).unwrap_or_default(),
        },
        addressee: None,
        content: vec![content],
        quotation: Quotation::None,
        act: Act::Assert,
        polarity: Polarity::Positive,
        hedges: Vec::new(),
        certainty: Certainty::Certain,
        commitment: Commitment::Endorse,
        marks: Vec::new(),
        speech_time: None,
        parent: None,
        chain: outer_links(scene),
        narration: true,
        why: Why::rule("narration/sentence"),
    }
}
