//! `verbale gap --scan`: all pairs of countries on all issues.

use std::fmt::Write as _;

use serde_json::{Value, json};
use verbale_gap::{Confusion, Step, Verdict};
use verbale_store::{GapScan, Scanned, StanceFilter, Store};

use crate::args::{GapArgs, GapForm};
use crate::gap::{rounded, title};

/// What the scan found, in words or as JSON.
pub(crate) fn answer(
    store: &Store,
    args: &GapArgs,
    step: Step,
    confusion: Option<Confusion>,
) -> anyhow::Result<String> {
    let filter = StanceFilter {
        issue: args.issue.clone(),
        from: args.since.map(|day| day.to_string()),
        to: args.until.map(|day| day.to_string()),
        ..StanceFilter::default()
    };
    let scan = store.gap_scan(step, &filter, confusion, args.rate)?;
    Ok(match args.form {
        GapForm::Json => as_json(&scan, args.rate).to_string() + "\n",
        GapForm::Text => in_words(&scan, args.rate),
        GapForm::Svg => {
            anyhow::bail!("a scan is words or JSON: a picture shows one pair (--between, --and, --issue)")
        }
    })
}

fn in_words(scan: &GapScan, rate: f64) -> String {
    let called: Vec<&Scanned> = scan.tested.iter().filter(|scanned| is_called(scanned)).collect();
    let mut words = format!(
        "Looked at {} pairs of countries on an issue; {} had evidence enough in two periods, {} of them changed \
         (at most {:.0} % of these are expected to be chance).\n",
        scan.pairs,
        scan.tested.len(),
        called.len(),
        rate * 100.0
    );
    for scanned in called {
        let way = if scanned.verdict == Verdict::Converging { "came closer" } else { "moved apart" };
        let change = scanned.change.estimate;
        let _ = writeln!(
            words,
            "{} and {} {way} on {} ({}): {:+.2} ({:+.2} to {:+.2}), p {:.3}",
            scanned.a,
            scanned.b,
            title(&scanned.issue),
            scanned.issue,
            change.point,
            change.low,
            change.high,
            scanned.chance
        );
    }
    words
}

fn is_called(scanned: &Scanned) -> bool {
    matches!(scanned.verdict, Verdict::Converging | Verdict::Diverging)
}

fn as_json(scan: &GapScan, rate: f64) -> Value {
    let tested: Vec<Value> = scan
        .tested
        .iter()
        .map(|scanned| {
            let change = scanned.change.estimate;
            json!({
                "a": scanned.a,
                "b": scanned.b,
                "issue": scanned.issue,
                "change": {"point": rounded(change.point), "low": rounded(change.low), "high": rounded(change.high)},
                "p": rounded(scanned.chance),
                "verdict": scanned.verdict.code(),
            })
        })
        .collect();
    json!({"pairs": scan.pairs, "rate": rate, "tested": tested})
}
