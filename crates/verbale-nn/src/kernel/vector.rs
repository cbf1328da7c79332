//! The kernels of all vector instructions, written once.

/// The body of a kernel module: the same loops over the vectors of one instruction set.
///
/// The sum of an output runs over the inputs in order, one fused multiplication each, whatever the tile's height: so
/// a row's result does not depend on its neighbours, and is the same for every instruction set.
macro_rules! vector_kernel {
    (
        features: $features:literal, lanes: $lanes:literal,
        // The numbers that are multiplied, and how many of a row go into one step.
        number: $number:ty, step: $step:literal, splat: $splat:ident, column: $column:ident,
        multiply_add: $multiply_add:ident,
        // The sums.
        vector: $vector:ty, heights: [$one:literal, $two:literal, $three:literal, $more:literal],
        load: $load:ident, store: $store:ident, zero: $zero:ident, add: $add:ident, sub: $sub:ident, max: $max:ident
    ) => {
        use super::{Pairs, Tile};
        use crate::Rows;

        const LANES: usize = $lanes;
        /// Numbers of a row that go into one step.
        const STEP: usize = $step;

        /// # Safety
        /// The processor has the features, and the slices the lengths that [`super::run`] asks for.
        #[target_feature(enable = $features)]
        pub(super) unsafe fn run(
            tile: Tile,
            rows: Rows<'_, $number>,
            weights: &[$number],
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
            rows: Rows<'_, $number>,
            weights: &[$number],
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
            rows: &[$number],
            stride: usize,
            weights: &[$number],
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
        /// `VECTORS` vectors; `inputs` is whole steps.
        #[inline]
        #[target_feature(enable = $features)]
        unsafe fn accumulate<const HEIGHT: usize, const VECTORS: usize>(
            mut sums: [[$vector; VECTORS]; HEIGHT],
            rows: *const $number,
            stride: usize,
            weights: *const $number,
            inputs: usize,
        ) -> [[$vector; VECTORS]; HEIGHT] {
            for step in 0..inputs / STEP {
                for row in 0..HEIGHT {
                    for vector in 0..VECTORS {
                        // SAFETY: `step`, `row` and `vector` are within what the caller promises.
                        sums[row][vector] = unsafe {
                            let x = $splat(rows.add(row * stride + step * STEP));
                            let weights = $column(weights.add((step * VECTORS + vector) * LANES * STEP));
                            $multiply_add(sums[row][vector], x, weights)
                        };
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
            pairs: &Pairs<'_, $number>,
            n_pieces: usize,
            weights: &[$number],
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
            pairs: &Pairs<'_, $number>,
            weights: &[$number],
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
            pairs: &Pairs<'_, $number>,
            at: usize,
            weights: &[$number],
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
pub(super) use vector_kernel;
