//! A reading as the things that are searched: its articles, claims and events.

use super::{
    Kind,
    terms::{TermMaker, Terms, push_name, push_sounds},
};
use crate::reading::{Claim, Document, Event, Reading};

/// One thing of the index, before it has a row number.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    /// Its place among the things of its kind in the reading.
    pub(crate) place: usize,
    /// The place of its article.
    pub(crate) document: usize,
    pub(crate) terms: Terms,
    pub(crate) title: String,
    /// Keys of names and Latin words, see [`super::skeleton`].
    pub(crate) sounds: String,
    pub(crate) speaker: String,
    pub(crate) about: String,
    pub(crate) source: String,
    pub(crate) place_names: String,
    pub(crate) entity: String,
    pub(crate) outlet_name: String,
    pub(crate) outlet: Option<String>,
    /// `YYYYMMDD`; 0 where no day is stated.
    pub(crate) day: u64,
    /// `name=value` of closed classes.
    pub(crate) tags: Vec<String>,
}

/// What the things of one article share.
struct Shared {
    outlet: Option<String>,
    outlet_name: String,
    source: String,
    place_names: String,
    day: u64,
}

/// The things of a reading that are searched.
pub(crate) fn items(reading: &Reading, maker: &mut TermMaker) -> Vec<Item> {
    let mut items = Vec::new();
    let (mut claims, mut events) = (0, 0);
    for (place, document) in reading.documents.iter().enumerate() {
        let shared = shared(reading, document, maker);
        items.push(article(reading, document, place, &shared, maker));
        for claim in &document.claims {
            let mut item = shared.item(Kind::Claim, claims, place);
            fill_claim(&mut item, reading, claim, maker);
            items.push(item);
            claims += 1;
        }
        for event in &document.events {
            let mut item = shared.item(Kind::Event, events, place);
            fill_event(&mut item, reading, document, event, maker);
            items.push(item);
            events += 1;
        }
    }
    items
}

fn shared(reading: &Reading, document: &Document, maker: &mut TermMaker) -> Shared {
    let outlet = document.outlet.as_ref().map(|outlet| outlet.name.clone());
    let mut shared = Shared {
        outlet_name: String::new(),
        source: String::new(),
        place_names: String::new(),
        day: document.day().map_or(0, day_number),
        outlet,
    };
    if let Some(outlet) = &shared.outlet {
        push_name(&mut shared.outlet_name, outlet, maker);
        push_name(&mut shared.source, outlet, maker);
    }
    for credit in &document.credits {
        if matches!(credit.kind.as_str(), "outlet" | "agency") {
            push_name(&mut shared.source, &credit.name, maker);
        }
    }
    if let Some(place) = document.dateline.as_ref().and_then(|line| line.place.as_ref()) {
        push_name(&mut shared.place_names, &place.text, maker);
    }
    let mut seen: Vec<&str> = Vec::new();
    for mention in &document.mentions {
        if mention.r#type == "LOC"
            && let Some(name) = reading.name_of(mention.entity.as_deref())
            && !seen.contains(&name)
        {
            seen.push(name);
            push_name(&mut shared.place_names, name, maker);
        }
    }
    shared
}

impl Shared {
    fn item(&self, kind: Kind, place: usize, document: usize) -> Item {
        Item {
            kind,
            place,
            document,
            terms: Terms::default(),
            title: String::new(),
            sounds: String::new(),
            speaker: String::new(),
            about: String::new(),
            source: self.source.clone(),
            place_names: self.place_names.clone(),
            entity: String::new(),
            outlet_name: self.outlet_name.clone(),
            outlet: self.outlet.clone(),
            day: self.day,
            tags: Vec::new(),
        }
    }
}

fn article(
    reading: &Reading,
    document: &Document,
    place: usize,
    shared: &Shared,
    maker: &mut TermMaker,
) -> Item {
    let mut item = shared.item(Kind::Document, place, place);
    if let Some(title) = &document.title {
        item.terms.add(&title.text, maker);
        item.terms.part();
        let mut terms = Terms::default();
        terms.add(&title.text, maker);
        item.title = terms.lemma;
    }
    item.terms.add(&document.body(), maker);
    let mut seen: Vec<&str> = Vec::new();
    for mention in &document.mentions {
        let name = reading.name_of(mention.entity.as_deref());
        for name in [Some(mention.span.text.as_str()), name].into_iter().flatten() {
            if mention.name && !seen.contains(&name) {
                seen.push(name);
                push_name(&mut item.entity, name, maker);
                push_sounds(&mut item.sounds, name, maker);
            }
        }
    }
    item.add_latin();
    item.tag("lang", &document.language);
    for claim in &document.claims {
        tag_claim(&mut item, claim);
    }
    for event in &document.events {
        tag_event(&mut item, event);
    }
    item
}

fn fill_claim(item: &mut Item, reading: &Reading, claim: &Claim, maker: &mut TermMaker) {
    let said = claim.said();
    item.terms.add(&said, maker);
    push_name(&mut item.about, &said, maker);
    push_sounds(&mut item.sounds, &said, maker);
    let entity = reading.name_of(claim.source.entity.as_deref());
    for name in [Some(claim.source.name.as_str()), entity].into_iter().flatten() {
        push_name(&mut item.speaker, name, maker);
        push_sounds(&mut item.sounds, name, maker);
    }
    item.terms.part();
    item.terms.add(&claim.source.name, maker);
    if let Some(name) = claim.addressee.as_ref().and_then(|to| to.label(reading)) {
        push_name(&mut item.entity, name, maker);
    }
    item.entity.push(' ');
    item.entity.push_str(&item.speaker);
    for link in &claim.chain {
        push_name(&mut item.source, &link.name, maker);
    }
    item.add_latin();
    tag_claim(item, claim);
}

fn fill_event(
    item: &mut Item,
    reading: &Reading,
    document: &Document,
    event: &Event,
    maker: &mut TermMaker,
) {
    item.terms.add(&event.words(), maker);
    push_name(&mut item.about, &event.words(), maker);
    for actor in &event.actors {
        if let Some(name) = actor.label(reading) {
            item.terms.part();
            item.terms.add(name, maker);
            push_name(&mut item.speaker, name, maker);
            push_name(&mut item.entity, name, maker);
            push_sounds(&mut item.sounds, name, maker);
        }
    }
    for who in event.recipients.iter().chain(&event.alternatives) {
        if let Some(name) = who.label(reading) {
            item.terms.part();
            item.terms.add(name, maker);
            push_name(&mut item.about, name, maker);
            push_name(&mut item.entity, name, maker);
            push_sounds(&mut item.sounds, name, maker);
        }
    }
    // Where an event has its own place, the other places of the article are not its.
    if let Some(name) = event.place.as_ref().and_then(|place| place.label(reading)) {
        item.terms.part();
        item.terms.add(name, maker);
        item.place_names.clear();
        push_name(&mut item.place_names, name, maker);
        push_sounds(&mut item.sounds, name, maker);
    }
    if let Some(title) = &document.title {
        let mut terms = Terms::default();
        terms.add(&title.text, maker);
        item.title = terms.lemma;
    }
    item.add_latin();
    tag_event(item, event);
}

fn tag_claim(item: &mut Item, claim: &Claim) {
    item.tag("act", &claim.act);
    item.tag("certainty", &claim.certainty);
    item.tag("commitment", &claim.commitment);
    item.tag("quotation", &claim.quotation);
    item.tag("kind", &claim.source.kind);
    item.tag("polarity", &claim.polarity);
    item.tag("anonymous", if claim.source.anonymous { "yes" } else { "no" });
}

fn tag_event(item: &mut Item, event: &Event) {
    item.tag("event", &event.r#type.to_lowercase());
    item.tag("status", &event.status);
    for context in &event.contexts {
        item.tag("context", context);
    }
}

impl Item {
    /// A text that nothing is known of.
    pub(crate) fn of_text(text: &str, maker: &mut TermMaker) -> Item {
        let shared = Shared {
            outlet: None,
            outlet_name: String::new(),
            source: String::new(),
            place_names: String::new(),
            day: 0,
        };
        let mut item = shared.item(Kind::Document, 0, 0);
        item.terms.add(text, maker);
        item.add_latin();
        item
    }

    fn tag(&mut self, name: &str, value: &str) {
        let tag = format!("{name}={value}");
        if !self.tags.contains(&tag) {
            self.tags.push(tag);
        }
    }

    fn add_latin(&mut self) {
        let latin = std::mem::take(&mut self.terms.latin);
        if !latin.is_empty() {
            self.sounds.push(' ');
            self.sounds.push_str(&latin);
        }
    }
}

/// `YYYY-MM-DD` as the number `YYYYMMDD`.
pub(crate) fn day_number(day: &str) -> u64 {
    let digits: String = day.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}
