//! Texts with marked names.

use std::{error::Error, fs, path::Path};

/// The files under the folder of annotated texts that are read.
const FILES: [&str; 4] = [
    "anercorp/train.conll",
    "aqmar/edchengg_train.txt",
    "aqmar/edchengg_dev.txt",
    "wojood_sample/train.txt",
];

/// A word, and what kind of name it is part of.
pub(crate) type Marked = (String, usize);

/// Sentences of words, each with what kind of name it is part of: 0 none, 1 a person,
/// 2 a place, 3 another.
pub(crate) fn sentences(folder: &Path) -> Result<Vec<Vec<Marked>>, Box<dyn Error>> {
    let mut sentences = vec![Vec::new()];
    for file in FILES {
        for line in fs::read_to_string(folder.join(file))?.lines() {
            let mut cells = line.split_whitespace();
            let sentence: &mut Vec<Marked> = sentences.last_mut().ok_or("no sentence")?;
            match (cells.next(), cells.next()) {
                (Some(form), Some(label)) => {
                    let is =
                        |kinds: &[&str]| kinds.iter().any(|kind| label.contains(kind));
                    let kind = if is(&["PER"]) {
                        1
                    } else if is(&["LOC", "GPE"]) {
                        2
                    } else if is(&["ORG", "FAC", "MIS"]) {
                        3
                    } else {
                        0
                    };
                    sentence.push((form.to_owned(), kind));
                    if form == "." || sentence.len() > 120 {
                        sentences.push(Vec::new());
                    }
                }
                _ if !sentence.is_empty() => sentences.push(Vec::new()),
                _ => (),
            }
        }
        sentences.push(Vec::new());
    }
    sentences.retain(|sentence| !sentence.is_empty());
    Ok(sentences)
}
