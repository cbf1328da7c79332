//! ninjs, the IPTC's news in JSON: versions 1.x (`headline`, `body_text`, `body_html`), 2.x and 3.x (`headlines`,
//! `bodies`). One item, a list of items, or a package with items in it.

use verbale_doc::{Published, PublishedBasis};

use crate::compose::{Body, Item, Items};
use crate::given::day;
use crate::json::{Collected, Json, collect};
use crate::{Fault, Place, ReadError};

/// The items of an input; a fault where it holds none.
pub(crate) fn items(name: &str, text: &str) -> Result<Items, Fault> {
    // No field of an item is called so: a list stands alone, and an object is an item.
    let Collected { around, items, broken } = collect(text, "");
    let mut found = Items::new();
    if let Json::Object(_) = &around {
        let place = Place { input: name.to_owned(), line: None };
        if broken.is_none() {
            add(&around, &place, &mut found);
        }
    }
    for (i, item) in items.iter().enumerate() {
        add(item, &Place { input: format!("{name}: item {}", i + 1), line: None }, &mut found);
    }
    if let Some(error) = broken {
        let line = Some((error.line() as u64, error.column() as u64));
        found.push(Err(ReadError {
            place: Place { input: name.to_owned(), line },
            fault: Fault::of_json(&error),
        }));
    }
    if found.is_empty() { Err(no_text()) } else { Ok(found) }
}

/// That an input holds pictures and the like only.
pub(crate) fn no_text() -> Fault {
    Fault::Format("holds no text: no item of it is one".to_owned())
}

/// The items of one line; `None` where it holds none of this format.
pub(crate) fn line(json: &str, place: &Place) -> Option<Items> {
    let mut found = Items::new();
    let around = collect(json, "").around;
    is_item(&around).then(|| add(&around, place, &mut found))?;
    Some(found)
}

/// Whether an object has a field that items have and documents of other kinds have not.
fn is_item(json: &Json) -> bool {
    ["uri", "body_text", "body_html", "bodies", "headlines"].iter().any(|name| json.get(name).is_some())
}

/// Adds an item that is a text, or those in a package. Pictures and the like are passed over.
fn add(json: &Json, place: &Place, found: &mut Items) {
    let kind = json.text_of("type").unwrap_or("text");
    let status = ["pubstatus", "pubStatus"].iter().find_map(|name| json.text_of(name)).unwrap_or("usable");
    if matches!(status, "canceled" | "withheld") {
        let message = format!("the agency has withdrawn this item: it is {status}");
        found.push(Err(ReadError { place: place.clone(), fault: Fault::Format(message) }));
        return;
    }
    let body = body(json);
    if kind == "composite" && body.text.is_empty() {
        for item in associated(json) {
            let name = item.text_of("uri").unwrap_or("item");
            let is_text = item.text_of("type").is_none_or(|kind| kind == "text");
            if is_text && !self::body(item).text.is_empty() {
                add(item, &Place { input: format!("{}: {name}", place.input), line: place.line }, found);
            }
        }
    } else if matches!(kind, "text" | "composite") {
        found.push(Ok(item(json, body, place)));
    }
}

/// Items in a package: by name in 1.x, as a list later.
fn associated(json: &Json) -> impl Iterator<Item = &Json> {
    let (by_name, listed) = match json.get("associations") {
        Some(Json::Object(fields)) => (fields.as_slice(), &[][..]),
        Some(Json::List(list)) => (&[][..], list.as_slice()),
        _ => (&[][..], &[][..]),
    };
    by_name.iter().map(|(_, item)| item).chain(listed)
}

fn item(json: &Json, body: Body, place: &Place) -> Item {
    let mut item = Item::at(place.clone());
    let text = |names: &[&str]| names.iter().find_map(|name| json.text_of(name)).map(folded);
    let parts = &mut item.parts;
    parts.id = text(&["uri", "guid"]);
    parts.title = headline(json);
    parts.authors = text(&["byline", "by"]).into_iter().collect();
    parts.publisher = publisher(json);
    parts.language = text(&["language"]);
    // A place alone: some agencies give it beside a text that has no dateline.
    parts.dateline = text(&["dateline", "located"]);
    let dates = [
        "versioncreated",
        "versionCreated",
        "firstcreated",
        "firstCreated",
        "contentcreated",
        "contentCreated",
    ];
    let date = dates.iter().filter_map(|name| json.text_of(name)).find_map(day);
    parts.published = date.map(|date| Published { date, basis: PublishedBasis::Meta });
    parts.body = body;
    if parts.body.text.is_empty() {
        let summary = typed(json, "descriptions")
            .or_else(|| json.text_of("description_html").map(Body::of_html))
            .or_else(|| json.text_of("description_text").map(Body::of_text));
        parts.body = summary.unwrap_or_default();
        item.is_teaser = true;
        item.note("the item has no body; its headline and description are read");
    }
    item
}

fn body(json: &Json) -> Body {
    let html = ["body_html", "body_xhtml"].iter().find_map(|name| json.text_of(name)).map(Body::of_html);
    html.filter(|body| !body.text.is_empty())
        .or_else(|| json.text_of("body_text").map(Body::of_text))
        .or_else(|| typed(json, "bodies"))
        .unwrap_or_default()
}

/// The first of a list of versions of a text that can be read, those for the main use and with markup before others.
fn typed(json: &Json, name: &str) -> Option<Body> {
    let mut versions: Vec<(bool, &str, &Json)> = json
        .list_of(name)
        .iter()
        .map(|version| {
            let is_main = matches!(version.text_of("role"), None | Some("main" | "default"));
            let kind = ["contentType", "contenttype"].iter().find_map(|name| version.text_of(name));
            (!is_main, kind.unwrap_or("text/plain"), version)
        })
        .collect();
    versions.sort_by_key(|&(is_other, kind, _)| (is_other, !kind.contains("html")));
    let bodies = versions.iter().filter_map(|(_, kind, version)| {
        let text = version.text_of("value").or_else(|| version.text())?;
        match *kind {
            kind if kind.contains("html") => Some(Body::of_html(text)),
            kind if kind.starts_with("text/") => Some(Body::of_text(text)),
            _ => None,
        }
    });
    bodies.into_iter().find(|body| !body.text.is_empty())
}

fn headline(json: &Json) -> Option<String> {
    let plain = |body: Body| Some(folded(&body.text)).filter(|words| !words.is_empty());
    let one = json.text_of("headline").map(Body::of_html);
    one.or_else(|| typed(json, "headlines")).and_then(plain).or_else(|| json.text_of("title").map(folded))
}

/// Who is named as source, else who holds the rights.
fn publisher(json: &Json) -> Option<String> {
    let mut sources = ["infosource", "infosources", "infoSources"].iter().flat_map(|name| json.list_of(name));
    let source = json.text_of("source").or_else(|| sources.find_map(|source| source.text_of("name")));
    let holder = ["copyrightholder", "copyrightHolder"].iter().find_map(|name| json.text_of(name));
    source.or(holder).map(folded)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
