use khabar::wire::{Credit, DocumentReading, Published};

use crate::view::{
    View, beginning,
    block::{BOLD, DIM, Line, PLAIN, WARN},
    words,
};

/// Where the values of an article's fields begin.
const FIELD: usize = 12;

impl<'a> View<'a> {
    pub(super) fn article(&mut self, index: usize, document: &'a DocumentReading) {
        let mut title = Line::new();
        match &document.title {
            Some(span) => title.text(BOLD, &span.text),
            None => title.label(DIM, self.labels.get("none.title")),
        };
        let mut number = Line::new();
        let count = self.page.documents.len();
        if count > 1 {
            number.text(DIM, &format!("{}/{count}", index + 1));
        } else {
            number.label(DIM, "\u{25cf}");
        }
        let hang = if count > 1 { 4 } else { 2 };
        self.out.hang(0, number, hang, title);
        self.about(document);
        if self.look.explain {
            self.parts(document);
            self.mentions(document);
            self.times(document);
        }
        self.claims(document);
        self.events(document);
        self.conflicts(document);
        if self.look.explain {
            self.relations(document);
        }
    }

    /// Outlet, dates, place line, writers, credits.
    fn about(&mut self, document: &'a DocumentReading) {
        if let Some(outlet) = &document.outlet {
            let mut line = Line::new();
            line.text(PLAIN, &outlet.name);
            self.field("field.outlet", line, &outlet.why);
        }
        for (i, published) in document.published.iter().enumerate() {
            let key = if i == 0 { "field.published" } else { "" };
            let line = self.published(published);
            self.field(key, line, &published.why);
        }
        for (i, modified) in document.modified.iter().enumerate() {
            let key = if i == 0 { "field.modified" } else { "" };
            let line = self.published(modified);
            self.field(key, line, &modified.why);
        }
        if let Some(section) = &document.section {
            let mut line = Line::new();
            line.text(PLAIN, section);
            self.field("field.section", line, "");
        }
        if let [first, .., last] = document.entries.as_slice() {
            let mut line = Line::new();
            line.text(PLAIN, &document.entries.len().to_string());
            line.dot().text(PLAIN, &first.time.replace('T', " "));
            line.dot().text(PLAIN, &last.time.replace('T', " "));
            self.field("field.entries", line, "");
        }
        if let Some(dateline) = &document.dateline {
            let mut line = Line::new();
            line.text(PLAIN, &dateline.span.text);
            self.field("field.dateline", line, &dateline.why);
        }
        if !document.byline.is_empty() {
            let mut line = Line::new();
            for (i, writer) in document.byline.iter().enumerate() {
                if i > 0 {
                    line.dot();
                }
                line.text(PLAIN, &writer.text);
            }
            self.field("field.byline", line, "");
        }
        let credits = document.credits.iter().filter(|credit| credit.kind != "label");
        let line = self.credits(credits);
        if !line.is_empty() {
            self.field("field.credits", line, "");
        }
        let anonymous =
            document.claims.iter().filter(|claim| claim.source.anonymous).count();
        let mut line = Line::new();
        for (key, count) in [
            ("summary.claims", document.claims.len()),
            ("summary.anonymous", anonymous),
            ("summary.events", document.events.len()),
        ] {
            if count > 0 {
                line.dot().label(DIM, self.labels.get(key)).space();
                line.text(DIM, &count.to_string());
            }
        }
        if line.is_empty() {
            line.label(DIM, self.labels.get("none.claims"));
        }
        self.out.put(2, line);
    }

    fn field(&mut self, key: &'a str, value: Line, why: &str) {
        let mut head = Line::new();
        let label = if key.is_empty() { " " } else { self.labels.get(key) };
        head.label(DIM, label);
        self.out.hang(2, head, FIELD, value);
        self.because(2 + FIELD, why);
    }

    fn published(&self, published: &Published) -> Line {
        let mut line = Line::new();
        line.text(PLAIN, &published.value.replace('T', " "));
        line.dot().label(DIM, self.labels.of_value("stated", published.by));
        let certainty = match published.certainty {
            "contested" => "date.contested",
            "inferred" => "date.inferred",
            _ => "",
        };
        if !certainty.is_empty() {
            line.dot().label(PLAIN, self.labels.get(certainty));
        }
        if published.calendar != "gregorian" {
            line.dot().label(PLAIN, self.labels.of_value("calendar", published.calendar));
            line.space()
                .label(DIM, "(")
                .text(PLAIN, &published.span.text)
                .label(DIM, ")");
        }
        line
    }

    fn credits<'c>(&self, credits: impl Iterator<Item = &'c Credit>) -> Line {
        let mut line = Line::new();
        for credit in credits {
            line.dot().text(PLAIN, &credit.name);
            let kind = self.labels.of_value("credit", credit.kind);
            if !kind.is_empty() {
                line.space().label(DIM, "(").label(DIM, kind).label(DIM, ")");
            }
        }
        line
    }

    fn parts(&mut self, document: &'a DocumentReading) {
        self.heading("head.parts");
        for part in &document.parts {
            let mut head = Line::new();
            head.text(DIM, part.kind);
            let mut line = Line::new();
            line.text(PLAIN, &beginning(&part.span.text, 120));
            self.out.hang(2, head, 18, line);
            self.because(20, &part.why);
        }
    }

    fn mentions(&mut self, document: &'a DocumentReading) {
        if document.mentions.is_empty() {
            return;
        }
        self.heading("head.mentions");
        for mention in &document.mentions {
            let mut head = Line::new();
            head.text(DIM, &mention.id).space().text(DIM, mention.r#type);
            let mut line = Line::new();
            line.text(PLAIN, &mention.span.text);
            if let Some(id) = mention.entity.as_deref() {
                line.space().label(DIM, "=").space().text(DIM, id);
                if let Some(entity) = self.entities.get(id) {
                    line.space().text(DIM, &entity.name);
                }
            }
            line.dot().text(DIM, &format!("{:.2}", mention.confidence));
            self.out.hang(2, head, 11, line);
            self.because(13, &mention.why);
        }
    }

    fn times(&mut self, document: &'a DocumentReading) {
        if document.times.is_empty() {
            return;
        }
        self.heading("head.times");
        for time in &document.times {
            let mut head = Line::new();
            head.text(DIM, &time.id);
            let mut line = Line::new();
            line.text(PLAIN, &time.span.text);
            if let Some(value) = &time.value {
                line.space().label(DIM, "=").space().text(DIM, value);
            }
            if let Some(end) = &time.end {
                line.label(DIM, "/").text(DIM, end);
            }
            for word in [time.modifier, Some(time.kind)].into_iter().flatten() {
                line.dot().text(DIM, word);
            }
            if let Some(other) = &time.alternative {
                line.dot()
                    .label(DIM, self.labels.get("time.or"))
                    .space()
                    .text(DIM, other);
            }
            if time.weekday_disagrees {
                line.dot().label(WARN, self.labels.get("time.weekday"));
            }
            self.out.hang(2, head, 11, line);
            self.because(13, &time.why);
        }
    }

    fn relations(&mut self, document: &'a DocumentReading) {
        if document.relations.is_empty() {
            return;
        }
        self.heading("head.relations");
        for relation in &document.relations {
            let name = |id: &str| self.entities.get(id).map_or("", |entity| &entity.name);
            let mut line = Line::new();
            line.text(PLAIN, name(&relation.subject)).space();
            line.text(DIM, relation.predicate).space();
            match &relation.object {
                Some(object) => line.text(PLAIN, name(object)),
                None => line.text(PLAIN, &relation.value),
            };
            if let Some(claim) = &relation.claim {
                line.dot().text(DIM, claim);
            }
            self.out.put(2, line);
            self.because(4, &relation.why);
        }
    }

    fn conflicts(&mut self, document: &'a DocumentReading) {
        if document.conflicts.is_empty() {
            return;
        }
        self.heading("head.conflicts");
        for conflict in &document.conflicts {
            let labels = self.labels;
            let mut line = Line::new();
            let sides = [&conflict.left, &conflict.right];
            for (i, side) in sides.into_iter().enumerate() {
                if i > 0 {
                    line.space().label(PLAIN, labels.get("conflict.and")).space();
                }
                match side {
                    Some(claim) => line.text(BOLD, claim),
                    None => line.label(BOLD, labels.get("conflict.narration")),
                };
            }
            line.space()
                .label(WARN, labels.get("conflict.disagree"))
                .label(DIM, ":")
                .space();
            match conflict.slot.split_once(" of ") {
                Some((kind, what)) => line
                    .label(PLAIN, labels.of_value("slot", kind))
                    .space()
                    .text(PLAIN, what),
                None => line.label(PLAIN, labels.of_value("slot", &conflict.slot)),
            };
            self.out.put(2, line);
            for (value, side) in conflict.values.iter().zip(sides) {
                let mut head = Line::new();
                head.text(DIM, side.as_deref().unwrap_or("\u{2013}"));
                let mut line = Line::new();
                let name = self.entities.get(value.as_str()).map(|entity| &entity.name);
                line.text(PLAIN, name.unwrap_or(value));
                self.out.hang(4, head, 5, line);
            }
            self.because(4, &conflict.why);
        }
    }
}

/// The words of triggers, one by one.
pub(super) fn triggers(event: &khabar::wire::Event) -> String {
    words(&event.triggers)
}
