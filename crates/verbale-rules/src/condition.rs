use verbale_doc::{Doc, TokenIdx, label};

use crate::Words;
use crate::role::{Anchor, Role, after_prepositions};
use crate::sets::holds;

/// What must (or must not) hold of the words in a role: `object: @weapons|#state`.
#[derive(Clone, Debug)]
pub struct Condition {
    pub(crate) role: Role,
    /// The number of the role among those of all conditions of a book.
    pub(crate) role_number: u32,
    /// Lemmas, one of which must head the role or stand close to its head.
    pub(crate) words: Words,
    /// Kinds of thing, by their numbers in the list the loader was given.
    pub(crate) kinds: Vec<usize>,
    /// `*`: any filler will do.
    pub(crate) any: bool,
    /// As written, for "what is missing".
    pub(crate) written: String,
}

/// Tells what kind of thing a word stands for; the numbers are those of the list of kinds given to the loader.
pub type IsKind<'a> = &'a dyn Fn(TokenIdx, usize) -> bool;

impl Condition {
    /// As the rule file has it.
    pub fn written(&self) -> &str {
        &self.written
    }

    pub(crate) fn holds(&self, doc: &Doc, anchor: &Anchor, is_kind: IsKind<'_>) -> bool {
        self.fits(doc, &self.role.fill(doc, anchor), is_kind)
    }

    /// Whether one of the fillers of its role is what it asks for.
    pub(crate) fn fits(&self, doc: &Doc, fillers: &[TokenIdx], is_kind: IsKind<'_>) -> bool {
        fillers.iter().any(|&token| {
            self.any || self.is_worded(doc, token) || self.kinds.iter().any(|&kind| is_kind(token, kind))
        })
    }

    /// How soon to ask it: what few words meet most rules fall by, and what looks through a whole sentence costs most.
    pub(crate) fn turn(&self) -> (bool, bool, usize) {
        (self.role.is_sentence(), self.any || !self.kinds.is_empty(), self.words.len())
    }

    /// Whether the word, what it is an amount of, or a noun before it is listed: "tonnes of food", "food aid".
    fn is_worded(&self, doc: &Doc, token: TokenIdx) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let listed =
            |token: TokenIdx| holds(&self.words, doc.lemma(token)) || holds(&self.words, doc.word(token));
        let is_before = |&&child: &&TokenIdx| matches!(doc.dep(child), label::COMPOUND | label::AMOD);
        // Of a whole sentence every word is asked for itself.
        if self.role.is_sentence() {
            return listed(token);
        }
        listed(token)
            || doc.children(token).iter().filter(is_before).any(|&child| listed(child))
            || after_prepositions(doc, token, &["of".into()]).into_iter().any(listed)
    }
}
