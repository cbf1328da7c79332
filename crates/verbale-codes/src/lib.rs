//! The closed lists of the field: what an event can be, who an actor can be, which country a code names.
//!
//! ```
//! use verbale_codes::{Cameo, Country, EventType, Mode, Sector};
//! let russia: Country = "RUS".parse().unwrap();
//! assert_eq!(russia.code(), "RUS");
//! assert_eq!("GOV".parse(), Ok(Sector::Gov));
//! assert_eq!(EventType::Consult.mode("visit"), Some(Mode::Visit));
//! assert_eq!(Cameo::nearest(EventType::Consult, Some(Mode::Visit)).code(), "042");
//! ```
//!
//! Nothing here knows a name of a person or place; that is the knowledge base's.

mod cameo;
mod country;
mod crosswalk;
mod plover;
mod plover_table;
mod sector;

pub use cameo::Cameo;
pub use country::Country;
pub use crosswalk::CodeList;
pub use plover::{Context, EventType, Mode, ModeInfo, Quad};
pub use sector::Sector;

/// A code that its list does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// Which list was asked.
    pub list: &'static str,
    /// What it was asked for.
    pub code: String,
}

impl std::fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is not in the list of {}", self.code, self.list)
    }
}
impl std::error::Error for UnknownCode {}
