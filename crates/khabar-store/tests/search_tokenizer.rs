//! The tokenizer of `khabar-arabic` in an index of tantivy.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "a test")]

use std::sync::Arc;

use khabar_arabic::{
    Analyser,
    search::{Level, Levels, SearchTokenizer},
};
use tantivy::{
    Index, TantivyDocument,
    collector::Count,
    query::QueryParser,
    schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::TokenizerManager,
};

#[test]
fn one_field_is_searched_at_each_level() {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("arabic")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let body = schema
        .add_text_field("body", TextOptions::default().set_indexing_options(indexing));
    let index = Index::create_in_ram(schema.build());
    let tokenizer = SearchTokenizer::new(Arc::new(Analyser::builtin()), Levels::USUAL);
    index.tokenizers().register("arabic", tokenizer.clone());
    let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
    let mut document = TantivyDocument::default();
    document.add_text(body, "زار الوزير المدن الساحلية");
    writer.add_document(document).unwrap();
    writer.commit().unwrap();
    let searcher = index.reader().unwrap().searcher();
    let count = |level: Level, query: &str| {
        let tokenizers = TokenizerManager::new();
        tokenizers.register("arabic", tokenizer.at(Levels::of(&[level])));
        let parser = QueryParser::new(index.schema(), vec![body], tokenizers);
        searcher.search(&parser.parse_query(query).unwrap(), &Count).unwrap()
    };
    assert_eq!(count(Level::Lemma, "مدينة"), 1);
    assert_eq!(count(Level::Exact, "مدينة"), 0);
    assert_eq!(count(Level::Exact, "المدن"), 1);
    assert_eq!(count(Level::Lemma, "\"زيارة مدينة\""), 0);
    assert_eq!(count(Level::Lemma, "\"الوزير مدينة\""), 1);
    assert_eq!(count(Level::Lemma, "قرية"), 0);
}
