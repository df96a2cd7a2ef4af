use std::{borrow::Cow, collections::BTreeMap};

use crate::table::{LexiconError, Table};

/// The lexicon files by name, such as `cues/verbs.tsv`: the built-in ones, or those
/// that a caller has read from a folder. No file is opened here.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<String, Cow<'static, str>>,
}

impl Sources {
    /// Puts `text` in the place of the file called `name`.
    pub fn set(&mut self, name: &str, text: impl Into<Cow<'static, str>>) {
        self.files.insert(name.to_owned(), text.into());
    }

    /// Adds the files of `other`, which win over files of the same name.
    pub fn extend(&mut self, other: Sources) {
        self.files.extend(other.files);
    }

    /// A short digest of all names and texts (FNV-1a, 64 bits): tells whether two
    /// readings were made with the same lexicon.
    pub fn digest(&self) -> String {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in self.files.iter().flat_map(|(name, text)| {
            name.bytes().chain([0]).chain(text.bytes()).chain([0])
        }) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{hash:016x}")
    }

    /// The names of all files, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The text of a file.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(AsRef::as_ref)
    }

    /// The file called `name`, parsed.
    ///
    /// # Errors
    ///
    /// Where there is no such file or it is no table.
    pub fn table<'a>(&'a self, name: &'a str) -> Result<Table<'a>, LexiconError> {
        let text = self.text(name).ok_or_else(|| LexiconError {
            file: name.to_owned(),
            line: 0,
            message: "no such file in the lexicon; add it or use the built-in one"
                .to_owned(),
        })?;
        Table::parse(name, text)
    }
}

impl FromIterator<(&'static str, &'static str)> for Sources {
    fn from_iter<I: IntoIterator<Item = (&'static str, &'static str)>>(
        files: I,
    ) -> Sources {
        Sources {
            files: files
                .into_iter()
                .map(|(name, text)| (name.to_owned(), Cow::Borrowed(text)))
                .collect(),
        }
    }
}
