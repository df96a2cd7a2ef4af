use std::{num::NonZeroUsize, path::PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use crate::args::{Bidi, Color};

/// Commands that keep and search.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Read pages and keep them in a store
    Ingest(IngestArgs),
    /// Search a store
    Search(SearchArgs),
    /// List what a store holds, as a table, JSON lines or CSV
    List(ListArgs),
    /// Copy the record of a store into one file, also while others write
    Backup(BackupArgs),
    /// Put a backup in the place of a store
    Restore(RestoreArgs),
    /// Look a store over; change nothing
    Doctor(DoctorArgs),
    /// Read kept captures again where a newer engine or lexicon is here
    Reread(RereadArgs),
    /// Make the index of a store anew
    Reindex(Where),
}

/// Which store.
#[derive(Clone, Debug, Args)]
pub(crate) struct Where {
    /// Folder of the store
    #[arg(
        long,
        value_name = "DIR",
        env = "KHABAR_STORE",
        default_value = "khabar-store"
    )]
    pub(crate) store: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = INGEST_AFTER)]
pub(crate) struct IngestArgs {
    /// Files (HTML, plain text, feeds, WARC or ARC, JSON lines with url, date, source, title,
    /// text), folders, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) place: Where,

    /// Print one line of JSON for each capture when it is on the disk
    #[arg(long)]
    pub(crate) json: bool,

    /// Where the page was fetched; for a single page
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,

    /// Read with the word lists of this folder; files it lacks are the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) lexicon: Option<PathBuf>,

    /// Pages read at once [default: one a processor]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

const INGEST_AFTER: &str = "\
The same bytes of the same page are kept once; other bytes of it are another version. Stopped at
any moment, the same command goes on where it was. What cannot be read is kept with the reason.

Exit status: 0 all read, 1 nothing found, 2 nothing could be kept or wrong usage,
3 some inputs could not be read.";

#[derive(Debug, Args)]
#[command(after_help = SEARCH_AFTER)]
pub(crate) struct SearchArgs {
    /// Words, \"exact words\", ~\"words in any form\", +must, -must not, field:value
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,

    #[command(flatten)]
    pub(crate) place: Where,

    /// Search claims: who said what
    #[arg(long, conflicts_with = "events")]
    pub(crate) claims: bool,

    /// Search events
    #[arg(long)]
    pub(crate) events: bool,

    /// Who says it; of events, who acts
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub(crate) by: Option<String>,

    /// What it is about
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    pub(crate) about: Option<String>,

    /// Published on or after this day, month or year
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,

    /// Published on or before this day, month or year
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,

    /// Published by
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,

    /// Passed on by: an outlet or agency of the chain or the credits
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,

    /// Every word must be found
    #[arg(long)]
    pub(crate) all: bool,

    /// Words letter by letter as typed
    #[arg(long)]
    pub(crate) exact: bool,

    /// Switch off ways of finding a word
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_enum)]
    pub(crate) without: Vec<LevelArg>,

    /// Show everything that words were looked up as
    #[arg(long)]
    pub(crate) explain: bool,

    /// Count what matches by outlet, month and closed classes
    #[arg(long)]
    pub(crate) facets: bool,

    /// The order; what is not said by a word is by `relevance`
    #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
    pub(crate) sort: SortArg,

    /// The most results
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,

    /// Results passed over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offset: usize,

    /// Print one line of JSON a result
    #[arg(long)]
    pub(crate) json: bool,

    /// Keep this search by a name
    #[arg(long, value_name = "NAME", conflicts_with_all = ["new", "saved", "forget"])]
    pub(crate) save: Option<String>,

    /// Put it in the place of a search of that name
    #[arg(long, requires = "save")]
    pub(crate) replace: bool,

    /// Run a kept search: what came since it was last asked
    #[arg(long, value_name = "NAME", conflicts_with_all = ["query", "saved", "forget"])]
    pub(crate) new: Option<String>,

    /// List the kept searches
    #[arg(long, conflicts_with_all = ["query", "forget"])]
    pub(crate) saved: bool,

    /// Forget a kept search
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    pub(crate) forget: Option<String>,

    /// Colours; `auto` follows the terminal
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// What keeps Arabic and Latin words of one line from running into each other
    #[arg(long, value_enum, default_value_t = Bidi::Isolate)]
    pub(crate) bidi: Bidi,
}

const SEARCH_AFTER: &str = "\
Fields: title outlet source by about place entity date since until act certainty commitment
quotation kind anonymous polarity event status context lang. See docs/search.md.

Examples:
  khabar search '+~\"WORDS IN ANY FORM\" -\"LETTER BY LETTER\" since:2025-01'
  khabar search --claims --by NAME --about WORDS --since 2025-01
  khabar search Netanyahu               finds the name in Arabic script
  khabar search 'event:protest status:alleged place:Beirut' --events

Exit status: 0 something found, 1 nothing, 2 wrong usage or a broken store.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelArg {
    /// Variants of alef, yeh, teh marbuta, digits; vowel signs
    Folded,
    /// Attached words and the article
    Stem,
    /// Other forms of the same dictionary word
    Lemma,
    /// Words of the same root (rank only)
    Root,
    /// Pieces of three letters (rank, and where nothing else is found)
    Gram,
    /// Names by their sound in the other script
    Sound,
    /// Names as the lexicon gives them in the other script
    Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortArg {
    /// The best first
    Relevance,
    /// The latest day first; every word must be found
    Date,
    /// The last kept first; every word must be found
    Kept,
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// What is listed
    #[arg(value_enum)]
    pub(crate) what: What,

    #[command(flatten)]
    pub(crate) place: Where,

    /// How it is shown
    #[arg(long = "format", value_enum, default_value_t = ListForm::Table)]
    pub(crate) form: ListForm,

    /// Words of the outlet's name
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,

    /// Published on or after this day, month or year
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,

    /// Published on or before this day, month or year
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,

    /// Words of the name of the speaker, of who acts, or of the entity
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,

    /// Words of what is said, told, or of those it befalls
    #[arg(long, value_name = "WORDS")]
    pub(crate) about: Option<String>,

    /// Words of a name in the chain or the credits
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,

    /// Words of the place
    #[arg(long = "place", value_name = "NAME")]
    pub(crate) where_: Option<String>,

    /// Claims of this act
    #[arg(long)]
    pub(crate) act: Option<String>,

    /// Claims as sure as this
    #[arg(long)]
    pub(crate) certainty: Option<String>,

    /// Claims of sources without a name (yes) or with one (no)
    #[arg(long, value_enum)]
    pub(crate) anonymous: Option<YesNo>,

    /// Events of this type, entities or sources of this kind
    #[arg(long)]
    pub(crate) kind: Option<String>,

    /// Events of this status
    #[arg(long)]
    pub(crate) status: Option<String>,

    /// Captures that could not be read
    #[arg(long)]
    pub(crate) failed: bool,

    /// Old versions of pages too
    #[arg(long)]
    pub(crate) versions: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// Versions of pages as they came in
    Captures,
    /// Articles
    Documents,
    /// Claims with their chains
    Claims,
    /// Events with those who take part
    Events,
    /// Whom and what articles mention, joined over all pages
    Entities,
    /// Asked for, and said to be missing
    #[value(hide = true)]
    Stories,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListForm {
    /// Tabs between the columns, long cells cut
    Table,
    /// One object a line
    Jsonl,
    /// RFC 4180
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    /// Without a name
    Yes,
    /// With a name
    No,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to write
    #[arg(value_name = "FILE")]
    pub(crate) to: PathBuf,

    #[command(flatten)]
    pub(crate) place: Where,

    /// Overwrite the file
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// A file that `khabar backup` wrote
    #[arg(value_name = "FILE")]
    pub(crate) from: PathBuf,

    #[command(flatten)]
    pub(crate) place: Where,

    /// Put it in the place of the record that is there, which is kept beside it
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) place: Where,

    /// Also hold the bytes of every capture against their digest
    #[arg(long)]
    pub(crate) deep: bool,

    /// Save the captures that can still be read into a new store in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) salvage: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct RereadArgs {
    #[command(flatten)]
    pub(crate) place: Where,

    /// Also captures that this engine read
    #[arg(long)]
    pub(crate) all: bool,

    /// Read with the word lists of this folder; files it lacks are the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) lexicon: Option<PathBuf>,

    /// Pages read at once [default: one a processor]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}
