//! Products of 16-bit numbers, two to a step, in sums of 32 bits: twice the rate of [`super::avx512`].

use std::arch::x86_64::{
    __m512, __m512bh, _mm512_add_ps, _mm512_dpbf16_ps, _mm512_loadu_ps, _mm512_loadu_si512, _mm512_max_ps,
    _mm512_set1_epi32, _mm512_setzero_ps, _mm512_storeu_ps, _mm512_sub_ps,
};

super::vector::vector_kernel! {
    features: "avx512f,avx512bf16,avx2,fma", lanes: 16,
    number: u16, step: 2, splat: splat, column: column, multiply_add: _mm512_dpbf16_ps,
    vector: __m512, heights: [24, 14, 9, 4],
    load: _mm512_loadu_ps, store: _mm512_storeu_ps, zero: _mm512_setzero_ps, add: _mm512_add_ps,
    sub: _mm512_sub_ps, max: _mm512_max_ps
}

/// # Safety
/// `x` points to two numbers.
#[inline]
#[target_feature(enable = "avx512f,avx512bf16")]
unsafe fn splat(x: *const u16) -> __m512bh {
    // SAFETY: the caller's promise; both types are 512 bits without meaning of their own.
    unsafe { std::mem::transmute(_mm512_set1_epi32(x.cast::<i32>().read_unaligned())) }
}

/// # Safety
/// `weights` points to 32 numbers.
#[inline]
#[target_feature(enable = "avx512f,avx512bf16")]
unsafe fn column(weights: *const u16) -> __m512bh {
    // SAFETY: as in `splat`.
    unsafe { std::mem::transmute(_mm512_loadu_si512(weights.cast())) }
}
