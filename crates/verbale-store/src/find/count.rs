use std::collections::HashSet;

use serde::Serialize;

/// When the same coding counts once: a lens on the rows, which are all kept.
///
/// The same is: same source, same target, same code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CountBy {
    /// Once in an article and a day.
    Article,
    /// Once a day, however many articles tell it.
    Day,
    /// Once in a story, however many days it runs. An article of no story is its own.
    Story,
}

impl std::str::FromStr for CountBy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "article" => Ok(Self::Article),
            "day" => Ok(Self::Day),
            "story" => Ok(Self::Story),
            _ => Err(format!("{text:?} is not article, day or story")),
        }
    }
}

/// What has been counted already.
pub(crate) struct Once {
    by: CountBy,
    seen: HashSet<u128>,
}

impl Once {
    pub(crate) fn new(by: CountBy) -> Self {
        Self { by, seen: HashSet::new() }
    }

    /// Whether this is the first of its kind. `what` says who, whom and which code; `story` is the document's.
    pub(crate) fn is_first(&mut self, document: i64, story: Option<i64>, day: i64, what: &[&str]) -> bool {
        let mut hasher = blake3::Hasher::new();
        let (unit, day) = match (self.by, story) {
            (CountBy::Article, _) => (document, day),
            (CountBy::Day, _) => (0, day),
            // Stories and documents have their numbers each for itself.
            (CountBy::Story, Some(story)) => (story, -1),
            (CountBy::Story, None) => (document, -2),
        };
        hasher.update(&unit.to_le_bytes()).update(&day.to_le_bytes());
        for part in what {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        self.seen.insert(u128::from_le_bytes(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n_first(by: CountBy) -> usize {
        let mut once = Once::new(by);
        let told = [
            (1, Some(7), 10),
            (1, Some(7), 10),
            (1, Some(7), 11),
            (2, Some(7), 10),
            (3, None, 10),
            (7, None, 10),
        ];
        told.into_iter()
            .filter(|&(document, story, day)| once.is_first(document, story, day, &["1", "2", "042"]))
            .count()
    }

    #[test]
    fn the_same_counts_once_in_an_article_a_day_a_story() {
        assert_eq!(n_first(CountBy::Article), 5);
        assert_eq!(n_first(CountBy::Day), 2);
        assert_eq!(n_first(CountBy::Story), 3);
    }

    #[test]
    fn other_codes_and_parties_are_others() {
        let mut once = Once::new(CountBy::Day);
        assert!(once.is_first(1, None, 1, &["1", "2", "042"]));
        assert!(once.is_first(1, None, 1, &["2", "1", "042"]));
        assert!(once.is_first(1, None, 1, &["1", "2", "040"]));
        assert!(!once.is_first(2, None, 1, &["1", "2", "042"]));
    }
}
