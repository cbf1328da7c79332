use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use verbale_doc::{Byte, Doc, Entity, Label, Labels, Pos, Sentence, Span, Str, Text, Token, TokenIdx, label};
use verbale_nn::Isa;

use crate::attribute_ruler::{AttributeRuler, RulerScratch};
use crate::chunk;
use crate::config::Config;
use crate::lemmatizer::{LemmaCache, Lemmatizer};
use crate::model_dir::{ModelDir, ModelError};
use crate::networks::{Analysis, Loader, Networks, NetworksScratch};
use crate::tok2vec::Word;
use crate::tokenizer::{RawToken, Tokenizer, TokenizerScratch};
use crate::vocab::Vocab;

/// Factories of the components that are run.
const COMPONENTS: &[&str] =
    &["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "ner"];
const TOKENIZERS: &[&str] = &["spacy.Tokenizer.v1"];
/// Words that are analysed together at most, but for a longer piece: memory stays flat however many blocks there are.
const GROUP: usize = 4096;

/// A trained pipeline, read from its directory. Shared by all threads; each works with its own [`Worker`].
#[derive(Debug)]
pub struct Pipeline {
    meta: Meta,
    labels: Arc<Labels>,
    tokenizer: Tokenizer,
    networks: Networks,
    ruler: Option<AttributeRuler>,
    lemmatizer: Option<Lemmatizer>,
}

/// How a pipeline's networks compute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Math {
    /// In 32 bits throughout: the reference's labels, on every processor.
    #[default]
    Exact,
    /// With factors rounded to 16 bits, where the processor has instructions for it (AVX-512 BF16): a third faster.
    /// Fewer than one label in a thousand is another; so the same text may have other labels on another machine.
    Fast,
}

/// What `meta.json` says of a pipeline.
#[derive(Clone, Debug, serde::Deserialize)]
struct Meta {
    lang: String,
    name: String,
    version: String,
}

impl Pipeline {
    /// Opens the pipeline in a directory.
    ///
    /// # Errors
    /// If a file is missing or broken, or a component is of a kind that is not supported; see [`ModelError`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, ModelError> {
        Self::load(&ModelDir::at(path))
    }

    /// Opens the pipeline of these files.
    ///
    /// # Errors
    /// As for [`Pipeline::open`].
    pub fn load(dir: &ModelDir) -> Result<Self, ModelError> {
        Self::load_with(dir, Math::Exact)
    }

    /// Opens the pipeline of these files, to compute in this way.
    ///
    /// # Errors
    /// As for [`Pipeline::open`].
    pub fn load_with(dir: &ModelDir, math: Math) -> Result<Self, ModelError> {
        let isa = match math {
            Math::Exact => Isa::detect(),
            Math::Fast => Isa::detect_rounding(),
        };
        let config = Config::open(dir)?;
        let tokenizer = config.registered("nlp", "tokenizer", "@tokenizers")?;
        if !TOKENIZERS.contains(&tokenizer.as_str()) {
            return Err(config.unsupported("nlp.tokenizer", &tokenizer, TOKENIZERS));
        }
        let meta: Meta = dir.read_json("meta.json")?;
        let lookups =
            if dir.has("vocab/lookups.bin") { dir.read("vocab/lookups.bin")? } else { (&[]).into() };
        let vocab = Vocab::from_bytes(&lookups).map_err(|error| {
            dir.invalid("vocab/lookups.bin", error.place, format!("expected {}", error.expected))
        })?;
        let tokenizer = Tokenizer::from_bytes(&dir.read("tokenizer")?, Arc::new(vocab))
            .map_err(|error| dir.invalid("tokenizer", "rules", error.to_string()))?;
        let mut labels = Labels::default();
        let mut loader = Loader::new(dir, &config, &mut labels, isa);
        let (mut rules, mut lemmatizer) = (None, None);
        let components: Vec<String> = config.value("nlp", "pipeline")?;
        let disabled: Vec<String> = config.optional("nlp", "disabled")?.unwrap_or_default();
        for component in components.iter().filter(|component| !disabled.contains(component)) {
            let section = format!("components.{component}");
            let factory: String = config.value(&section, "factory")?;
            if loader.add(component, &factory)? {
                continue;
            }
            match factory.as_str() {
                "attribute_ruler" => rules = Some(format!("{component}/patterns")),
                "lemmatizer" => lemmatizer = Some(load_lemmatizer(dir, &config, component, &meta.lang)?),
                _ => return Err(config.unsupported(&section, &factory, COMPONENTS)),
            }
        }
        let networks = loader.finish();
        let ruler = match rules {
            Some(file) => Some(load_ruler(dir, &file, &mut labels)?),
            None => None,
        };
        Ok(Self { meta, labels: Arc::new(labels), tokenizer, networks, ruler, lemmatizer })
    }

    /// The pipeline's name with its language, as its package is called: "en_core_web_sm".
    pub fn name(&self) -> String {
        format!("{}_{}", self.meta.lang, self.meta.name)
    }

    /// Its version: "3.8.0".
    pub fn version(&self) -> &str {
        &self.meta.version
    }

    /// The language of its texts (ISO 639-1).
    pub fn lang(&self) -> &str {
        &self.meta.lang
    }

    /// The names of the labels in its documents.
    pub fn labels(&self) -> &Arc<Labels> {
        &self.labels
    }

    /// What one thread needs to parse.
    pub fn worker(&self) -> Worker<'_> {
        Worker { pipeline: self, scratch: Scratch::default() }
    }
}

fn load_ruler(dir: &ModelDir, file: &str, labels: &mut Labels) -> Result<AttributeRuler, ModelError> {
    AttributeRuler::from_bytes(&dir.read(file)?, labels)
        .map_err(|error| dir.invalid(file, error.place, format!("expected {}", error.expected)))
}

fn load_lemmatizer(
    dir: &ModelDir,
    config: &Config,
    component: &str,
    lang: &str,
) -> Result<Lemmatizer, ModelError> {
    let section = format!("components.{component}");
    let mode: String = config.value(&section, "mode")?;
    let overwrite = config.optional(&section, "overwrite")?.unwrap_or(false);
    let file = format!("{component}/lookups/lookups.bin");
    Lemmatizer::from_bytes(&dir.read(&file)?, &mode, lang, overwrite)
        .map_err(|error| dir.invalid(&file, error.place, format!("expected {}", error.expected)))
}

/// A pipeline at work on one thread. What it keeps from text to text makes it faster and never changes a result.
#[derive(Debug)]
pub struct Worker<'p> {
    pipeline: &'p Pipeline,
    scratch: Scratch,
}

#[derive(Debug, Default)]
struct Scratch {
    tokenizer: TokenizerScratch,
    raw: Vec<RawToken>,
    words: Vec<Word>,
    documents: Vec<Range<usize>>,
    networks: NetworksScratch,
    analysis: Analysis,
    ruler: RulerScratch,
    lemmas: LemmaCache,
}

impl Worker<'_> {
    /// Analyses blocks of a text, each by itself, into one document. The blocks are in order and do not overlap; text
    /// between them is in no token. A sentence's block is its block's place in `blocks`.
    ///
    /// A block's analysis is that of the reference library for the block's text, as long as it is not longer than
    /// some thousand words: longer ones are cut at the end of a paragraph or sentence, and their parts are analysed
    /// by themselves.
    pub fn parse(&mut self, text: &Text, blocks: &[Span<Byte>]) -> Doc {
        let mut parts = Parts::default();
        for (number, block) in blocks.iter().enumerate() {
            let string = text.slice(*block);
            for piece in chunk::pieces(string) {
                let start = block.start() + piece.start as u32;
                self.add_piece(&string[piece], start, number as u32, &mut parts);
                if self.scratch.words.len() >= GROUP {
                    self.analyse(text, &mut parts);
                }
            }
        }
        self.analyse(text, &mut parts);
        let labels = Arc::clone(&self.pipeline.labels);
        Doc::new(text.clone(), labels, parts.tokens, parts.strings, parts.sentences, parts.entities)
    }

    /// Cuts a piece of text into tokens and puts them up for analysis.
    fn add_piece(&mut self, piece: &str, start: u32, block: u32, parts: &mut Parts) {
        let Scratch { tokenizer, raw, words, documents, .. } = &mut self.scratch;
        self.pipeline.tokenizer.tokenize(piece, tokenizer, raw);
        let first = words.len();
        for token in raw.iter() {
            let lexeme = *tokenizer.lexicon.lexeme(token.lex);
            words.push(Word { lexeme, norm: token.norm, space_after: token.space_after });
            parts.tokens.push(Token {
                span: Span::new(start + token.start, start + token.end),
                head: TokenIdx(parts.tokens.len() as u32),
                dep: label::NONE,
                tag: label::NONE,
                morph: label::NONE,
                pos: Pos::None,
                space_after: token.space_after,
                lemma: Str::default(),
            });
        }
        for document in chunk::documents(first..words.len()) {
            parts.blocks.push(block);
            documents.push(document);
        }
    }

    /// Analyses what was put up, and empties it.
    fn analyse(&mut self, text: &str, parts: &mut Parts) {
        let Scratch { words, documents, networks, analysis, ruler, lemmas, .. } = &mut self.scratch;
        self.pipeline.networks.analyse(words, documents, networks, analysis);
        let first = parts.tokens.len() - words.len();
        for (i, token) in parts.tokens[first..].iter_mut().enumerate() {
            token.tag = analysis.tags[i];
            token.dep = analysis.deps[i];
            token.head = TokenIdx(first as u32 + analysis.heads[i]);
        }
        if let Some(rules) = &self.pipeline.ruler {
            for document in documents.iter() {
                let tokens = &mut parts.tokens[first..][document.clone()];
                rules.apply(text, &words[document.clone()], tokens, &mut parts.strings, ruler);
            }
        }
        if let Some(lemmatizer) = &self.pipeline.lemmatizer {
            let tokens = &mut parts.tokens[first..];
            lemmatizer.lemmatize(text, words, tokens, &self.pipeline.labels, &mut parts.strings, lemmas);
        }
        for (document, &block) in documents.iter().zip(&parts.blocks) {
            let starts = document.clone().filter(|&word| analysis.is_sentence_start[word]);
            let ends = starts.clone().skip(1).chain([document.end]);
            parts.sentences.extend(starts.zip(ends).map(|(from, to)| Sentence {
                tokens: Span::new((first + from) as u32, (first + to) as u32),
                block,
            }));
        }
        parts.entities.extend(analysis.entities.iter().map(|(words, label): &(Range<u32>, Label)| Entity {
            tokens: Span::new(first as u32 + words.start, first as u32 + words.end),
            label: *label,
        }));
        words.clear();
        documents.clear();
        parts.blocks.clear();
    }
}

/// A document as it is put together.
#[derive(Debug, Default)]
struct Parts {
    tokens: Vec<Token>,
    strings: String,
    sentences: Vec<Sentence>,
    entities: Vec<Entity>,
    /// The block of each document that is put up for analysis.
    blocks: Vec<u32>,
}
