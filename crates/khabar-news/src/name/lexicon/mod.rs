mod bodies;
mod frequency;
mod metonyms;
mod people;
mod variant;
mod vocabulary;

use khabar_arabic::{
    Sources, fold_key,
    letters::{ALEF_MAKSURA, ARTICLE, TEH, WAW, YEH},
    table::{LexiconError, Row},
};
use khabar_doc::EntityKind;
use rustc_hash::FxHashMap;

use self::{
    bodies::Bodies, frequency::Frequency, metonyms::MetonymWords, people::PersonNames,
    variant::Variants, vocabulary::Phrases,
};
pub(in crate::name) use self::{
    frequency::Facts, metonyms::MetonymClass, people::Evidence,
};
use crate::kb::{self, is_within};
use crate::name::tagger::Tagger;

/// What is known of names.
#[derive(Debug)]
pub struct NameLexicon {
    pub(in crate::name) phrases: Phrases<Meaning>,
    pub(in crate::name) people: PersonNames,
    pub(in crate::name) frequency: Frequency,
    pub(in crate::name) tagger: Tagger,
    known: Vec<Known>,
    titles: Vec<TitleClass>,
    offices: Vec<Vec<String>>,
    by_tail: FxHashMap<String, u32>,
    /// Places by the key of their name and their country.
    by_name: FxHashMap<(String, String), u32>,
    variants: Variants,
    bodies: Bodies,
    metonyms: MetonymWords,
    /// For the id of a place, the country that is governed from it.
    governed: FxHashMap<String, u32>,
}

/// What a phrase of the lexicon can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::name) enum Meaning {
    /// A form of the entry at this position; `shy` forms are common words too.
    Known { entry: u32, shy: bool },
    /// A noun that heads names of organisations.
    OrganisationHead,
    /// A noun before names of places.
    PlaceHead { keep: bool },
    /// A title: position of its class, and whether its form says `singular`.
    Title { class: u32, singular: bool, before_name: bool },
    /// A noun for groups described.
    Group,
    /// A noun that heads a source.
    Source(SourceNoun),
    /// The adjective of a country, with the position of its entry.
    Nisba(u32),
    /// A form of a verb of the lexicon.
    Verb,
    /// A noun of action or another noun that the event lexicon knows.
    Noun,
    /// A word of `names-words.tsv`.
    Word(WordClass),
}

/// What a source noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::name) enum SourceNoun {
    Person,
    Group,
    Document,
}

macro_rules! word_classes {
    ($($variant:ident = $name:literal,)*) => {
        /// What a word does in or beside a name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::name) enum WordClass { $($variant,)* }

        impl WordClass {
            fn parse(name: &str) -> Option<WordClass> {
                match name { $($name => Some(WordClass::$variant),)* _ => None }
            }
        }
    };
}
word_classes! {
    Compound = "compound",
    Family = "family",
    Divine = "divine",
    Foreign = "foreign",
    Son = "son",
    Kunya = "kunya",
    Initial = "initial",
    Brother = "brother",
    Sister = "sister",
    Child = "child",
    Spouse = "spouse",
    Parent = "parent",
    Kin = "kin",
    Demonstrative = "demonstrative",
    Quantity = "quantity",
    Based = "based",
    Belonging = "belonging",
    Controls = "controls",
    In = "in",
    Described = "described",
    GroupAdjective = "group-adjective",
    Stop = "stop",
    DefiniteNoun = "definite-noun",
    WeakHead = "weak-head",
    PluralHead = "plural-head",
    StrongPlace = "strong-place",
    Trimmed = "trimmed",
    Typed = "typed",
    Generic = "generic",
    PluralTitle = "plural-title",
    Land = "land",
    Capital = "capital",
    NamingHead = "naming-head",
    GroupNoun = "group",
    Body = "body",
    Ruler = "ruler",
    Document = "document",
    Then = "then",
    PlaceAdjective = "place-adjective",
    Age = "age",
    Former = "former",
    System = "system",
    Concept = "concept",
    Purpose = "purpose",
    Seated = "seated",
}

/// Someone or something known by name.
#[derive(Debug)]
pub(in crate::name) struct Known {
    /// `file:key`, unique in the lexicon.
    pub(in crate::name) id: String,
    /// The kind of its names.
    pub(in crate::name) kind: EntityKind,
    /// Its canonical name.
    pub(in crate::name) name: String,
    /// Its other forms.
    pub(in crate::name) aliases: Vec<String>,
    /// The country it belongs to, as a code.
    pub(in crate::name) country: String,
    /// Offices held; empty but for persons.
    pub(in crate::name) roles: Vec<KnownRole>,
    /// For a country, the canonical name of its capital.
    pub(in crate::name) capital: String,
    /// A Wikidata item; empty where none is listed.
    pub(in crate::name) wikidata: String,
}

/// One office of a known person.
#[derive(Debug)]
pub(in crate::name) struct KnownRole {
    /// The title as written.
    pub(in crate::name) title: String,
    /// Of what: a country's code, or an organisation.
    pub(in crate::name) of: String,
    /// ISO dates; empty where open or unknown.
    pub(in crate::name) from: String,
    /// See `from`.
    pub(in crate::name) to: String,
}

/// The class of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::name) enum TitleClass {
    /// Courtesy: no role by itself.
    Honorific,
    /// A single office of a state, which one person holds at a time.
    State,
    /// Any other office or occupation.
    Other,
}

impl NameLexicon {
    /// Parses the files of `sources`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty.
    pub fn parse(sources: &Sources) -> Result<NameLexicon, LexiconError> {
        let mut lexicon = NameLexicon {
            phrases: Phrases::with_capacity(20_000),
            people: PersonNames::new(
                sources.text("models/person-names/names.tsv").unwrap_or_default(),
            ),
            frequency: Frequency::new(),
            tagger: Tagger::builtin(),
            known: Vec::new(),
            titles: Vec::new(),
            offices: Vec::new(),
            by_tail: FxHashMap::default(),
            by_name: FxHashMap::default(),
            variants: Variants::default(),
            bodies: Bodies::parse(sources)?,
            metonyms: MetonymWords::parse(sources)?,
            governed: FxHashMap::default(),
        };
        lexicon.add_words(sources)?;
        // The user's own first: where two entries bear one name, theirs is taken.
        if sources.text(kb::ENTITIES).is_some() {
            for row in sources.table(kb::ENTITIES)?.rows() {
                let kind = row.value("kind", EntityKind::Person, kb::kind_of)?;
                lexicon.push_known(&row, kb::ENTITIES, kind);
            }
        }
        lexicon.add_countries(sources)?;
        for (file, kind) in &kb::FILES[1..] {
            lexicon.add_known(sources, file, *kind)?;
        }
        lexicon.add_identifiers(sources)?;
        lexicon.add_heads(sources)?;
        lexicon.add_titles(sources)?;
        lexicon.add_sources_and_groups(sources)?;
        lexicon.add_verbs(sources)?;
        Ok(lexicon)
    }

    /// The entry at `index`.
    pub(in crate::name) fn known(&self, index: u32) -> &Known {
        &self.known[index as usize]
    }

    /// The entry of the capital of the country at `country`.
    pub(in crate::name) fn capital_of(&self, country: u32) -> Option<u32> {
        let country = self.known(country);
        let name = fold_key(&country.capital);
        let of = |code: &str| self.by_name.get(&(name.clone(), code.to_owned())).copied();
        // Of capitals whose line names no country too.
        of(&country.country).or_else(|| of(""))
    }

    /// The armed group or party that a name in `words` (without articles) means, where
    /// only its first noun is wrong: `جبهة تحرير الشام`.
    pub(in crate::name) fn wrongly_named(&self, words: &[String]) -> Option<u32> {
        let (head, tail) = words.split_first()?;
        let entry = *self.by_tail.get(&tail.join(" "))?;
        let right = first_word(&self.known(entry).name);
        (tail.len() >= 2 && *head != right).then_some(entry)
    }

    /// The known person who held the office of title `title` in the country at
    /// `country` on the ISO date `on`, if there is just one; without a date, who alone
    /// is known to have held it.
    pub(in crate::name) fn holder(
        &self,
        title: u32,
        country: u32,
        on: Option<&str>,
    ) -> Option<u32> {
        let code = &self.known(country).country;
        let offices = self.offices.get(title as usize)?;
        let held = |role: &KnownRole| {
            role.of == *code
                && offices.contains(&role.title)
                && on.is_none_or(|on| is_within(on, &role.from, &role.to))
        };
        let mut holders = (0..self.known.len()).filter(|&at| {
            let known = &self.known[at];
            known.kind == EntityKind::Person && known.roles.iter().any(held)
        });
        let first = holders.next()?;
        holders.next().is_none().then(|| u32::try_from(first).unwrap_or(u32::MAX))
    }

    /// True where the known person at `entry` held the office of title `title` at any
    /// time.
    pub(in crate::name) fn has_held(&self, entry: u32, title: u32) -> bool {
        let offices = self.offices.get(title as usize);
        self.known(entry)
            .roles
            .iter()
            .any(|role| offices.is_some_and(|offices| offices.contains(&role.title)))
    }

    /// The entry of `kind` that `words` (without articles) spell in another way, if there
    /// is just one.
    pub(in crate::name) fn variant(
        &self,
        kind: EntityKind,
        words: &[String],
    ) -> Option<u32> {
        self.variants.get(kind, words)
    }

    /// The body of a state that `words` name, adjectives of countries left out: its
    /// entry, without the country.
    pub(in crate::name) fn body<'w>(
        &self,
        words: impl Iterator<Item = &'w str>,
    ) -> Option<&str> {
        self.bodies.get(words)
    }

    /// What the word under `key`, without the article, does before a capital.
    pub(in crate::name) fn beside_capital(&self, key: &str) -> Option<MetonymClass> {
        self.metonyms.class(key)
    }

    /// The country that is governed from the place with the id `file:key`.
    pub(in crate::name) fn governed_from(&self, id: &str) -> Option<u32> {
        self.governed.get(id).copied()
    }

    /// The class of title `index`.
    pub(in crate::name) fn title(&self, index: u32) -> TitleClass {
        self.titles[index as usize]
    }

    fn add_words(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("names-words.tsv")?.rows() {
            let class = WordClass::parse(row.get("class")).ok_or_else(|| {
                row.fault(format!("`{}` is no class of words", row.get("class")))
            })?;
            let with_article = matches!(
                class,
                WordClass::Described
                    | WordClass::GroupAdjective
                    | WordClass::Based
                    | WordClass::Belonging
                    | WordClass::Document
                    | WordClass::PluralHead
                    | WordClass::GroupNoun
            );
            for form in row.all("forms") {
                match class {
                    WordClass::Body => {
                        self.phrases.insert(form, Meaning::OrganisationHead);
                    }
                    WordClass::GroupNoun => self.insert_both(form, Meaning::Group),
                    _ => (),
                }
                self.phrases.insert(form, Meaning::Word(class));
                if with_article {
                    self.phrases.insert(&definite(form), Meaning::Word(class));
                }
            }
        }
        Ok(())
    }

    fn add_countries(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("places/countries.tsv")?.rows() {
            let entry = self.push_known(&row, "places/countries.tsv", EntityKind::Place);
            for form in row.all("nisba") {
                self.phrases.insert(form, Meaning::Nisba(entry));
                self.phrases.insert(&definite(form), Meaning::Nisba(entry));
            }
        }
        Ok(())
    }

    fn add_known(
        &mut self,
        sources: &Sources,
        file: &'static str,
        kind: EntityKind,
    ) -> Result<(), LexiconError> {
        for row in sources.table(file)?.rows() {
            self.push_known(&row, file, kind);
        }
        Ok(())
    }

    fn push_known(&mut self, row: &Row<'_, '_>, file: &str, kind: EntityKind) -> u32 {
        let entry = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let note = row.get("note");
        let ambiguous = note.contains("ambiguous");
        let forms = || {
            std::iter::once(row.get("name"))
                .chain(row.all("short"))
                .chain(row.all("aliases"))
        };
        // A note may say which forms it means; else it means all of one word.
        let said = ambiguous && forms().any(|form| note.contains(form));
        let mut aliases = Vec::new();
        for form in forms() {
            // A bracketed form repeats two others.
            if form.contains('(') {
                continue;
            }
            let single = !form.contains(' ');
            let shy = single
                && file != "places/countries.tsv"
                && (ambiguous && (!said || note.contains(form))
                    || form.chars().count() < 3);
            self.phrases.insert(form, Meaning::Known { entry, shy });
            if !shy {
                self.variants.add(kind, form, entry);
            }
            if form != row.get("name") {
                aliases.push(form.to_owned());
            }
        }
        if matches!(row.get("kind"), "armed" | "party") {
            let words = bare(row.get("name"));
            if let Some((_, tail)) = words.split_once(' ')
                && tail.contains(' ')
            {
                self.by_tail.insert(tail.to_owned(), entry);
            }
        }
        if kind == EntityKind::Place {
            let name = (fold_key(row.get("name")), row.get("country").to_owned());
            self.by_name.entry(name).or_insert(entry);
        }
        self.known.push(Known {
            id: format!("{}:{}", file.trim_end_matches(".tsv"), row.key()),
            kind,
            name: row.get("name").to_owned(),
            aliases,
            country: match row.get("country") {
                "" if file == kb::FILES[0].0 => row.key().to_owned(),
                code => code.to_owned(),
            },
            roles: row.all("roles").map(KnownRole::parse).collect(),
            capital: row.get("capital").to_owned(),
            wikidata: row.get("wikidata").to_owned(),
        });
        entry
    }

    /// Wikidata items, and who is governed from where.
    fn add_identifiers(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        let at: FxHashMap<&str, usize> =
            self.known.iter().enumerate().map(|(at, k)| (k.id.as_str(), at)).collect();
        let place = |row: &Row<'_, '_>, id: &str| {
            at.get(id).copied().ok_or_else(|| {
                row.fault(format!("`{id}` is no entry; write file:key of a line"))
            })
        };
        let to_u32 = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut items = Vec::new();
        for row in sources.table("wikidata.tsv")?.rows() {
            items.push((place(&row, row.key())?, row.get("wikidata").to_owned()));
        }
        for row in sources.table("relations.tsv")?.rows() {
            let (subject, object) =
                (place(&row, row.get("subject"))?, place(&row, row.get("object"))?);
            if row.get("predicate") == "stands-for" {
                let place = self.known[subject].id.clone();
                self.governed.insert(place, to_u32(object));
            }
        }
        for country in 0..to_u32(self.known.len()) {
            if !self.known(country).capital.is_empty()
                && let Some(capital) = self.capital_of(country)
            {
                let place = self.known(capital).id.clone();
                self.governed.entry(place).or_insert(country);
            }
        }
        for (at, item) in items {
            self.known[at].wikidata = item;
        }
        Ok(())
    }

    fn add_heads(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("organisations/heads.tsv")?.rows() {
            for form in row.all("forms") {
                self.insert_both(form, Meaning::OrganisationHead);
            }
        }
        for row in sources.table("places/heads.tsv")?.rows() {
            let keep = row.get("keep") == "yes";
            for form in row.all("forms") {
                self.phrases.insert(form, Meaning::PlaceHead { keep });
            }
        }
        Ok(())
    }

    fn add_titles(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        let words = sources.table("names-words.tsv")?;
        let plurals: Vec<String> = words
            .rows()
            .filter(|row| row.get("class") == "plural-title")
            .flat_map(|row| row.all("forms").map(fold_key).collect::<Vec<_>>())
            .collect();
        let table = sources.table("offices.tsv")?;
        let offices: FxHashMap<&str, Vec<String>> = table
            .rows()
            .map(|row| (row.key(), row.all("offices").map(str::to_owned).collect()))
            .collect();
        for row in sources.table("titles.tsv")?.rows() {
            let class = u32::try_from(self.titles.len()).unwrap_or(u32::MAX);
            self.titles.push(match row.get("class") {
                "honorific" => TitleClass::Honorific,
                "head-of-state" | "head-of-government" | "royal" | "minister" => {
                    TitleClass::State
                }
                _ => TitleClass::Other,
            });
            self.offices.push(offices.get(row.key()).cloned().unwrap_or_default());
            if let Some(names) = self.offices.last_mut() {
                names.push(office(row.key()));
            }
            let before_name = row.get("before_name") == "yes";
            let stem = first_word(row.all("forms").next().unwrap_or_default());
            for form in row.all("forms").chain(row.all("feminine")) {
                let word = first_word(form);
                let singular = word == stem
                    || !plurals.contains(&word)
                        && !PLURAL_ENDINGS.iter().any(|&ending| word.ends_with(ending));
                let meaning = Meaning::Title { class, singular, before_name };
                self.insert_both(form, meaning);
            }
        }
        Ok(())
    }

    fn add_sources_and_groups(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("groups.tsv")?.rows() {
            for form in row.all("forms") {
                self.insert_both(form, Meaning::Group);
            }
        }
        for row in sources.table("cues/sources.tsv")?.rows() {
            let noun = match row.get("kind") {
                "role" if row.get("number") == "plural" => SourceNoun::Group,
                "anonymous-person" | "role" => SourceNoun::Person,
                "document" => SourceNoun::Document,
                _ => SourceNoun::Group,
            };
            for form in row.all("forms") {
                self.insert_both(form, Meaning::Source(noun));
            }
        }
        Ok(())
    }

    fn add_verbs(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for file in ["cues/verbs.tsv", "events.tsv"] {
            for row in sources.table(file)?.rows() {
                for form in verb_forms(row.get("past"), row.get("present")) {
                    self.phrases.insert(&form, Meaning::Verb);
                }
                let masdar = row.get("masdar");
                if !masdar.is_empty() {
                    self.insert_both(masdar, Meaning::Noun);
                }
                if row.get("pos") == "noun" {
                    for form in row.all("forms").filter(|form| !form.contains(' ')) {
                        self.insert_both(form, Meaning::Noun);
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds `form` without the article, with it, and with it on every word.
    fn insert_both(&mut self, form: &str, meaning: Meaning) {
        self.phrases.insert(form, meaning);
        if form.starts_with(ARTICLE) {
            return;
        }
        self.phrases.insert(&format!("{ARTICLE}{form}"), meaning);
        if form.contains(' ') {
            self.phrases.insert(&definite(form), meaning);
            if let Some((head, rest)) = form.split_once(' ') {
                self.phrases.insert(&format!("{head} {}", definite(rest)), meaning);
            }
        }
    }
}

impl KnownRole {
    /// Reads `title@of@from@to`, where all but the title may be missing.
    fn parse(text: &str) -> KnownRole {
        let mut cells = text.split('@').map(|cell| cell.trim().to_owned());
        let mut next = || cells.next().unwrap_or_default();
        KnownRole { title: next(), of: next(), from: next(), to: next() }
    }
}

/// The English name of an office from the key of its title: `minister-foreign` is
/// `foreign minister`.
fn office(key: &str) -> String {
    match key.strip_prefix("minister-") {
        Some(of) => format!("{of} minister"),
        None => key.replace('-', " "),
    }
}

/// How the sound plurals and duals end, annexed or not.
const PLURAL_ENDINGS: [&str; 6] = [
    "\u{648}\u{646}",
    "\u{64A}\u{646}",
    "\u{627}\u{646}",
    "\u{627}\u{62A}",
    "\u{627}\u{621}",
    "\u{648}",
];

/// The keys of the words of `form`, without articles.
fn bare(form: &str) -> String {
    let words: Vec<String> = form
        .split(' ')
        .map(|word| {
            crate::name::resolve::item::without_article(&fold_key(word)).to_owned()
        })
        .collect();
    words.join(" ")
}

/// The key of the first word of `form`, without the article.
fn first_word(form: &str) -> String {
    let key = fold_key(form.split(' ').next().unwrap_or_default());
    key.strip_prefix(ARTICLE).map_or(key.clone(), str::to_owned)
}

/// `form` with the article on each of its words.
fn definite(form: &str) -> String {
    let mut out = String::with_capacity(form.len() + 8);
    for word in form.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        if !word.starts_with(ARTICLE) {
            out.push_str(ARTICLE);
        }
        out.push_str(word);
    }
    out
}

/// The forms of the third person, which suffice to tell a verb from a name.
fn verb_forms(past: &str, present: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if !past.is_empty() && !past.contains(' ') {
        let stem = past.trim_end_matches(ALEF_MAKSURA);
        forms.push(past.to_owned());
        forms.push(format!("{stem}{TEH}"));
        forms.push(format!("{stem}{WAW}\u{627}"));
        forms.push(format!("{stem}\u{627}"));
        forms.push(format!("{stem}{TEH}\u{627}"));
    }
    if let Some(stem) = present.strip_prefix(YEH).filter(|stem| !stem.contains(' ')) {
        forms.push(present.to_owned());
        forms.push(format!("{TEH}{stem}"));
        forms.push(format!("{present}{WAW}\u{646}"));
    }
    forms
}
