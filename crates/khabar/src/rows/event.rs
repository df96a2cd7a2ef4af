use serde::Serialize;

use super::{Around, Name, in_days, joined, one_line, wants};
use crate::wire::{Event, Reading};

/// One event with its article and the claims that carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventRow {
    /// The file it was read from.
    pub file: String,
    /// Id of the article on its page.
    pub document: String,
    /// Id of the event on its page.
    pub event: String,
    /// The outlet, where it is known.
    pub outlet: String,
    /// Day of publication, ISO 8601, in the precision that was stated.
    pub published: String,
    /// The headline.
    pub title: String,
    /// PLOVER type.
    pub r#type: &'static str,
    /// PLOVER mode.
    pub mode: String,
    /// CAMEO code.
    pub cameo: String,
    /// PLOVER contexts.
    pub contexts: String,
    /// What stands behind it at best: `asserted`, `alleged`, `denied`, ...
    pub status: &'static str,
    /// `foreground` or `background`.
    pub grounding: &'static str,
    /// Who does it.
    pub actors: String,
    /// To whom.
    pub recipients: String,
    /// Who else is said to have done it.
    pub alternatives: String,
    /// Where.
    pub place: String,
    /// When, ISO 8601.
    pub time: String,
    /// The words that name it.
    pub triggers: String,
    /// Who says so, where it is in somebody's words.
    pub sources: String,
    /// The claims that carry it.
    pub claims: String,
    /// Where it is named first, in code points of the page.
    pub start: u32,
    /// The end of that.
    pub end: u32,
    /// The rule that found it.
    pub why: String,
}

/// One row of event data in the columns that its users know (ICEWS, Phoenix, POLECAT),
/// with our status and source beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodedRow {
    /// Id: file, article and event.
    #[serde(rename = "Event ID")]
    pub id: String,
    /// The day of the event, else of publication.
    #[serde(rename = "Event Date")]
    pub date: String,
    /// Who does it.
    #[serde(rename = "Source Name")]
    pub source: String,
    /// The key of that in the knowledge base.
    #[serde(rename = "Source Code")]
    pub source_code: String,
    /// PLOVER type.
    #[serde(rename = "Event Type")]
    pub r#type: &'static str,
    /// PLOVER mode.
    #[serde(rename = "Event Mode")]
    pub mode: String,
    /// CAMEO code.
    #[serde(rename = "CAMEO Code")]
    pub cameo: String,
    /// To whom.
    #[serde(rename = "Target Name")]
    pub target: String,
    /// The key of that in the knowledge base.
    #[serde(rename = "Target Code")]
    pub target_code: String,
    /// Where.
    #[serde(rename = "Location")]
    pub place: String,
    /// The words that name it.
    #[serde(rename = "Event Text")]
    pub text: String,
    /// The outlet.
    #[serde(rename = "Publisher")]
    pub outlet: String,
    /// What stands behind it at best.
    #[serde(rename = "Status")]
    pub status: &'static str,
    /// Who says so.
    #[serde(rename = "Said By")]
    pub said_by: String,
    /// The claims that carry it.
    #[serde(rename = "Claims")]
    pub claims: String,
}

/// Which events are wanted; an empty filter wants all. What is asked for twice in one
/// field may be either, what is asked for in several must hold together.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// PLOVER types.
    pub r#type: Vec<String>,
    /// Statuses, by name.
    pub status: Vec<String>,
    /// Who does it, or is said to.
    pub actor: Vec<Name>,
    /// To whom.
    pub target: Vec<Name>,
    /// Where.
    pub place: Vec<Name>,
    /// Who says so.
    pub by: Vec<Name>,
    /// Outlets that carry it.
    pub outlet: Vec<Name>,
    /// Only what is told as news.
    pub told: bool,
    /// First day, of the event or else of publication, ISO 8601.
    pub since: Option<String>,
    /// Last day.
    pub until: Option<String>,
}

impl EventRow {
    /// The events of a page that `filter` wants, in the order of the page.
    pub fn of(file: &str, page: &Reading, filter: &EventFilter) -> Vec<EventRow> {
        wanted(file, page, filter, row)
    }
}

impl CodedRow {
    /// The same as rows of event data: one for each actor and recipient.
    pub fn of(file: &str, page: &Reading, filter: &EventFilter) -> Vec<CodedRow> {
        wanted(file, page, filter, coded).into_iter().flatten().collect()
    }
}

fn wanted<T>(
    file: &str,
    page: &Reading,
    filter: &EventFilter,
    make: impl Fn(&Around<'_>, &Event) -> T,
) -> Vec<T> {
    let mut rows = Vec::new();
    for around in Around::of(file, page) {
        let events = around.document.events.iter();
        rows.extend(
            events
                .filter(|event| filter.keeps(&around, event))
                .map(|event| make(&around, event)),
        );
    }
    rows
}

impl EventFilter {
    fn keeps(&self, around: &Around<'_>, event: &Event) -> bool {
        let any = |names: &[Name], holds: &dyn Fn(&Name) -> bool| {
            names.is_empty() || names.iter().any(holds)
        };
        let day = day(around, event);
        wants(&self.r#type, event.r#type)
            && wants(&self.status, event.status)
            && (!self.told || event.grounding == "foreground")
            && in_days(&day, self.since.as_deref(), self.until.as_deref())
            && any(&self.outlet, &|name| name.is_in(&around.outlet()))
            && any(&self.actor, &|name| {
                let doers = event.actors.iter().chain(&event.alternatives);
                doers.into_iter().any(|who| around.is_participant(name, who))
            })
            && any(&self.target, &|name| {
                event.recipients.iter().any(|who| around.is_participant(name, who))
            })
            && any(&self.place, &|name| {
                event.place.iter().any(|who| around.is_participant(name, who))
            })
            && any(&self.by, &|name| {
                carriers(around, event).any(|claim| {
                    name.is_in(&claim.source.name)
                        || around.is(name, claim.source.entity.as_deref(), None)
                })
            })
    }
}

/// The day of the event, else of publication.
fn day(around: &Around<'_>, event: &Event) -> String {
    event.time.as_ref().map_or_else(|| around.published(), |time| time.value.clone())
}

fn carriers<'a>(
    around: &Around<'a>,
    event: &'a Event,
) -> impl Iterator<Item = &'a crate::wire::Claim> {
    let claims = &around.document.claims;
    event.ties.iter().filter_map(|tie| claims.iter().find(|claim| claim.id == tie.claim))
}

fn sources(around: &Around<'_>, event: &Event) -> String {
    let mut names: Vec<String> = Vec::new();
    for claim in carriers(around, event) {
        if !names.contains(&claim.source.name) {
            names.push(claim.source.name.clone());
        }
    }
    joined(names.into_iter())
}

fn row(around: &Around<'_>, event: &Event) -> EventRow {
    EventRow {
        file: around.file.to_owned(),
        document: around.document.id.clone(),
        event: event.id.clone(),
        outlet: around.outlet(),
        published: around.published(),
        title: around.title(),
        r#type: event.r#type,
        mode: event.mode.clone().unwrap_or_default(),
        cameo: event.cameo.clone().unwrap_or_default(),
        contexts: joined(event.contexts.iter().cloned()),
        status: event.status,
        grounding: event.grounding,
        actors: around.names(&event.actors),
        recipients: around.names(&event.recipients),
        alternatives: around.names(&event.alternatives),
        place: event.place.as_ref().map(|who| around.name(who)).unwrap_or_default(),
        time: event.time.as_ref().map(|t| t.value.clone()).unwrap_or_default(),
        triggers: joined(event.triggers.iter().map(|s| one_line(&s.text))),
        sources: sources(around, event),
        claims: joined(event.ties.iter().map(|tie| tie.claim.clone())),
        start: event.triggers.first().map(|s| s.start).unwrap_or_default(),
        end: event.triggers.first().map(|s| s.end).unwrap_or_default(),
        why: event.why.clone(),
    }
}

fn coded(around: &Around<'_>, event: &Event) -> Vec<CodedRow> {
    let code = |who: Option<&crate::wire::Participant>| {
        who.and_then(|w| around.entity(w.entity.as_deref()))
            .and_then(|e| e.known.clone())
            .unwrap_or_default()
    };
    let name = |who: Option<&crate::wire::Participant>| {
        who.map(|w| around.name(w)).unwrap_or_default()
    };
    let one_or_none = |all: &'_ [crate::wire::Participant]| -> Vec<Option<usize>> {
        if all.is_empty() { vec![None] } else { (0..all.len()).map(Some).collect() }
    };
    let mut rows = Vec::new();
    for source in one_or_none(&event.actors) {
        for target in one_or_none(&event.recipients) {
            let source = source.and_then(|i| event.actors.get(i));
            let target = target.and_then(|i| event.recipients.get(i));
            rows.push(CodedRow {
                id: format!("{}#{}", around.file, event.id),
                date: day(around, event),
                source: name(source),
                source_code: code(source),
                r#type: event.r#type,
                mode: event.mode.clone().unwrap_or_default(),
                cameo: event.cameo.clone().unwrap_or_default(),
                target: name(target),
                target_code: code(target),
                place: name(event.place.as_ref()),
                text: joined(event.triggers.iter().map(|s| one_line(&s.text))),
                outlet: around.outlet(),
                status: event.status,
                said_by: sources(around, event),
                claims: joined(event.ties.iter().map(|tie| tie.claim.clone())),
            });
        }
    }
    rows
}
