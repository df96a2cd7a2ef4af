use std::{borrow::Cow, fmt};

/// The name of the rule, lexicon entry or model behind one automatic decision.
///
/// Written as a path, most general part first: `line/title/first-line`,
/// `cue/verb:qala`, `name/place:known`. Shown by `--explain` and carried in the JSON.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Why(Cow<'static, str>);

impl Why {
    /// A rule whose name is fixed.
    pub const fn rule(name: &'static str) -> Why {
        Why(Cow::Borrowed(name))
    }

    /// A rule together with the lexicon entry that it used.
    pub fn entry(rule: &str, entry: &str) -> Why {
        Why(Cow::Owned(format!("{rule}:{entry}")))
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same decision, with one more step behind it.
    #[must_use]
    pub fn and(&self, step: &str) -> Why {
        Why(Cow::Owned(format!("{}+{step}", self.0)))
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
