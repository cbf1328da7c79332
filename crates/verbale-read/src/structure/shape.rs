//! What a paragraph looks like from outside: its length and how it ends.

use super::paragraphs::is_blank;

/// How a paragraph ends, closing quotation marks and brackets aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// A full stop that closes a sentence.
    Stop,
    Question,
    Exclamation,
    /// A colon, semicolon, comma or dash: something follows.
    Leading,
    /// Three dots: cut off.
    Ellipsis,
    /// No mark, or the full stop of an abbreviation.
    Open,
}

/// The look of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) n_words: usize,
    pub(crate) end: End,
    /// Words that begin with a capital or a digit, of those longer than three letters.
    pub(crate) capitals: (usize, usize),
    starts_lower: bool,
    /// Whether a sentence ends inside it.
    has_inner_stop: bool,
}

impl Shape {
    pub(crate) fn of(text: &str) -> Self {
        let words = text.split(is_blank).filter(|word| word.contains(char::is_alphanumeric));
        let long = words.clone().filter(|word| word.chars().count() > 3);
        let starts_high = |word: &&str| {
            word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        };
        Self {
            n_words: words.clone().count(),
            end: ending(text),
            capitals: (long.clone().filter(starts_high).count(), long.count()),
            starts_lower: text.starts_with(char::is_lowercase),
            has_inner_stop: has_inner_stop(text),
        }
    }

    /// A line such as stands over an article or a part of it: short, and not a closed sentence.
    pub(crate) fn is_headline(&self) -> bool {
        let is_open = matches!(self.end, End::Open | End::Question | End::Exclamation);
        (1..=HEADLINE_WORDS).contains(&self.n_words) && is_open && !self.starts_lower && !self.has_inner_stop
    }

    /// A headline that ends in a full stop, as some do: short, its words written large.
    pub(crate) fn is_stopped_headline(&self) -> bool {
        let (n_capital, n_long) = self.capitals;
        (2..=STOPPED_WORDS).contains(&self.n_words)
            && self.end == End::Stop
            && !self.has_inner_stop
            && n_long >= 3
            && n_capital * 10 >= n_long * 8
    }

    /// Running text.
    pub(crate) fn is_prose(&self) -> bool {
        !self.is_headline() && self.n_words >= 4
    }
}

/// Headlines of agencies run to some twenty words; longer open lines are paragraphs that lost their stop.
const HEADLINE_WORDS: usize = 22;
const STOPPED_WORDS: usize = 16;

/// How a text ends.
pub(crate) fn ending(text: &str) -> End {
    let bare = text.trim_end_matches(|c: char| {
        is_blank(c) || matches!(c, '”' | '’' | '"' | '\'' | ')' | ']' | '»' | '*')
    });
    match bare.chars().next_back() {
        Some('…') => End::Ellipsis,
        Some('.') if bare.ends_with("..") || bare.ends_with(". .") => End::Ellipsis,
        Some('.') if ends_in_abbreviation(bare) => End::Open,
        Some('.' | '।' | '。') => End::Stop,
        Some('?' | '؟') => End::Question,
        Some('!') => End::Exclamation,
        Some(':' | ';' | ',' | '-' | '–' | '—') => End::Leading,
        _ => End::Open,
    }
}

/// "U.S.", "D.C.", "Inc.", "Jr.", "No."
fn ends_in_abbreviation(text: &str) -> bool {
    let word = text.rsplit(is_blank).next().unwrap_or_default().trim_start_matches(['(', '“', '"', '\'']);
    let letters = word.trim_end_matches('.');
    let is_initials = letters.contains('.') && letters.split('.').all(|part| part.chars().count() == 1);
    is_initials || ["Inc", "Jr", "Sr", "Corp", "Ltd", "Co", "No", "vs", "St"].contains(&letters)
}

/// A full stop, question or exclamation mark, a space, and a capital, where the word before is no abbreviation.
fn has_inner_stop(text: &str) -> bool {
    text.match_indices(['.', '?', '!']).any(|(at, mark)| {
        let (before, after) = (&text[..at], &text[at + mark.len()..]);
        let word = before.rsplit(is_blank).next().unwrap_or_default();
        // Initials and short titles: "J. Doe", "St. Louis", "U.S. envoy", "Feb. 3".
        let is_long_word = word.chars().count() > 4 && !word.contains('.');
        let next = after.trim_start_matches(['”', '’', '"', '\'', ')']);
        let is_cut =
            next.starts_with(is_blank) && next.trim_start_matches(is_blank).starts_with(char::is_uppercase);
        is_cut && (is_long_word || mark != ".")
    })
}

/// Lower case letters and digits with single spaces: what is compared when two lines are said to be the same.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_alphanumeric() {
            folded.extend(char.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') && !matches!(char, '\'' | '’' | '‘') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        let cases = [
            ("He left.", End::Stop),
            ("“He left.”", End::Stop),
            ("(He left.)", End::Stop),
            ("He left the U.S.", End::Open),
            ("He works for Acme Inc.", End::Open),
            ("urged the UN …", End::Ellipsis),
            ("urged the UN [...]", End::Ellipsis),
            ("Who won?", End::Question),
            ("The following:", End::Leading),
            ("Envoys meet in Geneva", End::Open),
            ("", End::Open),
        ];
        for (text, end) in cases {
            assert_eq!(ending(text), end, "{text}");
        }
    }

    #[test]
    fn headlines_and_prose() {
        for headline in [
            "Envoys meet in Geneva over the dam",
            "Minister: ‘We will not sign’",
            "St. Louis mayor to visit U.S. border",
            "Will the truce hold?",
        ] {
            assert!(Shape::of(headline).is_headline(), "{headline}");
        }
        for prose in [
            "The envoys met in Geneva.",
            "and left the hall",
            "The talks ended. The envoys left without a word to the press",
            "",
        ] {
            assert!(!Shape::of(prose).is_headline(), "{prose}");
        }
        assert!(Shape::of("Premier Was Headed To Airport But Turned Back.").is_stopped_headline());
        assert!(!Shape::of("The premier was headed to Geneva.").is_stopped_headline());
    }

    #[test]
    fn folding_forgets_marks_and_case() {
        assert_eq!(
            folded("  President Putin: We hope Kerry’s visit…"),
            "president putin we hope kerrys visit"
        );
    }
}
