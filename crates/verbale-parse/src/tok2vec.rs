//! From words to vectors: hash embeddings of their attributes, mixed, then convolutions over the neighbours.
//!
//! As spaCy's `Tok2Vec` with `MultiHashEmbed` and `MaxoutWindowEncoder`. What depends on the word alone (the mixed
//! embedding and its products with the first convolution's weights) is computed once a word and kept in a
//! [`WordCache`]. Documents are worked together in matrices of some hundred rows.

mod design;
mod word_cache;

use std::ops::Range;
use std::sync::Arc;

use verbale_nn::{Convolution, Dense, HashEmbed, Isa, LayerNorm, Rows, WindowParts, window_sum};

use crate::lexeme::{Lexeme, flag};
use crate::model_dir::ModelError;
use crate::thinc::{Network, Part};
use crate::vectors::Vectors;
pub(crate) use design::Design;
use word_cache::PADDING;
pub(crate) use word_cache::WordCache;

/// Rows that are worked together: enough to keep the kernels busy, few enough to stay in the second-level cache.
const BATCH_ROWS: usize = 384;
const ATTRS: &[&str] = &["NORM", "PREFIX", "SUFFIX", "SHAPE", "LOWER", "ORTH", "SPACY", "IS_SPACE"];

/// A word in its place, as the embeddings see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) lexeme: Lexeme,
    /// The norm, which an exception of the tokenizer may have set.
    pub(crate) norm: u64,
    pub(crate) space_after: bool,
}

impl Word {
    pub(crate) fn is_space(&self) -> bool {
        self.lexeme.is(flag::IS_SPACE)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attr {
    Norm,
    Prefix,
    Suffix,
    Shape,
    Lower,
    Orth,
    Spacy,
    IsSpace,
}

impl Attr {
    fn find(name: &str) -> Option<Self> {
        const ALL: [Attr; 8] = [
            Attr::Norm,
            Attr::Prefix,
            Attr::Suffix,
            Attr::Shape,
            Attr::Lower,
            Attr::Orth,
            Attr::Spacy,
            Attr::IsSpace,
        ];
        let place = ATTRS.iter().position(|attr| attr.eq_ignore_ascii_case(name))?;
        Some(ALL[place])
    }

    fn of(self, word: &Word) -> u64 {
        match self {
            Self::Norm => word.norm,
            Self::Prefix => word.lexeme.prefix,
            Self::Suffix => word.lexeme.suffix,
            Self::Shape => word.lexeme.shape,
            Self::Lower => word.lexeme.lower,
            Self::Orth => word.lexeme.orth,
            Self::Spacy => u64::from(word.space_after),
            Self::IsSpace => u64::from(word.is_space()),
        }
    }
}

/// A network from words to vectors, ready to run.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    attrs: Vec<Attr>,
    tables: Vec<HashEmbed>,
    vectors: Option<(Arc<Vectors>, Dense)>,
    unknown_is_last: bool,
    mix: Dense,
    mix_norm: LayerNorm,
    first: Option<(WindowParts, LayerNorm)>,
    rest: Vec<(Convolution, LayerNorm)>,
    width: usize,
    /// Neighbours on each side that one convolution sees, and that all of them see.
    reach: usize,
    field: usize,
}

impl Tok2Vec {
    pub(crate) fn load(
        isa: Isa,
        design: &Design,
        network: &Network<'_>,
        vectors: Option<&Arc<Vectors>>,
    ) -> Result<Self, ModelError> {
        let &Design { width, depth, reach, .. } = design;
        let shape = |part: Part, error: &dyn std::fmt::Display| network.invalid(part, &error.to_string());
        let mut tables = Vec::with_capacity(design.attrs.len());
        for (i, &rows) in design.rows.iter().enumerate() {
            let part = Part::Table(i);
            let numbers = network.param(part, "E")?.numbers();
            let table = HashEmbed::new(numbers, rows, width, network.attr(part, "seed")?);
            tables.push(table.map_err(|error| shape(part, &error))?);
        }
        let vectors = match vectors.filter(|_| design.has_vectors) {
            None => None,
            Some(vectors) => {
                let weights = network.param(Part::Vectors, "W")?.numbers();
                let projection = Dense::linear(isa, vectors.width(), width, &weights, &vec![0.0; width]);
                Some((Arc::clone(vectors), projection.map_err(|error| shape(Part::Vectors, &error))?))
            }
        };
        let norm = |part: Part| {
            let numbers = |name| Ok::<_, ModelError>(network.param(part, name)?.numbers());
            let norm =
                LayerNorm::new(isa, numbers("G")?, numbers("b")?).map_err(|error| shape(part, &error))?;
            let fits = norm.width() == width;
            if fits { Ok(norm) } else { Err(network.invalid(part, "its width is not the network's")) }
        };
        let pieces = |part: Part| {
            let shape = &network.param(part, "b")?.shape;
            let pieces = shape.get(1).copied().filter(|pieces| (1..=64).contains(pieces));
            pieces.ok_or_else(|| network.invalid(part, "its biases have no pieces"))
        };
        let weights = |part: Part| {
            Ok::<_, ModelError>((network.param(part, "W")?.numbers(), network.param(part, "b")?.numbers()))
        };
        let (mix, mix_bias) = weights(Part::Mix)?;
        let n_embeddings = tables.len() + usize::from(vectors.is_some());
        let places = 2 * reach + 1;
        let first = if depth == 0 {
            None
        } else {
            let part = Part::Convolution(0);
            let (weights, bias) = weights(part)?;
            let parts = WindowParts::new(isa, width, places, width, pieces(part)?, &weights, &bias);
            Some((parts.map_err(|error| shape(part, &error))?, norm(Part::ConvolutionNorm(0))?))
        };
        let mut rest = Vec::new();
        for i in 1..depth {
            let part = Part::Convolution(i);
            let (weights, bias) = weights(part)?;
            let layer = Convolution::new(isa, width, reach, width, pieces(part)?, &weights, &bias);
            rest.push((layer.map_err(|error| shape(part, &error))?, norm(Part::ConvolutionNorm(i))?));
        }
        let inputs = n_embeddings * width;
        let mix = Dense::maxout(isa, inputs, width, pieces(Part::Mix)?, &mix, &mix_bias);
        Ok(Self {
            attrs: design.attrs.clone(),
            tables,
            vectors,
            unknown_is_last: design.unknown_is_last,
            mix: mix.map_err(|error| shape(Part::Mix, &error))?,
            mix_norm: norm(Part::MixNorm)?,
            first,
            rest,
            width,
            reach,
            field: reach * depth,
        })
    }

    /// Numbers in a vector.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Writes the vectors of all words to `out`, `(words, width)`. `documents` are the stretches of words that stand
    /// together; they are in order and cover all words.
    pub(crate) fn encode(
        &self,
        words: &[Word],
        documents: &[Range<usize>],
        cache: &mut WordCache,
        out: &mut Vec<f32>,
    ) {
        out.resize(words.len() * self.width, 0.0);
        let mut batch = Batch::default();
        for document in documents {
            let mut from = document.start;
            while from < document.end {
                let room = BATCH_ROWS.saturating_sub(batch.len(self.field));
                let left = document.end - from;
                if left > room && room < BATCH_ROWS / 4 {
                    self.encode_batch(words, &mut batch, cache, out);
                    continue;
                }
                // What a piece of a longer document sees of its neighbours is worked twice.
                let to = from + left.min(room);
                batch.pieces.push(Piece { words: from..to, document: document.clone() });
                from = to;
            }
        }
        self.encode_batch(words, &mut batch, cache, out);
    }

    fn encode_batch(&self, words: &[Word], batch: &mut Batch, cache: &mut WordCache, out: &mut [f32]) {
        if batch.pieces.is_empty() {
            return;
        }
        let width = self.width;
        cache.start_batch(self);
        let mut starts = Vec::with_capacity(batch.pieces.len());
        for piece in &batch.pieces {
            // Rows of zeros stand for what is before and after a document, as in the reference. Two documents share
            // those between them.
            let seen = piece.words.start.saturating_sub(self.field).max(piece.document.start);
            let n_before = self.field - (piece.words.start - seen);
            let n_there = cache.rows.iter().rev().take_while(|&&row| row == PADDING).count();
            cache.rows.extend(std::iter::repeat_n(PADDING, n_before.saturating_sub(n_there)));
            // Convolutions work in pairs: a word is always on the same side of its own.
            if (cache.rows.len() + seen - piece.document.start) % 2 == 1 {
                cache.rows.push(PADDING);
            }
            let until = (piece.words.end + self.field).min(piece.document.end);
            starts.push(cache.rows.len() + piece.words.start - seen);
            for word in &words[seen..until] {
                let row = cache.row(self, word);
                cache.rows.push(row);
            }
            let n_after = piece.words.end + self.field - until;
            cache.rows.extend(std::iter::repeat_n(PADDING, n_after));
        }
        cache.fill(self);
        self.convolve(cache);
        for (piece, start) in batch.pieces.iter().zip(starts) {
            let vectors = &cache.vectors[start * width..][..piece.words.len() * width];
            out[piece.words.start * width..piece.words.end * width].copy_from_slice(vectors);
        }
        batch.pieces.clear();
    }

    /// Runs the convolutions over the rows of the batch, in place.
    fn convolve(&self, cache: &mut WordCache) {
        let WordCache { rows, embeddings, parts, vectors, sums, scratch, .. } = cache;
        let width = self.width;
        vectors.clear();
        for &row in rows.iter() {
            vectors.extend_from_slice(&embeddings[row as usize * width..][..width]);
        }
        // The outermost rows are only seen by their neighbours, and stay as they are.
        let edge = self.reach * width;
        let inner = rows.len().saturating_sub(2 * self.reach);
        if let Some((first, norm)) = &self.first {
            sums.resize(inner * width, 0.0);
            window_sum(first, parts, rows, sums);
            norm.add_to(sums, width, &mut vectors[edge..][..inner * width]);
        }
        for (layer, norm) in &self.rest {
            layer.apply(vectors, scratch, sums);
            norm.add_to(sums, layer.width(), &mut vectors[edge..][..inner * width]);
        }
    }

    /// From a word's embedding to its products with the first convolution's weights.
    fn products(&self) -> Option<&Dense> {
        self.first.as_ref().map(|(first, _)| &first.products)
    }

    /// The mixed embeddings of words: `(words, width)` in `out`. The other buffers are room to work in.
    fn embed(&self, words: &[Word], embedded: &mut Vec<f32>, mixed: &mut Vec<f32>, out: &mut Vec<f32>) {
        let width = self.width;
        let inputs = self.mix.inputs();
        embedded.resize(words.len() * inputs, 0.0);
        for (word, row) in words.iter().zip(embedded.chunks_exact_mut(inputs)) {
            for ((attr, table), place) in self.attrs.iter().zip(&self.tables).zip(row.chunks_exact_mut(width))
            {
                table.embed(attr.of(word), place);
            }
        }
        if let Some((vectors, projection)) = &self.vectors {
            self.project(words, vectors, projection, embedded);
        }
        let stride = self.mix.width();
        mixed.resize(words.len() * stride, 0.0);
        self.mix.apply(Rows::dense(embedded, inputs), mixed, stride);
        out.clear();
        out.resize(words.len() * width, 0.0);
        self.mix_norm.add_to(mixed, stride, out);
    }

    /// Writes the projected static vectors behind the other embeddings of each row.
    fn project(&self, words: &[Word], vectors: &Vectors, projection: &Dense, embedded: &mut [f32]) {
        let zeros = vec![0.0; vectors.width()];
        let unknown = vectors.last().filter(|_| self.unknown_is_last).unwrap_or(&zeros);
        let known: Vec<f32> = words
            .iter()
            .flat_map(|word| vectors.find(word.lexeme.orth).unwrap_or(unknown).iter().copied())
            .collect();
        let stride = projection.width();
        let mut projected = vec![0.0; words.len() * stride];
        projection.apply(Rows::dense(&known, vectors.width()), &mut projected, stride);
        let place = self.tables.len() * self.width;
        for (row, vector) in embedded.chunks_exact_mut(self.mix.inputs()).zip(projected.chunks_exact(stride))
        {
            row[place..place + self.width].copy_from_slice(&vector[..self.width]);
        }
    }
}

/// Pieces of documents that are worked together.
#[derive(Debug, Default)]
struct Batch {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    words: Range<usize>,
    document: Range<usize>,
}

impl Batch {
    /// How many rows it takes at most, each piece with what it sees on both sides.
    fn len(&self, field: usize) -> usize {
        self.pieces.iter().map(|piece| piece.words.len() + 2 * field).sum()
    }
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "a list of documents that holds one")]
mod tests {
    use super::*;
    use crate::model_dir::ModelDir;
    use crate::thinc::tests::write;
    use crate::vocab::Vocab;

    /// A network with made-up weights.
    fn network(isa: Isa, depth: usize, reach: usize) -> Tok2Vec {
        let width = 16;
        let attrs = vec![Attr::Norm, Attr::Shape, Attr::Spacy];
        let design = Design {
            rows: vec![40, 20, 10],
            attrs,
            has_vectors: false,
            unknown_is_last: false,
            width,
            depth,
            reach,
        };
        let numbers =
            |n: usize| (0..n).map(|i| ((i * 37 + n) % 23) as f32 / 11.0 - 1.0).collect::<Vec<f32>>();
        let array = |name, shape: &[usize]| (name, shape.to_vec(), numbers(shape.iter().product()));
        let rows = design.rows.clone();
        let bytes = write(design.layers(), |part| match part {
            Part::Table(i) => vec![array("E", &[rows[i] as usize, width])],
            Part::Mix => vec![array("W", &[width, 3, 3 * width]), array("b", &[width, 3])],
            Part::Convolution(_) => {
                vec![array("W", &[width, 3, (2 * reach + 1) * width]), array("b", &[width, 3])]
            }
            Part::MixNorm | Part::ConvolutionNorm(_) => vec![array("G", &[width]), array("b", &[width])],
            _ => Vec::new(),
        });
        let dir = ModelDir::bundled("tiny", &[]);
        let network = Network::read(&dir, "net", &bytes, design.layers()).unwrap();
        Tok2Vec::load(isa, &design, &network, None).unwrap()
    }

    fn words(n: usize) -> Vec<Word> {
        let vocab = Vocab::default();
        let word = |i: usize| {
            let lexeme = vocab.lexeme(&format!("w{}", i * i % 29));
            Word { lexeme, norm: lexeme.norm, space_after: i.is_multiple_of(3) }
        };
        (0..n).map(word).collect()
    }

    #[test]
    fn a_document_has_the_same_vectors_in_any_company() {
        for (depth, reach) in [(4, 1), (1, 1), (0, 1), (2, 2)] {
            let network = network(Isa::detect(), depth, reach);
            let words = words(1500);
            let cuts = [0, 1, 8, 9, 40, 300, 1100, 1103, 1103, 1500];
            let documents: Vec<_> = cuts.windows(2).map(|pair| pair[0]..pair[1]).collect();
            let mut together = Vec::new();
            network.encode(&words, &documents, &mut WordCache::default(), &mut together);
            assert_eq!(together.len(), words.len() * network.width());
            for document in documents {
                let mut alone = Vec::new();
                let whole = [0..document.len()];
                network.encode(&words[document.clone()], &whole, &mut WordCache::default(), &mut alone);
                assert_eq!(alone, together[document.start * 16..document.end * 16]);
            }
        }
    }

    #[test]
    fn instructions_agree() {
        let words = words(90);
        let encode = |isa: Isa| {
            let mut vectors = Vec::new();
            network(isa, 3, 1).encode(&words, &[0..90], &mut WordCache::default(), &mut vectors);
            vectors
        };
        let plain = encode(Isa::Portable);
        for isa in Isa::available() {
            for (ours, theirs) in encode(isa).iter().zip(&plain) {
                assert!((ours - theirs).abs() < 1e-3, "{isa:?}: {ours} {theirs}");
            }
        }
    }

    #[test]
    fn a_full_cache_forgets_the_oldest_words() {
        let network = network(Isa::detect(), 1, 1);
        let vocab = Vocab::default();
        let many: Vec<Word> = (0..9000)
            .map(|i| {
                let lexeme = vocab.lexeme(&format!("x{i}"));
                Word { lexeme, norm: lexeme.norm, space_after: true }
            })
            .collect();
        let mut cache = WordCache::default();
        let (mut first, mut again) = (Vec::new(), Vec::new());
        network.encode(&many[..50], &[0..50], &mut WordCache::default(), &mut first);
        network.encode(&many, &[0..9000], &mut cache, &mut again);
        network.encode(&many[..50], &[0..50], &mut cache, &mut again);
        assert_eq!(first, again);
    }
}
