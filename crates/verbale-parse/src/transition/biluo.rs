//! The entity recognizer: each word begins an entity, goes on in it, ends it, is one by itself, or is outside.

use std::ops::Range;

use verbale_doc::{Label, Labels};
use verbale_nn::{Isa, StateLayer};

use super::{Design, MoveScorer, Moves, ScorerScratch, best_of};
use crate::config::Config;
use crate::model_dir::{ModelDir, ModelError};
use crate::thinc::{Layer, Network};

const NONE: u32 = StateLayer::MISSING;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Begin,
    In,
    Last,
    Unit,
    Out,
}

impl Action {
    fn of(number: u8) -> Option<Self> {
        // 0 stands for words whose label is not known in training; it is never a move.
        [Self::Begin, Self::In, Self::Last, Self::Unit, Self::Out]
            .get(usize::from(number.checked_sub(1)?))
            .copied()
    }
}

/// A trained entity recognizer.
#[derive(Debug)]
pub(crate) struct Recognizer {
    scorer: MoveScorer,
    stretches: Vec<(Action, Range<usize>)>,
    /// Action and label of every move.
    moves: Vec<(Action, Label)>,
    has_more_places: bool,
}

/// An entity: its words and its label.
pub(crate) type Entity = (Range<u32>, Label);

impl Recognizer {
    pub(crate) fn read_design(config: &Config, section: &str) -> Result<Design, ModelError> {
        Design::read(config, section, "ner")
    }

    pub(crate) fn read_moves(dir: &ModelDir, component: &str) -> Result<Moves, ModelError> {
        // Outside no entity has a label. A unit without one stands for a word that is kept out by hand: it has its
        // score, but is never taken here.
        Moves::read(dir, component, |number, label| match Action::of(number) {
            None => false,
            Some(Action::Out) => label.is_empty(),
            Some(_) => true,
        })
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
        let places = if design.has_more_places() { 6 } else { 3 };
        let scorer = MoveScorer::load(isa, design, width, places, moves.len(), network)?;
        let action = |number: u8| Action::of(number).unwrap_or(Action::Out);
        let is_taken = |number: u8, label: &str| !label.is_empty() || action(number) == Action::Out;
        let stretches = moves.stretches(|number, label| is_taken(number, label).then(|| action(number)));
        Ok(Self {
            scorer,
            stretches: stretches
                .into_iter()
                .filter_map(|(action, stretch)| Some((action?, stretch)))
                .collect(),
            moves: moves.iter().map(|(number, label)| (action(number), labels.add(label))).collect(),
            has_more_places: design.has_more_places(),
        })
    }

    /// Finds the entities of a document. `is_space` says which words are white space, `starts` which begin a
    /// sentence: no entity begins with the one or goes on over the other.
    pub(crate) fn recognize(
        &self,
        vectors: &[f32],
        n_words: u32,
        is_space: impl Fn(u32) -> bool,
        starts: impl Fn(u32) -> bool,
        scratch: &mut ScorerScratch,
    ) -> Vec<Entity> {
        self.scorer.prepare(vectors, scratch);
        let mut entities = Vec::new();
        let mut open: Option<(u32, Label)> = None;
        let mut places = [NONE; 6];
        for word in 0..n_words {
            let start = open.map_or(NONE, |(start, _)| start);
            let n_places = if self.has_more_places {
                places.fill(NONE);
                places[0] = word;
                (start.min(word)..word).zip(&mut places[1..]).for_each(|(word, place)| *place = word);
                6
            } else {
                places[..3].copy_from_slice(&[word, start, if open.is_some() { word - 1 } else { NONE }]);
                3
            };
            let scores = self.scorer.score(&places[..n_places], scratch);
            let goes_on = word + 1 < n_words && !starts(word + 1);
            let best = if let Some((_, label)) = open {
                let is_allowed = |&(action, of): &(Action, Label)| {
                    of == label && (action == Action::Last || action == Action::In && goes_on)
                };
                let allowed = (0..self.moves.len()).filter(|&class| is_allowed(&self.moves[class]));
                best_of(scores, allowed.map(|class| class..class + 1))
            } else {
                let is_space = is_space(word);
                let allowed = self.stretches.iter().filter(|(action, _)| match action {
                    Action::Begin => goes_on && !is_space,
                    Action::Unit => !is_space,
                    Action::Out => true,
                    Action::In | Action::Last => false,
                });
                best_of(scores, allowed.map(|(_, stretch)| stretch.clone()))
            };
            let Some(best) = best else { break };
            let (action, label) = self.moves[best];
            match (action, open) {
                (Action::Begin, _) => open = Some((word, label)),
                (Action::Unit, _) => entities.push((word..word + 1, label)),
                (Action::Last, Some((start, label))) => {
                    entities.push((start..word + 1, label));
                    open = None;
                }
                _ => {}
            }
        }
        entities
    }
}
