//! Rows in columns for a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::view;

/// Columns of the table where there is no terminal.
const WIDTH: usize = 120;

/// Blanks between two columns.
const GAP: usize = 2;

/// A first-strong isolate and its end: Arabic and Latin cells stay in their columns.
const OPEN: char = '\u{2068}';
const CLOSE: char = '\u{2069}';

/// A column with its head.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    head: &'static str,
    fixed: usize,
    share: usize,
}

impl Column {
    /// Of so many columns of the terminal.
    pub(super) fn fixed(head: &'static str, width: usize) -> Column {
        Column { head, fixed: width, share: 0 }
    }

    /// Of a share of what the fixed ones leave.
    pub(super) fn share(head: &'static str, share: usize) -> Column {
        Column { head, fixed: 0, share }
    }
}

/// A table of a certain width.
#[derive(Debug)]
pub(super) struct Grid {
    columns: Vec<(&'static str, usize)>,
}

impl Grid {
    /// The columns within `width`, or the terminal's.
    pub(super) fn new(columns: &[Column], width: Option<u16>) -> Grid {
        let terminal = || terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
        let width =
            width.map(usize::from).or_else(terminal).unwrap_or(WIDTH).clamp(40, 1000);
        let fixed: usize = columns.iter().map(|c| c.fixed).sum();
        let gaps = GAP * columns.len().saturating_sub(1);
        let shares = columns.iter().map(|c| c.share).sum::<usize>().max(1);
        let rest = width.saturating_sub(fixed + gaps);
        let width = |c: &Column| {
            if c.share == 0 {
                c.fixed
            } else {
                (rest * c.share / shares).max(c.head.len())
            }
        };
        Grid { columns: columns.iter().map(|c| (c.head, width(c))).collect() }
    }

    /// The line over the rows.
    pub(super) fn head(&self) -> String {
        let heads: Vec<&str> = self.columns.iter().map(|(head, _)| *head).collect();
        self.row(&heads)
    }

    /// One line; what is too long for its column is cut.
    pub(super) fn row(&self, cells: &[&str]) -> String {
        let mut line = String::new();
        for (i, ((_, width), cell)) in self.columns.iter().zip(cells).enumerate() {
            let cell = cut(&view::clean(cell), *width);
            if i > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let is_ascii = cell.is_ascii();
            if !is_ascii {
                line.push(OPEN);
            }
            line.push_str(&cell);
            if !is_ascii {
                line.push(CLOSE);
            }
            if i + 1 < self.columns.len() {
                line.push_str(&" ".repeat(width.saturating_sub(cell.width())));
            }
        }
        line.truncate(line.trim_end().len());
        line.push('\n');
        line
    }
}

/// The text within `width` columns, an ellipsis where it was longer.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or_default();
        if used > width {
            break;
        }
        out.push(c);
    }
    out.push('\u{2026}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_to_their_columns() {
        let columns =
            [Column::fixed("ONE", 4), Column::share("TWO", 1), Column::share("THREE", 3)];
        let grid = Grid::new(&columns, Some(40));
        assert_eq!(grid.head(), "ONE   TWO       THREE\n");
        let line = grid.row(&["abcdef", "\u{62E}\u{628}\u{631}", "x"]);
        assert_eq!(
            line,
            "abc\u{2026}"
                .to_owned()
                .replace("abc\u{2026}", "\u{2068}abc\u{2026}\u{2069}")
                + "  \u{2068}\u{62E}\u{628}\u{631}\u{2069}       x\n"
        );
    }
}
