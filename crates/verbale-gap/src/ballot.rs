//! One story is one vote.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Least, Period, Vote};

/// How much stands behind a stance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Coded positions.
    pub statements: usize,
    /// Independent stories.
    pub stories: usize,
    /// Publishers.
    pub publishers: usize,
}

impl Evidence {
    /// Whether it is enough for a number.
    pub fn is_enough(&self, least: Least) -> bool {
        self.stories >= least.stories && self.publishers >= least.publishers
    }
}

/// What a holder said on an object in a period: the stories' votes by class, each story counting 1 in all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ballot {
    /// Against, neutral, for.
    pub(crate) shares: [f64; 3],
    pub(crate) evidence: Evidence,
}

impl Ballot {
    pub(crate) fn count<'v, 'a: 'v>(
        votes: impl IntoIterator<Item = &'v Vote<'a>>,
        holder: &str,
        object: &str,
        period: Period,
    ) -> Self {
        let mut stories: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
        let mut publishers = BTreeSet::new();
        let mut statements = 0;
        for vote in votes {
            if vote.holder == holder && vote.object == object && period.holds(vote.date) {
                stories.entry(vote.story).or_default()[vote.class()] += 1.0;
                publishers.insert(vote.publisher);
                statements += 1;
            }
        }
        let mut shares = [0.0; 3];
        for story in stories.values() {
            let said: f64 = story.iter().sum();
            for (share, votes) in shares.iter_mut().zip(story) {
                *share += votes / said;
            }
        }
        let evidence = Evidence { statements, stories: stories.len(), publishers: publishers.len() };
        Self { shares, evidence }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn statements_of_one_story_share_its_vote() {
        let vote = |polarity, story, publisher| Vote {
            holder: "A",
            object: "talks",
            polarity,
            date: date(2024, 3, 2),
            story,
            publisher,
        };
        let votes = [vote(1.0, "one", "Herald"), vote(-1.0, "one", "Post"), vote(0.5, "two", "Post")];
        let march = Period::new(date(2024, 3, 1), date(2024, 3, 31));
        let ballot = Ballot::count(&votes, "A", "talks", march);
        assert_eq!(ballot.shares.map(|share| (share * 2.0).to_string()), ["1", "0", "3"]);
        assert_eq!(ballot.evidence, Evidence { statements: 3, stories: 2, publishers: 2 });
        assert_eq!(Ballot::count(&votes, "B", "talks", march), Ballot::default());
    }
}
