//! Bytes to articles: the first stage of Verbale.
//!
//! [`Documents`] reads one input, a file or a stream, and gives its documents one after another. The input's kind is
//! told from its name and first bytes, gzip and Zstandard are unpacked, and each text is cut into labelled blocks:
//! headline, dateline, byline, paragraphs, crossheads, lists, captions, teasers of other stories, boilerplate.
//!
//! ```
//! use verbale_doc::BlockKind;
//! use verbale_read::{Documents, Options};
//!
//! let line = br#"{"id": "a", "published": "2020-05-04", "text": "GENEVA (Reuters) - The talks have begun."}"#;
//! let mut documents = Documents::from_reader("news.jsonl", &line[..], Options::default());
//! let article = documents.next().unwrap().unwrap().article;
//! let dateline = article.dateline.unwrap();
//! assert_eq!(article.text.slice(dateline.agency.unwrap()), "Reuters");
//! assert_eq!(article.blocks[1].kind, BlockKind::Paragraph);
//! assert_eq!(article.text.slice(article.blocks[1].span), "The talks have begun.");
//! ```
//!
//! A broken document is an error that names file, line and byte; the documents after it are read all the same. Memory
//! holds one document, and [`Limits`] bounds that one.
//!
//! It reads plain text, web pages, JSON Lines, web archives (WARC), feeds (RSS, Atom, JSON Feed) and the agencies' formats
//! ninjs and NewsML-G2. It fetches nothing, guesses no publisher, and never takes the day of reading for the day of
//! publication.

mod compose;
mod documents;
mod error;
mod feed;
mod given;
mod html;
mod input;
mod json;
mod jsonl;
mod kind;
mod metadata;
mod newsml;
mod ninjs;
mod packed;
mod plain;
mod rows;
mod source;
mod structure;
mod warc;
mod xml;

pub use documents::{Documents, Limits, Options, Reading, Unread, decoded};
pub use error::{Fault, Note, Place, ReadError};
pub use given::text_hash;
pub use html::{RunRow, read_judged, run_rows};
pub use input::{Input, Under};
pub use kind::{Kind, UnknownKind};
pub use rows::{Row, Rows};
pub use structure::dateline_day;
