//! Learned weights, one byte each.

use super::features::{Features, N_BUCKETS};

/// What a file of weights begins with.
const MAGIC: &[u8; 8] = b"VBLWGT01";

/// Weights for and against, by bucket. As bytes: a magic, the size of one step for each as `f32`, then the weights of
/// all buckets as steps, for and against in turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights {
    steps: [f32; 2],
    values: &'static [u8],
}

impl Weights {
    /// The weights in a file that is part of the program; `None` if it is of another form.
    pub(crate) fn read(bytes: &'static [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (steps, values) = rest.split_at_checked(8)?;
        let step = |at: usize| Some(f32::from_le_bytes(steps.get(at..at + 4)?.try_into().ok()?));
        (values.len() == N_BUCKETS * 2).then_some(Self { steps: [step(0)?, step(4)?], values })
    }

    /// What speaks for, and against.
    pub(crate) fn sums(&self, features: &Features) -> [f32; 2] {
        let mut sums = [0.0_f32; 2];
        for &(bucket, size) in features {
            for (side, sum) in sums.iter_mut().enumerate() {
                let value =
                    self.values.get(bucket as usize * 2 + side).map_or(0, |value| value.cast_signed());
                *sum += f32::from(value) * size;
            }
        }
        [sums[0] * self.steps[0], sums[1] * self.steps[1]]
    }
}

/// The file that weights are read from. `weights` holds those for and against in turn, for every bucket.
pub fn weights_file(weights: &[f32]) -> Vec<u8> {
    let most = |side: usize| weights.iter().skip(side).step_by(2).fold(1e-6_f32, |most, w| most.max(w.abs()));
    let steps = [most(0) / 127.0, most(1) / 127.0];
    let mut file = MAGIC.to_vec();
    file.extend(steps.iter().flat_map(|step| step.to_le_bytes()));
    let in_steps = |(at, weight): (usize, &f32)| ((weight / steps[at % 2]).round() as i8).cast_unsigned();
    file.extend(weights.iter().enumerate().map(in_steps));
    file
}

/// The chances of the choices that speak for themselves with these sums, and of none of them, which comes last.
pub(crate) fn chances(sums: &[f32]) -> Vec<f32> {
    let most = sums.iter().copied().fold(0.0, f32::max);
    let powers: Vec<f32> = sums.iter().chain([&0.0]).map(|sum| (sum - most).exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_survive_their_file_to_within_a_step() {
        let mut weights = vec![0.0; N_BUCKETS * 2];
        weights[6] = 2.0;
        weights[7] = -0.5;
        let file: &'static [u8] = weights_file(&weights).leak();
        let read = Weights::read(file).expect("our own file");
        let [for_it, against] = read.sums(&vec![(3, 1.0), (4, 1.0)]);
        assert!((for_it - 2.0).abs() < 0.02 && (against + 0.5).abs() < 0.02);
        assert!(Weights::read(&file[..100]).is_none());
        let chances = chances(&[0.0, 0.0]);
        assert!(chances.iter().all(|chance| (chance - 1.0 / 3.0).abs() < 1e-6));
    }
}
