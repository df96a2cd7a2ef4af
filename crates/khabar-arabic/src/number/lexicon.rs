use rustc_hash::FxHashMap;

use super::Limit;
use crate::{
    date::{calendar_sources, date_key},
    sources::Sources,
    table::{LexiconError, Row},
};

/// The lexicon files that this module reads, as they stood when it was built: those of
/// the calendar, whose number words it shares, and its own.
pub fn number_sources() -> Sources {
    let mut sources = calendar_sources();
    sources.set("quantities.tsv", include_str!("../../../../lexicon/quantities.tsv"));
    sources
}

/// The words of numbers, ready for lookup.
#[derive(Debug)]
pub struct NumberLexicon {
    senses: FxHashMap<String, Sense>,
    ordinals: FxHashMap<String, f64>,
    /// Words that make a name with the number behind them.
    name_before: FxHashMap<String, ()>,
    not_after: FxHashMap<String, ()>,
    pub(super) limits: Phrases<Limit>,
    pub(super) limits_after: Phrases<Limit>,
    pub(super) units: Phrases<usize>,
    pub(super) not: Phrases<()>,
    unit_names: Vec<String>,
}

/// What a word can be in a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sense {
    /// 1 to 9.
    Unit(f64),
    /// 10, alone or behind a unit.
    Ten,
    /// 20 to 90.
    Tens(f64),
    /// 100 and its compounds.
    Hundreds(f64),
    /// 1000 and more.
    Scale { size: f64, count: Count },
    /// A part: half, third, quarter.
    Share(f64),
    /// Parts that a number counts.
    Shares(f64),
    /// A count that is not said, and the least it can be.
    Vague(f64),
}

/// How many of a great number its form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    One,
    Two,
    /// As many as the number before it says.
    Many,
}

/// Phrases by their first word.
#[derive(Debug)]
pub(super) struct Phrases<T>(FxHashMap<String, Vec<(Vec<String>, T)>>);

impl<T: Copy> Phrases<T> {
    fn new() -> Phrases<T> {
        Phrases(FxHashMap::default())
    }

    fn add(&mut self, form: &str, value: T) {
        let mut keys = form.split_whitespace().map(date_key);
        let Some(first) = keys.next() else { return };
        let entry = self.0.entry(first).or_default();
        entry.push((keys.collect(), value));
        entry.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }

    /// The longest phrase that begins with the word `first`, and its words; `word` gives
    /// the key of the one so many places on.
    pub(super) fn at<'k>(
        &self,
        first: &str,
        word: impl Fn(usize) -> Option<std::borrow::Cow<'k, str>>,
    ) -> Option<(T, usize)> {
        self.0.get(first)?.iter().find_map(|(rest, value)| {
            let fits = rest
                .iter()
                .enumerate()
                .all(|(i, key)| word(i + 1).is_some_and(|found| found == key.as_str()));
            fits.then_some((*value, rest.len() + 1))
        })
    }
}

impl NumberLexicon {
    /// The lexicon that was built in.
    ///
    /// # Panics
    ///
    /// Never: the built-in files are tested.
    pub fn builtin() -> NumberLexicon {
        match NumberLexicon::parse(&number_sources()) {
            Ok(lexicon) => lexicon,
            Err(error) => unreachable!("built-in lexicon: {error}"),
        }
    }

    /// Reads `calendar/numbers.tsv` and `quantities.tsv`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or holds a value that is not known.
    pub fn parse(sources: &Sources) -> Result<NumberLexicon, LexiconError> {
        let mut lexicon = NumberLexicon {
            senses: FxHashMap::default(),
            ordinals: FxHashMap::default(),
            name_before: FxHashMap::default(),
            not_after: FxHashMap::default(),
            limits: Phrases::new(),
            limits_after: Phrases::new(),
            units: Phrases::new(),
            not: Phrases::new(),
            unit_names: Vec::new(),
        };
        for row in sources.table("calendar/numbers.tsv")?.rows() {
            lexicon.add_number(&row)?;
        }
        for row in sources.table("quantities.tsv")?.rows() {
            lexicon.add_quantity(&row)?;
        }
        Ok(lexicon)
    }

    pub(super) fn sense(&self, key: &str) -> Option<Sense> {
        self.senses.get(key).copied()
    }

    pub(super) fn ordinal(&self, key: &str) -> Option<f64> {
        self.ordinals.get(key).copied()
    }

    pub(super) fn begins_name(&self, key: &str) -> bool {
        self.name_before.contains_key(key)
    }

    pub(super) fn forbids_ordinal(&self, key: &str) -> bool {
        self.not_after.contains_key(key)
    }

    pub(super) fn unit_name(&self, unit: usize) -> &str {
        &self.unit_names[unit]
    }

    fn add_number(&mut self, row: &Row<'_, '_>) -> Result<(), LexiconError> {
        let value: u32 = row.get("value").parse().map_err(|_| {
            row.fault(format!("`{}` is no whole number", row.get("value")))
        })?;
        let number = f64::from(value);
        let ordinal = match row.get("kind") {
            "cardinal" => false,
            "ordinal" => true,
            // The first day of a month counts nothing else.
            "ordinal-day" => return Ok(()),
            kind => return Err(row.fault(format!("`{kind}` is no kind of number"))),
        };
        // Words together are put together by the reader.
        for form in row.all("forms").filter(|form| !form.contains(' ')) {
            let key = date_key(form);
            if ordinal {
                self.ordinals.insert(key, number);
                continue;
            }
            let sense = match value {
                1..=9 => Sense::Unit(number),
                10 => Sense::Ten,
                20..=90 => Sense::Tens(number),
                100..=900 => Sense::Hundreds(number),
                1000 => Sense::Scale { size: 1000.0, count: Count::One },
                2000 => Sense::Scale { size: 1000.0, count: Count::Two },
                _ => return Err(row.fault(format!("no single word says {value}"))),
            };
            self.senses.insert(key, sense);
        }
        Ok(())
    }

    fn add_quantity(&mut self, row: &Row<'_, '_>) -> Result<(), LexiconError> {
        let value = row.get("value");
        let class = row.get("class");
        let unknown = || row.fault(format!("`{value}` is no value of class `{class}`"));
        let sense = match class {
            "scale" => {
                let (size, count) = value.split_once(' ').ok_or_else(unknown)?;
                let count = match count {
                    "1" => Count::One,
                    "2" => Count::Two,
                    "many" => Count::Many,
                    _ => return Err(unknown()),
                };
                let size = size.parse().map_err(|_| unknown())?;
                Some(Sense::Scale { size, count })
            }
            "hundreds" => Some(Sense::Hundreds(value.parse().map_err(|_| unknown())?)),
            "share" => Some(Sense::Share(fraction(value).ok_or_else(unknown)?)),
            "shares" => Some(Sense::Shares(fraction(value).ok_or_else(unknown)?)),
            "vague" => Some(Sense::Vague(value.parse().map_err(|_| unknown())?)),
            _ => None,
        };
        let limit = || Limit::parse(value).ok_or_else(unknown);
        match class {
            "unit" => self.unit_names.push(value.to_owned()),
            "limit" | "limit-after" => {
                limit()?;
            }
            "not" | "name-before" | "not-after" => (),
            _ if sense.is_some() => (),
            _ => {
                return Err(row.fault(format!("`{class}` is no value of column `class`")));
            }
        }
        for form in row.all("forms") {
            if let Some(sense) = sense {
                self.senses.insert(date_key(form), sense);
                continue;
            }
            match class {
                "unit" => self.units.add(form, self.unit_names.len() - 1),
                "limit" => self.limits.add(form, limit()?),
                "limit-after" => self.limits_after.add(form, limit()?),
                "not" => self.not.add(form, ()),
                "name-before" => {
                    self.name_before.insert(date_key(form), ());
                }
                _ => {
                    self.not_after.insert(date_key(form), ());
                }
            }
        }
        Ok(())
    }
}

/// `3/4`.
fn fraction(text: &str) -> Option<f64> {
    let (above, below) = text.split_once('/')?;
    Some(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?)
}
