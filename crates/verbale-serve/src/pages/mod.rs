//! The pages, one module each. To add one: write its module, and give it a line in `crate::routes`.

mod actor;
mod correct;
mod dyad;
mod find;
mod gap;
mod issue;
mod read;
mod sources;
mod story;

pub(crate) use actor::{choose as choose_actor, page as actor};
pub(crate) use correct::{actor as change_actor, correct};
pub(crate) use dyad::{choose as choose_dyad, page as dyad};
pub(crate) use find::page as find;
pub(crate) use issue::{choose as choose_issue, page as issue};
pub(crate) use read::{page as read, quad_class};
pub(crate) use sources::page as sources;
pub(crate) use story::{choose as choose_story, page as story};

use crate::state::{State, segment};

/// The address of an actor's page.
pub(crate) fn actor_href(key: &str) -> String {
    format!("/actor/{}", segment(key))
}

/// The address of the page of two actors.
pub(crate) fn dyad_href(one: &str, other: &str) -> String {
    format!("/dyad/{}/{}", segment(one), segment(other))
}

/// The address of an issue's page.
pub(crate) fn issue_href(issue: &str) -> String {
    format!("/issue/{}", segment(issue))
}

/// The address of a story's page.
pub(crate) fn story_href(story: i64) -> String {
    format!("/story/{story}")
}

/// What an outlet published.
pub(crate) fn outlet(publisher: &str) -> String {
    State::read("/", None).with("tab", "articles").with("publisher", publisher).href()
}
