//! A claim in tokens, before its source and chain are resolved.

use std::ops::Range;

use khabar_doc::{Quotation, SourceKind, Why};

use super::lexicon::{Manner, VerbForm};

/// Drafts that an echo is looked for among, on either side.
const NEAR: usize = 64;

/// A claim in tokens.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) cue: Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) manner: Manner,
    pub(crate) why: Why,
    /// Who speaks, where the text says so at this cue.
    pub(crate) source: Option<Range<usize>>,
    /// What an unnamed source of this cue is.
    pub(crate) source_kind: Option<SourceKind>,
    pub(crate) addressee: Option<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) quotation: Quotation,
    /// True where the content is a noun phrase, not a clause.
    pub(crate) noun_phrase: bool,
    /// True where the whole claim stands inside somebody's quotation.
    pub(crate) quoted: bool,
    /// The draft that passes this one on.
    pub(crate) carrier: Option<usize>,
    /// Words of distance that follow (`in his words`); true for those of doubt.
    pub(crate) distance: Vec<(Range<usize>, bool)>,
}

/// What kind of cue a draft hangs on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A finite verb or participle.
    Verb(VerbForm),
    /// A noun of saying or attitude.
    Noun,
    /// `it is said`.
    Impersonal,
    /// The outlet's own hedged voice.
    Author,
    /// `according to`.
    Prepositional,
    /// The colon of a headline.
    Colon,
}

impl Draft {
    /// The tokens from the first to the last of its content.
    pub(crate) fn extent(&self) -> Range<usize> {
        let start = self.content.iter().map(|r| r.start).min().unwrap_or(0);
        start..self.content.iter().map(|r| r.end).max().unwrap_or(start)
    }

    /// True for a noun cue that only names what `other` brings: the statement that says,
    /// the reports that point to.
    fn echoes(&self, other: &Draft) -> bool {
        let start = |d: &Draft| d.content.first().map(|c| c.start);
        matches!(self.kind, Kind::Noun)
            && !matches!(other.kind, Kind::Noun)
            && (other.content.iter().any(|c| Some(c.start) == start(self))
                || other
                    .content
                    .iter()
                    .any(|c| c.start <= self.cue.start && self.cue.end == c.end)
                || other.source.as_ref().is_some_and(|s| s.contains(&self.cue.start)))
    }
}

/// Sorts by cue, drops echoes, and keeps the references between drafts.
pub(crate) fn tidy(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&i| (drafts[i].cue.start, drafts[i].cue.end, i));
    let echo = |at: usize| {
        let near = at.saturating_sub(NEAR)..order.len().min(at + NEAR);
        order[near].iter().any(|&other| drafts[order[at]].echoes(&drafts[other]))
    };
    let kept: Vec<usize> =
        (0..order.len()).filter(|&at| !echo(at)).map(|at| order[at]).collect();
    let mut place = vec![None; drafts.len()];
    for (new, &old) in kept.iter().enumerate() {
        place[old] = Some(new);
    }
    let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    kept.iter()
        .filter_map(|&old| drafts[old].take())
        .map(|draft| Draft { carrier: draft.carrier.and_then(|i| place[i]), ..draft })
        .collect()
}
