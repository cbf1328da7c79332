use std::iter::Peekable;
use std::str::Chars;
use std::sync::Arc;

use super::charset::{CharSet, DIGIT, SPACE, WORD};

/// A pattern in the syntax of Python's `re`, as a tree.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// One character of a set.
    Set(Arc<CharSet>),
    /// One after the other; empty for the empty pattern.
    Cat(Vec<Node>),
    /// The first that leads to a match.
    Alt(Vec<Node>),
    /// A repetition.
    Repeat {
        node: Box<Node>,
        min: u32,
        /// `None` for no limit.
        max: Option<u32>,
        greedy: bool,
    },
    /// `^`
    Start,
    /// `$`: the end, or before a line break that is the last character.
    End,
    /// Look-around: what must, or must not, stand here.
    Look { node: Box<Node>, behind: bool, negated: bool },
}

/// What in a pattern cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} in a pattern at character {at}")]
pub struct PatternError {
    /// The construct, by name.
    pub what: String,
    /// Characters before it.
    pub at: usize,
}

/// Counted repetitions are unrolled, so the count is bounded.
const MAX_REPEAT: u32 = 1000;
/// Nesting of groups; patterns are recursive.
const MAX_DEPTH: u32 = 64;

impl Node {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Names what has no meaning here: back references, conditions, named groups, word boundaries, possessive and
    /// atomic groups, flags other than `i` and `u`, look-around without a bound on its width.
    pub(crate) fn parse(pattern: &str) -> Result<Self, PatternError> {
        let mut parser = Parser { chars: pattern.chars().peekable(), at: 0, ignore_case: false, depth: 0 };
        parser.flags()?;
        let node = parser.alternation()?;
        if parser.peek().is_some() {
            return Err(parser.error("unbalanced \")\""));
        }
        Ok(node)
    }

    /// The alternatives at the top.
    pub(crate) fn alternatives(self) -> Vec<Self> {
        match self {
            Self::Alt(nodes) => nodes,
            node => vec![node],
        }
    }

    /// Fewest and most characters it covers; `None` for no limit.
    pub(crate) fn width(&self) -> (u32, Option<u32>) {
        match self {
            Self::Set(_) => (1, Some(1)),
            Self::Cat(nodes) => nodes.iter().map(Self::width).fold((0, Some(0)), |all, one| {
                (all.0.saturating_add(one.0), all.1.zip(one.1).map(|(a, b)| a.saturating_add(b)))
            }),
            Self::Alt(nodes) => {
                let widths = nodes.iter().map(Self::width);
                widths
                    .reduce(|all, one| (all.0.min(one.0), all.1.zip(one.1).map(|(a, b)| a.max(b))))
                    .unwrap_or_default()
            }
            Self::Repeat { node, min, max, .. } => {
                let (low, high) = node.width();
                let most = match (high, max) {
                    (Some(0), _) | (_, Some(0)) => Some(0),
                    (high, max) => high.zip(*max).map(|(a, b)| a.saturating_mul(b)),
                };
                (low.saturating_mul(*min), most)
            }
            Self::Start | Self::End | Self::Look { .. } => (0, Some(0)),
        }
    }
}

struct Parser<'a> {
    chars: Peekable<Chars<'a>>,
    at: usize,
    ignore_case: bool,
    depth: u32,
}

impl Parser<'_> {
    fn error(&self, what: impl Into<String>) -> PatternError {
        PatternError { what: what.into(), at: self.at }
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.chars.next();
        self.at += usize::from(c.is_some());
        c
    }

    fn eat(&mut self, c: char) -> bool {
        let here = self.peek() == Some(c);
        if here {
            self.next();
        }
        here
    }

    fn rest_starts_with(&self, start: &str) -> bool {
        let mut rest = self.chars.clone();
        start.chars().all(|c| rest.next() == Some(c))
    }

    /// `(?u)`, `(?i)` and the like; only at the very start.
    fn flags(&mut self) -> Result<(), PatternError> {
        let mut rest = self.chars.clone().skip(2);
        if !self.rest_starts_with("(?") || !rest.next().is_some_and(|c| c.is_ascii_alphabetic() && c != 'P') {
            return Ok(());
        }
        self.next();
        self.next();
        loop {
            match self.next() {
                Some('u') => {}
                Some('i') => self.ignore_case = true,
                Some(')') => return Ok(()),
                Some(flag) => return Err(self.error(format!("flag {flag:?}"))),
                None => return Err(self.error("unclosed group")),
            }
        }
    }

    fn alternation(&mut self) -> Result<Node, PatternError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(format!("more than {MAX_DEPTH} nested groups")));
        }
        let mut nodes = vec![self.sequence()?];
        while self.eat('|') {
            nodes.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Alt(nodes) })
    }

    fn sequence(&mut self) -> Result<Node, PatternError> {
        let mut nodes = Vec::new();
        while self.peek().is_some_and(|c| c != '|' && c != ')') {
            let atom = self.atom()?;
            nodes.push(self.repetition(atom)?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Cat(nodes) })
    }

    fn atom(&mut self) -> Result<Node, PatternError> {
        let Some(c) = self.next() else {
            return Err(self.error("unexpected end"));
        };
        Ok(match c {
            '^' => Node::Start,
            '$' => Node::End,
            '.' => Node::Set(Arc::new(CharSet::of('\n').complement())),
            '[' => self.class()?,
            '(' => self.group()?,
            '*' | '+' | '?' => return Err(self.error("nothing to repeat")),
            '\\' => {
                let escaped = self.escape(false)?;
                self.set(escaped)
            }
            c => self.set(CharSet::of(c)),
        })
    }

    fn set(&self, set: CharSet) -> Node {
        Node::Set(Arc::new(if self.ignore_case { fold_case(&set) } else { set }))
    }

    fn group(&mut self) -> Result<Node, PatternError> {
        let mut look = None;
        if self.eat('?') {
            match (self.next(), self.peek()) {
                (Some(':'), _) => {}
                (Some('='), _) => look = Some((false, false)),
                (Some('!'), _) => look = Some((false, true)),
                (Some('<'), Some('=')) => look = Some((true, false)),
                (Some('<'), Some('!')) => look = Some((true, true)),
                (Some(c), _) => return Err(self.error(format!("group (?{c}"))),
                (None, _) => return Err(self.error("unclosed group")),
            }
            if matches!(look, Some((true, _))) {
                self.next();
            }
        }
        let node = self.alternation()?;
        if !self.eat(')') {
            return Err(self.error("unclosed group"));
        }
        let Some((behind, negated)) = look else {
            return Ok(node);
        };
        if node.width().1.is_none() {
            return Err(self.error("look-around of unlimited width"));
        }
        Ok(Node::Look { node: Box::new(node), behind, negated })
    }

    fn repetition(&mut self, atom: Node) -> Result<Node, PatternError> {
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.counts()? {
                Some(counts) => counts,
                None => return Ok(atom),
            },
            _ => return Ok(atom),
        };
        self.next();
        let greedy = !self.eat('?');
        if self.peek() == Some('+') {
            return Err(self.error("possessive repetition"));
        }
        if matches!(self.peek(), Some('*' | '{'))
            && !matches!(self.peek(), Some('{') if !self.counts_follow())
        {
            return Err(self.error("multiple repeat"));
        }
        if min > MAX_REPEAT || max.is_some_and(|max| max > MAX_REPEAT || max < min) {
            return Err(self.error(format!("repetition count above {MAX_REPEAT} or out of order")));
        }
        Ok(Node::Repeat { node: Box::new(atom), min, max, greedy })
    }

    fn counts_follow(&self) -> bool {
        let mut rest = self.chars.clone().skip(1);
        let inside: String = rest.by_ref().take_while(|&c| c != '}').collect();
        !inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit() || c == ',')
    }

    /// `{m}`, `{m,}`, `{,n}`, `{m,n}`, read up to the closing brace; `None` where the brace means itself.
    fn counts(&mut self) -> Result<Option<(u32, Option<u32>)>, PatternError> {
        if !self.counts_follow() {
            return Ok(None);
        }
        self.next();
        let mut inside = String::new();
        while let Some(c) = self.peek()
            && c != '}'
        {
            inside.push(c);
            self.next();
        }
        let number = |text: &str| text.parse::<u32>().ok();
        let counts = match inside.split_once(',') {
            None => number(&inside).map(|count| (count, Some(count))),
            Some(("", "")) => Some((0, None)),
            Some((min, "")) => number(min).map(|min| (min, None)),
            Some(("", max)) => number(max).map(|max| (0, Some(max))),
            Some((min, max)) => number(min).zip(number(max)).map(|(min, max)| (min, Some(max))),
        };
        match counts {
            Some(counts) => Ok(Some(counts)),
            None => Err(self.error(format!("repetition {{{inside}}}"))),
        }
    }

    fn class(&mut self) -> Result<Node, PatternError> {
        let negated = self.eat('^');
        let mut ranges = Vec::new();
        let mut first = true;
        loop {
            let start = match self.next() {
                None => return Err(self.error("unclosed character class")),
                Some(']') if !first => break,
                Some('\\') => self.escape(true)?,
                Some(c) => CharSet::of(c),
            };
            first = false;
            let mut rest = self.chars.clone();
            let is_range = rest.next() == Some('-') && rest.next().is_some_and(|c| c != ']');
            if !is_range {
                ranges.extend_from_slice(start.ranges());
                continue;
            }
            self.next();
            let end = match self.next() {
                Some('\\') => self.escape(true)?,
                Some(c) => CharSet::of(c),
                None => return Err(self.error("unclosed character class")),
            };
            match (start.ranges(), end.ranges()) {
                (&[(low, same_low)], &[(high, same_high)])
                    if low == same_low && high == same_high && low <= high =>
                {
                    ranges.push((low, high));
                }
                _ => return Err(self.error("bad character range")),
            }
        }
        let mut set = CharSet::new(ranges);
        if self.ignore_case {
            set = fold_case(&set);
        }
        Ok(Node::Set(Arc::new(if negated { set.complement() } else { set })))
    }

    /// What follows a backslash.
    fn escape(&mut self, in_class: bool) -> Result<CharSet, PatternError> {
        let Some(c) = self.next() else {
            return Err(self.error("trailing backslash"));
        };
        let char = match c {
            'w' => return Ok(WORD.clone()),
            'W' => return Ok(WORD.complement()),
            'd' => return Ok(DIGIT.clone()),
            'D' => return Ok(DIGIT.complement()),
            's' => return Ok(SPACE.clone()),
            'S' => return Ok(SPACE.complement()),
            'a' => '\x07',
            'f' => '\x0C',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0B',
            'b' if in_class => '\x08',
            'x' => self.code_point(2)?,
            'u' => self.code_point(4)?,
            'U' => self.code_point(8)?,
            '0' => '\0',
            c if c.is_ascii_alphanumeric() => return Err(self.error(format!("escape \\{c}"))),
            c => c,
        };
        Ok(CharSet::of(char))
    }

    fn code_point(&mut self, n_digits: usize) -> Result<char, PatternError> {
        let mut number = 0u32;
        for _ in 0..n_digits {
            let digit = self.next().and_then(|c| c.to_digit(16));
            number = number << 4 | digit.ok_or_else(|| self.error("bad hexadecimal escape"))?;
        }
        char::from_u32(number).ok_or_else(|| self.error("escape that is no character"))
    }
}

/// The set with the other case of each of its letters.
fn fold_case(set: &CharSet) -> CharSet {
    use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};
    // The surrogates lie in a gap of `char`; a range over the gap is cut at it.
    let as_chars = |(first, last): &(u32, u32)| {
        let start = (*first..=*last).find_map(char::from_u32)?;
        let end = (*first..=*last).rev().find_map(char::from_u32)?;
        Some(ClassUnicodeRange::new(start, end))
    };
    let mut class = ClassUnicode::new(set.ranges().iter().filter_map(as_chars));
    class.case_fold_simple();
    CharSet::new(class.ranges().iter().map(|range| (range.start() as u32, range.end() as u32)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(pattern: &str) -> String {
        Node::parse(pattern).unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(error(r"(a)\1"), "escape \\1 in a pattern at character 5");
        assert_eq!(error(r"\bx"), "escape \\b in a pattern at character 2");
        assert_eq!(error(r"(?P<n>a)"), "group (?P in a pattern at character 3");
        assert_eq!(error(r"(?s)."), "flag 's' in a pattern at character 3");
        assert_eq!(error(r"a++"), "possessive repetition in a pattern at character 2");
        assert_eq!(error(r"(?<=a+)b"), "look-around of unlimited width in a pattern at character 7");
        assert_eq!(error("(a"), "unclosed group in a pattern at character 2");
        assert_eq!(error("a)"), "unbalanced \")\" in a pattern at character 1");
        assert_eq!(error("[a"), "unclosed character class in a pattern at character 2");
        assert_eq!(error("[b-a]"), "bad character range in a pattern at character 4");
        assert_eq!(
            error("a{2000}"),
            "repetition count above 1000 or out of order in a pattern at character 7"
        );
        assert!(error(&"(".repeat(100)).starts_with("more than 64 nested groups"));
    }

    #[test]
    fn classes_are_read_as_python_reads_them() {
        let set = |pattern| match Node::parse(pattern).unwrap() {
            Node::Set(set) => set.ranges().to_vec(),
            node => panic!("{node:?}"),
        };
        assert_eq!(set(r"[]a]"), [(93, 93), (97, 97)]);
        assert_eq!(set(r"[+\-\*^]"), [(42, 43), (45, 45), (94, 94)]);
        assert_eq!(set(r"[0-9-]"), [(45, 45), (48, 57)]);
        assert_eq!(set(r"[\u00a1-\uffff_-]"), [(45, 45), (95, 95), (0xA1, 0xFFFF)]);
        assert_eq!(set(r"(?i)[a-b]"), [(65, 66), (97, 98)]);
        assert_eq!(set(r"[^\x00-\U0010ffff]"), []);
    }

    #[test]
    fn widths() {
        let width = |pattern| Node::parse(pattern).unwrap().width();
        assert_eq!(width("ab?(?:c|de){2}"), (3, Some(6)));
        assert_eq!(width("a{2,}|b"), (1, None));
        assert_eq!(width("^(?=aaa)$"), (0, Some(0)));
    }
}
