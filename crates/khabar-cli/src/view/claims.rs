use std::collections::{BTreeMap, BTreeSet};

use khabar::wire::{Claim, DocumentReading, Hedge, Link};

use crate::view::{
    View, beginning,
    block::{ACT, BOLD, DIM, Line, NOT, PLAIN, WARN},
    words,
};

/// Columns of a claim's or event's id.
pub(super) const ID: usize = 5;

/// Characters of a content that are shown. Sentences of news are far shorter; what is
/// longer is a page without sentences, where each claim would repeat all the others.
const LONGEST: usize = 2000;

/// Claims inside claims are indented to this depth; deeper ones stay there.
const DEEPEST: usize = 6;

impl<'a> View<'a> {
    pub(super) fn claims(&mut self, document: &'a DocumentReading) {
        if document.claims.is_empty() {
            return;
        }
        self.heading("head.claims");
        let shown: BTreeSet<&str> =
            document.claims.iter().map(|claim| claim.id.as_str()).collect();
        let roots: Vec<&Claim> = document
            .claims
            .iter()
            .filter(|claim| !claim.parent.as_deref().is_some_and(|id| shown.contains(id)))
            .collect();
        let children = Children::of(&document.claims);
        let mut seen = BTreeSet::new();
        // A list instead of recursion: texts may nest without end. After the roots all
        // claims once more, so that none is lost in a circle.
        for root in roots.into_iter().chain(&document.claims) {
            let mut open: Vec<(&Claim, Option<&Claim>, usize)> = vec![(root, None, 0)];
            while let Some((claim, parent, depth)) = open.pop() {
                if !seen.insert(claim.id.as_str()) {
                    continue;
                }
                self.out.blank();
                self.claim(claim, parent, 2 + 3 * depth.min(DEEPEST));
                for child in children.of_claim(claim).rev() {
                    open.push((child, Some(claim), depth + 1));
                }
            }
        }
    }

    fn claim(&mut self, claim: &'a Claim, parent: Option<&Claim>, indent: usize) {
        let mut id = Line::new();
        id.text(DIM, &claim.id);
        let chain = self.chain(claim, parent);
        self.out.hang(indent, id, ID, chain);
        let indent = indent + ID;

        let act = self.act(claim);
        self.out.put(indent, act);

        let mut content = Line::new();
        let said = words(&claim.content);
        let said = beginning(&said, LONGEST);
        if claim.quotation == "direct" {
            let [open, close] =
                ["quote.open", "quote.close"].map(|key| self.labels.get(key));
            content.label(DIM, open).space().text(PLAIN, &said).space().label(DIM, close);
        } else {
            content.text(PLAIN, &said);
        }
        self.out.beside(indent, bar(), 2, content);

        let caution = self.caution(claim);
        if !caution.is_empty() {
            self.out.put(indent, caution);
        }
        self.because(indent, &claim.why);
    }

    /// From the page outward to the first speaker, on one line. Inside another claim
    /// only what is added to the chain of that claim.
    fn chain(&self, claim: &Claim, parent: Option<&Claim>) -> Line {
        let links = &claim.chain;
        let known = parent.map_or(0, |parent| {
            let same = links.iter().zip(&parent.chain).take_while(|(a, b)| {
                (&a.entity, &a.name, a.kind) == (&b.entity, &b.name, b.kind)
            });
            same.count()
        });
        let known =
            if known < links.len() { known } else { links.len().saturating_sub(1) };
        let arrow = self.labels.get("arrow.from");
        let mut line = Line::new();
        if let Some(parent) = parent {
            line.label(DIM, self.labels.get("word.within")).space().text(DIM, &parent.id);
        }
        for (i, link) in links.iter().enumerate().skip(known) {
            if !line.is_empty() {
                line.space().label(DIM, arrow).space();
            }
            let last = i + 1 == links.len();
            self.link(&mut line, link, if last { BOLD } else { PLAIN });
        }
        if links.is_empty() {
            if !line.is_empty() {
                line.space().label(DIM, arrow).space();
            }
            self.source(&mut line, claim);
        }
        line
    }

    fn link(&self, line: &mut Line, link: &Link, style: anstyle::Style) {
        if !link.name.is_empty() {
            line.text(style, &link.name);
        } else if link.kind == "aggregator" {
            line.label(style, self.labels.get("aggregator.unnamed"));
        } else {
            line.label(style, self.labels.of_value("link", link.kind));
        }
    }

    fn source(&self, line: &mut Line, claim: &Claim) {
        let span = claim.source.span.as_ref().map(|span| span.text.as_str());
        match (claim.source.name.as_str(), span) {
            ("", None) => {
                line.label(BOLD, self.labels.of_value("source", claim.source.kind))
            }
            ("", Some(name)) | (name, _) => line.text(BOLD, name),
        };
    }

    /// What the speaker does, how surely, by which word; who stands behind it.
    fn act(&self, claim: &Claim) -> Line {
        let labels = self.labels;
        let mut line = Line::new();
        if claim.narration {
            line.label(ACT, labels.get("word.narration"));
        } else {
            let style = if claim.act == "deny" { NOT } else { ACT };
            line.label(style, labels.of_value("act", claim.act));
        }
        let certainty = labels.of_value("certainty", claim.certainty);
        if !certainty.is_empty() {
            let style = if claim.certainty == "certain" { PLAIN } else { WARN };
            line.space().label(style, certainty);
        }
        if claim.polarity == "neg" && claim.act != "deny" {
            line.label(DIM, labels.get("comma")).space();
            line.label(NOT, labels.get("polarity.neg"));
        }
        if let Some(cue) = &claim.cue {
            line.space().label(DIM, "(").text(DIM, &cue.text).label(DIM, ")");
        }
        if claim.source.anonymous {
            line.dot().label(WARN, labels.of_value("source", claim.source.kind));
        } else if !claim.narration {
            line.dot().label(DIM, labels.of_value("source", claim.source.kind));
        }
        if matches!(claim.quotation, "direct" | "mixed") {
            line.dot().label(DIM, labels.of_value("quote", claim.quotation));
        }
        if let Some(addressee) = &claim.addressee {
            line.dot().label(DIM, labels.get("word.to")).space();
            self.participant(&mut line, addressee);
        }
        if let Some(time) = &claim.speech_time {
            line.dot().label(DIM, labels.get("word.said")).space().text(DIM, time);
        }
        line
    }

    /// Hedges inside the claim, and what the outlet adds to it.
    fn caution(&self, claim: &Claim) -> Line {
        let labels = self.labels;
        let inside = |hedge: &&Hedge| {
            let content = &claim.content;
            content.iter().any(|s| s.start <= hedge.span.start && hedge.span.end <= s.end)
        };
        let outlet = labels.of_value("commitment", claim.commitment);
        // The outlet's own words of caution stand outside what is said; its marks are told
        // apart from the speaker's hedges.
        let own_voice = claim.commitment == "hedged";
        let is_mark = |hedge: &&Hedge| claim.marks.contains(&hedge.span);
        let own = claim
            .hedges
            .iter()
            .filter(|hedge| !is_mark(hedge) && (!own_voice || inside(hedge)));
        let added: Vec<&str> = if claim.marks.is_empty() {
            let outside = claim.hedges.iter().filter(|hedge| own_voice && !inside(hedge));
            outside.map(|hedge| hedge.span.text.as_str()).collect()
        } else {
            claim.marks.iter().map(|mark| mark.text.as_str()).collect()
        };
        let mut line = Line::new();
        for (i, hedge) in own.enumerate() {
            if i == 0 {
                line.label(WARN, labels.get("word.hedged")).label(DIM, ":").space();
            } else {
                line.label(DIM, labels.get("comma")).space();
            }
            line.text(PLAIN, &hedge.span.text).space();
            let class = labels.of_value("hedge", hedge.class);
            line.label(DIM, "(").label(DIM, class).label(DIM, ")");
        }
        if !outlet.is_empty() {
            let style = if claim.commitment == "endorse" { DIM } else { WARN };
            line.dot().label(style, outlet);
            for (i, words) in added.iter().enumerate() {
                line.label(DIM, if i == 0 { ":" } else { labels.get("comma") }).space();
                line.text(PLAIN, words);
            }
        }
        line
    }
}

/// The rule at the left of what is said.
fn bar() -> Line {
    let mut line = Line::new();
    line.label(DIM, "\u{2502}");
    line
}

/// Claims by the claim that reports them.
struct Children<'a> {
    claims: BTreeMap<&'a str, Vec<&'a Claim>>,
}

impl<'a> Children<'a> {
    fn of(claims: &'a [Claim]) -> Children<'a> {
        let mut children = Children { claims: BTreeMap::new() };
        for claim in claims {
            if let Some(parent) = claim.parent.as_deref() {
                children.claims.entry(parent).or_default().push(claim);
            }
        }
        children
    }

    fn of_claim(&self, claim: &Claim) -> impl DoubleEndedIterator<Item = &'a Claim> {
        self.claims.get(claim.id.as_str()).into_iter().flatten().copied()
    }
}
