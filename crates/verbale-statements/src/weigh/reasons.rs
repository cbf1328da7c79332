use verbale_doc::{Pos, TokenIdx};

use crate::scene::Scene;

/// What speaks for or against a choice: short names such as `lemma|say`, held by their hashes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reasons {
    keys: Vec<u64>,
    /// The names themselves, kept only to train and to explain.
    names: Option<Vec<String>>,
}

impl Reasons {
    pub(crate) fn new(is_named: bool) -> Self {
        Self { keys: Vec::with_capacity(64), names: is_named.then(Vec::new) }
    }

    /// Adds a reason: what is looked at, then what is seen there.
    pub(crate) fn add(&mut self, parts: &[&str]) {
        self.keys.push(parts.iter().fold(FNV_START, |key, part| hash(hash(key, part.as_bytes()), b"|")));
        if let Some(names) = &mut self.names {
            names.push(parts.join("|"));
        }
    }

    pub(crate) fn keys(&self) -> &[u64] {
        &self.keys
    }

    pub(crate) fn into_names(self) -> Vec<String> {
        self.names.unwrap_or_default()
    }
}

/// The key of a reason by its name, as [`Reasons::add`] makes it.
pub(crate) fn key_of(name: &str) -> u64 {
    hash(hash(FNV_START, name.as_bytes()), b"|")
}

/// FNV-1a, 64 bits: the same for a name in one piece or in parts.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

fn hash(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |key, &byte| (key ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// A count in steps that grow: 0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, more.
pub(crate) fn step(count: u32) -> &'static str {
    const STEPS: [(u32, &str); 12] = [
        (0, "0"),
        (1, "1"),
        (2, "2"),
        (3, "3"),
        (4, "4"),
        (6, "6"),
        (8, "8"),
        (12, "12"),
        (16, "16"),
        (24, "24"),
        (32, "32"),
        (48, "48"),
    ];
    STEPS.iter().find(|(most, _)| count <= *most).map_or("more", |(_, name)| name)
}

pub(crate) fn yes(condition: bool) -> &'static str {
    if condition { "yes" } else { "no" }
}

/// Short looks at a document, for reasons.
impl Scene<'_> {
    /// The word in lower case where that changes nothing but capitals of English.
    pub(crate) fn lower(&self, token: TokenIdx) -> String {
        self.doc.word(token).to_ascii_lowercase()
    }

    pub(crate) fn lower_lemma(&self, token: TokenIdx) -> String {
        self.doc.lemma(token).to_ascii_lowercase()
    }

    pub(crate) fn dep_name(&self, token: TokenIdx) -> &str {
        self.doc.labels().name(self.doc.dep(token))
    }

    pub(crate) fn tag_name(&self, token: TokenIdx) -> &str {
        self.doc.labels().name(self.doc.tag(token))
    }

    /// What a word that names someone is: the pronoun itself, the kind of named entity, or its tag.
    pub(crate) fn party_kind(&self, head: TokenIdx) -> String {
        if self.doc.pos(head) == Pos::Pron || self.tag_name(head).starts_with('W') {
            return self.lower(head);
        }
        match self.doc.entity(head) {
            Some(entity) => self.doc.labels().name(entity.label).to_owned(),
            None => self.tag_name(head).to_owned(),
        }
    }
}
