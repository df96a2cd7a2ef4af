//! A capital for those who govern from it: `Baghdad refused`, `a message to Damascus`.

use khabar_arabic::letters::{LAM, SEEN, TEH};

use super::item::{Item, Scene, without_article};
use crate::name::lexicon::{Meaning, MetonymClass};

/// The entry of the body that a capital stands for, without the country.
pub(super) const GOVERNMENT: &str = "organisations/bodies:government";

/// The country whose government the place's name stands for, and the rule.
pub(super) fn governed(scene: &Scene<'_>, item: &Item) -> Option<(u32, &'static str)> {
    let lexicon = scene.sheet.lexicon;
    let country = lexicon.governed_from(&lexicon.known(item.known?).id)?;
    let rule = if is_subject(scene, item) {
        "metonym/acts"
    } else if is_party(scene, item) {
        "metonym/politics"
    } else {
        return None;
    };
    Some((country, rule))
}

/// True beside a verb in the feminine: before it at once, or behind it, at once or in a
/// relative clause.
fn is_subject(scene: &Scene<'_>, item: &Item) -> bool {
    let sheet = &scene.sheet;
    let (start, end) = (item.tokens.start, item.tokens.end);
    let limit = sheet.end(start);
    if item.skip == 0
        && start > 0
        && sheet.end(start - 1) == limit
        && (0..=sheet.max_skip(start - 1)).any(|skip| {
            let key = sheet.key(start - 1, skip);
            let feminine = key.starts_with(TEH) || key.ends_with(TEH);
            feminine && sheet.is(start - 1, skip, |m| m == Meaning::Verb)
        })
    {
        return true;
    }
    // `in Baghdad` is the city, whatever follows; `to Baghdad, which adopts` is not.
    let relative = (end..limit.min(end + 2))
        .find(|&i| sheet.words.whole(i) == WHICH)
        .filter(|&i| i == end || !sheet.is_word(end));
    let verb = relative.map_or(end, |which| which + 1);
    let inside = start > 0 && sheet.words.whole(start - 1) == IN
        || item.skip > 0 && !ends_in_lam(scene, item) && relative.is_none();
    !inside && verb < limit && is_feminine_imperfect(sheet.key(verb, 0)) && {
        sheet.verbal(verb, 0)
    }
}

/// True behind a noun of politics, with a preposition between them or none.
fn is_party(scene: &Scene<'_>, item: &Item) -> bool {
    let sheet = &scene.sheet;
    let start = item.tokens.start;
    let limit = sheet.end(start);
    let class = |i: usize| {
        (0..=sheet.max_skip(i)).find_map(|skip| {
            sheet.lexicon.beside_capital(without_article(sheet.key(i, skip)))
        })
    };
    let before = |i: usize| i.checked_sub(1).filter(|&j| sheet.end(j) == limit);
    let Some(mut at) = before(start) else { return false };
    if class(at) == Some(MetonymClass::Toward) {
        match before(at) {
            Some(noun) => at = noun,
            None => return false,
        }
    } else if item.skip > 0 && !ends_in_lam(scene, item) {
        return false;
    }
    class(at) == Some(MetonymClass::Politics)
}

/// True where `for` is attached to the name.
fn ends_in_lam(scene: &Scene<'_>, item: &Item) -> bool {
    let whole = scene.sheet.words.whole(item.tokens.start);
    item.skip > 0 && whole.chars().nth(usize::from(item.skip) - 1) == Some(LAM)
}

fn is_feminine_imperfect(key: &str) -> bool {
    key.starts_with(TEH) || key.strip_prefix(SEEN).is_some_and(|k| k.starts_with(TEH))
}

const IN: &str = "\u{641}\u{64A}";
const WHICH: &str = "\u{627}\u{644}\u{62A}\u{64A}";
