//! A reading for people: who says what, through whom, how surely.
//!
//! Built from the same [`Reading`] as the JSON, so that `c3` here is `c3` there.

mod article;
mod block;
mod claims;
mod events;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::BTreeMap};

use khabar::wire::{Entity, Participant, Reading, Span};

pub(crate) use crate::view::block::clean;
use crate::{
    args::Bidi,
    labels::Labels,
    view::block::{BOLD, Block, DIM, Line, PLAIN},
};

/// How the view looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    /// The words of it.
    pub(crate) labels: &'a Labels,
    /// Columns.
    pub(crate) width: usize,
    /// What goes around text of the other direction.
    pub(crate) bidi: Bidi,
    /// Shows the rules.
    pub(crate) explain: bool,
}

/// The view of one page while it is written.
pub(crate) struct View<'a> {
    look: &'a Look<'a>,
    labels: &'a Labels,
    page: &'a Reading,
    entities: BTreeMap<&'a str, &'a Entity>,
    out: Block<'a>,
}

impl<'a> View<'a> {
    /// The view of the page `name`, with ANSI colours.
    pub(crate) fn of(name: &str, page: &'a Reading, look: &'a Look<'a>) -> String {
        let mut view = View {
            look,
            labels: look.labels,
            page,
            entities: page.entities.iter().map(|e| (e.id.as_str(), e)).collect(),
            out: Block::new(look),
        };
        view.head(name);
        for (index, document) in page.documents.iter().enumerate() {
            view.out.blank();
            view.article(index, document);
        }
        view.names();
        view.notices();
        view.out.finish()
    }

    fn head(&mut self, name: &str) {
        let labels = self.labels;
        let mut line = Line::new();
        line.text(BOLD, name);
        if let Some(aggregator) = &self.page.page.aggregator {
            line.dot();
            match &aggregator.name {
                None => line.label(PLAIN, labels.get("aggregator.unnamed")),
                Some(name) => line
                    .label(DIM, labels.get("aggregator.word"))
                    .space()
                    .text(PLAIN, name),
            };
        }
        let count = self.page.documents.len();
        if count == 0 {
            line.dot().label(PLAIN, labels.get("none.articles"));
        } else if count > 1 {
            line.dot().label(DIM, labels.get("summary.articles")).space();
            line.text(DIM, &count.to_string());
        }
        if let Some(url) = &self.page.page.url {
            line.dot().text(DIM, url);
        }
        self.out.put(0, line);
    }

    /// A heading within an article or page.
    fn heading(&mut self, key: &'a str) {
        self.out.blank();
        let mut line = Line::new();
        line.label(BOLD, self.labels.get(key));
        self.out.put(2, line);
    }

    /// The rule behind a decision, where they are asked for.
    fn because(&mut self, indent: usize, why: &str) {
        if self.look.explain && !why.is_empty() {
            let mut line = Line::new();
            line.label(DIM, self.labels.get("word.because")).space().text(DIM, why);
            self.out.put(indent, line);
        }
    }

    /// Entities whose name on the page is doubtful.
    fn names(&mut self) {
        let flagged =
            |entity: &&Entity| entity.flags.iter().any(|&flag| flag != "anonymous");
        let page = self.page;
        let mut entities = page.entities.iter().filter(flagged).peekable();
        if entities.peek().is_none() {
            return;
        }
        self.heading("head.names");
        for entity in entities {
            let mut line = Line::new();
            line.text(DIM, &entity.id).space().text(PLAIN, &entity.name);
            for flag in &entity.flags {
                line.dot().label(block::WARN, self.labels.of_value("flag", flag));
            }
            if !entity.names.is_empty() {
                line.dot().label(DIM, self.labels.get("word.also"));
                for (i, name) in entity.names.iter().enumerate() {
                    if i > 0 {
                        line.label(DIM, self.labels.get("comma"));
                    }
                    line.space().text(PLAIN, name);
                }
            }
            self.out.put(2, line);
        }
    }

    fn notices(&mut self) {
        if self.page.notices.is_empty() {
            return;
        }
        self.heading("head.notices");
        for notice in &self.page.notices {
            let mut line = Line::new();
            line.text(block::WARN, &notice.kind).label(DIM, ":").space();
            line.text(PLAIN, &notice.text);
            self.out.put(2, line);
        }
    }

    /// The words of a participant, and whom they mean where that is not plain.
    fn participant(&self, line: &mut Line, participant: &Participant) {
        let entity = participant.entity.as_deref().and_then(|id| self.entities.get(id));
        match (&participant.span, entity) {
            (Some(span), Some(entity)) if !same(&span.text, &entity.name) => {
                line.text(PLAIN, &span.text).space();
                line.label(DIM, "(").text(DIM, &entity.name).label(DIM, ")");
            }
            (Some(span), _) => {
                line.text(PLAIN, &span.text);
            }
            (None, Some(entity)) => {
                line.text(PLAIN, &entity.name);
            }
            (None, None) => {
                line.label(DIM, self.labels.get("word.nobody"));
            }
        }
    }
}

/// True where the words are the name, or hold it with a title: no need to say both.
fn same(words: &str, name: &str) -> bool {
    name.is_empty() || words == name || words.contains(name)
}

/// The words of spans, with an ellipsis between those that do not touch.
fn words(spans: &[Span]) -> String {
    let texts: Vec<&str> = spans.iter().map(|span| span.text.as_str()).collect();
    texts.join(" \u{2026} ")
}

/// The beginning of a text of more than `most` characters, cut at a space.
fn beginning(text: &str, most: usize) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.into() };
    let cut = text.get(..end).unwrap_or(text);
    let cut = cut.rsplit_once(' ').map_or(cut, |(head, _)| head);
    format!("{cut} \u{2026}").into()
}
