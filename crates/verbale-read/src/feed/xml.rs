//! Feeds in XML: RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom, with the modules that news uses.

use crate::compose::{Body, Item};
use crate::xml::{Element, Lines, Tree};
use crate::{Fault, Place, ReadError};

use super::text::{address, plain, published, publisher, set_body};
use super::{Found, no_feed};

/// The items of a feed; a fault where it is none.
pub(super) fn items(name: &str, text: &str) -> Result<Found, Fault> {
    let tree = Tree::parse(text);
    let root = tree.root().ok_or_else(no_feed)?;
    let is_atom = matches!(root.local_name(), "feed" | "entry");
    if !is_atom && !matches!(root.local_name(), "rss" | "rdf" | "channel") {
        return Err(no_feed());
    }
    let channel = root.child("channel").unwrap_or(root);
    let feed = if is_atom { About::of_atom(root) } else { About::of_rss(channel) };
    let mut lines = Lines::of(text);
    let mut items = Vec::new();
    // RSS 1.0 has its items beside the channel; broken feeds have them anywhere.
    let is_item = |element: &Element<'_>| matches!(element.name(), "item" | "atom:entry" | "entry");
    for element in std::iter::once(root).chain(root.descendants()).filter(is_item) {
        let place = Place { input: name.to_owned(), line: Some(lines.at(element.start())) };
        if element.is_closed() {
            items.push(Ok(if is_atom { atom(element, place, &feed) } else { rss(element, place, &feed) }));
        } else {
            let what = "the feed ends within this item";
            items.push(Err(ReadError { place, fault: Fault::Format(what.to_owned()) }));
        }
    }
    let is_told = items.iter().any(Result::is_err);
    let fault = if tree.is_capped() {
        Some(Fault::Format("has more elements than are read; its first items are".to_owned()))
    } else if tree.is_cut_off() && !is_told {
        Some(Fault::Format("is cut off; the items before that are read".to_owned()))
    } else {
        None
    };
    Ok((items, fault))
}

/// What a feed says of itself.
#[derive(Default)]
struct About {
    publisher: Option<String>,
    language: Option<String>,
    authors: Vec<String>,
    link: Option<String>,
}

impl About {
    fn of_rss(channel: Element<'_>) -> Self {
        Self {
            publisher: channel.words_of("title").as_deref().and_then(publisher),
            language: channel.words_of("language").or_else(|| channel.words_of("dc:language")),
            authors: Vec::new(),
            link: channel.words_of("link").and_then(|link| address(&link, None)),
        }
    }

    fn of_atom(feed: Element<'_>) -> Self {
        let base = feed.attr("xml:base");
        Self {
            publisher: words(feed, "title").as_deref().and_then(publisher),
            language: feed.attr("xml:lang").map(str::to_owned),
            authors: authors(feed),
            link: link(feed, base).or_else(|| base.map(str::to_owned)),
        }
    }
}

fn rss(item: Element<'_>, place: Place, feed: &About) -> Item {
    let mut found = Item::at(place);
    let words = |names: &[&str]| names.iter().find_map(|name| item.words_of(name));
    let guid = item.child("guid");
    let permanent =
        guid.filter(|guid| !guid.attr("ispermalink").is_some_and(|is| is.eq_ignore_ascii_case("false")));
    let base = feed.link.as_deref();
    let atom_link =
        || item.children().find(|link| link.name() == "atom:link").and_then(|link| link.attr("href"));
    found.parts.url = words(&["feedburner:origlink", "link"])
        .and_then(|link| address(&link, base))
        .or_else(|| permanent.and_then(Element::words).and_then(|link| address(&link, None)))
        .or_else(|| item.attr("rdf:about").and_then(|link| address(link, base)))
        .or_else(|| atom_link().and_then(|link| address(link, base)));
    found.parts.id = guid.and_then(Element::words).or_else(|| words(&["dc:identifier"]));
    found.parts.title = words(&["title", "dc:title", "media:title"]).as_deref().and_then(plain);
    let creators =
        item.children().filter(|child| matches!(child.name(), "dc:creator" | "author" | "atom:author"));
    found.parts.authors = creators.filter_map(author).collect();
    found.parts.publisher =
        words(&["source", "dc:publisher"]).as_deref().and_then(publisher).or_else(|| feed.publisher.clone());
    found.parts.language = words(&["dc:language"]).or_else(|| feed.language.clone());
    let dates = [
        "pubdate",
        "dc:date",
        "dcterms:created",
        "dcterms:issued",
        "atom:published",
        "published",
        "date",
        "atom:updated",
    ];
    let dates: Vec<String> = dates.iter().filter_map(|name| item.words_of(name)).collect();
    found.parts.published = published(&dates, found.parts.url.as_deref());
    let markup = |names: &[&str]| {
        names.iter().find_map(|name| {
            item.children().filter(|child| child.name() == *name).find_map(|child| {
                let body = Body::of_html(&child.markup());
                (!body.text.is_empty()).then_some(body)
            })
        })
    };
    set_body(
        &mut found,
        markup(&[
            "content:encoded",
            "xhtml:body",
            "atom:content",
            "content",
            "body",
            "fulltext",
            "full-text",
            "yandex:full-text",
        ]),
        markup(&["description", "atom:summary", "summary", "media:description"]),
    );
    found
}

fn atom(entry: Element<'_>, place: Place, feed: &About) -> Item {
    let mut found = Item::at(place);
    let source = child(entry, "source");
    let base = entry.attr("xml:base").or(feed.link.as_deref());
    let original = entry.words_of("feedburner:origlink").and_then(|link| address(&link, base));
    found.parts.url = original.or_else(|| link(entry, base));
    found.parts.id = words(entry, "id");
    found.parts.title = child(entry, "title").and_then(|title| match title.attr("type") {
        Some("html" | "xhtml" | "text/html") => plain(&title.markup()),
        // Many a feed writes markup where it says that there is none.
        _ => title
            .words()
            .map(|words| if words.contains('&') { plain(&words).unwrap_or(words) } else { words }),
    });
    found.parts.authors = authors(entry);
    if found.parts.authors.is_empty() {
        found.parts.authors =
            source.map(authors).filter(|authors| !authors.is_empty()).unwrap_or_else(|| feed.authors.clone());
    }
    found.parts.publisher = source
        .and_then(|source| words(source, "title"))
        .as_deref()
        .and_then(publisher)
        .or_else(|| feed.publisher.clone());
    found.parts.language = entry.attr("xml:lang").map(str::to_owned).or_else(|| feed.language.clone());
    let dates = ["published", "issued", "created", "updated", "modified"];
    let dates: Vec<String> = dates.iter().filter_map(|name| words(entry, name)).collect();
    found.parts.published = published(&dates, found.parts.url.as_deref());
    let body = |name| child(entry, name).map(text_construct);
    set_body(&mut found, body("content").filter(|body| !body.text.is_empty()), body("summary"));
    found
}

/// The text of an Atom construct by what its type says.
fn text_construct(element: Element<'_>) -> Body {
    match element.attr("type") {
        None | Some("text" | "text/plain") => {
            let text = element.text();
            // Many a feed writes markup where it says that there is none.
            let is_markup =
                text.trim_start().starts_with('<') || text.contains("</p>") || text.contains("<br");
            if is_markup { Body::of_html(&text) } else { Body::of_text(&text) }
        }
        Some("html" | "xhtml" | "text/html" | "application/xhtml+xml") => Body::of_html(&element.markup()),
        // A picture, or a text by reference.
        Some(_) => Body::default(),
    }
}

/// The first child of an Atom element by that name, with or without the namespace.
fn child<'t>(element: Element<'t>, name: &str) -> Option<Element<'t>> {
    element.children().find(|child| is_atom(child.name(), name))
}

fn words(element: Element<'_>, name: &str) -> Option<String> {
    child(element, name).and_then(Element::words)
}

fn is_atom(name: &str, wanted: &str) -> bool {
    name.strip_prefix("atom:").unwrap_or(name) == wanted
}

/// The address an Atom element stands for: not that of a reply, an enclosure or the feed itself.
fn link(element: Element<'_>, base: Option<&str>) -> Option<String> {
    let links = element.children().filter(|child| is_atom(child.name(), "link"));
    let mut page = links.filter(|link| matches!(link.attr("rel"), None | Some("alternate")));
    page.find_map(|link| address(link.attr("href")?, link.attr("xml:base").or(base)))
}

fn authors(element: Element<'_>) -> Vec<String> {
    let authors =
        element.children().filter(|child| is_atom(child.name(), "author") || child.name() == "dc:creator");
    authors.filter_map(author).collect()
}

/// A name: that of an Atom person, or what RSS writes: `Ada Moss`, `ada@a.example (Ada Moss)`.
fn author(element: Element<'_>) -> Option<String> {
    if let Some(name) = words(element, "name") {
        return plain(&name);
    }
    let written = plain(&element.words()?)?;
    let Some((_, rest)) = written.split_once('@') else { return Some(written) };
    let (_, name) = rest.split_once('(')?;
    Some(name.trim_end_matches(')').trim().to_owned()).filter(|name| !name.is_empty())
}
