//! What the tagger gets right on sentences that it was not trained on.

use std::collections::{BTreeMap, BTreeSet};

use khabar_arabic::{Morphology, Tag, tagger::TagModel};

use crate::data::Sentence;

/// Right answers, and all.
type Count = [usize; 2];

const ATTRIBUTES: [&str; 6] =
    ["gender", "number", "person", "aspect", "voice", "definiteness"];

/// The counts over all folds.
#[derive(Default)]
pub(crate) struct Measure {
    tokens: Count,
    words: Count,
    unseen: Count,
    /// By attribute: words that have it in the treebank, and those whose tag is right too.
    attributes: [Count; 6],
    with_tag: [Count; 6],
    confusion: BTreeMap<(Tag, Tag), usize>,
    /// Gold tag, ours, and the words around, of each wrong tag.
    pub(crate) errors: Vec<String>,
}

fn count(counts: &mut Count, is_right: bool) {
    counts[0] += usize::from(is_right);
    counts[1] += 1;
}

impl Measure {
    /// Reads a sentence with `model`; `seen` are the forms that it was trained on.
    pub(crate) fn read(
        &mut self,
        model: &TagModel,
        sentence: &Sentence,
        seen: &BTreeSet<&str>,
    ) {
        let found = model.tag(&sentence.items);
        self.tokens[0] += sentence.clitics.0;
        self.tokens[1] += sentence.clitics.1;
        for (i, (&(got, form), &(gold, gold_form))) in
            found.iter().zip(&sentence.gold).enumerate()
        {
            count(&mut self.tokens, got == gold);
            if got != gold {
                *self.confusion.entry((gold, got)).or_default() += 1;
                self.errors.push(format!("{gold}\t{got}\t{}", sentence.around(i)));
            }
            if sentence.items[i].fixed().is_some() {
                continue;
            }
            count(&mut self.words, got == gold);
            if !seen.contains(sentence.forms[i].as_str()) {
                count(&mut self.unseen, got == gold);
            }
            self.form(form, gold_form, got == gold);
        }
    }

    fn form(&mut self, got: Morphology, gold: Morphology, is_tag_right: bool) {
        for (k, (got, gold)) in got.classes().into_iter().zip(gold.classes()).enumerate()
        {
            if gold != 0 {
                count(&mut self.attributes[k], got == gold);
                if is_tag_right {
                    count(&mut self.with_tag[k], got == gold);
                }
            }
        }
    }

    /// Prints a line a score: its name, the share, and of how many.
    pub(crate) fn report(&self) {
        let line = |name: &str, [right, all]: Count| {
            println!("{name}\t{:.2}\t{all}", 100.0 * right as f64 / all.max(1) as f64);
        };
        line("tag, all tokens", self.tokens);
        line("tag, words without what is attached", self.words);
        line("tag, words not seen in training", self.unseen);
        for (k, name) in ATTRIBUTES.iter().enumerate() {
            line(&format!("{name}, words that have it"), self.attributes[k]);
        }
        for (k, name) in ATTRIBUTES.iter().enumerate() {
            line(&format!("{name}, where the tag is right"), self.with_tag[k]);
        }
        let mut confusion: Vec<_> = self.confusion.iter().map(|(k, n)| (n, k)).collect();
        confusion.sort_by(|a, b| b.cmp(a));
        let list: Vec<String> = confusion
            .iter()
            .take(16)
            .map(|(n, (gold, got))| format!("{gold}>{got} {n}"))
            .collect();
        println!("# {}", list.join("; "));
    }
}
