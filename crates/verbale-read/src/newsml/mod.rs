//! NewsML-G2, the IPTC's news in XML: a news item, or a message with several. Texts within are XHTML, NITF or plain; a
//! document that is NITF alone is read as well.

mod nitf;

use verbale_doc::{Published, PublishedBasis};

use crate::compose::{Body, Item, Items};
use crate::given::day;
use crate::xml::{Element, Lines, Tree};
use crate::{Fault, Place, ReadError};

/// The items of a document; a fault where it holds none.
pub(crate) fn items(name: &str, text: &str) -> Result<Items, Fault> {
    let tree = Tree::parse(text);
    let Some(root) = tree.root() else {
        return Err(Fault::Format("is no NewsML-G2: it has no element".to_owned()));
    };
    let mut lines = Lines::of(text);
    let mut found = Items::new();
    let mut n_items = 0;
    for element in std::iter::once(root).chain(root.descendants()) {
        let is_nitf = element.local_name() == "nitf";
        if element.name() != "newsitem" && (!is_nitf || n_items > 0) {
            continue;
        }
        n_items += 1;
        let place = Place { input: name.to_owned(), line: Some(lines.at(element.start())) };
        if !element.is_closed() {
            let fault = Fault::Format("the document ends within this item".to_owned());
            found.push(Err(ReadError { place, fault }));
        } else if is_nitf {
            let mut item = Item::at(place);
            nitf::read(element, &mut item);
            found.push(Ok(item));
        } else {
            found.extend(news_item(element, place));
        }
    }
    if tree.is_capped() {
        let fault = Fault::Format("has more elements than are read; its first items are".to_owned());
        found.push(Err(ReadError::input(name, fault)));
    }
    match (found.is_empty(), n_items) {
        (false, _) => Ok(found),
        (true, 0) => Err(Fault::Format(format!("is no NewsML-G2: its root is `{}`", root.name()))),
        (true, _) => Err(Fault::Format("holds no text: no item of it is one".to_owned())),
    }
}

/// A news item that is a text; `None` for pictures and the like.
fn news_item(element: Element<'_>, place: Place) -> Option<Result<Item, ReadError>> {
    let about = element.child("itemmeta");
    let code = |name| about.and_then(|meta| meta.child(name)).and_then(|code| code.attr("qcode")).map(local);
    // Without a class it is told by what it holds.
    if !matches!(code("itemclass"), None | Some("text" | "composite")) {
        return None;
    }
    if let Some(status @ ("canceled" | "withheld")) = code("pubstatus") {
        let message = format!("the agency has withdrawn this item: it is {status}");
        return Some(Err(ReadError { place, fault: Fault::Format(message) }));
    }
    let mut item = Item::at(place);
    let content = element.child("contentset");
    let nitf = content.and_then(|content| content.descendants().find(|inner| inner.local_name() == "nitf"));
    if let Some(nitf) = nitf {
        nitf::read(nitf, &mut item);
    }
    let meta = element.child("contentmeta");
    let words = |name| meta.and_then(|meta| meta.words_of(name));
    let parts = &mut item.parts;
    parts.id = element.attr("guid").map(str::to_owned).or(parts.id.take());
    parts.title =
        words("headline").or(parts.title.take()).or_else(|| about.and_then(|meta| meta.words_of("title")));
    if let Some(by) = words("by").or_else(|| meta?.child("creator")?.words_of("name")) {
        parts.authors = vec![by];
    }
    parts.dateline =
        words("dateline").or(parts.dateline.take()).or_else(|| meta?.child("located")?.words_of("name"));
    let language = meta.and_then(|meta| meta.child("language")).and_then(|language| language.attr("tag"));
    parts.language = language.or_else(|| element.attr("xml:lang")).map(str::to_owned);
    parts.publisher = publisher(element).or(parts.publisher.take());
    let versions = ["versioncreated", "firstcreated"].iter().find_map(|name| about?.words_of(name));
    let created = versions.as_deref().and_then(day).or_else(|| day(&words("contentcreated")?));
    if let Some(date) = created {
        parts.published = Some(Published { date, basis: PublishedBasis::Meta });
    }
    if parts.body.text.is_empty() {
        parts.body = content.map(inline).unwrap_or_default();
    }
    if parts.body.text.is_empty() {
        parts.title.as_ref()?;
        item.is_teaser = true;
        item.note("the item has no text in it; its headline is read");
    }
    Some(Ok(item))
}

/// The first text in a content set: XHTML before plain text.
fn inline(content: Element<'_>) -> Body {
    let kind = |element: &Element<'_>| element.attr("contenttype").unwrap_or_default().to_ascii_lowercase();
    let xml = content.children().filter(|child| child.name() == "inlinexml").map(|child| {
        // Without the head, whose title is no part of the text.
        let body = child.descendants().find(|inner| inner.local_name() == "body").unwrap_or(child);
        Body::of_html(&body.markup())
    });
    let data =
        content.children().filter(|child| child.name() == "inlinedata").filter_map(|child| {
            match kind(&child).as_str() {
                kind if kind.contains("html") => Some(Body::of_html(&child.text())),
                kind if kind.is_empty() || kind.starts_with("text/") => Some(Body::of_text(&child.text())),
                _ => None,
            }
        });
    xml.chain(data).find(|body| !body.text.is_empty()).unwrap_or_default()
}

/// Who provides the item, else where it comes from.
fn publisher(element: Element<'_>) -> Option<String> {
    let named = |parent: &str, name: &str| {
        let party = element.child(parent)?.child(name)?;
        let literal = || party.attr("literal").or_else(|| party.attr("qcode").map(local)).map(str::to_owned);
        party.words_of("name").or_else(literal)
    };
    named("itemmeta", "provider")
        .or_else(|| named("contentmeta", "infosource"))
        .or_else(|| element.child("contentmeta")?.words_of("creditline"))
        .or_else(|| named("rightsinfo", "copyrightholder"))
}

/// A code without the name of its list: `ninat:text`.
fn local(code: &str) -> &str {
    code.rsplit(':').next().unwrap_or(code)
}
