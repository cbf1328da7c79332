//! Adding records: all of a batch or nothing of it.

mod counts;
mod events;
mod parties;
mod places;
mod postings;
mod remove;
mod rows;
mod statements;

use std::collections::HashSet;
use std::panic::resume_unwind;
use std::thread;

use rusqlite::{Connection, TransactionBehavior, params};
use verbale_record::{Coder, Record};

use crate::journal::{self, Failure, Journal};
use crate::stories::{self, Finder, Found};
use crate::{Store, StoreError};

pub(crate) use counts::Counts;
pub(crate) use events::{OUTLET as EVENT_OUTLET, STATUSES};
pub(crate) use parties::Parties;
pub(crate) use parties::{by_key as party_by_key, country_key, outlet_key};
pub(crate) use rows::{find as find_document, kept_record, key_of};
pub(crate) use statements::{ABOUT, ADDRESSEE, OUTLET as STATEMENT_OUTLET, SPEAKER, VIA};

/// What is kept together: in the store it is there as a whole or not at all.
#[derive(Debug, Default)]
pub struct Batch<'a> {
    /// Records to add.
    pub records: &'a [Record],
    /// What could not be read.
    pub failures: &'a [Failure],
    /// Documents that were not coded because the store has them.
    pub known: u64,
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
        self.add_all(std::slice::from_ref(batch))
    }

    /// Keeps batches of several inputs in one transaction.
    pub fn add_all(&mut self, batches: &[Batch<'_>]) -> Result<Added, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Taken out: what a batch that was not kept put to stories is forgotten with it.
        let mut finder = match self.finder.take() {
            Some(finder) => finder,
            None => Finder::open(&transaction)?,
        };
        let mut all = Added::default();
        let mut counts = Counts::default();
        let mut parties = Parties::default();
        let bodies: Vec<Vec<Vec<u8>>> = batches.iter().map(|batch| rows::pack_all(batch.records)).collect();
        let new = rows::unknown(&transaction, batches)?;
        let mut documents = Vec::new();
        // Stories are found on a thread of their own while the rows are written.
        let found = thread::scope(|scope| -> Result<Vec<Found>, StoreError> {
            let finding = scope.spawn(|| new.iter().map(|record| finder.place(record)).collect());
            for (batch, bodies) in batches.iter().zip(&bodies) {
                let input =
                    batch.journal.map(|journal| journal::find_or_make(&transaction, journal)).transpose()?;
                let mut added = Added { known: batch.known, added: 0 };
                for (record, body) in batch.records.iter().zip(bodies) {
                    match rows::insert(&transaction, record, body, input, &mut parties, &mut counts)? {
                        Some(document) => {
                            documents.push(document);
                            added.added += 1;
                        }
                        None => added.known += 1,
                    }
                }
                if let (Some(input), Some(journal)) = (input, batch.journal) {
                    journal::write(&transaction, input, journal, added, batch.failures)?;
                }
                all.added += added.added;
                all.known += added.known;
            }
            parties.flush(&transaction)?;
            counts.flush(&transaction)?;
            Ok(finding.join().unwrap_or_else(|panicked| resume_unwind(panicked)))
        })?;
        let found: Vec<(i64, Found)> = documents.into_iter().zip(found).collect();
        stories::write(&transaction, &found)?;
        transaction.commit()?;
        self.finder = Some(finder);
        Ok(all)
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

    /// The documents that another coder than this one coded, in order of time.
    pub fn coded_otherwise(&self, coder: &Coder) -> Result<Vec<i64>, StoreError> {
        let mut ids = self.connection.prepare_cached(
            "SELECT document.id FROM document JOIN coder ON coder.id = document.coder
             WHERE (program, model, rules, knowledge, codebook) <> (?1, ?2, ?3, ?4, ?5) ORDER BY document.id",
        )?;
        let named = params![coder.program, coder.model, coder.rules, coder.knowledge, coder.codebook];
        Ok(ids.query_map(named, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Puts a new coding of documents in the place of the old one, all or none. A record whose document the store has
    /// not is left out. Returns how many were replaced.
    pub fn recode(&mut self, records: &[Record]) -> Result<u64, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut counts = Counts::default();
        let mut parties = Parties::default();
        let mut replaced = 0;
        let mut seen = HashSet::new();
        for record in records {
            if let Some(id) = rows::find(&transaction, record)?
                && seen.insert(id)
            {
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
    rows::insert_coding(db, id, record, &rows::pack(record), older, parties, counts)
}
