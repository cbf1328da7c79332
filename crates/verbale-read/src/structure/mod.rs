//! The parts of a news text: headline, dateline, paragraphs, crossheads, teasers, and what is not the article's own.
//!
//! Every paragraph is first judged by itself, then by its neighbours; no rule knows an article or an outlet.

mod agencies;
mod bylines;
mod dateline;
pub(crate) mod dates;
pub(crate) mod furniture;
mod lists;
mod paragraphs;
mod shape;
mod teasers;

use std::ops::Range;

use jiff::civil::Date;
use verbale_doc::{Block, BlockKind, Byte, Dateline, Span, Text};

use bylines::Byline;
use paragraphs::is_blank;
use shape::{End, Shape, folded};
use teasers::Teaser;

/// What is known of an article before its text is looked at.
#[derive(Clone, Copy, Default)]
pub(crate) struct Known<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) published: Option<Date>,
}

/// What the text tells.
#[derive(Default)]
pub(crate) struct Structure {
    pub(crate) blocks: Vec<Block>,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) dateline: Option<Dateline>,
    /// A full date on a line of its own, or in the dateline.
    pub(crate) published: Option<Date>,
}

/// The day given in the dateline at the head of a paragraph, as it is resolved while reading: for an article that is
/// put together again from its parts.
pub fn dateline_day(paragraph: &str, published: Option<Date>) -> Option<Date> {
    dateline::scan(paragraph)?.date?.resolve(published)
}

/// Cuts a text into labelled blocks.
pub(crate) fn structure(text: &Text, known: Known<'_>) -> Structure {
    let mut parts: Vec<Part<'_>> =
        paragraphs::paragraphs(text).into_iter().map(|span| Part::new(text, span)).collect();
    let byline = judge_alone(&mut parts);
    let line_date = head_date(&parts);
    let title = find_title(&mut parts, known.title);
    set_teasers_apart(&mut parts);
    lists::find(&mut parts);
    find_headings(&mut parts);
    let dateline = find_dateline(&parts);
    let dateline_date =
        dateline.as_ref().and_then(|(_, head)| head.date?.resolve(known.published.or(line_date)));
    Structure {
        blocks: blocks(&parts, dateline.as_ref()),
        title,
        byline,
        dateline: dateline.map(|(part_idx, head)| {
            let start = parts[part_idx].span.start();
            let within =
                |range: Range<usize>| Span::new(start + range.start as u32, start + range.end as u32);
            let end = parts[part_idx].text[..head.end].trim_end_matches(is_blank).len();
            Dateline {
                place: head.place.map(within),
                agency: head.agency.map(within),
                date: dateline_date,
                span: within(0..end),
            }
        }),
        published: line_date.or(dateline_date),
    }
}

/// A paragraph on its way to becoming a block.
struct Part<'a> {
    text: &'a str,
    span: Span<Byte>,
    shape: Shape,
    kind: BlockKind,
}

impl<'a> Part<'a> {
    fn new(text: &'a str, span: Span<Byte>) -> Self {
        let text = &text[span.range()];
        Self { text, span, shape: Shape::of(text), kind: BlockKind::Paragraph }
    }

    /// Not yet told to be anything but running text.
    fn is_open(&self) -> bool {
        self.kind == BlockKind::Paragraph
    }

    /// Moves the start past a mark that is not part of the words.
    fn drop_lead(&mut self, n_bytes: usize) {
        let rest = &self.text[n_bytes..];
        let bare = rest.trim_start_matches(is_blank);
        self.span = Span::new(self.span.end() - bare.len() as u32, self.span.end());
        self.text = bare;
        self.shape = Shape::of(bare);
    }
}

/// Bylines stand near the head or the foot: this many paragraphs from either.
const EDGE: usize = 6;

/// Labels what shows by itself to be page furniture, a caption or a byline; gives the names in the first byline.
fn judge_alone(parts: &mut [Part<'_>]) -> Option<String> {
    let mut names = None;
    let n_parts = parts.len();
    for (i, part) in parts.iter_mut().enumerate() {
        let n_words = part.shape.n_words;
        let at_edge = i < EDGE || i + EDGE >= n_parts;
        if let Some(kind) = furniture::furniture(part.text, n_words) {
            part.kind = kind;
        } else if furniture::date_line(part.text, n_words).is_some() {
            part.kind = BlockKind::Boilerplate;
        } else if at_edge && let Some(byline) = bylines::byline(part.text, n_words) {
            part.kind = BlockKind::Byline;
            if let Byline::Names(found) = byline {
                names = names.or(Some(found));
            }
        }
    }
    names
}

/// The date on a line of its own near the head.
fn head_date(parts: &[Part<'_>]) -> Option<Date> {
    let head = parts.iter().take(EDGE);
    head.filter_map(|part| furniture::date_line(part.text, part.shape.n_words))
        .find_map(|written| written.resolve(None))
}

/// Labels the headline, where the text brings it; gives its words where no title was known.
fn find_title(parts: &mut [Part<'_>], known: Option<&str>) -> Option<String> {
    let first = parts.iter().position(Part::is_open)?;
    if let Some(known) = known {
        // Sites put their name behind their headlines, so one may hold the other.
        let (known, line) = (folded(known), folded(parts[first].text));
        let holds = |long: &str, short: &str| short.len() >= 20 && long.starts_with(short);
        if !line.is_empty()
            && (known == line
                || holds(&known, &line)
                || holds(&line, &known) && parts[first].shape.is_headline())
        {
            parts[first].kind = BlockKind::Title;
        }
        return None;
    }
    let mut title = first;
    // A short line in capitals over a headline names the section: "WORLD".
    let next_open = (first + 1..parts.len()).find(|&i| parts[i].is_open());
    let in_capitals = !parts[first].text.contains(char::is_lowercase);
    if let Some(next) = next_open
        && in_capitals
        && parts[first].shape.n_words <= 2
        && is_title(&parts[next], &parts[next + 1..])
    {
        parts[first].kind = BlockKind::Boilerplate;
        title = next;
    }
    let (head, rest) = parts.split_at_mut(title + 1);
    let line = &mut head[title];
    is_title(line, rest).then(|| {
        line.kind = BlockKind::Title;
        line.text.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

/// A headline has an article under it, and does not start with a dateline.
fn is_title(line: &Part<'_>, rest: &[Part<'_>]) -> bool {
    let looks_so = line.shape.is_headline() || line.shape.is_stopped_headline();
    let has_article = rest.iter().any(|part| part.is_open() && part.shape.is_prose());
    looks_so && has_article && dateline::scan(line.text).is_none()
}

/// More full paragraphs than this below a cue, and the article goes on there.
const FOREIGN_TAIL: usize = 2;

/// Labels teasers of other stories, with the headlines and cut-off first words that belong to them.
fn set_teasers_apart(parts: &mut [Part<'_>]) {
    let mut i = 0;
    while i < parts.len() {
        let cue =
            parts[i].is_open().then(|| teasers::teaser(parts[i].text, parts[i].shape.n_words)).flatten();
        let end = match cue {
            None => unannounced_teaser(parts, i),
            Some(Teaser::Whole) => i + 1,
            Some(Teaser::Inline) => teaser_end(parts, i + 1),
            Some(Teaser::Closing) => {
                let own = parts[i + 1..].iter().filter(|part| part.is_open() && is_own_prose(part)).count();
                if own > FOREIGN_TAIL { teaser_end(parts, i + 1) } else { parts.len() }
            }
        };
        for part in parts[i..end].iter_mut().filter(|part| part.is_open()) {
            part.kind = BlockKind::Related;
        }
        i = end.max(i + 1);
    }
}

/// A whole paragraph without the signs of another story.
fn is_own_prose(part: &Part<'_>) -> bool {
    part.shape.end == End::Stop && part.shape.n_words >= 15 && dateline::scan(part.text).is_none()
}

/// One past the headlines and cut-off beginnings that follow a cue.
fn teaser_end(parts: &[Part<'_>], start: usize) -> usize {
    let belongs = |part: &Part<'_>| {
        !part.is_open()
            || part.shape.is_headline()
            || part.shape.is_stopped_headline()
            || part.shape.end == End::Ellipsis
            || dateline::scan(part.text).is_some()
            || lists::bullet(part.text)
                .is_some_and(|(_, n_bytes)| Shape::of(&part.text[n_bytes..]).is_headline())
    };
    start + parts[start..].iter().take_while(|part| belongs(part)).count()
}

/// A headline with a dateline under it that breaks off: another story, even where no cue says so.
fn unannounced_teaser(parts: &[Part<'_>], at: usize) -> usize {
    let [headline, words, ..] = &parts[at..] else { return at };
    let has_article_before = parts[..at].iter().any(|part| part.is_open() && part.shape.is_prose());
    let is_teaser = has_article_before
        && headline.is_open()
        && words.is_open()
        && headline.shape.is_headline()
        && words.shape.end == End::Ellipsis
        && dateline::scan(words.text).is_some();
    if is_teaser { at + 2 } else { at }
}

/// Longer questions and exclamations are sentences of the text.
const SPOKEN_HEADING_WORDS: usize = 10;

/// Labels crossheads: open lines with running text under them.
fn find_headings(parts: &mut [Part<'_>]) {
    let next_is_text = |rest: &[Part<'_>]| {
        let next = rest.iter().find(|part| part.kind.is_coded());
        next.is_some_and(|part| part.kind == BlockKind::List || part.shape.is_prose())
    };
    for i in 0..parts.len() {
        let (before, rest) = parts.split_at_mut(i + 1);
        let part = &mut before[i];
        if !part.is_open() {
            continue;
        }
        let marks = part.text.len() - part.text.trim_start_matches('#').len();
        if (1..=6).contains(&marks) && part.text[marks..].starts_with(' ') {
            part.drop_lead(marks);
            part.kind = BlockKind::Heading;
            continue;
        }
        let is_quoted = part.text.starts_with(['“', '"', '‘', '\'']) && part.shape.end != End::Open;
        let is_short = part.shape.end == End::Open || part.shape.n_words <= SPOKEN_HEADING_WORDS;
        let is_heading =
            part.shape.is_headline() && is_short && !is_quoted && dateline::scan(part.text).is_none();
        if is_heading && next_is_text(rest) {
            part.kind = BlockKind::Heading;
        }
    }
}

/// How many paragraphs may stand before the dateline: a standfirst, a summary.
const BEFORE_DATELINE: usize = 3;

/// The first dateline near the head, with the part it begins.
fn find_dateline(parts: &[Part<'_>]) -> Option<(usize, dateline::Found)> {
    let open = parts.iter().enumerate().filter(|(_, part)| part.is_open()).take(BEFORE_DATELINE);
    open.enumerate().find_map(|(nth, (part_idx, part))| {
        let head = dateline::scan(part.text)?;
        // Further down only what is signed or dated: a bare "PARIS —" may be a list of cities.
        let is_sure = nth == 0 || head.agency.is_some() || head.date.is_some();
        is_sure.then_some((part_idx, head))
    })
}

/// The parts as blocks; the dateline is cut off the paragraph it begins.
fn blocks(parts: &[Part<'_>], dateline: Option<&(usize, dateline::Found)>) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(parts.len() + 1);
    for (part_idx, part) in parts.iter().enumerate() {
        let mut span = part.span;
        if let Some((_, head)) = dateline.filter(|(with_dateline, _)| *with_dateline == part_idx) {
            let end = part.text[..head.end].trim_end_matches(is_blank).len() as u32;
            blocks
                .push(Block { kind: BlockKind::Dateline, span: Span::new(span.start(), span.start() + end) });
            span = Span::new(span.start() + head.end as u32, span.end());
        }
        if !span.is_empty() {
            blocks.push(Block { kind: part.kind, span });
        }
    }
    blocks
}
