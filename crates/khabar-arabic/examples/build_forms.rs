//! Builds `models/wordfreq/forms.fst`, folded word forms with their frequency and what
//! the lexica say they may be, and `forms.bin`, the table of the same that is looked up.
//!
//! ```text
//! cargo run --release -p khabar-arabic --example build_forms -- WORDFREQ.tsv CAMEL_MORPH_DIR OUT_DIR
//! ```

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::cast_possible_truncation,
    reason = "a tool for building data reads files and reports"
)]

#[path = "shared/mod.rs"]
mod shared;

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use khabar_arabic::{Forms, fold_key, letters::*};
use shared::camel;

/// Forms below this Zipf frequency (decimal logarithm of uses in 10⁹ words) are left out.
const LEAST_ZIPF: f64 = 2.2;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [frequencies, lexica, out] = arguments.as_slice() else {
        return Err("usage: build_forms WORDFREQ.tsv CAMEL_MORPH_DIR OUT_DIR".into());
    };
    let mut uses: BTreeMap<String, f64> = BTreeMap::new();
    for line in fs::read_to_string(frequencies)?.lines() {
        let Some((form, zipf)) = line.split_once('\t') else { continue };
        let key = fold_key(form);
        if !key.is_empty() && key.chars().all(is_letter) {
            *uses.entry(key).or_default() += 10f64.powf(zipf.trim().parse()?);
        }
    }
    let mut flags: BTreeMap<String, u64> = BTreeMap::new();
    let lexica = Path::new(lexica);
    let teh = TEH.to_string();
    for stem in stems(&lexica.join("MSA-Verb-LEX-PV.csv"))? {
        for suffix in
            ["", &teh, "\u{648}\u{627}", "\u{627}", "\u{62A}\u{627}", "\u{646}\u{627}"]
        {
            *flags.entry(format!("{stem}{suffix}")).or_default() |= 1;
        }
    }
    for stem in stems(&lexica.join("MSA-Verb-LEX-IV.csv"))? {
        for prefix in [YEH, TEH, NOON, ALEF] {
            for suffix in ["", "\u{648}\u{646}", "\u{648}\u{627}", "\u{627}\u{646}"] {
                *flags.entry(format!("{prefix}{stem}{suffix}")).or_default() |= 2;
            }
        }
    }
    for stem in stems(&lexica.join("MSA-Noun-Prop-LEX.csv"))? {
        *flags.entry(stem).or_default() |= 4;
    }
    for stem in stems(&lexica.join("MSA-Adj-LEX.csv"))? {
        for suffix in ["", "\u{629}", "\u{64A}\u{646}", "\u{627}\u{62A}"] {
            *flags.entry(format!("{stem}{suffix}")).or_default() |= 8;
        }
    }
    let mut values: BTreeMap<&str, u64> = BTreeMap::new();
    for (key, uses) in &uses {
        let zipf = uses.log10();
        if zipf >= LEAST_ZIPF {
            values.insert(key, ((zipf * 10.0).round().clamp(0.0, 127.0) as u64) << 4);
        }
    }
    // Forms of verbs count also where the frequencies do not list them.
    for (key, flags) in &flags {
        if flags & 3 != 0 || values.contains_key(key.as_str()) {
            *values.entry(key).or_default() |= flags;
        }
    }
    let table = Forms::pack(values.iter().map(|(form, value)| (*form, *value)))?;
    let forms = values.len();
    let mut builder = fst::MapBuilder::memory();
    for (key, value) in values {
        builder.insert(key, value)?;
    }
    let bytes = builder.into_inner()?;
    eprintln!("{forms} forms, {} and {} bytes", bytes.len(), table.len());
    let out = Path::new(out);
    fs::write(out.join("forms.fst"), bytes)?;
    fs::write(out.join("forms.bin"), table)?;
    Ok(())
}

/// The stems that a lexicon of Camel Morph lists, folded.
fn stems(path: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut stems = Vec::new();
    camel::each_row(path, |row| {
        stems.push(fold_key(&camel::from_buckwalter(&row("FORM"))))
    })?;
    Ok(stems)
}
