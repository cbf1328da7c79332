use std::fmt;
use std::ops::Range;

/// A rule file that cannot be used, with the place and the remedy.
///
/// Printed as `rules/events/consult.toml:14:10: unknown event type "CONSLUT"` with the help on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// The file, as it was named to the loader.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl RuleError {
    /// An error at a byte range of a file's text.
    pub fn new(file: &str, text: &str, at: &Range<usize>, what: impl Into<String>) -> Self {
        let before = text.get(..at.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            what: what.into(),
            help: None,
        }
    }

    /// The same error with a remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same error with "did you mean" where one of the known words is near to what was written, and a list of
    /// them where none is.
    #[must_use]
    pub fn suggest<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(written, &known) {
            Some(near) => self.help(format!("did you mean {near:?}?")),
            None if known.is_empty() => self,
            None => self.help(format!("known are: {}", known.join(", "))),
        }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.what)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}
impl std::error::Error for RuleError {}

/// The known word with the fewest edits from the written one, if at most a third of its letters differ.
fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let nearest = known.iter().map(|&word| (edits(written, word), word)).min()?;
    (nearest.0 <= (written.chars().count() / 3).max(1)).then_some(nearest.1)
}

/// How many insertions, deletions, replacements and swaps of neighbours lead from one word to the other.
fn edits(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) =
        (from.to_lowercase().chars().collect(), to.to_lowercase().chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for i in 1..=from.len() {
        let mut next = vec![i];
        for j in 1..=to.len() {
            let replaced = row[j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let mut least = replaced.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_of_letters_is_one_edit() {
        assert_eq!(edits("CONSLUT", "CONSULT"), 1);
        assert_eq!(edits("verb", "verbs"), 1);
        assert_eq!(nearest("taget", &["source", "target"]), Some("target"));
        assert_eq!(nearest("colour", &["source", "target"]), None);
    }

    #[test]
    fn columns_count_code_points() {
        let error = RuleError::new("a.toml", "x = 1\né = \"q\"", &(11..12), "unknown");
        assert_eq!((error.line, error.column), (2, 5));
        assert_eq!(error.help("mend it").to_string(), "a.toml:2:5: unknown\n  help: mend it");
    }
}
