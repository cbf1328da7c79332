//! Taking a coding out of the tables, and all that was counted of it.

use rusqlite::{Connection, OptionalExtension, params};
use verbale_record::Record;

use super::parties::{by_key, country_key};
use super::rows::{OldIds, kept_record};
use super::statements::SPEAKER;
use super::{Counts, Parties};
use crate::corrections::Verdict;
use crate::{StoreError, days};

/// Removes the coding of a document; the document itself stays. Returns the ids its items had.
pub(crate) fn coding(
    db: &Connection,
    document: i64,
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<OldIds, StoreError> {
    let mut old = OldIds::default();
    let countries = countries_of(db, &kept_record(db, document)?)?;
    let [n_statements, n_events] = [
        statements(db, document, &countries, parties, counts, &mut old)?,
        events(db, document, &countries, parties, counts, &mut old)?,
    ];
    let publisher: Option<String> = db
        .prepare_cached("SELECT publisher FROM document WHERE id = ?1")?
        .query_row([document], |row| row.get(0))
        .optional()?
        .flatten();
    counts.read(publisher.as_deref(), days::day_of(document), [0, -n_statements, -n_events]);
    cast(db, document, &countries, parties)?;
    let mut positions = db.prepare_cached("SELECT id, local FROM position WHERE document = ?1")?;
    let mut rows = positions.query([document])?;
    while let Some(row) = rows.next()? {
        old.insert(("position", row.get(1)?), row.get(0)?);
    }
    for table in ["position", "appearance", "record"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE document = ?1"))?.execute([document])?;
    }
    Ok(old)
}

fn statements(
    db: &Connection,
    document: i64,
    countries: &[i64],
    parties: &mut Parties,
    counts: &mut Counts,
    old: &mut OldIds,
) -> Result<i64, StoreError> {
    let mut statements = db.prepare_cached(
        "SELECT id, local, kind, review, via, about, speaker, addressee FROM statement WHERE document = ?1",
    )?;
    let mut rows = statements.query([document])?;
    let mut n_removed = 0;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let kind: String = row.get(2)?;
        let is_live = row.get::<_, i64>(3)? != Verdict::Reject.number();
        let lists = [row.get::<_, String>(4)?, row.get::<_, String>(5)?];
        let mut met: Vec<i64> =
            row.get::<_, Option<i64>>(6)?.into_iter().chain(row.get::<_, Option<i64>>(7)?).collect();
        for list in lists {
            met.extend(
                serde_json::from_str::<Vec<i64>>(&list)
                    .map_err(|_| StoreError::Damaged(format!("statement {id}")))?,
            );
        }
        for party in with_countries(db, countries, met)? {
            for role in 0..4 {
                let removed = db
                    .prepare_cached(
                        "DELETE FROM statement_party WHERE party = ?1 AND role = ?2 AND statement = ?3",
                    )?
                    .execute([party, role, id])?;
                if removed > 0 && role == SPEAKER {
                    parties.count_statement(party, -1);
                }
            }
        }
        if is_live {
            counts.tally("statement", "kind", &kind, days::day_of(id), -1);
        }
        unindex(db, "statement", id)?;
        old.insert(("statement", row.get(1)?), id);
        n_removed += 1;
    }
    db.prepare_cached("DELETE FROM statement WHERE document = ?1")?.execute([document])?;
    Ok(n_removed)
}

fn events(
    db: &Connection,
    document: i64,
    countries: &[i64],
    parties: &mut Parties,
    counts: &mut Counts,
    old: &mut OldIds,
) -> Result<i64, StoreError> {
    let mut events = db.prepare_cached(
        "SELECT id, local, type, status, quad, country, review, sources, targets FROM event WHERE document = ?1",
    )?;
    let mut rows = events.query([document])?;
    let mut n_removed = 0;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let day = days::day_of(id);
        if row.get::<_, i64>(6)? != Verdict::Reject.number() {
            for (facet, column) in [("type", 2), ("status", 3), ("quad", 4), ("country", 5)] {
                let value: Option<String> = row.get(column)?;
                counts.tally("event", facet, value.as_deref().unwrap_or(""), day, -1);
            }
        }
        let mut met = Vec::new();
        for column in [7, 8] {
            let list: String = row.get(column)?;
            met.extend(
                serde_json::from_str::<Vec<i64>>(&list)
                    .map_err(|_| StoreError::Damaged(format!("event {id}")))?,
            );
        }
        let met = with_countries(db, countries, met)?;
        for &party in &met {
            let removed = db
                .prepare_cached("DELETE FROM event_party WHERE party = ?1 AND side IN (0, 1) AND event = ?2")?
                .execute([party, id])?;
            if removed > 0 {
                parties.count_event(party, -1);
            }
            for &other in &met {
                db.prepare_cached("DELETE FROM pair WHERE source = ?1 AND target = ?2 AND event = ?3")?
                    .execute([party, other, id])?;
            }
        }
        unindex(db, "event", id)?;
        old.insert(("event", row.get(1)?), id);
        n_removed += 1;
    }
    db.prepare_cached("DELETE FROM event WHERE document = ?1")?.execute([document])?;
    Ok(n_removed)
}

/// Parties with the parties of all countries they may have stood for in the document.
fn with_countries(db: &Connection, countries: &[i64], mut parties: Vec<i64>) -> Result<Vec<i64>, StoreError> {
    let mut country = db.prepare_cached(
        "SELECT country.id FROM party JOIN party AS country ON country.key = 'country/' || party.country WHERE party.id = ?1",
    )?;
    for at in 0..parties.len() {
        parties.extend(country.query_row([parties[at]], |row| row.get::<_, i64>(0)).optional()?);
    }
    parties.extend(countries);
    parties.sort_unstable();
    parties.dedup();
    Ok(parties)
}

/// The parties of the countries that a record's actors are of.
fn countries_of(db: &Connection, record: &Record) -> Result<Vec<i64>, StoreError> {
    let mut countries = Vec::new();
    for code in record.actors.iter().filter_map(|actor| actor.country.as_deref()) {
        countries.extend(by_key(db, &country_key(code))?);
    }
    countries.sort_unstable();
    countries.dedup();
    Ok(countries)
}

fn cast(db: &Connection, document: i64, countries: &[i64], parties: &mut Parties) -> Result<(), StoreError> {
    let mut actors = db.prepare_cached("SELECT party FROM appearance WHERE document = ?1")?;
    let mut met = actors.query_map([document], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    met.extend(countries);
    met.sort_unstable();
    met.dedup();
    let mut left = db.prepare_cached("DELETE FROM document_party WHERE party = ?1 AND document = ?2")?;
    for party in met {
        left.execute([party, document])?;
        parties.count_document(party, -1);
    }
    Ok(())
}

/// Takes the words of an item out of the full-text index, which must be told what they were.
fn unindex(db: &Connection, item: &str, id: i64) -> Result<(), StoreError> {
    db.prepare_cached(&format!(
        "INSERT INTO {item}_words ({item}_words, rowid, words) SELECT 'delete', id, words FROM {item}_text WHERE id = ?1"
    ))?
    .execute(params![id])?;
    Ok(())
}
