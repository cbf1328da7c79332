//! Places of records to places of the store.

use rusqlite::{Connection, OptionalExtension, params};
use verbale_record::Place;

use crate::StoreError;

/// The place of the store that a record's place is, made where it is new.
pub(crate) fn of(db: &Connection, place: &Place) -> Result<i64, StoreError> {
    let key = match place.geoname {
        Some(geoname) => format!("{geoname}"),
        None => format!(
            "{}/{}/{}/{}",
            place.country.as_deref().unwrap_or(""),
            place.admin1.as_deref().unwrap_or(""),
            place.name,
            place.resolution
        ),
    };
    let known = db
        .prepare_cached("SELECT id FROM place WHERE key = ?1")?
        .query_row([&key], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let mut new = db.prepare_cached(
        "INSERT INTO place (key, name, country, admin1, lat, lon, geoname, resolution) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    Ok(new.insert(params![
        key,
        place.name,
        place.country,
        place.admin1,
        place.lat,
        place.lon,
        place.geoname,
        place.resolution
    ])?)
}
