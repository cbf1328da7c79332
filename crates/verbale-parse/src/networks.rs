//! A pipeline's trained components, read and run together.

use std::ops::Range;
use std::sync::Arc;

use verbale_doc::{Label, Labels, label};
use verbale_nn::Isa;

use crate::config::Config;
use crate::model_dir::{ModelDir, ModelError};
use crate::senter;
use crate::tagger::{self, Scorer};
use crate::thinc::{Layer, Network};
use crate::tok2vec::{self, Tok2Vec, Word, WordCache};
use crate::transition::ScorerScratch;
use crate::transition::arc_eager::{Parser, Preset, State};
use crate::transition::biluo::Recognizer;
use crate::vectors::Vectors;

const LISTENER: &str = "spacy.Tok2VecListener.v1";

/// The trained components. Each but the tok2vec names the network whose vectors it reads.
#[derive(Debug, Default)]
pub(crate) struct Networks {
    tok2vecs: Vec<Tok2Vec>,
    tagger: Option<(usize, Scorer, Vec<Label>)>,
    senter: Option<(usize, Scorer)>,
    parser: Option<(usize, Parser)>,
    recognizer: Option<(usize, Recognizer)>,
    /// Whether sentences are known when entities are looked for.
    sentences_before_entities: bool,
}

/// Reads the components of a pipeline, one after another.
pub(crate) struct Loader<'a> {
    dir: &'a ModelDir,
    config: &'a Config,
    labels: &'a mut Labels,
    isa: Isa,
    networks: Networks,
    /// The shared networks by the name of their component.
    shared: Vec<(String, usize)>,
    vectors: Option<Arc<Vectors>>,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(dir: &'a ModelDir, config: &'a Config, labels: &'a mut Labels, isa: Isa) -> Self {
        Self { dir, config, labels, isa, networks: Networks::default(), shared: Vec::new(), vectors: None }
    }

    pub(crate) fn finish(self) -> Networks {
        self.networks
    }

    /// Adds a component if it is a trained one; says whether it is.
    pub(crate) fn add(&mut self, component: &str, factory: &str) -> Result<bool, ModelError> {
        match factory {
            "tok2vec" => self.add_tok2vec(component)?,
            "tagger" => self.add_tagger(component)?,
            "senter" => self.add_senter(component)?,
            "parser" => self.add_parser(component)?,
            "ner" => self.add_recognizer(component)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn add_tok2vec(&mut self, component: &str) -> Result<(), ModelError> {
        let design = tok2vec::Design::read(self.config, &format!("components.{component}.model"))?;
        let network = self.with_file(component, |loader, file, bytes| {
            let network = Network::read(loader.dir, file, bytes, design.layers())?;
            loader.tok2vec(&design, &network)
        })?;
        self.shared.push((component.to_owned(), network));
        Ok(())
    }

    fn add_tagger(&mut self, component: &str) -> Result<(), ModelError> {
        let tags = tagger::read_tags(self.dir, component, self.labels)?;
        let (vectors, scorer) = self.scorer(component, tags.len())?;
        self.networks.tagger = Some((vectors, scorer, tags));
        Ok(())
    }

    fn add_senter(&mut self, component: &str) -> Result<(), ModelError> {
        let senter = self.scorer(component, senter::LABELS)?;
        // It fills in what is not known; after a parser that is nothing.
        if self.networks.parser.is_none() {
            self.networks.senter = Some(senter);
            self.networks.sentences_before_entities |= self.networks.recognizer.is_none();
        }
        Ok(())
    }

    fn scorer(&mut self, component: &str, n_labels: usize) -> Result<(usize, Scorer), ModelError> {
        let section = format!("components.{component}.model");
        let architecture = self.config.architecture(&section)?;
        if !tagger::ARCHITECTURES.contains(&architecture.as_str()) {
            return Err(self.config.unsupported(&section, &architecture, tagger::ARCHITECTURES));
        }
        let source = self.source(&section)?;
        self.with_file(component, |loader, file, bytes| {
            let network = Network::read(loader.dir, file, bytes, Scorer::layers(source.layers()))?;
            let vectors = loader.vectors_of(&source, &network)?;
            let width = loader.networks.tok2vecs[vectors].width();
            Ok((vectors, Scorer::load(loader.isa, width, n_labels, &network)?))
        })
    }

    fn add_parser(&mut self, component: &str) -> Result<(), ModelError> {
        let section = format!("components.{component}.model");
        let design = Parser::read_design(self.config, &section)?;
        let moves = Parser::read_moves(self.dir, component)?;
        let source = self.source(&section)?;
        let parser = self.with_file(component, |loader, file, bytes| {
            let layers = Parser::layers(&design, source.layers());
            let network = Network::read(loader.dir, file, bytes, layers)?;
            let vectors = loader.vectors_of(&source, &network)?;
            let width = loader.networks.tok2vecs[vectors].width();
            Ok((vectors, Parser::load(loader.isa, &design, width, &moves, loader.labels, &network)?))
        })?;
        self.networks.parser = Some(parser);
        self.networks.sentences_before_entities |= self.networks.recognizer.is_none();
        Ok(())
    }

    fn add_recognizer(&mut self, component: &str) -> Result<(), ModelError> {
        let section = format!("components.{component}.model");
        let design = Recognizer::read_design(self.config, &section)?;
        let moves = Recognizer::read_moves(self.dir, component)?;
        let source = self.source(&section)?;
        let recognizer = self.with_file(component, |loader, file, bytes| {
            let layers = Recognizer::layers(&design, source.layers());
            let network = Network::read(loader.dir, file, bytes, layers)?;
            let vectors = loader.vectors_of(&source, &network)?;
            let width = loader.networks.tok2vecs[vectors].width();
            Ok((vectors, Recognizer::load(loader.isa, &design, width, &moves, loader.labels, &network)?))
        })?;
        self.networks.recognizer = Some(recognizer);
        Ok(())
    }

    /// Where a component has its vectors from.
    fn source(&self, section: &str) -> Result<Source, ModelError> {
        let section = format!("{section}.tok2vec");
        if self.config.architecture(&section)? != LISTENER {
            return tok2vec::Design::read(self.config, &section).map(Source::Own);
        }
        let upstream: Option<String> = self.config.optional(&section, "upstream")?;
        let upstream = upstream.unwrap_or_else(|| "*".to_owned());
        let shared = self.shared.iter().find(|(name, _)| upstream == "*" || *name == upstream);
        shared.map(|(_, network)| Source::Shared(*network)).ok_or_else(|| {
            self.config.invalid(
                &section,
                "upstream",
                &format!("there is no {upstream:?} before it in the pipeline"),
            )
        })
    }

    fn vectors_of(&mut self, source: &Source, network: &Network<'_>) -> Result<usize, ModelError> {
        match source {
            Source::Shared(number) => Ok(*number),
            Source::Own(design) => self.tok2vec(design, network),
        }
    }

    fn tok2vec(&mut self, design: &tok2vec::Design, network: &Network<'_>) -> Result<usize, ModelError> {
        if design.has_vectors() && self.vectors.is_none() {
            self.vectors = Some(Arc::new(Vectors::open(self.dir)?));
        }
        let tok2vec = Tok2Vec::load(self.isa, design, network, self.vectors.as_ref())?;
        self.networks.tok2vecs.push(tok2vec);
        Ok(self.networks.tok2vecs.len() - 1)
    }

    fn with_file<T>(
        &mut self,
        component: &str,
        read: impl FnOnce(&mut Self, &str, &[u8]) -> Result<T, ModelError>,
    ) -> Result<T, ModelError> {
        let file = format!("{component}/model");
        let bytes = self.dir.read(&file)?;
        read(self, &file, &bytes)
    }
}

/// Where a component has its vectors from: a network that several share, or one of its own.
enum Source {
    Shared(usize),
    Own(tok2vec::Design),
}

impl Source {
    fn layers(&self) -> Layer {
        match self {
            Self::Shared(_) => Layer::plain("tok2vec-listener"),
            Self::Own(design) => design.layers(),
        }
    }
}

/// What the networks say of some documents' words, one entry a word. Positions count over all the documents.
#[derive(Debug, Default)]
pub(crate) struct Analysis {
    pub(crate) tags: Vec<Label>,
    pub(crate) heads: Vec<u32>,
    pub(crate) deps: Vec<Label>,
    pub(crate) is_sentence_start: Vec<bool>,
    pub(crate) entities: Vec<(Range<u32>, Label)>,
}

/// What a thread keeps from document to document.
#[derive(Debug, Default)]
pub(crate) struct NetworksScratch {
    caches: Vec<WordCache>,
    vectors: Vec<Vec<f32>>,
    scores: Vec<f32>,
    best: Vec<u16>,
    presets: Vec<Preset>,
    state: State,
    scorer: ScorerScratch,
}

impl Networks {
    /// Analyses documents that stand one after another; they are in order and cover all words.
    pub(crate) fn analyse(
        &self,
        words: &[Word],
        documents: &[Range<usize>],
        scratch: &mut NetworksScratch,
        analysis: &mut Analysis,
    ) {
        scratch.caches.resize_with(self.tok2vecs.len(), WordCache::default);
        scratch.vectors.resize_with(self.tok2vecs.len(), Vec::new);
        for ((tok2vec, cache), vectors) in
            self.tok2vecs.iter().zip(&mut scratch.caches).zip(&mut scratch.vectors)
        {
            tok2vec.encode(words, documents, cache, vectors);
        }
        self.tag(words.len(), scratch, analysis);
        self.parse(words, documents, scratch, analysis);
        self.recognize(words, documents, scratch, analysis);
    }

    fn tag(&self, n_words: usize, scratch: &mut NetworksScratch, analysis: &mut Analysis) {
        let NetworksScratch { vectors, scores, best, .. } = scratch;
        analysis.tags.clear();
        if let Some((from, scorer, tags)) = &self.tagger {
            scorer.best(&vectors[*from], scores, best);
            analysis.tags.extend(best.iter().map(|&tag| tags[usize::from(tag)]));
        } else {
            analysis.tags.resize(n_words, label::NONE);
        }
    }

    fn parse(
        &self,
        words: &[Word],
        documents: &[Range<usize>],
        scratch: &mut NetworksScratch,
        analysis: &mut Analysis,
    ) {
        let NetworksScratch { vectors, scores, best, presets, state, scorer: scorer_scratch, .. } = scratch;
        presets.clear();
        if let Some((from, scorer)) = &self.senter {
            scorer.best(&vectors[*from], scores, best);
            let preset = |&label: &u16| if label == senter::START { Preset::Start } else { Preset::NotStart };
            presets.extend(best.iter().map(preset));
        } else {
            presets.resize(words.len(), Preset::Unknown);
        }
        let Analysis { heads, deps, is_sentence_start, .. } = analysis;
        heads.clear();
        deps.clear();
        is_sentence_start.clear();
        for document in documents {
            if let Some((from, parser)) = &self.parser {
                let width = self.tok2vecs[*from].width();
                let vectors = &vectors[*from][document.start * width..document.end * width];
                let is_space = |word: u32| words[document.start + word as usize].is_space();
                let parse =
                    parser.parse(vectors, &presets[document.clone()], is_space, state, scorer_scratch);
                heads.extend(parse.heads.iter().map(|head| head + document.start as u32));
                deps.extend(&parse.labels);
                is_sentence_start.extend(&parse.is_sentence_start);
            } else {
                heads.extend(document.start as u32..document.end as u32);
                deps.resize(document.end, label::NONE);
                is_sentence_start.extend(presets[document.clone()].iter().map(|&p| p == Preset::Start));
            }
            // The first word of a document always begins a sentence.
            if let Some(first) = is_sentence_start.get_mut(document.start) {
                *first = true;
            }
        }
    }

    fn recognize(
        &self,
        words: &[Word],
        documents: &[Range<usize>],
        scratch: &mut NetworksScratch,
        analysis: &mut Analysis,
    ) {
        analysis.entities.clear();
        let Some((from, recognizer)) = &self.recognizer else { return };
        let width = self.tok2vecs[*from].width();
        for document in documents {
            let vectors = &scratch.vectors[*from][document.start * width..document.end * width];
            let at = |word: u32| document.start + word as usize;
            let starts = |word: u32| self.sentences_before_entities && analysis.is_sentence_start[at(word)];
            let found = recognizer.recognize(
                vectors,
                document.len() as u32,
                |word| words[at(word)].is_space(),
                starts,
                &mut scratch.scorer,
            );
            let moved = |word: u32| word + document.start as u32;
            analysis.entities.extend(
                found.into_iter().map(|(words, label)| (moved(words.start)..moved(words.end), label)),
            );
        }
    }
}
