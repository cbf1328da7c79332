use std::sync::LazyLock;

use regex_syntax::hir::HirKind;

/// A set of characters: what one place of a pattern accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CharSet {
    /// Bit `c` for each ASCII character.
    ascii: u128,
    /// All ranges, first and last included, in order, not touching.
    ranges: Vec<(u32, u32)>,
}

impl CharSet {
    /// The set of the given ranges, ends included, in any order.
    pub(crate) fn new(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(open) if first <= open.1.saturating_add(1) => open.1 = open.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        let ascii = (0..128).filter(|&c| holds(&merged, c)).fold(0, |bits, c| bits | 1 << c);
        Self { ascii, ranges: merged }
    }

    pub(crate) fn of(c: char) -> Self {
        Self::new(vec![(c as u32, c as u32)])
    }

    /// Every character that is not in the set.
    pub(crate) fn complement(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(first, last) in &self.ranges {
            if first > next {
                ranges.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= u32::from(char::MAX) {
            ranges.push((next, u32::from(char::MAX)));
        }
        Self::new(ranges)
    }

    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    pub(crate) fn contains(&self, c: char) -> bool {
        let c = c as u32;
        if c < 128 { self.ascii >> c & 1 == 1 } else { holds(&self.ranges, c) }
    }
}

fn holds(ranges: &[(u32, u32)], c: u32) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= c);
    after > 0 && c <= ranges[after - 1].1
}

/// Python's `\w`: letters, numbers of every kind, and the underscore.
pub(crate) static WORD: LazyLock<CharSet> = LazyLock::new(|| from_class(r"[\p{L}\p{N}_]"));
/// Python's `\d`: decimal digits of every script.
pub(crate) static DIGIT: LazyLock<CharSet> = LazyLock::new(|| from_class(r"\p{Nd}"));
/// Python's `\s` and `str.isspace()`.
pub(crate) static SPACE: LazyLock<CharSet> = LazyLock::new(|| CharSet::new(SPACES.to_vec()));
/// Python's `str.isalpha()`, which leaves out the combining vowel signs that Unicode calls alphabetic.
pub(crate) static LETTER: LazyLock<CharSet> = LazyLock::new(|| from_class(r"\p{L}"));
/// Python's `str.isdigit()`: decimal digits, superscripts, and digits in circles and brackets.
pub(crate) static ANY_DIGIT: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::new(DIGIT.ranges.iter().chain(&OTHER_DIGITS).copied().collect()));
/// General category P, as spaCy's `is_punct` asks.
pub(crate) static PUNCTUATION: LazyLock<CharSet> = LazyLock::new(|| from_class(r"\p{P}"));

/// The digraphs that have a form for titles ("ǅ"), which is neither upper nor lower case.
pub(crate) static TITLE_CASE: LazyLock<CharSet> = LazyLock::new(|| from_class(r"\p{Lt}"));

/// White space, the separators U+001C to U+001F included, which Rust leaves out.
const SPACES: [(u32, u32); 10] = [
    (0x9, 0xD),
    (0x1C, 0x20),
    (0x85, 0x85),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];

/// Numeric_Type=Digit without the decimal digits (Unicode 14).
const OTHER_DIGITS: [(u32, u32); 20] = [
    (0xB2, 0xB3),
    (0xB9, 0xB9),
    (0x1369, 0x1371),
    (0x19DA, 0x19DA),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247C),
    (0x2488, 0x2490),
    (0x24EA, 0x24EA),
    (0x24F5, 0x24FD),
    (0x24FF, 0x24FF),
    (0x2776, 0x277E),
    (0x2780, 0x2788),
    (0x278A, 0x2792),
    (0x10A40, 0x10A43),
    (0x10E60, 0x10E68),
    (0x11052, 0x1105A),
    (0x1F100, 0x1F10A),
];

/// Python's `str.isspace()` for one character.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, '\u{1C}'..='\u{1F}') || c.is_whitespace()
}

fn from_class(class: &str) -> CharSet {
    let hir = regex_syntax::Parser::new().parse(class).expect("the classes above are well formed");
    let HirKind::Class(regex_syntax::hir::Class::Unicode(class)) = hir.kind() else {
        unreachable!("the classes above are Unicode classes of more than one character")
    };
    CharSet::new(class.ranges().iter().map(|range| (range.start() as u32, range.end() as u32)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_and_complements() {
        let set = CharSet::new(vec![(98, 99), (97, 97), (0x400, 0x4FF), (0x450, 0x500)]);
        assert_eq!(set.ranges, [(97, 99), (0x400, 0x500)]);
        assert!(set.contains('b') && set.contains('\u{500}') && !set.contains('d') && !set.contains('é'));
        let others = set.complement();
        assert!(!others.contains('b') && others.contains('d') && others.contains(char::MAX));
        assert_eq!(others.complement(), set);
        assert_eq!(CharSet::default().complement().ranges, [(0, 0x10_FFFF)]);
    }

    #[test]
    fn classes_are_those_of_python() {
        for c in ['\u{1C}', ' ', '\n', '\u{85}', '\u{A0}', '\u{3000}'] {
            assert!(is_space(c) && SPACE.contains(c), "{c:?}");
        }
        for c in '\0'..=char::MAX {
            assert_eq!(is_space(c), SPACE.contains(c), "{c:?}");
        }
        assert!(WORD.contains('²') && WORD.contains('Ⅷ') && WORD.contains('_') && !WORD.contains('\u{301}'));
        assert!(DIGIT.contains('٣') && !DIGIT.contains('²'));
        assert!(ANY_DIGIT.contains('²') && ANY_DIGIT.contains('①') && !ANY_DIGIT.contains('½'));
        assert!(LETTER.contains('ª') && !LETTER.contains('Ⅷ'));
        assert!(PUNCTUATION.contains('«') && !PUNCTUATION.contains('$'));
    }
}
