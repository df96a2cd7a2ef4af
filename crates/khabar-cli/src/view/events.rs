use anstyle::Style;
use khabar::wire::{DocumentReading, Event, Participant};

use crate::view::{
    View,
    article::triggers,
    block::{BOLD, DIM, Line, NOT, OPEN, PLAIN, TOLD, WARN},
    claims::ID,
};

impl<'a> View<'a> {
    pub(super) fn events(&mut self, document: &'a DocumentReading) {
        if document.events.is_empty() {
            return;
        }
        self.heading("head.events");
        for event in &document.events {
            self.out.blank();
            self.event(event);
        }
    }

    fn event(&mut self, event: &'a Event) {
        let labels = self.labels;
        let mut id = Line::new();
        id.text(DIM, &event.id);
        let mut line = Line::new();
        line.label(style(event.status).bold(), labels.of_value("status", event.status));
        line.dot().label(PLAIN, labels.of_value("event", event.r#type)).space();
        line.label(DIM, "(").text(DIM, event.r#type);
        if let Some(mode) = &event.mode {
            line.label(DIM, labels.get("comma")).space().text(DIM, mode);
        }
        line.label(DIM, ")");
        line.dot().text(PLAIN, &triggers(event));
        self.out.hang(2, id, ID, line);

        let line = self.roles(event);
        self.out.put(2 + ID, line);
        let line = self.circumstances(event);
        if !line.is_empty() {
            self.out.put(2 + ID, line);
        }
        let line = self.ties(event);
        if !line.is_empty() {
            self.out.put(2 + ID, line);
        }
        self.because(2 + ID, &event.why);
    }

    /// Who, and to whom.
    fn roles(&self, event: &Event) -> Line {
        let mut line = Line::new();
        self.list(&mut line, &event.actors);
        if event.actors.is_empty() {
            line.label(DIM, self.labels.get("word.nobody"));
        }
        if !event.alternatives.is_empty() {
            line.space().label(WARN, self.labels.get("word.or")).space();
            self.list(&mut line, &event.alternatives);
        }
        if !event.recipients.is_empty() {
            line.space().label(BOLD, self.labels.get("arrow.to")).space();
            self.list(&mut line, &event.recipients);
        }
        line
    }

    fn list(&self, line: &mut Line, participants: &[Participant]) {
        for (i, participant) in participants.iter().enumerate() {
            if i > 0 {
                line.label(DIM, " +").space();
            }
            self.participant(line, participant);
        }
    }

    fn circumstances(&self, event: &Event) -> Line {
        let mut line = Line::new();
        if let Some(place) = &event.place {
            line.label(DIM, self.labels.get("word.place")).space();
            self.participant(&mut line, place);
        }
        if let Some(time) = &event.time {
            line.dot().label(DIM, self.labels.get("word.time")).space();
            line.text(PLAIN, &time.value);
            if let Some(span) = time.span.as_ref().filter(|span| span.text != time.value)
            {
                line.space().label(DIM, "(").text(DIM, &span.text).label(DIM, ")");
            }
        }
        line
    }

    /// The claims that carry it, and how.
    fn ties(&self, event: &Event) -> Line {
        let mut line = Line::new();
        let mut stances: Vec<&str> = Vec::new();
        for tie in &event.ties {
            if !stances.contains(&tie.stance) {
                stances.push(tie.stance);
            }
        }
        for stance in stances {
            let style = if stance == "denies" { NOT } else { PLAIN };
            line.dot().label(style, self.labels.of_value("stance", stance));
            let ties = event.ties.iter().filter(|tie| tie.stance == stance);
            for (i, tie) in ties.enumerate() {
                if i > 0 {
                    line.label(DIM, self.labels.get("comma"));
                }
                line.space().text(BOLD, &tie.claim);
            }
        }
        if event.ties.is_empty() && event.status != "asserted" {
            line.label(DIM, self.labels.get("word.told"));
        }
        line
    }
}

/// Green is for the outlet's own telling alone.
fn style(status: &str) -> Style {
    match status {
        "asserted" => TOLD,
        "denied" | "negated" => NOT,
        "requested" | "promised" | "predicted" | "hypothetical" => OPEN,
        _ => WARN,
    }
}
