//! Actors of records to parties of the store.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use verbale_codes::Country;
use verbale_record::Actor;

use crate::chars::CharText;
use crate::{StoreError, merges};

/// The parties met in a batch.
#[derive(Default)]
pub(crate) struct Parties {
    by_key: FxHashMap<String, i64>,
    names: BTreeMap<(i64, String), i64>,
    /// New documents, statements and events of each.
    counts: BTreeMap<i64, [i64; 3]>,
}

/// The longest name kept, in bytes: what is longer is a sentence gone wrong.
const LONGEST_NAME: usize = 120;

impl Parties {
    /// The party of an actor. Actors of one knowledge-base key are one party; others are one where kind and name are
    /// the same and the countries do not differ.
    pub(crate) fn of(&mut self, db: &Connection, actor: &Actor) -> Result<i64, StoreError> {
        let base = match &actor.entity {
            Some(entity) => entity.clone(),
            None => format!("{}/{}", actor.kind, actor.name.to_lowercase()),
        };
        let Some(country) = actor.country.as_deref().filter(|_| actor.entity.is_none()) else {
            return self.find_or_make(db, &base, actor);
        };
        // A named person is the same with and without a country; "police" are those of their country.
        let is_named = matches!(actor.kind.as_str(), "person" | "organization");
        if is_named {
            let known: Option<(i64, Option<String>)> = db
                .prepare_cached("SELECT id, country FROM party WHERE key = ?1")?
                .query_row([&base], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            match known {
                Some((id, None)) => {
                    db.prepare_cached("UPDATE party SET country = ?2 WHERE id = ?1")?
                        .execute(params![id, country])?;
                    return Ok(id);
                }
                Some((id, Some(theirs))) if theirs == country => return Ok(id),
                None => return self.find_or_make(db, &base, actor),
                Some(_) => {}
            }
        }
        self.find_or_make(db, &format!("{base}/{country}"), actor)
    }

    /// The party that is a country as a whole, with all who act for it.
    pub(crate) fn country(&mut self, db: &Connection, code: &str) -> Result<i64, StoreError> {
        let known = code.parse::<Country>().ok();
        let name = known.map_or(code, |country| country.name());
        self.collective(db, country_key(code), "country", name, Some(code))
    }

    /// The party that is an outlet, by which its statements and events are found.
    pub(crate) fn outlet(&mut self, db: &Connection, name: &str) -> Result<i64, StoreError> {
        self.collective(db, outlet_key(name), "outlet", name, None)
    }

    fn collective(
        &mut self,
        db: &Connection,
        key: String,
        kind: &str,
        name: &str,
        country: Option<&str>,
    ) -> Result<i64, StoreError> {
        if let Some(&id) = self.by_key.get(&key) {
            return Ok(id);
        }
        let id = find_or_insert(db, &key, |db| {
            db.prepare_cached(
                "INSERT INTO party (key, kind, name, country, sectors, n_documents, n_statements, n_events)
                 VALUES (?1, ?2, ?3, ?4, '', 0, 0, 0)",
            )?
            .execute(params![key, kind, name, country])
        })?;
        self.by_key.insert(key, id);
        Ok(id)
    }

    /// Notes the names an actor is called by.
    pub(crate) fn note_names(&mut self, party: i64, actor: &Actor, text: &CharText<'_>) {
        let written = actor.mentions.iter().filter(|mention| mention.form == "name");
        let written = written.map(|mention| text.slice(mention.start, mention.end));
        for name in written.chain([actor.name.as_str()]) {
            if !name.is_empty() && name.len() <= LONGEST_NAME {
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                *self.names.entry((party, name)).or_default() += 1;
            }
        }
    }

    pub(crate) fn count_document(&mut self, party: i64, n: i64) {
        self.counts.entry(party).or_default()[0] += n;
    }

    pub(crate) fn count_statement(&mut self, party: i64, n: i64) {
        self.counts.entry(party).or_default()[1] += n;
    }

    pub(crate) fn count_event(&mut self, party: i64, n: i64) {
        self.counts.entry(party).or_default()[2] += n;
    }

    /// Writes names and counts.
    pub(crate) fn flush(self, db: &Connection) -> Result<(), StoreError> {
        let mut more = db.prepare_cached("UPDATE name SET n = n + ?3 WHERE party = ?1 AND name = ?2")?;
        let mut new = db.prepare_cached("INSERT INTO name (party, name, n) VALUES (?1, ?2, ?3)")?;
        let mut words = db.prepare_cached("INSERT INTO name_words (rowid, name) VALUES (?1, ?2)")?;
        for ((party, name), n) in self.names {
            if more.execute(params![party, name, n])? == 0 {
                let id = new.insert(params![party, name, n])?;
                words.execute(params![id, name])?;
            }
        }
        write_counts(db, self.counts)?;
        merges::refresh(db)
    }

    /// Writes counts only: the names of a text that is coded again are there.
    pub(crate) fn flush_counts_only(self, db: &Connection) -> Result<(), StoreError> {
        write_counts(db, self.counts)
    }

    fn find_or_make(&mut self, db: &Connection, key: &str, actor: &Actor) -> Result<i64, StoreError> {
        if let Some(&id) = self.by_key.get(key) {
            return Ok(id);
        }
        let id = find_or_insert(db, key, |db| {
            db.prepare_cached(
                "INSERT INTO party (key, kind, name, entity, wikidata, country, sectors, n_documents, n_statements, n_events)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0)",
            )?
            .execute(params![
                key,
                actor.kind,
                actor.name,
                actor.entity,
                actor.wikidata,
                actor.country,
                actor.sectors.join(";")
            ])
        })?;
        self.by_key.insert(key.to_owned(), id);
        Ok(id)
    }
}

fn write_counts(db: &Connection, counts: BTreeMap<i64, [i64; 3]>) -> Result<(), StoreError> {
    let mut count = db.prepare_cached(
        "UPDATE party SET n_documents = n_documents + ?2, n_statements = n_statements + ?3, n_events = n_events + ?4
         WHERE id = ?1",
    )?;
    for (party, [documents, statements, events]) in counts {
        count.execute(params![party, documents, statements, events])?;
    }
    Ok(())
}

/// The key of a country's party.
pub(crate) fn country_key(code: &str) -> String {
    format!("country/{code}")
}

/// The key of an outlet's party.
pub(crate) fn outlet_key(name: &str) -> String {
    format!("outlet/{name}")
}

fn find_or_insert(
    db: &Connection,
    key: &str,
    insert: impl FnOnce(&Connection) -> rusqlite::Result<usize>,
) -> Result<i64, StoreError> {
    let known = db
        .prepare_cached("SELECT id FROM party WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    insert(db)?;
    Ok(db.last_insert_rowid())
}

/// The party of a key.
pub(crate) fn by_key(db: &Connection, key: &str) -> Result<Option<i64>, StoreError> {
    let mut party = db.prepare_cached("SELECT id FROM party WHERE key = ?1")?;
    Ok(party.query_row([key], |row| row.get(0)).optional()?)
}

/// The party of the country a party belongs to.
pub(crate) fn country_of(
    db: &Connection,
    parties: &mut Parties,
    party: i64,
) -> Result<Option<i64>, StoreError> {
    let code: Option<String> = db
        .prepare_cached("SELECT country FROM party WHERE id = ?1")?
        .query_row([party], |row| row.get(0))
        .optional()?
        .flatten();
    code.map(|code| parties.country(db, &code)).transpose()
}
