use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// A unit in which time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// A length of `count` units as ISO 8601 writes it; TIMEX3 adds `DE` for decades and `C` for centuries.
    pub(super) fn length(self, count: &str) -> String {
        match self {
            Self::Second => format!("PT{count}S"),
            Self::Minute => format!("PT{count}M"),
            Self::Hour => format!("PT{count}H"),
            Self::Day => format!("P{count}D"),
            Self::Weekend => format!("P{count}WE"),
            Self::Week => format!("P{count}W"),
            Self::Fortnight => {
                format!("P{}W", count.parse::<u32>().map_or("X".to_owned(), |n| (2 * n).to_string()))
            }
            Self::Month => format!("P{count}M"),
            Self::Quarter => format!("P{count}Q"),
            Self::Year => format!("P{count}Y"),
            Self::Decade => format!("P{count}DE"),
            Self::Century => format!("P{count}C"),
        }
    }

    /// The value of some stretch of this unit, nothing more being known.
    pub(super) fn blank(self) -> &'static str {
        match self {
            Self::Second | Self::Minute | Self::Hour => "XXXX-XX-XXTXX",
            Self::Day => "XXXX-XX-XX",
            Self::Weekend => "XXXX-WXX-WE",
            Self::Week | Self::Fortnight => "XXXX-WXX",
            Self::Month => "XXXX-XX",
            Self::Quarter => "XXXX-QX",
            Self::Year => "XXXX",
            Self::Decade => "XXX",
            Self::Century => "XX",
        }
    }

    /// A signed number of units as a span to add to a date; none below a day.
    pub(super) fn span(self, count: i32) -> Option<Span> {
        let many = |factor: i32| count.checked_mul(factor).map(i64::from);
        match self {
            Self::Second | Self::Minute | Self::Hour => None,
            Self::Day => Span::new().try_days(count).ok(),
            Self::Weekend | Self::Week => Span::new().try_weeks(count).ok(),
            Self::Fortnight => Span::new().try_weeks(many(2)?).ok(),
            Self::Month => Span::new().try_months(count).ok(),
            Self::Quarter => Span::new().try_months(many(3)?).ok(),
            Self::Year => Span::new().try_years(count).ok(),
            Self::Decade => Span::new().try_years(many(10)?).ok(),
            Self::Century => Span::new().try_years(many(100)?).ok(),
        }
    }
}

/// A season; its days are those of the meteorologists' northern year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

impl Season {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Fall => "FA",
            Self::Winter => "WI",
        }
    }

    const fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Fall => 9,
            Self::Winter => 12,
        }
    }
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    Day(Date),
    /// By its Monday.
    Week(Date),
    /// By its Saturday.
    Weekend(Date),
    /// By its first day, as all that follow.
    Month(Date),
    Quarter(Date),
    Half(Date),
    /// Winter by its December, and named for the year it begins in.
    Season(Date, Season),
    Year(Date),
    Decade(Date),
    Century(Date),
}

impl Stretch {
    /// The stretch of a unit that holds a day; none for what is shorter.
    pub(super) fn holding(day: Date, unit: Unit) -> Option<Self> {
        let (year, month) = (day.year(), day.month());
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour => return None,
            Unit::Day => Self::Day(day),
            Unit::Week | Unit::Fortnight => Self::Week(monday(day)?),
            Unit::Weekend => Self::Weekend(monday(day)?.checked_add(5.days()).ok()?),
            Unit::Month => Self::Month(day.first_of_month()),
            Unit::Quarter => Self::Quarter(Date::new(year, (month - 1) / 3 * 3 + 1, 1).ok()?),
            Unit::Year => Self::Year(day.first_of_year()),
            Unit::Decade => Self::Decade(Date::new(year.div_euclid(10) * 10, 1, 1).ok()?),
            Unit::Century => Self::Century(Date::new((year - 1).div_euclid(100) * 100 + 1, 1, 1).ok()?),
        })
    }

    /// A year by its number.
    pub(super) fn year(year: i16) -> Option<Self> {
        Date::new(year, 1, 1).ok().map(Self::Year)
    }

    /// A month of a year.
    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok().map(Self::Month)
    }

    /// A quarter of a year, from 1.
    pub(super) fn quarter(year: i16, quarter: u32) -> Option<Self> {
        let month = i8::try_from(quarter.checked_sub(1)? * 3 + 1).ok()?;
        Date::new(year, month, 1).ok().map(Self::Quarter)
    }

    /// A half of a year, from 1.
    pub(super) fn half(year: i16, half: u32) -> Option<Self> {
        let month = i8::try_from(half.checked_sub(1)? * 6 + 1).ok()?;
        Date::new(year, month, 1).ok().map(Self::Half)
    }

    /// A season of the year it begins in.
    pub(super) fn season(year: i16, season: Season) -> Option<Self> {
        Date::new(year, season.first_month(), 1).ok().map(|first| Self::Season(first, season))
    }

    /// First and last day.
    pub(super) fn days(self) -> Option<(Date, Date)> {
        let (first, length) = match self {
            Self::Day(day) => return Some((day, day)),
            Self::Week(first) => (first, 7.days()),
            Self::Weekend(first) => (first, 2.days()),
            Self::Month(first) => (first, 1.month()),
            Self::Quarter(first) | Self::Season(first, _) => (first, 3.months()),
            Self::Half(first) => (first, 6.months()),
            Self::Year(first) => (first, 1.year()),
            Self::Decade(first) => (first, 10.years()),
            Self::Century(first) => (first, 100.years()),
        };
        let last = first.checked_add(length).ok()?.yesterday().ok()?;
        Some((first, last))
    }

    /// The same kind of stretch so many before or after.
    pub(super) fn shift(self, count: i32) -> Option<Self> {
        let moved = |date: Date, unit: Unit| date.checked_add(unit.span(count)?).ok();
        Some(match self {
            Self::Day(date) => Self::Day(moved(date, Unit::Day)?),
            Self::Week(date) => Self::Week(moved(date, Unit::Week)?),
            Self::Weekend(date) => Self::Weekend(moved(date, Unit::Week)?),
            Self::Month(date) => Self::Month(moved(date, Unit::Month)?),
            Self::Quarter(date) => Self::Quarter(moved(date, Unit::Quarter)?),
            Self::Half(date) => Self::Half(date.checked_add(Unit::Month.span(count.checked_mul(6)?)?).ok()?),
            Self::Season(date, season) => Self::Season(moved(date, Unit::Year)?, season),
            Self::Year(date) => Self::Year(moved(date, Unit::Year)?),
            Self::Decade(date) => Self::Decade(moved(date, Unit::Decade)?),
            Self::Century(date) => Self::Century(moved(date, Unit::Century)?),
        })
    }

    /// Its TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Self::Day(date) => date.to_string(),
            Self::Week(date) => week_value(date),
            Self::Weekend(date) => format!("{}-WE", week_value(date)),
            Self::Month(date) => format!("{:04}-{:02}", date.year(), date.month()),
            Self::Quarter(date) => format!("{:04}-Q{}", date.year(), date.month() / 3 + 1),
            Self::Half(date) => format!("{:04}-H{}", date.year(), date.month() / 6 + 1),
            Self::Season(date, season) => format!("{:04}-{}", date.year(), season.code()),
            Self::Year(date) => format!("{:04}", date.year()),
            Self::Decade(date) => format!("{:03}", date.year() / 10),
            Self::Century(date) => format!("{:02}", date.year() / 100),
        }
    }
}

fn week_value(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

/// The last day with this weekday up to, and including, a day.
pub(super) fn weekday_up_to(day: Date, weekday: Weekday) -> Option<Date> {
    day.checked_sub(i64::from(weekday.until(day.weekday())).days()).ok()
}

/// The first day with this weekday from a day on, the day included.
pub(super) fn weekday_from(day: Date, weekday: Weekday) -> Option<Date> {
    day.checked_add(i64::from(day.weekday().until(weekday)).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn stretches_have_values_and_days() {
        let day = date(2016, 3, 24);
        let shown = |unit, count| {
            let stretch = Stretch::holding(day, unit).unwrap().shift(count).unwrap();
            let (first, last) = stretch.days().unwrap();
            format!("{} {first} {last}", stretch.value())
        };
        assert_eq!(shown(Unit::Week, 0), "2016-W12 2016-03-21 2016-03-27");
        assert_eq!(shown(Unit::Weekend, -1), "2016-W11-WE 2016-03-19 2016-03-20");
        assert_eq!(shown(Unit::Month, -1), "2016-02 2016-02-01 2016-02-29");
        assert_eq!(shown(Unit::Quarter, 3), "2016-Q4 2016-10-01 2016-12-31");
        assert_eq!(shown(Unit::Decade, -1), "200 2000-01-01 2009-12-31");
        assert_eq!(shown(Unit::Century, -2), "18 1801-01-01 1900-12-31");
        let winter = Stretch::season(2015, Season::Winter).unwrap();
        assert_eq!(winter.days(), Some((date(2015, 12, 1), date(2016, 2, 29))));
        assert_eq!(Stretch::half(2016, 2).unwrap().value(), "2016-H2");
    }

    #[test]
    fn the_ends_of_the_calendar_give_nothing() {
        let last = Stretch::holding(Date::MAX, Unit::Decade).unwrap();
        assert_eq!(last.shift(1), None);
        assert_eq!(last.days(), None);
        assert_eq!(Stretch::holding(Date::MAX, Unit::Day).unwrap().shift(i32::MAX), None);
        assert_eq!(Unit::Century.span(i32::MAX).map(|_| ()), None);
        assert_eq!(Stretch::quarter(2016, 5), None);
        assert_eq!(Stretch::month(2016, 13), None);
    }

    #[test]
    fn weekdays_are_counted_from_the_day_itself() {
        let thursday = date(2016, 3, 24);
        assert_eq!(weekday_up_to(thursday, Weekday::Thursday), Some(thursday));
        assert_eq!(weekday_up_to(thursday, Weekday::Friday), Some(date(2016, 3, 18)));
        assert_eq!(weekday_from(thursday, Weekday::Monday), Some(date(2016, 3, 28)));
    }
}
