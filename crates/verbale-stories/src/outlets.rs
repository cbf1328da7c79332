//! The names that news outlets go by.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use rustc_hash::FxHashMap;

/// A known news outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outlet {
    /// The name it is known by here.
    pub(crate) name: &'static str,
    /// Whether it is an agency, whose text others run.
    pub(crate) is_agency: bool,
    /// Whether people appear "on" it.
    pub(crate) is_broadcaster: bool,
}

struct Outlets {
    all: Vec<Outlet>,
    /// Every name in lower case, without a leading article.
    by_name: FxHashMap<String, usize>,
    /// Every name as it is written, and the outlet of each.
    finder: AhoCorasick,
    outlet_of: Vec<usize>,
}

static OUTLETS: LazyLock<Outlets> = LazyLock::new(|| {
    let (mut all, mut by_name, mut names, mut outlet_of) =
        (Vec::new(), FxHashMap::default(), Vec::new(), Vec::new());
    for line in include_str!("../data/outlets.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (name, kind, others) =
            (fields.next().unwrap_or(""), fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        for name in std::iter::once(name).chain(others.split('|')).filter(|name| !name.is_empty()) {
            by_name.insert(plain(name), all.len());
            names.push(name);
            outlet_of.push(all.len());
        }
        all.push(Outlet { name, is_agency: kind == "agency", is_broadcaster: kind == "broadcaster" });
    }
    let finder = AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(names);
    Outlets { all, by_name, finder: finder.expect("the names are few and short"), outlet_of }
});

/// The outlet of a name, in any case, with or without its article.
pub(crate) fn outlet(name: &str) -> Option<&'static Outlet> {
    let outlets = &*OUTLETS;
    outlets.by_name.get(&plain(name)).map(|&at| &outlets.all[at])
}

/// The outlets named in a text, with the bytes where they stand. Names are told by their capitals and by whole words.
pub(crate) fn mentions(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &'static Outlet)> + '_ {
    let outlets = &*OUTLETS;
    outlets.finder.find_iter(text).filter_map(move |found| {
        let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let is_whole = !is_word(text[..found.start()].chars().next_back())
            && !is_word(text[found.end()..].chars().next());
        is_whole.then(|| (found.range(), &outlets.all[outlets.outlet_of[found.pattern().as_usize()]]))
    })
}

fn plain(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower.strip_prefix("the ").map_or(lower.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_is_known_by_all_its_names() {
        for name in ["AP", "the associated press", "The AP"] {
            assert_eq!(outlet(name).map(|outlet| outlet.name), Some("AP"), "{name}");
        }
        assert_eq!(outlet("Daily Unheard-of"), None);
    }

    #[test]
    fn names_are_found_as_whole_words() {
        let text = "BBC Radio and The New York Times said so; MAPS and BBCX did not.";
        let found: Vec<&str> = mentions(text).map(|(_, outlet)| outlet.name).collect();
        assert_eq!(found, ["BBC", "New York Times"]);
    }
}
