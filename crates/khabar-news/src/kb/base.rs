use khabar_arabic::{
    Sources,
    latin::{How, NameIndex, Transliterator},
    table::{LexiconError, Row},
};
use khabar_doc::EntityKind;
use rustc_hash::FxHashMap;

use super::{
    ENTITIES, FILES,
    date::{ends_before, is_date, is_within},
    entities::kind_of,
};

/// Everything that the lexicon knows by name.
#[derive(Debug)]
pub struct KnowledgeBase {
    entries: Vec<Entry>,
    by_id: FxHashMap<String, usize>,
    ties: Vec<(usize, Tie)>,
    index: NameIndex,
}

/// One person, organisation or place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// `file:key`, as [`Entity::known`](khabar_doc::Entity::known).
    pub id: String,
    /// `PER`, `ORG` or `LOC`.
    pub kind: Option<EntityKind>,
    /// What its file calls it: `city`, `party`, `agency`; empty for persons.
    pub class: String,
    /// The name in full.
    pub name: String,
    /// Other Arabic names: short, former, spelt otherwise.
    pub aliases: Vec<String>,
    /// The usual Latin name; empty where none is listed.
    pub english: String,
    /// ISO 3166-1 alpha-3; empty where it is of no one country.
    pub country: String,
    /// Offices held.
    pub offices: Vec<Office>,
    /// A Wikidata item; empty where none is listed.
    pub wikidata: String,
    /// For a country, the name of its capital.
    pub capital: String,
    /// Where the line is from.
    pub source: String,
    /// What its editors noted.
    pub note: String,
}

/// An office and when it was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// In English: `prime minister`.
    pub title: String,
    /// A country's code, or an organisation by its English name.
    pub of: String,
    /// ISO date of any precision; empty where it is not known.
    pub from: String,
    /// The same; empty where it is not known or goes on.
    pub to: String,
}

/// A relation of an entry to another, seen from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// `successor-of`, `part-of` and the like; from the other side with `^` in front.
    pub predicate: String,
    /// The other entry, by position.
    pub other: usize,
    /// ISO dates of any precision; empty where open or unknown.
    pub from: String,
    /// See `from`.
    pub to: String,
}

/// An entry that a name was found to mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'k> {
    /// The entry.
    pub entry: &'k Entry,
    /// The name of it that fits best.
    pub form: &'k str,
    /// How the spelling was matched.
    pub how: How,
    /// From 0 to 1; see [`Found::score`](khabar_arabic::latin::Found::score).
    pub score: f32,
}

/// The relations that `relations.tsv` may name.
const PREDICATES: [&str; 8] = [
    "successor-of",
    "part-of",
    "wing-of",
    "split-from",
    "led-by",
    "allied-with",
    "same-office-as",
    "stands-for",
];

impl KnowledgeBase {
    /// Reads the entries of `sources`, the user's own with them, and indexes their names.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty, or a relation or identifier names no entry.
    pub fn parse(sources: &Sources) -> Result<KnowledgeBase, LexiconError> {
        let mut base = KnowledgeBase {
            entries: Vec::new(),
            by_id: FxHashMap::default(),
            ties: Vec::new(),
            index: NameIndex::new(Transliterator::builtin()),
        };
        for (file, kind) in FILES {
            for row in sources.table(file)?.rows() {
                base.add(file, Some(kind), &row)?;
            }
        }
        if sources.text(ENTITIES).is_some() {
            for row in sources.table(ENTITIES)?.rows() {
                base.add(ENTITIES, kind_of(row.get("kind")), &row)?;
            }
        }
        for row in sources.table("wikidata.tsv")?.rows() {
            let at = base.position(&row, row.key())?;
            base.entries[at].wikidata = row.get("wikidata").to_owned();
        }
        for row in sources.table("relations.tsv")?.rows() {
            base.relate(&row)?;
        }
        for (id, entry) in (0_u32..).zip(&base.entries) {
            for form in entry.forms() {
                base.index.add(id, form);
                if entry.kind == Some(EntityKind::Person)
                    && let Some(short) = first_and_last(form)
                {
                    base.index.add(id, &short);
                }
            }
        }
        Ok(base)
    }

    fn add(
        &mut self,
        file: &str,
        kind: Option<EntityKind>,
        row: &Row<'_, '_>,
    ) -> Result<(), LexiconError> {
        let country = match row.get("country") {
            "" if file == "places/countries.tsv" => row.key(),
            code => code,
        };
        let class = match file {
            "places/countries.tsv" => "country",
            ENTITIES => "",
            _ => row.get("kind"),
        };
        let offices = row.all("roles").map(|role| Office::parse(row, role));
        let entry = Entry {
            id: format!("{}:{}", file.trim_end_matches(".tsv"), row.key()),
            kind,
            class: class.to_owned(),
            name: row.get("name").to_owned(),
            aliases: row
                .all("short")
                .chain(row.all("aliases"))
                .map(str::to_owned)
                .collect(),
            english: row.get("english").to_owned(),
            country: country.to_owned(),
            offices: offices.collect::<Result<_, _>>()?,
            wikidata: row.get("wikidata").to_owned(),
            capital: row.get("capital").to_owned(),
            source: row.get("source").to_owned(),
            note: row.get("note").to_owned(),
        };
        self.by_id.insert(entry.id.clone(), self.entries.len());
        self.entries.push(entry);
        Ok(())
    }

    fn position(&self, row: &Row<'_, '_>, id: &str) -> Result<usize, LexiconError> {
        self.by_id.get(id).copied().ok_or_else(|| {
            row.fault(format!("`{id}` is no entry; write file:key of a line"))
        })
    }

    fn relate(&mut self, row: &Row<'_, '_>) -> Result<(), LexiconError> {
        let subject = self.position(row, row.get("subject"))?;
        let object = self.position(row, row.get("object"))?;
        let predicate = row.get("predicate");
        if !PREDICATES.contains(&predicate) {
            let known = PREDICATES.join(", ");
            return Err(row.fault(format!("`{predicate}` is no relation; use {known}")));
        }
        let (from, to) = (row.get("from").to_owned(), row.get("to").to_owned());
        check_dates(row, &from, &to)?;
        let back = Tie {
            predicate: format!("^{predicate}"),
            other: subject,
            from: from.clone(),
            to: to.clone(),
        };
        let predicate = predicate.to_owned();
        self.ties.push((subject, Tie { predicate, other: object, from, to }));
        self.ties.push((object, back));
        Ok(())
    }

    /// All entries, in the order of the files.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with the id `file:key`.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).map(|&at| &self.entries[at])
    }

    /// The relations of `entry`, each with the other entry.
    pub fn ties(&self, entry: &Entry) -> impl Iterator<Item = (&Tie, &Entry)> {
        let at = self.by_id.get(&entry.id).copied();
        self.ties
            .iter()
            .filter(move |(subject, _)| Some(*subject) == at)
            .map(|(_, tie)| (tie, &self.entries[tie.other]))
    }

    /// The entries whose names are nearest to `name`, in either script; those with the
    /// same letters first, at most `limit`.
    pub fn find(&self, name: &str, limit: usize) -> Vec<Hit<'_>> {
        self.index
            .find(name, limit)
            .into_iter()
            .map(|found| Hit {
                entry: &self.entries[found.id as usize],
                form: found.form,
                how: found.how,
                score: found.score,
            })
            .collect()
    }

    /// Who held the office `title` of `of` on the ISO date `on`; of all times without it.
    pub fn holders(&self, title: &str, of: &str, on: Option<&str>) -> Vec<&Entry> {
        let held = |office: &Office| {
            office.title == title
                && office.of == of
                && on.is_none_or(|on| office.is_held(on))
        };
        self.entries.iter().filter(|entry| entry.offices.iter().any(held)).collect()
    }
}

impl Entry {
    /// All its names, the full one first, the Latin one last.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name)
            .chain(&self.aliases)
            .chain(std::iter::once(&self.english))
            .map(String::as_str)
            .filter(|form| !form.is_empty())
    }
}

impl Office {
    /// True where it may have been held on the ISO date `on`.
    pub fn is_held(&self, on: &str) -> bool {
        is_within(on, &self.from, &self.to)
    }

    fn parse(row: &Row<'_, '_>, text: &str) -> Result<Office, LexiconError> {
        let mut cells = text.split('@').map(|cell| cell.trim().to_owned());
        let mut next = || cells.next().unwrap_or_default();
        let office = Office { title: next(), of: next(), from: next(), to: next() };
        check_dates(row, &office.from, &office.to)?;
        Ok(office)
    }
}

/// A name of three words or more by its first and last, as people are often called.
fn first_and_last(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    match words[..] {
        [first, _, .., last] => Some(format!("{first} {last}")),
        _ => None,
    }
}

fn check_dates(row: &Row<'_, '_>, from: &str, to: &str) -> Result<(), LexiconError> {
    for date in [from, to] {
        if !date.is_empty() && !is_date(date) {
            return Err(row.fault(format!("`{date}` is no date; write it like 2014-03")));
        }
    }
    if ends_before(from, to) {
        return Err(row.fault(format!("it ends ({to}) before it begins ({from})")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin_sources;

    fn base() -> KnowledgeBase {
        KnowledgeBase::parse(&builtin_sources()).unwrap()
    }

    #[test]
    fn finds_entries_by_names_of_both_scripts() {
        let base = base();
        for (query, id) in [
            ("نتانياهو", "people:benjamin-netanyahu"),
            ("Kadhafi", "people:muammar-gaddafi"),
            ("Mahmoud Abbas", "people:mahmoud-abbas"),
            ("Mohammad Sudani", "people:mohammed-shia-al-sudani"),
            ("Hayat Tahrir al-Sham", "organisations/known:hayat-tahrir-al-sham"),
        ] {
            let found = base.find(query, 2);
            let first = found.first().map(|hit| hit.entry.id.as_str());
            assert_eq!(first, Some(id), "{query}: {found:?}");
        }
    }

    #[test]
    fn it_is_large_and_every_entry_has_its_parts() {
        let base = base();
        assert!(base.entries().len() >= 6_000, "{}", base.entries().len());
        for entry in base.entries() {
            assert!(!entry.name.is_empty() && entry.kind.is_some(), "{}", entry.id);
            assert!(!entry.source.is_empty(), "{} names no source", entry.id);
        }
    }

    #[test]
    fn holders_of_an_office_by_date() {
        let base = base();
        let names = |on| {
            let holders = base.holders("prime minister", "IRQ", on);
            holders.iter().map(|entry| entry.english.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(names(Some("2023-06-01")), ["Mohammed Shia al-Sudani"]);
        assert_eq!(names(Some("2021-01")), ["Mustafa al-Kadhimi"]);
        assert!(names(None).len() >= 5);
    }

    #[test]
    fn a_relation_to_nothing_is_a_fault() {
        let mut sources = builtin_sources();
        sources.set(
            "relations.tsv",
            "id\tsubject\tpredicate\tobject\tfrom\tto\tsource\tnote\nx\tpeople:nobody\tpart-of\tpeople:nobody\t\t\teditors\t\n",
        );
        let fault = KnowledgeBase::parse(&sources).unwrap_err().to_string();
        assert_eq!(
            fault,
            "relations.tsv:2: `people:nobody` is no entry; write file:key of a line"
        );
    }
}
