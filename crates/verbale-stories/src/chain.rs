//! How a story spread: who has it from whom, and how many came to it by themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::credits::{Credit, Role};
use crate::moment::Moment;
use crate::outlets::{mentions, outlet};
use crate::words::Words;

/// A document of a story, with what is known about where it has it from.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Its name.
    pub id: &'a str,
    /// When it was published.
    pub published: Option<Moment>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// Its text.
    pub text: &'a str,
    /// The document its text was taken from.
    pub original: Option<&'a str>,
    /// The agency whose copy it runs.
    pub wire: Option<&'a str>,
    /// The outlets it names.
    pub credits: &'a [Credit],
}

/// What ties a document to where it has something from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// Its text is the other's.
    CopyOf,
    /// It names the outlet as the one that reported it.
    Credits,
    /// It tells what somebody said to the outlet or in it.
    SaidTo,
}

impl Tie {
    /// The words it is printed as.
    pub fn code(self) -> &'static str {
        match self {
            Self::CopyOf => "copy of",
            Self::Credits => "credits",
            Self::SaidTo => "said to",
        }
    }
}

/// One step back: from a document to where it has something from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The document.
    pub from: String,
    /// What ties them.
    pub tie: Tie,
    /// The document it leads to, where the story holds it.
    pub to: Option<String>,
    /// The outlet it leads to, where one is named.
    pub outlet: Option<String>,
    /// The words that show it: the sentence of a credit, the first line of a copy that the original has too, the line
    /// that names an agency.
    pub sentence: String,
}

/// How a story spread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The document seen first: the earliest that is no copy of another.
    pub first: Option<String>,
    /// Every step back, in the order of the documents.
    pub edges: Vec<Edge>,
    /// Sets of documents that go back to one report each: how many came to the story by themselves, as far as the
    /// texts show.
    pub origins: Vec<Vec<String>>,
}

/// Bytes at the head of a text in which a credit makes the whole report another's; further down it is one fact of many.
const LEAD: usize = 600;

/// Traces a story back.
///
/// ```
/// use verbale_stories::{Tie, Told, chain, credits};
/// let text = "The bridge will close, Dawn reported on Sunday.";
/// let credits = credits(text);
/// let told = Told {
///     id: "a", text, credits: &credits, published: None, publisher: None, original: None, wire: None,
/// };
/// let chain = chain(&[told]);
/// assert_eq!((chain.edges[0].tie, chain.edges[0].outlet.as_deref()), (Tie::Credits, Some("Dawn")));
/// ```
pub fn chain(story: &[Told<'_>]) -> Chain {
    let at_of: BTreeMap<&str, usize> = story.iter().enumerate().map(|(at, told)| (told.id, at)).collect();
    let mut sets = Sets { parent: (0..story.len()).collect() };
    // Outlets that are gone back to without a document of theirs in the story: those who do so have one origin.
    let mut of_outlet: BTreeMap<String, usize> = BTreeMap::new();
    let mut edges = Vec::new();
    for (at, told) in story.iter().enumerate() {
        if let Some(&original) = told.original.and_then(|original| at_of.get(original)) {
            sets.join(at, original);
            let line = shared_line(told.text, story[original].text);
            edges.push(edge(told, Tie::CopyOf, Some(story[original].id), None, line));
        }
        if let Some(wire) = told.wire {
            let own = story.iter().position(|other| is_of(other.publisher, wire));
            sets.join(at, own.unwrap_or_else(|| *of_outlet.entry(wire.to_owned()).or_insert(at)));
            if told.original.is_none() && !is_of(told.publisher, wire) {
                let to = own.map(|own| story[own].id);
                edges.push(edge(told, Tie::CopyOf, to, Some(wire), agency_line(told.text, wire)));
            }
        }
        for credit in told.credits.iter().filter(|credit| !is_of(told.publisher, &credit.outlet)) {
            let tie = match credit.role {
                Role::Reported => Tie::Credits,
                Role::Venue => Tie::SaidTo,
                Role::Other => continue,
            };
            let not_later = |other: &Told<'_>| {
                !told.published.zip(other.published).is_some_and(|(own, its)| own.is_before(its))
            };
            let own =
                story.iter().position(|other| is_of(other.publisher, &credit.outlet) && not_later(other));
            if credit.name.start < LEAD {
                sets.join(at, own.unwrap_or_else(|| *of_outlet.entry(credit.outlet.clone()).or_insert(at)));
            }
            let sentence = told.text.get(credit.sentence.clone()).unwrap_or("").trim();
            edges.push(edge(told, tie, own.map(|own| story[own].id), Some(&credit.outlet), sentence));
        }
    }
    let latest = |told: &Told<'_>| told.published.map_or(i64::MAX, Moment::latest);
    let first = story.iter().filter(|told| told.original.is_none()).min_by_key(|told| latest(told));
    let mut origins: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (at, told) in story.iter().enumerate() {
        origins.entry(sets.root(at)).or_default().push(told.id.to_owned());
    }
    Chain { first: first.map(|told| told.id.to_owned()), edges, origins: origins.into_values().collect() }
}

fn edge(told: &Told<'_>, tie: Tie, to: Option<&str>, outlet: Option<&str>, sentence: &str) -> Edge {
    let (from, to) = (told.id.to_owned(), to.map(str::to_owned));
    Edge { from, tie, to, outlet: outlet.map(str::to_owned), sentence: sentence.to_owned() }
}

/// The first line of two texts' common ones; where editing left none whole, the first of all.
fn shared_line<'a>(text: &'a str, original: &str) -> &'a str {
    let hash = |line: &str| Words::of(line).line_hashes().next().map(|(hash, _)| hash);
    let known: BTreeSet<u64> = original.lines().filter_map(hash).collect();
    let is_shared = |line: &&str| hash(line).is_some_and(|hash| known.contains(&hash));
    lines(text).find(is_shared).or_else(|| lines(text).next()).unwrap_or("")
}

/// The line that shows whose copy a text is: the first that names the agency, else the one that credits its reporters,
/// else the first.
fn agency_line<'a>(text: &'a str, agency: &str) -> &'a str {
    let names = |line: &&str| mentions(line).any(|(_, outlet)| outlet.name == agency);
    let credits = |line: &&str| line.to_lowercase().contains("reporting by");
    let line = lines(text).find(names).or_else(|| lines(text).find(credits));
    line.or_else(|| lines(text).next()).unwrap_or("")
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Whether a publisher is the outlet of a name.
fn is_of(publisher: Option<&str>, name: &str) -> bool {
    let Some(publisher) = publisher else { return false };
    let known = outlet(publisher).map(|outlet| outlet.name);
    publisher.eq_ignore_ascii_case(name)
        || (known.is_some() && known == outlet(name).map(|outlet| outlet.name))
}

/// Documents that go back to one origin.
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    /// The first document of a set.
    fn root(&self, mut at: usize) -> usize {
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credits::credits;

    struct Document {
        id: &'static str,
        publisher: &'static str,
        published: &'static str,
        text: &'static str,
        original: Option<&'static str>,
        wire: Option<&'static str>,
    }

    fn traced(documents: &[Document]) -> Chain {
        let found: Vec<Vec<Credit>> = documents.iter().map(|document| credits(document.text)).collect();
        let told: Vec<Told<'_>> = documents
            .iter()
            .zip(&found)
            .map(|(document, credits)| Told {
                id: document.id,
                published: Moment::parse(document.published),
                publisher: Some(document.publisher),
                text: document.text,
                original: document.original,
                wire: document.wire,
                credits,
            })
            .collect();
        chain(&told)
    }

    #[test]
    fn reprints_credits_and_agency_copy_go_back_to_one_origin_and_own_reports_do_not() {
        let document = |id, publisher, published, text| Document {
            id,
            publisher,
            published,
            text,
            original: None,
            wire: None,
        };
        let report = "The dam at Orsk leaks, engineers say.";
        let chain = traced(&[
            document("kommersant", "Kommersant", "2021-05-03T08:00Z", report),
            Document {
                original: Some("kommersant"),
                ..document("copy", "Ural Post", "2021-05-03T10:00Z", report)
            },
            document(
                "credit",
                "Kama Post",
                "2021-05-03T11:00Z",
                "The dam leaks, Kommersant reported on Monday.",
            ),
            document(
                "own",
                "Volga Post",
                "2021-05-03T12:00Z",
                "Water stands in the streets below the dam of Orsk.",
            ),
            Document {
                wire: Some("TASS"),
                ..document("wire1", "Don Post", "2021-05-03", "ORSK (TASS) - The dam holds.")
            },
            Document {
                wire: Some("TASS"),
                ..document("wire2", "Ob Post", "2021-05-03", "ORSK (TASS) - It holds.")
            },
        ]);
        assert_eq!(chain.first.as_deref(), Some("kommersant"));
        assert_eq!(
            chain.origins,
            [vec!["kommersant", "copy", "credit"], vec!["own"], vec!["wire1", "wire2"]]
        );
        let edges: Vec<String> = chain
            .edges
            .iter()
            .map(|edge| format!("{} {} {:?} {:?}", edge.from, edge.tie.code(), edge.to, edge.outlet))
            .collect();
        assert_eq!(
            edges,
            [
                "copy copy of Some(\"kommersant\") None",
                "credit credits Some(\"kommersant\") Some(\"Kommersant\")",
                "wire1 copy of None Some(\"TASS\")",
                "wire2 copy of None Some(\"TASS\")",
            ]
        );
        assert_eq!(chain.edges[1].sentence, "The dam leaks, Kommersant reported on Monday.");
        assert_eq!(chain.edges[2].sentence, "ORSK (TASS) - The dam holds.");
    }

    #[test]
    fn a_copy_shows_a_line_that_its_original_has() {
        let (own, common) = ("Water at the door", "The dam at Orsk leaks, engineers say.");
        assert_eq!(shared_line(&format!("{own}\n\n{common}"), &format!("The dam leaks\n{common}")), common);
        assert_eq!(shared_line(own, common), own);
    }

    #[test]
    fn an_empty_story_has_no_first() {
        assert_eq!(chain(&[]), Chain { first: None, edges: vec![], origins: vec![] });
    }
}
