use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use verbale_doc::{TokenIdx, label};

use super::calendar::{Season, Stretch, Unit, weekday_from, weekday_up_to};
use super::reading::Reading;
use super::tense::{Direction, direction};
use super::words::{Deictic, Word};
use super::{Reader, TimeKind};

/// Prepositions and the like after which a bare month, season or year is one.
const BEFORE_DATES: &[&str] = &[
    "in",
    "since",
    "by",
    "until",
    "till",
    "from",
    "of",
    "to",
    "during",
    "before",
    "after",
    "through",
    "between",
    "and",
    "early",
    "late",
    "mid",
    "throughout",
    "for",
    "around",
    "on",
    "than",
    "or",
    "end",
    "-",
    "–",
];

impl Reader<'_> {
    /// "Thursday", "Thursday, March 24", "Thursday morning", "Thursday of last week".
    pub(super) fn weekday(&self, at: u32, weekday: Weekday) -> Option<(u32, Reading)> {
        if self.is_in_name(at) {
            return None;
        }
        let comma = u32::from(self.is(at + 1, ","));
        // The date is what counts where both stand.
        if let Some((end, dated)) = self.plain_date(at + 1 + comma) {
            return Some(self.time_after(end, dated));
        }
        let week = at + 1 + u32::from(self.is(at + 1, "of"));
        if let (
            Word::Deictic(deictic @ (Deictic::This | Deictic::Last | Deictic::Next)),
            Word::Unit(Unit::Week),
        ) = (self.word(week), self.word(week + 1))
        {
            let shift = match deictic {
                Deictic::Last => -1,
                Deictic::Next => 1,
                _ => 0,
            };
            let monday =
                self.today.and_then(|today| Stretch::holding(today, Unit::Week)?.shift(shift)?.days());
            let day = monday.and_then(|(monday, _)| weekday_from(monday, weekday));
            return Some((week + 2, weekday_reading(day, weekday)));
        }
        let day = self.today.and_then(|today| match direction(self.doc, TokenIdx(at)) {
            Direction::Future => weekday_from(today, weekday),
            Direction::Past | Direction::Open => weekday_up_to(today, weekday),
        });
        Some(self.time_after(at + 1, weekday_reading(day, weekday)))
    }

    /// "last Thursday", "next Thursday", "this Thursday".
    pub(super) fn deictic_weekday(&self, at: u32, deictic: Deictic, weekday: Weekday) -> (u32, Reading) {
        let day = self.today.and_then(|today| match deictic {
            Deictic::Last | Deictic::Past => weekday_up_to(today.yesterday().ok()?, weekday),
            Deictic::Next | Deictic::Coming => weekday_from(today.tomorrow().ok()?, weekday),
            Deictic::This if direction(self.doc, TokenIdx(at)) == Direction::Past => {
                weekday_up_to(today, weekday)
            }
            Deictic::This => weekday_from(today, weekday),
            _ => None,
        });
        self.time_after(at + 1, weekday_reading(day, weekday))
    }

    /// "March 24", "March 24, 2016", "March 2016", "March".
    pub(super) fn month(&self, at: u32, month: i8) -> Option<(u32, Reading)> {
        let token = TokenIdx(at);
        if !self.is_capital(at) || self.doc.tag(token) == label::TAG_MD {
            return None;
        }
        if let Some((end, dated)) = self.plain_date(at) {
            return Some(self.time_after(end, dated));
        }
        let is_person = self.doc.entity(token).is_some_and(|entity| entity.label == label::ENT_PERSON);
        let before = at.wrapping_sub(1);
        let is_placed =
            self.any(before, BEFORE_DATES) || matches!(self.word(before), Word::Deictic(_) | Word::Each);
        if is_person || self.is_in_name(at) || !(is_placed || self.is_in_time(at)) {
            return None;
        }
        // "March last year"
        if let Some((end, year)) = self.year_after(at + 1) {
            return Some((
                end,
                Reading::from_now(year.and_then(|year| Stretch::month(year, month)), &blank_month(month)),
            ));
        }
        Some((at + 1, self.nearest(at, month, None)))
    }

    /// A date with month and day, or month and year.
    fn plain_date(&self, at: u32) -> Option<(u32, Reading)> {
        match self.word(at) {
            Word::Month(month) => self.month_day(at, month),
            Word::Digits(day, 1..=2) | Word::Ordinal(day) => self.day_month(at, day),
            _ => None,
        }
    }

    fn month_day(&self, at: u32, month: i8) -> Option<(u32, Reading)> {
        let (Word::Digits(day @ 1..=31, 1..=2) | Word::Ordinal(day @ 1..=31)) = self.word(at + 1) else {
            let year_at = at + 1 + u32::from(self.any(at + 1, &["of", ","]));
            let year = self.figures_of_year(year_at)?;
            return Some((year_at + 1, Reading::of(Stretch::month(year, month)?, false)));
        };
        if matches!(self.word(at + 2), Word::Unit(_) | Word::Units(_)) {
            return None;
        }
        let year_at = at + 2 + u32::from(self.is(at + 2, ","));
        self.dated(at, year_at, at + 2, month, day as i8)
    }

    /// "24 March 2016", "24th of March"; "3" of "3 to 5 March".
    pub(super) fn day_month(&self, at: u32, day: u32) -> Option<(u32, Reading)> {
        let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
        let month_at = at + 1 + u32::from(self.is(at + 1, "of"));
        if let Word::Month(month) = self.word(month_at)
            && self.is_capital(month_at)
        {
            let year_at = month_at + 1 + u32::from(self.is(month_at + 1, ","));
            return self.dated(at, year_at, month_at + 1, month, day);
        }
        let is_joint = self.any(at + 1, &["-", "–", "to", "and", "through"]);
        if let (true, Word::Digits(last, 1..=2), Word::Month(month)) =
            (is_joint, self.word(at + 2), self.word(at + 3))
            && u32::from(day.unsigned_abs()) < last
        {
            let year_at = at + 4 + u32::from(self.is(at + 4, ","));
            return self.dated(at, year_at, at + 1, month, day).map(|(_, reading)| (at + 1, reading));
        }
        self.later_day(at, day)
    }

    /// "5" of "March 3 to 5": a figure after a joint after a date of that month.
    fn later_day(&self, at: u32, day: i8) -> Option<(u32, Reading)> {
        let joint =
            at.checked_sub(1).filter(|&joint| self.any(joint, &["-", "–", "to", "and", "through"]))?;
        let is_counting = matches!(self.word(at + 1), Word::Unit(_) | Word::Units(_));
        let (first_at, month_at) = (joint.checked_sub(1)?, joint.checked_sub(2)?);
        let (Word::Digits(first, 1..=2) | Word::Ordinal(first)) = self.word(first_at) else {
            return None;
        };
        let Word::Month(month) = self.word(month_at) else {
            return None;
        };
        if is_counting || first >= u32::from(day.unsigned_abs()) {
            return None;
        }
        let year_at = at + 1 + u32::from(self.is(at + 1, ","));
        self.dated(at, year_at, at + 1, month, day)
    }

    /// A month and day, with the year if it stands at `year_at`; without it the date ends at `end`.
    fn dated(&self, at: u32, year_at: u32, end: u32, month: i8, day: i8) -> Option<(u32, Reading)> {
        if let Some(year) = self.figures_of_year(year_at) {
            let day = Date::new(year, month, day).ok()?;
            return Some((year_at + 1, Reading::of(Stretch::Day(day), false)));
        }
        // February 30 is no day of any year; 2000 has all days there are.
        Date::new(2000, month, day).ok()?;
        if let Some((end, year)) = self.year_after(end) {
            let day = year.and_then(|year| in_year(year, month, Some(day)));
            return Some((end, Reading::from_now(day, &blank_month(month))));
        }
        Some((end, self.nearest(at, month, Some(day))))
    }

    /// The month, or its day, that the tense points to: the last up to today, the next from today, or the nearer.
    pub(super) fn nearest(&self, at: u32, month: i8, day: Option<i8>) -> Reading {
        let blank = day.map_or_else(|| blank_month(month), |day| format!("XXXX-{month:02}-{day:02}"));
        let stretch = self.today.and_then(|today| self.year_by_tense(at, today, month, day));
        Reading { yearless: Some((month, day)), ..Reading::from_now(stretch, &blank) }
    }

    fn year_by_tense(&self, at: u32, today: Date, month: i8, day: Option<i8>) -> Option<Stretch> {
        let towards = direction(self.doc, TokenIdx(at));
        // Eight years hold a February 29, but for the turn of some centuries.
        let candidates = (-8..=8).filter_map(|years| in_year(today.year().checked_add(years)?, month, day));
        candidates
            .filter_map(|stretch| Some((stretch, stretch.days()?)))
            .filter_map(|(stretch, (first, last))| {
                let gap = match () {
                    () if last < today => i64::from((today - last).get_days()),
                    () if first > today => i64::from((first - today).get_days()),
                    () => 0,
                };
                let is_on_side = match towards {
                    Direction::Past => first <= today,
                    Direction::Future => last >= today,
                    Direction::Open => true,
                };
                is_on_side.then_some((gap, stretch))
            })
            .min_by_key(|&(gap, _)| gap)
            .map(|(_, stretch)| stretch)
    }

    /// "last year", "this year" after a month or day: where it ends, and which year if today is known.
    fn year_after(&self, at: u32) -> Option<(u32, Option<i16>)> {
        let at = at + u32::from(self.is(at, "of"));
        let Word::Deictic(deictic) = self.word(at) else {
            return None;
        };
        let shift = match deictic {
            Deictic::This => 0,
            Deictic::Last => -1,
            Deictic::Next => 1,
            _ => return None,
        };
        let is_year = self.word(at + 1) == Word::Unit(Unit::Year);
        is_year.then(|| (at + 2, self.today.and_then(|today| today.year().checked_add(shift))))
    }

    /// Four figures that can be a year.
    fn figures_of_year(&self, at: u32) -> Option<i16> {
        match self.word(at) {
            Word::Digits(year @ 1000..=2999, 4) => Some(year as i16),
            _ => None,
        }
    }

    /// A year that stands alone, told from a number by the words around it.
    pub(super) fn year(&self, at: u32, value: u32, figures: u8) -> Option<(u32, Reading)> {
        let before = at.wrapping_sub(1);
        if figures == 2 && self.any(before, &["-", "–"]) {
            return self.short_year(at, value);
        }
        let year = self.figures_of_year(at)?;
        let token = TokenIdx(at);
        let head = self.doc.head(token);
        let counts =
            self.doc.dep(token) == label::NUMMOD && head > token && self.doc.tag(head) == label::TAG_NNS;
        let is_money =
            self.any(before, &["$", "€", "£", "#", "no.", "than"]) || self.any(at + 1, &["%", "percent"]);
        let is_placed = self.any(before, BEFORE_DATES) || self.any(before, &["year", "(", ",", "the"]);
        let is_likely = (1800..=2100).contains(&year) || self.any(before, &["in", "since"]);
        if is_money || !(self.is_in_time(at) || is_placed && is_likely && !counts) {
            return None;
        }
        Some((at + 1, Reading::of(Stretch::year(year)?, false)))
    }

    /// "16" of "2015-16".
    fn short_year(&self, at: u32, value: u32) -> Option<(u32, Reading)> {
        let first = self.figures_of_year(at.checked_sub(2)?)?;
        let year = first.div_euclid(100) * 100 + value as i16;
        (year > first).then_some((at + 1, Reading::of(Stretch::year(year)?, false)))
    }

    /// "third quarter", "first half of 2016", "19th century", "on the 24th".
    pub(super) fn ordinal(&self, at: u32, number: u32) -> Option<(u32, Reading)> {
        if let Some(dated) = self.day_month(at, number) {
            return Some(self.time_after(dated.0, dated.1));
        }
        let next = at + 1 + u32::from(self.is(at + 1, "-"));
        match self.word(next) {
            Word::Unit(Unit::Quarter) if number <= 4 => Some(self.quarter(next + 1, number)),
            Word::Unit(Unit::Century) if (1..=30).contains(&number) => {
                let first = Date::new((number as i16 - 1) * 100 + 1, 1, 1).ok()?;
                Some((next + 1, Reading::of(Stretch::Century(first), false)))
            }
            _ if self.is(next, "half") && number <= 2 && self.is(next + 1, "of") => {
                let (end, year) = self.some_year(next + 2)?;
                let half = year.and_then(|year| Stretch::half(year, number));
                Some((end, Reading::from_now(half, &format!("XXXX-H{number}"))))
            }
            _ => self.day_of_month(at, number),
        }
    }

    /// "on the 24th", of the month the tense points to.
    fn day_of_month(&self, at: u32, number: u32) -> Option<(u32, Reading)> {
        let is_placed =
            self.is(at.wrapping_sub(1), "the") && self.any(at.wrapping_sub(2), &["on", "until", "by"]);
        let is_figure = self.text(at).starts_with(|letter: char| letter.is_ascii_digit());
        let is_alone = !matches!(self.doc.dep(TokenIdx(at)), label::AMOD | label::COMPOUND);
        if !(is_placed && is_figure && is_alone && (1..=31).contains(&number)) {
            return None;
        }
        let towards = direction(self.doc, TokenIdx(at));
        let day = self.today.and_then(|today| {
            let months = [0, if towards == Direction::Future { 1 } else { -1 }];
            let days = months.into_iter().filter_map(|months: i32| {
                let month = today.first_of_month().checked_add(Unit::Month.span(months)?).ok()?;
                Date::new(month.year(), month.month(), number as i8).ok()
            });
            days.into_iter().find(
                |&day| {
                    if towards == Direction::Future { day >= today } else { day <= today }
                },
            )
        });
        Some((at + 1, Reading::from_now(day.map(Stretch::Day), &format!("XXXX-XX-{number:02}"))))
    }

    /// A quarter by its number, with the year that may follow.
    pub(super) fn quarter(&self, end: u32, quarter: u32) -> (u32, Reading) {
        let blank = format!("XXXX-Q{quarter}");
        let year_at = end + u32::from(self.any(end, &["of", ","]));
        if let Some((end, year)) = self.some_year(year_at) {
            let is_written = self.figures_of_year(end - 1).is_some();
            let stretch = year.and_then(|year| Stretch::quarter(year, quarter));
            return (end, Reading { relative: !is_written, ..Reading::from_now(stretch, &blank) });
        }
        let stretch = self.today.and_then(|today| {
            let this = Stretch::quarter(today.year(), quarter)?;
            self.turned(end - 1, this, today, 4)
        });
        (end, Reading::from_now(stretch, &blank))
    }

    /// "2016", "last year", "the year": where it ends, and which if today is known.
    fn some_year(&self, at: u32) -> Option<(u32, Option<i16>)> {
        if let Some(year) = self.figures_of_year(at) {
            return Some((at + 1, Some(year)));
        }
        if let Some(after) = self.year_after(at) {
            return Some(after);
        }
        let is_this = self.is(at, "the") && self.word(at + 1) == Word::Unit(Unit::Year);
        is_this.then(|| (at + 2, self.today.map(Date::year)))
    }

    /// "fiscal 2016", "fiscal year 2016"; which days it has differs by country.
    pub(super) fn fiscal(&self, at: u32) -> Option<(u32, Reading)> {
        let year_at = at + 1 + u32::from(self.word(at + 1) == Word::Unit(Unit::Year));
        let year = self.figures_of_year(year_at)?;
        Some((year_at + 1, Reading::bare(TimeKind::Date, format!("FY{year}"))))
    }

    /// "summer 2016", "the summer of 2015", "in the spring".
    pub(super) fn season(&self, at: u32, season: Season) -> Option<(u32, Reading)> {
        let year_at = at + 1 + u32::from(self.is(at + 1, "of"));
        if let Some((end, year)) = self.some_year(year_at) {
            let is_written = self.figures_of_year(end - 1).is_some();
            let stretch = year.and_then(|year| Stretch::season(year, season));
            let blank = format!("XXXX-{}", season.code());
            return Some((end, Reading { relative: !is_written, ..Reading::from_now(stretch, &blank) }));
        }
        let is_noun = matches!(self.doc.tag(TokenIdx(at)), label::TAG_NN | label::TAG_NNP);
        let before = at.wrapping_sub(1);
        let is_placed = self
            .any(before, &["in", "since", "by", "until", "early", "late", "mid", "-", "during"])
            || self.is(before, "the") && self.any(before.wrapping_sub(1), BEFORE_DATES);
        if !(is_noun && is_placed) || self.is_in_name(at) || self.is(at + 1, "of") {
            return None;
        }
        let stretch = self.today.and_then(|today| {
            let this = Stretch::season(today.year(), season)?;
            self.turned(at, this, today, 1)
        });
        Some((at + 1, Reading::from_now(stretch, &format!("XXXX-{}", season.code()))))
    }

    /// A stretch of this year, or of the year before or after, as the tense asks; it has so many of its kind a year.
    fn turned(&self, at: u32, this: Stretch, today: Date, a_year: i32) -> Option<Stretch> {
        let (first, last) = this.days()?;
        match direction(self.doc, TokenIdx(at)) {
            Direction::Future if last < today => this.shift(a_year),
            Direction::Past | Direction::Open if first > today => this.shift(-a_year),
            _ => Some(this),
        }
    }

    /// "the 1990s", "the '90s".
    pub(super) fn decade(&self, at: u32, first: i16, short: bool) -> Option<(u32, Reading)> {
        let before = at.wrapping_sub(1);
        // "in her 30s" is an age, and "in the 80s" may be a temperature: it needs the recognizer's word.
        let is_age = self.any(before, &["his", "her", "their", "my", "your", "our", "its", "whose"]);
        if is_age || short && !self.is_in_time(at) {
            return None;
        }
        Some((at + 1, Reading::of(Stretch::Decade(Date::new(first, 1, 1).ok()?), false)))
    }

    /// "2016-03-24", "24/3/2016", "24.03.2016", in one token or several.
    pub(super) fn numeric_date(&self, at: u32) -> Option<(u32, Reading)> {
        if let (Word::Digits(year @ 1000..=2999, 4), Word::Digits(month, 2), Word::Digits(day, 2)) =
            (self.word(at), self.word(at + 2), self.word(at + 4))
            && self.is(at + 1, "-")
            && self.is(at + 3, "-")
        {
            let day = Date::new(year as i16, month as i8, day as i8).ok()?;
            return Some((at + 5, Reading::of(Stretch::Day(day), false)));
        }
        let word = self.text(at);
        if !(6..=10).contains(&word.len()) || !word.starts_with(|letter: char| letter.is_ascii_digit()) {
            return None;
        }
        let separator =
            word.chars().find(|letter| !letter.is_ascii_digit()).filter(|letter| "-/.".contains(*letter))?;
        let mut parts = word.split(separator).map(|part| (part.len(), part.parse::<i16>()));
        let (Some(first), Some(second), Some(third), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let ((n_first, Ok(first)), (_, Ok(second)), (n_third, Ok(third))) = (first, second, third) else {
            return None;
        };
        let day = |year: i16, month: i16, day: i16| Date::new(year, month as i8, day as i8).ok();
        let (year, found) = match (n_first, n_third, separator) {
            (4, 1..=2, _) => (first, day(first, second, third)),
            (1..=2, 4, '.') => (third, day(third, second, first)),
            (1..=2, 4, _) if first > 12 => (third, day(third, second, first)),
            (1..=2, 4, _) if second > 12 || first == second => (third, day(third, first, second)),
            // Which is the month differs by country.
            (1..=2, 4, _) if (1..=12).contains(&first) && (1..=12).contains(&second) => (third, None),
            _ => return None,
        };
        let is_possible = (1000..=2999).contains(&year) && (found.is_some() || first <= 12 && second <= 12);
        let reading = || match found {
            Some(day) => Reading::of(Stretch::Day(day), false),
            None => Reading::bare(TimeKind::Date, format!("{year:04}-XX-XX")),
        };
        is_possible.then(|| (at + 1, reading()))
    }
}

/// A month of a year, or its day.
pub(super) fn in_year(year: i16, month: i8, day: Option<i8>) -> Option<Stretch> {
    match day {
        Some(day) => Date::new(year, month, day).ok().map(Stretch::Day),
        None => Stretch::month(year, month),
    }
}

fn blank_month(month: i8) -> String {
    format!("XXXX-{month:02}")
}

fn weekday_reading(day: Option<Date>, weekday: Weekday) -> Reading {
    Reading::from_now(day.map(Stretch::Day), &format!("XXXX-WXX-{}", weekday.to_monday_one_offset()))
}

/// The day so many days from another.
pub(super) fn days_from(day: Date, count: i32) -> Option<Date> {
    day.checked_add(i64::from(count).days()).ok()
}
