//! The layers of small convolutional language models, as fast as the processor allows.
//!
//! The main type is [`Dense`]: a fully connected layer, plain or with maxout pieces, whose weights are packed once for
//! the widest instructions the processor has ([`Isa::detect`]). Beside it stand [`Convolution`], [`LayerNorm`], [`HashEmbed`], [`StateLayer`] and
//! [`window_sum`] for the stages around it.
//!
//! ```
//! use verbale_nn::{Dense, Isa, Rows};
//!
//! // Two inputs, one output with two pieces: the larger of x + y and x - y, plus the bias.
//! let layer = Dense::maxout(Isa::detect(), 2, 1, 2, &[1.0, 1.0, 1.0, -1.0], &[0.5, 0.5]).unwrap();
//! let mut out = vec![0.0; 2 * layer.width()];
//! layer.apply(Rows::dense(&[3.0, 2.0, 3.0, -2.0], 2), &mut out, layer.width());
//! assert_eq!(out[0], 5.5);
//! assert_eq!(out[layer.width()], 5.5);
//! ```
//!
//! A row's result depends on that row alone, never on how many rows are worked at once or on where it stands among
//! them, so callers may batch as they like; only [`Convolution`] asks for a little care. The AVX-512 and AVX2 kernels give the same bits; the portable one, which
//! has no fused multiplication, may differ from them in the last place.
//!
//! There is no training, no graph and no file format here. Numbers are 32 bits; where [`Isa::detect_rounding`] finds the
//! instructions and a caller asks for them, factors are rounded to 16.

#![allow(unsafe_code, reason = "kernels read and write vectors through pointers; each place says why it may")]
#![allow(
    clippy::inline_always,
    reason = "a shared body takes on its caller's instructions only where it is inlined"
)]

mod bf16;
mod convolution;
mod dense;
mod hash_embed;
mod isa;
mod kernel;
mod layer_norm;
mod state;
mod window;

pub use convolution::{Convolution, ConvolutionScratch};
pub use dense::{Dense, Rows, ShapeError};
pub use hash_embed::HashEmbed;
pub use isa::Isa;
pub use layer_norm::LayerNorm;
pub use state::StateLayer;
pub use window::{WindowParts, window_sum};
