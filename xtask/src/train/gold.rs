//! Marked articles, and what they say of a decision.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use verbale::{Byte, Decision, Question, Span};

/// An article with its statements as people marked them; positions in code points.
#[derive(Debug, Deserialize)]
struct Marked {
    text: String,
    statements: Vec<MarkedStatement>,
    #[serde(default)]
    ignore: Vec<Stretch>,
}

#[derive(Debug, Deserialize)]
struct MarkedStatement {
    cue: Vec<Stretch>,
    content: Vec<Stretch>,
    class: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Stretch {
    start: usize,
    end: usize,
}

/// The same with words as numbers, so that marks and spaces at edges do not matter.
pub(crate) struct Gold {
    statements: Vec<GoldStatement>,
    ignore: Vec<Span<Byte>>,
    /// Where each word starts and ends.
    words: Vec<Span<Byte>>,
    text: String,
}

struct GoldStatement {
    cue: Vec<Span<Byte>>,
    /// Numbers of its words, rising.
    content: Vec<usize>,
    bytes: Vec<Span<Byte>>,
    class: String,
}

/// What to learn from a decision: which choices would be right (for [`Question::Accept`]: none if the draft is no
/// statement), and how much it counts.
pub(crate) struct Lesson {
    pub(crate) right: Option<usize>,
    pub(crate) weight: f32,
}

impl Gold {
    pub(crate) fn read(line: &str) -> Result<Self> {
        let marked: Marked = serde_json::from_str(line).context("a marked article")?;
        let starts: Vec<u32> =
            marked.text.char_indices().map(|(at, _)| at as u32).chain([marked.text.len() as u32]).collect();
        let bytes = |stretch: &Stretch| Span::<Byte>::new(starts[stretch.start], starts[stretch.end]);
        let words = words_of(&marked.text);
        let to_gold = |statement: &MarkedStatement| {
            let content: Vec<Span<Byte>> = statement.content.iter().map(bytes).collect();
            GoldStatement {
                cue: statement.cue.iter().map(bytes).collect(),
                content: words_in(&marked.text, &words, &content),
                bytes: content,
                class: statement.class.clone(),
            }
        };
        let statements = marked.statements.iter().map(to_gold).collect();
        let ignore = marked.ignore.iter().map(bytes).collect();
        Ok(Self { statements, ignore, words, text: marked.text.clone() })
    }

    pub(crate) fn lesson(&self, decision: &Decision) -> Option<Lesson> {
        match decision.question {
            Question::Accept => self.lesson_of_draft(decision),
            Question::Start | Question::Lead | Question::End => self.lesson_of_edge(decision),
        }
    }

    fn lesson_of_draft(&self, decision: &Decision) -> Option<Lesson> {
        let content = words_in(&self.text, &self.words, &decision.choices.first()?.content);
        let is_in = |spans: &[Span<Byte>]| spans.iter().any(|span| span.covers(decision.cue));
        let has_cue = |statement: &&GoldStatement| statement.cue.iter().any(|cue| cue.overlaps(decision.cue));
        let by_cue = self
            .statements
            .iter()
            .filter(has_cue)
            .max_by(|a, b| dice(&a.content, &content).total_cmp(&dice(&b.content, &content)));
        let is_nested = by_cue.is_none() && self.statements.iter().any(|statement| is_in(&statement.bytes));
        if is_nested || decision.is_inside || is_in(&self.ignore) {
            return None;
        }
        let best = self
            .statements
            .iter()
            .max_by(|a, b| dice(&a.content, &content).total_cmp(&dice(&b.content, &content)));
        let best = best.filter(|best| dice(&best.content, &content) >= 0.5);
        let (statement, is_close) = match (by_cue, best) {
            (Some(statement), _) => (statement, dice(&statement.content, &content) >= 0.25),
            // The words are someone's, by another cue: this one is to be dropped where the other stands, so nothing is
            // learned.
            (None, Some(_)) => return None,
            (None, None) => return Some(Lesson { right: None, weight: 1.0 }),
        };
        match (statement.class.as_str(), is_close) {
            ("speech", true) => Some(Lesson { right: Some(0), weight: 1.0 }),
            ("stance" | "act" | "other", _) => None,
            // Speech elsewhere in the sentence, or what is only thought.
            _ => Some(Lesson { right: None, weight: 0.5 }),
        }
    }

    fn lesson_of_edge(&self, decision: &Decision) -> Option<Lesson> {
        let has_cue = |statement: &&GoldStatement| statement.cue.iter().any(|cue| cue.overlaps(decision.cue));
        let whole = words_in(&self.text, &self.words, &decision.choices.first()?.content);
        let statement = self
            .statements
            .iter()
            .filter(has_cue)
            .max_by(|a, b| dice(&a.content, &whole).total_cmp(&dice(&b.content, &whole)))?;
        let after = |word: &&usize| self.words[**word].start() >= decision.cue.end();
        let target = match decision.question {
            Question::Start => statement.content.iter().find(after),
            Question::End => statement.content.iter().rfind(after),
            _ => statement.content.first().filter(|word| self.words[**word].end() <= decision.cue.start()),
        };
        let target = *target?;
        let is_right = |choice: &verbale::Choice| {
            let words = words_in(&self.text, &self.words, &choice.content);
            let edge = if decision.question == Question::End { words.last() } else { words.first() };
            edge == Some(&target)
        };
        let right = decision.choices.iter().position(is_right)?;
        Some(Lesson { right: Some(right), weight: 1.0 })
    }
}

fn words_of(text: &str) -> Vec<Span<Byte>> {
    let mut words: Vec<Span<Byte>> = Vec::new();
    let mut start = None;
    for (at, char) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_word = char.is_alphanumeric() || char == '_';
        match (is_word, start) {
            (true, None) => start = Some(at as u32),
            (false, Some(from)) => {
                words.push(Span::new(from, at as u32));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The words whose start lies in one of the spans; a leading "that" does not count.
fn words_in(text: &str, words: &[Span<Byte>], spans: &[Span<Byte>]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for span in spans {
        let from = words.partition_point(|word| word.start() < span.start());
        found.extend((from..words.len()).take_while(|&word| words[word].start() < span.end()));
    }
    found.sort_unstable();
    found.dedup();
    if found.len() > 1 && text[words[found[0]].range()].eq_ignore_ascii_case("that") {
        found.remove(0);
    }
    found
}

/// Twice the shared words over all words.
fn dice(a: &[usize], b: &[usize]) -> f32 {
    let shared = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    if a.is_empty() && b.is_empty() { 0.0 } else { 2.0 * shared as f32 / (a.len() + b.len()) as f32 }
}
