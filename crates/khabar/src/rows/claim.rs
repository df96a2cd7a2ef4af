use serde::Serialize;

use super::{Around, Name, in_days, joined, one_line, wants};
use crate::wire::{Claim, Reading, Span};

/// One claim with its article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimRow {
    /// The file it was read from.
    pub file: String,
    /// Id of the article on its page.
    pub document: String,
    /// Id of the claim on its page.
    pub claim: String,
    /// The outlet, where it is known.
    pub outlet: String,
    /// Day of publication, ISO 8601, in the precision that was stated.
    pub published: String,
    /// The headline.
    pub title: String,
    /// Who says it.
    pub source: String,
    /// What the source is: `named`, `role`, `anonymous-person`, `agency`, ...
    pub source_kind: &'static str,
    /// Whether the source stays unnamed.
    pub anonymous: bool,
    /// Through whom it came, from the outlet to the one who said it.
    pub chain: String,
    /// The words that report it.
    pub cue: String,
    /// What is done by saying it: `assert`, `deny`, `request`, ...
    pub act: &'static str,
    /// `positive` or `negative`.
    pub polarity: &'static str,
    /// How sure the source is.
    pub certainty: &'static str,
    /// What the outlet makes of it.
    pub commitment: &'static str,
    /// `direct`, `indirect` or `mixed`.
    pub quotation: &'static str,
    /// To whom it is said.
    pub addressee: String,
    /// What is said.
    pub content: String,
    /// Where it begins on the page, in code points.
    pub start: u32,
    /// Where it ends on the page, in code points.
    pub end: u32,
    /// The rule that found it.
    pub why: String,
}

/// Which claims are wanted; an empty filter wants all. What is asked for twice in one
/// field may be either, what is asked for in several must hold together.
#[derive(Clone, Debug, Default)]
pub struct ClaimFilter {
    /// The source, or anybody through whom the claim came.
    pub by: Vec<Name>,
    /// Whom or what the content speaks of.
    pub about: Vec<Name>,
    /// Acts, by name.
    pub act: Vec<String>,
    /// Kinds of source, by name.
    pub kind: Vec<String>,
    /// Certainties, by name.
    pub certainty: Vec<String>,
    /// Commitments, by name.
    pub commitment: Vec<String>,
    /// Quotations, by name.
    pub quotation: Vec<String>,
    /// Outlets that carry it.
    pub outlet: Vec<Name>,
    /// Only those whose source stays unnamed, or only the others.
    pub anonymous: Option<bool>,
    /// First day of publication, ISO 8601.
    pub since: Option<String>,
    /// Last day of publication, ISO 8601.
    pub until: Option<String>,
}

impl ClaimRow {
    /// The claims of a page that `filter` wants, in the order of the page.
    pub fn of(file: &str, page: &Reading, filter: &ClaimFilter) -> Vec<ClaimRow> {
        let mut rows = Vec::new();
        for around in Around::of(file, page) {
            let claims = around.document.claims.iter();
            rows.extend(
                claims
                    .filter(|claim| filter.keeps(&around, claim))
                    .map(|claim| row(&around, claim)),
            );
        }
        rows
    }
}

impl ClaimFilter {
    fn keeps(&self, around: &Around<'_>, claim: &Claim) -> bool {
        let any = |names: &[Name], holds: &dyn Fn(&Name) -> bool| {
            names.is_empty() || names.iter().any(holds)
        };
        wants(&self.act, claim.act)
            && wants(&self.kind, claim.source.kind)
            && wants(&self.certainty, claim.certainty)
            && wants(&self.commitment, claim.commitment)
            && wants(&self.quotation, claim.quotation)
            && self.anonymous.is_none_or(|wanted| wanted == claim.source.anonymous)
            && in_days(&around.published(), self.since.as_deref(), self.until.as_deref())
            && any(&self.outlet, &|name| name.is_in(&around.outlet()))
            && any(&self.by, &|name| is_by(around, claim, name))
            && any(&self.about, &|name| is_about(around, claim, name))
    }
}

fn is_by(around: &Around<'_>, claim: &Claim, name: &Name) -> bool {
    let source = &claim.source;
    around.is(name, source.entity.as_deref(), source.span.as_ref())
        || name.is_in(&source.name)
        || claim.chain.iter().any(|link| {
            name.is_in(&link.name) || around.is(name, link.entity.as_deref(), None)
        })
}

/// True where the content names it, or holds a mention of whom it names.
fn is_about(around: &Around<'_>, claim: &Claim, name: &Name) -> bool {
    let holds = |span: &Span| {
        claim.content.iter().any(|c| c.start <= span.start && span.end <= c.end)
    };
    claim.content.iter().any(|content| name.is_in(&content.text))
        || around
            .document
            .mentions
            .iter()
            .any(|m| holds(&m.span) && around.is(name, m.entity.as_deref(), None))
}

fn row(around: &Around<'_>, claim: &Claim) -> ClaimRow {
    let text = |span: &Option<Span>| {
        span.as_ref().map(|s| one_line(&s.text)).unwrap_or_default()
    };
    let ends = || claim.content.iter().chain(&claim.cue);
    ClaimRow {
        file: around.file.to_owned(),
        document: around.document.id.clone(),
        claim: claim.id.clone(),
        outlet: around.outlet(),
        published: around.published(),
        title: around.title(),
        source: claim.source.name.clone(),
        source_kind: claim.source.kind,
        anonymous: claim.source.anonymous,
        chain: joined(claim.chain.iter().map(|link| link.name.clone())),
        cue: text(&claim.cue),
        act: claim.act,
        polarity: claim.polarity,
        certainty: claim.certainty,
        commitment: claim.commitment,
        quotation: claim.quotation,
        addressee: claim
            .addressee
            .as_ref()
            .map(|who| around.name(who))
            .unwrap_or_default(),
        content: joined(claim.content.iter().map(|s| one_line(&s.text))),
        start: ends().map(|s| s.start).min().unwrap_or_default(),
        end: ends().map(|s| s.end).max().unwrap_or_default(),
        why: claim.why.clone(),
    }
}
