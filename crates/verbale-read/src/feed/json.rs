//! JSON Feed, versions 1 and 1.1.

use crate::compose::{Body, Item};
use crate::json::{Collected, Json, collect};
use crate::{Fault, Place, ReadError};

use super::text::{address, plain, published, publisher, set_body};
use super::{Found, no_feed};

/// The items of a feed; a fault where it is none.
pub(super) fn items(name: &str, text: &str) -> Result<Found, Fault> {
    let Collected { around, items, broken } = collect(text, "items");
    let is_feed = around.text_of("version").is_some_and(|version| version.contains("jsonfeed.org"))
        || around.text_of("title").is_some();
    let broken = broken.map(|error| {
        let (line, column) = (error.line() as u64, error.column() as u64);
        let fault = Fault::of_json(&error);
        ReadError { place: Place { input: name.to_owned(), line: Some((line, column)) }, fault }
    });
    if items.is_empty() {
        return match broken {
            Some(error) => Err(error.fault),
            None if is_feed => Ok((Vec::new(), None)),
            None => Err(no_feed()),
        };
    }
    let found = items.iter().enumerate().map(|(i, item)| {
        let place = Place { input: format!("{name}: item {}", i + 1), line: None };
        Ok(self::item(item, place, &around))
    });
    Ok((found.chain(broken.map(Err)).collect(), None))
}

fn item(item: &Json, place: Place, feed: &Json) -> Item {
    let mut found = Item::at(place);
    let text = |name| item.text_of(name).map(str::to_owned);
    let home = feed.text_of("home_page_url");
    found.parts.id = text("id");
    // Another's page that the item is about is not where it was published.
    found.parts.url = item
        .text_of("url")
        .and_then(|url| address(url, home))
        .or_else(|| found.parts.id.as_deref().and_then(|id| address(id, None)));
    found.parts.title = item.text_of("title").and_then(plain);
    found.parts.authors = authors(item);
    if found.parts.authors.is_empty() {
        found.parts.authors = authors(feed);
    }
    found.parts.publisher = feed.text_of("title").and_then(publisher);
    found.parts.language = text("language").or_else(|| feed.text_of("language").map(str::to_owned));
    let dates: Vec<String> = ["date_published", "date_modified"].into_iter().filter_map(text).collect();
    found.parts.published = published(&dates, found.parts.url.as_deref());
    let html = item.text_of("content_html").map(Body::of_html).filter(|body| !body.text.is_empty());
    let content = html.or_else(|| item.text_of("content_text").map(Body::of_text));
    set_body(&mut found, content, item.text_of("summary").map(Body::of_html));
    found
}

/// Names under `authors`, or in version 1 `author`.
fn authors(of: &Json) -> Vec<String> {
    let people = of.list_of("authors").iter().chain(of.list_of("author"));
    let names = people.filter_map(|person| person.text_of("name").or_else(|| person.text()));
    names.filter_map(plain).collect()
}
