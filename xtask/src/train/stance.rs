//! Learning who stands for or against whom: what each side's features say for and against, and nothing between them
//! where both say little. Logistic regression over the ways there are and none of them, with steps that shrink for
//! features seen often (AdaGrad) and weights averaged over the later rounds.

use rustc_hash::FxHashMap;
use verbale::Features;

/// Buckets of features, for and against.
const N_WEIGHTS: usize = 2 << 18;

/// What was marked: the features of each side that may take a stance, and the way that is right. Ways are "for" and
/// "against" of each side in turn; none of them comes last.
pub(crate) struct Example {
    pub(crate) sides: Vec<Features>,
    pub(crate) right: usize,
    /// Examples of one group stand in one fold: the pairs of one sentence.
    pub(crate) group: String,
}

/// How to learn.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Settings {
    /// How often each example is learned from
    #[arg(long, default_value_t = 10)]
    pub(crate) rounds: usize,
    /// How far a weight moves at first
    #[arg(long, default_value_t = 0.005)]
    pub(crate) step: f32,
    /// How strongly all weights are pulled towards nothing
    #[arg(long, default_value_t = 0.002)]
    pub(crate) pull: f32,
    /// Learn from four fifths in turn and judge the last: in how many parts
    #[arg(long, default_value_t = 5)]
    pub(crate) folds: usize,
    /// In how many orders the examples are gone through anew; the mean of the weights is less a matter of luck
    #[arg(long, default_value_t = 1)]
    pub(crate) orders: u64,
}

pub(crate) fn learn(examples: &[&Example], settings: Settings) -> Vec<f32> {
    let mut mean = vec![0.0_f32; N_WEIGHTS];
    for order in 0..settings.orders {
        let weights = learn_in_order(examples, settings, order);
        mean.iter_mut().zip(weights).for_each(|(mean, weight)| *mean += weight / settings.orders as f32);
    }
    mean
}

fn learn_in_order(examples: &[&Example], settings: Settings, order: u64) -> Vec<f32> {
    let mut weights = vec![0.0_f32; N_WEIGHTS];
    let mut steps = vec![1e-3_f32; N_WEIGHTS];
    let mut sum = vec![0.0_f32; N_WEIGHTS];
    let mut turns: Vec<usize> = (0..examples.len()).collect();
    // A fixed generator: the same examples give the same weights.
    let mut state: u64 = 20_161_108 + order;
    let first_averaged = settings.rounds / 2;
    for round in 0..settings.rounds {
        super::learn::shuffle(&mut turns, &mut state);
        for &at in &turns {
            let example = examples[at];
            let chances = chances(example, &weights);
            for (side, features) in example.sides.iter().enumerate() {
                for way in 0..2 {
                    let number = side * 2 + way;
                    let fault = chances[number] - f32::from(u8::from(number == example.right));
                    for &(bucket, size) in features {
                        let at = bucket as usize * 2 + way;
                        let slope = fault * size + settings.pull * weights[at];
                        steps[at] += slope * slope;
                        weights[at] -= settings.step * slope / steps[at].sqrt();
                    }
                }
            }
        }
        if round >= first_averaged {
            sum.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += weight);
        }
    }
    let n_averaged = (settings.rounds - first_averaged).max(1) as f32;
    sum.into_iter().map(|sum| sum / n_averaged).collect()
}

/// The chance of each way, and of none, which comes last.
pub(crate) fn chances(example: &Example, weights: &[f32]) -> Vec<f32> {
    let side_sums = example.sides.iter().flat_map(|features| {
        [0, 1].map(|way| {
            features.iter().map(|&(bucket, size)| weights[bucket as usize * 2 + way] * size).sum::<f32>()
        })
    });
    let sums: Vec<f32> = side_sums.chain([0.0]).collect();
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = sums.iter().map(|sum| (sum - most).exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

/// The chances of every example as those say who learned from the other folds.
pub(crate) fn crossed(examples: &[Example], settings: Settings) -> Vec<Vec<f32>> {
    let mut fold_of: FxHashMap<&str, usize> = FxHashMap::default();
    for example in examples {
        let next = fold_of.len() % settings.folds;
        fold_of.entry(&example.group).or_insert(next);
    }
    let mut found = vec![Vec::new(); examples.len()];
    for fold in 0..settings.folds {
        let is_out = |example: &&Example| fold_of[example.group.as_str()] == fold;
        let others: Vec<&Example> = examples.iter().filter(|example| !is_out(example)).collect();
        let weights = learn(&others, settings);
        for (number, example) in examples.iter().enumerate().filter(|(_, example)| is_out(example)) {
            found[number] = chances(example, &weights);
        }
    }
    found
}
