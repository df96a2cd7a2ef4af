//! The letters and marks that code needs by name. Words live in the lexicon, never here.

#![allow(missing_docs, reason = "each name says its letter")]

pub const ALEF: char = '\u{627}';
pub const ALEF_MADDA: char = '\u{622}';
pub const ALEF_HAMZA_ABOVE: char = '\u{623}';
pub const ALEF_HAMZA_BELOW: char = '\u{625}';
pub const ALEF_WASLA: char = '\u{671}';
pub const HAMZA: char = '\u{621}';
pub const WAW_HAMZA: char = '\u{624}';
pub const YEH_HAMZA: char = '\u{626}';
pub const BEH: char = '\u{628}';
pub const TEH_MARBUTA: char = '\u{629}';
pub const TEH: char = '\u{62A}';
pub const SEEN: char = '\u{633}';
pub const FEH: char = '\u{641}';
pub const KAF: char = '\u{643}';
pub const LAM: char = '\u{644}';
pub const MEEM: char = '\u{645}';
pub const NOON: char = '\u{646}';
pub const HEH: char = '\u{647}';
pub const WAW: char = '\u{648}';
pub const ALEF_MAKSURA: char = '\u{649}';
pub const YEH: char = '\u{64A}';
pub const TATWEEL: char = '\u{640}';

/// The article as a string.
pub const ARTICLE: &str = "\u{627}\u{644}";

/// True for vowel signs, tanwin, shadda, sukun, dagger alef and Quranic marks.
pub const fn is_mark(ch: char) -> bool {
    matches!(ch, '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{610}'..='\u{61A}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}')
}

/// True for characters that steer the direction of text, join or part letters, and
/// have no shape of their own.
pub const fn is_invisible(ch: char) -> bool {
    matches!(ch, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{61C}' | '\u{FEFF}' | '\u{AD}')
}

/// True for the letters of Arabic script, marks excluded.
pub const fn is_letter(ch: char) -> bool {
    matches!(ch, '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{66E}' | '\u{66F}' | '\u{671}'..='\u{6D3}' | '\u{6D5}' | '\u{6EE}' | '\u{6EF}' | '\u{6FA}'..='\u{6FC}' | '\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}')
}
