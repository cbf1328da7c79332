//! What is known of words beside the parse: their tone, and what kind of word they are.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A word's kinds: numbers of groups of words that are used alike, among many and among few.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kinds {
    pub(crate) fine: &'static str,
    pub(crate) coarse: &'static str,
}

static TONES: LazyLock<FxHashMap<&'static str, f32>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../weights/tone.tsv"));
    rows.filter_map(|mut cells| Some((cells.next()?, cells.next()?.parse::<f32>().ok()? / 4.0))).collect()
});

static KINDS: LazyLock<FxHashMap<&'static str, Kinds>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../weights/kinds.tsv"));
    rows.filter_map(|mut cells| Some((cells.next()?, Kinds { fine: cells.next()?, coarse: cells.next()? })))
        .collect()
});

fn rows(table: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t'))
}

/// From -1 (bad) to 1 (good); 0 where nothing is known.
pub(crate) fn tone(word: &str) -> f32 {
    TONES.get(word).copied().unwrap_or_default()
}

/// The kinds of a word in lower case.
pub(crate) fn kinds(word: &str) -> Option<Kinds> {
    KINDS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_a_tone_and_words_used_alike_a_kind() {
        assert!(tone("praise") > 0.3 && tone("condemn") < -0.3 && tone("table") == 0.0);
        let kind = |word| kinds(word).map(|kinds| kinds.coarse);
        assert!(kind("accused").is_some() && kind("accused") == kind("accusing"));
        assert!(kind("xyzzy").is_none());
    }
}
