//! How many people a phrase speaks of, in digits or words.

use verbale_doc::{Doc, Pos, Span, Tok, TokenIdx, label};
use verbale_resolve::times::cardinal;
use verbale_rules::syntax::{is_word, prepositions};

use crate::Count;

/// Thousandths: "1.5 million" is read as 1,500 times a million.
const WHOLE: u64 = 1_000;

/// More than there are people is no number of them.
const MOST: u64 = 9_000_000_000;

/// How many words a number may have to either side of the one it is found by.
const REACH: u32 = 12;

/// Words for a mass of people whose number stands behind "of".
const MASSES: [&str; 18] = [
    "army",
    "band",
    "batch",
    "column",
    "congregation",
    "contingent",
    "crowd",
    "estimate",
    "force",
    "gang",
    "gathering",
    "group",
    "march",
    "number",
    "rally",
    "team",
    "total",
    "wave",
];

/// What stands before a number and belongs to it.
const ABOUT: [&str; 23] = [
    "about",
    "almost",
    "approximately",
    "around",
    "as",
    "at",
    "between",
    "close",
    "estimated",
    "few",
    "fewer",
    "least",
    "less",
    "many",
    "more",
    "most",
    "nearly",
    "over",
    "roughly",
    "several",
    "some",
    "than",
    "under",
];

/// The number a noun phrase tells: "at least 12 soldiers", "a dozen", "a crowd of 3,000", "a 5,000-strong march".
///
/// Of a range the lower end counts, and of words such as "dozens" or "tens of thousands" one of what they name: no
/// number is told that the words do not bear out.
pub(crate) fn of_phrase(doc: &Doc, noun: TokenIdx) -> Option<Count> {
    if is_number(doc, noun) {
        return read(doc, noun);
    }
    let before = doc.children(noun).iter().copied().filter(|child| child.0 < noun.0);
    let own = before.clone().filter(|&child| matches!(doc.dep(child), label::NUMMOD | label::QUANTMOD));
    let strong = before.filter(|&child| is_word(doc, child, "strong"));
    let strong = strong.flat_map(|child| doc.children(child).iter().copied());
    if let Some(number) = own.chain(strong).find(|&child| is_number(doc, child)) {
        return read(doc, number);
    }
    if !MASSES.contains(&doc.lemma(noun)) {
        return None;
    }
    let of = prepositions(doc, noun).find(|&preposition| is_word(doc, preposition, "of"))?;
    let inner = doc.child(of, label::POBJ)?;
    let number = doc.children(inner).iter().copied().find(|&child| doc.dep(child) == label::NUMMOD);
    read(doc, number.filter(|_| !is_number(doc, inner)).unwrap_or(inner))
}

/// The number that a word is part of.
pub(crate) fn read(doc: &Doc, word: TokenIdx) -> Option<Count> {
    if !is_number(doc, word) {
        return None;
    }
    let sentence = doc.sentence(word).tokens;
    let from = sentence.start().max(word.0.saturating_sub(REACH));
    let to = sentence.end().min(word.0 + REACH);
    let (mut start, mut end) = (word.0, word.0 + 1);
    while let Some(next) = left_of(doc, start, from) {
        start = next;
    }
    while let Some(next) = right_of(doc, end, to) {
        end = next;
    }
    let n = least(doc, Span::new(start, end))?;
    while start > from && is_about(doc, TokenIdx(start - 1), TokenIdx(start)) {
        start -= 1;
    }
    Some(Count { n, tokens: Span::new(start, end) })
}

/// Where a number starts that goes on to the left of `start`: at another number word, or at one with a joining word
/// between.
fn left_of(doc: &Doc, start: u32, from: u32) -> Option<u32> {
    let one = start.checked_sub(1).filter(|&at| at >= from)?;
    if is_number(doc, TokenIdx(one)) {
        return Some(one);
    }
    let two = one.checked_sub(1).filter(|&at| at >= from)?;
    (is_number(doc, TokenIdx(two)) && joins(doc, TokenIdx(two), TokenIdx(one), TokenIdx(start)))
        .then_some(two)
}

fn right_of(doc: &Doc, end: u32, to: u32) -> Option<u32> {
    if end < to && is_number(doc, TokenIdx(end)) {
        return Some(end + 1);
    }
    let next = TokenIdx(end + 1);
    (end + 1 < to && is_number(doc, next) && joins(doc, TokenIdx(end - 1), TokenIdx(end), next))
        .then_some(end + 2)
}

/// Whether a word joins two number words to one number or range: "two hundred and fifty", "twenty-five", "12 to 30",
/// "tens of thousands", "between 300 and 500".
fn joins(doc: &Doc, left: TokenIdx, word: TokenIdx, right: TokenIdx) -> bool {
    let is_after_between = || {
        let before = left.0.checked_sub(1).map(TokenIdx);
        before.is_some_and(|before| is_word(doc, before, "between"))
    };
    match doc.word(word).to_lowercase().as_str() {
        "-" | "–" | "to" | "or" => true,
        "and" => is_after_between() || scale(doc.word(left)).is_some() && doc.head(right) != doc.head(left),
        "of" => scale(doc.word(right)).is_some_and(|_| is_plural_scale(doc.word(left))),
        _ => false,
    }
}

/// Whether a word belongs to the number that starts at `start`: "at least", "some", "up to", "a" of "a dozen".
fn is_about(doc: &Doc, word: TokenIdx, start: TokenIdx) -> bool {
    let before = |word: TokenIdx, wanted: &str| {
        word.0.checked_sub(1).is_some_and(|before| is_word(doc, TokenIdx(before), wanted))
    };
    match doc.word(word).to_lowercase().as_str() {
        "a" => scale(doc.word(start)).is_some(),
        "an" => is_word(doc, start, "estimated"),
        "to" => before(word, "up") || before(word, "close"),
        "up" => is_word(doc, start, "to"),
        written => ABOUT.contains(&written),
    }
}

/// The lower end of a number or range.
fn least(doc: &Doc, span: Span<Tok>) -> Option<u64> {
    let words: Vec<String> = span.tokens().map(|token| doc.word(token).to_lowercase()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_compound = |at: usize| {
        let unit = |word: Option<&&str>| word.and_then(|word| cardinal(word));
        unit(at.checked_sub(1).and_then(|at| words.get(at))).is_some_and(|tens| tens >= 20)
            && unit(words.get(at + 1)).is_some_and(|unit| unit < 10)
    };
    let is_between = span.start() > 0 && is_word(doc, TokenIdx(span.start() - 1), "between");
    let is_cut = |at: usize| match words[at] {
        "to" | "or" => true,
        "-" | "–" => !is_compound(at),
        "and" => is_between,
        _ => false,
    };
    let cut = (0..words.len()).find(|&at| is_cut(at)).unwrap_or(words.len());
    let low = value(&words[..cut])?;
    // "two to three thousand", "12-15,000": the unit is told once.
    let last = words.last().and_then(|word| scale(word)).filter(|_| cut < words.len());
    let is_short = last.is_some() && !words[..cut].iter().any(|word| scale(word).is_some());
    Some(if is_short { low.checked_mul(last?)? } else { low }).filter(|&n| n <= MOST)
}

/// The value of number words: "two hundred and fifty", "1.5 million", "3,000", "tens of thousands".
fn value(words: &[&str]) -> Option<u64> {
    let (mut total, mut current): (u64, Option<u64>) = (0, None);
    for word in words {
        if let Some(by) = scale(word) {
            let times = current.unwrap_or(WHOLE).checked_mul(by)?;
            if by < 1_000 {
                current = Some(times);
            } else {
                total = total.checked_add(times)?;
                current = None;
            }
        } else if *word == "tens" {
            current = Some(10 * WHOLE);
        } else if let Some(n) = plain(word) {
            current = Some(current.unwrap_or(0).checked_add(n)?);
        }
    }
    let sum = total.checked_add(current.unwrap_or(0))?;
    (sum > 0 && sum % WHOLE == 0).then_some(sum / WHOLE)
}

/// Whether a word is a number or part of one.
pub(crate) fn is_number(doc: &Doc, token: TokenIdx) -> bool {
    let word = doc.word(token);
    matches!(doc.pos(token), Pos::Num | Pos::Noun)
        && (plain(word).is_some() || scale(word).is_some() || word.eq_ignore_ascii_case("tens"))
}

/// What a word multiplies by; of "dozens" and "hundreds" one is meant at least.
fn scale(word: &str) -> Option<u64> {
    Some(match word.to_lowercase().trim_end_matches('s') {
        "dozen" => 12,
        "score" => 20,
        "hundred" => 100,
        "thousand" => 1_000,
        "lakh" => 100_000,
        "million" => 1_000_000,
        "crore" => 10_000_000,
        "billion" => 1_000_000_000,
        _ => return None,
    })
}

fn is_plural_scale(word: &str) -> bool {
    word.eq_ignore_ascii_case("tens") || (scale(word).is_some() && word.ends_with(['s', 'S']))
}

/// A number word or figure, in thousandths; of "12-15" the lower.
fn plain(word: &str) -> Option<u64> {
    if let Some(n) = cardinal(&word.to_lowercase()) {
        return Some(u64::from(n) * WHOLE);
    }
    let low = word.split(['-', '–']).next().unwrap_or_default();
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '–');
    if low.is_empty() || low.len() > 15 || !word.chars().all(is_figure) {
        return None;
    }
    let digits: String = low.chars().filter(|&c| c != ',').collect();
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let part = format!("{part:0<3}");
    let thousandths: u64 = part.get(..3)?.parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(WHOLE)?.checked_add(thousandths)
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn numbers_are_read_from_words_and_figures() {
        for (words, n) in [
            ("12", Some(12)),
            ("3,000", Some(3_000)),
            ("two hundred and fifty", Some(250)),
            ("twenty - five", Some(25)),
            ("one hundred thousand", Some(100_000)),
            ("1.5 million", Some(1_500_000)),
            ("a dozen", Some(12)),
            ("two dozen", Some(24)),
            ("tens of thousands", Some(10_000)),
            ("hundreds of thousands", Some(100_000)),
            ("five lakh", Some(500_000)),
            ("12-15", Some(12)),
            ("2.5", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(value(&words.split(' ').collect::<Vec<_>>()), n, "{words}");
        }
    }
}
