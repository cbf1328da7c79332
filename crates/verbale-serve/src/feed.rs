//! A search as an Atom feed (RFC 4287).

/// An entry of a feed.
pub(crate) struct Entry {
    /// Lasting name of what it is about.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    /// Whole address of its page.
    pub(crate) href: String,
    /// ISO 8601 day; entries without one are dated to the feed's own day.
    pub(crate) day: Option<String>,
    pub(crate) author: String,
}

/// Writes a feed. `updated` is the newest day of its entries.
pub(crate) fn atom(title: &str, own_href: &str, page_href: &str, entries: &[Entry]) -> String {
    let newest =
        entries.iter().filter_map(|entry| entry.day.as_deref()).max().unwrap_or("1970-01-01").to_owned();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    element(&mut out, "title", title);
    element(&mut out, "id", own_href);
    element(&mut out, "updated", &instant(&newest));
    element(&mut out, "generator", "Verbale");
    link(&mut out, "self", own_href);
    link(&mut out, "alternate", page_href);
    for entry in entries {
        out.push_str("<entry>\n");
        element(&mut out, "title", &entry.title);
        element(&mut out, "id", &entry.id);
        element(&mut out, "updated", &instant(entry.day.as_deref().unwrap_or(&newest)));
        link(&mut out, "alternate", &entry.href);
        out.push_str("<author>");
        element(&mut out, "name", &entry.author);
        out.push_str("</author>\n");
        element(&mut out, "summary", &entry.summary);
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn instant(day: &str) -> String {
    format!("{}T00:00:00Z", &day.get(..10).unwrap_or(day))
}

fn element(out: &mut String, tag: &str, text: &str) {
    out.extend(["<", tag, ">", &escaped(text), "</", tag, ">\n"]);
}

fn link(out: &mut String, rel: &str, href: &str) {
    out.extend(["<link rel=\"", rel, "\" href=\"", &escaped(href), "\"/>\n"]);
}

/// Text for XML 1.0. What XML cannot hold at all, most control characters, is replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_holds_what_xml_can_hold() {
        let entry = Entry {
            id: "urn:x".to_owned(),
            title: "<script>\u{0}".to_owned(),
            summary: "a & b".to_owned(),
            href: "http://localhost/read/1?at=s1&x=\"".to_owned(),
            day: Some("2024-03-01".to_owned()),
            author: "Iran".to_owned(),
        };
        let feed = atom("Find", "http://localhost/find.atom", "http://localhost/", &[entry]);
        assert!(feed.contains("<title>&lt;script&gt;\u{FFFD}</title>"), "{feed}");
        assert!(
            feed.contains("?at=s1&amp;x=&quot;\"/>")
                && feed.contains("<updated>2024-03-01T00:00:00Z</updated>")
        );
    }
}
