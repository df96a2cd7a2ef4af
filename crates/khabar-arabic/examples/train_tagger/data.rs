//! Sentences as the tagger sees them, with what is right.

use std::{error::Error, fs, path::Path};

use khabar_arabic::{
    Aspect, Definiteness, Item, Morphology, Proclitics, Splitter, Tag, TokenKind, Voice,
    WordGender, WordNumber, WordPerson, Words, fold_key, letters::*, tagger::TagLexicon,
};
use khabar_doc::Span;

use crate::shared::treebank::{self, Row};

/// A sentence of the treebank, attached words taken off.
pub(crate) struct Sentence {
    pub(crate) items: Vec<Item>,
    pub(crate) gold: Vec<(Tag, Morphology)>,
    /// Right tags of attached words, and all of them.
    pub(crate) clitics: (usize, usize),
    pub(crate) forms: Vec<String>,
    /// False where only tags are known.
    pub(crate) has_attributes: bool,
}

impl Sentence {
    fn new(has_attributes: bool) -> Sentence {
        Sentence {
            items: Vec::new(),
            gold: Vec::new(),
            clitics: (0, 0),
            forms: Vec::new(),
            has_attributes,
        }
    }
}

impl Sentence {
    /// The words around word `i`, which stands in brackets.
    pub(crate) fn around(&self, i: usize) -> String {
        let words: Vec<String> = (i.saturating_sub(3)..self.forms.len().min(i + 4))
            .map(|at| {
                let form = &self.forms[at];
                if at == i { format!("[{form}]") } else { form.clone() }
            })
            .collect();
        words.join(" ")
    }
}

/// What makes items of words.
pub(crate) struct Reader<'a> {
    pub(crate) splitter: &'a Splitter,
    pub(crate) lexicon: &'a TagLexicon,
}

/// A mark, number or foreign word.
fn other(form: &str) -> Item {
    let kind = match form.chars().next() {
        Some(ch) if ch.is_numeric() => TokenKind::Number,
        Some(ch) if ch.is_alphabetic() => TokenKind::Foreign,
        _ => TokenKind::Mark,
    };
    Item::other(kind, &fold_key(form))
}

/// The last `n` letters, hamzas kept.
fn last_letters(word: &str, n: usize) -> String {
    word.chars().skip(word.chars().count().saturating_sub(n)).collect()
}

impl Reader<'_> {
    /// The sentences of a treebank.
    pub(crate) fn treebank(&self, text: &str) -> Vec<Sentence> {
        treebank::sentences(text)
            .iter()
            .map(|rows| {
                let mut sentence = Sentence::new(true);
                for token in treebank::tokens(rows) {
                    if token[0].is_word() {
                        self.word(token, &mut sentence);
                    } else {
                        sentence.items.push(other(&token[0].form));
                        let tag = Tag::of(token[0].tag).unwrap_or(Tag::X);
                        sentence.gold.push((tag, Morphology::default()));
                        sentence.forms.push(token[0].form.clone());
                    }
                }
                sentence
            })
            .collect()
    }

    /// The sentences of `table`, whose text is in the files of `folder`.
    pub(crate) fn news(
        &self,
        table: &str,
        folder: &Path,
    ) -> Result<Vec<Sentence>, Box<dyn Error>> {
        let mut sentences: Vec<Sentence> = Vec::new();
        let (mut file, mut text, mut end) = (String::new(), String::new(), 0);
        let mut number = "";
        for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [sentence, name, _, offset, bytes, parts, tag] = cells.as_slice() else {
                return Err(format!("not seven cells: {line}").into());
            };
            let (from, size): (usize, usize) = (offset.parse()?, bytes.parse()?);
            if *name != file {
                text = fs::read_to_string(folder.join(name))?;
                (*name).clone_into(&mut file);
            }
            if *sentence != number {
                sentences.push(Sentence::new(false));
                (number, end) = (sentence, from);
            }
            let current = sentences.last_mut().ok_or("no sentence")?;
            between(
                text.get(end..from).ok_or("another file than was annotated")?,
                current,
            );
            end = from + size;
            let word = text.get(from..end).ok_or("another file than was annotated")?;
            self.word(&rows(word, parts, tag)?, current);
        }
        Ok(sentences)
    }

    /// Adds the parts of a word to its sentence.
    fn word(&self, parts: &[Row<'_>], sentence: &mut Sentence) {
        let front = treebank::fronts(parts);
        let whole: String = parts.iter().map(|row| row.form.as_str()).collect();
        let tokens = Words::of(&whole, &[Span::of(0, whole.len())], self.splitter);
        let token = tokens.tokens()[0];
        let mut proclitics = Proclitics::default();
        for row in &parts[..front] {
            match row.form.chars().next() {
                Some(ch @ (WAW | FEH)) => proclitics.conjunction = Some(ch),
                Some(SEEN) => proclitics.future = true,
                ch => proclitics.preposition = ch,
            }
        }
        let is_same = token.proclitics.len() == front;
        let has_first = sentence.items.iter().all(|item| item.fixed().is_some());
        for row in &parts[..front] {
            let got = match row.form.chars().next() {
                Some(WAW) if has_first => Tag::Part,
                Some(WAW) => Tag::Cconj,
                Some(FEH | SEEN) => Tag::Part,
                _ => Tag::Adp,
            };
            sentence.clitics.0 += usize::from(Some(got) == Tag::of(row.tag));
            sentence.clitics.1 += 1;
        }
        // Whatever stands between the proclitics and the last pronoun is tagged as one
        // word after another.
        for at in front..parts.len() {
            let row = &parts[at];
            let tag = Tag::of(row.tag).unwrap_or(Tag::X);
            if at > front && tag == Tag::Pron && row.form.chars().count() <= 3 {
                sentence.clitics.0 += 1;
                sentence.clitics.1 += 1;
                continue;
            }
            let mut own = if at == front { proclitics } else { Proclitics::default() };
            let pronoun = parts
                .get(at + 1)
                .filter(|next| next.tag == "PRON")
                .map(|next| next.form.as_str());
            let mut key = fold_key(&row.form);
            if at == front && is_same {
                own.article = token.proclitics.article;
                let core = tokens.core(0);
                let after = if own.article {
                    core.strip_prefix(ARTICLE).unwrap_or(core)
                } else {
                    core
                };
                let tail: usize =
                    parts[at + 1..].iter().map(|row| fold_key(&row.form).len()).sum();
                key = after.get(..after.len() - tail).unwrap_or(&key).to_owned();
            } else if key.starts_with(ARTICLE) && pronoun.is_none() {
                own.article = true;
                key = key.strip_prefix(ARTICLE).unwrap_or(&key).to_owned();
            }
            let written = last_letters(&row.form, key.chars().count());
            sentence.items.push(Item::word(
                &key,
                &written,
                own,
                pronoun,
                self.splitter,
                self.lexicon,
            ));
            sentence.gold.push((tag, morphology(row.features)));
            sentence.forms.push(key);
        }
    }
}

/// Adds the marks, numbers and foreign words of `text`.
fn between(text: &str, sentence: &mut Sentence) {
    let is_run = |ch: char| ch.is_alphanumeric();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let size = if is_run(first) {
            rest.find(|ch| !is_run(ch)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (form, more) = rest.split_at(size);
        let item = other(form);
        sentence.gold.push((item.fixed().unwrap_or(Tag::X), Morphology::default()));
        sentence.items.push(item);
        sentence.forms.push(form.to_owned());
        rest = more.trim_start();
    }
}

/// The parts of an annotated word as rows of a treebank.
fn rows<'a>(
    word: &str,
    parts: &str,
    tag: &'a str,
) -> Result<Vec<Row<'a>>, Box<dyn Error>> {
    let mut letters = word.chars();
    let mut rows = Vec::new();
    for size in parts.split('+') {
        let form: String = letters.by_ref().take(size.parse()?).collect();
        rows.push(Row {
            form: treebank::plain(&form),
            lemma: String::new(),
            tag: "PRON",
            features: "_",
            is_glued: true,
        });
    }
    let front = treebank::fronts(&rows);
    for row in &mut rows[..front] {
        row.tag = match row.form.chars().next() {
            Some(WAW) => "CCONJ",
            Some(FEH | SEEN) => "PART",
            _ => "ADP",
        };
    }
    if let Some(stem) = rows.get_mut(front) {
        stem.tag = tag;
    }
    Ok(rows)
}

fn morphology(features: &str) -> Morphology {
    let mut morphology = Morphology::default();
    for pair in features.split('|') {
        match pair.split_once('=') {
            Some(("Gender", v)) => morphology.gender = WordGender::of(v),
            Some(("Number", v)) => morphology.number = WordNumber::of(v),
            Some(("Person", v)) => morphology.person = WordPerson::of(v),
            Some(("Aspect", v)) => morphology.aspect = Aspect::of(v),
            Some(("Voice", v)) => morphology.voice = Voice::of(v),
            Some(("Definite", v)) => morphology.definite = Definiteness::of(v),
            _ => (),
        }
    }
    morphology
}
