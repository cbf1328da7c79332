use jiff::civil::Weekday;

use super::calendar::{Season, Unit};

/// What a word can be in an expression of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Word {
    Other,
    /// Digits, with how many there are: a year has four.
    Digits(u32, u8),
    /// A number in words, below a hundred; "hundred" and "thousand" are not counted in.
    Number(u32),
    Ordinal(u32),
    Month(i8),
    Weekday(Weekday),
    /// "Mondays"
    Weekdays(Weekday),
    Unit(Unit),
    /// "days"
    Units(Unit),
    /// "5-day", "weeklong"
    Counted(u32, Unit),
    /// "daily", "annually": every so many units.
    Every(u32, Unit),
    Season(Season),
    Part(Part),
    /// "1990s": its first year, and whether the century was left out.
    Decade(i16, bool),
    Deictic(Deictic),
    /// A number nobody counted: "several", "few", "many".
    Vague,
    /// "a", "an"
    A,
    /// "yesterday", "today", "tomorrow": so many days from now.
    Near(i32),
    /// "tonight", "overnight"
    Tonight,
    /// "now", "recently", "soon": a value with no place in the calendar.
    Vaguely(&'static str),
    /// "every", "each"
    Each,
    /// "that", which may point back to a day.
    That,
    /// A time of the day as figures: hour and minute.
    Clock(u32, u32),
    /// "fiscal"
    Fiscal,
    /// "Q3"
    Quarter(u32),
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Noon,
    Midnight,
}

impl Part {
    /// What follows the day in a value.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Morning => "TMO",
            Self::Midday => "TMI",
            Self::Afternoon => "TAF",
            Self::Evening => "TEV",
            Self::Night => "TNI",
            Self::Noon => "T12:00",
            Self::Midnight => "T24:00",
        }
    }
}

/// Which of several stretches is meant, seen from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deictic {
    This,
    Last,
    Next,
    /// "past": a length up to now rather than the stretch before this one.
    Past,
    /// "coming": a length from now on.
    Coming,
    /// "recent"
    Recent,
    /// "previous", "following", "same": seen from a day named before.
    Before,
    After,
    Same,
}

/// Longest word that is looked up.
const LONGEST: usize = 16;

/// Classes a word by its letters alone, in any case.
pub(super) fn class(word: &str) -> Word {
    let mut buffer = [0_u8; LONGEST];
    if word.is_empty() || word.len() > LONGEST {
        return Word::Other;
    }
    if word.as_bytes()[0].is_ascii_digit() {
        return number(word);
    }
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    match std::str::from_utf8(lower) {
        Ok(lower) if lower.is_ascii() => lookup(lower),
        Ok(lower) => lower.strip_prefix('’').map_or(Word::Other, short_decade),
        Err(_) => Word::Other,
    }
}

/// "24", "2016", "24th", "1990s", "90s", "5-day", "12,000".
fn number(word: &str) -> Word {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (figure, rest) = word.split_at(digits);
    let Ok(value) = figure.parse::<u32>() else {
        return Word::Other;
    };
    match rest {
        "" => Word::Digits(value, digits as u8),
        "st" | "nd" | "rd" | "th" => Word::Ordinal(value),
        "s" | "'s" | "’s" => decade(value, digits),
        _ if rest.starts_with([':', '.']) => clock(value, &rest[1..]),
        _ => match rest.strip_prefix('-').map(class) {
            Some(Word::Unit(unit)) => Word::Counted(value, unit),
            _ => rest
                .strip_prefix(',')
                .filter(|rest| rest.len() == 3)
                .and_then(|rest| rest.parse::<u32>().ok())
                .map_or(Word::Other, |rest| Word::Number(value.saturating_mul(1000).saturating_add(rest))),
        },
    }
}

/// "10:30", "10.30"; with figures after a full stop it may be a decimal, which the words around it tell.
fn clock(hour: u32, minute: &str) -> Word {
    match minute.parse() {
        Ok(figures @ 0..60) if minute.len() == 2 && hour < 25 => Word::Clock(hour, figures),
        _ => Word::Other,
    }
}

fn decade(value: u32, digits: usize) -> Word {
    match (value, digits) {
        (1000..=2990, 4) if value.is_multiple_of(10) => Word::Decade(value as i16, false),
        (20..=90, 2) if value.is_multiple_of(10) => Word::Decade(1900 + value as i16, true),
        _ => Word::Other,
    }
}

/// "'90s"
fn short_decade(word: &str) -> Word {
    match number(word) {
        decade @ Word::Decade(_, true) => decade,
        _ => Word::Other,
    }
}

fn lookup(word: &str) -> Word {
    if let Some(rest) = word.strip_prefix('\'') {
        return short_decade(rest);
    }
    if let Some(weekday) = weekday(word) {
        return Word::Weekday(weekday);
    }
    if let Some(weekday) = word.strip_suffix('s').filter(|word| word.ends_with("day")).and_then(weekday) {
        return Word::Weekdays(weekday);
    }
    if let Some(month) = month(word) {
        return Word::Month(month);
    }
    if let Some(number) = cardinal(word) {
        return Word::Number(number);
    }
    if let Some(ordinal) = ordinal(word) {
        return Word::Ordinal(ordinal);
    }
    if let Some((unit, is_plural)) = unit(word) {
        return if is_plural { Word::Units(unit) } else { Word::Unit(unit) };
    }
    if let Some(unit) = word.strip_suffix("long").map(|unit| unit.trim_end_matches('-')).and_then(unit) {
        return if unit.1 { Word::Other } else { Word::Counted(1, unit.0) };
    }
    match word {
        "daily" => Word::Every(1, Unit::Day),
        "hourly" => Word::Every(1, Unit::Hour),
        "weekly" => Word::Every(1, Unit::Week),
        "biweekly" | "fortnightly" => Word::Every(2, Unit::Week),
        "monthly" => Word::Every(1, Unit::Month),
        "quarterly" => Word::Every(1, Unit::Quarter),
        "annually" | "yearly" | "annual" => Word::Every(1, Unit::Year),
        "spring" | "springtime" => Word::Season(Season::Spring),
        "summer" | "summertime" => Word::Season(Season::Summer),
        "fall" | "autumn" => Word::Season(Season::Fall),
        "winter" | "wintertime" => Word::Season(Season::Winter),
        "morning" => Word::Part(Part::Morning),
        "midday" => Word::Part(Part::Midday),
        "afternoon" => Word::Part(Part::Afternoon),
        "evening" => Word::Part(Part::Evening),
        "night" => Word::Part(Part::Night),
        "noon" => Word::Part(Part::Noon),
        "midnight" => Word::Part(Part::Midnight),
        "this" => Word::Deictic(Deictic::This),
        "last" => Word::Deictic(Deictic::Last),
        "next" => Word::Deictic(Deictic::Next),
        "past" => Word::Deictic(Deictic::Past),
        "coming" | "upcoming" => Word::Deictic(Deictic::Coming),
        "recent" => Word::Deictic(Deictic::Recent),
        "previous" | "preceding" => Word::Deictic(Deictic::Before),
        "following" => Word::Deictic(Deictic::After),
        "same" => Word::Deictic(Deictic::Same),
        "several" | "few" | "many" | "some" | "couple" => Word::Vague,
        "a" | "an" => Word::A,
        "today" => Word::Near(0),
        "yesterday" => Word::Near(-1),
        "tomorrow" => Word::Near(1),
        "tonight" | "overnight" => Word::Tonight,
        "now" | "currently" | "presently" | "nowadays" => Word::Vaguely("PRESENT_REF"),
        "recently" | "lately" | "formerly" | "previously" => Word::Vaguely("PAST_REF"),
        "soon" | "shortly" => Word::Vaguely("FUTURE_REF"),
        "every" | "each" => Word::Each,
        "that" => Word::That,
        "fiscal" => Word::Fiscal,
        "q1" | "q2" | "q3" | "q4" => Word::Quarter(u32::from(word.as_bytes()[1] - b'0')),
        "twenties" => Word::Decade(1920, true),
        "thirties" => Word::Decade(1930, true),
        "forties" => Word::Decade(1940, true),
        "fifties" => Word::Decade(1950, true),
        "sixties" => Word::Decade(1960, true),
        "seventies" => Word::Decade(1970, true),
        "eighties" => Word::Decade(1980, true),
        "nineties" => Word::Decade(1990, true),
        _ => Word::Other,
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon." => Weekday::Monday,
        "tuesday" | "tue." | "tues." | "tues" => Weekday::Tuesday,
        "wednesday" | "wed." => Weekday::Wednesday,
        "thursday" | "thu." | "thur." | "thurs." | "thurs" => Weekday::Thursday,
        "friday" | "fri." => Weekday::Friday,
        "saturday" | "sat." => Weekday::Saturday,
        "sunday" | "sun." => Weekday::Sunday,
        _ => return None,
    })
}

fn month(word: &str) -> Option<i8> {
    Some(match word {
        "january" | "jan." | "jan" => 1,
        "february" | "feb." | "feb" => 2,
        "march" | "mar." => 3,
        "april" | "apr." | "apr" => 4,
        "may" => 5,
        "june" | "jun." | "jun" => 6,
        "july" | "jul." | "jul" => 7,
        "august" | "aug." | "aug" => 8,
        "september" | "sept." | "sept" | "sep." | "sep" => 9,
        "october" | "oct." | "oct" => 10,
        "november" | "nov." | "nov" => 11,
        "december" | "dec." | "dec" => 12,
        _ => return None,
    })
}

fn unit(word: &str) -> Option<(Unit, bool)> {
    Some(match word {
        "seconds" => (Unit::Second, true),
        "minute" => (Unit::Minute, false),
        "minutes" => (Unit::Minute, true),
        "hour" => (Unit::Hour, false),
        "hours" => (Unit::Hour, true),
        "day" => (Unit::Day, false),
        "days" => (Unit::Day, true),
        "week" => (Unit::Week, false),
        "weeks" => (Unit::Week, true),
        "weekend" => (Unit::Weekend, false),
        "weekends" => (Unit::Weekend, true),
        "fortnight" => (Unit::Fortnight, false),
        "month" => (Unit::Month, false),
        "months" => (Unit::Month, true),
        "quarter" => (Unit::Quarter, false),
        "quarters" => (Unit::Quarter, true),
        "year" => (Unit::Year, false),
        "years" => (Unit::Year, true),
        "decade" => (Unit::Decade, false),
        "decades" => (Unit::Decade, true),
        "century" => (Unit::Century, false),
        "centuries" => (Unit::Century, true),
        _ => return None,
    })
}

/// The value of a number written as one word in lower case, "one" to "nineteen" and the tens to "ninety".
pub fn cardinal(word: &str) -> Option<u32> {
    const BELOW_TWENTY: [&str; 19] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if !(3..=9).contains(&word.len()) {
        return None;
    }
    let small = BELOW_TWENTY.iter().position(|&number| number == word).map(|at| at as u32 + 1);
    small.or_else(|| TENS.iter().position(|&number| number == word).map(|at| 10 * (at as u32 + 2)))
}

fn ordinal(word: &str) -> Option<u32> {
    const ORDINALS: [&str; 21] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twenty-first",
    ];
    if word.len() < 5 {
        return None;
    }
    ORDINALS.iter().position(|&ordinal| ordinal == word).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_classed() {
        assert_eq!(class("Thursday"), Word::Weekday(Weekday::Thursday));
        assert_eq!(class("SEPT."), Word::Month(9));
        assert_eq!(class("2016"), Word::Digits(2016, 4));
        assert_eq!(class("24th"), Word::Ordinal(24));
        assert_eq!(class("1990s"), Word::Decade(1990, false));
        assert_eq!(class("’90s"), Word::Decade(1990, true));
        assert_eq!(class("5-day"), Word::Counted(5, Unit::Day));
        assert_eq!(class("12,000"), Word::Number(12_000));
        assert_eq!(class("weeklong"), Word::Counted(1, Unit::Week));
        assert_eq!(class("Mondays"), Word::Weekdays(Weekday::Monday));
    }

    #[test]
    fn odd_words_are_other() {
        for word in ["", "99999999999999999999", "9999999999", "días", "5-foot", "1995s", "🕐", "x"] {
            assert!(matches!(class(word), Word::Other | Word::Digits(..)), "{word}: {:?}", class(word));
        }
    }
}
