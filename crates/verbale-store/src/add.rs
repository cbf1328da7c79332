//! Adding records: all of a batch or nothing of it.

mod counts;
mod events;
mod parties;
mod places;
mod remove;
mod rows;
mod statements;

use rusqlite::{Connection, TransactionBehavior};
use verbale_record::Record;

use crate::journal::{self, Failure, Journal};
use crate::{Store, StoreError};

pub(crate) use counts::Counts;
pub(crate) use events::STATUSES;
pub(crate) use parties::Parties;
pub(crate) use parties::{by_key as party_by_key, country_key};
pub(crate) use rows::{kept_record, key_of};
pub(crate) use statements::{ABOUT, ADDRESSEE, SPEAKER, VIA};

/// What is kept together: in the store it is there as a whole or not at all.
#[derive(Debug, Default)]
pub struct Batch<'a> {
    /// Records to add.
    pub records: &'a [Record],
    /// What could not be read.
    pub failures: &'a [Failure],
    /// How far the input has been read with this batch.
    pub journal: Option<&'a Journal>,
}

/// What a batch did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Documents that are new.
    pub added: u64,
    /// Documents the store had already, left as they were.
    pub known: u64,
}

impl Store {
    /// Keeps a batch in one transaction. Documents the store has already are left as they are.
    pub fn add(&mut self, batch: &Batch<'_>) -> Result<Added, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut added = Added::default();
        let input = batch.journal.map(|journal| journal::find_or_make(&transaction, journal)).transpose()?;
        let mut counts = Counts::default();
        let mut parties = Parties::default();
        for record in batch.records {
            if rows::insert(&transaction, record, input, &mut parties, &mut counts)? {
                added.added += 1;
            } else {
                added.known += 1;
            }
        }
        parties.flush(&transaction)?;
        counts.flush(&transaction)?;
        if let (Some(input), Some(journal)) = (input, batch.journal) {
            journal::write(&transaction, input, journal, added, batch.failures)?;
        }
        transaction.commit()?;
        Ok(added)
    }

    /// Whether the store has a document: the same text under the same id, address and publisher.
    pub fn has(
        &self,
        id: &str,
        url: Option<&str>,
        publisher: Option<&str>,
        hash: &str,
    ) -> Result<bool, StoreError> {
        let key = key_of(id, url, publisher, hash);
        let mut known = self.connection.prepare_cached("SELECT 1 FROM document WHERE key = ?1")?;
        Ok(known.exists([key.as_slice()])?)
    }

    /// Puts a new coding of documents in the place of the old one, all or none. A record whose document the store has
    /// not is left out. Returns how many were replaced.
    pub fn recode(&mut self, records: &[Record]) -> Result<u64, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut counts = Counts::default();
        let mut parties = Parties::default();
        let mut replaced = 0;
        for record in records {
            if let Some(id) = rows::find(&transaction, record)? {
                code_again(&transaction, id, record, &mut parties, &mut counts)?;
                replaced += 1;
            }
        }
        parties.flush(&transaction)?;
        counts.flush(&transaction)?;
        transaction.commit()?;
        Ok(replaced)
    }
}

/// Puts a coding of a document in the place of the one it has.
pub(crate) fn code_again(
    db: &Connection,
    id: i64,
    record: &Record,
    parties: &mut Parties,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let older = remove::coding(db, id, parties, counts)?;
    rows::insert_coding(db, id, record, older, parties, counts)
}
