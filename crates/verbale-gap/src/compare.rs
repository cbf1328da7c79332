//! Two holders over periods.

use std::collections::BTreeSet;

use crate::ballot::{Ballot, Evidence};
use crate::distance::{Estimate, distance};
use crate::draws::{N_DRAWS, Stance, mean, seed, stance, stances};
use crate::{Period, Question, Vote};

/// The least change that is called one.
const LEAST_CHANGE: f64 = 0.10;

/// The share of draws that must agree on the way of a change.
const SURE: f64 = 0.975;

/// The answer to a [`Question`].
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// One for each period that was asked for.
    pub periods: Vec<PeriodGap>,
    /// The objects over which every gap is taken: the same in every period.
    pub objects: Vec<String>,
    /// Independent stories behind the numbers, of the one holder and of the other.
    pub stories: [usize; 2],
    /// Publishers behind the numbers.
    pub publishers: usize,
    /// Objects that were spoken of but lack evidence in the first or the last period with any, and whose it is.
    pub left_out: Vec<LeftOut>,
    /// From the first period with a gap to the last; `None` if fewer than two have one.
    pub change: Option<Change>,
}

/// A period and the gap in it.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodGap {
    /// When.
    pub period: Period,
    /// Mean over the objects of half the distance of the two stances: 0 the same, 1 opposite; `None` where an object
    /// lacks evidence.
    pub gap: Option<Estimate>,
    /// Object by object, in the order of [`Gap::objects`].
    pub objects: Vec<ObjectGap>,
}

/// Where both stand on an object.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectGap {
    /// On what.
    pub object: String,
    /// Where the first stands.
    pub a: Stance,
    /// Where the other stands.
    pub b: Stance,
}

/// An object without enough evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// On what.
    pub object: String,
    /// What there is on the first holder, period by period.
    pub a: Vec<Evidence>,
    /// What there is on the other.
    pub b: Vec<Evidence>,
}

/// How a gap changed from one period to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// From this period, by its place in [`Gap::periods`].
    pub from: usize,
    /// To this one.
    pub to: usize,
    /// The change and its interval: below zero is closer.
    pub estimate: Estimate,
    /// Share of draws in which they came closer.
    pub closer: f64,
    /// What may be said of it.
    pub verdict: Verdict,
}

/// What may be said of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They came closer.
    Converging,
    /// They moved apart.
    Diverging,
    /// No change is shown.
    Unchanged,
    /// There is not enough evidence.
    Insufficient,
}

impl Change {
    /// How likely draws so one-sided are where nothing changed: a two-sided p value, no smaller than the draws can tell.
    pub fn chance(&self) -> f64 {
        (2.0 * self.closer.min(1.0 - self.closer)).max(2.0 / N_DRAWS as f64)
    }
}

impl Verdict {
    /// Its word in outputs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Converging => "converging",
            Self::Diverging => "diverging",
            Self::Unchanged => "none",
            Self::Insufficient => "insufficient",
        }
    }
}

impl Gap {
    /// What may be said of the change; [`Verdict::Insufficient`] if there are no two periods to compare.
    pub fn verdict(&self) -> Verdict {
        self.change.map_or(Verdict::Insufficient, |change| change.verdict)
    }
}

/// What was said on an object, period by period.
struct Spoken<'q> {
    object: &'q str,
    a: Vec<Ballot>,
    b: Vec<Ballot>,
}

/// The gap between two holders in each period, over the objects for which the first and the last period with any
/// evidence have enough of it. Reprints must be left out of the votes.
pub fn compare(votes: &[Vote<'_>], question: &Question<'_>) -> Gap {
    let parties = [question.a, question.b];
    let of_parties: Vec<Vote<'_>> =
        votes.iter().filter(|vote| parties.contains(&vote.holder)).copied().collect();
    let names: BTreeSet<&str> = of_parties.iter().map(|vote| vote.object).collect();
    let spoken: Vec<Spoken<'_>> = names
        .into_iter()
        .map(|object| {
            let count = |holder| {
                let ballot = |period: &Period| Ballot::count(&of_parties, holder, object, *period);
                question.periods.iter().map(ballot).collect()
            };
            Spoken { object, a: count(question.a), b: count(question.b) }
        })
        .collect();

    let is_known = |spoken: &Spoken<'_>, period: usize| {
        [&spoken.a[period], &spoken.b[period]].iter().all(|ballot| ballot.evidence.is_enough(question.least))
    };
    let with_any: Vec<usize> = (0..question.periods.len())
        .filter(|&period| spoken.iter().any(|spoken| is_known(spoken, period)))
        .collect();
    let ends = [with_any.first(), with_any.last()];
    let (kept, dropped): (Vec<_>, Vec<_>) = spoken
        .iter()
        .partition(|spoken| ends.iter().all(|end| end.is_some_and(|&end| is_known(spoken, end))));

    let mut periods = Vec::new();
    let mut gap_draws: Vec<Option<Vec<f64>>> = Vec::new();
    for (number, &period) in question.periods.iter().enumerate() {
        let known = !kept.is_empty() && kept.iter().all(|spoken| is_known(spoken, number));
        let mut objects = Vec::new();
        let mut points = Vec::new();
        let mut draws: Vec<f64> = Vec::new();
        for spoken in &kept {
            let stances_of = |holder: &str, ballot: &Ballot| {
                stances(ballot, question.confusion.as_ref(), seed(holder, spoken.object, number))
            };
            let (a, b) = (&spoken.a[number], &spoken.b[number]);
            let (a_draws, b_draws) = (stances_of("a", a), stances_of("b", b));
            let (point, apart) = distance(&a_draws, &b_draws);
            points.push(point);
            draws.resize(apart.len(), 0.0);
            draws.iter_mut().zip(apart).for_each(|(sum, apart)| *sum += apart / kept.len() as f64);
            objects.push(ObjectGap {
                object: spoken.object.to_owned(),
                a: stance(&a_draws, a.evidence),
                b: stance(&b_draws, b.evidence),
            });
        }
        let gap = known.then(|| Estimate::of(mean(&points), draws.clone()).as_share());
        gap_draws.push(known.then_some(draws));
        periods.push(PeriodGap { period, gap, objects });
    }

    let is_behind = |vote: &&Vote<'_>| {
        let in_period = |period: &PeriodGap| period.gap.is_some() && period.period.holds(vote.date);
        kept.iter().any(|spoken| spoken.object == vote.object) && periods.iter().any(in_period)
    };
    let behind: Vec<&Vote<'_>> = of_parties.iter().filter(is_behind).collect();
    let stories_of = |holder| {
        let of_holder = behind.iter().filter(|vote| vote.holder == holder);
        of_holder.map(|vote| vote.story).collect::<BTreeSet<_>>().len()
    };
    let stories = [stories_of(question.a), stories_of(question.b)];
    let publishers = behind.iter().map(|vote| vote.publisher).collect::<BTreeSet<_>>().len();
    let change = change(&periods, &gap_draws);
    Gap {
        objects: kept.iter().map(|spoken| spoken.object.to_owned()).collect(),
        left_out: dropped.iter().map(|spoken| left_out(spoken)).collect(),
        stories,
        publishers,
        periods,
        change,
    }
}

fn left_out(spoken: &Spoken<'_>) -> LeftOut {
    let evidence = |ballots: &[Ballot]| ballots.iter().map(|ballot| ballot.evidence).collect();
    LeftOut { object: spoken.object.to_owned(), a: evidence(&spoken.a), b: evidence(&spoken.b) }
}

/// Where a holder stands on one object, period by period; `None` where there is not enough evidence.
pub fn stances_over(
    votes: &[Vote<'_>],
    holder: &str,
    object: &str,
    question: &Question<'_>,
) -> Vec<Option<Stance>> {
    let periods = question.periods.iter().enumerate();
    periods
        .map(|(number, period)| {
            let ballot = Ballot::count(votes, holder, object, *period);
            ballot.evidence.is_enough(question.least).then(|| {
                let draws = stances(&ballot, question.confusion.as_ref(), seed(holder, object, number));
                stance(&draws, ballot.evidence)
            })
        })
        .collect()
}

/// From the first period with a gap to the last.
fn change(periods: &[PeriodGap], draws: &[Option<Vec<f64>>]) -> Option<Change> {
    let known: Vec<usize> = (0..draws.len()).filter(|&number| draws[number].is_some()).collect();
    let (&from, &to) = (known.first()?, known.last()?);
    if from == to {
        return None;
    }
    let point = periods[to].gap?.point - periods[from].gap?.point;
    let changes: Vec<f64> =
        draws[to].as_ref()?.iter().zip(draws[from].as_ref()?).map(|(after, before)| after - before).collect();
    let share =
        |is: fn(&f64) -> bool| changes.iter().filter(|&c| is(c)).count() as f64 / changes.len() as f64;
    let closer = share(|change| *change < 0.0);
    let verdict = if closer >= SURE && point <= -LEAST_CHANGE {
        Verdict::Converging
    } else if share(|change| *change > 0.0) >= SURE && point >= LEAST_CHANGE {
        Verdict::Diverging
    } else {
        Verdict::Unchanged
    };
    Some(Change { from, to, estimate: Estimate::of(point, changes), closer, verdict })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const PUBLISHERS: [&str; 4] = ["Herald", "Courier", "Post", "Wire"];
    const STORIES: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];

    fn months() -> Vec<Period> {
        vec![
            Period::new(date(2024, 3, 1), date(2024, 3, 31)),
            Period::new(date(2024, 4, 1), date(2024, 4, 30)),
            Period::new(date(2024, 5, 1), date(2024, 5, 31)),
        ]
    }

    fn vote(holder: &'static str, object: &'static str, polarity: f64, month: i8, n: usize) -> Vote<'static> {
        let (story, publisher) = (STORIES[n % 12], PUBLISHERS[n % 4]);
        Vote { holder, object, polarity, date: date(2024, month, 1 + n as i8 % 28), story, publisher }
    }

    #[test]
    fn thin_evidence_gives_no_number() {
        let votes: Vec<_> =
            (0..4).flat_map(|n| [vote("A", "truce", 1.0, 3, n), vote("B", "truce", -1.0, 3, n)]).collect();
        let gap = compare(&votes, &Question::new("A", "B", months()));
        assert!(gap.periods.iter().all(|period| period.gap.is_none()));
        assert_eq!(gap.verdict(), Verdict::Insufficient);
        assert_eq!(gap.left_out[0].a[0], Evidence { statements: 4, stories: 4, publishers: 4 });
    }

    #[test]
    fn an_object_that_lacks_evidence_at_one_end_is_left_out_of_both() {
        let mut votes = Vec::new();
        for n in 0..10 {
            for month in [3, 5] {
                votes.extend([vote("A", "truce", 1.0, month, n), vote("B", "truce", 1.0, month, n)]);
            }
            // They quarrel over sanctions, in May only: that is no divergence.
            votes.extend([vote("A", "sanctions", 1.0, 5, n), vote("B", "sanctions", -1.0, 5, n)]);
        }
        let gap = compare(&votes, &Question::new("A", "B", months()));
        assert_eq!(gap.objects, ["truce"]);
        assert_eq!(gap.left_out[0].object, "sanctions");
        assert!(gap.periods[1].gap.is_none(), "nothing was said in April");
        assert_eq!(gap.verdict(), Verdict::Unchanged);
    }

    proptest! {
        #[test]
        fn any_votes_give_numbers_in_order(
            said in proptest::collection::vec((0..2usize, 0..2usize, -1.5..1.5f64, 3..6i8, 0..40usize), 0..120)
        ) {
            let votes: Vec<_> = said
                .iter()
                .map(|&(who, what, polarity, month, n)| vote(["A", "B"][who], ["x", "y"][what], polarity, month, n))
                .collect();
            let gap = compare(&votes, &Question::new("A", "B", months()));
            for estimate in gap.periods.iter().filter_map(|period| period.gap) {
                prop_assert!(0.0 <= estimate.low && estimate.low <= estimate.high && estimate.high <= 1.0);
            }
            prop_assert_eq!(gap.change.is_none(), gap.verdict() == Verdict::Insufficient);
        }
    }
}
