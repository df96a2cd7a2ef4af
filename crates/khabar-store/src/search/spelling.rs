//! "Did you mean": words of the store that are spelt nearly like those not found.

use tantivy::{Searcher, Term, query::FuzzyTermQuery};

use super::{parse::Sign, plan::Plan};
use crate::index::Fields;

/// Letters from which on two may differ, not one.
const LONG: usize = 6;

/// For each word that is nowhere, the most frequent word that is spelt nearly like it.
pub(super) fn did_you_mean(
    searcher: &Searcher,
    fields: Fields,
    plan: &Plan,
) -> tantivy::Result<Vec<(String, String, u64)>> {
    let mut found = Vec::new();
    for group in plan.groups.iter().filter(|group| group.sign != Sign::MustNot) {
        let Some(word) = &group.word else { continue };
        let letters = word.folded.chars().count();
        if word.is_number || letters < 3 {
            continue;
        }
        let is_known = [
            (fields.folded, &word.folded),
            (fields.stem, &word.stem),
            (fields.lemma, &word.lemma),
        ]
        .into_iter()
        .map(|(field, text)| searcher.doc_freq(&Term::from_field_text(field, text)))
        .try_fold(false, |known, count| count.map(|count| known || count > 0))?;
        if is_known {
            continue;
        }
        let distance = if letters >= LONG { 2 } else { 1 };
        // The word itself and its stem: a wrong letter may hide what is attached.
        let mut best: Option<(u64, String)> = None;
        for (field, text) in [(fields.folded, &word.folded), (fields.stem, &word.stem)] {
            for near in 1..=distance {
                let query =
                    FuzzyTermQuery::new(Term::from_field_text(field, text), near, true);
                for reader in searcher.segment_readers() {
                    let index = reader.inverted_index(field)?;
                    let mut stream =
                        index.terms().search(query.automaton()?).into_stream()?;
                    while let Some((term, info)) = stream.next() {
                        let count = u64::from(info.doc_freq);
                        if best.as_ref().is_none_or(|(most, _)| count > *most)
                            && let Ok(term) = std::str::from_utf8(term)
                        {
                            best = Some((count, term.to_owned()));
                        }
                    }
                }
                if best.is_some() {
                    break;
                }
            }
            if best.is_some() {
                break;
            }
        }
        if let Some((count, term)) = best {
            found.push((group.shown.typed.clone(), term, count));
        }
    }
    Ok(found)
}
