//! Rows that stand in order of party. They wait for the end of a batch and go in sorted, so that each page of their
//! tables is touched once a batch.

use rusqlite::{Connection, params};

use crate::StoreError;

/// The rows of a batch.
#[derive(Default)]
pub(crate) struct Postings {
    statements: Vec<[i64; 3]>,
    events: Vec<[i64; 6]>,
    documents: Vec<(i64, i64, Option<String>)>,
    pairs: Vec<Pair>,
}

/// A row of `pair`, its columns in order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    pub(crate) source: i64,
    pub(crate) target: i64,
    pub(crate) event: i64,
    pub(crate) document: i64,
    pub(crate) code: String,
    pub(crate) quad: i64,
    pub(crate) status: i64,
    pub(crate) score: i64,
}

impl Postings {
    pub(crate) fn statement(&mut self, party: i64, role: i64, statement: i64) {
        self.statements.push([party, role, statement]);
    }

    /// `part` is quad, status, score.
    pub(crate) fn event(&mut self, party: i64, side: i64, event: i64, [quad, status, score]: [i64; 3]) {
        self.events.push([party, side, event, quad, status, score]);
    }

    pub(crate) fn document(&mut self, party: i64, document: i64, role: Option<&str>) {
        self.documents.push((party, document, role.map(str::to_owned)));
    }

    pub(crate) fn pair(&mut self, pair: Pair) {
        self.pairs.push(pair);
    }

    /// Writes them.
    pub(crate) fn flush(mut self, db: &Connection) -> Result<(), StoreError> {
        self.statements.sort_unstable();
        let mut new = db.prepare_cached(
            "INSERT OR IGNORE INTO statement_party (party, role, statement) VALUES (?1, ?2, ?3)",
        )?;
        for row in self.statements {
            new.execute(row)?;
        }
        self.events.sort_unstable();
        let mut new =
            db.prepare_cached("INSERT OR IGNORE INTO event_party VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for row in self.events {
            new.execute(row)?;
        }
        self.documents.sort_unstable();
        let mut new =
            db.prepare_cached("INSERT INTO document_party (party, document, role) VALUES (?1, ?2, ?3)")?;
        for (party, document, role) in self.documents {
            new.execute(params![party, document, role])?;
        }
        self.pairs.sort_unstable();
        let mut new =
            db.prepare_cached("INSERT OR IGNORE INTO pair VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for pair in self.pairs {
            new.execute(params![
                pair.source,
                pair.target,
                pair.event,
                pair.document,
                pair.code,
                pair.quad,
                pair.status,
                pair.score
            ])?;
        }
        Ok(())
    }
}
