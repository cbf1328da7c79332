//! Steps of time for charts: which length suits a stretch, and all steps of it in order, those without anything too.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use verbale_store::Step;

use crate::chart::Bucket;
use crate::search::last_day;

/// Steps a chart has at most.
const MOST: usize = 130;

/// The finest step that gives a chart of readable width.
pub(crate) fn step_for(from: Date, to: Date) -> Step {
    let days = usize::try_from((to - from).get_days()).unwrap_or(0) + 1;
    match days {
        0..=MOST => Step::Day,
        _ if days / 7 < MOST => Step::Week,
        _ if days / 30 < MOST => Step::Month,
        _ => Step::Year,
    }
}

/// The first day of the step with this name, as the store names it.
pub(crate) fn first_day(name: &str) -> Option<Date> {
    let whole = match name.len() {
        4 => format!("{name}-01-01"),
        7 => format!("{name}-01"),
        _ => name.to_owned(),
    };
    whole.parse().ok()
}

/// All steps of a stretch, with the documents read in each.
pub(crate) fn buckets(step: Step, from: Date, to: Date, read: &BTreeMap<Date, u64>) -> Vec<Bucket> {
    let mut first = start_of(step, from);
    let mut buckets = Vec::new();
    while first <= to && buckets.len() < 4 * MOST {
        let last = last_day(step, first);
        buckets.push(Bucket {
            from: first.to_string(),
            to: last.to_string(),
            label: label(step, first),
            read: read.get(&first).copied().unwrap_or(0),
        });
        let Ok(next) = last.tomorrow() else { break };
        first = next;
    }
    buckets
}

fn start_of(step: Step, day: Date) -> Date {
    match step {
        Step::Day => day,
        Step::Week => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day),
        Step::Month => day.first_of_month(),
        Step::Year => day.first_of_year(),
    }
}

fn label(step: Step, first: Date) -> String {
    match step {
        Step::Day => first.strftime("%-d %b %Y").to_string(),
        Step::Week => first.strftime("week of %-d %b %Y").to_string(),
        Step::Month => first.strftime("%b %Y").to_string(),
        Step::Year => first.strftime("%Y").to_string(),
    }
}

/// A stretch of days as the address has it.
pub(crate) fn when(from: &str, to: &str) -> String {
    if from == to { from.to_owned() } else { format!("{from}..{to}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_chart_has_a_readable_number_of_steps() {
        for (from, to, step, n) in [
            ("2024-03-01", "2024-05-31", Step::Day, 92),
            ("2023-01-01", "2024-05-31", Step::Week, 75),
            ("2015-01-01", "2024-05-31", Step::Month, 113),
            ("1945-01-01", "2024-05-31", Step::Year, 80),
        ] {
            assert_eq!(step_for(day(from), day(to)), step, "{from}");
            assert_eq!(buckets(step, day(from), day(to), &BTreeMap::new()).len(), n, "{from}");
        }
    }

    #[test]
    fn weeks_begin_on_monday_and_reading_falls_into_its_step() {
        let read = BTreeMap::from([(day("2024-02-26"), 7)]);
        let weeks = buckets(Step::Week, day("2024-03-01"), day("2024-03-05"), &read);
        assert_eq!(
            (weeks.len(), weeks[0].from.as_str(), weeks[0].to.as_str(), weeks[0].read),
            (2, "2024-02-26", "2024-03-03", 7)
        );
        assert_eq!(first_day("2024-03"), Some(day("2024-03-01")));
        assert_eq!(first_day("2024"), Some(day("2024-01-01")));
    }
}
