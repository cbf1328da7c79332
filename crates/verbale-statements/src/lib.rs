//! Speech and thought: who said what, with which words, to whom, and through whose report.

mod chain;
mod clause;
mod cue;
mod draft;
mod finder;
mod lexicon;
mod nest;
mod phrase;
mod quote;
mod quoted;
mod scene;
mod speaker;
mod statement;

pub use finder::StatementFinder;
pub use lexicon::RuleError;
pub use statement::{Cue, Kind, Party, Statement, StatementId};
