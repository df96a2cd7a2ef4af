//! `khabar words`: the words of a text with their parts.

use std::{fmt::Write as _, io::Write};

use anyhow::{Context, bail};
use khabar::{Engine, Hints, Limits};
use khabar_arabic::{Analyser, Analysis, Part, Role, TokenKind, Words};
use khabar_doc::Span;
use serde::Serialize;

use crate::{
    End,
    args::{WordsArgs, WordsForm},
    complain,
    input::{Input, Inputs},
    view,
};

/// One line of JSON: the words of an input.
#[derive(Serialize)]
struct Line<'a> {
    file: Option<&'a str>,
    schema: &'static str,
    sentences: Vec<Sentence<'a>>,
}

#[derive(Serialize)]
struct Sentence<'a> {
    text: &'a str,
    words: Vec<Word<'a>>,
}

#[derive(Serialize)]
struct Word<'a> {
    /// As written.
    text: &'a str,
    /// Bytes of the decoded text.
    span: [u32; 2],
    kind: &'static str,
    parts: Vec<WordPart<'a>>,
}

#[derive(Serialize)]
struct WordPart<'a> {
    span: [u32; 2],
    role: &'static str,
    norm: &'a str,
    lemma: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<&'static str>,
    tag: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    features: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    construct: bool,
}

pub(crate) fn run(args: &WordsArgs) -> anyhow::Result<End> {
    let inputs = Inputs::named(&args.paths)?;
    let analyser = Analyser::builtin();
    let mut engine = None;
    let mut out = std::io::stdout().lock();
    let (mut read, mut failed) = (0_usize, 0_usize);
    for item in &inputs.items {
        let result = match item {
            Ok(input) => one(&analyser, &mut engine, input, args.form)
                .with_context(|| view::clean(&input.name)),
            Err(error) => Err(anyhow::anyhow!("{error:#}")),
        };
        match result {
            Ok(text) => {
                out.write_all(text.as_bytes())?;
                read += 1;
            }
            Err(error) => {
                failed += 1;
                complain(&format!("{error:#}"));
            }
        }
    }
    out.flush()?;
    Ok(match (read, failed) {
        (0, 0) => {
            complain("nothing found: no pages in these folders");
            End::Nothing
        }
        (0, _) => End::Failed,
        (_, 0) => End::Done,
        _ => End::Partly,
    })
}

fn one(
    analyser: &Analyser,
    engine: &mut Option<Engine>,
    input: &Input,
    form: WordsForm,
) -> anyhow::Result<String> {
    let limits = Limits::default();
    let bytes = input.bytes(&limits)?.into_owned();
    if bytes.len() > limits.page_bytes {
        bail!("over the limit of {} bytes a text; split it", limits.page_bytes);
    }
    let is_markup = bytes.trim_ascii_start().starts_with(b"<");
    let text = match String::from_utf8(bytes) {
        Ok(text) if !is_markup => text,
        other => {
            // A page: its articles as `khabar read` finds them.
            let bytes = other.map_or_else(|e| e.into_bytes(), String::into_bytes);
            let engine = engine.get_or_insert_with(Engine::new);
            let read = engine.read(&bytes, &Hints::default())?;
            let text = read.page.text.as_str();
            let mut parts: Vec<Span> = read
                .page
                .documents
                .iter()
                .flat_map(|document| document.parts.iter().map(|part| part.span))
                .collect();
            parts.sort();
            let mut end = 0;
            parts.retain(|part| {
                let apart = part.start() >= end;
                if apart {
                    end = part.end();
                }
                apart
            });
            return render(analyser, text, &parts, input.path(), form);
        }
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    // Each line is a part: titles end without a stop.
    let mut parts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        parts.push(Span::of(at, at + line.trim_end().len()));
        at += line.len();
    }
    render(analyser, text, &parts, input.path(), form)
}

fn render(
    analyser: &Analyser,
    text: &str,
    parts: &[Span],
    file: Option<&str>,
    form: WordsForm,
) -> anyhow::Result<String> {
    let words = Words::of(text, parts, analyser.splitter());
    let analysis = analyser.over(text, &words);
    Ok(match form {
        WordsForm::Table => table(text, &words, &analysis),
        WordsForm::Conllu => conllu(text, &words, &analysis, file),
        WordsForm::Json => {
            let mut line = serde_json::to_string(&json(text, &words, &analysis, file))?;
            line.push('\n');
            line
        }
    })
}

fn written(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// One line of the text around a sentence, without line breaks.
fn sentence_span(words: &Words, tokens: &std::ops::Range<usize>) -> Span {
    let all = words.tokens();
    Span::new(all[tokens.start].span.start(), all[tokens.end - 1].span.end())
}

fn table(text: &str, words: &Words, analysis: &Analysis) -> String {
    let mut table = String::from("form\tnorm\tlemma\ttag\tfeatures\troot\n");
    for (i, token) in words.tokens().iter().enumerate() {
        if i > 0 && words.sentences().iter().any(|s| s.tokens.start == i) {
            table.push('\n');
        }
        debug_assert!(!analysis.parts(i).is_empty());
        for part in analysis.parts(i) {
            let mark = match part.role {
                Role::Proclitic => ("", "+"),
                Role::Enclitic => ("+", ""),
                Role::Stem => ("", ""),
            };
            let _ = writeln!(
                table,
                "{}{}{}\t{}\t{}\t{}\t{}\t{}",
                mark.0,
                view::clean(written(text, part.span)),
                mark.1,
                analysis.norm(part),
                analysis.lemma(part),
                part.tag,
                features(part),
                part.root().unwrap_or("_"),
            );
        }
        let _ = token;
    }
    table
}

fn features(part: &Part) -> String {
    let mut features = part.morphology.to_string();
    if part.construct {
        if features == "_" {
            features.clear();
        } else {
            features.push('|');
        }
        features.push_str("Construct=Yes");
    }
    features
}

fn conllu(text: &str, words: &Words, analysis: &Analysis, file: Option<&str>) -> String {
    let mut out = String::new();
    if let Some(file) = file {
        let _ = writeln!(out, "# newdoc id = {}", view::clean(file));
    }
    for (number, sentence) in words.sentences().iter().enumerate() {
        let span = sentence_span(words, &sentence.tokens);
        let _ = writeln!(out, "# sent_id = {}", number + 1);
        let line: Vec<&str> = written(text, span).split_whitespace().collect();
        let _ = writeln!(out, "# text = {}", line.join(" "));
        let mut id = 1;
        for i in sentence.tokens.clone() {
            let token = &words.tokens()[i];
            let glued = words
                .tokens()
                .get(i + 1)
                .is_some_and(|next| next.span.start() == token.span.end())
                && i + 1 < sentence.tokens.end;
            let space = if glued { "SpaceAfter=No" } else { "_" };
            let parts = analysis.parts(i);
            let last = id + parts.len() - 1;
            if last > id {
                let form = written(text, token.span);
                let _ =
                    writeln!(out, "{id}-{last}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}");
            }
            for part in parts {
                let mut misc: Vec<String> = Vec::new();
                if let Some(root) = part.root() {
                    misc.push(format!("Root={root}"));
                }
                if glued && parts.len() == 1 {
                    misc.push(space.to_owned());
                }
                let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
                // As alone where a part of a word is spelt otherwise.
                let form = if parts.len() == 1 {
                    written(text, part.span)
                } else {
                    analysis.norm(part)
                };
                let _ = writeln!(
                    out,
                    "{id}\t{form}\t{}\t{}\t_\t{}\t_\t_\t_\t{misc}",
                    analysis.lemma(part),
                    part.tag,
                    part.morphology,
                );
                id += 1;
            }
        }
        out.push('\n');
    }
    out
}

fn json<'a>(
    text: &'a str,
    words: &'a Words,
    analysis: &'a Analysis,
    file: Option<&'a str>,
) -> Line<'a> {
    let word = |i: usize| {
        let token = &words.tokens()[i];
        Word {
            text: written(text, token.span),
            span: [token.span.start(), token.span.end()],
            kind: match token.kind {
                TokenKind::Word => "word",
                TokenKind::Number => "number",
                TokenKind::Foreign => "foreign",
                TokenKind::Quote => "quote",
                TokenKind::Mark => "mark",
            },
            parts: analysis
                .parts(i)
                .iter()
                .map(|part| WordPart {
                    span: [part.span.start(), part.span.end()],
                    role: match part.role {
                        Role::Proclitic => "proclitic",
                        Role::Stem => "stem",
                        Role::Enclitic => "enclitic",
                    },
                    norm: analysis.norm(part),
                    lemma: analysis.lemma(part),
                    root: part.root(),
                    tag: part.tag.as_str(),
                    features: match part.morphology.to_string() {
                        none if none == "_" => String::new(),
                        features => features,
                    },
                    construct: part.construct,
                })
                .collect(),
        }
    };
    let sentences = words
        .sentences()
        .iter()
        .map(|sentence| Sentence {
            text: written(text, sentence_span(words, &sentence.tokens)),
            words: sentence.tokens.clone().map(word).collect(),
        })
        .collect();
    Line { file, schema: "khabar.words/1", sentences }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "عن خطة مدينتهم\nوقال الوزير: سنعمل.\n";

    fn shown(form: WordsForm) -> String {
        let at = TEXT.find('\n').unwrap_or_default();
        let parts = [Span::of(0, at), Span::of(at + 1, TEXT.len())];
        render(&Analyser::builtin(), TEXT, &parts, Some("a.txt"), form)
            .unwrap_or_default()
    }

    #[test]
    fn a_table_has_a_line_for_each_part() {
        let table = shown(WordsForm::Table);
        assert!(table.contains("\nمدينت\tمدينة\tمدينة\tNOUN\t"), "{table}");
        assert!(table.contains("\n+هم\tهم\tهو\tPRON\t"), "{table}");
        assert!(table.contains("\nو+\tو\tو\t"), "{table}");
        assert_eq!(table.lines().filter(|line| line.is_empty()).count(), 1);
        assert!(
            table.lines().filter(|l| !l.is_empty()).all(|l| l.split('\t').count() == 6)
        );
    }

    #[test]
    fn conllu_has_ten_columns_and_ranges_of_parts() {
        let conllu = shown(WordsForm::Conllu);
        assert!(conllu.contains("# text = عن خطة مدينتهم\n"), "{conllu}");
        assert!(conllu.contains("\n3-4\tمدينتهم\t_"), "{conllu}");
        assert!(conllu.contains("SpaceAfter=No"), "{conllu}");
        for line in conllu.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            assert_eq!(line.split('\t').count(), 10, "{line}");
        }
    }

    #[test]
    fn json_has_spans_in_bytes() {
        let value: serde_json::Value =
            serde_json::from_str(&shown(WordsForm::Json)).unwrap_or_default();
        let word = &value["sentences"][0]["words"][2];
        assert_eq!(word["text"], "مدينتهم");
        assert_eq!(word["parts"][1]["role"], "enclitic");
        assert_eq!(word["parts"][0]["span"][1], word["parts"][1]["span"][0]);
    }
}
