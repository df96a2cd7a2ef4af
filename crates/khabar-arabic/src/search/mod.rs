//! Terms for searching: the same word at several levels of likeness, each of which may be
//! left out.

mod explain;
mod highlight;
#[cfg(feature = "tantivy")]
mod tantivy;

use khabar_doc::Span;

#[cfg(feature = "tantivy")]
pub use self::tantivy::{SearchTokenizer, SearchTokens};
pub use self::{
    explain::{Explained, explain},
    highlight::{Hit, highlight, mark},
};
use crate::{
    analysis::{Analyser, Analysis, Role},
    fold::{FoldClasses, Folder},
    letters::{ALEF, ARTICLE, HAMZA, HEH, WAW, WAW_HAMZA, YEH, YEH_HAMZA, is_letter},
    tagger::Tag,
    words::{TokenKind, Words},
};

/// Spelling without marks, for the closest level.
static EXACT: Folder = Folder::new(FoldClasses::UNSHAPED);
/// The spelling that all other levels share.
static SEARCH: Folder = Folder::new(FoldClasses::SEARCH);

/// How alike two words are that share a term, from the closest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The same letters; marks and tatweel aside.
    Exact,
    /// The same letters with alefs, ى and ي, ة and ه, and digits joined.
    Folded,
    /// The same word without clitics and article.
    Stem,
    /// The same dictionary form.
    Lemma,
    /// The same root, or where it is not known the same consonants.
    Root,
}

impl Level {
    /// All levels, from the closest.
    pub const ALL: [Level; 5] =
        [Level::Exact, Level::Folded, Level::Stem, Level::Lemma, Level::Root];

    /// A letter that keeps the terms of the levels apart in one field of an index.
    pub fn sign(self) -> char {
        match self {
            Level::Exact => 'e',
            Level::Folded => 'f',
            Level::Stem => 's',
            Level::Lemma => 'l',
            Level::Root => 'r',
        }
    }

    /// What two words that share a term of this level have in common, in English.
    pub fn why(self) -> &'static str {
        match self {
            Level::Exact => "same letters, vowel signs aside",
            Level::Folded => {
                "same letters, variants of alef, yeh, teh marbuta and digits joined"
            }
            Level::Stem => "same word without attached words and article",
            Level::Lemma => "same dictionary form",
            Level::Root => "same root or consonants",
        }
    }
}

/// Which levels are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels(u8);

impl Levels {
    /// All of them.
    pub const ALL: Levels = Levels(31);
    /// All but the root, which finds too much for most searches.
    pub const USUAL: Levels = Levels(15);

    /// These levels and no others.
    pub fn of(levels: &[Level]) -> Levels {
        Levels(levels.iter().fold(0, |bits, &level| bits | 1 << level as u8))
    }

    /// True where `level` is wanted.
    pub fn has(self, level: Level) -> bool {
        self.0 >> level as u8 & 1 == 1
    }
}

impl Default for Levels {
    fn default() -> Levels {
        Levels::USUAL
    }
}

/// A term of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The level at which words with this term are alike.
    pub level: Level,
    /// Its text.
    pub text: String,
    /// The word in the original text.
    pub span: Span,
    /// The number of the word; terms of one word share it, marks have none.
    pub position: u32,
}

impl Term {
    /// The text behind the sign of its level, for indexes with one field.
    pub fn indexed(&self) -> String {
        format!("{}{}", self.level.sign(), self.text)
    }
}

/// A term that is not kept: what [`each_term`] hands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermRef<'a> {
    /// The level at which words with this term are alike.
    pub level: Level,
    /// Its text.
    pub text: &'a str,
    /// The word in the original text.
    pub span: Span,
    /// The token of the word in its [`Words`].
    pub token: usize,
    /// The number of the word; terms of one word share it, marks have none.
    pub position: u32,
}

/// The terms of `text` at `levels`, word by word, the closest level first. A level adds
/// no term that the word has from a closer one only if both have the same text and level;
/// so a search at any level finds what searches at closer levels find.
pub fn terms(analyser: &Analyser, text: &str, levels: Levels) -> Vec<Term> {
    let (words, analysis) = analyser.read(text);
    terms_of(text, &words, &analysis, levels)
}

/// The terms of words that are read already.
pub fn terms_of(
    text: &str,
    words: &Words,
    analysis: &Analysis,
    levels: Levels,
) -> Vec<Term> {
    let mut terms = Vec::with_capacity(words.tokens().len() * 3);
    each_term(text, words, analysis, levels, |term| {
        let TermRef { level, text, span, position, .. } = term;
        terms.push(Term { level, text: text.to_owned(), span, position });
    });
    terms
}

/// Calls `each` with the terms of words that are read already, in the order of
/// [`terms`]. Nothing is allocated for a term.
pub fn each_term(
    text: &str,
    words: &Words,
    analysis: &Analysis,
    levels: Levels,
    mut each: impl FnMut(TermRef<'_>),
) {
    let mut position = 0;
    let (mut term, mut lemma) = (String::new(), String::new());
    for (i, token) in words.tokens().iter().enumerate() {
        if matches!(token.kind, TokenKind::Quote | TokenKind::Mark) {
            continue;
        }
        let mut add = |level: Level, text: &str| {
            if !text.is_empty() {
                each(TermRef { level, text, span: token.span, token: i, position });
            }
        };
        if levels.has(Level::Exact) {
            term.clear();
            EXACT.push(&mut term, text.get(token.span.range()).unwrap_or_default());
            add(Level::Exact, &term);
        }
        term.clear();
        SEARCH.push(&mut term, words.whole(i));
        if levels.has(Level::Folded) {
            add(Level::Folded, &term);
        }
        if token.kind == TokenKind::Word {
            let stem = analysis.stem(i);
            if levels.has(Level::Stem) {
                term.clear();
                SEARCH.push(&mut term, analysis.norm(stem));
                let bare = if token.proclitics.article {
                    term.strip_prefix(ARTICLE).unwrap_or(&term)
                } else {
                    &term
                };
                add(Level::Stem, bare);
            }
            if levels.has(Level::Lemma) || levels.has(Level::Root) {
                lemma.clear();
                SEARCH.push(&mut lemma, analysis.lemma(stem));
            }
            if levels.has(Level::Lemma) {
                add(Level::Lemma, &lemma);
            }
            if levels.has(Level::Root) {
                term.clear();
                match stem.root() {
                    Some(root) => SEARCH.push(&mut term, root),
                    None if is_rootless(stem.tag) => term.push_str(&lemma),
                    None => push_consonants(&mut term, &lemma),
                }
                add(Level::Root, &term);
            }
            debug_assert!(stem.role == Role::Stem || analysis.parts(i).len() == 1);
        } else {
            // Other scripts and digits are alike at each level or not at all.
            for level in [Level::Stem, Level::Lemma, Level::Root] {
                if levels.has(level) {
                    add(level, &term);
                }
            }
        }
        position += 1;
    }
}

/// True for words that are not made of a root that others share.
fn is_rootless(tag: Tag) -> bool {
    matches!(tag, Tag::Propn | Tag::Pron | Tag::Adp | Tag::Part)
}

/// A key with the last variants joined: ى as ي, ة as ه, small Latin letters.
pub fn search_key(key: &str) -> String {
    let mut folded = String::with_capacity(key.len());
    SEARCH.push(&mut folded, key);
    folded
}

/// Adds the consonants of a lemma, long vowels and hamzas left out, where three remain.
fn push_consonants(term: &mut String, lemma: &str) {
    let count = lemma.chars().count();
    let kept = lemma
        .chars()
        .enumerate()
        .filter(|&(at, ch)| {
            let is_weak = matches!(ch, ALEF | WAW | YEH | HAMZA | WAW_HAMZA | YEH_HAMZA);
            let is_end = at + 1 == count && ch == HEH;
            !is_letter(ch) || !is_weak && !is_end
        })
        .map(|(_, ch)| ch);
    if kept.clone().count() < 3 {
        term.push_str(lemma);
    } else {
        term.extend(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, query: &str, levels: &[Level]) -> Vec<String> {
        highlight(&Analyser::builtin(), text, query, Levels::of(levels))
            .iter()
            .map(|hit| text[hit.span.range()].to_owned())
            .collect()
    }

    #[test]
    fn each_level_finds_more() {
        let text = "كتب الوزير عن المدينة ومدينتهم والمدن وإلى مدينة";
        assert_eq!(found(text, "مدينة", &[Level::Exact]), ["مدينة"]);
        assert_eq!(found(text, "مدينه", &[Level::Folded]), ["مدينة"]);
        assert_eq!(
            found(text, "مدينة", &[Level::Stem]),
            ["المدينة", "ومدينتهم", "مدينة"]
        );
        assert_eq!(
            found(text, "مدينة", &[Level::Lemma]),
            ["المدينة", "ومدينتهم", "والمدن", "مدينة"]
        );
    }

    #[test]
    fn words_found_are_marked_where_they_stand() {
        let analyser = Analyser::builtin();
        let text = "😀 كتب عن المدينة، وبمدينتهم";
        let hits = highlight(&analyser, text, "مدينة", Levels::USUAL);
        assert_eq!(
            mark(text, &hits, "<b>", "</b>"),
            "😀 كتب عن <b>المدينة</b>، <b>وبمدينتهم</b>"
        );
        assert_eq!(mark(text, &[], "<b>", "</b>"), text);
    }

    #[test]
    fn each_term_says_why() {
        let analyser = Analyser::builtin();
        let why: Vec<String> = explain(&analyser, "وبمدينتهم", Levels::ALL)
            .iter()
            .map(|explained| format!("{}: {}", explained.term.text, explained.why))
            .collect();
        assert_eq!(
            why[..4],
            [
                "وبمدينتهم: as written, vowel signs aside",
                "وبمدينتهم: as written, variants of alef, yeh, teh marbuta, digits and case joined",
                "مدينه: without و, ب and هم",
                "مدينه: dictionary form مدينة of the NOUN",
            ]
        );
        assert!(why[4].starts_with("مدن: ") && why[4].contains("مدينة"), "{}", why[4]);
        assert!(
            explain(&analyser, "BBC", Levels::of(&[Level::Lemma]))
                .iter()
                .all(|e| e.why.contains("no Arabic"))
        );
    }

    #[test]
    fn hits_say_how_close_they_are() {
        let text = "😀 أعلن، وأعلنت، ستعلن";
        let hits = highlight(&Analyser::builtin(), text, "أعلن", Levels::ALL);
        let levels: Vec<Level> = hits.iter().map(|hit| hit.level).collect();
        assert_eq!(levels, [Level::Exact, Level::Lemma, Level::Lemma]);
        assert_eq!(&text[hits[0].span.range()], "أعلن");
    }

    #[test]
    fn other_scripts_and_digits_are_found() {
        assert_eq!(
            found("في BBC عام ٢٠٢٤", "bbc 2024", &[Level::Folded]),
            ["BBC", "٢٠٢٤"]
        );
    }

    #[test]
    fn terms_bear_positions_and_signs() {
        let terms = terms(&Analyser::builtin(), "قال: نعم", Levels::of(&[Level::Folded]));
        assert_eq!(terms.len(), 2);
        assert_eq!((terms[1].position, terms[1].indexed().as_str()), (1, "fنعم"));
        assert!(
            Levels::default().has(Level::Lemma) && !Levels::default().has(Level::Root)
        );
    }
}
