//! One document a line, as JSON.

use std::io::{self, BufRead};

use serde::Deserialize;
use serde_json::Value;
use serde_json::error::Category;

use crate::documents::io_fault;
use crate::given::Given;
use crate::kind::BOM;
use crate::{Fault, Options, Place, ReadError, Reading};

/// The lines of an input, read one at a time.
pub(crate) struct Lines {
    bytes: Box<dyn BufRead + Send>,
    buffer: Vec<u8>,
    line: u64,
    n_documents: u64,
}

/// How reading a line went.
enum Next {
    Line,
    TooLong,
    End,
}

impl Lines {
    pub(crate) fn new(bytes: Box<dyn BufRead + Send>) -> Self {
        Self { bytes, buffer: Vec::new(), line: 0, n_documents: 0 }
    }

    /// The next document; `None` at the end, and after an input that failed below.
    pub(crate) fn next_document(
        &mut self,
        name: &str,
        options: Options,
    ) -> Option<Result<Reading, ReadError>> {
        let limits = options.limits;
        loop {
            let next = self.next_line(limits.document);
            let place = |column| Place { input: name.to_owned(), line: Some((self.line, column)) };
            match next {
                Ok(Next::End) if self.n_documents == 0 => {
                    self.n_documents = 1; // said once
                    return Some(Err(ReadError::input(name, Fault::Empty)));
                }
                Ok(Next::End) => return None,
                Ok(Next::Line) if self.buffer.trim_ascii().is_empty() => {}
                Ok(Next::Line) => {
                    self.n_documents += 1;
                    return Some(document(&self.buffer, options, place));
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
    id: Option<Value>,
    text: Option<Value>,
    html: Option<Value>,
    title: Option<Value>,
    published: Option<Value>,
    url: Option<Value>,
    publisher: Option<Value>,
    language: Option<Value>,
}

fn document(line: &[u8], options: Options, place: impl Fn(u64) -> Place) -> Result<Reading, ReadError> {
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
        let message = error.to_string();
        let words = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words).to_owned();
        let fault = match error.classify() {
            Category::Eof => Fault::CutOff(words),
            Category::Data => Fault::Shape(words),
            Category::Syntax | Category::Io => Fault::NotJson(words),
        };
        fail(error.column().saturating_sub(1), fault)
    })?;
    let given = given(line).map_err(|fault| fail(0, fault))?;
    given.into_reading(place(1), options.published)
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
        Some(Value::Number(number)) => Some(number.to_string()),
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
fn filled(field: &str, value: Option<Value>) -> Result<Option<String>, Fault> {
    Ok(string(field, value)?.filter(|string| !string.trim().is_empty()))
}

fn string(field: &str, value: Option<Value>) -> Result<Option<String>, Fault> {
    let found = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(string)) => return Ok(Some(string)),
        Some(Value::Bool(_)) => "a truth value",
        Some(Value::Number(_)) => "a number",
        Some(Value::Array(_)) => "a list",
        Some(Value::Object(_)) => "an object",
    };
    Err(Fault::Shape(format!("\"{field}\" is {found}, expected a string")))
}
