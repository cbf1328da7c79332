use crate::Isa;
use crate::dense::{Dense, ShapeError};

/// The first layer of a window encoder, taken apart by the place in the window.
///
/// A maxout layer over a window of rows is, before the maximum, a sum of one product for each row of the window. Where
/// rows repeat, as words do, each product can be computed once for a row and kept: [`WindowParts::products`] gives
/// the layer that computes all of a row's, [`window_sum`] adds them up.
#[derive(Clone, Debug)]
pub struct WindowParts {
    /// From a row to its products: `(places, pieces, outputs)`.
    pub products: Dense,
    isa: Isa,
    outputs: usize,
    pieces: usize,
    places: usize,
    /// `(pieces, outputs)`.
    bias: Vec<f32>,
}

impl WindowParts {
    /// Takes apart a maxout layer over windows of `places` rows of `width` numbers: `weights` is
    /// `(outputs, pieces, places, width)`, `bias` `(outputs, pieces)`.
    ///
    /// # Errors
    /// If there are not as many weights and biases as the shape asks for.
    pub fn new(
        isa: Isa,
        width: usize,
        places: usize,
        outputs: usize,
        pieces: usize,
        weights: &[f32],
        bias: &[f32],
    ) -> Result<Self, ShapeError> {
        ShapeError::check(weights, &[outputs, pieces, places, width])?;
        ShapeError::check(bias, &[outputs, pieces])?;
        let mut by_place = Vec::with_capacity(weights.len());
        for place in 0..places {
            for piece in 0..pieces {
                for output in 0..outputs {
                    let from = ((output * pieces + piece) * places + place) * width;
                    by_place.extend_from_slice(&weights[from..][..width]);
                }
            }
        }
        let n_products = places * pieces * outputs;
        let products = Dense::linear(isa, width, n_products, &by_place, &vec![0.0; n_products])?;
        let by_piece = |at: usize| bias[at % outputs * pieces + at / outputs];
        let bias = (0..pieces * outputs).map(by_piece).collect();
        Ok(Self { products, isa, outputs, pieces, places, bias })
    }
}

/// The layer's results for a run of rows that are given by number: `table` holds the products of row `r` at
/// `r * parts.products.width()`, `rows` names `places - 1` rows more than there are results. `out` is
/// `(results, outputs)`.
///
/// # Panics
/// If a row is not in the table, or `out` does not have the size.
pub fn window_sum(parts: &WindowParts, table: &[f32], rows: &[u32], out: &mut [f32]) {
    match parts.isa {
        // SAFETY: `Isa` is only made of what the processor was found to have.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 | Isa::Avx512Bf16 => unsafe { sum_avx512(parts, table, rows, out) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { sum_avx2(parts, table, rows, out) },
        _ => sum(parts, table, rows, out),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn sum_avx512(parts: &WindowParts, table: &[f32], rows: &[u32], out: &mut [f32]) {
    sum(parts, table, rows, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn sum_avx2(parts: &WindowParts, table: &[f32], rows: &[u32], out: &mut [f32]) {
    sum(parts, table, rows, out);
}

/// Inlined into each of the above, and so compiled for its instructions.
#[inline(always)]
fn sum(parts: &WindowParts, table: &[f32], rows: &[u32], out: &mut [f32]) {
    let &WindowParts { outputs, pieces, places, .. } = parts;
    let stride = parts.products.width();
    assert_eq!(out.len(), (rows.len() + 1).saturating_sub(places) * outputs, "one result for each window");
    for (rows, out) in rows.windows(places).zip(out.chunks_exact_mut(outputs)) {
        for piece in 0..pieces {
            let of = |place: usize| {
                let at = rows[place] as usize * stride + (place * pieces + piece) * outputs;
                &table[at..][..outputs]
            };
            let bias = &parts.bias[piece * outputs..][..outputs];
            // Windows of three are the rule.
            if places == 3 {
                let (left, middle, right) = (of(0), of(1), of(2));
                let at = |i: usize| left[i] + middle[i] + right[i] + bias[i];
                keep_largest(piece, out, at);
            } else {
                let at = |i: usize| (0..places).map(|place| of(place)[i]).sum::<f32>() + bias[i];
                keep_largest(piece, out, at);
            }
        }
    }
}

#[inline(always)]
fn keep_largest(piece: usize, out: &mut [f32], at: impl Fn(usize) -> f32) {
    for (i, out) in out.iter_mut().enumerate() {
        let sum = at(i);
        *out = if piece == 0 || sum > *out { sum } else { *out };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rows;

    #[test]
    fn the_parts_add_up_to_the_layer() {
        for (places, pieces) in [(3, 3), (5, 2), (1, 1)] {
            let (width, outputs) = (6, 10);
            let number = |i: usize| ((i * 37 + 11) % 23) as f32 / 11.0 - 1.0;
            let weights: Vec<f32> = (0..outputs * pieces * places * width).map(number).collect();
            let bias: Vec<f32> = (0..outputs * pieces).map(|i| number(i + 5)).collect();
            let words: Vec<f32> = (0..4 * width).map(|i| number(i + 3)).collect();
            let rows: Vec<u32> = [0, 1, 2, 3, 3, 2, 1, 1, 0].to_vec();
            let sentence: Vec<f32> =
                rows.iter().flat_map(|&row| words[row as usize * width..][..width].to_vec()).collect();
            for isa in Isa::available() {
                let layer = Dense::maxout(isa, places * width, outputs, pieces, &weights, &bias).unwrap();
                let parts = WindowParts::new(isa, width, places, outputs, pieces, &weights, &bias).unwrap();
                let mut table = vec![0.0; 4 * parts.products.width()];
                parts.products.apply(Rows::dense(&words, width), &mut table, parts.products.width());
                let n_results = rows.len() + 1 - places;
                let mut ours = vec![0.0; n_results * outputs];
                window_sum(&parts, &table, &rows, &mut ours);
                let mut theirs = vec![0.0; n_results * layer.width()];
                layer.apply(Rows::windows(&sentence, width, places / 2), &mut theirs, layer.width());
                for result in 0..n_results {
                    for output in 0..outputs {
                        let (ours, theirs) =
                            (ours[result * outputs + output], theirs[result * layer.width() + output]);
                        assert!((ours - theirs).abs() < 1e-5, "{isa:?}: {ours} {theirs}");
                    }
                }
            }
        }
    }
}
