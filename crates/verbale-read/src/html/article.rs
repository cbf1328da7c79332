//! The article put together: its blocks in order, and what the words of its text tell.

use std::ops::Range;

use jiff::civil::Date;
use verbale_doc::{Block, BlockKind, Byte, Dateline, Published, PublishedBasis, Span, Text};

use super::outline::{Outline, SURE};
use super::page::Page;
use crate::structure::{Known, structure};

/// The article's text alone, with where each run of it stands in it.
pub(super) struct Body {
    pub(super) text: Text,
    runs: Vec<(usize, Range<usize>)>,
}

impl Outline<'_> {
    pub(super) fn body_text(&self) -> Body {
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

    /// Puts the article together: all labelled runs in order, and what the words of the text itself tell.
    pub(super) fn into_page(mut self, body: &Body, scores: &[f32], mut page: Page) -> Page {
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
        let is_told = match block.kind {
            // A rule of dashes has no words of its own.
            BlockKind::Byline | BlockKind::Caption | BlockKind::Boilerplate => {
                body.text[span.clone()].contains(char::is_alphanumeric)
            }
            BlockKind::Related | BlockKind::Title => scores[*i] < SURE,
            BlockKind::Dateline | BlockKind::Paragraph | BlockKind::Heading | BlockKind::List => false,
        };
        if is_whole && is_told {
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
