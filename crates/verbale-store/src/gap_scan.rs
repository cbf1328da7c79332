//! Every pair of countries on every issue: who came closer, and who moved apart.

use std::collections::BTreeMap;

use verbale_gap::{Change, Confusion, Least, Question, Step, Verdict, Vote, compare, discoveries, steps};

use crate::gap::Held;
use crate::stances::{StanceFilter, StanceRow};
use crate::{Store, StoreError};

/// Most positions a scan takes in.
const MOST: usize = 2_000_000;

/// What a scan found.
#[derive(Clone, Debug, PartialEq)]
pub struct GapScan {
    /// Pairs of countries that both hold positions on an issue.
    pub pairs: usize,
    /// Those with evidence enough in two periods, by how surely they changed.
    pub tested: Vec<Scanned>,
}

/// Two countries on one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Scanned {
    /// One country, as its code.
    pub a: String,
    /// The other.
    pub b: String,
    /// The issue's id.
    pub issue: String,
    /// From the first period with evidence enough to the last.
    pub change: Change,
    /// How likely draws so one-sided are where nothing changed.
    pub chance: f64,
    /// What may be said, seeing how many were looked at.
    pub verdict: Verdict,
}

impl Store {
    /// Compares all pairs of countries on all issues. Of the changes that are called, at most a share of `rate` is
    /// expected to be none (Benjamini and Hochberg 1995).
    pub fn gap_scan(
        &self,
        step: Step,
        filter: &StanceFilter,
        confusion: Option<Confusion>,
        rate: f64,
    ) -> Result<GapScan, StoreError> {
        Ok(scan(self.stances(filter, MOST)?, step, confusion, rate))
    }
}

fn scan(rows: Vec<StanceRow>, step: Step, confusion: Option<Confusion>, rate: f64) -> GapScan {
    let mut by_issue: BTreeMap<String, BTreeMap<String, Vec<Held>>> = BTreeMap::new();
    for row in rows {
        let (Some(issue), Some(country)) = (row.issue.clone(), row.country.clone()) else { continue };
        if row.copy_of.is_none() && row.is_official {
            by_issue.entry(issue).or_default().entry(country).or_default().extend(Held::of(row));
        }
    }
    let mut scan = GapScan { pairs: 0, tested: Vec::new() };
    for (issue, holders) in &by_issue {
        let holders: Vec<_> = holders.iter().collect();
        for (number, (a, of_a)) in holders.iter().enumerate() {
            for (b, of_b) in &holders[number + 1..] {
                scan.pairs += 1;
                if let Some(change) = change(a, of_a, b, of_b, step, confusion) {
                    let (a, b, issue) = ((*a).clone(), (*b).clone(), issue.clone());
                    scan.tested.push(Scanned {
                        a,
                        b,
                        issue,
                        change,
                        chance: change.chance(),
                        verdict: change.verdict,
                    });
                }
            }
        }
    }
    scan.tested.sort_by(|x, y| x.chance.total_cmp(&y.chance));
    let chances: Vec<f64> = scan.tested.iter().map(|scanned| scanned.chance).collect();
    for (scanned, is_discovery) in scan.tested.iter_mut().zip(discoveries(&chances, rate)) {
        if !is_discovery {
            scanned.verdict = Verdict::Unchanged;
        }
    }
    scan
}

/// The change between two countries on one issue; `None` without evidence enough in two periods.
fn change(
    a: &str,
    of_a: &[Held],
    b: &str,
    of_b: &[Held],
    step: Step,
    confusion: Option<Confusion>,
) -> Option<Change> {
    let least = Least::default();
    if of_a.len().min(of_b.len()) < 2 * least.stories {
        return None;
    }
    let held = || of_a.iter().chain(of_b);
    let (first, last) = (held().map(|held| held.date).min()?, held().map(|held| held.date).max()?);
    let question = Question::new(a, b, steps(first, last, step)).with_confusion(confusion);
    let votes: Vec<Vote<'_>> = held().map(Held::vote).collect();
    compare(&votes, &question).change
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(country: &str, polarity: f64, month: usize, n: usize) -> StanceRow {
        StanceRow {
            id: 0,
            document: 0,
            holder: 0,
            holder_name: country.to_owned(),
            holder_party: 0,
            holder_kind: "state".to_owned(),
            at: None,
            country: Some(country.to_owned()),
            is_official: true,
            issue: Some("yemen/ceasefire".to_owned()),
            object: "ceasefire".to_owned(),
            object_country: None,
            attitude: "supports".to_owned(),
            polarity,
            is_act: false,
            date: Some(format!("2024-0{month}-{:02}", n + 1)),
            words: String::new(),
            words_start: 0,
            start: 0,
            end: 0,
            rule: "positions.support".to_owned(),
            publisher: Some(["Herald", "Courier", "Post"][n % 3].to_owned()),
            title: None,
            url: None,
            story: (month * 100 + n) as i64,
            copy_of: None,
        }
    }

    #[test]
    fn of_all_pairs_those_that_changed_are_named_and_the_others_counted() {
        let mut rows = Vec::new();
        for n in 0..20 {
            for month in [3, 4] {
                let came_round = if month == 3 { -1.0 } else { 1.0 };
                rows.extend([
                    held("AAA", came_round, month, n),
                    held("BBB", 1.0, month, n),
                    held("CCC", 1.0, month, n),
                ]);
            }
            rows.push(held("DDD", -1.0, 3, n));
        }
        let found = scan(rows, Step::Month, None, 0.05);
        assert_eq!((found.pairs, found.tested.len()), (6, 3), "DDD was silent in April");
        let called: Vec<_> = found.tested.iter().filter(|pair| pair.verdict == Verdict::Converging).collect();
        assert!(called.iter().all(|pair| pair.a == "AAA" && pair.chance < 0.01));
        assert_eq!(called.len(), 2);
        assert_eq!(found.tested[2].verdict, Verdict::Unchanged);
    }
}
