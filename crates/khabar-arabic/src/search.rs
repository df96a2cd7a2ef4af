//! Terms for searching: the same word at several levels of likeness, each of which may be
//! left out.

use std::collections::BTreeMap;

use khabar_doc::Span;

use crate::{
    analysis::{Analyser, Analysis, Role},
    key::fold_key,
    letters::{
        ALEF, ALEF_MAKSURA, HAMZA, HEH, TATWEEL, TEH_MARBUTA, WAW, WAW_HAMZA, YEH,
        YEH_HAMZA, is_invisible, is_letter, is_mark,
    },
    tagger::Tag,
    words::{TokenKind, Words},
};

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

/// A word of a text that a query finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The word as written.
    pub span: Span,
    /// The closest level at which it is alike.
    pub level: Level,
    /// The word of the query, counted from 0.
    pub query_word: u32,
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
    let mut position = 0;
    for (i, token) in words.tokens().iter().enumerate() {
        if matches!(token.kind, TokenKind::Quote | TokenKind::Mark) {
            continue;
        }
        let mut add = |level: Level, text: String| {
            if levels.has(level) && !text.is_empty() {
                terms.push(Term { level, text, span: token.span, position });
            }
        };
        let written = text.get(token.span.range()).unwrap_or_default();
        let exact: String = written
            .chars()
            .filter(|&ch| !is_mark(ch) && !is_invisible(ch) && ch != TATWEEL)
            .collect();
        let folded = search_key(words.whole(i));
        add(Level::Exact, exact);
        if token.kind == TokenKind::Word {
            let stem = analysis.stem(i);
            let key = fold_key(analysis.norm(stem));
            let key = if token.proclitics.article {
                key.strip_prefix(crate::letters::ARTICLE).unwrap_or(&key)
            } else {
                &key
            };
            let lemma = search_key(&fold_key(analysis.lemma(stem)));
            let root = match stem.root() {
                Some(root) => search_key(&fold_key(root)),
                None if matches!(
                    stem.tag,
                    Tag::Propn | Tag::Pron | Tag::Adp | Tag::Part
                ) =>
                {
                    lemma.clone()
                }
                None => consonants(&lemma),
            };
            add(Level::Folded, folded);
            add(Level::Stem, search_key(key));
            add(Level::Lemma, lemma);
            add(Level::Root, root);
            debug_assert!(stem.role == Role::Stem || analysis.parts(i).len() == 1);
        } else {
            // Other scripts and digits are alike at each level or not at all.
            for level in [Level::Folded, Level::Stem, Level::Lemma, Level::Root] {
                add(level, folded.clone());
            }
        }
        position += 1;
    }
    terms
}

/// The words of `text` that words of `query` find at `levels`, in reading order.
pub fn highlight(
    analyser: &Analyser,
    text: &str,
    query: &str,
    levels: Levels,
) -> Vec<Hit> {
    let mut wanted: BTreeMap<(Level, String), u32> = BTreeMap::new();
    for term in terms(analyser, query, levels) {
        wanted.entry((term.level, term.text)).or_insert(term.position);
    }
    let mut hits: Vec<Hit> = Vec::new();
    for term in terms(analyser, text, levels) {
        // The closest level comes first; the rest of the word's terms add nothing.
        if hits.last().is_some_and(|hit| hit.span == term.span) {
            continue;
        }
        if let Some(&query_word) = wanted.get(&(term.level, term.text)) {
            hits.push(Hit { span: term.span, level: term.level, query_word });
        }
    }
    hits
}

/// A key with the last variants joined: ى as ي, ة as ه, small Latin letters.
pub fn search_key(key: &str) -> String {
    key.chars()
        .flat_map(|ch| {
            let ch = match ch {
                ALEF_MAKSURA => YEH,
                TEH_MARBUTA => HEH,
                _ => ch,
            };
            ch.to_lowercase()
        })
        .collect()
}

/// The consonants of a lemma, long vowels and hamzas left out, where three remain.
fn consonants(lemma: &str) -> String {
    let count = lemma.chars().count();
    let kept: String = lemma
        .chars()
        .enumerate()
        .filter(|&(at, ch)| {
            let is_weak = matches!(ch, ALEF | WAW | YEH | HAMZA | WAW_HAMZA | YEH_HAMZA);
            let is_end = at + 1 == count && ch == HEH;
            !is_letter(ch) || !is_weak && !is_end
        })
        .map(|(_, ch)| ch)
        .collect();
    if kept.chars().count() < 3 { lemma.to_owned() } else { kept }
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
