//! From a page to an article: which runs are its text, what the others near them are, and what is known besides.

use std::ops::Range;

use jiff::civil::Date;
use verbale_doc::{Block, BlockKind, Byte, Dateline, Published, PublishedBasis, Span, Text};

use super::dom::{Dom, NodeId};
use super::features::{Features, Hints, features};
use super::forest::body_scores;
use super::runs::{Run, Runs};
use super::tag::Tag;
use crate::metadata::byline::byline;
use crate::metadata::date::{DateLines, published};
use crate::metadata::days::Order;
use crate::metadata::language::language;
use crate::metadata::tags::Tags;
use crate::metadata::title::{Site, Title, likeness, title};
use crate::structure::{Known, structure};

/// From this score on a run is taken for the article's text.
const BODY: f32 = 0.5;
/// Runs before the text that may hold the byline and the date.
const HEAD_RUNS: usize = 14;
/// Runs after it that may.
const FOOT_RUNS: usize = 6;

/// Runs of the text at either end that are looked at as well.
const EDGE_RUNS: usize = 2;

/// What is read out of a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) dateline: Option<Dateline>,
    pub(crate) published: Option<Published>,
    /// The page's own address, where it names it.
    pub(crate) url: Option<String>,
    pub(crate) text: Text,
    pub(crate) blocks: Vec<Block>,
}

/// Reads a page; `url` is where it came from, as far as that is known.
pub(crate) fn read(html: &str, url: Option<&str>) -> Page {
    read_scored(html, url, body_scores)
}

/// As [`read`], with the runs scored by `score`.
pub(crate) fn read_scored(
    html: &str,
    url: Option<&str>,
    score: impl FnOnce(&Runs, &Features) -> Vec<f32>,
) -> Page {
    let dom = Dom::parse(html);
    let tags = Tags::of(&dom);
    let runs = Runs::of(&dom);
    let url = url.or(tags.canonical.as_deref()).or(tags.meta("og:url"));
    let site = Site::of(&tags, url);
    let title = title(&dom, &tags, &site);
    let hints = Hints {
        title: title.text.clone(),
        description: tags.meta("og:description").or(tags.meta("description")).map(str::to_owned),
        body: tags.json_ld.article().and_then(|article| article.body.clone()),
    };
    let features = features(&dom, &runs, &hints);
    let scores = score(&runs, &features);
    let outline = Outline { dom: &dom, runs: &runs, kinds: Vec::new(), title_at: features.title_at };
    let outline = outline.label(&scores, &title);
    let declared_language = tags.lang.as_deref().or(tags.meta("og:locale"));
    let body = outline.body_text();
    let language = language(&body.text, declared_language);
    let order = Order::of(language.as_deref(), tags.lang.as_deref());
    let published = published(&tags, url, &outline.date_lines(&tags, &title), order);
    let byline = byline(&tags, site.name.as_deref(), &outline.byline_lines());
    outline.into_page(
        body,
        published.map(|published| published.date),
        Page {
            title: title.text,
            publisher: site.name.clone(),
            byline,
            language,
            published,
            url: url.map(str::to_owned),
            ..Page::default()
        },
    )
}

/// The runs of a page with what they are.
struct Outline<'a> {
    dom: &'a Dom,
    runs: &'a Runs,
    /// `None`: no part of the article.
    kinds: Vec<Option<BlockKind>>,
    title_at: Option<usize>,
}

/// The article's text alone, with where each run of it stands in it.
struct Body {
    text: Text,
    runs: Vec<(usize, Range<usize>)>,
}

impl Outline<'_> {
    fn run(&self, i: usize) -> &Run {
        &self.runs.runs[i]
    }

    fn text(&self, i: usize) -> &str {
        self.runs.text_of(self.run(i))
    }

    fn label(mut self, scores: &[f32], title: &Title) -> Self {
        let runs = &self.runs.runs;
        self.kinds = (0..runs.len())
            .map(|i| (scores[i] > BODY && !runs[i].is_comment).then(|| self.body_kind(i)))
            .collect();
        self.set_title(title);
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
        let mut n_prose = 0;
        for i in 0..self.kinds.len() {
            let n_words = self.run(i).n_words;
            let is_alike = n_words as usize <= n_title_words + 3 && likeness(self.text(i), text) > 0.9;
            if is_alike && n_prose == 0 && self.kinds[i].is_some_and(|kind| kind != BlockKind::Title) {
                self.kinds[i] = None;
            }
            n_prose += u32::from(self.kinds[i] == Some(BlockKind::Paragraph) && n_words > 15 && !is_alike);
        }
    }

    /// The heading, list or like element a run stands in, else its innermost block.
    fn tag(&self, i: usize) -> Tag {
        let run = self.run(i);
        let mut around = std::iter::once(run.element)
            .chain(self.dom.ancestors(run.element))
            .take(4)
            .map(|id| self.dom.tag(id));
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
        const CAPTION: u64 = 1 << 21 | 1 << 22;
        const AUTHOR: u64 = 1 << 19;
        const RELATED: u64 = 1 << 10 | 1 << 11 | 1 << 12;
        let run = self.run(i);
        let around: Vec<NodeId> =
            std::iter::once(run.element).chain(self.dom.ancestors(run.element)).take(4).collect();
        let groups = around.iter().fold(0, |groups, id| groups | self.runs.groups[id.index()]);
        let is_in = |tags: &[Tag]| around.iter().any(|&id| tags.contains(&self.dom.tag(id)));
        if is_in(&[Tag::Figure, Tag::Figcaption])
            || (groups & CAPTION != 0 && run.n_link_words * 2 <= run.n_words)
        {
            return Some(BlockKind::Caption);
        }
        if groups & AUTHOR != 0 && run.n_words <= 20 {
            return Some(BlockKind::Byline);
        }
        if is_head {
            return None;
        }
        let is_related = groups & RELATED != 0 || run.n_link_words * 2 > run.n_words;
        Some(if is_related { BlockKind::Related } else { BlockKind::Boilerplate })
    }

    fn body_range(&self) -> Option<Range<usize>> {
        let is_body = |kind: &Option<BlockKind>| {
            matches!(kind, Some(BlockKind::Paragraph | BlockKind::Heading | BlockKind::List))
        };
        let first = self.kinds.iter().position(is_body)?;
        Some(first..self.kinds.iter().rposition(is_body)? + 1)
    }

    fn body_text(&self) -> Body {
        let mut text = String::new();
        let mut runs = Vec::new();
        for (i, kind) in self.kinds.iter().enumerate() {
            if matches!(kind, Some(BlockKind::Paragraph | BlockKind::Heading | BlockKind::List)) {
                let start = text.len();
                text.push_str(self.text(i));
                runs.push((i, start..text.len()));
                text.push_str("\n\n");
            }
        }
        Body { text: Text::new(text), runs }
    }

    /// Lines around the text whose class or first words say that they name the author.
    fn byline_lines(&self) -> Vec<&str> {
        let Some(range) = self.head_and_foot() else { return Vec::new() };
        let says_so = |i: &usize| {
            let run = self.run(*i);
            let head = self.text(*i).get(..4).unwrap_or_default().to_ascii_lowercase();
            let is_lead = head.starts_with("by ") || head.starts_with("von ") || head == "par ";
            let around = std::iter::once(run.element).chain(self.dom.ancestors(run.element)).take(3);
            let groups = around.fold(0, |groups, id| groups | self.runs.groups[id.index()]);
            run.n_words <= 16 && (is_lead || groups & 1 << 19 != 0)
        };
        range.filter(says_so).map(|i| self.text(i)).collect()
    }

    /// The runs before the text and those right after it, with the first and last of the text itself: what labels them
    /// may take a date line for one of its own.
    fn head_and_foot(&self) -> Option<impl Iterator<Item = usize>> {
        let body = self.body_range()?;
        let start = self.title_at.unwrap_or(body.start).min(body.start).saturating_sub(HEAD_RUNS / 2);
        let first = (body.start + EDGE_RUNS).min(body.end);
        let head = start.max(body.start.saturating_sub(HEAD_RUNS * 3))..first;
        let foot = (body.end - EDGE_RUNS.min(body.end)).max(first)..(body.end + FOOT_RUNS).min(self.kinds.len());
        Some(head.chain(foot))
    }

    fn date_lines(&self, tags: &Tags, title: &Title) -> DateLines<'_> {
        let mut head: Vec<&str> = Vec::new();
        if let Some(range) = self.head_and_foot() {
            let lines: Vec<usize> = range.filter(|&i| self.run(i).n_words <= 30).collect();
            let is_dated = |i: &usize| {
                let run = self.run(*i);
                let around = std::iter::once(run.element).chain(self.dom.ancestors(run.element)).take(3);
                around.fold(0, |groups, id| groups | self.runs.groups[id.index()]) & 1 << 25 != 0
            };
            let (dated, others): (Vec<usize>, Vec<usize>) = lines.into_iter().partition(is_dated);
            head.extend(dated.into_iter().chain(others).map(|i| self.text(i)));
        }
        let first = self.body_range().map(|range| self.run(range.start).element);
        let last = self.body_range().map(|range| self.run(range.end - 1).element);
        let start = title.element.into_iter().chain(first).min();
        let is_near = |element: NodeId| {
            start.is_none_or(|start| element.index() + 80 >= start.index())
                && last.is_none_or(|last| element <= last)
        };
        let stamps = (0..tags.stamps.len()).filter(|&at| is_near(tags.stamps[at].element)).collect();
        DateLines { head, stamps }
    }

    /// Puts the article together: all labelled runs in order, and what the words of the text itself tell.
    fn into_page(mut self, body: Body, day: Option<Date>, mut page: Page) -> Page {
        let found = structure(
            &body.text,
            Known { title: Some(page.title.as_deref().unwrap_or_default()), published: day },
        );
        for block in &found.blocks {
            self.relabel(&body, *block);
        }
        let mut text = String::new();
        let mut starts = vec![None; self.kinds.len()];
        let mut blocks: Vec<Block> = Vec::new();
        for (i, kind) in self.kinds.iter().enumerate() {
            if let Some(kind) = *kind {
                let start = text.len();
                text.push_str(self.text(i));
                starts[i] = Some(start);
                blocks.push(Block { kind, span: Span::new(start as u32, text.len() as u32) });
                text.push_str("\n\n");
            }
        }
        text.truncate(text.trim_end().len());
        page.dateline = found.dateline.and_then(|dateline| moved(dateline, &body, &starts));
        if let Some(dateline) = &page.dateline {
            part_dateline(&mut blocks, dateline.span, &text);
        }
        if page.published.is_none() {
            let date = found.published;
            page.published = date.map(|date| Published { date, basis: PublishedBasis::Text });
        }
        page.byline = page.byline.or(found.byline);
        page.text = Text::new(text);
        page.blocks = blocks;
        page
    }

    /// Takes over what the words alone tell of a run of the text: that it is a teaser, a share line, a caption.
    fn relabel(&mut self, body: &Body, block: Block) {
        let holds = |(_, span): &&(usize, Range<usize>)| {
            span.start <= block.span.start() as usize && block.span.end() as usize <= span.end
        };
        let at = body.runs.partition_point(|(_, span)| span.end < block.span.end() as usize);
        let Some((i, span)) = body.runs.get(at).filter(holds) else { return };
        let is_whole = block.span.len() as usize * 10 >= span.len() * 9;
        let is_other = matches!(
            block.kind,
            BlockKind::Related
                | BlockKind::Boilerplate
                | BlockKind::Byline
                | BlockKind::Caption
                | BlockKind::Title
        );
        if is_whole && is_other {
            self.kinds[*i] = Some(block.kind);
        }
    }
}

/// A dateline of the text alone, moved to where the same run stands in the article.
fn moved(dateline: Dateline, body: &Body, starts: &[Option<usize>]) -> Option<Dateline> {
    let at = body.runs.partition_point(|(_, span)| span.end < dateline.span.end() as usize);
    let (i, span) = body.runs.get(at)?;
    let start = starts[*i]?;
    let move_span = |old: Span<Byte>| {
        let move_place =
            |place: u32| (place as usize + start).checked_sub(span.start).map(|place| place as u32);
        Some(Span::new(move_place(old.start())?, move_place(old.end())?))
    };
    Some(Dateline {
        place: dateline.place.and_then(move_span),
        agency: dateline.agency.and_then(move_span),
        date: dateline.date,
        span: move_span(dateline.span)?,
    })
}

/// Makes the dateline a block of its own, before the rest of its paragraph.
fn part_dateline(blocks: &mut Vec<Block>, dateline: Span<Byte>, text: &str) {
    let Some(at) = blocks.iter().position(|block| block.span.covers(dateline)) else { return };
    let whole = blocks[at].span;
    let rest = text.get(dateline.end() as usize..whole.end() as usize).unwrap_or_default();
    let start = whole.end() - rest.trim_start().len() as u32;
    blocks[at] = Block { kind: BlockKind::Dateline, span: dateline };
    if start < whole.end() {
        blocks.insert(at + 1, Block { kind: BlockKind::Paragraph, span: Span::new(start, whole.end()) });
    }
}
