//! Runs spaCy's trained pipelines.

// The text half: from characters to words with their lexical attributes, and from tags to morphology and lemmas.
mod attribute_ruler;
mod lemmatizer;
mod lexeme;
mod lookups;
mod strings;
mod tokenizer;
mod vocab;

// The neural half: reading a model's directory, and the networks over the words' attributes.
mod chunk;
mod config;
mod model_dir;
mod networks;
mod pipeline;
mod senter;
mod spacy_json;
mod tagger;
mod thinc;
mod tok2vec;
mod transition;
mod vectors;

pub use lexeme::{Lexeme, flag};
pub use lookups::FormatError;
pub use model_dir::{ModelDir, ModelError};
pub use pipeline::{Pipeline, Worker};
pub use spacy_json::to_spacy_json;
pub use strings::{hash_string, string_id};
pub use tokenizer::{PatternError, RawToken, Tokenizer, TokenizerError, TokenizerScratch};
pub use vocab::{LexId, Lexicon, Vocab};
