//! One document a line, as JSON.

use std::io::{self, BufRead, Read};
use std::{mem, vec};

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::compose::Item;
use crate::documents::{What, io_fault};
use crate::given::Given;
use crate::json::Json;
use crate::kind::BOM;
use crate::{Fault, Limits, Place, ReadError, ninjs};

/// The lines of an input, read one at a time.
pub(crate) struct Lines {
    bytes: Box<dyn BufRead + Send>,
    buffer: Vec<u8>,
    line: u64,
    n_documents: u64,
    /// Lines with an item that is no text: a picture.
    n_passed: u64,
    /// Items that a line held besides the one given for it.
    more: vec::IntoIter<Result<Item, ReadError>>,
    /// Whether the buffer holds a line that was looked at and not yet given.
    is_ahead: bool,
}

/// An input of which the first line tells how it is laid out.
pub(crate) enum LinesOr {
    Lines(Lines),
    /// One document over several lines.
    Whole(Box<dyn BufRead + Send>),
}

/// How reading a line went.
enum Next {
    Line,
    TooLong,
    End,
}

impl Lines {
    pub(crate) fn new(bytes: Box<dyn BufRead + Send>) -> Self {
        Self {
            bytes,
            buffer: Vec::new(),
            line: 0,
            n_documents: 0,
            n_passed: 0,
            more: Vec::new().into_iter(),
            is_ahead: false,
        }
    }

    /// The lines of an input whose first is an object by itself.
    pub(crate) fn or_whole(bytes: Box<dyn BufRead + Send>, limits: Limits) -> io::Result<LinesOr> {
        let mut lines = Self::new(bytes);
        let next = lines.next_line(limits.document)?;
        let first = lines.buffer.trim_ascii_start();
        let is_object = first.starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(first).is_ok();
        if matches!(next, Next::Line) && is_object {
            lines.is_ahead = true;
            return Ok(LinesOr::Lines(lines));
        }
        if matches!(next, Next::TooLong) {
            // Long enough for whoever reads it whole to say so.
            lines.buffer = vec![b' '; limits.document + 1];
        }
        lines.buffer.push(b'\n');
        Ok(LinesOr::Whole(Box::new(io::Cursor::new(lines.buffer).chain(lines.bytes))))
    }

    /// The next document; `None` at the end, and after an input that failed below.
    pub(crate) fn next_document(&mut self, name: &str, limits: Limits) -> Option<Result<What, ReadError>> {
        loop {
            if let Some(item) = self.more.next() {
                return Some(item.map(What::Item));
            }
            let next =
                if mem::take(&mut self.is_ahead) { Ok(Next::Line) } else { self.next_line(limits.document) };
            let place = |column| Place { input: name.to_owned(), line: Some((self.line, column)) };
            match next {
                Ok(Next::End) if self.n_documents == 0 => {
                    self.n_documents = 1; // said once
                    let fault = if self.n_passed > 0 { ninjs::no_text() } else { Fault::Empty };
                    return Some(Err(ReadError::input(name, fault)));
                }
                Ok(Next::End) => return None,
                Ok(Next::Line) if self.buffer.trim_ascii().is_empty() => {}
                Ok(Next::Line) => {
                    self.n_documents += 1;
                    let document = document(&self.buffer, place);
                    // A line of agency news has other fields.
                    if let Err(ReadError { fault: Fault::Shape(_), .. }) = &document
                        && let Ok(json) = str::from_utf8(&self.buffer)
                        && let Some(items) = ninjs::line(json, &place(1))
                    {
                        if items.is_empty() {
                            self.n_passed += 1;
                            self.n_documents -= 1;
                        }
                        self.more = items.into_iter();
                        continue;
                    }
                    return Some(document);
                }
                Ok(Next::TooLong) => {
                    self.n_documents += 1;
                    let fault = Fault::TooLong { limit: limits.document };
                    return Some(Err(ReadError { place: place(1), fault }));
                }
                Err(error) => {
                    self.n_documents += 1;
                    self.bytes = Box::new(io::empty());
                    return Some(Err(ReadError { place: place(1), fault: io_fault(error, limits) }));
                }
            }
        }
    }

    /// Reads a line without its end into `self.buffer`. A line over the limit is passed over, not kept.
    fn next_line(&mut self, limit: usize) -> io::Result<Next> {
        self.buffer.clear();
        self.line += 1;
        let mut n_bytes = 0;
        loop {
            let chunk = match self.bytes.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() && n_bytes == 0 {
                return Ok(Next::End);
            }
            let newline = memchr::memchr(b'\n', chunk);
            let part = &chunk[..newline.unwrap_or(chunk.len())];
            let is_last = newline.is_some() || chunk.is_empty();
            n_bytes += part.len();
            if n_bytes <= limit {
                self.buffer.extend_from_slice(part);
            } else {
                self.buffer = Vec::new();
            }
            let n_consumed = part.len() + usize::from(newline.is_some());
            self.bytes.consume(n_consumed);
            if is_last {
                if self.line == 1 && self.buffer.starts_with(BOM) {
                    self.buffer.drain(..BOM.len());
                }
                return Ok(if n_bytes <= limit { Next::Line } else { Next::TooLong });
            }
        }
    }
}

/// The fields of a line. Whatever else it holds is passed over.
#[derive(Deserialize)]
struct Line {
    id: Option<Json>,
    text: Option<Json>,
    html: Option<Json>,
    title: Option<Json>,
    published: Option<Json>,
    url: Option<Json>,
    publisher: Option<Json>,
    language: Option<Json>,
}

fn document(line: &[u8], place: impl Fn(u64) -> Place) -> Result<What, ReadError> {
    let fail = |offset: usize, fault| ReadError { place: place(offset as u64 + 1), fault };
    if let Some(offset) = memchr::memchr(0, line) {
        return Err(fail(offset, Fault::Nul { offset }));
    }
    let json = str::from_utf8(line).map_err(|error| {
        let offset = error.valid_up_to();
        fail(offset, Fault::NotUtf8 { byte: line[offset], offset })
    })?;
    let json_start = json.trim_ascii_start();
    if !json_start.starts_with('{') {
        let found = json_start.chars().next().unwrap_or(' ');
        let fault = match found {
            '[' => Fault::Shape("expected an object, found a list".to_owned()),
            _ => Fault::NotJson(format!("expected `{{`, found {found:?}")),
        };
        return Err(fail(json.len() - json_start.len(), fault));
    }
    let line: Line = serde_json::from_str(json).map_err(|error| {
        let fault = Fault::of_json(&error);
        fail(error.column().saturating_sub(1), fault)
    })?;
    let given = given(line).map_err(|fault| fail(0, fault))?;
    Ok(What::Given(place(1), given))
}

fn given(line: Line) -> Result<Given, Fault> {
    let (text, html) = match (string("text", line.text)?, string("html", line.html)?) {
        (Some(text), _) => (text, None),
        (None, Some(html)) => (String::new(), Some(html)),
        (None, None) => {
            return Err(Fault::Shape("the document has neither \"text\" nor \"html\"".to_owned()));
        }
    };
    if let Some(offset) = memchr::memchr(0, text.as_bytes()) {
        return Err(Fault::Nul { offset });
    }
    let id = match line.id {
        // Numbers are common as ids; their digits are the id.
        Some(Json::Number(digits)) => Some(digits),
        id => filled("id", id)?,
    };
    Ok(Given {
        id,
        text,
        html,
        title: filled("title", line.title)?,
        published: filled("published", line.published)?,
        url: filled("url", line.url)?,
        publisher: filled("publisher", line.publisher)?,
        language: filled("language", line.language)?,
    })
}

/// A string that says something: blank is the same as absent.
fn filled(field: &str, value: Option<Json>) -> Result<Option<String>, Fault> {
    Ok(string(field, value)?.filter(|string| !string.trim().is_empty()))
}

fn string(field: &str, value: Option<Json>) -> Result<Option<String>, Fault> {
    let found = match value {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Text(string)) => return Ok(Some(string)),
        Some(Json::Bool) => "a truth value",
        Some(Json::Number(_)) => "a number",
        Some(Json::List(_)) => "a list",
        Some(Json::Object(_)) => "an object",
    };
    Err(Fault::Shape(format!("\"{field}\" is {found}, expected a string")))
}
