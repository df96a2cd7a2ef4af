//! `khabar lexicon`, and the folder behind `--lexicon`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    io::Write,
    path::Path,
};

use anyhow::{Context, bail};
use khabar::{Engine, Sources, builtin_sources, kb};
use unicode_normalization::is_nfc;
use walkdir::WalkDir;

use crate::{End, input};

/// Faults of one file that are reported; a file with more is broken as a whole.
const MOST: usize = 50;

/// The lexicon to read with: the files of `folder`, and the built-in ones in the place
/// of those that it lacks.
///
/// # Errors
///
/// Where a file cannot be read, or has a name that the engine does not know; for
/// `entities`, the user's own, all faults of the file, a line each.
pub(crate) fn sources(
    folder: Option<&Path>,
    entities: Option<&Path>,
) -> anyhow::Result<Sources> {
    let mut sources = builtin_sources();
    if let Some(folder) = folder {
        let files = files(folder)?;
        let unknown = unknown(&files, &sources);
        if let Some(first) = unknown.first() {
            bail!("{}: {first}", folder.display());
        }
        for (name, text) in files {
            sources.set(&name, text);
        }
    }
    if let Some(file) = entities {
        let name = file.display().to_string();
        let bytes = std::fs::read(file).with_context(|| name.clone())?;
        match kb::parse_entities(&name, &bytes) {
            Ok(table) => sources.set(kb::ENTITIES, table),
            Err(faults) => {
                let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
                bail!("{}", lines.join("\n"));
            }
        }
    }
    Ok(sources)
}

/// The tables of a folder by name, `/` between the parts on every system. Notes
/// (`*.md`) and hidden files are no tables.
fn files(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    if !folder.is_dir() {
        bail!("{}: no such folder; name a folder of lexicon files", folder.display());
    }
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry.with_context(|| folder.display().to_string())?;
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        let is_note = path.extension().is_some_and(|ending| ending == "md");
        if entry.file_type().is_file()
            && !is_note
            && !parts.iter().any(|part| part.starts_with('.'))
        {
            files.insert(parts.join("/"), input::text(entry.path())?);
        }
    }
    if files.is_empty() {
        bail!("{}: no lexicon files in it", folder.display());
    }
    Ok(files)
}

/// What is wrong with the names of `files`.
fn unknown(files: &BTreeMap<String, String>, known: &Sources) -> Vec<String> {
    files
        .keys()
        .filter(|name| known.text(name).is_none())
        .map(|name| {
            let base = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
            let near = known.names().find(|other| base(other) == base(name));
            match near {
                Some(near) => format!("{name}: no such lexicon file; move it to {near}"),
                None => format!(
                    "{name}: no such lexicon file; `khabar lexicon list` names all"
                ),
            }
        })
        .collect()
}

/// One fault of a file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    file: String,
    line: usize,
    message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// `khabar lexicon check`: all faults of all files on standard output.
pub(crate) fn check(folder: Option<&Path>) -> anyhow::Result<End> {
    let builtin = builtin_sources();
    let mut faults = BTreeSet::new();
    let mut sources = builtin.clone();
    let names: Vec<String> = match folder {
        None => builtin.names().map(str::to_owned).collect(),
        Some(folder) => {
            let files = files(folder)?;
            for message in unknown(&files, &builtin) {
                let (file, message) = message.split_once(": ").unwrap_or(("", &message));
                faults.insert(Fault {
                    file: file.to_owned(),
                    line: 1,
                    message: message.to_owned(),
                });
            }
            let known =
                files.into_iter().filter(|(name, _)| builtin.text(name).is_some());
            known
                .map(|(name, text)| {
                    sources.set(&name, text);
                    name
                })
                .collect()
        }
    };
    for name in &names {
        faults.extend(form(name, sources.text(name).unwrap_or_default()));
    }
    faults.extend(meaning(&builtin, &sources, &names));

    let mut out = anstream::stdout().lock();
    let prefix = folder.map(|folder| folder.join("").display().to_string());
    for fault in &faults {
        writeln!(out, "{}{fault}", prefix.as_deref().unwrap_or_default())?;
    }
    let count = names.len();
    if faults.is_empty() {
        writeln!(out, "checked {count} files, no faults")?;
        Ok(End::Done)
    } else {
        writeln!(out, "checked {count} files, {} faults", faults.len())?;
        Ok(End::Failed)
    }
}

/// What the form of a file breaks, line by line: see `lexicon/README.md`. Files under
/// `models/` are made by programs: their keys may be Arabic, and they need no notes.
fn form(name: &str, text: &str) -> Vec<Fault> {
    let is_written = !name.starts_with("models/");
    let mut faults = Vec::new();
    let mut fault = |line: usize, message: String| {
        faults.push(Fault { file: name.to_owned(), line, message });
    };
    let mut columns = 0;
    let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
    let mut before = "";
    for (line, text) in text.lines().enumerate().map(|(i, text)| (i + 1, text)) {
        if text.is_empty() {
            continue;
        }
        if !is_nfc(text) {
            fault(line, "not in Unicode form NFC; save it normalised".to_owned());
        }
        if text.starts_with('#') {
            if text.starts_with("# ==") {
                before = "";
            }
            continue;
        }
        if text.ends_with([' ', '\r']) {
            fault(line, "space at the end of the line; remove it".to_owned());
        }
        let cells: Vec<&str> = text.split('\t').collect();
        let key = cells.first().copied().unwrap_or_default();
        if columns == 0 {
            columns = cells.len();
            for needed in ["source", "note"] {
                if is_written && !cells.contains(&needed) {
                    fault(line, format!("no column `{needed}`; add it"));
                }
            }
            continue;
        }
        if cells.len() != columns {
            let message = format!("{} cells where the head names {columns}", cells.len());
            fault(line, message);
        }
        if key.is_empty() || (is_written && !key.is_ascii()) {
            fault(line, format!("key `{key}` is not ASCII; write it in Latin letters"));
        }
        if let Some(first) = keys.insert(key, line) {
            let message =
                format!("key `{key}` stands in line {first} already; make it unique");
            fault(line, message);
        } else if is_written && key < before {
            fault(line, format!("key `{key}` stands after `{before}`; sort the section"));
        }
        before = key;
    }
    if columns == 0 {
        fault(1, "no line of column names; add one".to_owned());
    }
    faults
}

/// What the engine does not understand. It stops at its first fault: the line is taken
/// out and the file read again, until none is left.
fn meaning(builtin: &Sources, sources: &Sources, names: &[String]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if Engine::with(sources).is_ok() {
        return faults;
    }
    for name in names {
        let mut text = sources.text(name).unwrap_or_default().to_owned();
        for _ in 0..MOST {
            let mut alone = builtin.clone();
            alone.set(name, text.clone());
            let Err(error) = Engine::with(&alone) else { break };
            if error.file != *name {
                break;
            }
            faults.push(Fault {
                file: error.file,
                line: error.line.max(1),
                message: error.message,
            });
            let Some(without) = comment_out(&text, error.line) else { break };
            text = without;
        }
    }
    faults
}

/// `text` with a comment in the place of line `line`, or `None` where that is the head
/// or no line.
fn comment_out(text: &str, line: usize) -> Option<String> {
    let is_entry = |text: &&str| !text.is_empty() && !text.starts_with('#');
    let head = text.lines().position(|text| is_entry(&text))? + 1;
    let is_there =
        text.lines().nth(line.checked_sub(1)?).is_some_and(|text| is_entry(&text));
    if line <= head || !is_there {
        return None;
    }
    let lines = text.lines().enumerate();
    Some(
        lines
            .map(
                |(i, text)| {
                    if i + 1 == line { "#\n".to_owned() } else { format!("{text}\n") }
                },
            )
            .collect(),
    )
}

/// `khabar lexicon list`: name, entries and origin of each file.
pub(crate) fn list(folder: Option<&Path>) -> anyhow::Result<End> {
    let sources = sources(folder, None)?;
    let own = folder.map(files).transpose()?.unwrap_or_default();
    let wide = sources.names().map(str::len).max().unwrap_or(0);
    let mut out = anstream::stdout().lock();
    let mut total = 0;
    for name in sources.names() {
        let entries = sources
            .text(name)
            .unwrap_or_default()
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .count()
            .saturating_sub(1);
        total += entries;
        let origin = match folder {
            Some(folder) if own.contains_key(name) => folder.display().to_string(),
            _ => "built in".to_owned(),
        };
        writeln!(out, "{name:wide$}  {entries:>6}  {origin}")?;
    }
    writeln!(out, "{:wide$}  {total:>6}  digest {}", "total", sources.digest())?;
    Ok(End::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let faults: Vec<String> =
            form("t.tsv", text).iter().map(Fault::to_string).collect();
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for (fault, start) in faults.iter().zip(expected) {
            assert!(fault.starts_with(start), "{fault}");
        }
    }

    #[test]
    fn finds_every_fault_of_form() {
        check("id\tforms\tsource\tnote\na\tx\teditors\t\nb\ty\teditors\t\n", &[]);
        check("", &["t.tsv:1: no line of column names"]);
        check(
            "id\tforms\nb\tx\n",
            &["t.tsv:1: no column `source`", "t.tsv:1: no column `note`"],
        );
        check(
            "id\tsource\tnote\nb\te\t\na\te\t\na\te\t\nc\te\n\u{642}\te\t\n# == new\na1\te\tx \n",
            &[
                "t.tsv:3: key `a` stands after `b`",
                "t.tsv:4: key `a` stands in line 3 already",
                "t.tsv:5: 2 cells where the head names 3",
                "t.tsv:6: key `\u{642}` is not ASCII",
                "t.tsv:8: space at the end",
            ],
        );
        check(
            "id\tsource\tnote\na\te\t\u{627}\u{653}\n",
            &["t.tsv:2: not in Unicode form NFC"],
        );
    }

    #[test]
    fn a_faulty_line_can_be_taken_out() {
        assert_eq!(comment_out("# c\nid\na\nb\n", 3).unwrap(), "# c\nid\n#\nb\n");
        assert_eq!(comment_out("# c\nid\na\n", 2), None);
        assert_eq!(comment_out("# c\nid\na\n", 9), None);
        assert_eq!(comment_out("# c\nid\na\n", 0), None);
    }

    #[test]
    fn the_built_in_files_are_in_form() {
        let builtin = builtin_sources();
        let names: Vec<String> = builtin.names().map(str::to_owned).collect();
        let faults: Vec<String> = names
            .iter()
            .flat_map(|name| form(name, builtin.text(name).unwrap()))
            .map(|fault| fault.to_string())
            .take(20)
            .collect();
        assert_eq!(faults, Vec::<String>::new());
    }
}
