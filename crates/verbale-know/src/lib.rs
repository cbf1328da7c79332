//! What is known beforehand: states, people with dated offices, organizations, role words and places, each found by
//! name.
//!
//! ```
//! use verbale_know::{Entry, Knowledge, OfficeKind, Run, pieces_of};
//!
//! let knowledge = Knowledge::bundled();
//! let Some(Entry::Person(lavrov)) =
//!     knowledge.names(Run::of(&pieces_of("Sergey Lavrov"))).next().map(|name| name.entry)
//! else {
//!     panic!("everyone knows him")
//! };
//! let day = "2016-03-24".parse().unwrap();
//! let russia = "RUS".parse().unwrap();
//! let mut ministers = knowledge.holders(russia, OfficeKind::ForeignMinister, day);
//! assert!(ministers.all(|(person, _)| person == lavrov));
//! ```
//!
//! Nothing here looks at an article: which of several people of a name is meant is for resolution to say.
//!
//! The feature `share-alike` (on by default) includes people from CountryInfo, which are CC BY-SA 3.0, unlike all
//! other data: build without default features to leave them out.

mod facts;
mod gazetteer;
mod index;
mod knowledge;
mod own;
mod pieces;
mod roles;
mod tables;

pub use facts::{Held, OfficeKind, Organization, Person, State, Term};
pub use gazetteer::{
    EntryId, Gazetteer, GazetteerBuilder, GazetteerError, GazetteerPlace, NameKind, NewPlace, PlaceKind,
    fold, fold_into,
};
pub use knowledge::{Entry, Knowledge, Name, NameUse, OrganizationId, PersonId, StateId};
pub use own::KnowledgeError;
pub use pieces::{Piece, PieceCutter, Run, pieces_of};
pub use roles::{Role, RoleKind, Roles};
pub use verbale_codes::CodeList;
