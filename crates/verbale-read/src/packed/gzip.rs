//! Gzip (RFC 1952): a header, deflated bytes, a check.

use std::io;

use crc32fast::Hasher;
use flate2::{Decompress, FlushDecompress, Status};

use super::Step;
use super::ahead::Ahead;

/// The first bytes of a member: the mark of gzip and its one method.
pub(super) const MAGIC: &[u8] = &[0x1F, 0x8B, 0x08];

const HAS_CHECK: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;
/// The longest header that is read: names and comments have no length of their own.
const MAX_HEADER: usize = 64 << 10;
/// Bytes of the check and the length after the deflated ones.
const TRAILER: usize = 8;

/// The state of a member that is being unpacked.
pub(super) struct Gzip {
    inflate: Decompress,
    /// Of what was given so far. Four times as fast as the check that comes with the unpacking.
    check: Hasher,
    n_given: u32,
    /// The bytes of the check read so far, once the deflated ones are over.
    trailer: Option<Vec<u8>>,
}

impl Default for Gzip {
    fn default() -> Self {
        Self { inflate: Decompress::new(false), check: Hasher::new(), n_given: 0, trailer: None }
    }
}

impl Gzip {
    pub(super) fn open(&mut self, bytes: &mut Ahead) -> io::Result<()> {
        let mut n_wanted = 10;
        let n_header = loop {
            let head = bytes.look(n_wanted)?;
            let n_ahead = head.len();
            match header(head) {
                Some(Ok(n_header)) => break n_header,
                Some(Err(what)) => return Err(io::Error::other(what)),
                None if n_ahead < n_wanted => return Err(io::Error::other("its header is cut off")),
                None if n_wanted > MAX_HEADER => return Err(io::Error::other("its header does not end")),
                None => n_wanted = n_ahead + 1,
            }
        };
        bytes.take(n_header);
        self.inflate.reset(false);
        self.check.reset();
        self.n_given = 0;
        self.trailer = None;
        Ok(())
    }

    pub(super) fn step(&mut self, bytes: &[u8], room: &mut [u8]) -> io::Result<Step> {
        if let Some(trailer) = &mut self.trailer {
            let n_taken = bytes.len().min(TRAILER - trailer.len());
            trailer.extend_from_slice(&bytes[..n_taken]);
            let is_end = trailer.len() == TRAILER;
            let expected = [self.check.clone().finalize().to_le_bytes(), self.n_given.to_le_bytes()].concat();
            if is_end && *trailer != expected {
                return Err(io::Error::other("it is not what its check says"));
            }
            return Ok(Step { n_taken, n_given: 0, is_end });
        }
        let (n_in, n_out) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self
            .inflate
            .decompress(bytes, room, FlushDecompress::None)
            .map_err(|error| io::Error::other(format!("it cannot be unpacked: {error}")))?;
        let n_taken = (self.inflate.total_in() - n_in) as usize;
        let n_given = (self.inflate.total_out() - n_out) as usize;
        self.check.update(&room[..n_given]);
        // The length in the trailer is kept to 32 bits.
        self.n_given = self.n_given.wrapping_add(n_given as u32);
        if status == Status::StreamEnd {
            self.trailer = Some(Vec::with_capacity(TRAILER));
        } else if n_taken == 0 && n_given == 0 && !bytes.is_empty() {
            return Err(io::Error::other("it cannot be unpacked"));
        }
        Ok(Step { n_taken, n_given, is_end: false })
    }
}

/// How long a header is; `None` where it goes on after these bytes.
fn header(bytes: &[u8]) -> Option<Result<usize, &'static str>> {
    let first = bytes.get(..10)?;
    let flags = first[3];
    if !first.starts_with(MAGIC) {
        return Some(Err("it does not begin as gzip does"));
    }
    if flags & 0b1110_0000 != 0 {
        return Some(Err("its header has flags that there are not"));
    }
    let mut at = 10;
    if flags & HAS_EXTRA != 0 {
        let length = bytes.get(at..at + 2)?;
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for flag in [HAS_NAME, HAS_COMMENT] {
        if flags & flag != 0 {
            at += memchr::memchr(0, bytes.get(at..)?)? + 1;
        }
    }
    at += if flags & HAS_CHECK == 0 { 0 } else { 2 };
    (at <= bytes.len()).then_some(Ok(at))
}

/// Unpacks the first bytes of what may be a member; gives how many there are.
pub(super) fn taste(bytes: &[u8], room: &mut [u8]) -> usize {
    let Some(Ok(n_header)) = header(bytes) else { return 0 };
    let mut inflate = Decompress::new(false);
    // Whatever is wrong later shows when it is read.
    let _ = inflate.decompress(&bytes[n_header..], room, FlushDecompress::None);
    inflate.total_out() as usize
}
