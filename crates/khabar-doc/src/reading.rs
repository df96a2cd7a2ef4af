use crate::{DateMention, Notice, Span, Spanned, Why};

/// What we think one page says: a [`Reading`] for each document, and the entities that
/// they share.
#[derive(Clone, Debug, Default)]
pub struct PageReading {
    /// One for each document of the page, in the same order.
    pub documents: Vec<Reading>,
    /// Who and what is mentioned anywhere on the page.
    pub entities: Vec<Entity>,
    /// What could not be analysed as it stood.
    pub notices: Vec<Notice>,
}

/// What we think one document says. Ids are positions in these vectors.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Places where somebody or something is named or described, in reading order.
    pub mentions: Vec<Mention>,
    /// The times that the told parts name, in reading order and apart; no name among
    /// them, so that `Baghdad Today` is none.
    pub times: Vec<DateMention>,
    /// Attributed statements, in the order of their cues.
    pub claims: Vec<Claim>,
    /// What the outlet tells in its own voice, in reading order: sentences that attribute
    /// nothing, each with [`Claim::narration`] set.
    pub narration: Vec<Claim>,
    /// Who did what to whom, in reading order of the first trigger.
    pub events: Vec<Event>,
    /// What the text says of entities in passing: roles, seats, kinship.
    pub relations: Vec<Relation>,
    /// Names of places that stand for those who govern from them, in reading order.
    pub metonyms: Vec<Metonym>,
    /// Claims that cannot both hold.
    pub conflicts: Vec<Conflict>,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of the item at `index`.
            ///
            /// # Panics
            ///
            /// Where there are more than `u32::MAX` items; a text has fewer bytes.
            pub fn at(index: usize) -> $name {
                $name(u32::try_from(index).expect("fewer items than bytes"))
            }

            /// The position of the item.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}
id!(
    /// Position of a [`Mention`] in [`Reading::mentions`].
    MentionId, "m");
id!(
    /// Position of an [`Entity`] in [`PageReading::entities`].
    EntityId, "e");
id!(
    /// Position of a [`Claim`] in [`Reading::claims`].
    ClaimId, "c");
id!(
    /// Position of an [`Event`] in [`Reading::events`].
    EventId, "v");

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The names of all, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($text),*];

            /// Its name in the JSON and in the lexicon.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The value of that name.
            pub fn parse(name: &str) -> Option<$name> {
                match name { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use named;

/// One place where a text names or describes someone or something.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The whole of it; attached proclitics excluded, the article kept.
    pub span: Span,
    /// What it is.
    pub kind: MentionKind,
    /// Whom it means.
    pub entity: Option<EntityId>,
    /// True for a name, false for a role, a group described or a document.
    pub name: bool,
    /// From 0 to 1: how sure the rule is, not calibrated.
    pub confidence: f32,
    /// The rule.
    pub why: Why,
}

impl Spanned for Mention {
    fn span(&self) -> Span {
        self.span
    }
}

named!(
    /// What a mention is.
    MentionKind {
        /// A person's name.
        Person = "PER",
        /// An organisation's name.
        Organisation = "ORG",
        /// A place's name.
        Place = "LOC",
        /// A person by role or description.
        Role = "ROLE",
        /// A group described, not named.
        Group = "GROUP",
        /// A message, statement, report or other document.
        Document = "DOC",
        /// A time.
        Time = "TIME",
    }
);

/// A place's name for those who govern from it: `Baghdad said`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metonym {
    /// The name.
    pub mention: MentionId,
    /// The lexicon entry of the body that acts: `organisations/bodies:government@IRQ`.
    pub body: String,
    /// The rule.
    pub why: Why,
}

/// Who or what mentions mean, within one page.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name on the page, or the canonical name of the lexicon.
    pub name: String,
    /// The other forms met on the page or listed in the lexicon.
    pub names: Vec<String>,
    /// Offices held, dated.
    pub roles: Vec<Role>,
    /// A Wikidata item, where the lexicon has one.
    pub wikidata: Option<String>,
    /// The lexicon entry it was linked to.
    pub known: Option<String>,
    /// How surely, and by what evidence; `None` where it was not linked.
    pub link: Option<EntityLink>,
    /// Warnings: `wrong-name`, `misspelt`, `anonymous`, `ambiguous`.
    pub flags: Vec<&'static str>,
}

/// The evidence that an entity is the lexicon entry that it was linked to.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityLink {
    /// From 0 to 1: how sure the best of its mentions is, not calibrated.
    pub confidence: f32,
    /// The rule.
    pub why: Why,
}

named!(
/// Whether a text brings an event as its news or takes it for known. After Hopper
/// and Thompson, "Transitivity in grammar and discourse" (Language 56, 1980).
Grounding {
    /// Told: `gunmen killed two officers`.
    Foreground = "foreground",
    /// Mentioned beside what is told: `since the killing of the officers`.
    Background = "background",
});
named!(
    /// What an entity is.
    EntityKind {
        /// A person, named or not.
        Person = "PER",
        /// An organisation.
        Organisation = "ORG",
        /// A place.
        Place = "LOC",
        /// A group without a name.
        Group = "GROUP",
        /// A document.
        Document = "DOC",
    }
);

/// An office, and when it was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The title, as in the text or the lexicon.
    pub title: String,
    /// Of what: a country, an organisation.
    pub of: Option<String>,
    /// From when (ISO), where known.
    pub from: Option<String>,
    /// Until when (ISO), where known. For a role that the text states: the date of the text in both.
    pub to: Option<String>,
}

/// A statement that the text attributes to somebody: never a fact, always a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The word that attributes; `None` for narration and continued quotations.
    pub cue: Option<Span>,
    /// Who is made to say it.
    pub source: Source,
    /// To whom.
    pub addressee: Option<Addressee>,
    /// What is said, complementiser and quotation marks excluded; never empty.
    pub content: Vec<Span>,
    /// How the words are given.
    pub quotation: Quotation,
    /// What the speaker does by saying it.
    pub act: Act,
    /// Of the main clause of the content.
    pub polarity: Polarity,
    /// What weakens it, inside this claim.
    pub hedges: Vec<Hedge>,
    /// How sure its immediate source makes it.
    pub certainty: Certainty,
    /// What the outlet adds to it.
    pub commitment: Commitment,
    /// The words by which it does so (`in his words`, `the alleged`), where they are not
    /// the cue.
    pub marks: Vec<Span>,
    /// ISO date of the saying, where the text gives one.
    pub speech_time: Option<String>,
    /// The claim that reports this one.
    pub parent: Option<ClaimId>,
    /// From the page outward to the first speaker.
    pub chain: Vec<Link>,
    /// True for the outlet's own unattributed telling.
    pub narration: bool,
    /// The rule.
    pub why: Why,
}

impl Claim {
    /// From the first to the last byte of its content.
    pub fn extent(&self) -> Span {
        let start = self.content.iter().map(|s| s.start()).min().unwrap_or(0);
        let end = self.content.iter().map(|s| s.end()).max().unwrap_or(start);
        Span::new(start, end.max(start))
    }
}

/// Who is made to say a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The noun phrase, title included, relative clauses excluded. Where the verb alone
    /// carries the source, the phrase it goes back to; `None` where there is none.
    pub span: Option<Span>,
    /// What it is.
    pub kind: SourceKind,
    /// Whom it means.
    pub entity: Option<EntityId>,
    /// Name or short description, taken from the antecedent where the span is implicit.
    pub name: String,
}

impl Source {
    /// True where somebody speaks who is not named: an impersonal phrase hides nobody.
    pub fn is_anonymous(&self) -> bool {
        matches!(self.kind, SourceKind::AnonymousPerson | SourceKind::AnonymousGroup)
    }
}

named!(
    /// What a source is.
    SourceKind {
        /// A named person or organisation.
        Named = "named",
        /// An office or an institution by its function.
        Role = "role",
        /// One person without a name.
        AnonymousPerson = "anonymous-person",
        /// Several persons or reports without a name.
        AnonymousGroup = "anonymous-group",
        /// A statement, report, study, message.
        Document = "document",
        /// A news outlet, the one that prints the article included.
        Outlet = "outlet",
        /// A news agency.
        Agency = "agency",
        /// Nobody is said to speak (`it is said`).
        Impersonal = "impersonal",
    }
);

/// To whom something was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// The noun phrase.
    pub span: Span,
    /// Whom it means.
    pub entity: Option<EntityId>,
}

named!(
    /// How a claim's words are given.
    Quotation {
        /// The whole content stands in quotation marks or after a colon.
        Direct = "direct",
        /// In the reporter's words.
        Indirect = "indirect",
        /// Indirect with quoted pieces.
        Mixed = "mixed",
        /// No quotation: the outlet's own voice.
        None = "none",
    }
);

named!(
    /// What a speaker does by speaking.
    Act {
        /// States.
        Assert = "assert",
        /// Denies; the content is the denied proposition.
        Deny = "deny",
        /// Asks for or calls for.
        Request = "request",
        /// Promises.
        Promise = "promise",
        /// Orders or decides.
        Order = "order",
        /// Accuses.
        Accuse = "accuse",
        /// Threatens.
        Threaten = "threaten",
        /// Predicts.
        Predict = "predict",
        /// Gives an opinion.
        Opine = "opine",
        /// Fears.
        Fear = "fear",
        /// Announces a measure or a deed.
        Announce = "announce",
        /// Praises.
        Praise = "praise",
        /// Condemns.
        Condemn = "condemn",
        /// Warns, hopes, opposes, wonders and all else.
        Other = "other",
    }
);

named!(
    /// Whether the main clause of a content is negated.
    Polarity {
        /// It is not.
        Positive = "pos",
        /// It is.
        Negative = "neg",
    }
);

named!(
    /// How sure a source makes what it says.
    Certainty {
        /// Plainly stated.
        Certain = "certain",
        /// Called likely.
        Probable = "probable",
        /// Called possible, or feared.
        Possible = "possible",
        /// The content of unnamed reports.
        Reported = "reported",
        /// Taken for granted.
        Presupposed = "presupposed",
        /// Not a statement that could be true (a request, an order).
        NotApplicable = "na",
    }
);

named!(
    /// What the outlet adds to a claim of others.
    Commitment {
        /// Takes it as true.
        Endorse = "endorse",
        /// Passes it on.
        Neutral = "neutral",
        /// Weakens it in its own voice.
        Hedged = "hedged",
        /// Leaves it to the speaker (`in his words`).
        Distance = "distance",
        /// Doubts it (`the alleged`).
        Doubt = "doubt",
    }
);

/// A word that weakens, and what it weakens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hedge {
    /// The word.
    pub span: Span,
    /// How it weakens.
    pub class: HedgeClass,
    /// What it weakens, where that is less than the whole content.
    pub scope: Option<Span>,
}

named!(
    /// How a hedge weakens.
    HedgeClass {
        /// May be.
        Possibility = "possibility",
        /// Seems.
        Appearance = "appearance",
        /// Is said.
        Hearsay = "hearsay",
        /// Is tried.
        Attempt = "attempt",
        /// If.
        Conditional = "conditional",
        /// About so many.
        Approximation = "approximation",
        /// Is alleged or in question.
        Doubt = "doubt",
        /// Is expected.
        Expectation = "expectation",
    }
);

/// One step of transmission, from the page outward to the first speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Who passes it on.
    pub entity: Option<EntityId>,
    /// By name or description; empty for an unnamed aggregator.
    pub name: String,
    /// `aggregator` or the name of a [`SourceKind`].
    pub kind: &'static str,
    /// What this link does (`carry`, or an [`Act`]'s name).
    pub act: &'static str,
    /// The words that show it.
    pub evidence: Option<Span>,
}

/// Who did what to whom, as claims or the outlet tell it. An event has no truth of its
/// own: see [`Event::ties`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code, where the trigger maps to one.
    pub cameo: Option<String>,
    /// PLOVER contexts (`military`, `legal`, ...).
    pub contexts: Vec<String>,
    /// The words that name it, in reading order; never empty.
    pub triggers: Vec<Span>,
    /// Who does it.
    pub actors: Vec<Actor>,
    /// To whom.
    pub recipients: Vec<Actor>,
    /// Who else is said to have done it, where accounts differ.
    pub alternatives: Vec<Actor>,
    /// Where.
    pub place: Option<Actor>,
    /// When.
    pub time: Option<EventTime>,
    /// The strongest tie.
    pub status: Status,
    /// Whether the text brings it as news.
    pub grounding: Grounding,
    /// The claims that carry it; empty where only the outlet tells it.
    pub ties: Vec<Tie>,
    /// The rule.
    pub why: Why,
}

impl Spanned for Event {
    fn span(&self) -> Span {
        self.triggers.first().copied().unwrap_or(Span::new(0, 0))
    }
}

impl Status {
    /// True for what is told to have taken place, by whomever.
    pub fn is_real(self) -> bool {
        matches!(self, Status::Asserted | Status::Alleged | Status::Presupposed)
    }
}

/// The contexts of PLOVER that the lexicon uses: the values of [`Event::contexts`].
pub const CONTEXTS: [&str; 12] = [
    "military",
    "legal",
    "diplomatic",
    "territory",
    "economic",
    "election",
    "rights",
    "refugee",
    "crime",
    "terrorism",
    "disaster",
    "cyber",
];

/// A participant or place of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The noun phrase; `None` where it is inferred.
    pub span: Option<Span>,
    /// Whom it means.
    pub entity: Option<EntityId>,
}

/// When an event took or takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTime {
    /// ISO 8601 date.
    pub value: String,
    /// How much is known.
    pub precision: crate::Precision,
    /// The words, where there are any.
    pub span: Option<Span>,
}

/// A claim that carries an event, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The claim.
    pub claim: ClaimId,
    /// How it carries the event.
    pub stance: Stance,
}

named!(
    /// How a claim carries an event.
    Stance {
        /// Says it happened.
        Asserts = "asserts",
        /// Says it did not.
        Denies = "denies",
        /// Asks for it.
        Requests = "requests",
        /// Promises it.
        Promises = "promises",
        /// Expects it.
        Predicts = "predicts",
        /// Takes it for granted.
        Presupposes = "presupposes",
        /// Fears it.
        Fears = "fears",
    }
);

named!(
    /// What stands behind an event at best.
    Status {
        /// The outlet's own telling.
        Asserted = "asserted",
        /// Only a source's word.
        Alleged = "alleged",
        /// Said not to be so.
        Denied = "denied",
        /// Said not to have happened, by the outlet or a source.
        Negated = "negated",
        /// Asked for.
        Requested = "requested",
        /// Promised, planned or announced.
        Promised = "promised",
        /// Expected.
        Predicted = "predicted",
        /// Feared.
        Feared = "feared",
        /// Supposed.
        Hypothetical = "hypothetical",
        /// Taken for granted.
        Presupposed = "presupposed",
    }
);

named!(
    /// The sixteen event types of PLOVER (Halterman et al., 2023).
    EventType {
        /// Agree to act.
        Agree = "AGREE",
        /// Meet, talk, visit.
        Consult = "CONSULT",
        /// Back in words or office.
        Support = "SUPPORT",
        /// Yield.
        Concede = "CONCEDE",
        /// Work together.
        Cooperate = "COOPERATE",
        /// Give help.
        Aid = "AID",
        /// Withdraw.
        Retreat = "RETREAT",
        /// Ask for.
        Request = "REQUEST",
        /// Blame.
        Accuse = "ACCUSE",
        /// Refuse.
        Reject = "REJECT",
        /// Threaten.
        Threaten = "THREATEN",
        /// Demonstrate.
        Protest = "PROTEST",
        /// Punish without force.
        Sanction = "SANCTION",
        /// Move forces.
        Mobilize = "MOBILIZE",
        /// Repress, arrest, seize.
        Coerce = "COERCE",
        /// Attack.
        Assault = "ASSAULT",
    }
);

/// What the text says of an entity in passing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Of whom.
    pub subject: EntityId,
    /// `holds-role`, `part-of`, `based-in`, `controls`, `sibling-of`, `alias-of`, ...
    pub predicate: &'static str,
    /// The other entity, where there is one.
    pub object: Option<EntityId>,
    /// The object in words.
    pub value: String,
    /// The claim it stands in.
    pub claim: Option<ClaimId>,
    /// The words that say it.
    pub span: Span,
    /// The rule.
    pub why: Why,
}

/// Two claims that cannot both hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// One side; `None` for the outlet's own telling.
    pub left: Option<ClaimId>,
    /// The other.
    pub right: Option<ClaimId>,
    /// What they disagree on (`perpetrator of v8`, `number of dead`).
    pub slot: String,
    /// What each says.
    pub values: Vec<String>,
    /// The rule.
    pub why: Why,
}
