//! The reading as JSON, schema `khabar.reading/1`.
//!
//! Spans are half-open and count code points of `text`. A field that is not known is
//! `null` or empty, never guessed.

use khabar_doc::{
    self as doc, Actor, Calendar, CreditKind, Document, EntityId, OffsetUnit, Precision,
    StatedBy,
};
use serde::Serialize;

use crate::Read;

/// The models behind a reading, each with its version: see `models/*/card.md`.
const MODELS: &str = "person-names/1 wordfreq/1";

/// What goes into the JSON beyond the contract's least.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Emit the outlet's own telling as claims with `narration: true`.
    pub narration: bool,
}

/// One page.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the names are the contract; see docs/json.md")]
pub struct Reading {
    pub schema: &'static str,
    pub engine: Engine,
    pub text: String,
    pub page: Page,
    pub documents: Vec<DocumentReading>,
    pub entities: Vec<Entity>,
    pub notices: Vec<Notice>,
}

/// A place in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names are the contract; see docs/json.md")]
pub struct Span {
    pub start: u32,
    pub end: u32,
    pub text: String,
}

macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($field:ident : $type:ty,)* })*) => {
        $($(#[$doc])*
        #[derive(Debug, Serialize)]
        #[allow(missing_docs, reason = "the names are the contract; see docs/json.md")]
        pub struct $name { $(pub $field: $type,)* })*
    };
}

records! {
    /// What made the reading.
    Engine { version: &'static str, lexicon: String, models: String, }
    /// What the page is.
    Page {
        url: Option<String>, aggregator: Option<Aggregator>, charset: String, captured_at: Option<String>,
        stated: Stated, pagination: Option<Pagination>, pages: Vec<JoinedPage>,
    }
    /// What the page states of its main document.
    Stated {
        title: Vec<Vote>, authors: Vec<Vote>, outlet: Vec<Vote>, section: Vec<Vote>, language: Vec<Vote>,
        url: Vec<Vote>, amp: Vec<Vote>, published: Vec<Vote>, modified: Vec<Vote>, description: Vec<Vote>,
    }
    /// A value, and which places state it.
    Vote { value: String, stated_in: Vec<&'static str>, }
    /// Its place among the pages of one article.
    Pagination {
        number: Option<u32>, count: Option<u32>, next: Option<String>, previous: Option<String>, whole: Option<String>,
    }
    /// One of the pages whose text was joined.
    JoinedPage { number: Option<u32>, url: Option<String>, captured_at: Option<String>, span: Span, }
    /// The site around the articles.
    Aggregator { name: Option<String>, evidence: Vec<Span>, }
    /// One article.
    DocumentReading {
        id: String, span: Span, language: String, title: Option<Span>, byline: Vec<Span>, outlet: Option<Outlet>,
        published: Vec<Published>, modified: Vec<Published>, section: Option<String>, url: Option<String>,
        amp: Option<String>, entries: Vec<Entry>, dateline: Option<Dateline>, credits: Vec<Credit>, parts: Vec<Part>,
        mentions: Vec<Mention>, times: Vec<TimeMention>, claims: Vec<Claim>, events: Vec<Event>, relations: Vec<Relation>,
        conflicts: Vec<Conflict>,
    }
    /// Who published it.
    Outlet { name: String, entity: Option<String>, spans: Vec<Span>, why: String, }
    /// A date of publication.
    Published {
        value: String, precision: &'static str, calendar: &'static str, zone: Option<String>, certainty: &'static str,
        by: &'static str, span: Span, why: String,
    }
    /// One entry of a live blog.
    Entry { time: String, stated: Span, span: Span, }
    /// The place line.
    Dateline { span: Span, place: Option<Span>, outlet: Option<Span>, why: String, }
    /// Whom it credits.
    Credit { kind: &'static str, name: String, entity: Option<String>, span: Span, }
    /// One line.
    Part { kind: &'static str, span: Span, why: String, }
    /// One mention.
    Mention { id: String, span: Span, r#type: &'static str, entity: Option<String>, name: bool, confidence: f32, metonym: Option<String>, why: String, }
    /// One expression of time.
    TimeMention {
        id: String, span: Span, kind: &'static str, value: Option<String>, end: Option<String>, precision: &'static str,
        calendar: &'static str, modifier: Option<&'static str>, alternative: Option<String>, weekday_disagrees: bool, why: String,
    }
    /// One claim.
    Claim {
        id: String, cue: Option<Span>, source: Source, addressee: Option<Participant>, content: Vec<Span>,
        quotation: &'static str, act: &'static str, polarity: &'static str, hedges: Vec<Hedge>,
        certainty: &'static str, commitment: &'static str, marks: Vec<Span>, speech_time: Option<String>, parent: Option<String>,
        chain: Vec<Link>, narration: bool, why: String,
    }
    /// Who is made to say it.
    Source { span: Option<Span>, kind: &'static str, entity: Option<String>, name: String, anonymous: bool, }
    /// Somebody who takes part.
    Participant { span: Option<Span>, entity: Option<String>, }
    /// A word that weakens.
    Hedge { span: Span, class: &'static str, scope: Option<Span>, }
    /// One step of transmission.
    Link { entity: Option<String>, name: String, kind: &'static str, act: &'static str, evidence: Option<Span>, }
    /// One event.
    Event {
        id: String, r#type: &'static str, mode: Option<String>, cameo: Option<String>, contexts: Vec<String>,
        triggers: Vec<Span>, actors: Vec<Participant>, recipients: Vec<Participant>, alternatives: Vec<Participant>,
        place: Option<Participant>, time: Option<Time>, status: &'static str, grounding: &'static str, ties: Vec<Tie>,
        why: String,
    }
    /// When it took place.
    Time { value: String, precision: &'static str, span: Option<Span>, }
    /// A claim that carries an event.
    Tie { claim: String, stance: &'static str, }
    /// What the text says of an entity in passing.
    Relation {
        subject: String, predicate: &'static str, object: Option<String>, value: String, claim: Option<String>,
        span: Span, why: String,
    }
    /// Two claims that cannot both hold.
    Conflict { left: Option<String>, right: Option<String>, slot: String, values: Vec<String>, why: String, }
    /// Who or what is meant.
    Entity {
        id: String, kind: &'static str, name: String, names: Vec<String>, roles: Vec<Role>, wikidata: Option<String>,
        known: Option<String>, link: Option<EntityLink>, flags: Vec<&'static str>,
    }
    /// How surely an entity is the lexicon entry that it was linked to.
    EntityLink { confidence: f32, why: String, }
    /// An office, dated.
    Role { title: String, of: Option<String>, from: Option<String>, to: Option<String>, }
    /// What could not be taken as it stood.
    Notice { kind: String, span: Option<Span>, text: String, }
}

impl Reading {
    /// The JSON form of `read`.
    pub fn of(read: &Read, options: &Options) -> Reading {
        let text = &read.page.text;
        let mut base = Base::default();
        let mut documents = Vec::new();
        for (document, reading) in read.page.documents.iter().zip(&read.reading.documents)
        {
            let writer = Writer { text, base };
            documents.push(writer.document(document, reading, &read.reading, options));
            base = base.after(reading, options);
        }
        let writer = Writer { text, base };
        Reading {
            schema: "khabar.reading/1",
            engine: Engine {
                version: env!("CARGO_PKG_VERSION"),
                lexicon: read.lexicon_digest.clone(),
                models: MODELS.to_owned(),
            },
            text: text.as_str().to_owned(),
            page: Page {
                url: read.page.url.clone(),
                aggregator: read.page.aggregator.as_ref().map(|a| Aggregator {
                    name: a.name.clone(),
                    evidence: writer.spans(&a.evidence),
                }),
                charset: read.page.charset.clone(),
                captured_at: read.page.captured_at.clone(),
                stated: stated(&read.page.metadata),
                pagination: read.page.pagination.as_ref().map(|p| Pagination {
                    number: p.number,
                    count: p.count,
                    next: p.next.clone(),
                    previous: p.previous.clone(),
                    whole: p.whole.clone(),
                }),
                pages: read
                    .page
                    .pages
                    .iter()
                    .map(|p| JoinedPage {
                        number: p.number,
                        url: p.url.clone(),
                        captured_at: p.captured_at.clone(),
                        span: writer.span(p.span),
                    })
                    .collect(),
            },
            documents,
            entities: read.reading.entities.iter().enumerate().map(entity).collect(),
            notices: read
                .page
                .notices
                .iter()
                .chain(&read.reading.notices)
                .map(|n| Notice {
                    kind: n.kind.to_owned(),
                    span: n.span.map(|s| writer.span(s)),
                    text: n.text.clone(),
                })
                .collect(),
        }
    }
}

/// Where the ids of a document begin: they are unique on the page.
#[derive(Clone, Copy, Default)]
struct Base {
    documents: usize,
    mentions: usize,
    times: usize,
    claims: usize,
    events: usize,
}

impl Base {
    fn after(self, reading: &doc::Reading, options: &Options) -> Base {
        let narration = if options.narration { reading.narration.len() } else { 0 };
        Base {
            documents: self.documents + 1,
            mentions: self.mentions + reading.mentions.len(),
            times: self.times + reading.times.len(),
            claims: self.claims + reading.claims.len() + narration,
            events: self.events + reading.events.len(),
        }
    }
}

struct Writer<'a> {
    text: &'a doc::Text,
    base: Base,
}

impl Writer<'_> {
    fn span(&self, span: doc::Span) -> Span {
        Span {
            start: self.text.offset(span.start(), OffsetUnit::CodePoint),
            end: self.text.offset(span.end(), OffsetUnit::CodePoint),
            text: self.text.slice(span).unwrap_or_default().to_owned(),
        }
    }

    fn spans(&self, spans: &[doc::Span]) -> Vec<Span> {
        spans.iter().map(|&s| self.span(s)).collect()
    }

    fn claim_id(&self, id: doc::ClaimId) -> String {
        format!("c{}", self.base.claims + id.index() + 1)
    }

    fn document(
        &self,
        document: &Document,
        reading: &doc::Reading,
        page: &doc::PageReading,
        options: &Options,
    ) -> DocumentReading {
        // The entity of the mention at a span: how an outlet or credit is tied to one.
        let entity_at = |span: doc::Span| {
            reading
                .mentions
                .iter()
                .find(|m| m.span.overlaps(span))
                .and_then(|m| m.entity)
                .map(entity_id)
        };
        let named = |name: &str| {
            page.entities
                .iter()
                .position(|e| e.name == name || e.names.iter().any(|n| n == name))
                .map(|i| entity_id(EntityId::at(i)))
        };
        DocumentReading {
            id: format!("d{}", self.base.documents + 1),
            span: self.span(document.span),
            language: document.language.clone(),
            title: document.title.map(|s| self.span(s)),
            byline: self.spans(&document.byline),
            outlet: document.outlet.as_ref().map(|o| Outlet {
                name: o.name.clone(),
                entity: o
                    .spans
                    .iter()
                    .find_map(|&s| entity_at(s))
                    .or_else(|| named(&o.name)),
                spans: self.spans(&o.spans),
                why: o.why.to_string(),
            }),
            published: document.published.iter().map(|d| self.date(d)).collect(),
            modified: document.modified.iter().map(|d| self.date(d)).collect(),
            section: document.section.clone(),
            url: document.url.clone(),
            amp: document.amp.clone(),
            entries: document
                .entries
                .iter()
                .map(|entry| Entry {
                    time: entry.time.clone(),
                    stated: self.span(entry.stated),
                    span: self.span(entry.span),
                })
                .collect(),
            dateline: document.dateline.as_ref().map(|d| Dateline {
                span: self.span(d.span),
                place: d.place.map(|s| self.span(s)),
                outlet: d.outlet.map(|s| self.span(s)),
                why: d.why.to_string(),
            }),
            credits: document
                .credits
                .iter()
                .map(|c| Credit {
                    kind: match c.kind {
                        CreditKind::Outlet => "outlet",
                        CreditKind::Agency => "agency",
                        CreditKind::Method => "method",
                        CreditKind::Label => "label",
                    },
                    name: c.name.clone(),
                    entity: match c.kind {
                        CreditKind::Outlet | CreditKind::Agency => entity_at(c.span),
                        CreditKind::Method | CreditKind::Label => None,
                    },
                    span: self.span(c.span),
                })
                .collect(),
            parts: document
                .parts
                .iter()
                .map(|p| Part {
                    kind: p.kind.name(),
                    span: self.span(p.span),
                    why: p.why.to_string(),
                })
                .collect(),
            mentions: reading
                .mentions
                .iter()
                .enumerate()
                .map(|(i, m)| Mention {
                    id: format!("m{}", self.base.mentions + i + 1),
                    span: self.span(m.span),
                    r#type: m.kind.name(),
                    entity: m.entity.map(entity_id),
                    name: m.name,
                    confidence: m.confidence,
                    metonym: reading
                        .metonyms
                        .iter()
                        .find(|metonym| metonym.mention.index() == i)
                        .map(|metonym| metonym.body.clone()),
                    why: m.why.to_string(),
                })
                .collect(),
            times: reading
                .times
                .iter()
                .enumerate()
                .map(|(i, t)| TimeMention {
                    id: format!("t{}", self.base.times + i + 1),
                    span: self.span(t.span),
                    kind: t.kind.name(),
                    value: t.value.clone(),
                    end: t.end.clone(),
                    precision: precision(t.precision),
                    calendar: calendar(t.calendar),
                    modifier: t.modifier.map(doc::DateModifier::name),
                    alternative: t.alternative.clone(),
                    weekday_disagrees: t.weekday_disagrees,
                    why: t.why.to_string(),
                })
                .collect(),
            claims: reading
                .claims
                .iter()
                .chain(reading.narration.iter().filter(|_| options.narration))
                .enumerate()
                .map(|(i, c)| self.claim(i, c))
                .collect(),
            events: reading
                .events
                .iter()
                .enumerate()
                .map(|(i, e)| self.event(i, e))
                .collect(),
            relations: reading
                .relations
                .iter()
                .map(|r| Relation {
                    subject: entity_id(r.subject),
                    predicate: r.predicate,
                    object: r.object.map(entity_id),
                    value: r.value.clone(),
                    claim: r.claim.map(|c| self.claim_id(c)),
                    span: self.span(r.span),
                    why: r.why.to_string(),
                })
                .collect(),
            conflicts: reading
                .conflicts
                .iter()
                .map(|c| Conflict {
                    left: c.left.map(|id| self.claim_id(id)),
                    right: c.right.map(|id| self.claim_id(id)),
                    slot: c.slot.clone(),
                    values: c.values.clone(),
                    why: c.why.to_string(),
                })
                .collect(),
        }
    }

    fn date(&self, date: &doc::StatedDate) -> Published {
        Published {
            value: date.value.clone(),
            precision: precision(date.precision),
            calendar: calendar(date.calendar),
            zone: date.zone().map(str::to_owned),
            certainty: date.certainty.name(),
            by: match date.by {
                StatedBy::Aggregator => "aggregator",
                StatedBy::Outlet => "outlet",
            },
            span: self.span(date.span),
            why: date.why.to_string(),
        }
    }

    fn claim(&self, index: usize, claim: &doc::Claim) -> Claim {
        Claim {
            id: self.claim_id(doc::ClaimId::at(index)),
            cue: claim.cue.map(|s| self.span(s)),
            source: Source {
                span: claim.source.span.map(|s| self.span(s)),
                kind: claim.source.kind.name(),
                entity: claim.source.entity.map(entity_id),
                name: claim.source.name.clone(),
                anonymous: claim.source.is_anonymous(),
            },
            addressee: claim.addressee.as_ref().map(|a| Participant {
                span: Some(self.span(a.span)),
                entity: a.entity.map(entity_id),
            }),
            content: self.spans(&claim.content),
            quotation: claim.quotation.name(),
            act: claim.act.name(),
            polarity: claim.polarity.name(),
            hedges: claim
                .hedges
                .iter()
                .map(|h| Hedge {
                    span: self.span(h.span),
                    class: h.class.name(),
                    scope: h.scope.map(|s| self.span(s)),
                })
                .collect(),
            certainty: claim.certainty.name(),
            commitment: claim.commitment.name(),
            marks: self.spans(&claim.marks),
            speech_time: claim.speech_time.clone(),
            parent: claim.parent.map(|p| self.claim_id(p)),
            chain: claim
                .chain
                .iter()
                .map(|l| Link {
                    entity: l.entity.map(entity_id),
                    name: l.name.clone(),
                    kind: l.kind,
                    act: l.act,
                    evidence: l.evidence.map(|s| self.span(s)),
                })
                .collect(),
            narration: claim.narration,
            why: claim.why.to_string(),
        }
    }

    fn event(&self, index: usize, event: &doc::Event) -> Event {
        Event {
            id: format!("v{}", self.base.events + index + 1),
            r#type: event.kind.name(),
            mode: event.mode.clone(),
            cameo: event.cameo.clone(),
            contexts: event.contexts.clone(),
            triggers: self.spans(&event.triggers),
            actors: self.participants(&event.actors),
            recipients: self.participants(&event.recipients),
            alternatives: self.participants(&event.alternatives),
            place: event.place.as_ref().map(|p| self.participant(p)),
            time: event.time.as_ref().map(|t| Time {
                value: t.value.clone(),
                precision: precision(t.precision),
                span: t.span.map(|s| self.span(s)),
            }),
            status: event.status.name(),
            grounding: event.grounding.name(),
            ties: event
                .ties
                .iter()
                .map(|t| Tie { claim: self.claim_id(t.claim), stance: t.stance.name() })
                .collect(),
            why: event.why.to_string(),
        }
    }

    fn participants(&self, actors: &[Actor]) -> Vec<Participant> {
        actors.iter().map(|a| self.participant(a)).collect()
    }

    fn participant(&self, actor: &Actor) -> Participant {
        Participant {
            span: actor.span.map(|s| self.span(s)),
            entity: actor.entity.map(entity_id),
        }
    }
}

fn entity((index, entity): (usize, &doc::Entity)) -> Entity {
    Entity {
        id: entity_id(EntityId::at(index)),
        kind: entity.kind.name(),
        name: entity.name.clone(),
        names: entity.names.clone(),
        roles: entity
            .roles
            .iter()
            .map(|r| Role {
                title: r.title.clone(),
                of: r.of.clone(),
                from: r.from.clone(),
                to: r.to.clone(),
            })
            .collect(),
        wikidata: entity.wikidata.clone(),
        known: entity.known.clone(),
        link: entity.link.as_ref().map(|link| EntityLink {
            confidence: link.confidence,
            why: link.why.to_string(),
        }),
        flags: entity.flags.clone(),
    }
}

fn entity_id(id: EntityId) -> String {
    format!("e{}", id.index() + 1)
}

fn stated(metadata: &doc::Metadata) -> Stated {
    let votes = |votes: &doc::Votes| {
        let vote = |vote: &doc::Vote| Vote {
            value: vote.value.clone(),
            stated_in: vote.stated_in.iter().map(|place| place.name()).collect(),
        };
        votes.all().iter().map(vote).collect()
    };
    Stated {
        title: votes(&metadata.title),
        authors: votes(&metadata.authors),
        outlet: votes(&metadata.outlet),
        section: votes(&metadata.section),
        language: votes(&metadata.language),
        url: votes(&metadata.url),
        amp: votes(&metadata.amp),
        published: votes(&metadata.published),
        modified: votes(&metadata.modified),
        description: votes(&metadata.description),
    }
}

/// The name of a calendar in the JSON.
pub fn calendar(calendar: Calendar) -> &'static str {
    match calendar {
        Calendar::Gregorian => "gregorian",
        Calendar::Hijri => "hijri",
        Calendar::Persian => "persian",
    }
}

/// The name of a precision in the JSON.
pub fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Year => "year",
        Precision::Month => "month",
        Precision::Day => "day",
        Precision::Minute => "minute",
    }
}
