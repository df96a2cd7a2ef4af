//! Nouns of saying and attitude: `fears of`, `the news of`, `his refusal to`.

use std::ops::Range;

use khabar_arabic::letters;
use khabar_doc::{Act, Why};

use super::{Finder, Found};
use crate::{
    claim::{
        draft::{Draft, Kind},
        frame::{self, Ask, Frame, How},
        lexicon::{Complement, NounCue},
        phrase,
        scene::{Scene, strip_pronoun},
    },
    grammar::without_conjunction,
};

/// Prepositions that bring whose attitude it is: `in the circles of`, `among`.
const AMONG: [&str; 2] = ["\u{641}\u{64A}", "\u{644}\u{62F}\u{649}"];

/// Acts whose nouns name a statement by themselves: `a promise of`.
const HELD_BY_ACT: [Act; 5] =
    [Act::Request, Act::Accuse, Act::Promise, Act::Threaten, Act::Order];

/// Shortest quotation that a noun may bring as a statement, in tokens.
const STATEMENT: usize = 4;

/// A noun's owner: the phrase that names it, and where the complement is looked for.
struct Owner {
    phrase: Option<Range<usize>>,
    from: usize,
}

impl Finder<'_, '_> {
    /// The noun at token `i`: where to go on, if it brings anything.
    pub(super) fn noun(&mut self, i: usize, tokens: &Range<usize>) -> Option<usize> {
        let scene = self.scene;
        let (entries, pronoun) = scene.noun_entries(i)?;
        let limit = self.limit(i, tokens);
        // What an expressing verb brings (`voiced its refusal of`, `announced its intention
        // to`) is this noun itself.
        let expressed = |d: &Draft| {
            matches!(d.kind, Kind::Verb(form)
                if d.noun_phrase
                    || !scene.lexicon.verbs[form.verb].complements.contains(&Complement::Clause))
                && d.content.first().is_some_and(|c| c.start == i)
        };
        if self.drafts.last().is_some_and(expressed) {
            return None;
        }
        let owner = owner(scene, i, pronoun, limit);
        let (noun, frame) = entries.iter().find_map(|&entry| {
            let noun = &scene.lexicon.nouns[entry];
            let complements = &noun.complements;
            let ask = Ask::of(complements, limit);
            let frame = frame::find(scene, owner.from, ask)?;
            let reported = self.is_reported(i);
            brings(scene, i, noun, &frame, &owner, (pronoun && !reported, reported))
                .then_some((noun, frame))
        })?;
        let limit = match frame.how {
            How::Phrase => phrase_limit(scene, frame.content, limit),
            _ => limit,
        };
        let found = Found {
            cue: i..i + 1,
            kind: Kind::Noun,
            manner: noun.manner,
            why: Why::entry("cue/noun", &noun.id),
            source: owner.phrase,
            source_kind: noun.source_kind,
            content: self.content(&frame, limit, true),
        };
        self.push(found, &frame);
        Some(i + 1)
    }
}

impl Finder<'_, '_> {
    /// True inside what a cue of the same sentence brings.
    pub(super) fn is_reported(&self, i: usize) -> bool {
        self.drafts[self.first..].iter().any(|d| d.content.iter().any(|c| c.contains(&i)))
    }
}

impl<'a> Scene<'a> {
    /// The entries of the noun at token `i`, and whether a pronoun is attached to it.
    pub(crate) fn noun_entries(&self, i: usize) -> Option<(&'a [usize], bool)> {
        let forms = &self.lexicon.noun_forms;
        let stem = self.words.stem(i);
        if let Some(entries) = forms.get(stem) {
            return Some((entries, false));
        }
        // `promises` begins with the letter of `and`, `commitment` with the article's.
        let whole = self.words.whole(i);
        let proclitics = self.words.tokens()[i].proclitics;
        if (proclitics.conjunction.is_some() || proclitics.article)
            && proclitics.preposition.is_none()
        {
            let plain = || forms.get(whole.strip_suffix(letters::ALEF)?);
            if let Some(entries) = forms.get(whole).or_else(plain) {
                return Some((entries, false));
            }
            if let Some(entries) = strip_pronoun(whole).and_then(|bare| forms.get(bare)) {
                return Some((entries, true));
            }
        }
        // `accusations`, in the indefinite accusative.
        if let Some(entries) =
            stem.strip_suffix(letters::ALEF).and_then(|bare| forms.get(bare))
        {
            return Some((entries, false));
        }
        let bare = strip_pronoun(stem)?;
        let open = || {
            let base = bare.strip_suffix(letters::TEH)?;
            forms.get(&format!("{base}{}", letters::TEH_MARBUTA))
        };
        forms.get(bare).or_else(open).map(|entries| (entries.as_slice(), true))
    }
}

/// Whose the noun at `i` is: the noun in annexation, an adjective of origin, a phrase
/// with `in` or `among`.
fn owner(scene: &Scene<'_>, i: usize, pronoun: bool, limit: usize) -> Owner {
    let definite = scene.words.tokens()[i].proclitics.article;
    let speaks = |k: usize| phrase::head(scene, k).speaks();
    let mut owner = Owner { phrase: None, from: i + 1 };
    let next = i + 1;
    if !pronoun && !definite && phrase::starts(scene, next) && speaks(next) {
        owner.phrase = phrase::after(scene, next, limit);
    } else if definite
        && scene
            .words
            .tokens()
            .get(next)
            .is_some_and(|t| t.proclitics.article && t.proclitics.is_empty())
    {
        // `the Iraqi fears` tell whose they are, `the flat refusal` does not.
        let stem = scene.words.stem(next).trim_end_matches(letters::TEH_MARBUTA);
        owner.phrase = stem.ends_with(letters::YEH).then_some(next..next + 1);
        owner.from = next + 1;
    }
    owner.from = owner.phrase.as_ref().map_or(owner.from, |phrase| phrase.end);
    let at = owner.from;
    if owner.phrase.is_none()
        && at + 1 < limit
        && AMONG.contains(&without_conjunction(scene.words, at))
        && speaks(at + 1)
        && let Some(phrase) = phrase::after(scene, at + 1, limit)
    {
        return Owner { from: phrase.end, phrase: Some(phrase) };
    }
    owner
}

/// Whether the frame of a noun brings reported content: a clause close by, or, for the
/// strong nouns, a phrase with somebody who holds it.
fn brings(
    scene: &Scene<'_>,
    i: usize,
    noun: &NounCue,
    frame: &Frame,
    owner: &Owner,
    (pronoun, reported): (bool, bool),
) -> bool {
    let definite = scene.words.tokens()[i].proclitics.article;
    let slack = usize::from(owner.phrase.is_none() && !definite);
    if frame.content > owner.from + 1 + slack {
        return false;
    }
    match frame.how {
        How::Clause(_) => return true,
        How::Quote(quote) if quote.len() >= STATEMENT || pronoun => return true,
        _ => (),
    }
    let purpose =
        scene.words.tokens()[i].proclitics.preposition == Some(letters::LAM) && definite;
    let brought = (!definite || purpose)
        && scene.words.tokens()[frame.content].proclitics.preposition.is_some();
    let object = frame.content == owner.from && !brought;
    // `the inhabitants' refusal | of the felling`: an indefinite object behind its owner.
    let owned = !reported
        && owner.phrase.is_some()
        && !definite
        && !scene.words.tokens()[frame.content].proclitics.article
        && scene.is_word(frame.content)
        && scene.name_at(frame.content).is_none();
    // `faces accusations of`, `made promises of`: whose they are, the sentence tells.
    let open = !definite && !reported && HELD_BY_ACT.contains(&noun.manner.act);
    // `held a vigil | to demand`, `arrested | on suspicion of`.
    let open = open || purpose && !reported && HELD_BY_ACT.contains(&noun.manner.act);
    let held = pronoun || owner.phrase.is_some() || noun.source_kind.is_some() || open;
    noun.strong && if object { pronoun || owned } else { held }
}

/// How far the phrase behind a noun of attitude can reach: to a comma, or to the
/// accusative predicate of the clause it stands in.
fn phrase_limit(scene: &Scene<'_>, start: usize, limit: usize) -> usize {
    let definite = |k: usize| {
        scene.name_at(k).is_some() || scene.words.tokens()[k].proclitics.article
    };
    let predicate = |k: usize| {
        let core = scene.words.core(k);
        core.ends_with(letters::ALEF)
            && core.chars().count() > 3
            && scene.words.tokens()[k].proclitics.is_empty()
            && !definite(k)
            && definite(k - 1)
    };
    (start + 1..limit).find(|&k| scene.is_comma(k) || predicate(k)).unwrap_or(limit)
}
