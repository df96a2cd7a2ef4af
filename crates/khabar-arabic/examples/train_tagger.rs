//! Trains the tagger on a treebank and measures it in five folds by sentence.
//!
//! ```text
//! cargo run --release -p khabar-arabic --example train_tagger -- TREEBANK.conllu CAMEL_MORPH_DIR GAZETTEER_DIR NAMED_DIR OUT_DIR
//! ```
//!
//! Writes `lexicon.fst` and `tags.bin` into `OUT_DIR`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a tool for training reads files and reports"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
};

use khabar_arabic::{
    Aspect, Definiteness, Item, Morphology, Proclitics, Splitter, Tag, TokenKind, Voice,
    WordGender, WordNumber, WordPerson, Words, fold_key,
    letters::*,
    tagger::{
        COLUMNS, GROUPS, ROW_BITS, TagLexicon, TagModel, best_class, form_features,
        slot_of, tag, tag_features,
    },
};
use khabar_doc::Span;
use rustc_hash::FxHashMap;

/// Rows that a model keeps: two fifths of its 2¹⁸ slots.
const MOST_ROWS: usize = 104_857;
const EPOCHS: usize = 16;
/// The share of features (of 256) that a step of training does not see, so that rare ones
/// learn to do without the word itself.
const HIDDEN: u64 = 96;

struct Sentence {
    items: Vec<Item>,
    gold: Vec<(Tag, Morphology)>,
    /// Right tags of clitics, and all of them.
    clitics: (usize, usize),
    forms: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [treebank, camel, gazetteer, named, out] = arguments.as_slice() else {
        return Err("usage: train_tagger TREEBANK CAMEL_MORPH_DIR GAZETTEER_DIR NAMED_DIR OUT_DIR".into());
    };
    let splitter = Splitter::builtin();
    let bytes: &'static [u8] =
        lexicon(Path::new(camel), Path::new(gazetteer), Path::new(named))?.leak();
    fs::write(Path::new(out).join("lexicon.fst"), bytes)?;
    println!("lexicon.fst: {} bytes", bytes.len());
    let lexicon = TagLexicon::new(bytes).ok_or("faulty lexicon")?;
    let sentences = read(&fs::read_to_string(treebank)?, &splitter, &lexicon);
    let mut totals = [[0usize; 2]; 9];
    let mut confusion: BTreeMap<(Tag, Tag), usize> = BTreeMap::new();
    let mut unseen = [0usize; 2];
    for fold in 0..5 {
        let train: Vec<&Sentence> = (0..sentences.len())
            .filter(|i| i % 5 != fold)
            .map(|i| &sentences[i])
            .collect();
        let bytes: &'static [u8] = pack(&fit(&train)).leak();
        let model = TagModel::new(bytes).ok_or("faulty model")?;
        let seen: BTreeSet<&str> =
            train.iter().flat_map(|s| s.forms.iter().map(String::as_str)).collect();
        for sentence in
            (0..sentences.len()).filter(|i| i % 5 == fold).map(|i| &sentences[i])
        {
            let found = tag(&sentence.items, &model);
            totals[0][0] += sentence.clitics.0;
            totals[0][1] += sentence.clitics.1;
            for (i, (got, gold)) in found.iter().zip(&sentence.gold).enumerate() {
                totals[0][0] += usize::from(got.0 == gold.0);
                totals[0][1] += 1;
                if got.0 != gold.0 {
                    *confusion.entry((gold.0, got.0)).or_default() += 1;
                }
                if sentence.items[i].fixed().is_some() {
                    continue;
                }
                if !seen.contains(sentence.forms[i].as_str()) {
                    unseen[0] += usize::from(got.0 == gold.0);
                    unseen[1] += 1;
                }
                totals[1][0] += usize::from(got.0 == gold.0);
                totals[1][1] += 1;
                totals[2][0] += usize::from(got == gold);
                totals[2][1] += 1;
                let (a, b) = (got.1.classes(), gold.1.classes());
                for k in 0..6 {
                    if a[k] != 0 || b[k] != 0 {
                        totals[3 + k][0] += usize::from(a[k] == b[k]);
                        totals[3 + k][1] += 1;
                    }
                }
            }
        }
    }
    let names = [
        "tag, all tokens",
        "tag, words without clitics",
        "tag and morphology",
        "gender",
        "number",
        "person",
        "aspect",
        "voice",
        "definite",
    ];
    for (name, [right, all]) in names.iter().zip(totals) {
        println!("{name}: {:.2} % of {all}", 100.0 * right as f64 / all as f64);
    }
    println!(
        "tag, words not seen in training: {:.2} % of {}",
        100.0 * unseen[0] as f64 / unseen[1] as f64,
        unseen[1]
    );
    let mut confusion: Vec<_> = confusion.into_iter().map(|(k, n)| (n, k)).collect();
    confusion.sort_by(|a, b| b.cmp(a));
    let list: Vec<String> = confusion
        .iter()
        .take(16)
        .map(|(n, (gold, got))| format!("{gold}>{got} {n}"))
        .collect();
    println!("{}", list.join("; "));
    let all: Vec<&Sentence> = sentences.iter().collect();
    let bytes = pack(&fit(&all));
    println!("tags.bin: {} bytes", bytes.len());
    fs::write(Path::new(out).join("tags.bin"), bytes)?;
    Ok(())
}

/// Weights in training, with what is needed for their average.
#[derive(Default)]
struct Training {
    rows: FxHashMap<u64, Box<Row>>,
}

struct Row {
    now: [f32; COLUMNS],
    sum: [f32; COLUMNS],
    uses: u32,
}

impl Training {
    fn add_row(&self, feature: u64, from: usize, sums: &mut [f32; COLUMNS]) {
        if let Some(row) = self.rows.get(&feature) {
            for (sum, now) in sums.iter_mut().zip(&row.now).skip(from) {
                *sum += now;
            }
        }
    }
}

impl Training {
    fn change(&mut self, features: &[u64], column: usize, by: f32, time: f32) {
        for &feature in features {
            let row = self.rows.entry(feature).or_insert_with(|| {
                Box::new(Row { now: [0.0; COLUMNS], sum: [0.0; COLUMNS], uses: 0 })
            });
            row.now[column] += by;
            // The average is now − sum / time.
            row.sum[column] += by * time;
            row.uses += 1;
        }
    }
}

/// The averaged rows, by feature.
fn fit(sentences: &[&Sentence]) -> BTreeMap<u64, [f32; COLUMNS]> {
    let mut training = Training::default();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut state = 1u64;
    let mut time = 1f32;
    for _ in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            order.swap(i, (state >> 33) as usize % (i + 1));
        }
        for &at in &order {
            let sentence = sentences[at];
            let (mut t1, mut t2) = (16, 16);
            for i in 0..sentence.items.len() {
                let (gold, morphology) = sentence.gold[i];
                let mut class = gold as usize;
                if let Some(tag) = sentence.items[i].fixed() {
                    class = tag as usize;
                } else {
                    let mut features = Vec::with_capacity(48);
                    let mut sums = [0f32; COLUMNS];
                    tag_features(&sentence.items, i, [t1, t2], |f| features.push(f));
                    features.retain(|_| {
                        state =
                            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        (state >> 33) % 256 >= HIDDEN
                    });
                    for &f in &features {
                        training.add_row(f, 0, &mut sums);
                    }
                    let got = best_class(&sums, GROUPS[0]);
                    if got != class {
                        training.change(&features, class, 1.0, time);
                        training.change(&features, got, -1.0, time);
                    }
                    form_features(&sentence.items, i, gold as usize, t1, |f| {
                        features.push(f);
                        training.add_row(f, 16, &mut sums);
                    });
                    for (&group, &gold) in GROUPS[1..].iter().zip(&morphology.classes()) {
                        let got = best_class(&sums, group);
                        if got != gold {
                            training.change(&features, group.0 + gold, 1.0, time);
                            training.change(&features, group.0 + got, -1.0, time);
                        }
                    }
                    class = got;
                }
                time += 1.0;
                (t1, t2) = (class, t1);
            }
        }
    }
    training
        .rows
        .into_iter()
        .filter(|(_, row)| row.uses > 1)
        .map(|(feature, row)| {
            let mut average = row.now;
            for (at, value) in average.iter_mut().enumerate() {
                *value -= row.sum[at] / time;
            }
            (feature, average)
        })
        .collect()
}

/// The rows as the bytes of a model.
fn pack(rows: &BTreeMap<u64, [f32; COLUMNS]>) -> Vec<u8> {
    let mut sizes: Vec<f32> = rows
        .values()
        .flat_map(|row| row.iter().map(|v| v.abs()))
        .filter(|&v| v > 0.0)
        .collect();
    sizes.sort_by(f32::total_cmp);
    let most = sizes[sizes.len() - 1 - sizes.len() / 2000];
    let scale = 127.0 / most;
    let mut bits = 10u32;
    let mut kept: Vec<(u64, f32, [i8; COLUMNS])> = Vec::new();
    for (&feature, row) in rows {
        let mut small = [0i8; COLUMNS];
        let mut weight = 0f32;
        for (at, &value) in row.iter().enumerate() {
            small[at] = (value * scale).round().clamp(-127.0, 127.0) as i8;
            weight += f32::from(small[at]).abs();
        }
        if weight >= 4.0 {
            kept.push((feature, weight, small));
        }
    }
    // The heaviest come first: what finds no room weighs little.
    kept.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    kept.truncate(MOST_ROWS);
    while (1usize << bits) < kept.len() * 2 {
        bits += 1;
    }
    let mut slots = vec![0u32; 1 << bits];
    let mut rows: Vec<u8> = Vec::with_capacity(kept.len() * COLUMNS);
    let mut count = 0u32;
    for (feature, _, small) in &kept {
        let (mut at, mark) = slot_of(*feature, slots.len());
        while slots[at] != 0 && slots[at] >> ROW_BITS != mark {
            at = (at + 1) & (slots.len() - 1);
        }
        if slots[at] == 0 {
            // A feature with the mark of a heavier one gives way to it.
            count += 1;
            slots[at] = mark << ROW_BITS | count;
            rows.extend(small.iter().map(|value| value.cast_unsigned()));
        }
    }
    let mut bytes = Vec::with_capacity(4 + slots.len() * 4 + rows.len());
    bytes.extend(bits.to_le_bytes());
    for slot in slots {
        bytes.extend(slot.to_le_bytes());
    }
    bytes.extend(rows);
    bytes
}

fn read(text: &str, splitter: &Splitter, lexicon: &TagLexicon) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for block in text.split("\n\n") {
        let mut sentence = Sentence {
            items: Vec::new(),
            gold: Vec::new(),
            clitics: (0, 0),
            forms: Vec::new(),
        };
        let mut word: Vec<Vec<&str>> = Vec::new();
        for line in block.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() < 10 || cells[0].contains(['-', '.']) {
                continue;
            }
            let glued = cells[9].contains("SpaceAfter=No");
            let is_word = fold_key(cells[1]).chars().all(is_letter)
                && !fold_key(cells[1]).is_empty();
            if !is_word {
                flush(&mut word, &mut sentence, splitter, lexicon);
                let kind = match cells[1].chars().next() {
                    Some(ch) if ch.is_numeric() => TokenKind::Number,
                    Some(ch) if ch.is_alphabetic() => TokenKind::Foreign,
                    _ => TokenKind::Mark,
                };
                sentence.items.push(Item::other(kind, &fold_key(cells[1])));
                sentence
                    .gold
                    .push((Tag::of(cells[3]).unwrap_or(Tag::X), Morphology::default()));
                sentence.forms.push(cells[1].to_owned());
                continue;
            }
            word.push(cells);
            if !glued {
                flush(&mut word, &mut sentence, splitter, lexicon);
            }
        }
        flush(&mut word, &mut sentence, splitter, lexicon);
        if !sentence.items.is_empty() {
            sentences.push(sentence);
        }
    }
    sentences
}

/// Adds the parts of a word to its sentence.
fn flush(
    word: &mut Vec<Vec<&str>>,
    sentence: &mut Sentence,
    splitter: &Splitter,
    lexicon: &TagLexicon,
) {
    if word.is_empty() {
        return;
    }
    let parts = std::mem::take(word);
    let plain = |part: &str| -> String {
        part.chars().filter(|&ch| !is_mark(ch) && ch != TATWEEL).collect()
    };
    let forms: Vec<String> = parts.iter().map(|cells| plain(cells[1])).collect();
    let mut front = 0;
    while front + 1 < forms.len()
        && forms[front].chars().count() == 1
        && forms[front].starts_with([WAW, FEH, BEH, LAM, KAF, SEEN])
    {
        front += 1;
    }
    let whole = forms.concat();
    let tokens = Words::of(&whole, &[Span::of(0, whole.len())], splitter);
    let token = tokens.tokens()[0];
    let mut proclitics = Proclitics::default();
    for form in &forms[..front] {
        match form.chars().next() {
            Some(ch @ (WAW | FEH)) => proclitics.conjunction = Some(ch),
            Some(SEEN) => proclitics.future = true,
            ch => proclitics.preposition = ch,
        }
    }
    let is_same = token.proclitics.len() == front;
    // Whatever stands between the proclitics and the last pronoun is tagged as one word
    // after another.
    let has_first = sentence.items.iter().all(|item| item.fixed().is_some());
    for (at, cells) in parts[..front].iter().enumerate() {
        let got = match forms[at].chars().next() {
            Some(WAW) if has_first => Tag::Part,
            Some(WAW) => Tag::Cconj,
            Some(FEH | SEEN) => Tag::Part,
            _ => Tag::Adp,
        };
        sentence.clitics.0 += usize::from(Some(got) == Tag::of(cells[3]));
        sentence.clitics.1 += 1;
    }
    for at in front..parts.len() {
        let cells = &parts[at];
        let tag = Tag::of(cells[3]).unwrap_or(Tag::X);
        if at > front && tag == Tag::Pron && forms[at].chars().count() <= 3 {
            sentence.clitics.0 += 1;
            sentence.clitics.1 += 1;
            continue;
        }
        let mut own = if at == front { proclitics } else { Proclitics::default() };
        let pronoun =
            parts.get(at + 1).filter(|next| next[3] == "PRON").map(|next| next[1]);
        let mut key = fold_key(&forms[at]);
        let mut written = forms[at].clone();
        if at == front && is_same {
            own.article = token.proclitics.article;
            let core = tokens.core(0);
            let after = if own.article {
                core.strip_prefix(ARTICLE).unwrap_or(core)
            } else {
                core
            };
            let tail: usize = forms[at + 1..].iter().map(|f| fold_key(f).len()).sum();
            key = after.get(..after.len() - tail).unwrap_or(&key).to_owned();
        } else if key.starts_with(ARTICLE) && pronoun.is_none() {
            own.article = true;
            key = key.strip_prefix(ARTICLE).unwrap_or(&key).to_owned();
        }
        // The letters with their hamzas, as many as the key has.
        let extra = written.chars().count().saturating_sub(key.chars().count());
        if extra > 0 {
            written = written.chars().skip(extra).collect();
        }
        let mut morphology = Morphology::default();
        for pair in cells[5].split('|') {
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
        sentence.items.push(Item::word(&key, &written, own, pronoun, splitter, lexicon));
        sentence.gold.push((tag, morphology));
        sentence.forms.push(key);
    }
}

/// Forms with what names, places and closed classes they may be: 1 given name, 2 surname,
/// 4 also a common word, 8 and 16 how many bearers, 32 place, 64 comparative, from 128 the
/// closed class.
fn lexicon(
    camel: &Path,
    gazetteer: &Path,
    named: &Path,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut values: BTreeMap<String, u64> = BTreeMap::new();
    for line in include_str!("../../../models/person-names/names.tsv").lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [form, role, count, flag] = cells.as_slice() else { continue };
        if form.contains(' ') {
            continue;
        }
        let count: usize = count.parse()?;
        let role = match *role {
            "g" => 1,
            "s" => 2,
            _ => 3,
        };
        let size = if count >= 50 {
            16
        } else if count >= 5 {
            8
        } else {
            0
        };
        *values.entry(fold_key(form)).or_default() |=
            role | size | (u64::from(*flag == "w") << 2);
    }
    for file in ["cities_full.json", "popopo.json", "P17_PP.json"] {
        for text in fs::read_to_string(gazetteer.join(file))?.split('"') {
            let key = fold_key(text);
            if key.chars().count() > 2 && key.chars().all(is_letter) {
                *values.entry(key).or_default() |= 32;
            }
        }
    }
    let column = |head: &[String], name: &str| head.iter().position(|cell| cell == name);
    let mut classes: BTreeMap<String, u64> = BTreeMap::new();
    for (file, is_closed) in
        [("MSA-Adj-Comp-LEX.csv", false), ("MSA-Other-LEX.csv", true)]
    {
        let text = fs::read_to_string(camel.join(file))?;
        let mut lines = text.lines().map(cells);
        let head = lines.next().unwrap_or_default();
        let form = column(&head, "FORM").ok_or("no column FORM")?;
        let class = column(&head, "BW").unwrap_or(form);
        let define = column(&head, "DEFINE").ok_or("no column DEFINE")?;
        for row in lines.filter(|row| row.get(define).is_some_and(|c| c == "LEXICON")) {
            let key = from_buckwalter(&row[form]);
            let value = values.entry(key).or_default();
            if is_closed {
                let next = classes.len() as u64 + 1;
                let class = *classes.entry(row[class].clone()).or_insert(next);
                if *value < 128 {
                    *value |= class << 7;
                }
            } else {
                *value |= 64;
            }
        }
    }
    // How often running text has a word inside a name: 1 seldom, 2 often, 3 nearly always.
    let mut in_names: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for file in
        ["aqmar/edchengg_train.txt", "aqmar/edchengg_dev.txt", "wojood_sample/train.txt"]
    {
        for line in fs::read_to_string(named.join(file))?.lines() {
            let mut cells = line.split_whitespace();
            let (Some(form), Some(label)) = (cells.next(), cells.next()) else {
                continue;
            };
            let is_name = ["PER", "LOC", "ORG", "GPE", "FAC", "MIS"]
                .iter()
                .any(|kind| label.contains(kind));
            let key = fold_key(form);
            if key.chars().count() > 2 && key.chars().all(is_letter) {
                let counts = in_names
                    .entry(key.strip_prefix(ARTICLE).unwrap_or(&key).to_owned())
                    .or_default();
                counts.0 += usize::from(is_name);
                counts.1 += 1;
            }
        }
    }
    for (key, (named, all)) in in_names {
        if named > 0 {
            let class = if named * 5 > all * 4 {
                3
            } else if named * 2 > all {
                2
            } else {
                1
            };
            *values.entry(key).or_default() |= class << 13;
        }
    }
    let mut builder = fst::MapBuilder::memory();
    for (key, value) in &values {
        builder.insert(key, *value)?;
    }
    Ok(builder.into_inner()?)
}

/// The cells of one line of comma-separated values.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for ch in line.chars() {
        match ch {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(ch);
                }
            }
        }
    }
    cells
}

/// A word in Buckwalter's transliteration, without vowels, folded.
fn from_buckwalter(word: &str) -> String {
    const LETTERS: &str = "'|>&<}AbptvjHxd*rzs$SDTZEg";
    const MORE: &str = "fqklmnhwYy";
    let arabic: String = word
        .chars()
        .filter_map(|ch| {
            let code = if let Some(at) = LETTERS.find(ch) {
                0x621 + at
            } else if ch == '{' {
                ALEF as usize
            } else {
                0x641 + MORE.find(ch)?
            };
            char::from_u32(code as u32)
        })
        .collect();
    fold_key(&arabic)
}
