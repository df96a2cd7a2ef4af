//! `khabar backup`, `restore`, `doctor`, `reindex`.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use khabar_store::{Severity, backup as copy, doctor as look_over};

use super::{
    args::{BackupArgs, DoctorArgs, RestoreArgs, Where},
    language, spinner,
};
use crate::{End, complain};

pub(crate) fn backup(args: &BackupArgs) -> anyhow::Result<End> {
    let bar = spinner("pages copied");
    copy(&args.place.store, &args.to, args.replace, |done, _| bar.set_position(done))?;
    bar.finish_and_clear();
    complain(&format!("{}: the record as of now", args.to.display()));
    Ok(End::Done)
}

pub(crate) fn restore(args: &RestoreArgs) -> anyhow::Result<End> {
    khabar_store::restore(&args.from, &args.place.store, args.replace)?;
    complain(&format!(
        "{}: restored; the next search makes the index anew",
        args.place.store.display()
    ));
    Ok(End::Done)
}

pub(crate) fn reindex(place: &Where) -> anyhow::Result<End> {
    let bar = spinner("captures indexed");
    let done =
        khabar_store::reindex(&place.store, &language()?, |done| bar.set_position(done))?;
    bar.finish_and_clear();
    complain(&format!("{}: {done} captures indexed", place.store.display()));
    Ok(End::Done)
}

pub(crate) fn doctor(args: &DoctorArgs) -> anyhow::Result<End> {
    if let Some(to) = &args.salvage {
        let bar = spinner("captures saved");
        let (saved, lost) = khabar_store::salvage(&args.place.store, to, |done| {
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
        complain(&format!(
            "{}: {saved} captures saved, {lost} could not be read; now run `khabar reread --store {}`",
            to.display(),
            to.display()
        ));
        return Ok(if lost > 0 { End::Partly } else { End::Done });
    }
    let findings = look_over(&args.place.store, args.deep)?;
    let mut out = anstream::stdout().lock();
    let mut end = End::Done;
    for finding in findings {
        let (word, color) = match finding.severity {
            Severity::Good => ("good", AnsiColor::Green),
            Severity::Note => ("note", AnsiColor::Yellow),
            Severity::Fault => {
                end = End::Failed;
                ("FAULT", AnsiColor::Red)
            }
        };
        let style = Style::new().fg_color(Some(color.into()));
        writeln!(out, "{style}{word:<5}{style:#} {}: {}", finding.part, finding.text)?;
    }
    Ok(end)
}
