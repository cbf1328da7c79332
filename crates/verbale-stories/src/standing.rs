//! Standing text: what an outlet puts under all its articles.

use rustc_hash::FxHashMap;

use crate::words::Words;

/// The lines seen so far, and which of them stand under many articles that have nothing else in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    lines: FxHashMap<u64, Line>,
}

/// How a line was used.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    /// Documents that hold it.
    n_documents: u32,
    /// Those of them that consist of little else than lines seen before: reprints.
    n_reprints: u32,
    /// Day it was last seen.
    day: i32,
}

/// Documents a line must stand under. Fewer may be a report and its reprints.
const MANY: u32 = 8;

/// Part of a document's words in lines seen before, from which on it is held to be a reprint as a whole.
const REPRINT: f32 = 0.7;

/// Part of its documents that may be reprints. A reprinted paragraph is at home in documents reprinted as a whole; a
/// legal note is not.
const REPRINTS: f32 = 0.25;

/// Days after which a line that was not seen again is forgotten. Longer than any window: notes outlive the news.
const MEMORY: i32 = 60;

impl Standing {
    /// Takes note of a document's lines.
    pub(crate) fn note(&mut self, words: &Words, day: i32) {
        let mut lines: Vec<(u64, u32)> =
            words.line_hashes().map(|(hash, line)| (hash, line.end - line.start)).collect();
        let seen = lines.iter().filter(|(hash, _)| self.lines.contains_key(hash));
        let n_seen: u32 = seen.map(|(_, len)| len).sum();
        let is_reprint = n_seen as f32 >= REPRINT * words.len() as f32;
        // A line that comes twice in a document counts once.
        lines.sort_unstable();
        lines.dedup_by_key(|(hash, _)| *hash);
        for (hash, _) in lines {
            let line = self.lines.entry(hash).or_default();
            line.n_documents = line.n_documents.saturating_add(1);
            line.n_reprints = line.n_reprints.saturating_add(u32::from(is_reprint));
            line.day = line.day.max(day);
        }
    }

    /// Whether a line is standing text.
    pub(crate) fn holds(&self, line: u64) -> bool {
        self.lines.get(&line).is_some_and(|line| {
            line.n_documents >= MANY && line.n_reprints as f32 <= REPRINTS * line.n_documents as f32
        })
    }

    /// Forgets what was not seen for long.
    pub(crate) fn forget(&mut self, today: i32) {
        self.lines.retain(|_, line| line.day >= today.saturating_sub(MEMORY));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "This outlet is paid for by its readers and by nobody else.";

    fn hash(line: &str) -> u64 {
        Words::of(line).line_hashes().next().unwrap().0
    }

    #[test]
    fn a_note_under_unrelated_articles_is_standing_text() {
        let mut standing = Standing::default();
        for number in 0..9 {
            let article =
                format!("Report number {number} tells of something that no other report tells of.\n{NOTE}");
            standing.note(&Words::of(&article), 1);
        }
        assert!(standing.holds(hash(NOTE)));
        standing.forget(100);
        assert!(!standing.holds(hash(NOTE)));
    }

    #[test]
    fn a_paragraph_reprinted_often_is_not() {
        let mut standing = Standing::default();
        for _ in 0..20 {
            standing.note(
                &Words::of("The dam held, the ministry said on Sunday.\nVillages below it were emptied."),
                1,
            );
        }
        assert!(!standing.holds(hash("Villages below it were emptied.")));
    }
}
