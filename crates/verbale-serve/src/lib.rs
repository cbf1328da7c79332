//! A store in the browser: find what was said and done, read it with its reasons, follow actors and dyads, see what
//! was read, and correct what is wrong.
//!
//! [`Server`] listens; [`Options`] says what it serves, to whom, and how much a request may cost.
//!
//! ```no_run
//! use verbale_serve::{Options, Server};
//!
//! let server = Server::bind(Options::new("news.vb"))?;
//! println!("http://{}", server.address());
//! server.run(|| false)?;
//! # Ok::<(), verbale_serve::ServeError>(())
//! ```
//!
//! Pages are HTML made here; they work without script, and the state of a page is its address. Each comes as JSON and
//! CSV too. Charts and maps are drawn here as SVG. The files for the browser are built from `web/` once, and kept
//! with the code, so that building needs no node.
//!
//! It codes nothing and knows no model: what it shows is what the store holds. Nothing is ever fetched from elsewhere,
//! and no HTML of a source is ever shown.

mod answer;
mod app;
mod ask;
mod assets;
mod chart;
mod csv;
mod error;
mod feed;
mod guard;
mod map;
mod openapi;
mod options;
mod pages;
mod reasons;
mod routes;
mod rows;
mod search;
mod server;
mod shell;
mod state;
mod time;
mod words;

pub use error::ServeError;
pub use options::{Access, Budgets, Options};
pub use server::Server;
