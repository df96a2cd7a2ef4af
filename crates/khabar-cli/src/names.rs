//! `khabar names`: who and what many pages name.

use std::{
    io::{IsTerminal, Write},
    num::NonZeroUsize,
};

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
    input::{Input, Inputs},
    lexicon, pages, view,
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
    let paths = if args.paths.is_empty() {
        if std::io::stdin().is_terminal() {
            bail!("nothing to read; name files or folders, or `-` for standard input");
        }
        vec!["-".into()]
    } else {
        args.paths.clone()
    };
    let sources = lexicon::sources(args.lexicon.as_deref(), args.entities.as_deref())?;
    let engine = Engine::with(&sources)?;
    let inputs = Inputs::of(&paths);
    if let Some(skipped) = inputs.skipped() {
        complain(&skipped);
    }
    let jobs = args
        .jobs
        .or_else(|| std::thread::available_parallelism().ok())
        .unwrap_or(NonZeroUsize::MIN);
    let limits = Limits::default();
    let work = |item: &anyhow::Result<Input>| {
        let input = match item {
            Ok(input) => input,
            Err(error) => bail!("{error:#}"),
        };
        let name = view::clean(&input.name);
        let bytes = input.bytes(&limits).with_context(|| name.clone())?;
        let read =
            engine.read(&bytes, &input.hints(None)).with_context(|| name.clone())?;
        Ok((name, read))
    };
    let mut profiles = Profiles::new();
    let (mut read, mut failed) = (0_usize, 0_usize);
    pages::each(inputs.pages(limits, complain), jobs, work, |result| {
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
            write!(out, "{}\r\n", COLUMNS.join(","))?;
            for profile in all {
                write!(out, "{}\r\n", cells(profile).map(|c| quoted(&c)).join(","))?;
            }
        }
    }
    Ok(())
}

fn cells(profile: &Profile) -> [String; 12] {
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

/// A cell of CSV, quoted where it must be.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_csv_are_quoted_where_they_must_be() {
        assert_eq!(quoted("سالم"), "سالم");
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("say \"x\""), "\"say \"\"x\"\"\"");
        assert_eq!(plain("a\tb"), "a b");
    }
}
