//! One tile of a dense layer: some rows by some vectors of outputs, summed in registers.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

use crate::{Isa, Rows};

/// How many vectors a tile is wide, and what becomes of their sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tile {
    /// Stored side by side.
    Store1,
    Store2,
    Store3,
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
        }
    }

    /// How many numbers of a row of the result it writes.
    const fn written(self, lanes: usize) -> usize {
        match self {
            Self::Store1 | Self::Store2 | Self::Store3 => self.vectors() * lanes,
            Self::Max2 | Self::Max3 | Self::Fold1 => lanes,
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
    let (n_rows, lanes) = (rows.n_rows(), isa.lanes());
    let inputs = weights.len() / (tile.vectors() * lanes);
    // What the vector kernels rely on: every row they read and every vector they read or write lies in its slice.
    assert!(n_rows > 0 && rows.row(n_rows - 1).len() == inputs);
    assert!(weights.len() == inputs * tile.vectors() * lanes && bias.len() == tile.vectors() * lanes);
    assert!(out.len() >= (n_rows - 1) * out_stride + tile.written(lanes));
    match isa {
        // SAFETY: `Isa` is only made of what the processor was found to have, and the lengths are checked above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { avx512::run(tile, rows, weights, bias, out, out_stride) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { avx2::run(tile, rows, weights, bias, out, out_stride) },
        _ => portable::run(tile, rows, weights, bias, out, out_stride),
    }
}

/// The body of a kernel module: the same loops over the vectors of one instruction set.
///
/// The sum of an output runs over the inputs in order, one fused multiplication each, whatever the tile's height: so
/// a row's result does not depend on its neighbours, and is the same for every instruction set.
#[cfg(target_arch = "x86_64")]
macro_rules! vector_kernel {
    (
        features: $features:literal, vector: $vector:ty, lanes: $lanes:literal,
        heights: [$one:literal, $two:literal, $three:literal],
        load: $load:ident, store: $store:ident, splat: $splat:ident, zero: $zero:ident,
        fmadd: $fmadd:ident, add: $add:ident, max: $max:ident
    ) => {
        use std::arch::x86_64::*;

        use super::Tile;
        use crate::Rows;

        /// # Safety
        /// The processor has the features, and the slices the lengths that [`super::run`] asks for.
        #[target_feature(enable = $features)]
        pub(super) unsafe fn run(
            tile: Tile,
            rows: Rows<'_>,
            weights: &[f32],
            bias: &[f32],
            out: &mut [f32],
            out_stride: usize,
        ) {
            // SAFETY: the caller's promises, handed on.
            unsafe {
                match tile {
                    Tile::Store1 => all_rows::<$one, 1, STORE>(rows, weights, bias, out, out_stride),
                    Tile::Store2 => all_rows::<$two, 2, STORE>(rows, weights, bias, out, out_stride),
                    Tile::Store3 => all_rows::<$three, 3, STORE>(rows, weights, bias, out, out_stride),
                    Tile::Max2 => all_rows::<$two, 2, MAX>(rows, weights, bias, out, out_stride),
                    Tile::Max3 => all_rows::<$three, 3, MAX>(rows, weights, bias, out, out_stride),
                    Tile::Fold1 => all_rows::<$one, 1, FOLD>(rows, weights, bias, out, out_stride),
                }
            }
        }

        const STORE: u8 = 0;
        const MAX: u8 = 1;
        const FOLD: u8 = 2;

        /// Full tiles of `HEIGHT` rows; the last one overlaps the one before it, and what is fewer than one tile
        /// goes in lower ones. Computing a row twice gives it the same numbers.
        ///
        /// # Safety
        /// As for [`run`].
        #[target_feature(enable = $features)]
        unsafe fn all_rows<const HEIGHT: usize, const VECTORS: usize, const THEN: u8>(
            rows: Rows<'_>,
            weights: &[f32],
            bias: &[f32],
            out: &mut [f32],
            out_stride: usize,
        ) {
            let n_rows = rows.n_rows();
            let mut row = 0;
            while row < n_rows {
                let left = n_rows - row;
                let at = if left < HEIGHT && n_rows >= HEIGHT { n_rows - HEIGHT } else { row };
                let (from, to) = (rows.tail(at), &mut out[at * out_stride..]);
                let stride = rows.stride();
                // SAFETY: the rows of the tile are among `n_rows`, so what it reads and writes lies in the slices.
                row = at
                    + unsafe {
                        if n_rows >= HEIGHT {
                            tile::<HEIGHT, VECTORS, THEN>(from, stride, weights, bias, to, out_stride)
                        } else if left >= 4 && HEIGHT > 4 {
                            tile::<4, VECTORS, THEN>(from, stride, weights, bias, to, out_stride)
                        } else if left >= 2 {
                            tile::<2, VECTORS, THEN>(from, stride, weights, bias, to, out_stride)
                        } else {
                            tile::<1, VECTORS, THEN>(from, stride, weights, bias, to, out_stride)
                        }
                    };
            }
        }

        /// One tile; gives its height.
        ///
        /// # Safety
        /// `rows` holds `HEIGHT` rows at distance `stride`, `out` as many results at `out_stride`.
        #[target_feature(enable = $features)]
        unsafe fn tile<const HEIGHT: usize, const VECTORS: usize, const THEN: u8>(
            rows: &[f32],
            stride: usize,
            weights: &[f32],
            bias: &[f32],
            out: &mut [f32],
            out_stride: usize,
        ) -> usize {
            const LANES: usize = $lanes;
            let inputs = weights.len() / (VECTORS * LANES);
            let (rows, weights, bias) = (rows.as_ptr(), weights.as_ptr(), bias.as_ptr());
            let out = out.as_mut_ptr();
            let mut sums: [[$vector; VECTORS]; HEIGHT] = [[$zero(); VECTORS]; HEIGHT];
            // SAFETY: `input` is below the width of a row, the row below `HEIGHT`, the vector below `VECTORS`; the
            // lengths were checked against these in `kernel::run`.
            unsafe {
                for input in 0..inputs {
                    let mut column = [$zero(); VECTORS];
                    for vector in 0..VECTORS {
                        column[vector] = $load(weights.add((input * VECTORS + vector) * LANES));
                    }
                    for row in 0..HEIGHT {
                        let x = $splat(*rows.add(row * stride + input));
                        for vector in 0..VECTORS {
                            sums[row][vector] = $fmadd(x, column[vector], sums[row][vector]);
                        }
                    }
                }
                for row in 0..HEIGHT {
                    let to = out.add(row * out_stride);
                    let mut largest = $add(sums[row][0], $load(bias));
                    if THEN == FOLD {
                        largest = $max($load(to), largest);
                    }
                    for vector in 1..VECTORS {
                        let sum = $add(sums[row][vector], $load(bias.add(vector * LANES)));
                        if THEN == MAX {
                            largest = $max(largest, sum);
                        } else {
                            $store(to.add(vector * LANES), sum);
                        }
                    }
                    $store(to, largest);
                }
            }
            HEIGHT
        }
    };
}
#[cfg(target_arch = "x86_64")]
use vector_kernel;
