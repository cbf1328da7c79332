use std::sync::Arc;

use super::charset::CharSet;
use super::pattern::Node;

/// A pattern compiled for a virtual machine that keeps all its threads in step, so that matching takes time in
/// proportion to text times pattern, whatever the text (Thompson's simulation with priorities, after Pike).
#[derive(Clone, Debug)]
pub(crate) struct Program {
    steps: Vec<Step>,
    looks: Vec<Look>,
    reversed: bool,
}

#[derive(Clone, Debug)]
enum Step {
    Set(Arc<CharSet>),
    /// Try the first before the second.
    Split(usize, usize),
    Jump(usize),
    Start,
    End,
    Look(usize),
    Match,
}

#[derive(Clone, Debug)]
struct Look {
    program: Program,
    negated: bool,
}

/// Which of several matches counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prefer {
    /// The one a backtracking matcher finds first.
    First,
    /// The one that reaches farthest.
    Longest,
}

/// Space for the threads, kept between runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Threads {
    now: ThreadList,
    next: ThreadList,
    stack: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
struct ThreadList {
    /// The instructions in order of priority, each with where its match began.
    order: Vec<(usize, usize)>,
    /// The round in which each instruction was last added.
    seen: Vec<u64>,
    round: u64,
}

impl ThreadList {
    fn clear(&mut self, n_steps: usize) {
        self.order.clear();
        self.round += 1;
        if self.seen.len() < n_steps {
            self.seen.resize(n_steps, 0);
        }
    }
}

impl Program {
    /// Compiles a pattern; `reversed` makes one that reads the text from its end.
    pub(crate) fn new(node: &Node, reversed: bool) -> Self {
        let mut program = Self { steps: Vec::new(), looks: Vec::new(), reversed };
        program.compile(node);
        program.steps.push(Step::Match);
        program
    }

    /// Whether some match begins at `at` (in bytes), read in the program's direction.
    pub(crate) fn matches(&self, text: &str, at: usize, threads: &mut Threads) -> bool {
        self.run(text, at, Prefer::First, true, threads).is_some()
    }

    /// Where the match that begins at `at` ends, both in bytes.
    pub(crate) fn match_end(
        &self,
        text: &str,
        at: usize,
        prefer: Prefer,
        threads: &mut Threads,
    ) -> Option<usize> {
        self.run(text, at, prefer, true, threads).map(|(_, end)| end)
    }

    /// The leftmost match from `at` on: its start and end in bytes.
    pub(crate) fn search(&self, text: &str, at: usize, threads: &mut Threads) -> Option<(usize, usize)> {
        self.run(text, at, Prefer::First, false, threads)
    }

    fn compile(&mut self, node: &Node) {
        match node {
            Node::Set(set) => self.steps.push(Step::Set(Arc::clone(set))),
            Node::Cat(nodes) if self.reversed => {
                nodes.iter().rev().for_each(|node| self.compile(node));
            }
            Node::Cat(nodes) => nodes.iter().for_each(|node| self.compile(node)),
            Node::Alt(nodes) => self.alternatives(nodes),
            Node::Repeat { node, min, max, greedy } => self.repeat(node, *min, *max, *greedy),
            Node::Start => self.steps.push(Step::Start),
            Node::End => self.steps.push(Step::End),
            Node::Look { node, behind, negated } => {
                let look = Look { program: Self::new(node, *behind), negated: *negated };
                self.steps.push(Step::Look(self.looks.len()));
                self.looks.push(look);
            }
        }
    }

    fn alternatives(&mut self, nodes: &[Node]) {
        let mut jumps = Vec::new();
        for (number, node) in nodes.iter().enumerate() {
            if number + 1 == nodes.len() {
                self.compile(node);
                break;
            }
            let split = self.steps.len();
            self.steps.push(Step::Split(split + 1, 0));
            self.compile(node);
            jumps.push(self.steps.len());
            self.steps.push(Step::Jump(0));
            self.steps[split] = Step::Split(split + 1, self.steps.len());
        }
        for jump in jumps {
            self.steps[jump] = Step::Jump(self.steps.len());
        }
    }

    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>, greedy: bool) {
        let split = |into, past| {
            if greedy { Step::Split(into, past) } else { Step::Split(past, into) }
        };
        for _ in 0..min {
            self.compile(node);
        }
        let Some(max) = max else {
            let start = self.steps.len();
            self.steps.push(Step::Jump(0));
            self.compile(node);
            self.steps.push(Step::Jump(start));
            self.steps[start] = split(start + 1, self.steps.len());
            return;
        };
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.steps.len());
            self.steps.push(Step::Jump(0));
            self.compile(node);
        }
        for at in splits {
            self.steps[at] = split(at + 1, self.steps.len());
        }
    }

    fn run(
        &self,
        text: &str,
        at: usize,
        prefer: Prefer,
        anchored: bool,
        threads: &mut Threads,
    ) -> Option<(usize, usize)> {
        let Threads { now, next, stack } = threads;
        let n_steps = self.steps.len();
        now.clear(n_steps);
        let mut found = None;
        let mut place = at;
        loop {
            if found.is_none() && (place == at || !anchored) {
                self.add(now, stack, text, 0, place, place);
            }
            if now.order.is_empty() && (anchored || found.is_some()) {
                return found;
            }
            next.clear(n_steps);
            let c =
                if self.reversed { text[..place].chars().next_back() } else { text[place..].chars().next() };
            let width = c.map_or(0, char::len_utf8);
            let after = if self.reversed { place - width } else { place + width };
            for &(step, start) in &now.order {
                match &self.steps[step] {
                    Step::Match => {
                        found = Some((start, place));
                        if prefer == Prefer::First {
                            break; // what comes after has lower priority
                        }
                    }
                    Step::Set(set) if c.is_some_and(|c| set.contains(c)) => {
                        self.add(next, stack, text, step + 1, after, start);
                    }
                    _ => {}
                }
            }
            if c.is_none() {
                return found;
            }
            place = after;
            std::mem::swap(now, next);
        }
    }

    /// Adds a thread, following the instructions that read nothing.
    fn add(
        &self,
        list: &mut ThreadList,
        stack: &mut Vec<usize>,
        text: &str,
        step: usize,
        place: usize,
        start: usize,
    ) {
        stack.push(step);
        while let Some(step) = stack.pop() {
            if list.seen[step] == list.round {
                continue;
            }
            list.seen[step] = list.round;
            match &self.steps[step] {
                Step::Set(_) | Step::Match => list.order.push((step, start)),
                Step::Jump(to) => stack.push(*to),
                Step::Split(first, second) => stack.extend([*second, *first]),
                Step::Start if place == 0 => stack.push(step + 1),
                Step::End if is_end(text, place) => stack.push(step + 1),
                Step::Look(number) => {
                    let look = &self.looks[*number];
                    // Look-around is of bounded width: this costs the same at every place.
                    let mut threads = Threads::default();
                    if look.program.matches(text, place, &mut threads) != look.negated {
                        stack.push(step + 1);
                    }
                }
                Step::Start | Step::End => {}
            }
        }
    }
}

/// Python's `$`: at the end, or before a line break that is the last character.
pub(crate) fn is_end(text: &str, place: usize) -> bool {
    matches!(&text.as_bytes()[place..], [] | [b'\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(pattern: &str, text: &str) -> Option<(usize, usize)> {
        Program::new(&Node::parse(pattern).unwrap(), false).search(text, 0, &mut Threads::default())
    }

    #[test]
    fn the_first_match_wins_as_in_backtracking() {
        assert_eq!(search("a|ab", "xab"), Some((1, 2)));
        assert_eq!(search("ab|a", "xab"), Some((1, 3)));
        assert_eq!(search("a+?", "aaa"), Some((0, 1)));
        assert_eq!(search("a{2,3}", "aaaa"), Some((0, 3)));
        assert_eq!(search("(?:a|ab)(?:c|bcd)$", "abcd"), Some((0, 4)));
        assert_eq!(search("b*", "aab"), Some((0, 0)));
        assert_eq!(search("^b", "ab"), None);
        assert_eq!(search("a$", "a\n"), Some((0, 1)));
        assert_eq!(search("a$", "a\n\n"), None);
        assert_eq!(search("(?:)*x", "x"), Some((0, 1)));
    }

    #[test]
    fn look_around() {
        assert_eq!(search("(?<=[0-9])[+*](?=[0-9-])", "a+1*2"), Some((3, 4)));
        assert_eq!(search(r"(?<=°[CF])\.", "9°C."), Some((4, 5)));
        assert_eq!(search(r"(?<!a)b", "abcb"), Some((3, 4)));
        assert_eq!(search(r"^(?!(?:10|127)\.)\d+\.", "10.2"), None);
        assert_eq!(search(r"^(?!(?:10|127)\.)\d+\.", "101.2"), Some((0, 4)));
    }

    #[test]
    fn reading_from_the_end() {
        let program = Program::new(&Node::parse(r"(?<=[0-9])(?:m|km|m/s)$").unwrap(), true);
        let start =
            |text: &str| program.match_end(text, text.len(), Prefer::Longest, &mut Threads::default());
        assert_eq!(start("5km"), Some(1));
        assert_eq!(start("5m/s"), Some(1));
        assert_eq!(start("akm"), None);
    }
}
