//! The distance of two stances, freed of its bias.

use crate::draws::mean;

/// A number with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The number.
    pub point: f64,
    /// The lower end: 2.5 % of the draws are below.
    pub low: f64,
    /// The upper end: 2.5 % of the draws are above.
    pub high: f64,
}

impl Estimate {
    /// From the number and its draws.
    pub(crate) fn of(point: f64, mut draws: Vec<f64>) -> Self {
        draws.sort_unstable_by(f64::total_cmp);
        Self { point, low: quantile(&draws, 0.025), high: quantile(&draws, 0.975) }
    }

    /// The same with everything kept within 0 and 1.
    pub(crate) fn as_share(self) -> Self {
        let Self { point, low, high } = self;
        Self { point: point.clamp(0.0, 1.0), low: low.clamp(0.0, 1.0), high: high.clamp(0.0, 1.0) }
    }
}

/// The value below which a share of sorted values lies, in a straight line between neighbours.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let mut rest = sorted.iter().enumerate().skip_while(|(above, _)| (*above as f64) + 1.0 <= place);
    let Some((below, &value)) = rest.next() else { return 0.0 };
    let above = rest.next().map_or(value, |(_, &above)| above);
    value + (above - value) * (place - below as f64)
}

/// Where the difference of two stances is that many standard deviations from nothing, folding it costs nothing.
const CLEAR: f64 = 2.5;

/// Below that many it may as well be nothing, so the draws must be able to say so.
const DOUBTFUL: f64 = 1.96;

/// Half the distance of two stances: its point and its draws, 0 the same, 1 opposite.
///
/// The size of a difference that is known only roughly is too large on average: a difference of nothing never looks
/// like less than nothing. The point is freed of that, and the draws moved by as much.
pub(crate) fn distance(a: &[f64], b: &[f64]) -> (f64, Vec<f64>) {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let middle = mean(&differences);
    let variance = mean(&differences.iter().map(|d| (d - middle).powi(2)).collect::<Vec<_>>());
    let size = middle.abs();
    let point = if size >= CLEAR * variance.sqrt() {
        size / 2.0
    } else {
        (middle.powi(2) - variance).max(0.0).sqrt() / 2.0
    };
    let draws = if size < DOUBTFUL * variance.sqrt() {
        let side = if middle < 0.0 { -1.0 } else { 1.0 };
        differences.iter().map(|d| side * d / 2.0 - (size / 2.0 - point)).collect()
    } else {
        let folded: Vec<f64> = differences.iter().map(|d| d.abs() / 2.0).collect();
        let bias = mean(&folded) - point;
        folded.iter().map(|half| half - bias).collect()
    };
    (point, draws)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers spread evenly about a middle.
    fn spread(middle: f64, width: f64) -> Vec<f64> {
        (0..1000).map(|n| middle + width * (f64::from(n * 7919 % 1000) / 1000.0 - 0.5)).collect()
    }

    #[test]
    fn opposite_stances_are_one_apart() {
        let (point, _) = distance(&[1.0; 9], &[-1.0; 9]);
        assert!((point - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_difference_within_its_doubt_may_be_nothing() {
        let (point, draws) = distance(&spread(0.1, 1.2), &[0.0; 1000]);
        assert!(point.abs() < 1e-12);
        assert!(Estimate::of(point, draws).low < 0.0);
    }

    #[test]
    fn a_clear_difference_stays_as_it_is() {
        let (point, draws) = distance(&spread(1.0, 0.4), &[0.0; 1000]);
        let estimate = Estimate::of(point, draws);
        assert!((point - 0.5).abs() < 0.01, "{point}");
        assert!(estimate.low > 0.35 && estimate.high < 0.65, "{estimate:?}");
    }
}
