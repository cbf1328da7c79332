use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use verbale_doc::{Article, Byte, Doc, Span, Text};
use verbale_events::{EventFinder, Rules, Weighed};
use verbale_know::Knowledge;
use verbale_parse::{Math, ModelDir, Pipeline};
use verbale_positions::PositionFinder;
use verbale_record::{Coder as MadeBy, Record, SCHEMA};
use verbale_resolve::Resolver;
use verbale_statements::{Decision, StatementFinder, WeightError};

use crate::Error;
use crate::mend::mend;
use crate::to_record::ToRecord;

/// All that is needed to code articles: a language model, knowledge and rules. Shared by all threads; each works with
/// its own [`Worker`].
pub struct Coder {
    pipeline: Pipeline,
    resolver: Resolver,
    sayings: StatementFinder,
    acts: EventFinder,
    stances: PositionFinder,
    with_near: bool,
    math: Math,
    made_by: MadeBy,
}

/// How to code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Also record what was almost coded.
    pub near: bool,
    /// Also code violence that nobody is named for, without a source.
    pub unclaimed: bool,
    /// How numbers are multiplied in the language model.
    pub math: Math,
}

impl Coder {
    /// Opens the language model in a directory, with the built-in knowledge and rules.
    ///
    /// # Errors
    /// If the model cannot be read or is of a kind that is not supported.
    pub fn open(model: &ModelDir, options: Options) -> Result<Self, Error> {
        Self::open_with_rules(model, Rules::built_in(), options)
    }

    /// As [`open`](Self::open), with other event rules.
    ///
    /// # Errors
    /// If the model cannot be read or is of a kind that is not supported.
    pub fn open_with_rules(model: &ModelDir, rules: Rules, options: Options) -> Result<Self, Error> {
        Self::open_with(model, Knowledge::bundled(), rules, options)
    }

    /// As [`open`](Self::open), with other knowledge and event rules.
    ///
    /// # Errors
    /// If the model cannot be read or is of a kind that is not supported.
    pub fn open_with(
        model: &ModelDir,
        knowledge: Arc<Knowledge>,
        rules: Rules,
        options: Options,
    ) -> Result<Self, Error> {
        let pipeline = Pipeline::load_with(model, options.math)?;
        let sayings = StatementFinder::default();
        let acts = EventFinder::new(rules).with_near(options.near).with_unclaimed(options.unclaimed);
        let stances = PositionFinder::default();
        let made_by = MadeBy {
            program: concat!("verbale ", env!("CARGO_PKG_VERSION")).to_owned(),
            model: format!("{} {}{}", pipeline.name(), pipeline.version(), math_label(options.math)),
            rules: hash_of(&[sayings.version(), acts.rules().version(), stances.version()]),
            knowledge: knowledge.version().to_owned(),
            codebook: "PLOVER 2.0".to_owned(),
        };
        Ok(Self {
            pipeline,
            resolver: Resolver::new(knowledge),
            sayings,
            acts,
            stances,
            with_near: options.near,
            math: options.math,
            made_by,
        })
    }

    /// Names the model in the records as its user knows it; packages are renamed on their way through registries.
    #[must_use]
    pub fn with_model_label(mut self, label: String) -> Self {
        self.made_by.model = label + math_label(self.math);
        self
    }

    /// With other weights for what the rules of statements leave open: those being learned, or none.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn with_statement_weights(mut self, weights: &str) -> Result<Self, WeightError> {
        self.sayings = self.sayings.with_weights(weights)?;
        self.made_by.rules = hash_of(&[self.sayings.version(), self.acts.rules().version()]);
        Ok(self)
    }

    /// With other weights for what the rules of events find: those being learned, or none.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn with_event_weights(mut self, weights: &str) -> Result<Self, verbale_events::WeightError> {
        self.acts = self.acts.with_weights(weights)?;
        Ok(self)
    }

    /// What each rule of statements is for, by its id.
    pub fn statement_reasons(&self) -> &BTreeMap<String, String> {
        self.sayings.reasons()
    }

    /// What one thread needs to code.
    pub fn worker(&self) -> Worker<'_> {
        Worker { coder: self, parser: self.pipeline.worker() }
    }

    /// What its records say they were made by.
    pub fn made_by(&self) -> &MadeBy {
        &self.made_by
    }

    /// The rules of events, to show why something was coded.
    pub fn event_rules(&self) -> &Rules {
        self.acts.rules()
    }
}

impl fmt::Debug for Coder {
    /// The knowledge alone would fill a book: what made it says which it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Coder").field("made_by", &self.made_by).finish_non_exhaustive()
    }
}

/// A [`Coder`] at work on one thread. What it keeps from article to article makes it faster and never changes a
/// result.
#[derive(Debug)]
pub struct Worker<'c> {
    coder: &'c Coder,
    parser: verbale_parse::Worker<'c>,
}

impl Worker<'_> {
    /// Codes an article: the whole program on one screen.
    pub fn code(&mut self, article: &Article) -> Record {
        let Coder { resolver, sayings, acts, stances, with_near, made_by, .. } = self.coder;

        let doc = mend(self.parse(article)); //                         Article -> Doc
        let mut cast = resolver.resolve(article, &doc); //              who, where and when
        let statements = sayings.find(article, &doc, &cast); //         who said what
        let found = acts.find(article, &doc, &cast, &statements); //    who did what to whom

        // A government that takes part only through a place in it ("arrived in Baghdad") joins the cast last.
        for (host, mention) in found.hosts {
            cast.actors.push(host);
            cast.mentions.push(mention);
        }
        let positions = stances.find(article, &doc, &cast, &statements, &found.events); // who stands where on what
        let to = ToRecord { article, doc: &doc, cast: &cast };
        Record {
            schema: SCHEMA.to_owned(),
            coder: made_by.clone(),
            id: article.id.clone(),
            article: to.article(),
            actors: to.actors(),
            places: to.places(),
            times: to.times(),
            statements: statements
                .iter()
                .enumerate()
                .map(|(i, statement)| to.statement(i, statement))
                .collect(),
            events: found.events.iter().enumerate().map(|(i, event)| to.event(i, event)).collect(),
            positions: positions.iter().enumerate().map(|(i, position)| to.position(i, position)).collect(),
            near: with_near.then(|| {
                let unsaid = sayings.near(article, &doc, &cast);
                let said = unsaid.iter().map(|near| to.near_statement(near));
                said.chain(found.near.iter().map(|near| to.near(near))).collect()
            }),
        }
    }

    /// What was weighed to find an article's statements: every choice, with its reasons.
    pub fn decisions(&mut self, article: &Article) -> Vec<Decision> {
        let doc = mend(self.parse(article));
        let cast = self.coder.resolver.resolve(article, &doc);
        self.coder.sayings.decisions(article, &doc, &cast)
    }

    /// What was weighed to find an article's events: every event of a rule, with its reasons, and where its first word
    /// starts, in code points of the text.
    pub fn weighed_events(&mut self, article: &Article) -> Vec<(u32, Weighed)> {
        let doc = mend(self.parse(article));
        let cast = self.coder.resolver.resolve(article, &doc);
        let statements = self.coder.sayings.find(article, &doc, &cast);
        let found = self.coder.acts.find(article, &doc, &cast, &statements);
        let start = |weighed: &Weighed| article.text.to_chars(doc.bytes(weighed.trigger)).start();
        found.weighed.into_iter().map(|weighed| (start(&weighed), weighed)).collect()
    }

    /// The language analysis of the blocks that are coded.
    pub fn parse(&mut self, article: &Article) -> Doc {
        // A sentence's block is its place in what is parsed, so blocks that are not coded are parsed as nothing:
        // an empty stretch keeps the numbering that of the article.
        let blocks: Vec<_> = article
            .blocks
            .iter()
            .map(|block| if block.kind.is_coded() { block.span } else { Span::new(block.span.start(), 0) })
            .collect();
        self.parser.parse(&unbroken(&article.text, &blocks), &blocks)
    }
}

/// The text with the line breaks inside blocks as spaces: there they tell where a line was full, and nothing of the
/// words. Every byte stays in its place.
fn unbroken(text: &Text, blocks: &[Span<Byte>]) -> Text {
    let is_broken = |block: Span<Byte>| text.slice(block).contains(['\n', '\r']);
    if !blocks.iter().any(|block| is_broken(*block)) {
        return text.clone();
    }
    let mut unbroken = String::with_capacity(text.len());
    for block in blocks {
        unbroken += text.get(unbroken.len()..block.range().start).unwrap_or_default();
        unbroken += &text.slice(*block).replace(['\n', '\r'], " ");
    }
    unbroken += text.get(unbroken.len()..).unwrap_or_default();
    Text::new(unbroken)
}

/// What a record says of arithmetic that may give other labels.
fn math_label(math: Math) -> &'static str {
    match math {
        Math::Exact => "",
        Math::Fast => ", fast math",
    }
}

fn hash_of(versions: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for version in versions {
        hasher.update(version.as_bytes()).update(&[0]);
    }
    format!("blake3:{}", hasher.finalize().to_hex())
}
