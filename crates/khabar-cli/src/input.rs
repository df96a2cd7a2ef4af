use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use walkdir::WalkDir;

/// The longest page that is read, in bytes. News pages are a thousand times smaller:
/// what is longer is an archive or a mistake, and would keep a reader waiting.
const LIMIT_BYTES: u64 = 64 << 20;

/// Endings of the files that are read in folders.
const ENDINGS: [&str; 5] = ["html", "htm", "xhtml", "txt", "text"];

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
    /// Lists the files of folders, sorted by name. Hidden files are left out; symbolic
    /// links inside folders are not followed.
    pub(crate) fn of(paths: &[PathBuf]) -> Inputs {
        let mut inputs = Inputs::default();
        for path in paths {
            if path.as_os_str() == "-" {
                let name = "standard input".to_owned();
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
                    let ending =
                        entry.path().extension().unwrap_or_default().to_string_lossy();
                    let ending = ending.to_ascii_lowercase();
                    if ENDINGS.contains(&ending.as_str()) {
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

    /// What was left out, in one line.
    pub(crate) fn skipped(&self) -> Option<String> {
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

impl Input {
    fn file(path: &Path) -> Input {
        Input { name: path.display().to_string(), from: From::File(path.to_owned()) }
    }

    /// Its path as given; `None` for standard input.
    pub(crate) fn path(&self) -> Option<&str> {
        matches!(self.from, From::File(_)).then_some(self.name.as_str())
    }

    /// Its bytes.
    ///
    /// # Errors
    ///
    /// Where it cannot be opened or read, or is over the limit. The message leaves out
    /// the name.
    pub(crate) fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        match &self.from {
            From::Stdin => limited(std::io::stdin().lock(), 0),
            From::File(path) => {
                let file = File::open(path).map_err(|error| why(&error))?;
                let length_bytes = file.metadata().map_or(0, |meta| meta.len());
                if length_bytes > LIMIT_BYTES {
                    bail!(
                        "{} bytes, over the limit of {LIMIT_BYTES} a page; split it into its pages",
                        length_bytes
                    );
                }
                limited(file, length_bytes)
            }
        }
    }
}

fn limited(from: impl Read, expected_bytes: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected_bytes).unwrap_or(0));
    from.take(LIMIT_BYTES + 1).read_to_end(&mut bytes).map_err(|error| {
        let at = bytes.len();
        anyhow::Error::new(error)
            .context(format!("reading stopped at byte {at}; check the disk or the pipe"))
    })?;
    if bytes.len() as u64 > LIMIT_BYTES {
        bail!("over the limit of {LIMIT_BYTES} bytes a page; split it into its pages");
    }
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
        let error = limited(std::io::repeat(b'a'), 0).unwrap_err();
        assert!(error.to_string().contains("split it"), "{error}");
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
