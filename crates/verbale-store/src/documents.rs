//! One document: its text, its record, and where it came from.

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use verbale_record::Record;

use crate::corrections::{Item, Verdict};
use crate::{Store, StoreError};

/// A document with everything that is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// Its number in the store.
    pub id: i64,
    /// The record as it was coded, with the text.
    pub record: Record,
    /// The input it came from.
    pub input: Option<String>,
    /// The story it belongs to.
    pub story: Option<i64>,
    /// The document it is a copy of.
    pub copy_of: Option<i64>,
    /// What the record's statements and events are in the store.
    pub items: Vec<ItemRef>,
    /// The record's actors as parties of the store: local id, number, key, name shown.
    pub cast: Vec<CastRef>,
}

/// An item of a record in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemRef {
    /// Statement or event.
    pub item: Item,
    /// Its id in the record: `s1`, `e3`.
    pub local: String,
    /// Its number in the store.
    pub id: i64,
    /// What people say of it.
    pub review: Option<Verdict>,
}

/// An actor of a record in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CastRef {
    /// Its id in the record: `a1`.
    pub local: String,
    /// The party, merged ones resolved.
    pub party: i64,
    /// The party's key.
    pub key: String,
    /// The name shown.
    pub name: String,
}

impl Store {
    /// A document by its number.
    pub fn document(&self, id: i64) -> Result<Document, StoreError> {
        let db = &self.connection;
        let row = db
            .prepare_cached(
                "SELECT input.name, story, copy_of FROM document LEFT JOIN input ON input.id = document.input
                 LEFT JOIN stories ON stories.document = document.id WHERE document.id = ?1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let (input, story, copy_of) = row.ok_or_else(|| StoreError::NotFound(format!("document {id}")))?;
        let mut items = Vec::new();
        for item in [Item::Statement, Item::Event] {
            let mut rows = db.prepare_cached(&format!(
                "SELECT local, id, review FROM {} WHERE document = ?1 ORDER BY start, id",
                item.name()
            ))?;
            let mut rows = rows.query([id])?;
            while let Some(row) = rows.next()? {
                let review = Verdict::of_number(row.get(2)?);
                items.push(ItemRef { item, local: row.get(0)?, id: row.get(1)?, review });
            }
        }
        let mut cast = db.prepare_cached(
            "SELECT local, root.id, root.key, ifnull(root.shown, root.name) FROM appearance JOIN party ON party.id = appearance.party
             JOIN party AS root ON root.id = ifnull(party.same_as, party.id) WHERE document = ?1",
        )?;
        let cast = cast.query_map([id], |row| {
            Ok(CastRef { local: row.get(0)?, party: row.get(1)?, key: row.get(2)?, name: row.get(3)? })
        })?;
        let cast = cast.collect::<Result<_, _>>()?;
        Ok(Document { id, record: whole_record(db, id)?, input, story, copy_of, items, cast })
    }

    /// The documents of a record's id, newest first: one id may have had several texts.
    pub fn documents_of(&self, given: &str) -> Result<Vec<i64>, StoreError> {
        let mut ids =
            self.connection.prepare_cached("SELECT id FROM document WHERE given = ?1 ORDER BY id DESC")?;
        Ok(ids.query_map([given], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Every record in order of time, one after another, until `each` says no.
    pub fn each_record(
        &self,
        mut each: impl FnMut(i64, Record) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let mut ids = self.connection.prepare("SELECT id FROM document ORDER BY id")?;
        let mut rows = ids.query([])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if !each(id, whole_record(&self.connection, id)?)? {
                break;
            }
        }
        Ok(())
    }
}

/// The record of a document with its text.
pub(crate) fn whole_record(db: &Connection, document: i64) -> Result<Record, StoreError> {
    let mut record = crate::add::kept_record(db, document)?;
    record.article.text = text_of(db, document)?;
    Ok(record)
}

pub(crate) fn text_of(db: &Connection, document: i64) -> Result<String, StoreError> {
    let text = db
        .prepare_cached("SELECT text FROM text WHERE document = ?1")?
        .query_row([document], |row| row.get(0))
        .optional()?;
    text.ok_or_else(|| StoreError::Damaged(format!("document {document} has no text")))
}
