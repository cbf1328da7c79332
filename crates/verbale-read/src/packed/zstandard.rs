//! Zstandard (RFC 8878), with the dictionary that archives of WARC records may carry in front.

use std::io::{self, Read};

use zstd::stream::raw::{Decoder, InBuffer, Operation, OutBuffer};

use super::Step;
use super::ahead::Ahead;

/// The first bytes of a frame.
pub(super) const MAGIC: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];
/// The first bytes of the frame that holds the dictionary of an archive, by the draft on WARC in Zstandard.
const DICTIONARY: &[u8] = &[0x5D, 0x2A, 0x4D, 0x18];
/// The longest dictionary that is read: those in use have some 100 KB.
const MAX_DICTIONARY: usize = 8 << 20;

/// Whether bytes begin a frame that holds no data: by the first byte one of sixteen.
pub(super) fn is_skippable(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| byte & 0xF0 == 0x50) && bytes.get(1..4) == Some(&[0x2A, 0x4D, 0x18])
}

/// The state of a frame that is being unpacked.
#[derive(Default)]
pub(super) struct Zstandard {
    decoder: Option<Decoder<'static>>,
    dictionary: Vec<u8>,
}

impl Zstandard {
    pub(super) fn open(&mut self, bytes: &mut Ahead) -> io::Result<()> {
        if self.decoder.is_none() {
            self.read_dictionary(bytes)?;
        }
        let first = bytes.look(MAGIC.len())?;
        if !first.starts_with(MAGIC) && !is_skippable(first) {
            return Err(io::Error::other("it does not begin as Zstandard does"));
        }
        if let Some(decoder) = &mut self.decoder {
            return decoder.reinit();
        }
        self.decoder = Some(Decoder::with_dictionary(&self.dictionary)?);
        Ok(())
    }

    pub(super) fn step(&mut self, bytes: &[u8], room: &mut [u8]) -> io::Result<Step> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(Step { n_taken: 0, n_given: 0, is_end: true });
        };
        let mut input = InBuffer::around(bytes);
        let mut output = OutBuffer::around(room);
        let n_more = decoder
            .run(&mut input, &mut output)
            .map_err(|error| io::Error::other(format!("it cannot be unpacked: {error}")))?;
        let (n_taken, n_given) = (input.pos(), output.pos());
        Ok(Step { n_taken, n_given, is_end: n_more == 0 })
    }

    /// Unpacks the first bytes of what may be a frame; gives how many there are.
    pub(super) fn taste(&self, bytes: &[u8], room: &mut [u8]) -> usize {
        let Ok(mut decoder) = Decoder::with_dictionary(&self.dictionary) else { return 0 };
        let mut output = OutBuffer::around(room);
        // Whatever is wrong later shows when it is read.
        let _ = decoder.run(&mut InBuffer::around(bytes), &mut output);
        output.pos()
    }

    /// Reads the dictionary at the start of the input, if there is one.
    fn read_dictionary(&mut self, bytes: &mut Ahead) -> io::Result<()> {
        let head = bytes.look(8)?;
        let (Some(DICTIONARY), Some(length)) = (head.get(..4), head.get(4..8)) else { return Ok(()) };
        let n_bytes = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
        if n_bytes > MAX_DICTIONARY {
            return Err(io::Error::other(format!("its dictionary is longer than {MAX_DICTIONARY} bytes")));
        }
        let stored = bytes.look(8 + n_bytes)?;
        let stored =
            stored.get(8..8 + n_bytes).ok_or_else(|| io::Error::other("its dictionary is cut off"))?;
        if stored.starts_with(MAGIC) {
            let limit = MAX_DICTIONARY as u64;
            zstd::Decoder::with_buffer(stored)?.take(limit).read_to_end(&mut self.dictionary)?;
        } else {
            self.dictionary = stored.to_vec();
        }
        bytes.take(8 + n_bytes);
        Ok(())
    }
}
