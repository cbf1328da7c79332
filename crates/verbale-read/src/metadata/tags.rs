//! What the head of a page and its marked elements say, collected in one walk.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::html::dom::{Data, Dom, NodeId};
use crate::html::tag::Tag;

use super::json_ld::{self, JsonLd};

/// Values past this many are not kept: a page has some dozen.
const MAX_VALUES: usize = 500;
/// Bytes kept of one value.
const MAX_VALUE: usize = 2000;

/// A `<time>`, `<abbr>` or microdata element that may hold a date.
#[derive(Debug)]
pub(crate) struct Stamp {
    pub(crate) element: NodeId,
    /// Its machine-readable value, else its text.
    pub(crate) value: String,
    /// Class, `itemprop`, `pubdate` and the like, in lower case.
    pub(crate) names: String,
}

/// An element that names a person: microdata or `rel=author`.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) element: NodeId,
    pub(crate) value: String,
}

/// All that was collected.
#[derive(Debug, Default)]
pub(crate) struct Tags {
    /// `<meta>`: name or property in lower case, and content, in order.
    pub(crate) meta: Vec<(String, String)>,
    pub(crate) json_ld: JsonLd,
    /// The text of `<title>`.
    pub(crate) title: Option<String>,
    pub(crate) canonical: Option<String>,
    /// `<html lang>`, or another declaration of the page's language.
    pub(crate) lang: Option<String>,
    pub(crate) stamps: Vec<Stamp>,
    pub(crate) authors: Vec<Named>,
    /// Headings of the first rank, with microdata headlines.
    pub(crate) headings: Vec<Named>,
}

impl Tags {
    pub(crate) fn of(dom: &Dom) -> Self {
        let mut tags = Self::default();
        for id in dom.descendants(NodeId::ROOT) {
            tags.take(dom, id);
        }
        tags
    }

    /// The first value of a meta name.
    pub(crate) fn meta(&self, name: &str) -> Option<&str> {
        self.meta.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn metas<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn take(&mut self, dom: &Dom, id: NodeId) {
        let Data::Element { tag, attrs, .. } = dom.data(id) else { return };
        let attr = |name| dom.attr(id, name).map(str::trim).filter(|value| !value.is_empty());
        match tag {
            Tag::Meta => {
                let content = attr("content").map(cut);
                let Some(content) = content else { return };
                for name in ["name", "property", "itemprop", "http-equiv"] {
                    if let Some(key) = attr(name)
                        && self.meta.len() < MAX_VALUES
                    {
                        self.meta.push((key.to_ascii_lowercase(), content.clone()));
                    }
                }
                return;
            }
            Tag::Html => self.lang = self.lang.take().or_else(|| attr("lang").or(attr("xml:lang")).map(cut)),
            Tag::Title if self.title.is_none() => {
                self.title = Some(dom.text(id, MAX_VALUE)).filter(|title| !title.is_empty());
            }
            Tag::Link if attr("rel") == Some("canonical") => {
                self.canonical = self.canonical.take().or_else(|| attr("href").map(cut));
            }
            // Not folded: JSON minds.
            Tag::Script => {
                let kind = attr("type").map(str::to_ascii_lowercase);
                if let Some(Data::Text(text)) = dom.first_child(id).map(|child| dom.data(child))
                    && (kind.as_deref().is_some_and(|kind| kind.contains("ld+json"))
                        || (kind.is_none() && is_untyped_json_ld(text)))
                {
                    json_ld::read(text, &mut self.json_ld);
                }
            }
            Tag::H1 if self.headings.len() < MAX_VALUES => {
                self.headings.push(Named { element: id, value: heading(dom, id) });
            }
            _ => {}
        }
        if attrs.is_empty() {
            return;
        }
        let itemprop = attr("itemprop").unwrap_or_default();
        let has_prop =
            |name: &str| itemprop.split_ascii_whitespace().any(|prop| prop.eq_ignore_ascii_case(name));
        if *tag != Tag::H1 && has_prop("headline") && self.headings.len() < MAX_VALUES {
            self.headings.push(Named { element: id, value: heading(dom, id) });
        }
        let is_stamp = *tag == Tag::Time
            || itemprop.starts_with("date")
            || attr("datetime").is_some()
            || (attr("class")
                .is_some_and(|class| class.contains("published") || class.contains("dtreviewed"))
                && attr("title").is_some());
        if is_stamp && self.stamps.len() < MAX_VALUES {
            let value = ["datetime", "content", "title"].into_iter().find_map(attr).map(cut);
            let value = value.filter(|value| value.bytes().any(|byte| byte.is_ascii_digit()));
            let names =
                [itemprop, attr("class").unwrap_or_default(), attr("id").unwrap_or_default()].join(" ");
            let pubdate = if dom.attr(id, "pubdate").is_some() { " pubdate" } else { "" };
            self.stamps.push(Stamp {
                element: id,
                value: value.unwrap_or_else(|| dom.text(id, 100)),
                names: names.to_ascii_lowercase() + pubdate,
            });
        }
        let is_author = has_prop("author")
            || has_prop("creator")
            || attr("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|rel| rel == "author"))
            || attr("class").is_some_and(|class| {
                AUTHOR_WORDS.is_match(class) && class.split_ascii_whitespace().any(is_author_class)
            });
        if is_author && self.authors.len() < MAX_VALUES && *tag != Tag::Link {
            let name = dom
                .descendants(id)
                .find(|&part| dom.attr(part, "itemprop").is_some_and(|prop| prop.trim() == "name"))
                .unwrap_or(id);
            let value = dom.attr(name, "content").map_or_else(|| dom.text(name, 200), cut);
            self.authors.push(Named { element: id, value });
        }
    }
}

/// Some leave the type of their structured data out.
fn is_untyped_json_ld(script: &str) -> bool {
    let head = script.trim_start();
    head.starts_with('{') && head[..head.floor_char_boundary(200)].contains("\"@context\"")
}

/// One of these stands in each class that names an author: few classes need a closer look.
static AUTHOR_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = [
        "author",
        "autor",
        "byline",
        "fn",
        "vcard",
        "username",
        "submitted",
        "contributor",
        "reporter",
        "writer",
        "journalist",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a few short words fit")
});

/// Whether a class says that an element names the author, and is no box around more.
fn is_author_class(class: &str) -> bool {
    // "documentAuthor" is "document-author".
    let mut name = String::new();
    for char in class.chars() {
        if char.is_ascii_uppercase() && name.ends_with(|c: char| c.is_ascii_lowercase()) {
            name.push('-');
        }
        name.push(if char == '_' { '-' } else { char.to_ascii_lowercase() });
    }
    let name = name.replace("--", "-");
    matches!(
        name.as_str(),
        "author"
            | "autor"
            | "byline"
            | "fn"
            | "vcard"
            | "username"
            | "submitted"
            | "author-name"
            | "authorname"
            | "author-link"
            | "post-author"
            | "post-author-name"
            | "entry-author"
            | "entry-author-name"
            | "article-author"
            | "article-author-name"
            | "byline-name"
            | "byline-author"
            | "byline-link"
            | "post-byline"
            | "entry-byline"
            | "meta-author"
            | "news-author"
            | "story-author"
            | "blog-author"
            | "td-post-author-name"
            | "contributor"
            | "reporter"
            | "writer"
            | "journalist"
            | "document-author"
            | "article-byline"
            | "author-username"
    )
}

/// The text of a heading without the kicker some put inside it.
fn heading(dom: &Dom, id: NodeId) -> String {
    let is_kicker = |part: NodeId| {
        let class = dom.attr(part, "class").unwrap_or_default().to_ascii_lowercase();
        KICKERS.iter().any(|word| class.contains(word))
    };
    let mut text = String::new();
    let mut next = dom.first_child(id);
    while let Some(part) = next {
        let is_left_out = is_kicker(part) || dom.tag(part).is_skipped();
        match dom.data(part) {
            Data::Text(words) if text.len() < MAX_VALUE => crate::html::dom::push_folded(&mut text, words),
            Data::Element { tag, .. } if tag.is_block() || *tag == Tag::Br || is_left_out => {
                crate::html::dom::push_folded(&mut text, " ");
            }
            _ => {}
        }
        let child = if is_left_out { None } else { dom.first_child(part) };
        next = child.or_else(|| dom.after(part, id));
    }
    let text = text.trim();
    // A heading that is all kicker keeps it.
    if text.chars().any(char::is_alphabetic) { text.to_owned() } else { dom.text(id, MAX_VALUE) }
}

/// Classes of kickers and of words for screen readers.
const KICKERS: [&str; 15] = [
    "kicker",
    "overline",
    "eyebrow",
    "topline",
    "dachzeile",
    "roofline",
    "category",
    "supertitle",
    "volanta",
    "spitzmarke",
    "headline-label",
    "sr-only",
    "screen-reader",
    "visually-hidden",
    "headline__label",
];

fn cut(value: &str) -> String {
    let mut folded = String::new();
    crate::html::dom::push_folded(&mut folded, &value[..value.floor_char_boundary(MAX_VALUE)]);
    folded.trim_end().to_owned()
}
