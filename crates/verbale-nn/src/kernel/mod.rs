//! One tile of a dense layer: some rows by some vectors of outputs, summed in registers.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod avx512_bf16;
mod portable;
#[cfg(target_arch = "x86_64")]
mod vector;

use crate::{Isa, Rows};

/// How many vectors a tile is wide, and what becomes of their sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tile {
    /// Stored side by side.
    Store1,
    Store2,
    Store3,
    Store4,
    Store5,
    Store6,
    Store7,
    /// Pieces of one vector of outputs: the largest is stored.
    Max2,
    Max3,
    /// A further piece: stored where it is larger than what is there.
    Fold1,
}

impl Tile {
    pub(crate) const fn vectors(self) -> usize {
        match self {
            Self::Store1 | Self::Fold1 => 1,
            Self::Store2 | Self::Max2 => 2,
            Self::Store3 | Self::Max3 => 3,
            Self::Store4 => 4,
            Self::Store5 => 5,
            Self::Store6 => 6,
            Self::Store7 => 7,
        }
    }

    /// The tile that stores so many vectors, at most seven.
    pub(crate) const fn store(n_vectors: usize) -> Self {
        match n_vectors {
            0 | 1 => Self::Store1,
            2 => Self::Store2,
            3 => Self::Store3,
            4 => Self::Store4,
            5 => Self::Store5,
            6 => Self::Store6,
            _ => Self::Store7,
        }
    }

    /// How many numbers of a row of the result it writes.
    const fn written(self, lanes: usize) -> usize {
        match self {
            Self::Max2 | Self::Max3 | Self::Fold1 => lanes,
            _ => self.vectors() * lanes,
        }
    }
}

/// Computes one panel for all rows: `weights` is `(inputs, vectors, lanes)`, `out` starts at the panel's first output.
pub(crate) fn run(
    isa: Isa,
    tile: Tile,
    rows: Rows<'_>,
    weights: &[f32],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    check(tile, isa.lanes(), rows, weights, bias, out, out_stride);
    match isa {
        // SAFETY: `Isa` is only made of what the processor was found to have, and the lengths are checked above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 | Isa::Avx512Bf16 => unsafe { avx512::run(tile, rows, weights, bias, out, out_stride) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { avx2::run(tile, rows, weights, bias, out, out_stride) },
        _ => portable::run(tile, rows, weights, bias, out, out_stride),
    }
}

/// The same for numbers of 16 bits, two to a step: `weights` is `(inputs / 2, vectors, lanes, 2)`.
pub(crate) fn run_bf16(
    tile: Tile,
    rows: Rows<'_, u16>,
    weights: &[u16],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    check(tile, Isa::Avx512Bf16.lanes(), rows, weights, bias, out, out_stride);
    assert!(rows.row(0).len().is_multiple_of(2));
    // SAFETY: layers are only packed so where the processor was found to have the instructions; the lengths are
    // checked above.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        avx512_bf16::run(tile, rows, weights, bias, out, out_stride);
    }
}

/// What the vector kernels rely on: every row they read and every vector they read or write lies in its slice.
fn check<N>(
    tile: Tile,
    lanes: usize,
    rows: Rows<'_, N>,
    weights: &[N],
    bias: &[f32],
    out: &[f32],
    out_stride: usize,
) {
    let n_rows = rows.n_rows();
    let inputs = weights.len() / (tile.vectors() * lanes);
    assert!(n_rows > 0 && rows.row(n_rows - 1).len() == inputs);
    assert!(weights.len() == inputs * tile.vectors() * lanes && bias.len() == tile.vectors() * lanes);
    assert!(out.len() >= (n_rows - 1) * out_stride + tile.written(lanes));
}

/// Pairs of neighbouring windows of three rows, combined as [`crate::Convolution`] tells: four matrices of one row of
/// `width` numbers for each pair.
pub(crate) struct Pairs<'a, N = f32> {
    pub(crate) combined: [&'a [N]; 4],
    pub(crate) count: usize,
    pub(crate) width: usize,
}

/// Computes one panel of a convolution for all pairs: `weights` is `(4, width, pieces, lanes)`, `out` starts at the
/// panel's first output and has two rows for each pair.
pub(crate) fn run_pairs(
    isa: Isa,
    pairs: &Pairs<'_>,
    n_pieces: usize,
    weights: &[f32],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    check_pairs(isa.lanes(), pairs, n_pieces, weights, bias, out, out_stride);
    match isa {
        // SAFETY: `Isa` is only made of what the processor was found to have, and the lengths are checked above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 | Isa::Avx512Bf16 => unsafe {
            avx512::run_pairs(pairs, n_pieces, weights, bias, out, out_stride);
        },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { avx2::run_pairs(pairs, n_pieces, weights, bias, out, out_stride) },
        _ => portable::run_pairs(pairs, n_pieces, weights, bias, out, out_stride),
    }
}

/// The same for numbers of 16 bits, two to a step: `weights` is `(4, width / 2, pieces, lanes, 2)`.
pub(crate) fn run_pairs_bf16(
    pairs: &Pairs<'_, u16>,
    n_pieces: usize,
    weights: &[u16],
    bias: &[f32],
    out: &mut [f32],
    out_stride: usize,
) {
    check_pairs(Isa::Avx512Bf16.lanes(), pairs, n_pieces, weights, bias, out, out_stride);
    assert!(pairs.width.is_multiple_of(2));
    // SAFETY: as in `run_bf16`.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        avx512_bf16::run_pairs(pairs, n_pieces, weights, bias, out, out_stride);
    }
}

/// As [`check`].
fn check_pairs<N>(
    lanes: usize,
    pairs: &Pairs<'_, N>,
    n_pieces: usize,
    weights: &[N],
    bias: &[f32],
    out: &[f32],
    out_stride: usize,
) {
    let &Pairs { combined, count, width } = pairs;
    assert!(count > 0 && combined.iter().all(|rows| rows.len() == count * width));
    assert!(n_pieces == 2 || n_pieces == 3);
    assert!(weights.len() == 4 * width * n_pieces * lanes && bias.len() == n_pieces * lanes);
    assert!(out.len() >= (2 * count - 1) * out_stride + lanes);
}
