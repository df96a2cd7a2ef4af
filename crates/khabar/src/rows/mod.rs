//! Claims and events as rows, for tables, filters and exports.
//!
//! A row stands alone: it names its file, article, outlet and date, so that rows of many
//! pages can be put together. Its fields are text, `|` parts several values of one field.

mod claim;
mod event;
mod name;

pub use self::{
    claim::{ClaimFilter, ClaimRow},
    event::{CodedRow, EventFilter, EventRow},
    name::Name,
};
use crate::wire::{DocumentReading, Entity, Participant, Reading, Span};

/// What parts several values of one field.
const PART: &str = "|";

/// What rows of one article share.
#[derive(Clone, Copy, Debug)]
struct Around<'a> {
    file: &'a str,
    page: &'a Reading,
    document: &'a DocumentReading,
}

impl<'a> Around<'a> {
    /// All articles of a page.
    fn of(file: &'a str, page: &'a Reading) -> impl Iterator<Item = Around<'a>> {
        page.documents.iter().map(move |document| Around { file, page, document })
    }

    fn outlet(&self) -> String {
        self.document.outlet.as_ref().map(|o| o.name.clone()).unwrap_or_default()
    }

    /// The day of publication as the outlet states it, else as anybody does.
    fn published(&self) -> String {
        let all = &self.document.published;
        let stated = all.iter().find(|p| p.by == "outlet").or_else(|| all.first());
        let value = stated.map(|p| p.value.as_str()).unwrap_or_default();
        value.split('T').next().unwrap_or_default().to_owned()
    }

    fn title(&self) -> String {
        self.document.title.as_ref().map(|s| one_line(&s.text)).unwrap_or_default()
    }

    fn entity(&self, id: Option<&str>) -> Option<&'a Entity> {
        let id = id?;
        self.page.entities.iter().find(|e| e.id == id)
    }

    /// The name of a participant: of whom it means, else its words.
    fn name(&self, who: &Participant) -> String {
        match self.entity(who.entity.as_deref()) {
            Some(entity) => entity.name.clone(),
            None => who.span.as_ref().map(|s| one_line(&s.text)).unwrap_or_default(),
        }
    }

    fn names(&self, all: &[Participant]) -> String {
        joined(all.iter().map(|who| self.name(who)))
    }

    /// True where `name` is a name of the entity, or stands in the words.
    fn is(&self, name: &Name, entity: Option<&str>, words: Option<&Span>) -> bool {
        let known = self
            .entity(entity)
            .is_some_and(|e| e.names.iter().chain([&e.name]).any(|n| name.is_in(n)));
        known || words.is_some_and(|s| name.is_in(&s.text))
    }

    fn is_participant(&self, name: &Name, who: &Participant) -> bool {
        self.is(name, who.entity.as_deref(), who.span.as_ref())
    }
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.filter(|v| !v.is_empty()).collect::<Vec<_>>().join(PART)
}

/// The words with single spaces: a field holds no line break.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True where the list asks for nothing, or for this.
fn wants(list: &[String], value: &str) -> bool {
    list.is_empty() || list.iter().any(|wanted| wanted == value)
}

/// True where `value`, an ISO 8601 date of any precision, lies in the days asked for.
/// A date that is not known lies in none.
fn in_days(value: &str, since: Option<&str>, until: Option<&str>) -> bool {
    let day = value.get(..value.len().min(10)).unwrap_or_default();
    let length = |bound: &str| day.len().min(bound.len());
    let after = since.is_none_or(|s| day.get(..length(s)) >= s.get(..length(s)));
    let before = until.is_none_or(|u| day.get(..length(u)) <= u.get(..length(u)));
    since.is_none() && until.is_none() || !day.is_empty() && after && before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_compare_at_the_coarser_precision() {
        assert!(in_days("2024-11-30", Some("2024-11-30"), Some("2024-11-30")));
        assert!(in_days("2024-11", Some("2024-11-30"), None));
        assert!(!in_days("2024-10", Some("2024-11-30"), None));
        assert!(!in_days("2025-01-01T08:00", None, Some("2024-12-31")));
        assert!(in_days("", None, None));
        assert!(!in_days("", Some("2024-01-01"), None));
    }
}
