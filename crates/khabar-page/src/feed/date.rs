//! Dates as feeds write them, to ISO 8601 with the offset that they state.

/// Months by their first three letters.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Zones of RFC 822 (5.1) that are no offset.
const ZONES: [(&str, &str); 12] = [
    ("gmt", "+00:00"),
    ("ut", "+00:00"),
    ("utc", "+00:00"),
    ("z", "+00:00"),
    ("est", "-05:00"),
    ("edt", "-04:00"),
    ("cst", "-06:00"),
    ("cdt", "-05:00"),
    ("mst", "-07:00"),
    ("mdt", "-06:00"),
    ("pst", "-08:00"),
    ("pdt", "-07:00"),
];

/// Reads a date of RFC 822 (RSS), RFC 3339 or W3C-DTF (Atom, Dublin Core), weekdays and
/// surplus words aside. As precise as it is written; `None` where it is none of these.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    of_iso(text).or_else(|| of_rfc_822(text))
}

fn of_iso(text: &str) -> Option<String> {
    let digits = |from: usize, len: usize| {
        let part = text.get(from..from + len)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok())?
    };
    let sign = |at: usize, signs: &[u8]| {
        text.as_bytes().get(at).is_none_or(|b| signs.contains(b))
    };
    digits(0, 4)?;
    let is_date = sign(4, b"-")
        && digits(5, 2).is_none_or(|month| (1..=12).contains(&month))
        && sign(7, b"-")
        && digits(8, 2).is_none_or(|day| (1..=31).contains(&day))
        && sign(10, b"Tt ");
    let shape = |b: u8| b.is_ascii_digit() || b"-:.+TtZz ".contains(&b);
    let is_written = matches!(text.len(), 4 | 7 | 10 | 16..);
    (is_date && is_written && text.bytes().all(shape))
        .then(|| text.replacen([' ', 't'], "T", 1).replace(' ', ""))
}

fn of_rfc_822(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let words = lower.split(|ch: char| ch.is_whitespace() || matches!(ch, ',' | '-'));
    // A minus in front of a zone is cut off by the split.
    let west = lower.rsplit(char::is_whitespace).next()?.starts_with('-');
    let (mut day, mut month, mut year, mut time, mut zone) =
        (None, None, None, None, None);
    for word in words.filter(|word| !word.is_empty()) {
        let number = word.parse::<u32>().ok();
        if word.contains(':') && time.is_none() {
            let mut parts = word.split(':').map(|part| part.parse::<u32>().ok());
            let (hour, minute) = (parts.next()??, parts.next()??);
            let second = parts.next().flatten().unwrap_or(0);
            if hour > 24 || minute > 59 || second > 60 {
                return None;
            }
            time = Some((hour % 24, minute, second.min(59)));
        } else if time.is_some() && zone.is_none() {
            let bare = word.trim_start_matches('+').replace(':', "");
            let is_offset = bare.len() == 4 && bare.bytes().all(|b| b.is_ascii_digit());
            zone = match ZONES.iter().find(|(name, _)| *name == word) {
                Some((_, offset)) => Some((*offset).to_owned()),
                None if is_offset => {
                    let (hours, minutes) = bare.split_at_checked(2)?;
                    Some(format!("{}{hours}:{minutes}", if west { '-' } else { '+' }))
                }
                None => None,
            };
            if zone.is_none() && word.len() == 4 {
                year = year.or(number);
            }
        } else if let Some(number) = number {
            if day.is_none() && word.len() <= 2 {
                day = Some(number);
            } else {
                year = year.or(Some(match word.len() {
                    2 if number < 70 => 2000 + number,
                    2 => 1900 + number,
                    _ => number,
                }));
            }
        } else if month.is_none() {
            let position = MONTHS.iter().position(|name| word.starts_with(name));
            month = position.map(|at| at + 1);
        }
    }
    let (day, month, year) = (day?, month?, year?);
    if !(1..=31).contains(&day) || !(1000..=9999).contains(&year) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(match time {
        Some((hour, minute, second)) => {
            let zone = zone.unwrap_or_default();
            format!("{date}T{hour:02}:{minute:02}:{second:02}{zone}")
        }
        None => date,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_feeds() {
        for (text, wanted) in [
            ("Thu, 01 Jan 2004 19:48:21 GMT", Some("2004-01-01T19:48:21+00:00")),
            ("Wed, 9 Apr 2025 10:00 +0300", Some("2025-04-09T10:00:00+03:00")),
            ("9 April 25 1:2:3 -0530", Some("2025-04-09T01:02:03-05:30")),
            ("Sun Jan  4 16:29:06 PST 2004", Some("2004-01-04T16:29:06-08:00")),
            ("07-Sep-2002", Some("2002-09-07")),
            ("2025-04-09T10:00:00Z", Some("2025-04-09T10:00:00Z")),
            ("2025-04-09 10:00:00 +0300", Some("2025-04-09T10:00:00+0300")),
            ("2025-04-09", Some("2025-04-09")),
            ("2025-04", Some("2025-04")),
            ("2025-13-09", None),
            ("yesterday", None),
            ("", None),
            ("99 Jan 2004", None),
            (":", None),
            ("1 Jan 2004 99:99", None),
        ] {
            assert_eq!(iso(text).as_deref(), wanted, "{text}");
        }
    }
}
