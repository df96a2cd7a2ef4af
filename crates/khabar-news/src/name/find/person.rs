//! Names of persons: by their parts, and by the titles before them.

use std::ops::Range;

use khabar_arabic::letters::{ALEF_MAKSURA, ARTICLE, YEH};
use khabar_doc::{EntityKind, MentionKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::name::{
    find::title::{self, Cover},
    lexicon::{Evidence, Meaning, WordClass},
    sheet::{Found, Sheet},
};

/// A name read off the text.
#[derive(Clone, Copy, Debug)]
struct Read {
    end: usize,
    parts: u8,
    strong: u8,
    unknown: u8,
    /// Parts with the article, not the first.
    surnames: u8,
    /// True where the first part is a common word as well.
    weak_first: bool,
}

/// Adds what may be full names of persons in `tokens`.
pub(in crate::name) fn find(
    sheet: &Sheet<'_>,
    cover: &Cover,
    tokens: Range<usize>,
    out: &mut Vec<Found>,
) {
    let mut titled: FxHashSet<usize> = FxHashSet::default();
    let mut apposed: FxHashSet<usize> = FxHashSet::default();
    for i in tokens.clone() {
        if let Some(title) = title::at(sheet, cover, i)
            && title.singular
        {
            titled.insert(title.tokens.end);
            if title.complemented
                && title.tokens.end + 1 < tokens.end
                && is_comma(sheet, title.tokens.end)
            {
                apposed.insert(title.tokens.end + 1);
            }
        }
    }
    let mut i = tokens.start;
    let mut last: Option<usize> = None;
    while i < tokens.end {
        let listed =
            last.is_some_and(|last| i == last || i == last + 1 && !sheet.is_word(last));
        let context = if titled.contains(&i) {
            Context::Title
        } else if apposed.contains(&i) {
            Context::Apposed
        } else if listed {
            Context::List
        } else {
            Context::None
        };
        let found = known_at(sheet, i)
            .into_iter()
            .chain(named_at(sheet, cover, i, context))
            .max_by_key(|found| found.tokens.len());
        match found {
            Some(found) => {
                i = found.tokens.end.max(i + 1);
                last = Some(i);
                out.push(found);
            }
            None => i += 1,
        }
    }
}

fn person(tokens: Range<usize>, skip: u8, confidence: f32, why: &'static str) -> Found {
    Found { tokens, skip, kind: MentionKind::Person, name: true, confidence, why }
}

fn known_at(sheet: &Sheet<'_>, i: usize) -> Option<Found> {
    for skip in 0..=sheet.max_skip(i) {
        if !sheet.may_skip(i, skip) {
            continue;
        }
        let Some((hit, _)) = sheet.known(i, skip, &[EntityKind::Person]) else {
            continue;
        };
        if matches!(hit.meaning, Meaning::Known { shy: true, .. })
            || hit.length == 1 && is_common(sheet, i, skip)
        {
            continue;
        }
        // `تامر الأسد` is not the president.
        if hit.length == 1 && i > 0 && follows_given_name(sheet, i) && skip == 0 {
            continue;
        }
        let end = i + usize::from(hit.length);
        return Some(person(i..end, skip, 0.9, "name/person:known"));
    }
    None
}

/// True for a short name that is a word as well: it needs its full form before it.
fn is_common(sheet: &Sheet<'_>, i: usize, skip: u8) -> bool {
    sheet.nisba(i, skip)
        || sheet.stops(i)
        || sheet.is(i, skip, |m| {
            matches!(
                m,
                Meaning::Noun | Meaning::Verb | Meaning::Title { .. } | Meaning::Word(_)
            )
        })
        || !sheet.definite(i, skip)
            && (sheet.evidence(i, skip) == Evidence::Weak
                || sheet.facts(i, skip).is_common())
}

fn follows_given_name(sheet: &Sheet<'_>, i: usize) -> bool {
    i > 0
        && sheet.end(i - 1) == sheet.end(i)
        && sheet.evidence(i - 1, 0) == Evidence::Strong
        && !sheet.stops(i - 1)
}

/// What stands before a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    None,
    /// A title that ends here.
    Title,
    /// A title with what belongs to it, and a comma.
    Apposed,
    /// Another name, with a comma or a conjunction.
    List,
}

fn named_at(
    sheet: &Sheet<'_>,
    cover: &Cover,
    i: usize,
    context: Context,
) -> Option<Found> {
    if !sheet.is_word(i) {
        return None;
    }
    for skip in 0..=sheet.max_skip(i) {
        if !sheet.may_skip(i, skip) || cover.at(i).is_some_and(|(end, _)| end > i + 1) {
            continue;
        }
        if context == Context::Title
            && skip == 0
            && let Some(read) = read(sheet, cover, i, 0, true)
            && is_titled_name(sheet, i, read)
        {
            return Some(person(i..read.end, 0, 0.85, "name/person:title"));
        }
        let after_comma = skip == 0 && i > 0 && !sheet.is_word(i - 1);
        // `والي المدينة، كيلور مانتاريا، كان`
        if context == Context::Apposed
            && skip == 0
            && let Some(read) = read(sheet, cover, i, 0, true)
            && read.parts >= 2
            && read.end < sheet.end(i)
            && is_comma(sheet, read.end)
        {
            return Some(person(i..read.end, 0, 0.75, "name/person:apposed"));
        }
        if skip == 0 && is_before_age(sheet, i) {
            return Some(person(i..i + 2, 0, 0.7, "name/person:age"));
        }
        if context == Context::List
            && (after_comma || sheet.after_conjunction(i, skip))
            && let Some(read) = read(sheet, cover, i, skip, true)
            && read.parts >= 2
            && (read.strong >= 1 || read.surnames >= 1)
        {
            return Some(person(i..read.end, skip, 0.75, "name/person:list"));
        }
        if let Some(read) = read(sheet, cover, i, skip, false)
            && (read.parts >= 2 && read.strong >= 1
                || read.weak_first && read.surnames >= 1
                || read.parts >= 3 && is_initial(sheet, i, skip))
        {
            let confidence = if read.strong >= 2 { 0.85 } else { 0.7 };
            return Some(person(i..read.end, skip, confidence, "name/person:parts"));
        }
        if sheet.evidence(i, skip) == Evidence::Strong {
            break;
        }
    }
    None
}

fn is_comma(sheet: &Sheet<'_>, i: usize) -> bool {
    matches!(sheet.words.whole(i), "\u{60C}" | ",")
}

/// What a title makes a name: two parts, or one that is known for a name.
fn is_titled_name(sheet: &Sheet<'_>, i: usize, read: Read) -> bool {
    if read.parts >= 2 {
        return true;
    }
    read.strong == 1 && (!sheet.is(i, 0, |m| m == Meaning::Noun))
}

/// Reads a name that begins at `i` after `skip` letters. After a title unknown words
/// may be its parts.
fn read(
    sheet: &Sheet<'_>,
    cover: &Cover,
    i: usize,
    skip: u8,
    titled: bool,
) -> Option<Read> {
    let limit = sheet.end(i).min(i + 7);
    let mut name =
        Read { end: i, parts: 0, strong: 0, unknown: 0, surnames: 0, weak_first: false };
    let mut skip = skip;
    while name.end < limit {
        let j = name.end;
        let first = j == i;
        if !first && cover.at(j).is_some_and(|(end, s)| s > 0 || end > j + 1) {
            break;
        }
        let Some((length, evidence)) = part(sheet, j, skip, limit, first, titled) else {
            break;
        };
        match evidence {
            Evidence::Strong => name.strong += 1,
            Evidence::Weak if first => name.weak_first = true,
            // `عصام الشابي ضيف`: after a surname no common word.
            Evidence::Weak
                if name.surnames > 0 && length == 1 && !sheet.definite(j, 0) =>
            {
                break;
            }
            Evidence::Weak => (),
            Evidence::None => {
                let allowed = if titled {
                    can_be_unknown(sheet, j) && name.unknown < 3
                } else {
                    !first
                        && (is_surname_shaped(sheet, j)
                            || name.strong > 0
                                && name.unknown == 0
                                && can_be_unknown(sheet, j)
                                && sheet.facts(j, 0).is_rare())
                };
                if !allowed {
                    break;
                }
                name.unknown += 1;
            }
        }
        if !first && sheet.definite(j, 0) {
            name.surnames += 1;
        }
        name.end = j + length;
        name.parts += u8::try_from(length).unwrap_or(1).min(2);
        skip = 0;
    }
    (name.parts > 0).then_some(name)
}

/// The tokens of one part of a name at `j`, and how much they speak for one.
fn part(
    sheet: &Sheet<'_>,
    j: usize,
    skip: u8,
    limit: usize,
    first: bool,
    titled: bool,
) -> Option<(usize, Evidence)> {
    if !sheet.is_word(j) {
        return None;
    }
    let next = (j + 1 < limit && sheet.is_word(j + 1)).then_some(j + 1);
    if let Some(next) = next {
        if sheet.word_is(j, skip, WordClass::Kunya) && can_follow_kunya(sheet, next) {
            return Some((2, Evidence::Strong));
        }
        let compound = sheet.word_is(j, skip, WordClass::Compound);
        if compound
            && (sheet.word_is(next, 0, WordClass::Divine)
                || sheet.key(j, skip).chars().count() == 3
                    && sheet.definite(next, 0)
                    && is_servant(sheet, j, skip))
        {
            return Some((2, Evidence::Strong));
        }
        if !first {
            if sheet.word_is(j, 0, WordClass::Son)
                && let Some((length, evidence)) =
                    part(sheet, next, 0, limit, false, titled)
            {
                let evidence = evidence.max(Evidence::Weak);
                return Some((1 + length, evidence));
            }
            let family = sheet.word_is(j, 0, WordClass::Family);
            let foreign = sheet.word_is(j, 0, WordClass::Foreign)
                && sheet.evidence(next, 0) > Evidence::None;
            if family || foreign && !sheet.stops(next) && !sheet.verbal(next, 0) {
                return Some((2, Evidence::Weak));
            }
        }
    }
    // `م. عمر`
    if sheet.word_is(j, 0, WordClass::Initial) && skip == 0 {
        if first && j + 2 < limit && is_initial(sheet, j, skip) {
            return Some((2, Evidence::Weak));
        }
        return (!first).then_some((1, Evidence::Weak));
    }
    if first
        && sheet.definite(j, skip)
        && sheet.evidence(j, skip) != Evidence::Strong
        && !(next.is_some_and(|next| may_be_given(sheet, j, skip, next)))
    {
        return None;
    }
    let bears = sheet.is(j, skip, |m| m == Meaning::Verb)
        && names_in_spite_of_verb(sheet, j, limit, first, titled);
    if !bears && blocked(sheet, j, skip, first, limit) {
        return None;
    }
    Some((1, sheet.evidence(j, skip)))
}

/// True for a given name with the article before a surname: `الهاشمي الحامدي`,
/// `الباجي قائد السبسي`.
fn may_be_given(sheet: &Sheet<'_>, j: usize, skip: u8, next: usize) -> bool {
    // `وادي الريم فادي الأشقر`: the end of the name of a place.
    let annexed = j > 0
        && sheet.is(j - 1, 0, |m| {
            matches!(m, Meaning::PlaceHead { .. } | Meaning::OrganisationHead)
        });
    !annexed
        && sheet.evidence(j, skip) == Evidence::Weak
        && !sheet.nisba(j, skip)
        && !sheet.is(j, skip, |m| matches!(m, Meaning::Word(_) | Meaning::Title { .. }))
        && !sheet.facts(j, skip).is_common()
        && !sheet.stops(next)
        && !sheet.nisba(next, 0)
        && (sheet.evidence(next, 0) == Evidence::Strong
            || sheet.known(next, 0, &[EntityKind::Person]).is_some())
}

/// True for a verb that is a name here: `الأستاذ ناصر المطيري`,
/// `النائب سامر كرم إن`.
fn names_in_spite_of_verb(
    sheet: &Sheet<'_>,
    j: usize,
    limit: usize,
    first: bool,
    titled: bool,
) -> bool {
    let evidence = sheet.evidence(j, 0);
    let next = (j + 1 < limit && !sheet.stops(j + 1)).then_some(j + 1);
    if sheet.stops(j) || evidence == Evidence::None {
        return false;
    }
    match next {
        Some(next) if first => {
            let surname = sheet.relational(next) && is_surname_shaped(sheet, next);
            let told = evidence == Evidence::Strong || titled || follows_verb(sheet, j);
            told && surname && !sheet.nisba(next, 0)
                || titled
                    && !sheet.definite(next, 0)
                    && sheet.evidence(next, 0) == Evidence::Strong
        }
        // A verb would have its subject or object behind it.
        None => titled && !first && !sheet.ends_like_a_noun(j),
        Some(_) => false,
    }
}

fn follows_verb(sheet: &Sheet<'_>, j: usize) -> bool {
    j > 0
        && sheet.end(j - 1) == sheet.end(j)
        && (0..=sheet.max_skip(j - 1))
            .any(|skip| sheet.is(j - 1, skip, |m| m == Meaning::Verb))
}

/// `دارين موسلر (25 عاما)`: two words of a name before an age.
fn is_before_age(sheet: &Sheet<'_>, i: usize) -> bool {
    let end = sheet.end(i);
    i + 4 < end
        && matches!(sheet.words.whole(i + 2), "(" | "\u{60C}" | ",")
        && sheet.words.whole(i + 3).parse::<u8>().is_ok()
        && sheet.word_is(i + 4, 0, WordClass::Age)
        && [i, i + 1].into_iter().all(|j| {
            sheet.is_word(j)
                && !sheet.definite(j, 0)
                && (sheet.evidence(j, 0) > Evidence::None || can_be_unknown(sheet, j))
                && !blocked(sheet, j, 0, j == i, end)
        })
}

/// True for a letter before a full stop.
fn is_initial(sheet: &Sheet<'_>, j: usize, skip: u8) -> bool {
    skip == 0
        && sheet.word_is(j, 0, WordClass::Initial)
        && j + 1 < sheet.end(j)
        && sheet.words.whole(j + 1) == "."
}

/// `عبد`, the one compound that any word with the article may follow.
fn is_servant(sheet: &Sheet<'_>, j: usize, skip: u8) -> bool {
    sheet.key(j, skip) == "\u{639}\u{628}\u{62F}"
}

fn can_follow_kunya(sheet: &Sheet<'_>, j: usize) -> bool {
    !sheet.stops(j) && !sheet.verbal(j, 0)
}

/// True for a word that is something else here.
fn blocked(sheet: &Sheet<'_>, j: usize, skip: u8, first: bool, limit: usize) -> bool {
    let strong = sheet.evidence(j, skip) == Evidence::Strong;
    if sheet.stops(j) || sheet.word_is(j, skip, WordClass::DefiniteNoun) {
        return true;
    }
    // `خليجي رفيع`, `برد حازم`: an adjective, or a noun behind a preposition.
    if first
        && !sheet.definite(j, skip)
        && (sheet.word_is(j, skip, WordClass::Described)
            || !strong && skip == 0 && hides_noun(sheet, j))
    {
        return true;
    }
    if sheet.is(j, skip, |m| m == Meaning::Verb) {
        // `نادي سعد` but not `قال`: a verb that is a name as well ends no name.
        if first || !strong {
            return true;
        }
    }
    let titled = sheet.is(j, skip, |m| {
        matches!(m, Meaning::Title { singular: true, .. })
            || matches!(m, Meaning::Source(_))
    });
    if titled && !first && sheet.definite(j, 0) && sheet.evidence(j, 0) > Evidence::None {
        // A surname that is an occupation as well: `يوسف الشاهد`; but `رحيل الزعيم بورقيبة`.
        return j + 1 < limit
            && !sheet.stops(j + 1)
            && (sheet.evidence(j + 1, 0) == Evidence::Strong
                || sheet.known(j + 1, 0, &[EntityKind::Person]).is_some());
    }
    if titled {
        // A title inside a name: `حافظ قائد السبسي`.
        let inside = !first
            && sheet.evidence(j, skip) >= Evidence::Weak
            && j + 1 < limit
            && sheet.definite(j + 1, 0)
            && sheet.evidence(j + 1, 0) >= Evidence::Weak
            && !sheet.word_is(j + 1, 0, WordClass::DefiniteNoun);
        return !(inside || strong && first && skip == 0 && !sheet.definite(j, 0));
    }
    if sheet.is(j, skip, |m| {
        matches!(
            m,
            Meaning::OrganisationHead | Meaning::PlaceHead { .. } | Meaning::Group
        )
    }) {
        return !strong;
    }
    if !strong
        && !sheet.definite(j, skip)
        && sheet.is(j, skip, |m| m == Meaning::Noun)
        && !sheet.facts(j, skip).name
    {
        return true;
    }
    let place = sheet.known(j, skip, &[EntityKind::Place]).is_some();
    place && (first || !strong)
}

/// True where the letters behind a preposition are a noun or verb: `برد`.
fn hides_noun(sheet: &Sheet<'_>, j: usize) -> bool {
    sheet.hits(j).iter().any(|hit| {
        hit.skip == 1
            && hit.length == 1
            && sheet.after_preposition(j, 1)
            && matches!(hit.meaning, Meaning::Noun)
    })
}

/// True for a word that no list knows and that looks like no verb or noun.
fn can_be_unknown(sheet: &Sheet<'_>, j: usize) -> bool {
    sheet
        .hits(j)
        .iter()
        .all(|hit| hit.skip > 0 && hit.meaning != Meaning::Word(WordClass::Stop))
        && !sheet.verbal(j, 0)
        && (!sheet.ends_like_a_noun(j) || is_foreign_shaped(sheet, j))
        && !sheet.is_attached(j)
        && !sheet.definite(j, 1)
        && sheet.key(j, 0).chars().count() >= 3
        && !sheet.facts(j, 0).verb
        && !sheet.facts(j, 0).is_common()
}

/// `بونتاريا`: ends as adverbs do, and is a word that nobody knows.
fn is_foreign_shaped(sheet: &Sheet<'_>, j: usize) -> bool {
    sheet.key(j, 0).ends_with("\u{64A}\u{627}") && sheet.facts(j, 0).is_unknown()
}

/// `العباسي`: the shape of a surname.
fn is_surname_shaped(sheet: &Sheet<'_>, j: usize) -> bool {
    sheet.definite(j, 0)
        && sheet.key(j, 0).ends_with([YEH, ALEF_MAKSURA])
        && !sheet.is(j, 0, |m| matches!(m, Meaning::Word(_)))
}

/// The keys by which persons may be called again.
#[derive(Default)]
struct Short {
    /// True for surnames; of one word or two.
    forms: FxHashMap<String, bool>,
    /// The first words of those of two.
    firsts: FxHashSet<String>,
}

impl Short {
    fn add(&mut self, key: String, surname: bool) {
        if let Some((first, _)) = key.split_once(' ') {
            self.firsts.insert(first.to_owned());
        }
        self.forms.insert(key, surname);
    }
}

/// Adds later mentions of persons by one part of their names (`السوداني` after
/// `محمد شياع السوداني`), for all persons that `named` holds.
pub(in crate::name) fn find_again(sheet: &Sheet<'_>, named: &[Found]) -> Vec<Found> {
    let mut covered = vec![false; sheet.words.tokens().len()];
    let mut short = Short::default();
    for found in named.iter().filter(|found| found.name) {
        covered[found.tokens.clone()].fill(true);
        if found.kind == MentionKind::Person {
            for (key, surname) in short_forms(sheet, found) {
                short.add(key, surname);
            }
        }
    }
    if short.forms.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for i in 0..sheet.words.tokens().len() {
        if covered[i] || !sheet.is_word(i) {
            continue;
        }
        for skip in 0..=sheet.max_skip(i) {
            if !sheet.may_skip(i, skip) {
                continue;
            }
            let Some(length) = again_at(sheet, &short, i, skip) else { continue };
            if covered[i..i + length].contains(&true) {
                continue;
            }
            out.push(person(i..i + length, skip, 0.75, "name/person:again"));
            break;
        }
    }
    out
}

/// The keys by which a person named in full may be called again; true for surnames.
fn short_forms(sheet: &Sheet<'_>, found: &Found) -> Vec<(String, bool)> {
    let (from, to) = (found.tokens.start, found.tokens.end);
    if to - from < 2 {
        return Vec::new();
    }
    let last = to - 1;
    let mut forms = Vec::new();
    let joined = last > from
        && (sheet.word_is(last - 1, 0, WordClass::Kunya)
            || sheet.word_is(last - 1, 0, WordClass::Son)
            || sheet.word_is(last - 1, 0, WordClass::Family)
            || sheet.word_is(last - 1, 0, WordClass::Compound));
    if joined {
        if last - 1 > from {
            forms.push((
                format!("{} {}", sheet.key(last - 1, 0), sheet.key(last, 0)),
                true,
            ));
        }
    } else {
        let key = sheet.key(last, 0);
        if key.chars().count() >= 3 {
            forms.push((key.to_owned(), true));
        }
        if last >= from + 2 && sheet.evidence(last - 1, 0) > Evidence::None {
            forms.push((format!("{} {}", sheet.key(last - 1, 0), key), true));
        }
    }
    if !sheet.word_is(from, found.skip, WordClass::Compound)
        && !sheet.word_is(from, found.skip, WordClass::Son)
        && !sheet.word_is(from, found.skip, WordClass::Family)
        && !sheet.word_is(from, found.skip, WordClass::Foreign)
        && !sheet.word_is(from, found.skip, WordClass::Kunya)
        && sheet.evidence(from, found.skip) == Evidence::Strong
    {
        forms.push((sheet.key(from, found.skip).to_owned(), false));
    }
    forms
}

fn again_at(sheet: &Sheet<'_>, short: &Short, i: usize, skip: u8) -> Option<usize> {
    if i + 1 < sheet.end(i) && short.firsts.contains(sheet.key(i, skip)) {
        let two = format!("{} {}", sheet.key(i, skip), sheet.key(i + 1, 0));
        if short.forms.contains_key(&two) {
            return Some(2);
        }
    }
    let surname = *short.forms.get(sheet.key(i, skip))?;
    let after_noun = i > 0 && sheet.end(i - 1) == sheet.end(i) && skip == 0;
    if surname && sheet.key(i, skip).starts_with(ARTICLE) {
        // `الجيش السوداني`: an adjective after a noun with the article.
        let adjective = after_noun
            && (sheet.nisba(i, 0) || sheet.evidence(i, 0) < Evidence::Strong)
            && sheet.is_word(i - 1)
            && (sheet.definite(i - 1, 0) || sheet.definite(i - 1, 1))
            && !sheet.is(i - 1, 0, |m| matches!(m, Meaning::Title { .. }));
        return (!adjective).then_some(1);
    }
    if sheet.stops(i) || sheet.is(i, skip, |m| matches!(m, Meaning::Noun | Meaning::Verb))
    {
        return None;
    }
    if skip > 0 && sheet.evidence(i, 0) == Evidence::Strong {
        return None;
    }
    Some(1)
}
