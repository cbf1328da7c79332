use crate::dense::ShapeError;

/// A table of vectors in which a key's vector is the sum of four rows, picked by hashing (thinc's `HashEmbed`).
#[derive(Clone, Debug)]
pub struct HashEmbed {
    /// `(rows, width)`, row-major.
    table: Vec<f32>,
    n_rows: u32,
    width: usize,
    seed: u32,
}

impl HashEmbed {
    /// A table of `(rows, width)` numbers whose rows are picked with `seed`.
    ///
    /// # Errors
    /// If there are not that many numbers, or none.
    pub fn new(table: Vec<f32>, n_rows: u32, width: usize, seed: u32) -> Result<Self, ShapeError> {
        ShapeError::check(&table, &[n_rows as usize, width])?;
        Ok(Self { table, n_rows, width, seed })
    }

    /// Numbers in a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Writes the key's vector to `out`, which is as wide.
    pub fn embed(&self, key: u64, out: &mut [f32]) {
        out.fill(0.0);
        for bucket in buckets(key, self.seed) {
            let row = &self.table[(bucket % self.n_rows) as usize * self.width..][..self.width];
            for (out, number) in out.iter_mut().zip(row) {
                *out += number;
            }
        }
    }
}

/// Four hashes of a key: MurmurHash3 x64 128 of its eight bytes, as thinc computes it (the seed in both halves).
fn buckets(key: u64, seed: u32) -> [u32; 4] {
    let finish = |mut hash: u64| {
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    };
    let length = 8;
    let mixed = key.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let mut first = mixed ^ u64::from(seed) ^ length;
    let mut second = u64::from(seed) ^ length;
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    first = finish(first);
    second = finish(second);
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    [first as u32, (first >> 32) as u32, second as u32, (second >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_those_of_the_reference() {
        // `NumpyOps().hash(np.array([0, 1, 2**63], dtype="uint64"), 8)` of thinc 8.3.
        assert_eq!(buckets(0, 8), [0; 4]);
        assert_eq!(buckets(1, 8), [1_161_550_108, 2_247_783_286, 1_742_325_162, 1_224_191_281]);
        assert_eq!(buckets(1 << 63, 8), [2_354_736_462, 2_184_247_079, 1_384_621_045, 1_128_886_971]);
    }

    #[test]
    fn a_vector_is_the_sum_of_four_rows() {
        let table = HashEmbed::new((0..20).map(|row| row as f32).collect(), 10, 2, 9).unwrap();
        let mut out = [7.0, 7.0];
        table.embed(5, &mut out);
        let rows: Vec<u32> = buckets(5, 9).iter().map(|bucket| bucket % 10).collect();
        let sum: u32 = rows.iter().sum();
        assert_eq!(out.map(|number| number.to_string()), [2 * sum, 2 * sum + 4].map(|sum| sum.to_string()));
        assert!(HashEmbed::new(vec![], 0, 2, 9).is_err());
    }
}
