//! Where long texts are cut: memory stays flat, and what is cut apart reads on as little as possible.
//!
//! The networks' memory grows with the words that are worked as one document (some 5 kB a word for the parser's shares
//! alone). News text never comes near the limits here, so its analysis is that of the whole block.

use std::ops::Range;

/// Bytes of a block that are worked as one document at most: some 8,000 words of running text.
const LONGEST: usize = 40_000;
/// Words of one at most, for text of very short ones.
const MOST_WORDS: usize = 10_000;

/// Cuts a text into pieces of at most [`LONGEST`] bytes that together are the whole text: after the last blank line of
/// the latter half of a piece, else after its last sentence, else after its last white space, else after a character.
pub(crate) fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    while text.len() - from > LONGEST {
        let limit = text.floor_char_boundary(from + LONGEST);
        let middle = text.ceil_char_boundary(from + LONGEST / 2);
        let to = middle + place_to_cut(&text[middle..limit]);
        pieces.push(from..to);
        from = to;
    }
    if from < text.len() {
        pieces.push(from..text.len());
    }
    pieces
}

/// Bytes of the text before the cut; at least one.
fn place_to_cut(text: &str) -> usize {
    if let Some(at) = text.rfind("\n\n") {
        return at + 2;
    }
    let ends_sentence = |(at, c): (usize, char)| {
        let ends = matches!(text[..at].chars().next_back(), Some('.' | '!' | '?' | '"' | '”' | '。'));
        (c.is_whitespace() && ends).then_some(at + c.len_utf8())
    };
    text.char_indices()
        .rev()
        .find_map(ends_sentence)
        .or_else(|| text.rfind(char::is_whitespace).map(|at| text.ceil_char_boundary(at + 1)))
        .unwrap_or(text.len())
}

/// Cuts the words of a piece into documents of at most [`MOST_WORDS`].
pub(crate) fn documents(words: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    words.clone().step_by(MOST_WORDS).map(move |from| from..words.end.min(from + MOST_WORDS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_are_the_text(text in "([a-zé]{1,9}[ .\n]{0,3}){0,40}", times in 1usize..600) {
            let text = text.repeat(times);
            let pieces = pieces(&text);
            let joined: String = pieces.iter().map(|piece| &text[piece.clone()]).collect();
            prop_assert_eq!(joined, text);
            prop_assert!(pieces.iter().all(|piece| !piece.is_empty() && piece.len() <= LONGEST));
        }
    }

    #[test]
    fn a_cut_prefers_paragraphs_then_sentences_then_words() {
        assert_eq!(place_to_cut("One. Two\n\nThree. Four"), 10);
        assert_eq!(place_to_cut("One. Two three"), 5);
        assert_eq!(place_to_cut("One two\u{a0}three"), 9);
        assert_eq!(place_to_cut("onetwothree"), 11);
    }

    #[test]
    fn words_without_end_are_cut_too() {
        let documents: Vec<_> = documents(5..5 + 2 * MOST_WORDS + 1).collect();
        assert_eq!(documents.len(), 3);
        assert_eq!(documents[2], 5 + 2 * MOST_WORDS..5 + 2 * MOST_WORDS + 1);
    }
}
