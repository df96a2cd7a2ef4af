use crate::fold::KEY;

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
    KEY.push(key, word);
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
