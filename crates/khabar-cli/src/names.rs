//! `khabar names`: who and what many pages name.

use std::io::Write;

use anyhow::{Context, bail};
use khabar::{
    Engine, Limits,
    profile::{Profile, Profiles},
};
use serde::Serialize;

use crate::{
    End,
    args::{NamesArgs, NamesForm},
    complain,
    input::Inputs,
    lexicon, pages,
    series::Article,
    view,
};

/// One line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    #[serde(flatten)]
    profile: &'a Profile,
}

const COLUMNS: [&str; 12] = [
    "mentions",
    "documents",
    "kind",
    "name",
    "entry",
    "confidence",
    "first",
    "last",
    "flags",
    "forms",
    "roles",
    "evidence",
];

pub(crate) fn run(args: &NamesArgs) -> anyhow::Result<End> {
    let inputs = Inputs::named(&args.paths)?;
    let sources = lexicon::sources(args.lexicon.as_deref(), args.entities.as_deref())?;
    let engine = Engine::with(&sources)?;
    let jobs = pages::jobs(args.jobs);
    let limits = Limits::default();
    let work = |item: &anyhow::Result<Article>| {
        let article = match item {
            Ok(article) => article,
            Err(error) => bail!("{error:#}"),
        };
        let name = view::clean(article.name());
        let read = article
            .read(&limits, None, |pages| Ok(engine.read_series(pages)?))
            .with_context(|| name.clone())?;
        Ok((name, read))
    };
    let mut profiles = Profiles::new();
    let (mut read, mut failed) = (0_usize, 0_usize);
    pages::each(inputs.articles(limits, complain), jobs, work, |result| {
        match result {
            Ok((name, page)) => {
                profiles.add(&name, &page);
                read += 1;
            }
            Err(error) => {
                failed += 1;
                complain(&format!("{error:#}"));
            }
        }
        Ok(())
    })?;
    let mut all = profiles.finish();
    all.retain(|profile| profile.candidate || !args.candidates);
    let mut out = std::io::stdout().lock();
    write(&mut out, &all, args.form)?;
    out.flush()?;
    Ok(match (read, failed) {
        (0, 0) => {
            complain("nothing found: no pages in these folders");
            End::Nothing
        }
        (0, _) => End::Failed,
        (_, 0) if all.is_empty() => End::Nothing,
        (_, 0) => End::Done,
        _ => End::Partly,
    })
}

fn write(out: &mut impl Write, all: &[Profile], form: NamesForm) -> anyhow::Result<()> {
    match form {
        NamesForm::Json => {
            for profile in all {
                let line = Line { schema: "khabar.profile/1", profile };
                writeln!(out, "{}", serde_json::to_string(&line)?)?;
            }
        }
        NamesForm::Table => {
            writeln!(out, "{}", COLUMNS.join("\t"))?;
            for profile in all {
                writeln!(out, "{}", cells(profile).map(|c| plain(&c)).join("\t"))?;
            }
        }
        NamesForm::Csv => {
            csv(out, all.iter().map(cells))?;
        }
    }
    Ok(())
}

/// Comma-separated values, RFC 4180.
fn csv(
    out: &mut impl Write,
    rows: impl Iterator<Item = [String; COLUMNS.len()]>,
) -> anyhow::Result<()> {
    let mut csv =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(COLUMNS)?;
    for row in rows {
        csv.write_record(row)?;
    }
    csv.flush()?;
    Ok(())
}

fn cells(profile: &Profile) -> [String; COLUMNS.len()] {
    let mut flags: Vec<&str> = profile.flags.iter().copied().collect();
    if profile.candidate {
        flags.push("new");
    }
    let mut forms: Vec<(&String, &usize)> = profile.forms.iter().collect();
    forms.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let forms: Vec<String> =
        forms.iter().map(|(form, count)| format!("{form} {count}")).collect();
    let roles: Vec<String> = profile
        .roles
        .iter()
        .map(|role| match &role.on {
            Some(on) => format!("{} ({on})", role.title),
            None => role.title.clone(),
        })
        .collect();
    let evidence: Vec<&str> = match profile.candidate {
        true => profile.evidence.iter().map(|e| e.text.as_str()).collect(),
        false => Vec::new(),
    };
    [
        profile.mentions.to_string(),
        profile.documents.len().to_string(),
        profile.kind.to_owned(),
        profile.name.clone(),
        profile.known.clone().unwrap_or_default(),
        match profile.known {
            Some(_) => format!("{:.2}", profile.confidence),
            None => String::new(),
        },
        profile.first.clone().unwrap_or_default(),
        profile.last.clone().unwrap_or_default(),
        flags.join(" "),
        forms.join(" | "),
        roles.join(" | "),
        evidence.join(" | "),
    ]
}

/// A cell of the table: without tabs and what would command a terminal.
fn plain(cell: &str) -> String {
    view::clean(cell).replace('\t', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &str) -> String {
        let mut row: [String; COLUMNS.len()] = Default::default();
        row[3] = cell.to_owned();
        let mut out = Vec::new();
        csv(&mut out, [row].into_iter()).unwrap();
        String::from_utf8(out).unwrap().split_once("\r\n").unwrap().1.to_owned()
    }

    #[test]
    fn cells_of_csv_are_quoted_where_they_must_be() {
        assert_eq!(written("سالم"), ",,,سالم,,,,,,,,\r\n");
        assert_eq!(written("a,b"), ",,,\"a,b\",,,,,,,,\r\n");
        assert_eq!(written("say \"x\""), ",,,\"say \"\"x\"\"\",,,,,,,,\r\n");
        assert_eq!(plain("a\tb"), "a b");
    }
}
