//! Vectors of 8; 9 or 10 of the 16 registers hold sums.

super::vector_kernel! {
    features: "avx2,fma", vector: __m256, lanes: 8, heights: [10, 5, 3, 1],
    load: _mm256_loadu_ps, store: _mm256_storeu_ps, splat: _mm256_set1_ps, zero: _mm256_setzero_ps,
    fmadd: _mm256_fmadd_ps, add: _mm256_add_ps, sub: _mm256_sub_ps, max: _mm256_max_ps
}
