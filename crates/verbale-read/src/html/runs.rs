//! From the tree to runs of text: the lines and paragraphs a reader sees, each with where it stands.

use std::collections::HashMap;
use std::ops::Range;

use html5ever::Attribute;

use super::dom::{Data, Dom, NodeId, push_folded};
use super::groups::{Groups, class_groups};
use super::tag::Tag;

/// Runs past this many are not read: a page of news has some hundred.
const MAX_RUNS: usize = 20_000;
/// A line break ends a run only after this many words; shorter lines are verse or addresses.
const BREAK_WORDS: usize = 12;

/// A stretch of text that no block element interrupts.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Where its text stands in [`Runs::text`], white space folded and trimmed.
    pub(crate) span: Range<usize>,
    /// The innermost element that holds all of it.
    pub(crate) element: NodeId,
    /// The innermost block element that holds it.
    pub(crate) container: NodeId,
    pub(crate) n_words: u32,
    pub(crate) n_link_words: u32,
    pub(crate) n_links: u32,
    pub(crate) n_bold_words: u32,
    pub(crate) n_italic_words: u32,
    /// Pictures since the run before.
    pub(crate) n_images_before: u32,
    /// Whether the page hides it from readers, as far as its markup says.
    pub(crate) is_hidden: bool,
    /// Whether it stands among readers' comments.
    pub(crate) is_comment: bool,
    /// Whether it ended at a line break rather than at a block.
    pub(crate) ends_at_break: bool,
}

/// All runs of a page in order.
#[derive(Debug, Default)]
#[expect(clippy::struct_field_names, reason = "the runs are what there is")]
pub(crate) struct Runs {
    pub(crate) text: String,
    pub(crate) runs: Vec<Run>,
    /// Word groups of class, id and the like, by node.
    pub(crate) groups: Vec<Groups>,
}

impl Runs {
    pub(crate) fn of(dom: &Dom) -> Self {
        let mut walk =
            Walk { runs: Self { groups: vec![0; dom.len()], ..Self::default() }, ..Walk::default() };
        walk.path.push(NodeId::ROOT);
        let mut known = HashMap::new();
        let mut at = dom.first_child(NodeId::ROOT);
        while let Some(id) = at {
            let enters = walk.enter(dom, id, &mut known);
            let child = if enters { dom.first_child(id) } else { None };
            at = child.or_else(|| {
                // Up until something follows.
                let mut up = id;
                let mut is_open = enters;
                loop {
                    if is_open {
                        walk.leave(dom, up);
                    }
                    if let Some(next) = dom.next_sibling(up) {
                        return Some(next);
                    }
                    up = dom.parent(up).filter(|&parent| parent != NodeId::ROOT)?;
                    is_open = true;
                }
            });
            if walk.runs.runs.len() >= MAX_RUNS {
                break;
            }
        }
        walk.flush(false);
        walk.runs
    }

    pub(crate) fn text_of(&self, run: &Run) -> &str {
        &self.text[run.span.clone()]
    }
}

/// The walk through a tree with what is open around it.
#[derive(Default)]
struct Walk {
    runs: Runs,
    /// Elements from the root to here.
    path: Vec<NodeId>,
    /// For each element of the path that is a block, its place in the path.
    blocks: Vec<usize>,
    n_open_links: u32,
    n_open_bold: u32,
    n_open_italic: u32,
    n_open_hidden: u32,
    n_open_comments: u32,
    /// Where the run that is being read began.
    start: usize,
    current: Counts,
    /// The element that holds all text of the run, and the length of the path down to it.
    common: Option<(usize, NodeId)>,
    /// The least length of the path since the run's last text.
    lowest: usize,
    n_images: u32,
    n_breaks: u32,
    /// Whether a link ended just now, with no text after it.
    is_after_link: bool,
}

#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_field_names, reason = "counts are named so everywhere")]
struct Counts {
    n_link_words: u32,
    n_links: u32,
    n_bold_words: u32,
    n_italic_words: u32,
}

impl Walk {
    /// Takes in a node; whether its children are to be read.
    fn enter<'d>(&mut self, dom: &'d Dom, id: NodeId, known: &mut HashMap<&'d str, Groups>) -> bool {
        match dom.data(id) {
            Data::Other => false,
            Data::Text(text) => {
                self.text(text);
                false
            }
            Data::Element { tag, .. } => {
                let tag = *tag;
                if tag == Tag::Img {
                    self.n_images += 1;
                }
                if tag.is_skipped() || tag == Tag::Title || self.is_tip(dom, id, tag) {
                    return false;
                }
                if tag == Tag::Br {
                    self.line_break();
                    return false;
                }
                if tag.is_block() {
                    self.flush(false);
                    self.blocks.push(self.path.len());
                }
                if tag == Tag::A && self.is_after_link {
                    // Links side by side are things apart, whatever stands between their tags.
                    self.blank();
                }
                self.path.push(id);
                self.runs.groups[id.index()] = groups_of(dom, id, tag, known);
                self.count_open(dom, id, tag, true);
                true
            }
        }
    }

    /// Whether an inline element holds words that are not shown in the line: for screen readers, or in a box that opens
    /// over the words it stands with.
    fn is_tip(&self, dom: &Dom, id: NodeId, tag: Tag) -> bool {
        if !matches!(tag, Tag::Span | Tag::Other | Tag::Italic) {
            return false;
        }
        let class = |id| dom.attr(id, "class").unwrap_or_default();
        let is_for_machines = ["sr-only", "screen-reader", "visually-hidden", "visuallyhidden", "offscreen"];
        if is_for_machines.iter().any(|word| class(id).contains(word))
            || dom.attr(id, "style").is_some_and(is_display_none)
        {
            return true;
        }
        let around = self.path.last().copied().unwrap_or(NodeId::ROOT);
        ["rollover", "popover", "tooltip"]
            .iter()
            .any(|word| class(id).contains(word) && class(around).contains(word))
    }

    fn leave(&mut self, dom: &Dom, id: NodeId) {
        let tag = dom.tag(id);
        if tag.is_block() {
            self.flush(false);
            self.blocks.pop();
        }
        self.is_after_link |= tag == Tag::A;
        self.path.pop();
        self.lowest = self.lowest.min(self.path.len());
        self.count_open(dom, id, tag, false);
    }

    fn count_open(&mut self, dom: &Dom, id: NodeId, tag: Tag, opens: bool) {
        let change = |count: &mut u32| *count = if opens { *count + 1 } else { count.saturating_sub(1) };
        match tag {
            Tag::A => {
                change(&mut self.n_open_links);
                self.current.n_links += u32::from(opens);
            }
            Tag::Bold => change(&mut self.n_open_bold),
            Tag::Italic => change(&mut self.n_open_italic),
            _ => {}
        }
        if is_hidden(dom, id) {
            change(&mut self.n_open_hidden);
        }
        if is_comment(dom, id, tag) {
            change(&mut self.n_open_comments);
        }
    }

    fn text(&mut self, text: &str) {
        if text.chars().all(char::is_whitespace) {
            if !text.is_empty() {
                self.blank();
            }
            return;
        }
        match self.n_breaks {
            0 => {}
            1 if !self.line_ends_run() => self.blank(),
            _ => self.flush(true),
        }
        self.n_breaks = 0;
        self.is_after_link = false;
        let length = self.common.map_or(self.path.len(), |(length, _)| length.min(self.lowest));
        self.common = Some((length, self.path[length.max(1) - 1]));
        self.lowest = self.path.len();
        let before = self.runs.text.len();
        if before == self.start {
            let text = text.trim_start();
            push_folded_from(&mut self.runs.text, before, text);
        } else {
            push_folded_from(&mut self.runs.text, self.start, text);
        }
        let open = [
            (self.n_open_links, &mut self.current.n_link_words),
            (self.n_open_bold, &mut self.current.n_bold_words),
            (self.n_open_italic, &mut self.current.n_italic_words),
        ];
        if open.iter().any(|(n_open, _)| *n_open > 0) {
            let n_words = count_words(text);
            for (n_open, count) in open {
                *count += if n_open > 0 { n_words } else { 0 };
            }
        }
    }

    fn blank(&mut self) {
        if self.runs.text.len() > self.start && !self.runs.text.ends_with(' ') {
            self.runs.text.push(' ');
        }
    }

    /// Two breaks end a run. One does after a closed sentence: many pages have no other paragraphs.
    fn line_break(&mut self) {
        self.n_breaks += 1;
        if self.n_breaks >= 2 {
            self.flush(true);
        }
    }

    fn line_ends_run(&self) -> bool {
        let text = self.runs.text[self.start..].trim_end();
        let is_closed =
            text.trim_end_matches(['"', '”', '’', '\'', ')', '»']).ends_with(['.', '!', '?', '…', ':', '。']);
        is_closed && count_words(text) as usize >= BREAK_WORDS
    }

    fn flush(&mut self, ends_at_break: bool) {
        self.n_breaks = 0;
        let text = &mut self.runs.text;
        text.truncate(text.trim_end().len().max(self.start));
        let span = self.start..text.len();
        let counts = std::mem::take(&mut self.current);
        let common = self.common.take();
        if span.is_empty() {
            return;
        }
        let n_words = count_words(&text[span.clone()]);
        if n_words == 0 {
            // Bullets, arrows and the like.
            text.truncate(span.start);
            return;
        }
        text.push('\n');
        self.start = text.len();
        let container = self.blocks.last().map_or(NodeId::ROOT, |&at| self.path[at]);
        self.runs.runs.push(Run {
            span,
            element: common.map_or(container, |(_, element)| element),
            container,
            n_words,
            n_link_words: counts.n_link_words.min(n_words),
            n_links: counts.n_links,
            n_bold_words: counts.n_bold_words.min(n_words),
            n_italic_words: counts.n_italic_words.min(n_words),
            n_images_before: std::mem::take(&mut self.n_images),
            is_hidden: self.n_open_hidden > 0,
            is_comment: self.n_open_comments > 0,
            ends_at_break,
        });
    }
}

/// As [`push_folded`], within a text that begins at `start`.
fn push_folded_from(text: &mut String, start: usize, part: &str) {
    if text.len() == start {
        // Nothing of the run yet: no blank may stand at its start.
        let mut run = String::new();
        push_folded(&mut run, part);
        text.push_str(&run);
    } else {
        push_folded(text, part);
    }
}

/// Words by blanks. A line of underscores, as agencies put between sections, counts as one.
pub(crate) fn count_words(text: &str) -> u32 {
    let is_word = |word: &&str| word.contains(|c: char| c.is_alphanumeric() || c == '_');
    text.split(char::is_whitespace).filter(is_word).count() as u32
}

/// Word groups of an element's class, id and roles. Those of `html` and `body` speak of the page, not of a part. `known`
/// are those of names met before: most elements share theirs with others.
fn groups_of<'d>(dom: &'d Dom, id: NodeId, tag: Tag, known: &mut HashMap<&'d str, Groups>) -> Groups {
    if matches!(tag, Tag::Html | Tag::Body) {
        return 0;
    }
    let Data::Element { attrs, .. } = dom.data(id) else { return 0 };
    let names = attrs.iter().filter(|attr| {
        matches!(
            &*attr.name.local,
            "class" | "id" | "itemprop" | "role" | "data-component" | "data-testid" | "data-module"
        )
    });
    let of_name = |attr: &'d Attribute| {
        let name = &attr.value[..attr.value.floor_char_boundary(500)];
        *known.entry(name).or_insert_with(|| class_groups(&name.to_ascii_lowercase()))
    };
    names.map(of_name).fold(0, |groups, more| groups | more)
}

/// Whether an element holds readers' comments, told by a class or id that says so and nothing else.
pub(super) fn is_comment(dom: &Dom, id: NodeId, tag: Tag) -> bool {
    let is_box = matches!(
        tag,
        Tag::Div | Tag::Section | Tag::List | Tag::Li | Tag::Article | Tag::Td | Tag::Aside | Tag::Footer
    );
    let is_comment_name = |name: &str| {
        if !name.starts_with(['c', 'C', 'd', 'D', 'f', 'F', 'r', 'R']) {
            return false;
        }
        let name = name.to_ascii_lowercase();
        let states = [
            "open", "closed", "count", "link", "status", "number", "enabled", "disabled", "template",
            "policy",
        ];
        let rest = name.strip_prefix("comments").or_else(|| name.strip_prefix("comment"));
        matches!(name.as_str(), "disqus_thread" | "commentlist" | "fb-comments" | "respond")
            || rest.is_some_and(|rest| {
                (rest.is_empty() || rest.starts_with(['-', '_']))
                    && !states.iter().any(|state| rest.contains(state))
            })
    };
    let names = dom.attr(id, "class").into_iter().chain(dom.attr(id, "id"));
    is_box && names.flat_map(str::split_ascii_whitespace).take(30).any(is_comment_name)
}

fn is_hidden(dom: &Dom, id: NodeId) -> bool {
    let Data::Element { attrs, .. } = dom.data(id) else { return false };
    attrs.iter().any(|attr| match &*attr.name.local {
        "hidden" => true,
        "aria-hidden" => &*attr.value == "true",
        "style" => is_display_none(&attr.value),
        _ => false,
    })
}

fn is_display_none(style: &str) -> bool {
    if !style.contains("none") && !style.contains("hidden") {
        return false;
    }
    let style: String = style.chars().take(300).filter(|c| !c.is_whitespace()).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(html: &str) -> Vec<String> {
        let runs = Runs::of(&Dom::parse(html));
        runs.runs.iter().map(|run| runs.text_of(run).to_owned()).collect()
    }

    #[test]
    fn blocks_and_breaks_part_runs() {
        assert_eq!(
            runs(
                "<div> One <b>two</b>\n three<p>Four<br>five</p>six<br> <br>seven<ul><li>eight<li><a>nine</a></ul>"
            ),
            ["One two three", "Four five", "six", "seven", "eight", "nine"]
        );
    }

    #[test]
    fn one_break_after_a_long_closed_line_parts_too() {
        let line = "The envoys of the river states met in the capital on Monday to talk.";
        assert_eq!(runs(&format!("<p>{line}<br>{line}<br>12 River Street<br>Geneva</p>")).len(), 3);
    }

    #[test]
    fn a_run_knows_where_it_stands() {
        let dom = Dom::parse(
            "<div class=x><p><span class=y>Go <a href=/>there</a></span></p><p hidden>no</p></div>",
        );
        let runs = Runs::of(&dom);
        assert_eq!(dom.attr(runs.runs[0].element, "class"), Some("y"));
        assert_eq!(dom.tag(runs.runs[0].container), Tag::P);
        assert_eq!((runs.runs[0].n_words, runs.runs[0].n_link_words, runs.runs[0].n_links), (2, 1, 1));
        assert!(runs.runs[1].is_hidden && !runs.runs[0].is_hidden);
    }
}
