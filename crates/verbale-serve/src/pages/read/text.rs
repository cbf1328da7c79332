//! The article's text with its marks: cut wherever a mark begins or ends, every piece with the classes of all marks
//! it lies in.

use maud::{Markup, html};
use verbale_record::{Record, Span};

use crate::words::words;

/// A text that is addressed by code points.
pub(super) struct Chars<'a> {
    text: &'a str,
    /// Byte at which each code point begins, and the end.
    starts: Vec<u32>,
}

impl<'a> Chars<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let starts = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        Self { text, starts }
    }

    /// The code points from `start` to `end`, as far as there are any.
    pub(super) fn slice(&self, start: u32, end: u32) -> &'a str {
        let at = |char: u32| self.starts[(char as usize).min(self.starts.len() - 1)] as usize;
        let (start, end) = (at(start), at(end));
        if start < end { &self.text[start..end] } else { "" }
    }
}

/// A stretch of text that is to look like something.
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) class: String,
    /// The item it leads to, for pointers: `s3`.
    pub(super) item: Option<String>,
}

/// Draws `range` of the text with the marks that touch it.
pub(super) fn draw(text: &Chars<'_>, range: Span, marks: &[Mark]) -> Markup {
    let touching: Vec<&Mark> =
        marks.iter().filter(|mark| mark.span.start < range.end && range.start < mark.span.end).collect();
    let mut cuts: Vec<u32> = touching.iter().flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    cuts.extend([range.start, range.end]);
    cuts.retain(|cut| (range.start..=range.end).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    html! {
        @for pair in cuts.windows(2) {
            @let (start, end) = (pair[0], pair[1]);
            @let over: Vec<&&Mark> = touching.iter().filter(|mark| mark.span.start <= start && end <= mark.span.end).collect();
            @let piece = words(text.slice(start, end));
            @if over.is_empty() {
                (piece)
            } @else {
                @let classes = over.iter().map(|mark| mark.class.as_str()).collect::<Vec<_>>().join(" ");
                // The shortest mark is the one that is meant by pointing here.
                @let item = over.iter().filter(|mark| mark.item.is_some()).min_by_key(|mark| mark.span.end - mark.span.start);
                span class=(classes) data-at=[item.and_then(|mark| mark.item.as_deref())] { (piece) }
            }
        }
    }
}

/// How many colours speakers have; more speakers share them.
const COLOURS: usize = 8;

/// The class of a statement's speaker: each has a colour, in the order in which they first speak.
pub(super) fn speaker_class(record: &Record, local: &str) -> String {
    let mut speakers: Vec<&str> = Vec::new();
    for statement in &record.statements {
        let actor = statement.speaker.as_ref().and_then(|speaker| speaker.actor.as_deref());
        if let Some(actor) = actor
            && !speakers.contains(&actor)
        {
            speakers.push(actor);
        }
        if statement.id == local {
            let nth = actor.and_then(|actor| speakers.iter().position(|speaker| *speaker == actor));
            return nth.map_or_else(|| "sp".to_owned(), |nth| format!("sp sp{}", nth % COLOURS));
        }
    }
    "sp".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32, class: &str, item: Option<&str>) -> Mark {
        Mark { span: Span { start, end }, class: class.to_owned(), item: item.map(str::to_owned) }
    }

    #[test]
    fn marks_may_overlap_and_are_counted_in_code_points() {
        let text = Chars::new("Žižek said <yes>.");
        let marks = [mark(0, 5, "who", None), mark(3, 16, "st", Some("s1")), mark(11, 16, "ev", Some("e1"))];
        let drawn = draw(&text, Span { start: 0, end: 17 }, &marks).into_string();
        assert_eq!(
            drawn,
            "<span class=\"who\">Žiž</span><span class=\"who st\" data-at=\"s1\">ek</span>\
             <span class=\"st\" data-at=\"s1\"> said </span><span class=\"st ev\" data-at=\"e1\">&lt;yes&gt;</span>."
        );
    }

    #[test]
    fn marks_outside_the_text_harm_nothing() {
        let text = Chars::new("short");
        let drawn =
            draw(&text, Span { start: 0, end: 50 }, &[mark(3, 900, "st", None), mark(2, 2, "ev", None)]);
        assert_eq!(drawn.into_string(), "sho<span class=\"st\">rt</span>");
    }
}
