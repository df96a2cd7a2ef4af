//! `khabar list`.

use std::io::{BufWriter, Write};

use anyhow::bail;
use khabar_store::{Filter, Language, Listing, Row, Store, StoreError, Value};
use serde_json::{Map, Value as Json};

use super::{
    args::{ListArgs, ListForm, What, YesNo},
    language, tell,
};
use crate::End;

/// Characters of a cell in a table for people.
const CELL: usize = 60;

/// An error of the store, or of the output.
#[derive(Debug)]
enum Failure {
    Store(StoreError),
    Out(anyhow::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error)
    }
}

pub(crate) fn run(args: &ListArgs) -> anyhow::Result<End> {
    let listing = match args.what {
        What::Captures => Listing::Captures,
        What::Documents => Listing::Documents,
        What::Claims => Listing::Claims,
        What::Events => Listing::Events,
        What::Entities => Listing::Entities,
        What::Stories => bail!(
            "articles are not grouped into stories yet, nor copies of one text found; \
             `khabar list events --about NAME` tells which articles tell of the same, and \
             `khabar search` finds them"
        ),
    };
    let language: Language = language()?;
    let (store, opened) = Store::open(&args.place.store, &language, |_| {})?;
    tell(&opened);
    let filter = Filter {
        outlet: args.outlet.clone(),
        since: day(args.since.as_deref(), "-01-01", "-01")?,
        until: day(args.until.as_deref(), "-12-31", "-31")?,
        by: args.by.clone(),
        about: args.about.clone(),
        source: args.source.clone(),
        place: args.where_.clone(),
        act: args.act.clone(),
        certainty: args.certainty.clone(),
        anonymous: args.anonymous.map(|yes| yes == YesNo::Yes),
        kind: args.kind.clone(),
        status: args.status.clone(),
        failed: args.failed,
        versions: args.versions,
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut count = 0_u64;
    let listed = store.list(listing, &filter, |row| {
        let is_first = count == 0;
        count += 1;
        match args.form {
            ListForm::Table => table(&mut out, row, is_first),
            ListForm::Jsonl => jsonl(&mut out, row),
            ListForm::Csv => csv(&mut out, row, is_first),
        }
        .map_err(Failure::Out)
    });
    match listed {
        Ok(()) => {}
        Err(Failure::Store(error)) => return Err(error.into()),
        Err(Failure::Out(error)) => return Err(error),
    }
    out.flush()?;
    Ok(if count == 0 { End::Nothing } else { End::Done })
}

/// A day, month or year as a day.
fn day(text: Option<&str>, year: &str, month: &str) -> anyhow::Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    let day = match text.len() {
        4 => format!("{text}{year}"),
        7 => format!("{text}{month}"),
        _ => text.to_owned(),
    };
    let digits = day.bytes().filter(u8::is_ascii_digit).count();
    if day.len() != 10 || digits != 8 {
        bail!("`{text}` is no day; write YYYY-MM-DD, YYYY-MM or YYYY");
    }
    Ok(Some(day))
}

fn table(out: &mut impl Write, row: &Row<'_>, is_first: bool) -> anyhow::Result<()> {
    if is_first {
        writeln!(out, "{}", row.columns.join("\t"))?;
    }
    let cells: Vec<String> = row
        .values
        .iter()
        .map(|value| match value {
            Value::Null => String::new(),
            Value::Number(number) => number.to_string(),
            Value::Text(text) => cell(text),
        })
        .collect();
    writeln!(out, "{}", cells.join("\t"))?;
    Ok(())
}

/// A text in one line, cut; nothing in it commands a terminal.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    for ch in crate::view::clean(text).chars() {
        let ch = if ch.is_whitespace() { ' ' } else { ch };
        if ch == ' ' && cell.ends_with(' ') {
            continue;
        }
        cell.push(ch);
    }
    if cell.chars().count() > CELL {
        cell = cell.chars().take(CELL - 1).collect();
        cell.push('\u{2026}');
    }
    cell
}

fn jsonl(out: &mut impl Write, row: &Row<'_>) -> anyhow::Result<()> {
    let mut object = Map::new();
    for (column, value) in row.columns.iter().zip(&row.values) {
        let value = match value {
            Value::Null => Json::Null,
            Value::Number(number) => Json::from(*number),
            Value::Text(text) => Json::from(*text),
        };
        object.insert(column.clone(), value);
    }
    serde_json::to_writer(&mut *out, &object)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn csv(out: &mut impl Write, row: &Row<'_>, is_first: bool) -> anyhow::Result<()> {
    let mut line = csv::WriterBuilder::new().from_writer(Vec::new());
    if is_first {
        line.write_record(row.columns)?;
    }
    line.write_record(row.values.iter().map(|value| match value {
        Value::Null => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => (*text).to_owned(),
    }))?;
    out.write_all(&line.into_inner()?)?;
    Ok(())
}
