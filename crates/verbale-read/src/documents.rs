use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::vec;

use jiff::civil::Date;
use verbale_doc::Article;

use crate::compose::{Item, Items};
use crate::given::Given;
use crate::jsonl::{Lines, LinesOr};
use crate::source::{Bomb, Source, broken_member};
use crate::warc::http::charset;
use crate::warc::{Archive, Response};
use crate::{Fault, Input, Kind, Note, Place, ReadError, feed, html, newsml, ninjs, plain};

/// How inputs are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The kind, where it is not to be told from name and bytes.
    pub kind: Option<Kind>,
    /// The day of publication of documents that bring none.
    pub published: Option<Date>,
    /// What no document may exceed.
    pub limits: Limits,
}

/// What no document may exceed, so that no input exhausts memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one document, unpacked: 16 MiB, some forty novels.
    pub document: usize,
    /// How many times its size a compressed input may unpack to: 200. Text packs to a third or a tenth.
    pub growth: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document: 16 << 20, growth: 200 }
    }
}

/// A document of which only the bytes were read. Making an article of them is most of the work of reading, and can be
/// done on another thread.
pub struct Unread {
    what: What,
    published: Option<Date>,
}

pub(crate) enum What {
    Text(Place, Vec<u8>),
    Page(Place, Vec<u8>),
    Given(Place, Given),
    Response(Response),
    Item(Item),
}

impl Unread {
    /// Makes the article.
    ///
    /// # Errors
    ///
    /// Where the bytes hold none.
    pub fn read(self) -> Result<Reading, ReadError> {
        let place = self.place();
        caught(&place, || match self.what {
            What::Text(place, bytes) => plain::read(place, bytes, self.published),
            What::Page(place, bytes) => {
                html::reading(Given::default(), &html::decode(&bytes, None), place, self.published)
            }
            What::Given(place, given) => given.into_reading(place, self.published),
            What::Response(response) => response.read(self.published),
            What::Item(item) => item.into_reading(self.published),
        })
    }

    /// Where it stands.
    fn place(&self) -> Place {
        match &self.what {
            What::Text(place, _) | What::Page(place, _) | What::Given(place, _) => place.clone(),
            What::Response(response) => response.place(),
            What::Item(item) => item.place.clone(),
        }
    }
}

/// Reads one thing such that a fault of this program is an error of that thing alone. What is read stands in values that
/// are dropped with it, so nothing is left in an unknown state.
fn caught<T>(place: &Place, read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let what = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned();
        Err(ReadError { place: place.clone(), fault: Fault::Panicked { what } })
    })
}

/// A document that was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The article.
    pub article: Article,
    /// What was odd about it.
    pub notes: Vec<Note>,
    /// Whether it holds no more than the first words of its article, as the items of many feeds do.
    pub is_teaser: bool,
}

/// The documents of one input, one after another; a broken one does not end the rest.
///
/// Memory holds one document at a time, however long the input.
pub struct Documents {
    name: String,
    state: State,
    options: Options,
    taken: Arc<AtomicU64>,
}

enum State {
    /// One document, a text or a page.
    Whole(Kind, Box<dyn BufRead + Send>),
    Jsonl(Lines),
    Warc(Archive),
    /// Read whole when its first item is asked for.
    Unread(Kind, Box<dyn BufRead + Send>),
    Items(vec::IntoIter<Result<Item, ReadError>>),
    Failed(ReadError),
    Done,
}

impl Documents {
    /// Opens an input. One that cannot be opened gives its error as the only item.
    pub fn open(input: &Input, options: Options) -> Self {
        Self::start(input.name(), Source::open(input, options.limits), options)
    }

    /// Reads from anything that gives bytes; `name` is used in messages and to tell the kind.
    pub fn from_reader(name: &str, reader: impl Read + Send + 'static, options: Options) -> Self {
        let source = Source::new(reader, options.limits);
        Self::start(
            name.to_owned(),
            source.map_err(|error| ReadError::input(name, io_fault(error, options.limits))),
            options,
        )
    }

    fn start(name: String, source: Result<Source, ReadError>, options: Options) -> Self {
        let (state, taken) = match source {
            Err(error) => (State::Failed(error), Arc::default()),
            Ok(Source { bytes, head, taken }) => {
                let kind = options.kind.unwrap_or_else(|| Kind::tell(&name, &head));
                let state = match kind {
                    Kind::Text | Kind::Html => State::Whole(kind, bytes),
                    Kind::Jsonl => State::Jsonl(Lines::new(bytes)),
                    Kind::Warc => State::Warc(Archive::new(bytes)),
                    Kind::Feed | Kind::Ninjs | Kind::Newsml => State::Unread(kind, bytes),
                };
                (state, taken)
            }
        };
        Self { name, state, options, taken }
    }

    /// Bytes taken so far from the input as it lies on the disk (packed, if it is packed).
    pub fn bytes_taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }
}

impl Documents {
    /// The bytes of the next document.
    pub fn next_unread(&mut self) -> Option<Result<Unread, ReadError>> {
        let place = Place { input: self.name.clone(), line: None };
        // A panic here ends the input with an error, as its state is not put back.
        let what = caught(&place, || self.next_what().transpose()).transpose()?;
        let published = self.options.published;
        Some(what.map(|what| Unread { what, published }))
    }

    fn next_what(&mut self) -> Option<Result<What, ReadError>> {
        let limits = self.options.limits;
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return None,
                State::Failed(error) => return Some(Err(error)),
                State::Whole(kind, bytes) => {
                    let place = Place { input: self.name.clone(), line: None };
                    let bytes = read_whole(&self.name, bytes, limits);
                    return Some(bytes.map(|bytes| match kind {
                        Kind::Html => What::Page(place, bytes),
                        _ => What::Text(place, bytes),
                    }));
                }
                State::Warc(mut archive) => {
                    let response = archive.next_response(&self.name, limits)?;
                    self.state = State::Warc(archive);
                    return Some(response.map(What::Response));
                }
                State::Jsonl(mut lines) => {
                    let document = lines.next_document(&self.name, limits)?;
                    self.state = State::Jsonl(lines);
                    return Some(document);
                }
                State::Unread(kind, bytes) => {
                    self.state = match items(&self.name, kind, bytes, limits) {
                        Ok(Opened::Items(items)) => State::Items(items.into_iter()),
                        Ok(Opened::Lines(lines)) => State::Jsonl(lines),
                        Err(error) => State::Failed(error),
                    };
                }
                State::Items(mut items) => {
                    let item = items.next()?;
                    self.state = State::Items(items);
                    return Some(item.map(What::Item));
                }
            }
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Reading, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_unread().map(|document| document.and_then(Unread::read))
    }
}

/// An input of a kind whose items stand in one document.
enum Opened {
    Items(Items),
    /// It has an item a line.
    Lines(Lines),
}

fn items(
    name: &str,
    kind: Kind,
    bytes: Box<dyn BufRead + Send>,
    limits: Limits,
) -> Result<Opened, ReadError> {
    let fail = |fault| ReadError::input(name, fault);
    let bytes = if kind == Kind::Ninjs {
        match Lines::or_whole(bytes, limits).map_err(|error| fail(io_fault(error, limits)))? {
            LinesOr::Lines(lines) => return Ok(Opened::Lines(lines)),
            LinesOr::Whole(bytes) => read_whole(name, bytes, limits)?,
        }
    } else {
        read_whole(name, bytes, limits)?
    };
    let text = html::decode(&bytes, None);
    let text = text.trim_start();
    if text.is_empty() {
        return Err(fail(Fault::Empty));
    }
    let items = match kind {
        Kind::Feed => feed::items(name, text),
        Kind::Ninjs => ninjs::items(name, text),
        _ => newsml::items(name, text),
    };
    let items = items.map_err(fail)?;
    if items.is_empty() { Err(fail(Fault::Empty)) } else { Ok(Opened::Items(items)) }
}

/// What an answer from the web holds: its kind, and its text in UTF-8. `content_type` is the header of that name, which
/// may tell the characters; what the bytes begin with tells more of the kind than servers do.
pub fn decoded(bytes: &[u8], content_type: &str) -> (Kind, String) {
    let text = html::decode(bytes, charset(content_type).as_deref());
    let is_page = content_type.to_ascii_lowercase().contains("html");
    let kind = match Kind::from_head(text.as_bytes()) {
        Kind::Text if is_page => Kind::Html,
        kind => kind,
    };
    (kind, text)
}

/// Reads an input that is one document, up to what a document may hold.
pub(crate) fn read_whole(name: &str, reader: impl Read, limits: Limits) -> Result<Vec<u8>, ReadError> {
    let fail = |fault| ReadError::input(name, fault);
    let mut bytes = Vec::new();
    // One byte more than allowed tells "too long" from "just fits".
    reader
        .take(limits.document as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| fail(io_fault(error, limits)))?;
    if bytes.len() > limits.document {
        return Err(fail(Fault::TooLong { limit: limits.document }));
    }
    Ok(bytes)
}

/// What an error of the reader below means here.
pub(crate) fn io_fault(error: io::Error, limits: Limits) -> Fault {
    if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Bomb>) {
        Fault::Bomb { growth: limits.growth }
    } else if let Some(broken) = broken_member(&error) {
        Fault::Piece { offset: broken.offset, what: broken.what.clone() }
    } else {
        Fault::Io(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_program_is_an_error_of_one_document() {
        let place = Place { input: "a.html".to_owned(), line: None };
        let n_columns = 3;
        let broken: Result<(), _> = caught(&place, || panic!("column {n_columns} of 2"));
        assert_eq!(broken.expect_err("it is broken").to_string(), "a.html: reading it failed: column 3 of 2");
        assert_eq!(caught(&place, || Ok(1)).expect("nothing is wrong"), 1);
    }

    #[test]
    fn answers_from_the_web() {
        let russian = b"<p>\xF0\xD2\xC9\xD7\xC5\xD4";
        let page = (Kind::Html, "<p>Привет".to_owned());
        assert_eq!(decoded(russian, "text/html; Charset=\"KOI8-R\""), page);
        assert_eq!(decoded(b"<?xml version='1.0'?><rss>", "text/html").0, Kind::Feed);
        assert_eq!(decoded(b"The talks", "text/html").0, Kind::Html);
        assert_eq!(decoded(b"The talks", "text/plain").0, Kind::Text);
    }
}
