//! JSON-LD: what a page says of its article to search engines.

use serde_json::Value;

/// Bytes of a script past which it is not read.
const MAX_SCRIPT: usize = 2 << 20;
/// Articles past this many are those of a list.
const MAX_ARTICLES: usize = 20;

/// Things with an `@id` past this many are not kept.
const MAX_IDS: usize = 200;

/// What the scripts of a page say.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    /// Things of an article's type, in order.
    pub(crate) articles: Vec<Article>,
    /// Names of sites and organizations that stand for the page.
    pub(crate) site_names: Vec<String>,
    /// Things that others name by their `@id`, with their names.
    ids: Vec<(String, String)>,
}

/// A thing of an article's type.
#[derive(Debug, Default)]
pub(crate) struct Article {
    /// Its most special type: `NewsArticle`, `BlogPosting`, `WebPage`.
    pub(crate) kind: String,
    pub(crate) headline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) body: Option<String>,
}

impl JsonLd {
    /// The name of an author: as given, or that of the thing it points to. An address is no name.
    pub(crate) fn name_of<'a>(&'a self, author: &'a str) -> Option<&'a str> {
        let named = self.ids.iter().find(|(id, _)| id == author).map(|(_, name)| name.as_str());
        named.or_else(|| (!author.contains("://")).then_some(author))
    }

    /// The thing the page is about: an article before a mere page.
    pub(crate) fn article(&self) -> Option<&Article> {
        let is_article = |article: &&Article| article.kind != "WebPage";
        self.articles.iter().find(is_article).or_else(|| self.articles.first())
    }
}

/// Reads a script; what is no JSON, even after its usual faults are mended, is passed over.
pub(crate) fn read(script: &str, found: &mut JsonLd) {
    if script.len() > MAX_SCRIPT {
        return;
    }
    let bare = bare(script);
    let value = serde_json::from_str(bare).or_else(|_| serde_json::from_str(&mended(bare)));
    match value {
        // Depth-first in document order; `serde_json` bounds the depth.
        Ok(value) => walk(&value, found, true),
        Err(_) => found.articles.extend(salvaged(bare)),
    }
}

/// What a script that stays broken still says plainly: `"datePublished": "…"` and the like.
fn salvaged(script: &str) -> Option<Article> {
    let field = |name: &str| {
        let key = format!("\"{name}\"");
        let after = script[script.find(&key)? + key.len()..].trim_start().strip_prefix(':')?;
        let value = after.trim_start().strip_prefix('"')?;
        let value = &value[..value.find('"')?];
        Some(unescaped(value))
            .filter(|value| !value.trim().is_empty() && value.len() < 1000 && !value.contains('\\'))
    };
    let (headline, published) = (field("headline"), field("datePublished"));
    (headline.is_some() || published.is_some()).then(|| Article {
        kind: "Article".to_owned(),
        headline,
        published,
        modified: field("dateModified"),
        ..Article::default()
    })
}

/// Without the comment or CDATA marks some put around it, and without a closing semicolon.
fn bare(script: &str) -> &str {
    let mut bare = script.trim().trim_start_matches('\u{FEFF}');
    for (open, close) in
        [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>")]
    {
        bare = bare.strip_prefix(open).unwrap_or(bare).trim_start();
        bare = bare.strip_suffix(close).unwrap_or(bare).trim_end();
    }
    bare.trim_end_matches(';')
}

/// Line breaks and tabs in strings, backslashes before anything, commas before a closing bracket.
fn mended(script: &str) -> String {
    let mut mended = String::with_capacity(script.len());
    let mut in_string = false;
    let mut chars = script.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' => {
                in_string = !in_string;
                mended.push(char);
            }
            '\\' if in_string => match chars.next() {
                Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    mended.extend(['\\', next]);
                }
                Some(next) => mended.push(next),
                None => {}
            },
            _ if char.is_control() => mended.push(' '),
            '}' | ']' if !in_string => {
                let end = mended.trim_end();
                if end.ends_with(',') {
                    mended.truncate(end.len() - 1);
                }
                mended.push(char);
            }
            _ => mended.push(char),
        }
    }
    mended
}

fn walk(value: &Value, found: &mut JsonLd, is_top: bool) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, found, is_top)),
        Value::Object(thing) => {
            let kinds: Vec<&str> = strings(thing.get("@type"));
            if let (Some(Value::String(id)), Some(name)) = (thing.get("@id"), text(thing.get("name")))
                && found.ids.len() < MAX_IDS
            {
                found.ids.push((id.clone(), name));
            }
            if let Some(kind) = kinds.iter().find(|kind| is_article(kind)) {
                if found.articles.len() < MAX_ARTICLES {
                    found.articles.push(article(kind, value));
                }
            } else if is_top && kinds.iter().any(|kind| is_site(kind)) {
                found.site_names.extend(text(thing.get("name")));
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = thing.get(key) {
                    walk(inner, found, is_top && key == "@graph");
                }
            }
        }
        _ => {}
    }
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("BlogPosting")
        || matches!(
            kind,
            "WebPage"
                | "Report"
                | "Review"
                | "AnalysisNewsArticle"
                | "Recipe"
                | "SocialMediaPosting"
                | "Event"
        )
}

fn is_site(kind: &str) -> bool {
    matches!(kind, "WebSite" | "Organization" | "NewsMediaOrganization" | "Newspaper" | "Corporation")
}

fn article(kind: &str, value: &Value) -> Article {
    let field = |name: &str| value.get(name);
    Article {
        kind: kind.rsplit('/').next().unwrap_or(kind).to_owned(),
        headline: text(field("headline")).or_else(|| text(field("name"))),
        published: text(field("datePublished"))
            .or_else(|| text(field("dateCreated")))
            .or_else(|| text(field("uploadDate"))),
        modified: text(field("dateModified")),
        authors: names(field("author")).into_iter().chain(names(field("creator"))).collect(),
        publisher: names(field("publisher")).into_iter().next(),
        body: text(field("articleBody")),
    }
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(string)) => vec![string],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A string, the first of a list, or the `@value`, with character references undone.
fn text(value: Option<&Value>) -> Option<String> {
    let string = match value? {
        Value::String(string) => string,
        Value::Array(items) => return text(items.first()),
        Value::Object(thing) => return text(thing.get("@value").or_else(|| thing.get("@id"))),
        _ => return None,
    };
    Some(unescaped(string).trim().to_owned()).filter(|text| !text.is_empty())
}

/// The names of persons or organizations, given as strings or as things.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(items)) => items.iter().take(50).flat_map(|item| names(Some(item))).collect(),
        Some(Value::Object(thing)) => match thing.get("name") {
            Some(list @ Value::Array(_)) => names(Some(list)),
            name => text(name.or_else(|| thing.get("@id"))).into_iter().collect(),
        },
        value => text(value).into_iter().collect(),
    }
}

/// The few character references that pages leave in JSON. Anything else stays.
pub(crate) fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split_once(';').map(|(name, _)| name).filter(|name| name.len() <= 8);
        let char = name.and_then(|name| match name {
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "nbsp" => Some(' '),
            "rsquo" => Some('’'),
            "lsquo" => Some('‘'),
            "rdquo" => Some('”'),
            "ldquo" => Some('“'),
            "ndash" => Some('–'),
            "mdash" => Some('—'),
            "hellip" => Some('…'),
            "auml" => Some('ä'),
            "ouml" => Some('ö'),
            "uuml" => Some('ü'),
            "szlig" => Some('ß'),
            "eacute" => Some('é'),
            "egrave" => Some('è'),
            _ => {
                let digits = name.strip_prefix('#')?;
                let hexadecimal =
                    digits.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
                char::from_u32(hexadecimal.unwrap_or_else(|| digits.parse()).ok()?)
            }
        });
        if let (Some(char), Some(name)) = (char, name) {
            plain.push(char);
            rest = &rest[name.len() + 2..];
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_in_a_graph() {
        let mut found = JsonLd::default();
        let script = r#"<!-- {"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"},
            {"@type": ["Article", "NewsArticle"], "headline": "Dam &amp; river", "author": [{"name": "Ada Moss"}, "Bo Finn"],
             "publisher": {"@type": "Organization", "name": "The Weir"}, "datePublished": "2020-03-04T10:00:00Z",}]} -->"#;
        read(script, &mut found);
        let article = found.article().unwrap();
        assert_eq!(article.headline.as_deref(), Some("Dam & river"));
        assert_eq!(article.authors, ["Ada Moss", "Bo Finn"]);
        assert_eq!(article.publisher.as_deref(), Some("The Weir"));
        assert_eq!(article.published.as_deref(), Some("2020-03-04T10:00:00Z"));
    }

    #[test]
    fn the_usual_faults_are_mended() {
        let mut found = JsonLd::default();
        read("{\"@type\": \"NewsArticle\", \"headline\": \"It\\'s\n a dam\", \"x\": [1, ],}", &mut found);
        assert_eq!(found.articles[0].headline.as_deref(), Some("It's  a dam"));
        read("not json", &mut found);
        read(&"[".repeat(100_000), &mut found);
        assert_eq!(found.articles.len(), 1);
        read(
            "{\"@type\": \"NewsArticle\", \"x\": \"a \"quoted\" word\", \"datePublished\": \"2020-03-04\"}",
            &mut found,
        );
        assert_eq!(found.articles[1].published.as_deref(), Some("2020-03-04"));
    }

    #[test]
    fn references() {
        assert_eq!(
            unescaped("A&amp;B &#8217;&#x2014; &nosuch; & &#xFFFFFFFF;"),
            "A&B ’— &nosuch; & &#xFFFFFFFF;"
        );
    }
}
