//! Tokens and sentences, with the keys under which words are looked up.

mod breaks;
mod memo;
mod runs;
mod scan;
mod sentence;

use std::ops::Range;

use khabar_doc::Span;
pub use unicode_script::Script;

pub use self::runs::{Run, RunKind};
use self::scan::Cutter;
pub(crate) use self::{
    breaks::{Breaks, Follows},
    memo::{LONGEST, Memo, Pool, pack},
    scan::{FRONTS, Front, letters_in},
};
use crate::{
    clitic::{Proclitics, Splitter, pronoun_of},
    letters::ARTICLE,
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
    runs: Vec<Run>,
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
    /// The script of its letters, `Common` where it has none.
    pub script: Script,
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
    /// Cuts the `parts` of `text`, which lie apart and in reading order, and splits the
    /// proclitics of the words.
    pub fn of(text: &str, parts: &[Span], splitter: &Splitter) -> Words {
        let fronts = splitter.fronts.take().unwrap_or_else(|| Memo::new(FRONTS));
        let (words, fronts) = Words::cut(text, parts, Some(splitter), fronts);
        splitter.fronts.give(fronts);
        words
    }

    /// Cuts without splitting: the cores of the words are the words, no missing space is
    /// seen, and of abbreviations only letters with stops are known.
    pub fn unsplit(text: &str, parts: &[Span]) -> Words {
        Words::cut(text, parts, None, Memo::new(0)).0
    }

    fn cut(
        text: &str,
        parts: &[Span],
        splitter: Option<&Splitter>,
        fronts: Memo<Front>,
    ) -> (Words, Memo<Front>) {
        let bytes = parts.iter().map(|part| part.len() as usize).sum();
        let mut cutter = Cutter::new(bytes, splitter, fronts);
        let mut ends = Vec::with_capacity(parts.len());
        for part in parts {
            if let Some(slice) = text.get(part.range()) {
                cutter.cut(slice, part.start());
            }
            ends.push(cutter.tokens.len());
        }
        let (tokens, keys, fronts) = cutter.keys();
        let mut words = Words { tokens, keys, ..Words::default() };
        let breaks = splitter.map(|splitter| &splitter.breaks);
        let mut from = 0;
        for (part, end) in ends.into_iter().enumerate() {
            words.find_runs(from..end, breaks);
            words.split_sentences(from..end, part, breaks);
            from = end;
        }
        (words, fronts)
    }

    /// The tokens, in reading order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The sentences, in reading order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// What tokens make together: addresses, hashtags, abbreviations, dates, measures and
    /// the like, in reading order and apart.
    pub fn runs(&self) -> &[Run] {
        &self.runs
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

    /// Whether `لل` hides the article of token `i`, and then whether the second ل is the
    /// word's own too, as in `للغة`.
    pub(crate) fn hidden_article(&self, i: usize) -> Option<bool> {
        let token = &self.tokens[i];
        let (core, whole) = (token.core_key, token.whole_key);
        let own = core.0 >= whole.1 && core.1 > core.0;
        let letters = 2 * u32::try_from(token.proclitics.len()).unwrap_or(0);
        own.then(|| core.1 - core.0 > whole.1 - whole.0 - letters + 2)
    }

    /// True when no space parts token `i` from the one before it.
    pub(crate) fn glued(&self, i: usize) -> bool {
        i > 0
            && self
                .tokens
                .get(i)
                .is_some_and(|token| token.span.start() == self.tokens[i - 1].span.end())
    }
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
