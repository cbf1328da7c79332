//! Periods of one length, one after another.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::Period;

/// Most periods of a series.
const MOST: usize = 600;

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A month.
    Month,
    /// Three months, from January, April, July or October.
    Quarter,
    /// A year.
    Year,
}

impl Step {
    fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// The periods that hold the days from one to another: whole months, quarters or years, at most 600 of them.
pub fn steps(from: Date, to: Date, step: Step) -> Vec<Period> {
    let months = step.months();
    let month = (from.month() - 1) / months * months + 1;
    let mut periods = Vec::new();
    let mut next = Date::new(from.year(), month, 1).ok();
    while let Some(start) = next.filter(|start| from <= to && *start <= to && periods.len() < MOST) {
        next = start.checked_add(i32::from(months).months()).ok();
        let end = next.and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX);
        periods.push(Period::new(start, end));
    }
    periods
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn quarters_start_where_they_start() {
        let periods = steps(date(2015, 11, 20), date(2016, 4, 1), Step::Quarter);
        let starts: Vec<_> = periods.iter().map(|period| period.from).collect();
        assert_eq!(starts, [date(2015, 10, 1), date(2016, 1, 1), date(2016, 4, 1)]);
        assert_eq!(periods[1].to, date(2016, 3, 31));
    }

    #[test]
    fn the_end_of_time_is_an_end() {
        assert_eq!(steps(date(9999, 12, 1), Date::MAX, Step::Month).len(), 1);
        assert!(steps(date(2016, 2, 1), date(2016, 1, 1), Step::Year).is_empty());
        assert_eq!(steps(date(1, 1, 1), Date::MAX, Step::Month).len(), MOST);
    }
}
