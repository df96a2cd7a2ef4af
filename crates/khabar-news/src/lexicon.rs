use khabar_arabic::{
    Sources, Splitter,
    date::{DateLexicon, calendar_sources},
    table::LexiconError,
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
        Ok(Lexicon {
            splitter: Splitter::parse(sources)?,
            grammar: Grammar::parse(sources)?,
            dates: DateLexicon::parse(sources)?,
            names: NameLexicon::parse(sources)?,
            claims: ClaimLexicon::parse(sources)?,
            events: EventLexicon::parse(sources)?,
        })
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
        "names-words.tsv",
        "organisations/heads.tsv",
        "organisations/known.tsv",
        "outlets.tsv",
        "particles.tsv",
        "people.tsv",
        "places/countries.tsv",
        "places/heads.tsv",
        "places/known.tsv",
        "titles.tsv",
    ]
    .into_iter()
    .collect();
    sources.extend(calendar_sources());
    sources.extend(Splitter::sources());
    sources.set(
        "models/person-names/names.tsv",
        include_str!("../../../models/person-names/names.tsv"),
    );
    sources
}
