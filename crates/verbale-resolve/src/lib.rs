//! Who, where and when: from an article and its parse to the [`Cast`] of actors, places and times.

mod actors;
mod cast;
mod context;
mod gender;
mod link;
mod mentions;
mod names;
mod phrases;
pub mod places;
mod pronouns;
mod resolver;
mod stance;
pub mod times;
mod words;

pub use cast::{
    Actor, ActorId, ActorKind, Cast, Form, Mention, Place, PlaceId, PlaceMention, Resolution, Time, TimeId,
    TimeKind,
};
pub use resolver::Resolver;
