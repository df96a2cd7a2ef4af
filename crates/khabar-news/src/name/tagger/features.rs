//! What the tagger sees of a document: features of each word, as hashes.

use khabar_arabic::{TokenKind, letters::is_letter};
use khabar_doc::{EntityKind, MentionKind};
use rustc_hash::FxHashMap;

use crate::name::{
    lexicon::{Evidence, Meaning, WordClass},
    sheet::{Found, Sheet},
};

/// One token, looked up once; features are made of it and its neighbours.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// Without proclitics.
    core: u64,
    /// Without proclitics and article.
    stem: u64,
    /// First letters of the stem: one, two, three.
    fronts: [u64; 3],
    /// Last letters of the stem: one to four.
    ends: [u64; 4],
    /// Proclitics and article.
    clitics: u64,
    /// Kind and length; for marks the mark.
    shape: u64,
    /// What the lexicon says, a bit for each class and place in its phrase.
    lexicon: u64,
    /// Person's name or not, how common, verb or not.
    facts: u64,
    /// What the rules found.
    rule: u64,
    /// What the rules found in other places of the document for the same stem.
    elsewhere: u64,
}

const EDGE: Seen = Seen {
    core: 1,
    stem: 1,
    fronts: [0; 3],
    ends: [0; 4],
    clitics: 0,
    shape: 1,
    lexicon: 0,
    facts: 0,
    rule: 0,
    elsewhere: 0,
};

const K: u64 = 0x9E37_79B9_7F4A_7C15;

/// Joins two hashes.
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

/// Words looked up before, by the hash of the word as written and as it is cut. Two words
/// with one hash, once in many million texts, are taken for one.
#[derive(Debug, Default)]
pub(in crate::name) struct Memory(FxHashMap<u64, Seen>);

/// Words remembered at most, about 2 MB; then all are forgotten.
const MOST: usize = 1 << 14;

impl Memory {
    fn look(&mut self, sheet: &Sheet<'_>, i: usize) -> Seen {
        let token = sheet.words.tokens()[i];
        let proclitics = token.proclitics;
        let cut = proclitics.len() as u64
            | u64::from(proclitics.article) << 3
            | u64::from(proclitics.future) << 4
            | (token.kind as u64) << 5;
        let front = proclitics.conjunction.map_or(0, u64::from) << 32
            | proclitics.preposition.map_or(0, u64::from);
        let key = mix(mix(hash(sheet.words.whole(i)), cut), front);
        if let Some(seen) = self.0.get(&key) {
            return *seen;
        }
        if self.0.len() >= MOST {
            self.0.clear();
        }
        let seen = look(sheet, i);
        self.0.insert(key, seen);
        seen
    }
}

/// The words of one document as the tagger sees them.
#[derive(Debug)]
pub(in crate::name) struct View {
    seen: Vec<Seen>,
}

impl View {
    /// Looks at all words of `sheet`; `found` are the names that the rules find.
    pub(in crate::name) fn of(
        sheet: &Sheet<'_>,
        found: &[Found],
        memory: &mut Memory,
    ) -> View {
        let n = sheet.words.tokens().len();
        let mut seen: Vec<Seen> = (0..n).map(|i| memory.look(sheet, i)).collect();
        for i in 0..n {
            note_lexicon(sheet, i, &mut seen);
        }
        for f in found {
            let kind = code(f.kind);
            for (at, j) in f.tokens.clone().enumerate() {
                let place = u64::from(at > 0) | u64::from(j + 1 < f.tokens.end) << 1;
                seen[j].rule = kind << 2 | place | 32;
            }
        }
        note_elsewhere(&mut seen);
        View { seen }
    }

    /// Calls `add` with each feature of token `i` of a sentence that lies in `from..to`.
    #[inline]
    pub(in crate::name) fn features(
        &self,
        i: usize,
        (from, to): (usize, usize),
        mut add: impl FnMut(u64),
    ) {
        let at = |offset: isize| -> &Seen {
            match i.checked_add_signed(offset) {
                Some(j) if j >= from && j < to => &self.seen[j],
                _ => &EDGE,
            }
        };
        let (p2, p1, it, n1, n2) = (at(-2), at(-1), at(0), at(1), at(2));
        let mut template = 0u64;
        let mut feature = |value: u64| {
            template += 1;
            // A zero says nothing.
            if value != 0 {
                add(mix(value, template));
            }
        };
        // The word.
        feature(it.core);
        feature(it.stem);
        feature(mix(it.stem, it.clitics));
        for end in it.ends {
            feature(end);
        }
        for front in it.fronts {
            feature(front);
        }
        feature(it.shape);
        feature(it.clitics);
        // Its neighbours.
        feature(p1.core);
        feature(n1.core);
        feature(p2.stem);
        feature(n2.stem);
        feature(p1.stem);
        feature(n1.stem);
        feature(mix(p1.stem, it.stem));
        feature(mix(it.stem, n1.stem));
        feature(mix(p2.stem, p1.stem));
        feature(mix(p1.shape, mix(it.shape, n1.shape)));
        feature(p1.ends[1]);
        feature(n1.ends[1]);
        feature(mix(n1.clitics, it.clitics));
        feature(mix(p1.clitics, mix(it.clitics, 3)));
        // What lists say.
        feature(it.facts);
        feature(mix(p1.facts, it.facts));
        feature(mix(it.facts, n1.facts));
        feature(it.lexicon);
        feature(mix(it.lexicon, it.facts));
        feature(mix(p1.lexicon, it.lexicon));
        feature(mix(it.lexicon, n1.lexicon));
        feature(p1.lexicon);
        feature(n1.lexicon);
        feature(mix(p1.lexicon, it.facts));
        // What the rules say.
        feature(it.rule);
        feature(mix(it.rule, it.lexicon));
        feature(mix(p1.rule, mix(it.rule, n1.rule)));
        feature(mix(it.rule, it.stem));
        feature(mix(it.rule, p1.stem));
        feature(mix(it.rule, n1.stem));
        feature(mix(it.rule, it.elsewhere));
        feature(it.elsewhere);
        feature(mix(p1.elsewhere, it.elsewhere));
        feature(mix(it.elsewhere, n1.elsewhere));
        feature(mix(it.elsewhere, it.facts));
        // One bit at a time: a class that the joint value has not been seen with.
        for (base, bits) in [(100, it.lexicon), (200, p1.lexicon), (300, n1.lexicon)] {
            let mut rest = bits;
            while rest != 0 {
                let bit = u64::from(rest.trailing_zeros());
                rest &= rest - 1;
                add(mix(base + bit, K));
            }
        }
    }
}

fn code(kind: MentionKind) -> u64 {
    match kind {
        MentionKind::Person => 1,
        MentionKind::Organisation => 2,
        MentionKind::Place => 3,
        _ => 4,
    }
}

fn look(sheet: &Sheet<'_>, i: usize) -> Seen {
    let token = sheet.words.tokens()[i];
    let core = sheet.words.core(i);
    if token.kind != TokenKind::Word {
        let shape = match token.kind {
            TokenKind::Number => 2,
            TokenKind::Foreign => 3,
            TokenKind::Quote => 4,
            TokenKind::Mark | TokenKind::Word => mix(5, hash(core)),
        };
        return Seen { core: mix(hash(core), 9), stem: shape, shape, ..EDGE };
    }
    let stem = sheet.words.stem(i);
    let mut bounds = [0usize; 24];
    let mut count = 0;
    for (at, _) in stem.char_indices().take(23) {
        bounds[count] = at;
        count += 1;
    }
    bounds[count] = stem.len();
    let end = |n: usize| match count > n {
        true => hash(stem.get(bounds[count - n]..).unwrap_or_default()),
        false => 0,
    };
    let front = |n: usize| match count > n {
        true => hash(stem.get(..bounds[n]).unwrap_or_default()),
        false => 0,
    };
    let proclitics = token.proclitics;
    let clitics = 1
        | u64::from(proclitics.conjunction.is_some()) << 1
        | proclitics.preposition.map_or(0, |ch| (ch as u64 % 7 + 1) << 2)
        | u64::from(proclitics.future) << 5
        | u64::from(proclitics.article) << 6;
    let skip = u8::try_from(proclitics.len()).unwrap_or(0);
    let evidence = match sheet.evidence(i, skip) {
        Evidence::None => 0,
        Evidence::Weak => 1,
        Evidence::Strong => 2,
    };
    let splitter = sheet.lexicon.frequency.splitter();
    let alone = splitter.known(stem);
    let with_article = splitter.known_with_article(stem);
    let step = |zipf: f32| -> u64 {
        match zipf {
            z if z <= 0.0 => 0,
            z if z < 0.7 => 1,
            z if z < 1.5 => 2,
            z if z < 2.5 => 3,
            _ => 4,
        }
    };
    let facts = 1
        | evidence << 1
        | step(alone.zipf) << 3
        | step(with_article.zipf) << 6
        | u64::from(alone.flags) << 9;
    let letters = stem.chars().filter(|&ch| is_letter(ch)).count().min(8) as u64;
    Seen {
        core: mix(hash(core), 11),
        stem: mix(hash(stem), 13),
        fronts: [front(1), front(2), front(3)],
        ends: [end(1), end(2), end(3), end(4)],
        clitics,
        shape: 16 | letters << 5,
        lexicon: 0,
        facts,
        rule: 0,
        elsewhere: 0,
    }
}

/// Notes what each phrase of the lexicon that begins at token `i` says of its words.
fn note_lexicon(sheet: &Sheet<'_>, i: usize, seen: &mut [Seen]) {
    let skip = u8::try_from(sheet.words.tokens()[i].proclitics.len()).unwrap_or(0);
    for hit in sheet.hits(i) {
        if hit.skip != skip {
            continue;
        }
        let Some(bit) = bit(sheet, hit.meaning) else { continue };
        let length = usize::from(hit.length);
        // A word alone, the first of a phrase, another: the last two share a bit where
        // the class has but one.
        seen[i].lexicon |= 1 << bit;
        if let Meaning::Known { .. } = hit.meaning {
            if length > 1 {
                seen[i].lexicon |= 1 << (bit + 1);
            }
            for other in &mut seen[i + 1..i + length] {
                other.lexicon |= 1 << (bit + 2);
            }
        } else {
            for other in &mut seen[i + 1..i + length] {
                other.lexicon |= 1 << bit;
            }
        }
    }
}

/// The bit for what a phrase means; what is known by name has three in a row.
fn bit(sheet: &Sheet<'_>, meaning: Meaning) -> Option<u32> {
    Some(match meaning {
        Meaning::Known { entry, shy } => match (sheet.lexicon.known(entry).kind, shy) {
            (EntityKind::Person, false) => 0,
            (EntityKind::Organisation, false) => 3,
            (_, false) => 6,
            (_, true) => 9,
        },
        Meaning::OrganisationHead => 12,
        Meaning::PlaceHead { .. } => 13,
        Meaning::Title { singular: true, .. } => 14,
        Meaning::Title { singular: false, .. } => 15,
        Meaning::Group => 16,
        Meaning::Source(_) => 17,
        Meaning::Nisba(_) => 18,
        Meaning::Verb => 19,
        Meaning::Noun => 20,
        Meaning::Word(class) => match class {
            WordClass::Compound => 21,
            WordClass::Family => 22,
            WordClass::Divine => 23,
            WordClass::Foreign => 24,
            WordClass::Son => 25,
            WordClass::Kunya => 26,
            WordClass::Initial => 27,
            WordClass::Brother
            | WordClass::Sister
            | WordClass::Child
            | WordClass::Spouse
            | WordClass::Parent
            | WordClass::Kin => 28,
            WordClass::Stop => 29,
            WordClass::DefiniteNoun => 30,
            WordClass::Described | WordClass::GroupAdjective => 31,
            WordClass::WeakHead => 32,
            WordClass::PluralHead => 33,
            WordClass::StrongPlace => 34,
            WordClass::Generic => 35,
            WordClass::Land | WordClass::Capital => 36,
            WordClass::NamingHead => 37,
            WordClass::Quantity | WordClass::Demonstrative => 38,
            WordClass::Age => 39,
            WordClass::Document => 40,
            WordClass::PlaceAdjective => 41,
            _ => return None,
        },
    })
}

/// For each stem what the rules found elsewhere in the document, and whether it comes
/// back at all.
fn note_elsewhere(seen: &mut [Seen]) {
    let mut counts: FxHashMap<u64, [u32; 6]> = FxHashMap::default();
    for it in seen.iter().filter(|it| it.shape & 16 != 0) {
        let count = counts.entry(it.stem).or_default();
        count[0] += 1;
        if it.rule != 0 {
            count[usize::try_from(it.rule >> 2 & 7).unwrap_or(0)] += 1;
        }
    }
    for it in seen.iter_mut().filter(|it| it.shape & 16 != 0) {
        let Some(mut count) = counts.get(&it.stem).copied() else { continue };
        count[0] -= 1;
        if it.rule != 0 {
            count[usize::try_from(it.rule >> 2 & 7).unwrap_or(0)] -= 1;
        }
        if count[0] == 0 {
            it.elsewhere = 1;
            continue;
        }
        let best = (1..5).max_by_key(|&kind| (count[kind], 5 - kind)).unwrap_or(1);
        let share = match count[best] {
            0 => 0,
            n if n * 2 < count[0] => 1,
            n if n < count[0] => 2,
            _ => 3,
        };
        let best = if share == 0 { 0 } else { best as u64 };
        it.elsewhere = 2 | best << 2 | share << 5 | u64::from(count[0] > 2) << 7;
    }
}
