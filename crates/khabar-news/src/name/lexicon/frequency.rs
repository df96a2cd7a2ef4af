use khabar_arabic::{Splitter, feature_names};

/// How common words are, read off the forms that the splitter knows.
#[derive(Debug)]
pub(in crate::name) struct Frequency {
    splitter: Splitter,
    at: Columns,
}

/// Positions of the features that are asked for.
#[derive(Clone, Copy, Debug)]
struct Columns {
    whole: Option<usize>,
    with_article: Option<usize>,
    verb: [Option<usize>; 2],
    name: Option<usize>,
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::name) struct Facts {
    /// Zipf frequency above the rarest that counts; 0 for an unknown word.
    zipf: f32,
    with_article: f32,
    /// True for a form of a verb.
    pub(in crate::name) verb: bool,
    /// True for a form that name lists know.
    pub(in crate::name) name: bool,
}

impl Frequency {
    /// Reads the splitter's built-in data.
    pub(in crate::name) fn new() -> Frequency {
        let names = feature_names();
        let at = |name: &str| names.iter().position(|other| other == name);
        Frequency {
            splitter: Splitter::builtin(),
            at: Columns {
                whole: at("none.zipf"),
                with_article: at("none.zipf-with-article"),
                verb: [at("none.perfect"), at("none.imperfect")],
                name: at("none.name"),
            },
        }
    }

    /// The splitter, for its frequencies of forms.
    pub(in crate::name) fn splitter(&self) -> &Splitter {
        &self.splitter
    }

    /// What is known of `word`, all its letters taken for its own. Allocates: ask for
    /// doubtful words only.
    pub(in crate::name) fn facts(&self, word: &str) -> Facts {
        let candidates = self.splitter.candidates(word);
        let Some(whole) = candidates.iter().find(|c| c.proclitics.is_empty()) else {
            return Facts::default();
        };
        let value = |at: Option<usize>| {
            let of = whole.features.iter().find(|(feature, _)| Some(*feature) == at);
            of.map_or(0.0, |(_, value)| *value)
        };
        Facts {
            zipf: value(self.at.whole),
            with_article: value(self.at.with_article),
            verb: self.at.verb.iter().any(|&at| value(at) > 0.0),
            name: value(self.at.name) > 0.0,
        }
    }
}

impl Facts {
    /// True for a word that hardly occurs, as names of strangers do.
    pub(in crate::name) fn is_rare(self) -> bool {
        self.zipf < 1.0
    }

    /// True for a word that the frequency lists lack.
    pub(in crate::name) fn is_unknown(self) -> bool {
        self.zipf <= 0.0 && self.with_article <= 0.0 && !self.verb
    }

    /// True for a word so common that nothing but a name list speaks for a name.
    pub(in crate::name) fn is_common(self) -> bool {
        self.zipf > 2.2 && (!self.name || self.with_article > self.zipf - 0.7)
    }
}
