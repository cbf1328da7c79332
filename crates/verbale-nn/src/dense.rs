use crate::kernel::{self, Tile};
use crate::{Isa, bf16};

/// Rows of numbers at a fixed distance: a matrix, or the overlapping windows of one.
#[derive(Debug)]
pub struct Rows<'a, N = f32> {
    data: &'a [N],
    stride: usize,
    width: usize,
    count: usize,
}

// Written out because a derive would ask the same of the numbers.
impl<N> Clone for Rows<'_, N> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<N> Copy for Rows<'_, N> {}

impl<'a, N> Rows<'a, N> {
    /// A matrix of `data.len() / width` rows.
    pub fn dense(data: &'a [N], width: usize) -> Self {
        Self { data, stride: width, width, count: data.len().checked_div(width).unwrap_or(0) }
    }

    /// The first `width` numbers of every `stride`.
    pub fn strided(data: &'a [N], stride: usize, width: usize) -> Self {
        Self { data, stride, width: width.min(stride), count: data.len().checked_div(stride).unwrap_or(0) }
    }

    /// For each row of a matrix the row with its `reach` neighbours on both sides, as one long row.
    ///
    /// `data` holds `reach` rows more at either end; there are `data.len() / width - 2 * reach` windows. Nothing is
    /// copied: in memory the windows overlap.
    pub fn windows(data: &'a [N], width: usize, reach: usize) -> Self {
        let count = data.len().checked_div(width).unwrap_or(0).saturating_sub(2 * reach);
        Self { data, stride: width, width: width * (2 * reach + 1), count }
    }

    /// How many rows there are.
    pub fn n_rows(self) -> usize {
        self.count
    }

    /// One row.
    pub fn row(self, row: usize) -> &'a [N] {
        &self.data[row * self.stride..][..self.width]
    }

    pub(crate) fn stride(self) -> usize {
        self.stride
    }

    /// The rows from `from` on.
    pub(crate) fn tail(self, from: usize) -> &'a [N] {
        &self.data[from * self.stride..]
    }
}

/// Weights that do not have the shape the layer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeError {
    /// What was to be the shape.
    pub expected: String,
    /// How many numbers there are.
    pub found: usize,
}

impl std::fmt::Display for ShapeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected {}, found {} numbers", self.expected, self.found)
    }
}
impl std::error::Error for ShapeError {}

impl ShapeError {
    /// Holds a slice against the lengths of its dimensions.
    pub(crate) fn check(found: &[f32], dims: &[usize]) -> Result<(), Self> {
        let expected = dims.iter().try_fold(1_usize, |product, &dim| product.checked_mul(dim));
        if expected == Some(found.len()) && !found.is_empty() {
            return Ok(());
        }
        let dims: Vec<String> = dims.iter().map(ToString::to_string).collect();
        Err(Self { expected: format!("a shape of {}", dims.join(" x ")), found: found.len() })
    }
}

/// A fully connected layer: `outputs` sums over `inputs` products, each the largest of its pieces.
#[derive(Clone, Debug)]
pub struct Dense {
    isa: Isa,
    inputs: usize,
    outputs: usize,
    panels: Vec<Panel>,
    /// Panel after panel: for each input, the weights of the panel's vectors side by side.
    weights: Vec<f32>,
    /// The same rounded, two inputs side by side, in place of `weights`.
    rounded: Vec<u16>,
    /// One bias for each lane of each vector, in the same order.
    bias: Vec<f32>,
}

/// Some vectors of outputs that are computed together.
#[derive(Clone, Copy, Debug)]
struct Panel {
    tile: Tile,
    /// First output.
    output: usize,
    /// First of its weights and biases.
    weights: usize,
    bias: usize,
}

impl Dense {
    /// A plain layer: `weights` is `(outputs, inputs)` row-major.
    ///
    /// # Errors
    /// If there are not as many weights and biases as the shape asks for.
    pub fn linear(
        isa: Isa,
        inputs: usize,
        outputs: usize,
        weights: &[f32],
        bias: &[f32],
    ) -> Result<Self, ShapeError> {
        Self::in_panels_of(3, isa, inputs, outputs, weights, bias)
    }

    /// A plain layer as [`Dense::linear`] makes it, for one row at a time: a row's sums are many enough to keep the
    /// processor busy while each waits for its own. It never rounds.
    ///
    /// # Errors
    /// If there are not as many weights and biases as the shape asks for.
    pub fn linear_for_single_rows(
        isa: Isa,
        inputs: usize,
        outputs: usize,
        weights: &[f32],
        bias: &[f32],
    ) -> Result<Self, ShapeError> {
        let isa = if isa == Isa::Avx512Bf16 { Isa::Avx512 } else { isa };
        Self::in_panels_of(7, isa, inputs, outputs, weights, bias)
    }

    fn in_panels_of(
        most_vectors: usize,
        isa: Isa,
        inputs: usize,
        outputs: usize,
        weights: &[f32],
        bias: &[f32],
    ) -> Result<Self, ShapeError> {
        ShapeError::check(weights, &[outputs, inputs])?;
        ShapeError::check(bias, &[outputs])?;
        let lanes = isa.lanes();
        let mut layer = Self::empty(isa, inputs, outputs);
        let mut output = 0;
        while output < outputs {
            let n_vectors = (outputs - output).div_ceil(lanes).min(most_vectors);
            layer.pack(Tile::store(n_vectors), output, |vector, lane, input| {
                let row = output + vector * lanes + lane;
                (row < outputs)
                    .then(|| input.map_or_else(|| bias[row], |input| weights[row * inputs + input]))
            });
            output += n_vectors * lanes;
        }
        Ok(layer)
    }

    /// A maxout layer: `weights` is `(outputs, pieces, inputs)` row-major, `bias` `(outputs, pieces)`. Its result is the
    /// largest of the pieces of each output (Goodfellow et al. 2013).
    ///
    /// # Errors
    /// If there are not as many weights and biases as the shape asks for.
    pub fn maxout(
        isa: Isa,
        inputs: usize,
        outputs: usize,
        pieces: usize,
        weights: &[f32],
        bias: &[f32],
    ) -> Result<Self, ShapeError> {
        ShapeError::check(weights, &[outputs, pieces, inputs])?;
        ShapeError::check(bias, &[outputs, pieces])?;
        let lanes = isa.lanes();
        let mut layer = Self::empty(isa, inputs, outputs);
        for output in (0..outputs).step_by(lanes) {
            let mut piece = 0;
            while piece < pieces {
                // Two or three pieces are reduced while still in registers; more are folded in one after another.
                let (tile, n_vectors) = match (piece, pieces) {
                    (0, 2) => (Tile::Max2, 2),
                    (0, 3) => (Tile::Max3, 3),
                    (0, _) => (Tile::Store1, 1),
                    _ => (Tile::Fold1, 1),
                };
                layer.pack(tile, output, |vector, lane, input| {
                    let row = (output + lane) * pieces + piece + vector;
                    (output + lane < outputs)
                        .then(|| input.map_or_else(|| bias[row], |input| weights[row * inputs + input]))
                });
                piece += n_vectors;
            }
        }
        Ok(layer)
    }

    fn empty(isa: Isa, inputs: usize, outputs: usize) -> Self {
        // Rounded numbers go in twos.
        let isa = if isa == Isa::Avx512Bf16 && inputs % 2 == 1 { Isa::Avx512 } else { isa };
        let (panels, weights, rounded, bias) = Default::default();
        Self { isa, inputs, outputs, panels, weights, rounded, bias }
    }

    /// Adds a panel. `at(vector, lane, input)` is a weight, the bias where there is no input; none past the outputs.
    fn pack(&mut self, tile: Tile, output: usize, at: impl Fn(usize, usize, Option<usize>) -> Option<f32>) {
        let from = self.weights.len().max(self.rounded.len());
        self.panels.push(Panel { tile, output, weights: from, bias: self.bias.len() });
        let lanes = self.isa.lanes();
        let places =
            || (0..tile.vectors()).flat_map(move |vector| (0..lanes).map(move |lane| (vector, lane)));
        let weight = |input: usize, vector: usize, lane: usize| at(vector, lane, Some(input)).unwrap_or(0.0);
        if self.isa == Isa::Avx512Bf16 {
            for input in (0..self.inputs).step_by(2) {
                self.rounded.extend(places().flat_map(|(vector, lane)| {
                    [input, input + 1].map(|input| bf16::round(weight(input, vector, lane)))
                }));
            }
        } else {
            for input in 0..self.inputs {
                self.weights.extend(places().map(|(vector, lane)| weight(input, vector, lane)));
            }
        }
        self.bias.extend(places().map(|(vector, lane)| at(vector, lane, None).unwrap_or(0.0)));
    }

    /// How many numbers a row of input has.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many numbers a row of output has.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The room a row of output needs: [`Dense::outputs`] rounded up to whole vectors.
    pub fn width(&self) -> usize {
        self.outputs.next_multiple_of(self.isa.lanes())
    }

    /// Computes `out[row * out_stride..][..outputs]` for every row. What lies between `outputs` and
    /// [`Dense::width`] is overwritten too.
    ///
    /// # Panics
    /// If a row is not as wide as the layer, or `out` is too small.
    pub fn apply(&self, rows: Rows<'_>, out: &mut [f32], out_stride: usize) {
        let n_rows = rows.n_rows();
        if n_rows == 0 {
            return;
        }
        assert_eq!(rows.width, self.inputs, "a row has as many numbers as the layer has inputs");
        assert!(out_stride >= self.width(), "a row of the result has room for whole vectors");
        assert!(out.len() >= (n_rows - 1) * out_stride + self.width(), "the result has room for every row");
        let mut rounded = Vec::new();
        if self.isa == Isa::Avx512Bf16 {
            bf16::round_all(rows.data, &mut rounded);
        }
        for panel in &self.panels {
            let span = panel.tile.vectors() * self.isa.lanes();
            let weights = panel.weights..panel.weights + span * self.inputs;
            let bias = &self.bias[panel.bias..][..span];
            let out = &mut out[panel.output..];
            if self.isa == Isa::Avx512Bf16 {
                let rows = Rows { data: &rounded, stride: rows.stride, width: rows.width, count: rows.count };
                kernel::run_bf16(panel.tile, rows, &self.rounded[weights], bias, out, out_stride);
            } else {
                kernel::run(self.isa, panel.tile, rows, &self.weights[weights], bias, out, out_stride);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The layer as its definition reads.
    fn plainly(rows: Rows<'_>, outputs: usize, pieces: usize, weights: &[f32], bias: &[f32]) -> Vec<f32> {
        let mut out = Vec::new();
        for row in 0..rows.n_rows() {
            let x = rows.row(row);
            for output in 0..outputs {
                let piece = |piece: usize| {
                    let w = &weights[(output * pieces + piece) * x.len()..][..x.len()];
                    x.iter().zip(w).map(|(x, w)| f64::from(*x) * f64::from(*w)).sum::<f64>()
                        + f64::from(bias[output * pieces + piece])
                };
                out.push((0..pieces).map(piece).fold(f64::NEG_INFINITY, f64::max) as f32);
            }
        }
        out
    }

    fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..n).map(|_| next()).collect()
    }

    proptest! {
        #[test]
        fn every_kernel_agrees_with_the_definition(
            n_rows in 1usize..40, inputs in 1usize..50, outputs in 1usize..130, pieces in 1usize..6, seed: u32
        ) {
            let (data, weights) = (numbers(n_rows * inputs, seed), numbers(inputs * outputs * pieces, !seed));
            let bias = numbers(outputs * pieces, seed ^ 0x4d);
            let rows = Rows::dense(&data, inputs);
            let wanted = plainly(rows, outputs, pieces, &weights, &bias);
            for isa in Isa::available() {
                let layer = if pieces == 1 && n_rows % 2 == 1 {
                    Dense::linear(isa, inputs, outputs, &weights, &bias).unwrap()
                } else if pieces == 1 {
                    Dense::linear_for_single_rows(isa, inputs, outputs, &weights, &bias).unwrap()
                } else {
                    Dense::maxout(isa, inputs, outputs, pieces, &weights, &bias).unwrap()
                };
                let stride = layer.width() + 3;
                let mut out = vec![f32::NAN; n_rows * stride];
                layer.apply(rows, &mut out, stride);
                for row in 0..n_rows {
                    for output in 0..outputs {
                        let (ours, theirs) = (out[row * stride + output], wanted[row * outputs + output]);
                        prop_assert!((ours - theirs).abs() < 1e-4, "{isa:?} {row} {output}: {ours} {theirs}");
                    }
                }
            }
        }

        #[test]
        fn a_row_does_not_see_its_neighbours(n_rows in 1usize..40, pieces in 1usize..5, seed: u32) {
            let (width, outputs) = (8, 24);
            let data = numbers((n_rows + 2) * width, seed);
            let (weights, bias) = (numbers(3 * width * outputs * pieces, !seed), numbers(outputs * pieces, seed ^ 5));
            let mut by_fused_isa = Vec::new();
            for isa in Isa::available() {
                let layer = Dense::maxout(isa, 3 * width, outputs, pieces, &weights, &bias).unwrap();
                let stride = layer.width();
                let mut together = vec![0.0; n_rows * stride];
                layer.apply(Rows::windows(&data, width, 1), &mut together, stride);
                for row in 0..n_rows {
                    let mut alone = vec![0.0; stride];
                    layer.apply(Rows::dense(&data[row * width..][..3 * width], 3 * width), &mut alone, stride);
                    prop_assert_eq!(&alone[..outputs], &together[row * stride..][..outputs]);
                }
                if isa != Isa::Portable {
                    let rows = together.chunks(stride).flat_map(|row| row[..outputs].to_vec());
                    by_fused_isa.push(rows.collect::<Vec<f32>>());
                }
            }
            prop_assert!(by_fused_isa.windows(2).all(|pair| pair[0] == pair[1]));
        }
    }

    proptest! {
        #[test]
        fn the_rounding_kernel_agrees_with_the_definition_on_rounded_numbers(
            n_rows in 1usize..30, pairs in 1usize..25, outputs in 1usize..70, pieces in 1usize..5, seed: u32
        ) {
            let isa = Isa::detect_rounding();
            let inputs = 2 * pairs;
            let rounded = |numbers: Vec<f32>| -> Vec<f32> {
                numbers.iter().map(|x| f32::from_bits(u32::from(bf16::round(*x)) << 16)).collect()
            };
            let data = rounded(numbers(n_rows * inputs, seed));
            let weights = rounded(numbers(inputs * outputs * pieces, !seed));
            let bias = numbers(outputs * pieces, seed ^ 0x4d);
            let rows = Rows::dense(&data, inputs);
            let wanted = plainly(rows, outputs, pieces, &weights, &bias);
            let layer = Dense::maxout(isa, inputs, outputs, pieces, &weights, &bias).unwrap();
            let stride = layer.width();
            let mut out = vec![f32::NAN; n_rows * stride];
            layer.apply(rows, &mut out, stride);
            for row in 0..n_rows {
                for output in 0..outputs {
                    let (ours, theirs) = (out[row * stride + output], wanted[row * outputs + output]);
                    prop_assert!((ours - theirs).abs() < 1e-4, "{isa:?} {row} {output}: {ours} {theirs}");
                }
            }
        }
    }

    #[test]
    fn a_wrong_shape_is_told() {
        let error = Dense::linear(Isa::Portable, 3, 2, &[0.0; 5], &[0.0; 2]).unwrap_err();
        assert_eq!(error.to_string(), "expected a shape of 2 x 3, found 5 numbers");
        assert!(Dense::maxout(Isa::Portable, usize::MAX, 2, 2, &[0.0; 4], &[0.0; 4]).is_err());
    }
}
