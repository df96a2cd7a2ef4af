//! A mention with the words that tell whom it means.

use std::ops::Range;

use khabar_arabic::letters::{ARTICLE, LAM};
use khabar_doc::{EntityKind, Mention, MentionKind, PartKind, Span};
use rustc_hash::FxHashMap;

use crate::name::{
    find::described::follows_kin,
    find::title::{self, Cover, Title},
    lexicon::{Meaning, WordClass},
    sheet::Sheet,
};

/// One document on the way to its entities.
pub(in crate::name) struct Scene<'a> {
    pub(in crate::name) sheet: Sheet<'a>,
    pub(in crate::name) items: Vec<Item>,
}

/// A mention, read once more for its words.
#[derive(Clone, Debug)]
pub(in crate::name) struct Item {
    /// Its span.
    pub(in crate::name) span: Span,
    /// Its tokens.
    pub(in crate::name) tokens: Range<usize>,
    /// Letters before it in its first token.
    pub(in crate::name) skip: u8,
    /// What it is.
    pub(in crate::name) kind: MentionKind,
    /// True for a name.
    pub(in crate::name) name: bool,
    /// Its words without articles and quotation marks.
    pub(in crate::name) words: Vec<String>,
    /// The lexicon's entry that bears exactly this name.
    pub(in crate::name) known: Option<u32>,
    /// All entries that bear it, where they are several.
    rivals: Vec<u32>,
    /// True where nothing in the document tells which of the rivals is meant.
    pub(in crate::name) ambiguous: bool,
    /// Countries whose adjectives stand in it.
    pub(in crate::name) nisbas: Vec<u32>,
    /// True where it points back: article or demonstrative.
    pub(in crate::name) definite: bool,
    /// True behind a demonstrative: `هذه الفصائل`.
    pub(in crate::name) shown: bool,
    /// True where the sentence sets it in another time.
    pub(in crate::name) apart: bool,
    /// The title right before a person, or that a role opens with.
    pub(in crate::name) title: Option<Title>,
    /// Articles of one document are apart from those that it links to.
    pub(in crate::name) segment: u32,
}

impl<'a> Scene<'a> {
    /// Reads `mentions` of the document that `sheet` shows.
    pub(in crate::name) fn of(sheet: Sheet<'a>, mentions: &[Mention]) -> Scene<'a> {
        let located: Vec<(Range<usize>, u8)> =
            mentions.iter().map(|m| locate(&sheet, m.span)).collect();
        let bodies = mentions.iter().zip(&located).filter(|(m, _)| {
            m.name && matches!(m.kind, MentionKind::Organisation | MentionKind::Place)
        });
        let cover = Cover::from_ranges(bodies.map(|(_, at)| at.clone()));
        let mut items: Vec<Item> = mentions
            .iter()
            .zip(located)
            .map(|(mention, (tokens, skip))| item(&sheet, &cover, mention, tokens, skip))
            .collect();
        give_titles(&sheet, &cover, &mut items);
        settle_rivals(&sheet, &mut items);
        Scene { sheet, items }
    }

    /// The words of item `index` as published, quotation marks inside it kept.
    pub(in crate::name) fn text(&self, index: usize) -> String {
        let item = &self.items[index];
        let slice = self.sheet.prose.slice(item.span);
        let mut text: String = slice.split_whitespace().collect::<Vec<_>>().join(" ");
        // `لل…` hides the alef of the article.
        if self.sheet.key(item.tokens.start, item.skip).starts_with(ARTICLE)
            && slice.starts_with(LAM)
        {
            text.insert(0, '\u{627}');
        }
        text
    }
}

/// The tokens of `span`, and the letters of the first that lie before it.
fn locate(sheet: &Sheet<'_>, span: Span) -> (Range<usize>, u8) {
    let all = sheet.words.tokens();
    let from = all.partition_point(|t| t.span.end() <= span.start());
    let to = all.partition_point(|t| t.span.start() < span.end());
    let to = to.clamp(from + 1, all.len().max(from + 1));
    let skip = (0..=sheet.max_skip(from))
        .find(|&skip| sheet.span(from..from + 1, skip).start() >= span.start())
        .unwrap_or(0);
    (from..to, skip)
}

fn item(
    sheet: &Sheet<'_>,
    cover: &Cover,
    mention: &Mention,
    tokens: Range<usize>,
    skip: u8,
) -> Item {
    let mut words = Vec::with_capacity(tokens.len());
    let mut nisbas = Vec::new();
    for i in tokens.clone() {
        if !sheet.is_word(i) {
            continue;
        }
        let skip = if i == tokens.start { skip } else { 0 };
        let key = sheet.key(i, skip);
        let hit = sheet.longest(i, skip, |m| matches!(m, Meaning::Nisba(_)));
        if let (Some(Meaning::Nisba(country)), false) = (
            hit.map(|hit| hit.meaning),
            mention.kind == MentionKind::Person && mention.name,
        ) {
            nisbas.push(country);
            // All forms of the adjective are one word.
            words.push(country.to_string());
            continue;
        }
        words.push(without_article(key).to_owned());
    }
    let first = tokens.start;
    let demonstrative =
        sheet.longest(first, skip, |m| m == Meaning::Word(WordClass::Demonstrative));
    let definite = demonstrative.is_some() || sheet.definite(first, skip);
    if demonstrative.is_some() && words.len() > 1 {
        words.remove(0);
    }
    let title = (mention.kind == MentionKind::Role)
        .then(|| title::at(sheet, cover, first))
        .flatten();
    let rivals = bearers(sheet, mention, &tokens, skip);
    Item {
        span: mention.span,
        known: rivals.first().copied(),
        rivals: if rivals.len() > 1 { rivals } else { Vec::new() },
        ambiguous: false,
        tokens,
        skip,
        kind: mention.kind,
        name: mention.name,
        words,
        nisbas,
        definite,
        shown: demonstrative.is_some(),
        apart: demonstrative.is_none() && is_apart(sheet, first),
        title,
        segment: segment(sheet, mention.span),
    }
}

/// The entries that bear exactly the name in `tokens`, a last adjective aside; the one
/// that the reader would take first.
fn bearers(
    sheet: &Sheet<'_>,
    mention: &Mention,
    tokens: &Range<usize>,
    skip: u8,
) -> Vec<u32> {
    let kind = match mention.kind {
        MentionKind::Person => EntityKind::Person,
        MentionKind::Organisation => EntityKind::Organisation,
        MentionKind::Place => EntityKind::Place,
        _ => return Vec::new(),
    };
    let Some((hit, entry)) = sheet.known(tokens.start, skip, &[kind]) else {
        return Vec::new();
    };
    let end = tokens.start + usize::from(hit.length);
    let rest = end.min(tokens.end)..tokens.end;
    let is_whole =
        end <= tokens.end && rest.clone().all(|i| sheet.nisba(i, 0)) && rest.len() <= 1;
    if !is_whole {
        return Vec::new();
    }
    let others =
        sheet.hits(tokens.start).iter().filter_map(|other| match other.meaning {
            Meaning::Known { entry: rival, .. }
                if other.skip == skip
                    && other.length == hit.length
                    && rival != entry
                    && sheet.lexicon.known(rival).kind == kind =>
            {
                Some(rival)
            }
            _ => None,
        });
    std::iter::once(entry).chain(others).collect()
}

/// Of several entries with one name, takes the one of the country that the document
/// speaks of most; `ambiguous` where it speaks of none of theirs, or of two alike.
fn settle_rivals(sheet: &Sheet<'_>, items: &mut [Item]) {
    if items.iter().all(|item| item.rivals.is_empty()) {
        return;
    }
    let code = |entry: u32| sheet.lexicon.known(entry).country.as_str();
    let mut votes: FxHashMap<&str, usize> = FxHashMap::default();
    for item in items.iter() {
        let sure = item.known.filter(|_| item.rivals.is_empty());
        for entry in item.nisbas.iter().copied().chain(sure) {
            if !code(entry).is_empty() {
                *votes.entry(code(entry)).or_default() += 1;
            }
        }
    }
    for item in items.iter_mut().filter(|item| !item.rivals.is_empty()) {
        let votes_for = |entry: u32| votes.get(code(entry)).copied().unwrap_or(0);
        let most = item.rivals.iter().copied().map(votes_for).max().unwrap_or(0);
        let mut best = item.rivals.iter().filter(|&&rival| votes_for(rival) == most);
        let first = best.next().copied();
        item.ambiguous = best.any(|&other| Some(code(other)) != first.map(code));
        // Without a word on it the capital is the better known.
        let capital = || {
            let is_capital = |&rival: &u32| {
                sheet.lexicon.governed_from(&sheet.lexicon.known(rival).id).is_some()
            };
            item.rivals.iter().copied().find(is_capital)
        };
        item.known = if most > 0 { first } else { capital().or(item.known) };
    }
}

/// True where a year or a clause of the past opens shortly before token `i`: `سيناريو
/// 2014 عندما اخترقت الجماعات`.
fn is_apart(sheet: &Sheet<'_>, i: usize) -> bool {
    (i.saturating_sub(6)..i)
        .rev()
        .take_while(|&j| sheet.end(j) == sheet.end(i) && !sheet.is_quote(j))
        .any(|j| {
            (0..=sheet.max_skip(j)).any(|skip| sheet.word_is(j, skip, WordClass::Then))
                || is_year(sheet.words.whole(j))
        })
}

/// `2014`, not the 2000 of a number of things.
fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.parse::<u16>().is_ok_and(|n| (1900..2100).contains(&n) && n % 1000 != 0)
}

/// The number of related-item headings before `span`.
fn segment(sheet: &Sheet<'_>, span: Span) -> u32 {
    let parts = &sheet.prose.document.parts;
    let before = parts.partition_point(|part| part.span.start() <= span.start());
    let headings =
        parts[..before].iter().filter(|part| part.kind == PartKind::RelatedHeading);
    u32::try_from(headings.count()).unwrap_or(u32::MAX)
}

/// Gives persons the titles that end where they begin.
fn give_titles(sheet: &Sheet<'_>, cover: &Cover, items: &mut [Item]) {
    for item in items.iter_mut().filter(|item| item.kind == MentionKind::Person) {
        let start = item.tokens.start;
        if item.skip > 0 {
            continue;
        }
        // A comma may stand between a long title and the name.
        let comma = start > 0 && matches!(sheet.words.whole(start - 1), "\u{60C}" | ",");
        let end = if comma { start - 1 } else { start };
        let mut from = end;
        while from > 0 && end - from < 10 && sheet.end(from - 1) == sheet.end(start) {
            from -= 1;
            let found = title::at(sheet, cover, from);
            if let Some(title) = found.filter(|title| title.tokens.end == end) {
                // `شقيق الرئيس X`: X is not the president.
                if follows_kin(sheet, title.tokens.start) {
                    break;
                }
                if !comma || title.complemented {
                    item.title = Some(title);
                }
            }
        }
    }
}

/// `key` without the article.
pub(in crate::name) fn without_article(key: &str) -> &str {
    key.strip_prefix(ARTICLE).filter(|rest| rest.chars().count() >= 2).unwrap_or(key)
}
