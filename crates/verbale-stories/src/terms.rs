//! How much a word tells: document frequencies from a fixed background, and vectors weighted by them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::words::runs;

/// A term: the hash of a stem.
pub(crate) type Term = u32;

/// Terms with weights, in the order of the terms; of length 1 unless empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Vector(Vec<(Term, f32)>);

impl Vector {
    /// The `most` heaviest of these terms, scaled to length 1.
    pub(crate) fn new(mut weights: Vec<(Term, f32)>, most: usize) -> Self {
        weights.retain(|&(_, weight)| weight > 0.0);
        if weights.len() > most {
            weights.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            weights.truncate(most);
        }
        weights.sort_unstable_by_key(|&(term, _)| term);
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        for (_, weight) in &mut weights {
            *weight /= length;
        }
        Self(weights)
    }

    /// Cosine of two vectors.
    pub(crate) fn dot(&self, other: &Self) -> f32 {
        let (mut left, mut right) = (self.0.as_slice(), other.0.as_slice());
        let mut sum = 0.0;
        while let (Some(&(a, x)), Some(&(b, y))) = (left.first(), right.first()) {
            if a == b {
                sum += x * y;
            }
            if a <= b {
                left = &left[1..];
            }
            if b <= a {
                right = &right[1..];
            }
        }
        sum
    }

    /// The terms with their weights.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Term, f32)> + '_ {
        self.0.iter().copied()
    }
}

/// How much a term tells: the logarithm of how rare it is in the background. One that is not there counts as rarest.
pub(crate) fn rarity(term: Term) -> f32 {
    let background = &*BACKGROUND;
    let n_with = background.n_with.get(&term).copied().unwrap_or(0);
    ((background.n_documents + 1) as f32 / (n_with + 1) as f32).ln()
}

/// The rarity of a term that is not in the background.
pub(crate) fn rarest() -> f32 {
    ((BACKGROUND.n_documents + 1) as f32).ln()
}

/// Whether a term is a word of grammar, which tells nothing.
pub(crate) fn is_grammar(term: Term) -> bool {
    BACKGROUND.grammar.contains(&term)
}

/// `1 + ln(count)`: the tenth mention tells less than the first.
pub(crate) fn damped(count: u32) -> f32 {
    1.0 + (count.max(1) as f32).ln()
}

struct Background {
    n_documents: u32,
    n_with: FxHashMap<Term, u32>,
    grammar: Vec<Term>,
}

static BACKGROUND: LazyLock<Background> = LazyLock::new(|| {
    let mut lines = include_str!("../data/background.tsv").lines();
    let n_documents =
        lines.next().and_then(|line| line.trim_start_matches("# documents\t").parse().ok()).unwrap_or(0);
    let n_with = lines
        .filter_map(|line| {
            let (stem, n_with) = line.split_once('\t')?;
            Some((term(stem), n_with.parse().ok()?))
        })
        .collect();
    let grammar = GRAMMAR.split_whitespace().map(term).collect();
    Background { n_documents, n_with, grammar }
});

const GRAMMAR: &str = "a an the of to in on at by for with from and or but is are was were be been being has have had do \
     does did will would can could may might must shall should not no it its he she they him his her their i we you my \
     our your this that these those there here as if than then so who whom which what when where how why about after \
     before into over under out up down off between through during said say s t";

/// The stems of a text, in order: words in lower case, without the plain plural. The unit that documents are grouped
/// by and that the background counts.
pub fn stems(text: &str) -> impl Iterator<Item = String> + '_ {
    runs(text).map(stem)
}

/// A word in lower case, without the plain plural.
pub(crate) fn stem(word: &str) -> String {
    let mut stem = word.to_lowercase();
    if stem.len() > 4 && stem.is_ascii() {
        if stem.ends_with("ies") {
            stem.truncate(stem.len() - 3);
            stem.push('y');
        } else if ["ses", "xes", "zes"].iter().any(|end| stem.ends_with(end)) {
            stem.truncate(stem.len() - 2);
        } else if stem.ends_with('s') && !stem.ends_with("ss") && !stem.ends_with("us") {
            stem.truncate(stem.len() - 1);
        }
    }
    stem
}

/// The term of a stem.
pub(crate) fn term(stem: &str) -> Term {
    let hash = stem.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash ^ (hash >> 32)) as Term
}

/// The background of documents: in how many of them each stem stands, as the text of `background.tsv`. Stems of fewer
/// than `fewest` documents are left out.
pub fn background<'a>(documents: impl Iterator<Item = &'a str>, fewest: u32) -> String {
    let mut n_documents = 0;
    let mut n_with: BTreeMap<String, u32> = BTreeMap::new();
    for document in documents {
        n_documents += 1;
        let mut own: Vec<String> = stems(document).collect();
        own.sort_unstable();
        own.dedup();
        for stem in own {
            *n_with.entry(stem).or_default() += 1;
        }
    }
    let mut table = format!("# documents\t{n_documents}\n");
    for (stem, count) in n_with.iter().filter(|&(_, &count)| count >= fewest) {
        table.extend([stem, "\t", &count.to_string(), "\n"]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_plurals_are_one_with_their_singular() {
        let stems: Vec<String> = stems("Parties, boxes and buses pass the Swiss campus").collect();
        assert_eq!(stems, ["party", "box", "and", "bus", "pass", "the", "swiss", "campus"]);
    }

    #[test]
    fn common_words_tell_little_and_unknown_ones_most() {
        assert!(rarity(term("people")) < rarity(term("frigate")));
        assert!((rarity(term("qwertzuiop")) - rarest()).abs() < f32::EPSILON);
        assert!(is_grammar(term("the")));
    }

    #[test]
    fn vectors_have_length_one_and_keep_the_heaviest() {
        let vector = Vector::new(vec![(3, 1.0), (1, 2.0), (2, 0.5)], 2);
        assert_eq!(vector.iter().map(|(term, _)| term).collect::<Vec<_>>(), [1, 3]);
        assert!((vector.dot(&vector) - 1.0).abs() < 1e-6);
        assert!(Vector::default().dot(&vector).abs() < f32::EPSILON);
    }

    #[test]
    fn a_background_counts_documents_not_words() {
        let table = background(["Rain, rain.", "Rain and wind."].into_iter(), 1);
        assert_eq!(table, "# documents\t2\nand\t1\nrain\t2\nwind\t1\n");
    }
}
