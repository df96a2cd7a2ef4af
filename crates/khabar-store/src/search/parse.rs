//! The language of queries.
//!
//! ```text
//! query  := clause*
//! clause := ['+' | '-'] (field ':')? value
//! value  := word | '"' words '"' | '~"' words '"'
//! ```

use khabar_doc::{
    Act, CONTEXTS, Certainty, Commitment, EventType, Polarity, Quotation, SourceKind,
    Status,
};

use crate::error::StoreError;

/// Whether a clause must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// It adds to the rank.
    May,
    /// `+`
    Must,
    /// `-`
    MustNot,
}

/// What stands behind a sign and a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A word in any form.
    Word(String),
    /// `"…"`: these words, letter by letter.
    Exact(String),
    /// `~"…"`: these words in this order, in any form.
    Forms(String),
}

impl Value {
    pub(crate) fn text(&self) -> &str {
        match self {
            Value::Word(text) | Value::Exact(text) | Value::Forms(text) => text,
        }
    }
}

/// One demand of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Where it begins, in bytes.
    pub(crate) at: usize,
    pub(crate) sign: Sign,
    pub(crate) field: Option<Field>,
    pub(crate) value: Value,
}

/// What may stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// A word of the title.
    Title,
    /// A name: of the outlet, in the chain, of the speaker …
    Outlet,
    Source,
    By,
    About,
    Place,
    Entity,
    /// A day or a span of days.
    Date,
    Since,
    Until,
    /// A closed class; holds its place in [`CLASSES`].
    Class(usize),
}

/// What a closed class is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Claim,
    Event,
    Any,
}

/// The closed classes: name, what they are of, their values in any case.
pub(crate) const CLASSES: [(&str, Of, &[&str]); 11] = [
    ("act", Of::Claim, Act::NAMES),
    ("certainty", Of::Claim, Certainty::NAMES),
    ("commitment", Of::Claim, Commitment::NAMES),
    ("quotation", Of::Claim, Quotation::NAMES),
    ("kind", Of::Claim, SourceKind::NAMES),
    ("anonymous", Of::Claim, &["yes", "no"]),
    ("polarity", Of::Claim, Polarity::NAMES),
    ("event", Of::Event, EventType::NAMES),
    ("status", Of::Event, Status::NAMES),
    ("context", Of::Event, &CONTEXTS),
    ("lang", Of::Any, &["ar", "fa", "ur", "und"]),
];

const OPEN: [(&str, Field); 10] = [
    ("title", Field::Title),
    ("outlet", Field::Outlet),
    ("source", Field::Source),
    ("by", Field::By),
    ("about", Field::About),
    ("place", Field::Place),
    ("entity", Field::Entity),
    ("date", Field::Date),
    ("since", Field::Since),
    ("until", Field::Until),
];

/// Other names of fields.
const ALIASES: [(&str, &str); 4] =
    [("speaker", "by"), ("type", "event"), ("from", "since"), ("to", "until")];

impl Field {
    fn named(name: &str) -> Option<Field> {
        let name = ALIASES
            .iter()
            .find(|(alias, _)| *alias == name)
            .map_or(name, |(_, field)| *field);
        OPEN.iter().find(|(known, _)| *known == name).map(|(_, field)| *field).or_else(
            || CLASSES.iter().position(|(known, _, _)| *known == name).map(Field::Class),
        )
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Field::Class(place) => CLASSES[place].0,
            _ => OPEN
                .iter()
                .find(|(_, field)| *field == self)
                .map_or("", |(name, _)| *name),
        }
    }
}

/// Reads a query.
///
/// # Errors
///
/// With the byte at which it goes wrong, and the remedy.
pub(crate) fn parse(query: &str) -> Result<Vec<Clause>, StoreError> {
    let mut clauses = Vec::new();
    let mut rest = query;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(clauses);
        }
        let at = query.len() - rest.len();
        let (clause, after) = clause(query, rest, at)?;
        clauses.push(clause);
        rest = after;
    }
}

fn clause<'a>(
    query: &str,
    rest: &'a str,
    at: usize,
) -> Result<(Clause, &'a str), StoreError> {
    let fail = |at: usize, reason: String| StoreError::Query { at, reason };
    let (sign, mut rest) = match rest.chars().next() {
        Some('+') => (Sign::Must, rest.get(1..).unwrap_or_default()),
        Some('-') => (Sign::MustNot, rest.get(1..).unwrap_or_default()),
        _ => (Sign::May, rest),
    };
    if rest.is_empty() || rest.starts_with(char::is_whitespace) {
        let reason = "a sign stands before nothing; write it against its word, or put \
                      it in quotation marks";
        return Err(fail(at, reason.to_owned()));
    }
    let mut field = None;
    let letters = rest.find(|ch: char| !ch.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (name, behind) = rest.split_at(letters);
    if letters > 0 && behind.starts_with(':') && !behind.starts_with("://") {
        let name = name.to_ascii_lowercase();
        let start = query.len() - rest.len();
        field = Some(Field::named(&name).ok_or_else(|| fail(start, no_field(&name)))?);
        rest = behind.get(1..).unwrap_or_default();
        if rest.is_empty() || rest.starts_with(char::is_whitespace) {
            let reason = format!("nothing behind `{name}:`; write its value against it");
            return Err(fail(start, reason));
        }
    }
    let start = query.len() - rest.len();
    let (value, after) = if let Some(inner) = rest.strip_prefix("~\"") {
        let (text, after) = quoted(inner)
            .ok_or_else(|| fail(start, "a quotation is not closed; add `\"`".into()))?;
        (Value::Forms(text.to_owned()), after)
    } else if let Some(inner) = rest.strip_prefix('"') {
        let (text, after) = quoted(inner)
            .ok_or_else(|| fail(start, "a quotation is not closed; add `\"`".into()))?;
        (Value::Exact(text.to_owned()), after)
    } else {
        let end = rest.find(|ch: char| ch.is_whitespace() || ch == '"');
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        (Value::Word(word.to_owned()), after)
    };
    if !value.text().chars().any(char::is_alphanumeric) {
        // A mark by itself asks for nothing; a quotation of marks was meant.
        if let Value::Word(_) = value
            && field.is_none()
        {
            return Ok((Clause { at, sign: Sign::May, field, value }, after));
        }
        return Err(fail(start, "no word in it; name one".to_owned()));
    }
    if let Some(Field::Class(place)) = field {
        let (name, _, values) = CLASSES[place];
        if !values.iter().any(|known| known.eq_ignore_ascii_case(value.text())) {
            let reason = format!("{name} is one of {}", values.join(", ").to_lowercase());
            return Err(fail(start, reason));
        }
    }
    if matches!(field, Some(Field::Date | Field::Since | Field::Until)) {
        days(value.text()).ok_or_else(|| {
            let reason = "a day is YYYY-MM-DD, YYYY-MM or YYYY, a span of days two of them \
                          with .. between";
            fail(start, reason.to_owned())
        })?;
    }
    Ok((Clause { at, sign, field, value }, after))
}

fn quoted(rest: &str) -> Option<(&str, &str)> {
    let (text, after) = rest.split_once('"')?;
    Some((text, after))
}

fn no_field(name: &str) -> String {
    let mut known: Vec<&str> = OPEN.iter().map(|(name, _)| *name).collect();
    known.extend(CLASSES.iter().map(|(name, _, _)| *name));
    let near = known
        .iter()
        .map(|known| (strsim::levenshtein(known, name), known))
        .min()
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, known)| format!("; did you mean `{known}:`?"))
        .unwrap_or_default();
    format!(
        "there is no field `{name}`{near} The fields are {}; to search for the colon, put it in \
         quotation marks",
        known.join(", ")
    )
}

/// The first and last day of `2024`, `2024-05`, `2024-05-01` or two of them with `..`
/// between, either of which may be left out, as numbers `YYYYMMDD`.
pub(crate) fn days(text: &str) -> Option<(u64, u64)> {
    if let Some((from, to)) = text.split_once("..") {
        let first = if from.is_empty() { 0 } else { day(from)?.0 };
        let last = if to.is_empty() { 99_991_231 } else { day(to)?.1 };
        return (first <= last).then_some((first, last));
    }
    day(text)
}

fn day(text: &str) -> Option<(u64, u64)> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, length: usize| -> Option<u64> {
        let is_plain = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if is_plain { part.parse().ok() } else { None }
    };
    match parts.as_slice() {
        [year] => {
            let year = number(year, 4)? * 10_000;
            Some((year, year + 1231))
        }
        [year, month] => {
            let month = number(month, 2).filter(|month| (1..=12).contains(month))?;
            let month = number(year, 4)? * 10_000 + month * 100;
            Some((month, month + 31))
        }
        [year, month, day] => {
            let date: jiff::civil::Date = text.parse().ok()?;
            let _ = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
            let day = u64::try_from(date.year()).ok()? * 10_000
                + u64::try_from(date.month()).ok()? * 100
                + u64::try_from(date.day()).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &str) -> String {
        match parse(query) {
            Ok(clauses) => clauses
                .iter()
                .map(|clause| {
                    let sign = match clause.sign {
                        Sign::May => "",
                        Sign::Must => "+",
                        Sign::MustNot => "-",
                    };
                    let field = clause.field.map_or("", Field::name);
                    let kind = match clause.value {
                        Value::Word(_) => "",
                        Value::Exact(_) => "exact ",
                        Value::Forms(_) => "forms ",
                    };
                    format!("{sign}{field}[{kind}{}]", clause.value.text())
                })
                .collect::<Vec<_>>()
                .join(" "),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn clauses_have_signs_fields_and_values() {
        for (query, expected) in [
            ("غزة هدنة", "[غزة] [هدنة]"),
            ("+غزة -\"في القاهرة\"", "+[غزة] -[exact في القاهرة]"),
            ("~\"الأمم المتحدة\"", "[forms الأمم المتحدة]"),
            ("by:\"رئيس الوزراء\" about:غزة", "by[exact رئيس الوزراء] about[غزة]"),
            ("speaker:x type:protest", "by[x] event[protest]"),
            ("الساعة 12:30 http://a.example/x", "[الساعة] [12:30] [http://a.example/x]"),
            ("-act:deny", "-act[deny]"),
            ("", ""),
        ] {
            assert_eq!(shown(query), expected, "{query}");
        }
    }

    #[test]
    fn errors_name_the_byte_and_the_remedy() {
        for (query, expected) in [
            ("غزة \"هدنة", "byte 7: a quotation is not closed"),
            ("- غزة", "byte 0: a sign stands before nothing"),
            ("outlets:x", "byte 0: there is no field `outlets`; did you mean `outlet:`?"),
            ("by:", "byte 0: nothing behind `by:`"),
            ("act:lie", "byte 4: act is one of assert, deny"),
            ("date:2024-13", "byte 5: a day is YYYY-MM-DD"),
            ("since:yesterday", "byte 6: a day is"),
            ("\"…\"", "byte 0: no word in it"),
        ] {
            let shown = shown(query);
            assert!(shown.contains(expected), "{query}: {shown}");
        }
    }

    #[test]
    fn days_are_read_at_every_precision() {
        assert_eq!(days("2024"), Some((20_240_000, 20_241_231)));
        assert_eq!(days("2024-05"), Some((20_240_500, 20_240_531)));
        assert_eq!(days("2024-02-29"), Some((20_240_229, 20_240_229)));
        assert_eq!(days("2024-05..2024-06"), Some((20_240_500, 20_240_631)));
        assert_eq!(days("2024-05.."), Some((20_240_500, 99_991_231)));
        for wrong in ["2023-02-29", "24", "2024-5", "2025..2024", "x"] {
            assert_eq!(days(wrong), None, "{wrong}");
        }
    }
}
