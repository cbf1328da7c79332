//! Who, where and when: from an article and its parse to the [`Cast`] of actors, places and times.

mod cast;

pub use cast::{
    Actor, ActorId, ActorKind, Cast, Form, Mention, Place, PlaceId, PlaceMention, Resolution, Time, TimeId, TimeKind,
};
