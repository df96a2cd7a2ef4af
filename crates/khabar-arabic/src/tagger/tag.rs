//! Parts of speech, and what a word is inflected for.

use std::fmt;

macro_rules! values {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$value_doc])* $value,)* }

        impl $name {
            /// All values, in order.
            pub const ALL: &'static [$name] = &[$($name::$value),*];

            /// The name in Universal Dependencies.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$value => $text,)* }
            }

            /// The value of this name.
            pub fn of(name: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

values! {
    /// Part of speech, as Universal Dependencies tell them apart.
    Tag {
        /// Adjective.
        Adj = "ADJ",
        /// Preposition, and what PUD takes for one.
        Adp = "ADP",
        /// Adverb.
        Adv = "ADV",
        /// Auxiliary, such as `كان`.
        Aux = "AUX",
        /// Coordinating conjunction.
        Cconj = "CCONJ",
        /// Determiner.
        Det = "DET",
        /// Noun.
        Noun = "NOUN",
        /// Number.
        Num = "NUM",
        /// Particle.
        Part = "PART",
        /// Pronoun.
        Pron = "PRON",
        /// Name.
        Propn = "PROPN",
        /// Punctuation.
        Punct = "PUNCT",
        /// Subordinating conjunction.
        Sconj = "SCONJ",
        /// Sign such as `%`.
        Sym = "SYM",
        /// Verb.
        Verb = "VERB",
        /// Anything else.
        X = "X",
    }
}

values! {
    /// Gender of a word.
    WordGender {
        /// Masculine.
        Masculine = "Masc",
        /// Feminine.
        Feminine = "Fem",
    }
}

values! {
    /// Number of a word.
    WordNumber {
        /// One.
        Singular = "Sing",
        /// Two.
        Dual = "Dual",
        /// More.
        Plural = "Plur",
    }
}

values! {
    /// Person of a verb or pronoun.
    WordPerson {
        /// I, we.
        First = "1",
        /// You.
        Second = "2",
        /// He, she, they.
        Third = "3",
    }
}

values! {
    /// Aspect of a verb.
    Aspect {
        /// Perfect.
        Perfect = "Perf",
        /// Imperfect.
        Imperfect = "Imp",
    }
}

values! {
    /// Voice of a verb or participle.
    Voice {
        /// Active.
        Active = "Act",
        /// Passive.
        Passive = "Pass",
    }
}

values! {
    /// Definiteness of a noun or adjective.
    Definiteness {
        /// Definite, by article, pronoun or what follows.
        Definite = "Def",
        /// Indefinite.
        Indefinite = "Ind",
    }
}

values! {
    /// Case, where letters show it.
    Case {
        /// Nominative.
        Nominative = "Nom",
        /// Accusative.
        Accusative = "Acc",
        /// Genitive.
        Genitive = "Gen",
        /// Accusative or genitive, which `ين` does not tell apart.
        Oblique = "Acc,Gen",
    }
}

/// The inflection of a word, as far as it is seen or guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Morphology {
    /// Gender.
    pub gender: Option<WordGender>,
    /// Number.
    pub number: Option<WordNumber>,
    /// Person.
    pub person: Option<WordPerson>,
    /// Aspect.
    pub aspect: Option<Aspect>,
    /// Voice.
    pub voice: Option<Voice>,
    /// Definiteness.
    pub definite: Option<Definiteness>,
    /// Case, where letters show it.
    pub case: Option<Case>,
}

impl fmt::Display for Morphology {
    /// As in the sixth column of CoNLL-U: `Gender=Fem|Number=Sing`, or `_`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = [
            ("Aspect", self.aspect.map(Aspect::as_str)),
            ("Case", self.case.map(Case::as_str)),
            ("Definite", self.definite.map(Definiteness::as_str)),
            ("Gender", self.gender.map(WordGender::as_str)),
            ("Number", self.number.map(WordNumber::as_str)),
            ("Person", self.person.map(WordPerson::as_str)),
            ("Voice", self.voice.map(Voice::as_str)),
        ];
        let mut first = true;
        for (name, value) in pairs {
            if let Some(value) = value {
                write!(f, "{}{name}={value}", if first { "" } else { "|" })?;
                first = false;
            }
        }
        if first { f.write_str("_") } else { Ok(()) }
    }
}

/// The classes that the columns of a row of weights stand for: tags, then the values of
/// each attribute with "none" first.
pub const GROUPS: [(usize, usize); 7] =
    [(0, 16), (16, 3), (19, 4), (23, 4), (27, 3), (30, 3), (33, 3)];
/// Columns of a row; the last are unused.
pub const COLUMNS: usize = 40;

impl Morphology {
    /// The class of each group after the tags.
    pub fn classes(&self) -> [usize; 6] {
        [
            self.gender.map_or(0, |v| v as usize + 1),
            self.number.map_or(0, |v| v as usize + 1),
            self.person.map_or(0, |v| v as usize + 1),
            self.aspect.map_or(0, |v| v as usize + 1),
            self.voice.map_or(0, |v| v as usize + 1),
            self.definite.map_or(0, |v| v as usize + 1),
        ]
    }

    /// The inverse of [`Morphology::classes`], which leave case out.
    pub fn of_classes(classes: [usize; 6]) -> Morphology {
        fn get<T: Copy>(all: &[T], class: usize) -> Option<T> {
            class.checked_sub(1).and_then(|at| all.get(at)).copied()
        }
        Morphology {
            gender: get(WordGender::ALL, classes[0]),
            number: get(WordNumber::ALL, classes[1]),
            person: get(WordPerson::ALL, classes[2]),
            aspect: get(Aspect::ALL, classes[3]),
            voice: get(Voice::ALL, classes[4]),
            definite: get(Definiteness::ALL, classes[5]),
            case: None,
        }
    }
}
