use khabar_doc::{Mention, MentionId, MentionKind, Span};

/// The mentions of one document, for asking what stands where.
#[derive(Clone, Copy, Debug)]
pub struct Mentions<'a> {
    all: &'a [Mention],
}

impl<'a> Mentions<'a> {
    /// Looks into `all`, which is in reading order as [`find`](super::find) gives it.
    pub fn new(all: &'a [Mention]) -> Mentions<'a> {
        Mentions { all }
    }

    /// The longest mention that begins at `position`.
    pub fn starting_at(&self, position: u32) -> Option<(MentionId, &'a Mention)> {
        let at = self.all.partition_point(|m| m.span.start() < position);
        let mention = self.all.get(at).filter(|m| m.span.start() == position)?;
        Some((MentionId::at(at), mention))
    }

    /// The shortest mention that holds all of `span`.
    pub fn covering(&self, span: Span) -> Option<(MentionId, &'a Mention)> {
        let to = self.all.partition_point(|m| m.span.start() <= span.start());
        self.all[..to]
            .iter()
            .enumerate()
            .rev()
            .take(8)
            .filter(|(_, m)| m.span.end() >= span.end())
            .min_by_key(|(_, m)| m.span.end() - m.span.start())
            .map(|(at, m)| (MentionId::at(at), m))
    }

    /// The mentions that begin inside `span`, in reading order.
    pub fn within(
        &self,
        span: Span,
    ) -> impl Iterator<Item = (MentionId, &'a Mention)> + use<'a> {
        let from = self.all.partition_point(|m| m.span.start() < span.start());
        let to = self.all.partition_point(|m| m.span.start() < span.end());
        let all = self.all;
        (from..to.max(from)).map(move |at| (MentionId::at(at), &all[at]))
    }

    /// The first name of a person that begins inside `span`.
    pub fn person_in(&self, span: Span) -> Option<(MentionId, &'a Mention)> {
        self.within(span).find(|(_, m)| m.name && m.kind == MentionKind::Person)
    }
}
