//! What a document is about: its words, and its names, numbers and dates.

use std::collections::BTreeMap;

use crate::item::Item;
use crate::terms::{Term, Vector, damped, is_grammar, rarest, rarity, stem, term};
use crate::words::runs;

/// What a document is about, as two blocks of weighted terms of equal say.
///
/// Words alone join two floods in one week; names, places, numbers and dates tell them apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// All words, those of the headline twice.
    words: Vector,
    /// Names, places and numbers.
    names: Vector,
    /// Names, numbers and days with their weights: what parts a group that is about two events.
    pub(crate) marks: Vec<(Term, f32)>,
}

/// Most terms of the block of words: as good as all on the development set, at a third of the time.
const MOST_WORDS: usize = 100;

/// Most terms of the block of names.
const MOST_NAMES: usize = 40;

/// Bytes at the head of a text whose names count once more: a report says first whom it is about.
const LEAD: usize = 400;

impl Profile {
    pub(crate) fn of(item: &Item) -> Self {
        let title = item.title.as_deref().unwrap_or("");
        let words = word_counts(title, &item.text);
        let words: Vec<(Term, f32)> = words
            .into_iter()
            .filter(|&(term, _)| !is_grammar(term))
            .map(|(term, count)| (term, damped(count) * rarity(term)))
            .collect();

        let shallow = Capitals::of(title, &item.text);
        let names = if item.names.is_empty() { shallow.names() } else { resolved(item, &shallow) };
        let mut marks: Vec<(Term, f32)> = Vec::with_capacity(names.len());
        let in_lead = shallow.lead();
        for (&term, &count) in &names {
            let count = count + in_lead.get(&term).copied().unwrap_or(0);
            marks.push((term, damped(count) * rarity(term)));
        }
        for (term, count) in days(item, title) {
            marks.push((term, damped(count) * DAY_TELLS * rarest()));
        }
        marks.sort_unstable_by_key(|&(term, _)| term);
        let names = names.into_iter().map(|(term, count)| (term, damped(count) * rarity(term))).collect();
        Self { words: Vector::new(words, MOST_WORDS), names: Vector::new(names, MOST_NAMES), marks }
    }

    /// How alike two documents are, 0 to 1.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        f32::midpoint(self.words.dot(&other.words), self.names.dot(&other.names))
    }

    /// Both blocks as one row of terms whose weighted products with another's give [`Profile::likeness`]: the terms of
    /// names are kept apart from those of words by their top bit.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (u64, f32)> + '_ {
        let names = self.names.iter().map(|(term, weight)| (u64::from(term) | NAME, weight));
        names.chain(self.words.iter().map(|(term, weight)| (u64::from(term), weight)))
    }

    /// The `most` terms that tell most.
    pub(crate) fn telling(&self, most: usize) -> Vec<u64> {
        let mut terms: Vec<(u64, f32)> = self.terms().collect();
        terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.into_iter().take(most).map(|(term, _)| term).collect()
    }
}

const NAME: u64 = 1 << 32;

/// A day tells less than an unseen name: many events fall on it.
const DAY_TELLS: f32 = 0.65;

fn word_counts(title: &str, text: &str) -> BTreeMap<Term, u32> {
    let mut counts = BTreeMap::new();
    for (part, weight) in [(title, 2), (text, 1)] {
        for word in runs(part).filter(|word| word.len() > 1) {
            *counts.entry(term(&stem(word))).or_default() += weight;
        }
    }
    counts
}

/// Capitalised words and numbers: names as far as they can be told without a language model.
struct Capitals {
    /// Each with where it stands.
    found: Vec<(Term, Place)>,
    /// Words that the text also has in lower case.
    lower: Vec<Term>,
}

struct Place {
    weight: u32,
    is_lead: bool,
    is_number: bool,
}

impl Capitals {
    fn of(title: &str, text: &str) -> Self {
        let (mut found, mut lower) = (Vec::new(), Vec::new());
        for (part, weight) in [(title, 2), (text, 1)] {
            for word in runs(part) {
                let at = word.as_ptr() as usize - part.as_ptr() as usize;
                let first = word.chars().next().unwrap_or(' ');
                let stem = term(&stem(word));
                let is_number = first.is_ascii_digit();
                if is_number || first.is_uppercase() {
                    let is_lead = weight == 1 && at < LEAD;
                    found.push((stem, Place { weight, is_lead, is_number }));
                } else if weight == 1 && word.len() > 1 {
                    lower.push(stem);
                }
            }
        }
        lower.sort_unstable();
        lower.dedup();
        Self { found, lower }
    }

    /// The names with their counts. A word the text also has in lower case is none.
    fn names(&self) -> BTreeMap<Term, u32> {
        self.count(|place| place.weight)
    }

    /// The numbers alone.
    fn numbers(&self) -> BTreeMap<Term, u32> {
        self.count(|place| if place.is_number { place.weight } else { 0 })
    }

    /// Those of the text's head.
    fn lead(&self) -> BTreeMap<Term, u32> {
        self.count(|place| u32::from(place.is_lead))
    }

    fn count(&self, weight: impl Fn(&Place) -> u32) -> BTreeMap<Term, u32> {
        let mut counts = BTreeMap::new();
        for (term, place) in &self.found {
            let weight = weight(place);
            let is_word = !place.is_number && self.lower.binary_search(term).is_ok();
            if weight > 0 && !is_word && !is_grammar(*term) && !CALENDAR.contains(term) {
                *counts.entry(*term).or_default() += weight;
            }
        }
        counts
    }
}

/// The names that were resolved, by their words, and the numbers of the text.
fn resolved(item: &Item, shallow: &Capitals) -> BTreeMap<Term, u32> {
    let mut counts = shallow.numbers();
    for (name, count) in &item.names {
        for word in runs(name).filter(|word| word.chars().next().is_some_and(char::is_uppercase)) {
            let term = term(&stem(word));
            if !is_grammar(term) {
                *counts.entry(term).or_default() += count;
            }
        }
    }
    counts
}

static CALENDAR: std::sync::LazyLock<Vec<Term>> = std::sync::LazyLock::new(|| {
    let names = MONTHS.iter().copied().chain([
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]);
    names.map(|name| term(&stem(name))).collect()
});

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The days that a document names, as month and day: those resolved in its record, else those written out.
fn days(item: &Item, title: &str) -> BTreeMap<Term, u32> {
    let mut counts = BTreeMap::new();
    let mut count =
        |month: usize, day: u32| *counts.entry(term(&format!("day {month} {day}"))).or_default() += 1;
    for (month, day) in item.days.iter().filter_map(|day| month_and_day(day)) {
        count(month, day);
    }
    if item.days.is_empty() {
        for part in [title, &item.text] {
            let words: Vec<&str> = runs(part).collect();
            for pair in words.windows(2) {
                let written =
                    month_of(pair[0]).zip(day_of(pair[1])).or_else(|| month_of(pair[1]).zip(day_of(pair[0])));
                if let Some((month, day)) = written {
                    count(month, day);
                }
            }
        }
    }
    counts
}

fn month_and_day(iso: &str) -> Option<(usize, u32)> {
    Some((iso.get(5..7)?.parse().ok()?, iso.get(8..10)?.parse().ok()?))
}

fn month_of(word: &str) -> Option<usize> {
    if word.len() < 3 || !word.is_ascii() || !word.starts_with(char::is_uppercase) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let is_short = lower.len() == 3 || lower == "sept";
    let month = MONTHS.iter().position(|month| *month == lower || (is_short && month.starts_with(&lower)))?;
    Some(month + 1)
}

fn day_of(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    digits.parse().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(text: &str) -> Profile {
        Profile::of(&Item { text: text.to_owned(), ..Item::default() })
    }

    #[test]
    fn two_reports_of_one_event_are_more_alike_than_two_events_of_a_kind() {
        let first =
            profile("A fire destroyed the Harland paper mill in Ketterby on May 3. Two workers were hurt.");
        let again = profile(
            "Ketterby: two people were hurt when the Harland mill burned down on 3 May, police said.",
        );
        let other =
            profile("A fire destroyed a timber yard in Ostrava on June 9. Five firefighters were hurt.");
        assert!(first.likeness(&again) > 2.0 * first.likeness(&other));
        assert!((first.likeness(&first) - 1.0).abs() < 1e-4);
    }

    #[test]
    fn days_are_read_in_either_order() {
        let item = |text: &str| Item { text: text.to_owned(), ..Item::default() };
        let days = |text: &str| days(&item(text), "").into_keys().collect::<Vec<_>>();
        assert_eq!(days("on May 3"), days("on 3rd May"));
        assert_eq!(days("on Sept. 11, 2014").len(), 1);
        assert!(days("he may 3 times, in March").is_empty());
    }

    #[test]
    fn resolved_names_stand_for_all_ways_of_naming() {
        let mut item = Item { text: "The president spoke. He left.".to_owned(), ..Item::default() };
        item.names = vec![("Ilse Brandt".to_owned(), 2)];
        let named = profile("Ilse Brandt spoke in public. Later Brandt left.");
        assert!(Profile::of(&item).names.dot(&named.names) > 0.9);
    }
}
