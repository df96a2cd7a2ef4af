//! Whether a page's template shows a site that republishes others.

use khabar_doc::{Aggregator, Document, PartKind, Span, StatedBy};

use crate::phrase::words_key;

/// Points at which the template counts as an aggregator's.
const ENOUGH: u32 = 3;

/// The aggregator whose template shows around `documents`, and settles whose the dates
/// of labelled lines are.
///
/// What shows it: a labelled publication line besides the article's own date, a source
/// line that names the article's own outlet (no outlet does), and a whole article of
/// another outlet under a heading for further reading.
pub(crate) fn find(documents: &mut [Document]) -> Option<Aggregator> {
    let mut points = 0;
    let mut evidence: Vec<Span> = Vec::new();
    let outlets: Vec<Option<String>> =
        documents.iter().map(|d| d.outlet.as_ref().map(|o| words_key(&o.name))).collect();
    for (i, document) in documents.iter().enumerate() {
        let spans = |kind| document.parts_of(kind).map(|p| p.span).collect::<Vec<_>>();
        let publication = spans(PartKind::PublicationLine);
        if !publication.is_empty()
            && document.parts_of(PartKind::DateLine).next().is_some()
        {
            points += 1;
            evidence.extend(&publication);
        }
        let source = spans(PartKind::SourceLine);
        if let Some(outlet) = &document.outlet
            && source.iter().any(|line| outlet.spans.iter().any(|s| line.contains(*s)))
        {
            points += if outlet.spans.len() > 1 { 2 } else { 1 };
            evidence.extend(&source);
        }
        let other = outlets.get(i + 1).is_some_and(|next| {
            next.is_some()
                && outlets.get(i).is_some_and(Option::is_some)
                && outlets.get(i) != Some(next)
        });
        if other && let Some(heading) = spans(PartKind::RelatedHeading).last() {
            points += 2;
            evidence.push(*heading);
        }
    }
    if points < ENOUGH {
        return None;
    }
    for document in documents.iter_mut() {
        let lines: Vec<Span> =
            document.parts_of(PartKind::PublicationLine).map(|p| p.span).collect();
        for date in &mut document.published {
            if lines.iter().any(|line| line.contains(date.span)) {
                date.by = StatedBy::Aggregator;
            }
        }
    }
    evidence.sort_unstable();
    evidence.dedup();
    Some(Aggregator { name: None, evidence })
}
