use khabar_arabic::{
    Sources, fold_key,
    inflect::{Gender, Mood, Number, Person, Verb},
    letters,
    table::{LexiconError, Row},
};
use khabar_doc::{Act, Certainty, Commitment, HedgeClass, SourceKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::grammar::PhraseMap;

/// What is known of reporting: cues with their frames, hedges, source nouns.
#[derive(Debug)]
pub struct ClaimLexicon {
    pub(crate) verbs: Vec<VerbCue>,
    pub(crate) verb_forms: FxHashMap<String, Vec<VerbForm>>,
    /// The forms of verbs that report only with a fixed object.
    pub(crate) idiom_forms: FxHashMap<String, Vec<VerbForm>>,
    pub(crate) nouns: Vec<NounCue>,
    pub(crate) noun_forms: FxHashMap<String, Vec<usize>>,
    pub(crate) phrases: PhraseMap<PhraseCue>,
    pub(crate) sources: PhraseMap<SourceNoun>,
    pub(crate) hedges: PhraseMap<HedgeWord>,
    pub(crate) distance: PhraseMap<DistanceMark>,
    /// Words of a content that tell its act.
    pub(crate) contents: PhraseMap<ActMark>,
    /// Nouns that head a title or an organisation's name.
    /// True for an honorific that names nobody (`a lady`).
    pub(crate) titles: PhraseMap<bool>,
    pub(crate) organisations: PhraseMap<()>,
    pub(crate) media: FxHashSet<String>,
    pub(crate) groups: PhraseMap<()>,
    /// News outlets by name; true for agencies.
    pub(crate) outlets: PhraseMap<bool>,
}

/// How a cue presents what it brings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    pub(crate) act: Act,
    pub(crate) certainty: Certainty,
    pub(crate) commitment: Commitment,
}

/// What may follow a cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Complement {
    /// A clause after a complementiser.
    Clause,
    /// A quotation, or what follows a colon.
    Quote,
    /// The direct object is the content.
    Object,
    /// The direct object is the addressee.
    ObjectAddressee,
    /// What follows this preposition (a key) is the content.
    Preposition(String),
    /// What follows this preposition is the addressee.
    PrepositionAddressee(String),
}

#[derive(Debug)]
pub(crate) struct VerbCue {
    pub(crate) id: String,
    pub(crate) manner: Manner,
    pub(crate) complements: Vec<Complement>,
    pub(crate) factive: bool,
    /// Semantic group: `say`, `add`, `demand`, `carry`, ...
    pub(crate) group: String,
    /// The object without which the verb reports nothing, of an idiom.
    pub(crate) object: Option<PhraseMap<()>>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct VerbForm {
    pub(crate) verb: usize,
    pub(crate) mood: Mood,
    pub(crate) person: Person,
    pub(crate) number: Number,
    pub(crate) gender: Gender,
    pub(crate) before_pronoun: bool,
}

#[derive(Debug)]
pub(crate) struct NounCue {
    pub(crate) id: String,
    pub(crate) manner: Manner,
    pub(crate) complements: Vec<Complement>,
    pub(crate) strong: bool,
    pub(crate) source_kind: Option<SourceKind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhraseKind {
    Impersonal,
    AuthorHedge,
    Prepositional,
    Quotation,
    /// `in it stands`: a document follows, then what it says.
    StatedIn,
    /// `in which stands`: the document stands before, what it says behind.
    StatedBefore,
    /// What the outlet adds of its own (`in reference to`): ends a content.
    Gloss,
    /// A judgement of the writer (`it is necessary`): no report.
    Judgement,
    /// `is considered`: a report in a relative clause.
    Considered,
    /// What a verb of asking or refusing brings that reports nothing: `asked not to be
    /// named`, `refused to comment`.
    Silence,
}

/// Where a prepositional phrase has its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceSlot {
    /// Behind it.
    Follows,
    /// Behind it, and only if it can speak: `on the basis of` brings many other things.
    SpeakerFollows,
    /// In its own pronoun: `in his view`.
    Pronoun,
    /// In its own last words: `according to the same source`.
    Held,
}

#[derive(Clone, Debug)]
pub(crate) struct PhraseCue {
    pub(crate) id: String,
    pub(crate) kind: PhraseKind,
    pub(crate) before: bool,
    pub(crate) manner: Manner,
    pub(crate) complements: Vec<Complement>,
    pub(crate) source: SourceSlot,
}

#[derive(Clone, Debug)]
pub(crate) struct SourceNoun {
    pub(crate) kind: SourceKind,
    /// True where all its forms are singular.
    pub(crate) singular: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct HedgeWord {
    pub(crate) class: HedgeClass,
    /// True where it weakens a number, and only a number.
    pub(crate) number: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct DistanceMark {
    pub(crate) doubt: bool,
    /// The mark follows what it is about.
    pub(crate) before: bool,
}

/// A word of a content that tells what saying it does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ActMark {
    pub(crate) act: Act,
    pub(crate) reach: Reach,
}

/// Where in a content a word must stand to tell its act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Among its first words.
    Start,
    /// In its main clause.
    Clause,
    /// Anywhere.
    Any,
    /// Anywhere, beside a future in the main clause.
    Future,
}

impl ClaimLexicon {
    /// Parses the files of `sources`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or faulty.
    pub fn parse(sources: &Sources) -> Result<ClaimLexicon, LexiconError> {
        let mut lexicon = ClaimLexicon {
            verbs: Vec::new(),
            verb_forms: FxHashMap::default(),
            idiom_forms: FxHashMap::default(),
            nouns: Vec::new(),
            noun_forms: FxHashMap::default(),
            phrases: PhraseMap::default(),
            sources: PhraseMap::loose(),
            hedges: PhraseMap::default(),
            distance: PhraseMap::default(),
            contents: PhraseMap::default(),
            titles: PhraseMap::loose(),
            organisations: PhraseMap::loose(),
            media: FxHashSet::default(),
            groups: PhraseMap::loose(),
            outlets: PhraseMap::loose(),
        };
        lexicon.parse_verbs(sources)?;
        lexicon.parse_idioms(sources)?;
        lexicon.parse_nouns(sources)?;
        lexicon.parse_phrases(sources)?;
        lexicon.parse_marks(sources)?;
        lexicon.parse_heads(sources)?;
        Ok(lexicon)
    }

    fn parse_verbs(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("cues/verbs.tsv")?.rows() {
            for masdar in row.get("masdar").split('|') {
                add_forms(&mut self.verb_forms, self.verbs.len(), &row, masdar);
            }
            self.verbs.push(verb_cue(&row)?);
        }
        Ok(())
    }

    fn parse_idioms(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("cues/idioms.tsv")?.rows() {
            add_forms(&mut self.idiom_forms, self.verbs.len(), &row, "");
            let mut object = PhraseMap::loose();
            for form in row.all("object") {
                object.add(form, ());
            }
            self.verbs.push(VerbCue { object: Some(object), ..verb_cue(&row)? });
        }
        Ok(())
    }

    fn parse_nouns(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("cues/nouns.tsv")?.rows() {
            let noun = self.nouns.len();
            for form in row.all("forms") {
                self.noun_forms.entry(fold_key(form)).or_default().push(noun);
            }
            let source_kind = match row.get("source_kind") {
                "" => None,
                name => Some(SourceKind::parse(name).ok_or_else(|| {
                    row.fault(format!("`{name}` is no kind of source"))
                })?),
            };
            self.nouns.push(NounCue {
                id: row.key().to_owned(),
                manner: manner(&row)?,
                complements: complements(&row)?,
                strong: row.get("strength") == "strong",
                source_kind,
            });
        }
        Ok(())
    }

    fn parse_phrases(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("cues/phrases.tsv")?.rows() {
            let kind = match row.get("kind") {
                "impersonal" => PhraseKind::Impersonal,
                "author-hedge" => PhraseKind::AuthorHedge,
                "prepositional" => PhraseKind::Prepositional,
                "quotation" => PhraseKind::Quotation,
                "stated-in" => PhraseKind::StatedIn,
                "stated-before" => PhraseKind::StatedBefore,
                "gloss" => PhraseKind::Gloss,
                "judgement" => PhraseKind::Judgement,
                "considered" => PhraseKind::Considered,
                "silence" => PhraseKind::Silence,
                other => return Err(row.fault(format!("`{other}` is no kind of phrase"))),
            };
            let (source, complements) = match (kind, row.get("complement")) {
                (PhraseKind::Prepositional, "") => (SourceSlot::Follows, Vec::new()),
                (PhraseKind::Prepositional, "speaker") => {
                    (SourceSlot::SpeakerFollows, Vec::new())
                }
                (PhraseKind::Prepositional, "pronoun") => {
                    (SourceSlot::Pronoun, Vec::new())
                }
                (PhraseKind::Prepositional, "held") => (SourceSlot::Held, Vec::new()),
                _ => (SourceSlot::Follows, complements(&row)?),
            };
            let cue = PhraseCue {
                id: row.key().to_owned(),
                kind,
                before: matches!(row.get("side"), "before" | "both"),
                manner: manner(&row)?,
                complements,
                source,
            };
            for phrase in row.all("phrase") {
                self.phrases.add(phrase, cue.clone());
            }
        }
        Ok(())
    }

    fn parse_marks(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("hedges.tsv")?.rows() {
            let class = row.get("class");
            let class = HedgeClass::parse(class)
                .ok_or_else(|| row.fault(format!("`{class}` is no class of hedge")))?;
            for form in row.all("forms") {
                self.hedges
                    .add(form, HedgeWord { class, number: row.get("scope") == "number" });
            }
        }
        for row in sources.table("distance.tsv")?.rows() {
            let mark = DistanceMark {
                doubt: row.get("kind") == "doubt",
                before: matches!(row.get("side"), "before" | "both"),
            };
            for form in row.all("forms") {
                self.distance.add(form, mark.clone());
            }
        }
        for row in sources.table("cues/contents.tsv")?.rows() {
            let reach = match row.get("reach") {
                "start" => Reach::Start,
                "clause" => Reach::Clause,
                "any" => Reach::Any,
                "future" => Reach::Future,
                other => return Err(row.fault(format!("`{other}` is no reach"))),
            };
            let act = row.value("act", Act::Assert, Act::parse)?;
            for form in row.all("forms") {
                self.contents.add(form, ActMark { act, reach });
            }
        }
        Ok(())
    }

    fn parse_heads(&mut self, sources: &Sources) -> Result<(), LexiconError> {
        for row in sources.table("cues/sources.tsv")?.rows() {
            let name = row.get("kind");
            let kind = SourceKind::parse(name)
                .ok_or_else(|| row.fault(format!("`{name}` is no kind of source")))?;
            for form in row.all("forms") {
                let singular = row.get("number") == "singular";
                self.sources.add(form, SourceNoun { kind, singular });
            }
        }
        for row in sources.table("titles.tsv")?.rows() {
            for form in row.all("forms").chain(row.all("feminine")) {
                self.titles.add(form, row.get("class") == "honorific");
            }
        }
        for row in sources.table("organisations/heads.tsv")?.rows() {
            for form in row.all("forms") {
                self.organisations.add(form, ());
                if row.get("kind") == "media" {
                    self.media.insert(fold_key(form));
                }
            }
        }
        for row in sources.table("outlets.tsv")?.rows() {
            let agency = row.get("kind") == "agency";
            for form in std::iter::once(row.get("name")).chain(row.all("aliases")) {
                self.outlets.add(form, agency);
            }
        }
        for row in sources.table("groups.tsv")?.rows() {
            for form in row.all("forms") {
                self.groups.add(form, ());
            }
        }
        Ok(())
    }

    /// True for a noun whose content is hearsay (`reports`, `news`).
    pub(crate) fn nouns_reported(&self, stem: &str) -> bool {
        self.noun_forms.get(stem).is_some_and(|entries| {
            entries.iter().any(|&n| self.nouns[n].manner.certainty == Certainty::Reported)
        })
    }

    /// The verb forms that token key `core` may be.
    pub(crate) fn verb(&self, core: &str) -> &[VerbForm] {
        self.verb_forms.get(core).map_or(&[], Vec::as_slice)
    }
}

/// Adds the forms of the verb of `row` under the index `verb`.
fn add_forms(
    forms: &mut FxHashMap<String, Vec<VerbForm>>,
    verb: usize,
    row: &Row<'_, '_>,
    masdar: &str,
) {
    let listed = Verb {
        past: row.get("past"),
        past_c: row.get("past_c"),
        present: row.get("present"),
        participle: row.get("participle"),
        masdar,
    };
    for form in listed.forms() {
        let forms = forms.entry(form.key).or_default();
        if !forms
            .iter()
            .any(|f| f.verb == verb && f.mood == form.mood && f.person == form.person)
        {
            forms.push(VerbForm {
                verb,
                mood: form.mood,
                person: form.person,
                number: form.number,
                gender: form.gender,
                before_pronoun: form.before_pronoun,
            });
        }
    }
}

fn verb_cue(row: &Row<'_, '_>) -> Result<VerbCue, LexiconError> {
    Ok(VerbCue {
        id: row.key().to_owned(),
        manner: manner(row)?,
        complements: complements(row)?,
        factive: row.get("factivity") == "factive",
        group: row.get("group").to_owned(),
        object: None,
    })
}

fn manner(row: &Row<'_, '_>) -> Result<Manner, LexiconError> {
    Ok(Manner {
        act: row.value("act", Act::Assert, Act::parse)?,
        certainty: row.value("certainty", Certainty::Certain, Certainty::parse)?,
        commitment: row.value("commitment", Commitment::Neutral, Commitment::parse)?,
    })
}

fn complements(row: &Row<'_, '_>) -> Result<Vec<Complement>, LexiconError> {
    row.all("complement")
        .map(|name| {
            Ok(match name {
                "clause" => Complement::Clause,
                "quote" => Complement::Quote,
                "np" => Complement::Object,
                "np:to" => Complement::ObjectAddressee,
                _ => match name.split_once(':') {
                    Some((preposition, "np")) => {
                        Complement::Preposition(fold_key(preposition))
                    }
                    Some((preposition, "to")) => {
                        Complement::PrepositionAddressee(fold_key(preposition))
                    }
                    _ => return Err(row.fault(format!("`{name}` is no complement"))),
                },
            })
        })
        .collect()
}

/// True for a preposition that is written onto its noun.
pub(crate) fn is_attached(preposition: &str) -> bool {
    let mut letters = preposition.chars();
    matches!(letters.next(), Some(letters::BEH | letters::LAM | letters::KAF))
        && letters.next().is_none()
}
