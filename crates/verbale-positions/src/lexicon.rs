//! Words that take a stance, read from `rules/positions/*.toml`.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use verbale_doc::Pos;

use crate::Attitude;

/// The words, each with the ways it takes what it is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    words: FxHashMap<String, Vec<Entry>>,
    /// Verbs that utter a stance noun: "expressed support".
    light: Vec<String>,
    /// Verbs that turn what they govern into its opposite: "refused to accept".
    refusing: Vec<String>,
    /// Verbs after which nothing is known of what they govern: "failed to agree".
    failing: Vec<String>,
    /// Words that turn what hangs on them into its opposite: "an end to the blockade".
    undoing: Vec<String>,
}

/// One way of a word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) rule: String,
    pub(crate) part: Part,
    pub(crate) attitude: Attitude,
    pub(crate) polarity: f64,
    /// The preposition or particle that must follow: "call for", "rule out".
    pub(crate) with: Option<String>,
    /// Whether it takes a clause: "demand that …", "refuse to …".
    pub(crate) takes_clause: bool,
}

/// What the words of a list are.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Part {
    Verb,
    Noun,
    /// After a form of "be": "is against", "is in favour of", "is ready for".
    State,
    /// Deeds that show a stance where what is done is an issue's object: "lift the blockade".
    Doing,
    Light,
    Refusing,
    Failing,
    Undoing,
}

/// A rule file: word lists, each with its reason and examples.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFile {
    #[serde(default)]
    pub(crate) rule: Vec<Rule>,
}

/// One word list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) id: String,
    #[serde(rename = "of")]
    pub(crate) part: Part,
    /// What the holder does about the object; none for words that only change others.
    #[serde(default)]
    pub(crate) attitude: Option<Attitude>,
    /// From -1 (against) to 1 (for).
    #[serde(default)]
    pub(crate) polarity: f64,
    /// Whether the words take a clause.
    #[serde(default)]
    pub(crate) clause: bool,
    /// Lemmas, lower case. With a preposition or particle behind a slash where one must follow: "call/for".
    pub(crate) words: Vec<String>,
    #[allow(dead_code, reason = "read by people, and required so that it is written")]
    pub(crate) why: String,
    #[serde(default)]
    #[allow(dead_code, reason = "read by the tests")]
    pub(crate) example: Vec<Example>,
}

/// A text and the positions found in it, one a line; none where it must stay silent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the tests")]
pub(crate) struct Example {
    pub(crate) text: String,
    pub(crate) gives: String,
}

/// Why a file of rules or issues cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Not TOML of the form of its kind. The message names line and column.
    #[error("{file}: cannot be read")]
    Form {
        /// The file's name.
        file: String,
        /// What is wrong, and where.
        source: toml::de::Error,
    },
    /// A list that takes a stance without saying which.
    #[error("{file}: rule {rule}: needs an attitude (supports, opposes, demands, offers, hopes, neutral)")]
    NoAttitude {
        /// The file's name.
        file: String,
        /// The rule's id.
        rule: String,
    },
    /// A name that nobody knows.
    #[error("{file}: {issue}: unknown {what} {name:?}")]
    Unknown {
        /// The file's name.
        file: String,
        /// The issue's id.
        issue: String,
        /// What kind of name.
        what: &'static str,
        /// The name as given.
        name: String,
    },
}

impl Lexicon {
    /// Reads rule files, given as name and text.
    pub(crate) fn read(files: &[(&str, &str)]) -> Result<Self, RuleError> {
        let mut lexicon = Self::default();
        for &(file, text) in files {
            let rules: RuleFile =
                toml::from_str(text).map_err(|source| RuleError::Form { file: file.to_owned(), source })?;
            for rule in rules.rule {
                lexicon.add(file, rule)?;
            }
        }
        Ok(lexicon)
    }

    fn add(&mut self, file: &str, rule: Rule) -> Result<(), RuleError> {
        match rule.part {
            Part::Light => self.light.extend(rule.words),
            Part::Refusing => self.refusing.extend(rule.words),
            Part::Failing => self.failing.extend(rule.words),
            Part::Undoing => self.undoing.extend(rule.words),
            Part::Verb | Part::Noun | Part::State | Part::Doing => {
                let attitude = rule
                    .attitude
                    .ok_or_else(|| RuleError::NoAttitude { file: file.to_owned(), rule: rule.id.clone() })?;
                for word in &rule.words {
                    let (lemma, with) = match word.split_once('/') {
                        Some((lemma, with)) => (lemma, Some(with.to_owned())),
                        None => (word.as_str(), None),
                    };
                    self.words.entry(lemma.to_owned()).or_default().push(Entry {
                        rule: rule.id.clone(),
                        part: rule.part,
                        attitude,
                        polarity: rule.polarity,
                        with,
                        takes_clause: rule.clause,
                    });
                }
            }
        }
        Ok(())
    }

    /// The ways of a word.
    pub(crate) fn ways(&self, lemma: &str) -> &[Entry] {
        self.words.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_light(&self, lemma: &str) -> bool {
        self.light.iter().any(|word| word == lemma)
    }

    pub(crate) fn is_refusing(&self, lemma: &str) -> bool {
        self.refusing.iter().any(|word| word == lemma)
    }

    pub(crate) fn is_failing(&self, lemma: &str) -> bool {
        self.failing.iter().any(|word| word == lemma)
    }

    pub(crate) fn is_undoing(&self, lemma: &str) -> bool {
        self.undoing.iter().any(|word| word == lemma)
    }
}

impl Entry {
    /// Whether a word of this part of speech can be used this way.
    pub(crate) fn fits(&self, pos: Pos) -> bool {
        match self.part {
            Part::Verb | Part::Doing => matches!(pos, Pos::Verb | Pos::Aux),
            Part::Noun => matches!(pos, Pos::Noun | Pos::Propn),
            _ => true,
        }
    }
}
