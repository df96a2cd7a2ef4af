//! From a query to what is looked up in the index, with everything that was added to it.

use std::ops::Bound;

use serde::{Deserialize, Serialize};
use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur,
        PhraseQuery, Query, RangeQuery, TermQuery,
    },
    schema::{Field as IndexField, IndexRecordOption},
};

use super::{
    parse::{CLASSES, Clause, Field, Of, Sign, Value, days},
    request::{Level, Levels},
};
use crate::{
    index::{Fields, Kind, TermMaker, Word, keys},
    vocabulary::{LONGEST_NAME, Vocabulary, key_of},
};

/// What a match at each level is worth beside one at the others: tuned on one half of
/// ARCD (`eval/peers/search.py`).
const FOLDED: f32 = 0.1;
const STEM: f32 = 0.3;
const LEMMA: f32 = 0.8;
const ROOT: f32 = 0.5;
const SOUND: f32 = 1.5;
/// Two consonants are shared by many names.
const SHORT_SOUND: f32 = 0.3;
const NAME: f32 = 2.0;
/// Of what another script is worth, the share that is left for a word in Arabic: texts
/// give the Latin spelling beside the Arabic one, which would count twice.
const BESIDE: f32 = 0.2;
const TITLE: f32 = 0.5;
/// All pieces of a word together.
pub(super) const GRAMS: f32 = 1.5;

/// What a word that bears no meaning of its own is worth.
const STOP: f32 = 0.2;

/// One form under which a word of the query is looked up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expansion {
    /// How alike it is.
    pub level: Level,
    /// What is looked up.
    pub term: String,
    /// What a match is worth.
    pub weight: f32,
}

/// A word, quotation or name of the query with all that it is looked up as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expanded {
    /// As typed.
    pub typed: String,
    /// A word that bears no meaning of its own: it counts for little and is never
    /// required.
    pub is_stop: bool,
    /// Its forms, from the closest.
    pub expansions: Vec<Expansion>,
}

/// One word of the query.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) sign: Sign,
    pub(super) shown: Expanded,
    /// The word, where it is no quotation.
    pub(super) word: Option<Word>,
    /// Matches the word itself.
    is_matched: Vec<Box<dyn Query>>,
    /// Adds to the rank.
    ranks: Vec<Box<dyn Query>>,
    /// Terms of its pieces.
    pub(super) grams: Vec<Term>,
    /// Terms whose worth [`super::refine`] settles.
    pub(super) scored: Vec<Scored>,
}

/// A term that is scored in a second look at the best.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub(super) term: Term,
    /// What a match is worth.
    pub(super) weight: f32,
    /// What it was worth in the first look; 0 where it was not looked up.
    pub(super) found: f32,
}

/// A query ready to run on one shelf.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) groups: Vec<Group>,
    /// Demands that do not rank, on this shelf.
    pub(super) filters: Vec<(bool, Box<dyn Query>)>,
    /// Demands on one claim, and on one event, of an article.
    pub(super) on_claims: Vec<Clause>,
    pub(super) on_events: Vec<Clause>,
    /// The fields that were used, for `Expanded`.
    pub(super) filters_shown: Vec<String>,
}

/// Makes plans.
pub(super) struct Planner<'a> {
    pub(super) kind: Kind,
    pub(super) fields: Fields,
    pub(super) levels: Levels,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) terms: &'a mut TermMaker,
}

impl Planner<'_> {
    pub(super) fn plan(&mut self, clauses: &[Clause]) -> Plan {
        let mut plan = Plan {
            groups: Vec::new(),
            filters: Vec::new(),
            on_claims: Vec::new(),
            on_events: Vec::new(),
            filters_shown: Vec::new(),
        };
        // Names of several words are looked for in runs of plain words.
        let mut run: Vec<(Sign, Word, String)> = Vec::new();
        for clause in clauses {
            match (&clause.value, clause.field) {
                (Value::Word(text), None) => {
                    let sign = clause.sign;
                    let mut found: Vec<Word> = Vec::new();
                    self.terms
                        .tokens(text, |_, token| found.extend_from_slice(token.words));
                    for word in found {
                        let typed = word_typed(text, &word);
                        run.push((sign, word, typed));
                    }
                }
                (value, None) => {
                    self.flush(&mut run, &mut plan);
                    let group = self.quotation(clause, value);
                    plan.groups.push(group);
                }
                (_, Some(field)) => {
                    self.flush(&mut run, &mut plan);
                    self.filter(clause, field, &mut plan);
                }
            }
        }
        self.flush(&mut run, &mut plan);
        plan.leave_stops();
        plan
    }

    fn flush(&mut self, run: &mut Vec<(Sign, Word, String)>, plan: &mut Plan) {
        let first = plan.groups.len();
        for (sign, word, typed) in run.iter() {
            let group = self.word(*sign, word, typed);
            plan.groups.push(group);
        }
        if self.levels.has(Level::Name) {
            let mut at = 0;
            while at < run.len() {
                let longest = LONGEST_NAME.min(run.len() - at);
                let found = (1..=longest).rev().find_map(|length| {
                    let key: Vec<&str> = run[at..at + length]
                        .iter()
                        .map(|(_, word, _)| word.stem.as_str())
                        .collect();
                    let names = self.vocabulary.other_names(&key.join(" "));
                    (!names.is_empty()).then(|| (length, names.to_vec()))
                });
                let Some((length, names)) = found else {
                    at += 1;
                    continue;
                };
                for name in names {
                    self.add_name(
                        &mut plan.groups[first + at..first + at + length],
                        &name,
                    );
                }
                at += length;
            }
        }
        run.clear();
    }

    /// A name in the other script stands for each of the words that it translates.
    fn add_name(&mut self, groups: &mut [Group], name: &str) {
        let key = key_of(name, self.terms);
        let stems: Vec<&str> = key.split(' ').collect();
        let Some(query) = sequence(self.fields.stem, &stems) else { return };
        let count = groups.len();
        let is_arabic = groups
            .iter()
            .any(|group| group.word.as_ref().is_some_and(|word| word.is_arabic));
        let worth = if is_arabic { NAME * BESIDE } else { NAME };
        for (n, group) in groups.iter_mut().enumerate() {
            group.is_matched.push(query.box_clone());
            if n == 0 {
                let expansion = Expansion {
                    level: Level::Name,
                    term: name.to_owned(),
                    weight: worth,
                };
                group.shown.expansions.push(expansion);
                // Common names add up over their words; so does this one.
                let weight = worth * count as f32;
                group.ranks.push(boosted(query.box_clone(), weight));
            }
        }
    }

    fn word(&mut self, sign: Sign, word: &Word, typed: &str) -> Group {
        let is_stop = self.vocabulary.is_stop(&word.folded, &word.lemma);
        let factor = if is_stop { STOP } else { 1.0 };
        let fields = self.fields;
        let mut group = Group {
            sign,
            shown: Expanded { typed: typed.to_owned(), is_stop, expansions: Vec::new() },
            word: Some(word.clone()),
            is_matched: Vec::new(),
            ranks: Vec::new(),
            grams: Vec::new(),
            scored: Vec::new(),
        };
        for (level, field, term, weight) in [
            (Level::Folded, fields.folded, &word.folded, FOLDED),
            (Level::Stem, fields.stem, &word.stem, STEM),
            (Level::Lemma, fields.lemma, &word.lemma, LEMMA),
            (Level::Root, fields.root, &word.root, ROOT),
        ] {
            if !self.levels.has(level) {
                continue;
            }
            let query = term_query(field, term);
            let weight = weight * factor;
            // The root finds too much to stand for the word, and takes too long.
            if level == Level::Root {
                group.score(field, term, weight, 0.0);
            } else {
                group.is_matched.push(query.box_clone());
                group.ranks.push(boosted(query, weight));
                group.score(field, term, weight, weight);
            }
            group.shown.expansions.push(Expansion { level, term: term.clone(), weight });
        }
        if self.levels.has(Level::Lemma) && self.kind != Kind::Claim {
            let weight = TITLE * factor;
            group.ranks.push(boosted(term_query(fields.title, &word.lemma), weight));
            group.score(fields.title, &word.lemma, weight, weight);
        }
        if self.levels.has(Level::Sound) && !is_stop && !word.is_number {
            let (sign, share) = if word.is_arabic { ('l', BESIDE) } else { ('a', 1.0) };
            for key in keys(&word.folded) {
                let weight = share * if key.len() > 2 { SOUND } else { SHORT_SOUND };
                let term = format!("{sign}{key}");
                let query = term_query(fields.sound, &term);
                group.is_matched.push(query.box_clone());
                group.ranks.push(boosted(query, weight));
                group.shown.expansions.push(Expansion {
                    level: Level::Sound,
                    term,
                    weight,
                });
            }
        }
        if self.levels.has(Level::Gram) {
            let grams = word.grams();
            if !grams.is_empty() {
                let weight = GRAMS * factor;
                group.shown.expansions.push(Expansion {
                    level: Level::Gram,
                    term: grams.join(" "),
                    weight,
                });
                for gram in &grams {
                    group.score(fields.gram, gram, weight / grams.len() as f32, 0.0);
                    group.grams.push(Term::from_field_text(fields.gram, gram));
                }
            }
        }
        group
    }

    fn quotation(&mut self, clause: &Clause, value: &Value) -> Group {
        let fields = self.fields;
        let text = value.text();
        // A quotation must hold, unless it must not.
        let sign = if clause.sign == Sign::MustNot { Sign::MustNot } else { Sign::Must };
        let mut expansions = Vec::new();
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        let mut add = |level, field, terms: &[String]| {
            let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
            if let Some(query) = sequence(field, &terms) {
                queries.push(query);
                let term = terms.join(" ");
                expansions.push(Expansion { level, term, weight: 1.0 });
            }
        };
        let (mut exact, mut stems, mut lemmas) = (Vec::new(), Vec::new(), Vec::new());
        self.terms.tokens(text, |written, token| {
            for (n, word) in token.words.iter().enumerate() {
                let trimmed = written.trim_matches(khabar_arabic::letters::is_invisible);
                exact.push(if n == 0 {
                    trimmed.to_owned()
                } else {
                    "\u{2026}".to_owned()
                });
                stems.push(word.stem.clone());
                lemmas.push(word.lemma.clone());
            }
        });
        if let Value::Exact(_) = value {
            add(Level::Exact, fields.exact, &exact);
        } else {
            add(Level::Stem, fields.stem, &stems);
            add(Level::Lemma, fields.lemma, &lemmas);
        }
        let either = any(queries);
        let typed = if let Value::Exact(_) = value {
            format!("\"{text}\"")
        } else {
            format!("~\"{text}\"")
        };
        Group {
            sign,
            shown: Expanded { typed, is_stop: false, expansions },
            word: None,
            ranks: vec![either.box_clone()],
            is_matched: vec![either],
            grams: Vec::new(),
            scored: Vec::new(),
        }
    }

    fn filter(&mut self, clause: &Clause, field: Field, plan: &mut Plan) {
        let fields = self.fields;
        let is_wanted = clause.sign != Sign::MustNot;
        let text = clause.value.text();
        let shown =
            format!("{}{}:{text}", if is_wanted { "" } else { "-" }, field.name());
        plan.filters_shown.push(shown);
        // What is asked of claims or events holds for one and the same of them.
        let of = match field {
            Field::By | Field::About => Of::Claim,
            Field::Class(place) => CLASSES[place].1,
            _ => Of::Any,
        };
        match (of, self.kind) {
            (Of::Claim, Kind::Document) => {
                plan.on_claims.push(clause.clone());
                return;
            }
            (Of::Event, Kind::Document | Kind::Claim) => {
                plan.on_events.push(clause.clone());
                return;
            }
            (Of::Claim, Kind::Event) if matches!(field, Field::Class(_)) => {
                plan.on_claims.push(clause.clone());
                return;
            }
            _ => {}
        }
        let query = match field {
            Field::Title => {
                let mut lemmas: Vec<String> = Vec::new();
                self.terms.tokens(text, |_, token| {
                    lemmas.extend(token.words.iter().map(|word| word.lemma.clone()));
                });
                all(lemmas.iter().map(|lemma| term_query(fields.title, lemma)).collect())
            }
            Field::Outlet => self.name(fields.outlet_name, text, true),
            Field::Source => self.name(fields.source, text, true),
            Field::By => self.name(fields.speaker, text, false),
            Field::About => self.name(fields.about, text, false),
            Field::Place => self.name(fields.place, text, true),
            Field::Entity => self.name(fields.entity, text, true),
            Field::Date => day_query(fields.day, days(text)),
            Field::Since => {
                day_query(fields.day, days(text).map(|(first, _)| (first, 99_991_231)))
            }
            Field::Until => day_query(fields.day, days(text).map(|(_, last)| (1, last))),
            Field::Class(place) => {
                let term = format!("{}={}", CLASSES[place].0, text.to_lowercase());
                term_query(fields.tag, &term)
            }
        };
        plan.filters.push((is_wanted, query));
    }

    /// Finds a name in a field of names: as one run of words where `together`, else its
    /// words anywhere. Each word by its stem, or by the sound of the other script.
    fn name(&mut self, field: IndexField, text: &str, together: bool) -> Box<dyn Query> {
        let mut forms: Vec<Vec<Box<dyn Query>>> = Vec::new();
        let mut phrases: Vec<Box<dyn Query>> = Vec::new();
        for form in std::iter::once(text.to_owned()).chain(self.other_names(text)) {
            let mut words: Vec<Word> = Vec::new();
            self.terms.tokens(&form, |_, token| words.extend_from_slice(token.words));
            let stems: Vec<String> =
                words.iter().map(|word| format!("s{}", word.stem)).collect();
            let sounds: Vec<Option<String>> = words
                .iter()
                .map(|word| {
                    let is_latin = !word.is_arabic && !word.is_number;
                    let has_sound = is_latin && self.levels.has(Level::Sound);
                    let key = has_sound.then(|| keys(&word.folded).into_iter().next());
                    key.flatten().map(|key| format!("k{key}"))
                })
                .collect();
            if together {
                let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
                phrases.extend(sequence(field, &stems));
                let sounds: Option<Vec<&str>> =
                    sounds.iter().map(Option::as_deref).collect();
                if let Some(sounds) = sounds {
                    phrases.extend(sequence(field, &sounds));
                }
            } else {
                let words: Vec<Box<dyn Query>> = words
                    .iter()
                    .zip(&stems)
                    .map(|(word, stem)| {
                        let mut either = vec![term_query(field, stem)];
                        if !word.is_arabic
                            && !word.is_number
                            && self.levels.has(Level::Sound)
                        {
                            let keys = keys(&word.folded);
                            either.extend(
                                keys.iter()
                                    .map(|key| term_query(field, &format!("k{key}"))),
                            );
                        }
                        any(either)
                    })
                    .collect();
                forms.push(words);
            }
        }
        phrases.extend(forms.into_iter().map(all));
        any(phrases)
    }

    fn other_names(&mut self, text: &str) -> Vec<String> {
        if !self.levels.has(Level::Name) {
            return Vec::new();
        }
        let key = key_of(text, self.terms);
        self.vocabulary.other_names(&key).to_vec()
    }
}

impl Group {
    fn score(&mut self, field: IndexField, term: &str, weight: f32, found: f32) {
        let term = Term::from_field_text(field, term);
        self.scored.push(Scored { term, weight, found });
    }
}

impl Plan {
    /// Leaves words that bear no meaning to the second look, where others are asked for:
    /// they are in every article, and the way through all of them is long.
    fn leave_stops(&mut self) {
        let is_word = |group: &Group| group.sign != Sign::MustNot && group.word.is_some();
        if !self.groups.iter().any(|group| is_word(group) && !group.shown.is_stop) {
            return;
        }
        for group in &mut self.groups {
            if group.shown.is_stop
                && group.shown.expansions.iter().all(|e| e.level != Level::Name)
            {
                group.ranks.clear();
                for scored in &mut group.scored {
                    scored.found = 0.0;
                }
            }
        }
    }

    /// The words that must hold where all are asked for.
    fn required(&self, all_words: bool) -> impl Iterator<Item = &Group> {
        let has_meaning = self.groups.iter().any(|group| !group.shown.is_stop);
        self.groups.iter().filter(move |group| {
            group.sign == Sign::Must
                || all_words
                    && group.sign == Sign::May
                    && (!group.shown.is_stop || !has_meaning)
        })
    }

    /// What ranks and what must hold. `None` where nothing can be found.
    pub(super) fn query(
        &self,
        all_words: bool,
        extra: Vec<Box<dyn Query>>,
    ) -> Box<dyn Query> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut may = 0;
        for group in &self.groups {
            if group.sign != Sign::MustNot {
                for query in &group.ranks {
                    clauses.push((Occur::Should, query.box_clone()));
                    may += 1;
                }
            }
        }
        clauses.extend(self.demands(all_words, extra));
        let must = clauses.iter().filter(|(occur, _)| *occur == Occur::Must).count();
        if may == 0 && must == 0 {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        // Where something may match, something of it must, unless a demand stands.
        let must_words = self.required(all_words).next().is_some();
        let least = usize::from(may > 0 && must > 0 && !must_words);
        Box::new(BooleanQuery::with_minimum_required_clauses(clauses, least))
    }

    /// The same without ranks, for counting.
    pub(super) fn matching(
        &self,
        all_words: bool,
        extra: Vec<Box<dyn Query>>,
    ) -> Box<dyn Query> {
        let mut clauses = self.demands(all_words, extra);
        let may: Vec<Box<dyn Query>> = self
            .groups
            .iter()
            .filter(|group| group.sign == Sign::May)
            .flat_map(|group| group.is_matched.iter().map(|query| query.box_clone()))
            .collect();
        if self.required(all_words).next().is_none() && !may.is_empty() {
            clauses.push((Occur::Must, any(may)));
        }
        if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn demands(
        &self,
        all_words: bool,
        extra: Vec<Box<dyn Query>>,
    ) -> Vec<(Occur, Box<dyn Query>)> {
        let either = |group: &Group| {
            any(group.is_matched.iter().map(|query| query.box_clone()).collect())
        };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for group in self.required(all_words) {
            clauses.push((Occur::Must, silent(either(group))));
        }
        for group in self.groups.iter().filter(|group| group.sign == Sign::MustNot) {
            clauses.push((Occur::MustNot, either(group)));
        }
        for (is_wanted, query) in &self.filters {
            let occur = if *is_wanted { Occur::Must } else { Occur::MustNot };
            clauses.push((occur, silent(query.box_clone())));
        }
        clauses.extend(extra.into_iter().map(|query| (Occur::Must, silent(query))));
        clauses
    }
}

fn term_query(field: IndexField, term: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, term);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// Terms in this order.
fn sequence(field: IndexField, terms: &[&str]) -> Option<Box<dyn Query>> {
    match terms {
        [] => None,
        [term] => Some(term_query(field, term)),
        terms => {
            // A term that stands for a gap has a place and no posting.
            let placed: Vec<(usize, Term)> = terms
                .iter()
                .enumerate()
                .map(|(at, term)| (at, Term::from_field_text(field, term)))
                .collect();
            Some(Box::new(PhraseQuery::new_with_offset(placed)))
        }
    }
}

fn boosted(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, weight))
}

/// Demands do not rank.
fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

fn all(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

fn day_query(field: IndexField, days: Option<(u64, u64)>) -> Box<dyn Query> {
    let Some((first, last)) = days else { return Box::new(EmptyQuery) };
    Box::new(RangeQuery::new(
        Bound::Included(Term::from_field_u64(field, first.max(1))),
        Bound::Included(Term::from_field_u64(field, last)),
    ))
}

/// A word of a token of several words by its own letters.
fn word_typed(text: &str, word: &Word) -> String {
    text.get(word.core.clone())
        .filter(|_| !word.is_arabic)
        .map_or_else(|| text.to_owned(), str::to_owned)
}
