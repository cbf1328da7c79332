use std::borrow::Cow;

use jiff::civil::Date;
use verbale_codes::{Country, Sector};

/// A country, territory, de-facto entity or former state.
#[derive(Clone, Debug)]
pub struct State {
    /// Stable key: its code, or `x-…` for entities without one.
    pub key: Cow<'static, str>,
    /// The code it is counted as.
    pub country: Country,
    /// `PRE` for breakaway and partly recognized entities.
    pub sector: Option<Sector>,
    /// Whether it is a state or a de-facto one, with a government that deals with others; false for regions.
    pub has_government: bool,
    /// The usual name.
    pub name: Cow<'static, str>,
    /// First and last day, of a state that is no more.
    pub lasted: Option<(Date, Date)>,
    /// The first day of a state that was part of another before, and whose it was: South Sudan, of Sudan.
    pub since: Option<(Date, Country)>,
    /// Other names, each with the first and last day on which it was the usual one: Burma, Zaire.
    pub former_names: Vec<(Date, Date, Cow<'static, str>)>,
}

impl State {
    /// The name it went by on a day; today's where none is given.
    pub fn name_on(&self, day: Option<Date>) -> &str {
        let held = |(from, to, _): &&(Date, Date, _)| day.is_some_and(|day| *from <= day && day <= *to);
        self.former_names.iter().find(held).map_or(&*self.name, |(_, _, name)| name)
    }

    /// Whether it was a state on a day, as far as is known.
    pub fn existed_on(&self, day: Date) -> bool {
        self.lasted.is_none_or(|(from, to)| from <= day && day <= to)
    }
}

/// Someone who holds or held an office.
#[derive(Clone, Debug)]
pub struct Person {
    /// Stable key (`rus/sergei-lavrov`).
    pub key: Cow<'static, str>,
    /// The usual name.
    pub name: Cow<'static, str>,
    /// Wikidata identifier.
    pub wikidata: Option<Cow<'static, str>>,
    /// Whether a hand-made list has the person: well known.
    pub is_prominent: bool,
    pub(crate) first_term: u32,
    pub(crate) n_terms: u32,
}

/// One term of office.
#[derive(Clone, Debug)]
pub struct Term {
    /// Whose office: a country, or the code of an international organization.
    pub country: Country,
    /// What kind of office.
    pub kind: OfficeKind,
    /// The office in words ("foreign minister").
    pub office: Cow<'static, str>,
    /// Sectors during the term.
    pub sectors: Vec<Sector>,
    /// First day, where it is known.
    pub from: Option<Date>,
    /// Last day, where it is known.
    pub to: Option<Date>,
    /// First and last day on which it is known to have run, where `from` or `to` is not known.
    pub seen: (Option<Date>, Option<Date>),
}

/// How a term lies to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// The term had not begun.
    NotYet,
    /// It ran.
    Now,
    /// It was over.
    Over,
    /// Its bounds do not say.
    Unknown,
}

/// An office whose end is not known is taken to have run for so many days after it was last seen.
const GRACE_DAYS: i64 = 366;

impl Term {
    /// Whether the term ran on a day.
    pub fn held_on(&self, day: Date) -> Held {
        let starts = self.from.or(self.seen.0);
        match (starts, self.to) {
            (Some(start), _) if day < start => {
                if self.from.is_some() {
                    Held::NotYet
                } else {
                    Held::Unknown
                }
            }
            (_, Some(to)) if day > to => Held::Over,
            (None, None) => Held::Unknown,
            (_, Some(_)) => Held::Now,
            (_, None) => match self.seen.1 {
                Some(seen) if days_after(seen, day) > GRACE_DAYS => Held::Unknown,
                _ => Held::Now,
            },
        }
    }
}

/// Days from one day to a later one; negative where it is earlier.
fn days_after(from: Date, to: Date) -> i64 {
    from.until(to).map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// A kind of office, as the tables name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the words of the tables")]
pub enum OfficeKind {
    HeadOfState,
    HeadOfGovernment,
    DeputyHead,
    ForeignMinister,
    DefenseMinister,
    InteriorMinister,
    FinanceMinister,
    JusticeMinister,
    Minister,
    DeputyMinister,
    Ambassador,
    UnRepresentative,
    Spokesperson,
    MilitaryChief,
    IntelligenceChief,
    CentralBank,
    LegislatureSpeaker,
    Judge,
    Subnational,
    IgoOfficial,
    ArmedGroupLeader,
    OppositionLeader,
    Official,
}

impl OfficeKind {
    /// The kind of a name in the tables; [`Self::Official`] for what has no kind of its own.
    pub(crate) fn find(name: &str) -> Self {
        Self::of(name).unwrap_or(Self::Official)
    }

    /// The kind of a name in the tables, if there is such a one.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "head_of_state" => Self::HeadOfState,
            "head_of_government" => Self::HeadOfGovernment,
            "deputy_head" => Self::DeputyHead,
            "foreign_minister" => Self::ForeignMinister,
            "defense_minister" => Self::DefenseMinister,
            "interior_minister" => Self::InteriorMinister,
            "finance_minister" => Self::FinanceMinister,
            "justice_minister" => Self::JusticeMinister,
            "minister" => Self::Minister,
            "deputy_minister" => Self::DeputyMinister,
            "ambassador" => Self::Ambassador,
            "un_representative" => Self::UnRepresentative,
            "spokesperson" => Self::Spokesperson,
            "military_chief" => Self::MilitaryChief,
            "intelligence_chief" => Self::IntelligenceChief,
            "central_bank" => Self::CentralBank,
            "legislature_speaker" => Self::LegislatureSpeaker,
            "judge" => Self::Judge,
            "subnational" => Self::Subnational,
            "igo_official" => Self::IgoOfficial,
            "armed_group_leader" => Self::ArmedGroupLeader,
            "opposition_leader" => Self::OppositionLeader,
            "official" => Self::Official,
            _ => return None,
        })
    }

    /// Offices whose holders the news names without saying who they are.
    pub fn is_prominent(self) -> bool {
        matches!(
            self,
            Self::HeadOfState
                | Self::HeadOfGovernment
                | Self::ForeignMinister
                | Self::ArmedGroupLeader
                | Self::IgoOfficial
        )
    }
}

/// An organization with a name.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Stable key.
    pub key: Cow<'static, str>,
    /// The usual name.
    pub name: Cow<'static, str>,
    /// Country or international code.
    pub country: Option<Country>,
    /// Sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// Kind, as the table names it: `igo`, `armed-group`, `media`, …
    pub kind: Cow<'static, str>,
}

/// The day of `2016-03-24`, `2016-03` or `2016`; the first or the last of a month or year.
pub(crate) fn day(field: &str, is_last: bool) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| {
        let digits = field.as_bytes().get(range).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
        Some(digits.iter().fold(0, |sum, digit| sum * 10 + i16::from(digit - b'0')))
    };
    let year = number(0..4)?;
    let (month, day) = (number(5..7), number(8..10));
    let first =
        Date::new(year, month.unwrap_or(if is_last { 12 } else { 1 }) as i8, day.unwrap_or(1) as i8).ok()?;
    Some(if is_last && day.is_none() { first.last_of_month() } else { first })
}

/// Sectors of a list `GOV,MIL`; unknown codes are left out.
pub(crate) fn sectors(field: &str) -> Vec<Sector> {
    field.split(',').filter_map(|code| code.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(from: &str, to: &str, last_seen: &str) -> Term {
        Term {
            country: "RUS".parse().unwrap(),
            kind: OfficeKind::HeadOfState,
            office: "president".into(),
            sectors: vec![Sector::Gov],
            from: day(from, false),
            to: day(to, true),
            seen: (None, day(last_seen, true)),
        }
    }

    #[test]
    fn terms_and_days() {
        let on = |term: &Term, day: &str| term.held_on(day.parse().unwrap());
        let closed = term("2008-05-07", "2012-05", "");
        assert_eq!(on(&closed, "2008-05-06"), Held::NotYet);
        assert_eq!(on(&closed, "2012-05-31"), Held::Now);
        assert_eq!(on(&closed, "2012-06-01"), Held::Over);
        let open = term("2012", "", "2025-05");
        assert_eq!(on(&open, "2025-12-01"), Held::Now);
        assert_eq!(on(&open, "2027-01-01"), Held::Unknown);
        assert_eq!(on(&term("", "2005", ""), "2004-01-01"), Held::Now);
        assert_eq!(on(&term("", "", ""), "2004-01-01"), Held::Unknown);
    }

    #[test]
    fn dates_as_exact_as_given() {
        assert_eq!(day("2016-02", true), "2016-02-29".parse().ok());
        assert_eq!(day("2016", false), "2016-01-01".parse().ok());
        assert_eq!(day("", true), None);
        assert_eq!(day("2016-13", true), None);
    }
}
