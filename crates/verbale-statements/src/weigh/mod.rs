//! What rules leave open is weighed: whether a draft is a statement at all, and where its content starts and ends.
//!
//! Each question has [`Reasons`] for every choice; each reason has a weight, learned from marked articles, and the
//! heaviest choice is taken. Weights stand in a text file, so what was learned can be read, and what decided can be
//! told.

mod accept;
mod decide;
mod edges;
mod near;
mod reasons;
mod starts;
mod uttered;
mod weights;
mod wide;

pub(crate) use decide::Notes;
pub use decide::{Choice, Decision};
pub use near::NearStatement;
pub(crate) use weights::Weights;
pub use weights::{Question, WeightError};
