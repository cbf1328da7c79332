//! The tree of a page: html5ever's tokens and tree rules over an arena of our own, with caps that keep any input linear.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult, local_name, ns};

use super::tag::Tag;

/// Elements nested deeper than this are taken out, their content kept: browsers stop at 512 as well.
const MAX_DEPTH: u32 = 400;
/// A page has some thousand nodes; what comes after this many is not read.
const MAX_NODES: usize = 300_000;
/// Bytes given to the tokenizer at a time, so that one endless tag can be ended between two pieces.
const PIECE: usize = 8 << 10;
/// Blanks that gave no token, from which on they are taken for those of a tag with too many attributes.
const MAX_BLANKS: usize = 400;

/// How much is given to the tokenizer next: up to the end of a tag that opens a script or style sheet, so that its
/// content can be taken by itself, and no more than [`PIECE`]. After pieces without a token it may be within a tag or
/// quotes: then whatever stands there is cut, each time at another place of a text that repeats itself.
fn piece_end(rest: &str, n_stuck: usize) -> usize {
    let longest = rest.floor_char_boundary((PIECE - n_stuck % 64).min(rest.len()));
    if n_stuck > 0 {
        return longest;
    }
    let bytes = &rest.as_bytes()[..longest];
    let opens = |at: &usize| {
        let name = &bytes[at + 1..];
        name.first().is_some_and(|first| matches!(first, b's' | b'S' | b'n' | b'N'))
            && RAW.iter().any(|raw| name.get(..raw.len()).is_some_and(|name| name.eq_ignore_ascii_case(raw)))
    };
    let open = memchr::memchr_iter(b'<', bytes).find(opens);
    open.and_then(|at| memchr::memchr(b'>', &bytes[at..]).map(|length| at + length + 1)).unwrap_or(longest)
}

/// Elements whose content is passed over.
const RAW: [&[u8]; 3] = [b"script", b"style", b"noscript"];

/// A node's place in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(crate) const ROOT: Self = Self(0);

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Debug)]
pub(crate) enum Data {
    /// The document, or anything that neither holds nor is text: comments, fragments.
    Other,
    Element {
        tag: Tag,
        name: QualName,
        attrs: Vec<Attribute>,
    },
    Text(StrTendril),
}

#[derive(Debug)]
struct Node {
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
    depth: u32,
    data: Data,
}

/// A parsed page. Links are indices: nothing recurses, neither in walks nor when it is dropped.
#[derive(Debug)]
pub(crate) struct Dom {
    nodes: Vec<Node>,
}

impl Dom {
    pub(crate) fn parse(html: &str) -> Self {
        let options = TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() };
        let tree = TreeBuilder::new(Sink::default(), options);
        let capped = Capped { tree, n_tokens: Cell::new(0), n_left_out: Cell::new(0), raw: Cell::new(None) };
        let tokenizer = Tokenizer::new(capped, TokenizerOpts::default());
        let queue = BufferQueue::default();
        let mut rest = html;
        // Pieces without a token, and the blanks in them.
        let (mut n_stuck, mut n_blanks) = (0, 0);
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(piece_end(rest, n_stuck));
            rest = after;
            let n_tokens = tokenizer.sink.n_tokens.get();
            queue.push_back(StrTendril::from_slice(piece));
            // A script pauses the tokenizer; there is none to run.
            while let TokenizerResult::Script(_) = tokenizer.feed(&queue) {}
            if tokenizer.sink.n_tokens.get() > n_tokens {
                (n_stuck, n_blanks) = (0, 0);
            } else {
                n_stuck += 1;
                n_blanks += piece.bytes().filter(u8::is_ascii_whitespace).count();
            }
            if n_blanks > MAX_BLANKS {
                // Each attribute is compared with those before it. Within quotes or a comment the mark does no harm.
                queue.push_back(StrTendril::from_slice(">"));
                n_blanks = 0;
            }
            if let Some(name) = tokenizer.sink.raw.take() {
                rest = &rest[tokenizer.sink.tree.sink.take_raw(&name, rest)..];
            }
        }
        while let TokenizerResult::Script(_) = tokenizer.feed(&queue) {}
        tokenizer.end();
        Self { nodes: tokenizer.sink.tree.sink.nodes.into_inner() }
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).first
    }

    pub(crate) fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).next
    }

    pub(crate) fn data(&self, id: NodeId) -> &Data {
        &self.node(id).data
    }

    /// The tag of an element; of anything else [`Tag::Other`].
    pub(crate) fn tag(&self, id: NodeId) -> Tag {
        match self.data(id) {
            Data::Element { tag, .. } => *tag,
            Data::Other | Data::Text(_) => Tag::Other,
        }
    }

    /// The value of an attribute; names are in lower case.
    pub(crate) fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        let Data::Element { attrs, .. } = self.data(id) else { return None };
        attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| &*attr.value)
    }

    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |&id| self.parent(id))
    }

    /// A node and all that it stands in, from the inside out.
    pub(crate) fn upward(&self, id: NodeId) -> impl Iterator<Item = NodeId> + Clone {
        std::iter::successors(Some(id), |&id| self.parent(id))
    }

    /// All nodes below a node, in document order.
    pub(crate) fn descendants(&self, top: NodeId) -> impl Iterator<Item = NodeId> {
        let mut next = self.first_child(top);
        std::iter::from_fn(move || {
            let id = next?;
            next = self.first_child(id).or_else(|| self.after(id, top));
            Some(id)
        })
    }

    /// The node that follows when what is below `id` is passed over, within `top`.
    pub(crate) fn after(&self, id: NodeId, top: NodeId) -> Option<NodeId> {
        let mut at = id;
        loop {
            if at == top {
                return None;
            }
            if let Some(next) = self.next_sibling(at) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
    }

    /// The text below a node with single blanks, at most about `limit` bytes of it.
    pub(crate) fn text(&self, top: NodeId, limit: usize) -> String {
        let mut text = String::new();
        for id in self.descendants(top) {
            match self.data(id) {
                Data::Text(part) => push_folded(&mut text, part),
                Data::Element { tag, .. } if tag.is_block() || matches!(tag, Tag::A | Tag::Br) => {
                    push_folded(&mut text, " ");
                }
                Data::Element { .. } | Data::Other => {}
            }
            if text.len() > limit {
                break;
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// Adds a text with each run of white space made one blank, none at the start.
pub(crate) fn push_folded(text: &mut String, part: &str) {
    for (i, word) in part.split(char::is_whitespace).enumerate() {
        if i > 0 && !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// Stands between tokenizer and tree: leaves out the tags that would nest too deep and ends a tree that is full.
struct Capped {
    tree: TreeBuilder<NodeId, Sink>,
    n_tokens: Cell<u64>,
    /// Start tags left out whose end tags are yet to come.
    n_left_out: Cell<u32>,
    /// The name of the script, style sheet or the like that the last token opened.
    raw: Cell<Option<LocalName>>,
}

impl Capped {
    fn leaves_out(&self, tag: &TagToken) -> bool {
        let n_left_out = self.n_left_out.get();
        match tag.kind {
            TagKind::StartTag if self.tree.sink.depth.get() >= MAX_DEPTH => {
                self.n_left_out.set(n_left_out + u32::from(!tag.self_closing && !is_void(&tag.name)));
                true
            }
            TagKind::EndTag if n_left_out > 0 => {
                self.n_left_out.set(n_left_out - 1);
                true
            }
            TagKind::StartTag | TagKind::EndTag => false,
        }
    }
}

fn is_void(name: &LocalName) -> bool {
    matches!(
        &**name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "wbr"
    )
}

impl TokenSink for Capped {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<NodeId> {
        // Errors come within tags as well, and so are no sign of progress.
        if !matches!(token, Token::ParseError(_)) {
            self.n_tokens.set(self.n_tokens.get() + 1);
        }
        let is_full = self.tree.sink.nodes.borrow().len() >= MAX_NODES;
        let is_left_out = match &token {
            Token::EOFToken => false,
            Token::TagToken(tag) => is_full || self.leaves_out(tag),
            Token::CommentToken(_) => true,
            _ => is_full,
        };
        if is_left_out {
            return TokenSinkResult::Continue;
        }
        let name = match &token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => Some(tag.name.clone()),
            _ => None,
        };
        let result = self.tree.process_token(token, line_number);
        let is_raw = matches!(result, TokenSinkResult::RawData(RawKind::ScriptData | RawKind::Rawtext));
        self.raw.set(name.filter(|_| is_raw));
        result
    }

    fn end(&self) {
        self.tree.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.tree.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Receives the tree.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// How deep the next element would stand.
    depth: Cell<u32>,
    /// The element made last.
    newest: Cell<NodeId>,
}

impl Default for Sink {
    fn default() -> Self {
        let sink = Self { nodes: RefCell::default(), depth: Cell::new(0), newest: Cell::new(NodeId::ROOT) };
        sink.add(Data::Other);
        sink
    }
}

impl Sink {
    fn add(&self, data: Data) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        let id = NodeId(nodes.len() as u32);
        nodes.push(Node {
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
            depth: 0,
            data,
        });
        id
    }

    /// Takes the content of the raw element that was just opened out of `rest` in one go, and gives its length. Most of
    /// a page is scripts, and the tokenizer goes through them letter by letter.
    fn take_raw(&self, name: &str, rest: &str) -> usize {
        let is_end = |&at: &usize| {
            let after = rest.as_bytes()[at..].get(2..2 + name.len());
            after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
        };
        let Some(end) = memchr::memmem::find_iter(rest.as_bytes(), b"</").find(is_end) else { return 0 };
        // Within a comment a script may hold the end tag of another.
        if memchr::memmem::find(&rest.as_bytes()[..end], b"<!--").is_some() {
            return 0;
        }
        if name == "script" && end > 0 {
            let text = StrTendril::from_slice(&rest[..end]);
            self.insert(self.newest.get(), None, NodeOrText::AppendText(text));
        }
        end
    }

    fn detach(&self, id: NodeId) {
        let nodes = &mut *self.nodes.borrow_mut();
        let Node { parent, previous, next, .. } = nodes[id.index()];
        let Some(parent) = parent else { return };
        match previous {
            Some(previous) => nodes[previous.index()].next = next,
            None => nodes[parent.index()].first = next,
        }
        match next {
            Some(next) => nodes[next.index()].previous = previous,
            None => nodes[parent.index()].last = previous,
        }
        let node = &mut nodes[id.index()];
        (node.parent, node.previous, node.next) = (None, None, None);
    }

    /// Puts a node under `parent`, before `before` or as its last child.
    fn insert(&self, parent: NodeId, before: Option<NodeId>, child: NodeOrText<NodeId>) {
        let previous = {
            let nodes = self.nodes.borrow();
            before.map_or(nodes[parent.index()].last, |before| nodes[before.index()].previous)
        };
        let child = match child {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => {
                if let Some(previous) = previous
                    && let Data::Text(before) = &mut self.nodes.borrow_mut()[previous.index()].data
                {
                    before.push_tendril(&text);
                    return;
                }
                self.add(Data::Text(text))
            }
        };
        self.detach(child);
        let nodes = &mut *self.nodes.borrow_mut();
        let depth = nodes[parent.index()].depth + 1;
        let node = &mut nodes[child.index()];
        (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, before, depth);
        if matches!(node.data, Data::Element { .. }) {
            self.depth.set(depth + 1);
        }
        match previous {
            Some(previous) => nodes[previous.index()].next = Some(child),
            None => nodes[parent.index()].first = Some(child),
        }
        match before {
            Some(before) => nodes[before.index()].previous = Some(child),
            None => nodes[parent.index()].last = Some(child),
        }
    }
}

/// An element's name, apart from the arena so that nothing stays borrowed while the tree is changed.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = Name;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        NodeId::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name {
        match &self.nodes.borrow()[target.index()].data {
            Data::Element { name, .. } => Name(name.clone()),
            Data::Other | Data::Text(_) => Name(QualName::new(None, ns!(html), local_name!(""))),
        }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let tag = if name.ns == ns!(html) { Tag::of(&name.local) } else { Tag::Skipped };
        let id = self.add(Data::Element { tag, name, attrs });
        self.newest.set(id);
        id
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(Data::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow()[element.index()].parent;
        match parent {
            Some(parent) => self.insert(parent, Some(*element), child),
            None => self.insert(*previous, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &NodeId) {
        self.depth.set(self.nodes.borrow()[node.index()].depth);
    }

    /// The content of a template is not shown: it goes under a node of its own, outside the tree.
    fn get_template_contents(&self, _: &NodeId) -> NodeId {
        self.add(Data::Other)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow()[sibling.index()].parent;
        if let Some(parent) = parent {
            self.insert(parent, Some(*sibling), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, new: Vec<Attribute>) {
        if let Data::Element { attrs, .. } = &mut self.nodes.borrow_mut()[target.index()].data {
            for attr in new {
                if attrs.len() < MAX_BLANKS && !attrs.iter().any(|old| old.name == attr.name) {
                    attrs.push(attr);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        loop {
            let child = self.nodes.borrow()[node.index()].first;
            let Some(child) = child else { return };
            self.insert(*new_parent, None, NodeOrText::AppendNode(child));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body_text(html: &str) -> String {
        Dom::parse(html).text(NodeId::ROOT, usize::MAX)
    }

    #[test]
    fn a_tree_as_browsers_build_it() {
        let dom = Dom::parse("<p class=a>One<p>Two<table><tr><td>Three</table><b>Four<p>Five</b>Six");
        let paragraphs = dom.descendants(NodeId::ROOT).filter(|&id| dom.tag(id) == Tag::P);
        let texts: Vec<String> = paragraphs.map(|id| dom.text(id, 99)).collect();
        assert_eq!(texts, ["One", "Two ThreeFour", "FiveSix"]);
        assert_eq!(body_text("<p>One<p>Two<br>and  three"), "One Two and three");
    }

    #[test]
    fn deep_nesting_is_flattened_not_lost() {
        for (open, close) in
            [("<div>", "</div>"), ("<b x>", "</b>"), ("<ul><li>", "</ul>"), ("<table><tr><td>", "")]
        {
            let html = format!("{}deep{}<p>after", open.repeat(100_000), close.repeat(100_000));
            let dom = Dom::parse(&html);
            assert!(dom.text(NodeId::ROOT, 99).starts_with("deep"), "{open}");
            assert!(dom.nodes.iter().all(|node| node.depth < MAX_DEPTH + 10), "{open}");
        }
    }

    #[test]
    fn a_million_attributes_end_in_time() {
        let names: Vec<String> = (0..1_000_000).map(|i| format!("a{i}")).collect();
        for value in ["", "='<script>'", "='x'"] {
            let attrs: Vec<String> = names.iter().map(|name| format!("{name}{value}")).collect();
            let html = format!("<p {}>text<p>after", attrs.join(" "));
            assert!(body_text(&html).ends_with("after"), "{value}");
        }
    }

    #[test]
    fn scripts_and_styles_of_all_kinds() {
        for (html, text) in [
            ("<p>One<script>if (1 < 2) '<p>no'</script>two<STYLE>p>a{}</Style>three", "Onetwothree"),
            ("<p>One<script data-a='>'>x</script>two", "Onetwo"),
            ("<p>One<script><!-- <script>no</script> --></script>two", "Onetwo"),
            ("<!-- <script> -->One<style>no", "One"),
            ("<title><script></title>One<script src=x></script>two", "One two"),
        ] {
            let dom = Dom::parse(html);
            let shown = dom.descendants(NodeId::ROOT).filter(|&id| {
                !dom.upward(id).any(|id| dom.tag(id).is_skipped() || dom.tag(id) == Tag::Title)
            });
            let texts = shown.filter_map(|id| match dom.data(id) {
                Data::Text(text) => Some(text.to_string()),
                Data::Element { .. } | Data::Other => None,
            });
            assert_eq!(texts.collect::<String>().replace(' ', ""), text.replace(' ', ""), "{html}");
        }
        let dom = Dom::parse("<script>a < b && \"</p>\"</script>");
        let script = dom.descendants(NodeId::ROOT).find(|&id| dom.tag(id) == Tag::Script).unwrap();
        assert!(
            matches!(dom.data(dom.first_child(script).unwrap()), Data::Text(text) if &**text == "a < b && \"</p>\"")
        );
    }

    #[test]
    fn more_nodes_than_the_cap_are_not_kept() {
        let dom = Dom::parse(&"<p>x".repeat(400_000));
        assert!(dom.len() <= MAX_NODES + 10);
        let formatting: Vec<String> = (0..20_000).map(|i| format!("<font a={i}>x<p>")).collect();
        assert!(Dom::parse(&formatting.concat()).len() <= MAX_NODES + 1000);
    }
}
