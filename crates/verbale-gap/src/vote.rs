//! What goes in.

use jiff::civil::Date;

/// One coded position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vote<'a> {
    /// Who holds it.
    pub holder: &'a str,
    /// On what: something one can be for or against.
    pub object: &'a str,
    /// From -1 (against) to 1 (for). Within a third of 0 it counts as neutral.
    pub polarity: f64,
    /// When it was held.
    pub date: Date,
    /// The story in which it was told. Reprints of one report belong to one story.
    pub story: &'a str,
    /// Who told it.
    pub publisher: &'a str,
}

impl Vote<'_> {
    /// Its class: 0 against, 1 neutral, 2 for.
    pub(crate) fn class(&self) -> usize {
        match self.polarity {
            polarity if polarity < -0.33 => 0,
            polarity if polarity > 0.33 => 2,
            _ => 1,
        }
    }
}

/// A stretch of days, both ends in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
}

impl Period {
    /// The days from one to another, both in it.
    pub fn new(from: Date, to: Date) -> Self {
        Self { from, to }
    }

    /// Whether a day is in it.
    pub fn holds(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// How often a coder takes one class for another: a row per true class, a column per coded class, both in the order
/// against, neutral, for; each row adds up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confusion {
    /// What turns shares as coded into true shares: the inverse of the transposed matrix.
    pub(crate) undo: [[f64; 3]; 3],
}

impl Confusion {
    /// From counts or shares, true classes down, coded classes across.
    /// `None` if a row is empty or the coder says so little that its error cannot be undone.
    pub fn new(counts: [[f64; 3]; 3]) -> Option<Self> {
        let mut transposed = [[0.0; 3]; 3];
        for (truth, row) in counts.iter().enumerate() {
            let sum: f64 = row.iter().sum();
            if !row.iter().all(|count| count.is_finite() && *count >= 0.0) || sum <= 0.0 {
                return None;
            }
            for (coded, count) in row.iter().enumerate() {
                transposed[coded][truth] = count / sum;
            }
        }
        Some(Self { undo: inverse(transposed)? })
    }
}

/// The inverse by cofactors; `None` where the determinant is next to nothing.
fn inverse(m: [[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let minor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let determinant: f64 = (0..3).map(|c| m[0][c] * minor(0, c)).sum();
    if determinant.abs() < 1e-3 {
        return None;
    }
    let mut inverse = [[0.0; 3]; 3];
    for (r, row) in inverse.iter_mut().enumerate() {
        for (c, value) in row.iter_mut().enumerate() {
            *value = minor(c, r) / determinant;
        }
    }
    Some(inverse)
}

/// The least evidence for which a number is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Least {
    /// Independent stories per holder, object and period.
    pub stories: usize,
    /// Publishers per holder, object and period.
    pub publishers: usize,
}

impl Default for Least {
    fn default() -> Self {
        Self { stories: 5, publishers: 3 }
    }
}

/// Whose gap is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<'a> {
    /// One holder.
    pub a: &'a str,
    /// The other.
    pub b: &'a str,
    /// The periods, in order of time.
    pub periods: Vec<Period>,
    /// The coder's known error; `None` takes what is coded for the truth.
    pub confusion: Option<Confusion>,
    /// The least evidence.
    pub least: Least,
}

impl<'a> Question<'a> {
    /// With the usual least evidence, and what is coded taken for the truth.
    pub fn new(a: &'a str, b: &'a str, periods: Vec<Period>) -> Self {
        Self { a, b, periods, confusion: None, least: Least::default() }
    }

    /// With the coder's known error.
    #[must_use]
    pub fn with_confusion(mut self, confusion: Option<Confusion>) -> Self {
        self.confusion = confusion;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoing_the_coders_error_gives_back_the_truth() {
        let confusion = Confusion::new([[80.0, 15.0, 5.0], [10.0, 80.0, 10.0], [5.0, 15.0, 80.0]])
            .expect("a coder that is mostly right");
        let coded = [0.8 * 0.5 + 0.1 * 0.2 + 0.05 * 0.3, 0.15 * 0.5 + 0.8 * 0.2 + 0.15 * 0.3, 0.0];
        let coded = [coded[0], coded[1], 1.0 - coded[0] - coded[1]];
        let truth = confusion.undo.map(|row| row.iter().zip(coded).map(|(u, p)| u * p).sum::<f64>());
        for (found, told) in truth.iter().zip([0.5, 0.2, 0.3]) {
            assert!((found - told).abs() < 1e-9, "{truth:?}");
        }
    }

    #[test]
    fn a_coder_that_says_nothing_cannot_be_corrected() {
        assert_eq!(Confusion::new([[1.0, 1.0, 1.0]; 3]), None);
        assert_eq!(Confusion::new([[1.0, 0.0, 0.0], [0.0; 3], [0.0, 0.0, 1.0]]), None);
    }
}
