use super::Reader;
use super::calendar::{Stretch, Unit};
use super::reading::Reading;
use super::words::{Part, Word};

/// Names of zones; those that are universal time add a Z to the value.
const ZONES: &[&str] = &[
    "gmt", "utc", "est", "edt", "et", "cst", "cdt", "ct", "pst", "pdt", "pt", "mst", "cet", "cest", "bst",
    "msk", "ist", "jst", "eastern", "pacific", "central",
];

impl Reader<'_> {
    /// "5 p.m.", "10:30 a.m. local time", "1000 GMT", "5 o'clock", with the day that may follow.
    pub(super) fn clock(&self, at: u32) -> Option<(u32, Reading)> {
        let (end, time) = self.time_of_day(at)?;
        let joint = end + u32::from(self.any(end, &["on", ","]));
        let follows = match self.word(joint) {
            Word::Weekday(weekday) => self.weekday(joint, weekday),
            Word::Month(month) => self.month(joint, month),
            Word::Near(days) => self.near_day(joint, days),
            Word::Digits(day, 1..=2) => self.day_month(joint, day),
            _ => None,
        };
        // "6 p.m. on Friday evening"
        let follows = follows.map(|(end, day)| (end, day.without_part()));
        if let Some((end, day)) = follows.filter(|(_, day)| day.is_day()) {
            return Some((end, day.at(&time)));
        }
        let day = self.day_named().or(self.today).map(Stretch::Day);
        Some((end, Reading::from_now(day, Unit::Day.blank()).at(&time)))
    }

    /// A day with the part or time of it that may follow: "Thursday night", "yesterday at 5 p.m.".
    pub(super) fn time_after(&self, end: u32, day: Reading) -> (u32, Reading) {
        if !day.is_day() {
            return (end, day);
        }
        let part_at = end + u32::from(self.is(end, "at"));
        match self.word(part_at) {
            Word::Part(part)
                if part_at == end || matches!(part, Part::Noon | Part::Midnight | Part::Night) =>
            {
                return (part_at + 1, day.at_part(part));
            }
            _ => {}
        }
        let joint = end + u32::from(self.any(end, &["at", ","]));
        match self.time_of_day(joint) {
            Some((end, time)) => (end, day.at(&time)),
            None => (end, day),
        }
    }

    /// Hours and minutes as a value writes them: "T17:00".
    fn time_of_day(&self, at: u32) -> Option<(u32, String)> {
        let (hour, minute, figures) = match self.word(at) {
            Word::Clock(hour, minute) => (hour, minute, 0),
            Word::Digits(number, figures @ (1 | 2 | 4)) => {
                if figures == 4 {
                    (number / 100, number % 100, 4)
                } else {
                    (number, 0, figures)
                }
            }
            _ => return None,
        };
        let next = at + 1;
        let before_noon = self.any(next, &["a.m.", "am", "a.m"]);
        let after_noon = self.any(next, &["p.m.", "pm", "p.m"]);
        let is_oclock = self.any(next, &["o'clock", "o’clock"]);
        let mut end = next + u32::from(before_noon || after_noon || is_oclock);
        let zone = self.any(end, ZONES);
        let is_universal = self.any(end, &["gmt", "utc"]);
        let is_local = self.any(end, &["local"]) && self.is(end + 1, "time");
        let is_named_zone = self.is(end + 1, "time") && self.is_capital(end);
        let by_figures = figures == 0 && self.text(at).contains(':') && self.is_placed_clock(at);
        let is_said = before_noon
            || after_noon
            || is_oclock
            || is_universal
            || by_figures
            || (zone || is_local || is_named_zone) && figures != 1 && figures != 2;
        let hour = match hour {
            1..=11 if after_noon => hour + 12,
            12 if before_noon => 0,
            _ => hour,
        };
        if !is_said
            || hour > 24
            || minute > 59
            || figures != 4 && is_universal && !(before_noon || after_noon) && figures != 0
        {
            return None;
        }
        if is_local || is_named_zone || zone && self.is(end + 1, "time") {
            end += 2;
        } else if zone {
            end += 1;
        }
        let zulu = if is_universal { "Z" } else { "" };
        Some((end, format!("T{hour:02}:{minute:02}{zulu}")))
    }

    fn is_placed_clock(&self, at: u32) -> bool {
        let before = at.wrapping_sub(1);
        self.is_in_time(at)
            || self.any(
                before,
                &["at", "by", "around", "until", "from", "since", "about", "before", "after", ","],
            )
    }
}
