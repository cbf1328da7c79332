use crate::strings::string_id;
use crate::tokenizer::charset::{ANY_DIGIT, LETTER, PUNCTUATION, TITLE_CASE, is_space};

/// What is known of a word by its letters alone: the attributes that the embeddings and the patterns look at, as
/// string ids ([`string_id`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lexeme {
    /// The word itself.
    pub orth: u64,
    /// In lower case.
    pub lower: u64,
    /// The norm: "colour" → "color", "’" → "'", else in lower case.
    pub norm: u64,
    /// The first character.
    pub prefix: u64,
    /// The last three characters.
    pub suffix: u64,
    /// Letters as `X` and `x`, digits as `d`, runs cut at four: "Apple-5" → "Xxxxx-d".
    pub shape: u64,
    /// Bits of [`flag`].
    pub flags: u8,
}

/// The yes-or-no attributes, one bit of [`Lexeme::flags`] each, as spaCy's language-independent getters give them.
pub mod flag {
    /// Letters only.
    pub const IS_ALPHA: u8 = 1;
    /// ASCII only.
    pub const IS_ASCII: u8 = 1 << 1;
    /// Digits only.
    pub const IS_DIGIT: u8 = 1 << 2;
    /// No capital, and some small letter.
    pub const IS_LOWER: u8 = 1 << 3;
    /// Punctuation only.
    pub const IS_PUNCT: u8 = 1 << 4;
    /// White space only.
    pub const IS_SPACE: u8 = 1 << 5;
    /// No small letter, and some capital.
    pub const IS_UPPER: u8 = 1 << 6;
    /// Every word of letters begins with a capital and goes on in small letters.
    pub const IS_TITLE: u8 = 1 << 7;
}

/// The shape of a word of so many characters is only "LONG".
const LONG: usize = 100;

impl Lexeme {
    /// The attributes of a word. `norm` gives the norm of a word that has one of its own.
    pub(crate) fn new(word: &str, scratch: &mut String, norm: impl Fn(u64) -> Option<u64>) -> Self {
        let orth = string_id(word);
        let lower = if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
            orth
        } else {
            // Not kept in `scratch`: lower case of a whole string knows the final sigma.
            string_id(&word.to_lowercase())
        };
        let suffix_start = word.char_indices().rev().nth(2).map_or(0, |(start, _)| start);
        let prefix_end = word.chars().next().map_or(0, char::len_utf8);
        shape(word, scratch);
        Self {
            orth,
            lower,
            norm: norm(orth).unwrap_or(lower),
            prefix: string_id(&word[..prefix_end]),
            suffix: string_id(&word[suffix_start..]),
            shape: string_id(scratch),
            flags: flags(word),
        }
    }

    /// Whether a bit of [`flag`] is set.
    pub const fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

fn shape(word: &str, out: &mut String) {
    out.clear();
    if word.len() >= LONG && word.chars().nth(LONG - 1).is_some() {
        out.push_str("LONG");
        return;
    }
    let mut last = None;
    let mut run = 0;
    for c in word.chars() {
        let class = match c {
            'a'..='z' => 'x',
            'A'..='Z' => 'X',
            '0'..='9' => 'd',
            c if c.is_ascii() => c,
            c if LETTER.contains(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            c if ANY_DIGIT.contains(c) => 'd',
            c => c,
        };
        run = if last == Some(class) { run + 1 } else { 0 };
        last = Some(class);
        if run < 4 {
            out.push(class);
        }
    }
}

fn flags(word: &str) -> u8 {
    if word.is_empty() {
        return 0;
    }
    let all = |test: &dyn Fn(char) -> bool| word.chars().all(test);
    let any_upper = word.chars().any(char::is_uppercase);
    let any_title = !word.is_ascii() && word.chars().any(|c| TITLE_CASE.contains(c));
    let any_lower = word.chars().any(char::is_lowercase);
    [
        (flag::IS_ALPHA, all(&|c| LETTER.contains(c))),
        (flag::IS_ASCII, word.is_ascii()),
        (flag::IS_DIGIT, all(&|c| ANY_DIGIT.contains(c))),
        (flag::IS_LOWER, any_lower && !any_upper && !any_title),
        (flag::IS_PUNCT, all(&|c| PUNCTUATION.contains(c))),
        (flag::IS_SPACE, all(&is_space)),
        (flag::IS_UPPER, any_upper && !any_lower && !any_title),
        (flag::IS_TITLE, is_title(word)),
    ]
    .into_iter()
    .fold(0, |bits, (bit, set)| if set { bits | bit } else { bits })
}

fn is_title(word: &str) -> bool {
    let mut after_letter = false;
    let mut any = false;
    for c in word.chars() {
        let is_capital = c.is_uppercase() || TITLE_CASE.contains(c);
        if if is_capital { after_letter } else { c.is_lowercase() && !after_letter } {
            return false;
        }
        after_letter = is_capital || c.is_lowercase();
        any |= after_letter;
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexeme(word: &str) -> Lexeme {
        Lexeme::new(word, &mut String::new(), |_| None)
    }

    #[test]
    fn shapes() {
        let shape_of = |word: &str| {
            let mut out = String::new();
            shape(word, &mut out);
            out
        };
        assert_eq!(shape_of("Apple-5"), "Xxxxx-d");
        assert_eq!(shape_of("WASHINGTON"), "XXXX");
        assert_eq!(shape_of("1234567"), "dddd");
        assert_eq!(shape_of("Élysée²"), "Xxxxxd");
        assert_eq!(shape_of("......"), "....");
        assert_eq!(shape_of(&"é".repeat(99)), "xxxx");
        assert_eq!(shape_of(&"é".repeat(100)), "LONG");
        assert_eq!(shape_of("कि"), "xि");
    }

    #[test]
    fn affixes_and_case() {
        let word = lexeme("Łódź");
        assert_eq!(word.prefix, string_id("Ł"));
        assert_eq!(word.suffix, string_id("ódź"));
        assert_eq!(word.lower, string_id("łódź"));
        assert_eq!(word.norm, word.lower);
        assert_eq!(lexeme("ΟΔΟΣ").lower, string_id("οδος"));
        assert_eq!(lexeme("İ").lower, string_id("i\u{307}"));
        assert_eq!(lexeme("at").suffix, string_id("at"));
    }

    #[test]
    fn one_letter_shapes_are_numbered_names() {
        assert_eq!(lexeme("I").shape, 101);
        assert_eq!(lexeme("X").orth, 101);
    }

    #[test]
    fn flags_are_those_of_python() {
        let has = |word, flag| lexeme(word).is(flag);
        assert!(has("naïve", flag::IS_ALPHA) && !has("a-b", flag::IS_ALPHA) && !has("Ⅷ", flag::IS_ALPHA));
        assert!(has("42", flag::IS_DIGIT) && has("4²", flag::IS_DIGIT) && !has("4.2", flag::IS_DIGIT));
        assert!(has("a1", flag::IS_LOWER) && !has("11", flag::IS_LOWER) && !has("aB", flag::IS_LOWER));
        assert!(has("U.S.", flag::IS_UPPER) && !has("...", flag::IS_UPPER));
        assert!(
            has("Al-Jazeera", flag::IS_TITLE)
                && !has("al-Jazeera", flag::IS_TITLE)
                && !has("McKay", flag::IS_TITLE)
        );
        assert!(has("ǅ", flag::IS_TITLE) && !has("ǅ", flag::IS_UPPER) && !has("ǅa", flag::IS_LOWER));
        assert!(has("\u{1c}\n", flag::IS_SPACE) && !has("", flag::IS_SPACE));
        assert!(has("«--", flag::IS_PUNCT) && !has("$", flag::IS_PUNCT));
    }
}
