//! Inflection of verbs from their dictionary forms.
//!
//! The lexicon lists a verb by its past and present (third person masculine singular),
//! its stem before consonant suffixes, its active participle and its verbal noun; this
//! module writes out the forms that news text uses. Rules: W. Wright, *A Grammar of the
//! Arabic Language*, part 2 (strong, doubled, hollow and defective verbs).

use crate::{
    key::fold_key,
    letters::{ALEF, ALEF_MAKSURA, NOON, TEH, TEH_MARBUTA, WAW, YEH},
};

/// What a form of a verb is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mood {
    /// Perfect.
    Past,
    /// Imperfect, indicative or subjunctive.
    Present,
    /// Imperfect after a particle of negation or command, where its spelling differs.
    Jussive,
    /// Active participle in the accusative, as an adverb (`saying`).
    Participle,
    /// Verbal noun.
    Masdar,
}

/// Person of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// I, we.
    First,
    /// You.
    Second,
    /// He, she, they.
    Third,
}

/// Number of a verb or noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Two.
    Dual,
    /// More.
    Plural,
}

/// Gender of a verb or noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
    /// Either, as in the first person.
    Common,
}

/// One inflected form, under its [key](fold_key).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The spelling, folded.
    pub key: String,
    /// What it is.
    pub mood: Mood,
    /// Its person; third for participles and verbal nouns.
    pub person: Person,
    /// Its number.
    pub number: Number,
    /// Its gender.
    pub gender: Gender,
    /// True for a spelling that occurs only before an attached pronoun (`وصفو` of `وصفوه`).
    pub before_pronoun: bool,
}

/// A verb as the lexicon lists it; empty strings where it lists nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Verb<'a> {
    /// Third person masculine singular perfect.
    pub past: &'a str,
    /// The stem before consonant suffixes, where it is not `past`.
    pub past_c: &'a str,
    /// Third person masculine singular imperfect.
    pub present: &'a str,
    /// Active participle, masculine singular accusative.
    pub participle: &'a str,
    /// Verbal noun.
    pub masdar: &'a str,
}

impl Verb<'_> {
    /// All forms, in no promised order, without repetition.
    pub fn forms(&self) -> Vec<Form> {
        let mut forms = Vec::with_capacity(40);
        self.push_past(&mut forms);
        self.push_present(&mut forms);
        self.push_participle(&mut forms);
        if !self.masdar.is_empty() {
            push(&mut forms, fold_key(self.masdar), Mood::Masdar, THIRD_M, false);
        }
        forms.sort_by(|a, b| {
            (&a.key, a.mood, a.person, a.number, a.gender)
                .cmp(&(&b.key, b.mood, b.person, b.number, b.gender))
        });
        forms.dedup_by(|a, b| a.key == b.key && a.mood == b.mood && a.person == b.person);
        forms
    }

    /// The forms of the passive perfect whose spelling without vowel signs is not that
    /// of the active: verbs with a weak letter before the last (`usiba` of `asaba`),
    /// with a long first vowel (`hujima` of `hajama`), and derived ones that end in a
    /// weak letter (`ulqiya` of `alqa`). Verbs of three letters are left out: their
    /// passives are spelt like common nouns.
    pub fn passive(&self) -> Vec<Form> {
        let past: Vec<char> = fold_key(self.past).chars().collect();
        let n = past.len();
        if n < 4 {
            return Vec::new();
        }
        let mut stem = past.clone();
        let defective = past[n - 1] == ALEF_MAKSURA;
        let long = match past[0] {
            TEH if n == 5 => 2,
            _ if n == 4 => 1,
            _ => n,
        };
        if past[n - 2] == ALEF && !defective {
            stem[n - 2] = YEH;
        } else if long < n && past[long] == ALEF {
            stem[long] = WAW;
        }
        if defective {
            stem[n - 1] = YEH;
        }
        if stem == past {
            return Vec::new();
        }
        let stem: String = stem.into_iter().collect();
        let mut forms = Vec::new();
        push(&mut forms, stem.clone(), Mood::Past, THIRD_M, false);
        push(&mut forms, format!("{stem}{TEH_S}"), Mood::Past, THIRD_F, false);
        if !defective {
            push(&mut forms, format!("{stem}{WAW_ALEF}"), Mood::Past, THIRD_MP, false);
        }
        forms
    }

    fn push_past(&self, forms: &mut Vec<Form>) {
        if self.past.is_empty() {
            return;
        }
        let past = fold_key(self.past);
        let before_consonant =
            if self.past_c.is_empty() { past.clone() } else { fold_key(self.past_c) };
        let defective = past.ends_with([ALEF_MAKSURA, ALEF]) && past != before_consonant;
        // A defective verb loses its last letter before the feminine ت and the plural و.
        let before_vowel = if defective { without_last(&past) } else { past.clone() };
        let dual = if defective { before_consonant.clone() } else { past.clone() };
        let mut add = |stem: &str, suffix: &str, who, bound| {
            push(forms, format!("{stem}{suffix}"), Mood::Past, who, bound)
        };
        add(&past, "", THIRD_M, false);
        if past.ends_with(ALEF_MAKSURA) {
            add(&without_last(&past), ALEF_S, THIRD_M, true);
        }
        add(&before_vowel, TEH_S, THIRD_F, false);
        add(&dual, ALEF_S, (Person::Third, Number::Dual, Gender::Masculine), false);
        add(
            &before_vowel,
            TA_ALEF,
            (Person::Third, Number::Dual, Gender::Feminine),
            false,
        );
        add(&before_vowel, WAW_ALEF, THIRD_MP, false);
        add(&before_vowel, WAW_S, THIRD_MP, true);
        add(
            &before_consonant,
            NOON_S,
            (Person::Third, Number::Plural, Gender::Feminine),
            false,
        );
        add(
            &before_consonant,
            TEH_S,
            (Person::First, Number::Singular, Gender::Common),
            false,
        );
        add(
            &before_consonant,
            NOON_ALEF,
            (Person::First, Number::Plural, Gender::Common),
            false,
        );
        add(
            &before_consonant,
            TEH_MEEM,
            (Person::Second, Number::Plural, Gender::Masculine),
            false,
        );
    }

    fn push_present(&self, forms: &mut Vec<Form>) {
        let present = fold_key(self.present);
        let Some(stem) = present.strip_prefix(YEH) else { return };
        let defective = stem.ends_with([ALEF_MAKSURA, YEH, WAW]);
        let before_vowel = if defective { without_last(stem) } else { stem.to_owned() };
        let prefixes = [
            (YEH, THIRD_M),
            (TEH, THIRD_F),
            (ALEF, (Person::First, Number::Singular, Gender::Common)),
            (NOON, (Person::First, Number::Plural, Gender::Common)),
        ];
        for (prefix, who) in prefixes {
            push(forms, format!("{prefix}{stem}"), Mood::Present, who, false);
            if stem.ends_with(ALEF_MAKSURA) {
                push(
                    forms,
                    format!("{prefix}{before_vowel}{ALEF}"),
                    Mood::Present,
                    who,
                    true,
                );
            }
            if defective {
                push(forms, format!("{prefix}{before_vowel}"), Mood::Jussive, who, false);
            }
            if let Some(short) = hollow_jussive(stem) {
                push(forms, format!("{prefix}{short}"), Mood::Jussive, who, false);
            }
        }
        for (prefix, person) in [(YEH, Person::Third), (TEH, Person::Second)] {
            let who = (person, Number::Plural, Gender::Masculine);
            for suffix in [WAW_NOON, WAW_ALEF] {
                push(
                    forms,
                    format!("{prefix}{before_vowel}{suffix}"),
                    Mood::Present,
                    who,
                    false,
                );
            }
            push(forms, format!("{prefix}{before_vowel}{WAW}"), Mood::Present, who, true);
        }
        for (prefix, gender) in [(YEH, Gender::Masculine), (TEH, Gender::Feminine)] {
            let who = (Person::Third, Number::Dual, gender);
            let stem = if stem.ends_with(ALEF_MAKSURA) {
                format!("{before_vowel}{YEH}")
            } else {
                stem.to_owned()
            };
            push(forms, format!("{prefix}{stem}{ALEF}{NOON}"), Mood::Present, who, false);
        }
        push(
            forms,
            format!("{YEH}{stem}{NOON}"),
            Mood::Present,
            (Person::Third, Number::Plural, Gender::Feminine),
            false,
        );
    }

    fn push_participle(&self, forms: &mut Vec<Form>) {
        let accusative = fold_key(self.participle);
        let Some(base) = accusative.strip_suffix(ALEF) else { return };
        let plural_base = base.strip_suffix(YEH).unwrap_or(base);
        let mut add = |key, who| push(forms, key, Mood::Participle, who, false);
        add(format!("{base}{TEH_MARBUTA}"), THIRD_F);
        add(format!("{plural_base}{YEH}{NOON}"), THIRD_MP);
        add(
            format!("{base}{ALEF}{TEH}"),
            (Person::Third, Number::Plural, Gender::Feminine),
        );
        add(accusative.clone(), THIRD_M);
    }
}

type Who = (Person, Number, Gender);

const THIRD_M: Who = (Person::Third, Number::Singular, Gender::Masculine);
const THIRD_F: Who = (Person::Third, Number::Singular, Gender::Feminine);
const THIRD_MP: Who = (Person::Third, Number::Plural, Gender::Masculine);

const ALEF_S: &str = "\u{627}";
const TEH_S: &str = "\u{62A}";
const WAW_S: &str = "\u{648}";
const NOON_S: &str = "\u{646}";
const TA_ALEF: &str = "\u{62A}\u{627}";
const WAW_ALEF: &str = "\u{648}\u{627}";
const WAW_NOON: &str = "\u{648}\u{646}";
const NOON_ALEF: &str = "\u{646}\u{627}";
const TEH_MEEM: &str = "\u{62A}\u{645}";

fn push(
    forms: &mut Vec<Form>,
    key: String,
    mood: Mood,
    (person, number, gender): Who,
    before_pronoun: bool,
) {
    forms.push(Form { key, mood, person, number, gender, before_pronoun });
}

fn without_last(word: &str) -> String {
    let mut word = word.to_owned();
    word.pop();
    word
}

/// `قول` → `قل`: a hollow verb's long vowel falls before a closed syllable.
fn hollow_jussive(stem: &str) -> Option<String> {
    let letters: Vec<char> = stem.chars().collect();
    let n = letters.len();
    (n >= 3
        && matches!(letters[n - 2], WAW | YEH | ALEF)
        && !matches!(letters[n - 1], WAW | YEH | ALEF_MAKSURA))
    .then(|| letters[..n - 2].iter().chain(&letters[n - 1..]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(verb: Verb<'_>, expected: &[&str]) {
        let forms = verb.forms();
        for key in expected {
            assert!(
                forms.iter().any(|f| f.key == fold_key(key)),
                "{key} not among {:?}",
                forms.iter().map(|f| f.key.as_str()).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn strong_hollow_defective_and_doubled_verbs() {
        check(
            Verb {
                past: "أكد",
                present: "يؤكد",
                participle: "مؤكدا",
                masdar: "تأكيد",
                past_c: "",
            },
            &[
                "أكد",
                "أكدت",
                "أكدوا",
                "يؤكد",
                "تؤكد",
                "يؤكدون",
                "نؤكد",
                "مؤكدا",
                "مؤكدة",
                "مؤكدين",
                "تأكيد",
            ],
        );
        check(
            Verb {
                past: "قال",
                past_c: "قل",
                present: "يقول",
                participle: "قائلا",
                masdar: "قول",
            },
            &["قالت", "قالوا", "قلت", "قلنا", "تقول", "يقولون", "يقل", "قائلة", "قائلين"],
        );
        check(
            Verb {
                past: "نفى",
                past_c: "نفي",
                present: "ينفي",
                participle: "نافيا",
                masdar: "نفي",
            },
            &[
                "نفت",
                "نفوا",
                "نفيت",
                "نفاه".trim_end_matches('ه'),
                "تنفي",
                "ينفون",
                "نافية",
                "نافين",
            ],
        );
        check(
            Verb {
                past: "دعا",
                past_c: "دعو",
                present: "يدعو",
                participle: "داعيا",
                masdar: "دعوة",
            },
            &["دعت", "دعوا", "دعونا", "تدعو", "يدعون", "يدع", "داعية"],
        );
        check(
            Verb {
                past: "رأى",
                past_c: "رأي",
                present: "يرى",
                participle: "",
                masdar: "",
            },
            &["رأت", "رأوا", "ترى", "يرون", "يرا"],
        );
    }
}
