//! Who is meant: joins the mentions of a page into entities.

pub(in crate::name) mod item;
mod link;
mod metonym;
mod relation;
mod same;

use khabar_doc::{
    Entity, EntityId, EntityKind, EntityLink, MentionId, MentionKind, Metonym,
    PageReading, Role, Why,
};
use rustc_hash::FxHashMap;

use self::{
    item::{Item, Scene, without_article},
    link::Evidence,
    same::{
        agree, bare_name, can_be_called, describes_same, differ_by_nisba, is_misspelt,
    },
};
use crate::{
    Prose,
    name::{
        find::title::Title,
        lexicon::{Meaning, NameLexicon, TitleClass, WordClass},
        sheet::Sheet,
    },
};

/// How many clusters back a short form is looked for, so that time stays linear.
const REACH: usize = 400;

/// Joins the mentions of all documents of a page into entities; sets
/// [`Mention::entity`](khabar_doc::Mention::entity), [`PageReading::entities`] and the
/// relations of each document.
///
/// Names are joined over the whole page; what is only described is joined inside one
/// document, and never across a heading that opens related items.
pub fn resolve(prose: &[Prose<'_>], lexicon: &NameLexicon, reading: &mut PageReading) {
    let scenes: Vec<Scene<'_>> = prose
        .iter()
        .zip(&reading.documents)
        .map(|(prose, document)| Scene::of(Sheet::of(prose, lexicon), &document.mentions))
        .collect();
    let mut page = Clusters::new(lexicon);
    let mut meant: Vec<Vec<Option<usize>>> =
        scenes.iter().map(|scene| vec![None; scene.items.len()]).collect();
    // Full names first: what is short leans on them.
    for pass in [Pass::Full, Pass::Short, Pass::Described] {
        for (at, scene) in scenes.iter().enumerate() {
            for (index, item) in scene.items.iter().enumerate() {
                if Pass::of(item) == pass && meant[at][index].is_none() {
                    let cluster = page.place(scene, at, index);
                    meant[at][index] = Some(cluster);
                }
            }
        }
    }
    for (at, scene) in scenes.iter().enumerate() {
        let ids: Vec<Option<EntityId>> =
            meant[at].iter().map(|c| c.map(|c| EntityId::at(page.root(c)))).collect();
        let relations = relation::find(scene, &ids, &mut page.aliases);
        reading.documents[at].relations = relations;
    }
    page.join_aliases();
    page.finish(&scenes, &meant, reading);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Full,
    Short,
    Described,
}

impl Pass {
    fn of(item: &Item) -> Pass {
        match item.kind {
            MentionKind::Person if item.words.len() < 2 => Pass::Short,
            MentionKind::Person | MentionKind::Organisation => Pass::Full,
            MentionKind::Place if item.name => Pass::Full,
            _ => Pass::Described,
        }
    }
}

/// Entities in the making. A joined cluster points to the one that it went into.
pub(in crate::name) struct Clusters<'a> {
    lexicon: &'a NameLexicon,
    all: Vec<Cluster>,
    by_known: FxHashMap<u32, usize>,
    by_name: FxHashMap<(EntityKind, String), usize>,
    /// Bodies of states, by the entry of their pattern and the country.
    by_body: FxHashMap<(String, u32), usize>,
    aliases: Vec<(EntityId, EntityId)>,
}

/// A title as it stands before a name or for one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Office {
    /// Its first word, without the article.
    head: String,
    /// The other words but for the adjectives of countries.
    of: Vec<String>,
    /// The countries of those.
    countries: Vec<u32>,
}

#[derive(Debug)]
struct Cluster {
    kind: EntityKind,
    words: Vec<String>,
    nisbas: Vec<u32>,
    known: Option<u32>,
    /// What speaks for `known`, and for `body`.
    evidence: Option<Evidence>,
    /// A body of a state: the entry of its pattern, and the country.
    body: Option<(String, u32)>,
    /// Where it was last named, for short forms: document and position.
    last: (usize, u32),
    /// Document and segment of the first mention, which bound what is only described.
    scope: (usize, u32),
    /// Titles that it was introduced with.
    titles: Vec<Office>,
    flags: Vec<&'static str>,
    described: bool,
    /// See [`Item::apart`].
    apart: bool,
    into: Option<usize>,
}

impl<'a> Clusters<'a> {
    fn new(lexicon: &'a NameLexicon) -> Clusters<'a> {
        Clusters {
            lexicon,
            all: Vec::new(),
            by_known: FxHashMap::default(),
            by_name: FxHashMap::default(),
            by_body: FxHashMap::default(),
            aliases: Vec::new(),
        }
    }

    /// The cluster that `at` went into.
    fn root(&self, at: usize) -> usize {
        let mut at = at;
        while let Some(into) = self.all[at].into {
            at = into;
        }
        at
    }

    fn place(&mut self, scene: &Scene<'_>, document: usize, index: usize) -> usize {
        let item = &scene.items[index];
        let scope = (document, item.segment);
        match item.kind {
            MentionKind::Person => self.place_person(scene, item, scope),
            MentionKind::Organisation => self.place_organisation(scene, item, scope),
            MentionKind::Place if item.name => match metonym::governed(scene, item) {
                Some((country, _)) => self.place_government(item, country, scope),
                None => self.place_named(item, EntityKind::Place, scope),
            },
            MentionKind::Place => self.place_land(scene, item, scope),
            MentionKind::Role => self.place_role(scene, item, scope),
            MentionKind::Group => self.place_described(item, EntityKind::Group, scope),
            _ => self.place_described(item, EntityKind::Document, scope),
        }
    }

    fn add(&mut self, item: &Item, kind: EntityKind, scope: (usize, u32)) -> usize {
        self.all.push(Cluster {
            kind,
            words: item.words.clone(),
            nisbas: item.nisbas.clone(),
            known: None,
            evidence: None,
            body: None,
            last: (scope.0, item.span.start()),
            scope,
            titles: Vec::new(),
            flags: Vec::new(),
            described: !item.name,
            apart: item.apart,
            into: None,
        });
        self.all.len() - 1
    }

    fn add_known(
        &mut self,
        item: &Item,
        kind: EntityKind,
        scope: (usize, u32),
        entry: u32,
        evidence: Evidence,
    ) -> usize {
        let at = match self.by_known.get(&entry) {
            Some(&at) => at,
            None => self.add(item, kind, scope),
        };
        self.all[at].known = Some(entry);
        self.by_known.insert(entry, at);
        self.note_evidence(at, item, evidence);
        at
    }

    /// Keeps the best evidence of all mentions. A name of several entries is flagged.
    fn note_evidence(&mut self, at: usize, item: &Item, evidence: Evidence) {
        let evidence = if item.ambiguous {
            self.flag(at, "ambiguous");
            evidence.ambiguous()
        } else {
            evidence
        };
        let kept = &mut self.all[at].evidence;
        if kept.as_ref().is_none_or(|kept| kept.confidence < evidence.confidence) {
            *kept = Some(evidence);
        }
    }

    fn place_named(
        &mut self,
        item: &Item,
        kind: EntityKind,
        scope: (usize, u32),
    ) -> usize {
        if let Some(entry) = item.known {
            let evidence = Evidence::of_name(self.lexicon.known(entry), item);
            return self.add_known(item, kind, scope, entry, evidence);
        }
        let key = (kind, item.words.join(" "));
        if let Some(&at) = self.by_name.get(&key) {
            return at;
        }
        let at = match self.lexicon.variant(kind, &item.words) {
            Some(entry) => {
                self.add_known(item, kind, scope, entry, Evidence::variant(item))
            }
            None => self.add(item, kind, scope),
        };
        self.by_name.insert(key, at);
        at
    }

    /// `الأراضي السورية` is the country, `العاصمة السورية` its capital.
    fn place_land(
        &mut self,
        scene: &Scene<'_>,
        item: &Item,
        scope: (usize, u32),
    ) -> usize {
        let Some(&country) = item.nisbas.first() else {
            return self.add(item, EntityKind::Place, scope);
        };
        let capital =
            scene.sheet.word_is(item.tokens.start, item.skip, WordClass::Capital);
        let entry = if capital {
            self.lexicon.capital_of(country).unwrap_or(country)
        } else {
            country
        };
        self.add_known(item, EntityKind::Place, scope, entry, Evidence::ADJECTIVE)
    }

    fn place_organisation(
        &mut self,
        scene: &Scene<'_>,
        item: &Item,
        scope: (usize, u32),
    ) -> usize {
        if item.known.is_some() {
            return self.place_named(item, EntityKind::Organisation, scope);
        }
        if let Some(entry) = self.lexicon.wrongly_named(&item.words) {
            let kind = EntityKind::Organisation;
            let at = self.add_known(item, kind, scope, entry, Evidence::WRONG_NAME);
            self.flag(at, "wrong-name");
            return at;
        }
        let bare = bare_name(scene, item);
        let key = (EntityKind::Organisation, bare.join(" "));
        if let Some(&at) = self.by_name.get(&key) {
            return at;
        }
        // `وزارة الدفاع` after `وزارة الدفاع الجزائرية`, and the other way round.
        let from = self.all.len().saturating_sub(REACH);
        let same = (from..self.all.len()).rev().find(|&at| {
            let cluster = &self.all[at];
            cluster.kind == EntityKind::Organisation
                && cluster.into.is_none()
                && cluster.scope.0 == scope.0
                && differ_by_nisba(cluster, item)
        });
        let kind = EntityKind::Organisation;
        let body = self.body_of(item);
        let same = same.or_else(|| self.by_body.get(body.as_ref()?).copied());
        let at = same.unwrap_or_else(|| match self.lexicon.variant(kind, &item.words) {
            Some(entry) => {
                self.add_known(item, kind, scope, entry, Evidence::variant(item))
            }
            None => self.add(item, kind, scope),
        });
        if let Some(body) = body {
            self.link_body(at, item, body, Evidence::BODY);
        }
        self.by_name.insert(key, at);
        at
    }

    /// `وزارة الدفاع العراقية`: the ministry of defence, and Iraq.
    fn body_of(&self, item: &Item) -> Option<(String, u32)> {
        let [country] = item.nisbas[..] else { return None };
        let adjective = country.to_string();
        let words = item.words.iter().filter(|word| **word != adjective);
        let body = self.lexicon.body(words.map(String::as_str))?;
        Some((body.to_owned(), country))
    }

    fn link_body(
        &mut self,
        at: usize,
        item: &Item,
        body: (String, u32),
        evidence: Evidence,
    ) {
        if self.all[at].known.is_none() {
            self.by_body.entry(body.clone()).or_insert(at);
            self.all[at].body = Some(body);
            self.note_evidence(at, item, evidence);
        }
    }

    /// `بغداد` for the government of Iraq, which `الحكومة العراقية` may name as well.
    fn place_government(
        &mut self,
        item: &Item,
        country: u32,
        scope: (usize, u32),
    ) -> usize {
        let body = (metonym::GOVERNMENT.to_owned(), country);
        let at = match self.by_body.get(&body) {
            Some(&at) => at,
            None => self.add(item, EntityKind::Organisation, scope),
        };
        self.link_body(at, item, body, Evidence::METONYM);
        at
    }

    fn place_person(
        &mut self,
        scene: &Scene<'_>,
        item: &Item,
        scope: (usize, u32),
    ) -> usize {
        let before = self.find_person(item, scope);
        if let Some(at) = before
            && is_misspelt(&self.all[at].words, &item.words)
        {
            self.flag(at, "misspelt");
        }
        let at = before.unwrap_or_else(|| {
            let kind = EntityKind::Person;
            let variant = || self.lexicon.variant(kind, &item.words);
            let known = item.known.or_else(variant);
            let at = match known {
                Some(entry) => {
                    let evidence = self.evidence_of_person(scene, item, entry);
                    self.add_known(item, kind, scope, entry, evidence)
                }
                None => self.add(item, kind, scope),
            };
            self.by_name.insert((kind, item.words.join(" ")), at);
            at
        });
        if let (Some(entry), Some(_)) = (item.known, before)
            && self.all[at].known == Some(entry)
        {
            let evidence = self.evidence_of_person(scene, item, entry);
            self.note_evidence(at, item, evidence);
        }
        if item.words.len() > 1 {
            self.all[at].last = (scope.0, item.span.start());
        }
        if self.all[at].words.len() < item.words.len() {
            self.all[at].words.clone_from(&item.words);
        }
        if let Some(title) = &item.title {
            let office = Office::of(scene, title);
            if !self.all[at].titles.contains(&office) {
                self.all[at].titles.push(office);
            }
        }
        at
    }

    fn evidence_of_person(&self, scene: &Scene<'_>, item: &Item, entry: u32) -> Evidence {
        let known = self.lexicon.known(entry);
        let named = match item.known {
            Some(_) => Evidence::of_name(known, item),
            None => Evidence::variant(item),
        };
        let tokens = item.title.as_ref().map(|title| title.tokens.clone());
        let country = tokens.and_then(|t| nisbas_in(scene, t).first().copied());
        let code = country.map(|country| self.lexicon.known(country).country.as_str());
        let title = item.title.as_ref().map(|title| title.class);
        let held = title.is_some_and(|title| self.lexicon.has_held(entry, title));
        let office =
            title.is_some_and(|title| self.lexicon.title(title) != TitleClass::Honorific);
        let other = office && !held && !known.roles.is_empty();
        named.beside_title(held, other, code.is_some_and(|code| code != known.country))
    }

    fn find_person(&self, item: &Item, scope: (usize, u32)) -> Option<usize> {
        let exact = (EntityKind::Person, item.words.join(" "));
        if let Some(&at) = self.by_name.get(&exact) {
            return Some(at);
        }
        let full = item.words.len() > 1;
        if full && let Some(&at) = item.known.and_then(|entry| self.by_known.get(&entry))
        {
            return Some(at);
        }
        let from = self.all.len().saturating_sub(REACH);
        let candidates: Vec<usize> = (from..self.all.len())
            .filter(|&at| {
                let cluster = &self.all[at];
                cluster.kind == EntityKind::Person
                    && !cluster.described
                    && cluster.into.is_none()
                    && can_be_called(&cluster.words, &item.words)
            })
            .collect();
        if let Some(entry) = item.known {
            // The lexicon says whom the short form means, if nobody nearer bears it.
            let bearer = self.by_known.get(&entry).copied();
            if bearer.is_some() {
                return bearer;
            }
        }
        // Of several who may be called so, the one named last before.
        let here = |&at: &usize| self.all[at].last.0 == scope.0;
        let before = |&at: &usize| self.all[at].last.1 < item.span.start();
        let near = candidates.iter().copied().filter(here);
        near.clone()
            .filter(before)
            .max_by_key(|&at| self.all[at].last.1)
            .or_else(|| near.clone().next())
            .or_else(|| candidates.first().copied())
    }

    /// A role without a name: its holder where the document or the lexicon names one.
    fn place_role(
        &mut self,
        scene: &Scene<'_>,
        item: &Item,
        scope: (usize, u32),
    ) -> usize {
        // A former one is nobody of today.
        let former = scene.sheet.end(item.tokens.start) > item.tokens.end
            && scene.sheet.word_is(item.tokens.end, 0, WordClass::Former);
        let title = item.title.as_ref().filter(|title| title.definite && !former);
        if let Some(title) = title {
            let office = Office::of(scene, title);
            let from = self.all.len().saturating_sub(REACH);
            let holder = |fits: fn(&Office, &Office) -> bool| {
                (from..self.all.len()).rev().find(|&at| {
                    let cluster = &self.all[at];
                    cluster.kind == EntityKind::Person
                        && cluster.scope == scope
                        && cluster.titles.iter().any(|other| fits(other, &office))
                })
            };
            let bare = office.of.is_empty() && office.countries.is_empty();
            let holder = holder(Office::is_same)
                .or_else(|| bare.then(|| holder(Office::has_head)).flatten());
            if let Some(at) = holder {
                return at;
            }
            let published = published(scene);
            let country =
                item.nisbas.first().copied().or_else(|| country_of(scene, item));
            let entry = country.and_then(|country| {
                self.lexicon.holder(title.class, country, published.as_deref())
            });
            if let Some(entry) = entry {
                let evidence = match published {
                    Some(_) => Evidence::ROLE_ON_DATE,
                    None => Evidence::ROLE_UNDATED,
                };
                if let Some(&at) = self.by_known.get(&entry) {
                    return at;
                }
                let at = self.place_described(item, EntityKind::Person, scope);
                if self.all[at].known.is_none() {
                    self.all[at].known = Some(entry);
                    self.by_known.insert(entry, at);
                }
                self.note_evidence(at, item, evidence);
                return at;
            }
        }
        self.place_described(item, EntityKind::Person, scope)
    }

    fn place_described(
        &mut self,
        item: &Item,
        kind: EntityKind,
        scope: (usize, u32),
    ) -> usize {
        let from = self.all.len().saturating_sub(REACH);
        if kind == EntityKind::Group && item.definite && item.words.len() == 1 {
            // `التنظيم`: the last body whose name has that head.
            let named = (from..self.all.len()).rev().find(|&at| {
                let cluster = &self.all[at];
                cluster.kind == EntityKind::Organisation
                    && cluster.scope == scope
                    && cluster.words.len() > 1
                    && cluster.words.first() == item.words.first()
            });
            if let Some(at) = named {
                return at;
            }
        }
        let same = (from..self.all.len()).rev().find(|&at| {
            let cluster = &self.all[at];
            cluster.kind == kind
                && cluster.described
                && cluster.scope == scope
                && describes_same(cluster, item)
        });
        if let Some(at) = same {
            return at;
        }
        let at = self.add(item, kind, scope);
        if kind == EntityKind::Person {
            self.flag(at, "anonymous");
        }
        at
    }

    fn flag(&mut self, at: usize, flag: &'static str) {
        if !self.all[at].flags.contains(&flag) {
            self.all[at].flags.push(flag);
        }
    }

    fn join_aliases(&mut self) {
        for (one, other) in std::mem::take(&mut self.aliases) {
            let (one, other) = (self.root(one.index()), self.root(other.index()));
            let clash = self.all[one].known.is_some() && self.all[other].known.is_some()
                || self.all[one].kind != self.all[other].kind;
            if one != other && !clash {
                if self.all[one].known.is_none() {
                    self.all[one].known = self.all[other].known;
                    self.all[one].evidence = self.all[other].evidence.clone();
                }
                self.all[other].into = Some(one);
            }
        }
    }

    /// Writes the entities and whom each mention means.
    fn finish(
        &self,
        scenes: &[Scene<'_>],
        meant: &[Vec<Option<usize>>],
        reading: &mut PageReading,
    ) {
        let mut ids: Vec<Option<EntityId>> = vec![None; self.all.len()];
        for (document, scene) in scenes.iter().enumerate() {
            for (index, item) in scene.items.iter().enumerate() {
                let Some(at) = meant[document][index].map(|at| self.root(at)) else {
                    continue;
                };
                let id = *ids[at].get_or_insert_with(|| {
                    reading.entities.push(self.entity(at));
                    EntityId::at(reading.entities.len() - 1)
                });
                let entity = &mut reading.entities[id.index()];
                let text = scene.text(index);
                note_name(entity, item, text, self.all[at].described);
                if let Some(title) = &item.title
                    && item.kind == MentionKind::Person
                {
                    note_role(scene, title, entity);
                }
                reading.documents[document].mentions[index].entity = Some(id);
                if item.kind == MentionKind::Place
                    && let Some((_, rule)) = metonym::governed(scene, item)
                    && let Some(body) = entity.known.clone()
                {
                    let mention = MentionId::at(index);
                    let why = Why::rule(rule);
                    let metonym = Metonym { mention, body, why };
                    reading.documents[document].metonyms.push(metonym);
                }
            }
        }
        for document in &mut reading.documents {
            document.relations.retain_mut(|relation| {
                let subject = ids[self.root(relation.subject.index())];
                let object = relation.object.map(|object| ids[self.root(object.index())]);
                if let Some(subject) = subject {
                    relation.subject = subject;
                }
                relation.object = object.flatten();
                subject.is_some()
            });
        }
    }

    fn entity(&self, at: usize) -> Entity {
        let cluster = &self.all[at];
        let known = cluster.known.map(|entry| self.lexicon.known(entry));
        let mut entity = Entity {
            kind: cluster.kind,
            name: String::new(),
            names: Vec::new(),
            roles: Vec::new(),
            wikidata: known
                .map(|known| known.wikidata.clone())
                .filter(|item| !item.is_empty() && !cluster.described),
            known: known.map(|known| known.id.clone()).or_else(|| {
                let (body, country) = cluster.body.as_ref()?;
                Some(format!("{body}@{}", self.lexicon.known(*country).country))
            }),
            link: cluster.evidence.as_ref().map(|evidence| EntityLink {
                confidence: evidence.confidence,
                why: Why::rule(evidence.why),
            }),
            flags: cluster.flags.clone(),
        };
        // Whom an office means is a link, not the name of the one described.
        if let Some(known) =
            known.filter(|_| !cluster.described || cluster.kind != EntityKind::Person)
        {
            entity.name.clone_from(&known.name);
            entity.names.clone_from(&known.aliases);
            entity.roles.extend(known.roles.iter().map(|role| Role {
                title: role.title.clone(),
                of: Some(role.of.clone()).filter(|code| !code.is_empty()),
                from: Some(role.from.clone()).filter(|date| !date.is_empty()),
                to: Some(role.to.clone()).filter(|date| !date.is_empty()),
            }));
        }
        entity
    }
}

impl Office {
    fn of(scene: &Scene<'_>, title: &Title) -> Office {
        let key = |i, skip| without_article(scene.sheet.key(i, skip)).to_owned();
        Office {
            head: key(title.tokens.start, title.skip),
            of: (title.tokens.start + 1..title.tokens.end)
                .filter(|&i| !scene.sheet.nisba(i, 0))
                .map(|i| key(i, 0))
                .collect(),
            countries: nisbas_in(scene, title.tokens.clone()),
        }
    }

    /// True for one office: `الرئيس` and `الرئيس السوري`, never `رئيس الاستخبارات`.
    fn is_same(&self, other: &Office) -> bool {
        self.head == other.head
            && self.of == other.of
            && agree(&self.countries, &other.countries)
    }

    /// True where the heads are the same, as in bare `الوزير` for any minister.
    fn has_head(&self, other: &Office) -> bool {
        self.head == other.head
    }
}

/// The fullest name wins; the other forms are kept.
fn note_name(entity: &mut Entity, item: &Item, text: String, described: bool) {
    // The name of somebody named is never a role.
    if !described && !item.name {
        return;
    }
    // `هذه الفصائل` are `الفصائل`.
    if item.shown
        && let Some((_, rest)) = text.split_once(' ')
    {
        note_wording(entity, rest.to_owned());
    } else {
        note_wording(entity, text);
    }
}

/// Takes `text` in as the name of `entity` where it is the fullest, else beside it.
fn note_wording(entity: &mut Entity, text: String) {
    if entity.name.is_empty() {
        entity.name = text;
        return;
    }
    if entity.name == text || entity.names.contains(&text) {
        return;
    }
    let longer = text.split(' ').count() > entity.name.split(' ').count();
    if longer && entity.known.is_none() {
        let shorter = std::mem::replace(&mut entity.name, text);
        entity.names.push(shorter);
    } else {
        entity.names.push(text);
    }
}

/// A role that the text states, dated by the text.
fn note_role(scene: &Scene<'_>, title: &Title, entity: &mut Entity) {
    if title.is_honorific(&scene.sheet) {
        return;
    }
    let span = scene.sheet.span(title.tokens.clone(), title.skip);
    let text = scene.sheet.prose.slice(span).to_owned();
    if entity.roles.iter().any(|role| role.title == text) {
        return;
    }
    let date = published(scene);
    entity.roles.push(Role { title: text, of: None, from: date.clone(), to: date });
}

/// The country that a role names: `رئيس العراق`.
fn country_of(scene: &Scene<'_>, item: &Item) -> Option<u32> {
    let sheet = &scene.sheet;
    let lexicon = sheet.lexicon;
    item.tokens.clone().skip(1).find_map(|i| {
        let (_, entry) = sheet.known(i, 0, &[EntityKind::Place])?;
        let is_country = lexicon.known(entry).id.starts_with("places/countries:");
        is_country.then_some(entry)
    })
}

fn published(scene: &Scene<'_>) -> Option<String> {
    let date = scene.sheet.prose.document.published.first()?;
    Some(date.value.split('T').next().unwrap_or_default().to_owned())
}

fn nisbas_in(scene: &Scene<'_>, tokens: std::ops::Range<usize>) -> Vec<u32> {
    tokens
        .filter_map(|i| {
            let hit = scene.sheet.longest(i, 0, |m| matches!(m, Meaning::Nisba(_)))?;
            match hit.meaning {
                Meaning::Nisba(country) => Some(country),
                _ => None,
            }
        })
        .collect()
}
