use crate::Isa;
use crate::bf16;
use crate::dense::{Dense, Rows, ShapeError};
use crate::kernel::{self, Pairs};

/// A maxout layer over windows of neighbouring rows.
///
/// Windows of three are worked in pairs with two thirds of the multiplications (Winograd's minimal filtering F(2, 3),
/// 1980): with rows d0 to d3 and weights W0, W1, W2 of the three places, the products
/// m0 = W0 (d0 - d2), m1 = (W0 + W1 + W2)/2 (d1 + d2), m2 = (W0 - W1 + W2)/2 (d2 - d1) and m3 = W2 (d1 - d3)
/// give the first window as m0 + m1 + m2 and the second as m1 - m2 - m3.
///
/// A window's result depends on the window alone and, in the last places, on whether it is the first or the second of
/// its pair.
#[derive(Clone, Debug)]
pub struct Convolution {
    isa: Isa,
    width: usize,
    reach: usize,
    outputs: usize,
    by: By,
}

#[derive(Clone, Debug)]
enum By {
    /// Panel after panel the four combined weights, `(4, width, pieces, lanes)`; and the biases, `(pieces, lanes)`.
    Pairs {
        pieces: usize,
        weights: Vec<f32>,
        bias: Vec<f32>,
    },
    /// The same rounded, two inputs side by side: `(4, width / 2, pieces, lanes, 2)`.
    RoundedPairs {
        pieces: usize,
        weights: Vec<u16>,
        bias: Vec<f32>,
    },
    Windows(Dense),
}

/// Room that a convolution works in.
#[derive(Clone, Debug, Default)]
pub struct ConvolutionScratch {
    combined: [Vec<f32>; 4],
    rounded: [Vec<u16>; 4],
}

impl Convolution {
    /// A layer over windows of `2 * reach + 1` rows of `width` numbers: `weights` is
    /// `(outputs, pieces, 2 * reach + 1, width)`, `bias` `(outputs, pieces)`.
    ///
    /// # Errors
    /// If there are not as many weights and biases as the shape asks for.
    pub fn new(
        isa: Isa,
        width: usize,
        reach: usize,
        outputs: usize,
        pieces: usize,
        weights: &[f32],
        bias: &[f32],
    ) -> Result<Self, ShapeError> {
        let places = 2 * reach + 1;
        ShapeError::check(weights, &[outputs, pieces, places, width])?;
        ShapeError::check(bias, &[outputs, pieces])?;
        // Rounded numbers go in twos.
        let isa = if isa == Isa::Avx512Bf16 && width % 2 == 1 { Isa::Avx512 } else { isa };
        let by = if reach == 1 && (pieces == 2 || pieces == 3) {
            pack_pairs(isa, width, outputs, pieces, weights, bias)
        } else {
            By::Windows(Dense::maxout(isa, places * width, outputs, pieces, weights, bias)?)
        };
        Ok(Self { isa, width, reach, outputs, by })
    }

    /// The room a row of output needs.
    pub fn width(&self) -> usize {
        self.outputs.next_multiple_of(self.isa.lanes())
    }

    /// Computes the result of every window of `data`, which holds `reach` rows more at either end than there are
    /// windows: `out[window * self.width()..][..outputs]`. `out` is made long enough.
    ///
    /// # Panics
    /// If `data` is not made of whole rows.
    pub fn apply(&self, data: &[f32], scratch: &mut ConvolutionScratch, out: &mut Vec<f32>) {
        assert_eq!(data.len() % self.width, 0, "the data are whole rows");
        let n_windows = (data.len() / self.width).saturating_sub(2 * self.reach);
        let stride = self.width();
        out.resize(n_windows.next_multiple_of(2) * stride, 0.0);
        match &self.by {
            By::Windows(layer) => layer.apply(Rows::windows(data, self.width, self.reach), out, stride),
            _ if n_windows == 0 => {}
            By::Pairs { pieces, weights, bias } => {
                let count = n_windows.div_ceil(2);
                combine(self.isa, data, self.width, count, &mut scratch.combined);
                let pairs = Pairs { combined: views(&scratch.combined), count, width: self.width };
                for (out_start, weights, bias) in self.panels(*pieces, weights, bias) {
                    let out = &mut out[out_start..];
                    kernel::run_pairs(self.isa, &pairs, *pieces, weights, bias, out, stride);
                }
            }
            By::RoundedPairs { pieces, weights, bias } => {
                let count = n_windows.div_ceil(2);
                combine(self.isa, data, self.width, count, &mut scratch.combined);
                for (combined, rounded) in scratch.combined.iter().zip(&mut scratch.rounded) {
                    rounded.clear();
                    bf16::round_all(combined, rounded);
                }
                let pairs = Pairs { combined: views(&scratch.rounded), count, width: self.width };
                for (out_start, weights, bias) in self.panels(*pieces, weights, bias) {
                    kernel::run_pairs_bf16(&pairs, *pieces, weights, bias, &mut out[out_start..], stride);
                }
            }
        }
    }

    /// The first output of each panel, its weights and its biases.
    fn panels<'a, N>(
        &self,
        pieces: usize,
        weights: &'a [N],
        bias: &'a [f32],
    ) -> impl Iterator<Item = (usize, &'a [N], &'a [f32])> {
        let lanes = self.isa.lanes();
        let span = pieces * lanes;
        let panels = weights.chunks_exact(4 * self.width * span).zip(bias.chunks_exact(span));
        panels.enumerate().map(move |(panel, (weights, bias))| (panel * lanes, weights, bias))
    }
}

fn views<N>(combined: &[Vec<N>; 4]) -> [&[N]; 4] {
    let [a, b, c, d] = combined;
    [a, b, c, d]
}

fn pack_pairs(isa: Isa, width: usize, outputs: usize, pieces: usize, weights: &[f32], bias: &[f32]) -> By {
    let lanes = isa.lanes();
    let step = if isa == Isa::Avx512Bf16 { 2 } else { 1 };
    let (mut packed, mut packed_bias) = (Vec::new(), Vec::new());
    for output in (0..outputs).step_by(lanes) {
        let rows = || {
            (0..pieces).flat_map(move |piece| {
                (output..output + lanes).map(move |o| (o < outputs).then_some(o * pieces + piece))
            })
        };
        let combined = |row: usize, matrix: usize, input: usize| {
            let at = |place: usize| weights[(row * 3 + place) * width + input];
            match matrix {
                0 => at(0),
                1 => f32::midpoint(at(0) + at(2), at(1)),
                2 => f32::midpoint(at(0) + at(2), -at(1)),
                // Taken from the second window.
                _ => -at(2),
            }
        };
        for matrix in 0..4 {
            for input in (0..width).step_by(step) {
                for row in rows() {
                    let inputs = input..input + step;
                    packed.extend(inputs.map(|input| row.map_or(0.0, |row| combined(row, matrix, input))));
                }
            }
        }
        packed_bias.extend(rows().map(|row| row.map_or(0.0, |row| bias[row])));
    }
    if step == 1 {
        return By::Pairs { pieces, weights: packed, bias: packed_bias };
    }
    let mut rounded = Vec::with_capacity(packed.len());
    bf16::round_all(&packed, &mut rounded);
    By::RoundedPairs { pieces, weights: rounded, bias: packed_bias }
}

/// Computes the four combinations of the rows of each pair of windows. Where the last pair lacks its second window, its
/// last row counts as zeros.
fn combine(isa: Isa, data: &[f32], width: usize, n_pairs: usize, out: &mut [Vec<f32>; 4]) {
    for combined in out.iter_mut() {
        combined.resize(n_pairs * width, 0.0);
    }
    match isa {
        // SAFETY: `Isa` is only made of what the processor was found to have.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 | Isa::Avx512Bf16 => unsafe { combine_avx512(data, width, out) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { combine_avx2(data, width, out) },
        _ => combine_rows(data, width, out),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn combine_avx512(data: &[f32], width: usize, out: &mut [Vec<f32>; 4]) {
    combine_rows(data, width, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn combine_avx2(data: &[f32], width: usize, out: &mut [Vec<f32>; 4]) {
    combine_rows(data, width, out);
}

/// Inlined into each of the above, and so compiled for its instructions.
#[inline(always)]
fn combine_rows(data: &[f32], width: usize, out: &mut [Vec<f32>; 4]) {
    let [a, b, c, d] = out;
    let outs = a.chunks_exact_mut(width).zip(b.chunks_exact_mut(width));
    let outs = outs.zip(c.chunks_exact_mut(width).zip(d.chunks_exact_mut(width)));
    for (pair, ((a, b), (c, d))) in outs.enumerate() {
        let rows = &data[2 * pair * width..];
        let (rows, last) = rows.split_at(3 * width);
        for i in 0..width {
            let (d0, d1, d2) = (rows[i], rows[width + i], rows[2 * width + i]);
            a[i] = d0 - d2;
            b[i] = d1 + d2;
            c[i] = d2 - d1;
            d[i] = d1;
        }
        if let Some(last) = last.get(..width) {
            for (d, last) in d.iter_mut().zip(last) {
                *d -= last;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn windows_and_pairs_agree(
            n_windows in 0usize..45, width in 1usize..20, outputs in 1usize..40, pieces in 1usize..5, seed in 0usize..99
        ) {
            let number = |i: usize| ((i * 37 + seed * 5) % 29) as f32 / 14.0 - 1.0;
            let weights: Vec<f32> = (0..outputs * pieces * 3 * width).map(number).collect();
            let bias: Vec<f32> = (0..outputs * pieces).map(|i| number(i + 3)).collect();
            let data: Vec<f32> = (0..(n_windows + 2) * width).map(|i| number(i + 7)).collect();
            let mut by_fused_isa = Vec::new();
            for isa in Isa::available() {
                let plain = Dense::maxout(isa, 3 * width, outputs, pieces, &weights, &bias).unwrap();
                let layer = Convolution::new(isa, width, 1, outputs, pieces, &weights, &bias).unwrap();
                let (mut ours, mut theirs) = (Vec::new(), vec![0.0; n_windows * plain.width()]);
                layer.apply(&data, &mut ConvolutionScratch::default(), &mut ours);
                plain.apply(Rows::windows(&data, width, 1), &mut theirs, plain.width());
                for window in 0..n_windows {
                    let ours = &ours[window * layer.width()..][..outputs];
                    let theirs = &theirs[window * plain.width()..][..outputs];
                    for (ours, theirs) in ours.iter().zip(theirs) {
                        prop_assert!((ours - theirs).abs() < 1e-4, "{isa:?}: {ours} {theirs}");
                    }
                    if isa != Isa::Portable {
                        by_fused_isa.extend_from_slice(ours);
                    }
                }
            }
            let (one, other) = by_fused_isa.split_at(by_fused_isa.len() / 2);
            prop_assert!(other.is_empty() || one == other || !Isa::available().contains(&Isa::Avx512));
        }

        #[test]
        fn rounding_is_all_that_rounded_pairs_change(n_windows in 1usize..30, pieces in 2usize..4, seed in 0usize..99) {
            let (width, outputs) = (10, 20);
            // Small whole numbers and their sums have no more bits than a rounded number.
            let number = |i: usize| ((i * 37 + seed * 5) % 29) as f32 - 14.0;
            let weights: Vec<f32> = (0..outputs * pieces * 3 * width).map(|i| 2.0 * number(i)).collect();
            let bias: Vec<f32> = (0..outputs * pieces).map(number).collect();
            let data: Vec<f32> = (0..(n_windows + 2) * width).map(|i| number(i + 7)).collect();
            let apply = |isa: Isa| {
                let layer = Convolution::new(isa, width, 1, outputs, pieces, &weights, &bias).unwrap();
                let mut out = Vec::new();
                layer.apply(&data, &mut ConvolutionScratch::default(), &mut out);
                let rows = out.chunks(layer.width()).take(n_windows).flat_map(|row| row[..outputs].to_vec());
                rows.collect::<Vec<f32>>()
            };
            prop_assert_eq!(apply(Isa::detect_rounding()), apply(Isa::detect()));
        }

        #[test]
        fn a_pair_does_not_see_its_neighbours(n_pairs in 1usize..40, pieces in 2usize..4) {
            let (width, outputs) = (8, 24);
            let number = |i: usize| ((i * 37) % 29) as f32 / 14.0 - 1.0;
            let weights: Vec<f32> = (0..outputs * pieces * 3 * width).map(number).collect();
            let bias: Vec<f32> = (0..outputs * pieces).map(|i| number(i + 3)).collect();
            let data: Vec<f32> = (0..(2 * n_pairs + 2) * width).map(|i| number(i + 7)).collect();
            for isa in Isa::available() {
                let layer = Convolution::new(isa, width, 1, outputs, pieces, &weights, &bias).unwrap();
                let (mut together, mut alone) = (Vec::new(), Vec::new());
                let mut scratch = ConvolutionScratch::default();
                layer.apply(&data, &mut scratch, &mut together);
                for pair in 0..n_pairs {
                    layer.apply(&data[2 * pair * width..][..4 * width], &mut scratch, &mut alone);
                    let stride = layer.width();
                    for window in 0..2 {
                        let together = &together[(2 * pair + window) * stride..][..outputs];
                        prop_assert_eq!(together, &alone[window * stride..][..outputs]);
                    }
                }
            }
        }
    }
}
