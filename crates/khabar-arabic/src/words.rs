use std::ops::Range;

use khabar_doc::Span;
use rustc_hash::FxHashMap;

use crate::{
    clitic::{Hamzas, Proclitics, Split, Splitter, pronoun_of},
    key::push_key,
    letters::{ARTICLE, TATWEEL, is_invisible, is_letter, is_mark},
};

/// A text cut into tokens and sentences, with the keys under which its words are
/// looked up.
///
/// Spans count bytes of the whole text that was given, so that parts of one page keep
/// the page's offsets. No sentence crosses a part.
#[derive(Debug, Default)]
pub struct Words {
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    keys: String,
}

/// One token: a word as written with its proclitics, a number, or a mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// All of it as written.
    pub span: Span,
    /// It without proclitics; the article stays. In `لل…` it begins after the first ل.
    pub core: Span,
    /// What it is.
    pub kind: TokenKind,
    /// The letters written onto its front.
    pub proclitics: Proclitics,
    whole_key: (u32, u32),
    core_key: (u32, u32),
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word in Arabic script.
    Word,
    /// Digits of any script, with their separators.
    Number,
    /// A word in another script, an address, a hashtag's sign excluded.
    Foreign,
    /// An opening or closing quotation mark, or one that may be either.
    Quote,
    /// Any other mark; runs of the same mark are one token.
    Mark,
}

/// A run of tokens that ends in a stop, or with its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The position of its part among those that were given.
    pub part: usize,
}

impl Words {
    /// Cuts the `parts` of `text`, which lie apart and in reading order.
    pub fn of(text: &str, parts: &[Span], splitter: &Splitter) -> Words {
        let mut words = Words::default();
        // Words come back: each form is split once.
        let mut splits: FxHashMap<&str, Split> = FxHashMap::default();
        for (index, &part) in parts.iter().enumerate() {
            let from = words.tokens.len();
            if let Some(slice) = text.get(part.range()) {
                words.cut(slice, part.start(), splitter, &mut splits);
            }
            words.split_sentences(from, index);
        }
        words
    }

    /// The tokens, in reading order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The sentences, in reading order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The key of the whole token `i`, proclitics included.
    pub fn whole(&self, i: usize) -> &str {
        self.key(self.tokens[i].whole_key)
    }

    /// The key of token `i` without proclitics; the article is there in full, also
    /// where `لل` hides it.
    pub fn core(&self, i: usize) -> &str {
        self.key(self.tokens[i].core_key)
    }

    /// The key of token `i` without proclitics and article.
    pub fn stem(&self, i: usize) -> &str {
        let core = self.core(i);
        if self.tokens[i].proclitics.article {
            core.strip_prefix(ARTICLE).unwrap_or(core)
        } else {
            core
        }
    }

    /// The stem of token `i` parted from the pronoun that its last letters may be, the
    /// longest that leaves two letters; no lexicon is asked whether the rest is a word.
    /// A ة before the pronoun shows as ت, as it is written.
    pub fn without_pronoun(&self, i: usize) -> Option<(&str, &str)> {
        if self.tokens[i].kind != TokenKind::Word {
            return None;
        }
        pronoun_of(self.stem(i))
    }

    /// The tokens that begin inside `span`.
    pub fn within(&self, span: Span) -> Range<usize> {
        let from = self.tokens.partition_point(|t| t.span.start() < span.start());
        let to = self.tokens.partition_point(|t| t.span.start() < span.end());
        from..to.max(from)
    }

    /// From the core of the first to the end of the last token of `range`, which is
    /// not empty.
    pub fn span(&self, range: Range<usize>) -> Span {
        let last = range.end.max(range.start + 1) - 1;
        Span::new(self.tokens[range.start].core.start(), self.tokens[last].span.end())
    }

    fn key(&self, (from, to): (u32, u32)) -> &str {
        self.keys.get(from as usize..to as usize).unwrap_or_default()
    }

    fn cut<'t>(
        &mut self,
        slice: &'t str,
        offset: u32,
        splitter: &Splitter,
        splits: &mut FxHashMap<&'t str, Split>,
    ) {
        let mut chars = slice.char_indices().peekable();
        while let Some((at, ch)) = chars.next() {
            let class = Class::of(ch);
            if class == Class::Space {
                continue;
            }
            let mut end = at + ch.len_utf8();
            while let Some(&(next_at, next)) = chars.peek() {
                let after =
                    slice.get(next_at + next.len_utf8()..).and_then(|s| s.chars().next());
                if !class.goes_on(ch, next, after) {
                    break;
                }
                end = next_at + next.len_utf8();
                chars.next();
            }
            let span = Span::of(offset as usize + at, offset as usize + end);
            let written = slice.get(at..end).unwrap_or_default();
            self.push(span, written, class, splitter, splits);
        }
    }

    fn push<'t>(
        &mut self,
        span: Span,
        written: &'t str,
        class: Class,
        splitter: &Splitter,
        splits: &mut FxHashMap<&'t str, Split>,
    ) {
        let kind = match class {
            Class::Letter => TokenKind::Word,
            Class::Digit => TokenKind::Number,
            Class::Foreign => TokenKind::Foreign,
            Class::Quote => TokenKind::Quote,
            Class::Mark | Class::Space => TokenKind::Mark,
        };
        let from = self.keys.len();
        push_key(&mut self.keys, written);
        let whole_key = Span::of(from, self.keys.len());
        let mut core = span;
        let mut core_key = whole_key;
        let mut proclitics = Proclitics::default();
        if kind == TokenKind::Word {
            let split = *splits.entry(written).or_insert_with(|| {
                splitter.split_written(
                    self.keys.get(whole_key.range()).unwrap_or_default(),
                    Hamzas::of(written),
                )
            });
            proclitics = split.proclitics;
            let skip = letters_in(written, proclitics.len());
            core = Span::new(span.start() + skip, span.end());
            if split.contracted {
                let hidden = proclitics.len() + usize::from(!split.doubled);
                let from = whole_key.range().start
                    + self.keys.get(whole_key.range()).map_or(0, |key| {
                        key.chars().take(hidden).map(char::len_utf8).sum()
                    });
                let end = whole_key.range().end;
                let start = self.keys.len();
                self.keys.push_str(ARTICLE);
                self.keys.extend_from_within(from..end);
                core_key = Span::of(start, self.keys.len());
            } else {
                let cut: usize = self.keys.get(whole_key.range()).map_or(0, |key| {
                    key.chars().take(proclitics.len()).map(char::len_utf8).sum()
                });
                core_key = Span::of(whole_key.range().start + cut, whole_key.range().end);
            }
        }
        self.tokens.push(Token {
            span,
            core,
            kind,
            proclitics,
            whole_key: (whole_key.start(), whole_key.end()),
            core_key: (core_key.start(), core_key.end()),
        });
    }

    fn split_sentences(&mut self, from: usize, part: usize) {
        let mut start = from;
        let mut i = from;
        while i < self.tokens.len() {
            if self.ends_sentence(i, start) {
                // What closes a quotation or bracket goes with the sentence it closes.
                while self.closes(i + 1, start) {
                    i += 1;
                }
                self.sentences.push(Sentence { tokens: start..i + 1, part });
                start = i + 1;
            }
            i += 1;
        }
        if start < self.tokens.len() {
            self.sentences.push(Sentence { tokens: start..self.tokens.len(), part });
        }
    }

    /// True for a stop that ends the sentence which begins at token `start`.
    fn ends_sentence(&self, i: usize, start: usize) -> bool {
        if self.tokens[i].kind != TokenKind::Mark {
            return false;
        }
        match self.whole(i) {
            "!" | "?" | "\u{61F}" | "\u{6D4}" => true,
            "." => i == start || !self.abbreviates(i, start),
            _ => false,
        }
    }

    /// True for a full stop behind an initial (`م. عمر`), inside an abbreviation
    /// (`أ.ف.ب`), or behind the number of a list's entry (`1. …`).
    fn abbreviates(&self, i: usize, start: usize) -> bool {
        if !self.glued(i) {
            return false;
        }
        let before = self.tokens[i - 1];
        let letters = self.whole(i - 1).chars().take(4).count();
        let in_chain = i >= start + 2 && self.glued(i - 1) && self.whole(i - 2) == ".";
        match before.kind {
            TokenKind::Number => i == start + 1,
            TokenKind::Word | TokenKind::Foreign => {
                let goes_on = self.glued(i + 1)
                    && self.tokens[i + 1].kind == before.kind
                    && self.whole(i + 1).chars().nth(3).is_none();
                let dated =
                    i >= start + 2 && self.tokens[i - 2].kind == TokenKind::Number;
                letters <= 3 && goes_on || letters == 1 && !in_chain && !dated
            }
            TokenKind::Quote | TokenKind::Mark => false,
        }
    }

    /// True when no space parts token `i` from the one before it.
    fn glued(&self, i: usize) -> bool {
        i > 0
            && self
                .tokens
                .get(i)
                .is_some_and(|token| token.span.start() == self.tokens[i - 1].span.end())
    }

    /// True for a mark right behind a stop that belongs to the same sentence: one more
    /// stop, a closing bracket, or a quotation mark unless it opens what follows.
    fn closes(&self, i: usize, start: usize) -> bool {
        if !self.glued(i) {
            return false;
        }
        match self.tokens[i].kind {
            TokenKind::Mark => {
                matches!(self.whole(i), "." | "!" | "?" | "\u{61F}" | ")" | "]")
            }
            TokenKind::Quote => {
                let before = (start..i)
                    .filter(|&at| self.tokens[at].kind == TokenKind::Quote)
                    .count();
                let opens_a_word = self.glued(i + 1)
                    && matches!(
                        self.tokens[i + 1].kind,
                        TokenKind::Word | TokenKind::Number | TokenKind::Foreign
                    );
                before % 2 == 1 || !opens_a_word
            }
            TokenKind::Word | TokenKind::Number | TokenKind::Foreign => false,
        }
    }
}

/// Bytes of `written` up to and including its first `n` letters and their marks.
pub(crate) fn letters_in(written: &str, n: usize) -> u32 {
    let mut seen = 0;
    for (at, ch) in written.char_indices() {
        if !(is_mark(ch) || is_invisible(ch) || ch == TATWEEL) {
            if seen == n {
                return u32::try_from(at).unwrap_or(u32::MAX);
            }
            seen += 1;
        }
    }
    0
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Digit,
    Foreign,
    Quote,
    Mark,
}

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

    /// True when `next` belongs to the token that `first` began; `after` follows it.
    fn goes_on(self, first: char, next: char, after: Option<char>) -> bool {
        match self {
            Class::Letter => {
                Class::of(next) == Class::Letter
                    || is_invisible(next) && next != '\u{200B}'
            }
            Class::Digit => {
                Class::of(next) == Class::Digit
                    || matches!(next, '.' | ',' | '\u{66B}' | '\u{66C}' | ':')
                        && after.is_some_and(|ch| Class::of(ch) == Class::Digit)
            }
            Class::Foreign => {
                matches!(Class::of(next), Class::Foreign | Class::Digit)
                    || matches!(
                        next,
                        '.' | '@'
                            | '_'
                            | '-'
                            | '/'
                            | ':'
                            | '&'
                            | '\''
                            | '='
                            | '?'
                            | '%'
                            | '#'
                    ) && after
                        .is_some_and(|ch| ch.is_ascii_alphanumeric() || ch == '/')
            }
            Class::Mark => next == first,
            Class::Space | Class::Quote => false,
        }
    }
}

fn is_quote(ch: char) -> bool {
    matches!(
        ch,
        '"' | '\u{AB}' | '\u{BB}' | '\u{201C}'
            ..='\u{201F}' | '\u{2039}' | '\u{203A}' | '\u{FF02}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words::of(text, &[Span::of(0, text.len())], &Splitter::default())
    }

    fn sentences(text: &str) -> Vec<&str> {
        let words = words(text);
        words
            .sentences()
            .iter()
            .map(|s| {
                let tokens = words.tokens();
                let from = tokens[s.tokens.start].span.range().start;
                &text[from..tokens[s.tokens.end - 1].span.range().end]
            })
            .collect()
    }

    #[test]
    fn abbreviations_and_dots_in_a_row_end_no_sentence() {
        for text in [
            "أوقفت الشرطة \"م. عمر\" أمس",
            "قال د. سالم إن الأمر واضح",
            "نقلت وكالة (أ.ف.ب) الخبر",
            "بثته شبكة (إيه.بي.سي نيوز) أمس",
            "هذا صحيح.. لكن لا نعرف",
            "قال... ثم سكت",
            "1. تأجيل الجلسة",
            "كتبه J. Smith أمس",
        ] {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn what_closes_a_sentence_stays_with_it() {
        for (text, expected) in [
            ("غادر (رويترز). وعاد", &["غادر (رويترز).", "وعاد"][..]),
            ("(غادر أمس.) وعاد", &["(غادر أمس.)", "وعاد"]),
            ("أحقا؟! نعم", &["أحقا؟!", "نعم"]),
            ("قال: \"نعم.\"وعاد", &["قال: \"نعم.\"", "وعاد"]),
            ("غادر.\"نعم\" قال", &["غادر.", "\"نعم\" قال"]),
            ("على مستوى العالم.كما قال", &["على مستوى العالم.", "كما قال"]),
            ("ولد سنة 2008 م. وعاد", &["ولد سنة 2008 م.", "وعاد"]),
            ("عن أ.ف.ب. وعاد", &["عن أ.ف.ب.", "وعاد"]),
        ] {
            assert_eq!(sentences(text), expected);
        }
    }

    #[test]
    fn a_detached_conjunction_is_a_word_and_scripts_part() {
        let text = "و لا يبدو كتبAdminSee 12 الـ";
        let words = words(text);
        let keys: Vec<&str> = (0..words.tokens().len()).map(|i| words.whole(i)).collect();
        assert_eq!(keys, ["و", "لا", "يبدو", "كتب", "AdminSee", "12", "ال"]);
        assert_eq!(words.tokens()[0].kind, TokenKind::Word);
        assert!(words.tokens()[0].proclitics.is_empty());
    }

    #[test]
    fn pronouns_come_off_the_end() {
        let words = words("وزارته بيانها كتبوا له في");
        let got: Vec<_> = (0..5).map(|i| words.without_pronoun(i)).collect();
        assert_eq!(got, [Some(("وزارت", "ه")), Some(("بيان", "ها")), None, None, None]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_on_boundaries_and_in_order(
            text in "([وفبلكسايتنهمأإآةىء]{1,9}|[ .\"،؟!():\u{64E}ـ\u{200F}]|[a-z0-9٣]|\\PC){0,60}"
        ) {
            let words = words(&text);
            let mut end = 0;
            for (i, token) in words.tokens().iter().enumerate() {
                let (span, core) = (token.span.range(), token.core.range());
                assert!(span.start >= end && span.start < span.end);
                assert!(span.start <= core.start && core.end == span.end);
                assert!(text.get(span.clone()).is_some() && text.get(core).is_some());
                let _ = (words.whole(i), words.core(i), words.stem(i), words.without_pronoun(i));
                end = span.end;
            }
            let mut next = 0;
            for sentence in words.sentences() {
                assert_eq!(sentence.tokens.start, next);
                assert!(sentence.tokens.end > next);
                next = sentence.tokens.end;
            }
            assert_eq!(next, words.tokens().len());
        }
    }

    #[test]
    fn cores_keep_the_article_and_leave_out_what_is_attached() {
        let text = "😀 وقال للصحفيين، والرئيسُ ب21 يوم7";
        let words = words(text);
        let cores: Vec<&str> =
            words.tokens().iter().map(|t| &text[t.core.range()]).collect();
        assert_eq!(cores, ["😀", "قال", "لصحفيين", "،", "الرئيسُ", "ب", "21", "يوم", "7"]);
        assert_eq!(words.core(2), "الصحفيين");
        assert_eq!(words.stem(2), "صحفيين");
        assert_eq!(words.whole(4), "والرئيس");
    }

    #[test]
    fn sentences_end_at_stops_but_not_inside_numbers() {
        let text = "بلغ 3.5 ملايين. قال: \"انتهى.\" ثم غادر";
        let words = words(text);
        let got: Vec<String> = words
            .sentences()
            .iter()
            .map(|s| {
                text[words.tokens()[s.tokens.start].span.range().start
                    ..words.tokens()[s.tokens.end - 1].span.range().end]
                    .to_owned()
            })
            .collect();
        assert_eq!(got, ["بلغ 3.5 ملايين.", "قال: \"انتهى.\"", "ثم غادر"]);
    }
}
