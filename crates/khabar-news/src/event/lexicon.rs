use khabar_arabic::{
    Sources, fold_key,
    inflect::{Gender, Mood, Number, Person, Verb},
    letters,
    number::NumberLexicon,
    table::{LexiconError, Row},
};
use khabar_doc::{CONTEXTS, CountKind, EventType, Status};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::grammar::PhraseMap;

/// What is known of event triggers: their forms and frames, the figures of speech that
/// are none, and the words that take an event out of the indicative.
#[derive(Debug)]
pub struct EventLexicon {
    pub(super) entries: Vec<Entry>,
    forms: FxHashMap<String, Vec<FormHit>>,
    pub(super) phrases: FxHashMap<String, Vec<TriggerPhrase>>,
    pub(super) exclusions: PhraseMap<()>,
    pub(super) moods: PhraseMap<Lead>,
    mood_words: FxHashMap<String, Lead>,
    /// Verbal nouns of moods: found with a pronoun too (`its intention`).
    mood_masdars: FxHashMap<String, Lead>,
    /// Verbs that tell what their object, subject or prepositional object names, each
    /// with the prepositions it takes.
    light: FxHashMap<String, Vec<Marker>>,
    pub(super) contexts: FxHashMap<String, &'static str>,
    /// Words for people counted, with what became of them.
    counts: FxHashMap<String, CountKind>,
    /// Number words.
    pub(super) numbers: NumberLexicon,
    /// Nouns for the doer of a deed, and phrases for the doer of one left out.
    pub(super) doers: PhraseMap<bool>,
    /// Verbs whose subject suffers the deed behind their preposition (`survived`).
    suffered: FxHashSet<String>,
    /// Prepositions that mean `about` before a number.
    approximate: FxHashSet<String>,
    /// Nouns that head names of places and bodies: no adjectives.
    heads: FxHashSet<String>,
    /// Keys of single-word prepositions: with a pronoun they head no noun phrase.
    prepositions: FxHashSet<String>,
    /// Verbs of speech by past and present, until their participles are known.
    speech: Vec<((String, String), usize)>,
    /// Keys of finite verbs that are no triggers: they end a noun phrase.
    verbs: FxHashSet<String>,
}

/// One trigger with its frame.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) kind: EventType,
    pub(super) mode: Option<String>,
    pub(super) cameo: Option<String>,
    pub(super) subject: Option<Role>,
    pub(super) object: Option<Role>,
    pub(super) markers: Vec<(Marker, Role)>,
    /// What one of must stand near: a preposition or a word.
    pub(super) needs: Vec<Marker>,
    /// Stems that may not come next.
    pub(super) bars: Vec<String>,
    /// Stems that may not stand near at all: what makes it an accident.
    pub(super) far_bars: Vec<String>,
    /// Stems of which one must head its subject.
    pub(super) subjects: Vec<String>,
    /// The status of the event in its complement.
    pub(super) lends: Option<Status>,
    pub(super) strong: bool,
    /// What becomes of whom it strikes, where those are counted.
    pub(super) counts: Option<CountKind>,
    /// True for an act within a greater event (`chanted`).
    pub(super) minor: bool,
}

/// What a participant is to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Actor,
    Recipient,
    Place,
    Theme,
}

/// What stands before a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// Nothing: the noun in annexation.
    Annexed,
    /// A letter written onto the noun.
    Letter(char),
    /// Words of their own, as keys.
    Words(Vec<String>),
}

/// One form of a trigger.
#[derive(Clone, Copy, Debug)]
pub(super) struct FormHit {
    pub(super) entry: usize,
    pub(super) form: Form,
    pub(super) before_pronoun: bool,
}

/// What a trigger's form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A finite verb; `passive` only where its spelling shows it.
    Finite {
        past: bool,
        jussive: bool,
        passive: bool,
        person: Person,
        number: Number,
        gender: Gender,
    },
    /// An active participle that speaks (`calling for`).
    Participle,
    /// A verbal noun; its bearer may follow in annexation.
    Masdar,
    /// A noun of its own.
    Noun,
}

impl Form {
    pub(super) fn is_finite(self) -> bool {
        matches!(self, Form::Finite { .. })
    }

    /// True for a passive that its spelling shows (`usiba`).
    pub(super) fn is_passive(self) -> bool {
        matches!(self, Form::Finite { passive: true, .. })
    }
}

/// A trigger of several words.
#[derive(Debug)]
pub(super) struct TriggerPhrase {
    pub(super) rest: Vec<String>,
    pub(super) entry: usize,
    /// A verb phrase lets its subject stand behind the first word.
    pub(super) gap: bool,
    pub(super) form: Form,
}

/// A word that takes what it governs out of the indicative, or into it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    pub(super) mood: LocalMood,
    pub(super) reach: Reach,
}

/// What a word makes of the event it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LocalMood {
    Status(Status),
    /// Neither claimed nor background: no event (`is no threat`).
    None,
}

/// How far a lead governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The next content word.
    Next,
    /// The noun or verb right behind, nothing between.
    Head,
    /// All of its clause.
    Clause,
    /// What stands before it.
    After,
}

impl EventLexicon {
    /// Parses the files of `sources`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty.
    pub fn parse(sources: &Sources) -> Result<EventLexicon, LexiconError> {
        let mut lexicon = EventLexicon {
            entries: Vec::with_capacity(900),
            forms: FxHashMap::with_capacity_and_hasher(24_000, Default::default()),
            phrases: FxHashMap::with_capacity_and_hasher(3000, Default::default()),
            exclusions: PhraseMap::loose(),
            moods: PhraseMap::default(),
            mood_words: FxHashMap::default(),
            mood_masdars: FxHashMap::default(),
            light: FxHashMap::default(),
            contexts: FxHashMap::default(),
            counts: FxHashMap::default(),
            numbers: NumberLexicon::parse(sources)?,
            doers: PhraseMap::default(),
            suffered: FxHashSet::default(),
            approximate: FxHashSet::default(),
            heads: FxHashSet::default(),
            prepositions: FxHashSet::default(),
            speech: Vec::new(),
            verbs: FxHashSet::default(),
        };
        for row in sources.table("events.tsv")?.rows() {
            lexicon.add_entry(&row)?;
        }
        for row in sources.table("event-exclusions.tsv")?.rows() {
            for form in row.all("forms") {
                lexicon.exclusions.add(form, ());
            }
        }
        for row in sources.table("event-moods.tsv")?.rows() {
            lexicon.add_mood(&row)?;
        }
        for row in sources.table("event-contexts.tsv")?.rows() {
            let context = CONTEXTS
                .into_iter()
                .find(|context| *context == row.get("context"))
                .ok_or_else(|| row.fault("no such context; see the head of the file"))?;
            for form in row.all("forms") {
                lexicon.contexts.insert(fold_key(form), context);
            }
        }
        let mut counted: Vec<(String, CountKind)> = Vec::new();
        for row in sources.table("event-disputes.tsv")?.rows() {
            for form in row.all("forms") {
                match row.get("class") {
                    "doer" => lexicon.doers.add(form, true),
                    "done-by" => lexicon.doers.add(form, false),
                    "count" => {
                        let slot = row.get("slot");
                        let kind = CountKind::parse(slot).ok_or_else(|| {
                            row.fault(format!("`{slot}` is nothing that is counted"))
                        })?;
                        lexicon.counts.insert(fold_key(form), kind);
                        counted.push((fold_key(form), kind));
                    }
                    other => {
                        return Err(
                            row.fault(format!("`{other}` is no class of dispute"))
                        );
                    }
                }
            }
        }
        for row in sources.table("particles.tsv")?.rows() {
            if row.get("class") == "prep" {
                lexicon
                    .prepositions
                    .extend(row.all("forms").filter(|f| !f.contains(' ')).map(fold_key));
            }
        }
        for file in ["places/heads.tsv", "organisations/heads.tsv"] {
            for row in sources.table(file)?.rows() {
                let single = row.all("forms").filter(|form| !form.contains(' '));
                lexicon.heads.extend(single.map(bare));
            }
        }
        for row in sources.table("quantities.tsv")?.rows() {
            if row.get("value") == "about" {
                lexicon
                    .approximate
                    .extend(row.all("forms").filter(|f| !f.contains(' ')).map(fold_key));
            }
        }
        for (key, kind) in counted {
            for hit in lexicon.forms.get(&key).into_iter().flatten() {
                if !hit.form.is_finite() {
                    lexicon.entries[hit.entry].counts.get_or_insert(kind);
                }
            }
        }
        let by_past: FxHashMap<(String, String), usize> =
            lexicon.speech.drain(..).collect();
        for row in sources.table("cues/verbs.tsv")?.rows() {
            lexicon.add_verb(&row, &by_past);
        }
        Ok(lexicon)
    }

    fn add_entry(&mut self, row: &Row<'_, '_>) -> Result<(), LexiconError> {
        let index = self.entries.len();
        let name = row.get("type");
        let kind = EventType::parse(name)
            .ok_or_else(|| row.fault(format!("`{name}` is no type of event")))?;
        let lends = match row.get("status").strip_prefix("complement:") {
            Some(name) => Some(status(row, name)?),
            None => None,
        };
        self.entries.push(Entry {
            id: row.key().to_owned(),
            kind,
            mode: cell(row, "mode"),
            cameo: cell(row, "cameo"),
            subject: role(row, row.get("subject"))?,
            object: role(row, row.get("object"))?,
            markers: markers(row)?,
            needs: row
                .all("needs")
                .filter(|n| !n.starts_with(['-', '+']))
                .map(marker)
                .collect(),
            bars: row
                .all("needs")
                .filter_map(|n| n.strip_prefix('-'))
                .filter(|n| !n.starts_with('-'))
                .map(bare)
                .collect(),
            far_bars: row
                .all("needs")
                .filter_map(|n| n.strip_prefix("--"))
                .map(bare)
                .collect(),
            subjects: row
                .all("needs")
                .filter_map(|n| n.strip_prefix('+'))
                .map(bare)
                .collect(),
            lends,
            strong: row.get("strength") == "strong",
            minor: row.get("strength") == "minor",
            counts: None,
        });
        match row.get("pos") {
            "verb" => {
                self.speech.push((
                    (fold_key(row.get("past")), fold_key(row.get("present"))),
                    index,
                ));
                self.add_forms(row, index);
            }
            "noun" => {
                for form in row.all("forms") {
                    self.add_noun(form, index);
                }
            }
            "phrase" => {
                let gap = matches!(row.get("subject"), "actor" | "recipient");
                for form in row.all("forms") {
                    self.add_phrase(form, index, gap);
                }
            }
            other => return Err(row.fault(format!("`{other}` is no part of speech"))),
        }
        Ok(())
    }

    fn add_forms(&mut self, row: &Row<'_, '_>, entry: usize) {
        let mut masdars = row.all("masdar");
        let listed = Verb {
            past: row.get("past"),
            past_c: row.get("past_c"),
            present: row.get("present"),
            participle: "",
            masdar: masdars.next().unwrap_or_default(),
        };
        // A hollow verb shortens (`zara`, `yazur`); one that doubles its weak letter does not.
        let hollow = fold_key(listed.past).chars().rev().nth(1) == Some(letters::ALEF);
        let defective = listed.present.ends_with(['\u{649}', '\u{64A}', '\u{648}']);
        for form in listed.forms() {
            if form.mood == Mood::Jussive && !hollow && !defective {
                continue;
            }
            let hit = FormHit {
                entry,
                form: match form.mood {
                    Mood::Masdar => Form::Masdar,
                    mood => Form::Finite {
                        past: mood == Mood::Past,
                        jussive: mood == Mood::Jussive,
                        passive: false,
                        person: form.person,
                        number: form.number,
                        gender: form.gender,
                    },
                },
                before_pronoun: form.before_pronoun,
            };
            self.push(form.key, hit);
        }
        for form in listed.passive() {
            let passive = Form::Finite {
                past: true,
                jussive: false,
                passive: true,
                person: form.person,
                number: form.number,
                gender: form.gender,
            };
            self.push(form.key, FormHit { entry, form: passive, before_pronoun: false });
        }
        for masdar in masdars {
            let hit = FormHit { entry, form: Form::Masdar, before_pronoun: false };
            self.push(fold_key(masdar), hit);
        }
    }

    fn push(&mut self, key: String, hit: FormHit) {
        let hits = self.forms.entry(key).or_default();
        if !hits.iter().any(|h| h.entry == hit.entry && h.form == hit.form) {
            hits.push(hit);
        }
    }

    fn add_noun(&mut self, form: &str, entry: usize) {
        let words: Vec<String> = form.split_whitespace().map(bare).collect();
        match words.as_slice() {
            [word] => {
                let hit = FormHit { entry, form: Form::Noun, before_pronoun: false };
                self.push(word.clone(), hit);
            }
            [first, rest @ ..] => {
                let phrase = TriggerPhrase {
                    rest: rest.to_vec(),
                    entry,
                    gap: false,
                    form: Form::Noun,
                };
                self.phrases.entry(first.clone()).or_default().push(phrase);
            }
            [] => (),
        }
    }

    fn add_phrase(&mut self, form: &str, entry: usize, gap: bool) {
        let first = form.split_whitespace().next().unwrap_or_default();
        let key = fold_key(first);
        let finite = self.finite_shape(first, &key);
        let words: Vec<String> = form.split_whitespace().map(bare).collect();
        let form = finite.unwrap_or(Form::Masdar);
        match words.as_slice() {
            [word] => self.push(
                word.clone(),
                FormHit { entry, form: Form::Noun, before_pronoun: false },
            ),
            [first, rest @ ..] => {
                let gap = gap && form.is_finite();
                if matches!(
                    form,
                    Form::Finite { past: true, gender: Gender::Feminine, .. }
                        | Form::Finite { past: false, .. }
                ) {
                    self.verbs.insert(first.clone());
                }
                let phrase = TriggerPhrase { rest: rest.to_vec(), entry, gap, form };
                self.phrases.entry(first.clone()).or_default().push(phrase);
            }
            [] => (),
        }
    }

    /// The shape of a light verb from its spelling: presents begin with the letters of
    /// their persons, pasts are all that are no verbal nouns with ALEF inside.
    fn finite_shape(&self, word: &str, key: &str) -> Option<Form> {
        if word.starts_with(letters::ARTICLE) {
            return None;
        }
        let finite = |past, number, gender| {
            Some(Form::Finite {
                past,
                jussive: false,
                passive: false,
                person: Person::Third,
                number,
                gender,
            })
        };
        let plural = key.ends_with([letters::ALEF])
            && key.chars().rev().nth(1) == Some(letters::WAW);
        let number = if plural { Number::Plural } else { Number::Singular };
        match key.chars().next() {
            Some(letters::YEH) => finite(false, number, Gender::Masculine),
            Some(letters::TEH)
                if key.chars().count() <= 4
                    && key.chars().rev().nth(1) != Some(letters::YEH) =>
            {
                finite(false, number, Gender::Feminine)
            }
            _ if plural => finite(true, Number::Plural, Gender::Masculine),
            _ if key.ends_with(letters::TEH) => {
                finite(true, Number::Singular, Gender::Feminine)
            }
            _ if key.chars().count() <= 4 || key.ends_with(letters::ALEF_MAKSURA) => {
                finite(true, Number::Singular, Gender::Masculine)
            }
            _ => None,
        }
    }

    fn add_mood(&mut self, row: &Row<'_, '_>) -> Result<(), LexiconError> {
        let name = row.get("status");
        let mood = match name {
            "none" => LocalMood::None,
            "suffered" => LocalMood::Status(Status::Asserted),
            _ => LocalMood::Status(status(row, name)?),
        };
        let reach = match row.get("reach") {
            "next" => Reach::Next,
            "head" => Reach::Head,
            "clause" => Reach::Clause,
            "after" => Reach::After,
            other => return Err(row.fault(format!("`{other}` is no reach"))),
        };
        let lead = Lead { mood, reach };
        for form in row.all("forms") {
            self.moods.add(form, lead);
            if name == "suffered"
                && let Some(verb) = form.split_whitespace().next()
            {
                self.suffered.insert(fold_key(verb));
            }
            let light = mood == LocalMood::Status(Status::Asserted);
            match form.split_once(' ') {
                Some((verb, preposition)) if light => {
                    self.light
                        .entry(fold_key(verb))
                        .or_default()
                        .push(marker(preposition));
                }
                None => {
                    self.mood_words.insert(fold_key(form), lead);
                    if light {
                        self.light
                            .entry(fold_key(form))
                            .or_default()
                            .push(Marker::Annexed);
                    }
                }
                Some(_) => (),
            }
        }
        let verb = Verb {
            past: row.get("past"),
            past_c: row.get("past_c"),
            present: row.get("present"),
            participle: "",
            masdar: row.get("masdar"),
        };
        for form in verb.forms() {
            if form.mood == Mood::Masdar {
                self.mood_masdars.insert(form.key.clone(), lead);
            } else {
                self.verbs.insert(form.key.clone());
            }
            self.moods.add(&form.key, lead);
        }
        Ok(())
    }

    fn add_verb(
        &mut self,
        row: &Row<'_, '_>,
        by_past: &FxHashMap<(String, String), usize>,
    ) {
        let entry =
            by_past.get(&(fold_key(row.get("past")), fold_key(row.get("present"))));
        let verb = Verb {
            past: row.get("past"),
            past_c: row.get("past_c"),
            present: row.get("present"),
            participle: row.get("participle"),
            masdar: "",
        };
        for form in verb.forms() {
            if form.mood == Mood::Participle
                && let Some(&entry) = entry
            {
                let hit =
                    FormHit { entry, form: Form::Participle, before_pronoun: false };
                self.push(form.key.clone(), hit);
            }
            // A bare past may be a noun as well; its other forms are verbs alone.
            if form.mood != Mood::Past
                || form.gender != Gender::Masculine
                || form.number != Number::Singular
            {
                self.verbs.insert(form.key);
            }
        }
    }

    /// The triggers that a word with key `core` may be.
    pub(super) fn forms(&self, core: &str) -> &[FormHit] {
        self.forms.get(core).map_or(&[], Vec::as_slice)
    }

    /// The lead that a noun with its article is: `the attempt`.
    pub(super) fn mood_noun(&self, stem: &str) -> Option<Lead> {
        self.mood_words.get(stem).copied().filter(|lead| lead.reach != Reach::After)
    }

    /// The lead that the verbal noun of a mood is.
    pub(super) fn mood_masdar(&self, key: &str) -> Option<Lead> {
        self.mood_masdars.get(key).copied()
    }

    /// What a definite adjective behind a trigger makes of it: `the alleged`.
    pub(super) fn mood_after(&self, stem: &str) -> Option<LocalMood> {
        self.mood_words
            .get(stem)
            .filter(|lead| lead.reach == Reach::After)
            .map(|lead| lead.mood)
    }

    /// What became of people whom a word counts: `dead`, `wounded`.
    pub(super) fn counted(&self, stem: &str) -> Option<CountKind> {
        self.counts.get(stem).copied()
    }

    /// How a light verb (a key) takes the deed: with which preposition, or with none.
    pub(super) fn light(&self, core: &str) -> &[Marker] {
        self.light.get(core).map_or(&[], Vec::as_slice)
    }

    /// True for a verb whose subject suffers what it governs (a key).
    pub(super) fn is_suffered(&self, core: &str) -> bool {
        self.suffered.contains(core)
    }

    /// True for a noun or verbal noun that names a deed (a key without its article).
    pub(super) fn is_deed(&self, stem: &str) -> bool {
        self.forms(stem).iter().any(|hit| !hit.form.is_finite())
    }

    /// True for a noun that heads names (a key without its article).
    pub(super) fn is_head(&self, stem: &str) -> bool {
        self.heads.contains(stem)
    }

    /// True for a preposition that means `about` before a number (a key).
    pub(super) fn is_approximate(&self, core: &str) -> bool {
        self.approximate.contains(core)
    }

    /// True for a preposition (a key).
    pub(super) fn is_preposition(&self, key: &str) -> bool {
        self.prepositions.contains(key)
    }

    /// True for a verb's form that is no noun.
    pub(super) fn is_verb(&self, core: &str) -> bool {
        self.verbs.contains(core)
            || self.forms.get(core).is_some_and(|hits| {
                hits.iter().all(|h| h.form.is_finite() || h.form == Form::Participle)
            })
    }
}

fn status(row: &Row<'_, '_>, name: &str) -> Result<Status, LexiconError> {
    Status::parse(name).ok_or_else(|| row.fault(format!("`{name}` is no status")))
}

fn cell(row: &Row<'_, '_>, column: &str) -> Option<String> {
    match row.get(column) {
        "" => None,
        text => Some(text.to_owned()),
    }
}

fn role(row: &Row<'_, '_>, name: &str) -> Result<Option<Role>, LexiconError> {
    Ok(match name {
        "" | "none" => None,
        "actor" => Some(Role::Actor),
        "recipient" => Some(Role::Recipient),
        "place" => Some(Role::Place),
        "theme" => Some(Role::Theme),
        other => return Err(row.fault(format!("`{other}` is no role"))),
    })
}

fn markers(row: &Row<'_, '_>) -> Result<Vec<(Marker, Role)>, LexiconError> {
    let mut markers = Vec::new();
    for cell in row.all("preps") {
        let (name, of) = cell.rsplit_once(':').ok_or_else(|| {
            row.fault(format!("`{cell}` names no role; write `marker:role`"))
        })?;
        if let Some(role) = role(row, of)? {
            markers.push((
                if name == "idafa" { Marker::Annexed } else { marker(name) },
                role,
            ));
        }
    }
    Ok(markers)
}

fn marker(name: &str) -> Marker {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Marker::Letter(letter),
        _ => Marker::Words(name.split_whitespace().map(fold_key).collect()),
    }
}

/// The key of `word` without its article; an ALEF with a hamza is none (`alqa`).
fn bare(word: &str) -> String {
    let key = fold_key(word);
    if !word.starts_with(letters::ARTICLE) {
        return key;
    }
    match key.strip_prefix(letters::ARTICLE) {
        Some(rest) if rest.chars().count() >= 2 => rest.to_owned(),
        _ => key,
    }
}
