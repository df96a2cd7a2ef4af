use unicode_normalization::char::decompose_compatible;

use crate::letters::{
    ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, ALEF_WASLA, HEH, KAF, TATWEEL,
    YEH, is_invisible, is_mark,
};

/// The spelling under which a word is looked up: marks, tatweel and invisible
/// characters dropped, the alefs joined, Persian letters and digits mapped to theirs.
///
/// Alef maqsura and teh marbuta stay: `على` (on) is not `علي` (a name).
pub fn fold_key(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    push_key(&mut key, word);
    key
}

/// Appends the key of `word` to `key`.
pub fn push_key(key: &mut String, word: &str) {
    for ch in word.chars() {
        match ch {
            TATWEEL => (),
            _ if is_mark(ch) || is_invisible(ch) => (),
            ALEF_MADDA | ALEF_HAMZA_ABOVE | ALEF_HAMZA_BELOW | ALEF_WASLA => {
                key.push(ALEF)
            }
            '\u{6A9}' => key.push(KAF),
            '\u{6CC}' => key.push(YEH),
            '\u{6C1}' | '\u{6BE}' => key.push(HEH),
            '\u{660}'..='\u{669}' => push_digit(key, ch as u32 - 0x660),
            '\u{6F0}'..='\u{6F9}' => push_digit(key, ch as u32 - 0x6F0),
            '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
                // A presentation form stands for one or more plain letters.
                let mut plain = String::new();
                decompose_compatible(ch, |letter| plain.push(letter));
                if plain.starts_with(ch) {
                    // A sign of these blocks that stands for itself.
                    key.push(ch);
                } else {
                    push_key(key, &plain);
                }
            }
            _ => key.push(ch),
        }
    }
}

fn push_digit(key: &mut String, digit: u32) {
    if let Some(ch) = char::from_digit(digit, 10) {
        key.push(ch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_share_a_key() {
        for (word, key) in [
            ("أكَّدَ", "اكد"),
            ("إلى", "الى"),
            ("الـــقاهرة", "القاهرة"),
            ("٢٠٢٤", "2024"),
            ("ﻻ", "لا"),
            ("ﻗﺎﻝ", "قال"),
            ("\u{FD3E}1\u{FD3F}", "\u{FD3E}1\u{FD3F}"),
            ("علي", "علي"),
            ("على", "على"),
            ("آب\u{200F}", "اب"),
        ] {
            assert_eq!(fold_key(word), key);
        }
    }
}
