//! PLOVER events: who did what to whom, where and when, and whether it happened.

mod event;

pub use event::{DateBasis, Event, EventDate, NearMiss, Numbers, PlaceBasis, Precision, Status};
