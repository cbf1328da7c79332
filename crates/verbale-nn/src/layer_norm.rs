use crate::Isa;
use crate::dense::ShapeError;

/// Numbers that are summed side by side: the same for every instruction set, so that all give the same sum.
const LANES: usize = 16;
/// What thinc adds to the variance.
const EPSILON: f32 = 1e-8;

/// Layer normalization (Ba et al. 2016): each row to mean 0 and variance 1, then scaled and shifted.
#[derive(Clone, Debug)]
pub struct LayerNorm {
    isa: Isa,
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl LayerNorm {
    /// With one factor and one summand for each number of a row.
    ///
    /// # Errors
    /// If there are not as many of one as of the other, or none.
    pub fn new(isa: Isa, scale: Vec<f32>, shift: Vec<f32>) -> Result<Self, ShapeError> {
        ShapeError::check(&scale, &[scale.len()])?;
        ShapeError::check(&shift, &[scale.len()])?;
        Ok(Self { isa, scale, shift })
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.scale.len()
    }

    /// Adds the normalized rows of `x` to those of `out`: the residual connection around a layer. Rows of `x` stand
    /// `stride` apart, rows of `out` side by side.
    pub fn add_to(&self, x: &[f32], stride: usize, out: &mut [f32]) {
        match self.isa {
            // SAFETY: `Isa` is only made of what the processor was found to have.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 | Isa::Avx512Bf16 => unsafe { add_avx512(x, stride, &self.scale, &self.shift, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { add_avx2(x, stride, &self.scale, &self.shift, out) },
            _ => add(x, stride, &self.scale, &self.shift, out),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn add_avx512(x: &[f32], stride: usize, scale: &[f32], shift: &[f32], out: &mut [f32]) {
    add(x, stride, scale, shift, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn add_avx2(x: &[f32], stride: usize, scale: &[f32], shift: &[f32], out: &mut [f32]) {
    add(x, stride, scale, shift, out);
}

/// Inlined into each of the above, and so compiled for its instructions.
#[inline(always)]
fn add(x: &[f32], stride: usize, scale: &[f32], shift: &[f32], out: &mut [f32]) {
    let width = scale.len();
    let part = 1.0 / width as f32;
    for (x, out) in x.chunks(stride).zip(out.chunks_exact_mut(width)) {
        let x = &x[..width];
        let mean = sum(x, |number| number) * part;
        let variance = sum(x, |number| (number - mean) * (number - mean)) * part;
        let factor = 1.0 / (variance + EPSILON).sqrt();
        for (((out, x), scale), shift) in out.iter_mut().zip(x).zip(scale).zip(shift) {
            *out += (x - mean) * factor * scale + shift;
        }
    }
}

#[inline(always)]
fn sum(x: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (vectors, rest) = x.as_chunks::<LANES>();
    for vector in vectors {
        for (sum, number) in sums.iter_mut().zip(vector) {
            *sum += of(*number);
        }
    }
    for (sum, number) in sums.iter_mut().zip(rest) {
        *sum += of(*number);
    }
    // Halves onto halves, down to one; written out, so that they are added as vectors.
    let eight: [f32; 8] = std::array::from_fn(|lane| sums[lane] + sums[lane + 8]);
    let four: [f32; 4] = std::array::from_fn(|lane| eight[lane] + eight[lane + 4]);
    (four[0] + four[2]) + (four[1] + four[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_get_mean_and_variance_and_all_kernels_agree() {
        let (width, stride) = (37, 40);
        let x: Vec<f32> = (0..3 * stride).map(|i| ((i * i) % 17) as f32 - 3.0).collect();
        let mut results = Vec::new();
        for isa in Isa::available() {
            let norm = LayerNorm::new(isa, vec![2.0; width], vec![1.0; width]).unwrap();
            let mut out = vec![10.0; 3 * width];
            norm.add_to(&x, stride, &mut out);
            for row in out.chunks(width) {
                let mean = row.iter().sum::<f32>() / width as f32;
                let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / width as f32;
                assert!((mean - 11.0).abs() < 1e-4 && (variance - 4.0).abs() < 1e-3);
            }
            results.push(out);
        }
        assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
