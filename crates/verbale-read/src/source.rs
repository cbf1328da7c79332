//! Where bytes come from: files and standard input, unpacked on the way, within limits.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use crate::kind::BOM;
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
        let unpacked: Box<dyn BufRead + Send> = if packed_head.starts_with(&[0x1F, 0x8B]) {
            let gunzip = MultiGzDecoder::new(packed);
            Box::new(BufReader::with_capacity(1 << 16, Guarded::new(gunzip, &taken, limits)))
        } else if packed_head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
            let unzstd = Frames { packed: Some(Box::new(packed)), frame: None };
            Box::new(BufReader::with_capacity(1 << 16, Guarded::new(unzstd, &taken, limits)))
        } else {
            return Ok(Self { head: packed_head, bytes: Box::new(packed), taken });
        };
        let (head, bytes) = peek(unpacked)?;
        Ok(Self { bytes: Box::new(bytes), head, taken })
    }
}

/// How many first bytes are looked at to tell the kind.
const HEAD: usize = 2048;

/// Reads until there is a line or [`HEAD`] bytes, and puts them back: a stream that is still being written is not
/// waited for longer than its first line. The first line of markup tells little, and streams of it are not read live.
fn peek<R: BufRead>(mut bytes: R) -> io::Result<(Vec<u8>, impl BufRead)> {
    let mut head = Vec::new();
    while head.len() < HEAD && (is_markup(&head) || !head.contains(&b'\n')) {
        let chunk = match bytes.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        if chunk.is_empty() {
            break;
        }
        let n_bytes = chunk.len().min(HEAD - head.len());
        head.extend_from_slice(&chunk[..n_bytes]);
        bytes.consume(n_bytes);
    }
    let again = Cursor::new(head.clone()).chain(bytes);
    Ok((head, again))
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

impl<R> Guarded<R> {
    fn new(unpacked: R, taken: &Arc<AtomicU64>, limits: Limits) -> Self {
        Self { unpacked, taken: Arc::clone(taken), n_given: 0, limits }
    }
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

/// The frames of a Zstandard file, one after another.
struct Frames {
    /// Between two frames.
    packed: Option<Box<dyn BufRead + Send>>,
    /// Inside one.
    frame: Option<Box<StreamingDecoder<Box<dyn BufRead + Send>, ruzstd::decoding::FrameDecoder>>>,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let n_bytes = frame.read(buffer)?;
                if n_bytes > 0 || buffer.is_empty() {
                    return Ok(n_bytes);
                }
            }
            if let Some(frame) = self.frame.take() {
                self.packed = Some(frame.into_inner());
            }
            let Some(mut packed) = self.packed.take() else { return Ok(0) };
            if packed.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let frame = StreamingDecoder::new(packed).map_err(|error| io::Error::other(error.to_string()))?;
            self.frame = Some(Box::new(frame));
        }
    }
}
