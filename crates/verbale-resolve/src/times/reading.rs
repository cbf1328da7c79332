use jiff::civil::Date;

use super::calendar::{Stretch, Unit};
use super::words::Part;
use crate::TimeKind;

/// What an expression was read as.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) kind: TimeKind,
    pub(super) value: String,
    pub(super) days: Option<(Date, Date)>,
    pub(super) relative: bool,
    /// Month and, if given, day of an expression that left its year to be found.
    pub(super) yearless: Option<(i8, Option<i8>)>,
}

impl Reading {
    /// A stretch of the calendar.
    pub(super) fn of(stretch: Stretch, relative: bool) -> Self {
        Self { days: stretch.days(), relative, ..Self::bare(TimeKind::Date, stretch.value()) }
    }

    /// A stretch reckoned from a day, or what can be said of it without that day.
    pub(super) fn from_now(stretch: Option<Stretch>, blank: &str) -> Self {
        match stretch {
            Some(stretch) => Self::of(stretch, true),
            None => Self { relative: true, ..Self::bare(TimeKind::Date, blank.to_owned()) },
        }
    }

    /// A value without a place in the calendar.
    pub(super) fn bare(kind: TimeKind, value: String) -> Self {
        Self { kind, value, days: None, relative: false, yearless: None }
    }

    /// `PAST_REF` and its like.
    pub(super) fn vague(value: &str) -> Self {
        Self { relative: true, ..Self::bare(TimeKind::Date, value.to_owned()) }
    }

    /// A length of time.
    pub(super) fn length(unit: Unit, count: &str) -> Self {
        Self::bare(TimeKind::Duration, unit.length(count))
    }

    /// Something that recurs.
    pub(super) fn set(value: impl Into<String>) -> Self {
        Self::bare(TimeKind::Set, value.into())
    }

    /// The same day, at a part of it.
    #[must_use]
    pub(super) fn at_part(self, part: Part) -> Self {
        self.at(part.code())
    }

    /// The same day, at a time of it ("T17:00").
    #[must_use]
    pub(super) fn at(mut self, time: &str) -> Self {
        if self.is_day() {
            self.kind = TimeKind::Time;
            self.value.push_str(time);
        }
        self
    }

    /// The day of a part of it: "Friday" of "Friday evening".
    #[must_use]
    pub(super) fn without_part(mut self) -> Self {
        let parts = ["TMO", "TMI", "TAF", "TEV", "TNI"];
        if self.kind == TimeKind::Time
            && let Some(day) = parts.iter().find_map(|part| self.value.strip_suffix(part))
        {
            self.value = day.to_owned();
            self.kind = TimeKind::Date;
        }
        self
    }

    /// Whether it is one day, known or not, so that a time of day can be added.
    pub(super) fn is_day(&self) -> bool {
        self.kind == TimeKind::Date && self.value.len() == 10 && !self.value.contains('_')
            || self.value == "XXXX-WXX"
            || self.kind == TimeKind::Date
                && self.value.starts_with("XXXX-WXX-")
                && !self.value.ends_with("WE")
    }
}
