//! Folding: one spelling for the spellings of a word, class by class.

mod folded;

use std::ops::{BitOr, Sub};

use unicode_normalization::char::decompose_compatible;

pub use self::folded::Folded;
use crate::letters::{
    ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, ALEF_MAKSURA, ALEF_WASLA, HEH,
    KAF, TATWEEL, TEH_MARBUTA, WAW, WAW_HAMZA, YEH, YEH_HAMZA, is_invisible, is_letter,
    is_mark,
};

/// Which differences of spelling are folded away: a set of classes, joined by `|` and
/// taken away by `-`.
///
/// | class | |
/// |---|---|
/// | `MARKS` | vowel signs, tanwin, shadda, sukun, dagger alef, Quranic marks dropped |
/// | `TATWEEL` | the stretching line dropped |
/// | `INVISIBLE` | direction marks, joiners, soft hyphen, byte order mark dropped |
/// | `ALEFS` | alef with hamza, madda or wasla to bare alef |
/// | `HAMZAS` | waw and yeh that carry a hamza to the bare letter |
/// | `ALEF_MAQSURA` | alef maqsura to yeh |
/// | `TEH_MARBUTA` | teh marbuta to heh |
/// | `PRESENTATION` | presentation forms and ligatures to the letters they show |
/// | `DIGITS` | Arabic-Indic and Persian digits to `0`–`9` |
/// | `PERSIAN` | Persian kaf, yeh and heh to the Arabic letters |
/// | `CASE` | capital letters of all scripts to small ones |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FoldClasses(u16);

#[allow(missing_docs, reason = "the table above says what each class is")]
impl FoldClasses {
    pub const NONE: FoldClasses = FoldClasses(0);
    pub const MARKS: FoldClasses = FoldClasses(1);
    pub const TATWEEL: FoldClasses = FoldClasses(1 << 1);
    pub const INVISIBLE: FoldClasses = FoldClasses(1 << 2);
    pub const ALEFS: FoldClasses = FoldClasses(1 << 3);
    pub const HAMZAS: FoldClasses = FoldClasses(1 << 4);
    pub const ALEF_MAQSURA: FoldClasses = FoldClasses(1 << 5);
    pub const TEH_MARBUTA: FoldClasses = FoldClasses(1 << 6);
    pub const PRESENTATION: FoldClasses = FoldClasses(1 << 7);
    pub const DIGITS: FoldClasses = FoldClasses(1 << 8);
    pub const PERSIAN: FoldClasses = FoldClasses(1 << 9);
    pub const CASE: FoldClasses = FoldClasses(1 << 10);

    /// Every class, in the order of the table.
    pub const EACH: [FoldClasses; 11] = [
        FoldClasses::MARKS,
        FoldClasses::TATWEEL,
        FoldClasses::INVISIBLE,
        FoldClasses::ALEFS,
        FoldClasses::HAMZAS,
        FoldClasses::ALEF_MAQSURA,
        FoldClasses::TEH_MARBUTA,
        FoldClasses::PRESENTATION,
        FoldClasses::DIGITS,
        FoldClasses::PERSIAN,
        FoldClasses::CASE,
    ];

    /// What is not of the letters themselves: `MARKS`, `TATWEEL`, `INVISIBLE`.
    pub const UNSHAPED: FoldClasses = FoldClasses(
        FoldClasses::MARKS.0 | FoldClasses::TATWEEL.0 | FoldClasses::INVISIBLE.0,
    );
    /// What [`fold_key`](crate::fold_key) does: every class that parts no two words.
    pub const KEY: FoldClasses = FoldClasses(
        FoldClasses::MARKS.0
            | FoldClasses::TATWEEL.0
            | FoldClasses::INVISIBLE.0
            | FoldClasses::ALEFS.0
            | FoldClasses::PRESENTATION.0
            | FoldClasses::DIGITS.0
            | FoldClasses::PERSIAN.0,
    );
    /// The key, and what readers who search expect besides: `KEY`, `ALEF_MAQSURA`,
    /// `TEH_MARBUTA`, `CASE`.
    pub const SEARCH: FoldClasses = FoldClasses(
        FoldClasses::KEY.0
            | FoldClasses::ALEF_MAQSURA.0
            | FoldClasses::TEH_MARBUTA.0
            | FoldClasses::CASE.0,
    );
    /// All classes.
    pub const ALL: FoldClasses = FoldClasses((1 << 11) - 1);

    /// True where every class of `other` is in the set.
    pub const fn has(self, other: FoldClasses) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for FoldClasses {
    type Output = FoldClasses;

    fn bitor(self, other: FoldClasses) -> FoldClasses {
        FoldClasses(self.0 | other.0)
    }
}

impl Sub for FoldClasses {
    type Output = FoldClasses;

    fn sub(self, other: FoldClasses) -> FoldClasses {
        FoldClasses(self.0 & !other.0)
    }
}

impl Default for FoldClasses {
    fn default() -> FoldClasses {
        FoldClasses::KEY
    }
}

/// What one character of the block U+0600–U+06FF is, and becomes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    /// What it becomes, in UTF-8; only the first `len` bytes count.
    pub(crate) bytes: [u8; 2],
    pub(crate) len: u8,
    pub(crate) kind: Kind,
}

/// What a character of the block is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A letter, mark or tatweel.
    Letter,
    /// An alef with hamza above or below, or madda.
    HamzaAlef,
    Digit,
    Space,
    Sign,
}

/// Bytes of a buffer behind those that a text of its length needs: room for the longest
/// ligature.
pub(crate) const ROOM: usize = 64;

/// Folds texts in some classes. Making one costs about a microsecond; reuse it.
#[derive(Clone, Debug)]
pub struct Folder {
    classes: FoldClasses,
    cells: [Cell; 256],
}

pub(crate) static KEY: Folder = Folder::new(FoldClasses::KEY);

impl Default for Folder {
    fn default() -> Folder {
        KEY.clone()
    }
}

impl Folder {
    /// A folder for `classes`.
    pub const fn new(classes: FoldClasses) -> Folder {
        let none = Cell { bytes: [0; 2], len: 0, kind: Kind::Sign };
        let mut cells = [none; 256];
        let mut at = 0;
        while at < 256 {
            #[expect(clippy::cast_possible_truncation, reason = "under 256")]
            let code = 0x600 + at as u32;
            if let Some(ch) = char::from_u32(code) {
                let (bytes, len) = match plain(classes, ch) {
                    Some(plain) => encode(plain),
                    None => ([0; 2], 0),
                };
                cells[at] = Cell { bytes, len, kind: kind(ch) };
            }
            at += 1;
        }
        Folder { classes, cells }
    }

    /// The classes it folds.
    pub fn classes(&self) -> FoldClasses {
        self.classes
    }

    /// Folds `source`.
    pub fn fold(&self, source: &str) -> Folded {
        let mut folded = Folded::default();
        self.fold_into(source, &mut folded);
        folded
    }

    /// Folds `source` into `folded`, whose buffers are used again.
    pub fn fold_into(&self, source: &str, folded: &mut Folded) {
        let bytes = source.as_bytes();
        let mut out = folded.restart();
        out.resize(bytes.len() + ROOM, 0);
        let lower = self.classes.has(FoldClasses::CASE);
        let (mut at, mut to) = (0, 0);
        while at < bytes.len() {
            let byte = bytes[at];
            if byte < 0x80 {
                out[to] = if lower { byte.to_ascii_lowercase() } else { byte };
                (at, to) = (at + 1, to + 1);
            } else if let Some(cell) = self.cell(bytes, at) {
                out[to..to + 2].copy_from_slice(&cell.bytes);
                if cell.len != 2 {
                    folded.edit(at, 2, to, usize::from(cell.len));
                }
                (at, to) = (at + 2, to + usize::from(cell.len));
            } else {
                let Some(ch) = source.get(at..).and_then(|rest| rest.chars().next())
                else {
                    break;
                };
                let (from, mut letters) = (to, 0);
                self.rest(ch, &mut |ch| {
                    letters += 1;
                    if out.len() < to + ROOM {
                        out.resize(to + bytes.len() - at + 2 * ROOM, 0);
                    }
                    to += ch.encode_utf8(&mut out[to..]).len();
                });
                if out.len() < to + bytes.len() - at + ROOM {
                    out.resize(to + bytes.len() - at + ROOM, 0);
                }
                let len = ch.len_utf8();
                // A ligature whose letters take as many bytes is no place to cut either.
                if to - from != len || letters != 1 {
                    folded.edit(at, len, from, to - from);
                }
                at += len;
            }
        }
        out.truncate(to);
        folded.finish(out);
    }

    /// Adds the folding of `word` to `text`.
    pub(crate) fn push(&self, text: &mut String, word: &str) {
        let same = |pair: &[u8; 2]| {
            pair[0] & 0xFC == 0xD8 && self.cells[index(*pair)].bytes == *pair && {
                self.cells[index(*pair)].len == 2
            }
        };
        let (pairs, odd) = word.as_bytes().as_chunks();
        if odd.is_empty() && pairs.iter().all(same) {
            text.push_str(word);
            return;
        }
        for ch in word.chars() {
            self.each(ch, &mut |ch| text.push(ch));
        }
    }

    /// Calls `add` with the characters that `ch` becomes.
    pub(crate) fn each(&self, ch: char, add: &mut impl FnMut(char)) {
        if matches!(ch, '\u{600}'..='\u{6FF}') {
            plain(self.classes, ch).into_iter().for_each(add);
        } else {
            self.rest(ch, add);
        }
    }

    /// The same for characters outside the block.
    fn rest(&self, ch: char, add: &mut impl FnMut(char)) {
        let classes = self.classes;
        match ch {
            _ if is_invisible(ch) => {
                if !classes.has(FoldClasses::INVISIBLE) {
                    add(ch);
                }
            }
            // A presentation form stands for one or more plain letters; a sign of these
            // blocks stands for itself.
            '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
                if classes.has(FoldClasses::PRESENTATION) =>
            {
                decompose_compatible(ch, |letter| {
                    if letter == ch {
                        add(ch);
                    } else if matches!(letter, '\u{600}'..='\u{6FF}') {
                        plain(classes, letter).into_iter().for_each(&mut *add);
                    } else {
                        add(letter);
                    }
                });
            }
            _ if classes.has(FoldClasses::CASE) => ch.to_lowercase().for_each(add),
            _ => add(ch),
        }
    }

    /// The cell of the character at `at`, if it is of the block.
    #[inline]
    pub(crate) fn cell(&self, bytes: &[u8], at: usize) -> Option<Cell> {
        match bytes.get(at..at + 2) {
            Some(&[one, two]) if one & 0xFC == 0xD8 => {
                Some(self.cells[index([one, two])])
            }
            _ => None,
        }
    }
}

/// The position in the block of a character in UTF-8.
#[inline]
fn index([one, two]: [u8; 2]) -> usize {
    usize::from(one & 3) << 6 | usize::from(two & 0x3F)
}

/// The UTF-8 of a character below U+0800, and its length.
#[expect(clippy::cast_possible_truncation, reason = "below U+0800 both bytes fit")]
const fn encode(ch: char) -> ([u8; 2], u8) {
    let code = ch as u32;
    if code < 0x80 {
        ([code as u8, 0], 1)
    } else {
        ([0xC0 | (code >> 6) as u8, 0x80 | (code & 0x3F) as u8], 2)
    }
}

/// Folds `source` for matching: the spelling of [`fold_key`](crate::fold_key) with the
/// way back to its bytes.
pub fn fold(source: &str) -> Folded {
    KEY.fold(source)
}

/// What a character of the block U+0600–U+06FF becomes.
const fn plain(classes: FoldClasses, ch: char) -> Option<char> {
    let drop = match ch {
        TATWEEL => classes.has(FoldClasses::TATWEEL),
        _ if is_mark(ch) => classes.has(FoldClasses::MARKS),
        _ => is_invisible(ch) && classes.has(FoldClasses::INVISIBLE),
    };
    if drop {
        return None;
    }
    let (class, to) = match ch {
        ALEF_MADDA | ALEF_HAMZA_ABOVE | ALEF_HAMZA_BELOW | ALEF_WASLA => {
            (FoldClasses::ALEFS, ALEF)
        }
        WAW_HAMZA => (FoldClasses::HAMZAS, WAW),
        YEH_HAMZA => (FoldClasses::HAMZAS, YEH),
        ALEF_MAKSURA => (FoldClasses::ALEF_MAQSURA, YEH),
        TEH_MARBUTA => (FoldClasses::TEH_MARBUTA, HEH),
        '\u{6A9}' => (FoldClasses::PERSIAN, KAF),
        '\u{6CC}' => (FoldClasses::PERSIAN, YEH),
        '\u{6C1}' | '\u{6BE}' => (FoldClasses::PERSIAN, HEH),
        '\u{660}'..='\u{669}' => (FoldClasses::DIGITS, digit(ch as u32 - 0x660)),
        '\u{6F0}'..='\u{6F9}' => (FoldClasses::DIGITS, digit(ch as u32 - 0x6F0)),
        _ => (FoldClasses::NONE, ch),
    };
    Some(if classes.has(class) { to } else { ch })
}

const fn digit(value: u32) -> char {
    match char::from_digit(value, 10) {
        Some(digit) => digit,
        None => '0',
    }
}

const fn kind(ch: char) -> Kind {
    match ch {
        ALEF_MADDA | ALEF_HAMZA_ABOVE | ALEF_HAMZA_BELOW => Kind::HamzaAlef,
        TATWEEL => Kind::Letter,
        _ if is_letter(ch) || is_mark(ch) => Kind::Letter,
        _ if is_invisible(ch) => Kind::Space,
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => Kind::Digit,
        _ => Kind::Sign,
    }
}
