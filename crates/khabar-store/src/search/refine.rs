//! A second look at the best: pieces of words, too many to look up everywhere.

use tantivy::{
    DocAddress, DocSet, Searcher, TERMINATED, Term,
    fieldnorm::FieldNormReader,
    postings::{Postings, SegmentPostings},
    query::{Bm25Weight, Query},
    schema::IndexRecordOption,
};

use super::{at_least, parse::Sign, plan::Plan, union_of};

/// Of the pieces of a misspelt word this share is found in the right one.
const SHARE: f32 = 0.5;

/// Adds to each hit what the pieces of the words are worth in it, and sorts anew.
pub(super) fn refine(
    searcher: &Searcher,
    plan: &Plan,
    hits: &mut [(f32, DocAddress)],
) -> tantivy::Result<()> {
    let mut pieces: Vec<(&Term, f32)> = Vec::new();
    for group in plan.groups.iter().filter(|group| group.sign != Sign::MustNot) {
        for gram in &group.grams {
            match pieces.iter_mut().find(|(term, _)| *term == gram) {
                Some((_, weight)) => *weight += group.gram_weight,
                None => pieces.push((gram, group.gram_weight)),
            }
        }
    }
    if pieces.is_empty() || hits.len() < 2 {
        return Ok(());
    }
    // Posting lists are walked forward only.
    let mut order: Vec<usize> = (0..hits.len()).collect();
    order.sort_by_key(|&at| hits[at].1);
    let field = pieces[0].0.field();
    for (term, weight) in pieces {
        let bm25 =
            Bm25Weight::for_terms(searcher, std::slice::from_ref(term))?.boost_by(weight);
        let mut segment: Option<(u32, FieldNormReader, Option<SegmentPostings>)> = None;
        for &at in &order {
            let (score, address) = &mut hits[at];
            if segment.as_ref().is_none_or(|(ord, ..)| *ord != address.segment_ord) {
                let reader = searcher.segment_reader(address.segment_ord);
                let norms = reader.get_fieldnorms_reader(field)?;
                let postings = reader
                    .inverted_index(field)?
                    .read_postings(term, IndexRecordOption::WithFreqs)?;
                segment = Some((address.segment_ord, norms, postings));
            }
            let Some((_, norms, Some(postings))) = &mut segment else { continue };
            if postings.doc() < address.doc_id {
                postings.seek(address.doc_id);
            }
            if postings.doc() == address.doc_id && postings.doc() != TERMINATED {
                let norm = norms.fieldnorm_id(address.doc_id);
                *score += bm25.score(norm, postings.term_freq());
            }
        }
    }
    hits.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(())
}

/// What is looked for where no word is found: half of the pieces of one of the words.
pub(super) fn approximate(
    plan: &Plan,
    extra: Vec<Box<dyn Query>>,
) -> Option<Box<dyn Query>> {
    let mut words: Vec<(tantivy::query::Occur, Box<dyn Query>)> = Vec::new();
    for group in &plan.groups {
        // Pieces stand for words that must be found word by word no less.
        if group.sign == Sign::May && !group.shown.is_stop && group.grams.len() >= 3 {
            let least = (group.grams.len() as f32 * SHARE).ceil();
            let least = (2..=group.grams.len())
                .find(|&count| count as f32 >= least)
                .unwrap_or(group.grams.len());
            let query = at_least(least, union_of(&group.grams));
            words.push((tantivy::query::Occur::Should, query));
        }
    }
    if words.is_empty() || plan.groups.iter().any(|group| group.sign == Sign::Must) {
        return None;
    }
    let mut clauses = vec![(tantivy::query::Occur::Must, at_least(1, words))];
    clauses.extend(extra.into_iter().map(|query| (tantivy::query::Occur::Must, query)));
    for (is_wanted, query) in &plan.filters {
        let occur = if *is_wanted {
            tantivy::query::Occur::Must
        } else {
            tantivy::query::Occur::MustNot
        };
        clauses.push((occur, query.box_clone()));
    }
    Some(at_least(0, clauses))
}
