//! The arguments of `khabar claims` and `khabar events`.

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{ValueEnum, builder::PossibleValuesParser};
use khabar::{
    doc::{Act, Certainty, Commitment, EventType, Quotation, SourceKind, Status},
    rows::{ClaimFilter, EventFilter, Name},
};

/// What both commands take.
#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    /// Files, folders, feeds or archives, as `khabar read` takes them; `-` is standard
    /// input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Only from this outlet
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,

    /// From this day on: YYYY-MM-DD, YYYY-MM or YYYY
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<String>,

    /// Up to this day, and with it
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<String>,

    /// Read with the word lists of this folder; files it lacks are the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) lexicon: Option<PathBuf>,

    /// Read with the entities of this file beside those built in; see docs/entities.md
    #[arg(long, value_name = "FILE")]
    pub(crate) entities: Option<PathBuf>,

    /// Columns of the table [default: the terminal's]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(crate) width: Option<u16>,

    /// Pages read at once [default: one a processor]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

/// The claims of many pages as a table.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct ClaimsArgs {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Said by this source, or passed on by it
    #[arg(long, value_name = "NAME")]
    by: Vec<String>,

    /// Whose content speaks of this
    #[arg(long, value_name = "NAME")]
    about: Vec<String>,

    /// What is done by saying it
    #[arg(long, value_parser = values(Act::ALL, Act::name))]
    act: Vec<String>,

    /// Kind of the source
    #[arg(long, value_parser = values(SourceKind::ALL, SourceKind::name))]
    kind: Vec<String>,

    /// How sure the source is
    #[arg(long, value_parser = values(Certainty::ALL, Certainty::name))]
    certainty: Vec<String>,

    /// What the outlet makes of it
    #[arg(long, value_parser = values(Commitment::ALL, Commitment::name))]
    commitment: Vec<String>,

    /// In whose words it is given
    #[arg(long, value_parser = values(Quotation::ALL, Quotation::name))]
    quotation: Vec<String>,

    /// Only those whose source stays unnamed
    #[arg(long)]
    anonymous: bool,

    /// Only those whose source is named
    #[arg(long, conflicts_with = "anonymous")]
    named: bool,

    /// How the rows are written
    #[arg(long = "format", value_enum, default_value_t = Form::Table)]
    pub(crate) form: Form,
}

/// The events of many pages as a table.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct EventsArgs {
    #[command(flatten)]
    pub(crate) common: Common,

    /// PLOVER type
    #[arg(long = "type", ignore_case = true, value_parser = values(EventType::ALL, EventType::name))]
    kind: Vec<String>,

    /// What stands behind it at best
    #[arg(long, value_parser = values(Status::ALL, Status::name))]
    status: Vec<String>,

    /// Done by this one, or said to be
    #[arg(long, value_name = "NAME")]
    actor: Vec<String>,

    /// Done to this one
    #[arg(long, value_name = "NAME")]
    target: Vec<String>,

    /// That happened here
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,

    /// Told by this source
    #[arg(long, value_name = "NAME")]
    by: Vec<String>,

    /// Only what is told as news, not what is taken for known
    #[arg(long)]
    told: bool,

    /// How the rows are written
    #[arg(long = "format", value_enum, default_value_t = CodedForm::Table)]
    pub(crate) form: CodedForm,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// Columns for people
    Table,
    /// Comma-separated values with a head, RFC 4180
    Csv,
    /// One line of JSON a row
    Json,
}

/// How rows of events are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodedForm {
    /// Columns for people
    Table,
    /// Comma-separated values with a head, RFC 4180
    Csv,
    /// One line of JSON a row
    Json,
    /// Tab-separated event data: date, source, target, event code, with status and source
    Coded,
}

const AFTER: &str = "\
An option given twice asks for either; several options must hold together. Names are found in any
spelling: hamzas, final letters, vowel signs, the article and what is written onto a word do not count.

Exit status: 0 rows found, 1 none found, 2 nothing could be read or wrong usage,
3 some inputs could not be read.";

fn values<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> PossibleValuesParser {
    PossibleValuesParser::new(all.iter().map(|&value| name(value)).collect::<Vec<_>>())
}

/// Checks a day, month or year of ISO 8601.
fn day(text: &str) -> Result<String, String> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    match whole.parse::<jiff::civil::Date>() {
        Ok(_) if matches!(text.len(), 4 | 7 | 10) => Ok(text.to_owned()),
        _ => Err("no day; write YYYY-MM-DD, YYYY-MM or YYYY".to_owned()),
    }
}

fn names(all: &[String]) -> Vec<Name> {
    all.iter().map(|name| Name::new(name)).collect()
}

impl ClaimsArgs {
    pub(crate) fn filter(&self) -> ClaimFilter {
        ClaimFilter {
            by: names(&self.by),
            about: names(&self.about),
            act: self.act.clone(),
            kind: self.kind.clone(),
            certainty: self.certainty.clone(),
            commitment: self.commitment.clone(),
            quotation: self.quotation.clone(),
            outlet: names(&self.common.outlet),
            anonymous: match (self.anonymous, self.named) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            since: self.common.since.clone(),
            until: self.common.until.clone(),
        }
    }
}

impl EventsArgs {
    pub(crate) fn filter(&self) -> EventFilter {
        EventFilter {
            r#type: self.kind.iter().map(|kind| kind.to_uppercase()).collect(),
            status: self.status.clone(),
            actor: names(&self.actor),
            target: names(&self.target),
            place: names(&self.place),
            by: names(&self.by),
            outlet: names(&self.common.outlet),
            told: self.told,
            since: self.common.since.clone(),
            until: self.common.until.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_checked() {
        for good in ["2024", "2024-02", "2024-02-29"] {
            assert_eq!(day(good).as_deref(), Ok(good));
        }
        for bad in ["24", "2024-13", "2023-02-29", "2024/02/01", "yesterday"] {
            assert!(day(bad).is_err(), "{bad}");
        }
    }
}
