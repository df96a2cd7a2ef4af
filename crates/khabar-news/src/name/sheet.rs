use std::{cell::Cell, ops::Range};

use khabar_arabic::{
    Sentence, TokenKind, Words,
    letters::{
        ALEF, ARTICLE, BEH, FEH, KAF, LAM, SEEN, TATWEEL, TEH, TEH_MARBUTA, WAW, YEH,
        is_invisible, is_mark,
    },
};
use khabar_doc::{EntityKind, MentionKind, Span};
use rustc_hash::FxHashMap;

use crate::Prose;
use crate::name::lexicon::{Evidence, Facts, Meaning, NameLexicon, WordClass};

/// One document with everything that the lexicon knows of its words.
pub(super) struct Sheet<'a> {
    pub(super) prose: &'a Prose<'a>,
    pub(super) lexicon: &'a NameLexicon,
    pub(super) words: &'a Words,
    hits: Vec<Hit>,
    starts: Vec<u32>,
    ends: Vec<u32>,
    contracted: FxHashMap<usize, String>,
    /// Evidence for each token after 0, 1 and 2 letters, looked up once.
    evidence: Vec<Cell<Option<Evidence>>>,
}

/// A phrase of the lexicon that stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// Letters before the phrase in its first token.
    pub(super) skip: u8,
    /// Its tokens.
    pub(super) length: u8,
    /// What it can be.
    pub(super) meaning: Meaning,
}

/// A stretch of the text that may be a mention.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Letters of its first token that do not belong to it.
    pub(super) skip: u8,
    /// What it is.
    pub(super) kind: MentionKind,
    /// True for a name.
    pub(super) name: bool,
    /// From 0 to 1.
    pub(super) confidence: f32,
    /// The rule.
    pub(super) why: &'static str,
}

impl<'a> Sheet<'a> {
    /// Looks up every word of `prose`.
    pub(super) fn of(prose: &'a Prose<'a>, lexicon: &'a NameLexicon) -> Sheet<'a> {
        let words = &prose.words;
        let n = words.tokens().len();
        let mut sheet = Sheet {
            prose,
            lexicon,
            words,
            hits: Vec::with_capacity(n * 2),
            starts: Vec::with_capacity(n + 1),
            ends: vec![0; n],
            contracted: FxHashMap::default(),
            evidence: vec![Cell::new(None); n * 3],
        };
        for Sentence { tokens, .. } in words.sentences() {
            sheet.ends[tokens.clone()].fill(to_u32(tokens.end));
        }
        for i in 0..n {
            sheet.starts.push(to_u32(sheet.hits.len()));
            if words.tokens()[i].kind == TokenKind::Word {
                sheet.note_contraction(i);
            }
            if words.tokens()[i].kind != TokenKind::Mark {
                sheet.look_up(i);
            }
        }
        sheet.starts.push(to_u32(sheet.hits.len()));
        sheet
    }

    fn look_up(&mut self, i: usize) {
        let end = self.end(i);
        for skip in 0..=self.max_skip(i) {
            if !self.may_skip(i, skip) {
                continue;
            }
            let mut hits = std::mem::take(&mut self.hits);
            let rest = (i + 1..end).map(|j| self.words.whole(j));
            self.lexicon.phrases.walk(self.key(i, skip), rest, |length, meaning| {
                let length = u8::try_from(length).unwrap_or(u8::MAX);
                hits.push(Hit { skip, length, meaning });
            });
            self.hits = hits;
        }
    }

    /// The first letters of a word before `لل`, if it begins so.
    fn note_contraction(&mut self, i: usize) {
        let whole = self.words.whole(i);
        let rest = whole.strip_prefix([WAW, FEH]).unwrap_or(whole);
        if let Some(tail) = rest.strip_prefix(LAM).and_then(|t| t.strip_prefix(LAM))
            && tail.chars().count() >= 2
        {
            self.contracted.insert(i, format!("{ARTICLE}{tail}"));
        }
    }

    /// The end of the sentence that token `i` stands in.
    pub(super) fn end(&self, i: usize) -> usize {
        self.ends[i] as usize
    }

    /// Everything the lexicon says of phrases that begin at token `i`.
    pub(super) fn hits(&self, i: usize) -> &[Hit] {
        &self.hits[self.starts[i] as usize..self.starts[i + 1] as usize]
    }

    /// The longest phrase at `i` after `skip` letters that `accept` takes.
    pub(super) fn longest(
        &self,
        i: usize,
        skip: u8,
        accept: impl Fn(Meaning) -> bool,
    ) -> Option<Hit> {
        self.hits(i)
            .iter()
            .filter(|hit| hit.skip == skip && accept(hit.meaning))
            .max_by_key(|hit| hit.length)
            .copied()
    }

    /// True where the one word at `i` after `skip` letters has a meaning that `accept`
    /// takes.
    pub(super) fn is(
        &self,
        i: usize,
        skip: u8,
        accept: impl Fn(Meaning) -> bool,
    ) -> bool {
        self.hits(i)
            .iter()
            .any(|hit| hit.skip == skip && hit.length == 1 && accept(hit.meaning))
    }

    /// True where the word at `i` after `skip` letters is of `class`.
    pub(super) fn word_is(&self, i: usize, skip: u8, class: WordClass) -> bool {
        self.is(i, skip, |m| m == Meaning::Word(class))
    }

    /// True for a word that no name holds, however its first letters are read.
    pub(super) fn stops(&self, i: usize) -> bool {
        !self.is_word(i)
            || self.hits(i).iter().any(|hit| {
                hit.length == 1
                    && hit.meaning == Meaning::Word(WordClass::Stop)
                    && (hit.skip == 0 || !self.is_named(i, 0))
            })
    }

    /// True where the word at `i` is one that no name holds once more letters than `skip`
    /// are taken off its front: `فأنا`.
    pub(super) fn hides_stop(&self, i: usize, skip: u8) -> bool {
        self.hits(i).iter().any(|hit| {
            hit.skip > skip
                && hit.length == 1
                && hit.meaning == Meaning::Word(WordClass::Stop)
        })
    }

    /// True for a word of Arabic or another script.
    pub(super) fn is_word(&self, i: usize) -> bool {
        matches!(self.words.tokens()[i].kind, TokenKind::Word | TokenKind::Foreign)
    }

    /// True for a quotation mark.
    pub(super) fn is_quote(&self, i: usize) -> bool {
        self.words.tokens()[i].kind == TokenKind::Quote
    }

    fn is_named(&self, i: usize, skip: u8) -> bool {
        self.is(i, skip, |m| matches!(m, Meaning::Known { .. } | Meaning::Nisba(_)))
            || self.evidence(i, skip) == Evidence::Strong
    }

    /// The key of the word at `i` without its first `skip` letters; with the article in
    /// full where `لل` hides it.
    pub(super) fn key(&self, i: usize, skip: u8) -> &str {
        let whole = self.words.whole(i);
        if skip > 0
            && let Some(key) = self.contracted.get(&i)
            && skip == self.max_skip(i)
        {
            return key;
        }
        whole
            .char_indices()
            .nth(usize::from(skip))
            .and_then(|(at, _)| whole.get(at..))
            .unwrap_or_default()
    }

    /// The greatest number of letters that may be attached in front of the word at `i`.
    pub(super) fn max_skip(&self, i: usize) -> u8 {
        if self.words.tokens()[i].kind != TokenKind::Word {
            return 0;
        }
        let mut chars = self.words.whole(i).chars();
        let first = chars.next();
        let second = chars.next();
        let preposition = |ch| matches!(ch, Some(BEH | LAM | KAF));
        match first {
            Some(WAW | FEH) if preposition(second) => 2,
            Some(WAW | FEH) => 1,
            _ if preposition(first) => 1,
            _ => 0,
        }
    }

    /// True where `skip` letters may be cut off and two letters stay.
    pub(super) fn may_skip(&self, i: usize, skip: u8) -> bool {
        skip == 0
            || skip <= self.max_skip(i) && self.key(i, skip).chars().nth(1).is_some()
    }

    /// True where `skip` letters end in a preposition.
    pub(super) fn after_preposition(&self, i: usize, skip: u8) -> bool {
        skip > 0
            && self
                .words
                .whole(i)
                .chars()
                .nth(usize::from(skip) - 1)
                .is_some_and(|ch| matches!(ch, BEH | LAM | KAF))
    }

    /// True where the letters before the word are a conjunction alone.
    pub(super) fn after_conjunction(&self, i: usize, skip: u8) -> bool {
        skip == 1 && self.words.whole(i).starts_with([WAW, FEH])
    }

    /// True where the word at `i`, after `skip` letters, has the article.
    pub(super) fn definite(&self, i: usize, skip: u8) -> bool {
        let key = self.key(i, skip);
        key.starts_with(ARTICLE) && key.chars().count() >= 5
    }

    /// How much the word speaks for a person.
    pub(super) fn evidence(&self, i: usize, skip: u8) -> Evidence {
        if self.words.tokens()[i].kind != TokenKind::Word {
            return Evidence::None;
        }
        let cell = &self.evidence[i * 3 + usize::from(skip)];
        if let Some(evidence) = cell.get() {
            return evidence;
        }
        // Only as the splitter reads the word: `باريس` is not `ب` and `اريس`.
        let split = self.words.tokens()[i].proclitics.len() == usize::from(skip);
        let mut evidence = match split {
            true => self.lexicon.people.evidence(self.key(i, skip)),
            false => Evidence::None,
        };
        if evidence == Evidence::Strong && self.facts(i, skip).is_common() {
            evidence = Evidence::Weak;
        }
        cell.set(Some(evidence));
        evidence
    }

    /// How common the word at `i` is.
    pub(super) fn facts(&self, i: usize, skip: u8) -> Facts {
        self.lexicon.frequency.facts(self.key(i, skip))
    }

    /// True where some phrase begins at `i` when letters are taken off its front.
    pub(super) fn is_attached(&self, i: usize) -> bool {
        !self.words.tokens()[i].proclitics.is_empty()
            || self.hits(i).iter().any(|hit| hit.skip > 0 && hit.meaning != Meaning::Verb)
                && !self.hits(i).iter().any(|hit| hit.skip == 0)
    }

    /// True for a word shaped as a definite adjective of relation: `…ي`, `…ية`.
    pub(super) fn relational(&self, i: usize) -> bool {
        let key = self.key(i, 0);
        self.definite(i, 0)
            && (key.ends_with(YEH)
                || key.strip_suffix(TEH_MARBUTA).is_some_and(|k| k.ends_with(YEH)))
    }

    /// True for the adjective of a country.
    pub(super) fn nisba(&self, i: usize, skip: u8) -> bool {
        self.is(i, skip, |m| matches!(m, Meaning::Nisba(_)))
    }

    /// True for a word shaped as a verb in the imperfect, or known as a verb, and not
    /// known as a name.
    pub(super) fn verbal(&self, i: usize, skip: u8) -> bool {
        if self.evidence(i, skip) == Evidence::Strong {
            return false;
        }
        let key = self.key(i, skip);
        self.is(i, skip, |m| m == Meaning::Verb)
            || (key.starts_with([YEH, TEH])
                || key.strip_prefix(SEEN).is_some_and(|k| k.starts_with([YEH, TEH])))
                && key.chars().count() >= 4
                && !key.ends_with(TEH_MARBUTA)
                && self.evidence(i, skip) == Evidence::None
    }

    /// True for an accusative adverb or a feminine noun, neither of which ends a
    /// person's unknown name.
    pub(super) fn ends_like_a_noun(&self, i: usize) -> bool {
        let key = self.key(i, 0);
        key.ends_with([TEH_MARBUTA, ALEF]) || key.ends_with("\u{627}\u{62A}")
    }

    /// Something known by name at `i`: the longest form of one of `kinds`.
    pub(super) fn known(
        &self,
        i: usize,
        skip: u8,
        kinds: &[EntityKind],
    ) -> Option<(Hit, u32)> {
        let hit = self.longest(i, skip, |m| match m {
            Meaning::Known { entry, .. } => {
                kinds.contains(&self.lexicon.known(entry).kind)
            }
            _ => false,
        })?;
        match hit.meaning {
            Meaning::Known { entry, .. } => Some((hit, entry)),
            _ => None,
        }
    }

    /// Where the quotation that opens at `i` closes, if within `within` tokens.
    pub(super) fn closing_quote(&self, i: usize, within: usize) -> Option<usize> {
        let end = self.end(i).min(i + 2 + within);
        (i + 2..end).find(|&j| self.is_quote(j))
    }

    /// The span of `tokens` without the first `skip` letters.
    pub(super) fn span(&self, tokens: Range<usize>, skip: u8) -> Span {
        let all = self.words.tokens();
        let first = all[tokens.start];
        let written = self.prose.slice(first.span);
        let mut letters = 0;
        let mut start = first.span.start();
        for (at, ch) in written.char_indices() {
            if is_mark(ch) || is_invisible(ch) || ch == TATWEEL {
                continue;
            }
            if letters == skip {
                start = first.span.start() + to_u32(at);
                break;
            }
            letters += 1;
        }
        Span::new(start, all[tokens.end - 1].span.end().max(start))
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
