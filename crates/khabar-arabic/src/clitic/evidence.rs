//! The readings that the letters of a word allow, and the evidence for each.

use super::{
    ADJECTIVE, FormFacts, Hamzas, IMPERFECT, NAME, PERFECT, PRONOUNS, Proclitics, Split,
    Splitter, forms::Prefix, is_pronoun,
};
use crate::letters::{
    ALEF, ARTICLE, BEH, FEH, KAF, LAM, NOON, SEEN, TEH, TEH_MARBUTA, WAW, YEH,
};

/// One reading of a word, with the evidence for it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The letters it takes for words of their own.
    pub proclitics: Proclitics,
    /// True for `لل`, where the article lost its alef.
    pub contracted: bool,
    /// The values that the weights multiply, by position in [`feature_names`].
    pub features: Vec<(usize, f32)>,
    /// The sum of the features by their weights; the highest wins.
    pub score: f32,
}

const BIASES: [&str; 7] = ["waw", "feh", "beh", "lam", "kaf", "seen", "contracted"];
const KINDS: [&str; 4] = ["none", "conjunction", "preposition", "future"];
const FACTS: [&str; 27] = [
    "one",
    "zipf",
    "zipf-with-article",
    "zipf-with-conjunction",
    "zipf-with-preposition",
    "zipf-feminine",
    "unknown",
    "zipf-whole",
    "letters-1",
    "letters-2",
    "letters-3",
    "letters-4",
    "perfect",
    "imperfect",
    "name",
    "adjective",
    "pronoun",
    "hamza-first",
    "hamza-second",
    "article",
    "unknown-with-article",
    "zipf-before-pronoun",
    "letters-5",
    "unknown-whole",
    "article-long",
    "zipf-inner",
    "imperfect-before-pronoun",
];

/// The names of the features of a [`Candidate`], as the file of weights lists them.
pub fn feature_names() -> Vec<String> {
    let mut names: Vec<String> = BIASES.iter().map(|name| (*name).to_owned()).collect();
    for kind in KINDS {
        names.extend(FACTS.iter().map(|fact| format!("{kind}.{fact}")));
    }
    names
}

impl Splitter {
    /// Calls `add` with the position and value of each feature of `reading` that is not 0.
    pub(super) fn evidence(
        &self,
        key: &str,
        hamzas: Hamzas,
        reading: Reading<'_>,
        mut add: impl FnMut(usize, f32),
    ) {
        let Reading { split, rest, contracted_rest } = reading;
        let proclitics = split.proclitics;
        let cut = proclitics.len();
        for (at, present) in [
            proclitics.conjunction == Some(WAW),
            proclitics.conjunction == Some(FEH),
            proclitics.preposition == Some(BEH),
            proclitics.preposition == Some(LAM),
            proclitics.preposition == Some(KAF),
            proclitics.future,
            split.contracted,
        ]
        .into_iter()
        .enumerate()
        {
            if present {
                add(at, 1.0);
            }
        }
        let kind = if proclitics.future {
            3
        } else if proclitics.preposition.is_some() {
            2
        } else {
            usize::from(proclitics.conjunction.is_some())
        };
        let base = BIASES.len() + kind * FACTS.len();
        let mut add = |at: usize, value: f32| {
            if value != 0.0 {
                add(base + at, value);
            }
        };
        let bare_article =
            rest.strip_prefix(ARTICLE).filter(|bare| bare.chars().nth(1).is_some());
        let (end, with_article, article) = match contracted_rest {
            Some(bare) => (Prefix::EMPTY.and(ARTICLE).and(bare), self.known(bare), true),
            None => {
                let with_article = match bare_article {
                    Some(bare) => self.known(bare),
                    None => self.known_with_article(rest),
                };
                (Prefix::EMPTY.and(rest), with_article, bare_article.is_some())
            }
        };
        let form = self.forms.facts(end);
        let most = |fronts: &[char], skip: Option<char>| {
            let mut most = 0f32;
            for &front in fronts {
                if Some(front) != skip {
                    let before = Prefix::EMPTY.and(front.encode_utf8(&mut [0; 4]));
                    most = most.max(self.forms.facts(before.and(rest)).zipf);
                }
            }
            most
        };
        add(0, 1.0);
        add(1, form.zipf);
        add(2, with_article.zipf);
        if !split.contracted {
            if !(cut == 1 && proclitics.conjunction.is_some()) {
                add(3, most(&[WAW, FEH], None));
            }
            add(4, most(&[BEH, LAM, KAF], proclitics.preposition));
        }
        let feminine = end.and(TEH_MARBUTA.encode_utf8(&mut [0; 4]));
        add(5, self.forms.facts(feminine).zipf);
        let unknown = form.zipf == 0.0;
        add(6, f32::from(u8::from(unknown)));
        if cut > 0 {
            let whole = self.known(key);
            add(7, whole.zipf);
            add(23, f32::from(u8::from(whole.zipf == 0.0)));
        }
        let letters = contracted_rest.map_or(0, |_| 2)
            + contracted_rest.unwrap_or(rest).chars().take(6).count();
        match letters {
            1..=4 => add(7 + letters, 1.0),
            5 => add(22, 1.0),
            _ => (),
        }
        for (at, flag) in [(12, PERFECT), (13, IMPERFECT), (14, NAME), (15, ADJECTIVE)] {
            add(at, f32::from(u8::from(form.flags & flag != 0)));
        }
        add(16, f32::from(u8::from(is_pronoun(rest))));
        add(17, f32::from(u8::from(hamzas.at(cut))));
        add(18, f32::from(u8::from(cut == 0 && hamzas.at(1))));
        add(19, f32::from(u8::from(article)));
        add(20, f32::from(u8::from(unknown && with_article.zipf == 0.0)));
        let mut known = form.zipf;
        if unknown && contracted_rest.is_none() {
            let base = self.before_pronoun(rest);
            known = base.zipf;
            add(21, base.zipf);
            add(26, f32::from(u8::from(base.flags & IMPERFECT != 0)));
        }
        add(24, f32::from(u8::from(article && letters >= 6)));
        if kind == 2
            && let Some(inner) = rest.strip_prefix([WAW, FEH, BEH, LAM, KAF])
        {
            add(25, (self.known(inner).zipf - known).max(0.0));
        }
    }

    /// What is known of the word that remains when an attached pronoun is taken off.
    fn before_pronoun(&self, word: &str) -> FormFacts {
        let mut found = FormFacts::default();
        let mut add = |form: FormFacts| {
            found.zipf = found.zipf.max(form.zipf);
            found.flags |= form.flags;
        };
        for pronoun in PRONOUNS {
            let Some(base) = word.strip_suffix(pronoun) else { continue };
            if base.chars().nth(1).is_none() {
                continue;
            }
            add(self.known(base));
            if let Some(bare) = base.strip_suffix(TEH) {
                add(self.known_pair(bare, TEH_MARBUTA.encode_utf8(&mut [0; 4])));
            }
        }
        found
    }
}

#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) split: Split,
    rest: &'a str,
    /// What follows the article that `لل` hides.
    contracted_rest: Option<&'a str>,
}

/// Calls `each` with the readings that the letters of `key` allow, the uncut one first.
pub(super) fn readings<'a>(key: &'a str, mut each: impl FnMut(Reading<'a>)) {
    let uncut = Split::default();
    each(Reading { split: uncut, rest: key, contracted_rest: None });
    inner(key, uncut, &mut each);
    if let Some(rest) = key.strip_prefix([WAW, FEH])
        && rest.chars().nth(1).is_some()
    {
        let mut split = uncut;
        split.proclitics.conjunction = key.chars().next();
        each(Reading { split, rest, contracted_rest: None });
        inner(rest, split, &mut each);
    }
}

/// The readings of `word` with a preposition or the future in front; `before` was cut.
fn inner<'a>(word: &'a str, before: Split, each: &mut impl FnMut(Reading<'a>)) {
    let mut letters = word.chars();
    let Some(first) = letters.next() else { return };
    let rest = letters.as_str();
    let more = |n: usize| rest.chars().nth(n - 1).is_some();
    let mut split = before;
    match first {
        BEH | LAM | KAF => {
            split.proclitics.preposition = Some(first);
            if more(2) || is_pronoun(rest) {
                each(Reading { split, rest, contracted_rest: None });
            }
            if let Some(bare) = rest.strip_prefix(LAM).filter(|_| first == LAM && more(3))
            {
                split.contracted = true;
                split.proclitics.article = true;
                each(Reading { split, rest: bare, contracted_rest: Some(bare) });
                split.doubled = true;
                each(Reading { split, rest, contracted_rest: Some(rest) });
            }
        }
        SEEN if more(3) && rest.starts_with([YEH, TEH, NOON, ALEF]) => {
            split.proclitics.future = true;
            each(Reading { split, rest, contracted_rest: None });
        }
        _ => (),
    }
}
