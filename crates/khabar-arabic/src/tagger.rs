//! Part of speech and morphology of the words of a sentence: averaged perceptrons over
//! hashed features, from left to right.

use std::fmt;

use crate::{
    clitic::{FormFacts, Proclitics, Splitter},
    letters::{
        ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, ALEF_MAKSURA, HAMZA, HEH,
        MEEM, NOON, SEEN, TEH, TEH_MARBUTA, WAW, WAW_HAMZA, YEH, YEH_HAMZA,
    },
    words::TokenKind,
};

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
}

impl fmt::Display for Morphology {
    /// As in the sixth column of CoNLL-U: `Gender=Fem|Number=Sing`, or `_`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = [
            ("Aspect", self.aspect.map(Aspect::as_str)),
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

    /// The inverse of [`Morphology::classes`].
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
        }
    }
}

/// What the tagger sees of one word, clitics taken off.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    word: u64,
    written: u64,
    ends: [u64; 4],
    fronts: [u64; 3],
    pattern: u64,
    shape: u64,
    lexicon: u64,
    flags: u64,
    frequency: u64,
    length: u64,
    /// A tag that needs no guess.
    fixed: Option<Tag>,
}

/// What is known of a form in the lexica behind the tagger, by key.
#[derive(Debug)]
pub struct TagLexicon(fst::Map<&'static [u8]>);

impl TagLexicon {
    /// The lexicon in `bytes`, if it is one.
    pub fn new(bytes: &'static [u8]) -> Option<TagLexicon> {
        fst::Map::new(bytes).ok().map(TagLexicon)
    }

    fn get(&self, key: &str) -> u64 {
        self.0.get(key).unwrap_or_default()
    }
}

const K: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(a: u64, b: u64) -> u64 {
    let x = (a ^ b.wrapping_mul(K)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 29)
}

fn hash(text: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for chunk in text.as_bytes().chunks(8) {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        h = mix(h, u64::from_le_bytes(word));
    }
    h
}

impl Item {
    /// A mark, number or foreign word.
    pub fn other(kind: TokenKind, key: &str) -> Item {
        let fixed = match kind {
            TokenKind::Number => Tag::Num,
            TokenKind::Foreign => Tag::X,
            TokenKind::Mark
                if matches!(
                    key,
                    "%" | "$" | "\u{20AC}" | "\u{A3}" | "+" | "=" | "\u{66A}"
                ) =>
            {
                Tag::Sym
            }
            TokenKind::Mark | TokenKind::Quote | TokenKind::Word => Tag::Punct,
        };
        Item {
            word: hash(key),
            written: 0,
            ends: [0; 4],
            fronts: [0; 3],
            pattern: 0,
            shape: 1000 + fixed as u64,
            lexicon: 0,
            flags: 0,
            frequency: 0,
            length: 0,
            fixed: Some(fixed),
        }
    }

    /// A word: `stem` is the key without clitics and article, `written` the same letters
    /// with their hamzas.
    pub fn word(
        stem: &str,
        written: &str,
        proclitics: Proclitics,
        pronoun: Option<&str>,
        splitter: &Splitter,
        lexicon: &TagLexicon,
    ) -> Item {
        let mut bounds = [0usize; 40];
        let mut count = 0;
        for (at, _) in stem.char_indices().take(39) {
            bounds[count] = at;
            count += 1;
        }
        bounds[count] = stem.len();
        let end = |n: usize| {
            if count >= n {
                hash(stem.get(bounds[count - n]..).unwrap_or_default())
            } else {
                1
            }
        };
        let front = |n: usize| {
            if count >= n { hash(stem.get(..bounds[n]).unwrap_or_default()) } else { 1 }
        };
        let has_article = proclitics.article;
        let shape = proclitics.conjunction.map_or(0, |ch| ch as u64 & 1 | 2)
            | proclitics.preposition.map_or(0, |ch| (ch as u64 % 7 + 1) << 2)
            | u64::from(proclitics.future) << 6
            | u64::from(has_article) << 7
            | u64::from(pronoun.is_some()) << 8;
        let alone = splitter.known(stem);
        let with_article = splitter.known_with_article(stem);
        let feminine = splitter.known_pair(stem, "\u{629}");
        let pronouns = splitter.known_pair(stem, "\u{647}\u{627}");
        let restored = match stem.strip_suffix(TEH) {
            Some(bare) if pronoun.is_some() => splitter.known_pair(bare, "\u{629}"),
            _ => FormFacts::default(),
        };
        let whole_facts = if has_article { with_article } else { alone };
        let bucket = |zipf: f32| -> u64 {
            if zipf == 0.0 {
                0
            } else if zipf < 1.0 {
                1
            } else if zipf < 2.2 {
                2
            } else {
                3
            }
        };
        let share = if alone.zipf + with_article.zipf == 0.0 {
            0
        } else {
            let lead = with_article.zipf - alone.zipf;
            if lead < -2.0 {
                1
            } else if lead < -1.0 {
                2
            } else if lead < 0.0 {
                3
            } else {
                4
            }
        };
        let frequency = share
            | bucket(feminine.zipf) << 3
            | bucket(pronouns.zipf) << 5
            | bucket(restored.zipf) << 7;
        let flags = u64::from(alone.flags)
            | u64::from(whole_facts.flags) << 4
            | u64::from(alone.zipf == 0.0) << 8;
        let mut pattern = 0u64;
        for ch in stem.chars().take(12) {
            let code = match ch {
                ALEF => 1,
                WAW => 2,
                YEH => 3,
                TEH => 4,
                MEEM => 5,
                NOON => 6,
                TEH_MARBUTA => 7,
                ALEF_MAKSURA => 8,
                HAMZA | WAW_HAMZA | YEH_HAMZA => 9,
                SEEN => 10,
                HEH => 11,
                _ => 12,
            };
            pattern = pattern << 4 | code;
        }
        let hamza = written.chars().next().map_or(0, |ch| match ch {
            ALEF_HAMZA_ABOVE => 1,
            ALEF_HAMZA_BELOW => 2,
            ALEF_MADDA => 3,
            _ => 0,
        });
        Item {
            word: hash(stem),
            written: hash(written),
            ends: [end(1), end(2), end(3), end(4)],
            fronts: [front(1), front(2), front(3)],
            pattern: pattern ^ hamza << 60,
            shape,
            lexicon: lexicon.get(stem),
            flags,
            frequency,
            length: count.min(8) as u64,
            fixed: None,
        }
    }

    const EDGE: Item = Item {
        word: 7,
        written: 7,
        ends: [7; 4],
        fronts: [7; 3],
        pattern: 7,
        shape: 2000,
        lexicon: 0,
        flags: 0,
        frequency: 0,
        length: 0,
        fixed: None,
    };

    /// The tag that needs no guess.
    pub fn fixed(&self) -> Option<Tag> {
        self.fixed
    }
}

/// Calls `add` with the features that decide the tag of item `i`, whose neighbours to
/// the left bear `tags`; 16 stands for the edge of the sentence.
pub fn tag_features(
    items: &[Item],
    i: usize,
    tags: [usize; 2],
    mut add: impl FnMut(u64),
) {
    let at = |offset: isize| {
        i.checked_add_signed(offset).and_then(|i| items.get(i)).unwrap_or(&Item::EDGE)
    };
    let (it, p1, p2, n1, n2) = (at(0), at(-1), at(-2), at(1), at(2));
    let (t1, t2) = (tags[0] as u64, tags[1] as u64);
    let mut template = 0;
    let mut add = |a: u64, b: u64| {
        template += 1;
        add(mix(mix(template, a), b));
    };
    add(0, 0);
    add(it.word, 0);
    add(it.word, it.shape);
    add(it.written, 0);
    add(it.ends[0], it.shape);
    add(it.ends[1], it.shape);
    add(it.ends[2], it.shape);
    add(it.ends[2], it.length);
    add(it.ends[3], 0);
    add(it.fronts[0], it.ends[0]);
    add(it.fronts[1], it.shape);
    add(it.fronts[2], 0);
    add(it.pattern, it.shape);
    add(it.pattern, it.flags);
    add(it.flags, it.shape);
    add(it.flags, it.lexicon);
    add(it.lexicon, it.shape);
    add(it.frequency, it.shape);
    add(it.frequency, mix(it.ends[0], it.fronts[0]));
    add(t1, it.shape);
    add(t1, mix(t2, it.shape));
    add(t1, it.word);
    add(t1, it.ends[1]);
    add(t1, it.pattern);
    add(t1, mix(it.flags, it.shape));
    add(t1, mix(it.lexicon, p1.lexicon));
    add(p1.word, it.shape);
    add(p1.word, it.word);
    add(p1.ends[1], mix(it.ends[1], it.shape));
    add(p1.shape, mix(it.shape, t1));
    add(p2.word, t1);
    add(n1.word, 0);
    add(n1.word, it.shape);
    add(n1.word, it.word);
    add(n1.shape, mix(it.shape, it.ends[0]));
    add(n1.ends[1], it.ends[1]);
    add(n1.flags, mix(n1.shape, it.shape));
    add(n1.lexicon, mix(it.lexicon, it.shape));
    add(n1.pattern, it.shape);
    add(n1.frequency, mix(n1.shape, it.flags));
    add(n2.word, it.shape);
    add(n2.shape, mix(n1.shape, it.shape));
}

/// Calls `add` with the features that decide the morphology of item `i` once its tag is
/// known; they come on top of those for the tag.
pub fn form_features(
    items: &[Item],
    i: usize,
    tag: usize,
    previous: usize,
    mut add: impl FnMut(u64),
) {
    let at = |offset: isize| {
        i.checked_add_signed(offset).and_then(|i| items.get(i)).unwrap_or(&Item::EDGE)
    };
    let (it, p1, n1) = (at(0), at(-1), at(1));
    let tag = tag as u64 + 1;
    let mut template = 100;
    let mut add = |a: u64, b: u64| {
        template += 1;
        add(mix(mix(template, tag), mix(a, b)));
    };
    add(0, 0);
    add(it.shape, previous as u64);
    add(it.word, 0);
    add(it.ends[0], it.shape);
    add(it.ends[1], 0);
    add(it.ends[2], 0);
    add(it.pattern, 0);
    add(it.fronts[0], it.ends[0]);
    add(it.fronts[0], it.flags);
    add(it.frequency, it.flags);
    add(n1.shape, it.shape);
    add(n1.shape, n1.ends[0]);
    add(p1.ends[0], mix(previous as u64, p1.shape));
    add(p1.word, 0);
}

/// The class of highest sum in each group from `first` on.
pub fn best_class<T: Copy + PartialOrd>(
    sums: &[T; COLUMNS],
    (from, len): (usize, usize),
) -> usize {
    let mut best = 0;
    for class in 1..len {
        if sums[from + class] > sums[from + best] {
            best = class;
        }
    }
    best
}

/// A trained tagger: rows of weights, found by the hash of their feature in an
/// open-addressed table.
pub struct TagModel {
    /// For each slot 15 bits of the feature above the number of its row and one; 0 where
    /// the slot is empty.
    slots: Vec<u32>,
    rows: &'static [[u8; COLUMNS]],
}

impl fmt::Debug for TagModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TagModel").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

/// Bits of a slot that number its row.
pub const ROW_BITS: u32 = 17;

/// The slot where the search for `feature` begins, of `slots` (a power of two), and the
/// mark that tells it from others.
pub fn slot_of(feature: u64, slots: usize) -> (usize, u32) {
    let feature = mix(feature, 0x5bd1_e995);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the parts of the hash are wanted"
    )]
    let parts = (feature as usize & (slots - 1), (feature >> 49) as u32);
    parts
}

impl TagModel {
    /// The model in `bytes`: the logarithm of the number of slots (4 bytes), the slots,
    /// the rows.
    pub fn new(bytes: &'static [u8]) -> Option<TagModel> {
        let (head, rest) = bytes.split_at_checked(4)?;
        let bits = u32::from_le_bytes(head.try_into().ok()?);
        let count = 1usize.checked_shl(bits).filter(|_| bits < 24)?;
        let (slots, rows) = rest.split_at_checked(count * 4)?;
        let (rows, rest) = rows.as_chunks();
        let slots: Vec<u32> = slots
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        // An empty slot ends each search, and each row must be there.
        let in_reach =
            |slot: &u32| ((slot & ((1 << ROW_BITS) - 1)) as usize) <= rows.len();
        (rest.is_empty() && slots.contains(&0) && slots.iter().all(in_reach))
            .then_some(TagModel { slots, rows })
    }

    /// Adds the row of `feature` to `sums`.
    #[inline]
    fn add_row(&self, feature: u64, sums: &mut [i16; COLUMNS]) {
        let (mut at, mark) = slot_of(feature, self.slots.len());
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return;
            }
            if slot >> ROW_BITS == mark {
                let row = (slot & ((1 << ROW_BITS) - 1)) as usize - 1;
                // 60 rows of 8 bits stay far below the limit of 16.
                for (sum, &value) in sums.iter_mut().zip(&self.rows[row]) {
                    *sum += i16::from(value.cast_signed());
                }
                return;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}

/// Tags a sentence with the weights of `rows`.
pub fn tag(items: &[Item], rows: &TagModel) -> Vec<(Tag, Morphology)> {
    let mut found: Vec<(Tag, Morphology)> = Vec::with_capacity(items.len());
    let (mut t1, mut t2) = (16, 16);
    for (i, item) in items.iter().enumerate() {
        let (tag, morphology) = match item.fixed {
            Some(tag) => (tag, Morphology::default()),
            None => {
                let mut sums = [0i16; COLUMNS];
                tag_features(items, i, [t1, t2], |f| rows.add_row(f, &mut sums));
                let class = best_class(&sums, GROUPS[0]);
                form_features(items, i, class, t1, |f| rows.add_row(f, &mut sums));
                let mut classes = [0; 6];
                for (class, &group) in classes.iter_mut().zip(&GROUPS[1..]) {
                    *class = best_class(&sums, group);
                }
                (Tag::ALL[class], Morphology::of_classes(classes))
            }
        };
        found.push((tag, morphology));
        (t1, t2) = (tag as usize, t1);
    }
    found
}
