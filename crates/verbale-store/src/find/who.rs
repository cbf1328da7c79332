//! Finding parties and places by what people call them.

use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use verbale_codes::Country;

use super::filter::Who;
use super::rows::{PartyRef, PlaceRef, Rows};
use crate::{Store, StoreError, words};

/// A party found by name, with how much there is of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyRow {
    /// The party.
    #[serde(flatten)]
    pub party: PartyRef,
    /// Documents it appears in.
    pub n_documents: u64,
    /// Statements it made.
    pub n_statements: u64,
    /// Events it has a part in.
    pub n_events: u64,
}

/// A place found by name, with how many events took place there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceRow {
    /// The place.
    #[serde(flatten)]
    pub place: PlaceRef,
    /// Events.
    pub n_events: u64,
}

/// Parties that one name may stand for, at most.
const MOST_NAMED: usize = 50;

impl Store {
    /// Who is meant: by key, country code or country name, else all whose name has these words, those with the most
    /// documents first. Nobody: the answer is empty, and nothing matches it.
    pub fn who(&self, name: &str) -> Result<Who, StoreError> {
        let name = name.trim();
        let mut keys = vec![name.to_owned()];
        // "RUS" is Russia with all who act for it, and so is "Russia".
        let country = name
            .parse::<Country>()
            .ok()
            .or_else(|| Country::all().find(|country| country.name().eq_ignore_ascii_case(name)));
        if let Some(country) = country {
            keys.insert(0, crate::add::country_key(country.code()));
        }
        for key in keys {
            if let Some(id) = crate::add::party_by_key(&self.connection, &key)? {
                return self.with_merged(&[id]);
            }
        }
        let named = self.parties_named(name, MOST_NAMED)?;
        self.with_merged(&named.iter().map(|row| row.party.id).collect::<Vec<_>>())
    }

    /// One party by its number, with those merged into it.
    pub fn who_is(&self, party: i64) -> Result<Who, StoreError> {
        self.with_merged(&[party])
    }

    /// The parties a selection holds, merged ones left out.
    pub fn parties(&self, who: &Who) -> Result<Vec<PartyRef>, StoreError> {
        let mut rows = Rows::new(&self.connection);
        let mut parties: Vec<PartyRef> = Vec::new();
        for &id in &who.parties {
            let party = rows.party(id)?;
            if parties.iter().all(|known| known.id != party.id) {
                parties.push(party);
            }
        }
        Ok(parties)
    }

    /// Parties with a name that has these words, or begins with them; those with the most documents first. Countries
    /// are among them.
    pub fn parties_named(&self, name: &str, limit: usize) -> Result<Vec<PartyRow>, StoreError> {
        let mut found = Vec::new();
        if let Ok(query) = words::to_query(&quoted_prefixes(name)) {
            let mut named = self.connection.prepare_cached(
                "SELECT DISTINCT ifnull(same_as, party.id) FROM name_words JOIN name ON name.id = name_words.rowid
                 JOIN party ON party.id = name.party WHERE name_words MATCH ?1 LIMIT 5000",
            )?;
            for id in named.query_map([query], |row| row.get::<_, i64>(0))? {
                found.push(id?);
            }
        }
        let name = name.trim().to_lowercase();
        let is_named = |country: &Country| {
            name.len() > 1
                && (country.name().to_lowercase().starts_with(&name)
                    || country.code().eq_ignore_ascii_case(&name))
        };
        for country in Country::all().filter(is_named) {
            found.extend(crate::add::party_by_key(
                &self.connection,
                &crate::add::country_key(country.code()),
            )?);
        }
        let mut rows = found.into_iter().map(|id| self.party(id)).collect::<Result<Vec<_>, _>>()?;
        rows.sort_by_key(|row| (std::cmp::Reverse(row.n_documents), row.party.id));
        rows.truncate(limit);
        Ok(rows)
    }

    /// A party with its counts, merged ones added.
    pub fn party(&self, id: i64) -> Result<PartyRow, StoreError> {
        let party = Rows::new(&self.connection).party(id)?;
        let mut counts = self.connection.prepare_cached(
            "SELECT sum(n_documents), sum(n_statements), sum(n_events) FROM party WHERE id = ?1 OR same_as = ?1",
        )?;
        let n = |row: &Row<'_>, column| row.get::<_, i64>(column).map(|n| n.max(0) as u64);
        Ok(counts.query_row([party.id], |row| {
            Ok(PartyRow { party, n_documents: n(row, 0)?, n_statements: n(row, 1)?, n_events: n(row, 2)? })
        })?)
    }

    /// A party by its key.
    pub fn party_of_key(&self, key: &str) -> Result<PartyRow, StoreError> {
        let id = crate::add::party_by_key(&self.connection, key)?;
        self.party(id.ok_or_else(|| StoreError::NotFound(format!("actor {key:?}")))?)
    }

    /// Places of this name, of a country where one is given; those with the most events first.
    pub fn places_named(&self, name: &str, country: Option<&str>) -> Result<Vec<PlaceRow>, StoreError> {
        let mut named = self.connection.prepare_cached(
            "SELECT id, (SELECT count(*) FROM event WHERE place = place.id) FROM place
             WHERE name = ?1 COLLATE NOCASE AND (?2 IS NULL OR country = ?2) ORDER BY 2 DESC, id",
        )?;
        let found = named.query_map([Some(name.trim()), country], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let found = found.collect::<Result<Vec<(i64, u64)>, _>>()?;
        let mut rows = Rows::new(&self.connection);
        found.into_iter().map(|(id, n_events)| Ok(PlaceRow { place: rows.place(id)?, n_events })).collect()
    }

    fn with_merged(&self, ids: &[i64]) -> Result<Who, StoreError> {
        let mut root =
            self.connection.prepare_cached("SELECT ifnull(same_as, id) FROM party WHERE id = ?1")?;
        let mut merged = self.connection.prepare_cached("SELECT id FROM party WHERE same_as = ?1")?;
        let mut parties = Vec::new();
        for id in ids {
            let Some(root) = root.query_row([id], |row| row.get::<_, i64>(0)).optional()? else { continue };
            parties.push(root);
            for id in merged.query_map([root], |row| row.get(0))? {
                parties.push(id?);
            }
        }
        parties.sort_unstable();
        parties.dedup();
        Ok(Who { parties })
    }
}

/// Each word as the beginning of one: what is typed so far.
fn quoted_prefixes(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" ")
}
