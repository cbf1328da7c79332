//! From a page to an article: which runs are its text, what the others near them are, and what is known besides.

use std::ops::Range;

use jiff::civil::Date;
use verbale_doc::{Block, BlockKind, Byte, Dateline, Published, PublishedBasis, Span, Text};

use super::dom::{Dom, NodeId};
use super::features::{Features, Hints, features};
use super::forest::body_scores;
use super::groups::group;
use super::runs::{Run, Runs, count_words};
use super::tag::Tag;
use crate::metadata::byline::byline;
use crate::metadata::date::{DateLines, published};
use crate::metadata::days::Order;
use crate::metadata::language::language;
use crate::metadata::tags::{Named, Tags};
use crate::metadata::title::{Site, Title, likeness, title};
use crate::structure::{Known, structure};

/// From this score on a run is taken for the article's text.
const BODY: f32 = 0.5;
/// From this score on a run is taken for it even where its class or its words speak against it.
const SURE: f32 = 0.9;
/// Posts need no more than this.
const POST: f32 = 0.03;
/// Runs before the text that may hold the byline and the date.
const HEAD_RUNS: usize = 14;
/// Runs after it that may.
const FOOT_RUNS: usize = 6;

/// Runs of the text at either end that are looked at as well.
const EDGE_RUNS: usize = 4;

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

impl Page {
    /// The article's text taken from elsewhere than the page's own runs; it may hold markup.
    fn with_text(mut self, full: &str) -> Self {
        let html = full.replace('\n', "<p>");
        let runs = Runs::of(&Dom::parse(&html));
        let paragraphs = runs.runs.iter().map(|run| runs.text_of(run));
        let text = paragraphs.collect::<Vec<_>>().join("\n\n");
        self.text = Text::new(text);
        let day = self.published.map(|published| published.date);
        let title = Some(self.title.as_deref().unwrap_or_default());
        let found = structure(&self.text, Known { title, published: day });
        self.blocks = found.blocks;
        self.dateline = found.dateline;
        self
    }
}

/// A page with its runs and their features, before anything is decided.
pub(crate) struct Parsed {
    pub(crate) dom: Dom,
    pub(crate) runs: Runs,
    pub(crate) features: Features,
    tags: Tags,
    site: Site,
    title: Title,
    hints: Hints,
    url: Option<String>,
}

impl Parsed {
    pub(crate) fn of(html: &str, url: Option<&str>) -> Self {
        let dom = Dom::parse(html);
        let tags = Tags::of(&dom);
        let runs = Runs::of(&dom);
        let url = url.or(tags.canonical.as_deref()).or(tags.meta("og:url")).map(str::to_owned);
        let site = Site::of(&tags, url.as_deref());
        let title = title(&dom, &tags, &site);
        let hints = Hints {
            title: title.text.clone(),
            description: tags.meta("og:description").or(tags.meta("description")).map(str::to_owned),
            body: tags.json_ld.article().and_then(|article| article.body.clone()),
        };
        let features = features(&dom, &runs, &hints);
        Self { dom, runs, features, tags, site, title, hints, url }
    }

    /// Reads the page, given how sure the model is of each run.
    pub(crate) fn into_page(self, scores: &[f32]) -> Page {
        let Self { dom, runs, features, tags, site, title, hints, url } = self;
        let outline = Outline { dom: &dom, runs: &runs, kinds: Vec::new(), title_at: features.title_at };
        let outline = outline.label(scores, &title);
        let body = outline.body_text();
        let language = language(&body.text, tags.lang.as_deref().or(tags.meta("og:locale")));
        let order = Order::of(language.as_deref(), tags.lang.as_deref());
        let page = Page {
            published: published(&tags, url.as_deref(), &outline.date_lines(&tags, &title), order),
            byline: byline(
                &tags,
                site.name.as_deref(),
                &outline.byline_lines(),
                &outline.marked_authors(&tags),
            ),
            title: title.text,
            publisher: site.name,
            language,
            url,
            ..Page::default()
        };
        // Pages built by script may show next to nothing of what their structured data holds in full.
        if let Some(full) = &hints.body
            && count_words(&body.text) * 5 < count_words(full) * 2
        {
            return page.with_text(full);
        }
        outline.into_page(&body, scores, page)
    }
}

/// Reads a page; `url` is where it came from, as far as that is known.
pub(crate) fn read(html: &str, url: Option<&str>) -> Page {
    let parsed = Parsed::of(html, url);
    let scores = body_scores(&parsed.runs, &parsed.features);
    parsed.into_page(&scores)
}

/// The runs of a page with what they are.
struct Outline<'a> {
    dom: &'a Dom,
    runs: &'a Runs,
    /// `None`: no part of the article.
    kinds: Vec<Option<BlockKind>>,
    title_at: Option<usize>,
}

fn dom_class(dom: &Dom, id: NodeId) -> &str {
    dom.attr(id, "class").unwrap_or_default()
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
        self.kinds =
            (0..scores.len()).map(|i| self.is_text(i, scores[i]).then(|| self.body_kind(i))).collect();
        self.drop_standfirst();
        self.add_posts(scores);
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

    /// Whether a run is the article's text, given how sure the model is. Captions and readers' comments never are.
    fn is_text(&self, i: usize, score: f32) -> bool {
        let run = self.run(i);
        let mut around = self.dom.upward(run.element).take(4);
        let is_caption = around.clone().any(|id| matches!(self.dom.tag(id), Tag::Figcaption | Tag::Caption));
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

    /// Posts quoted from a network amid the text are part of it.
    fn add_posts(&mut self, scores: &[f32]) {
        let Some(body) = self.body_range() else { return };
        for (i, score) in scores.iter().enumerate().take(body.end + 3).skip(body.start) {
            let run = self.run(i);
            let is_post = self.dom.upward(run.element).take(4).any(|id| {
                self.dom.tag(id) == Tag::Blockquote
                    && dom_class(self.dom, id).split_ascii_whitespace().any(|class| class == "twitter-tweet")
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
        let is_related = groups & group::RELATED != 0 || run.n_link_words * 2 > run.n_words;
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
        let says_so = |i: &usize| {
            let run = self.run(*i);
            let head = self.text(*i).get(..4).unwrap_or_default().to_ascii_lowercase();
            let is_lead = head.starts_with("by ") || head.starts_with("von ") || head == "par ";
            let around = self.dom.upward(run.element).take(3);
            let groups = around.fold(0, |groups, id| groups | self.runs.groups[id.index()]);
            !run.is_comment && run.n_words <= 16 && (is_lead || groups & group::AUTHOR != 0)
        };
        self.head_and_foot().into_iter().flatten().filter(says_so).map(|i| self.text(i)).collect()
    }

    /// Elements that name authors by their markup, those between the headline and the end of the text first.
    fn marked_authors<'t>(&self, tags: &'t Tags) -> Vec<&'t str> {
        let body = self.body_range();
        let first = self.title_at.into_iter().chain(body.clone().map(|range| range.start)).min();
        let start = first.map(|i| self.run(i).element);
        let end = body.map(|range| self.run(range.end - 1).element);
        let is_near = |element: NodeId| {
            start.is_none_or(|start| element >= start) && end.is_none_or(|end| element <= end)
        };
        let (near, far): (Vec<_>, Vec<_>) = tags.authors.iter().partition(|author| is_near(author.element));
        let short = |author: &&Named| author.value.chars().count() <= 80;
        near.into_iter()
            .chain(far.into_iter().take(3))
            .filter(short)
            .map(|author| author.value.as_str())
            .collect()
    }

    /// The runs before the text and those right after it, with the first and last of the text itself: what labels them
    /// may take a date line for one of its own.
    fn head_and_foot(&self) -> [Range<usize>; 2] {
        let Some(body) = self.body_range() else { return [0..0, 0..0] };
        let start = self.title_at.unwrap_or(body.start).min(body.start).saturating_sub(HEAD_RUNS / 2);
        let first = (body.start + EDGE_RUNS).min(body.end);
        let foot = body.end.saturating_sub(EDGE_RUNS).max(first);
        [
            start.max(body.start.saturating_sub(HEAD_RUNS * 3))..first,
            foot..(body.end + FOOT_RUNS).min(self.kinds.len()),
        ]
    }

    fn date_lines(&self, tags: &Tags, title: &Title) -> DateLines<'_> {
        let is_line = |i: &usize| {
            let longest = if self.kinds[*i].is_some() { 80 } else { 200 };
            let is_quoted =
                self.dom.upward(self.run(*i).element).take(4).any(|id| self.dom.tag(id) == Tag::Blockquote);
            self.text(*i).len() <= longest && self.kinds[*i] != Some(BlockKind::Title) && !is_quoted
        };
        let is_dated = |i: &usize| {
            let groups = self.dom.upward(self.run(*i).element).take(4);
            groups.fold(0, |groups, id| groups | self.runs.groups[id.index()]) & group::DATE != 0
        };
        let [head, foot] = self.head_and_foot().map(|range| {
            let (dated, others): (Vec<usize>, Vec<usize>) = range.filter(is_line).partition(is_dated);
            dated.into_iter().chain(others).map(|i| self.text(i)).collect()
        });
        let first = self.body_range().map(|range| self.run(range.start).element);
        let last = self.body_range().map(|range| self.run(range.end - 1).element);
        let start = title.element.into_iter().chain(first).min();
        let is_near = |element: NodeId| {
            start.is_none_or(|start| element.index() + 80 >= start.index())
                && last.is_none_or(|last| element <= last)
        };
        let stamps = (0..tags.stamps.len()).filter(|&at| is_near(tags.stamps[at].element)).collect();
        DateLines { head, foot, stamps }
    }

    /// Puts the article together: all labelled runs in order, and what the words of the text itself tell.
    fn into_page(mut self, body: &Body, scores: &[f32], mut page: Page) -> Page {
        let day = page.published.map(|published| published.date);
        let found = structure(
            &body.text,
            Known { title: Some(page.title.as_deref().unwrap_or_default()), published: day },
        );
        for block in &found.blocks {
            self.relabel(body, scores, *block);
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
        let dateline = found.dateline.clone().or_else(|| body.later_dateline(day));
        page.dateline = dateline.and_then(|dateline| moved(&dateline, body, &starts));
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
    fn relabel(&mut self, body: &Body, scores: &[f32], block: Block) {
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
        if is_whole && is_other && scores[*i] < SURE {
            self.kinds[*i] = Some(block.kind);
        }
    }
}

/// Runs that may stand before the dateline: a line that sums up, a label.
const BEFORE_DATELINE: usize = 2;

impl Body {
    /// A dateline at the start of one of the first paragraphs but the first.
    fn later_dateline(&self, day: Option<Date>) -> Option<Dateline> {
        (1..=BEFORE_DATELINE).find_map(|at| {
            let (_, span) = self.runs.get(at)?;
            // With the paragraph after it, as a line with nothing but a place needs one.
            let (_, last) = self.runs.get(at + 1).unwrap_or(&self.runs[at]);
            let rest = Text::new(&self.text[span.start..last.end]);
            let found = structure(&rest, Known { title: Some(""), published: day }).dateline?;
            let shift = |old: Span<Byte>| {
                let start = span.start as u32;
                Span::new(old.start() + start, old.end() + start)
            };
            Some(Dateline {
                place: found.place.map(shift),
                agency: found.agency.map(shift),
                date: found.date,
                span: shift(found.span),
            })
        })
    }
}

/// A dateline of the text alone, moved to where the same run stands in the article.
fn moved(dateline: &Dateline, body: &Body, starts: &[Option<usize>]) -> Option<Dateline> {
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
