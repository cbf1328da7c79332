use jiff::civil::Date;
use verbale_doc::{TokenIdx, label};

use super::calendar::{Season, Stretch, Unit};
use super::dates::days_from;
use super::reading::Reading;
use super::tense::{Direction, direction};
use super::words::{Deictic, Part, Word};
use super::{Reader, TimeKind};

impl Reader<'_> {
    /// "last week", "this month", "next Thursday", "the past three days", "the following day".
    pub(super) fn deictic(&self, at: u32, deictic: Deictic) -> Option<(u32, Reading)> {
        let next = at + 1;
        // "at this time" is now
        if deictic == Deictic::This && self.any(next, &["time", "point", "moment"]) {
            let is_now = self.any(at.wrapping_sub(1), &["at", "by"]);
            return is_now.then(|| (next + 1, Reading::vague("PRESENT_REF")));
        }
        let named = match (deictic, self.word(next)) {
            // "this past Friday", "this coming week"
            (Deictic::This, Word::Deictic(inner @ (Deictic::Past | Deictic::Coming | Deictic::Last))) => {
                return self.deictic(next, inner);
            }
            (_, Word::Weekday(weekday)) => Some(self.deictic_weekday(next, deictic, weekday)),
            (_, Word::Month(month)) if self.is_capital(next) => {
                Some(self.deictic_month(next, deictic, month))
            }
            (_, Word::Season(season)) => Some(self.deictic_season(next, deictic, season)),
            (Deictic::This, Word::Part(part)) => Some(part_of(next + 1, self.today, part)),
            (Deictic::Last, Word::Part(part @ (Part::Night | Part::Evening))) => {
                Some(part_of(next + 1, self.today.and_then(|today| days_from(today, -1)), part))
            }
            (Deictic::Next | Deictic::After, Word::Part(part)) => {
                Some(part_of(next + 1, self.day_named().and_then(|day| days_from(day, 1)), part))
            }
            (Deictic::Same | Deictic::Before, Word::Part(part)) => {
                Some(part_of(next + 1, self.day_named(), part))
            }
            _ => None,
        };
        named.or_else(|| self.deictic_unit(at, deictic)).or_else(|| self.deictic_units(at, deictic))
    }

    /// One stretch before or after this one: "last week", "the previous day".
    fn deictic_unit(&self, at: u32, deictic: Deictic) -> Option<(u32, Reading)> {
        let Word::Unit(unit) = self.word(at + 1) else {
            return None;
        };
        if unit < Unit::Day || self.is(at + 2, "-") {
            return None;
        }
        let is_long = unit >= Unit::Decade;
        let named = if unit == Unit::Day { self.day_named() } else { self.named.map(|(first, _)| first) };
        let (from, shift) = match deictic {
            // "this past weekend", "the coming weekend"
            Deictic::Past if unit == Unit::Weekend => (self.today, -1),
            Deictic::Coming if unit == Unit::Weekend => (self.today, 0),
            Deictic::This if unit == Unit::Day => return None,
            Deictic::This => (self.today, 0),
            // "last decade" is the ten years up to now
            Deictic::Past | Deictic::Last if is_long || deictic == Deictic::Past => {
                return self.length_to_now(at, at + 1);
            }
            Deictic::Coming => return self.length_to_now(at, at + 1),
            Deictic::Last if unit == Unit::Day => return None,
            Deictic::Last | Deictic::Past => (self.today, -1),
            // "the next day" follows a day named before
            Deictic::Next if unit == Unit::Day => (self.day_named(), 1),
            Deictic::Next => (self.today, 1),
            Deictic::Before => (named, -1),
            Deictic::After => (named, 1),
            Deictic::Same => (named, 0),
            Deictic::Recent => return None,
        };
        let stretch = from.and_then(|day| Stretch::holding(day, unit)?.shift(shift));
        let reading = Reading::from_now(stretch, unit.blank());
        if unit == Unit::Day { Some(self.time_after(at + 2, reading)) } else { Some((at + 2, reading)) }
    }

    /// Several: "the last three days", "the next few weeks", "recent years", "coming days".
    fn deictic_units(&self, at: u32, deictic: Deictic) -> Option<(u32, Reading)> {
        match (deictic, self.word(at + 1)) {
            (Deictic::Recent, Word::Units(_)) => Some((at + 2, Reading::vague("PAST_REF"))),
            (Deictic::Coming, Word::Units(_)) => Some((at + 2, Reading::vague("FUTURE_REF"))),
            (
                Deictic::Last
                | Deictic::Past
                | Deictic::Next
                | Deictic::Coming
                | Deictic::After
                | Deictic::Before,
                _,
            ) => self.length_to_now(at, at + 1),
            _ => None,
        }
    }

    /// A length that ends or begins today: "the past week", "the next two months".
    fn length_to_now(&self, at: u32, counted_at: u32) -> Option<(u32, Reading)> {
        let Word::Deictic(deictic) = self.word(at) else {
            return None;
        };
        // "half past ten"
        if self.is(at.wrapping_sub(1), "half") {
            return None;
        }
        let (end, count, unit) = match self.word(counted_at) {
            Word::Unit(unit) => (counted_at + 1, super::lengths::Count::exact(1), unit),
            _ => self.count_of_units(counted_at)?,
        };
        let (from, sign) = match deictic {
            Deictic::Next | Deictic::Coming => (self.today, 1),
            Deictic::After => (self.day_named(), 1),
            Deictic::Before => (self.day_named(), -1),
            _ => (self.today, -1),
        };
        let days = from.zip(count.number).and_then(|(day, number)| {
            let other = day.checked_add(unit.span(i32::try_from(number).ok()?.checked_mul(sign)?)?).ok()?;
            Some((day.min(other), day.max(other)))
        });
        let reading = Reading { days, relative: true, ..Reading::length(unit, &count.text) };
        Some((end, reading))
    }

    fn deictic_month(&self, at: u32, deictic: Deictic, month: i8) -> (u32, Reading) {
        let stretch = self.today.and_then(|today| {
            let this = Stretch::month(today.year(), month)?;
            let (first, last) = this.days()?;
            match deictic {
                Deictic::Last | Deictic::Past if last >= today => Stretch::month(today.year() - 1, month),
                Deictic::Next | Deictic::Coming if first <= today => Stretch::month(today.year() + 1, month),
                _ => Some(this),
            }
        });
        (at + 1, Reading::from_now(stretch, &format!("XXXX-{month:02}")))
    }

    fn deictic_season(&self, at: u32, deictic: Deictic, season: Season) -> (u32, Reading) {
        let stretch = self.today.and_then(|today| {
            let this = Stretch::season(today.year(), season)?;
            let (first, last) = this.days()?;
            match deictic {
                // "this winter" in February began last year
                Deictic::This if first > today && Stretch::shift(this, -1)?.days()?.1 >= today => {
                    this.shift(-1)
                }
                Deictic::Last | Deictic::Past if last >= today => this.shift(-1),
                Deictic::Next | Deictic::Coming if first <= today => this.shift(1),
                _ => Some(this),
            }
        });
        (at + 1, Reading::from_now(stretch, &format!("XXXX-{}", season.code())))
    }

    /// "today", "yesterday morning", "tomorrow night".
    pub(super) fn near_day(&self, at: u32, days: i32) -> Option<(u32, Reading)> {
        // "USA Today", "Yesterday" the song
        if self.is_in_name(at) {
            return None;
        }
        Some(self.time_after(at + 1, self.day_near(days)))
    }

    fn day_near(&self, days: i32) -> Reading {
        let day = self.today.and_then(|today| days_from(today, days));
        Reading::from_now(day.map(Stretch::Day), Unit::Day.blank())
    }

    pub(super) fn tonight(&self, at: u32) -> Option<(u32, Reading)> {
        if self.is_in_name(at) {
            return None;
        }
        if self.is(at, "tonight") {
            return Some(part_of(at + 1, self.today, Part::Night));
        }
        // Overnight is the night before the report or after it; the tense tells.
        let is_adverb = self.doc.tag(TokenIdx(at)) == label::TAG_RB;
        let towards = direction(self.doc, TokenIdx(at));
        let day =
            self.today.and_then(|today| days_from(today, if towards == Direction::Future { 0 } else { -1 }));
        is_adverb.then(|| part_of(at + 1, day, Part::Night))
    }

    /// "morning", "noon" where they stand for themselves: of the day last named.
    pub(super) fn part(&self, at: u32, part: Part) -> Option<(u32, Reading)> {
        let before = at.wrapping_sub(1);
        let is_placed = self.is(before, "the")
            && self.any(before.wrapping_sub(1), &["in", "during", "by", "on", "into"])
            || self
                .any(before, &["at", "around", "by", "until", "before", "after", "since", "early", "late"]);
        if !is_placed || self.is_in_name(at) {
            return None;
        }
        // "the morning of March 24", "noon on Friday"
        let joint = at + 1 + u32::from(self.any(at + 1, &["of", "on"]));
        if let Some((end, day)) = self.core(joint).filter(|(_, reading)| reading.is_day()) {
            return Some((end, day.at_part(part)));
        }
        Some(part_of(at + 1, self.day_named(), part))
    }

    /// "the weekend", "the day before yesterday", "the week before", and "a day" after "per".
    pub(super) fn unit(&self, at: u32, unit: Unit) -> Option<(u32, Reading)> {
        let has_article = self.is(at.wrapping_sub(1), "the");
        if unit == Unit::Day && has_article && self.any(at + 1, &["before", "after"]) {
            return match self.word(at + 2) {
                Word::Near(days) if days != 0 => Some((at + 3, self.day_near(2 * days))),
                _ => None,
            };
        }
        // "the year-earlier figure"
        if unit == Unit::Year && self.is(at + 1, "-") && self.any(at + 2, &["ago", "earlier"]) {
            let this = self.today.and_then(|today| Stretch::holding(today, Unit::Year));
            return Some((at + 3, Reading::from_now(this.and_then(|this| this.shift(-1)), unit.blank())));
        }
        if unit == Unit::Weekend && has_article {
            let this = self.today.and_then(|today| Stretch::holding(today, Unit::Weekend));
            let stretch = this.zip(self.today).and_then(|(this, today)| {
                let is_ahead = this.days()?.0 > today;
                let is_past = direction(self.doc, TokenIdx(at)) == Direction::Past;
                if is_ahead && is_past { this.shift(-1) } else { Some(this) }
            });
            return Some((at + 1, Reading::from_now(stretch, unit.blank())));
        }
        // "the end of the year", "later in the day": this one
        let before = at.wrapping_sub(2);
        let is_this = has_article
            && unit >= Unit::Day
            && (self.is(before, "of")
                && self
                    .any(before.wrapping_sub(1), &["end", "beginning", "start", "middle", "rest", "close"])
                || self.is(before, "in")
                    && self.any(before.wrapping_sub(1), &["early", "earlier", "late", "later"]));
        if is_this {
            let stretch = self.today.and_then(|today| Stretch::holding(today, unit));
            return Some((at + 1, Reading::from_now(stretch, unit.blank())));
        }
        let is_plural = matches!(self.word(at), Word::Units(_));
        if is_plural && self.any(at.wrapping_sub(1), &["for", "in", "over", "within"]) {
            return Some((at + 1, Reading::length(unit, "X")));
        }
        let is_rate = self.is(at.wrapping_sub(1), "per");
        is_rate.then(|| (at + 1, Reading::set(unit.length("1"))))
    }

    /// "now", "recently": where they speak of time.
    pub(super) fn vaguely(&self, at: u32, value: &str) -> Option<(u32, Reading)> {
        let is_adverb = self.doc.tag(TokenIdx(at)) == label::TAG_RB;
        is_adverb.then(|| (at + 1, Reading::vague(value)))
    }

    /// Phrases known as a whole.
    pub(super) fn literal(&self, at: u32) -> Option<(u32, Reading)> {
        let before = at.wrapping_sub(1);
        let article = self.any(before, &["the", "that"]);
        let starts = |words: &[&str]| words.iter().zip(at..).all(|(word, at)| self.is(at, word));
        // After "at the", "at that": then or now.
        if self.any(before.wrapping_sub(1), &["at", "by"]) && article {
            let is_now = self.is(at, "moment");
            if self.any(at, &["time", "moment", "point"]) && !self.is(at + 1, "of") {
                return Some((at + 1, Reading::vague(if is_now { "PRESENT_REF" } else { "PAST_REF" })));
            }
        }
        if self.is(before, "at") && self.is(at, "present") {
            return Some((at + 1, Reading::vague("PRESENT_REF")));
        }
        if starts(&["these", "days"]) {
            return Some((at + 2, Reading::vague("PRESENT_REF")));
        }
        if self.any(at, &["future", "near", "foreseeable"]) && self.any(before, &["the"]) {
            let end = at + 1 + u32::from(!self.is(at, "future"));
            let is_future = self.is(end - 1, "future") && self.is(before.wrapping_sub(1), "in");
            return is_future.then(|| (end, Reading::vague("FUTURE_REF")));
        }
        if self.is(at, "half") {
            return self.half(at);
        }
        if starts(&["9/11"]) {
            let day = Date::new(2001, 9, 11).ok()?;
            return Some((at + 1, Reading::of(Stretch::Day(day), false)));
        }
        if starts(&["year", "-", "end"]) {
            let year = self.today.and_then(|today| Stretch::year(today.year()));
            return Some((at + 3, Reading::from_now(year, Unit::Year.blank())));
        }
        self.holiday(at).or_else(|| self.compound(at))
    }

    /// Feasts with a fixed day, as near as the tense says.
    fn holiday(&self, at: u32) -> Option<(u32, Reading)> {
        const FEASTS: &[(&[&str], i8, i8)] = &[
            (&["christmas", "eve"], 12, 24),
            (&["christmas", "day"], 12, 25),
            (&["christmas"], 12, 25),
            (&["new", "year", "'s", "eve"], 12, 31),
            (&["new", "year", "’s", "eve"], 12, 31),
            (&["new", "year", "'s", "day"], 1, 1),
            (&["new", "year", "’s", "day"], 1, 1),
            (&["boxing", "day"], 12, 26),
            (&["may", "day"], 5, 1),
            (&["halloween"], 10, 31),
        ];
        let is_capital = self.text(at).starts_with(['C', 'N', 'B', 'M', 'H']);
        let feast = FEASTS.iter().filter(|_| is_capital && !self.is_in_name(at));
        let (words, month, day) = feast
            .into_iter()
            .find(|(words, ..)| words.iter().zip(at..).all(|(word, at)| self.is(at, word)))?;
        let end = at + words.len() as u32;
        let year_at = end + u32::from(self.is(end, ","));
        if let Word::Digits(year @ 1000..=2999, 4) = self.word(year_at) {
            let day = Date::new(year as i16, *month, *day).ok()?;
            return Some((year_at + 1, Reading::of(Stretch::Day(day), false)));
        }
        Some((end, self.nearest(at, *month, Some(*day))))
    }

    /// "mid-2015", "mid-March", "FY2016", "late-2015": one token of two parts.
    fn compound(&self, at: u32) -> Option<(u32, Reading)> {
        let word = self.text(at);
        if let Some(year) = word.strip_prefix("FY") {
            return match super::words::class(year) {
                Word::Digits(1000..=2999, 4) => {
                    Some((at + 1, Reading::bare(TimeKind::Date, word.to_owned())))
                }
                _ => None,
            };
        }
        let (first, rest) = word.split_at_checked(4)?;
        if !first.eq_ignore_ascii_case("mid-") {
            return None;
        }
        let stretch = match super::words::class(rest) {
            Word::Digits(year @ 1000..=2999, 4) => Stretch::year(year as i16)?,
            Word::Decade(first, _) => Stretch::Decade(Date::new(first, 1, 1).ok()?),
            Word::Month(month) => {
                let year = self.next_year_figures(at + 1);
                return match year {
                    Some(year) => Some((at + 2, Reading::of(Stretch::month(year, month)?, false))),
                    None => Some((at + 1, self.nearest(at, month, None))),
                };
            }
            _ => return None,
        };
        Some((at + 1, Reading::of(stretch, false)))
    }

    fn next_year_figures(&self, at: u32) -> Option<i16> {
        match self.word(at) {
            Word::Digits(year @ 1000..=2999, 4) => Some(year as i16),
            _ => None,
        }
    }
}

/// A part of a day, or of some day.
fn part_of(end: u32, day: Option<Date>, part: Part) -> (u32, Reading) {
    (end, Reading::from_now(day.map(Stretch::Day), Unit::Day.blank()).at_part(part))
}
