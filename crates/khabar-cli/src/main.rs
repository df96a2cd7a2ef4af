//! The `khabar` command: files in, readings out. Knows terminals, threads and folders,
//! and leaves all analysis to the engine.

#![cfg_attr(
    test,
    allow(
        clippy::non_ascii_literal,
        clippy::string_slice,
        clippy::cast_possible_truncation
    )
)]

mod args;
mod input;
mod jsonl;
mod labels;
mod lexicon;
mod names;
mod pages;
mod part;
mod read;
mod rows;
mod series;
mod store;
mod view;
mod who;
mod words;

use std::{io::Write, process::ExitCode};

use clap::Parser;

use crate::args::{Args, Command, LexiconCommand};

/// Reading threads make what the writing thread frees: the system's allocator keeps half
/// as much memory again for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a run ended; the numbers are documented in `docs/cli.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// All that was asked for.
    Done = 0,
    /// Nothing to show: no pages in the folder, no article in the pages.
    Nothing = 1,
    /// Wrong usage, or no input could be read.
    Failed = 2,
    /// Some inputs could not be read; the others were.
    Partly = 3,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let end = match args.command {
        Command::Read(args) => read::run(&args),
        Command::Claims(args) => rows::claims(&args),
        Command::Events(args) => rows::events(&args),
        Command::Words(args) => words::run(&args),
        Command::Names(args) => names::run(&args),
        Command::Who(args) => who::run(&args),
        Command::Store(command) => store::run(&command),
        Command::Lexicon { command: LexiconCommand::Check { dir } } => {
            lexicon::check(dir.as_deref())
        }
        Command::Lexicon { command: LexiconCommand::List { dir } } => {
            lexicon::list(dir.as_deref())
        }
    };
    match end {
        Ok(end) => ExitCode::from(end as u8),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::from(End::Failed as u8)
        }
    }
}

/// Writes one line to standard error. A line that cannot be written is lost: there is
/// nowhere left to say so.
fn complain(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "khabar: {message}");
}

/// True where the reader of our output has gone (`khabar read ... | head`): no fault.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
