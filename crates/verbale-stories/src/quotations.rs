//! One quotation through the documents of a story: word for word, changed, and in other words.

use std::collections::BTreeMap;

use crate::terms::{Term, Vector, is_grammar, rarity, stem, term};
use crate::words::runs;

/// How a document brings a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// In the same words, or a part of them.
    Same,
    /// In quotation marks, with other words among them.
    Changed,
    /// Without quotation marks, in the reporter's words.
    Paraphrase,
}

impl Wording {
    /// The word it is printed as.
    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Paraphrase => "paraphrase",
        }
    }
}

/// A document's use of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The document's position in the story.
    pub document: usize,
    /// How it brings it.
    pub wording: Wording,
    /// The words as they stand there.
    pub words: String,
}

/// A quotation that more than one document brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words, as the first document that quotes them has them.
    pub words: String,
    /// Who brings it, in the order of the documents; the first one too.
    pub uses: Vec<Use>,
}

/// Fewest words of a quotation that is followed: shorter ones are phrases anyone may quote.
const FEWEST_WORDS: usize = 6;

/// Part of the shorter one's telling words that two quotations share when they are one.
const SAME: f32 = 0.6;

/// Likeness from which on a sentence without quotation marks says the same. High: a sentence on the same matter is not
/// yet the same statement.
const PARAPHRASE: f32 = 0.5;

/// Part of a quotation's telling words that a paraphrase keeps.
const KEPT: f32 = 0.6;

/// Most quotations followed, and most sentences looked at, in a story.
const MOST: usize = 2000;

/// Verbs that mark a sentence as telling what somebody said.
const CUES: [&str; 20] = [
    "said",
    "says",
    "told",
    "according",
    "added",
    "stated",
    "announced",
    "warned",
    "insisted",
    "claimed",
    "called",
    "argued",
    "stressed",
    "declared",
    "denied",
    "promised",
    "vowed",
    "urged",
    "pledged",
    "noted",
];

/// Follows the quotations of a story through its documents, which are given in the order of their publication.
///
/// ```
/// use verbale_stories::{Wording, quotations};
/// let first = "“We will reopen the port of Sable on Thursday at dawn,” the minister said.";
/// let second = "The minister said they would reopen the port of Sable at dawn on Thursday.";
/// let found = quotations(&[first, second]);
/// assert_eq!(found[0].uses[1].wording, Wording::Paraphrase);
/// ```
pub fn quotations(story: &[&str]) -> Vec<Quotation> {
    let mut found: Vec<(Tells, Quotation)> = Vec::new();
    let mut by_term: BTreeMap<Term, Vec<usize>> = BTreeMap::new();
    for (document, text) in story.iter().enumerate() {
        for words in quoted(text).filter(|words| runs(words).count() >= FEWEST_WORDS) {
            let tells = Tells::of(words);
            let same = near(&tells, &by_term).into_iter().find(|&at| tells.share(&found[at].0) >= SAME);
            if let Some(at) = same {
                let wording =
                    if is_within(words, &found[at].1.words) { Wording::Same } else { Wording::Changed };
                found[at].1.uses.push(Use { document, wording, words: words.to_owned() });
            } else if found.len() < MOST {
                for term in tells.terms() {
                    by_term.entry(term).or_default().push(found.len());
                }
                let first = Use { document, wording: Wording::Same, words: words.to_owned() };
                found.push((tells, Quotation { words: words.to_owned(), uses: vec![first] }));
            }
        }
    }
    let all_sentences = story
        .iter()
        .enumerate()
        .flat_map(|(document, text)| sentences(text).map(move |sentence| (document, sentence)));
    for (document, sentence) in all_sentences.filter(|(_, sentence)| tells_of_speech(sentence)).take(MOST) {
        let tells = Tells::of(sentence);
        let likeliest = near(&tells, &by_term)
            .into_iter()
            .filter(|&at| found[at].0.kept_by(&tells) >= KEPT)
            .map(|at| (tells.vector.dot(&found[at].0.vector), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((likeness, at)) = likeliest
            && likeness >= PARAPHRASE
            && found[at].1.uses.iter().all(|other| other.document != document)
        {
            let words = sentence.to_owned();
            found[at].1.uses.push(Use { document, wording: Wording::Paraphrase, words });
        }
    }
    let mut quotations: Vec<Quotation> = found.into_iter().map(|(_, quotation)| quotation).collect();
    for quotation in &mut quotations {
        quotation.uses.sort_by_key(|each| each.document);
        quotation.uses.dedup_by_key(|each| each.document);
    }
    quotations.retain(|quotation| quotation.uses.len() > 1);
    quotations
}

/// The telling words of a passage.
struct Tells {
    vector: Vector,
}

impl Tells {
    fn of(passage: &str) -> Self {
        let mut weights: BTreeMap<Term, f32> = BTreeMap::new();
        for word in runs(passage) {
            let term = term(&stem(word));
            if !is_grammar(term) {
                weights.insert(term, rarity(term));
            }
        }
        Self { vector: Vector::new(weights.into_iter().collect(), usize::MAX) }
    }

    fn terms(&self) -> impl Iterator<Item = Term> + '_ {
        self.vector.iter().map(|(term, _)| term)
    }

    /// Part of the terms that the other has too.
    fn kept_by(&self, other: &Self) -> f32 {
        let theirs: Vec<Term> = other.terms().collect();
        let n_kept = self.terms().filter(|term| theirs.binary_search(term).is_ok()).count();
        n_kept as f32 / self.terms().count().max(1) as f32
    }

    /// Part of the terms of the one with fewer that the other has too.
    fn share(&self, other: &Self) -> f32 {
        self.kept_by(other).max(other.kept_by(self))
    }
}

/// Quotations that share at least two terms with a passage, in their order.
fn near(tells: &Tells, by_term: &BTreeMap<Term, Vec<usize>>) -> Vec<usize> {
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    for at in tells.terms().filter_map(|term| by_term.get(&term)).flatten() {
        *counts.entry(*at).or_default() += 1;
    }
    counts.into_iter().filter(|&(_, count)| count >= 2).map(|(at, _)| at).collect()
}

/// What stands between quotation marks, a line at a time.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            let open = rest.find(['"', '“', '”', '«'])?;
            let inside = &rest[open..];
            let start = inside.chars().next()?.len_utf8();
            let end = inside[start..].find(['"', '”', '“', '»']).map(|at| start + at);
            let words = &inside[start..end.unwrap_or(inside.len())];
            rest = end.map_or("", |end| {
                let mark = inside[end..].chars().next().map_or(0, char::len_utf8);
                &inside[end + mark..]
            });
            Some(words.trim())
        })
    })
}

/// The sentences of a text that hold no quotation marks.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split_inclusive(". "))
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty() && !sentence.contains(['"', '“', '”', '«', '»']))
}

fn tells_of_speech(sentence: &str) -> bool {
    runs(sentence).any(|word| CUES.iter().any(|cue| word.eq_ignore_ascii_case(cue)))
}

/// Whether words stand as they are in a longer passage, or the other way round; marks and case aside.
fn is_within(a: &str, b: &str) -> bool {
    let plain = |text: &str| format!(" {} ", runs(text).map(str::to_lowercase).collect::<Vec<_>>().join(" "));
    let (a, b) = (plain(a), plain(b));
    a.contains(&b) || b.contains(&a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_followed_as_it_is_cut_changed_and_retold() {
        let story = [
            "“The reservoir at Tolna will be drained before winter, and no village will be flooded,” said Ms Hegedus.",
            "\"The reservoir at Tolna will be drained before winter,\" she said.",
            "\"The reservoir in Tolna must be drained before winter, so that no village is flooded,\" she said.",
            "Hegedus said the reservoir at Tolna would be drained before winter and no village flooded.",
            "She said the village of Tolna would be flooded again.",
            "The council of Tolna met on Monday to speak of the budget, the mayor said.",
        ];
        let found = quotations(&story);
        assert_eq!(found.len(), 1);
        let uses: Vec<(usize, &str)> =
            found[0].uses.iter().map(|each| (each.document, each.wording.code())).collect();
        assert_eq!(uses, [(0, "same"), (1, "same"), (2, "changed"), (3, "paraphrase")]);
    }

    #[test]
    fn a_phrase_in_quotation_marks_is_not_followed() {
        assert_eq!(quotations(&["The so-called “peace plan” failed.", "A “peace plan” was made."]), []);
        assert_eq!(quotations(&["an open mark “", "\"", ""]), []);
    }
}
