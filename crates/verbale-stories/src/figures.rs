//! Figures of an account: so many dead, wounded, arrested.

use std::ops::Range;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// People killed.
    Dead,
    /// People wounded.
    Injured,
    /// People arrested.
    Arrested,
}

impl Counted {
    /// Everything that is counted.
    pub const ALL: [Self; 3] = [Self::Dead, Self::Injured, Self::Arrested];

    /// The word it is printed as: `dead`, `injured`, `arrested`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dead => "dead",
            Self::Injured => "injured",
            Self::Arrested => "arrested",
        }
    }

    /// Verbs that are followed by those they count: "killed 12 people".
    fn is_done_to(self, word: &str) -> bool {
        let verbs: &[&str] = match self {
            Self::Dead => &["kill", "kills", "killed", "killing"],
            Self::Injured => {
                &["wound", "wounds", "wounded", "wounding", "injure", "injures", "injured", "injuring"]
            }
            Self::Arrested => {
                &["arrest", "arrests", "arrested", "arresting", "detain", "detains", "detained", "detaining"]
            }
        };
        verbs.iter().any(|verb| word.eq_ignore_ascii_case(verb))
    }

    /// Words that follow those they count: "12 dead", "12 people had died".
    fn is_said_of(self, word: &str) -> bool {
        let words: &[&str] = match self {
            Self::Dead => &["dead", "died", "killed"],
            Self::Injured => &["wounded", "injured", "hurt"],
            Self::Arrested => &["arrested", "detained"],
        };
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    }
}

/// A figure, with the words it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub counted: Counted,
    /// How many.
    pub n: u32,
    /// Bytes of the sentence.
    pub sentence: Range<usize>,
}

/// Most words between a verb and the number: "killed at least 12".
const BETWEEN: usize = 3;

/// Most words between the number and what is said of them: "12 people in the market were killed".
const AFTER: usize = 6;

/// Words after a number that make it a number of something else.
const UNITS: [&str; 16] = [
    "year",
    "years",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "hour",
    "hours",
    "percent",
    "per",
    "km",
    "kilometres",
    "miles",
    "times",
];

/// The first figure of each kind that a text gives: the account's own. What stands further down is often another
/// account, or another event.
///
/// ```
/// use verbale_stories::{Counted, figures};
/// let found = figures("MARIB - At least 30 people were killed and twelve wounded, the governor said.");
/// assert_eq!((found[0].counted, found[0].n), (Counted::Dead, 30));
/// assert_eq!((found[1].counted, found[1].n), (Counted::Injured, 12));
/// ```
pub fn figures(text: &str) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    for sentence in sentences(text) {
        let words: Vec<&str> = words(&text[sentence.clone()]).collect();
        for counted in Counted::ALL {
            if found.iter().all(|figure| figure.counted != counted)
                && let Some(n) = figure(&words, counted)
            {
                found.push(Figure { counted, n, sentence: sentence.clone() });
            }
        }
    }
    found.sort_by_key(|figure| figure.counted);
    found
}

/// Words and numbers; commas within numbers stay.
fn words(sentence: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, ',' | '.');
    let words = sentence.split(move |c| !is_part(c)).map(|word| word.trim_matches([',', '.']));
    words.filter(|word| !word.is_empty())
}

/// The first number of a kind in a sentence.
fn figure(words: &[&str], counted: Counted) -> Option<u32> {
    let numbers = words.iter().enumerate().filter_map(|(at, word)| {
        let is_unit =
            words.get(at + 1).is_some_and(|next| UNITS.iter().any(|unit| next.eq_ignore_ascii_case(unit)));
        number(word).filter(|_| !is_unit).map(|n| (at, n))
    });
    let others = |at: usize| {
        Counted::ALL.iter().any(|other| other.is_done_to(words[at]) || other.is_said_of(words[at]))
    };
    // "Five had been killed, eleven wounded": the word that the number before has is not the next one's.
    let mut taken = None;
    for (at, n) in numbers {
        let is_number = |at: &usize| number(words[*at]).is_some();
        let before = (at.saturating_sub(BETWEEN + 1)..at).rev().take_while(|at| !is_number(at));
        let verb = before.into_iter().find(|&at| others(at) && Some(at) != taken);
        let after = (at + 1..words.len().min(at + 2 + AFTER)).take_while(|at| !is_number(at));
        let said = after.into_iter().find(|&at| others(at));
        // "killed 12 and wounded 30": the verb before a number has it, and only else what comes after.
        let is_counted = match (verb, said) {
            (Some(verb), _) if counted.is_done_to(words[verb]) => true,
            (Some(verb), Some(said)) => !is_verb(words[verb]) && counted.is_said_of(words[said]),
            (None, Some(said)) => counted.is_said_of(words[said]),
            _ => false,
        };
        if is_counted {
            return Some(n);
        }
        taken = said.filter(|_| verb.is_none());
    }
    None
}

fn is_verb(word: &str) -> bool {
    Counted::ALL.iter().any(|counted| counted.is_done_to(word))
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number in digits or as a word; "one" is more often no number.
fn number(word: &str) -> Option<u32> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.replace(',', "").parse().ok().filter(|n| !(1900..2100).contains(n));
    }
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    let small = SMALL.iter().position(|known| is(known)).filter(|n| *n > 1);
    let tens = TENS.iter().position(|known| is(known)).map(|n| (n + 2) * 10);
    small.or(tens).map(|n| n as u32)
}

/// Bytes of the sentences of a text: lines are parted at full stops.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive(['\n']).flat_map(|line| line.split_inclusive(". ")).map(move |sentence| {
        let from = start;
        start += sentence.len();
        let left = sentence.len() - sentence.trim_start().len();
        from + left..(from + sentence.trim_end().len()).max(from + left)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, u32)> {
        figures(text).into_iter().map(|figure| (figure.counted.code(), figure.n)).collect()
    }

    #[test]
    fn figures_are_read_on_either_side_of_their_words() {
        assert_eq!(
            found("A blast killed 12 people and wounded 30 others at a market near Sarn."),
            [("dead", 12), ("injured", 30)]
        );
        assert_eq!(found("The flood killed more than 4,000 people."), [("dead", 4000)]);
        assert_eq!(found("Thirty dead in market attack, governor says"), [("dead", 30)]);
        assert_eq!(found("Police fired on the crowd and arrested 14 protesters."), [("arrested", 14)]);
        assert_eq!(found("Some 40 villagers near Orm were injured."), [("injured", 40)]);
        assert_eq!(found("They said five had been killed, eleven wounded."), [("dead", 5), ("injured", 11)]);
    }

    #[test]
    fn the_first_account_is_the_texts_own() {
        let text = "At least 30 people were killed.\nThe Herald said earlier that 12 people had died.";
        assert_eq!(found(text), [("dead", 30)]);
        assert_eq!(&text[figures(text)[0].sentence.clone()], "At least 30 people were killed.");
    }

    #[test]
    fn other_numbers_are_no_figures() {
        for text in [
            "He was killed 12 years ago.",
            "Nobody was hurt.",
            "The 2014 war killed hopes of peace.",
            "Oil rose 3 per cent after the strike.",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
