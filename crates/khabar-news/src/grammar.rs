//! Closed-class words: what a token may be apart from a name, a noun or a verb.

use khabar_arabic::{Sources, TokenKind, Words, fold_key, letters, table::LexiconError};
use rustc_hash::{FxHashMap, FxHashSet};

/// A set of word classes; a form may stand in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u32);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $text:literal;)*) => {
        impl Classes {
            $($(#[$doc])* pub const $name: Classes = Classes(1 << $bit);)*

            fn parse(name: &str) -> Option<Classes> {
                match name { $($text => Some(Classes::$name),)* _ => None }
            }
        }
    };
}
classes! {
    /// Prepositions and words used as such.
    PREPOSITION = 0, "prep";
    /// Coordinating conjunctions.
    CONJUNCTION = 1, "conj";
    /// Subordinators.
    SUBORDINATOR = 2, "sub";
    /// Complementisers.
    COMPLEMENTISER = 3, "comp";
    /// Relative pronouns.
    RELATIVE = 4, "rel";
    /// Demonstratives and words of identity.
    DEMONSTRATIVE = 5, "dem";
    /// Personal pronouns.
    PRONOUN = 6, "pron";
    /// Negations.
    NEGATION = 7, "neg";
    /// Interrogatives.
    INTERROGATIVE = 8, "inter";
    /// Words of time.
    TIME = 9, "time";
    /// Words of place.
    PLACE = 10, "place";
    /// Discourse connectives.
    CONNECTIVE = 11, "connective";
    /// Verbs that carry another verb or a predicate.
    AUXILIARY = 12, "aux";
    /// Modal verbs.
    MODAL = 13, "modal";
    /// Numerals.
    NUMERAL = 14, "num";
    /// Quantifiers.
    QUANTIFIER = 15, "quant";
    /// Particles before a verb.
    VERBAL = 16, "verbal";
    /// The article.
    ARTICLE = 17, "art";
    /// Vocatives.
    VOCATIVE = 18, "voc";
    /// Focus particles.
    FOCUS = 19, "focus";
}

impl Classes {
    /// The classes whose words end a noun phrase wherever they stand.
    pub const ENDS_PHRASE: Classes = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::COMPLEMENTISER)
        .or(Classes::RELATIVE)
        .or(Classes::PRONOUN)
        .or(Classes::NEGATION)
        .or(Classes::INTERROGATIVE)
        .or(Classes::CONNECTIVE)
        .or(Classes::AUXILIARY)
        .or(Classes::MODAL)
        .or(Classes::VERBAL)
        .or(Classes::TIME);

    /// No class: an open-class word.
    pub const NONE: Classes = Classes(0);

    /// Both sets.
    #[must_use]
    pub const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// True where the two share a class.
    pub const fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    /// True for an open-class word.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The closed-class words, indexed by their first word.
#[derive(Debug)]
pub struct Grammar {
    forms: PhraseMap<Classes>,
    complementiser_stems: Vec<String>,
    prepositions: FxHashSet<String>,
}

impl Grammar {
    /// Parses `particles.tsv`.
    ///
    /// # Errors
    ///
    /// Where the file is missing or faulty.
    pub fn parse(sources: &Sources) -> Result<Grammar, LexiconError> {
        let table = sources.table("particles.tsv")?;
        let mut forms = PhraseMap::default();
        let mut complementiser_stems = Vec::new();
        let mut prepositions = FxHashSet::default();
        for row in table.rows() {
            if !row.get("attached").is_empty() {
                continue;
            }
            let mut classes = Classes::NONE;
            for name in row.all("class") {
                let class = Classes::parse(name)
                    .ok_or_else(|| row.fault(format!("`{name}` is no word class")))?;
                classes = classes.or(class);
            }
            for form in row.all("forms") {
                let key = fold_key(form);
                if classes.any(Classes::COMPLEMENTISER)
                    && key.chars().count() == 2
                    && key.ends_with(letters::NOON)
                {
                    complementiser_stems.push(key.clone());
                }
                if classes.any(Classes::PREPOSITION) && key.chars().count() > 1 {
                    // Before a pronoun `على` and `إلى` turn to `علي…`, `إلي…`.
                    if let Some(stem) = key.strip_suffix(letters::ALEF_MAKSURA) {
                        prepositions.insert(format!("{stem}{}", letters::YEH));
                    }
                    prepositions.insert(key);
                }
                forms.add(form, classes);
            }
        }
        complementiser_stems.sort();
        complementiser_stems.dedup();
        Ok(Grammar { forms, complementiser_stems, prepositions })
    }

    /// The classes of every token of `words`.
    pub fn classify(&self, words: &Words) -> Vec<Classes> {
        let n = words.tokens().len();
        let mut classes = vec![Classes::NONE; n];
        for i in 0..n {
            if words.tokens()[i].kind != TokenKind::Word {
                continue;
            }
            // A conjunction that stands apart from its word.
            if matches!(words.whole(i), "\u{648}" | "\u{641}") {
                classes[i] = Classes::CONJUNCTION;
                continue;
            }
            if let Some((length, set)) = self.forms.longest(words, i) {
                for class in &mut classes[i..i + length] {
                    *class = class.or(*set);
                }
                if length > 1
                    && let Some(set) = self.forms.exactly_one(words, i)
                {
                    classes[i] = classes[i].or(*set);
                }
            }
            if classes[i].is_empty()
                && words.tokens()[i].proclitics.preposition.is_none()
                && let Some((stem, _)) = words.without_pronoun(i)
                && self.prepositions.contains(stem)
            {
                classes[i] = Classes::PREPOSITION.or(Classes::PRONOUN);
            }
            if self.complementiser(words, i).is_some() {
                classes[i] = classes[i].or(Classes::COMPLEMENTISER);
            }
        }
        classes
    }

    /// Whether token `i` is `an`, `in` or `bi-an`, bare or with a pronoun: the pronoun
    /// then (empty where bare).
    pub fn complementiser<'w>(&self, words: &'w Words, i: usize) -> Option<&'w str> {
        let token = words.tokens().get(i)?;
        if token.kind != TokenKind::Word
            || token.proclitics.preposition.is_some_and(|p| p != letters::BEH)
        {
            return None;
        }
        let core = words.core(i);
        let pronoun = self
            .complementiser_stems
            .iter()
            .find_map(|stem| core.strip_prefix(stem.as_str()))?;
        (pronoun.is_empty() || is_pronoun(pronoun)).then_some(pronoun)
    }
}

/// `core` without an attached object or possessive pronoun, and the pronoun. The
/// pronouns of one letter but ه are left on: they end too many words.
pub(crate) fn split_pronoun(core: &str) -> Option<(&str, &str)> {
    const PRONOUNS: [&str; 8] = [
        "\u{647}\u{645}\u{627}",
        "\u{647}\u{627}",
        "\u{647}\u{645}",
        "\u{647}\u{646}",
        "\u{643}\u{645}",
        "\u{646}\u{64A}",
        "\u{646}\u{627}",
        "\u{647}",
    ];
    PRONOUNS
        .iter()
        .find_map(|&pronoun| core.strip_suffix(pronoun).map(|stem| (stem, pronoun)))
        .filter(|(stem, _)| stem.chars().count() >= 2)
}

/// True for the pronouns that attach to complementisers.
fn is_pronoun(key: &str) -> bool {
    matches!(
        key,
        "\u{647}"
            | "\u{647}\u{627}"
            | "\u{647}\u{645}"
            | "\u{647}\u{645}\u{627}"
            | "\u{647}\u{646}"
            | "\u{646}\u{627}"
            | "\u{646}\u{64A}"
            | "\u{64A}"
            | "\u{646}\u{646}\u{627}"
            | "\u{643}"
            | "\u{643}\u{645}"
    )
}

/// Phrases of one or more words with a value, matched against the words of a text.
///
/// The first word matches without its conjunction; a last word of one letter (`ب`,
/// `ل`, `ك`) matches the same proclitic of the next word.
#[derive(Debug)]
pub struct PhraseMap<T> {
    by_first: FxHashMap<String, Vec<Phrase<T>>>,
    /// True where articles and proclitics do not count, on either side.
    loose: bool,
}

/// A phrase behind its first word.
#[derive(Debug)]
struct Phrase<T> {
    /// The keys of its other words.
    rest: Vec<String>,
    /// The proclitic that it ends in.
    bound: Option<char>,
    value: T,
}

impl<T> Phrase<T> {
    /// True where the words from token `i` on are those behind its first.
    fn goes_on(&self, words: &Words, i: usize, loose: bool) -> bool {
        let tokens = words.tokens();
        let key = |k| if loose { words.stem(k) } else { words.whole(k) };
        self.rest.iter().zip(i..).all(|(wanted, k)| {
            k < tokens.len()
                && key(k) == wanted
                && (!loose || tokens[k].proclitics.conjunction.is_none())
        }) && self.bound.is_none_or(|letter| {
            let next = i + self.rest.len();
            tokens.get(next).is_some_and(|token| {
                // Before a quotation mark the letter stands alone.
                token.proclitics.conjunction.is_none()
                    && (token.proclitics.preposition == Some(letter)
                        || words.whole(next).chars().eq([letter]))
            })
        })
    }
}

impl<T> Default for PhraseMap<T> {
    fn default() -> PhraseMap<T> {
        PhraseMap { by_first: FxHashMap::default(), loose: false }
    }
}

impl<T> PhraseMap<T> {
    /// A map for nouns: `رئيس الوزراء` is found in `للرئيس` and `رئيس وزراء` too.
    pub fn loose() -> PhraseMap<T> {
        PhraseMap { by_first: FxHashMap::default(), loose: true }
    }

    /// Adds one phrase.
    pub fn add(&mut self, phrase: &str, value: T) {
        let mut keys: Vec<String> = phrase.split_whitespace().map(fold_key).collect();
        if self.loose {
            for key in &mut keys {
                if let Some(bare) = key
                    .strip_prefix(letters::ARTICLE)
                    .filter(|bare| bare.chars().count() >= 2)
                {
                    *key = bare.to_owned();
                }
            }
        }
        let mut bound = None;
        if keys.len() > 1
            && let Some(last) = keys.last()
            && last.chars().count() == 1
        {
            bound = last.chars().next();
            keys.pop();
        }
        if keys.is_empty() {
            return;
        }
        let first = keys.remove(0);
        let phrases = self.by_first.entry(first).or_default();
        phrases.push(Phrase { rest: keys, bound, value });
        phrases.sort_by_key(|p| std::cmp::Reverse((p.rest.len(), p.bound.is_some())));
    }

    /// The longest phrase at token `i`: its length in tokens (a bound letter's word is
    /// not counted) and its value.
    pub fn longest<'a>(&'a self, words: &'a Words, i: usize) -> Option<(usize, &'a T)> {
        self.all(words, i).next()
    }

    /// The value of the phrase that is just the word `key`.
    pub fn word(&self, key: &str) -> Option<&T> {
        let phrases = self.by_first.get(key)?;
        phrases.iter().find(|p| p.rest.is_empty() && p.bound.is_none()).map(|p| &p.value)
    }

    /// All phrases at token `i`, longest first.
    pub fn all<'a>(
        &'a self,
        words: &'a Words,
        i: usize,
    ) -> impl Iterator<Item = (usize, &'a T)> {
        let first =
            if self.loose { words.stem(i) } else { without_conjunction(words, i) };
        self.by_first
            .get(first)
            .into_iter()
            .flatten()
            .filter(move |phrase| phrase.goes_on(words, i + 1, self.loose))
            .map(|phrase| (1 + phrase.rest.len(), &phrase.value))
    }

    fn exactly_one<'a>(&'a self, words: &'a Words, i: usize) -> Option<&'a T> {
        self.all(words, i).find(|(length, _)| *length == 1).map(|(_, value)| value)
    }
}

/// The key of token `i` with its preposition but without its conjunction.
pub fn without_conjunction(words: &Words, i: usize) -> &str {
    let whole = words.whole(i);
    match words.tokens()[i].proclitics.conjunction {
        Some(letter) => whole.strip_prefix(letter).unwrap_or(whole),
        None => whole,
    }
}
