//! Vectors of 16; 27 or 28 of the 32 registers hold sums.

super::vector_kernel! {
    features: "avx512f,avx2,fma", vector: __m512, lanes: 16, heights: [24, 14, 9, 4],
    load: _mm512_loadu_ps, store: _mm512_storeu_ps, splat: _mm512_set1_ps, zero: _mm512_setzero_ps,
    fmadd: _mm512_fmadd_ps, add: _mm512_add_ps, sub: _mm512_sub_ps, max: _mm512_max_ps
}
