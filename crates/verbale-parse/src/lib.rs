//! Runs spaCy's trained pipelines, without Python: tokens, tags, lemmas, dependencies, sentences and named entities.
//!
//! The main type is [`Pipeline`], opened once and shared; each thread works with its own [`Worker`]. The analysis is
//! that of spaCy 3.8 itself, token for token and label for label, but for ties in the last place of a score.
//!
//! ```
//! use verbale_doc::Text;
//! use verbale_parse::Pipeline;
//!
//! # let Some(directory) = std::env::var_os("VERBALE_MODEL") else { return };
//! // Any directory that `nlp.to_disk` wrote, such as that of `en_core_web_sm`.
//! let pipeline = Pipeline::open(directory).unwrap();
//! let text = Text::new("Lavrov flew to Geneva on Friday. He met Kerry there.");
//! let doc = pipeline.worker().parse(&text, &[text.span()]);
//! for sentence in doc.sentences() {
//!     println!("{}", doc.str(sentence.tokens));
//! }
//! for entity in doc.entities() {
//!     println!("{}: {}", doc.str(entity.tokens), doc.labels().name(entity.label));
//! }
//! println!("{}", verbale_parse::to_spacy_json(&doc, "geneva"));
//! ```
//!
//! # What it reads
//!
//! A pipeline's directory: `config.cfg`, `meta.json`, `tokenizer`, `vocab/` and a folder for each component. The
//! architecture is taken from the configuration. These are known, by their registered names:
//!
//! - components `tok2vec`, `tagger`, `parser`, `senter`, `ner`, `attribute_ruler`, `lemmatizer` (rules and tables);
//! - `spacy.Tok2Vec` of `spacy.MultiHashEmbed`, with static vectors or without, and `spacy.MaxoutWindowEncoder`;
//!   `spacy.HashEmbedCNN`; `spacy.Tok2VecListener`;
//! - `spacy.Tagger` and `spacy.TransitionBasedParser`, each in versions 1 and 2.
//!
//! Any other is refused by its name ([`ModelError::Unsupported`]), as is a file that is cut off or does not fit the
//! configuration ([`ModelError::Invalid`], with file and place).
//!
//! # What it does not do
//!
//! No training, no transformers, no text classification, no entity rules, no beam search, no floret vectors, and of
//! the code that spaCy's language classes bring (stop words, `like_num`, lemmatizers of their own) only what the
//! English pipelines need.

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
pub use pipeline::{Math, Pipeline, Worker};
pub use spacy_json::to_spacy_json;
pub use strings::{hash_string, string_id};
pub use tokenizer::{PatternError, RawToken, Tokenizer, TokenizerError, TokenizerScratch};
pub use vocab::{LexId, Lexicon, Vocab};
