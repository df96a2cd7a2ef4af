//! `khabar read`.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice, adapter::strip_str};
use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use khabar::{Engine, wire};
use khabar_page::{Limits, PageLexicon, read_series};
use serde::Serialize;

use crate::{
    End,
    args::{Color, ReadArgs},
    complain,
    input::Inputs,
    labels::Labels,
    lexicon, pages, part,
    series::Article,
    view::{self, View},
};

/// Columns of the view where there is no terminal, and at most on one: longer lines
/// are hard to read.
const WIDTH: usize = 100;

/// Pages from which on a progress bar is worth its flicker.
const MANY: usize = 20;

/// One line of JSON: the reading, and which file it is of.
#[derive(Serialize)]
struct Line<'a> {
    file: Option<&'a str>,
    #[serde(flatten)]
    reading: &'a wire::Reading,
}

/// A page, rendered.
struct Page {
    output: String,
    articles: usize,
}

pub(crate) fn run(args: &ReadArgs) -> anyhow::Result<End> {
    let inputs = Inputs::named(&args.paths)?;
    let sources = lexicon::sources(args.lexicon.as_deref(), args.entities.as_deref())?;
    let mut limits = Limits::default();
    for (name, value) in &args.limits {
        limits.set(name, *value);
    }
    let engine = Engine::with(&sources)?.within(limits);
    // The parts of articles need no reading, and a reading not the lexicon of pages again.
    let page_lexicon = args.part.map(|_| PageLexicon::parse(&sources)).transpose()?;
    if args.url.is_some() && inputs.items.len() > 1 {
        bail!("--url is for a single page, but {} are named", inputs.items.len());
    }

    let is_terminal = std::io::stdout().is_terminal();
    let labels = Labels::of(args.lang);
    let look = view::Look {
        labels: &labels,
        width: args.width.map_or_else(|| width(is_terminal), usize::from),
        bidi: args.bidi,
        explain: args.explain,
    };
    let is_coloured = match args.color {
        Color::Auto => AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
        Color::Always => true,
        Color::Never => false,
    };
    let work = |item: &anyhow::Result<Article>| {
        let article = match item {
            Ok(article) => article,
            Err(error) => bail!("{error:#}"),
        };
        let lexicons = (&engine, page_lexicon.as_ref(), &limits);
        page(lexicons, article, args, &look, is_coloured).map_err(|error| {
            anyhow::anyhow!("{}: {error:#}", view::clean(article.name()))
        })
    };

    let mut out = std::io::stdout().lock();
    // Where the results scroll by on the terminal they are the progress.
    let bar =
        (!is_terminal && std::io::stderr().is_terminal() && inputs.items.len() >= MANY)
            .then(|| progress(inputs.items.len()));
    let jobs = pages::jobs(args.jobs);

    let (mut read, mut failed, mut articles) = (0_usize, 0_usize, 0_usize);
    pages::each(inputs.articles(limits, complain), jobs, work, |result| {
        match result {
            Ok(page) => {
                if read > 0 && !args.json && !args.pretty && args.part.is_none() {
                    out.write_all(b"\n")?;
                }
                out.write_all(page.output.as_bytes())?;
                read += 1;
                articles += page.articles;
            }
            Err(error) => {
                failed += 1;
                let say = || complain(&format!("{error:#}"));
                bar.as_ref().map_or_else(say, |bar| bar.suspend(say));
            }
        }
        if let Some(bar) = &bar {
            bar.inc(1);
        }
        Ok(())
    })?;
    out.flush()?;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(end(read, failed, articles))
}

/// How the run ended, said where it is not plain.
fn end(read: usize, failed: usize, articles: usize) -> End {
    match (read, failed) {
        (0, 0) => {
            complain("nothing found: no pages in these folders");
            End::Nothing
        }
        (0, _) => End::Failed,
        (_, 0) if articles == 0 => {
            complain("nothing found: no article in what was read");
            End::Nothing
        }
        (_, 0) => End::Done,
        _ => {
            complain(&format!("read {read} of {} pages", read + failed));
            End::Partly
        }
    }
}

fn page(
    (engine, lexicon, limits): (&Engine, Option<&PageLexicon>, &Limits),
    article: &Article,
    args: &ReadArgs,
    look: &view::Look<'_>,
    is_coloured: bool,
) -> anyhow::Result<Page> {
    let url = args.url.as_deref();
    if let (Some(part), Some(lexicon)) = (args.part, lexicon) {
        let page = article
            .read(limits, url, |pages| Ok(read_series(pages, lexicon, limits)?))?;
        let (output, articles) = part::page(&page, part);
        return Ok(Page { output, articles });
    }
    let read = article.read(limits, url, |pages| Ok(engine.read_series(pages)?))?;
    let options = wire::Options { narration: args.narration };
    let reading = wire::Reading::of(&read, &options);
    let output = if args.json || args.pretty {
        let line = Line { file: article.path(), reading: &reading };
        let mut json = if args.pretty {
            serde_json::to_string_pretty(&line)?
        } else {
            serde_json::to_string(&line)?
        };
        json.push('\n');
        json
    } else {
        let view = View::of(article.name(), &reading, look);
        if is_coloured { view } else { strip_str(&view).to_string() }
    };
    Ok(Page { output, articles: reading.documents.len() })
}

fn width(is_terminal: bool) -> usize {
    let terminal = if is_terminal { terminal_size::terminal_size() } else { None };
    terminal.map_or(WIDTH, |(columns, _)| usize::from(columns.0).clamp(40, WIDTH))
}

fn progress(pages: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} pages, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(pages as u64).with_style(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_status_says_how_it_ended() {
        assert_eq!(end(0, 0, 0), End::Nothing);
        assert_eq!(end(2, 0, 0), End::Nothing);
        assert_eq!(end(2, 0, 3), End::Done);
        assert_eq!(end(0, 2, 0), End::Failed);
        assert_eq!(end(1, 1, 1), End::Partly);
        assert_eq!(end(1, 1, 0), End::Partly);
    }
}
