//! The arc-eager parser with breaks (Nivre 2003; Honnibal and Johnson 2015): shift, reduce, arcs to the left and to the
//! right, and a move that ends the sentence. A word that is reduced without a head goes back to the buffer.

use std::ops::Range;

use verbale_doc::{Label, Labels, label};
use verbale_nn::{Isa, StateLayer};

use super::nonproj::{self, Arc};
use super::{Design, MoveScorer, Moves, ScorerScratch, best_of};
use crate::config::Config;
use crate::model_dir::{ModelDir, ModelError};
use crate::thinc::{Layer, Network};

/// The label of a word that is a part of the one before it; it only joins neighbours.
const SUBTOKEN: &str = "subtok";
const NONE: u32 = StateLayer::MISSING;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

impl Action {
    const ALL: [Self; 5] = [Self::Shift, Self::Reduce, Self::Left, Self::Right, Self::Break];

    fn of(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// A trained dependency parser.
#[derive(Debug)]
pub(crate) struct Parser {
    scorer: MoveScorer,
    /// Moves of the same action that follow on each other; those that make subtokens apart.
    stretches: Vec<(Kind, Range<usize>)>,
    actions: Vec<Action>,
    arcs: Vec<Arc>,
    has_more_places: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    action: Action,
    is_subtoken: bool,
}

/// The relations of a document's words, heads as positions in it.
#[derive(Debug, Default)]
pub(crate) struct Parse {
    pub(crate) heads: Vec<u32>,
    pub(crate) labels: Vec<Label>,
    pub(crate) is_sentence_start: Vec<bool>,
}

/// What was known of sentence starts before parsing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Preset {
    #[default]
    Unknown,
    Start,
    NotStart,
}

impl Parser {
    pub(crate) fn read_design(config: &Config, section: &str) -> Result<Design, ModelError> {
        Design::read(config, section, "parser")
    }

    pub(crate) fn read_moves(dir: &ModelDir, component: &str) -> Result<Moves, ModelError> {
        let moves = Moves::read(dir, component, |_, _| true)?;
        if let Some((action, _)) = moves.iter().find(|(action, _)| Action::of(*action).is_none()) {
            return Err(dir.invalid(
                &format!("{component}/moves"),
                "moves",
                format!("unknown action {action}"),
            ));
        }
        Ok(moves)
    }

    pub(crate) fn layers(design: &Design, tok2vec: Layer) -> Layer {
        design.layers(tok2vec)
    }

    pub(crate) fn load(
        isa: Isa,
        design: &Design,
        width: usize,
        moves: &Moves,
        labels: &mut Labels,
        network: &Network<'_>,
    ) -> Result<Self, ModelError> {
        let places = if design.has_more_places() { 13 } else { 8 };
        let scorer = MoveScorer::load(isa, design, width, places, moves.len(), network)?;
        let action = |number: u8| Action::of(number).unwrap_or(Action::Reduce);
        Ok(Self {
            scorer,
            stretches: moves
                .stretches(|number, label| Kind { action: action(number), is_subtoken: label == SUBTOKEN }),
            actions: moves.iter().map(|(number, _)| action(number)).collect(),
            arcs: moves.iter().map(|(_, label)| Arc::new(label, labels)).collect(),
            has_more_places: design.has_more_places(),
        })
    }

    /// Parses the document whose vectors were prepared. `is_space` says which words are white space.
    pub(crate) fn parse(
        &self,
        vectors: &[f32],
        presets: &[Preset],
        is_space: impl Fn(u32) -> bool,
        state: &mut State,
        scratch: &mut ScorerScratch,
    ) -> Parse {
        let n_words = presets.len() as u32;
        self.scorer.prepare(vectors, scratch);
        state.start(n_words);
        let mut places = [NONE; 13];
        while !state.is_final() {
            let n_places = if self.has_more_places {
                state.describe_more(&mut places);
                13
            } else {
                state.describe((&mut places[..8]).try_into().expect("eight of thirteen"));
                8
            };
            let scores = self.scorer.score(&places[..n_places], scratch);
            let valid = state.valid(presets);
            let allowed = self.stretches.iter().filter(|(kind, _)| {
                valid[kind.action as usize] && (!kind.is_subtoken || state.joins_neighbours())
            });
            match best_of(scores, allowed.map(|(_, stretch)| stretch.clone())) {
                Some(best) => state.apply(self.actions[best], best as u16),
                None => break, // as the reference does; its own moves always leave one
            }
        }
        nonproj::finish(&state.heads, &state.moves, &self.arcs, is_space)
    }
}

/// A parser's state; words are positions in the document.
#[derive(Debug, Default)]
pub(crate) struct State {
    n_words: u32,
    /// The first word that was never on the stack.
    next: u32,
    stack: Vec<u32>,
    /// Words that went back from the stack; the last is the first of the buffer.
    returned: Vec<u32>,
    was_returned: Vec<bool>,
    is_start: Vec<bool>,
    heads: Vec<u32>,
    /// The move that gave each word its head.
    moves: Vec<u16>,
    /// Children on either side as lists in the order they came: the last of each word, and the ones before and after.
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    before: Vec<u32>,
    after: Vec<u32>,
}

impl State {
    fn start(&mut self, n_words: u32) {
        let n = n_words as usize;
        self.n_words = n_words;
        self.next = 0;
        self.stack.clear();
        self.returned.clear();
        for flags in [&mut self.was_returned, &mut self.is_start] {
            flags.clear();
            flags.resize(n, false);
        }
        for list in
            [&mut self.heads, &mut self.last_left, &mut self.last_right, &mut self.before, &mut self.after]
        {
            list.clear();
            list.resize(n, NONE);
        }
        self.moves.clear();
        self.moves.resize(n, 0);
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    fn buffer_len(&self) -> u32 {
        self.n_words - self.next + self.returned.len() as u32
    }

    /// The i-th word from the top of the stack.
    fn s(&self, i: usize) -> u32 {
        self.stack.len().checked_sub(i + 1).map_or(NONE, |at| self.stack[at])
    }

    /// The i-th word of the buffer.
    fn b(&self, i: usize) -> u32 {
        if let Some(at) = self.returned.len().checked_sub(i + 1) {
            return self.returned[at];
        }
        let word = self.next + (i - self.returned.len()) as u32;
        if word < self.n_words { word } else { NONE }
    }

    /// The i-th last child that a word got on one side, from 1.
    fn child(&self, lasts: &[u32], word: u32, i: usize) -> u32 {
        let mut child = lasts.get(word as usize).copied().unwrap_or(NONE);
        for _ in 1..i {
            child = self.before.get(child as usize).copied().unwrap_or(NONE);
        }
        child
    }

    fn left(&self, word: u32, i: usize) -> u32 {
        self.child(&self.last_left, word, i)
    }

    fn right(&self, word: u32, i: usize) -> u32 {
        self.child(&self.last_right, word, i)
    }

    fn describe(&self, places: &mut [u32; 8]) {
        let (b0, s0) = (self.b(0), self.s(0));
        *places =
            [b0, self.b(1), s0, self.s(1), self.s(2), self.left(b0, 1), self.left(s0, 1), self.right(s0, 1)];
    }

    fn describe_more(&self, places: &mut [u32; 13]) {
        let (b0, s0, s1) = (self.b(0), self.s(0), self.s(1));
        *places = [
            b0,
            self.b(1),
            s0,
            s1,
            self.s(2),
            self.left(s0, 1),
            // The reference writes the second left child here and then this over it.
            self.right(s0, 1),
            self.left(b0, 1),
            self.right(s0, 2),
            self.left(s1, 1),
            self.left(s1, 2),
            self.right(s1, 1),
            self.right(s1, 2),
        ];
    }

    /// Which actions the state allows.
    fn valid(&self, presets: &[Preset]) -> [bool; 5] {
        let depth = self.stack.len();
        let n_left = self.buffer_len();
        let b0 = self.b(0);
        let preset = |word: u32| presets.get(word as usize).copied().unwrap_or_default();
        let starts =
            |word: u32| self.is_start.get(word as usize) == Some(&true) || preset(word) == Preset::Start;
        let b0_starts = starts(b0);
        let shift =
            depth == 0 || (n_left >= 2 && !b0_starts && self.was_returned.get(b0 as usize) != Some(&true));
        let reduce = depth > 0 && (n_left == 0 || depth > 1 || preset(b0) != Preset::NotStart);
        let arc = depth > 0 && n_left > 0 && !b0_starts;
        let breaks = n_left >= 2 && {
            let b1 = self.b(1);
            b1 == b0 + 1 && !starts(b1) && preset(b1) != Preset::NotStart
        };
        [shift, reduce, arc, arc, breaks]
    }

    fn joins_neighbours(&self) -> bool {
        self.s(0).wrapping_add(1) == self.b(0)
    }

    fn apply(&mut self, action: Action, by: u16) {
        match action {
            Action::Shift => self.push(),
            Action::Reduce => self.reduce(),
            Action::Left => {
                let (head, child) = (self.b(0), self.s(0));
                self.attach(child, head, by);
                // With the stack changed the word may be shifted again: it cannot go round for ever.
                self.was_returned[head as usize] = false;
                self.stack.pop();
            }
            Action::Right => {
                let (head, child) = (self.s(0), self.b(0));
                self.attach(child, head, by);
                self.push();
            }
            Action::Break => {
                let start = self.b(1) as usize;
                self.is_start[start] = true;
            }
        }
    }

    fn push(&mut self) {
        let word = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(word);
    }

    fn reduce(&mut self) {
        let depth = self.stack.len();
        let Some(word) = self.stack.pop() else { return };
        if self.heads[word as usize] == NONE && depth > 1 {
            self.was_returned[word as usize] = true;
            self.returned.push(word);
        }
    }

    /// Gives a word a head in place of any it has.
    fn attach(&mut self, child: u32, head: u32, by: u16) {
        let c = child as usize;
        if self.heads[c] != NONE {
            self.detach(child);
        }
        let lasts = if head > child { &mut self.last_left } else { &mut self.last_right };
        let last = std::mem::replace(&mut lasts[head as usize], child);
        if last != NONE {
            self.after[last as usize] = child;
        }
        self.before[c] = last;
        self.after[c] = NONE;
        self.heads[c] = head;
        self.moves[c] = by;
    }

    fn detach(&mut self, child: u32) {
        let (head, before, after) =
            (self.heads[child as usize], self.before[child as usize], self.after[child as usize]);
        if before != NONE {
            self.after[before as usize] = after;
        }
        if after == NONE {
            let lasts = if head > child { &mut self.last_left } else { &mut self.last_right };
            lasts[head as usize] = before;
        } else {
            self.before[after as usize] = before;
        }
    }
}

/// The label of a root.
pub(crate) const ROOT: Label = label::ROOT;
