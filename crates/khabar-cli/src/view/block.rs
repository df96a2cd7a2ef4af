use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::{args::Bidi, view::Look};

pub(super) const PLAIN: Style = Style::new();
pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
/// What a claim does.
pub(super) const ACT: Style = AnsiColor::Cyan.on_default();
/// What asks for care: no name behind it, a hedge, a distance.
pub(super) const WARN: Style = AnsiColor::Yellow.on_default();
/// What is said not to be.
pub(super) const NOT: Style = AnsiColor::Red.on_default();
/// What the outlet tells as its own.
pub(super) const TOLD: Style = AnsiColor::Green.on_default();
/// What is not yet, or may never be.
pub(super) const OPEN: Style = AnsiColor::Magenta.on_default();

/// First strong isolate, pop directional isolate, left-to-right and right-to-left marks.
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';
const LRM: char = '\u{200e}';
const RLM: char = '\u{200f}';

/// The least columns of text, however deep the indent.
const LEAST: usize = 24;

/// A piece of a line in one style.
#[derive(Clone, Debug)]
struct Piece {
    style: Style,
    text: String,
    /// True for what comes from the page, false for our own words.
    foreign: bool,
}

impl Piece {
    /// Other text in the same style.
    fn with(&self, text: &str) -> Piece {
        Piece { style: self.style, text: text.to_owned(), foreign: self.foreign }
    }
}

/// One logical line, to be wrapped.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pieces: Vec<Piece>,
}

impl Line {
    pub(super) fn new() -> Line {
        Line::default()
    }

    /// Our own words.
    pub(super) fn label(&mut self, style: Style, text: &str) -> &mut Line {
        self.push(style, text.to_owned(), false)
    }

    /// Words of the page, names, ids: whatever may run in the other direction.
    pub(super) fn text(&mut self, style: Style, text: &str) -> &mut Line {
        self.push(style, clean(text), true)
    }

    /// A place where the line may break.
    pub(super) fn space(&mut self) -> &mut Line {
        self.push(PLAIN, " ".to_owned(), false)
    }

    /// The mark between two statements of one line.
    pub(super) fn dot(&mut self) -> &mut Line {
        if self.pieces.is_empty() {
            return self;
        }
        self.push(DIM, " \u{b7} ".to_owned(), false)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    fn push(&mut self, style: Style, text: String, foreign: bool) -> &mut Line {
        if !text.is_empty() {
            self.pieces.push(Piece { style, text, foreign });
        }
        self
    }

    /// Its physical lines: what fits into `width` columns, broken at spaces only.
    fn wrapped(&self, width: usize) -> Vec<Vec<Piece>> {
        let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
        let mut column = 0;
        // The word that is being put together, from pieces that touch.
        let mut word: Vec<Piece> = Vec::new();
        // The space before it, in the style of the piece that it stands in.
        let mut gap: Option<Piece> = None;
        let mut place = |word: &mut Vec<Piece>, gap: &mut Option<Piece>| {
            if word.is_empty() {
                return;
            }
            let wide: usize = word.iter().map(|piece| piece.text.width()).sum();
            let space = usize::from(gap.is_some());
            if column > 0 && column + space + wide > width {
                lines.push(Vec::new());
                column = 0;
            } else if column > 0
                && let Some(gap) = gap.take()
            {
                column += 1;
                lines.last_mut().into_iter().for_each(|line| merge(line, gap.clone()));
            }
            *gap = None;
            column += wide;
            if let Some(line) = lines.last_mut() {
                word.drain(..).for_each(|piece| merge(line, piece));
            }
        };
        for piece in &self.pieces {
            for (i, part) in piece.text.split(' ').enumerate() {
                if i > 0 {
                    place(&mut word, &mut gap);
                    gap = Some(piece.with(" "));
                }
                if !part.is_empty() {
                    word.push(piece.with(part));
                }
            }
        }
        place(&mut word, &mut gap);
        lines
    }
}

/// Adds `piece` to the last one of `line` where nothing tells them apart.
fn merge(line: &mut Vec<Piece>, piece: Piece) {
    match line.last_mut() {
        Some(last) if last.style == piece.style && last.foreign == piece.foreign => {
            last.text.push_str(&piece.text);
        }
        _ => line.push(piece),
    }
}

/// The lines of a view, styled, wrapped and indented.
pub(super) struct Block<'a> {
    look: &'a Look<'a>,
    out: String,
    blank: bool,
}

impl<'a> Block<'a> {
    pub(super) fn new(look: &'a Look<'a>) -> Block<'a> {
        Block { look, out: String::new(), blank: true }
    }

    /// One empty line, never two.
    pub(super) fn blank(&mut self) {
        if !self.blank {
            self.out.push('\n');
            self.blank = true;
        }
    }

    /// A line behind an indent.
    pub(super) fn put(&mut self, indent: usize, line: Line) {
        self.hang(indent, Line::new(), 0, line);
    }

    /// A line whose `head` takes the first `hang` columns after the indent; lines that
    /// follow begin under the text.
    pub(super) fn hang(&mut self, indent: usize, head: Line, hang: usize, line: Line) {
        self.lines(indent, &head, hang, &line, false);
    }

    /// The same, with `head` at the left of every physical line.
    pub(super) fn beside(&mut self, indent: usize, head: Line, hang: usize, line: Line) {
        self.lines(indent, &head, hang, &line, true);
    }

    fn lines(
        &mut self,
        indent: usize,
        head: &Line,
        hang: usize,
        line: &Line,
        every: bool,
    ) {
        let left = indent + hang;
        let width = self.look.width.saturating_sub(left).max(LEAST);
        for (i, pieces) in line.wrapped(width).iter().enumerate() {
            // Terminals and editors that guess take the direction of the first letter.
            if self.look.labels.rtl && self.look.bidi != Bidi::None {
                self.out.push(RLM);
            }
            if (every || i == 0) && !head.is_empty() {
                self.spaces(indent);
                let wide: usize =
                    head.pieces.iter().map(|piece| piece.text.width()).sum();
                head.pieces.iter().for_each(|piece| self.piece(piece));
                self.spaces(hang.saturating_sub(wide).max(1));
            } else {
                self.spaces(left);
            }
            pieces.iter().for_each(|piece| self.piece(piece));
            self.out.push('\n');
        }
        self.blank = false;
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    fn spaces(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
    }

    fn piece(&mut self, piece: &Piece) {
        let other = if self.look.labels.rtl { is_ltr } else { is_rtl };
        let (style, text) = (piece.style, &piece.text);
        let bidi = if piece.foreign && text.contains(other) {
            self.look.bidi
        } else {
            Bidi::None
        };
        let _ = match bidi {
            Bidi::Isolate => write!(self.out, "{style}{FSI}{text}{PDI}{style:#}"),
            Bidi::Mark => {
                let mark = self.mark();
                write!(self.out, "{style}{mark}{text}{mark}{style:#}")
            }
            Bidi::None => write!(self.out, "{style}{text}{style:#}"),
        };
    }

    /// The mark of the direction of the view.
    fn mark(&self) -> char {
        if self.look.labels.rtl { RLM } else { LRM }
    }
}

/// Letters and digits that run from left to right.
fn is_ltr(c: char) -> bool {
    c.is_alphanumeric() && !is_rtl(c)
}

/// Hebrew, Arabic, Syriac, Thaana, NKo and their like: the blocks of right-to-left
/// scripts in the Unicode Bidirectional Algorithm.
fn is_rtl(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff
    )
}

/// Text of a page made safe to show in one line: white space as single spaces, control
/// characters (which could command a terminal) as U+FFFD, marks that would turn the
/// direction of what follows left out. The JSON has the text as it is.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            _ if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ if c.is_control() => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{args::Lang, labels::Labels};

    #[track_caller]
    fn check(width: usize, bidi: Bidi, make: impl Fn(&mut Line), expected: &str) {
        let labels = Labels::of(Lang::En);
        let look = Look { labels: &labels, width, bidi, explain: false };
        let mut block = Block::new(&look);
        let mut line = Line::new();
        make(&mut line);
        block.put(2, line);
        assert_eq!(block.finish(), expected);
    }

    #[test]
    fn wraps_at_spaces_and_keeps_touching_pieces_together() {
        check(
            26,
            Bidi::None,
            |line| {
                line.label(PLAIN, "one two three four")
                    .space()
                    .label(PLAIN, "five")
                    .label(PLAIN, ", six");
            },
            "  one two three four five,\n  six\n",
        );
        let long = "x".repeat(60);
        check(
            26,
            Bidi::None,
            |line| {
                line.label(PLAIN, "a").space().label(PLAIN, &long);
            },
            &format!("  a\n  {long}\n"),
        );
    }

    #[test]
    fn every_physical_line_closes_its_isolates() {
        check(
            28,
            Bidi::Isolate,
            |line| {
                line.label(PLAIN, "by").space().text(PLAIN, "قال الوزير إن الاجتماع تأجل");
            },
            "  by \u{2068}قال الوزير إن الاجتماع\u{2069}\n  \u{2068}تأجل\u{2069}\n",
        );
        check(
            28,
            Bidi::Mark,
            |line| {
                line.text(PLAIN, "قال").label(PLAIN, ".");
            },
            "  \u{200e}قال\u{200e}.\n",
        );
        check(
            28,
            Bidi::Isolate,
            |line| {
                line.text(PLAIN, "no Arabic");
            },
            "  no Arabic\n",
        );
    }

    #[test]
    fn text_cannot_command_the_terminal() {
        assert_eq!(clean("a\u{1b}[31m\u{7}b"), "a\u{fffd}[31m\u{fffd}b");
        assert_eq!(clean("قال\u{202e} abc\u{2069}\n\t  د"), "قال abc د");
        assert_eq!(clean("می\u{200c}شود"), "می\u{200c}شود");
    }
}
