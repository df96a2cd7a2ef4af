//! Words in their sentence: parts, parts of speech, lemmas.

mod lexis;

use khabar_doc::Span;

use self::lexis::Lexis;
use crate::{
    case::visible_case,
    clitic::Splitter,
    key::fold_key,
    lemma::Lemmas,
    letters::{ALEF, FEH, KAF, NOON, SEEN, WAW, YEH},
    sources::Sources,
    table::LexiconError,
    tagger::{
        COLUMNS, Definiteness, Item, Morphology, Sums, Tag, TagLexicon, TagModel,
        WordGender, WordNumber, WordPerson,
    },
    words::{Pool, Token, TokenKind, Words, letters_in},
};

static TAGS: &[u8] = include_bytes!("../../../../models/tagger/tags.bin");
static TAG_LEXICON: &[u8] = include_bytes!("../../../../models/tagger/lexicon.fst");
static LEMMA_FORMS: &[u8] = include_bytes!("../../../../models/lemmas/forms.fst");
static LEMMAS: &str = include_str!("../../../../models/lemmas/lemmas.tsv");

/// Reads words: their parts, with part of speech, morphology and lemma.
///
/// Opening one copies half a megabyte; keep it. It remembers what it found out about words,
/// up to a bound and never what depends on a sentence, so that later texts are read faster;
/// what it says of a text does not depend on those read before.
#[derive(Debug)]
pub struct Analyser {
    splitter: Splitter,
    model: TagModel,
    lexicon: TagLexicon,
    lemmas: Lemmas,
    lexis: Pool<Lexis>,
}

/// The parts of the words of a text.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    parts: Vec<Part>,
    /// For each token the position of its first part, and an end.
    firsts: Vec<u32>,
    text: String,
}

/// What a [`Part`] is to its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A one-letter word on the front.
    Proclitic,
    /// The word itself; the article belongs to it.
    Stem,
    /// A pronoun on the end.
    Enclitic,
}

/// A syntactic word: a whole token, or a clitic or stem of one.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Where it is written, in bytes of the whole text.
    pub span: Span,
    /// What it is to its word.
    pub role: Role,
    /// Part of speech.
    pub tag: Tag,
    /// Inflection.
    pub morphology: Morphology,
    /// True for a noun that governs the next word or the pronoun behind it.
    pub construct: bool,
    norm: (u32, u32),
    lemma: (u32, u32),
    root: &'static str,
}

impl Part {
    /// The letters of the root where it is known.
    pub fn root(&self) -> Option<&'static str> {
        (!self.root.is_empty()).then_some(self.root)
    }
}

impl Analysis {
    /// The parts of token `i`, in reading order.
    pub fn parts(&self, i: usize) -> &[Part] {
        let from = self.firsts[i] as usize;
        let to = self.firsts[i + 1] as usize;
        &self.parts[from..to]
    }

    /// The stem of token `i`, or the token where it has no parts.
    pub fn stem(&self, i: usize) -> &Part {
        let parts = self.parts(i);
        parts.iter().find(|part| part.role == Role::Stem).unwrap_or(&parts[0])
    }

    /// All parts, in reading order.
    pub fn all(&self) -> &[Part] {
        &self.parts
    }

    /// The part as it would be written alone: the article in full, ة for ت and ى for ا
    /// before a pronoun; without marks and tatweel, hamzas as written.
    pub fn norm(&self, part: &Part) -> &str {
        self.slice(part.norm)
    }

    /// The dictionary form, undiacritised.
    pub fn lemma(&self, part: &Part) -> &str {
        self.slice(part.lemma)
    }

    fn slice(&self, (from, to): (u32, u32)) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    fn push(&mut self, text: &str) -> (u32, u32) {
        let from = self.text.len();
        self.text.push_str(text);
        let span = Span::of(from, self.text.len());
        (span.start(), span.end())
    }

    /// Adds token `i`, a mark, number or foreign word.
    fn other(&mut self, words: &Words, i: usize, (tag, morphology): (Tag, Morphology)) {
        let norm = self.push(words.whole(i));
        self.parts.push(Part {
            span: words.tokens()[i].span,
            role: Role::Stem,
            tag,
            morphology,
            construct: false,
            norm,
            lemma: norm,
            root: "",
        });
    }
}

impl Default for Analyser {
    fn default() -> Analyser {
        Analyser::builtin()
    }
}

impl Analyser {
    /// The analyser with the built-in data.
    ///
    /// # Panics
    ///
    /// Never: the built-in data are tested.
    pub fn builtin() -> Analyser {
        Analyser::with_splitter(Splitter::builtin())
    }

    /// The analyser with the built-in models and the table `whole.tsv` of `sources`.
    ///
    /// # Errors
    ///
    /// Where the table is missing or faulty.
    pub fn parse(sources: &Sources) -> Result<Analyser, LexiconError> {
        Ok(Analyser::with_splitter(Splitter::parse(sources)?))
    }

    /// The analyser with the built-in models behind `splitter`.
    ///
    /// # Panics
    ///
    /// Never: the built-in data are tested.
    pub fn with_splitter(splitter: Splitter) -> Analyser {
        let models = (
            TagModel::new(TAGS),
            TagLexicon::new(TAG_LEXICON),
            Lemmas::new(LEMMA_FORMS, LEMMAS),
        );
        let (Some(model), Some(lexicon), Some(lemmas)) = models else {
            unreachable!("built-in models are whole")
        };
        Analyser { splitter, model, lexicon, lemmas, lexis: Pool::default() }
    }

    /// The splitter that cuts its words.
    pub fn splitter(&self) -> &Splitter {
        &self.splitter
    }

    /// Cuts all of `text` into words and reads them.
    pub fn read(&self, text: &str) -> (Words, Analysis) {
        let words = Words::of(text, &[Span::of(0, text.len())], &self.splitter);
        let analysis = self.over(text, &words);
        (words, analysis)
    }

    /// Reads `words`, which were cut from `text`.
    pub fn over(&self, text: &str, words: &Words) -> Analysis {
        let mut analysis = Analysis::default();
        analysis.firsts.reserve(words.tokens().len() + 1);
        analysis.parts.reserve(words.tokens().len() * 5 / 4);
        analysis.text.reserve(text.len() * 2);
        let mut lexis = self.lexis.take().unwrap_or_default();
        let mut entries: Vec<Option<usize>> = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        let mut sums: Vec<Sums> = Vec::new();
        for sentence in words.sentences() {
            entries.clear();
            items.clear();
            sums.clear();
            // The entries of one sentence are kept together.
            lexis.bound();
            for i in sentence.tokens.clone() {
                if words.tokens()[i].kind == TokenKind::Word {
                    let entry = lexis.entry(self, text, words, i);
                    let (item, own) = lexis.item(entry);
                    items.push(item);
                    sums.push(own);
                    entries.push(Some(entry));
                } else {
                    items.push(Item::other(words.tokens()[i].kind, words.whole(i)));
                    sums.push([0; COLUMNS]);
                    entries.push(None);
                }
            }
            let first = sentence.tokens.start;
            let tags = self.model.tag_known(&items, &mut sums, |at, tag| {
                entries[at].map_or([0; COLUMNS], |entry| {
                    lexis.reading(self, words, first + at, entry, tag).sums
                })
            });
            let mut has_word = false;
            for (at, i) in sentence.tokens.clone().enumerate() {
                analysis.firsts.push(Span::of(0, analysis.parts.len()).end());
                let next = tags.get(at + 1).map(|&(tag, form)| {
                    let token = &words.tokens()[i + 1];
                    (tag, form, token.proclitics.is_empty())
                });
                match entries[at] {
                    Some(entry) => {
                        proclitics(&mut analysis, text, &words.tokens()[i], !has_word);
                        self.write(
                            &mut analysis,
                            &mut lexis,
                            words,
                            i,
                            entry,
                            tags[at],
                            next,
                        );
                        has_word = true;
                    }
                    None => analysis.other(words, i, tags[at]),
                }
            }
        }
        analysis.firsts.push(Span::of(0, analysis.parts.len()).end());
        self.lexis.give(lexis);
        analysis
    }

    /// Adds stem and pronoun of token `i`.
    #[expect(
        clippy::too_many_arguments,
        reason = "one step of a loop, told apart for reading"
    )]
    fn write(
        &self,
        analysis: &mut Analysis,
        lexis: &mut Lexis,
        words: &Words,
        i: usize,
        entry: usize,
        (tag, mut morphology): (Tag, Morphology),
        next: Option<(Tag, Morphology, bool)>,
    ) {
        let token = &words.tokens()[i];
        let (pronoun, pronoun_bytes) = lexis.pronoun(entry);
        let reading = lexis.reading(self, words, i, entry, tag);
        let norm = analysis.push(lexis.text(reading.norm));
        let lemma = analysis.push(lexis.text(reading.lemma));
        let nominal = matches!(tag, Tag::Noun | Tag::Adj | Tag::Propn | Tag::Num);
        let construct = matches!(tag, Tag::Noun | Tag::Num)
            && !token.proclitics.article
            && (pronoun.is_some()
                || next.is_some_and(|(tag, form, alone)| {
                    alone
                        && matches!(tag, Tag::Noun | Tag::Propn)
                        && (form.definite == Some(Definiteness::Definite)
                            || morphology.definite == Some(Definiteness::Definite))
                }));
        if nominal && (token.proclitics.article || pronoun.is_some()) {
            morphology.definite = Some(Definiteness::Definite);
        }
        let stem = words.stem(i);
        if nominal && pronoun.is_none() && stem.ends_with([ALEF, NOON, WAW, YEH]) {
            let lemma = fold_key(analysis.slice(lemma));
            morphology.case = visible_case(stem, &lemma, tag, morphology);
        }
        // Marks before the first letter belong to the word.
        let start = if token.proclitics.is_empty() {
            token.span.start()
        } else {
            token.core.start()
        };
        let cut = token.span.end() - pronoun_bytes;
        let start = start.min(cut);
        analysis.parts.push(Part {
            span: Span::new(start, cut),
            role: Role::Stem,
            tag,
            morphology,
            construct,
            norm,
            lemma,
            root: reading.root,
        });
        if let Some(pronoun) = pronoun {
            let norm = analysis.push(pronoun);
            let lemma = analysis.push("\u{647}\u{648}");
            analysis.parts.push(Part {
                span: Span::new(cut, token.span.end()),
                role: Role::Enclitic,
                tag: Tag::Pron,
                morphology: of_pronoun(pronoun),
                construct: false,
                norm,
                lemma,
                root: "",
            });
        }
    }
}

/// Adds the letters on the front of `token`.
fn proclitics(analysis: &mut Analysis, text: &str, token: &Token, is_first: bool) {
    if token.proclitics.is_empty() {
        return;
    }
    let p = token.proclitics;
    let list = [p.conjunction, p.preposition, p.future.then_some(SEEN)];
    let whole = text.get(token.span.range()).unwrap_or_default();
    let mut start = token.span.start();
    for (at, letter) in list.into_iter().flatten().enumerate() {
        let end = if at + 1 == p.len() {
            token.core.start()
        } else {
            let letters = letters_in(whole, at + 1).unwrap_or_default();
            (token.span.start() + letters).clamp(start, token.core.start())
        };
        let tag = match letter {
            WAW if is_first => Tag::Part,
            WAW => Tag::Cconj,
            FEH | SEEN => Tag::Part,
            _ => Tag::Adp,
        };
        let norm = analysis.push(letter.encode_utf8(&mut [0; 4]));
        analysis.parts.push(Part {
            span: Span::new(start, end),
            role: Role::Proclitic,
            tag,
            morphology: Morphology::default(),
            construct: false,
            norm,
            lemma: norm,
            root: "",
        });
        start = end;
    }
}

/// The inflection of an attached pronoun.
fn of_pronoun(pronoun: &str) -> Morphology {
    let mut letters = pronoun.chars();
    let (first, second, third) = (letters.next(), letters.next(), letters.next());
    let person = match first {
        Some(YEH | NOON) => WordPerson::First,
        Some(KAF) => WordPerson::Second,
        _ => WordPerson::Third,
    };
    let gender = match (first, second, third) {
        (_, Some(NOON), None) => WordGender::Feminine,
        (Some(NOON | YEH), ..) => WordGender::Masculine,
        (_, Some(ALEF), None) => WordGender::Feminine,
        _ => WordGender::Masculine,
    };
    let number = match (first, second, third) {
        (_, _, Some(_)) => WordNumber::Dual,
        (Some(NOON), Some(ALEF), _) => WordNumber::Plural,
        (Some(NOON | YEH), ..) | (_, None, _) | (_, Some(ALEF), _) => {
            WordNumber::Singular
        }
        _ => WordNumber::Plural,
    };
    Morphology {
        person: Some(person),
        gender: Some(gender),
        number: Some(number),
        ..Morphology::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let (words, analysis) = Analyser::builtin().read(text);
        let mut shown = Vec::new();
        for i in 0..words.tokens().len() {
            for part in analysis.parts(i) {
                shown.push(format!(
                    "{}/{}/{}",
                    analysis.norm(part),
                    analysis.lemma(part),
                    part.tag
                ));
            }
        }
        shown.join(" ")
    }

    #[test]
    fn a_sentence_is_read() {
        assert_eq!(
            shown("وأعلنت الشركة أنها ستزور مدينتها للمرة الأولى."),
            "و/و/PART أعلنت/أعلن/VERB الشركة/شركة/NOUN أن/أن/SCONJ ها/هو/PRON \
             س/س/PART تزور/زار/VERB مدينة/مدينة/NOUN ها/هو/PRON ل/ل/ADP المرة/مرة/NOUN \
             الأولى/أول/ADJ ././PUNCT"
        );
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = "😀 وَبِمَدِينَتِهِمْ";
        let (words, analysis) = Analyser::builtin().read(text);
        let last = words.tokens().len() - 1;
        let spans: Vec<&str> =
            analysis.parts(last).iter().map(|part| &text[part.span.range()]).collect();
        assert_eq!(spans, ["وَ", "بِ", "مَدِينَتِ", "هِمْ"]);
        assert_eq!(analysis.norm(&analysis.parts(last)[2]), "مدينة");
    }

    #[test]
    fn pronouns_have_person_gender_and_number() {
        for (pronoun, expected) in [
            ("ه", "Gender=Masc|Number=Sing|Person=3"),
            ("ها", "Gender=Fem|Number=Sing|Person=3"),
            ("هم", "Gender=Masc|Number=Plur|Person=3"),
            ("هن", "Gender=Fem|Number=Plur|Person=3"),
            ("هما", "Gender=Masc|Number=Dual|Person=3"),
            ("نا", "Gender=Masc|Number=Plur|Person=1"),
            ("ني", "Gender=Masc|Number=Sing|Person=1"),
            ("ي", "Gender=Masc|Number=Sing|Person=1"),
            ("ك", "Gender=Masc|Number=Sing|Person=2"),
            ("كم", "Gender=Masc|Number=Plur|Person=2"),
        ] {
            assert_eq!(of_pronoun(pronoun).to_string(), expected, "{pronoun}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[\u{20}-\u{2F}\u{30}-\u{39}a-c\u{621}-\u{652}\u{660}-\u{66C}\u{6CC}\u{FEF5}-\u{FEFC}\u{200F}😀]{0,40}") {
            let (words, analysis) = Analyser::builtin().read(&text);
            let mut end = 0;
            for i in 0..words.tokens().len() {
                let token = words.tokens()[i].span;
                let parts = analysis.parts(i);
                proptest::prop_assert!(!parts.is_empty());
                proptest::prop_assert_eq!(parts[0].span.start(), token.start());
                proptest::prop_assert_eq!(parts[parts.len() - 1].span.end(), token.end());
                for part in parts {
                    proptest::prop_assert!(part.span.start() >= end);
                    proptest::prop_assert!(text.get(part.span.range()).is_some());
                    end = part.span.end();
                }
            }
        }
    }
}
