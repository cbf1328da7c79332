//! What was read: from where, when, and what could not be.

use rusqlite::params;
use serde::Serialize;

use crate::{Failure, Store, StoreError, days};

/// What came from an outlet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outlet {
    /// Its name; empty where documents name none.
    pub publisher: String,
    /// Documents.
    pub documents: u64,
    /// Of these, without a day.
    pub undated: u64,
    /// First day of publication.
    pub from: Option<String>,
    /// Last day of publication.
    pub to: Option<String>,
    /// Days on which it published.
    pub days: u64,
    /// Statements.
    pub statements: u64,
    /// Events.
    pub events: u64,
}

/// A file or stream that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputRow {
    /// Its number.
    pub id: i64,
    /// Its path.
    pub name: String,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// Documents taken from it.
    pub position: u64,
    /// Bytes taken from it.
    pub bytes: u64,
    /// Documents it brought.
    pub added: u64,
    /// Documents the store had already.
    pub known: u64,
    /// Documents that failed.
    pub failed: u64,
    /// Whether its end was reached.
    pub is_done: bool,
    /// When it was first read.
    pub first_read: String,
    /// When it was last read.
    pub last_read: String,
    /// What failed, by reason, the most first.
    pub reasons: Vec<ReasonCount>,
}

/// How often something failed for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonCount {
    /// The reason.
    pub reason: String,
    /// How often.
    pub n: u64,
}

/// How much the store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Documents.
    pub documents: u64,
    /// Statements.
    pub statements: u64,
    /// Events.
    pub events: u64,
    /// First day of publication.
    pub from: Option<String>,
    /// Last day of publication.
    pub to: Option<String>,
}

impl Store {
    /// How much there is.
    pub fn size(&self) -> Result<Size, StoreError> {
        let mut sum = self.connection.prepare_cached(
            "SELECT ifnull(sum(documents), 0), ifnull(sum(statements), 0), ifnull(sum(events), 0),
               ifnull(min(nullif(day, 0)) FILTER (WHERE documents > 0), 0), ifnull(max(day) FILTER (WHERE documents > 0), 0)
             FROM reading",
        )?;
        Ok(sum.query_row([], |row| {
            Ok(Size {
                documents: row.get(0)?,
                statements: row.get(1)?,
                events: row.get(2)?,
                from: days::date(row.get(3)?),
                to: days::date(row.get(4)?),
            })
        })?)
    }

    /// What came from each outlet, those with the most documents first.
    pub fn outlets(&self) -> Result<Vec<Outlet>, StoreError> {
        let mut sums = self.connection.prepare_cached(
            "SELECT publisher, sum(documents), sum(documents) FILTER (WHERE day = 0), min(nullif(day, 0)), max(day),
               count(*) FILTER (WHERE day > 0 AND documents > 0), sum(statements), sum(events)
             FROM reading GROUP BY publisher ORDER BY 2 DESC, 1",
        )?;
        let outlets = sums.query_map([], |row| {
            Ok(Outlet {
                publisher: row.get(0)?,
                documents: row.get(1)?,
                undated: row.get::<_, Option<u64>>(2)?.unwrap_or(0),
                from: days::date(row.get::<_, Option<i64>>(3)?.unwrap_or(0)),
                to: days::date(row.get(4)?),
                days: row.get(5)?,
                statements: row.get(6)?,
                events: row.get(7)?,
            })
        })?;
        Ok(outlets.collect::<Result<_, _>>()?)
    }

    /// Every input, the last read first.
    pub fn inputs(&self) -> Result<Vec<InputRow>, StoreError> {
        let mut inputs = self.connection.prepare_cached(
            "SELECT id, name, size, position, bytes, added, known, failed, is_done, first_read, last_read FROM input
             ORDER BY last_read DESC, id DESC",
        )?;
        let mut reasons = self.connection.prepare_cached(
            "SELECT reason, count(*) FROM failure WHERE input = ?1 GROUP BY reason ORDER BY 2 DESC, 1",
        )?;
        let mut rows = inputs.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let reasons =
                reasons.query_map([id], |row| Ok(ReasonCount { reason: row.get(0)?, n: row.get(1)? }))?;
            found.push(InputRow {
                id,
                name: row.get(1)?,
                size: row.get(2)?,
                position: row.get(3)?,
                bytes: row.get(4)?,
                added: row.get(5)?,
                known: row.get(6)?,
                failed: row.get(7)?,
                is_done: row.get(8)?,
                first_read: row.get(9)?,
                last_read: row.get(10)?,
                reasons: reasons.collect::<Result<_, _>>()?,
            });
        }
        Ok(found)
    }

    /// What failed in an input, in its order, after a position.
    pub fn failures(&self, input: i64, after: Option<u64>, limit: usize) -> Result<Vec<Failure>, StoreError> {
        let mut failures = self.connection.prepare_cached(
            "SELECT position, document, reason, message FROM failure WHERE input = ?1 AND position > ?2 ORDER BY position LIMIT ?3",
        )?;
        let after = after.map_or(-1, |after| after as i64);
        let failures = failures.query_map(params![input, after, limit], |row| {
            Ok(Failure {
                position: row.get(0)?,
                document: row.get(1)?,
                reason: row.get(2)?,
                message: row.get(3)?,
            })
        })?;
        Ok(failures.collect::<Result<_, _>>()?)
    }
}
