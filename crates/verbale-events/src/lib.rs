//! PLOVER events: who did what to whom, where and when, and whether it happened.
//!
//! [`EventFinder`] reads a parsed article with its actors and statements by the rules under `rules/events/` and gives
//! [`Event`]s, each with the rule and the words that made it.
//!
//! ```
//! use verbale_codes::{EventType, Mode};
//! use verbale_doc::{Article, Doc, Span, TokenIdx};
//! use verbale_events::{EventFinder, Rules, Status};
//! use verbale_resolve::{Actor, ActorId, ActorKind, Cast, Form, Mention};
//!
//! let doc = Doc::from_conllu("\
//! 1\tFrance\tFrance\tPROPN\tNNP\t_\t2\tnsubj\t_\tEnt=B-GPE
//! 2\tcondemned\tcondemn\tVERB\tVBD\t_\t0\tROOT\t_\t_
//! 3\tIran\tIran\tPROPN\tNNP\t_\t2\tdobj\t_\tEnt=B-GPE
//! ").unwrap();
//! let state = |name: &str, code: &str| Actor {
//!     name: name.into(), kind: ActorKind::State, entity: None, wikidata: None,
//!     country: code.parse().ok(), sectors: vec![], role: None,
//! };
//! let named = |token, actor| Mention {
//!     tokens: Span::of(TokenIdx(token)), head: TokenIdx(token), form: Form::Name, actor: ActorId(actor),
//! };
//! let cast = Cast {
//!     actors: vec![state("France", "FRA"), state("Iran", "IRN")],
//!     mentions: vec![named(0, 0), named(2, 1)],
//!     ..Cast::default()
//! };
//! let finder = EventFinder::new(Rules::built_in());
//! let found = finder.find(&Article::default(), &doc, &cast, &[]);
//! let event = &found.events[0];
//! assert_eq!((event.kind, event.mode), (EventType::Accuse, Some(Mode::Disapprove)));
//! assert_eq!((&event.source[..], &event.target[..]), (&[ActorId(0)][..], &[ActorId(1)][..]));
//! assert_eq!(event.status, Status::Occurred);
//! ```
//!
//! A statement is no event: that somebody "said" or "hoped" codes nothing. Crime, sport, business and weather are
//! left alone. Nothing here resolves names, places or dates; that is `verbale-resolve`.

mod actors;
mod boundary;
mod coding;
mod draft;
mod event;
mod evidence;
mod finder;
mod kinds;
mod line;
mod matter;
mod merge;
mod numbers;
mod parties;
mod quantity;
mod rule;
mod status;
mod weigh;
mod whereabouts;

pub use event::{Count, DateBasis, Event, EventDate, NearMiss, Numbers, PlaceBasis, Precision, Status};
pub use finder::{EventFinder, Found};
pub use line::{fits, line};
pub use rule::{FILES, Meaning, Rules};
pub use verbale_rules::RuleError;
pub use weigh::{Weighed, WeightError};
