//! What two documents have in common, word for word.

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::words::{SHINGLE, Words};

/// How much text two documents share, and of what kind it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Overlap {
    /// Part of the shorter document's words that stand in shared runs of more than [`SHINGLE`] words: what is shown.
    pub(crate) share: f32,
    /// The same with runs of [`SHINGLE`] words, and small changes inside a copied passage, counted as copied: what is
    /// decided by.
    pub(crate) bridged: f32,
    /// As `bridged`, of the new document.
    pub(crate) of_new: f32,
    /// As `bridged`, of the old document.
    pub(crate) of_old: f32,
    /// The frame is shared, but most of the numbers, names and dates it holds differ.
    pub(crate) is_template: bool,
}

/// A document laid out so that others can be held against it.
pub(crate) struct Probe<'a> {
    words: &'a Words,
    /// First place of each shingle.
    places: FxHashMap<u64, u32>,
}

/// A run of words that stands in both.
#[derive(Clone, Copy, Debug)]
struct Run {
    old: usize,
    new: usize,
    len: usize,
}

/// Most words on either side of a change inside a copied passage. Editors change a word or a clause; what is longer is
/// another sentence.
const BRIDGE: usize = 8;

/// Most words on either side of a place where values are compared. Forms have short pieces of text between the values,
/// too short to be runs.
const SLOT: usize = 20;

/// A pair is a template where at least this many values differ …
const FEWEST_CHANGED: usize = 3;

impl<'a> Probe<'a> {
    pub(crate) fn new(words: &'a Words) -> Self {
        let mut places = FxHashMap::with_capacity_and_hasher(words.len(), FxBuildHasher);
        for (at, shingle) in words.shingles().enumerate() {
            places.entry(shingle).or_insert(at as u32);
        }
        Self { words, places }
    }

    /// Holds an older document against this one.
    pub(crate) fn overlap(&self, old: &Words) -> Overlap {
        let (n_old, n_new) = (old.len(), self.words.len());
        if n_old == 0 || n_new == 0 {
            return Overlap::default();
        }
        let runs = self.runs(old);
        let mut in_old = vec![false; n_old];
        let mut in_new = vec![false; n_new];
        let mark = |runs: &mut dyn Iterator<Item = &Run>, in_old: &mut [bool], in_new: &mut [bool]| {
            for run in runs {
                in_old[run.old..run.old + run.len].fill(true);
                in_new[run.new..run.new + run.len].fill(true);
            }
        };
        mark(&mut runs.iter().filter(|run| run.len > SHINGLE), &mut in_old, &mut in_new);
        let part = |marks: &[bool]| marks.iter().filter(|&&mark| mark).count() as f32 / marks.len() as f32;
        let of_shorter =
            |in_old: &[bool], in_new: &[bool]| if n_old <= n_new { part(in_old) } else { part(in_new) };
        let share = of_shorter(&in_old, &in_new);
        mark(&mut runs.iter(), &mut in_old, &mut in_new);

        let (mut n_changed, mut n_kept) = (0, 0);
        for run in &runs {
            n_kept += old.values[run.old..run.old + run.len].iter().filter(|&&value| value).count();
        }
        let head = Run { old: 0, new: 0, len: 0 };
        let tail = Run { old: n_old, new: n_new, len: 0 };
        let stops: Vec<Run> = [head].into_iter().chain(runs.iter().copied()).chain([tail]).collect();
        for pair in stops.windows(2) {
            let Some((old_gap, new_gap)) = gap(pair[0], pair[1], SLOT) else { continue };
            let (changed, kept) = values_changed(old, &old_gap, self.words, &new_gap);
            n_changed += changed;
            n_kept += kept;
        }
        for pair in runs.windows(2) {
            let Some((old_gap, new_gap)) = gap(pair[0], pair[1], BRIDGE) else { continue };
            in_old[old_gap].fill(true);
            in_new[new_gap].fill(true);
        }
        // … and they are a third or more of all values there are.
        let is_template = n_changed >= FEWEST_CHANGED && n_changed * 2 >= n_kept;
        Overlap {
            share,
            bridged: of_shorter(&in_old, &in_new),
            of_new: part(&in_new),
            of_old: part(&in_old),
            is_template,
        }
    }

    /// The shared runs in the order of the old document; a run goes on as long as both do.
    fn runs(&self, old: &Words) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (at, shingle) in old.shingles().enumerate() {
            if let Some(run) = runs.last_mut()
                && run.old + run.len + 1 == at + SHINGLE
                && self.words.hashes.get(run.new + run.len) == old.hashes.get(at + SHINGLE - 1)
            {
                run.len += 1;
                continue;
            }
            if let Some(&place) = self.places.get(&shingle) {
                runs.push(Run { old: at, new: place as usize, len: SHINGLE });
            }
        }
        runs
    }
}

/// What lies between two runs that follow each other closely in both documents.
fn gap(before: Run, after: Run, most: usize) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let old = before.old + before.len..after.old;
    let new = before.new + before.len..after.new;
    let is_close =
        |range: &std::ops::Range<usize>| range.start <= range.end && range.end - range.start <= most;
    (is_close(&old) && is_close(&new)).then_some((old, new))
}

/// How many values of a gap differ between the two documents, and how many are the same.
fn values_changed(
    old: &Words,
    old_gap: &std::ops::Range<usize>,
    new: &Words,
    new_gap: &std::ops::Range<usize>,
) -> (usize, usize) {
    let values = |words: &Words, gap: &std::ops::Range<usize>| -> Vec<u32> {
        gap.clone().filter(|&at| words.values[at]).map(|at| words.hashes[at]).collect()
    };
    let (old_values, mut new_values) = (values(old, old_gap), values(new, new_gap));
    let mut n_kept = 0;
    for value in &old_values {
        if let Some(at) = new_values.iter().position(|other| other == value) {
            new_values.swap_remove(at);
            n_kept += 1;
        }
    }
    // A value that is only on one side was cut or added, not changed.
    ((old_values.len() - n_kept).min(new_values.len()), n_kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlap(old: &str, new: &str) -> Overlap {
        let (old, new) = (Words::of(old), Words::of(new));
        Probe::new(&new).overlap(&old)
    }

    const REPORT: &str = "The ferry left Bergen at dawn with ninety people on board. It met heavy seas off the \
                          cape, the coast guard said, and turned back before noon.";

    #[test]
    fn a_reprint_shares_all_and_a_stranger_nothing() {
        let same = overlap(REPORT, REPORT);
        assert!(same.share > 0.999 && same.of_old > 0.999 && !same.is_template);
        let other = overlap(REPORT, "Parliament votes on the budget next week, the speaker said.");
        assert!(other.share < 0.001 && other.bridged < 0.001);
    }

    #[test]
    fn the_share_is_of_the_shorter_document() {
        let longer =
            format!("{REPORT} The owners declined to comment on the report when they were asked about it.");
        let cut = overlap(&longer, REPORT);
        assert!(cut.share > 0.999 && cut.of_old < 0.8, "{cut:?}");
    }

    #[test]
    fn a_changed_word_is_bridged() {
        let edited = REPORT.replace("heavy", "rough");
        let overlap = overlap(REPORT, &edited);
        assert!(overlap.share < 0.99 && overlap.bridged > 0.999, "{overlap:?}");
    }

    #[test]
    fn a_form_filled_in_anew_is_a_template() {
        let quake = |size: &str, town: &str, depth: &str, day: &str| {
            format!(
                "A magnitude {size} tremor was felt near {town} late on {day}, the survey said on its page. It lay \
                 at a depth of {depth} kilometers below the ground. No damage has been reported so far by anyone."
            )
        };
        let (first, second) =
            (quake("3.1", "Aksaray", "12", "Monday"), quake("4.6", "Denizli", "7", "Friday"));
        let found = overlap(&first, &second);
        assert!(found.bridged > 0.5 && found.is_template, "{found:?}");
        assert!(!overlap(&first, &first).is_template);
    }
}
