//! The list of stories.

use serde::Serialize;

use crate::find::{Cursor, Page, Paging};
use crate::{Store, StoreError, days};

/// A story of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StorySummary {
    /// Its number.
    pub id: i64,
    /// The headline of its first document.
    pub title: Option<String>,
    /// Documents that tell it, reprints among them.
    pub n_documents: u64,
    /// Reprints.
    pub n_copies: u64,
    /// Outlets that tell it.
    pub n_publishers: u64,
    /// The day of its first document.
    pub from: Option<String>,
    /// The day of its last.
    pub to: Option<String>,
    /// The document seen first.
    pub first: i64,
}

impl Store {
    /// Stories that more than one document tells, those told last first; between two days where they are given.
    pub fn stories(
        &self,
        [from, to]: [Option<&str>; 2],
        paging: Paging,
    ) -> Result<Page<StorySummary>, StoreError> {
        let floor = from.map_or(0, |from| days::ids_of(days::day(Some(from))).start);
        let ceiling = to.map_or(i64::MAX, |to| days::ids_of(days::day(Some(to))).end - 1);
        let below = paging.after.map_or(ceiling, |after| ceiling.min(after.0 - 1));
        let mut stories = self.connection.prepare_cached(
            "SELECT story.id, title, n_documents, n_copies, n_publishers, first, last
             FROM story LEFT JOIN document ON document.id = first
             WHERE n_documents > 1 AND last BETWEEN ?1 AND ?2 ORDER BY last DESC LIMIT ?3",
        )?;
        let mut rows = stories.query([floor, below, paging.limit as i64 + 1])?;
        let mut found = Vec::new();
        let mut lasts = Vec::new();
        while let Some(row) = rows.next()? {
            let (first, last): (i64, i64) = (row.get(5)?, row.get(6)?);
            lasts.push(last);
            found.push(StorySummary {
                id: row.get(0)?,
                title: row.get(1)?,
                n_documents: row.get(2)?,
                n_copies: row.get(3)?,
                n_publishers: row.get(4)?,
                from: days::date(days::day_of(first)),
                to: days::date(days::day_of(last)),
                first,
            });
        }
        let is_last = found.len() <= paging.limit;
        found.truncate(paging.limit);
        let next = lasts.get(found.len().wrapping_sub(1)).filter(|_| !is_last).map(|&last| Cursor(last));
        Ok(Page { rows: found, next })
    }
}
