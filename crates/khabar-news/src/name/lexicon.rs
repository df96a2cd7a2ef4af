use khabar_arabic::{
    Sources, fold_key,
    letters::{ALEF_MAKSURA, ARTICLE, TEH, WAW, YEH},
    table::{LexiconError, Row},
};
use khabar_doc::EntityKind;

use super::{people::PersonNames, vocabulary::Phrases};

/// What is known of names.
#[derive(Debug)]
pub struct NameLexicon {
    pub(super) phrases: Phrases<Meaning>,
    pub(super) people: PersonNames,
    known: Vec<Known>,
    titles: Vec<TitleClass>,
}

/// What a phrase of the lexicon can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
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
pub(super) enum SourceNoun {
    Person,
    Group,
    Document,
}

macro_rules! word_classes {
    ($($variant:ident = $name:literal,)*) => {
        /// What a word does in or beside a name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum WordClass { $($variant,)* }

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
    Document = "document",
}

/// Someone or something known by name.
#[derive(Debug)]
pub(super) struct Known {
    /// `file:key`, unique in the lexicon.
    pub(super) id: String,
    /// The kind of its names.
    pub(super) kind: EntityKind,
    /// Its canonical name.
    pub(super) name: String,
    /// Its other forms.
    pub(super) aliases: Vec<String>,
    /// The country it belongs to, as a code.
    pub(super) country: String,
    /// Offices held; empty but for persons.
    pub(super) roles: Vec<KnownRole>,
    /// For a country, the canonical name of its capital.
    pub(super) capital: String,
}

/// One office of a known person.
#[derive(Debug)]
pub(super) struct KnownRole {
    /// The title as written.
    pub(super) title: String,
    /// ISO dates; empty where open or unknown.
    pub(super) from: String,
    /// See `from`.
    pub(super) to: String,
}

/// The class of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TitleClass {
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
            phrases: Phrases::new(),
            people: PersonNames::new(
                sources.text("models/person-names/names.tsv").unwrap_or_default(),
            ),
            known: Vec::new(),
            titles: Vec::new(),
        };
        lexicon.add_words(sources)?;
        lexicon.add_countries(sources)?;
        for (file, kind) in [
            ("places/known.tsv", EntityKind::Place),
            ("organisations/known.tsv", EntityKind::Organisation),
            ("outlets.tsv", EntityKind::Organisation),
            ("people.tsv", EntityKind::Person),
        ] {
            lexicon.add_known(sources, file, kind)?;
        }
        lexicon.add_heads(sources)?;
        lexicon.add_titles(sources)?;
        lexicon.add_sources_and_groups(sources)?;
        lexicon.add_verbs(sources)?;
        Ok(lexicon)
    }

    /// The entry at `index`.
    pub(super) fn known(&self, index: u32) -> &Known {
        &self.known[index as usize]
    }

    /// All entries in the order of their positions.
    pub(super) fn all_known(&self) -> &[Known] {
        &self.known
    }

    /// The class of title `index`.
    pub(super) fn title(&self, index: u32) -> TitleClass {
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
            );
            for form in row.all("forms") {
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
        if sources.text(file).is_none() {
            return Ok(());
        }
        for row in sources.table(file)?.rows() {
            self.push_known(&row, file, kind);
        }
        Ok(())
    }

    fn push_known(&mut self, row: &Row<'_, '_>, file: &str, kind: EntityKind) -> u32 {
        let entry = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let ambiguous = row.get("note").contains("ambiguous");
        let short = row.all("short").chain(row.all("aliases"));
        let mut aliases = Vec::new();
        for form in std::iter::once(row.get("name")).chain(short) {
            // A bracketed form repeats two others.
            if form.contains('(') {
                continue;
            }
            let single = !form.contains(' ');
            let shy = single
                && file != "places/countries.tsv"
                && (ambiguous || form.chars().count() < 3);
            self.phrases.insert(form, Meaning::Known { entry, shy });
            if form != row.get("name") {
                aliases.push(form.to_owned());
            }
        }
        self.known.push(Known {
            id: format!("{}:{}", file.trim_end_matches(".tsv"), row.key()),
            kind,
            name: row.get("name").to_owned(),
            aliases,
            country: match row.get("country") {
                "" if file == "places/countries.tsv" => row.key().to_owned(),
                code => code.to_owned(),
            },
            roles: row.all("roles").map(KnownRole::parse).collect(),
            capital: row.get("capital").to_owned(),
        });
        entry
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
        for row in sources.table("titles.tsv")?.rows() {
            let class = u32::try_from(self.titles.len()).unwrap_or(u32::MAX);
            self.titles.push(match row.get("class") {
                "honorific" => TitleClass::Honorific,
                "head-of-state" | "head-of-government" | "royal" | "minister" => {
                    TitleClass::State
                }
                _ => TitleClass::Other,
            });
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
    /// Reads `title@from..to`, where the dates may be missing.
    fn parse(text: &str) -> KnownRole {
        let (title, dates) = text.split_once('@').unwrap_or((text, ""));
        let (from, to) = dates.split_once("..").unwrap_or((dates, ""));
        KnownRole {
            title: title.trim().to_owned(),
            from: from.trim().to_owned(),
            to: to.trim().to_owned(),
        }
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
    }
    if let Some(stem) = present.strip_prefix(YEH).filter(|stem| !stem.contains(' ')) {
        forms.push(present.to_owned());
        forms.push(format!("{TEH}{stem}"));
        forms.push(format!("{present}{WAW}\u{646}"));
    }
    forms
}
