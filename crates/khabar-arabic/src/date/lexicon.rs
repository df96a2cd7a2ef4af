use khabar_doc::Calendar;
use rustc_hash::FxHashMap;

use crate::{
    letters::{ALEF_MAKSURA, ARTICLE, HEH, TEH_MARBUTA, YEH},
    push_key,
    sources::Sources,
    table::{LexiconError, Row},
};

/// The lexicon files that this module reads, as they stood when it was built.
pub fn calendar_sources() -> Sources {
    macro_rules! files {
        ($($name:literal),*) => {
            [$((
                concat!("calendar/", $name),
                include_str!(concat!("../../../../lexicon/calendar/", $name)),
            )),*]
        };
    }
    files![
        "months.tsv",
        "weekdays.tsv",
        "numbers.tsv",
        "time-words.tsv",
        "eras.tsv",
        "zones.tsv",
        "not-times.tsv"
    ]
    .into_iter()
    .collect()
}

/// The words of time, ready for lookup.
#[derive(Debug)]
pub struct DateLexicon {
    words: FxHashMap<String, Word>,
    /// For each phrase that is no time, the words after which it is one all the same.
    exceptions: Vec<Vec<String>>,
}

/// What a key may be, alone or as the first word of a phrase.
#[derive(Debug, Default)]
pub(super) struct Word {
    pub(super) senses: Vec<Sense>,
    /// Further words and the senses of the whole, longest first.
    pub(super) phrases: Vec<(Vec<String>, Vec<Sense>)>,
}

/// One meaning of a word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    Month {
        calendar: Calendar,
        number: i8,
        strength: Strength,
    },
    Weekday {
        number: i8,
        def: bool,
        arabic: bool,
    },
    Number {
        value: u32,
        ordinal: bool,
        def: bool,
    },
    Day(i32),
    Unit {
        unit: Unit,
        count: u8,
        def: bool,
    },
    Relative(Which),
    Edge(Edge),
    Part {
        part: DayPart,
        def: bool,
    },
    Fraction(i32),
    Era(Calendar),
    Zone(Option<i32>),
    ZoneHead,
    Join(Join),
    Label,
    Clock,
    Suffix,
    Future,
    /// Begins a name of a place or an event that holds a day.
    Named(NamedBy),
    /// A season, by the month it begins in.
    Season {
        month: i8,
        def: bool,
    },
    /// The tens, twenties … of a century.
    Decade {
        year: i32,
        def: bool,
    },
    /// A time that is not said: recently.
    Vague,
    /// The last of several: in its own sense, not past.
    Final,
    /// Of a year of lessons or games, which runs from one civil year into the next.
    Seasonal,
    NotTime(usize),
}

/// How much context a month's name needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    Dated,
    Weak,
    Strong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// So many from the one we are in.
    Shift(i32),
    /// So many from another time than ours.
    Elsewhere(i32),
}

/// What names of a kind are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedBy {
    /// A day and month: an event.
    Day,
    /// A day and month, or a weekday: a place.
    Weekday,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayPart {
    Am,
    Noon,
    Pm,
    Night,
    Midnight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    About,
    After,
    And,
    At,
    Before,
    BeforeEra,
    Between,
    Corresponding,
    During,
    Except,
    FromNow,
    In,
    Last,
    Now,
    Of,
    Since,
    Some,
    That,
    This,
    To,
}

impl DateLexicon {
    /// Reads the files of `calendar/`.
    ///
    /// # Errors
    ///
    /// Where a file is missing or holds a value that is not known.
    pub fn parse(sources: &Sources) -> Result<DateLexicon, LexiconError> {
        let mut lexicon =
            DateLexicon { words: FxHashMap::default(), exceptions: Vec::new() };
        for row in sources.table("calendar/months.tsv")?.rows() {
            let sense = Sense::Month {
                calendar: calendar(&row)?,
                number: number(&row, "number")?,
                strength: row.value("strength", Strength::Strong, |text| {
                    Some(match text {
                        "strong" => Strength::Strong,
                        "weak" => Strength::Weak,
                        "dated" => Strength::Dated,
                        _ => return None,
                    })
                })?,
            };
            lexicon.add_all(&row, sense);
        }
        for row in sources.table("calendar/weekdays.tsv")?.rows() {
            let number = number(&row, "number")?;
            for form in row.all("forms") {
                let arabic = !form.is_ascii();
                lexicon.add(form, Sense::Weekday { number, def: false, arabic });
                if arabic {
                    lexicon.add_def(form, Sense::Weekday { number, def: true, arabic });
                }
            }
        }
        for row in sources.table("calendar/numbers.tsv")?.rows() {
            let value = number(&row, "value")?;
            let ordinal = matches!(row.get("kind"), "ordinal" | "ordinal-day");
            for form in row.all("forms") {
                lexicon.add(form, Sense::Number { value, ordinal, def: false });
                lexicon.add_def(form, Sense::Number { value, ordinal, def: true });
            }
        }
        for row in sources.table("calendar/time-words.tsv")?.rows() {
            lexicon.add_time_word(&row)?;
        }
        for row in sources.table("calendar/eras.tsv")?.rows() {
            let sense = Sense::Era(calendar(&row)?);
            lexicon.add_all(&row, sense);
        }
        for row in sources.table("calendar/zones.tsv")?.rows() {
            let sense = match row.get("offset") {
                "head" => Sense::ZoneHead,
                "" => Sense::Zone(None),
                text => Sense::Zone(Some(
                    offset(text)
                        .ok_or_else(|| row.fault("an offset is written +03:00"))?,
                )),
            };
            lexicon.add_all(&row, sense);
        }
        for row in sources.table("calendar/not-times.tsv")?.rows() {
            let index = lexicon.exceptions.len();
            lexicon.exceptions.push(row.all("unless_after").map(date_key).collect());
            lexicon.add_all(&row, Sense::NotTime(index));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each word is sorted by itself")]
        for word in lexicon.words.values_mut() {
            word.phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        Ok(lexicon)
    }

    pub(super) fn word(&self, key: &str) -> Option<&Word> {
        self.words.get(key)
    }

    pub(super) fn excepts(&self, index: usize, before: &str) -> bool {
        self.exceptions.get(index).is_some_and(|words| words.iter().any(|w| w == before))
    }

    fn add_time_word(&mut self, row: &Row<'_, '_>) -> Result<(), LexiconError> {
        let value = row.get("value");
        let unknown = || {
            row.fault(format!("`{value}` is no value of class `{}`", row.get("class")))
        };
        let mut defs = None;
        let sense = match row.get("class") {
            "day" => Sense::Day(number(row, "value")?),
            "unit" => {
                let (name, count) = value.split_once(' ').ok_or_else(unknown)?;
                let unit = unit(name).ok_or_else(unknown)?;
                let count = count.parse().map_err(|_| unknown())?;
                defs = Some(Sense::Unit { unit, count, def: true });
                Sense::Unit { unit, count, def: false }
            }
            "relative" => {
                let which = match value {
                    "before" => Which::Elsewhere(-1),
                    "after" => Which::Elsewhere(1),
                    _ => Which::Shift(number(row, "value")?),
                };
                defs = Some(Sense::Relative(which));
                Sense::Relative(which)
            }
            "edge" => {
                let edge = match value {
                    "start" => Edge::Start,
                    "middle" => Edge::Middle,
                    "end" => Edge::End,
                    _ => return Err(unknown()),
                };
                Sense::Edge(edge)
            }
            "part" => {
                let part = match value {
                    "am" => DayPart::Am,
                    "noon" => DayPart::Noon,
                    "pm" => DayPart::Pm,
                    "night" => DayPart::Night,
                    "midnight" => DayPart::Midnight,
                    _ => return Err(unknown()),
                };
                defs = Some(Sense::Part { part, def: true });
                Sense::Part { part, def: false }
            }
            "fraction" => Sense::Fraction(number(row, "value")?),
            "named" => Sense::Named(match value {
                "event" => NamedBy::Day,
                "place" => NamedBy::Weekday,
                _ => return Err(unknown()),
            }),
            "season" => {
                let month = number(row, "value")?;
                defs = Some(Sense::Season { month, def: true });
                Sense::Season { month, def: false }
            }
            "decade" => {
                let year = number(row, "value")?;
                defs = Some(Sense::Decade { year, def: true });
                Sense::Decade { year, def: false }
            }
            "vague" => Sense::Vague,
            "final" => Sense::Final,
            "seasonal" => Sense::Seasonal,
            "label" => Sense::Label,
            "clock" => Sense::Clock,
            "suffix" => Sense::Suffix,
            "future" => Sense::Future,
            class => Sense::Join(join(class).ok_or_else(|| {
                row.fault(format!("`{class}` is no value of column `class`"))
            })?),
        };
        for form in row.all("forms") {
            self.add(form, sense);
            if let Some(def) = defs {
                self.add_def(form, def);
            }
        }
        Ok(())
    }

    fn add_all(&mut self, row: &Row<'_, '_>, sense: Sense) {
        for form in row.all("forms") {
            self.add(form, sense);
        }
    }

    /// Adds `form` with the article on its first word, and on its last as well.
    fn add_def(&mut self, form: &str, sense: Sense) {
        if form.is_ascii() || form.chars().count() < 2 {
            return;
        }
        let def = format!("{ARTICLE}{form}");
        self.add(&def, sense);
    }

    fn add(&mut self, form: &str, sense: Sense) {
        let mut keys = form.split_whitespace().map(date_key);
        let Some(first) = keys.next() else { return };
        let rest: Vec<String> = keys.collect();
        let word = self.words.entry(first).or_default();
        let senses = if rest.is_empty() {
            &mut word.senses
        } else if let Some(at) = word.phrases.iter().position(|(words, _)| *words == rest)
        {
            &mut word.phrases[at].1
        } else {
            word.phrases.push((rest, Vec::new()));
            let last = word.phrases.len() - 1;
            &mut word.phrases[last].1
        };
        if !senses.contains(&sense) {
            senses.push(sense);
        }
    }
}

/// The key of a word of time: also ى and ة are evened out, Latin letters are small.
pub(crate) fn date_key(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    push_date_key(&mut key, word);
    key
}

pub(super) fn push_date_key(key: &mut String, word: &str) {
    let from = key.len();
    push_key(key, word);
    if key
        .get(from..)
        .is_some_and(|new| new.contains([ALEF_MAKSURA, TEH_MARBUTA]) || has_capital(new))
    {
        let new: String = key
            .drain(from..)
            .map(|ch| match ch {
                ALEF_MAKSURA => YEH,
                TEH_MARBUTA => HEH,
                _ => ch.to_ascii_lowercase(),
            })
            .collect();
        key.push_str(&new);
    }
}

fn has_capital(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_uppercase())
}

fn calendar(row: &Row<'_, '_>) -> Result<Calendar, LexiconError> {
    row.value("calendar", Calendar::Gregorian, |text| {
        Some(match text {
            "gregorian" => Calendar::Gregorian,
            "hijri" => Calendar::Hijri,
            "persian" => Calendar::Persian,
            _ => return None,
        })
    })
}

fn number<T: std::str::FromStr>(
    row: &Row<'_, '_>,
    column: &str,
) -> Result<T, LexiconError> {
    row.get(column)
        .parse()
        .map_err(|_| row.fault(format!("`{}` is no number", row.get(column))))
}

fn offset(text: &str) -> Option<i32> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let total = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    Some(if text.starts_with('-') { -total } else { total })
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return None,
    })
}

fn join(class: &str) -> Option<Join> {
    Some(match class {
        "about" => Join::About,
        "after" => Join::After,
        "and" => Join::And,
        "at" => Join::At,
        "before" => Join::Before,
        "before-era" => Join::BeforeEra,
        "between" => Join::Between,
        "corresponding" => Join::Corresponding,
        "during" => Join::During,
        "except" => Join::Except,
        "from-now" => Join::FromNow,
        "in" => Join::In,
        "last" => Join::Last,
        "now" => Join::Now,
        "of" => Join::Of,
        "since" => Join::Since,
        "some" => Join::Some,
        "that" => Join::That,
        "this" => Join::This,
        "to" => Join::To,
        _ => return None,
    })
}
