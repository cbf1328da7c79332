//! Where events took place: the counts behind a map.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::find::{Filter, Kind, PlaceRef, Plan, Rows};
use crate::{Store, StoreError};

/// Events by place. A country is an area, and only what is as small as a city is a point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapCounts {
    /// By country, all events in it, those in its cities among them; the most first.
    pub countries: Vec<CountryCount>,
    /// By city or smaller, the most first.
    pub points: Vec<PointCount>,
    /// Events with no place.
    pub nowhere: u64,
    /// Whether all were counted; else these are the newest.
    pub is_exact: bool,
}

/// Events in a country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountryCount {
    /// Its code.
    pub country: String,
    /// How many.
    pub n: u64,
}

/// Events in a city.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PointCount {
    /// Where.
    #[serde(flatten)]
    pub place: PlaceRef,
    /// How many.
    pub n: u64,
}

impl Store {
    /// Counts events by where they took place, up to `most` of them, the newest.
    pub fn map(&self, filter: &Filter, most: u64) -> Result<MapCounts, StoreError> {
        let mut plan = Plan::new(&self.connection, Kind::Event, filter, None)?;
        let mut row = self.connection.prepare_cached("SELECT place, country FROM event WHERE id = ?1")?;
        let (mut places, mut countries) = (BTreeMap::<i64, u64>::new(), BTreeMap::<String, u64>::new());
        let (mut n, mut nowhere, mut is_exact) = (0, 0, true);
        while let Some(id) = plan.next()? {
            if n == most {
                is_exact = false;
                break;
            }
            n += 1;
            let (place, country): (Option<i64>, Option<String>) =
                row.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            match place {
                Some(place) => *places.entry(place).or_default() += 1,
                None => nowhere += 1,
            }
            if let Some(country) = country {
                *countries.entry(country).or_default() += 1;
            }
        }
        let mut countries: Vec<CountryCount> =
            countries.into_iter().map(|(country, n)| CountryCount { country, n }).collect();
        countries.sort_by_key(|count| std::cmp::Reverse(count.n));
        let mut rows = Rows::new(&self.connection);
        let mut points = Vec::new();
        for (id, n) in places {
            let place = rows.place(id)?;
            if place.lat.is_some() && matches!(place.resolution.as_str(), "city" | "site") {
                points.push(PointCount { place, n });
            }
        }
        points.sort_by_key(|count| std::cmp::Reverse(count.n));
        Ok(MapCounts { countries, points, nowhere, is_exact })
    }
}
