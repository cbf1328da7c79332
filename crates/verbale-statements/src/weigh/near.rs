use verbale_doc::{Byte, Span};

use super::decide::Decision;
use super::reasons::key_of;
use super::weights::{Question, Weights, chance};

/// Something that was almost taken for a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct NearStatement {
    /// The rule that made the draft.
    pub rule: &'static str,
    /// The words that mark it as said.
    pub cue: Span<Byte>,
    /// How likely it was found to be one, from 0 to 1.
    pub chance: f32,
    /// What weighed most against it, in words, the heaviest first.
    pub against: Vec<String>,
}

/// What is less likely was not nearly taken.
const LEAST_NEAR: f32 = 0.15;

/// So many reasons are told.
const MOST_REASONS: usize = 3;

impl Weights {
    /// The near miss that a decision is, if it is one.
    pub(crate) fn near(&self, decision: &Decision) -> Option<NearStatement> {
        let choice = decision.choices.first()?;
        let chance = chance(choice.weight);
        let is_near =
            decision.question == Question::Accept && decision.taken.is_none() && chance >= LEAST_NEAR;
        if !is_near {
            return None;
        }
        let weighed =
            choice.reasons.iter().map(|reason| (self.one(Question::Accept, key_of(reason)), reason));
        let mut against: Vec<(f32, &String)> = weighed.filter(|(weight, _)| *weight < 0.0).collect();
        against.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
        let against = against.iter().map(|(_, reason)| in_words(reason)).take(MOST_REASONS).collect();
        Some(NearStatement { rule: decision.rule, cue: decision.cue, chance, against })
    }
}

/// A reason as people say it: `who|none` is "nobody is named as speaking".
fn in_words(reason: &str) -> String {
    let parts: Vec<&str> = reason.split('|').collect();
    match parts[..] {
        ["bias"] => "most drafts are none".to_owned(),
        ["who", "none"] => "nobody is named as speaking".to_owned(),
        ["who" | "who word" | "who first", word] => format!("“{word}” speaks"),
        ["who lemma", who, verb] => format!("“{who}” as speaker of “{verb}”"),
        ["lemma", verb] => format!("the word “{verb}”"),
        ["lemma rule", verb, _] | ["known", verb] => format!("“{verb}” in this frame"),
        ["marks", "none"] => "no word is quoted".to_owned(),
        ["marks lemma", "none", verb] => format!("no word after “{verb}” is quoted"),
        ["first" | "first tag", word] => format!("the content starts with “{word}”"),
        ["first lemma", word, verb] => format!("“{word}” after “{verb}”"),
        ["aux", word] => format!("“{word}” before the verb"),
        ["mark", word] => format!("“{word}” opens the clause"),
        ["object", word] => format!("“{word}” as object"),
        ["prep", word] => format!("“{word}” after the verb"),
        ["clause", "no"] => "the content is no clause".to_owned(),
        ["length", words] => format!("a content of {words} words"),
        ["title", "yes"] => "it stands in a headline".to_owned(),
        ["inside", "yes"] => "it stands inside another's words".to_owned(),
        [name, ..] => format!(
            "{name} {}",
            parts[1..].iter().map(|part| format!("“{part}”")).collect::<Vec<_>>().join(", ")
        ),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_in_words() {
        assert_eq!(in_words("who|none"), "nobody is named as speaking");
        assert_eq!(in_words("first lemma|the|call"), "“the” after “call”");
        assert_eq!(in_words("tie tag|dobj|NN"), "tie tag “dobj”, “NN”");
    }

    #[test]
    fn a_draft_that_was_dropped_tells_what_weighed_against_it() {
        let weights = Weights::read("accept\twho|none\t-1.5\naccept\tlemma|say\t1.0\naccept\tbias\t-0.25")
            .expect("in form");
        let reasons = ["bias", "lemma|say", "who|none"].map(str::to_owned).to_vec();
        let choice = super::super::Choice { content: Vec::new(), reasons, weight: -0.75 };
        let mut decision = Decision {
            question: Question::Accept,
            cue: Span::new(0, 4),
            rule: "statements.clause",
            speaker: None,
            is_inside: false,
            choices: vec![choice],
            taken: None,
        };
        let near = weights.near(&decision).expect("it is near enough");
        assert_eq!(near.against, ["nobody is named as speaking", "most drafts are none"]);
        assert!((near.chance - 0.32).abs() < 0.01, "{}", near.chance);
        decision.taken = Some(0);
        assert_eq!(weights.near(&decision), None);
    }
}
