//! The day a page was published: what it says of itself, then its address, then its text.

use jiff::civil::Date;
use verbale_doc::{Published, PublishedBasis};

use super::days::{Order, days, first_day};
use super::tags::Tags;

/// Names under which pages give the day of publication, the surest first.
const PUBLISHED: [&str; 34] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "og:datepublished",
    "rnews:datepublished",
    "article:published",
    "article_date_original",
    "article.published",
    "published_time_telegram",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:recs:articlepublisheddate",
    "bt:pubdate",
    "publish-date",
    "publishdate",
    "publish_date",
    "publication_date",
    "publicationdate",
    "pubdate",
    "pub_date",
    "published",
    "originalpublicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "datecreated",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "date",
    "article:post_date",
];

/// Names under which they give the day of the last change, which is better than nothing.
const MODIFIED: [&str; 9] = [
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revision_date",
    "updated_time",
];

/// The lines around an article's head and foot that may name its day.
pub(crate) struct DateLines<'a> {
    /// Lines before the text and its first ones, those marked as dates first.
    pub(crate) head: Vec<&'a str>,
    /// Lines after it.
    pub(crate) foot: Vec<&'a str>,
    /// Stamps that stand in the article's head, by their place in [`Tags::stamps`].
    pub(crate) stamps: Vec<usize>,
}

/// The day of publication, and how it was found.
///
/// A day is meant as the newsroom counts it. So where the page's head gives a time in UTC, and the address or a line at
/// the headline the day next to it, those are right.
pub(crate) fn published(
    tags: &Tags,
    url: Option<&str>,
    lines: &DateLines<'_>,
    order: Order,
) -> Option<Published> {
    let basis = |basis| move |date| Published { date, basis };
    let in_url = url.and_then(from_url);
    if let Some(value) = declared(tags, order) {
        let next_to = |date: &Date| (*date - value.date).get_days().abs() == 1;
        let near = |date: &Date| (*date - value.date).get_days().abs() <= 1;
        let in_line =
            || lines.head.iter().take(LOCAL_LINES).filter_map(|line| first_day(line, order)).find(near);
        let local = in_url.filter(next_to).map(basis(PublishedBasis::Url)).or_else(|| {
            let line = value.is_utc.then(in_line).flatten();
            line.filter(next_to).map(basis(PublishedBasis::Text))
        });
        return Some(local.unwrap_or(Published { date: value.date, basis: PublishedBasis::Meta }));
    }
    in_url
        .map(basis(PublishedBasis::Url))
        .or_else(|| stamped(tags, lines, order).map(basis(PublishedBasis::Meta)))
        .or_else(|| written(lines, order).map(basis(PublishedBasis::Text)))
        .or_else(|| modified(tags, order).map(basis(PublishedBasis::Meta)))
}

/// Lines at the headline that may show the local day.
const LOCAL_LINES: usize = 20;

/// A declared day.
struct Declared {
    date: Date,
    /// Whether it was given in universal time, which newsrooms do not live in.
    is_utc: bool,
}

/// What the page says of itself in its head, and in microdata named for it. A time with the newsroom's own offset is
/// preferred to the same in universal time.
fn declared(tags: &Tags, order: Order) -> Option<Declared> {
    let json_ld = tags.json_ld.articles.iter().filter(|article| article.kind != "WebPage");
    let json_ld = json_ld.chain(&tags.json_ld.articles).find_map(|article| article.published.as_deref());
    let metas = PUBLISHED.iter().flat_map(|name| tags.metas(name));
    let is_named =
        |names: &str| ["datepublished", "datecreated", "pubdate"].iter().any(|name| names.contains(name));
    let microdata =
        tags.stamps.iter().filter(|stamp| is_named(&stamp.names)).map(|stamp| stamp.value.as_str());
    let mut values = json_ld.into_iter().chain(metas).chain(microdata).filter_map(|value| {
        let date = first_day(value, order)?;
        let bare = value.trim_end();
        let is_utc = bare.ends_with('Z')
            || bare.ends_with("+00:00")
            || bare.ends_with("+0000")
            || bare.ends_with("GMT");
        Some(Declared { date, is_utc })
    });
    let first = values.next()?;
    if !first.is_utc {
        return Some(first);
    }
    let is_local = |other: &Declared| !other.is_utc && (other.date - first.date).get_days().abs() <= 1;
    Some(values.find(is_local).unwrap_or(first))
}

fn modified(tags: &Tags, order: Order) -> Option<Date> {
    let json_ld = tags.json_ld.article().and_then(|article| article.modified.as_deref());
    json_ld
        .into_iter()
        .chain(MODIFIED.iter().flat_map(|name| tags.metas(name)))
        .find_map(|value| first_day(value, order))
}

/// A full day in the path of an address: `/2020/03/04/`, `/2020-03-04-`, `/20200304`.
pub(crate) fn from_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split_once('/')?.1;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    days(path, Order::DayFirst)
        .find(|&(_, start)| {
            // The year comes first in addresses; anything else is a number of another kind.
            path[start..].bytes().take(4).filter(u8::is_ascii_digit).count() == 4
                && !path[..start].ends_with(|c: char| c.is_ascii_alphanumeric())
        })
        .map(|(date, _)| date)
}

/// A `<time>` in the article's head, else the first that is not a mere change.
fn stamped(tags: &Tags, lines: &DateLines<'_>, order: Order) -> Option<Date> {
    let near = lines.stamps.iter().filter_map(|&at| tags.stamps.get(at));
    let is_change = |names: &str| names.contains("modif") || names.contains("update");
    let all: Vec<_> = near.collect();
    all.iter()
        .filter(|stamp| !is_change(&stamp.names))
        .chain(all.iter().filter(|stamp| is_change(&stamp.names)))
        .find_map(|stamp| first_day(&stamp.value, order))
}

/// A day in the lines around the headline.
fn written(lines: &DateLines<'_>, order: Order) -> Option<Date> {
    lines.head.iter().chain(&lines.foot).find_map(|line| first_day(line, order))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_in_addresses() {
        for url in [
            "https://a.example/2020/03/04/dam",
            "https://a.example/news/2020-03-04-dam.html",
            "https://a.example/20200304/dam",
            "https://a.example/dam-20200304.html",
        ] {
            assert_eq!(from_url(url), Some(date(2020, 3, 4)), "{url}");
        }
        for url in [
            "https://a.example/2020/03/dam",
            "https://2020.03.04.example",
            "https://a.example/x12020030412",
            "a",
        ] {
            assert_eq!(from_url(url), None, "{url}");
        }
    }
}
