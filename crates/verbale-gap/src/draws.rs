//! A stance as draws from what the votes allow.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, Gamma};

use crate::ballot::{Ballot, Evidence};
use crate::{Confusion, Estimate};

/// Draws per stance. The ends of a 95 % interval then rest on 50 draws each.
pub(crate) const N_DRAWS: usize = 2_000;

/// What each class holds before anything was said.
const PRIOR: f64 = 1.0 / 3.0;

/// Where a holder stands on an object: from -1 (against) to 1 (for).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stance {
    /// Mean and 95 % interval.
    pub estimate: Estimate,
    /// What it rests on.
    pub evidence: Evidence,
}

/// Draws of a stance, always the same ones for the same votes.
pub(crate) fn stances(ballot: &Ballot, confusion: Option<&Confusion>, seed: u64) -> Vec<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let gammas = ballot.shares.map(|share| {
        Gamma::new(share + PRIOR, 1.0).expect("a shape above zero, for votes are never negative")
    });
    let draw = |random: &mut ChaCha8Rng| {
        // A Dirichlet draw: gamma draws over their sum. The least keeps the sum above nothing.
        let drawn = gammas.map(|gamma| gamma.sample(random).max(f64::MIN_POSITIVE));
        let sum: f64 = drawn.iter().sum();
        let coded = drawn.map(|share| share / sum);
        let [against, _, in_favour] = confusion.map_or(coded, |confusion| as_meant(coded, confusion));
        in_favour - against
    };
    (0..N_DRAWS).map(|_| draw(&mut random)).collect()
}

/// Shares as they were before the coder erred.
fn as_meant(coded: [f64; 3], confusion: &Confusion) -> [f64; 3] {
    let shares = confusion
        .undo
        .map(|row| row.iter().zip(coded).map(|(undo, share)| undo * share).sum::<f64>().max(0.0));
    let sum: f64 = shares.iter().sum();
    if sum > 0.0 { shares.map(|share| share / sum) } else { coded }
}

/// The mean of a stance's draws and their 95 % interval.
pub(crate) fn stance(draws: &[f64], evidence: Evidence) -> Stance {
    Stance { estimate: Estimate::of(mean(draws), draws.to_vec()), evidence }
}

pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A seed that differs for each holder, object and period (FNV-1a), so that no two stances share their luck.
pub(crate) fn seed(holder: &str, object: &str, period: usize) -> u64 {
    let parts = [holder.as_bytes(), &[0], object.as_bytes(), &[0], &(period as u64).to_le_bytes()];
    parts
        .concat()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_stories_make_a_stance_surer() {
        let of = |n: f64| stances(&Ballot { shares: [0.0, 0.0, n], ..Ballot::default() }, None, 7);
        let width = |draws: &[f64]| {
            let Estimate { low, high, .. } = Estimate::of(mean(draws), draws.to_vec());
            high - low
        };
        let (few, many) = (of(5.0), of(50.0));
        assert!(mean(&few) > 0.7 && mean(&many) > mean(&few));
        assert!(width(&many) < width(&few) / 3.0);
        assert_eq!(few, of(5.0), "the same votes give the same draws");
    }
}
