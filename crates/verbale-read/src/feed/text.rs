//! What a feed's item says: its text, whole or the first words of it, its title, day, publisher and address.

use jiff::civil::Date;
use verbale_doc::{Published, PublishedBasis};

use crate::compose::{Body, Item};
use crate::given::day;
use crate::html::dom::{Dom, NodeId};
use crate::metadata::date::from_url;
use crate::metadata::days::{Order, first_day};

/// A summary of so many words that does not break off is the whole text.
const SUMMARY_WORDS: usize = 120;
/// Lines at the end of a text that lead elsewhere are short.
const LEAD_WORDS: usize = 8;

/// Gives an item its text, from the field for the whole of it or else the one for a summary, where many feeds put the
/// whole. What leads elsewhere at the end of it and an unfinished sentence are cut off; an item with less than its
/// article is a teaser.
pub(super) fn set_body(item: &mut Item, content: Option<Body>, summary: Option<Body>) {
    let is_filled = |body: &Body| !body.text.trim().is_empty();
    let (mut body, is_summary) = match (content.filter(is_filled), summary.filter(is_filled)) {
        // Some feeds put the summary into both, or a mere picture into the field for the text.
        (Some(content), Some(summary)) if content.n_words() < summary.n_words() => (summary, true),
        (Some(content), Some(summary)) => {
            let is_same = content.text == summary.text;
            (content, is_same)
        }
        (Some(content), None) => (content, false),
        (None, Some(summary)) => (summary, true),
        (None, None) => (Body::default(), true),
    };
    drop_lead_away(&mut body);
    let is_cut = cut_unfinished(&mut body);
    item.is_teaser = is_cut || is_summary && body.n_words() < SUMMARY_WORDS;
    item.parts.body = body;
}

/// The day of publication among those an item gives, the surest first. Feeds mostly give universal time; where the
/// address has the day before or after it, that is the newsroom's day.
pub(super) fn published(dates: &[String], url: Option<&str>) -> Option<Published> {
    let order = Order::DayFirst;
    let date = dates.iter().find_map(|date| day(date).or_else(|| first_day(date, order)));
    let in_url = url.and_then(from_url);
    let is_next_to =
        |date: Date, other: Date| date.tomorrow().ok() == Some(other) || date.yesterday().ok() == Some(other);
    let date = match (date, in_url) {
        (Some(date), Some(in_url)) if is_next_to(date, in_url) => Some(in_url),
        (date, _) => date,
    };
    date.map(|date| Published { date, basis: PublishedBasis::Feed })
}

/// Cuts off the lines at the end that are the feed's: "The post X appeared first on Y.", "Continue reading", "Source".
fn drop_lead_away(body: &mut Body) {
    loop {
        let text = body.text.trim_end();
        let start = text.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[start..].to_lowercase();
        let n_words = line.split_whitespace().count();
        let is_post_note = line.starts_with("the post ") && line.contains(" appeared first on ")
            || line.starts_with("the article ") && line.contains(" appeared first on ");
        let is_lead = n_words <= LEAD_WORDS && LEADS.iter().any(|lead| line.starts_with(lead));
        if !is_post_note && !is_lead || text.is_empty() {
            return;
        }
        body.truncate(start);
    }
}

/// What lines begin with that lead from a feed to the page.
const LEADS: [&str; 13] = [
    "read more",
    "continue reading",
    "read the full",
    "read full",
    "full story",
    "click here",
    "keep reading",
    "weiterlesen",
    "lire la suite",
    "leer más",
    "seguir leyendo",
    "читать далее",
    "continue →",
];

/// Cuts off a last sentence that is not finished, with the marks that say so; whether there was one.
fn cut_unfinished(body: &mut Body) -> bool {
    let text = &body.text;
    let marks = ["…", "...", "[&#8230;", "[&hellip;"];
    let Some((at, mark)) = marks.iter().filter_map(|mark| Some((text.rfind(mark)?, mark))).max() else {
        return false;
    };
    // The way on may stand after the marks: "[…] Continue reading".
    let rest = text[at + mark.len()..].trim_matches([']', ')', ';', ' ', '\u{A0}', '\n']).to_lowercase();
    let is_lead = LEADS.iter().any(|lead| rest.starts_with(lead));
    if !rest.is_empty() && (!is_lead || rest.split_whitespace().count() > LEAD_WORDS * 2) {
        return false;
    }
    let kept = text[..at].trim_end_matches(['[', '(', ' ', '.', '…', '\u{A0}']);
    // To the end of the last sentence, or to where its paragraph begins.
    let start = kept.rfind('\n').map_or(0, |newline| newline + 1);
    let end = sentence_end(&kept[start..]).map_or(start, |end| start + end);
    body.truncate(end);
    true
}

/// One past the last mark that ends a sentence and is followed by another.
fn sentence_end(text: &str) -> Option<usize> {
    let mut ends = text.char_indices().filter(|&(at, char)| {
        let rest = text[at + char.len_utf8()..].trim_start_matches(['"', '”', '’', '»', ')']);
        let word = text[..at].rsplit([' ', '\u{A0}']).next().unwrap_or_default();
        // "U.S. President", "Mr. Lind": no end.
        let is_short = char == '.' && (word.len() <= 3 || word.contains('.'));
        matches!(char, '.' | '!' | '?' | '。')
            && !is_short
            && (char == '。' || rest.starts_with([' ', '\u{A0}']))
    });
    let (at, char) = ends.next_back()?;
    let rest = &text[at + char.len_utf8()..];
    let closing = rest.len() - rest.trim_start_matches(['"', '”', '’', '»', ')']).len();
    Some(at + char.len_utf8() + closing)
}

/// The words of a title or name that may hold markup or character references.
pub(super) fn plain(text: &str) -> Option<String> {
    let is_markup = text.contains(['<', '&']);
    let words = if is_markup { Dom::parse(text).text(NodeId::ROOT, MAX_TITLE) } else { text.to_owned() };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = words.floor_char_boundary(MAX_TITLE);
    Some(words[..end].to_owned()).filter(|words| !words.is_empty())
}

/// Bytes of a title that are read.
const MAX_TITLE: usize = 2000;

/// The name a feed gives its publisher, without what says only that it is a feed: "The Weir » Feed".
pub(super) fn publisher(title: &str) -> Option<String> {
    let title = plain(title)?;
    let mut name = title.split(" » ").next().unwrap_or(&title).trim();
    while let Some(rest) = ["RSS", "Feed", "feed", "rss", "Atom"].iter().find_map(|word| {
        name.strip_suffix(word).filter(|rest| rest.is_empty() || rest.ends_with([' ', '-', '|', ':']))
    }) {
        name = rest.trim_end_matches([' ', '-', '–', '|', ':']);
    }
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

/// A full address: a relative one is joined to the address it stands under.
pub(super) fn address(link: &str, base: Option<&str>) -> Option<String> {
    let link = link.trim();
    if link.starts_with("http://") || link.starts_with("https://") {
        return Some(link.to_owned());
    }
    let base = base.filter(|base| base.starts_with("http"))?;
    let (scheme, rest) = base.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    if link.is_empty() || link.contains(':') && !link.starts_with('/') {
        None
    } else if link.starts_with("//") {
        Some(format!("{scheme}:{link}"))
    } else if link.starts_with('/') {
        Some(format!("{scheme}://{host}{link}"))
    } else {
        let path = rest.split(['?', '#']).next().unwrap_or(rest);
        let folder = path.rfind('/').map_or(path, |slash| &path[..slash]);
        Some(format!("{scheme}://{folder}/{link}"))
    }
}
