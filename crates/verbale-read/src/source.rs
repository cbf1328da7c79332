//! Where bytes come from: files and standard input, unpacked on the way, within limits.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::kind::BOM;
use crate::packed::{BrokenMember, unpacked};
use crate::{Fault, Input, Limits, ReadError};

/// Unpacked bytes, with a look at the first of them.
pub(crate) struct Source {
    pub(crate) bytes: Box<dyn BufRead + Send>,
    /// The first bytes, which `bytes` still brings.
    pub(crate) head: Vec<u8>,
    /// Bytes taken so far from the input as it lies on the disk.
    pub(crate) taken: Arc<AtomicU64>,
}

impl Source {
    pub(crate) fn open(input: &Input, limits: Limits) -> Result<Self, ReadError> {
        let fail = |fault| ReadError::input(&input.name(), fault);
        match input {
            Input::Stdin => Self::new(io::stdin(), limits).map_err(|error| fail(Fault::Io(error))),
            Input::File(path) => {
                if path.is_dir() {
                    return Err(fail(Fault::Folder));
                }
                let file = File::open(path).map_err(|error| fail(Fault::Io(error)))?;
                Self::new(file, limits).map_err(|error| fail(Fault::Io(error)))
            }
        }
    }

    pub(crate) fn new(input: impl Read + Send + 'static, limits: Limits) -> io::Result<Self> {
        let taken = Arc::new(AtomicU64::new(0));
        let counted = Counted { input, taken: Arc::clone(&taken) };
        let (packed_head, packed) = peek(BufReader::with_capacity(1 << 16, counted))?;
        match unpacked(&packed_head, packed) {
            Ok(members) => {
                let guarded = Guarded { unpacked: members, taken: Arc::clone(&taken), n_given: 0, limits };
                let (head, bytes) = peek(BufReader::with_capacity(1 << 16, guarded))?;
                Ok(Self { bytes: Box::new(bytes), head, taken })
            }
            Err(plain) => Ok(Self { head: packed_head, bytes: Box::new(plain), taken }),
        }
    }
}

/// How many first bytes are looked at to tell the kind.
const HEAD: usize = 2048;

/// Reads until there is a line or [`HEAD`] bytes, and puts them back: a stream that is still being written is not
/// waited for longer than its first line. The first line of markup tells little, and streams of it are not read live.
fn peek<R: BufRead>(mut bytes: R) -> io::Result<(Vec<u8>, impl BufRead)> {
    let mut head = Vec::new();
    let mut broken = None;
    while head.len() < HEAD && (is_markup(&head) || !head.contains(&b'\n')) {
        let chunk = match bytes.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // The kind may be known by name, and the rest be sound.
            Err(error) if broken_member(&error).is_some() => {
                broken = Some(error);
                break;
            }
            chunk => chunk?,
        };
        if chunk.is_empty() {
            break;
        }
        let n_bytes = chunk.len().min(HEAD - head.len());
        head.extend_from_slice(&chunk[..n_bytes]);
        bytes.consume(n_bytes);
    }
    let again = Cursor::new(head.clone()).chain(Raised(broken)).chain(bytes);
    Ok((head, again))
}

/// An error that was met while looking ahead, given where it was met.
struct Raised(Option<io::Error>);

impl Read for Raised {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl BufRead for Raised {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _: usize) {}
}

/// The broken piece of a packed input that an error stands for.
pub(crate) fn broken_member(error: &io::Error) -> Option<&BrokenMember> {
    error.get_ref()?.downcast_ref()
}

/// Whether a head begins as markup does, or as JSON that is laid out over several lines.
fn is_markup(head: &[u8]) -> bool {
    let head = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    head.starts_with(b"<") || matches!(line.trim_ascii(), b"{" | b"[" | b"[{")
}

struct Counted<R> {
    input: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.input.read(buffer)?;
        self.taken.fetch_add(n_bytes as u64, Ordering::Relaxed);
        Ok(n_bytes)
    }
}

/// Unpacked bytes that may not outgrow their source.
struct Guarded<R> {
    unpacked: R,
    taken: Arc<AtomicU64>,
    n_given: u64,
    limits: Limits,
}

/// Below this many bytes no growth is suspicious: a run of blanks may pack to nothing.
const GROWTH_FREE: u64 = 64 << 20;

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.unpacked.read(buffer)?;
        self.n_given += n_bytes as u64;
        let n_taken = self.taken.load(Ordering::Relaxed);
        if self.n_given > GROWTH_FREE && self.n_given / self.limits.growth > n_taken {
            return Err(io::Error::other(Bomb));
        }
        Ok(n_bytes)
    }
}

/// Marks the error of a compression bomb on its way through [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("compression bomb")]
pub(crate) struct Bomb;
