//! From bytes to tokens: classes of characters, by table for ASCII and the Arabic block.

use khabar_doc::Span;
use unicode_script::{Script, UnicodeScript};

use super::{
    Token, TokenKind,
    memo::{LONGEST, Memo, pack},
};
use crate::{
    clitic::{Hamzas, Proclitics, Split, Splitter},
    fold::{KEY, Kind, ROOM},
    letters::{ARTICLE, TATWEEL, is_invisible, is_letter, is_mark},
};

/// What is known of the front of a written word, whatever stands around it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Front {
    split: Split,
    /// Letters before the place where a space is missing; 0 where none is.
    joint: u8,
}

/// Slots of one memory of [`Front`]s at most: 32,000 words, three megabytes.
pub(crate) const FRONTS: usize = 1 << 16;

/// Cuts parts of one text.
pub(super) struct Cutter<'s> {
    pub(super) tokens: Vec<Token>,
    /// Keys, in UTF-8; only the first `to` bytes count.
    keys: Vec<u8>,
    to: usize,
    splitter: Option<&'s Splitter>,
    pub(super) fronts: Memo<Front>,
}

/// A word as it was scanned: where it lies in the slice and its key in the keys.
struct Scanned {
    at: usize,
    end: usize,
    from: usize,
    /// True where key and writing have the same letters in the same places.
    plain: bool,
    hamzas: u8,
}

impl<'s> Cutter<'s> {
    pub(super) fn new(
        bytes: usize,
        splitter: Option<&'s Splitter>,
        fronts: Memo<Front>,
    ) -> Cutter<'s> {
        Cutter {
            // News has ten bytes and more a token.
            tokens: Vec::with_capacity(bytes / 9 + 8),
            keys: Vec::with_capacity(bytes + bytes / 8 + ROOM),
            to: 0,
            splitter,
            fronts,
        }
    }

    pub(super) fn keys(self) -> (Vec<Token>, String, Memo<Front>) {
        let mut keys = self.keys;
        keys.truncate(self.to);
        let keys = String::from_utf8(keys).expect("folding writes whole characters");
        (self.tokens, keys, self.fronts)
    }

    /// Makes room for the keys of `more` bytes.
    fn room(&mut self, more: usize) {
        let need = self.to + more + ROOM;
        if self.keys.len() < need {
            self.keys.resize(need + need / 16, 0);
        }
    }

    /// Cuts `slice`, which begins at byte `offset` of the text.
    pub(super) fn cut(&mut self, slice: &str, offset: u32) {
        let bytes = slice.as_bytes();
        self.room(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            let class = if byte < 0x80 {
                ASCII[usize::from(byte)]
            } else if let Some(cell) = KEY.cell(bytes, at) {
                match cell.kind {
                    Kind::Letter | Kind::HamzaAlef => Class::Letter,
                    Kind::Digit => Class::Digit,
                    Kind::Space => Class::Space,
                    Kind::Sign => Class::Mark,
                }
            } else {
                char_at(slice, at).map_or(Class::Space, Class::of)
            };
            at = match class {
                Class::Space => at + width(byte),
                Class::Letter => self.word(slice, at, offset),
                Class::Digit => {
                    let end = number_end(slice, at);
                    self.token(slice, at..end, offset, TokenKind::Number, Script::Common)
                }
                Class::Foreign => {
                    let end = foreign_end(slice, at);
                    let script = if byte < 0x80 {
                        Script::Latin
                    } else {
                        char_at(slice, at).map_or(Script::Unknown, |ch| ch.script())
                    };
                    self.token(slice, at..end, offset, TokenKind::Foreign, script)
                }
                Class::Quote => {
                    let end = at + width(byte);
                    self.token(slice, at..end, offset, TokenKind::Quote, Script::Common)
                }
                Class::Mark => {
                    let end = mark_end(slice, at);
                    self.token(slice, at..end, offset, TokenKind::Mark, Script::Common)
                }
            };
        }
    }

    /// Adds a token that is no word; returns its end.
    fn token(
        &mut self,
        slice: &str,
        range: std::ops::Range<usize>,
        offset: u32,
        kind: TokenKind,
        script: Script,
    ) -> usize {
        let from = self.to;
        let written = slice.get(range.clone()).unwrap_or_default();
        if written.is_ascii() {
            self.push(written.as_bytes());
        } else {
            let mut plain = [0; 4];
            for ch in written.chars() {
                KEY.each(ch, &mut |ch| self.push(ch.encode_utf8(&mut plain).as_bytes()));
            }
        }
        let span = Span::of(offset as usize + range.start, offset as usize + range.end);
        let key = key(from, self.to);
        self.tokens.push(Token {
            span,
            core: span,
            kind,
            script,
            proclitics: Proclitics::default(),
            whole_key: key,
            core_key: key,
        });
        self.room(slice.len() - range.end);
        range.end
    }

    fn push(&mut self, bytes: &[u8]) {
        let end = self.to + bytes.len();
        if self.keys.len() < end {
            self.room(bytes.len());
        }
        self.keys[self.to..end].copy_from_slice(bytes);
        self.to = end;
    }

    /// Scans the word at `at` and adds its tokens; returns its end.
    #[inline]
    fn word(&mut self, slice: &str, at: usize, offset: u32) -> usize {
        let bytes = slice.as_bytes();
        let from = self.to;
        let (mut end, mut to) = (at, from);
        let (mut plain, mut hamzas) = (true, 0u64);
        loop {
            if let Some(cell) = KEY.cell(bytes, end) {
                match cell.kind {
                    Kind::Letter | Kind::Space => (),
                    Kind::HamzaAlef => hamzas |= 1 << ((to - from) / 2).min(63),
                    Kind::Digit | Kind::Sign => break,
                }
                // Room was made for a key as long as the rest of the slice.
                self.keys[to..to + 2].copy_from_slice(&cell.bytes);
                plain &= cell.len == 2;
                to += usize::from(cell.len);
                end += 2;
                continue;
            }
            let Some(ch) = char_at(slice, end).filter(|ch| !ch.is_ascii()) else { break };
            if Class::of(ch) != Class::Letter && (!is_invisible(ch) || ch == '\u{200B}') {
                break;
            }
            plain = false;
            self.to = to;
            KEY.each(ch, &mut |ch| self.push(ch.encode_utf8(&mut [0; 4]).as_bytes()));
            to = self.to;
            end += ch.len_utf8();
            self.room(bytes.len() - end);
        }
        self.to = to;
        #[expect(clippy::cast_possible_truncation, reason = "the first eight letters")]
        let hamzas = hamzas as u8;
        let scanned = Scanned { at, end, from, plain, hamzas };
        self.add(slice, offset, &scanned, true);
        self.room(bytes.len() - end);
        end
    }

    /// Adds the token of a scanned word, or its two where a space is missing.
    #[inline]
    fn add(&mut self, slice: &str, offset: u32, word: &Scanned, may_join: bool) {
        let &Scanned { at, end, from, plain, hamzas } = word;
        let to = self.to;
        let span = Span::of(offset as usize + at, offset as usize + end);
        let mut token = Token {
            span,
            core: span,
            kind: TokenKind::Word,
            script: Script::Arabic,
            proclitics: Proclitics::default(),
            whole_key: key(from, to),
            core_key: key(from, to),
        };
        let Some(splitter) = self.splitter else {
            self.tokens.push(token);
            return;
        };
        let written = || slice.get(at..end).unwrap_or_default();
        let front = self.front(splitter, from, to, hamzas, may_join);
        let offset_of = |n: usize| {
            if plain { u32::try_from(2 * n).ok() } else { letters_in(written(), n) }
        };
        if front.joint > 0 {
            let letters = usize::from(front.joint);
            let cut = self.letters_end(from, letters);
            if let Some(middle) = offset_of(letters).filter(|_| cut < to) {
                let middle = at + middle as usize;
                self.to = cut;
                let first = Scanned { at, end: middle, from, plain, hamzas };
                // The second key lies behind the first, and a key hidden behind an
                // article goes behind both.
                let rest = self.keys[cut..to].to_vec();
                self.add(slice, offset, &first, false);
                let from = self.to;
                self.push(&rest);
                let hamzas =
                    Hamzas::of(slice.get(middle..end).unwrap_or_default()).bits();
                let second = Scanned { at: middle, end, from, plain, hamzas };
                self.add(slice, offset, &second, false);
                return;
            }
        }
        let (mut split, mut skip) = (front.split, 0);
        let mut cut = split.proclitics.len();
        match offset_of(cut) {
            Some(bytes) => skip = bytes,
            // A ligature of a proclitic and a letter of the word cannot be parted.
            None if cut > 0 => (split, cut) = (Split::default(), 0),
            None => (),
        }
        token.proclitics = split.proclitics;
        token.core = Span::new(span.start() + skip, span.end());
        if split.contracted {
            let hidden = self.letters_end(from, cut + usize::from(!split.doubled));
            self.room(2 * (to - from) + ARTICLE.len());
            let start = self.to;
            self.push(ARTICLE.as_bytes());
            self.keys.copy_within(hidden..to, self.to);
            self.to += to - hidden;
            token.core_key = key(start, self.to);
        } else if cut > 0 {
            token.core_key = key(self.letters_end(from, cut), to);
        }
        self.tokens.push(token);
    }

    /// The front of the word whose key is `from..to`.
    #[inline]
    fn front(
        &mut self,
        splitter: &Splitter,
        from: usize,
        to: usize,
        hamzas: u8,
        may_join: bool,
    ) -> Front {
        let len = to - from;
        if len == 0 {
            return Front::default();
        }
        if len > LONGEST || !may_join {
            return self.new_front(splitter, from, to, hamzas, may_join);
        }
        let packed = pack(&self.keys, from, len, hamzas);
        if let Some(front) = self.fronts.get(&packed) {
            return front;
        }
        let front = self.new_front(splitter, from, to, hamzas, may_join);
        self.fronts.put(packed, front);
        front
    }

    #[inline(never)]
    fn new_front(
        &self,
        splitter: &Splitter,
        from: usize,
        to: usize,
        hamzas: u8,
        may_join: bool,
    ) -> Front {
        let key = self.keys.get(from..to).unwrap_or_default();
        let key = std::str::from_utf8(key).unwrap_or_default();
        let hamzas = Hamzas::of_bits(hamzas);
        let split = splitter.split_written(key, hamzas);
        let joint = if may_join { splitter.joint(key, hamzas, split) } else { 0 };
        Front { split, joint }
    }

    /// The end of the first `n` letters of the key at `from`.
    fn letters_end(&self, from: usize, n: usize) -> usize {
        let mut at = from;
        for _ in 0..n {
            at += self.keys.get(at).map_or(0, |&byte| width(byte));
        }
        at.min(self.to)
    }
}

fn key(from: usize, to: usize) -> (u32, u32) {
    let span = Span::of(from, to);
    (span.start(), span.end())
}

/// Bytes of a character that begins with `byte`.
#[inline]
fn width(byte: u8) -> usize {
    match byte {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

/// Bytes of `written` up to and including those that show the first `n` letters of its key
/// and their marks; none where that is inside a ligature or no letter follows.
pub(crate) fn letters_in(written: &str, n: usize) -> Option<u32> {
    let mut seen = 0;
    for (at, ch) in written.char_indices() {
        let mut letters = 0;
        KEY.each(ch, &mut |_| letters += 1);
        if seen >= n && letters > 0 {
            return u32::try_from(at).ok().filter(|_| seen == n);
        }
        seen += letters;
    }
    None
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    Space,
    Letter,
    Digit,
    Foreign,
    Quote,
    Mark,
}

static ASCII: [Class; 128] = {
    let mut classes = [Class::Mark; 128];
    let mut at = 0u8;
    while at < 128 {
        classes[at as usize] = match at {
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Foreign,
            b'"' => Class::Quote,
            0..=b' ' | 127 => Class::Space,
            _ => Class::Mark,
        };
        at += 1;
    }
    classes
};

impl Class {
    fn of(ch: char) -> Class {
        if is_letter(ch) || is_mark(ch) || ch == TATWEEL {
            Class::Letter
        } else if ch.is_whitespace() || is_invisible(ch) || ch.is_control() {
            Class::Space
        } else if ch.is_numeric() {
            Class::Digit
        } else if ch.is_alphabetic() {
            Class::Foreign
        } else if is_quote(ch) {
            Class::Quote
        } else {
            Class::Mark
        }
    }
}

fn is_quote(ch: char) -> bool {
    matches!(
        ch,
        '"' | '\u{AB}' | '\u{BB}' | '\u{201C}'
            ..='\u{201F}'
                | '\u{2039}'
                | '\u{203A}'
                | '\u{275D}'
                | '\u{275E}'
                | '\u{301D}'
                | '\u{301E}'
                | '\u{FF02}'
    )
}

/// The end of the number at `at`: digits with separators between them.
fn number_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        match bytes.get(end) {
            Some(b'0'..=b'9') => end += 1,
            Some(b'.' | b',' | b':') => {
                if !bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
                    && !char_at(text, end + 1).is_some_and(is_digit)
                {
                    return end;
                }
                end += 1;
            }
            Some(0x80..) => match char_at(text, end) {
                Some('\u{66B}' | '\u{66C}')
                    if char_at(text, end + 2).is_some_and(is_digit) =>
                {
                    end += 2;
                }
                Some(ch) if is_digit(ch) => end += ch.len_utf8(),
                _ => return end,
            },
            _ => return end,
        }
    }
}

fn is_digit(ch: char) -> bool {
    Class::of(ch) == Class::Digit
}

/// The end of the word in another script, or address, at `at`.
fn foreign_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let rest = bytes.get(at..).unwrap_or_default();
    for (scheme, least) in [("http://", 1), ("https://", 1), ("ftp://", 1), ("www.", 1)] {
        let is_here = rest
            .get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme.as_bytes()));
        if is_here {
            let end = url_end(text, at + scheme.len());
            if end >= at + scheme.len() + least {
                return end;
            }
        }
    }
    let mut end = at;
    loop {
        match bytes.get(end) {
            Some(byte) if byte.is_ascii_alphanumeric() => end += 1,
            Some(
                b'.' | b'@' | b'_' | b'-' | b'/' | b':' | b'&' | b'\'' | b'=' | b'?'
                | b'%' | b'#',
            ) => {
                let goes_on = bytes
                    .get(end + 1)
                    .is_some_and(|&b| b.is_ascii_alphanumeric() || b == b'/');
                if !goes_on {
                    return end;
                }
                end += 1;
            }
            // The sign in the first half of an address: `news+ar@example.com`.
            Some(b'+') => {
                let half = bytes.get(end + 1..).unwrap_or_default();
                let len = half
                    .iter()
                    .take_while(|b| {
                        b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')
                    })
                    .count();
                if len == 0 || half.get(len) != Some(&b'@') {
                    return end;
                }
                end += 1;
            }
            Some(0x80..) => match char_at(text, end) {
                // An apostrophe inside a word.
                Some('\u{2019}')
                    if char_at(text, end + 3)
                        .is_some_and(|ch| Class::of(ch) == Class::Foreign) =>
                {
                    end += 3;
                }
                Some(ch) if matches!(Class::of(ch), Class::Foreign | Class::Digit) => {
                    end += ch.len_utf8();
                }
                _ => return end,
            },
            _ => return end,
        }
    }
}

/// The end of an address whose scheme ended at `from`: up to a space or a mark that no
/// address has; Arabic letters only in its path. A stop or bracket at its end is not its own.
fn url_end(text: &str, from: usize) -> usize {
    let mut in_path = false;
    let mut end = from;
    let mut last = from;
    for (at, ch) in text.get(from..).unwrap_or_default().char_indices() {
        let is_part = match ch {
            '"' | '<' | '>' | '{' | '}' | '|' | '\\' | '^' | '`' => false,
            '!'..='~' => true,
            _ => {
                in_path
                    && matches!(
                        Class::of(ch),
                        Class::Letter | Class::Foreign | Class::Digit
                    )
            }
        };
        if !is_part {
            break;
        }
        in_path |= matches!(ch, '/' | '?' | '#');
        last = from + at + ch.len_utf8();
        if !matches!(
            ch,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ')' | ']' | '(' | '[' | '*'
        ) {
            end = last;
        }
    }
    // A closing bracket is the address's own where it opened one: `/wiki/Story_(press)`.
    let tail = text.get(end..last).unwrap_or_default();
    let inside = text.get(from..end).unwrap_or_default();
    if tail.starts_with(')') && inside.contains('(') {
        end += 1;
    }
    end
}

/// The end of the mark at `at`: a run of the same mark, or one emoji with its joiners.
fn mark_end(text: &str, at: usize) -> usize {
    let Some(first) = char_at(text, at) else { return at + 1 };
    let len = first.len_utf8();
    let mut end = at + len;
    if is_pictogram(first) {
        return emoji_end(text, at);
    }
    while char_at(text, end) == Some(first) {
        end += len;
    }
    end
}

/// True for the characters that show as an emoji, alone or with a selector behind them.
pub(super) fn is_pictogram(ch: char) -> bool {
    matches!(ch, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{231A}'..='\u{23FF}')
}

fn emoji_end(text: &str, at: usize) -> usize {
    let is_flag = |ch: char| matches!(ch, '\u{1F1E6}'..='\u{1F1FF}');
    let first = char_at(text, at);
    let mut end = at;
    // Runs of one emoji are one token, as runs of any mark; two letters make a flag.
    let mut letters = 0;
    while let Some(ch) = char_at(text, end) {
        let begins = Some(ch) == first && !is_flag(ch);
        let pairs = is_flag(ch) && letters < 2;
        if !begins && !pairs {
            break;
        }
        letters += usize::from(pairs);
        end += ch.len_utf8();
        while let Some(next) = char_at(text, end) {
            match next {
                '\u{FE0E}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{20E3}' => {
                    end += next.len_utf8();
                }
                '\u{200D}' => {
                    let Some(joined) =
                        char_at(text, end + 3).filter(|&ch| is_pictogram(ch))
                    else {
                        break;
                    };
                    end += 3 + joined.len_utf8();
                }
                _ => break,
            }
        }
    }
    end.max(at + first.map_or(1, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables say of every character what its properties say.
    #[test]
    fn tables_agree_with_properties() {
        for code in 0..0x700 {
            let Some(ch) = char::from_u32(code) else { continue };
            let mut bytes = [0; 4];
            let text = ch.encode_utf8(&mut bytes);
            if code < 0x80 {
                assert_eq!(ASCII[code as usize], Class::of(ch), "{code:x}");
            } else if code >= 0x600 {
                let class = match KEY.cell(text.as_bytes(), 0).unwrap().kind {
                    Kind::Letter | Kind::HamzaAlef => Class::Letter,
                    Kind::Digit => Class::Digit,
                    Kind::Space => Class::Space,
                    Kind::Sign => Class::Mark,
                };
                assert_eq!(class, Class::of(ch), "{code:x}");
            }
        }
    }
}
