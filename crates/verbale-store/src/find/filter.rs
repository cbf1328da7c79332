use serde::Serialize;

use crate::StoreError;

/// What is looked for: all that is given must hold, and of a list any one.
///
/// ```
/// use verbale_store::{Filter, Who};
/// let filter = Filter { words: Some("ceasefire -yemen".into()), from: Some("2024-03-01".into()), ..Filter::default() };
/// assert!(filter.who.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who said or did it: a statement's speaker, an event's source; in articles, who appears.
    pub who: Option<Who>,
    /// To or about whom: a statement's addressee or whom it mentions, an event's target (of a reciprocal event, a
    /// source); in articles, who appears.
    pub whom: Option<Who>,
    /// Who has any part in it.
    pub any: Option<Who>,
    /// Between these two, in either direction.
    pub dyad: Option<(Who, Who)>,
    /// Who carried the words of a statement.
    pub via: Option<Who>,
    /// PLOVER types of events, kinds of statements (`direct`, …). In articles: types of events told in them.
    pub types: Vec<String>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// CAMEO codes; `04` stands for all that begin so.
    pub cameo: Vec<String>,
    /// `verbal cooperation` and the like.
    pub quads: Vec<String>,
    /// Statuses of events.
    pub statuses: Vec<String>,
    /// Codes of the countries where an event took place; the speakers' of a statement; of events told in an article.
    pub countries: Vec<String>,
    /// Numbers of places, as [`crate::Store::places_named`] gives them.
    pub places: Vec<i64>,
    /// Outlets.
    pub publishers: Vec<String>,
    /// Languages (ISO 639-1).
    pub languages: Vec<String>,
    /// First day, ISO 8601.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Words in the statement, in the event's sentence, in the article with its title. As people type them: words,
    /// `"a phrase"`, `OR`, `-unwanted`, `begin*`.
    pub words: Option<String>,
    /// In this document.
    pub document: Option<i64>,
    /// In this story.
    pub story: Option<i64>,
    /// What people say of it.
    pub review: ReviewFilter,
    /// Whether what a reprint repeats of its original is left out of lists, where the original meets the filter as well.
    pub fold_reprints: bool,
}

impl Filter {
    /// Whether reprints can be folded: what is asked of the document itself, its original need not meet.
    pub(crate) fn folds(&self) -> bool {
        let asks_for_documents =
            !self.publishers.is_empty() || !self.languages.is_empty() || self.document.is_some();
        self.fold_reprints && !asks_for_documents
    }
}

/// Parties of which any will do. [`crate::Store::who`] finds them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Who {
    /// Their numbers, those merged into them included. None: nothing matches.
    pub parties: Vec<i64>,
}

/// Which reviews are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReviewFilter {
    /// All but the rejected.
    #[default]
    Live,
    /// Those nobody has judged.
    Unreviewed,
    /// Those accepted.
    Accepted,
    /// Those rejected.
    Rejected,
    /// Those changed.
    Changed,
    /// All.
    All,
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Who said what.
    Statement,
    /// Who did what to whom.
    Event,
    /// What was read.
    Article,
}

impl Kind {
    /// The table it stands in.
    pub(crate) const fn table(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Event => "event",
            Self::Article => "document",
        }
    }
}

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// After which row; none for the first page.
    pub after: Option<Cursor>,
    /// Rows at most.
    pub limit: usize,
}

impl Paging {
    /// The first page.
    pub const fn first(limit: usize) -> Self {
        Self { after: None, limit }
    }
}

/// Where a page ended; printed and parsed as an opaque word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor(pub(crate) i64);

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

impl std::str::FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        i64::from_str_radix(text, 16).map(Self).map_err(|_| StoreError::Cursor(text.to_owned()))
    }
}

impl Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Rows of a list, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins; none where this is the last.
    pub next: Option<Cursor>,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    /// So many were counted.
    pub n: u64,
    /// Whether these are all; else there are more.
    pub is_exact: bool,
}
