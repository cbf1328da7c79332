//! Words with looks, wrapped to the width of the terminal.

use crate::paint::{Look, Paint, harmless};

/// A page that is being written.
pub(super) struct Page {
    text: String,
    paint: Paint,
    width: usize,
}

/// A space at which no line is broken, and which is kept where there are several.
pub(super) const FIXED_SPACE: char = '\u{A0}';

/// A stretch of text in one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) look: Look,
}

impl Piece {
    pub(super) fn new(text: impl AsRef<str>, look: Look) -> Self {
        Self { text: harmless(text.as_ref()), look }
    }

    pub(super) fn plain(text: impl AsRef<str>) -> Self {
        Self::new(text, Look::PLAIN)
    }
}

impl Page {
    pub(super) fn new(paint: Paint, width: usize) -> Self {
        Self { text: String::new(), paint, width }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A heading with a rule to the right edge.
    pub(super) fn heading(&mut self, title: &str, aside: &str) {
        self.gap();
        let (title, aside) = (&harmless(title), &harmless(aside));
        let used = title.chars().count() + aside.chars().count() + 2;
        let rule = "─".repeat(self.width.saturating_sub(used + usize::from(!aside.is_empty())).max(3));
        let aside =
            if aside.is_empty() { String::new() } else { format!(" {}", self.paint.paint(aside, Look::DIM)) };
        let title = self.paint.paint(title, Look::BOLD);
        let rule = self.paint.paint(&rule, Look::DIM);
        self.text += &[title.as_str(), &aside, " ", &rule, "\n"].concat();
    }

    /// Pieces as a paragraph, its first line after `lead`, the others indented alike.
    pub(super) fn paragraph(&mut self, lead: &Piece, indent: usize, pieces: &[Piece]) {
        let lead_width = lead.text.chars().count();
        let pad = Piece::plain(" ".repeat(indent.saturating_sub(lead_width)));
        let mut line = vec![lead.clone(), pad];
        let mut column = indent.max(lead_width);
        let mut is_first = true;
        for word in words(pieces) {
            let word_width: usize = word.iter().map(|piece| piece.text.chars().count()).sum();
            if !is_first && column + 1 + word_width > self.width {
                self.line(&line);
                line = vec![Piece::plain(" ".repeat(indent))];
                column = indent;
                is_first = true;
            }
            if !is_first {
                // A space between two words of one look has it too, so that underlines run on.
                let before = line.last().map_or(Look::PLAIN, |piece| piece.look);
                let is_inside = word.first().is_some_and(|piece| piece.look == before);
                line.push(Piece::new(" ", if is_inside { before } else { Look::PLAIN }));
                column += 1;
            }
            line.extend(word);
            column += word_width;
            is_first = false;
        }
        self.line(&line);
    }

    /// A line, its neighbours of one look painted at once.
    fn line(&mut self, pieces: &[Piece]) {
        for run in pieces.chunk_by(|left, right| left.look == right.look) {
            let text: String = run.iter().map(|piece| piece.text.as_str()).collect();
            self.text += &self.paint.paint(&text.replace(FIXED_SPACE, " "), run[0].look);
        }
        self.text.push('\n');
    }
}

/// Cuts pieces into words: runs without white space to break at, whatever looks they have.
fn words(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut words: Vec<Vec<Piece>> = Vec::new();
    let mut is_open = false;
    for piece in pieces {
        let is_break = |c: char| c.is_whitespace() && c != FIXED_SPACE;
        for part in piece.text.split_inclusive(is_break) {
            let word = part.trim_end_matches(is_break);
            if !word.is_empty() {
                let piece = Piece::new(word, piece.look);
                match words.last_mut().filter(|_| is_open) {
                    Some(open) => open.push(piece),
                    None => words.push(vec![piece]),
                }
                is_open = true;
            }
            if word.len() < part.len() {
                is_open = false;
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_whatever_their_looks() {
        let mut page = Page::new(Paint::new(false), 20);
        let pieces = [
            Piece::plain("The envoy "),
            Piece::new("[s1 ", Look::DIM),
            Piece::plain("arrived"),
            Piece::new("]", Look::DIM),
            Piece::plain(". She left."),
        ];
        page.paragraph(&Piece::plain("e1"), 4, &pieces);
        assert_eq!(page.finish(), "e1  The envoy [s1\n    arrived]. She\n    left.\n");
    }
}
