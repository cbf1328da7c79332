//! Records kept in one SQLite file, and found again: by who, to whom, what, where, when and in which words.
//!
//! [`Store`] is the file. [`Store::add`] keeps records, [`Filter`] says what is looked for, and [`Store::statements`],
//! [`Store::events`] and [`Store::articles`] give it page by page.
//!
//! ```
//! use verbale_store::{Batch, Filter, Paging, Store};
//! use verbale_record::Record;
//!
//! let folder = tempfile::tempdir()?;
//! let mut store = Store::create(folder.path().join("news.vb"))?;
//! let record: Record = serde_json::from_str(r#"{
//!   "schema": "verbale/1",
//!   "coder": {"program": "verbale 0.1.0", "model": "m", "rules": "r", "knowledge": "k", "codebook": "PLOVER 2.0"},
//!   "id": "1", "article": {"text": "The talks have begun.", "hash": "h", "published": "2024-03-04",
//!     "published_basis": "given", "blocks": [{"kind": "paragraph", "start": 0, "end": 21}]},
//!   "actors": [], "places": [], "times": [], "statements": [], "events": [], "positions": []
//! }"#)?;
//! store.add(&Batch { records: &[record], ..Batch::default() })?;
//! let filter = Filter { words: Some("talks".into()), ..Filter::default() };
//! let found = store.articles(&filter, Paging::first(10))?;
//! assert_eq!(found.rows[0].published.as_deref(), Some("2024-03-04"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The tables and views are described in `docs/store.md`; the views can be read with any tool that reads SQLite.
//! The store codes nothing, fetches nothing and has no clock: whoever writes says what time it is.

#![allow(
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "SQLite's integers are signed; counts, days and ids are far from their ends"
)]

mod actors;
mod add;
mod chars;
mod check;
mod compare;
mod corrections;
mod days;
mod documents;
mod error;
mod export;
mod find;
mod gap;
mod gap_json;
mod gap_scan;
mod issues;
mod journal;
mod merges;
mod migrations;
mod places;
mod series;
mod sources;
mod stances;
mod store;
mod stories;
mod words;

pub use actors::{ActorSummary, Counterpart, Days, NameCount, Office, PairCount};
pub use add::{Added, Batch};
pub use check::Damage;
pub use compare::{Difference, Differences, Documents, RuleCounts};
pub use corrections::{Change, Correction, Item, NewCorrection, Verdict};
pub use documents::{CastRef, Document, ItemRef};
pub use error::StoreError;
pub use export::{ExportOptions, Format, Panel};
pub use find::{
    ArticleRow, CountBy, Cursor, EventRow, Facet, FacetValue, Facets, Filter, Kind, Page, Paging, PartyRef,
    PartyRow, PlaceRef, PlaceRow, ReviewFilter, StatementRow, Total, Who,
};
pub use gap::{Claim, GapAsked, GapFound, Held, Regard, WithoutOne};
pub use gap_json::{estimate_json, stance_json};
pub use gap_scan::{GapScan, Scanned};
pub use issues::{IssueCount, IssueFound, Standpoint};
pub use journal::{Failure, Journal};
pub use places::{CountryCount, MapCounts, PointCount};
pub use series::{ActorStep, DyadStep, Read, SeriesOptions, Standing, Step, Timeline, TimelineStep};
pub use sources::{InputRow, Outlet, ReasonCount, Size};
pub use stances::{StanceFilter, StanceRow};
pub use store::{FORMAT, Store};
pub use stories::{
    Dispute, Fact, Figure, Said, StoryEdge, StoryOf, StoryQuotation, StorySummary, StoryTold, StoryUse,
    item_of,
};
