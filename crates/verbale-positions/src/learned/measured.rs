//! What was measured of the learned weights when they were made: thresholds, and what goes wrong.

use std::sync::LazyLock;

use serde::Deserialize;

/// Figures of `weights/measured.toml`, written by `cargo xtask train`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// A stance this likely is printed by `verbale relations`: the best balance of precision and recall.
    pub balanced: f32,
    /// A stance this likely is right in three of four cases: the setting for positions.
    pub sure: f32,
    /// What the chances of a good and a bad portrayal are multiplied with before they are held against neither.
    pub lean: [f32; 2],
    /// The coder's error at the setting `sure`: row true -1, 0, 1, column coded -1, 0, 1; rows add up to 1.
    pub confusion: [[f64; 3]; 3],
}

/// The project's own.
///
/// # Panics
/// Never: a test reads them.
pub fn measured() -> &'static Measured {
    static MEASURED: LazyLock<Measured> = LazyLock::new(|| {
        toml::from_str(include_str!("../../weights/measured.toml"))
            .expect("a test reads the measured figures")
    });
    &MEASURED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measured_figures_are_shares() {
        let measured = measured();
        assert!(0.0 < measured.balanced && measured.balanced <= measured.sure && measured.sure < 1.0);
        for row in measured.confusion {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-3, "{row:?}");
        }
    }
}
