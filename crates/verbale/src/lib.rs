//! From an article to its record: who said what, who did what to whom, where and when.
//!
//! [`Coder`] opens a language model, the knowledge base and the rules; a [`Worker`] codes one article after another.
//!
//! ```no_run
//! use verbale::{Article, Block, BlockKind, Coder, ModelDir, Options, Text};
//!
//! let coder = Coder::open(&ModelDir::at("models/en_core_web_sm-3.8.0"), Options::default())?;
//! let text = Text::new("France's foreign minister visited Lebanon on Monday.");
//! let blocks = vec![Block { kind: BlockKind::Paragraph, span: text.span() }];
//! let article = Article { id: "1".into(), text, blocks, ..Article::default() };
//! let record = coder.worker().code(&article);
//! assert_eq!(record.events[0].kind, "CONSULT");
//! # Ok::<(), verbale::Error>(())
//! ```
//!
//! It reads no files but the model's and knows nothing of input formats (`verbale-read`), threads, stores or pages.

mod coder;
mod conditions;
mod error;
mod examples;
mod from_record;
mod mend;
mod to_record;

pub use coder::{Coder, Options, Worker};
pub use conditions::missing_in_words;
pub use error::Error;
pub use examples::{Failed, failing_examples};
pub use from_record::article_of;
pub use verbale_codes::Country;
pub use verbale_doc::{
    Article, Block, BlockKind, Byte, Char, Dateline, Doc, Published, PublishedBasis, Span, Text, Tok,
};
pub use verbale_events::{RuleError, Rules, Weighed, WeightError as EventWeightError};
pub use verbale_know as know;
pub use verbale_parse::{Math, ModelDir, Pipeline, to_spacy_json};
pub use verbale_positions::{
    Features, Issue, Issues, Measured, Regarding, measured, pair_features, portrayal, portrayal_features,
    regarding, weights_file, words_at,
};
pub use verbale_record as record;
pub use verbale_resolve::{Meaning, Meanings, Resolver};
pub use verbale_statements::{Choice, Decision, Question, WeightError};
