//! Sentence starts found by a tagger of two labels, for pipelines whose parser does not say.

/// The label of a word that begins a sentence; the other is of a word that does not.
pub(crate) const START: u16 = 1;
/// How many labels there are.
pub(crate) const LABELS: usize = 2;
