//! `khabar search`.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use anyhow::{Context, bail};
use khabar_store::{
    Answer, Article, Expanded, Found, Kind, Language, Level, Levels, Request, Snippet,
    Sort, Store, TermMaker, Told,
};
use serde::Serialize;

use super::{
    args::{LevelArg, SearchArgs, SortArg},
    language, now, spinner, tell,
};
use crate::{
    End,
    args::{Bidi, Color},
    complain, view,
};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const MARK: Style = AnsiColor::Red.on_default().bold();
const WHO: Style = AnsiColor::Cyan.on_default();

/// The most results of `--new`: what came since is given whole.
const ALL_NEW: usize = 100_000;

/// One line of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    found: &'a Found,
    #[serde(flatten)]
    shown: &'a Shown,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Shown {
    Article(Article),
    Told(Told),
}

pub(crate) fn run(args: &SearchArgs) -> anyhow::Result<End> {
    let language: Language = language()?;
    let bar = spinner("bringing the index up to date");
    let opened = Store::open(&args.place.store, &language, |done| bar.set_position(done));
    bar.finish_and_clear();
    let (store, opened) = opened?;
    tell(&opened);
    if args.saved {
        return saved(&store);
    }
    if let Some(name) = &args.forget {
        if !store.forget_search(name)? {
            bail!("no search is called `{name}`; `khabar search --saved` lists them");
        }
        complain(&format!("`{name}` is forgotten"));
        return Ok(End::Done);
    }
    let mut request = request(args)?;
    let mut shown_up_to = None;
    if let Some(name) = &args.new {
        let kept = store.saved_search(name)?.with_context(|| {
            format!("no search is called `{name}`; `khabar search --saved` lists them")
        })?;
        request = Request {
            after_capture: Some(kept.seen),
            limit: ALL_NEW,
            offset: 0,
            sort: Sort::Kept,
            ..kept.request
        };
        // What came in meanwhile, and is not in the index yet, is for the next time.
        shown_up_to = Some(store.last_indexed()?);
    }
    let mut terms = language.terms();
    let answer = store.search(&request, &mut terms)?;
    let choice = match args.color {
        Color::Auto => AutoStream::choice(&std::io::stdout()),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    let mut out = AutoStream::new(std::io::stdout().lock(), choice);
    if args.explain {
        explain(&mut out, &answer)?;
    }
    for (n, found) in (request.offset + 1..).zip(&answer.found) {
        let Some(shown) = shown(&store, request.kind, found, &answer.words, &mut terms)?
        else {
            continue;
        };
        if args.json {
            serde_json::to_writer(&mut out, &Line { found, shown: &shown })?;
            out.write_all(b"\n")?;
        } else {
            match &shown {
                Shown::Article(article) => article_view(&mut out, n, article, args.bidi)?,
                Shown::Told(told) => told_view(&mut out, n, told, args.bidi)?,
            }
        }
    }
    if args.facets {
        facets(&mut out, &answer)?;
    }
    out.flush()?;
    summary(&answer, &request, args);
    if let Some(name) = &args.save {
        store.save_search(name, &request, &now(), args.replace)?;
        complain(&format!(
            "kept as `{name}`; `khabar search --new {name}` gives what is new"
        ));
    }
    if let (Some(name), Some(capture)) = (&args.new, shown_up_to) {
        store.mark_seen(name, capture)?;
    }
    Ok(if answer.found.is_empty() && args.save.is_none() {
        End::Nothing
    } else {
        End::Done
    })
}

/// The options as a request: the filters become clauses of the query.
fn request(args: &SearchArgs) -> anyhow::Result<Request> {
    let mut query = args.query.join(" ");
    for (field, value) in [
        ("by", &args.by),
        ("about", &args.about),
        ("since", &args.since),
        ("until", &args.until),
        ("outlet", &args.outlet),
        ("source", &args.source),
    ] {
        let Some(value) = value else { continue };
        if value.contains('"') {
            bail!("--{field} holds a quotation mark; leave it out");
        }
        query.push_str(&format!(" {field}:\"{value}\""));
    }
    let query = query.trim().to_owned();
    if query.is_empty() && args.new.is_none() {
        bail!("nothing to search for; give words or a filter, such as --by NAME");
    }
    let mut levels = args.without.iter().fold(Levels::default(), |levels, level| {
        levels.without(match level {
            LevelArg::Folded => Level::Folded,
            LevelArg::Stem => Level::Stem,
            LevelArg::Lemma => Level::Lemma,
            LevelArg::Root => Level::Root,
            LevelArg::Gram => Level::Gram,
            LevelArg::Sound => Level::Sound,
            LevelArg::Name => Level::Name,
        })
    });
    if args.exact {
        levels = Levels::of(&[Level::Exact]);
    }
    let sort = match args.sort {
        SortArg::Relevance => Sort::Relevance,
        SortArg::Date => Sort::Date,
        SortArg::Kept => Sort::Kept,
    };
    let kind = match (args.claims, args.events) {
        (true, _) => Kind::Claim,
        (_, true) => Kind::Event,
        _ => Kind::Document,
    };
    Ok(Request {
        kind,
        query,
        levels,
        // An order that is not by rank would bring what has one of the words first.
        all_words: args.all || sort != Sort::Relevance || args.save.is_some(),
        sort,
        limit: args.limit,
        offset: args.offset,
        after_capture: None,
        count: args.facets || !args.json,
    })
}

fn shown(
    store: &Store,
    kind: Kind,
    found: &Found,
    words: &[Expanded],
    terms: &mut TermMaker,
) -> anyhow::Result<Option<Shown>> {
    Ok(match kind {
        Kind::Document => store.article(found.id, words, terms)?.map(Shown::Article),
        Kind::Claim => store.claim(found.id, words, terms)?.map(Shown::Told),
        Kind::Event => store.event(found.id, words, terms)?.map(Shown::Told),
    })
}

fn article_view(
    out: &mut impl Write,
    n: usize,
    article: &Article,
    bidi: Bidi,
) -> std::io::Result<()> {
    let title = match &article.title {
        Some(title) => marked(title, BOLD, bidi),
        None => format!("{DIM}(no headline){DIM:#}"),
    };
    writeln!(out, "{n}. {title}")?;
    writeln!(out, "   {}", origin(article, bidi))?;
    if !article.snippet.text.is_empty() {
        writeln!(out, "   {}", marked(&article.snippet, Style::new(), bidi))?;
    }
    writeln!(out)
}

fn told_view(
    out: &mut impl Write,
    n: usize,
    told: &Told,
    bidi: Bidi,
) -> std::io::Result<()> {
    let who = if told.who.is_empty() {
        format!("{DIM}(nobody named){DIM:#}")
    } else {
        format!("{WHO}{}{WHO:#}", kept_apart(&told.who, bidi))
    };
    writeln!(
        out,
        "{n}. {who} {DIM}\u{b7}{DIM:#} {} {DIM}\u{b7} {} \u{b7} {}{DIM:#}",
        told.what, told.how, told.detail
    )?;
    writeln!(out, "   {}", marked(&told.content, Style::new(), bidi))?;
    if told.chain.len() > 1 {
        let chain: Vec<String> =
            told.chain.iter().map(|name| kept_apart(name, bidi)).collect();
        writeln!(out, "   {DIM}{}{DIM:#}", chain.join(" \u{2190} "))?;
    }
    writeln!(out, "   {}", origin(&told.article, bidi))?;
    writeln!(out)
}

fn origin(article: &Article, bidi: Bidi) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in [&article.outlet, &article.day].into_iter().flatten() {
        parts.push(kept_apart(part, bidi));
    }
    let place = article.url.as_ref().unwrap_or(&article.locator);
    parts.push(kept_apart(place, bidi));
    format!("{DIM}{}{DIM:#}", parts.join(" \u{b7} "))
}

/// A text with what was found in colour.
fn marked(snippet: &Snippet, style: Style, bidi: Bidi) -> String {
    let mut text = String::new();
    let mut at = 0;
    let piece = |from: usize, to: usize| {
        view::clean(snippet.text.get(from..to).unwrap_or_default())
    };
    for mark in &snippet.marks {
        text.push_str(&format!("{style}{}{style:#}", piece(at, mark.start)));
        text.push_str(&format!("{MARK}{}{MARK:#}", piece(mark.start, mark.end)));
        at = mark.end;
    }
    text.push_str(&format!("{style}{}{style:#}", piece(at, snippet.text.len())));
    let before = if snippet.is_cut_before { "\u{2026} " } else { "" };
    let behind = if snippet.is_cut_behind { " \u{2026}" } else { "" };
    around(&format!("{before}{text}{behind}"), bidi)
}

fn kept_apart(text: &str, bidi: Bidi) -> String {
    around(&view::clean(text), bidi)
}

fn around(text: &str, bidi: Bidi) -> String {
    match bidi {
        Bidi::Isolate => format!("\u{2068}{text}\u{2069}"),
        Bidi::Mark => format!("\u{200e}{text}\u{200e}"),
        Bidi::None => text.to_owned(),
    }
}

fn explain(out: &mut impl Write, answer: &Answer) -> std::io::Result<()> {
    for word in &answer.words {
        let stop = if word.is_stop { " (common: counts for little)" } else { "" };
        writeln!(out, "{BOLD}{}{BOLD:#}{stop}", word.typed)?;
        for expansion in &word.expansions {
            writeln!(
                out,
                "   {:<7} {:<5.2} {}",
                expansion.level.name(),
                expansion.weight,
                expansion.term
            )?;
        }
    }
    for filter in &answer.filters {
        writeln!(out, "{BOLD}{filter}{BOLD:#} (must hold)")?;
    }
    writeln!(out)
}

fn facets(out: &mut impl Write, answer: &Answer) -> std::io::Result<()> {
    let Some(facets) = &answer.facets else { return Ok(()) };
    for (class, values) in &facets.classes {
        let values: Vec<String> = values
            .iter()
            .map(|(value, count)| format!("{} {count}", around(value, Bidi::Isolate)))
            .collect();
        writeln!(out, "{BOLD}{class}{BOLD:#}  {}", values.join(", "))?;
    }
    Ok(())
}

/// Says on standard error how many there are, and what else might be meant.
fn summary(answer: &Answer, request: &Request, args: &SearchArgs) {
    for (typed, near, count) in &answer.did_you_mean {
        complain(&format!("`{typed}` is nowhere; did you mean `{near}` ({count})?"));
    }
    if answer.is_approximate {
        complain("no word is found as it is; these hold pieces of it");
    }
    if args.json && !std::io::stderr().is_terminal() {
        return;
    }
    match (answer.any, answer.all) {
        (Some(0), _) if !answer.is_approximate => {
            let is_exact = answer
                .words
                .iter()
                .any(|word| word.expansions.iter().any(|e| e.level == Level::Exact));
            complain(if is_exact {
                "nothing found letter by letter; ~\"\u{2026}\" finds other forms and spellings"
            } else {
                "nothing found"
            });
        }
        (Some(any), Some(all)) if any != all => {
            complain(&format!("{all} with all words, {any} with some"));
        }
        (Some(any), _) if any > request.limit as u64 => {
            complain(&format!("{any} found"));
        }
        _ => {}
    }
}

fn saved(store: &Store) -> anyhow::Result<End> {
    let searches = store.saved_searches()?;
    let mut out = std::io::stdout().lock();
    for search in &searches {
        writeln!(out, "{}\t{}\t{}", search.name, search.request.query, search.saved_at)?;
    }
    Ok(if searches.is_empty() { End::Nothing } else { End::Done })
}
