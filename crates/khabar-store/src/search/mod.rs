//! Searching.

mod collect;
mod parse;
mod plan;
mod refine;
mod request;
mod saved;
mod snippet;
mod spelling;

use std::{collections::hash_map::Entry, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{
    DocAddress, Order, Searcher, SegmentReader,
    collector::{Count, TopDocs},
    columnar::Column,
    query::{
        BooleanQuery, Occur, Query, TermQuery,
        doc_predicate_query::{DocPredicateQuery, FunctionPredicate},
    },
    schema::IndexRecordOption,
};

use self::{
    parse::{Clause, Sign, parse},
    plan::{Plan, Planner},
};
pub use self::{
    plan::{Expanded, Expansion},
    request::{Answer, Facets, Found, Level, Levels, Request, Sort},
    saved::Saved,
    snippet::{Article, Snippet, Told},
};
use crate::{
    error::StoreError,
    index::{Kind, Shelf, TermMaker},
    store::Store,
};

/// How many of the best by words are looked at again, piece by piece.
const REFINED: usize = 100;

impl Store {
    /// Searches.
    ///
    /// # Errors
    ///
    /// Where the query cannot be understood (names the byte and the remedy), or the
    /// index fails.
    pub fn search(
        &self,
        request: &Request,
        terms: &mut TermMaker,
    ) -> Result<Answer, StoreError> {
        let clauses = parse(&request.query)?;
        let shelf = self.index.shelf(request.kind);
        let plan = self.plan(&clauses, request, request.kind, terms);
        self.run(request, shelf, &plan, terms)
            .map_err(|error| StoreError::index(&self.folder, &error))
    }

    fn plan(
        &self,
        clauses: &[Clause],
        request: &Request,
        kind: Kind,
        terms: &mut TermMaker,
    ) -> Plan {
        let fields = self.index.shelf(kind).fields;
        let vocabulary = &self.language.vocabulary;
        Planner { kind, fields, levels: request.levels, vocabulary, terms }.plan(clauses)
    }

    fn run(
        &self,
        request: &Request,
        shelf: &Shelf,
        plan: &Plan,
        terms: &mut TermMaker,
    ) -> tantivy::Result<Answer> {
        let searcher = shelf.reader.searcher();
        let mut answer = Answer {
            words: plan.groups.iter().map(|group| group.shown.clone()).collect(),
            filters: plan.filters_shown.clone(),
            ..Answer::default()
        };
        let extra = self.extra(request, plan, terms)?;
        let copy = || extra.iter().map(|query| query.box_clone()).collect::<Vec<_>>();
        let wanted = request.limit + request.offset;
        let query = plan.query(request.all_words, copy());
        let mut hits = self.top(&searcher, &*query, request, wanted.max(REFINED))?;
        if request.sort == Sort::Relevance {
            hits.truncate(wanted.max(REFINED));
            refine::refine(&searcher, plan, &mut hits)?;
        }
        if hits.is_empty()
            && request.sort == Sort::Relevance
            && !request.all_words
            && let Some(query) = refine::approximate(plan, copy())
        {
            hits = self.top(&searcher, &*query, request, wanted)?;
            answer.is_approximate = !hits.is_empty();
        }
        let shown = hits.get(request.offset..).unwrap_or_default();
        let shown = &shown[..shown.len().min(request.limit)];
        answer.found = found(&searcher, shown)?;
        answer.did_you_mean = spelling::did_you_mean(&searcher, shelf.fields, plan)?;
        if request.count {
            let matching = plan.matching(request.all_words, copy());
            let (count, facets) = searcher.search(&*matching, &collect::Counter)?;
            answer.any = Some(count);
            answer.facets = Some(facets);
            let words = plan.groups.iter().filter(|group| !group.shown.is_stop).count();
            answer.all = Some(if words > 1 && !request.all_words {
                searcher.search(&*plan.matching(true, copy()), &Count)? as u64
            } else {
                count
            });
        }
        Ok(answer)
    }

    /// What must hold besides the words: of claims and events of the article, and that it
    /// is new.
    fn extra(
        &self,
        request: &Request,
        plan: &Plan,
        terms: &mut TermMaker,
    ) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut extra: Vec<Box<dyn Query>> = Vec::new();
        for (kind, clauses) in
            [(Kind::Claim, &plan.on_claims), (Kind::Event, &plan.on_events)]
        {
            // What is wanted holds for one and the same; what is not wanted for none.
            let (wanted, unwanted): (Vec<Clause>, Vec<Clause>) =
                clauses.iter().cloned().partition(|clause| clause.sign != Sign::MustNot);
            let mut demands: Vec<(Vec<Clause>, bool)> = Vec::new();
            if !wanted.is_empty() {
                demands.push((wanted, true));
            }
            for clause in unwanted {
                demands.push((vec![Clause { sign: Sign::May, ..clause }], false));
            }
            let shelf = self.index.shelf(kind);
            let searcher = shelf.reader.searcher();
            for (clauses, is_wanted) in demands {
                let of_kind = self.plan(&clauses, request, kind, terms);
                let query = of_kind.matching(false, Vec::new());
                let documents = searcher.search(&*query, &collect::Documents)?;
                extra.push(among(documents, is_wanted));
            }
        }
        if let Some(after) = request.after_capture {
            extra.push(after_capture(after.cast_unsigned()));
        }
        Ok(extra)
    }

    fn top(
        &self,
        searcher: &Searcher,
        query: &dyn Query,
        request: &Request,
        limit: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let top = TopDocs::with_limit(limit.max(1));
        match request.sort {
            Sort::Relevance => searcher.search(query, &top.order_by_score()),
            Sort::Date | Sort::Kept => {
                let field = if request.sort == Sort::Date { "day" } else { "id" };
                let hits = searcher
                    .search(query, &top.order_by_fast_field::<u64>(field, Order::Desc))?;
                Ok(hits.into_iter().map(|(_, address)| (0.0, address)).collect())
            }
        }
    }
}

/// Numbers of hits in the record.
fn found(searcher: &Searcher, hits: &[(f32, DocAddress)]) -> tantivy::Result<Vec<Found>> {
    // Opening a column takes longer than reading a number from it.
    let mut columns: FxHashMap<u32, [Column<u64>; 3]> = FxHashMap::default();
    let mut found = Vec::with_capacity(hits.len());
    for &(score, address) in hits {
        let [id, document, capture] = match columns.entry(address.segment_ord) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let fast = searcher.segment_reader(address.segment_ord).fast_fields();
                entry.insert([
                    fast.u64("id")?,
                    fast.u64("document")?,
                    fast.u64("capture")?,
                ])
            }
        };
        let number = |column: &Column<u64>| {
            column.first(address.doc_id).unwrap_or(0).cast_signed()
        };
        found.push(Found {
            id: number(id),
            document: number(document),
            capture: number(capture),
            score,
        });
    }
    Ok(found)
}

/// Matches what belongs to one of these articles, or to none of them.
fn among(documents: FxHashSet<u64>, is_wanted: bool) -> Box<dyn Query> {
    let documents = Arc::new(documents);
    let predicate = FunctionPredicate::from(move |reader: &SegmentReader| {
        let documents = Arc::clone(&documents);
        let column = reader.fast_fields().u64("document")?;
        Ok(move |doc| {
            column.first(doc).is_some_and(|id| documents.contains(&id) == is_wanted)
        })
    });
    Box::new(DocPredicateQuery::from(predicate))
}

fn after_capture(after: u64) -> Box<dyn Query> {
    let predicate = FunctionPredicate::from(move |reader: &SegmentReader| {
        let column = reader.fast_fields().u64("capture")?;
        Ok(move |doc| column.first(doc).is_some_and(|capture| capture > after))
    });
    Box::new(DocPredicateQuery::from(predicate))
}

/// Terms of a field, each of which adds to the rank.
fn union_of(terms: &[tantivy::Term]) -> Vec<(Occur, Box<dyn Query>)> {
    terms
        .iter()
        .map(|term| {
            let query: Box<dyn Query> =
                Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs));
            (Occur::Should, query)
        })
        .collect()
}

/// At least `least` of `clauses`.
fn at_least(least: usize, clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    Box::new(BooleanQuery::with_minimum_required_clauses(clauses, least))
}
