//! The file of what was measured of the weights, `measured.toml`.

use std::fs;

use anyhow::{Context as _, Result};

/// Where the weights of stances lie.
pub(crate) const WEIGHTS: &str = "crates/verbale-positions/weights";

/// As in `verbale_positions::Measured`, to be written.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) balanced: f32,
    pub(crate) sure: f32,
    pub(crate) lean: [f32; 2],
    pub(crate) confusion: [[f64; 3]; 3],
}

impl Measured {
    /// What the program was built with.
    pub(crate) fn read() -> Result<Self> {
        let verbale::Measured { balanced, sure, lean, confusion } = verbale::measured().clone();
        // The other command may have written since the program was built.
        let path = format!("{WEIGHTS}/measured.toml");
        let written = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
        let lean = value_of(&written, "lean = ").unwrap_or(lean);
        let balanced = value_of(&written, "balanced = ").unwrap_or(balanced);
        let sure = value_of(&written, "sure = ").unwrap_or(sure);
        let confusion = value_of(&written, "confusion = ").unwrap_or(confusion);
        Ok(Self { balanced, sure, lean, confusion })
    }

    pub(crate) fn write(&self) -> Result<()> {
        let rows = self.confusion.map(|row| row.map(|share| (share * 1e4).round() / 1e4));
        let text = format!(
            "# What was measured of the weights, by `cargo xtask train relations` and `train attitudes`; see SOURCE.md.\n\
             balanced = {:.4}\nsure = {:.4}\nlean = {:?}\n\
             # Row: true -1, 0, 1; column: coded -1, 0, 1.\nconfusion = {rows:?}\n",
            self.balanced, self.sure, self.lean
        );
        let path = format!("{WEIGHTS}/measured.toml");
        fs::write(&path, text).with_context(|| format!("writing {path}"))
    }
}

/// Numbers and lists are the same in TOML and JSON.
fn value_of<T: serde::de::DeserializeOwned>(text: &str, key: &str) -> Option<T> {
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    serde_json::from_str(line).ok()
}
