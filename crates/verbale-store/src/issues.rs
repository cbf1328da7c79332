//! Who stands where on an issue, and where they stood before.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::params;
use serde::Serialize;
use verbale_gap::{Least, Period, Question, Stance, Vote, stances_over};

use crate::gap::Held;
use crate::stances::{StanceFilter, StanceRow};
use crate::{Store, StoreError};

/// Most positions one question takes in.
const MOST: usize = 200_000;

/// Positions on the issue `?1` or one under it. '0' follows '/'.
const OF_ISSUE: &str = "issue >= ?1 AND issue < ?1 || '0' AND (issue = ?1 OR issue LIKE ?1 || '/%')";

/// A party whose people speak for their country, as [`StanceRow::is_official`] has it.
const SPEAKS_FOR_IT: &str =
    "';' || party.sectors || ';' LIKE '%;GOV;%' OR ';' || party.sectors || ';' LIKE '%;MIL;%'";

/// Positions listed for a country.
const MOST_HELD: usize = 18;

/// The latest positions beside which is looked who spoke.
const MOST_BESIDE: usize = 1000;

/// Days of a quarter of a year.
const QUARTER: i64 = 91;

/// An issue on which the store holds positions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IssueCount {
    /// `yemen/ceasefire`.
    pub issue: String,
    /// Positions, those in reprints among them.
    pub n_positions: u64,
    /// Actors that hold them.
    pub n_holders: u64,
    /// The first day.
    pub from: Option<String>,
    /// The last.
    pub to: Option<String>,
}

/// Where everybody stands on one object of an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueFound {
    /// The objects that positions are held on at any time, with their number; those with most first.
    pub objects: Vec<(String, usize)>,
    /// The one that is shown.
    pub object: Option<String>,
    /// The days looked at, and as many before them.
    pub periods: Option<[Period; 2]>,
    /// Who holds a position, those in favour first.
    pub standpoints: Vec<Standpoint>,
    /// Countries that spoke of other objects, at other times, or in the same articles, but not of this one now.
    pub silent: Vec<String>,
    /// Positions of these days in reprints, which were not counted.
    pub reprints: usize,
    /// Positions of these days of people who do not speak for their country, which were not counted.
    pub others: usize,
}

/// Where a country stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standpoint {
    /// Its code.
    pub country: String,
    /// Where it stands now.
    pub now: Stance,
    /// Whether that rests on fewer stories or outlets than a number of a gap needs.
    pub is_thin: bool,
    /// Where it stood in as many days before; none where it said nothing.
    pub before: Option<Stance>,
    /// Its latest positions of both times, the latest first, at most 18.
    pub held: Vec<StanceRow>,
    /// How many there are.
    pub n_held: usize,
}

impl Store {
    /// The issues on which there are positions, by their ids.
    pub fn issues(&self) -> Result<Vec<IssueCount>, StoreError> {
        let mut issues = self.connection.prepare_cached(
            "SELECT issue, sum(n), count(*), min(first), max(last) FROM
               (SELECT issue, count(*) AS n, min(date) AS first, max(date) AS last FROM position
                WHERE issue IS NOT NULL GROUP BY issue, holder)
             GROUP BY issue ORDER BY issue",
        )?;
        let issues = issues.query_map([], |row| {
            Ok(IssueCount {
                issue: row.get(0)?,
                n_positions: row.get(1)?,
                n_holders: row.get(2)?,
                from: row.get(3)?,
                to: row.get(4)?,
            })
        })?;
        Ok(issues.collect::<Result<_, _>>()?)
    }

    /// The issues on which people of both countries took positions, those with most first.
    pub fn issues_of(&self, countries: [&str; 2], most: usize) -> Result<Vec<String>, StoreError> {
        let mut issues = self.connection.prepare_cached(
            "SELECT issue FROM party JOIN position ON position.holder = party.id
             WHERE party.country IN (?1, ?2) AND issue IS NOT NULL
             GROUP BY issue HAVING count(DISTINCT party.country) = 2 ORDER BY count(*) DESC, issue LIMIT ?3",
        )?;
        let issues = issues.query_map(params![countries[0], countries[1], most as i64], |row| row.get(0))?;
        Ok(issues.collect::<Result<_, _>>()?)
    }

    /// Where countries stand on an object of an issue, by what those said who speak for them. Without an object the one
    /// with most positions is taken, without days the last quarter of a year in which any is held.
    pub fn issue(
        &self,
        issue: &str,
        object: Option<&str>,
        [from, to]: [Option<Date>; 2],
    ) -> Result<IssueFound, StoreError> {
        let objects = self.objects_of(issue)?;
        let object = object.map(str::to_owned).or_else(|| objects.first().map(|(object, _)| object.clone()));
        let last = match to {
            Some(to) => Some(to),
            None => self.last_day_of(issue)?,
        };
        let periods = last.and_then(|last| periods(from, last));
        let day = |day: fn(&[Period; 2]) -> Date| periods.as_ref().map(|periods| day(periods).to_string());
        let filter = StanceFilter {
            issue: Some(issue.to_owned()),
            from: day(|[_, before]| before.from),
            to: day(|[now, _]| now.to),
            ..StanceFilter::default()
        };
        let mut rows = if periods.is_some() { self.bare_stances(&filter, MOST)? } else { Vec::new() };
        let n_rows = rows.len();
        rows.retain(|row| row.copy_of.is_none());
        let reprints = n_rows - rows.len();
        let n_rows = rows.len();
        rows.retain(|row| row.is_official && row.country.is_some());
        let others = n_rows - rows.len();
        let held: Vec<Held> = rows.into_iter().filter_map(Held::of).collect();

        let mut found = IssueFound {
            objects,
            object,
            periods,
            standpoints: Vec::new(),
            silent: Vec::new(),
            reprints,
            others,
        };
        let (Some(object), Some(periods)) = (&found.object, periods) else { return Ok(found) };
        let [now, before] = periods;
        let on_object: Vec<&Held> = held.iter().filter(|held| held.row.object == *object).collect();
        let votes: Vec<Vote<'_>> = on_object.iter().map(|held| held.vote()).collect();
        let countries: BTreeSet<&str> = votes.iter().map(|vote| vote.holder).collect();
        for country in countries {
            let mut question = Question::new(country, "", vec![before, now]);
            question.least = Least { stories: 1, publishers: 1 };
            let stances = stances_over(&votes, country, object, &question);
            let [before_stance, Some(now_stance)] = stances[..] else { continue };
            let of_country =
                on_object.iter().rev().filter(|held| held.row.country.as_deref() == Some(country));
            let in_time =
                || of_country.clone().filter(|held| now.holds(held.date) || before.holds(held.date));
            found.standpoints.push(Standpoint {
                country: country.to_owned(),
                now: now_stance,
                is_thin: !now_stance.evidence.is_enough(Least::default()),
                before: before_stance,
                n_held: in_time().count(),
                held: in_time().take(MOST_HELD).map(|held| held.row.clone()).collect(),
            });
        }
        found.standpoints.sort_by(|a, b| {
            b.now.estimate.point.total_cmp(&a.now.estimate.point).then_with(|| a.country.cmp(&b.country))
        });
        for row in found.standpoints.iter_mut().flat_map(|standpoint| &mut standpoint.held) {
            self.add_words(row)?;
        }
        let mut silent = self.holders_of(issue)?;
        silent.extend(self.speakers_beside(issue, now)?);
        for standpoint in &found.standpoints {
            silent.remove(&standpoint.country);
        }
        found.silent = silent.into_iter().collect();
        Ok(found)
    }

    /// The objects of an issue with the number of positions on them, those with most first.
    fn objects_of(&self, issue: &str) -> Result<Vec<(String, usize)>, StoreError> {
        let mut objects = self.connection.prepare_cached(&format!(
            "SELECT name, count(*) FROM position WHERE {OF_ISSUE} GROUP BY name ORDER BY count(*) DESC, name"
        ))?;
        let objects = objects.query_map([issue], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?;
        Ok(objects.collect::<Result<_, _>>()?)
    }

    /// The last day on which a position is held on an issue.
    fn last_day_of(&self, issue: &str) -> Result<Option<Date>, StoreError> {
        let mut last =
            self.connection.prepare_cached(&format!("SELECT max(date) FROM position WHERE {OF_ISSUE}"))?;
        let last: Option<String> = last.query_row([issue], |row| row.get(0))?;
        Ok(last.and_then(|last| last.parse().ok()))
    }

    /// Countries that hold a position on an issue at any time, and whose people speak for them.
    fn holders_of(&self, issue: &str) -> Result<BTreeSet<String>, StoreError> {
        let mut countries = self.connection.prepare_cached(&format!(
            "SELECT DISTINCT shown.country FROM shown JOIN party ON party.id = shown.root
             WHERE shown.id IN (SELECT holder FROM position WHERE {OF_ISSUE})
               AND shown.country IS NOT NULL AND (party.kind = 'state' OR {SPEAKS_FOR_IT})"
        ))?;
        let countries = countries.query_map([issue], |row| row.get(0))?;
        Ok(countries.collect::<Result<_, _>>()?)
    }

    /// Countries whose people speak in the articles in which positions on an issue are held.
    fn speakers_beside(&self, issue: &str, period: Period) -> Result<Vec<String>, StoreError> {
        let mut countries = self.connection.prepare_cached(&format!(
            "SELECT DISTINCT party.country FROM
               (SELECT document FROM position WHERE {OF_ISSUE} AND date BETWEEN ?2 AND ?3
                ORDER BY date DESC LIMIT {MOST_BESIDE}) AS position
             JOIN statement ON statement.document = position.document
             JOIN party ON party.id = statement.speaker
             WHERE party.country IS NOT NULL AND (party.kind = 'state' OR {SPEAKS_FOR_IT})"
        ))?;
        let (from, to) = (period.from.to_string(), period.to.to_string());
        let countries = countries.query_map(params![issue, from, to], |row| row.get(0))?;
        Ok(countries.collect::<Result<_, _>>()?)
    }
}

/// The days asked for and as many before; without a first day, a quarter of a year.
fn periods(from: Option<Date>, to: Date) -> Option<[Period; 2]> {
    let days = from.map_or(QUARTER, |from| i64::from((to - from).get_days()) + 1).max(1);
    let back = |date: Date, days: i64| date.checked_sub(days.days()).ok();
    let from = back(to, days - 1)?;
    let before = Period::new(back(from, days)?, back(from, 1)?);
    Some([Period::new(from, to), before])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_was_before_is_as_long_and_ends_the_day_before() {
        let [now, before] = periods(Some(date(2024, 5, 1)), date(2024, 5, 31)).unwrap();
        assert_eq!(
            (now.from, before.from, before.to),
            (date(2024, 5, 1), date(2024, 3, 31), date(2024, 4, 30))
        );
        let [now, _] = periods(None, date(2024, 5, 31)).unwrap();
        assert_eq!(now.from, date(2024, 3, 2));
    }
}
