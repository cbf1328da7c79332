//! The headline: what the page's head, its headings and its structured data agree on, without the site's name.

use super::days::{Order, first_day};
use super::tags::Tags;
use crate::html::dom::{Dom, NodeId};

/// A headline and the heading that shows it, where one does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Title {
    pub(crate) text: Option<String>,
    pub(crate) element: Option<NodeId>,
}

/// The headline a reader sees.
///
/// A heading of the page is preferred where the page's head names the same words, since it has neither the site's
/// name nor the wording for search engines; else what the head says, without the site's name.
pub(crate) fn title(dom: &Dom, tags: &Tags, site: &Site) -> Title {
    let declared = declared(tags, site);
    let headings = || tags.headings.iter().filter(|heading| is_headline(&heading.value));
    let mut best: Option<(f64, &super::tags::Named)> = None;
    for heading in headings() {
        let likeness = declared.iter().map(|text| likeness(&heading.value, text)).fold(0.0, f64::max);
        if likeness >= 0.5 && best.is_none_or(|(most, _)| likeness > most + 0.05) {
            best = Some((likeness, heading));
        }
    }
    if let Some((_, heading)) = best {
        return Title { text: Some(without_site(&heading.value, site)), element: Some(heading.element) };
    }
    if let Some(text) = declared.first() {
        return Title { text: Some(text.clone()), element: None };
    }
    let heading = headings().find(|heading| !is_of_site(dom, heading.element)).or_else(|| headings().next());
    Title {
        text: heading.map(|heading| heading.value.clone()),
        element: heading.map(|heading| heading.element),
    }
}

/// What head and structured data say, without the site's name, the surest first.
pub(crate) fn declared(tags: &Tags, site: &Site) -> Vec<String> {
    let article = tags.json_ld.articles.iter().find(|article| article.kind != "WebPage");
    let mut declared = Vec::new();
    let values = [
        tags.meta("og:title"),
        article.and_then(|article| article.headline.as_deref()),
        tags.meta("twitter:title"),
        tags.meta("headline"),
        tags.meta("dc.title"),
        tags.meta("sailthru.title"),
        tags.meta("parsely-title"),
        tags.title.as_deref(),
    ];
    for value in values.into_iter().flatten() {
        let text = without_site(&super::json_ld::unescaped(value), site);
        if is_headline(&text) && !declared.contains(&text) {
            declared.push(text);
        }
    }
    declared
}

fn is_headline(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// Whether a heading is the site's logo.
fn is_of_site(dom: &Dom, id: NodeId) -> bool {
    dom.upward(id).take(4).any(|id| {
        let names = dom.attr(id, "class").into_iter().chain(dom.attr(id, "id"));
        names.into_iter().any(|names| names.to_ascii_lowercase().contains("logo"))
    })
}

/// Marks between a headline and the site's name.
const PARTINGS: [&str; 14] =
    [" | ", " - ", " – ", " — ", " » ", " « ", " : ", " :: ", " • ", " · ", " // ", " / ", " ~ ", "| "];

/// The names a site goes by, folded and without blanks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Site {
    /// As the page gives it.
    pub(crate) name: Option<String>,
    folded: Vec<String>,
}

impl Site {
    /// What the page says of itself, and the address it came from: `www.theweir.example` is `theweir`.
    pub(crate) fn of(tags: &Tags, url: Option<&str>) -> Self {
        let name = site_name(tags);
        let host = url
            .and_then(|url| url.split_once("://"))
            .map(|(_, rest)| rest.split(['/', '?', '#', ':']).next().unwrap_or_default());
        let host = host.map(|host| host.strip_prefix("www.").unwrap_or(host)).unwrap_or_default();
        // "a.b.co.uk": whole, and the longest label.
        let label = host.rsplit_once('.').map(|(labels, _)| labels).unwrap_or_default();
        let longest = label.split('.').max_by_key(|label| label.len()).unwrap_or_default();
        let names = name.as_deref().into_iter().chain([host, longest]);
        let mut folded: Vec<String> = names.map(|name| folded(name).replace(' ', "")).collect();
        folded.retain(|name| name.len() >= 3);
        Self { name, folded }
    }

    /// Whether a part of a title is the site's name, or holds it, or is the better part of it.
    fn is_named_by(&self, part: &str) -> bool {
        let part = folded(part).replace(' ', "");
        let is_name = |site: &String| {
            part == *site
                || (part.len() >= 3 && site.contains(&part) && part.len() * 3 >= site.len())
                || part.starts_with(site.as_str())
                || part.ends_with(site.as_str())
        };
        !part.is_empty() && self.folded.iter().any(is_name)
    }
}

/// A headline without the site's name at its end or, less often, its start.
pub(crate) fn without_site(title: &str, site: &Site) -> String {
    let title = without_lead(title.trim());
    let mut text = title;
    // A name may have such a mark in it.
    if let Some(rest) = site.name.as_deref().and_then(|name| text.strip_suffix(name)) {
        let bare = PARTINGS.iter().find_map(|mark| rest.trim_end().strip_suffix(mark.trim()));
        text = bare.map_or(text, str::trim_end);
    }
    // "Headline | Section | Site": what leads up to the name goes with it where the same mark parts it.
    if let Some((at, mark)) = last_parting(text)
        && site.is_named_by(&text[at + mark.len()..])
    {
        text = text[..at].trim_end();
        while let Some((at, same)) = last_parting(text).filter(|(_, same)| *same == mark && *same != " - ") {
            if text[at + same.len()..].split_whitespace().count() > 3 {
                break;
            }
            text = text[..at].trim_end();
        }
    }
    if let Some((at, mark)) = PARTINGS.iter().filter_map(|mark| text.find(mark).map(|at| (at, mark))).min()
        && site.is_named_by(&text[..at])
    {
        text = text[at + mark.len()..].trim_start();
    }
    if text.is_empty() { title.to_owned() } else { text.to_owned() }
}

/// Without a day before the headline ("23.01.2022 - Envoys agree"), or the name of an archive of entries.
fn without_lead(title: &str) -> &str {
    let Some((at, mark)) = PARTINGS.iter().filter_map(|mark| title.find(mark).map(|at| (at, mark))).min()
    else {
        return title;
    };
    let lead = &title[..at];
    let is_day = !lead.contains(char::is_alphabetic) && first_day(lead, Order::DayFirst).is_some();
    let is_archive = matches!(folded(lead).as_str(), "blog archive" | "blog archiv" | "archive" | "archiv");
    let rest = title[at + mark.len()..].trim_start();
    if (is_day || is_archive) && is_headline(rest) { rest } else { title }
}

fn last_parting(text: &str) -> Option<(usize, &'static str)> {
    PARTINGS.iter().filter_map(|mark| text.rfind(mark).map(|at| (at, *mark))).max_by_key(|(at, _)| *at)
}

/// Lower case letters and digits with single blanks.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii_alphanumeric() {
            folded.push(char.to_ascii_lowercase());
        } else if char.is_alphanumeric() {
            folded.extend(char.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// How alike two lines are, 0 to 1: the share of words they have in common.
pub(crate) fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (folded(one), folded(other));
    let mut left: Vec<&str> = other.split(' ').filter(|word| !word.is_empty()).collect();
    let (n_one, n_other) = (one.split(' ').filter(|word| !word.is_empty()).count(), left.len());
    let mut n_common = 0;
    for word in one.split(' ').take(100) {
        if let Some(at) = left.iter().position(|other| *other == word) {
            left.swap_remove(at);
            n_common += 1;
        }
    }
    if n_one + n_other == 0 { 0.0 } else { 2.0 * f64::from(n_common) / (n_one + n_other) as f64 }
}

/// The site's name: structured data, `og:site_name`, and the like.
fn site_name(tags: &Tags) -> Option<String> {
    let meta =
        ["og:site_name", "application-name", "al:ios:app_name", "dc.publisher", "apple-mobile-web-app-title"];
    let publisher = tags.json_ld.articles.iter().find_map(|article| article.publisher.clone());
    tags.meta("og:site_name")
        .map(str::to_owned)
        .or(publisher)
        .or_else(|| tags.json_ld.site_names.first().cloned())
        .or_else(|| meta.iter().find_map(|name| tags.meta(name)).map(str::to_owned))
        .map(|name| super::json_ld::unescaped(&name).trim().to_owned())
        .filter(|name| !name.is_empty() && !name.contains("://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_without_what_stands_around_them() {
        let page = "<meta property='og:site_name' content='The Weir - News of the River'>";
        let site = Site::of(&Tags::of(&Dom::parse(page)), Some("https://www.theweir.example/a"));
        let headline = "Envoys agree: the dam stays";
        for title in [
            "Envoys agree: the dam stays",
            "Envoys agree: the dam stays | The Weir - News of the River",
            "Envoys agree: the dam stays | World | theweir.example",
            "04.03.2020 - Envoys agree: the dam stays",
            "Blog Archive » Envoys agree: the dam stays",
        ] {
            assert_eq!(without_site(title, &site), headline, "{title}");
        }
    }
}
