use super::{Level, Levels, Term, each_term, is_rootless};
use crate::{
    analysis::{Analyser, Role},
    words::TokenKind,
};

/// A term and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The term.
    pub term: Term,
    /// What was done to the word as written, in English.
    pub why: String,
}

/// The terms of `text`, mostly a query, each with what was done to the word: so that every
/// expansion of a search can be shown, and switched off by its level.
pub fn explain(analyser: &Analyser, text: &str, levels: Levels) -> Vec<Explained> {
    let (words, analysis) = analyser.read(text);
    let mut all = Vec::new();
    each_term(text, &words, &analysis, levels, |term| {
        let stem = analysis.stem(term.token);
        let lemma = analysis.lemma(stem);
        let why = match term.level {
            Level::Exact => "as written, vowel signs aside".to_owned(),
            Level::Folded => {
                "as written, variants of alef, yeh, teh marbuta, digits and case joined"
                    .to_owned()
            }
            _ if words.tokens()[term.token].kind != TokenKind::Word => {
                "as written: no Arabic word".to_owned()
            }
            Level::Stem => {
                let mut off: Vec<&str> = analysis
                    .parts(term.token)
                    .iter()
                    .filter(|part| part.role != Role::Stem)
                    .map(|part| analysis.norm(part))
                    .collect();
                if words.tokens()[term.token].proclitics.article {
                    off.push("the article");
                }
                match off.split_last() {
                    None => "the word itself".to_owned(),
                    Some((last, [])) => format!("without {last}"),
                    Some((last, rest)) => {
                        format!("without {} and {last}", rest.join(", "))
                    }
                }
            }
            Level::Lemma => format!("dictionary form {lemma} of the {}", stem.tag),
            Level::Root => match stem.root() {
                Some(root) => format!("root {root} of {lemma}"),
                None if is_rootless(stem.tag) => format!("{lemma}, which has no root"),
                None => format!("consonants of {lemma}, whose root is not known"),
            },
        };
        let (level, span, position) = (term.level, term.span, term.position);
        let term = Term { level, text: term.text.to_owned(), span, position };
        all.push(Explained { term, why });
    });
    all
}
