//! Whether a store is sound.

use rusqlite::OptionalExtension;

use crate::{Store, StoreError, documents};

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What is damaged: "document 12 (id)".
    pub what: String,
    /// How.
    pub how: String,
}

/// Faults named of one kind; the rest are counted.
const MOST_NAMED: usize = 100;

impl Store {
    /// Looks for damage: in the file's pages, in the indexes, in texts and records. `each` is told how many documents
    /// of how many were looked at. Empty where the store is sound.
    pub fn check(&self, mut each: impl FnMut(u64, u64)) -> Result<Vec<Damage>, StoreError> {
        let mut damages = self.pages()?;
        if !damages.is_empty() {
            // What stands on damaged pages would be named again and again.
            return Ok(damages);
        }
        damages.extend(self.words()?);
        damages.extend(self.links()?);
        damages.extend(self.counts()?);
        let n_all: u64 = self.connection.query_row("SELECT count(*) FROM document", [], |row| row.get(0))?;
        let mut ids = self.connection.prepare("SELECT id, given, hash FROM document ORDER BY id")?;
        let mut rows = ids.query([])?;
        let mut n_done = 0;
        while let Some(row) = rows.next()? {
            if damages.len() >= MOST_NAMED {
                damages
                    .push(Damage { what: "more".to_owned(), how: "the rest was not looked at".to_owned() });
                break;
            }
            let (given, hash): (String, String) = (row.get(1)?, row.get(2)?);
            self.document_damage(row.get(0)?, &given, &hash, &mut damages)?;
            n_done += 1;
            each(n_done, n_all);
        }
        Ok(damages)
    }

    fn pages(&self) -> Result<Vec<Damage>, StoreError> {
        let mut check = self.connection.prepare("PRAGMA quick_check(100)")?;
        let lines = check
            .query_map([], |row| row.get::<_, String>(0))
            .and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let file = || "the file".to_owned();
        match lines {
            Ok(lines) if lines == ["ok"] => Ok(Vec::new()),
            Ok(lines) => Ok(lines.into_iter().map(|how| Damage { what: file(), how }).collect()),
            Err(error) => match StoreError::from(error) {
                StoreError::Damaged(how) => Ok(vec![Damage { what: file(), how }]),
                error => Err(error),
            },
        }
    }

    /// The full-text indexes against what they index.
    fn words(&self) -> Result<Vec<Damage>, StoreError> {
        let mut damages = Vec::new();
        for item in ["statement", "event", "article", "name"] {
            // By its own table of sizes: the check that the index brings is a write, which a reader may not do.
            let (indexed, table) =
                (format!("{item}_words"), if item == "article" { "document" } else { item });
            let n = |sql: String| self.connection.query_row(&sql, [], |row| row.get::<_, i64>(0));
            let (n_indexed, n_rows) = (
                n(format!("SELECT count(*) FROM {indexed}_docsize"))?,
                n(format!("SELECT count(*) FROM {table}"))?,
            );
            if n_indexed != n_rows {
                damages.push(Damage {
                    what: format!("the index of words of {table}s"),
                    how: format!("{n_indexed} entries for {n_rows} rows"),
                });
            }
        }
        Ok(damages)
    }

    /// Rows that refer to what is not there.
    fn links(&self) -> Result<Vec<Damage>, StoreError> {
        let mut damages = Vec::new();
        for (table, column, to) in [
            ("text", "document", "document"),
            ("record", "document", "document"),
            ("statement", "document", "document"),
            ("event", "document", "document"),
            ("position", "document", "document"),
            ("appearance", "party", "party"),
            ("event_party", "event", "event"),
            ("statement_party", "statement", "statement"),
            ("pair", "event", "event"),
        ] {
            let sql = format!(
                "SELECT {column} FROM {table} WHERE NOT EXISTS (SELECT 1 FROM {to} WHERE {to}.id = {table}.{column}) LIMIT 1"
            );
            if let Some(id) = self.connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).optional()? {
                damages.push(Damage {
                    what: format!("table {table}"),
                    how: format!("a row refers to {to} {id}, which is not there"),
                });
            }
        }
        Ok(damages)
    }

    fn document_damage(
        &self,
        id: i64,
        given: &str,
        hash: &str,
        damages: &mut Vec<Damage>,
    ) -> Result<(), StoreError> {
        let mut fault = |how: String| damages.push(Damage { what: format!("document {id} ({given})"), how });
        let record = match documents::whole_record(&self.connection, id) {
            Ok(record) => record,
            Err(StoreError::Damaged(how)) => {
                fault(how);
                return Ok(());
            }
            Err(StoreError::NotFound(_)) => {
                fault("has no record".to_owned());
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if record.article.hash != hash {
            fault("the record is of another text".to_owned());
        }
        // Records made elsewhere may hash otherwise; what says blake3 must be it.
        if let Some(hex) = hash.strip_prefix("blake3:")
            && blake3::hash(record.article.text.as_bytes()).to_hex().as_str() != hex
        {
            fault("the text is not the one that was read: its hash differs".to_owned());
        }
        for how in record.faults() {
            fault(how);
        }
        for (table, n_coded) in [("statement", record.statements.len()), ("event", record.events.len())] {
            let mut rows = self
                .connection
                .prepare_cached(&format!("SELECT local FROM {table} WHERE document = ?1 ORDER BY local"))?;
            let rows = rows.query_map([id], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
            if rows.len() != n_coded {
                fault(format!("{} {table}s in the tables, {n_coded} in the record", rows.len()));
            }
        }
        Ok(())
    }

    /// Counts kept while adding against the rows they count.
    fn counts(&self) -> Result<Vec<Damage>, StoreError> {
        let n = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let mut damages = Vec::new();
        for (what, kept, counted) in [
            (
                "events by type",
                "SELECT ifnull(sum(n), 0) FROM tally WHERE item = 'event' AND facet = 'type'",
                "SELECT count(*) FROM event WHERE review <> 2",
            ),
            (
                "statements by kind",
                "SELECT ifnull(sum(n), 0) FROM tally WHERE item = 'statement' AND facet = 'kind'",
                "SELECT count(*) FROM statement WHERE review <> 2",
            ),
            (
                "documents read",
                "SELECT ifnull(sum(documents), 0) FROM reading",
                "SELECT count(*) FROM document",
            ),
            (
                "statements read",
                "SELECT ifnull(sum(statements), 0) FROM reading",
                "SELECT count(*) FROM statement",
            ),
            ("events read", "SELECT ifnull(sum(events), 0) FROM reading", "SELECT count(*) FROM event"),
            (
                "documents of actors",
                "SELECT ifnull(sum(n_documents), 0) FROM party",
                "SELECT count(*) FROM document_party",
            ),
            (
                "statements of actors",
                "SELECT ifnull(sum(n_statements), 0) FROM party",
                "SELECT count(*) FROM statement_party WHERE role = 0",
            ),
            (
                "events of actors",
                "SELECT ifnull(sum(n_events), 0) FROM party",
                "SELECT count(*) FROM (SELECT DISTINCT party, event FROM event_party WHERE side < 2)",
            ),
        ] {
            let (kept, counted) = (n(kept)?, n(counted)?);
            if kept != counted {
                damages.push(Damage {
                    what: format!("the count of {what}"),
                    how: format!("{kept} kept, {counted} counted"),
                });
            }
        }
        Ok(damages)
    }
}
