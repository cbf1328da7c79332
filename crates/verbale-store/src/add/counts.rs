//! What is counted and indexed at the end of a batch.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

use super::postings::Postings;
use crate::{StoreError, days};

/// What a batch changes in counts, and the words it brings.
#[derive(Default)]
pub(crate) struct Counts {
    /// (day, publisher) → documents, statements, events.
    reading: BTreeMap<(i64, String), [i64; 3]>,
    /// (item, facet, value, month) → n.
    tally: BTreeMap<(&'static str, &'static str, String, String), i64>,
    words: BTreeMap<(&'static str, i64), String>,
    last_id: FxHashMap<(&'static str, i64), i64>,
    pub(crate) postings: Postings,
}

impl Counts {
    /// A new id for a row of `table` on a day.
    pub(crate) fn next_id(
        &mut self,
        db: &Connection,
        table: &'static str,
        day: i64,
    ) -> Result<i64, StoreError> {
        if let Some(last) = self.last_id.get_mut(&(table, day)) {
            *last += 1;
            return Ok(*last);
        }
        let ids = days::ids_of(day);
        let last: Option<i64> = db
            .prepare_cached(&format!("SELECT max(id) FROM {table} WHERE id >= ?1 AND id < ?2"))?
            .query_row([ids.start, ids.end], |row| row.get(0))?;
        // The first of day 0 is 1: ids are positive.
        let next = last.map_or(ids.start.max(1), |last| last + 1);
        self.last_id.insert((table, day), next);
        Ok(next)
    }

    pub(crate) fn read(&mut self, publisher: Option<&str>, day: i64, n: [i64; 3]) {
        let counts = self.reading.entry((day, publisher.unwrap_or("").to_owned())).or_default();
        for (count, n) in counts.iter_mut().zip(n) {
            *count += n;
        }
    }

    pub(crate) fn tally(&mut self, item: &'static str, facet: &'static str, value: &str, day: i64, n: i64) {
        let mut month = days::date(day).unwrap_or_default();
        month.truncate(7);
        *self.tally.entry((item, facet, value.to_owned(), month)).or_default() += n;
    }

    /// Words to index under the id of a row. The index wants them in order of id, so they wait for the end.
    pub(crate) fn index(&mut self, table: &'static str, id: i64, words: String) {
        self.words.insert((table, id), words);
    }

    /// Writes it all.
    pub(crate) fn flush(self, db: &Connection) -> Result<(), StoreError> {
        let mut read = db.prepare_cached(
            "INSERT INTO reading VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET
             documents = documents + excluded.documents, statements = statements + excluded.statements,
             events = events + excluded.events",
        )?;
        for ((day, publisher), [documents, statements, events]) in self.reading {
            read.execute(params![day, publisher, documents, statements, events])?;
        }
        let mut tally = db.prepare_cached(
            "INSERT INTO tally VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET n = n + excluded.n",
        )?;
        for ((item, facet, value, month), n) in self.tally {
            if n != 0 {
                tally.execute(params![item, facet, value, month, n])?;
            }
        }
        for ((table, id), words) in self.words {
            db.prepare_cached(&format!("INSERT INTO {table} (rowid, words) VALUES (?1, ?2)"))?
                .execute(params![id, words])?;
        }
        self.postings.flush(db)
    }
}
