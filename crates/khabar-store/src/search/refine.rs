//! A second look at the best: the terms too many to look up everywhere, and the formula
//! that ranks better than the one the index has built in.

use tantivy::{
    DocAddress, DocSet, Searcher, TERMINATED,
    fieldnorm::FieldNormReader,
    postings::Postings,
    query::{Bm25StatisticsProvider, Bm25Weight, Query},
    schema::{Field, IndexRecordOption},
};

use super::{
    at_least,
    parse::Sign,
    plan::{Plan, Scored},
    union_of,
};

/// BM25's bound on what a repeated word adds (`k1`), and how much longer texts are held
/// back (`b`): tuned on one half of ARCD (`eval/peers/search.py`). Lower `b` favours long
/// articles, which hold any word more often; the index's own are 1.2 and .75.
const K1: f32 = 0.7;
const B: f32 = 0.95;

/// Of the pieces of a misspelt word this share is found in the right one.
const SHARE: f32 = 0.5;

/// Sorts hits anew: scores of terms that found them are replaced, those of the terms that
/// were not looked up are added.
pub(super) fn refine(
    searcher: &Searcher,
    plan: &Plan,
    hits: &mut [(f32, DocAddress)],
) -> tantivy::Result<()> {
    let mut terms: Vec<Scored> = Vec::new();
    for group in plan.groups.iter().filter(|group| group.sign != Sign::MustNot) {
        for scored in &group.scored {
            match terms.iter_mut().find(|other| other.term == scored.term) {
                Some(other) => {
                    other.weight += scored.weight;
                    other.found += scored.found;
                }
                None => terms.push(scored.clone()),
            }
        }
    }
    if terms.is_empty() || hits.len() < 2 {
        return Ok(());
    }
    // Posting lists are walked forward only, field by field.
    hits.sort_unstable_by_key(|(_, address)| *address);
    terms.sort_by_key(|scored| scored.term.field());
    for terms in terms.chunk_by(|a, b| a.term.field() == b.term.field()) {
        FieldScores::of(searcher, terms[0].term.field())?.add(terms, hits)?;
    }
    hits.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(())
}

/// One field of the whole index.
struct FieldScores<'a> {
    searcher: &'a Searcher,
    field: Field,
    documents: u64,
    mean_length: f32,
    /// Lengths by segment.
    norms: Vec<FieldNormReader>,
}

impl FieldScores<'_> {
    fn of(searcher: &Searcher, field: Field) -> tantivy::Result<FieldScores<'_>> {
        let documents = searcher.total_num_docs()?;
        let mean_length =
            searcher.total_num_tokens(field)? as f32 / documents.max(1) as f32;
        let norms = searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.get_fieldnorms_reader(field))
            .collect::<tantivy::Result<_>>()?;
        Ok(FieldScores { searcher, field, documents, mean_length, norms })
    }

    /// Adds what `terms` are worth in `hits`, which are in the order of the index.
    fn add(
        &self,
        terms: &[Scored],
        hits: &mut [(f32, DocAddress)],
    ) -> tantivy::Result<()> {
        let segments = self
            .searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.inverted_index(self.field))
            .collect::<tantivy::Result<Vec<_>>>()?;
        for scored in terms {
            let infos = segments
                .iter()
                .map(|segment| segment.get_term_info(&scored.term))
                .collect::<std::io::Result<Vec<_>>>()?;
            let count = infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
            if count == 0 {
                continue;
            }
            let theirs =
                Bm25Weight::for_one_term(count, self.documents, self.mean_length);
            let weight = scored.weight * idf(count, self.documents) * (1.0 + K1);
            for hits in hits.chunk_by_mut(|a, b| a.1.segment_ord == b.1.segment_ord) {
                let place = hits[0].1.segment_ord as usize;
                let Some(info) = &infos[place] else { continue };
                let mut postings = segments[place]
                    .read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                let norms = &self.norms[place];
                for (score, DocAddress { doc_id, .. }) in hits {
                    if postings.doc() < *doc_id {
                        postings.seek(*doc_id);
                    }
                    if postings.doc() == TERMINATED {
                        break;
                    }
                    if postings.doc() == *doc_id {
                        let (norm, times) =
                            (norms.fieldnorm_id(*doc_id), postings.term_freq());
                        let length = FieldNormReader::id_to_fieldnorm(norm) as f32;
                        let longer = 1.0 - B + B * length / self.mean_length;
                        let times_bounded = times as f32 / (times as f32 + K1 * longer);
                        *score += weight * times_bounded;
                        if scored.found > 0.0 {
                            *score -= scored.found * theirs.score(norm, times);
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// How rare a term is: the logarithm of BM25.
fn idf(count: u64, documents: u64) -> f32 {
    let (count, documents) = (count as f32, documents as f32);
    (1.0 + (documents - count + 0.5) / (count + 0.5)).ln()
}

/// What is looked for where no word is found: half of the pieces of one of the words.
pub(super) fn approximate(
    plan: &Plan,
    extra: Vec<Box<dyn Query>>,
) -> Option<Box<dyn Query>> {
    let mut words: Vec<(tantivy::query::Occur, Box<dyn Query>)> = Vec::new();
    for group in &plan.groups {
        // Pieces stand for words that must be found word by word no less.
        let grams = &group.grams;
        if group.sign == Sign::May && !group.shown.is_stop && grams.len() >= 3 {
            let least = (grams.len() as f32 * SHARE).ceil();
            let least = (2..=grams.len())
                .find(|&count| count as f32 >= least)
                .unwrap_or(grams.len());
            let query = at_least(least, union_of(grams));
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
