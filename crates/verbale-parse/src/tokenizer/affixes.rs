use super::alternatives::{Alternatives, MAX_FREE};
use super::pattern::{Node, PatternError};
use super::program::{Program, Threads};

/// The affix and match patterns of a tokenizer; each may be missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Affixes {
    prefix: Option<Search>,
    suffix: Option<Search>,
    infix: Option<Alternatives>,
    token: Option<WholeToken>,
    url: Option<WholeToken>,
}

/// A pattern searched for at one end of a chunk.
#[derive(Clone, Debug)]
enum Search {
    /// Every alternative holds on to that end.
    Anchored(Alternatives),
    /// Any other pattern, searched for from the left.
    Anywhere(Program),
}

/// A pattern that must match from the start of a string (to its end, where it says so).
#[derive(Clone, Debug)]
struct WholeToken {
    program: Program,
    /// ASCII characters of which each match has every one; most words lack one of them and need no closer look.
    required: Vec<u8>,
    max_len: usize,
}

/// Strings above this length in bytes are no URLs. Matching takes linear time, but a long one is none that anybody
/// typed, and the pattern has hundreds of states.
const MAX_URL: usize = 1 << 14;

impl Affixes {
    /// Compiles the patterns, given in the syntax of Python's `re`.
    ///
    /// # Errors
    /// The first construct that is not supported.
    pub(crate) fn new(
        prefix: Option<&str>,
        suffix: Option<&str>,
        infix: Option<&str>,
        token: Option<&str>,
        url: Option<&str>,
    ) -> Result<Self, PatternError> {
        Ok(Self {
            prefix: prefix.map(|pattern| Search::new(pattern, false)).transpose()?,
            suffix: suffix.map(|pattern| Search::new(pattern, true)).transpose()?,
            infix: infix.map(|pattern| Ok(Alternatives::new(Node::parse(pattern)?, false))).transpose()?,
            token: token.map(|pattern| WholeToken::new(pattern, MAX_FREE)).transpose()?,
            url: url.map(|pattern| WholeToken::new(pattern, MAX_URL)).transpose()?,
        })
    }

    /// Bytes of the prefix to split off; 0 for none.
    pub(crate) fn prefix_len(&self, text: &str, threads: &mut Threads) -> usize {
        self.prefix.as_ref().map_or(0, |search| search.len(text, false, threads))
    }

    /// Bytes of the suffix to split off; 0 for none.
    pub(crate) fn suffix_len(&self, text: &str, threads: &mut Threads) -> usize {
        self.suffix.as_ref().map_or(0, |search| search.len(text, true, threads))
    }

    /// The infixes in order, as Python's `finditer` gives them: start and end in bytes.
    pub(crate) fn infixes(&self, text: &str, threads: &mut Threads, out: &mut Vec<(usize, usize)>) {
        out.clear();
        let Some(infix) = &self.infix else { return };
        let mut place = 0;
        // After an empty match the next one must not be the same again.
        let mut nonempty = false;
        loop {
            if let Some(end) = infix.match_at(text, place, nonempty, threads) {
                out.push((place, end));
                nonempty = end == place;
                place = end;
                continue;
            }
            nonempty = false;
            let Some(c) = text[place..].chars().next() else {
                return;
            };
            place += c.len_utf8();
        }
    }

    /// Whether the string is a token as it stands, and no affix is to be split off.
    pub(crate) fn is_token(&self, text: &str, threads: &mut Threads) -> bool {
        self.token.as_ref().is_some_and(|token| token.matches(text, threads))
    }

    /// Whether the string is a URL.
    pub(crate) fn is_url(&self, text: &str, threads: &mut Threads) -> bool {
        self.url.as_ref().is_some_and(|url| url.matches(text, threads))
    }
}

impl Search {
    fn new(pattern: &str, reversed: bool) -> Result<Self, PatternError> {
        let node = Node::parse(pattern)?;
        let alternatives = node.clone().alternatives();
        let edge = if reversed { Node::End } else { Node::Start };
        let holds_on = |node: &Node| match node {
            Node::Cat(nodes) => (if reversed { nodes.last() } else { nodes.first() }) == Some(&edge),
            node => *node == edge,
        };
        Ok(if alternatives.iter().all(holds_on) {
            Self::Anchored(Alternatives::new(node, reversed))
        } else {
            Self::Anywhere(Program::new(&node, false))
        })
    }

    fn len(&self, text: &str, reversed: bool, threads: &mut Threads) -> usize {
        match self {
            Self::Anchored(alternatives) => {
                let at = if reversed { text.len() } else { 0 };
                alternatives.match_at(text, at, false, threads).map_or(0, |end| end.abs_diff(at))
            }
            Self::Anywhere(_) if text.len() > MAX_FREE => 0,
            // spaCy too takes the length of a match anywhere for the length of the affix; it must then be cut at a
            // character.
            Self::Anywhere(program) => {
                let (start, end) = program.search(text, 0, threads).unwrap_or_default();
                let n_chars = text[start..end].chars().count();
                let bytes = |c: char| c.len_utf8();
                if reversed {
                    text.chars().rev().take(n_chars).map(bytes).sum()
                } else {
                    text.chars().take(n_chars).map(bytes).sum()
                }
            }
        }
    }
}

impl WholeToken {
    fn new(pattern: &str, max_len: usize) -> Result<Self, PatternError> {
        let node = Node::parse(pattern)?;
        let required = (0..128).filter(|&c| requires(&node, c as char)).collect();
        Ok(Self { program: Program::new(&node, false), required, max_len })
    }

    fn matches(&self, text: &str, threads: &mut Threads) -> bool {
        text.len() <= self.max_len
            && self.required.iter().all(|&c| memchr::memchr(c, text.as_bytes()).is_some())
            && self.program.matches(text, 0, threads)
    }
}

/// Whether every match of the pattern has the character.
fn requires(node: &Node, c: char) -> bool {
    match node {
        Node::Set(set) => *set.ranges() == [(c as u32, c as u32)],
        Node::Cat(nodes) => nodes.iter().any(|node| requires(node, c)),
        Node::Alt(nodes) => nodes.iter().all(|node| requires(node, c)),
        Node::Repeat { node, min, .. } => *min > 0 && requires(node, c),
        Node::Start | Node::End | Node::Look { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn infixes(pattern: &str, text: &str) -> Vec<(usize, usize)> {
        let affixes = Affixes::new(None, None, Some(pattern), None, None).unwrap();
        let mut out = Vec::new();
        affixes.infixes(text, &mut Threads::default(), &mut out);
        out
    }

    #[test]
    fn infixes_are_found_as_finditer_finds_them() {
        assert_eq!(infixes(r"\.\.+|-", "a...b-.c"), [(1, 4), (5, 6)]);
        assert_eq!(infixes("x*", "axxb"), [(0, 0), (1, 3), (3, 3), (4, 4)]);
        assert_eq!(infixes("(?<=é)(?=a)", "éaéa"), [(2, 2), (5, 5)]);
    }

    #[test]
    fn a_pattern_that_holds_on_to_no_end_is_searched_for() {
        let affixes = Affixes::new(Some("b|c+"), None, None, None, None).unwrap();
        assert_eq!(affixes.prefix_len("éacc", &mut Threads::default()), 3);
    }

    #[test]
    fn whole_tokens() {
        let affixes = Affixes::new(None, None, None, Some(r"^a\.[bc]+"), Some(r"\w+\.\w{2,3}$")).unwrap();
        let mut threads = Threads::default();
        assert!(affixes.is_token("a.bcx", &mut threads) && !affixes.is_token("abc", &mut threads));
        assert!(affixes.is_url("d.fr", &mut threads) && !affixes.is_url("d.info", &mut threads));
        assert_eq!(affixes.url.unwrap().required, [b'.']);
    }
}
