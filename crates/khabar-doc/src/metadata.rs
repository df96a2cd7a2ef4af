//! What a page states about its article, each statement with where it stands.

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatedIn {
    /// Structured data of schema.org in a script.
    JsonLd,
    /// Open Graph and its kin: `og:title`, `article:published_time`.
    OpenGraph,
    /// Another `meta` element.
    Meta,
    /// `itemprop` on an element.
    Microdata,
    /// A `time` element.
    Time,
    /// A `link` element.
    Link,
    /// The attribute `lang`, the element `title`.
    Html,
    /// A line that readers see.
    Visible,
}

impl StatedIn {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            StatedIn::JsonLd => "json-ld",
            StatedIn::OpenGraph => "open-graph",
            StatedIn::Meta => "meta",
            StatedIn::Microdata => "microdata",
            StatedIn::Time => "time",
            StatedIn::Link => "link",
            StatedIn::Html => "html",
            StatedIn::Visible => "visible",
        }
    }
}

/// A value, with the places that state it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// As stated, blanks evened out; dates in ISO 8601.
    pub value: String,
    /// The places, each once.
    pub stated_in: Vec<StatedIn>,
    /// Their weights together.
    weight: u32,
}

impl Vote {
    /// The weights of its places together: higher is better supported.
    pub fn weight(&self) -> u32 {
        self.weight
    }
}

/// Values of one field; the one with most weight first, and of equals the first stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Votes(Vec<Vote>);

impl Votes {
    /// Counts one statement. `same` tells whether two values mean the same.
    pub fn add(
        &mut self,
        value: &str,
        stated_in: StatedIn,
        weight: u32,
        same: impl Fn(&str, &str) -> bool,
    ) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if value.is_empty() || self.0.len() >= MOST_VALUES {
            return;
        }
        if let Some(vote) = self.0.iter_mut().find(|v| same(&v.value, &value)) {
            if !vote.stated_in.contains(&stated_in) {
                vote.stated_in.push(stated_in);
                vote.weight += weight;
            }
            // Of two forms of one value the longer says more: an instant, a full name.
            if value.len() > vote.value.len() && weight >= vote.weight / 2 {
                vote.value = value;
            }
        } else {
            self.0.push(Vote { value, stated_in: vec![stated_in], weight });
        }
        self.0.sort_by_key(|vote| std::cmp::Reverse(vote.weight));
    }

    /// The value with most weight.
    pub fn best(&self) -> Option<&str> {
        self.0.first().map(|vote| vote.value.as_str())
    }

    /// All values, best first.
    pub fn all(&self) -> &[Vote] {
        &self.0
    }
}

/// Values of one field that are kept, at most.
const MOST_VALUES: usize = 16;

/// What a page states of its main article. Empty where it states nothing: nothing here
/// is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline, without the site's name.
    pub title: Votes,
    /// Persons who signed it.
    pub authors: Votes,
    /// The site or outlet.
    pub outlet: Votes,
    /// The section of the site.
    pub section: Votes,
    /// BCP 47.
    pub language: Votes,
    /// The canonical address.
    pub url: Votes,
    /// The address of its AMP version.
    pub amp: Votes,
    /// When it was published: ISO 8601, to the day or minute, with an offset where stated.
    pub published: Votes,
    /// When it was last changed.
    pub modified: Votes,
    /// Its summary.
    pub description: Votes,
}

impl Metadata {
    /// The fields with their names, in order.
    pub fn fields(&self) -> [(&'static str, &Votes); 10] {
        [
            ("title", &self.title),
            ("authors", &self.authors),
            ("outlet", &self.outlet),
            ("section", &self.section),
            ("language", &self.language),
            ("url", &self.url),
            ("amp", &self.amp),
            ("published", &self.published),
            ("modified", &self.modified),
            ("description", &self.description),
        ]
    }
}
