//! Finding the stories of documents as they are added.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use verbale_record::Record;
use verbale_stories::{Item, Original, Placed, Reach, StoryId, Stream};

use super::item_of;
use crate::{Store, StoreError, days, documents};

/// Documents that are held in memory at most, some 6 kB each.
const MOST_HELD: usize = 100_000;

/// Days between two documents that are compared.
const DAYS: u16 = 10;

/// Puts documents to their stories, one after another.
#[derive(Debug)]
pub(crate) struct Finder {
    stream: Stream,
    /// Documents placed so far, in this run and before.
    n_placed: i64,
}

impl Finder {
    /// Goes on where the last run ended: what it placed within the window is recalled.
    pub(crate) fn open(db: &Connection) -> Result<Self, StoreError> {
        let mut finder = Self::empty();
        let n = |sql| db.query_row(sql, [], |row| row.get::<_, i64>(0));
        finder.n_placed = n("SELECT ifnull(max(number), 0) FROM stories")?;
        finder.stream.number_from(StoryId(n("SELECT ifnull(max(id) + 1, 0) FROM story")? as u32));
        // The day it is in the stream is the third latest of all: a wrong date or two do not count.
        let newest = "SELECT ifnull(min(id), 0) FROM (SELECT id FROM document ORDER BY id DESC LIMIT 3)";
        let since = days::ids_of((days::day_of(n(newest)?) - i64::from(DAYS)).max(0)).start;
        let first: i64 = db.query_row(
            "SELECT ifnull(min(number), 0) FROM stories WHERE document >= ?1 AND number > 0",
            [since],
            |row| row.get(0),
        )?;
        let first = first.max(finder.n_placed - MOST_HELD as i64);
        let mut held = db.prepare(
            "SELECT document, story, number FROM stories WHERE number >= max(1, ?1) ORDER BY number",
        )?;
        let mut rows = held.query([first])?;
        while let Some(row) = rows.next()? {
            let (document, story): (i64, u32) = (row.get(0)?, row.get(1)?);
            let record = documents::whole_record(db, document)?;
            finder.stream.recall(&named(item_of(&record), row.get(2)?), StoryId(story));
        }
        Ok(finder)
    }

    fn empty() -> Self {
        Self { stream: Stream::new(Reach { days: DAYS, most: MOST_HELD }), n_placed: 0 }
    }

    /// Puts the next document to its story. It needs no database, so that it can be done while the rows are written.
    pub(crate) fn place(&mut self, record: &Record) -> Found {
        self.n_placed += 1;
        Found { number: self.n_placed, placed: self.stream.add(&named(item_of(record), self.n_placed)) }
    }
}

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Found {
    /// The document's place in the order of adding; the stream knows documents by it.
    number: i64,
    placed: Placed,
}

/// A document under its place in the order of adding.
fn named(item: Item, number: i64) -> Item {
    Item { id: number.to_string(), ..item }
}

/// Writes what became of documents, each with its number in the store, and of those that moved with them, and counts
/// their stories anew.
pub(crate) fn write(db: &Connection, found: &[(i64, Found)]) -> Result<(), StoreError> {
    let mut touched = BTreeSet::new();
    let mut new = db.prepare_cached(
        "INSERT OR REPLACE INTO stories (document, story, copy_of, share, number) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut kept = db.prepare_cached("SELECT document, story FROM stories WHERE number = ?1")?;
    let mut kept = |number: &str| -> Result<(i64, i64), StoreError> {
        let number: i64 = number.parse().map_err(|_| StoreError::Damaged(format!("no place {number:?}")))?;
        Ok(kept.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?)
    };
    let mut moves = db.prepare_cached("UPDATE stories SET story = ?2 WHERE document = ?1")?;
    let mut traces = db.prepare_cached("UPDATE stories SET copy_of = ?2, share = ?3 WHERE document = ?1")?;
    for (document, Found { number, placed }) in found {
        for moved in &placed.moved {
            let (document, old) = kept(&moved.id)?;
            touched.extend([old, i64::from(moved.story.0)]);
            moves.execute(params![document, moved.story.0])?;
        }
        let original = placed.original.as_ref();
        let copy_of = original.map(|original| kept(&original.of)).transpose()?.map(|(document, _)| document);
        new.execute(params![document, placed.story.0, copy_of, original.map(share), number])?;
        touched.insert(i64::from(placed.story.0));
        for traced in &placed.traced {
            let (copy, story) = kept(&traced.id)?;
            traces.execute(params![copy, document, share(&traced.original)])?;
            touched.insert(story);
        }
    }
    count(db, &touched)
}

/// To four places: no more is known.
fn share(original: &Original) -> f64 {
    (f64::from(original.share) * 10_000.0).round() / 10_000.0
}

fn count(db: &Connection, stories: &BTreeSet<i64>) -> Result<(), StoreError> {
    let mut count = db.prepare_cached(
        "INSERT OR REPLACE INTO story (id, n_documents, n_copies, n_publishers, first, last)
         SELECT ?1, count(*), count(copy_of), count(DISTINCT publisher),
           ifnull(min(CASE WHEN copy_of IS NULL AND document >= ?2 THEN document END), min(document)), max(document)
         FROM stories JOIN document ON document.id = stories.document WHERE story = ?1",
    )?;
    for story in stories {
        // Of documents without a day nobody knows whether they were first.
        count.execute(params![story, days::ids_of(1).start])?;
    }
    Ok(())
}

impl Store {
    /// Finds the stories of all documents anew, in the order of their dates: for a store that was filled in another
    /// order, or before stories were found. `each` is told how many documents of how many are done. All or nothing.
    pub fn regroup(&mut self, mut each: impl FnMut(u64, u64)) -> Result<u64, StoreError> {
        self.finder = None;
        let transaction = self.connection.transaction()?;
        transaction.execute_batch("DELETE FROM stories; DELETE FROM story;")?;
        let n_all: u64 = transaction.query_row("SELECT count(*) FROM document", [], |row| row.get(0))?;
        let mut finder = Finder::empty();
        let mut n_done = 0;
        {
            // Those without a day come last, as nothing is out of their reach.
            let order = "SELECT id FROM document ORDER BY id < ?1, id";
            let mut ids = transaction.prepare(order)?;
            let mut rows = ids.query([days::ids_of(1).start])?;
            while let Some(row) = rows.next()? {
                let document: i64 = row.get(0)?;
                let found = finder.place(&documents::whole_record(&transaction, document)?);
                write(&transaction, &[(document, found)])?;
                n_done += 1;
                each(n_done, n_all);
            }
        }
        transaction.commit()?;
        self.finder = Some(finder);
        Ok(n_done)
    }
}
