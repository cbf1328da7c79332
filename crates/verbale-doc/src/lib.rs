//! The ground the stages of Verbale stand on: [`Text`] with typed [`Span`]s, the [`Article`] with its labelled
//! blocks, and the [`Doc`], an article with its language analysis.
//!
//! ```
//! use verbale_doc::{Doc, TokenIdx, label};
//!
//! // A hand-made document: columns as in CoNLL-U, entities in the last column.
//! let doc = Doc::from_conllu("\
//! 1\tLavrov\tLavrov\tPROPN\tNNP\t_\t2\tnsubj\t_\tEnt=B-PERSON
//! 2\tmet\tmeet\tVERB\tVBD\t_\t0\tROOT\t_\t_
//! 3\tKerry\tKerry\tPROPN\tNNP\t_\t2\tdobj\t_\tEnt=B-PERSON|SpaceAfter=No
//! 4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
//! ").unwrap();
//! let met = TokenIdx(1);
//! assert_eq!(doc.lemma(met), "meet");
//! let object = doc.child(met, label::DOBJ).unwrap();
//! assert_eq!(doc.word(object), "Kerry");
//! assert_eq!(doc.faults(), Vec::<String>::new());
//! ```
//!
//! Nothing here reads files, runs models or knows a code list.

mod article;
mod conllu;
mod doc;
mod labels;
mod span;
mod text;

pub use article::{Article, Block, BlockKind, Dateline, Published, PublishedBasis};
pub use conllu::ConlluError;
pub use doc::{Doc, DocParts, Entity, Pos, Sentence, Str, Token, TokenIdx};
pub use labels::{Label, Labels, label};
pub use span::{Byte, Char, Span, Tok};
pub use text::Text;
