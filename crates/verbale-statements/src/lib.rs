//! Speech: who said what, with which words, to whom, and through whose report.
//!
//! [`StatementFinder::find`] takes a parsed article and gives its [`Statement`]s: direct, indirect and mixed, with
//! speaker, cue and content, the addressee, the chain of those who carried the words, and the statement each stands
//! inside of. What marks something as said is data: `rules/statements/*.toml`.
//!
//! ```
//! use verbale_doc::{Article, Block, BlockKind, Doc};
//! use verbale_resolve::Cast;
//! use verbale_statements::{Kind, StatementFinder};
//!
//! let doc = Doc::from_conllu("\
//! 1\tTehran\tTehran\tPROPN\tNNP\t_\t2\tnsubj\t_\tEnt=B-GPE
//! 2\tsaid\tsay\tVERB\tVBD\t_\t0\tROOT\t_\t_
//! 3\tit\tit\tPRON\tPRP\t_\t4\tnsubj\t_\t_
//! 4\tagrees\tagree\tVERB\tVBZ\t_\t2\tccomp\t_\tSpaceAfter=No
//! 5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
//! ")?;
//! let span = doc.bytes(doc.sentences()[0].tokens);
//! let block = Block { kind: BlockKind::Paragraph, span };
//! let article = Article { text: doc.text().clone(), blocks: vec![block], ..Article::default() };
//!
//! let statements = StatementFinder::default().find(&article, &doc, &Cast::default());
//! assert_eq!(statements.len(), 1);
//! assert_eq!(statements[0].kind, Kind::Indirect);
//! assert_eq!(doc.text().slice(statements[0].content[0]), "it agrees");
//! let speaker = statements[0].speaker.expect("the text names one");
//! assert_eq!(doc.str(speaker.tokens), "Tehran");
//! # Ok::<(), verbale_doc::ConlluError>(())
//! ```
//!
//! How it goes: `quote` finds the quotations of a block, `scene` cuts the text into sentences as a reader sees them,
//! `cue` and `speaker` look at a verb and its surroundings, `clause`, `around` and `limits` draft statements from the
//! parse, `quoted` from quotations, `phrase` and `headline` from cues that are no verbs; `weigh` drops drafts that are no
//! statements, adds some no rule knows, and sets where content starts and ends, by weights learned from marked articles;
//! `nest` and `chain` place the drafts among each other.
//!
//! Not here: who a speaker is (`verbale-resolve` says), what someone thinks or wants without saying so, support or
//! blame without words of its own, and what a statement amounts to (an event, a position).

mod around;
mod blocks;
mod chain;
mod clause;
mod cue;
mod draft;
mod finder;
mod headline;
mod lexicon;
mod limits;
mod nest;
mod phrase;
mod quote;
mod quoted;
mod scene;
mod speaker;
mod statement;
mod turns;
mod weigh;

pub use finder::StatementFinder;
pub use lexicon::RuleError;
pub use statement::{Cue, Kind, Party, Statement, StatementId};
pub use weigh::{Choice, Decision, NearStatement, Question, WeightError};
