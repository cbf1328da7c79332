use verbale_doc::{TokenIdx, label};

use super::calendar::{Stretch, Unit};
use super::reading::Reading;
use super::tense::{Direction, direction};
use super::words::Word;
use super::{Reader, TimeKind};

/// Beyond this a count of units is no date: nobody dates a thing "200,000 years ago" to a year.
const MOST_UNITS: i32 = 9_999;

/// How many units there are.
pub(super) struct Count {
    /// As a value writes it: "3", "2.5", "X" where nobody counted.
    pub(super) text: String,
    /// As a whole number.
    pub(super) number: Option<u32>,
}

impl Count {
    pub(super) fn exact(number: u32) -> Self {
        Self { text: number.to_string(), number: Some(number) }
    }

    fn vague() -> Self {
        Self { text: "X".to_owned(), number: None }
    }
}

impl Reader<'_> {
    /// What begins with a count: "three days", "two weeks ago", "a year later", "a three-day visit".
    pub(super) fn counted(&self, at: u32) -> Option<(u32, Reading)> {
        let (end, count, unit) = match self.word(at) {
            Word::Counted(number, unit) => (at + 1, Count::exact(number), unit),
            _ => self.count_of_units(at)?,
        };
        // "three quarters" may be of anything.
        if unit == Unit::Quarter {
            return None;
        }
        if let Some(end) = self.end_of_age(end) {
            return Some((end, Reading::length(unit, &count.text)));
        }
        if let Some(dated) = self.counted_from(at, end, &count, unit) {
            return Some(dated);
        }
        if self.word(at) == Word::A && !self.is(at + 1, "few") && count.number == Some(1) {
            return self.one_unit(at, end, unit);
        }
        Some((end, Reading::length(unit, &count.text)))
    }

    /// "87 years old", "the 10-month-old", "60 years of age": where the age ends.
    fn end_of_age(&self, end: u32) -> Option<u32> {
        match () {
            () if self.any(end, &["old", "olds"]) => Some(end + 1),
            () if self.is(end, "-") && self.any(end + 1, &["old", "olds"]) => Some(end + 2),
            () if self.is(end, "of") && self.is(end + 1, "age") => Some(end + 2),
            () => None,
        }
    }

    /// "more than two years", "about an hour ago": a count that the words before it leave open, with these words.
    pub(super) fn approximate(&self, at: u32) -> Option<(u32, Reading)> {
        let next = at + 1;
        let counted_at = match () {
            () if self.any(at, &["more", "less"]) && self.is(next, "than") => at + 2,
            () if self.is(at, "at") && self.any(next, &["least", "most"]) => at + 2,
            () if self.is(at, "up") && self.is(next, "to") => at + 2,
            () if self.any(at, &["about", "almost", "approximately", "around", "nearly", "roughly"]) => next,
            () => return None,
        };
        let is_count =
            matches!(self.word(counted_at), Word::A | Word::Vague | Word::Number(_) | Word::Digits(..));
        let counted = || self.counted(counted_at);
        is_count.then(counted).flatten().filter(|(_, reading)| reading.kind != TimeKind::Set)
    }

    /// "two days ago", "three days later", "in two weeks": a date that many units from a day.
    fn counted_from(&self, at: u32, end: u32, count: &Count, unit: Unit) -> Option<(u32, Reading)> {
        let before = at.wrapping_sub(1);
        let towards = || direction(self.doc, TokenIdx(at));
        let (end, from, sign) = match () {
            () if self.is(end, "ago") => (end + 1, self.today, -1),
            () if self.is(end, "from") && self.is(end + 1, "now") => (end + 2, self.today, 1),
            // "prices rose from a year earlier": where no day was named, from now
            () if self.is(end, "earlier") => (end + 1, self.day_named().or(self.today), -1),
            () if self.is(end, "later") => (end + 1, self.day_named(), 1),
            () if self.is(before, "in") && count.number.is_some() && towards() == Direction::Future => {
                (end, self.today, 1)
            }
            () => return None,
        };
        let number = count.number.and_then(|number| i32::try_from(number).ok());
        let Some(number) = number.filter(|&number| number <= MOST_UNITS && unit >= Unit::Day) else {
            return Some((end, Reading::vague(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" })));
        };
        let day = from.and_then(|day| day.checked_add(unit.span(sign * number)?).ok());
        // So many decades or centuries from now is some year.
        let grain = if unit > Unit::Year { Unit::Year } else { unit };
        let reading = Reading::from_now(day.and_then(|day| Stretch::holding(day, grain)), grain.blank());
        if unit == Unit::Day { Some(self.time_after(end, reading)) } else { Some((end, reading)) }
    }

    /// "a week": a rate after a number of things ("twice a week"), a length where something lasts.
    fn one_unit(&self, at: u32, end: u32, unit: Unit) -> Option<(u32, Reading)> {
        let before = at.wrapping_sub(1);
        if before >= at {
            return None;
        }
        let is_rate = self.any(before, &["once", "twice", "times", "percent", "%"])
            || matches!(self.doc.tag(TokenIdx(before)), label::TAG_CD | label::TAG_NNS);
        let is_hyphened = self.is(at + 1, "-") || end > at + 2;
        let is_length = matches!(self.doc.tag(TokenIdx(before)), label::TAG_IN | label::TAG_TO)
            || self.any(
                before,
                &["last", "lasted", "lasts", "take", "takes", "took", "half", "nearly", "almost", "spent"],
            );
        match () {
            () if is_rate => {
                // "three times a year" is said as a whole
                Some((end, Reading::set(unit.length("1"))))
            }
            () if is_length || is_hyphened => Some((end, Reading::length(unit, "1"))),
            () => None,
        }
    }

    /// A count with its unit: where it ends, how many, of what.
    pub(super) fn count_of_units(&self, at: u32) -> Option<(u32, Count, Unit)> {
        let (mut end, count) = self.count(at)?;
        if self.is(end, "-") {
            end += 1;
        }
        // "the last few business days"
        if self.any(end, &["more", "full", "long", "consecutive", "straight", "whole", "working", "business"])
        {
            end += 1;
        }
        let (Word::Unit(unit) | Word::Units(unit)) = self.word(end) else {
            return None;
        };
        end += 1;
        if self.is(end, "and") && self.word(end + 1) == Word::A && self.is(end + 2, "half") {
            let text = format!("{}.5", count.text);
            return Some((end + 3, Count { text, number: None }, unit));
        }
        Some(halved(end, count, unit))
    }

    fn count(&self, at: u32) -> Option<(u32, Count)> {
        let next = at + 1;
        match self.word(at) {
            Word::A if self.any(next, &["few", "couple"]) => {
                Some((next + 1 + u32::from(self.is(next + 1, "of")), Count::vague()))
            }
            Word::A if self.any(next, &["dozen"]) => Some((next + 1, Count::exact(12))),
            Word::A if self.any(next, &["hundred"]) => Some((next + 1, Count::exact(100))),
            Word::A if self.any(next, &["thousand"]) => Some((next + 1, Count::exact(1000))),
            Word::A => Some((next, Count::exact(1))),
            Word::Vague => Some((next + u32::from(self.is(next, "of")), Count::vague())),
            Word::Clock(whole, part) if self.text(at).contains('.') => {
                Some((next, Count { text: format!("{whole}.{part:02}"), number: None }))
            }
            Word::Number(tens @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)) => {
                let unit_at = next + u32::from(self.is(next, "-"));
                Some(match self.word(unit_at) {
                    Word::Number(ones @ 1..=9) => self.multiplied(unit_at + 1, tens + ones),
                    _ => self.multiplied(next, tens),
                })
            }
            Word::Digits(number, _) | Word::Number(number) => Some(self.multiplied(next, number)),
            // "2.5 years"
            Word::Other => {
                let word = self.text(at);
                let is_decimal = word.len() < 8
                    && word.split_once('.').is_some_and(|(whole, part)| {
                        [whole, part]
                            .iter()
                            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
                    });
                is_decimal.then(|| (next, Count { text: word.to_owned(), number: None }))
            }
            _ => None,
        }
    }

    /// A number times the "hundred" or "thousand" after it; with a half ("two and a half").
    fn multiplied(&self, at: u32, number: u32) -> (u32, Count) {
        let factor = match () {
            () if self.is(at, "hundred") => 100,
            () if self.is(at, "thousand") => 1_000,
            () if self.is(at, "million") => 1_000_000,
            () => 1,
        };
        let (at, number) = (at + u32::from(factor > 1), number.saturating_mul(factor));
        if self.is(at, "and") && self.word(at + 1) == Word::A && self.is(at + 2, "half") {
            return (at + 3, Count { text: format!("{number}.5"), number: None });
        }
        (at, Count::exact(number))
    }

    /// "every day", "each Monday", "every two weeks", "daily", "on Mondays".
    pub(super) fn set(&self, at: u32) -> Option<(u32, Reading)> {
        if self.is_in_name(at) {
            return None;
        }
        match self.word(at) {
            Word::Every(count, unit) => {
                let is_adjective = self.doc.tag(TokenIdx(at)) == label::TAG_NNP;
                return (!is_adjective).then(|| (at + 1, Reading::set(unit.length(&count.to_string()))));
            }
            Word::Weekdays(weekday) => {
                return Some((at + 1, Reading::set(format!("XXXX-WXX-{}", weekday.to_monday_one_offset()))));
            }
            _ => {}
        }
        let other = self.is(at + 1, "other");
        let next = at + 1 + u32::from(other || self.any(at + 1, &["single"]));
        let step = if other { "2" } else { "1" };
        let value = match self.word(next) {
            Word::Unit(unit) => unit.length(step),
            Word::Weekday(weekday) => format!("XXXX-WXX-{}", weekday.to_monday_one_offset()),
            Word::Month(month) => format!("XXXX-{month:02}"),
            Word::Season(season) => format!("XXXX-{}", season.code()),
            Word::Part(part) => format!("XXXX-XX-XX{}", part.code()),
            Word::Digits(..) | Word::Number(_) | Word::Vague => {
                let (end, count, unit) = self.count_of_units(next)?;
                return Some((end, Reading::set(unit.length(&count.text))));
            }
            _ => return None,
        };
        Some((next + 1, Reading { kind: TimeKind::Set, ..Reading::set(value) }))
    }

    /// "half an hour", "half a century".
    pub(super) fn half(&self, at: u32) -> Option<(u32, Reading)> {
        let Word::Unit(unit) = self.word(at + 2) else {
            return None;
        };
        if self.word(at + 1) != Word::A {
            return None;
        }
        let (end, count, unit) = halved(at + 3, Count { text: "0.5".to_owned(), number: None }, unit);
        let is_ago = self.is(end, "ago");
        let length = Reading::length(unit, &count.text);
        if is_ago {
            self.counted_from(at, end, &count, unit).or(Some((end, length)))
        } else {
            Some((end, length))
        }
    }
}

/// Half a unit in the unit below.
fn halved(end: u32, count: Count, unit: Unit) -> (u32, Count, Unit) {
    let (number, unit) = match (count.text.as_str(), unit) {
        ("0.5", Unit::Hour) => (30, Unit::Minute),
        ("0.5", Unit::Day) => (12, Unit::Hour),
        ("0.5", Unit::Year) => (6, Unit::Month),
        ("0.5", Unit::Decade) => (5, Unit::Year),
        ("0.5", Unit::Century) => (50, Unit::Year),
        _ => return (end, count, unit),
    };
    (end, Count::exact(number), unit)
}
