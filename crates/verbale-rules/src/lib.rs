//! The rule language: TOML in which a rule names its words, their shape in the parse, what it means, and sentences
//! that show it.
//!
//! [`Book::read`] compiles rule files; [`Book::matches`] finds where rules hold in a [`Doc`](verbale_doc::Doc).
//! What a rule *means* is a type of the caller's: PLOVER events in `verbale-events`, something else elsewhere.
//!
//! ```
//! use verbale_doc::Doc;
//! use verbale_rules::{Book, File, Role};
//!
//! let rules = r##"
//! [[rule]]
//! id = "visit"
//! verbs = ["visit", "travel to"]
//! if = ["object: #country"]
//! guest = "subject"
//! why = "somebody travels to a country"
//! "##;
//! let book: Book<Role> = Book::read(&[File { name: "rules.toml", text: rules }], &["country"], |rule, scope| {
//!     scope.role(&rule.required("guest")?)
//! }).unwrap();
//!
//! let doc = Doc::from_conllu("\
//! 1\tLavrov\tLavrov\tPROPN\tNNP\t_\t2\tnsubj\t_\tEnt=B-PERSON
//! 2\tvisited\tvisit\tVERB\tVBD\t_\t0\tROOT\t_\t_
//! 3\tChina\tChina\tPROPN\tNNP\t_\t2\tdobj\t_\tEnt=B-GPE
//! ").unwrap();
//! let is_country = |token, _kind| doc.entity(token).is_some_and(|e| doc.labels().name(e.label) == "GPE");
//! let found = book.matches(&doc, &is_country);
//! let guests = book.rule(found[0].rule).meaning.fill(&doc, &found[0].anchor);
//! assert_eq!(doc.word(guests[0]), "Lavrov");
//! ```
//!
//! It knows nothing of PLOVER, of actors or of time; and it does not decide between two rules that both hold, beyond
//! putting the weightier first.

mod book;
mod condition;
mod error;
mod role;
mod sets;
pub mod syntax;
mod table;
mod trigger;

pub use book::{Book, Example, Lack, Match, Rule, RuleIdx, Scope};
pub use condition::{Condition, IsKind};
pub use error::RuleError;
pub use role::{Anchor, ROLES, Role};
pub use sets::{Sets, UnknownSet, Words};
pub use table::{File, Table, Written};
pub use trigger::Trigger;
