//! The commands that keep and search.

pub(crate) mod args;
mod care;
mod ingest;
mod list;
mod search;

use std::{
    io::IsTerminal,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use khabar_store::{Language, Opened, TermMaker};

use self::args::StoreCommand;
use crate::{End, complain};

pub(crate) fn run(command: &StoreCommand) -> anyhow::Result<End> {
    match command {
        StoreCommand::Ingest(args) => ingest::run(args),
        StoreCommand::Search(args) => search::run(args),
        StoreCommand::List(args) => list::run(args),
        StoreCommand::Backup(args) => care::backup(args),
        StoreCommand::Restore(args) => care::restore(args),
        StoreCommand::Doctor(args) => care::doctor(args),
        StoreCommand::Reread(args) => ingest::reread(args),
        StoreCommand::Reindex(place) => care::reindex(place),
    }
}

/// Analyser, closed classes and names.
fn language() -> anyhow::Result<Language> {
    Ok(Language::of(&khabar::builtin_sources())?)
}

/// Now, as the record writes times.
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}

/// Says what opening a store found and did.
fn tell(opened: &Opened) {
    if let Some(reason) = &opened.index_renewed
        && opened.caught_up > 0
    {
        complain(&format!(
            "the index was made anew from {} captures: {reason}",
            opened.caught_up
        ));
    } else if opened.caught_up > 0 {
        complain(&format!("the index took in {} captures", opened.caught_up));
    }
    if opened.behind > 0 {
        complain(&format!(
            "another khabar writes, or the store is read-only: {} captures are not searched yet",
            opened.behind
        ));
    }
}

/// A line of progress on standard error, where that is a terminal.
fn spinner(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {msg}: {pos}, {per_sec}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    let bar = ProgressBar::no_length().with_style(style).with_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Makers of terms for threads that come and go.
struct Makers<'a> {
    language: &'a Language,
    idle: Mutex<Vec<TermMaker>>,
}

impl<'a> Makers<'a> {
    fn of(language: &'a Language) -> Makers<'a> {
        Makers { language, idle: Mutex::new(Vec::new()) }
    }

    fn with<T>(&self, work: impl FnOnce(&mut TermMaker) -> T) -> T {
        let lock = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = lock().pop();
        let mut maker = idle.unwrap_or_else(|| self.language.terms());
        let result = work(&mut maker);
        lock().push(maker);
        result
    }
}
