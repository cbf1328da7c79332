//! A text as a row of words that can be compared: case, marks and punctuation folded away.

use std::ops::Range;

/// The words of a text: their folded hashes, and which of them are values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// One hash a word.
    pub(crate) hashes: Vec<u32>,
    /// Whether the word is a number, or a name or date inside a sentence: what a template fills in.
    pub(crate) values: Vec<bool>,
    /// The lines, as ranges of words; lines without words are left out.
    pub(crate) lines: Vec<Range<u32>>,
}

impl Words {
    /// Cuts a text. Words are runs of letters and digits; a line ends where the text breaks it.
    pub(crate) fn of(text: &str) -> Self {
        let mut words = Self::default();
        for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
            let start = words.hashes.len() as u32;
            let mut opens_sentence = true;
            for word in runs(line) {
                let folded = fold(word);
                let is_number = word.bytes().any(|byte| byte.is_ascii_digit());
                let is_capital = word.chars().next().is_some_and(char::is_uppercase);
                words.hashes.push(folded);
                words.values.push(is_number || (is_capital && !opens_sentence));
                let after = &line[offset_in(line, word) + word.len()..];
                opens_sentence =
                    after.trim_start_matches(['"', '\'', '”', '’', ')']).starts_with(['.', '!', '?', ':']);
            }
            let end = words.hashes.len() as u32;
            if start < end {
                words.lines.push(start..end);
            }
        }
        words
    }

    /// A hash for each line, in order.
    pub(crate) fn line_hashes(&self) -> impl Iterator<Item = (u64, Range<u32>)> + '_ {
        self.lines.iter().map(|line| {
            let words = &self.hashes[line.start as usize..line.end as usize];
            (words.iter().fold(SEED, |hash, &word| mix(hash, word)), line.clone())
        })
    }

    /// The words without the lines that `drop` names.
    pub(crate) fn without_lines(&self, drop: impl Fn(u64) -> bool) -> Self {
        let mut kept = Self::default();
        for (hash, line) in self.line_hashes() {
            if drop(hash) {
                continue;
            }
            let start = kept.hashes.len() as u32;
            let range = line.start as usize..line.end as usize;
            kept.hashes.extend_from_slice(&self.hashes[range.clone()]);
            kept.values.extend_from_slice(&self.values[range]);
            kept.lines.push(start..kept.hashes.len() as u32);
        }
        kept
    }

    /// How many words.
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The hashes of all runs of [`SHINGLE`] words, in order.
    pub(crate) fn shingles(&self) -> impl Iterator<Item = u64> + '_ {
        self.hashes.windows(SHINGLE).map(|words| words.iter().fold(SEED, |hash, &word| mix(hash, word)))
    }
}

/// Words in a shingle. Five tell a reprint from a common phrase: at four, "the president of the" joins strangers; at
/// seven, light editing hides a copy.
pub(crate) const SHINGLE: usize = 5;

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// A fixed mixing step, so that samples are the same in every version and on every machine.
fn mix(hash: u64, word: u32) -> u64 {
    let mixed = (hash ^ u64::from(word)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ (mixed >> 32)
}

/// The runs of letters and digits of a line.
pub(crate) fn runs(line: &str) -> impl Iterator<Item = &str> {
    line.split(|character: char| !character.is_alphanumeric() && character != '\u{AD}')
        .filter(|run| !run.is_empty())
}

/// Where `part`, which was cut out of `whole`, stands in it.
fn offset_in(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

/// The hash of a word in lower case, without soft hyphens, wide forms as plain ones.
fn fold(word: &str) -> u32 {
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    let mut byte = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    if word.is_ascii() {
        word.bytes().for_each(|each| byte(each.to_ascii_lowercase()));
    } else {
        for character in word.chars().filter(|&character| character != '\u{AD}') {
            let plain = match character {
                '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
                other => other,
            };
            for lower in plain.to_lowercase() {
                lower.encode_utf8(&mut [0; 4]).bytes().for_each(&mut byte);
            }
        }
    }
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_marks_and_quotes_are_folded_away() {
        let plain = Words::of("The minister's plane landed in Oslo, he said.");
        let dressed = Words::of("THE MINISTER’S plane — landed in “Oslo”; he said");
        assert_eq!(plain.hashes, dressed.hashes);
        assert_eq!(plain.lines, vec![0..9]);
    }

    #[test]
    fn numbers_and_names_inside_sentences_are_values() {
        let words = Words::of("Shares rose 3 percent. Traders in Lagos cheered.");
        let values: Vec<usize> = (0..words.len()).filter(|&at| words.values[at]).collect();
        assert_eq!(values, [2, 6]);
    }

    #[test]
    fn lines_can_be_left_out() {
        let words = Words::of("One two three.\n\nFollow us.\nFour five.");
        let standing = words.line_hashes().nth(1).unwrap().0;
        let kept = words.without_lines(|hash| hash == standing);
        assert_eq!(kept.hashes, Words::of("One two three.\nFour five.").hashes);
        assert_eq!(kept.lines, vec![0..3, 3..5]);
    }
}
