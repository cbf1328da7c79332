use rustc_hash::FxHashMap;

use super::reasons::{Reasons, key_of};

/// What each reason weighs in each question, learned from marked articles by `cargo xtask train statements`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    by_question: [FxHashMap<u64, f32>; Question::ALL.len()],
}

/// What is decided by weighing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Is this a statement?
    Accept,
    /// Where does content that follows its cue start?
    Start,
    /// Where does content that stands before its cue start?
    Lead,
    /// Where does content that follows its cue end?
    End,
}

impl Question {
    /// All questions.
    pub const ALL: [Self; 4] = [Self::Accept, Self::Start, Self::Lead, Self::End];

    /// Its name in the file of weights.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Start => "start",
            Self::Lead => "lead",
            Self::End => "end",
        }
    }

    /// The question of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.name() == name)
    }
}

/// Why a file of weights cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("weights, line {line}: expected question, reason and weight, parted by tabs")]
pub struct WeightError {
    /// Line, from 1.
    pub line: usize,
}

impl Weights {
    /// Reads lines of question, reason and weight, parted by tabs; a line that starts with # is a remark.
    ///
    /// # Errors
    /// The first line that does not have the form.
    pub(crate) fn read(text: &str) -> Result<Self, WeightError> {
        let mut weights = Self::default();
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = || WeightError { line: number + 1 };
            let mut fields = line.split('\t');
            let question = fields.next().and_then(Question::find).ok_or_else(fault)?;
            let reason = fields.next().ok_or_else(fault)?;
            let weight: f32 = fields.next().and_then(|field| field.parse().ok()).ok_or_else(fault)?;
            weights.by_question[question as usize].insert(key_of(reason), weight);
        }
        Ok(weights)
    }

    /// Whether anything was learned for a question.
    pub(crate) fn knows(&self, question: Question) -> bool {
        !self.by_question[question as usize].is_empty()
    }

    /// The weight of one reason.
    pub(crate) fn one(&self, question: Question, key: u64) -> f32 {
        self.by_question[question as usize].get(&key).copied().unwrap_or_default()
    }

    /// The weights of all reasons together. Added in their order, so that the sum is the same everywhere.
    pub(crate) fn sum(&self, question: Question, reasons: &Reasons) -> f32 {
        let table = &self.by_question[question as usize];
        reasons.keys().iter().filter_map(|key| table.get(key)).sum()
    }
}

/// From a sum of weights to a chance between 0 and 1.
pub(crate) fn chance(sum: f32) -> f32 {
    1.0 / (1.0 + exp(-sum))
}

/// e to the power of `x`, as (1 + x / 1024)^1024 by repeated squaring: the platform's own differs in the last digit from
/// one to the next. Within 1 % for `x` up to 4.
fn exp(x: f32) -> f32 {
    let mut power = (1.0 + x.clamp(-20.0, 20.0) / 1024.0).max(0.0);
    for _ in 0..10 {
        power *= power;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_and_faults_are_placed() {
        let weights =
            Weights::read("# remark\naccept\tlemma|say\t1.25\nend\tlast|NN\t-0.5\n").expect("in form");
        assert!(
            weights.knows(Question::Accept) && weights.knows(Question::End) && !weights.knows(Question::Lead)
        );
        let mut reasons = Reasons::new(false);
        reasons.add(&["lemma", "say"]);
        reasons.add(&["lemma", "see"]);
        assert!((weights.sum(Question::Accept, &reasons) - 1.25).abs() < f32::EPSILON);
        assert_eq!(
            Weights::read("accept\tlemma|say\t1\nnever\tx\t1").map(drop).expect_err("no such question").line,
            2
        );
    }

    #[test]
    fn chances_follow_the_sum() {
        assert!((chance(0.0) - 0.5).abs() < 1e-6);
        assert!((chance(2.0) - 0.8808).abs() < 0.01);
        assert!(chance(-30.0) < 0.01 && chance(30.0) > 0.99);
    }
}
