use crate::dense::{Dense, ShapeError};
use crate::{Isa, Rows};

/// Outputs are padded to whole vectors of the widest instructions.
const LANES: usize = 16;
/// Tokens that describe a state at most: spaCy's largest states have 13.
const MOST_PLACES: usize = 16;

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
    /// If there are not as many numbers as the shapes ask for, or more than 16 places.
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
        if places > MOST_PLACES {
            return Err(ShapeError { expected: format!("at most {MOST_PLACES} places"), found: places });
        }
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

    /// How many numbers the shares of one token are.
    pub fn share_width(&self) -> usize {
        self.shares.width()
    }

    /// The shares of every token in every place, written to `out` token by token.
    ///
    /// # Panics
    /// If a token's vector is not as wide as the layer's inputs, or `out` is too small.
    pub fn shares(&self, tokens: Rows<'_>, out: &mut [f32]) {
        self.shares.apply(tokens, out, self.shares.width());
    }

    /// The hidden vector of a state, written to `out`. `tokens` are rows of `shares`, one a place; none where it is
    /// [`StateLayer::MISSING`].
    ///
    /// # Panics
    /// If a token has no row.
    pub fn hidden(&self, shares: &[f32], tokens: &[u32], out: &mut [f32]) {
        match self.isa {
            // SAFETY: `Isa` is only made of what the processor was found to have.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 | Isa::Avx512Bf16 => unsafe { hidden_avx512(self, shares, tokens, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { hidden_avx2(self, shares, tokens, out) },
            _ => hidden(self, shares, tokens, out),
        }
    }

    /// Stands for a token where there is none.
    pub const MISSING: u32 = u32::MAX;
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn hidden_avx512(layer: &StateLayer, shares: &[f32], tokens: &[u32], out: &mut [f32]) {
    hidden(layer, shares, tokens, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn hidden_avx2(layer: &StateLayer, shares: &[f32], tokens: &[u32], out: &mut [f32]) {
    hidden(layer, shares, tokens, out);
}

/// Inlined into each of the above, and so compiled for its instructions. A vector of each piece is summed up over all
/// places before the next, so that the sums stay in registers.
#[inline(always)]
fn hidden(layer: &StateLayer, shares: &[f32], tokens: &[u32], out: &mut [f32]) {
    let stride = layer.shares.width();
    let (width, n_sums) = (layer.width(), layer.bias.len());
    let mut parts: [&[f32]; MOST_PLACES] = [&[]; MOST_PLACES];
    let parts = &mut parts[..layer.places];
    for (place, (part, &token)) in parts.iter_mut().zip(tokens).enumerate() {
        *part = if token == StateLayer::MISSING {
            &layer.missing[place * n_sums..][..n_sums]
        } else {
            &shares[token as usize * stride + place * n_sums..][..n_sums]
        };
    }
    for (vector, out) in out[..width].as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        for piece in 0..layer.pieces {
            let at = piece * width + vector * LANES;
            let mut sums = [0.0_f32; LANES];
            for part in parts.iter() {
                add(&mut sums, &part[at..]);
            }
            add(&mut sums, &layer.bias[at..]);
            for (out, sum) in out.iter_mut().zip(sums) {
                *out = if piece == 0 || sum > *out { sum } else { *out };
            }
        }
    }
}

#[inline(always)]
fn add(sums: &mut [f32; LANES], part: &[f32]) {
    for (sum, part) in sums.iter_mut().zip(&part[..LANES]) {
        *sum += part;
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
            let (mut shares, mut out) = (Vec::new(), vec![0.0; layer.width()]);
            shares.resize(2 * layer.share_width(), 0.0);
            layer.shares(Rows::dense(&tokens, inputs), &mut shares);
            layer.hidden(&shares, &[1, StateLayer::MISSING], &mut out);
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
