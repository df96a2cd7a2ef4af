//! Treebanks in CoNLL-U.

use khabar_arabic::{
    fold_key,
    letters::{BEH, FEH, KAF, LAM, SEEN, TATWEEL, WAW, is_letter, is_mark},
};

/// A word of a treebank: one line.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    /// The form without marks and tatweel.
    pub(crate) form: String,
    /// The lemma without marks and tatweel.
    pub(crate) lemma: String,
    /// The universal tag.
    pub(crate) tag: &'a str,
    /// `Name=Value|…`.
    pub(crate) features: &'a str,
    /// True where the next row is written without a space.
    pub is_glued: bool,
}

impl Row<'_> {
    /// True for words in Arabic letters.
    pub(crate) fn is_word(&self) -> bool {
        let key = fold_key(&self.form);
        !key.is_empty() && key.chars().all(is_letter)
    }
}

/// The sentences of a treebank; words of several rows that are not one token each are
/// left to their rows.
pub(crate) fn sentences(text: &str) -> Vec<Vec<Row<'_>>> {
    text.split("\n\n")
        .map(|block| {
            block
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(row)
                .collect::<Vec<_>>()
        })
        .filter(|rows| !rows.is_empty())
        .collect()
}

fn row(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.len() < 10 || cells[0].contains(['-', '.']) {
        return None;
    }
    Some(Row {
        form: plain(cells[1]),
        lemma: plain(cells[2]),
        tag: cells[3],
        features: cells[5],
        is_glued: cells[9].contains("SpaceAfter=No"),
    })
}

/// The letters of `text` without marks.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|&ch| !is_mark(ch) && ch != TATWEEL && ch != '`').collect()
}

/// What is written between spaces: rows of a word in Arabic letters, or one other row.
pub(crate) fn tokens<'r, 'a>(rows: &'r [Row<'a>]) -> Vec<&'r [Row<'a>]> {
    let mut tokens = Vec::new();
    let mut from = 0;
    for (i, row) in rows.iter().enumerate() {
        if !row.is_word() {
            if from < i {
                tokens.push(&rows[from..i]);
            }
            tokens.push(&rows[i..=i]);
            from = i + 1;
        } else if !row.is_glued {
            tokens.push(&rows[from..=i]);
            from = i + 1;
        }
    }
    if from < rows.len() {
        tokens.push(&rows[from..]);
    }
    tokens
}

/// How many parts of a token are one-letter words on its front.
pub(crate) fn fronts(parts: &[Row<'_>]) -> usize {
    let is_front = |row: &Row<'_>| {
        row.form.chars().count() == 1
            && row.form.starts_with([WAW, FEH, BEH, LAM, KAF, SEEN])
    };
    parts[..parts.len() - 1].iter().take_while(|row| is_front(row)).count()
}
