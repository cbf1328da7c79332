//! How fast the kernels run beside the processor's peak: `cargo run --release -p verbale-nn --example kernels`.
//!
//! The peak is a loop of independent fused multiplications in registers; the shapes are those of the English models.
//! Rates count the multiplications and additions that the definition of a layer asks for: a convolution that needs
//! fewer can be above the peak.

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]
#![allow(unsafe_code, reason = "calls functions compiled for instructions the processor was found to have")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use verbale_nn::{Convolution, ConvolutionScratch, Dense, Isa, Rows};

const ROWS: [usize; 6] = [2, 16, 64, 128, 256, 384];

fn main() {
    let mut isas = Isa::available();
    if !isas.contains(&Isa::detect_rounding()) {
        isas.insert(0, Isa::detect_rounding());
    }
    for isa in isas {
        let peak = peak(isa);
        println!(
            "{isa:?}: peak {}",
            peak.map_or("not measured".to_owned(), |peak| format!("{peak:.0} GFLOP/s"))
        );
        let rates = ROWS.map(|n_rows| {
            let (weights, bias) = (vec![0.25; 96 * 3 * 288], vec![0.0; 96 * 3]);
            let layer = Convolution::new(isa, 96, 1, 96, 3, &weights, &bias).expect("the shape is its own");
            let data = vec![0.5; (n_rows + 2) * 96];
            let (mut scratch, mut out) = (ConvolutionScratch::default(), Vec::new());
            let seconds = best_of(|| layer.apply(&data, &mut scratch, &mut out));
            format!("{n_rows}: {:.0}", (2 * n_rows * 288 * 96 * 3) as f64 / seconds / 1e9)
        });
        println!("  {:15} {}", "convolution", rates.join("  "));
        // Inputs, outputs, pieces.
        for (name, inputs, outputs, pieces) in [
            ("plain windows", 288, 96, 3),
            ("mix", 576, 96, 3),
            ("first products", 96, 864, 1),
            ("shares", 64, 1024, 1),
            ("tags", 96, 50, 1),
            ("moves", 64, 106, 1),
        ] {
            let layer = layer(isa, inputs, outputs, pieces);
            let rates = ROWS.map(|n_rows| {
                let data = vec![0.5; n_rows * inputs];
                let mut out = vec![0.0; n_rows * layer.width()];
                let seconds = best_of(|| layer.apply(Rows::dense(&data, inputs), &mut out, layer.width()));
                format!("{n_rows}: {:.0}", (2 * n_rows * inputs * outputs * pieces) as f64 / seconds / 1e9)
            });
            println!("  {name:15} {}", rates.join("  "));
        }
    }
}

fn layer(isa: Isa, inputs: usize, outputs: usize, pieces: usize) -> Dense {
    let (weights, bias) = (vec![0.25; inputs * outputs * pieces], vec![0.0; outputs * pieces]);
    if pieces == 1 {
        Dense::linear(isa, inputs, outputs, &weights, &bias).expect("the shape is its own")
    } else {
        Dense::maxout(isa, inputs, outputs, pieces, &weights, &bias).expect("the shape is its own")
    }
}

/// Seconds of the quickest of many runs.
fn best_of(mut run: impl FnMut()) -> f64 {
    let started = Instant::now();
    let mut best = f64::INFINITY;
    while started.elapsed() < Duration::from_millis(200) {
        let from = Instant::now();
        for _ in 0..8 {
            run();
        }
        best = best.min(from.elapsed().as_secs_f64() / 8.0);
    }
    best
}

#[cfg(target_arch = "x86_64")]
fn peak(isa: Isa) -> Option<f64> {
    use std::arch::x86_64::{
        __m512bh, _mm256_fmadd_ps, _mm256_set1_ps, _mm512_dpbf16_ps, _mm512_fmadd_ps, _mm512_set1_epi32,
        _mm512_set1_ps,
    };

    const STEPS: usize = 100_000;
    const CHAINS: usize = 12;

    #[target_feature(enable = "avx512f")]
    fn chains_avx512() {
        let x = black_box(_mm512_set1_ps(0.5));
        let mut sums = [x; CHAINS];
        for _ in 0..STEPS {
            for sum in &mut sums {
                *sum = _mm512_fmadd_ps(x, x, *sum);
            }
        }
        black_box(sums);
    }

    #[target_feature(enable = "avx512f,avx512bf16")]
    fn chains_bf16() {
        // SAFETY: both types are 512 bits without meaning of their own.
        let x: __m512bh = unsafe { std::mem::transmute(black_box(_mm512_set1_epi32(0x3f00_3f00))) };
        let mut sums = [_mm512_set1_ps(0.5); CHAINS];
        for _ in 0..STEPS {
            for sum in &mut sums {
                *sum = _mm512_dpbf16_ps(*sum, x, x);
            }
        }
        black_box(sums);
    }

    #[target_feature(enable = "avx2,fma")]
    fn chains_avx2() {
        let x = black_box(_mm256_set1_ps(0.5));
        let mut sums = [x; CHAINS];
        for _ in 0..STEPS {
            for sum in &mut sums {
                *sum = _mm256_fmadd_ps(x, x, *sum);
            }
        }
        black_box(sums);
    }

    let (lanes, seconds) = match isa {
        // SAFETY: `Isa` is only made of what the processor was found to have.
        Isa::Avx512 => (16, best_of(|| unsafe { chains_avx512() })),
        // SAFETY: as above.
        Isa::Avx512Bf16 => (32, best_of(|| unsafe { chains_bf16() })),
        // SAFETY: as above.
        Isa::Avx2 => (8, best_of(|| unsafe { chains_avx2() })),
        Isa::Portable => return None,
    };
    Some((2 * STEPS * CHAINS * lanes) as f64 / seconds / 1e9)
}

#[cfg(not(target_arch = "x86_64"))]
fn peak(_: Isa) -> Option<f64> {
    None
}
