//! NITF, the text format inside older NewsML: headline, byline and dateline in the head of its body, paragraphs after.

use verbale_doc::{Published, PublishedBasis};

use crate::compose::{Body, Item};
use crate::given::day;
use crate::xml::Element;

/// Reads a NITF document into an item.
pub(super) fn read(nitf: Element<'_>, item: &mut Item) {
    let parts = &mut item.parts;
    if let Some(head) = nitf.children().find(|child| child.local_name() == "head") {
        parts.id = find(head, "doc-id").and_then(|id| id.attr("id-string")).map(str::to_owned);
        let issued = find(head, "date.issue").or_else(|| find(head, "date.release"));
        let date = issued.and_then(|issued| day_of(issued.attr("norm")?));
        parts.published = date.map(|date| Published { date, basis: PublishedBasis::Meta });
        parts.title = find(head, "title").and_then(Element::words);
        parts.publisher =
            find(head, "doc.copyright").and_then(|rights| rights.attr("holder")).map(str::to_owned);
    }
    let Some(body) = nitf.children().find(|child| child.local_name() == "body") else { return };
    if let Some(head) = body.children().find(|child| child.local_name() == "body.head") {
        parts.title = find(head, "hl1").and_then(Element::words).or(parts.title.take());
        parts.authors = find(head, "byline").and_then(Element::words).into_iter().collect();
        parts.dateline = find(head, "dateline").and_then(Element::words);
        parts.publisher = find(head, "distributor").and_then(Element::words).or(parts.publisher.take());
    }
    if let Some(content) = body.children().find(|child| child.local_name() == "body.content") {
        parts.body = Body::of_html(&content.elements_as(tag));
    }
}

fn find<'t>(from: Element<'t>, name: &str) -> Option<Element<'t>> {
    from.descendants().find(|inner| inner.local_name() == name)
}

/// `2016-03-24`, or without hyphens and with a time of day: `20160324T101500Z`.
fn day_of(norm: &str) -> Option<jiff::civil::Date> {
    day(norm).or_else(|| day(norm.split(['T', 't']).next()?))
}

/// The HTML tag for a NITF element.
fn tag(name: &str) -> Option<&str> {
    let local = name.rsplit(':').next().unwrap_or(name);
    Some(match local {
        "p" | "li" | "ul" | "ol" | "table" | "tr" | "td" | "th" | "pre" | "br" | "blockquote" | "dl"
        | "dt" | "dd" => local,
        "hl2" => "h2",
        "media-caption" | "caption" => "figcaption",
        "media" => "figure",
        // What is said of a picture besides, and the fields of tables of results.
        "media-reference" | "media-metadata" | "media-producer" | "media-object" => "script",
        "block" | "bq" | "credit" | "note" | "body.content" => "div",
        _ => return None,
    })
}
