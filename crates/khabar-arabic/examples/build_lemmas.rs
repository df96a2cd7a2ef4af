//! Builds the table of lemmas and measures it in five folds by sentence of a treebank.
//!
//! ```text
//! cargo run --release -p khabar-arabic --example build_lemmas -- TREEBANK.conllu CAMEL_MORPH_DIR OUT_DIR [--folds]
//! ```
//!
//! Reads `plurals.tsv` of `OUT_DIR` and writes `forms.fst` and `lemmas.tsv` there; with
//! `--folds` only measures.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a tool for building data reads files and reports"
)]

#[path = "shared/mod.rs"]
mod shared;

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use khabar_arabic::{
    Splitter, Tag, fold_key,
    lemma::{Lemmas, class_of},
    letters::*,
};
use shared::{camel, treebank};

/// Lemma, root and weight by class and key; the heaviest wins.
type Entries = BTreeMap<(char, String), (String, String, f64)>;

struct Gold {
    sentence: usize,
    tag: Tag,
    key: String,
    written: String,
    lemma: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [treebank, camel, out, rest @ ..] = arguments.as_slice() else {
        return Err(
            "usage: build_lemmas TREEBANK.conllu CAMEL_MORPH_DIR OUT_DIR [--folds]"
                .into(),
        );
    };
    let out = Path::new(out);
    let splitter = Splitter::builtin();
    let mut roots = BTreeMap::new();
    let mut base = Entries::new();
    verbs(Path::new(camel), &splitter, &mut base, &mut roots)?;
    adjectives(Path::new(camel), &splitter, &mut base, &mut roots)?;
    for line in fs::read_to_string(out.join("plurals.tsv"))?.lines().skip(2) {
        let Some((lemma, plurals)) = line.split_once('\t') else { continue };
        for form in plurals.split('|').chain([lemma]) {
            for class in ['n', 'a'] {
                add(&mut base, class, &fold_key(form), lemma, "", 100.0);
            }
        }
    }
    let gold = read(&fs::read_to_string(treebank)?, &splitter);
    let (mut right, mut folded, mut all) = (0u32, 0u32, 0u32);
    let mut by_class: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    let mut wrong = BTreeMap::new();
    for fold in 0..5 {
        let lemmas = pack(
            &with_treebank(&base, gold.iter().filter(|g| g.sentence % 5 != fold)),
            &roots,
        )?;
        let lemmas =
            Lemmas::new(lemmas.0.leak(), lemmas.1.leak()).ok_or("faulty table")?;
        for g in gold.iter().filter(|g| g.sentence % 5 == fold) {
            let mut got = String::new();
            lemmas.of(&g.key, &g.written, g.tag, &splitter).0.push_to(&mut got);
            all += 1;
            let is_right = fold_key(&got) == fold_key(&g.lemma);
            right += u32::from(got.replace(ALEF_WASLA, "\u{627}") == g.lemma);
            folded += u32::from(is_right);
            let class = by_class.entry(class_of(g.tag)).or_default();
            class.0 += usize::from(is_right);
            class.1 += 1;
            if !is_right {
                *wrong
                    .entry((g.tag, g.key.clone(), g.lemma.clone(), got))
                    .or_insert(0) += 1;
            }
        }
    }
    println!(
        "lemmas: {:.2} % of {all}; alefs joined {:.2} %",
        100.0 * f64::from(right) / f64::from(all),
        100.0 * f64::from(folded) / f64::from(all)
    );
    for (class, (right, all)) in by_class {
        println!("  {class}: {:.2} % of {all}", 100.0 * right as f64 / all as f64);
    }
    let mut wrong: Vec<_> = wrong.into_iter().map(|(k, n)| (n, k)).collect();
    wrong.sort_by(|a, b| b.cmp(a));
    let list: Vec<String> = wrong
        .iter()
        .take(90)
        .map(|(n, (tag, key, gold, got))| format!("{n} {tag} {key} {gold}>{got}"))
        .collect();
    println!("{}", list.join("; "));
    if rest.iter().any(|flag| flag == "--folds") {
        return Ok(());
    }
    let (bytes, list) = pack(&with_treebank(&base, gold.iter()), &roots)?;
    println!("forms.fst {} bytes, lemmas.tsv {} bytes", bytes.len(), list.len());
    fs::write(out.join("forms.fst"), bytes)?;
    fs::write(out.join("lemmas.tsv"), list)?;
    Ok(())
}

fn add(
    entries: &mut Entries,
    class: char,
    key: &str,
    lemma: &str,
    root: &str,
    weight: f64,
) {
    if key.is_empty() || key.len() > 62 {
        return;
    }
    let entry = entries
        .entry((class, key.to_owned()))
        .or_insert_with(|| (lemma.to_owned(), root.to_owned(), f64::MIN));
    if weight > entry.2 {
        *entry = (lemma.to_owned(), root.to_owned(), weight);
    }
}

fn with_treebank<'a>(base: &Entries, gold: impl Iterator<Item = &'a Gold>) -> Entries {
    let mut counts: BTreeMap<(char, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for g in gold {
        *counts
            .entry((class_of(g.tag), &g.key))
            .or_default()
            .entry(&g.lemma)
            .or_default() += 1;
    }
    let mut entries = base.clone();
    for ((class, key), lemmas) in counts {
        if let Some((lemma, n)) = lemmas.iter().max_by_key(|(_, n)| **n) {
            add(&mut entries, class, key, lemma, "", 200.0 + *n as f64);
        }
    }
    entries
}

fn pack(
    entries: &Entries,
    roots: &BTreeMap<String, String>,
) -> Result<(Vec<u8>, String), Box<dyn Error>> {
    let mut numbers: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut list = String::new();
    let mut builder = fst::MapBuilder::memory();
    for ((class, key), (lemma, root, _)) in entries {
        let root = if root.is_empty() {
            roots.get(&fold_key(lemma)).cloned().unwrap_or_default()
        } else {
            root.clone()
        };
        let next = numbers.len() as u64;
        let number = *numbers.entry((lemma.clone(), root.clone())).or_insert_with(|| {
            list.push_str(&format!("{lemma}\t{root}\n"));
            next
        });
        builder.insert(format!("{class}{key}"), number)?;
    }
    Ok((builder.into_inner()?, list))
}

fn verbs(
    camel: &Path,
    splitter: &Splitter,
    entries: &mut Entries,
    roots: &mut BTreeMap<String, String>,
) -> Result<(), Box<dyn Error>> {
    for (file, perfect) in [("MSA-Verb-LEX-PV.csv", true), ("MSA-Verb-LEX-IV.csv", false)]
    {
        camel::each_row(&camel.join(file), |row| {
            let lemma = camel::lemma_of(&row("LEMMA"));
            let root = fold_key(&camel::from_buckwalter(&row("ROOT").replace('.', "")));
            let stem = fold_key(&camel::from_buckwalter(&row("FORM")));
            let conditions = format!("{} {}", row("COND-T"), row("COND-S"));
            let frequency = f64::from(splitter.zipf(&fold_key(&lemma)));
            roots.entry(fold_key(&lemma)).or_insert_with(|| root.clone());
            for form in camel::forms(&stem, &conditions, perfect) {
                let prefixes: &[&str] = if perfect {
                    &[""]
                } else {
                    &["\u{64A}", "\u{62A}", "\u{646}", "\u{627}"]
                };
                for prefix in prefixes {
                    let form = fold_key(&format!("{prefix}{form}"));
                    let own = f64::from(splitter.zipf(&form));
                    if own > 0.0 || frequency > 0.8 {
                        // A form that is a lemma itself is most likely that.
                        let is_lemma = perfect && form == fold_key(&lemma);
                        let weight = frequency + if is_lemma { 1.0 } else { 0.0 };
                        add(entries, 'v', &form, &lemma, &root, weight);
                    }
                }
            }
        })?;
    }
    Ok(())
}

fn adjectives(
    camel: &Path,
    splitter: &Splitter,
    entries: &mut Entries,
    roots: &mut BTreeMap<String, String>,
) -> Result<(), Box<dyn Error>> {
    camel::each_row(&camel.join("MSA-Adj-LEX.csv"), |row| {
        let lemma = camel::lemma_of(&row("LEMMA"));
        let root = fold_key(&camel::from_buckwalter(&row("ROOT").replace('.', "")));
        let stem = fold_key(&camel::from_buckwalter(&row("FORM")));
        let frequency = f64::from(splitter.zipf(&fold_key(&lemma)));
        roots.entry(fold_key(&lemma)).or_insert_with(|| root.clone());
        if row("COND-S").contains("#aY") || row("COND-S").contains("#iy") {
            return;
        }
        let is_plural = stem != fold_key(&lemma);
        let ends = [
            "",
            "\u{629}",
            "\u{627}\u{62A}",
            "\u{648}\u{646}",
            "\u{64A}\u{646}",
            "\u{627}\u{646}",
            "\u{62A}\u{64A}\u{646}",
            "\u{62A}\u{627}\u{646}",
            "\u{627}",
            "\u{64A}",
            "\u{648}",
        ];
        for (at, end) in ends.iter().enumerate() {
            if is_plural && at > 1 {
                continue;
            }
            let form = format!("{stem}{end}");
            if splitter.zipf(&form) == 0.0 && frequency < 1.0 {
                continue;
            }
            let weight = frequency - if at == 0 { 0.0 } else { 1.0 };
            add(entries, 'a', &form, &lemma, &root, weight);
            // As a noun, only where it is not likely one of its own.
            if matches!(at, 3 | 4) || is_plural && at == 0 {
                add(entries, 'n', &form, &lemma, &root, weight);
            }
        }
    })
}

/// The words of a treebank in Arabic letters, clitics and article taken off.
fn read(text: &str, splitter: &Splitter) -> Vec<Gold> {
    let mut gold = Vec::new();
    for (sentence, rows) in treebank::sentences(text).iter().enumerate() {
        for (i, row) in rows.iter().enumerate() {
            let form = &row.form;
            let lemma = row.lemma.replace(ALEF_WASLA, "\u{627}");
            let is_word = |text: &str| !text.is_empty() && text.chars().all(is_letter);
            let Some(tag) = Tag::of(row.tag).filter(|_| is_word(form) && is_word(&lemma))
            else {
                continue;
            };
            // Clitics have lemmas of their own, which need no table.
            let is_behind = i > 0 && rows[i - 1].is_glued;
            let is_front = form.chars().count() == 1 && row.is_glued;
            let is_end = is_behind && tag == Tag::Pron && form.chars().count() < 4;
            if is_front || is_end {
                continue;
            }
            let has_pronoun =
                row.is_glued && rows.get(i + 1).is_some_and(|next| next.tag == "PRON");
            let is_verb = matches!(tag, Tag::Verb | Tag::Aux);
            let mut written = form.clone();
            if has_pronoun {
                written = splitter.without_enclitic(form, is_verb).unwrap_or(written);
            } else if !is_verb && tag != Tag::Pron {
                let after_lam = is_behind && rows[i - 1].form == "\u{644}";
                if let Some(rest) =
                    written.strip_prefix(ARTICLE).filter(|r| r.chars().count() > 1)
                {
                    written = rest.to_owned();
                } else if after_lam
                    && let Some(rest) =
                        written.strip_prefix(LAM).filter(|r| r.chars().count() > 2)
                {
                    written = rest.to_owned();
                }
            }
            let key = fold_key(&written);
            gold.push(Gold { sentence, tag, key, written, lemma });
        }
    }
    gold
}
