//! What speaks for a stance, as numbers of buckets with values.

/// Buckets into which the names of features fall.
pub(crate) const N_BUCKETS: usize = 1 << 18;

/// Features of one question: bucket and value, rising.
pub type Features = Vec<(u32, f32)>;

/// Gathers features by their names. Names fall into buckets (feature hashing, Weinberger et al. 2009), so that no list
/// of names has to be kept beside the weights.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    found: Features,
}

impl Gathered {
    /// A feature that is there.
    pub(crate) fn add(&mut self, parts: &[&str]) {
        self.found.push((bucket(parts), 1.0));
    }

    /// A feature of some size.
    pub(crate) fn add_size(&mut self, parts: &[&str], size: f32) {
        if size != 0.0 {
            self.found.push((bucket(parts), size));
        }
    }

    /// All of them, each once.
    pub(crate) fn into_features(mut self) -> Features {
        self.found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        self.found.dedup_by_key(|feature| feature.0);
        self.found
    }
}

/// The bucket of a name, its parts kept apart (FNV-1a, the same on every machine).
fn bucket(parts: &[&str]) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |byte: u8| {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    };
    for part in parts {
        part.bytes().for_each(&mut take);
        take(0x1f);
    }
    ((hash ^ (hash >> 32)) % N_BUCKETS as u64) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_always_falls_into_the_same_bucket_and_counts_once() {
        let mut gathered = Gathered::default();
        gathered.add(&["verb", "accuse"]);
        gathered.add(&["verb", "accuse"]);
        gathered.add(&["verba", "ccuse"]);
        gathered.add_size(&["tone"], 0.0);
        let features = gathered.into_features();
        assert_eq!(features.len(), 2);
        assert!(features.contains(&(bucket(&["verb", "accuse"]), 1.0)));
        assert!(features.iter().all(|&(bucket, _)| (bucket as usize) < N_BUCKETS));
    }
}
