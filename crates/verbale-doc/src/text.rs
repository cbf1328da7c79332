use std::ops::Deref;
use std::sync::Arc;

use crate::{Byte, Char, Span};

/// Bytes between two marks of the code-point index: small enough to count through, large enough to cost nothing.
const STRIDE: usize = 128;

/// An immutable text that knows its code points. Cloning shares it.
///
/// At most 4 GiB long: positions are 32 bits, and readers cap their input far below that.
#[derive(Clone, Debug)]
pub struct Text {
    string: Arc<str>,
    /// Code points before each multiple of [`STRIDE`] bytes; `None` where the text is ASCII and the units agree.
    marks: Option<Arc<[u32]>>,
}

impl Text {
    /// Takes over a string.
    pub fn new(string: impl Into<Arc<str>>) -> Self {
        let string = string.into();
        let marks = (!string.is_ascii()).then(|| {
            let mut seen = 0;
            let chunk_marks = string.as_bytes().chunks(STRIDE).map(|chunk| {
                let before = seen;
                seen += count_starts(chunk);
                before
            });
            chunk_marks.collect()
        });
        Self { string, marks }
    }

    /// The string itself.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The text under a span; empty where the span does not lie on character boundaries of this text.
    pub fn slice(&self, span: Span<Byte>) -> &str {
        self.string.get(span.range()).unwrap_or_default()
    }

    /// The span of the whole text.
    pub fn span(&self) -> Span<Byte> {
        Span::new(0, self.string.len() as u32)
    }

    /// The only way from bytes to code points. Constant time.
    pub fn to_chars(&self, span: Span<Byte>) -> Span<Char> {
        Span::new(self.char_at(span.start()), self.char_at(span.end()))
    }

    /// The only way back. `O(log n)`; positions past the end give the end.
    pub fn to_bytes(&self, span: Span<Char>) -> Span<Byte> {
        Span::new(self.byte_at(span.start()), self.byte_at(span.end()))
    }

    /// Length in code points.
    pub fn n_chars(&self) -> u32 {
        self.char_at(self.string.len() as u32)
    }

    fn char_at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.string.len());
        let Some(marks) = &self.marks else { return byte as u32 };
        let mark = (byte / STRIDE).min(marks.len() - 1);
        marks[mark] + count_starts(&self.string.as_bytes()[mark * STRIDE..byte])
    }

    fn byte_at(&self, char: u32) -> u32 {
        let Some(marks) = &self.marks else { return char.min(self.string.len() as u32) };
        // The last mark not past the code point; the first mark is 0, so there is one.
        let mark = marks.partition_point(|&before| before <= char) - 1;
        let mut left = char - marks[mark];
        for (offset, &byte) in self.string.as_bytes()[mark * STRIDE..].iter().enumerate() {
            if is_start(byte) {
                if left == 0 {
                    return (mark * STRIDE + offset) as u32;
                }
                left -= 1;
            }
        }
        self.string.len() as u32
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn count_starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| is_start(byte)).count() as u32
}

impl Default for Text {
    fn default() -> Self {
        Self::new("")
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.string
    }
}

impl From<&str> for Text {
    fn from(string: &str) -> Self {
        Self::new(string)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.string == other.string
    }
}
impl Eq for Text {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_code_points_round_trip(string in "\\PC{0,400}", at in 0usize..400) {
            let text = Text::new(string.as_str());
            let chars: Vec<usize> = string.char_indices().map(|(byte, _)| byte).collect();
            let char = at.min(chars.len());
            let byte = chars.get(char).copied().unwrap_or(string.len()) as u32;
            prop_assert_eq!(text.to_chars(Span::new(0, byte)).end(), char as u32);
            prop_assert_eq!(text.to_bytes(Span::new(0, char as u32)).end(), byte);
            prop_assert_eq!(text.n_chars() as usize, string.chars().count());
        }
    }

    #[test]
    fn positions_past_the_end_are_the_end() {
        let text = Text::new("né");
        assert_eq!(text.to_bytes(Span::new(0, 99)), Span::new(0, 3));
        assert_eq!(text.to_chars(Span::new(1, 99)), Span::new(1, 2));
        assert_eq!(Text::default().n_chars(), 0);
    }
}
