//! Weights by which the right choice weighs most: multinomial logistic regression, learned choice by choice with
//! steps that shrink for reasons seen often (AdaGrad).

use rustc_hash::FxHashMap;

/// A decision to learn from: the reasons of each choice as numbers, which is right, and how much it counts.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) choices: Vec<Vec<u32>>,
    pub(crate) right: usize,
    pub(crate) weight: f32,
}

/// Numbers for names of reasons.
#[derive(Debug, Default)]
pub(crate) struct Names {
    numbers: FxHashMap<String, u32>,
}

impl Names {
    pub(crate) fn number(&mut self, name: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(name).or_insert(next)
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// All names in order of the alphabet, with their numbers.
    pub(crate) fn sorted(&self) -> Vec<(&str, u32)> {
        let mut names: Vec<(&str, u32)> =
            self.numbers.iter().map(|(name, &number)| (name.as_str(), number)).collect();
        names.sort_unstable();
        names
    }
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) rounds: usize,
    pub(crate) step: f32,
    /// Pull of all weights towards nothing.
    pub(crate) pull: f32,
    /// Reasons of fewer decisions are left out.
    pub(crate) least_seen: u32,
}

pub(crate) fn learn(examples: &[Example], n_names: usize, settings: Settings) -> Vec<f32> {
    let seen = seen_in(examples, n_names);
    let is_kept = |name: u32| seen[name as usize] >= settings.least_seen;
    let mut weights = vec![0.0_f32; n_names];
    let mut steps = vec![1e-6_f32; n_names];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    // A fixed generator: the same articles give the same weights.
    let mut state: u64 = 20_161_108;
    for _ in 0..settings.rounds {
        shuffle(&mut order, &mut state);
        for &at in &order {
            let example = &examples[at];
            let chances = chances(example, &weights);
            for (number, choice) in example.choices.iter().enumerate() {
                let wanted = f32::from(u8::from(number == example.right));
                let fault = (chances[number] - wanted) * example.weight;
                if fault.abs() < 1e-4 {
                    continue;
                }
                for &name in choice.iter().filter(|&&name| is_kept(name)) {
                    let name = name as usize;
                    let slope = fault + settings.pull * weights[name];
                    steps[name] += slope * slope;
                    weights[name] -= settings.step * slope / steps[name].sqrt();
                }
            }
        }
    }
    weights
}

/// In how many examples each reason tells choices apart: what all choices share decides nothing.
fn seen_in(examples: &[Example], n_names: usize) -> Vec<u32> {
    let mut seen = vec![0_u32; n_names];
    for example in examples {
        let mut names: Vec<u32> = example.choices.iter().flatten().copied().collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            seen[name as usize] += 1;
        }
    }
    seen
}

/// The chance of each choice.
pub(crate) fn chances(example: &Example, weights: &[f32]) -> Vec<f32> {
    let sum = |choice: &Vec<u32>| -> f32 { choice.iter().map(|&name| weights[name as usize]).sum() };
    let sums: Vec<f32> = example.choices.iter().map(sum).collect();
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = sums.iter().map(|sum| (sum - most).exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

pub(crate) fn shuffle(order: &mut [usize], state: &mut u64) {
    for at in (1..order.len()).rev() {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = ((*state >> 33) as usize) % (at + 1);
        order.swap(at, other);
    }
}
