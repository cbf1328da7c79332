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
        let mut sums = products::<VECTORS>(rows.row(row), weights);
        let to = &mut out[row * out_stride..];
        match tile {
            Tile::Max2 | Tile::Max3 => to[..LANES].copy_from_slice(&largest(&mut sums, bias)),
            Tile::Fold1 => {
                for (to, sum) in to.iter_mut().zip(largest(&mut sums, bias)) {
                    *to = to.max(sum);
                }
            }
            _ => {
                add(&mut sums, bias);
                to[..VECTORS * LANES].copy_from_slice(sums.as_flattened());
            }
        }
    }
}

/// The products of one row with the vectors of a panel.
fn products<const VECTORS: usize>(row: &[f32], weights: &[f32]) -> [[f32; LANES]; VECTORS] {
    let mut sums = [[0.0_f32; LANES]; VECTORS];
    for (x, column) in row.iter().zip(weights.chunks_exact(VECTORS * LANES)) {
        for (sums, weights) in sums.iter_mut().zip(column.as_chunks::<LANES>().0) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += x * weight;
            }
        }
    }
    sums
}

fn add<const VECTORS: usize>(sums: &mut [[f32; LANES]; VECTORS], bias: &[f32]) {
    for (sum, bias) in sums.as_flattened_mut().iter_mut().zip(bias) {
        *sum += bias;
    }
}

/// The largest of the pieces, each with its bias.
fn largest<const PIECES: usize>(sums: &mut [[f32; LANES]; PIECES], bias: &[f32]) -> [f32; LANES] {
    add(sums, bias);
    std::array::from_fn(|lane| sums.iter().map(|piece| piece[lane]).fold(f32::NEG_INFINITY, f32::max))
}

pub(super) fn run_pairs(
    pairs: &Pairs<'_>,
    n_pieces: usize,
    weights: &[f32],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    if n_pieces == 2 {
        all_pairs::<2>(pairs, weights, bias, out, out_stride);
    } else {
        all_pairs::<3>(pairs, weights, bias, out, out_stride);
    }
}

fn all_pairs<const PIECES: usize>(
    pairs: &Pairs<'_>,
    weights: &[f32],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    let step = pairs.width * PIECES * LANES;
    for pair in 0..pairs.count {
        let [a, b, c, d] = std::array::from_fn(|matrix| {
            let row = &pairs.combined[matrix][pair * pairs.width..][..pairs.width];
            products::<PIECES>(row, &weights[matrix * step..][..step])
        });
        let combine = |of: &dyn Fn(usize, usize) -> f32| {
            std::array::from_fn(|piece| std::array::from_fn(|lane| of(piece, lane)))
        };
        let mut first: [[f32; LANES]; PIECES] = combine(&|p, l| b[p][l] + c[p][l] + a[p][l]);
        let mut second: [[f32; LANES]; PIECES] = combine(&|p, l| b[p][l] - c[p][l] + d[p][l]);
        out[2 * pair * out_stride..][..LANES].copy_from_slice(&largest(&mut first, bias));
        out[(2 * pair + 1) * out_stride..][..LANES].copy_from_slice(&largest(&mut second, bias));
    }
}
