//! Documents into stories.
//!
//! The same report stands in forty papers, and forty papers report the same event: counted as they come, one agency
//! text outweighs everything else. [`Stream`] takes documents one after another and tells of each which earlier ones
//! hold its text, and which story it belongs to.
//!
//! ```
//! use verbale_stories::{Item, Moment, Stream};
//!
//! let report = "A freight train left the rails near Halden on Monday night.\nNobody was hurt, the railway said, \
//!               but the line to Oslo stays closed until Wednesday.";
//! let item = |id: &str, published: &str| Item {
//!     id: id.to_owned(),
//!     published: Moment::parse(published),
//!     text: report.to_owned(),
//!     ..Item::default()
//! };
//! let mut stream = Stream::default();
//! let first = stream.add(&item("wire-1", "2022-02-07T21:10:00Z"));
//! let reprint = stream.add(&item("paper-7", "2022-02-08"));
//! assert_eq!(reprint.story, first.story);
//! assert_eq!((reprint.shared[0].of.as_str(), reprint.shared[0].share), ("wire-1", 1.0));
//! ```
//!
//! It works on plain values. It knows no store, no language model and no record: whoever has resolved names, places and
//! days puts them into the [`Item`], and without them capitalised words and dates written out are taken. It reads no
//! files, and it does not judge who is right.

mod agency;
mod chain;
mod copies;
mod credits;
mod figures;
mod grouping;
mod item;
mod linkage;
mod moment;
mod origin;
mod outlets;
mod overlap;
mod profile;
mod quotations;
mod standing;
mod stream;
mod terms;
mod window;
mod words;

pub use agency::agency_of;
pub use chain::{Chain, Edge, Tie, Told, chain};
pub use credits::{Credit, Role, credits, first_appeared, role_at};
pub use figures::{Counted, Figure, figures};
pub use grouping::StoryId;
pub use item::Item;
pub use moment::Moment;
pub use origin::{Account, Witness, is_earlier};
pub use quotations::{Quotation, Use, Wording, quotations};
pub use stream::{Moved, Original, Placed, Reach, Shared, Stream, Traced};
pub use terms::{background, stems};
