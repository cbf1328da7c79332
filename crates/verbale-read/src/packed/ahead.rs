//! Packed bytes with a look ahead, and a way back to where a member began.

use std::io::{self, Read};

/// Bytes read at a time.
const PIECE: usize = 64 << 10;
/// How far a member is remembered, so that the next can be looked for within what was taken for it.
const MEMORY: usize = 4 << 20;

/// A reader that can look ahead and, for a while, go back.
pub(super) struct Ahead {
    bytes: Box<dyn Read + Send>,
    /// From the mark or later on; what is before `at` was taken.
    buffer: Vec<u8>,
    at: usize,
    /// Where the buffer begins in the input, and where the mark is.
    start: u64,
    mark: u64,
    /// Bytes that were gone over twice: not more than the input has, lest false beginnings cost more than they may.
    n_again: u64,
    is_over: bool,
}

impl Ahead {
    pub(super) fn new(bytes: Box<dyn Read + Send>) -> Self {
        Self { bytes, buffer: Vec::new(), at: 0, start: 0, mark: 0, n_again: 0, is_over: false }
    }

    /// What is ahead: at least so many bytes, unless the input ends before.
    pub(super) fn look(&mut self, n_bytes: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < n_bytes && !self.is_over {
            self.forget();
            let n_before = self.buffer.len();
            self.buffer.resize(n_before + PIECE, 0);
            let read = self.bytes.read(&mut self.buffer[n_before..]);
            self.buffer.truncate(n_before + *read.as_ref().unwrap_or(&0));
            self.is_over = read? == 0;
        }
        Ok(&self.buffer[self.at..])
    }

    /// Takes bytes that were looked at.
    pub(super) fn take(&mut self, n_bytes: usize) {
        self.at = (self.at + n_bytes).min(self.buffer.len());
    }

    /// A member begins here.
    pub(super) fn mark(&mut self) {
        self.mark = self.start + self.at as u64;
    }

    /// The byte of the input where the member began.
    pub(super) fn marked(&self) -> u64 {
        self.mark
    }

    /// Goes back to where the member began, or as far as is remembered.
    pub(super) fn back_to_mark(&mut self) {
        let to = self.mark.saturating_sub(self.start) as usize;
        let n_back = self.at.saturating_sub(to) as u64;
        if self.n_again + n_back <= self.start + self.buffer.len() as u64 {
            self.n_again += n_back;
            self.at = self.at.min(to);
        }
    }

    /// Goes to the next place that begins with these bytes; false at the end.
    pub(super) fn find(&mut self, magic: &[u8]) -> io::Result<bool> {
        loop {
            let ahead = self.look(magic.len())?;
            if ahead.len() < magic.len() {
                return Ok(false);
            }
            if let Some(at) = memchr::memmem::find(ahead, magic) {
                self.take(at);
                return Ok(true);
            }
            // The end may hold the first of them.
            let n_bytes = ahead.len() - (magic.len() - 1);
            self.take(n_bytes);
            self.mark();
        }
    }

    /// Drops what is before the mark, and before as much as is remembered.
    fn forget(&mut self) {
        let marked = self.mark.saturating_sub(self.start) as usize;
        let n_dropped = marked.min(self.at).max(self.at.saturating_sub(MEMORY));
        if n_dropped > 0 {
            self.buffer.drain(..n_dropped);
            self.at -= n_dropped;
            self.start += n_dropped as u64;
        }
    }
}
