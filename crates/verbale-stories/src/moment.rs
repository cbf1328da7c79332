//! When a document was published, to the precision known.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// A time of publication: a moment, or a day whose hour is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Seconds since 1970, UTC: the first that it may be.
    first: i64,
    /// The last that it may be.
    last: i64,
}

const DAY: i64 = 86_400;

impl Moment {
    /// A day whose hour is not known.
    pub fn of_day(date: Date) -> Self {
        let first = start_of(date.to_datetime(Time::midnight()));
        Self { first, last: first + DAY - 1 }
    }

    /// Reads `2016-03-24`, or a moment such as `2016-03-24T10:19:00Z`; a moment without an offset is taken for UTC.
    ///
    /// ```
    /// use verbale_stories::Moment;
    /// assert!(Moment::parse("2016-03-24T10:19:00+02:00").unwrap().is_before(Moment::parse("2016-03-24T09:00Z").unwrap()));
    /// assert!(!Moment::parse("2016-03-24").unwrap().is_before(Moment::parse("2016-03-24T09:00Z").unwrap()));
    /// assert_eq!(Moment::parse("yesterday"), None);
    /// ```
    pub fn parse(given: &str) -> Option<Self> {
        let given = given.trim();
        if given.len() <= 10 {
            return given.parse().ok().map(Self::of_day);
        }
        let instant = given.parse::<Timestamp>().ok().map(Timestamp::as_second).or_else(|| {
            let local: DateTime = given.parse().ok()?;
            Some(start_of(local))
        });
        match instant {
            Some(instant) => Some(Self { first: instant, last: instant }),
            None => given.get(..10)?.parse().ok().map(Self::of_day),
        }
    }

    /// Whether it is surely before another: a day without an hour is before nothing on that day.
    pub fn is_before(self, other: Self) -> bool {
        self.last < other.first
    }

    /// Days since 1970.
    pub(crate) fn day(self) -> i32 {
        i32::try_from(self.first.div_euclid(DAY)).unwrap_or(0)
    }

    /// The latest it may be, in seconds: what a row of documents is ordered by, since a bare day usually stands for a
    /// later reprint.
    pub fn latest(self) -> i64 {
        self.last
    }
}

/// Seconds since 1970 of a time of day in UTC; the very ends of the calendar, which lie outside of it, count as 0.
fn start_of(local: DateTime) -> i64 {
    TimeZone::UTC.to_timestamp(local).map_or(0, Timestamp::as_second)
}
