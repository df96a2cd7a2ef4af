//! A reading as the store sees it: the fields of schema `khabar.reading/1` that become
//! rows and terms. Fields that are not named here stay in the kept JSON.

use serde::Deserialize;

use crate::error::StoreError;

/// A page as read.
#[derive(Debug, Deserialize)]
pub(crate) struct Reading {
    pub(crate) engine: Engine,
    pub(crate) page: Page,
    pub(crate) documents: Vec<Document>,
    pub(crate) entities: Vec<Entity>,
}

impl Reading {
    /// The reading in one line of JSON.
    pub(crate) fn parse(json: &[u8]) -> Result<Reading, StoreError> {
        serde_json::from_slice(json)
            .map_err(|error| StoreError::Reading { reason: error.to_string() })
    }

    /// The name of an entity, by its id on the page.
    pub(crate) fn name_of(&self, entity: Option<&str>) -> Option<&str> {
        let id = entity?;
        let place: usize = id.strip_prefix('e')?.parse().ok()?;
        let found = self.entities.get(place.checked_sub(1)?)?;
        (found.id == id).then_some(found.name.as_str())
    }
}

macro_rules! records {
    ($($name:ident { $($(#[$attribute:meta])* $field:ident : $type:ty,)* })*) => {
        $(#[derive(Debug, Deserialize)]
        pub(crate) struct $name { $($(#[$attribute])* pub(crate) $field: $type,)* })*
    };
}

records! {
    Engine { version: String, lexicon: String, models: String, }
    Page { url: Option<String>, aggregator: Option<Named>, }
    Named { name: Option<String>, }
    Span { start: u32, end: u32, text: String, }
    Document {
        id: String, language: String, title: Option<Span>, outlet: Option<Outlet>,
        published: Vec<Published>, dateline: Option<Dateline>, credits: Vec<Credit>,
        parts: Vec<Part>, mentions: Vec<Mention>, claims: Vec<Claim>, events: Vec<Event>,
        relations: Vec<Relation>, conflicts: Vec<Conflict>,
    }
    Outlet { name: String, }
    Published { value: String, by: String, }
    Dateline { place: Option<Span>, }
    Credit { kind: String, name: String, }
    Part { kind: String, span: Span, }
    Mention {
        span: Span, r#type: String, entity: Option<String>, name: bool, confidence: f64,
        why: String,
    }
    Claim {
        id: String, cue: Option<Span>, source: Source, addressee: Option<Participant>,
        content: Vec<Span>, quotation: String, act: String, polarity: String,
        certainty: String, commitment: String, speech_time: Option<String>,
        parent: Option<String>, chain: Vec<Link>, narration: bool, why: String,
    }
    Source { kind: String, entity: Option<String>, name: String, anonymous: bool, }
    Participant { span: Option<Span>, entity: Option<String>, }
    Link { entity: Option<String>, name: String, kind: String, act: String, }
    Event {
        id: String, r#type: String, mode: Option<String>, cameo: Option<String>,
        contexts: Vec<String>, triggers: Vec<Span>, actors: Vec<Participant>,
        recipients: Vec<Participant>, alternatives: Vec<Participant>,
        place: Option<Participant>, time: Option<Time>, status: String, ties: Vec<Tie>,
        why: String,
    }
    Time { value: String, precision: String, }
    Tie { claim: String, stance: String, }
    Relation {
        subject: String, predicate: String, object: Option<String>, value: String,
        claim: Option<String>, why: String,
    }
    Conflict {
        left: Option<String>, right: Option<String>, slot: String, values: Vec<String>,
        why: String,
    }
    Entity {
        id: String, kind: String, name: String, names: Vec<String>,
        wikidata: Option<String>, known: Option<String>,
    }
}

impl Document {
    /// The told parts, one a line: what is searched and shown in snippets.
    pub(crate) fn body(&self) -> String {
        let mut body = String::new();
        for part in &self.parts {
            if matches!(part.kind.as_str(), "paragraph" | "subheading" | "caption") {
                if !body.is_empty() {
                    body.push('\n');
                }
                body.push_str(&part.span.text);
            }
        }
        body
    }

    /// The day of publication as `YYYY-MM-DD`, from the most precise statement; the
    /// outlet's own before the aggregator's.
    pub(crate) fn day(&self) -> Option<&str> {
        let days = || self.published.iter().filter(|date| date.value.len() >= 10);
        days()
            .find(|date| date.by == "outlet")
            .or_else(|| days().next())
            .and_then(|date| date.value.get(..10))
    }
}

impl Claim {
    /// What is said, its pieces joined.
    pub(crate) fn said(&self) -> String {
        joined(&self.content)
    }

    /// Where it stands, for the order of listings.
    pub(crate) fn start(&self) -> u32 {
        self.cue.as_ref().or(self.content.first()).map_or(0, |span| span.start)
    }
}

impl Event {
    /// The words that tell it.
    pub(crate) fn words(&self) -> String {
        joined(&self.triggers)
    }
}

impl Participant {
    /// Its name, or else its words.
    pub(crate) fn label<'a>(&'a self, reading: &'a Reading) -> Option<&'a str> {
        reading
            .name_of(self.entity.as_deref())
            .or_else(|| self.span.as_ref().map(|span| span.text.as_str()))
    }
}

fn joined(spans: &[Span]) -> String {
    let texts: Vec<&str> = spans.iter().map(|span| span.text.as_str()).collect();
    texts.join(" \u{2026} ")
}
