//! Which documents of a stream hold the text of earlier ones.

use crate::overlap::{Overlap, Probe};
use crate::standing::Standing;
use crate::window::{Number, Window};
use crate::words::Words;

/// A document and an earlier one that share text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Match {
    pub(crate) other: Number,
    pub(crate) overlap: Overlap,
}

impl Match {
    /// Whether one is a copy of the other: half of the shorter, and not a form filled in anew.
    pub(crate) fn is_copy(&self) -> bool {
        self.overlap.bridged >= COPY && !self.overlap.is_template
    }
}

/// From this share of the shorter document on it is a copy.
const COPY: f32 = 0.5;

/// From this share on it is worth saying that text is shared.
const PARTIAL: f32 = 0.2;

/// Most earlier documents that are held against one word for word.
const MOST_CANDIDATES: usize = 64;

/// Finds shared text over a sliding window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copies {
    standing: Standing,
    window: Window,
    /// All documents were announced: their lines are counted already.
    is_announced: bool,
}

impl Copies {
    /// Takes note of a document that will come, so that standing text is known from the start.
    pub(crate) fn announce(&mut self, words: &Words, day: i32) {
        self.is_announced = true;
        self.standing.note(words, day);
    }

    /// Adds the next document of the stream: its number, and the earlier documents it shares text with.
    pub(crate) fn add(&mut self, words: &Words, day: i32, days_apart: i32) -> (Number, Vec<Match>) {
        if !self.is_announced {
            self.standing.note(words, day);
        }
        let mut own = words.without_lines(|line| self.standing.holds(line));
        if own.len() == 0 {
            own = words.clone(); // a document that is all standing text is not compared as nothing
        }
        let mut matches = Vec::new();
        let probe = Probe::new(&own);
        for other in self.window.candidates(&own, MOST_CANDIDATES) {
            let (Some(older), Some(other_day)) = (self.window.words(other), self.window.day(other)) else {
                continue;
            };
            if other_day.abs_diff(day) > days_apart.unsigned_abs() {
                continue;
            }
            let overlap = probe.overlap(older);
            if overlap.bridged >= PARTIAL {
                matches.push(Match { other, overlap });
            }
        }
        (self.window.push(own, day), matches)
    }

    /// Lets go of what lies before a day. Gives the number of the first document held.
    pub(crate) fn slide(&mut self, today: i32, days: i32, most: usize) -> Number {
        self.standing.forget(today);
        self.window.slide(today.saturating_sub(days), most)
    }
}
