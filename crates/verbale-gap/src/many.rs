//! Many questions at once.

/// Which of many tests are discoveries when one in `rate` of them may be false (Benjamini and Hochberg 1995).
/// `chances` are p values; the answers stand in their order.
pub fn discoveries(chances: &[f64], rate: f64) -> Vec<bool> {
    let mut sorted: Vec<f64> = chances.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let cut = sorted
        .iter()
        .enumerate()
        .rev()
        .find_map(|(rank, chance)| (*chance <= rate * (rank + 1) as f64 / n).then_some(*chance));
    chances.iter().map(|chance| cut.is_some_and(|cut| *chance <= cut)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_chances_carry_their_neighbours() {
        // Ranks 1 to 4 of 4 at a rate of 0.05 must be below 0.0125, 0.025, 0.0375, 0.05.
        assert_eq!(discoveries(&[0.03, 0.001, 0.8, 0.02], 0.05), [true, true, false, true]);
        assert_eq!(discoveries(&[0.03, 0.04, 0.8, 0.9], 0.05), [false; 4]);
        assert!(discoveries(&[], 0.05).is_empty());
    }
}
