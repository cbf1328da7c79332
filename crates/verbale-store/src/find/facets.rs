//! What a search could be narrowed to, with counts.

use std::collections::BTreeMap;

use rusqlite::params;
use rusqlite::types::Value;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::filter::{Filter, Kind, ReviewFilter, Total};
use super::plan::{Plan, span_of};
use super::rows::Rows;
use crate::{Store, StoreError, days};

/// Counts of what was found, by several properties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// How many there are; where not exact, all counts are of the newest so many.
    pub total: Total,
    /// Of events `type`, `status`, `quad`, `country`, `month`; of statements `kind`, `speaker`, `month`; of articles
    /// `publisher`, `language`, `month`.
    pub facets: Vec<Facet>,
}

/// One property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// Its name.
    pub name: &'static str,
    /// The values that occur, the most frequent first; months in order of time.
    pub values: Vec<FacetValue>,
}

/// A value with its count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// What to put into the filter: a code, a party's key, a month as YYYY-MM. Empty where there is none.
    pub value: String,
    /// What to show.
    pub label: String,
    /// How many.
    pub n: u64,
}

/// Values listed of a facet whose list is open.
const MOST_VALUES: usize = 30;

impl Store {
    /// Counts what matches by its properties, up to `most` rows, the newest.
    pub fn facets(&self, kind: Kind, filter: &Filter, most: u64) -> Result<Facets, StoreError> {
        if let Some(months) = whole_months(filter) {
            return self.facets_from_tally(kind, months);
        }
        let columns: &[&'static str] = match kind {
            Kind::Statement => &["kind", "speaker"],
            Kind::Event => &["type", "status", "quad", "country"],
            Kind::Article => &["publisher", "language"],
        };
        let mut row = self.connection.prepare_cached(&format!(
            "SELECT {} FROM {} WHERE id = ?1",
            columns.join(", "),
            kind.table()
        ))?;
        let mut plan = Plan::new(&self.connection, kind, filter, None)?;
        let mut counts: Vec<FxHashMap<Property, u64>> = vec![FxHashMap::default(); columns.len()];
        let mut months: BTreeMap<i64, u64> = BTreeMap::new();
        let mut total = Total { n: 0, is_exact: true };
        while let Some(id) = plan.next()? {
            if total.n == most {
                total.is_exact = false;
                break;
            }
            total.n += 1;
            *months.entry(days::day_of(id)).or_default() += 1;
            let mut rows = row.query([id])?;
            let row = rows
                .next()?
                .ok_or_else(|| StoreError::Damaged(format!("an index leads to {id}, which is not there")))?;
            for (column, counts) in counts.iter_mut().enumerate() {
                *counts.entry(Property::of(row.get(column)?)).or_default() += 1;
            }
        }
        let mut facets = Vec::new();
        for (&name, counts) in columns.iter().zip(counts) {
            let mut counts: Vec<(Property, u64)> = counts.into_iter().collect();
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counts.truncate(MOST_VALUES);
            let values = counts.into_iter().map(|(value, n)| self.facet_value(name, value, n));
            facets.push(Facet { name, values: values.collect::<Result<_, _>>()? });
        }
        facets.push(Facet { name: "month", values: by_month(months) });
        Ok(Facets { total, facets })
    }

    /// From the counts kept while adding: of everything, or of whole months.
    fn facets_from_tally(&self, kind: Kind, (from, to): (String, String)) -> Result<Facets, StoreError> {
        let (item, names): (&str, &[&'static str]) = match kind {
            Kind::Statement => ("statement", &["kind"]),
            Kind::Event => ("event", &["type", "status", "quad", "country"]),
            Kind::Article => ("article", &["publisher", "language"]),
        };
        let mut by_value = self.connection.prepare_cached(
            "SELECT value, sum(n) FROM tally WHERE item = ?1 AND facet = ?2 AND month BETWEEN ?3 AND ?4
             GROUP BY value HAVING sum(n) > 0 ORDER BY 2 DESC, 1 LIMIT ?5",
        )?;
        let mut facets = Vec::new();
        for &name in names {
            let mut values = Vec::new();
            let mut rows = by_value.query(params![item, name, from, to, MOST_VALUES])?;
            while let Some(row) = rows.next()? {
                values.push(self.facet_value(
                    name,
                    Property::Text(row.get(0)?),
                    row.get::<_, i64>(1)? as u64,
                )?);
            }
            facets.push(Facet { name, values });
        }
        if kind == Kind::Statement && from.is_empty() {
            facets.push(self.top_speakers()?);
        }
        let mut by_month = self.connection.prepare_cached(
            "SELECT month, sum(n) FROM tally WHERE item = ?1 AND facet = ?2 AND month BETWEEN ?3 AND ?4
             GROUP BY month HAVING sum(n) > 0 ORDER BY 1",
        )?;
        let mut total = 0;
        let mut months = Vec::new();
        let mut rows = by_month.query(params![item, names[0], from, to])?;
        while let Some(row) = rows.next()? {
            let (value, n): (String, i64) = (row.get(0)?, row.get(1)?);
            total += n as u64;
            months.push(FacetValue { label: value.clone(), value, n: n as u64 });
        }
        facets.push(Facet { name: "month", values: months });
        Ok(Facets { total: Total { n: total, is_exact: true }, facets })
    }

    fn top_speakers(&self) -> Result<Facet, StoreError> {
        let mut top = self.connection.prepare_cached(
            "SELECT key, ifnull(shown, name), n_statements FROM party WHERE kind NOT IN ('country', 'outlet') AND n_statements > 0
             ORDER BY n_statements DESC, id LIMIT ?1",
        )?;
        let values = top.query_map([MOST_VALUES as i64], |row| {
            Ok(FacetValue { value: row.get(0)?, label: row.get(1)?, n: row.get::<_, i64>(2)? as u64 })
        })?;
        Ok(Facet { name: "speaker", values: values.collect::<Result<_, _>>()? })
    }

    fn facet_value(&self, facet: &str, value: Property, n: u64) -> Result<FacetValue, StoreError> {
        let (value, label) = match value {
            Property::None => (String::new(), String::new()),
            Property::Party(id) => {
                let party = Rows::new(&self.connection).party(id)?;
                (party.key, party.name)
            }
            Property::Text(code) if facet == "country" => {
                let name = code.parse::<verbale_codes::Country>().map_or("", |country| country.name());
                (code.clone(), if name.is_empty() { code } else { name.to_owned() })
            }
            Property::Text(text) => (text.clone(), text),
        };
        Ok(FacetValue { value, label, n })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Property {
    None,
    Text(String),
    Party(i64),
}

impl Property {
    fn of(value: Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Integer(party) => Self::Party(party),
            _ => Self::None,
        }
    }
}

fn by_month(days: BTreeMap<i64, u64>) -> Vec<FacetValue> {
    let mut months: Vec<FacetValue> = Vec::new();
    for (day, n) in days {
        let mut month = days::date(day).unwrap_or_default();
        month.truncate(7);
        match months.last_mut() {
            Some(last) if last.value == month => last.n += n,
            _ => months.push(FacetValue { label: month.clone(), value: month, n }),
        }
    }
    months
}

/// The first and last month of a filter that asks for nothing but whole months, or for nothing at all.
fn whole_months(filter: &Filter) -> Option<(String, String)> {
    let only_days = Filter { from: filter.from.clone(), to: filter.to.clone(), ..Filter::default() };
    if *filter != only_days || filter.review != ReviewFilter::Live {
        return None;
    }
    let (floor, ceiling) = span_of(filter);
    let starts =
        |day: i64| days::date(day).filter(|date| date.ends_with("-01")).map(|date| date[..7].to_owned());
    let from = match filter.from {
        None if filter.to.is_some() => "0".to_owned(),
        None => String::new(),
        Some(_) => starts(days::day_of(floor))?,
    };
    let to = if filter.to.is_some() {
        starts(days::day_of(ceiling) + 1)?;
        days::date(days::day_of(ceiling))?[..7].to_owned()
    } else {
        "9999-99".to_owned()
    };
    Some((from, to))
}
