//! How much a gap rests on one publisher.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::{Gap, Question, Vote, compare};

/// The answer without one publisher.
#[derive(Clone, Debug, PartialEq)]
pub struct WithoutPublisher<'a> {
    /// Who was left out.
    pub publisher: &'a str,
    /// What the others say.
    pub gap: Gap,
}

/// Asks again without each of the `most` publishers that have most votes, in the order of their names. A verdict that
/// one of them turns is that publisher's, and not the record's. Of hundreds the small ones turn nothing, and asking
/// without each of them would take as long as all else together.
pub fn leave_one_publisher_out<'a>(
    votes: &[Vote<'a>],
    question: &Question<'_>,
    most: usize,
) -> Vec<WithoutPublisher<'a>> {
    let parties = [question.a, question.b];
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for vote in votes.iter().filter(|vote| parties.contains(&vote.holder)) {
        *counts.entry(vote.publisher).or_default() += 1;
    }
    let mut by_votes: Vec<(&str, usize)> = counts.into_iter().collect();
    by_votes.sort_by_key(|&(_, n)| Reverse(n));
    let publishers: BTreeSet<&str> =
        by_votes.into_iter().take(most).map(|(publisher, _)| publisher).collect();
    publishers
        .into_iter()
        .map(|publisher| {
            let others: Vec<Vote<'_>> =
                votes.iter().filter(|vote| vote.publisher != publisher).copied().collect();
            WithoutPublisher { publisher, gap: compare(&others, question) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Period;

    #[test]
    fn of_many_publishers_those_with_most_votes_are_left_out_in_turn() {
        let vote = |publisher| Vote {
            holder: "A",
            object: "truce",
            polarity: 1.0,
            date: date(2024, 3, 2),
            story: "s",
            publisher,
        };
        let votes = [vote("Post"), vote("Wire"), vote("Herald"), vote("Wire"), vote("Herald")];
        let question = Question::new("A", "B", vec![Period::new(date(2024, 3, 1), date(2024, 3, 31))]);
        let without: Vec<&str> =
            leave_one_publisher_out(&votes, &question, 2).into_iter().map(|one| one.publisher).collect();
        assert_eq!(without, ["Herald", "Wire"]);
        assert_eq!(leave_one_publisher_out(&votes, &question, 9).len(), 3);
    }
}
