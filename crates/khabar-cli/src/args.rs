use std::{num::NonZeroUsize, path::PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

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
  khabar words --format conllu text.txt     words, lemmas, parts of speech
  khabar lexicon check lexicon/         after editing the word lists";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read pages: claims with their chains, events with their status
    Read(ReadArgs),
    /// Show the words of a text: their parts, lemmas and parts of speech
    Words(WordsArgs),
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
In folders, .txt, .text, .html, .htm, .xhtml, .xml, .rss, .atom, .warc and .arc files (and
.warc.gz, .arc.gz) are read and others skipped; a file named on the command line is always read. Output keeps the order of the inputs.

Exit status: 0 all read, 1 nothing found, 2 nothing could be read or wrong usage,
3 some inputs could not be read.";

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
}
