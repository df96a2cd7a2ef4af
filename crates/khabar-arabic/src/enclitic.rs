use crate::{
    clitic::{
        Candidate, FormFacts, IMPERFECT, NAME, PERFECT, PRONOUNS, Proclitics, Splitter,
        byte_of,
    },
    key::fold_key,
    letters::{
        ALEF, ALEF_MAKSURA, ARTICLE, HAMZA, LAM, TEH, TEH_MARBUTA, WAW, WAW_HAMZA, YEH,
        YEH_HAMZA,
    },
};

/// The pronoun written onto the end of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclitic {
    /// Letters of the key that are the pronoun's.
    pub letters: usize,
    /// The pronoun.
    pub pronoun: &'static str,
}

/// One reading of the end of a word, with the evidence for it.
#[derive(Clone, Debug)]
pub struct EncliticCandidate {
    /// Letters of the key taken for a pronoun; 0 where there is none.
    pub letters: usize,
    /// The values that the weights multiply, by position in [`enclitic_features`].
    pub features: Vec<(usize, f32)>,
    /// The sum of the features by their weights; the highest wins.
    pub score: f32,
}

/// `PRONOUNS` of the splitter and `ني`.
pub(crate) const ENDS: [&str; 12] = [
    PRONOUNS[0],
    PRONOUNS[1],
    PRONOUNS[2],
    PRONOUNS[3],
    PRONOUNS[4],
    PRONOUNS[5],
    PRONOUNS[6],
    PRONOUNS[7],
    PRONOUNS[8],
    PRONOUNS[9],
    PRONOUNS[10],
    "\u{646}\u{64A}",
];

/// The pronouns whose presence behind a base shows that it takes pronouns.
const COMMON: [usize; 4] = [0, 1, 2, 10];

const FACTS: [&str; 24] = [
    "one",
    "zipf",
    "zipf-with-article",
    "zipf-restored",
    "zipf-other-pronouns",
    "kinds-of-pronouns",
    "perfect",
    "imperfect",
    "name",
    "unknown",
    "letters-2",
    "letters-3",
    "letters-4",
    "zipf-whole",
    "zipf-whole-with-article",
    "unknown-whole",
    "preposition",
    "conjunction",
    "future",
    "whole-is-name",
    "whole-is-verb",
    "restored-feminine",
    "listed",
    "zipf-whole-feminine",
];

/// The names of the features of an [`EncliticCandidate`].
pub fn enclitic_features() -> Vec<String> {
    let mut names: Vec<String> = vec!["none".to_owned()];
    names.extend(
        ["h", "ha", "hm", "hma", "hn", "y", "k", "km", "kma", "kn", "na", "ny"]
            .map(str::to_owned),
    );
    for kind in ["short", "long"] {
        names.extend(FACTS.iter().map(|fact| format!("{kind}.{fact}")));
    }
    names
}

impl Splitter {
    /// The readings of the end of a written word whose front is read as `front` says;
    /// the one without a pronoun comes first.
    pub fn enclitic_candidates(
        &self,
        word: &str,
        front: &Candidate,
    ) -> Vec<EncliticCandidate> {
        let key = fold_key(word);
        let core = key.get(byte_of(&key, front.proclitics.len())..).unwrap_or_default();
        let mut candidates = vec![self.scored(0, vec![(0, 1.0)])];
        if !takes_pronoun(core, front.proclitics, front.contracted) {
            return candidates;
        }
        self.ends(core, |end, base| {
            let mut features = Vec::new();
            self.end_evidence(core, front.proclitics, end, base, |at, value| {
                features.push((at, value));
            });
            candidates.push(self.scored(ENDS[end].chars().count(), features));
        });
        candidates
    }

    fn scored(&self, letters: usize, features: Vec<(usize, f32)>) -> EncliticCandidate {
        let score =
            features.iter().map(|&(at, value)| self.enclitic_weights[at] * value).sum();
        EncliticCandidate { letters, features, score }
    }

    /// How common a folded form is: its Zipf frequency above a floor, 0 where it is rare
    /// or unknown; with the article where it is commoner so.
    pub fn zipf(&self, key: &str) -> f32 {
        self.known(key).zipf.max(self.known_with_article(key).zipf)
    }

    /// The pronoun that ends `core`, the key of a word without its proclitics.
    pub fn enclitic(&self, core: &str, proclitics: Proclitics) -> Option<Enclitic> {
        if !takes_pronoun(core, proclitics, false) {
            return None;
        }
        if let Some(&letters) = self.ends_list.get(core) {
            if letters == 0 {
                return None;
            }
            return ENDS
                .iter()
                .find(|end| core.ends_with(**end) && end.chars().count() == letters)
                .map(|&pronoun| Enclitic { letters, pronoun });
        }
        let mut best = None;
        let mut highest = self.enclitic_weights[0];
        self.ends(core, |end, base| {
            let mut score = 0.0;
            self.end_evidence(core, proclitics, end, base, |at, value| {
                score += self.enclitic_weights[at] * value;
            });
            if score > highest {
                highest = score;
                best = Some(end);
            }
        });
        best.map(|end| Enclitic {
            letters: ENDS[end].chars().count(),
            pronoun: ENDS[end],
        })
    }

    /// Letters of the pronoun that the list gives `core`, where it decides.
    pub fn listed_end(&self, core: &str) -> Option<usize> {
        self.ends_list.get(core).copied()
    }

    /// Calls `each` with the pronouns that may end `core` and what stands before them.
    fn ends<'a>(&self, core: &'a str, mut each: impl FnMut(usize, &'a str)) {
        for (i, end) in ENDS.iter().enumerate() {
            if let Some(base) = core.strip_suffix(end)
                && base.chars().nth(1).is_some()
                && !base.ends_with(TEH_MARBUTA)
                && !base.ends_with(ALEF_MAKSURA)
            {
                each(i, base);
            }
        }
    }

    fn end_evidence(
        &self,
        core: &str,
        proclitics: Proclitics,
        end: usize,
        base: &str,
        mut add: impl FnMut(usize, f32),
    ) {
        add(1 + end, 1.0);
        let kind = usize::from(ENDS[end].chars().nth(1).is_some());
        let first = 1 + ENDS.len() + kind * FACTS.len();
        let mut add = |at: usize, value: f32| {
            if value != 0.0 {
                add(first + at, value);
            }
        };
        let yes = |fact: bool| f32::from(u8::from(fact));
        add(0, 1.0);
        let form = self.known(base);
        let with_article = self.known_with_article(base);
        let (restored, feminine) = self.restored(base);
        add(1, form.zipf);
        add(2, with_article.zipf);
        add(3, restored.zipf);
        let (mut most, mut kinds) = (0f32, 0f32);
        for other in COMMON {
            if other != end {
                let zipf = self.known_pair(base, ENDS[other]).zipf;
                most = most.max(zipf);
                kinds += yes(zipf > 0.0);
            }
        }
        add(4, most);
        add(5, kinds);
        add(6, yes(form.flags & PERFECT != 0));
        add(7, yes(form.flags & IMPERFECT != 0));
        add(8, yes(form.flags & NAME != 0));
        add(9, yes(form.zipf == 0.0 && restored.zipf == 0.0));
        match base.chars().take(5).count() {
            2 => add(10, 1.0),
            3 => add(11, 1.0),
            4 => add(12, 1.0),
            _ => (),
        }
        let whole = self.known(core);
        let whole_with_article = self.known_with_article(core);
        add(13, whole.zipf);
        add(14, whole_with_article.zipf);
        add(15, yes(whole.zipf == 0.0));
        add(16, yes(proclitics.preposition.is_some()));
        add(17, yes(proclitics.conjunction.is_some()));
        add(18, yes(proclitics.future));
        add(19, yes(whole.flags & NAME != 0));
        add(20, yes(whole.flags & (PERFECT | IMPERFECT) != 0));
        add(21, yes(feminine));
        add(23, self.known_pair(core, "\u{629}").zipf);
    }

    /// What is known of the word that `base` is when no pronoun follows, where that is
    /// spelt otherwise; true for one with a teh marbuta.
    fn restored(&self, base: &str) -> (FormFacts, bool) {
        let mut letters = base.chars();
        let last = letters.next_back();
        let bare = letters.as_str();
        match last {
            Some(TEH) => {
                let facts = self.known_pair(bare, "\u{629}");
                (facts, facts.zipf > 0.0)
            }
            Some(ALEF | YEH) => (self.known_pair(bare, "\u{649}"), false),
            Some(WAW) => (self.known_pair(base, "\u{627}"), false),
            Some(WAW_HAMZA | YEH_HAMZA) => (self.known_pair(bare, "\u{621}"), false),
            _ => (FormFacts::default(), false),
        }
    }

    /// How `base`, written before a pronoun, is spelt without one: ت as ة, ا as ى, و of
    /// a plural verb as وا, ؤ and ئ as ء, where that spelling is the commoner word.
    /// Letters may bear hamzas.
    pub fn without_enclitic(&self, base: &str, is_verb: bool) -> Option<String> {
        let mut letters = base.chars();
        let last = letters.next_back()?;
        let bare = letters.as_str();
        let spelt = match last {
            TEH if is_verb => return None,
            TEH => TEH_MARBUTA,
            ALEF | YEH => ALEF_MAKSURA,
            WAW if is_verb => return Some(format!("{base}{ALEF}")),
            WAW_HAMZA | YEH_HAMZA => HAMZA,
            _ => return None,
        };
        let spelt = format!("{bare}{spelt}");
        let now = self.known(&fold_key(base));
        let then = self.known(&fold_key(&spelt));
        // Participles and prepositions end in ي far more often than in ى.
        let more = if last == YEH && bare.chars().nth(2).is_some() { 1.0 } else { 0.0 };
        (then.zipf > now.zipf + more).then_some(spelt)
    }
}

/// False for words that have the article or are too short.
fn takes_pronoun(core: &str, proclitics: Proclitics, contracted: bool) -> bool {
    let article = contracted || proclitics.article && core.starts_with(ARTICLE);
    let doubled = proclitics.article && proclitics.preposition == Some(LAM);
    !article && !doubled && core.chars().nth(2).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pronoun(word: &str) -> Option<&'static str> {
        Splitter::default()
            .enclitic(&fold_key(word), Proclitics::default())
            .map(|e| e.pronoun)
    }

    #[test]
    fn pronouns_are_told_from_letters_of_the_word() {
        for (word, expected) in [
            ("مدينتها", Some("ها")),
            ("وزارته", Some("ه")),
            ("عليهم", Some("هم")),
            ("أنهما", Some("هما")),
            ("بلادنا", Some("نا")),
            ("يدعمونه", Some("ه")),
            ("أعلنها", Some("ها")),
            ("أبناؤهم", Some("هم")),
            ("إنني", Some("ني")),
            ("اتجاه", None),
            ("مياه", None),
            ("هذه", None),
            ("الله", None),
            ("مهم", None),
            ("دينا", None),
            ("لبنان", None),
            ("بنك", None),
            ("روسيا", None),
            ("سياسي", None),
            ("فرنسي", None),
            ("هناك", None),
        ] {
            assert_eq!(pronoun(word), expected, "{word}");
        }
    }

    #[test]
    fn what_stands_before_a_pronoun_is_spelt_as_alone() {
        let splitter = Splitter::default();
        for (base, is_verb, expected) in [
            ("مدينت", false, Some("مدينة")),
            ("علي", false, Some("على")),
            ("مستوا", false, Some("مستوى")),
            ("أبناؤ", false, Some("أبناء")),
            ("كتبو", true, Some("كتبوا")),
            ("أعلنت", true, None),
            ("بيت", false, None),
            ("كتاب", false, None),
        ] {
            let spelt = splitter.without_enclitic(base, is_verb);
            assert_eq!(spelt.as_deref(), expected, "{base}");
        }
    }
}
