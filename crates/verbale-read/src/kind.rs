use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One article as plain text.
    Text,
    /// A web page.
    Html,
    /// One document a line, as JSON.
    Jsonl,
    /// A web archive.
    Warc,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// IPTC ninjs.
    Ninjs,
    /// IPTC NewsML-G2.
    Newsml,
}

impl Kind {
    /// Every kind, in the order of the contract.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Html, Self::Jsonl, Self::Warc, Self::Feed, Self::Ninjs, Self::Newsml];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Jsonl => "jsonl",
            Self::Warc => "warc",
            Self::Feed => "feed",
            Self::Ninjs => "ninjs",
            Self::Newsml => "newsml",
        }
    }

    /// Told from the file's name where that settles it, else from its first bytes (unpacked). What looks like nothing
    /// else is text.
    pub(crate) fn tell(name: &str, head: &[u8]) -> Self {
        Self::from_name(name).unwrap_or_else(|| Self::from_head(head))
    }

    /// Told from a file's name alone, packed or not; `.json` and `.xml` hold several kinds and settle nothing.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match extension(name)?.as_str() {
            "txt" | "text" => Self::Text,
            "jsonl" | "ndjson" => Self::Jsonl,
            "html" | "htm" | "xhtml" => Self::Html,
            "warc" => Self::Warc,
            "rss" | "atom" => Self::Feed,
            _ => return None,
        })
    }

    /// Whether a file of this name, met in a folder, may hold news.
    pub(crate) fn may_be_named(name: &str) -> bool {
        let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
        let is_open = matches!(extension(name).as_deref(), Some("json" | "xml"));
        (is_open || Self::from_name(name).is_some()) && !ABOUT.contains(&stem.as_str())
    }

    /// Told from the first bytes alone.
    pub(crate) fn from_head(head: &[u8]) -> Self {
        let head = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start().to_ascii_lowercase();
        let holds = |mark: &str| memchr::memmem::find(&head, mark.as_bytes()).is_some();
        if head.starts_with(b"warc/") {
            Self::Warc
        } else if head.starts_with(b"{")
            || head.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{"))
        {
            match () {
                () if holds("://jsonfeed.org/version/") => Self::Feed,
                () if NINJS.iter().any(|field| holds(field)) => Self::Ninjs,
                () => Self::Jsonl,
            }
        } else if head.starts_with(b"<") {
            match root_name(&head) {
                Some(b"rss" | b"feed" | b"rdf" | b"channel") => Self::Feed,
                Some(b"newsitem" | b"newsmessage" | b"nitf") => Self::Newsml,
                Some(b"html" | b"head" | b"body" | b"article" | b"main" | b"div") => Self::Html,
                _ if holds("<html") || holds("<head") || holds("<body") => Self::Html,
                _ => Self::Text,
            }
        } else {
            Self::Text
        }
    }
}

/// Files that say something of the folder they lie in.
const ABOUT: [&str; 10] = [
    "authors",
    "changelog",
    "changes",
    "copying",
    "licence",
    "license",
    "notice",
    "readme",
    "robots",
    "sitemap",
];

/// The end of a name in lower case, before that of its packing.
fn extension(name: &str) -> Option<String> {
    let mut path = Path::new(name);
    if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz") || end.eq_ignore_ascii_case("zst")) {
        path = Path::new(path.file_stem()?);
    }
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// Fields that only items of ninjs have, in lower case; `"ninjs` stands in the address of their schema.
const NINJS: [&str; 9] = [
    "\"body_html\"",
    "\"body_text\"",
    "\"bodies\"",
    "\"headlines\"",
    "\"versioncreated\"",
    "\"firstcreated\"",
    "\"contentcreated\"",
    "\"pubstatus\"",
    "/ninjs",
];
/// The name of the first element of markup in lower case, without its prefix. A document type names it as well.
fn root_name(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head;
    loop {
        let at = memchr::memchr(b'<', rest)?;
        rest = &rest[at + 1..];
        let end = if rest.starts_with(b"!--") {
            memchr::memmem::find(rest, b"-->")?
        } else if rest.starts_with(b"?") {
            memchr::memmem::find(rest, b"?>")?
        } else {
            let name = rest.strip_prefix(b"!doctype").map_or(rest, <[u8]>::trim_ascii_start);
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'[');
            let name = &name[..name.iter().position(is_end)?];
            return name.rsplit(|&byte| byte == b':').next().filter(|name| !name.is_empty());
        };
        rest = &rest[end..];
    }
}

/// The mark some editors put before UTF-8.
pub(crate) const BOM: &[u8] = b"\xEF\xBB\xBF";

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

/// A name that is no input kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown input kind `{0}`: expected text, html, jsonl, warc, feed, ninjs or newsml")]
pub struct UnknownKind(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_first_then_bytes() {
        let cases: [(&str, &[u8], Kind); 21] = [
            ("visit.txt", b"{\"text\":\"\"}", Kind::Text),
            ("news.jsonl", b"hello", Kind::Jsonl),
            ("news.NDJSON.gz", b"hello", Kind::Jsonl),
            ("day.warc.gz", b"", Kind::Warc),
            ("page.htm", b"", Kind::Html),
            ("wire.json", b"{\"uri\":\"x\",\"body_text\":\"y\"}", Kind::Ninjs),
            ("docs.json", b"{\"id\":\"x\",\"text\":\"y\"}", Kind::Jsonl),
            ("feed.json", b"{\"version\": \"https://jsonfeed.org/version/1.1\"}", Kind::Feed),
            ("feed.xml", b"<?xml version='1.0'?>\n<rss version='2.0'>", Kind::Feed),
            ("item.xml", b"<?xml version='1.0'?><newsItem guid='x'>", Kind::Newsml),
            ("-", b"<!-- <rss> --><rdf:RDF xmlns='x'>", Kind::Feed),
            ("-", b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x 'y'>]><rss>", Kind::Feed),
            ("-", b"<nar:newsMessage xmlns:nar='x'>", Kind::Newsml),
            ("-", b"<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>", Kind::Newsml),
            ("-", b"<html xmlns:rdf='x'><!-- <rss> -->", Kind::Html),
            ("-", b"{\n  \"uri\": \"x\", \"headlines\": []", Kind::Ninjs),
            ("-", b"<3 from Geneva", Kind::Text),
            ("-", b"\xEF\xBB\xBF <!DOCTYPE html><html>", Kind::Html),
            ("-", b"WARC/1.0\r\n", Kind::Warc),
            ("-", b"Moscow, SANA-Russian President", Kind::Text),
            ("no-extension", b"", Kind::Text),
        ];
        for (name, head, kind) in cases {
            assert_eq!(Kind::tell(name, head), kind, "{name}");
        }
    }

    #[test]
    fn kinds_are_named_as_in_the_contract() {
        for kind in Kind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        assert!("pdf".parse::<Kind>().unwrap_err().to_string().contains("`pdf`"));
    }
}
