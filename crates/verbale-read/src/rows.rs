//! Lines that are no documents: gold sets, cases, records.

use std::io::{BufRead, Read};

use crate::documents::io_fault;
use crate::kind::BOM;
use crate::source::Source;
use crate::{Fault, Input, Limits, Place, ReadError};

/// The lines of an input that hold anything, one after another, unpacked where the input is compressed.
///
/// A line over [`Limits::document`] ends the input with its error, for what follows would be the rest of it.
pub struct Rows {
    name: String,
    bytes: Option<Box<dyn BufRead + Send>>,
    failed: Option<ReadError>,
    line: u64,
    limits: Limits,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub line: u64,
    /// Its bytes, without the line's end.
    pub bytes: Vec<u8>,
}

impl Rows {
    /// Opens an input. One that cannot be opened gives its error as the only item.
    pub fn open(input: &Input, limits: Limits) -> Self {
        let (bytes, failed) = match Source::open(input, limits) {
            Ok(source) => (Some(source.bytes), None),
            Err(error) => (None, Some(error)),
        };
        Self { name: input.name(), bytes, failed, line: 0, limits }
    }

    fn fail(&mut self, fault: Fault) -> ReadError {
        self.bytes = None;
        ReadError { place: Place { input: self.name.clone(), line: Some((self.line, 1)) }, fault }
    }
}

impl Iterator for Rows {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.failed.take() {
            return Some(Err(error));
        }
        loop {
            let bytes = self.bytes.as_mut()?;
            let limit = self.limits.document;
            let mut row = Vec::new();
            self.line += 1;
            match bytes.take(limit as u64 + 1).read_until(b'\n', &mut row) {
                Ok(0) => return None,
                Ok(_) if row.len() > limit => return Some(Err(self.fail(Fault::TooLong { limit }))),
                Ok(_) => {
                    if self.line == 1 && row.starts_with(BOM) {
                        row.drain(..BOM.len());
                    }
                    row.truncate(row.trim_ascii_end().len());
                    if !row.is_empty() {
                        return Some(Ok(Row { line: self.line, bytes: row }));
                    }
                }
                Err(error) => {
                    let fault = io_fault(error, self.limits);
                    return Some(Err(self.fail(fault)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn lines_come_one_by_one_with_their_numbers() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("rows.jsonl");
        fs::write(&path, "\u{feff}{\"a\": 1}\r\n\n{\"b\": 2}").expect("written");
        let rows: Vec<_> = Rows::open(&Input::from(path.as_path()), Limits::default())
            .map(|row| row.map(|row| (row.line, row.bytes)).expect("sound lines"))
            .collect();
        assert_eq!(rows, [(1, b"{\"a\": 1}".to_vec()), (3, b"{\"b\": 2}".to_vec())]);
    }

    #[test]
    fn an_endless_line_is_an_error_and_not_a_full_memory() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("rows.jsonl");
        fs::write(&path, format!("{{}}\n{}\n{{}}\n", "x".repeat(100))).expect("written");
        let limits = Limits { document: 20, ..Limits::default() };
        let mut rows = Rows::open(&Input::from(path.as_path()), limits);
        assert!(rows.next().is_some_and(|row| row.is_ok()));
        assert!(matches!(rows.next(), Some(Err(ReadError { fault: Fault::TooLong { limit: 20 }, .. }))));
        assert!(rows.next().is_none());
    }

    #[test]
    fn a_missing_file_is_said_once() {
        let mut rows = Rows::open(&Input::from(Path::new("no such file")), Limits::default());
        assert!(rows.next().is_some_and(|row| row.is_err()));
        assert!(rows.next().is_none());
    }
}
