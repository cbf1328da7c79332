//! The day a page was published: what it says of itself, then its address, then its text.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use jiff::civil::Date;
use verbale_doc::{Published, PublishedBasis};

use super::days::{Order, days, first_day};
use super::tags::Tags;
use crate::html::dom::{Data, Dom, NodeId};
use crate::html::tag::Tag;

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
/// `far` looks further, and is asked where the page's head, its address and the article's surroundings tell nothing.
///
/// A day is meant as the newsroom counts it. So where the page's head gives a time in UTC, and the address or a line at
/// the headline the day next to it, those are right.
pub(crate) fn published(
    tags: &Tags,
    url: Option<&str>,
    lines: &DateLines<'_>,
    order: Order,
    far: impl FnOnce() -> Option<Published>,
) -> Option<Published> {
    let basis = |basis| move |date| Published { date, basis };
    let in_url = url.and_then(from_url);
    if let Some(value) = declared(tags, order) {
        let next_to = |date: &Date| (*date - value.date).get_days().abs() == 1;
        let near = |date: &Date| (*date - value.date).get_days().abs() <= 1;
        let in_line =
            || lines.head.iter().take(LOCAL_LINES).filter_map(|line| first_day(line, order)).find(near);
        let local = in_url.filter(next_to).map(basis(PublishedBasis::Url)).or_else(|| {
            let line = (value.zone == Zone::Universal).then(in_line).flatten();
            line.filter(next_to).map(basis(PublishedBasis::Text))
        });
        return Some(local.unwrap_or(Published { date: value.date, basis: PublishedBasis::Meta }));
    }
    in_url
        .map(basis(PublishedBasis::Url))
        .or_else(|| stamped(tags, lines, order).map(basis(PublishedBasis::Meta)))
        .or_else(|| written(lines, order).map(basis(PublishedBasis::Text)))
        .or_else(far)
        .or_else(|| modified(tags, order).map(basis(PublishedBasis::Meta)))
}

/// Lines at the headline that may show the local day.
const LOCAL_LINES: usize = 20;

/// A declared day.
struct Declared {
    date: Date,
    zone: Zone,
}

/// What a declared time says of its zone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    /// Universal time, which newsrooms do not live in.
    Universal,
    /// An offset of its own.
    Own,
    /// A time without any.
    Untold,
    /// No time at all.
    NoTime,
}

impl Zone {
    fn of(value: &str) -> Self {
        let bare = value.trim_end();
        if ["Z", "+00:00", "+0000", "GMT", "UTC"].iter().any(|zone| bare.ends_with(zone)) {
            return Self::Universal;
        }
        let Some(time) = bare.find(':').map(|at| &bare[at..]) else { return Self::NoTime };
        if time.contains(['+', '-']) { Self::Own } else { Self::Untold }
    }
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
    let mut values = json_ld
        .into_iter()
        .chain(metas)
        .chain(microdata)
        .filter_map(|value| Some(Declared { date: first_day(value, order)?, zone: Zone::of(value) }));
    let first = values.next()?;
    let is_near = |other: &Declared| (other.date - first.date).get_days().abs() <= 1;
    let better = match first.zone {
        Zone::Own | Zone::NoTime => None,
        Zone::Untold => values.find(|other| other.zone == Zone::Own && is_near(other)),
        Zone::Universal => values.find(|other| other.zone != Zone::Universal && is_near(other)),
    };
    Some(better.unwrap_or(first))
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

/// A script that does no more than write a day into the page is no longer.
const MAX_CALL: usize = 160;

/// A day that the page's scripts name as that of publication, under one of the usual keys, or write into the page.
pub(crate) fn in_scripts(dom: &Dom, order: Order) -> Option<Date> {
    static KEYS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let keys = [
            "datepublished",
            "date_published",
            "publishdate",
            "publish_date",
            "publisheddate",
            "published_date",
            "publicationdate",
            "publication_date",
            "pubdate",
            "pub_date",
            "publishedat",
            "published_at",
            "dateposted",
            "firstpublished",
            "first_published",
            "displaydate",
            "display_date",
        ];
        AhoCorasick::builder().ascii_case_insensitive(true).build(keys).expect("a few short keys fit")
    });
    let texts: Vec<&str> = dom
        .descendants(NodeId::ROOT)
        .filter(|&id| dom.tag(id) == Tag::Script)
        .filter_map(|id| match dom.data(dom.first_child(id)?) {
            Data::Text(text) => Some(&**text),
            Data::Element { .. } | Data::Other => None,
        })
        .collect();
    let keyed = || {
        let values = texts.iter().flat_map(|text| KEYS.find_iter(*text).map(move |key| &text[key.end()..]));
        values.into_iter().find_map(|after| {
            // `": "2020-03-04`, `\":\"2020…`, ` = '2020…`; a key without a value right after it is part of a name.
            let value = after.trim_start_matches(['"', '\'', '\\', ' ', ':', '=']);
            let is_value =
                value.len() < after.len() && value.starts_with(|c: char| c.is_ascii_alphanumeric());
            is_value.then(|| first_day(&value[..value.floor_char_boundary(32)], order))?
        })
    };
    // `showDate("2020/03/04 10:00")`
    let called = |text: &&str| {
        let (name, argument) = text.split_once('(').filter(|_| text.len() <= MAX_CALL)?;
        let value = argument.trim_start_matches(['"', '\'', ' ']);
        let is_day =
            name.to_ascii_lowercase().contains("date") && value.starts_with(|c: char| c.is_ascii_digit());
        is_day.then(|| first_day(value, order))?
    };
    keyed().or_else(|| texts.iter().find_map(called))
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
    fn days_in_scripts() {
        let day = |script: &str| {
            in_scripts(&Dom::parse(&format!("<p>x<script>{script}</script>")), Order::DayFirst)
        };
        for script in [
            r#"var page = {"id": 7, "publishDate": "2020-03-04T10:00:00Z"};"#,
            r#"self.push("{\"published_at\":\"2020-03-04\"}")"#,
            "pubDate = '4 March 2020'",
            "showDate('2020/03/04 10:00')",
        ] {
            assert_eq!(day(script), Some(date(2020, 3, 4)), "{script}");
        }
        assert_eq!(day("sort('datePublished'); var built = '2020-03-04'"), None);
    }

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
