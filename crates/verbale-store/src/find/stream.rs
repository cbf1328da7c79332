//! Ids in falling order, from indexes, joined without sorting.
//!
//! Every index of the store ends in the id, and ids are in order of time. So what must all hold is found by stepping
//! through several indexes at once, each skipping to where the others are: what is rarest decides how long it takes.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::StoreError;

/// Ids that meet a condition, from the highest down.
pub(crate) enum Stream {
    /// Those an index gives.
    Index(Index),
    /// These, in falling order.
    Ids(Vec<i64>),
    /// What is in all.
    And(Vec<Stream>),
    /// What is in any.
    Or(Vec<Stream>),
}

impl Stream {
    /// Ids from a query `SELECT id … WHERE id <= ? ORDER BY id DESC LIMIT ?`, whose first parameters are `params`.
    pub(crate) fn index(sql: impl Into<String>, params: Vec<Value>) -> Self {
        Self::Index(Index {
            sql: sql.into(),
            params,
            ids: Vec::new(),
            at: 0,
            is_whole: false,
            chunk: FIRST_CHUNK,
        })
    }

    /// These ids, in any order.
    pub(crate) fn ids(mut ids: Vec<i64>) -> Self {
        ids.sort_unstable_by(|a, b| b.cmp(a));
        ids.dedup();
        Self::Ids(ids)
    }

    /// What is in all of `streams`, of which there is at least one.
    pub(crate) fn and(mut streams: Vec<Self>) -> Self {
        match streams.len() {
            1 => streams.remove(0),
            _ => Self::And(streams),
        }
    }

    /// What is in any of `streams`.
    pub(crate) fn or(mut streams: Vec<Self>) -> Self {
        match streams.len() {
            1 => streams.remove(0),
            _ => Self::Or(streams),
        }
    }

    /// The highest id that is at most `bound`. Bounds may only fall from call to call.
    pub(crate) fn seek(&mut self, db: &Connection, bound: i64) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Index(index) => index.seek(db, bound),
            Self::Ids(ids) => Ok(ids.get(ids.partition_point(|&id| id > bound)).copied()),
            Self::Or(streams) => {
                let mut highest = None;
                for stream in streams {
                    highest = highest.max(stream.seek(db, bound)?);
                }
                Ok(highest)
            }
            Self::And(streams) => {
                let mut bound = bound;
                loop {
                    let before = bound;
                    for stream in &mut *streams {
                        match stream.seek(db, bound)? {
                            Some(id) => bound = id,
                            None => return Ok(None),
                        }
                    }
                    // A round in which nobody went lower: all stand at the same id.
                    if bound == before {
                        return Ok(Some(bound));
                    }
                }
            }
        }
    }
}

/// Ids a query gives, fetched some at a time.
pub(crate) struct Index {
    sql: String,
    params: Vec<Value>,
    /// What was fetched last, in falling order.
    ids: Vec<i64>,
    /// The first of `ids` that may still be asked for.
    at: usize,
    /// Whether nothing comes after `ids`.
    is_whole: bool,
    chunk: usize,
}

/// Rows fetched first; four times as many each time they were all used.
const FIRST_CHUNK: usize = 16;
const LARGEST_CHUNK: usize = 4096;

impl Index {
    fn seek(&mut self, db: &Connection, bound: i64) -> Result<Option<i64>, StoreError> {
        self.at += self.ids[self.at..].partition_point(|&id| id > bound);
        if self.at == self.ids.len() && !self.is_whole {
            // What was read in vain was read too far; what was used up may be followed by as much again.
            let is_next = self.ids.last().is_some_and(|&last| last - bound <= 1);
            self.chunk =
                if is_next { (self.chunk * 4).min(LARGEST_CHUNK) } else { FIRST_CHUNK.max(self.chunk / 2) };
            self.fetch(db, bound)?;
        }
        Ok(self.ids.get(self.at).copied())
    }

    fn fetch(&mut self, db: &Connection, bound: i64) -> Result<(), StoreError> {
        let mut query = db.prepare_cached(&self.sql)?;
        let bounds = [Value::Integer(bound), Value::Integer(self.chunk as i64)];
        let rows = query.query_map(params_from_iter(self.params.iter().chain(&bounds)), |row| row.get(0))?;
        self.ids = rows.collect::<Result<_, _>>()?;
        self.at = 0;
        self.is_whole = self.ids.len() < self.chunk;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(stream: &mut Stream, db: &Connection) -> Vec<i64> {
        let (mut found, mut bound) = (Vec::new(), i64::MAX);
        while let Some(id) = stream.seek(db, bound).unwrap() {
            found.push(id);
            bound = id - 1;
        }
        found
    }

    fn multiples(of: i64) -> Stream {
        Stream::index(
            "SELECT x FROM n WHERE x % ?1 = 0 AND x <= ?2 ORDER BY x DESC LIMIT ?3",
            vec![of.into()],
        )
    }

    #[test]
    fn and_or_give_what_sets_give() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(
            "CREATE TABLE n (x INTEGER PRIMARY KEY);
             INSERT INTO n SELECT value FROM (WITH RECURSIVE c(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM c LIMIT 5000) SELECT value FROM c)",
        )
        .unwrap();
        let expected =
            |keep: &dyn Fn(i64) -> bool| (1..=5000).rev().filter(|&n| keep(n)).collect::<Vec<i64>>();
        let mut both = Stream::and(vec![multiples(6), multiples(15)]);
        assert_eq!(all(&mut both, &db), expected(&|n| n % 30 == 0));
        let mut any = Stream::or(vec![multiples(7), multiples(500), Stream::ids(vec![3, 4999, 3])]);
        assert_eq!(all(&mut any, &db), expected(&|n| n % 7 == 0 || n % 500 == 0 || n == 3 || n == 4999));
        let few = Stream::ids(vec![12, 600, 4200]);
        let mut nested = Stream::and(vec![multiples(1), few, Stream::or(vec![multiples(600), multiples(4)])]);
        assert_eq!(all(&mut nested, &db), [4200, 600, 12]);
        assert_eq!(all(&mut Stream::or(Vec::new()), &db), [0; 0]);
    }
}
