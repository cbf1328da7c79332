//! The same tiles in plain Rust: what other processors run, and what the vector kernels are held against.

use super::{Pairs, Tile};
use crate::Rows;

const LANES: usize = 8;

pub(super) fn run(
    tile: Tile,
    rows: Rows<'_>,
    weights: &[f32],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    match tile {
        Tile::Store1 | Tile::Fold1 => all_rows::<1>(tile, rows, weights, bias, out, out_stride),
        Tile::Store2 | Tile::Max2 => all_rows::<2>(tile, rows, weights, bias, out, out_stride),
        Tile::Store3 | Tile::Max3 => all_rows::<3>(tile, rows, weights, bias, out, out_stride),
        Tile::Store4 => all_rows::<4>(tile, rows, weights, bias, out, out_stride),
        Tile::Store5 => all_rows::<5>(tile, rows, weights, bias, out, out_stride),
        Tile::Store6 => all_rows::<6>(tile, rows, weights, bias, out, out_stride),
        Tile::Store7 => all_rows::<7>(tile, rows, weights, bias, out, out_stride),
    }
}

fn all_rows<const VECTORS: usize>(
    tile: Tile,
    rows: Rows<'_>,
    weights: &[f32],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    for row in 0..rows.n_rows() {
        let mut sums = [[0.0_f32; LANES]; VECTORS];
        for (x, column) in rows.row(row).iter().zip(weights.chunks_exact(VECTORS * LANES)) {
            for (sums, weights) in sums.iter_mut().zip(column.as_chunks::<LANES>().0) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += x * weight;
                }
            }
        }
        for (sum, bias) in sums.as_flattened_mut().iter_mut().zip(bias) {
            *sum += bias;
        }
        let to = &mut out[row * out_stride..];
        match tile {
            Tile::Max2 | Tile::Max3 => {
                let largest = |lane| sums.iter().map(|vector| vector[lane]).fold(f32::NEG_INFINITY, f32::max);
                to[..LANES].copy_from_slice(&std::array::from_fn::<f32, LANES, _>(largest));
            }
            Tile::Fold1 => {
                for (to, sum) in to.iter_mut().zip(sums[0]) {
                    *to = to.max(sum);
                }
            }
            _ => to[..VECTORS * LANES].copy_from_slice(sums.as_flattened()),
        }
    }
}

pub(super) fn run_pairs(
    pairs: &Pairs<'_>,
    n_pieces: usize,
    weights: &[f32],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    let width = pairs.width;
    let step = width * n_pieces * LANES;
    for pair in 0..pairs.count {
        let largest = |lane: usize, of: &dyn Fn([f32; 4]) -> f32| {
            let piece = |piece: usize| {
                let place = piece * LANES + lane;
                let product = |matrix: usize| {
                    let row = &pairs.combined[matrix][pair * width..][..width];
                    let column =
                        weights[matrix * step..][..step].iter().skip(place).step_by(n_pieces * LANES);
                    row.iter().zip(column).map(|(x, weight)| x * weight).sum::<f32>()
                };
                of([0, 1, 2, 3].map(product)) + bias[place]
            };
            (0..n_pieces).map(piece).fold(f32::NEG_INFINITY, f32::max)
        };
        for lane in 0..LANES {
            out[2 * pair * out_stride + lane] = largest(lane, &|[a, b, c, _]| a + (b + c));
            out[(2 * pair + 1) * out_stride + lane] = largest(lane, &|[_, b, c, d]| d + (b - c));
        }
    }
}
