//! Where the words written onto the front of a word end.

mod evidence;
mod forms;
mod joint;

use std::{borrow::Cow, fmt};

use rustc_hash::{FxHashMap, FxHashSet};

use self::evidence::readings;
use self::forms::Prefix;
pub(crate) use self::forms::{ADJECTIVE, IMPERFECT, NAME, PERFECT};
pub use self::{
    evidence::{Candidate, feature_names},
    forms::{FormFacts, Forms},
};
use crate::{
    enclitic::enclitic_features,
    key::fold_key,
    letters::{
        ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, ARTICLE, BEH, FEH, KAF, LAM,
        SEEN, TATWEEL, WAW, is_invisible, is_mark,
    },
    sources::Sources,
    table::{LexiconError, Table},
    words::{Breaks, Front, Memo, Pool},
};

/// The one-letter words written onto the front of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proclitics {
    /// `و` or `ف`.
    pub conjunction: Option<char>,
    /// `ب`, `ل` or `ك`.
    pub preposition: Option<char>,
    /// `س` of the future.
    pub future: bool,
    /// The article `ال`, which stays part of the core.
    pub article: bool,
}

impl Proclitics {
    /// Letters before the core.
    pub fn len(self) -> usize {
        usize::from(self.conjunction.is_some())
            + usize::from(self.preposition.is_some())
            + usize::from(self.future)
    }

    /// True when the word stands alone; the article does not count.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// Decides where a written word's proclitics end.
///
/// Each reading that the letters allow gets a score, linear in the frequencies of the
/// forms it implies: `ولاية` stays whole since `لاية` is no word while `الولاية` is.
/// Function words are decided by a list. The context of the word is not seen.
pub struct Splitter {
    forms: Forms,
    weights: Box<[f32]>,
    /// Letters to cut off the front of words that are decided by the list.
    fixed: FxHashMap<String, Fixed>,
    whole: FxHashSet<String>,
    pub(crate) enclitic_weights: Box<[f32]>,
    /// Letters of the pronoun that ends words decided by a list.
    pub(crate) ends_list: FxHashMap<String, usize>,
    /// Abbreviations, and words written together.
    pub(crate) breaks: Breaks,
    /// Fronts of words of earlier texts.
    pub(crate) fronts: Pool<Memo<Front>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Fixed {
    cut: usize,
    article: bool,
}

/// A split of one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) proclitics: Proclitics,
    /// True for `لل`, where the article lost its alef.
    pub(crate) contracted: bool,
    /// True where the article lost its ل too, as in `للغة` from ل and `اللغة`.
    pub(crate) doubled: bool,
}

static FORMS: &[u8] = include_bytes!("../../../../models/wordfreq/forms.bin");
static WEIGHTS: &str = include_str!("../../../../models/wordfreq/weights.tsv");
static FIXED: &str = include_str!("../../../../lexicon/whole.tsv");
static ENCLITIC_WEIGHTS: &str = include_str!("../../../../models/enclitics/weights.tsv");
static ENCLITICS: &str = include_str!("../../../../models/enclitics/listed.tsv");

impl Default for Splitter {
    fn default() -> Splitter {
        Splitter::builtin()
    }
}

impl fmt::Debug for Splitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Splitter")
            .field("forms", &self.forms.slots())
            .field("fixed", &self.fixed.len())
            .field("whole", &self.whole.len())
            .finish_non_exhaustive()
    }
}

impl Splitter {
    /// A splitter with the built-in data that keeps `whole` (keys) uncut.
    pub fn new(whole: impl IntoIterator<Item = String>) -> Splitter {
        Splitter { whole: whole.into_iter().collect(), ..Splitter::builtin() }
    }

    /// The splitter with the built-in data. Reads two short tables; cheap.
    ///
    /// # Panics
    ///
    /// Never: the built-in data are tested.
    pub fn builtin() -> Splitter {
        match Splitter::with_data(FORMS, WEIGHTS, FIXED) {
            Ok(splitter) => splitter,
            Err(error) => unreachable!("built-in data: {error}"),
        }
    }

    /// The splitter with the built-in model and the tables `whole.tsv`,
    /// `abbreviations.tsv` and `joined.tsv` of `sources`.
    ///
    /// # Errors
    ///
    /// Where a table is missing or faulty.
    pub fn parse(sources: &Sources) -> Result<Splitter, LexiconError> {
        // Parsed as a table first, so that a missing file is named.
        sources.table("whole.tsv")?;
        let fixed = sources.text("whole.tsv").unwrap_or_default();
        let breaks = Breaks::parse(sources)?;
        Ok(Splitter { breaks, ..Splitter::with_data(FORMS, WEIGHTS, fixed)? })
    }

    /// The lexicon files that the splitter carries.
    pub fn sources() -> Sources {
        Breaks::FILES.into_iter().chain([("whole.tsv", FIXED)]).collect()
    }

    /// A splitter with other data: `forms` are bytes of [`Forms`], whose values are Zipf
    /// tenths × 16 plus flags (1 perfect, 2 imperfect, 4 name, 8 adjective), `weights` and `fixed` are
    /// tables in the form of `models/wordfreq/weights.tsv` and `lexicon/whole.tsv`.
    ///
    /// # Errors
    ///
    /// Where `forms` is no such table or a table has a fault.
    pub fn with_data(
        forms: impl Into<Cow<'static, [u8]>>,
        weights: &str,
        fixed: &str,
    ) -> Result<Splitter, LexiconError> {
        let forms = Forms::new(forms).ok_or_else(|| LexiconError {
            file: "forms.bin".to_owned(),
            line: 0,
            message: "not a table of forms; build it anew with the example build_forms"
                .to_owned(),
        })?;
        let weights = parse_weights(weights, &feature_names())?;
        let enclitic_weights = parse_weights(ENCLITIC_WEIGHTS, &enclitic_features())?;
        let mut ends_list = FxHashMap::default();
        for row in Table::parse("listed.tsv", ENCLITICS)?.rows() {
            let letters = row.value("letters", 0, |text| text.parse().ok())?;
            for form in row.all("forms") {
                ends_list.insert(fold_key(form), letters);
            }
        }
        let mut list = FxHashMap::default();
        for row in Table::parse("whole.tsv", fixed)?.rows() {
            let cut = row.value("cut", 0, |text| text.parse().ok())?;
            let article = row.value("article", false, |text| match text {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            })?;
            for form in row.all("forms") {
                list.insert(fold_key(form), Fixed { cut, article });
            }
        }
        Ok(Splitter {
            forms,
            weights,
            fixed: list,
            whole: FxHashSet::default(),
            enclitic_weights,
            ends_list,
            breaks: Breaks::builtin()?,
            fronts: Pool::default(),
        })
    }

    /// Splits `key`, whose alefs bear a hamza or madda where `hamzas` says so.
    pub(crate) fn split_written(&self, key: &str, hamzas: Hamzas) -> Split {
        let mut split = self.split_front(key, hamzas);
        if !split.contracted {
            let cut = byte_of(key, split.proclitics.len());
            let rest = key.get(cut..).unwrap_or_default();
            split.proclitics.article = match self.fixed.get(rest) {
                Some(fixed) => fixed.article,
                None => self.has_article(rest, hamzas.at(split.proclitics.len())),
            };
        }
        split
    }

    /// All readings of a word as written, with the evidence for each.
    pub fn candidates(&self, word: &str) -> Vec<Candidate> {
        let key = fold_key(word);
        let hamzas = Hamzas::of(word);
        let mut candidates = Vec::new();
        readings(&key, |reading| {
            let mut features = Vec::new();
            let mut score = 0.0;
            self.evidence(&key, hamzas, reading, |at, value| {
                features.push((at, value));
                score += self.weights[at] * value;
            });
            candidates.push(Candidate {
                proclitics: reading.split.proclitics,
                contracted: reading.split.contracted,
                features,
                score,
            });
        });
        candidates
    }

    /// True for a word that the list decides, alone or behind `و` or `ف`.
    pub fn is_listed(&self, key: &str) -> bool {
        self.fixed.contains_key(key)
            || key
                .strip_prefix([WAW, FEH])
                .is_some_and(|rest| self.fixed.contains_key(rest))
    }

    fn split_front(&self, key: &str, hamzas: Hamzas) -> Split {
        let mut best = Split::default();
        if !key.starts_with([WAW, FEH, BEH, LAM, KAF, SEEN]) || self.whole.contains(key) {
            return best;
        }
        if let Some(fixed) = self.fixed.get(key) {
            return cut_front(key, fixed.cut);
        }
        if let Some(rest) = key.strip_prefix([WAW, FEH]) {
            let known = match self.fixed.get(rest) {
                Some(fixed) => Some(fixed.cut),
                None => self.whole.contains(rest).then_some(0),
            };
            if let Some(cut) = known {
                return cut_front(key, 1 + cut);
            }
        }
        let mut highest = f32::NEG_INFINITY;
        readings(key, |reading| {
            let mut score = 0.0;
            self.evidence(key, hamzas, reading, |at, value| {
                score += self.weights[at] * value;
            });
            if score > highest {
                highest = score;
                best = reading.split;
            }
        });
        best
    }

    fn has_article(&self, word: &str, hamza: bool) -> bool {
        let Some(rest) = word.strip_prefix(ARTICLE) else { return false };
        if hamza || rest.chars().nth(1).is_none() {
            return false;
        }
        let whole = self.known(word);
        let rest = self.known(rest);
        !(whole.flags & (PERFECT | NAME) != 0 && rest.zipf < ARTICLE_FLOOR)
    }

    /// What is known of a form.
    pub fn known(&self, word: &str) -> FormFacts {
        self.forms.facts(Prefix::EMPTY.and(word))
    }

    /// What is known of a form with the article before it.
    pub fn known_with_article(&self, word: &str) -> FormFacts {
        self.forms.facts(Prefix::EMPTY.and(ARTICLE).and(word))
    }

    /// What is known of a form that ends with `end`.
    pub(crate) fn known_pair(&self, word: &str, end: &str) -> FormFacts {
        self.forms.facts(Prefix::EMPTY.and(word).and(end))
    }

    /// Which endings make another known form of `word`: two bits an ending, which say
    /// whether the form is known and whether it is common.
    pub(crate) fn endings(&self, word: &str, endings: &[&str]) -> u64 {
        let stem = Prefix::EMPTY.and(word);
        endings.iter().fold(0, |bits, end| {
            let zipf = self.forms.facts(stem.and(end)).zipf;
            bits << 2 | u64::from(zipf > 0.0) | u64::from(zipf > 1.0) << 1
        })
    }

    /// True for a key, article removed, that the lexicon of adjectives knows, perhaps among
    /// other readings.
    pub fn may_be_adjective(&self, stem: &str) -> bool {
        self.known(stem).flags & ADJECTIVE != 0
    }
}

/// The weights of a table in the order of `names`; 0 for those it lacks.
fn parse_weights(text: &str, names: &[String]) -> Result<Box<[f32]>, LexiconError> {
    let table = Table::parse("weights.tsv", text)?;
    let mut by_name = FxHashMap::default();
    for row in table.rows() {
        let weight: f32 = row
            .get("weight")
            .parse()
            .map_err(|_| row.fault("the weight is no decimal number"))?;
        by_name.insert(row.key(), weight);
    }
    Ok(names
        .iter()
        .map(|name| by_name.get(name.as_str()).copied().unwrap_or(0.0))
        .collect())
}

/// Below this (Zipf less the floor), what follows the article is too rare to doubt that
/// a listed verb or name that begins with the same letters is meant.
const ARTICLE_FLOOR: f32 = 1.2;

/// Which of the first letters of a word are alefs written with hamza or madda.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hamzas(u8);

impl Hamzas {
    pub(crate) fn of(written: &str) -> Hamzas {
        let letters = written
            .chars()
            .filter(|&ch| !(is_mark(ch) || is_invisible(ch) || ch == TATWEEL))
            .take(8);
        let mut bits = 0;
        for (at, ch) in letters.enumerate() {
            if matches!(ch, ALEF_HAMZA_ABOVE | ALEF_HAMZA_BELOW | ALEF_MADDA) {
                bits |= 1 << at;
            }
        }
        Hamzas(bits)
    }

    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    pub(crate) fn of_bits(bits: u8) -> Hamzas {
        Hamzas(bits)
    }

    fn at(self, letter: usize) -> bool {
        letter < 8 && self.0 >> letter & 1 == 1
    }
}

/// The split that takes the first `cut` letters of `key` for proclitics.
fn cut_front(key: &str, cut: usize) -> Split {
    let mut split = Split::default();
    for ch in key.chars().take(cut) {
        match ch {
            WAW | FEH if split.proclitics.is_empty() => {
                split.proclitics.conjunction = Some(ch);
            }
            BEH | LAM | KAF => split.proclitics.preposition = Some(ch),
            SEEN => split.proclitics.future = true,
            _ => (),
        }
    }
    // ل and a word with article and ل in front share one ل: `لله`, `للذين`.
    let rest = key.get(byte_of(key, split.proclitics.len())..).unwrap_or_default();
    if split.proclitics.preposition == Some(LAM) && rest.starts_with(LAM) {
        split.contracted = true;
        split.doubled = true;
        split.proclitics.article = true;
    }
    split
}

/// The byte at which letter `n` of `key` begins.
pub(crate) fn byte_of(key: &str, n: usize) -> usize {
    key.char_indices().nth(n).map_or(key.len(), |(at, _)| at)
}

pub(crate) const PRONOUNS: [&str; 11] = [
    "\u{647}",
    "\u{647}\u{627}",
    "\u{647}\u{645}",
    "\u{647}\u{645}\u{627}",
    "\u{647}\u{646}",
    "\u{64A}",
    "\u{643}",
    "\u{643}\u{645}",
    "\u{643}\u{645}\u{627}",
    "\u{643}\u{646}",
    "\u{646}\u{627}",
];

/// `word` parted from the longest pronoun that ends it and leaves two letters.
pub(crate) fn pronoun_of(word: &str) -> Option<(&str, &str)> {
    PRONOUNS
        .iter()
        .filter_map(|pronoun| word.strip_suffix(pronoun))
        .filter(|base| base.chars().nth(1).is_some())
        .min_by_key(|base| base.len())
        .and_then(|base| word.split_at_checked(base.len()))
}

fn is_pronoun(word: &str) -> bool {
    PRONOUNS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a split as `و+ب+rest`.
    fn shown(splitter: &Splitter, word: &str) -> String {
        let key = fold_key(word);
        let split = splitter.split_written(&key, Hamzas::of(word));
        let mut shown = String::new();
        let p = split.proclitics;
        for ch in
            [p.conjunction, p.preposition, p.future.then_some(SEEN)].into_iter().flatten()
        {
            shown.push(ch);
            shown.push('+');
        }
        let skip = p.len() + usize::from(split.contracted && !split.doubled);
        if split.contracted {
            shown.push_str(ARTICLE);
        }
        shown.push_str(&key[byte_of(&key, skip)..]);
        shown
    }

    #[test]
    fn words_whose_first_letter_is_their_own_stay_whole() {
        let splitter = Splitter::default();
        for word in
            "ألبانيا والد بلد فهد كرم لبنان وزير وزارة وكالة وقت وجهت وضع وصل وعد \
            وقعت بيان بعض بين بعد كما كل لكن لقاء ليبيا لم لن فيما في فرنسا فصائل سوريا \
            سيارة سنة سبب كان كتلة كشف فتح فرق باريس بغداد برلمان لجنة ولاية ولي واشنطن \
            وفد وفاة وسط وصف وقف واحد بدأ بحث بلغ بقي بنك بيروت برنامج لاعب لندن كتب كبير \
            كندا كوريا فريق فاز فلسطين فقط سلاح سفير ستة سيد سياسي سيول سيناء لواء لغة \
            وصول وثيقة وباء كأس بحر بوتين بكين فيديو فيروس كورونا كيلومتر ليلة لحظة"
                .split_whitespace()
        {
            assert_eq!(shown(&splitter, word), fold_key(word), "{word}");
        }
    }

    #[test]
    fn attached_words_are_cut_off() {
        let splitter = Splitter::default();
        for (word, expected) in [
            ("وقال", "و+قال"),
            ("فقال", "ف+قال"),
            ("وأكد", "و+اكد"),
            ("بأن", "ب+ان"),
            ("فقد", "ف+قد"),
            ("بالإضافة", "ب+الاضافة"),
            ("للصحفيين", "ل+الصحفيين"),
            ("وللمنسقين", "و+ل+المنسقين"),
            ("بمسؤول", "ب+مسؤول"),
            ("لدمشق", "ل+دمشق"),
            ("لأمن", "ل+امن"),
            ("كمسؤول", "ك+مسؤول"),
            ("ستعمل", "س+تعمل"),
            ("سيتحدد", "س+يتحدد"),
            ("ولن", "و+لن"),
            ("وبالخصوص", "و+ب+الخصوص"),
            ("فالوزير", "ف+الوزير"),
            ("بسوسة", "ب+سوسة"),
            ("وبوجمعة", "و+بوجمعة"),
            ("بوجمعة", "بوجمعة"),
            ("ودعا", "و+دعا"),
            ("لله", "ل+الله"),
            ("سيستغرقون", "س+يستغرقون"),
            ("وبعد", "و+بعد"),
            ("وكان", "و+كان"),
            ("ولكن", "و+لكن"),
            ("وسيتحدد", "و+س+يتحدد"),
            ("للغة", "ل+اللغة"),
            ("لله", "ل+الله"),
            ("لها", "ل+ها"),
            ("ووزير", "و+وزير"),
            ("ولوزارة", "و+ل+وزارة"),
            ("بوزارة", "ب+وزارة"),
            ("لوكالة", "ل+وكالة"),
            ("وبلغ", "و+بلغ"),
            ("بألبانيا", "ب+البانيا"),
        ] {
            assert_eq!(shown(&splitter, word), expected, "{word}");
        }
    }

    #[test]
    fn the_article_is_told_from_letters_of_the_word() {
        let splitter = Splitter::default();
        for (word, article) in [
            ("الوزير", true),
            ("والوزير", true),
            ("للوزير", true),
            ("ألبانيا", false),
            ("المانيا", false),
            ("بألمانيا", false),
            ("التقى", false),
            ("التهم", true),
            ("الإلكترونية", true),
            ("والتقى", false),
            ("الذي", false),
            ("إلى", false),
            ("الله", false),
            ("ألف", false),
            ("وزير", false),
        ] {
            let split = splitter.split_written(&fold_key(word), Hamzas::of(word));
            assert_eq!(split.proclitics.article, article, "{word}");
        }
    }

    #[test]
    fn a_callers_names_stay_whole() {
        let splitter = Splitter::new(["بالمر".to_owned()]);
        assert_eq!(shown(&splitter, "بالمر"), "بالمر");
        assert_eq!(shown(&splitter, "وبالمر"), "و+بالمر");
    }

    #[test]
    fn faulty_data_are_refused() {
        assert!(Splitter::with_data(vec![1u8, 2, 3], WEIGHTS, FIXED).is_err());
        assert!(Splitter::with_data(FORMS, "feature\tweight\none\tx\n", FIXED).is_err());
    }
}
