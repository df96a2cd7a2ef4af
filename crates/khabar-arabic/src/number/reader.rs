use std::borrow::Cow;

use khabar_doc::Span;

use super::{
    Figure, Limit,
    digits::digits_value,
    lexicon::{Count, NumberLexicon, Phrases, Sense},
};
use crate::{
    date::date_key,
    letters::{ALEF, ALEF_MAKSURA, BEH, NOON, TEH_MARBUTA, WAW},
    words::{Token, TokenKind, Words},
};

/// Reads the numbers of one sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub(super) words: &'a Words,
    pub(super) lexicon: &'a NumberLexicon,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A number that has been read, in tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) first: usize,
    pub(super) next: usize,
    pub(super) value: f64,
    pub(super) end: Option<f64>,
    /// The great number that it ends with, 1 where there is none.
    pub(super) scale: f64,
    pub(super) ordinal: bool,
    pub(super) percent: bool,
    pub(super) vague: bool,
}

/// A stretch of a number that has been read.
#[derive(Clone, Copy, Debug)]
struct Read {
    value: f64,
    next: usize,
}

impl Reader<'_> {
    /// The end of a phrase at `i` that holds a number word and counts nothing.
    pub(super) fn no_number(&self, i: usize) -> Option<usize> {
        let ((), words) = self.phrase(&self.lexicon.not, i)?;
        Some(i + words)
    }

    /// The number that begins at `start`.
    pub(super) fn piece(&self, start: usize) -> Option<Piece> {
        let token = self.token(start)?;
        if token.kind == TokenKind::Word && self.is_in_name(start) {
            return None;
        }
        let mut piece = Piece {
            first: start,
            next: start + 1,
            value: 0.0,
            end: None,
            scale: 1.0,
            ordinal: false,
            percent: false,
            vague: false,
        };
        if token.kind == TokenKind::Number {
            let read = self.digits(start)?;
            (piece.value, piece.next) = (read.value, read.next);
        } else if let Some((value, next)) = self.ordinal(start) {
            (piece.value, piece.next, piece.ordinal) = (value, next, true);
        } else if let Some(read) = self.vague(start) {
            (piece.value, piece.next, piece.vague) = (read.value, read.next, true);
        } else if let Some(read) = self.parts(start) {
            (piece.value, piece.next) = (read.value, read.next);
        } else {
            let read = self.spelt(start)?;
            // `one` alone is a word of everyday, and so are some that look like two.
            if read.next == start + 1
                && (read.value < 2.0 || self.is_weekday(start) || self.is_verb(start))
            {
                return None;
            }
            (piece.value, piece.next) = (read.value, read.next);
        }
        if let Some(Sense::Scale { size, .. }) = self.sense(piece.next - 1) {
            piece.scale = size;
        }
        (piece.percent, piece.next) = self.percent(piece.next);
        Some(piece)
    }

    /// The figure that `piece` makes, with the limit and unit around it.
    pub(super) fn figure(&self, piece: &Piece) -> Option<Figure> {
        let all = self.words.tokens();
        let first = all.get(piece.first)?;
        let last = all.get(piece.next.checked_sub(1)?)?;
        let span = Span::new(first.core.start(), last.span.end());
        let unit = if piece.ordinal || piece.percent {
            None
        } else {
            self.unit(piece.next).or_else(|| {
                // $5
                let sign = piece.first.checked_sub(1).filter(|&i| i >= self.start)?;
                (all[sign].kind != TokenKind::Word).then(|| self.unit(sign)).flatten()
            })
        };
        Some(Figure {
            span,
            tokens: (piece.first, piece.next),
            value: piece.value,
            end: piece.end,
            ordinal: piece.ordinal,
            percent: piece.percent,
            vague: piece.vague,
            limit: if piece.ordinal { None } else { self.limit(piece) },
            unit: unit.map(|(unit, _)| self.lexicon.unit_name(unit).to_owned()),
        })
    }

    /// The limit before or behind `piece`.
    fn limit(&self, piece: &Piece) -> Option<Limit> {
        /// Words of the longest limit.
        const LONGEST: usize = 4;
        let from = piece.first.saturating_sub(LONGEST).max(self.start);
        let before = (from..piece.first).find_map(|i| {
            let (limit, words) = self.phrase(&self.lexicon.limits, i)?;
            (i + words == piece.first).then_some(limit)
        });
        // Behind it, or behind the words for what is counted.
        before.or_else(|| {
            (piece.next..piece.next + 3).find_map(|i| {
                self.phrase(&self.lexicon.limits_after, i).map(|found| found.0)
            })
        })
    }

    /// The phrase that begins at token `i`, as written or without its proclitics.
    fn phrase<T: Copy>(&self, phrases: &Phrases<T>, i: usize) -> Option<(T, usize)> {
        let whole = even(self.token(i).map(|_| self.words.whole(i))?);
        let rest = |n: usize| self.core_at(i + n);
        phrases.at(&whole, rest).or_else(|| phrases.at(&self.key(i), rest))
    }

    /// The unit at `i`, and its words.
    pub(super) fn unit(&self, i: usize) -> Option<(usize, usize)> {
        let token = self.token(i)?;
        if !token.proclitics.is_empty() {
            return None;
        }
        self.lexicon.units.at(&self.stem_key(i), |n| self.core_at(i + n))
    }

    pub(super) fn is_digits(&self, i: usize) -> bool {
        self.token(i).is_some_and(|token| token.kind == TokenKind::Number)
    }

    fn token(&self, i: usize) -> Option<Token> {
        (i < self.end).then(|| self.words.tokens()[i])
    }

    fn is_word(&self, i: usize) -> bool {
        self.token(i).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// The key of token `i` with its article, evened out as the lexicon's.
    fn key(&self, i: usize) -> Cow<'_, str> {
        even(self.words.core(i))
    }

    fn core_at(&self, i: usize) -> Option<Cow<'_, str>> {
        (i < self.end).then(|| self.key(i))
    }

    fn stem_key(&self, i: usize) -> Cow<'_, str> {
        even(self.words.stem(i))
    }

    fn before(&self, i: usize) -> Option<usize> {
        i.checked_sub(1).filter(|&i| i >= self.start)
    }

    /// True behind a word that makes a name with the next one.
    fn is_in_name(&self, i: usize) -> bool {
        self.before(i).is_some_and(|at| self.lexicon.begins_name(&self.key(at)))
    }

    /// True for Monday, which is written like `the two`.
    fn is_weekday(&self, i: usize) -> bool {
        if !self.words.tokens()[i].proclitics.article {
            return false;
        }
        let two = matches!(self.sense(i), Some(Sense::Unit(2.0)));
        // الشخصين الاثنين
        let behind_dual = self.before(i).is_some_and(|at| {
            self.words.tokens()[at].proclitics.article
                && self.words.core(at).ends_with(NOON)
        });
        two && !behind_dual || self.forbids_ordinal(i)
    }

    /// True for `composed`, which is written like `thousand`: a number has no noun with
    /// the article behind it.
    fn is_verb(&self, i: usize) -> bool {
        let one = matches!(self.sense(i), Some(Sense::Scale { count: Count::One, .. }));
        one && self.token(i + 1).is_some_and(|next| {
            next.kind == TokenKind::Word
                && next.proclitics.article
                && next.proclitics.is_empty()
        })
    }

    /// True behind a month or word of the day of which a definite ordinal is part.
    fn forbids_ordinal(&self, i: usize) -> bool {
        self.words.tokens()[i].proclitics.article
            && self.before(i).is_some_and(|at| {
                !self.words.tokens()[at].proclitics.article
                    && self.lexicon.forbids_ordinal(&self.stem_key(at))
            })
    }

    /// A count that is not said: `dozens`, `hundreds of thousands`, `thousands`.
    fn vague(&self, i: usize) -> Option<Read> {
        let of = |at: usize| match self.sense(at) {
            Some(Sense::Scale { size, count: Count::Many }) if !self.is_joined(at) => {
                Some(size)
            }
            _ => None,
        };
        match self.sense(i)? {
            Sense::Vague(least) => match of(i + 1) {
                Some(size) => Some(Read { value: least * size, next: i + 2 }),
                None => Some(Read { value: least, next: i + 1 }),
            },
            Sense::Scale { size, count: Count::Many } => match of(i + 1) {
                Some(more) => Some(Read { value: size * more, next: i + 2 }),
                None => Some(Read { value: size, next: i + 1 }),
            },
            _ => None,
        }
    }

    /// Parts of a whole: `three quarters`, `half the people`.
    fn parts(&self, i: usize) -> Option<Read> {
        let mut read = match (self.sense(i)?, self.sense(i + 1)) {
            (Sense::Unit(n), Some(Sense::Shares(share))) if !self.is_joined(i + 1) => {
                Read { value: n * share, next: i + 2 }
            }
            (Sense::Share(share), _)
                if !self.is_joined(i) && !self.words.tokens()[i].proclitics.article =>
            {
                Read { value: share, next: i + 1 }
            }
            _ => return None,
        };
        match self.sense(read.next) {
            Some(Sense::Scale { size, count: Count::One })
                if !self.is_joined(read.next) =>
            {
                read = Read { value: read.value * size, next: read.next + 1 };
                Some(self.more_scales(read, size))
            }
            // A part alone is one of something.
            _ => (read.next > i + 1 || self.is_word(read.next)).then_some(read),
        }
    }

    /// Digits with what stands behind them: `3.5 million`, `12 thousand and 300`.
    fn digits(&self, i: usize) -> Option<Read> {
        let (value, next) = self.grouped(i)?;
        let i = next - 1;
        let mut read = Read { value, next };
        if let Some(Sense::Scale { size, count }) = self.sense(i + 1)
            && !self.is_joined(i + 1)
            && count != Count::Two
        {
            read = Read { value: value * size, next: i + 2 };
            read = self.more_scales(read, size);
            if let Some(share) = self.share(read.next) {
                read = Read { value: read.value + share * size, next: read.next + 1 };
                read.next = self.named_again(read.next, size);
            } else if self.is_joined(read.next)
                && size > 1.0
                && let Some(rest) = self.spelt(read.next)
                && rest.value < size
            {
                read = Read { value: read.value + rest.value, next: rest.next };
            } else if self.is_and(read.next)
                && let Some(rest) = self.digits(read.next + 1)
                && rest.value < size
            {
                read = Read { value: read.value + rest.value, next: rest.next };
            }
        } else if value > 0.0
            && value < 100.0
            && let Some(share) = self.share(i + 1)
        {
            read = Read { value: value + share, next: i + 2 };
        }
        Some(read)
    }

    /// Digits, of which spaces may set off the thousands: `12 500`. The value and the
    /// token after.
    fn grouped(&self, i: usize) -> Option<(f64, usize)> {
        let plain = |i: usize| {
            let token = self.token(i)?;
            let digits = self.words.whole(i);
            let fits = token.kind == TokenKind::Number
                && digits.bytes().all(|b| b.is_ascii_digit());
            fits.then_some((token, digits))
        };
        let (mut token, digits) = match plain(i) {
            Some((token, digits)) if digits.len() <= 3 && !digits.starts_with('0') => {
                (token, digits)
            }
            _ => return Some((digits_value(self.words.whole(i))?, i + 1)),
        };
        let mut value: f64 = digits.parse().ok()?;
        let mut next = i + 1;
        while let Some((group, digits)) = plain(next)
            && digits.len() == 3
            && token.span.end() < group.span.start()
            && group.span.start() - token.span.end() <= 3
        {
            value = value * 1000.0 + digits.parse::<f64>().ok()?;
            token = group;
            next += 1;
        }
        Some((value, next))
    }

    /// `million million`, `thousand million`, as far as anybody counts.
    fn more_scales(&self, mut read: Read, mut size: f64) -> Read {
        while let Some(Sense::Scale { size: more, count }) = self.sense(read.next) {
            if self.is_joined(read.next)
                || count == Count::Two
                || more < size
                || read.value * more > GREATEST
            {
                break;
            }
            read = Read { value: read.value * more, next: read.next + 1 };
            size = more;
        }
        read
    }

    /// A half or quarter joined to what stands before it.
    fn share(&self, i: usize) -> Option<f64> {
        match self.sense(i) {
            Some(Sense::Share(share)) if self.is_joined(i) => Some(share),
            _ => None,
        }
    }

    /// A number in words: groups of thousands, each smaller than the one before it.
    fn spelt(&self, start: usize) -> Option<Read> {
        let mut total = 0.0;
        let mut least = f64::INFINITY;
        let mut next = start;
        loop {
            let first = next == start;
            if !first && !self.is_joined(next) {
                break;
            }
            let at = next;
            let (value, size, after) = match self.group(at) {
                Some(group) => {
                    let scale = match self.sense(group.next) {
                        Some(Sense::Scale { size, count })
                            if !self.is_joined(group.next) && count != Count::Two =>
                        {
                            Some(size)
                        }
                        _ => None,
                    };
                    match scale {
                        Some(size) => {
                            let read =
                                Read { value: group.value * size, next: group.next + 1 };
                            let read = self.more_scales(read, size);
                            (read.value, read.value / group.value, read.next)
                        }
                        None => (group.value, 1.0, group.next),
                    }
                }
                None => match self.sense(at) {
                    Some(Sense::Scale { size, count }) => {
                        let two = count == Count::Two || first && self.is_dual(at);
                        let count = if two { 2.0 } else { 1.0 };
                        let read = Read { value: size * count, next: at + 1 };
                        let read = self.more_scales(read, size);
                        (read.value, read.value / count, read.next)
                    }
                    Some(Sense::Share(share)) if !first => {
                        let of = if least.is_finite() { least } else { 1.0 };
                        let next = self.named_again(at + 1, of);
                        return Some(Read { value: total + share * of, next });
                    }
                    _ => break,
                },
            };
            if !first && (size >= least || value >= least) {
                break;
            }
            total += value;
            least = size;
            next = after;
            if size <= 1.0 {
                // Only a part may follow the units.
                if let Some(share) = self.share(next) {
                    total += share;
                    next += 1;
                }
                break;
            }
        }
        (next > start).then_some(Read { value: total, next })
    }

    /// A number below a thousand.
    fn group(&self, start: usize) -> Option<Read> {
        let sense = self.sense(start)?;
        let mut read = match sense {
            Sense::Unit(unit) => {
                if let Some(Sense::Hundreds(100.0)) = self.sense(start + 1)
                    && !self.is_joined(start + 1)
                    && unit >= 3.0
                {
                    Read { value: unit * 100.0, next: start + 2 }
                } else {
                    return self.below_hundred(start);
                }
            }
            Sense::Ten | Sense::Tens(_) => return self.below_hundred(start),
            Sense::Hundreds(value) => Read { value, next: start + 1 },
            _ => return None,
        };
        if self.is_joined(read.next)
            && let Some(rest) = self.below_hundred(read.next)
        {
            // In `two hundred and three thousand` the rest belongs here as well.
            read = Read { value: read.value + rest.value, next: rest.next };
        }
        Some(read)
    }

    fn below_hundred(&self, start: usize) -> Option<Read> {
        match self.sense(start)? {
            Sense::Ten => Some(Read { value: 10.0, next: start + 1 }),
            Sense::Tens(tens) => Some(Read { value: tens, next: start + 1 }),
            Sense::Unit(unit) => match self.sense(start + 1) {
                Some(Sense::Ten) if !self.is_joined(start + 1) => {
                    Some(Read { value: unit + 10.0, next: start + 2 })
                }
                Some(Sense::Tens(tens)) if self.is_joined(start + 1) => {
                    Some(Read { value: unit + tens, next: start + 2 })
                }
                _ => Some(Read { value: unit, next: start + 1 }),
            },
            _ => None,
        }
    }

    /// `the third`, `the fifteenth`, `the twenty-first`.
    fn ordinal(&self, start: usize) -> Option<(f64, usize)> {
        let unit = self
            .lexicon
            .ordinal(self.is_word(start).then(|| self.stem_key(start))?.as_ref())?;
        if unit < 10.0 {
            match self.sense(start + 1) {
                Some(Sense::Ten) if !self.is_joined(start + 1) => {
                    return Some((unit + 10.0, start + 2));
                }
                Some(Sense::Tens(tens)) if self.is_joined(start + 1) => {
                    return Some((unit + tens, start + 2));
                }
                _ => (),
            }
        }
        let article = self.words.tokens()[start].proclitics.article;
        // The month or day of that name; the former; the second of a king's name.
        let of_noun = self.before(start).is_some_and(|at| {
            self.words.tokens()[at].proclitics.article
                && self.words.tokens()[at].kind == TokenKind::Word
                && self.lexicon.ordinal(&self.stem_key(at)).is_none()
        });
        let of_month = || self.core_at(start + 1).is_some_and(|next| next == FROM);
        let goes = !article || of_noun || of_month() && !self.forbids_ordinal(start);
        (goes && !(article && self.forbids_ordinal(start))).then_some((unit, start + 1))
    }

    fn sense(&self, i: usize) -> Option<Sense> {
        if !self.is_word(i) {
            return None;
        }
        let key = self.stem_key(i);
        self.lexicon.sense(&key).or_else(|| {
            // The accusative: `thousand`, `million`.
            key.strip_suffix(ALEF).and_then(|key| self.lexicon.sense(key)).filter(
                |sense| {
                    matches!(
                        sense,
                        Sense::Scale { count: Count::One, .. }
                            | Sense::Unit(_)
                            | Sense::Hundreds(_)
                    )
                },
            )
        })
    }

    /// The end of a number of which a part is named once more: `and half the million`.
    fn named_again(&self, i: usize, of: f64) -> usize {
        let again = self.sense(i) == Some(Sense::Scale { size: of, count: Count::One })
            && self.words.tokens()[i].proclitics.article
            && !self.is_joined(i);
        i + usize::from(again)
    }

    /// True for a scale with ا at its end right before a plain word: two of it.
    fn is_dual(&self, i: usize) -> bool {
        let key = self.stem_key(i);
        self.lexicon.sense(&key).is_none()
            && key.ends_with(ALEF)
            && !self.words.tokens()[i].proclitics.article
            && i + 1 < self.end
            && self.words.tokens()[i + 1].kind == TokenKind::Word
            && self.words.tokens()[i + 1].proclitics == crate::Proclitics::default()
            && self.sense(i + 1).is_none()
            && self.words.whole(i + 1).chars().nth(2).is_some()
    }

    /// True where token `i` is `and` and nothing else.
    fn is_and(&self, i: usize) -> bool {
        i + 1 < self.end
            && self.words.whole(i) == "\u{648}"
            && self.words.tokens()[i + 1].kind == TokenKind::Number
    }

    /// True where `and` is written onto token `i`.
    pub(super) fn is_joined(&self, i: usize) -> bool {
        if i >= self.end {
            return false;
        }
        // و and أحد of eleven have the letters of واحد.
        self.words.tokens()[i].proclitics.conjunction == Some(WAW)
            || self.words.whole(i) == "\u{648}\u{627}\u{62D}\u{62F}"
                && matches!(self.sense(i + 1), Some(Sense::Ten))
    }

    /// True for `the hundred`.
    fn is_hundred(&self, i: usize) -> bool {
        self.token(i).is_some_and(|token| token.proclitics.article)
            && self.sense(i) == Some(Sense::Hundreds(100.0))
    }

    /// A sign or words of per cent at `i`, and where they end.
    fn percent(&self, i: usize) -> (bool, usize) {
        if i >= self.end {
            return (false, i);
        }
        match self.words.whole(i) {
            "%" | "\u{66A}" => (true, i + 1),
            _ if self.words.tokens()[i].proclitics.preposition == Some(BEH)
                && self.is_hundred(i) =>
            {
                (true, i + 1)
            }
            IN if self.is_hundred(i + 1) => (true, i + 2),
            _ => (false, i),
        }
    }
}

/// `key` as the lexicon spells it: ى for ي and ة for ه evened out.
fn even(key: &str) -> Cow<'_, str> {
    if key.contains([ALEF_MAKSURA, TEH_MARBUTA]) {
        Cow::Owned(date_key(key))
    } else {
        Cow::Borrowed(key)
    }
}

/// Numbers beyond are not put together.
const GREATEST: f64 = 1e24;

/// من
const FROM: &str = "\u{645}\u{646}";
/// في
const IN: &str = "\u{641}\u{64A}";
