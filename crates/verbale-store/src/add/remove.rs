//! Taking a coding out of the tables, and all that was counted of it.

use rusqlite::{Connection, OptionalExtension, Row, params};
use verbale_record::Record;

use super::parties::{by_key, country_key, outlet_key};
use super::rows::{OldIds, kept_record};
use super::statements::{self, ABOUT, ADDRESSEE, SPEAKER, VIA};
use super::{Counts, Parties, events};
use crate::corrections::Verdict;
use crate::{StoreError, days};

/// Removes the coding of a document; the document itself stays. Returns the ids its items had.
pub(crate) fn coding(
    db: &Connection,
    document: i64,
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<OldIds, StoreError> {
    let record = kept_record(db, document)?;
    let publisher = record.article.publisher.as_deref();
    let outlet = publisher.map(|name| by_key(db, &outlet_key(name))).transpose()?.flatten();
    let countries = countries_of(db, &record)?;
    let mut removal = Removal { db, document, countries, outlet, parties, counts, old: OldIds::default() };
    let n_statements = removal.statements()?;
    let n_events = removal.events()?;
    removal.cast()?;
    removal.counts.read(publisher, days::day_of(document), [0, -n_statements, -n_events]);
    let mut old = removal.old;
    let mut positions = db.prepare_cached("SELECT id, local FROM position WHERE document = ?1")?;
    let mut rows = positions.query([document])?;
    while let Some(row) = rows.next()? {
        old.insert(("position", row.get(1)?), row.get(0)?);
    }
    for table in ["statement", "event", "position", "appearance", "record"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE document = ?1"))?.execute([document])?;
    }
    Ok(old)
}

/// A document whose coding is removed.
struct Removal<'a> {
    db: &'a Connection,
    document: i64,
    /// Parties of the countries its actors are of.
    countries: Vec<i64>,
    outlet: Option<i64>,
    parties: &'a mut Parties,
    counts: &'a mut Counts,
    old: OldIds,
}

impl Removal<'_> {
    fn statements(&mut self) -> Result<i64, StoreError> {
        let mut statements = self.db.prepare_cached(
            "SELECT id, local, kind, review, via, about, speaker, addressee FROM statement WHERE document = ?1",
        )?;
        let mut remove = self.db.prepare_cached(
            "DELETE FROM statement_party WHERE party = ?1 AND role = ?2 AND statement = ?3",
        )?;
        let mut rows = statements.query([self.document])?;
        let mut n_removed = 0;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let mut met = list(row, 4)?;
            met.extend(list(row, 5)?);
            met.extend(row.get::<_, Option<i64>>(6)?);
            met.extend(row.get::<_, Option<i64>>(7)?);
            for party in with_countries(self.db, &self.countries, met)? {
                for role in [SPEAKER, ADDRESSEE, VIA, ABOUT] {
                    if remove.execute([party, role, id])? > 0 && role == SPEAKER {
                        self.parties.count_statement(party, -1);
                    }
                }
            }
            if let Some(outlet) = self.outlet {
                remove.execute([outlet, statements::OUTLET, id])?;
            }
            if row.get::<_, i64>(3)? != Verdict::Reject.number() {
                let kind: String = row.get(2)?;
                self.counts.tally("statement", "kind", &kind, days::day_of(id), -1);
            }
            unindex(self.db, "statement", id)?;
            self.old.insert(("statement", row.get(1)?), id);
            n_removed += 1;
        }
        Ok(n_removed)
    }

    fn events(&mut self) -> Result<i64, StoreError> {
        let mut events = self.db.prepare_cached(
            "SELECT id, local, type, status, quad, country, review, sources, targets FROM event WHERE document = ?1",
        )?;
        let mut remove = self
            .db
            .prepare_cached("DELETE FROM event_party WHERE party = ?1 AND side IN (0, 1) AND event = ?2")?;
        let mut remove_outlet = self
            .db
            .prepare_cached("DELETE FROM event_party WHERE party = ?1 AND side = ?2 AND event = ?3")?;
        let mut remove_pair =
            self.db.prepare_cached("DELETE FROM pair WHERE source = ?1 AND target = ?2 AND event = ?3")?;
        let mut rows = events.query([self.document])?;
        let mut n_removed = 0;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if row.get::<_, i64>(6)? != Verdict::Reject.number() {
                for (facet, column) in [("type", 2), ("status", 3), ("quad", 4), ("country", 5)] {
                    let value: Option<String> = row.get(column)?;
                    self.counts.tally("event", facet, value.as_deref().unwrap_or(""), days::day_of(id), -1);
                }
            }
            let mut met = list(row, 7)?;
            met.extend(list(row, 8)?);
            let met = with_countries(self.db, &self.countries, met)?;
            for &party in &met {
                if remove.execute([party, id])? > 0 {
                    self.parties.count_event(party, -1);
                }
                for &other in &met {
                    remove_pair.execute([party, other, id])?;
                }
            }
            if let Some(outlet) = self.outlet {
                remove_outlet.execute([outlet, events::OUTLET, id])?;
            }
            unindex(self.db, "event", id)?;
            self.old.insert(("event", row.get(1)?), id);
            n_removed += 1;
        }
        Ok(n_removed)
    }

    fn cast(&mut self) -> Result<(), StoreError> {
        let mut actors = self.db.prepare_cached("SELECT party FROM appearance WHERE document = ?1")?;
        let mut met =
            actors.query_map([self.document], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        met.extend(&self.countries);
        met.sort_unstable();
        met.dedup();
        let mut left =
            self.db.prepare_cached("DELETE FROM document_party WHERE party = ?1 AND document = ?2")?;
        for party in met {
            left.execute([party, self.document])?;
            self.parties.count_document(party, -1);
        }
        Ok(())
    }
}

fn list(row: &Row<'_>, column: usize) -> Result<Vec<i64>, StoreError> {
    let json: String = row.get(column)?;
    serde_json::from_str(&json).map_err(|error| StoreError::Damaged(format!("a list of parties: {error}")))
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

/// Takes the words of an item out of the full-text index, which must be told what they were.
fn unindex(db: &Connection, item: &str, id: i64) -> Result<(), StoreError> {
    db.prepare_cached(&format!(
        "INSERT INTO {item}_words ({item}_words, rowid, words) SELECT 'delete', id, words FROM {item}_text WHERE id = ?1"
    ))?
    .execute(params![id])?;
    Ok(())
}
