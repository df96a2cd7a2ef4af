//! What is gathered from all that matches.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};

use super::request::Facets;

/// The most values of one class that are told.
const MOST: usize = 20;

/// Counts what matches: in all, by outlet, by month, by closed class.
pub(super) struct Counter;

pub(super) struct SegmentCounter {
    count: u64,
    /// Counts by ordinal of the column.
    columns: Vec<(StrColumn, Vec<u64>, &'static str)>,
    day: Column<u64>,
    months: BTreeMap<u64, u64>,
}

type Counts = (u64, BTreeMap<String, BTreeMap<String, u64>>);

impl Collector for Counter {
    type Fruit = (u64, Facets);
    type Child = SegmentCounter;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentCounter> {
        let mut columns = Vec::new();
        for field in ["outlet", "tag"] {
            if let Some(column) = segment.fast_fields().str(field)? {
                let counts = vec![0; column.num_terms()];
                columns.push((column, counts, field));
            }
        }
        let day = segment.fast_fields().u64("day")?;
        Ok(SegmentCounter { count: 0, columns, day, months: BTreeMap::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counts>) -> tantivy::Result<(u64, Facets)> {
        let mut total = 0;
        let mut merged: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for (count, classes) in fruits {
            total += count;
            for (class, values) in classes {
                let into = merged.entry(class).or_default();
                for (value, count) in values {
                    *into.entry(value).or_default() += count;
                }
            }
        }
        let classes = merged
            .into_iter()
            .map(|(class, values)| {
                let mut values: Vec<(String, u64)> = values.into_iter().collect();
                values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                values.truncate(MOST);
                (class, values)
            })
            .collect();
        Ok((total, Facets { classes }))
    }
}

impl SegmentCollector for SegmentCounter {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.count += 1;
        for (column, counts, _) in &mut self.columns {
            for ord in column.term_ords(doc) {
                if let Some(count) =
                    usize::try_from(ord).ok().and_then(|ord| counts.get_mut(ord))
                {
                    *count += 1;
                }
            }
        }
        let day = self.day.first(doc).unwrap_or(0);
        *self.months.entry(day / 100).or_default() += 1;
    }

    fn harvest(self) -> Counts {
        let mut classes: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for (column, counts, field) in self.columns {
            for (ord, count) in (0_u64..).zip(counts) {
                let mut value = String::new();
                // A term that cannot be read is not counted by name.
                if count == 0 || !column.ord_to_str(ord, &mut value).unwrap_or(false) {
                    continue;
                }
                let (class, value) = match value.split_once('=') {
                    Some((class, value)) if field == "tag" => (class, value),
                    _ => (field, value.as_str()),
                };
                classes
                    .entry(class.to_owned())
                    .or_default()
                    .insert(value.to_owned(), count);
            }
        }
        let months = self
            .months
            .into_iter()
            .map(|(month, count)| {
                let name = if month == 0 {
                    "undated".to_owned()
                } else {
                    format!("{:04}-{:02}", month / 100, month % 100)
                };
                (name, count)
            })
            .collect();
        classes.insert("month".to_owned(), months);
        (self.count, classes)
    }
}

/// Gathers the articles of what matches.
pub(super) struct Documents;

pub(super) struct SegmentDocuments {
    column: Column<u64>,
    found: FxHashSet<u64>,
}

impl Collector for Documents {
    type Fruit = FxHashSet<u64>;
    type Child = SegmentDocuments;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentDocuments> {
        let column = segment.fast_fields().u64("document")?;
        Ok(SegmentDocuments { column, found: FxHashSet::default() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(
        &self,
        fruits: Vec<FxHashSet<u64>>,
    ) -> tantivy::Result<FxHashSet<u64>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentDocuments {
    type Fruit = FxHashSet<u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.found.extend(self.column.first(doc));
    }

    fn harvest(self) -> FxHashSet<u64> {
        self.found
    }
}
