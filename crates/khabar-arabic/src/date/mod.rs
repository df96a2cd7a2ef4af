//! Dates and other expressions of time in Arabic news.
//!
//! A small grammar over terms: each word is looked up once, the productions read from
//! a term onwards and the longest reading wins.
//! There is no clock: what is said from the writer's day is resolved against the
//! anchor that the caller gives, and left open without one. Weeks begin on Monday.

mod convert;
mod grammar;
mod lexicon;
mod number;
mod term;

pub use jiff::civil::Date;
use khabar_doc::Span;
pub use khabar_doc::{DateKind, DateMention, DateModifier};

pub(crate) use self::lexicon::date_key;
pub use self::lexicon::{DateLexicon, calendar_sources};
use self::{
    grammar::Grammar,
    lexicon::Sense,
    term::{Term, TermKind},
};

/// How a text speaks of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// A report after the fact: a weekday is the last one unless a word of the future
    /// stands before it, and `the next day` counts from a time told of.
    #[default]
    Report,
    /// A message or a diary: a weekday, or a day without its year, is the one to come,
    /// `the next day` is tomorrow, and a day may be given by its number alone.
    Plan,
}

/// What a text is read by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The day of writing.
    pub anchor: Option<Date>,
    /// How the text speaks of time.
    pub style: Style,
    /// Spans in which no word is one of time, such as an outlet's name; apart and in
    /// order.
    pub skip: &'a [Span],
}

/// All expressions of time in `text`, in reading order and apart, the longest first.
/// `anchor` is the day of writing.
pub fn find(text: &str, lexicon: &DateLexicon, anchor: Option<Date>) -> Vec<DateMention> {
    find_in(text, lexicon, &Context { anchor, ..Context::default() })
}

/// [`find`], by more than the day of writing.
pub fn find_in(
    text: &str,
    lexicon: &DateLexicon,
    context: &Context<'_>,
) -> Vec<DateMention> {
    let Some(mut terms) = term::terms(text, lexicon, false) else { return Vec::new() };
    let mut skip = context.skip.iter().peekable();
    for term in &mut terms {
        while skip.next_if(|span| span.end() <= term.span.start()).is_some() {}
        if skip.peek().is_some_and(|span| span.overlaps(term.span)) {
            silence(term);
        }
    }
    silence_quoted_names(&mut terms);
    let grammar = Grammar { terms: &terms, anchor: context.anchor, style: context.style };
    let mut found = Vec::new();
    let mut at = 0;
    while at < terms.len() {
        match grammar.expression(at) {
            Some(piece) => {
                at = piece.next.max(at + 1);
                if !grammar.is_part_of_name(&piece) {
                    found.push(grammar.mention(&piece));
                }
            }
            None => at += 1,
        }
    }
    found
}

/// The time on a line that holds nothing but dates, times, weekdays and the labels
/// around them; the first date where there are several.
pub fn parse_line(
    line: &str,
    lexicon: &DateLexicon,
    anchor: Option<Date>,
) -> Option<DateMention> {
    // The longest lines of this kind seen have some 90 characters.
    if line.len() > 400 {
        return None;
    }
    let terms = term::terms(line, lexicon, true)?;
    let grammar = Grammar { terms: &terms, anchor, style: Style::Report };
    let mut best: Option<DateMention> = None;
    let mut clock: Option<grammar::Piece> = None;
    let mut at = 0;
    while at < terms.len() {
        if let Some(piece) = grammar.expression(at) {
            at = piece.next.max(at + 1);
            match piece.kind {
                DateKind::TimeOfDay => {
                    clock.get_or_insert(piece);
                }
                DateKind::Duration => return None,
                _ if best.is_none() => best = Some(grammar.mention(&piece)),
                _ => (),
            }
        } else if grammar.is_filler(at) {
            at += 1;
        } else {
            return None;
        }
    }
    best.or_else(|| clock.map(|piece| grammar.mention(&piece)))
}

fn silence(term: &mut Term<'_>) {
    term.senses = &[];
    term.kind = TermKind::Word { def: false };
}

/// A name in quotation marks that ends in a word of time is no time: `"… today"`, nor is
/// that word alone in them.
fn silence_quoted_names(terms: &mut [Term<'_>]) {
    /// Words in the name of an outlet, at most.
    const LONGEST: usize = 4;
    let mut open: Option<usize> = None;
    for at in 0..terms.len() {
        let TermKind::Mark(mark) = terms[at].kind else { continue };
        let closes = match mark {
            '\n' => {
                open = None;
                continue;
            }
            '\u{AB}' | '\u{201C}' => false,
            '\u{BB}' | '\u{201D}' => true,
            // The straight mark opens where none is open.
            '"' => open.is_some(),
            _ => continue,
        };
        let Some(from) = open.filter(|_| closes) else {
            open = (!closes).then_some(at);
            continue;
        };
        open = None;
        if !(from + 2..=from + 1 + LONGEST).contains(&at) {
            continue;
        }
        let of_day = terms[at - 1]
            .senses
            .iter()
            .any(|sense| matches!(sense, Sense::Day(_) | Sense::Weekday { .. }));
        let named = terms[from + 1..at - 1]
            .iter()
            .all(|t| t.senses.is_empty() && matches!(t.kind, TermKind::Word { .. }));
        if of_day && named {
            silence(&mut terms[at - 1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday.
    const ANCHOR: Date = Date::constant(2024, 12, 2);

    fn lexicon() -> DateLexicon {
        DateLexicon::parse(&calendar_sources()).unwrap()
    }

    /// The mentions in `text` in one line: each quoted, with its value.
    fn told(text: &str, lexicon: &DateLexicon) -> String {
        let mut line = String::new();
        for mention in find(text, lexicon, Some(ANCHOR)) {
            if !line.is_empty() {
                line.push_str("; ");
            }
            let value = mention.value.as_deref().unwrap_or("?");
            line.push_str(&format!(
                "[{}] {} {value}",
                &text[mention.span.range()],
                mention.kind.name()
            ));
            if let Some(end) = &mention.end {
                line.push_str(&format!("..{end}"));
            }
            if let Some(modifier) = mention.modifier {
                line.push_str(&format!(" ({})", modifier.name()));
            }
            if let Some(other) = &mention.alternative {
                line.push_str(&format!(" or {other}"));
            }
            if mention.weekday_disagrees {
                line.push_str(" weekday!");
            }
        }
        if line.is_empty() { "-".to_owned() } else { line }
    }

    /// `cases.txt`: a text, and in the line after it what is found there. With
    /// `UPDATE=1` the second lines are written anew, to be read as a difference.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "rewrites the cases when asked to")]
    fn cases() {
        let lexicon = lexicon();
        let mut written = String::new();
        let mut lines = include_str!("cases.txt").lines();
        let mut faults = Vec::new();
        while let Some(text) = lines.next() {
            written.push_str(text);
            written.push('\n');
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let expected = lines.next().unwrap_or_default();
            let told = told(text, &lexicon);
            if expected != told {
                faults.push(format!("{text}\n  expected {expected}\n  found    {told}"));
            }
            written.push_str(&told);
            written.push('\n');
        }
        if std::env::var("UPDATE").is_ok() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/date/cases.txt");
            std::fs::write(path, written).unwrap();
            return;
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn lines_that_are_dates() {
        let lexicon = lexicon();
        for (line, value) in [
            ("تاريخ النشر: 2nd, December 2024 GMT", "2024-12-02"),
            (
                "نشر في: الاثنين 02 ديسمبر 2024 - 10:05 ص | آخر تحديث: 11:00 ص",
                "2024-12-02T10:05",
            ),
            ("10:32 م - 2 ديسمبر، 2024", "2024-12-02T22:32"),
            (
                "GMT 17:27 17.03.2020 (محدثة GMT 17:49 17.03.2020)",
                "2020-03-17T17:27+00:00",
            ),
            ("آخر تحديث: 2024/12/02 الساعة 22:10 (توقيت القاهرة)", "2024-12-02T22:10"),
            ("الأربعاء، 28 آب/أغسطس 2013، 14:00 (GMT+0400)", "2013-08-28T14:00+04:00"),
            ("١٤ رجب ١٤٤٦هـ | 14 يناير 2025م", "2025-01-14"),
            ("02-12-2024 | 10:32", "2024-12-02T10:32"),
            ("25 ديسمبر 2020 | 2:01 ص", "2020-12-25T02:01"),
            ("منذ 3 ساعات", "2024-12-02"),
            ("14:30", "14:30"),
        ] {
            let found = parse_line(line, &lexicon, Some(ANCHOR));
            assert_eq!(found.and_then(|m| m.value).as_deref(), Some(value), "{line}");
        }
        for line in [
            "",
            "-",
            "بغداد",
            "المادة 140",
            "قال الوزير أمس",
            "2 ديسمبر يوم عظيم للبلاد",
            "14",
            "3 أيام",
            "م",
        ] {
            assert_eq!(parse_line(line, &lexicon, Some(ANCHOR)), None, "{line}");
        }
    }

    #[test]
    fn what_the_caller_names_is_no_time() {
        let text = "أعلنت شبكة نينوى اليوم أن الجسر فتح اليوم";
        let name = text.find("نينوى").unwrap();
        let skip = Span::of(name, name + "نينوى اليوم".len());
        let context =
            Context { anchor: Some(ANCHOR), skip: &[skip], ..Context::default() };
        let found = find_in(text, &lexicon(), &context);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].span.range().end, text.len());
    }

    /// What a message means where a report means the day that is over.
    #[test]
    fn messages_look_ahead() {
        let lexicon = lexicon();
        let value = |text: &str, style| {
            let context = Context { anchor: Some(ANCHOR), style, skip: &[] };
            find_in(text, &lexicon, &context).first().and_then(|m| m.value.clone())
        };
        for (text, report, plan) in [
            ("نلتقي الخميس", Some("2024-11-28"), Some("2024-12-05")),
            ("نلتقي في 20 أيلول", Some("2024-09-20"), Some("2025-09-20")),
            ("نعود في اليوم التالي", None, Some("2024-12-03")),
            ("نعود في 15", None, Some("2024-12-15")),
            ("نعود للثاني والعشرين", None, Some("2024-12-22")),
            ("نلتقي 22-4", None, Some("2025-04-22")),
        ] {
            assert_eq!(value(text, Style::Report).as_deref(), report, "{text}");
            assert_eq!(value(text, Style::Plan).as_deref(), plan, "{text}");
        }
    }

    #[test]
    fn without_an_anchor_only_full_dates_have_a_value() {
        let lexicon = lexicon();
        for text in ["أمس", "الخميس الماضي", "في 30 نيسان", "الأسبوع المقبل", "قبل يومين"]
        {
            let found = find(text, &lexicon, None);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].value, None, "{text}");
        }
    }

    /// Any text is read without a fault, and spans lie apart, in order, on boundaries.
    #[test]
    fn spans_are_sound() {
        let lexicon = lexicon();
        let pieces = [
            "4294967295",
            "99999999999",
            "31",
            "2024",
            "00",
            "يوم",
            "سنة",
            "قبل",
            "من",
            "إلى",
            "/",
            "-",
            ":",
            ".",
            "،",
            "(",
            ")",
            "الأحد",
            "أمس",
            "مارس",
            "رجب",
            "هـ",
            "م",
            "ألف",
            "مئة",
            "و",
            "عشر",
            "ثلاثة",
            "الساعة",
            "إلا",
            "ربع",
            "GMT",
            "+",
            "T",
            "الموافق",
            "😀",
            "شهر",
            "قرون",
            "عام",
            "بين",
            "آخر",
            "\n",
            "ـ",
            "الماضي",
            "مساء",
            "َ",
            "۱۴۰۳",
            "قرن",
            "القرن",
            "العشرين",
            "تسعينيات",
            "الربع",
            "الأول",
            "صيف",
            "الأخير",
            "أول",
            "أيام",
            "جسر",
            "موسم",
            "ت.غ",
            "2023/2024",
            "ونصف",
            "العام",
            "المقبل",
            "«",
            "»",
            "واحد",
            "قبل الميلاد",
        ];
        let mut state = 7u32;
        for round in 0..4000 {
            let mut text = String::new();
            for _ in 0..1 + round % 12 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(pieces[(state >> 16) as usize % pieces.len()]);
                if state & 0x300 != 0 {
                    text.push(' ');
                }
            }
            let mut end = 0;
            for mention in find(&text, &lexicon, Some(ANCHOR)) {
                let range = mention.span.range();
                assert!(range.start >= end && range.start < range.end, "{text}");
                assert!(text.get(range.clone()).is_some(), "{text}");
                end = range.end;
            }
            let _ = find(&text, &lexicon, None);
            let plan = Context { anchor: Some(ANCHOR), style: Style::Plan, skip: &[] };
            let _ = find_in(&text, &lexicon, &plan);
            let _ = parse_line(&text, &lexicon, Some(ANCHOR));
        }
    }

    #[test]
    fn faults_of_the_lexicon_say_where() {
        let mut sources = calendar_sources();
        sources.set("calendar/zones.tsv", "id\tforms\toffset\nx\tمكان\tlate\n");
        let fault = DateLexicon::parse(&sources).unwrap_err().to_string();
        assert_eq!(fault, "calendar/zones.tsv:2: an offset is written +03:00");
    }
}
