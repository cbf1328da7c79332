//! From vectors to tags: one linear layer. The softmax of the reference changes no order and is left out.

use verbale_doc::{Label, Labels};
use verbale_nn::{Dense, Isa, Rows};

use crate::model_dir::{ModelDir, ModelError};
use crate::thinc::{Layer, Network, Part};

pub(crate) const ARCHITECTURES: &[&str] = &["spacy.Tagger.v1", "spacy.Tagger.v2"];

/// The last layer of a tagger: scores of labels.
#[derive(Debug)]
pub(crate) struct Scorer {
    layer: Dense,
}

impl Scorer {
    /// The layers of the file of a tagger over the given network.
    pub(crate) fn layers(tok2vec: Layer) -> Layer {
        Layer::Group(vec![tok2vec, Layer::Group(vec![Layer::Leaf("softmax", Part::Output)])])
    }

    pub(crate) fn load(
        isa: Isa,
        width: usize,
        n_labels: usize,
        network: &Network<'_>,
    ) -> Result<Self, ModelError> {
        let (weights, bias) = (network.param(Part::Output, "W")?, network.param(Part::Output, "b")?);
        let layer = Dense::linear(isa, width, n_labels, &weights.numbers(), &bias.numbers());
        Ok(Self { layer: layer.map_err(|error| network.invalid(Part::Output, &error.to_string()))? })
    }

    /// The best label of every vector, the first where two are equal.
    pub(crate) fn best(&self, vectors: &[f32], scores: &mut Vec<f32>, out: &mut Vec<u16>) {
        let stride = self.layer.width();
        let rows = Rows::dense(vectors, self.layer.inputs());
        scores.resize(rows.n_rows() * stride, 0.0);
        self.layer.apply(rows, scores, stride);
        out.clear();
        out.extend(scores.chunks_exact(stride).map(|row| first_largest(&row[..self.layer.outputs()])));
    }
}

fn first_largest(scores: &[f32]) -> u16 {
    let mut best = 0;
    for (label, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = label;
        }
    }
    best as u16
}

/// The tags of a tagger, in the order of its scores.
pub(crate) fn read_tags(
    dir: &ModelDir,
    component: &str,
    labels: &mut Labels,
) -> Result<Vec<Label>, ModelError> {
    #[derive(serde::Deserialize)]
    struct Settings {
        labels: Vec<String>,
    }
    let settings: Settings = dir.read_json(&format!("{component}/cfg"))?;
    Ok(settings.labels.iter().map(|name| labels.add(name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_scores_wins() {
        assert_eq!(first_largest(&[1.0, 3.0, 3.0, 2.0]), 1);
    }
}
