//! The documents of the last days, findable by the text they hold.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::words::{SHINGLE, Words};

/// A document's number in a stream: 0 for the first.
pub(crate) type Number = u32;

/// A sliding window over a stream of documents, with an inverted index of their shingles.
///
/// The index holds one shingle in [`SAMPLE`]. Old entries are cut off when they are met, and swept once a day, so the
/// work for a document does not grow with the length of the stream.
#[derive(Clone, Debug, Default)]
pub(crate) struct Window {
    documents: VecDeque<Held>,
    /// Number of the first document held.
    first: Number,
    /// Newest entry of each shingle.
    heads: FxHashMap<u64, u32>,
    /// Entries, each with the next older one of its shingle.
    entries: Vec<Entry>,
    /// Entries that can be used again.
    free: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Held {
    words: Words,
    day: i32,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    document: Number,
    next: u32,
}

const NONE: u32 = u32::MAX;

/// One shingle in four is indexed: a shared passage of 20 words is missed once in a hundred times, one of 40 never.
const SAMPLE: u64 = 4;

/// Most documents looked at per shingle, newest first. A text in more hands than that is tied to its group by the
/// newest, and a phrase in more hands tells nothing.
const MOST_HANDS: usize = 48;

/// Shared shingles of the sample that make a document worth a look, for every hundred the shorter one has.
const WORTH_A_LOOK: usize = 8;

impl Window {
    /// The documents that may share text with this one, the likeliest first, `most` at most.
    pub(crate) fn candidates(&self, words: &Words, most: usize) -> Vec<Number> {
        let mut counts: FxHashMap<Number, usize> = FxHashMap::default();
        for shingle in sample(words) {
            let mut entry = self.heads.get(&shingle).copied().unwrap_or(NONE);
            for _ in 0..MOST_HANDS {
                let Some(&Entry { document, next }) = self.entries.get(entry as usize) else { break };
                if document < self.first {
                    break;
                }
                *counts.entry(document).or_default() += 1;
                entry = next;
            }
        }
        let mut found: Vec<(Number, usize)> = counts
            .into_iter()
            .filter(|&(number, count)| {
                let shorter = words.len().min(self.words(number).map_or(0, Words::len));
                let n_sampled = shorter.saturating_sub(SHINGLE - 1) / SAMPLE as usize;
                count * 100 >= n_sampled * WORTH_A_LOOK
            })
            .collect();
        found.sort_unstable_by_key(|&(number, count)| (usize::MAX - count, number));
        found.truncate(most);
        found.into_iter().map(|(number, _)| number).collect()
    }

    /// A document that is still held.
    pub(crate) fn words(&self, number: Number) -> Option<&Words> {
        self.documents.get(number.checked_sub(self.first)? as usize).map(|held| &held.words)
    }

    /// The day of a document that is still held.
    pub(crate) fn day(&self, number: Number) -> Option<i32> {
        self.documents.get(number.checked_sub(self.first)? as usize).map(|held| held.day)
    }

    /// Adds the next document of the stream and gives its number.
    pub(crate) fn push(&mut self, words: Words, day: i32) -> Number {
        let document = self.first + self.documents.len() as u32;
        for shingle in sample(&words) {
            let head = self.heads.entry(shingle).or_insert(NONE);
            if self.entries.get(*head as usize).is_some_and(|entry| entry.document == document) {
                continue; // the shingle comes twice in the document
            }
            let entry = Entry { document, next: *head };
            *head = if let Some(free) = self.free.pop() {
                self.entries[free as usize] = entry;
                free
            } else {
                self.entries.push(entry);
                (self.entries.len() - 1) as u32
            };
        }
        self.documents.push_back(Held { words, day });
        document
    }

    /// Lets go of the documents before a day, and of the oldest beyond `most`. Gives the number of the first held.
    pub(crate) fn slide(&mut self, since: i32, most: usize) -> Number {
        let before = self.first;
        while self.documents.front().is_some_and(|held| held.day < since || self.documents.len() > most) {
            self.documents.pop_front();
            self.first += 1;
        }
        if self.first > before {
            self.sweep();
        }
        self.first
    }

    /// Takes the entries of documents let go out of the index.
    fn sweep(&mut self) {
        let (entries, free, first) = (&mut self.entries, &mut self.free, self.first);
        self.heads.retain(|_, head| {
            let mut link = *head;
            let mut last_held = NONE;
            while let Some(&Entry { document, next }) = entries.get(link as usize) {
                if document < first {
                    break;
                }
                last_held = link;
                link = next;
            }
            while let Some(&Entry { next, .. }) = entries.get(link as usize) {
                free.push(link);
                link = next;
            }
            match entries.get_mut(last_held as usize) {
                Some(entry) => entry.next = NONE,
                None => return false,
            }
            true
        });
    }
}

fn sample(words: &Words) -> impl Iterator<Item = u64> + '_ {
    words.shingles().filter(|shingle| shingle.is_multiple_of(SAMPLE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(topic: &str) -> Words {
        let lines: Vec<String> = (0..30)
            .map(|n| format!("Sentence {n} of the report on {topic} says {topic} {n} and {}.", n * 7))
            .collect();
        Words::of(&lines.join("\n"))
    }

    #[test]
    fn a_document_is_found_by_its_text_while_it_is_held() {
        let mut window = Window::default();
        window.push(text("barley"), 1);
        window.push(text("copper"), 5);
        assert_eq!(window.candidates(&text("copper"), 9)[0], 1);
        window.slide(2, 100);
        assert!(window.words(0).is_none() && window.words(1).is_some());
        assert!(!window.candidates(&text("barley"), 9).contains(&0));
    }

    #[test]
    fn the_index_does_not_grow_with_the_stream() {
        let mut window = Window::default();
        let mut size = 0;
        for day in 0..40 {
            for number in 0..5 {
                window.push(text(&format!("matter {day} {number}")), day);
            }
            window.slide(day - 3, 1000);
            if day == 10 {
                size = window.entries.len();
            }
        }
        assert!(window.entries.len() < size * 3 / 2, "{size} then {}", window.entries.len());
        assert!(window.heads.len() <= window.entries.len());
    }
}
