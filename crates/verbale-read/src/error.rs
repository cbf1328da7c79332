use std::fmt;
use std::io;

use serde_json::error::Category;

/// Where in an input something stands. Printed as `name:line:column`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as it was named; `-` is standard input.
    pub input: String,
    /// Line and byte within the line, both counted from 1, where a line is meant.
    pub line: Option<(u64, u64)>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)?;
        match self.line {
            Some((line, column)) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

/// A document, or a whole input, that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct ReadError {
    /// Where.
    pub place: Place,
    /// What was wrong.
    #[source]
    pub fault: Fault,
}

impl ReadError {
    pub(crate) fn input(name: &str, fault: Fault) -> Self {
        Self { place: Place { input: name.to_owned(), line: None }, fault }
    }

    /// What to do about it, where there is something to say.
    pub fn help(&self) -> Option<String> {
        self.fault.help(&self.place)
    }
}

/// What can be wrong with a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The file cannot be opened or read.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// A folder where a file was expected: without a file to read, as [`Input::under`](crate::Input::under) takes those.
    #[error("is a folder without a file to read")]
    Folder,
    /// No bytes, or white space only.
    #[error("is empty")]
    Empty,
    /// Bytes that are not UTF-8; the offset counts from the start of the input or of the line.
    #[error("not UTF-8: byte 0x{byte:02X} at offset {offset}")]
    NotUtf8 {
        /// The first byte that does not fit.
        byte: u8,
        /// Where it stands.
        offset: usize,
    },
    /// Text in two-byte units.
    #[error("is UTF-16, not UTF-8")]
    Utf16,
    /// A NUL, which no text has; the offset counts from the start of the text or of the line.
    #[error("a NUL byte at offset {offset}: this is not text")]
    Nul {
        /// Where it stands.
        offset: usize,
    },
    /// A document longer than [`Limits::document`](crate::Limits).
    #[error("the document is longer than {limit} bytes")]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Compressed bytes that grow beyond [`Limits::growth`](crate::Limits).
    #[error("unpacks to more than {growth} times its size, as no text does")]
    Bomb {
        /// The limit, as a multiple.
        growth: u64,
    },
    /// A record of an archive that cannot be read; the next is. The offset counts bytes of the unpacked archive.
    #[error("a broken record at byte {offset}: {what}")]
    Record {
        /// Where the record begins.
        offset: u64,
        /// What is wrong with it.
        what: String,
    },
    /// A piece of a packed archive that cannot be unpacked; the next that begins a record is. The offset counts bytes of
    /// the packed archive.
    #[error("a broken piece at byte {offset} of the packed file: {what}")]
    Piece {
        /// Where the piece begins.
        offset: u64,
        /// What is wrong with it.
        what: String,
    },
    /// JSON that ends before it is complete.
    #[error("the JSON is cut off: {0}")]
    CutOff(String),
    /// Not JSON.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// Of another format than was looked for, or broken in it.
    #[error("{0}")]
    Format(String),
    /// JSON of another shape than a document has.
    #[error("{0}")]
    Shape(String),
    /// A fault of this program, which loses this document and no other.
    #[error("reading it failed: {what}")]
    Panicked {
        /// What the panic said.
        what: String,
    },
}

impl Fault {
    /// What an error of the JSON reader means, without its place.
    pub(crate) fn of_json(error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let words = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words).to_owned();
        match error.classify() {
            Category::Eof => Self::CutOff(words),
            Category::Data => Self::Shape(words),
            Category::Syntax | Category::Io => Self::NotJson(words),
        }
    }

    fn help(&self, place: &Place) -> Option<String> {
        let name = &place.input;
        Some(match self {
            Self::Folder => {
                "files are taken by their names, such as .html, .txt, .jsonl, .json, .xml, .warc, each also with .gz or \
                 .zst; others can be named one by one"
                    .to_owned()
            }
            Self::NotUtf8 { .. } => format!("if its encoding is Latin-1: iconv -f LATIN1 -t UTF-8 {name}"),
            Self::Utf16 => format!("convert it first: iconv -f UTF-16 -t UTF-8 {name}"),
            Self::TooLong { .. } => "one document a file, or one a line as JSON Lines".to_owned(),
            Self::Shape(_) => {
                "a line is {\"text\": \"…\"}, with \"id\", \"title\", \"published\", \"url\", \"publisher\" and \
                 \"language\" where known"
                    .to_owned()
            }
            Self::Panicked { .. } => {
                "this is a fault of verbale; the other documents are not touched by it".to_owned()
            }
            Self::Io(_)
            | Self::Piece { .. }
            | Self::Record { .. } | Self::Empty | Self::Nul { .. } | Self::Bomb { .. } | Self::CutOff(_) | Self::NotJson(_) | Self::Format(_) => {
                return None;
            }
        })
    }
}

/// Something odd about a document that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub place: Place,
    /// What, in words.
    pub message: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}
