//! What is known of an article besides its text: headline, authors, publisher, day, language.

pub(crate) mod byline;
pub(crate) mod date;
pub(crate) mod days;
pub(crate) mod json_ld;
pub(crate) mod language;
pub(crate) mod tags;
pub(crate) mod title;
