//! From lines to paragraphs, whichever way the text was broken.

use verbale_doc::{Byte, Span};

/// The paragraphs of a text in order, each one line or several of a text that was broken to a width, trimmed of white
/// space.
///
/// An empty line always ends one. Where lines follow each other directly, they are paragraphs of their own, unless the
/// text was broken to a width: then a line goes on in the next one if the next one's first word would not have fitted.
pub(crate) fn paragraphs(text: &str) -> Vec<Span<Byte>> {
    let lines = lines(text);
    let width = wrap_width(text, &lines);
    let mut paras: Vec<Span<Byte>> = Vec::new();
    let mut above: Option<&Line> = None;
    for line in &lines {
        let goes_on = above.filter(|above| !line.after_blank && continues(text, above, line, width));
        match paras.last_mut().filter(|_| goes_on.is_some()) {
            Some(para) => *para = para.join(line.span),
            None => paras.push(line.span),
        }
        above = Some(line);
    }
    paras
}

struct Line {
    span: Span<Byte>,
    n_chars: usize,
    after_blank: bool,
}

/// Lines that hold something, trimmed.
fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_blank = true;
    let mut at = 0;
    // "\r\n" ends a line once; the empty rest between the two is told apart from an empty line.
    let mut was_return = false;
    for (end, mark) in text.char_indices().filter(|(_, c)| is_line_end(*c)).chain([(text.len(), '\n')]) {
        let is_second_half = was_return && mark == '\n' && end == at;
        was_return = mark == '\r';
        let line = &text[at..end];
        let start = at + (line.len() - line.trim_start_matches(is_blank).len());
        let trimmed = line.trim_matches(is_blank);
        at = end + mark.len_utf8();
        if !trimmed.is_empty() {
            let span = Span::new(start as u32, (start + trimmed.len()) as u32);
            lines.push(Line { span, n_chars: trimmed.chars().count(), after_blank });
            after_blank = false;
        } else if !is_second_half {
            after_blank = true;
        }
    }
    lines
}

fn is_line_end(char: char) -> bool {
    matches!(char, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// White space, and marks that show as none.
pub(crate) fn is_blank(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Mail, wires and text files break at 60 to 80; wider lines than this are paragraphs.
const WIDEST_WRAP: usize = 130;

/// The width a text was broken to; `None` where its lines are paragraphs.
///
/// The sign of a broken text is that most of its long lines end amid a sentence and go on right below.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let width = lines.iter().map(|line| line.n_chars).max()?;
    let followed = lines.windows(2).filter(|pair| !pair[1].after_blank && pair[0].n_chars * 10 >= width * 7);
    let (mut n_long, mut n_open) = (0, 0);
    for pair in followed {
        n_long += 1;
        n_open += usize::from(!ends_sentence(&text[pair[0].span.range()]));
    }
    (width <= WIDEST_WRAP && n_long > 0 && n_open * 2 >= n_long).then_some(width)
}

fn continues(text: &str, above: &Line, line: &Line, width: Option<usize>) -> bool {
    let (upper, lower) = (&text[above.span.range()], &text[line.span.range()]);
    let first_word = lower.split(is_blank).next().unwrap_or_default();
    let would_not_fit = width.is_some_and(|width| above.n_chars + 1 + first_word.chars().count() > width);
    let is_cut =
        !ends_sentence(upper) && !upper.ends_with([':', ';']) && lower.starts_with(char::is_lowercase);
    would_not_fit || is_cut
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['”', '’', '"', '\'', ')', ']', '»']).ends_with(['.', '!', '?', '…', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|para| &text[para.range()]).collect()
    }

    #[test]
    fn empty_lines_end_paragraphs() {
        assert_eq!(
            cut("One.\n\n  Two. \r\n \t\r\nThree.\u{2029}\u{2029}Four."),
            ["One.", "Two.", "Three.", "Four."]
        );
        assert_eq!(cut(" \n\r\n "), [""; 0]);
    }

    #[test]
    fn a_windows_line_end_is_one_line_end() {
        let after_blank: Vec<bool> =
            lines("One.\r\nTwo.\r\n\r\nThree.").iter().map(|line| line.after_blank).collect();
        assert_eq!(after_blank, [true, false, true]);
    }

    #[test]
    fn lines_are_paragraphs_where_each_ends_its_sentence() {
        assert_eq!(
            cut("The envoy arrived on Monday.\nShe met the minister.\nTalks go on.\n"),
            ["The envoy arrived on Monday.", "She met the minister.", "Talks go on."]
        );
    }

    #[test]
    fn lines_broken_to_a_width_are_joined() {
        let text = "\
The envoy of the river states arrived in
the capital on Monday for two days of
talks about the dam.
She met the minister of water at noon and
said the meeting had been useful.";
        assert_eq!(cut(text).len(), 2);
        assert!(cut(text)[1].starts_with("She met"));
    }

    #[test]
    fn a_line_that_begins_amid_a_sentence_goes_on() {
        assert_eq!(cut("The envoy\nof the river states arrived.\nShe left.").len(), 2);
    }
}
