//! Vectors of 8; 9 or 10 of the 16 registers hold sums.

use std::arch::x86_64::{
    __m256, _mm256_add_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_set1_ps,
    _mm256_setzero_ps, _mm256_storeu_ps, _mm256_sub_ps,
};

super::vector::vector_kernel! {
    features: "avx2,fma", lanes: 8,
    number: f32, step: 1, splat: splat, column: _mm256_loadu_ps, multiply_add: multiply_add,
    vector: __m256, heights: [10, 5, 3, 1],
    load: _mm256_loadu_ps, store: _mm256_storeu_ps, zero: _mm256_setzero_ps, add: _mm256_add_ps,
    sub: _mm256_sub_ps, max: _mm256_max_ps
}

/// # Safety
/// `x` points to a number.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn splat(x: *const f32) -> __m256 {
    // SAFETY: the caller's promise.
    _mm256_set1_ps(unsafe { *x })
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn multiply_add(sums: __m256, x: __m256, weights: __m256) -> __m256 {
    _mm256_fmadd_ps(x, weights, sums)
}
