use khabar_doc::Span;

use super::lexicon::{DateLexicon, Sense, Word, push_date_key};
use crate::letters::{
    ARTICLE, BEH, FEH, LAM, TATWEEL, WAW, is_invisible, is_letter, is_mark,
};

/// A word, phrase, number or mark as the date grammar sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term<'l> {
    /// Of what counts for the date: without what is written onto its front.
    pub(super) span: Span,
    /// Of all of it.
    pub(super) whole: Span,
    /// True where nothing stands between it and the term before.
    pub(super) glued: bool,
    pub(super) kind: TermKind,
    pub(super) senses: &'l [Sense],
    /// `و` or `ف` on its front.
    pub(super) conjunction: bool,
    /// `ب` or `ل` on its front.
    pub(super) preposition: Option<char>,
    /// Words in it.
    pub(super) words: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TermKind {
    Number {
        value: u32,
        digits: u8,
        /// Digits of Persian.
        persian: bool,
    },
    Word {
        /// Begins with the article.
        def: bool,
    },
    Mark(char),
}

#[derive(Clone, Copy)]
struct Raw {
    start: usize,
    end: usize,
    glued: bool,
    class: Class,
    key: (usize, usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Digits,
    Mark(char),
}

/// Cuts `text` into terms. With `known_only`, stops at the first word that the lexicon
/// does not hold and returns `None`.
pub(super) fn terms<'l>(
    text: &str,
    lexicon: &'l DateLexicon,
    known_only: bool,
) -> Option<Vec<Term<'l>>> {
    let mut keys = String::new();
    let mut raws: Vec<Raw> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut end_before = usize::MAX;
    while let Some((start, ch)) = chars.next() {
        let class = class_of(ch);
        let class = match class {
            Some(class) => class,
            None => continue,
        };
        let mut end = start + ch.len_utf8();
        if !matches!(class, Class::Mark(_)) {
            while let Some(&(at, next)) = chars.peek() {
                let goes_on = class_of(next) == Some(class)
                    || class == Class::Word && is_invisible(next) && next != '\u{200B}';
                if !goes_on {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        let from = keys.len();
        push_date_key(&mut keys, text.get(start..end).unwrap_or_default());
        let glued = start == end_before;
        // A number of which thousands are set off: 1,500.
        if class == Class::Digits && glued && raws.len() >= 2 {
            let mark = raws[raws.len() - 1];
            let head = raws[raws.len() - 2];
            if matches!(mark.class, Class::Mark(',' | '\u{66C}'))
                && mark.glued
                && head.class == Class::Digits
                && head.key.1 - head.key.0 <= 3
                && keys.len() - from == 3
            {
                raws.pop();
                let joined =
                    keys.get(head.key.0..head.key.1).unwrap_or_default().to_owned()
                        + keys.get(from..).unwrap_or_default();
                let from = keys.len();
                keys.push_str(&joined);
                let last = raws.len() - 1;
                raws[last].end = end;
                raws[last].key = (from, keys.len());
                end_before = end;
                continue;
            }
        }
        raws.push(Raw { start, end, glued, class, key: (from, keys.len()) });
        end_before = end;
    }
    join_initials(&mut keys, &mut raws);
    let mut terms = Vec::with_capacity(raws.len());
    let mut at = 0;
    while at < raws.len() {
        let term = term(text, &keys, &raws, at, lexicon);
        if known_only
            && term.senses.is_empty()
            && matches!(term.kind, TermKind::Word { .. })
            && !is_conjunction(
                keys.get(raws[at].key.0..raws[at].key.1).unwrap_or_default(),
            )
        {
            return None;
        }
        at += usize::from(term.words.max(1));
        terms.push(term);
    }
    Some(terms)
}

/// Makes one word of letters with full stops between them: `ت.غ` for `ت غ`.
fn join_initials(keys: &mut String, raws: &mut Vec<Raw>) {
    let single = |raw: &Raw, keys: &str| {
        raw.class == Class::Word
            && keys
                .get(raw.key.0..raw.key.1)
                .is_some_and(|key| !key.is_ascii() && key.chars().count() == 1)
    };
    let mut kept = 0;
    let mut at = 0;
    while at < raws.len() {
        let mut raw = raws[at];
        let mut next = at + 1;
        if let [first, stop, second, ..] = &raws[at..]
            && single(first, keys)
            && stop.class == Class::Mark('.')
            && stop.glued
            && second.glued
            && single(second, keys)
        {
            let joined: String = [first.key, second.key]
                .iter()
                .filter_map(|key| keys.get(key.0..key.1))
                .collect();
            raw.key = (keys.len(), keys.len() + joined.len());
            raw.end = second.end;
            keys.push_str(&joined);
            next = at + 3;
        }
        raws[kept] = raw;
        kept += 1;
        at = next;
    }
    raws.truncate(kept);
}

fn is_conjunction(key: &str) -> bool {
    let mut chars = key.chars();
    chars.next() == Some(WAW) && chars.next().is_none()
}

fn class_of(ch: char) -> Option<Class> {
    if is_letter(ch) || is_mark(ch) || ch == TATWEEL || ch.is_ascii_alphabetic() {
        Some(Class::Word)
    } else if ch.is_numeric() {
        Some(Class::Digits)
    } else if ch == '\n' {
        Some(Class::Mark('\n'))
    } else if ch.is_whitespace() || is_invisible(ch) || ch.is_control() {
        None
    } else if ch.is_alphabetic() {
        Some(Class::Word)
    } else {
        Some(Class::Mark(ch))
    }
}

fn term<'l>(
    text: &str,
    keys: &str,
    raws: &[Raw],
    at: usize,
    lexicon: &'l DateLexicon,
) -> Term<'l> {
    let raw = raws[at];
    let key = keys.get(raw.key.0..raw.key.1).unwrap_or_default();
    let span = Span::of(raw.start, raw.end);
    let mut term = Term {
        span,
        whole: span,
        glued: raw.glued,
        kind: TermKind::Word { def: key.starts_with(ARTICLE) },
        senses: &[],
        conjunction: false,
        preposition: None,
        words: 1,
    };
    match raw.class {
        Class::Mark(mark) => {
            term.kind = TermKind::Mark(mark);
            return term;
        }
        Class::Digits => {
            let persian = text.get(raw.start..raw.end).is_some_and(|digits| {
                digits.contains(|ch| ('\u{6F0}'..='\u{6F9}').contains(&ch))
            });
            let digits = u8::try_from(key.len()).unwrap_or(u8::MAX);
            match key.parse() {
                Ok(value) => term.kind = TermKind::Number { value, digits, persian },
                Err(_) => term.kind = TermKind::Word { def: false },
            }
            // A phrase that is no time may begin with a number.
            return term;
        }
        Class::Word => (),
    }
    let before = |at: usize| {
        at.checked_sub(1)
            .and_then(|i| keys.get(raws[i].key.0..raws[i].key.1))
            .unwrap_or_default()
    };
    // As written, then without و, then without ب or ل; لل hides the article.
    let mut rest = key;
    let mut cut = 0;
    let whole = try_word(&mut term, lexicon, rest, keys, raws, at, before(at));
    // و and أحد of eleven have the letters of واحد: the longer reading wins.
    let longer = whole && term.words == 1 && {
        let mut other = term;
        rest.strip_prefix(WAW).is_some_and(|stripped| {
            try_word(&mut other, lexicon, stripped, keys, raws, at, before(at))
                && other.words > 1
        })
    };
    if !whole || longer {
        term.senses = &[];
        if let Some(stripped) = rest.strip_prefix([WAW, FEH]) {
            rest = stripped;
            cut += 1;
            if try_word(&mut term, lexicon, rest, keys, raws, at, before(at)) {
                term.conjunction = true;
            }
        }
        if term.senses.is_empty() {
            let conjunction = cut > 0;
            let tries = [rest, key];
            for (n, base) in tries.iter().enumerate() {
                let Some(head) =
                    base.chars().next().filter(|ch| matches!(*ch, BEH | LAM))
                else {
                    continue;
                };
                let stripped = base.strip_prefix(head).unwrap_or_default();
                let mut mark = [0; 4];
                let before: &str = head.encode_utf8(&mut mark);
                let found = if head == LAM && stripped.starts_with(LAM) {
                    let opened = format!(
                        "{ARTICLE}{}",
                        stripped.strip_prefix(LAM).unwrap_or_default()
                    );
                    try_word(&mut term, lexicon, &opened, keys, raws, at, before)
                } else {
                    stripped.chars().count() >= 2
                        && try_word(&mut term, lexicon, stripped, keys, raws, at, before)
                };
                if found {
                    term.conjunction = conjunction && n == 0;
                    term.preposition = Some(head);
                    cut = usize::from(term.conjunction) + 1;
                    break;
                }
            }
        }
        if !term.senses.is_empty() {
            let skip =
                bytes_of_letters(text.get(raw.start..raw.end).unwrap_or_default(), cut);
            term.span = Span::of(raw.start + skip, span.range().end);
            term.kind = TermKind::Word { def: rest.starts_with(ARTICLE) };
        }
    }
    if term.words > 1 {
        let end = raws[at + usize::from(term.words) - 1].end;
        term.span = Span::of(term.span.range().start, end);
        term.whole = Span::of(raw.start, end);
    }
    term
}

fn bytes_of_letters(written: &str, n: usize) -> usize {
    let mut seen = 0;
    for (at, ch) in written.char_indices() {
        if !(is_mark(ch) || is_invisible(ch) || ch == TATWEEL) {
            if seen == n {
                return at;
            }
            seen += 1;
        }
    }
    0
}

fn try_word<'l>(
    term: &mut Term<'l>,
    lexicon: &'l DateLexicon,
    key: &str,
    keys: &str,
    raws: &[Raw],
    at: usize,
    before: &str,
) -> bool {
    let Some(word) = lexicon.word(key) else { return false };
    let Word { senses, phrases } = word;
    for (rest, whole) in phrases {
        let fits = rest.iter().enumerate().all(|(i, next)| {
            raws.get(at + 1 + i).is_some_and(|raw| {
                !matches!(raw.class, Class::Mark(_))
                    && keys.get(raw.key.0..raw.key.1) == Some(next)
            })
        });
        if !fits {
            continue;
        }
        if let [Sense::NotTime(index), ..] = whole[..]
            && lexicon.excepts(index, before)
            && !is_dateline(raws, at, at + 1 + rest.len())
        {
            continue;
        }
        term.senses = whole;
        term.words = u8::try_from(rest.len() + 1).unwrap_or(u8::MAX);
        return true;
    }
    term.senses = senses;
    term.words = 1;
    !senses.is_empty()
}

/// True where the raws `from..to` open a line and a mark that closes a dateline
/// follows.
fn is_dateline(raws: &[Raw], from: usize, to: usize) -> bool {
    let opens = from.checked_sub(1).is_none_or(|i| raws[i].class == Class::Mark('\n'));
    let closes = raws.get(to).is_some_and(|raw| {
        matches!(raw.class, Class::Mark('-' | ':' | '/' | '\u{2013}' | '\u{2014}'))
    });
    opens && closes
}
