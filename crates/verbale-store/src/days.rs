//! Ids that carry their day, and the days themselves.

use std::ops::Range;

use jiff::civil::Date;

/// Bits of an id below its day. Day and number together stay below 2^53, so that JavaScript can hold an id.
const NUMBER_BITS: u32 = 30;

/// Days from 0000-01-01 to 1970-01-01.
const EPOCH: i64 = 719_528;

/// The number of a day: days since 0000-01-01, and 0 where the day is unknown or older than year 1.
pub(crate) fn day(date: Option<&str>) -> i64 {
    let parsed = date.and_then(|date| date.get(..10)?.parse::<Date>().ok());
    parsed.map_or(0, |date| {
        let since_1970 = date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
        (since_1970 + EPOCH).max(0)
    })
}

/// The day of a number as ISO 8601; none for 0.
pub(crate) fn date(day: i64) -> Option<String> {
    let since_1970 = i32::try_from(day - EPOCH).ok()?;
    if day <= 0 {
        return None;
    }
    let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(since_1970).ok()?).ok()?;
    Some(date.to_string())
}

/// The day an id carries.
pub(crate) fn day_of(id: i64) -> i64 {
    id >> NUMBER_BITS
}

/// All ids of a day.
pub(crate) fn ids_of(day: i64) -> Range<i64> {
    (day << NUMBER_BITS)..((day + 1) << NUMBER_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_round_trip() {
        for text in ["0001-01-01", "1969-12-31", "1970-01-01", "2016-02-29", "2024-03-04", "9999-12-31"] {
            assert_eq!(date(day(Some(text))).as_deref(), Some(text));
        }
        assert_eq!(day(Some("1970-01-01")), EPOCH);
        assert_eq!(day(Some("0000-01-01")), 0);
        assert_eq!(day(Some("2016-03-24T10:00:00Z")), day(Some("2016-03-24")));
    }

    #[test]
    fn what_is_no_day_is_day_zero() {
        for text in [None, Some(""), Some("yesterday"), Some("2016-13-01"), Some("2016")] {
            assert_eq!(day(text), 0);
        }
        assert_eq!(date(0), None);
    }

    #[test]
    fn ids_of_a_day_follow_those_of_the_day_before_and_fit_a_double() {
        let last = day(Some("9999-12-31"));
        assert_eq!(ids_of(last - 1).end, ids_of(last).start);
        assert!(ids_of(last).end < 1 << 53);
        assert_eq!(day_of(ids_of(last).end - 1), last);
    }
}
