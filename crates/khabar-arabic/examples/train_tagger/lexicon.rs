//! The lexicon behind the tagger: forms with what they may be.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use khabar_arabic::{
    Splitter, fold_key,
    letters::{ALEF, ARTICLE, NOON, TEH, YEH, is_letter},
    table::Table,
    tagger::lexicon_bits::*,
};

use crate::shared::camel;

type Values = BTreeMap<String, u64>;

/// The bytes of `lexicon.fst`.
pub(crate) fn build(
    camel: &Path,
    gazetteer: &Path,
    named: &Path,
    splitter: &Splitter,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut values = Values::new();
    person_names(&mut values)?;
    for file in ["cities_full.json", "popopo.json", "P17_PP.json"] {
        for text in fs::read_to_string(gazetteer.join(file))?.split('"') {
            let key = fold_key(text);
            if key.chars().count() > 2 && key.chars().all(is_letter) {
                *values.entry(key).or_default() |= PLACE;
            }
        }
    }
    own(&mut values)?;
    from_camel(camel, splitter, &mut values)?;
    in_names(named, &mut values)?;
    let list = include_str!("../../../../models/tagger/closed.tsv");
    for (line, row) in (1..).zip(Table::parse("closed.tsv", list)?.rows()) {
        for form in row.all("forms") {
            let value = values.entry(fold_key(form)).or_default();
            if *value < LISTED {
                *value |= line * LISTED;
            }
        }
    }
    let mut builder = fst::MapBuilder::memory();
    for (key, value) in &values {
        builder.insert(key, *value)?;
    }
    Ok(builder.into_inner()?)
}

fn person_names(values: &mut Values) -> Result<(), Box<dyn Error>> {
    let names = include_str!("../../../../models/person-names/names.tsv");
    for line in names.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [form, role, count, flag] = cells.as_slice() else { continue };
        if form.contains(' ') {
            continue;
        }
        let role = match *role {
            "g" => GIVEN,
            "s" => SURNAME,
            _ => GIVEN | SURNAME,
        };
        let size = match count.parse::<usize>()? {
            50.. => BEARERS << 1,
            5.. => BEARERS,
            _ => 0,
        };
        let common = if *flag == "w" { COMMON } else { 0 };
        *values.entry(fold_key(form)).or_default() |= role | size | common;
    }
    Ok(())
}

/// What the lexicon of the project says: words of names, and verbal nouns.
fn own(values: &mut Values) -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lexicon");
    let tables: [(&str, &[&str], u64, bool); 15] = [
        ("organisations/heads.tsv", &["forms"], HEAD, true),
        ("places/heads.tsv", &["forms"], PLACE_HEAD, true),
        ("titles.tsv", &["forms", "feminine"], TITLE, true),
        ("organisations/known.tsv", &["name", "aliases"], KNOWN, false),
        ("outlets.tsv", &["name", "aliases"], KNOWN, false),
        ("people.tsv", &["name", "short"], SURNAME, false),
        ("places/countries.tsv", &["name", "aliases", "capital"], PLACE, false),
        ("places/countries.tsv", &["nisba"], ADJECTIVE, false),
        ("places/known.tsv", &["name", "aliases"], PLACE, true),
        ("calendar/months.tsv", &["forms"], CALENDAR, false),
        ("calendar/weekdays.tsv", &["forms"], CALENDAR, false),
        ("calendar/numbers.tsv", &["forms"], NUMBER, false),
        ("events.tsv", &["masdar"], MASDAR, true),
        ("cues/verbs.tsv", &["masdar"], MASDAR, true),
        ("cues/nouns.tsv", &["forms"], NOUN, true),
    ];
    for (file, columns, bit, is_single) in tables {
        let text = fs::read_to_string(root.join(file))?;
        for row in Table::parse(file, &text)?.rows() {
            for form in columns.iter().flat_map(|column| row.all(column)) {
                // Longer phrases give all their words, or none.
                if is_single && form.contains(' ') {
                    continue;
                }
                for word in form.split(' ') {
                    let key = fold_key(word);
                    let key = key.strip_prefix(ARTICLE).unwrap_or(&key);
                    if key.chars().count() > 1 && key.chars().all(is_letter) {
                        *values.entry(key.to_owned()).or_default() |= bit;
                    }
                }
            }
        }
    }
    Ok(())
}

fn from_camel(
    camel: &Path,
    splitter: &Splitter,
    values: &mut Values,
) -> Result<(), Box<dyn Error>> {
    let mut put = |form: &str, bit: u64, is_known: bool| {
        let key = fold_key(form);
        if !key.is_empty() && (is_known || splitter.zipf(&key) > 0.0) {
            *values.entry(key).or_default() |= bit;
        }
    };
    for (file, perfect) in [("MSA-Verb-LEX-PV.csv", true), ("MSA-Verb-LEX-IV.csv", false)]
    {
        camel::each_row(&camel.join(file), |row| {
            let stem = fold_key(&camel::from_buckwalter(&row("FORM")));
            let conditions = format!("{} {}", row("COND-T"), row("COND-S"));
            let is_common =
                splitter.zipf(&fold_key(&camel::lemma_of(&row("LEMMA")))) > 0.8;
            for form in camel::forms(&stem, &conditions, perfect) {
                if perfect {
                    put(&form, PERFECT, is_common);
                } else {
                    for prefix in [YEH, TEH, NOON, ALEF] {
                        put(&format!("{prefix}{form}"), IMPERFECT, is_common);
                    }
                }
            }
            if perfect {
                let derived = camel::derived(&row("LEMMA"));
                for word in derived.masdars {
                    put(&camel::from_buckwalter(&word), MASDAR, false);
                }
                for word in derived.participles {
                    put(&camel::from_buckwalter(&word), PARTICIPLE, false);
                }
            }
        })?;
    }
    camel::each_row(&camel.join("MSA-Adj-LEX.csv"), |row| {
        let stem = camel::from_buckwalter(&row("FORM"));
        put(&stem, ADJECTIVE, false);
        for end in
            ["\u{629}", "\u{64A}\u{646}", "\u{648}\u{646}", "\u{627}\u{62A}", "\u{627}"]
        {
            put(&format!("{stem}{end}"), ADJECTIVE, false);
        }
    })?;
    camel::each_row(&camel.join("MSA-Adj-Comp-LEX.csv"), |row| {
        put(&camel::from_buckwalter(&row("FORM")), COMPARATIVE, true);
    })?;
    let mut classes: BTreeMap<String, u64> = BTreeMap::new();
    let mut closed: Vec<(String, u64)> = Vec::new();
    camel::each_row(&camel.join("MSA-Other-LEX.csv"), |row| {
        let next = classes.len() as u64 + 1;
        let class = *classes.entry(row("BW")).or_insert(next);
        closed.push((fold_key(&camel::from_buckwalter(&row("FORM"))), class));
    })?;
    for (key, class) in closed {
        let value = values.entry(key).or_default();
        if (*value / CLOSED).is_multiple_of(64) {
            *value |= class.min(63) * CLOSED;
        }
    }
    Ok(())
}

/// How often running text has a word inside a name: 1 seldom, 2 often, 3 nearly always.
fn in_names(named: &Path, values: &mut Values) -> Result<(), Box<dyn Error>> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for sentence in crate::names::sentences(named)? {
        for (form, kind) in sentence {
            let key = fold_key(&form);
            if key.chars().count() > 2 && key.chars().all(is_letter) {
                let key = key.strip_prefix(ARTICLE).unwrap_or(&key).to_owned();
                let count = counts.entry(key).or_default();
                count.0 += usize::from(kind > 0);
                count.1 += 1;
            }
        }
    }
    for (key, (named, all)) in counts {
        if named > 0 {
            let class = if named * 5 > all * 4 {
                3
            } else if named * 2 > all {
                2
            } else {
                1
            };
            *values.entry(key).or_default() |= class * IN_NAMES;
        }
    }
    Ok(())
}
