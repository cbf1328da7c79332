//! What publishers say about text and data mining of what they publish.
//!
//! By the TDM Reservation Protocol (W3C community group report): a header, a meta tag, a file on the site; and by the
//! word `noai` where robots are spoken to. It is noted, and left to whoever fetches to heed.

use std::fmt;

use serde_json::Value;

use crate::robots::fits;

/// Where a publisher reserves text and data mining.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// Where it is said.
    pub place: Place,
    /// The address of what may be agreed upon, where one is given.
    pub policy: Option<String>,
}

/// Places a reservation may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The header `tdm-reservation`.
    Header,
    /// The header `X-Robots-Tag`, with `noai`.
    RobotsTag,
    /// A meta tag of the page.
    Meta,
    /// The site's `/.well-known/tdmrep.json`.
    Site,
}

impl fmt::Display for Reservation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("its publisher reserves text and data mining (")?;
        f.write_str(match self.place {
            Place::Header => "header tdm-reservation",
            Place::RobotsTag => "header X-Robots-Tag",
            Place::Meta => "meta tag",
            Place::Site => "tdmrep.json of the site",
        })?;
        match &self.policy {
            Some(policy) => write!(f, "; policy: {policy})"),
            None => f.write_str(")"),
        }
    }
}

/// What headers say; `field` gives the values of one.
pub(crate) fn in_headers(field: impl Fn(&str) -> Vec<String>) -> Vec<Reservation> {
    let mut found = Vec::new();
    if field("tdm-reservation").iter().any(|value| value.trim() == "1") {
        let policy = field("tdm-policy").into_iter().next();
        found.push(Reservation { place: Place::Header, policy });
    }
    if field("x-robots-tag").iter().any(|value| says_no_ai(value)) {
        found.push(Reservation { place: Place::RobotsTag, policy: None });
    }
    found
}

/// Whether a list of words for robots has `noai`. It may begin with the name of the robot it is for.
fn says_no_ai(words: &str) -> bool {
    words.split([',', ':', ' ']).any(|word| word.trim().eq_ignore_ascii_case("noai"))
}

/// Bytes of a page that are looked through: its head, as a rule.
const HEAD: usize = 128 << 10;

/// What a page's meta tags say.
pub(crate) fn in_page(bytes: &[u8]) -> Option<Reservation> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let (mut is_reserved, mut policy) = (false, None);
    let lower = head.to_ascii_lowercase();
    for (at, _) in lower.match_indices("<meta") {
        let tag = &head[at + "<meta".len()..];
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        let (Some(name), Some(content)) = (attribute(tag, "name"), attribute(tag, "content")) else {
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "tdm-reservation" => is_reserved |= content.trim() == "1",
            "tdm-policy" => policy = Some(content.to_owned()),
            "robots" => is_reserved |= says_no_ai(content),
            _ => {}
        }
    }
    is_reserved.then_some(Reservation { place: Place::Meta, policy })
}

/// The value of an attribute within a tag.
fn attribute<'t>(tag: &'t str, wanted: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.split_whitespace().next_back().unwrap_or_default();
        let after = after.trim_start();
        let (value, behind) = match after.chars().next() {
            Some(mark @ ('"' | '\'')) => after[1..].split_once(mark)?,
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = behind;
    }
    None
}

/// What the file of a site says of parts of it: pattern, whether it is reserved, policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SiteRules(Vec<(String, bool, Option<String>)>);

impl SiteRules {
    /// Most parts that are kept.
    const MAX: usize = 1000;

    pub(crate) fn parse(json: &[u8]) -> Self {
        let Ok(Value::Array(rules)) = serde_json::from_slice(json) else { return Self::default() };
        let text = |rule: &Value, field: &str| rule[field].as_str().map(str::to_owned);
        let rule = |rule: &Value| {
            let reserved = &rule["tdm-reservation"];
            let is_reserved = reserved.as_i64() == Some(1) || reserved.as_str() == Some("1");
            Some((text(rule, "location")?, is_reserved, text(rule, "tdm-policy")))
        };
        Self(rules.iter().take(Self::MAX).filter_map(rule).collect())
    }

    /// What is said of a path: the first pattern that fits it decides.
    pub(crate) fn of(&self, path: &str) -> Option<Reservation> {
        let (_, is_reserved, policy) = self.0.iter().find(|(pattern, ..)| fits(pattern, path))?;
        is_reserved.then(|| Reservation { place: Place::Site, policy: policy.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meta_tags_in_any_writing() {
        for (html, is_reserved) in [
            ("<META content='1' Name=tdm-reservation>", true),
            ("<meta name=\"tdm-reservation\" content=\"0\">", false),
            ("<meta name=robots content='index, NOAI, noimageai'/>", true),
            ("<meta name=robots content='noindex'>", false),
            ("<meta property=x><meta name=tdm-policy content=https://a.example/p>", false),
            ("<meta name='tdm-reservation", false),
            ("<meta = = '", false),
        ] {
            assert_eq!(in_page(html.as_bytes()).is_some(), is_reserved, "{html}");
        }
        let both =
            b"<meta name=tdm-reservation content=1><meta name=tdm-policy content=\"https://a.example/p\">";
        let found = in_page(both).expect("it is reserved");
        assert_eq!(
            found.to_string(),
            "its publisher reserves text and data mining (meta tag; policy: https://a.example/p)"
        );
    }

    #[test]
    fn files_of_sites() {
        let rules = SiteRules::parse(
            br#"[{"location": "/open/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1,
                 "tdm-policy": "https://a.example/p"}, {"tdm-reservation": 1}]"#,
        );
        assert_eq!(rules.of("/open/1"), None);
        assert_eq!(rules.of("/news").and_then(|found| found.policy).as_deref(), Some("https://a.example/p"));
        assert_eq!(SiteRules::parse(b"{}"), SiteRules::default());
        assert_eq!(SiteRules::parse(b"[[[").of("/"), None);
    }
}
