use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt::Write as _,
    fs::File,
    io::{IsTerminal, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use khabar::Hints;
use khabar_page::{Capture, Limits, Place, captures, feed, is_archive, is_feed};
use walkdir::WalkDir;

use crate::{
    complain, jsonl,
    series::{self, Article},
};

/// Endings of the files that are read in folders. What a file is its content tells.
const ENDINGS: [&str; 12] = [
    "html", "htm", "xhtml", "txt", "text", "xml", "rss", "atom", "warc", "arc", "jsonl",
    "ndjson",
];

/// Endings that packed files have behind their own.
const PACKED: [&str; 2] = [".gz", ".zst"];

/// Bytes of a file that tell what it is.
const HEAD_BYTES: u64 = 16 << 10;

/// How standard input is called.
const STDIN: &str = "standard input";

/// One page to read.
#[derive(Debug)]
pub(crate) struct Input {
    /// How it is called in the output.
    pub(crate) name: String,
    from: From,
}

#[derive(Debug)]
enum From {
    Stdin,
    File(PathBuf),
    /// An item of a feed or a record of an archive.
    Part(Vec<u8>, Hints),
}

/// What the paths of a command line stand for.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// Pages, and what kept us from others, in order.
    pub(crate) items: Vec<anyhow::Result<Input>>,
    /// Files of other kinds in folders: ending, how many.
    skipped: BTreeMap<String, usize>,
}

impl Inputs {
    /// What a command is to read: the paths, or standard input where none is named. Says
    /// what was left out of folders.
    ///
    /// # Errors
    ///
    /// Where there is nothing to read, or standard input stands twice.
    pub(crate) fn named(paths: &[PathBuf]) -> anyhow::Result<Inputs> {
        let inputs = if paths.is_empty() {
            if std::io::stdin().is_terminal() {
                bail!(
                    "nothing to read; name files or folders, or `-` for standard input"
                );
            }
            Inputs::of(&["-".into()])
        } else {
            Inputs::of(paths)
        };
        if paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
            bail!("`-` stands twice, but standard input can be read only once");
        }
        if let Some(skipped) = inputs.skipped() {
            complain(&skipped);
        }
        Ok(inputs)
    }

    /// Lists the files of folders, sorted by name. Hidden files are left out; symbolic
    /// links inside folders are not followed.
    fn of(paths: &[PathBuf]) -> Inputs {
        let mut inputs = Inputs::default();
        for path in paths {
            if path.as_os_str() == "-" {
                let name = STDIN.to_owned();
                inputs.items.push(Ok(Input { name, from: From::Stdin }));
            } else if path.is_dir() {
                inputs.folder(path);
            } else {
                inputs.items.push(Ok(Input::file(path)));
            }
        }
        inputs
    }

    fn folder(&mut self, folder: &Path) {
        let hidden = |entry: &walkdir::DirEntry| {
            entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
        };
        let walk = WalkDir::new(folder).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| !hidden(entry)) {
            match entry {
                Ok(entry) if !entry.file_type().is_file() => {}
                Ok(entry) => {
                    let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
                    let whole = name.as_str();
                    let bare = PACKED.iter().find_map(|end| whole.strip_suffix(end));
                    let ending = |name: &str| -> String {
                        let path = Path::new(name);
                        path.extension()
                            .unwrap_or_default()
                            .to_string_lossy()
                            .into_owned()
                    };
                    let inner = ending(bare.unwrap_or(whole));
                    // What else is JSON is no page.
                    let read = ENDINGS.contains(&inner.as_str())
                        || inner == "json" && is_feed(&head(entry.path()));
                    let ending = ending(whole);
                    if read {
                        self.items.push(Ok(Input::file(entry.path())));
                    } else {
                        *self.skipped.entry(ending).or_default() += 1;
                    }
                }
                Err(error) => {
                    let path = error.path().unwrap_or(folder).display().to_string();
                    let cause = error
                        .io_error()
                        .map_or_else(|| error.to_string(), |io| why(io).to_string());
                    self.items.push(Err(anyhow::anyhow!("{path}: {cause}")));
                }
            }
        }
    }

    /// The pages of the inputs in order: those of feeds and archives one by one. Only
    /// the page that is drawn is in memory, and a feed as a whole.
    pub(crate) fn pages(
        self,
        limits: Limits,
        warn: impl Fn(&str) + Send + Copy + 'static,
    ) -> impl Iterator<Item = anyhow::Result<Input>> + Send {
        self.items.into_iter().flat_map(move |item| match item {
            Ok(input) => input.pages(limits, warn),
            Err(error) => once(Err(error)),
        })
    }

    /// As [`Inputs::pages`], pages of one article put together.
    pub(crate) fn articles(
        self,
        limits: Limits,
        warn: impl Fn(&str) + Send + Copy + 'static,
    ) -> impl Iterator<Item = anyhow::Result<Article>> + Send {
        series::joined(self.pages(limits, warn), limits)
    }

    /// What was left out, in one line.
    fn skipped(&self) -> Option<String> {
        let count: usize = self.skipped.values().sum();
        if count == 0 {
            return None;
        }
        let mut line = format!("skipped {count} of another kind than ");
        line.push_str(&ENDINGS.map(|ending| format!(".{ending}")).join(", "));
        line.push_str(": ");
        for (i, (ending, count)) in self.skipped.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            let (dot, ending) = if ending.is_empty() {
                ("", "no ending")
            } else {
                (".", ending.as_str())
            };
            let _ = write!(line, "{comma}{count} {dot}{ending}");
        }
        Some(line)
    }
}

/// Pages, one by one.
type Pages = Box<dyn Iterator<Item = anyhow::Result<Input>> + Send>;

fn once(item: anyhow::Result<Input>) -> Pages {
    Box::new(std::iter::once(item))
}

impl Input {
    /// The pages in it: itself, where it is no feed and no archive.
    fn pages(self, limits: Limits, warn: impl Fn(&str) + Send + Copy + 'static) -> Pages {
        let input: Box<dyn Read + Send> = match &self.from {
            From::Stdin => Box::new(std::io::stdin()),
            From::File(path) => match File::open(path) {
                Ok(file) => Box::new(file),
                // Told where it is read.
                Err(_) => return once(Ok(self)),
            },
            From::Part(..) => return once(Ok(self)),
        };
        let mut input = input;
        let mut head = Vec::new();
        if input.by_ref().take(HEAD_BYTES).read_to_end(&mut head).is_err() {
            return once(Ok(self));
        }
        let name = self.name.clone();
        if is_archive(&head) {
            let whole = std::io::Cursor::new(head).chain(input);
            return Box::new(captures(whole, limits).flat_map(
                move |capture| match capture {
                    Ok(capture) => of_capture(&name, capture, &limits, warn),
                    Err(damage) => once(Err(anyhow::anyhow!("{name}: {damage}"))),
                },
            ));
        }
        let is_feed = is_feed(&head);
        if !is_feed && jsonl::is_lines(&head) {
            let whole = std::io::Cursor::new(head).chain(input);
            return Box::new(jsonl::pages(whole, limits).map(move |(line, page)| {
                let name = format!("{name}#{line}");
                page.map(|(bytes, hints)| Input {
                    name: name.clone(),
                    from: From::Part(bytes, hints),
                })
                .map_err(|error| error.context(name))
            }));
        }
        if !is_feed && matches!(self.from, From::File(_)) {
            return once(Ok(self));
        }
        let whole = std::io::Cursor::new(head).chain(input);
        match limited(whole, 0, &limits) {
            Ok(bytes) if is_feed => {
                of_feed(&name, &bytes, &Hints::default(), &limits, warn)
            }
            Ok(bytes) => once(Ok(Input {
                name: self.name,
                from: From::Part(bytes, Hints::default()),
            })),
            Err(error) => once(Err(error.context(name))),
        }
    }

    /// What is known of its bytes; `url` is the user's word.
    pub(crate) fn hints(&self, url: Option<&str>) -> Hints {
        let mut hints = match &self.from {
            From::Part(_, hints) => hints.clone(),
            From::Stdin | From::File(_) => Hints::default(),
        };
        if let Some(url) = url {
            hints.url = Some(url.to_owned());
        }
        hints
    }

    fn file(path: &Path) -> Input {
        Input { name: path.display().to_string(), from: From::File(path.to_owned()) }
    }

    /// Its path as given; `None` for standard input.
    pub(crate) fn path(&self) -> Option<&str> {
        let is_stdin = self.name == STDIN;
        (!is_stdin).then_some(self.name.as_str())
    }

    /// Which page of an article it is, where it is one of several.
    pub(crate) fn place(&self, limits: &Limits) -> Option<Place> {
        if matches!(self.from, From::Stdin) {
            return None;
        }
        let bytes = self.bytes(limits).ok()?;
        khabar_page::place(&bytes, &self.hints(None), limits)
    }

    /// Bytes that it holds in memory.
    pub(crate) fn held_bytes(&self) -> usize {
        match &self.from {
            From::Part(bytes, _) => bytes.len(),
            From::Stdin | From::File(_) => 0,
        }
    }

    /// Its bytes: one more than the limit of a page where there are more, so that the
    /// reader sees it.
    ///
    /// # Errors
    ///
    /// Where it cannot be opened or read. The message leaves out the name.
    pub(crate) fn bytes(&self, limits: &Limits) -> anyhow::Result<Cow<'_, [u8]>> {
        Ok(match &self.from {
            From::Stdin => limited(std::io::stdin().lock(), 0, limits)?.into(),
            From::Part(bytes, _) => bytes.into(),
            From::File(path) => {
                let file = File::open(path).map_err(|error| why(&error))?;
                let length_bytes = file.metadata().map_or(0, |meta| meta.len());
                limited(file, length_bytes, limits)?.into()
            }
        })
    }
}

/// The first bytes of a file; none where it cannot be read.
fn head(path: &Path) -> Vec<u8> {
    let mut head = Vec::new();
    if let Ok(file) = File::open(path) {
        let _ = file.take(HEAD_BYTES).read_to_end(&mut head);
    }
    head
}

/// The page of a record; a feed in an archive is its items.
fn of_capture(
    name: &str,
    capture: Capture,
    limits: &Limits,
    warn: impl Fn(&str) + Send + Copy + 'static,
) -> Pages {
    let name = format!("{name}#{}", capture.record);
    let hints = capture.hints();
    if is_feed(&capture.bytes) {
        return of_feed(&name, &capture.bytes, &hints, limits, warn);
    }
    once(Ok(Input { name, from: From::Part(capture.bytes, hints) }))
}

/// The items of a feed, each a page.
fn of_feed(
    name: &str,
    bytes: &[u8],
    hints: &Hints,
    limits: &Limits,
    warn: impl Fn(&str) + Send + Copy + 'static,
) -> Pages {
    let feed = match feed(bytes, hints, limits) {
        Ok(feed) => feed,
        Err(error) => return once(Err(anyhow::anyhow!("{name}: {error}"))),
    };
    for notice in &feed.notices {
        warn(&format!("{name}: {}", notice.text));
    }
    let name = name.to_owned();
    let count = feed.items.len();
    Box::new((0..count).filter_map(move |i| {
        let (bytes, hints) = feed.items.get(i)?.page(&feed);
        let name = format!("{name}#{}", i + 1);
        Some(Ok(Input { name, from: From::Part(bytes, hints) }))
    }))
}

fn limited(
    from: impl Read,
    expected_bytes: u64,
    limits: &Limits,
) -> anyhow::Result<Vec<u8>> {
    let most = limits.page_bytes as u64 + 1;
    let mut bytes =
        Vec::with_capacity(usize::try_from(expected_bytes.min(most)).unwrap_or(0));
    from.take(most).read_to_end(&mut bytes).map_err(|error| {
        let at = bytes.len();
        anyhow::Error::new(error)
            .context(format!("reading stopped at byte {at}; check the disk or the pipe"))
    })?;
    Ok(bytes)
}

/// The system's reason with our remedy.
pub(crate) fn why(error: &std::io::Error) -> anyhow::Error {
    use std::io::ErrorKind as Kind;
    let message = match error.kind() {
        Kind::NotFound => "no such file or folder; check the path".to_owned(),
        Kind::PermissionDenied => {
            "no permission to read it; change its mode or owner".to_owned()
        }
        Kind::IsADirectory => "a folder where a file is needed".to_owned(),
        _ => error.to_string(),
    };
    anyhow::anyhow!(message)
}

/// All text of a small file.
///
/// # Errors
///
/// Where it cannot be read or is not UTF-8: names the byte.
pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
    let name = || path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| why(&error)).with_context(name)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow::anyhow!("{}: byte {at} is not UTF-8; save the file as UTF-8", name())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_input_stops_at_the_limit() {
        let limits = Limits { page_bytes: 1000, ..Limits::default() };
        let bytes = limited(std::io::repeat(b'a'), 0, &limits).unwrap();
        assert_eq!(bytes.len(), 1001);
    }

    #[test]
    fn skipped_files_are_counted_by_ending() {
        let mut inputs = Inputs::default();
        assert_eq!(inputs.skipped(), None);
        inputs.skipped.insert(String::new(), 1);
        inputs.skipped.insert("png".to_owned(), 2);
        let line = inputs.skipped().unwrap();
        assert!(line.starts_with("skipped 3 "), "{line}");
        assert!(line.ends_with("1 no ending, 2 .png"), "{line}");
    }
}
