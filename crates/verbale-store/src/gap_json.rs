//! A gap as JSON, the same for the command line and the pages.

use serde_json::{Value, json};
use verbale_gap::{Estimate, Evidence, Least, Names, Stance, in_words};

use crate::{GapAsked, GapFound};

impl GapFound {
    /// Everything that was found. `a` and `b` are the two countries in the order they were asked for.
    pub fn as_json(&self, asked: &GapAsked, names: &Names<'_>) -> Value {
        let gap = &self.gap;
        let periods: Vec<Value> = gap
            .periods
            .iter()
            .map(|period| {
                let objects: Vec<Value> = period
                    .objects
                    .iter()
                    .map(|object| {
                        json!({"object": object.object, "a": stance_json(&object.a), "b": stance_json(&object.b)})
                    })
                    .collect();
                json!({
                    "from": period.period.from,
                    "to": period.period.to,
                    "gap": period.gap.map(estimate_json),
                    "objects": objects,
                })
            })
            .collect();
        let left_out: Vec<Value> = gap
            .left_out
            .iter()
            .map(|left_out| {
                let of = |all: &[Evidence]| all.iter().map(evidence).collect::<Vec<_>>();
                json!({"object": left_out.object, "a": of(&left_out.a), "b": of(&left_out.b)})
            })
            .collect();
        let without: Vec<Value> = self
            .without_publisher
            .iter()
            .map(|without| {
                let last = without.gap.periods.last().and_then(|period| period.gap);
                json!({
                    "publisher": without.publisher,
                    "verdict": without.gap.verdict().code(),
                    "last": last.map(estimate_json),
                })
            })
            .collect();
        let regard: Vec<Value> = self
            .regard
            .iter()
            .map(|regard| {
                let stances: Vec<_> =
                    regard.stances.iter().map(|held| held.as_ref().map(stance_json)).collect();
                json!({"of": regard.of, "toward": regard.toward, "acts": regard.is_act, "periods": stances})
            })
            .collect();
        json!({
            "a": asked.a,
            "b": asked.b,
            "issue": asked.issue,
            "words": in_words(gap, names, Least::default()),
            "verdict": gap.verdict().code(),
            "change": gap.change.map(|change| estimate_json(change.estimate)),
            "stories": gap.stories,
            "publishers": gap.publishers,
            "objects": gap.objects,
            "periods": periods,
            "left_out": left_out,
            "without_publisher": without,
            "regard": regard,
            "claims": self.claims,
            "reprints_not_counted": self.reprints,
            "others_not_counted": self.others,
            "positions": self.held.iter().map(|held| &held.row).collect::<Vec<_>>(),
        })
    }
}

/// A stance with its interval and what it rests on.
pub fn stance_json(stance: &Stance) -> Value {
    json!({"stance": estimate_json(stance.estimate), "evidence": evidence(&stance.evidence)})
}

/// An estimate with its 95 % interval, to four places: the draws know no more.
pub fn estimate_json(estimate: Estimate) -> Value {
    let rounded = |value: f64| (value * 1e4).round() / 1e4;
    json!({"point": rounded(estimate.point), "low": rounded(estimate.low), "high": rounded(estimate.high)})
}

fn evidence(evidence: &Evidence) -> Value {
    json!({
        "statements": evidence.statements,
        "stories": evidence.stories,
        "publishers": evidence.publishers,
    })
}
