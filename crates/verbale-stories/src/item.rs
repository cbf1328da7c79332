//! A document as it comes in.

use crate::moment::Moment;

/// A document, in plain values: whatever read or coded it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// Its name, told apart from all others.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// The text: paragraphs are lines.
    pub text: String,
    /// When it was published.
    pub published: Option<Moment>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The agency of its dateline, as written, where the reader found one.
    pub dateline_agency: Option<String>,
    /// People, organizations and places with how often they are mentioned, where a record tells them. Empty: capitalised
    /// words are taken instead.
    pub names: Vec<(String, u32)>,
    /// ISO days that the text names, where a record tells them. Empty: days written out are taken instead.
    pub days: Vec<String>,
}
