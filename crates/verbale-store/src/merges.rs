//! Actors that people say are one, and names they give.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::{Store, StoreError};

impl Store {
    /// Takes one actor for another from now on, in this coding and in later ones. Both are given by key.
    pub fn merge_actors(
        &mut self,
        from: &str,
        into: &str,
        by: Option<&str>,
        at: &str,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for key in [from, into] {
            party_id(&transaction, key)?;
        }
        if root(&all(&transaction)?, into) == from {
            return Err(StoreError::Correction("an actor cannot be merged into itself".to_owned()));
        }
        transaction.execute(
            "INSERT OR REPLACE INTO merge (from_key, into_key, by, at) VALUES (?1, ?2, ?3, ?4)",
            params![from, into, by, at],
        )?;
        refresh(&transaction)?;
        transaction.commit()?;
        Ok(())
    }

    /// Takes a merger back. Returns whether there was one.
    pub fn split_actor(&mut self, from: &str) -> Result<bool, StoreError> {
        let transaction = self.connection.transaction()?;
        let n_removed = transaction.execute("DELETE FROM merge WHERE from_key = ?1", [from])?;
        transaction.execute("UPDATE party SET same_as = NULL WHERE same_as IS NOT NULL", [])?;
        refresh(&transaction)?;
        transaction.commit()?;
        Ok(n_removed > 0)
    }

    /// Shows an actor by another name; an empty one brings the coded name back.
    pub fn rename_actor(
        &mut self,
        key: &str,
        name: &str,
        by: Option<&str>,
        at: &str,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        let id = party_id(&transaction, key)?;
        let name = name.trim();
        if name.is_empty() {
            transaction.execute("DELETE FROM rename WHERE key = ?1", [key])?;
        } else {
            transaction.execute(
                "INSERT OR REPLACE INTO rename (key, name, by, at) VALUES (?1, ?2, ?3, ?4)",
                params![key, name, by, at],
            )?;
        }
        transaction.execute("UPDATE party SET shown = nullif(?2, '') WHERE id = ?1", params![id, name])?;
        transaction.commit()?;
        Ok(())
    }
}

/// Writes mergers and names into the parties, those that are new among them.
pub(crate) fn refresh(db: &Connection) -> Result<(), StoreError> {
    let merges = all(db)?;
    for from in merges.keys() {
        db.prepare_cached(
            "UPDATE party SET same_as = (SELECT id FROM party WHERE key = ?2) WHERE key = ?1 AND ?1 <> ?2",
        )?
        .execute([from.as_str(), root(&merges, from)])?;
    }
    db.prepare_cached(
        "UPDATE party SET shown = rename.name FROM rename WHERE rename.key = party.key AND shown IS NULL",
    )?
    .execute([])?;
    Ok(())
}

fn all(db: &Connection) -> Result<BTreeMap<String, String>, StoreError> {
    let mut merges = db.prepare_cached("SELECT from_key, into_key FROM merge")?;
    let merges = merges.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(merges.collect::<Result<_, _>>()?)
}

/// Where a chain of mergers ends.
fn root<'a>(merges: &'a BTreeMap<String, String>, key: &'a str) -> &'a str {
    let mut at = key;
    // No chain is longer than there are mergers; a ring ends here.
    for _ in 0..merges.len() {
        match merges.get(at) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

fn party_id(db: &Connection, key: &str) -> Result<i64, StoreError> {
    let id = db.query_row("SELECT id FROM party WHERE key = ?1", [key], |row| row.get(0)).optional()?;
    id.ok_or_else(|| StoreError::NotFound(format!("actor {key:?}")))
}
