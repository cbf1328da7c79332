use std::io::{self, ErrorKind, Write};

/// Standard output, written a whole result at a time.
pub(crate) struct Output {
    stdout: io::StdoutLock<'static>,
}

/// Whether anyone still reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    There,
    /// The pipe was closed: the reader has what it wanted.
    Gone,
}

impl Output {
    pub(crate) fn new() -> Self {
        Self { stdout: io::stdout().lock() }
    }

    /// Writes a result and hands it on at once, so that a stop leaves none half written.
    pub(crate) fn write(&mut self, result: &str) -> io::Result<Reader> {
        match self.stdout.write_all(result.as_bytes()).and_then(|()| self.stdout.flush()) {
            Ok(()) => Ok(Reader::There),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Reader::Gone),
            Err(error) => Err(error),
        }
    }
}
