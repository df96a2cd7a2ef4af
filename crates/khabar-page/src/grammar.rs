//! Lines to articles: `Page := Article (ReadMore (Article | Links))*`,
//! `Article := Title? Meta* Body Tail*`.

use std::ops::Range;

use khabar_doc::{PartKind, Why};
use rustc_hash::FxHashSet;

use crate::{
    PageLexicon, dateline,
    line::{Line, Marked, Sort},
    piece::{self, PieceKind},
};

/// The lines of one article with their classes.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Class and rule of each line of [`Draft::lines`].
    pub(crate) kinds: Vec<(PartKind, Why)>,
    /// Positions among the lines of the page.
    pub(crate) lines: Range<usize>,
}

impl Draft {
    /// The lines of one class.
    pub(crate) fn of(&self, kind: PartKind) -> impl Iterator<Item = usize> {
        self.lines
            .clone()
            .zip(&self.kinds)
            .filter(move |(_, (k, _))| *k == kind)
            .map(|(line, _)| line)
    }
}

/// Cuts a page into its articles and classifies every line. Linear.
pub(crate) fn articles(lines: &[Line<'_>], lexicon: &PageLexicon) -> Vec<Draft> {
    let mut cuts = vec![0];
    let mut i = 0;
    let mut begin = 0;
    while i < lines.len() {
        // Mark-up that gives a further article its own headline settles it.
        if i > begin && lines.get(i).is_some_and(|line| line.marked == Marked::Title) {
            cuts.push(i);
            begin = i;
        }
        let boundary = match sort(lines, i) {
            Some(Sort::Related { inline: false }) => Some(false),
            Some(Sort::Source) => Some(true),
            _ => None,
        };
        i += 1;
        if let Some(unlabelled) = boundary
            && let Some(at) = next_article(lines, begin, i, unlabelled, lexicon)
        {
            cuts.push(at);
            begin = at;
            i = at + 1;
        }
    }
    cuts.push(lines.len());
    cuts.windows(2)
        .filter_map(|pair| match pair {
            &[from, to] if from < to => {
                Some(Draft { kinds: classify(lines, from..to, lexicon), lines: from..to })
            }
            _ => None,
        })
        .collect()
}

fn sort(lines: &[Line<'_>], i: usize) -> Option<Sort> {
    lines.get(i).map(|line| line.sort)
}

/// Words of a headline's vocabulary that must come again in the first sentence, as a
/// share in hundredths, where nothing else shows that a headline is one.
const SHARED: usize = 30;

/// The line with which a further article begins behind the boundary before line
/// `from`, or `None` where only links follow. `begin` is the first line of the article
/// before; `unlabelled` is true where no heading announces another text.
fn next_article(
    lines: &[Line<'_>],
    begin: usize,
    from: usize,
    unlabelled: bool,
    lexicon: &PageLexicon,
) -> Option<usize> {
    let closed = unlabelled
        || lines.get(begin..from).unwrap_or_default().iter().rev().take(12).any(|line| {
            matches!(line.sort, Sort::Source | Sort::Disclaimer)
                || line.sort == Sort::Residue && line.why.as_str().contains(":box-")
        });
    // Mark-up tells headings from text: shared words alone show no headline there, since
    // an article's own subheadings share them too.
    let shaped = lines
        .get(begin..from)
        .unwrap_or_default()
        .iter()
        .any(|l| matches!(l.marked, Marked::Paragraph | Marked::Heading));
    let mut title: Option<usize> = None;
    let mut meta = false;
    let mut placed = false;
    for (i, line) in lines.iter().enumerate().skip(from) {
        match line.sort {
            Sort::Short => {
                // A short line between a headline's date and the text is a name.
                if !(meta && title.is_some() && line.tokens.words() <= 4) {
                    title = Some(i);
                    meta = false;
                    placed = false;
                }
            }
            Sort::Publication | Sort::Date | Sort::Byline | Sort::Credit => {
                meta |= title.is_some();
            }
            Sort::Place => placed |= title.is_some(),
            Sort::Residue | Sort::Caption => (),
            Sort::Related { .. } | Sort::Source | Sort::Disclaimer => return None,
            Sort::Prose => {
                if line.marked == Marked::Link {
                    continue;
                }
                let head = dateline::inline(line, lexicon).is_some();
                // A label such as `pros:` is no headline.
                let title = title.filter(|&t| {
                    !shaped
                        || lines.get(t).is_some_and(|l| {
                            l.tokens.words() >= 3 && !l.text.trim_end().ends_with(':')
                        })
                });
                let Some(title) = title else {
                    // A headline may be as long as a sentence, or end like one.
                    let titled = i == from
                        && matches!(
                            sort(lines, i + 1),
                            Some(
                                Sort::Place
                                    | Sort::Date
                                    | Sort::Publication
                                    | Sort::Byline
                            )
                        );
                    return ((head && !unlabelled) || titled).then_some(i);
                };
                let goes_on = line.text.starts_with('\u{648}');
                let shared = if shaped { 0 } else { shared(lines.get(title)?, line) };
                let goes_on = goes_on || shaped;
                let begins = placed
                    || head
                    || closed && (meta || !unlabelled && (shared >= SHARED || !goes_on))
                    || meta
                    || !unlabelled && shared >= SHARED && !goes_on;
                return begins.then_some(title);
            }
        }
    }
    None
}

/// How many of a headline's longer words stand in `body`, in hundredths.
fn shared(title: &Line<'_>, body: &Line<'_>) -> usize {
    let words = |line: &Line<'_>| -> FxHashSet<String> {
        (0..line.tokens.list().len())
            .filter(|&i| !line.tokens.is_mark(i))
            .map(|i| stem(line.tokens.key(i)))
            .filter(|key| key.chars().count() >= 3)
            .collect()
    };
    let (title, body) = (words(title), words(body));
    let both = title.intersection(&body).count();
    both * 100 / title.len().max(1)
}

/// The letters of a word behind the article and what is written onto it.
fn stem(key: &str) -> String {
    const ARTICLE: &str = khabar_arabic::letters::ARTICLE;
    key.split_once(ARTICLE)
        .filter(|(before, after)| {
            before.chars().count() <= 2 && after.chars().count() >= 3
        })
        .map_or(key, |(_, after)| after)
        .chars()
        .take(5)
        .collect()
}

/// The class of every line of one article.
fn classify(
    lines: &[Line<'_>],
    range: Range<usize>,
    lexicon: &PageLexicon,
) -> Vec<(PartKind, Why)> {
    let article = lines.get(range.clone()).unwrap_or_default();
    let shape = Shape::of(article, lexicon);
    let mut kinds: Vec<(PartKind, Why)> = Vec::with_capacity(article.len());
    let mut linked = false;
    let live = live_times(article);
    for (i, line) in article.iter().enumerate() {
        let (kind, why) = if live.binary_search(&i).is_ok() {
            (PartKind::EntryTime, Why::rule("line/entry-time"))
        } else {
            shape.kind(article, i, linked, lexicon)
        };
        linked = match kind {
            PartKind::RelatedHeading => true,
            PartKind::Link | PartKind::Residue | PartKind::DateLine => linked,
            _ => false,
        };
        let why = if why.as_str().is_empty() { line.why.clone() } else { why };
        kinds.push((kind, why));
    }
    kinds
}

/// Times that stand alone before text from which on an article is a live blog.
const LEAST_ENTRIES: usize = 3;

/// The lines that give the times of the entries of a live blog, in order; none where the
/// article is no live blog.
fn live_times(article: &[Line<'_>]) -> Vec<usize> {
    let told = |i: usize| {
        article.get(i).is_some_and(|l| {
            matches!(l.sort, Sort::Prose | Sort::Short) || l.marked == Marked::Heading
        }) && article.get(i).is_some_and(|l| l.clock().is_none())
    };
    let times: Vec<usize> = article
        .iter()
        .enumerate()
        .filter(|(i, line)| {
            matches!(
                line.sort,
                Sort::Date | Sort::Publication | Sort::Residue | Sort::Short
            ) && line.clock().is_some()
                && told(i + 1)
        })
        .map(|(i, _)| i)
        .collect();
    // The first may be the time of publication under the headline.
    if times.len() >= LEAST_ENTRIES { times } else { Vec::new() }
}

/// Where the parts of one article begin; positions count from its first line.
#[derive(Debug)]
struct Shape {
    title: Option<usize>,
    /// The first line of the body.
    body: usize,
    /// Behind the last line of the body.
    tail: usize,
    /// True where the head holds a date.
    dated: bool,
}

impl Shape {
    fn of(article: &[Line<'_>], lexicon: &PageLexicon) -> Shape {
        let n = article.len();
        let is = |i: usize, sort: Sort| article.get(i).is_some_and(|l| l.sort == sort);
        let marked = article.iter().position(|l| l.marked == Marked::Title);
        let prose = |i: usize| is(i, Sort::Prose);
        let first_prose = (0..n).find(|&i| prose(i) && marked != Some(i)).unwrap_or(n);
        let title =
            marked.or_else(|| first_title(article, first_prose, lexicon)).filter(|&t| {
                article.get(t).is_some_and(|l| l.sort != Sort::Residue)
                    || marked == Some(t)
            });
        let mut body = match title {
            Some(t) if t >= first_prose => (t + 1..n).find(|&i| prose(i)).unwrap_or(n),
            _ => first_prose,
        };
        if body == n {
            // No sentence at all: whatever is short and behind the headline.
            body = (title.map_or(0, |t| t + 1)..n)
                .find(|&i| is(i, Sort::Short))
                .unwrap_or(n);
        }
        let tail = (body..n).rev().find(|&i| prose(i)).map_or(body, |i| i + 1);
        let tail = if tail == body && body < n {
            (body..n).rev().find(|&i| is(i, Sort::Short)).map_or(body, |i| i + 1)
        } else {
            tail
        };
        let dated = article.get(..body).unwrap_or_default().iter().any(|l| {
            matches!(l.sort, Sort::Date | Sort::Publication)
                || l.sort == Sort::Place && !l.dates.is_empty()
        });
        Shape { title, body, tail, dated }
    }

    /// The class of line `i`; an empty rule stands for the line's own.
    fn kind(
        &self,
        article: &[Line<'_>],
        i: usize,
        linked: bool,
        lexicon: &PageLexicon,
    ) -> (PartKind, Why) {
        let Some(line) = article.get(i) else {
            return (PartKind::Residue, Why::default());
        };
        let own = Why::default;
        if self.title == Some(i) {
            let rule = if line.marked == Marked::Title {
                "line/title/marked"
            } else {
                "line/title/first-line"
            };
            return (PartKind::Title, Why::rule(rule));
        }
        if line.marked == Marked::Link && line.sort != Sort::Residue {
            return (PartKind::Link, Why::rule("line/link/marked"));
        }
        let inside = (self.body..self.tail).contains(&i);
        match line.sort {
            Sort::Related { inline: false } => (PartKind::RelatedHeading, own()),
            Sort::Related { inline: true } => (PartKind::Link, own()),
            Sort::Disclaimer => (PartKind::Disclaimer, own()),
            Sort::Residue => (PartKind::Residue, own()),
            Sort::Source => (PartKind::SourceLine, own()),
            Sort::Caption => (PartKind::Caption, own()),
            Sort::Publication if !(inside && self.dated) => {
                (PartKind::PublicationLine, own())
            }
            Sort::Date if !(inside && self.dated) => (PartKind::DateLine, own()),
            Sort::Publication | Sort::Date => {
                (PartKind::Paragraph, Why::rule("line/paragraph/date-inside"))
            }
            Sort::Byline
                if inside
                    && i > self.body
                    && !matches!(line.marked, Marked::Byline | Marked::Author)
                    && !line.text.contains([':', '/', '|']) =>
            {
                (PartKind::Paragraph, Why::rule("line/paragraph/inside"))
            }
            Sort::Byline => (PartKind::Byline, own()),
            Sort::Place if i < self.body => (PartKind::Dateline, own()),
            Sort::Place if linked => (PartKind::Link, Why::rule("line/link/run")),
            Sort::Place if !inside => (PartKind::Credit, Why::rule("line/credit/place")),
            Sort::Credit if !inside || i <= self.body => (PartKind::Credit, own()),
            Sort::Place | Sort::Credit => self.short(article, i, linked, lexicon),
            Sort::Prose if i > self.body => set_apart(line)
                .unwrap_or((PartKind::Paragraph, Why::rule("line/paragraph"))),
            Sort::Prose => (PartKind::Paragraph, Why::rule("line/paragraph")),
            Sort::Short => self.short(article, i, linked, lexicon),
        }
    }

    /// A short line: what it is depends on where it stands.
    fn short(
        &self,
        article: &[Line<'_>],
        i: usize,
        linked: bool,
        lexicon: &PageLexicon,
    ) -> (PartKind, Why) {
        let Some(line) = article.get(i) else {
            return (PartKind::Residue, Why::default());
        };
        if line.marked == Marked::Heading {
            return (PartKind::Subheading, Why::rule("line/subheading/marked"));
        }
        if linked {
            return (PartKind::Link, Why::rule("line/link/run"));
        }
        let words = line.tokens.words();
        if line.marked == Marked::Cell && i > self.body {
            return (PartKind::Paragraph, Why::rule("line/paragraph/item"));
        }
        if i > self.body
            && let Some(part) = set_apart(line)
        {
            return part;
        }
        if self.title.is_some_and(|t| i < t) {
            return (PartKind::Residue, Why::rule("line/residue/before-title"));
        }
        if i < self.body && line.is_mixed_date() {
            return (PartKind::DateLine, Why::rule("line/date-line/mixed"));
        }
        if i < self.body {
            let shaped =
                article.iter().any(|l| !matches!(l.marked, Marked::No | Marked::Byline));
            return head_short(line, words, shaped, lexicon);
        }
        let short_at = |i: usize| {
            article.get(i).is_some_and(|l| {
                l.sort == Sort::Short
                    && l.marked != Marked::Heading
                    && l.marked != Marked::Paragraph
            })
        };
        let neighbours = i > 0 && short_at(i - 1) || short_at(i + 1);
        if i >= self.tail {
            return if line.marked == Marked::Paragraph {
                (PartKind::Paragraph, Why::rule("line/paragraph/marked"))
            } else if i == self.tail && words <= 3 && signs(article, i) {
                (PartKind::Byline, Why::rule("line/byline/sign-off"))
            } else if article
                .get(self.tail.saturating_sub(1))
                .is_some_and(|last| last.text.trim_end().ends_with(':'))
            {
                // The items of a list that the last sentence opens.
                (PartKind::Paragraph, Why::rule("line/paragraph/list"))
            } else if neighbours && words > 3 {
                (PartKind::Link, Why::rule("line/link/tail-run"))
            } else if words <= 3 {
                (PartKind::Residue, Why::rule("line/residue/left-over"))
            } else {
                (PartKind::Paragraph, Why::rule("line/paragraph/last"))
            };
        }
        let before_prose = article.get(i + 1).is_some_and(|l| l.sort == Sort::Prose);
        let labelled =
            line.text.contains(':') || line.text.contains(['\u{61F}']) && words < 3;
        if before_prose && !neighbours && !labelled && words <= 12 && i > self.body {
            return (PartKind::Subheading, Why::rule("line/subheading/short"));
        }
        (PartKind::Paragraph, Why::rule("line/paragraph/short"))
    }
}

/// What the mark-up sets apart from paragraphs.
fn set_apart(line: &Line<'_>) -> Option<(PartKind, Why)> {
    Some(match line.marked {
        Marked::Item => (PartKind::ListItem, Why::rule("line/list-item/marked")),
        Marked::Quote => (PartKind::Quote, Why::rule("line/quote/marked")),
        Marked::Row => (PartKind::TableRow, Why::rule("line/table-row/marked")),
        _ => return None,
    })
}

/// True where line `i`, right behind the text, is a name with nothing but sources
/// behind it.
fn signs(article: &[Line<'_>], i: usize) -> bool {
    let name = article.get(i).is_some_and(|l| {
        // In Latin letters names look like buttons.
        !l.text.contains(|ch: char| ch.is_ascii_alphabetic())
            && (2..=3).contains(&l.tokens.words())
            && l.tokens.list().iter().all(|t| !t.mark)
            && l.text.chars().all(|ch| ch.is_whitespace() || ch.is_alphabetic())
    });
    name && article.iter().skip(i + 1).all(|l| {
        matches!(l.sort, Sort::Source | Sort::Credit | Sort::Date | Sort::Publication)
    })
}

/// A short line between headline and text.
fn head_short(
    line: &Line<'_>,
    words: usize,
    shaped: bool,
    lexicon: &PageLexicon,
) -> (PartKind, Why) {
    let pieces = line.pieces(0, 6, lexicon);
    let plain = pieces.iter().all(|p| {
        matches!(
            p.kind,
            PieceKind::Unknown | PieceKind::Outlet | PieceKind::Agency | PieceKind::Desk
        ) && (1..=5).contains(&p.words)
    });
    let marks =
        line.text.contains(['.', '!', '?', '\u{61F}', '"', '\u{AB}', '\u{201C}', ':']);
    let digits = line.text.contains(|ch: char| ch.is_numeric());
    let named = match pieces.as_slice() {
        [one] => (2..=4).contains(&one.words),
        [first, _] => piece::parted(&pieces) == 1 && first.words >= 2 && words <= 8,
        _ => false,
    };
    // In Latin letters names look like buttons and labels: there the mark-up must tell.
    let latin = line.text.contains(|ch: char| ch.is_ascii_alphabetic());
    let told = !latin || !shaped;
    if plain && named && !marks && !digits && told {
        return (PartKind::Byline, Why::rule("line/byline/bare-name"));
    }
    (PartKind::Subheading, Why::rule("line/subheading/deck"))
}

/// The headline of an article whose first sentence is line `prose`.
fn first_title(
    article: &[Line<'_>],
    prose: usize,
    lexicon: &PageLexicon,
) -> Option<usize> {
    let head = article.get(..prose.min(article.len()))?;
    let short = |i: usize| head.get(i).is_some_and(|l| l.sort == Sort::Short);
    let words = |i: usize| head.get(i).map_or(0, |l| l.tokens.words());
    if let Some(first) = (0..head.len()).find(|&i| short(i)) {
        // A section's name above the headline.
        if words(first) <= 3
            && let Some(next) = (first + 1..head.len()).find(|&i| short(i))
            && words(next) >= 5
            && next == first + 1
        {
            return Some(next);
        }
        // A headline that looks like a name or credit, and a name behind it.
        let before = head.get(..first).unwrap_or_default().iter().position(|l| {
            matches!(l.sort, Sort::Place | Sort::Credit | Sort::Byline | Sort::Caption)
                && l.tokens.words() >= 5
        });
        return Some(before.filter(|_| words(first) <= 5).unwrap_or(first));
    }
    if let Some(odd) = head.iter().position(|l| {
        matches!(l.sort, Sort::Place | Sort::Credit | Sort::Byline | Sort::Caption)
            && l.tokens.words() >= 4
    }) {
        return Some(odd);
    }
    // A short headline that has the form of a dateline (`Country: words`).
    if let [first, next, ..] = head
        && matches!(first.sort, Sort::Place | Sort::Credit)
        && matches!(next.sort, Sort::Date | Sort::Publication)
        && first.pieces(0, 3, lexicon).iter().any(|p| p.kind == PieceKind::Unknown)
    {
        return Some(0);
    }
    // A headline that ends like a sentence, or is as long as one.
    let line = article.get(prose)?;
    let followed = article.get(prose + 1).is_some_and(|l| {
        matches!(
            l.sort,
            Sort::Date | Sort::Publication | Sort::Byline | Sort::Place | Sort::Credit
        )
    });
    let fits = line.tokens.whole && line.tokens.words() <= 45;
    (followed && fits && dateline::inline(line, lexicon).is_none()).then_some(prose)
}
