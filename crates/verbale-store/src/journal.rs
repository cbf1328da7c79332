//! How far each input has been read, and what could not be.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use crate::{Added, Store, StoreError};

/// How far an input has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// Its path, or `-`.
    pub name: String,
    /// Hash of its first bytes: another file under the same name starts anew.
    pub head: String,
    /// Its size in bytes, where known.
    pub size: Option<u64>,
    /// Documents taken from it, those that could not be read among them.
    pub position: u64,
    /// Bytes taken from it.
    pub bytes: u64,
    /// Whether its end was reached.
    pub is_done: bool,
    /// When, as RFC 3339.
    pub at: String,
}

/// A document that could not be read or coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Its number in the input, from 0.
    pub position: u64,
    /// Its id, where it has one.
    pub document: Option<String>,
    /// The kind of failure, in a word or two.
    pub reason: String,
    /// What happened.
    pub message: String,
}

impl Journal {
    /// What an input is told by, from its first bytes.
    pub fn head_of(bytes: &[u8]) -> String {
        blake3::hash(bytes).to_hex()[..32].to_owned()
    }
}

impl Store {
    /// How far an input was read before; none where it is new, or another file under the same name.
    pub fn journal_of(&self, name: &str, head: &str) -> Result<Option<Journal>, StoreError> {
        let mut journal = self.connection.prepare_cached(
            "SELECT name, head, size, position, bytes, is_done, last_read FROM input WHERE name = ?1 AND head = ?2",
        )?;
        let journal = journal.query_row([name, head], |row| {
            Ok(Journal {
                name: row.get(0)?,
                head: row.get(1)?,
                size: row.get(2)?,
                position: row.get(3)?,
                bytes: row.get(4)?,
                is_done: row.get(5)?,
                at: row.get(6)?,
            })
        });
        Ok(journal.optional()?)
    }
}

/// The row of an input; one that tells of another file under this name is wiped.
pub(crate) fn find_or_make(db: &Connection, journal: &Journal) -> Result<i64, StoreError> {
    let known: Option<(i64, String)> = db
        .prepare_cached("SELECT id, head FROM input WHERE name = ?1")?
        .query_row([&journal.name], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match known {
        Some((id, head)) if head == journal.head => Ok(id),
        Some((id, _)) => {
            db.execute("DELETE FROM failure WHERE input = ?1", [id])?;
            db.execute(
                "UPDATE input SET head = ?2, position = 0, bytes = 0, added = 0, known = 0, failed = 0, is_done = 0 WHERE id = ?1",
                params![id, journal.head],
            )?;
            Ok(id)
        }
        None => {
            db.execute(
                "INSERT INTO input (name, head, position, bytes, added, known, failed, is_done, first_read, last_read)
                 VALUES (?1, ?2, 0, 0, 0, 0, 0, 0, ?3, ?3)",
                params![journal.name, journal.head, journal.at],
            )?;
            Ok(db.last_insert_rowid())
        }
    }
}

/// Writes how far an input was read with a batch.
pub(crate) fn write(
    db: &Connection,
    input: i64,
    journal: &Journal,
    added: Added,
    failures: &[Failure],
) -> Result<(), StoreError> {
    let mut failed = db.prepare_cached(
        "INSERT OR REPLACE INTO failure (input, position, document, reason, message) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for failure in failures {
        failed.execute(params![
            input,
            failure.position,
            failure.document,
            failure.reason,
            failure.message
        ])?;
    }
    db.prepare_cached(
        "UPDATE input SET size = ?2, position = ?3, bytes = ?4, is_done = ?5, last_read = ?6,
           added = added + ?7, known = known + ?8,
           failed = (SELECT count(*) FROM failure WHERE input = ?1) WHERE id = ?1",
    )?
    .execute(params![
        input,
        journal.size,
        journal.position,
        journal.bytes,
        journal.is_done,
        journal.at,
        added.added,
        added.known
    ])?;
    Ok(())
}
