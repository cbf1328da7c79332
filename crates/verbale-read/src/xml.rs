//! XML as feeds and agencies send it: a tree with caps, over quick-xml's events.
//!
//! A document type is passed over and only the five entities of the standard and numbers are resolved, so nothing can
//! grow. What breaks the rules is mended as far as its meaning is plain: a bare `&` is an `&`, an end that is missing is
//! where the element around it ends, and behind markup that cannot be read the next tag is.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::unescape_with;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Elements nested deeper than this are taken out, their content kept.
const MAX_DEPTH: usize = 100;
/// What comes after this many elements and stretches of text is not read.
const MAX_NODES: usize = 300_000;
/// Attributes of one element past this many are not read.
const MAX_ATTRS: usize = 64;
/// Declarations of namespaces past this many are not read.
const MAX_SPACES: usize = 200;
/// Places past which reading goes on after markup that cannot be read.
const MAX_MENDED: u32 = 200;

/// Namespaces whose elements are known under one prefix, whichever the document chose.
const SPACES: [(&str, &str); 14] = [
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://search.yahoo.com/mrss/", "media"),
    ("http://rssnamespace.org/feedburner/ext/1.0", "feedburner"),
    ("http://iptc.org/std/NITF/2006-10-18/", "nitf"),
    ("http://iptc.org/std/nar/2006-10-01/", ""),
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://backend.userland.com/rss2", ""),
];

/// A document as a tree.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// How many elements were open where reading ended; a whole document leaves none.
    n_open: usize,
    /// Whether there were more nodes than are kept.
    is_capped: bool,
}

#[derive(Debug)]
struct Node<'a> {
    parent: u32,
    next: Option<u32>,
    first: Option<u32>,
    last: Option<u32>,
    /// The byte of the document it begins at.
    start: usize,
    is_closed: bool,
    data: Data<'a>,
}

#[derive(Debug)]
enum Data<'a> {
    /// The name in lower case, with the known prefix of its namespace.
    Element {
        name: String,
        attrs: Vec<(String, Cow<'a, str>)>,
    },
    Text(Cow<'a, str>),
}

impl<'a> Tree<'a> {
    pub(crate) fn parse(source: &'a str) -> Self {
        Builder::new(source).build()
    }

    /// The outermost element; of several the first.
    pub(crate) fn root(&self) -> Option<Element<'_>> {
        self.top().children().next()
    }

    /// Whether the document ends before its elements do.
    pub(crate) fn is_cut_off(&self) -> bool {
        self.n_open > 0
    }

    /// Whether the document holds more than is read of any.
    pub(crate) fn is_capped(&self) -> bool {
        self.is_capped
    }

    fn top(&self) -> Element<'_> {
        Element { nodes: &self.nodes, at: 0 }
    }
}

/// An element of a [`Tree`]. Names are compared in lower case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'t> {
    nodes: &'t [Node<'t>],
    at: u32,
}

impl<'t> Element<'t> {
    fn node(&self) -> &'t Node<'t> {
        &self.nodes[self.at as usize]
    }

    pub(crate) fn name(self) -> &'t str {
        match &self.node().data {
            Data::Element { name, .. } => name,
            Data::Text(_) => "",
        }
    }

    /// Its name without the prefix.
    pub(crate) fn local_name(self) -> &'t str {
        self.name().rsplit(':').next().unwrap_or_default()
    }

    pub(crate) fn attr(self, name: &str) -> Option<&'t str> {
        let Data::Element { attrs, .. } = &self.node().data else { return None };
        attrs.iter().find(|(key, _)| key == name).map(|(_, value)| &**value)
    }

    /// The byte of the document it begins at.
    pub(crate) fn start(self) -> usize {
        self.node().start
    }

    /// Whether its end was found.
    pub(crate) fn is_closed(self) -> bool {
        self.node().is_closed
    }

    pub(crate) fn children(self) -> impl Iterator<Item = Element<'t>> {
        let nodes = self.nodes;
        let first = self.node().first;
        std::iter::successors(first, move |&at| nodes[at as usize].next)
            .filter(move |&at| matches!(nodes[at as usize].data, Data::Element { .. }))
            .map(move |at| Element { nodes, at })
    }

    /// The first child of that name.
    pub(crate) fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.name() == name)
    }

    /// All elements beneath, in order.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Element<'t>> {
        let nodes = self.nodes;
        self.steps().filter_map(move |step| match step {
            Step::Enter(at) if matches!(nodes[at as usize].data, Data::Element { .. }) => {
                Some(Element { nodes, at })
            }
            Step::Enter(_) | Step::Leave(_) => None,
        })
    }

    /// All text beneath, as it stands.
    pub(crate) fn text(self) -> String {
        let mut text = String::new();
        for step in self.steps() {
            if let Step::Enter(at) = step
                && let Data::Text(part) = &self.nodes[at as usize].data
            {
                text.push_str(part);
            }
        }
        text
    }

    /// All text beneath, trimmed, with its white space folded; `None` where there is none.
    pub(crate) fn words(self) -> Option<String> {
        let words = self.text().split_whitespace().collect::<Vec<_>>().join(" ");
        Some(words).filter(|words| !words.is_empty())
    }

    /// The words of the first child of that name that has any.
    pub(crate) fn words_of(self, name: &str) -> Option<String> {
        self.children().filter(|child| child.name() == name).find_map(Element::words)
    }

    /// What it holds as HTML: text that is markup itself stays so, and elements lose their prefixes.
    pub(crate) fn markup(self) -> String {
        if self.children().next().is_none() {
            return self.text();
        }
        self.elements_as(|name| Some(name.rsplit(':').next().unwrap_or(name)))
    }

    /// What it holds as HTML, each element under the tag `tag` gives for its name; `None` leaves out the tags and
    /// keeps what is within.
    pub(crate) fn elements_as(self, tag: impl Fn(&str) -> Option<&str>) -> String {
        let mut html = String::new();
        for step in self.steps() {
            let (at, enters) = match step {
                Step::Enter(at) => (at, true),
                Step::Leave(at) => (at, false),
            };
            match &self.nodes[at as usize].data {
                Data::Text(text) if enters => {
                    html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
                }
                Data::Text(_) => {}
                Data::Element { name, attrs } => {
                    let Some(tag) = tag(name) else {
                        html.push(' ');
                        continue;
                    };
                    if !enters {
                        html.extend(["</", tag, ">"]);
                        continue;
                    }
                    html.extend(["<", tag]);
                    for (key, value) in attrs {
                        let value = value.replace('&', "&amp;").replace('"', "&quot;");
                        html.extend([" ", key, "=\"", &value, "\""]);
                    }
                    html.push('>');
                }
            }
        }
        html
    }

    /// The walk through what is beneath.
    fn steps(self) -> impl Iterator<Item = Step> {
        let (nodes, top) = (self.nodes, self.at);
        let mut next = self.node().first.map(Step::Enter);
        std::iter::from_fn(move || {
            let step = next?;
            next = match step {
                Step::Enter(at) => Some(nodes[at as usize].first.map_or(Step::Leave(at), Step::Enter)),
                Step::Leave(at) => {
                    let node = &nodes[at as usize];
                    node.next
                        .map(Step::Enter)
                        .or_else(|| (node.parent != top).then_some(Step::Leave(node.parent)))
                }
            };
            Some(step)
        })
    }
}

/// Lines and columns of bytes of a document, asked for in order.
pub(crate) struct Lines<'a> {
    text: &'a str,
    line: u64,
    /// Where the line begins.
    start: usize,
    /// Up to where lines are counted.
    counted: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, line: 1, start: 0, counted: 0 }
    }

    /// Line and byte within it, counted from 1.
    pub(crate) fn at(&mut self, byte: usize) -> (u64, u64) {
        for newline in memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.counted..byte]) {
            self.line += 1;
            self.start = self.counted + newline + 1;
        }
        self.counted = byte;
        (self.line, (byte - self.start) as u64 + 1)
    }
}

/// A step of the walk through a tree.
#[derive(Clone, Copy)]
enum Step {
    Enter(u32),
    Leave(u32),
}

/// A tree that is being built.
struct Builder<'a> {
    source: &'a str,
    tree: Tree<'a>,
    /// The elements that are open, from the outermost in.
    open: Vec<u32>,
    /// How many more are open that nest too deep to be kept.
    n_too_deep: usize,
    /// Prefixes in force with the known prefix of their namespace, and how many elements were open where declared.
    spaces: Vec<(usize, String, &'static str)>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        let data = Data::Element { name: String::new(), attrs: Vec::new() };
        let top = Node { parent: 0, next: None, first: None, last: None, start: 0, is_closed: true, data };
        Self {
            source,
            tree: Tree { nodes: vec![top], n_open: 0, is_capped: false },
            open: vec![0],
            n_too_deep: 0,
            spaces: Vec::new(),
        }
    }

    fn build(mut self) -> Tree<'a> {
        let mut base = 0;
        for _ in 0..MAX_MENDED {
            let Some(failed) = self.read_from(base) else { break };
            // The markup that cannot be read begins there; the next tag may be sound.
            let Some(next) = memchr::memchr(b'<', &self.source.as_bytes()[failed + 1..]) else { break };
            base = failed + 1 + next;
        }
        self.tree.n_open = self.open.len() - 1;
        self.tree
    }

    /// Reads from a byte on; gives the byte of markup that cannot be read, where it is not the end.
    fn read_from(&mut self, base: usize) -> Option<usize> {
        let mut reader = Reader::from_str(&self.source[base..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let start = base + reader.buffer_position() as usize;
            let Ok(event) = reader.read_event() else { return (start < self.source.len()).then_some(start) };
            match event {
                Event::Start(tag) => self.open(start, &tag),
                Event::Empty(tag) => {
                    self.open(start, &tag);
                    self.close();
                }
                Event::End(tag) => self.close_named(tag.name().as_ref()),
                Event::Text(text) => self.text(start, text.into_inner()),
                Event::CData(text) => self.text(start, text.into_inner()),
                Event::GeneralRef(entity) => self.text(start, resolved(&entity)),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => return None,
            }
            if self.tree.nodes.len() >= MAX_NODES {
                self.tree.is_capped = true;
                return None;
            }
        }
    }

    fn add(&mut self, start: usize, data: Data<'a>) -> u32 {
        let parent = self.open.last().copied().unwrap_or_default();
        let at = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Node {
            parent,
            next: None,
            first: None,
            last: None,
            start,
            is_closed: false,
            data,
        });
        let last = self.tree.nodes[parent as usize].last.replace(at);
        match last {
            Some(last) => self.tree.nodes[last as usize].next = Some(at),
            None => self.tree.nodes[parent as usize].first = Some(at),
        }
        at
    }

    fn text(&mut self, start: usize, text: Cow<'a, str>) {
        if text.is_empty() {
            return;
        }
        let parent = self.open.last().copied().unwrap_or_default();
        if let Some(last) = self.tree.nodes[parent as usize].last
            && let Data::Text(before) = &mut self.tree.nodes[last as usize].data
        {
            before.to_mut().push_str(&text);
        } else {
            self.add(start, Data::Text(text));
        }
    }

    fn open(&mut self, start: usize, tag: &BytesStart<'_>) {
        if self.open.len() > MAX_DEPTH || self.n_too_deep > 0 {
            self.n_too_deep += 1;
            return;
        }
        let mut attrs = Vec::new();
        for attr in tag.html_attributes().with_checks(false).flatten().take(MAX_ATTRS) {
            let key: &str = attr.key.as_ref();
            let value = unescape_with(&attr.value, |_| None)
                .map_or_else(|_| attr.value.clone().into_owned(), Cow::into_owned);
            if let Some(prefix) = key.strip_prefix("xmlns").filter(|_| self.spaces.len() < MAX_SPACES) {
                let known = SPACES.iter().find(|(space, _)| *space == value).map(|(_, known)| *known);
                let prefix = prefix.trim_start_matches(':').to_ascii_lowercase();
                // An unknown namespace goes by the prefix the document gives it.
                if let Some(known) = known {
                    self.spaces.push((self.open.len(), prefix, known));
                }
            }
            attrs.push((key.to_ascii_lowercase(), Cow::Owned(value)));
        }
        let name = self.known_name(tag.name().as_ref());
        let at = self.add(start, Data::Element { name, attrs });
        self.open.push(at);
    }

    /// A name in lower case, with the prefix its namespace is known by.
    fn known_name(&self, name: &str) -> String {
        let name = name.to_ascii_lowercase();
        let (prefix, local) = name.split_once(':').unwrap_or(("", &name));
        match self.spaces.iter().rev().find(|(_, declared, _)| declared == prefix) {
            Some((_, _, "")) => local.to_owned(),
            Some((_, _, known)) => format!("{known}:{local}"),
            None => name,
        }
    }

    fn close(&mut self) {
        if self.n_too_deep > 0 {
            self.n_too_deep -= 1;
        } else if self.open.len() > 1
            && let Some(at) = self.open.pop()
        {
            self.tree.nodes[at as usize].is_closed = true;
            while self.spaces.last().is_some_and(|(declared_at, ..)| *declared_at >= self.open.len()) {
                self.spaces.pop();
            }
        }
    }

    /// Closes the innermost element of that name with all within; an end without a beginning is passed over.
    fn close_named(&mut self, name: &str) {
        if self.n_too_deep > 0 {
            return self.close();
        }
        let name = self.known_name(name.trim());
        let is_meant = |at: &u32| match &self.tree.nodes[*at as usize].data {
            Data::Element { name: open, .. } => *open == name,
            Data::Text(_) => false,
        };
        if let Some(depth) = self.open.iter().skip(1).rposition(is_meant) {
            while self.open.len() > depth + 1 {
                self.close();
            }
        }
    }
}

/// What an entity stands for: one of the five or a number; any other is left as it is written.
fn resolved<'a>(entity: &BytesRef<'a>) -> Cow<'a, str> {
    if let Ok(Some(char)) = entity.resolve_char_ref() {
        return Cow::Owned(char.to_string());
    }
    let name: &str = entity;
    Cow::Borrowed(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return Cow::Owned(format!("&{name};")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as markup, below its root.
    fn tree(source: &str) -> String {
        let tree = Tree::parse(source);
        tree.root().map(|root| format!("{}: {}", root.name(), root.markup())).unwrap_or_default()
    }

    #[test]
    fn sound_markup() {
        assert_eq!(
            tree("<?xml version='1.0'?><!-- x --><a><b c=\"1\">x &amp; y</b></a>"),
            "a: <b c=\"1\">x &amp; y</b>"
        );
        assert_eq!(tree("<a><![CDATA[<p>One]]> two&#x2026;</a>"), "a: <p>One two…");
    }

    #[test]
    fn broken_markup_is_mended() {
        for (source, mended) in [
            ("<a>Q&A & more &nbsp; x</a>", "a: Q&A & more &nbsp; x"),
            ("<a><b>one<b>two</a>", "a: <b>one<b>two</b></b>"),
            ("<a></c><b>one</b></a>", "a: <b>one</b>"),
            ("<a><b>one</b><b>tw", "a: <b>one</b><b>tw</b>"),
            ("<a><b>one</b><b c='", "a: <b>one</b>"),
            ("<a><!x><b>one</b></a>", "a: <b>one</b>"),
            ("<a><b c=d e>one</b></a>", "a: <b c=\"d\" e=\"\">one</b>"),
        ] {
            assert_eq!(tree(source), mended, "{source}");
        }
        assert!(Tree::parse("<a><b>one</b>").is_cut_off());
        assert!(!Tree::parse("<a><b>one</b></a>").is_cut_off());
    }

    #[test]
    fn namespaces_not_prefixes_name_elements() {
        let source = "<f:feed xmlns:f='http://www.w3.org/2005/Atom' xmlns:c='http://purl.org/rss/1.0/modules/content/'>\
                      <c:Encoded/><d:creator/><x xmlns='http://www.w3.org/1999/xhtml'/><y/></f:feed>";
        let tree = Tree::parse(source);
        let names = tree.top().descendants().map(Element::name).collect::<Vec<_>>();
        assert_eq!(names, ["atom:feed", "content:encoded", "d:creator", "xhtml:x", "y"]);
    }

    #[test]
    fn entities_of_a_document_type_do_not_grow() {
        let source = "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///x\">]><l>&b;&c;</l>";
        assert_eq!(tree(source), "l: &b;&c;");
    }

    #[test]
    fn absurd_markup_ends_in_time() {
        let deep = "<a>".repeat(100_000) + "x" + &"</a>".repeat(100_000);
        assert_eq!(Tree::parse(&deep).top().text(), "x");
        let wide = Tree::parse(&"<a/>".repeat(MAX_NODES * 2)).is_capped();
        assert!(wide);
        let attrs: String =
            (0..1_000_000).fold("<a".to_owned(), |tag, i| tag + &format!(" a{i}=''")) + ">x</a>";
        assert_eq!(Tree::parse(&attrs).top().text(), "x");
        assert_eq!(Tree::parse(&("<a>".to_owned() + &"<!-- <!x ".repeat(500_000))).top().text(), "");
        assert_eq!(Tree::parse(&("<a>".repeat(50) + &"</b>".repeat(1_000_000))).top().text(), "");
    }
}
