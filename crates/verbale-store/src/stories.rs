//! Which articles tell the same story. Finding that out is not the store's work: it keeps what it is told.

use rusqlite::params;

use crate::{Store, StoreError};

/// The story of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoryOf {
    /// The document.
    pub document: i64,
    /// The story's number.
    pub story: i64,
    /// The document it repeats.
    pub copy_of: Option<i64>,
    /// How much of its text it has in common with that one, 0 to 1.
    pub share: Option<f64>,
}

impl Store {
    /// Keeps the stories of documents, in the place of what was kept of these documents before.
    pub fn set_stories(&mut self, stories: &[StoryOf]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        let mut set = transaction.prepare_cached(
            "INSERT OR REPLACE INTO stories (document, story, copy_of, share) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for story in stories {
            set.execute(params![story.document, story.story, story.copy_of, story.share])?;
        }
        drop(set);
        transaction.commit()?;
        Ok(())
    }

    /// The documents of a story, the earliest first.
    pub fn story(&self, story: i64) -> Result<Vec<StoryOf>, StoreError> {
        let mut documents = self.connection.prepare_cached(
            "SELECT document, story, copy_of, share FROM stories WHERE story = ?1 ORDER BY document",
        )?;
        let documents = documents.query_map([story], |row| {
            Ok(StoryOf {
                document: row.get(0)?,
                story: row.get(1)?,
                copy_of: row.get(2)?,
                share: row.get(3)?,
            })
        })?;
        Ok(documents.collect::<Result<_, _>>()?)
    }
}
