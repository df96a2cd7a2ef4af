//! `khabar ingest` and `khabar reread`.

use std::{
    io::{IsTerminal, Write},
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use khabar::{Engine, Hints, wire};
use khabar_page::Limits;
use khabar_store::{Capture, Known, Outcome, Prepared, PreparedReading, Store, Writer};
use serde::Serialize;

use super::{
    Makers,
    args::{IngestArgs, RereadArgs},
    language, now, spinner, tell,
};
use crate::{
    End, complain,
    input::{Input, Inputs},
    lexicon, pages,
};

/// Captures in one transaction: a write to the disk takes as long as reading a few.
const BATCH: usize = 100;

/// The longest that a capture waits to be written.
const PATIENCE: Duration = Duration::from_millis(500);

/// One line of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    input: &'a str,
    capture: i64,
    state: &'static str,
    version: Option<i64>,
    failure: Option<&'a str>,
}

/// What a reading thread makes of an input.
enum Work {
    /// It is kept.
    Same(String, i64),
    /// Read, or not.
    Read(String, Box<Prepared>, Option<String>),
}

#[derive(Default)]
struct Counts {
    new: usize,
    versions: usize,
    same: usize,
    unread: usize,
    failed: usize,
}

pub(crate) fn run(args: &IngestArgs) -> anyhow::Result<End> {
    let inputs = Inputs::named(&args.paths)?;
    if args.url.is_some() && inputs.items.len() != 1 {
        bail!("--url is of a single page; leave it out, the pages state their own");
    }
    let engine = Engine::with(&lexicon::sources(args.lexicon.as_deref(), None)?)?;
    let language = language()?;
    let bar = spinner("catching up");
    let (mut writer, opened) =
        Writer::open(&args.place.store, &language, true, |done| bar.set_position(done))?;
    bar.finish_and_clear();
    tell(&opened);
    let known = writer.known()?;
    let makers = Makers::of(&language);
    let work = |item: &anyhow::Result<Input>| {
        let input = item.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
        makers
            .with(|terms| {
                let bytes = input.bytes(&Limits::default())?;
                let hints = input.hints(args.url.as_deref());
                if let Some(capture) = known.find(hints.url.as_deref(), &bytes)? {
                    return Ok(Work::Same(input.name.clone(), capture));
                }
                let read = reading(&engine, &bytes, &hints);
                let failure = read.as_ref().err().cloned();
                let capture = Capture {
                    bytes: bytes.into_owned(),
                    url: hints.url,
                    content_type: hints.content_type,
                    captured_at: hints.captured_at,
                    locator: input.name.clone(),
                };
                let entry =
                    Prepared::of(capture, read.as_deref().map_err(String::clone), terms)?;
                Ok(Work::Read(input.name.clone(), Box::new(entry), failure))
            })
            .map_err(|error: anyhow::Error| error.context(input.name.clone()))
    };
    let bar = progress();
    let mut counts = Counts::default();
    let mut told = Told::new(args.json);
    let mut since = Instant::now();
    let pages = inputs.pages(Limits::default(), complain);
    pages::each(pages, pages::jobs(args.jobs), work, |result| {
        bar.inc(1);
        match result {
            Err(error) => {
                counts.failed += 1;
                bar.suspend(|| complain(&format!("{error:#}")));
            }
            Ok(Work::Same(input, capture)) => {
                counts.same += 1;
                told.add(&input, Outcome::Same { capture }, None)?;
            }
            Ok(Work::Read(input, entry, failure)) => {
                let outcome = writer.put(&entry, &now())?;
                match outcome {
                    Outcome::Same { .. } => counts.same += 1,
                    Outcome::New { version, .. } => {
                        counts.new += 1;
                        counts.versions += usize::from(version > 1);
                        if let Some(reason) = &failure {
                            counts.unread += 1;
                            bar.suspend(|| {
                                complain(&format!("{input}: {reason}; kept unread"))
                            });
                        }
                    }
                }
                told.add(&input, outcome, failure.as_deref())?;
            }
        }
        if told.waiting >= BATCH || since.elapsed() > PATIENCE {
            writer.commit()?;
            told.say()?;
            since = Instant::now();
        }
        Ok(())
    })?;
    writer.commit()?;
    told.say()?;
    bar.finish_and_clear();
    drop(known);
    let bar = spinner("finishing the index");
    writer.finish()?;
    bar.finish_and_clear();
    Ok(end(&counts, &args.place.store, args.json))
}

/// What is said of captures once they are on the disk.
struct Told {
    is_wanted: bool,
    lines: Vec<u8>,
    waiting: usize,
}

impl Told {
    fn new(is_wanted: bool) -> Told {
        Told { is_wanted, lines: Vec::new(), waiting: 0 }
    }

    fn add(
        &mut self,
        input: &str,
        outcome: Outcome,
        failure: Option<&str>,
    ) -> anyhow::Result<()> {
        self.waiting += 1;
        if !self.is_wanted {
            return Ok(());
        }
        let line = match outcome {
            Outcome::Same { capture } => {
                Line { input, capture, state: "same", version: None, failure }
            }
            Outcome::New { capture, version } => {
                let state = if failure.is_some() { "unread" } else { "new" };
                Line { input, capture, state, version: Some(version), failure }
            }
        };
        serde_json::to_writer(&mut self.lines, &line)?;
        self.lines.push(b'\n');
        Ok(())
    }

    fn say(&mut self) -> anyhow::Result<()> {
        if !self.lines.is_empty() {
            let mut out = std::io::stdout().lock();
            out.write_all(&self.lines)?;
            out.flush()?;
        }
        self.lines.clear();
        self.waiting = 0;
        Ok(())
    }
}

/// The reading of a page, one line of JSON, or why there is none.
fn reading(engine: &Engine, bytes: &[u8], hints: &Hints) -> Result<Vec<u8>, String> {
    let read = engine.read(bytes, hints).map_err(|error| error.to_string())?;
    let reading = wire::Reading::of(&read, &wire::Options::default());
    serde_json::to_vec(&reading).map_err(|error| error.to_string())
}

fn end(counts: &Counts, store: &Path, is_json: bool) -> End {
    let Counts { new, versions, same, unread, failed } = *counts;
    if !is_json && new + same > 0 {
        let mut line = format!("{}: {new} captures kept", store.display());
        for (count, what) in [
            (versions, "of them new versions of a page"),
            (unread, "of them kept unread"),
            (same, "were kept before"),
            (failed, "failed"),
        ] {
            if count > 0 {
                line.push_str(&format!(", {count} {what}"));
            }
        }
        complain(&line);
    }
    match (new + same, failed + unread) {
        (0, 0) => {
            complain("nothing found: no pages in these folders");
            End::Nothing
        }
        (0, _) => End::Failed,
        (_, 0) => End::Done,
        _ => End::Partly,
    }
}

fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {pos} pages, {per_sec}, {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
    ProgressBar::no_length().with_style(style)
}

pub(crate) fn reread(args: &RereadArgs) -> anyhow::Result<End> {
    let engine = Engine::with(&lexicon::sources(args.lexicon.as_deref(), None)?)?;
    let language = language()?;
    let (mut writer, opened) = Writer::open(&args.place.store, &language, false, |_| {})?;
    tell(&opened);
    let known: Known = writer.known()?;
    let captures =
        if args.all { known.captures()? } else { known.stale(&name(&engine)?)? };
    let bar = progress();
    bar.set_length(captures.len() as u64);
    let makers = Makers::of(&language);
    let work = |&capture: &i64| {
        makers.with(|terms| {
            let kept = known.kept(capture)?.context("the capture is gone")?;
            let hints = Hints {
                url: kept.url,
                content_type: kept.content_type,
                captured_at: kept.captured_at,
                ..Hints::default()
            };
            let read = match reading(&engine, &kept.bytes, &hints) {
                Ok(json) => Ok(PreparedReading::of(&json, terms)?),
                Err(reason) => Err(reason),
            };
            Ok((capture, read))
        })
    };
    let (mut done, mut failed, mut waiting) = (0_usize, 0_usize, 0_usize);
    pages::each(captures.into_iter(), pages::jobs(args.jobs), work, |result| {
        bar.inc(1);
        match result {
            Ok((capture, read)) => {
                writer.replace(capture, &read)?;
                done += 1;
                waiting += 1;
                if waiting >= BATCH {
                    writer.commit()?;
                    waiting = 0;
                }
            }
            Err(error) => {
                failed += 1;
                bar.suspend(|| complain(&format!("{error:#}")));
            }
        }
        Ok(())
    })?;
    writer.commit()?;
    drop(known);
    let store: Store = writer.finish()?;
    bar.finish_and_clear();
    let counts = store.counts()?;
    complain(&format!("{done} of {} captures read anew", counts.captures));
    Ok(if failed > 0 { End::Partly } else { End::Done })
}

/// The name of the engine as readings bear it: that of a reading of nothing.
fn name(engine: &Engine) -> anyhow::Result<String> {
    let read = engine.read(b"-", &Hints::default())?;
    let wire::Engine { version, lexicon, models } =
        wire::Reading::of(&read, &wire::Options::default()).engine;
    Ok(format!("{version} {lexicon} {models}"))
}
