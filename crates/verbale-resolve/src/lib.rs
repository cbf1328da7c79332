//! Who, where and when: from an article and its parse to the [`Cast`] of actors, places and times.
//!
//! ```
//! use verbale_doc::{Article, Doc, Published, PublishedBasis, TokenIdx};
//! use verbale_know::Knowledge;
//! use verbale_resolve::Resolver;
//!
//! let doc = Doc::from_conllu("\
//! 1\tLavrov\tLavrov\tPROPN\tNNP\t_\t2\tnsubj\t_\tEnt=B-PERSON
//! 2\twarned\twarn\tVERB\tVBD\t_\t0\tROOT\t_\t_
//! 3\tWashington\tWashington\tPROPN\tNNP\t_\t2\tdobj\t_\tEnt=B-GPE|SpaceAfter=No
//! 4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
//! ").unwrap();
//! let day = Published { date: "2016-03-24".parse().unwrap(), basis: PublishedBasis::Given };
//! let article = Article { published: Some(day), text: doc.text().clone(), ..Article::default() };
//!
//! let cast = Resolver::new(Knowledge::bundled()).resolve(&article, &doc);
//! let speaker = cast.actor(cast.mention_headed(TokenIdx(0)).unwrap().actor);
//! assert_eq!((speaker.name.as_str(), speaker.role.as_deref()), ("Sergei Lavrov", Some("foreign minister")));
//! let warned = cast.actor(cast.mention_headed(TokenIdx(2)).unwrap().actor);
//! assert_eq!(warned.country, "USA".parse().ok());
//! ```
//!
//! Names are clustered within the article and linked, with its date, to the knowledge base; descriptions get country
//! and sectors from their words; pronouns of the third person go to the nearest fitting actor. Where the article does
//! not let it be told who is meant, the entity stays empty and what the words say is kept.
//!
//! What is not done here: "I", "we" and "you" are left to whoever knows the speaker; nobody is recognized across
//! articles but by the knowledge base; an actor has one country, so "French and Egyptian warships" are two actors, each
//! mentioned by its adjective.

mod actors;
mod cast;
mod context;
mod counts;
mod gender;
mod home;
mod link;
mod meanings;
mod mentions;
mod names;
mod nations;
mod offices;
mod organizations;
mod phrases;
pub mod places;
mod pronouns;
mod resolver;
mod stance;
pub mod times;
mod words;

pub use cast::{
    Actor, ActorId, ActorKind, Cast, Form, Mention, Place, PlaceId, PlaceMention, Resolution, Time, TimeId,
    TimeKind,
};
pub use meanings::{Meaning, Meanings};
pub use resolver::Resolver;
