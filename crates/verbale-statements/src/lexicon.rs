use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// The cue words, read from `rules/statements/*.toml`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    verbs: FxHashMap<String, Frames>,
    nouns: FxHashMap<String, Frames>,
    /// Words for works with a title: "book", "podcast".
    works: FxHashSet<String>,
    /// Words for people and papers that information comes from: "source", "diplomat".
    sources: FxHashSet<String>,
    /// Words for what headlines put before a colon without being anyone's name: "exclusive", "poll".
    topics: FxHashSet<String>,
    /// Words that stand for an outlet wherever they head a name or phrase: "newspaper", "agency".
    outlets: FxHashSet<String>,
    /// Words that stand for a paper only where they are written as a name: "Courier".
    mastheads: FxHashSet<String>,
    /// Adverbs that tell of others' words: "allegedly".
    particles: FxHashSet<String>,
    /// What each rule is for, by its id.
    reasons: BTreeMap<String, String>,
}

/// The ways a cue word takes its content. A set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frames(u16);

impl Frames {
    /// A clause: "said that …", "…, he said".
    pub(crate) const CLAUSE: Self = Self(1);
    /// A quotation: "he began: “…”".
    pub(crate) const QUOTE: Self = Self(1 << 1);
    /// An infinitive: "vowed to …", "urged them to …".
    pub(crate) const INFINITIVE: Self = Self(1 << 2);
    /// A noun phrase: "denied the charges".
    pub(crate) const OBJECT: Self = Self(1 << 3);
    /// A noun phrase and what it is called: "called him a liar", "accused her of lying".
    pub(crate) const LABEL: Self = Self(1 << 4);
    /// A phrase with a preposition: "called for calm", "pointed to the success".
    pub(crate) const PREPOSITION: Self = Self(1 << 5);
    /// A noun that heads its content: "the claim that …", "hope that …".
    pub(crate) const NOUN: Self = Self(1 << 6);
    /// A verb that does nothing but utter its object: "expressed hope", "issued a warning".
    pub(crate) const LIGHT: Self = Self(1 << 7);

    /// A question in a clause: "asked whether …".
    pub(crate) const QUESTION: Self = Self(1 << 8);
    /// A verb that is nothing but uttering, whatever its object: "expressed support"; and a noun that is uttered only with
    /// such a verb.
    pub(crate) const UTTER: Self = Self(1 << 9);

    /// Whether it has all of `other`.
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it has any of `other`.
    pub(crate) const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    #[must_use]
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn find(name: &str) -> Option<Self> {
        Some(match name {
            "clause" => Self::CLAUSE,
            "quote" => Self::QUOTE,
            "infinitive" => Self::INFINITIVE,
            "object" => Self::OBJECT,
            "label" => Self::LABEL,
            "preposition" => Self::PREPOSITION,
            "noun" => Self::NOUN,
            "light" => Self::LIGHT,
            "question" => Self::QUESTION,
            "utter" => Self::UTTER,
            _ => return None,
        })
    }
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
    /// How the words take their content: names of [`Frames`].
    #[serde(default)]
    pub(crate) frames: Vec<String>,
    /// Lemmas, lower case. With a preposition behind a slash where the frame wants one: "call/for".
    #[serde(default)]
    pub(crate) words: Vec<String>,
    #[serde(rename = "of")]
    pub(crate) part: Part,
    /// In one sentence.
    pub(crate) why: String,
    #[serde(default)]
    #[allow(dead_code, reason = "read by the tests")]
    pub(crate) example: Vec<Example>,
}

/// What the words of a list are.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Part {
    Verb,
    Noun,
    Outlet,
    Masthead,
    Work,
    Source,
    Topic,
    /// A shape the program looks for; the words of a shape, if it has any, are adverbs: "allegedly".
    Shape,
}

/// A text and the statements found in it, one a line; none where it must stay silent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read by the tests")]
pub(crate) struct Example {
    pub(crate) text: String,
    pub(crate) gives: String,
}

/// Why a rule file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Not TOML of the form of a rule file. The message names line and column.
    #[error("rule file cannot be read")]
    Form(#[from] toml::de::Error),
    /// A frame nobody knows.
    #[error("rule {rule}: unknown frame {frame:?}")]
    Frame {
        /// The rule's id.
        rule: String,
        /// The name given.
        frame: String,
    },
}

impl Lexicon {
    /// Reads rule files and puts their lists together.
    ///
    /// # Errors
    /// The first file or rule that does not have the form.
    pub(crate) fn read(files: &[&str]) -> Result<Self, RuleError> {
        let mut lexicon = Self::default();
        for file in files {
            let RuleFile { rule: rules } = toml::from_str(file)?;
            for rule in rules {
                lexicon.add(rule)?;
            }
        }
        Ok(lexicon)
    }

    fn add(&mut self, rule: Rule) -> Result<(), RuleError> {
        let mut frames = Frames::default();
        for name in &rule.frames {
            let frame = Frames::find(name)
                .ok_or_else(|| RuleError::Frame { rule: rule.id.clone(), frame: name.clone() })?;
            frames = frames.with(frame);
        }
        for word in rule.words {
            match rule.part {
                Part::Verb => merge(&mut self.verbs, word, frames),
                Part::Noun => merge(&mut self.nouns, word, frames),
                Part::Outlet => drop(self.outlets.insert(word)),
                Part::Masthead => drop(self.mastheads.insert(word)),
                Part::Work => drop(self.works.insert(word)),
                Part::Source => drop(self.sources.insert(word)),
                Part::Topic => drop(self.topics.insert(word)),
                Part::Shape => drop(self.particles.insert(word)),
            }
        }
        self.reasons.insert(rule.id, rule.why);
        Ok(())
    }

    /// What each rule is for, by its id.
    pub(crate) fn reasons(&self) -> &BTreeMap<String, String> {
        &self.reasons
    }

    /// The frames of a verb, by lemma; none for a word that is no cue. A phrase with a preposition is asked for as
    /// "call/for".
    pub(crate) fn verb(&self, lemma: &str) -> Frames {
        look_up(&self.verbs, lemma)
    }

    /// The frames of a noun, by lemma.
    pub(crate) fn noun(&self, lemma: &str) -> Frames {
        look_up(&self.nouns, lemma)
    }

    /// Whether a phrase headed by this word is a news outlet.
    pub(crate) fn is_outlet(&self, word: &str) -> bool {
        holds(&self.outlets, word)
    }

    /// Whether a name headed by this word is a paper's.
    pub(crate) fn is_masthead(&self, word: &str) -> bool {
        holds(&self.mastheads, word)
    }

    /// Whether this is a word for a work with a title.
    pub(crate) fn is_work(&self, lemma: &str) -> bool {
        holds(&self.works, lemma)
    }

    /// Whether this is a word for someone or something that information comes from.
    pub(crate) fn is_source(&self, lemma: &str) -> bool {
        holds(&self.sources, lemma)
    }

    /// Whether this adverb tells of others' words.
    pub(crate) fn is_particle(&self, word: &str) -> bool {
        holds(&self.particles, word)
    }

    /// Whether a headline may put this word before a colon without naming a speaker.
    pub(crate) fn is_topic(&self, word: &str) -> bool {
        holds(&self.topics, word)
    }
}

fn holds(set: &FxHashSet<String>, word: &str) -> bool {
    if word.chars().any(char::is_uppercase) { set.contains(&word.to_lowercase()) } else { set.contains(word) }
}

fn merge(map: &mut FxHashMap<String, Frames>, word: String, frames: Frames) {
    let entry = map.entry(word).or_default();
    *entry = entry.with(frames);
}

fn look_up(map: &FxHashMap<String, Frames>, lemma: &str) -> Frames {
    let known =
        if lemma.chars().any(char::is_uppercase) { map.get(&lemma.to_lowercase()) } else { map.get(lemma) };
    known.copied().unwrap_or_default()
}
