//! Dates as newsrooms write them in datelines and date lines, in English.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A date with what was written of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// "3 February 2016", "Feb. 3"
    Day { year: Option<i16>, month: i8, day: i8 },
    /// "Thursday"
    Weekday(Weekday),
}

impl Written {
    /// The day meant, given the day of publication: news looks back, so a day without its year is the latest one
    /// that is not past publication by more than a day (clocks differ).
    pub(crate) fn resolve(self, published: Option<Date>) -> Option<Date> {
        match self {
            Self::Day { year: Some(year), month, day } => Date::new(year, month, day).ok(),
            Self::Day { year: None, month, day } => {
                let latest = published?.checked_add(1.day()).ok()?;
                let this_year = Date::new(latest.year(), month, day).ok().filter(|date| *date <= latest);
                this_year.or_else(|| Date::new(latest.year() - 1, month, day).ok())
            }
            Self::Weekday(weekday) => {
                let published = published?;
                let n_days_back = weekday.until(published.weekday());
                published.checked_sub(i64::from(n_days_back).days()).ok()
            }
        }
    }
}

/// A text that is nothing but one full date.
pub(crate) fn whole_date(text: &str) -> Option<Date> {
    let (date, n_bytes) = scan(text)?;
    text[n_bytes..].trim().is_empty().then(|| date.resolve(None))?
}

/// The date at the start of a text, and how many bytes it takes: "Feb. 3", "February 3, 2016", "3rd February 2016",
/// "Thursday, March 24", "Thursday".
pub(crate) fn scan(text: &str) -> Option<(Written, usize)> {
    let mut rest = Rest { text, at: 0 };
    let weekday = rest.weekday();
    if weekday.is_some() {
        rest.skip([',', '.', ' ']);
    }
    let after_weekday = rest.at;
    let written = rest.month_day().or_else(|| {
        rest.at = after_weekday;
        rest.day_month()
    });
    let Some((month, day)) = written else {
        let n_bytes = weekday_len(text)?;
        return Some((Written::Weekday(weekday?), n_bytes));
    };
    let end = rest.at;
    rest.skip([',', ' ', ' ']);
    let year = rest.year();
    if year.is_none() {
        rest.at = end;
    }
    Some((Written::Day { year, month, day }, rest.at))
}

/// The same for "2016-03-24".
pub(crate) fn scan_iso(text: &str) -> Option<(Written, usize)> {
    let day = text.get(..10)?;
    let ends = !text[10..].starts_with(|c: char| c.is_ascii_digit());
    let is_iso =
        day.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    let date: Date = day.parse().ok().filter(|_| ends && is_iso)?;
    Some((Written::Day { year: Some(date.year()), month: date.month(), day: date.day() }, day.len()))
}

struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Skips each of these characters at most once, in this order.
    fn skip<const N: usize>(&mut self, chars: [char; N]) {
        for char in chars {
            if self.rest().starts_with(char) {
                self.at += char.len_utf8();
            }
        }
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let n_bytes = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += n_bytes;
        &rest[..n_bytes]
    }

    fn weekday(&mut self) -> Option<Weekday> {
        let n_bytes = weekday_len(self.rest())?;
        let found = named(&WEEKDAYS, &self.rest()[..n_bytes]);
        self.at += n_bytes;
        found.map(|number| DAYS[number])
    }

    fn month(&mut self) -> Option<i8> {
        let month = named(&MONTHS, self.word())? as i8 + 1;
        self.skip(['.']);
        Some(month)
    }

    fn day(&mut self) -> Option<i8> {
        let rest = self.rest();
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let day = rest.get(..n_digits).filter(|digits| digits.len() <= 2)?.parse().ok()?;
        self.at += n_digits;
        let ordinal = self.rest().get(..2).unwrap_or_default();
        if ["st", "nd", "rd", "th"].iter().any(|suffix| ordinal.eq_ignore_ascii_case(suffix)) {
            self.at += 2;
        }
        let ends = !self.rest().starts_with(|c: char| c.is_alphanumeric());
        (ends && (1..=31).contains(&day)).then_some(day)
    }

    fn year(&mut self) -> Option<i16> {
        let rest = self.rest();
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let year = rest.get(..n_digits).filter(|digits| digits.len() == 4)?.parse().ok()?;
        self.at += n_digits;
        (1800..=2200).contains(&year).then_some(year)
    }

    fn month_day(&mut self) -> Option<(i8, i8)> {
        let month = self.month()?;
        self.skip([' ', '\u{A0}']);
        Some((month, self.day()?))
    }

    fn day_month(&mut self) -> Option<(i8, i8)> {
        let day = self.day()?;
        self.skip([' ', '\u{A0}', '-']);
        let month = self.month()?;
        Some((month, day))
    }
}

fn weekday_len(text: &str) -> Option<usize> {
    let n_bytes = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    named(&WEEKDAYS, &text[..n_bytes]).map(|_| n_bytes)
}

/// Which name it is, in full or by its first three or four letters.
fn named<const N: usize>(names: &[&str; N], word: &str) -> Option<usize> {
    names.iter().position(|name| {
        let is_short = (3..=5).contains(&word.len()) && name.len() > word.len();
        let start = name.get(..word.len()).filter(|_| is_short || word.len() == name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    })
}

const DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_at_the_start_of_a_text() {
        let day = |year, month, day| Some(Written::Day { year, month, day });
        let cases = [
            ("Feb. 3 /TASS/", day(None, 2, 3), "Feb. 3"),
            ("February 3. /TASS/", day(None, 2, 3), "February 3"),
            ("FEBRUARY 3, 2016 (AP)", day(Some(2016), 2, 3), "FEBRUARY 3, 2016"),
            ("3rd February, 2016 --", day(Some(2016), 2, 3), "3rd February, 2016"),
            ("24 Mar (PTI)", day(None, 3, 24), "24 Mar"),
            ("Sept 9 -", day(None, 9, 9), "Sept 9"),
            ("Thursday, March 24, 2016", day(Some(2016), 3, 24), "Thursday, March 24, 2016"),
            ("Monday (Reuters)", Some(Written::Weekday(Weekday::Monday)), "Monday"),
            ("March (AP)", None, ""),
            ("Marching 3", None, ""),
            ("May 324", None, ""),
            ("32 March", None, ""),
            ("Money 3", None, ""),
            ("", None, ""),
        ];
        for (text, written, taken) in cases {
            let found = scan(text);
            assert_eq!(found.map(|(written, _)| written), written, "{text}");
            assert_eq!(found.map_or("", |(_, n_bytes)| &text[..n_bytes]), taken, "{text}");
        }
    }

    #[test]
    fn a_day_without_its_year_is_the_latest_not_after_publication() {
        let resolve = |text: &str, published| scan(text).unwrap().0.resolve(published);
        let new_year = Some(date(2017, 1, 1));
        assert_eq!(resolve("Dec. 31", new_year), Some(date(2016, 12, 31)));
        assert_eq!(resolve("January 2", new_year), Some(date(2017, 1, 2)));
        assert_eq!(resolve("January 5", new_year), Some(date(2016, 1, 5)));
        assert_eq!(resolve("Thursday", Some(date(2016, 3, 26))), Some(date(2016, 3, 24)));
        assert_eq!(resolve("Thursday", Some(date(2016, 3, 24))), Some(date(2016, 3, 24)));
        assert_eq!(resolve("Feb. 3", None), None);
    }
}
