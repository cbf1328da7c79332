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

/// Pairs of neighbouring windows of three rows, combined as [`crate::Convolution`] tells: four matrices of one row of
/// `width` numbers for each pair.
pub(crate) struct Pairs<'a> {
    pub(crate) combined: [&'a [f32]; 4],
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
    let lanes = isa.lanes();
    let &Pairs { combined, count: n_pairs, width } = pairs;
    // What the vector kernels rely on, as in `run`.
    assert!(n_pairs > 0 && combined.iter().all(|rows| rows.len() == n_pairs * width));
    assert!(n_pieces == 2 || n_pieces == 3);
    assert!(weights.len() == 4 * width * n_pieces * lanes && bias.len() == n_pieces * lanes);
    assert!(out.len() >= (2 * n_pairs - 1) * out_stride + lanes);
    match isa {
        // SAFETY: `Isa` is only made of what the processor was found to have, and the lengths are checked above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { avx512::run_pairs(pairs, n_pieces, weights, bias, out, out_stride) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { avx2::run_pairs(pairs, n_pieces, weights, bias, out, out_stride) },
        _ => portable::run_pairs(pairs, n_pieces, weights, bias, out, out_stride),
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
        heights: [$one:literal, $two:literal, $three:literal, $more:literal],
        load: $load:ident, store: $store:ident, splat: $splat:ident, zero: $zero:ident,
        fmadd: $fmadd:ident, add: $add:ident, sub: $sub:ident, max: $max:ident
    ) => {
        use std::arch::x86_64::*;

        use super::{Pairs, Tile};
        use crate::Rows;

        const LANES: usize = $lanes;

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
                    Tile::Store4 => all_rows::<$more, 4, STORE>(rows, weights, bias, out, out_stride),
                    Tile::Store5 => all_rows::<$more, 5, STORE>(rows, weights, bias, out, out_stride),
                    Tile::Store6 => all_rows::<$more, 6, STORE>(rows, weights, bias, out, out_stride),
                    Tile::Store7 => all_rows::<$more, 7, STORE>(rows, weights, bias, out, out_stride),
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
            let inputs = weights.len() / (VECTORS * LANES);
            let (bias, out) = (bias.as_ptr(), out.as_mut_ptr());
            // SAFETY: the row is below `HEIGHT`, the vector below `VECTORS`; the lengths were checked against these
            // in `kernel::run`.
            unsafe {
                let zeros = [[$zero(); VECTORS]; HEIGHT];
                let sums =
                    accumulate::<HEIGHT, VECTORS>(zeros, rows.as_ptr(), stride, weights.as_ptr(), inputs);
                for row in 0..HEIGHT {
                    let to = out.add(row * out_stride);
                    if THEN == STORE {
                        for vector in 0..VECTORS {
                            let sum = $add(sums[row][vector], $load(bias.add(vector * LANES)));
                            $store(to.add(vector * LANES), sum);
                        }
                    } else {
                        let largest = largest::<VECTORS>(sums[row], bias);
                        $store(to, if THEN == FOLD { $max($load(to), largest) } else { largest });
                    }
                }
            }
            HEIGHT
        }

        /// Adds to the sums of a tile the products of its rows with `inputs` weights each.
        ///
        /// # Safety
        /// `rows` points to `HEIGHT` rows of `inputs` numbers at distance `stride`, `weights` to `inputs` times
        /// `VECTORS` vectors.
        #[inline]
        #[target_feature(enable = $features)]
        unsafe fn accumulate<const HEIGHT: usize, const VECTORS: usize>(
            mut sums: [[$vector; VECTORS]; HEIGHT],
            rows: *const f32,
            stride: usize,
            weights: *const f32,
            inputs: usize,
        ) -> [[$vector; VECTORS]; HEIGHT] {
            for input in 0..inputs {
                let mut column = [$zero(); VECTORS];
                for vector in 0..VECTORS {
                    // SAFETY: `input` and `vector` are within what the caller promises.
                    column[vector] = unsafe { $load(weights.add((input * VECTORS + vector) * LANES)) };
                }
                for row in 0..HEIGHT {
                    // SAFETY: as above for `row`.
                    let x = $splat(unsafe { *rows.add(row * stride + input) });
                    for vector in 0..VECTORS {
                        sums[row][vector] = $fmadd(x, column[vector], sums[row][vector]);
                    }
                }
            }
            sums
        }

        /// The largest of the pieces of one row, each with its bias.
        ///
        /// # Safety
        /// `bias` points to `VECTORS` vectors.
        #[inline]
        #[target_feature(enable = $features)]
        unsafe fn largest<const VECTORS: usize>(sums: [$vector; VECTORS], bias: *const f32) -> $vector {
            // SAFETY: what the caller promises.
            unsafe {
                let mut largest = $add(sums[0], $load(bias));
                for vector in 1..VECTORS {
                    largest = $max(largest, $add(sums[vector], $load(bias.add(vector * LANES))));
                }
                largest
            }
        }

        /// # Safety
        /// The processor has the features, and the slices the lengths that [`super::run_pairs`] asks for.
        #[target_feature(enable = $features)]
        pub(super) unsafe fn run_pairs(
            pairs: &Pairs<'_>,
            n_pieces: usize,
            weights: &[f32],
            bias: &[f32],
            out: &mut [f32],
            out_stride: usize,
        ) {
            // SAFETY: the caller's promises, handed on.
            unsafe {
                if n_pieces == 2 {
                    all_pairs::<$two, 2>(pairs, weights, bias, out, out_stride);
                } else {
                    all_pairs::<$three, 3>(pairs, weights, bias, out, out_stride);
                }
            }
        }

        /// # Safety
        /// As for [`run_pairs`].
        #[target_feature(enable = $features)]
        unsafe fn all_pairs<const HEIGHT: usize, const VECTORS: usize>(
            pairs: &Pairs<'_>,
            weights: &[f32],
            bias: &[f32],
            out: &mut [f32],
            out_stride: usize,
        ) {
            let n_pairs = pairs.count;
            let mut pair = 0;
            while pair < n_pairs {
                let left = n_pairs - pair;
                let at = if left < HEIGHT && n_pairs >= HEIGHT { n_pairs - HEIGHT } else { pair };
                let to = &mut out[2 * at * out_stride..];
                // SAFETY: the pairs of the tile are among `n_pairs`, so what it reads and writes lies in the slices.
                pair = at
                    + unsafe {
                        if n_pairs >= HEIGHT {
                            pair_tile::<HEIGHT, VECTORS>(pairs, at, weights, bias, to, out_stride)
                        } else if left >= 4 && HEIGHT > 4 {
                            pair_tile::<4, VECTORS>(pairs, at, weights, bias, to, out_stride)
                        } else if left >= 2 {
                            pair_tile::<2, VECTORS>(pairs, at, weights, bias, to, out_stride)
                        } else {
                            pair_tile::<1, VECTORS>(pairs, at, weights, bias, to, out_stride)
                        }
                    };
            }
        }

        /// One tile of `HEIGHT` pairs of windows; gives its height.
        ///
        /// # Safety
        /// There are `HEIGHT` pairs from `at` on, and `out` has room for two results each at `out_stride`.
        #[target_feature(enable = $features)]
        unsafe fn pair_tile<const HEIGHT: usize, const VECTORS: usize>(
            pairs: &Pairs<'_>,
            at: usize,
            weights: &[f32],
            bias: &[f32],
            out: &mut [f32],
            out_stride: usize,
        ) -> usize {
            let width = pairs.width;
            let step = width * VECTORS * LANES;
            let (bias, out) = (bias.as_ptr(), out.as_mut_ptr());
            // SAFETY: the lengths were checked against the number and width of the pairs in `kernel::run_pairs`.
            unsafe {
                let product = |sums, of: usize| {
                    let rows = pairs.combined[of].as_ptr().add(at * width);
                    accumulate::<HEIGHT, VECTORS>(sums, rows, width, weights.as_ptr().add(of * step), width)
                };
                let zeros = [[$zero(); VECTORS]; HEIGHT];
                let mut first = product(zeros, 1);
                let mut second = product(zeros, 2);
                for row in 0..HEIGHT {
                    for vector in 0..VECTORS {
                        let (sum, difference) = (first[row][vector], second[row][vector]);
                        first[row][vector] = $add(sum, difference);
                        second[row][vector] = $sub(sum, difference);
                    }
                }
                first = product(first, 0);
                for row in 0..HEIGHT {
                    $store(out.add(2 * row * out_stride), largest::<VECTORS>(first[row], bias));
                }
                second = product(second, 3);
                for row in 0..HEIGHT {
                    $store(out.add((2 * row + 1) * out_stride), largest::<VECTORS>(second[row], bias));
                }
            }
            HEIGHT
        }
    };
}
#[cfg(target_arch = "x86_64")]
use vector_kernel;
