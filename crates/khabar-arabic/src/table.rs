//! Reading of lexicon files: tab-separated tables with named columns.

use std::fmt;

/// One lexicon file, parsed.
#[derive(Debug)]
pub struct Table<'a> {
    file: &'a str,
    columns: Vec<&'a str>,
    rows: Vec<(usize, Vec<&'a str>)>,
}

/// One line of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'a, 't> {
    table: &'t Table<'a>,
    index: usize,
}

/// A fault in a lexicon file. Says file, line and remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconError {
    /// The file as it was named by the caller.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for LexiconError {}

impl<'a> Table<'a> {
    /// Parses `text`, the content of the file called `file`.
    ///
    /// # Errors
    ///
    /// Where there is no line of column names, a line has another number of cells, or
    /// a key stands twice.
    pub fn parse(file: &'a str, text: &'a str) -> Result<Table<'a>, LexiconError> {
        let fault =
            |line, message: String| LexiconError { file: file.to_owned(), line, message };
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(i, line)| (i + 1, line.trim_end_matches('\r')))
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let (_, head) = lines
            .next()
            .ok_or_else(|| fault(1, "no line of column names; add one".to_owned()))?;
        let columns: Vec<&str> = head.split('\t').collect();
        let mut rows = Vec::new();
        let mut keys = rustc_hash::FxHashMap::default();
        for (number, line) in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() != columns.len() {
                return Err(fault(
                    number,
                    format!(
                        "{} cells where the head names {}",
                        cells.len(),
                        columns.len()
                    ),
                ));
            }
            if let Some(first) = keys.insert(cells[0], number) {
                return Err(fault(
                    number,
                    format!(
                        "key `{}` stands in line {first} already; make it unique",
                        cells[0]
                    ),
                ));
            }
            rows.push((number, cells));
        }
        Ok(Table { file, columns, rows })
    }

    /// Its lines, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'a, '_>> {
        (0..self.rows.len()).map(|index| Row { table: self, index })
    }
}

impl<'a> Row<'a, '_> {
    /// The key: its first cell.
    pub fn key(&self) -> &'a str {
        self.table.rows[self.index].1[0]
    }

    /// The cell under `column`; empty where the file has no such column.
    pub fn get(&self, column: &str) -> &'a str {
        self.table
            .columns
            .iter()
            .position(|&name| name == column)
            .map_or("", |at| self.table.rows[self.index].1[at])
    }

    /// The values of the cell under `column`, parted by `|`.
    pub fn all(&self, column: &str) -> impl Iterator<Item = &'a str> {
        self.get(column).split('|').map(str::trim).filter(|value| !value.is_empty())
    }

    /// The cell under `column` as one of a closed set, or `default` where it is empty.
    ///
    /// # Errors
    ///
    /// Where `parse` does not know the value.
    pub fn value<T>(
        &self,
        column: &str,
        default: T,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, LexiconError> {
        match self.get(column) {
            "" => Ok(default),
            text => parse(text).ok_or_else(|| {
                self.fault(format!("`{text}` is no value of column `{column}`"))
            }),
        }
    }

    /// A fault in this line.
    pub fn fault(&self, message: impl Into<String>) -> LexiconError {
        LexiconError {
            file: self.table.file.to_owned(),
            line: self.table.rows[self.index].0,
            message: message.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_cells_by_name() {
        let table =
            Table::parse("t.tsv", "# a note\nid\tforms\n# == s\nx\ta|b\n").unwrap();
        let row = table.rows().next().unwrap();
        assert_eq!(row.key(), "x");
        assert_eq!(row.all("forms").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(row.get("absent"), "");
    }

    #[test]
    fn names_file_and_line_of_a_fault() {
        let fault = |text| Table::parse("t.tsv", text).unwrap_err().to_string();
        assert_eq!(fault("id\tforms\nx\n"), "t.tsv:2: 1 cells where the head names 2");
        assert!(fault("id\nx\nx\n").starts_with("t.tsv:3: key `x` stands in line 2"));
        assert!(fault("# only\n").starts_with("t.tsv:1: no line of column names"));
    }
}
