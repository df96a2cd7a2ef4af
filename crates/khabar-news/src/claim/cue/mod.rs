//! Finds cues and what they bring, sentence by sentence.
//!
//! One module a kind of cue; each turns a cue and its frame into a [`Draft`].

mod headline;
mod idiom;
mod noun;
mod phrase_cue;
mod verb;

use std::ops::Range;

use khabar_arabic::TokenKind;
use khabar_doc::{Act, Quotation, SourceKind, Why};

use super::{
    content::{self, Speaker},
    draft::{self, Draft, Kind},
    frame::{Frame, How},
    lexicon::{Manner, PhraseKind},
    scene::Scene,
};

/// Longest aside in parentheses that is passed over, in tokens.
const ASIDE: usize = 12;

/// All drafts of a document, in the order of their cues.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Draft> {
    let mut finder = Finder {
        scene,
        drafts: Vec::new(),
        taken: vec![false; scene.words.tokens().len()],
        first: 0,
    };
    for (index, sentence) in scene.words.sentences().iter().enumerate() {
        let part = scene.prose.part(index);
        if !part.kind.is_told() {
            continue;
        }
        let tokens = behind_dateline(scene, sentence.tokens.clone());
        finder.first = finder.drafts.len();
        // `So-and-so: …` heads a title, and sometimes a paragraph.
        let heads =
            index == 0 || scene.words.sentences()[index - 1].part != sentence.part;
        if heads {
            finder.headline(tokens.clone());
        }
        finder.sentence(tokens);
    }
    draft::tidy(finder.drafts)
}

/// `tokens` without those of an inline dateline.
pub(crate) fn behind_dateline(
    scene: &Scene<'_>,
    mut tokens: Range<usize>,
) -> Range<usize> {
    let Some(dateline) = &scene.prose.document.dateline else { return tokens };
    let all = scene.words.tokens();
    while tokens.start < tokens.end && dateline.span.overlaps(all[tokens.start].span) {
        tokens.start += 1;
    }
    tokens
}

/// The drafts so far, and which tokens are cues already.
struct Finder<'s, 'a> {
    scene: &'s Scene<'a>,
    drafts: Vec<Draft>,
    taken: Vec<bool>,
    /// The first draft of the sentence at hand.
    first: usize,
}

/// What one kind of cue found, its frame aside.
struct Found {
    cue: Range<usize>,
    kind: Kind,
    manner: Manner,
    why: Why,
    source: Option<Range<usize>>,
    source_kind: Option<SourceKind>,
    content: Content,
}

/// What is said, and how the words are given.
type Content = (Vec<Range<usize>>, Quotation);

impl Finder<'_, '_> {
    fn sentence(&mut self, tokens: Range<usize>) {
        let scene = self.scene;
        let mut i = tokens.start;
        while i < tokens.end {
            // What stands in parentheses is an aside.
            let aside = scene
                .is_mark(i, &["("])
                .then(|| {
                    (i..tokens.end.min(i + ASIDE)).find(|&k| scene.is_mark(k, &[")"]))
                })
                .flatten();
            i = match aside {
                Some(close) => close + 1,
                None if self.taken[i]
                    || scene.kind(i) != Some(TokenKind::Word)
                    || scene.name_at(i).is_some() =>
                {
                    i + 1
                }
                None => self.cue(i, &tokens).unwrap_or(i + 1).max(i + 1),
            };
        }
    }

    /// Handles the cue at token `i`, if there is one: where to go on.
    fn cue(&mut self, i: usize, tokens: &Range<usize>) -> Option<usize> {
        let scene = self.scene;
        if let Some((length, mark)) = scene.distance_at(i) {
            if mark.before {
                self.mark_distance(i..i + length, mark.doubt);
            }
            return Some(i + length);
        }
        scene
            .lexicon
            .phrases
            .all(scene.words, i)
            .take_while(|(_, cue)| cue.kind != PhraseKind::Judgement)
            .find_map(|(length, cue)| match cue.kind {
                PhraseKind::Prepositional => {
                    self.according_to(i..i + length, cue, tokens)
                }
                PhraseKind::Impersonal => self.impersonal(i..i + length, cue, tokens),
                PhraseKind::AuthorHedge => self.own_voice(i..i + length, cue, tokens),
                PhraseKind::Considered => self.considered(i..i + length, cue, tokens),
                PhraseKind::StatedIn => self.stated_in(i..i + length, cue, tokens),
                PhraseKind::StatedBefore => {
                    self.stated_before(i..i + length, cue, tokens)
                }
                PhraseKind::Quotation
                | PhraseKind::Gloss
                | PhraseKind::Judgement
                | PhraseKind::Silence => None,
            })
            .or_else(|| self.idiom(i, tokens))
            .or_else(|| self.verb(i, tokens))
            .or_else(|| self.noun(i, tokens))
    }

    /// Marks the claim that ends right before `mark`; of several the outermost, whose
    /// cue is the outlet's.
    fn mark_distance(&mut self, mark: Range<usize>, doubt: bool) {
        let scene = self.scene;
        let ends_here = |d: &&mut Draft| {
            let end = d.extent().end;
            end <= mark.start && (end..mark.start).all(|k| !scene.is_word(k))
        };
        let drafts = self.drafts[self.first..].iter_mut().filter(ends_here);
        if let Some(draft) = drafts.max_by_key(|d| d.extent().len()) {
            draft.distance.push((mark, doubt));
        }
    }

    /// Where the clause around token `i` ends: the sentence, or the quotation it is in.
    fn limit(&self, i: usize, tokens: &Range<usize>) -> usize {
        match self.scene.quote_around(i) {
            Some(quote) if quote.closed => quote.close.min(tokens.end),
            _ => tokens.end,
        }
    }

    /// What the frame brings, up to `limit`. Where `author` is set, a relative clause
    /// behind a comma belongs to the outlet, not to the content.
    fn content(&self, frame: &Frame, limit: usize, author: bool) -> Content {
        let scene = self.scene;
        if let How::Quote(quote) = frame.how {
            let mut inside = content::trim(scene, quote.open + 1..quote.close);
            // `said "that …"`: the complementiser is no part of what is said.
            if inside.len() > 1 && scene.prose_complementiser(inside.start).is_some() {
                inside.start += 1;
            }
            return (vec![inside], Quotation::Direct);
        }
        let speaker = Speaker { author, alone: frame.alone };
        let end = content::end(scene, frame.content, limit, speaker);
        let tokens = content::trim(scene, frame.content..end);
        let quotation = match frame.how {
            How::Colon => Quotation::Direct,
            _ => self.quotation(&tokens),
        };
        (vec![tokens], quotation)
    }

    /// Direct where a quotation surrounds `tokens`, mixed where some lie inside.
    fn quotation(&self, tokens: &Range<usize>) -> Quotation {
        let scene = self.scene;
        if scene.quote_around(tokens.start).is_some_and(|q| q.close >= tokens.end) {
            Quotation::Direct
        } else if tokens
            .clone()
            .any(|i| scene.opens(i).is_some_and(|q| !scene.is_name_quote(q)))
        {
            Quotation::Mixed
        } else {
            Quotation::Indirect
        }
    }

    /// Adds the draft, and one for the source that it passes on.
    fn push(&mut self, found: Found, frame: &Frame) {
        let (content, quotation) = found.content;
        if content.iter().all(Range::is_empty) {
            return;
        }
        self.take(found.cue.clone());
        for &word in &frame.absorbed {
            self.take(word..word + 1);
        }
        let quoted = !matches!(frame.how, How::Quote(_) | How::Colon)
            && self.scene.quote_around(found.cue.start).is_some();
        let draft = Draft {
            cue: found.cue,
            kind: found.kind,
            manner: found.manner,
            why: found.why,
            source: found.source,
            source_kind: found.source_kind,
            addressee: frame.addressee.clone(),
            content,
            quotation,
            noun_phrase: matches!(found.kind, Kind::Verb(_) | Kind::Noun)
                && frame.how == How::Phrase,
            quoted,
            carrier: None,
            distance: Vec::new(),
        };
        let inner = frame.inner.clone().map(|(cue, source)| Draft {
            cue,
            kind: Kind::Prepositional,
            manner: Manner { act: Act::Assert, ..draft.manner },
            why: Why::rule("cue/passed-on"),
            source: Some(source),
            source_kind: None,
            addressee: None,
            noun_phrase: false,
            carrier: Some(self.drafts.len()),
            ..draft.clone()
        });
        self.drafts.push(draft);
        if let Some(inner) = inner {
            self.take(inner.cue.clone());
            self.drafts.push(inner);
        }
    }

    fn take(&mut self, tokens: Range<usize>) {
        self.taken[tokens].fill(true);
    }
}
