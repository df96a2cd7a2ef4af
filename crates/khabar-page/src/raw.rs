//! A page between its bytes and its articles: its text, cut into lines.

use khabar_doc::{Document, Metadata, Notice, Page, Span, StatedIn, Text};

use crate::{
    Hints, Limits, PageError, PageLexicon, Source, decode, html, limits, pagination,
    phrase, plain, plain::RawLine, sniff,
};

/// The text of a page, and what else its bytes state.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) text: Text,
    /// Its lines in order.
    pub(crate) lines: Vec<RawLine>,
    /// What was drawn from mark-up, where there is any.
    pub(crate) extract: Option<html::Extract>,
    pub(crate) url: Option<String>,
    pub(crate) charset: String,
    pub(crate) captured_at: Option<String>,
    pub(crate) notices: Vec<Notice>,
}

/// `text` as that of a page, of which every byte can be numbered.
pub(crate) fn numbered(text: &str) -> Result<Text, PageError> {
    Text::new(text).map_err(|text| PageError::TooLong { len_bytes: text.len() })
}

impl Raw {
    /// Decodes `bytes`, and takes the mark-up off.
    pub(crate) fn of(
        bytes: &[u8],
        hints: &Hints,
        lexicon: &PageLexicon,
        limits: &Limits,
    ) -> Result<Raw, PageError> {
        let Source { text: source, charset, notices: told } =
            decode(bytes, hints, limits)?;
        let mut notices = hints.notices.clone();
        notices.extend(told);
        let mut url = hints.url.clone();
        let mut extract = None;
        let (text, lines) = if sniff::is_html(&source) {
            let mut found = html::extract(&source, lexicon, limits);
            notices.append(&mut found.notices);
            url = url.or_else(|| found.meta.url.take());
            let text = numbered(head(&found.text, limits, &mut notices))?;
            let mut lines = std::mem::take(&mut found.lines);
            lines.retain(|(span, _)| span.end() as usize <= text.as_str().len());
            extract = Some(found);
            (text, lines)
        } else {
            let text = numbered(head(&source, limits, &mut notices))?;
            let lines = plain::lines(text.as_str());
            (text, lines)
        };
        let captured_at = hints.captured_at.clone();
        Ok(Raw { text, lines, extract, url, charset, captured_at, notices })
    }

    /// Reads its articles.
    pub(crate) fn page(self, lexicon: &PageLexicon) -> Page {
        let Raw { text, lines, extract, url, charset, captured_at, mut notices } = self;
        notices.extend(bidi_notice(text.as_str()));
        notices.extend(forms_notice(text.as_str()));
        let (mut documents, mut aggregator) =
            plain::documents(text.as_str(), &lines, lexicon);
        if let (Some(extract), Some(document)) = (&extract, documents.first_mut()) {
            extract.complete(document, text.as_str(), aggregator.as_mut());
        }
        if documents.is_empty() {
            notices.push(empty_notice());
        }
        let pagination = extract
            .as_ref()
            .and_then(|extract| pagination::of(url.as_deref(), &extract.links));
        notices.extend(pagination.as_ref().map(pagination::notice));
        let mut metadata = extract.map(|extract| extract.meta.all).unwrap_or_default();
        if let Some(document) = documents.first() {
            visible(&mut metadata, document, text.as_str());
        }
        Page {
            text,
            url,
            charset,
            captured_at,
            aggregator,
            documents,
            metadata,
            pagination,
            pages: Vec::new(),
            notices,
        }
    }
}

/// As much of `text` as is read, cut behind a line or else behind a word.
fn head<'a>(text: &'a str, limits: &Limits, notices: &mut Vec<Notice>) -> &'a str {
    let most = limits.text_bytes;
    if text.len() <= most {
        return text;
    }
    let what = format!("the text has {} bytes,", text.len());
    notices.push(limits::reached(&what, "text_bytes", most));
    let mut to = most;
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let head = text.get(..to).unwrap_or_default();
    let line = head.rfind('\n').filter(|&at| at > most / 2);
    let end = line.or_else(|| head.rfind(' ')).unwrap_or(head.len());
    head.get(..end).unwrap_or(head)
}

/// Adds what readers see of a document.
fn visible(metadata: &mut Metadata, document: &Document, text: &str) {
    let words = |span: Span| text.get(span.range()).unwrap_or_default();
    let same = |a: &str, b: &str| phrase::words_key(a) == phrase::words_key(b);
    if let Some(title) = document.title {
        metadata.title.add(words(title), StatedIn::Visible, 9, same);
    }
    for &name in &document.byline {
        metadata.authors.add(words(name), StatedIn::Visible, 2, same);
    }
    if let Some(outlet) = &document.outlet {
        metadata.outlet.add(&outlet.name, StatedIn::Visible, 1, same);
    }
    for date in &document.published {
        if !date.why.as_str().contains("metadata") {
            let day = |a: &str, b: &str| a.get(..10) == b.get(..10);
            metadata.published.add(&date.value, StatedIn::Visible, 2, day);
        }
    }
    metadata
        .language
        .add(&document.language, StatedIn::Visible, 1, |a, b| a.get(..2) == b.get(..2));
}

fn empty_notice() -> Notice {
    Notice {
        kind: "empty",
        span: None,
        text:
            "there is no text on this page; if it is drawn by a script, save it from a \
               browser"
                .to_owned(),
    }
}

/// Tells of letters in presentation forms, which most search finds no word in.
fn forms_notice(text: &str) -> Option<Notice> {
    let form =
        |ch: &char| matches!(ch, '\u{FB50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}');
    // Signs such as the name of God's ligature are ordinary.
    const FEW: usize = 8;
    if !text.as_bytes().contains(&0xEF) {
        return None;
    }
    let count = text.chars().filter(form).count();
    let (at, first) = text.char_indices().find(|(_, ch)| form(ch))?;
    (count >= FEW).then(|| Notice {
        kind: "presentation-forms",
        span: Some(Span::of(at, at + first.len_utf8())),
        text: format!(
            "{count} letters stand in presentation forms; they are kept, and read as the plain \
             letters"
        ),
    })
}

/// Tells of characters that turn the direction of text: they can make a line look
/// different from what it says. The marks that only hint (U+200E, U+200F) are common
/// and harmless.
fn bidi_notice(text: &str) -> Option<Notice> {
    let turns =
        |ch: &char| matches!(ch, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let (at, first) = text.char_indices().find(|(_, ch)| turns(ch))?;
    let count = text.chars().filter(turns).count();
    Some(Notice {
        kind: "bidi-control",
        span: Some(Span::of(at, at + first.len_utf8())),
        text: format!(
            "the text holds {count} characters that turn its direction, the first is U+{:04X}; \
             they are kept, and ignored where words are matched",
            first as u32
        ),
    })
}
