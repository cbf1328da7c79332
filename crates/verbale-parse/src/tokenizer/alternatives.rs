use std::sync::Arc;

use super::charset::CharSet;
use super::pattern::Node;
use super::program::{Prefer, Program, Threads, is_end};

/// The alternatives of a pattern, found by the character they begin (or, read from the end, finish) with.
///
/// Affix patterns are long lists of short things: a bracket, "km" after a digit, a hyphen between letters. Nearly
/// all come out as a plain sequence of sets and fixed-width look-around, matched in place; only what repeats in the
/// middle needs a [`Program`].
#[derive(Clone, Debug)]
pub(crate) struct Alternatives {
    list: Vec<Alternative>,
    reversed: bool,
    /// Which alternatives can begin with each ASCII character, in order of priority.
    ascii: Vec<Box<[u16]>>,
    /// Which can begin with some other character.
    other: Box<[u16]>,
    /// Which can match without reading a character.
    empty: Box<[u16]>,
}

#[derive(Clone, Debug)]
struct Alternative {
    /// What its first character must be; `None` where it may match without reading one, or is not known.
    first: Option<Arc<CharSet>>,
    matcher: Matcher,
}

#[derive(Clone, Debug)]
enum Matcher {
    Items(Vec<Item>),
    /// With whether the width is bounded.
    Program(Program, bool),
}

#[derive(Clone, Debug)]
enum Item {
    Set(Arc<CharSet>),
    /// At least so many characters of the set, and as many as there are.
    Run(Arc<CharSet>, u32),
    Start,
    End,
    Look {
        sets: Vec<Arc<CharSet>>,
        behind: bool,
        negated: bool,
    },
}

/// A repetition inside a pattern is not tried on longer texts: trying it at every place would take quadratic time.
/// No pattern of the English pipelines needs it.
pub(crate) const MAX_FREE: usize = 512;
/// How far groups are multiplied out.
const MAX_ALTERNATIVES: usize = 4096;

impl Alternatives {
    /// Compiles a pattern; `reversed` to match from the end of the text.
    pub(crate) fn new(node: Node, reversed: bool) -> Self {
        let mut list: Vec<Alternative> = Vec::new();
        for node in node.alternatives() {
            for sequence in expand(node) {
                list.push(Alternative::new(sequence, reversed));
            }
        }
        list.truncate(usize::from(u16::MAX));
        let numbers = |keep: &dyn Fn(&Alternative) -> bool| -> Box<[u16]> {
            (0..).zip(&list).filter(|(_, alternative)| keep(alternative)).map(|(number, _)| number).collect()
        };
        let begins =
            |alternative: &Alternative, c: char| alternative.first.as_ref().is_none_or(|set| set.contains(c));
        Self {
            ascii: (0..128u8).map(|c| numbers(&|alternative| begins(alternative, c as char))).collect(),
            other: numbers(&|alternative| {
                let beyond = |set: &Arc<CharSet>| set.ranges().last().is_some_and(|&(_, last)| last >= 128);
                alternative.first.as_ref().is_none_or(beyond)
            }),
            empty: numbers(&|alternative| alternative.first.is_none()),
            list,
            reversed,
        }
    }

    /// The end of the first alternative, by priority, that matches at `at`; the farther end for a reversed pattern.
    ///
    /// `nonempty` leaves out matches without a character.
    pub(crate) fn match_at(
        &self,
        text: &str,
        at: usize,
        nonempty: bool,
        threads: &mut Threads,
    ) -> Option<usize> {
        let c = if self.reversed { text[..at].chars().next_back() } else { text[at..].chars().next() };
        let candidates = match c {
            None => &self.empty,
            Some(c) if c.is_ascii() => &self.ascii[c as usize],
            Some(_) => &self.other,
        };
        let mut farthest = None;
        for &number in candidates {
            let alternative = &self.list[usize::from(number)];
            if !alternative.first.as_ref().is_none_or(|set| c.is_some_and(|c| set.contains(c))) {
                continue;
            }
            let Some(end) = alternative.match_at(text, at, self.reversed, threads) else {
                continue;
            };
            if nonempty && end == at {
                continue;
            }
            if !self.reversed {
                return Some(end);
            }
            farthest = Some(farthest.map_or(end, |so_far: usize| so_far.min(end)));
        }
        farthest
    }
}

impl Alternative {
    fn new(sequence: Vec<Node>, reversed: bool) -> Self {
        let first = first_set(&sequence, reversed);
        let matcher = items(&sequence, reversed).map_or_else(
            || {
                let node = Node::Cat(sequence);
                let bounded = node.width().1.is_some();
                Matcher::Program(Program::new(&node, reversed), bounded)
            },
            Matcher::Items,
        );
        Self { first, matcher }
    }

    fn match_at(&self, text: &str, at: usize, reversed: bool, threads: &mut Threads) -> Option<usize> {
        match &self.matcher {
            Matcher::Items(items) if reversed => backward(items, text, at),
            Matcher::Items(items) => forward(items, text, at),
            Matcher::Program(_, false) if text.len() > MAX_FREE => None,
            Matcher::Program(program, _) => {
                let prefer = if reversed { Prefer::Longest } else { Prefer::First };
                program.match_end(text, at, prefer, threads)
            }
        }
    }
}

/// Multiplies groups out, as long as that keeps the order in which a backtracking matcher tries things.
fn expand(node: Node) -> Vec<Vec<Node>> {
    let mut done: Vec<Vec<Node>> = vec![Vec::new()];
    let mut rest: Vec<Node> = vec![node];
    let mut fixed = true;
    while let Some(node) = rest.pop() {
        let branches = match node {
            Node::Cat(nodes) => {
                rest.extend(nodes.into_iter().rev());
                continue;
            }
            Node::Alt(nodes) if fixed && done.len() * nodes.len() <= MAX_ALTERNATIVES => nodes,
            Node::Repeat { node, min: 0, max: Some(1), greedy: true }
                if fixed && done.len() * 2 <= MAX_ALTERNATIVES =>
            {
                vec![*node, Node::Cat(Vec::new())]
            }
            node => {
                fixed &= !matches!(node, Node::Repeat { .. } | Node::Alt(_));
                for sequence in &mut done {
                    sequence.push(node.clone());
                }
                continue;
            }
        };
        let branches: Vec<Vec<Node>> = branches.into_iter().flat_map(expand).collect();
        fixed &= !branches.iter().flatten().any(|node| matches!(node, Node::Repeat { .. } | Node::Alt(_)));
        done = done
            .iter()
            .flat_map(|start| branches.iter().map(move |branch| [start.as_slice(), branch].concat()))
            .collect();
    }
    done
}

fn first_set(sequence: &[Node], reversed: bool) -> Option<Arc<CharSet>> {
    let mut nodes: Box<dyn Iterator<Item = &Node>> =
        if reversed { Box::new(sequence.iter().rev()) } else { Box::new(sequence.iter()) };
    nodes.find(|node| !matches!(node, Node::Start | Node::End | Node::Look { .. })).and_then(
        |node| match node {
            Node::Set(set) => Some(Arc::clone(set)),
            Node::Repeat { node, min: 1.., .. } => match node.as_ref() {
                Node::Set(set) => Some(Arc::clone(set)),
                _ => None,
            },
            _ => None,
        },
    )
}

/// The sequence as items, if it can be matched without going back: no repetition except one run that nothing but the
/// end of the text follows.
fn items(sequence: &[Node], reversed: bool) -> Option<Vec<Item>> {
    let mut items: Vec<Item> = Vec::with_capacity(sequence.len());
    for node in sequence {
        items.push(match node {
            Node::Set(set) => Item::Set(Arc::clone(set)),
            Node::Start => Item::Start,
            Node::End => Item::End,
            Node::Look { node, behind, negated } => {
                Item::Look { sets: sets(node)?, behind: *behind, negated: *negated }
            }
            Node::Repeat { node, min, max: None, greedy: true } => match node.as_ref() {
                Node::Set(set) => Item::Run(Arc::clone(set), *min),
                _ => return None,
            },
            Node::Cat(_) | Node::Alt(_) | Node::Repeat { .. } => return None,
        });
    }
    // "\.\.+" is a run of at least two.
    for number in (1..items.len()).rev() {
        if let [Item::Set(before), Item::Run(set, min)] = &items[number - 1..=number]
            && before == set
        {
            items[number - 1] = Item::Run(Arc::clone(set), min + 1);
            items.remove(number);
        }
    }
    let (edge, inner) = if reversed { (Item::Start, items.first()) } else { (Item::End, items.last()) };
    let skip =
        usize::from(inner.is_some_and(|item| std::mem::discriminant(item) == std::mem::discriminant(&edge)));
    let last = items.len().checked_sub(1 + skip)?;
    let run_at = items.iter().position(|item| matches!(item, Item::Run(..)));
    let allowed = if reversed { skip } else { last };
    let only = items.iter().filter(|item| matches!(item, Item::Run(..))).count() <= 1;
    (run_at.is_none_or(|at| at == allowed) && only).then_some(items)
}

/// A look-around as a plain sequence of sets.
fn sets(node: &Node) -> Option<Vec<Arc<CharSet>>> {
    match node {
        Node::Set(set) => Some(vec![Arc::clone(set)]),
        Node::Cat(nodes) => nodes
            .iter()
            .map(|node| sets(node)?.pop())
            .collect::<Option<Vec<_>>>()
            .filter(|_| nodes.iter().all(|node| matches!(node, Node::Set(_)))),
        _ => None,
    }
}

fn forward(items: &[Item], text: &str, at: usize) -> Option<usize> {
    let mut place = at;
    for item in items {
        match item {
            Item::Set(set) => {
                let c = text[place..].chars().next().filter(|&c| set.contains(c))?;
                place += c.len_utf8();
            }
            Item::Run(set, min) => {
                let run = text[place..].chars().take_while(|&c| set.contains(c));
                let (n_chars, n_bytes) =
                    run.fold((0, 0), |(chars, bytes), c| (chars + 1, bytes + c.len_utf8()));
                place = (n_chars >= *min).then_some(place + n_bytes)?;
            }
            item => item.holds(text, place).then_some(())?,
        }
    }
    Some(place)
}

fn backward(items: &[Item], text: &str, at: usize) -> Option<usize> {
    let mut place = at;
    for item in items.iter().rev() {
        match item {
            Item::Set(set) => {
                let c = text[..place].chars().next_back().filter(|&c| set.contains(c))?;
                place -= c.len_utf8();
            }
            Item::Run(set, min) => {
                let run = text[..place].chars().rev().take_while(|&c| set.contains(c));
                let (n_chars, n_bytes) =
                    run.fold((0, 0), |(chars, bytes), c| (chars + 1, bytes + c.len_utf8()));
                place = (n_chars >= *min).then_some(place - n_bytes)?;
            }
            item => item.holds(text, place).then_some(())?,
        }
    }
    Some(place)
}

impl Item {
    /// Whether an item that reads nothing holds at `place`.
    fn holds(&self, text: &str, place: usize) -> bool {
        match self {
            Self::Start => place == 0,
            Self::End => is_end(text, place),
            Self::Look { sets, behind: true, negated } => {
                let mut before = text[..place].chars().rev();
                sets.iter().rev().all(|set| before.next().is_some_and(|c| set.contains(c))) != *negated
            }
            Self::Look { sets, behind: false, negated } => {
                let mut after = text[place..].chars();
                sets.iter().all(|set| after.next().is_some_and(|c| set.contains(c))) != *negated
            }
            Self::Set(_) | Self::Run(..) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(pattern: &str, reversed: bool, text: &str, at: usize) -> Option<usize> {
        Alternatives::new(Node::parse(pattern).unwrap(), reversed).match_at(
            text,
            at,
            false,
            &mut Threads::default(),
        )
    }

    fn is_plain(pattern: &str, reversed: bool) -> bool {
        let alternatives = Alternatives::new(Node::parse(pattern).unwrap(), reversed);
        alternatives.list.iter().all(|alternative| matches!(alternative.matcher, Matcher::Items(_)))
    }

    #[test]
    fn groups_are_multiplied_out_in_order() {
        let infix = r"(?<=[a-z0-9])(?:-|–|--|~)(?=[a-z])";
        assert!(is_plain(infix, false));
        assert_eq!(at(infix, false, "a--b", 1), Some(3));
        assert_eq!(at(infix, false, "a-b", 1), Some(2));
        assert_eq!(at(infix, false, "a-9", 1), None);
        assert_eq!(at(infix, false, "-b", 0), None);
        assert_eq!(at("ab?c|abx", false, "abx", 0), Some(3));
    }

    #[test]
    fn the_longest_suffix_counts() {
        let suffix = r"m$|(?<=[0-9])(?:m|km|°m)$|\.\.+$|(?<=[a-z][a-z])\.$";
        assert!(is_plain(suffix, true));
        assert_eq!(at(suffix, true, "5km", 3), Some(1));
        assert_eq!(at(suffix, true, "xkm", 3), Some(2));
        assert_eq!(at(suffix, true, "5°m", 4), Some(1));
        assert_eq!(at(suffix, true, "a...", 4), Some(1));
        assert_eq!(at(suffix, true, "ab.", 3), Some(2));
        assert_eq!(at(suffix, true, "b.", 2), None);
    }

    #[test]
    fn repetition_in_the_middle_takes_a_program() {
        let pattern = "a+(?:b|ac)";
        assert!(!is_plain(pattern, false));
        assert_eq!(at(pattern, false, "aaac", 0), Some(4));
        assert_eq!(at(pattern, false, &"a".repeat(MAX_FREE + 1), 0), None);
        assert!(!is_plain(r"x+(?=y)", false));
        assert!(is_plain(r"\.\.+$", true) && is_plain(r"^\.\.+", false));
    }

    #[test]
    fn empty_matches_can_be_left_out() {
        let between = Alternatives::new(Node::parse("(?<=a)(?=b)|b").unwrap(), false);
        let mut threads = Threads::default();
        assert_eq!(between.match_at("ab", 1, false, &mut threads), Some(1));
        assert_eq!(between.match_at("ab", 1, true, &mut threads), Some(2));
    }
}
