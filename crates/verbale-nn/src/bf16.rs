//! Numbers of 16 bits: the upper half of a 32-bit one, rounded to the nearest, halves to even.

/// Rounds a number. What is not a number stays none or becomes infinite, as no weight or vector is.
#[inline(always)]
pub(crate) fn round(x: f32) -> u16 {
    let bits = x.to_bits();
    (bits.wrapping_add(0x7fff + ((bits >> 16) & 1)) >> 16) as u16
}

/// Rounds numbers, appended to `out`.
pub(crate) fn round_all(numbers: &[f32], out: &mut Vec<u16>) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512f") {
        // SAFETY: the processor has the instructions.
        return unsafe { round_avx512(numbers, out) };
    }
    out.extend(numbers.iter().map(|&number| round(number)));
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn round_avx512(numbers: &[f32], out: &mut Vec<u16>) {
    let start = out.len();
    out.resize(start + numbers.len(), 0);
    for (out, number) in out[start..].iter_mut().zip(numbers) {
        *out = round(*number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_to_even() {
        let rounded = |bits: u32| round(f32::from_bits(bits));
        assert_eq!(rounded(0x3f80_0000), 0x3f80);
        assert_eq!(rounded(0x3f80_8000), 0x3f80);
        assert_eq!(rounded(0x3f81_8000), 0x3f82);
        assert_eq!(rounded(0x3f80_8001), 0x3f81);
        assert_eq!(round(-0.0), 0x8000);
        let mut all = vec![7];
        round_all(&[1.0, -2.0], &mut all);
        assert_eq!(all, [7, 0x3f80, 0xc000]);
    }
}
