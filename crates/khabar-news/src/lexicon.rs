use khabar_arabic::{
    Sources, Splitter, date::DateLexicon, number::number_sources, table::LexiconError,
};

use crate::{
    claim::ClaimLexicon, event::EventLexicon, grammar::Grammar, name::NameLexicon,
};

/// Everything the analysis knows about words, parsed and indexed.
#[derive(Debug)]
pub struct Lexicon {
    /// Where proclitics end.
    pub splitter: Splitter,
    /// Closed-class words.
    pub grammar: Grammar,
    /// Words of the calendar.
    pub dates: DateLexicon,
    /// Names, titles, places, organisations.
    pub names: NameLexicon,
    /// Reporting cues, hedges, sources.
    pub claims: ClaimLexicon,
    /// Event triggers.
    pub events: EventLexicon,
}

impl Lexicon {
    /// Parses the files of `sources`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty: names file, line and remedy.
    pub fn parse(sources: &Sources) -> Result<Lexicon, LexiconError> {
        let rest = Lexicon::parse_but_events(sources)?;
        Ok(rest(EventLexicon::parse(sources)?))
    }

    /// Parses all but the events, for a caller that parses those at the same time.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty.
    pub fn parse_but_events(
        sources: &Sources,
    ) -> Result<impl FnOnce(EventLexicon) -> Lexicon + use<>, LexiconError> {
        let splitter = Splitter::parse(sources)?;
        let grammar = Grammar::parse(sources)?;
        let dates = DateLexicon::parse(sources)?;
        let names = NameLexicon::parse(sources)?;
        let claims = ClaimLexicon::parse(sources)?;
        Ok(move |events| Lexicon { splitter, grammar, dates, names, claims, events })
    }
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../lexicon/", $name)))),*]
    };
}

/// The lexicon files that the analysis carries.
pub fn builtin_sources() -> Sources {
    let mut sources: Sources = files![
        "cues/nouns.tsv",
        "cues/contents.tsv",
        "cues/idioms.tsv",
        "cues/phrases.tsv",
        "cues/sources.tsv",
        "cues/verbs.tsv",
        "distance.tsv",
        "event-contexts.tsv",
        "event-disputes.tsv",
        "event-exclusions.tsv",
        "event-moods.tsv",
        "events.tsv",
        "groups.tsv",
        "hedges.tsv",
        "metonyms.tsv",
        "names-words.tsv",
        "offices.tsv",
        "organisations/bodies.tsv",
        "organisations/heads.tsv",
        "organisations/known.tsv",
        "outlets.tsv",
        "particles.tsv",
        "people.tsv",
        "places/countries.tsv",
        "places/heads.tsv",
        "places/known.tsv",
        "relations.tsv",
        "titles.tsv",
        "wikidata.tsv",
    ]
    .into_iter()
    .collect();
    sources.extend(number_sources());
    sources.extend(Splitter::sources());
    sources.set(
        "models/person-names/names.tsv",
        include_str!("../../../models/person-names/names.tsv"),
    );
    sources
}
