//! Vectors of 16; 27 or 28 of the 32 registers hold sums.

use std::arch::x86_64::{
    __m512, _mm512_add_ps, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_max_ps, _mm512_set1_ps,
    _mm512_setzero_ps, _mm512_storeu_ps, _mm512_sub_ps,
};

super::vector::vector_kernel! {
    features: "avx512f,avx2,fma", lanes: 16,
    number: f32, step: 1, splat: splat, column: _mm512_loadu_ps, multiply_add: multiply_add,
    vector: __m512, heights: [24, 14, 9, 4],
    load: _mm512_loadu_ps, store: _mm512_storeu_ps, zero: _mm512_setzero_ps, add: _mm512_add_ps,
    sub: _mm512_sub_ps, max: _mm512_max_ps
}

/// # Safety
/// `x` points to a number.
#[inline]
#[target_feature(enable = "avx512f,avx2,fma")]
unsafe fn splat(x: *const f32) -> __m512 {
    // SAFETY: the caller's promise.
    _mm512_set1_ps(unsafe { *x })
}

#[inline]
#[target_feature(enable = "avx512f,avx2,fma")]
fn multiply_add(sums: __m512, x: __m512, weights: __m512) -> __m512 {
    _mm512_fmadd_ps(x, weights, sums)
}
