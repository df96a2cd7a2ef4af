//! Corpora in the form of CoNLL: a word, a space and its label a line.

use std::{collections::BTreeMap, error::Error, fs};

use khabar_doc::{Document, Page, Part, PartKind, Span, Text, Why};
use khabar_news::{Lexicon, Prose, name::tagger};
use rustc_hash::FxHashMap;

/// Kinds of names, in the order of the labels.
pub const KINDS: [&str; 4] = ["PER", "ORG", "LOC", "MISC"];

/// A sentence as in the corpus.
pub type Lines = Vec<(String, String)>;

/// One article.
pub struct Article {
    /// Its sentences; each has its tokens as the engine cuts them.
    pub sentences: Vec<Sentence>,
}

/// One sentence.
pub struct Sentence {
    /// Hashes of features of each token of the engine.
    pub features: Vec<Vec<u64>>,
    /// Labels of the tokens of the engine.
    pub labels: Vec<usize>,
    /// The first token of the engine of each word of the corpus.
    pub words: Vec<usize>,
    /// The names of the corpus, in words.
    pub gold: Vec<(usize, usize, usize)>,
    /// What the rules find, in tokens.
    pub by_rule: Vec<tagger::Proposal>,
}

/// Reads the sentences of `path`, quotation and labels as they are.
pub fn read(path: &str) -> Result<Vec<Lines>, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let mut sentences = Vec::new();
    let mut lines = Lines::new();
    for line in text.lines() {
        match line.rsplit_once([' ', '\t']) {
            Some((word, label)) => lines.push((word.to_owned(), label.to_owned())),
            None if !lines.is_empty() => sentences.push(std::mem::take(&mut lines)),
            None => (),
        }
    }
    if !lines.is_empty() {
        sentences.push(lines);
    }
    Ok(sentences)
}

/// The names that labels `B-` and `I-` mark: first word, end, kind.
pub fn names(lines: &[(String, String)]) -> Vec<(usize, usize, usize)> {
    let mut names: Vec<(usize, usize, usize)> = Vec::new();
    let mut open = false;
    for (i, (_, label)) in lines.iter().enumerate() {
        let kind = label
            .get(2..)
            .map(|kind| if kind == "MIS" { "MISC" } else { kind })
            .and_then(|kind| KINDS.iter().position(|&known| known == kind));
        let Some(kind) = kind else {
            open = false;
            continue;
        };
        match names.last_mut() {
            Some(last) if open && label.starts_with("I-") && last.2 == kind => {
                last.1 = i + 1;
            }
            _ => names.push((i, i + 1, kind)),
        }
        open = true;
    }
    names
}

/// Where articles begin, read off the words that sentences share: the corpus marks no
/// articles. A gap counts where the words before and after it have least in common.
pub fn articles(sentences: &[Lines]) -> Vec<usize> {
    const WINDOW: usize = 7;
    let mut spread: FxHashMap<&str, u32> = FxHashMap::default();
    for sentence in sentences {
        let mut words: Vec<&str> = sentence.iter().map(|(w, _)| stem(w)).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            *spread.entry(word).or_default() += 1;
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "counts of sentences")]
    let rarity = |word: &str| (sentences.len() as f32 / spread[word] as f32).ln();
    let bag = |from: usize, to: usize| {
        let mut bag: BTreeMap<&str, f32> = BTreeMap::new();
        for (word, _) in sentences[from..to].iter().flatten() {
            let word = stem(word);
            if word.chars().count() > 2 && spread[word] < 200 {
                *bag.entry(word).or_default() += rarity(word);
            }
        }
        bag
    };
    let norm =
        |bag: &BTreeMap<&str, f32>| bag.values().map(|v| v * v).sum::<f32>().sqrt();
    let mut likeness = vec![1f32; sentences.len()];
    for gap in 1..sentences.len() {
        let a = bag(gap.saturating_sub(WINDOW), gap);
        let b = bag(gap, (gap + WINDOW).min(sentences.len()));
        let dot: f32 = a.iter().filter_map(|(w, v)| b.get(w).map(|o| v * o)).sum();
        likeness[gap] = dot / (norm(&a) * norm(&b)).max(1e-6);
    }
    let mut starts = vec![0];
    for gap in 3..sentences.len().saturating_sub(3) {
        let near = &likeness[gap - 3..=gap + 3];
        let least = near.iter().all(|&other| other >= likeness[gap]);
        if least && likeness[gap] < 0.09 && gap - starts[starts.len() - 1] >= 4 {
            starts.push(gap);
        }
    }
    starts
}

fn stem(word: &str) -> &str {
    for front in ["\u{648}\u{627}\u{644}", "\u{628}\u{627}\u{644}", "\u{627}\u{644}"] {
        if let Some(rest) = word.strip_prefix(front) {
            return rest;
        }
    }
    word
}

/// The label of a token in a name: 0 outside, then begin, inside, end, single a kind.
fn label(at: usize, (from, to, kind): (usize, usize, usize)) -> usize {
    1 + kind * 4
        + match (at == from, at + 1 == to) {
            (true, true) => 3,
            (true, false) => 0,
            (false, true) => 2,
            (false, false) => 1,
        }
}

/// Reads an article with the engine.
pub fn article(lines: &[Lines], lexicon: &Lexicon) -> Result<Article, Box<dyn Error>> {
    let mut text = String::new();
    let mut parts = Vec::new();
    let mut starts = Vec::new();
    for sentence in lines {
        let from = text.len();
        let mut at = Vec::new();
        for (word, _) in sentence {
            if text.len() > from {
                text.push(' ');
            }
            at.push(text.len());
            text.push_str(word);
        }
        parts.push(Part {
            kind: PartKind::Paragraph,
            span: Span::of(from, text.len()),
            why: Why::default(),
        });
        starts.push(at);
        text.push('\n');
    }
    let document = Document {
        span: Span::of(0, text.len()),
        language: "ar".to_owned(),
        parts,
        ..Document::default()
    };
    let page = Page {
        text: Text::new(&text)?,
        charset: "utf-8".to_owned(),
        documents: vec![document],
        ..Page::default()
    };
    let prose = Prose::of(&page, &page.documents[0], lexicon);
    let (mut features, named) = tagger::features(&prose, &lexicon.names);
    let tokens = prose.words.tokens();
    let mut sentences = Vec::new();
    let mut token = 0;
    for (lines, starts) in lines.iter().zip(&starts) {
        let part_end = starts.last().copied().unwrap_or(0)
            + lines.last().map_or(0, |(word, _)| word.len());
        let first = token;
        let mut words = Vec::new();
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(part_end);
            words.push(token - first);
            while token < tokens.len() && (tokens[token].span.start() as usize) < end {
                token += 1;
            }
            debug_assert!(*start <= end, "words lie in order");
        }
        let n = token - first;
        let gold = names(lines);
        let mut labels = vec![0; n];
        for &(from, to, kind) in &gold {
            let from = words[from];
            let to = words.get(to).copied().unwrap_or(n);
            for i in from..to {
                labels[i] = label(i, (from, to, kind));
            }
        }
        sentences.push(Sentence {
            features: features[first..token].iter_mut().map(std::mem::take).collect(),
            labels,
            words,
            gold,
            by_rule: named
                .iter()
                .filter(|name| name.tokens.start >= first && name.tokens.end <= token)
                .map(|name| tagger::Proposal {
                    tokens: name.tokens.start - first..name.tokens.end - first,
                    ..name.clone()
                })
                .collect(),
        });
    }
    Ok(Article { sentences })
}
