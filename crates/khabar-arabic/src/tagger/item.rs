//! What the tagger sees of one word.

use crate::{
    clitic::{FormFacts, Proclitics, Splitter},
    letters::{
        ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, ALEF_MAKSURA, HAMZA, HEH,
        MEEM, NOON, SEEN, TEH, TEH_MARBUTA, WAW, WAW_HAMZA, YEH, YEH_HAMZA,
    },
    tagger::tag::Tag,
    words::TokenKind,
};

/// What the tagger sees of one word, clitics taken off.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub(super) word: u64,
    pub(super) written: u64,
    /// The word without an ending of gender, number or case.
    pub(super) base: u64,
    /// Which ending that is.
    pub(super) ending: u64,
    pub(super) ends: [u64; 4],
    pub(super) fronts: [u64; 3],
    pub(super) pattern: u64,
    pub(super) shape: u64,
    /// What the lexicon says of names.
    pub(super) names: u64,
    /// What the lexicon says of parts of speech.
    pub(super) classes: u64,
    /// The line of the list of closed classes, from 1.
    pub(super) listed: u64,
    /// The same as `classes` of the base.
    pub(super) base_classes: u64,
    pub(super) flags: u64,
    pub(super) frequency: u64,
    pub(super) base_frequency: u64,
    /// Which endings of nouns and adjectives the base is known with.
    pub(super) nominal: u64,
    /// Which endings of verbs the word is known with.
    pub(super) verbal: u64,
    /// For a word in the form of an adjective of origin, what its origin may be.
    pub(super) nisba: u64,
    pub(super) length: u64,
    /// A tag that needs no guess.
    pub(super) fixed: Option<Tag>,
}

/// What the bits of an entry of the [`TagLexicon`] mean.
pub mod lexicon_bits {
    /// A given name.
    pub const GIVEN: u64 = 1;
    /// A surname.
    pub const SURNAME: u64 = 1 << 1;
    /// A name that is a common word too.
    pub const COMMON: u64 = 1 << 2;
    /// A name that five bearers have, or fifty (twice this).
    pub const BEARERS: u64 = 1 << 3;
    /// A place.
    pub const PLACE: u64 = 1 << 5;
    /// How often running text has the word inside a name, 0 to 3.
    pub const IN_NAMES: u64 = 1 << 6;
    /// A noun that heads the names of organisations.
    pub const HEAD: u64 = 1 << 8;
    /// A noun that heads the names of places.
    pub const PLACE_HEAD: u64 = 1 << 9;
    /// A title of a person.
    pub const TITLE: u64 = 1 << 10;
    /// A word of a known name of an organisation.
    pub const KNOWN: u64 = 1 << 11;
    /// A month or weekday.
    pub const CALENDAR: u64 = 1 << 12;
    /// The lowest bit of what concerns parts of speech.
    pub const CLASSES: u32 = 16;
    /// A comparative.
    pub const COMPARATIVE: u64 = 1 << 16;
    /// A perfect verb.
    pub const PERFECT: u64 = 1 << 17;
    /// An imperfect verb.
    pub const IMPERFECT: u64 = 1 << 18;
    /// An adjective.
    pub const ADJECTIVE: u64 = 1 << 19;
    /// A verbal noun.
    pub const MASDAR: u64 = 1 << 20;
    /// A participle.
    pub const PARTICIPLE: u64 = 1 << 21;
    /// A noun that the editors list.
    pub const NOUN: u64 = 1 << 22;
    /// A number word.
    pub const NUMBER: u64 = 1 << 23;
    /// The class of closed words in Camel Morph, of six bits.
    pub const CLOSED: u64 = 1 << 24;
    /// The line of `closed.tsv`, from 1.
    pub const LISTED: u64 = 1 << 30;
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

pub(super) fn mix(a: u64, b: u64) -> u64 {
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

/// Endings of gender, number and case, with the letters that must stand before them.
const ENDINGS: [(&str, usize); 12] = [
    ("\u{62A}\u{627}\u{646}", 3),
    ("\u{62A}\u{64A}\u{646}", 3),
    ("\u{627}\u{62A}", 3),
    ("\u{648}\u{646}", 3),
    ("\u{64A}\u{646}", 3),
    ("\u{627}\u{646}", 3),
    ("\u{648}\u{627}", 3),
    ("\u{629}", 2),
    ("\u{627}", 3),
    ("\u{62A}", 3),
    ("\u{64A}", 4),
    ("\u{648}", 3),
];

const NOMINAL: [&str; 5] =
    ["\u{627}", "\u{629}", "\u{627}\u{62A}", "\u{64A}\u{646}", "\u{64A}\u{629}"];
const VERBAL: [&str; 5] =
    ["\u{62A}", "\u{648}\u{627}", "\u{647}", "\u{647}\u{645}", "\u{646}\u{627}"];

/// The word without its ending, and the number of the ending from 1 on.
fn base_of(stem: &str) -> (&str, u64) {
    for (at, (end, least)) in (1..).zip(ENDINGS) {
        if let Some(base) = stem.strip_suffix(end)
            && base.chars().nth(least - 1).is_some()
        {
            return (base, at);
        }
    }
    (stem, 0)
}

fn bucket(zipf: f32) -> u64 {
    if zipf == 0.0 {
        0
    } else if zipf < 1.0 {
        1
    } else if zipf < 2.2 {
        2
    } else {
        3
    }
}

/// How much commoner a word is with the article than without, in five steps.
fn share(alone: f32, with_article: f32) -> u64 {
    if alone + with_article == 0.0 {
        return 0;
    }
    let lead = with_article - alone;
    if lead < -2.0 {
        1
    } else if lead < -1.0 {
        2
    } else if lead < 0.0 {
        3
    } else {
        4
    }
}

/// What the word that an adjective of origin comes from may be; 0 for other words.
fn nisba(base: &str, splitter: &Splitter, lexicon: &TagLexicon) -> u64 {
    let Some(origin) = base.strip_suffix(YEH).filter(|o| o.chars().nth(2).is_some())
    else {
        return 0;
    };
    let mut kind = 1;
    let mut spelt = String::with_capacity(origin.len() + 2);
    for (at, end) in ["", "\u{627}", "\u{629}", "\u{64A}\u{627}"].iter().enumerate() {
        spelt.clear();
        spelt.push_str(origin);
        spelt.push_str(end);
        let entry = lexicon.get(&spelt);
        if entry & (lexicon_bits::PLACE | lexicon_bits::MASDAR) != 0 {
            kind |= 2 << at;
        }
        if splitter.zipf(&spelt) > 0.0 {
            kind |= 32 << at;
        }
    }
    kind
}

/// Kinds of [`Item::agreement`].
pub const AGREEMENTS: usize = 12;

impl Item {
    /// How a word agrees with the one before it, as far as their spelling tells: what may
    /// make it an adjective of that, or annexed to it.
    pub(super) fn agreement(&self, before: &Item) -> usize {
        const ARTICLE: u64 = 1 << 7;
        if self.fixed.is_some() {
            return 0;
        }
        if self.shape & 3 != 0 {
            return 1;
        }
        if self.shape & 0x7c != 0 {
            return 2;
        }
        if before.fixed.is_some() || before.shape >= 1000 {
            return 3;
        }
        let is_feminine = |item: &Item| matches!(item.ending, 1..=3 | 8);
        let same = is_feminine(self) == is_feminine(before);
        let is_definite = before.shape & (ARTICLE | 1 << 8) != 0;
        match (is_definite, self.shape & ARTICLE != 0) {
            (true, true) if same => 4,
            (true, true) => 5,
            (true, false) => 6,
            (false, true) => 7,
            (false, false) if is_feminine(self) && same => 8,
            (false, false) if self.ending == 9 && before.ending == 9 => 9,
            (false, false) if same => 10,
            (false, false) => 11,
        }
    }

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
            shape: 1000 + fixed as u64,
            fixed: Some(fixed),
            ..Item::NOTHING
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
        let frequency = share(alone.zipf, with_article.zipf)
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
        let (base, ending) = base_of(stem);
        let entry = lexicon.get(stem);
        let base_entry = if ending == 0 { entry } else { lexicon.get(base) };
        let base_facts = splitter.known(base);
        let base_frequency =
            share(base_facts.zipf, splitter.known_with_article(base).zipf)
                | bucket(base_facts.zipf) << 3
                | bucket(splitter.known_pair(base, "\u{629}").zipf) << 5;
        let shift = lexicon_bits::CLASSES;
        Item {
            word: hash(stem),
            written: hash(written),
            base: hash(base),
            ending,
            ends: [end(1), end(2), end(3), end(4)],
            fronts: [front(1), front(2), front(3)],
            pattern: pattern ^ hamza << 60,
            shape,
            names: entry & ((1 << shift) - 1),
            classes: (entry & (lexicon_bits::LISTED - 1)) >> shift,
            listed: entry / lexicon_bits::LISTED,
            base_classes: base_entry >> shift & 0xff | u64::from(base_facts.flags) << 8,
            flags,
            frequency,
            base_frequency,
            nominal: splitter.endings(base, &NOMINAL),
            verbal: splitter.endings(stem, &VERBAL),
            nisba: nisba(base, splitter, lexicon),
            length: count.min(8) as u64,
            fixed: None,
        }
    }

    const NOTHING: Item = Item {
        word: 0,
        written: 0,
        base: 0,
        ending: 0,
        ends: [0; 4],
        fronts: [0; 3],
        pattern: 0,
        shape: 0,
        names: 0,
        classes: 0,
        listed: 0,
        base_classes: 0,
        flags: 0,
        frequency: 0,
        base_frequency: 0,
        nominal: 0,
        verbal: 0,
        nisba: 0,
        length: 0,
        fixed: None,
    };

    /// What stands before and behind a sentence.
    pub(super) const EDGE: Item = Item {
        word: 7,
        written: 7,
        base: 7,
        ends: [7; 4],
        fronts: [7; 3],
        pattern: 7,
        shape: 2000,
        ..Item::NOTHING
    };

    /// The tag that needs no guess.
    pub fn fixed(&self) -> Option<Tag> {
        self.fixed
    }
}
