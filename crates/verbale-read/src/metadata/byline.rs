//! Who wrote it: the names that structured data, the page's head and its marked lines give.

use super::tags::Tags;
use super::title::folded;

/// More names than this are a list of the site's writers.
const MAX_NAMES: usize = 8;
/// A name has at most this many words.
const MAX_WORDS: usize = 6;

/// Names under which a page's head gives authors, the surest first.
const AUTHOR: [&str; 14] = [
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
    "shareaholic:article_author_name",
    "article:author",
    "og:article:author",
];

/// The authors' names, parted by commas. `lines` are lines of the page that may be bylines, and `marked` elements that
/// its markup says name authors, the likeliest first.
///
/// A site that names itself as the author is believed only where nobody else is named.
pub(crate) fn byline(tags: &Tags, site: Option<&str>, lines: &[&str], marked: &[&str]) -> Option<String> {
    let json_ld = tags.json_ld.articles.iter().find(|article| !article.authors.is_empty());
    let json_ld = json_ld.map(|article| {
        article.authors.iter().filter_map(|author| tags.json_ld.name_of(author)).collect::<Vec<_>>()
    });
    let head = AUTHOR.iter().map(|name| tags.metas(name).collect::<Vec<_>>());
    let is_label = |label: &str| {
        ["by", "von", "par", "por", "da", "автор"].iter().any(|by| label.to_lowercase().ends_with(by))
    };
    let card = tags.meta("twitter:label1").filter(|label| is_label(label)).and(tags.meta("twitter:data1"));
    let declared: Vec<Vec<&str>> = json_ld
        .into_iter()
        .chain(head)
        .chain([card.into_iter().collect()])
        .filter(|values| !values.is_empty())
        .collect();
    let one_by_one =
        |values: &[&str]| values.iter().map(|value| names([*value], site)).find(|names| !names.is_empty());
    let found = declared
        .iter()
        .map(|values| names(values.iter().copied(), site))
        .find(|names| !names.is_empty())
        .or_else(|| one_by_one(lines))
        .or_else(|| one_by_one(marked))
        .or_else(|| {
            declared.iter().map(|values| names(values.iter().copied(), None)).find(|names| !names.is_empty())
        })?;
    Some(found.join(", "))
}

/// The names in some values: parted, freed of "By" and the like, each once.
pub(crate) fn names<'a>(values: impl IntoIterator<Item = &'a str>, site: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for value in values {
        let plain = super::json_ld::unescaped(value);
        if plain.contains("://") || plain.starts_with("www.") {
            continue;
        }
        for part in parts(without_day(without_lead(&plain))) {
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
const LEADS: [&str; 58] = [
    "erstellt von",
    "eingestellt von",
    "verfasst von",
    "publié par",
    "publicado por",
    "escrito por",
    "enviado por",
    "inserito da",
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
    // "Ada Moss (dpa)", "Ada Moss @adamoss", "Ada Moss am 4. März"
    let part = part.split(['(', '@', '<', '[']).next().unwrap_or_default();
    let part = without_button(without_role(part.trim()));
    let n_words = part.split_whitespace().count();
    let n_letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let n_digits = part.chars().filter(char::is_ascii_digit).count();
    let lower = part.to_lowercase();
    let is_site = site.is_some_and(|site| folded(site) == folded(part));
    let is_address = ["://", "www.", "→", "←"].iter().any(|mark| lower.contains(mark));
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_no_name = words.clone().any(|word| NO_NAME.contains(&word));
    let is_role = words.next_back().is_some_and(|last| ROLES.contains(&last));
    let is_lead = LEADS.contains(&lower.as_str());
    // Digits stand in the names people give themselves, which are one word.
    let is_handle = n_words == 1 && n_letters > n_digits && part.starts_with(char::is_alphabetic);
    let looks_so = (1..=MAX_WORDS).contains(&n_words) && n_letters >= 2 && (n_digits == 0 || is_handle);
    let is_name = looks_so && !is_site && !is_address && !is_no_name && !is_role && !is_lead;
    is_name.then(|| part.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Without a day that follows the name: "Ada am 29.12.2020", "Ada Moss on March 4".
fn without_day(part: &str) -> &str {
    let is_before_day = |at: usize, word: &str| {
        let rest = part[at + word.len()..].trim_start();
        let next = rest.split(' ').nth(1).unwrap_or_default();
        rest.starts_with(|c: char| c.is_ascii_digit()) || next.starts_with(|c: char| c.is_ascii_digit())
    };
    let cut = [" am ", " vom ", " on ", " le ", " el ", " il "]
        .iter()
        .find_map(|word| part.find(word).filter(|&at| is_before_day(at, word)));
    cut.map_or(part, |at| &part[..at])
}

/// Without the button beside the name: "Ada Moss Follow".
fn without_button(part: &str) -> &str {
    let button =
        [" Follow", " Folgen", " Suivre", " Seguir"].iter().find_map(|button| part.strip_suffix(button));
    button.unwrap_or(part)
}

/// Without a role before the name: "Weir-Redakteurin Ada Moss".
fn without_role(part: &str) -> &str {
    const BEFORE: [&str; 14] = [
        "experte",
        "expertin",
        "redakteur",
        "redakteurin",
        "reporter",
        "reporterin",
        "korrespondent",
        "korrespondentin",
        "autor",
        "autorin",
        "mitarbeiter",
        "mitarbeiterin",
        "chefredakteur",
        "chefredakteurin",
    ];
    let Some((role, name)) = part.split_once(' ') else { return part };
    let last = role.rsplit('-').next().unwrap_or_default().to_lowercase();
    let is_role = BEFORE.contains(&last.as_str()) && name.contains(' ');
    if is_role { name } else { part }
}

/// Words that stand in no name of a person or desk.
const NO_NAME: [&str; 48] = [
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
    "minutes",
    "min",
    "read",
    "foto",
    "fotos",
    "bild",
    "artikel",
    "kommentare",
    "kommentar",
    "null",
    "undefined",
    "unknown",
    "more",
    "uncategorized",
    "unter",
    "sagt",
    "says",
    "share",
    "author",
];

/// Words that a role, not a name, ends in.
const ROLES: [&str; 27] = [
    "admin",
    "administrator",
    "reporter",
    "reporters",
    "correspondent",
    "editor",
    "editors",
    "writer",
    "writers",
    "producer",
    "columnist",
    "journalist",
    "contributor",
    "redakteur",
    "redakteurin",
    "user",
    "webmaster",
    "guest",
    "anonymous",
    "chief",
    "phd",
    "md",
    "name",
    "nom",
    "autor",
    "in",
    "ago",
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
            ("Erstellt von Ada am 29.12.2020", "Ada"),
            ("Weir-Redakteurin Ada Moss", "Ada Moss"),
            ("ada_moss", "ada_moss"),
        ];
        for (value, expected) in cases {
            assert_eq!(names([value], Some("The Weir")).join(", "), expected, "{value}");
        }
    }
}
