//! Who stands where on what.
//!
//! [`PositionFinder::find`] takes a parsed article with its cast, statements and events, and gives the [`Position`]s
//! in it: who supports, opposes, demands, offers or hopes for what, with the words it rests on. Stance words are
//! data (`rules/positions/*.toml`), and so are the issues (`issues/*.toml`): named sets of things one can be for or
//! against.
//!
//! ```
//! use verbale_doc::{Article, Doc};
//! use verbale_positions::PositionFinder;
//! use verbale_resolve::Cast;
//!
//! let finder = PositionFinder::default();
//! assert_eq!(finder.issues().find("yemen/ceasefire").unwrap().title, "A ceasefire in Yemen");
//! // Nobody is named, so nobody holds anything.
//! let doc = Doc::from_conllu("1\tSilence\tsilence\tNOUN\tNN\t_\t0\tROOT\t_\t_\n")?;
//! assert!(finder.find(&Article::default(), &doc, &Cast::default(), &[], &[]).is_empty());
//! # Ok::<(), verbale_doc::ConlluError>(())
//! ```
//!
//! A position is the holder's own: taken in its own words, in those of someone who speaks for it, in the paper's
//! account of what it did, or by its acts. What one side says about the other's position is a statement, and no
//! position. What is asked of others, asked, possible or long past is nobody's position now; what is offered under a
//! condition counts half.
//!
//! Not here: how far apart positions are (`verbale-gap`), and how a text portrays someone (an author's tone is no
//! position of anyone in it).

mod acts;
mod finder;
mod issue;
mod learned;
mod lexicon;
mod modality;
mod object;
mod position;

pub use finder::PositionFinder;
pub use issue::{Issue, IssueObject, Issues};
pub use learned::{
    Features, Measured, Regarding, measured, pair_features, portrayal, portrayal_features, regarding,
    weights_file, words_at,
};
pub use lexicon::RuleError;
pub use position::{Attitude, Object, Position};
