use crate::dense::{Dense, ShapeError};
use crate::{Isa, Rows};

/// Outputs are padded to whole vectors of the widest instructions.
const LANES: usize = 16;

/// The hidden layer of a transition parser, with the share of each token in each of its inputs computed ahead.
///
/// A state of the parser is described by a few tokens in fixed places ("the first on the stack", "its leftmost child").
/// A layer over their vectors side by side is a sum of one product for each place; every (token, place) product is
/// computed once for a document ([`StateLayer::shares`]), and a state costs a few additions ([`StateLayer::hidden`]).
/// As spaCy's `PrecomputableAffine` with its `nF` places, `nO` outputs, `nP` pieces and `nI` inputs.
#[derive(Clone, Debug)]
pub struct StateLayer {
    isa: Isa,
    places: usize,
    outputs: usize,
    pieces: usize,
    /// From a token's vector to its shares: `(places, pieces, padded outputs)`.
    shares: Dense,
    /// The shares of a place where no token stands.
    missing: Vec<f32>,
    /// `(pieces, padded outputs)`.
    bias: Vec<f32>,
}

impl StateLayer {
    /// With `weights` as `(places, outputs, pieces, inputs)`, `bias` as `(outputs, pieces)` and `missing`, what an
    /// empty place adds, as `(places, outputs, pieces)`.
    ///
    /// # Errors
    /// If there are not as many numbers as the shapes ask for.
    #[allow(clippy::too_many_arguments, reason = "three arrays and their four dimensions")]
    pub fn new(
        isa: Isa,
        inputs: usize,
        places: usize,
        outputs: usize,
        pieces: usize,
        weights: &[f32],
        bias: &[f32],
        missing: &[f32],
    ) -> Result<Self, ShapeError> {
        ShapeError::check(weights, &[places, outputs, pieces, inputs])?;
        ShapeError::check(bias, &[outputs, pieces])?;
        ShapeError::check(missing, &[places, outputs, pieces])?;
        let padded = outputs.next_multiple_of(LANES);
        let mut by_piece = vec![0.0; places * pieces * padded * inputs];
        let mut missing_by_piece = vec![0.0; places * pieces * padded];
        let mut bias_by_piece = vec![0.0; pieces * padded];
        for piece in 0..pieces {
            for output in 0..outputs {
                bias_by_piece[piece * padded + output] = bias[output * pieces + piece];
                for place in 0..places {
                    let to = (place * pieces + piece) * padded + output;
                    let from = (place * outputs + output) * pieces + piece;
                    by_piece[to * inputs..][..inputs].copy_from_slice(&weights[from * inputs..][..inputs]);
                    missing_by_piece[to] = missing[from];
                }
            }
        }
        let n_shares = places * pieces * padded;
        let shares = Dense::linear(isa, inputs, n_shares, &by_piece, &vec![0.0; n_shares])?;
        Ok(Self { isa, places, outputs, pieces, shares, missing: missing_by_piece, bias: bias_by_piece })
    }

    /// How many tokens describe a state.
    pub fn places(&self) -> usize {
        self.places
    }

    /// How many outputs mean something.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The room the outputs need.
    pub fn width(&self) -> usize {
        self.outputs.next_multiple_of(LANES)
    }

    /// The shares of every token in every place, appended row by row to `out`.
    pub fn shares(&self, tokens: Rows<'_>, out: &mut Vec<f32>) {
        let start = out.len();
        let stride = self.shares.width();
        out.resize(start + tokens.n_rows() * stride, 0.0);
        self.shares.apply(tokens, &mut out[start..], stride);
    }

    /// The hidden vector of a state, written to `out`. `tokens` are rows of `shares`, one a place; none where it is
    /// [`StateLayer::MISSING`].
    ///
    /// # Panics
    /// If a token has no row.
    pub fn hidden(&self, shares: &[f32], tokens: &[u32], sums: &mut Vec<f32>, out: &mut [f32]) {
        sums.resize(self.bias.len(), 0.0);
        match self.isa {
            // SAFETY: `Isa` is only made of what the processor was found to have.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { hidden_avx512(self, shares, tokens, sums, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { hidden_avx2(self, shares, tokens, sums, out) },
            _ => hidden(self, shares, tokens, sums, out),
        }
    }

    /// Stands for a token where there is none.
    pub const MISSING: u32 = u32::MAX;
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn hidden_avx512(layer: &StateLayer, shares: &[f32], tokens: &[u32], sums: &mut [f32], out: &mut [f32]) {
    hidden(layer, shares, tokens, sums, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn hidden_avx2(layer: &StateLayer, shares: &[f32], tokens: &[u32], sums: &mut [f32], out: &mut [f32]) {
    hidden(layer, shares, tokens, sums, out);
}

/// Inlined into each of the above, and so compiled for its instructions.
#[inline(always)]
fn hidden(layer: &StateLayer, shares: &[f32], tokens: &[u32], sums: &mut [f32], out: &mut [f32]) {
    let stride = layer.shares.width();
    let n_sums = layer.bias.len();
    let sums = &mut sums[..n_sums];
    sums.fill(0.0);
    for (place, &token) in tokens[..layer.places].iter().enumerate() {
        let share = if token == StateLayer::MISSING {
            &layer.missing[place * n_sums..][..n_sums]
        } else {
            &shares[token as usize * stride + place * n_sums..][..n_sums]
        };
        for (sum, share) in sums.iter_mut().zip(share) {
            *sum += share;
        }
    }
    for (sum, bias) in sums.iter_mut().zip(&layer.bias) {
        *sum += bias;
    }
    let width = layer.width();
    let out = &mut out[..width];
    out.copy_from_slice(&sums[..width]);
    for piece in 1..layer.pieces {
        for (out, sum) in out.iter_mut().zip(&sums[piece * width..][..width]) {
            *out = if *sum > *out { *sum } else { *out };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_the_sum_of_its_tokens_shares() {
        let (inputs, places, outputs, pieces) = (3, 2, 5, 2);
        let number = |i: usize| ((i * 29 + 7) % 19) as f32 - 9.0;
        let weights: Vec<f32> = (0..places * outputs * pieces * inputs).map(number).collect();
        let bias: Vec<f32> = (0..outputs * pieces).map(|i| number(i + 2)).collect();
        let missing: Vec<f32> = (0..places * outputs * pieces).map(|i| number(i + 4)).collect();
        let tokens: Vec<f32> = (0..2 * inputs).map(|i| number(i + 1)).collect();
        let product = |place: usize, output: usize, piece: usize, token: usize| {
            let weights = &weights[((place * outputs + output) * pieces + piece) * inputs..][..inputs];
            weights.iter().zip(&tokens[token * inputs..]).map(|(w, x)| w * x).sum::<f32>()
        };
        for isa in Isa::available() {
            let layer =
                StateLayer::new(isa, inputs, places, outputs, pieces, &weights, &bias, &missing).unwrap();
            let (mut shares, mut sums, mut out) = (Vec::new(), Vec::new(), vec![0.0; layer.width()]);
            layer.shares(Rows::dense(&tokens, inputs), &mut shares);
            layer.hidden(&shares, &[1, StateLayer::MISSING], &mut sums, &mut out);
            for output in 0..outputs {
                let piece = |piece: usize| {
                    product(0, output, piece, 1)
                        + missing[(outputs + output) * pieces + piece]
                        + bias[output * pieces + piece]
                };
                assert!((out[output] - piece(0).max(piece(1))).abs() < 1e-3, "{isa:?} {output}");
            }
        }
    }
}
