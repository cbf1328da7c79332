//! Web archives (WARC 1.0 and 1.1): the pages among their records, one after another.
//!
//! A record that breaks the format is named with its place, and reading goes on at the next that keeps it.

mod http;

use std::io::{self, BufRead, Read};

use crate::documents::io_fault;
use crate::given::Given;
use crate::html::{decode, reading};
use crate::{Fault, Limits, Options, Place, ReadError, Reading};

/// Bytes of a record's header lines, all together.
const MAX_HEAD: usize = 64 << 10;

/// The records of an archive, unpacked.
pub(crate) struct Archive {
    bytes: Box<dyn BufRead + Send>,
    /// Bytes read so far, of the archive as it is unpacked.
    at: u64,
    /// Where the record that was read last begins.
    start: u64,
    n_documents: u64,
}

/// The header of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    content_type: String,
    target: Option<String>,
    n_bytes: Option<u64>,
}

impl Archive {
    pub(crate) fn new(bytes: Box<dyn BufRead + Send>) -> Self {
        Self { bytes, at: 0, start: 0, n_documents: 0 }
    }

    /// The next page; `None` at the end, and after an input that failed below.
    pub(crate) fn next_document(
        &mut self,
        name: &str,
        options: Options,
    ) -> Option<Result<Reading, ReadError>> {
        let fail = |fault| Some(Err(ReadError::input(name, fault)));
        match self.next_page(options.limits) {
            Ok(Some(Ok((target, html)))) => {
                self.n_documents += 1;
                let given = Given { url: target.clone(), ..Given::default() };
                let place = Place { input: format!("{name}:{}", target.unwrap_or_default()), line: None };
                Some(reading(given, &html, place, options.published))
            }
            Ok(Some(Err(what))) => {
                self.n_documents += 1;
                fail(Fault::Record { offset: self.start, what })
            }
            Ok(None) if self.n_documents == 0 => {
                self.n_documents = 1; // said once
                fail(Fault::Empty)
            }
            Ok(None) => None,
            Err(error) => {
                self.n_documents += 1;
                self.bytes = Box::new(io::empty());
                fail(io_fault(error, options.limits))
            }
        }
    }

    /// The address and text of the next page, or what is wrong with the next record; `None` at the end.
    #[expect(clippy::type_complexity, reason = "the three ways it can go, each once")]
    fn next_page(&mut self, limits: Limits) -> io::Result<Option<Result<(Option<String>, String), String>>> {
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
                self.skip(n_bytes)?;
                continue;
            }
            if n_bytes > limits.document as u64 {
                self.skip(n_bytes)?;
                return Ok(Some(Err(format!("it is longer than {} bytes", limits.document))));
            }
            let mut body = Vec::new();
            (&mut self.bytes).take(n_bytes).read_to_end(&mut body)?;
            self.at += body.len() as u64;
            if (body.len() as u64) < n_bytes {
                return Ok(Some(Err("it is cut off".to_owned())));
            }
            match http::page(&body, limits) {
                Ok(Some(page)) => {
                    return Ok(Some(Ok((head.target, decode(&page.bytes, page.charset.as_deref())))));
                }
                Ok(None) => {}
                Err(what) => return Ok(Some(Err(what))),
            }
        }
    }

    /// The next record's header; `None` at the end.
    fn head(&mut self) -> io::Result<Option<Result<Head, String>>> {
        let mut line = Vec::new();
        loop {
            line.clear();
            self.start = self.at;
            if self.line(&mut line)? == 0 {
                return Ok(None);
            }
            if !line.trim_ascii().is_empty() {
                break;
            }
        }
        if !line.starts_with(b"WARC/1.") {
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
                "warc-target-uri" => head.target = Some(value.trim_matches(['<', '>']).to_owned()),
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

    fn skip(&mut self, n_bytes: u64) -> io::Result<()> {
        self.at += io::copy(&mut (&mut self.bytes).take(n_bytes), &mut io::sink())?;
        Ok(())
    }

    /// Passes over everything before the next line that begins a record.
    fn find_record(&mut self) -> io::Result<()> {
        const MARK: &[u8] = b"WARC/1.";
        loop {
            let is_there = {
                let chunk = self.bytes.fill_buf()?;
                if chunk.is_empty() {
                    return Ok(());
                }
                chunk.starts_with(MARK)
            };
            if is_there {
                return Ok(());
            }
            // A mark cut by the end of the buffer is missed, and the record after it found.
            let mut line = Vec::new();
            self.line(&mut line)?;
        }
    }
}
