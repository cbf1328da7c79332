//! Web archives (WARC 1.0 and 1.1): the pages among their records, one after another.
//!
//! A record that breaks the format, or that cannot be unpacked, is named with its place, and reading goes on at the next
//! that keeps it.

pub(crate) mod http;

use std::io::{self, BufRead, Read};

use jiff::civil::Date;

use crate::documents::io_fault;
use crate::given::Given;
use crate::html::{decode, reading};
use crate::source::broken_member;
use crate::{Fault, Limits, Place, ReadError, Reading};

/// Bytes of a record's header lines, all together.
const MAX_HEAD: usize = 64 << 10;

/// The records of an archive, unpacked.
pub(crate) struct Archive {
    bytes: Box<dyn BufRead + Send>,
    /// Bytes read so far, of the archive as it is unpacked.
    at: u64,
    /// Where the record that was read last begins.
    start: u64,
    /// The first line of a record that was come upon while looking for one.
    first_line: Vec<u8>,
    n_documents: u64,
}

/// A page as it was sent, with what the archive says of it.
pub(crate) struct Response {
    place: Place,
    target: Option<String>,
    /// Where its record begins.
    offset: u64,
    /// Head and body.
    bytes: Vec<u8>,
    limits: Limits,
}

impl Response {
    /// The archive and the page's address.
    pub(crate) fn place(&self) -> Place {
        let target = self.target.as_deref().unwrap_or_default();
        Place { input: format!("{}:{target}", self.place.input), line: None }
    }

    /// Undoes its encodings and makes the article.
    pub(crate) fn read(self, else_published: Option<Date>) -> Result<Reading, ReadError> {
        let place = self.place();
        let Self { place: archive, target, offset, bytes, limits } = self;
        let page = match http::page(&bytes, limits) {
            Ok(page) => page,
            Err(what) => return Err(ReadError { place: archive, fault: Fault::Record { offset, what } }),
        };
        let html = decode(&page.bytes, page.charset.as_deref());
        reading(Given { url: target, ..Given::default() }, &html, place, else_published)
    }
}

/// The header of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    content_type: String,
    target: Option<String>,
    n_bytes: Option<u64>,
}

/// A page, or what is wrong with a record.
type Found = Result<(Option<String>, Vec<u8>), String>;

impl Archive {
    pub(crate) fn new(bytes: Box<dyn BufRead + Send>) -> Self {
        Self { bytes, at: 0, start: 0, first_line: Vec::new(), n_documents: 0 }
    }

    /// The next page; `None` at the end, and after an input that failed below.
    pub(crate) fn next_response(
        &mut self,
        name: &str,
        limits: Limits,
    ) -> Option<Result<Response, ReadError>> {
        let found = self.next_page(limits);
        if matches!(found, Ok(None)) && self.n_documents > 0 {
            return None;
        }
        self.n_documents += 1;
        let fault = match found {
            Ok(Some(Ok((target, bytes)))) => {
                let place = Place { input: name.to_owned(), line: None };
                return Some(Ok(Response { place, target, offset: self.start, bytes, limits }));
            }
            Ok(Some(Err(what))) => Fault::Record { offset: self.start, what },
            Ok(None) => Fault::Empty,
            Err(error) => {
                // After a broken piece the next begins a record; after anything else nothing does.
                if broken_member(&error).is_none() {
                    self.bytes = Box::new(io::empty());
                }
                self.first_line.clear();
                io_fault(error, limits)
            }
        };
        Some(Err(ReadError::input(name, fault)))
    }

    /// The address and bytes of the next page, or what is wrong with the next record; `None` at the end.
    fn next_page(&mut self, limits: Limits) -> io::Result<Option<Found>> {
        loop {
            let head = match self.head()? {
                None => return Ok(None),
                Some(Ok(head)) => head,
                Some(Err(what)) => return Ok(Some(Err(what))),
            };
            let Some(n_bytes) = head.n_bytes else {
                self.find_record()?;
                return Ok(Some(Err("it has no Content-Length".to_owned())));
            };
            let is_page = head.kind.eq_ignore_ascii_case("response")
                && head.content_type.to_ascii_lowercase().starts_with("application/http");
            if !is_page {
                if self.pass(n_bytes, |_| {})? < n_bytes {
                    return Ok(Some(Err("it is cut off".to_owned())));
                }
                continue;
            }
            if n_bytes > limits.document as u64 {
                self.pass(n_bytes, |_| {})?;
                return Ok(Some(Err(format!("it is longer than {} bytes", limits.document))));
            }
            // More room than the record turns out to have would be a way to exhaust memory.
            let mut bytes = Vec::with_capacity((n_bytes as usize).min(256 << 10));
            if self.pass(n_bytes, |part| bytes.extend_from_slice(part))? < n_bytes {
                return Ok(Some(Err("it is cut off".to_owned())));
            }
            match http::holds_page(&bytes) {
                Ok(true) => return Ok(Some(Ok((head.target, bytes)))),
                Ok(false) => {}
                Err(what) => return Ok(Some(Err(what))),
            }
        }
    }

    /// The next record's header; `None` at the end.
    fn head(&mut self) -> io::Result<Option<Result<Head, String>>> {
        let mut line = std::mem::take(&mut self.first_line);
        while line.trim_ascii().is_empty() {
            line.clear();
            self.start = self.at;
            if self.line(&mut line)? == 0 {
                return Ok(None);
            }
        }
        if !is_version(&line) {
            self.find_record()?;
            return Ok(Some(Err("it does not begin with WARC/1".to_owned())));
        }
        let mut head = Head::default();
        let mut n_bytes = 0;
        loop {
            line.clear();
            let n_line = self.line(&mut line)?;
            n_bytes += n_line;
            let text = String::from_utf8_lossy(&line);
            let text = text.trim();
            if n_line == 0 || n_bytes > MAX_HEAD {
                self.find_record()?;
                return Ok(Some(Err("its header does not end".to_owned())));
            }
            if text.is_empty() {
                return Ok(Some(Ok(head)));
            }
            let Some((name, value)) = text.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => value.clone_into(&mut head.kind),
                "content-type" => value.clone_into(&mut head.content_type),
                "warc-target-uri" => {
                    let target = value.trim_matches(['<', '>']).trim();
                    head.target = Some(target.to_owned()).filter(|target| !target.is_empty());
                }
                "content-length" => head.n_bytes = value.parse().ok(),
                _ => {}
            }
        }
    }

    /// Reads a line with its end, at most [`MAX_HEAD`] bytes of it, and gives how many bytes that were.
    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        let n_bytes = (&mut self.bytes).take(MAX_HEAD as u64).read_until(b'\n', line)?;
        self.at += n_bytes as u64;
        Ok(n_bytes)
    }

    /// Passes over bytes, each part of them shown; gives how many there were.
    fn pass(&mut self, n_bytes: u64, mut show: impl FnMut(&[u8])) -> io::Result<u64> {
        let mut n_left = n_bytes;
        while n_left > 0 {
            let ahead = match self.bytes.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                ahead => ahead?,
            };
            if ahead.is_empty() {
                break;
            }
            let part = &ahead[..ahead.len().min(usize::try_from(n_left).unwrap_or(usize::MAX))];
            show(part);
            let n_part = part.len();
            self.bytes.consume(n_part);
            n_left -= n_part as u64;
            self.at += n_part as u64;
        }
        Ok(n_bytes - n_left)
    }

    /// Passes over everything before the next line that begins a record. The broken record keeps its place.
    fn find_record(&mut self) -> io::Result<()> {
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.line(&mut line)? == 0 {
                return Ok(());
            }
            // Even where the bytes before it do not end their line.
            let version = &line[line.len() - line.len().min(VERSION_LINE)..];
            if is_version(version) {
                version.clone_into(&mut self.first_line);
                return Ok(());
            }
        }
    }
}

/// The length of the line that begins a record.
const VERSION_LINE: usize = "WARC/1.0\r\n".len();

/// Whether a line is the first of a record: "WARC/1.0", "WARC/1.1".
fn is_version(line: &[u8]) -> bool {
    let version = line.trim_ascii_end().strip_prefix(b"WARC/1.");
    version.is_some_and(|minor| (1..=2).contains(&minor.len()) && minor.iter().all(u8::is_ascii_digit))
}
