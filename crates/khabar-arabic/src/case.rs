//! Case where letters show it.

use crate::{
    letters::{ALEF, NOON, WAW, YEH},
    tagger::{Case, Definiteness, Morphology, Tag, WordNumber},
};

/// Nouns whose case is a long vowel when another noun follows (father, brother, having),
/// without that vowel.
const FIVE_NOUNS: [&str; 3] = ["\u{627}\u{628}", "\u{627}\u{62E}", "\u{630}"];

/// The case that the letters of a word tell: the endings `ون ان ين` of plural and dual,
/// the alef of an indefinite accusative, and the vowel of `أبو`. `stem` and `lemma` are
/// keys without clitics and article.
pub(crate) fn visible_case(
    stem: &str,
    lemma: &str,
    tag: Tag,
    morphology: Morphology,
) -> Option<Case> {
    if !matches!(tag, Tag::Noun | Tag::Adj | Tag::Propn | Tag::Num) {
        return None;
    }
    let mut letters = stem.chars();
    let last = letters.next_back()?;
    let bare = letters.as_str();
    if FIVE_NOUNS.contains(&bare) {
        return match last {
            WAW => Some(Case::Nominative),
            ALEF => Some(Case::Accusative),
            YEH => Some(Case::Genitive),
            _ => None,
        };
    }
    if tag == Tag::Propn || stem == lemma {
        return None;
    }
    let before = letters.next_back();
    match (before, last, morphology.number) {
        (Some(WAW), NOON, Some(WordNumber::Plural))
        | (Some(ALEF), NOON, Some(WordNumber::Dual)) => Some(Case::Nominative),
        (Some(YEH), NOON, Some(WordNumber::Plural | WordNumber::Dual)) => {
            Some(Case::Oblique)
        }
        (_, ALEF, Some(WordNumber::Dual)) => Some(Case::Nominative),
        (_, ALEF, _)
            if bare == lemma && morphology.definite != Some(Definiteness::Definite) =>
        {
            Some(Case::Accusative)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Analyser;

    fn cases(text: &str) -> Vec<String> {
        let (_, analysis) = Analyser::builtin().read(text);
        let with_case = analysis.all().iter().filter_map(|part| {
            let case = part.morphology.case?;
            Some(format!("{}:{case}", analysis.norm(part)))
        });
        with_case.collect()
    }

    #[test]
    fn letters_tell_case() {
        assert_eq!(
            cases("التقى المسؤولون المهندسين وأصدروا بيانا مشتركا."),
            ["المسؤولون:Nom", "المهندسين:Acc,Gen", "بيانا:Acc", "مشتركا:Acc"]
        );
        assert_eq!(cases("زار أبو بكر مدينة دنيا."), ["أبو:Nom"]);
    }

    #[test]
    fn other_words_have_none() {
        let plural =
            Morphology { number: Some(WordNumber::Plural), ..Morphology::default() };
        assert_eq!(visible_case("يكتبون", "كتب", Tag::Verb, plural), None);
        assert_eq!(
            visible_case("قانون", "قانون", Tag::Noun, Morphology::default()),
            None
        );
    }
}
