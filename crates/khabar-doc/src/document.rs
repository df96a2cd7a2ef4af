use crate::{Metadata, Span, Spanned, Text, Why};

/// One page as it came: its whole text, and the documents found in it.
///
/// An aggregator's page holds several documents by different outlets; nothing that is
/// said of one may cross into another.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The text that every span of the page counts in. For plain text the file as
    /// decoded; for HTML the text of the extracted parts in reading order.
    pub text: Text,
    /// Where it was fetched, where known.
    pub url: Option<String>,
    /// The label of the encoding that the bytes were read in, such as `utf-8`.
    pub charset: String,
    /// When it was fetched, where known: ISO 8601.
    pub captured_at: Option<String>,
    /// The page around the articles, where its template shows that there is one.
    pub aggregator: Option<Aggregator>,
    /// The documents, in reading order.
    pub documents: Vec<Document>,
    /// What the page states of its main document, each statement with its places.
    pub metadata: Metadata,
    /// Its place among the pages of one article, where there are several.
    pub pagination: Option<Pagination>,
    /// The pages whose text was joined, in order; empty where there was one.
    pub pages: Vec<JoinedPage>,
    /// What could not be read as it stood, and what was done about it.
    pub notices: Vec<Notice>,
}

/// A site that republishes others. Its name is `None` unless the page states it:
/// an unnamed aggregator stays unnamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregator {
    /// As the page states it.
    pub name: Option<String>,
    /// The lines of the template that show it: publication line, source line, read-more.
    pub evidence: Vec<Span>,
}

/// The place of a page among the pages of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pagination {
    /// Its number, from 1, where its address or links show it.
    pub number: Option<u32>,
    /// How many pages are known of, this one included.
    pub count: Option<u32>,
    /// The address of the page behind it.
    pub next: Option<String>,
    /// The address of the page before it.
    pub previous: Option<String>,
    /// Where the whole article stands on one page.
    pub whole: Option<String>,
}

/// One of the pages whose text was joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JoinedPage {
    /// Its number, from 1, where its address or links show it.
    pub number: Option<u32>,
    /// Where it was fetched, or what it states as its address.
    pub url: Option<String>,
    /// When it was fetched, where known: ISO 8601.
    pub captured_at: Option<String>,
    /// Its lines; what repeats a page before it was left out. Empty where all did.
    pub span: Span,
}

/// One article.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// From the first to the last of its lines.
    pub span: Span,
    /// BCP 47 language of its body, such as `ar`.
    pub language: String,
    /// Its lines in reading order, each with its class and the rule that gave it.
    pub parts: Vec<Part>,
    /// The headline.
    pub title: Option<Span>,
    /// Names of persons who signed it; never a content system's account.
    pub byline: Vec<Span>,
    /// Who published it, as the document itself shows.
    pub outlet: Option<Outlet>,
    /// The dates of publication that are stated or follow from the text.
    pub published: Vec<StatedDate>,
    /// When it was last changed, where stated.
    pub modified: Vec<StatedDate>,
    /// The section of the site that it stands in.
    pub section: Option<String>,
    /// Its canonical address.
    pub url: Option<String>,
    /// The address of its AMP version.
    pub amp: Option<String>,
    /// The entries of a live blog, in reading order; empty for other articles.
    pub entries: Vec<Entry>,
    /// The place line at its head.
    pub dateline: Option<Dateline>,
    /// Whom it credits.
    pub credits: Vec<Credit>,
}

impl Document {
    /// Its parts of one kind.
    pub fn parts_of(&self, kind: PartKind) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |p| p.kind == kind)
    }
}

/// One entry of a live blog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its lines, that of its time included.
    pub span: Span,
    /// When it was posted: ISO 8601, or `14:05` where the page gives no day.
    pub time: String,
    /// The words that say so.
    pub stated: Span,
}

/// One line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where it lies, line break excluded.
    pub span: Span,
    /// The rule that classified it.
    pub why: Why,
}

impl Spanned for Part {
    fn span(&self) -> Span {
        self.span
    }
}

/// What a line of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// The headline.
    Title,
    /// A line that names who wrote it.
    Byline,
    /// A line with the place, and often the outlet, alone. An inline dateline is part
    /// of its paragraph: see [`Document::dateline`].
    Dateline,
    /// A line with nothing but a date of publication.
    DateLine,
    /// A labelled publication line (`published: ...`), usually the aggregator's.
    PublicationLine,
    /// Who the text is taken from (`the outlet - follow-up - agencies`).
    Credit,
    /// `source: ...`.
    SourceLine,
    /// Who answers for the text.
    Disclaimer,
    /// What the content system left: author boxes, share buttons, comment forms.
    Residue,
    /// Body text.
    Paragraph,
    /// A heading inside the body.
    Subheading,
    /// An item of a list in the body.
    ListItem,
    /// A quotation that stands by itself.
    Quote,
    /// A row of a table, its cells parted by ` | `.
    TableRow,
    /// The time of an entry of a live blog, which follows it.
    EntryTime,
    /// Text under a picture.
    Caption,
    /// The line before links or a further article (`read also:`).
    RelatedHeading,
    /// A link to another article.
    Link,
}

impl PartKind {
    /// True for what the outlet itself tells: title, body and caption.
    pub fn is_told(self) -> bool {
        matches!(self, PartKind::Title | PartKind::Caption) || self.is_body()
    }

    /// True for the text of an article: paragraph, subheading, list item, quotation, row
    /// of a table.
    pub fn is_body(self) -> bool {
        matches!(
            self,
            PartKind::Paragraph
                | PartKind::Subheading
                | PartKind::ListItem
                | PartKind::Quote
                | PartKind::TableRow
        )
    }

    /// Its name in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            PartKind::Title => "title",
            PartKind::Byline => "byline",
            PartKind::Dateline => "dateline",
            PartKind::DateLine => "date-line",
            PartKind::PublicationLine => "publication-line",
            PartKind::Credit => "credit",
            PartKind::SourceLine => "source-line",
            PartKind::Disclaimer => "disclaimer",
            PartKind::Residue => "residue",
            PartKind::Paragraph => "paragraph",
            PartKind::Subheading => "subheading",
            PartKind::ListItem => "list-item",
            PartKind::Quote => "quote",
            PartKind::TableRow => "table-row",
            PartKind::EntryTime => "entry-time",
            PartKind::Caption => "caption",
            PartKind::RelatedHeading => "related-heading",
            PartKind::Link => "link",
        }
    }
}

/// Who published a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// The name as the document writes it, marks and clitics excluded.
    pub name: String,
    /// Where the document shows it: dateline, credit, source line, metadata.
    pub spans: Vec<Span>,
    /// How it was recognised.
    pub why: Why,
}

/// The place line at the head of an article (`Baghdad/Outlet:`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The whole of it, with its closing mark.
    pub span: Span,
    /// The place.
    pub place: Option<Span>,
    /// The outlet or agency.
    pub outlet: Option<Span>,
    /// How it was recognised.
    pub why: Why,
}

/// One name or label in a credit or source line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// What it is.
    pub kind: CreditKind,
    /// As written.
    pub name: String,
    /// Where.
    pub span: Span,
}

/// What a credit names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CreditKind {
    /// A news outlet.
    Outlet,
    /// A news agency, or unnamed agencies.
    Agency,
    /// How the text was made (`follow-up`, `translation`).
    Method,
    /// The label itself (`source:`).
    Label,
}

/// A date of publication, and who stated it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedDate {
    /// ISO 8601, as precise as [`StatedDate::precision`] says: `2024`, `2024-12`,
    /// `2024-12-02` or `2024-12-02T14:30`, with an offset only where one is stated.
    pub value: String,
    /// How much of the value is known.
    pub precision: Precision,
    /// The calendar it was written in; the value is always Gregorian.
    pub calendar: Calendar,
    /// Whose statement it is.
    pub by: StatedBy,
    /// How well it is supported.
    pub certainty: DateCertainty,
    /// The words.
    pub span: Span,
    /// The rule.
    pub why: Why,
}

impl StatedDate {
    /// The offset from UTC that is stated with it: `Z`, `+03:00`.
    pub fn zone(&self) -> Option<&str> {
        let (_, clock) = self.value.split_once('T')?;
        let at = clock.find(['Z', '+', '-'])?;
        clock.get(at..)
    }
}

/// How well a date is supported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateCertainty {
    /// Several places state the same day: metadata of two kinds, or metadata and a line.
    Confirmed,
    /// One place states it as such.
    #[default]
    Stated,
    /// It follows from the text: a sentence that calls the day today.
    Inferred,
    /// Places that should agree name different days.
    Contested,
}

impl DateCertainty {
    /// Its name in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            DateCertainty::Confirmed => "confirmed",
            DateCertainty::Stated => "stated",
            DateCertainty::Inferred => "inferred",
            DateCertainty::Contested => "contested",
        }
    }
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A year.
    Year,
    /// A month of a year.
    Month,
    /// A day.
    Day,
    /// An hour and minute of a day.
    Minute,
}

/// The calendar that a date was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Calendar {
    /// The civil calendar.
    Gregorian,
    /// The Islamic calendar, Umm al-Qura.
    Hijri,
    /// The Solar Hijri calendar of Iran and Afghanistan.
    Persian,
}

/// Whose statement a publication date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatedBy {
    /// The site around the article.
    Aggregator,
    /// The outlet of the article.
    Outlet,
}

/// Something that could not be taken as it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// A short fixed name, such as `invalid-utf-8`.
    pub kind: &'static str,
    /// Where in the text, if it is a place in the text.
    pub span: Option<Span>,
    /// What happened, and the remedy.
    pub text: String,
}
