use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use verbale_nn::{ConvolutionScratch, Dense, Rows};

use super::{Attr, Tok2Vec, Word};

/// Words a cache keeps: 30 MB with the English models. Running news text finds nine words in ten among them.
const CACHED_WORDS: usize = 8192;

/// The row that is all zeros: what stands before and after a document.
pub(super) const PADDING: u32 = 0;

/// What is known of words, one row each: one thread's, for one network. When it is full, a word that was not seen since
/// the last round makes room for a new one. What is in it never changes a result.
#[derive(Debug, Default)]
pub(crate) struct WordCache {
    numbers: HashMap<Key, u32, FxBuildHasher>,
    /// The word of each row, and the last batch that it was seen in; 0 once it may go.
    keys: Vec<Key>,
    last_seen: Vec<u32>,
    /// The row that is looked at next for one that may go.
    hand: usize,
    batch: u32,
    /// Mixed embeddings, and their products with the first convolution's weights, row by row.
    pub(super) embeddings: Vec<f32>,
    pub(super) parts: Vec<f32>,
    /// Words that have a row but whose numbers are still to be computed.
    missing: Vec<Word>,
    missing_rows: Vec<u32>,
    /// The rows of the batch, its vectors, and the sums of a layer.
    pub(super) rows: Vec<u32>,
    pub(super) vectors: Vec<f32>,
    pub(super) sums: Vec<f32>,
    /// Room to work in.
    pub(super) scratch: ConvolutionScratch,
    embedded: Vec<f32>,
    fresh: Vec<f32>,
    fresh_parts: Vec<f32>,
}

/// A word with the attributes that do not follow from its letters.
type Key = (u64, u64, bool);

impl WordCache {
    /// Begins a batch, which has fewer words than the cache has rows.
    pub(super) fn start_batch(&mut self, network: &Tok2Vec) {
        self.rows.clear();
        self.batch += 1;
        if self.keys.is_empty() {
            self.keys.push(Key::default());
            self.last_seen.push(u32::MAX);
            self.grow(network);
        }
    }

    /// The row of a word. Its numbers are there after [`WordCache::fill`].
    pub(super) fn row(&mut self, network: &Tok2Vec, word: &Word) -> u32 {
        let key = (word.lexeme.orth, word.norm, word.space_after && network.attrs.contains(&Attr::Spacy));
        if let Some(&row) = self.numbers.get(&key) {
            self.last_seen[row as usize] = self.batch;
            return row;
        }
        let row = self.free_row();
        self.numbers.insert(key, row as u32);
        self.keys[row] = key;
        self.last_seen[row] = self.batch;
        self.missing.push(*word);
        self.missing_rows.push(row as u32);
        row as u32
    }

    fn free_row(&mut self) -> usize {
        if self.keys.len() < CACHED_WORDS {
            self.keys.push(Key::default());
            self.last_seen.push(0);
            return self.keys.len() - 1;
        }
        loop {
            self.hand = self.hand % (CACHED_WORDS - 1) + 1; // past the padding
            let last_seen = &mut self.last_seen[self.hand];
            if *last_seen == 0 {
                self.numbers.remove(&self.keys[self.hand]);
                return self.hand;
            }
            if *last_seen != self.batch {
                *last_seen = 0;
            }
        }
    }

    /// Computes what is missing.
    pub(super) fn fill(&mut self, network: &Tok2Vec) {
        if self.missing.is_empty() {
            return;
        }
        self.grow(network);
        let Self { embeddings, parts, missing, missing_rows, sums, embedded, fresh, fresh_parts, .. } = self;
        let width = network.width;
        network.embed(missing, embedded, sums, fresh);
        for (&row, from) in missing_rows.iter().zip(fresh.chunks_exact(width)) {
            embeddings[row as usize * width..][..width].copy_from_slice(from);
        }
        if let Some(products) = network.products() {
            let stride = products.width();
            fresh_parts.resize(missing.len() * stride, 0.0);
            products.apply(Rows::dense(fresh, width), fresh_parts, stride);
            for (&row, from) in missing_rows.iter().zip(fresh_parts.chunks_exact(stride)) {
                parts[row as usize * stride..][..stride].copy_from_slice(from);
            }
        }
        missing.clear();
        missing_rows.clear();
    }

    /// Makes the tables as long as there are rows.
    fn grow(&mut self, network: &Tok2Vec) {
        let n_rows = self.keys.len();
        self.embeddings.resize(n_rows * network.width, 0.0);
        self.parts.resize(n_rows * network.products().map_or(0, Dense::width), 0.0);
    }
}
