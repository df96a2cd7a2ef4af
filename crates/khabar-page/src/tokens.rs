//! The tokens of one line, with the spelling under which phrases are looked up.

use khabar_arabic::letters::{
    ALEF_MAKSURA, HEH, TATWEEL, TEH_MARBUTA, YEH, is_invisible, is_mark,
};
use khabar_doc::Span;

/// Lines longer than this many bytes are body text: only their head is looked at.
const LONGEST_BYTES: usize = 1600;
/// Bytes of the head of a longer line that are cut into tokens.
const HEAD_BYTES: usize = 480;

/// One word, number or mark of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Where it lies in the page.
    pub(crate) span: Span,
    /// Where its key lies in [`Tokens::keys`].
    key: Span,
    /// True for a punctuation mark or symbol.
    pub(crate) mark: bool,
}

/// The tokens of one line. The keys stand between single blanks, with one at either
/// end, so that a phrase between blanks matches whole words only.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    keys: String,
    list: Vec<Token>,
    /// False where the line goes on behind the tokens.
    pub(crate) whole: bool,
    words: usize,
}

impl Tokens {
    /// Cuts `line`, which begins at byte `at` of the page. Linear; bounded for long
    /// lines.
    pub(crate) fn of(line: &str, at: u32) -> Tokens {
        let mut head = line;
        let mut whole = true;
        if line.len() > LONGEST_BYTES {
            whole = false;
            let mut to = HEAD_BYTES;
            while !line.is_char_boundary(to) {
                to -= 1;
            }
            head = line.get(..to).unwrap_or_default();
        }
        let mut tokens =
            Tokens { keys: String::from(" "), list: Vec::new(), whole, words: 0 };
        let mut start = None;
        let mut last = ' ';
        for (i, ch) in head.char_indices() {
            let class = Class::of(ch);
            let glued = last.is_ascii_lowercase() && ch.is_ascii_uppercase();
            if let Some(from) = start
                && (class != Class::Word && class != Class::Inner || glued)
            {
                tokens.push(head, from, i, at, false);
                start = None;
            }
            match class {
                Class::Word if start.is_none() => start = Some(i),
                Class::Mark => tokens.push(head, i, i + ch.len_utf8(), at, true),
                _ => (),
            }
            last = ch;
        }
        if let Some(from) = start {
            tokens.push(head, from, head.len(), at, false);
        }
        tokens
    }

    fn push(&mut self, line: &str, from: usize, to: usize, at: u32, mark: bool) {
        let written = line.get(from..to).unwrap_or_default();
        let key_from = self.keys.len();
        push_key(&mut self.keys, written);
        let mut mark = mark;
        if self.keys.len() == key_from {
            // A tatweel alone is used as a dash.
            if !written.contains(TATWEEL) {
                return;
            }
            self.keys.push('-');
            mark = true;
        }
        self.list.push(Token {
            span: Span::of(at as usize + from, at as usize + to),
            key: Span::of(key_from, self.keys.len()),
            mark,
        });
        self.words += usize::from(!mark);
        self.keys.push(' ');
    }

    /// All of them.
    pub(crate) fn list(&self) -> &[Token] {
        &self.list
    }

    /// The keys between blanks.
    pub(crate) fn keys(&self) -> &str {
        &self.keys
    }

    /// The key of token `i`; empty behind the last.
    pub(crate) fn key(&self, i: usize) -> &str {
        self.list.get(i).and_then(|t| self.keys.get(t.key.range())).unwrap_or_default()
    }

    /// True where token `i` is a mark.
    pub(crate) fn is_mark(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|t| t.mark)
    }

    /// The keys of the words of `range`, single blanks between them, marks left out.
    pub(crate) fn words_of(&self, range: std::ops::Range<usize>) -> String {
        let mut words = String::new();
        for i in range {
            if !self.is_mark(i) {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(self.key(i));
            }
        }
        words
    }

    /// How many are no marks.
    pub(crate) fn words(&self) -> usize {
        self.words
    }

    /// The token whose key begins at byte `at` of [`Tokens::keys`].
    pub(crate) fn at_key(&self, at: usize) -> usize {
        self.list.partition_point(|t| (t.key.start() as usize) < at)
    }

    /// The tokens that lie in `span`.
    pub(crate) fn within(&self, span: Span) -> std::ops::Range<usize> {
        let from = self.list.partition_point(|t| t.span.start() < span.start());
        let to = self.list.partition_point(|t| t.span.start() < span.end());
        from..to.max(from)
    }

    /// From the first to the last token of `range`.
    pub(crate) fn span(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let list = self.list.get(range)?;
        Some(list.first()?.span.cover(list.last()?.span))
    }
}

/// The spelling under which phrases of pages are matched: [`khabar_arabic::fold_key`],
/// and besides final yeh for alef maqsura, heh for teh marbuta, lower case, no
/// apostrophes. Coarser than the key of a word in prose, since fixed phrases are long.
pub(crate) fn push_key(keys: &mut String, written: &str) {
    let from = keys.len();
    khabar_arabic::push_key(keys, written);
    let folded = keys.split_off(from);
    keys.extend(folded.chars().filter(|&ch| !is_apostrophe(ch)).map(|ch| match ch {
        ALEF_MAKSURA => YEH,
        TEH_MARBUTA => HEH,
        _ => ch.to_ascii_lowercase(),
    }));
}

fn is_apostrophe(ch: char) -> bool {
    matches!(ch, '\'' | '\u{2019}' | '\u{2018}' | '`')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Word,
    /// Belongs to a word that has begun.
    Inner,
    Mark,
}

impl Class {
    fn of(ch: char) -> Class {
        // The letters of nearly all words, before the tables of Unicode are asked.
        if matches!(ch, 'a'..='z' | 'A'..='Z' | '0'..='9' | '\u{621}'..='\u{64A}') {
            Class::Word
        } else if is_invisible(ch) && ch != '\u{200B}' || is_mark(ch) || is_apostrophe(ch)
        {
            Class::Inner
        } else if ch.is_whitespace() || ch.is_control() || ch == '\u{200B}' {
            Class::Blank
        } else if ch.is_alphanumeric() || ch == TATWEEL || ch == '\u{FFFD}' {
            Class::Word
        } else {
            Class::Mark
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_phrase_share_their_keys() {
        for line in ["إقرأ أيضاً:", "اقرأ أيضا :", "أقرأ  ايضًا:", "اقـرأ أيضا:"]
        {
            assert_eq!(Tokens::of(line, 0).keys(), " اقرا ايضا : ", "{line}");
        }
        assert_eq!(Tokens::of("AdminSee author's", 0).keys(), " admin see authors ");
        assert_eq!(Tokens::of("بغداد ـ رويترز", 0).keys(), " بغداد - رويترز ");
        assert_eq!(Tokens::of("فى الساعة", 0).keys(), " في الساعه ");
    }

    #[test]
    fn spans_lie_in_the_page() {
        let tokens = Tokens::of("😀 المصدر: X", 10);
        let spans: Vec<_> = tokens.list().iter().map(|t| t.span).collect();
        assert_eq!(spans[1], Span::new(15, 27));
    }
}
