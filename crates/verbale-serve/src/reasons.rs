//! Why each rule is there, for people who ask why something was coded.

use std::collections::BTreeMap;

use verbale::Rules;

/// What the rules are for, by their names.
pub(crate) struct Reasons(BTreeMap<String, String>);

/// The ways in which statements are found. Cues are data, but how they are joined to what was said is the program's.
const STATEMENTS: [(&str, &str); 15] = [
    ("statements.clause", "A word of saying takes a clause or a quotation as what was said"),
    (
        "statements.quote",
        "Words in quotation marks stand beside a word of saying, or go on from a quotation before",
    ),
    ("statements.infinitive", "A word of asking or promising takes what is to be done as its content"),
    ("statements.preposition", "What was said hangs on the word of saying with a preposition"),
    ("statements.object", "The object of the word of saying is what was said"),
    ("statements.label", "The word of saying calls something by a name in quotation marks"),
    ("statements.as", "The words are quoted with “as saying”"),
    ("statements.noun", "A noun names the utterance, and a clause gives its content"),
    ("statements.noun.phrase", "A noun names the utterance, and its content hangs on it with a preposition"),
    ("statements.according", "“According to” names who said it"),
    ("statements.words", "“In the words of” names who said it"),
    ("statements.clear", "“Made clear” is a way of saying"),
    ("statements.headline", "In a headline, a name and a colon stand before what was said"),
    ("statements.colon", "A name and a colon stand before what was said"),
    ("statements.signed", "A quotation is signed with a name after a dash"),
];

impl Reasons {
    /// Those of the rules built into the program. Rules of another version may be missing here; then only their name
    /// is shown.
    pub(crate) fn built_in() -> Self {
        let events = Rules::built_in();
        let events = events.book().rules().iter().map(|rule| (rule.id.clone(), rule.why.clone()));
        let statements = STATEMENTS.iter().map(|&(id, why)| (id.to_owned(), why.to_owned()));
        Self(events.chain(statements).collect())
    }

    /// What a rule is for.
    pub(crate) fn why(&self, rule: &str) -> Option<&str> {
        self.0.get(rule).map(String::as_str)
    }
}
