use std::{num::NonZeroUsize, path::PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

use crate::rows::{ClaimsArgs, EventsArgs};
use crate::store::args::StoreCommand;
use khabar_page::Limits;

/// Reads Arabic news: who said what, through whom it came, how surely.
#[derive(Debug, Parser)]
#[command(name = "khabar", version, propagate_version = true, max_term_width = 100, after_help = AFTER)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
Examples:
  khabar read page.html                 a view for people
  khabar read --json archive/ > all.jsonl   one line of JSON a page
  curl -s URL | khabar read -           from standard input
  khabar claims --about NAME --anonymous archive/   who said what, as a table
  khabar events --type ASSAULT --told --format csv archive/   who did what to whom
  khabar words --format conllu text.txt     words, lemmas, parts of speech
  khabar ingest archive.warc.gz         read and keep in the folder khabar-store
  khabar search --claims --about WORDS  who said what about it
  khabar names archive/                 who is named, how often, in which offices
  khabar who Qadhafi                    an entry of the knowledge base, by any spelling
  khabar lexicon check lexicon/         after editing the word lists";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read pages: claims with their chains, events with their status
    Read(ReadArgs),
    /// List who said what, over many pages, with filters
    Claims(ClaimsArgs),
    /// List who did what to whom, and who says so, over many pages, with filters
    Events(EventsArgs),
    /// Show the words of a text: their parts, lemmas and parts of speech
    Words(WordsArgs),
    /// List who and what pages name, over all of them: forms, offices, new names
    Names(NamesArgs),
    /// Look up a name in Arabic or Latin letters: entry, other names, offices, relations
    Who(WhoArgs),
    #[command(flatten)]
    Store(StoreCommand),
    /// Look after the word lists behind the reading
    Lexicon {
        #[command(subcommand)]
        command: LexiconCommand,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// Check every file and report all faults as FILE:LINE
    Check {
        /// Folder of lexicon files [default: the built-in ones]
        dir: Option<PathBuf>,
    },
    /// List the files, with the number of entries of each
    List {
        /// Folder of lexicon files that replace the built-in ones of the same name
        dir: Option<PathBuf>,
    },
}

#[derive(Debug, clap::Args)]
#[command(after_help = READ_AFTER)]
pub(crate) struct ReadArgs {
    /// Files (HTML, plain text, feeds, WARC or ARC, told by content; any Arabic charset),
    /// folders, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Print JSON, one line a page (schema khabar.reading/1)
    #[arg(long)]
    pub(crate) json: bool,

    /// Indent the JSON; implies --json
    #[arg(long)]
    pub(crate) pretty: bool,

    /// Print only this part of the articles, without reading what they say
    #[arg(long, value_enum, conflicts_with_all = ["json", "pretty", "explain", "narration"])]
    pub(crate) part: Option<Part>,

    /// Also give what the outlet tells in its own voice, as claims of the outlet
    #[arg(long)]
    pub(crate) narration: bool,

    /// Show the rule behind every part, mention, claim and event
    #[arg(long)]
    pub(crate) explain: bool,

    /// Where the page was fetched; for a single page
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,

    /// Read with the word lists of this folder; files it lacks are the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) lexicon: Option<PathBuf>,

    /// How much is read at most, may be repeated: page_bytes=256M; see below
    #[arg(long = "limit", value_name = "NAME=N", value_parser = limit)]
    pub(crate) limits: Vec<(String, usize)>,

    /// Entities of your own, TOML or a table with tabs: see docs/entities.md
    #[arg(long, value_name = "FILE")]
    pub(crate) entities: Option<PathBuf>,

    /// Language of the labels in the view
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub(crate) lang: Lang,

    /// Columns of the view [default: the terminal's, at most 100]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub(crate) width: Option<u16>,

    /// Colours; `auto` follows the terminal, NO_COLOR, CLICOLOR and CLICOLOR_FORCE
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// What keeps Arabic and Latin words of one line from running into each other
    #[arg(long, value_enum, default_value_t = Bidi::Isolate)]
    pub(crate) bidi: Bidi,

    /// Pages read at once [default: one a processor]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct WordsArgs {
    /// Files (plain text in UTF-8 as it is; of pages, the articles), folders, or `-`
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How the words are shown
    #[arg(long = "format", value_enum, default_value_t = WordsForm::Table)]
    pub(crate) form: WordsForm,
}

#[derive(Debug, clap::Args)]
pub(crate) struct NamesArgs {
    /// Pages as for `khabar read`, folders, or `-`
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How the names are shown
    #[arg(long = "format", value_enum, default_value_t = NamesForm::Table)]
    pub(crate) form: NamesForm,

    /// Only names that recur and stand in no list, with the words around them
    #[arg(long)]
    pub(crate) candidates: bool,

    /// Entities of your own, TOML or a table with tabs: see docs/entities.md
    #[arg(long, value_name = "FILE")]
    pub(crate) entities: Option<PathBuf>,

    /// Read with the word lists of this folder; files it lacks are the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) lexicon: Option<PathBuf>,

    /// Pages read at once [default: one a processor]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NamesForm {
    /// Lines with tabs between the columns
    Table,
    /// One line of JSON an entity (schema khabar.profile/1)
    Json,
    /// Comma-separated values, RFC 4180
    Csv,
}

#[derive(Debug, clap::Args)]
pub(crate) struct WhoArgs {
    /// A name in Arabic or Latin letters, in any usual spelling
    #[arg(value_name = "NAME", required = true)]
    pub(crate) name: Vec<String>,

    /// Only offices held on this day, month or year (ISO)
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,

    /// Print JSON (schema khabar.who/1)
    #[arg(long)]
    pub(crate) json: bool,

    /// Entities of your own, TOML or a table with tabs: see docs/entities.md
    #[arg(long, value_name = "FILE")]
    pub(crate) entities: Option<PathBuf>,

    /// Read with the word lists of this folder; files it lacks are the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) lexicon: Option<PathBuf>,

    /// What keeps Arabic and Latin words of one line from running into each other
    #[arg(long, value_enum, default_value_t = Bidi::Isolate)]
    pub(crate) bidi: Bidi,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WordsForm {
    /// A line a part, with tabs between the columns
    Table,
    /// CoNLL-U of Universal Dependencies, without heads
    Conllu,
    /// One line of JSON an input (schema khabar.words/1)
    Json,
}

const READ_AFTER: &str = "\
In folders, .txt, .text, .html, .htm, .xhtml, .xml, .rss, .atom, .warc and .arc files, packed
(.gz, and .zst but for archives) or not, and JSON Feeds are read and others skipped; a file named
on the command line is always read. Output keeps the order of the inputs.

Limits: page_bytes, text_bytes, html_depth, html_nodes, record_bytes, header_bytes and feed_items,
in bytes or counts, K, M and G allowed. What lies beyond one is left out with a notice.

Exit status: 0 all read, 1 nothing found, 2 nothing could be read or wrong usage,
3 some inputs could not be read.";

/// A limit's name and value: `page_bytes=256M`.
fn limit(text: &str) -> Result<(String, usize), String> {
    let names = || Limits::NAMES.join(", ");
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("a limit is NAME=N; its names are {}", names()))?;
    if !Limits::NAMES.contains(&name) {
        return Err(format!("there is no limit {name}; the names are {}", names()));
    }
    let (digits, unit) = match value.strip_suffix(['K', 'M', 'G', 'k', 'm', 'g']) {
        Some(digits) if value.ends_with(['K', 'k']) => (digits, 1 << 10),
        Some(digits) if value.ends_with(['M', 'm']) => (digits, 1 << 20),
        Some(digits) => (digits, 1 << 30),
        None => (value, 1),
    };
    // Spans are 32 bits wide.
    let most = u32::MAX as usize;
    let value = digits.parse::<usize>().ok().and_then(|n| n.checked_mul(unit));
    match value {
        Some(value) if (1..=most).contains(&value) => Ok((name.to_owned(), value)),
        _ => Err(format!(
            "{digits:?} is no number from 1 to {most}; K, M and G may follow"
        )),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Headline and body, a blank line between articles
    Text,
    /// Headlines, one a line
    Title,
    /// One line of JSON a page: what it states and where, and its articles' dates and names
    Metadata,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// Arabic
    Ar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that shows them
    Auto,
    /// Even into a file or pipe
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Bidi {
    /// U+2068 and U+2069 around each run of the other direction
    Isolate,
    /// A direction mark (U+200E or U+200F) on both sides, for what knows no isolates
    Mark,
    /// Nothing: in a pipe to grep, or where the terminal shows the marks as boxes
    None,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_hold_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn limits_have_names_and_units() {
        assert_eq!(limit("page_bytes=12"), Ok(("page_bytes".to_owned(), 12)));
        assert_eq!(limit("text_bytes=2M"), Ok(("text_bytes".to_owned(), 2 << 20)));
        for wrong in
            ["page_bytes", "pages=1", "page_bytes=0", "page_bytes=9G", "text_bytes=x"]
        {
            assert!(limit(wrong).is_err(), "{wrong}");
        }
        for name in Limits::NAMES {
            assert!(READ_AFTER.contains(name), "{name}");
        }
    }
}
