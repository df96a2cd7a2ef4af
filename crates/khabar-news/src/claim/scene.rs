use std::{cell::Cell, ops::Range};

use khabar_arabic::{
    TokenKind, Words,
    inflect::{Mood, Number},
    letters,
};
use khabar_doc::{EntityId, Mention, MentionKind, Span};

use crate::{
    Prose,
    claim::{
        lexicon::{
            ClaimLexicon, DistanceMark, HedgeWord, PhraseCue, SourceNoun, VerbForm,
        },
        phrase::Head,
        quote::{self, Quote},
    },
    grammar::{Classes, split_pronoun},
};

/// One document as the claim finder sees it: words with their classes, quotations and
/// the names they belong to.
pub(crate) struct Scene<'a> {
    pub(crate) prose: &'a Prose<'a>,
    pub(crate) words: &'a Words,
    pub(crate) lexicon: &'a ClaimLexicon,
    pub(crate) mentions: &'a [Mention],
    pub(crate) classes: &'a [Classes],
    pub(crate) quotes: Vec<Quote>,
    /// The longest named mention over each token.
    named: Vec<Option<u32>>,
    /// For each token the quotation it opens or closes, and the innermost one around it.
    opening: Vec<Option<u32>>,
    closing: Vec<Option<u32>>,
    around: Vec<Option<u32>>,
    /// What was found of each token: every cue of a sentence asks again.
    seen: Vec<Seen<'a>>,
}

/// What was found of one token; none where it was not asked yet.
#[derive(Clone, Default)]
struct Seen<'a> {
    head: Cell<Option<Head>>,
    phrase: Cell<Option<Found<'a, PhraseCue>>>,
    source: Cell<Option<Found<'a, SourceNoun>>>,
    distance: Cell<Option<Found<'a, DistanceMark>>>,
    hedge: Cell<Option<Found<'a, HedgeWord>>>,
    forms: Cell<Option<&'a [VerbForm]>>,
}

/// The longest phrase at a token, if any: its length in tokens and its value.
type Found<'a, T> = Option<(usize, &'a T)>;

impl<'a> Scene<'a> {
    pub(crate) fn new(
        prose: &'a Prose<'a>,
        mentions: &'a [Mention],
        lexicon: &'a ClaimLexicon,
    ) -> Scene<'a> {
        let words = &prose.words;
        let mut named: Vec<Option<u32>> = vec![None; words.tokens().len()];
        for (index, mention) in mentions.iter().enumerate().filter(|(_, m)| m.name) {
            // No name holds `that`.
            let that = |i: usize| {
                prose.words.tokens()[i].proclitics.preposition == Some(letters::BEH)
                    && prose.complementiser(i).is_some()
            };
            if prose.tokens_of(mention.span).any(that) {
                continue;
            }
            for slot in &mut named[prose.tokens_of(mention.span)] {
                let longer = slot.is_none_or(|other| {
                    mentions[other as usize].span.len() < mention.span.len()
                });
                if longer {
                    *slot = u32::try_from(index).ok();
                }
            }
        }
        let quotes = quote::find(words, prose.text(), &prose.document.parts);
        let mut opening = vec![None; words.tokens().len()];
        let mut closing = vec![None; words.tokens().len()];
        let mut around = vec![None; words.tokens().len()];
        // Outer quotations come first, so that inner ones overwrite them.
        for (index, quote) in quotes.iter().enumerate() {
            opening[quote.open] = u32::try_from(index).ok();
            if quote.closed {
                closing[quote.close] = u32::try_from(index).ok();
            }
            for slot in &mut around[quote.open + 1..quote.close] {
                *slot = u32::try_from(index).ok();
            }
        }
        Scene {
            prose,
            words,
            lexicon,
            mentions,
            classes: &prose.classes,
            quotes,
            named,
            opening,
            closing,
            around,
            seen: vec![Seen::default(); words.tokens().len()],
        }
    }

    /// What `field` remembers of token `i`; `find` finds it the first time.
    fn seen<T: Copy>(
        &self,
        i: usize,
        field: impl for<'s> Fn(&'s Seen<'a>) -> &'s Cell<Option<T>>,
        find: impl FnOnce() -> T,
    ) -> T {
        let Some(cell) = self.seen.get(i).map(field) else { return find() };
        if let Some(found) = cell.get() {
            return found;
        }
        let found = find();
        cell.set(Some(found));
        found
    }

    /// The longest words of distance or doubt at token `i`: their length in tokens.
    pub(crate) fn distance_at(&self, i: usize) -> Option<(usize, &'a DistanceMark)> {
        self.seen(
            i,
            |seen| &seen.distance,
            || self.lexicon.distance.longest(self.words, i),
        )
    }

    /// The longest hedge at token `i`: its length in tokens.
    pub(crate) fn hedge_at(&self, i: usize) -> Option<(usize, &'a HedgeWord)> {
        self.seen(i, |seen| &seen.hedge, || self.lexicon.hedges.longest(self.words, i))
    }

    /// What [`phrase::head`](super::phrase::head) found at token `i`; `read` finds it.
    pub(crate) fn head_of(&self, i: usize, read: impl FnOnce() -> Head) -> Head {
        self.seen(i, |seen| &seen.head, read)
    }

    /// The longest phrase that reports at token `i`: its length in tokens.
    pub(crate) fn phrase_at(&self, i: usize) -> Option<(usize, &'a PhraseCue)> {
        self.seen(i, |seen| &seen.phrase, || self.lexicon.phrases.longest(self.words, i))
    }

    /// The longest noun for a source at token `i`: its length in tokens.
    pub(crate) fn source_noun(&self, i: usize) -> Option<(usize, &'a SourceNoun)> {
        self.seen(i, |seen| &seen.source, || self.lexicon.sources.longest(self.words, i))
    }

    /// The named mention over token `i`.
    pub(crate) fn name_at(&self, i: usize) -> Option<&'a Mention> {
        self.named.get(i).copied().flatten().map(|index| &self.mentions[index as usize])
    }

    /// The tokens of the named mention over token `i`.
    pub(crate) fn name_tokens(&self, i: usize) -> Option<Range<usize>> {
        self.name_at(i).map(|m| self.prose.tokens_of(m.span))
    }

    pub(crate) fn is(&self, i: usize, classes: Classes) -> bool {
        self.classes.get(i).is_some_and(|c| c.any(classes)) && self.name_at(i).is_none()
    }

    pub(crate) fn kind(&self, i: usize) -> Option<TokenKind> {
        self.words.tokens().get(i).map(|t| t.kind)
    }

    pub(crate) fn is_mark(&self, i: usize, marks: &[&str]) -> bool {
        self.kind(i) == Some(TokenKind::Mark) && marks.contains(&self.words.whole(i))
    }

    pub(crate) fn is_comma(&self, i: usize) -> bool {
        self.is_mark(i, &[",", "\u{60C}", "\u{61B}", ";"])
    }

    pub(crate) fn is_word(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(TokenKind::Word | TokenKind::Foreign))
    }

    /// The quotation that token `i` opens.
    pub(crate) fn opens(&self, i: usize) -> Option<Quote> {
        self.opening.get(i).copied().flatten().map(|index| self.quotes[index as usize])
    }

    /// The quotation that token `i` closes.
    pub(crate) fn closes(&self, i: usize) -> Option<Quote> {
        self.closing.get(i).copied().flatten().map(|index| self.quotes[index as usize])
    }

    /// The innermost quotation around token `i`.
    pub(crate) fn quote_around(&self, i: usize) -> Option<Quote> {
        self.around.get(i).copied().flatten().map(|index| self.quotes[index as usize])
    }

    /// True for marks around a name, a term or a number: no speech.
    pub(crate) fn is_name_quote(&self, quote: Quote) -> bool {
        let inside = quote.open + 1..quote.close;
        if inside.is_empty() {
            return true;
        }
        if inside.len() <= 3 && self.kind(inside.start) == Some(TokenKind::Number) {
            return true;
        }
        // `the platform "X"`, `the movement "X"`, `to "X"`: the word before tells.
        let before = quote.open.wrapping_sub(1);
        let names = self.words.tokens().get(before).is_some_and(|token| {
            let attached = token.span.end()
                == self.words.tokens()[quote.open].span.start()
                && self.words.whole(before).chars().count() <= 2;
            token.kind == TokenKind::Word
                && (attached
                    || !token.proclitics.article
                        && self
                            .lexicon
                            .organisations
                            .longest(self.words, before)
                            .is_some())
        });
        if inside.len() <= 4 && quote.closed && names {
            return true;
        }
        if inside.len() <= 6
            && let Some(name) = self.name_tokens(inside.start)
            && name.end + 1 >= inside.end
        {
            return true;
        }
        inside.len() <= 2 && inside.clone().all(|i| self.kind(i) != Some(TokenKind::Word))
    }

    /// True inside an expression of time.
    pub(crate) fn is_time(&self, i: usize) -> bool {
        let Some(token) = self.words.tokens().get(i) else { return false };
        let dates = &self.prose.dates;
        let after = dates.partition_point(|date| date.span.start() <= token.core.start());
        after > 0 && token.core.end() <= dates[after - 1].span.end()
    }

    /// The finite verb forms that token `i` may be; none for names and for words with
    /// a preposition or article.
    pub(crate) fn finite(&self, i: usize) -> impl Iterator<Item = &'a VerbForm> {
        self.forms(i)
            .iter()
            .filter(|f| matches!(f.mood, Mood::Past | Mood::Present | Mood::Jussive))
    }

    /// The verb forms of token `i`, those before an attached pronoun included.
    pub(crate) fn forms(&self, i: usize) -> &'a [VerbForm] {
        self.seen(i, |seen| &seen.forms, || self.find_forms(i))
    }

    fn find_forms(&self, i: usize) -> &'a [VerbForm] {
        let Some(token) = self.words.tokens().get(i) else { return &[] };
        if token.kind != TokenKind::Word
            || token.proclitics.preposition.is_some()
            || token.proclitics.article
            || self.name_at(i).is_some()
        {
            return &[];
        }
        let core = self.words.core(i);
        let forms = self.lexicon.verb(core);
        if !forms.is_empty() && !forms.iter().all(|f| f.before_pronoun) {
            return forms;
        }
        match strip_pronoun(core) {
            // `between them` is no verb.
            Some(_) if self.is(i, Classes::PREPOSITION) => &[],
            Some(stem) => self.lexicon.verb(stem),
            None => &[],
        }
    }

    /// The forms of verbs with a fixed object that token `i` may be.
    pub(crate) fn idiom_forms(&self, i: usize) -> &'a [VerbForm] {
        let Some(token) = self.words.tokens().get(i) else { return &[] };
        if token.kind != TokenKind::Word
            || token.proclitics.preposition.is_some()
            || token.proclitics.article
            || self.name_at(i).is_some()
        {
            return &[];
        }
        self.lexicon.idiom_forms.get(self.words.core(i)).map_or(&[], Vec::as_slice)
    }

    /// True for a word written with tanwin, which no finite verb has.
    pub(crate) fn has_tanwin(&self, i: usize) -> bool {
        const TANWIN: [char; 3] = ['\u{64B}', '\u{64C}', '\u{64D}'];
        self.words
            .tokens()
            .get(i)
            .is_some_and(|t| self.prose.slice(t.span).contains(TANWIN))
    }

    /// True where an object pronoun is attached to the verb at token `i`.
    pub(crate) fn has_object_pronoun(&self, i: usize) -> bool {
        let core = self.words.core(i);
        self.lexicon.verb(core).iter().all(|f| f.before_pronoun)
            && strip_pronoun(core).is_some_and(|stem| {
                !self.lexicon.noun_forms.contains_key(stem) || self.opens_clause(i)
            })
    }

    /// True for a word that is surely a finite verb: a present, a feminine or plural
    /// past, one with an object pronoun, or a past where a clause begins.
    pub(crate) fn is_surely_verb(&self, i: usize) -> bool {
        if self.is(i, Classes::AUXILIARY.or(Classes::MODAL)) {
            return true;
        }
        if self.is_after_preposition(i) {
            return false;
        }
        let mut forms = self
            .finite(i)
            .filter(|f| !f.before_pronoun || self.has_object_pronoun(i))
            // `the transfer of` has the letters of `we say`.
            .filter(|f| {
                f.mood != Mood::Jussive
                    || i > 0
                        && self.is(i - 1, Classes::NEGATION.or(Classes::SUBORDINATOR))
            })
            .peekable();
        forms.peek().is_some()
            && (forms.any(|f| {
                f.mood != Mood::Past
                    || f.number != Number::Singular
                        && self.words.core(i).ends_with(letters::ALEF)
                    || self.words.core(i).ends_with(letters::TEH)
            }) || self.has_object_pronoun(i)
                || self.opens_clause(i))
    }

    /// True behind a word that is only a preposition: what follows is no verb.
    pub(crate) fn is_after_preposition(&self, i: usize) -> bool {
        i > 0
            && self.is(i - 1, Classes::PREPOSITION)
            && !self.is(
                i - 1,
                Classes::RELATIVE
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::CONJUNCTION)
                    .or(Classes::PRONOUN),
            )
            && self.words.tokens()[i].proclitics.conjunction.is_none()
    }

    /// True where a clause may begin at token `i` without a subject before it.
    pub(crate) fn opens_clause(&self, i: usize) -> bool {
        i == self.sentence_range(i).start
            || self.words.tokens()[i].proclitics.conjunction.is_some()
            || self.is_comma(i - 1)
            || self.opens(i - 1).is_some()
            || self.is(
                i - 1,
                Classes::SUBORDINATOR
                    .or(Classes::CONJUNCTION)
                    .or(Classes::RELATIVE)
                    .or(Classes::CONNECTIVE)
                    .or(Classes::AUXILIARY)
                    .or(Classes::VERBAL)
                    .or(Classes::NEGATION),
            )
            || self.prose_complementiser(i - 1).is_some()
    }

    /// The pronoun of the complementiser at token `i`, empty where it is bare.
    pub(crate) fn prose_complementiser(&self, i: usize) -> Option<&'a str> {
        if self.name_at(i).is_some() {
            return None;
        }
        // `after that`, `because`: the word belongs to a subordinator of several words.
        if i > 0
            && self.is(i, Classes::SUBORDINATOR)
            && self.is(i - 1, Classes::SUBORDINATOR)
            && self.words.tokens()[i].proclitics.is_empty()
        {
            return None;
        }
        self.prose.complementiser(i)
    }

    pub(crate) fn sentence_of(&self, i: usize) -> usize {
        self.words.sentences().partition_point(|s| s.tokens.end <= i)
    }

    pub(crate) fn sentence_range(&self, i: usize) -> Range<usize> {
        self.words.sentences().get(self.sentence_of(i)).map_or(i..i, |s| s.tokens.clone())
    }

    /// True where a conjunction is written onto token `i`, or stands alone before it.
    pub(crate) fn is_joined(&self, i: usize) -> bool {
        self.words.tokens().get(i).is_some_and(|t| t.proclitics.conjunction.is_some())
            || i > 0
                && self.is(i - 1, Classes::CONJUNCTION)
                && self.words.whole(i - 1).chars().count() == 1
    }

    /// True for `who`, `which`; the short relatives (`what`, `whoever`) are too many things.
    pub(crate) fn is_relative_pronoun(&self, i: usize) -> bool {
        self.is(i, Classes::RELATIVE) && self.words.core(i).chars().count() > 3
    }

    /// True inside a relative clause: a relative pronoun before, no comma between.
    pub(crate) fn in_relative(&self, i: usize, floor: usize) -> bool {
        (floor..i)
            .rev()
            .take_while(|&k| !self.is_comma(k))
            .any(|k| self.is_relative_pronoun(k))
    }

    pub(crate) fn span(&self, tokens: Range<usize>) -> Span {
        self.words.span(tokens)
    }

    /// The words of a fixed phrase, prepositions included, a conjunction before it left out.
    pub(crate) fn phrase_span(&self, tokens: Range<usize>) -> Span {
        let span = self.span(tokens.clone());
        let first = self.words.tokens()[tokens.start];
        let letter = match first.proclitics.conjunction {
            Some(letter) => letter.len_utf8(),
            None => 0,
        };
        let start = first.span.range().start + letter;
        Span::of(start.min(span.range().start), span.range().end)
    }

    /// The entity of the longest mention, named or not, inside or around `span`.
    pub(crate) fn entity_of(&self, span: Span) -> Option<EntityId> {
        let rank = |m: &Mention| match (m.name, m.kind) {
            (true, MentionKind::Person) => 3,
            (true, _) => 2,
            _ => 1,
        };
        let first_end = span.start() + span.len().min(1);
        // Mentions are sorted by their start; none is longer than a kilobyte or so.
        let from = self
            .mentions
            .partition_point(|m| m.span.start() + LONGEST_MENTION < span.start());
        let to = self.mentions.partition_point(|m| m.span.start() < span.end());
        self.mentions[from..to.max(from)]
            .iter()
            .filter(|m| m.span.overlaps(span) && m.entity.is_some())
            .filter(|m| {
                // The head's own mention, or a person named inside (title before name).
                m.span.start() < first_end.max(span.start() + 1)
                    || (m.name && m.kind == MentionKind::Person)
            })
            .max_by_key(|m| (rank(m), m.span.len()))
            .and_then(|m| m.entity)
    }
}

/// Bytes that a mention is looked back for.
const LONGEST_MENTION: u32 = 1024;

/// `core` without an attached object pronoun.
pub(crate) fn strip_pronoun(core: &str) -> Option<&str> {
    split_pronoun(core).map(|(stem, _)| stem)
}
