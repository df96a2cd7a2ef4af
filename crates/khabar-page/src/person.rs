//! What has the form of a person's name. Whoever is in doubt is left out: a missing
//! writer is a gap, an invented one is a lie.

use crate::{
    PageLexicon,
    phrase::{Cue, words_key},
    tokens::Tokens,
};

/// Words of a name, at least and at most.
const WORDS: std::ops::RangeInclusive<usize> = 2..=6;
/// Bytes of what states writers that are looked at, at most.
const MOST_BYTES: usize = 400;

/// Small words inside names in Latin letters.
const PARTICLES: [&str; 22] = [
    "de", "del", "della", "da", "di", "du", "la", "le", "van", "von", "der", "den",
    "ter", "al", "el", "bin", "ben", "ibn", "abu", "y", "dos", "st",
];

/// The persons that a statement such as `By A B, C D and E F | Outlet` names, in order.
pub(crate) fn names<'t>(stated: &'t str, lexicon: &PageLexicon) -> Vec<&'t str> {
    let mut found: Vec<&str> = Vec::new();
    if stated.len() > MOST_BYTES {
        return found;
    }
    let parts = stated
        .split([',', '\u{60C}', ';', '\u{61B}', '|', '/', '(', ')', '\u{2022}', '\u{B7}'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" \u{2013} "));
    for part in parts {
        let name = unlabelled(part.trim(), lexicon);
        if is_name(name, lexicon) && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// `part` without a label such as `by` before it.
fn unlabelled<'t>(part: &'t str, lexicon: &PageLexicon) -> &'t str {
    let tokens = Tokens::of(part, 0);
    let hits = lexicon.phrases.find(&tokens);
    let label = hits
        .iter()
        .filter(|hit| hit.cue == Cue::Byline && hit.tokens.start == 0)
        .map(|hit| hit.tokens.end)
        .max();
    label
        .and_then(|end| tokens.span(end..tokens.list().len()))
        .and_then(|span| part.get(span.range()))
        .map_or(part, |rest| rest.trim_start_matches([':', ' ']))
}

/// True where `name` has the form of a person's name and holds no word that no person's
/// name holds.
pub(crate) fn is_name(name: &str, lexicon: &PageLexicon) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    if !WORDS.contains(&words.len()) || name.len() > 100 {
        return false;
    }
    if !words.iter().all(|word| is_word(word)) {
        return false;
    }
    // A title alone (`Dr. Allen`) leaves too little of a name.
    if words
        .iter()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .count()
        < 2
    {
        return false;
    }
    let key = words_key(name);
    let known = lexicon.known(&key);
    if known.outlet || known.agency || known.place {
        return false;
    }
    let tokens = Tokens::of(name, 0);
    !lexicon.phrases.find(&tokens).iter().any(|hit| {
        matches!(
            hit.cue,
            Cue::NotName
                | Cue::Account
                | Cue::Desk
                | Cue::OutletHead
                | Cue::AgencyHead
                | Cue::OutletTail
                | Cue::Residue
                | Cue::Network
                | Cue::Related
                | Cue::Published
                | Cue::Updated
        )
    })
}

/// True for a word of a name: letters, with marks inside as in `O'Hara`, `J.`.
fn is_word(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    let stop = bare.len() < word.len();
    let letters = bare.chars().count();
    let plain = letters > 0
        && bare.chars().all(|ch| {
            ch.is_alphabetic()
                || matches!(ch, '\'' | '\u{2019}' | '-' | '\u{2010}' | '.')
                || khabar_arabic::letters::is_mark(ch)
                || khabar_arabic::letters::is_invisible(ch)
        });
    let latin = bare.chars().next().is_some_and(|ch| ch.is_ascii_alphabetic());
    let cased = !latin
        || bare.starts_with(|ch: char| ch.is_uppercase())
        || PARTICLES.contains(&bare)
        || bare.chars().any(char::is_uppercase);
    plain && cased && (!stop || letters <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin_sources;

    #[test]
    fn only_persons_are_named() {
        let lexicon = PageLexicon::parse(&builtin_sources()).unwrap();
        let check = |stated: &str, expected: &[&str]| {
            assert_eq!(names(stated, &lexicon), expected, "{stated}");
        };
        check("By Jane Doe, Ph.D.", &["Jane Doe"]);
        check("Jane Doe and John O'Hara", &["Jane Doe", "John O'Hara"]);
        check("Jane van der Berg | The Example Times", &["Jane van der Berg"]);
        check("The Example Team", &[]);
        check("Learn More", &[]);
        check("Senior Analyst", &[]);
        check("admin", &[]);
        check("كتب: سامر الحاج", &["سامر الحاج"]);
        check("سامر الحاج، ليلى حداد", &["سامر الحاج", "ليلى حداد"]);
        check("د. سامر الحاج", &["د. سامر الحاج"]);
        check("فريق التحرير", &[]);
        check("صحيفة المثال", &[]);
        check("مدير الموقع", &[]);
    }
}
