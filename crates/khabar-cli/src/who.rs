//! `khabar who`: an entry of the knowledge base by any spelling of its name.

use std::{fmt::Write as _, io::Write};

use anyhow::bail;
use khabar::kb::{Entry, Hit, KnowledgeBase, Office};
use khabar_arabic::latin::{How, is_arabic};
use serde_json::{Value, json};

use crate::{
    End,
    args::{Bidi, WhoArgs},
    complain, lexicon, view,
};

/// The score under which a name is only near, not found.
const FOUND: f32 = 0.55;

/// Entries beside the first that are named as near.
const NEAR: usize = 5;

pub(crate) fn run(args: &WhoArgs) -> anyhow::Result<End> {
    let name = args.name.join(" ");
    if !name.chars().any(char::is_alphabetic) {
        bail!("`{}` holds no letters; give a name", view::clean(&name));
    }
    if let Some(on) = &args.on
        && !khabar::kb::is_date(on)
    {
        bail!("`{on}` is no date; write 2014, 2014-03 or 2014-03-26");
    }
    let sources = lexicon::sources(args.lexicon.as_deref(), args.entities.as_deref())?;
    let base = KnowledgeBase::parse(&sources)?;
    let hits = base.find(&name, NEAR + 1);
    let same = hits.iter().take_while(|hit| hit.how == How::Same).count();
    let found = match hits.first() {
        Some(first) if same == 0 && first.score >= FOUND => 1,
        _ => same,
    };
    let (found, near) = hits.split_at(found);
    let mut out = anstream::stdout().lock();
    if args.json {
        let line = json!({
            "schema": "khabar.who/1",
            "query": name,
            "found": found.iter().map(|hit| record(&base, hit)).collect::<Vec<_>>(),
            "near": near.iter().map(|hit| json!({
                "id": hit.entry.id, "name": hit.entry.name,
                "english": hit.entry.english, "form": hit.form, "score": hit.score,
            })).collect::<Vec<_>>(),
        });
        writeln!(out, "{line}")?;
    } else {
        for hit in found {
            writeln!(out, "{}", page(&base, hit, args))?;
        }
        if !near.is_empty() {
            let names: Vec<String> =
                near.iter().map(|hit| label(hit.entry, args.bidi)).collect();
            let comma = "\n      ";
            writeln!(out, "near: {}", names.join(comma))?;
        }
    }
    if found.is_empty() {
        complain(&format!("nobody and nothing is known by `{}`", view::clean(&name)));
        return Ok(End::Nothing);
    }
    Ok(End::Done)
}

fn record(base: &KnowledgeBase, hit: &Hit<'_>) -> Value {
    let entry = hit.entry;
    let office = |office: &Office| {
        json!({"title": office.title, "of": office.of,
               "from": known(&office.from), "to": known(&office.to)})
    };
    let ties: Vec<Value> = base
        .ties(entry)
        .map(|(tie, other)| {
            json!({"predicate": tie.predicate, "id": other.id, "name": other.name,
                   "from": known(&tie.from), "to": known(&tie.to)})
        })
        .collect();
    json!({
        "id": entry.id, "kind": entry.kind.map(|kind| kind.name()), "class": entry.class,
        "name": entry.name, "aliases": entry.aliases, "english": known(&entry.english),
        "country": known(&entry.country), "capital": known(&entry.capital),
        "wikidata": known(&entry.wikidata),
        "offices": entry.offices.iter().map(office).collect::<Vec<_>>(),
        "relations": ties, "source": entry.source, "note": known(&entry.note),
        "matched": {"form": hit.form, "how": hit.how.name(), "score": hit.score},
    })
}

/// `null` for what is not known.
fn known(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The entry for people, each fact on its own line.
fn page(base: &KnowledgeBase, hit: &Hit<'_>, args: &WhoArgs) -> String {
    let entry = hit.entry;
    let bidi = args.bidi;
    let mut page = label(entry, bidi);
    page.push('\n');
    let mut line = |name: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(page, "  {name:10}{text}");
        }
    };
    let mut what = vec![entry.kind.map_or("", |kind| kind.name())];
    what.extend([entry.class.as_str(), &entry.country, &entry.wikidata]);
    what.retain(|part| !part.is_empty());
    line("entry", &format!("{} \u{B7} {}", entry.id, what.join(" \u{B7} ")));
    line("capital", &apart(&entry.capital, bidi));
    let aliases: Vec<String> =
        entry.aliases.iter().map(|alias| apart(alias, bidi)).collect();
    line("also", &aliases.join(", "));
    for office in &entry.offices {
        let held = args.on.as_deref().is_none_or(|on| office.is_held(on));
        if held && !office.title.is_empty() {
            let of = if office.of.is_empty() {
                String::new()
            } else {
                format!(" of {}", office.of)
            };
            let text = format!("{}{of}{}", office.title, years(&office.from, &office.to));
            line("office", &text);
        }
    }
    for (tie, other) in base.ties(entry) {
        let (name, back) = match tie.predicate.strip_prefix('^') {
            Some(name) => (name, true),
            None => (tie.predicate.as_str(), false),
        };
        let (name, other) = (name.replace('-', " "), label(other, bidi));
        let years = years(&tie.from, &tie.to);
        let text = if back {
            format!("{other} is {name} it{years}")
        } else {
            format!("{name} {other}{years}")
        };
        line("relation", &text);
    }
    line("note", &entry.note);
    line("source", &entry.source);
    let score = match hit.how {
        How::Same => String::new(),
        _ => format!(", likeness {:.2}", hit.score),
    };
    let form = apart(hit.form, bidi);
    line("matched", &format!("{form}: {}{score}", hit.how.name()));
    page
}

/// Both names of an entry.
fn label(entry: &Entry, bidi: Bidi) -> String {
    let name = apart(&entry.name, bidi);
    if entry.english.is_empty() {
        name
    } else {
        format!("{} \u{B7} {name}", entry.english)
    }
}

fn years(from: &str, to: &str) -> String {
    match (from, to) {
        ("", "") => String::new(),
        (from, to) => format!(", {from}\u{2013}{to}"),
    }
}

/// `text` kept apart from Latin words around it.
fn apart(text: &str, bidi: Bidi) -> String {
    let text = view::clean(text);
    match bidi {
        _ if !is_arabic(&text) => text,
        Bidi::Isolate => format!("\u{2068}{text}\u{2069}"),
        Bidi::Mark => format!("\u{200E}{text}\u{200E}"),
        Bidi::None => text,
    }
}
