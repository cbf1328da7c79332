//! Who wrote it: the names that structured data, the page's head and its marked lines give.

use super::tags::Tags;
use super::title::folded;

/// More names than this are a list of the site's writers.
const MAX_NAMES: usize = 8;
/// A name has at most this many words.
const MAX_WORDS: usize = 6;

/// Names under which a page's head gives authors, the surest first.
const AUTHOR: [&str; 12] = [
    "author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "cxenseparse:author",
    "citation_author",
    "rnews:author",
    "article:author",
];

/// The authors' names, parted by commas. `lines` are lines of the page that may be bylines, the nearest first.
pub(crate) fn byline(tags: &Tags, site: Option<&str>, lines: &[&str]) -> Option<String> {
    let json_ld = tags.json_ld.articles.iter().find(|article| !article.authors.is_empty());
    let json_ld = json_ld.map(|article| {
        article.authors.iter().filter_map(|author| tags.json_ld.name_of(author)).collect::<Vec<_>>()
    });
    let marked = tags.authors.iter().map(|author| author.value.as_str()).collect::<Vec<_>>();
    let head = AUTHOR.iter().map(|name| tags.metas(name).collect::<Vec<_>>());
    let by_line = || lines.iter().map(|line| names([*line], site)).find(|names| !names.is_empty());
    let found = json_ld
        .into_iter()
        .chain(head)
        .map(|values| names(values, site))
        .find(|names| !names.is_empty())
        .or_else(by_line)
        .or_else(|| Some(names(marked.into_iter().take(3), site)))?;
    if found.is_empty() { None } else { Some(found.join(", ")) }
}

/// The names in some values: parted, freed of "By" and the like, each once.
pub(crate) fn names<'a>(values: impl IntoIterator<Item = &'a str>, site: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for value in values {
        let plain = super::json_ld::unescaped(value);
        if plain.contains("://") || plain.starts_with("www.") {
            continue;
        }
        for part in parts(without_lead(&plain)) {
            if let Some(name) = name(part, site)
                && names.len() < MAX_NAMES
                && !names.iter().any(|other| folded(other) == folded(&name))
            {
                names.push(name);
            }
        }
    }
    names
}

/// Words before names: "By", "Von", "Text:", "Posted by".
const LEADS: [&str; 50] = [
    "view all posts by",
    "more by",
    "alle beiträge von",
    "voir tous les articles de",
    "written by",
    "posted by",
    "published by",
    "reported by",
    "reporting by",
    "story by",
    "article by",
    "words by",
    "text by",
    "by:",
    "by",
    "author:",
    "authors:",
    "author",
    "ein artikel von",
    "ein gastbeitrag von",
    "gastbeitrag von",
    "ein kommentar von",
    "kommentar von",
    "eine analyse von",
    "interview von",
    "von:",
    "von",
    "text:",
    "autor:",
    "autorin:",
    "autoren:",
    "autor",
    "autorin",
    "redaktion:",
    "par",
    "por:",
    "por",
    "di",
    "da",
    "door",
    "av",
    "af",
    "автор:",
    "автор",
    "текст:",
    "opracowanie:",
    "opr.",
    "redakcja:",
    "geschrieben von",
    "veröffentlicht von",
];

fn without_lead(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let lead = LEADS.iter().find_map(|lead| {
            let head = text.get(..lead.len())?;
            let rest = &text[lead.len()..];
            let is_lead = head.to_lowercase() == *lead
                && (lead.ends_with(':') || rest.starts_with([' ', ':', '\u{A0}']));
            is_lead.then(|| rest.trim_start_matches([' ', ':', '\u{A0}']))
        });
        match lead {
            Some(rest) if !rest.is_empty() => text = rest,
            _ => return text,
        }
    }
}

/// Parts a value at the marks and words between names.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for mark in [
        ";", "|", " / ", "/", "•", "·", " – ", " — ", " - ", "\n", ",", "&", " and ", " und ", " et ", " y ",
        " und", " mit ",
    ] {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    parts
}

/// A name, if a part looks like one.
fn name(part: &str, site: Option<&str>) -> Option<String> {
    let part = without_lead(part.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ':' | '(' | ')' | '[' | ']' | '"' | '”' | '“' | '*')
    }));
    // "Ada Moss (dpa)", "Ada Moss @adamoss", "Ada Moss in Geneva"
    let part = part.split(['(', '@', '<', '[']).next().unwrap_or_default().trim();
    let n_words = part.split_whitespace().count();
    let n_letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let n_digits = part.chars().filter(char::is_ascii_digit).count();
    let lower = part.to_lowercase();
    let is_site = site.is_some_and(|site| folded(site) == folded(part));
    let is_address =
        lower.contains("://") || lower.contains("www.") || lower.ends_with(".com") || part.contains('_');
    let is_role =
        ROLES.iter().any(|role| lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == *role));
    let looks_so = (1..=MAX_WORDS).contains(&n_words) && n_letters >= 2 && n_digits == 0;
    (looks_so && !is_site && !is_address && !is_role)
        .then(|| part.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Words of what is no person's or desk's name in a byline.
const ROLES: [&str; 62] = [
    "admin",
    "administrator",
    "reporter",
    "correspondent",
    "editor",
    "writer",
    "producer",
    "columnist",
    "journalist",
    "contributor",
    "published",
    "updated",
    "posted",
    "photo",
    "photos",
    "email",
    "mail",
    "follow",
    "twitter",
    "facebook",
    "comments",
    "comment",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "uhr",
    "am",
    "pm",
    "est",
    "edt",
    "gmt",
    "staff",
    "chief",
    "minutes",
    "min",
    "read",
    "redakteur",
    "redakteurin",
    "foto",
    "fotos",
    "bild",
    "artikel",
    "kommentare",
    "kommentar",
    "null",
    "undefined",
    "unknown",
    "user",
    "webmaster",
    "guest",
    "anonymous",
    "senior",
    "the",
    "more",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_kinds() {
        let cases = [
            ("By Ada Moss and Bo Finn, Staff Writer", "Ada Moss, Bo Finn"),
            ("Von Ada Moss (dpa)", "Ada Moss"),
            ("Posted by: Ada Moss | March 4, 2020", "Ada Moss"),
            ("https://a.example/ada", ""),
            ("The Weir", ""),
            ("Ada Moss, ada moss", "Ada Moss"),
            ("admin", ""),
        ];
        for (value, expected) in cases {
            assert_eq!(names([value], Some("The Weir")).join(", "), expected, "{value}");
        }
    }
}
