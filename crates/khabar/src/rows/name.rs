use khabar_arabic::{fold_key, letters, search::search_key};

/// A name that somebody looks for, in any of its spellings: vowel signs, hamzas, final
/// letters, articles and proclitics do not count.
///
/// ```
/// use khabar::rows::Name;
///
/// let name = Name::new("\u{627}\u{644}\u{62C}\u{64A}\u{634}");
/// assert!(name.is_in("\u{642}\u{627}\u{626}\u{62F} \u{627}\u{644}\u{62C}\u{64A}\u{634}"));
/// assert!(!name.is_in("\u{627}\u{644}\u{62C}\u{64A}\u{634}\u{627}\u{646}"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    words: Vec<String>,
}

impl Name {
    /// The name as it is written; without a letter or digit it is found nowhere.
    pub fn new(text: &str) -> Name {
        Name { words: words(text) }
    }

    /// True where the words of the name stand in `text`, one after the other.
    pub fn is_in(&self, text: &str) -> bool {
        let n = self.words.len();
        n > 0
            && words(text).windows(n).any(|some| {
                some.iter()
                    .zip(&self.words)
                    .enumerate()
                    .all(|(i, (has, want))| has == want || i == 0 && opens(has, want))
            })
    }
}

/// True for the word with proclitics written onto its front.
fn opens(has: &str, want: &str) -> bool {
    let Some(front) = has.strip_suffix(want) else { return false };
    let article = front.strip_suffix(letters::ARTICLE).unwrap_or(front);
    (1..=3).contains(&article.chars().count())
        && want.chars().count() >= 3
        && article.chars().all(|c| {
            matches!(
                c,
                letters::WAW
                    | letters::FEH
                    | letters::BEH
                    | letters::LAM
                    | letters::KAF
                    | letters::SEEN
            )
        })
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_sign(c))
        .filter(|word| !word.is_empty())
        .map(plain)
        .filter(|word| !word.is_empty())
        .collect()
}

/// Vowel signs, tatweel and invisible characters do not end a word.
fn is_sign(c: char) -> bool {
    c == letters::TATWEEL || letters::is_mark(c) || letters::is_invisible(c)
}

fn plain(word: &str) -> String {
    let key = search_key(&fold_key(word));
    match key.strip_prefix(letters::ARTICLE) {
        Some(rest) if rest.chars().count() >= 2 => rest.to_owned(),
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::non_ascii_literal, reason = "Arabic cases")]

    use super::*;

    #[test]
    fn a_name_is_found_in_its_spellings() {
        for (name, text) in [
            ("أحمد", "احمد سالم"),
            ("غزة", "وبغزه"),
            ("الأمم المتحدة", "للأمم المتحدة"),
            ("الأمم المتحدة", "أمين عام الأمم المتّحدة"),
            ("مصطفى", "مصطفي الراوي"),
            ("Reuters", "وكالة reuters"),
        ] {
            assert!(Name::new(name).is_in(text), "{name} in {text}");
        }
        for (name, text) in [
            ("علي", "العلياء"),
            ("سالم", "سالمين"),
            ("", "أحمد"),
            ("أحمد سالم", "سالم أحمد"),
        ] {
            assert!(!Name::new(name).is_in(text), "{name} in {text}");
        }
    }
}
