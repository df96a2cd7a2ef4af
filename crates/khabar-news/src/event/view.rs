use std::ops::Range;

use khabar_arabic::{TokenKind, Words, letters};
use khabar_doc::{
    Claim, DateMention, EntityId, Mention, MentionKind, PageReading, PartKind, Span,
};

use super::lexicon::EventLexicon;
use crate::{
    Prose,
    grammar::{Classes, split_pronoun},
};

/// One document as the event coder sees it: words, who is mentioned over them, claims.
pub(super) struct View<'a> {
    pub(super) prose: &'a Prose<'a>,
    pub(super) words: &'a Words,
    pub(super) lexicon: &'a EventLexicon,
    pub(super) mentions: &'a [Mention],
    pub(super) claims: &'a [Claim],
    pub(super) times: &'a [DateMention],
    /// The longest named mention over each token.
    named: Vec<Option<u32>>,
    /// The longest mention of a party, named or not, over each token.
    party: Vec<Option<u32>>,
    /// Tokens of cues.
    cues: Vec<bool>,
    /// Tokens between quotation marks that hold more than a name.
    quoted: Vec<bool>,
    /// For each stretch of the page the claims that reach into it, in order, each with
    /// the first stretch it reaches into.
    reach: Vec<Vec<(usize, usize)>>,
}

/// Bytes of a stretch of the page, as a power of two.
const STRETCH: u32 = 12;

fn stretch(at: u32) -> usize {
    (at >> STRETCH) as usize
}

/// Which claims reach into which stretch, so that no trigger of a long page looks at all.
fn reach(claims: &[Claim]) -> Vec<Vec<(usize, usize)>> {
    let mut reach: Vec<Vec<(usize, usize)>> = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let whole = claim.cue.map_or(claim.extent(), |cue| cue.cover(claim.extent()));
        let (first, last) = (stretch(whole.start()), stretch(whole.end()));
        if reach.len() <= last {
            reach.resize_with(last + 1, Vec::new);
        }
        for here in &mut reach[first..=last] {
            here.push((index, first));
        }
    }
    reach
}

impl<'a> View<'a> {
    pub(super) fn new(
        prose: &'a Prose<'a>,
        reading: &'a PageReading,
        index: usize,
        lexicon: &'a EventLexicon,
    ) -> Option<View<'a>> {
        let document = reading.documents.get(index)?;
        let words = &prose.words;
        let n = words.tokens().len();
        let mentions = document.mentions.as_slice();
        let mut named: Vec<Option<u32>> = vec![None; n];
        let mut party: Vec<Option<u32>> = vec![None; n];
        let longer = |slot: Option<u32>, mention: &Mention| {
            slot.is_none_or(|other| {
                mentions[other as usize].span.len() < mention.span.len()
            })
        };
        for (at, mention) in mentions.iter().enumerate() {
            let at = u32::try_from(at).ok();
            if matches!(mention.kind, MentionKind::Time | MentionKind::Document) {
                continue;
            }
            for token in prose.tokens_of(mention.span) {
                if mention.name && longer(named[token], mention) {
                    named[token] = at;
                }
                if longer(party[token], mention) {
                    party[token] = at;
                }
            }
        }
        let mut cues = vec![false; n];
        for cue in document.claims.iter().filter_map(|claim| claim.cue) {
            for token in prose.tokens_of(cue) {
                cues[token] = true;
            }
        }
        Some(View {
            prose,
            words,
            lexicon,
            mentions,
            claims: &document.claims,
            times: &document.times,
            named,
            party,
            cues,
            quoted: quoted(prose),
            reach: reach(&document.claims),
        })
    }

    /// The claims whose cue or content may touch `span`, in order, with their positions.
    pub(super) fn claims_near(
        &self,
        span: Span,
    ) -> impl Iterator<Item = (usize, &'a Claim)> {
        let claims = self.claims;
        let from = stretch(span.start());
        (from..=stretch(span.end()))
            .flat_map(move |at| {
                let here = self.reach.get(at).map_or(&[][..], Vec::as_slice);
                here.iter().filter(move |(_, first)| at == from || *first == at)
            })
            .map(move |&(index, _)| (index, &claims[index]))
    }

    /// The named mention over token `i`.
    pub(super) fn name_at(&self, i: usize) -> Option<&'a Mention> {
        self.named.get(i).copied().flatten().map(|at| &self.mentions[at as usize])
    }

    /// The mention of a party over token `i`, named or not.
    pub(super) fn party_at(&self, i: usize) -> Option<&'a Mention> {
        self.party.get(i).copied().flatten().map(|at| &self.mentions[at as usize])
    }

    /// True for a word of one of `classes` that is no part of a name.
    pub(super) fn is(&self, i: usize, classes: Classes) -> bool {
        self.prose.classes.get(i).is_some_and(|c| c.any(classes))
            && self.name_at(i).is_none()
    }

    /// True for a relative pronoun proper (`who`, `which`), not `what`.
    pub(super) fn is_relative(&self, i: usize) -> bool {
        self.is(i, Classes::RELATIVE)
            && self.words.core(i).chars().count() > 3
            && !self.is(i, Classes::SUBORDINATOR)
    }

    /// True for a preposition of its own that is no conjunction (`as`).
    pub(super) fn is_preposition(&self, i: usize) -> bool {
        self.is(i, Classes::PREPOSITION) && !self.is(i, Classes::SUBORDINATOR)
    }

    pub(super) fn is_stop(&self, i: usize) -> bool {
        self.is(i, Classes::ENDS_PHRASE)
    }

    pub(super) fn kind(&self, i: usize) -> Option<TokenKind> {
        self.words.tokens().get(i).map(|t| t.kind)
    }

    pub(super) fn is_word(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(TokenKind::Word | TokenKind::Foreign))
    }

    pub(super) fn is_mark(&self, i: usize, marks: &[&str]) -> bool {
        self.kind(i) == Some(TokenKind::Mark) && marks.contains(&self.words.whole(i))
    }

    pub(super) fn is_comma(&self, i: usize) -> bool {
        self.is_mark(i, &[",", "\u{60C}", "\u{61B}", ";", "-", "\u{2013}"])
    }

    /// True inside a quotation of several words.
    pub(super) fn is_quoted(&self, i: usize) -> bool {
        self.quoted.get(i).copied().unwrap_or(false)
    }

    pub(super) fn is_cue(&self, i: usize) -> bool {
        self.cues.get(i).copied().unwrap_or(false)
    }

    pub(super) fn joined(&self, i: usize) -> bool {
        self.words.tokens().get(i).is_some_and(|t| t.proclitics.conjunction.is_some())
    }

    pub(super) fn preposition(&self, i: usize) -> Option<char> {
        self.words.tokens().get(i).and_then(|t| t.proclitics.preposition)
    }

    pub(super) fn definite(&self, i: usize) -> bool {
        self.words.tokens().get(i).is_some_and(|t| t.proclitics.article)
    }

    /// True for a word that can only be a finite verb.
    pub(super) fn is_verb(&self, i: usize) -> bool {
        let Some(token) = self.words.tokens().get(i) else { return false };
        if token.kind != TokenKind::Word
            || token.proclitics.article
            || self.party_at(i).is_some()
        {
            return false;
        }
        if token.proclitics.future || self.is(i, Classes::AUXILIARY.or(Classes::MODAL)) {
            return true;
        }
        let core = self.words.core(i);
        if self.is_cue(i) && self.lexicon.is_verb(core) {
            return true;
        }
        if token.proclitics.preposition.is_some_and(|p| p != letters::LAM)
            || self.is_stop(i)
        {
            return false;
        }
        if i > 0 && self.is(i - 1, Classes::VERBAL) {
            return true;
        }
        self.lexicon.is_verb(core)
            || split_pronoun(core).is_some_and(|(stem, _)| self.lexicon.is_verb(stem))
            || self.prose.classes[i].is_empty() && is_verb_shaped(core)
    }

    /// True where a doer may begin: a name, a mention or a noun; no verb, no relative.
    pub(super) fn is_nominal(&self, i: usize) -> bool {
        if self.party_at(i).is_some() || self.definite(i) {
            return true;
        }
        if self.is(i, Classes::RELATIVE.or(Classes::INTERROGATIVE)) || self.is_verb(i) {
            return false;
        }
        let core = self.words.core(i);
        let stem = split_pronoun(core).map_or(core, |(stem, _)| stem);
        // An imperfect in `t`: four letters, none of them weak, or `t` twice.
        let weak = [letters::ALEF, letters::WAW, letters::YEH, letters::TEH_MARBUTA];
        let rest = stem.strip_prefix(letters::TEH);
        !rest.is_some_and(|rest| {
            rest.chars().count() >= 3
                && (rest.starts_with(letters::TEH)
                    || stem.len() < core.len()
                    || rest.chars().count() == 3 && !rest.contains(weak))
        })
    }

    /// True for a preposition with a pronoun (`with him`).
    pub(super) fn is_pronominal(&self, i: usize) -> bool {
        split_pronoun(self.words.core(i))
            .is_some_and(|(stem, _)| self.lexicon.is_preposition(stem))
    }

    /// True for a noun with an article or a pronoun.
    pub(super) fn is_definite(&self, i: usize) -> bool {
        self.definite(i)
            || self.name_at(i).is_some()
            || split_pronoun(self.words.core(i))
                .is_some_and(|(stem, _)| stem.chars().count() >= 3)
    }

    pub(super) fn sentence_of(&self, i: usize) -> usize {
        self.words.sentences().partition_point(|s| s.tokens.end <= i)
    }

    pub(super) fn sentence(&self, i: usize) -> Range<usize> {
        self.words.sentences().get(self.sentence_of(i)).map_or(i..i, |s| s.tokens.clone())
    }

    pub(super) fn part_kind(&self, i: usize) -> PartKind {
        self.prose.part(self.sentence_of(i)).kind
    }

    pub(super) fn span(&self, tokens: Range<usize>) -> Span {
        self.words.span(tokens)
    }

    /// True where a word of the phrase `tokens` stands in the mention of a party.
    pub(super) fn is_party(&self, tokens: Range<usize>) -> bool {
        tokens.into_iter().any(|i| self.party_at(i).is_some())
    }

    /// Whom the phrase `tokens` means: the person named in it, or else what its head
    /// mentions.
    pub(super) fn entity_of(&self, tokens: Range<usize>) -> Option<EntityId> {
        let person = tokens.clone().find_map(|i| {
            self.name_at(i)
                .filter(|m| m.kind == MentionKind::Person)
                .and_then(|m| m.entity)
        });
        person.or_else(|| {
            tokens.clone().find_map(|i| self.party_at(i).and_then(|m| m.entity))
        })
    }
}

/// True for the shapes of an imperfect in `y` and a feminine perfect in `t`: few nouns
/// have them without the article.
fn is_verb_shaped(core: &str) -> bool {
    let mut back = core.chars().rev();
    let (last, before) = (back.next(), back.next());
    let feminine = last == Some(letters::TEH)
        && !matches!(before, Some(letters::ALEF | letters::WAW | letters::YEH));
    core.chars().count() >= 4 && (core.starts_with(letters::YEH) || feminine)
}

/// Words between quotation marks, at least, for speech rather than a name or a term.
const SPEECH: usize = 4;

fn quoted(prose: &Prose<'_>) -> Vec<bool> {
    let words = &prose.words;
    let mut quoted = vec![false; words.tokens().len()];
    for part in &prose.document.parts {
        let mut open: Option<usize> = None;
        for i in words.within(part.span) {
            if words.tokens()[i].kind != TokenKind::Quote {
                continue;
            }
            match open.take() {
                Some(from) if i - from > SPEECH => quoted[from..i].fill(true),
                Some(_) => (),
                None => open = Some(i),
            }
        }
    }
    quoted
}
