//! From older formats to this one, a step a format.

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// Step `n` makes format `n + 1`.
const STEPS: [&str; 2] = [include_str!("schema.sql"), include_str!("schema_2.sql")];

/// Marks the file as a store: `PRAGMA application_id`, the letters `VRBL`.
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"VRBL");

/// The format after all steps.
pub(crate) const NEWEST: u32 = STEPS.len() as u32;

/// Runs the steps a file of this format lacks, all or none.
pub(crate) fn run(connection: &mut Connection, format: u32) -> Result<(), StoreError> {
    if format == NEWEST {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in &STEPS[format as usize..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", NEWEST)?;
    transaction.commit()?;
    Ok(())
}
