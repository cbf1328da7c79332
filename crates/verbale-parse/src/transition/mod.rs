//! Transition systems: a state is changed by the best-scored of the moves that it allows, until it is final.

pub(crate) mod arc_eager;
pub(crate) mod biluo;
mod moves;
mod nonproj;

use std::ops::Range;

use verbale_nn::{Dense, Isa, Rows, StateLayer};

use crate::config::Config;
use crate::model_dir::ModelError;
use crate::thinc::{Layer, Network, Part};

pub(crate) use moves::Moves;

const ARCHITECTURES: &[&str] = &["spacy.TransitionBasedParser.v1", "spacy.TransitionBasedParser.v2"];

/// Words whose shares are computed together: what is narrowed is still in the cache when it is read.
const STEP: usize = 128;

/// What the configuration says of a transition system's network.
#[derive(Debug)]
pub(crate) struct Design {
    has_more_places: bool,
    hidden: usize,
    pieces: usize,
    has_upper: bool,
}

impl Design {
    /// Reads the section of a component's model. `state_type` is what the component's states are called there.
    pub(crate) fn read(config: &Config, section: &str, state_type: &str) -> Result<Self, ModelError> {
        let architecture = config.architecture(section)?;
        if !ARCHITECTURES.contains(&architecture.as_str()) {
            return Err(config.unsupported(section, &architecture, ARCHITECTURES));
        }
        if config.value::<String>(section, "state_type")? != state_type {
            return Err(config.invalid(section, "state_type", &format!("expected {state_type:?}")));
        }
        let design = Self {
            has_more_places: config.value(section, "extra_state_tokens")?,
            hidden: config.value(section, "hidden_width")?,
            pieces: config.value(section, "maxout_pieces")?,
            has_upper: config.value(section, "use_upper")?,
        };
        if !(1..=8192).contains(&design.hidden) || !(1..=64).contains(&design.pieces) {
            return Err(config.invalid(section, "hidden_width, maxout_pieces", "the sizes make no network"));
        }
        Ok(design)
    }

    /// Whether states are described by more tokens than usual.
    pub(crate) fn has_more_places(&self) -> bool {
        self.has_more_places
    }

    /// The layers of the file of a transition system over the given network.
    pub(crate) fn layers(&self, tok2vec: Layer) -> Layer {
        use Layer::{Group, Leaf};
        let upper = if self.has_upper { Leaf("linear", Part::Upper) } else { Layer::plain("noop") };
        let narrow = vec![tok2vec, Layer::plain("list2array"), Leaf("linear", Part::Narrow)];
        Group(vec![Group(narrow), Leaf("precomputable_affine", Part::Lower), upper])
    }
}

/// The network that scores the moves of a state.
#[derive(Debug)]
pub(crate) struct MoveScorer {
    narrow: Dense,
    lower: StateLayer,
    upper: Option<Dense>,
    n_moves: usize,
}

impl MoveScorer {
    pub(crate) fn load(
        isa: Isa,
        design: &Design,
        width: usize,
        places: usize,
        n_moves: usize,
        network: &Network<'_>,
    ) -> Result<Self, ModelError> {
        let numbers = |part, name| Ok::<_, ModelError>(network.param(part, name)?.numbers());
        let &Design { hidden, pieces, has_upper, .. } = design;
        let outputs = if has_upper { hidden } else { n_moves };
        let lower = StateLayer::new(
            isa,
            hidden,
            places,
            outputs,
            pieces,
            &numbers(Part::Lower, "W")?,
            &numbers(Part::Lower, "b")?,
            &numbers(Part::Lower, "pad")?,
        );
        let upper = if has_upper {
            let (weights, bias) = (numbers(Part::Upper, "W")?, numbers(Part::Upper, "b")?);
            let layer = Dense::linear_for_single_rows(isa, hidden, n_moves, &weights, &bias);
            Some(layer.map_err(|error| network.invalid(Part::Upper, &error.to_string()))?)
        } else {
            None
        };
        let narrow =
            Dense::linear(isa, width, hidden, &numbers(Part::Narrow, "W")?, &numbers(Part::Narrow, "b")?);
        Ok(Self {
            narrow: narrow.map_err(|error| network.invalid(Part::Narrow, &error.to_string()))?,
            lower: lower.map_err(|error| network.invalid(Part::Lower, &error.to_string()))?,
            upper,
            n_moves,
        })
    }

    /// Computes what the words of a document add to every state they are part of.
    pub(crate) fn prepare(&self, vectors: &[f32], scratch: &mut ScorerScratch) {
        let ScorerScratch { narrowed, shares, .. } = scratch;
        let rows = Rows::dense(vectors, self.narrow.inputs());
        let (width, stride) = (self.narrow.inputs(), self.narrow.width());
        let share_width = self.lower.share_width();
        // The room only grows: what is left of longer documents is never read.
        if shares.len() < rows.n_rows() * share_width {
            shares.resize(rows.n_rows() * share_width, 0.0);
        }
        for from in (0..rows.n_rows()).step_by(STEP) {
            let to = (from + STEP).min(rows.n_rows());
            narrowed.resize((to - from) * stride, 0.0);
            self.narrow.apply(Rows::dense(&vectors[from * width..to * width], width), narrowed, stride);
            let narrowed = Rows::strided(narrowed, stride, self.narrow.outputs());
            self.lower.shares(narrowed, &mut shares[from * share_width..to * share_width]);
        }
    }

    /// The scores of all moves in a state that is described by these words of the prepared document.
    pub(crate) fn score<'a>(&self, places: &[u32], scratch: &'a mut ScorerScratch) -> &'a [f32] {
        let ScorerScratch { shares, hidden, scores, .. } = scratch;
        hidden.resize(self.lower.width(), 0.0);
        self.lower.hidden(shares, places, hidden);
        match &self.upper {
            None => &hidden[..self.n_moves],
            Some(upper) => {
                scores.resize(upper.width(), 0.0);
                upper.apply(Rows::dense(&hidden[..upper.inputs()], upper.inputs()), scores, upper.width());
                &scores[..self.n_moves]
            }
        }
    }
}

/// What a thread keeps between states.
#[derive(Debug, Default)]
pub(crate) struct ScorerScratch {
    narrowed: Vec<f32>,
    shares: Vec<f32>,
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

/// The first of the best-scored moves among some stretches of them.
fn best_of(scores: &[f32], stretches: impl Iterator<Item = Range<usize>>) -> Option<usize> {
    let mut best: Option<usize> = None;
    for stretch in stretches {
        for class in stretch {
            if best.is_none_or(|best| scores[class] > scores[best]) {
                best = Some(class);
            }
        }
    }
    best
}
