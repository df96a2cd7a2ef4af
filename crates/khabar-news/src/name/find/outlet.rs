//! The outlet that the page names: its name alone may be a common word, but not here.

use std::ops::Range;

use khabar_doc::{CreditKind, EntityKind, MentionKind, Span};
use rustc_hash::FxHashSet;

use crate::name::sheet::{Found, Sheet};

/// The places where the document's structure names an outlet, and all others where the
/// same words stand.
pub(in crate::name) fn find(sheet: &Sheet<'_>) -> Vec<Found> {
    let document = sheet.prose.document;
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(document.outlet.iter().flat_map(|outlet| outlet.spans.iter().copied()));
    spans.extend(document.dateline.iter().filter_map(|line| line.outlet));
    let credited = document
        .credits
        .iter()
        .filter(|credit| matches!(credit.kind, CreditKind::Outlet | CreditKind::Agency));
    spans.extend(credited.map(|credit| credit.span));
    let mut names: FxHashSet<String> = FxHashSet::default();
    let mut found = Vec::new();
    for span in spans {
        let Some(tokens) = words_under(sheet, span) else { continue };
        if is_another_body(sheet, &tokens, skip_at(sheet, tokens.start, span)) {
            continue;
        }
        let name = (tokens.start..tokens.end)
            .map(|i| {
                sheet.key(i, if i == tokens.start { skip_at(sheet, i, span) } else { 0 })
            })
            .collect::<Vec<_>>()
            .join(" ");
        let skip = skip_at(sheet, tokens.start, span);
        names.insert(name);
        found.push(outlet(tokens, skip));
    }
    if names.is_empty() {
        return found;
    }
    for i in 0..sheet.words.tokens().len() {
        if !sheet.is_word(i) {
            continue;
        }
        for skip in (0..=sheet.max_skip(i)).filter(|&skip| sheet.may_skip(i, skip)) {
            let first = sheet.key(i, skip);
            let opens = |name: &String| {
                name.strip_prefix(first)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            if !names.iter().any(opens) {
                continue;
            }
            let mut name = first.to_owned();
            let limit = sheet.end(i).min(i + 4);
            let mut best = names.contains(&name).then_some(i + 1);
            for j in i + 1..limit {
                name.push(' ');
                name.push_str(sheet.words.whole(j));
                if names.contains(&name) {
                    best = Some(j + 1);
                }
            }
            if let Some(end) = best {
                found.push(outlet(i..end, skip));
                break;
            }
        }
    }
    found
}

fn outlet(tokens: Range<usize>, skip: u8) -> Found {
    Found {
        tokens,
        skip,
        kind: MentionKind::Organisation,
        name: true,
        confidence: 0.95,
        why: "name/organisation:outlet",
    }
}

/// True for a body known as something else (`الاتحاد الأفريقي`), however the page
/// shows it.
fn is_another_body(sheet: &Sheet<'_>, tokens: &Range<usize>, skip: u8) -> bool {
    let known = sheet.known(tokens.start, skip, &[EntityKind::Organisation]);
    known.is_some_and(|(hit, entry)| {
        usize::from(hit.length) > 1
            && usize::from(hit.length) <= tokens.len()
            && sheet.lexicon.known(entry).id.starts_with("organisations/")
    })
}

/// The tokens of `span`, if it holds words of this document.
fn words_under(sheet: &Sheet<'_>, span: Span) -> Option<Range<usize>> {
    let all = sheet.words.tokens();
    let from = all.partition_point(|t| t.span.end() <= span.start());
    let to = all.partition_point(|t| t.span.start() < span.end());
    (from < to && (from..to).any(|i| sheet.is_word(i))).then_some(from..to)
}

/// The letters of token `i` before the start of `span`.
fn skip_at(sheet: &Sheet<'_>, i: usize, span: Span) -> u8 {
    (0..=sheet.max_skip(i))
        .find(|&skip| sheet.span(i..i + 1, skip).start() >= span.start())
        .unwrap_or(0)
}
