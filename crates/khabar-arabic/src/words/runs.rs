//! What several tokens make together.

use std::ops::Range;

use super::{
    TokenKind, Words,
    breaks::{Abbreviation, Breaks},
    scan::is_pictogram,
};

/// Tokens that make one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The tokens, at least one.
    pub tokens: Range<usize>,
    /// What they make.
    pub kind: RunKind,
}

/// What a [`Run`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunKind {
    /// The address of a page.
    Url,
    /// The address of a mailbox.
    Email,
    /// A hashtag with its sign: `#وسم_مركب`.
    Hashtag,
    /// The name of an account with its sign: `@khabar`.
    Mention,
    /// An abbreviation with its stops: `د.`, `أ.ف.ب`.
    Abbreviation,
    /// A day in digits: `12/5/2024`.
    Date,
    /// A number with an abbreviated unit or a sign of one: `5 كلم`, `30%`.
    Measure,
    /// Two stops and more in a row, or `…`.
    Ellipsis,
    /// A pictogram.
    Emoji,
}

impl RunKind {
    /// All kinds.
    pub const ALL: [RunKind; 9] = [
        RunKind::Url,
        RunKind::Email,
        RunKind::Hashtag,
        RunKind::Mention,
        RunKind::Abbreviation,
        RunKind::Date,
        RunKind::Measure,
        RunKind::Ellipsis,
        RunKind::Emoji,
    ];

    /// The name of the kind in output.
    pub fn as_str(self) -> &'static str {
        match self {
            RunKind::Url => "url",
            RunKind::Email => "email",
            RunKind::Hashtag => "hashtag",
            RunKind::Mention => "mention",
            RunKind::Abbreviation => "abbreviation",
            RunKind::Date => "date",
            RunKind::Measure => "measure",
            RunKind::Ellipsis => "ellipsis",
            RunKind::Emoji => "emoji",
        }
    }
}

impl Words {
    /// Finds the runs of the tokens of one part.
    pub(super) fn find_runs(&mut self, tokens: Range<usize>, breaks: Option<&Breaks>) {
        let mut i = tokens.start;
        while i < tokens.end {
            let found = match self.tokens[i].kind {
                // Most tokens; all their runs begin with a mark behind them.
                TokenKind::Word => match self.tokens.get(i + 1) {
                    Some(next) if next.kind == TokenKind::Mark => {
                        self.abbreviated(i, tokens.end, breaks)
                    }
                    _ => None,
                },
                TokenKind::Number => self
                    .date(i, tokens.end)
                    .or_else(|| self.measure(i, tokens.end, breaks)),
                TokenKind::Foreign => self
                    .address(i)
                    .map(|kind| (i + 1, kind))
                    .or_else(|| self.abbreviated(i, tokens.end, breaks)),
                TokenKind::Mark => self.marked(i, tokens.end),
                TokenKind::Quote => None,
            };
            match found {
                Some((end, kind)) => {
                    self.runs.push(Run { tokens: i..end, kind });
                    i = end;
                }
                None => i += 1,
            }
        }
    }

    fn marked(&self, i: usize, end: usize) -> Option<(usize, RunKind)> {
        let key = self.whole(i);
        let follows = |i: usize| {
            i < end
                && self.glued(i)
                && matches!(
                    self.tokens[i].kind,
                    TokenKind::Word | TokenKind::Foreign | TokenKind::Number
                )
        };
        match key {
            "#" | "\u{FF03}" | "@" if follows(i + 1) => {
                let hashtag = key != "@";
                if !hashtag
                    && i > 0
                    && self.glued(i)
                    && self.tokens[i - 1].kind != TokenKind::Mark
                {
                    return None;
                }
                let mut last = i + 1;
                loop {
                    if last + 1 < end && follows(last + 1) {
                        last += 1;
                    } else if last + 2 < end
                        && self.glued(last + 1)
                        && self.whole(last + 1).bytes().all(|byte| byte == b'_')
                        && follows(last + 2)
                    {
                        last += 2;
                    } else {
                        break;
                    }
                }
                Some((
                    last + 1,
                    if hashtag { RunKind::Hashtag } else { RunKind::Mention },
                ))
            }
            "\u{2026}" => Some((i + 1, RunKind::Ellipsis)),
            _ if key.len() > 1 && key.bytes().all(|byte| byte == b'.') => {
                Some((i + 1, RunKind::Ellipsis))
            }
            _ => {
                let first = key.chars().next()?;
                is_pictogram(first).then_some((i + 1, RunKind::Emoji))
            }
        }
    }

    fn address(&self, i: usize) -> Option<RunKind> {
        let key = self.whole(i);
        if let Some((name, host)) = key.split_once('@') {
            let is_mailbox = !name.is_empty() && host.contains('.');
            return is_mailbox.then_some(RunKind::Email);
        }
        let is_url = key.contains("://")
            || key.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
        is_url.then_some(RunKind::Url)
    }

    /// Word, stop, word, stop … without spaces, where letters stand for words.
    fn abbreviated(
        &self,
        i: usize,
        end: usize,
        breaks: Option<&Breaks>,
    ) -> Option<(usize, RunKind)> {
        let is_stop = |at: usize| at < end && self.glued(at) && self.whole(at) == ".";
        let is_short = |at: usize| {
            let key = self.whole(at);
            key.chars().nth(1).is_none() || breaks.is_some_and(|b| b.is_letter_name(key))
        };
        if !is_stop(i + 1) || i > 0 && self.glued(i) && self.whole(i - 1) == "." {
            return None;
        }
        // Letters and names of letters.
        let mut last = i;
        while is_short(last)
            && is_stop(last + 1)
            && last + 2 < end
            && self.glued(last + 2)
            && self.tokens[last + 2].kind == self.tokens[i].kind
            && is_short(last + 2)
        {
            last += 2;
        }
        let with_stop = last + 1 + usize::from(is_stop(last + 1));
        if last > i {
            return Some((with_stop, RunKind::Abbreviation));
        }
        // One word with a stop, where it is listed.
        breaks?.abbreviation(self.whole(i))?;
        Some((with_stop, RunKind::Abbreviation))
    }

    /// What the lexicon says of the abbreviation that `tokens` make.
    pub(super) fn abbreviation(
        &self,
        tokens: Range<usize>,
        breaks: &Breaks,
    ) -> Option<Abbreviation> {
        let mut key = String::new();
        for i in tokens {
            key.push_str(self.whole(i));
        }
        breaks.abbreviation(key.trim_end_matches('.'))
    }

    /// A day in digits: day, month and year in this order or the other.
    fn date(&self, i: usize, end: usize) -> Option<(usize, RunKind)> {
        let is_day = |first: &str, month: &str, last: &str| {
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let value = |text: &str| text.parse::<u16>().unwrap_or(u16::MAX);
            let [day, year] =
                if first.len() == 4 { [last, first] } else { [first, last] };
            // An order of month and day is left to who reads the date.
            digits(first)
                && digits(month)
                && digits(last)
                && matches!(year.len(), 2 | 4)
                && day.len() <= 2
                && month.len() <= 2
                && (1..=31).contains(&value(day))
                && (1..=31).contains(&value(month))
                && value(day).min(value(month)) <= 12
        };
        let key = self.whole(i);
        let mut dotted = key.split('.');
        if let (Some(first), Some(month), Some(last), None) =
            (dotted.next(), dotted.next(), dotted.next(), dotted.next())
        {
            return is_day(first, month, last).then_some((i + 1, RunKind::Date));
        }
        let in_reach = i + 4 < end && (i + 1..=i + 4).all(|at| self.glued(at));
        let separator = if in_reach { self.whole(i + 1) } else { return None };
        let alike = matches!(separator, "/" | "-")
            && self.whole(i + 3) == separator
            && self.tokens[i + 2].kind == TokenKind::Number
            && self.tokens[i + 4].kind == TokenKind::Number;
        (alike && is_day(key, self.whole(i + 2), self.whole(i + 4)))
            .then_some((i + 5, RunKind::Date))
    }

    /// A number and an abbreviated unit.
    fn measure(
        &self,
        i: usize,
        end: usize,
        breaks: Option<&Breaks>,
    ) -> Option<(usize, RunKind)> {
        let next = i + 1;
        if next >= end {
            return None;
        }
        let key = self.whole(next);
        match self.tokens[next].kind {
            TokenKind::Mark if matches!(key, "%" | "\u{66A}" | "\u{2030}" | "\u{B0}") => {
                Some((next + 1, RunKind::Measure))
            }
            TokenKind::Mark
                if matches!(key, "$" | "\u{20AC}" | "\u{A3}") && self.glued(next) =>
            {
                Some((next + 1, RunKind::Measure))
            }
            TokenKind::Word | TokenKind::Foreign => {
                let breaks = breaks?;
                let stop =
                    |at: usize| at < end && self.glued(at) && self.whole(at) == ".";
                // The longest first: `ر.س`, then `م`.
                if stop(next + 1) && next + 2 < end && self.glued(next + 2) {
                    let pair = self.abbreviation(next..next + 3, breaks);
                    if pair.is_some_and(|kind| kind.is(Abbreviation::UNIT)) {
                        let last = next + 3;
                        return Some((last + usize::from(stop(last)), RunKind::Measure));
                    }
                }
                let is_unit = |at: usize| {
                    breaks
                        .abbreviation(self.whole(at))
                        .is_some_and(|kind| kind.is(Abbreviation::UNIT))
                };
                if !is_unit(next) {
                    return None;
                }
                let mut last = next + 1;
                let glued = |at: usize| at < end && self.glued(at);
                // Square and cubic, and per second or hour.
                if glued(last)
                    && matches!(self.whole(last), "\u{B2}" | "\u{B3}" | "2" | "3")
                {
                    last += 1;
                }
                if glued(last + 1)
                    && self.glued(last)
                    && self.whole(last) == "/"
                    && self.tokens[last + 1].kind == TokenKind::Word
                {
                    last += 2;
                }
                Some((last, RunKind::Measure))
            }
            _ => None,
        }
    }
}
