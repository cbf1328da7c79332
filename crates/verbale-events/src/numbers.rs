use verbale_doc::{Doc, Pos, Span, Tok, TokenIdx, label};
use verbale_resolve::times::cardinal;
use verbale_rules::Sets;
use verbale_rules::syntax::{is_passive, objects, prepositions, surface_subject};

use crate::Numbers;

/// Counts of people in a sentence: "killed 12 people and wounded two dozen", "three dead", "the arrest of 40 men".
///
/// Which words count what stands in `rules/events/status.toml`: `number.dead`, `number.injured`, `number.arrested`.
pub(crate) fn casualties(doc: &Doc, sets: &Sets, sentence: Span<Tok>) -> Numbers {
    let mut numbers = Numbers::default();
    for token in sentence.tokens() {
        let slot = [
            ("number.dead", &mut numbers.dead),
            ("number.injured", &mut numbers.injured),
            ("number.arrested", &mut numbers.arrested),
        ];
        for (set, slot) in slot {
            let is_listed =
                sets.get(set).is_some_and(|words| words.iter().any(|word| **word == *doc.lemma(token)));
            if is_listed && slot.is_none() {
                *slot = counted_by(doc, token);
            }
        }
    }
    numbers
}

/// How many people a phrase speaks of: "500 troops", "a crowd of 2,000", "more than 30 protesters".
pub(crate) fn size(doc: &Doc, noun: TokenIdx) -> Option<u64> {
    let own = doc.children(noun).iter().copied().find(|&child| doc.dep(child) == label::NUMMOD);
    let is_measure = matches!(doc.lemma(noun), "dozen" | "hundred" | "thousand" | "million");
    // "two dozen" counts; "dozens" does not.
    let own = own.and_then(|number| value(doc, if is_measure { noun } else { number }));
    own.or_else(|| {
        if doc.pos(noun) == Pos::Num {
            return value(doc, noun);
        }
        let inner = prepositions(doc, noun).filter_map(|prep| doc.child(prep, label::POBJ));
        inner.filter(|&inner| doc.head(inner) != inner).find_map(|inner| {
            let number = doc.children(inner).iter().copied().find(|&child| doc.dep(child) == label::NUMMOD);
            number.or((doc.pos(inner) == Pos::Num).then_some(inner)).and_then(|number| value(doc, number))
        })
    })
}

/// The number that goes with a word of harm: its object's, its subject's in the passive or with "die", its own.
fn counted_by(doc: &Doc, word: TokenIdx) -> Option<u64> {
    match doc.pos(word) {
        Pos::Verb => {
            let harmed = objects(doc, word).first().copied();
            let harmed = harmed.or_else(|| {
                (!is_passive(doc, word) && doc.child(word, label::DOBJ).is_none())
                    .then(|| surface_subject(doc, word))
                    .flatten()
            });
            harmed.filter(|_| doc.child(word, label::NEG).is_none()).and_then(|noun| size(doc, noun))
        }
        Pos::Adj | Pos::Noun => {
            let before = doc.children(word).iter().copied();
            let number =
                before.filter(|&child| doc.dep(child) == label::NUMMOD).find_map(|number| value(doc, number));
            let after = || {
                let head = doc.head(word);
                // "left 12 people dead", "12 people dead"
                (doc.pos(word) == Pos::Adj && doc.pos(head) == Pos::Noun).then(|| size(doc, head)).flatten()
            };
            number.or_else(after).or_else(|| (doc.pos(word) == Pos::Noun).then(|| size(doc, word)).flatten())
        }
        _ => None,
    }
}

/// The value of a number word with what multiplies it: "12", "2,000", "two dozen", "five million".
fn value(doc: &Doc, number: TokenIdx) -> Option<u64> {
    let mut total: Option<u64> = None;
    let mut words: Vec<TokenIdx> =
        doc.children(number).iter().copied().filter(|&child| is_number(doc, child)).collect();
    words.push(number);
    words.sort_unstable();
    for word in words {
        let lemma = doc.word(word).to_lowercase();
        let one = plain(&lemma);
        let times = match lemma.as_str() {
            "dozen" => Some(12),
            "hundred" => Some(100),
            "thousand" => Some(1_000),
            "million" => Some(1_000_000),
            _ => None,
        };
        total = match (total, one, times) {
            (total, _, Some(times)) => total.unwrap_or(1).checked_mul(times),
            (None, Some(one), None) => Some(one),
            (Some(total), Some(one), None) => total.checked_add(one),
            (total, None, None) => total,
        };
    }
    total
}

fn is_number(doc: &Doc, token: TokenIdx) -> bool {
    doc.pos(token) == Pos::Num && matches!(doc.dep(token), label::COMPOUND | label::NUMMOD)
}

fn plain(word: &str) -> Option<u64> {
    let digits: String = word.chars().filter(|&c| c != ',').collect();
    let digits = (!digits.is_empty() && digits.len() < 16).then(|| digits.parse().ok()).flatten();
    digits.or_else(|| (word == "zero").then_some(0)).or_else(|| cardinal(word).map(u64::from))
}
