//! What class names, ids and set phrases say of a block, as groups of words found in them.

mod classes;
mod phrases;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

pub(crate) use classes::CLASS_GROUPS;
pub(crate) use phrases::PHRASE_GROUPS;

/// A set of groups, one bit each.
pub(crate) type Groups = u64;

/// The groups that rules ask for.
pub(crate) mod group {
    use super::Groups;

    /// Lists of other stories, and their items.
    pub(crate) const RELATED: Groups = 1 << 10 | 1 << 11 | 1 << 12;
    pub(crate) const AUTHOR: Groups = 1 << 19;
    pub(crate) const CAPTION: Groups = 1 << 21;
    pub(crate) const MEDIA: Groups = 1 << 22;
    /// Lines that sum an article up.
    pub(crate) const STANDFIRST: Groups = 1 << 24;
    pub(crate) const DATE: Groups = 1 << 25;
}

/// Finds which groups have a word in a text.
struct Finder {
    words: AhoCorasick,
    group_of: Vec<u8>,
}

impl Finder {
    fn new(groups: &[&str], mark: char) -> Self {
        let words = AhoCorasick::builder()
            .kind(Some(aho_corasick::AhoCorasickKind::DFA))
            .build(groups.iter().flat_map(|words| words.split(mark)))
            .expect("a few hundred short words fit");
        let group_of = groups
            .iter()
            .enumerate()
            .flat_map(|(i, words)| std::iter::repeat_n(i as u8, words.split(mark).count()))
            .collect();
        Self { words, group_of }
    }

    fn find(&self, text: &str) -> Groups {
        let found =
            self.words.find_overlapping_iter(text).map(|found| self.group_of[found.pattern().as_usize()]);
        found.fold(0, |groups, group| groups | 1 << group)
    }
}

/// The groups of a class, id or the like, in lower case.
pub(crate) fn class_groups(names: &str) -> Groups {
    static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(&CLASS_GROUPS, ' '));
    FINDER.find(names)
}

/// The groups of phrases in a text, in lower case.
pub(crate) fn phrase_groups(text: &str) -> Groups {
    static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(&PHRASE_GROUPS, '|'));
    FINDER.find(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_overlap() {
        let groups = class_groups("td-post-content tagdiv-type");
        for group in [1, 5, 7, 20] {
            assert_ne!(groups & 1 << group, 0, "{group}");
        }
        assert_eq!(groups & 1 << 9, 0);
        assert_ne!(phrase_groups("lesen sie auch: der damm") & 1, 0);
    }
}
