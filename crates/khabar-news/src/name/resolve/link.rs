//! How surely an entity is the entry that it was linked to.

use super::item::Item;
use crate::name::lexicon::Known;

/// What speaks for a link, and how much. The numbers order the rules; they were chosen by
/// judgement and are not calibrated.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Evidence {
    pub(super) confidence: f32,
    pub(super) why: &'static str,
}

impl Evidence {
    /// The adjective of a country.
    pub(super) const ADJECTIVE: Evidence = Evidence::new(0.97, "link/adjective");
    /// A body of a state by its pattern and the adjective of a country.
    pub(super) const BODY: Evidence = Evidence::new(0.9, "link/body");
    /// The capital for the government.
    pub(super) const METONYM: Evidence = Evidence::new(0.75, "link/metonym");
    /// Another body's noun before the name.
    pub(super) const WRONG_NAME: Evidence = Evidence::new(0.6, "link/wrong-name");
    /// An office that the lexicon knows one holder of on the day of the text.
    pub(super) const ROLE_ON_DATE: Evidence = Evidence::new(0.8, "link/role-on-date");
    /// An office with one holder ever, in a text without a date.
    pub(super) const ROLE_UNDATED: Evidence = Evidence::new(0.5, "link/role-undated");

    const fn new(confidence: f32, why: &'static str) -> Evidence {
        Evidence { confidence, why }
    }

    /// A name that is listed for the entry.
    pub(super) fn of_name(known: &Known, item: &Item) -> Evidence {
        let full = known.name.split(' ').count() == item.words.len();
        match (item.words.len() > 1, full) {
            (true, true) => Evidence::new(0.98, "link/name"),
            (true, false) => Evidence::new(0.95, "link/alias"),
            (false, true) => Evidence::new(0.93, "link/name:one-word"),
            (false, false) => Evidence::new(0.8, "link/short-name"),
        }
    }

    /// Another spelling of a listed name.
    pub(super) fn variant(item: &Item) -> Evidence {
        if item.words.len() > 1 {
            Evidence::new(0.85, "link/variant")
        } else {
            Evidence::new(0.7, "link/variant:one-word")
        }
    }

    /// The same where several entries bear the name and the text does not tell which.
    pub(super) fn ambiguous(self) -> Evidence {
        Evidence { confidence: self.confidence.min(0.5), why: "link/name:ambiguous" }
    }

    /// The same beside a title: `held` where the lexicon knows that office of the person,
    /// `other` where it knows others only, `abroad` where the title is of another country.
    pub(super) fn beside_title(self, held: bool, other: bool, abroad: bool) -> Evidence {
        let why = "link/name:other-office";
        match (held, abroad, other) {
            (true, _, _) => {
                let confidence = self.confidence + (1.0 - self.confidence) / 2.0;
                Evidence { confidence, why: self.why }
            }
            // A namesake in an office of another country.
            (false, true, _) => Evidence::new(self.confidence * 0.5, why),
            // Or the person before or after the offices that are listed.
            (false, false, true) => Evidence::new(self.confidence * 0.8, why),
            (false, false, false) => self,
        }
    }
}
