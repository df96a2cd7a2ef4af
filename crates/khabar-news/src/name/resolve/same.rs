//! Whether two wordings mean one.

use khabar_doc::EntityKind;

use super::{
    Cluster,
    item::{Item, Scene},
};
use crate::name::lexicon::WordClass;

/// True unless both name countries and none of one is among the other's.
pub(super) fn agree(left: &[u32], right: &[u32]) -> bool {
    left.is_empty() || right.is_empty() || left.iter().any(|c| right.contains(c))
}

/// True where somebody named `full` may be called `short`: by the same first and last
/// name with some left out between, by the last name, or by the first alone.
pub(super) fn can_be_called(full: &[String], short: &[String]) -> bool {
    let (long, short) =
        if full.len() >= short.len() { (full, short) } else { (short, full) };
    let ends = long.ends_with(short);
    match short {
        [] => false,
        [only] => long.len() > 1 && (ends || long.first() == Some(only)),
        [first, .., last] => {
            let around = long.first().is_some_and(|word| close(word, first))
                && long.last().is_some_and(|word| close(word, last));
            around && is_subsequence(short, long)
                || ends && long.len() > short.len() && short_is_surname(long, short)
        }
    }
}

/// `أبو سهمين` of `نوري أبو سهمين`: several words that make one surname.
fn short_is_surname(long: &[String], short: &[String]) -> bool {
    long.len() > short.len() && short.len() == 2
}

fn is_subsequence(short: &[String], long: &[String]) -> bool {
    let mut long = long.iter();
    short.iter().all(|word| long.any(|other| close(other, word)))
}

/// True for words that are equal but for one letter of at least five.
pub(super) fn close(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) =
        (left.chars().collect(), right.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[same..].iter().rev().zip(b[same..].iter().rev());
    let tail = tail.take_while(|(x, y)| x == y).count();
    a.len().max(b.len()) - same - tail <= 1
}

/// True for two full names of one person with a word spelt in two ways.
pub(super) fn is_misspelt(one: &[String], other: &[String]) -> bool {
    let (short, long) =
        if one.len() <= other.len() { (one, other) } else { (other, one) };
    short.len() > 1
        && short.iter().any(|word| {
            !long.contains(word) && long.iter().any(|other| close(word, other))
        })
}

/// The words of an organisation's name without the nouns that only say what it is.
pub(super) fn bare_name(scene: &Scene<'_>, item: &Item) -> Vec<String> {
    let mut words = item.words.clone();
    let mut i = item.tokens.start;
    while words.len() > 1
        && i < item.tokens.end
        && scene.sheet.word_is(
            i,
            if i == item.tokens.start { item.skip } else { 0 },
            WordClass::NamingHead,
        )
    {
        words.remove(0);
        i += 1;
    }
    words
}

/// True for two names of one body, of which one leaves the country out.
pub(super) fn differ_by_nisba(cluster: &Cluster, item: &Item) -> bool {
    let (long, short) = if cluster.words.len() >= item.words.len() {
        (&cluster.words, &item.words)
    } else {
        (&item.words, &cluster.words)
    };
    long.len() == short.len() + 1
        && short.len() >= 2
        && long.starts_with(short)
        && cluster.nisbas.is_empty() != item.nisbas.is_empty()
}

/// True where a description points back to `cluster`: the same noun, and nothing said
/// of one that the other excludes.
pub(super) fn describes_same(cluster: &Cluster, item: &Item) -> bool {
    let (Some(noun), Some(other)) = (cluster.words.first(), item.words.first()) else {
        return false;
    };
    if noun != other || !agree(&cluster.nisbas, &item.nisbas) {
        return false;
    }
    // Those of another time are others.
    if cluster.kind == EntityKind::Group && cluster.apart != item.apart {
        return false;
    }
    let mut mine: Vec<&String> = item.words.iter().collect();
    let mut theirs: Vec<&String> = cluster.words.iter().collect();
    mine.sort();
    theirs.sort();
    if mine == theirs {
        return true;
    }
    match cluster.kind {
        EntityKind::Document => true,
        // Groups with different modifiers stay apart; a bare noun or `هذه` points back.
        EntityKind::Group => {
            item.definite && (item.words.len() == 1 || cluster.words.len() == 1)
                || item.shown && mine.iter().all(|word| theirs.contains(word))
        }
        // `المسؤول العراقي` after `مسؤول رفيع المستوى في الحكومة العراقية`, and an
        // indefinite one again with the same adjectives (`مسؤول عراقي رفيع المستوى`).
        _ => {
            item.definite
                || cluster.flags.contains(&"anonymous")
                    && !item.nisbas.is_empty()
                    && mine.iter().filter(|word| theirs.contains(word)).count() >= 3
        }
    }
}
