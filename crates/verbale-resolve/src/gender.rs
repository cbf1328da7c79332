use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use verbale_doc::{Span, Tok, TokenIdx};

use crate::context::Context;

/// What "he" or "she" asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Female,
    Male,
}

/// What the words around a name say: "Mrs", "Queen", "spokeswoman".
pub(crate) fn of_title(context: &Context<'_>, phrase: Span<Tok>, name: Span<Tok>) -> Option<Gender> {
    // A title that the recognizer took for a part of the name stands right before it.
    let from = phrase.start().min(name.start().saturating_sub(1));
    Span::<Tok>::new(from, name.start())
        .tokens()
        .filter(|token: &TokenIdx| token.at() < context.doc.len())
        .find_map(|token| of_word(context.doc.word(token)))
}

/// What a common noun or title says.
pub(crate) fn of_word(word: &str) -> Option<Gender> {
    const FEMALE: &[&str] = &[
        "mrs",
        "ms",
        "miss",
        "madam",
        "lady",
        "dame",
        "queen",
        "princess",
        "duchess",
        "baroness",
        "sister",
        "mother",
        "woman",
        "girl",
        "wife",
        "widow",
        "daughter",
        "actress",
        "businesswoman",
        "congresswoman",
        "spokeswoman",
        "chairwoman",
        "policewoman",
        "empress",
        "aunt",
        "grandmother",
        "nun",
        "heroine",
        "schoolgirl",
        "councilwoman",
    ];
    const MALE: &[&str] = &[
        "mr",
        "sir",
        "lord",
        "king",
        "prince",
        "duke",
        "baron",
        "brother",
        "father",
        "man",
        "boy",
        "husband",
        "widower",
        "son",
        "actor",
        "businessman",
        "congressman",
        "spokesman",
        "chairman",
        "policeman",
        "emperor",
        "emir",
        "sultan",
        "uncle",
        "grandfather",
        "monk",
        "imam",
        "priest",
        "bishop",
        "archbishop",
        "cardinal",
        "pope",
        "mullah",
        "ayatollah",
        "sheikh",
        "schoolboy",
        "gunman",
        "councilman",
        "fisherman",
        "rabbi",
    ];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    if FEMALE.contains(&word.as_str()) {
        Some(Gender::Female)
    } else if MALE.contains(&word.as_str()) {
        Some(Gender::Male)
    } else {
        None
    }
}

/// What a first name says, where it is one of those that say it. Names that men and women bear are left out.
pub(crate) fn of_first_name(name: &str) -> Option<Gender> {
    let name = name.split('-').next().unwrap_or(name);
    BY_NAME.get(name).copied()
}

const GIVEN_NAMES: &str = include_str!("given_names.tsv");

static BY_NAME: LazyLock<FxHashMap<&str, Gender>> = LazyLock::new(|| {
    let rows = GIVEN_NAMES.lines().filter_map(|line| line.split_once('\t'));
    let gender = |code| if code == "f" { Gender::Female } else { Gender::Male };
    rows.flat_map(|(code, names)| names.split(' ').map(move |name| (name, gender(code)))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_names_and_common_words() {
        let n_names: usize =
            GIVEN_NAMES.lines().skip(1).map(|line| line.split(['\t', ' ']).count() - 1).sum();
        assert_eq!(BY_NAME.len(), n_names, "no name stands twice");
        assert_eq!(of_first_name("Angela"), Some(Gender::Female));
        assert_eq!(of_first_name("Jean-Claude"), None);
        assert_eq!(of_word("spokeswoman"), Some(Gender::Female));
    }
}
