//! Where sentences end.

use std::ops::Range;

use super::{
    RunKind, Sentence, TokenKind, Words,
    breaks::{Abbreviation, Breaks},
};

impl Words {
    pub(super) fn split_sentences(
        &mut self,
        tokens: Range<usize>,
        part: usize,
        breaks: Option<&Breaks>,
    ) {
        let mut start = tokens.start;
        let mut i = tokens.start;
        let mut run = self.runs.partition_point(|run| run.tokens.start < tokens.start);
        while i < tokens.end {
            if self.tokens[i].kind == TokenKind::Mark {
                while self.runs.get(run).is_some_and(|run| run.tokens.end <= i) {
                    run += 1;
                }
                if self.ends_sentence(i, start, tokens.end, run, breaks) {
                    // What closes a quotation or bracket goes with the sentence it closes.
                    while i + 1 < tokens.end && self.closes(i + 1, start) {
                        i += 1;
                    }
                    self.sentences.push(Sentence { tokens: start..i + 1, part });
                    start = i + 1;
                }
            }
            i += 1;
        }
        if start < tokens.end {
            self.sentences.push(Sentence { tokens: start..tokens.end, part });
        }
    }

    /// True for a stop that ends the sentence which begins at token `start`; `run` is the
    /// first run that ends behind it.
    fn ends_sentence(
        &self,
        i: usize,
        start: usize,
        end: usize,
        run: usize,
        breaks: Option<&Breaks>,
    ) -> bool {
        match self.whole(i) {
            "!" | "?" | "\u{61F}" | "\u{6D4}" => true,
            "." => {
                i == start
                    || !self.in_run(i, end, run, breaks)
                        && !self.is_initial_or_entry(i, start)
            }
            _ => false,
        }
    }

    /// True for a stop inside or behind an abbreviation that ends no sentence: `أ.ف.ب`, a
    /// title before a name, a word of reference before a number. Behind several letters with
    /// stops (`ش.م.ل.`) a sentence ends where a conjunction begins the next, or another
    /// script does; behind an era or hour it does.
    fn in_run(&self, i: usize, end: usize, run: usize, breaks: Option<&Breaks>) -> bool {
        let Some(run) = self.runs.get(run) else { return false };
        let in_letters = matches!(run.kind, RunKind::Abbreviation | RunKind::Measure);
        if !run.tokens.contains(&i) || !in_letters {
            return false;
        }
        if i + 1 < run.tokens.end {
            return true;
        }
        let Some(next) = self.tokens.get(i + 1).filter(|_| i + 1 < end) else {
            return false;
        };
        let from = run.tokens.start;
        let kind = breaks
            .and_then(|breaks| self.abbreviation(from..run.tokens.end, breaks))
            .unwrap_or_default();
        let several = run.tokens.len() > 2
            || run.kind == RunKind::Measure
            || self.whole(from).contains('.');
        let behind_number = from > 0 && self.tokens[from - 1].kind == TokenKind::Number;
        match next.kind {
            TokenKind::Number => kind.is(Abbreviation::REFERENCE),
            TokenKind::Word | TokenKind::Foreign | TokenKind::Quote
                if kind.is(Abbreviation::TITLE) && !behind_number =>
            {
                true
            }
            TokenKind::Word | TokenKind::Foreign => {
                let ends = next.proclitics.conjunction.is_some()
                    || (next.kind == TokenKind::Foreign)
                        != (self.tokens[from].kind == TokenKind::Foreign)
                    || kind.is(Abbreviation::TIME);
                several && !ends
            }
            TokenKind::Quote | TokenKind::Mark => false,
        }
    }

    /// True for a full stop behind an initial (`م. عمر`) or behind the number of a list's
    /// entry (`1. …`).
    fn is_initial_or_entry(&self, i: usize, start: usize) -> bool {
        if !self.glued(i) {
            return false;
        }
        let in_chain = i >= start + 2 && self.glued(i - 1) && self.whole(i - 2) == ".";
        match self.tokens[i - 1].kind {
            TokenKind::Number => i == start + 1,
            TokenKind::Word | TokenKind::Foreign => {
                let dated =
                    i >= start + 2 && self.tokens[i - 2].kind == TokenKind::Number;
                self.whole(i - 1).chars().nth(1).is_none() && !in_chain && !dated
            }
            TokenKind::Quote | TokenKind::Mark => false,
        }
    }

    /// True for a mark right behind a stop that belongs to the same sentence: one more
    /// stop, a closing bracket, or a quotation mark unless it opens what follows.
    fn closes(&self, i: usize, start: usize) -> bool {
        if !self.glued(i) {
            return false;
        }
        match self.tokens[i].kind {
            TokenKind::Mark => {
                matches!(self.whole(i), "." | "!" | "?" | "\u{61F}" | ")" | "]")
            }
            TokenKind::Quote => {
                let before = (start..i)
                    .filter(|&at| self.tokens[at].kind == TokenKind::Quote)
                    .count();
                let opens_a_word = self.glued(i + 1)
                    && matches!(
                        self.tokens[i + 1].kind,
                        TokenKind::Word | TokenKind::Number | TokenKind::Foreign
                    );
                before % 2 == 1 || !opens_a_word
            }
            TokenKind::Word | TokenKind::Number | TokenKind::Foreign => false,
        }
    }
}
