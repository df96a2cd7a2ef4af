//! The features that rows of weights stand for.

use super::item::{Item, mix};

fn at(items: &[Item], i: usize, offset: isize) -> &Item {
    i.checked_add_signed(offset).and_then(|i| items.get(i)).unwrap_or(&Item::EDGE)
}

/// How many of the first features of a word tell it from nearly all others.
pub const IDENTITY: usize = 9;

/// Calls `add` with the features of a word that do not depend on its neighbours.
pub fn own_features(it: &Item, mut add: impl FnMut(u64)) {
    let mut template = 0;
    let mut add = |a: u64, b: u64| {
        template += 1;
        add(mix(mix(template, a), b));
    };
    add(it.word, 0);
    add(it.word, it.shape);
    add(it.written, 0);
    add(it.base, 0);
    add(it.base, it.ending);
    add(it.ends[2], it.shape);
    add(it.ends[2], it.length);
    add(it.ends[3], 0);
    add(it.fronts[2], 0);
    // Those above tell the word itself: IDENTITY counts them.
    add(0, 0);
    add(it.ending, mix(it.base_classes, it.shape));
    add(it.ending, it.base_frequency);
    add(it.nisba, mix(it.ending, it.shape));
    add(it.nisba, mix(it.classes, it.names));
    add(it.ends[0], it.shape);
    add(it.ends[1], it.shape);
    add(it.fronts[0], it.ends[0]);
    add(it.fronts[1], it.shape);
    add(it.pattern, it.shape);
    add(it.pattern, it.flags);
    add(it.flags, it.shape);
    add(it.flags, mix(it.classes, it.names));
    add(it.names, it.shape);
    add(it.classes, it.shape);
    add(it.listed, it.shape);
    add(it.nominal, it.ending);
    add(it.nominal, mix(it.ending, mix(it.shape, it.base_classes)));
    add(it.verbal, it.ending);
    add(it.verbal, mix(it.flags, it.shape));
    add(it.frequency, it.shape);
    add(it.frequency, mix(it.ends[0], it.fronts[0]));
}

/// Calls `add` with the features of item `i` that neighbours have a part in.
pub fn context_features(items: &[Item], i: usize, mut add: impl FnMut(u64)) {
    let at = |offset| at(items, i, offset);
    let (it, p1, p2, n1, n2) = (at(0), at(-1), at(-2), at(1), at(2));
    let mut template = 50;
    let mut add = |a: u64, b: u64| {
        template += 1;
        add(mix(mix(template, a), b));
    };
    add(p1.word, it.shape);
    add(p1.word, it.word);
    add(p1.word, mix(it.ends[1], it.shape));
    add(p1.word, it.pattern);
    add(p1.word, mix(it.classes, it.flags));
    add(p1.ends[1], mix(it.ends[1], it.shape));
    add(p1.shape, mix(it.shape, it.flags));
    add(p1.names, mix(it.names, it.shape));
    add(p1.classes, mix(it.classes, it.shape));
    add(p1.base, it.shape);
    let agreement = mix(it.ending, it.shape);
    add(agreement, mix(p1.ending, p1.shape));
    add(mix(agreement, it.base_classes), mix(p1.ending, p1.shape));
    add(it.listed, p1.listed);
    add(it.listed, mix(n1.listed, n1.flags));
    add(p2.word, p1.shape);
    add(p2.word, it.shape);
    add(n1.word, 0);
    add(n1.word, it.shape);
    add(n1.word, it.word);
    add(n1.shape, mix(it.shape, it.ends[0]));
    add(n1.ends[1], it.ends[1]);
    add(n1.flags, mix(n1.shape, it.shape));
    add(n1.names, mix(it.names, it.shape));
    add(n1.classes, mix(it.classes, mix(n1.shape, it.shape)));
    add(n1.pattern, it.shape);
    add(n1.frequency, mix(n1.shape, it.flags));
    add(n2.word, it.shape);
    add(n2.shape, mix(n1.shape, it.shape));
}

/// Calls `add` with the features that decide the morphology of a word once its tag is
/// known, and do not depend on its neighbours; they come on top of the others.
pub fn own_form_features(it: &Item, tag: usize, mut add: impl FnMut(u64)) {
    let tag = tag as u64 + 1;
    let mut template = 100;
    let mut add = |a: u64, b: u64| {
        template += 1;
        add(mix(mix(template, tag), mix(a, b)));
    };
    add(0, 0);
    add(it.word, 0);
    add(it.base, it.ending);
    add(it.ends[0], it.shape);
    add(it.ends[1], 0);
    add(it.ends[2], 0);
    add(it.pattern, 0);
    add(it.fronts[0], it.ends[0]);
    add(it.fronts[0], it.flags);
    add(it.frequency, it.flags);
}

/// The same that neighbours have a part in, `previous` being the tag before.
pub fn context_form_features(
    items: &[Item],
    i: usize,
    tag: usize,
    previous: usize,
    mut add: impl FnMut(u64),
) {
    let (it, p1, n1) = (at(items, i, 0), at(items, i, -1), at(items, i, 1));
    let tag = tag as u64 + 1;
    let mut template = 150;
    let mut add = |a: u64, b: u64| {
        template += 1;
        add(mix(mix(template, tag), mix(a, b)));
    };
    add(it.shape, previous as u64);
    add(n1.shape, it.shape);
    add(n1.shape, n1.ends[0]);
    add(p1.ends[0], mix(previous as u64, p1.shape));
    add(p1.word, 0);
}
