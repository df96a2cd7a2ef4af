//! Entities over many pages: what each is called, in how many documents, in which
//! offices and when; and names that recur and are in no list yet.

use std::collections::{BTreeMap, BTreeSet};

use khabar_arabic::{fold_key, latin::plain_latin, letters::ARTICLE};
use khabar_doc::{Document, Entity, EntityKind, MentionKind, Span};
use serde::Serialize;

use crate::Read;

/// The confidence of a link from which on it joins the entities of two pages.
const SURE: f32 = 0.7;

/// Places of evidence that are kept of each entity.
const EVIDENCE: usize = 3;

/// Characters of evidence on each side of a name, at most.
const AROUND: usize = 40;

/// Entities collected page by page.
#[derive(Debug, Default)]
pub struct Profiles {
    all: Vec<Profile>,
    by_key: BTreeMap<Key, usize>,
    pages: usize,
}

/// What makes two entities of different pages one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Known(String),
    Name(&'static str, String),
    /// A name of one word that nothing is known of: it may mean another elsewhere.
    Page(usize, &'static str, String),
}

/// One entity, over all pages that were added.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// `PER`, `ORG` or `LOC`.
    pub kind: &'static str,
    /// Its name in the lexicon, else its fullest one in the pages.
    pub name: String,
    /// The lexicon entry that it was linked to.
    pub known: Option<String>,
    /// How surely at best; 0 where it was not linked.
    pub confidence: f32,
    /// Mentions by name.
    pub mentions: usize,
    /// Documents that name it, as `page` or `page#2`.
    pub documents: BTreeSet<String>,
    /// Forms in the pages, each with how often.
    pub forms: BTreeMap<String, usize>,
    /// Offices that the pages give it.
    pub roles: Vec<StatedRole>,
    /// The first and the last day of publication of the documents.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// Warnings of the readings.
    pub flags: BTreeSet<&'static str>,
    /// True for a name in no list that recurs: in two documents, or three times.
    pub candidate: bool,
    /// Words around its first mentions.
    pub evidence: Vec<Evidence>,
}

/// An office as a document states it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct StatedRole {
    /// The words.
    pub title: String,
    /// The day of the document, where it is known.
    pub on: Option<String>,
    /// The document.
    pub document: String,
}

/// Where a name stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The document.
    pub document: String,
    /// The words around the name.
    pub text: String,
}

impl Profiles {
    /// No entities yet.
    pub fn new() -> Profiles {
        Profiles::default()
    }

    /// Adds what the page called `name` says. Pages with the same name count as one
    /// document each time.
    pub fn add(&mut self, name: &str, read: &Read) {
        self.pages += 1;
        // The profile of each entity of the page that is named on it.
        let mut of: Vec<Option<usize>> = vec![None; read.reading.entities.len()];
        let documents = read.page.documents.iter().zip(&read.reading.documents);
        for (index, (document, reading)) in documents.enumerate() {
            let called = if index == 0 {
                name.to_owned()
            } else {
                format!("{name}#{}", index + 1)
            };
            let on = day(document);
            for mention in &reading.mentions {
                let named = mention.name
                    && matches!(
                        mention.kind,
                        MentionKind::Person
                            | MentionKind::Organisation
                            | MentionKind::Place
                    );
                let Some(entity) = mention.entity.filter(|_| named) else { continue };
                let at = *of[entity.index()].get_or_insert_with(|| {
                    self.profile(&read.reading.entities[entity.index()])
                });
                let words = read.page.text.slice(mention.span).unwrap_or_default();
                self.all[at].note(&called, on.as_deref(), words);
                if self.all[at].evidence.len() < EVIDENCE {
                    let text = around(read.page.text.as_str(), document, mention.span);
                    let evidence = Evidence { document: called.clone(), text };
                    self.all[at].evidence.push(evidence);
                }
            }
            for relation in &reading.relations {
                let profile = of[relation.subject.index()];
                if let Some(at) = profile.filter(|_| relation.predicate == "holds-role") {
                    let role = StatedRole {
                        title: one_line(&relation.value),
                        on: on.clone(),
                        document: called.clone(),
                    };
                    if !self.all[at].roles.contains(&role) {
                        self.all[at].roles.push(role);
                    }
                }
            }
        }
    }

    /// The position of the profile that `entity` belongs to, made where there is none.
    fn profile(&mut self, entity: &Entity) -> usize {
        let confidence = entity.link.as_ref().map_or(0.0, |link| link.confidence);
        let known = entity.known.as_ref().filter(|_| confidence >= SURE);
        let kind = entity.kind.name();
        let folded = bare(&entity.name);
        let key = match known {
            Some(known) => Key::Known(known.clone()),
            None if entity.kind == EntityKind::Person && !folded.contains(' ') => {
                Key::Page(self.pages, kind, folded)
            }
            None => Key::Name(kind, folded),
        };
        let next = self.all.len();
        let at = *self.by_key.entry(key).or_insert(next);
        if at == next {
            self.all.push(Profile {
                kind,
                name: entity.name.clone(),
                known: known.cloned(),
                confidence: 0.0,
                mentions: 0,
                documents: BTreeSet::new(),
                forms: BTreeMap::new(),
                roles: Vec::new(),
                first: None,
                last: None,
                flags: BTreeSet::new(),
                candidate: false,
                evidence: Vec::new(),
            });
        }
        let profile = &mut self.all[at];
        profile.flags.extend(&entity.flags);
        if known.is_some() {
            profile.confidence = profile.confidence.max(confidence);
        }
        at
    }

    /// All entities, those with most mentions first.
    pub fn finish(mut self) -> Vec<Profile> {
        for profile in &mut self.all {
            let recurs = profile.documents.len() >= 2 || profile.mentions >= 3;
            profile.candidate = profile.known.is_none() && recurs;
        }
        self.all.sort_by(|a, b| {
            b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name))
        });
        self.all
    }
}

impl Profile {
    fn note(&mut self, document: &str, on: Option<&str>, words: &str) {
        self.mentions += 1;
        self.documents.insert(document.to_owned());
        *self.forms.entry(one_line(words)).or_default() += 1;
        if let Some(on) = on {
            if self.first.as_deref().is_none_or(|first| on < first) {
                self.first = Some(on.to_owned());
            }
            if self.last.as_deref().is_none_or(|last| on > last) {
                self.last = Some(on.to_owned());
            }
        }
    }
}

/// The day on which the document says that it was published.
fn day(document: &Document) -> Option<String> {
    let value = &document.published.first()?.value;
    Some(value.split('T').next().unwrap_or_default().to_owned())
}

/// A name under which two pages' spellings of it meet: folded, articles off.
fn bare(name: &str) -> String {
    let words: Vec<String> = name
        .split_whitespace()
        .map(|word| {
            let key = fold_key(word);
            match key.strip_prefix(ARTICLE).filter(|rest| rest.chars().count() >= 2) {
                Some(rest) => rest.to_owned(),
                None if key.is_ascii() => plain_latin(&key),
                None => key,
            }
        })
        .collect();
    words.join(" ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words around `span` in its part of the document.
fn around(text: &str, document: &Document, span: Span) -> String {
    let part = document
        .parts
        .iter()
        .find(|part| part.span.start() <= span.start() && span.end() <= part.span.end());
    let range = part.map_or(span.range(), |part| part.span.range());
    let before = text.get(range.start..span.range().start).unwrap_or_default();
    let after = text.get(span.range().end..range.end).unwrap_or_default();
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    // Cut at words, not inside them.
    let before = before.get(from..).unwrap_or_default();
    let before = match before.split_once(char::is_whitespace) {
        Some((_, rest)) if from > 0 => rest,
        _ => before,
    };
    let cut = after.get(..to).unwrap_or_default();
    let after = match cut.rsplit_once(char::is_whitespace) {
        Some((kept, _)) if to < after.len() => kept,
        _ => cut,
    };
    let words = text.get(span.range()).unwrap_or_default();
    one_line(&format!("{before}{words}{after}"))
}

#[cfg(test)]
#[allow(
    clippy::non_ascii_literal,
    clippy::unwrap_used,
    reason = "tests are written in Arabic and may break"
)]
mod tests {
    use super::*;
    use crate::{Engine, Hints};

    const ONE: &str = "افتتاح مكتبة في مرسى اللؤلؤ
9 أبريل 2025
قال رئيس البلدية سامر الحاج إن المكتبة ستفتح في الخريف. وزار نبيل الحاج المكتبة. وأعلنت وزارة الخارجية المصرية دعمها.
";
    const TWO: &str = "اجتماع البلدية
12 مايو 2025
قال سامر الحاج إن الاجتماع تأجل. وقال الحاج إن الأمم المتحدة أرسلت وفدا.
";

    #[test]
    fn entities_of_two_pages_meet_and_namesakes_do_not() {
        let engine = Engine::new();
        let mut profiles = Profiles::new();
        for (name, text) in [("one", ONE), ("two", TWO)] {
            profiles.add(name, &engine.read(text.as_bytes(), &Hints::default()).unwrap());
        }
        let all = profiles.finish();
        let named = |name: &str| {
            let found: Vec<_> = all.iter().filter(|p| p.name == name).collect();
            assert_eq!(found.len(), 1, "{name}: {all:#?}");
            found[0]
        };
        let mayor = named("سامر الحاج");
        assert_eq!(mayor.documents.len(), 2);
        assert!(mayor.candidate && mayor.known.is_none());
        assert_eq!(mayor.first.as_deref(), Some("2025-04-09"));
        assert_eq!(mayor.last.as_deref(), Some("2025-05-12"));
        assert!(mayor.roles.iter().any(|role| role.title.contains("رئيس البلدية")));
        assert!(mayor.evidence[0].text.contains("سامر الحاج"));
        // The family name that both bear does not join them.
        assert_eq!(named("نبيل الحاج").documents.len(), 1);
        let nations = named("الأمم المتحدة");
        assert!(!nations.candidate && nations.confidence > 0.9);
    }
}
