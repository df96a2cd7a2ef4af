//! Dates as precise as the lexicon knows them: a year, a month or a day.

use std::cmp::Ordering;

/// Compares two ISO dates as far as the less precise one goes: a day of 2014 is equal
/// to `2014`.
fn compare(one: &str, other: &str) -> Ordering {
    let length = one.len().min(other.len());
    one.as_bytes()[..length].cmp(&other.as_bytes()[..length])
}

/// True where the ISO date `on` may lie between `from` and `to`, each of any precision
/// and empty where it is open.
pub(crate) fn is_within(on: &str, from: &str, to: &str) -> bool {
    compare(from, on).is_le() && compare(on, to).is_le()
}

/// True for `2014`, `2014-03` and `2014-03-26`, with a month and a day that exist.
pub fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let number = |part: Option<&str>, digits: usize| match part {
        Some(part) if part.len() == digits => {
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok())
        }
        _ => None,
    };
    let Some(Some(year)) = number(parts.next(), 4) else { return false };
    let Some(month) = parts.next() else { return true };
    let Some(Some(month @ 1..=12)) = number(Some(month), 2) else { return false };
    let Some(day) = parts.next() else { return true };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    matches!(number(Some(day), 2), Some(Some(day)) if (1..=last).contains(&day))
        && parts.next().is_none()
}

/// True where a time that ends at `to` ends before `from`, as far as both are known.
pub(super) fn ends_before(from: &str, to: &str) -> bool {
    !from.is_empty() && !to.is_empty() && compare(to, from).is_lt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_any_precision_are_compared() {
        assert!(is_within("2014-05-01", "2014", "2014"));
        assert!(is_within("2014", "2014-03", ""));
        assert!(!is_within("2013-12-31", "2014", ""));
        assert!(!is_within("2015-01-01", "", "2014-12"));
        assert!(ends_before("2014", "2013"));
        assert!(!ends_before("2014-06", "2014"));
    }

    #[test]
    fn dates_that_exist() {
        for date in ["2014", "2014-12", "2024-02-29", "2000-02-29"] {
            assert!(is_date(date), "{date}");
        }
        for date in ["", "14", "2014-13", "2023-02-29", "2014-4-1", "2014-04-31", "x"] {
            assert!(!is_date(date), "{date}");
        }
    }
}
