/// The instructions a layer is packed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isa {
    /// AVX-512 F: vectors of 16.
    Avx512,
    /// AVX-512 with BF16: as above, with factors rounded to 16 bits (8 of them after the point) where many rows are
    /// worked together. Twice as fast and not exact: see [`Isa::detect_rounding`].
    Avx512Bf16,
    /// AVX2 with FMA: vectors of 8.
    Avx2,
    /// What every processor has; vectors of 8 as far as the compiler makes them.
    Portable,
}

impl Isa {
    /// The widest instructions of this processor.
    pub fn detect() -> Self {
        Self::available()[0]
    }

    /// The fastest instructions of this processor, those among them that round factors to 16 bits.
    pub fn detect_rounding() -> Self {
        let exact = Self::detect();
        #[cfg(target_arch = "x86_64")]
        if exact == Self::Avx512 && is_x86_feature_detected!("avx512bf16") {
            return Self::Avx512Bf16;
        }
        exact
    }

    /// All that this processor can run without rounding, the widest first. For tests and measurements.
    pub fn available() -> Vec<Self> {
        let mut available = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            // The 512-bit path asks for FMA and AVX2 as well, which every such processor has.
            let has_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            if has_avx2 && is_x86_feature_detected!("avx512f") {
                available.push(Self::Avx512);
            }
            if has_avx2 {
                available.push(Self::Avx2);
            }
        }
        available.push(Self::Portable);
        available
    }

    /// Numbers in a vector.
    pub(crate) const fn lanes(self) -> usize {
        match self {
            Self::Avx512 | Self::Avx512Bf16 => 16,
            Self::Avx2 | Self::Portable => 8,
        }
    }
}
