//! How much a gap rests on one publisher.

use std::collections::BTreeSet;

use crate::{Gap, Question, Vote, compare};

/// The answer without one publisher.
#[derive(Clone, Debug, PartialEq)]
pub struct WithoutPublisher<'a> {
    /// Who was left out.
    pub publisher: &'a str,
    /// What the others say.
    pub gap: Gap,
}

/// Asks again without each publisher in turn, in the order of their names. A verdict that one of them turns is that
/// publisher's, and not the record's.
pub fn leave_one_publisher_out<'a>(votes: &[Vote<'a>], question: &Question<'_>) -> Vec<WithoutPublisher<'a>> {
    let parties = [question.a, question.b];
    let publishers: BTreeSet<&str> =
        votes.iter().filter(|vote| parties.contains(&vote.holder)).map(|vote| vote.publisher).collect();
    publishers
        .into_iter()
        .map(|publisher| {
            let others: Vec<Vote<'_>> =
                votes.iter().filter(|vote| vote.publisher != publisher).copied().collect();
            WithoutPublisher { publisher, gap: compare(&others, question) }
        })
        .collect()
}
