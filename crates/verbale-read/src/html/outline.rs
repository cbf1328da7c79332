//! What the runs of a page are: the article's text by the block model's judgement and the rules over it, and what stands
//! among it.

use std::collections::HashSet;
use std::ops::Range;

use verbale_doc::BlockKind;

use super::dom::{Dom, NodeId};
use super::groups::group;
use super::runs::{Run, Runs};
use super::tag::Tag;
use crate::metadata::title::{Title, likeness};
use crate::structure::furniture::furniture;

/// From this score on a run is taken for the article's text.
const BODY: f32 = 0.5;
/// From this score on a run is taken for it even where its class or its words speak against it.
pub(super) const SURE: f32 = 0.9;
/// Posts need no more than this.
const POST: f32 = 0.03;
/// An article has this many words at least, for what stands over its headline to be taken away.
const ARTICLE_WORDS: u32 = 60;
/// Shorter lines under a headline are labels.
const STANDFIRST_WORDS: u32 = 6;
/// Words in a row by which copies are known.
const STRETCH: usize = 4;
/// Hidden lines shorter than this are no text by themselves.
const COPY_WORDS: usize = 10;

/// The runs of a page with what they are.
pub(super) struct Outline<'a> {
    pub(super) dom: &'a Dom,
    pub(super) runs: &'a Runs,
    /// `None`: no part of the article.
    pub(super) kinds: Vec<Option<BlockKind>>,
    pub(super) title_at: Option<usize>,
}

impl Outline<'_> {
    pub(super) fn run(&self, i: usize) -> &Run {
        &self.runs.runs[i]
    }

    pub(super) fn text(&self, i: usize) -> &str {
        self.runs.text_of(self.run(i))
    }

    pub(super) fn label(mut self, scores: &[f32], title: &Title) -> Self {
        self.kinds =
            (0..scores.len()).map(|i| self.is_text(i, scores[i]).then(|| self.body_kind(i))).collect();
        self.drop_standfirst();
        self.drop_before_headline();
        self.drop_hidden_copies();
        self.add_posts(scores);
        self.set_title(title);
        self.set_standfirst();
        let is_body = |kind: &Option<BlockKind>| matches!(kind, Some(kind) if *kind != BlockKind::Title);
        let Some(first) = self.kinds.iter().position(is_body) else { return self };
        let last = self.kinds.iter().rposition(is_body).unwrap_or(first);
        let start = self.title_at.filter(|&at| at < first).unwrap_or(first);
        for i in start..last {
            if self.kinds[i].is_none() && !self.run(i).is_hidden && !self.run(i).is_comment {
                self.kinds[i] = self.other_kind(i, i < first);
            }
        }
        self
    }

    /// Whether a run is the article's text, given how sure the model is. Captions and readers' comments never are.
    fn is_text(&self, i: usize, score: f32) -> bool {
        let run = self.run(i);
        let mut around = self.dom.upward(run.element).take(4);
        let is_caption = around.clone().any(|id| matches!(self.dom.tag(id), Tag::Figcaption | Tag::Caption));
        let class_of = |id| self.dom.attr(id, "class").unwrap_or_default();
        let is_caption = is_caption
            || around.clone().take(2).any(|id| class_of(id).split_ascii_whitespace().any(is_caption_class));
        let is_called_caption =
            around.by_ref().take(2).any(|id| self.runs.groups[id.index()] & group::CAPTION != 0);
        let needed = if is_called_caption { SURE } else { BODY };
        score > needed && !is_caption && !run.is_comment
    }

    /// A heading over the text, in the page's own header, sums the article up or bids to read it.
    fn drop_standfirst(&mut self) {
        let first = self.kinds.iter().position(|kind| *kind == Some(BlockKind::Paragraph)).unwrap_or(0);
        for i in 0..first {
            let run = self.run(i);
            let is_in_header =
                self.dom.ancestors(run.element).take(6).any(|id| self.dom.tag(id) == Tag::Header);
            if self.kinds[i] == Some(BlockKind::Heading) && is_in_header {
                self.kinds[i] = None;
            }
        }
    }

    /// What stands over the headline is of other stories, where the headline is sure and an article follows it.
    fn drop_before_headline(&mut self) {
        let Some(at) = self.title_at.filter(|&at| self.tag(at).is_heading()) else { return };
        let is_text = |kind: &Option<BlockKind>| *kind == Some(BlockKind::Paragraph);
        let n_words_after: u32 = (at + 1..self.kinds.len())
            .filter(|&i| is_text(&self.kinds[i]))
            .map(|i| self.run(i).n_words)
            .sum();
        if n_words_after >= ARTICLE_WORDS {
            self.kinds[..at].fill(None);
        }
    }

    /// Pages repeat their text for machines, with days, names and addresses, where readers do not see it.
    fn drop_hidden_copies(&mut self) {
        let is_kept = |i: &usize| self.kinds[*i].is_some();
        let (hidden, shown): (Vec<usize>, Vec<usize>) =
            (0..self.kinds.len()).filter(is_kept).partition(|&i| self.run(i).is_hidden);
        if hidden.is_empty() {
            return;
        }
        let words_of = |i: usize| self.text(i).split_ascii_whitespace().collect::<Vec<_>>();
        let shown: HashSet<[&str; STRETCH]> = shown
            .into_iter()
            .flat_map(|i| words_of(i).array_windows().copied().collect::<Vec<_>>())
            .collect();
        let is_copy = |i: &usize| {
            let words = words_of(*i);
            let stretches = words.array_windows::<STRETCH>();
            let n_stretches = stretches.len();
            let n_known = stretches.filter(|stretch| shown.contains(*stretch)).count();
            words.len() < COPY_WORDS || n_known * 2 >= n_stretches
        };
        let copies: Vec<usize> = hidden.into_iter().filter(is_copy).collect();
        for i in copies {
            self.kinds[i] = None;
        }
    }

    /// Posts quoted from a network amid the text are part of it.
    fn add_posts(&mut self, scores: &[f32]) {
        let Some(body) = self.body_range() else { return };
        for (i, score) in scores.iter().enumerate().take(body.end + 3).skip(body.start) {
            let run = self.run(i);
            let is_post = self.dom.upward(run.element).take(4).any(|id| {
                self.dom.tag(id) == Tag::Blockquote
                    && self
                        .dom
                        .attr(id, "class")
                        .unwrap_or_default()
                        .split_ascii_whitespace()
                        .any(|class| class == "twitter-tweet")
            });
            if is_post && self.kinds[i].is_none() && *score > POST {
                self.kinds[i] = Some(BlockKind::Paragraph);
            }
        }
    }

    /// The headline is no part of the text, wherever the page repeats it before the text begins.
    fn set_title(&mut self, title: &Title) {
        let Some(text) = &title.text else { return };
        if let Some(at) = self.title_at {
            let is_heading = self.tag(at).is_heading();
            let has_body_before =
                self.kinds[..at].iter().filter(|kind| **kind == Some(BlockKind::Paragraph)).count() > 1;
            if is_heading || !has_body_before {
                self.kinds[at] = Some(BlockKind::Title);
            }
        }
        let n_title_words = text.split_whitespace().count();
        for i in 0..self.kinds.len() {
            let Some(kind) = self.kinds[i].filter(|kind| *kind != BlockKind::Title) else { continue };
            let n_words = self.run(i).n_words as usize;
            if n_words <= n_title_words + 3 && likeness(self.text(i), text) > 0.9 {
                self.kinds[i] = None;
            } else if kind == BlockKind::Paragraph && n_words > 15 {
                break;
            }
        }
    }

    /// A standfirst that is no part of the text belongs to the headline: like it, it is the article's own word, and is
    /// coded.
    fn set_standfirst(&mut self) {
        let Some(title_at) = self.title_at else { return };
        let is_text = |kind: &Option<BlockKind>| kind.is_some_and(|kind| kind != BlockKind::Title);
        let Some(first) = self.kinds.iter().position(is_text).filter(|&first| first > title_at) else {
            return;
        };
        for i in title_at + 1..first {
            let run = self.run(i);
            let mut around = self.dom.upward(run.element).take(3);
            let groups = around.clone().take(2).fold(0, |groups, id| groups | self.runs.groups[id.index()]);
            let is_standfirst = groups & group::STANDFIRST != 0
                && groups & (group::CAPTION | group::AUTHOR | group::RELATED) == 0
                && around.all(|id| !matches!(self.dom.tag(id), Tag::Figcaption | Tag::Figure | Tag::Nav))
                && !run.is_hidden
                && !run.is_comment
                && run.n_words >= STANDFIRST_WORDS
                && run.n_link_words * 2 <= run.n_words;
            if is_standfirst {
                self.kinds[i] = Some(BlockKind::Title);
            }
        }
    }

    /// The heading, list or like element a run stands in, else its innermost block.
    fn tag(&self, i: usize) -> Tag {
        let run = self.run(i);
        let mut around = self.dom.upward(run.element).take(4).map(|id| self.dom.tag(id));
        around.find(|tag| tag.is_heading() || *tag == Tag::Li).unwrap_or_else(|| self.dom.tag(run.container))
    }

    fn body_kind(&self, i: usize) -> BlockKind {
        let run = self.run(i);
        let ends_sentence =
            self.text(i).trim_end_matches(['"', '”', '’', ')', ' ']).ends_with(['.', '!', '…', ',', ';']);
        match self.tag(i) {
            tag if tag.is_heading() => BlockKind::Heading,
            Tag::Li | Tag::Dd | Tag::Dt => BlockKind::List,
            // A short line all in bold type, and no sentence, is a crosshead.
            _ if run.n_bold_words == run.n_words
                && run.n_words <= 12
                && !ends_sentence
                && self.text(i).chars().any(char::is_alphabetic) =>
            {
                BlockKind::Heading
            }
            _ => BlockKind::Paragraph,
        }
    }

    /// What a run near the text is that is none of it. Before the text only bylines and captions count.
    fn other_kind(&self, i: usize, is_head: bool) -> Option<BlockKind> {
        let run = self.run(i);
        let around: Vec<NodeId> = self.dom.upward(run.element).take(4).collect();
        let groups = around.iter().fold(0, |groups, id| groups | self.runs.groups[id.index()]);
        let is_in = |tags: &[Tag]| around.iter().any(|&id| tags.contains(&self.dom.tag(id)));
        if is_in(&[Tag::Figure, Tag::Figcaption])
            || (groups & (group::CAPTION | group::MEDIA) != 0 && run.n_link_words * 2 <= run.n_words)
        {
            return Some(BlockKind::Caption);
        }
        if groups & group::AUTHOR != 0 && run.n_words <= 20 {
            return Some(BlockKind::Byline);
        }
        if is_head {
            return None;
        }
        // "Share on …" is a link, and leads to no story.
        let is_said = furniture(self.text(i), run.n_words as usize) == Some(BlockKind::Boilerplate);
        let is_related = !is_said && (groups & group::RELATED != 0 || run.n_link_words * 2 > run.n_words);
        Some(if is_related { BlockKind::Related } else { BlockKind::Boilerplate })
    }

    pub(super) fn body_range(&self) -> Option<Range<usize>> {
        let is_body = |kind: &Option<BlockKind>| {
            matches!(kind, Some(BlockKind::Paragraph | BlockKind::Heading | BlockKind::List))
        };
        let first = self.kinds.iter().position(is_body)?;
        Some(first..self.kinds.iter().rposition(is_body)? + 1)
    }
}

/// Whether a class is that of captions and nothing else.
fn is_caption_class(class: &str) -> bool {
    matches!(
        class,
        "wp-caption-text"
            | "wp-caption-dd"
            | "caption-text"
            | "figcaption"
            | "image-caption"
            | "photo-caption"
    )
}
