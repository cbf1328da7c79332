//! `verbale gap --from jsonl`: gaps of cases whose coded positions are given, one case a line.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use verbale_gap::{Confusion, Period, Question, Verdict, Vote, compare};
use verbale_read::{Input, Limits, Rows};

use crate::exit::Exit;
use crate::gap::rounded;
use crate::output::{Output, Reader};
use crate::terminal;

/// Two holders, two or more periods, and what was coded.
#[derive(Deserialize)]
struct Case {
    id: String,
    a: String,
    b: String,
    periods: Vec<(Date, Date)>,
    confusion: Option<[[f64; 3]; 3]>,
    statements: Vec<Coded>,
}

#[derive(Deserialize)]
struct Coded {
    holder: String,
    object: String,
    polarity: f64,
    date: Date,
    story: String,
    publisher: String,
    copy_of: Option<String>,
}

/// Prints `{"id", "gap", "low", "high", "verdict"}` a case: the gap in its last period, and what may be said of the
/// change since its first.
pub(crate) fn run(input: &Input) -> anyhow::Result<Exit> {
    let mut output = Output::new();
    let mut exit = Exit::Fine;
    for row in Rows::open(input, Limits::default()) {
        let row = row?;
        let case: Case = match serde_json::from_slice(&row.bytes) {
            Ok(case) => case,
            Err(error) => {
                let place = format!("{}:{}:{}", input.name(), row.line, error.column());
                terminal::say_error(&format!("{place}: no case: {error}"), None);
                exit = Exit::SomeFailed;
                continue;
            }
        };
        if output.write(&(answer(&case).to_string() + "\n"))? == Reader::Gone {
            break;
        }
    }
    Ok(exit)
}

fn answer(case: &Case) -> serde_json::Value {
    let votes: Vec<Vote<'_>> = case
        .statements
        .iter()
        .filter(|coded| coded.copy_of.is_none())
        .map(|coded| Vote {
            holder: &coded.holder,
            object: &coded.object,
            polarity: coded.polarity,
            date: coded.date,
            story: &coded.story,
            publisher: &coded.publisher,
        })
        .collect();
    let periods = case.periods.iter().map(|&(from, to)| Period::new(from, to)).collect();
    let question =
        Question::new(&case.a, &case.b, periods).with_confusion(case.confusion.and_then(Confusion::new));
    let gap = compare(&votes, &question);
    let last = gap.periods.last().and_then(|period| period.gap);
    let verdict = if last.is_some() { gap.verdict() } else { Verdict::Insufficient };
    let last = last.filter(|_| verdict != Verdict::Insufficient);
    json!({
        "id": case.id,
        "gap": last.map(|gap| rounded(gap.point)),
        "low": last.map(|gap| rounded(gap.low)),
        "high": last.map(|gap| rounded(gap.high)),
        "verdict": verdict.code(),
    })
}
