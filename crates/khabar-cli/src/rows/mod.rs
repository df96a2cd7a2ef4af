//! `khabar claims` and `khabar events`: the rows of many pages.

mod args;
mod grid;

use std::io::Write;

use anyhow::bail;
use khabar::{
    Engine,
    rows::{ClaimRow, CodedRow, EventRow},
    wire,
};
use khabar_page::Limits;
use serde::Serialize;

pub(crate) use self::args::{ClaimsArgs, EventsArgs};
use self::{
    args::{CodedForm, Common, Form},
    grid::{Column, Grid},
};
use crate::{End, complain, input::Inputs, lexicon, pages, series::Article, view};

pub(crate) fn claims(args: &ClaimsArgs) -> anyhow::Result<End> {
    let filter = args.filter();
    let rows = |file: &str, page: &wire::Reading| ClaimRow::of(file, page, &filter);
    let grid = Grid::new(
        &[
            Column::fixed("PUBLISHED", 10),
            Column::share("OUTLET", 2),
            Column::share("SOURCE", 3),
            Column::fixed("ACT", 8),
            Column::fixed("CERTAINTY", 9),
            Column::share("CONTENT", 9),
        ],
        args.common.width,
    );
    let cells = |row: &ClaimRow| {
        grid.row(&[
            &row.published,
            &row.outlet,
            &row.source,
            row.act,
            row.certainty,
            &row.content,
        ])
    };
    match args.form {
        Form::Table => each(&args.common, Some(&grid.head()), rows, |r| Ok(cells(r))),
        Form::Csv => separated(&args.common, b',', rows),
        Form::Json => each(&args.common, None, rows, json),
    }
}

pub(crate) fn events(args: &EventsArgs) -> anyhow::Result<End> {
    let filter = args.filter();
    let rows = |file: &str, page: &wire::Reading| EventRow::of(file, page, &filter);
    let grid = Grid::new(
        &[
            Column::fixed("DATE", 10),
            Column::fixed("TYPE", 9),
            Column::fixed("STATUS", 12),
            Column::share("ACTORS", 3),
            Column::share("RECIPIENTS", 3),
            Column::share("TRIGGERS", 3),
            Column::share("SAID BY", 3),
        ],
        args.common.width,
    );
    let cells = |row: &EventRow| {
        let day = if row.time.is_empty() { &row.published } else { &row.time };
        grid.row(&[
            day,
            row.r#type,
            row.status,
            &row.actors,
            &row.recipients,
            &row.triggers,
            &row.sources,
        ])
    };
    match args.form {
        CodedForm::Table => {
            each(&args.common, Some(&grid.head()), rows, |r| Ok(cells(r)))
        }
        CodedForm::Csv => separated(&args.common, b',', rows),
        CodedForm::Json => each(&args.common, None, rows, json),
        CodedForm::Coded => {
            let rows =
                |file: &str, page: &wire::Reading| CodedRow::of(file, page, &filter);
            separated(&args.common, b'\t', rows)
        }
    }
}

fn json<T: Serialize>(row: &T) -> anyhow::Result<String> {
    let mut line = serde_json::to_string(row)?;
    line.push('\n');
    Ok(line)
}

/// Rows with a separator, and a head before the first.
fn separated<T: Serialize + Send>(
    common: &Common,
    separator: u8,
    rows: impl Fn(&str, &wire::Reading) -> Vec<T> + Sync,
) -> anyhow::Result<End> {
    let mut has_head = false;
    let write = |row: &T, has_head: &mut bool| {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .has_headers(!std::mem::replace(has_head, true))
            .from_writer(Vec::new());
        writer.serialize(row)?;
        anyhow::Ok(String::from_utf8(writer.into_inner()?)?)
    };
    each(common, None, rows, |row| write(row, &mut has_head))
}

/// Reads the pages and writes the rows of each, in the order of the inputs.
fn each<T: Send>(
    common: &Common,
    head: Option<&str>,
    rows: impl Fn(&str, &wire::Reading) -> Vec<T> + Sync,
    mut show: impl FnMut(&T) -> anyhow::Result<String>,
) -> anyhow::Result<End> {
    let inputs = Inputs::named(&common.paths)?;
    let sources =
        lexicon::sources(common.lexicon.as_deref(), common.entities.as_deref())?;
    let engine = Engine::with(&sources)?;
    let limits = Limits::default();
    let work = |item: &anyhow::Result<Article>| {
        let article = match item {
            Ok(article) => article,
            Err(error) => bail!("{error:#}"),
        };
        let read = || {
            let read =
                article.read(&limits, None, |pages| Ok(engine.read_series(pages)?))?;
            anyhow::Ok(wire::Reading::of(&read, &wire::Options::default()))
        };
        let page = read().map_err(|error| {
            anyhow::anyhow!("{}: {error:#}", view::clean(article.name()))
        })?;
        Ok(rows(article.name(), &page))
    };
    let jobs = pages::jobs(common.jobs);
    let mut out = std::io::stdout().lock();
    let (mut read, mut failed, mut found) = (0_usize, 0_usize, 0_usize);
    pages::each(inputs.articles(limits, complain), jobs, work, |result| {
        match result {
            Ok(rows) => {
                read += 1;
                for row in &rows {
                    if found == 0
                        && let Some(head) = head
                    {
                        out.write_all(head.as_bytes())?;
                    }
                    found += 1;
                    out.write_all(show(row)?.as_bytes())?;
                }
            }
            Err(error) => {
                failed += 1;
                complain(&format!("{error:#}"));
            }
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(match (read, failed) {
        (0, 1..) => End::Failed,
        (_, 1..) => {
            complain(&format!("read {read} of {} pages", read + failed));
            End::Partly
        }
        _ if found == 0 => {
            complain(&format!("nothing found in {read} pages"));
            End::Nothing
        }
        _ => End::Done,
    })
}
