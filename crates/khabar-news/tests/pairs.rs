//! Minimal pairs: `cases/pairs.toml` holds pairs of short texts that differ in one thing,
//! and the one decision about attribution that it changes. Its head says how a text is
//! judged; which claims conflict is not asked here. A pair counts where both of its texts
//! are read as they should be.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read their cases from files"
)]

use std::{collections::BTreeMap, fs, ops::Range, path::Path};

use khabar_doc::{Claim, Document, Page, Part, PartKind, Reading, Span, Text, Why};
use khabar_news::{Lexicon, builtin_sources};
use toml::Value;

/// Pairs read right today. The aim is 97 of 100.
const FLOOR: usize = 221;

/// The share of a content that must be common to both readings of it.
const CONTENT: f64 = 0.8;

/// The same for sources and addressees.
const PHRASE: f64 = 0.5;

/// `text` as a page of one document; its first line is the title if `headed`.
fn page(text: &str, headed: bool) -> Page {
    let mut at = 0;
    let mut parts = Vec::new();
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        if start < end {
            let title = headed && parts.is_empty();
            let kind = if title { PartKind::Title } else { PartKind::Paragraph };
            parts.push(Part { kind, span: Span::of(start, end), why: Why::default() });
        }
    }
    let document = Document {
        span: Span::of(0, text.len()),
        language: "ar".to_owned(),
        title: headed.then(|| parts[0].span),
        parts,
        ..Document::default()
    };
    Page {
        text: Text::new(text).unwrap(),
        charset: "utf-8".to_owned(),
        documents: vec![document],
        ..Page::default()
    }
}

/// The field `key` of `table` as text, empty where it is missing.
fn field<'v>(table: &'v Value, key: &str) -> &'v str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Where `words` stand in `text`.
fn place(text: &str, words: &str) -> Range<usize> {
    let start =
        text.find(words).unwrap_or_else(|| panic!("`{words}` is not in `{text}`"));
    start..start + words.len()
}

/// What two stretches share, of what they cover together.
fn alike(one: &Range<usize>, other: Span) -> f64 {
    let other = other.range();
    let common = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    let both = one.len() + other.len() - common;
    if both == 0 {
        0.0
    } else {
        f64::from(u32::try_from(common).unwrap())
            / f64::from(u32::try_from(both).unwrap())
    }
}

/// How far a claim of ours says what the gold's content says: the stretch from the first
/// to the last of its words.
fn content(gold: &Range<usize>, claim: &Claim) -> f64 {
    claim
        .content
        .iter()
        .copied()
        .reduce(Span::cover)
        .map_or(0.0, |span| alike(gold, span))
}

/// One text with its gold, its claims, and which of ours stands for which of the gold.
struct Side<'a> {
    text: &'a str,
    gold: &'a [Value],
    claims: &'a [Claim],
    pairs: BTreeMap<usize, usize>,
}

impl<'a> Side<'a> {
    fn of(text: &'a str, gold: &'a [Value], document: &'a Reading) -> Side<'a> {
        let claims = &document.claims;
        let mut scored: Vec<(f64, usize, usize)> = Vec::new();
        for (g, wanted) in gold.iter().enumerate() {
            let said = place(text, field(wanted, "content"));
            let cue = place(text, field(wanted, "cue"));
            for (c, claim) in claims.iter().enumerate() {
                let same_cue = claim.cue.is_some_and(|span| alike(&cue, span) > 0.0);
                let score = content(&said, claim);
                if score >= PHRASE {
                    scored.push((score + if same_cue { 1.0 } else { 0.0 }, g, c));
                }
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut pairs = BTreeMap::new();
        for (_, g, c) in scored {
            if !pairs.contains_key(&g) && !pairs.values().any(|&taken| taken == c) {
                pairs.insert(g, c);
            }
        }
        Side { text, gold, claims, pairs }
    }

    /// Ours for the gold's claim `name` (`c1`).
    fn named(&self, name: &str) -> Option<usize> {
        let number: usize = name.strip_prefix('c')?.parse().ok()?;
        self.pairs.get(&number.checked_sub(1)?).copied()
    }

    /// What is wrong with the reading of this text.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (g, wanted) in self.gold.iter().enumerate() {
            match self.pairs.get(&g) {
                Some(&c) => self.compare(wanted, &self.claims[c], &mut faults),
                None if wanted.get("optional").is_some() => (),
                None => faults.push(format!("missed {}", field(wanted, "cue"))),
            }
        }
        for (c, claim) in self.claims.iter().enumerate() {
            if !self.pairs.values().any(|&taken| taken == c) {
                faults.push(format!("no claim: {}", claim.why));
            }
        }
        faults
    }

    fn compare(&self, wanted: &Value, claim: &Claim, faults: &mut Vec<String>) {
        let asked = |key: &str| wanted.get(key).and_then(Value::as_str);
        let mut check = |right: bool, what: &str| {
            if !right {
                faults.push(format!("{} of {}", what, field(wanted, "cue")));
            }
        };
        let cue = place(self.text, field(wanted, "cue"));
        check(claim.cue.is_some_and(|span| alike(&cue, span) > 0.0), "cue");
        check(
            content(&place(self.text, field(wanted, "content")), claim) >= CONTENT,
            "content",
        );
        let source = field(wanted, "source");
        if !source.is_empty() {
            let source = place(self.text, source);
            let same =
                claim.source.span.is_some_and(|span| alike(&source, span) >= PHRASE);
            check(same, "source");
        } else if let Some(before) = asked("source_ref").and_then(|name| self.named(name))
        {
            check(claim.source == self.claims[before].source, "whose it is");
        }
        let kind = claim.source.kind;
        let values = [
            ("act", claim.act.name()),
            ("source_kind", kind.name()),
            ("certainty", claim.certainty.name()),
            ("quotation", claim.quotation.name()),
            ("commitment", claim.commitment.name()),
            ("polarity", claim.polarity.name()),
        ];
        for (key, ours) in values {
            check(asked(key).is_none_or(|value| value == ours), key);
        }
        if let Some(anonymous) = wanted.get("anonymous").and_then(Value::as_bool) {
            check(anonymous == claim.source.is_anonymous(), "anonymous");
        }
        if let Some(parent) = asked("parent") {
            check(self.named(parent) == claim.parent.map(|p| p.index()), "parent");
        }
        if let Some(to) = asked("addressee") {
            let ours = claim.addressee.as_ref().map(|addressee| addressee.span);
            let right = match (to, ours) {
                ("", ours) => ours.is_none(),
                (to, Some(span)) => alike(&place(self.text, to), span) >= PHRASE,
                (_, None) => false,
            };
            check(right, "addressee");
        }
        if let Some(hedges) = wanted.get("hedges").and_then(Value::as_array) {
            let found = |hedge: &Value| {
                let span = place(self.text, field(hedge, "span"));
                claim.hedges.iter().any(|ours| {
                    ours.class.name() == field(hedge, "class")
                        && alike(&span, ours.span) > 0.0
                })
            };
            check(
                hedges.iter().all(found)
                    && (!hedges.is_empty() || claim.hedges.is_empty()),
                "hedges",
            );
        }
    }
}

#[test]
fn what_differs_in_one_thing_is_read_apart() {
    let lexicon = Lexicon::parse(&builtin_sources()).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/pairs.toml");
    let file: Value = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let all = file.get("pair").and_then(Value::as_array).unwrap();
    let mut right = 0;
    let mut wrong = String::new();
    for pair in all {
        let kind = field(pair, "kind");
        let mut faults = Vec::new();
        for name in ["a", "b"] {
            let side = &pair[name];
            let text = field(side, "text");
            let headed = text.contains('\n')
                && (kind == "headline-colon"
                    || field(pair, "note").starts_with("headline"));
            let page = page(text, headed);
            let reading = khabar_news::read(&page, &lexicon);
            let gold = side["claims"].as_array().unwrap();
            faults.extend(Side::of(text, gold, &reading.documents[0]).faults());
        }
        if faults.is_empty() {
            right += 1;
        } else {
            wrong.push_str(&format!("{}: {}\n", field(pair, "id"), faults.join("; ")));
        }
    }
    assert!(all.len() >= 200, "only {} pairs", all.len());
    assert!(right >= FLOOR, "{right} of {} pairs read right:\n{wrong}", all.len());
}
