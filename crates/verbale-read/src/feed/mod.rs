//! Feeds: RSS 0.9 to 2.0, Atom, JSON Feed. Each item is an article.
//!
//! A feed is read whole and given item by item. What is broken is mended where its meaning is plain, and an item that
//! the feed ends within is an error; the others are read.

mod json;
mod text;
mod xml;

use crate::compose::Items;
use crate::{Fault, Note, Place, ReadError};

/// The items of a feed.
pub(crate) fn items(name: &str, text: &str) -> Result<Items, Fault> {
    let (mut items, fault) =
        if text.starts_with(['{', '[']) { json::items(name, text)? } else { xml::items(name, text)? };
    items.extend(fault.map(|fault| Err(ReadError::input(name, fault))));
    let n_items = items.iter().flatten().count();
    let n_teasers = items.iter().flatten().filter(|item| item.is_teaser).count();
    if let Some(first) = items.iter_mut().flatten().next().filter(|_| n_teasers > 0) {
        // Said once, not for each.
        let message = format!(
            "{n_teasers} of {n_items} items bring only the first words of their article; these are read"
        );
        first.notes.push(Note { place: Place { input: name.to_owned(), line: None }, message });
    }
    Ok(items)
}

/// Items and broken places, in order, and a fault of the feed as a whole.
type Found = (Items, Option<Fault>);

/// That an input is no feed at all.
fn no_feed() -> Fault {
    Fault::Format("is no feed: neither RSS, Atom nor JSON Feed".to_owned())
}
