//! know

mod gazetteer;

pub use gazetteer::{
    EntryId, Gazetteer, GazetteerBuilder, GazetteerError, GazetteerPlace, NameKind, NewPlace, PlaceKind,
    fold, fold_into,
};
