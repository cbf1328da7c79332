//! The article with its statements and events marked in the text.

use verbale_record::{Block, Span};

use super::layout::{Page, Piece};
use super::view::View;
use crate::paint::Look;

/// Writes the article, block by block.
pub(super) fn article(view: &View<'_>, page: &mut Page) {
    let marks = marks(view);
    let mut dateline: Option<&Block> = None;
    for block in &view.record.article.blocks {
        if block.kind == "dateline" {
            dateline = Some(block);
            continue;
        }
        page.gap();
        let mut pieces = Vec::new();
        if let Some(dateline) = dateline.take() {
            pieces.push(Piece::new(view.words(dateline.start, dateline.end) + " ", Look::DIM));
        }
        match block.kind.as_str() {
            "title" | "heading" => {
                pieces.extend(marked(view, block, &marks, Look::BOLD));
                page.paragraph(&Piece::plain(""), 2, &pieces);
            }
            "list" => {
                pieces.extend(marked(view, block, &marks, Look::PLAIN));
                page.paragraph(&Piece::new("  •", Look::DIM), 4, &pieces);
            }
            "paragraph" => {
                pieces.extend(marked(view, block, &marks, Look::PLAIN));
                page.paragraph(&Piece::plain(""), 2, &pieces);
            }
            kind => {
                let words = view.words(block.start, block.end);
                let note = if kind == "related" { "teaser of another story" } else { kind };
                pieces.push(Piece::new(format!("{words}  ({note}: not coded)"), Look::DIM));
                page.paragraph(&Piece::new("  ┊", Look::DIM), 4, &pieces);
            }
        }
    }
}

/// Something put into the text at a code point.
struct Mark {
    at: u32,
    /// Closing marks come before opening ones at the same place, inner ones close first and open last.
    order: (u8, i64),
    what: What,
}

enum What {
    Open {
        label: String,
        look: Look,
    },
    Close,
    /// The number of an event.
    Event {
        label: String,
    },
    /// From here, and up to here, the words of an event.
    Trigger {
        starts: bool,
    },
}

fn marks(view: &View<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for statement in &view.record.statements {
        let look = view.look(statement);
        for &Span { start, end } in &statement.content {
            let length = i64::from(end) - i64::from(start);
            let label = statement.id.clone();
            marks.push(Mark { at: start, order: (4, -length), what: What::Open { label, look } });
            marks.push(Mark { at: end, order: (2, length), what: What::Close });
        }
    }
    for event in &view.record.events {
        for span in &event.trigger {
            marks.push(Mark { at: span.start, order: (5, 0), what: What::Trigger { starts: true } });
            marks.push(Mark { at: span.end, order: (0, 0), what: What::Trigger { starts: false } });
        }
        // Behind the word that decides, which comes first.
        if let Some(first) = event.trigger.first() {
            marks.push(Mark { at: first.end, order: (1, 0), what: What::Event { label: event.id.clone() } });
        }
    }
    marks.sort_by_key(|mark| (mark.at, mark.order));
    marks
}

/// The words of a block in pieces: brackets around what was said in the colour of the speaker, the words of events
/// underlined with their number behind them.
fn marked(view: &View<'_>, block: &Block, marks: &[Mark], base: Look) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open: Vec<Look> = Vec::new();
    let mut n_triggers = 0_u32;
    let mut at = block.start;
    let inside = marks.iter().filter(|mark| block.start <= mark.at && mark.at <= block.end);
    for mark in inside {
        push(view, &mut pieces, at..mark.at, look(base, &open, n_triggers));
        at = mark.at;
        match &mark.what {
            What::Open { label, look } => {
                pieces.push(Piece::new(format!("[{label} "), look.bold()));
                // What follows the label hangs together with it.
                open.push(*look);
            }
            What::Close => {
                if let Some(look) = open.pop() {
                    pieces.push(Piece::new("]", look.bold()));
                }
            }
            What::Event { label } => pieces.push(Piece::new(format!("‹{label}›"), Look::BOLD)),
            What::Trigger { starts: true } => n_triggers += 1,
            What::Trigger { starts: false } => n_triggers = n_triggers.saturating_sub(1),
        }
    }
    push(view, &mut pieces, at..block.end, look(base, &open, n_triggers));
    pieces
}

fn look(base: Look, open: &[Look], n_triggers: u32) -> Look {
    let color = open.last().and_then(|look| look.color);
    Look { color: color.or(base.color), underline: n_triggers > 0, ..base }
}

fn push(view: &View<'_>, pieces: &mut Vec<Piece>, range: std::ops::Range<u32>, look: Look) {
    if range.start < range.end {
        pieces.push(Piece::new(range.map(|at| view.char(at)).collect::<String>(), look));
    }
}
