//! Issues: named sets of objects, read from `issues/*.toml`.

use serde::Deserialize;
use verbale_codes::{Context, Country};

use crate::RuleError;

/// All issues, in the order of their files.
#[derive(Clone, Debug, Default)]
pub struct Issues {
    issues: Vec<Issue>,
}

/// A named set of objects.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// `syria/ceasefire`.
    pub id: String,
    /// `A ceasefire in Syria`.
    pub title: String,
    /// An article must speak of one of these for its objects to be of this issue; none where the words suffice.
    pub countries: Vec<Country>,
    /// PLOVER contexts in which it is talked about.
    pub contexts: Vec<Context>,
    /// What one can be for or against in it.
    pub objects: Vec<IssueObject>,
}

/// Something one can be for or against, with the words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueObject {
    /// Its name, in words that say what being for it means: `lifting of the blockade`.
    pub name: String,
    /// Sets of lemmas that all stand in a phrase for it.
    pub(crate) in_favour: Vec<Vec<String>>,
    /// Sets of lemmas for its opposite.
    pub(crate) against: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IssueFile {
    #[serde(default)]
    object: Vec<ObjectEntry>,
    #[serde(default)]
    issue: Vec<IssueEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IssueEntry {
    id: String,
    title: String,
    #[serde(default)]
    countries: Vec<String>,
    #[serde(default)]
    contexts: Vec<String>,
    /// Objects that are described once for all issues, by name.
    #[serde(default)]
    objects: Vec<String>,
    /// Objects of this issue alone.
    #[serde(default)]
    object: Vec<ObjectEntry>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectEntry {
    name: String,
    #[serde(default, rename = "for")]
    in_favour: Vec<String>,
    #[serde(default)]
    against: Vec<String>,
}

impl ObjectEntry {
    fn to_object(&self) -> IssueObject {
        let sets = |phrases: &[String]| {
            phrases.iter().map(|phrase| phrase.split_whitespace().map(str::to_owned).collect()).collect()
        };
        IssueObject {
            name: self.name.clone(),
            in_favour: sets(&self.in_favour),
            against: sets(&self.against),
        }
    }
}

impl Issues {
    /// Reads issue files, given as name and text. Objects that several issues share (`[[object]]`) may stand in any
    /// of them. An issue that is given twice is taken as it was given last, so that users' files go over ours.
    ///
    /// # Errors
    /// The first file that is not of this form, or that names a country, context or object nobody knows.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, RuleError> {
        let mut read = Vec::new();
        for &(file, text) in files {
            let entries: IssueFile =
                toml::from_str(text).map_err(|source| RuleError::Form { file: file.to_owned(), source })?;
            read.push((file, entries));
        }
        let shared: Vec<ObjectEntry> =
            read.iter().flat_map(|(_, entries)| entries.object.iter().cloned()).collect();
        let mut issues: Vec<Issue> = Vec::new();
        for (file, entry) in
            read.iter().flat_map(|(file, entries)| entries.issue.iter().map(move |e| (file, e)))
        {
            let issue = entry.to_issue(file, &shared)?;
            match issues.iter_mut().find(|known| known.id == issue.id) {
                Some(known) => *known = issue,
                None => issues.push(issue),
            }
        }
        Ok(Self { issues })
    }

    /// All of them.
    pub fn all(&self) -> &[Issue] {
        &self.issues
    }

    /// The issue of this id.
    pub fn find(&self, id: &str) -> Option<&Issue> {
        self.issues.iter().find(|issue| issue.id == id)
    }
}

impl IssueEntry {
    fn to_issue(&self, file: &str, shared: &[ObjectEntry]) -> Result<Issue, RuleError> {
        let unknown = |what, name: &str| RuleError::Unknown {
            file: file.to_owned(),
            issue: self.id.clone(),
            what,
            name: name.to_owned(),
        };
        let countries = self
            .countries
            .iter()
            .map(|code| code.parse::<Country>().ok().ok_or_else(|| unknown("country", code)));
        let contexts = self
            .contexts
            .iter()
            .map(|code| code.parse::<Context>().ok().ok_or_else(|| unknown("context", code)));
        let by_name = self.objects.iter().map(|name| {
            shared.iter().find(|object| object.name == *name).ok_or_else(|| unknown("object", name))
        });
        let mut objects = Vec::new();
        for object in by_name {
            objects.push(object?.to_object());
        }
        objects.extend(self.object.iter().map(ObjectEntry::to_object));
        Ok(Issue {
            id: self.id.clone(),
            title: self.title.clone(),
            countries: countries.collect::<Result<_, _>>()?,
            contexts: contexts.collect::<Result<_, _>>()?,
            objects,
        })
    }
}
