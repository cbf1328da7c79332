//! Speech and thought: who said what, with which words, to whom, and through whose report.

mod statement;

pub use statement::{Cue, Kind, Party, Statement, StatementId};
